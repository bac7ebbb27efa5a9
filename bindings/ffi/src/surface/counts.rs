//! Counts of people who sleep rough.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Joins a count with a team; answers the record of this phone's part.
    ///
    /// # Errors
    /// `count_text` (one that cannot be kept), `moved`, `retired`, storage errors.
    pub fn join_count(&self, join: JoinCount) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.join_count(join)?)
    }

    /// Tells what was seen and done, in order, all of it or none.
    ///
    /// # Errors
    /// `not_found`; `no_place` (news of a place that nobody knows); `count_started_already`, `count_ended_already`,
    /// `count_unknown_sighting`, `count_too_many`, `count_text`; `age_band` (a band beside another date of birth, or a date
    /// after the sighting: it says which band the date gives); `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_count(&self, record: Id, news: Vec<CountNews>) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tell_count(record, news)?)
    }

    /// The part this phone joined last, to tell more of it, whether it can still be read or not.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_count_part(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_count_part()?)
    }

    /// This phone's parts of counts, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off, or until the count is over.
    ///
    /// # Errors
    /// Storage errors.
    pub fn count_parts(&self, limit: u32) -> Result<Vec<CountPartView>, BeatbookError> {
        Ok(self.beatbook.count_parts(limit)?)
    }

    /// One of them.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn count_part(&self, record: Id) -> Result<CountPartView, BeatbookError> {
        Ok(self.beatbook.count_part(record)?)
    }

    /// Counts this officer may know of, by their nights: the plan, and to those who work on it what was done. The server tells
    /// it, so they are as new as the last exchange.
    ///
    /// # Errors
    /// Storage errors.
    pub fn counts(&self) -> Result<Vec<CountCase>, BeatbookError> {
        Ok(self.beatbook.counts()?)
    }
}
/// What a person can do to a count as a whole.
#[uniffi::remote(Enum)]
pub enum CountAct {
    /// Teams count from now on.
    Open,
    /// Teams are back.
    Close {
        /// Why nothing was heard of a sector, by its code; needed for each of which nothing was.
        silent: StringByString,
        /// The independent partner was there, whoever's phone it counted on.
        partner: bool,
    },
    /// Two people's decisions were looked at, and the numbers stand.
    Verify {
        /// `figures` of what was looked at.
        figures: Hash,
    },
    /// The return is sent.
    Submit,
    /// Something is added in words; at any stage.
    Annotate {
        /// What.
        text: String,
    },
}

/// A count and its life so far.
#[uniffi::remote(Record)]
pub struct CountCase {
    /// The plan.
    pub plan: CountPlan,
    /// How far it is.
    pub stage: CountStage,
    /// When it was closed, and why nothing was heard of sectors.
    #[uniffi(default = None)]
    pub closed: Option<DoneStringByStringPair>,
    /// Whoever closed it says that the independent partner was there.
    pub partner: bool,
    /// Notes, in order.
    #[uniffi(default = [])]
    pub annotations: Vec<DoneStringPair>,
    /// Acts that came and were refused, in order.
    #[uniffi(default = [])]
    pub refused: Vec<CountDeedCountActRefusalPair>,
}

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

