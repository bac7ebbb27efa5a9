//! What the server says of keeping: which records are under a hold, and which bodies it has erased. The phone keeps the
//! first and drops its copies of the second, but nothing that no receipt covers and nothing of a patrol in progress.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::keeping::BodiesErased;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use crate::error::DeviceError;
use crate::journal::{StoredBody, entry, patrol_of, refold};
use crate::local::{Exchange, Identity};
use crate::looks::forget_looks;
use crate::sync::CheckedChange;

/// Records under a hold, each with the hold's reference, as the server has told last.
pub(crate) fn holds(tx: &ReadTransaction<'_>) -> Result<BTreeMap<Id, Id>, DeviceError> {
    let sql = "SELECT body FROM server_entry WHERE kind = ?1 AND body IS NOT NULL ORDER BY seq";
    let mut holds = BTreeMap::new();
    for body in tx.all(sql, params![COARSE_KIND], |row| row.get::<_, Vec<u8>>(0))? {
        if let Ok(ServerBody::HoldTold(told)) = ServerBody::parse(COARSE_KIND, 1, &body) {
            match told.hold {
                Some(hold) => holds.insert(told.record, hold),
                None => holds.remove(&told.record),
            };
        }
    }
    Ok(holds)
}

/// Drops what the server says among these changes that it has erased; answers whether there was any of it here.
pub(crate) fn obey(
    tx: &WriteTransaction<'_>,
    exchange: &Exchange,
    changes: &[CheckedChange],
) -> Result<bool, DeviceError> {
    let identity = Identity::load(tx)?;
    let covered = match &exchange.receipt {
        Some(signed) => signed.open(&exchange.receipt_keys)?.bodies,
        None => SeqSet::default(),
    };
    let mut dropped = false;
    for change in changes {
        let CheckedChange::Entry { header, body: Some((_, bytes)), .. } = change else { continue };
        let Ok(ServerBody::BodiesErased(erased)) = ServerBody::parse(&header.kind, header.schema, bytes)
        else {
            continue;
        };
        dropped |= if erased.journal == identity.notebook {
            drop_own(tx, &identity, &covered, &erased)?
        } else {
            drop_pulled(tx, header, &erased)?
        };
    }
    Ok(dropped)
}

/// Bodies of the server's journal that were pulled before they were erased.
fn drop_pulled(
    tx: &WriteTransaction<'_>,
    header: &Header,
    erased: &BodiesErased,
) -> Result<bool, DeviceError> {
    if erased.journal != header.notebook {
        return Ok(false);
    }
    let mut dropped = 0;
    for (first, last) in &erased.entries {
        dropped += tx.execute(
            "UPDATE server_entry SET salt = NULL, body = NULL WHERE seq BETWEEN ?1 AND ?2 AND body IS NOT NULL",
            params![first.cast_signed(), i64::try_from(*last).unwrap_or(i64::MAX)],
        )?;
    }
    Ok(dropped > 0)
}

fn drop_own(
    tx: &WriteTransaction<'_>,
    identity: &Identity,
    covered: &SeqSet,
    erased: &BodiesErased,
) -> Result<bool, DeviceError> {
    let mut records = BTreeSet::new();
    for (first, last) in &erased.entries {
        let last = i64::try_from(*last).unwrap_or(i64::MAX);
        let here = "SELECT seq FROM entry WHERE seq BETWEEN max(?1, 1) AND ?2 AND state = 0 ORDER BY seq";
        let seqs = tx.all(here, params![first.cast_signed(), last], |row| row.get::<_, i64>(0))?;
        for seq in seqs.into_iter().map(i64::cast_unsigned).filter(|seq| covered.contains(*seq)) {
            let Some(line) = entry(tx, seq)?.filter(|line| matches!(line.body, StoredBody::Present(..)))
            else {
                continue;
            };
            let record = line.header()?.record;
            if patrol_of(tx, record)?.is_some_and(|(_, patrol)| patrol.is_open()) {
                continue;
            }
            let seq = params![seq.cast_signed()];
            tx.execute("UPDATE entry SET body = NULL, salt = NULL, state = 2 WHERE seq = ?1", seq)?;
            tx.execute("DELETE FROM note WHERE seq = ?1", seq)?;
            records.insert(record);
        }
    }
    let dropped = !records.is_empty();
    refold(tx, identity.officer, records)?;
    if dropped {
        forget_looks(tx)?;
    }
    Ok(dropped)
}
