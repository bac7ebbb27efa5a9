//! What a coordinator waits for on the morning after a count: all pairs of 500 sightings that may be one person.
//!
//! There is no peer. A night as large as any in the country, drawn by seed, is compared pair by pair.

use std::collections::BTreeSet;
use std::hint::black_box;

use beatbook_domain::counts::dedupe::proposals;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::count::{CountIdentity, CountSighting, SightingRef};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::welfare::identity::KeyedId;
use beatbook_domain::welfare::sleeping::{Age, Gender, Site, SleepingState};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use beatbook_simulator::rng::Rng;
use beatbook_simulator::zones::CORNER;

use crate::harness::{Figure, Goal, Lab, Measured, Spread, timed};

const SIGHTINGS: u16 = 500;
/// Fewer people than sightings: some are seen twice.
const PEOPLE: usize = 420;
const TEAMS: usize = 20;
const ROUNDS: usize = 50;
/// Thursday 20 November 2025, 00:00 in Kent.
const MIDNIGHT: i64 = 1_763_596_800_000;
const NIGHT_MS: f64 = 5.0 * 3_600_000.0;
/// 3 × 3 km, in 1e-7°.
const SQUARE: f64 = 300_000.0;

/// See `docs/performance.md`.
pub fn run(_: &Lab) -> Measured {
    let mut random = Rng::new(41);
    let night = (1..=SIGHTINGS).map(|label| sighting(label, &mut random)).collect::<Result<Vec<_>, _>>()?;
    let mut each = Vec::with_capacity(ROUNDS);
    let mut proposed = 0;
    for _ in 0..ROUNDS {
        let (found, took) = timed(|| proposals(night.iter().map(|(of, seen)| (*of, seen))));
        proposed = black_box(found).len();
        each.push(took.as_secs_f64() * 1e3);
    }
    let pairs = usize::from(SIGHTINGS) * usize::from(SIGHTINGS - 1) / 2;
    Ok(vec![Figure {
        name: "count-duplicates".to_owned(),
        value: Spread::of(each),
        unit: "ms",
        peer: None,
        goal: Goal::AtMost(50.0),
        note: format!("500 sightings, {pairs} pairs, {proposed} proposed with reasons"),
    }])
}

/// One of the people, somewhere within a minute's walk of where they sleep.
fn sighting(
    label: u16,
    random: &mut Rng,
) -> Result<(SightingRef, CountSighting), Box<dyn std::error::Error>> {
    let person = random.below(PEOPLE);
    let mut own = Rng::new(person as u64 + 1_000);
    let (lat, lon) = (own.between(0.0, SQUARE), own.between(0.0, SQUARE));
    let place = KeptPlace {
        lat: CORNER.lat + (lat + random.between(0.0, 500.0)) as i32,
        lon: CORNER.lon + (lon + random.between(0.0, 500.0)) as i32,
        accuracy: Some(random.below(300) as u16),
    };
    let initials = letters(own.below(26), own.below(26));
    let identity = CountIdentity {
        k1: random.chance(0.2).then(|| tag(person)).transpose()?,
        k2: random.chance(0.4).then(|| tag(PEOPLE + person)).transpose()?,
        initials: random.chance(0.6).then_some(initials),
    };
    let codes = BTreeSet::from([own.below(20), own.below(20), own.below(20), own.below(20)]);
    let (gender, age) = (Gender::ALL.get(own.below(3)), Age::ALL.get(own.below(4)));
    let team = random.below(TEAMS);
    let at = MIDNIGHT + random.between(0.0, NIGHT_MS) as i64;
    let seen = CountSighting {
        at: Moment { wall: at, mono: 0, boot: BootId(1) },
        time: LegalTime { at, within: Some(1_000) },
        label,
        place: Some(place),
        place_typed: false,
        team: format!("team {team}"),
        site: Site::Doorway,
        state: SleepingState::BeddedDown,
        structure: None,
        gender: gender.copied().unwrap_or_default(),
        age: age.copied().unwrap_or_default(),
        age_by_date: false,
        nationality: None,
        form: Default::default(),
        identity,
        descriptors: codes.into_iter().map(|code| format!("descriptor_{code}")).collect(),
        text: String::new(),
        beside: BTreeSet::new(),
    };
    let own = Id::from_bytes([team as u8; 16]);
    Ok((SightingRef { notebook: own, record: own, label }, seen))
}

fn tag(number: usize) -> Result<KeyedId, Box<dyn std::error::Error>> {
    Ok(KeyedId::try_from(format!("{number:032x}"))?)
}

fn letters(one: usize, other: usize) -> String {
    [one, other].iter().map(|letter| char::from(b'A' + *letter as u8)).collect()
}
