//! Fair dealing before paper: caution, understanding (rules of the field 6).

use super::Check;
use super::notes::times;
use crate::law::age::AgeGate;
use crate::records::encounter::steps::Step;

pub(super) const PACE: &str = "PACE 1984 Code C 10.1";

impl Check<'_> {
    /// Caution before evidential questions, by the times told, none of the young and the vulnerable; the excuse asked where the
    /// offence has one.
    pub(super) fn questions(&mut self, excuse_matters: bool) {
        let (Some(label), Some(person)) = (self.notice.person, self.person()) else { return };
        // A date of birth after that day is corrected first: it tells no age.
        let gate = self.scene.rules.age_gate(person.known.age(), self.conduct_day());
        let adult = gate.is_none_or(|gate| gate == AgeGate::Adult);
        let identity_only = !person.known.is_body() && (!adult || person.known.vulnerable == Some(true));
        let early = self.scene.encounter.asked_before_caution(label);
        let (mut cautioned, mut asked, mut excuse, mut excuse_in_order) = (false, false, false, false);
        for (place, told) in self.scene.encounter.steps_with(label) {
            cautioned |= matches!(told.step, Step::Cautioned { .. });
            asked |= told.step.is_evidential_question();
            if matches!(told.step, Step::ExcuseAsked { .. }) {
                excuse = true;
                excuse_in_order |= !early.iter().any(|(early, _)| *early == place);
            }
        }
        if identity_only {
            let remedy = "Under eighteen or vulnerable: no questions on the street. Leave a draft: a supervisor decides.";
            return self.need(!asked, "questions_on_the_street", remedy, PACE);
        }
        if excuse_matters {
            let remedy = "Ask whether there is a reasonable excuse, and write down the answer.";
            self.need(
                excuse,
                "excuse_not_asked",
                remedy,
                "ASBCPA 2014 ss48, 63, 67: without reasonable excuse",
            );
        }
        // Asked again after the caution, the answer counts; that it was asked before is said beside.
        let settled = early.is_empty() || cautioned && (!excuse || excuse_in_order);
        let remedy =
            format!("Caution, then ask again: asked about the offence before it ({}).", times(&early));
        self.need(settled, "caution", &remedy, PACE);
    }

    /// What was told was explained back.
    pub(super) fn understanding(&mut self) {
        let Some(label) = self.notice.person else { return };
        let understood = self.scene.encounter.steps_with(label).rev().find_map(|(_, told)| match told.step {
            Step::Understanding { explained_back, .. } => Some(explained_back),
            _ => None,
        });
        let (code, remedy) = match understood {
            Some(true) => return,
            Some(false) => {
                ("not_understood", "Not understood: get an interpreter or a card, or report instead.")
            }
            None => ("understanding", "Have it explained back in their own words."),
        };
        self.need(false, code, remedy, "guidance on issuing fixed penalty notices: the offender understands");
    }
}
