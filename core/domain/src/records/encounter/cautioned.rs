//! When an offence was suspected, and what was asked about it before the caution: by the times that were told, so that it is
//! the same in whatever order an officer writes it down (PACE 1984 Code C 10.1).

use crate::records::encounter::steps::Step;
use crate::records::encounter::story::{Encounter, Oddity};
use crate::records::encounter::{EncounterStep, Label};

impl Encounter {
    /// When an officer first suspected an offence of this person, UTC milliseconds; absent if nobody told a time.
    #[must_use]
    pub fn suspected_at(&self, person: Label) -> Option<i64> {
        let told = self.steps_with(person).filter(|(_, told)| matches!(told.step, Step::Suspected));
        told.filter_map(|(_, told)| told.time).min()
    }

    /// Questions about the offence that this person was asked before any caution: each with its place in `steps`, the
    /// earliest first. What was asked before there were grounds to suspect anything needs no caution; that there were none
    /// counts only where the suspicion has its time, and nothing this person did was seen by then.
    #[must_use]
    pub fn asked_before_caution(&self, person: Label) -> Vec<(usize, &EncounterStep)> {
        let suspected = self.suspected_at(person).map(|suspected| {
            let did = self.conducts.iter().filter(|did| did.person.is_none_or(|by| by == person));
            let seen = did.filter_map(|did| did.time.or_else(|| self.time_of(did).map(|seen| seen.at)));
            seen.chain([suspected]).min().unwrap_or(suspected)
        });
        let needs_caution = |asked: &EncounterStep| match (asked.time, suspected) {
            (Some(asked), Some(suspected)) => suspected <= asked,
            _ => true,
        };
        let cautions: Vec<_> =
            self.steps_with(person).filter(|(_, told)| matches!(told.step, Step::Cautioned { .. })).collect();
        let mut early: Vec<_> = self
            .steps_with(person)
            .filter(|(_, told)| told.step.is_evidential_question() && needs_caution(told))
            .filter(|asked| !cautions.iter().any(|caution| !is_before(*asked, *caution)))
            .collect();
        early.sort_by_key(|(place, asked)| (asked.time, *place));
        early
    }

    /// Lists anew which questions came before their caution: a caution told later may be an earlier one.
    pub(super) fn judge_cautions(&mut self) {
        let mut early: Vec<usize> = Vec::new();
        for person in self.people.keys() {
            let asked = self.asked_before_caution(*person);
            early.extend(asked.iter().filter(|(_, asked)| asked.person.is_some()).map(|(place, _)| *place));
        }
        self.oddities.retain(|(_, oddity)| *oddity != Oddity::QuestionBeforeCaution);
        self.oddities.extend(early.into_iter().map(|place| (place, Oddity::QuestionBeforeCaution)));
        self.oddities.sort_by_key(|(place, _)| *place);
    }
}

/// Whether a question came before a caution: by their times, and where one has none by the order in which they were told.
/// Of the same minute, the caution came first.
fn is_before(
    (asked_place, asked): (usize, &EncounterStep),
    (place, caution): (usize, &EncounterStep),
) -> bool {
    match (asked.time, caution.time) {
        (Some(asked), Some(cautioned)) => asked < cautioned,
        _ => asked_place < place,
    }
}
