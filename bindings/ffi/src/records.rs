//! Records that cross the boundary, and their translation to and from the library's own.

use beatbook_device as device;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::patrol::Duty;

use crate::error::BeatbookError;

/// Where notebooks live on this phone.
#[derive(Debug, Clone, uniffi::Record)]
pub struct FolderPlaces {
    /// The folder of the encrypted files.
    pub notebooks: String,
    /// A folder outside every backup and transfer to another phone.
    pub seats: String,
}

/// Who says where the phone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PositionProvider {
    /// A satellite receiver.
    Gnss,
    /// Cell towers and wireless networks.
    Network,
    /// Declared a simulation by the platform: kept as evidence, never used.
    Mock,
}

/// A position report as the platform gives it.
#[derive(Debug, Clone, Copy, uniffi::Record)]
pub struct Position {
    /// Latitude, degrees, WGS84.
    pub lat: f64,
    /// Longitude, degrees, WGS84.
    pub lon: f64,
    /// UTC milliseconds as the provider tells it.
    pub time: i64,
    /// Milliseconds of the monotonic clock since the phone's start, sleep included.
    pub mono: i64,
    /// Radius in metres, 68 %; none if the platform gave none.
    pub accuracy: Option<f64>,
    /// Metres per second.
    pub speed: Option<f64>,
    /// Degrees clockwise from north.
    pub bearing: Option<f64>,
    /// Who says so.
    pub provider: PositionProvider,
}

impl From<Position> for RawFix {
    fn from(position: Position) -> Self {
        Self {
            lat: position.lat,
            lon: position.lon,
            time: position.time,
            mono: position.mono,
            accuracy: position.accuracy,
            speed: position.speed,
            bearing: position.bearing,
            provider: match position.provider {
                PositionProvider::Gnss => Provider::Gnss,
                PositionProvider::Network => Provider::Network,
                PositionProvider::Mock => Provider::Mock,
            },
        }
    }
}

/// What became of one position report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PositionOutcome {
    /// Part of the track.
    Accepted,
    /// Not later than one before it: kept as evidence.
    Late,
    /// Here already: dropped.
    Duplicate,
    /// From outside duty: not stored.
    OffDuty,
    /// Not a position report: not stored.
    Refused,
}

/// One report's outcome, with the reason if it was refused.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PositionResult {
    /// What became of it.
    pub outcome: PositionOutcome,
    /// The field that could not be used, if refused.
    pub field: Option<String>,
    /// What is wrong with it and what to do, if refused.
    pub remedy: Option<String>,
}

/// What became of the reports of one call.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FixReport {
    /// One for each report, in the order of the call.
    pub results: Vec<PositionResult>,
    /// How many became part of the track.
    pub accepted: u32,
    /// How many are kept as evidence only.
    pub late: u32,
    /// How many were here already.
    pub duplicates: u32,
    /// How many were from outside duty.
    pub off_duty: u32,
    /// How many were no position reports.
    pub refused: u32,
}

impl From<device::FixReport> for FixReport {
    fn from(report: device::FixReport) -> Self {
        let result = |outcome: &device::FixOutcome| {
            let plain = |outcome| PositionResult { outcome, field: None, remedy: None };
            match outcome {
                device::FixOutcome::Accepted => plain(PositionOutcome::Accepted),
                device::FixOutcome::Late => plain(PositionOutcome::Late),
                device::FixOutcome::Duplicate => plain(PositionOutcome::Duplicate),
                device::FixOutcome::OffDuty => plain(PositionOutcome::OffDuty),
                device::FixOutcome::Refused(refusal) => PositionResult {
                    outcome: PositionOutcome::Refused,
                    field: Some(refusal.field().to_owned()),
                    remedy: Some(refusal.to_string()),
                },
            }
        };
        Self {
            results: report.outcomes.iter().map(result).collect(),
            accepted: report.accepted,
            late: report.late,
            duplicates: report.duplicates,
            off_duty: report.off_duty,
            refused: report.refused,
        }
    }
}

/// Why the officer is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum DutyKind {
    /// Tasked, within core duty.
    TaskedCore,
    /// Overtime paid by a programme.
    OvertimeFunded,
    /// The officer's own initiative.
    SelfInitiated,
    /// On call.
    OnCall,
    /// Outreach.
    Outreach,
    /// A rough-sleeper count.
    Count,
}

/// How the officer moves, as declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TravelKind {
    /// On foot.
    Foot,
    /// On a cycle.
    Cycle,
    /// In a vehicle.
    Vehicle,
}

/// What sign-on says.
#[derive(Debug, Clone, uniffi::Record)]
pub struct SignOnChoices {
    /// Why the officer is out.
    pub duty: DutyKind,
    /// How they move.
    pub mode: TravelKind,
    /// Ids of colleagues with a notebook, without the officer's own.
    pub colleagues: Vec<String>,
    /// Colleagues without one, as a number only.
    pub others: u8,
    /// The operation it belongs to.
    pub operation: Option<String>,
}

impl TryFrom<SignOnChoices> for device::SignOn {
    type Error = BeatbookError;

