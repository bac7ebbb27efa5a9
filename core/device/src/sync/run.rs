//! One sync: snapshot, plan, send, check, apply – until all is sent and pulled, or something stands in the way.
//! The notebook's lock is held for the snapshot and for applying, never while bytes travel.

use std::collections::BTreeSet;

use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::enrol::EnrolResponse;
use beatbook_protocol::limits::{KEYS_SHOWN_MAX, MESSAGE_MAX, PROTOCOL_VERSION};
use beatbook_protocol::receipt::KeyHandover;
use beatbook_protocol::sync::{
    Body, BodyOffer, Checkpoint, ENROL_PATH, EnrolAnswer, Problem, ProblemCode, SUCCEED_PATH, SYNC_PATH,
    SyncAnswer, SyncRequest,
};
use beatbook_store::{ReadTransaction, params};

use super::answer::Asked;
use super::apply::{Applied, apply, note_offered, take_receipt};
use super::plan::{Action, Snapshot, WaitingBody, next};
use super::retry;
use super::tls::JudgingTimes;
use super::transport::Link;
use crate::beatbook::Timeouts;
use crate::error::{DeviceError, LinkFault};
use crate::gate::LongRun;
use crate::journal::{StoredBody, checkpoint, each_entry, entry, point_at};
use crate::local::{Anchor, Entrance, Exchange, Identity, Wait};
use crate::notebook::Notebook;
use crate::platform::random;
use crate::view::NotebookState;
use crate::zones;

/// More rounds than any backlog needs: a server that always says "more" does not hold the phone for ever.
const ROUNDS_MAX: u32 = 100_000;

/// A server that begins again and again gets nowhere: the next sync tries anew.
const RESETS_MAX: u32 = 3;

/// A server that answers every offer with another `rebase` gets nowhere either.
const REBASES_MAX: u32 = 8;

/// What a sync came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncReport {
    /// Requests that were answered.
    pub exchanges: u32,
    /// Bodies the server newly signed for.
    pub acknowledged: u64,
    /// Entries and objects pulled.
    pub pulled: u64,
    /// Bodies still without a receipt.
    pub left: u64,
    /// Whether the notebook may still be written.
    pub state: NotebookState,
    /// Come again no sooner than after so many milliseconds; 0 for any time.
    pub wait: i64,
}

/// How far a running sync has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncSoFar {
    /// Requests that were answered.
    pub exchanges: u32,
    /// Bodies the server newly signed for.
    pub acknowledged: u64,
    /// Entries and objects pulled.
    pub pulled: u64,
}

/// Whether a wait of our own counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// Somebody asks for it: only the server can make us wait.
    Now,
    /// A scheduler asks: waits after failures count, too.
    Due,
}

/// What a request and its answer need beside each other.
struct Turn {
    request: SyncRequest,
    asked: Asked,
}

/// Runs one sync; `tell` hears of every answer, on this thread, while no lock is held.
pub(crate) fn sync(
    run: &LongRun<'_>,
    timeouts: Timeouts,
    when: When,
    tell: &mut dyn FnMut(SyncSoFar),
) -> Result<SyncReport, DeviceError> {
    let waits = run.with(|notebook| {
        let exchange = notebook.ledger.db.read(Exchange::load)?;
        let counts = exchange.wait.filter(|wait| wait.asked || when == When::Due);
        Ok(retry::remaining(counts.as_ref(), &notebook.ledger.now()?))
    })?;
    let mut total = Applied { asked_to_wait: (waits > 0).then_some(waits), ..Applied::default() };
    let mut exchanges = 0;
    if waits == 0 {
        let outcome = exchange_all(run, timeouts, (&mut exchanges, &mut total), tell);
        if let Err(error) = outcome {
            // Best effort: the failure itself is what the caller must hear of.
            let _ = run.with(|notebook| note_failure(notebook, &error));
            return Err(error);
        }
    }
    run.with(|notebook| {
        let left = notebook.ledger.db.read(|tx| {
            tx.one("SELECT count(*) FROM outbox WHERE state <> 2", [], |row| {
                Ok(row.get::<_, i64>(0)?.cast_unsigned())
            })
        })?;
        Ok(SyncReport {
            exchanges,
            acknowledged: total.acknowledged,
            pulled: total.pulled,
            left,
            state: notebook.ledger.state(),
            wait: total.asked_to_wait.unwrap_or(0),
        })
    })
}

