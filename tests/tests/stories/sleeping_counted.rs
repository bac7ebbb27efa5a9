//! An attacker who reads everything that leads and partners of other teams of a count, those who enforce and whoever leads
//! safeguarding are shown – pairs, the task about a child, tents on land – finds no bed better than its ward.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, CountNews, EncampmentNews, ReportEncampment, Sighted, Visited};
use beatbook_domain::calendar::local_date;
use beatbook_domain::fence::metres_between;
use beatbook_domain::geometry::Vertex;
use beatbook_domain::records::encampment::{ReportSource, UnitCount};
use beatbook_domain::records::notice::content::UnitKind;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_protocol::id::Id;
use beatbook_tests::attacker::{guesses, vertex};
use beatbook_tests::beat::fix;
use beatbook_tests::count_night::{
    ARCHES, at, begin, force, initialled, phone, plan_of, set, somebody, tell, told, ward, words,
};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{self, asked_of_children};
use beatbook_tests::phone::Phone;
use beatbook_tests::routes::{Asked, Values, calls, changes, shown};
use beatbook_tests::walk::degrees;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const MAN: (Gender, Age, Nationality) = (Gender::Male, Age::From26, Nationality::Uk);
/// Metres east and north of the arches: a man, a child, and tents.
const BEDS: [(f64, f64); 3] = [(2_371.0, 183.0), (2_871.0, -212.0), (3_331.0, 277.0)];
const WORDS: [&str; 2] = ["Elderland, behind the bandstand", "Rowan, left of the ash tree"];
/// A lead who only helps, another who is a partner, those who enforce, and whoever leads safeguarding. None is of team 2.
const READERS: [&str; 7] = ["L5", "L1", "4711", "PS-1", "X-1", "2202", "S-1"];

struct Known {
    count: String,
    camp: String,
}

impl Values for Known {
    fn of(&self, _: &str, argument: &str) -> Vec<String> {
        match argument {
            "count" => vec![self.count.clone()],
            "encampment" | "tent" | "record" | "encounter" | "visit" | "task" => vec![self.camp.clone()],
            "number" => vec!["MDW-A0-000001-J".to_owned()],
            _ => Vec::new(),
        }
    }

    fn somebody(&self) -> [&str; 2] {
        ["Zimbalist", "1979-02-28"]
    }
}

fn everything(force: &Force, ids: &Known) -> Vec<String> {
    let mut seen = Vec::new();
    for reader in READERS {
        let folder = force.folder().join(reader);
        std::fs::create_dir_all(&folder).unwrap();
        let today = local_date(force.clock.now()).unwrap().to_string();
        let nowhere = folder.join("nowhere").to_string_lossy().into_owned();
        let values = Asked { ids, reader, today, nowhere };
        for call in calls(&Force::grammar(), &values, &folder).iter().filter(|call| !changes(&call.command)) {
            seen.extend([false, true].map(|json| shown(force, call, json)));
        }
    }
    seen
}

fn camp_of_tents(officer: &Phone) -> Id {
    fix(officer, degrees(ARCHES, BEDS[2]), 4.0);
    let report = ReportEncampment {
        source: ReportSource::Patrol,
        land: WORDS[0].to_owned(),
        code: None,
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let camp = officer.book().report_encampment(report).unwrap().encampment;
    let tents = Visited {
        units: vec![UnitCount { kind: UnitKind::Tent, count: 2, lived_in: 2 }],
        text: Some(WORDS[1].to_owned()),
        ..Visited::default()
    };
    officer.book().tell_encampment(camp, vec![EncampmentNews::Visit(Box::new(tents))], None).unwrap();
    camp
}

#[test]
fn what_is_counted_or_found_on_land_places_no_bed_for_another_team() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    ward(&force);
    for (code, team, role) in [
        ("4711", "NTF", "constable"),
        ("PS-1", "NTF", "police_supervisor"),
        ("X-1", "Contractor", "contractor"),
        ("2201", "Centre", "community_safety_officer"),
        ("2202", "North", "community_safety_officer"),
        ("S-1", "Safeguarding", "safeguarding_lead"),
    ] {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    force.give_role("L1", "commissioned_partner");
    let count = set(&force, &plan_of("2025-11-20", &["1", "2", "5"]));
    assert_eq!(told(&force), 1);
    force.command(&words("open", &count.to_string(), "RSC", &[]));

    // Team 2 sees a man and a child; team 5 the same man, as it seems, in a minute too short for the way.
    let [two, five, safeguarding] = ["L2", "L5", "S-1"].map(|code| phone(&force, code));
    let part = begin(&two, count, "2", midnight + MINUTE);
    let man = |(east, north), words: &str| Sighted {
        text: words.to_owned(),
        ..initialled(somebody(east, north, MAN), "QX", Some("1979-02-28"))
    };
    two.wait_until(midnight + HOUR);
    tell(&two, part, CountNews::Sighted(Box::new(man(BEDS[0], WORDS[1]))));
    let child = somebody(BEDS[1].0, BEDS[1].1, (Gender::Female, Age::Under18, Nationality::Uk));
    tell(&two, part, CountNews::Sighted(Box::new(child)));
    two.sync();
    let part = begin(&five, count, "5", midnight + MINUTE);
    five.wait_until(midnight + HOUR + 9 * MINUTE);
    tell(&five, part, CountNews::Sighted(Box::new(man((4_371.0, 183.0), "own"))));
    five.sync();
    let officer = outreach::phone(&force, "2201", Duty::TaskedCore);
    let camp = camp_of_tents(&officer);
    officer.sync();

    let ids = Known { count: count.to_string(), camp: camp.to_string() };
    let mut seen = everything(&force, &ids);
    let tasks = asked_of_children(&safeguarding);
    assert_eq!(tasks.len(), 1);
    seen.push(format!("{tasks:?}"));
    for (who, known) in [
        ("a pair", "same initials and date of birth"),
        ("the child", "somebody under 18 was seen sleeping rough"),
        ("the tents", "in the ward Luton; the own team knows where"),
    ] {
        assert!(seen.iter().any(|text| text.contains(known)), "{who} is known of");
    }
    let beds: Vec<Vertex> =
        BEDS.map(|bed| degrees(ARCHES, bed)).map(|(lat, lon)| vertex(lat, lon)).into_iter().collect();
    for (place, how) in guesses(&seen) {
        let metres = beds.iter().map(|bed| metres_between(*bed, place)).fold(f64::MAX, f64::min);
        assert!(metres > 150.0, "{metres:.0} m from a bed by {how}");
    }
    for text in &seen {
        for private in WORDS.iter().copied().chain(["TQ 7", " m apart"]) {
            assert!(!text.contains(private), "{private} is in:\n{text}");
        }
    }
    let fast = seen.iter().filter(|text| text.contains("fast on foot")).count();
    assert!(fast > 0, "that it is too fast is told, and not how far it is");
}
