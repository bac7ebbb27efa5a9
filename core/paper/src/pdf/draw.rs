//! Drawing pages: watermark, frames, text, codes and page feet, with what carries meaning tagged.

use krilla::Document;
use krilla::color::luma;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};

use super::flow::Item;
use super::pages::Page;
use super::tags::Tags;
use super::text::{Face, Line, Typesetter};
use super::{Measures, Unwritten};
use crate::block::Span;
use crate::paper::Paper;
use crate::qr::{QUIET, Qr};

const BLACK: u8 = 0;
const RULE: u8 = 0x59;
const BOX: u8 = 0xf2;
/// Pale enough that text over it keeps a contrast above 15:1.
const PALE: u8 = 0xe3;

/// What stands on pages without being part of the text.
pub struct Furniture {
    feet: Vec<Vec<Line>>,
    watermark: Option<Line>,
}

impl Furniture {
    pub fn set(paper: &Paper, measures: &Measures, pages: usize, setter: &mut Typesetter) -> Self {
        let mut lines = |text: String, face: Face, width: f32| {
            setter.lines(&[Span { text, ..Span::default() }], face, width)
        };
        let words = &paper.words;
        let feet = if measures.narrow { 0 } else { pages };
        let feet = (1..=feet).map(|page| {
            let (number, copy) = (&paper.number, paper.copy_name());
            let text = format!("{number} · {copy} · {} {page} {} {pages}", words.page, words.of);
            lines(text, Face { size: 9.0, bold: false }, measures.inner())
        });
        let feet = feet.collect();
        let size = if measures.narrow { 34.0 } else { 96.0 };
        let watermark = paper
            .watermark()
            .and_then(|text| lines(text.to_owned(), Face { size, bold: true }, f32::MAX).into_iter().next());
        Self { feet, watermark }
    }
}

/// Draws all pages into a document.
pub fn draw(
    document: &mut Document,
    paper: &Paper,
    measures: &Measures,
    pages: &[Page],
    furniture: &Furniture,
    mut tags: Tags,
) -> Result<(), Unwritten> {
    let mut outline = Outline::new();
    for (number, page) in pages.iter().enumerate() {
        let height = if measures.narrow { page.height + 2.0 * measures.margin } else { measures.height };
        let settings = PageSettings::from_wh(measures.width, height)
            .ok_or(Unwritten::Failed("a page without height"))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        if let Some(watermark) = &furniture.watermark {
            mark(&mut surface, watermark, measures, height);
        }
        frames(&mut surface, page, measures);
        for (top, piece) in &page.pieces {
            let origin = Point::from_xy(measures.margin, measures.margin + top);
            for item in &piece.items {
                draw_item(&mut surface, item, origin, &paper.qr, &mut tags);
            }
            if let Some(heading) = &piece.heading {
                let place = XyzDestination::new(number, Point::from_xy(0.0, origin.y));
                outline.push_child(OutlineNode::new(heading.clone(), place));
            }
        }
        for line in furniture.feet.get(number).into_iter().flatten().take(1) {
            let at = Point::from_xy(measures.margin, height - 0.6 * measures.margin);
            artifact(&mut surface, ArtifactType::Footer, |surface| draw_line(surface, line, at, BLACK));
        }
        surface.finish();
        sheet.finish();
    }
    let metadata = Metadata::new().title(paper.title()).language(paper.language.clone());
    document.set_metadata(metadata.creator("Beatbook".to_owned()));
    document.set_outline(outline);
    document.set_tag_tree(tags.tree(&paper.language));
    Ok(())
}

