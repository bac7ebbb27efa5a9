//! Somebody under eighteen is seen in a count: the phone says at once what comes first, and those who lead safeguarding are
//! asked without a later step of the officer. Nobody else learns more than the count's own rules allow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{ChildFirst, CountNews, Sighted, SightingNews};
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::{
    at, begin, force, phone, plan_of, sector, set, somebody, tell, ward, words,
};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::asked_of_children;
use beatbook_tests::phone::Phone;
use serde_json::Value;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const RING: &str = "01634 333 333";

fn town(midnight: i64) -> (Force, Id) {
    let force = force(midnight - 20 * HOUR);
    ward(&force);
    force.add_officer("S-1", "Safeguarding");
    force.give_role("S-1", "safeguarding_lead");
    let ring =
        ["welfare", "duty", "set", RING, "--team", "Safeguarding", "--authority", "MDW", "--as", "RSC"];
    force.command(&ring);
    let count = set(&force, &plan_of("2025-11-20", &["2", "5"]));
    force.command(&words("open", &count.to_string(), "RSC", &[]));
    (force, count)
}

fn seen(age: Age, east: f64) -> Sighted {
    somebody(east, 0.0, (Gender::Female, age, Nationality::Uk))
}

fn sees(phone: &Phone, part: Id, seen: Sighted) -> Option<ChildFirst> {
    phone.book().tell_count(part, vec![CountNews::Sighted(Box::new(seen))]).unwrap().child_first
}

#[test]
fn a_child_seen_in_a_count_comes_before_the_next_sighting_and_to_the_safeguarding_lead_alone() {
    let midnight = at("2025-11-20T00:00+00:00");
    let (force, count) = town(midnight);
    let [team, other, lead, coordinator] = ["L2", "L5", "S-1", "RSC"].map(|code| phone(&force, code));
    let part = begin(&team, count, "2", midnight + MINUTE);
    let twin = begin(&other, count, "5", midnight + MINUTE);

    // Offline, in the middle of the night: an adult asks for nothing, a child comes first.
    assert_eq!(sees(&team, part, seen(Age::From26, 0.0)), None);
    let first = sees(&team, part, seen(Age::Under18, 40.0)).unwrap();
    assert_eq!(first.labels, [2]);
    let numbers: Vec<_> = first.numbers.iter().map(|one| (&*one.team, one.number.to_string())).collect();
    assert_eq!(numbers, [("Safeguarding", RING.to_owned())]);
    assert_eq!(first.lines[0], "Somebody under 18 sleeps rough: act now, before the next sighting.");
    assert_eq!(
        first.lines[1..3],
        ["In danger: ring 999 first.", "Duty number of Safeguarding: 01634 333 333."]
    );
    // Somebody taken for an adult says that she is seventeen.
    assert_eq!(sees(&other, twin, seen(Age::From18To25, 900.0)), None);
    let younger = SightingNews { age: Some(Age::Under18), ..SightingNews::default() };
    let news = |news| CountNews::Changed { label: 1, news: Box::new(news) };
    let answer = other.book().tell_count(twin, vec![news(younger)]).unwrap();
    assert_eq!(answer.child_first.map(|first| first.labels), Some(vec![1]));

    // The phones come back to the network, and nobody does anything else.
    assert_eq!(asked_of_children(&lead), [], "nothing has reached the server yet");
    for phone in [&team, &other, &team] {
        phone.sync();
    }
    let mut tasks = asked_of_children(&lead);
    tasks.sort_by_key(|view| view.task.set.what.contains("L5"));
    let [hers, second] = &tasks[..] else { panic!("two children: {tasks:?}") };
    let what = &hers.task.set.what;
    assert!(
        what.starts_with(
            "Child at risk now: somebody under 18 was seen sleeping rough, bedded down, doorway"
        ),
        "{what}"
    );
    for (task, by) in [(hers, "L2"), (second, "L5")] {
        let whom =
            format!("noted by {by}; for the exact place ask them; a safeguarding disclosure sends it on");
        assert!(task.task.set.what.ends_with(&whom), "{tasks:?}");
    }
    let texts = format!("{tasks:?}");
    for secret in ["count", "chatham", "twydall", &count.to_string()] {
        assert!(!texts.contains(secret), "{secret}: {texts}");
    }
    // When she was told two people were known to sleep in the ward, with the second child three.
    let place = |text: &str| (text.contains("Luton"), text.contains("TQ 774 671"), text.contains("TQ 7"));
    assert_eq!(place(&format!("{hers:?}")), (true, false, false), "the ward: {hers:?}");
    assert_eq!(place(&format!("{second:?}")), (false, true, true), "the square of 100 m: {second:?}");

    // Nobody else is asked: neither the other team, nor who answers for counts.
    for phone in [&team, &other, &coordinator] {
        assert_eq!(asked_of_children(phone), []);
        assert_eq!(phone.book().welfare_tasks().unwrap(), []);
    }
    // The lead learns of no count, and other roles of nothing.
    assert_eq!(lead.book().counts().unwrap(), []);
    let refused = force.refused(&words("show", &count.to_string(), "S-1", &[]));
    assert_eq!(refused.code, "no_such_count");
    let reviews = |code: &str| force.tried(&["welfare", "reviews", "--authority", "MDW", "--as", code]);
    let table = reviews("S-1").unwrap();
    assert_eq!(table.matches("somebody under 18 was seen").count(), 2, "{table}");
    for code in ["RSC", "L2", "L5", "M2"] {
        assert!(reviews(code).is_err(), "{code}");
    }
    let list = |code: &str| {
        let list = ["task", "list", "--welfare", "--authority", "MDW", "--as", code];
        force.tried(&list).unwrap_or_default().contains("under 18")
    };
    assert_eq!(["S-1", "RSC", "L2", "L5"].map(list), [true, false, false, false]);
}

#[test]
fn a_child_is_asked_about_once_and_the_figures_stand() {
    let midnight = at("2025-11-20T00:00+00:00");
    let (force, count) = town(midnight);
    let [team, lead] = ["L2", "S-1"].map(|code| phone(&force, code));
    let part = begin(&team, count, "2", midnight + MINUTE);
    assert!(sees(&team, part, seen(Age::Under18, 40.0)).is_some());
    tell(&team, part, sector("chatham", SectorOutcome::Visited));
    team.sync();
    let figures = || -> Value {
        force.asked(&words("table", &count.to_string(), "RSC", &[]), &[]).unwrap()["table"].clone()
    };
    let before = figures();
    let [task] = &asked_of_children(&lead)[..] else { panic!("asked once") };
    let id = task.task.set.task;
    // Told again, looked at again, changed in something else: the same matter.
    let news = SightingNews {
        age: Some(Age::Under18),
        text: Some("Red coat.".to_owned()),
        ..SightingNews::default()
    };
    let again =
        team.book().tell_count(part, vec![CountNews::Changed { label: 1, news: Box::new(news) }]).unwrap();
    assert!(again.child_first.is_some());
    team.sync();
    assert_eq!(asked_of_children(&lead).iter().map(|view| view.task.set.task).collect::<Vec<_>>(), [id]);
    assert_eq!(figures(), before);
    // Somebody who becomes a lead is asked for what is still to be done.
    force.add_officer("S-2", "Safeguarding");
    force.give_role("S-2", "safeguarding_lead");
    assert!(sees(&team, part, seen(Age::Under18, 400.0)).is_some());
    team.sync();
    assert_eq!(asked_of_children(&phone(&force, "S-2")).len(), 2);
}
