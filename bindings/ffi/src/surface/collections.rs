//! Collections and pairs of the core, with the form they have in other languages; refusals, which cross as code and remedy.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use std::collections::HashMap;

use super::names::*;

/// What belongs together: `(AloneEnd, i64)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct AloneEndI64 {
    /// The `AloneEnd`.
    pub alone_end: AloneEnd,
    /// The `i64`.
    pub second: i64,
}

/// `(AloneEnd, i64)`.
pub type AloneEndI64Pair = (AloneEnd, i64);
uniffi::custom_type!(AloneEndI64Pair, AloneEndI64, { remote, try_lift: |it| Ok((it.alone_end, it.second)), lower: |it| AloneEndI64 { alone_end: it.0, second: it.1 } });

/// What belongs together: `(ColdPlace, u32)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ColdPlaceU32 {
    /// The `ColdPlace`.
    pub cold_place: ColdPlace,
    /// The `u32`.
    pub second: u32,
}

/// `(ColdPlace, u32)`.
pub type ColdPlaceU32Pair = (ColdPlace, u32);
uniffi::custom_type!(ColdPlaceU32Pair, ColdPlaceU32, { remote, try_lift: |it| Ok((it.cold_place, it.second)), lower: |it| ColdPlaceU32 { cold_place: it.0, second: it.1 } });

uniffi::custom_type!(CountActRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(CountDeed, CountActRefusal)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CountDeedCountActRefusal {
    /// The `CountDeed`.
    pub count_deed: CountDeed,
    /// The `CountActRefusal`.
    pub count_act_refusal: CountActRefusal,
}

/// `(CountDeed, CountActRefusal)`.
pub type CountDeedCountActRefusalPair = (CountDeed, CountActRefusal);
uniffi::custom_type!(CountDeedCountActRefusalPair, CountDeedCountActRefusal, { remote, try_lift: |it| Ok((it.count_deed, it.count_act_refusal)), lower: |it| CountDeedCountActRefusal { count_deed: it.0, count_act_refusal: it.1 } });

/// `BTreeMap<String, CountSector>`.
pub type CountSectorByString = BTreeMap<String, CountSector>;
uniffi::custom_type!(CountSectorByString, HashMap<String, CountSector>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(Date, Answer)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct DateAnswer {
    /// The `Date`.
    pub date: Date,
    /// The `Answer`.
    pub answer: Answer,
}

/// `(Date, Answer)`.
pub type DateAnswerPair = (Date, Answer);
uniffi::custom_type!(DateAnswerPair, DateAnswer, { remote, try_lift: |it| Ok((it.date, it.answer)), lower: |it| DateAnswer { date: it.0, answer: it.1 } });

/// What belongs together: `(Date, AppealOutcome)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct DateAppealOutcome {
    /// The `Date`.
    pub date: Date,
    /// The `AppealOutcome`.
    pub appeal_outcome: AppealOutcome,
}

/// `(Date, AppealOutcome)`.
pub type DateAppealOutcomePair = (Date, AppealOutcome);
uniffi::custom_type!(DateAppealOutcomePair, DateAppealOutcome, { remote, try_lift: |it| Ok((it.date, it.appeal_outcome)), lower: |it| DateAppealOutcome { date: it.0, appeal_outcome: it.1 } });

/// What belongs together: `(Date, ToldHow)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct DateToldHow {
    /// The `Date`.
    pub date: Date,
    /// The `ToldHow`.
    pub told_how: ToldHow,
}

/// `(Date, ToldHow)`.
pub type DateToldHowPair = (Date, ToldHow);
uniffi::custom_type!(DateToldHowPair, DateToldHow, { remote, try_lift: |it| Ok((it.date, it.told_how)), lower: |it| DateToldHow { date: it.0, told_how: it.1 } });

/// What belongs together: `(Date, Vec<UnitCount>)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct DateVecUnitCount {
    /// The `Date`.
    pub date: Date,
    /// The `Vec<UnitCount>`.
    pub vec_unit_count: Vec<UnitCount>,
}

/// `(Date, Vec<UnitCount>)`.
pub type DateVecUnitCountPair = (Date, Vec<UnitCount>);
uniffi::custom_type!(DateVecUnitCountPair, DateVecUnitCount, { remote, try_lift: |it| Ok((it.date, it.vec_unit_count)), lower: |it| DateVecUnitCount { date: it.0, vec_unit_count: it.1 } });

