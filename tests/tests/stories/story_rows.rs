//! Every offence for which a fixed penalty may be given (rules of the field 5), one row each: what the authority may ask, the
//! notice given with no network, what stands on it, and where the register counts it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    BeginEncounter, CpnAsked, CpwAsked, EncounterNews, NoticeAbout, NoticeAsked, NoticeView, PaperCopy,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::records::encounter::people::{Part, PersonKnown, VehicleKind, VehicleKnown};
use beatbook_domain::records::notice::content::{
    CpnBreached, Detriment, Observation, Requirement, RequirementKind,
};
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{
    self, CHATHAM, DAY, adult, asked, assert_adds_up, book_of, breach, fairly, fix, issued, missing,
    officer_as, saw, saw_vehicle, tell, town,
};
use beatbook_tests::car_park::{self, CAR_PARK, later, meet, refused_to_stop};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

const POWERS: [&str; 11] = [
    "s63_requirement",
    "s68_fpn",
    "cpw",
    "cpn",
    "s52_fpn",
    "epa88_fpn",
    "epa33za_fpn",
    "epa34za_fpn",
    "epa34a_fpn",
    "cpa5b_fpn",
    "rdaa2a_fpn",
];
const PLACE: &str = "High Street, Chatham";
const PARTICULARS: &str = "Seen by the officer from across the street, described in full in the pocket book.";

/// A row of the table: pence, the law on the paper, months to prosecute in, what a court may impose.
struct Row {
    code: &'static str,
    least: i64,
    most: i64,
    least_early: Option<i64>,
    asked: (i64, i64),
    law: &'static [&'static str],
    prosecute_months: Option<i32>,
    court: &'static str,
}

const ASB: &str = "Anti-social Behaviour, Crime and Policing Act 2014, section";
const EPA: &str = "Environmental Protection Act 1990, section";

/// Rules of the field 5, and what the illustrative authority asks.
const ROWS: [Row; 9] = [
    Row {
        code: "CPN",
        least: 0,
        most: 10_000,
        least_early: None,
        asked: (10_000, 7_500),
        law: &[ASB, "section 48", "section 52"],
        prosecute_months: Some(6),
        court: "a fine of up to level 4 on the standard scale; for a body, a fine",
    },
    Row {
        code: "PSPO-A",
        least: 0,
        most: 10_000,
        least_early: None,
        asked: (10_000, 7_500),
        law: &[ASB, "section 63", "section 68"],
        prosecute_months: Some(6),
        court: "a fine of up to level 2 on the standard scale",
    },
    Row {
        code: "PSPO-X",
        least: 0,
        most: 10_000,
        least_early: None,
        asked: (10_000, 7_500),
        law: &[ASB, "section 67", "section 68"],
        prosecute_months: Some(6),
        court: "a fine of up to level 3 on the standard scale",
    },
    Row {
        code: "LIT",
        least: 6_500,
        most: 50_000,
        least_early: Some(5_000),
        asked: (10_000, 7_500),
        law: &[EPA, "section 87", "section 88"],
        prosecute_months: Some(6),
        court: "a fine of up to level 4 on the standard scale",
    },
    Row {
        code: "FLY",
        least: 15_000,
        most: 100_000,
        least_early: Some(12_000),
        asked: (40_000, 30_000),
        law: &[EPA, "section 33", "section 33ZA"],
        prosecute_months: None,
        court: "imprisonment, a fine or both",
    },
    Row {
        code: "HDC",
        least: 15_000,
        most: 60_000,
        least_early: Some(12_000),
        asked: (40_000, 20_000),
        law: &[EPA, "section 34(2A)", "section 34ZA"],
        prosecute_months: None,
        court: "a fine",
    },
    Row {
        code: "WDOC",
        least: 30_000,
        most: 30_000,
        least_early: Some(18_000),
        asked: (30_000, 18_000),
        law: &[EPA, "section 34", "section 34A"],
        prosecute_months: None,
        court: "a fine",
    },
    Row {
        code: "WCA",
        least: 30_000,
        most: 30_000,
        least_early: Some(18_000),
        asked: (30_000, 18_000),
        law: &["Control of Pollution (Amendment) Act 1989, section 5", "section 5B"],
        prosecute_months: Some(6),
        court: "a fine of up to level 5 on the standard scale",
    },
    Row {
        code: "ABV",
        least: 20_000,
        most: 20_000,
        least_early: Some(12_000),
        asked: (20_000, 12_000),
        law: &["Refuse Disposal (Amenity) Act 1978, section 2", "section 2A"],
        prosecute_months: Some(6),
        court: "imprisonment of up to three months, a fine of up to level 4 on the standard scale, or both",
    },
];

