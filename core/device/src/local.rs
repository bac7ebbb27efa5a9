//! This phone's own rows: whose notebook it is, and where the exchange with its server stands.
//! Each is one row, read whole and kept in memory; the secrets in it exist nowhere outside the encrypted file.

use beatbook_protocol::enrol::{EnrolCode, EnrolRequest, SucceedRequest, Token, Trust};
use beatbook_protocol::entry::{BootId, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::PROTOCOL_VERSION;
use beatbook_protocol::receipt::{KeyHandover, SignedReceipt};
use beatbook_protocol::sign::{PublicKey, SigningKey};
use beatbook_protocol::sync::Cursor;
use beatbook_store::{ReadTransaction, Row, RowResult, WriteTransaction, named_params, params};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::error::DeviceError;
use crate::notebook::GenesisOffer;
use crate::platform::Now;
use crate::seat::Seat;

/// Whose notebook this is, and its keys.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) notebook: Id,
    pub(crate) authority: Id,
    pub(crate) officer: Id,
    pub(crate) server: Id,
    pub(crate) seat: Seat,
    pub(crate) signing: SigningKey,
    pub(crate) token: Token,
    pub(crate) address: String,
    pub(crate) trust: Trust,
    /// What is still to be asked of the server before anything else.
    pub(crate) entrance: Option<Entrance>,
    pub(crate) authority_code: String,
    pub(crate) officer_code: String,
    /// First entry on which the server knows another branch.
    pub(crate) retired: Option<u64>,
}

/// How a notebook asks its server to be let in; kept until the server has answered, so that a lost answer
/// is repaired by asking the very same again.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) enum Entrance {
    /// With an enrolment code.
    #[n(0)]
    Code(#[n(0)] EnrolRequest),
    /// As the successor of a notebook the server knows. It records at once and asks when it meets a network.
    #[n(1)]
    Successor {
        /// The token of the former notebook.
        #[n(0)]
        former: Token,
        /// What is asked.
        #[n(1)]
        request: SucceedRequest,
    },
}

impl Entrance {
    /// Genesis and an enrolment code.
    pub(crate) fn by_code(code: EnrolCode, offer: GenesisOffer) -> Self {
        let GenesisOffer { header, salt, body, head, token } = offer;
        let (genesis, body) = (header.into(), body.into());
        Self::Code(EnrolRequest { versions: vec![PROTOCOL_VERSION], code, token, genesis, salt, body, head })
    }

    /// Genesis and the word of the notebook before.
    pub(crate) fn by_former(former: &Identity, offer: GenesisOffer) -> Self {
        let GenesisOffer { header, salt, body, head, token } = offer;
        let endorsement = SucceedRequest::endorse(&former.signing, header_hash(&header));
        let (genesis, body) = (header.into(), body.into());
        let versions = vec![PROTOCOL_VERSION];
        let request = SucceedRequest { versions, token, genesis, salt, body, head, endorsement };
        Self::Successor { former: former.token, request }
    }
}

impl Identity {
    /// The officer's code; before the first sync told it, the officer's id.
    pub(crate) fn own_code(&self) -> String {
        if self.officer_code.is_empty() { self.officer.to_string() } else { self.officer_code.clone() }
    }

    /// Who controls the records written here: the officer's authority, by its code.
    pub(crate) fn controller(&self) -> String {
        // A notebook founded offline has not heard its authority's code yet.
        let unheard = self.authority_code.is_empty();
        if unheard { self.authority.to_string() } else { self.authority_code.clone() }
    }

