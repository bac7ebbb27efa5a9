//! What the phone says to a person: whole minutes, names, local time.
//!
//! Figures are the library's own; nothing is computed here but rounding.

use std::fmt::Write;

use beatbook_device::{
    BodyState, Delivery, EntryView, NotebookState, OnDuty, PatrolResult, PatrolView, RejectedEntry, Status,
    SyncReport, Verification,
};
use beatbook_domain::access::RoleTerm;
use beatbook_domain::presence::{FixCounts, TravelMode};
use beatbook_domain::records::patrol::{Duty, Patrol};
use beatbook_protocol::id::Id;

use crate::replay::Replayed;
use crate::time;

/// The answer to sign-on.
pub fn signed_on(status: &Status, training: bool) -> String {
    let mut text = String::new();
    let since = status.on_duty.as_ref().map_or_else(String::new, |on| of_patrol(&on.patrol));
    let clock = if training { ", on the training clock" } else { "" };
    let _ = writeln!(text, "since {since}{clock}");
    if !status.has_briefing {
        let _ = writeln!(text, "no zones on this phone yet: hours by zone come after the next sync");
    }
    text
}

/// The answer to an enrolment.
pub fn enrolled(notebook: Id, status: &Status) -> String {
    let whose = if status.officer_code.is_empty() {
        "the server lets it in at the first sync".to_owned()
    } else {
        format!("officer {} of {}", status.officer_code, status.authority_code)
    };
    format!("notebook {notebook}, {whose}\n")
}

/// The account of an exchange with the server.
pub fn synced(report: &SyncReport, rejected: &[RejectedEntry]) -> String {
    let mut text = format!(
        "{} entries signed for by the server, {} things fetched, {} left\n",
        report.acknowledged, report.pulled, report.left
    );
    if report.wait > 0 {
        let _ = writeln!(text, "the server asks to come again in {} s", report.wait / 1000);
    }
    if !matches!(report.state, NotebookState::Open) {
        let _ = writeln!(text, "{}: go on with `successor`", of_state(report.state));
    }
    for entry in rejected {
        let _ =
            writeln!(text, "entry {} is held by the server, which cannot use it: {}", entry.seq, entry.code);
    }
    text
}

/// Roles that have ended, and that what they let the officer know has left the phone.
pub fn ended(over: &[RoleTerm]) -> String {
    let line = |term: &RoleTerm| {
        let until = term.until.map(|day| day.to_string()).unwrap_or_default();
        let role = serde_json::to_value(term.role).unwrap_or_default();
        format!(
            "the role {} ended on {until}: what the server told this phone for it has left the phone\n",
            role.as_str().unwrap_or_default()
        )
    };
    over.iter().map(line).collect()
}

/// The account of a replay.
pub fn replayed(replayed: &Replayed, status: &Status, wall: i64) -> String {
    let report = &replayed.report;
    let mut text = format!("{} fixes recorded up to {}", report.accepted, time::clock(wall));
    let mut also = |count: usize, what: &str| {
        if count > 0 {
            let _ = write!(text, ", {count} {what}");
        }
    };
    also(replayed.already + report.duplicates as usize, "here already");
    also(report.late as usize, "late, kept as evidence");
    also(report.off_duty as usize, "from outside duty, not stored");
    also(report.refused as usize, "refused");
    also(replayed.later, "not replayed yet");
    also(replayed.restarts, "restarts of the phone");
    text.push('\n');
    if let Some(on) = &status.on_duty {
        let _ = writeln!(text, "so far: {}\n{}", on.so_far.headline(), used(&on.so_far.fixes));
    }
    text
}

/// How many fixes the hours are made of. The few newest may still be undecided.
fn used(fixes: &FixCounts) -> String {
    let unused = fixes.inaccurate + fixes.excursion + fixes.late + fixes.mock;
    format!("  {} fixes used, {unused} kept as evidence only", fixes.accepted)
}

/// What a patrol came to.
pub fn result(result: &PatrolResult) -> String {
    let mut text = format!("{}\n", result.headline());
    let span = result.span;
    let _ = writeln!(
        text,
        "  {} to {}: {}, quality {:?}{}",
        time::shown(span.from),
        time::beside(span.from, span.to),
        lasting(span.to - span.from),
        result.quality,
        if result.abstracted > 0 {
            format!(", abstracted {}", lasting(result.abstracted))
        } else {
            String::new()
        },
    );
    if !result.measured {
        let _ = writeln!(text, "  no zones on this phone: hours by zone are told by the server");
    }
    for zone in &result.zones {
        let modes = [(zone.foot, "foot"), (zone.cycle, "cycle"), (zone.vehicle, "vehicle")];
        let modes: Vec<String> = modes
            .iter()
            .filter(|(ms, _)| *ms > 0)
            .map(|(ms, how)| format!("{} {how}", lasting(*ms)))
            .collect();
        let modes = if modes.is_empty() { "passed by".to_owned() } else { modes.join(", ") };
        let _ = writeln!(
            text,
            "  {:<16} {modes}; certain {}, possible {}; {} visits, {} of 15 min and more on foot",
            zone.code,
            lasting(zone.certain),
            lasting(zone.possible),
            zone.visits,
            zone.dosage_visits,
        );
    }
    let _ = writeln!(text, "{}", used(&result.fixes));
    text
}

