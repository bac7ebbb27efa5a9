//! Numbers of people as they may be published: 1 to 4 are hidden, and more where a hidden number could be worked out from the
//! rest.
//!
//! Of a whole and its parts, a whole of 1 to 4 is hidden with all its parts. Otherwise parts from 1 to 4 are, and if the
//! sum of what is hidden tells a hidden number – there is only one of them, or all are 1 or all are 4 – the smallest other
//! part too, but zeros last, and *all* that are equal to it. What is hidden so depends on the numbers and never on
//! their places: whatever is exchanged among the hidden ones gives the same publication, so somebody who knows this rule
//! cannot tell which is which either.
//!
//! Of wholes that are shown with a part of each – visits, and those with defects – the part and the rest are numbers of people as
//! well: [`publish_part`] and [`publish_shares`].

use core::fmt;
use std::collections::BTreeSet;

use serde::Serialize;

/// Numbers from 1 to this are not published.
pub const SUPPRESSED_TO: u32 = 4;

/// What a table says under hidden numbers.
pub const LEGEND: &str = "c: 1 to 4, or a number that would give such a one away";

/// A number as it may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicNumber {
    /// As it is.
    Shown(u32),
    /// Too small, or others could be worked out from it.
    Suppressed,
}

impl PublicNumber {
    /// A number that is no part of another.
    #[must_use]
    pub fn of(number: u32) -> Self {
        if is_small(number) { Self::Suppressed } else { Self::Shown(number) }
    }
}

impl fmt::Display for PublicNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shown(number) => number.fmt(f),
            Self::Suppressed => "c".fmt(f),
        }
    }
}

/// A whole, which is the sum of its parts, and the parts.
#[must_use]
pub fn publish(parts: &[u32]) -> (PublicNumber, Vec<PublicNumber>) {
    let number = |number: u32, hidden: bool| {
        if hidden { PublicNumber::Suppressed } else { PublicNumber::Shown(number) }
    };
    let (whole, hidden) = hide(parts);
    (
        number(sum(parts), whole),
        parts.iter().zip(hidden).map(|(part, hidden)| number(*part, hidden)).collect(),
    )
}

/// The same of numbers as tables count them.
#[must_use]
pub fn publish_counted(parts: impl IntoIterator<Item = u64>) -> (PublicNumber, Vec<PublicNumber>) {
    let parts: Vec<u32> = parts.into_iter().map(counted).collect();
    publish(&parts)
}

/// What lies within each of these wholes, as they are published: shown if all of them are, and neither it nor the rest of one of
/// them is small.
#[must_use]
pub fn publish_part(wholes: &[PublicNumber], part: u32) -> PublicNumber {
    let tells = |whole: &PublicNumber| match whole {
        PublicNumber::Shown(whole) => is_small(whole.abs_diff(part)),
        PublicNumber::Suppressed => true,
    };
    if is_small(part) || wholes.iter().any(tells) {
        PublicNumber::Suppressed
    } else {
        PublicNumber::Shown(part)
    }
}

/// A whole and a part of it, as they may be published.
pub type PublicShare = (PublicNumber, PublicNumber);

/// Wholes that sum up to one, each with a part of it that is counted, too: the sums, then the rows. Wholes are published as in
/// [`publish`], and so is the sum of the parts as [`publish_part`] of that of the wholes: whatever the rows are, it is the same.
///
/// Rows stand in pairs by their wholes, the last three together if their number is odd. If a part or rest in a pair is small, the
/// parts of both are hidden: what the sum gives back is the pair's, never a row's. Pairs follow from the wholes, which are
/// published, so somebody who knows this rule cannot tell either which of the two is small.
#[must_use]
pub fn publish_shares(shares: impl IntoIterator<Item = (u64, u64)>) -> (PublicShare, Vec<PublicShare>) {
    let shares = shares.into_iter().map(|(whole, part)| (counted(whole), counted(part)));
    let (wholes, parts): (Vec<u32>, Vec<u32>) = shares.unzip();
    let (all, wholes) = publish(&wholes);
    let rows: Vec<(PublicNumber, u32)> = wholes.into_iter().zip(parts.iter().copied()).collect();
    let hidden = hidden_parts(&rows);
    let row = |(at, (whole, part)): (usize, &(PublicNumber, u32))| {
        let part =
            if hidden.contains(&at) { PublicNumber::Suppressed } else { publish_part(&[*whole], *part) };
        (*whole, part)
    };
    ((all, publish_part(&[all], sum(&parts))), rows.iter().enumerate().map(row).collect())
}

/// Rows that show their whole and hide their part, by their places.
fn hidden_parts(rows: &[(PublicNumber, u32)]) -> BTreeSet<usize> {
    // Where nothing is, nothing can be hidden.
    let rows = rows.iter().enumerate().filter(|(_, (whole, _))| *whole != PublicNumber::Shown(0));
    let (mut shown, hidden): (Vec<_>, Vec<_>) =
        rows.partition(|(_, (whole, _))| *whole != PublicNumber::Suppressed);
    shown.sort_by_key(|(_, (whole, _))| *whole);
    let last = (shown.len() / 2).saturating_sub(1);
    let pair = |nth: usize| (nth / 2).min(last);
    // One that is alone stands with those of which nothing is shown.
    let alone = shown.len() == 1 && !hidden.is_empty();
    let is_told = |(_, (whole, part)): &(usize, &(PublicNumber, u32))| {
        !alone && publish_part(&[*whole], *part) != PublicNumber::Suppressed
    };
    let untold = shown.iter().enumerate().filter(|(_, row)| !is_told(row));
    let untold: BTreeSet<usize> = untold.map(|(nth, _)| pair(nth)).collect();
    let places = shown.iter().enumerate().filter(|(nth, _)| untold.contains(&pair(*nth)));
    places.map(|(_, (at, _))| *at).collect()
}

/// Numbers of which each is within the one before: one is shown if it is not small, and neither is what lies between it and the
/// last that is shown.
#[must_use]
pub fn publish_within(numbers: &[u32]) -> Vec<PublicNumber> {
    let mut last = None;
    let publish = |number: &u32| {
        let between = last.map_or(0, |last: u32| last.abs_diff(*number));
        if is_small(*number) || is_small(between) {
            return PublicNumber::Suppressed;
        }
        last = Some(*number);
        PublicNumber::Shown(*number)
    };
    numbers.iter().map(publish).collect()
}

fn counted(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn sum(numbers: &[u32]) -> u32 {
    numbers.iter().fold(0_u32, |sum, number| sum.saturating_add(*number))
}

fn is_small(number: u32) -> bool {
    (1..=SUPPRESSED_TO).contains(&number)
}

/// Whether the whole is hidden, and which parts are. The whole is if it is small, and if no other part is left to hide what the
/// sum would tell.
fn hide(parts: &[u32]) -> (bool, Vec<bool>) {
    if is_small(sum(parts)) {
        return (true, vec![true; parts.len()]);
    }
    let small: Vec<u32> = parts.iter().copied().filter(|number| is_small(*number)).collect();
    let all = |number: u32| small.iter().all(|one| *one == number);
    let told = !small.is_empty() && (small.len() == 1 || all(1) || all(SUPPRESSED_TO));
    let others = parts.iter().copied().filter(|number| told && !is_small(*number));
    let also = others.min_by_key(|number| (*number == 0, *number));
    let hidden = parts.iter().map(|number| is_small(*number) || Some(*number) == also).collect();
    (told && also.is_none(), hidden)
}
