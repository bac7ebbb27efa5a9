//! The table of keeping times, effective-dated, and how an authority's own changes go on top of it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::records::keeping::KeepingChanged;

/// The table as it ships. A test reads it; could it ever not be read, everything would be kept.
static SHIPPED: LazyLock<KeepingTable> =
    LazyLock::new(|| KeepingTable::read(KeepingTable::SHIPPED).unwrap_or_default());

/// What is kept for a time of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepingKind {
    /// Fixes of a patrol, and what the phone derived from them.
    Track,
    /// A patrol's story, its presence and visits.
    Presence,
    /// An encounter that came to nothing further.
    Encounter,
    /// A pocket-book note: nearest is an encounter of which nothing came.
    Note,
    /// An encounter that ended with a warning, a referral or an agreement: nearest is a community protection warning.
    EncounterWarned,
    /// An encounter that ended with an arrest, a report or a breach: nearest is a penalty that went to court.
    EncounterCourt,
    /// A fixed penalty that was paid, or that asks for nothing any more.
    FpnSettled,
    /// A fixed penalty that went to lawyers or a court.
    FpnCourt,
    /// A community protection warning.
    Cpw,
    /// A community protection notice.
    Cpn,
    /// A vehicle warning or seizure (Police Reform Act 2002 s59).
    S59,
    /// A direction to leave land (CJPOA 1994 s77): nearest is a community protection notice, in writing, its breach an offence.
    S77,
    /// A welfare check or contact, since the last one with the same person.
    Contact,
    /// In which months somebody was seen, once their contacts are erased.
    MonthsSeen,
    /// Sightings of a count, since its return was sent.
    CountIdentity,
    /// Who lived in an encampment, since it was vacated.
    Occupants,
    /// What was told of an encampment that was never directed to leave, since it was vacated: nearest is who lived there.
    Encampment,
    /// The same of one that was directed to leave, or taken to court: as long as its direction.
    EncampmentDirected,
    /// An encampment of which nobody tells anything any more: after this it counts as vacated on the last day of which was told.
    EncampmentSilent,
    /// A tent of which nothing was moved: nearest is who lived in an encampment.
    Tent,
    /// A tent that was moved, with what became of everything in it: nearest are seized goods.
    TentMoved,
    /// A welfare record with a safeguarding disclosure.
    Safeguarding,
    /// The same of a child: not before this age.
    SafeguardingChild,
    /// An engagement.
    Engagement,
    /// A visit to premises where nothing was seized: nearest is a penalty of which nothing more is asked.
    PremisesVisit,
    /// A visit to premises with seized goods: nearest is a penalty that went to court.
    PremisesSeizure,
    /// A task with its answers: nearest is an encounter of which nothing came. One that follows from a record goes with it.
    Task,
    /// A case of the authority's, since it was closed: nearest is a penalty that went to court.
    Case,
    /// A mark that asks to ring outreach first, since its last day: nearest is who lived in an encampment.
    ConsultMark,
    /// A grant with every disclosure under it, since its last day or the last of them: as the access log.
    Grant,
    /// Broken glass, and who has seen that it was: as the access log.
    Glass,
    /// A lone worker's timer: where an officer was is kept as a track is.
    Alone,
    /// What was looked at on a phone: what the phone keeps, and the entries that told of it. The server's log keeps its own time.
    Looked,
    /// The access log.
    AccessLog,
}

impl KeepingKind {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 34] = [
        Self::Track,
        Self::Presence,
        Self::Encounter,
        Self::Note,
        Self::EncounterWarned,
        Self::EncounterCourt,
        Self::FpnSettled,
        Self::FpnCourt,
        Self::Cpw,
        Self::Cpn,
        Self::S59,
        Self::S77,
        Self::Contact,
        Self::MonthsSeen,
        Self::CountIdentity,
        Self::Occupants,
        Self::Encampment,
        Self::EncampmentDirected,
        Self::EncampmentSilent,
        Self::Tent,
        Self::TentMoved,
        Self::Safeguarding,
        Self::SafeguardingChild,
        Self::Engagement,
        Self::PremisesVisit,
        Self::PremisesSeizure,
        Self::Task,
        Self::Case,
        Self::ConsultMark,
        Self::Grant,
        Self::Glass,
        Self::Alone,
        Self::Looked,
        Self::AccessLog,
    ];

    /// As the table spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Presence => "presence",
            Self::Encounter => "encounter",
            Self::Note => "note",
            Self::EncounterWarned => "encounter_warned",
            Self::EncounterCourt => "encounter_court",
            Self::FpnSettled => "fpn_settled",
            Self::FpnCourt => "fpn_court",
            Self::Cpw => "cpw",
            Self::Cpn => "cpn",
            Self::S59 => "s59",
            Self::S77 => "s77",
            Self::Contact => "contact",
            Self::MonthsSeen => "months_seen",
            Self::CountIdentity => "count_identity",
            Self::Occupants => "occupants",
            Self::Encampment => "encampment",
            Self::EncampmentDirected => "encampment_directed",
            Self::EncampmentSilent => "encampment_silent",
            Self::Tent => "tent",
            Self::TentMoved => "tent_moved",
            Self::Safeguarding => "safeguarding",
            Self::SafeguardingChild => "safeguarding_child",
            Self::Engagement => "engagement",
            Self::PremisesVisit => "premises_visit",
            Self::PremisesSeizure => "premises_seizure",
            Self::Task => "task",
            Self::Case => "case",
            Self::ConsultMark => "consult_mark",
            Self::Grant => "grant",
            Self::Glass => "glass",
            Self::Alone => "alone",
            Self::Looked => "looked",
            Self::AccessLog => "access_log",
        }
    }
}

