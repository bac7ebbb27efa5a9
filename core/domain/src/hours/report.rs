//! The report itself: which rows there are, and what is refused before any is made.

use std::collections::{BTreeMap, BTreeSet};

use crate::crew::{CrewTrack, stints};
use crate::hours::area::areas;
use crate::hours::facts::{HoursFacts, PatrolTime, ReportZone};
use crate::hours::figures::{AreaHours, HoursReport, Row, RowName, Subject};
use crate::hours::measure::{Ask, Ground, Member, measure, operations};
use crate::hours::query::{GroupBy, HoursQuery, HoursRefusal, SMALLEST_TEAM, Whose, ZoneChoice};
use crate::hours::target::{is_whole_months, wanted};
use crate::hours::teams::{figured, teams_left_out};
use crate::hours::visits::visits;
use crate::presence::Interval;
use crate::zone::ZoneKind;

/// Makes the report. The caller adds how complete it is and what was published before.
///
/// # Errors
/// A [`HoursRefusal`] that names the rule.
pub fn report(facts: &HoursFacts, query: &HoursQuery) -> Result<HoursReport, HoursRefusal> {
    let overlong = || facts.patrols.iter().filter(|patrol| patrol.is_overlong());
    if overlong().next().is_none() {
        return report_of(facts, query);
    }
    let patrols = facts.patrols.iter().filter(|patrol| !patrol.is_overlong()).cloned().collect();
    let kept = HoursFacts { patrols, zones: facts.zones.clone(), teams: facts.teams.clone() };
    let begins =
        |patrol: &&PatrolTime| query.period.from <= patrol.span.from && patrol.span.from < query.period.to;
    // Whoever sees one officer's hours is told of that officer's patrols, not of everybody's.
    let concerns = |patrol: &&PatrolTime| match &query.whose {
        Whose::Officer(one) => {
            patrol.officer == one.officer()
                || patrol.crews.iter().any(|crew| crew.officers.contains(&one.officer()))
        }
        Whose::Everyone | Whose::Team(_) | Whose::Operation(_) => true,
    };
    let held_out = overlong().filter(begins).filter(concerns).count();
    let held_out = u32::try_from(held_out).unwrap_or(u32::MAX);
    Ok(HoursReport { held_out, ..report_of(&kept, query)? })
}

fn report_of(facts: &HoursFacts, query: &HoursQuery) -> Result<HoursReport, HoursRefusal> {
    let chosen = chosen_zones(facts, &query.zones)?;
    check(facts, query)?;
    let abstracted: Vec<Vec<Interval>> = facts
        .patrols
        .iter()
        .map(|patrol| patrol.abstractions.iter().map(|abstraction| abstraction.span).collect())
        .collect();
    let changes = |patrol: &PatrolTime| -> Vec<i64> {
        patrol.former.iter().flat_map(|one| [one.span.from, one.span.to]).collect()
    };
    let cuts: Vec<Vec<i64>> = facts.patrols.iter().map(changes).collect();
    let patrols = facts.patrols.iter().zip(abstracted.iter().zip(&cuts));
    let tracks: Vec<CrewTrack<'_>> =
        patrols.map(|(patrol, (away, cuts))| track(patrol, away, cuts)).collect();
    let mut stints = stints(&tracks);
    let visits = visits(&facts.patrols, &stints, query.period);
    stints.retain(|stint| !stint.span.common(query.period).is_empty());
    let mut work = Work {
        facts,
        query,
        chosen,
        ground: Ground {
            patrols: &facts.patrols,
            teams: &facts.teams,
            stints: &stints,
            visits: &visits,
            period: query.period,
            by_week_hour: query.by_week_hour,
        },
        whole_months: is_whole_months(query.period)?,
        programmes: Vec::new(),
    };
    work.programmes = work.programme_rows()?;
    let (rows, teams_left_out) = work.rows()?;
    // With teams left out, a programme's total less the rows would be those teams' hours.
    let as_rows = query.group_by == GroupBy::Programme;
    let programmes = if as_rows || teams_left_out > 0 { Vec::new() } else { work.programmes };
    Ok(HoursReport {
        period: query.period,
        label: query.label.clone(),
        group_by: query.group_by,
        zones: query.zones.clone(),
        subject: subject(&query.whose),
        basis: query.basis,
        rows,
        programmes,
        teams_left_out,
        held_out: 0,
        published_without_row: Vec::new(),
        redrawn: Vec::new(),
        completeness: None,
    })
}

