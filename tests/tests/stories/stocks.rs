//! The three stocks of a community-safety report on one day: 36 people in services of the rough-sleeping initiative, 40 with a
//! navigator, 30 met by outreach; told by one worker's phone, and explained by the check (Medway's report to November 2025, 14.3).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, SignOn, WelfareNews};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::{CareStep, PlacementKind};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::keeping::{days_pass, keeper, meet};
use beatbook_tests::outreach;
use beatbook_tests::phone::Phone;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Person `label` of a record is the `number`-th that anybody knows.
fn known(label: u16, number: usize) -> WelfareNews {
    let letter = |of: usize| char::from(b'A' + (of % 26) as u8).to_string();
    let known = PersonSeen {
        given: Some(format!("{}lex", letter(number))),
        family: Some(format!("{}example", letter(number / 26))),
        born: Some(
            "1980-01-01".parse::<Date>().unwrap().saturating_add(i32::try_from(number).unwrap().days()),
        ),
        state: Some(SleepingState::BeddedDown),
        ..PersonSeen::default()
    };
    WelfareNews::Person { person: label, known: Box::new(known) }
}

fn placed(label: u16, kind: PlacementKind, from: Date) -> WelfareNews {
    let service = match kind {
        PlacementKind::Rsi => "RSI",
        _ => "Navigators",
    };
    let step = CareStep::Placed { kind, service: service.to_owned(), from };
    WelfareNews::Step { person: Some(label), time: None, step }
}

/// Meets these people at once; answers the record.
fn meets(worker: &Phone, numbers: std::ops::Range<usize>) -> Id {
    let mut all = (1..).zip(numbers).map(|(label, number)| known(label, number));
    let record = outreach::meets(worker, 10.0, all.next().unwrap());
    worker.book().tell_welfare(record, all.collect()).unwrap();
    record
}

#[test]
fn thirty_six_forty_and_thirty_on_one_day_are_ninety_five_people() {
    let force = outreach::town();
    keeper(&force);
    // The tenth of a month: those met first are met within the 30 days to its end, be it as long as it may.
    let today = beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    let tenth = today.last_of_month().tomorrow().unwrap().with().day(10).build().unwrap();
    let days = today.until(tenth).unwrap().get_days();
    days_pass(&force, i64::from(days));
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let today = || beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    let moved_in = today();
    // 74 people were met two months ago. 36 went to the initiative, 40 have a navigator, 4 of them both; two more have left.
    let record = meets(&worker, 0..74);
    let rsi = (1..=36).map(|label| placed(label, PlacementKind::Rsi, moved_in));
    let navigator = (33..=72).map(|label| placed(label, PlacementKind::Navigator, moved_in));
    let left = (73..=74).flat_map(|label| {
        let (service, reason) = ("RSI".to_owned(), "moved away".to_owned());
        let step = CareStep::PlacementEnded { service, on: moved_in, reason };
        let ended = WelfareNews::Step { person: Some(label), time: None, step };
        [placed(label, PlacementKind::Rsi, moved_in), ended]
    });
    worker.book().tell_welfare(record, rsi.chain(navigator).chain(left).collect()).unwrap();
    worker.sign_off(beatbook_tests::encampment::now(&worker) + 60_000);
    worker.sync();

    // Thirty days to the day outreach meets 30: 7 of them have a place; somebody met a day earlier is not among them.
    let met = |days: i64, numbers: std::ops::Range<usize>| {
        days_pass(&force, days);
        meet(&force, &worker);
        worker.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
        let record = meets(&worker, numbers);
        worker.sign_off(beatbook_tests::encampment::now(&worker) + 60_000);
        worker.sync();
        record
    };
    met(30, 500..502);
    met(1, 65..85);
    met(29, 80..95);
    let tomorrow = today().saturating_add(1.day());
    worker.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    // Who moves in tomorrow is in no service today.
    worker.book().tell_welfare(record, vec![placed(74, PlacementKind::Navigator, tomorrow)]).unwrap();
    worker.sign_off(beatbook_tests::encampment::now(&worker) + 60_000);
    worker.sync();

    let asked = |more: &[&str]| {
        let words = ["welfare", "stock", "--authority", "MDW", "--as", "A-1"];
        force.command(&[&words[..], more].concat())
    };
    let csv = asked(&["--csv"]);
    let rows: Vec<&str> = csv.lines().collect();
    let expected = [
        "stock,people",
        "rsi,36",
        "navigator,40",
        "shelter,0",
        "supported,0",
        "other,0",
        "all in services,72",
        "outreach,30",
        "everybody,95",
        "\"check: 36 + 40 + 0 + 0 + 0 = 76 = 72 in services + 4 in more than one kind; 72 + 30 outreach = 95 + 7 in both\",",
    ];
    assert_eq!(rows, expected);
    let words = ["welfare", "stock", "--authority", "MDW", "--as", "A-1"];
    let json = force.asked(&words, &[]).unwrap();
    assert_eq!(json["rows"][7], serde_json::json!({ "stock": "everybody", "people": "95" }));
    let base = json["base"].as_str().unwrap();
    assert!(base.contains(&today().to_string()) && base.contains("30 days"), "{base}");
    assert!(json["check"].as_str().unwrap().starts_with("36 + 40 + 0 + 0 + 0 = 76"), "{json}");
    let text = asked(&[]);
    assert!(text.starts_with(base) && text.contains("check: 36 + 40"), "{text}");
    // The day before anybody moved in there was nobody; numbers are for those who may have them.
    let before = moved_in.saturating_sub(1.day()).to_string();
    assert!(asked(&["--csv", "--on", &before]).contains("all in services,0\r\noutreach,0\r\neverybody,0"));
    let refused = force.refused(&["welfare", "stock", "--authority", "MDW", "--as", "X-1"]);
    assert_eq!(refused.code, "not_allowed");
}

