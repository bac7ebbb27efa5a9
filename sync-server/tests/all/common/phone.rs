//! A phone reduced to its journal and its side of the protocol, so that each message can be bent.

use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::journal::{Basis, Continues, Erasure, Genesis, Moment, Note};
use beatbook_protocol::chain::{ChainPoint, SignedHead};
use beatbook_protocol::enrol::{EnrolCode, EnrolRequest, EnrolResponse, Ticket, Token, Trust};
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, header_hash};
use beatbook_protocol::frame;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::receipt::{Receipt, SignedReceipt};
use beatbook_protocol::sign::{PublicKey, SigningKey};
use beatbook_protocol::sync::{
    Body, BodyOffer, Cursor, ENROL_PATH, EnrolAnswer, Problem, SYNC_PATH, SyncAnswer, SyncRequest,
    SyncResponse,
};

#[derive(Clone)]
pub struct Entry {
    pub header: Vec<u8>,
    pub hash: Hash,
    pub salt: Salt,
    pub body: Vec<u8>,
}

pub struct Phone {
    pub address: String,
    pub pin: Hash,
    pub receipt_key: PublicKey,
    pub authority: Id,
    pub officer: Id,
    pub server: Id,
    pub notebook: Id,
    pub token: Token,
    key_seed: [u8; 32],
    pub entries: Vec<Entry>,
    pub receipt: Option<SignedReceipt>,
    pub cursor: Option<Cursor>,
}

impl Clone for Phone {
    /// A copied phone: same key, same token, same history.
    fn clone(&self) -> Self {
        Self {
            address: self.address.clone(),
            pin: self.pin,
            receipt_key: self.receipt_key,
            authority: self.authority,
            officer: self.officer,
            server: self.server,
            notebook: self.notebook,
            token: self.token,
            key_seed: self.key_seed,
            entries: self.entries.clone(),
            receipt: self.receipt.clone(),
            cursor: self.cursor.clone(),
        }
    }
}

pub fn note(text: &str) -> EntryBody {
    EntryBody::Note(Note {
        at: Moment { wall: 1_790_000_000_000, mono: 5, boot: BootId(1) },
        patrol: None,
        text: text.to_owned(),
        basis: Basis::Fact,
    })
}

pub fn erasure(entry: u64) -> EntryBody {
    EntryBody::Erasure(Erasure { entry, reason: "wrong_person".to_owned() })
}

impl Phone {
    pub fn new(ticket: &Ticket, seed: u8) -> Self {
        Self::successor(ticket, seed, None)
    }

    pub fn successor(ticket: &Ticket, seed: u8, continues: Option<Continues>) -> Self {
        let Trust::PinnedCa(pin) = ticket.trust else { panic!("a private CA was expected") };
        let mut phone = Self {
            address: ticket.address.clone(),
            pin,
            receipt_key: ticket.receipt_key,
            authority: ticket.authority,
            officer: ticket.officer,
            server: ticket.server,
            notebook: Id::v7(1_790_000_000_000 + u64::from(seed), [seed; 10]),
            token: Token([seed; 32]),
            key_seed: [seed; 32],
            entries: Vec::new(),
            receipt: None,
            cursor: None,
        };
        let genesis = EntryBody::Genesis(Genesis {
            authority: phone.authority,
            officer: phone.officer,
            installation: super::id(200),
            public_key: phone.key().public(),
            server: phone.server,
            continues,
        });
        let notebook = phone.notebook;
        phone.write(notebook, genesis.kind(), 1, genesis.to_bytes().unwrap());
        phone
    }

    pub fn key(&self) -> SigningKey {
        SigningKey::from_seed(&self.key_seed)
    }

    /// Appends an entry; answers its number.
    pub fn write(&mut self, record: Id, kind: &str, schema: u16, body: Vec<u8>) -> u64 {
        let seq = self.entries.len() as u64;
        let salt = Salt([seq as u8 ^ self.key_seed[0]; 32]);
        let header = Header {
            v: 1,
            authority: self.authority,
            notebook: self.notebook,
            seq,
            kind: kind.to_owned(),
            schema,
            record,
            wall: 1_790_000_000_000 + seq as i64,
            offset: 60,
            mono: seq as i64,
            boot: BootId(1),
            prev: self.entries.last().map_or(Hash::ZERO, |entry| entry.hash),
            body: body_hash(&salt, &body),
            len: u32::try_from(body.len()).unwrap(),
        };
        let header = header.to_bytes().unwrap();
        self.entries.push(Entry { hash: header_hash(&header), header, salt, body });
        seq
    }

    pub fn tell(&mut self, record: Id, body: &EntryBody) -> u64 {
        self.write(record, body.kind(), body.schema(), body.to_bytes().unwrap())
    }

