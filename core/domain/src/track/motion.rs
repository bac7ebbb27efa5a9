//! Where the next fix should be: by speed and bearing, the last displacement, and the last surprise.
//!
//! How much each of them is worth is learned while coding (normalised least mean squares in whole
//! numbers), because receivers differ: some smooth their positions, some do not, some tell no speed.

/// A step in 1e-6°.
#[derive(Clone, Copy, Default)]
pub(super) struct Displacement {
    pub(super) north: i64,
    pub(super) east: i64,
}

const HINTS: usize = 4;
/// Weights are in 1/65536.
const ONE: i64 = 1 << 16;
/// No hint is believed further than this (about 58 km).
const FARTHEST: i64 = 1 << 19;

pub(super) struct Motion {
    weights: [i64; HINTS],
    /// Hints of the present step, north and east.
    hints: [[i64; HINTS]; 2],
    expected: Displacement,
    /// The last step and how long it took.
    last: Displacement,
    last_ms: i64,
    last_by_velocity: Displacement,
    surprise: Displacement,
    /// Running mean of the size of surprises, times 64.
    mean_surprise: i64,
    step_ms: i64,
    by_velocity: Displacement,
}

impl Motion {
    pub(super) fn new() -> Self {
        Self {
            weights: [ONE / 2, ONE / 4, 0, 0],
            hints: [[0; HINTS]; 2],
            expected: Displacement::default(),
            last: Displacement::default(),
            last_ms: 0,
            last_by_velocity: Displacement::default(),
            surprise: Displacement::default(),
            mean_surprise: 32 * 64,
            step_ms: 0,
            by_velocity: Displacement::default(),
        }
    }

    /// The step expected from a place at `latitude` (1e-6°) in `step_ms`.
    pub(super) fn expect(
        &mut self,
        latitude: i64,
        step_ms: i64,
        velocity: Option<(i64, i64)>,
    ) -> Displacement {
        self.step_ms = step_ms.clamp(1, 600_000);
        self.by_velocity = match velocity {
            Some((speed, bearing)) => step_by_velocity(latitude, self.step_ms.min(60_000), speed, bearing),
            None => Displacement::default(),
        };
        let same_pace = |step: i64| {
            if self.last_ms == 0 {
                0
            } else {
                (step * self.step_ms.min(60_000) / self.last_ms).clamp(-FARTHEST, FARTHEST)
            }
        };
        self.hints = [
            [
                self.by_velocity.north,
                same_pace(self.last.north),
                self.surprise.north,
                self.last_by_velocity.north,
            ],
            [
                self.by_velocity.east,
                same_pace(self.last.east),
                self.surprise.east,
                self.last_by_velocity.east,
            ],
        ];
        let [north, east] = self.hints.map(|hints| {
            hints.iter().zip(self.weights).map(|(hint, weight)| hint * weight).sum::<i64>() >> 16
        });
        self.expected = Displacement { north, east };
        self.expected
    }

    /// How uncertain the expectation is, as a small context number: half-powers of two.
    pub(super) fn uncertainty(&self) -> usize {
        let mean = self.mean_surprise.max(1);
        let whole = 63 - mean.leading_zeros() as usize;
        let half = usize::from((mean >> whole.saturating_sub(1)) & 1 == 1);
        (whole * 2 + half).saturating_sub(15)
    }

    /// Learns from the step that really came.
    pub(super) fn learn(&mut self, actual: Displacement) {
        let surprise = Displacement {
            north: actual.north.wrapping_sub(self.expected.north).clamp(-FARTHEST, FARTHEST),
            east: actual.east.wrapping_sub(self.expected.east).clamp(-FARTHEST, FARTHEST),
        };
        let size = (surprise.north.abs() + surprise.east.abs()) / 2;
        // A jump teaches nothing about how officers walk.
        let typical = self.mean_surprise / 64;
        if size < 4 * typical + 16 {
            for (hints, surprise) in self.hints.iter().zip([surprise.north, surprise.east]) {
                let power: i64 = hints.iter().map(|hint| hint * hint).sum();
                let scale = 1 + power + 8 * typical * typical;
                for (weight, hint) in self.weights.iter_mut().zip(hints) {
                    *weight = (*weight + ((surprise * hint) << 10) / scale).clamp(-2 * ONE, 2 * ONE);
                }
            }
        }
        self.mean_surprise += (size.min(1 << 14) * 64 - self.mean_surprise) / 12;
        self.surprise = surprise;
        self.last = Displacement {
            north: actual.north.clamp(-FARTHEST, FARTHEST),
            east: actual.east.clamp(-FARTHEST, FARTHEST),
        };
        self.last_ms = self.step_ms;
        self.last_by_velocity = self.by_velocity;
    }
}

/// Sine of whole degrees in 1/32768.
const SINE: [i64; 91] = [
    0, 572, 1144, 1715, 2286, 2856, 3425, 3993, 4560, 5126, 5690, 6252, 6813, 7371, 7927, 8481, 9032, 9580,
    10126, 10668, 11207, 11743, 12275, 12803, 13328, 13848, 14365, 14876, 15384, 15886, 16384, 16877, 17364,
    17847, 18324, 18795, 19261, 19720, 20174, 20622, 21063, 21498, 21926, 22348, 22763, 23170, 23571, 23965,
    24351, 24730, 25102, 25466, 25822, 26170, 26510, 26842, 27166, 27482, 27789, 28088, 28378, 28660, 28932,
    29197, 29452, 29698, 29935, 30163, 30382, 30592, 30792, 30983, 31164, 31336, 31499, 31651, 31795, 31928,
    32052, 32166, 32270, 32365, 32449, 32524, 32588, 32643, 32688, 32723, 32748, 32763, 32768,
];

fn sine(degrees: i64) -> i64 {
    let degrees = degrees.rem_euclid(360);
    let (half, sign) = if degrees < 180 { (degrees, 1) } else { (degrees - 180, -1) };
    let quarter = if half <= 90 { half } else { 180 - half };
    sign * SINE.get(quarter as usize).copied().unwrap_or(0)
}

/// `speed` in 0.1 m/s, `bearing` in degrees. One 1e-6° of latitude is 0.1112 m.
fn step_by_velocity(latitude: i64, step_ms: i64, speed: i64, bearing: i64) -> Displacement {
    let path = speed * step_ms; // 0.1 mm
    let north = path * sine(bearing + 90) / 32_768 / 1_112;
    let east = path * sine(bearing) / 32_768 / 1_112;
    let shrink = sine(90 - (latitude / 1_000_000).abs().min(89)).max(1);
    Displacement {
        north: north.clamp(-FARTHEST, FARTHEST),
        east: (east * 32_768 / shrink).clamp(-FARTHEST, FARTHEST),
    }
}
