//! The people of a count: one for each group of sightings, with one word for each code.
//!
//! Where the sightings of one person disagree, the latest word holds that is an answer at all (`not_known` is none), of
//! those sightings that are confirmed – bedded down or about to. Only if none of them has an answer, the latest of any
//! other. A later word is one that was said later, so that what a team adds at the debrief stands above what it wrote in
//! the dark. Somebody seen awake at one and bedded down at three counts, and so does the reverse.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::counts::decisions::Group;
use crate::records::count::SightingRef;
use crate::records::count::story::{Said, Sighting};
use crate::welfare::sleeping::{Age, Gender, Nationality, SleepingState};

/// A distinct person, or a tent or bedding that nobody has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Sightings, sorted.
    pub sightings: Vec<SightingRef>,
    /// What was seen.
    pub state: SleepingState,
    /// Gender.
    pub gender: Gender,
    /// Age band.
    pub age: Age,
    /// Nationality.
    pub nationality: Nationality,
}

impl Person {
    /// Whether they meet the definition.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.state.counts()
    }

    fn of(group: &[(SightingRef, &Sighting)]) -> Option<Self> {
        Some(Self {
            sightings: group.iter().map(|(of, _)| *of).collect(),
            state: latest(group, |one| Some((one.state_said, one.seen.state)))?,
            gender: latest(group, |one| Some((one.gender_said, one.seen.gender.known()?)))
                .unwrap_or_default(),
            age: latest(group, |one| Some((one.age_said, one.seen.age.known()?))).unwrap_or_default(),
            nationality: latest(group, |one| Some((one.nationality_said, one.seen.nationality?.known()?)))
                .unwrap_or_default(),
        })
    }
}

/// The latest word, of confirmed sightings before any other; of one instant, that of the larger reference.
fn latest<T: Copy>(
    group: &[(SightingRef, &Sighting)],
    word: impl Fn(&Sighting) -> Option<(Said, T)>,
) -> Option<T> {
    let words = group.iter().filter_map(|(of, one)| {
        let (said, code) = word(one)?;
        Some(((one.seen.state.counts(), said, *of), code))
    });
    words.max_by_key(|(rank, _)| *rank).map(|(_, code)| code)
}

/// One person for each group; each sighting its own where a group contradicts itself. By their first sighting.
#[must_use]
pub fn persons(sightings: &BTreeMap<SightingRef, Sighting>, groups: &[Group]) -> Vec<Person> {
    let mut persons = Vec::with_capacity(groups.len());
    for group in groups {
        let seen: Vec<(SightingRef, &Sighting)> =
            group.sightings.iter().filter_map(|of| Some((*of, sightings.get(of)?))).collect();
        let size = if group.held_apart { 1 } else { seen.len().max(1) };
        persons.extend(seen.chunks(size).filter_map(Person::of));
    }
    persons.sort_by(|one, other| one.sightings.cmp(&other.sightings));
    persons
}
