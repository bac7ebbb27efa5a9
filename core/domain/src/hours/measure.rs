//! Sums over stints: all figures of one row.
//!
//! Each figure is a sum over spans of time in which nothing about a crew changes, so it adds up exactly
//! however a period is split, and the order of patrols says nothing.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;

use crate::calendar::{CalendarError, cut_at_hours, hour_of_week};
use crate::crew::{Stint, Voice};
use crate::hours::area::{Area, Moved, any_within, length_within};
use crate::hours::facts::PatrolTime;
use crate::hours::figures::{AreaHours, Both, Bounds, Cell, VisitCounts, WEEK_HOURS};
use crate::hours::visits::CrewVisit;
use crate::presence::Interval;
use crate::records::patrol::Duty;

/// Whose time a row counts; all that are given must hold.
#[derive(Debug, Clone, Copy)]
pub(super) enum Member<'a> {
    /// Officers of a team.
    Team(&'a str),
    /// Time of patrols on an operation, or on none.
    Operation(Option<&'a str>),
    /// One officer.
    Officer(Id),
}

/// What is the same for every row of a report.
pub(super) struct Ground<'a> {
    pub patrols: &'a [PatrolTime],
    pub teams: &'a BTreeMap<Id, String>,
    /// Those with time in the period.
    pub stints: &'a [Stint],
    /// Those that begin in the period.
    pub visits: &'a [CrewVisit<'a>],
    pub period: Interval,
    pub by_week_hour: bool,
}

/// What one row asks.
pub(super) struct Ask<'a> {
    /// Each patrol in the row's area.
    pub areas: &'a [Option<Area>],
    /// Whether a zone is part of the area.
    pub holds: &'a dyn Fn(&str) -> bool,
    /// Whose time.
    pub members: &'a [Member<'a>],
    /// Whether duty, gaps and tracks of crews that were never near the area count as well.
    pub everywhere: bool,
    /// Whether the total of welfare duties is told.
    pub welfare: bool,
}

/// Officers of a stint for whom one phone speaks, as far as the row counts them.
#[derive(Clone, Copy)]
struct Heard<'a> {
    weight: i64,
    others: i64,
    declared: &'a PatrolTime,
    area: Option<&'a Area>,
    placed: bool,
    abstraction: Option<usize>,
    /// On a welfare duty, or placed by the phone of someone who is.
    welfare: bool,
}

/// All figures of one row.
pub(super) fn measure(ground: &Ground<'_>, ask: &Ask<'_>) -> Result<AreaHours, CalendarError> {
    let mut hours = AreaHours::default();
    if ground.by_week_hour {
        hours.week = vec![Cell::default(); WEEK_HOURS];
    }
    if ask.welfare {
        hours.welfare = Some(0);
    }
    let near = |patrol: &usize| ask.areas.get(*patrol).is_some_and(Option::is_some);
    for stint in ground.stints {
        let span = stint.span.common(ground.period);
        if !span.is_empty() && (ask.everywhere || stint.patrols.iter().any(near)) {
            let heard: Vec<Heard<'_>> =
                stint.voices.iter().filter_map(|voice| hear(ground, ask, voice, stint.span)).collect();
            add_stint(&mut hours, span, &heard)?;
        }
    }
    hours.possible_with_gaps = hours.all.possible;
    hours.possible_with_gaps.add(hours.gap);
    count_tracks(&mut hours, ground, ask, near);
    count_visits(&mut hours, ground, ask)?;
    Ok(hours)
}

/// Officers for whom one phone speaks, as far as they are among those whose time is counted.
struct Heads<'a> {
    weight: i64,
    others: i64,
    declared: &'a PatrolTime,
}

/// Those of a voice who count; nothing if none of them does. The time is one in which the patrol is on one operation.
fn heads<'a>(
    ground: &Ground<'a>,
    members: &[Member<'_>],
    voice: &Voice,
    when: Interval,
) -> Option<Heads<'a>> {
    let declared = ground.patrols.get(voice.declared)?;
    let (mut named, mut others) = (voice.officers.len(), i64::from(voice.others));
    for member in members {
        match member {
            Member::Operation(operation) if !declared.is_on(*operation, when) => return None,
            Member::Operation(_) => {}
            Member::Team(team) => {
                // Of several memberships a team is the only one that picks some of a voice's officers.
                named = voice.officers.iter().filter(|officer| is_of(ground, officer, team)).count();
                others = if is_of(ground, &declared.officer, team) { others } else { 0 };
            }
            Member::Officer(officer) => {
                named = usize::from(voice.officers.contains(officer));
                others = 0;
            }
        }
    }
    let weight = i64::try_from(named).unwrap_or(i64::MAX).saturating_add(others);
    (weight > 0).then_some(Heads { weight, others, declared })
}

