//! A town with orders, a ward and its beat team: what stories of briefing cards need.

use beatbook_device::{BeginEncounter, BreachesView, CardView, EncounterNews, SignOn};
use beatbook_domain::calendar::local_date;
use beatbook_domain::cards::breaches::ZoneBreaches;
use beatbook_protocol::id::Id;
use beatbook_server::auth::{Purpose, Scope};
use beatbook_server::cards;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::beat::{self, CHATHAM, DAY, adult, fix, saw};
use crate::force::Force;
use crate::phone::Phone;

/// The ward around the High Street.
pub const WARD: &str = "CHA-HS";

/// A town with the orders of Medway, a ward around Chatham High Street, a hotspot and a count sector in it, and officers: three
/// constables of the beat team and their sergeant, a manager, an analyst, an outreach worker.
#[must_use]
pub fn town() -> Force {
    let force = beat::town();
    let square = |code: &str, name: &str, kind: &str, half: f64| {
        let corner = |east: f64, north: f64| json!([CHATHAM.1 + east, CHATHAM.0 + north]);
        let ring = [corner(-half, -half), corner(half, -half), corner(half, half), corner(-half, half)];
        let ring: Vec<_> = ring.iter().chain(ring.first()).cloned().collect();
        json!({
            "type": "Feature", "properties": { "code": code, "name": name, "kind": kind },
            "geometry": { "type": "Polygon", "coordinates": [ring] }
        })
    };
    let zones = json!({ "type": "FeatureCollection", "features": [
        square(WARD, "Chatham High Street", "ward", 0.004),
        square("GRIP-1", "Bus station", "hotspot", 0.001),
        square("SECTOR-7", "Sector seven", "count_sector", 0.002),
    ] });
    force.import_zones(&zones, force.clock.now() - DAY);
    for (code, team, role) in [
        ("4711", "Centre", "constable"),
        ("4712", "Centre", "constable"),
        ("4713", "Centre", "constable"),
        ("S-9", "Centre", "police_supervisor"),
        ("S-8", "Rural", "police_supervisor"),
        ("M-1", "Safety", "community_safety_manager"),
        ("A-1", "Data", "analyst"),
        ("O-12", "RSI", "outreach_worker"),
    ] {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    force
}

/// Ten minutes in the High Street, off duty and handed over.
pub fn walks_and_goes_home(phone: &Phone) {
    for _ in 0..20 {
        phone.platform.advance(29_000);
        fix(phone, CHATHAM, 5.0);
    }
    phone.platform.advance(1_000);
    phone.book().sign_off(&[]).unwrap();
    phone.sync();
}

/// Puts a phone's clocks where the server's stands, with a fix, and syncs.
pub fn meets_the_server(force: &Force, phone: &Phone) {
    phone.wait_until(force.clock.now());
    fix(phone, CHATHAM, 5.0);
    phone.sync();
}

/// A phone of an officer, on duty in the High Street.
#[must_use]
pub fn on_the_beat(force: &Force, code: &str, sign_on: SignOn) -> Phone {
    let phone = crate::outreach::phone_on(force, code, sign_on);
    fix(&phone, CHATHAM, 5.0);
    phone
}

/// An encounter in the High Street, now, in which person 1 does something.
pub fn sees(phone: &Phone, code: &str, text: &str) -> Id {
    sees_at(phone, CHATHAM, code, text)
}

/// The same elsewhere.
pub fn sees_at(phone: &Phone, place: (f64, f64), code: &str, text: &str) -> Id {
    fix(phone, place, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let person = EncounterNews::Person { person: 1, known: adult("Sam Example") };
    phone.book().tell_encounter(encounter, vec![person]).unwrap();
    saw(phone, encounter, code, text);
    encounter
}

/// Counts anew what was seen, as the server does by itself once a day, two hours later: phones of stories run ahead of the
/// server's clock by what their officers do. Of how many zones.
pub fn renewed(force: &Force) -> usize {
    force.clock.advance(2 * 3_600_000);
    force.block_on(cards::renew(force.server().service(), &scope(force))).unwrap()
}

/// What was seen by now, told to nobody.
#[must_use]
pub fn counted(force: &Force) -> Vec<ZoneBreaches> {
    let service = force.server().service();
    force.block_on(cards::counted(service, &scope(force), force.clock.now())).unwrap()
}

fn scope(force: &Force) -> Scope {
    force.server().service().keyholder().scope(force.authority, Purpose::Register)
}

/// A card that must be there.
#[must_use]
pub fn card_of(phone: &Phone, zone: &str) -> CardView {
    *phone.book().card(zone).unwrap().card.expect("there is a card")
}

/// Its numbers, which must be there.
#[must_use]
pub fn numbers(card: &CardView) -> ZoneBreaches {
    match &card.breaches {
        BreachesView::Counted { told, .. } => told.clone(),
        other => panic!("{other:?}"),
    }
}

/// A command of the desk, for programs.
pub fn told(force: &Force, words: &[&str], reader: &str) -> Value {
    crate::engagement::told(force, words, reader)
}

/// The code with which it is refused.
#[must_use]
pub fn refused(force: &Force, words: &[&str], reader: &str) -> String {
    crate::engagement::refused(force, words, reader)
}

/// The day that the server's clock shows.
#[must_use]
pub fn today(force: &Force) -> Date {
    local_date(force.clock.now()).unwrap()
}

/// Sets the card of the ward with these words more.
/// # Errors
/// The code with which it is refused.
pub fn set(force: &Force, more: &[&str], by: &str) -> Result<String, String> {
    let words = [&["card", "set", WARD], more, &["--authority", "MDW", "--as", by]].concat();
    force.tried(&words).map_err(|refusal| refusal.code)
}

/// The card of the story.
pub fn the_card(force: &Force) {
    let review = today(force).saturating_add(20.days()).to_string();
    let more = [
        "--officer",
        "4711",
        "--priority",
        "Q4-1; Drinking at the bus station; survey 2026-Q3",
        "--priority",
        "Q4-2; Cars racing on Sunday nights; survey 2026-Q3",
        "--priority",
        "Q4-3; Dogs in the play area; survey 2026-Q3",
        "--pmp",
        "PMP 3/2026",
        "--review",
        &review,
        "--do",
        "Stand at the bus station from 18:00, both shelters in sight",
        "--avoid",
        "The railings by the river are loose",
        "--team",
        "Centre",
    ];
    set(force, &more, "M-1").unwrap();
}