fn draw_item(surface: &mut Surface<'_>, item: &Item, origin: Point, qr: &Qr, tags: &mut Tags) {
    match item {
        Item::Line { x, baseline, line, tag } => {
            let span = SpanTag { lang: None, alt_text: None, expanded: None, actual_text: None };
            let drawn = surface.start_tagged(ContentTag::Span(span));
            draw_line(surface, line, Point::from_xy(origin.x + x, origin.y + baseline), BLACK);
            surface.end_tagged();
            tags.content(*tag, drawn);
        }
        Item::Rule { x, width, y } => {
            artifact(surface, ArtifactType::Layout, |surface| {
                fill(surface, RULE);
                rectangles(surface, [(origin.x + x, origin.y + y, *width, 0.6)]);
            });
        }
        Item::Bullet { x, y, size } => {
            artifact(surface, ArtifactType::Layout, |surface| {
                fill(surface, BLACK);
                rectangles(surface, [(origin.x + x, origin.y + y, *size, *size)]);
            });
        }
        Item::Code { x, y, side, tag } => {
            let drawn = surface.start_tagged(ContentTag::Other);
            draw_code(surface, qr, origin.x + x, origin.y + y, *side);
            surface.end_tagged();
            tags.content(*tag, drawn);
        }
    }
}

fn draw_line(surface: &mut Surface<'_>, line: &Line, at: Point, grey: u8) {
    for run in &line.runs {
        fill(surface, grey);
        let thickened = run.thicken.then(|| Stroke {
            paint: luma::Color::new(grey).into(),
            width: run.size / 30.0,
            ..Stroke::default()
        });
        surface.set_stroke(thickened);
        let start = Point::from_xy(at.x + run.x, at.y);
        surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, run.size, false);
    }
    surface.set_stroke(None);
}

/// Dark modules as one path on white, so that no reader draws seams between them.
fn draw_code(surface: &mut Surface<'_>, qr: &Qr, x: f32, y: f32, side: f32) {
    let whole = |number: usize| u16::try_from(number).map_or(f32::MAX, f32::from);
    let module = side / whole(qr.side + 2 * QUIET);
    fill(surface, 0xff);
    rectangles(surface, [(x, y, side, side)]);
    fill(surface, BLACK);
    let bars = qr.bars().into_iter().map(|(row, column, length)| {
        let (left, top) = (x + whole(column + QUIET) * module, y + whole(row + QUIET) * module);
        (left, top, whole(length) * module, module)
    });
    rectangles(surface, bars);
}

/// Frame and ground behind the boxed pieces of a page.
fn frames(surface: &mut Surface<'_>, page: &Page, measures: &Measures) {
    for group in page.pieces.chunk_by(|(_, one), (_, next)| one.boxed == next.boxed) {
        let (Some((top, first)), Some((last_top, last))) = (group.first(), group.last()) else { continue };
        if !first.boxed {
            continue;
        }
        let (x, y) = (measures.margin, measures.margin + top);
        let (width, height) = (measures.inner(), last_top + last.height - top);
        artifact(surface, ArtifactType::Layout, |surface| {
            fill(surface, BLACK);
            rectangles(surface, [(x, y, width, height)]);
            fill(surface, BOX);
            rectangles(surface, [(x + 1.5, y + 1.5, width - 3.0, height - 3.0)]);
        });
    }
}

/// The watermark: once in the middle of a page, over and over down a roll.
fn mark(surface: &mut Surface<'_>, line: &Line, measures: &Measures, height: f32) {
    let step = if measures.narrow { 240.0 } else { height };
    let mut middle = if measures.narrow { step / 2.0 } else { height / 2.0 };
    while middle < height.max(step) {
        artifact(surface, ArtifactType::Watermark, |surface| {
            surface.push_transform(&Transform::from_rotate_at(-40.0, measures.width / 2.0, middle));
            let at = Point::from_xy((measures.width - line.width) / 2.0, middle);
            draw_line(surface, line, at, PALE);
            surface.pop();
        });
        middle += step;
    }
}

fn artifact(surface: &mut Surface<'_>, kind: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}

fn fill(surface: &mut Surface<'_>, grey: u8) {
    let paint = luma::Color::new(grey).into();
    surface.set_fill(Some(Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }));
}

fn rectangles(surface: &mut Surface<'_>, all: impl IntoIterator<Item = (f32, f32, f32, f32)>) {
    let mut path = PathBuilder::new();
    for (x, y, width, height) in all {
        if let Some(rectangle) = Rect::from_xywh(x, y, width, height) {
            path.push_rect(rectangle);
        }
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
