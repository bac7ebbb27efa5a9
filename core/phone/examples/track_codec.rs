//! Bytes a fix by the track codec and by what it was chosen over (docs/adr/0006), chunk by chunk.
//!
//! `cargo run --release -p beatbook-phone --example track_codec [--columns FOLDER] [WALK.gpx…]`; the folder gets
//! each chunk's plain columns, for compressors that are not linked here.
#![allow(clippy::print_stdout, reason = "an example that prints a table")]

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use beatbook_domain::fix::Fix;
use beatbook_domain::track::{ChunkHead, decode, encode};
use beatbook_phone::gpx;
use beatbook_simulator::presets::{beat_shift, hundred_shifts};
use beatbook_simulator::shift::SimulatedShift;
use flate2::{Compression, write::DeflateEncoder};

/// Fixes of one chunk when a patrol is sealed as it goes.
const CHUNK: usize = 1_440;
/// Fixes of a shift of eight hours at 5 s.
const SHIFT: usize = 5_760;
/// 2025-09-06T18:00:00Z
const SATURDAY: i64 = 1_757_181_600_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut walks: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let folder = match walks.first() {
        Some(flag) if flag.as_os_str() == "--columns" => walks.drain(..2.min(walks.len())).nth(1),
        _ => None,
    };
    println!(
        "{:<32}{:>9}{:>9}{:>9}{:>9}{:>12}{:>12}",
        "shifts", "fixes", "varint", "deflate", "ours", "enc fixes/s", "dec fixes/s"
    );
    for cadence in [1, 2, 5, 10] {
        row(
            &format!("ten at {cadence} s"),
            tracks((0..10).map(|seed| beat_shift(seed, cadence)))?,
            folder.as_deref(),
        )?;
    }
    row("the hundred", tracks(hundred_shifts(1))?, folder.as_deref())?;
    for path in walks {
        let mut walk = gpx::read(BufReader::new(File::open(&path)?), 0)?;
        walk.move_to(SATURDAY);
        let once: Vec<Fix> = walk.fixes.iter().map(Fix::quantise).collect::<Result<_, _>>()?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        row(&name, vec![(SATURDAY, once.clone())], folder.as_deref())?;
        row(&format!("{name}, again"), vec![(SATURDAY, repeated(&once))], folder.as_deref())?;
    }
    Ok(())
}

/// Wall offset and fixes, one boot each.
type Track = (i64, Vec<Fix>);

fn tracks(shifts: impl Iterator<Item = SimulatedShift>) -> Result<Vec<Track>, Box<dyn Error>> {
    let mut tracks = Vec::new();
    for boot in shifts.flat_map(|shift| shift.boots) {
        tracks.push((boot.wall_offset, boot.fixes.iter().map(Fix::quantise).collect::<Result<_, _>>()?));
    }
    Ok(tracks)
}

/// A walk over and over, ten seconds between, until a shift is full.
fn repeated(once: &[Fix]) -> Vec<Fix> {
    let length = once.last().map_or(0, |last| last.mono) + 10_000;
    let rounds = (0..).flat_map(|round| {
        once.iter().map(move |fix| Fix {
            time: fix.time + round * length,
            mono: fix.mono + round * length,
            ..*fix
        })
    });
    rounds.take(SHIFT).collect()
}

fn row(name: &str, tracks: Vec<Track>, folder: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let (mut fixes, mut varint, mut deflate, mut ours) = (0, 0, 0, 0);
    let (mut encoding, mut decoding) = (Duration::ZERO, Duration::ZERO);
    for (wall_offset, track) in &tracks {
        for (index, chunk) in track.chunks(CHUNK).enumerate() {
            let head =
                ChunkHead { patrol: [7; 16], index: index as u32, boot: 11, wall_offset: *wall_offset };
            let started = Instant::now();
            let bytes = encode(&head, chunk)?;
            encoding += started.elapsed();
            let started = Instant::now();
            let back = decode(&bytes)?;
            decoding += started.elapsed();
            assert_eq!(back.fixes, chunk);

            let columns = varint_columns(chunk);
            let mut deflater = DeflateEncoder::new(Vec::new(), Compression::best());
            deflater.write_all(&columns)?;
            if let Some(folder) = folder {
                std::fs::write(folder.join(format!("{}-{fixes}", name.replace(' ', "-"))), &columns)?;
            }
            fixes += chunk.len();
            varint += columns.len();
            deflate += deflater.finish()?.len();
            ours += bytes.len();
        }
    }
    let each = |bytes: usize| bytes as f64 / fixes as f64;
    let rate = |took: Duration| fixes as f64 / took.as_secs_f64();
    println!(
        "{name:<32}{fixes:>9}{:>9.3}{:>9.3}{:>9.3}{:>12.0}{:>12.0}",
        each(varint),
        each(deflate),
        each(ours),
        rate(encoding),
        rate(decoding)
    );
    Ok(())
}

/// The usual way: differences of each column as zigzag varints; `mono` as the change of `time` − `mono`.
fn varint_columns(fixes: &[Fix]) -> Vec<u8> {
    let small = |value: Option<u16>| value.map_or(0, |value| i64::from(value) + 1);
    let columns: [&dyn Fn(&Fix) -> i64; 8] = [
        &|fix| i64::from(fix.lat),
        &|fix| i64::from(fix.lon),
        &|fix| fix.time,
        &|fix| fix.time - fix.mono,
        &|fix| small(fix.accuracy),
        &|fix| small(fix.speed),
        &|fix| small(fix.bearing),
        &|fix| fix.provider as i64,
    ];
    let mut bytes = Vec::new();
    for (number, column) in columns.iter().enumerate() {
        let (mut before, mut step_before) = (0, 0);
        for fix in fixes {
            let step = column(fix) - before;
            before += step;
            // Time comes in steady steps: their change is told.
            let told = if number == 2 { step - step_before } else { step };
            step_before = step;
            let mut zigzag = ((told << 1) ^ (told >> 63)) as u64;
            while zigzag >= 0x80 {
                bytes.push(zigzag as u8 | 0x80);
                zigzag >>= 7;
            }
            bytes.push(zigzag as u8);
        }
    }
    bytes
}
