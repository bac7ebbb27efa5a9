//! Bytes a fix by the track codec and by what it was chosen over (docs/adr/0006), chunk by chunk.
//!
//! `cargo run --release -p beatbook-simulator --example track_codec [FOLDER]`; with a folder, each chunk's
//! plain columns are also written there, for compressors that are not linked here.
#![allow(clippy::print_stdout, reason = "an example that prints a table")]

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use beatbook_domain::fix::Fix;
use beatbook_domain::track::{ChunkHead, decode, encode};
use beatbook_simulator::presets::{beat_shift, hundred_shifts};
use beatbook_simulator::shift::SimulatedShift;
use flate2::{Compression, write::DeflateEncoder};

const CHUNK: usize = 1_440;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    println!(
        "{:<34}{:>9}{:>9}{:>9}{:>9}{:>12}{:>12}",
        "shifts", "fixes", "varint", "deflate", "ours", "enc fixes/s", "dec fixes/s"
    );
    for cadence in [1, 2, 5, 10] {
        row(&format!("ten at {cadence} s"), (0..10).map(|seed| beat_shift(seed, cadence)), folder.as_ref())?;
    }
    row("the hundred", hundred_shifts(1), folder.as_ref())
}

fn row(
    name: &str,
    shifts: impl Iterator<Item = SimulatedShift>,
    folder: Option<&PathBuf>,
) -> Result<(), Box<dyn Error>> {
    let (mut fixes, mut varint, mut deflate, mut ours) = (0, 0, 0, 0);
    let (mut encoding, mut decoding) = (Duration::ZERO, Duration::ZERO);
    for shift in shifts {
        for boot in &shift.boots {
            let quantised: Vec<Fix> = boot.fixes.iter().map(Fix::quantise).collect::<Result<_, _>>()?;
            for (index, chunk) in quantised.chunks(CHUNK).enumerate() {
                let head = ChunkHead {
                    patrol: [7; 16],
                    index: index as u32,
                    boot: boot.boot,
                    wall_offset: boot.wall_offset,
                };
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
                    let path = folder.join(format!("{}-{fixes}", name.replace(' ', "-")));
                    std::fs::write(path, &columns)?;
                }
                fixes += chunk.len();
                varint += columns.len();
                deflate += deflater.finish()?.len();
                ours += bytes.len();
            }
        }
    }
    let each = |bytes: usize| bytes as f64 / fixes as f64;
    let rate = |took: Duration| fixes as f64 / took.as_secs_f64();
    println!(
        "{name:<34}{fixes:>9}{:>9.3}{:>9.3}{:>9.3}{:>12.0}{:>12.0}",
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
