//! Templates: check and import of an authority's own wording, export, and which sets there were.

use std::fmt::Write as _;
use std::path::PathBuf;

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_label;
use beatbook_paper::TemplateSet;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::acting::ActingArgs;
use super::office::{Answer, Office, Told};
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::{FormArgs, ReaderArgs};
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::templates::{self, TemplatesRefusal};

/// Templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum TemplatesCommand {
    /// Check a file: every kind of notice is printed from samples, and all that is wrong is listed
    Check {
        /// JSON file, see docs/paper.md
        file: PathBuf,
    },
    /// Import a file: from now on new notices are printed with it; with a fault in it, nothing changes
    Import(TemplatesImportArgs),
    /// Print a set as the file it can be imported from: the one in force
    Export {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// An earlier revision of the authority's own instead
        #[arg(long)]
        revision: Option<u32>,
        /// The set that comes with this server instead
        #[arg(long, conflicts_with = "revision")]
        shipped: bool,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
    },
    /// List the sets that were imported: by whom, when and why
    List {
        /// The authority's code or id
        #[arg(long)]
        authority: String,
        /// Who does it
        #[command(flatten)]
        acting: ActingArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// An import of templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct TemplatesImportArgs {
    /// JSON file, see docs/paper.md
    pub file: PathBuf,
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// The officer who answers for the wording, by code or id: whoever answers for enforcement
    #[arg(long = "as", value_name = "OFFICER")]
    pub by: String,
    /// Why, in a few words without names: the journal keeps it
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

impl From<TemplatesRefusal> for ServerError {
    fn from(refusal: TemplatesRefusal) -> Self {
        match refusal {
            TemplatesRefusal::Fault(fault) => Self::Fault(fault),
            TemplatesRefusal::Book(refusal) => refusal.into(),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

pub(super) async fn carry_out(
    office: &Office,
    command: TemplatesCommand,
    file: Vec<u8>,
    in_json: bool,
) -> Result<Answer, ServerError> {
    let told = match command {
        TemplatesCommand::Check { .. } => check(file).await,
        TemplatesCommand::Import(args) => import(office, args, file).await,
        TemplatesCommand::Export { authority, revision, shipped, .. } => {
            return export(office, &authority, revision, shipped).await;
        }
        TemplatesCommand::List { authority, form, .. } => list(office, &authority, form.csv).await,
    };
    told.map(|told| told.answer(in_json))
}

async fn check(file: Vec<u8>) -> Result<Told, ServerError> {
    let set = templates::checked(file).await?;
    let (id, revision) = (&set.id, set.revision);
    Ok(Told::ok(
        format!("{id} revision {revision} prints every kind of notice and says what the law asks for."),
        json!({ "id": id, "revision": revision, "faults": [] }),
    ))
}

async fn import(office: &Office, args: TemplatesImportArgs, file: Vec<u8>) -> Result<Told, ServerError> {
    let reader = ReaderArgs { authority: args.authority, reader: args.by, reason: Some(args.reason.clone()) };
    let seat = Seat::open_for(office, &reader, (Purpose::Administration, "templates import")).await?;
    Seat::check(seat.access.answers_for(Area::Enforcement))?;
    let (store, now) = (&**office.service.store(), office.service.clock().now());
    let set = templates::import(store, &seat.scope, file, (seat.reader.id, &args.reason), now).await?;
    let text = format!(
        "{} revision {} is in force: phones print new notices with it after their next sync.",
        set.id, set.revision
    );
    Ok(Told::ok(text, json!({ "in_force": set })))
}

/// A set as the file it can be imported from; JSON in any case.
async fn export(
    office: &Office,
    authority: &str,
    revision: Option<u32>,
    shipped: bool,
) -> Result<Answer, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = &**office.service.store();
    store.log_access(&scope, "templates export", None).await?;
    let found = if shipped {
        Some(TemplateSet::shipped())
    } else {
        templates::in_force(store, &scope, revision).await?
    };
    let none = "there is no set of this revision: `templates list` shows them";
    let set = found.ok_or_else(|| ServerError::refused("unknown_templates", none))?;
    let mut out = set.to_file().map_err(TemplatesRefusal::from)?;
    out.push(b'\n');
    Ok(Answer { out, exit: 0 })
}

async fn list(office: &Office, authority: &str, csv: bool) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let store = &**office.service.store();
    store.log_access(&scope, "list of templates", None).await?;
    let taken = templates::taken(store, &scope).await?;
    let officers = store.officers(&scope).await?;
    let mut out = String::new();
    let mut list: Vec<Value> = Vec::new();
    let mut sheet =
        Sheet::new("Sets that were imported", &["set", "revision", "since", "by", "reason", "in_force"]);
    for (place, one) in taken.iter().enumerate() {
        let in_force = place + 1 == taken.len();
        let known = officers.iter().find(|officer| officer.id == one.by);
        let by = known.map_or_else(|| one.by.to_string(), |officer| officer.code.clone());
        let since = local_label(one.time).map_err(|error| ServerError::refused(error.code(), error))?;
        let _ = writeln!(
            out,
            "{} revision {}  since {since}  by {by}: {}{}",
            one.set.id,
            one.set.revision,
            one.reason,
            if in_force { "  IN FORCE" } else { "" }
        );
        sheet.rows.push(vec![
            one.set.id.clone(),
            one.set.revision.to_string(),
            since,
            by.clone(),
            one.reason.clone(),
            if in_force { "yes" } else { "no" }.to_owned(),
        ]);
        list.push(json!({
            "set": one.set, "since": one.time, "by": by, "reason": one.reason, "in_force": in_force,
        }));
    }
    if list.is_empty() {
        let shipped = TemplateSet::shipped();
        let _ = writeln!(
            out,
            "Notices are printed with {} revision {} that comes with this server: `templates import` brings your own.",
            shipped.id, shipped.revision
        );
    }
    sheet.beside(Told::ok(out, list.into()), csv)
}
