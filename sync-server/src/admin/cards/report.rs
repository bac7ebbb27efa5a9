//! The ward report, to be published: named officer, priorities, "you said, we did", and figures that are derived. Numbers of
//! people and notices from 1 to 4 are hidden, and hours that would be one officer's.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::Area;
use beatbook_domain::cards::Card;
use beatbook_domain::engagement::Engagement;
use beatbook_domain::engagement::totals::{By, NOT_TOLD, Totals};
use beatbook_domain::hours::{
    Basis, GroupBy, HoursFacts, HoursQuery, PatrolTime, ReportZone, SMALLEST_TEAM, Whose, ZoneChoice, report,
};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::card::{CardPriority, CardSet};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::server::{PublishedFigure, ServerBody};
use beatbook_domain::records::work::Work;
use beatbook_domain::register::BucketKind;
use beatbook_domain::suppression::{PublicNumber, publish};
use beatbook_domain::zone::{ZoneKind, ZoneVersion};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::super::engagement::engagements;
use super::super::erased::erased_since;
use super::super::office::{Office, Told, period};
use super::super::published::Wards;
use super::super::seat::Seat;
use super::super::sheet::Sheet;
use super::super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::cards::{cards, zones_at};
use crate::error::{Fault, ServerError};
use crate::notices::view;
use crate::presence::ReadyBriefing;
use crate::report::hours;

/// Kinds of notices in the order of the field.
const KINDS: [(NoticeKind, &str); 6] = [
    (NoticeKind::Fpn, "fpn"),
    (NoticeKind::Cpw, "cpw"),
    (NoticeKind::Cpn, "cpn"),
    (NoticeKind::S59Warning, "s59_warning"),
    (NoticeKind::S59Seizure, "s59_seizure"),
    (NoticeKind::S77Direction, "s77"),
];

/// The report of a ward and a period.
pub(super) async fn ward(
    office: &Office,
    reader: &ReaderArgs,
    code: &str,
    text: &str,
    csv: bool,
) -> Result<Told, ServerError> {
    let asked = period(text)?;
    let refused = |error| ServerError::refused("period", error);
    let (days, span) = (asked.days().map_err(refused)?, asked.interval().map_err(refused)?);
    let seat = Seat::taken(office, reader, Purpose::Beat).await?;
    let service = &office.service;
    let store = &**service.store();
    let briefing = service.briefings().get(store, &seat.scope, None).await?.unwrap_or_default();
    let zone = ward_during(&briefing, code, span);
    super::log(office, &seat, "ward report", zone.as_ref().ok().map(|zone| &zone.code)).await?;
    // What is published is of the whole force.
    Seat::check(seat.counts_all() && seat.may_count(Area::Enforcement))?;
    let zone = zone?;
    let card = cards(store, &seat.scope).await?.remove(code).ok_or_else(super::no_card)?;
    let mut sheet = Sheet::new(String::new(), &["about", "what", "words", "figure"]);
    let erased =
        erased_since(office, &seat, &[(Work::Engagement, "engagements of all wards")], Some(days)).await?;
    let (closed, priorities) = told_of(&card, days, &mut sheet);
    let met = engaged(office, &seat, (code, days), &priorities, &mut sheet).await?;
    let patrolled = patrol_time(office, &seat, zone, span, &mut sheet).await?;
    let enforced = notices(office, &seat, (&briefing, code), days, &mut sheet).await?;
    let officer = match last_set(&card, days.1).and_then(|set| set.officer) {
        Some(officer) => {
            let named = seat.officers.iter().find(|one| one.id == officer);
            named.map_or_else(|| seat.code(officer), |one| format!("{} {}", one.code, one.name))
        }
        None => "none".to_owned(),
    };
    sheet.base = format!(
        "Ward report of {} ({code}), {}; beat officer: {officer}; {patrolled}; notices issued there by where they were \
         recorded, without voided and training ones; c: 1 to 4, or a number that would give such a one away, or hours of \
         fewer than {SMALLEST_TEAM} officers{erased}",
        zone.name,
        asked.label(),
    );
    let open = priorities.len() - closed;
    let check = format!("priorities {} = {closed} closed + {open} open; {met}; {enforced}", priorities.len());
    sheet.checked(&check, csv)
}

/// The ward of a code as it was last within the period.
fn ward_during<'b>(
    briefing: &'b ReadyBriefing,
    code: &str,
    span: Interval,
) -> Result<&'b ZoneVersion, ServerError> {
    let rows = briefing.manifest.during(span).filter(|row| row.code == code);
    let version = rows.filter_map(|row| briefing.versions.get(&row.zone)).last();
    let why = "no zone of this code was in force in the period: `zones list --at` shows those of a day";
    let version = version.ok_or_else(|| ServerError::refused("unknown_zone", why))?;
    if version.kind == ZoneKind::Ward {
        return Ok(version);
    }
    let why = "the ward report is of a ward, by which engagements are told: name one";
    Err(ServerError::refused("not_a_ward", why))
}

