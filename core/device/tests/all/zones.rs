//! The zones of a briefing on a phone that is restarted, updated and far from all but a few of them.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::sync::{Arc, Mutex};

use beatbook_device::{AskWhere, Beatbook, PatrolResult, Platform, SignOn};
use beatbook_domain::fence::metres_between;
use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use beatbook_domain::zone::{ZoneKind, ZoneVersion};
use support::server::{Keeper, Server, keep, keeper};
use support::{Phone, enrol, inside};

/// Degrees in 1e-7°.
const DEGREE: f64 = 1e7;

/// A ring of 200 corners around a place.
pub fn area(code: String, lat: f64, lon: f64, radius: f64) -> ZoneVersion {
    let corner = |at: i32| {
        let angle = f64::from(at) / 200.0 * std::f64::consts::TAU;
        Vertex {
            lon: ((lon + radius * 1.6 * angle.cos()) * DEGREE) as i32,
            lat: ((lat + radius * angle.sin()) * DEGREE) as i32,
        }
    };
    let shell = Ring((0..200).map(corner).collect());
    ZoneVersion {
        name: format!("Hotspot {code}"),
        code,
        kind: ZoneKind::Hotspot,
        programme: None,
        target_minutes: None,
        illustrative: true,
        geometry: ZoneGeometry(vec![Polygon { shell, holes: Vec::new() }]),
    }
}

/// One hotspot in which the walker of these stories is most of the time, and a county of others.
fn county() -> Vec<ZoneVersion> {
    let far = (0..400).map(|at| {
        area(format!("F{at:03}"), 51.0 + f64::from(at % 20) * 0.04, 0.0 + f64::from(at / 20) * 0.06, 0.01)
    });
    far.chain([area("HERE".to_owned(), 51.39, 0.52, 0.004)]).collect()
}

/// A phone on duty for half an hour, with the county's zones.
fn on_duty() -> (Phone, Arc<Mutex<Keeper>>, Server, Beatbook) {
    let (phone, keeper) = (Phone::new(), keeper());
    keeper.lock().unwrap().publish_zones(&county());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    book.sync().unwrap();
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(1_800)).unwrap();
    (phone, keeper, server, book)
}

fn so_far(book: &Beatbook) -> PatrolResult {
    let on_duty = book.status().unwrap().on_duty.unwrap();
    assert!(on_duty.so_far.measured);
    on_duty.so_far
}

#[test]
fn a_restarted_phone_says_what_it_said_before() {
    let (phone, _keeper, _server, book) = on_duty();
    let before = so_far(&book);
    assert!(before.zones.iter().any(|zone| zone.code == "HERE" && zone.foot > 0), "{before:?}");
    let id = book.notebook();
    drop(book);
    let book = phone.open(id).unwrap();
    assert_eq!(so_far(&book), before);
    book.record_fixes(&phone.walk(600)).unwrap();
    let after = so_far(&book);
    let off = book.sign_off(&[]).unwrap();
    assert_eq!(off.result.zones.len(), after.zones.len());
    assert_eq!(book.patrols(1).unwrap()[0].result.as_ref(), Some(&off.result));
}

#[test]
fn signing_off_straight_after_a_restart_comes_to_the_same_as_without_one() {
    let (phone, _keeper, _server, book) = on_duty();
    let (other, _other_keeper, _other_server, calm) = on_duty();
    let id = book.notebook();
    drop(book);
    let book = phone.open(id).unwrap();
    so_far(&calm);
    assert_eq!(phone.platform.now().unwrap().wall, other.platform.now().unwrap().wall);
    assert_eq!(book.sign_off(&[]).unwrap().result, calm.sign_off(&[]).unwrap().result);
}

#[test]
fn only_the_zones_around_the_officer_are_read() {
    let (phone, _keeper, _server, book) = on_duty();
    let (before, id) = (so_far(&book), book.notebook());
    drop(book);
    // Every piece that is nowhere near is made unreadable: whoever reads it fails.
    let lost = inside(&phone.places.file(id))
        .execute("UPDATE zone_piece SET bytes = x'00' WHERE north < 513000000 OR south > 514700000", [])
        .unwrap();
    assert!(lost >= 3, "{lost} pieces are far away");
    let book = phone.open(id).unwrap();
    assert_eq!(so_far(&book), before);
    book.sign_off(&[]).unwrap();
}

