//! What a phone may tell of a welfare record beyond its form. A fold takes all of it: earlier phones did not ask, and an entry
//! that something rests on may be erased.

use jiff::civil::Date;

use super::steps::CareStep;
use super::story::{Welfare, WelfareRefusal, year_ahead};
use super::{WelfareClosed, WelfareEntry, WelfarePerson, WelfareResult, WelfareStep};
use crate::law::missing::Missing;
use crate::welfare::sleeping::day_of_clock;

/// What a record holds that ends not as `no_concern`, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contrary {
    /// Somebody is in immediate danger, and nobody has said since that it is over.
    Danger,
    /// A safeguarding disclosure.
    Disclosure,
    /// A concern.
    Concern,
}

impl Contrary {
    /// Stable name for machines.
    pub const CODE: &str = "result_no_concern";

    /// What to do.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Danger => {
                "The record says that somebody is in immediate danger: close it as an emergency, or say first that the \
                 danger is over."
            }
            Self::Disclosure => {
                "The record holds a safeguarding disclosure: close it as a referral, or as an emergency if 999 took over."
            }
            Self::Concern => {
                "The record holds a concern: close it as advice or a referral, or as an emergency if 999 took over."
            }
        }
    }
}

impl Welfare {
    /// Whether a phone may tell this: of nobody who was not recorded before, and of somebody new under the next number. A fold
    /// takes both, because the entry that recorded them may be erased.
    ///
    /// # Errors
    /// [`WelfareRefusal::UnknownPerson`], [`WelfareRefusal::PersonNumber`].
    pub fn check_person_known(&self, entry: &WelfareEntry) -> Result<(), WelfareRefusal> {
        let next = self.people.last_key_value().map_or(1, |(last, _)| u32::from(*last) + 1);
        match entry {
            // Nothing takes a person back: a slip of the finger would be somebody.
            WelfareEntry::Person(told)
                if !self.people.contains_key(&told.person) && u32::from(told.person) != next =>
            {
                Err(WelfareRefusal::PersonNumber { next })
            }
            WelfareEntry::Step(WelfareStep { person: Some(person), .. })
                if !self.people.contains_key(person) =>
            {
                Err(WelfareRefusal::UnknownPerson)
            }
            _ => Ok(()),
        }
    }

    /// Whether this entry calls a person otherwise in more than one thing: it is about somebody else, whose consent is not theirs. A
    /// slip is put right; where several things were wrong, one after the other.
    #[must_use]
    pub fn is_named_otherwise(&self, entry: &WelfareEntry) -> bool {
        let WelfareEntry::Person(told) = entry else { return false };
        self.people.get(&told.person).is_some_and(|before| before.is_called_otherwise(&told.known))
    }

    /// Whether a phone may tell this of who lives there: nobody is a child or pregnant who is not among the people. A fold takes it,
    /// because earlier phones did not ask.
    ///
    /// # Errors
    /// [`WelfareRefusal::Occupants`].
    pub fn check_occupants(entry: &WelfareEntry) -> Result<(), WelfareRefusal> {
        match entry {
            WelfareEntry::Step(WelfareStep { step: CareStep::Occupants(told), .. })
                if told.children > told.people || told.pregnant > told.people =>
            {
                Err(WelfareRefusal::Occupants)
            }
            _ => Ok(()),
        }
    }

    /// Whether a phone may call it complete: nothing is left to ask. A fold takes a check without an assessment of the risk,
    /// because earlier phones did not ask for one.
    ///
    /// # Errors
    /// [`WelfareRefusal::Open`].
    pub fn check_complete(&self, entry: &WelfareEntry) -> Result<(), WelfareRefusal> {
        match (entry, self.open_questions().first()) {
            (WelfareEntry::Closed(_), Some(question)) => Err(WelfareRefusal::Open(*question)),
            _ => Ok(()),
        }
    }

    /// Whether a phone may tell this on a day: what is asked for is to come, and no more than a year ahead, so that nothing
    /// keeps a record from being erased for longer. A fold takes it, because earlier phones did not ask.
    ///
    /// # Errors
    /// [`WelfareRefusal::Day`].
    pub fn check_day(entry: &WelfareEntry, today: Date) -> Result<(), WelfareRefusal> {
        let WelfareEntry::Step(told) = entry else { return Ok(()) };
        let Some((field, day, may_be_over)) = told.step.day() else { return Ok(()) };
        let last = year_ahead(today);
        if day > last || (day < today && !may_be_over) {
            return Err(WelfareRefusal::Day { field, last });
        }
        Ok(())
    }

    /// What a phone writes of a person: the band goes with the date of birth on the day of the record. A fold takes both as
    /// they come.
    ///
    /// # Errors
    /// [`WelfareRefusal::Age`].
    pub fn with_band(&self, told: WelfarePerson) -> Result<WelfarePerson, WelfareRefusal> {
        let Some(day) = day_of_clock(self.day()) else { return Ok(told) };
        let known = told.known.with_band(self.people.get(&told.person), day)?;
        Ok(WelfarePerson { known, ..told })
    }

    /// Whether a phone may end it like this: one that holds something to worry about does not end as `no_concern`.
    ///
    /// # Errors
    /// [`WelfareRefusal::NotNoConcern`].
    pub fn check_result(&self, entry: &WelfareEntry) -> Result<(), WelfareRefusal> {
        match entry {
            WelfareEntry::Closed(closed) => match self.contrary(closed) {
                Some(contrary) => Err(WelfareRefusal::NotNoConcern(contrary)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// What is wrong with how it ended, since something to worry about was told after it.
    #[must_use]
    pub fn result_doubt(&self) -> Option<Missing> {
        let contrary = self.contrary(self.closed.as_ref()?)?;
        Some(Missing::new(Contrary::CODE, contrary.remedy(), "a record ends as what it tells"))
    }

    fn contrary(&self, closed: &WelfareClosed) -> Option<Contrary> {
        let told = |is: fn(&CareStep) -> bool| self.steps.iter().any(|told| is(&told.step));
        if closed.result != WelfareResult::NoConcern {
            None
        } else if self.danger().is_some_and(|(immediate, _)| immediate) {
            Some(Contrary::Danger)
        } else if told(|step| matches!(step, CareStep::Disclosure(_))) {
            Some(Contrary::Disclosure)
        } else {
            told(|step| matches!(step, CareStep::Concern { .. })).then_some(Contrary::Concern)
        }
    }
}
