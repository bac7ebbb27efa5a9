//! With which vehicles of an encounter somebody did something.

use super::story::Encounter;
use super::{EncounterConduct, Label};
use crate::records::encounter::people::VehicleKnown;

impl Encounter {
    /// The vehicles of what this person did under a code – a condition's or an offence row's –, each once, in order. Where
    /// nothing is told under it, those of all that the person did: a penalty for an offence takes conduct of any code.
    #[must_use]
    pub fn vehicles_of(&self, person: Option<Label>, code: &str) -> Vec<&VehicleKnown> {
        let by = |one: &&EncounterConduct| one.person.is_none() || person.is_none() || one.person == person;
        let done: Vec<&EncounterConduct> = self.conducts.iter().filter(by).collect();
        let named = done.iter().any(|one| one.code == code);
        let mut labels: Vec<Label> = Vec::new();
        for label in done.iter().filter(|one| !named || one.code == code).filter_map(|one| one.vehicle) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels.iter().filter_map(|label| self.vehicles.get(label)).collect()
    }
}
