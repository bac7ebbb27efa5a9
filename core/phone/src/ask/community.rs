//! Community protection in words: the conduct, and each requirement with its own last day.

use std::str::FromStr;

use beatbook_device::PremisesAsked;
use beatbook_domain::records::notice::content::{Detriment, Requirement, RequirementKind};
use clap::Args;
use jiff::civil::Date;

use super::Common;

/// What conduct it is about, and what must change.
#[derive(Args)]
pub struct Community {
    /// Code of the conduct, from the authority's list.
    #[arg(long, value_name = "CODE")]
    pub(super) conduct: String,
    /// How it harms the quality of life of others.
    #[arg(long)]
    pub(super) effect: String,
    /// Why it is persistent or continuing.
    #[arg(long)]
    pub(super) persistent: String,
    /// Why it is unreasonable.
    #[arg(long)]
    pub(super) unreasonable: String,
    /// To stop something; again for more. Its own last day may stand before it: "2026-12-01: Keep the dog in at night".
    #[arg(long, value_name = "[DATE:] TEXT")]
    pub(super) stop: Vec<Worded>,
    /// To do something; again for more.
    #[arg(long = "do", value_name = "[DATE:] TEXT")]
    pub(super) to_do: Vec<Worded>,
    /// To take reasonable steps towards something; again for more.
    #[arg(long, value_name = "[DATE:] TEXT")]
    pub(super) steps: Vec<Worded>,
    /// Last day for what is required and names no day of its own; at once if not told.
    #[arg(long, value_name = "DATE")]
    pub(super) by: Option<Date>,
    /// Addressed to premises: "The occupier", "The owner".
    #[arg(long, value_name = "WHOM", requires = "premises_address")]
    pub(super) premises: Option<String>,
    /// A line of their address; again for the next.
    #[arg(long, value_name = "LINE", requires = "premises")]
    pub(super) premises_address: Vec<String>,
    /// Enquiries made for occupier and owner before it is addressed to, or posted on, premises.
    #[arg(long)]
    pub(super) enquiries: Option<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What is required, and until when where it says so itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    by: Option<Date>,
    text: String,
}

impl FromStr for Worded {
    type Err = jiff::Error;

    fn from_str(said: &str) -> Result<Self, jiff::Error> {
        let is_a_day =
            |day: &&str| day.len() == 10 && day.chars().all(|one| one.is_ascii_digit() || one == '-');
        let dated = said.split_once(':').map(|(day, text)| (day.trim(), text));
        match dated.filter(|(day, _)| is_a_day(day)) {
            Some((day, text)) => Ok(Self { by: Some(day.parse()?), text: text.trim().to_owned() }),
            None => Ok(Self { by: None, text: said.to_owned() }),
        }
    }
}

impl Community {
    pub(super) fn detriment(&self) -> Detriment {
        Detriment {
            conduct: self.conduct.clone(),
            effect: self.effect.clone(),
            persistent: self.persistent.clone(),
            unreasonable: self.unreasonable.clone(),
        }
    }

    pub(super) fn requirements(&self) -> Vec<Requirement> {
        let kinds = [
            (RequirementKind::Stop, &self.stop),
            (RequirementKind::Do, &self.to_do),
            (RequirementKind::Steps, &self.steps),
        ];
        let each = kinds.into_iter().flat_map(|(kind, all)| all.iter().map(move |said| (kind, said)));
        each.map(|(kind, said)| Requirement { kind, text: said.text.clone(), by: said.by.or(self.by) })
            .collect()
    }

    pub(super) fn premises(&self) -> Option<PremisesAsked> {
        let addressed = self.premises.clone()?;
        Some(PremisesAsked { addressed, address: self.premises_address.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_may_begin_with_its_own_last_day() {
        let said =
            |text: &str| text.parse::<Worded>().map(|one| (one.by.map(|by| by.to_string()), one.text)).ok();
        let day = Some("2026-12-01".to_owned());
        assert_eq!(said("2026-12-01: Clear the bags"), Some((day.clone(), "Clear the bags".to_owned())));
        assert_eq!(said(" 2026-12-01 :Clear: all"), Some((day, "Clear: all".to_owned())));
        assert_eq!(said("Clear the bags"), Some((None, "Clear the bags".to_owned())));
        let time = "Keep it in from 22:00 to 07:00".to_owned();
        assert_eq!(said(&time), Some((None, time)));
        assert_eq!(said("2026-13-01: Clear"), None, "no such day");
    }
}
