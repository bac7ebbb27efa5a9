//! Within the room made at sign-on a fix asks for no memory: a phone in a pocket has none to waste.
//!
//! The room is for 512 spans of each kind, 256 visits and 64 stretches between gaps; beyond it, lists grow.

// Counting is the allocator's business, and an allocator is unsafe by nature.
#![allow(unsafe_code, clippy::unwrap_used)]

use crate::walk;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;

use beatbook_domain::fence::TrackEngine;
use beatbook_domain::thresholds::Thresholds;
use walk::*;

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: everything is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn twenty_laps_through_three_zones_with_gaps_allocate_nothing() {
    let fence = fence(&[
        (1, zone(rectangle(0.0, 0.0, 200.0, 200.0))),
        (2, zone(rectangle(200.0, 0.0, 400.0, 200.0))),
        (3, zone_with_hole(rectangle(-300.0, -300.0, 700.0, 700.0), rectangle(50.0, 50.0, 90.0, 90.0))),
    ]);
    let mut walk = Walk::from(-50.0, 70.0);
    for lap in 0..20 {
        let y = 20.0 + f64::from(lap) * 7.0;
        walk = walk.to(450.0, y, 400_000).stay(60_000).to(-50.0, y, 400_000).silence(-50.0, y, 130_000);
    }
    assert!(walk.fixes.len() > 3_000);
    let mut engine = TrackEngine::new(Arc::clone(&fence), Thresholds::V1, moment(0), None);
    let before = ALLOCATIONS.with(Cell::get);
    for fix in &walk.fixes {
        engine.push(boot(1), fix);
    }
    let allocated = ALLOCATIONS.with(Cell::get) - before;
    let told = engine.finish(moment(walk.now()));
    assert_eq!(told.zones.len(), 3);
    assert!(told.zones.iter().take(2).all(|zone| zone.visits.len() > 15));
    assert_eq!(allocated, 0);
}
