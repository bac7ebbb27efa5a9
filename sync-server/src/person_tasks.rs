//! Tasks that follow from one person's welfare records and sightings, with what was answered: a part of what is kept of them.
//!
//! A task names nobody. Whose it is the record says that it follows from: a step about that person, or about nobody in
//! particular where nobody else is in the record.

use std::collections::BTreeSet;

use beatbook_domain::access::RecordKind;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::SightingRef;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::{ConcernAt, ReviewOutcome, WelfareTask};
use beatbook_domain::records::tasking::{TaskAnswer, TaskAnswered};
use beatbook_domain::records::welfare::WelfareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use crate::person::Found;
use crate::reviews::concerns_of;
use crate::store::KeptEntry;

/// What tasks are looked for in.
pub(crate) struct Tasks<'a> {
    /// What the authority's own journal tells, in order.
    pub(crate) journal: &'a [(u64, ServerBody)],
    /// Entries of notebooks.
    pub(crate) entries: &'a [KeptEntry],
}

/// Somebody as a record of one notebook knows them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// The notebook.
    pub(crate) notebook: Id,
    /// The record.
    pub(crate) record: Id,
    /// Which person or sighting of it.
    pub(crate) label: Label,
    /// Found by initials only.
    pub(crate) possible: bool,
}

impl Tasks<'_> {
    /// Those that are about somebody of a welfare record.
    pub(crate) fn of_welfare(&self, story: &Welfare, known: Known) -> Vec<Found> {
        let is_theirs = |step: &&WelfareStep| {
            step.person == Some(known.label) || (step.person.is_none() && story.people.len() == 1)
        };
        let steps: Vec<&WelfareStep> = story.steps.iter().filter(is_theirs).collect();
        let visit = |task: &WelfareTask| {
            let asks = |step: &&WelfareStep| step.step.visit() == Some((task.due, task.what.clone()));
            task.review.is_none() && task.from_record == known.record && steps.iter().any(asks)
        };
        let worries = concerns_of(known.record, story).into_iter().filter(|(_, step, ..)| is_theirs(step));
        let worries: Vec<BTreeSet<ConcernAt>> = worries.map(|(at, ..)| BTreeSet::from([at])).collect();
        let worry = |task: &WelfareTask| {
            task.review.iter().any(|review| worries.iter().any(|worry| review.covers(worry)))
        };
        self.found(known, |task| visit(task) || worry(task) || saw(task, known))
    }

    /// Those that are about somebody who was seen in a count.
    pub(crate) fn of_sighting(&self, known: Known) -> Vec<Found> {
        self.found(known, |task| saw(task, known))
    }

    fn found(&self, known: Known, is_theirs: impl Fn(&WelfareTask) -> bool) -> Vec<Found> {
        // A review is told again with each concern that joins it: its newest words count.
        let theirs = WelfareTask::told_last(self.journal.iter().filter_map(|(_, body)| match body {
            ServerBody::WelfareTask(task) if is_theirs(task) => Some(task.clone()),
            _ => None,
        }));
        let found = theirs.into_iter().map(|task| {
            let told = json!({
                "what": task.what, "due": task.due, "follows_from": known.record, "answers": self.answers(&task),
                "left_out": "who was asked, and who answered",
            });
            // Nobody is told that safeguarding looks into something about them.
            let (holds, kept_back) = if task.review.is_some() { (Value::Null, Some(told)) } else { (told, None) };
            let (kind, record, day, possible) = (RecordKind::Task, task.id, Some(task.due), known.possible);
            Found { kind, record, day, possible, holds, kept_back }
        });
        found.collect()
    }

    fn answers(&self, task: &WelfareTask) -> Vec<Value> {
        let told = self.entries.iter().filter(|entry| entry.record == task.id).filter_map(|entry| {
            if let Some(EntryBody::TaskAnswered(told)) = &entry.says { Some(answer(told)) } else { None }
        });
        let at_desk = task.review.iter().flat_map(|review| &review.answers).map(|told| {
            let says = told.outcome.map_or("accepted", ReviewOutcome::name);
            json!({ "answer": says, "at": told.at, "why": told.why, "words": null })
        });
        told.chain(at_desk).collect()
    }
}

/// A child, or somebody who may be one.
fn saw(task: &WelfareTask, known: Known) -> bool {
    let Known { notebook, record, label, .. } = known;
    task.review
        .as_ref()
        .is_some_and(|review| review.sightings.contains(&SightingRef { notebook, record, label }))
}

fn answer(told: &TaskAnswered) -> Value {
    let (why, words) = match &told.answer {
        TaskAnswer::Done { words, .. } => (None, words.as_ref()),
        TaskAnswer::NotDone { reason, words } => (Some(reason.name()), words.as_ref()),
        TaskAnswer::Accepted | TaskAnswer::HandedOver { .. } => (None, None),
    };
    json!({ "answer": told.answer.name(), "at": told.legal.at, "why": why, "words": words })
}
