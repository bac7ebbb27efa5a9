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
        &["orders", "access", "cards", "zones_near"],
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
        &["welfare", "emergency", "outreach", "hazards", "alone"],
    ),
    (
        "counts",
        "Counts of people who sleep rough",
        &["counts", "counts_known", "counts_searched", "counts_pairs"],
    ),
    ("encampments", "Encampments and tents", &["encampments", "tents"]),
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

/// Types that say nothing about what they are as a field of a pair.
pub const SAME: &[&str] = &["String", "u8", "u16", "u32", "u64", "i64", "bool", "Size"];

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
