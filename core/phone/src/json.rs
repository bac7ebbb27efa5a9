//! The same answers for programs: JSON, exact milliseconds, UTC.
//!
//! Field names are stable; scripts and the demonstration read them.

use beatbook_device::{
    BodyState, Delivery, EntryView, NotebookState, OnDuty, PatrolResult, PatrolView, RejectedEntry,
    SignedOff, Status, SyncReport, Verification,
};
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

/// The answer to sign-off.
pub fn signed_off(ended: &SignedOff) -> Value {
    json!({ "patrol": ended.record, "result": result(&ended.result) })
}

/// A patrol of the list.
pub fn patrol(view: &PatrolView) -> Value {
    json!({
        "patrol": view.record,
        "first_entry": view.first,
        "story": view.patrol,
        "result": view.result.as_ref().map(result),
    })
}

fn result(result: &PatrolResult) -> Value {
    let zones: Vec<Value> = result
        .zones
        .iter()
        .map(|zone| {
            json!({
                "code": zone.code, "name": zone.name, "kind": zone.kind, "foot": zone.foot,
                "cycle": zone.cycle, "vehicle": zone.vehicle, "certain": zone.certain,
                "possible": zone.possible, "visits": zone.visits, "dosage_visits": zone.dosage_visits,
            })
        })
        .collect();
    let fixes = &result.fixes;
    json!({
        "headline": result.headline(),
        "from": result.span.from,
        "to": result.span.to,
        "zones": zones,
        "gap": result.gap,
        "abstracted": result.abstracted,
        "quality": result.quality,
        "measured": result.measured,
        "fixes": {
            "accepted": fixes.accepted, "inaccurate": fixes.inaccurate, "excursion": fixes.excursion,
            "late": fixes.late, "mock": fixes.mock,
        },
    })
}

/// The home screen.
pub fn status(notebook: Id, status: &Status) -> Value {
    let outbox = &status.outbox;
    json!({
        "notebook": notebook,
        "state": state(status.state),
        "authority_code": status.authority_code,
        "officer_code": status.officer_code,
        "on_duty": status.on_duty.as_ref().map(on_duty),
        "outbox": {
            "waiting": outbox.waiting, "offered": outbox.offered, "refused": outbox.refused,
            "rejected": outbox.rejected,
        },
        "last_entry": status.last_entry,
        "receipt": status.receipt,
        "last_sync": status.last_sync,
        "clock_skew": status.clock_skew,
        "sync_wait": status.sync_wait,
        "has_briefing": status.has_briefing,
        "wording": {
            "set": status.wording.set,
            "passed_over": status.wording.passed_over.as_ref().map(|over| {
                json!({ "set": over.set, "why": over.why.code() })
            }),
        },
        "reserve_used": status.reserve_used,
    })
}

fn on_duty(on: &OnDuty) -> Value {
    let zones: Vec<Value> = on
        .zones_now
        .iter()
        .map(|zone| {
            json!({
                "code": zone.code, "name": zone.name, "kind": zone.kind, "inside": zone.inside,
                "visit_since": zone.visit_since,
            })
        })
        .collect();
    json!({
        "patrol": on.record,
        "story": on.patrol,
        "zones_now": zones,
        "so_far": result(&on.so_far),
        "last_fix_age": on.last_fix_age,
    })
}

/// The account of an exchange with the server.
pub fn synced(report: &SyncReport, rejected: &[RejectedEntry]) -> Value {
    let rejected: Vec<Value> =
        rejected.iter().map(|entry| json!({ "seq": entry.seq, "code": entry.code })).collect();
    json!({
        "exchanges": report.exchanges, "acknowledged": report.acknowledged, "pulled": report.pulled,
        "left": report.left, "state": state(report.state), "wait": report.wait, "rejected": rejected,
    })
}

fn state(state: NotebookState) -> &'static str {
    match state {
        NotebookState::Enrolling => "enrolling",
        NotebookState::Open => "open",
        NotebookState::Moved => "moved",
        NotebookState::Retired => "retired",
    }
}

/// An entry of the journal.
pub fn entry(entry: &EntryView) -> Value {
    json!({
        "seq": entry.seq,
        "kind": entry.kind,
        "record": entry.record,
        "wall": entry.wall,
        "body": match entry.body {
            BodyState::Present => "present",
            BodyState::Erased { .. } => "erased",
            BodyState::Purged => "purged",
        },
        "delivery": match entry.delivery {
            Delivery::Waiting => "waiting",
            Delivery::Offered => "offered",
            Delivery::Held => "held",
            Delivery::Refused => "refused",
        },
    })
}

/// What a walk over the journal found.
pub fn verification(found: &Verification) -> Value {
    json!({
        "sound": found.is_sound(),
        "entries": found.entries,
        "bodies": found.bodies,
        "erased": found.erased,
        "purged": found.purged,
        "checkpoint": found.checkpoint,
        "receipt": found.receipt,
        "damaged_file": found.damaged_file,
        "first_fault": found.first_fault.as_ref().map(|(seq, fault)| json!({
            "seq": seq, "fault": format!("{fault:?}"),
        })),
    })
}
