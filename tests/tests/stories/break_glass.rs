//! Somebody is missing: an officer who may only know that there are welfare records reads them for a day, and those who
//! answer for them see it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::keeping::{KEEPER, keeper};
use beatbook_tests::outreach;

#[test]
fn the_glass_is_broken_for_a_day_for_a_reason_and_seen_by_those_who_answer() {
    let force = outreach::town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let name = ("Hieronymus", "Quatermass");
    let record = outreach::meets(&worker, 10.0, outreach::person(Some(name), SleepingState::BeddedDown));
    let news = vec![outreach::danger(false, None), outreach::closed(WelfareResult::Advice)];
    worker.book().tell_welfare(record, news).unwrap();
    worker.sync();
    let record = record.to_string();
    let as_who = |who: &'static str, words: &[&str], why: &[&str]| {
        let who = ["--authority", "MDW", "--as", who];
        force.tried(&[&["welfare"], words, &who[..], why].concat()).map_err(|refusal| refusal.code)
    };
    let show = |who| as_who(who, &["show", &record], &[]);
    let glass = ["break-glass", "--cause", "missing-person"];
    let why = ["--reason", "MISPER 4471, not seen since Monday"];

    assert_eq!(show("4711"), Err("not_found".to_owned()), "existence only");
    assert_eq!(as_who("4711", &glass, &[]), Err("reason".to_owned()));
    assert_eq!(as_who("4711", &glass, &["--reason", "  "]), Err("reason".to_owned()));
    assert_eq!(as_who("X-1", &glass, &why), Err("not_allowed".to_owned()), "a contractor knows of none");
    assert_eq!(show("4711"), Err("not_found".to_owned()));

    as_who("4711", &glass, &why).unwrap();
    assert!(show("4711").unwrap().contains("Quatermass"));
    assert_eq!(show("X-1"), Err("not_found".to_owned()), "it is one officer's");
    for who in ["C-1", KEEPER] {
        let told = as_who(who, &["glass"], &[]).unwrap();
        assert!(
            told.contains("4711") && told.contains("missing_person") && told.contains("MISPER 4471"),
            "{told}"
        );
    }
    assert_eq!(as_who("4711", &["glass"], &[]), Err("not_allowed".to_owned()));
    let log = force.command(&["access-log", "--authority", "MDW"]);
    assert!(
        log.contains(&format!("welfare record {record}, for 4711, glass broken: missing_person")),
        "{log}"
    );
    assert!(!log.contains("Quatermass"), "{log}");

    // It ends by itself.
    force.clock.advance(24 * 3_600_000);
    assert_eq!(show("4711"), Err("not_found".to_owned()));
    assert!(as_who("C-1", &["glass"], &[]).unwrap().contains("4711"), "that it was stays");
}
