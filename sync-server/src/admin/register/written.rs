//! The register as people and programs read it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use beatbook_domain::law::terms::pounds;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::register::standing::Standing;
use beatbook_domain::register::tables::{Base, Deadline, Line, Row, StillToTell, Table, Unit, still_to_tell};
use beatbook_domain::register::{Case, Unentered};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::office::Told;
use super::gate::Gate;
use crate::notices::LineAnswer;
use crate::report::{as_text, plain, right_aligned, trimmed};

/// Deadlines shown to a person; programs get all.
const DEADLINES_SHOWN: usize = 20;

/// What a supervisor must see beside the tables.
#[derive(Debug, Serialize)]
pub(super) struct Rest {
    /// Paper given to people of sixteen and seventeen, of which somebody is still to be told.
    still_to_tell: Vec<StillToTell>,
    deadlines: Vec<Deadline>,
    /// Withdrawn, and nobody has noted that the recipient was told.
    withdrawals_untold: Vec<NoticeNumber>,
    /// Money is due back.
    refunds_due: Vec<NoticeNumber>,
    /// Money came while or after the court had the case: the lawyers are to be told.
    lawyers_to_tell: Vec<NoticeNumber>,
    /// Representations without an answer.
    unanswered: Vec<NoticeNumber>,
    /// Numbers nobody can account for.
    unaccounted: Vec<NoticeNumber>,
    /// Numbers before later ones whose notices have not come.
    missing: Vec<NoticeNumber>,
    /// Notices that could not be entered.
    unentered: Vec<Unentered>,
    /// Drafts without a number.
    drafts: usize,
    /// Notices of this authority's officers on the paper of others, in whose registers they stand.
    elsewhere: BTreeMap<String, usize>,
    /// Notices among the lines that officers of others gave on this authority's paper.
    given_by_others: BTreeMap<String, usize>,
}

