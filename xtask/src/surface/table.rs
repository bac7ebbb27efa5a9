//! What the surface cannot tell from the core alone: which workflow a file of the phone belongs to, what is written by hand, and
//! other names where two types of the core share one.

/// Workflows in their order, each with the files of the phone whose methods it holds.
pub const WORKFLOWS: [(&str, &str, &[&str]); 10] = [
    (
        "patrol",
        "A patrol from sign-on to sign-off, the officer's notes and hours",
        &["beatbook", "recording", "own_hours"],
    ),
    (
        "applies",
        "Which orders apply here and now, roles, and what the briefing carries",
        &["orders", "signs", "access", "cards", "zones_near"],
    ),
    (
        "encounters",
        "Encounters, told step by step",
        &["encounters", "judging", "next_steps", "earlier", "consult"],
    ),
    (
        "notices",
        "Notices: asked for, issued, drafted, served, voided",
        &["notices", "numbers", "drafts", "printing"],
    ),
    (
        "welfare",
        "Welfare checks, outreach, services, dangers of places, the lone worker's timer",
        &["welfare", "emergency", "outreach", "hazards", "alone", "photos"],
    ),
    (
        "counts",
        "Counts of people who sleep rough",
        &["counts", "counts_known", "counts_searched", "counts_pairs"],
    ),
    ("encampments", "Encampments and tents", &["encampments", "encampment_checks", "tents"]),
    ("engagement", "Meetings with the public and visits to premises", &["engagements", "premises"]),
    ("tasks", "Tasks and their proof", &["tasks"]),
    ("looks", "Who looked at what on this phone", &["looks"]),
];

/// Methods that are written by hand, because the platform gives or takes what is no record.
pub const METHODS_BY_HAND: &[&str] = &[
    "list",
    "shutdown",
    "found",
    "open",
    "set_aside",
    "notebook",
    "enrol",
    "enrol_unless",
    "use_code",
    "begin_successor",
    "cancel",
    "export",
    "paper",
    "surrender_paper",
    "sync_telling",
    "sync",
    "sync_when_due",
    "purge",
    "fixes",
    "access",
];

/// Values with a form of their own on the other side.
pub const BY_HAND: &[&str] = &[
    "Id",
    "Hash",
    "BootId",
    "Date",
    "Time",
    "NoticeNumber",
    "AuthorityCode",
    "KeyedId",
    "Tag",
    "GridRef",
    "ClockTime",
    "ZoneHash",
    "Roles",
    "JointLink",
    "Cell",
    "MonthDay",
    "DutyNumber",
    "SightingPair",
    "TagKey",
];

/// What the core keeps as a pair, by its types as the surface names them: the record it is on the other side, and its fields.
pub const PAIRS: &[(&[&str], &str, &[&str])] = &[
    (&["AloneEnd", "i64"], "AloneEnded", &["how", "at"]),
    (&["ColdPlace", "u32"], "ColdPlacePeople", &["place", "not_offered"]),
    (&["CountDeed", "CountActRefusal"], "CountDeedRefused", &["deed", "why"]),
    (&["Date", "Answer"], "RepresentationsAnswered", &["on", "answer"]),
    (&["Date", "AppealOutcome"], "AppealDecided", &["on", "outcome"]),
    (&["Date", "ToldHow"], "ToldOn", &["on", "how"]),
    (&["Date", "Vec<UnitCount>"], "UnitsCounted", &["on", "units"]),
    (&["Done", "StringByString"], "CountClosed", &["done", "unheard"]),
    (&["Done", "String"], "CountNote", &["done", "text"]),
    (&["Moment", "Crew"], "CrewFrom", &["from", "crew"]),
    (&["Moment", "TravelMode"], "TravelModeFrom", &["from", "mode"]),
    (&["Option<u16>", "Oddity"], "PersonOddity", &["person", "oddity"]),
    (&["Outcome", "Option<String>"], "OutcomeTold", &["outcome", "text"]),
    (&["PlacedOnly", "TentRefusal"], "TentEntryRefused", &["entry", "why"]),
    (&["ReferenceSystem", "String"], "PatrolReference", &["system", "number"]),
    (&["Size", "Oddity"], "StepOddity", &["step", "oddity"]),
    (&["String", "HelpAnswer"], "HelpOffered", &["help", "answer"]),
    (&["String", "String"], "OfficerName", &["code", "name"]),
    (&["u16", "Vec<SealSeen>"], "GoodsSeized", &["item", "seal_seen"]),
    (&["u32", "u32"], "NowAndBefore", &["now", "before"]),
    (&["u64", "EngagementRefusal"], "EngagementEntryRefused", &["entry", "why"]),
    (&["u64", "EntryFault"], "EntryFaultAt", &["entry", "fault"]),
    (&["Vec<Id>", "u8"], "CrewNow", &["colleagues", "others"]),
];

/// Fields of what an app asks for that need not be said, beyond what may be absent and lists: record, field, what stands for it.
pub const DEFAULTS: &[(&str, &str, &str)] =
    &[("SignOn", "others", "0"), ("NoticeAsked", "training", "false")];

/// Other names, by the end of a path.
pub const NAMES: &[(&str, &str)] = &[
    ("orders::order::Duty", "ConditionDuty"),
    ("records::notice::story::Standing", "NoticeState"),
    ("register::standing::Standing", "RegisterStanding"),
    ("welfare::consent::Capacity", "MentalCapacity"),
    ("welfare::emergency::Direction", "CompassDirection"),
    ("encampments::story::Stage", "EncampmentStage"),
    ("records::encampment::Visit", "EncampmentVisit"),
    ("premises::Visit", "PremisesVisit"),
    ("premises::Item", "SeizedItem"),
    ("premises::ItemState", "SeizedItemState"),
    ("premises::Refused", "PremisesRefused"),
    ("welfare::consent::Answer", "ConsentAnswer"),
    ("welfare::concern::Subject", "ConcernSubject"),
    // A module of Swift's own bears the other name.
    ("notice::content::Observation", "ConductObserved"),
    ("counts::dedupe::Reason", "PairReason"),
];

/// What calls written by hand take and answer.
pub const FOR_CALLS_BY_HAND: &[&str] = &[
    "beatbook_device::sync::run::SyncReport",
    "beatbook_device::sync::run::SyncSoFar",
    "beatbook_device::keeping::Keeping",
    "beatbook_device::keeping::Purged",
    "beatbook_device::export::Exported",
    "beatbook_paper::paper::PaperCopy",
    "beatbook_paper::paper::Sheet",
    "beatbook_paper::pdf::Pdf",
    "beatbook_domain::access::Area",
    "beatbook_domain::access::roles::RoleTerm",
    "beatbook_domain::records::count::SightingRef",
];
