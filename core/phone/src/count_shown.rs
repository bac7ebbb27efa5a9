//! Counts as a person reads them on the command line, and what comes first when somebody under eighteen was seen.

use std::fmt::Write;

use beatbook_device::{ChildFirst, CountAnswer, CountPartView, OwnPair, SectorSearched};
use beatbook_domain::calendar::local_label;
use beatbook_domain::counts::state::{CountCase, CountStage};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::count::form::OnForm;
use beatbook_domain::records::count::{CountSector, CountSighting, PairAnswer, SectorOutcome};
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use crate::welfare_shown::{code_of, reference};

/// What cannot wait, line by line; nothing if nothing does.
pub fn at_once(first: Option<&ChildFirst>) -> String {
    let Some(first) = first else { return String::new() };
    first.lines.iter().map(|line| format!("! {line}\n")).collect()
}

/// What cannot wait of what was told of a part, and what looks wrong.
pub fn told(answer: &CountAnswer) -> String {
    at_once(answer.child_first.as_ref()) + &looks(&answer.doubts)
}

/// What looks wrong, a line each.
pub fn looks(doubts: &[Missing]) -> String {
    doubts.iter().map(|point| format!("LOOK: {} ({})\n", point.remedy, point.code)).collect()
}

/// A part that is recorded and not read back, and what its officer may see of counts.
pub fn unread_part(record: Id, counts: &[CountCase]) -> String {
    let said = "With your roles a part is read until sign-off, and until the count is over. It is kept, and goes to the server; more \
                can be told of it. This you may see of counts:";
    format!("part {record} is recorded, and not read back here any more.\n{said}\n{}", listed(counts))
}

/// Counts as they are listed.
pub fn listed(counts: &[CountCase]) -> String {
    if counts.is_empty() {
        return "no count\n".to_owned();
    }
    let mut text = String::new();
    for case in counts {
        let plan = &case.plan;
        // Who works on it is told how far it is; everybody else, when it was over.
        let stage = match (case.stage, case.over_since()) {
            (CountStage::Planned, Some(over)) => {
                format!("over since {}", local_label(over).unwrap_or_default())
            }
            (stage, _) => stage.code().to_owned(),
        };
        let (from, to) = (plan.from.strftime("%H:%M"), plan.to.strftime("%H:%M"));
        let _ = writeln!(text, "count {}  night of {}, {from} to {to}  {stage}", plan.id, plan.night);
        for team in &plan.teams {
            let sectors: Vec<&str> = team.sectors.iter().map(String::as_str).collect();
            let _ = writeln!(text, "  team {} ({}): {}", team.code, team.organisation, sectors.join(", "));
        }
    }
    text
}

/// The same in JSON.
pub fn listed_json(counts: &[CountCase]) -> Value {
    let one = |case: &CountCase| json!({ "plan": case.plan, "stage": case.stage, "over": case.over_since() });
    counts.iter().map(one).collect()
}

/// A part in JSON.
pub fn part_json(view: &CountPartView, shares: &[SectorSearched]) -> Value {
    let share = |one: &SectorSearched| json!({ "sector": one.sector, "searched": one.searched, "searched_m": one.distance_m });
    let shares: Vec<Value> = shares.iter().map(share).collect();
    json!({ "record": view.record, "first_entry": view.first, "part": view.part, "searched": shares })
}

