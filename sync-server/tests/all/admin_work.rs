//! A supervisor's week at the terminal, beside a running server with phones: zones, hours, what is outstanding.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;
use crate::common;

use beatbook_domain::records::patrol::Duty;
use binary::Administrator;
use common::id;
use common::phone::Phone;
use common::walk::{Walk, ZONE, fixes};

const ZONES: &[&str] = &["zones", "list", "--authority", "MDW"];

/// Writes a file of zones beside the server's folder.
fn file(administrator: &Administrator, name: &str, content: &str) -> String {
    let path = administrator.folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn import(administrator: &Administrator, file: &str, further: &[&str]) -> binary::Said {
    administrator.run(&[&["zones", "import", file, "--authority", "MDW"], further].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_enrols_one_phone_and_no_second() {
    let administrator = Administrator::of_medway();
    let _serving = administrator.serves();
    let ticket = administrator.ticket();
    Phone::new(&ticket, 1).enrol(&ticket.code).await.unwrap();
    assert!(Phone::new(&ticket, 2).enrol(&ticket.code).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_file_of_zones_to_the_hours_of_a_walk() {
    let administrator = Administrator::of_medway();
    let _serving = administrator.serves();
    let zones = file(&administrator, "zones.geojson", ZONE);
    // The file says that the zone was there all year: that changes the past, which needs a reason.
    import(&administrator, &zones, &[]).refused(3, "changes_history");
    let past = &["--retroactive", "--reason", "first import"];
    let dry = import(&administrator, &zones, &[past, &["--dry-run"][..]].concat()).done();
    assert!(dry.out.contains("would be added"), "{dry:?}");
    assert_eq!(administrator.json(ZONES).as_array().unwrap().len(), 0);
    import(&administrator, &zones, past).done();
    assert_eq!(administrator.json(ZONES)[0]["code"], "CHAT-1");

    administrator.sits_at_the_desk();
    let mut phone = administrator.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..30));
    phone.sync().await;
    let outstanding = ["outstanding", "--authority", "MDW", "--period", "2026-09-21..2026-09-22"];
    let open = administrator.json(&outstanding);
    assert_eq!((&open[0]["officer"], &open[0]["reason"]), (&"4711".into(), &"open_patrol".into()));
    walk.sign_off(&mut phone, 30);
    phone.sync().await;
    assert_eq!(administrator.json(&outstanding).as_array().unwrap().len(), 0);

    let hours = ["hours", "--authority", "MDW", "--as", "CSM1", "--period", "2026-09"];
    let table = administrator.run(&[&hours[..], &["--wait"]].concat()).done();
    assert!(table.out.contains("CHAT-1") && table.out.contains("0 patrols waiting"), "{}", table.out);
    let csv = administrator.folder.path().join("hours.csv");
    administrator.run(&[&hours[..], &["--form", "csv", "--out", csv.to_str().unwrap()]].concat()).done();
    assert!(std::fs::read_to_string(&csv).unwrap().lines().any(|line| line.contains("CHAT-1")));
    let row = &administrator.json(&hours)["rows"][0];
    assert!(
        (28..=30)
            .contains(&(row["hours"]["modes"]["foot"]["presence"]["officer"].as_i64().unwrap() / 60_000)),
        "{row}"
    );
    administrator
        .run(&[&hours[..], &["--officer", "4711", "--reason", " "]].concat())
        .refused(3, "reason_missing");
    administrator
        .run(&["hours", "--authority", "MDW", "--as", "CSM1", "--period", "yesterday"])
        .refused(3, "period");
}

#[test]
fn a_broken_file_is_told_all_at_once_and_changes_nothing() {
    let administrator = Administrator::of_medway();
    let broken =
        ZONE.replace("\"hotspot\"", "\"hot spot\"").replace("[0.5200,51.3800]]]", "[0.5201,51.3801]]]");
    let broken = file(&administrator, "broken.geojson", &broken);
    let cut = file(&administrator, "cut.geojson", &ZONE[..200]);
    let check = || {
        let said = import(&administrator, &broken, &[]).refused(3, "zones_file");
        assert!(said.err.contains("2 problems") && said.err.contains("feature 1 (CHAT-1"), "{}", said.err);
        import(&administrator, &cut, &[]).refused(3, "zones_file");
        import(&administrator, "/no/such/file", &[]).refused(1, "io");
        assert_eq!(administrator.json(ZONES).as_array().unwrap().len(), 0);
    };
    check();
    let _serving = administrator.serves();
    check();
}

#[test]
fn a_file_of_100_mib_is_read_and_one_byte_more_is_not() {
    let administrator = Administrator::of_medway();
    let _serving = administrator.serves();
    let whole = |length: usize| {
        let blanks = " ".repeat(length - ZONE.len());
        file(&administrator, "large.geojson", &format!("{ZONE}{blanks}"))
    };
    let reason = &["--retroactive", "--reason", "first import", "--dry-run"];
    import(&administrator, &whole(100 << 20), reason).done();
    let said = import(&administrator, &whole((100 << 20) + 1), reason).refused(3, "zones_file");
    assert!(said.err.contains("larger than 100 MiB"), "{}", said.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_phone_is_an_alarm_that_says_what_to_do() {
    let administrator = Administrator::of_medway();
    let _serving = administrator.serves();
    let alarms = &["alarms", "--authority", "MDW"];
    assert!(administrator.run(alarms).done().out.contains("No alarm"));
    let mut original = administrator.phone(1).await;
    let mut copy = original.clone();
    original.note("on this phone");
    copy.note("on the other phone");
    original.sync().await;
    copy.sync().await;

    let said = administrator.run(alarms).done().out;
    assert!(said.contains("4711") && said.contains("exists twice") && said.contains("successor"), "{said}");
    let listed = administrator.json(alarms);
    assert_eq!((listed[0]["kind"].as_str(), listed[0]["officer"].as_str()), (Some("fork"), Some("4711")));
    assert_eq!(administrator.json(&["status"])["alarms"], 1);
    assert!(administrator.run(&["status"]).done().out.contains("1 raised: `alarms` says which"));
}
