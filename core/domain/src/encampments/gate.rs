//! Whose welfare check opens the gate of a written direction: one that was told of the encampment on whose land it is
//! given (CJPOA 1994 s77; Equality Act 2010 s149). A check of another site, or of nobody's, opens none.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use thiserror::Error;

use super::story::Encampment;
use crate::records::encounter::people::registration;
use crate::records::notice::content::S77Direction;

/// The encampment that a welfare check was told of, and counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckTold {
    /// Which.
    pub encampment: Id,
    /// Its land in the words of each report; none where nobody has told who asks.
    pub lands: Vec<String>,
    /// Until which local day the newest of its checks asks to wait.
    pub wait_until: Option<Date>,
}

/// Why the gate is shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GateRefusal {
    /// It was told of no encampment, or of one that was reported on a later day.
    #[error("Tell the encampment of this welfare check first, or complete one of who lives there now.")]
    CheckUntold,
    /// It was told of another than the direction is about.
    #[error("This welfare check is of another encampment: complete one of who lives here.")]
    CheckElsewhere,
    /// The land is another than that of the encampment.
    #[error("Name the land as the encampment was reported; you may add to those words, not change them.")]
    LandElsewhere,
    /// Nobody is there any more, as far as is known: whoever is there now came anew, and nobody has looked after them.
    #[error(
        "This encampment was vacated: report who is there now anew, complete a welfare check of them and direct those. If it was not, \
         whoever told that takes it back, or the desk."
    )]
    Vacated,
    /// Whoever has counted found tents or structures alone: s77 is about vehicles that somebody lives in.
    #[error(
        "Only tents or structures were counted there: tell the visit that counted the caravan or vehicle first, or it is no land to \
         direct anyone from under s77."
    )]
    TentsAlone,
}

impl GateRefusal {
    /// A stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CheckUntold => "check_untold",
            Self::CheckElsewhere => "check_elsewhere",
            Self::LandElsewhere => "land_elsewhere",
            Self::Vacated => "vacated_already",
            Self::TentsAlone => "no_vehicle_counted",
        }
    }
}

impl CheckTold {
    /// Of a check, as these stories have it.
    #[must_use]
    pub fn of(check: Id, stories: &BTreeMap<Id, Encampment>) -> Option<Self> {
        let story = stories.values().find(|story| story.checks.contains(&check))?;
        Some(Self {
            encampment: story.id,
            lands: story.reports.iter().map(|report| report.what.land.words.clone()).collect(),
            wait_until: story.welfare.as_ref().and_then(|newest| newest.what.wait_until),
        })
    }
}

/// Whether a direction is about the encampment its check was told of. One that names no encampment is about that of its
/// check.
///
/// # Errors
/// [`GateRefusal`].
pub fn gate(direction: &S77Direction, told: Result<&CheckTold, GateRefusal>) -> Result<(), GateRefusal> {
    let told = told?;
    if direction.encampment.is_some_and(|asked| asked != told.encampment) {
        return Err(GateRefusal::CheckElsewhere);
    }
    // Reports of one encampment may each name it otherwise: any of them names it.
    let lands: Vec<String> = told.lands.iter().filter_map(|land| registration(land)).collect();
    let asked = registration(&direction.land).unwrap_or_default();
    if lands.is_empty() || lands.iter().any(|land| asked.contains(land)) {
        Ok(())
    } else {
        Err(GateRefusal::LandElsewhere)
    }
}
