//! Stories E2 and E3, the first half: the council's orders reach a phone, and standing in the rain it says what
//! applies here, now – with no network, after a kill, a restart, a week without signal, and when an order changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{Applies, AskWhen, AskWhere, BriefingState, ConditionNow, SignNote, SignOn};
use beatbook_domain::calendar::{instants_of, local_date};
use beatbook_domain::orders::legal_time::TimeSource;
use beatbook_domain::orders::standing::{Doubt, Standing, WhyNot};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sign::SignState;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_tests::beat::{self, CHATHAM, DAY, ZONES, book_of};
use beatbook_tests::car_park::CAR_PARK;
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use jiff::civil::{Date, Weekday};
use serde_json::json;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

struct Town {
    force: Force,
    phone: Phone,
    today: String,
}

impl Town {
    /// Zones and book are imported; an officer's phone has fetched them and is on duty without a network.
    fn with_an_officer_out() -> Self {
        let force = Force::begin();
        let now = force.clock.now();
        let today = local_date(now).unwrap().to_string();
        force.import_file(force.authority, ZONES.into(), ImportOptions::at(now - DAY), None);
        let told = force.import_orders(&book_of(&today));
        assert!(told.contains("23 things changed"), "{told}");
        let officer = force.add_officer("CS101", "Centre");
        let phone = Phone::found(&force.ticket(officer), now);
        let asked = phone.book().what_applies(at(CAR_PARK), AskWhen::Now).unwrap();
        assert!(asked.briefing.is_none() && asked.conditions.is_empty(), "no orders before the first sync");
        phone.sync();
        phone.sign_on(SignOn::tasked());
        Self { force, phone, today }
    }

    fn fix(&self, place: (f64, f64), accuracy: f64) {
        beat::fix(&self.phone, place, accuracy);
    }

    fn ask(&self) -> Applies {
        self.phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap()
    }
}

fn at((lat, lon): (f64, f64)) -> AskWhere {
    AskWhere::At { lat, lon, accuracy_m: 5.0 }
}

fn one<'a>(answer: &'a Applies, order: &str) -> &'a ConditionNow {
    let found = answer.conditions.iter().find(|one| one.order.code == order);
    found.unwrap_or_else(|| panic!("nothing about {order} in {answer:?}"))
}

#[test]
fn story_e3_the_car_park_at_the_edge_asked_offline_and_after_a_kill() {
    let mut town = Town::with_an_officer_out();
    town.fix(CAR_PARK, 14.0);
    let answer = town.ask();
    assert_eq!(answer.time_source, Some(TimeSource::Gnss));
    assert_eq!(answer.rule_set.as_ref().map(|rules| rules.id.as_str()), Some("EW-2014"));
    let rochester = one(&answer, "MDW-ALC-ROC");
    assert_eq!(rochester.standing, Standing::Unsure(vec![Doubt::Edge]));
    let sign = rochester.nearest_sign.as_ref().unwrap();
    assert_eq!(format!("{:.1} m, sign {:.0} m", rochester.edge_m, sign.metres), "9.0 m, sign 31 m");
    assert!(rochester.inside && rochester.warn_only.is_none() && rochester.illustrative);
    assert_eq!(rochester.offence.as_deref(), Some("ASBCPA 2014 s63"));

    town.phone.killed();
    town.phone.restarted();
    let again = town.ask();
    assert_eq!(one(&again, "MDW-ALC-ROC"), rochester, "the same answer, from the file");
    // A second, certain fix.
    town.fix(CAR_PARK, 4.0);
    assert_eq!(one(&town.ask(), "MDW-ALC-ROC").standing, Standing::Certain);
}

#[test]
fn story_e2_the_order_in_force_62_metres_from_its_boundary() {
    let town = Town::with_an_officer_out();
    town.fix(CHATHAM, 6.0);
    let answer = town.ask();
    let chatham = one(&answer, "MDW-ALC-CHA");
    assert_eq!((&chatham.standing, chatham.order.version), (&Standing::Certain, 3));
    assert_eq!(format!("{:.0}", chatham.edge_m), "62");
    assert_eq!(chatham.terms.as_ref().map(|terms| terms.amount), Some(10_000));
    assert_eq!(answer.briefing.map(|briefing| briefing.state), Some(BriefingState::Fresh));
    let behaviours = answer.conditions.iter().filter(|one| one.order.code == "MDW-NV");
    assert_eq!(behaviours.count(), 9);
    // The day before yesterday these zones were not known: nobody applies them to the past.
    let then = AskWhen::At(town.force.clock.now() - 2 * DAY);
    let past = town.phone.book().what_applies(at(CHATHAM), then).unwrap();
    assert!(past.conditions.is_empty() && past.time_source.is_none());
}

