//! What a phone makes of a true path: drift, jumps, cold starts, tunnels, kills, late delivery.
//!
//! Drift is a Gauss–Markov process in each direction, as in street canyons: errors of one minute resemble
//! each other. Transcendental functions come from `libm`, so the fixes are the same on every platform.

use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::presence::Interval;

use crate::path::{TruePath, covers};
use crate::plane::{Plane, Point};
use crate::rng::Rng;
use crate::shift::{Boot, Outage, OutageCause};

/// The manners of one phone on one shift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Seconds between fixes, 1–10.
    pub cadence_s: i64,
    /// Deviation of a report's time from the whole second, ms; 0 for receivers that report on the second.
    pub time_jitter_ms: f64,
    /// Deviation of the delivery to the phone's monotonic clock, ms.
    pub delivery_jitter_ms: f64,
    /// Least and greatest deviation of the drift in each direction, metres.
    pub drift_m: (f64, f64),
    /// How long drift remembers, seconds.
    pub drift_memory_s: f64,
    /// Deviation of what is new in every fix, metres.
    pub white_m: f64,
    /// Deviation of the velocity in each direction, m/s, for each metre of the drift's: 0.02 for the best receivers,
    /// 0.05 for phones in pockets.
    pub velocity_error: f64,
    /// How long an error of the velocity lasts, seconds: receivers smooth.
    pub velocity_memory_s: f64,
    /// Reported accuracy over the true 68 % radius: below 1 the phone is too sure of itself.
    pub honesty: f64,
    /// Jumps an hour.
    pub jumps_per_hour: f64,
    /// What the phone's wall clock is off, ms.
    pub wall_error_ms: i64,
}

impl Noise {
    /// Manners drawn at random: 1–10 s, drift of 3–9 m over 40–150 s.
    pub fn draw(rng: &mut Rng) -> Self {
        let cadences = [1, 2, 3, 5, 5, 5, 5, 5, 7, 10];
        let cadence_s = cadences.get(rng.below(cadences.len())).copied().unwrap_or(5);
        Self {
            cadence_s,
            time_jitter_ms: if rng.chance(0.2) { rng.between(20.0, 150.0) } else { 0.0 },
            delivery_jitter_ms: rng.between(3.0, 25.0),
            drift_m: (3.0, 9.0),
            drift_memory_s: rng.between(40.0, 150.0),
            white_m: rng.between(0.3, 1.2),
            velocity_error: rng.between(0.02, 0.05),
            velocity_memory_s: rng.between(1.0, 6.0),
            honesty: rng.between(0.75, 1.35),
            jumps_per_hour: rng.between(0.5, 2.5),
            wall_error_ms: rng.between(-2_500.0, 2_500.0) as i64,
        }
    }
}

/// Radius of 68 % of a bell in two directions, in deviations of one of them: √(−2 ln 0.32).
const RADIUS_68: f64 = 1.509;
/// Receivers tell the velocity of the last two seconds, not of the instant.
const VELOCITY_LAG_MS: i64 = 2_000;
/// Reception worse than this has to be found anew: a cold start follows, ms.
const COLD_AFTER_MS: i64 = 45_000;

