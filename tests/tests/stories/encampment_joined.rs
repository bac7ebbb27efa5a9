//! Two reports that are one encampment: phones know the land by the words and the code of either.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, BeginEncounter, EncampmentNews, ReportEncampment};
use beatbook_domain::records::encampment::ReportSource;
use beatbook_protocol::id::Id;
use beatbook_tests::encampment::{
    camp, camp_json, checked, council, directed, direction, later, reported, safety_officer, visit,
};
use beatbook_tests::phone::Phone;

const FIRST: &str = "Riverside meadow, the northern half";
const OTHER: &str = "Riverside meadow (north)";

fn reports(phone: &Phone, land: &str, code: Option<&str>) -> (Id, usize) {
    let report = ReportEncampment {
        source: ReportSource::Patrol,
        land: land.to_owned(),
        code: code.map(str::to_owned),
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let told = phone.book().report_encampment(report).unwrap();
    (told.encampment, told.returns.len())
}

#[test]
fn a_return_to_land_that_was_reported_twice_is_seen_by_either_report_and_either_names_it() {
    let force = council();
    let (officer, other) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let (site, _) = reports(&officer, FIRST, Some("RM-1"));
    officer.book().tell_encampment(site, vec![visit(2, &[])], None).unwrap();
    let check = checked(&officer, None);
    officer.book().tell_encampment(site, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let _ = directed(&officer, site, FIRST, check);
    officer.sync();
    later(&force, &[&officer, &other], 60_000);
    let again = reported(&force, OTHER);
    camp(&force, &["same", &site.to_string(), &again.to_string(), "--why", "One meadow"], "M-1");
    other.sync();

    // Either report's words are the land of a direction there, on the phone of who reported neither.
    later(&force, &[&officer, &other], 60_000);
    let known = other.book().encampment(site).unwrap().encampment;
    let own = checked(&other, None);
    other.book().tell_encampment(known, vec![EncampmentNews::Welfare { check: own }], None).unwrap();
    let encounter = other.book().begin_encounter(BeginEncounter::here()).unwrap();
    for land in [FIRST, OTHER] {
        let asked = direction(&other, encounter, land, Some(own));
        let ready = other.book().check_notice(&asked).unwrap().ready();
        assert!(ready.is_ok(), "{land}: {ready:?}");
    }

    later(&force, &[&officer, &other], 60_000);
    camp(&force, &["vacated", &site.to_string()], "M-1");
    other.sync();
    later(&force, &[&officer, &other], 60_000);
    for (land, code) in [(FIRST, None), ("By the weir", Some("rm 1")), (OTHER, None)] {
        assert_eq!(reports(&other, land, code).1, 1, "{land}");
    }
    other.sync();
    assert_eq!(camp_json(&force, &["returns"], "M-1")["rows"].as_array().unwrap().len(), 3);
    assert_eq!(reports(&other, "By the weir", Some("RM-2")).1, 0);
}
