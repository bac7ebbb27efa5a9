//! Beds that are offered on a cold night, as entries tell them.

use std::collections::BTreeSet;

use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::outreach::{ColdOffered, OutreachSays};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::welfare::{WelfareEntry, WelfareStep};
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::cell::Cell;
use beatbook_domain::welfare::cold::{offers_bed, offers_bed_within};
use beatbook_protocol::id::Id;
use beatbook_store::WriteTransaction;

use super::forgetting::identity_key;
use super::ingest::NotebookRow;
use super::welfare::facts_since;
use super::{journal, work};
use crate::error::Fault;
use crate::journal::Pen;
use crate::outreach::Nights;
use crate::welfare::{Case, TakenIn, by_initials, cases};

/// By so much the clock of a phone that offers a bed may be ahead of the server's.
const A_DAY_MS: i64 = 86_400_000;

/// Tells the others of a bed that was offered, if a night was on and its place is listed. Each person of a record counts once
/// a night, and whoever is known once at a place, whoever asks; an offer to nobody in particular is one. Of whom the same officer
/// asked there before nothing is told again: that phone knows. `before` are the record's earlier entries.
pub fn tell_offer(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    (case, seq, step): (&Case, u64, &WelfareStep),
    before: &[TakenIn],
) -> Result<(), Fault> {
    let Some(welfare) = case.welfare.as_ref().filter(|_| offers_bed(step)) else {
        return Ok(());
    };
    let Some(cell) = welfare.opened.place.and_then(|place| Cell::of(place).ok()) else { return Ok(()) };
    let own = work::facts(tx, row.authority, Work::Outreach, None)?.own;
    let nights = Nights::of(own.into_iter().filter_map(|body| match body {
        ServerBody::Outreach(says) => Some(says),
        _ => None,
    }));
    let Some(night) = nights.open(pen.clock().now()) else { return Ok(()) };
    let span = (night.from, night.until);
    if !offers_bed_within(step, span) {
        return Ok(());
    }
    let cell = String::from(cell);
    let Some(place) = night.places.iter().find(|place| place.place == cell) else { return Ok(()) };
    let asked = |one: &TakenIn| match &one.entry {
        WelfareEntry::Step(one) => one.person == step.person && offers_bed_within(one, span),
        _ => false,
    };
    if step.person.is_some() && before.iter().any(asked) {
        return Ok(());
    }
    let key = identity_key(tx, row)?;
    let who = |welfare: &Welfare, label: Option<Label>| by_initials(&key, welfare.people.get(&label?)?);
    // Who asked them there before.
    let asked_by: BTreeSet<Id> = match who(welfare, step.person) {
        None => BTreeSet::new(),
        // In this notebook or another: what is here already was told before, but for what comes after in the same handing over.
        somebody => {
            let told = cases(&facts_since(tx, row.authority, Some(night.from - A_DAY_MS))?);
            let asks = |(other, story): &&(Case, Welfare)| {
                let here = story.opened.place.and_then(|place| Cell::of(place).ok());
                let is_before = |told: u64| other.notebook != case.notebook || told < seq;
                let mut steps = story.steps.iter().zip(&other.steps);
                here.is_some_and(|here| String::from(here) == cell)
                    && steps.any(|(one, (told, _))| {
                        is_before(*told) && offers_bed_within(one, span) && who(story, one.person) == somebody
                    })
            };
            told.iter().filter(asks).map(|(other, _)| other.officer).collect()
        }
    };
    if asked_by.contains(&row.officer) {
        return Ok(());
    }
    let (people, again) = (u32::from(asked_by.is_empty()), u32::from(!asked_by.is_empty()));
    let offered = ColdOffered { night: night.night, number: place.number, by: row.officer, people, again };
    let body = ServerBody::Outreach(OutreachSays::ColdOffered(offered));
    journal::append(tx, pen, row.authority, night.night, &body)?;
    Ok(())
}
