//! Which teams a list of teams may not tell of.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::calendar::{CalendarError, Days};
use crate::hours::measure::Ground;
use crate::hours::query::SMALLEST_TEAM;
use crate::presence::Interval;

/// Of the teams that have a figure on a day, whatever a list is asked for: those that are too small to be told of. Where all of
/// them together are too small as well, the smallest of the others with them, or of all where no other has a figure: what
/// everybody has more than the list is nobody's own then. Those of any day are left out of all days that are asked for.
///
/// A question about fewer days or a part of the figures so leaves the same teams out, day by day, as one about more. `roster` is
/// each team's number of officers.
#[must_use]
pub fn teams_left_out<'a, D: Ord>(
    figured: impl IntoIterator<Item = (D, &'a str)>,
    roster: &BTreeMap<&'a str, usize>,
) -> BTreeSet<&'a str> {
    let mut days: BTreeMap<D, BTreeSet<&'a str>> = BTreeMap::new();
    for (day, team) in figured {
        days.entry(day).or_default().insert(team);
    }
    days.values().flat_map(|figured| of_one_day(figured, roster)).collect()
}

fn of_one_day<'a>(figured: &BTreeSet<&'a str>, roster: &BTreeMap<&'a str, usize>) -> Vec<&'a str> {
    let size = |team: &str| roster.get(team).copied().unwrap_or_default();
    let (mut hidden, others): (Vec<&'a str>, Vec<&'a str>) =
        figured.iter().copied().partition(|team| size(team) < SMALLEST_TEAM);
    let people: usize = hidden.iter().map(|team| size(team)).sum();
    if !hidden.is_empty() && people < SMALLEST_TEAM {
        let large = || roster.iter().filter(|(_, officers)| **officers >= SMALLEST_TEAM);
        let smallest = || large().min_by_key(|(_, officers)| **officers).map(|(team, _)| *team);
        hidden.extend(others.into_iter().min_by_key(|team| size(team)).or_else(smallest));
    }
    hidden
}

/// Each team with each day of the period on which it has hours, a visit or a track: of any operation and in any zone.
pub(super) fn figured<'a>(ground: &Ground<'a>) -> Result<BTreeSet<(Date, &'a str)>, CalendarError> {
    let (days, teams) = (Days::of(ground.period)?, ground.teams);
    let mut figured = BTreeSet::new();
    let mut add = |officer: &Id, span: Interval| {
        if let Some(team) = teams.get(officer) {
            figured.extend(days.touched(span).map(|(day, _)| (day, team.as_str())));
        }
    };
    let instant = |at: i64| Interval { from: at, to: at.saturating_add(1) };
    let is_welfare =
        |patrol: usize| ground.patrols.get(patrol).is_some_and(|patrol| patrol.duty.is_welfare());
    for stint in ground.stints {
        for voice in &stint.voices {
            if is_welfare(voice.declared) || voice.position.is_some_and(is_welfare) {
                continue;
            }
            voice.officers.iter().for_each(|officer| add(officer, stint.span));
            if let Some(patrol) = ground.patrols.get(voice.declared).filter(|_| voice.others > 0) {
                add(&patrol.officer, stint.span);
            }
        }
    }
    for visit in ground.visits {
        let officers = visit.voices.iter().flat_map(|voice| &voice.officers);
        officers.for_each(|officer| add(officer, instant(visit.from)));
    }
    for patrol in ground.patrols.iter().filter(|patrol| !patrol.duty.is_welfare()) {
        add(&patrol.officer, instant(patrol.span.from));
    }
    Ok(figured)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(days: &[&[&'static str]]) -> Vec<&'static str> {
        let roster = BTreeMap::from([("A", 9), ("B", 2), ("C", 3), ("D", 4), ("E", 1)]);
        let days = days.iter().enumerate();
        let figured = days.flat_map(|(day, teams)| teams.iter().map(move |team| (day, *team)));
        teams_left_out(figured, &roster).into_iter().collect()
    }

    #[test]
    fn fewer_than_three_officers_are_hidden_with_the_next_smallest_team() {
        assert_eq!(left_out(&[&["A", "C", "D"]]), [""; 0]);
        assert_eq!(left_out(&[&["A", "B", "C", "D"]]), ["B", "C"]);
        assert_eq!(left_out(&[&["A", "B", "C", "E"]]), ["B", "E"], "three officers together");
        assert_eq!(left_out(&[&["A", "D", "nobody's"]]), ["D", "nobody's"], "whoever was in it");
        assert_eq!(left_out(&[&["B"]]), ["B", "C"], "all that there is would be theirs");
    }

    #[test]
    fn those_of_any_day_are_hidden_of_all_days() {
        assert_eq!(left_out(&[&["A", "B", "C", "D"], &["A", "B", "D"]]), ["B", "C", "D"]);
        assert_eq!(left_out(&[&["A", "C", "D"], &["B"]]), ["B", "C"]);
        assert_eq!(left_out(&[]), [""; 0]);
    }
}
