//! Recorded walks as people really bring them: what is used, what is not, and what the account says.
//!
//! Real walks are not shipped; where they are absent their tests say so and end.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on stops, one that cannot run says so"
)]

use std::io::{self, BufReader, ErrorKind, Read};
use std::path::PathBuf;

use beatbook_domain::fix::{Fix, RawFix};
use beatbook_domain::track::{ChunkHead, decode, encode};
use beatbook_phone::gpx::{GpxError, GpxWalk, POINTS_MAX, UnusedReason, read};
use beatbook_simulator::presets::{hundred_shifts, hundred_zones, saturday_night};
use beatbook_simulator::rng::Rng;
use beatbook_simulator::shift::SimulatedShift;

const BASE: i64 = 1_000_000;
const SATURDAY: i64 = 1_757_181_600_000;

fn read_text(text: &str) -> GpxWalk {
    read(text.as_bytes(), BASE).unwrap()
}

/// A GPX 1.1 file of one segment with these points.
fn walk_of(points: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\">\
         <trk><trkseg>{points}</trkseg></trk></gpx>"
    )
}

fn point(second: u32) -> String {
    format!("<trkpt lat=\"51.38\" lon=\"0.52{second:02}\"><time>2025-09-06T18:00:{second:02}Z</time></trkpt>")
}

