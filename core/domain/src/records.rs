//! What the entries of a journal say: one body per kind, and the folds that tell a record's story.
//!
//! Bodies are JSON of these types, except track chunks and patrol summaries, which are binary. Unknown
//! kinds and fields are kept byte for byte by whoever stores them; here they are simply not understood.

pub mod alone;
pub mod body;
pub mod card;
pub mod care_sharing;
pub mod case;
pub mod consult;
pub mod controller;
pub mod count;
pub mod encampment;
pub mod encounter;
pub mod engagement;
pub mod glass;
pub mod hazard;
pub mod journal;
pub mod keeping;
mod kinds;
pub mod looked;
pub mod notice;
pub mod numbers;
pub mod outreach;
pub mod patrol;
pub mod premises;
pub mod reference;
pub mod seen;
pub mod server;
pub mod sharing;
pub mod sign;
pub mod summary;
pub mod task;
pub mod tasking;
pub mod tent;
pub mod track;
pub mod welfare;
pub mod work;

/// Whether a number says nothing, and is not written.
pub(crate) fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Takes what is newly known; what is absent stays.
pub(crate) fn take<T: Clone>(known: &mut Option<T>, news: &Option<T>) {
    if news.is_some() {
        known.clone_from(news);
    }
}
