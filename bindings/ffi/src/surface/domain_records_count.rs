//! Types of `beatbook_domain::records::count`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// The team was debriefed.
#[uniffi::remote(Record)]
pub struct CountDebriefed {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// What was said.
    pub text: String,
}

/// One voice about two sightings. What holds is in `decisions`.
#[uniffi::remote(Record)]
pub struct CountDecision {
    /// When it was written down.
    pub at: Moment,
    /// Which two.
    pub pair: SightingPair,
    /// One person or two.
    pub answer: PairAnswer,
    /// Who says so: the notebook's officer.
    pub by: Id,
    /// Why.
    pub why: String,
}

/// The team has finished.
#[uniffi::remote(Record)]
pub struct CountEnded {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
}

/// Who it is, as keyed identities of the count's own session key. Everything may be absent: help never needs a name.
#[uniffi::remote(Record)]
pub struct CountIdentity {
    /// Keyed hash of given name, family name and date of birth; 32 hexadecimal digits.
    #[uniffi(default = None)]
    pub k1: Option<KeyedId>,
    /// Keyed hash of initials and date of birth; 32 hexadecimal digits.
    #[uniffi(default = None)]
    pub k2: Option<KeyedId>,
    /// Initials.
    #[uniffi(default = None)]
    pub initials: Option<String>,
}

/// A team's phone opens its part of a planned count.
#[uniffi::remote(Record)]
pub struct CountJoined {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// The planned count.
    pub count: Id,
    /// Code of the team.
    pub team: String,
    /// Who is on it, as roles such as `outreach worker`, never as names.
    #[uniffi(default = [])]
    pub members: Vec<String>,
    /// On which patrol.
    #[uniffi(default = None)]
    pub patrol: Option<Id>,
    /// Its officer was briefed by then, with the data-protection statement.
    pub briefed: bool,
}

/// What became of a sector. A later entry of the same part replaces the outcome; sites that were reached add up, but for those
/// it takes back.
#[uniffi::remote(Record)]
pub struct CountSector {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// Code of the sector.
    pub sector: String,
    /// What became of it.
    pub outcome: SectorOutcome,
    /// Known sites that were reached, by hand.
    #[uniffi(default = [])]
    pub reached: Vec<SiteByHand>,
    /// Codes of known sites that were not reached after all, whatever this part has said before.
    pub not_reached: SetOfString,
}

/// Somebody, a tent or bedding was seen.
#[uniffi::remote(Record)]
pub struct CountSighting {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
    /// Which sighting of this part.
    pub label: u16,
    /// Where; absent without a position.
    #[uniffi(default = None)]
    pub place: Option<KeptPlace>,
    /// That place was typed, or told later than the sighting: it was not measured there and then.
    pub place_typed: bool,
    /// Code of the team.
    pub team: String,
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
    /// That band came of a date of birth, which is not kept: another one needs the date again.
    pub age_by_date: bool,
    /// Nationality, only as told.
    #[uniffi(default = None)]
    pub nationality: Option<Nationality>,
    /// What the official form asks beside, only as told.
    pub form: OnForm,
    /// Who it is.
    pub identity: CountIdentity,
    /// What tells them from others: codes of the authority's list.
    pub descriptors: SetOfString,
    /// In words, for the own team and the debrief.
    pub text: String,
    /// Other sightings of this part who were there at the same time: different people.
    pub beside: SetOfU16,
}

/// The team begins to count.
#[uniffi::remote(Record)]
pub struct CountStarted {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
}

/// What somebody says of two sightings.
#[uniffi::remote(Enum)]
pub enum PairAnswer {
    /// One person.
    Same,
    /// Two people.
    Different,
    /// Neither: what was said before is taken back.
    Withdrawn,
}

/// What became of a sector.
#[uniffi::remote(Enum)]
pub enum SectorOutcome {
    /// Searched.
    Visited,
    /// Not searched.
    NotVisited {
        /// Why.
        reason: String,
    },
    /// It could not be entered, as behind a locked gate.
    Inaccessible {
        /// Why.
        reason: String,
    },
}

/// Which sighting, among all of a count.
#[uniffi::remote(Record)]
pub struct SightingRef {
    /// The notebook that wrote it.
    pub notebook: Id,
    /// Its part of the count.
    pub record: Id,
    /// Which of its sightings.
    pub label: u16,
}

/// A known site that was reached though no position shows it.
#[uniffi::remote(Record)]
pub struct SiteByHand {
    /// Code of the site.
    pub site: String,
    /// Why no position shows it.
    pub reason: String,
}
