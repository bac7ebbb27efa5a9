//! One person's data at the desk: found and handed over by whoever looks after data, for a reason that is logged before
//! anything is read. Names go into no log, no file name and no refusal.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use beatbook_domain::access::{Area, Regime};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::controller::ControllerNames;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::office::{Office, Told};
use super::outline::plain;
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::{FormArgs, ReaderArgs};
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::person::{Found, Wanted, find};
use crate::printing::write_new;

/// One person's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum PersonCommand {
    /// List which records tell of somebody
    Find {
        /// Of whom
        #[command(flatten)]
        wanted: WantedArgs,
        /// Who asks; --reason says which request it is
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Write everything that is kept of somebody into a folder, and nothing of anybody else
    Export {
        /// Of whom
        #[command(flatten)]
        wanted: WantedArgs,
        /// Who asks; --reason says which request it is
        #[command(flatten)]
        reader: ReaderArgs,
        /// The folder; it must not exist
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// With what they were not told of: disclosures, the concerns behind them, reviews by safeguarding. Decide with those who
        /// lead it (DPA 2018 Schedules 2 and 3)
        #[arg(long)]
        with_kept_back: bool,
    },
}

/// Of whom: by name and date of birth, by a registration, or by the number of a notice they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
#[command(group = clap::ArgGroup::new("whom").required(true).args(["given", "registration", "number"]))]
pub struct WantedArgs {
    /// Given names
    #[arg(long, requires = "family")]
    given: Option<String>,
    /// Family name
    #[arg(long, requires = "given")]
    family: Option<String>,
    /// Date of birth; without one nothing is sure, and nothing is exported
    #[arg(long, requires = "given", value_name = "DATE")]
    born: Option<Date>,
    /// A vehicle's registration
    #[arg(long)]
    registration: Option<String>,
    /// A notice's number
    #[arg(long)]
    number: Option<String>,
}

impl WantedArgs {
    fn wanted(self) -> Result<Wanted, ServerError> {
        let Self { given, family, born, registration, number } = self;
        if let (Some(given), Some(family)) = (given, family) {
            return Ok(Wanted::Person { given, family, born });
        }
        if let Some(registration) = registration {
            return Ok(Wanted::Registration(registration));
        }
        let number = NoticeNumber::parse(&number.unwrap_or_default());
        number.map(Wanted::Number).map_err(|error| ServerError::refused(error.code(), error))
    }
}

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: PersonCommand) -> Result<Told, ServerError> {
    match command {
        PersonCommand::Find { wanted, reader, form } => {
            let (seat, found) = look(office, wanted, &reader, "a person's data to be found").await?;
            note(office, &seat, "a person's data found", &found).await?;
            let columns = ["kind", "record", "day", "sure", "law", "kept_back"];
            let mut sheet = Sheet::new("records that tell of the person", &columns);
            for one in &found {
                let day = one.day.map(|day| day.to_string()).unwrap_or_default();
                let sure = if one.possible { "perhaps: compare" } else { "yes" };
                sheet.rows.push(vec![
                    one.kind.code().to_owned(),
                    one.record.to_string(),
                    day,
                    sure.to_owned(),
                    one.kind.regime().law().to_owned(),
                    kept_back(one).to_owned(),
                ]);
            }
            sheet.told(form.csv)
        }
        PersonCommand::Export { wanted, reader, out, with_kept_back } => {
            if out.try_exists().map_err(ServerError::io("looking for the folder"))? {
                return Err(ServerError::refused(
                    "folder_exists",
                    "the folder is there already: name a new one",
                ));
            }
            let (seat, found) = look(office, wanted, &reader, "a person's data to be exported").await?;
            let (mut own, possible): (Vec<Found>, Vec<Found>) =
                found.into_iter().partition(|one| !one.possible);
            let kept = own.iter().filter(|one| one.kept_back.is_some()).count();
            if !with_kept_back {
                own.iter_mut().for_each(|one| one.kept_back = None);
                own.retain(|one| !one.holds.is_null());
            }
            let what = if with_kept_back {
                "a person's data exported with what is kept back"
            } else {
                "a person's data exported"
            };
            // Before anything is on paper; what may be of somebody else is not.
            note(office, &seat, what, &own).await?;
            let journal = office.service.store().journal(&seat.scope).await?;
            let names = ControllerNames::of(journal.iter().map(|(_, body)| body));
            write(&out, &own, (&names, &seat.today.to_string()))?;
            let left_out = possible.len();
            let mut text = format!(
                "{} records are written into {}. {left_out} more may be of the same person – found by initials, by a name without a \
                 date of birth, with its words in another order or in an officer's own words – and are not: compare them with `person find` before anything of them is handed over. Read what \
                 officers wrote in their own words: it may tell of others.",
                own.len(),
                out.display()
            );
            if kept > 0 {
                let says = if with_kept_back {
                    "hold what the person was not told of: hand it over only as decided"
                } else {
                    "are kept back whole or in part, and the folder does not say so: the person was not told of them. Decide with \
                     those who lead safeguarding (DPA 2018 Schedules 2 and 3), and export with --with-kept-back what they may have"
                };
                let _ = write!(text, " {kept} records {says}.");
            }
            Ok(Told::ok(text, json!({ "records": own.len(), "possible": left_out, "kept_back": kept })))
        }
    }
}

