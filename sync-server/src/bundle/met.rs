//! What was said and done when officer and recipient met, for the page, and the photographs that anything in the bundle names.

use beatbook_domain::records::encounter::{Detail, EncounterConduct, EncounterStep, Label};
use beatbook_domain::records::seen::Evidence;
use serde::Serialize;

use super::format::Profile;
use super::gathered::Gathered;
use super::others::without_witness;
use super::page::{label, table};

/// A photograph or recording, and with what it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    #[serde(flatten)]
    pub evidence: Evidence,
    /// "notice", "service", "encounter".
    pub told_with: &'static str,
}

/// Every photograph and recording, each once: what the notice names, what shows its services and – for a court, as others may be
/// on them – what was told to the encounter.
pub fn evidence(gathered: &Gathered, profile: Profile) -> Vec<Shown> {
    let story = gathered.story_for(profile, 0);
    let of_notice = story.notice.evidence.iter().map(|one| (one, "notice"));
    let of_service = story.served.iter().flat_map(|served| &served.evidence).map(|one| (one, "service"));
    let encounter = gathered.encounter.as_ref().filter(|_| profile == Profile::Court);
    let details = encounter.into_iter().flat_map(|encounter| &encounter.details);
    let of_encounter = details.filter_map(|detail| match detail {
        Detail::Evidence(one) => Some((one, "encounter")),
        _ => None,
    });
    let mut shown: Vec<Shown> = Vec::new();
    for (one, told_with) in of_notice.chain(of_service).chain(of_encounter) {
        if !shown.iter().any(|shown| shown.evidence.content == one.content) {
            shown.push(Shown { evidence: one.clone(), told_with });
        }
    }
    shown
}

/// The encounter on the page: what was seen, each step in the order of the record, and for a court the witnesses, references
/// and statements. Others get what was done with the person on the notice.
pub fn section(out: &mut String, gathered: &Gathered, profile: Profile) {
    let (Some(encounter), court) = (&gathered.encounter, profile == Profile::Court) else { return };
    let own = gathered.story.notice.person;
    let of = |with: Option<Label>| court || own.is_some() && with == own;
    let seen = encounter.conducts.iter().filter(|one| of(one.person)).map(|one| seen(one, own));
    let to_all = |one: &&EncounterStep| of(one.person) || own.is_some() && one.person.is_none();
    let steps = encounter
        .steps
        .iter()
        .filter(to_all)
        .map(|one| if court { step(one, own) } else { step(&without_witness(one.clone()), own) });
    let rows: Vec<[String; 3]> = seen.chain(steps).collect();
    if rows.is_empty() {
        return;
    }
    table(out, "The encounter: what was seen, said and done", &["When", "With whom", "What"], &rows);
    let details = encounter.details.iter().filter(|_| court);
    // Photographs have a table of their own.
    let details = details.filter(|detail| !matches!(detail, Detail::Evidence(_)));
    let details: Vec<[String; 1]> = details.map(|detail| [detail.in_words()]).collect();
    if !details.is_empty() {
        table(out, "The encounter: witnesses, references and statements", &["What was told"], &details);
    }
}

fn seen(one: &EncounterConduct, own: Option<Label>) -> [String; 3] {
    let vehicle = one.vehicle.map(|vehicle| format!(", with vehicle {vehicle}")).unwrap_or_default();
    let count = one.count.map(|count| format!(", {count} counted")).unwrap_or_default();
    [
        when(one.time, one.at.wall),
        whom(one.person, own),
        format!("seen, {}: {}{vehicle}{count}", one.code, one.text),
    ]
}

fn step(one: &EncounterStep, own: Option<Label>) -> [String; 3] {
    [when(one.time, one.at.wall), whom(one.person, own), one.step.in_words()]
}

/// When it was, else when it was written down.
fn when(told: Option<i64>, written: i64) -> String {
    told.map_or_else(|| format!("no time told; written down {}", label(written)), label)
}

fn whom(with: Option<Label>, own: Option<Label>) -> String {
    match with {
        None => "everybody there".to_owned(),
        Some(label) if Some(label) == own => "the recipient".to_owned(),
        Some(label) => format!("person {label} of the encounter"),
    }
}
