//! Types of `beatbook_domain::records::encounter::people`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Who somebody is.
#[uniffi::remote(Enum)]
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
        address: Vec<String>,
        /// Date of birth.
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
        address: Vec<String>,
    },
}

/// On what somebody told the officer who they are.
#[uniffi::remote(Enum)]
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

/// What someone was doing there.
#[uniffi::remote(Enum)]
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

/// What is known of a person. Help never needs a name: everything may be absent.
#[uniffi::remote(Record)]
pub struct PersonKnown {
    /// What they were doing there.
    #[uniffi(default = None)]
    pub part: Option<Part>,
    /// Who they are.
    #[uniffi(default = None)]
    pub details: Option<Details>,
    /// How old they look.
    #[uniffi(default = None)]
    pub looks: Option<AgeBand>,
    /// Appears homeless, as the officer marks it. Never read from welfare records.
    #[uniffi(default = None)]
    pub appears_homeless: Option<bool>,
    /// Apparently vulnerable: no questions on the street.
    #[uniffi(default = None)]
    pub vulnerable: Option<bool>,
    /// What they look like; on the officer's copy only.
    #[uniffi(default = None)]
    pub description: Option<String>,
}

/// What kind of vehicle.
#[uniffi::remote(Enum)]
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
#[uniffi::remote(Record)]
pub struct VehicleKnown {
    /// What kind.
    #[uniffi(default = None)]
    pub kind: Option<VehicleKind>,
    /// The plate as typed; empty if there is none on it.
    #[uniffi(default = None)]
    pub plate: Option<String>,
    /// Maker and model.
    #[uniffi(default = None)]
    pub make: Option<String>,
    /// Colour.
    #[uniffi(default = None)]
    pub colour: Option<String>,
    /// Vehicle identification number.
    #[uniffi(default = None)]
    pub vin: Option<String>,
    /// Why make, registration or identification number cannot be told.
    #[uniffi(default = None)]
    pub untold: Option<String>,
    /// Who drove it.
    #[uniffi(default = None)]
    pub driver: Option<u16>,
}