/// An act, when and by whom.
#[uniffi::remote(Record)]
pub struct CountDeed {
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who.
    pub by: Id,
    /// What.
    pub act: CountAct,
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

/// What a count is for.
#[uniffi::remote(Enum)]
pub enum CountKind {
    /// The official count of the autumn.
    Snapshot,
    /// A count of every second month.
    Bimonthly,
}

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

/// One phone's part of a count.
#[uniffi::remote(Record)]
pub struct CountPart {
    /// The first entry.
    pub joined: CountJoined,
    /// The start, once pressed.
    #[uniffi(default = None)]
    pub started: Option<CountStarted>,
    /// Sightings by label.
    pub sightings: SightingByU16,
    /// The last word on each sector, with all sites reached by hand.
    pub sectors: CountSectorByString,
    /// The end, once pressed.
    #[uniffi(default = None)]
    pub ended: Option<CountEnded>,
    /// What its officer said of pairs, in order.
    #[uniffi(default = [])]
    pub decisions: Vec<CountDecision>,
    /// Debriefs, in order.
    #[uniffi(default = [])]
    pub debriefs: Vec<CountDebriefed>,
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

/// A planned count.
#[uniffi::remote(Record)]
pub struct CountPlan {
    /// Its id.
    pub id: Id,
    /// What it is for.
    pub kind: CountKind,
    /// The local date of its morning.
    pub night: Date,
    /// When teams begin, local time of that date.
    pub from: Time,
    /// When they are to be done, local time of that date.
    pub to: Time,
    /// Sectors.
    #[uniffi(default = [])]
    pub sectors: Vec<PlannedSector>,
    /// Teams.
    #[uniffi(default = [])]
    pub teams: Vec<PlannedTeam>,
    /// Name of an independent partner who takes part.
    #[uniffi(default = None)]
    pub partner_independent: Option<String>,
    /// Teams were briefed, with the data-protection statement.
    pub briefed: bool,
    /// From when teams may know, UTC milliseconds.
    pub told_from: i64,
}

/// What became of a sector. A later entry of the same part replaces the outcome; sites add up.
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

/// How far a count is.
#[uniffi::remote(Enum)]
pub enum CountStage {
    /// Set.
    Planned,
    /// Teams count.
    Open(Done),
    /// Teams are back.
    Closed(Done),
    /// The numbers stand.
    Verified {
        /// By whom.
        done: Done,
        /// Which numbers.
        figures: Hash,
    },
    /// The return is sent; nothing changes but annotations.
    Submitted {
        /// By whom.
        done: Done,
        /// Which numbers.
        figures: Hash,
    },
}

/// The team begins to count.
#[uniffi::remote(Record)]
pub struct CountStarted {
    /// When it was written down.
    pub at: Moment,
    /// Legal time.
    pub time: LegalTime,
}

/// When somebody did something.
#[uniffi::remote(Record)]
pub struct Done {
    /// Server's time, UTC milliseconds.
    pub at: i64,
    /// Who.
    pub by: Id,
}

/// On what it rests who somebody is. A guess is no answer: then nothing is told.
#[uniffi::remote(Enum)]
pub enum IdentityBasis {
    /// Whoever writes it has met them before.
    SeenBefore,
    /// They said so themselves.
    Told,
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

/// A place where people are known to sleep.
#[uniffi::remote(Record)]
pub struct KnownSite {
    /// Its code, once in a plan.
    pub code: String,
    /// Where.
    pub place: KeptPlace,
}

/// Who somebody is, as far as they say. It is hashed on the phone with the count's own key, so that the same person seen by
/// two teams can be found; of the names nothing is kept but initials.
#[uniffi::remote(Record)]
pub struct NameTold {
    /// Given name.
    #[uniffi(default = None)]
    pub given: Option<String>,
    /// Family name.
    #[uniffi(default = None)]
    pub family: Option<String>,
    /// Initials, where they tell no more; taken from the names otherwise.
    #[uniffi(default = None)]
    pub initials: Option<String>,
    /// Date of birth.
    #[uniffi(default = None)]
    pub born: Option<Date>,
}

/// These fields of a sighting. All may be absent.
#[uniffi::remote(Record)]
pub struct OnForm {
    /// Ethnicity by the authority's list, if they say it; at most 200 characters.
    #[uniffi(default = None)]
    pub ethnicity: Option<String>,
    /// Support needs in words, if they say them; at most 20,000 characters.
    #[uniffi(default = None)]
    pub needs: Option<String>,
    /// New to the service, or known.
    #[uniffi(default = None)]
    pub service: Option<ServiceKnows>,
    /// How sure the identity is.
    #[uniffi(default = None)]
    pub identity: Option<IdentityBasis>,
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

/// A part of the area that is searched.
#[uniffi::remote(Record)]
pub struct PlannedSector {
    /// Its code, once in a plan.
    pub code: String,
    /// Code of its zone; empty while it has none.
    pub zone: String,
    /// Known sites in it.
    #[uniffi(default = [])]
    pub sites: Vec<KnownSite>,
}

/// A team.
#[uniffi::remote(Record)]
pub struct PlannedTeam {
    /// Its code, once in a plan.
    pub code: String,
    /// Where its people come from.
    pub organisation: String,
    /// They are independent of the authority and those it pays.
    pub independent: bool,
    /// Who leads it.
    pub leads: SetOfId,
    /// Everybody else on it.
    pub members: SetOfId,
    /// Codes of its sectors.
    pub sectors: SetOfString,
}

/// When something was said, to tell the later of two words. A wall clock alone is never later than a known time.
#[uniffi::remote(Record)]
pub struct Said {
    /// The time is known, with its uncertainty.
    pub known: bool,
    /// UTC milliseconds.
    pub at: i64,
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

/// Whether the service knows somebody.
#[uniffi::remote(Enum)]
pub enum ServiceKnows {
    /// Nobody of the service has met them before.
    New,
    /// The service has.
    Known,
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

/// A sighting with all news about it.
#[uniffi::remote(Record)]
pub struct Sighting {
    /// What is known; its times are those of the first entry.
    pub seen: CountSighting,
    /// When the state was said.
    pub state_said: Said,
    /// When the gender was said.
    pub gender_said: Said,
    /// When the age was said.
    pub age_said: Said,
    /// When the nationality was said.
    pub nationality_said: Said,
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
