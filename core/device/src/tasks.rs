//! Tasks of the beat and of the welfare service: what is to be done, presence proposed as proof, and the officer's answers.
//! All of it offline. A sensitive task leaves the phone a day after it came.

use std::collections::BTreeMap;

use beatbook_domain::access::Area;
use beatbook_domain::interval::{intersect, normalise, total};
use beatbook_domain::presence::{Interval, TrackPresence};
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::{
    NotDoneReason, ProofBounds, SENSITIVE_MS, TaskAnswer, TaskAnswered, TaskFor, TaskPlace, TaskProof,
    TaskSource,
};
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::{Answer, DeskSays, PROOF_LEAST_MS, Task, TaskRefusal, TaskState, check, fold};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use crate::access::bodies;
use crate::beatbook::{Beatbook, Told};
use crate::cards::officer_told;
use crate::error::{DeviceError, not_yet};
use crate::journal::{refold, work_entries};
use crate::local::{Anchor, Identity};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::platform::Now;
use crate::zones::names;

/// A patrol's presence in zones, by their codes.
type InZones = (Id, BTreeMap<String, InZone>);

/// Presence in a zone, and its bounds.
#[derive(Debug, Clone, Default)]
struct InZone {
    presence: Vec<Interval>,
    certain: Vec<Interval>,
    possible: Vec<Interval>,
}

/// What care a sensitive task needs; why it is sensitive is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskCare {
    /// No card, letter or note is to be left there.
    pub leave_nothing_in_writing: bool,
    /// Nobody is to ring there before or after.
    pub do_not_call: bool,
}

/// A task as this phone knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// The task, and where it stands by what the desk and this notebook tell. In a list a sensitive one has no words: no
    /// place, nothing of what is to be done or was answered, and no reason why it is sensitive.
    pub task: Task,
    /// Present if it is sensitive, in a list as well.
    pub care: Option<TaskCare>,
    /// Its window is over, and it is still to be done.
    pub overdue: bool,
    /// Code of the colleague to whom it was handed over here, while the desk has not given it on.
    pub handed_over_to: Option<String>,
    /// Presence of this notebook's patrols of the beat in its zone within its window, to be confirmed as proof.
    pub proposed: Option<TaskProof>,
}

impl Beatbook {
    /// Tasks for this officer, the officer's team and, by role, the welfare service: what is to be done first, by priority
    /// and time; then what is answered. Of a sensitive one only that it is there, when, and with what care.
    ///
    /// # Errors
    /// Storage errors.
    pub fn tasks(&self) -> Told<Vec<TaskView>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let mut tasks = notebook.tasks(longest)?;
            for area in [Area::Safeguarding, Area::Welfare] {
                let shown = tasks.iter().filter(|one| one.guarded_by() == Some(area)).count();
                notebook.write_down(Looking::list(area), shown, self.gate.looks());
            }
            tasks.iter_mut().for_each(TaskView::veil);
            Ok::<_, DeviceError>(tasks)
        })?)
    }

    /// One task with all its words; of a sensitive one that was withdrawn, or given to somebody else, as in the list.
    ///
    /// # Errors
    /// `task_unknown`, storage errors.
    pub fn task(&self, task: Id) -> Told<TaskView> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let found = notebook.tasks(longest)?.into_iter().find(|view| view.task.set.task == task);
            let mut found = found.ok_or(TaskRefusal::Unknown)?;
            // Of one that is somebody else's by now, or nobody's, the words are not this officer's any more.
            if matches!(found.task.state, TaskState::Withdrawn { .. }) {
                found.veil();
            }
            if let Some(area) = found.guarded_by() {
                notebook.write_down(Looking::view(area, task), 1, self.gate.looks());
            }
            Ok::<_, DeviceError>(found)
        })?)
    }

    /// Takes a task on.
    ///
    /// # Errors
    /// `task_unknown`, `task_done_already`, `task_withdrawn`, `task_not_yours` (it was handed over); `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn accept_task(&self, task: Id) -> Told<()> {
        self.answer_task(task, |_| Ok(TaskAnswer::Accepted))
    }

    /// Says that a task is done; with the proposed presence as proof if the officer confirms it.
    ///
    /// # Errors
    /// `no_presence` (there is none to confirm), `task_text`, and those of [`Beatbook::accept_task`] but `task_withdrawn` and
    /// `task_not_yours`.
    pub fn task_done(&self, task: Id, with_presence: bool, words: Option<String>) -> Told<()> {
        self.answer_task(task, |view| {
            let proof = view.proposed.clone().filter(|_| with_presence);
            if with_presence && proof.is_none() {
                return Err(TaskRefusal::NoPresence);
            }
            Ok(TaskAnswer::Done { proof, words })
        })
    }

    /// Says that a task was not done, and why.
    ///
    /// # Errors
    /// `task_text` (another reason, and no words), and those of [`Beatbook::accept_task`].
    pub fn task_not_done(&self, task: Id, reason: NotDoneReason, words: Option<String>) -> Told<()> {
        self.answer_task(task, |_| Ok(TaskAnswer::NotDone { reason, words }))
    }

    /// Hands a task over to a colleague, by the colleague's code; the colleague's phone has it after both have synced.
    ///
    /// # Errors
    /// `unknown_officer`, `hand_over_to_oneself`, `sensitive_hand_over`, and those of [`Beatbook::accept_task`].
    pub fn hand_over_task(&self, task: Id, to: &str) -> Told<()> {
        let colleague = self.gate.with(|notebook| notebook.ledger.db.read(|tx| officer_coded(tx, to)))?;
        self.answer_task(task, |_| {
            Ok(TaskAnswer::HandedOver { to: colleague.ok_or(TaskRefusal::UnknownOfficer)? })
        })
    }

    fn answer_task(
        &self,
        task: Id,
        answer: impl FnOnce(&TaskView) -> Result<TaskAnswer, TaskRefusal>,
    ) -> Told<()> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.answer_task(task, answer, longest))?)
    }
}

