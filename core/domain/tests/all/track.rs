//! The track codec as phone and server use it: every fix comes back, damage is told, limits hold.
//!
//! Golden chunks beside this file are read by every later version.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::track::{
    Chunk, ChunkError, ChunkHead, EncodeError, FORMAT, decode, encode, encode_prefix,
};
use beatbook_protocol::limits::{BODY_MAX, FIXES_PER_CHUNK_MAX};
use proptest::prelude::*;

const HEAD: ChunkHead = ChunkHead {
    patrol: [0x01, 0x99, 0x2b, 0x5c, 0xe1, 0x40, 0x7a, 0x11, 0x8c, 0x3f, 0x5a, 0x77, 0x10, 0x2d, 0x6e, 0x94],
    index: 3,
    boot: 0x9e37_79b9_7f4a_7c15,
    wall_offset: 1_757_174_254_877,
};

/// Two hours on foot at 5 s: round a block, with pauses, a tunnel and a fix from the cell network.
fn beat(count: i64) -> Vec<Fix> {
    let (mut lat, mut lon, mut second) = (51_380_500, 520_500, 7_346);
    (0..count)
        .map(|n| {
            let pauses = n % 97 > 70;
            let wander = ((n * 7_919) % 13 - 6) as i32;
            let (north, east) = [(58, 0), (0, 93), (-58, 0), (0, -93)][(n / 40 % 4) as usize];
            if !pauses {
                lat += north;
                lon += east;
            }
            second += if n == 500 { 300 } else { 5 };
            Fix {
                lat: lat + wander,
                lon: lon - wander * 2,
                time: HEAD.wall_offset + second * 1_000,
                mono: second * 1_000 + (n * 31) % 23,
                accuracy: (n % 211 != 0).then_some((40 + n % 17) as u16),
                speed: Some(if pauses { 0 } else { (12 + n % 3) as u16 }),
                bearing: (!pauses).then_some(((n / 40 % 4) * 90 + 358 + n % 5) as u16 % 360),
                provider: if n % 311 == 310 { Provider::Network } else { Provider::Gnss },
            }
        })
        .collect()
}

/// Values no receiver gives, as far from each other as the types allow.
fn hostile(count: usize) -> Vec<Fix> {
    let mut state = 1_u64;
    let mut bits = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state ^ (state >> 29)
    };
    (0..count)
        .map(|_| Fix {
            lat: bits() as i32,
            lon: bits() as i32,
            time: bits() as i64,
            mono: bits() as i64,
            accuracy: Some(bits() as u16),
            speed: Some(bits() as u16),
            bearing: Some(bits() as u16),
            provider: Provider::Mock,
        })
        .collect()
}

fn any_fix() -> impl Strategy<Value = Fix> {
    let extreme = prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), Just(-1), any::<i64>(), 0..10_000_i64];
    let degrees = || prop_oneof![Just(i32::MIN), Just(i32::MAX), any::<i32>(), -100..100_i32];
    let small = || prop::option::of(prop_oneof![Just(0), Just(u16::MAX), any::<u16>(), 0..400_u16]);
    let provider = prop_oneof![Just(Provider::Gnss), Just(Provider::Network), Just(Provider::Mock)];
    (degrees(), degrees(), extreme.clone(), extreme, small(), small(), small(), provider).prop_map(
        |(lat, lon, time, mono, accuracy, speed, bearing, provider)| Fix {
            lat,
            lon,
            time,
            mono,
            accuracy,
            speed,
            bearing,
            provider,
        },
    )
}

