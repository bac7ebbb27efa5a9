//! From blocks to pieces: strips as wide as the sheet that a page end may fall between.

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag, TagKind};
use std::num::NonZeroU16;

use super::tags::{TagId, Tags};
use super::text::{BASELINE, Face, LEADING, Line, Typesetter};
use super::{MM, Measures};
use crate::block::{Block, Cell, Row, Span, Style, is_titled, plain};
use crate::paper::Paper;

/// A strip of the paper.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Empty space above it, left out at the top of a page.
    pub before: f32,
    pub height: f32,
    /// Stays on one page with the next piece.
    pub keep: bool,
    /// Inside the frame of a box.
    pub boxed: bool,
    pub items: Vec<Item>,
    /// A heading, for the outline.
    pub heading: Option<String>,
}

/// What is drawn in a piece; positions from its top left corner.
#[derive(Debug, Clone)]
pub enum Item {
    Line { x: f32, baseline: f32, line: Line, tag: TagId },
    Rule { x: f32, width: f32, y: f32 },
    Bullet { x: f32, y: f32, size: f32 },
    Code { x: f32, y: f32, side: f32, tag: TagId },
}

/// All pieces of a paper and their tags.
pub struct Flow {
    pub pieces: Vec<Piece>,
    pub tags: Tags,
}

/// Side of the QR code with its quiet zone: 28 mm, modules of about 0.8 mm.
const CODE: f32 = 28.0 * MM;
/// A table no higher than this is not cut: a third of an A4 page.
const WHOLE: f32 = 250.0;
/// Room between a box's frame and its text.
const PADDING: f32 = 9.0;

/// Lays a paper out.
pub fn lay_out(paper: &Paper, measures: &Measures, setter: &mut Typesetter) -> Flow {
    let mut layout = Layouter {
        size: measures.size,
        narrow: measures.narrow,
        x: 0.0,
        width: measures.inner(),
        within: None,
        code: &paper.words.qr,
        setter,
        flow: Flow { pieces: Vec::new(), tags: Tags::default() },
    };
    layout.blocks(&paper.blocks);
    if measures.narrow {
        // A roll has no page foot.
        let text = format!("{} · {}", paper.number, paper.copy_name());
        let text = vec![Span { text, ..Span::default() }];
        layout.block(&Block::Paragraph { style: Style::Small, text });
    }
    layout.flow
}

struct Layouter<'a> {
    size: f32,
    narrow: bool,
    /// Left end and width of the text that is being laid out.
    x: f32,
    width: f32,
    /// The box it is in.
    within: Option<TagId>,
    code: &'a str,
    setter: &'a mut Typesetter,
    flow: Flow,
}

