//! Directions to leave land (CJPOA 1994 s77), after welfare.

use super::Check;
use crate::encampments::gate::{GateRefusal, gate};
use crate::law::powers::Power;
use crate::records::notice::content::{S77Direction, UnitKind};

const S77: &str = "CJPOA 1994 s77";

impl Check<'_> {
    pub(super) fn s77(&mut self, direction: &S77Direction) {
        self.power(Power::S77Direction, S77);
        self.say(&direction.land, "land", "Describe the land so that nobody can mistake it.", S77);
        let lived_in = direction
            .units
            .iter()
            .any(|unit| unit.lived_in && matches!(unit.kind, UnitKind::Caravan | UnitKind::Vehicle));
        let remedy = "Nobody lives in a vehicle there: this power does not apply.";
        self.need(lived_in, "no_lived_in_vehicle", remedy, "CJPOA 1994 s77(1)");
        let described = direction.units.iter().all(|unit| !unit.described.trim().is_empty());
        self.need(
            described,
            "unit_described",
            "Describe each vehicle so that it can be told from others.",
            S77,
        );
        let named = direction.people.iter().any(|person| !person.trim().is_empty());
        let remedy = "Name the people, or direct all persons with vehicles on the land.";
        self.need(named || direction.all_persons, "people", remedy, "CJPOA 1994 s77(2)");
        let later = direction.leave_by.is_some_and(|by| by > self.scene.now);
        let remedy = match direction.leave_by {
            None => "Say by when to leave.",
            Some(_) => "The time by which to leave is over already: say one that is still to come.",
        };
        self.need(later, "leave_by", remedy, S77);
        const WELFARE: &str = "welfare enquiries before a direction; Equality Act 2010 s149";
        let told = self.scene.check_told;
        let of_site = |one: &GateRefusal| matches!(one, GateRefusal::Vacated | GateRefusal::TentsAlone);
        match (told.err().filter(of_site), &direction.welfare) {
            // No check would help: it is another encampment by now, or none to direct anyone from.
            (Some(refusal), _) => {
                self.need(false, refusal.code(), &refusal.to_string(), "CJPOA 1994 s77(1)");
            }
            (None, Some(welfare)) => {
                let done = welfare.completed <= self.scene.now;
                self.need(done, "welfare_first", "Complete the welfare check first.", WELFARE);
                if done && let Err(refusal) = gate(direction, told) {
                    self.need(false, refusal.code(), &refusal.to_string(), WELFARE);
                }
                // A later check of the same encampment may ask to wait longer.
                let until = welfare.wait_until.max(told.ok().and_then(|told| told.wait_until));
                let wait = until.is_none_or(|until| until <= self.today());
                self.need(
                    wait,
                    "welfare_wait",
                    "The welfare check asks to wait: its day has not come.",
                    WELFARE,
                );
            }
            (None, None) => self.need(false, "welfare_first", "Complete the welfare check first.", WELFARE),
        }
    }
}
