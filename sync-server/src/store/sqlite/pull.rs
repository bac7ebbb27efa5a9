//! What a phone has not read yet: server journal entries in order, each briefing after the objects it names.
//! Everybody gets every header, so that the chain holds, and the bodies that are for the officer now; if that is not
//! what it was at the phone's last reading, the phone reads all of it again.
//!
//! Of zones and of order books only the newest's objects are sent, and only those the phone does not have from the one
//! it holds; one that was replaced before a phone came is an entry without its objects.

use std::collections::BTreeSet;

use beatbook_domain::access::{Area, AreaAudience, Audience, Reader as Officer};
use beatbook_protocol::chain::SignedHead;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::{Body, Change};
use beatbook_store::{ReadTransaction, params};

use super::journal::{self, hashes};
use super::roles;
use super::rows::{self, int, place, seq_of};
use crate::auth::Scope;
use crate::cursor::Position;
use crate::error::Fault;
use crate::store::Changes;

/// Changes after a position, at most about `budget` bytes of them, with the bodies the asker may read `now`.
pub fn changes_after(
    tx: &ReadTransaction<'_>,
    scope: &Scope,
    now: i64,
    after: Option<Position>,
    budget: usize,
) -> Result<Changes, Fault> {
    let authority = rows::authority(tx, scope)?;
    let officer = roles::reader(tx, scope, now)?;
    let generation = journal::generation_of(tx)?;
    let length = journal::length(tx, authority)?;
    let reads = officer.scope();
    let known = after.filter(|position| {
        // A position without a scope was given when a body about a notice went to everyone.
        let same = position.scope == Some(reads);
        same && position.generation == generation && position.next <= length
    });
    let start = known.unwrap_or(Position::beginning(generation));
    let mut reader = Reader {
        tx,
        authority,
        officer,
        newest: [
            newest_published(tx, authority, Kind::Zones)?,
            newest_published(tx, authority, Kind::Orders)?,
        ],
        position: Position { scope: Some(reads), ..start },
        changes: Vec::new(),
        left: budget,
        journal: None,
    };
    let id = tx
        .one("SELECT journal FROM authority WHERE number = ?1", params![authority], |row| rows::id(row, 0))?;
    while reader.position.next < length && reader.entry(id)? {}
    Ok(Changes {
        more: reader.position.next < length,
        changes: reader.changes,
        position: reader.position,
        reset: after.is_some() && known.is_none(),
        journal: reader.journal,
    })
}

/// What is published for phones, each kind by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Zones and when they count.
    Zones,
    /// The order book.
    Orders,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Zones, Self::Orders];

    /// As it is stored.
    pub fn number(self) -> i64 {
        match self {
            Self::Zones => 0,
            Self::Orders => 1,
        }
    }

    /// One more than the entry of this kind whose objects a phone holds.
    fn held(self, position: &mut Position) -> &mut u64 {
        match self {
            Self::Zones => &mut position.briefing,
            Self::Orders => &mut position.orders,
        }
    }
}

/// The newest entry of a kind and what it names, index first.
pub fn newest_published(
    tx: &ReadTransaction<'_>,
    authority: i64,
    kind: Kind,
) -> Result<Option<(u64, Vec<Hash>)>, Fault> {
    Ok(tx.maybe(
        "SELECT seq, manifest, objects FROM briefing WHERE authority = ?1 AND kind = ?2 ORDER BY seq DESC LIMIT 1",
        params![authority, kind.number()],
        briefing,
    )?)
}

/// Number of the entry, and what it names, index first: `seq`, `manifest` and `objects` are the first columns.
pub fn briefing(row: &beatbook_store::Row<'_>) -> beatbook_store::RowResult<(u64, Vec<Hash>)> {
    let objects: Vec<u8> = row.get(2)?;
    let manifest = rows::hash(row, 1)?;
    Ok((rows::number(row, 0)?, std::iter::once(manifest).chain(hashes(&objects)).collect()))
}

/// Entry, index, objects it keeps, and the groups that the book after it added.
type Published = (u64, Hash, Vec<u8>, Option<Vec<u8>>);

struct Reader<'a> {
    tx: &'a ReadTransaction<'a>,
    authority: i64,
    officer: Officer,
    /// Of each kind, in the order of [`Kind::ALL`].
    newest: [Option<(u64, Vec<Hash>)>; 2],
    position: Position,
    changes: Vec<Change>,
    left: usize,
    journal: Option<SignedHead>,
}

