//! The return of a count as it was sent: it can be printed for ever, whatever comes or is undone later, with a line that the count has
//! changed since and what it would be now. What is missing for the next step is named.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::CountNews;
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_tests::count_night::{begin, opened, phone, sector, somebody, tell, words};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const MAN: (Gender, Age, Nationality) = (Gender::Male, Age::From26, Nationality::Uk);

#[test]
fn what_was_submitted_stays_printable_after_a_late_phone() {
    let (force, id, midnight) = opened(&["2", "5"]);
    let count = id.to_string();
    let run = |verb: &str, more: &[&str]| force.command(&words(verb, &count, "RSC", more));
    let asked = |more: &[&str]| force.asked(&words("table", &count, "RSC", more), &[]).unwrap();
    let [two, late] = ["L2", "M2"].map(|code| phone(&force, code));
    let part = begin(&two, id, "2", midnight + MINUTE);
    tell(&two, part, CountNews::Sighted(Box::new(somebody(10.0, 10.0, MAN))));
    tell(&two, part, sector("chatham", SectorOutcome::Visited));
    let lost = begin(&late, id, "2", midnight + MINUTE);
    tell(
        &late,
        lost,
        CountNews::Sighted(Box::new(somebody(
            600.0,
            0.0,
            (Gender::Female, Age::From18To25, Nationality::Eu),
        ))),
    );
    two.sync();

    // Nothing was heard of a sector: the refusal names it.
    let refused = force.refused(&words("close", &count, "RSC", &[]));
    assert_eq!(refused.code, "count_no_word");
    let text = format!("{refused:?}");
    assert!(
        text.contains(
            "nothing was heard of sector twydall (team 5): say why of each with --silent SECTOR=REASON"
        ),
        "{text}"
    );
    run("close", &["--silent", "twydall=Their phone is lost"]);
    assert!(run("show", &[]).contains("1 sighting by 1 phone, 0 pairs undecided"));
    let figures = asked(&[])["figures"].as_str().unwrap().to_owned();
    run("verify", &["--figures", &figures]);
    force.clock.advance(27 * HOUR);
    run("submit", &[]);
    let (sent, csv, sent_public) = (asked(&[]), run("table", &["--csv"]), run("table", &["--public"]));
    assert_eq!((&sent["rows"][0][2], &sent["stands"], &sent["now"]), (&"1".into(), &true.into(), &().into()));
    let says = |csv: &str, line: &str| {
        csv.lines().any(|one| one.starts_with(line) || one.starts_with(&format!("\"{line}")))
    };
    for line in [
        "night: 2025-11-20,,",
        "state: submitted,,",
        "label: Not",
        "reason: ",
        "check: count 1 =",
        &format!("figures: {figures},,"),
    ] {
        assert!(says(&csv, line), "{line}: {csv}");
    }
    let shown = run("table", &["--public", "--csv"]);
    assert!(
        says(&shown, "night: 2025-11-20,,") && says(&shown, "label: Not") && !says(&shown, "reason: "),
        "{shown}"
    );

    // A phone that was lost that night is found.
    late.sync();
    let again = asked(&[]);
    for field in ["rows", "check", "label", "figures"] {
        assert_eq!(again[field], sent[field], "{field}");
    }
    assert_eq!((&again["stands"], &again["now"]["rows"][0][2]), (&false.into(), &"2".into()));
    let text = run("table", &[]);
    assert!(
        text.contains(
            "These are the figures that were submitted. The count has changed since; now they would be:"
        ),
        "{text}"
    );
    let again = run("table", &["--csv"]);
    let (sent, now) = again
        .split_once("note: These are the figures that were submitted. The count has changed since")
        .unwrap();
    assert!(csv.starts_with(sent.trim_end_matches('"')), "as it was sent");
    assert!(now.contains("\nnow count,,2\n") && now.contains("\nnow gender,female,1\n"), "{now}");
    let public = run("table", &["--public", "--csv"]);
    assert!(
        says(&public, "note: The count has changed since it was submitted") && !public.contains("now "),
        "{public}"
    );
    let (public, later) = (sent_public, run("table", &["--public"]));
    let line = "The count has changed since it was submitted; these are the figures that were.\n";
    assert_eq!(later.replace(line, ""), public, "beside each other old and new would tell of one person");
    assert!(later.contains(line));
}
