//! What an answer changes: one transaction, or nothing.
//! The file has the last word: a receipt must speak of our own header at its number, and of bodies that were
//! offered.

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::server::{BriefingPublished, ServerBody};
use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::sync::{Cursor, EntryResult, Outcome};
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::answer::{Accepted, CheckedChange, CheckedVerdict, OpenedReceipt, Pulled};
use super::retry;
use crate::access::reads_what_others_enforce;
use crate::briefing;
use crate::cards;
use crate::consult;
use crate::error::{DeviceError, LinkFault};
use crate::forgetting;
use crate::journal::{each_entry, point_at, priority};
use crate::local::{Anchor, Exchange, FULL_BATCH, Identity, Wait, patrol_manifest};
use crate::orders;
use crate::outreach;
use crate::over;
use crate::platform::Now;
use crate::tasks;

/// What has become of one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Applied {
    /// Bodies newly signed for.
    pub(crate) acknowledged: u64,
    /// Something changed: it is worth asking again.
    pub(crate) moved_on: bool,
    pub(crate) pulled: u64,
    pub(crate) retired: bool,
    /// More is waiting, and asking for it gets on.
    pub(crate) more_to_pull: bool,
    /// Reading begins again.
    pub(crate) reset: bool,
    /// Objects that are not for this phone any more, or bodies the server has erased, are gone.
    pub(crate) forgot: bool,
    /// Offering begins again.
    pub(crate) rebased: bool,
    /// Milliseconds the server asked for.
    pub(crate) asked_to_wait: Option<i64>,
}

/// Applies an answer that was checked against what was asked.
pub(crate) fn apply(
    tx: &WriteTransaction<'_>,
    accepted: &Accepted,
    now: Now,
) -> Result<Applied, DeviceError> {
    let mut exchange = Exchange::load(tx)?;
    let mut applied = Applied { more_to_pull: accepted.more, ..Applied::default() };
    exchange.trust(&accepted.keys, &accepted.handovers);
    match &accepted.verdict {
        CheckedVerdict::Retire(fork) => {
            Identity::retire(tx, *fork)?;
            applied.retired = true;
        }
        CheckedVerdict::Rebase(held) => {
            rebase(tx, &mut exchange, held.as_deref())?;
            applied.moved_on = true;
            applied.rebased = true;
        }
        CheckedVerdict::Ok => {
            applied.moved_on |= note_results(tx, &accepted.results)?;
            if let Some(opened) = &accepted.receipt {
                let before = exchange.receipt.clone();
                applied.acknowledged = take_receipt(tx, &mut exchange, opened, &now)?;
                let reached = match before {
                    Some(before) => before.open(&exchange.receipt_keys)?.chain.seq,
                    None => 0,
                };
                applied.moved_on |= applied.acknowledged > 0 || opened.receipt.chain.seq > reached;
            }
        }
    }
    let signed = accepted.receipt.as_ref().map(|opened| opened.receipt.server_time);
    if let Some(server) = signed {
        exchange.anchor = Some(Anchor::new(server, &now));
    }
    match &accepted.pulled {
        Pulled::Changes { changes, cursor, reset } => {
            let since = Anchor::new(accepted.server_time, &now);
            if take_changes(tx, &mut exchange, (changes, *reset), &since)? {
                exchange.cursor = cursor.clone().map(|cursor| Cursor(cursor.into()));
                applied.forgot |= forgetting::obey(tx, &exchange, changes)?;
                applied.pulled = changes.len() as u64;
                applied.reset = *reset;
                applied.moved_on |= !changes.is_empty() || *reset;
                applied.more_to_pull &= !changes.is_empty() || *reset;
                // What decides over them – a book, a role, a hold – may be on a page that is still to come.
                exchange.unsifted |= accepted.more;
                if exchange.unsifted && !accepted.more {
                    applied.forgot |= forget_old_objects(tx, exchange.manifest, accepted.server_time)?;
                    exchange.unsifted = false;
                }
            } else {
                forget_pulled(tx, &mut exchange)?;
                applied.more_to_pull = false;
            }
        }
        Pulled::Unusable => {
            forget_pulled(tx, &mut exchange)?;
            applied.more_to_pull = false;
        }
    }
    if let Ok(server_day) = local_date(accepted.server_time) {
        consult::forget_over(tx, server_day)?;
        over::forget_over(tx, server_day)?;
        if !accepted.more {
            let officer = Identity::load(tx)?.officer;
            applied.forgot |= over::forget_of_roles(tx, officer, server_day)?;
        }
    }
    tasks::forget_sensitive(tx, accepted.server_time, &now)?;
    outreach::forget_nights(tx, accepted.server_time)?;
    exchange.last_sync = Some(accepted.server_time);
    exchange.failures = 0;
    exchange.batch = exchange.batch.saturating_mul(2).min(FULL_BATCH);
    exchange.wait =
        accepted.retry_after.map(|asked| Wait { from: now, milliseconds: retry::asked(asked), asked: true });
    applied.asked_to_wait = exchange.wait.map(|wait| wait.milliseconds).filter(|wait| *wait > 0);
    exchange.store(tx)?;
    Ok(applied)
}

