//! E4: car cruising, and the car that comes back three weeks later.

use beatbook_domain::calendar::parse_instant;
use beatbook_domain::law::powers::{Capacity, Power};
use beatbook_domain::law::terms::FineTerms;
use beatbook_domain::notices::completeness::scene::{EarlierNotice, WarningHit};
use beatbook_domain::orders::authority::AuthorityPaper;
use beatbook_domain::records::encounter::people::{
    Details, DetailsBasis, PersonKnown, VehicleKind, VehicleKnown, registration,
};
use beatbook_domain::records::notice::content::{
    Cost, Fpn, NoticeContent, NoticeKind, S59Seizure, S59Warning, SamePerson, SeizureGround, VehicleNuisance,
    WarningCited,
};

use super::beat::{Beat, adult, clock, day, officer, paper, payee, rules, terms, with};

fn nuisance() -> VehicleNuisance {
    VehicleNuisance {
        vehicle: VehicleKnown {
            kind: Some(VehicleKind::Car),
            plate: Some("ab12 cde".to_owned()),
            make: Some("Ford Fiesta".to_owned()),
            ..VehicleKnown::default()
        },
        driving: "Wheel spins and revving in a convoy of fourteen cars.".to_owned(),
        annoyance: "Residents complained of the noise; two pedestrians jumped aside.".to_owned(),
    }
}

fn constable(content: NoticeContent) -> Beat {
    let mut beat = Beat::new(content);
    beat.officer = officer(Capacity::Constable, &[Power::S59Vehicles]);
    // The force's own paper: it gave the power.
    beat.officer.held[0].granted_by = "KENT".to_owned();
    beat.notice.authority = "KENT".to_owned();
    beat.paper = Some(AuthorityPaper { code: "KENT".to_owned(), ..paper() });
    beat.notice.issuer.capacity = Capacity::Constable;
    beat
}

pub fn warning() -> Beat {
    constable(NoticeContent::S59Warning(S59Warning { nuisance: nuisance(), warned: true }))
}

fn seizure(ground: Option<SeizureGround>) -> Beat {
    constable(NoticeContent::S59Seizure(S59Seizure {
        nuisance: nuisance(),
        ground,
        held_at: vec!["Pound, Medway City Estate".to_owned()],
        reclaim: "Bring this notice, proof of keeping and of insurance.".to_owned(),
        reclaim_by: Some(day("2025-09-18")),
        costs: vec![Cost { what: "Removal".to_owned(), amount: 19_200 }],
    }))
}

fn cited(date: &str) -> WarningCited {
    WarningCited {
        number: "KP-A1-000012-Q".to_owned(),
        date: day(date),
        place: "Medway City Estate".to_owned(),
        issuer: "PC 4417".to_owned(),
    }
}

fn before(date: &str, same: SamePerson, person: bool) -> Beat {
    let mut beat = seizure(Some(SeizureGround::WarnedBefore { warning: cited(date), same }));
    beat.warnings = vec![WarningHit { cited: cited(date), person, vehicle: None, over: false }];
    beat
}

#[test]
fn paper_about_vehicles_is_the_forces_that_gave_the_power_and_no_councils() {
    for asked in [warning(), seizure(Some(SeizureGround::Impracticable { why: "Rode off.".to_owned() }))] {
        assert!(asked.is_ready());
        let mut council = asked.clone();
        council.notice.authority = "MDW".to_owned();
        council.paper = Some(paper());
        assert_eq!(council.missing(), ["employers_paper"]);
        let remedy = council.ask().unwrap_err().remove(0).remedy;
        assert!(remedy.contains("KENT"), "it says whose paper to take: {remedy}");
        // Nobody gave it at all, or it has ended: nobody's paper will do.
        council.officer.held[0].to = Some(day("2025-09-10"));
        assert_eq!(council.missing(), ["power_not_granted"]);
        // What a council gives for its own orders is for its own paper, whoever the officer works for.
        let penalty = council.officer.holds_for(&council.rules, Power::S68Fpn, "MDW", day("2025-09-11"));
        assert!(penalty.is_err());
    }
}

#[test]
fn story_e4_the_driver_is_warned() {
    assert!(warning().is_ready());
    let missing = with(&warning(), |beat| {
        beat.notice.issuer.in_uniform = None;
        beat.notice.content = NoticeContent::S59Warning(S59Warning {
            nuisance: VehicleNuisance {
                vehicle: VehicleKnown::default(),
                driving: " ".to_owned(),
                annoyance: String::new(),
            },
            warned: false,
        });
    });
    assert_eq!(missing, ["uniform", "driving", "annoyance", "vehicle_kind", "plate", "warning_words"]);
}

