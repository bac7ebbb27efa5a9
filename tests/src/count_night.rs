//! A night on which people who sleep rough are counted: the plan, its teams and their phones.

use std::collections::BTreeSet;

use beatbook_device::{AskWhere, CountNews, JoinCount, NameTold, Sighted};
use beatbook_domain::calendar::parse_instant;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, Site, SleepingState};
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::counts;
use serde_json::{Value, json};

use crate::force::Force;
use crate::phone::Phone;
use crate::walk::{degrees, rectangle};

/// Luton Arches, where people are known to sleep.
pub const ARCHES: (f64, f64) = (51.375_5, 0.535_0);
/// Sectors of the plan, one for each team.
pub const SECTORS: [&str; 6] = ["rochester", "chatham", "strood", "gillingham", "twydall", "lower-rainham"];

/// An instant as a clock in London shows it.
#[must_use]
pub fn at(text: &str) -> i64 {
    parse_instant(text).unwrap()
}

/// A force that stands at an instant, with a zone for each sector, a coordinator RSC, leads L1 … L6 and members M1 … M6.
#[must_use]
pub fn force(now: i64) -> Force {
    let force = Force::begin();
    stand(&force, now);
    let zones: Vec<Value> = SECTORS.iter().map(|sector| zone(sector)).collect();
    let zones = json!({ "type": "FeatureCollection", "features": zones });
    force.import_zones(&zones, now);
    force.add_officer("RSC", "Housing");
    force.give_role("RSC", "rough_sleeping_coordinator");
    for team in 1..=SECTORS.len() {
        for code in [format!("L{team}"), format!("M{team}")] {
            force.add_officer(&code, "Count");
            force.give_role(&code, "count_volunteer");
        }
    }
    force
}

/// A ward around all sectors; what others than the own team are shown of places is told by it.
pub fn ward(force: &Force) {
    let corners = [rectangle(ARCHES, -500.0, -2_000.0, 12_000.0, 2_000.0)];
    let ward = json!({
        "type": "Feature",
        "properties": { "code": "E05-LUTON", "name": "Luton", "kind": "ward" },
        "geometry": { "type": "Polygon", "coordinates": corners },
    });
    force.import_zones(&json!({ "type": "FeatureCollection", "features": [ward] }), force.clock.now());
}

fn zone(sector: &str) -> Value {
    let place = SECTORS.iter().position(|one| *one == sector).unwrap() as f64;
    // The Arches lie in the middle of Chatham.
    let west = place * 1_000.0 - 1_450.0;
    json!({
        "type": "Feature",
        "properties": {
            "code": format!("Z-{sector}"), "name": sector, "kind": "count_sector"
        },
        "geometry": { "type": "Polygon", "coordinates": [rectangle(ARCHES, west, -500.0, west + 900.0, 500.0)] },
    })
}

/// The server's clock stands at an instant.
pub fn stand(force: &Force, now: i64) {
    force.clock.advance(now - force.clock.now());
}

/// Tells phones of counts what they may know by now, as the server does every minute; how many counts that were.
#[must_use]
pub fn told(force: &Force) -> usize {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Count);
    force.block_on(counts::tell(&**service.store(), &scope, force.clock.now())).unwrap()
}

/// A plan's file for a night: a team for each sector, team 5 independent, Luton Arches in Chatham.
#[must_use]
pub fn plan(night: &str) -> Value {
    let sector = |code: &&str| match *code {
        "chatham" => {
            let site = json!({ "code": "luton-arches", "lat": ARCHES.0, "lon": ARCHES.1 });
            json!({ "code": code, "zone": format!("Z-{code}"), "sites": [site] })
        }
        code => json!({ "code": code, "zone": format!("Z-{code}") }),
    };
    let team = |(number, sector): (usize, &&str)| {
        json!({
            "code": number.to_string(),
            "organisation": format!("Organisation {number}"),
            "independent": number == 5,
            "leads": [format!("L{number}")],
            "members": [format!("M{number}")],
            "sectors": [sector],
        })
    };
    json!({
        "kind": "bimonthly",
        "night": night,
        "from": "00:00:00",
        "to": "05:00:00",
        "sectors": SECTORS.iter().map(sector).collect::<Vec<_>>(),
        "teams": (1..).zip(&SECTORS).map(team).collect::<Vec<_>>(),
        "briefed": true,
    })
}

/// The same with these teams and their sectors only.
#[must_use]
pub fn plan_of(night: &str, teams: &[&str]) -> Value {
    let mut plan = plan(night);
    let chosen: BTreeSet<&str> = teams.iter().copied().collect();
    let sectors: BTreeSet<String> = {
        let teams = plan["teams"].as_array_mut().unwrap();
        teams.retain(|team| chosen.contains(team["code"].as_str().unwrap()));
        teams.iter().map(|team| team["sectors"][0].as_str().unwrap().to_owned()).collect()
    };
    let all = plan["sectors"].as_array_mut().unwrap();
    all.retain(|sector| sectors.contains(sector["code"].as_str().unwrap()));
    plan
}

