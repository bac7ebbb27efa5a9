//! Patrols for the stories, told in minutes after a begin.
//!
//! An `Outing` is one phone's patrol; zones are walked with `walks`, and bounds follow the estimate.

use beatbook_domain::calendar::{Period, parse_instant};
use beatbook_domain::crew::CrewSpan;
use beatbook_domain::hours::{
    AbstractedTime, AreaTime, Basis, GroupBy, HoursFacts, HoursQuery, HoursReport, OperationSpan, PatrolTime,
    ReportZone, Row, RowName, Whose, ZoneChoice, report,
};
use beatbook_domain::presence::{Interval, ModeInterval, Quality, TravelMode, Visit};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::zone::ZoneKind;
use beatbook_protocol::id::Id;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

pub fn at(text: &str) -> i64 {
    parse_instant(text).unwrap()
}

pub fn officer(n: u8) -> Id {
    Id::from_bytes([n; 16])
}

pub fn zone(code: &str) -> ReportZone {
    ReportZone {
        code: code.to_owned(),
        name: format!("{code} hotspot"),
        kind: ZoneKind::Hotspot,
        programme: Some("GRIP".to_owned()),
        target_minutes: None,
    }
}

pub fn ward(code: &str) -> ReportZone {
    ReportZone { kind: ZoneKind::Ward, programme: None, name: format!("{code} ward"), ..zone(code) }
}

/// One phone's patrol in the making.
pub struct Outing {
    begin: i64,
    pub patrol: PatrolTime,
}

impl Outing {
    /// A patrol of the officer's own phone alone on foot, tasked; minutes count from its begin.
    pub fn new(of: u8, begin: i64, minutes: i64) -> Self {
        let span = Interval { from: begin, to: begin + minutes * MINUTE };
        let mut id = [of; 16];
        id[8..].copy_from_slice(&begin.to_be_bytes());
        let alone = CrewSpan { span, officers: vec![officer(of)], others: 0 };
        let patrol = PatrolTime {
            id: Id::from_bytes(id),
            officer: officer(of),
            duty: Duty::TaskedCore,
            operation: None,
            former: Vec::new(),
            span,
            crews: vec![alone],
            abstractions: Vec::new(),
            gaps: Vec::new(),
            quality: Quality::A,
            dosage: Thresholds::V1.dosage,
            areas: Vec::new(),
        };
        Self { begin, patrol }
    }

    pub fn span(&self, from: i64, to: i64) -> Interval {
        Interval { from: self.begin + from * MINUTE, to: self.begin + to * MINUTE }
    }

    pub fn duty(mut self, duty: Duty) -> Self {
        self.patrol.duty = duty;
        self
    }

    pub fn operation(mut self, name: &str) -> Self {
        self.patrol.operation = Some(name.to_owned());
        self
    }

    /// From this minute on it is on this operation.
    pub fn changes(mut self, from: i64, name: &str) -> Self {
        let before = self.patrol.former.last().map_or(self.begin, |one| one.span.to);
        let span = Interval { from: before, to: self.begin + from * MINUTE };
        let operation = self.patrol.operation.replace(name.to_owned());
        self.patrol.former.push(OperationSpan { span, operation });
        self
    }

    pub fn quality(mut self, quality: Quality) -> Self {
        self.patrol.quality = quality;
        self
    }

    /// From this minute on the crew is these officers and so many others.
    pub fn crew(mut self, from: i64, officers: &[u8], others: u8) -> Self {
        let end = self.patrol.span.to;
        let span = Interval { from: self.begin + from * MINUTE, to: end };
        if let Some(last) = self.patrol.crews.last_mut() {
            last.span.to = span.from;
        }
        self.patrol.crews.retain(|crew| crew.span.from < crew.span.to);
        let officers = officers.iter().map(|n| officer(*n)).collect();
        self.patrol.crews.push(CrewSpan { span, officers, others });
        self
    }

    pub fn gap(mut self, from: i64, to: i64) -> Self {
        let gap = self.span(from, to);
        self.patrol.gaps.push(gap);
        self
    }

    pub fn abstracted(mut self, from: i64, to: i64, reason: &str) -> Self {
        let span = self.span(from, to);
        self.patrol.abstractions.push(AbstractedTime { span, reason: reason.to_owned() });
        self
    }

    /// A stay in a zone: presence and a visit; certain a minute less and possible a minute more on each side.
    pub fn walks(self, zone: &str, from: i64, to: i64) -> Self {
        self.stays(zone, from, to, TravelMode::Foot)
    }

    pub fn drives(self, zone: &str, from: i64, to: i64) -> Self {
        self.stays(zone, from, to, TravelMode::Vehicle)
    }

    fn stays(mut self, zone: &str, from: i64, to: i64, mode: TravelMode) -> Self {
        let span = self.span(from, to);
        let length = span.to - span.from;
        let time = |of: TravelMode| if of == mode { length } else { 0 };
        let visit = Visit {
            span,
            foot: time(TravelMode::Foot),
            cycle: time(TravelMode::Cycle),
            vehicle: time(TravelMode::Vehicle),
            gaps: Vec::new(),
        };
        self.area(zone).visits.push(visit);
        self.passes(zone, from, to, mode)
    }

    /// Presence that makes no visit.
    pub fn passes(mut self, zone: &str, from: i64, to: i64, mode: TravelMode) -> Self {
        let span = self.span(from, to);
        let sure =
            Interval { from: (span.from + MINUTE).min(span.to), to: (span.to - MINUTE).max(span.from) };
        let wide = Interval { from: span.from - MINUTE, to: span.to + MINUTE };
        let area = self.area(zone);
        area.presence.push(ModeInterval { span, mode });
        area.possible.push(ModeInterval { span: wide, mode });
        if sure.from < sure.to {
            area.certain.push(ModeInterval { span: sure, mode });
        }
        self
    }

    fn area(&mut self, zone: &str) -> &mut AreaTime {
        let known = self.patrol.areas.iter().position(|area| area.zone == zone);
        let place = known.unwrap_or_else(|| {
            self.patrol.areas.push(AreaTime {
                zone: zone.to_owned(),
                presence: Vec::new(),
                certain: Vec::new(),
                possible: Vec::new(),
                visits: Vec::new(),
            });
            self.patrol.areas.len() - 1
        });
        &mut self.patrol.areas[place]
    }
}

pub fn facts(outings: Vec<Outing>, zones: Vec<ReportZone>) -> HoursFacts {
    let patrols: Vec<PatrolTime> = outings.into_iter().map(|outing| outing.patrol).collect();
    HoursFacts { patrols, zones, teams: Default::default() }
}

pub fn query(period: Interval) -> HoursQuery {
    HoursQuery {
        period,
        label: "the period".to_owned(),
        group_by: GroupBy::Zone,
        zones: ZoneChoice::All,
        whose: Whose::Everyone,
        basis: Basis::OfficerFoot,
        by_week_hour: false,
    }
}

pub fn period(text: &str) -> HoursQuery {
    let period = Period::parse(text).unwrap();
    HoursQuery { label: period.label(), ..query(period.interval().unwrap()) }
}

pub fn ask(facts: &HoursFacts, query: &HoursQuery) -> HoursReport {
    report(facts, query).unwrap()
}

pub fn row<'a>(report: &'a HoursReport, code: &str) -> &'a Row {
    let is = |row: &&Row| matches!(&row.name, RowName::Zone { code: of, .. } if of == code);
    report.rows.iter().find(is).unwrap()
}
