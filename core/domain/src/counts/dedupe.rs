//! Which sightings may be one person: points for what speaks for and against it, and the reasons in words.
//!
//! It proposes and never merges; two people decide ([`super::decisions`]). The points are those of the authority's
//! founding settings; what is not known speaks neither way.
//!
//! - k1 equal 100, else k2 equal 80; initials equal 30.
//! - Gender equal 10, in conflict −40; age band equal 10, two apart −40; each equal descriptor 10, at most 40.
//! - Within 100 m 20. Would have had to go faster than 6 km/h −20; faster than 30 km/h: not proposed.
//! - Recorded side by side by one team within ten minutes: not proposed, unless other pairs make them one person.
//!
//! An equal k1 is proposed in spite of the last two, if the points suffice. Speeds are the least that would do: the
//! shortest way that accuracies allow, in the longest time that the clocks allow. Where a time or an accuracy is
//! unknown, no speed is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::geometry::Vertex;
use crate::orders::legal_time::LegalTime;
use crate::records::count::{CountSighting, Label, SightingPair, SightingRef};
use crate::welfare::identity::KeyedId;
use crate::welfare::sleeping::{Age, Gender};
use crate::zones::geodesy::local_distance;

/// From so many points on, a pair is proposed.
pub const PROPOSE_AT: i32 = 50;
/// Two sightings of one team side by side are two people if at most so many milliseconds lie between.
pub const SIDE_BY_SIDE_MS: i64 = 10 * 60_000;
/// Near: at most so many millimetres.
pub const NEAR_MM: i64 = 100_000;
const NEAR: i32 = 20;
const DESCRIPTOR: i32 = 10;
const DESCRIPTORS_MOST: i32 = 40;

/// What speaks for one person, or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Reason {
    /// Same name and date of birth (k1).
    NameAndBirth,
    /// Same initials and date of birth (k2).
    InitialsAndBirth,
    /// Same initials.
    Initials,
    /// Same gender.
    Gender,
    /// Different genders.
    GenderConflict,
    /// Same age band.
    Age,
    /// Age bands that do not even touch.
    AgeTwoApart,
    /// Descriptors in common.
    Descriptors {
        /// How many.
        equal: u8,
    },
    /// At most 100 m apart.
    Near {
        /// Metres, rounded down.
        metres: u32,
    },
    /// One person would have had to go faster than 6 km/h.
    Fast {
        /// Metres between, at least.
        metres: u32,
        /// Seconds between, at most.
        seconds: u32,
    },
    /// Faster than 30 km/h; proposed only for the same name and date of birth.
    TooFast {
        /// Metres between, at least.
        metres: u32,
        /// Seconds between, at most.
        seconds: u32,
    },
    /// Recorded side by side; proposed only for the same name and date of birth.
    SideBySide,
}

impl Reason {
    /// Its points.
    #[must_use]
    pub fn points(self) -> i32 {
        match self {
            Self::NameAndBirth => 100,
            Self::InitialsAndBirth => 80,
            Self::Initials => 30,
            Self::Gender | Self::Age => 10,
            Self::GenderConflict | Self::AgeTwoApart => -40,
            Self::Descriptors { equal } => (i32::from(equal) * DESCRIPTOR).min(DESCRIPTORS_MOST),
            Self::Near { .. } => NEAR,
            Self::Fast { .. } | Self::TooFast { .. } => -20,
            Self::SideBySide => 0,
        }
    }
}

impl Reason {
    /// As a person reads it who may know both sightings exactly.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::NameAndBirth => "same name and date of birth".to_owned(),
            Self::InitialsAndBirth => "same initials and date of birth".to_owned(),
            Self::Initials => "same initials".to_owned(),
            Self::Gender => "same gender".to_owned(),
            Self::GenderConflict => "different genders".to_owned(),
            Self::Age => "same age".to_owned(),
            Self::AgeTwoApart => "ages far apart".to_owned(),
            Self::Descriptors { equal } => format!("{equal} descriptions in common"),
            Self::SideBySide => "recorded side by side".to_owned(),
            Self::Near { metres } => format!("{metres} m apart"),
            Self::Fast { metres, seconds } => format!("{metres} m in {seconds} s: fast on foot"),
            Self::TooFast { metres, seconds } => format!("{metres} m in {seconds} s: too fast on foot"),
        }
    }
}