/// `BTreeMap<String, Defect>`.
pub type DefectByString = BTreeMap<String, Defect>;
uniffi::custom_type!(DefectByString, HashMap<String, Defect>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(Done, StringByString)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct DoneStringByString {
    /// The `Done`.
    pub done: Done,
    /// The `StringByString`.
    pub string_by_string: StringByString,
}

/// `(Done, StringByString)`.
pub type DoneStringByStringPair = (Done, StringByString);
uniffi::custom_type!(DoneStringByStringPair, DoneStringByString, { remote, try_lift: |it| Ok((it.done, it.string_by_string)), lower: |it| DoneStringByString { done: it.0, string_by_string: it.1 } });

/// What belongs together: `(Done, String)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct DoneString {
    /// The `Done`.
    pub done: Done,
    /// The `String`.
    pub second: String,
}

/// `(Done, String)`.
pub type DoneStringPair = (Done, String);
uniffi::custom_type!(DoneStringPair, DoneString, { remote, try_lift: |it| Ok((it.done, it.second)), lower: |it| DoneString { done: it.0, second: it.1 } });

uniffi::custom_type!(EngagementRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

uniffi::custom_type!(FixRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// `BTreeMap<TallyKind, i32>`.
pub type I32ByTallyKind = BTreeMap<TallyKind, i32>;
uniffi::custom_type!(I32ByTallyKind, HashMap<TallyKind, i32>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(Id, u64, TaskRefusal)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct IdU64TaskRefusal {
    /// The `Id`.
    pub id: Id,
    /// The `u64`.
    pub second: u64,
    /// The `TaskRefusal`.
    pub task_refusal: TaskRefusal,
}

/// `(Id, u64, TaskRefusal)`.
pub type IdU64TaskRefusalPair = (Id, u64, TaskRefusal);
uniffi::custom_type!(IdU64TaskRefusalPair, IdU64TaskRefusal, { remote, try_lift: |it| Ok((it.id, it.second, it.task_refusal)), lower: |it| IdU64TaskRefusal { id: it.0, second: it.1, task_refusal: it.2 } });

/// What belongs together: `(Moment, Crew)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct MomentCrew {
    /// The `Moment`.
    pub moment: Moment,
    /// The `Crew`.
    pub crew: Crew,
}

/// `(Moment, Crew)`.
pub type MomentCrewPair = (Moment, Crew);
uniffi::custom_type!(MomentCrewPair, MomentCrew, { remote, try_lift: |it| Ok((it.moment, it.crew)), lower: |it| MomentCrew { moment: it.0, crew: it.1 } });

/// What belongs together: `(Moment, TravelMode)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct MomentTravelMode {
    /// The `Moment`.
    pub moment: Moment,
    /// The `TravelMode`.
    pub travel_mode: TravelMode,
}

/// `(Moment, TravelMode)`.
pub type MomentTravelModePair = (Moment, TravelMode);
uniffi::custom_type!(MomentTravelModePair, MomentTravelMode, { remote, try_lift: |it| Ok((it.moment, it.travel_mode)), lower: |it| MomentTravelMode { moment: it.0, travel_mode: it.1 } });

/// What belongs together: `(Option<u16>, Oddity)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct OptionU16Oddity {
    /// The `Option<u16>`.
    pub option_u16: Option<u16>,
    /// The `Oddity`.
    pub oddity: Oddity,
}

/// `(Option<u16>, Oddity)`.
pub type OptionU16OddityPair = (Option<u16>, Oddity);
uniffi::custom_type!(OptionU16OddityPair, OptionU16Oddity, { remote, try_lift: |it| Ok((it.option_u16, it.oddity)), lower: |it| OptionU16Oddity { option_u16: it.0, oddity: it.1 } });

/// What belongs together: `(Outcome, Option<String>)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct OutcomeOptionString {
    /// The `Outcome`.
    pub outcome: Outcome,
    /// The `Option<String>`.
    pub option_string: Option<String>,
}

/// `(Outcome, Option<String>)`.
pub type OutcomeOptionStringPair = (Outcome, Option<String>);
uniffi::custom_type!(OutcomeOptionStringPair, OutcomeOptionString, { remote, try_lift: |it| Ok((it.outcome, it.option_string)), lower: |it| OutcomeOptionString { outcome: it.0, option_string: it.1 } });

