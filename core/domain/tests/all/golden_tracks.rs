//! Golden tracks: whole patrols with the integers that every platform and language must find.
//!
//! The files under `tests/golden-tracks` are read back and derived; the stories here made them.

// What a test builds is right or the test fails.
#![allow(clippy::unwrap_used)]

use crate::walk;

use std::path::PathBuf;
use std::sync::Arc;

use beatbook_domain::fence::{Boot, BootRun, Fence, ModeChange, derive};
use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use beatbook_domain::presence::{Interval, ModeInterval, TrackPresence};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneHash;
use serde_json::{Value, json};
use walk::*;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden-tracks")
}

fn town() -> Vec<(u8, ZoneGeometry)> {
    let hotspot = zone_with_hole(rectangle(0.0, 0.0, 200.0, 200.0), rectangle(80.0, 80.0, 140.0, 140.0));
    let west =
        zone(ring(&[(-900.0, -900.0), (100.0, -900.0), (107.0, 100.0), (93.0, 900.0), (-900.0, 900.0)]));
    let east =
        zone(ring(&[(100.0, -900.0), (1_900.0, -900.0), (1_900.0, 900.0), (93.0, 900.0), (107.0, 100.0)]));
    vec![(1, hotspot), (2, west), (3, east)]
}

/// Name, boots with their fixes, declared modes.
type Story = (&'static str, Vec<(Boot, Vec<Fix>)>, Vec<Value>);

fn stories() -> Vec<Story> {
    let beat = Walk::from(-60.0, 30.0).to(160.0, 40.0, 180_000).to(110.0, 110.0, 70_000).stay(300_000);
    let beat =
        beat.to(20.0, 150.0, 90_000).silence(30.0, 150.0, 720_000).stay(120_000).to(-80.0, 180.0, 90_000);
    let ride = Walk::from(-200.0, 60.0).to(-160.0, 60.0, 40_000).to(1_600.0, 61.0, 170_000).stay(60_000);
    let mut drifting = Walk::from(3.0, 40.0).to(-3.0, 160.0, 100_000).stay(60_000).fixes;
    for (at, fix) in drifting.iter_mut().enumerate() {
        let at = at as i32;
        (fix.lat, fix.lon) = (fix.lat + (at * 7) % 60 - 30, fix.lon + (at * 13) % 90 - 45);
        fix.accuracy = Some(40 + (at * 17 % 90) as u16);
        (fix.speed, fix.bearing) = (Some(12), Some((350 + at as u16 * 3) % 360));
        if at == 9 {
            fix.lat += 1_500;
        }
    }
    let first = Walk::from(40.0, 40.0).stay(180_000).fixes;
    let mut second = Walk::from(50.0, 40.0).to(260.0, 45.0, 150_000).fixes;
    for fix in &mut second {
        (fix.time, fix.mono) = (fix.time + 205_000, fix.mono - MONO + 9_000);
        fix.provider = if fix.mono < 20_000 { Provider::Network } else { Provider::Gnss };
    }
    let again = Boot { id: 2, wall_offset: START + 180_000 };
    // Twenty years off after the restart, by cell towers only; and the first satellite time is corrupt.
    let adrift = Boot { id: 2, wall_offset: START + 180_000 + 631_152_000_000 };
    let mut corrupt = first.clone();
    corrupt[0].time += 631_152_000_000;
    let by_towers =
        |fix: &Fix| Fix { provider: Provider::Network, time: fix.mono + adrift.wall_offset, ..*fix };
    let towers: Vec<Fix> = second.iter().map(by_towers).collect();
    let cycle = json!({ "wall": START + 30_000, "mono": MONO + 30_000, "boot": hex(1), "mode": "cycle" });
    vec![
        ("beat-with-base-and-kill", vec![(boot(1), beat.fixes)], vec![]),
        ("car-through-the-town", vec![(boot(1), ride.fixes)], vec![]),
        ("drift-along-an-edge", vec![(boot(1), drifting)], vec![]),
        ("restart-and-cycle", vec![(boot(1), first), (again, second)], vec![cycle]),
        ("restart-into-the-wrong-year", vec![(boot(1), corrupt), (adrift, towers)], vec![]),
    ]
}

fn hex(boot: u64) -> String {
    format!("{boot:016x}")
}

fn written((_, boots, modes): &Story) -> Value {
    let rings = |polygon: &Polygon| -> Vec<Vec<[i32; 2]>> {
        polygon.rings().map(|ring| ring.0.iter().map(|v| [v.lon, v.lat]).collect()).collect()
    };
    let zones: Vec<Value> = town()
        .iter()
        .map(|(name, zone)| {
            let polygons: Vec<_> = zone.0.iter().map(rings).collect();
            json!({ "hash": hash(*name).to_string(), "from": 0, "to": START + 86_400_000, "polygons": polygons })
        })
        .collect();
    let boots_told: Vec<Value> = boots
        .iter()
        .map(|(boot, fixes)| {
            let fixes: Vec<Value> = fixes
                .iter()
                .map(|f| json!([f.lat, f.lon, f.time, f.mono, f.accuracy, f.speed, f.bearing, f.provider]))
                .collect();
            json!({ "boot": hex(boot.id), "wall_offset": boot.wall_offset, "fixes": fixes })
        })
        .collect();
    let (last, fixes) = boots.last().unwrap();
    let end = fixes.last().unwrap().mono + 3_000;
    json!({
        "zones": zones,
        "start": { "wall": START, "mono": MONO, "boot": hex(1) },
        "end": { "wall": end + last.wall_offset, "mono": end, "boot": hex(last.id) },
        "modes": modes,
        "boots": boots_told,
    })
}

fn number<T: TryFrom<i64>>(value: &Value) -> Option<T> {
    value.as_i64().and_then(|value| T::try_from(value).ok())
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn boot_number(value: &Value) -> u64 {
    u64::from_str_radix(value.as_str().unwrap(), 16).unwrap()
}

fn derived(track: &Value) -> TrackPresence {
    let zones: Vec<(ZoneHash, Interval, ZoneGeometry)> = track["zones"]
        .as_array()
        .unwrap()
        .iter()
        .map(|zone| {
            let name = zone["hash"].as_str().unwrap();
            let bytes: Vec<u8> =
                (0..32).map(|at| u8::from_str_radix(&name[2 * at..2 * at + 2], 16).unwrap()).collect();
            let span = Interval { from: number(&zone["from"]).unwrap(), to: number(&zone["to"]).unwrap() };
            let polygons: Vec<Vec<Vec<[i32; 2]>>> = read(&zone["polygons"]);
            let polygons = polygons.into_iter().map(|rings| {
                let ring = |ring: Vec<[i32; 2]>| {
                    Ring(ring.into_iter().map(|[lon, lat]| Vertex { lon, lat }).collect())
                };
                let mut rings = rings.into_iter().map(ring);
                Polygon { shell: rings.next().unwrap(), holes: rings.collect() }
            });
            (ZoneHash(bytes.try_into().unwrap()), span, ZoneGeometry(polygons.collect()))
        })
        .collect();
    let fence = Arc::new(Fence::build(zones.iter().map(|(hash, span, zone)| (*hash, *span, zone))).unwrap());
    let boots: Vec<(Boot, Vec<Fix>)> = track["boots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| {
            let fix = |f: &Value| Fix {
                lat: number(&f[0]).unwrap(),
                lon: number(&f[1]).unwrap(),
                time: number(&f[2]).unwrap(),
                mono: number(&f[3]).unwrap(),
                accuracy: number(&f[4]),
                speed: number(&f[5]),
                bearing: number(&f[6]),
                provider: read(&f[7]),
            };
            let boot =
                Boot { id: boot_number(&told["boot"]), wall_offset: number(&told["wall_offset"]).unwrap() };
            (boot, told["fixes"].as_array().unwrap().iter().map(fix).collect())
        })
        .collect();
    let moment = |at: &Value| -> Moment {
        read(&json!({ "wall": at["wall"], "mono": at["mono"], "boot": at["boot"] }))
    };
    let modes: Vec<ModeChange> = track["modes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| ModeChange { at: moment(change), mode: read(&change["mode"]) })
        .collect();
    let runs: Vec<BootRun> = boots.iter().map(|(boot, fixes)| BootRun { boot: *boot, fixes }).collect();
    derive(&fence, Thresholds::V1, moment(&track["start"]), moment(&track["end"]), (None, &modes), &runs)
}

fn expected(told: &TrackPresence) -> Value {
    let span = |span: &Interval| json!([span.from, span.to]);
    let spans = |spans: &[Interval]| spans.iter().map(span).collect::<Vec<_>>();
    let modes = |spans: &[ModeInterval]| {
        spans.iter().map(|one| json!([one.span.from, one.span.to, one.mode])).collect::<Vec<_>>()
    };
    let zones = told.zones.iter().map(|zone| {
        let visits = zone.visits.iter().map(|visit| {
            json!({ "span": span(&visit.span), "foot": visit.foot, "cycle": visit.cycle,
                "vehicle": visit.vehicle, "gaps": spans(&visit.gaps) })
        });
        json!({ "hash": zone.zone.to_string(), "presence": modes(&zone.presence), "certain": modes(&zone.certain),
            "possible": modes(&zone.possible), "visits": visits.collect::<Vec<_>>() })
    });
    let fixes = told.fixes;
    json!({
        "span": span(&told.span),
        "gaps": spans(&told.gaps),
        "modes": modes(&told.modes),
        "fixes": [fixes.accepted, fixes.inaccurate, fixes.excursion, fixes.late, fixes.mock],
        "quality": told.quality,
        "zones": zones.collect::<Vec<_>>(),
    })
}

#[test]
fn every_golden_track_gives_its_integers() {
    let write = std::env::var_os("BEATBOOK_WRITE_GOLDEN").is_some();
    for story in stories() {
        let file = folder().join(format!("{}.json", story.0));
        if write {
            let mut track = written(&story);
            track["expected"] = expected(&derived(&track));
            std::fs::write(&file, format!("{track}\n")).unwrap();
        }
        let track: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let told = derived(&track);
        assert_eq!(expected(&told), track["expected"], "{}", story.0);
        // The file is the story: nobody edited one and not the other.
        let mut input = track;
        input.as_object_mut().unwrap().remove("expected");
        assert_eq!(input, written(&story), "{}", story.0);
        assert!(told.zones.iter().any(|zone| !zone.presence.is_empty()));
    }
}