    pub(crate) fn insert(&self, tx: &WriteTransaction<'_>) -> Result<(), DeviceError> {
        let entrance = self.entrance.as_ref().map(cbor).transpose()?;
        let seed = self.signing.seed();
        tx.execute(
            "INSERT INTO notebook (id, notebook, authority, officer, server, seat, signing_seed, token, address,
               trust, entrance)
             VALUES (1, :notebook, :authority, :officer, :server, :seat, :seed, :token, :address, :trust, :entrance)",
            named_params! {
                ":notebook": self.notebook.as_bytes(), ":authority": self.authority.as_bytes(),
                ":officer": self.officer.as_bytes(), ":server": self.server.as_bytes(), ":seat": self.seat.0,
                ":seed": seed.as_slice(), ":token": self.token.0, ":address": self.address,
                ":trust": cbor(&self.trust)?, ":entrance": entrance,
            },
        )?;
        Ok(())
    }

    pub(crate) fn load(tx: &ReadTransaction<'_>) -> Result<Self, DeviceError> {
        let rows = tx.one(
            "SELECT notebook, authority, officer, server, seat, signing_seed, token, trust, entrance,
               address, authority_code, officer_code, retired FROM notebook WHERE id = 1",
            [],
            |row| {
                let seed = Zeroizing::new(row.get::<_, [u8; 32]>(5)?);
                Ok((
                    Self {
                        notebook: id(row, 0)?,
                        authority: id(row, 1)?,
                        officer: id(row, 2)?,
                        server: id(row, 3)?,
                        seat: Seat(row.get(4)?),
                        signing: SigningKey::from_seed(&seed),
                        token: Token(row.get(6)?),
                        trust: Trust::PublicRoots,
                        entrance: None,
                        address: row.get(9)?,
                        authority_code: row.get(10)?,
                        officer_code: row.get(11)?,
                        retired: row.get::<_, Option<i64>>(12)?.map(i64::cast_unsigned),
                    },
                    row.get::<_, Vec<u8>>(7)?,
                    row.get::<_, Option<Vec<u8>>>(8)?,
                ))
            },
        )?;
        let (identity, trust, entrance) = rows;
        Ok(Self {
            trust: from_cbor(&trust)?,
            entrance: entrance.as_deref().map(from_cbor).transpose()?,
            ..identity
        })
    }

    /// What is still to be asked of the server.
    pub(crate) fn set_entrance(
        tx: &WriteTransaction<'_>,
        entrance: Option<&Entrance>,
    ) -> Result<(), DeviceError> {
        tx.execute(
            "UPDATE notebook SET entrance = ?1 WHERE id = 1",
            params![entrance.map(cbor).transpose()?],
        )?;
        Ok(())
    }

    /// The server has let this notebook in.
    pub(crate) fn entered(
        tx: &WriteTransaction<'_>,
        authority_code: &str,
        officer_code: &str,
    ) -> Result<(), DeviceError> {
        tx.execute(
            "UPDATE notebook SET entrance = NULL, authority_code = ?1, officer_code = ?2 WHERE id = 1",
            params![authority_code, officer_code],
        )?;
        Ok(())
    }

    pub(crate) fn retire(tx: &WriteTransaction<'_>, fork: u64) -> Result<(), DeviceError> {
        tx.execute("UPDATE notebook SET retired = ?1 WHERE id = 1", params![fork.cast_signed()])?;
        Ok(())
    }
}

/// The manifest the patrol in progress works from.
pub(crate) fn patrol_manifest(tx: &ReadTransaction<'_>) -> Result<Option<Hash>, DeviceError> {
    Ok(tx.one("SELECT patrol_manifest FROM notebook WHERE id = 1", [], |row| maybe_hash(row, 0))?)
}

/// Remembers it for a patrol that begins; nothing is written while it is that of the patrol before.
pub(crate) fn set_patrol_manifest(
    tx: &WriteTransaction<'_>,
    manifest: Option<Hash>,
) -> Result<(), DeviceError> {
    tx.execute(
        "UPDATE notebook SET patrol_manifest = ?1 WHERE id = 1 AND patrol_manifest IS NOT ?1",
        params![manifest.as_ref().map(Hash::as_bytes)],
    )?;
    Ok(())
}

