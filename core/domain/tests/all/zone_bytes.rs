//! One zone, one spelling, one name: canonical bytes, their hashes, and what travels in a briefing.
//!
//! The golden bytes are what every later version must still read and write.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;

use beatbook_domain::geometry::{Polygon, Ring, Vertex, ZoneGeometry};
use beatbook_domain::zone::{ZoneHash, ZoneInForce, ZoneKind, ZoneVersion};
use beatbook_domain::zones::canonical::ZoneBytesError;
use beatbook_domain::zones::manifest::ZoneManifest;
use beatbook_domain::zones::pack::{PackError, PackedZones, ZoneIndex, pack};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::limits::{BRIEFING_OBJECT_MAX, ZONE_VERTICES_MAX};
use proptest::prelude::*;

const GOLDEN: &str = include_str!("../golden/zone-v1.hex");

fn ring(corners: &[(i32, i32)]) -> Ring {
    Ring(corners.iter().map(|&(lon, lat)| Vertex { lon, lat }).collect())
}

/// A hotspot with a hole and an island, drawn in no particular order.
fn hotspot() -> ZoneVersion {
    let shell = ring(&[
        (5_230_000, 513_830_000),
        (5_330_000, 513_830_000),
        (5_330_000, 513_930_000),
        (5_230_000, 513_930_000),
    ]);
    let hole = ring(&[(5_260_000, 513_850_000), (5_270_000, 513_850_000), (5_265_000, 513_860_000)]);
    let island = ring(&[(-10, 514_000_000), (10, 514_000_000), (0, 514_000_100)]);
    ZoneVersion {
        code: "HS-CHA".to_owned(),
        name: "Chatham – High Street".to_owned(),
        kind: ZoneKind::Hotspot,
        programme: Some("Hotspot programme".to_owned()),
        target_minutes: Some(9_600),
        illustrative: true,
        geometry: ZoneGeometry(vec![
            Polygon { shell, holes: vec![hole] },
            Polygon { shell: island, holes: vec![] },
        ]),
    }
}

fn ward(number: usize) -> ZoneVersion {
    ZoneVersion {
        code: format!("W-{number}"),
        name: format!("Ward {number}"),
        kind: ZoneKind::Ward,
        programme: None,
        target_minutes: None,
        illustrative: false,
        geometry: ZoneGeometry(vec![Polygon {
            shell: ring(&[(0, 0), (10 + number as i32, 0), (0, 10)]),
            holes: vec![],
        }]),
    }
}

