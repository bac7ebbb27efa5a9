//! Duty numbers of the teams that help: whom to ring about what somebody may not read.

use std::collections::BTreeMap;

use beatbook_domain::records::consult::DutyNumber;
use beatbook_domain::records::outreach::OutreachSays;
use beatbook_domain::records::server::ServerBody;

/// The numbers in force, by team.
#[derive(Debug, Clone, Default)]
pub struct DutyNumbers(BTreeMap<String, DutyNumber>);

impl DutyNumbers {
    /// From the authority's journal: the last that was said of a team stands.
    #[must_use]
    pub fn of<'a>(told: impl IntoIterator<Item = &'a ServerBody>) -> Self {
        let mut numbers = BTreeMap::new();
        for body in told {
            let ServerBody::Outreach(OutreachSays::Duty(set)) = body else { continue };
            match &set.number {
                Some(number) => drop(numbers.insert(set.team.clone(), number.clone())),
                None => drop(numbers.remove(&set.team)),
            }
        }
        Self(numbers)
    }

    /// A team's, or that of all teams.
    #[must_use]
    pub fn of_team(&self, team: &str) -> Option<&DutyNumber> {
        self.0.get(team).or_else(|| self.0.get(""))
    }

    /// All of them by team; that of all teams without one of their own under no name.
    pub fn all(self) -> impl Iterator<Item = (String, DutyNumber)> {
        self.0.into_iter()
    }
}
