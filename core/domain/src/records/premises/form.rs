//! Which entries of a premises visit can be kept: words of the lists, texts and numbers within their limits.

use std::slice::from_ref;

use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use thiserror::Error;

use super::{
    CODES_MAX, Defect, ITEMS_MAX, ItemStep, ItemTold, PremisesEntry, QUANTITY_MAX, SeizedGoods,
    VALUE_MAX_PENCE, VisitDetails, VisitOutcome,
};
use crate::premises::lists::{PremisesLists, has};
use crate::records::seen::{BadText, are_two, said, short};

/// Why an entry is not well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PremisesForm {
    /// A code that is not in its list.
    #[error("there is no such word among the {0} of premises visits: `premises words` lists them")]
    Code(&'static str),
    /// A text is empty or too long.
    #[error("{0} is empty or too long: write a few words, a code or name in at most 200 characters")]
    Text(&'static str),
    /// A number no visit has.
    #[error(
        "{0} is none that a visit has: items count from 1 to 500, pieces to 10,000,000, value to £10,000,000"
    )]
    Number(&'static str),
    /// Too many or twice the same.
    #[error("{0} are told twice or are more than 20: tell each once")]
    Twice(&'static str),
    /// Outcomes that cannot both be.
    #[error("premises that are compliant get no warning letter, and nothing is seized there: leave one out")]
    Outcome,
    /// One person alone.
    #[error("seized goods go by two people: name another officer with you")]
    TwoPeople,
}

impl PremisesForm {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Code("kinds") => "premises_kind",
            Self::Code("reasons") => "premises_why",
            Self::Code("partners") => "premises_partner",
            Self::Code("capacities") => "premises_capacity",
            Self::Code(_) => "premises_defect",
            Self::Text(_) => "premises_text",
            Self::Number(_) => "premises_number",
            Self::Twice(_) => "premises_twice",
            Self::Outcome => "premises_outcome",
            Self::TwoPeople => "two_people",
        }
    }
}

impl From<BadText> for PremisesForm {
    fn from(bad: BadText) -> Self {
        Self::Text(bad.field)
    }
}

fn words<'a>(
    field: &'static str,
    text: impl IntoIterator<Item = &'a String>,
    most: usize,
) -> Result<(), PremisesForm> {
    Ok(text.into_iter().try_for_each(|text| said(field, text, most))?)
}

/// Whether codes are of a list, each once.
fn codes(list: &'static str, codes: &[String]) -> Result<(), PremisesForm> {
    let lists = PremisesLists::shipped().named();
    let of = lists.iter().find(|(name, _)| *name == list).map_or(&[][..], |(_, words)| words);
    if codes.iter().any(|code| !has(of, code)) {
        return Err(PremisesForm::Code(list));
    }
    let twice = |code: &String| codes.iter().filter(|one| *one == code).count() > 1;
    if codes.len() > CODES_MAX || codes.iter().any(twice) {
        return Err(PremisesForm::Twice(list));
    }
    Ok(())
}

fn number(field: &'static str, fits: bool) -> Result<(), PremisesForm> {
    if fits { Ok(()) } else { Err(PremisesForm::Number(field)) }
}

