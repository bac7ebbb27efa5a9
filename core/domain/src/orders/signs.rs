//! Signs: where an order is told to the public, and when somebody last saw them (SI 2014/2591).

use beatbook_protocol::hash::Hash;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fence::metres_between;
use crate::geometry::Vertex;
use crate::orders::place::Spot;

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

/// The sign nearest to an officer.
#[derive(Debug, Clone, PartialEq)]
pub struct NearSign {
    /// Its code.
    pub code: String,
    /// Metres to it.
    pub metres: f64,
    /// The day it was last seen.
    pub seen: Option<Date>,
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
    /// Those near have not been seen for long, or never.
    SignUnseen {
        /// The nearest of them.
        code: String,
        /// Days since; absent if nobody ever wrote it down.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        days: Option<u32>,
    },
}

/// The nearest of an order's signs on a day, and whether they are enough for more than a warning.
pub(crate) fn look<'s>(
    signs: impl Iterator<Item = &'s Sign>,
    from: Vertex,
    day: Date,
    within_m: u32,
    unseen_days: u32,
) -> (Option<NearSign>, Option<WhyWarnOnly>) {
    let mut nearest: Option<(f64, &Sign)> = None;
    let (mut near, mut fresh) = (false, false);
    for sign in signs.filter(|sign| sign.removed.is_none_or(|gone| day < gone)) {
        let metres = metres_between(from, sign.at.0);
        if metres <= f64::from(within_m) {
            near = true;
            fresh |= unseen(sign, day).is_some_and(|days| days <= unseen_days);
        }
        if nearest.is_none_or(|(known, _)| metres < known) {
            nearest = Some((metres, sign));
        }
    }
    let why = match nearest {
        Some((_, sign)) if near && !fresh => {
            Some(WhyWarnOnly::SignUnseen { code: sign.code.clone(), days: unseen(sign, day) })
        }
        _ if !near => Some(WhyWarnOnly::NoSignNear { within_m }),
        _ => None,
    };
    let told = |(metres, sign): (f64, &Sign)| NearSign { code: sign.code.clone(), metres, seen: sign.seen };
    (nearest.map(told), why)
}

/// Days since a sign was last seen; none if nobody wrote it down.
fn unseen(sign: &Sign, day: Date) -> Option<u32> {
    let days = day.since(sign.seen?).ok()?.get_days();
    Some(u32::try_from(days).unwrap_or(0))
}
