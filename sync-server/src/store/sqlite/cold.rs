//! Beds that are offered on a cold night, as entries tell them.

use beatbook_domain::records::outreach::{ColdOffered, OutreachSays};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::steps::{CareStep, HelpKind};
use beatbook_domain::records::welfare::{WelfareEntry, WelfareStep};
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::cell::Cell;
use beatbook_store::WriteTransaction;

use super::ingest::NotebookRow;
use super::{journal, work};
use crate::error::Fault;
use crate::journal::Pen;
use crate::outreach::Nights;
use crate::welfare::{Case, TakenIn};

/// Tells the others of a bed that was offered, if a night was on and its place is listed. Each person of a record counts once
/// a night; an offer to nobody in particular is one. `before` are the record's earlier entries.
pub fn tell_offer(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    (case, step): (&Case, &WelfareStep),
    before: &[TakenIn],
) -> Result<(), Fault> {
    let Some(welfare) = case.welfare.as_ref().filter(|_| is_bed(step)) else { return Ok(()) };
    let Some(cell) = welfare.opened.place.and_then(|place| Cell::of(place).ok()) else { return Ok(()) };
    let own = work::facts(tx, row.authority, Work::Outreach, None)?.own;
    let nights = Nights::of(own.into_iter().filter_map(|body| match body {
        ServerBody::Outreach(says) => Some(says),
        _ => None,
    }));
    let (at, cell) = (step.told_at(), String::from(cell));
    let Some(night) = nights.open(pen.clock().now()).filter(|night| (night.from..night.until).contains(&at))
    else {
        return Ok(());
    };
    let Some(place) = night.places.iter().find(|place| place.place == cell) else { return Ok(()) };
    let asked = |one: &TakenIn| match &one.entry {
        WelfareEntry::Step(one) => {
            is_bed(one) && one.person == step.person && (night.from..night.until).contains(&one.told_at())
        }
        _ => false,
    };
    if step.person.is_some() && before.iter().any(asked) {
        return Ok(());
    }
    let offered = ColdOffered { night: night.night, number: place.number, by: row.officer, people: 1 };
    let body = ServerBody::Outreach(OutreachSays::ColdOffered(offered));
    journal::append(tx, pen, row.authority, night.night, &body)?;
    Ok(())
}

fn is_bed(step: &WelfareStep) -> bool {
    matches!(step.step, CareStep::Offer { help: HelpKind::Accommodation, .. })
}
