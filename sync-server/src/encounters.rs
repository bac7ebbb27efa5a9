//! Encounters on the server: found by the entries that open them, folded when somebody looks, and how the orders stood that
//! their conducts name.

use beatbook_domain::calendar::local_label;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::judged::{Decision, EncounterJudged, Stood};
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{EncounterEntry, EncounterOpened};
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;

use crate::auth::Scope;
use crate::drafts;
use crate::error::Fault;
use crate::store::Store;

/// An encounter as its first entry tells it. Those of outreach and counts, whose headers hide their kind, are not among them.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The notebook it is in.
    pub notebook: Id,
    /// Whose that is.
    pub officer: Id,
    /// The record.
    pub record: Id,
    /// How it began.
    pub opened: EncounterOpened,
}

impl Opened {
    /// When it began, UTC milliseconds: by legal time, else by the phone's clock.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.opened.time.map_or(self.opened.at.wall, |time| time.at)
    }
}

/// The authority's encounters, in the order in which they came.
///
/// # Errors
/// The store's.
pub async fn opened(store: &dyn Store, scope: &Scope) -> Result<Vec<Opened>, Fault> {
    let told = store.work_facts(scope, Work::Operation).await?.told;
    let opened = told.into_iter().filter_map(|one| match one.says {
        EntryBody::Encounter(EncounterEntry::Opened(opened)) => {
            Some(Opened { notebook: one.notebook, officer: one.officer, record: one.record, opened })
        }
        _ => None,
    });
    Ok(opened.collect())
}

/// One encounter as its entries tell it; none if its beginning is gone.
///
/// # Errors
/// The store's.
pub async fn story(store: &dyn Store, scope: &Scope, one: &Opened) -> Result<Option<Encounter>, Fault> {
    Ok(drafts::encounter(&store.entries_of(scope, one.notebook, one.record).await?))
}

/// How the orders stood, one line a decision, in the order in which they were taken: when it was seen, which condition, how it
/// stood, and by what.
#[must_use]
pub fn decisions(judged: &[EncounterJudged]) -> Vec<[String; 4]> {
    let lines = |one: &EncounterJudged| {
        let seen = local_label(one.time.at).unwrap_or_default();
        let beside = one.doubts.join(", ");
        if one.decisions.is_empty() {
            let how = if beside.is_empty() {
                "no such order reaches there".to_owned()
            } else {
                format!("unsure ({beside})")
            };
            return vec![[seen, one.code.clone(), how, by(one)]];
        }
        let line = |decision: &Decision| {
            let cited = &decision.cited;
            let condition = format!("{} of {}, version {}", cited.condition, cited.code, cited.version);
            let beside =
                if beside.is_empty() { String::new() } else { format!("; unsure as well: {beside}") };
            [seen.clone(), condition, how(decision) + &beside, by(one)]
        };
        one.decisions.iter().map(line).collect()
    };
    judged.iter().flat_map(lines).collect()
}

fn how(decision: &Decision) -> String {
    let cited = &decision.cited;
    let mut text = match decision.stood {
        Stood::Certain => "certain".to_owned(),
        Stood::Unsure => format!("unsure ({})", decision.doubts.join(", ")),
        Stood::JustOutside => "just outside".to_owned(),
        Stood::NotInForce => format!("not in force ({})", decision.not_in_force.join(", ")),
    };
    text.extend(cited.edge_in_words().map(|edge| format!(", {edge}")));
    if let Some(zone) = cited.zone {
        text.push_str(&format!(", zone version {zone}"));
    }
    if let Some(sign) = &cited.sign {
        text.push_str(&format!(", nearest sign {} at {} m", sign.code, tenths(sign.distance.into())));
    }
    if let Some(why) = &decision.warn_only {
        text.push_str(&format!("; only a warning was offered: {}", why.words()));
    }
    text
}

fn by(judged: &EncounterJudged) -> String {
    let mut text = match judged.place {
        None => "no position".to_owned(),
        Some(place) => {
            let (lat, lon) = (f64::from(place.lat) / 1e7, f64::from(place.lon) / 1e7);
            let good = place.accuracy.map(|accuracy| format!(", good to {} m", tenths(accuracy.into())));
            format!("{lat:.5}, {lon:.5}{}", good.unwrap_or_default())
        }
    };
    if let Some(apart) = judged.apart {
        text.push_str(&format!(", {} m from the first", tenths(apart.into())));
    }
    if let Some(rules) = &judged.rule_set {
        text.push_str(&format!(", law {} revision {}", rules.id, rules.revision));
    }
    match judged.time.within {
        Some(within) => text.push_str(&format!(", time right to {} s", (within + 999) / 1_000)),
        None => text.push_str(", by an unchecked clock"),
    }
    text
}

/// Tenths as people write them.
fn tenths(value: u64) -> String {
    (value as f64 / 10.0).to_string()
}