#[test]
fn somebody_known_by_initials_is_the_one_whose_name_is_told_elsewhere() {
    let force = outreach::town();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let today = beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    let stock = || {
        let told = force.command(&["welfare", "stock", "--authority", "MDW", "--as", "A-1", "--csv"]);
        let row = |name: &str| {
            let of =
                |line: &str| line.strip_prefix(&format!("{name},")).map(|number| number.trim().to_owned());
            told.lines().find_map(of).unwrap()
        };
        ["rsi", "navigator", "all in services", "outreach", "everybody"].map(row)
    };
    // Placed under initials, met again by name: one person, whose birthday is the same.
    let initials = outreach::initials("AZ", SleepingState::BeddedDown);
    let record = outreach::meets(&worker, 0.0, initials);
    let moved = [PlacementKind::Rsi, PlacementKind::Navigator].map(|kind| placed(1, kind, today));
    worker.book().tell_welfare(record, moved.to_vec()).unwrap();
    let named = outreach::person(Some(("Ada", "Zimbalist")), SleepingState::BeddedDown);
    let again = outreach::meets(&worker, 40.0, named);
    worker.sync();
    assert_eq!(stock(), ["1", "1", "1", "1", "1"]);
    // What is told to end under the name ends what began under the initials.
    let (service, reason) = ("RSI".to_owned(), "moved away".to_owned());
    let step = CareStep::PlacementEnded { service, on: today, reason };
    let ended = WelfareNews::Step { person: Some(1), time: None, step };
    worker.book().tell_welfare(again, vec![ended]).unwrap();
    worker.sync();
    assert_eq!(stock(), ["0", "1", "1", "1", "1"]);
}

