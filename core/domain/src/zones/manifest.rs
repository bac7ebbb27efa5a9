//! Which zone version is in force when: the rows of one briefing.
//!
//! A manifest cannot be made in which a code has two versions at one instant. What was in force for
//! whoever worked from it stays readable as long as the manifest is kept; nothing is ever rewritten.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::presence::Interval;
use crate::zone::{ZoneHash, ZoneInForce};
use crate::zones::canonical::is_zone_text;

/// Why rows are no manifest.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ManifestError {
    /// A row ends at or before its begin.
    #[error("zone {code} ends before it begins: put its end after its begin")]
    EndsBeforeBegin {
        /// Of the row.
        code: String,
    },
    /// Two rows of one code share an instant.
    #[error("zone {code} would have two versions in force at once: give them dates that follow each other")]
    Overlap {
        /// Of both rows.
        code: String,
    },
    /// A code that is empty, too long or has control characters.
    #[error("a row's code is empty, longer than 200 characters or not plain text")]
    BadCode,
}

/// The rows of one briefing, sorted by code and time; a code has at most one version at any instant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ZoneManifest {
    rows: Vec<ZoneInForce>,
}

impl ZoneManifest {
    /// Sorts the rows and checks them. Rows of one version that follow each other stay apart: each is one
    /// statement of an import, and the same import again finds it.
    ///
    /// # Errors
    /// The first [`ManifestError`] by code.
    pub fn new(mut rows: Vec<ZoneInForce>) -> Result<Self, ManifestError> {
        rows.sort_unstable();
        for row in &rows {
            if !is_zone_text(&row.code) {
                return Err(ManifestError::BadCode);
            }
            if row.valid_to.is_some_and(|end| end <= row.valid_from) {
                return Err(ManifestError::EndsBeforeBegin { code: row.code.clone() });
            }
        }
        for pair in rows.windows(2) {
            let [earlier, later] = pair else { continue };
            let overlap = earlier.valid_to.is_none_or(|end| end > later.valid_from);
            if earlier.code == later.code && overlap {
                return Err(ManifestError::Overlap { code: later.code.clone() });
            }
        }
        Ok(Self { rows })
    }

    /// All rows, by code and time.
    #[must_use]
    pub fn rows(&self) -> &[ZoneInForce] {
        &self.rows
    }

    /// The rows of one code, by time.
    #[must_use]
    pub fn rows_of(&self, code: &str) -> &[ZoneInForce] {
        let from = self.rows.partition_point(|row| row.code.as_str() < code);
        let to = self.rows.partition_point(|row| row.code.as_str() <= code);
        self.rows.get(from..to).unwrap_or_default()
    }

    /// The version of this code in force at an instant (UTC milliseconds).
    #[must_use]
    pub fn in_force(&self, code: &str, instant: i64) -> Option<&ZoneInForce> {
        self.rows_of(code).iter().find(|row| row.covers(instant))
    }

    /// Rows in force at an instant (UTC milliseconds).
    pub fn at(&self, instant: i64) -> impl Iterator<Item = &ZoneInForce> {
        self.rows.iter().filter(move |row| row.covers(instant))
    }

    /// Rows in force at any time of a span.
    pub fn during(&self, span: Interval) -> impl Iterator<Item = &ZoneInForce> {
        let meets = move |row: &&ZoneInForce| {
            span.from < span.to && row.valid_from < span.to && row.valid_to.is_none_or(|end| span.from < end)
        };
        self.rows.iter().filter(meets)
    }

    /// When each version is in force, by hash, without breaks where there are none: what presence per
    /// version is cut to.
    #[must_use]
    pub fn spans_by_version(&self) -> BTreeMap<ZoneHash, Vec<Interval>> {
        let mut spans: BTreeMap<ZoneHash, Vec<Interval>> = BTreeMap::new();
        for row in &self.rows {
            // A version has one code, so its rows come in the order of time.
            let (from, to) = (row.valid_from, row.valid_to.unwrap_or(i64::MAX));
            let spans = spans.entry(row.zone).or_default();
            match spans.last_mut().filter(|last| last.to == from) {
                Some(last) => last.to = to,
                None => spans.push(Interval { from, to }),
            }
        }
        spans
    }
}