/// How much of a record the person was not told of.
fn kept_back(found: &Found) -> &'static str {
    match (&found.kept_back, found.holds.is_null()) {
        (None, _) => "",
        (Some(_), false) => "in part",
        (Some(_), true) => "whole",
    }
}

async fn look(
    office: &Office,
    wanted: WantedArgs,
    reader: &ReaderArgs,
    what: &str,
) -> Result<(Seat, Vec<Found>), ServerError> {
    let seat = Seat::open_for(office, reader, (Purpose::PersonsRequest, what)).await?;
    Seat::check(seat.access.answers_for(Area::Audit))?;
    if seat.reason.is_none() {
        return Err(ServerError::refused(
            "reason",
            "say which request it is (--reason), in words without names",
        ));
    }
    let wanted = wanted.wanted()?;
    let (store, keyholder) = (&**office.service.store(), office.service.keyholder());
    let found = find(store, keyholder, &seat.scope, &wanted, seat.today).await?;
    Ok((seat, found))
}

/// Writes down which records are shown or leave; whose they are is not.
async fn note(office: &Office, seat: &Seat, what: &str, found: &[Found]) -> Result<(), ServerError> {
    let store = office.service.store();
    if found.is_empty() {
        store.log_access(&seat.scope, &format!("{what}: none"), None).await?;
    }
    let records: Vec<String> =
        found.iter().map(|one| format!("{} {}", one.kind.code(), one.record)).collect();
    for some in records.chunks(20) {
        store.log_access(&seat.scope, &format!("{what}: {}", some.join(", ")), None).await?;
    }
    Ok(())
}

/// What is told and what was kept back of a record.
fn all(found: &Found) -> Value {
    let mut holds = found.holds.clone();
    let Some(kept_back) = &found.kept_back else { return holds };
    match holds.as_object_mut() {
        Some(fields) => drop(fields.insert("not_told_before".to_owned(), kept_back.clone())),
        None => holds.clone_from(kept_back),
    }
    holds
}

/// All of it, or no folder.
fn write(folder: &Path, found: &[Found], (names, day): (&ControllerNames, &str)) -> Result<(), ServerError> {
    use std::os::unix::fs::DirBuilderExt as _;
    let records: Vec<_> = found
        .iter()
        .map(|one| {
            let regime = one.kind.regime();
            json!({
                "kind": one.kind, "record": one.record, "day": one.day, "holds": all(one), "regime": regime,
                "law": regime.law(), "right": regime.right_of_access(), "controller": one.kind.controller(),
                "controller_name": names.words(one.kind.controller()),
            })
        })
        .collect();
    let json = format!("{:#}\n", json!({ "as_at": day, "records": records }));
    let written = std::fs::DirBuilder::new().mode(0o700).create(folder).and_then(|()| {
        write_new(&folder.join("person.json"), json.as_bytes())?;
        write_new(&folder.join("index.html"), page(found, (names, day)).as_bytes())
    });
    if written.is_err() {
        // Half of it is none.
        let _ = std::fs::remove_dir_all(folder);
    }
    written.map_err(ServerError::io("writing the folder"))
}

const STYLE: &str = "body { font-family: sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem } dt { font-weight: bold } \
                     dd { margin-left: 1.5rem }";

fn page(found: &[Found], (names, day): (&ControllerNames, &str)) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Your data</title>\n<style>{STYLE}</style></head>\n\
         <body>\n<h1>What is kept about you</h1>\n<p>As at {day}. Other people are left out; what is left out is said with each \
         record.</p>\n"
    );
    for regime in [Regime::LawEnforcement, Regime::General] {
        let mut under = found.iter().filter(|one| one.kind.regime() == regime).peekable();
        if under.peek().is_some() {
            let _ = write!(
                out,
                "<h2>{}</h2>\n<p>Your right to see it: {}.</p>\n",
                regime.law(),
                regime.right_of_access()
            );
        }
        for one in under {
            let day = one.day.map(|day| format!(", {day}")).unwrap_or_default();
            let _ = write!(
                out,
                "<h3>{}{day}</h3>\n<p>Record {}. Controller: {}.</p>\n",
                one.kind.code().replace('_', " "),
                one.record,
                escaped(&names.words(one.kind.controller())),
            );
            write_value(&mut out, &all(one));
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// What is kept, for people to read: names of fields and codes in words, instants by the clock, places by the grid, nothing where
/// nothing was told.
fn write_value(out: &mut String, value: &Value) {
    let told = |value: &&Value| !value.is_null();
    if let Some(text) = plain(value) {
        return out.push_str(&escaped(&text));
    }
    match value {
        Value::Object(fields) => {
            out.push_str("<dl>\n");
            for (name, value) in fields.iter().filter(|(_, value)| told(value)) {
                let _ = write!(out, "<dt>{}</dt><dd>", escaped(&name.replace('_', " ")));
                write_value(out, value);
                out.push_str("</dd>\n");
            }
            out.push_str("</dl>\n");
        }
        Value::Array(values) => {
            out.push_str("<ul>\n");
            for value in values.iter().filter(told) {
                out.push_str("<li>");
                write_value(out, value);
                out.push_str("</li>\n");
            }
            out.push_str("</ul>\n");
        }
        _ => {}
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
