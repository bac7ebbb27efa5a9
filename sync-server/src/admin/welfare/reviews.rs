//! Reviews of concerns for the safeguarding lead: what is to be looked at, where each stands, and the answer at the desk.
//! Nobody is referred by itself.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::local_label;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::SightingRef;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::{ConcernAt, ReviewAnswer, ReviewAsked, ReviewOutcome, WelfareTask};
use beatbook_domain::records::tasking::TaskAnswer;
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::{Task, TaskState};
use beatbook_domain::welfare::concern::Subject;
use beatbook_protocol::id::Id;
use serde_json::json;

use super::{Asker, Desk, allow};
use crate::admin::office::{Office, Told};
use crate::admin::sheet::Sheet;
use crate::auth::Scope;
use crate::children;
use crate::error::{Fault, ServerError};
use crate::reviews::{Due, due, reasons};
use crate::store::{Decided, Store};

/// The longest reason of an answer, in characters: it goes with all that the review is about.
const WHY_MAX: usize = 2_000;

/// Reviews that were asked for, each as it was told last, and where it stands.
struct Asked {
    /// In the order in which they were asked for first.
    reviews: Vec<WelfareTask>,
    tasks: BTreeMap<Id, Task>,
    /// When phones answered without saying that it is done, UTC milliseconds, by task and officer: the last time.
    told: BTreeMap<(Id, Id), i64>,
    /// Who answered last from a phone, with words, by task.
    before: BTreeMap<Id, (Id, String)>,
}

impl Asked {
    async fn read(store: &dyn Store, scope: &Scope) -> Result<Self, Fault> {
        let facts = store.work_facts(scope, Work::Task).await?;
        let reviews = WelfareTask::told_last(facts.own.iter().filter_map(|body| match body {
            ServerBody::WelfareTask(task) if task.review.is_some() => Some(task.clone()),
            _ => None,
        }));
        let mut told = BTreeMap::new();
        let mut before = BTreeMap::new();
        for one in &facts.told {
            if let EntryBody::TaskAnswered(answer) = &one.says
                && let TaskAnswer::Done { words, .. } | TaskAnswer::NotDone { words, .. } = &answer.answer
            {
                before.insert(one.record, (one.officer, words.clone().unwrap_or_default()));
            }
            if let EntryBody::TaskAnswered(answer) = &one.says
                && !matches!(answer.answer, TaskAnswer::Done { .. })
            {
                told.insert((one.record, one.officer), answer.legal.at);
            }
        }
        for review in &reviews {
            let answers = review.review.iter().flat_map(|asked| &asked.answers);
            for taken in answers.filter(|one| one.outcome.is_none()) {
                told.entry((review.id, taken.by)).or_insert(taken.at);
            }
        }
        // They are asked of officers, so that teams have no part in them.
        Ok(Self { reviews, tasks: facts.tasks(|_| String::new()), told, before })
    }

    /// The first review that is about all of it.
    fn about(&self, is: impl Fn(&ReviewAsked) -> bool) -> Option<&WelfareTask> {
        self.reviews.iter().find(|one| one.review.as_ref().is_some_and(&is))
    }

    fn of_concerns(&self, found: &Due) -> Option<&WelfareTask> {
        self.about(|asked| asked.covers(&found.concerns))
    }

    /// The concerns that were answered before this review was asked for; without one, all that were.
    fn answered_before(&self, task: Option<&WelfareTask>) -> BTreeSet<ConcernAt> {
        let earlier = self.reviews.iter().take_while(|one| task.is_none_or(|task| one.id != task.id));
        let answered = earlier.filter(|one| self.tasks.get(&one.id).is_some_and(Task::is_settled));
        answered.flat_map(|one| &one.review).flat_map(|asked| &asked.concerns).copied().collect()
    }

    fn of_child(&self, seen: &SightingRef) -> Option<&WelfareTask> {
        self.about(|asked| asked.sightings.contains(seen))
    }

