//! A plan's faults, all at once, and who may know of it when.

use beatbook_domain::counts::plan::{CountKind, CountPlan, Named, PlanFault, PlannedSector, TOLD_BEFORE_MS};
use beatbook_domain::counts::secrecy::{may_know, may_know_of};
use beatbook_domain::counts::state::{CountAct, CountCase, CountDeed};
use beatbook_protocol::hash::Hash;

use super::support::{COORDINATOR, HELPER, at, lead, member, plan};

#[test]
fn a_plan_comes_back_as_it_was_written() {
    let written = serde_json::to_string(&plan()).unwrap();
    assert_eq!(serde_json::from_str::<CountPlan>(&written).unwrap(), plan());
}

#[test]
fn every_fault_is_told_at_once() {
    let mut bad = plan();
    bad.kind = CountKind::Snapshot;
    bad.night = "2026-01-20".parse().unwrap();
    bad.to = bad.from;
    bad.sectors.push(PlannedSector { code: "strood".to_owned(), zone: String::new(), sites: Vec::new() });
    bad.sectors.push(PlannedSector { code: "hoo".to_owned(), zone: "hoo".to_owned(), sites: Vec::new() });
    bad.teams[0].leads.clear();
    bad.teams[1].sectors = ["nowhere".to_owned()].into();
    bad.teams[2].code.clear();
    bad.teams[3].sectors.clear();
    bad.sectors[1].sites[0].place.lat = i32::MAX;
    let sector = |code: &str| code.to_owned();
    let expected = [
        PlanFault::Text { field: "team code" },
        PlanFault::CodeTwice { named: Named::Sector, code: sector("strood") },
        PlanFault::SectorWithoutTeam { sector: sector("chatham") },
        PlanFault::SectorWithoutTeam { sector: sector("gillingham") },
        PlanFault::SectorWithoutZone { sector: sector("strood") },
        PlanFault::SectorWithoutTeam { sector: sector("hoo") },
        PlanFault::SiteNowhere { site: sector("luton-arches") },
        PlanFault::TeamWithoutLead { team: sector("1") },
        PlanFault::UnknownSector { team: sector("2"), sector: sector("nowhere") },
        PlanFault::TeamWithoutSector { team: sector("4") },
        PlanFault::EmptyWindow,
        PlanFault::OutOfSeason,
        PlanFault::ToldTooEarly,
    ];
    assert_eq!(bad.faults(), expected);
    let mut codes: Vec<&str> = expected.iter().map(PlanFault::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 11, "a fault each, with a code of its own");
}

#[test]
fn the_season_and_the_window_end_when_they_should() {
    let snapshot = |night: &str| {
        let mut plan = plan();
        (plan.kind, plan.night) = (CountKind::Snapshot, night.parse().unwrap());
        plan.told_from = plan.window().unwrap().from;
        plan.faults()
    };
    for inside in ["2025-10-01", "2025-11-30"] {
        assert_eq!(snapshot(inside), []);
    }
    for outside in ["2025-09-30", "2025-12-01"] {
        assert_eq!(snapshot(outside), [PlanFault::OutOfSeason]);
    }
    let mut late = plan();
    late.to = "05:01".parse().unwrap();
    assert_eq!(late.faults(), [PlanFault::WindowTooLate]);
    late.sectors.clear();
    late.teams.clear();
    late.to = "05:00".parse().unwrap();
    assert_eq!(late.faults(), [PlanFault::NoSector, PlanFault::NoTeam]);
    let mut spring = plan();
    (spring.night, spring.from) = ("2025-03-30".parse().unwrap(), "01:30".parse().unwrap());
    assert_eq!(spring.faults(), [PlanFault::LeftOut]);
}

#[test]
fn the_night_is_known_to_few_until_the_day_before() {
    let plan = plan();
    let told = at("00:00") - TOLD_BEFORE_MS;
    let long_before = told - 20 * 86_400_000;
    for now in [long_before, told - 1, told, at("02:00")] {
        assert!(may_know(&plan, COORDINATOR, true, now));
        assert!(may_know(&plan, lead(3), false, now));
        assert_eq!(may_know(&plan, member(3), false, now), now >= told);
        assert!(!may_know(&plan, HELPER, false, now));
    }
    // Whatever a plan says, nobody is told earlier.
    let mut hasty = plan.clone();
    hasty.told_from = 0;
    assert!(!may_know(&hasty, member(3), false, told - 1));
    let mut late = plan;
    late.told_from = at("00:00");
    assert!(!may_know(&late, member(3), false, told));
}

#[test]
fn once_it_is_submitted_it_is_no_secret() {
    let mut case = CountCase::planned(plan());
    let figures = Hash::of(&[b"figures"]);
    let acts = [
        CountAct::Open,
        CountAct::Close { silent: [].into(), partner: false },
        CountAct::Verify { figures },
        CountAct::Submit,
    ];
    for act in acts {
        assert!(!may_know_of(&case, HELPER, false, at("06:00")));
        case.record(&CountDeed { at: at("06:00"), by: COORDINATOR, act }).unwrap();
    }
    assert!(may_know_of(&case, HELPER, false, at("06:00")));
}
