//! Pairs of sightings that may be one person, in words and for programs. Who may not read a sighting as it was recorded is
//! shown its cell of 100 m, gender and age, and reasons without the metre and the second.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use beatbook_domain::counts::decisions::PairStanding;
use beatbook_domain::counts::dedupe::{NEAR_MM, Reason};
use beatbook_domain::counts::review::Review;
use beatbook_domain::records::count::story::Sighting;
use beatbook_domain::records::count::{SightingPair, SightingRef};
use beatbook_domain::welfare::cell::Cell;
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use super::words::{named, named_one};
use super::written::{at, code_of};
use crate::admin::office::Told;
use crate::counts::Eyes;
use crate::store::Officer;

/// Distances that are not told exactly, metres.
const STEP_M: f64 = 100.0;

/// A pair as somebody is shown it: each sighting that is known, and whether it is shown as recorded.
struct Shown<'a> {
    both: [(SightingRef, Option<(&'a Sighting, bool)>); 2],
}

impl<'a> Shown<'a> {
    fn of(pair: SightingPair, review: &'a Review, eyes: &Eyes) -> Self {
        let seen = |of| review.sightings.get(&of).map(|one| (one, eyes.exactly(of, one)));
        Self { both: pair.both().map(|of| (of, seen(of))) }
    }

    fn is_exact(&self) -> bool {
        self.both.iter().all(|(_, seen)| seen.is_some_and(|(_, exactly)| exactly))
    }

    /// Metres between the two, as far as it is told: between their cells, in steps.
    fn about(&self) -> Option<u32> {
        let [one, other] = self.both.map(|(_, seen)| seen.and_then(|(one, _)| cell(one)));
        let (one, other) = (one?.reference().corner(), other?.reference().corner());
        let east = f64::from(one.easting().abs_diff(other.easting()));
        let north = f64::from(one.northing().abs_diff(other.northing()));
        let steps = ((east * east + north * north).sqrt() / STEP_M).round().max(1.0);
        Some((steps * STEP_M) as u32)
    }
}

fn cell(one: &Sighting) -> Option<Cell> {
    one.seen.place.and_then(|place| Cell::of(place).ok())
}

/// Pairs that may be one person, and those of which anything was said.
pub(super) fn proposals(review: &Review, eyes: &Eyes, officers: &[Officer]) -> Told {
    let (mut text, mut all) = (String::new(), Vec::new());
    let proposed = review.proposals.iter().map(|one| (one.pair, Some(one)));
    let is_proposed = |pair: &SightingPair| review.proposals.iter().any(|one| one.pair == *pair);
    let others = review.standings.keys().filter(|pair| !is_proposed(pair)).map(|pair| (*pair, None));
    for (pair, proposal) in proposed.chain(others) {
        let shown = Shown::of(pair, review, eyes);
        let _ = writeln!(text, "{}", named(pair));
        for (one, exactly) in shown.both.iter().filter_map(|(_, seen)| *seen) {
            let _ = writeln!(text, "  {}", if exactly { as_recorded(one) } else { coarsely(one) });
        }
        if let Some(proposal) = proposal {
            let reasons: Vec<String> = proposal.reasons.iter().map(|one| words(*one, &shown)).collect();
            let _ = writeln!(text, "  {} points: {}", proposal.score, reasons.join(", "));
        }
        let _ = writeln!(text, "  {}", stands(review.standings.get(&pair), officers));
        let reasons = |one: &Reason| reason_json(*one, &shown);
        all.push(json!({
            "pair": named(pair),
            "sightings": shown.both.map(|(of, seen)| one_json(of, seen)),
            "score": proposal.map(|one| one.score),
            "reasons": proposal.map(|one| one.reasons.iter().map(reasons).collect::<Vec<_>>()),
            "standing": review.standings.get(&pair),
            "undecided": review.groups.undecided.contains(&pair),
        }));
    }
    if all.is_empty() {
        text.push_str("No sightings look like one person.");
    }
    Told::ok(text, all.into())
}

/// A sighting for programs: no keyed identity, which is for comparing only.
fn one_json(of: SightingRef, seen: Option<(&Sighting, bool)>) -> Value {
    let Some((sighting, exactly)) = seen else { return json!({ "sighting": named_one(of) }) };
    let one = &sighting.seen;
    if !exactly {
        return json!({
            "sighting": named_one(of),
            "team": one.team,
            "cell": cell(sighting),
            "gender": one.gender.code(),
            "age": one.age.code(),
        });
    }
    json!({
        "sighting": named_one(of),
        "team": one.team,
        "time": one.time,
        "place": one.place,
        "site": one.site.code(),
        "state": one.state.code(),
        "gender": one.gender.code(),
        "age": one.age.code(),
        "initials": one.identity.initials,
        "descriptors": one.descriptors,
        "text": one.text,
    })
}

/// A sighting in a line, for those who may read it.
fn as_recorded(one: &Sighting) -> String {
    let one = &one.seen;
    let mut line =
        format!("team {}, {}, {}, {}", one.team, at(one.time.at), one.site.code(), one.state.code());
    let _ = write!(line, ", {}, {}", one.gender.code(), one.age.code());
    if let Some(initials) = &one.identity.initials {
        let _ = write!(line, ", initials {initials}");
    }
    for code in &one.descriptors {
        let _ = write!(line, ", {code}");
    }
    if !one.text.is_empty() {
        let _ = write!(line, " – {}", one.text);
    }
    line
}

/// The same for those of other teams who decide with them.
fn coarsely(one: &Sighting) -> String {
    let place = match cell(one) {
        Some(cell) => format!("in the 100 m square {}", cell.reference()),
        None => "no place told".to_owned(),
    };
    format!("team {}, {place}, {}, {}", one.seen.team, one.seen.gender.code(), one.seen.age.code())
}

fn words(reason: Reason, shown: &Shown<'_>) -> String {
    let about = || shown.about().map_or_else(String::new, |metres| format!("about {metres} m apart: "));
    let words = match reason {
        Reason::Near { .. } if !shown.is_exact() => format!("at most {} m apart", NEAR_MM / 1_000),
        Reason::Fast { .. } if !shown.is_exact() => format!("{}fast on foot", about()),
        Reason::TooFast { .. } if !shown.is_exact() => format!("{}too fast on foot", about()),
        exact => exact.words(),
    };
    format!("{words} ({:+})", reason.points())
}

/// A reason for programs; of one that measures, without exact numbers where a sighting is not shown exactly.
fn reason_json(reason: Reason, shown: &Shown<'_>) -> Value {
    let coarse = |code: &str, metres: Option<u32>| json!({ "reason": code, "metres": metres });
    match reason {
        Reason::Near { .. } if !shown.is_exact() => coarse("near", u32::try_from(NEAR_MM / 1_000).ok()),
        Reason::Fast { .. } if !shown.is_exact() => coarse("fast", shown.about()),
        Reason::TooFast { .. } if !shown.is_exact() => coarse("too_fast", shown.about()),
        exact => json!(exact),
    }
}

fn stands(standing: Option<&PairStanding>, officers: &[Officer]) -> String {
    let people = |same: bool| if same { "one person" } else { "two people" };
    let by = |by: &BTreeSet<Id>| {
        let codes: BTreeSet<&str> = by.iter().map(|officer| code_of(officers, *officer)).collect();
        codes.into_iter().collect::<Vec<_>>().join(", ")
    };
    match standing {
        None | Some(PairStanding::Open) => "nobody has decided".to_owned(),
        Some(PairStanding::Waiting { same, by: who, needs_other_team }) => {
            let next = if *needs_other_team { "somebody from neither team" } else { "one more" };
            format!("{}, says {}: {next} has to agree", people(*same), by(who))
        }
        Some(PairStanding::Settled { same, by: who }) => format!("{}, agreed by {}", people(*same), by(who)),
    }
}

/// How one pair stands after somebody has spoken.
pub(super) fn standing(review: &Review, pair: SightingPair, officers: &[Officer]) -> Told {
    let standing = review.standings.get(&pair);
    let left = review.groups.undecided.len();
    let text = format!("{}; {left} pairs undecided", stands(standing, officers));
    Told::ok(text, json!({ "pair": named(pair), "standing": standing, "undecided": left }))
}
