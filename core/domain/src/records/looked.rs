//! Who looked at what on a phone: rows of the phone's own access log, and the entry that brings them to the server.
//!
//! A row says that somebody looked, at what, how much was shown and when; never what was seen: no name, no place, no word. The
//! entry travels behind the coarse header, so that nobody reads in headers that a welfare record was opened.

use std::fmt::{self, Display, Formatter};

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use crate::access::Area;
use crate::orders::legal_time::LegalTime;
use crate::records::journal::Moment;

/// Most rows of one entry: some 250 bytes each.
pub const LOOKS_MAX: usize = 200;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookedHow {
    /// One record was opened.
    View,
    /// Records were listed.
    List,
    /// Earlier records were looked up by a person of an encounter or of a welfare record.
    PersonLookup,
    /// The same by the registration of a vehicle.
    VehicleLookup,
    /// A copy for paper was made.
    Printed,
    /// A briefing card was opened.
    CardOpened,
    /// The notebook was written out.
    Exported,
    /// A body was erased.
    Erased,
}

impl LookedHow {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::View => "opened",
            Self::List => "listed",
            Self::PersonLookup => "looked up by person",
            Self::VehicleLookup => "looked up by registration",
            Self::Printed => "printed",
            Self::CardOpened => "card opened",
            Self::Exported => "exported",
            Self::Erased => "erased",
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Names this row wherever it comes from, so that it is counted once.
    pub look: Id,
    /// When, by the phone's clocks.
    pub at: Moment,
    /// The same by legal time; absent where the phone could not say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<LegalTime>,
    /// What was done.
    pub how: LookedHow,
    /// To records of which area; absent for the whole notebook.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub area: Option<Area>,
    /// To which record; absent for several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub record: Option<Id>,
    /// How many records, or entries of an export, were shown.
    pub rows: u32,
    /// Looks before this one that could not be written down, as the phone was full.
    #[serde(skip_serializing_if = "super::is_zero", default)]
    pub missed: u32,
}

impl Look {
    /// Whether this is the same look as another one: the same thing done to the same records, whenever it was.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        (self.how, self.area, self.record) == (other.how, other.area, other.record)
    }
}

fn area_words(area: Area) -> &'static str {
    match area {
        Area::Patrol => "patrol",
        Area::Enforcement => "enforcement",
        Area::Welfare => "welfare",
        Area::Count => "count",
        Area::Safeguarding => "safeguarding",
        Area::Audit => "access log",
    }
}

/// In one line, without its time.
impl Display for Look {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.how.words(), self.area.map_or("notebook", area_words))?;
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        write!(f, ", {} {}", self.rows, if self.rows == 1 { "row" } else { "rows" })?;
        match self.missed {
            0 => Ok(()),
            1 => f.write_str("; 1 look before it was not written down, as the phone was full"),
            many => write!(f, "; {many} looks before it were not written down, as the phone was full"),
        }
    }
}

/// Rows of a phone's access log since the last time it told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// When it told.
    pub at: Moment,
    /// The rows, at most [`LOOKS_MAX`], in order.
    pub looks: Vec<Look>,
}
