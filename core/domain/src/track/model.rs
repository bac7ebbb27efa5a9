//! What a fix is expected to be, given those before it; only the surprise is coded.
//!
//! Written once for both directions: the encoder passes the fix, the decoder gets it back. Every step
//! is whole-number and wraps, so any values at all come back as they were.

use super::column::{Column, size_class, tree};
use super::motion::{Displacement, Motion};
use super::range_coder::{BitCoder, Chance};
use crate::fix::{Fix, Provider};

/// Contexts and chances of every column, and what they are judged by.
pub(super) struct Model {
    shapes: [[Chance; 32]; 32],
    odd_times: [Chance; 2],
    seconds: Column<8>,
    milliseconds: Column<8>,
    offsets: Column<12>,
    accuracies: Column<8>,
    speeds: Column<10>,
    bearings: Column<40>,
    odd_bearing: Chance,
    latitudes: Column<16>,
    longitudes: Column<16>,
    motion: Motion,
    /// Mean of `time` − `mono`: the boot's wall offset at first, then what delivery makes of it.
    steady_offset: i64,
    before: Before,
}

/// The fix before and how surprising its values were. A field absent there keeps the value it last had.
struct Before {
    fix: Fix,
    is_first: bool,
    odd_time: bool,
    step: i64,
    accuracy: i64,
    speed: i64,
    bearing: i64,
    step_surprise: i64,
    offset_surprise: i64,
    accuracy_surprise: i64,
    speed_surprise: i64,
    bearing_surprise: i64,
}

const HAS_ACCURACY: u64 = 1;
const HAS_SPEED: u64 = 2;
const HAS_BEARING: u64 = 4;

impl Model {
    /// What stands for "the fix" when decoding, and for the one before the first.
    pub(super) const NO_FIX: Fix = Fix {
        lat: 0,
        lon: 0,
        time: 0,
        mono: 0,
        accuracy: None,
        speed: None,
        bearing: None,
        provider: Provider::Gnss,
    };

    pub(super) fn new(wall_offset: i64) -> Self {
        Self {
            shapes: [[Chance::EVEN; 32]; 32],
            odd_times: [Chance::EVEN; 2],
            seconds: Column::new(),
            milliseconds: Column::new(),
            offsets: Column::new(),
            accuracies: Column::new(),
            speeds: Column::new(),
            bearings: Column::new(),
            odd_bearing: Chance::EVEN,
            latitudes: Column::new(),
            longitudes: Column::new(),
            motion: Motion::new(),
            steady_offset: wall_offset,
            before: Before {
                fix: Fix { time: wall_offset, ..Self::NO_FIX },
                is_first: true,
                odd_time: false,
                step: 0,
                accuracy: 0,
                speed: 0,
                bearing: 0,
                step_surprise: 0,
                offset_surprise: 0,
                accuracy_surprise: 0,
                speed_surprise: 0,
                bearing_surprise: 0,
            },
        }
    }

    /// Codes one fix. `None` when decoding bytes that no encoder writes: values outside their types.
    pub(super) fn fix<C: BitCoder>(&mut self, coder: &mut C, fix: &Fix) -> Option<Fix> {
        let shapes = self.shapes.get_mut(shape_of(&self.before.fix) as usize)?;
        let shape = tree(coder, shapes, 5, shape_of(fix));
        let provider = match shape >> 3 {
            0 => Provider::Gnss,
            1 => Provider::Network,
            2 => Provider::Mock,
            _ => return None,
        };
        let time = self.time(coder, fix.time);
        let mono = self.mono(coder, time, fix.mono);
        let accuracy =
            if shape & HAS_ACCURACY != 0 { Some(self.accuracy(coder, fix.accuracy)?) } else { None };
        let speed = if shape & HAS_SPEED != 0 { Some(self.speed(coder, fix.speed)?) } else { None };
        let bearing = if shape & HAS_BEARING != 0 { Some(self.bearing(coder, fix.bearing)?) } else { None };
        let velocity = speed.zip(bearing).map(|(speed, bearing)| (i64::from(speed), i64::from(bearing)));
        let (lat, lon) = self.position(coder, fix, mono, velocity)?;
        let fix = Fix { lat, lon, time, mono, accuracy, speed, bearing, provider };
        self.before.fix = fix;
        self.before.is_first = false;
        Some(fix)
    }

