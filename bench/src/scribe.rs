//! A phone reduced to its journal: requests of whole shifts made beforehand, so that only the server is timed.

use std::error::Error;

use beatbook_domain::fix::{Fix, RawFix};
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::{Genesis, Moment};
use beatbook_domain::records::patrol::{Crew, Duty, Ending, PatrolEnded, PatrolEntry, PatrolStarted};
use beatbook_domain::track::{ChunkHead, encode};
use beatbook_protocol::chain::{ChainPoint, SignedHead};
use beatbook_protocol::enrol::{EnrolRequest, Ticket, Token};
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, header_hash};
use beatbook_protocol::frame;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::PROTOCOL_VERSION;
use beatbook_protocol::sign::SigningKey;
use beatbook_protocol::sync::{Body, BodyOffer, SyncRequest};
use zeroize::Zeroizing;

/// Fixes of a sealed chunk.
pub const CHUNK: usize = 1_440;

/// Writes one journal.
pub struct Scribe {
    ticket: Ticket,
    notebook: Id,
    /// What its requests show.
    pub token: Token,
    key: SigningKey,
    head: Option<ChainPoint>,
    number: u8,
}

/// A line of the journal.
struct Line {
    header: Vec<u8>,
    salt: Salt,
    body: Vec<u8>,
}

impl Scribe {
    /// A journal of its own for each `number`.
    #[must_use]
    pub fn new(ticket: Ticket, number: u8) -> Self {
        let own = |tag: u8| [number ^ tag; 32];
        Self {
            ticket,
            notebook: Id::v7(1_790_000_000_000, [number; 10]),
            token: Token(own(0xa0)),
            key: SigningKey::from_seed(&Zeroizing::new(own(0x50))),
            head: None,
            number,
        }
    }

    /// What asks the server to let it in.
    ///
    /// # Errors
    /// None in practice.
    pub fn enrolment(&mut self) -> Result<Vec<u8>, Box<dyn Error>> {
        let genesis = EntryBody::Genesis(Genesis {
            authority: self.ticket.authority,
            officer: self.ticket.officer,
            installation: Id::from_bytes([self.number; 16]),
            public_key: self.key.public(),
            server: self.ticket.server,
            continues: None,
        });
        let line = self.line(self.notebook, genesis.kind(), genesis.schema(), genesis.to_bytes()?)?;
        let request = EnrolRequest {
            versions: vec![PROTOCOL_VERSION],
            code: self.ticket.code,
            token: self.token,
            genesis: line.header.into(),
            salt: line.salt,
            body: line.body.into(),
            head: self.signed()?,
        };
        Ok(frame::pack(&request)?)
    }

    /// A request with a whole shift, the `shift`-th of this officer: sign-on, the track's chunks, sign-off.
    ///
    /// # Errors
    /// If there is no fix or one is refused, or the request is too large.
    pub fn shift(&mut self, fixes: &[RawFix], shift: u32) -> Result<Vec<u8>, Box<dyn Error>> {
        let patrol = Id::v7(1_790_000_000_001 + u64::from(shift), [self.number; 10]);
        let (first, last) = fixes.first().zip(fixes.last()).ok_or("no fix")?;
        let moment = |fix: &RawFix| Moment { wall: fix.time, mono: fix.mono, boot: BootId(1) };
        let started = PatrolStarted {
            at: moment(first),
            duty: Duty::TaskedCore,
            mode: TravelMode::Foot,
            crew: Crew { officers: vec![self.ticket.officer], others: 0 },
            operation: None,
        };
        let ended = PatrolEnded { at: moment(last), ending: Ending::SignedOff };
        let quantised: Vec<Fix> = fixes.iter().map(Fix::quantise).collect::<Result<_, _>>()?;
        let mut says = vec![EntryBody::Patrol(PatrolEntry::Started(started))];
        for (at, chunk) in quantised.chunks(CHUNK).enumerate() {
            let index = u32::try_from(at)?;
            let wall_offset = first.time - first.mono;
            let head = ChunkHead { patrol: *patrol.as_bytes(), index, boot: 1, wall_offset };
            says.push(EntryBody::TrackChunk(encode(&head, chunk)?));
        }
        says.push(EntryBody::Patrol(PatrolEntry::Ended(ended)));
        let (mut headers, mut bodies) = (Vec::new(), Vec::new());
        for body in says {
            let line = self.line(patrol, body.kind(), body.schema(), body.to_bytes()?)?;
            let seq = self.head.map_or(0, |head| head.seq);
            headers.push(line.header.into());
            bodies.push(BodyOffer { seq, body: Body::Present { salt: line.salt, bytes: line.body.into() } });
        }
        let request = SyncRequest {
            versions: vec![PROTOCOL_VERSION],
            notebook: self.notebook,
            receipt: None,
            checkpoint: None,
            cursor: None,
            headers,
            bodies,
            head: Some(self.signed()?),
            journal_head: self.head.map_or(0, |head| head.seq),
        };
        Ok(frame::pack(&request)?)
    }

    fn signed(&self) -> Result<SignedHead, Box<dyn Error>> {
        let head = self.head.ok_or("no entry yet")?;
        Ok(SignedHead::sign(self.notebook, head, &self.key))
    }

    fn line(&mut self, record: Id, kind: &str, schema: u16, body: Vec<u8>) -> Result<Line, Box<dyn Error>> {
        let seq = self.head.map_or(0, |head| head.seq + 1);
        let salt = Salt(*Hash::of(&[&[self.number], &seq.to_be_bytes()]).as_bytes());
        let header = Header {
            v: 1,
            authority: self.ticket.authority,
            notebook: self.notebook,
            seq,
            kind: kind.to_owned(),
            schema,
            record,
            wall: 1_790_000_000_000 + i64::try_from(seq)?,
            offset: 60,
            mono: i64::try_from(seq)?,
            boot: BootId(1),
            prev: self.head.map_or(Hash::ZERO, |head| head.hash),
            body: body_hash(&salt, &body),
            len: u32::try_from(body.len())?,
        }
        .to_bytes()?;
        self.head = Some(ChainPoint { seq, hash: header_hash(&header) });
        Ok(Line { header, salt, body })
    }
}
