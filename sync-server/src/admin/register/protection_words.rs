//! The words for what becomes of a community protection warning or notice: appeals, compliance, breach, its end.

use beatbook_domain::register::{Act, AppealOutcome};
use clap::Subcommand;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::words::{About, code};

/// About a community protection warning or notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum ProtectionCommand {
    /// An appeal against a community protection notice is in progress: only requirements to stop bind until it ends
    Appeal {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// The day it was lodged
        #[arg(long, value_name = "DATE")]
        on: Date,
        /// It is after the last day, and the court has allowed it; needs --why
        #[arg(long)]
        late_allowed: bool,
    },
    /// The court has decided the appeal
    AppealDecided {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// On which day
        #[arg(long, value_name = "DATE")]
        decided: Date,
        /// How
        #[arg(long, value_parser = code::<AppealOutcome>)]
        outcome: AppealOutcome,
    },
    /// What a community protection warning or notice asks for was done; what it forbids, it forbids on
    Complied {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
    /// What a community protection warning or notice asks for was not done, or what it forbids went on; needs --why
    Breached {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
        /// The day on which that was seen
        #[arg(long, value_name = "DATE")]
        on: Date,
    },
    /// The authority ends a community protection warning or notice; needs --why
    Discharged {
        /// Which, and who decides
        #[command(flatten)]
        about: About,
    },
}

impl ProtectionCommand {
    /// What is decided about which notice.
    pub(super) fn decision(self) -> (About, Act) {
        match self {
            Self::Appeal { about, on, late_allowed } => (about, Act::Appealed { lodged: on, late_allowed }),
            Self::AppealDecided { about, decided, outcome } => {
                (about, Act::AppealDecided { decided, outcome })
            }
            Self::Complied { about } => (about, Act::Complied),
            Self::Breached { about, on } => (about, Act::Breached { seen: on }),
            Self::Discharged { about } => (about, Act::Discharged),
        }
    }
}
