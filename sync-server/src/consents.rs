//! Consent across records: the newest answer of somebody counts, in whichever record it was given. Of whoever may be the same
//! ([`Recognised::is_perhaps`]) a no counts, and a yes does not.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::consent::{Answer, AnswerTold, Consent, ConsentStanding};
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use beatbook_domain::welfare::recognised::Recognised;

use crate::welfare::{Case, by_initials};

/// An answer, with what tells whose it is.
#[derive(Debug, Clone)]
struct Said {
    who: Recognised,
    answer: AnswerTold,
}

/// Answers as far as they concern somebody: surely theirs, and of whoever may be them.
type Concerning = (Vec<AnswerTold>, Vec<AnswerTold>);

/// All answers of everybody, as far as it is known whose they are.
pub struct Answers<'k> {
    key: &'k IdentityKey,
    said: Vec<Said>,
    /// Their numbers, by what whoever may have given them is found by.
    found_by: BTreeMap<KeyedId, Vec<usize>>,
}

impl<'k> Answers<'k> {
    /// Those that these records tell.
    pub fn of<'a>(cases: impl Iterator<Item = (&'a Case, &'a Welfare)>, key: &'k IdentityKey) -> Self {
        let mut answers = Self { key, said: Vec::new(), found_by: BTreeMap::new() };
        for (case, welfare) in cases {
            for (label, answer) in case.answers(welfare) {
                let Some(person) = welfare.people.get(&label) else { continue };
                let who = Recognised::of(key, person);
                for id in who.found_by() {
                    answers.found_by.entry(id).or_default().push(answers.said.len());
                }
                answers.said.push(Said { who, answer });
            }
        }
        answers
    }

    /// Answers of other records than this one's of this label, as far as they concern them.
    fn elsewhere(&self, person: &PersonSeen, own: &[AnswerTold]) -> Concerning {
        let who = Recognised::of(self.key, person);
        let found: BTreeSet<usize> =
            who.found_by().filter_map(|id| self.found_by.get(&id)).flatten().copied().collect();
        let said = found.into_iter().filter_map(|number| self.said.get(number));
        let others = said.filter(|said| said.who.is_perhaps(&who) && !own.contains(&said.answer));
        let (surely, perhaps): (Vec<&Said>, Vec<&Said>) = others.partition(|said| said.who.is_surely(&who));
        let told = |all: Vec<&Said>| all.into_iter().map(|said| said.answer).collect();
        (told(surely), told(perhaps))
    }

    /// All that concern somebody of a record.
    fn concerning(&self, case: &Case, welfare: &Welfare, label: Label) -> Concerning {
        let own = case.answers(welfare).filter(|(of, _)| *of == label).map(|(_, answer)| answer);
        let own: Vec<AnswerTold> = own.collect();
        let Some(person) = welfare.people.get(&label) else { return (own, Vec::new()) };
        let (surely, perhaps) = self.elsewhere(person, &own);
        (own.into_iter().chain(surely).collect(), perhaps)
    }

    /// The consent that somebody of a record gave there and has not taken back there, and how it stands by all that is told.
    #[must_use]
    pub fn standing<'w>(
        &self,
        case: &Case,
        welfare: &'w Welfare,
        label: Label,
    ) -> Option<(ConsentStanding, &'w Consent)> {
        let consent = welfare.consent_of(label)?;
        let (surely, perhaps) = self.concerning(case, welfare, label);
        Some((ConsentStanding::of(&surely, &perhaps), consent))
    }

    /// What keeps consent that somebody of a record gave from being in force: of each no that counts the last, several where
    /// their order is not known.
    #[must_use]
    pub fn against(&self, case: &Case, welfare: &Welfare, label: Label) -> Vec<AnswerTold> {
        if welfare.consent_of(label).is_none() {
            return Vec::new();
        }
        let (surely, perhaps) = self.concerning(case, welfare, label);
        let among = match ConsentStanding::of(&surely, &perhaps) {
            ConsentStanding::InForce => Vec::new(),
            ConsentStanding::Refused => surely,
            ConsentStanding::PerhapsRefused => perhaps,
        };
        let not: Vec<AnswerTold> = among.into_iter().filter(|one| one.answer != Answer::Given).collect();
        not.iter().filter(|one| !not.iter().any(|other| other.is_after(one))).copied().collect()
    }

    /// Who took consent back in a record where no consent is found that it could be: not in this record, nor of the same person or of
    /// somebody who may be them. Whoever is known may have given it in a record that is erased since: of them what came before `since`
    /// (UTC milliseconds) asks for nothing any more.
    #[must_use]
    pub fn unmatched(&self, case: &Case, welfare: &Welfare, since: i64) -> BTreeSet<Label> {
        let mut open: BTreeMap<Label, AnswerTold> = BTreeMap::new();
        let mut given: BTreeSet<Label> = BTreeSet::new();
        let known = |label: &Label| by_initials(self.key, welfare.people.get(label)?);
        for (label, answer) in case.answers(welfare) {
            let asks = answer.by >= since || known(&label).is_none();
            match answer.answer {
                Answer::Given => drop(given.insert(label)),
                Answer::Withdrawn if asks && !given.contains(&label) => {
                    open.entry(label).or_insert(answer);
                }
                Answer::Withdrawn | Answer::Declined => {}
            }
        }
        // What was given surely after it is not what was taken back.
        let is_found = |(label, withdrawn): &(Label, AnswerTold)| {
            let Some(person) = welfare.people.get(label) else { return false };
            let (surely, perhaps) = self.elsewhere(person, &[]);
            let mut given = surely.iter().chain(&perhaps).filter(|one| one.answer == Answer::Given);
            given.any(|one| !one.is_after(withdrawn))
        };
        open.into_iter().filter(|one| !is_found(one)).map(|(label, _)| label).collect()
    }

    /// People of a record of whom something may be told outside the own service.
    #[must_use]
    pub fn consenting(&self, case: &Case, welfare: &Welfare) -> BTreeSet<Label> {
        let consents = |label: &Label| {
            matches!(self.standing(case, welfare, *label), Some((ConsentStanding::InForce, _)))
        };
        welfare.people.keys().copied().filter(consents).collect()
    }
}
