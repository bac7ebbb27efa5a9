//! Everything of a notebook as one file that anybody can read and check: JSON, one object a line.
//!
//! | line | what |
//! |---|---|
//! | first | `format`, `authority`, `officer`, `notebook`, `server`, `public_key`, `checkpoint` |
//! | one per entry | `header` (its exact bytes as text), `salt` and `body` (hexadecimal, base 64) or `erased_by` or `purged` or `left_out`, `rejected` |
//! | one per unsealed call | `unsealed`: fixes not yet an entry |
//! | last | `receipt` and `receipt_signature`, `receipt_keys`, `head` and `head_signature`, `entries`, `left_out` and `left_out_why` |
//!
//! It is plain text with everything an officer wrote and may still read: the caller decides where it goes. What the
//! officer may not read any more – with most roles own records of welfare and counts after sign-off – is left out, body and
//! salt; its header stays. How to check it without this program is told in docs/sync-protocol.md: the chain, the salted
//! hashes, the signatures.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use beatbook_domain::access::Area;
use beatbook_domain::fix::Fix;
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::tent::TentEntry;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, params};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};

use crate::access::OwnReading;
use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::hot;
use crate::journal::{
    StoredBody, StoredEntry, count_part_of, each_entry, encampment_entries, encounter_of, last_point,
    notice_of, welfare_of,
};
use crate::local::{Exchange, Identity};
use crate::looks::Looking;

/// Why bodies are left out.
const LEFT_OUT: &str = "Records that the officer's roles do not let the officer read any more: their \
                        headers are here, so that the chain can be checked, and their bodies stay in the notebook.";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Entries.
    pub entries: u64,
    /// Bodies among them.
    pub bodies: u64,
    /// Bodies left out, as the officer may not read them any more; they stay in the notebook.
    pub left_out: u64,
    /// Fixes that were not sealed yet.
    pub unsealed: u64,
}

impl Beatbook {
    /// Writes all entries, receipts and unsealed fixes to `sink`, without bodies that the officer may not read any more. Long,
    /// cancellable, beside other calls.
    ///
    /// # Errors
    /// `cancelled`, `output`, storage errors: what was written is incomplete without its last line.
    pub fn export(&self, sink: &mut dyn Write) -> Told<Exported> {
        let run = self.gate.begin_long_run()?;
        let (db, identity, reading) = run.with(|notebook| {
            let (db, identity) = (Arc::clone(&notebook.ledger.db), Arc::clone(&notebook.ledger.identity));
            let entries = notebook.ledger.head.next();
            let shown = usize::try_from(entries).unwrap_or(usize::MAX);
            notebook.write_down(Looking::export(), shown, self.gate.looks());
            Ok((db, identity, notebook.own_reading()?))
        })?;
        Ok(db.read(|tx| export(tx, (&identity, &reading), sink, || run.check()))?)
    }
}

fn export(
    tx: &ReadTransaction<'_>,
    (identity, reading): (&Identity, &OwnReading),
    sink: &mut dyn Write,
    mut check: impl FnMut() -> Result<(), DeviceError>,
) -> Result<Exported, DeviceError> {
    let mut exported = Exported::default();
    let readable = Readable::load(tx, reading)?;
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
        let is_here = matches!(entry.body, StoredBody::Present(..));
        let left_out = is_here && !readable.body(tx, &entry)?;
        exported.left_out += u64::from(left_out);
        exported.bodies += u64::from(is_here && !left_out);
        line(sink, &entry_line(tx, &entry, left_out)?)
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
    line(sink, &closing(tx, identity, exported)?)?;
    sink.flush().map_err(|_| DeviceError::Output)?;
    Ok(exported)
}

/// Which bodies of own entries the officer may read.
struct Readable<'a> {
    reading: &'a OwnReading,
    /// With which entry each tent began, and on which patrol.
    tents: BTreeMap<Id, Began>,
}

