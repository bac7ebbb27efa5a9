//! Types of `beatbook_device::orders`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// The answer.
#[uniffi::remote(Record)]
pub struct Applies {
    /// Where.
    pub place: Place,
    /// When.
    pub time: LegalTime,
    /// On what the time rests; absent for a time that was asked for.
    #[uniffi(default = None)]
    pub time_source: Option<TimeSource>,
    /// The book it was answered from; absent if there is none on this phone yet.
    #[uniffi(default = None)]
    pub briefing: Option<BriefingAge>,
    /// The rule set in force then; none means that no paper can be made.
    #[uniffi(default = None)]
    pub rule_set: Option<RuleSetRef>,
    /// Conditions, the certain ones first.
    #[uniffi(default = [])]
    pub conditions: Vec<ConditionNow>,
}

/// When to ask for.
#[uniffi::remote(Enum)]
pub enum AskWhen {
    /// Now, by legal time.
    Now,
    /// Then, exactly (UTC milliseconds): for looking ahead, never for paper.
    At(i64),
}

/// Where to ask for.
#[uniffi::remote(Enum)]
pub enum AskWhere {
    /// Where the newest fix of the patrol in progress is.
    Newest,
    /// Where a fix is that the receiver just gave; it is not recorded.
    Fix(RawFix),
    /// A place pointed at, in degrees, good to so many metres.
    At {
        /// Latitude, WGS84.
        lat: f64,
        /// Longitude, WGS84.
        lon: f64,
        /// Metres.
        accuracy_m: f64,
    },
}

/// The order book's age.
#[uniffi::remote(Record)]
pub struct BriefingAge {
    /// The book.
    pub book: Hash,
    /// Server time of the last exchange, UTC milliseconds.
    #[uniffi(default = None)]
    pub synced: Option<i64>,
    /// Milliseconds since then, by legal time; absent while nobody knows the time.
    #[uniffi(default = None)]
    pub age: Option<i64>,
    /// What that means.
    pub state: BriefingState,
}

/// How old the briefing is.
#[uniffi::remote(Enum)]
pub enum BriefingState {
    /// Young enough.
    Fresh,
    /// Old enough to say so.
    Amber,
    /// So old, or of unknown age, that paper stays a draft.
    DraftsOnly,
}

/// A condition at the place, and how it stands.
#[uniffi::remote(Record)]
pub struct ConditionNow {
    /// The order version, as a record keeps it.
    pub order: OrderRef,
    /// What people call the order.
    pub order_title: String,
    /// Who made it.
    pub made_by: String,
    /// Invented: nobody's order.
    pub illustrative: bool,
    /// The condition in full.
    pub condition: Condition,
    /// Its offence, Act and section, by the rule set in force then.
    #[uniffi(default = None)]
    pub offence: Option<String>,
    /// What a fixed penalty costs.
    #[uniffi(default = None)]
    pub terms: Option<FineTerms>,
    /// The zone version it was judged by.
    pub zone: ZoneHash,
    /// The zone's code.
    pub zone_code: String,
    /// The zone's name.
    pub zone_name: String,
    /// How it stands.
    pub standing: Standing,
    /// The position lies in the zone.
    pub inside: bool,
    /// Metres to the zone's edge; 2,000 stands for that and more.
    pub edge_m: f64,
    /// The nearest sign of the order.
    #[uniffi(default = None)]
    pub nearest_sign: Option<NearSign>,
    /// Why only a warning should be offered, and a sign task opened.
    #[uniffi(default = None)]
    pub warn_only: Option<WhyWarnOnly>,
    /// Days until the order ends, if that is soon.
    #[uniffi(default = None)]
    pub ends_in_days: Option<u32>,
}
