//! Everything of a notebook as one file that anybody can read and check: JSON, one object a line.
//!
//! | line | what |
//! |---|---|
//! | first | `format`, `authority`, `officer`, `notebook`, `server`, `public_key`, `checkpoint` |
//! | one per entry | `header` (its exact bytes as text), `salt` and `body` (hexadecimal, base 64) or `erased_by` or `purged`, `rejected` |
//! | one per unsealed call | `unsealed`: fixes not yet an entry |
//! | last | `receipt` and `receipt_signature`, `receipt_keys`, `head` and `head_signature`, `entries` |
//!
//! It is plain text with everything an officer wrote: the caller decides where it goes. How to check it without
//! this program is told in docs/sync-protocol.md: the chain, the salted hashes, the signatures.

use std::io::Write;
use std::sync::Arc;

use beatbook_domain::fix::Fix;
use beatbook_protocol::chain::SignedHead;
use beatbook_store::{ReadTransaction, params};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::hot;
use crate::journal::{StoredBody, StoredEntry, each_entry, last_point};
use crate::local::{Exchange, Identity};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Entries.
    pub entries: u64,
    /// Bodies among them.
    pub bodies: u64,
    /// Fixes that were not sealed yet.
    pub unsealed: u64,
}

impl Beatbook {
    /// Writes all entries, receipts and unsealed fixes to `sink`. Long, cancellable, beside other calls.
    ///
    /// # Errors
    /// `cancelled`, `output`, storage errors: what was written is incomplete without its last line.
    pub fn export(&self, sink: &mut dyn Write) -> Told<Exported> {
        let run = self.gate.begin_long_run()?;
        let (db, identity) = run
            .with(|notebook| Ok((Arc::clone(&notebook.ledger.db), Arc::clone(&notebook.ledger.identity))))?;
        Ok(db.read(|tx| export(tx, &identity, sink, || run.check()))?)
    }
}

fn export(
    tx: &ReadTransaction<'_>,
    identity: &Identity,
    sink: &mut dyn Write,
    mut check: impl FnMut() -> Result<(), DeviceError>,
) -> Result<Exported, DeviceError> {
    let mut exported = Exported::default();
    let checkpoint = tx.maybe("SELECT seq, hash FROM checkpoint", [], |row| {
        Ok(json!({"seq": row.get::<_, i64>(0)?, "hash": HEXLOWER.encode(&row.get::<_, [u8; 32]>(1)?)}))
    })?;
    line(
        sink,
        &json!({
            "format": "beatbook-export-1",
            "authority": identity.authority.to_string(),
            "officer": identity.officer.to_string(),
            "notebook": identity.notebook.to_string(),
            "server": identity.server.to_string(),
            "public_key": identity.signing.public().to_string(),
            "checkpoint": checkpoint,
        }),
    )?;
    each_entry(tx, 0, u64::MAX, |entry| {
        check()?;
        exported.entries += 1;
        exported.bodies += u64::from(matches!(entry.body, StoredBody::Present(..)));
        line(sink, &entry_line(tx, &entry)?)
    })?;
    for row in hot::rows(tx)? {
        check()?;
        exported.unsealed += row.fixes.len() as u64;
        let fixes: Vec<Value> = row.fixes.iter().map(fix).collect();
        line(
            sink,
            &json!({"unsealed": fixes, "boot": format!("{:016x}", row.boot), "wall_offset": row.wall_offset}),
        )?;
    }
    line(sink, &closing(tx, identity, exported.entries)?)?;
    sink.flush().map_err(|_| DeviceError::Output)?;
    Ok(exported)
}

fn entry_line(tx: &ReadTransaction<'_>, entry: &StoredEntry) -> Result<Value, DeviceError> {
    let header = std::str::from_utf8(&entry.header).map_err(|_| DeviceError::Row("entry"))?;
    let rejected =
        tx.maybe("SELECT code FROM rejected WHERE seq = ?1", params![entry.seq.cast_signed()], |row| {
            row.get::<_, String>(0)
        })?;
    let mut value = match &entry.body {
        StoredBody::Present(salt, body) => {
            json!({"header": header, "salt": HEXLOWER.encode(&salt.0), "body": BASE64.encode(body)})
        }
        StoredBody::Erased(by) => json!({"header": header, "erased_by": by}),
        StoredBody::Purged => json!({"header": header, "purged": true}),
    };
    if let (Some(code), Some(fields)) = (rejected, value.as_object_mut()) {
        fields.insert("rejected".to_owned(), Value::String(code));
    }
    Ok(value)
}

fn fix(fix: &Fix) -> Value {
    json!({
        "lat_e6": fix.lat, "lon_e6": fix.lon, "time": fix.time, "mono": fix.mono, "accuracy_dm": fix.accuracy,
        "speed_dms": fix.speed, "bearing": fix.bearing, "provider": fix.provider,
    })
}

/// The proofs, and how many entries there were: a file without this line was cut off.
fn closing(tx: &ReadTransaction<'_>, identity: &Identity, entries: u64) -> Result<Value, DeviceError> {
    let exchange = Exchange::load(tx)?;
    let keys: Vec<String> = exchange.receipt_keys.iter().map(ToString::to_string).collect();
    let receipt = exchange.receipt.as_ref().map(|signed| HEXLOWER.encode(&signed.bytes));
    let receipt_signature =
        exchange.receipt.as_ref().map(|signed| HEXLOWER.encode(signed.signature.as_bytes()));
    let head = last_point(tx)?.map(|point| SignedHead::sign(identity.notebook, point, &identity.signing));
    Ok(json!({
        "entries": entries,
        "head": head.map(|head| json!({"seq": head.point.seq, "hash": head.point.hash.to_string()})),
        "head_signature": head.map(|head| HEXLOWER.encode(head.signature.as_bytes())),
        "receipt": receipt,
        "receipt_signature": receipt_signature,
        "receipt_keys": keys,
    }))
}

fn line(sink: &mut dyn Write, value: &Value) -> Result<(), DeviceError> {
    serde_json::to_writer(&mut *sink, value).map_err(|_| DeviceError::Output)?;
    sink.write_all(b"\n").map_err(|_| DeviceError::Output)
}
