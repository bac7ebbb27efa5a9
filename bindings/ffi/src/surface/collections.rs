//! Collections and pairs of the core, with the form they have in other languages; refusals, which cross as code and remedy.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use std::collections::HashMap;

use super::names::*;

/// What belongs together: `(AloneEnd, i64)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct AloneEnded {
    /// The `AloneEnd`.
    pub how: AloneEnd,
    /// The `i64`.
    pub at: i64,
}

/// `(AloneEnd, i64)`.
pub type AloneEndedPair = (AloneEnd, i64);
uniffi::custom_type!(AloneEndedPair, AloneEnded, { remote, try_lift: |it| Ok((it.how, it.at)), lower: |it| AloneEnded { how: it.0, at: it.1 } });

/// What belongs together: `(Date, AppealOutcome)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct AppealDecided {
    /// The `Date`.
    pub on: Date,
    /// The `AppealOutcome`.
    pub outcome: AppealOutcome,
}

/// `(Date, AppealOutcome)`.
pub type AppealDecidedPair = (Date, AppealOutcome);
uniffi::custom_type!(AppealDecidedPair, AppealDecided, { remote, try_lift: |it| Ok((it.on, it.outcome)), lower: |it| AppealDecided { on: it.0, outcome: it.1 } });

/// What belongs together: `(ColdPlace, u32)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ColdPlacePeople {
    /// The `ColdPlace`.
    pub place: ColdPlace,
    /// The `u32`.
    pub not_offered: u32,
}

/// `(ColdPlace, u32)`.
pub type ColdPlacePeoplePair = (ColdPlace, u32);
uniffi::custom_type!(ColdPlacePeoplePair, ColdPlacePeople, { remote, try_lift: |it| Ok((it.place, it.not_offered)), lower: |it| ColdPlacePeople { place: it.0, not_offered: it.1 } });

uniffi::custom_type!(CountActRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(Done, StringByString)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CountClosed {
    /// The `Done`.
    pub done: Done,
    /// The `StringByString`.
    pub unheard: StringByString,
}

/// `(Done, StringByString)`.
pub type CountClosedPair = (Done, StringByString);
uniffi::custom_type!(CountClosedPair, CountClosed, { remote, try_lift: |it| Ok((it.done, it.unheard)), lower: |it| CountClosed { done: it.0, unheard: it.1 } });

/// What belongs together: `(CountDeed, CountActRefusal)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CountDeedRefused {
    /// The `CountDeed`.
    pub deed: CountDeed,
    /// The `CountActRefusal`.
    pub why: CountActRefusal,
}

/// `(CountDeed, CountActRefusal)`.
pub type CountDeedRefusedPair = (CountDeed, CountActRefusal);
uniffi::custom_type!(CountDeedRefusedPair, CountDeedRefused, { remote, try_lift: |it| Ok((it.deed, it.why)), lower: |it| CountDeedRefused { deed: it.0, why: it.1 } });

/// What belongs together: `(Done, String)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CountNote {
    /// The `Done`.
    pub done: Done,
    /// The `String`.
    pub text: String,
}

/// `(Done, String)`.
pub type CountNotePair = (Done, String);
uniffi::custom_type!(CountNotePair, CountNote, { remote, try_lift: |it| Ok((it.done, it.text)), lower: |it| CountNote { done: it.0, text: it.1 } });

/// `BTreeMap<String, CountSector>`.
pub type CountSectorByString = BTreeMap<String, CountSector>;
uniffi::custom_type!(CountSectorByString, HashMap<String, CountSector>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(Moment, Crew)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CrewFrom {
    /// The `Moment`.
    pub from: Moment,
    /// The `Crew`.
    pub crew: Crew,
}

/// `(Moment, Crew)`.
pub type CrewFromPair = (Moment, Crew);
uniffi::custom_type!(CrewFromPair, CrewFrom, { remote, try_lift: |it| Ok((it.from, it.crew)), lower: |it| CrewFrom { from: it.0, crew: it.1 } });

/// What belongs together: `(Vec<Id>, u8)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CrewNow {
    /// The `Vec<Id>`.
    pub colleagues: Vec<Id>,
    /// The `u8`.
    pub others: u8,
}

/// `(Vec<Id>, u8)`.
pub type CrewNowPair = (Vec<Id>, u8);
uniffi::custom_type!(CrewNowPair, CrewNow, { remote, try_lift: |it| Ok((it.colleagues, it.others)), lower: |it| CrewNow { colleagues: it.0, others: it.1 } });