    /// Task, state, whether it is overdue, by whom, when, and why.
    fn standing(&self, desk: &Desk, task: Option<&WelfareTask>, now: i64) -> [String; 6] {
        let Some(task) = task else {
            return ["", "not asked yet", "", "", "", ""].map(str::to_owned);
        };
        let code = |by: Id| {
            let known = desk.officers.iter().find(|one| one.id == by);
            known.map_or_else(|| by.to_string(), |one| one.code.clone())
        };
        let when = |by: Id| self.told.get(&(task.id, by)).and_then(|at| local_label(*at).ok());
        let known = self.tasks.get(&task.id);
        let late = if known.is_some_and(|known| known.is_overdue(now)) { "OVERDUE" } else { "" };
        let [state, by, at, why] = match known.map(|known| &known.state) {
            Some(TaskState::Accepted { by }) => {
                ["taken".to_owned(), code(*by), when(*by).unwrap_or_default(), String::new()]
            }
            Some(TaskState::Done { by, at, words, .. }) => {
                let (outcome, why) = outcome(task, *by, words.as_deref());
                [outcome.to_owned(), code(*by), local_label(*at).unwrap_or_default(), why]
            }
            Some(TaskState::NotDone { by, reason, words }) => {
                let words = words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
                let why = format!("{}{words}", reason.name());
                ["not_done".to_owned(), code(*by), when(*by).unwrap_or_default(), why]
            }
            Some(TaskState::Withdrawn { why }) => {
                ["withdrawn".to_owned(), String::new(), String::new(), why.clone()]
            }
            _ => ["open".to_owned(), String::new(), String::new(), String::new()],
        };
        // What a lead did is not lost because more joined the review meanwhile.
        let before = self.before.get(&task.id).filter(|_| known.is_some_and(Task::is_pending));
        let before =
            before.map(|(by, words)| format!("answered by {} before more joined: {words}", code(*by)));
        let why = if why.is_empty() { before.unwrap_or_default() } else { why };
        [task.id.to_string(), state, late.to_owned(), by, at, why]
    }
}

/// What came of it: in a word at the desk; a phone says `done`, and the rest in words.
fn outcome(task: &WelfareTask, by: Id, words: Option<&str>) -> (&'static str, String) {
    let mut answers = task.review.iter().flat_map(|asked| &asked.answers);
    let told = answers.find_map(|one| Some((one.outcome.filter(|_| one.by == by)?, one.why.clone())));
    match told {
        Some((outcome, why)) => (outcome.name(), why.unwrap_or_default()),
        None => ("done", words.unwrap_or_default().to_owned()),
    }
}

/// Reviews that are due because concerns add up, and somebody under eighteen who was seen in a count or met: due that very day.
pub(super) async fn list(office: &Office, desk: &Desk) -> Result<Sheet, ServerError> {
    allow(desk.is_lead)?;
    let store = &**office.service.store();
    let now = office.service.clock().now();
    let asked = Asked::read(store, &desk.scope).await?;
    let mut sheet = Sheet::new(
        "Concerns that add up, for the safeguarding lead; nobody is referred by itself",
        &[
            "task", "state", "overdue", "due", "noted", "about", "matters", "reasons", "records", "by", "at",
            "why",
        ],
    );
    // Of each: its task, the day by which it is due while nobody is asked, when noted, about whom, reasons and records.
    let mut rows: Vec<(Option<&WelfareTask>, String, [String; 4])> = Vec::new();
    // One task may be about more than made it: it stands once for each subject, with all it rests on.
    let found = due(&desk.cases, &desk.key);
    let mut of_tasks: BTreeMap<(Id, Subject), Vec<&Due>> = BTreeMap::new();
    for one in &found {
        if let Some(task) = asked.of_concerns(one) {
            of_tasks.entry((task.id, one.review.subject)).or_default().push(one);
        }
    }
    for one in &found {
        let task = asked.of_concerns(one);
        let alone = || Some(vec![one]);
        let all = task.map_or_else(alone, |task| of_tasks.remove(&(task.id, one.review.subject)));
        let Some(mut all) = all else { continue };
        all.sort_by_key(|due| due.review.day);
        let Some(last) = all.last() else { continue };
        let about = match last.review.subject {
            Subject::Person(_) => "a person",
            Subject::Address(_) => "an address",
        };
        let records = all.iter().flat_map(|due| &due.records).collect::<BTreeSet<_>>();
        let records = records.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let why = reasons(&all, &asked.answered_before(task));
        let what = [last.review.day.to_string(), about.to_owned(), why, records];
        rows.push((task, last.review.due.to_string(), what));
    }
    let told = children::told(store, &desk.scope).await?;
    for child in children::seen(&office.service, &desk.scope, told).await? {
        let day = child.day().map(|day| day.to_string()).unwrap_or_default();
        let what = [day.clone(), child.who().to_owned(), child.what(), child.of.record.to_string()];
        rows.push((asked.of_child(&child.of), day, what));
    }
    // What was asked before something else of that day came: it was another review, and so is its answer.
    let shown: BTreeSet<Id> = rows.iter().filter_map(|(task, ..)| Some(task.as_ref()?.id)).collect();
    for task in asked.reviews.iter().filter(|task| !shown.contains(&task.id)) {
        let records = task.review.iter().flat_map(|asked| asked.records()).map(|one| one.to_string());
        let records = records.collect::<Vec<_>>().join(" ");
        rows.push((Some(task), String::new(), [String::new(), String::new(), task.what.clone(), records]));
    }
    for (task, due, [noted, about, reasons, records]) in rows {
        let due = task.map_or(due, |task| task.due.to_string());
        let [id, state, late, by, at, why] = asked.standing(desk, task, now);
        let matters = task.and_then(|task| Some(task.review.as_ref()?.about().to_string()));
        let matters = matters.unwrap_or_default();
        sheet.rows.push(vec![id, state, late, due, noted, about, matters, reasons, records, by, at, why]);
    }
    Ok(sheet)
}