impl Layouter<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for (number, block) in blocks.iter().enumerate() {
            match block {
                Block::Table { caption, rows } => self.table(caption, rows, is_titled(blocks, number)),
                block => self.block(block),
            }
        }
    }

    fn block(&mut self, block: &Block) {
        let size = self.size;
        match block {
            Block::Heading { level, text } => {
                let (grown, before) = if *level == 1 { (1.8, 0.4) } else { (1.25, 0.95) };
                let title = plain(text).replace('\n', " ");
                let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
                let tag = self.tag(Tag::Hn(level, Some(title.clone())));
                let first = self.flow.pieces.len();
                let face = Face { size: size * grown, bold: true };
                self.text(text, face, before * size, 0.0, tag);
                self.keep_from(first);
                if let Some(piece) = self.flow.pieces.get_mut(first) {
                    piece.heading = Some(title);
                }
                self.space(0.25 * size);
            }
            Block::Paragraph { style, text } => {
                let tag = self.tag(Tag::P);
                let face = match style {
                    Style::Body => Face { size, bold: false },
                    Style::Lead => Face { size: 1.3 * size, bold: true },
                    Style::Small => Face { size: 0.85 * size, bold: false },
                };
                self.text(text, face, 0.0, 0.0, tag);
                self.space(0.55 * size);
            }
            Block::List { items } => self.list(items),
            Block::Table { caption, rows } => self.table(caption, rows, false),
            Block::Boxed(blocks) => self.boxed(blocks),
            Block::Qr => {
                let tag = self.figure();
                let x = if self.narrow { self.x + (self.width - CODE) / 2.0 } else { self.x };
                let items = vec![Item::Code { x, y: 0.0, side: CODE, tag }];
                self.push(Piece { before: 0.4 * size, height: CODE, items, ..Piece::default() });
                self.space(0.5 * size);
            }
            Block::Sign { text } => {
                let tag = self.tag(Tag::P);
                let width = (0.6 * self.width).max(50.0 * MM).min(self.width);
                let rule = Item::Rule { x: self.x, width, y: 3.2 * size };
                let piece = Piece { height: 3.4 * size, keep: true, items: vec![rule], ..Piece::default() };
                self.push(piece);
                self.text(text, Face { size: 0.85 * size, bold: false }, 0.0, 0.0, tag);
                self.space(0.5 * size);
            }
        }
    }

    fn tag(&mut self, tag: impl Into<TagKind>) -> TagId {
        self.flow.tags.add(self.within, tag)
    }

    fn figure(&mut self) -> TagId {
        let alt = self.code.to_owned();
        self.tag(Tag::Figure(Some(alt)))
    }

    fn push(&mut self, piece: Piece) {
        self.flow.pieces.push(Piece { boxed: self.within.is_some(), ..piece });
    }

    /// Space after what came last.
    fn space(&mut self, height: f32) {
        if let Some(last) = self.flow.pieces.last_mut() {
            last.height += height;
        }
    }

    /// Keeps the pieces from this one on together and with what follows.
    fn keep_from(&mut self, first: usize) {
        for piece in self.flow.pieces.iter_mut().skip(first) {
            piece.keep = true;
        }
    }

    /// A text, a piece for each line; neither its first nor its last line is left alone.
    fn text(&mut self, text: &[Span], face: Face, before: f32, indent: f32, tag: TagId) {
        let lines = self.setter.lines(text, face, self.width - indent);
        let count = lines.len();
        for (number, line) in lines.into_iter().enumerate() {
            let items = vec![Item::Line { x: self.x + indent, baseline: BASELINE * face.size, line, tag }];
            self.push(Piece {
                before: if number == 0 { before } else { 0.0 },
                height: LEADING * face.size,
                keep: count > 1 && (number == 0 || number + 2 == count),
                items,
                ..Piece::default()
            });
        }
    }

    fn list(&mut self, items: &[Vec<Span>]) {
        let size = self.size;
        let list = self.tag(Tag::L(ListNumbering::Disc));
        for item in items {
            let entry = self.flow.tags.add(Some(list), Tag::LI);
            let body = self.flow.tags.add(Some(entry), Tag::LBody);
            let first = self.flow.pieces.len();
            self.text(item, Face { size, bold: false }, 0.0, 1.1 * size, body);
            let bullet =
                Item::Bullet { x: self.x + 0.3 * size, y: (BASELINE - 0.44) * size, size: 0.28 * size };
            if let Some(piece) = self.flow.pieces.get_mut(first) {
                piece.items.push(bullet);
            }
            self.space(0.3 * size);
        }
        self.space(0.3 * size);
    }

    /// A table; one right under a heading shows no caption, but has it for readers that ask.
    fn table(&mut self, caption: &[Span], rows: &[Row], titled: bool) {
        let size = self.size;
        let begin = self.flow.pieces.len();
        let summary = titled.then(|| plain(caption));
        let table = self.tag(Tag::Table.with_summary(summary));
        if !titled {
            let tag = self.flow.tags.add(Some(table), Tag::Caption);
            let first = self.flow.pieces.len();
            self.text(caption, Face { size, bold: true }, 0.3 * size, 0.0, tag);
            self.keep_from(first);
        }
        let columns = rows.iter().any(Row::is_head);
        for row in rows {
            let entry = self.flow.tags.add(Some(table), Tag::TR);
            let first = self.flow.pieces.len();
            if self.narrow && !columns {
                self.stacked(row, entry);
            } else {
                self.side_by_side(row, entry, columns);
            }
            let rule = Item::Rule { x: self.x, width: self.width, y: 0.0 };
            if let Some(piece) = self.flow.pieces.get_mut(first) {
                piece.items.push(rule);
                piece.keep |= row.is_head();
            }
        }
        let height: f32 = self.flow.pieces.iter().skip(begin).map(|piece| piece.before + piece.height).sum();
        if height <= WHOLE {
            self.keep_from(begin);
        }
        if let Some(last) = self.flow.pieces.last_mut() {
            last.items.push(Item::Rule { x: self.x, width: self.width, y: last.height });
            last.keep = false;
        }
        self.space(0.7 * size);
    }

    fn cell(&mut self, cell: &Cell, row: TagId, scope: TableHeaderScope) -> (Face, TagId) {
        let tag: TagKind = if cell.head { Tag::TH(scope).into() } else { Tag::TD.into() };
        let tag = self.flow.tags.add(Some(row), tag);
        (Face { size: self.size, bold: cell.head }, tag)
    }

    /// Cells one below the other, labels small: a roll is too narrow for columns.
    fn stacked(&mut self, row: &Row, entry: TagId) {
        let size = self.size;
        for (number, cell) in row.cells.iter().enumerate() {
            let (face, tag) = self.cell(cell, entry, TableHeaderScope::Row);
            let face = if cell.head { Face { size: 0.9 * size, ..face } } else { face };
            let first = self.flow.pieces.len();
            self.text(&cell.text, face, 0.0, 0.0, tag);
            if number == 0 {
                // Under the rule.
                for piece in self.flow.pieces.iter_mut().skip(first).take(1) {
                    lower(piece, 0.2 * size);
                }
            }
            if number + 1 < row.cells.len() {
                self.keep_from(first);
            }
        }
        self.space(0.2 * size);
    }

    /// Cells beside each other; a long row is cut between its lines.
    fn side_by_side(&mut self, row: &Row, entry: TagId, columns: bool) {
        let size = self.size;
        let scope = if row.is_head() { TableHeaderScope::Column } else { TableHeaderScope::Row };
        let mut bands: Vec<Vec<Item>> = Vec::new();
        let mut x = self.x;
        for (number, cell) in row.cells.iter().enumerate() {
            let width = self.width * share(number, row.cells.len(), columns);
            let (face, tag) = self.cell(cell, entry, scope);
            for (at, line) in self.setter.lines(&cell.text, face, width - 0.6 * size).into_iter().enumerate()
            {
                if bands.len() <= at {
                    bands.resize(at + 1, Vec::new());
                }
                if let Some(band) = bands.get_mut(at) {
                    band.push(Item::Line { x, baseline: BASELINE * size, line, tag });
                }
            }
            x += width;
        }
        if bands.is_empty() {
            bands.push(Vec::new());
        }
        let count = bands.len();
        for (number, items) in bands.into_iter().enumerate() {
            // Rows of up to six lines stay whole; of longer ones the first and last lines.
            let keep = number + 1 < count && (count <= 6 || number == 0 || number + 2 == count);
            let mut piece = Piece { height: LEADING * size, keep, items, ..Piece::default() };
            if number == 0 {
                lower(&mut piece, 0.2 * size);
            }
            self.push(piece);
        }
        self.space(0.2 * size);
    }

    /// A frame around blocks, kept whole; a code in it stands to the right of the text where there is room.
    fn boxed(&mut self, blocks: &[Block]) {
        let (x, width) = (self.x, self.width);
        let beside = !self.narrow && blocks.contains(&Block::Qr);
        self.within = Some(self.flow.tags.add(None, Tag::Div));
        self.x += PADDING;
        self.width -= 2.0 * PADDING;
        let first = self.flow.pieces.len();
        self.push(Piece { before: 0.3 * self.size, height: PADDING, ..Piece::default() });
        let mut code = None;
        if beside {
            self.width -= CODE + PADDING;
            code = Some(self.x + self.width + PADDING);
        }
        let text: Vec<Block> =
            blocks.iter().filter(|block| !beside || **block != Block::Qr).cloned().collect();
        self.blocks(&text);
        if let Some(x) = code {
            let tag = self.figure();
            let height: f32 =
                self.flow.pieces.iter().skip(first + 1).map(|piece| piece.before + piece.height).sum();
            if let Some(piece) = self.flow.pieces.get_mut(first) {
                piece.items.push(Item::Code { x, y: PADDING, side: CODE, tag });
            }
            if height < CODE {
                self.push(Piece { height: CODE - height, ..Piece::default() });
            }
        }
        self.push(Piece { height: 0.4 * PADDING, ..Piece::default() });
        self.keep_from(first);
        if let Some(last) = self.flow.pieces.last_mut() {
            last.keep = false;
        }
        (self.x, self.width, self.within) = (x, width, None);
        self.push(Piece { height: 0.5 * self.size, ..Piece::default() });
    }
}

/// The part of the width that a column gets.
fn share(column: usize, of: usize, columns: bool) -> f32 {
    match (of, columns, column) {
        (1, ..) => 1.0,
        (2, false, 0) => 0.3,
        (2, false, _) => 0.7,
        (2, true, 0) => 0.68,
        (2, true, _) => 0.32,
        // A table has few columns; more than 2^24 would not be exact.
        _ => 1.0 / u16::try_from(of).map_or(f32::MAX, f32::from),
    }
}

/// Moves what is in a piece down, and makes it higher by as much.
fn lower(piece: &mut Piece, by: f32) {
    piece.height += by;
    for item in &mut piece.items {
        match item {
            Item::Line { baseline: y, .. }
            | Item::Rule { y, .. }
            | Item::Bullet { y, .. }
            | Item::Code { y, .. } => {
                *y += by;
            }
        }
    }
}
