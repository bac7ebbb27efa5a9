//! What was told, in few words.

use beatbook_domain::calendar::local_midnight;
use beatbook_domain::encampments::story::Encampment;
use beatbook_domain::encampments::{Beside, Told, fold};
use beatbook_domain::records::encampment::{
    CourtMatter, Direction, DirectionForm, EncampmentEntry, EncampmentReported, EncampmentStep,
    EncampmentTold, EntryAt, Land, ReportSource, UnitCount, Visit,
};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::notice::content::{UnitKind, WelfareDone};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

pub const HOUR: i64 = 3_600_000;

pub fn id(n: u8) -> Id {
    Id::from_bytes([n; 16])
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An hour of a day of November 2025, or of more days after its first.
pub fn on(day_of_month: i64, hour: i64) -> i64 {
    local_midnight(day("2025-11-01")).unwrap() + ((day_of_month - 1) * 24 + hour) * HOUR
}

pub fn moment(wall: i64) -> Moment {
    Moment { wall, mono: 5, boot: BootId(1) }
}

pub fn at(journal: u8, seq: u64) -> EntryAt {
    EntryAt { journal: id(journal), seq }
}

pub fn land(words: &str) -> Land {
    Land { code: None, words: words.to_owned(), place: None }
}

/// Journal 9 is the desk's.
pub fn told(encampment: u8, place: EntryAt, entry: EncampmentEntry) -> Told {
    let by = place.journal;
    Told {
        at: place,
        encampment: id(encampment),
        by,
        desk: by == id(9),
        discreet: false,
        entitled: true,
        entry,
    }
}

pub fn reported(encampment: u8, place: EntryAt, time: i64, words: &str) -> Told {
    let reported = EncampmentReported {
        at: moment(time),
        legal: None,
        time,
        controller: "MDW".to_owned(),
        source: ReportSource::Resident,
        reference: None,
        land: land(words),
        patrol: None,
    };
    told(encampment, place, EncampmentEntry::Reported(Box::new(reported)))
}

pub fn step(encampment: u8, place: EntryAt, time: i64, step: EncampmentStep) -> Told {
    let step = EncampmentTold { at: moment(time), time, step };
    told(encampment, place, EncampmentEntry::Step(Box::new(step)))
}

pub fn caravans(count: u16, registrations: &[&str]) -> EncampmentStep {
    EncampmentStep::Visit(Visit {
        units: vec![UnitCount { kind: UnitKind::Caravan, count, lived_in: count }],
        registrations: registrations.iter().map(|one| (*one).to_owned()).collect(),
        ..Visit::default()
    })
}

pub fn empty() -> EncampmentStep {
    EncampmentStep::Visit(Visit::default())
}

pub fn welfare(completed: i64, wait_until: Option<&str>) -> EncampmentStep {
    check(77, completed, wait_until)
}

/// The same of another check.
pub fn check(record: u8, completed: i64, wait_until: Option<&str>) -> EncampmentStep {
    let wait_until = wait_until.map(day);
    EncampmentStep::Welfare(WelfareDone { record: id(record), completed, wait_until })
}

pub fn direction(number: Option<&str>, until: &str) -> EncampmentStep {
    let form =
        number.map_or(DirectionForm::Spoken, |number| DirectionForm::Written { number: number.to_owned() });
    EncampmentStep::Direction(Direction {
        form,
        leave_by: None,
        return_until: Some(day(until)),
        registrations: Vec::new(),
        people: Vec::new(),
        without_assessment: None,
    })
}

pub fn court() -> CourtMatter {
    CourtMatter { court: "Medway Magistrates' Court".to_owned(), reference: None }
}

pub fn vacated() -> EncampmentStep {
    EncampmentStep::Vacated { text: None }
}

/// The one encampment that is told.
pub fn one(told: &[Told]) -> Encampment {
    let mut all = fold(told, &Beside::default());
    assert_eq!(all.len(), 1);
    all.pop_first().unwrap().1
}

pub fn codes(story: &Encampment) -> Vec<(&'static str, &'static str)> {
    story.refused.iter().map(|one| (one.what, one.refusal.code())).collect()
}

/// Story E8: reported on Thursday the 6th, checked that morning, deferred to Monday the 10th, directed, applied for and
/// ordered, vacated on the 14th. Phone 1 reports, phone 2 goes there, the desk applies.
pub fn whole_story() -> Vec<Told> {
    vec![
        reported(1, at(1, 3), on(6, 8), "The car park in Medway Street, Chatham"),
        step(1, at(2, 4), on(6, 9), caravans(8, &["AB12 CDE", "XY 1"])),
        step(1, at(2, 9), on(6, 10), welfare(on(6, 10), Some("2025-11-10"))),
        step(1, at(2, 20), on(10, 10), direction(None, "2026-02-09")),
        step(1, at(2, 22), on(10, 10), direction(Some("MDW-A7-000118-M"), "2026-02-09")),
        step(1, at(9, 40), on(12, 15), EncampmentStep::S78Applied(court())),
        step(1, at(9, 44), on(13, 11), EncampmentStep::S78Order(court())),
        step(1, at(2, 31), on(14, 16), vacated()),
    ]
}
