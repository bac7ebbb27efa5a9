//! Each parish council is met once a quarter (004 ¶14iv): which was, which was not, and that every meeting is somewhere.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Engagement;
use super::kinds::PARISH_COUNCIL;
use crate::records::engagement::{Parish, ParishesSet};

/// A parish in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParishRow {
    /// The parish.
    pub parish: Parish,
    /// Days of its council's meetings that were gone to.
    pub meetings: Vec<Date>,
}

/// The parishes of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParishTable {
    /// Parishes as listed, in the order of their codes.
    pub rows: Vec<ParishRow>,
    /// Meetings of no listed parish: by what was told of the parish.
    pub elsewhere: BTreeMap<Option<String>, u64>,
    /// Meetings of parish councils, counted on their own.
    pub meetings: u64,
}

/// The list in force on a day: the newest that began by then; of several of one day the last set.
#[must_use]
pub fn parishes_on(sets: &[ParishesSet], day: Date) -> &[Parish] {
    let in_force = sets.iter().filter(|set| set.from <= day).max_by_key(|set| set.from);
    in_force.map_or(&[], |set| &set.parishes)
}

impl ParishTable {
    /// Puts it together for local days, both included; the list is that of the last day, of days to come today's.
    #[must_use]
    pub fn of<'a>(
        engagements: impl IntoIterator<Item = &'a Engagement>,
        parishes: &[Parish],
        (first, last): (Date, Date),
    ) -> Self {
        let mut rows: BTreeMap<String, ParishRow> = parishes
            .iter()
            .map(|parish| {
                (parish.code.to_uppercase(), ParishRow { parish: parish.clone(), meetings: Vec::new() })
            })
            .collect();
        let (mut elsewhere, mut meetings) = (BTreeMap::new(), 0);
        for one in engagements.into_iter().filter(|one| one.counts()) {
            let Some(day) = one.day().filter(|day| first <= *day && *day <= last) else { continue };
            if one.details.category != PARISH_COUNCIL {
                continue;
            }
            meetings += 1;
            // A code is one whatever its capitals, and blanks around it.
            let code = one.details.parish.as_deref().map(|code| code.trim().to_uppercase());
            match code.and_then(|code| rows.get_mut(&code)) {
                Some(row) => row.meetings.push(day),
                None => *elsewhere.entry(one.details.parish.clone()).or_default() += 1,
            }
        }
        let mut rows: Vec<ParishRow> = rows.into_values().collect();
        rows.iter_mut().for_each(|row| row.meetings.sort_unstable());
        Self { rows, elsewhere, meetings }
    }

    /// Parishes without a meeting.
    pub fn without(&self) -> impl Iterator<Item = &Parish> {
        self.rows.iter().filter(|row| row.meetings.is_empty()).map(|row| &row.parish)
    }

    /// The row that shows that it adds up.
    #[must_use]
    pub fn check(&self) -> String {
        let without = self.without().count();
        let listed: usize = self.rows.iter().map(|row| row.meetings.len()).sum();
        let elsewhere: u64 = self.elsewhere.values().sum();
        let adds_up = u64::try_from(listed).is_ok_and(|listed| listed + elsewhere == self.meetings);
        let verdict = if adds_up { "adds up" } else { "DOES NOT ADD UP" };
        format!(
            "{} met + {without} without = {} parishes; meetings {listed} of these + {elsewhere} of none listed = {}; {verdict}",
            self.rows.len() - without,
            self.rows.len(),
            self.meetings
        )
    }
}