fn exchange_all(
    run: &LongRun<'_>,
    timeouts: Timeouts,
    (exchanges, total): (&mut u32, &mut Applied),
    tell: &mut dyn FnMut(SyncSoFar),
) -> Result<(), DeviceError> {
    run.with(Notebook::seal_before_push)?;
    run.with(|notebook| notebook.want_for_powers(timeouts.request))?;
    run.with(Notebook::tell_looks)?;
    let link = link(run, timeouts)?;
    let mut first = true;
    let mut more_to_pull = false;
    let (mut resets, mut rebases) = (0, 0);
    for _ in 0..ROUNDS_MAX {
        let snapshot = run.with(|notebook| {
            let (identity, head) = (&notebook.ledger.identity, notebook.ledger.head_point());
            let head = head.ok_or(DeviceError::Bug("no genesis"))?.seq;
            notebook.ledger.db.read(|tx| snapshot(tx, identity, head, first, more_to_pull))
        })?;
        let (headers, bodies) = match next(&snapshot) {
            Action::Done => return Ok(()),
            Action::Enter => {
                enter(run, &link)?;
                *exchanges += 1;
                continue;
            }
            Action::Exchange { headers, bodies } => (headers, bodies),
        };
        let applied = match one_turn(run, &link, headers, &bodies) {
            Err(DeviceError::Link(LinkFault::TooLarge)) if snapshot.batch > 1 => {
                run.with(halve)?;
                continue;
            }
            turn => turn?,
        };
        *exchanges += 1;
        first = false;
        if applied.pulled > 0 {
            // A book that has just come may name the officer's first powers: numbers for them come in this very sync.
            run.with(|notebook| notebook.want_for_powers(timeouts.request))?;
        }
        resets += u32::from(applied.reset);
        rebases += u32::from(applied.rebased);
        if rebases > REBASES_MAX {
            return Err(LinkFault::RestoredTooOld.into());
        }
        more_to_pull = applied.more_to_pull && resets <= RESETS_MAX;
        total.acknowledged += applied.acknowledged;
        total.pulled += applied.pulled;
        total.asked_to_wait = applied.asked_to_wait;
        tell(SyncSoFar { exchanges: *exchanges, acknowledged: total.acknowledged, pulled: total.pulled });
        let nothing_moves = !applied.moved_on && (headers.is_some() || !bodies.is_empty());
        if applied.retired || nothing_moves || applied.asked_to_wait.is_some() {
            return Ok(());
        }
    }
    Ok(())
}

pub(super) fn link(run: &LongRun<'_>, timeouts: Timeouts) -> Result<Link, DeviceError> {
    let (address, trust, times) = run.with(|notebook| {
        let exchange = notebook.ledger.db.read(Exchange::load)?;
        let identity = &notebook.ledger.identity;
        let times = JudgingTimes::new(&notebook.ledger.now()?, exchange.anchor.as_ref());
        Ok((identity.address.clone(), identity.trust, times))
    })?;
    Link::new(&address, trust, times, timeouts)
}

fn snapshot(
    tx: &ReadTransaction<'_>,
    identity: &Identity,
    head: u64,
    first: bool,
    more_to_pull: bool,
) -> Result<Snapshot, DeviceError> {
    let exchange = Exchange::load(tx)?;
    let acknowledged = match &exchange.receipt {
        Some(signed) => signed.open(&exchange.receipt_keys)?.chain.seq,
        None => 0,
    };
    // The most urgent that could fit at all: the rest is not looked at.
    let sql =
        "SELECT o.seq, o.priority, coalesce(length(e.body), 0) FROM outbox o JOIN entry e ON e.seq = o.seq
               WHERE o.state <> 2 ORDER BY o.priority, o.seq LIMIT 4096";
    let bodies = tx.all(sql, [], |row| {
        Ok(WaitingBody {
            seq: row.get::<_, i64>(0)?.cast_unsigned(),
            length: usize::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
            dense: row.get::<_, i64>(1)? == 2,
        })
    })?;
    Ok(Snapshot {
        outside: identity.entrance.is_some(),
        head,
        acknowledged,
        purged: checkpoint(tx)?.map_or(0, |(point, _)| point.seq),
        batch: usize::try_from(exchange.batch).unwrap_or(1),
        bodies,
        more_to_pull,
        first,
    })
}

