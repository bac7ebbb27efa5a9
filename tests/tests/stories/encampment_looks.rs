//! Looks at encampments and tents: under which law they are written down, who is asked for a reason, and of which days.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::calendar::local_date;
use beatbook_protocol::id::Id;
use beatbook_tests::encampment::{LAND, camp, camp_refused, council, reported, safety_officer};
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

#[test]
fn who_reads_by_request_is_asked_for_the_reason_and_not_told_whether_there_is_one() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let tent = phone.book().note_tent(note()).unwrap().to_string();
    phone.sync();
    let nobody = Id::from_bytes([9; 16]).to_string();
    let said = |what: &str, id: &str, reason: &[&str]| {
        let words = [&[what, "show", id, "--authority", "MDW", "--as", "D-1"], reason].concat();
        force.tried(&words).map_err(|refusal| (refusal.code.clone(), refusal.to_string()))
    };
    for (what, id) in [("encampment", reported(&force, LAND).to_string()), ("tent", tent)] {
        let refused = said(what, &id, &[]).unwrap_err();
        assert!(refused.0 == "reason" && refused.1.contains("--reason"), "{refused:?}");
        assert_eq!(said(what, &nobody, &[]).unwrap_err(), refused);
        let asked = ["--reason", "request 7"];
        assert!(said(what, &id, &asked).unwrap().contains(&id));
        assert_eq!(said(what, &nobody, &asked).unwrap_err().0, format!("no_such_{what}"));
    }
}

#[test]
fn a_day_to_come_has_no_status_yet() {
    let force = council();
    reported(&force, LAND);
    let today = local_date(force.clock.now()).unwrap();
    let (now, ahead) = (today.to_string(), today.tomorrow().unwrap().to_string());
    for (words, reader) in [("list", "M-1"), ("funnel", "A-1")] {
        camp(&force, &[words, "--as-at", &now], reader);
        assert_eq!(camp_refused(&force, &[words, "--as-at", &ahead], reader), "as_at", "{words}");
    }
}
