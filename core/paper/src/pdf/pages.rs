//! Cutting the flow into pages.

use super::flow::Piece;

/// A page: its pieces, each with its top from the page's upper margin.
#[derive(Debug)]
pub struct Page {
    pub pieces: Vec<(f32, Piece)>,
    /// Where the last one ends.
    pub height: f32,
}

/// Cuts pieces into pages of at most this height. Pieces that want to stay together do, unless no page could hold them.
pub fn cut(pieces: Vec<Piece>, height: f32) -> Vec<Page> {
    let mut pages = vec![Page { pieces: Vec::new(), height: 0.0 }];
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let mut chain = vec![piece];
        while let Some(next) = pieces.next_if(|_| chain.last().is_some_and(|last| last.keep)) {
            chain.push(next);
        }
        let tall: f32 = chain.iter().map(|piece| piece.before + piece.height).sum();
        if tall <= height && !pages.last().is_some_and(|page| page.height + tall <= height) {
            new_page(&mut pages);
        }
        for piece in chain {
            let fits = |page: &Page| page.height + piece.before + piece.height <= height;
            if !pages.last().is_some_and(fits) {
                new_page(&mut pages);
            }
            if let Some(page) = pages.last_mut() {
                let top = page.height + if page.pieces.is_empty() { 0.0 } else { piece.before };
                page.height = top + piece.height;
                page.pieces.push((top, piece));
            }
        }
    }
    pages
}

/// Begins one, unless the last is still empty.
fn new_page(pages: &mut Vec<Page>) {
    if pages.last().is_some_and(|page| !page.pieces.is_empty()) {
        pages.push(Page { pieces: Vec::new(), height: 0.0 });
    }
}
