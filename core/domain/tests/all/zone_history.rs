//! Zones change over the years: what an import changes, and that it never changes the past unasked.
//!
//! The property tests ask the plans' manifests instant by instant, with no help from the code under test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneHash, ZoneInForce};
use beatbook_domain::zones::manifest::{ManifestError, ZoneManifest};
use beatbook_domain::zones::plan::{
    ImportPlan, IncomingZone, PlanRefusal, Restated, ZoneChange, plan_close, plan_import,
};
use proptest::prelude::*;

fn version(drawing: u8) -> ZoneHash {
    ZoneHash([drawing; 32])
}

fn incoming(code: &str, drawing: u8, valid_from: Option<i64>, valid_to: Option<i64>) -> IncomingZone {
    IncomingZone { code: code.to_owned(), zone: version(drawing), valid_from, valid_to }
}

fn row(code: &str, drawing: u8, valid_from: i64, valid_to: Option<i64>) -> ZoneInForce {
    ZoneInForce { code: code.to_owned(), valid_from, valid_to, zone: version(drawing) }
}

fn imported(current: &ZoneManifest, zones: &[IncomingZone], now: i64) -> ImportPlan {
    plan_import(current, zones, now, None).unwrap()
}

/// The zone A, drawing 1, in force since 100.
fn since_100() -> ZoneManifest {
    imported(&ZoneManifest::default(), &[incoming("A", 1, None, None)], 100).manifest
}

#[test]
fn a_first_import_begins_now_and_changes_no_history() {
    let plan = imported(&ZoneManifest::default(), &[incoming("A", 1, None, None)], 100);
    assert_eq!(plan.changes, [ZoneChange::Added(row("A", 1, 100, None))]);
    assert_eq!((plan.restated_from(), plan.reason), (None, None));
    assert_eq!(plan.manifest.in_force("A", 99), None);
    assert_eq!(plan.manifest.in_force("A", 100).map(|row| row.zone), Some(version(1)));
}

#[test]
fn the_same_file_again_changes_nothing() {
    let plan = imported(&since_100(), &[incoming("A", 1, None, None)], 500);
    assert!(plan.is_unchanged());
    assert_eq!(plan.manifest, since_100());
    let dated = imported(&since_100(), &[incoming("A", 1, Some(100), None)], 500);
    assert!(dated.is_unchanged());
}

#[test]
fn a_redrawn_zone_ends_the_old_version_where_it_begins() {
    let plan = imported(&since_100(), &[incoming("A", 2, None, None)], 500);
    assert_eq!(
        plan.changes,
        [
            ZoneChange::EndMoved { row: row("A", 1, 100, None), valid_to: Some(500) },
            ZoneChange::Added(row("A", 2, 500, None)),
        ]
    );
    assert_eq!(plan.manifest.in_force("A", 499).map(|row| row.zone), Some(version(1)));
    assert_eq!(plan.manifest.in_force("A", 500).map(|row| row.zone), Some(version(2)));
}

#[test]
fn a_zone_missing_from_the_file_stays() {
    let plan = imported(&since_100(), &[incoming("B", 9, None, None)], 500);
    assert_eq!(plan.manifest.in_force("A", 600).map(|row| row.zone), Some(version(1)));
    assert_eq!(plan.changes.len(), 1);
}

#[test]
fn a_version_for_next_year_waits_and_survives_an_undated_import_of_todays() {
    let planned = imported(&since_100(), &[incoming("A", 2, Some(1_000), None)], 500).manifest;
    assert_eq!(planned.in_force("A", 999).map(|row| row.zone), Some(version(1)));
    let again = imported(&planned, &[incoming("A", 1, None, None)], 600);
    assert!(again.is_unchanged());
    let mended = imported(&planned, &[incoming("A", 3, None, None)], 600).manifest;
    assert_eq!(
        mended.rows(),
        [row("A", 1, 100, Some(600)), row("A", 3, 600, Some(1_000)), row("A", 2, 1_000, None)]
    );
}