fn track<'a>(patrol: &'a PatrolTime, abstractions: &'a [Interval], cuts: &'a [i64]) -> CrewTrack<'a> {
    CrewTrack {
        id: patrol.id,
        officer: patrol.officer,
        crews: &patrol.crews,
        gaps: &patrol.gaps,
        abstractions,
        cuts,
    }
}

fn chosen_zones<'a>(facts: &'a HoursFacts, choice: &ZoneChoice) -> Result<Vec<&'a ReportZone>, HoursRefusal> {
    if let ZoneChoice::Codes(codes) = choice {
        let known = |code: &String| facts.zones.iter().any(|zone| zone.code == *code);
        if !codes.iter().all(known) {
            return Err(HoursRefusal::UnknownZone);
        }
    }
    let mut chosen: Vec<&ReportZone> = facts
        .zones
        .iter()
        .filter(|zone| match choice {
            ZoneChoice::All => true,
            ZoneChoice::Kind(kind) => zone.kind == *kind,
            ZoneChoice::Programme(programme) => zone.programme.as_ref() == Some(programme),
            ZoneChoice::Codes(codes) => codes.contains(&zone.code),
        })
        .collect();
    chosen.sort_by(|one, other| one.code.cmp(&other.code));
    chosen.dedup_by(|one, other| one.code == other.code);
    Ok(chosen)
}

fn check(facts: &HoursFacts, query: &HoursQuery) -> Result<(), HoursRefusal> {
    if query.period.is_empty() {
        return Err(HoursRefusal::EmptyPeriod);
    }
    match &query.whose {
        Whose::Team(team) => match facts.teams.values().filter(|of| *of == team).count() {
            0 => Err(HoursRefusal::UnknownTeam),
            size if size < SMALLEST_TEAM => Err(HoursRefusal::TeamTooSmall),
            _ => Ok(()),
        },
        Whose::Officer(_) if matches!(query.group_by, GroupBy::Team) => Err(HoursRefusal::OfficerInList),
        Whose::Everyone | Whose::Operation(_) | Whose::Officer(_) => Ok(()),
    }
}

fn subject(whose: &Whose) -> Subject {
    match whose {
        Whose::Everyone => Subject::Everyone,
        Whose::Team(team) => Subject::Team { team: team.clone() },
        Whose::Operation(operation) => Subject::Operation { operation: operation.clone() },
        Whose::Officer(_) => Subject::OneOfficer,
    }
}

/// The making of one report.
struct Work<'a> {
    facts: &'a HoursFacts,
    query: &'a HoursQuery,
    chosen: Vec<&'a ReportZone>,
    ground: Ground<'a>,
    whole_months: bool,
    /// Every programme with a chosen zone, each with *all* its zones as one area.
    programmes: Vec<Row>,
}

