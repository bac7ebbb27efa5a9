//! The register as people and programs read it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::notice::young::ToldWhom;
use beatbook_domain::records::server::{DraftPosted, ServerBody};
use beatbook_domain::register::tables::{Base, Deadline, Line, Row, StillToTell, Table, Unit, still_to_tell};
use beatbook_domain::register::{AppealOutcome, Case, Protection, Unentered};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::office::Told;
use super::gate::Gate;
use crate::notices::{LineAnswer, View};
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
            let day = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
            table.add_row([
                one.number.to_string(),
                one.bucket.code().to_owned(),
                one.pay_until.to_string(),
                one.earliest_proceedings.to_string(),
                day(one.prosecute_by),
                pounds(one.balance),
                day(one.review_until),
            ]);
        }
        let _ = writeln!(text, "{}", trimmed(&table));
        if rest.deadlines.len() > DEADLINES_SHOWN {
            let _ = writeln!(text, "and {} more", rest.deadlines.len() - DEADLINES_SHOWN);
        }
        text.push('\n');
    }
    for number in &rest.withdrawals_untold {
        let _ = writeln!(text, "TELL THE RECIPIENT of {number} that it is withdrawn, and enter the day.");
    }
    let mut list = |caption: &str, numbers: &[NoticeNumber]| {
        if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
            let _ = writeln!(text, "{caption}: {} numbers, {first} to {last}", numbers.len());
        }
    };
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

/// One notice as it stands.
pub(super) fn notice(case: &Case, as_at: Date) -> Told {
    let (issued, standing) = (case.issued(), case.standing(as_at));
    let mut text = format!("{} is {} as at {as_at}", issued.number, standing.kind().code());
    let _ = writeln!(text, ", issued {} for {}.", issued.issued, issued.code);
    if let Some(penalty) = &issued.penalty {
        let dates = &penalty.dates;
        let _ = write!(text, "{} to be paid until {}", pounds(penalty.amount), dates.pay_until);
        if let (Some(early), Some(until)) = (&penalty.early, dates.early_until) {
            let _ = write!(text, ", {} until {until}", pounds(early.amount));
        }
        let _ = write!(text, ". Proceedings from {}", dates.earliest_proceedings);
        let _ = match dates.prosecute_by {
            Some(last) => writeln!(text, " to {last}."),
            None => writeln!(text, ", without a last day."),
        };
        let _ = writeln!(text, "Paid {}, balance {}.", pounds(standing.held), pounds(standing.balance));
    }
    if standing.refund_due > 0 {
        let _ = writeln!(text, "REFUND DUE: {}", pounds(standing.refund_due));
    }
    if standing.legal_task {
        let _ = writeln!(text, "TELL THE LAWYERS: money came although the court has the case.");
    }
    match standing.withdrawal_told {
        Some(day) => drop(writeln!(text, "The recipient was told on {day} that it is withdrawn.")),
        None if standing.is_withdrawal_untold() => {
            let _ = writeln!(text, "TELL THE RECIPIENT that it is withdrawn, and enter the day.");
        }
        None => {}
    }
    if let Some(until) = standing.review_until {
        let _ = writeln!(text, "REVIEW: confirm or void it by {until}.");
    }
    for one in &standing.representations {
        let answered = one.answered.map_or("not answered".to_owned(), |(day, answer)| {
            let answer =
                if answer == beatbook_domain::register::Answer::Accepted { "accepted" } else { "rejected" };
            format!("{answer} on {day}")
        });
        let _ = writeln!(text, "Representations of {}: {answered}.", one.received);
    }
    if let Some(protection) = &standing.protection {
        write_protection(&mut text, protection, issued.appeal_until);
    }
    if let Some(young) = &standing.young {
        for whom in ToldWhom::ALL {
            let _ = match young.told(whom) {
                Some((day, how)) => writeln!(text, "Told {} on {day}: {}.", whom.words(), how.code()),
                None => writeln!(text, "TELL {} by {}.", whom.words(), young.due),
            };
        }
    }
    let dates = issued.penalty.as_ref().map(|penalty| &penalty.dates);
    let mut json = json!({
        "number": issued.number, "as_at": as_at, "issued": issued.issued, "code": issued.code, "order": issued.order,
        "pay_until": dates.map(|dates| dates.pay_until),
        "earliest_proceedings": dates.map(|dates| dates.earliest_proceedings),
        "prosecute_by": dates.and_then(|dates| dates.prosecute_by),
        "appeal_until": issued.appeal_until,
        "status": standing.protection.as_ref().map(Protection::status),
    });
    if let (Some(json), Ok(Value::Object(standing))) = (json.as_object_mut(), serde_json::to_value(&standing))
    {
        json.extend(standing);
    }
    Told::ok(text, json)
}

/// What has become of a community protection warning or notice.
fn write_protection(text: &mut String, protection: &Protection, appeal_until: Option<Date>) {
    let _ = write!(text, "Community protection: {}.", protection.status().code());
    let _ = match appeal_until {
        Some(last) if protection.appeals.is_empty() => writeln!(text, " Last day to appeal: {last}."),
        _ => writeln!(text),
    };
    if let Some(seen) = protection.breached {
        let _ = writeln!(text, "Seen not to be complied with on {seen}.");
    }
    for appeal in &protection.appeals {
        let late = if appeal.late_allowed { ", allowed late" } else { "" };
        let decided = appeal.decided.map_or_else(
            || "in progress: only requirements to stop bind".to_owned(),
            |(day, outcome)| match outcome {
                AppealOutcome::Upheld => format!("notice upheld on {day}"),
                AppealOutcome::Varied => {
                    format!("notice varied on {day}: its terms are in the court's order")
                }
                AppealOutcome::Quashed => format!("notice quashed on {day}"),
            },
        );
        let _ = writeln!(text, "Appeal of {}{late}: {decided}.", appeal.lodged);
    }
}

/// The same of a draft that was issued by post: when, by whom, over what, and why.
pub(super) fn by_post(told: Told, posted: &DraftPosted, who: &str) -> Told {
    let Told { mut text, mut json, exit } = told;
    let codes = |codes: &[String]| if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
    let _ = write!(
        text,
        "Issued from draft {} and sent by post on {}; unsure was: {}.",
        posted.record,
        posted.issued.issued,
        codes(&posted.doubts),
    );
    if !posted.missing.is_empty() {
        let _ = write!(text, " Missing, and decided upon by a supervisor: {}.", codes(&posted.missing));
    }
    let _ = writeln!(text, " Decided by {who}: {}", posted.why);
    if let Some(json) = json.as_object_mut() {
        let by_post = json!({
            "draft": posted.record, "on": posted.issued.issued, "by": posted.by, "who": who,
            "doubts": posted.doubts, "missing": posted.missing, "why": posted.why,
        });
        json.insert("by_post".to_owned(), by_post);
    }
    Told { text, json, exit }
}

/// The same with what its officer put right after the issue: the paper stays what it was.
pub(super) fn amended(told: Told, view: &View, number: &NoticeNumber) -> Told {
    let Told { mut text, mut json, exit } = told;
    let story = view.told.story(number, &view.facts.told);
    let (who, list) = story.map(|story| (story.notice.issuer.public_id, story.amended)).unwrap_or_default();
    let mut put_right = Vec::new();
    for one in list {
        let when = local_label(one.at.wall).unwrap_or_default();
        let _ = writeln!(text, "Amended {when} by {who}: {}: {} Why: {}", one.field, one.text, one.reason);
        put_right.push(json!({
            "at": one.at.wall, "by": who, "statement": one.field, "text": one.text, "reason": one.reason,
        }));
    }
    if let Some(json) = json.as_object_mut() {
        json.insert("amended".to_owned(), put_right.into());
    }
    Told { text, json, exit }
}

/// The same with whose register it stands in, or who gave it, if that is another authority.
pub(super) fn between(told: Told, view: &View, number: &NoticeNumber) -> Told {
    let Told { mut text, mut json, exit } = told;
    let keeper = view.facts.elsewhere.get(number);
    let giver = view.giver(number);
    if let Some(keeper) = keeper {
        let _ = writeln!(text, "It stands in the register of {keeper}: decisions and payments are theirs.");
    }
    if let Some(giver) = giver {
        let _ = writeln!(text, "An officer of {giver} gave it: the record is theirs, and they print it.");
    }
    if let Some(json) = json.as_object_mut() {
        json.extend(keeper.map(|keeper| ("register".to_owned(), json!(keeper))));
        json.extend(giver.map(|giver| ("given_by".to_owned(), json!(giver))));
    }
    Told { text, json, exit }
}

/// What was decided about a notice, and paid for it, up to a day: who, and why. It was the server itself where nobody is named.
pub(super) fn happened<'a>(
    told: Told,
    (number, as_at): (&NoticeNumber, Date),
    journal: &[ServerBody],
    code: impl Fn(Id) -> &'a str,
) -> Told {
    let Told { mut text, mut json, exit } = told;
    let (mut decisions, mut payments) = (Vec::new(), Vec::new());
    for body in journal {
        match body {
            ServerBody::NoticeDecided(one) if one.number == *number && one.on <= as_at => {
                let (what, who) = (one.act.code(), one.by.map(&code));
                let by = who.map_or(" (by the server)".to_owned(), |who| format!(" by {who}"));
                let why = one.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                let _ = writeln!(text, "{} {what}{by}{why}", one.on);
                decisions
                    .push(json!({ "on": one.on, "act": what, "by": one.by, "who": who, "why": one.why }));
            }
            ServerBody::PaymentTaken(one) if one.number == *number && one.payment.cleared <= as_at => {
                let (payment, who) = (&one.payment, one.by.map(&code));
                let by = who.map(|who| format!(", taken in by {who}")).unwrap_or_default();
                let _ = writeln!(text, "{} paid {}{by}", payment.paid, pounds(payment.pence));
                payments.push(json!({
                    "paid": payment.paid, "cleared": payment.cleared, "pence": payment.pence,
                    "reference": payment.reference, "by": one.by, "who": who,
                }));
            }
            _ => {}
        }
    }
    if let Some(json) = json.as_object_mut() {
        json.insert("decisions".to_owned(), decisions.into());
        json.insert("payments".to_owned(), payments.into());
    }
    Told { text, json, exit }
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