/// The reports of a phone carried along `path` during `span`.
#[must_use]
pub fn observe(
    path: &TruePath,
    plane: &Plane,
    span: Interval,
    outages: &[Outage],
    noise: &Noise,
    mut rng: Rng,
) -> Vec<Boot> {
    let mut receiver = Receiver::new(noise, &mut rng);
    let mut booted_at = span.from - (rng.between(3_600.0, 900_000.0) * 1000.0) as i64;
    let mut boots = vec![new_boot(booted_at, noise, &mut rng)];
    let mut lost_since: Option<Interval> = Some(Interval { from: span.from - 600_000, to: span.from });
    let mut at = (span.from + 999) / 1000 * 1000;
    while at < span.to {
        if let Some(outage) = outages.iter().find(|outage| outage.span.from <= at && at < outage.span.to) {
            lost_since = Some(outage.span);
            at = (outage.span.to + 999) / 1000 * 1000;
            if outage.cause == OutageCause::Rebooted {
                booted_at = outage.span.to - 30_000;
                boots.push(new_boot(booted_at, noise, &mut rng));
            }
            continue;
        }
        if let Some(lost) = lost_since.take()
            && lost.to - lost.from >= COLD_AFTER_MS
        {
            receiver.start_cold(&mut rng);
        }
        let moment =
            if noise.time_jitter_ms > 0.0 { at + (noise.time_jitter_ms * rng.bell()) as i64 } else { at };
        let mut fix = receiver.report(path, plane, moment, &mut rng);
        let late = (noise.delivery_jitter_ms * rng.bell()) as i64;
        fix.mono = moment + 120 + if late < 0 { -late } else { late } - booted_at;
        if let Some(boot) = boots.last_mut() {
            if fix.provider == Provider::Network {
                fix.time = fix.mono + boot.wall_offset;
            }
            boot.fixes.push(fix);
        }
        let slip = if rng.chance(0.02) { 1 + rng.below(2) as i64 } else { 0 };
        at += (noise.cadence_s + slip) * 1000;
    }
    boots
}

fn new_boot(booted_at: i64, noise: &Noise, rng: &mut Rng) -> Boot {
    Boot {
        boot: rng.bits(),
        started_at: booted_at,
        wall_offset: booted_at + noise.wall_error_ms,
        fixes: Vec::new(),
    }
}

/// A receiver between two reports.
struct Receiver<'a> {
    noise: &'a Noise,
    last: Option<i64>,
    /// Drift in deviations, east and north.
    drift: (f64, f64),
    /// Error of the velocity in deviations, east and north.
    slip: (f64, f64),
    /// How bad the sky is: deviation of the drift, metres, and when it changes.
    sky: f64,
    sky_target: f64,
    sky_until: i64,
    /// Seconds since reception was found, while still cold.
    cold_s: Option<f64>,
    cold_factor: f64,
    jump: Option<Jump>,
    /// What the phone believes of its own accuracy, slowly changing factor.
    belief: f64,
}

struct Jump {
    left: usize,
    offset: Point,
    reported: Option<f64>,
}

impl<'a> Receiver<'a> {
    fn new(noise: &'a Noise, rng: &mut Rng) -> Self {
        Self {
            noise,
            last: None,
            drift: (rng.bell(), rng.bell()),
            slip: (rng.bell(), rng.bell()),
            sky: (noise.drift_m.0 + noise.drift_m.1) / 2.0,
            sky_target: rng.between(noise.drift_m.0, noise.drift_m.1),
            sky_until: i64::MIN,
            cold_s: None,
            cold_factor: 0.0,
            jump: None,
            belief: 1.0,
        }
    }

    fn start_cold(&mut self, rng: &mut Rng) {
        self.cold_s = Some(0.0);
        self.cold_factor = rng.between(4.0, 12.0);
    }

    fn report(&mut self, path: &TruePath, plane: &Plane, at: i64, rng: &mut Rng) -> RawFix {
        let seconds = self.last.map_or(1.0, |last| (at - last) as f64 / 1000.0).max(0.001);
        self.last = Some(at);
        self.move_on(path, at, seconds, rng);
        let cold = self.cold_share(seconds);
        let spread = self.sky * (1.0 + cold * self.cold_factor);
        let motion = path.at(at);
        let mut point = Point {
            x: motion.point.x + self.drift.0 * spread + self.noise.white_m * rng.bell(),
            y: motion.point.y + self.drift.1 * spread + self.noise.white_m * rng.bell(),
        };
        let radius = (spread * spread + self.noise.white_m * self.noise.white_m).sqrt() * RADIUS_68;
        let mut accuracy = (radius * self.noise.honesty * self.belief).max(2.0);
        if rng.chance(0.0025) {
            let far = rng.between(15.0, 45.0);
            let accuracy = far * rng.between(1.0, 2.0);
            point = Point { x: motion.point.x + far * rng.bell(), y: motion.point.y + far * rng.bell() };
            return self.network(plane, point, at, accuracy);
        }
        self.maybe_jump(seconds, rng);
        if let Some(jump) = &mut self.jump {
            point = Point { x: point.x + jump.offset.x, y: point.y + jump.offset.y };
            accuracy = jump.reported.unwrap_or(accuracy);
            jump.left -= 1;
            if jump.left == 0 {
                self.jump = None;
            }
        }
        let (told, course) = self.velocity(path, at, spread);
        let place = plane.place(point);
        RawFix {
            lat: place.lat,
            lon: place.lon,
            time: at,
            mono: 0,
            accuracy: Some(accuracy),
            speed: Some(told),
            // Platforms tell no bearing at rest.
            bearing: (told > 0.4).then_some(course),
            provider: Provider::Gnss,
        }
    }