    fn try_from(choices: SignOnChoices) -> Result<Self, BeatbookError> {
        let colleagues = choices.colleagues.iter().map(|id| id.parse()).collect::<Result<_, _>>();
        Ok(Self {
            duty: match choices.duty {
                DutyKind::TaskedCore => Duty::TaskedCore,
                DutyKind::OvertimeFunded => Duty::OvertimeFunded,
                DutyKind::SelfInitiated => Duty::SelfInitiated,
                DutyKind::OnCall => Duty::OnCall,
                DutyKind::Outreach => Duty::Outreach,
                DutyKind::Count => Duty::Count,
            },
            mode: match choices.mode {
                TravelKind::Foot => TravelMode::Foot,
                TravelKind::Cycle => TravelMode::Cycle,
                TravelKind::Vehicle => TravelMode::Vehicle,
            },
            colleagues: colleagues
                .map_err(|_| BeatbookError::argument("id", "a colleague's id is a lower-case UUID"))?,
            others: choices.others,
            operation: choices.operation,
        })
    }
}

/// One zone of a patrol's hours, milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ZoneHours {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Presence on foot.
    pub foot: i64,
    /// Presence on a cycle.
    pub cycle: i64,
    /// Presence in a vehicle.
    pub vehicle: i64,
    /// At least so long.
    pub certain: i64,
    /// At most so long.
    pub possible: i64,
    /// Stays.
    pub visits: u32,
    /// Stays of 15 minutes on foot and more.
    pub dosage_visits: u32,
}

/// What a patrol came to, or has come to so far.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PatrolHours {
    /// Sign-on, UTC milliseconds.
    pub from: i64,
    /// Sign-off or now, UTC milliseconds.
    pub to: i64,
    /// Zones touched, by code.
    pub zones: Vec<ZoneHours>,
    /// Milliseconds without a usable position: neither presence nor absence.
    pub gap: i64,
    /// Milliseconds abstracted.
    pub abstracted: i64,
    /// "39 min Chatham, 12 min gap".
    pub headline: String,
}

impl From<&device::PatrolResult> for PatrolHours {
    fn from(result: &device::PatrolResult) -> Self {
        let zone = |zone: &device::ZoneTime| ZoneHours {
            code: zone.code.clone(),
            name: zone.name.clone(),
            foot: zone.foot,
            cycle: zone.cycle,
            vehicle: zone.vehicle,
            certain: zone.certain,
            possible: zone.possible,
            visits: zone.visits,
            dosage_visits: zone.dosage_visits,
        };
        Self {
            from: result.span.from,
            to: result.span.to,
            zones: result.zones.iter().map(zone).collect(),
            gap: result.gap,
            abstracted: result.abstracted,
            headline: result.headline(),
        }
    }
}

/// A patrol that has ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SignedOffPatrol {
    /// The record's id.
    pub record: String,
    /// What became of the final batch.
    pub fixes: FixReport,
    /// What the patrol came to.
    pub hours: PatrolHours,
}

impl From<device::SignedOff> for SignedOffPatrol {
    fn from(signed_off: device::SignedOff) -> Self {
        Self {
            record: signed_off.record.to_string(),
            hours: (&signed_off.result).into(),
            fixes: signed_off.fixes.into(),
        }
    }
}

/// A zone the officer is in, or still visiting.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ZoneHere {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Inside by the last final fix.
    pub inside: bool,
    /// Begin of the visit in progress, UTC milliseconds; none until it is confirmed.
    pub visit_since: Option<i64>,
}

/// What is still to go to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Outbox {
    /// Bodies never offered.
    pub waiting: u64,
    /// Bodies offered, without a receipt yet.
    pub offered: u64,
    /// Bodies the server cannot take.
    pub refused: u64,
    /// Entries the server holds but could not use.
    pub rejected: u64,
}

/// What a home screen shows.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NotebookStatus {
    /// Whether a patrol is open.
    pub on_duty: bool,
    /// Zones the officer is in now.
    pub zones: Vec<ZoneHere>,
    /// The patrol so far.
    pub so_far: Option<PatrolHours>,
    /// Milliseconds since the last usable fix.
    pub last_fix_age: Option<i64>,
    /// What is still to go to the server.
    pub outbox: Outbox,
    /// Number of the last entry.
    pub last_entry: Option<u64>,
    /// Up to which entry the server has signed for the headers.
    pub receipt: Option<u64>,
    /// Whether zones are here.
    pub has_briefing: bool,
}

impl From<device::Status> for NotebookStatus {
    fn from(status: device::Status) -> Self {
        let on_duty = status.on_duty.as_ref();
        let zone = |zone: &device::ZoneNow| ZoneHere {
            code: zone.code.clone(),
            name: zone.name.clone(),
            inside: zone.inside,
            visit_since: zone.visit_since,
        };
        Self {
            on_duty: on_duty.is_some(),
            zones: on_duty.map(|duty| duty.zones_now.iter().map(zone).collect()).unwrap_or_default(),
            so_far: on_duty.map(|duty| (&duty.so_far).into()),
            last_fix_age: on_duty.and_then(|duty| duty.last_fix_age),
            outbox: Outbox {
                waiting: status.outbox.waiting,
                offered: status.outbox.offered,
                refused: status.outbox.refused,
                rejected: status.outbox.rejected,
            },
            last_entry: status.last_entry,
            receipt: status.receipt,
            has_briefing: status.has_briefing,
        }
    }
}

/// What a sync came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct SyncResult {
    /// Bodies the server newly signed for.
    pub acknowledged: u64,
    /// Entries and objects pulled.
    pub pulled: u64,
    /// Bodies still without a receipt.
    pub left: u64,
    /// Come again no sooner than after so many milliseconds; 0 for any time.
    pub wait: i64,
}

impl From<device::SyncReport> for SyncResult {
    fn from(report: device::SyncReport) -> Self {
        Self {
            acknowledged: report.acknowledged,
            pulled: report.pulled,
            left: report.left,
            wait: report.wait,
        }
    }
}
