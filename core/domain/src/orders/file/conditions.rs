//! Conditions in a file: who, when, where, and what an officer needs.

use super::Against;
use super::places::zone;
use super::reader::{Fields, Item};
use crate::orders::order::{Condition, Duty, Exemption, Extent, Need, speaks_of_alcohol};
use crate::orders::times::{ClockTime, Dates, Day, Hours, MonthDay, Season, Times, Window};
use crate::zone::ZoneKind;

/// What the law asks about of a condition, as far as it could be read.
#[derive(Debug, Default)]
pub struct Sketch {
    pub code: Option<String>,
    pub offence: Option<String>,
    /// Whether it is about consuming alcohol.
    pub alcohol: Option<bool>,
}

/// A condition, and what the law asks about of it also where something else in it is wrong.
pub fn condition(item: &Item<'_>, against: &Against<'_>) -> (Sketch, Option<Condition>) {
    let mut sketch = Sketch::default();
    let condition = item.object(|fields| {
        let code = fields.needed("code", Item::name);
        let text = fields.needed("text", Item::wording);
        let duty = fields.needed("duty", |item| {
            item.choice(&[("prohibition", Duty::Prohibition), ("requirement", Duty::Requirement)])
        });
        let zones =
            fields.needed("zones", |item| item.list(1, |item| zone(item, against, ZoneKind::PspoArea)));
        let who = fields.needed("who", extent);
        let when = fields.needed("times", times);
        let circumstances = fields.needed("circumstances", extent);
        let offence = fields.needed("offence", Item::name);
        let support_first = fields.needed("support_first", Item::truth);
        let needs = fields.maybe_list("needs", need);
        let exemptions = fields.maybe_list("exemptions", exemption);
        let asks_details = fields.maybe("asks_details", Item::truth);
        let more_than = fields.maybe("more_than", |item| item.count(1, u32::from(u16::MAX)));
        let alcohol = fields.maybe("alcohol", Item::truth);
        sketch = Sketch {
            code: code.clone(),
            offence: offence.clone(),
            alcohol: alcohol.and_then(|told| told.or_else(|| text.as_deref().map(speaks_of_alcohol))),
        };
        Some(Condition {
            code: code?,
            text: text?,
            duty: duty?,
            zones: zones?,
            who: who?,
            times: when?,
            circumstances: circumstances?,
            offence: offence?,
            support_first: support_first?,
            needs: needs?,
            exemptions: exemptions?,
            asks_details: asks_details?.unwrap_or_default(),
            more_than: more_than?.and_then(|most| u16::try_from(most).ok()),
            alcohol: alcohol?,
        })
    });
    (sketch, condition)
}

fn extent(item: &Item<'_>) -> Option<Extent> {
    if item.is_word("all") {
        return Some(Extent::All);
    }
    let wanted = "\"all\", or an object with only or except alone";
    item.object_or(wanted, |fields| match fields.only_name() {
        Some("only") => fields.needed("only", Item::wording).map(Extent::Only),
        Some("except") => fields.needed("except", Item::wording).map(Extent::Except),
        _ => fields.misfit(wanted),
    })
}

fn need(item: &Item<'_>) -> Option<Need> {
    item.choice(&[
        ("direction_first", Need::DirectionFirst),
        ("request_first", Need::RequestFirst),
        ("own_witness_statement", Need::OwnWitnessStatement),
    ])
}

fn exemption(item: &Item<'_>) -> Option<Exemption> {
    item.object(|fields| {
        let code = fields.needed("code", Item::name);
        let text = fields.needed("text", Item::wording);
        Some(Exemption { code: code?, text: text? })
    })
}

pub fn times(item: &Item<'_>) -> Option<Times> {
    if item.is_word("always") {
        return Some(Times::Always);
    }
    let wanted = "\"always\", or an object with only or except alone";
    item.object_or(wanted, |fields| match fields.only_name() {
        Some("only") => fields.needed("only", |item| item.list(1, window)).map(Times::Only),
        Some("except") => fields.needed("except", |item| item.list(1, window)).map(Times::Except),
        _ => fields.misfit(wanted),
    })
}

fn window(item: &Item<'_>) -> Option<Window> {
    item.object(|fields| {
        let days = fields.maybe("days", days);
        let hours = fields.maybe("hours", |item| item.object(hours));
        let dates = fields.maybe("dates", |item| item.object(dates));
        let season = fields.maybe("season", |item| item.object(season));
        let window =
            Window { days: days?.unwrap_or_default(), hours: hours?, dates: dates?, season: season? };
        if window == Window::default() {
            return fields
                .item()
                .fault("empty", "the window limits nothing: write days, hours, dates or season");
        }
        Some(window)
    })
}

fn days(item: &Item<'_>) -> Option<Vec<Day>> {
    let days = item.list(1, |item| item.choice(&Day::NAMES.map(|(day, name)| (name, day))))?;
    let twice = days.iter().enumerate().any(|(number, day)| days.iter().take(number).any(|one| one == day));
    if twice { item.fault("repeated", "a day is there twice: remove one") } else { Some(days) }
}

fn hours(fields: &Fields<'_>) -> Option<Hours> {
    let clock = |item: &Item<'_>| item.parsed("a time of day from 00:00 to 23:59", ClockTime::parse);
    let from = fields.needed("from", clock);
    let to = fields.needed("to", clock);
    let (from, to) = (from?, to?);
    if from == to {
        return fields
            .item()
            .fault("no_hours", "from and to are the same: leave hours out for the whole day");
    }
    Some(Hours { from, to })
}

fn dates(fields: &Fields<'_>) -> Option<Dates> {
    let from = fields.needed("from", Item::date);
    let until = fields.needed("until", Item::date);
    let (from, until) = (from?, until?);
    if until < from {
        return fields.item().fault("ends_before_begin", "until is before from: put the earlier first");
    }
    Some(Dates { from, until })
}

fn season(fields: &Fields<'_>) -> Option<Season> {
    let day = |item: &Item<'_>| item.parsed("a day of the year such as 05-01", MonthDay::parse);
    let from = fields.needed("from", day);
    let until = fields.needed("until", day);
    Some(Season { from: from?, until: until? })
}
