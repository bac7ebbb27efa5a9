//! Who somebody is, told bit by bit: what is left out stays as it was, also within name, address and date of birth.

use beatbook_device::{Beatbook, BeatbookError, EncounterNews};
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_protocol::id::Id;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::encounter_words::{AskedUnder, LooksWord, PartWord};
use crate::encounters::Of;
use crate::error::PhoneError;

/// A person or a company, as far as they are known.
#[derive(Args)]
pub struct PersonWords {
    /// Name, as they write it.
    #[arg(long)]
    name: Option<String>,
    /// It is a company or other body, of this name; its registered office goes into --address.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["name", "born", "doubted", "believed", "details_refused", "asked_under"])]
    body: Option<String>,
    /// A line of the address; again for the next. It takes the place of all lines told before.
    #[arg(long)]
    address: Vec<String>,
    /// Date of birth.
    #[arg(long, value_name = "DATE")]
    born: Option<Date>,
    /// You doubt name or address.
    #[arg(long)]
    doubted: bool,
    /// You doubt them no longer.
    #[arg(long, conflicts_with = "doubted")]
    believed: bool,
    /// They would not say who they are.
    #[arg(long, conflicts_with_all = ["name", "address", "born", "doubted", "believed"])]
    details_refused: bool,
    /// Under which power they were asked who they are; of their own will if it was never told.
    #[arg(long, value_name = "POWER")]
    asked_under: Option<AskedUnder>,
    /// What they were doing there.
    #[arg(long)]
    part: Option<PartWord>,
    /// How old they look.
    #[arg(long)]
    looks: Option<LooksWord>,
    /// Whether they appear homeless.
    #[arg(long, value_name = "YES/NO")]
    homeless: Option<YesNo>,
    /// Whether they appear vulnerable.
    #[arg(long, value_name = "YES/NO")]
    vulnerable: Option<YesNo>,
    /// What they look like; on the officer's copy only.
    #[arg(long)]
    description: Option<String>,
    #[command(flatten)]
    pub of: Of,
}

/// Yes or no.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

impl PersonWords {
    /// What is told of somebody in an encounter.
    pub fn news(self, book: &Beatbook, encounter: Id) -> Result<EncounterNews, PhoneError> {
        let details =
            if self.is_about_details() { self.details(self.known(book, encounter)?.as_ref())? } else { None };
        let yes = |answer: YesNo| answer == YesNo::Yes;
        let known = PersonKnown {
            details,
            part: self.part.map(Into::into),
            looks: self.looks.map(Into::into),
            appears_homeless: self.homeless.map(yes),
            vulnerable: self.vulnerable.map(yes),
            description: self.description,
        };
        Ok(EncounterNews::Person { person: self.of.person, known })
    }

    fn is_about_details(&self) -> bool {
        let texts = self.name.is_some() || self.body.is_some() || !self.address.is_empty();
        let marks = self.doubted || self.believed || self.details_refused;
        texts || marks || self.born.is_some() || self.asked_under.is_some()
    }

    /// What was told before. Whose roles do not read it tells all of it anew.
    fn known(&self, book: &Beatbook, encounter: Id) -> Result<Option<Details>, BeatbookError> {
        match book.encounter(encounter) {
            Ok(view) => {
                Ok(view.encounter.people.get(&self.of.person).and_then(|one| one.known.details.clone()))
            }
            Err(BeatbookError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn details(&self, known: Option<&Details>) -> Result<Option<Details>, PhoneError> {
        let told =
            |lines: &[String]| if self.address.is_empty() { lines.to_vec() } else { self.address.clone() };
        let asked_under = self.asked_under.map(DetailsBasis::from);
        let volunteered = asked_under.unwrap_or(DetailsBasis::Volunteered);
        if self.details_refused {
            return Ok(Some(Details::Refused { asked_under: volunteered }));
        }
        if let Some(name) = self.body.clone() {
            let address =
                if let Some(Details::Body { address, .. }) = known { told(address) } else { told(&[]) };
            return Ok(Some(Details::Body { name, address }));
        }
        Ok(Some(match (&self.name, known) {
            (name, Some(Details::Person { name: before, address, born, basis, believed })) => {
                Details::Person {
                    name: name.as_ref().unwrap_or(before).clone(),
                    address: told(address),
                    born: self.born.or(*born),
                    basis: asked_under.unwrap_or(*basis),
                    believed: (*believed || self.believed) && !self.doubted,
                }
            }
            (Some(name), _) => Details::Person {
                name: name.clone(),
                address: told(&[]),
                born: self.born,
                basis: volunteered,
                believed: !self.doubted,
            },
            (None, Some(Details::Body { name, .. })) if !self.address.is_empty() => {
                Details::Body { name: name.clone(), address: told(&[]) }
            }
            // Under which power is all that is told of who would not say; of nobody it tells nothing.
            (None, Some(Details::Refused { .. })) if self.is_power_alone() => {
                Details::Refused { asked_under: volunteered }
            }
            (None, _) if self.is_power_alone() => return Ok(None),
            (None, _) => return Err(PhoneError::NameFirst),
        }))
    }

    fn is_power_alone(&self) -> bool {
        self.asked_under.is_some()
            && self.address.is_empty()
            && self.born.is_none()
            && !(self.doubted || self.believed)
    }
}