/// What somebody who leads safeguarding says of a review.
pub(super) struct Answer {
    /// What came of it; none: it is taken on.
    pub outcome: Option<ReviewOutcome>,
    /// Why.
    pub why: Option<String>,
    /// How many matters they knew of.
    pub matters: Option<u32>,
}

/// Writes an answer down: the review is told again with it, to those who lead safeguarding and nobody else.
pub(super) async fn answer(
    office: &Office,
    asker: &Asker,
    task: Id,
    Answer { outcome, why, matters }: Answer,
) -> Result<Told, ServerError> {
    allow(asker.is_lead)?;
    if why.as_ref().is_some_and(|why| why.trim().is_empty() || why.chars().count() > WHY_MAX) {
        let why = format!("say in a few words why: the reason is empty or longer than {WHY_MAX} characters");
        return Err(ServerError::refused("task_text", why));
    }
    let store = &**office.service.store();
    let read_to = store.register_mark(&asker.scope).await?.journal;
    let mut asked = Asked::read(store, &asker.scope).await?;
    let unknown = || {
        let why = "there is no such review: `welfare reviews` lists those there are, with their tasks";
        ServerError::refused("task_unknown", why)
    };
    let known = asked.reviews.iter_mut().find(|one| one.id == task).ok_or_else(unknown)?;
    if !asked.tasks.get(&task).is_some_and(|one| one.is_pending() || not_done(one)) {
        let why =
            "this review is answered already: `welfare reviews` says by whom; a new concern asks for another";
        return Err(ServerError::refused("task_done_already", why));
    }
    let at = office.service.clock().now();
    let by = asker.officer.id;
    if let Some(review) = &mut known.review {
        let about = review.about();
        if outcome.is_some() && matters != Some(about) {
            let why = format!(
                "it is about another number of matters now, {about}: look at `welfare reviews` again, then answer"
            );
            return Err(ServerError::refused("review_more_joined", why));
        }
        // Whoever takes it on again has taken it on once.
        review.answers.retain(|one| one.outcome.is_some() || one.by != by);
        review.answers.push(ReviewAnswer { by, at, outcome, why });
    }
    let state = outcome.map_or("taken", ReviewOutcome::name);
    let entries = vec![(task, ServerBody::WelfareTask(known.clone()))];
    let what = format!("review {task}: {state}");
    let decided = Decided { read_to, mark: None, entries, what, reason: None };
    // What joins while this is written is not answered by it either.
    if !store.decide(&asker.scope, decided).await? {
        let why = "something has come meanwhile: look at `welfare reviews` again, then answer";
        return Err(ServerError::refused("busy", why));
    }
    let text = format!("review {task}: {state}; nobody is referred by itself\nIt rests on: {}", known.what);
    Ok(Told::ok(text, json!({ "task": task, "state": state, "at": at, "rests_on": known.what })))
}

/// A phone said that it was not done: it may still be.
fn not_done(task: &Task) -> bool {
    matches!(task.state, TaskState::NotDone { .. })
}