#[test]
fn story_e4_the_same_driver_three_weeks_later_loses_the_car() {
    assert!(before("2025-08-21", SamePerson::Details, true).is_ready());
}

#[test]
fn story_e4_another_driver_of_that_car_is_warned_instead() {
    assert_eq!(before("2025-08-21", SamePerson::Details, false).missing(), ["warning_other_person"]);
    let by_plate = |belief: Option<&str>| {
        let same = SamePerson::Registration { belief: belief.map(str::to_owned), although: None };
        before("2025-08-21", same, false).missing()
    };
    assert_eq!(by_plate(None), ["same_person_belief"]);
    assert_eq!(by_plate(Some(" ")), ["same_person_belief"]);
    assert!(by_plate(Some("Recognised him: same tattoo as in the photo of the warning.")).is_empty());
}

#[test]
fn a_belief_by_plate_is_held_against_the_phones_own_record_of_the_warning() {
    let by_plate = |although: Option<&str>, change: &dyn Fn(&mut WarningHit)| {
        let belief = Some("Recognised him: same tattoo.".to_owned());
        let same = SamePerson::Registration { belief, although: although.map(str::to_owned) };
        let mut beat = before("2025-08-21", same, false);
        let own = VehicleKnown { colour: Some("blue".to_owned()), ..nuisance().vehicle };
        beat.warnings[0].vehicle = Some(own);
        change(&mut beat.warnings[0]);
        beat
    };
    let car =
        |hit: &mut WarningHit, change: &dyn Fn(&mut VehicleKnown)| change(hit.vehicle.as_mut().unwrap());
    assert!(by_plate(None, &|_| {}).is_ready(), "a colour that nobody told here contradicts nothing");
    assert!(by_plate(None, &|hit| car(hit, &|car| car.make = Some("FORD".to_owned()))).is_ready());
    let other = |hit: &mut WarningHit| car(hit, &|car| car.make = Some("Vauxhall Corsa".to_owned()));
    let refused = by_plate(None, &other);
    assert_eq!(refused.missing(), ["warning_other_vehicle"]);
    let said = refused.ask().unwrap_err().remove(0).remedy;
    assert!(said.contains("another make:") && !said.contains("Vauxhall"), "{said}");
    assert!(by_plate(Some("Plate moved to his second car; seen in August, too."), &other).is_ready());
    let van = |hit: &mut WarningHit| car(hit, &|car| car.kind = Some(VehicleKind::Van));
    assert_eq!(by_plate(None, &van).missing(), ["warning_other_vehicle"]);
    // What was cancelled is no ground, by person or by plate.
    assert_eq!(by_plate(None, &|hit| hit.over = true).missing(), ["warning_over"]);
    let mut details = before("2025-08-21", SamePerson::Details, true);
    details.warnings[0].over = true;
    assert_eq!(details.missing(), ["warning_over"]);
}

#[test]
fn a_warning_counts_through_the_day_before_its_anniversary() {
    let on = |date: &str, warned: &str| {
        let mut beat = before(warned, SamePerson::Details, true);
        let noon = parse_instant(&format!("{date}T12:00:00Z")).unwrap();
        beat.now = noon;
        beat.notice.conduct.time.as_mut().unwrap().at = noon;
        beat.officer.held[0].to = None;
        if let NoticeContent::S59Seizure(seizure) = &mut beat.notice.content {
            seizure.reclaim_by = Some(day("2027-01-01"));
        }
        beat.missing()
    };
    assert!(on("2026-09-06", "2025-09-07").is_empty());
    assert_eq!(on("2026-09-07", "2025-09-07"), ["warning_expired"]);
    assert_eq!(on("2025-09-06", "2025-09-07"), ["warning_expired"], "a warning of tomorrow");
    assert_eq!(on("2025-09-07", "2025-09-07"), ["warning_same_day"], "before the driving, or after it?");
}

#[test]
fn a_warning_nobody_knows_of_is_no_ground() {
    let mut beat = before("2025-08-21", SamePerson::Details, true);
    beat.warnings.clear();
    assert_eq!(beat.missing(), ["warning_unknown"]);
    beat.warnings = vec![WarningHit { cited: cited("2025-08-22"), person: true, vehicle: None, over: false }];
    assert_eq!(beat.missing(), ["warning_unknown"], "cited as the index shows it");
}

