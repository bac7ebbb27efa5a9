//! Patrols that are held out of the hours, and the end a supervisor states.

use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::presence::Interval;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::office::{Office, Told, instant};
use super::people::text;
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::{FormArgs, ReaderArgs};
use crate::auth::Purpose;
use crate::endings::{EndAsked, EndRefusal, Mended};
use crate::error::ServerError;
use crate::report::hours;
use crate::store::{Officer, PatrolStanding};

/// Patrols that nobody can have been on for so long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum PatrolCommand {
    /// List patrols that are held out of the hours, and those with a stated end
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// The officer who reads, by code or id: a supervisor the own team's, the community-safety manager all
        #[arg(long = "as", value_name = "OFFICER")]
        reader: String,
        /// Why officers' patrols are looked at
        #[arg(long)]
        reason: String,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// State when a patrol that is held out had ended: it then counts up to its last position not after that.
    /// Positions are left out, none is changed; the phone's own record stays as it is
    End(PatrolEndArgs),
}

/// A stated end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct PatrolEndArgs {
    /// The patrol's id, as `patrol list` and `alarms` show it
    pub patrol: Id,
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// When it had ended at the latest, such as 2026-11-01T03:10+00:00
    #[arg(long, value_name = "INSTANT")]
    pub at: String,
    /// Who says so: a supervisor of the officer's team, or the community-safety manager, by code or id
    #[arg(long, value_name = "OFFICER")]
    pub by: String,
    /// Why, in a few words without names: every phone of the authority reads it
    #[arg(long)]
    pub reason: String,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl From<EndRefusal> for ServerError {
    fn from(refusal: EndRefusal) -> Self {
        match refusal {
            EndRefusal::Fault(fault) => fault.into(),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

pub(super) async fn carry_out(office: &Office, command: PatrolCommand) -> Result<Told, ServerError> {
    match command {
        PatrolCommand::List { authority, reader, reason, form } => {
            let reason = Some(text("reason", &reason)?.to_owned());
            list(office, &ReaderArgs { authority, reader, reason }, form.csv).await
        }
        PatrolCommand::End(args) => end(office, &args).await,
    }
}

async fn list(office: &Office, reader: &ReaderArgs, csv: bool) -> Result<Told, ServerError> {
    let seat = Seat::open_for(office, reader, (Purpose::Administration, "patrols held out")).await?;
    seat.check_leads()?;
    let mut standing = office.service.store().patrols_to_mend(&seat.scope).await?;
    standing.retain(|one| seat.reads(one.officer));
    let officers = &seat.officers;
    let mut told = String::new();
    let mut sheet = Sheet::new(
        "Patrols that are held out, and those with a stated end",
        &["patrol", "officer", "from", "to", "hours", "stated_end"],
    );
    for one in &standing {
        let stated = match one.stated {
            Some(at) => format!("counts, with its end stated as {}", label(at)),
            None => "HELD OUT".to_owned(),
        };
        let _ = writeln!(
            told,
            "{}  {:<10} {}, {} h: {stated}",
            one.key.record,
            code_of(officers, one.officer),
            span(one.span),
            hours(one.span.to - one.span.from)
        );
        sheet.rows.push(vec![
            one.key.record.to_string(),
            code_of(officers, one.officer).to_owned(),
            label(one.span.from),
            label(one.span.to),
            hours(one.span.to - one.span.from),
            one.stated.map(label).unwrap_or_default(),
        ]);
    }
    if standing.is_empty() {
        told.push_str("No patrol is held out.");
    }
    let list: Vec<Value> = standing.iter().map(|one| standing_json(one, officers)).collect();
    sheet.beside(Told::ok(told, list.into()), csv)
}

async fn end(office: &Office, args: &PatrolEndArgs) -> Result<Told, ServerError> {
    let reason = text("reason", &args.reason)?.to_owned();
    let (authority, reader) = (args.authority.clone(), args.by.clone());
    let reader = ReaderArgs { authority, reader, reason: Some(reason.clone()) };
    let what = (Purpose::Administration, "end of a patrol");
    let seat = Seat::open_for(office, &reader, what).await?;
    seat.check_leads()?;
    let (scope, officers) = (seat.scope, &seat.officers);
    // Which patrol is unknown, or counts as it is, is said further on. Nobody states the end of an own one.
    let patrols = office.service.store().patrols_to_mend(&scope).await?;
    let may = |officer| officer != seat.reader.id && seat.reads(officer);
    let named = patrols.iter().find(|one| one.key.record == args.patrol);
    Seat::check(named.is_none_or(|one| may(one.officer)))?;
    let asked = EndAsked {
        patrol: args.patrol,
        at: instant(&args.at)?,
        by: seat.reader.id,
        reason,
        dry_run: args.dry_run,
    };
    let mended = office.service.state_end(&scope, &asked).await?;
    Ok(Told::ok(in_words(&mended, officers, args.dry_run), in_json(&mended, officers, args.dry_run)))
}

fn in_words(mended: &Mended, officers: &[Officer], dry_run: bool) -> String {
    let (before, after) = (&mended.before, &mended.after);
    let now = match before.stated {
        Some(at) => format!("counts with its end stated as {}", label(at)),
        None => "is HELD OUT".to_owned(),
    };
    let mut told = format!(
        "Patrol {} of officer {}, {}, {now}.\nWith this end it {} {}, {} h, up to its last position before it:\n",
        before.key.record,
        code_of(officers, before.officer),
        span(before.span),
        if dry_run { "would count" } else { "counts" },
        span(after.span),
        hours(after.span.to - after.span.from),
    );
    for area in &after.areas {
        let sum = |of: &[beatbook_domain::presence::ModeInterval]| {
            hours(of.iter().map(|one| one.span.to - one.span.from).sum())
        };
        let _ = writeln!(
            told,
            "  {:<16} {} h, certain {}, possible {}; {} visits",
            area.zone,
            sum(&area.presence),
            sum(&area.certain),
            sum(&area.possible),
            area.visits.len()
        );
    }
    told.push_str(if dry_run {
        "Nothing was changed."
    } else {
        "The hours follow at once; what was published of the period is marked as restated."
    });
    told
}

fn in_json(mended: &Mended, officers: &[Officer], dry_run: bool) -> Value {
    let zones: Vec<Value> = mended
        .after
        .areas
        .iter()
        .map(|area| {
            let sum = |of: &[beatbook_domain::presence::ModeInterval]| {
                of.iter().map(|one| one.span.to - one.span.from).sum::<i64>()
            };
            json!({
                "code": area.zone, "presence": sum(&area.presence), "certain": sum(&area.certain),
                "possible": sum(&area.possible), "visits": area.visits.len(),
            })
        })
        .collect();
    json!({
        "before": standing_json(&mended.before, officers),
        "from": mended.after.span.from,
        "to": mended.after.span.to,
        "zones": zones,
        "changed": !dry_run,
    })
}

fn standing_json(one: &PatrolStanding, officers: &[Officer]) -> Value {
    json!({
        "patrol": one.key.record, "notebook": one.key.notebook, "officer": code_of(officers, one.officer),
        "from": one.span.from, "to": one.span.to, "stated_end": one.stated,
    })
}

fn code_of(officers: &[Officer], id: Id) -> &str {
    officers.iter().find(|officer| officer.id == id).map_or("?", |officer| officer.code.as_str())
}

fn span(span: Interval) -> String {
    format!("{} to {}", label(span.from), label(span.to))
}

fn label(at: i64) -> String {
    local_label(at).unwrap_or_else(|_| "outside the calendar".to_owned())
}