/// `BTreeMap<String, Defect>`.
pub type DefectByString = BTreeMap<String, Defect>;
uniffi::custom_type!(DefectByString, HashMap<String, Defect>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(u64, EngagementRefusal)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct EngagementEntryRefused {
    /// The `u64`.
    pub entry: u64,
    /// The `EngagementRefusal`.
    pub why: EngagementRefusal,
}

/// `(u64, EngagementRefusal)`.
pub type EngagementEntryRefusedPair = (u64, EngagementRefusal);
uniffi::custom_type!(EngagementEntryRefusedPair, EngagementEntryRefused, { remote, try_lift: |it| Ok((it.entry, it.why)), lower: |it| EngagementEntryRefused { entry: it.0, why: it.1 } });

uniffi::custom_type!(EngagementRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(u64, EntryFault)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct EntryFaultAt {
    /// The `u64`.
    pub entry: u64,
    /// The `EntryFault`.
    pub fault: EntryFault,
}

/// `(u64, EntryFault)`.
pub type EntryFaultAtPair = (u64, EntryFault);
uniffi::custom_type!(EntryFaultAtPair, EntryFaultAt, { remote, try_lift: |it| Ok((it.entry, it.fault)), lower: |it| EntryFaultAt { entry: it.0, fault: it.1 } });

uniffi::custom_type!(FixRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(u16, Vec<SealSeen>)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct GoodsSeized {
    /// The `u16`.
    pub item: u16,
    /// The `Vec<SealSeen>`.
    pub seal_seen: Vec<SealSeen>,
}

/// `(u16, Vec<SealSeen>)`.
pub type GoodsSeizedPair = (u16, Vec<SealSeen>);
uniffi::custom_type!(GoodsSeizedPair, GoodsSeized, { remote, try_lift: |it| Ok((it.item, it.seal_seen)), lower: |it| GoodsSeized { item: it.0, seal_seen: it.1 } });

/// What belongs together: `(String, HelpAnswer)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct HelpOffered {
    /// The `String`.
    pub help: String,
    /// The `HelpAnswer`.
    pub answer: HelpAnswer,
}

/// `(String, HelpAnswer)`.
pub type HelpOfferedPair = (String, HelpAnswer);
uniffi::custom_type!(HelpOfferedPair, HelpOffered, { remote, try_lift: |it| Ok((it.help, it.answer)), lower: |it| HelpOffered { help: it.0, answer: it.1 } });

/// `BTreeMap<TallyKind, i32>`.
pub type I32ByTallyKind = BTreeMap<TallyKind, i32>;
uniffi::custom_type!(I32ByTallyKind, HashMap<TallyKind, i32>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(u32, u32)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct NowAndBefore {
    /// The `u32`.
    pub now: u32,
    /// The `u32`.
    pub before: u32,
}

/// `(u32, u32)`.
pub type NowAndBeforePair = (u32, u32);
uniffi::custom_type!(NowAndBeforePair, NowAndBefore, { remote, try_lift: |it| Ok((it.now, it.before)), lower: |it| NowAndBefore { now: it.0, before: it.1 } });

/// What belongs together: `(String, String)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct OfficerName {
    /// The `String`.
    pub code: String,
    /// The `String`.
    pub name: String,
}

/// `(String, String)`.
pub type OfficerNamePair = (String, String);
uniffi::custom_type!(OfficerNamePair, OfficerName, { remote, try_lift: |it| Ok((it.code, it.name)), lower: |it| OfficerName { code: it.0, name: it.1 } });

/// What belongs together: `(Outcome, Option<String>)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct OutcomeTold {
    /// The `Outcome`.
    pub outcome: Outcome,
    /// The `Option<String>`.
    pub text: Option<String>,
}

/// `(Outcome, Option<String>)`.
pub type OutcomeToldPair = (Outcome, Option<String>);
uniffi::custom_type!(OutcomeToldPair, OutcomeTold, { remote, try_lift: |it| Ok((it.outcome, it.text)), lower: |it| OutcomeTold { outcome: it.0, text: it.1 } });

/// What belongs together: `(ReferenceSystem, String)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct PatrolReference {
    /// The `ReferenceSystem`.
    pub system: ReferenceSystem,
    /// The `String`.
    pub number: String,
}

/// `(ReferenceSystem, String)`.
pub type PatrolReferencePair = (ReferenceSystem, String);
uniffi::custom_type!(PatrolReferencePair, PatrolReference, { remote, try_lift: |it| Ok((it.system, it.number)), lower: |it| PatrolReference { system: it.0, number: it.1 } });

/// `BTreeMap<u16, Person>`.
pub type PersonByU16 = BTreeMap<u16, Person>;
uniffi::custom_type!(PersonByU16, HashMap<u16, Person>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// What belongs together: `(Option<u16>, Oddity)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct PersonOddity {
    /// The `Option<u16>`.
    pub person: Option<u16>,
    /// The `Oddity`.
    pub oddity: Oddity,
}

/// `(Option<u16>, Oddity)`.
pub type PersonOddityPair = (Option<u16>, Oddity);
uniffi::custom_type!(PersonOddityPair, PersonOddity, { remote, try_lift: |it| Ok((it.person, it.oddity)), lower: |it| PersonOddity { person: it.0, oddity: it.1 } });

