//! What officers recorded as seen, where and when: conducts of encounters of the beat. What was recorded on outreach or on a
//! count hides its kind and is not among it; nor is what only a training notice or a voided one was about.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::cards::breaches::{Breach, counts, order_of};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::card::may_have_card;
use beatbook_domain::records::encounter::{EncounterConduct, Label};
use beatbook_domain::records::notice::{Notice, NoticeEntry};
use beatbook_domain::register::BucketKind;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::encounters::{opened, story};
use crate::error::Fault;
use crate::notices::{View, view};
use crate::presence::ReadyBriefing;
use crate::store::Store;

/// Longest encounter, milliseconds: one that began earlier before a span tells of nothing in it.
const LONGEST_MS: i64 = 2 * 86_400_000;

/// A behaviour, and the zones in which it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Codes of zones that may have a card, by the zones at the end of the span.
    pub zones: Vec<String>,
    /// What and when.
    pub breach: Breach,
}

/// Codes of zones that may have a card, in which a place in 1e-7° lies by the zones in force at an instant.
#[must_use]
pub fn zones_at(briefing: &ReadyBriefing, (lat, lon): (i32, i32), at: i64) -> Vec<String> {
    let here: BTreeSet<_> = briefing.fence.zones_at(lat, lon).into_iter().map(|zone| zone.zone).collect();
    let rows = briefing.manifest.rows().iter().filter(|row| here.contains(&row.zone) && row.covers(at));
    let versions = rows.filter_map(|row| briefing.versions.get(&row.zone));
    versions.filter(|version| may_have_card(version.kind)).map(|version| version.code.clone()).collect()
}

/// What was seen within a span in zones that may have a card. `today` is the day on which notices stand as they are asked.
///
/// # Errors
/// The store's.
pub async fn seen(
    store: &dyn Store,
    briefing: &ReadyBriefing,
    scope: &Scope,
    (span, today): (Interval, Date),
) -> Result<Vec<Seen>, Fault> {
    let view = view(store, scope).await?;
    let papers = papers(&view, today);
    let limit = view.book.policy.same_place();
    let mut found = Vec::new();
    for one in opened(store, scope).await? {
        if one.at() < span.from.saturating_sub(LONGEST_MS) {
            continue;
        }
        let Some(told) = story(store, scope, &one).await? else { continue };
        let own: Vec<&Paper> = papers.iter().filter(|paper| paper.encounter == one.record).collect();
        for conduct in &told.conducts {
            let Some(time) = told.time_of(conduct).filter(|time| span.from <= time.at && time.at < span.to)
            else {
                continue;
            };
            let Some(position) = told.position_of(time.at, limit) else { continue };
            if !counts(&told, conduct) || is_out(&own, conduct) {
                continue;
            }
            let zones = zones_at(briefing, (position.place.lat, position.place.lon), span.to);
            let order = order_of(&told, conduct, &view.book);
            found.push(Seen { zones, breach: Breach { at: time.at, order, code: conduct.code.clone() } });
        }
    }
    Ok(found)
}

/// A notice, or a draft of one, as it bears upon what was seen.
struct Paper {
    encounter: Id,
    person: Option<Label>,
    /// Code of the condition or conduct.
    code: String,
    training: bool,
    voided: bool,
}

/// All paper, by what its notebook told last of each.
fn papers(view: &View, today: Date) -> Vec<Paper> {
    let is_voided = |number: &NoticeNumber| {
        view.told.register.case(number).is_some_and(|case| case.standing(today).kind() == BucketKind::Voided)
    };
    let records = view.told.records.iter();
    let voided: BTreeSet<&(Id, Id)> =
        records.filter(|(number, _)| is_voided(number)).map(|(_, key)| key).collect();
    let is_training = |number: &str| NoticeNumber::parse(number).is_ok_and(|number| number.is_training());
    let mut newest: BTreeMap<(Id, Id), (&Notice, bool)> = BTreeMap::new();
    for one in &view.facts.told {
        let told = match &one.entry {
            NoticeEntry::Drafted(drafted) => (&drafted.notice, drafted.training),
            NoticeEntry::Issued(issued) => (&issued.notice, is_training(&issued.number)),
            _ => continue,
        };
        newest.insert((one.record, one.notebook), told);
    }
    let paper = |(key, (notice, training)): (&(Id, Id), &(&Notice, bool))| Paper {
        encounter: notice.encounter,
        person: notice.person,
        code: match &notice.order {
            Some(cited) => cited.condition.clone(),
            None => notice.content.about().to_owned(),
        },
        training: *training,
        voided: voided.contains(key),
    };
    newest.iter().map(paper).collect()
}

/// Whether all paper about a conduct is voided or for training; of an encounter with training paper alone, any conduct.
fn is_out(papers: &[&Paper], conduct: &EncounterConduct) -> bool {
    let same_person = |paper: &Paper| match (paper.person, conduct.person) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let about: Vec<&&Paper> =
        papers.iter().filter(|paper| paper.code == conduct.code && same_person(paper)).collect();
    if about.is_empty() {
        return !papers.is_empty() && papers.iter().all(|paper| paper.training);
    }
    about.iter().all(|paper| paper.training || paper.voided)
}