/// Two sightings that may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Which.
    pub pair: SightingPair,
    /// Points, 50 or more; none of two that were seen side by side and would be one person by other pairs.
    pub score: i32,
    /// Why, with the points of each; they add up to `score`.
    pub reasons: Vec<Reason>,
}

/// Pairs that a person should look at, the most likely first, equal ones in the order of their references. The order of
/// the sightings says nothing.
#[must_use]
pub fn proposals<'a>(sightings: impl IntoIterator<Item = (SightingRef, &'a CountSighting)>) -> Vec<Proposal> {
    let sightings: Vec<_> = sightings.into_iter().collect();
    let mut names = Names::default();
    let seen: Vec<Seen<'_>> =
        sightings.into_iter().map(|(of, seen)| Seen::of(of, seen, &mut names)).collect();
    let mut found = Vec::new();
    for (place, one) in seen.iter().enumerate() {
        found.extend(seen.iter().skip(place + 1).filter_map(|other| compare(one, other)));
    }
    found.sort_by(|one, other| other.score.cmp(&one.score).then(one.pair.cmp(&other.pair)));
    found
}

/// Pairs of one team that saw two people side by side.
#[must_use]
pub fn side_by_side<'a>(
    sightings: impl IntoIterator<Item = (SightingRef, &'a CountSighting)>,
) -> Vec<SightingPair> {
    let mut names = Names::default();
    let all: BTreeMap<SightingRef, &CountSighting> = sightings.into_iter().collect();
    let mut pairs = Vec::new();
    for (of, seen) in &all {
        let beside = seen.beside.iter().map(|label| SightingRef { label: *label, ..*of });
        for other in beside.filter_map(|other| Some((other, *all.get(&other)?))) {
            let (one, other) = (Seen::of(*of, seen, &mut names), Seen::of(other.0, other.1, &mut names));
            pairs.extend(SightingPair::of(one.of, other.of).filter(|_| are_side_by_side(&one, &other)));
        }
    }
    pairs
}

/// Words as numbers, so that pairs are compared without looking at letters.
#[derive(Default)]
struct Names(BTreeMap<String, u32>);

impl Names {
    fn number(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(name).or_insert(next)
    }
}

/// A sighting as it is compared.
struct Seen<'a> {
    of: SightingRef,
    k1: Option<KeyedId>,
    k2: Option<KeyedId>,
    initials: Option<u32>,
    gender: Gender,
    age: Age,
    /// Sorted.
    descriptors: Vec<u32>,
    at: Option<Vertex>,
    /// Millimetres.
    accuracy: Option<i64>,
    time: LegalTime,
    team: &'a str,
    beside: &'a BTreeSet<Label>,
}

impl<'a> Seen<'a> {
    fn of(of: SightingRef, seen: &'a CountSighting, names: &mut Names) -> Self {
        let initials = seen.identity.initials.as_deref().and_then(plain);
        let mut descriptors: Vec<u32> =
            seen.descriptors.iter().map(|code| names.number(format!("descriptor {code}"))).collect();
        descriptors.sort_unstable();
        Self {
            of,
            k1: seen.identity.k1,
            k2: seen.identity.k2,
            initials: initials.map(|initials| names.number(format!("initials {initials}"))),
            gender: seen.gender,
            age: seen.age,
            descriptors,
            at: seen.place.map(|place| Vertex { lon: place.lon, lat: place.lat }),
            accuracy: seen.place.and_then(|place| place.accuracy).map(|tenths| i64::from(tenths) * 100),
            time: seen.time,
            team: &seen.team,
            beside: &seen.beside,
        }
    }
}

/// Initials as they are compared: letters only, in capitals, without accents; none if nothing is left.
fn plain(initials: &str) -> Option<String> {
    let letters: String =
        initials.nfkd().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    (!letters.is_empty()).then_some(letters)
}

/// Most reasons a pair can have.
const REASONS: usize = 7;

