//! Setting text: fonts found, glyphs shaped, both directions ordered, lines broken – by parley, from given fonts.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use krilla::text::{Font, GlyphId, KrillaGlyph, Tag};
use parley::{
    FontContext, FontFamily, FontFamilyName, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap,
    StyleProperty,
};

use crate::block::Span;
use crate::fonts::Fonts;

/// Opens and closes a text whose direction is its own (UAX #9: first strong isolate, pop directional isolate).
const ISOLATE: char = '\u{2068}';
const END_ISOLATE: char = '\u{2069}';

/// Height of a line in sizes of its font, and where in it the letters stand.
pub const LEADING: f32 = 1.35;
pub const BASELINE: f32 = 0.98;

/// How often a text is set anew because a font turned out to lack something.
const TRIES: usize = 4;

/// The look of a text.
#[derive(Debug, Clone, Copy)]
pub struct Face {
    /// In points.
    pub size: f32,
    /// All of it, not only what is `<strong>`.
    pub bold: bool,
}

/// A line, ready to be drawn from its left end.
#[derive(Debug, Clone)]
pub struct Line {
    pub runs: Vec<Run>,
    pub width: f32,
}

/// Glyphs of one font.
#[derive(Debug, Clone)]
pub struct Run {
    pub font: Font,
    pub size: f32,
    /// From the line's left end.
    pub x: f32,
    /// The family has no bold face: its outlines are thickened.
    pub thicken: bool,
    pub glyphs: Vec<KrillaGlyph>,
    /// What the glyphs' ranges point into.
    pub text: Arc<str>,
}

/// A file, the face in it, and its place on each axis.
type FontKey = (u64, u32, Vec<([u8; 4], u32)>);

/// Sets texts in the fonts of one [`Fonts`].
pub struct Typesetter {
    context: FontContext,
    scratch: LayoutContext<()>,
    families: Vec<String>,
    fonts: HashMap<FontKey, Option<Font>>,
    missing: BTreeSet<char>,
}

impl Typesetter {
    pub fn new(fonts: &Fonts) -> Self {
        Self {
            context: fonts.context.clone(),
            scratch: LayoutContext::new(),
            families: fonts.families.clone(),
            fonts: HashMap::new(),
            missing: BTreeSet::new(),
        }
    }

    /// Characters that no font had, so far.
    pub fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// The lines of a text, at most so wide; a word that is wider is broken.
    pub fn lines(&mut self, spans: &[Span], face: Face, width: f32) -> Vec<Line> {
        let (mut text, mut strong) = join(spans);
        let mut layout = self.lay_out(&text, &strong, face, width);
        for _ in 0..TRIES {
            let without = without_glyph(&layout);
            if without.is_empty() {
                break;
            }
            (text, strong) = self.spell(&text, &strong, &without);
            layout = self.lay_out(&text, &strong, face, width);
        }
        let text: Arc<str> = text.into();
        layout.lines().map(|line| self.line(&line, &text)).collect()
    }

