//! An officer's own hours, from the phone: the figures a supervisor would read, and nobody else's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_device::{AskHours, SignOn};
use beatbook_domain::calendar::Period;
use beatbook_tests::force::{Force, row};
use beatbook_tests::phone::Phone;
use beatbook_tests::walk::{Walk, rectangle};
use serde_json::json;

/// 2025-09-10T10:00:00Z.
const ON: i64 = 1_757_498_400_000;
const MINUTE: i64 = 60_000;
const CENTRE: (f64, f64) = (51.3826, 0.5265);

#[test]
fn two_officers_of_a_crew_each_read_their_own_hours_and_nothing_of_the_others() {
    let force = Force::begin();
    let zones = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": {"code": "HS", "name": "High Street", "kind": "hotspot", "valid_from": "2025-04-01"},
        "geometry": {"type": "Polygon", "coordinates": [rectangle(CENTRE, -200.0, -200.0, 200.0, 200.0)]},
    }]});
    force.import_zones(&zones, 1_740_787_200_000);
    let (first, second) = (force.add_officer("4711", "Centre"), force.add_officer("4712", "Centre"));
    let mut pair = [Phone::found(&force.ticket(first), ON), Phone::found(&force.ticket(second), ON)];
    // Both walk for twenty minutes; then the second's phone is switched off, and the first still names them. After
    // forty minutes they part, and the first goes on alone.
    let walk = Walk::from(CENTRE, ON, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, ON + 60 * MINUTE);
    for (phone, colleague, until) in [(0, second, 40), (1, first, 20)] {
        let phone = &mut pair[phone];
        phone.sign_on(SignOn { colleagues: vec![colleague], ..SignOn::tasked() });
        phone.record(&walk.fixes(ON, ON + until * MINUTE, 5_000, phone.mono(), 5.0));
    }
    pair[1].sign_off(ON + 40 * MINUTE);
    pair[0].sign_off(ON + 40 * MINUTE);
    pair[0].sync();
    pair[1].sync();
    let period = Period::parse("2025-09-10").unwrap().interval().unwrap();
    assert_eq!(force.derived(period).len(), 2);

    let ask = AskHours { from: period.from, to: period.to, zones: Vec::new() };
    let minutes = |phone: &Phone| {
        let told = phone.book().own_hours(&ask).unwrap();
        assert_eq!(told.zones.len(), 1);
        (told.zones[0].foot + MINUTE / 2) / MINUTE
    };
    let (one, other) = (minutes(&pair[0]), minutes(&pair[1]));
    assert_eq!((one, other), (40, 40), "the colleague's phone speaks where one's own has no position");
    let everyone = force.hours("2025-09-10");
    let both = row(&everyone, "HS")["hours"]["modes"]["foot"]["presence"]["officer"].as_i64().unwrap();
    assert_eq!((both + MINUTE / 2) / MINUTE, one + other, "the supervisor's sum is made of the very same");
    let log = force.access_log();
    for officer in [first, second] {
        let look = format!("(officer {officer}): hours by zone of officer {officer}, ");
        assert_eq!(log.matches(&look).count(), 1, "{log}");
    }
    assert_eq!(log.matches("own hours").count(), 2, "{log}");
}
