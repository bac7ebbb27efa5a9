//! Sightings of a count that go on request: not before the return is sent, and a phone that comes after that is said to have.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::CountNews;
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_tests::count_night::{begin, opened, phone, sector, somebody, tell, words};
use beatbook_tests::keeping::{keep, keeper, tried};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const MAN: (Gender, Age, Nationality) = (Gender::Male, Age::From26, Nationality::Uk);

#[test]
fn a_part_goes_once_the_return_is_sent_and_a_phone_that_comes_later_is_named_in_every_table() {
    let (force, id, midnight) = opened(&["2", "5"]);
    keeper(&force);
    let count = id.to_string();
    let run = |verb: &str, more: &[&str]| force.command(&words(verb, &count, "RSC", more));
    let asked = || force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
    let [two, other, late] = ["L2", "L5", "M2"].map(|code| phone(&force, code));
    let part = begin(&two, id, "2", midnight + MINUTE);
    tell(&two, part, CountNews::Sighted(Box::new(somebody(10.0, 10.0, MAN))));
    tell(&two, part, sector("chatham", SectorOutcome::Visited));
    let elsewhere = begin(&other, id, "5", midnight + MINUTE);
    tell(&other, elsewhere, CountNews::Sighted(Box::new(somebody(9_000.0, 0.0, MAN))));
    tell(&other, elsewhere, sector("twydall", SectorOutcome::Visited));
    let lost = begin(&late, id, "2", midnight + MINUTE);
    tell(&late, lost, CountNews::Sighted(Box::new(somebody(600.0, 0.0, MAN))));
    two.sync();
    other.sync();
    // What is not sent is known here, and does not go before it is.
    let erase = || tried(&force, &["keeping", "erase", &part.to_string()]);
    assert_eq!(erase(), Err("still_open".to_owned()));
    force.clock.advance(27 * HOUR);
    run("close", &[]);
    let figures = asked()["figures"].as_str().unwrap().to_owned();
    run("verify", &["--figures", &figures]);
    run("submit", &[]);
    let sent = asked();
    keep(&force, &["keeping", "erase", &part.to_string()]);
    assert_eq!((&asked()["late"], &asked()["stands"]), (&false.into(), &true.into()));
    assert!(!run("table", &["--public"]).contains("has changed since"));

    late.sync();
    let again = asked();
    for field in ["rows", "check", "label", "figures"] {
        assert_eq!(again[field], sent[field], "{field}");
    }
    assert_eq!((&again["late"], &again["stands"], &again["now"]), (&true.into(), &false.into(), &().into()));
    let line =
        "Since then a phone has told of sightings of this count: it has changed since it was submitted.";
    assert!(run("table", &[]).contains(line) && run("table", &["--csv"]).contains(line));
    let public = "The count has changed since it was submitted; these are the figures that were.";
    assert!(run("table", &["--public"]).contains(public));
    assert!(run("table", &["--public", "--csv"]).contains(public));
}
