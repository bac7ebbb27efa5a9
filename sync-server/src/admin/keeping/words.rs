//! The words of the command line about keeping and holds.

use beatbook_domain::keeping::{Keep, KeepingKind};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::named::named;
use super::super::welfare::{FormArgs, ReaderArgs};

/// How long what is kept, and erasing what is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum KeepingCommand {
    /// What would be erased today, by kind, and why the rest stays; nothing is erased
    Due {
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Erase what is over, record by record; broken off, the next run goes on. Run once by a person, it is done daily
    Run {
        /// Who decides; --reason says why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// The table of keeping times in force
    Table {
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
        /// As on this day instead of today
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Keep something for another time from a day on
    Change {
        /// What, as `keeping table` spells it
        #[arg(value_parser = named::<KeepingKind>)]
        kind: KeepingKind,
        /// For how long
        #[command(flatten)]
        keep: KeepArgs,
        /// The first day on which it counts
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Who decides; --reason says why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// What is kept of one record, and what was erased of it
    Show {
        /// Its id, or a notice's number
        record: String,
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Erase one record because somebody asked for it and it was granted, whatever its time
    Erase {
        /// Its id, or a notice's number
        record: String,
        /// It tells of several people, and all of them are meant
        #[arg(long)]
        everybody: bool,
        /// Who decides; --reason says why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Say that the server's clock is right after it has jumped: only then is anything erased again
    Clock {
        /// Who says so; --reason says why
        #[command(flatten)]
        reader: ReaderArgs,
    },
}

/// Holds: a record is kept whatever its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum HoldCommand {
    /// Place a hold; the phones that tell of the record keep it, too
    Place {
        /// The record's id, or a notice's number
        record: String,
        /// Who decides; --reason says why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// Lift a hold
    Lift {
        /// Its reference
        hold: Id,
        /// Who decides; --reason says why
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List holds in force
    List {
        /// Who looks
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// For how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Args)]
#[group(required = true, multiple = false)]
pub struct KeepArgs {
    /// So many days
    #[arg(long)]
    days: Option<u16>,
    /// So many calendar months
    #[arg(long)]
    months: Option<u16>,
    /// So many calendar years
    #[arg(long)]
    years: Option<u16>,
    /// Until somebody has this age
    #[arg(long)]
    to_age: Option<u16>,
}

impl KeepArgs {
    /// The one that was given.
    pub(super) fn keep(self) -> Option<Keep> {
        let [days, months, years, age] = [self.days, self.months, self.years, self.to_age];
        days.map(Keep::Days).or(months.map(Keep::Months)).or(years.map(Keep::Years)).or(age.map(Keep::ToAge))
    }
}
