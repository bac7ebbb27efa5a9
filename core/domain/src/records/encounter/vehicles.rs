//! With which vehicles of an encounter somebody did something.

use super::story::Encounter;
use super::{EncounterConduct, Label};
use crate::records::encounter::people::VehicleKnown;

impl Encounter {
    /// The vehicles of what this person did under a code – a condition's or an offence row's –, each once, in order.
    #[must_use]
    pub fn vehicles_of(&self, person: Option<Label>, code: &str) -> Vec<&VehicleKnown> {
        let by = |one: &&EncounterConduct| one.person.is_none() || person.is_none() || one.person == person;
        let mut labels: Vec<Label> = Vec::new();
        for label in
            self.conducts.iter().filter(by).filter(|one| one.code == code).filter_map(|one| one.vehicle)
        {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels.iter().filter_map(|label| self.vehicles.get(label)).collect()
    }
}