/// Where the exchange with the server stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) receipt: Option<SignedReceipt>,
    /// Newest first; the last is the one pinned at enrolment.
    pub(crate) receipt_keys: Vec<PublicKey>,
    /// How they came from one another, oldest first: to be shown to a server that was restored from before a change.
    pub(crate) handovers: Vec<KeyHandover>,
    /// Highest header ever sent.
    pub(crate) offered: Option<u64>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) manifest: Option<Hash>,
    /// Something came since objects were last looked through that old ones may have to go for.
    pub(crate) unsifted: bool,
    pub(crate) anchor: Option<Anchor>,
    /// Server time of the last answer that counted, UTC milliseconds.
    pub(crate) last_sync: Option<i64>,
    pub(crate) failures: u32,
    /// Most entries in one request; halves when the link is too slow, grows again when it is not.
    pub(crate) batch: u32,
    pub(crate) wait: Option<Wait>,
}

/// A time the server has signed, with the phone's clocks when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) server: i64,
    pub(crate) wall: i64,
    pub(crate) mono: i64,
    pub(crate) boot: BootId,
}

impl Anchor {
    pub(crate) fn new(server: i64, now: &Now) -> Self {
        Self { server, wall: now.wall, mono: now.mono, boot: now.boot }
    }

    /// Milliseconds that have certainly gone by until `now`, when the server's clock told `server`: the least
    /// that server, wall clock and, within one boot, the monotonic clock tell, so that none of them alone
    /// makes time pass.
    pub(crate) fn certainly_gone(&self, server: i64, now: &Now) -> i64 {
        let gone = server.saturating_sub(self.server).min(now.wall.saturating_sub(self.wall));
        if self.boot == now.boot { gone.min(now.mono.saturating_sub(self.mono)) } else { gone }
    }
}

/// Not to be called before: by the monotonic clock within one boot, else by the wall clock, but never longer
/// than the wait itself, whatever either clock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) from: Now,
    pub(crate) milliseconds: i64,
    /// The server asked for it: not even a person's tap makes it shorter.
    pub(crate) asked: bool,
}

impl Exchange {
    pub(crate) fn new(receipt_keys: Vec<PublicKey>) -> Self {
        Self {
            receipt: None,
            receipt_keys,
            handovers: Vec::new(),
            offered: None,
            cursor: None,
            manifest: None,
            unsifted: false,
            anchor: None,
            last_sync: None,
            failures: 0,
            batch: FULL_BATCH,
            wait: None,
        }
    }

    /// Takes in the keys that are trusted from now on and what shows them.
    pub(crate) fn trust(&mut self, keys: &[PublicKey], handovers: &[KeyHandover]) {
        self.receipt_keys = keys.to_vec();
        for handover in handovers {
            if keys.contains(&handover.key) && !self.handovers.contains(handover) {
                self.handovers.push(*handover);
            }
        }
    }