/// `BTreeMap<u16, PersonSeen>`.
pub type PersonSeenByU16 = BTreeMap<u16, PersonSeen>;
uniffi::custom_type!(PersonSeenByU16, HashMap<u16, PersonSeen>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

uniffi::custom_type!(PremisesRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(Date, Answer)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct RepresentationsAnswered {
    /// The `Date`.
    pub on: Date,
    /// The `Answer`.
    pub answer: Answer,
}

/// `(Date, Answer)`.
pub type RepresentationsAnsweredPair = (Date, Answer);
uniffi::custom_type!(RepresentationsAnsweredPair, RepresentationsAnswered, { remote, try_lift: |it| Ok((it.on, it.answer)), lower: |it| RepresentationsAnswered { on: it.0, answer: it.1 } });

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
pub struct StepOddity {
    /// The `Size`.
    pub step: Size,
    /// The `Oddity`.
    pub oddity: Oddity,
}

/// `(Size, Oddity)`.
pub type StepOddityPair = (Size, Oddity);
uniffi::custom_type!(StepOddityPair, StepOddity, { remote, try_lift: |it| Ok((it.step, it.oddity)), lower: |it| StepOddity { step: it.0, oddity: it.1 } });

uniffi::custom_type!(StepRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// `BTreeMap<String, String>`.
pub type StringByString = BTreeMap<String, String>;
uniffi::custom_type!(StringByString, HashMap<String, String>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

/// `[String; 2]`.
pub type StringOf2 = [String; 2];
uniffi::custom_type!(StringOf2, Vec<String>, { remote, try_lift: |it| it.try_into().map_err(|_| wrong("list", "exactly 2 are needed")), lower: |it| it.into_iter().collect() });

/// `BTreeMap<EntryAt, TakenBack>`.
pub type TakenBackByEntryAt = BTreeMap<EntryAt, TakenBack>;
uniffi::custom_type!(TakenBackByEntryAt, HashMap<EntryAt, TakenBack>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });

uniffi::custom_type!(TaskRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(PlacedOnly, TentRefusal)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TentEntryRefused {
    /// The `PlacedOnly`.
    pub entry: PlacedOnly,
    /// The `TentRefusal`.
    pub why: TentRefusal,
}

/// `(PlacedOnly, TentRefusal)`.
pub type TentEntryRefusedPair = (PlacedOnly, TentRefusal);
uniffi::custom_type!(TentEntryRefusedPair, TentEntryRefused, { remote, try_lift: |it| Ok((it.entry, it.why)), lower: |it| TentEntryRefused { entry: it.0, why: it.1 } });

uniffi::custom_type!(TentRefusal, Refusal, { remote, try_lift: |it| Err(only_answered(&it)), lower: |it| Refusal::of(it.code(), &it) });

/// What belongs together: `(Date, ToldHow)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ToldOn {
    /// The `Date`.
    pub on: Date,
    /// The `ToldHow`.
    pub how: ToldHow,
}

/// `(Date, ToldHow)`.
pub type ToldOnPair = (Date, ToldHow);
uniffi::custom_type!(ToldOnPair, ToldOn, { remote, try_lift: |it| Ok((it.on, it.how)), lower: |it| ToldOn { on: it.0, how: it.1 } });

/// What belongs together: `(Moment, TravelMode)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TravelModeFrom {
    /// The `Moment`.
    pub from: Moment,
    /// The `TravelMode`.
    pub mode: TravelMode,
}

/// `(Moment, TravelMode)`.
pub type TravelModeFromPair = (Moment, TravelMode);
uniffi::custom_type!(TravelModeFromPair, TravelModeFrom, { remote, try_lift: |it| Ok((it.from, it.mode)), lower: |it| TravelModeFrom { from: it.0, mode: it.1 } });

/// `[u32; 6]`.
pub type U32Of6 = [u32; 6];
uniffi::custom_type!(U32Of6, Vec<u32>, { remote, try_lift: |it| it.try_into().map_err(|_| wrong("list", "exactly 6 are needed")), lower: |it| it.into_iter().collect() });

/// `[u32; 7]`.
pub type U32Of7 = [u32; 7];
uniffi::custom_type!(U32Of7, Vec<u32>, { remote, try_lift: |it| it.try_into().map_err(|_| wrong("list", "exactly 7 are needed")), lower: |it| it.into_iter().collect() });

/// What belongs together: `(Date, Vec<UnitCount>)`.
#[derive(Debug, Clone, uniffi::Record)]
pub struct UnitsCounted {
    /// The `Date`.
    pub on: Date,
    /// The `Vec<UnitCount>`.
    pub units: Vec<UnitCount>,
}

/// `(Date, Vec<UnitCount>)`.
pub type UnitsCountedPair = (Date, Vec<UnitCount>);
uniffi::custom_type!(UnitsCountedPair, UnitsCounted, { remote, try_lift: |it| Ok((it.on, it.units)), lower: |it| UnitsCounted { on: it.0, units: it.1 } });

/// `BTreeMap<u16, VehicleKnown>`.
pub type VehicleKnownByU16 = BTreeMap<u16, VehicleKnown>;
uniffi::custom_type!(VehicleKnownByU16, HashMap<u16, VehicleKnown>, { remote, try_lift: |it| Ok(it.into_iter().collect()), lower: |it| it.into_iter().collect() });