impl TaskView {
    /// The area of what it tells of somebody, if it does: each look at it is written down.
    fn guarded_by(&self) -> Option<Area> {
        if self.care.is_some() || matches!(self.task.set.for_whom, TaskFor::Leads(_)) {
            return Some(Area::Safeguarding);
        }
        Some(Area::Welfare).filter(|_| self.task.set.source == TaskSource::Welfare)
    }

    /// Takes the words of a sensitive task away, for a list.
    fn veil(&mut self) {
        if self.care.is_none() {
            return;
        }
        self.task.was_for.clear();
        let set = &mut self.task.set;
        set.place = TaskPlace::Address(String::new());
        set.what.clear();
        (set.reference, set.discretion, set.by) = (None, None, None);
        match &mut self.task.state {
            TaskState::Done { words, .. } | TaskState::NotDone { words, .. } => *words = None,
            TaskState::Withdrawn { why } => why.clear(),
            TaskState::Open | TaskState::Accepted { .. } | TaskState::HandedOver { .. } => {}
        }
    }
}

impl Notebook {
    pub(crate) fn tasks(&mut self, longest: u64) -> Result<Vec<TaskView>, DeviceError> {
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let sure = legal.within.map_or(0, |_| legal.span().0);
        if self.ledger.db.read(|tx| has_over(tx, sure, &now))? {
            self.ledger.db.write(|tx| forget_sensitive(tx, sure, &now))?;
        }
        let tasks = self.tasks_told()?;
        let mut views = Vec::with_capacity(tasks.len());
        let presence = self.presence_of_patrols(tasks.values())?;
        for task in tasks.into_values() {
            let proposed = if may_be_done(&task) { proposal(&task, &presence) } else { None };
            let care = task.set.discretion.map(|care| TaskCare {
                leave_nothing_in_writing: care.leave_nothing_in_writing,
                do_not_call: care.do_not_call,
            });
            let handed_over_to = match task.state {
                TaskState::HandedOver { to, .. } => {
                    let told = self.ledger.db.read(|tx| officer_told(tx, to))?;
                    Some(told.map_or_else(|| to.to_string(), |(code, _)| code))
                }
                _ => None,
            };
            views.push(TaskView { overdue: task.is_overdue(legal.at), handed_over_to, care, proposed, task });
        }
        let rank = |view: &TaskView| {
            let to_do = matches!(view.task.state, TaskState::Open | TaskState::Accepted { .. });
            (!to_do, view.task.set.priority, view.task.set.until, view.task.set.task)
        };
        views.sort_by_key(rank);
        Ok(views)
    }

