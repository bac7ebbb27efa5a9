//! Keeping times and holds at the desk. Who looks and who decides is in the access log; what was in a record never is.

mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_domain::access::{Area, Level};
use beatbook_domain::keeping::{KeepingKind, KeepingTable};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::json;

use super::office::{Office, Progress, Told};
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::ReaderArgs;
use crate::auth::{Purpose, Scope};
use crate::error::{Fault, ServerError};
use crate::keeping::{self, KeepingRefused, Named};
use crate::store::{Store, StoredBody, StoredEntry, Tellers};
pub use words::{HoldCommand, KeepArgs, KeepingCommand};

/// Entries of the desk read at a time.
const PAGE: usize = 1_000;

impl From<KeepingRefused> for ServerError {
    fn from(refusal: KeepingRefused) -> Self {
        match refusal {
            KeepingRefused::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

/// Carries one of the commands out.
pub(super) async fn carry_out(
    office: &Office,
    command: KeepingCommand,
    progress: &Progress,
) -> Result<Told, ServerError> {
    match command {
        KeepingCommand::Due { reader, form } => {
            due(office, &Desk::keeper(office, &reader, "what is over").await?, form.csv).await
        }
        KeepingCommand::Run { reader } => {
            run(office, &Desk::keeper(office, &reader, "run of keeping times").await?, progress).await
        }
        KeepingCommand::Table { reader, on, form } => {
            let desk = Desk::keeper(office, &reader, "table of keeping times").await?;
            table(office, &desk, on.unwrap_or(desk.seat.today)).await?.told(form.csv)
        }
        KeepingCommand::Change { kind, keep, from, reader } => {
            let desk = Desk::decider(office, &reader, "change of a keeping time").await?;
            let keep = keep.keep().ok_or_else(|| ServerError::refused("keep", "say for how long"))?;
            let (store, clock) = (&**office.service.store(), office.service.clock());
            keeping::change((store, clock), &desk.seat.scope, (kind, keep, from), desk.said()).await?;
            let text = format!(
                "{}: {} from {from} on. `keeping due` shows what the next run erases by it.",
                kind.code(),
                keep.words()
            );
            Ok(Told::ok(text, json!({ "kind": kind, "keep": keep, "from": from })))
        }
        KeepingCommand::Show { record, reader } => {
            let desk = Desk::keeper(office, &reader, "what is kept of a record").await?;
            let named = named(office, &desk, &record).await?;
            let what = format!("what is kept of record {}", named.record);
            office.service.store().log_access(&desk.seat.scope, &what, None).await?;
            show(office, &desk, named.record).await
        }
        KeepingCommand::Erase { record, everybody, reader } => {
            let desk = Desk::decider(office, &reader, "erasure on request").await?;
            let named = named(office, &desk, &record).await?;
            let (service, scope) = (&office.service, &desk.seat.scope);
            let bodies =
                keeping::erase_asked(service, scope, (named.record, everybody), desk.said().1).await?;
            let text = format!("{bodies} bodies are erased; their headers and what says so stay.");
            Ok(Told::ok(text, json!({ "record": named.record, "bodies": bodies })))
        }
        KeepingCommand::Clock { reader } => {
            let desk = Desk::keeper(office, &reader, "the server's clock is right").await?;
            desk.why()?;
            keeping::believe(&office.service, office.service.looked_at()).await?;
            let text = "The clock is taken to be right from now on.";
            Ok(Told::ok(text, json!({ "now": office.service.clock().now() })))
        }
    }
}

/// Carries one of the commands about holds out.
pub(super) async fn hold(office: &Office, command: HoldCommand) -> Result<Told, ServerError> {
    let clock = office.service.clock();
    let store = &**office.service.store();
    match command {
        HoldCommand::Place { record, reader } => {
            let desk = Desk::open(office, &reader, "hold").await?;
            let named = named(office, &desk, &record).await?;
            let hold = keeping::place((store, clock), &desk.seat.scope, named, desk.said()).await?;
            Ok(Told::ok(format!("hold {hold}"), json!({ "hold": hold })))
        }
        HoldCommand::Lift { hold, reader } => {
            let desk = Desk::open(office, &reader, "hold").await?;
            let all = keeping::holds(store, &desk.seat.scope).await?;
            let placed = all.iter().find(|one| one.placed.hold == hold).map(|one| &one.placed);
            let placed = placed.ok_or(KeepingRefused::UnknownHold)?;
            let tellers = store.tellers_of(&desk.seat.scope, placed.record).await?;
            desk.check_holds(&tellers).map_err(|_| KeepingRefused::UnknownHold)?;
            Seat::check(placed.by == desk.seat.reader.id || desk.looks_after_data())?;
            keeping::lift((store, clock), &desk.seat.scope, hold, desk.said()).await?;
            Ok(Told::ok(format!("hold {hold} is lifted"), json!({ "hold": hold })))
        }
        HoldCommand::List { reader, form } => {
            let desk = Desk::open(office, &reader, "list of holds").await?;
            let columns = ["hold", "record", "number", "by", "why"];
            let mut sheet = Sheet::new("holds in force", &columns);
            for one in keeping::holds(store, &desk.seat.scope).await? {
                let placed = one.placed;
                let tellers = store.tellers_of(&desk.seat.scope, placed.record).await?;
                if desk.check_holds(&tellers).is_ok() {
                    let number = placed.number.map(|number| number.to_string()).unwrap_or_default();
                    let (hold, record) = (placed.hold.to_string(), placed.record.to_string());
                    sheet.rows.push(vec![hold, record, number, desk.seat.code(placed.by), placed.why]);
                }
            }
            sheet.told(form.csv)
        }
    }
}

/// A record as it is named, if the officer may decide about it; else there is none.
async fn named(office: &Office, desk: &Desk, text: &str) -> Result<Named, ServerError> {
    let store = &**office.service.store();
    let named = keeping::named(store, &desk.seat.scope, text).await?;
    let tellers = store.tellers_of(&desk.seat.scope, named.record).await?;
    if !tellers.is_known() {
        return Err(KeepingRefused::UnknownRecord.into());
    }
    desk.check_holds(&tellers).map_err(|_| KeepingRefused::UnknownRecord)?;
    Ok(named)
}

/// Who sits at the desk, and why.
struct Desk {
    seat: Seat,
    why: String,
}

impl Desk {
    async fn open(office: &Office, reader: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let seat = Seat::open_for(office, reader, (Purpose::Keeping, what)).await?;
        let desk = Self { seat, why: reader.reason.clone().unwrap_or_default() };
        let areas = [Area::Enforcement, Area::Patrol, Area::Welfare, Area::Count, Area::Safeguarding];
        let any = areas.into_iter().any(|area| desk.seat.access.answers_for(area));
        Seat::check(any || desk.looks_after_data() || desk.takes_to_court())?;
        Ok(desk)
    }

    /// Somebody who looks after data, or runs the system: figures and erasing by the table.
    async fn keeper(office: &Office, reader: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let seat = Seat::open_for(office, reader, (Purpose::Keeping, what)).await?;
        Seat::check(seat.access.levels(Area::Audit).any(|level| level != Level::None))?;
        Ok(Self { seat, why: reader.reason.clone().unwrap_or_default() })
    }

    /// Somebody who looks after data: the table itself, and erasing beside it.
    async fn decider(office: &Office, reader: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let desk = Self::keeper(office, reader, what).await?;
        Seat::check(desk.looks_after_data())?;
        desk.why()?;
        Ok(desk)
    }

    fn looks_after_data(&self) -> bool {
        self.seat.access.answers_for(Area::Audit)
    }

    fn takes_to_court(&self) -> bool {
        self.seat.access.levels(Area::Enforcement).any(|level| level == Level::AuthorityFromCaseFile)
    }

    /// Refused unless the officer answers for what the record is about, or looks after data. One behind a coarse header is of
    /// the welfare service or a count.
    fn check_holds(&self, tellers: &Tellers) -> Result<(), ServerError> {
        let answers = |area| self.seat.access.answers_for(area);
        let of_help = || [Area::Welfare, Area::Count, Area::Safeguarding].into_iter().any(answers);
        let leads = || answers(Area::Patrol) || self.seat.leads_team() && answers(Area::Enforcement);
        // What an officer told may be held because of that officer, who is neither told so nor asked.
        let of_others = !tellers.officers.contains(&self.seat.reader.id);
        let decides = || if tellers.hidden { of_help() } else { leads() || self.takes_to_court() };
        Seat::check(self.looks_after_data() || of_others && decides())
    }

    fn why(&self) -> Result<(), KeepingRefused> {
        if self.why.trim().is_empty() { Err(KeepingRefused::Why) } else { Ok(()) }
    }

    /// Who says it, and why.
    fn said(&self) -> (Id, &str) {
        (self.seat.reader.id, &self.why)
    }
}

async fn due(office: &Office, desk: &Desk, csv: bool) -> Result<Told, ServerError> {
    let (store, keyholder) = (&**office.service.store(), office.service.keyholder());
    let (today, clock) = match keeping::today(&office.service).await {
        Ok(today) => (today, None),
        // A look harms nobody; that nothing would be erased now is said with it.
        Err(refusal @ KeepingRefused::Clock(_)) => (desk.seat.today, Some(refusal.to_string())),
        Err(refusal) => return Err(refusal.into()),
    };
    let scope = &desk.seat.scope;
    let plan = keeping::plan(store, keyholder, scope, (&store.keeping_facts(scope).await?, today)).await?;
    let mut sheet =
        Sheet::new(format!("keeping times as at {today}"), &["what", "kind", "records", "bodies"]);
    let mut over: BTreeMap<KeepingKind, (u64, usize)> = BTreeMap::new();
    for one in &plan.over {
        let (records, bodies) = over.entry(one.kind).or_default();
        (*records, *bodies) = (*records + 1, *bodies + one.group.bodies());
    }
    let mut row = |what: &str, kind: &str, records: u64, bodies: usize| {
        sheet.rows.push(vec![what.to_owned(), kind.to_owned(), records.to_string(), bodies.to_string()]);
    };
    for (kind, (records, bodies)) in over {
        row("erased", kind.code(), records, bodies);
    }
    if let Some((_, rows)) = plan.log {
        row("erased", KeepingKind::AccessLog.code(), rows, 0);
    }
    if !plan.people.is_empty() {
        row("erased", KeepingKind::MonthsSeen.code(), plan.people.len() as u64, 0);
    }
    for (why, groups) in &plan.kept {
        row("kept", why, *groups, 0);
    }
    let mut told = sheet.told(csv)?;
    if let Some(clock) = clock {
        let _ = write!(told.text, "\n{clock}");
        if let Some(json) = told.json.as_object_mut() {
            json.insert("clock".to_owned(), clock.into());
        }
    }
    Ok(told)
}

async fn run(office: &Office, desk: &Desk, progress: &Progress) -> Result<Told, ServerError> {
    desk.why()?;
    // Nobody listening is no reason to stop.
    let tell = |line: String| drop(progress.send(line));
    let report = keeping::run(&office.service, &desk.seat.scope, tell).await?;
    let mut text = String::new();
    for (kind, records) in &report.records {
        let _ = writeln!(text, "{kind:<20} {records} records erased");
    }
    let _ = write!(
        text,
        "{} bodies erased, {} rows of the access log, months under {} identifiers of people; {} records stay that were over.",
        report.bodies, report.log_rows, report.identifiers, report.stayed
    );
    let json = json!({
        "records": report.records, "bodies": report.bodies, "stayed": report.stayed, "kept": report.kept,
        "access_log_rows": report.log_rows, "identifiers": report.identifiers,
    });
    Ok(Told::ok(text, json))
}

async fn table(office: &Office, desk: &Desk, on: Date) -> Result<Sheet, ServerError> {
    let changes = keeping::changes(&**office.service.store(), &desk.seat.scope).await?;
    let table = KeepingTable::shipped().with(&changes);
    let mut sheet = Sheet::new(format!("keeping times in force on {on}"), &["kind", "kept", "why"]);
    for kind in KeepingKind::ALL {
        let keep = table.keep(kind, on);
        let by = changes.iter().rfind(|one| one.kind == kind && one.from <= on && Some(one.keep) == keep);
        let why = by.map_or("as shipped, unverified", |one| one.why.as_str());
        let words = keep.map_or_else(|| "for ever".to_owned(), |keep| keep.words());
        sheet.rows.push(vec![kind.code().to_owned(), words, why.to_owned()]);
    }
    Ok(sheet)
}

async fn show(office: &Office, desk: &Desk, record: Id) -> Result<Told, ServerError> {
    let store = &**office.service.store();
    let scope = &desk.seat.scope;
    let (mut notebooks, mut at_desk, mut text) = (Vec::new(), Vec::new(), String::new());
    for journal in store.journals(scope).await? {
        if journal.key.is_none() {
            at_desk = own_lines(store, scope, journal.id, record).await?;
            continue;
        }
        let entries = store.entries_of(scope, journal.id, record).await?;
        if entries.is_empty() {
            continue;
        }
        let presence = store.presence_kept(scope, journal.id, record).await?;
        let around = store.track_around(scope, journal.id, record).await?;
        let lines = entries.iter().map(line).collect::<Result<Vec<_>, Fault>>()?;
        let _ = writeln!(text, "notebook {}", journal.id);
        lines.iter().for_each(|line| say(&mut text, line));
        if let Some(kept) = &presence {
            let until =
                kept.recomputable_until.map_or("while the track is here".to_owned(), |day| day.to_string());
            let _ = writeln!(text, "  presence from input {}, recomputable until {until}", kept.input);
        }
        for one in &around {
            let _ = writeln!(text, "  track around it, from entry {} ({})", one.chunk, one.source);
        }
        let around: Vec<_> =
            around.iter().map(|one| json!({ "chunk": one.chunk, "source": one.source })).collect();
        let presence = presence
            .map(|kept| json!({ "input": kept.input, "recomputable_until": kept.recomputable_until }));
        notebooks.push(json!({
            "notebook": journal.id, "entries": lines, "presence": presence, "track_around": around,
        }));
    }
    if !at_desk.is_empty() {
        text.push_str("the desk\n");
        at_desk.iter().for_each(|line| say(&mut text, line));
    }
    Ok(Told::ok(text, json!({ "record": record, "notebooks": notebooks, "desk": at_desk })))
}

/// What the desk tells of a record.
async fn own_lines(
    store: &dyn Store,
    scope: &Scope,
    journal: Id,
    record: Id,
) -> Result<Vec<serde_json::Value>, Fault> {
    let (mut lines, mut from) = (Vec::new(), 0);
    loop {
        let page = store.entries(scope, journal, from, PAGE).await?;
        from += page.len() as u64;
        for entry in &page {
            let header = Header::parse(&entry.header).map_err(|_| Fault::Damaged { what: "header" })?;
            let body = body(&header, entry);
            if header.record == record || body.as_ref().and_then(ServerBody::tent) == Some(record) {
                let mut line = line(entry)?;
                // Its header may hide what it is.
                if let Some(body) = body {
                    line["kind"] = body.kind().into();
                }
                lines.push(line);
            }
        }
        if page.len() < PAGE {
            return Ok(lines);
        }
    }
}

/// What an entry of the desk says, as long as its body is here.
fn body(header: &Header, entry: &StoredEntry) -> Option<ServerBody> {
    let StoredBody::Present { bytes, .. } = &entry.body else { return None };
    ServerBody::parse(&header.kind, header.schema, bytes).ok()
}

fn say(text: &mut String, line: &serde_json::Value) {
    let _ = writeln!(text, "  entry {:>6}  {}", line["seq"], line["body"].as_str().unwrap_or_default());
}

/// What has become of an entry's body.
fn line(entry: &StoredEntry) -> Result<serde_json::Value, Fault> {
    let header = Header::parse(&entry.header).map_err(|_| Fault::Damaged { what: "header" })?;
    let body = match &entry.body {
        StoredBody::Present { .. } => "here".to_owned(),
        StoredBody::Erased { by } => format!("erased by entry {by} of its journal"),
        StoredBody::Forgotten { by } => format!("erased by entry {by} of the server's journal"),
        StoredBody::Purged => "gone before it came".to_owned(),
        StoredBody::Missing => "not come yet".to_owned(),
    };
    Ok(json!({ "seq": header.seq, "kind": header.kind, "body": body }))
}