#[test]
fn the_past_changes_only_with_a_reason_and_is_listed() {
    let zones = [incoming("A", 2, Some(300), None)];
    let refused = plan_import(&since_100(), &zones, 500, None).unwrap_err();
    let past = vec![Restated { code: "A".to_owned(), span: Interval { from: 300, to: 500 } }];
    assert_eq!(refused, PlanRefusal::ChangesHistory { restated: past.clone() });
    assert!(refused.to_string().contains("past of zone A:"), "{refused}");
    assert_eq!(plan_import(&since_100(), &zones, 500, Some(" \n")), Err(PlanRefusal::BadReason));

    let plan = plan_import(&since_100(), &zones, 500, Some("edge surveyed again")).unwrap();
    assert_eq!((plan.restated_from(), plan.restated), (Some(300), past));
    assert_eq!(plan.reason.as_deref(), Some("edge surveyed again"));
}

#[test]
fn a_zone_that_was_not_known_in_the_past_is_also_a_change_of_it() {
    let zones = [incoming("N", 1, Some(100), Some(900))];
    assert!(matches!(
        plan_import(&ZoneManifest::default(), &zones, 500, None),
        Err(PlanRefusal::ChangesHistory { .. })
    ));
}

#[test]
fn an_unneeded_reason_is_not_kept() {
    let plan = plan_import(&since_100(), &[incoming("A", 2, None, None)], 500, Some("just in case")).unwrap();
    assert_eq!(plan.reason, None);
}

#[test]
fn a_version_that_returns_has_two_rows_and_one_hash() {
    let second = imported(&since_100(), &[incoming("A", 2, None, None)], 200).manifest;
    let third = imported(&second, &[incoming("A", 1, None, None)], 300).manifest;
    let spans = third.spans_by_version();
    assert_eq!(spans[&version(1)], [Interval { from: 100, to: 200 }, Interval { from: 300, to: i64::MAX }]);
    assert_eq!(spans[&version(2)], [Interval { from: 200, to: 300 }]);
}

#[test]
fn a_zone_ends_only_by_being_closed() {
    let plan = plan_close(&since_100(), "A", 700, 500, None).unwrap();
    assert_eq!(plan.manifest.in_force("A", 699).map(|row| row.zone), Some(version(1)));
    assert_eq!(plan.manifest.in_force("A", 700), None);
    assert!(matches!(plan_close(&since_100(), "A", 400, 500, None), Err(PlanRefusal::ChangesHistory { .. })));
    for (code, at) in [("B", 700), ("A", 701)] {
        assert!(matches!(
            plan_close(&plan.manifest, code, at, 500, None),
            Err(PlanRefusal::NothingToClose { .. })
        ));
    }
}

#[test]
fn an_import_that_contradicts_itself_is_refused() {
    let zones = [incoming("A", 1, Some(600), Some(800)), incoming("A", 2, Some(700), None)];
    let refused = plan_import(&ZoneManifest::default(), &zones, 500, None);
    assert_eq!(refused, Err(PlanRefusal::Manifest(ManifestError::Overlap { code: "A".to_owned() })));
}

#[test]
fn versions_side_by_side_must_all_say_when_they_begin() {
    // Imported again next year, the undated one would otherwise come back to life.
    let zones = [incoming("A", 1, None, None), incoming("A", 2, Some(1_000), None)];
    let refused = plan_import(&since_100(), &zones, 500, None);
    assert_eq!(refused, Err(PlanRefusal::Undated { code: "A".to_owned() }));
}

#[test]
fn a_manifest_has_one_version_at_a_time() {
    let overlap = ZoneManifest::new(vec![row("A", 1, 0, Some(10)), row("A", 2, 9, None)]);
    assert_eq!(overlap, Err(ManifestError::Overlap { code: "A".to_owned() }));
    let after_open = ZoneManifest::new(vec![row("A", 1, 0, None), row("A", 2, 9, None)]);
    assert_eq!(after_open, Err(ManifestError::Overlap { code: "A".to_owned() }));
    let empty = ZoneManifest::new(vec![row("A", 1, 10, Some(10))]);
    assert_eq!(empty, Err(ManifestError::EndsBeforeBegin { code: "A".to_owned() }));
    let in_turn = ZoneManifest::new(vec![row("A", 1, 5, Some(9)), row("A", 1, 9, None)]).unwrap();
    assert_eq!(in_turn.spans_by_version()[&version(1)], [Interval { from: 5, to: i64::MAX }]);
    let during: Vec<_> = in_turn.during(Interval { from: 0, to: 6 }).collect();
    assert_eq!(during.len(), 1);
    assert_eq!(in_turn.during(Interval { from: 0, to: 5 }).count(), 0);
    assert_eq!(in_turn.at(4).count(), 0);
}

