//! Teams in a table of the desk: which are told of by their names, as no figure of a person, nor of so few, follows from it.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::hours::{SMALLEST_TEAM, teams_left_out};
use beatbook_protocol::id::Id;

use super::seat::Seat;
use crate::error::ServerError;

/// The teams of one table.
pub(super) struct Teams<'a> {
    seat: &'a Seat,
    hidden: BTreeSet<&'a str>,
}

impl<'a> Teams<'a> {
    /// Of a table in which these teams have a figure, each with the day by which it is counted.
    pub(super) fn of<D: Ord>(seat: &'a Seat, figured: impl Iterator<Item = (D, &'a str)>) -> Self {
        let mut roster: BTreeMap<&'a str, usize> = BTreeMap::new();
        for officer in &seat.officers {
            *roster.entry(&officer.team).or_default() += 1;
        }
        Self { seat, hidden: teams_left_out(figured, &roster) }
    }

    /// Of a table in which these officers' teams have a figure, each with the day by which it is counted.
    pub(super) fn of_officers<D: Ord>(seat: &'a Seat, officers: impl Iterator<Item = (D, Id)>) -> Self {
        Self::of(seat, officers.filter_map(|(day, officer)| seat.team(officer).map(|team| (day, team))))
    }

    /// Whether a team is told of by its name.
    pub(super) fn tells(&self, team: &str) -> bool {
        !self.hidden.contains(team)
    }

    /// The officer's team, if it is told of.
    pub(super) fn named(&self, officer: Id) -> Option<&'a str> {
        self.seat.team(officer).filter(|team| self.tells(team))
    }

    /// What became of those that are not told of, in words: left out, or a row of their own.
    pub(super) fn hidden_as(&self, what: &str) -> String {
        match self.hidden.len() {
            0 => String::new(),
            number => format!(
                "; {what}: {number} teams of fewer than {SMALLEST_TEAM} officers, or from which such a team's figures would \
                 follow"
            ),
        }
    }

    /// Refused if there are so few officers in all that are not told of that a row of them would be a person's.
    pub(super) fn check_hidden(&self) -> Result<(), ServerError> {
        let officers: usize = self.hidden.iter().map(|team| self.seat.size(team)).sum();
        if self.hidden.is_empty() || officers >= SMALLEST_TEAM { Ok(()) } else { Err(Seat::too_small()) }
    }
}
