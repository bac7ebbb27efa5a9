//! The six answers before a fixed penalty (gov.uk, "Issuing fixed penalty notices"). What the record knows answers for
//! itself; what is missing there is listed by its own points, and nobody is asked twice.

use super::Check;
use super::scene::Breached;
use crate::records::encounter::Label;
use crate::records::encounter::people::Details;
use crate::records::encounter::steps::Step;
use crate::records::encounter::story::Encounter;
use crate::records::notice::six::{SixAnswer, SixAnswers, SixAsked};

const GUIDANCE: &str = "guidance on issuing fixed penalty notices: the six questions";

impl SixAnswers {
    /// What the officer says, and what the encounter knows of this person.
    #[must_use]
    pub fn of(
        asked: SixAsked,
        encounter: &Encounter,
        person: Option<Label>,
        breached: Option<Breached<'_>>,
    ) -> Self {
        let recorded = |known: bool| known.then_some(SixAnswer::Recorded);
        let code = breached.map(|breached| breached.condition.code.as_str());
        let did = encounter.conducts.iter().any(|conduct| {
            code.is_none_or(|code| conduct.code == code)
                && conduct.person.is_none_or(|by| person.is_none_or(|person| by == person))
        });
        let steps = person.map(|label| encounter.steps_with(label).rev()).into_iter().flatten();
        let understood = steps.into_iter().find_map(|(_, told)| match told.step {
            Step::Understanding { explained_back, .. } => Some(explained_back),
            _ => None,
        });
        let details = person.and_then(|label| encounter.people.get(&label)?.known.details.as_ref());
        let believed = match details {
            Some(Details::Person { believed, .. }) => *believed,
            Some(Details::Body { .. }) => true,
            Some(Details::Refused { .. }) | None => false,
        };
        Self {
            offence: recorded(did),
            proportionate: asked.proportionate.map(SixAnswer::from),
            evidence: asked.evidence.map(SixAnswer::from),
            understood: recorded(understood == Some(true)),
            details: recorded(believed),
            no_exception: asked.no_exception.map(SixAnswer::from),
        }
    }
}

impl Check<'_> {
    /// Each answer that is missing, or is a no.
    pub(super) fn six(&mut self) {
        let Some(six) = self.notice.six else {
            let remedy = "Answer what is asked before every fixed penalty.";
            return self.need(false, "six", remedy, GUIDANCE);
        };
        let asked = [
            (
                "six_proportionate",
                six.proportionate,
                "Say whether a penalty is proportionate.",
                "A penalty is not proportionate: advise or warn instead.",
            ),
            (
                "six_evidence",
                six.evidence,
                "Say whether the evidence would support a prosecution.",
                "The evidence would not support a prosecution: warn, or gather more.",
            ),
            (
                "six_no_exception",
                six.no_exception,
                "Say whether it was an accident, or somebody is exempt.",
                "An accident, or somebody exempt: no fixed penalty.",
            ),
        ];
        for (code, answer, ask, refuse) in asked {
            let remedy = if answer == Some(SixAnswer::No) { refuse } else { ask };
            self.need(matches!(answer, Some(SixAnswer::Yes)), code, remedy, GUIDANCE);
        }
    }
}
