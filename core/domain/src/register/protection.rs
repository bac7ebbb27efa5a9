//! Where a community protection warning or notice stands beside its bucket: compliance, breach, its end, and of a notice
//! appeals and what a court made of it (ASBCPA 2014 ss43-48). Nobody appeals against a warning: it binds nobody by itself.

use jiff::civil::Date;
use serde::Serialize;

use crate::register::act::{Act, AppealOutcome};

/// An appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Appeal {
    /// When it was lodged.
    pub lodged: Date,
    /// It came after the last day, and the court allowed it.
    pub late_allowed: bool,
    /// When and how the court decided.
    pub decided: Option<(Date, AppealOutcome)>,
}

impl Appeal {
    fn ended(&self, how: AppealOutcome) -> bool {
        self.decided.is_some_and(|(_, outcome)| outcome == how)
    }
}

/// What has become of a community protection warning or notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Protection {
    /// Appeals, oldest first.
    pub appeals: Vec<Appeal>,
    /// What it asks for was done, by the latest word of it.
    pub complied: bool,
    /// The day on which it was seen not to be done, by the latest word of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breached: Option<Date>,
    /// The authority has ended it.
    pub discharged: bool,
}

/// The one word for it, the most that can be said first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionStatus {
    /// Ended by the authority.
    Discharged,
    /// Ended by a court.
    Quashed,
    /// An appeal is in progress.
    Appealed,
    /// What it asks for was not done, or what it forbids went on.
    Breached,
    /// What it asks for was done.
    Complied,
    /// In force, in a court's terms.
    Varied,
    /// In force as issued.
    Issued,
}

impl ProtectionStatus {
    /// As machines and people name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Discharged => "discharged",
            Self::Quashed => "quashed",
            Self::Appealed => "appealed",
            Self::Breached => "breached",
            Self::Complied => "complied",
            Self::Varied => "varied",
            Self::Issued => "issued",
        }
    }
}

impl Protection {
    /// The one word for it.
    #[must_use]
    pub fn status(&self) -> ProtectionStatus {
        if self.discharged {
            ProtectionStatus::Discharged
        } else if self.appeals.iter().any(|appeal| appeal.ended(AppealOutcome::Quashed)) {
            ProtectionStatus::Quashed
        } else if self.open_appeal().is_some() {
            ProtectionStatus::Appealed
        } else if self.breached.is_some() {
            ProtectionStatus::Breached
        } else if self.complied {
            ProtectionStatus::Complied
        } else if self.is_varied() {
            ProtectionStatus::Varied
        } else {
            ProtectionStatus::Issued
        }
    }

    /// The appeal that is in progress: until it ends only requirements to stop bind (s46(3)).
    #[must_use]
    pub fn open_appeal(&self) -> Option<&Appeal> {
        self.appeals.iter().find(|appeal| appeal.decided.is_none())
    }

    /// Whether an appeal was in progress at some time of that day (s46(3)).
    #[must_use]
    pub fn is_appealed_on(&self, day: Date) -> bool {
        let ended = |appeal: &Appeal| appeal.decided.is_some_and(|(decided, _)| decided < day);
        self.appeals.iter().any(|appeal| appeal.lodged <= day && !ended(appeal))
    }

    /// Whether a court has changed what it says.
    #[must_use]
    pub fn is_varied(&self) -> bool {
        self.appeals.iter().any(|appeal| appeal.ended(AppealOutcome::Varied))
    }

    /// Whether it binds nobody any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.status(), ProtectionStatus::Quashed | ProtectionStatus::Discharged)
    }

    /// Takes an act in; others are passed over.
    pub(super) fn act(&mut self, act: &Act) {
        match *act {
            Act::Appealed { lodged, late_allowed } => {
                self.appeals.push(Appeal { lodged, late_allowed, decided: None });
            }
            Act::AppealDecided { decided, outcome } => {
                if let Some(open) = self.appeals.iter_mut().find(|appeal| appeal.decided.is_none()) {
                    open.decided = Some((decided, outcome));
                    // Done, or not done, was what it said before.
                    if outcome == AppealOutcome::Varied {
                        (self.complied, self.breached) = (false, None);
                    }
                }
            }
            // The latest word of it counts.
            Act::Complied => (self.complied, self.breached) = (true, None),
            Act::Breached { seen } => (self.complied, self.breached) = (false, Some(seen)),
            Act::Discharged => self.discharged = true,
            _ => {}
        }
    }
}
