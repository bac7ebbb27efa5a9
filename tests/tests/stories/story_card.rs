//! A briefing card of the High Street: set at the desk, read on the phone with no network, with what was seen there lately;
//! "you said, we did"; withdrawn; and nothing in it of what is told to help people.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashMap;

use beatbook_device::{AskWhere, BreachesView, SignOn};
use beatbook_domain::calendar::local_clock;
use beatbook_domain::records::card::CardEntry;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::looked::LookedHow;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::server::ServerBody;
use beatbook_server::cards;
use beatbook_tests::beat::{
    CHATHAM, DAY, asked, breach, fairly, fix, grant, issued, refused as would_not, saw, tell,
};
use beatbook_tests::card::{
    WARD, card_of, counted, meets_the_server, numbers, on_the_beat, refused, renewed, sees, sees_at, set,
    the_card, today, told, town, walks_and_goes_home,
};
use beatbook_tests::engagement::{records, shown, what};
use beatbook_tests::force::Force;
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use jiff::ToSpan as _;

const DRANK: &str = "Drank beer from a can outside the bank, shouted at people, and would not stop.";

/// A penalty for a can of beer; its number.
fn fines(phone: &Phone, training: bool) -> String {
    let encounter = sees(phone, "ALC-1", DRANK);
    let required = Step::Required {
        words: "I require you to stop drinking and to hand over the can.".to_owned(),
        belief: "Open can of beer in hand.".to_owned(),
        offence_told: true,
    };
    tell(phone, encounter, vec![Step::PremisesAsked { outside_condition: false }, required, would_not()]);
    tell(phone, encounter, fairly());
    let mut notice = asked(encounter, breach("MDW-ALC-CHA", "ALC-1"), "Outside the bank", DRANK);
    notice.training = training;
    issued(phone, &notice).story.number().unwrap().to_owned()
}

/// How often each code is seen in the desk's own list of encounters.
fn in_the_register(force: &Force) -> HashMap<String, u32> {
    let mut codes = HashMap::new();
    for row in told(force, &["encounter", "list"], "M-1")["rows"].as_array().unwrap() {
        for code in row["seen"].as_str().unwrap().split(", ").filter(|code| *code != "-") {
            *codes.entry(code.to_owned()).or_default() += 1;
        }
    }
    codes
}

