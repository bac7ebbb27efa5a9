//! Consent across records: the newest answer of somebody counts, in whichever record it was given.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::consent::{Answer, AnswerTold, Consent, is_in_force};
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};

use crate::welfare::{Case, by_initials};

/// All answers of everybody who is known.
pub(super) struct Answers<'k> {
    key: &'k IdentityKey,
    told: BTreeMap<KeyedId, Vec<AnswerTold>>,
}

impl<'k> Answers<'k> {
    pub(super) fn of(cases: &[(Case, Welfare)], key: &'k IdentityKey) -> Self {
        let mut told: BTreeMap<KeyedId, Vec<AnswerTold>> = BTreeMap::new();
        for (case, welfare) in cases {
            for (label, answer) in case.answers(welfare) {
                let who = welfare.people.get(&label).and_then(|person| by_initials(key, person));
                if let Some(who) = who {
                    told.entry(who).or_default().push(answer);
                }
            }
        }
        Self { key, told }
    }

    /// The consent of somebody of a record, while it is in force there and was not taken back elsewhere.
    pub(super) fn in_force<'w>(&self, welfare: &'w Welfare, label: Label) -> Option<&'w Consent> {
        let person = welfare.people.get(&label);
        let known = person.and_then(|person| by_initials(self.key, person));
        let all = known.and_then(|id| self.told.get(&id));
        welfare.consent_of(label).filter(|_| all.is_none_or(|all| is_in_force(all)))
    }

    /// Whom a record tells to have taken consent back that it does not tell to have been given, where nobody can know who they
    /// are: consent in another record is not found by it.
    pub(super) fn unmatched(&self, welfare: &Welfare) -> BTreeSet<Label> {
        let mut open: BTreeSet<Label> = BTreeSet::new();
        let mut given: BTreeSet<Label> = BTreeSet::new();
        for step in &welfare.steps {
            let (Some(label), CareStep::Consent(consent)) = (step.person, &step.step) else { continue };
            match consent.answer {
                Answer::Given => drop(given.insert(label)),
                Answer::Withdrawn if !given.contains(&label) => drop(open.insert(label)),
                Answer::Withdrawn | Answer::Declined => {}
            }
        }
        let known =
            |label: &Label| welfare.people.get(label).and_then(|person| by_initials(self.key, person));
        open.into_iter().filter(|label| known(label).is_none()).collect()
    }

    /// People of a record of whom something may be told outside the own service.
    pub(super) fn consenting(&self, welfare: &Welfare) -> BTreeSet<Label> {
        welfare.people.keys().copied().filter(|label| self.in_force(welfare, *label).is_some()).collect()
    }
}