/// The authority's terms of a row, wherever the book has them: with an order, or with the authority.
fn terms<'b>(book: &'b mut Value, code: &str) -> &'b mut Value {
    let of = |list: &Value| {
        let mut rows = list["terms"].as_array().into_iter().flatten();
        rows.any(|terms| terms["offence"] == code)
    };
    let list = ["orders", "authorities"].into_iter().find(|list| {
        let all = book[list].as_array().unwrap();
        all.iter().any(of)
    });
    let all = book[list.unwrap_or_else(|| panic!("no terms for {code}"))].as_array_mut().unwrap();
    let one = all.iter_mut().find(|one| of(one)).unwrap();
    one["terms"].as_array_mut().unwrap().iter_mut().find(|terms| terms["offence"] == code).unwrap()
}

/// What an authority may not ask: more than the law lets it, less, or a lower amount for too long or too low.
fn assert_bounds(force: &Force, row: &Row) {
    let book = || book_of(&local_date(force.clock.now()).unwrap().to_string());
    let mut original = book();
    let (amount, early) = row.asked;
    let asked = terms(&mut original, row.code);
    assert_eq!((asked["amount"].as_i64(), asked["early"]["amount"].as_i64()), (Some(amount), Some(early)));
    let refuses = |change: &dyn Fn(&mut Value), what: &str| {
        let mut changed = book();
        change(terms(&mut changed, row.code));
        let said = force.refused_orders(&changed);
        assert!(said.contains(what), "{}: {said}", row.code);
    };
    refuses(&|terms| terms["amount"] = (row.most + 1).into(), "amount");
    if row.least > 0 {
        refuses(&|terms| terms["amount"] = (row.least - 1).into(), "amount");
    }
    if let Some(least) = row.least_early {
        refuses(&|terms| terms["early"]["amount"] = (least - 1).into(), "early");
    }
    // Strictly below fourteen days.
    refuses(&|terms| terms["early"]["days"] = 14.into(), "early");
}

fn today(phone: &Phone) -> Date {
    use beatbook_device::Platform as _;
    local_date(phone.platform.now().unwrap().wall).unwrap()
}

