//! Pairs of sightings that may be one person, in words and for programs. Who may not read a sighting as it was recorded is
//! shown its cell of 100 m or its ward, gender and age, and reasons without the metre and the second; none where those would
//! place a sighting more finely than it is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use beatbook_domain::counts::decisions::PairStanding;
use beatbook_domain::counts::dedupe::{NEAR_MM, Proposal, Reason};
use beatbook_domain::counts::review::Review;
use beatbook_domain::records::count::story::Sighting;
use beatbook_domain::records::count::{SightingPair, SightingRef};
use beatbook_domain::welfare::shown::Shown;
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use super::words::number;
use super::written::{at, code_of};
use crate::admin::office::Told;
use crate::admin::sheet::Sheet;
use crate::counts::{Eyes, named, named_one};
use crate::error::ServerError;
use crate::store::Officer;

/// What is said instead of reasons.
const LEFT_OUT: &str = "proposed; why would tell more of where they slept: the coordinator is told";

/// Who looks, and what they are shown of each sighting's place if it is not of their own team.
pub(super) struct Sight<'a> {
    pub(super) eyes: &'a Eyes,
    pub(super) places: &'a BTreeMap<SightingRef, Shown>,
    pub(super) ward_name: &'a dyn Fn(&str) -> String,
}

/// A sighting as somebody is shown it.
#[derive(Clone, Copy)]
enum Seen<'a> {
    /// As it was recorded.
    Exactly(&'a Sighting),
    /// Gender, age and what may be known of its place.
    Coarsely(&'a Sighting, &'a Shown),
}

