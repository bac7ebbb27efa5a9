//! Types of `beatbook_device::view`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Whether a body is still on this phone.
#[uniffi::remote(Enum)]
pub enum BodyState {
    /// It is.
    Present,
    /// Erased by a later entry.
    Erased {
        /// That entry.
        by: u64,
    },
    /// Gone after its keeping time.
    Purged,
}

/// Where an entry is on its way to the server.
#[uniffi::remote(Enum)]
pub enum Delivery {
    /// Not offered yet.
    Waiting,
    /// Offered; no receipt covers it yet.
    Offered,
    /// A receipt covers it.
    Held,
    /// The server cannot take it; kept here and exportable.
    Refused,
}

/// One line of the journal for screens.
#[uniffi::remote(Record)]
pub struct EntryView {
    /// Its number.
    pub seq: u64,
    /// Its kind, behind a coarse header the true one; the header's own when the body is gone.
    pub kind: String,
    /// The record it tells of.
    pub record: Id,
    /// The header's wall clock, UTC milliseconds (to the hour for welfare purposes).
    pub wall: i64,
    /// Whether its body is here.
    pub body: BodyState,
    /// Where it is on its way.
    pub delivery: Delivery,
}

/// A pocket-book note.
#[uniffi::remote(Record)]
pub struct NoteView {
    /// Its entry.
    pub seq: u64,
    /// Wall clock when it was written, UTC milliseconds.
    pub wall: i64,
    /// Its patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Fact, opinion or hearsay.
    pub basis: Basis,
    /// What the officer wrote.
    pub text: String,
}

/// Whether this notebook may be written.
#[uniffi::remote(Enum)]
pub enum NotebookState {
    /// It is written; its server has not let it in yet, the next sync asks again.
    Enrolling,
    /// It is written.
    Open,
    /// Its file was restored or copied to this phone: closed for writing, still syncs; begin a successor.
    Moved,
    /// The server knows another branch of it: closed for writing; begin a successor.
    Retired,
}

/// The patrol in progress.
#[uniffi::remote(Record)]
pub struct OnDuty {
    /// The record.
    pub record: Id,
    /// The story so far.
    pub patrol: Patrol,
    /// Zones the officer is in now.
    #[uniffi(default = [])]
    pub zones_now: Vec<ZoneNow>,
    /// Figures so far.
    pub so_far: PatrolResult,
    /// Milliseconds since the last usable fix.
    #[uniffi(default = None)]
    pub last_fix_age: Option<i64>,
}

/// What is still to go to the server.
#[uniffi::remote(Record)]
pub struct OutboxCounts {
    /// Bodies never offered.
    pub waiting: u64,
    /// Bodies offered, without a receipt yet.
    pub offered: u64,
    /// Bodies the server cannot take.
    pub refused: u64,
    /// Entries the server holds but could not use.
    pub rejected: u64,
}

/// What a patrol came to: shown while it goes on, at sign-off and in the list.
#[uniffi::remote(Record)]
pub struct PatrolResult {
    /// From sign-on to sign-off (or now), UTC milliseconds.
    pub span: Interval,
    /// Zones touched, by code. Empty without a briefing.
    #[uniffi(default = [])]
    pub zones: Vec<ZoneTime>,
    /// Milliseconds without a usable position: neither presence nor absence.
    pub gap: i64,
    /// Milliseconds abstracted: shown, and left out of hotspot totals by the server.
    pub abstracted: i64,
    /// The class of the track.
    pub quality: Quality,
    /// What became of the fixes.
    pub fixes: FixCounts,
    /// Whether there was a briefing to measure zones with.
    pub measured: bool,
}

/// A patrol of the list.
#[uniffi::remote(Record)]
pub struct PatrolView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// The story its entries tell.
    pub patrol: Patrol,
    /// What it came to; absent while open, and when the summary's body is gone.
    #[uniffi(default = None)]
    pub result: Option<PatrolResult>,
}

/// An entry the server holds but could not use, or could not take.
#[uniffi::remote(Record)]
pub struct RejectedEntry {
    /// Its number.
    pub seq: u64,
    /// The server's stable reason.
    pub code: String,
}

/// Everything a home screen shows.
#[uniffi::remote(Record)]
pub struct Status {
    /// Whether the notebook may be written.
    pub state: NotebookState,
    /// The successor of another notebook that the server has not been told of yet.
    pub unannounced: bool,
    /// The authority's short code.
    pub authority_code: String,
    /// The officer's public id.
    pub officer_code: String,
    /// The patrol in progress.
    #[uniffi(default = None)]
    pub on_duty: Option<OnDuty>,
    /// What is still to go to the server.
    pub outbox: OutboxCounts,
    /// Number of the last entry.
    #[uniffi(default = None)]
    pub last_entry: Option<u64>,
    /// Up to which entry the server has signed for the headers.
    #[uniffi(default = None)]
    pub receipt: Option<u64>,
    /// Server time of the last exchange that counted, UTC milliseconds.
    #[uniffi(default = None)]
    pub last_sync: Option<i64>,
    /// Milliseconds the server's clock was ahead of the phone's at that exchange.
    #[uniffi(default = None)]
    pub clock_skew: Option<i64>,
    /// Milliseconds until the next sync makes sense; 0 for now.
    pub sync_wait: i64,
    /// Whether zones are here.
    pub has_briefing: bool,
    /// What a new notice is printed with.
    pub wording: WordingNow,
    /// The disk-full reserve has been used: free some storage.
    pub reserve_used: bool,
}

/// A zone the officer is in, or still visiting.
#[uniffi::remote(Record)]
pub struct ZoneNow {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
    /// Inside by the last final fix.
    pub inside: bool,
    /// Begin of the visit in progress, UTC milliseconds; absent until it is confirmed.
    #[uniffi(default = None)]
    pub visit_since: Option<i64>,
}

/// One zone of a patrol's result. All times in milliseconds.
#[uniffi::remote(Record)]
pub struct ZoneTime {
    /// The authority's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ZoneKind,
    /// Presence on foot.
    pub foot: i64,
    /// Presence on a cycle.
    pub cycle: i64,
    /// Presence in a vehicle.
    pub vehicle: i64,
    /// At least so long, in any mode.
    pub certain: i64,
    /// At most so long, in any mode.
    pub possible: i64,
    /// Stays.
    pub visits: u32,
    /// Stays of 15 minutes on foot and more.
    pub dosage_visits: u32,
}
