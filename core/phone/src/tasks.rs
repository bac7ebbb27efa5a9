//! Tasks on the command line, in the words of the field. Nothing is decided here.

use std::fmt::Write;

use beatbook_device::{TaskCare, TaskView};
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::tasking::{Discretion, NotDoneReason, SensitiveKind, TaskPlace};
use beatbook_domain::tasks::TaskState;
use beatbook_protocol::id::Id;
use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::When;
use crate::commands::Phone;
use crate::error::PhoneError;
use crate::out;
use crate::welfare_words::code;

/// What to do with tasks.
#[derive(Subcommand)]
pub enum TaskCommand {
    /// Lists what is to be done first, then what is answered; of a sensitive one only that it is there.
    List {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows one with all its words.
    Show {
        /// Which.
        task: Id,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Takes one on.
    Accept {
        /// Which.
        task: Id,
        #[command(flatten)]
        when: When,
    },
    /// Says that it is done.
    Done {
        /// Which.
        task: Id,
        /// Confirms the proposed presence as proof.
        #[arg(long)]
        presence: bool,
        /// What came of it.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Says that it was not done, and why.
    NotDone {
        /// Which.
        task: Id,
        /// no-time, abstracted, no-access, nobody-there, not-safe, not-needed or other.
        #[arg(value_parser = code::<NotDoneReason>)]
        reason: NotDoneReason,
        /// The same in words; with `other` they must be there.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Hands it over to a colleague, who has it after both phones have synced.
    HandOver {
        /// Which.
        task: Id,
        /// The colleague's code.
        #[arg(long, value_name = "OFFICER")]
        to: String,
        #[command(flatten)]
        when: When,
    },
}

impl Phone {
    /// Does what is asked about tasks.
    pub fn task(&self, command: TaskCommand) -> Result<(), PhoneError> {
        match command {
            TaskCommand::List { json } => {
                let book = self.open()?;
                let tasks = book.tasks()?;
                if tasks.is_empty() && !json {
                    out::line("no tasks: new ones come with the next sync")?;
                }
                tasks.iter().try_for_each(|view| tell(view, json))?;
                Ok(book.shutdown()?)
            }
            TaskCommand::Show { task, json } => {
                let book = self.open()?;
                let view = book.task(task)?;
                book.shutdown()?;
                tell(&view, json)
            }
            TaskCommand::Accept { task, when } => self.act(&when, |book| book.accept_task(task)),
            TaskCommand::Done { task, presence, text, when } => {
                self.act(&when, |book| book.task_done(task, presence, text))
            }
            TaskCommand::NotDone { task, reason, text, when } => {
                self.act(&when, |book| book.task_not_done(task, reason, text))
            }
            TaskCommand::HandOver { task, to, when } => {
                self.act(&when, |book| book.hand_over_task(task, &to))
            }
        }
    }
}

fn tell(view: &TaskView, as_json: bool) -> Result<(), PhoneError> {
    if as_json { out::line(json_of(view)) } else { out::text(shown(view)) }
}

fn state(state: &TaskState) -> &'static str {
    match state {
        TaskState::Open => "open",
        TaskState::Accepted { .. } => "accepted",
        TaskState::HandedOver { .. } => "handed_over",
        TaskState::Done { .. } => "done",
        TaskState::NotDone { .. } => "not_done",
        TaskState::Withdrawn { .. } => "withdrawn",
    }
}

/// A task, for programs.
fn json_of(view: &TaskView) -> Value {
    let refused: Vec<Value> =
        view.task.refused.iter().map(|one| json!({ "seq": one.seq, "code": one.why.code() })).collect();
    json!({
        "task": view.task.set, "state": state(&view.task.state), "overdue": view.overdue,
        "proposed": view.proposed, "refused": refused,
        "handed_over_to": view.handed_over_to,
        "care": view.care.map(|care| json!({
            "leave_nothing_in_writing": care.leave_nothing_in_writing, "do_not_call": care.do_not_call,
        })),
    })
}

/// A task, for a person.
fn shown(view: &TaskView) -> String {
    let set = &view.task.set;
    let label = |instant| local_label(instant).unwrap_or_default();
    let mut text = String::new();
    let overdue = if view.overdue { "  OVERDUE" } else { "" };
    let _ = writeln!(
        text,
        "task {}  {}  {}  until {}{overdue}",
        set.task,
        state(&view.task.state),
        set.priority.name(),
        label(set.until)
    );
    if let Some(to) = &view.handed_over_to {
        let _ = writeln!(text, "  handed over to {to}, who has it after both phones have synced");
    }
    // In a list a sensitive one has no words.
    let is_veiled = view.care.is_some() && set.discretion.is_none();
    if let Some(care) = &view.care {
        let _ = writeln!(text, "  {}", careful(care, set.discretion.as_ref()));
    }
    if is_veiled && matches!(view.task.state, TaskState::Withdrawn { .. }) {
        let _ = writeln!(text, "  its words are not this officer's any more");
        return text;
    }
    if is_veiled {
        let _ = writeln!(text, "  `task show {}` opens it; who opens it is written down", set.task);
        return text;
    }
    let place = match &set.place {
        TaskPlace::Zone(zone) => zone,
        TaskPlace::Address(address) => address,
    };
    let place =
        Some(place).filter(|place| !place.is_empty()).map(|place| format!(" – {place}")).unwrap_or_default();
    let reference = set.reference.as_ref().map(|one| format!(" {one}")).unwrap_or_default();
    let _ = writeln!(text, "  {}{reference}: {}{place}", set.source.name(), set.what);
    let withdrawn = matches!(view.task.state, TaskState::Withdrawn { .. });
    if let Some(proof) = view.proposed.as_ref().filter(|_| !withdrawn) {
        let (zone, from, to) = (&proof.zone, label(proof.from), label(proof.to));
        let _ = writeln!(
            text,
            "  {} in {zone} between {from} and {to}: `task done ID --presence` confirms it",
            proof.minutes()
        );
    }
    if let TaskState::Withdrawn { why } = &view.task.state {
        let _ = writeln!(text, "  {why}");
    }
    text
}

fn careful(care: &TaskCare, opened: Option<&Discretion>) -> String {
    let mut says = match opened.map(|discretion| discretion.kind) {
        None => "SENSITIVE".to_owned(),
        Some(SensitiveKind::DomesticAbuse) => "SENSITIVE: domestic abuse".to_owned(),
        Some(SensitiveKind::VulnerableAddress) => "SENSITIVE: vulnerable address".to_owned(),
    };
    if care.leave_nothing_in_writing {
        says.push_str(" – leave nothing in writing");
    }
    if care.do_not_call {
        says.push_str(" – do not call");
    }
    says.push_str(" – leaves this phone a day after it came");
    says
}