fn meets(phone: &Phone, name: &str, code: &str) -> Id {
    fix(phone, CHATHAM, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let person = EncounterNews::Person { person: 1, known: adult(name) };
    phone.book().tell_encounter(encounter, vec![person]).unwrap();
    saw(phone, encounter, code, "As the particulars tell it.");
    encounter
}

/// A warning, days to stop, and the notice that a penalty can be for breach of.
fn protection_notice(force: &Force, phone: &Phone) -> String {
    let detriment = || Detriment {
        conduct: "untidy_land".to_owned(),
        effect: "Neighbours keep their windows shut because of smell and rats.".to_owned(),
        persistent: "Every week since June.".to_owned(),
        unreasonable: "Bins were given and are collected weekly.".to_owned(),
    };
    let requirements = || {
        let text = "Leave no waste in the garden.".to_owned();
        vec![Requirement { kind: RequirementKind::Stop, text, by: None }]
    };
    let warning = NoticeAbout::Cpw(CpwAsked {
        detriment: detriment(),
        requirements: requirements(),
        allowed_until: days_following(today(phone), 1).unwrap(),
        premises: None,
        enquiries: None,
    });
    let encounter = meets(phone, "Sam Example", "untidy_land");
    let warned = issued(phone, &asked(encounter, warning, PLACE, PARTICULARS));
    later(force, phone, 3 * DAY);
    phone.sync();
    let encounter = meets(phone, "Sam Example", "untidy_land");
    let time = beatbook_device::Platform::now(&*phone.platform).unwrap().wall - 3_600_000;
    let notice = NoticeAbout::Cpn(CpnAsked {
        detriment: detriment(),
        warning: warned.story.number().map(str::to_owned),
        observations: vec![Observation { time, text: "Four new bags, torn open.".to_owned() }],
        requirements: requirements(),
        informed: Some("Nobody".to_owned()),
        premises: None,
        enquiries: None,
    });
    let served = issued(phone, &asked(encounter, notice, PLACE, PARTICULARS));
    later(force, phone, DAY);
    phone.sync();
    served.story.number().unwrap().to_owned()
}

/// What an officer saw and did, and the penalty asked for.
fn seen(phone: &Phone, code: &str, cpn: &str) -> NoticeAsked {
    match code {
        "PSPO-A" => {
            fix(phone, CAR_PARK, 4.0);
            car_park::asked(refused_to_stop(phone, "Alex Example"))
        }
        "PSPO-X" => {
            fix(phone, (51.4009, 0.5302), 5.0);
            let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
            let known = PersonKnown { part: Some(Part::Driver), ..adult("Kim Example") };
            let car = VehicleKnown {
                kind: Some(VehicleKind::Car),
                plate: Some("AB12 CDE".to_owned()),
                driver: Some(1),
                ..VehicleKnown::default()
            };
            let person = EncounterNews::Person { person: 1, known };
            let vehicle = EncounterNews::Vehicle { vehicle: 1, known: car };
            phone.book().tell_encounter(encounter, vec![person, vehicle]).unwrap();
            saw_vehicle(phone, encounter, "NV-5", "Wheel spins around the roundabout.");
            tell(phone, encounter, fairly());
            asked(encounter, breach("MDW-NV", "NV-5"), "Medway City Estate, Whitewall Road", PARTICULARS)
        }
        "CPN" => {
            let encounter = meets(phone, "Sam Example", "untidy_land");
            tell(phone, encounter, fairly());
            let breached = CpnBreached { number: cpn.to_owned(), requirement: 0, words: None };
            asked(encounter, NoticeAbout::CpnBreach(breached), PLACE, PARTICULARS)
        }
        "ABV" => {
            let encounter = meets(phone, "Abby Example", "ABV");
            tell(phone, encounter, vec![beat::understood()]);
            let ask = asked(encounter, NoticeAbout::Offence("ABV".to_owned()), PLACE, PARTICULARS);
            // Which vehicle it was nobody has told.
            assert_eq!(missing(phone, &ask), ["vehicle"]);
            let known = VehicleKnown {
                plate: Some("CD34 EFG".to_owned()),
                make: Some("Ford Focus".to_owned()),
                colour: Some("silver".to_owned()),
                ..VehicleKnown::default()
            };
            phone
                .book()
                .tell_encounter(encounter, vec![EncounterNews::Vehicle { vehicle: 1, known }])
                .unwrap();
            assert_eq!(missing(phone, &ask), ["vehicle"], "recorded, and not what this person left there");
            saw_vehicle(phone, encounter, "ABV", "Left there without wheels.");
            ask
        }
        code => {
            let encounter = meets(phone, &format!("{code} Example"), code);
            tell(phone, encounter, vec![beat::understood()]);
            asked(encounter, NoticeAbout::Offence(code.to_owned()), PLACE, PARTICULARS)
        }
    }
}

fn assert_printed(phone: &Phone, notice: &NoticeView, row: &Row) {
    let text = phone.book().paper(notice.record, PaperCopy::Recipient).unwrap().text();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let on = local_date(notice.story.issue().unwrap().time.at).unwrap();
    let day = |days| days_following(on, days).unwrap().strftime("%-d %B %Y").to_string();
    let (amount, early) = row.asked;
    let said = [
        format!("Pay {} by {}", pounds(amount), day(28)),
        format!("Or {} if you pay by {}", pounds(early), day(13)),
        "(within 13 days of the date of this notice)".to_owned(),
        format!(
            "before the end of 14 days following the date of this notice, that is until the end of {}",
            day(14)
        ),
        format!("On conviction: {}.", row.court),
    ];
    for said in said.iter().map(String::as_str).chain(row.law.iter().copied()) {
        assert!(text.contains(said), "{}: {said} is not on the paper:\n{text}", row.code);
    }
}

/// What was done with a vehicle names it on every copy, whatever the phone learns of it later.
fn assert_names_the_vehicle(phone: &Phone, notice: &NoticeView, row: &Row) {
    let vehicle = match row.code {
        "PSPO-X" => Some("Vehicle: AB12 CDE, Car"),
        "ABV" => Some("Vehicle: CD34 EFG, Ford Focus, silver"),
        _ => None,
    };
    if vehicle.is_some() {
        let known = VehicleKnown { colour: Some("green".to_owned()), ..VehicleKnown::default() };
        let later = EncounterNews::Vehicle { vehicle: 1, known };
        phone.book().tell_encounter(notice.story.notice.encounter, vec![later]).unwrap();
    }
    for copy in PaperCopy::ALL {
        let text = phone.book().paper(notice.record, copy).unwrap().text();
        let said: Vec<&str> = text.lines().filter(|line| line.starts_with("Vehicle: ")).collect();
        assert_eq!(said, vehicle.into_iter().collect::<Vec<_>>(), "{}: {text}", row.code);
    }
}

#[test]
fn each_offence_has_a_notice_that_is_given_offline_printed_by_the_table_and_counted_in_its_row() {
    let force = town();
    for row in &ROWS {
        assert_bounds(&force, row);
    }
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let cpn = protection_notice(&force, &phone);
    // From here on there is no network until all are given.
    let mut given: Vec<(&Row, NoticeView)> = Vec::new();
    for row in &ROWS {
        let notice = issued(&phone, &seen(&phone, row.code, &cpn));
        assert_printed(&phone, &notice, row);
        assert_names_the_vehicle(&phone, &notice, row);
        given.push((row, notice));
    }
    meet(&force, &phone);

    let (first, last) = (today(&phone), days_following(today(&phone), 1).unwrap());
    for (row, notice) in &given {
        let shown = force.at_desk(&["notice", "show", notice.story.number().unwrap()]);
        let on = local_date(notice.story.issue().unwrap().time.at).unwrap();
        let seen = local_date(notice.story.notice.conduct.time.unwrap().at).unwrap();
        let from = days_following(on, 15).unwrap();
        let until = match row.prosecute_months {
            Some(months) => format!("to {}.", seen.checked_add(months.months()).unwrap()),
            None => ", without a last day.".to_owned(),
        };
        let (amount, early) = row.asked;
        let early_until = days_following(on, 13).unwrap();
        let money = format!(
            "{} to be paid until {}, {} until {early_until}.",
            pounds(amount),
            days_following(on, 28).unwrap(),
            pounds(early)
        );
        let dates =
            format!("Proceedings from {from}{}{until}", if until.starts_with(',') { "" } else { " " });
        for said in [&money, &dates, &format!("for {}.", row.code)] {
            assert!(shown.contains(said.as_str()), "{}: {said} is not in\n{shown}", row.code);
        }
        assert!(!shown.contains("REVIEW"), "{}:\n{shown}", row.code);
    }
    let days = format!("{}..{last}", days_following(first, 0).unwrap());
    let base = ["--issued", &days, "--as-at", &last.to_string(), "--csv"].map(str::to_owned);
    let table = |code: &str| {
        let base: Vec<&str> = base.iter().map(String::as_str).collect();
        force.at_desk(&[&["register", "--table", code], &base[..]].concat())
    };
    let by_offence = table("penalties_by_offence");
    for row in &ROWS {
        let line = by_offence.lines().find(|line| line.split(',').any(|cell| cell == row.code));
        let line = line.unwrap_or_else(|| panic!("{} is in no row:\n{by_offence}", row.code));
        assert!(line.contains(&format!(",{},1,", row.code)), "{line}");
    }
    let by_order = table("penalties_by_order");
    for order in ["MDW-ALC-ROC", "MDW-NV"] {
        assert!(by_order.contains(&format!(",{order},1,")), "{by_order}");
    }
    assert!(table("cpn_penalties").contains(",CPN,1,"));
    assert_adds_up(&force, 9);
}
