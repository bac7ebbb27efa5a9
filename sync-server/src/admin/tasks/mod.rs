//! Tasks at the desk: set, given to others, withdrawn, and where each stands by what the phones answer.

mod reach;
mod tables;
mod words;

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::calendar::{Period, local_label, parse_day};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::{Discretion, TaskFor, TaskPlace, TaskSet, TaskSource, TaskWithdrawn};
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::table::TaskTable;
use beatbook_domain::tasks::told::TaskTold;
use beatbook_domain::tasks::{Task, TaskState};
use beatbook_protocol::id::Id;
use serde_json::json;

use super::erased::erased_since;
use super::office::{Office, Told, instant};
use super::seat::{Seat, days};
use super::teams::Teams;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::random;
pub(super) use reach::works_on_beat;
use reach::{check_holds, unread};
use tables::{Shows, sheet, table};
pub use words::{TaskBy, TaskCommand, TaskSetArgs, WhoArgs};

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: TaskCommand) -> Result<Told, ServerError> {
    match command {
        TaskCommand::Set(args) => set(office, args).await,
        TaskCommand::Give { task, who, reader } => {
            let seat = Seat::open(office, &reader, &format!("task {task} to be given on")).await?;
            let was = led(office, &seat, task).await?;
            check_pending(&was, "given on: set another")?;
            let was = was.set;
            let set = TaskSet { for_whom: for_whom(&seat, &who)?, ..was.clone() };
            form(&set)?;
            check_gives(&seat, &set)?;
            check_holds(office, &seat, &set).await?;
            let bodies = vec![withdrawn(&was, "given to somebody else", seat.reader.id), set_body(&set)];
            tell(office, &seat, (task, bodies), "given on").await?;
            let text = format!("task {task} is given on; phones are told at their next sync");
            Ok(Told::ok(text, json!({ "task": task })))
        }
        TaskCommand::Withdraw { task, why, reader } => {
            let seat = Seat::open(office, &reader, &format!("task {task} withdrawn")).await?;
            let was = led(office, &seat, task).await?;
            check_pending(&was, "withdrawn")?;
            let why = why.trim();
            if why.is_empty() {
                return Err(ServerError::refused(
                    "task_text",
                    "say why it is withdrawn: the phones are told",
                ));
            }
            let bodies = vec![withdrawn(&was.set, why, seat.reader.id)];
            tell(office, &seat, (task, bodies), "withdrawn").await?;
            let text = format!("task {task} is withdrawn; phones are told at their next sync");
            Ok(Told::ok(text, json!({ "task": task })))
        }
        TaskCommand::List { reader, period, welfare, form } => {
            let purpose = if welfare { Purpose::Welfare } else { Purpose::Beat };
            let seat = Seat::open_for(office, &reader, (purpose, "list of tasks")).await?;
            let label = days(period.as_deref())?.map_or("whenever".to_owned(), |(_, label)| label);
            let window = period.as_deref().map(window).transpose()?;
            let read = |task: &Task| {
                let of_welfare = task.set.source == TaskSource::Welfare;
                let reads = if welfare { reads_welfare(&seat, task) } else { reads(&seat, task) };
                of_welfare == welfare && reads && touches(task, window)
            };
            let now = office.service.clock().now();
            let told = tasks(office, &seat).await?.into_iter();
            let mut tasks: Vec<TaskTold> = told.filter(|one| read(&one.task)).collect();
            tasks.sort_by_key(|TaskTold { task, .. }| {
                (!task.is_pending(), task.set.priority, task.set.until, task.set.task)
            });
            let base = format!("Tasks this officer may read, {label}");
            let unread = unread(office, &seat, &tasks).await?;
            sheet(&tasks, (&seat, Shows::List), &unread, (base, now)).told(form.csv)
        }
        TaskCommand::Show { task, welfare, reader } => {
            let purpose = if welfare { Purpose::Welfare } else { Purpose::Beat };
            let seat = Seat::open_for(office, &reader, (purpose, &format!("task {task}"))).await?;
            let is = |one: &Task| {
                let of_welfare = one.set.source == TaskSource::Welfare;
                let reads = if welfare { reads_welfare(&seat, one) } else { reads(&seat, one) };
                one.set.task == task && of_welfare == welfare && reads
            };
            let found = tasks(office, &seat).await?.into_iter().find(|one| is(&one.task));
            let found = found.ok_or_else(unknown)?;
            let (now, found) = (office.service.clock().now(), [found]);
            let unread = unread(office, &seat, &found).await?;
            sheet(&found, (&seat, Shows::One), &unread, (format!("Task {task}"), now)).told(false)
        }
        TaskCommand::Table { reader, period, by, form } => {
            let seat = Seat::open(office, &reader, "tasks in numbers").await?;
            seat.check_counts()?;
            seat.check_team()?;
            let period = period.unwrap_or_else(|| seat.today.to_string());
            let window = window(&period)?;
            let (all, now) = (tasks(office, &seat).await?, office.service.clock().now());
            let counts_ever = |task: &&Task| task.set.source != TaskSource::Welfare && counts(&seat, task);
            let ever: Vec<&Task> = all.iter().map(|one| &one.task).filter(counts_ever).collect();
            // By all tasks that there are: one lies on many days, so by those of a period another team would be hidden on one of them
            // and told of on the next.
            let figured = ever.iter().copied().filter_map(|task| team(&seat, task)).map(|team| ((), team));
            let teams = Teams::of(&seat, figured);
            // What is overdue stays in the table of the day until somebody says what became of it.
            let is_left =
                |task: &Task| task.is_overdue(now) && task.set.until <= window.from && now < window.to;
            let counted = ever.into_iter().filter(|task| touches(task, Some(window)) || is_left(task));
            let row = |task: &Task| {
                let name = match by {
                    TaskBy::Source => task.set.source.name(),
                    TaskBy::Priority => task.set.priority.name(),
                    TaskBy::Team => team_row(&teams, team(&seat, task)),
                };
                name.to_owned()
            };
            let mut few = String::new();
            if by == TaskBy::Team {
                teams.check_hidden()?;
                few = teams.hidden_as(OTHER_TEAMS);
            }
            let of_whom = if seat.counts_all() { "all teams" } else { "the reader's own team" };
            let at = local_label(now).unwrap_or_default();
            let of_days = days(Some(&period))?.map(|(days, _)| days);
            let erased = erased_since(office, &seat, &[(Work::Task, "tasks set then")], of_days).await?;
            let left = if now < window.to { ", and what is overdue from before" } else { "" };
            let base = format!(
                "Tasks of {of_whom} whose time touches {period}{left}, as they stand at {at}{few}{erased}"
            );
            table(&TaskTable::of(counted, row, now), by, base, form.csv)
        }
    }
}

