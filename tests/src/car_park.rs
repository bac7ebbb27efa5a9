//! The station car park of story E3, nine metres inside an order's area: its town, an officer on foot, and what happens.

#![allow(missing_docs, reason = "each name says what happens in the story")]

use beatbook_device::{BeginEncounter, EncounterNews, NoticeAsked, NoticeOutcome, SignOn};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::zone::ZoneHash;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use serde_json::Value;

use crate::beat::{self, ZONES, breach, fairly, grant, refused, saw};
pub use crate::beat::{DAY, adult, fix};
use crate::force::Force;
use crate::phone::Phone;

/// The station car park, nine metres inside the area.
pub const CAR_PARK: (f64, f64) = (51.38477, 0.51050);

/// The town, and a sergeant who decides.
pub fn town() -> Force {
    let force = beat::town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    force
}

/// A community support officer with the powers for it, on duty in the car park, out of reach of any network.
pub fn pcso_out(force: &Force) -> Phone {
    let officer = force.add_officer("PCSO52", "Centre");
    force.give_role("PCSO52", "pcso");
    grant(force, "PCSO52", "pcso", "DESIG/52", &["s63_requirement", "s68_fpn"]);
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    phone.sync();
    phone.sign_on(SignOn::tasked());
    phone
}

/// Drinking in the car park; required to stop, and would not.
pub fn refused_to_stop(phone: &Phone, name: &str) -> Id {
    refused_in(phone, name, BeginEncounter::here())
}

/// The same in an encounter that begins like this.
pub fn refused_in(phone: &Phone, name: &str, begin: BeginEncounter) -> Id {
    let encounter = phone.book().begin_encounter(begin).unwrap();
    let known = adult(name);
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    saw(phone, encounter, "ALC-1", "Drinking from a can and shouting at people who pass.");
    for step in [
        Step::PremisesAsked { outside_condition: false },
        Step::Engaged { words: "Good afternoon.".to_owned() },
        Step::Required {
            words: "I require you to stop drinking.".to_owned(),
            belief: "Open can of beer in hand, smell of alcohol.".to_owned(),
            offence_told: true,
        },
        refused(),
    ]
    .into_iter()
    .chain(fairly())
    {
        phone.platform.advance(5_000);
        let news = EncounterNews::Step { person: Some(1), time: None, step };
        phone.book().tell_encounter(encounter, vec![news]).unwrap();
    }
    encounter
}

/// Metres from the car park to the edge of a zone version, by what the server keeps of it.
pub fn edge_of(force: &Force, zone: ZoneHash) -> (f64, bool) {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Register);
    let newest = service.briefings().get(&**service.store(), &scope, None);
    let zones = force.block_on(newest).unwrap().unwrap();
    let degrees = |value: f64| (value * 1e7).round() as i32;
    let around = zones.fence.around(degrees(CAR_PARK.0), degrees(CAR_PARK.1), 100.0, 2_000.0);
    let found = around.into_iter().find(|around| around.zone == zone).expect("the old version is kept");
    (found.edge_m, found.inside)
}

pub fn asked(encounter: Id) -> NoticeAsked {
    let place = "Station car park, Rochester, by the ramp";
    let particulars = "Drinking beer from a can and shouting at passers-by, and would not stop.";
    beat::asked(encounter, breach("MDW-ALC-ROC", "ALC-1"), place, particulars)
}

/// A penalty asked for with a vague fix: a draft, and what it is unsure of.
pub fn drafted(phone: &Phone, name: &str) -> Id {
    fix(phone, CAR_PARK, 14.0);
    let encounter = refused_to_stop(phone, name);
    match phone.book().issue_notice(&asked(encounter)).unwrap() {
        NoticeOutcome::Draft { record, doubts } => {
            assert_eq!(doubts, ["edge"]);
            record
        }
        issued => panic!("numbered, nine metres from the edge: {issued:?}"),
    }
}

/// By a second, certain fix.
pub fn numbered(phone: &Phone, name: &str) -> String {
    fix(phone, CAR_PARK, 4.0);
    let encounter = refused_to_stop(phone, name);
    match phone.book().issue_notice(&asked(encounter)).unwrap() {
        NoticeOutcome::Issued { number, .. } => number,
        draft => panic!("a draft: {draft:?}"),
    }
}

pub fn decide<'a>(draft: &'a str, command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let why = ["--authority", "MDW", "--by", "SGT7", "--why", "both signs and the ramp are inside"];
    [&["notice", command, draft], &why[..], more].concat()
}

/// The area is drawn anew: its edge is 66 m farther north, and the car park outside.
pub fn redrawn(force: &Force) {
    let mut zones: Value = serde_json::from_str(ZONES).unwrap();
    for zone in zones["features"].as_array_mut().unwrap() {
        if zone["properties"]["code"] == "ALC-ROC" {
            let ring = zone["geometry"]["coordinates"][0].as_array_mut().unwrap();
            for vertex in ring {
                let south = vertex[1].as_f64().unwrap() < 51.3870;
                if south {
                    vertex[1] = (vertex[1].as_f64().unwrap() + 0.0006).into();
                }
            }
        }
    }
    let now = ImportOptions::at(force.clock.now());
    force.import_file(force.authority, zones.to_string().into_bytes(), now, None);
}

/// The story's minutes have passed for the server, too; then the phone meets it.
pub fn meet(force: &Force, phone: &Phone) {
    use beatbook_device::Platform as _;
    let ahead = phone.platform.now().unwrap().wall - force.clock.now();
    force.clock.advance(ahead.max(0));
    phone.sync();
}

pub fn later(force: &Force, phone: &Phone, ms: i64) {
    force.clock.advance(ms);
    phone.platform.advance(ms);
}
