//! A phone opens only the zones around its officer, and comes to exactly what the server comes to with all of them.

// What a test builds is right or the test fails.
#![allow(clippy::unwrap_used)]

use crate::walk;

use std::convert::Infallible;
use std::sync::Arc;

use beatbook_domain::fence::{Bounds, Fence, Piece, TrackEngine};
use beatbook_domain::fix::Fix;
use beatbook_domain::geometry::ZoneGeometry;
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::patrol::{Crew, Duty, Patrol, PatrolStarted};
use beatbook_domain::records::track::{FixRun, derive_patrol, derive_patrol_around, engine_of};
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneHash;
use beatbook_protocol::id::Id;
use proptest::prelude::*;
use walk::MINUTE;

const OFFICER: Id = Id::from_bytes([1; 16]);

fn patrol(mode: TravelMode) -> Patrol {
    let crew = Crew { officers: vec![OFFICER], others: 0 };
    let started = PatrolStarted { at: walk::moment(0), duty: Duty::TaskedCore, mode, crew, operation: None };
    Patrol::start(&started, OFFICER).unwrap()
}

fn square(x: f64, y: f64, side: f64) -> ZoneGeometry {
    walk::zone(walk::rectangle(x, y, x + side, y + side))
}

fn fence(zones: &[ZoneGeometry]) -> Arc<Fence> {
    let name = |at: usize| {
        let mut name = [0; 32];
        name[..8].copy_from_slice(&(at as u64).to_le_bytes());
        ZoneHash(name)
    };
    Arc::new(
        Fence::build(zones.iter().enumerate().map(|(at, zone)| (name(at), walk::always(), zone))).unwrap(),
    )
}

/// Pieces as a phone keeps them, and which of them are open.
struct Kept {
    pieces: Vec<Piece>,
    open: Vec<bool>,
    fence: Arc<Fence>,
}

impl Kept {
    fn of(fence: &Fence) -> Self {
        let pieces = fence.pieces(64);
        Self { open: vec![false; pieces.len()], pieces, fence: Arc::new(Fence::unopened()) }
    }

    fn open(&mut self, areas: &[Bounds]) -> Result<Arc<Fence>, Infallible> {
        let mut bytes = Vec::new();
        for (piece, open) in self.pieces.iter().zip(&mut self.open) {
            if !*open && areas.iter().any(|area| piece.bounds.touches(area)) {
                *open = true;
                bytes.push(&piece.bytes[..]);
            }
        }
        self.fence = Arc::new(self.fence.with_pieces(bytes, areas).unwrap());
        Ok(Arc::clone(&self.fence))
    }
}

fn walked(patrol: &Patrol, fixes: Vec<Fix>, fence: &Arc<Fence>) -> (usize, usize) {
    let end = walk::moment(fixes.last().map_or(0, |fix| fix.mono - walk::MONO) + MINUTE);
    let run = [FixRun { boot: 1, wall_offset: walk::boot(1).wall_offset, fixes }];
    let mut kept = Kept::of(fence);
    let unopened = Arc::clone(&kept.fence);
    let around = derive_patrol_around(patrol, &run, end, unopened, Thresholds::V1, |areas| kept.open(areas));
    assert_eq!(around.unwrap(), derive_patrol(patrol, &run, end, fence, Thresholds::V1));
    (kept.open.iter().filter(|open| **open).count(), kept.pieces.len())
}

/// The same as it goes on: whenever a screen asks, what the officer has come to meanwhile is opened first.
fn walked_live(patrol: &Patrol, fixes: &[Fix], fence: &Arc<Fence>) {
    let mut kept = Kept::of(fence);
    let mut all = engine_of(patrol, Arc::clone(fence), Thresholds::V1);
    let mut part = engine_of(patrol, Arc::clone(&kept.fence), Thresholds::V1);
    let fold = |engine: &mut TrackEngine, fixes: &[Fix]| {
        fixes.iter().for_each(|fix| engine.push(walk::boot(1), fix));
    };
    for (asked, more) in fixes.chunks(10).enumerate() {
        fold(&mut all, more);
        fold(&mut part, more);
        while !part.beyond().is_empty() {
            part = engine_of(patrol, kept.open(part.beyond()).unwrap(), Thresholds::V1);
            fold(&mut part, &fixes[..asked * 10 + more.len()]);
        }
        let now = walk::moment(more.last().unwrap().mono - walk::MONO + 1);
        assert_eq!(part.snapshot(now), all.snapshot(now));
    }
}

#[test]
fn an_officer_on_foot_in_one_town_opens_the_zones_of_that_town() {
    // Nine hundred zones over 60 × 60 km; the officer walks one kilometre in the middle.
    let zones: Vec<ZoneGeometry> = (0..900)
        .map(|at| square(f64::from(at % 30) * 2_000.0, f64::from(at / 30) * 2_000.0, 900.0))
        .collect();
    let walk = (0..200).map(|at| walk::fix(at * 5_000, 30_000.0 + at as f64 * 5.0, 30_100.0)).collect();
    let (opened, all) = walked(&patrol(TravelMode::Foot), walk, &fence(&zones));
    assert!(opened > 0 && opened * 20 < all, "{opened} of {all} pieces were opened");
}

#[test]
fn a_phone_without_zones_opens_nothing() {
    let walk = (0..50).map(|at| walk::fix(at * 5_000, at as f64 * 6.0, 0.0)).collect();
    assert_eq!(walked(&patrol(TravelMode::Foot), walk, &Arc::new(Fence::default())), (0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_the_zones_it_asks_for_a_track_says_what_it_says_with_all(
        zones in prop::collection::vec(((-20_000.0..20_000.0f64, -20_000.0..20_000.0f64), 20.0..6_000.0f64), 1..60),
        legs in prop::collection::vec(
            // Walks, drives, gaps, and now and then the far end of a tunnel.
            (
                prop_oneof![8 => 1i64..20, 1 => 20i64..119, 1 => 119i64..2_500],
                prop_oneof![6 => -2.0..2.0f64, 3 => -40.0..40.0f64, 1 => -900.0..900.0f64],
                prop_oneof![6 => -2.0..2.0f64, 3 => -40.0..40.0f64, 1 => -900.0..900.0f64],
                20u16..600,
            ),
            1..150,
        ),
        driven in any::<bool>(),
    ) {
        let zones: Vec<ZoneGeometry> = zones.iter().map(|((x, y), side)| square(*x, *y, *side)).collect();
        let (mut now, mut at) = (0, (0.0, 0.0));
        let fixes = legs.iter().map(|(seconds, east, north, accuracy)| {
            now += seconds * 1_000;
            let calm = (*seconds).min(20) as f64;
            at = (at.0 + east * calm, at.1 + north * calm);
            Fix { accuracy: Some(*accuracy), ..walk::fix(now, at.0, at.1) }
        });
        let fixes: Vec<Fix> = fixes.collect();
        let (patrol, fence) = (patrol(if driven { TravelMode::Vehicle } else { TravelMode::Foot }), fence(&zones));
        walked_live(&patrol, &fixes, &fence);
        walked(&patrol, fixes, &fence);
    }
}