    fn answer_task(
        &mut self,
        task: Id,
        answer: impl FnOnce(&TaskView) -> Result<TaskAnswer, TaskRefusal>,
        longest: u64,
    ) -> Result<(), DeviceError> {
        self.ledger.check_writable()?;
        let view = self.tasks(longest)?.into_iter().find(|view| view.task.set.task == task);
        let view = view.ok_or(TaskRefusal::Unknown)?;
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let about = view.task.about;
        let told = TaskAnswered { at: now.moment(), legal, about, answer: answer(&view)? };
        // What is theirs by now is not answered a second time; what was done is done.
        if let (Some(to), false) = (&view.handed_over_to, matches!(told.answer, TaskAnswer::Done { .. })) {
            return Err(given_away(to));
        }
        check(&view.task, self.ledger.identity.officer, true, &told)?;
        let coarse = view.task.set.is_discreet() || self.is_on_welfare();
        let body = EntryBody::TaskAnswered(Box::new(told));
        self.ledger.append(now, |journal| journal.append(task, &body, coarse))?;
        Ok(())
    }

    fn tasks_told(&self) -> Result<BTreeMap<Id, Task>, DeviceError> {
        let (notebook, by) = (self.ledger.identity.notebook, self.ledger.identity.officer);
        self.ledger.db.read(|tx| {
            let desk = desk(tx)?;
            let team = team_of(tx, by)?;
            let answer = |(task, seq, says)| match says {
                EntryBody::TaskAnswered(told) => {
                    Some(Answer { notebook, seq, by, team: team.clone(), task, told: *told })
                }
                _ => None,
            };
            let answers: Vec<Answer> = work_entries(tx, Work::Task)?.into_iter().filter_map(answer).collect();
            Ok(fold(&desk, &answers))
        })
    }

    /// Presence in zones, by their codes, of patrols of the beat that touch any of these tasks' windows; the open patrol's so far.
    fn presence_of_patrols<'a>(
        &mut self,
        tasks: impl Iterator<Item = &'a Task>,
    ) -> Result<Vec<InZones>, DeviceError> {
        let windows: Vec<Interval> = tasks
            .filter(|task| may_be_done(task) && matches!(task.set.place, TaskPlace::Zone(_)))
            .map(|task| Interval { from: task.set.from, to: task.set.until })
            .collect();
        let windows = normalise(windows);
        let Some(first) = windows.first() else { return Ok(Vec::new()) };
        let mut presences = self.beats_since(first.from)?;
        presences.extend(self.beat_so_far()?);
        let touches = |presence: &TrackPresence| !intersect(&windows, &[presence.span]).is_empty();
        presences.retain(|(_, presence)| touches(presence));
        self.ledger.db.read(|tx| {
            let by_code = |(patrol, presence): (Id, TrackPresence)| {
                let named = names(tx, presence.zones.iter().map(|told| told.zone))?;
                let mut codes: BTreeMap<String, InZone> = BTreeMap::new();
                for told in &presence.zones {
                    if let Some(name) = named.get(&told.zone) {
                        let known = codes.entry(name.code.clone()).or_default();
                        known.presence.extend(told.presence.iter().map(|one| one.span));
                        known.certain.extend(told.certain.iter().map(|one| one.span));
                        known.possible.extend(told.possible.iter().map(|one| one.span));
                    }
                }
                Ok((patrol, codes))
            };
            presences.into_iter().map(by_code).collect()
        })
    }
}

/// The desk gives it on as soon as it hears of that.
fn given_away(to: &str) -> DeviceError {
    let remedy = format!(
        "This task was handed over to {to}, who has it after both phones have synced: if that was a mistake, sync, then ask them, or \
         whoever set it, to give it to whom it is for."
    );
    not_yet(TaskRefusal::NotYours.code(), &remedy, "rules of the field 12")
}

/// Whether it may be told that it was done: whatever was told of it before, and whatever the desk did meanwhile.
fn may_be_done(task: &Task) -> bool {
    !matches!(task.state, TaskState::Done { .. })
}

/// The longest presence of one patrol in a task's zone within its window.
fn proposal(task: &Task, presence: &[InZones]) -> Option<TaskProof> {
    let TaskPlace::Zone(zone) = &task.set.place else { return None };
    let window = [Interval { from: task.set.from, to: task.set.until }];
    let of_patrol = |(patrol, codes): &InZones| {
        let known = codes.get(zone)?;
        let within = |spans: &[Interval]| intersect(&normalise(spans.to_vec()), &window);
        let spans = within(&known.presence);
        let bounds = ProofBounds {
            certain: total(&within(&known.certain)),
            possible: total(&within(&known.possible)),
        };
        let proof = TaskProof {
            patrol: *patrol,
            zone: zone.clone(),
            from: spans.first()?.from,
            to: spans.last()?.to,
            present: total(&spans),
            bounds: Some(bounds),
        };
        Some(proof).filter(|proof| proof.present >= PROOF_LEAST_MS)
    };
    presence.iter().filter_map(of_patrol).max_by_key(|proof| proof.present)
}