impl VisitDetails {
    /// Whether this can be kept.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), PremisesForm> {
        words("name", [&self.name], NAME_MAX)?;
        codes("kinds", from_ref(&self.kind))?;
        codes("reasons", from_ref(&self.why))?;
        codes("partners", &self.with)?;
        codes("capacities", &self.spoken_to)?;
        words("address", &self.address, NAME_MAX)?;
        words("ward", &self.ward, NAME_MAX)?;
        words("notes", &self.notes, TEXT_MAX)?;
        for outcome in &self.outcomes {
            if let VisitOutcome::Referral { to, reference } = outcome {
                words("referral", [to].into_iter().chain(reference), NAME_MAX)?;
            }
        }
        // Somebody may be told by several: a referral is another one if it goes to somebody else.
        let same = |one: &VisitOutcome, other: &VisitOutcome| match (one, other) {
            (VisitOutcome::Referral { to: one, .. }, VisitOutcome::Referral { to: other, .. }) => {
                one.trim().eq_ignore_ascii_case(other.trim())
            }
            (one, other) => one.name() == other.name(),
        };
        let twice = |one| self.outcomes.iter().filter(|other| same(one, other)).count() > 1;
        if self.outcomes.len() > CODES_MAX || self.outcomes.iter().any(twice) {
            return Err(PremisesForm::Twice("outcomes"));
        }
        let has = |outcome| self.outcomes.contains(&outcome);
        if has(VisitOutcome::Compliant) && (has(VisitOutcome::WarningLetter) || has(VisitOutcome::Seizure)) {
            return Err(PremisesForm::Outcome);
        }
        Ok(())
    }
}

impl Defect {
    /// Whether this can be kept.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), PremisesForm> {
        codes("defects", from_ref(&self.code))?;
        number("things", self.things.is_none_or(|things| things <= QUANTITY_MAX))?;
        words("note", &self.note, TEXT_MAX)
    }
}

impl SeizedGoods {
    /// Whether this can be kept.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), PremisesForm> {
        words("what", [&self.what], NAME_MAX)?;
        words("unit", [&self.unit], NAME_MAX)?;
        number("quantity", (1..=QUANTITY_MAX).contains(&self.quantity))?;
        number("value", self.value_pence.is_none_or(|pence| pence <= VALUE_MAX_PENCE))?;
        words("seal", &self.seal, NAME_MAX)?;
        words("power", &self.power, NAME_MAX)?;
        words("photo", self.photo.as_ref().map(|photo| &photo.shows), NAME_MAX)?;
        codes("defects", self.defect.as_slice())
    }
}

impl ItemStep {
    fn check(&self) -> Result<(), PremisesForm> {
        match self {
            Self::Returned(gone) | Self::Disposed(gone) => {
                if !are_two(&gone.people) {
                    return Err(PremisesForm::TwoPeople);
                }
                words("officer", &gone.people, NAME_MAX)?;
                words("to whom or how", [&gone.text], TEXT_MAX)
            }
            Self::PassedOn { to, reference } => words("to whom and reference", [to, reference], NAME_MAX),
            Self::HeldAfterAll { why } => words("why", [why], NAME_MAX),
        }
    }
}

impl ItemTold {
    /// Whether it is well formed.
    ///
    /// # Errors
    /// The first field that is not.
    pub fn check(&self) -> Result<(), PremisesForm> {
        numbered(self.item)?;
        self.step.check()
    }
}

fn numbered(item: u16) -> Result<(), PremisesForm> {
    number("item", (1..=ITEMS_MAX).contains(&item))
}

impl PremisesEntry {
    /// Whether it is well formed.
    ///
    /// # Errors
    /// The first field that is not.
    pub fn check(&self) -> Result<(), PremisesForm> {
        match self {
            Self::Visited(visited) => {
                words("operation", &visited.operation, NAME_MAX)?;
                words("proposed_ward", &visited.proposed_ward, NAME_MAX)?;
                short("controller", &visited.controller, NAME_MAX)?;
                visited.details.check()
            }
            Self::Corrected(corrected) => {
                words("why", [&corrected.why], NAME_MAX)?;
                corrected.details.check()
            }
            Self::TakenBack(back) => words("why", [&back.why], NAME_MAX),
            Self::Defect(found) => found.defect.check(),
            Self::Seized(seized) => {
                numbered(seized.item)?;
                seized.goods.check()
            }
            Self::ItemCorrected(corrected) => {
                words("why", [&corrected.why], NAME_MAX)?;
                numbered(corrected.item)?;
                corrected.goods.check()
            }
            Self::Item(told) => told.check(),
            Self::Referenced(told) => Ok(told.reference.check()?),
        }
    }
}
