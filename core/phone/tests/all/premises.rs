//! A visit to premises at the command line: what it came to, corrected.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use crate::program::Phone;
use crate::support::server::{keep, keeper};

#[test]
fn a_day_to_come_again_leaves_what_else_a_visit_came_to() {
    let (phone, server) = (Phone::new(), keep(&keeper()));
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    let visit = [
        "premises",
        "visit",
        "Cloud Nine",
        "--kind",
        "vape-shop",
        "--why",
        "intelligence",
        "--place",
        "51.3755,0.5350",
    ];
    phone.does(&[&visit[..], &["--outcome", "seizure", "--referred-to", "Trading standards"]].concat());
    let correct =
        |more: &[&str]| phone.does(&[&["premises", "correct", "--because", "Agreed"], more].concat());
    let came_to = || {
        let shown = phone.does(&["premises", "show"]);
        ["seizure", "Trading standards", "2030-01-02", "2030-02-03", "advice"]
            .map(|word| shown.contains(word))
    };
    correct(&["--follow-up", "2030-01-02"]);
    assert_eq!(came_to(), [true, true, true, false, false]);
    correct(&["--follow-up", "2030-02-03"]);
    assert_eq!(came_to(), [true, true, false, true, false], "the former day is replaced");
    correct(&["--outcome", "advice"]);
    assert_eq!(came_to(), [false, false, false, false, true], "told anew it is all there is");
}
