//! Somebody under eighteen is seen in a count, or met by outreach: what a phone says at once, before the next sighting or form.
//!
//! Works offline; that those who lead safeguarding are asked follows from what was told, when it reaches the server.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::consult::DutyNumber;
use beatbook_domain::records::count::{CountEntry, Label};
use beatbook_domain::records::outreach::OutreachSays;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_store::ReadTransaction;

use crate::access::bodies;
use crate::emergency::Emergency;
use crate::error::DeviceError;

/// What was told of a part of a count is recorded; this is what cannot wait.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountAnswer {
    /// Somebody under eighteen was seen: shown before anything else is asked. Absent if nobody was.
    pub child_first: Option<ChildFirst>,
    /// What looks wrong with this part and with what was told just now. It is kept as it was told.
    pub doubts: Vec<Missing>,
}

/// Somebody under eighteen sleeps rough: an immediate matter of safeguarding (Children Act 1989 s47; rules of the field 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildFirst {
    /// Of a count: which sightings of the part, of those that were told just now. Of a welfare record: which people.
    pub labels: Vec<Label>,
    /// Duty numbers as the server told them last, by team; the number without a team is that of all others.
    pub numbers: Vec<DutyToRing>,
    /// What to do, line by line, the most urgent first.
    pub lines: Vec<String>,
}

/// A number to ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyToRing {
    /// Whose it is, as officers' teams are spelled; empty: of all teams without a number of their own.
    pub team: String,
    /// The number.
    pub number: DutyNumber,
}

impl CountAnswer {
    /// What these entries ask for at once.
    pub(crate) fn of<'a>(
        tx: &ReadTransaction<'_>,
        entries: impl IntoIterator<Item = &'a CountEntry>,
    ) -> Result<Self, DeviceError> {
        let sightings: BTreeSet<Label> = entries.into_iter().filter_map(CountEntry::child).collect();
        let first = "Somebody under 18 sleeps rough: act now, before the next sighting.";
        let child_first = ChildFirst::of(tx, sightings.into_iter().collect(), first, None)?;
        Ok(Self { child_first, doubts: Vec::new() })
    }
}

/// What was told of a welfare record is recorded; this is what cannot wait.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WelfareAnswer {
    /// Somebody is in immediate danger, and nobody has said when 999 was rung: what to tell 999, shown before anything else,
    /// with each answer until it is said. Absent if nobody is.
    pub emergency: Option<Emergency>,
    /// Somebody who is, or perhaps is, under eighteen sleeps rough, and no disclosure is made: shown before anything else is
    /// asked, with each answer until it is. Absent if nobody does.
    pub child_first: Option<ChildFirst>,
    /// What looks wrong with what was told just now of placements, of whoever sleeps rough beside one and of consent taken back, and
    /// a record that ended as no concern before one was told. They are kept as they were told.
    pub doubts: Vec<Missing>,
}

impl WelfareAnswer {
    /// What this record asks for at once.
    pub(crate) fn of(tx: &ReadTransaction<'_>, welfare: &Welfare) -> Result<Self, DeviceError> {
        let first = "Somebody perhaps under 18 sleeps rough: act now, before the next form.";
        let then = "Make the safeguarding disclosure; the next welfare record waits for it.";
        let child_first = ChildFirst::of(tx, welfare.children_first(), first, Some(then))?;
        Ok(Self { child_first, ..Self::default() })
    }
}

impl ChildFirst {
    /// Absent if there is no child. `first` is said before the numbers, `then` after them.
    fn of(
        tx: &ReadTransaction<'_>,
        labels: Vec<Label>,
        first: &str,
        then: Option<&str>,
    ) -> Result<Option<Self>, DeviceError> {
        if labels.is_empty() {
            return Ok(None);
        }
        let numbers = duty_numbers(tx)?;
        let lines = lines(first, &numbers, then);
        Ok(Some(Self { labels, numbers, lines }))
    }
}

/// The last that was said of a team stands.
fn duty_numbers(tx: &ReadTransaction<'_>) -> Result<Vec<DutyToRing>, DeviceError> {
    let mut numbers: BTreeMap<String, DutyNumber> = BTreeMap::new();
    for body in bodies(tx, "duty_number_set")? {
        let ServerBody::Outreach(OutreachSays::Duty(set)) = body else { continue };
        match set.number {
            Some(number) => drop(numbers.insert(set.team, number)),
            None => drop(numbers.remove(&set.team)),
        }
    }
    Ok(numbers.into_iter().map(|(team, number)| DutyToRing { team, number }).collect())
}

fn lines(first: &str, numbers: &[DutyToRing], then: Option<&str>) -> Vec<String> {
    let mut lines = vec![first.to_owned(), "In danger: ring 999 first.".to_owned()];
    lines.extend(numbers.iter().map(|one| match one.team.as_str() {
        "" => format!("Duty number: {}.", one.number),
        team => format!("Duty number of {team}: {}.", one.number),
    }));
    if numbers.is_empty() {
        lines.push(
            "This phone was told no duty number: ask your control room for children's social care."
                .to_owned(),
        );
    }
    lines.extend(then.map(str::to_owned));
    lines.push(
        "The safeguarding lead is asked by itself with the next exchange; until then nobody else knows."
            .to_owned(),
    );
    lines
}