/// Sets a count as its coordinator.
#[must_use]
pub fn set(force: &Force, plan: &Value) -> Id {
    set_with(force, plan, &[])
}

/// The same in the place of those that are open: they are closed, and what is counted again has a reason.
#[must_use]
pub fn set_anew(force: &Force, plan: &Value) -> Id {
    let list = force.asked(&["count", "list", "--authority", "MDW", "--as", "RSC"], &[]).unwrap();
    for open in list.as_array().unwrap().iter().filter(|one| one["stage"] == "open") {
        let count = open["count"].as_str().unwrap();
        let shown = force.asked(&words("show", count, "RSC", &[]), &[]).unwrap().to_string();
        let its = SECTORS.iter().filter(|sector| shown.contains(&format!("\"{sector}\"")));
        let silent: Vec<String> = its.map(|sector| format!("{sector}=Counted anew")).collect();
        let silent: Vec<&str> = silent.iter().flat_map(|one| ["--silent", one]).collect();
        force.command(&words("close", count, "RSC", &silent));
    }
    set_with(force, plan, &["--reason", "Counted anew"])
}

fn set_with(force: &Force, plan: &Value, more: &[&str]) -> Id {
    let words = [&["count", "plan", "plan.json", "--authority", "MDW", "--as", "RSC"], more].concat();
    let set = force.asked(&words, plan.to_string().as_bytes()).unwrap();
    set["count"].as_str().unwrap().parse().unwrap()
}

/// The count of the night of 20 November 2025 by these teams, set the evening before, told to all of them and open; its midnight.
#[must_use]
pub fn opened(teams: &[&str]) -> (Force, Id, i64) {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * 60 * 60_000);
    let id = set(&force, &plan_of("2025-11-20", teams));
    assert_eq!(told(&force), 1);
    force.command(&words("open", &id.to_string(), "RSC", &[]));
    (force, id, midnight)
}

/// The words of a command about a count.
#[must_use]
pub fn words<'a>(verb: &'a str, count: &'a str, officer: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["count", verb, count][..], more, &["--authority", "MDW", "--as", officer]].concat()
}

/// A phone of an officer, in step with the server.
#[must_use]
pub fn phone(force: &Force, code: &str) -> Phone {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Administration);
    let officers = force.block_on(service.store().officers(&scope)).unwrap();
    let officer = officers.iter().find(|one| one.code == code).unwrap().id;
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    phone.sync();
    phone
}

/// A team's phone joins and starts at an instant; answers its part.
#[must_use]
pub fn begin(phone: &Phone, count: Id, team: &str, at: i64) -> Id {
    phone.wait_until(at);
    let members = vec!["outreach worker".to_owned(), "volunteer".to_owned()];
    let part =
        phone.book().join_count(JoinCount { count, team: team.to_owned(), members, briefed: true }).unwrap();
    tell(phone, part, CountNews::Started);
    part
}

/// One entry of a part.
pub fn tell(phone: &Phone, part: Id, news: CountNews) {
    phone.book().tell_count(part, vec![news]).unwrap();
}

/// What became of a sector.
#[must_use]
pub fn sector(code: &str, outcome: SectorOutcome) -> CountNews {
    CountNews::Sector { sector: code.to_owned(), outcome, reached: Vec::new(), not_reached: BTreeSet::new() }
}

/// Somebody bedded down so many metres east and north of Luton Arches.
#[must_use]
pub fn somebody(east: f64, north: f64, looks: (Gender, Age, Nationality)) -> Sighted {
    let (lat, lon) = degrees(ARCHES, (east, north));
    Sighted {
        place: AskWhere::At { lat, lon, accuracy_m: 5.0 },
        gender: looks.0,
        age: looks.1,
        nationality: Some(looks.2),
        ..Sighted::here(Site::Doorway, SleepingState::BeddedDown)
    }
}

/// The same where this phone's receiver measured that place.
#[must_use]
pub fn measured(phone: &Phone, seen: Sighted) -> Sighted {
    use beatbook_device::Platform as _;
    let AskWhere::At { lat, lon, .. } = seen.place else { return seen };
    let now = phone.platform.now().unwrap();
    let place = AskWhere::Fix(RawFix {
        lat,
        lon,
        time: now.wall,
        mono: now.mono,
        accuracy: Some(5.0),
        speed: None,
        bearing: None,
        provider: Provider::Gnss,
    });
    Sighted { place, ..seen }
}

/// With a name and date of birth.
#[must_use]
pub fn named(seen: Sighted, given: &str, family: &str, born: &str) -> Sighted {
    let who = NameTold {
        given: Some(given.to_owned()),
        family: Some(family.to_owned()),
        initials: None,
        born: Some(born.parse().unwrap()),
    };
    Sighted { who, ..seen }
}

/// With initials only, and a date of birth if there is one.
#[must_use]
pub fn initialled(seen: Sighted, initials: &str, born: Option<&str>) -> Sighted {
    let who = NameTold {
        initials: Some(initials.to_owned()),
        born: born.map(|born| born.parse().unwrap()),
        ..NameTold::default()
    };
    Sighted { who, ..seen }
}