#[test]
fn what_is_published_hides_one_to_four_and_what_would_give_them_away() {
    let force = outreach::town();
    keeper(&force);
    // The tenth of a month: those met first are met within the 30 days to its end, be it as long as it may.
    let today = beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    let tenth = today.last_of_month().tomorrow().unwrap().with().day(10).build().unwrap();
    let days = today.until(tenth).unwrap().get_days();
    days_pass(&force, i64::from(days));
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let today = || beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    let reads = |table: &str, more: &[&str]| {
        let words = ["welfare", table, "--authority", "MDW", "--as", "A-1"];
        force.asked(&[&words[..], more].concat(), &[]).map_err(|refusal| refusal.code)
    };
    let row = |told: &serde_json::Value, at: usize, columns: &[&str]| -> Vec<String> {
        columns.iter().map(|name| told["rows"][at][name].as_str().unwrap().to_owned()).collect()
    };
    // In the first month 23 who sleep rough and two who walk about; nine find a place, three of them in a shelter.
    let first = today();
    let record = meets(&worker, 0..23);
    for _ in 0..2 {
        let _ = outreach::meets(&worker, 20.0, outreach::person(None, SleepingState::AwakeNot));
    }
    let kinds = [(1..=6, PlacementKind::Rsi), (7..=9, PlacementKind::Navigator)];
    let moved =
        kinds.into_iter().flat_map(|(labels, kind)| labels.map(move |label| placed(label, kind, first)));
    worker.book().tell_welfare(record, moved.collect()).unwrap();
    worker.sign_off(beatbook_tests::encampment::now(&worker) + 60_000);
    worker.sync();
    let contacts = ["contacts", "people", "sleeping_rough", "offers", "accepted", "declined", "referrals"];
    let all = reads("contacts", &[]).unwrap();
    assert_eq!(row(&all, 0, &contacts), ["3", "25", "23", "0", "0", "0", "0"]);
    // A month is published once it is over.
    assert_eq!(reads("contacts", &["--public"]).unwrap()["rows"].as_array().unwrap().len(), 0);
    let last = first.last_of_month();
    assert_eq!(reads("stock", &["--public"]), Err("not_public".to_owned()));
    assert_eq!(reads("stock", &["--public", "--on", &last.to_string()]), Err("not_public".to_owned()));

    // In the next one three of them again, and six others.
    let days = first.until(last).unwrap().get_days() + 10;
    days_pass(&force, i64::from(days));
    meet(&force, &worker);
    worker.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    meets(&worker, 0..3);
    meets(&worker, 100..106);
    worker.sign_off(beatbook_tests::encampment::now(&worker) + 60_000);
    worker.sync();
    let published = reads("contacts", &["--public"]).unwrap();
    assert_eq!(published["rows"].as_array().unwrap().len(), 1, "the second month is not over: {published}");
    assert_eq!(row(&published, 0, &contacts), ["c", "25", "c", "0", "0", "0", "0"]);
    assert!(published["base"].as_str().unwrap().ends_with("would give such a one away"), "{published}");
    let stock = reads("stock", &["--public", "--on", &last.to_string()]).unwrap();
    let people: Vec<String> = (0..8).map(|at| row(&stock, at, &["people"]).remove(0)).collect();
    assert_eq!(people, ["c", "c", "0", "0", "0", "9", "25", "25"], "{stock}");
    assert!(!stock.to_string().contains("check"), "what adds up would tell it: {stock}");

    days_pass(&force, 31);
    let months = ["people", "new", "returning", "other", "long_term", "seen_and_not_known"];
    let people = reads("people", &["--public"]).unwrap();
    assert_eq!(row(&people, 0, &months), ["23", "23", "0", "0", "0", "0"]);
    assert_eq!(row(&people, 1, &months), ["9", "c", "0", "c", "c", "0"]);
    // Part of a month would tell the rest of it.
    let part = format!("{}..{}", last.first_of_month(), last.yesterday().unwrap());
    assert_eq!(reads("contacts", &["--public", "--period", &part]), Err("not_public".to_owned()));
    let whole = format!("{}..{last}", last.first_of_month());
    assert!(reads("contacts", &["--public", "--period", &whole]).is_ok());
}

#[test]
fn somebody_found_through_the_emergency_card_is_in_the_figures_of_outreach() {
    let force = outreach::town();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let figures = || {
        let reads = |table: &str| {
            let words = ["welfare", table, "--authority", "MDW", "--as", "A-1"];
            force.asked(&words, &[]).unwrap()["rows"].as_array().unwrap().clone()
        };
        let [contacts, stock] = ["contacts", "stock"].map(reads);
        let of = |name: &str| contacts.first().map(|row| row[name].as_str().unwrap().to_owned());
        let met = stock.iter().find(|row| row["stock"] == "outreach").unwrap()["people"].as_str().unwrap();
        (of("contacts"), of("people"), of("sleeping_rough"), met.to_owned())
    };
    let begun = worker.book().begin_emergency(AskWhere::Newest).unwrap().record;
    // Of the first, who ran for help, nobody says how they were found.
    let helper = PersonSeen { given: Some("Hal".to_owned()), ..PersonSeen::default() };
    let helper = WelfareNews::Person { person: 1, known: Box::new(helper) };
    worker.book().tell_welfare(begun, vec![helper]).unwrap();
    worker.sync();
    assert_eq!(figures(), (None, None, None, "0".to_owned()), "nobody is met yet");
    let WelfareNews::Person { known, .. } = outreach::initials("AZ", SleepingState::BeddedDown) else {
        unreachable!("initials are a person's");
    };
    worker.book().tell_welfare(begun, vec![WelfareNews::Person { person: 2, known }]).unwrap();
    worker.sync();
    let one = || Some("1".to_owned());
    assert_eq!(figures(), (one(), one(), one(), "1".to_owned()));
}
