//! Entries of engagements, made short.

use beatbook_domain::calendar::local_midnight;
use beatbook_domain::engagement::Told;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::engagement::{
    EngagementCorrected, EngagementDetails, EngagementEntry, EngagementRecorded, EngagementTakenBack,
};
use beatbook_domain::records::journal::Moment;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;

pub fn id(number: u64) -> Id {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&number.to_be_bytes());
    Id::v7(1_000, bytes)
}

/// Noon of a local day.
pub fn noon(day: &str) -> i64 {
    local_midnight(day.parse().unwrap()).unwrap() + 12 * 3_600_000
}

pub fn at() -> Moment {
    Moment { wall: noon("2024-09-03"), mono: 5_000, boot: BootId(1) }
}

pub fn details(category: &str) -> EngagementDetails {
    EngagementDetails {
        category: category.to_owned(),
        kind: None,
        from: noon("2024-09-03"),
        minutes: None,
        ward: None,
        priority: None,
        parish: None,
        attendance: None,
        sign_ups: None,
        text: None,
    }
}

pub fn recorded(details: EngagementDetails) -> EngagementEntry {
    EngagementEntry::Recorded(Box::new(EngagementRecorded {
        at: at(),
        legal: LegalTime::exactly(at().wall),
        place: None,
        proposed_ward: None,
        patrol: None,
        operation: None,
        controller: "MDW".to_owned(),
        details,
    }))
}

pub fn corrected(details: EngagementDetails) -> EngagementEntry {
    EngagementEntry::Corrected(Box::new(EngagementCorrected {
        at: at(),
        details,
        operation: None,
        why: "Counted".to_owned(),
    }))
}

pub fn taken_back() -> EngagementEntry {
    EngagementEntry::TakenBack(EngagementTakenBack { at: at(), why: "Another's".to_owned() })
}

pub fn told(notebook: u64, record: u64, seq: u64, entry: EngagementEntry) -> Told {
    Told { notebook: id(notebook), by: id(900 + notebook), record: id(record), seq, entry }
}