/// As the card was set last by a day.
fn last_set(card: &Card, day: Date) -> Option<&CardSet> {
    card.on(day).or_else(|| card.newest())
}

/// Priorities whose time touches the period, what was done about each, and how many are closed.
fn told_of<'c>(
    card: &'c Card,
    (first, last): (Date, Date),
    sheet: &mut Sheet,
) -> (usize, Vec<&'c CardPriority>) {
    let touches = |one: &&CardPriority| one.from <= last && one.until.is_none_or(|until| first <= until);
    let priorities: Vec<&CardPriority> = card.priorities().into_iter().filter(touches).collect();
    let mut closed = 0;
    for one in &priorities {
        let said = format!("{} ({})", one.words, one.source);
        sheet.rows.push(vec!["you said".to_owned(), one.code.clone(), said, String::new()]);
        let (did, on) = match card.closed(&one.code).filter(|done| done.on <= last) {
            Some(done) => {
                closed += 1;
                (done.did.clone(), done.on.to_string())
            }
            None => ("still open".to_owned(), String::new()),
        };
        sheet.rows.push(vec!["we did".to_owned(), one.code.clone(), did, on]);
    }
    (closed, priorities)
}

/// Engagements told of the ward, by the priority they serve; answers that they add up.
async fn engaged(
    office: &Office,
    seat: &Seat,
    (ward, (first, last)): (&str, (Date, Date)),
    priorities: &[&CardPriority],
    sheet: &mut Sheet,
) -> Result<String, ServerError> {
    let within = |one: &Engagement| one.day().is_some_and(|day| first <= day && day <= last);
    let mut there: Vec<Engagement> = engagements(office, seat).await?;
    there.retain(within);
    let is_hidden = is_hidden(&Wards::of(office, seat).await?, &there, ward);
    there.retain(|one| one.details.ward.as_deref() == Some(ward));
    // Other words are an officer's own, and are not published.
    for one in &mut there {
        one.details.priority = one.details.priority.take().and_then(|code| {
            let is = |known: &&&CardPriority| known.is_coded(&code);
            priorities.iter().find(is).map(|known| known.code.clone())
        });
    }
    let totals = Totals::of(&there, By::Priority, |_| String::new());
    let (people, all_people) = totals.public(|row| row.attendance);
    let rows = totals.rows.iter().zip(people).map(|((code, row), people)| (code.as_str(), row, people));
    for (code, row, people) in rows.chain([("TOTAL", &totals.total, all_people)]) {
        let code = if code == NOT_TOLD { "(none of these)" } else { code };
        let unknown = match row.attendance_not_told {
            0 => String::new(),
            number => format!("; not told of {number}"),
        };
        let people = if is_hidden { PublicNumber::Suppressed } else { people };
        let words = format!("people who came: {people}{unknown}");
        sheet.rows.push(vec!["engagements".to_owned(), code.to_owned(), words, row.engagements.to_string()]);
    }
    Ok(totals.check())
}

/// Whether the published table of wards hides how many people came in this one: shown here, what it hides would follow.
fn is_hidden(wards: &Wards, all: &[Engagement], ward: &str) -> bool {
    let mut all = all.to_vec();
    all.iter_mut().for_each(|one| wards.publish(&mut one.details.ward));
    let mut name = Some(ward.to_owned());
    wards.publish(&mut name);
    let totals = Totals::of(&all, By::Ward, |_| String::new());
    let (people, _) = totals.public(|row| row.attendance);
    let mut rows = totals.rows.keys().zip(people);
    rows.any(|(row, people)| Some(row) == name.as_ref() && people == PublicNumber::Suppressed)
}

/// Patrol time in the ward: as it was first published for just this period, else as it is derived now.
async fn patrol_time(
    office: &Office,
    seat: &Seat,
    zone: &ZoneVersion,
    span: Interval,
    sheet: &mut Sheet,
) -> Result<String, ServerError> {
    let store = office.service.store();
    let published = store.journal(&seat.scope).await?.into_iter().find_map(|(_, body)| match body {
        ServerBody::FiguresPublished(one) if (one.from, one.to) == (span.from, span.to) => {
            one.figures.into_iter().find(|figure| figure.zone == zone.code)
        }
        _ => None,
    });
    let (figure, base) = match published {
        Some(figure) => (Some(figure), "hours as first published"),
        None => (derived(office, seat, zone, span).await?, "hours as derived now, not published yet"),
    };
    let cell = |number: fn(&PublishedFigure) -> i64| {
        figure.as_ref().map_or_else(|| PublicNumber::Suppressed.to_string(), |figure| hours(number(figure)))
    };
    for (what, number) in [
        ("officer_hours_foot", cell(|one| one.officer_foot)),
        ("officer_hours", cell(|one| one.officer_all)),
        ("patrol_hours", cell(|one| one.patrol_all)),
    ] {
        sheet.rows.push(vec!["patrol".to_owned(), what.to_owned(), String::new(), number]);
    }
    Ok(base.to_owned())
}