    /// Writes the whole row, new or not.
    pub(crate) fn store(&self, tx: &WriteTransaction<'_>) -> Result<(), DeviceError> {
        let keys: Vec<u8> = self.receipt_keys.iter().flat_map(|key| *key.as_bytes()).collect();
        let receipt = self.receipt.as_ref().map(cbor).transpose()?;
        let handovers = Some(&self.handovers).filter(|handovers| !handovers.is_empty());
        let handovers = handovers.map(cbor).transpose()?;
        let (anchor, wait) = (self.anchor, self.wait);
        tx.execute(
            "INSERT OR REPLACE INTO exchange (id, receipt, receipt_keys, handovers, offered, cursor, manifest, unsifted,
               anchor_server, anchor_wall, anchor_mono, anchor_boot, last_sync, failures, batch, wait_wall, wait_mono,
               wait_boot, wait_ms, wait_asked)
             VALUES (1, :receipt, :keys, :handovers, :offered, :cursor, :manifest, :unsifted, :server, :wall, :mono, :boot,
               :last, :failures, :batch, :wait_wall, :wait_mono, :wait_boot, :wait_ms, :wait_asked)",
            named_params! {
                ":receipt": receipt, ":keys": keys, ":handovers": handovers,
                ":offered": self.offered.map_or(-1, u64::cast_signed),
                ":cursor": self.cursor.as_ref().map(|cursor| cursor.0.as_slice()),
                ":manifest": self.manifest.as_ref().map(Hash::as_bytes), ":unsifted": self.unsifted,
                ":server": anchor.map(|anchor| anchor.server), ":wall": anchor.map(|anchor| anchor.wall),
                ":mono": anchor.map(|anchor| anchor.mono),
                ":boot": anchor.map(|anchor| anchor.boot.0.cast_signed()),
                ":last": self.last_sync, ":failures": self.failures, ":batch": self.batch,
                ":wait_wall": wait.map(|wait| wait.from.wall), ":wait_mono": wait.map(|wait| wait.from.mono),
                ":wait_boot": wait.map(|wait| wait.from.boot.0.cast_signed()),
                ":wait_ms": wait.map(|wait| wait.milliseconds), ":wait_asked": wait.is_some_and(|wait| wait.asked),
            },
        )?;
        Ok(())
    }

    pub(crate) fn load(tx: &ReadTransaction<'_>) -> Result<Self, DeviceError> {
        let (exchange, receipt, handovers) = tx.one(
            "SELECT receipt, receipt_keys, offered, cursor, manifest, anchor_server, anchor_wall, anchor_mono,
               anchor_boot, last_sync, failures, batch, wait_wall, wait_mono, wait_boot, wait_ms, wait_asked, handovers,
               unsifted
             FROM exchange WHERE id = 1",
            [],
            |row| Ok((Self::from_row(row)?, row.get::<_, Option<Vec<u8>>>(0)?, row.get::<_, Option<Vec<u8>>>(17)?)),
        )?;
        Ok(Self {
            receipt: receipt.as_deref().map(from_cbor).transpose()?,
            handovers: handovers.as_deref().map(from_cbor).transpose()?.unwrap_or_default(),
            ..exchange
        })
    }

    fn from_row(row: &Row<'_>) -> RowResult<Self> {
        let keys: Vec<u8> = row.get(1)?;
        let (keys, _) = keys.as_chunks::<32>();
        let boot = |column: usize| -> RowResult<Option<BootId>> {
            Ok(row.get::<_, Option<i64>>(column)?.map(|boot| BootId(boot.cast_unsigned())))
        };
        let anchor = match (row.get(5)?, row.get(6)?, row.get(7)?, boot(8)?) {
            (Some(server), Some(wall), Some(mono), Some(boot)) => Some(Anchor { server, wall, mono, boot }),
            _ => None,
        };
        let wait = match (row.get(12)?, row.get(13)?, boot(14)?, row.get(15)?) {
            (Some(wall), Some(mono), Some(boot), Some(milliseconds)) => {
                Some(Wait { from: Now { wall, mono, boot, offset: 0 }, milliseconds, asked: row.get(16)? })
            }
            _ => None,
        };
        Ok(Self {
            receipt: None,
            receipt_keys: keys.iter().map(|key| PublicKey::from_bytes(*key)).collect(),
            handovers: Vec::new(),
            offered: u64::try_from(row.get::<_, i64>(2)?).ok(),
            cursor: row.get::<_, Option<Vec<u8>>>(3)?.map(|cursor| Cursor(cursor.into())),
            manifest: maybe_hash(row, 4)?,
            unsifted: row.get(18)?,
            anchor,
            last_sync: row.get(9)?,
            failures: row.get(10)?,
            batch: row.get(11)?,
            wait,
        })
    }
}

/// Most entries of a request on a good link.
pub(crate) const FULL_BATCH: u32 = 1_024;

/// A column holding an id.
pub(crate) fn id(row: &Row<'_>, column: usize) -> RowResult<Id> {
    Ok(Id::from_bytes(row.get(column)?))
}

/// A column holding a hash or nothing.
pub(crate) fn maybe_hash(row: &Row<'_>, column: usize) -> RowResult<Option<Hash>> {
    Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(Hash::from_bytes))
}

/// CBOR of a value that always encodes.
pub(crate) fn cbor<T: Encode<()>>(value: &T) -> Result<Vec<u8>, DeviceError> {
    minicbor::to_vec(value).map_err(|_| DeviceError::Bug("cbor"))
}

/// Reads what [`cbor`] wrote.
pub(crate) fn from_cbor<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, DeviceError> {
    beatbook_protocol::frame::decode_whole(bytes).map_err(|_| DeviceError::Row("notebook"))
}