fn shared_file(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("BEATBOOK_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = std::fs::read(folder.join(name));
    if file.is_err() {
        println!("skipped: {name} is not in the folder BEATBOOK_SHARED_DATA or ../shared/data");
    }
    file.ok()
}

#[test]
fn a_walk_of_gpx_1_0_with_speed_and_course() {
    let walk = read_text(
        "<gpx version=\"1.0\" xmlns=\"http://www.topografix.com/GPX/1/0\"><trk><trkseg>\
         <trkpt lat=\"51.3826\" lon=\"0.5265\"><ele>12</ele><time>2025-09-06T18:00:00Z</time>\
         <course>271.5</course><speed>1.4</speed><hdop>1.8</hdop></trkpt>\
         <trkpt lat=\"51.3827\" lon=\"0.5266\"><time>2025-09-06T19:00:05.500+01:00</time></trkpt>\
         </trkseg></trk></gpx>",
    );
    let [first, second] = &walk.fixes[..] else { panic!("two fixes") };
    assert_eq!((first.time, first.mono), (SATURDAY, BASE));
    assert_eq!((first.speed, first.bearing, first.accuracy), (Some(1.4), Some(271.5), Some(9.0)));
    assert_eq!((second.time, second.mono), (SATURDAY + 5_500, BASE + 5_500));
    assert_eq!((second.speed, second.bearing, second.accuracy), (None, None, Some(10.0)));
    let accuracy = walk.account.accuracy;
    assert_eq!((accuracy.told, accuracy.from_hdop, accuracy.assumed), (0, 1, 1));
}

#[test]
fn accuracy_is_found_in_any_namespace_and_wins_over_hdop() {
    let extensions = [
        "<extensions><accuracy>6.5</accuracy></extensions>",
        "<extensions><osmand:accuracy xmlns:osmand=\"https://osmand.net\">6.5</osmand:accuracy></extensions>",
        "<extensions><x:fix xmlns:x=\"urn:x\"><x:deep><x:accuracy> 6.5 </x:accuracy></x:deep></x:fix></extensions>",
        "<hdop>9</hdop><extensions><a><![CDATA[nothing]]></a><accuracy><![CDATA[6.5]]></accuracy></extensions>",
    ];
    for extension in extensions {
        let walk = read_text(&walk_of(&format!(
            "<trkpt lat=\"51\" lon=\"0\"><time>2025-09-06T18:00:00Z</time>{extension}</trkpt>"
        )));
        assert_eq!(walk.fixes[0].accuracy, Some(6.5), "{extension}");
        assert_eq!(walk.account.accuracy.told, 1);
    }
}

#[test]
fn a_dilution_of_nothing_is_no_dilution() {
    let walk = read_text(&walk_of(
        "<trkpt lat=\"51\" lon=\"0\"><time>2025-09-06T18:00:00Z</time><hdop>0</hdop></trkpt>\
         <trkpt lat=\"51\" lon=\"0\"><time>2025-09-06T18:00:01Z</time><hdop>NaN</hdop></trkpt>",
    ));
    assert_eq!(walk.account.accuracy.assumed, 2);
    assert!(walk.fixes.iter().all(|fix| fix.accuracy == Some(10.0)));
}

#[test]
fn points_without_time_are_counted_and_not_used() {
    let walk = read_text(&walk_of(&format!(
        "<trkpt lat=\"51\" lon=\"0\"/><trkpt lat=\"51\" lon=\"0\"><ele>3</ele></trkpt>\
         <trkpt lat=\"51\" lon=\"0\"><time> </time></trkpt>{}",
        point(0)
    )));
    assert_eq!((walk.account.points, walk.account.offered, walk.account.without_time), (4, 1, 3));
}

#[test]
fn segments_and_tracks_are_joined_and_sorted_by_time() {
    let walk = read_text(&format!(
        "<gpx><wpt lat=\"1\" lon=\"1\"><time>2025-09-06T18:00:00Z</time></wpt>\
         <rte><rtept lat=\"1\" lon=\"1\"/></rte>\
         <trk><trkseg>{}{}</trkseg><trkseg/></trk><trk><trkseg>{}{}{}</trkseg></trk></gpx>",
        point(20),
        point(30),
        point(0),
        point(10),
        point(5),
    ));
    let seconds: Vec<i64> = walk.fixes.iter().map(|fix| (fix.time - SATURDAY) / 1_000).collect();
    assert_eq!(seconds, [0, 5, 10, 20, 30]);
    assert_eq!(walk.fixes[0].mono, BASE);
    let account = walk.account;
    assert_eq!((account.tracks, account.segments, account.out_of_order, account.not_recorded), (2, 2, 2, 2));
}

#[test]
fn the_same_point_twice_counts_once_and_another_place_at_the_same_time_stays() {
    let elsewhere = "<trkpt lat=\"51.4\" lon=\"0.5\"><time>2025-09-06T18:00:01Z</time></trkpt>";
    let walk = read_text(&walk_of(
        &[&point(1), elsewhere, &point(1), &point(2), &point(2)].map(|p| p.to_owned()).concat(),
    ));
    assert_eq!((walk.account.points, walk.account.offered, walk.account.duplicates), (5, 3, 2));
}

#[test]
fn bad_numbers_are_refused_by_reason_and_point() {
    let bad = |lat: &str, lon: &str, time: &str, more: &str| {
        format!("<trkpt lat=\"{lat}\" lon=\"{lon}\"><time>{time}</time>{more}</trkpt>")
    };
    let date = "2025-09-06T18:00:00Z";
    let walk = read_text(&walk_of(
        &[
            point(0),
            bad("NaN", "0", date, ""),
            bad("91", "0", date, ""),
            bad("51", "-180.5", date, ""),
            bad("51", "inf", date, ""),
            bad("51,38", "0", date, ""),
            bad("51", "0", "yesterday", ""),
            bad("51", "0", "2025-13-06T18:00:00Z", ""),
            bad("51", "0", date, "<extensions><accuracy>0</accuracy></extensions>"),
            bad("51", "0", date, "<extensions><accuracy>-1</accuracy></extensions>"),
            format!("<trkpt lon=\"0\"><time>{date}</time></trkpt>"),
        ]
        .concat(),
    ));
    assert_eq!(
        walk.account.refused,
        [
            (UnusedReason::Latitude, 4),
            (UnusedReason::Longitude, 2),
            (UnusedReason::Time, 2),
            (UnusedReason::Accuracy, 2)
        ]
    );
    let numbers: Vec<usize> = walk.account.refused_first.iter().map(|refused| refused.point).collect();
    assert_eq!(numbers, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!((walk.account.points, walk.account.offered), (11, 1));
    let printed = walk.account.to_string();
    assert!(
        printed.contains("refused                4 latitude missing or not a number from -90 to 90"),
        "{printed}"
    );
    assert!(printed.contains("points 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"), "{printed}");
}

/// Fifty points of a Saturday evening, one with another date, and its number.
fn fifty_and_one(place: usize, date: &str) -> (String, usize) {
    let mut points: Vec<String> = (0..50).map(point).collect();
    points.insert(place, format!("<trkpt lat=\"51.38\" lon=\"0.52\"><time>{date}</time></trkpt>"));
    (walk_of(&points.concat()), place + 1)
}

#[test]
fn one_wrong_date_costs_one_point_and_not_the_walk() {
    for (date, reason) in [
        ("1970-01-01T00:00:00Z", UnusedReason::Year),
        ("2006-01-22T18:00:00Z", UnusedReason::Year),
        ("2150-01-01T00:00:00Z", UnusedReason::Year),
        ("2080-01-01T00:00:00Z", UnusedReason::Stray),
        ("2025-09-04T17:59:00Z", UnusedReason::Stray),
    ] {
        for place in [0, 25, 50] {
            let (file, number) = fifty_and_one(place, date);
            let walk = read_text(&file);
            assert_eq!(walk.account.refused, [(reason, 1)], "{date}");
            assert_eq!(walk.account.refused_first[0].point, number);
            assert_eq!((walk.account.points, walk.account.offered), (51, 50));
            assert_eq!((walk.account.accuracy.assumed, walk.account.out_of_order), (50, 0));
            assert_eq!((walk.fixes[0].time, walk.fixes[0].mono), (SATURDAY, BASE));
        }
    }
    let (two_days, _) = fifty_and_one(0, "2025-09-04T18:01:00Z");
    assert_eq!(read_text(&two_days).account.offered, 51);
}

#[test]
fn a_walk_that_is_wholly_old_is_offered_whole_to_be_moved() {
    let old: String = (0..50).map(|second| point(second).replace("2025", "2010")).collect();
    let mut walk = read_text(&walk_of(&old));
    assert_eq!(walk.account.offered, 50);
    walk.move_to(SATURDAY);
    assert_eq!(walk.fixes[49].time, SATURDAY + 49_000);
    // Some points of our years: those of the others are the wrong ones, however many.
    let mixed: String = (0..9).map(point).collect();
    assert_eq!(read_text(&walk_of(&(old + &mixed))).account.offered, 9);
}

#[test]
fn minus_one_means_that_the_phone_did_not_know() {
    let walk = read_text(&walk_of(
        "<trkpt lat=\"51\" lon=\"0\"><time>2025-09-06T18:00:00Z</time>\
         <extensions><speed>-1.00</speed><course>-1</course></extensions></trkpt>",
    ));
    assert_eq!((walk.fixes[0].speed, walk.fixes[0].bearing), (None, None));
    assert_eq!((walk.account.offered, walk.account.unknown_motion), (1, 2));
}

#[test]
fn byte_order_marks_and_old_encodings_are_read() {
    let text = walk_of(&point(7)).replace("<?xml version=\"1.0\"?>", "");
    let utf8 = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let little: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let declared = format!("<?xml version='1.0' encoding='UTF-16'?>{text}");
    let declared: Vec<u8> =
        [0xfeff].into_iter().chain(declared.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let mut latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".to_vec();
    latin.extend(
        text.replace("<trkseg>", "<name>Caf?</name><trkseg>")
            .bytes()
            .map(|b| if b == b'?' { 0xe9 } else { b }),
    );
    for (name, file) in
        [("utf-8", utf8), ("le", little), ("be", big), ("declared", declared), ("latin", latin)]
    {
        let walk = read(&file[..], BASE).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(walk.account.offered, 1, "{name}");
    }
}

#[test]
fn a_late_or_long_declaration_never_stops_the_program() {
    let padding = " ".repeat(200);
    for file in [
        format!("<?xml version=\"1.0\"{padding}encoding=\"ISO-8859-1\"?>{}", walk_of(&point(1))),
        format!("{padding}<?xml version=\"1.0\" encoding=\"windows-1252\"?>{}", walk_of(&point(1))),
        format!("<?xml version=\"1.0\" encoding=\"no-such\"?>{}", walk_of(&point(1))),
    ] {
        // The declaration inside `walk_of` comes second and is passed over.
        assert_eq!(read(file.as_bytes(), BASE).map(|walk| walk.account.offered), Ok(1));
    }
}

#[test]
fn what_is_not_gpx_is_refused_with_its_reason() {
    assert_eq!(read(&b""[..], BASE), Err(GpxError::Empty));
    assert_eq!(read(&b" \n\t "[..], BASE), Err(GpxError::Empty));
    assert_eq!(read(&b"{\"type\":\"FeatureCollection\"}"[..], BASE), Err(GpxError::NotXml { byte: 0 }));
    assert_eq!(read(&b"<kml><Placemark/></kml>"[..], BASE), Err(GpxError::NotGpx));
    assert!(matches!(read(&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], BASE), Err(GpxError::NotXml { .. })));
    assert!(matches!(read(&b"<gpx><trk></gpx>"[..], BASE), Err(GpxError::NotXml { .. })));
    assert!(matches!(read("<gpx>".repeat(100).as_bytes(), BASE), Err(GpxError::NotXml { .. })));
    assert_eq!(read_text("<gpx/>").account.points, 0);
}

#[test]
fn a_file_cut_short_is_used_up_to_there() {
    let whole = walk_of(&(0..20).map(point).collect::<String>());
    for length in 0..whole.len() {
        match read(&whole.as_bytes()[..length], BASE) {
            Ok(walk) => {
                assert!(walk.account.broken_off, "{length}");
                assert!(walk.account.offered > 0 && walk.account.to_string().contains("ends in the middle"));
            }
            Err(error) => {
                assert!(matches!(error, GpxError::Empty | GpxError::NotXml { .. }), "{length} {error}")
            }
        }
    }
    assert!(!read_text(&whole).account.broken_off);
}

#[test]
fn entities_are_never_expanded() {
    let mut bomb = String::from("<!DOCTYPE gpx [<!ENTITY a0 \"51\">");
    for n in 1..30 {
        let inner = format!("&a{};", n - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{n} \"{inner}\">"));
    }
    bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/hostname\">]>");
    bomb.push_str(
        &walk_of(&format!(
            "<trkpt lat=\"&a29;\" lon=\"0\"><time>2025-09-06T18:00:00Z</time></trkpt>\
         <trkpt lat=\"51\" lon=\"0\"><time>&file;</time></trkpt>{}",
            point(3)
        ))
        .replace("<?xml version=\"1.0\"?>", ""),
    );
    let walk = read_text(&bomb);
    assert_eq!(walk.account.offered, 1);
    assert_eq!(walk.account.refused, [(UnusedReason::Latitude, 1), (UnusedReason::Time, 1)]);
}

