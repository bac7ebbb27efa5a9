//! How long it is kept who lived in an encampment: as data, a default nobody has checked (unverified). A hold stops it.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Keeping times of encampments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncampmentKeeping {
    /// Months after it was vacated for which it is kept who lived there.
    pub occupants_months: u8,
}

impl Default for EncampmentKeeping {
    fn default() -> Self {
        Self { occupants_months: 12 }
    }
}

impl EncampmentKeeping {
    /// Last local day on which it may be shown who lived there; absent while it is not vacated.
    #[must_use]
    pub fn occupants_until(self, vacated: Option<Date>) -> Option<Date> {
        let months = Span::new().months(i32::from(self.occupants_months));
        vacated.map(|vacated| vacated.checked_add(months).unwrap_or(vacated))
    }
}
