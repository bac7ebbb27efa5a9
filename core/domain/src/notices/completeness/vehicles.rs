//! Vehicle warnings and seizures (PRA 2002 s59; rules of the field 7).

use super::Check;
use super::scene::WarningHit;
use crate::law::age::AgePaper;
use crate::law::clocks::s59_counts_until;
use crate::law::powers::Power;
use crate::records::encounter::people::{VehicleKnown, registration};
use crate::records::notice::content::{
    NoticeContent, NoticeKind, S59Seizure, S59Warning, SamePerson, SeizureGround, VehicleNuisance,
    WarningCited,
};

const S59: &str = "PRA 2002 s59";
const WARNING: &str = "PRA 2002 s59(4)-(5)";

/// A warning so long before, milliseconds, was not on this occasion: twelve hours (unverified).
const OCCASION_MS: i64 = 12 * 3_600_000;

impl Check<'_> {
    pub(super) fn s59_warning(&mut self, warning: &S59Warning) {
        self.nuisance(&warning.nuisance);
        let vehicle = warning.nuisance.vehicle.told_by();
        let remedy =
            "A warning about this vehicle was given in this encounter: amend or void that one first.";
        self.once(NoticeKind::S59Warning, &vehicle, remedy, WARNING);
        let remedy = "Say that any vehicle may be seized if it is repeated.";
        self.need(warning.warned, "warning_words", remedy, WARNING);
    }

    pub(super) fn s59_seizure(&mut self, seizure: &S59Seizure) {
        self.nuisance(&seizure.nuisance);
        let vehicle = seizure.nuisance.vehicle.told_by();
        let remedy = "This vehicle was seized in this encounter: amend or void that paper first.";
        self.once(NoticeKind::S59Seizure, &vehicle, remedy, S59);
        self.told_apart(&seizure.nuisance.vehicle);
        match &seizure.ground {
            Some(ground) => self.ground(ground),
            None => self.need(false, "ground", "Choose the ground for the seizure.", WARNING),
        }
        let held = seizure.held_at.iter().any(|line| !line.trim().is_empty());
        self.need(held, "held_at", "Say where the vehicle is held.", S59);
        self.say(&seizure.reclaim, "reclaim", "Say how to have it back.", S59);
        let by = seizure.reclaim_by.is_some_and(|by| by >= self.today());
        self.need(by, "reclaim_by", "Say until when to have it back.", S59);
        let costs = seizure.costs.iter().all(|cost| cost.amount >= 0 && !cost.what.trim().is_empty());
        self.need(costs, "costs", "Each charge says for what, and is no less than nothing.", S59);
    }

    fn nuisance(&mut self, nuisance: &VehicleNuisance) {
        self.power(Power::S59Vehicles, S59);
        let uniform = self.notice.issuer.in_uniform == Some(true);
        self.need(uniform, "uniform", "Only a constable in uniform may do this.", S59);
        self.addressed_to_person();
        self.age(AgePaper::Other);
        self.say(
            &nuisance.driving,
            "driving",
            "Say how it was driven: careless, inconsiderate or off the road.",
            "PRA 2002 s59(1)(a)",
        );
        self.say(
            &nuisance.annoyance,
            "annoyance",
            "Say whom it alarmed, distressed or annoyed.",
            "PRA 2002 s59(1)(b)",
        );
        self.need(nuisance.vehicle.kind.is_some(), "vehicle_kind", "Say what kind of vehicle it is.", S59);
        let plate = nuisance.vehicle.plate.is_some();
        self.need(plate, "plate", "Enter the registration, or that there is none.", S59);
    }

    /// That the vehicle can be told from others – by make, and by registration or identification number – or why not.
    fn told_apart(&mut self, vehicle: &VehicleKnown) {
        const SOURCE: &str = "PRA 2002 s59(3); rules of the field 7 and 9: make, registration, VIN";
        let says = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        let untold = says(&vehicle.untold);
        let remedy = "Enter make and model, or say why they cannot be told.";
        self.need(untold || says(&vehicle.make), "vehicle_make", remedy, SOURCE);
        let read = vehicle.registration().is_some() || says(&vehicle.vin);
        let remedy = "Enter the registration or the identification number, or say why neither can be told.";
        self.need(untold || read, "vehicle_identity", remedy, SOURCE);
    }

    fn ground(&mut self, ground: &SeizureGround) {
        let conduct = self.notice.conduct.time.map_or(self.scene.now, |time| time.at);
        match ground {
            SeizureGround::Continued { warned, after } => {
                let order = *warned <= conduct;
                self.need(order, "warned_after", "The warning lies after the conduct.", WARNING);
                let remedy = "A warning of more than twelve hours before was not on this occasion: name its number, or warn.";
                let near = conduct.saturating_sub(*warned) <= OCCASION_MS;
                self.need(near, "warned_other_occasion", remedy, WARNING);
                self.say(after, "continued", "Say what went on after the warning.", WARNING);
            }
            SeizureGround::Impracticable { why } => {
                self.say(why, "impracticable", "Say why a warning was impracticable.", WARNING);
            }
            SeizureGround::WarnedByAnother { who } => {
                let remedy = "Say who gave the warning, and at what time: such as PC 4418, 16:30.";
                self.need(says_when(who), "warned_by", remedy, WARNING);
            }
            SeizureGround::WarnedBefore { warning, same } => self.warned_before_s59(warning, same),
            SeizureGround::NoWarningNeeded => {
                let free = !self.scene.rules.s59.warning_needed;
                self.need(
                    free,
                    "warning_needed",
                    "The law in force asks for a warning first: warn.",
                    WARNING,
                );
            }
        }
    }

    /// A warning to this person, whatever the vehicle, that still counts on the day of the conduct.
    fn warned_before_s59(&mut self, warning: &WarningCited, same: &SamePerson) {
        let Some(hit) = self.scene.warnings.iter().find(|hit| hit.cited == *warning) else {
            let remedy = "No such warning is known here: warn instead.";
            return self.need(false, "warning_unknown", remedy, WARNING);
        };
        self.need(!hit.over, "warning_over", "That warning was voided or withdrawn: warn instead.", WARNING);
        let day = self.conduct_day();
        let counts = s59_counts_until(&self.scene.rules.s59, warning.date).is_ok_and(|last| day <= last);
        self.need(
            counts && warning.date <= day,
            "warning_expired",
            "That warning no longer counts: warn.",
            WARNING,
        );
        // A day says nothing of what came first.
        let remedy = "A warning of the same day: say when it was given, and what went on after it.";
        self.need(warning.date != day, "warning_same_day", remedy, WARNING);
        match same {
            SamePerson::Details => {
                let remedy = "That warning went to someone else: warn this driver.";
                self.need(hit.person, "warning_other_person", remedy, WARNING);
            }
            SamePerson::Registration { belief, although } => {
                let remedy = "Say why you believe the driver to be the person warned, or warn this driver.";
                self.say(belief.as_deref().unwrap_or_default(), "same_person_belief", remedy, WARNING);
                let remedy = "Whoever is listed as warned was an adult, and this driver may be under eighteen: warn this driver.";
                self.need(!self.notice.under_age, "warning_other_person", remedy, WARNING);
                self.same_vehicle(hit, although.as_deref().unwrap_or_default());
            }
        }
    }

    /// Where only the registration matches, that this phone's own record of the warning tells of no other vehicle: a plate
    /// moves from one to another. What explains it the officer says.
    fn same_vehicle(&mut self, hit: &WarningHit, although: &str) {
        let NoticeContent::S59Seizure(seizure) = &self.notice.content else { return };
        let (now, then) = (&seizure.nuisance.vehicle, hit.vehicle.as_ref());
        let Some(then) = then.filter(|_| although.trim().is_empty()) else { return };
        let kind = now.kind.zip(then.kind).is_some_and(|(now, then)| now != then);
        let mut differs: Vec<&str> = kind.then_some("kind").into_iter().collect();
        differs.extend(differ(&now.make, &then.make).then_some("make"));
        differs.extend(differ(&now.colour, &then.colour).then_some("colour"));
        let remedy = format!(
            "Your own record of that warning tells of another {}: check the plate, and say what explains it, or warn.",
            differs.join(" and ")
        );
        self.need(differs.is_empty(), "warning_other_vehicle", &remedy, WARNING);
    }
}

/// Whether a text tells a time of day, beside whose it was: `PC 4418, 16:30`.
fn says_when(text: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(|one: char| !one.is_ascii_digit());
        word.split_once([':', '.']).is_some_and(|(hour, minute)| {
            (1..=2).contains(&hour.len())
                && digits(hour) == hour.len()
                && minute.len() == 2
                && digits(minute) == 2
        })
    })
}

/// Whether two descriptions cannot be of the same: neither says what the other says, as far as both say anything.
fn differ(one: &Option<String>, other: &Option<String>) -> bool {
    let plain = |text: &Option<String>| text.as_deref().and_then(registration);
    let both = plain(one).zip(plain(other));
    both.is_some_and(|(one, other)| !one.contains(&other) && !other.contains(&one))
}