async fn set(office: &Office, args: TaskSetArgs) -> Result<Told, ServerError> {
    let seat = Seat::open(office, &args.reader, "task set").await?;
    seat.check_leads()?;
    let place = match (args.zone, args.address) {
        (Some(zone), _) => TaskPlace::Zone(known_zone(office, &seat, zone).await?),
        (None, address) => TaskPlace::Address(address.unwrap_or_default()),
    };
    let now = office.service.clock().now();
    let discretion = args.sensitive.map(|kind| Discretion {
        kind,
        leave_nothing_in_writing: args.leave_nothing_in_writing,
        do_not_call: args.do_not_call,
    });
    let task = random::id_of_the_hour(office.service.clock())?;
    let set = TaskSet {
        task,
        source: args.source,
        reference: args.reference,
        for_whom: for_whom(&seat, &args.who)?,
        place,
        what: args.what,
        from: args.from.map_or(Ok(now), |text| time(&text, Edge::Begin))?,
        until: time(&args.until, Edge::End)?,
        priority: args.priority,
        discretion,
        by: Some(seat.reader.id),
    };
    form(&set)?;
    check_holds(office, &seat, &set).await?;
    if set.until <= now {
        return Err(ServerError::refused(
            "task_window",
            "its time is over already: say until when it may be done",
        ));
    }
    tell(office, &seat, (task, vec![set_body(&set)]), "set").await?;
    let text = format!("task {task} is set; phones are told at their next sync");
    Ok(Told::ok(text, json!({ "task": task, "from": set.from, "until": set.until })))
}