impl Rest {
    /// Of what this reader may read; what is about no single notice is for who answers for enforcement. `lines` are all of the
    /// base, those that stand elsewhere, too.
    pub(super) fn of(gate: &Gate, lines: &[Line<'_>], deadlines: Vec<Deadline>) -> Self {
        let view = &gate.view;
        let today = gate.seat.today;
        let readable = |case: &&Case| {
            let number = &case.issued().number;
            !number.is_training() && gate.stands_here(number) && gate.reads(number)
        };
        let cases = view.told.register.cases().filter(readable);
        let standings: Vec<_> =
            cases.map(|case| (case.issued().number.clone(), case.standing(today))).collect();
        let standings = standings.iter().map(|(number, standing)| (number, standing));
        let untold = standings.clone().filter(|(_, standing)| standing.is_withdrawal_untold());
        let withdrawals_untold = untold.map(|(number, _)| number.clone()).collect();
        let whose = |is: fn(&Standing) -> bool| -> Vec<NoticeNumber> {
            standings.clone().filter(|(_, standing)| is(standing)).map(|(number, _)| number.clone()).collect()
        };
        let refunds_due = whose(|standing| standing.refund_due > 0);
        let lawyers_to_tell = whose(|standing| standing.legal_task);
        let unanswered = whose(|standing| standing.representations.iter().any(|one| one.answered.is_none()));
        let facts = &view.facts;
        let others: BTreeSet<&str> = facts.elsewhere.values().map(|keeper| keeper.code.as_str()).collect();
        let own = facts.accounts.iter().filter(|one| !others.contains(one.block.authority.as_str()));
        let accounts = || own.clone().chain(&facts.lent).filter(|_| gate.answers());
        let (mut elsewhere, mut given_by_others) = (BTreeMap::new(), BTreeMap::new());
        for number in lines.iter().map(|line| &line.notice.number).filter(|number| gate.reads(number)) {
            if let Some(keeper) = facts.elsewhere.get(number) {
                *elsewhere.entry(keeper.to_string()).or_default() += 1;
            }
            if let Some(giver) = view.giver(number) {
                *given_by_others.entry(giver.to_string()).or_default() += 1;
            }
        }
        Self {
            still_to_tell: still_to_tell(standings, today),
            deadlines,
            withdrawals_untold,
            refunds_due,
            lawyers_to_tell,
            unanswered,
            unaccounted: accounts().flat_map(|account| account.unaccounted()).collect(),
            missing: accounts().flat_map(|account| account.missing()).collect(),
            unentered: view.told.unentered.iter().filter(|_| gate.answers()).cloned().collect(),
            drafts: view.told.waiting().filter(|draft| gate.reads_draft(draft.notebook)).count(),
            elsewhere,
            given_by_others,
        }
    }
}

pub(super) fn told(base: &Base, tables: &[Table], rest: Option<&Rest>) -> Told {
    let mut text = String::new();
    for table in tables {
        let _ = writeln!(text, "{} ({})\n{}", table.title, table.base, drawn(table));
        for row in &table.rows {
            if let Some(title) = &row.title {
                let _ = writeln!(text, "{}: {title}", row.name);
            }
        }
        for check in &table.checks {
            let _ = writeln!(text, "check: {}: {} = {}", check.what, check.one, check.other);
        }
        text.push('\n');
    }
    if let Some(rest) = rest {
        write_rest(&mut text, rest);
    }
    let json = json!({ "base": base.text(), "tables": tables, "rest": rest });
    Told::ok(text, json)
}

/// Who is still to be told of paper for the young, as people say it.
fn write_still_to_tell(text: &mut String, list: &[StillToTell]) {
    if list.is_empty() {
        return;
    }
    let _ = writeln!(text, "Still to be told of paper given to people of 16 and 17, by the last day");
    let mut table = plain();
    table.set_header(["number", "tell by", "whom", ""]);
    for one in list {
        let whom: Vec<&str> = one.whom.iter().map(|whom| whom.words()).collect();
        let overdue = if one.overdue { "OVERDUE" } else { "" };
        table.add_row([one.number.to_string(), one.due.to_string(), whom.join(", "), overdue.to_owned()]);
    }
    let _ = writeln!(text, "{}\n", trimmed(&table));
}

fn write_rest(text: &mut String, rest: &Rest) {
    write_still_to_tell(text, &rest.still_to_tell);
    if !rest.deadlines.is_empty() {
        let _ = writeln!(text, "Next to run out, by the last day to prosecute");
        let mut table = plain();
        table.set_header([
            "number",
            "stands",
            "pay until",
            "proceedings from",
            "prosecute by",
            "balance",
            "review by",
        ]);
        for one in rest.deadlines.iter().take(DEADLINES_SHOWN) {
            let day = |day: Option<Date>, over: bool| {
                let word = if over { " OVER" } else { "" };
                day.map_or("-".to_owned(), |day| format!("{day}{word}"))
            };
            table.add_row([
                one.number.to_string(),
                one.bucket.code().to_owned(),
                one.pay_until.to_string(),
                one.earliest_proceedings.to_string(),
                day(one.prosecute_by, one.prosecution_over),
                pounds(one.balance),
                day(one.review_until, one.review_overdue),
            ]);
        }
        let _ = writeln!(text, "{}", trimmed(&table));
        if rest.deadlines.len() > DEADLINES_SHOWN {
            let _ =
                writeln!(text, "and {} more: --json has all of them", rest.deadlines.len() - DEADLINES_SHOWN);
        }
        text.push('\n');
    }
    for number in &rest.withdrawals_untold {
        let _ = writeln!(text, "TELL THE RECIPIENT of {number} that it is withdrawn, and enter the day.");
    }
    let mut list = |caption: &str, numbers: &[NoticeNumber]| {
        if !numbers.is_empty() {
            let what = if numbers.len() == 1 { "number" } else { "numbers" };
            let _ = writeln!(text, "{caption}: {} {what}, {}", numbers.len(), runs(numbers));
        }
    };
    list("REFUND DUE", &rest.refunds_due);
    list("TELL THE LAWYERS: money came although the court has the case", &rest.lawyers_to_tell);
    list("REPRESENTATIONS without an answer", &rest.unanswered);
    list("UNACCOUNTED: the notebook was lost, copied or put back", &rest.unaccounted);
    list("Not come yet: their notices are still on a phone", &rest.missing);
    for one in &rest.unentered {
        let _ =
            writeln!(text, "NOT ENTERED: record {} of notebook {} [{}]", one.record, one.notebook, one.code);
    }
    if rest.drafts > 0 {
        let _ = writeln!(text, "Drafts without a number: {}", rest.drafts);
    }
    for (keeper, count) in &rest.elsewhere {
        let _ = writeln!(text, "On the paper of {keeper}, in whose register they stand: {count}");
    }
    for (giver, count) in &rest.given_by_others {
        let _ = writeln!(text, "Given by officers of {giver}: {count}");
    }
}

/// Numbers as runs without a hole: first to last of each.
fn runs(numbers: &[NoticeNumber]) -> String {
    let mut sorted: Vec<&NoticeNumber> = numbers.iter().collect();
    sorted.sort();
    let next = |one: &NoticeNumber, next: &NoticeNumber| {
        let series = |number: &NoticeNumber| (number.authority().clone(), number.series(), number.block());
        series(one) == series(next) && one.serial().checked_add(1) == Some(next.serial())
    };
    let run = |run: &[&NoticeNumber]| match run {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first} to {last}"),
    };
    sorted.chunk_by(|one, other| next(one, other)).map(run).collect::<Vec<_>>().join(", ")
}