/// The first entry of a record, and its patrol.
type Began = (u64, Option<Id>);

impl<'a> Readable<'a> {
    fn load(tx: &ReadTransaction<'_>, reading: &'a OwnReading) -> Result<Self, DeviceError> {
        let mut tents: BTreeMap<Id, Began> = BTreeMap::new();
        for (record, seq, says) in encampment_entries(tx)? {
            let EntryBody::Tent(said) = says else { continue };
            let (_, patrol) = tents.entry(record).or_insert((seq, None));
            if let TentEntry::Noted(noted) = said {
                *patrol = patrol.or(noted.patrol);
            }
        }
        Ok(Self { reading, tents })
    }

    /// As its record can be read on the screen. What stands behind a coarse header and says nothing to this version is taken
    /// for welfare; one whose record is not told is as old as it is itself.
    fn body(&self, tx: &ReadTransaction<'_>, entry: &StoredEntry) -> Result<bool, DeviceError> {
        let header = entry.header()?;
        let record = header.record;
        let (area, began) = match entry.says(&header) {
            Some(EntryBody::Welfare(said)) => {
                let told = welfare_of(tx, record)?;
                let began = told.as_ref().map(|told| (told.first, told.story.opened.patrol));
                match (said, told) {
                    (WelfareEntry::Step(step), _) if step.step.is_safeguarding() => {
                        (Area::Safeguarding, began)
                    }
                    (WelfareEntry::Step(_), _) | (_, None) => (Area::Welfare, began),
                    // Whom a concern is about belongs to it.
                    (_, Some(told)) => return Ok(self.reading.welfare(&told).is_some()),
                }
            }
            Some(EntryBody::Count(_)) => match count_part_of(tx, record)? {
                Some(told) => return Ok(self.reading.reads_part(&told)),
                None => (Area::Count, None),
            },
            Some(EntryBody::Tent(_)) => (Area::Welfare, self.tents.get(&record).copied()),
            Some(EntryBody::Encounter(_)) => {
                let told = encounter_of(tx, record)?;
                (Area::Enforcement, told.map(|told| (told.first, told.story.opened.patrol)))
            }
            Some(EntryBody::Notice(_)) => {
                (Area::Enforcement, notice_of(tx, record)?.map(|told| (told.first, None)))
            }
            None if header.kind == COARSE_KIND => (Area::Welfare, None),
            _ => return Ok(true),
        };
        let (first, patrol) = began.unwrap_or((entry.seq, None));
        Ok(self.reading.allows(area, first, patrol))
    }
}

fn entry_line(tx: &ReadTransaction<'_>, entry: &StoredEntry, left_out: bool) -> Result<Value, DeviceError> {
    let header = std::str::from_utf8(&entry.header).map_err(|_| DeviceError::Row("entry"))?;
    let rejected =
        tx.maybe("SELECT code FROM rejected WHERE seq = ?1", params![entry.seq.cast_signed()], |row| {
            row.get::<_, String>(0)
        })?;
    let mut value = match &entry.body {
        StoredBody::Present(..) if left_out => json!({"header": header, "left_out": true}),
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
fn closing(tx: &ReadTransaction<'_>, identity: &Identity, exported: Exported) -> Result<Value, DeviceError> {
    let exchange = Exchange::load(tx)?;
    let keys: Vec<String> = exchange.receipt_keys.iter().map(ToString::to_string).collect();
    let receipt = exchange.receipt.as_ref().map(|signed| HEXLOWER.encode(&signed.bytes));
    let receipt_signature =
        exchange.receipt.as_ref().map(|signed| HEXLOWER.encode(signed.signature.as_bytes()));
    let head = last_point(tx)?.map(|point| SignedHead::sign(identity.notebook, point, &identity.signing));
    Ok(json!({
        "entries": exported.entries,
        "left_out": exported.left_out,
        "left_out_why": (exported.left_out > 0).then_some(LEFT_OUT),
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