/// A pair as somebody is shown it: each sighting that is known.
struct Pair<'a> {
    both: [(SightingRef, Option<Seen<'a>>); 2],
}

impl<'a> Pair<'a> {
    fn of(pair: SightingPair, review: &'a Review, sight: &'a Sight<'_>) -> Self {
        let seen = |of: SightingRef| {
            let one = review.sightings.get(&of)?;
            let shown = sight.places.get(&of).unwrap_or(&Shown::Nothing);
            let exactly = sight.eyes.exactly(of, one);
            Some(if exactly { Seen::Exactly(one) } else { Seen::Coarsely(one, shown) })
        };
        Self { both: pair.both().map(|of| (of, seen(of))) }
    }

    fn is_exact(&self) -> bool {
        self.both.iter().all(|(_, seen)| matches!(seen, Some(Seen::Exactly(_))))
    }

    /// Whether why it is proposed may be told. "At most 100 m apart" of a place that is known exactly cuts through the other's
    /// square or ward; of two squares, or of two wards, it tells on which side of each somebody slept, and of one square that it is
    /// missing puts both into opposite corners. So do points that only this reason can have made.
    fn tells_why(&self) -> bool {
        match self.both.map(|(_, seen)| seen) {
            [Some(Seen::Exactly(_)), Some(Seen::Exactly(_))] => true,
            [Some(Seen::Coarsely(_, one)), Some(Seen::Coarsely(_, other))] => {
                one == other && !matches!(one, Shown::Cell(_))
            }
            _ => false,
        }
    }
}

/// Pairs that may be one person, and those of which anything was said.
pub(super) fn proposals(
    review: &Review,
    sight: &Sight<'_>,
    officers: &[Officer],
    csv: bool,
) -> Result<Told, ServerError> {
    let (mut text, mut all) = (String::new(), Vec::new());
    let columns = ["pair", "one", "other", "points", "reasons", "stands", "differ", "undecided"];
    let mut sheet = Sheet::new("Sightings that may be one person", &columns);
    let proposed = review.proposals.iter().map(|one| (one.pair, Some(one)));
    let is_proposed = |pair: &SightingPair| review.proposals.iter().any(|one| one.pair == *pair);
    let said: BTreeSet<SightingPair> =
        review.standings.keys().chain(review.without_voice.keys()).copied().collect();
    let others = said.into_iter().filter(|pair| !is_proposed(pair)).map(|pair| (pair, None));
    let mut pairs: Vec<(SightingPair, Pair<'_>, Option<&Proposal>)> = proposed
        .chain(others)
        .map(|(pair, proposal)| (pair, Pair::of(pair, review, sight), proposal))
        .collect();
    // The most likely first tells points, too.
    pairs.sort_by_key(|(pair, shown, _)| (!shown.tells_why()).then_some(*pair));
    for (pair, shown, proposal) in pairs {
        let _ = writeln!(text, "{}", named(pair));
        let lines = shown.both.map(|(_, seen)| match seen? {
            Seen::Exactly(one) => Some(as_recorded(one)),
            Seen::Coarsely(one, place) => Some(coarsely(one, place, sight)),
        });
        for line in lines.iter().flatten() {
            let _ = writeln!(text, "  {line}");
        }
        let tells_why = shown.tells_why();
        let left_out = (!tells_why && proposal.is_some()).then_some(LEFT_OUT);
        if let Some(why) = left_out {
            let _ = writeln!(text, "  {why}");
        }
        let proposal = proposal.filter(|_| tells_why);
        let reasons = proposal.map(|one| {
            let reasons: Vec<String> = one.reasons.iter().map(|reason| words(*reason, &shown)).collect();
            reasons.join(", ")
        });
        if let (Some(proposal), Some(reasons)) = (proposal, &reasons) {
            let _ = writeln!(text, "  {} points: {reasons}", proposal.score);
        }
        let stood = stands(review, pair, officers);
        let _ = writeln!(text, "  {stood}");
        let differ = differ(review, pair);
        let [one, other] = lines.map(Option::unwrap_or_default);
        sheet.rows.push(vec![
            named(pair),
            one,
            other,
            proposal.map(|one| one.score.to_string()).unwrap_or_default(),
            reasons.as_deref().or(left_out).unwrap_or_default().to_owned(),
            stood,
            differ.join(", "),
            if review.groups.undecided.contains(&pair) { "yes" } else { "no" }.to_owned(),
        ]);
        if !differ.is_empty() {
            let what = differ.join(" and ");
            let _ = writeln!(
                text,
                "  LOOK: of one person the two tell another {what} now: decide again if that changes it"
            );
        }
        let reasons = |one: &Reason| reason_json(*one, &shown);
        all.push(json!({
            "pair": named(pair),
            "proposed": is_proposed(&pair),
            "sightings": shown.both.map(|(of, seen)| one_json(of, seen, sight)),
            "score": proposal.map(|one| one.score),
            "reasons": proposal.map(|one| one.reasons.iter().map(reasons).collect::<Vec<_>>()),
            "standing": review.standings.get(&pair),
            "without_voice": review.without_voice.get(&pair),
            "differ": differ,
            "undecided": review.groups.undecided.contains(&pair),
        }));
    }
    if all.is_empty() {
        text.push_str("No sightings look like one person.");
    }
    sheet.beside(Told::ok(text, all.into()), csv)
}

/// In what the sightings of one person contradict each other: somebody may have changed one after it was decided.
fn differ(review: &Review, pair: SightingPair) -> Vec<&'static str> {
    let is_one = matches!(review.standings.get(&pair), Some(PairStanding::Settled { same: true, .. }));
    let [Some(one), Some(other)] = pair.both().map(|of| review.sightings.get(&of)) else { return Vec::new() };
    let gender =
        one.seen.gender.known().zip(other.seen.gender.known()).is_some_and(|(one, other)| one != other);
    let age = one.seen.age.known().zip(other.seen.age.known()).is_some_and(|(one, other)| one != other);
    let all = [(gender, "gender"), (age, "age")];
    all.into_iter().filter_map(|(differs, what)| (is_one && differs).then_some(what)).collect()
}

/// A sighting for programs: no keyed identity, which is for comparing only.
fn one_json(of: SightingRef, seen: Option<Seen<'_>>, sight: &Sight<'_>) -> Value {
    let sighting = match seen {
        None => return json!({ "sighting": named_one(of) }),
        Some(Seen::Exactly(sighting)) => sighting,
        Some(Seen::Coarsely(sighting, place)) => {
            let (cell, ward) = match place {
                Shown::Cell(cell) => (Some(cell), None),
                Shown::Ward(ward) => (None, Some((sight.ward_name)(ward))),
                Shown::Nothing => (None, None),
            };
            let one = &sighting.seen;
            return json!({
                "sighting": named_one(of),
                "team": one.team,
                "cell": cell,
                "ward": ward,
                "gender": one.gender.code(),
                "age": one.age.code(),
            });
        }
    };
    let one = &sighting.seen;
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
fn coarsely(one: &Sighting, place: &Shown, sight: &Sight<'_>) -> String {
    let place = match place {
        Shown::Cell(cell) => format!("in the 100 m square {}", cell.reference()),
        Shown::Ward(ward) => format!("in the ward {}", (sight.ward_name)(ward)),
        Shown::Nothing => "no place told".to_owned(),
    };
    format!("team {}, {place}, {}, {}", one.seen.team, one.seen.gender.code(), one.seen.age.code())
}

fn words(reason: Reason, shown: &Pair<'_>) -> String {
    let words = match reason {
        Reason::Near { .. } if !shown.is_exact() => format!("at most {} m apart", NEAR_MM / 1_000),
        Reason::Fast { .. } if !shown.is_exact() => "fast on foot".to_owned(),
        Reason::TooFast { .. } if !shown.is_exact() => "too fast on foot".to_owned(),
        exact => exact.words(),
    };
    format!("{words} ({:+})", reason.points())
}

/// A reason for programs; of one that measures, without exact numbers where a sighting is not shown exactly.
fn reason_json(reason: Reason, shown: &Pair<'_>) -> Value {
    let coarse = |code: &str, metres: Option<u32>| json!({ "reason": code, "metres": metres });
    match reason {
        Reason::Near { .. } if !shown.is_exact() => coarse("near", u32::try_from(NEAR_MM / 1_000).ok()),
        Reason::Fast { .. } if !shown.is_exact() => coarse("fast", None),
        Reason::TooFast { .. } if !shown.is_exact() => coarse("too_fast", None),
        exact => json!(exact),
    }
}

/// How a pair stands; behind it what those say of it who are not in the plan.
fn stands(review: &Review, pair: SightingPair, officers: &[Officer]) -> String {
    let people = |same: bool| if same { "one person" } else { "two people" };
    let code = |officer: Id| code_of(officers, officer);
    let by = |by: &BTreeSet<Id>| {
        let codes: BTreeSet<&str> = by.iter().map(|officer| code(*officer)).collect();
        codes.into_iter().collect::<Vec<_>>().join(", ")
    };
    // The teams of a voice that is not apart: they need not be those that are shown with the sightings.
    let of_teams = |by: &BTreeSet<Id>| {
        let one = |officer: &Id| {
            let teams: Vec<&str> = review.teams.shared(*officer, pair).into_iter().collect();
            format!("{} of team {}", code(*officer), teams.join(" and "))
        };
        by.iter().map(one).collect::<BTreeSet<String>>().into_iter().collect::<Vec<_>>().join(", ")
    };
    let mut text = match review.standings.get(&pair) {
        None | Some(PairStanding::Open) => "nobody has decided".to_owned(),
        Some(PairStanding::Waiting { same, by, needs_other_team: true }) => {
            format!("{}, says {}: somebody from neither team has to agree", people(*same), of_teams(by))
        }
        Some(PairStanding::Waiting { same, by: who, needs_other_team: false }) => {
            format!("{}, says {}: one more has to agree", people(*same), by(who))
        }
        Some(PairStanding::Settled { same, by: who }) => format!("{}, agreed by {}", people(*same), by(who)),
    };
    for (officer, same) in review.without_voice.get(&pair).into_iter().flatten() {
        let (people, who) = (people(*same), code(*officer));
        let _ = write!(text, "; {people}, says {who}, who is not in the plan: that does not count");
    }
    text
}

/// How one pair stands after somebody has spoken.
pub(super) fn standing(review: &Review, pair: SightingPair, officers: &[Officer]) -> Told {
    let standing = review.standings.get(&pair);
    let left = review.groups.undecided.len();
    let held = review.groups.groups.iter().filter(|group| group.held_apart).count();
    let against = match held {
        0 => String::new(),
        held => format!("; {} at once one person and two: take one of the words back", number(held, "group")),
    };
    let text = format!("{}; {} undecided{against}", stands(review, pair, officers), number(left, "pair"));
    Told::ok(
        text,
        json!({ "pair": named(pair), "standing": standing, "undecided": left, "contradicting": held }),
    )
}
