//! Types of `beatbook_device::counts`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What is told of a part. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum CountNews {
    /// The team begins to count.
    Started,
    /// Somebody, a tent or bedding was seen; the library numbers it.
    Sighted(Box<Sighted>),
    /// News about a sighting.
    Changed {
        /// Which sighting of this part.
        label: u16,
        /// What is new.
        news: Box<SightingNews>,
    },
    /// What became of a sector.
    Sector {
        /// Its code.
        sector: String,
        /// What became of it.
        outcome: SectorOutcome,
        /// Known sites that were reached though no position shows it.
        reached: Vec<SiteByHand>,
        /// Known sites that were not reached after all, whatever was told before. Of a sector that was not searched all sites
        /// are taken back that are not among those reached.
        not_reached: SetOfString,
    },
    /// What this officer says of two sightings, of whatever phones.
    Decided {
        /// Which two.
        pair: SightingPair,
        /// One person or two, or neither any more.
        answer: PairAnswer,
        /// Why.
        why: String,
    },
    /// The team was debriefed.
    Debriefed {
        /// What was said.
        text: String,
    },
    /// The team has finished.
    Ended,
}

/// A part as its entries tell it.
#[uniffi::remote(Record)]
pub struct CountPartView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub part: CountPart,
}

/// A team's phone joins a planned count.
#[uniffi::remote(Record)]
pub struct JoinCount {
    /// The planned count.
    pub count: Id,
    /// Code of the team.
    pub team: String,
    /// Who is on it, as roles, never as names.
    #[uniffi(default = [])]
    pub members: Vec<String>,
    /// This officer was briefed, with the data-protection statement.
    pub briefed: bool,
}

/// Somebody, a tent or bedding, as a team saw it.
#[uniffi::remote(Record)]
pub struct Sighted {
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
    /// The kind of place.
    pub site: Site,
    /// What was seen.
    pub state: SleepingState,
    /// Tent, shelter or vehicle, in words.
    #[uniffi(default = None)]
    pub structure: Option<String>,
    /// Gender.
    pub gender: Gender,
    /// Age band.
    pub age: Age,
    /// Nationality, only as told.
    #[uniffi(default = None)]
    pub nationality: Option<Nationality>,
    /// What the official form asks beside, only as told.
    pub form: OnForm,
    /// Who it is, as far as they say.
    pub who: NameTold,
    /// What tells them from others: codes of the authority's list.
    pub descriptors: SetOfString,
    /// In words, for the own team and the debrief.
    pub text: String,
    /// Other sightings of this part who were there at the same time.
    pub beside: SetOfU16,
}

/// News about one sighting of this part; what is absent stays as it was.
#[uniffi::remote(Record)]
pub struct SightingNews {
    /// Another place than was told; one that nobody can make out changes nothing and is refused.
    #[uniffi(default = None)]
    pub place: Option<AskWhere>,
    /// The kind of place.
    #[uniffi(default = None)]
    pub site: Option<Site>,
    /// What was seen: a tent that was unconfirmed is confirmed so.
    #[uniffi(default = None)]
    pub state: Option<SleepingState>,
    /// Tent, shelter or vehicle, in words.
    #[uniffi(default = None)]
    pub structure: Option<String>,
    /// Gender.
    #[uniffi(default = None)]
    pub gender: Option<Gender>,
    /// Age band.
    #[uniffi(default = None)]
    pub age: Option<Age>,
    /// Nationality, only as told.
    #[uniffi(default = None)]
    pub nationality: Option<Nationality>,
    /// What the official form asks beside, only as told.
    pub form: OnForm,
    /// Who it is; all that is known of it anew.
    #[uniffi(default = None)]
    pub who: Option<NameTold>,
    /// Descriptors, all of them anew.
    #[uniffi(default = None)]
    pub descriptors: Option<SetOfString>,
    /// In words.
    #[uniffi(default = None)]
    pub text: Option<String>,
    /// Sightings at the same time and place, all of them anew.
    #[uniffi(default = None)]
    pub beside: Option<SetOfU16>,
}