/// Notes, durably and before sending, what is sent for the first time: a receipt for anything else is none.
pub(crate) fn note_offered(
    tx: &WriteTransaction<'_>,
    headers: Option<(u64, u64)>,
    bodies: &[u64],
) -> Result<(), DeviceError> {
    if let Some((_, last)) = headers {
        tx.execute("UPDATE exchange SET offered = max(offered, ?1)", params![last.cast_signed()])?;
    }
    let mut update =
        tx.prepare("UPDATE outbox SET state = 1 WHERE priority IN (0, 1, 2) AND seq = ?1 AND state = 0")?;
    for seq in bodies {
        update.execute(params![seq.cast_signed()])?;
    }
    Ok(())
}

/// Takes a receipt in; answers how many bodies it newly covers. An older one than ours changes nothing.
pub(crate) fn take_receipt(
    tx: &WriteTransaction<'_>,
    exchange: &mut Exchange,
    opened: &OpenedReceipt,
    now: &Now,
) -> Result<u64, DeviceError> {
    let receipt = &opened.receipt;
    check_chain(tx, receipt.chain)?;
    if exchange.offered.is_none_or(|offered| receipt.chain.seq > offered) {
        return Err(LinkFault::BadAnswer.into());
    }
    let before = match &exchange.receipt {
        Some(signed) => Some(signed.open(&exchange.receipt_keys)?),
        None => None,
    };
    if let Some(before) = &before {
        let older = (receipt.generation, receipt.chain.seq, receipt.server_time)
            < (before.generation, before.chain.seq, before.server_time);
        let loses = receipt.chain.seq < before.chain.seq || !receipt.bodies.covers(&before.bodies);
        if older {
            return Ok(0);
        }
        if loses {
            // A server that holds less than it signed for says so with `rebase`, or it is not ours.
            return Err(LinkFault::BadAnswer.into());
        }
    }
    let waiting = outbox(tx)?;
    let mut covered: Vec<(i64, u64)> = Vec::new();
    for (priority, seq, state) in waiting {
        if receipt.bodies.contains(seq) {
            if state == NEVER_OFFERED {
                return Err(LinkFault::BadAnswer.into());
            }
            covered.push((priority, seq));
        }
    }
    let mut delete = tx.prepare("DELETE FROM outbox WHERE priority = ?1 AND seq = ?2")?;
    for (priority, seq) in &covered {
        delete.execute(params![priority, seq.cast_signed()])?;
    }
    drop(delete);
    let newly = SeqSet::from_numbers(covered.iter().map(|(_, seq)| *seq));
    note_held(tx, &newly, &Anchor::new(receipt.server_time, now))?;
    exchange.receipt = Some(opened.signed.clone());
    Ok(newly.len())
}

const NEVER_OFFERED: i64 = 0;

/// The whole outbox: priority, number, state.
fn outbox(tx: &ReadTransaction<'_>) -> Result<Vec<(i64, u64, i64)>, DeviceError> {
    Ok(tx.all("SELECT priority, seq, state FROM outbox ORDER BY priority, seq", [], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned(), row.get(2)?))
    })?)
}

/// A receipt must speak of our own header, or of one before the journal's purged beginning.
fn check_chain(tx: &ReadTransaction<'_>, chain: ChainPoint) -> Result<(), DeviceError> {
    match point_at(tx, chain.seq)? {
        Some(own) if own == chain => Ok(()),
        Some(_) => Err(LinkFault::BadAnswer.into()),
        None => {
            let first = tx.one("SELECT min(seq) FROM entry", [], |row| row.get::<_, Option<i64>>(0))?;
            let purged = first.is_some_and(|first| chain.seq < first.cast_unsigned());
            if purged { Ok(()) } else { Err(LinkFault::BadAnswer.into()) }
        }
    }
}