/// For how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Days.
    Days(u16),
    /// Calendar months.
    Months(u16),
    /// Calendar years.
    Years(u16),
    /// Until somebody has this age; where nobody knows when they were born, so many years: none is younger than at birth.
    ToAge(u16),
}

impl Keep {
    /// Whether somebody may set it for a kind: no shorter than a day, no longer than a life; of the access log no shorter than a
    /// year (unverified), so that what was done can be looked into.
    #[must_use]
    pub fn fits(self, kind: KeepingKind) -> bool {
        let (days, most) = match self {
            Self::Days(days) => (u32::from(days), 36_600),
            Self::Months(months) => (30 * u32::from(months), 36_000),
            Self::Years(years) | Self::ToAge(years) => (365 * u32::from(years), 36_500),
        };
        let least = if kind == KeepingKind::AccessLog { 365 } else { 1 };
        (least..=most).contains(&days)
    }

    /// The last local day of it, counted from a day. A month or year that lacks the day ends with its last: a year after
    /// 29 February is 28 February. Beyond the calendar it never ends.
    #[must_use]
    pub fn until(self, since: Date, born: Option<Date>) -> Option<Date> {
        let (from, span) = match self {
            Self::Days(days) => (since, Span::new().days(i32::from(days))),
            Self::Months(months) => (since, Span::new().months(i32::from(months))),
            Self::Years(years) => (since, Span::new().years(i16::try_from(years).ok()?)),
            Self::ToAge(years) => (born.unwrap_or(since), Span::new().years(i16::try_from(years).ok()?)),
        };
        from.checked_add(span).ok()
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        let many = |number: u16, one: &str| match number {
            1 => format!("1 {one}"),
            number => format!("{number} {one}s"),
        };
        match self {
            Self::Days(days) => many(days, "day"),
            Self::Months(months) => many(months, "month"),
            Self::Years(years) => many(years, "year"),
            Self::ToAge(years) => format!("to the age of {years}"),
        }
    }
}

/// Why a file is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TableError {
    /// Not JSON of this form, or a word it does not know.
    #[error("the table of keeping times cannot be read: look for an unknown word")]
    Malformed,
    /// One kind has two times from the same day on.
    #[error("the table of keeping times has two rows for one kind and day: leave one")]
    Twice(KeepingKind),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "for whoever reads the file")]
    source: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: KeepingKind,
    from: Date,
    keep: Keep,
}

/// For how long what is kept from which day on. One that is empty keeps everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeepingTable {
    rows: BTreeMap<(KeepingKind, Date), Keep>,
}

impl KeepingTable {
    /// The file as it ships.
    pub const SHIPPED: &str = include_str!("table.json");

    /// The table as it ships.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a table.
    ///
    /// # Errors
    /// [`TableError`].
    pub fn read(json: &str) -> Result<Self, TableError> {
        let file: File = serde_json::from_slice(json.as_bytes()).map_err(|_| TableError::Malformed)?;
        let mut rows = BTreeMap::new();
        for row in file.rows {
            if rows.insert((row.kind, row.from), row.keep).is_some() {
                return Err(TableError::Twice(row.kind));
            }
        }
        Ok(Self { rows })
    }

    /// The table with an authority's changes, in the order in which they were decided: the later of one day counts.
    #[must_use]
    pub fn with<'a>(&self, changes: impl IntoIterator<Item = &'a KeepingChanged>) -> Self {
        let mut table = self.clone();
        for change in changes {
            table.rows.insert((change.kind, change.from), change.keep);
        }
        table
    }

    /// For how long something is kept, asked on a day; absent: nothing says so, and it is kept.
    #[must_use]
    pub fn keep(&self, kind: KeepingKind, on: Date) -> Option<Keep> {
        self.rows.range((kind, Date::MIN)..=(kind, on)).next_back().map(|(_, keep)| *keep)
    }
}
