//! Types of `beatbook_domain::records::welfare::story`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// What has to be answered before the record is complete, in the order in which screens ask it.
#[uniffi::remote(Enum)]
pub enum Question {
    /// Is anybody in immediate danger? Nothing comes before it.
    Danger,
    /// Somebody is: the emergency card, and when 999 was rung.
    Emergency,
    /// Somebody under eighteen sleeps rough: a safeguarding disclosure before the next form.
    Child(u16),
    /// Whether they were bedded down.
    Sleeping(u16),
    /// Who lives on the site.
    Occupants,
    /// What the risks are, of every check: it ends with its assessment.
    Risk,
}

/// A welfare record.
#[uniffi::remote(Record)]
pub struct Welfare {
    /// The first entry.
    pub opened: WelfareOpened,
    /// People by label.
    pub people: PersonSeenByU16,
    /// Steps, in the order they were written down.
    #[uniffi(default = [])]
    pub steps: Vec<WelfareStep>,
    /// What it came to, once it is complete.
    #[uniffi(default = None)]
    pub closed: Option<WelfareClosed>,
}