#[test]
fn story_card_from_the_meeting_to_the_street_and_back() {
    let mut force = town();
    // Refused at the desk, each with its reason.
    let bad = |more: &[&str], by: &str| set(&force, more, by).unwrap_err();
    assert_eq!(bad(&["--do", "Be seen"], "4711"), "not_allowed", "a constable leads nobody");
    assert_eq!(bad(&["--do", "Be seen", "--team", "Centre"], "S-8"), "not_allowed", "another team's");
    assert_eq!(
        bad(&["--do", "Be seen", "--officer", "4711"], "S-8"),
        "not_allowed",
        "another team's officer"
    );
    assert_eq!(bad(&["--do", "Be seen", "--team", "Nobody"], "M-1"), "unknown_team");
    assert_eq!(bad(&["--officer", "9999"], "M-1"), "unknown_officer");
    assert_eq!(bad(&[], "M-1"), "card_empty");
    assert_eq!(bad(&["--priority", "Q4-1, Drinking"], "M-1"), "card_priority");
    let four: Vec<String> = (1..=4).map(|number| format!("P{number}; Words; survey")).collect();
    let four: Vec<&str> = four.iter().flat_map(|one| ["--priority", one.as_str()]).collect();
    assert_eq!(bad(&four, "M-1"), "card_priorities");
    assert_eq!(bad(&["--pmp", "PMP 3", "--review", "2026-01-01"], "M-1"), "card_review");
    assert_eq!(bad(&["--do", "x", "--from", "2199-02-01", "--until", "2199-01-01"], "M-1"), "card_until");
    for (zone, code) in
        [("NOWHERE", "unknown_zone"), ("SECTOR-7", "card_zone_kind"), ("PREM-CHA-1", "card_zone_kind")]
    {
        assert_eq!(refused(&force, &["card", "set", zone, "--do", "Be seen"], "M-1"), code);
    }
    assert_eq!(refused(&force, &["card", "show", WARD], "M-1"), "no_card");

    let third = on_the_beat(&force, "4713", SignOn::tasked());
    let none = third.book().card(WARD).unwrap();
    assert_eq!((none.zone.unwrap().name.as_str(), none.card), ("Chatham High Street", None));
    assert_eq!(
        third.book().card("SECTOR-7").unwrap().zone,
        None,
        "a count's sector has none, and is not told of"
    );

    the_card(&force);
    told(
        &force,
        &[
            "task",
            "set",
            "Be seen at the taxi rank",
            "--source",
            "dmm",
            "--officer",
            "4713",
            "--zone",
            WARD,
            "--until",
            &today(&force).saturating_add(1.days()).to_string(),
        ],
        "S-9",
    );
    told(
        &force,
        &[
            "task",
            "set",
            "Look in on Persephone",
            "--source",
            "dmm",
            "--officer",
            "4713",
            "--address",
            "1 Quarry Row",
            "--sensitive",
            "domestic_abuse",
            "--until",
            &today(&force).saturating_add(1.days()).to_string(),
        ],
        "M-1",
    );

    let tomorrow = today(&force).saturating_add(1.days()).to_string();
    let shop = ["task", "set", "Ask at the off-licence", "--source", "nim", "--team", "Centre"];
    told(&force, &[&shop[..], &["--address", "12 High Street", "--until", &tomorrow]].concat(), "S-9");
    // Two officers, out of reach, see this and that; one gives a notice that turns out void, and one for training.
    grant(&force, "4711", "council_authorised", "AUTH/12", &["s63_requirement", "s68_fpn"]);
    let first = on_the_beat(&force, "4711", SignOn::tasked());
    first.book().want_notice_numbers("MDW", true).unwrap();
    first.sync();
    let second = on_the_beat(&force, "4712", SignOn::tasked());
    sees(&first, "ALC-1", DRANK);
    let at = first.book().encounters(1).unwrap()[0].encounter.conducts[0].seen.unwrap().at;
    let twice = sees(&second, "ALC-1", DRANK);
    saw(&second, twice, "NV-5", "Span the wheels of a car.");
    let void = fines(&first, false);
    let _ = fines(&first, true);
    // Out of the ward, and still in the order's area: nobody's breach here.
    let away = (CHATHAM.0 + 0.0005, CHATHAM.1 + 0.0095);
    sees_at(&second, away, "NV-5", "Span the wheels of another car.");
    first.sync();
    second.sync();
    let why = ["--reason", "wrong_person", "--why", "Another man", "--by", "S-9"];
    force.command(&[&["notice", "void", &void, "--authority", "MDW"], &why[..]].concat());
    assert_eq!(renewed(&force), 1);

    // The third phone reads the card in the street, with no network after that.
    meets_the_server(&force, &third);
    let here = third.book().cards_here(AskWhere::Newest).unwrap();
    let codes: Vec<&str> = here.zones.iter().map(|zone| zone.code.as_str()).collect();
    assert_eq!(codes, [WARD, "GRIP-1", "ALC-CHA", "MDW-ALL"], "no sector of a count among them");
    let [card] = &here.cards[..] else { panic!("{:?}", here.cards) };
    assert_eq!(card, &card_of(&third, WARD));
    let looked = third.book().access_log(None, 10).unwrap().rows;
    let cards: Vec<_> = looked.iter().filter(|row| row.look.how == LookedHow::CardOpened).collect();
    assert_eq!(cards.len(), 1, "of a zone without a card nothing was opened: {looked:?}");
    assert_eq!(cards[0].look.record, Some(card.set.card));
    assert_eq!(card.officer.as_ref().unwrap().0, "4711");
    let priorities: Vec<&str> = card.priorities.iter().map(|one| one.priority.code.as_str()).collect();
    assert_eq!(priorities, ["Q4-1", "Q4-2", "Q4-3"]);
    assert_eq!(card.set.todo, ["Stand at the bus station from 18:00, both shelters in sight"]);
    assert_eq!(card.set.avoid, ["The railings by the river are loose"]);
    let tasks: Vec<&str> = card.tasks.iter().map(|view| view.task.set.what.as_str()).collect();
    assert_eq!(tasks, ["Be seen at the taxi rank"], "those in the zone, and never what is sensitive");
    assert_eq!(third.book().tasks().unwrap().len(), 3);
    let orders: Vec<(&str, &str)> =
        card.orders.iter().map(|one| (one.order.as_str(), one.code.as_str())).collect();
    assert!(orders.contains(&("MDW-ALC-CHA", "ALC-1")), "{orders:?}");
    assert!(orders.iter().all(|(order, _)| !order.contains("ROC")), "another town's: {orders:?}");
    assert!(!card.age.stale);
    let seen = numbers(card);
    assert_eq!((seen.now, seen.before), (3, 0), "{seen:?}");
    let of = |code: &str| seen.codes.iter().find(|one| one.code == code).unwrap().now;
    assert_eq!((of("ALC-1"), of("NV-5")), (2, 1));
    let clock = local_clock(at).unwrap();
    assert!(seen.weekdays[clock.weekday().to_monday_zero_offset() as usize] >= 1);
    assert!(seen.parts[clock.hour() as usize / 4] >= 1);
    assert!(seen.adds_up());
    // The register has what is out, too: one voided, one for training, one that was elsewhere.
    let register = in_the_register(&force);
    assert_eq!((register["ALC-1"], register["NV-5"]), (of("ALC-1") + 2, of("NV-5") + 1));
    let desk = told(&force, &["card", "show", WARD], "M-1");
    assert_eq!(desk["breaches"], serde_json::to_value(&seen).unwrap(), "the desk counts the same");

    // Whoever enforces nothing has the card, and no number of what was seen.
    let mut outreach = on_the_beat(&force, "O-12", SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    let theirs = card_of(&outreach, WARD);
    assert_eq!((theirs.breaches, theirs.tasks.len()), (BreachesView::NotForRoles, 0));
    assert!(!holds(&mut outreach, "\"weekdays\""));
    assert_eq!(told(&force, &["card", "show", WARD], "O-12")["breaches"], serde_json::Value::Null);

    // It ages, and says so loudly; numbers of before leave the phone when new ones come.
    let book = |phone: &Phone| card_of(phone, WARD);
    third.platform.advance(3 * DAY - 3_600_000);
    assert!(!book(&third).age.stale);
    third.platform.advance(2 * 3_600_000);
    let old = book(&third);
    assert!(old.age.stale && matches!(old.breaches, BreachesView::Counted { stale: true, .. }), "{old:?}");

    // You said, we did.
    let did = ["card", "close", WARD, "--priority", "Q4-1", "--did", "Lights and a patrol every evening"];
    assert_eq!(refused(&force, &did, "4711"), "not_allowed");
    assert_eq!(refused(&force, &did, "S-8"), "not_allowed");
    told(&force, &did, "S-9");
    let unknown = ["card", "close", WARD, "--priority", "Q4-9", "--did", "x"];
    assert_eq!(refused(&force, &unknown, "S-9"), "unknown_priority");
    let future = [&did[..], &["--on", "2199-01-01"]].concat();
    assert_eq!(refused(&force, &future, "S-9"), "priority_on");
    third.sync();
    assert_eq!(book(&third).priorities[0].done.as_ref().unwrap().did, "Lights and a patrol every evening");
    assert!(!book(&third).age.stale);

    // A new version replaces the one before; what was closed keeps its code to itself.
    let reused = ["--priority", "Q4-1; Something else; survey 2026-Q4", "--team", "Centre"];
    assert_eq!(set(&force, &reused, "M-1"), Err("priority_closed".to_owned()));
    let small = ["--priority", "q4-1; Something else; survey 2026-Q4", "--team", "Centre"];
    assert_eq!(set(&force, &small, "M-1"), Err("priority_closed".to_owned()), "in whatever capitals");
    let backup = force.folder().join("card.beatbook");
    force.command(&["backup", backup.to_str().unwrap()]);
    set(&force, &["--do", "Stand at the pier", "--breach-days", "14"], "S-9").unwrap();
    third.sync();
    let newer = book(&third);
    assert_eq!((newer.set.todo[0].as_str(), newer.priorities.len()), ("Stand at the pier", 0));
    assert_eq!((numbers(&newer).days, numbers(&newer).now), (14, 3));

    // Withdrawn, with a reason.
    let withdraw = ["card", "withdraw", WARD, "--why", "The plan has ended"];
    assert_eq!(refused(&force, &withdraw, "S-8"), "not_allowed");
    told(&force, &withdraw, "S-9");
    assert_eq!(refused(&force, &withdraw, "S-9"), "no_card");
    third.sync();
    assert_eq!(third.book().card(WARD).unwrap().card, None);
    assert!(third.book().cards().unwrap().cards.is_empty());
    let history = told(&force, &["card", "show", WARD], "S-8")["history"].clone();
    let log = force.access_log();
    assert!(log.contains(&format!(": briefing card of {WARD}\n")), "which was looked at: {log}");
    let steps: Vec<&str> =
        history.as_array().unwrap().iter().map(|step| step["what"].as_str().unwrap()).collect();
    assert_eq!(steps, ["set", "closed", "set", "withdrawn"]);
    assert_eq!(history[3]["why"], "The plan has ended");
    assert!(shown(&force, &["card", "list"], "M-1").contains("nothing"));
    force.command(&["verify"]);

    // The server is lost and comes back from its backup: phones have what it knows again, once counted.
    force.restore(&backup);
    third.sync();
    let again = book(&third);
    assert_eq!((again.priorities.len(), numbers(&again).now), (3, 3), "the card of before");
    assert!(third.book().verify().unwrap().is_sound());
    force.command(&["verify"]);
}

#[test]
fn what_was_seen_is_told_once_a_day_and_only_the_newest_is_sent() {
    let mut force = town();
    let publications = |force: &Force| {
        let breaches = |body: &&ServerBody| body.kind() == "card_breaches";
        force.journal().iter().filter(breaches).count()
    };
    let looks =
        |force: &Force| force.block_on(cards::look(force.server().service(), &mut HashMap::new())).unwrap();
    assert_eq!((looks(&force), publications(&force)), (0, 0), "nobody has a card");
    the_card(&force);
    assert_eq!(publications(&force), 1, "with the card itself");
    assert_eq!((looks(&force), publications(&force)), (0, 1), "not twice a day");
    force.restart();
    assert_eq!((looks(&force), publications(&force)), (0, 1), "nor after a restart");
    let phone = on_the_beat(&force, "4711", SignOn::tasked());
    sees(&phone, "ALC-1", DRANK);
    phone.sync();
    for day in 1..=3 {
        force.clock.advance(DAY);
        assert_eq!((looks(&force), publications(&force)), (1, 1 + day), "the next day");
    }
    phone.sync();
    assert_eq!(numbers(&card_of(&phone, WARD)).now, 1);
    // A new phone reads one publication; those before travel as headers.
    let fresh = on_the_beat(&force, "4712", SignOn::tasked());
    let told = |phone: &Phone| numbers(&card_of(phone, WARD));
    assert_eq!(told(&fresh), told(&phone));
    let mut fresh = fresh;
    let as_at: Vec<i64> = force
        .journal()
        .into_iter()
        .filter_map(|body| match body {
            ServerBody::Card(CardEntry::Breaches(part)) => Some(part.as_at),
            _ => None,
        })
        .collect();
    let mut phone = phone;
    for (number, as_at) in as_at.iter().enumerate() {
        let newest = number + 1 == publications(&force);
        assert_eq!(holds(&mut fresh, &format!("\"as_at\":{as_at}")), newest, "the newest alone: {number}");
        assert_eq!(
            holds(&mut phone, &format!("\"as_at\":{as_at}")),
            newest,
            "dropped when replaced: {number}"
        );
    }
    // Twenty-nine days after, nothing of it is lately any more: it is before.
    force.clock.advance(27 * DAY);
    assert_eq!(renewed(&force), 1);
    let counted = counted(&force);
    assert_eq!((counted[0].now, counted[0].before), (0, 1));
    // The review is past: listed, and said on the phone.
    let due = told_rows(&force, &["card", "list", "--due"]);
    assert_eq!((due.len(), due[0]["state"].as_str()), (1, Some("review overdue")));
    phone.wait_until(force.clock.now());
    phone.sync();
    assert!(card_of(&phone, WARD).review_overdue);
    assert!(phone.book().verify().unwrap().is_sound());
    force.command(&["verify"]);
}

fn told_rows(force: &Force, words: &[&str]) -> Vec<serde_json::Value> {
    told(force, words, "M-1")["rows"].as_array().unwrap().clone()
}

#[test]
fn a_zone_that_becomes_a_counts_sector_has_no_card_any_more() {
    let force = town();
    told(&force, &["card", "set", "GRIP-1", "--do", "Stand at the shelter", "--team", "Centre"], "M-1");
    let phone = on_the_beat(&force, "4711", SignOn::tasked());
    assert_eq!(card_of(&phone, "GRIP-1").set.todo, ["Stand at the shelter"]);
    assert_eq!(counted(&force).len(), 1);
    force.clock.advance(1_000);
    let (lat, lon) = CHATHAM;
    let ring = [(lon, lat), (lon + 0.001, lat), (lon + 0.001, lat + 0.001), (lon, lat)];
    let sector = serde_json::json!({ "type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": { "code": "GRIP-1", "name": "Sector", "kind": "count_sector" },
        "geometry": { "type": "Polygon", "coordinates": [ring] }
    }] });
    force.import_zones(&sector, force.clock.now());
    force.clock.advance(60_000);
    meets_the_server(&force, &phone);
    assert_eq!(phone.book().card("GRIP-1").unwrap().zone, None);
    assert!(phone.book().cards().unwrap().cards.is_empty());
    assert!(phone.book().cards_here(AskWhere::Newest).unwrap().cards.is_empty());
    assert!(counted(&force).is_empty());
    let due = told_rows(&force, &["card", "list", "--due"]);
    assert_eq!(due[0]["state"], "no zone that may have a card", "the desk is told to look at it");
}

