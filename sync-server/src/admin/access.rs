//! The access log, read back: for the data-protection officer, an audit, or an officer who asks.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_domain::access::{Area, Reading, Regime};
use beatbook_domain::calendar::local_label;
use beatbook_domain::presence::Interval;
use csv::{Terminator, WriterBuilder};
use serde_json::{Value, json};

use super::command::AccessLogArgs;
use super::named::name;
use super::office::{Office, Told, instant};
use super::people::reason;
use super::seat::Seat;
use super::welfare::ReaderArgs;
use crate::auth::{Purpose, Scope};
use crate::error::{Fault, ServerError};
use crate::report::as_text;
use crate::store::{AccessQuery, AccessRow};

/// Rows read at a time.
const PAGE: usize = 1_000;

const COLUMNS: [&str; 8] = ["number", "at", "at_utc_ms", "who", "purpose", "what", "reason", "regime"];

pub(super) async fn access_log(office: &Office, args: &AccessLogArgs) -> Result<Told, ServerError> {
    let (scope, of) = whose(office, args).await?;
    let from = args.from.as_deref().map(instant).transpose()?;
    let to = args.to.as_deref().map(instant).transpose()?;
    let period = Interval { from: from.unwrap_or(i64::MIN), to: to.unwrap_or(i64::MAX) };
    if period.from >= period.to {
        return Err(ServerError::refused(
            "period",
            "the period ends before it begins: look at --from and --to",
        ));
    }
    let store = office.service.store();
    let said = |bound: &Option<String>, open: &str| bound.clone().unwrap_or_else(|| open.to_owned());
    let what = format!("access log, {} to {}", said(&args.from, "the beginning"), said(&args.to, "now"));
    store.log_access(&scope, &what, reason(args.reason.as_deref())).await?;
    if of.as_ref().is_some_and(Vec::is_empty) {
        let why = "the access log is read by the data-protection officer; an administrator reads what the administrator did";
        return Err(ServerError::refused("not_allowed", why));
    }
    let mut rows: Vec<AccessRow> = Vec::new();
    loop {
        let after = rows.last().map_or(0, |row| row.number);
        let page = store.access_log(&scope, AccessQuery { period, after, at_most: PAGE }).await?;
        let last = page.len() < PAGE;
        rows.extend(page);
        if last {
            break;
        }
    }
    if let Some(of) = of {
        // What a server of before had done by itself for welfare, counts or the register bears the administrator's name.
        let own = |row: &AccessRow| row.who != ADMINISTRATOR || row.purpose == Purpose::Administration.name();
        rows.retain(|row| of.contains(&row.who) && own(row));
    }
    if let Some(asked) = args.regime {
        rows.retain(|row| regime(row).is_none_or(|regime| regime == asked.into()));
    }
    let officers = store.officers(&scope).await?;
    let codes = officers.iter().map(|one| (format!("officer {}", one.id), one.code.as_str())).collect();
    let text = if args.csv { spreadsheet(&rows)? } else { table(&rows, &codes)? };
    let told: Vec<Value> = rows.iter().map(for_programs).collect();
    Ok(Told::ok(text, told.into()))
}

/// Whoever holds the key file, in the log.
const ADMINISTRATOR: &str = "administrator";

/// Whose acts are shown, all if none is said: the column *audit* of the table of roles.
async fn whose(office: &Office, args: &AccessLogArgs) -> Result<(Scope, Option<Vec<String>>), ServerError> {
    let administrator = ADMINISTRATOR.to_owned();
    let Some(reader) = &args.reader else {
        let scope = office.scope(&args.authority, Purpose::Administration).await?;
        return Ok((scope, Some(vec![administrator])));
    };
    let (authority, reader, reason) = (args.authority.clone(), reader.clone(), args.reason.clone());
    let seat =
        Seat::taken(office, &ReaderArgs { authority, reader, reason }, Purpose::Administration).await?;
    let reads = |own| seat.access.may_read_body(Area::Audit, Reading { own, ..Reading::default() });
    let of = match (reads(false), reads(true)) {
        (true, _) => None,
        (false, true) => Some(vec![administrator, format!("officer {}", seat.reader.id)]),
        (false, false) => Some(Vec::new()),
    };
    Ok((seat.scope, of))
}

/// The regime of what a row tells of; none where it may be of both.
fn regime(row: &AccessRow) -> Option<Regime> {
    Purpose::ALL.into_iter().find(|purpose| purpose.name() == row.purpose).and_then(Purpose::regime)
}

fn for_programs(row: &AccessRow) -> Value {
    let mut told = json!(row);
    if let Some(fields) = told.as_object_mut() {
        fields.insert("regime".to_owned(), json!(regime(row)));
    }
    told
}

fn when(row: &AccessRow) -> Result<String, ServerError> {
    local_label(row.at).map_err(|error| ServerError::refused("instant", error))
}

/// For people: officers by their codes as well, `codes` by who they are in the log.
fn table(rows: &[AccessRow], codes: &BTreeMap<String, &str>) -> Result<String, ServerError> {
    let mut text = String::new();
    for row in rows {
        let who = codes.get(&row.who).map_or_else(|| row.who.clone(), |code| format!("{code} ({})", row.who));
        let reason = row.reason.as_ref().map(|reason| format!("  reason: {reason}")).unwrap_or_default();
        let _ = writeln!(text, "{}  {:<14} {who}: {}{reason}", when(row)?, row.purpose, row.what);
    }
    Ok(if text.is_empty() { "Nothing was written down in this time.".to_owned() } else { text })
}

fn spreadsheet(rows: &[AccessRow]) -> Result<String, ServerError> {
    let unwritten = |_| ServerError::from(Fault::Format { what: "the access log" });
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(unwritten)?;
    for row in rows {
        let reason = as_text(row.reason.as_deref().unwrap_or_default());
        let (number, at) = (row.number.to_string(), row.at.to_string());
        let said = regime(row).map(|regime| name(&regime)).unwrap_or_default();
        let cells = [
            number,
            when(row)?,
            at,
            as_text(&row.who),
            as_text(&row.purpose),
            as_text(&row.what),
            reason,
            said,
        ];
        writer.write_record(cells).map_err(unwritten)?;
    }
    let bytes = writer.into_inner().map_err(|_| Fault::Format { what: "the access log" })?;
    Ok(String::from_utf8(bytes).map_err(|_| Fault::Format { what: "the access log" })?)
}