    /// Receivers report at whole seconds, some a constant fraction later: the step is then told in seconds.
    fn time<C: BitCoder>(&mut self, coder: &mut C, time: i64) -> i64 {
        let before = &mut self.before;
        let step = time.wrapping_sub(before.fix.time);
        let chance = if before.odd_time { &mut self.odd_times[1] } else { &mut self.odd_times[0] };
        before.odd_time = coder.bit(chance, step % 1000 != 0);
        let context = size_class(before.step_surprise);
        if before.odd_time {
            let change = self.milliseconds.signed(coder, context, step.wrapping_sub(before.step));
            before.step_surprise = change;
            before.step = before.step.wrapping_add(change);
        } else {
            let seconds = self.seconds.signed(coder, context, step / 1000);
            before.step_surprise = seconds;
            before.step = seconds.wrapping_mul(1000);
        }
        before.fix.time.wrapping_add(before.step)
    }

    /// The clocks' difference hardly moves: what varies is delivery, around its mean.
    fn mono<C: BitCoder>(&mut self, coder: &mut C, time: i64, mono: i64) -> i64 {
        let context = size_class(self.before.offset_surprise);
        let offset = time.wrapping_sub(mono).wrapping_sub(self.steady_offset);
        let surprise = self.offsets.signed(coder, context, offset);
        self.before.offset_surprise = surprise;
        let mono = time.wrapping_sub(self.steady_offset.wrapping_add(surprise));
        let is_delivery = !self.before.is_first && surprise.unsigned_abs() < 2_000;
        let drift = if is_delivery { surprise / 8 } else { surprise };
        self.steady_offset = self.steady_offset.wrapping_add(drift);
        mono
    }

    fn accuracy<C: BitCoder>(&mut self, coder: &mut C, accuracy: Option<u16>) -> Option<u16> {
        let before = &mut self.before;
        let change = i64::from(accuracy.unwrap_or(0)) - before.accuracy;
        let change = self.accuracies.signed(coder, size_class(before.accuracy_surprise), change);
        before.accuracy_surprise = change;
        before.accuracy = before.accuracy.checked_add(change)?;
        u16::try_from(before.accuracy).ok()
    }

    fn speed<C: BitCoder>(&mut self, coder: &mut C, speed: Option<u16>) -> Option<u16> {
        let before = &mut self.before;
        let standing = usize::from(before.speed < 4);
        let context = size_class(before.speed_surprise).min(4) * 2 + standing;
        let change = self.speeds.signed(coder, context, i64::from(speed.unwrap_or(0)) - before.speed);
        before.speed_surprise = change;
        before.speed = before.speed.checked_add(change)?;
        u16::try_from(before.speed).ok()
    }

    /// Bearings go the shorter way round, and wander when the officer stands.
    fn bearing<C: BitCoder>(&mut self, coder: &mut C, bearing: Option<u16>) -> Option<u16> {
        let before = &mut self.before;
        let bearing = i64::from(bearing.unwrap_or(0));
        let is_odd = coder.bit(&mut self.odd_bearing, bearing >= 360);
        let straight = bearing - before.bearing;
        let change = if is_odd { straight } else { (straight + 180).rem_euclid(360) - 180 };
        let context = size_class(before.bearing_surprise).min(9) * 4 + size_class(before.speed).min(3);
        let change = self.bearings.signed(coder, context, change);
        before.bearing_surprise = change;
        let bearing = before.bearing.checked_add(change)?;
        before.bearing = if is_odd { bearing } else { bearing.rem_euclid(360) };
        u16::try_from(before.bearing).ok()
    }

    fn position<C: BitCoder>(
        &mut self,
        coder: &mut C,
        fix: &Fix,
        mono: i64,
        velocity: Option<(i64, i64)>,
    ) -> Option<(i32, i32)> {
        let from = (i64::from(self.before.fix.lat), i64::from(self.before.fix.lon));
        let step_ms = mono.wrapping_sub(self.before.fix.mono);
        let expected = self.motion.expect(from.0, step_ms, velocity);
        let context = self.motion.uncertainty();
        let north = i64::from(fix.lat) - from.0 - expected.north;
        let east = i64::from(fix.lon) - from.1 - expected.east;
        let actual = Displacement {
            north: expected.north.checked_add(self.latitudes.signed(coder, context, north))?,
            east: expected.east.checked_add(self.longitudes.signed(coder, context, east))?,
        };
        if !self.before.is_first {
            self.motion.learn(actual);
        }
        let lat = i32::try_from(from.0.checked_add(actual.north)?).ok()?;
        let lon = i32::try_from(from.1.checked_add(actual.east)?).ok()?;
        Some((lat, lon))
    }
}

/// Which fields a fix has, and its provider, in five bits.
fn shape_of(fix: &Fix) -> u64 {
    let has = |present: bool, bit: u64| if present { bit } else { 0 };
    has(fix.accuracy.is_some(), HAS_ACCURACY)
        | has(fix.speed.is_some(), HAS_SPEED)
        | has(fix.bearing.is_some(), HAS_BEARING)
        | (fix.provider as u64) << 3
}
