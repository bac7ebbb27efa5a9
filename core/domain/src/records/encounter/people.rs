//! People and vehicles of an encounter, with what is known of them and how.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::age::{AgeBand, AgeKnown};
use crate::records::encounter::Label;
use crate::records::take;

/// What someone was doing there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What it is about, on foot.
    Subject,
    /// At the wheel.
    Driver,
    /// In the vehicle.
    Passenger,
    /// Came to watch.
    Spectator,
    /// Records or shares it.
    Recorder,
    /// Owns the dog.
    DogOwner,
    /// In charge of the dog.
    InCharge,
    /// Occupies or owns the premises.
    Occupier,
    /// Parent or guardian of another.
    Guardian,
}

/// On what somebody told the officer who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetailsBasis {
    /// Of their own will.
    Volunteered,
    /// Required (PRA 2002 s50).
    S50,
    /// Required by a condition of an order.
    OrderCondition,
    /// Required (EPA 1990 s88(8A)).
    Epa88,
    /// Known to the officer, or found in another record.
    Known,
}

/// Who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Details {
    /// Would not say.
    Refused {
        /// On what it was asked.
        asked_under: DetailsBasis,
    },
    /// A person.
    Person {
        /// As they write it: any script.
        name: String,
        /// Line by line; empty if not given.
        #[serde(default)]
        address: Vec<String>,
        /// Date of birth.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        born: Option<Date>,
        /// How it is known.
        basis: DetailsBasis,
        /// The officer believes name and address.
        believed: bool,
    },
    /// A company or other body.
    Body {
        /// Its name.
        name: String,
        /// Line by line.
        #[serde(default)]
        address: Vec<String>,
    },
}

/// What is known of a person. Help never needs a name: everything may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonKnown {
    /// What they were doing there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part: Option<Part>,
    /// Who they are.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub details: Option<Details>,
    /// How old they look.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub looks: Option<AgeBand>,
    /// Appears homeless, as the officer marks it. Never read from welfare records.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub appears_homeless: Option<bool>,
    /// Apparently vulnerable: no questions on the street.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub vulnerable: Option<bool>,
    /// What they look like; on the officer's copy only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
}

impl PersonKnown {
    /// Takes what is newly known; what is absent stays.
    pub fn learn(&mut self, news: &Self) {
        take(&mut self.part, &news.part);
        take(&mut self.details, &news.details);
        take(&mut self.looks, &news.looks);
        take(&mut self.appears_homeless, &news.appears_homeless);
        take(&mut self.vulnerable, &news.vulnerable);
        take(&mut self.description, &news.description);
    }

    /// What is known of the age: the date of birth, else the looks.
    #[must_use]
    pub fn age(&self) -> Option<AgeKnown> {
        match &self.details {
            Some(Details::Person { born: Some(born), .. }) => Some(AgeKnown::Born(*born)),
            _ => self.looks.map(AgeKnown::Apparent),
        }
    }

    /// Whether it is a company or other body.
    #[must_use]
    pub fn is_body(&self) -> bool {
        matches!(self.details, Some(Details::Body { .. }))
    }
}

/// What kind of vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VehicleKind {
    /// A car.
    Car,
    /// A van or lorry.
    Van,
    /// A motorcycle or moped.
    Motorcycle,
    /// A quad or other off-road vehicle.
    OffRoad,
    /// A powered scooter.
    EScooter,
    /// An electrically powered cycle.
    EBike,
    /// A caravan or motor home.
    Caravan,
    /// Any other.
    Other,
}

/// What is known of a vehicle.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehicleKnown {
    /// What kind.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<VehicleKind>,
    /// The plate as typed; empty if there is none on it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plate: Option<String>,
    /// Maker and model.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub make: Option<String>,
    /// Colour.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub colour: Option<String>,
    /// Vehicle identification number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub vin: Option<String>,
    /// Why make, registration or identification number cannot be told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub untold: Option<String>,
    /// Who drove it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub driver: Option<Label>,
}

impl VehicleKnown {
    /// Takes what is newly known; what is absent stays.
    pub fn learn(&mut self, news: &Self) {
        take(&mut self.kind, &news.kind);
        take(&mut self.plate, &news.plate);
        take(&mut self.make, &news.make);
        take(&mut self.colour, &news.colour);
        take(&mut self.vin, &news.vin);
        take(&mut self.untold, &news.untold);
        take(&mut self.driver, &news.driver);
    }

    /// The plate as it is looked up; absent if there is none.
    #[must_use]
    pub fn registration(&self) -> Option<String> {
        self.plate.as_deref().and_then(registration)
    }

    /// What tells it from others of one encounter: the registration, else the identification number, else how it looks.
    #[must_use]
    pub fn told_by(&self) -> String {
        let looks =
            || [&self.make, &self.colour].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
        self.registration().or_else(|| self.vin.clone()).unwrap_or_else(looks)
    }
}

/// A registration as it is looked up: letters and digits in capitals, nothing else. Absent if nothing is left,
/// so that vehicles without a plate never match each other.
#[must_use]
pub fn registration(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    if plain.is_empty() { None } else { Some(plain) }
}
