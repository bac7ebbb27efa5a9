//! Medway City Estate of story E4: a constable with the vehicle powers, a driver who spins the wheels, a warning, a seizure.

#![allow(missing_docs, reason = "each name says what happens in the story")]

use beatbook_device::{BeginEncounter, EncounterNews, NoticeAbout, NoticeAsked, NuisanceAsked};
use beatbook_domain::records::encounter::people::{Part, PersonKnown, VehicleKind, VehicleKnown};
use beatbook_domain::records::notice::content::SeizureGround;
use beatbook_protocol::id::Id;

use crate::beat::{asked, fix, officer_as, saw};
use crate::force::Force;
use crate::phone::Phone;

pub const ESTATE: (f64, f64) = (51.4009, 0.5302);
pub const PLACE: &str = "Medway City Estate, Whitewall Road";
pub const OPERATION: &str = "Op Irradiate";
pub const SPUN: &str =
    "Spun the wheels of a blue car and revved it in a convoy of fourteen, people jumping aside.";

pub fn constable(force: &Force, code: &str) -> Phone {
    officer_as(force, code, "constable", &["s59_vehicles", "s68_fpn"])
}

/// A driver with a car of this plate.
pub fn stops(phone: &Phone, driver: PersonKnown, plate: &str) -> Id {
    stops_with(phone, driver, plate, None)
}

/// The same; `joint` links the records of two officers of the same scene, each of another controller.
pub fn stops_with(phone: &Phone, driver: PersonKnown, plate: &str, joint: Option<Id>) -> Id {
    fix(phone, ESTATE, 5.0);
    let operation = Some(OPERATION.to_owned());
    let begin = BeginEncounter { operation, joint, ..BeginEncounter::here() };
    let encounter = phone.book().begin_encounter(begin).unwrap();
    let car = VehicleKnown {
        kind: Some(VehicleKind::Car),
        plate: Some(plate.to_owned()),
        make: Some("Ford Fiesta".to_owned()),
        colour: Some("blue".to_owned()),
        driver: Some(1),
        ..VehicleKnown::default()
    };
    let known = PersonKnown { part: Some(Part::Driver), ..driver };
    let news =
        vec![EncounterNews::Person { person: 1, known }, EncounterNews::Vehicle { vehicle: 1, known: car }];
    phone.book().tell_encounter(encounter, news).unwrap();
    for code in ["NV-5", "NV-4"] {
        saw(phone, encounter, code, "Wheel spins and revving around the roundabout.");
    }
    encounter
}

pub fn nuisance() -> NuisanceAsked {
    NuisanceAsked {
        vehicle: 1,
        driving: "Careless and inconsiderate: wheel spins and revving.".to_owned(),
        annoyance: "People on the pavement jumped aside.".to_owned(),
    }
}

pub fn warning(encounter: Id) -> NoticeAsked {
    asked(encounter, NoticeAbout::S59Warning { nuisance: nuisance(), warned: true }, PLACE, SPUN)
}

pub fn seizure(encounter: Id, ground: Option<SeizureGround>) -> NoticeAsked {
    // Whose paper it is nobody says: it is the force's, which gave the power.
    asked(encounter, NoticeAbout::S59Seizure { nuisance: nuisance(), ground }, PLACE, SPUN)
}