    /// As the entry of a welfare record: the header shows one coarse kind, the true one is inside the body.
    pub fn tell_coarsely(&mut self, record: Id, body: &EntryBody) -> u64 {
        self.write(record, COARSE_KIND, 1, body.to_coarse_bytes().unwrap())
    }

    pub fn note(&mut self, text: &str) -> u64 {
        let record = Id::v7(1_790_000_000_000, [self.entries.len() as u8; 10]);
        self.tell(record, &note(text))
    }

    pub fn head(&self) -> u64 {
        self.entries.len() as u64 - 1
    }

    pub fn signed_head(&self, seq: u64) -> SignedHead {
        let hash = self.entries[usize::try_from(seq).unwrap()].hash;
        SignedHead::sign(self.notebook, ChainPoint { seq, hash }, &self.key())
    }

    pub fn body(&self, seq: u64) -> BodyOffer {
        let entry = &self.entries[usize::try_from(seq).unwrap()];
        BodyOffer { seq, body: Body::Present { salt: entry.salt, bytes: entry.body.clone().into() } }
    }

    /// A request with these headers and bodies.
    pub fn request(
        &self,
        headers: std::ops::Range<u64>,
        bodies: impl IntoIterator<Item = u64>,
    ) -> SyncRequest {
        let sent =
            headers.clone().map(|seq| self.entries[usize::try_from(seq).unwrap()].header.clone().into());
        SyncRequest {
            versions: vec![1],
            notebook: self.notebook,
            receipt: self.receipt.clone(),
            cursor: self.cursor.clone(),
            headers: sent.collect(),
            bodies: bodies.into_iter().map(|seq| self.body(seq)).collect(),
            head: headers.last().map(|last| self.signed_head(last)),
            journal_head: self.head(),
            checkpoint: None,
        }
    }

    /// Everything the newest receipt does not cover.
    pub fn rest(&self) -> SyncRequest {
        let held = self.held();
        let from = held.as_ref().map_or(1, |receipt| receipt.chain.seq + 1);
        let missing = (0..=self.head())
            .filter(|seq| held.as_ref().map_or(*seq > 0, |receipt| !receipt.bodies.contains(*seq)));
        self.request(from..self.head() + 1, missing)
    }

    pub fn held(&self) -> Option<Receipt> {
        self.receipt.as_ref().map(|receipt| receipt.open(&[self.receipt_key]).unwrap())
    }

    pub async fn client(&self) -> reqwest::Client {
        super::tls::pinned(&self.address, self.pin).await
    }

    pub async fn post(&self, path: &str, body: Vec<u8>, token: Option<Token>) -> (u16, Vec<u8>) {
        let mut request = self
            .client()
            .await
            .post(format!("{}{path}", self.address))
            .header("content-type", frame::CONTENT_TYPE)
            .body(body);
        if let Some(token) = token {
            request = request.header("authorization", token.to_bearer());
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
    }

    pub async fn enrol(&self, code: &EnrolCode) -> Result<EnrolResponse, Problem> {
        let genesis = &self.entries[0];
        let request = EnrolRequest {
            versions: vec![1],
            code: *code,
            token: self.token,
            genesis: genesis.header.clone().into(),
            salt: genesis.salt,
            body: genesis.body.clone().into(),
            head: self.signed_head(0),
        };
        let (_, answer) = self.post(ENROL_PATH, frame::pack(&request).unwrap(), None).await;
        match frame::unpack(&answer).unwrap() {
            EnrolAnswer::Enrolled(response) => Ok(*response),
            EnrolAnswer::Refused(problem) => Err(problem),
        }
    }

    /// Sends a request and believes the answer as a phone would: receipt and cursor are kept.
    pub async fn send(&mut self, request: &SyncRequest) -> Result<SyncResponse, Problem> {
        let answer = self.exchange(request).await;
        if let Ok(response) = &answer {
            self.receipt = response.receipt.clone().or(self.receipt.take());
            self.cursor = response.cursor.clone();
        }
        answer
    }

    /// Sends a request and forgets the answer, as when the link breaks.
    pub async fn exchange(&self, request: &SyncRequest) -> Result<SyncResponse, Problem> {
        let (_, answer) = self.post(SYNC_PATH, frame::pack(request).unwrap(), Some(self.token)).await;
        match frame::unpack(&answer).unwrap() {
            SyncAnswer::Taken(response) => Ok(*response),
            SyncAnswer::Refused(problem) => Err(problem),
        }
    }

    pub async fn sync(&mut self) -> SyncResponse {
        let request = self.rest();
        self.send(&request).await.unwrap()
    }
}