/// A file that is made while it is read: header, points by the thousand, footer.
struct EndlessWalk {
    next: u64,
    thousands: u64,
    pending: Vec<u8>,
}

impl Read for EndlessWalk {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.pending.is_empty() && self.next <= self.thousands {
            self.pending = match self.next {
                0 => b"<gpx><trk><trkseg>".to_vec(),
                n => format!("<trkpt lat=\"51.1\" lon=\"0.{n}\"/>").repeat(1_000).into_bytes(),
            };
            self.next += 1;
            if self.next > self.thousands {
                self.pending.extend_from_slice(b"</trkseg></trk></gpx>");
            }
        }
        let taken = self.pending.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&self.pending[..taken]);
        self.pending.drain(..taken);
        Ok(taken)
    }
}

#[test]
fn a_huge_file_is_streamed_and_ends_at_the_limit() {
    let file = EndlessWalk { next: 0, thousands: 200, pending: Vec::new() };
    let walk = read(BufReader::new(file), BASE).unwrap();
    assert_eq!((walk.account.points, walk.account.without_time), (200_000, 200_000));
    let file = EndlessWalk { next: 0, thousands: u64::MAX, pending: Vec::new() };
    assert_eq!(read(BufReader::new(file), BASE), Err(GpxError::TooLarge));
}

