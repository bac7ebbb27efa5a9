//! How much of a sector a team came by: nothing without a track, all of it on a whole one, holes left out, tiny sectors too.

use beatbook_domain::counts::searched::{Cells, Searched};
use beatbook_domain::fence::metres_between;
use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use proptest::prelude::*;

/// Chatham station.
const HERE: Vertex = Vertex { lon: 5_206_000, lat: 513_812_000 };

/// So many metres east and north of the station.
fn at(east: f64, north: f64) -> Vertex {
    let metres = |to: Vertex| metres_between(HERE, to);
    let per_lon = metres(Vertex { lon: HERE.lon + 100_000, ..HERE }) / 1e5;
    let per_lat = metres(Vertex { lat: HERE.lat + 100_000, ..HERE }) / 1e5;
    Vertex {
        lon: HERE.lon + (east / per_lon).round() as i32,
        lat: HERE.lat + (north / per_lat).round() as i32,
    }
}

fn square(from: f64, to: f64) -> Ring {
    Ring(vec![at(from, from), at(to, from), at(to, to), at(from, to)])
}

fn sector(side: f64, holes: Vec<Ring>) -> ZoneGeometry {
    ZoneGeometry(vec![Polygon { shell: square(0.0, side), holes }])
}

fn share(sector: &ZoneGeometry, fixes: &[Vertex]) -> Option<u8> {
    match Cells::of(sector).unwrap().searched(fixes.iter().copied(), 50) {
        Searched::Share { percent } => Some(percent),
        Searched::NoTrack | Searched::NoZone => None,
    }
}

/// Fixes every so many metres all over a square.
fn all_over(side: f64, step: f64) -> Vec<Vertex> {
    let steps = (side / step) as usize + 1;
    let places = (0..steps * steps).map(|n| at((n % steps) as f64 * step, (n / steps) as f64 * step));
    places.collect()
}

#[test]
fn without_a_track_nothing_is_said_and_far_away_nothing_was_come_by() {
    let sector = sector(1_000.0, vec![]);
    assert_eq!(share(&sector, &[]), None);
    assert_eq!(share(&sector, &[at(-60.0, 500.0), at(3_000.0, 3_000.0)]), Some(0));
    assert_eq!(Searched::NoTrack.words(50), "no track");
    assert_eq!(Searched::Share { percent: 37 }.words(50), "37 % within 50 m of the track");
}

#[test]
fn walking_all_of_it_is_all_of_it_and_one_street_is_a_tenth() {
    let sector = sector(1_000.0, vec![]);
    assert_eq!(share(&sector, &all_over(1_000.0, 50.0)), Some(100));
    // Along one line through the middle: 100 m of 1,000.
    let street: Vec<Vertex> = (0..=200).map(|n| at(f64::from(n) * 5.0, 500.0)).collect();
    assert_eq!(share(&sector, &street), Some(10));
    // One fix: a disc of 50 m is 0.785 % of it.
    assert_eq!(share(&sector, &[at(500.0, 500.0)]), Some(0));
}

#[test]
fn a_hole_is_no_part_of_it() {
    // The middle quarter is a barracks that nobody enters: the rest is all there is to search.
    let holed = sector(400.0, vec![square(100.0, 300.0)]);
    let around: Vec<Vertex> =
        all_over(400.0, 10.0).into_iter().filter(|fix| !within(*fix, 130.0, 270.0)).collect();
    assert_eq!(share(&holed, &around), Some(100));
    // Standing in the middle of the hole shows nothing of the sector.
    assert_eq!(share(&holed, &[at(200.0, 200.0)]), Some(0));
}

fn within(fix: Vertex, from: f64, to: f64) -> bool {
    let (low, high) = (at(from, from), at(to, to));
    (low.lon..=high.lon).contains(&fix.lon) && (low.lat..=high.lat).contains(&fix.lat)
}

#[test]
fn a_tiny_sector_is_measured_in_smaller_cells_and_a_district_in_larger_ones() {
    let yard = sector(8.0, vec![]);
    assert_eq!(share(&yard, &[at(4.0, 4.0)]), Some(100));
    assert_eq!(share(&yard, &[at(-60.0, 4.0)]), Some(0));
    // Half of it: 50 m to the west of its middle.
    assert!((40..=60).contains(&share(&yard, &[at(-46.0, 4.0)]).unwrap()));
    let district = sector(60_000.0, vec![]);
    assert_eq!(share(&district, &[at(30_000.0, 30_000.0)]), Some(0));
    // Nothing at all is no sector.
    assert!(Cells::of(&ZoneGeometry(vec![])).is_none());
    assert!(Cells::of(&ZoneGeometry(vec![Polygon { shell: Ring(vec![HERE; 3]), holes: vec![] }])).is_none());
}

fn fixes() -> impl Strategy<Value = Vec<Vertex>> {
    prop::collection::vec((-200.0..1_200.0, -200.0..1_200.0).prop_map(|(east, north)| at(east, north)), 0..40)
}

proptest! {
    #[test]
    fn more_fixes_never_show_less_and_their_order_plays_no_part(
        (fixes, shuffled, more) in (fixes().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())), fixes())
            .prop_map(|((all, shuffled), more)| (all, shuffled, more)),
    ) {
        let sector = sector(1_000.0, vec![square(400.0, 600.0)]);
        let alone = share(&sector, &fixes);
        prop_assert_eq!(alone, share(&sector, &shuffled));
        let together: Vec<Vertex> = fixes.iter().chain(&more).copied().collect();
        prop_assert!(alone <= share(&sector, &together));
        prop_assert_eq!(alone.is_none(), fixes.is_empty());
        prop_assert!(alone.is_none_or(|percent| percent <= 100));
    }

    #[test]
    fn a_larger_distance_never_shows_less(fixes in fixes()) {
        let cells = Cells::of(&sector(1_000.0, vec![])).unwrap();
        let at = |metres| match cells.searched(fixes.iter().copied(), metres) {
            Searched::Share { percent } => Some(percent),
            Searched::NoTrack | Searched::NoZone => None,
        };
        prop_assert!(at(25) <= at(50) && at(50) <= at(100));
    }
}
