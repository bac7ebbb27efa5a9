//! Looks at encampments and tents: under which law they are written down.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_tests::encampment::{LAND, camp, council, reported, safety_officer};
use beatbook_tests::tent::note;

#[test]
fn looks_at_encampments_and_tents_are_general_processing_in_the_access_log() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let tent = phone.book().note_tent(note()).unwrap().to_string();
    phone.sync();
    let camp_id = reported(&force, LAND).to_string();
    camp(&force, &["list"], "M-1");
    camp(&force, &["vacated", &camp_id], "M-1");
    force.command(&["tent", "show", &tent, "--authority", "MDW", "--as", "2201"]);
    let log = |regime: &str| {
        force.command(&["access-log", "--authority", "MDW", "--as", "D-1", "--regime", regime])
    };
    let (general, enforcement) = (log("general"), log("law-enforcement"));
    let looks = ["list of encampments".to_owned(), format!("encampment {camp_id}"), format!("tent {tent}")];
    for look in looks {
        assert!(general.contains(&look), "{look}: {general}");
        assert!(!enforcement.contains(&look), "{look}: {enforcement}");
    }
}