    fn lay_out(&mut self, text: &str, strong: &[Range<usize>], face: Face, width: f32) -> Layout<()> {
        let weight =
            |bold| StyleProperty::FontWeight(if bold { FontWeight::BOLD } else { FontWeight::NORMAL });
        let names: Vec<FontFamilyName<'_>> =
            self.families.iter().map(|name| FontFamilyName::Named(Cow::Borrowed(name.as_str()))).collect();
        // Not quantized: a point is no pixel.
        let mut builder = self.scratch.ranged_builder(&mut self.context, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Owned(names))));
        builder.push_default(StyleProperty::FontSize(face.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(face.size * LEADING)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(weight(face.bold));
        for range in strong {
            builder.push(weight(true), range.clone());
        }
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        layout
    }

    /// Puts the numbers of characters in the place of those that no font has.
    fn spell(
        &mut self,
        text: &str,
        strong: &[Range<usize>],
        without: &[Range<usize>],
    ) -> (String, Vec<Range<usize>>) {
        let mut spelled = String::with_capacity(text.len() + 8 * without.len());
        // Where each byte of the text has gone.
        let mut moved = Vec::with_capacity(text.len() + 1);
        for (at, character) in text.char_indices() {
            moved.resize(at + 1, spelled.len());
            if without.iter().any(|range| range.contains(&at)) && !is_invisible(character) {
                self.missing.insert(character);
                spelled.push_str(&format!("[U+{:04X}]", u32::from(character)));
            } else {
                spelled.push(character);
            }
        }
        moved.resize(text.len() + 1, spelled.len());
        let new = |at: usize| moved.get(at).copied().unwrap_or(spelled.len());
        let strong = strong.iter().map(|range| new(range.start)..new(range.end)).collect();
        (spelled, strong)
    }

    fn line(&mut self, line: &parley::Line<'_, ()>, text: &Arc<str>) -> Line {
        let mut x = 0.0;
        let mut runs = Vec::new();
        for run in line.runs() {
            let size = run.font_size();
            let start = x;
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = glyphs.last_mut() {
                        glyph.text_range.start = glyph.text_range.start.min(range.start);
                        glyph.text_range.end = glyph.text_range.end.max(range.end);
                    }
                    continue;
                }
                let words = text.get(range.clone()).unwrap_or_default();
                if words.chars().all(is_invisible) {
                    x += cluster.advance();
                    continue;
                }
                for glyph in cluster.glyphs() {
                    glyphs.push(KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.x / size,
                        glyph.y / size,
                        0.0,
                        range.clone(),
                        None,
                    ));
                    x += glyph.advance;
                }
            }
            if let Some(font) = self.font(&run).filter(|_| !glyphs.is_empty()) {
                let thicken = run.synthesis().embolden();
                runs.push(Run { font, size, x: start, thicken, glyphs, text: text.clone() });
            }
        }
        Line { runs, width: x }
    }

    /// The font of a run as krilla wants it, at the run's place on the axes of a variable font.
    fn font(&mut self, run: &parley::Run<'_, ()>) -> Option<Font> {
        let data = run.font();
        let synthesis = run.synthesis();
        let axes: Vec<([u8; 4], f32)> =
            synthesis.variation_settings().iter().map(|(tag, value)| (tag.into_bytes(), *value)).collect();
        let key = axes.iter().map(|(tag, value)| (*tag, value.to_bits())).collect();
        let found = self.fonts.entry((data.data.id(), data.index, key)).or_insert_with(|| {
            let axes: Vec<(Tag, f32)> = axes.iter().map(|(tag, value)| (Tag::new(tag), *value)).collect();
            let (bytes, _) = data.data.clone().into_raw_parts();
            Font::new_variable(bytes.into(), data.index, &axes)
        });
        found.clone()
    }
}

/// One text of all spans, and which ranges of it are strong.
fn join(spans: &[Span]) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut strong = Vec::new();
    for span in spans {
        let start = text.len();
        if span.isolated {
            text.push(ISOLATE);
        }
        text.push_str(&span.text);
        if span.isolated {
            text.push(END_ISOLATE);
        }
        if span.strong {
            strong.push(start..text.len());
        }
    }
    (text, strong)
}

/// Ranges of the text for which the fonts have nothing to draw.
fn without_glyph(layout: &Layout<()>) -> Vec<Range<usize>> {
    let runs = layout.lines().flat_map(|line| line.runs());
    let clusters = runs.flat_map(|run| run.visual_clusters().collect::<Vec<_>>());
    clusters.filter(|cluster| cluster.glyphs().any(|glyph| glyph.id == 0)).map(|it| it.text_range()).collect()
}

/// Characters that steer and have no shape: line ends, isolates, joiners, variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character, '\n' | ISOLATE | END_ISOLATE | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}