/// A part as its story goes.
pub fn part(view: &CountPartView, shares: &[SectorSearched]) -> String {
    let (story, mut text) = (&view.part, String::new());
    let label = |at: i64| local_label(at).unwrap_or_default();
    let briefed = if story.joined.briefed { "briefed" } else { "no briefing told" };
    let _ = writeln!(text, "part {}  team {}  {briefed}", view.record, story.joined.team);
    match &story.started {
        Some(started) => drop(writeln!(text, "  started {}", label(started.time.at))),
        None => text.push_str("  not started\n"),
    }
    for (number, one) in &story.sightings {
        let (at, seen) = (label(one.seen.time.at), &one.seen);
        let _ = writeln!(text, "  {number}: {at}  {}, {}", seen.site.code(), seen.state.code());
        let told: Vec<String> = details(seen).map(|(name, value)| format!("{name} {value}")).collect();
        let _ = writeln!(text, "     {}", told.join(", "));
    }
    let word = |outcome: &SectorOutcome| match outcome {
        SectorOutcome::Visited => "visited".to_owned(),
        SectorOutcome::NotVisited { reason } => format!("not visited: {reason}"),
        SectorOutcome::Inaccessible { reason } => format!("inaccessible: {reason}"),
    };
    for one in shares {
        let told = one.outcome.as_ref().map_or("nothing said yet".to_owned(), word);
        let _ = writeln!(text, "  sector {}: {told}; {}", one.sector, one.searched.words(one.distance_m));
        text.extend(story.sectors.get(&one.sector).map(known_sites));
    }
    let unplanned = |sector: &str| !shares.iter().any(|one| one.sector == sector);
    for (sector, told) in story.sectors.iter().filter(|(sector, _)| unplanned(sector)) {
        let _ = writeln!(text, "  sector {sector}: {}", word(&told.outcome));
        text.push_str(&known_sites(told));
    }
    if let Some(ended) = &story.ended {
        let _ = writeln!(text, "  ended {}", label(ended.time.at));
    }
    text
}

/// What was told by hand of a sector's known sites, a line each.
fn known_sites(told: &CountSector) -> String {
    let reached = told.reached.iter();
    let reached =
        reached.map(|site| format!("     known site {} reached, by hand: {}\n", site.site, site.reason));
    let missed = told.not_reached.iter().map(|site| format!("     known site {site} not reached\n"));
    reached.chain(missed).collect()
}

/// What else was told of a sighting, by its name.
fn details(seen: &CountSighting) -> impl Iterator<Item = (&'static str, String)> {
    let OnForm { ethnicity, needs, service, identity } = &seen.form;
    let all = |some: &mut dyn Iterator<Item = String>| {
        let some: Vec<String> = some.collect();
        (!some.is_empty()).then(|| some.join(", "))
    };
    let descriptors = all(&mut seen.descriptors.iter().cloned());
    let beside = all(&mut seen.beside.iter().map(ToString::to_string));
    [
        ("at", seen.place.and_then(reference)),
        ("structure", seen.structure.clone()),
        ("gender", Some(code_of(&seen.gender))),
        ("age", Some(code_of(&seen.age))),
        ("nationality", seen.nationality.map(|nationality| code_of(&nationality))),
        ("initials", seen.identity.initials.clone()),
        ("ethnicity", ethnicity.clone()),
        ("needs", needs.clone()),
        ("to the service", service.map(|service| service.code().to_owned())),
        ("identity", identity.map(|identity| identity.code().to_owned())),
        ("descriptors", descriptors),
        ("beside", beside),
        ("in words", Some(seen.text.clone()).filter(|text| !text.is_empty())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
}

/// Pairs of this part, in the numbers that `count decide` takes.
pub fn pairs(told: &[OwnPair]) -> String {
    if told.is_empty() {
        return "no sightings of this part look like one person\n".to_owned();
    }
    let mut text = String::new();
    for one in told {
        let [first, second] = one.pair.both().map(|of| of.label);
        let reasons: Vec<String> =
            one.reasons.iter().map(|reason| format!("{} ({:+})", reason.words(), reason.points())).collect();
        let points = one.score.map(|score| format!("  {score} points: {}", reasons.join(", ")));
        let said = match one.said {
            Some(PairAnswer::Same) => "one person, you say",
            Some(PairAnswer::Different) => "two people, you say",
            Some(PairAnswer::Withdrawn) | None => "nothing said",
        };
        let _ = writeln!(text, "{first} {second}  {said}{}", points.unwrap_or_default());
    }
    text
}

/// The same in JSON.
pub fn pairs_json(told: &[OwnPair]) -> Value {
    let one = |one: &OwnPair| json!({ "pair": one.pair, "score": one.score, "reasons": one.reasons, "said": one.said });
    told.iter().map(one).collect()
}