fn drawn(table: &Table) -> String {
    let mut drawing = plain();
    drawing.set_header(std::iter::once("").chain(table.columns.iter().map(|column| column.label)));
    for row in table.rows.iter().chain([&table.total]) {
        let cells = table.columns.iter().zip(&row.cells).map(|(column, cell)| shown(column.unit, *cell));
        drawing.add_row(std::iter::once(row.name.clone()).chain(cells));
    }
    right_aligned(&mut drawing, 1);
    trimmed(&drawing)
}

fn shown(unit: Unit, cell: Option<i64>) -> String {
    match (unit, cell) {
        (_, None) => "-".to_owned(),
        (Unit::Notices, Some(count)) => count.to_string(),
        (Unit::Pence, Some(pence)) => pounds(pence),
        (Unit::PerMille, Some(rate)) => format!("{}.{} %", rate / 10, rate % 10),
    }
}

/// One table under the other, each with its own head; every line says its base.
pub(super) fn csv(tables: &[Table]) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for table in tables {
        let heads = table.columns.iter().map(|column| match column.unit {
            Unit::Notices => column.code.to_owned(),
            Unit::Pence => format!("{}_pence", column.code),
            Unit::PerMille => format!("{}_per_mille", column.code),
        });
        let names = ["table", "base", "row"].map(str::to_owned).into_iter();
        writer.write_record(names.chain(heads).chain(["title".to_owned()]))?;
        let mut line = |row: &Row| {
            let cells = row.cells.iter().map(|cell| cell.map(|cell| cell.to_string()).unwrap_or_default());
            let title = as_text(row.title.as_deref().unwrap_or_default());
            let names = [table.code.to_owned(), table.base.clone(), as_text(&row.name)];
            writer.write_record(names.into_iter().chain(cells).chain([title]))
        };
        table.rows.iter().try_for_each(&mut line)?;
        line(&table.total)?;
        for check in &table.checks {
            let cells = [check.one, check.other].map(|sum| sum.to_string());
            let what = format!("check: {}", check.what);
            writer
                .write_record([table.code.to_owned(), table.base.clone(), what].into_iter().chain(cells))?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// The answers to a payment file, line by line as in the file.
pub(super) fn answers(answers: &[LineAnswer], taken: usize, dry_run: bool) -> String {
    let mut table = plain();
    table.set_header(["line", "number", "reference", "answer", "what to do"]);
    for (line, number) in answers.iter().zip(2_u64..) {
        let answer = serde_json::to_value(line.answer).unwrap_or_default();
        let code = answer.get("answer").and_then(Value::as_str).unwrap_or_default().to_owned();
        let amount = ["balance", "refund_due"].iter().find_map(|name| answer.get(name)?.as_i64());
        let code = amount.map_or(code.clone(), |pence| format!("{code} {}", pounds(pence)));
        let remedy = line.answer.remedy().to_owned();
        table.add_row([
            number.to_string(),
            line.row.number.clone(),
            line.row.reference.clone(),
            code,
            remedy,
        ]);
    }
    let verb = if dry_run { "would be taken" } else { "taken" };
    format!("{}\n{taken} of {} lines {verb}.", trimmed(&table), answers.len())
}