fn form(set: &TaskSet) -> Result<(), ServerError> {
    set.check().map_err(|form| ServerError::refused(form.code(), form))
}

fn set_body(set: &TaskSet) -> ServerBody {
    ServerBody::TaskSet(Box::new(set.clone()))
}

fn withdrawn(was: &TaskSet, why: &str, by: Id) -> ServerBody {
    let (task, for_whom, sensitive) = (was.task, was.for_whom.clone(), was.is_discreet());
    ServerBody::TaskWithdrawn(TaskWithdrawn {
        task,
        for_whom,
        sensitive,
        why: why.to_owned(),
        by,
        given_on: false,
    })
}

async fn tell(
    office: &Office,
    seat: &Seat,
    (task, bodies): (Id, Vec<ServerBody>),
    what: &str,
) -> Result<(), ServerError> {
    Ok(office.service.store().tell_work(&seat.scope, task, bodies, format!("task {task} {what}")).await?)
}

/// The officer or team of the words, if the reader leads them.
fn for_whom(seat: &Seat, who: &WhoArgs) -> Result<TaskFor, ServerError> {
    let found = match (&who.officer, &who.team) {
        (Some(named), _) => {
            let is = |one: &&crate::store::Officer| one.code == *named || one.id.to_string() == *named;
            let found = seat.officers.iter().find(is).ok_or(ServerError::UnknownOfficer)?;
            TaskFor::Officer(found.id)
        }
        (None, team) => {
            let team = team.clone().unwrap_or_default();
            seat.check_known_team(&team)?;
            TaskFor::Team(team)
        }
    };
    Seat::check(seat.reads_all() || is_own_team(seat, &found))?;
    Ok(found)
}

fn is_own_team(seat: &Seat, for_whom: &TaskFor) -> bool {
    match for_whom {
        TaskFor::Officer(officer) => seat.is_team(*officer),
        TaskFor::Team(team) => *team == seat.reader.team,
        TaskFor::Service | TaskFor::Leads(_) => false,
    }
}

fn unknown() -> ServerError {
    ServerError::refused("task_unknown", "there is no such task: `task list` shows those there are")
}

/// A task that the reader may change.
async fn led(office: &Office, seat: &Seat, task: Id) -> Result<Task, ServerError> {
    seat.check_leads()?;
    let found = tasks(office, seat).await?.into_iter().map(|one| one.task).find(|one| one.set.task == task);
    // Who may not read it is not told that it is there.
    let of_beat = |one: &Task| one.set.source != TaskSource::Welfare && reads(seat, one);
    found.filter(of_beat).ok_or_else(unknown)
}

/// What is done or withdrawn is over; what was not done may be given to somebody else.
fn check_pending(was: &Task, to_be: &str) -> Result<(), ServerError> {
    if !matches!(was.state, TaskState::Done { .. } | TaskState::Withdrawn { .. }) {
        return Ok(());
    }
    let why = format!("this task is done or withdrawn already: there is nothing to be {to_be}");
    Err(ServerError::refused("task_over", why))
}

/// What is sensitive whoever set it gives on; others who lead, without having read it, when they say why. Whoever gave it to
/// themselves would read it.
fn check_gives(seat: &Seat, set: &TaskSet) -> Result<(), ServerError> {
    let to_oneself = set.for_whom == TaskFor::Officer(seat.reader.id);
    if !set.is_sensitive() || set.by == Some(seat.reader.id) || (seat.reason.is_some() && !to_oneself) {
        return Ok(());
    }
    let why = "whoever set a sensitive task gives it on; another who leads says why with --reason, and gives it to somebody \
               else than themselves";
    Err(ServerError::refused("sensitive_hand_over", why))
}

