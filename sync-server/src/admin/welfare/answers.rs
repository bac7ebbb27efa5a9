//! Consent across records: the newest answer of somebody counts, in whichever record it was given.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::consent::{Answer, Consent, newest_answers};
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};

use crate::welfare::{Case, by_initials};

/// The newest answer of everybody who is known, of all records.
pub(super) struct Answers<'k> {
    key: &'k IdentityKey,
    newest: BTreeMap<KeyedId, (i64, Answer)>,
}

impl<'k> Answers<'k> {
    pub(super) fn of(cases: &[(Case, Welfare)], key: &'k IdentityKey) -> Self {
        let told = cases.iter().flat_map(|(_, welfare)| {
            let who = |label| by_initials(key, welfare.people.get(&label)?);
            welfare.steps.iter().filter_map(move |step| Some((who(step.person?)?, step)))
        });
        Self { key, newest: newest_answers(told) }
    }

    /// The consent of somebody of a record, while it is in force there and was not taken back elsewhere.
    pub(super) fn in_force<'w>(&self, welfare: &'w Welfare, label: Label) -> Option<&'w Consent> {
        let person = welfare.people.get(&label);
        let known = person.and_then(|person| by_initials(self.key, person));
        let elsewhere = known.and_then(|id| self.newest.get(&id)).map(|(_, answer)| *answer);
        welfare.consent_of(label).filter(|_| elsewhere.is_none_or(|it| it == Answer::Given))
    }

    /// People of a record of whom something may be told outside the own service.
    pub(super) fn consenting(&self, welfare: &Welfare) -> BTreeSet<Label> {
        welfare.people.keys().copied().filter(|label| self.in_force(welfare, *label).is_some()).collect()
    }
}
