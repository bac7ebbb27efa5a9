//! What an encounter says before it ends without paper. Nothing here refuses to record an outcome: it is what a screen asks
//! for on the way there.

use crate::law::missing::Missing;
use crate::records::encounter::steps::Step;
use crate::records::encounter::story::Encounter;
use crate::records::encounter::{Detail, Label, Outcome};
use crate::records::reference::ReferenceSystem;

/// What is still to be told for this outcome of a person. A referral asks for nothing: help never needs a name (rules of the
/// field 6). A fixed penalty is paper, and asked for there.
#[must_use]
pub fn ending(outcome: Outcome, encounter: &Encounter, person: Label) -> Vec<Missing> {
    let mut points = Vec::new();
    let mut need = |settled: bool, code, remedy: &str, source| {
        if !settled {
            points.push(Missing::new(code, remedy, source));
        }
    };
    match outcome {
        Outcome::Warning => {
            let warned = encounter.steps_with(person).any(|(_, told)| {
                matches!(told.step, Step::Advised { .. } | Step::Required { .. } | Step::Directed { .. })
            });
            need(
                warned,
                "advised",
                "Advise what the order asks, and note the words.",
                "the ladder: advise before more",
            );
        }
        Outcome::Report | Outcome::Arrest => {
            let told = encounter.conducts.iter().any(|one| one.person.is_none_or(|by| by == person));
            need(told, "conduct_not_recorded", "Record what this person did.", "particulars");
        }
        Outcome::DispersalReported
        | Outcome::AcceptableBehaviourAgreement
        | Outcome::CboBreach
        | Outcome::ClosureBreach => {
            let elsewhere = |detail: &Detail| match detail {
                Detail::Reference(reference) => {
                    !matches!(reference.system, ReferenceSystem::Bwv | ReferenceSystem::Cctv)
                }
                _ => false,
            };
            need(
                encounter.details.iter().any(elsewhere),
                "reference",
                "Add the reference under which it stands in the system it is reported to.",
                "rules of the field 12",
            );
        }
        Outcome::Referral | Outcome::None | Outcome::Fpn => {}
    }
    points
}