impl Reader<'_> {
    /// Sends what is due before and with the next entry; `false` once the budget is spent.
    fn entry(&mut self, journal: Id) -> Result<bool, Fault> {
        let published = Kind::ALL.into_iter().zip(&self.newest).find_map(|(kind, newest)| {
            newest.as_ref().filter(|(seq, _)| *seq == self.position.next).map(|(_, named)| (kind, named))
        });
        let kind = published.map(|(kind, _)| kind);
        if let Some((kind, named)) = published {
            let due = self.due(kind, named)?;
            while let Some(hash) = due.get(self.position.objects as usize) {
                let bytes: Vec<u8> = self.tx.one(
                    "SELECT bytes FROM briefing_object WHERE authority = ?1 AND hash = ?2",
                    params![self.authority, hash.as_bytes()],
                    |row| row.get(0),
                )?;
                if !self.afford(bytes.len()) {
                    return Ok(false);
                }
                self.changes.push(Change::Object { hash: *hash, bytes: bytes.into() });
                self.position.objects += 1;
            }
        }
        let place = place(self.authority, self.position.next).ok_or(Fault::Damaged { what: "journal" })?;
        let (header, body, signature) = self.tx.one(
            "SELECT header, audience, erased_by, salt, body, signature FROM server_entry WHERE place = ?1",
            params![place],
            |row| {
                let header: Vec<u8> = row.get(0)?;
                let unsaid = !self.is_for_the_officer(row.get::<_, Option<String>>(1)?.as_deref());
                let body = match (rows::salt(row, 3)?, row.get::<_, Option<Vec<u8>>>(4)?) {
                    _ if unsaid => Body::Purged,
                    (Some(salt), Some(bytes)) => Body::Present { salt, bytes: bytes.into() },
                    _ => Body::Erased { by: row.get::<_, Option<i64>>(2)?.unwrap_or(0).unsigned_abs() },
                };
                Ok((header, body, rows::signature(row, 5)?))
            },
        )?;
        let length = match &body {
            Body::Present { bytes, .. } => bytes.len(),
            Body::Erased { .. } | Body::Purged => 0,
        };
        if !self.afford(header.len() + length) {
            return Ok(false);
        }
        let point = beatbook_protocol::chain::ChainPoint {
            seq: seq_of(place),
            hash: beatbook_protocol::entry::header_hash(&header),
        };
        self.journal = Some(SignedHead { notebook: journal, point, signature });
        self.changes.push(Change::Entry { header: header.into(), body });
        if let Some(kind) = kind {
            *kind.held(&mut self.position) = self.position.next + 1;
        }
        self.position.next += 1;
        self.position.objects = 0;
        Ok(true)
    }

    /// Whether a body goes along, by the audience that was written down with it. One that cannot be read is nobody's.
    fn is_for_the_officer(&self, audience: Option<&str>) -> bool {
        audience.is_none_or(|audience| {
            serde_json::from_str::<Audience>(audience).is_ok_and(|audience| self.officer.may_read(&audience))
        })
    }

    /// Named objects that are for the officer and that the phone does not have from what it holds of the kind.
    fn due(&self, kind: Kind, named: &[Hash]) -> Result<Vec<Hash>, Fault> {
        let groups = match (kind, named.first()) {
            (Kind::Orders, Some(index)) => super::briefing::groups_of(self.tx, self.authority, *index)?,
            _ => BTreeSet::new(),
        };
        let mut position = self.position;
        let has = match kind.held(&mut position).checked_sub(1) {
            None => BTreeSet::new(),
            Some(seq) => self.held(kind, seq, &groups)?,
        };
        // Who was given notices before is for those who read what others enforce.
        let enforces = self.officer.may_read(&Audience::Area(AreaAudience::of(Area::Enforcement)));
        let due = |hash: &Hash| !has.contains(hash) && (enforces || !groups.contains(hash));
        Ok(named.iter().copied().filter(due).collect())
    }

    /// What a phone has that holds the entry `seq` of a kind: what that named, and of the newest groups of notices given
    /// before those that no later book added.
    fn held(&self, kind: Kind, seq: u64, groups: &BTreeSet<Hash>) -> Result<BTreeSet<Hash>, Fault> {
        let since: Vec<Published> = self.tx.all(
            "SELECT seq, manifest, objects, added FROM briefing
             WHERE authority = ?1 AND kind = ?2 AND seq >= ?3 ORDER BY seq",
            params![self.authority, kind.number(), int(seq)],
            |row| Ok((rows::number(row, 0)?, rows::hash(row, 1)?, row.get(2)?, row.get(3)?)),
        )?;
        let Some((first, manifest, objects, _)) = since.first().filter(|row| row.0 == seq) else {
            return Ok(BTreeSet::new());
        };
        let mut has: BTreeSet<Hash> = hashes(objects).into_iter().chain([*manifest]).collect();
        let replaced = since.iter().filter(|row| row.0 < since.last().map_or(*first, |last| last.0));
        let added: Option<Vec<Vec<Hash>>> =
            replaced.map(|(_, _, _, added)| added.as_deref().map(hashes)).collect();
        if kind == Kind::Orders
            && let Some(added) = added
        {
            let added: BTreeSet<Hash> = added.into_iter().flatten().collect();
            has.extend(groups.difference(&added));
        }
        Ok(has)
    }

    /// Whether an item fits; the first always does.
    fn afford(&mut self, bytes: usize) -> bool {
        let fits = self.changes.is_empty() || bytes <= self.left;
        if fits {
            self.left = self.left.saturating_sub(bytes);
        }
        fits
    }
}