/// The home screen.
pub fn status(notebook: Id, status: &Status, training: Option<i64>) -> String {
    let mut text = format!("notebook {notebook}");
    if !status.officer_code.is_empty() {
        let _ = write!(text, ", officer {} of {}", status.officer_code, status.authority_code);
    }
    let _ = writeln!(text, "\n{}", of_state(status.state));
    if let Some(wall) = training {
        let _ = writeln!(text, "training clock: {}", time::shown(wall));
    }
    match &status.on_duty {
        Some(on) => text.push_str(&on_duty(on)),
        None => text.push_str("off duty\n"),
    }
    let outbox = &status.outbox;
    let _ = writeln!(
        text,
        "for the server: {} waiting, {} offered, {} refused; {} held but not usable",
        outbox.waiting, outbox.offered, outbox.refused, outbox.rejected
    );
    let seq = |seq: Option<u64>| seq.map_or_else(|| "none".to_owned(), |seq| seq.to_string());
    let _ = writeln!(text, "last entry {}, signed for up to {}", seq(status.last_entry), seq(status.receipt));
    let synced = status.last_sync.map_or_else(|| "never".to_owned(), time::shown);
    let _ =
        writeln!(text, "last sync {synced}; zones {}", if status.has_briefing { "here" } else { "not here" });
    let wording = &status.wording;
    let _ = writeln!(text, "notices are printed with {} revision {}", wording.set.id, wording.set.revision);
    if let Some(over) = &wording.passed_over {
        let _ = writeln!(text, "LOOK: {over}");
    }
    if status.reserve_used {
        let _ = writeln!(text, "the storage was full: free some");
    }
    text
}

fn on_duty(on: &OnDuty) -> String {
    let mut text = format!("on duty since {}\n", of_patrol(&on.patrol));
    let _ = writeln!(text, "so far: {}", on.so_far.headline());
    for zone in on.zones_now.iter().filter(|zone| zone.inside) {
        let since = zone.visit_since.map_or_else(String::new, |at| format!(" since {}", time::clock(at)));
        let _ = writeln!(text, "in {} {}{since}", zone.code, zone.name);
    }
    let age = on
        .last_fix_age
        .map_or_else(|| "no usable fix yet".to_owned(), |ms| format!("last fix {} s ago", ms / 1000));
    let _ = writeln!(text, "{age}");
    text
}

/// A patrol of the list.
pub fn patrol(view: &PatrolView) -> String {
    let mut text = format!("{} {}\n", view.record, of_patrol(&view.patrol));
    match &view.result {
        Some(came_to) => text.push_str(&result(came_to)),
        None if view.patrol.is_open() => text.push_str("  on duty\n"),
        None => text.push_str("  its summary is no longer on this phone\n"),
    }
    for words in &view.patrol.annotations {
        let _ = writeln!(text, "  note: {words}");
    }
    text
}

/// An entry of the journal.
pub fn entry(entry: &EntryView) -> String {
    let body = match entry.body {
        BodyState::Present => "present".to_owned(),
        BodyState::Erased { by } => format!("erased by {by}"),
        BodyState::Purged => "purged".to_owned(),
    };
    let delivery = match entry.delivery {
        Delivery::Waiting => "waiting",
        Delivery::Offered => "offered",
        Delivery::Held => "held by the server",
        Delivery::Refused => "refused by the server",
    };
    format!("{:>6} {:<20} {}  {body}, {delivery}", entry.seq, entry.kind, time::shown(entry.wall))
}

/// What a walk over the journal found.
pub fn verification(found: &Verification) -> String {
    let mut text = format!("{} entries, {} bodies", found.entries, found.bodies);
    let mut also = |count: u64, what: &str| {
        if count > 0 {
            let _ = write!(text, ", {count} {what}");
        }
    };
    also(found.erased, "erased");
    also(found.purged, "purged");
    if let Some(receipt) = found.receipt {
        let _ = write!(text, ", signed for by the server up to {receipt}");
    }
    match &found.first_fault {
        None if found.damaged_file => text.push_str(
            "\nDAMAGED FILE: the journal holds, other pages do not: try `rebuild`, else `export` and `set-aside`\n",
        ),
        None => text.push_str(": everything holds\n"),
        Some((seq, fault)) => {
            let _ = writeln!(text, "\nFAULT at entry {seq}: {fault:?}: export the notebook and report it");
        }
    }
    text
}

/// What a notebook is open or closed for.
pub fn of_state(state: NotebookState) -> &'static str {
    match state {
        NotebookState::Enrolling => "open; the server has not let it in yet",
        NotebookState::Open => "open",
        NotebookState::Moved => "moved here from elsewhere: closed for writing",
        NotebookState::Retired => "exists twice: closed for writing",
    }
}

fn of_patrol(patrol: &Patrol) -> String {
    let mode = match patrol.modes.last().map(|(_, mode)| mode) {
        Some(TravelMode::Cycle) => "cycle",
        Some(TravelMode::Vehicle) => "vehicle",
        Some(TravelMode::Foot) | None => "foot",
    };
    let people = patrol.crews.last().map_or(1, |(_, crew)| crew.officers.len() + usize::from(crew.others));
    let crew = if people > 1 { format!(", crew of {people}") } else { String::new() };
    let operation = patrol.operation.as_ref().map_or_else(String::new, |name| format!(", {name}"));
    format!("{} ({}, {mode}{crew}{operation})", time::shown(patrol.started.wall), of_duty(patrol.duty))
}

fn of_duty(duty: Duty) -> &'static str {
    match duty {
        Duty::TaskedCore => "tasked",
        Duty::OvertimeFunded => "overtime, funded",
        Duty::SelfInitiated => "self-initiated",
        Duty::OnCall => "on call",
        Duty::Outreach => "outreach",
        Duty::Count => "count",
    }
}

/// Hours and minutes, rounded to the minute.
pub fn lasting(milliseconds: i64) -> String {
    let minutes = (milliseconds + 30_000) / 60_000;
    if minutes < 60 {
        format!("{minutes} min")
    } else {
        format!("{} h {:02} min", minutes / 60, minutes % 60)
    }
}