/// What the desk has told of tasks, in order.
fn desk(tx: &ReadTransaction<'_>) -> Result<Vec<DeskSays>, DeviceError> {
    let sql = "SELECT kind, body FROM server_entry
               WHERE kind IN ('task_set', 'task_withdrawn', ?1) AND body IS NOT NULL ORDER BY seq";
    let told: Vec<(String, Vec<u8>)> =
        tx.all(sql, params![COARSE_KIND], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let says = |(kind, body): (String, Vec<u8>)| DeskSays::of(&ServerBody::parse(&kind, 1, &body).ok()?);
    Ok(told.into_iter().filter_map(says).collect())
}

/// An officer's team, as the server told last.
fn team_of(tx: &ReadTransaction<'_>, officer: Id) -> Result<String, DeviceError> {
    let team = |body| match body {
        ServerBody::OfficerAdded(added) if added.officer == officer => Some(added.team),
        _ => None,
    };
    Ok(bodies(tx, "officer_added")?.into_iter().rev().find_map(team).unwrap_or_default())
}

/// The officer of a code, as the server told last.
fn officer_coded(tx: &ReadTransaction<'_>, code: &str) -> Result<Option<Id>, DeviceError> {
    let officer = |body| match body {
        ServerBody::OfficerAdded(added) if added.code == code => Some(added.officer),
        _ => None,
    };
    Ok(bodies(tx, "officer_added")?.into_iter().rev().find_map(officer))
}

/// Notes since when a body that has come is here, if it is a sensitive task.
pub(crate) fn note_sensitive(
    tx: &WriteTransaction<'_>,
    header: &Header,
    body: &[u8],
    since: &Anchor,
) -> Result<(), DeviceError> {
    if header.kind != COARSE_KIND {
        return Ok(());
    }
    if let Ok(ServerBody::TaskSet(_)) = ServerBody::parse(&header.kind, header.schema, body) {
        tx.execute(
            "INSERT OR IGNORE INTO sensitive (seq, server, mono, boot) VALUES (?1, ?2, ?3, ?4)",
            params![header.seq.cast_signed(), since.server, since.mono, since.boot.0.cast_signed()],
        )?;
    }
    Ok(())
}

/// A sensitive task that has been here for a day, by the phone's monotonic clock or by a time that is certain; `?1` is such
/// a time, UTC milliseconds.
const OVER: &str = "(?1 - server >= ?2 OR (boot = ?3 AND ?4 - mono >= ?2))";

fn has_over(tx: &ReadTransaction<'_>, time: i64, now: &Now) -> Result<bool, DeviceError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM server_entry WHERE body IS NOT NULL AND seq IN (SELECT seq FROM sensitive WHERE {OVER}))"
    );
    let bound = params![time, SENSITIVE_MS, now.boot.0.cast_signed(), now.mono];
    Ok(tx.one(&sql, bound, |row| row.get(0))?)
}

/// Drops sensitive tasks that have been here for a day, and what this officer answered to them once the server has signed
/// for it; the server still has both.
pub(crate) fn forget_sensitive(tx: &WriteTransaction<'_>, time: i64, now: &Now) -> Result<(), DeviceError> {
    let bound = params![time, SENSITIVE_MS, now.boot.0.cast_signed(), now.mono];
    let sql = format!(
        "UPDATE server_entry SET salt = NULL, body = NULL
         WHERE body IS NOT NULL AND seq IN (SELECT seq FROM sensitive WHERE {OVER})"
    );
    tx.execute(&sql, bound)?;
    let sql =
        "SELECT server_entry.header, server_entry.body IS NULL FROM sensitive JOIN server_entry USING (seq)";
    let told: Vec<(Vec<u8>, bool)> = tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // One that was given again stays as long as its newest words.
    let mut gone: BTreeMap<Id, bool> = BTreeMap::new();
    for (header, is_gone) in told {
        *gone.entry(Header::parse(&header)?.record).or_insert(true) &= is_gone;
    }
    let officer = Identity::load(tx)?.officer;
    for (task, _) in gone.into_iter().filter(|(_, is_gone)| *is_gone) {
        let sql = "UPDATE entry SET body = NULL, salt = NULL, state = 2
                   WHERE state = 0 AND seq IN (SELECT seq FROM work_entry WHERE record = ?1)
                     AND EXISTS (SELECT 1 FROM held WHERE entry.seq BETWEEN held.first AND held.last)";
        if tx.execute(sql, params![task.as_bytes()])? > 0 {
            refold(tx, officer, [task])?;
        }
    }
    Ok(())
}
