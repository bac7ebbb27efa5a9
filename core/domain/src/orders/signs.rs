//! Signs: where an order is told to the public, and when somebody last saw them (SI 2014/2591).
//!
//! The book has a day for each; what officers noted since comes beside it, with who noted it and when, and the newest counts.

use std::collections::BTreeMap;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::local_date;
use crate::fence::metres_between;
use crate::geometry::Vertex;
use crate::orders::place::Spot;
use crate::records::sign::SignState;

/// A sign. It belongs to orders, not to their versions: to see it again makes no new order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// The authority's code of it.
    pub code: String,
    /// Codes of the orders it tells of.
    pub orders: Vec<String>,
    /// Where it hangs.
    pub at: Spot,
    /// SHA-256 of its photo.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub photo: Option<Hash>,
    /// The day it was last seen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seen: Option<Date>,
    /// From this day on it hangs no more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub removed: Option<Date>,
}

/// How an officer found a sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignFound {
    /// The sign's code.
    pub sign: String,
    /// Seen, missing or damaged.
    pub state: SignState,
    /// When, UTC milliseconds.
    pub at: i64,
    /// The officer; phones are not told who.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Id>,
    /// SHA-256 of a photograph of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub photo: Option<Hash>,
}

impl SignFound {
    /// The local day; none of a clock that shows no date.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        local_date(self.at).ok()
    }

    /// Whether it hung and could be read.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.state == SignState::Seen
    }
}

/// Of each sign the newest time that it was seen, and the newest that it was not: no other can count. By sign.
#[must_use]
pub fn newest_of(sightings: impl IntoIterator<Item = SignFound>) -> Vec<SignFound> {
    let mut newest: BTreeMap<(String, bool), SignFound> = BTreeMap::new();
    for one in sightings {
        let key = (one.sign.clone(), one.is_seen());
        if newest.get(&key).is_none_or(|known| (known.at, known.by) < (one.at, one.by)) {
            newest.insert(key, one);
        }
    }
    newest.into_values().collect()
}

/// What is known of a sign on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignKnown<'s> {
    /// The day it was last seen, by the book or by an officer.
    pub seen: Option<Date>,
    /// What an officer found, if the book knows nothing newer.
    pub noted: Option<&'s SignFound>,
}

impl<'s> SignKnown<'s> {
    /// By the book's sign and what officers found of it. Whoever saw it later has answered one who did not; that it was gone
    /// later says nothing of the day.
    pub fn of(sign: &Sign, sightings: impl Iterator<Item = &'s SignFound>, day: Date) -> Self {
        let (saw, not): (Vec<&SignFound>, Vec<&SignFound>) = sightings.partition(|one| one.is_seen());
        let saw = saw.into_iter().max_by_key(|one| one.at);
        let seen = sign.seen.max(saw.and_then(SignFound::day));
        let not = not.into_iter().filter(|one| one.day() <= Some(day)).max_by_key(|one| one.at);
        let not = not.filter(|not| saw.is_none_or(|saw| saw.at < not.at));
        let noted = not.or(saw).filter(|one| one.day() >= sign.seen);
        Self { seen, noted }
    }

    /// Whether it told the public something that day: it was seen within so many days before, or since, and was not gone.
    fn is_fresh(&self, day: Date, unseen_days: u32) -> bool {
        self.noted.is_none_or(SignFound::is_seen) && self.unseen(day).is_some_and(|days| days <= unseen_days)
    }

    /// Days since it was last seen; none if nobody wrote it down.
    fn unseen(&self, day: Date) -> Option<u32> {
        let days = day.since(self.seen?).ok()?.get_days();
        Some(u32::try_from(days).unwrap_or(0))
    }
}

/// The sign nearest to an officer.
#[derive(Debug, Clone, PartialEq)]
pub struct NearSign {
    /// Its code.
    pub code: String,
    /// Metres to it.
    pub metres: f64,
    /// The day it was last seen.
    pub seen: Option<Date>,
    /// What an officer found, if the book knows nothing newer.
    pub noted: Option<SignFound>,
}

/// Why only a warning should be offered, and a sign task opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyWarnOnly {
    /// No sign of the order within the distance it asks for.
    NoSignNear {
        /// The distance, metres.
        within_m: u32,
    },
    /// Those near have not been seen for long, or never, or are gone.
    SignUnseen {
        /// The nearest of them.
        code: String,
        /// Days since; absent if nobody ever wrote it down.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        days: Option<u32>,
        /// An officer noted it missing or damaged since; absent also in decisions from before it was kept.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        noted: Option<SignState>,
    },
}

impl WhyWarnOnly {
    /// In a few words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::NoSignNear { within_m } => format!("no sign within {within_m} m"),
            Self::SignUnseen { code, days, noted } => {
                let seen = match days {
                    None => "nobody ever noted it in order".to_owned(),
                    Some(0) => "last seen in order on the same day".to_owned(),
                    Some(1) => "last seen in order the day before".to_owned(),
                    Some(days) => format!("last seen in order {days} days before"),
                };
                let noted = noted.map(|state| format!("noted {}; ", state.name())).unwrap_or_default();
                format!("sign {code}: {noted}{seen}")
            }
        }
    }
}

/// The nearest of an order's signs on a day, and whether they are enough for more than a warning.
pub(crate) fn look<'s>(
    signs: impl Iterator<Item = (&'s Sign, SignKnown<'s>)>,
    from: Vertex,
    day: Date,
    within_m: u32,
    unseen_days: u32,
) -> (Option<NearSign>, Option<WhyWarnOnly>) {
    let mut nearest: Option<(f64, &Sign, SignKnown<'_>)> = None;
    let (mut near, mut fresh) = (false, false);
    for (sign, known) in signs.filter(|(sign, _)| sign.removed.is_none_or(|gone| day < gone)) {
        let metres = metres_between(from, sign.at.0);
        if metres <= f64::from(within_m) {
            near = true;
            fresh |= known.is_fresh(day, unseen_days);
        }
        if nearest.is_none_or(|(closest, ..)| metres < closest) {
            nearest = Some((metres, sign, known));
        }
    }
    let why = match nearest {
        Some((_, sign, known)) if near && !fresh => {
            let noted = known.noted.filter(|one| !one.is_seen()).map(|one| one.state);
            Some(WhyWarnOnly::SignUnseen { code: sign.code.clone(), days: known.unseen(day), noted })
        }
        _ if !near => Some(WhyWarnOnly::NoSignNear { within_m }),
        _ => None,
    };
    let told = |(metres, sign, known): (f64, &Sign, SignKnown<'_>)| NearSign {
        code: sign.code.clone(),
        metres,
        seen: known.seen,
        noted: known.noted.cloned(),
    };
    (nearest.map(told), why)
}
