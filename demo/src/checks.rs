//! What the demonstration claims, and whether it holds. A claim that does not hold makes it exit with 1.
//!
//! Each claim is decided from the answers of the real programs, beside the truth or beside each other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cast::{Cast, Officer};
use crate::hours::{Both, Report, ZoneHours};

/// The kinds of entries that a night of walking leaves; none of them carries a typed minute.
const NIGHT_KINDS: [&str; 5] = ["genesis", "patrol_started", "track_chunk", "patrol_ended", "patrol_summary"];

/// One night's sum; over a hundred shifts the error is smaller by far (`hours-error`, docs/performance.md).
const MOST_ERROR_PERCENT: f64 = 2.0;

/// A claim and whether it holds.
pub struct Check {
    pub claim: String,
    pub holds: bool,
    /// What was found, in a few words.
    pub found: String,
}

impl Check {
    /// A claim decided elsewhere.
    pub fn new(claim: &str, holds: bool, found: String) -> Self {
        Self { claim: claim.to_owned(), holds, found }
    }
}

/// What one phone said at the end of its night.
pub struct PhoneSays {
    /// The figures of sign-off.
    pub result: Value,
    /// What `verify` found.
    pub verified: Value,
    /// Kinds of its entries.
    pub kinds: Vec<String>,
    /// What the server says of this one officer.
    pub report: Report,
}

/// The hours beside the truth: certain ≤ true ≤ possible, in officer-hours and in patrol-hours.
pub fn beside_truth(report: &Report, truth: &BTreeMap<String, Both>) -> Check {
    let really = |zone: &ZoneHours| truth.get(&zone.code).copied().unwrap_or_default();
    let within = |zone: &&ZoneHours| {
        let (low, is, high) = (zone.certain, really(zone), zone.possible);
        low.officer <= is.officer
            && is.officer <= high.officer
            && low.patrol <= is.patrol
            && is.patrol <= high.patrol
    };
    let all = report.zones.len();
    let good = report.zones.iter().filter(within).count();
    let walked = truth.values().any(|both| both.officer > 0);
    Check::new(
        "the true hours lie between certain and possible, in every zone, by officer and by patrol",
        walked && good == all,
        format!("{good} of {all} zones"),
    )
}

/// The whole table against the whole truth.
pub fn error_of_all(report: &Report, truth: &BTreeMap<String, Both>) -> Check {
    let derived: i64 = report.zones.iter().map(|zone| zone.presence.officer).sum();
    let really: i64 = truth.values().map(|both| both.officer).sum();
    let percent = (derived - really) as f64 * 100.0 / really.max(1) as f64;
    Check::new(
        "the derived hours of all zones together are within 2 % of the true ones",
        really > 0 && percent.abs() <= MOST_ERROR_PERCENT,
        format!("{percent:+.2} %"),
    )
}

/// Without truth: the derived figure lies within its own bounds, and something was derived.
pub fn within_bounds(report: &Report) -> Check {
    let within = |zone: &&ZoneHours| {
        zone.certain.officer <= zone.presence.officer && zone.presence.officer <= zone.possible.officer
    };
    let good = report.zones.iter().filter(within).count();
    let walked = report.zones.iter().any(|zone| zone.presence.officer > 0);
    Check::new(
        "the derived hours lie between certain and possible, in every zone",
        walked && good == report.zones.len(),
        format!("{good} of {} zones", report.zones.len()),
    )
}

/// Every fix that a phone was given is accounted for, once.
pub fn nothing_lost(cast: &Cast, phones: &[PhoneSays]) -> Check {
    let counted = |says: &PhoneSays| {
        let fixes = &says.result["fixes"];
        let of = |name: &str| fixes[name].as_u64().unwrap_or(0);
        of("accepted") + of("inaccurate") + of("excursion") + of("late") + of("mock")
    };
    let given: usize = cast.officers.iter().map(|officer| officer.shift.fix_count()).sum();
    let pairs = cast.officers.iter().zip(phones);
    let good = pairs.filter(|(officer, says)| officer.shift.fix_count() as u64 == counted(says)).count();
    let was_killed = cast.officers.iter().any(|officer| officer.killed.is_some());
    Check::new(
        &format!(
            "every fix is in a notebook exactly once{}",
            if was_killed { ", the killed phone's, too" } else { "" }
        ),
        good == cast.officers.len() && phones.len() == good,
        format!("{given} fixes; {good} of {} phones", phones.len()),
    )
}

/// Journals hold on the phones, and everything on the server.
pub fn chains(phones: &[PhoneSays], server: &Value) -> [Check; 2] {
    let sound = phones.iter().filter(|says| says.verified["sound"] == true).count();
    let signed = |says: &&PhoneSays| {
        let last = says.verified["entries"].as_u64().unwrap_or(0).checked_sub(1);
        last.is_some() && says.verified["receipt"].as_u64() == last
    };
    let covered = phones.iter().filter(signed).count();
    let faults = server["faults"].as_array().map(Vec::len);
    [
        Check::new(
            "every phone's journal verifies, and the server has signed for all of it",
            sound == phones.len() && covered == phones.len(),
            format!("{sound} journals sound, {covered} signed for"),
        ),
        Check::new(
            "the server's journals, bodies and signatures verify",
            faults == Some(0),
            format!("{} entries, {} bodies", server["entries"], server["bodies"]),
        ),
    ]
}

/// Nobody typed a minute.
pub fn nothing_typed(phones: &[PhoneSays]) -> Check {
    let kinds: BTreeSet<&str> =
        phones.iter().flat_map(|says| says.kinds.iter().map(String::as_str)).collect();
    let expected: BTreeSet<&str> = NIGHT_KINDS.into();
    Check::new(
        "nobody typed a minute: journals hold sign-on, tracks, sign-off and the derived summary",
        kinds == expected,
        format!("{} kinds of entries", kinds.len()),
    )
}

/// Officers alone on their crew: the phone at sign-off and the server say the very same milliseconds.
pub fn phone_and_server_agree(cast: &Cast, phones: &[PhoneSays]) -> Check {
    let alone = |officer: &Officer| {
        cast.officers.iter().filter(|other| other.shift.crew == officer.shift.crew).count() == 1
    };
    let (mut same, mut all) = (0, 0);
    for (_, says) in cast.officers.iter().zip(phones).filter(|(officer, _)| alone(officer)) {
        for zone in &says.report.zones {
            let told = says.result["zones"].as_array().into_iter().flatten();
            let on_phone = told.filter(|one| one["code"] == zone.code.as_str()).map(|one| {
                ["foot", "cycle", "vehicle"].iter().filter_map(|mode| one[mode].as_i64()).sum::<i64>()
            });
            all += 1;
            same += usize::from(on_phone.sum::<i64>() == zone.presence.officer);
        }
    }
    Check::new(
        "phone and server derived the same milliseconds, each for itself",
        all > 0 && same == all,
        format!("{same} of {all} figures"),
    )
}

/// The report knew what was missing, and then that nothing was.
pub fn completeness(before: Option<&Report>, after: &Report) -> Check {
    let knew = before.is_none_or(|report| report.outstanding == 1);
    Check::new(
        "the report said what was outstanding, and is complete now",
        knew && after.outstanding == 0 && after.waiting == 0,
        format!(
            "{} outstanding before, {} after",
            before.map_or(0, |report| report.outstanding),
            after.outstanding
        ),
    )
}