impl Work<'_> {
    fn rows(&self) -> Result<(Vec<Row>, u32), HoursRefusal> {
        let rows = match self.query.group_by {
            GroupBy::Zone => self.zone_rows()?,
            GroupBy::Kind => self.kind_rows()?,
            GroupBy::Programme => self.programmes.clone(),
            GroupBy::Team => return self.team_rows(),
            GroupBy::Operation => self.operation_rows()?,
        };
        Ok((rows, 0))
    }

    fn zone_rows(&self) -> Result<Vec<Row>, HoursRefusal> {
        self.chosen
            .iter()
            .map(|zone| {
                let name = RowName::Zone {
                    code: zone.code.clone(),
                    name: zone.name.clone(),
                    kind: zone.kind,
                    programme: zone.programme.clone(),
                };
                let is_ward = zone.kind == ZoneKind::Ward;
                let mut row = self.row(name, &[&zone.code], &[], false, is_ward)?;
                row.target = self.target(&[zone])?;
                row.programme_total = self.programme_total(zone.programme.as_deref());
                Ok(row)
            })
            .collect()
    }

    fn kind_rows(&self) -> Result<Vec<Row>, HoursRefusal> {
        let kinds: BTreeSet<ZoneKind> = self.chosen.iter().map(|zone| zone.kind).collect();
        kinds
            .into_iter()
            .map(|kind| {
                let zones = codes(self.chosen.iter().copied().filter(|zone| zone.kind == kind));
                self.row(RowName::Kind { kind }, &zones, &[], false, kind == ZoneKind::Ward)
            })
            .collect()
    }

    fn programme_rows(&self) -> Result<Vec<Row>, HoursRefusal> {
        let names: BTreeSet<&String> =
            self.chosen.iter().filter_map(|zone| zone.programme.as_ref()).collect();
        names
            .into_iter()
            .map(|programme| {
                let zones: Vec<&ReportZone> = self
                    .facts
                    .zones
                    .iter()
                    .filter(|zone| zone.programme.as_ref() == Some(programme))
                    .collect();
                let codes = codes(zones.iter().copied());
                let mut row =
                    self.row(RowName::Programme { programme: programme.clone() }, &codes, &[], false, false)?;
                row.target = self.target(&zones)?;
                row.programme_total = Some(match self.query.whose {
                    Whose::Everyone => row.hours.basis(self.query.basis),
                    _ => self.everyone(&codes)?.basis(self.query.basis),
                });
                Ok(row)
            })
            .collect()
    }

    /// What the whole programme has, whatever the report's own filter is.
    fn programme_total(&self, programme: Option<&str>) -> Option<i64> {
        let is = |row: &&Row| matches!(&row.name, RowName::Programme { programme: of } if Some(of.as_str()) == programme);
        self.programmes.iter().find(is).and_then(|row| row.programme_total)
    }

    /// Which teams are left out follows from what everybody did on each day: operations and zones that are asked for change nothing.
    fn team_rows(&self) -> Result<(Vec<Row>, u32), HoursRefusal> {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for team in self.facts.teams.values() {
            *sizes.entry(team).or_default() += 1;
        }
        let hidden = if let Whose::Team(only) = &self.query.whose {
            sizes.retain(|team, _| team == only);
            BTreeSet::new()
        } else {
            teams_left_out(figured(&self.ground)?, &sizes)
        };
        let zones = codes(self.chosen.iter().copied());
        let mut rows = Vec::new();
        for (team, _) in sizes.iter().filter(|(_, officers)| **officers >= SMALLEST_TEAM) {
            if !hidden.contains(team) {
                let name = RowName::Team { team: (*team).to_owned() };
                rows.push(self.row(name, &zones, &[Member::Team(team)], true, false)?);
            }
        }
        let left_out = u32::try_from(hidden.len()).unwrap_or(u32::MAX);
        if rows.is_empty() && !sizes.is_empty() {
            Err(HoursRefusal::TeamTooSmall)
        } else {
            Ok((rows, left_out))
        }
    }

    fn operation_rows(&self) -> Result<Vec<Row>, HoursRefusal> {
        let zones = codes(self.chosen.iter().copied());
        // What others call theirs is not told by a row without hours.
        operations(&self.ground, self.asked().as_slice())
            .into_iter()
            .map(|operation| {
                let name = RowName::Operation { operation: operation.map(str::to_owned) };
                self.row(name, &zones, &[Member::Operation(operation)], true, false)
            })
            .collect()
    }

    /// Whose time is asked for; none if everyone's is.
    fn asked(&self) -> Option<Member<'_>> {
        match &self.query.whose {
            Whose::Everyone => None,
            Whose::Team(team) => Some(Member::Team(team)),
            Whose::Operation(operation) => Some(Member::Operation(Some(operation))),
            Whose::Officer(one) => Some(Member::Officer(one.officer())),
        }
    }

    fn row(
        &self,
        name: RowName,
        zones: &[&str],
        members: &[Member<'_>],
        everywhere: bool,
        is_ward: bool,
    ) -> Result<Row, HoursRefusal> {
        let holds = |code: &str| zones.contains(&code);
        let mut members = members.to_vec();
        members.extend(self.asked());
        let welfare = is_ward && self.whole_months && self.query.whose == Whose::Everyone;
        let areas = areas(self.ground.patrols, self.query.period, holds);
        let ask = Ask { areas: &areas, holds: &holds, members: &members, everywhere, welfare };
        let hours = measure(&self.ground, &ask)?;
        Ok(Row { hours, ..Row::new(name) })
    }

    /// Everyone's time in an area, whatever the report's own filter is.
    fn everyone(&self, zones: &[&str]) -> Result<AreaHours, HoursRefusal> {
        let holds = |code: &str| zones.contains(&code);
        let areas = areas(self.ground.patrols, self.query.period, holds);
        let ask = Ask { areas: &areas, holds: &holds, members: &[], everywhere: false, welfare: false };
        Ok(measure(&Ground { by_week_hour: false, ..self.ground }, &ask)?)
    }

    /// The wanted time of zones that have a target; none if none has.
    fn target(&self, zones: &[&ReportZone]) -> Result<Option<i64>, HoursRefusal> {
        let mut sum = None;
        for minutes in zones.iter().filter_map(|zone| zone.target_minutes) {
            let more = wanted(minutes, self.query.period)?;
            sum = Some(sum.unwrap_or(0_i64).saturating_add(more));
        }
        Ok(sum)
    }
}

fn codes<'z>(zones: impl Iterator<Item = &'z ReportZone>) -> Vec<&'z str> {
    zones.map(|zone| zone.code.as_str()).collect()
}