fn golden(name: &str) -> String {
    let line = GOLDEN.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_default().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

#[test]
fn the_golden_zone_is_written_and_read_as_ever() {
    assert_eq!(hex(&hotspot().canonical_bytes()), golden("zone"));
    assert_eq!(hotspot().hash().to_string(), golden("zone-hash"));
    assert_eq!(ZoneVersion::from_canonical_bytes(&unhex(&golden("zone"))), Ok(hotspot().normalised()));
    assert_eq!(hex(&ward(1).canonical_bytes()), golden("ward"));
    assert_eq!(ward(1).hash().to_string(), golden("ward-hash"));
}

fn briefing(zones: &[ZoneVersion]) -> (ZoneManifest, PackedZones) {
    let row = |zone: &ZoneVersion| ZoneInForce {
        code: zone.code.clone(),
        valid_from: 1_774_998_000_000,
        valid_to: None,
        zone: zone.hash(),
    };
    let manifest = ZoneManifest::new(zones.iter().map(row).collect()).unwrap();
    let packed = pack(&manifest, zones).unwrap();
    (manifest, packed)
}

fn assembled(packed: &PackedZones) -> Result<(ZoneManifest, BTreeMap<ZoneHash, ZoneVersion>), PackError> {
    let objects: BTreeMap<Hash, &[u8]> =
        packed.objects.iter().map(|object| (object.hash, object.bytes.as_slice())).collect();
    ZoneIndex::open(packed.index.hash, &packed.index.bytes)?.assemble(|hash| objects.get(&hash).copied())
}

#[test]
fn the_golden_briefing_is_written_and_read_as_ever() {
    let (manifest, packed) = briefing(&[hotspot().normalised(), ward(1).normalised()]);
    assert_eq!(hex(&packed.index.bytes), golden("index"));
    let objects: Vec<String> = packed.objects.iter().map(|object| hex(&object.bytes)).collect();
    assert_eq!(objects, [golden("rows"), golden("versions")]);
    let (read, zones) = assembled(&packed).unwrap();
    assert_eq!(read, manifest);
    assert_eq!(zones.values().cloned().collect::<Vec<_>>().len(), 2);
    assert_eq!(zones[&hotspot().hash()], hotspot().normalised());
}

#[test]
fn every_property_is_part_of_the_name() {
    let zone = hotspot();
    let others = [
        ZoneVersion { code: "HS-CHB".to_owned(), ..zone.clone() },
        ZoneVersion { name: "Chatham".to_owned(), ..zone.clone() },
        ZoneVersion { kind: ZoneKind::PspoArea, ..zone.clone() },
        ZoneVersion { programme: None, ..zone.clone() },
        ZoneVersion { target_minutes: None, ..zone.clone() },
        ZoneVersion { illustrative: false, ..zone.clone() },
        ZoneVersion { geometry: ward(1).geometry, ..zone.clone() },
    ];
    assert!(others.iter().all(|other| other.hash() != zone.hash()));
}

#[test]
fn the_largest_zone_fits_a_briefing_object_and_one_corner_more_is_refused() {
    // Corners as far apart as they can be take the most bytes.
    let far = |n: usize| Vertex {
        lon: if n.is_multiple_of(2) { -1_800_000_000 } else { 1_800_000_000 },
        lat: n as i32 * 40_000,
    };
    let zone = |corners: usize| ZoneVersion {
        geometry: ZoneGeometry(vec![Polygon { shell: Ring((0..corners).map(far).collect()), holes: vec![] }]),
        name: "é".repeat(200),
        ..hotspot()
    };
    let bytes = zone(ZONE_VERTICES_MAX).canonical_bytes();
    assert!(bytes.len() < BRIEFING_OBJECT_MAX, "{}", bytes.len());
    assert!(ZoneVersion::from_canonical_bytes(&bytes).is_ok());
    let too_many = zone(ZONE_VERTICES_MAX + 1).canonical_bytes();
    assert_eq!(ZoneVersion::from_canonical_bytes(&too_many), Err(ZoneBytesError::TooManyVertices));
}

#[test]
fn hostile_bytes_are_refused_by_what_is_wrong_with_them() {
    let good = hotspot().canonical_bytes();
    let refused = |bytes: &[u8]| ZoneVersion::from_canonical_bytes(bytes).unwrap_err();
    for length in 0..good.len() {
        refused(&good[..length]);
    }
    assert_eq!(refused(&[good.as_slice(), &[0]].concat()), ZoneBytesError::NotCanonical);
    assert_eq!(refused(&vec![0; BRIEFING_OBJECT_MAX + 1]), ZoneBytesError::TooLong);
    let mut newer = good.clone();
    newer[1] = 2;
    assert_eq!(refused(&newer), ZoneBytesError::NewerFormat);
    // 2^63 polygons are declared and none is there: nothing is allocated for them.
    let begin = &unhex(&golden("ward"))[..18];
    let declared = [begin, &[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]].concat();
    assert_eq!(refused(&declared), ZoneBytesError::TooManyVertices);
    // 1 written as a two-byte number.
    assert_eq!(refused(&[&good[..1], &[0x18, 0x01], &good[2..]].concat()), ZoneBytesError::NotCanonical);
    for text in ["", " HS", "a\nb", &"x".repeat(201)] {
        let zone = ZoneVersion { code: text.to_owned(), ..hotspot() };
        assert_eq!(refused(&zone.canonical_bytes()), ZoneBytesError::BadText);
    }
    let off = ZoneVersion {
        geometry: ZoneGeometry(vec![Polygon {
            shell: ring(&[(0, 0), (1_800_000_001, 0), (0, 10)]),
            holes: vec![],
        }]),
        ..hotspot()
    };
    assert_eq!(refused(&off.canonical_bytes()), ZoneBytesError::OffEarth);
}

#[test]
fn a_redrawn_zone_of_thousands_changes_few_objects() {
    let mut zones: Vec<ZoneVersion> = (0..8_000).map(|n| ward(n).normalised()).collect();
    let (_, before) = briefing(&zones);
    assert!(before.objects.len() >= 8, "{}", before.objects.len());
    assert!(before.objects.iter().all(|object| object.bytes.len() <= BRIEFING_OBJECT_MAX));
    zones[4_711].name = "Ward redrawn".to_owned();
    let (manifest, after) = briefing(&zones);
    let fetched = after.objects.iter().filter(|object| !before.objects.contains(object)).count();
    assert!(fetched <= 3, "{fetched} of {}", after.objects.len());
    zones.reverse();
    assert_eq!(pack(&manifest, &zones), Ok(after), "the order of the zones does not matter");
}

#[test]
fn a_briefing_with_a_part_missing_or_damaged_says_so() {
    let zones = [hotspot().normalised(), ward(1).normalised()];
    let (manifest, packed) = briefing(&zones);
    assert_eq!(pack(&manifest, &zones[..1]), Err(PackError::MissingVersion));
    for number in 0..packed.objects.len() {
        let mut lost = packed.clone();
        lost.objects.remove(number);
        assert_eq!(assembled(&lost), Err(PackError::MissingObject));
        let mut damaged = packed.clone();
        damaged.objects[number].bytes[30] ^= 1;
        assert_eq!(assembled(&damaged), Err(PackError::WrongHash));
    }
    let index = &packed.index;
    assert_eq!(ZoneIndex::open(Hash::of(&[b"another"]), &index.bytes), Err(PackError::WrongHash));
    let later = String::from_utf8_lossy(&index.bytes[..24]).replace("index-1", "index-2");
    assert!(later.contains("index-2"));
    let mut newer = index.bytes.clone();
    let at = newer.windows(7).position(|here| here == b"index-1").unwrap();
    newer[at + 6] = b'2';
    assert_eq!(ZoneIndex::open(Hash::of(&[&newer]), &newer), Err(PackError::NewerFormat));
    let rows = &packed.objects[0];
    assert_eq!(ZoneIndex::open(rows.hash, &rows.bytes), Err(PackError::Malformed));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_area_drawn_another_way_has_the_same_name(
        turns in prop::collection::vec((0_usize..4, any::<bool>()), 3), swap in any::<bool>(),
    ) {
        let mut drawn = hotspot();
        let polygons = &mut drawn.geometry.0;
        let (first, rest) = polygons.split_at_mut(1);
        let rings = [&mut first[0].shell, &mut first[0].holes[0], &mut rest[0].shell];
        for (ring, (turn, reversed)) in rings.into_iter().zip(turns) {
            let turn = turn % ring.0.len();
            ring.0.rotate_left(turn);
            if reversed {
                ring.0.reverse();
            }
        }
        if swap {
            drawn.geometry.0.reverse();
        }
        prop_assert_eq!(drawn.hash(), hotspot().hash());
    }

    #[test]
    fn bytes_with_a_changed_bit_are_another_zone_or_none(at in 0_usize..200, bit in 0_u8..8) {
        let mut bytes = hotspot().canonical_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        if let Ok(zone) = ZoneVersion::from_canonical_bytes(&bytes) {
            prop_assert_ne!(zone.hash(), hotspot().hash());
            prop_assert_eq!(zone.canonical_bytes(), bytes);
        }
    }

    #[test]
    fn any_bytes_are_a_zone_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = ZoneVersion::from_canonical_bytes(&bytes);
        let _ = ZoneIndex::open(Hash::of(&[&bytes]), &bytes);
    }
}
