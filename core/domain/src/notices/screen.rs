//! The encounter screen as a model: which outcomes are offered, and how many steps each still takes.
//!
//! To refer never takes more steps than to fine: help needs no name and no paper.

use crate::law::missing::Missing;
use crate::notices::completeness::Ready;
use crate::records::encounter::Outcome;

/// One step on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tap {
    /// Settles what is missing, by its code.
    Settle(&'static str),
    /// Chooses the outcome.
    Choose(Outcome),
    /// Hands over the paper, or leaves a draft.
    HandOver,
}

/// Everything that is still to be done for an outcome. `paper` is the answer for a fixed penalty now.
#[must_use]
pub fn way_to(outcome: Outcome, paper: &Result<Ready, Vec<Missing>>) -> Vec<Tap> {
    if outcome != Outcome::Fpn {
        return vec![Tap::Choose(outcome)];
    }
    let missing = paper.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    let settle = missing.iter().map(|point| Tap::Settle(point.code));
    settle.chain([Tap::Choose(Outcome::Fpn), Tap::HandOver]).collect()
}

/// Outcomes in the order they are offered: a referral before a fixed penalty, first of all where support
/// comes first.
#[must_use]
pub fn offered(support_first: bool) -> Vec<Outcome> {
    let help = [Outcome::Referral, Outcome::None, Outcome::Warning];
    let usual = [Outcome::None, Outcome::Warning, Outcome::Referral];
    let first = if support_first { help } else { usual };
    let rest = [
        Outcome::Fpn,
        Outcome::Report,
        Outcome::Arrest,
        Outcome::AcceptableBehaviourAgreement,
        Outcome::CboBreach,
        Outcome::ClosureBreach,
        Outcome::DispersalReported,
    ];
    first.into_iter().chain(rest).collect()
}
