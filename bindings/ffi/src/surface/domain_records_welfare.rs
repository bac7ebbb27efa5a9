//! Types of `beatbook_domain::records::welfare`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// Whose welfare is checked.
#[uniffi::remote(Enum)]
pub enum Subject {
    /// Somebody sleeping rough.
    RoughSleeper,
    /// Whoever lives in a tent.
    Tent,
    /// An encampment of caravans or vehicles.
    Encampment,
    /// An address where somebody vulnerable lives.
    VulnerableAddress,
    /// Anybody else.
    Person,
}

/// What the record is.
#[uniffi::remote(Enum)]
pub enum WelfareAbout {
    /// A welfare check.
    Check(Subject),
    /// An outreach contact with people sleeping rough.
    Contact,
}

/// It is complete. A later one replaces it.
#[uniffi::remote(Record)]
pub struct WelfareClosed {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// What it came to.
    pub result: WelfareResult,
    /// In words.
    #[uniffi(default = None)]
    pub text: Option<String>,
}

/// The first entry.
#[uniffi::remote(Record)]
pub struct WelfareOpened {
    /// When it was written down.
    pub at: Moment,
    /// Legal time, if the phone has one.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// Where, exactly. Others than the own team are shown a cell of the grid or the ward.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// On which patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Code of the authority whose housing service controls this record.
    pub controller: String,
    /// What it is.
    pub about: WelfareAbout,
    /// The address, or the place in words.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Random link to the records of others about the same visit.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
}

/// What a welfare record came to.
#[uniffi::remote(Enum)]
pub enum WelfareResult {
    /// Nobody needs anything now.
    NoConcern,
    /// Advice was given.
    Advice,
    /// Support or safeguarding was asked to help.
    Referral,
    /// An emergency service took over.
    Emergency,
}

/// One step.
#[uniffi::remote(Record)]
pub struct WelfareStep {
    /// When it was written down.
    pub at: Moment,
    /// When it happened, UTC milliseconds; absent if nobody looked.
    #[uniffi(default = None)]
    pub time: Option<i64>,
    /// The phone's time was right to so many milliseconds; absent if nothing confirmed its clock, and of earlier phones.
    #[uniffi(default = None)]
    pub within: Option<i64>,
    /// With whom; absent: about the place or everybody there.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// What.
    pub step: CareStep,
}