/// Builds a request, notes what it offers, sends it, checks the answer and applies it.
fn one_turn(
    run: &LongRun<'_>,
    link: &Link,
    headers: Option<(u64, u64)>,
    bodies: &[u64],
) -> Result<Applied, DeviceError> {
    let (turn, token) = run.with(|notebook| {
        let ledger = &mut notebook.ledger;
        let head = ledger.head_point().ok_or(DeviceError::Bug("no genesis"))?.seq;
        let turn = ledger.db.read(|tx| turn(tx, &ledger.identity, head, headers, bodies))?;
        ledger.write(|tx| note_offered(tx, headers, bodies))?;
        Ok((turn, ledger.identity.token))
    })?;
    let answer: SyncAnswer = link.exchange(run, SYNC_PATH, Some(&token), &turn.request)?;
    let response = match answer {
        SyncAnswer::Taken(response) => response,
        SyncAnswer::Refused(problem) => return Err(refused(run, &problem)),
    };
    let accepted = turn.asked.check(*response)?;
    let (applied, manifest) = run.with(|notebook| {
        let now = notebook.ledger.now()?;
        let applied = notebook.ledger.write(|tx| apply(tx, &accepted, now))?;
        if applied.retired {
            notebook.reload()?;
        }
        if applied.reset || applied.forgot {
            // Bodies and objects the officer may not have any more went with it: out of free pages and the log as well.
            notebook.ledger.db.maintain()?;
        }
        let manifest = notebook.ledger.db.read(Exchange::load)?.manifest;
        Ok((applied, manifest))
    })?;
    if let Some(manifest) = manifest.filter(|_| applied.pulled > 0) {
        zones::prepare(run, manifest)?;
    }
    Ok(applied)
}

fn turn(
    tx: &ReadTransaction<'_>,
    identity: &Identity,
    head: u64,
    headers: Option<(u64, u64)>,
    bodies: &[u64],
) -> Result<Turn, DeviceError> {
    let exchange = Exchange::load(tx)?;
    let mut header_bytes = Vec::new();
    let mut signed = None;
    if let Some((first, last)) = headers {
        each_entry(tx, first, last, |line| {
            header_bytes.push(line.header.into());
            Ok(())
        })?;
        if header_bytes.len() as u64 != last - first + 1 {
            return Err(DeviceError::Row("entry"));
        }
        let point = point_at(tx, last)?.ok_or(DeviceError::Row("entry"))?;
        signed = Some(SignedHead::sign(identity.notebook, point, &identity.signing));
    }
    // The server holds less than was purged here: its own receipt shows it that it once had it.
    let acknowledged = match &exchange.receipt {
        Some(signed) => signed.open(&exchange.receipt_keys)?.chain.seq,
        None => 0,
    };
    let checkpoint = checkpoint(tx)?
        .filter(|(point, _)| {
            point.seq > acknowledged && headers.is_some_and(|(first, _)| first == point.seq + 1)
        })
        .map(|(point, receipt)| Checkpoint { point, receipt, keys: newest(&exchange.handovers) });
    let mut offers = Vec::new();
    let mut room = MESSAGE_MAX / 2;
    for seq in bodies {
        let Some(line) = entry(tx, *seq)? else { continue };
        let body = match line.body {
            StoredBody::Present(salt, bytes) => Body::Present { salt, bytes: bytes.into() },
            StoredBody::Erased(by) => Body::Erased { by },
            StoredBody::Purged => Body::Purged,
        };
        if let Body::Present { bytes, .. } = &body {
            let Some(left) = room.checked_sub(bytes.len()) else { break };
            room = left;
        }
        offers.push(BodyOffer { seq: *seq, body });
    }
    let asked = Asked {
        authority: identity.authority,
        server: identity.server,
        notebook: identity.notebook,
        keys: exchange.receipt_keys,
        headers,
        bodies: offers.iter().map(|offer| offer.seq).collect(),
        head,
    };
    let request = SyncRequest {
        versions: vec![PROTOCOL_VERSION],
        notebook: identity.notebook,
        receipt: exchange.receipt,
        cursor: exchange.cursor,
        headers: header_bytes,
        bodies: offers,
        head: signed,
        journal_head: head,
        checkpoint,
    };
    Ok(Turn { request, asked })
}

/// What shows the newest keys; nothing if the first one is still in force.
fn newest(handovers: &[KeyHandover]) -> Option<Vec<KeyHandover>> {
    let from = handovers.len().saturating_sub(KEYS_SHOWN_MAX);
    handovers.get(from..).filter(|newest| !newest.is_empty()).map(<[_]>::to_vec)
}

/// Why a notebook was not let in.
pub(crate) struct NotLetIn {
    pub(crate) error: DeviceError,
    /// Whether the request may have reached the server, which may then have spent the code.
    pub(crate) asked: bool,
}

/// Asks to be let in and nothing else.
pub(crate) fn enter_now(run: &LongRun<'_>, timeouts: Timeouts) -> Result<(), NotLetIn> {
    let mut asked = false;
    let entered = link(run, timeouts).and_then(|link| {
        let entered = enter(run, &link);
        asked = link.was_met();
        entered
    });
    entered.map_err(|error| {
        // Best effort: the failure itself is what the caller must hear of.
        let _ = run.with(|notebook| note_failure(notebook, &error));
        NotLetIn { error, asked }
    })
}

