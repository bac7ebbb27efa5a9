//! The bytes of every kind of body, as they were when schema 1 was fixed: of journals of phones and of the server's.
//!
//! Each line of a file is a kind, a space, and the body: JSON as it is, anything else in hexadecimal digits. Lines are
//! written by hand from the schema, every optional field filled, and are never changed: a later form is another line.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use std::collections::BTreeSet;

use beatbook_domain::presence::{
    FixCounts, Interval, ModeInterval, Quality, TrackPresence, TravelMode, Visit, ZonePresence,
};
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::summary::PatrolSummary;
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneHash;
use beatbook_protocol::frame::inflate;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::limits::MESSAGE_MAX;

const ENTRIES: &str = include_str!("../golden/entry_bodies.txt");
const SERVER: &str = include_str!("../golden/server_bodies.txt");
const SUMMARY: &str = include_str!("../golden/patrol-summary-v1.hex");
/// Files that belong to one matter each, with the tests that write their lines.
const ELSEWHERE: [&str; 5] = [
    include_str!("../golden/encounter_and_notice_bodies.txt"),
    include_str!("../golden/encampment_bodies.txt"),
    include_str!("../golden/tent_bodies.txt"),
    include_str!("../golden/engagement_bodies.txt"),
    include_str!("../golden/premises_bodies.txt"),
];
/// Kinds whose bodies are no text, in files of their own: `track-v1-*.hex` and `patrol-summary-v1.hex`.
const BINARY: [&str; 2] = ["track_chunk", "patrol_summary"];

/// Kind and bytes of each line.
fn lines(golden: &str) -> Vec<(&str, Vec<u8>)> {
    let body = |text: &str| if text.starts_with('{') { text.as_bytes().to_vec() } else { bytes(text) };
    let lines = golden.lines().map(|line| line.split_once(' ').unwrap());
    lines.map(|(kind, text)| (kind, body(text))).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(|one| !one.is_whitespace()).collect();
    digits.chunks(2).map(|two| u8::from_str_radix(&String::from_iter(two), 16).unwrap()).collect()
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn bodies_of_notebooks_are_read_and_written_as_they_always_were() {
    for (kind, kept) in lines(ENTRIES) {
        let body = EntryBody::parse(kind, 1, &kept).unwrap_or_else(|_| panic!("{kind} {}", shown(&kept)));
        let written = if kind == COARSE_KIND { body.to_coarse_bytes() } else { body.to_bytes() };
        assert_eq!(shown(&written.unwrap()), shown(&kept), "{kind}");
        assert!(kind == COARSE_KIND || body.kind() == kind, "{kind}");
    }
}

#[test]
fn bodies_of_the_servers_journal_are_read_and_written_as_they_always_were() {
    for (kind, kept) in lines(SERVER) {
        let body = ServerBody::parse(kind, 1, &kept).unwrap_or_else(|_| panic!("{kind} {}", shown(&kept)));
        let written = body.to_bytes().unwrap();
        assert_eq!(ServerBody::parse(kind, 1, &kept), Ok(body.clone()));
        if kind == COARSE_KIND || !body.is_coarse() {
            assert_eq!(shown(&written), shown(&kept), "{kind}");
        } else {
            // Behind a coarse header the same text stands at the end of the wrapper.
            assert!(written.ends_with(&kept), "{kind}: {} {}", shown(&written), shown(&kept));
            assert_eq!(ServerBody::parse(COARSE_KIND, 1, &written), Ok(body.clone()));
        }
        assert!(kind == COARSE_KIND || body.kind() == kind, "{kind}");
    }
}

/// Kinds that have no line in any of these files.
fn missing(mut kinds: Vec<&'static str>, files: &[&str]) -> Vec<&'static str> {
    let kept: BTreeSet<&str> = files.iter().flat_map(|file| lines(file)).map(|(kind, _)| kind).collect();
    kinds.retain(|kind| !kept.contains(kind) && !BINARY.contains(kind));
    kinds
}

#[test]
fn every_kind_has_a_line() {
    let none: [&str; 0] = [];
    assert_eq!(missing(EntryBody::kinds(), &[&ELSEWHERE[..], &[ENTRIES]].concat()), none);
    assert_eq!(missing(ServerBody::kinds(), &[SERVER]), none);
}

fn summary() -> PatrolSummary {
    let from = 1_757_181_600_000;
    let span = |first: i64, last: i64| Interval { from: from + first, to: from + last };
    let foot = |first, last| ModeInterval { span: span(first, last), mode: TravelMode::Foot };
    let visit = Visit {
        span: span(60_000, 900_000),
        foot: 700_000,
        cycle: 1,
        vehicle: 2,
        gaps: vec![span(100, 200)],
    };
    PatrolSummary {
        part: 0,
        parts: 1,
        briefing: Some(Hash::from_bytes([1; 32])),
        last_chunk: Some(12),
        fixes: 5_760,
        presence: TrackPresence {
            engine: 1,
            thresholds: Thresholds::V1,
            span: span(0, 28_800_000),
            gaps: vec![span(100, 200)],
            modes: vec![
                foot(0, 900_000),
                ModeInterval { span: span(900_000, 950_000), mode: TravelMode::Cycle },
                ModeInterval { span: span(950_000, 990_000), mode: TravelMode::Vehicle },
            ],
            zones: vec![ZonePresence {
                zone: ZoneHash([2; 32]),
                presence: vec![foot(60_000, 800_000)],
                certain: vec![foot(70_000, 790_000)],
                possible: vec![foot(50_000, 810_000)],
                visits: vec![visit],
            }],
            fixes: FixCounts { accepted: 5_700, inaccurate: 10, excursion: 20, late: 25, mock: 5 },
            quality: Quality::B,
        },
        omitted: vec![ZoneHash([3; 32])],
    }
}

#[test]
fn a_patrol_summary_is_read_and_written_as_it_always_was() {
    // Another compressor may pack it otherwise; what is packed may not differ.
    let kept = bytes(SUMMARY);
    let written = summary().to_bodies().unwrap();
    let plain = |body: &[u8]| inflate(body, MESSAGE_MAX).unwrap();
    let hex: String = written[0].iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!kept.is_empty(), "{hex}");
    assert_eq!((written.len(), plain(&written[0])), (1, plain(&kept)), "{hex}");
    assert_eq!(PatrolSummary::parse(&kept), Ok(summary()));
    assert_eq!(EntryBody::parse("patrol_summary", 1, &kept), Ok(EntryBody::PatrolSummary(kept)));
}