proptest! {
    #[test]
    fn every_fix_comes_back_exactly(
        fixes in prop::collection::vec(any_fix(), 1..200),
        patrol: [u8; 16], index: u32, boot: u64, wall_offset: i64,
    ) {
        let head = ChunkHead { patrol, index, boot, wall_offset };
        let chunk = encode(&head, &fixes).unwrap();
        prop_assert_eq!(decode(&chunk), Ok(Chunk { head, fixes }));
    }

    #[test]
    fn any_changed_bit_is_noticed(bit in 0..8 * 3_000_usize) {
        let mut chunk = encode(&HEAD, &beat(700)).unwrap();
        let bit = bit % (chunk.len() * 8);
        chunk[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(decode(&chunk).is_err());
    }

    #[test]
    fn a_chunk_cut_short_or_grown_is_noticed(keep in 0..3_000_usize, more in prop::collection::vec(any::<u8>(), 1..9)) {
        let chunk = encode(&HEAD, &beat(700)).unwrap();
        prop_assert!(decode(&chunk[..keep % chunk.len()]).is_err());
        prop_assert!(decode(&[&chunk[..], &more[..]].concat()).is_err());
    }

    #[test]
    fn noise_is_not_a_track(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(decode(&bytes).is_err());
    }

    /// Somebody who can write a right checksum can still not make a phone panic.
    #[test]
    fn a_forged_body_is_refused_or_read_but_never_panics(
        count: u16, body in prop::collection::vec(any::<u8>(), 0..4_000),
    ) {
        if let Ok(chunk) = decode(&forged(count, &body)) {
            prop_assert_eq!(chunk.fixes.len(), usize::from(count));
        }
    }
}

fn forged(count: u16, body: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut chunk = encode(&HEAD, &beat(1)).unwrap();
    chunk.truncate(37);
    chunk.extend_from_slice(&count.to_le_bytes());
    chunk.extend_from_slice(body);
    let check = Sha256::digest(&chunk);
    chunk.extend_from_slice(&check[..4]);
    chunk
}

#[test]
fn a_chunk_holds_4096_fixes_and_not_one_more() {
    let full = beat(4_096);
    assert_eq!(decode(&encode(&HEAD, &full).unwrap()).unwrap().fixes, full);
    assert_eq!(encode(&HEAD, &beat(4_097)), Err(EncodeError::TooLarge { fit: 4_096 }));
    assert_eq!(encode(&HEAD, &[]), Err(EncodeError::Empty));
    assert_eq!(decode(&forged(0, &[0; 100])), Err(ChunkError::Count));
    assert_eq!(decode(&forged(4_097, &[0; 100])), Err(ChunkError::Count));
    assert_eq!(FIXES_PER_CHUNK_MAX, 4_096);
}

#[test]
fn hostile_fixes_are_split_where_64_kib_end() {
    let all = hostile(4_096);
    let Err(EncodeError::TooLarge { fit }) = encode(&HEAD, &all) else { panic!("fits") };
    let chunk = encode(&HEAD, &all[..fit]).unwrap();
    assert!(chunk.len() <= BODY_MAX && chunk.len() > BODY_MAX - 64, "{}", chunk.len());
    assert_eq!(encode(&HEAD, &all[..=fit]), Err(EncodeError::TooLarge { fit }));

    let mut rest = &all[..];
    let mut back = Vec::new();
    while !rest.is_empty() {
        let (chunk, taken) = encode_prefix(&HEAD, rest).unwrap();
        back.extend(decode(&chunk).unwrap().fixes);
        rest = &rest[taken..];
    }
    assert_eq!(back, all);
}

#[test]
fn more_than_64_kib_is_refused_before_it_is_looked_at() {
    let mut long = vec![0_u8; BODY_MAX + 1];
    long[0] = FORMAT;
    assert_eq!(decode(&long), Err(ChunkError::Length));
    assert_eq!(decode(&long[..42]), Err(ChunkError::Length));
    assert_eq!(decode(&[]), Err(ChunkError::Length));
}

#[test]
fn a_chunk_of_a_later_version_is_kept_for_it() {
    let mut chunk = encode(&HEAD, &beat(10)).unwrap();
    chunk[0] = FORMAT + 1;
    assert_eq!(decode(&chunk), Err(ChunkError::NewerFormat { found: FORMAT + 1 }));
}

#[test]
fn two_hours_on_the_beat_cost_under_four_bytes_a_fix() {
    let chunk = encode(&HEAD, &beat(1_440)).unwrap();
    assert!(chunk.len() < 1_440 * 4, "{} bytes", chunk.len());
}

#[test]
fn golden_chunks_of_version_1_are_read_and_still_written_alike() {
    let golden = [
        ("beat", include_str!("../golden/track-v1-beat.hex"), beat(600)),
        ("hostile", include_str!("../golden/track-v1-hostile.hex"), hostile(40)),
    ];
    for (name, hex, fixes) in golden {
        let chunk = encode(&HEAD, &fixes).unwrap();
        let written: String = chunk.iter().map(|byte| format!("{byte:02x}")).collect();
        let kept: String = hex.split_whitespace().collect();
        assert_eq!(written, kept, "{name}: a change of bytes needs a new format number");
        let kept: Vec<u8> =
            (0..kept.len()).step_by(2).map(|at| u8::from_str_radix(&kept[at..at + 2], 16).unwrap()).collect();
        assert_eq!(decode(&kept), Ok(Chunk { head: HEAD, fixes }), "{name}");
    }
}
