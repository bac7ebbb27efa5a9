//! A council's clerk at the terminal: what officers are to the authority, given, ended and listed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;

use binary::Administrator;

const OF_4711: [&str; 4] = ["--authority", "MDW", "--code", "4711"];
const LIST: &[&str] = &["officer", "role", "list", "--authority", "MDW"];

fn role<'a>(verb: &'a str, further: &[&'a str]) -> Vec<&'a str> {
    [&["officer", "role", verb], &OF_4711[..], further].concat()
}

#[test]
fn a_role_is_given_for_a_time_and_ends_at_once() {
    let administrator = Administrator::of_medway();
    assert!(administrator.run(LIST).done().out.contains("No officer has a role yet"));
    let outreach = ["--role", "outreach_worker", "--from", "2026-01-01"];
    for _served in [None, Some(administrator.serves())] {
        let given = administrator.run(&role("add", &outreach)).done();
        assert!(given.out.contains("outreach_worker") && given.out.contains("to open"), "{}", given.out);
        administrator.run(&role("add", &outreach)).refused(3, "role_held");
        let ended = administrator.run(&role("end", &["--role", "outreach_worker"])).done();
        assert!(ended.out.contains("not today"), "{}", ended.out);
        administrator.run(&role("end", &["--role", "outreach_worker"])).refused(3, "no_such_role");
        // As if it had never been.
        administrator.run(&role("end", &["--role", "outreach_worker", "--on", "2025-12-31"])).done();
    }
    let count = ["--role", "count_volunteer", "--from", "2026-11-01", "--until", "2026-11-30"];
    administrator.run(&role("add", &count)).done();
    let listed = administrator.json(LIST);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(
        (&listed[0]["code"], &listed[0]["roles"][0]["role"]),
        (&"4711".into(), &"count_volunteer".into())
    );
    assert_eq!(listed[0]["roles"][0]["until"], "2026-11-30");
    let log = administrator.run(&["access-log", "--authority", "MDW"]).done().out;
    assert!(
        log.contains("given role outreach_worker from 2026-01-01") && log.contains("list of roles"),
        "{log}"
    );
    assert!(log.contains("role outreach_worker ended, last day"), "{log}");
    administrator.run(&["verify"]).done();
}

#[test]
fn a_role_nobody_can_have_is_refused() {
    let administrator = Administrator::of_medway();
    let backwards = ["--role", "navigator", "--from", "2026-02-01", "--until", "2026-01-31"];
    administrator.run(&role("add", &backwards)).refused(3, "role_ends_before_begin");
    let nobody = [
        "officer",
        "role",
        "add",
        "--authority",
        "MDW",
        "--code",
        "9",
        "--role",
        "legal",
        "--from",
        "2026-02-01",
    ];
    administrator.run(&nobody).refused(3, "unknown_officer");
    let unknown = administrator.run(&role("add", &["--role", "wizard", "--from", "2026-02-01"]));
    assert!(unknown.exit == 2 && unknown.err.contains("known are constable, pcso"), "{unknown:?}");
    assert!(administrator.run(LIST).done().out.contains("No officer has a role yet"));
}