#[test]
fn a_file_of_as_many_points_as_fit_is_read_and_one_of_one_more_is_refused() {
    let points = |count: usize| read(walk_of(&"<trkpt/>".repeat(count)).as_bytes(), BASE);
    assert_eq!(points(POINTS_MAX).unwrap().account.points, 604_800);
    assert_eq!(points(POINTS_MAX + 1), Err(GpxError::TooLarge));
}

#[test]
fn damaged_files_are_read_or_refused_and_never_stop_the_program() {
    let whole = walk_of(&(0..5).map(point).collect::<String>());
    let mut rng = Rng::new(1);
    for _ in 0..3_000 {
        let mut file = whole.clone().into_bytes();
        for _ in 0..1 + rng.below(4) {
            let at = rng.below(file.len());
            match rng.below(3) {
                0 => file[at] = rng.bits() as u8,
                1 => file.insert(at, rng.bits() as u8),
                _ => drop(file.remove(at)),
            }
        }
        if let Ok(walk) = read(&file[..], BASE) {
            let account = walk.account;
            let sum = account.offered + account.duplicates + account.without_time + account.refused_count();
            assert_eq!(account.points, sum, "every point has its line");
        }
    }
}

#[test]
fn a_failing_disk_is_told_as_such() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from(ErrorKind::PermissionDenied))
        }
    }
    assert_eq!(read(BufReader::new(Broken), BASE), Err(GpxError::Read(ErrorKind::PermissionDenied)));
}