#[test]
fn story_e2_premises_keep_the_order_about_alcohol_out_for_as_long_as_the_act_says() {
    let town = Town::with_an_officer_out();
    let today = local_date(town.force.clock.now()).unwrap();
    // A club at the bank of the High Street, from the day after tomorrow.
    let mut book = book_of(&town.today);
    let from = today.tomorrow().unwrap().tomorrow().unwrap();
    let around = json!({ "around": { "at": { "lat": CHATHAM.0, "lon": CHATHAM.1 }, "metres": 20 } });
    let club = json!({
        "code": "PREM-CHA-9", "name": "Social club (invented)", "kind": "club", "area": around,
        "from": from.to_string(), "illustrative": true,
    });
    book["premises"].as_array_mut().unwrap().push(club);
    let _ = town.force.import_orders(&book);
    town.phone.sync();
    // Exempt, as the phone answers with no network: the kind of the premises, or nothing for a condition that bites.
    let exempt = |place: (f64, f64), order: &str, day: Date, hour: i8, minute: i8| {
        let then = instants_of(day.at(hour, minute, 0, 0)).next().unwrap();
        let there = AskWhere::At { lat: place.0, lon: place.1, accuracy_m: 2.0 };
        let answer = town.phone.book().what_applies(there, AskWhen::At(then)).unwrap();
        match &one(&answer, order).standing {
            Standing::NotInForce(whys) => whys.iter().find_map(|why| match why {
                WhyNot::Premises { kind, .. } => Some(*kind),
                _ => None,
            }),
            Standing::Certain => None,
            other => panic!("{other:?} at {then}"),
        }
    };
    let (theatre, tables) = ((51.3811, 0.5222), (51.3886, 0.5044));
    let next = |weekday: Weekday| today.nth_weekday(1, weekday).unwrap();
    // The council's theatre while alcohol is sold on Fridays, and for thirty minutes after; on no Monday.
    let of_theatre = |day: Weekday, hour, minute| exempt(theatre, "MDW-ALC-CHA", next(day), hour, minute);
    assert_eq!(of_theatre(Weekday::Friday, 18, 29), None);
    assert_eq!(of_theatre(Weekday::Friday, 18, 31), Some("council"));
    assert_eq!(of_theatre(Weekday::Friday, 23, 29), Some("council"), "the tail");
    assert_eq!(of_theatre(Weekday::Friday, 23, 31), None);
    assert_eq!(of_theatre(Weekday::Monday, 20, 0), None);
    // Tables on the pavement at the times permitted, and not a minute longer.
    let of_tables = |hour, minute| exempt(tables, "MDW-ALC-ROC", next(Weekday::Tuesday), hour, minute);
    assert_eq!(of_tables(9, 59), None);
    assert_eq!(of_tables(10, 1), Some("pavement_licence"));
    assert_eq!(of_tables(21, 59), Some("pavement_licence"));
    assert_eq!(of_tables(22, 1), None);
    // The club from its first day on, at any hour.
    let of_club = |day| exempt(CHATHAM, "MDW-ALC-CHA", day, 4, 30);
    assert_eq!(of_club(from.yesterday().unwrap()), None);
    assert_eq!(of_club(from), Some("club"));
}

#[test]
fn a_restarted_phone_does_not_know_the_time_until_a_satellite_tells_it() {
    let mut town = Town::with_an_officer_out();
    town.fix(CHATHAM, 6.0);
    town.phone.rebooted(7);
    let told = town.phone.book().what_applies(AskWhere::Newest, AskWhen::Now);
    assert_eq!(told.unwrap_err().code(), "no_place", "the fix is of another start of the phone");
    let answer = town.phone.book().what_applies(at(CHATHAM), AskWhen::Now).unwrap();
    assert_eq!((answer.time.within, answer.time_source), (None, Some(TimeSource::WallClock)));
    assert_eq!(one(&answer, "MDW-ALC-CHA").standing, Standing::Unsure(vec![Doubt::TimeUnknown]));
    assert_eq!(answer.briefing.map(|briefing| briefing.state), Some(BriefingState::DraftsOnly));
    town.fix(CHATHAM, 6.0);
    assert_eq!(one(&town.ask(), "MDW-ALC-CHA").standing, Standing::Certain);
}

