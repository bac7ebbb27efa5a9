//! Encampments of which outreach alone has told, where nobody has seen a caravan or vehicle yet: who sleeps there sleeps rough.
//! Others than the own team are told the ward and the month, and nothing else (rules of the field 10). And those where whoever it
//! was has counted tents or structures alone: nobody can be directed from there under s77, which is about vehicles that somebody
//! lives in, so that a sleeping place is all it is.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;

use super::Told;
use super::standing::{EncampmentStanding, StoodThere};
use super::story::{Encampment, Placed};
use crate::records::encampment::{EntryAt, Visit};

/// The ids of those stories that are such, of what they were folded from.
#[must_use]
pub fn quiet<'a>(
    told: impl IntoIterator<Item = &'a Told>,
    stories: &BTreeMap<Id, Encampment>,
) -> BTreeSet<Id> {
    let discreet: BTreeSet<EntryAt> = told.into_iter().filter(|one| one.discreet).map(|one| one.at).collect();
    stories.values().filter(|story| is_quiet(story, &discreet)).map(|story| story.id).collect()
}

fn is_quiet(story: &Encampment, discreet: &BTreeSet<EntryAt>) -> bool {
    let known = story.reports.iter().any(|one| !discreet.contains(&one.at));
    let told = story.reports.iter().map(|one| one.at).chain(story.visits.iter().map(|one| one.at));
    // While no report has come, what was seen there says of which kind it is.
    let any = told.chain(story.welfare.iter().map(|one| one.at)).any(|at| discreet.contains(&at));
    any && !known && !is_land(story)
}

/// The ids of those stories where somebody has counted what stands there, and it was tents or structures alone.
#[must_use]
pub fn tents_alone(stories: &BTreeMap<Id, Encampment>) -> BTreeSet<Id> {
    let alone = |story: &&Encampment| stood(story) == Some(StoodThere::Tents) && story.s61.is_none();
    stories.values().filter(alone).map(|story| story.id).collect()
}

/// Whether a direction under s77 finds tents or structures alone there, as far as a phone knows by its own visits and by what the
/// server told it of others': somebody has counted, and nobody a caravan or vehicle.
#[must_use]
pub fn is_of_tents(own: Option<&Encampment>, standing: Option<&EncampmentStanding>) -> bool {
    let told = [own.and_then(stood), standing.and_then(EncampmentStanding::has_stood)];
    told.contains(&Some(StoodThere::Tents)) && !told.contains(&Some(StoodThere::Vehicles))
}

/// What has stood there, of all that anybody counted or named; nothing while nobody has counted.
#[must_use]
pub fn stood(story: &Encampment) -> Option<StoodThere> {
    let driven = |visit: &Placed<Visit>| visit.what.is_driven();
    let named = story.written.iter().chain(&story.spoken).any(|one| !one.what.registrations.is_empty());
    let vehicles = named || story.visits.iter().any(driven);
    let counted = story.visits.iter().any(|visit| visit.what.has_units());
    if vehicles { Some(StoodThere::Vehicles) } else { counted.then_some(StoodThere::Tents) }
}

/// Whether it is about land that people may be directed to leave: a caravan or vehicle was seen there or named, or they were directed
/// while nobody had counted. Where tents or structures alone were counted a direction under s77 makes no land of it.
fn is_land(story: &Encampment) -> bool {
    let directed = !story.written.is_empty() || !story.spoken.is_empty();
    match stood(story) {
        Some(stood) => stood == StoodThere::Vehicles,
        None => directed,
    }
}
