//! `beatbook-server hours`: which days, which rows, whose time, in which form.
//!
//! The refusals – a team too small, an officer without a reason – are the report's own; here is only spelling.

use std::path::PathBuf;

use beatbook_domain::hours::{Basis, GroupBy, ZoneChoice};
use beatbook_domain::zone::ZoneKind;
use beatbook_server::report::{Form, HoursRequest, WhoseAsked};
use clap::{Args, ValueEnum};

/// Hours that officers were really in each zone, derived from their phones.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which_zones").args(["kind", "programme", "zones"]))]
#[command(group = clap::ArgGroup::new("whose_time").args(["team", "operation", "officer"]))]
pub struct Hours {
    /// The authority's code or id.
    #[arg(long)]
    pub authority: String,
    /// The officer who asks, by code or id: whose hours are shown is what this officer's roles allow.
    #[arg(long = "as", value_name = "OFFICER")]
    pub reader: String,
    /// Which days, local time: 2026-04-01, 2026-W14, 2026-04, 2026-Q2, 2026/27 (financial year), 2026,
    /// 12m-to-2026-03 or 2026-04-01..2026-04-15 (both included).
    #[arg(long)]
    pub period: String,
    /// What a line is.
    #[arg(long, value_enum, default_value_t = By::Zone)]
    pub by: By,
    /// Zones of this kind only.
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    /// Zones of this programme only.
    #[arg(long)]
    pub programme: Option<String>,
    /// This zone only; may be repeated.
    #[arg(long = "zone", value_name = "CODE")]
    pub zones: Vec<String>,
    /// Officers of this team only; teams of at least three.
    #[arg(long)]
    pub team: Option<String>,
    /// Patrols of this operation only.
    #[arg(long)]
    pub operation: Option<String>,
    /// One officer's hours, by public id; the reason goes to the access log.
    #[arg(long, value_name = "CODE", requires = "reason")]
    pub officer: Option<String>,
    /// Why one officer's hours are read.
    #[arg(long, requires = "officer")]
    pub reason: Option<String>,
    /// What targets and shares are reckoned with.
    #[arg(long, value_enum, default_value_t = ReckonedWith::OfficerFoot)]
    pub basis: ReckonedWith,
    /// Show when in the week, too.
    #[arg(long)]
    pub week: bool,
    /// How it is written; --json is the same as --form json.
    #[arg(long, value_enum, default_value_t = WrittenAs::Table)]
    pub form: WrittenAs,
    /// Derive first whatever has arrived.
    #[arg(long)]
    pub wait: bool,
    /// Publish the period's hours by zone: later differences are then marked as restated.
    #[arg(long, conflicts_with_all = ["by", "which_zones", "whose_time", "basis", "week"])]
    pub publish: bool,
    /// Write to this file instead of the screen.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// One zone.
    Zone,
    /// All zones of a kind, each minute once.
    Kind,
    /// All zones of a programme, each minute once.
    Programme,
    /// The officers of a team; teams of fewer than three are left out.
    Team,
    /// The patrols of an operation.
    Operation,
}

/// Kinds of zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Electoral wards.
    Ward,
    /// Hotspots of patrol programmes.
    Hotspot,
    /// Restricted areas of Public Spaces Protection Orders.
    PspoArea,
    /// Premises where an order does not apply.
    PremisesExclusion,
    /// Sectors of a rough-sleeper count.
    CountSector,
}

/// What targets and shares are reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReckonedWith {
    /// Every officer of a crew, on foot.
    OfficerFoot,
    /// Every officer of a crew, in every mode.
    OfficerAll,
    /// A crew once, on foot.
    PatrolFoot,
    /// A crew once, in every mode.
    PatrolAll,
}

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WrittenAs {
    /// To be read.
    Table,
    /// For a spreadsheet.
    Csv,
    /// For a spreadsheet, by hour of the week.
    WeekCsv,
    /// For programs.
    Json,
}

impl Hours {
    /// What is asked.
    #[must_use]
    pub fn request(&self) -> HoursRequest {
        HoursRequest {
            period: self.period.clone(),
            by: match self.by {
                By::Zone => GroupBy::Zone,
                By::Kind => GroupBy::Kind,
                By::Programme => GroupBy::Programme,
                By::Team => GroupBy::Team,
                By::Operation => GroupBy::Operation,
            },
            zones: self.which_zones(),
            whose: self.whose(),
            basis: match self.basis {
                ReckonedWith::OfficerFoot => Basis::OfficerFoot,
                ReckonedWith::OfficerAll => Basis::OfficerAll,
                ReckonedWith::PatrolFoot => Basis::PatrolFoot,
                ReckonedWith::PatrolAll => Basis::PatrolAll,
            },
            by_week_hour: self.week || self.form == WrittenAs::WeekCsv,
            wait: self.wait,
        }
    }

    /// How it is to be written; `json` if the whole command line asks for JSON.
    #[must_use]
    pub fn form(&self, json: bool) -> Form {
        match self.form {
            _ if json => Form::Json,
            WrittenAs::Table => Form::Table,
            WrittenAs::Csv => Form::Csv,
            WrittenAs::WeekCsv => Form::WeekCsv,
            WrittenAs::Json => Form::Json,
        }
    }

    fn which_zones(&self) -> ZoneChoice {
        match (self.kind, &self.programme) {
            (Some(kind), _) => ZoneChoice::Kind(match kind {
                Kind::Ward => ZoneKind::Ward,
                Kind::Hotspot => ZoneKind::Hotspot,
                Kind::PspoArea => ZoneKind::PspoArea,
                Kind::PremisesExclusion => ZoneKind::PremisesExclusion,
                Kind::CountSector => ZoneKind::CountSector,
            }),
            (None, Some(programme)) => ZoneChoice::Programme(programme.clone()),
            (None, None) if self.zones.is_empty() => self.usual_zones(),
            (None, None) => ZoneChoice::Codes(self.zones.clone()),
        }
    }

    /// A team's or operation's line is about hotspots unless the command says otherwise: with wards among the
    /// zones it would only say how long they were out.
    fn usual_zones(&self) -> ZoneChoice {
        match self.by {
            By::Team | By::Operation => ZoneChoice::Kind(ZoneKind::Hotspot),
            By::Zone | By::Kind | By::Programme => ZoneChoice::All,
        }
    }

    fn whose(&self) -> WhoseAsked {
        match (&self.team, &self.operation, &self.officer) {
            (Some(team), _, _) => WhoseAsked::Team(team.clone()),
            (_, Some(operation), _) => WhoseAsked::Operation(operation.clone()),
            (_, _, Some(code)) => {
                WhoseAsked::Officer { code: code.clone(), reason: self.reason.clone().unwrap_or_default() }
            }
            _ => WhoseAsked::Everyone,
        }
    }
}