#[test]
fn each_other_ground_is_said_in_words() {
    assert_eq!(seizure(None).missing(), ["ground"]);
    let said = |ground| seizure(Some(ground)).missing();
    assert_eq!(said(SeizureGround::Impracticable { why: String::new() }), ["impracticable"]);
    assert!(said(SeizureGround::Impracticable { why: "Driver ran off.".to_owned() }).is_empty());
    let another = |who: &str| said(SeizureGround::WarnedByAnother { who: who.to_owned() });
    for who in ["", "x", "PC 4418", "PC 4418, this afternoon", "16"] {
        assert_eq!(another(who), ["warned_by"], "{who}");
    }
    assert!(another("PC 4418, 16:30").is_empty() && another("at 4.30 by PC 4418").is_empty());
    let continued = |warned, after: &str| said(SeizureGround::Continued { warned, after: after.to_owned() });
    assert!(continued(clock("16:40"), "Wheel spun again at 16:44.").is_empty());
    assert_eq!(continued(clock("16:45"), ""), ["warned_after", "continued"]);
    // Of another day it is another ground, with its number and its twelve months.
    let conduct = seizure(None).notice.conduct.time.unwrap().at;
    let before = |minutes: i64| continued(conduct - minutes * 60_000, "Again.");
    assert!(before(12 * 60).is_empty());
    assert_eq!(before(12 * 60 + 1), ["warned_other_occasion"]);
}

#[test]
fn one_vehicle_is_warned_about_and_seized_once_in_an_encounter() {
    let mut beat = warning();
    assert!(beat.is_ready());
    let told_by = match &beat.notice.content {
        NoticeContent::S59Warning(warning) => warning.nuisance.vehicle.told_by(),
        _ => unreachable!("a warning"),
    };
    let given = |about: &str, over| EarlierNotice {
        number: "KNT-A0-000001-2".to_owned(),
        kind: NoticeKind::S59Warning,
        from: beat.notice.person.map(|person| (beat.notice.encounter, person)),
        issued: day("2025-09-11"),
        to: beat.notice.recipient.clone(),
        about: about.to_owned(),
        allowed_until: None,
        requirements: Vec::new(),
        under_appeal: false,
        varied: false,
        over,
        unphotographed: false,
    };
    let (once, other, void) = (given(&told_by, false), given("ZZ99ZZZ", false), given(&told_by, true));
    beat.earlier = vec![other, void];
    assert!(beat.is_ready(), "another vehicle, and one that was voided");
    beat.earlier.push(once);
    assert_eq!(beat.missing(), ["issued_already"]);
}

#[test]
fn nobody_under_eighteen_is_an_adult_who_was_warned() {
    let belief = Some("He is the same person, known to me.".to_owned());
    let mut beat = before("2025-08-21", SamePerson::Registration { belief, although: None }, false);
    assert!(beat.is_ready());
    beat.notice.under_age = true;
    assert!(beat.missing().contains(&"warning_other_person"), "{:?}", beat.missing());
}

#[test]
fn without_a_warning_only_when_the_law_in_force_asks_for_none() {
    let mut beat = seizure(Some(SeizureGround::NoWarningNeeded));
    assert_eq!(beat.missing(), ["warning_needed"]);
    let sets = beatbook_domain::law::shipped::rule_sets().unwrap();
    beat.rules = sets.get("EW-2026-draft").unwrap().clone();
    beat.notice.rule_set = beat.rules.reference().unwrap();
    assert_eq!(beat.missing(), ["rule_set"], "a draft is not law");
    beat.rules = beat.rules.commence(day("2025-09-01"), "SI 2025/999").unwrap();
    beat.notice.rule_set = beat.rules.reference().unwrap();
    assert!(beat.is_ready());
}

#[test]
fn a_seizure_says_where_the_vehicle_is_and_how_to_have_it_back() {
    let missing = with(&seizure(Some(SeizureGround::Impracticable { why: "Ran off.".to_owned() })), |beat| {
        if let NoticeContent::S59Seizure(seizure) = &mut beat.notice.content {
            seizure.held_at.clear();
            seizure.reclaim.clear();
            seizure.reclaim_by = Some(day("2025-09-10"));
            seizure.costs[0].amount = -1;
        }
    });
    assert_eq!(missing, ["held_at", "reclaim", "reclaim_by", "costs"]);
}