fn compare(one: &Seen<'_>, other: &Seen<'_>) -> Option<Proposal> {
    let same_name = equal(one.k1, other.k1);
    let who = who(one, other, same_name);
    let points: i32 = who.iter().flatten().map(|reason| reason.points()).sum();
    // Nearly every pair ends here, before anything is measured.
    if points + NEAR < PROPOSE_AT {
        return None;
    }
    let side_by_side = are_side_by_side(one, other);
    let [near, speed] = way(one, other);
    if !same_name && (side_by_side || matches!(speed, Some(Reason::TooFast { .. }))) {
        return None;
    }
    let score = points + [near, speed].iter().flatten().map(|reason| reason.points()).sum::<i32>();
    if score < PROPOSE_AT {
        return None;
    }
    let pair = SightingPair::of(one.of, other.of)?;
    let mut reasons = Vec::with_capacity(REASONS);
    let beside = side_by_side.then_some(Reason::SideBySide);
    reasons.extend(who.into_iter().chain([near, speed, beside]).flatten());
    Some(Proposal { pair, score, reasons })
}

fn equal<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.is_some() && one == other
}

/// What their looks and identities say.
fn who(one: &Seen<'_>, other: &Seen<'_>, same_name: bool) -> [Option<Reason>; 5] {
    let identity = if same_name {
        Some(Reason::NameAndBirth)
    } else {
        equal(one.k2, other.k2).then_some(Reason::InitialsAndBirth)
    };
    let gender = match (one.gender.known(), other.gender.known()) {
        (Some(one), Some(other)) if one == other => Some(Reason::Gender),
        (Some(_), Some(_)) => Some(Reason::GenderConflict),
        _ => None,
    };
    let age = match one.age.apart(other.age) {
        Some(0) => Some(Reason::Age),
        Some(2) => Some(Reason::AgeTwoApart),
        _ => None,
    };
    let equal_descriptors = in_common(&one.descriptors, &other.descriptors);
    [
        identity,
        equal(one.initials, other.initials).then_some(Reason::Initials),
        gender,
        age,
        (equal_descriptors > 0).then_some(Reason::Descriptors { equal: equal_descriptors }),
    ]
}

/// How many numbers two sorted lists have in common.
fn in_common(mut one: &[u32], mut other: &[u32]) -> u8 {
    let mut common: u8 = 0;
    while let (Some((first, rest)), Some((second, others))) = (one.split_first(), other.split_first()) {
        match first.cmp(second) {
            core::cmp::Ordering::Less => one = rest,
            core::cmp::Ordering::Greater => other = others,
            core::cmp::Ordering::Equal => {
                common = common.saturating_add(1);
                (one, other) = (rest, others);
            }
        }
    }
    common
}

/// One phone wrote both, so that even a wrong clock tells what lies between.
fn are_side_by_side(one: &Seen<'_>, other: &Seen<'_>) -> bool {
    let said = one.beside.contains(&other.of.label) || other.beside.contains(&one.of.label);
    said && (one.of.notebook, one.of.record, one.team) == (other.of.notebook, other.of.record, other.team)
        && between(one, other) <= SIDE_BY_SIDE_MS
}

/// Milliseconds between, as told.
fn between(one: &Seen<'_>, other: &Seen<'_>) -> i64 {
    one.time.at.saturating_sub(other.time.at).saturating_abs()
}

/// What the way between them says: whether it is short, and whether it is too long for the time.
fn way(one: &Seen<'_>, other: &Seen<'_>) -> [Option<Reason>; 2] {
    let (Some(here), Some(there)) = (one.at, other.at) else { return [None, None] };
    let way = (local_distance(here, there) * 1e3).round() as i64;
    let near = (way <= NEAR_MM).then(|| Reason::Near { metres: whole(way, 1_000) });
    let speed = || {
        let least = way.saturating_sub(one.accuracy?).saturating_sub(other.accuracy?).max(0);
        let within = one.time.within?.saturating_add(other.time.within?);
        let longest = between(one, other).saturating_add(within);
        let (metres, seconds) = (whole(least, 1_000), whole(longest, 1_000));
        // 6 km/h is 5 mm in 3 ms, 30 km/h 25 mm in 3 ms.
        if least.saturating_mul(3) > longest.saturating_mul(25) {
            Some(Reason::TooFast { metres, seconds })
        } else {
            let fast = least.saturating_mul(3) > longest.saturating_mul(5);
            fast.then_some(Reason::Fast { metres, seconds })
        }
    };
    [near, speed()]
}

fn whole(of: i64, unit: i64) -> u32 {
    u32::try_from(of / unit).unwrap_or(u32::MAX)
}