    /// Speed in m/s and course in degrees as the receiver tells them: its mean over the last seconds, with an error
    /// that is a vector and lasts, too.
    fn velocity(&self, path: &TruePath, at: i64, spread: f64) -> (f64, f64) {
        let (now, before) = (path.at(at).point, path.at(at - VELOCITY_LAG_MS).point);
        let seconds = VELOCITY_LAG_MS as f64 / 1000.0;
        let deviation = spread * self.noise.velocity_error;
        let east = (now.x - before.x) / seconds + deviation * self.slip.0;
        let north = (now.y - before.y) / seconds + deviation * self.slip.1;
        let course = libm::atan2(east, north).to_degrees();
        ((east * east + north * north).sqrt(), if course < 0.0 { course + 360.0 } else { course })
    }

    fn network(&self, plane: &Plane, point: Point, at: i64, accuracy: f64) -> RawFix {
        let place = plane.place(point);
        RawFix {
            lat: place.lat,
            lon: place.lon,
            time: at,
            mono: 0,
            accuracy: Some(accuracy),
            speed: None,
            bearing: None,
            provider: Provider::Network,
        }
    }

    /// Sky, drift and the phone's belief in itself, `seconds` later.
    fn move_on(&mut self, path: &TruePath, at: i64, seconds: f64, rng: &mut Rng) {
        if at >= self.sky_until {
            self.sky_target = rng.between(self.noise.drift_m.0, self.noise.drift_m.1);
            self.sky_until = at + (rng.between(120.0, 900.0) * 1000.0) as i64;
        }
        let target = if covers(&path.indoors, at) { self.noise.drift_m.1 } else { self.sky_target };
        self.sky += (target - self.sky) * (1.0 - libm::exp(-seconds / 20.0));
        let keep = libm::exp(-seconds / self.noise.drift_memory_s);
        let fresh = (1.0 - keep * keep).sqrt();
        self.drift = (self.drift.0 * keep + fresh * rng.bell(), self.drift.1 * keep + fresh * rng.bell());
        let keep = libm::exp(-seconds / self.noise.velocity_memory_s);
        let fresh = (1.0 - keep * keep).sqrt();
        self.slip = (self.slip.0 * keep + fresh * rng.bell(), self.slip.1 * keep + fresh * rng.bell());
        let keep = libm::exp(-seconds / 60.0);
        self.belief = 1.0 + (self.belief - 1.0) * keep + 0.1 * (1.0 - keep * keep).sqrt() * rng.bell();
    }

    /// How much of a cold start is left: 1 at its begin, under 1/20 after a minute.
    fn cold_share(&mut self, seconds: f64) -> f64 {
        let Some(since) = self.cold_s else { return 0.0 };
        let share = libm::exp(-since / 12.0);
        self.cold_s = (since < 90.0).then_some(since + seconds);
        share
    }

    fn maybe_jump(&mut self, seconds: f64, rng: &mut Rng) {
        if self.jump.is_some() || !rng.chance(self.noise.jumps_per_hour * seconds / 3600.0) {
            return;
        }
        let far = rng.between(40.0, 220.0);
        let direction = rng.between(0.0, core::f64::consts::TAU);
        let honest = rng.chance(0.5);
        self.jump = Some(Jump {
            left: 1 + rng.below(3),
            offset: Point { x: far * libm::sin(direction), y: far * libm::cos(direction) },
            reported: if honest { Some(far * rng.between(0.7, 1.3)) } else { None },
        });
    }
}
