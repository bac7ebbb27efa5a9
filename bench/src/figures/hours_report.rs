//! `hours-report`: a month's report by zone out of a year of forty officers, and the whole year beside it.
//!
//! Every officer works 225 shifts, every second one as a pair with two phones; every patrol touches
//! twelve zones and has three gaps. What is timed is the arithmetic alone: reading the store is not in it.

use std::collections::BTreeMap;
use std::error::Error;

use beatbook_domain::calendar::Period;
use beatbook_domain::crew::CrewSpan;
use beatbook_domain::hours::{
    AreaTime, Basis, GroupBy, HoursFacts, HoursQuery, PatrolTime, ReportZone, Whose, ZoneChoice, report,
};
use beatbook_domain::presence::{Interval, ModeInterval, Quality, TravelMode, Visit};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneKind;
use beatbook_protocol::id::Id;
use beatbook_simulator::rng::Rng;

use crate::harness::{Figure, Goal, Lab, Measured, Spread, rounds, timed};

const OFFICERS: u8 = 40;
const SHIFTS: i64 = 225;
const ZONES: usize = 12;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const ROUNDS: usize = 7;
const SEED: u64 = 12_186;

/// Measures both.
///
/// # Errors
/// If the report refuses or is empty, which it must not be.
pub fn run(_: &Lab) -> Measured {
    let facts = year()?;
    let figure = |name: &str, period: &str, goal: Goal| -> Result<Figure, Box<dyn Error>> {
        let value = milliseconds(&facts, &asked(period)?)?;
        let note = format!("{} patrols of {ZONES} zones, {period}", facts.patrols.len());
        Ok(Figure { name: name.into(), value, unit: "ms", peer: None, goal, note })
    };
    Ok(vec![
        figure("hours-report", "2025-09", Goal::AtMost(1_000.0))?,
        figure("hours-report year", "2025", Goal::Shown)?,
    ])
}

fn milliseconds(facts: &HoursFacts, query: &HoursQuery) -> Result<Spread, Box<dyn Error>> {
    rounds(ROUNDS, || {
        let (made, took) = timed(|| report(facts, query));
        let any = made?.rows.iter().any(|row| row.hours.all.presence.officer > 0);
        if any { Ok(took.as_secs_f64() * 1_000.0) } else { Err("the report is empty".into()) }
    })
}

fn asked(period: &str) -> Result<HoursQuery, Box<dyn Error>> {
    let period = Period::parse(period)?;
    Ok(HoursQuery {
        period: period.interval()?,
        label: period.label(),
        group_by: GroupBy::Zone,
        zones: ZoneChoice::All,
        whose: Whose::Everyone,
        basis: Basis::OfficerFoot,
        by_week_hour: true,
    })
}

fn year() -> Result<HoursFacts, Box<dyn Error>> {
    let first = Period::parse("2025")?.interval()?.from;
    let mut rng = Rng::new(SEED);
    let mut patrols = Vec::new();
    for shift in 0..SHIFTS {
        for of in 0..OFFICERS {
            let begin = first + shift * 365 * DAY / SHIFTS + i64::from(of % 3) * 8 * 60 * MINUTE;
            patrols.push(patrol(of, begin, shift % 2 == 0, &mut rng));
        }
    }
    let zones = (0..ZONES)
        .map(|zone| ReportZone {
            code: code(zone),
            name: format!("Zone {zone}"),
            kind: ZoneKind::Hotspot,
            programme: Some("Programme".to_owned()),
            target_minutes: Some(3_000),
        })
        .collect();
    Ok(HoursFacts { patrols, zones, teams: BTreeMap::new() })
}

fn code(zone: usize) -> String {
    format!("Z-{zone:02}")
}

fn officer(of: u8) -> Id {
    Id::from_bytes([of + 1; 16])
}

/// Eight hours on foot with three gaps and four stays in each zone.
fn patrol(of: u8, begin: i64, paired: bool, rng: &mut Rng) -> PatrolTime {
    let span = Interval { from: begin, to: begin + 480 * MINUTE };
    let gaps: Vec<Interval> = (1..4)
        .map(|gap| Interval { from: begin + gap * 120 * MINUTE, to: begin + gap * 120 * MINUTE + 4 * MINUTE })
        .collect();
    let areas = (0..ZONES).map(|zone| area(zone, begin, rng)).collect();
    // Colleagues whose shifts begin together: 0 with 3, 1 with 4, 2 with 5, 6 with 9 and so on.
    let partner = if of % 6 < 3 { (of + 3).min(OFFICERS - 1) } else { of - 3 };
    let mut officers = vec![officer(of)];
    if paired && partner != of && partner % 3 == of % 3 {
        officers.push(officer(partner));
    }
    let mut id = [of; 16];
    id.iter_mut().zip(begin.to_be_bytes()).for_each(|(byte, time)| *byte = time);
    PatrolTime {
        id: Id::from_bytes(id),
        officer: officer(of),
        duty: if of.is_multiple_of(4) { Duty::OvertimeFunded } else { Duty::TaskedCore },
        operation: None,
        former: Vec::new(),
        span,
        crews: vec![CrewSpan { span, officers, others: 0 }],
        abstractions: Vec::new(),
        gaps,
        quality: Quality::B,
        dosage: Thresholds::V1.dosage,
        areas,
    }
}

fn area(zone: usize, begin: i64, rng: &mut Rng) -> AreaTime {
    let mut area = AreaTime {
        zone: code(zone),
        presence: Vec::new(),
        certain: Vec::new(),
        possible: Vec::new(),
        visits: Vec::new(),
    };
    for stay in 0..4 {
        let from = begin + stay * 120 * MINUTE + (5 + rng.below(90) as i64) * MINUTE;
        let to = from + (2 + rng.below(20) as i64) * MINUTE;
        let around = |ms: i64| ModeInterval {
            span: Interval { from: from - ms, to: to + ms },
            mode: TravelMode::Foot,
        };
        area.presence.push(around(0));
        area.certain.push(around(-20_000));
        area.possible.push(around(30_000));
        let span = Interval { from, to };
        area.visits.push(Visit { span, foot: to - from, cycle: 0, vehicle: 0, gaps: Vec::new() });
    }
    area
}
