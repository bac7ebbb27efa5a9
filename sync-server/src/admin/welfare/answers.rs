//! Consent across records: the newest answer of somebody counts, in whichever record it was given. Where a date of birth is missing
//! whoever has the same names may be the same: a no counts then, a yes does not.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::consent::{Answer, AnswerTold, Consent, is_in_force};
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use jiff::civil::Date;

use crate::welfare::{Case, by_initials, by_names};

/// All answers of everybody, as far as it is known whose they are.
pub(super) struct Answers<'k> {
    key: &'k IdentityKey,
    told: BTreeMap<KeyedId, Vec<AnswerTold>>,
    /// Those of whoever has a name, by both names.
    named: BTreeMap<KeyedId, Vec<(Option<Date>, AnswerTold)>>,
}

impl<'k> Answers<'k> {
    pub(super) fn of(cases: &[(Case, Welfare)], key: &'k IdentityKey) -> Self {
        let mut answers = Self { key, told: BTreeMap::new(), named: BTreeMap::new() };
        for (case, welfare) in cases {
            for (label, answer) in case.answers(welfare) {
                let Some(person) = welfare.people.get(&label) else { continue };
                if let Some(who) = by_initials(key, person) {
                    answers.told.entry(who).or_default().push(answer);
                }
                if let Some(name) = by_names(key, person) {
                    answers.named.entry(name).or_default().push((person.born, answer));
                }
            }
        }
        answers
    }

    /// Answers of those who may be somebody, as one of the two has no date of birth.
    fn perhaps(&self, person: &PersonSeen) -> impl Iterator<Item = AnswerTold> {
        let named = by_names(self.key, person).and_then(|name| self.named.get(&name));
        let may_be = move |born: Option<Date>| born.zip(person.born).is_none();
        named.into_iter().flatten().filter(move |(born, _)| may_be(*born)).map(|(_, answer)| *answer)
    }

    /// The consent of somebody of a record, while it is in force there and was not taken back elsewhere; perhaps by them is taken back.
    pub(super) fn in_force<'w>(
        &self,
        case: &Case,
        welfare: &'w Welfare,
        label: Label,
    ) -> Option<&'w Consent> {
        let consent = welfare.consent_of(label)?;
        let Some(person) = welfare.people.get(&label) else { return Some(consent) };
        let known = by_initials(self.key, person).and_then(|id| self.told.get(&id));
        let here = case.answers(welfare).filter(|(of, _)| *of == label).map(|(_, answer)| answer);
        let mut all: Vec<AnswerTold> = known.map_or_else(|| here.collect(), Clone::clone);
        all.extend(self.perhaps(person).filter(|answer| answer.answer != Answer::Given));
        is_in_force(&all).then_some(consent)
    }

    /// Who took consent back in a record where no consent is found that it could be: not in this record, nor of the same person or of
    /// somebody who may be them. Whoever is known may have given it in a record that is erased since: of them what came before `since`
    /// (UTC milliseconds) asks for nothing any more.
    pub(super) fn unmatched(&self, case: &Case, welfare: &Welfare, since: i64) -> BTreeSet<Label> {
        let mut open: BTreeSet<Label> = BTreeSet::new();
        let mut given: BTreeSet<Label> = BTreeSet::new();
        let known = |label: &Label| by_initials(self.key, welfare.people.get(label)?);
        for (label, answer) in case.answers(welfare) {
            let asks = answer.by >= since || known(&label).is_none();
            match answer.answer {
                Answer::Given => drop(given.insert(label)),
                Answer::Withdrawn if asks && !given.contains(&label) => drop(open.insert(label)),
                Answer::Withdrawn | Answer::Declined => {}
            }
        }
        let is_found = |label: &Label| {
            let Some(person) = welfare.people.get(label) else { return false };
            let known = known(label).and_then(|id| self.told.get(&id));
            let mut all = known.into_iter().flatten().copied().chain(self.perhaps(person));
            all.any(|answer| answer.answer == Answer::Given)
        };
        open.into_iter().filter(|label| !is_found(label)).collect()
    }

    /// People of a record of whom something may be told outside the own service.
    pub(super) fn consenting(&self, case: &Case, welfare: &Welfare) -> BTreeSet<Label> {
        let consents = |label: &Label| self.in_force(case, welfare, *label).is_some();
        welfare.people.keys().copied().filter(consents).collect()
    }
}