/// Hours in the ward without those of outreach and counts; none if they were fewer officers' than a team's.
async fn derived(
    office: &Office,
    seat: &Seat,
    zone: &ZoneVersion,
    span: Interval,
) -> Result<Option<PublishedFigure>, ServerError> {
    let mut patrols = office.service.store().patrol_times(&seat.scope, span).await?;
    patrols.retain(|patrol| !patrol.duty.is_welfare());
    let there = |patrol: &&PatrolTime| {
        patrol.areas.iter().any(|area| area.zone == zone.code && !area.presence.is_empty())
    };
    let officers: BTreeSet<Id> = patrols
        .iter()
        .filter(there)
        .flat_map(|patrol| patrol.crews.iter().flat_map(|crew| &crew.officers).chain([&patrol.officer]))
        .copied()
        .collect();
    let facts = HoursFacts {
        patrols,
        zones: vec![ReportZone {
            code: zone.code.clone(),
            name: zone.name.clone(),
            kind: zone.kind,
            programme: zone.programme.clone(),
            target_minutes: zone.target_minutes,
        }],
        teams: BTreeMap::new(),
    };
    let query = HoursQuery {
        period: span,
        label: String::new(),
        group_by: GroupBy::Zone,
        zones: ZoneChoice::Codes(vec![zone.code.clone()]),
        whose: Whose::Everyone,
        basis: Basis::OfficerAll,
        by_week_hour: false,
    };
    let made =
        tokio::task::spawn_blocking(move || report(&facts, &query)).await.map_err(|_| Fault::Closing)?;
    let made = made.map_err(|refusal| ServerError::refused(refusal.code(), refusal))?;
    let row = made.rows.into_iter().next().map(|row| row.hours).unwrap_or_default();
    let figure = PublishedFigure {
        zone: zone.code.clone(),
        officer_foot: row.modes.foot.presence.officer,
        patrol_foot: row.modes.foot.presence.patrol,
        officer_all: row.all.presence.officer,
        patrol_all: row.all.presence.patrol,
    };
    // Nobody's hours hide nobody.
    Ok((officers.is_empty() || officers.len() >= SMALLEST_TEAM).then_some(figure))
}

/// Notices issued in the period whose conduct was in the ward, by kind; answers that they add up.
async fn notices(
    office: &Office,
    seat: &Seat,
    (briefing, ward): (&ReadyBriefing, &str),
    (first, last): (Date, Date),
    sheet: &mut Sheet,
) -> Result<String, ServerError> {
    let view = view(&**office.service.store(), &seat.scope).await?;
    let mut by_kind: BTreeMap<usize, u32> = BTreeMap::new();
    let mut all = 0_u32;
    for (number, story) in view.stories() {
        let Some(case) = view.told.register.case(&number).filter(|_| !number.is_training()) else { continue };
        let day = case.issued().issued;
        if day < first || last < day || case.standing(seat.today).kind() == BucketKind::Voided {
            continue;
        }
        let conduct = &story.notice.conduct;
        let issued = story.issue().map(|issue| issue.time);
        let Some((place, time)) = conduct.position.zip(conduct.time.or(issued)) else { continue };
        if !zones_at(briefing, (place.lat, place.lon), time.at).iter().any(|zone| zone == ward) {
            continue;
        }
        all += 1;
        if let Some(kind) = KINDS.iter().position(|(kind, _)| *kind == case.issued().kind) {
            *by_kind.entry(kind).or_default() += 1;
        }
    }
    let numbers: Vec<u32> = by_kind.values().copied().collect();
    let (total, shown) = publish(&numbers);
    let row = |what: &str, figure: PublicNumber| {
        vec!["notices".to_owned(), what.to_owned(), String::new(), figure.to_string()]
    };
    for (kind, number) in by_kind.keys().zip(shown) {
        if let Some((_, name)) = KINDS.get(*kind) {
            sheet.rows.push(row(name, number));
        }
    }
    sheet.rows.push(row("TOTAL", total));
    let verdict = if numbers.iter().sum::<u32>() == all { "add up" } else { "DO NOT ADD UP" };
    Ok(format!("notices by kind {verdict} to their total"))
}