#[test]
fn zones_of_an_update_or_of_a_making_that_was_killed_are_made_again() {
    let (phone, _keeper, _server, book) = on_duty();
    let (before, id) = (so_far(&book), book.notebook());
    drop(book);
    for lost in [
        "DELETE FROM zone_index; DELETE FROM zone_piece; DELETE FROM zone_name",
        "UPDATE zone_index SET version = 0; UPDATE zone_piece SET bytes = x'00'",
        "UPDATE zone_index SET state = 0; DELETE FROM zone_piece WHERE id % 2 = 0",
    ] {
        inside(&phone.places.file(id)).execute_batch(lost).unwrap();
        let book = phone.open(id).unwrap();
        assert_eq!(so_far(&book), before, "{lost}");
    }
    let pieces =
        |sql: &str| -> i64 { inside(&phone.places.file(id)).query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(pieces("SELECT count(DISTINCT briefing) FROM zone_piece"), 1, "none is there twice");
}

#[test]
fn a_patrol_keeps_its_zones_while_a_newer_briefing_comes() {
    let (phone, keeper, _server, book) = on_duty();
    let before = so_far(&book);
    keeper.lock().unwrap().publish_zones(&[area("NEW".to_owned(), 51.39, 0.52, 0.004)]);
    book.sync().unwrap();
    assert_eq!(so_far(&book), before);
    let id = book.notebook();
    drop(book);
    let book = phone.open(id).unwrap();
    let off = book.sign_off(&[]).unwrap();
    assert!(off.result.zones.iter().any(|zone| zone.code == "HERE"));
    book.sign_on(SignOn::tasked()).unwrap();
    book.record_fixes(&phone.walk(600)).unwrap();
    assert_eq!(so_far(&book).zones.iter().map(|zone| zone.code.as_str()).collect::<Vec<_>>(), ["NEW"]);
    let told = book.patrols(2).unwrap();
    assert_eq!(told[1].result.as_ref(), Some(&off.result), "an old patrol keeps the names of its zones");
    book.sync().unwrap();
    drop(book);
    let briefings: i64 = inside(&phone.places.file(id))
        .query_row("SELECT count(*) FROM zone_index", [], |row| row.get(0))
        .unwrap();
    assert!(briefings <= 2);
}

#[test]
fn the_nearest_zones_come_with_a_circle_around_all_of_them() {
    let (_phone, _keeper, _server, book) = on_duty();
    let near = book.zones_near(AskWhere::At { lat: 51.39, lon: 0.52, accuracy_m: 5.0 }).unwrap();
    assert!(near.len() > 3, "a county lies around: {}", near.len());
    assert!((near[0].code.as_str(), near[0].inside) == ("HERE", true), "{:?}", near[0]);
    assert!(near[1..].is_sorted_by(|a, b| a.edge_m <= b.edge_m));
    for zone in &near {
        assert!(zone.inside || zone.edge_m < 10_000.0, "{zone:?}");
        let of = county().into_iter().find(|one| one.code == zone.code).unwrap();
        let middle = Vertex::from_degrees(zone.lon, zone.lat).unwrap();
        let corners = of.geometry.0.iter().flat_map(|polygon| &polygon.shell.0);
        let farthest = corners.map(|corner| metres_between(*corner, middle)).fold(0.0, f64::max);
        assert!(farthest <= zone.radius_m && zone.radius_m < farthest * 1.5, "{farthest} {zone:?}");
    }
    let sea = book.zones_near(AskWhere::At { lat: 54.5, lon: 3.0, accuracy_m: 5.0 }).unwrap();
    assert_eq!(sea, []);
    let nowhere = book.zones_near(AskWhere::At { lat: 91.0, lon: 0.0, accuracy_m: 5.0 });
    assert_eq!(nowhere.unwrap_err().code(), "no_place");
}

#[test]
fn before_the_first_sync_no_zone_is_near() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let book = enrol(&phone, &server);
    let near = book.zones_near(AskWhere::At { lat: 51.39, lon: 0.52, accuracy_m: 5.0 });
    assert_eq!(near.unwrap(), []);
}