/// Whether the reader may read a task of the beat: it is for the reader, set by the reader, or of those the reader leads.
fn reads(seat: &Seat, task: &Task) -> bool {
    let set = &task.set;
    set.by == Some(seat.reader.id)
        || set.for_whom.is(seat.reader.id, &seat.reader.team)
        || seat.reads_all()
        || seat.leads_team() && is_own_team(seat, &set.for_whom)
}

/// Whether the reader may read a task of the welfare service.
fn reads_welfare(seat: &Seat, task: &Task) -> bool {
    let same_team = match &task.set.for_whom {
        // Reviews are the leads' alone, whoever else reads welfare.
        TaskFor::Leads(leads) => {
            return leads.contains(&seat.reader.id) && seat.access.answers_for(Area::Safeguarding);
        }
        TaskFor::Service => true,
        TaskFor::Team(team) => *team == seat.reader.team,
        TaskFor::Officer(officer) => seat.is_team(*officer),
    };
    let own = task.set.for_whom == TaskFor::Officer(seat.reader.id);
    let reading = Reading { own, same_team, closed: true, ..Reading::default() };
    seat.access.may_read_body(Area::Welfare, reading)
}

fn counts(seat: &Seat, task: &Task) -> bool {
    seat.counts_all() || is_own_team(seat, &task.set.for_whom)
}

fn touches(task: &Task, window: Option<Interval>) -> bool {
    window.is_none_or(|window| task.set.from < window.to && window.from < task.set.until)
}

/// All tasks of the authority.
async fn tasks(office: &Office, seat: &Seat) -> Result<Vec<TaskTold>, ServerError> {
    let facts = office.service.store().work_facts(&seat.scope, Work::Task).await?;
    let team = |officer: Id| {
        let known = seat.officers.iter().find(|one| one.id == officer);
        known.map(|one| one.team.clone()).unwrap_or_default()
    };
    Ok(facts.tasks_told(team).into_values().collect())
}

async fn known_zone(office: &Office, seat: &Seat, code: String) -> Result<String, ServerError> {
    let service = &office.service;
    let briefing = service.briefings().get(&**service.store(), &seat.scope, None).await?.unwrap_or_default();
    let known = briefing.versions.values().any(|version| version.code == code);
    let why = "no zone has this code: `zones list` shows those there are";
    if known { Ok(code) } else { Err(ServerError::refused("unknown_zone", why)) }
}

fn window(text: &str) -> Result<Interval, ServerError> {
    super::office::period(text)?.interval().map_err(|error| ServerError::refused("period", error))
}

/// Which end of a day is meant by it.
#[derive(Clone, Copy)]
enum Edge {
    Begin,
    End,
}

/// A day, a local time, or an instant with its offset.
fn time(text: &str, edge: Edge) -> Result<i64, ServerError> {
    let Ok(day) = parse_day(text) else { return instant(text) };
    let day = Period::Day(day).interval().map_err(|error| ServerError::refused("instant", error))?;
    Ok(match edge {
        Edge::Begin => day.from,
        Edge::End => day.to,
    })
}

/// The team that a task is for, or whose officer it is for; none of the service's.
fn team<'a>(seat: &'a Seat, task: &'a Task) -> Option<&'a str> {
    match &task.set.for_whom {
        TaskFor::Team(team) => Some(team),
        TaskFor::Officer(officer) => Some(seat.team(*officer).unwrap_or_default()),
        TaskFor::Service | TaskFor::Leads(_) => None,
    }
}

/// The row of those that are not told of by their names.
const OTHER_TEAMS: &str = "(other teams)";

fn team_row<'a>(teams: &Teams<'_>, team: Option<&'a str>) -> &'a str {
    match team {
        Some(team) if teams.tells(team) => team,
        Some(_) => OTHER_TEAMS,
        None => "(service)",
    }
}