/// Each start of the phone with the index of its first fix.
fn starts_of(shift: &SimulatedShift) -> Vec<(u64, usize)> {
    let mut first = 0;
    let mut starts = Vec::new();
    for boot in &shift.boots {
        starts.push((boot.boot, first));
        first += boot.fixes.len();
    }
    starts
}

#[test]
fn a_simulated_night_comes_back_as_it_was() {
    let restarted = hundred_shifts(1).find(|shift| shift.boots.len() > 1).unwrap();
    for shift in saturday_night(1, &hundred_zones()).into_iter().chain([restarted]) {
        let walk = read_text(&beatbook_simulator::gpx::write(&shift));
        let given: Vec<&RawFix> = shift.boots.iter().flat_map(|boot| &boot.fixes).collect();
        assert_eq!(walk.account.points, given.len());
        assert_eq!(walk.account.accuracy.told, walk.account.offered);
        let starts: Vec<(u64, usize)> = walk.starts.iter().map(|start| (start.boot, start.first)).collect();
        assert_eq!(starts, starts_of(&shift));
        for (read, given) in walk.fixes.iter().zip(given) {
            let (read, given) = (Fix::quantise(read).unwrap(), Fix::quantise(given).unwrap());
            assert_eq!((read.time, read.mono, read.provider), (given.time, given.mono, given.provider));
            assert!(read.lat.abs_diff(given.lat) <= 1 && read.lon.abs_diff(given.lon) <= 1);
            assert!(read.accuracy.unwrap().abs_diff(given.accuracy.unwrap()) <= 1);
        }
    }
}

#[test]
fn real_walks_are_read_with_a_clear_account() {
    for (name, points, used, without_time, segments) in
        [("real-walk-296-points.gpx", 296, 296, 0, 7), ("real-walk-871-points.gpx", 871, 513, 358, 3)]
    {
        let Some(file) = shared_file(name) else { continue };
        let mut walk = read(&file[..], BASE).unwrap();
        print!("{name}: {}", walk.account);
        let account = &walk.account;
        assert_eq!(
            (account.points, account.offered + account.duplicates, account.without_time, account.segments),
            (points, used, without_time, segments)
        );
        assert_eq!(account.accuracy.assumed, used);
        // Recorded in 2010: replayed into a patrol of today.
        walk.move_to(SATURDAY);
        let fixes: Vec<Fix> = walk.fixes.iter().map(|fix| Fix::quantise(fix).unwrap()).collect();
        let head = ChunkHead { patrol: [7; 16], index: 0, boot: 1, wall_offset: SATURDAY - BASE };
        let chunk = encode(&head, &fixes).unwrap();
        println!("  {:.3} bytes a fix as a chunk\n", chunk.len() as f64 / fixes.len() as f64);
        assert!(chunk.len() < 4 * fixes.len());
        assert_eq!(decode(&chunk).unwrap().fixes, fixes);
    }
}
