//! `zones-ready`: a restarted phone among 10,000 zones – the first fix, the first status, signing off at once.

use std::error::Error;

use beatbook_device::SignOn;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::presence::TravelMode;
use beatbook_simulator::rng::Rng;
use beatbook_simulator::zones::{CORNER, SyntheticZones, synthetic_zones};

use crate::beats::FIXES;
use crate::handset::{EVENING, Handset};
use crate::harness::{Figure, Goal, Lab, Measured, Spread, timed};
use crate::station::Station;

const ROUNDS: u32 = 5;
const CALL: usize = 1_000;
/// Metres of a degree near the middle of the square.
const METRES: (f64, f64) = (69_700.0, 111_260.0);
const DAY_MS: i64 = 86_400_000;

/// Milliseconds of the first call of its kind after a restart.
#[derive(Default)]
struct Restarted {
    fix: Vec<f64>,
    status: Vec<f64>,
    sign_off: Vec<f64>,
}

/// See `docs/performance.md`.
///
/// # Errors
/// If phone or server cannot be used.
pub fn run(lab: &Lab) -> Measured {
    let wanted = SyntheticZones::default();
    let station = Station::begin(&lab.folder)?;
    let zones = synthetic_zones(wanted);
    let (imported, importing) = timed(|| station.import_zones(&zones));
    imported?;
    let mut handset = Handset::found(&lab.folder, &station.ticket("PC1", None)?)?;
    let (synced, took) = timed(|| handset.sync());
    synced?;
    let mut figures = vec![
        figure("zones-ready import", vec![importing.as_secs_f64() * 1e3], Goal::AtMost(30_000.0)),
        figure("zones-ready first sync", vec![took.as_secs_f64() * 1e3], Goal::Shown),
    ];
    let beats = [("on foot", TravelMode::Foot, 1.4), ("by car", TravelMode::Vehicle, 12.0)];
    for (number, (beat, mode, speed)) in (0..).zip(beats) {
        let mut restarted = Restarted::default();
        for round in 0..ROUNDS {
            let day = i64::from(number * ROUNDS + round);
            shift(&mut handset, mode, &track(speed, day, wanted.square_m), &mut restarted)?;
        }
        let Restarted { fix, status, sign_off } = restarted;
        figures.push(figure(&format!("zones-ready fix, {beat}"), fix, Goal::Shown));
        figures.push(figure(&format!("zones-ready status, {beat}"), status, Goal::AtMost(100.0)));
        figures.push(figure(&format!("zones-ready sign-off, {beat}"), sign_off, Goal::AtMost(100.0)));
    }
    Ok(figures)
}

fn figure(name: &str, times: Vec<f64>, goal: Goal) -> Figure {
    let note = format!("10,000 zones of 200 corners, a shift of {FIXES} fixes");
    Figure { name: name.to_owned(), value: Spread::of(times), unit: "ms", peer: None, goal, note }
}

/// A shift whose app is killed before the last fix, before a look at the screen, and before signing off.
fn shift(
    handset: &mut Handset,
    mode: TravelMode,
    fixes: &[RawFix],
    restarted: &mut Restarted,
) -> Result<(), Box<dyn Error>> {
    handset.wait_until(fixes.first().ok_or("no fix")?.time - 1_000)?;
    handset.book()?.sign_on(SignOn { mode, ..SignOn::tasked() })?;
    let fixes = handset.on_my_clock(fixes)?;
    let (last, before) = fixes.split_last().ok_or("no fix")?;
    for call in before.chunks(CALL) {
        handset.platform.advance_to_mono(call.last().map_or(0, |fix| fix.mono));
        handset.book()?.record_fixes(call)?;
    }
    handset.close()?;
    handset.open()?;
    handset.platform.advance_to_mono(last.mono);
    let book = handset.book()?;
    let (told, took) = timed(|| book.record_fixes(std::slice::from_ref(last)));
    told?;
    restarted.fix.push(took.as_secs_f64() * 1e3);
    let (told, took) = timed(|| book.status());
    let on_duty = told?.on_duty.ok_or("nobody is on duty")?;
    if on_duty.so_far.zones.is_empty() {
        return Err("no zone was touched".into());
    }
    restarted.status.push(took.as_secs_f64() * 1e3);
    handset.close()?;
    handset.open()?;
    handset.platform.advance(1_000);
    let book = handset.book()?;
    let (told, took) = timed(|| book.sign_off(&[]));
    if told?.result.zones != on_duty.so_far.zones {
        return Err("status and sign-off disagree".into());
    }
    restarted.sign_off.push(took.as_secs_f64() * 1e3);
    Ok(())
}

/// Through the square and back from its edges, turning a little at every fix.
fn track(speed: f64, day: i64, square_m: f64) -> Vec<RawFix> {
    let mut rng = Rng::new(day.unsigned_abs() + 1);
    let (middle, edge) = (square_m / 2.0, square_m / 2.0 - 500.0);
    let (mut x, mut y, mut course) = (0.0_f64, 0.0_f64, 0.5);
    let mut fix = |number: i64| {
        course += 0.2 * rng.bell();
        if x.abs() > edge || y.abs() > edge {
            course = libm::atan2(-x, -y);
        }
        x += speed * 5.0 * libm::sin(course);
        y += speed * 5.0 * libm::cos(course);
        RawFix {
            lat: f64::from(CORNER.lat) / 1e7 + (middle + y) / METRES.1,
            lon: f64::from(CORNER.lon) / 1e7 + (middle + x) / METRES.0,
            time: EVENING + day * DAY_MS + number * 5_000,
            mono: 0,
            accuracy: Some(rng.between(3.5, 8.0)),
            speed: Some(speed),
            bearing: Some(course.to_degrees()),
            provider: Provider::Gnss,
        }
    };
    (1..=FIXES as i64).map(&mut fix).collect()
}
