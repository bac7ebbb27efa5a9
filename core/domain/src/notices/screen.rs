//! The encounter screen as a model: which outcomes are offered, and every step that each still takes from here.
//!
//! The steps are no list of their own: they follow from the rules that hold a record or its paper back
//! ([`crate::notices::completeness`]), so a rule that asks more of an end makes its way longer by itself. To refer never takes
//! more steps than to fine: help needs no name and no paper.

use serde::Serialize;

use crate::law::missing::Missing;
use crate::notices::completeness::Ready;
use crate::notices::completeness::ending::ending;
use crate::records::encounter::story::Encounter;
use crate::records::encounter::{Label, Outcome};

/// One step on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tap {
    /// Settles what is missing: one answer.
    Settle(Missing),
    /// Chooses the outcome.
    Choose(Outcome),
    /// Hands over the paper, or leaves a draft.
    HandOver,
}

/// An outcome, and all that is still to be done for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// Where it leads.
    pub outcome: Outcome,
    /// Its steps, in order.
    pub taps: Vec<Tap>,
}

/// The way to an outcome for a person of an encounter. `paper` is the answer for a fixed penalty now.
#[must_use]
pub fn way_to(
    outcome: Outcome,
    (encounter, person): (&Encounter, Label),
    paper: &Result<Ready, Vec<Missing>>,
) -> Way {
    let (missing, hand_over) = match outcome {
        Outcome::Fpn => (paper.as_ref().err().cloned().unwrap_or_default(), Some(Tap::HandOver)),
        other => (ending(other, encounter, person), None),
    };
    let settle = missing.into_iter().map(Tap::Settle);
    Way { outcome, taps: settle.chain([Tap::Choose(outcome)]).chain(hand_over).collect() }
}

/// The ways to help, to a warning and to a fixed penalty, in the order in which they are offered.
#[must_use]
pub fn ways(
    support_first: bool,
    about: (&Encounter, Label),
    paper: &Result<Ready, Vec<Missing>>,
) -> Vec<Way> {
    let shown = |outcome: &Outcome| matches!(outcome, Outcome::Referral | Outcome::Warning | Outcome::Fpn);
    offered(support_first).into_iter().filter(shown).map(|outcome| way_to(outcome, about, paper)).collect()
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