/// A figure of the ward report.
fn figure(report: &serde_json::Value, about: &str, what: &str) -> (String, String) {
    let rows = report["rows"].as_array().unwrap();
    let found = rows.iter().find(|row| row["about"] == about && row["what"] == what);
    let row = found.unwrap_or_else(|| panic!("no {about} {what} in {report}"));
    (row["words"].as_str().unwrap().to_owned(), row["figure"].as_str().unwrap().to_owned())
}

#[test]
fn the_ward_report_says_who_what_was_done_and_how_much_and_hides_what_is_somebodys() {
    let force = town();
    the_card(&force);
    let phone = on_the_beat(&force, "4711", SignOn::tasked());
    for (priority, came) in [(Some("Q4-1"), 12), (Some(" q4-1"), 9), (Some("My own words"), 3), (None, 20)] {
        let mut change = what(None, Some("surgery"));
        change.kind = None;
        change.category = Some("surgery".to_owned());
        change.priority = priority.map(str::to_owned);
        change.attendance = Some(came);
        records(&phone, change);
    }
    walks_and_goes_home(&phone);
    told(&force, &["card", "close", WARD, "--priority", "q4-2", "--did", "Barriers on Sunday nights"], "M-1");
    let all = beatbook_domain::presence::Interval { from: 0, to: i64::MAX };
    assert_eq!(force.derived(all).len(), 1);

    let day = today(&force);
    let days = format!("{day}..{}", day.saturating_add(1.days()));
    let words = ["card", "report", "--ward", WARD, "--period", &days];
    let report = told(&force, &words, "M-1");
    let base = report["base"].as_str().unwrap();
    assert!(base.contains("beat officer: 4711 Officer 4711"), "{base}");
    assert_eq!(figure(&report, "you said", "Q4-2").0, "Cars racing on Sunday nights (survey 2026-Q3)");
    assert_eq!(figure(&report, "we did", "Q4-2"), ("Barriers on Sunday nights".to_owned(), day.to_string()));
    assert_eq!(figure(&report, "we did", "Q4-1"), ("still open".to_owned(), String::new()));
    assert_eq!(figure(&report, "engagements", "Q4-1"), ("people who came: 21".to_owned(), "2".to_owned()));
    assert_eq!(
        figure(&report, "engagements", "(none of these)").1,
        "2",
        "an officer's own words are not published"
    );
    assert_eq!(figure(&report, "engagements", "TOTAL").1, "4");
    assert_eq!(
        figure(&report, "patrol", "officer_hours").1,
        "c",
        "one officer's hours are nobody's to publish"
    );
    let check = report["check"].as_str().unwrap();
    assert!(check.starts_with("priorities 3 = 1 closed + 2 open; ") && check.contains("adds up"), "{check}");
    assert_eq!(refused(&force, &words, "S-9"), "not_allowed", "what is published is of the whole force");
    assert!(force.access_log().contains(&format!(": ward report of {WARD}\n")));
    let elsewhere = ["card", "report", "--ward", "GRIP-1", "--period", &days];
    assert_eq!(refused(&force, &elsewhere, "M-1"), "not_a_ward");
    assert_eq!(refused(&force, &["card", "report", "--ward", WARD, "--period", "soon"], "M-1"), "period");
}

#[test]
fn the_ward_report_hides_how_many_came_where_the_published_wards_hide_it() {
    let force = town();
    the_card(&force);
    let phone = on_the_beat(&force, "4711", SignOn::tasked());
    for (place, came) in [(CHATHAM, 6), ((CHATHAM.0 + 0.1, CHATHAM.1), 3)] {
        fix(&phone, place, 5.0);
        let mut change = what(None, Some("surgery"));
        (change.kind, change.category) = (None, Some("surgery".to_owned()));
        change.attendance = Some(came);
        records(&phone, change);
    }
    phone.sync();
    let day = today(&force).to_string();
    let wards = ["engagement", "totals", "--by", "ward", "--public", "--period", &day];
    let wards = told(&force, &wards, "M-1").to_string();
    assert!(wards.contains("\"9\"") && !wards.contains("\"6\""), "six would tell of three: {wards}");
    let report = told(&force, &["card", "report", "--ward", WARD, "--period", &day], "M-1");
    assert_eq!(figure(&report, "engagements", "TOTAL"), ("people who came: c".to_owned(), "1".to_owned()));
}