/// `BTreeMap<u16, Person>`.
pub type PersonByU16 = BTreeMap<u16, Person>;
uniffi::custom_type!(PersonByU16, HashMap<u16, Person>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeMap<u16, PersonSeen>`.
pub type PersonSeenByU16 = BTreeMap<u16, PersonSeen>;
uniffi::custom_type!(PersonSeenByU16, HashMap<u16, PersonSeen>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(PlacedOnly, TentRefusal)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct PlacedOnlyTentRefusal {
    /// The `PlacedOnly`.
    pub placed_only: PlacedOnly,
    /// The `TentRefusal`.
    pub tent_refusal: TentRefusal,
}

/// `(PlacedOnly, TentRefusal)`.
pub type PlacedOnlyTentRefusalPair = (PlacedOnly, TentRefusal);
uniffi::custom_type!(PlacedOnlyTentRefusalPair, PlacedOnlyTentRefusal, { remote, try_lift: |it| Ok((it.placed_only, it.tent_refusal)), lower: |it| PlacedOnlyTentRefusal { placed_only: it.0, tent_refusal: it.1 } });

uniffi::custom_type!(PremisesRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(ReferenceSystem, String)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ReferenceSystemString {
    /// The `ReferenceSystem`.
    pub reference_system: ReferenceSystem,
    /// The `String`.
    pub second: String,
}

/// `(ReferenceSystem, String)`.
pub type ReferenceSystemStringPair = (ReferenceSystem, String);
uniffi::custom_type!(ReferenceSystemStringPair, ReferenceSystemString, { remote, try_lift: |it| Ok((it.reference_system, it.second)), lower: |it| ReferenceSystemString { reference_system: it.0, second: it.1 } });

/// `BTreeMap<u16, SeizedItem>`.
pub type SeizedItemByU16 = BTreeMap<u16, SeizedItem>;
uniffi::custom_type!(SeizedItemByU16, HashMap<u16, SeizedItem>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeSet<ConcernAt>`.
pub type SetOfConcernAt = BTreeSet<ConcernAt>;
uniffi::custom_type!(SetOfConcernAt, Vec<ConcernAt>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeSet<Id>`.
pub type SetOfId = BTreeSet<Id>;
uniffi::custom_type!(SetOfId, Vec<Id>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeSet<ReturnBasis>`.
pub type SetOfReturnBasis = BTreeSet<ReturnBasis>;
uniffi::custom_type!(SetOfReturnBasis, Vec<ReturnBasis>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeSet<SightingRef>`.
pub type SetOfSightingRef = BTreeSet<SightingRef>;
uniffi::custom_type!(SetOfSightingRef, Vec<SightingRef>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeSet<String>`.
pub type SetOfString = BTreeSet<String>;
uniffi::custom_type!(SetOfString, Vec<String>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeSet<Tag>`.
pub type SetOfTag = BTreeSet<Tag>;
uniffi::custom_type!(SetOfTag, Vec<Tag>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeSet<u16>`.
pub type SetOfU16 = BTreeSet<u16>;
uniffi::custom_type!(SetOfU16, Vec<u16>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `BTreeMap<u16, Sighting>`.
pub type SightingByU16 = BTreeMap<u16, Sighting>;
uniffi::custom_type!(SightingByU16, HashMap<u16, Sighting>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(Size, Oddity)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct SizeOddity {
    /// The `Size`.
    pub first: Size,
    /// The `Oddity`.
    pub oddity: Oddity,
}

/// `(Size, Oddity)`.
pub type SizeOddityPair = (Size, Oddity);
uniffi::custom_type!(SizeOddityPair, SizeOddity, { remote, try_lift: |it| Ok((it.first, it.oddity)), lower: |it| SizeOddity { first: it.0, oddity: it.1 } });

uniffi::custom_type!(StepRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// `BTreeMap<String, String>`.
pub type StringByString = BTreeMap<String, String>;
uniffi::custom_type!(StringByString, HashMap<String, String>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(String, HelpAnswer)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct StringHelpAnswer {
    /// The `String`.
    pub first: String,
    /// The `HelpAnswer`.
    pub help_answer: HelpAnswer,
}

/// `(String, HelpAnswer)`.
pub type StringHelpAnswerPair = (String, HelpAnswer);
uniffi::custom_type!(StringHelpAnswerPair, StringHelpAnswer, { remote, try_lift: |it| Ok((it.first, it.help_answer)), lower: |it| StringHelpAnswer { first: it.0, help_answer: it.1 } });

/// `[String; 2]`.
pub type StringOf2 = [String; 2];
uniffi::custom_type!(StringOf2, Vec<String>, { remote, try_lift: |it| it.try_into().map_err(|_| wrong("list", "exactly 2 are needed")), lower: |it| it.into_iter().collect() });

/// What belongs together: `(String, String)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct StringString {
    /// The `String`.
    pub first: String,
    /// The `String`.
    pub second: String,
}

/// `(String, String)`.
pub type StringStringPair = (String, String);
uniffi::custom_type!(StringStringPair, StringString, { remote, try_lift: |it| Ok((it.first, it.second)), lower: |it| StringString { first: it.0, second: it.1 } });

/// `BTreeMap<EntryAt, TakenBack>`.
pub type TakenBackByEntryAt = BTreeMap<EntryAt, TakenBack>;
uniffi::custom_type!(TakenBackByEntryAt, HashMap<EntryAt, TakenBack>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

uniffi::custom_type!(TaskRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

uniffi::custom_type!(TentRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(u16, Vec<SealSeen>)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct U16VecSealSeen {
    /// The `u16`.
    pub first: u16,
    /// The `Vec<SealSeen>`.
    pub vec_seal_seen: Vec<SealSeen>,
}

/// `(u16, Vec<SealSeen>)`.
pub type U16VecSealSeenPair = (u16, Vec<SealSeen>);
uniffi::custom_type!(U16VecSealSeenPair, U16VecSealSeen, { remote, try_lift: |it| Ok((it.first, it.vec_seal_seen)), lower: |it| U16VecSealSeen { first: it.0, vec_seal_seen: it.1 } });

/// `[u32; 6]`.
pub type U32Of6 = [u32; 6];
uniffi::custom_type!(U32Of6, Vec<u32>, { remote, try_lift: |it| it.try_into().map_err(|_| wrong("list", "exactly 6 are needed")), lower: |it| it.into_iter().collect() });

/// `[u32; 7]`.
pub type U32Of7 = [u32; 7];
uniffi::custom_type!(U32Of7, Vec<u32>, { remote, try_lift: |it| it.try_into().map_err(|_| wrong("list", "exactly 7 are needed")), lower: |it| it.into_iter().collect() });

/// What belongs together: `(u32, u32)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct U32U32 {
    /// The `u32`.
    pub first: u32,
    /// The `u32`.
    pub second: u32,
}

/// `(u32, u32)`.
pub type U32U32Pair = (u32, u32);
uniffi::custom_type!(U32U32Pair, U32U32, { remote, try_lift: |it| Ok((it.first, it.second)), lower: |it| U32U32 { first: it.0, second: it.1 } });

/// What belongs together: `(u64, EngagementRefusal)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct U64EngagementRefusal {
    /// The `u64`.
    pub first: u64,
    /// The `EngagementRefusal`.
    pub engagement_refusal: EngagementRefusal,
}

/// `(u64, EngagementRefusal)`.
pub type U64EngagementRefusalPair = (u64, EngagementRefusal);
uniffi::custom_type!(U64EngagementRefusalPair, U64EngagementRefusal, { remote, try_lift: |it| Ok((it.first, it.engagement_refusal)), lower: |it| U64EngagementRefusal { first: it.0, engagement_refusal: it.1 } });

/// What belongs together: `(u64, EntryFault)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct U64EntryFault {
    /// The `u64`.
    pub first: u64,
    /// The `EntryFault`.
    pub entry_fault: EntryFault,
}

/// `(u64, EntryFault)`.
pub type U64EntryFaultPair = (u64, EntryFault);
uniffi::custom_type!(U64EntryFaultPair, U64EntryFault, { remote, try_lift: |it| Ok((it.first, it.entry_fault)), lower: |it| U64EntryFault { first: it.0, entry_fault: it.1 } });

/// What belongs together: `(Vec<Id>, u8)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct VecIdU8 {
    /// The `Vec<Id>`.
    pub vec_id: Vec<Id>,
    /// The `u8`.
    pub second: u8,
}

/// `(Vec<Id>, u8)`.
pub type VecIdU8Pair = (Vec<Id>, u8);
uniffi::custom_type!(VecIdU8Pair, VecIdU8, { remote, try_lift: |it| Ok((it.vec_id, it.second)), lower: |it| VecIdU8 { vec_id: it.0, second: it.1 } });

/// `BTreeMap<u16, VehicleKnown>`.
pub type VehicleKnownByU16 = BTreeMap<u16, VehicleKnown>;
uniffi::custom_type!(VehicleKnownByU16, HashMap<u16, VehicleKnown>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });
