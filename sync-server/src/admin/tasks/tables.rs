//! Tasks as the desk shows them: one by one, and counted.

use std::collections::BTreeSet;

use beatbook_domain::calendar::local_label;
use beatbook_domain::records::tasking::{Discretion, TaskAnswer, TaskFor, TaskPlace, TaskSource};
use beatbook_domain::tasks::table::{TaskColumn, TaskTable};
use beatbook_domain::tasks::told::{TaskDone, TaskTold};
use beatbook_domain::tasks::{AnswerRefused, TaskState};

use super::super::office::Told;
use super::super::role_words::word;
use super::super::seat::Seat;
use super::super::sheet::Sheet;
use super::is_own_team;
use super::words::TaskBy;
use crate::error::ServerError;

/// What is shown of a task.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// It is one of many: no words of what is sensitive.
    List,
    /// It was opened.
    One,
}

/// Tasks one by one. `unread` are teams of which nobody reads the welfare service's.
pub(super) fn sheet(
    tasks: &[TaskTold],
    (seat, shows): (&Seat, Shows),
    unread: &BTreeSet<String>,
    (base, now): (String, i64),
) -> Sheet {
    let columns = [
        "task",
        "state",
        "priority",
        "from",
        "until",
        "source",
        "reference",
        "for",
        "given_on_from",
        "where",
        "what",
        "answer",
        "proof",
        "set_by",
        "care",
    ];
    let mut sheet = Sheet::new(base, &columns);
    let label = |instant: i64| local_label(instant).unwrap_or_default();
    for TaskTold { task, done } in tasks {
        let set = &task.set;
        // Of what is sensitive whoever set it reads the words, once it is opened, and nobody else does.
        let opens = shows == Shows::One && set.by == Some(seat.reader.id);
        let hides = set.is_sensitive() && !opens;
        let told = |text: String| if hides { "(sensitive)".to_owned() } else { text };
        // Where somebody sleeps the own team knows.
        let of_others = set.source == TaskSource::Welfare
            && !is_own_team(seat, &set.for_whom)
            && set.for_whom != TaskFor::Officer(seat.reader.id);
        let before: Vec<String> = task.was_for.iter().map(|whom| whom_told(seat, whom)).collect();
        let nobody = |team: &String| set.source == TaskSource::Welfare && unread.contains(team);
        let mut whom = whom_told(seat, &set.for_whom);
        if matches!(&set.for_whom, TaskFor::Team(team) if nobody(team)) {
            whom.push_str(": reaches nobody");
        }
        let place = match &set.place {
            _ if of_others && set.for_whom == TaskFor::Service => "ask the coordinator".to_owned(),
            _ if of_others => "the own team knows".to_owned(),
            TaskPlace::Zone(zone) => zone.clone(),
            TaskPlace::Address(address) => address.clone(),
        };
        let mut answer = answered(&task.state, done, seat);
        if shows == Shows::One {
            task.refused.iter().for_each(|one| answer.push_str(&dropped(one, seat)));
        }
        sheet.rows.push(vec![
            set.task.to_string(),
            TaskColumn::of(task, now).name().to_owned(),
            set.priority.name().to_owned(),
            label(set.from),
            label(set.until),
            set.source.name().to_owned(),
            told(set.reference.clone().unwrap_or_default()),
            whom,
            before.join(", then "),
            told(place),
            told(set.what.clone()),
            told(answer),
            proofs(done, seat),
            set.by.map(|by| seat.code(by)).unwrap_or_default(),
            set.discretion.as_ref().map(|care| careful(care, opens)).unwrap_or_default(),
        ]);
    }
    sheet
}

fn whom_told(seat: &Seat, whom: &TaskFor) -> String {
    match whom {
        TaskFor::Officer(officer) => seat.code(*officer),
        TaskFor::Team(team) => format!("team {team}"),
        TaskFor::Service => "welfare service".to_owned(),
        TaskFor::Leads(_) => "safeguarding".to_owned(),
    }
}

