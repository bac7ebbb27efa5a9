//! What a paper consists of, between template and print: few kinds of blocks, so that both prints say the same.

/// A piece of a paper, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `<h1>` once, then `<h2>`.
    Heading { level: u8, text: Vec<Span> },
    /// `<p>`.
    Paragraph { style: Style, text: Vec<Span> },
    /// `<ul>`.
    List { items: Vec<Vec<Span>> },
    /// `<table>`: rows of facts, or columns under a row of heads.
    Table { caption: Vec<Span>, rows: Vec<Row> },
    /// `<box>`: what must be seen first.
    Boxed(Vec<Block>),
    /// `<qr/>`: number and payment reference.
    Qr,
    /// `<sign>`: a line to sign on, with what is signed.
    Sign { text: Vec<Span> },
}

/// How loud a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As everything else.
    Body,
    /// `class="lead"`: larger and bold.
    Lead,
    /// `class="small"`.
    Small,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// At least one.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Whether it only names the columns.
    pub fn is_head(&self) -> bool {
        self.cells.len() > 1 && self.cells.iter().all(|cell| cell.head)
    }
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// `<th>`, not `<td>`.
    pub head: bool,
    /// Its text.
    pub text: Vec<Span>,
}

/// Text of one look; `\n` is a line break.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// `<strong>`.
    pub strong: bool,
    /// `<bdi>`: its direction is its own and turns nothing around it.
    pub isolated: bool,
}

/// The bare characters of a text.
pub fn plain(text: &[Span]) -> String {
    text.iter().map(|span| span.text.as_str()).collect()
}

/// Whether a heading stands right above a block: a table's caption would only repeat it to the eye.
pub fn is_titled(blocks: &[Block], number: usize) -> bool {
    let above = number.checked_sub(1).and_then(|above| blocks.get(above));
    matches!(above, Some(Block::Heading { .. }))
}

impl Block {
    /// All texts in it, in reading order.
    pub fn texts(&self) -> Vec<&[Span]> {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text, .. } | Self::Sign { text } => vec![text],
            Self::List { items } => items.iter().map(Vec::as_slice).collect(),
            Self::Table { caption, rows } => {
                let cells = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_slice());
                std::iter::once(caption.as_slice()).chain(cells).collect()
            }
            Self::Boxed(blocks) => blocks.iter().flat_map(Self::texts).collect(),
            Self::Qr => Vec::new(),
        }
    }
}