#[test]
fn a_briefing_grows_old_amber_after_a_day_and_for_drafts_only_after_a_week() {
    let town = Town::with_an_officer_out();
    let state = |after: i64| {
        town.phone.platform.advance(after);
        town.fix(CHATHAM, 6.0);
        let answer = town.ask();
        assert_eq!(
            one(&answer, "MDW-ALC-CHA").standing,
            Standing::Certain,
            "the order does not depend on it"
        );
        answer.briefing.unwrap().state
    };
    assert_eq!(state(23 * HOUR), BriefingState::Fresh);
    assert_eq!(state(2 * HOUR), BriefingState::Amber);
    assert_eq!(state(6 * DAY), BriefingState::DraftsOnly);
}

#[test]
fn an_order_is_varied_and_the_phone_follows_at_its_next_sync() {
    let town = Town::with_an_officer_out();
    town.fix(CHATHAM, 6.0);
    let before = one(&town.ask(), "MDW-ALC-CHA").order.clone();
    let mut varied = book_of(&town.today)["orders"][0].take();
    varied["version"] = 4.into();
    varied["effective"] = town.today.as_str().into();
    varied["title"] = "Chatham town centre: alcohol, varied".into();
    town.force.import_orders(&json!({"format": "beatbook-orders-1", "orders": [varied]}));
    assert_eq!(one(&town.ask(), "MDW-ALC-CHA").order, before, "offline it is still the order it knows");
    town.phone.sync();
    town.fix(CHATHAM, 6.0);
    let after = town.ask();
    let after = one(&after, "MDW-ALC-CHA");
    assert_eq!((after.order.version, after.order.hash == before.hash), (4, false));
    let published = |body: &&ServerBody| matches!(body, ServerBody::OrderBookPublished(_));
    assert_eq!(town.force.journal().iter().filter(published).count(), 2);
    // Zones change by themselves, and the book stays whole.
    let zones = ZONES.replace("Chatham town centre alcohol area", "Chatham, renamed");
    let later = ImportOptions::at(town.force.clock.now() - MINUTE);
    town.force.import_file(town.force.authority, zones.into(), later, None);
    town.phone.sync();
    town.phone.platform.advance(5 * MINUTE);
    town.fix(CHATHAM, 6.0);
    let renamed = town.ask();
    let renamed = one(&renamed, "MDW-ALC-CHA");
    assert_eq!((renamed.zone_name.as_str(), &renamed.order), ("Chatham, renamed (invented)", &after.order));
}

#[test]
fn a_missing_sign_becomes_a_task_at_the_server() {
    let town = Town::with_an_officer_out();
    let note = |state, sign: Option<&str>| SignNote {
        state,
        order: "MDW-ALC-ROC".to_owned(),
        sign: sign.map(str::to_owned),
        text: "Only its post is left.".to_owned(),
        photo: None,
    };
    town.fix(CAR_PARK, 4.0);
    let book = town.phone.book();
    assert_eq!(book.note_sign(note(SignState::Missing, None)).unwrap_err().code(), "text");
    assert_eq!(book.note_sign(note(SignState::Missing, Some("S-ROC-1"))).unwrap().unknown, []);
    book.note_sign(note(SignState::Wanted, None)).unwrap();
    book.note_sign(note(SignState::Seen, Some("S-ROC-2"))).unwrap();
    // A slip of the pen is said at once; what was told is kept.
    let slip = book.note_sign(note(SignState::Damaged, Some("S-RCO-2"))).unwrap();
    assert_eq!(slip.unknown.iter().map(|one| one.code).collect::<Vec<_>>(), ["sign_unknown"]);
    assert!(slip.entry > 0 && slip.unknown[0].remedy.contains("S-ROC-2"), "{:?}", slip.unknown);
    town.phone.sync();
    let signs = town.force.command(&["signs", "--authority", "MDW"]);
    let line = |code: &str| signs.lines().find(|line| line.starts_with(code)).unwrap().to_owned();
    assert!(line("S-ROC-1").ends_with("TASK: missing"), "{signs}");
    assert!(!line("S-ROC-2").contains("TASK"), "{signs}");
    assert!(line("none near for MDW-ALC-ROC at 51.38477, 0.51050").ends_with("TASK: wanted"), "{signs}");
}