/// What care a task needs, and why only if it is opened.
fn careful(care: &Discretion, opens: bool) -> String {
    let mut says = if opens { format!("sensitive: {}", word(&care.kind)) } else { "sensitive".to_owned() };
    if care.leave_nothing_in_writing {
        says.push_str(", leave nothing in writing");
    }
    if care.do_not_call {
        says.push_str(", do not call");
    }
    says
}

/// What was answered, in words; by everyone who did it.
fn answered(state: &TaskState, done: &[TaskDone], seat: &Seat) -> String {
    let with = |words: &Option<String>| words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
    match state {
        TaskState::Open => String::new(),
        TaskState::Accepted { by } => format!("accepted by {}", seat.code(*by)),
        TaskState::HandedOver { by, to } => format!("{} hands it to {}", seat.code(*by), seat.code(*to)),
        TaskState::NotDone { by, reason, words } => {
            format!("{} by {}{}", reason.name(), seat.code(*by), with(words))
        }
        TaskState::Withdrawn { why } => format!("withdrawn: {why}"),
        TaskState::Done { .. } => {
            let each = |one: &TaskDone| {
                let at = local_label(one.legal.at).unwrap_or_default();
                format!("by {}, told {at}{}", seat.code(one.by), with(&one.words))
            };
            format!("done {}", done.iter().map(each).collect::<Vec<_>>().join("; also "))
        }
    }
}

/// The presence that shows it; whose, if several did it.
fn proofs(done: &[TaskDone], seat: &Seat) -> String {
    let shown = |one: &TaskDone| {
        let proof = one.proof.as_ref()?;
        let label = |instant| local_label(instant).unwrap_or_default();
        let whose = if done.len() > 1 { format!("{}: ", seat.code(one.by)) } else { String::new() };
        let (from, to) = (label(proof.from), label(proof.to));
        Some(format!("{whose}{} in {} between {from} and {to}", proof.minutes(), proof.zone))
    };
    done.iter().filter_map(shown).collect::<Vec<_>>().join("; ")
}

/// An answer that does not hold, and why.
fn dropped(one: &AnswerRefused, seat: &Seat) -> String {
    let by = seat.code(one.by);
    let said = match &one.answer {
        TaskAnswer::Accepted => format!("{by} accepts it"),
        TaskAnswer::Done { .. } => format!("{by} did it"),
        TaskAnswer::NotDone { reason, .. } => format!("{by} says {}", reason.name()),
        TaskAnswer::HandedOver { to } => format!("{by} hands it to {}", seat.code(*to)),
    };
    format!("; DOES NOT HOLD: {said} ({})", one.why.code())
}

pub(super) fn table(table: &TaskTable, by: TaskBy, base: String, csv: bool) -> Result<Told, ServerError> {
    let first = match by {
        TaskBy::Source => "source",
        TaskBy::Team => "team",
        TaskBy::Priority => "priority",
    };
    let columns: Vec<&'static str> = [first]
        .into_iter()
        .chain(TaskColumn::ALL.iter().map(|column| column.name()))
        .chain(["set"])
        .collect();
    let mut sheet = Sheet::new(base, &columns);
    for (name, row) in &table.rows {
        let numbers: Vec<u64> =
            TaskColumn::ALL.iter().map(|column| TaskTable::number(row, *column)).collect();
        let all: u64 = numbers.iter().sum();
        let cells = numbers.iter().chain([&all]).map(u64::to_string);
        sheet.rows.push([name.clone()].into_iter().chain(cells).collect());
    }
    let totals = TaskColumn::ALL.iter().map(|column| table.total(*column)).chain([table.set]);
    sheet
        .rows
        .push(["TOTAL".to_owned()].into_iter().chain(totals.map(|number| number.to_string())).collect());
    sheet.checked(&table.check(), csv)
}
