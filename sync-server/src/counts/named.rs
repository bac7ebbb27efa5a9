//! How sightings and pairs of them are named, so that a person can copy one from an answer into a command.

use std::fmt::Write as _;

use beatbook_domain::counts::review::Review;
use beatbook_domain::counts::state::CountActRefusal;
use beatbook_domain::records::count::{SightingPair, SightingRef};

/// Most pairs that a refusal names.
const NAMED_MAX: usize = 10;

/// The two sightings, joined by `+`.
#[must_use]
pub fn named(pair: SightingPair) -> String {
    pair.both().map(named_one).join("+")
}

/// Notebook, record and number.
#[must_use]
pub fn named_one(of: SightingRef) -> String {
    format!("{}/{}/{}", of.notebook, of.record, of.label)
}

/// The pairs that are in the way of an act, one a line; nothing if it is refused for something else.
pub(super) fn in_the_way(refusal: &CountActRefusal, review: &Review) -> String {
    let said = |same| if same { " one person" } else { " two people" };
    let pairs: Vec<String> = match refusal {
        CountActRefusal::Undecided { .. } => {
            review.groups.undecided.iter().map(|pair| named(*pair)).collect()
        }
        CountActRefusal::Blocked { .. } => {
            let pairs = review.groups.contradicting(&review.standings).into_iter();
            pairs.map(|(pair, same)| named(pair) + said(same)).collect()
        }
        _ => return String::new(),
    };
    let mut text: String = pairs.iter().take(NAMED_MAX).map(|pair| format!("\n  {pair}")).collect();
    if let Some(more) = pairs.len().checked_sub(NAMED_MAX).filter(|more| *more > 0) {
        let _ = write!(text, "\n  and {more} more: `count proposals` shows all");
    }
    text
}
