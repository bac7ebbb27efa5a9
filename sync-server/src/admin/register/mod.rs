//! The register as commands: tables, one notice, what is decided about it, payments by file.

mod desk;
mod desk_words;
mod file;
mod gate;
mod protection_words;
mod shown;
mod titles;
mod words;
mod written;

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::register::tables::{Base, Table, deadlines, lines};
use beatbook_domain::register::{Act, Case, tables};
use beatbook_protocol::id::Id;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

pub use desk_words::{AboutDraft, BundleArgs, CopyWord, DeskCommand, PrintArgs, SheetWord};
pub use protection_words::ProtectionCommand;
pub use words::{About, NoticeCommand, PaymentsCommand, RegisterArgs};

use gate::Gate;
use words::NotADecision;

use super::office::{Answer, Office, Told, period};
use super::seat::Seat;
use super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::notices::{self, NoticeRefusal};

impl From<NoticeRefusal> for ServerError {
    fn from(refusal: NoticeRefusal) -> Self {
        match refusal {
            NoticeRefusal::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

/// The tables, and what else a supervisor must see.
pub(super) async fn register(
    office: &Office,
    args: &RegisterArgs,
    json: bool,
) -> Result<Answer, ServerError> {
    let as_at = match args.as_at {
        Some(day) => day,
        None => today(office)?,
    };
    let base = base(args.issued.as_deref(), as_at)?;
    let gate = Gate::open(office, &args.reader, "register").await?;
    let whose = gate.counted()?;
    let view = &gate.view;
    let given = lines(&view.told.register, &base);
    let mut lines = given.clone();
    lines.retain(|line| gate.counts(&line.notice.number));
    if let Some(team) = &args.team {
        gate.check_team(team, &lines)?;
        lines.retain(|line| gate.team_of(&line.notice.number) == team);
    }
    let mut all = all_tables(&lines, &base);
    if gate.may_count_teams(lines.iter().map(|line| &line.notice.number)) {
        all.push(tables::paper_by_team(&lines, &base, |number| named_team(gate.team_of(number))));
    }
    if let Some(unknown) = args.tables.iter().find(|code| all.iter().all(|table| table.code != **code)) {
        let known: Vec<&str> = all.iter().map(|table| table.code).collect();
        let text = format!("there is no table {unknown}: it is one of {}", known.join(", "));
        return Err(ServerError::refused("unknown_table", text));
    }
    let whole = args.tables.is_empty();
    let mut chosen: Vec<Table> =
        all.into_iter().filter(|table| whole || args.tables.iter().any(|code| table.code == code)).collect();
    for table in &mut chosen {
        table.base.extend(whose.iter().flat_map(|whose| [", ", *whose]));
        table.base.extend(args.team.iter().flat_map(|team| [", issued by the team ", team.as_str()]));
        table.entitle(|rows, code| titles::of(&view.book, rows, code));
    }
    let out = if args.csv {
        written::csv(&chosen).map_err(|_| ServerError::refused("csv", "the tables could not be written"))?
    } else {
        // Numbers are counted by more than may see a single notice.
        lines.retain(|line| gate.reads(&line.notice.number));
        let rest = whole.then(|| written::Rest::of(&gate, &given, deadlines(&lines, base.as_at)));
        let told = written::told(&base, &chosen, rest.as_ref());
        return Ok(told.answer(json));
    };
    Ok(Answer { out, exit: 0 })
}

fn all_tables(lines: &[tables::Line<'_>], base: &Base) -> Vec<Table> {
    vec![
        tables::penalties_by_order(lines, base),
        tables::penalties_by_offence(lines, base),
        tables::cpn_penalties(lines, base),
        tables::case_files(lines, base),
        tables::legal(lines, base),
        tables::court_outcomes(lines, base),
        tables::warnings_and_notices(lines, base),
        tables::conduct(lines, base, true),
        tables::conduct(lines, base, false),
        tables::ended_by_reason(lines, base),
    ]
}

/// Officers without a team, and those of other authorities, are a row of their own.
fn named_team(team: &str) -> String {
    if team.is_empty() { "No team here".to_owned() } else { team.to_owned() }
}

fn base(issued: Option<&str>, as_at: Date) -> Result<Base, ServerError> {
    let (from, to) = match issued {
        Some(text) => period(text)?.days().map_err(|error| ServerError::refused("period", error))?,
        None => (as_at.saturating_sub(1.year()).saturating_add(1.day()), as_at),
    };
    Ok(Base { from, to, as_at })
}

fn today(office: &Office) -> Result<Date, ServerError> {
    local_date(office.service.clock().now()).map_err(|error| ServerError::refused("today", error))
}

fn number(text: &str) -> Result<NoticeNumber, ServerError> {
    NoticeNumber::parse(text).map_err(|error| ServerError::refused(error.code(), error))
}

/// Shows a notice, or decides about it.
pub(super) async fn notice(office: &Office, command: NoticeCommand) -> Result<Told, ServerError> {
    let (about, act) = match command.decision() {
        Ok(decision) => decision,
        Err(NotADecision::Show { number, reader, as_at }) => {
            return show(office, &number, &reader, as_at).await;
        }
        Err(NotADecision::Desk(command)) => return desk::desk(office, *command).await,
    };
    let number = number(&about.number)?;
    let scope = office.scope(&about.authority, Purpose::Register).await?;
    let by = office.officer(&scope, &about.by).await?.id;
    gate::check_decides(office, &scope, (by, Some(&number))).await?;
    let scope = scope.at_desk(by);
    let (store, now) = (office.service.store(), office.service.clock().now());
    let confirms = matches!(act, Act::ReviewConfirmed);
    let decision = (&number, act);
    let view = notices::decide(&**store, &scope, decision, (by, about.why.as_deref()), now).await?;
    office.service.note_notices();
    let day = today(office)?;
    let case = view.told.register.case(&number).ok_or(NoticeRefusal::Unknown)?;
    let mut told = shown::notice(case, day);
    if confirms && case.issued().kind == NoticeKind::S77Direction {
        told.text += "\nThe notice stands. Whether its encampment counts it `encampment show` says: where it does not, direct anew.";
    }
    Ok(told)
}

async fn show(
    office: &Office,
    text: &str,
    reader: &ReaderArgs,
    as_at: Option<Date>,
) -> Result<Told, ServerError> {
    let number = number(text)?;
    let gate = Gate::open(office, reader, &format!("notice {number}")).await?;
    gate.check_reads(&number)?;
    let view = &gate.view;
    let case: &Case = view.told.register.case(&number).ok_or(NoticeRefusal::Unknown)?;
    let day = match as_at {
        Some(day) => day,
        None => today(office)?,
    };
    let code = |by: Id| gate.seat.officers.iter().find(|one| one.id == by).map(|one| one.code.as_str());
    let who = |by: Id| code(by).unwrap_or("somebody who is not here any more");
    let told = shown::happened(shown::notice(case, day), (&number, day), view, who);
    let told = shown::served(told, view, &number);
    let told = shown::amended(told, view, &number);
    let told = shown::rests_on(told, view, (&number, day));
    let told = shown::between(told, view, &number);
    Ok(match view.told.posted.get(&number) {
        Some(posted) => shown::by_post(told, posted, who(posted.by)),
        None => told,
    })
}

/// Takes a file of payments in.
pub(super) async fn payments(
    office: &Office,
    reader: &ReaderArgs,
    bytes: &[u8],
    dry_run: bool,
) -> Result<Told, ServerError> {
    let rows = file::read(bytes)?;
    let seat = Seat::open_for(office, reader, (Purpose::Register, "payments")).await?;
    seat.check_tells()?;
    let scope = &seat.scope;
    let store = office.service.store();
    let day = today(office)?;
    let own = office.authority(&reader.authority).await?.code;
    let answers =
        notices::take_payments(&**store, (scope, &own), (&rows, seat.reader.id), day, dry_run).await?;
    let list: Vec<_> = answers
        .iter()
        .zip(2_u64..)
        .map(|(line, number)| {
            let mut told =
                json!({ "line": number, "number": line.row.number, "reference": line.row.reference });
            if let (Some(told), Ok(serde_json::Value::Object(answer))) =
                (told.as_object_mut(), serde_json::to_value(line.answer))
            {
                told.extend(answer);
            }
            told
        })
        .collect();
    let taken = answers.iter().filter(|line| line.answer.is_recorded()).count();
    let text = written::answers(&answers, taken, dry_run);
    Ok(Told::ok(text, json!({ "taken": taken, "lines": list })))
}