#[test]
fn a_seizure_says_which_vehicle_it_was_or_why_nobody_can_tell() {
    let seized = |change: &dyn Fn(&mut VehicleKnown)| {
        let mut beat = seizure(Some(SeizureGround::Impracticable { why: "Ran off.".to_owned() }));
        if let NoticeContent::S59Seizure(seizure) = &mut beat.notice.content {
            change(&mut seizure.nuisance.vehicle);
        }
        beat.missing()
    };
    assert!(seized(&|_| {}).is_empty());
    assert_eq!(seized(&|car| car.make = None), ["vehicle_make"]);
    assert_eq!(seized(&|car| car.plate = Some(" - ".to_owned())), ["vehicle_identity"], "nothing to read");
    let by_vin = |car: &mut VehicleKnown| {
        (car.plate, car.vin) = (Some(String::new()), Some("VF37J9HN0BJ512345".to_owned()));
    };
    assert!(seized(&by_vin).is_empty());
    let burnt = |why: &str| {
        seized(&|car: &mut VehicleKnown| {
            (car.plate, car.make, car.untold) = (Some(String::new()), None, Some(why.to_owned()));
        })
    };
    assert_eq!(burnt(" "), ["vehicle_make", "vehicle_identity"]);
    assert!(burnt("Home-made; no plate, and no number on the frame.").is_empty());
    // A warning goes to the driver: nothing has to be found again by its numbers.
    assert!(
        with(&warning(), |beat| {
            if let NoticeContent::S59Warning(warning) = &mut beat.notice.content {
                warning.nuisance.vehicle.make = None;
            }
        })
        .is_empty()
    );
}

#[test]
fn a_council_officer_warns_about_no_vehicle() {
    let mut beat = warning();
    beat.officer = officer(Capacity::CouncilAuthorised, &[Power::S59Vehicles]);
    beat.notice.issuer.capacity = Capacity::CouncilAuthorised;
    assert_eq!(beat.missing(), ["power_not_for_capacity"]);
}

#[test]
fn a_driver_who_says_nothing_is_warned_all_the_same() {
    let mut beat = warning();
    let refused = Some(Details::Refused { asked_under: DetailsBasis::S50 });
    beat.person(1, PersonKnown { details: refused, ..adult() });
    assert!(beat.is_ready());
}

#[test]
fn plates_in_every_format_and_none() {
    for (typed, looked_up) in [
        ("ab12 cde", Some("AB12CDE")),
        ("  AB-12·cde ", Some("AB12CDE")),
        ("Q 1", Some("Q1")),
        ("B-MW 1234 E", Some("BMW1234E")),
        ("žšč 12", Some("ŽŠČ12")),
        ("", None),
        (" - ", None),
        ("🚗", None),
    ] {
        assert_eq!(registration(typed).as_deref(), looked_up, "{typed}");
    }
    let known = VehicleKnown { plate: Some("ab12 cde".to_owned()), ..VehicleKnown::default() };
    assert_eq!(known.plate.as_deref(), Some("ab12 cde"), "what was typed is kept");
    assert_eq!(known.registration().as_deref(), Some("AB12CDE"));
}

#[test]
fn a_penalty_for_an_abandoned_vehicle_says_which() {
    let mut beat = Beat::new(NoticeContent::Fpn(Fpn {
        terms: FineTerms { amount: 20_000, ..terms("ABV") },
        offence: rules().offence("ABV").unwrap().offence.clone(),
        payee: payee(),
        cpn: None,
        vehicles: Vec::new(),
    }))
    .fairly();
    beat.conduct("ABV", Some(1));
    assert!(beat.missing().contains(&"vehicle"));
    let named = with(&beat, |beat| beat.fpn_content().vehicles = vec![nuisance().vehicle]);
    assert!(!named.contains(&"vehicle"), "{named:?}");
    // Of no other penalty one is asked.
    assert!(!with(&beat, |beat| beat.fpn_content().terms = terms("LIT")).contains(&"vehicle"));
}

#[test]
fn the_vehicles_of_a_penalty_are_those_of_what_it_is_for() {
    let mut beat = warning();
    let plated = |plate: &str| VehicleKnown { plate: Some(plate.to_owned()), ..VehicleKnown::default() };
    for (label, plate) in [(1, "AB12 CDE"), (2, "CD34 EFG"), (3, "EF56 GHI")] {
        beat.vehicle(label, plated(plate));
    }
    beat.person(2, adult());
    let mut saw = |code: &str, person, vehicle| {
        beat.conduct(code, person);
        beat.encounter.conducts.last_mut().unwrap().vehicle = vehicle;
    };
    saw("NV-5", Some(1), Some(2));
    saw("NV-5", Some(1), Some(1));
    saw("NV-5", Some(1), Some(2));
    saw("NV-5", Some(2), Some(3));
    saw("LIT", Some(1), None);
    let of = |person, code| {
        let vehicles = beat.encounter.vehicles_of(Some(person), code).into_iter();
        vehicles.filter_map(|one| one.plate.as_deref()).collect::<Vec<_>>()
    };
    assert_eq!(of(1, "NV-5"), ["CD34 EFG", "AB12 CDE"], "each once, in order");
    assert_eq!(of(2, "NV-5"), ["EF56 GHI"], "not what another drove");
    assert!(of(1, "LIT").is_empty(), "nothing was thrown from a vehicle");
    assert!(of(1, "ABV").is_empty(), "what was told under another code is no ground for it");
}