/// One step of a zone officer's years: an import or a closing, possibly retroactive.
#[derive(Debug, Clone)]
enum Step {
    Import(Vec<IncomingZone>),
    Close { code: String, at: i64 },
}

fn code() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["A", "B", "C"]).prop_map(str::to_owned)
}

fn zone() -> impl Strategy<Value = IncomingZone> {
    (code(), 0_u8..4, prop::option::of(0_i64..60), prop::option::of(1_i64..70)).prop_map(
        |(code, drawing, from, to)| IncomingZone {
            code,
            zone: version(drawing),
            valid_from: from,
            valid_to: to,
        },
    )
}

fn step() -> impl Strategy<Value = (i64, Step, bool)> {
    let step = prop_oneof![
        4 => prop::collection::vec(zone(), 1..4).prop_map(Step::Import),
        1 => (code(), 0_i64..60).prop_map(|(code, at)| Step::Close { code, at }),
    ];
    (1_i64..12, step, any::<bool>())
}

fn in_force_at(manifest: &ZoneManifest, code: &str, instant: i64) -> Vec<ZoneHash> {
    let rows = manifest.rows().iter();
    let covers = |row: &&ZoneInForce| {
        row.code == code && row.valid_from <= instant && row.valid_to.is_none_or(|end| end > instant)
    };
    rows.filter(covers).map(|row| row.zone).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_years_of_imports_leave_one_version_at_a_time_and_the_past_alone(steps in prop::collection::vec(step(), 1..8)) {
        let mut manifest = ZoneManifest::default();
        let mut now = 0;
        for (later, step, retroactive) in steps {
            now += later;
            let reason = retroactive.then_some("survey");
            let planned = match &step {
                Step::Import(zones) => plan_import(&manifest, zones, now, reason),
                Step::Close { code, at } => plan_close(&manifest, code, *at, now, reason),
            };
            let Ok(plan) = planned else { continue };
            for code in ["A", "B", "C"] {
                for instant in -1..80 {
                    let (old, new) = (in_force_at(&manifest, code, instant), in_force_at(&plan.manifest, code, instant));
                    prop_assert!(new.len() <= 1);
                    let listed = plan.restated.iter().any(|restated| {
                        restated.code == code && restated.span.from <= instant && instant < restated.span.to
                    });
                    prop_assert_eq!(listed, instant < now && old != new, "{} at {}", code, instant);
                    prop_assert!(!listed || retroactive);
                    let named = match &step {
                        Step::Import(zones) => zones.iter().any(|zone| zone.code == code),
                        Step::Close { code: closed, .. } => closed == code,
                    };
                    prop_assert!(named || old == new, "{} is not in the import", code);
                }
            }
            // Done twice is done once.
            if let Step::Import(zones) = &step
                && let Ok(again) = plan_import(&plan.manifest, zones, now, reason)
            {
                prop_assert_eq!(&again.manifest, &plan.manifest);
            }
            manifest = plan.manifest;
        }
    }

    #[test]
    fn what_a_file_says_in_full_is_in_force_afterwards(zone in zone(), earlier in prop::collection::vec(zone(), 0..3)) {
        let before = plan_import(&ZoneManifest::default(), &earlier, 5, Some("survey"));
        let before = before.map(|plan| plan.manifest).unwrap_or_default();
        let Ok(plan) = plan_import(&before, std::slice::from_ref(&zone), 10, Some("survey")) else {
            return Ok(());
        };
        if let (Some(from), Some(to)) = (zone.valid_from, zone.valid_to) {
            for instant in from..to {
                prop_assert_eq!(in_force_at(&plan.manifest, &zone.code, instant), [zone.zone]);
            }
        }
    }
}