/// Asks to be let in, with the very same request each time until there is an answer.
pub(super) fn enter(run: &LongRun<'_>, link: &Link) -> Result<(), DeviceError> {
    let (entrance, asked) = run.with(|notebook| {
        let identity = &notebook.ledger.identity;
        let exchange = notebook.ledger.db.read(Exchange::load)?;
        let asked = Asked {
            authority: identity.authority,
            server: identity.server,
            notebook: identity.notebook,
            keys: exchange.receipt_keys,
            headers: Some((0, 0)),
            bodies: BTreeSet::from([0]),
            head: 0,
        };
        Ok((identity.entrance.clone(), asked))
    })?;
    let answer: EnrolAnswer = match &entrance {
        None => return Ok(()),
        Some(Entrance::Code(request)) => link.exchange(run, ENROL_PATH, None, request)?,
        Some(Entrance::Successor { former, request }) => {
            link.exchange(run, SUCCEED_PATH, Some(former), request)?
        }
    };
    let response = match answer {
        EnrolAnswer::Enrolled(response) => *response,
        EnrolAnswer::Refused(problem) => return Err(refused(run, &problem)),
    };
    let EnrolResponse { version, receipt, authority_code, officer_code, receipt_keys } = response;
    let short = |text: &str| text.chars().count() <= beatbook_protocol::limits::NAME_MAX;
    if version != PROTOCOL_VERSION || !short(&authority_code) || !short(&officer_code) {
        return Err(LinkFault::BadAnswer.into());
    }
    let handovers = receipt_keys.unwrap_or_default();
    let keys = asked.keys_after(&handovers)?;
    let opened = asked.open(receipt, &keys)?;
    run.with(|notebook| {
        let now = notebook.ledger.now()?;
        notebook.ledger.write(|tx| {
            tx.execute("UPDATE outbox SET state = 1 WHERE priority = 0 AND seq = 0", params![])?;
            let mut exchange = Exchange::load(tx)?;
            exchange.trust(&keys, &handovers);
            take_receipt(tx, &mut exchange, &opened, &now)?;
            exchange.anchor = Some(Anchor::new(opened.receipt.server_time, &now));
            exchange.failures = 0;
            exchange.wait = None;
            exchange.store(tx)?;
            Identity::entered(tx, &authority_code, &officer_code)
        })?;
        notebook.reload()
    })
}

/// What a refusal of the whole request means; its wait is kept.
pub(super) fn refused(run: &LongRun<'_>, problem: &Problem) -> DeviceError {
    if let Some(asked) = problem.retry_after {
        let kept = run.with(|notebook| {
            let from = notebook.ledger.now()?;
            notebook.ledger.write(|tx| {
                let mut exchange = Exchange::load(tx)?;
                exchange.wait = Some(Wait { from, milliseconds: retry::asked(asked), asked: true });
                exchange.store(tx)
            })
        });
        if let Err(error) = kept {
            return error;
        }
    }
    let fault = match problem.code {
        ProblemCode::UpgradeRequired => LinkFault::UpgradeRequired,
        ProblemCode::Unauthorised => LinkFault::Unauthorised,
        ProblemCode::Revoked => LinkFault::Revoked,
        ProblemCode::TooLarge => LinkFault::TooLarge,
        // The latter three answer questions for hours only.
        ProblemCode::Malformed
        | ProblemCode::Period
        | ProblemCode::UnknownZone
        | ProblemCode::NotebookClosed => LinkFault::BadAnswer,
        ProblemCode::Busy | ProblemCode::Internal => LinkFault::Busy,
        ProblemCode::CodeInvalid => LinkFault::CodeInvalid,
    };
    fault.into()
}

fn halve(notebook: &mut Notebook) -> Result<(), DeviceError> {
    notebook.ledger.write(|tx| {
        let mut exchange = Exchange::load(tx)?;
        exchange.batch = (exchange.batch / 2).max(1);
        exchange.store(tx)
    })
}

/// Keeps when to try again. A wait the server asked for is not made shorter.
fn note_failure(notebook: &mut Notebook, error: &DeviceError) -> Result<(), DeviceError> {
    let DeviceError::Link(fault) = error else { return Ok(()) };
    let from = notebook.ledger.now()?;
    let share = u64::from_be_bytes(random(&*notebook.ledger.platform)?);
    notebook.ledger.write(|tx| {
        let mut exchange = Exchange::load(tx)?;
        exchange.failures = exchange.failures.saturating_add(1);
        if matches!(fault, LinkFault::TimedOut | LinkFault::TooLarge) {
            exchange.batch = (exchange.batch / 2).max(1);
        }
        let own = retry::after_failures(exchange.failures, share);
        if retry::remaining(exchange.wait.as_ref().filter(|wait| wait.asked), &from) < own {
            exchange.wait = Some(Wait { from, milliseconds: own, asked: false });
        }
        exchange.store(tx)
    })
}