/// A voice of a stint, as far as the row counts it. Throughout a stint a patrol is on one operation.
fn hear<'a>(ground: &Ground<'a>, ask: &Ask<'a>, voice: &Voice, when: Interval) -> Option<Heard<'a>> {
    let Heads { weight, others, declared } = heads(ground, ask.members, voice, when)?;
    let area = voice.position.and_then(|patrol| ask.areas.get(patrol)).and_then(Option::as_ref);
    let placing = voice.position.and_then(|patrol| ground.patrols.get(patrol));
    let welfare = declared.duty.is_welfare() || placing.is_some_and(|patrol| patrol.duty.is_welfare());
    let (placed, abstraction) = (placing.is_some(), voice.abstraction);
    Some(Heard { weight, others, declared, area, placed, abstraction, welfare })
}

/// The operations on which those who count had time, by the phones that speak for them, and those on which their tracks begin;
/// one may be none. What somebody else's phone declares for somebody else is not among them.
pub(super) fn operations<'a>(ground: &Ground<'a>, members: &[Member<'_>]) -> BTreeSet<Option<&'a str>> {
    let mut found = BTreeSet::new();
    for stint in ground.stints {
        let heard = stint.voices.iter().filter_map(|voice| heads(ground, members, voice, stint.span));
        for one in heard.filter(|one| !one.declared.duty.is_welfare()) {
            found.extend(one.declared.operations_in(stint.span));
        }
    }
    for patrol in ground.patrols.iter().filter(|patrol| has_track(ground, members, patrol)) {
        found.extend(patrol.operations_in(instant(patrol.span.from)));
    }
    found
}

/// Whether an officer is of a team.
fn is_of(ground: &Ground<'_>, officer: &Id, team: &str) -> bool {
    ground.teams.get(officer).is_some_and(|of| of == team)
}

/// Adds a span of one crew.
fn add_stint(hours: &mut AreaHours, span: Interval, heard: &[Heard<'_>]) -> Result<(), CalendarError> {
    if let Some(total) = hours.welfare.as_mut() {
        let welfare = heard.iter().filter(|one| one.welfare && one.abstraction.is_none());
        *total = total.saturating_add(both(welfare, span, |area| &area.presence.all).officer);
    }
    add_abstracted(hours, span, heard);
    add_gaps(hours, span, heard);
    let present = || heard.iter().filter(|one| one.on_patrol() && one.area.is_some());
    if present().next().is_none() {
        return Ok(());
    }
    let bounds = |mode: fn(&Moved) -> &Vec<Interval>| Bounds {
        presence: both(present(), span, |area| mode(&area.presence)),
        certain: both(present(), span, |area| mode(&area.certain)),
        possible: both(present(), span, |area| mode(&area.possible)),
    };
    hours.all.add(bounds(|moved| &moved.all));
    hours.modes.foot.add(bounds(|moved| &moved.foot));
    hours.modes.cycle.add(bounds(|moved| &moved.cycle));
    hours.modes.vehicle.add(bounds(|moved| &moved.vehicle));
    hours.passing.add(both(present(), span, |area| &area.passing));
    for one in present().filter(|one| one.others > 0) {
        let others = |list: &[Interval]| one.others.saturating_mul(length_within(list, span));
        if let Some(area) = one.area {
            hours.others_foot = hours.others_foot.saturating_add(others(&area.presence.foot));
            hours.others_all = hours.others_all.saturating_add(others(&area.presence.all));
        }
    }
    for duty in [Duty::TaskedCore, Duty::OvertimeFunded, Duty::SelfInitiated, Duty::OnCall] {
        let of_duty = || present().filter(|one| one.declared.duty == duty);
        if let Some(sum) = hours.duties.of(duty) {
            sum.foot.add(both(of_duty(), span, |area| &area.presence.foot));
            sum.all.add(both(of_duty(), span, |area| &area.presence.all));
        }
    }
    if hours.week.is_empty() {
        return Ok(());
    }
    let lists: Vec<&[Interval]> =
        present().filter_map(|one| one.area).map(|area| area.presence.all.as_slice()).collect();
    // Only the hours with anyone inside are looked at; each is a span like any other.
    for part in any_within(&lists, span) {
        for (hour, piece) in cut_at_hours(part)? {
            if let Some(cell) = hours.week.get_mut(usize::from(hour)) {
                cell.foot.add(both(present(), piece, |area| &area.presence.foot));
                cell.all.add(both(present(), piece, |area| &area.presence.all));
            }
        }
    }
    Ok(())
}

impl Heard<'_> {
    /// Neither abstracted nor on a welfare duty.
    fn on_patrol(&self) -> bool {
        !self.welfare && self.abstraction.is_none()
    }
}

/// One list of every voice: each officer counts, and the crew once.
fn both<'h, 'a: 'h>(
    heard: impl Iterator<Item = &'h Heard<'a>>,
    span: Interval,
    pick: impl Fn(&'a Area) -> &'a Vec<Interval>,
) -> Both {
    let mut sum = Both::default();
    let mut lists: Vec<&[Interval]> = Vec::new();
    for one in heard {
        let Some(list) = one.area.map(&pick).filter(|list| !list.is_empty()) else { continue };
        let length = length_within(list, span);
        sum.officer = sum.officer.saturating_add(one.weight.saturating_mul(length));
        sum.patrol = sum.patrol.max(length);
        // Voices of one track bring the same list: it is looked at once.
        if length > 0 && !lists.iter().any(|known| core::ptr::eq(*known, list.as_slice())) {
            lists.push(list);
        }
    }
    if lists.len() > 1 {
        sum.patrol = any_within(&lists, span).iter().fold(0, |sum, part| sum.saturating_add(part.length()));
    }
    sum
}

fn add_abstracted(hours: &mut AreaHours, span: Interval, heard: &[Heard<'_>]) {
    let away = || heard.iter().filter(|one| !one.welfare && one.abstraction.is_some());
    if away().next().is_none() {
        return;
    }
    hours.abstracted.add(both(away(), span, |area| &area.presence.all));
    let mut reasons: BTreeMap<&str, Both> = BTreeMap::new();
    for one in away() {
        let abstraction = one.abstraction.and_then(|place| one.declared.abstractions.get(place));
        let sum = reasons.entry(abstraction.map_or("", |of| of.reason.as_str())).or_default();
        sum.officer = sum.officer.saturating_add(one.weight.saturating_mul(span.length()));
        sum.patrol = span.length();
    }
    for (reason, sum) in reasons {
        hours.abstracted_on_duty.entry(reason.to_owned()).or_default().add(sum);
    }
}

fn add_gaps(hours: &mut AreaHours, span: Interval, heard: &[Heard<'_>]) {
    let length = span.length();
    let weight = |blind_only: bool| -> i64 {
        heard.iter().filter(|one| one.on_patrol() && !(blind_only && one.placed)).map(|one| one.weight).sum()
    };
    let (everyone, blind) = (weight(false), weight(true));
    let once = |holds: bool| if holds { length } else { 0 };
    hours.on_duty.add(Both { officer: everyone.saturating_mul(length), patrol: once(everyone > 0) });
    let all_blind = blind > 0 && blind == everyone;
    hours.gap.add(Both { officer: blind.saturating_mul(length), patrol: once(all_blind) });
}

fn count_tracks(hours: &mut AreaHours, ground: &Ground<'_>, ask: &Ask<'_>, near: impl Fn(&usize) -> bool) {
    for (index, patrol) in ground.patrols.iter().enumerate() {
        if has_track(ground, ask.members, patrol) && (ask.everywhere || near(&index)) {
            hours.tracks.count(patrol.quality);
        }
    }
}

/// Whether a patrol's track is among those of a row: by where it begins, and whose phone it is.
fn has_track(ground: &Ground<'_>, members: &[Member<'_>], patrol: &PatrolTime) -> bool {
    let began = patrol.span.from;
    let is_counted = |member: &Member<'_>| match member {
        Member::Operation(operation) => patrol.is_on(*operation, instant(began)),
        Member::Team(team) => is_of(ground, &patrol.officer, team),
        Member::Officer(officer) => patrol.officer == *officer,
    };
    let begins = ground.period.from <= began && began < ground.period.to;
    begins && !patrol.duty.is_welfare() && members.iter().all(is_counted)
}

/// A visit is of those with whom it began, each by the phone that spoke for them then.
fn count_visits(hours: &mut AreaHours, ground: &Ground<'_>, ask: &Ask<'_>) -> Result<(), CalendarError> {
    for visit in ground.visits.iter().filter(|visit| (ask.holds)(visit.zone)) {
        let counts = |voice: &Voice| heads(ground, ask.members, voice, instant(visit.from)).is_some();
        if !ask.members.is_empty() && !visit.voices.iter().any(counts) {
            continue;
        }
        let VisitCounts { all, foot, dosage } = &mut hours.visits;
        *all += 1;
        *foot += u32::from(visit.on_foot);
        *dosage += u32::from(visit.dosage);
        if !visit.dosage || hours.week.is_empty() {
            continue;
        }
        if let Some(cell) = hours.week.get_mut(usize::from(hour_of_week(visit.from)?)) {
            cell.dosage += 1;
        }
    }
    Ok(())
}

/// What is on at an instant is on in this span.
fn instant(at: i64) -> Interval {
    Interval { from: at, to: at.saturating_add(1) }
}