/// Keeping times count from the first time the server signed for a body.
fn note_held(tx: &WriteTransaction<'_>, newly: &SeqSet, since: &Anchor) -> Result<(), DeviceError> {
    let mut insert = tx.prepare(
        "INSERT OR REPLACE INTO held (first, last, server, wall, mono, boot) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let Anchor { server, wall, mono, boot } = *since;
    for range in newly.ranges() {
        let (first, last) = (range.first.cast_signed(), range.last.cast_signed());
        insert.execute(params![first, last, server, wall, mono, boot.0.cast_signed()])?;
    }
    Ok(())
}

/// The server was restored and holds less than it signed for: everything beyond is offered again.
fn rebase(
    tx: &WriteTransaction<'_>,
    exchange: &mut Exchange,
    held: Option<&OpenedReceipt>,
) -> Result<(), DeviceError> {
    if let Some(held) = held {
        check_chain(tx, held.receipt.chain)?;
        let before =
            exchange.receipt.as_ref().map(|signed| signed.open(&exchange.receipt_keys)).transpose()?;
        if before.is_some_and(|before| held.receipt.generation < before.generation) {
            return Err(LinkFault::BadAnswer.into());
        }
    }
    let bodies = held.map(|held| held.receipt.bodies.clone()).unwrap_or_default();
    tx.execute("DELETE FROM outbox WHERE state <> 2", [])?;
    let mut again = Vec::new();
    each_entry(tx, 0, u64::MAX, |line| {
        if !bodies.contains(line.seq) && (line.seq > 0 || held.is_some()) {
            let header = line.header()?;
            let urgency = match line.says(&header) {
                Some(body) => priority(&body, header.kind == beatbook_domain::records::body::COARSE_KIND),
                None => 1,
            };
            again.push((urgency, line.seq));
        }
        Ok(())
    })?;
    // Whatever was sent before may turn up in a receipt at once: it counts as offered.
    let offered = exchange.offered.unwrap_or(0);
    let mut insert = tx.prepare("INSERT OR IGNORE INTO outbox (priority, seq, state) VALUES (?1, ?2, ?3)")?;
    for (urgency, seq) in again {
        insert.execute(params![urgency, seq.cast_signed(), i64::from(seq <= offered)])?;
    }
    drop(insert);
    tx.execute(
        "DELETE FROM held WHERE last > ?1",
        params![held.map_or(-1, |held| held.receipt.chain.seq.cast_signed())],
    )?;
    exchange.receipt = held.map(|held| held.signed.clone());
    Ok(())
}

/// Which entries the server could not use or cannot take. They stay here; the queue goes on. Answers whether
/// one left the queue.
fn note_results(tx: &WriteTransaction<'_>, results: &[EntryResult]) -> Result<bool, DeviceError> {
    let mut left = false;
    for result in results {
        let seq = result.seq.cast_signed();
        let code = match (result.outcome, &result.rejected) {
            (_, Some(code)) => Some(code.as_str()),
            (Outcome::TooLarge, None) => Some("too_large"),
            (Outcome::Refused, None) => Some("refused"),
            (Outcome::Held | Outcome::Duplicate | Outcome::Fork, None) => None,
        };
        match code {
            Some(code) => {
                tx.execute(
                    "INSERT OR REPLACE INTO rejected (seq, code) VALUES (?1, ?2)",
                    params![seq, code],
                )?;
            }
            None if result.body => {
                tx.execute("DELETE FROM rejected WHERE seq = ?1", params![seq])?;
            }
            None => {}
        }
        if result.body && matches!(result.outcome, Outcome::TooLarge | Outcome::Refused) {
            let sql = "UPDATE outbox SET state = 2 WHERE priority IN (0, 1, 2) AND seq = ?1 AND state <> 2";
            left |= tx.execute(sql, params![seq])? > 0;
        }
    }
    Ok(left)
}

/// Takes in what was pulled; `false` if it does not link up with what is here.
fn take_changes(
    tx: &WriteTransaction<'_>,
    exchange: &mut Exchange,
    (changes, reset): (&[CheckedChange], bool),
    since: &Anchor,
) -> Result<bool, DeviceError> {
    if reset {
        forget_pulled(tx, exchange)?;
    }
    for change in changes {
        match change {
            CheckedChange::Object { hash, bytes } => {
                tx.execute(
                    "INSERT OR IGNORE INTO briefing_object (hash, bytes) VALUES (?1, ?2)",
                    params![hash.as_bytes(), bytes],
                )?;
            }
            CheckedChange::Entry { header, bytes, body } => {
                if !links_up(tx, header)? {
                    return Ok(false);
                }
                let (salt, body) =
                    body.as_ref().map_or((None, None), |(salt, body)| (Some(salt), Some(body)));
                tx.execute(
                    "INSERT OR REPLACE INTO server_entry (seq, kind, header, salt, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![header.seq.cast_signed(), header.kind, bytes, salt, body],
                )?;
                if let Some(body) = body {
                    tasks::note_sensitive(tx, header, body, since)?;
                }
            }
        }
    }
    let tells = |kind: &str| {
        let of_kind = |change: &CheckedChange| matches!(change, CheckedChange::Entry { header, .. } if header.kind == kind);
        changes.iter().any(of_kind)
    };
    if tells("card_breaches") {
        cards::forget_replaced(tx)?;
    }
    if tells(over::STANDING) {
        over::forget_standings(tx)?;
    }
    let before = exchange.manifest;
    exchange.manifest = newest_complete_briefing(tx)?.or(before);
    let newer = orders::take_newest(tx)? || exchange.manifest != before;
    let objects = changes.iter().any(|change| matches!(change, CheckedChange::Object { .. }));
    exchange.unsifted |= newer || objects || reset;
    Ok(true)
}

/// An entry of the server's journal must follow the one before it, if that is here, and not contradict its twin.
fn links_up(tx: &ReadTransaction<'_>, header: &Header) -> Result<bool, DeviceError> {
    let Some(before) = header.seq.checked_sub(1) else { return Ok(true) };
    let sql = "SELECT header FROM server_entry WHERE seq = ?1";
    let before = tx.maybe(sql, params![before.cast_signed()], |row| row.get::<_, Vec<u8>>(0))?;
    Ok(before.is_none_or(|before| header_hash(&before) == header.prev))
}

/// Reading begins again: what is not sent again, such as a body of a role that was withdrawn, is gone. Objects stay until
/// all is read: they are named by their content, and a patrol may be using them.
fn forget_pulled(tx: &WriteTransaction<'_>, exchange: &mut Exchange) -> Result<(), DeviceError> {
    tx.execute("DELETE FROM server_entry", [])?;
    exchange.cursor = None;
    Ok(())
}

/// The newest published briefing all of whose objects are here.
fn newest_complete_briefing(tx: &ReadTransaction<'_>) -> Result<Option<Hash>, DeviceError> {
    let sql = "SELECT body FROM server_entry WHERE kind = 'briefing_published' AND body IS NOT NULL
               ORDER BY seq DESC LIMIT 4";
    for body in tx.all(sql, [], |row| row.get::<_, Vec<u8>>(0))? {
        let Ok(ServerBody::BriefingPublished(BriefingPublished { manifest, .. })) =
            ServerBody::parse("briefing_published", 1, &body)
        else {
            continue;
        };
        if briefing::is_complete(tx, manifest)? {
            return Ok(Some(manifest));
        }
    }
    Ok(None)
}

/// Drops objects that neither the newest briefing and order book nor a patrol on this phone was told with; answers whether
/// there were any. To be asked when all is pulled: before, an object may belong to an entry that is still to come.
fn forget_old_objects(
    tx: &WriteTransaction<'_>,
    newest: Option<Hash>,
    server_time: i64,
) -> Result<bool, DeviceError> {
    let officer = Identity::load(tx)?.officer;
    let enforces = match local_date(server_time) {
        Ok(day) => reads_what_others_enforce(tx, officer, day)?,
        Err(_) => true,
    };
    let mut keep = orders::objects_kept(tx, enforces)?;
    if let Some(newest) = newest {
        keep.extend(briefing::objects_of(tx, newest)?);
    }
    let told = tx.all("SELECT DISTINCT manifest FROM patrol WHERE manifest IS NOT NULL", [], |row| {
        Ok(Hash::from_bytes(row.get(0)?))
    })?;
    for manifest in told.into_iter().chain(patrol_manifest(tx)?) {
        keep.extend(briefing::objects_of(tx, manifest)?);
    }
    let all = tx.all("SELECT id, hash FROM briefing_object", [], |row| {
        Ok((row.get::<_, i64>(0)?, Hash::from_bytes(row.get(1)?)))
    })?;
    let mut delete = tx.prepare("DELETE FROM briefing_object WHERE id = ?1")?;
    let mut forgot = false;
    for (id, _) in all.into_iter().filter(|(_, hash)| !keep.contains(hash)) {
        forgot |= delete.execute(params![id])? > 0;
    }
    Ok(forgot)
}
