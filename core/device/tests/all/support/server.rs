//! A TLS server on this machine that says what a story wants it to say.
//! `Keeper` holds what it is sent and signs for it, as the protocol asks; a story may bend its answers.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use beatbook_domain::orders::book::Book;
use beatbook_domain::orders::pack::pack as pack_book;
use beatbook_domain::records::server::{BriefingPublished, OrderBookPublished, ServerBody};
use beatbook_domain::zone::{ZoneInForce, ZoneVersion};
use beatbook_domain::zones::manifest::ZoneManifest;
use beatbook_domain::zones::pack::pack as pack_zones;
use beatbook_protocol::chain::{ChainPoint, ChainWalk, SignedHead};
use beatbook_protocol::enrol::{EnrolRequest, EnrolResponse, SucceedRequest, Ticket, Token, Trust};
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, coarse, header_hash};
use beatbook_protocol::frame::{CONTENT_TYPE, pack, unpack};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::{Receipt, SignedReceipt};
use beatbook_protocol::sign::SigningKey;
use beatbook_protocol::sync::{
    Body, Change, Cursor, ENROL_PATH, EnrolAnswer, EntryResult, Outcome, Problem, ProblemCode, SUCCEED_PATH,
    SyncAnswer, SyncRequest, SyncResponse, Verdict,
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PublicKeyData};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A request as it arrived.
pub struct Asked {
    pub path: String,
    pub token: Option<Token>,
    pub body: Vec<u8>,
}

/// What goes back.
pub enum Reply {
    /// Bytes of our own media type, status 200.
    Ours(Vec<u8>),
    /// Anything else.
    Raw { status: u16, kind: &'static str, body: Vec<u8> },
    /// Our media type, cut off after so many bytes.
    Cut(Vec<u8>, usize),
    /// Nothing, for so long.
    Silence(std::time::Duration),
}

/// When certificates are valid, UTC seconds.
pub struct Validity {
    pub from: i64,
    pub until: i64,
}

pub struct Server {
    pub address: String,
    pub pin: Hash,
    /// The certificate of its authority, DER.
    pub authority: Vec<u8>,
    pub requests: Arc<AtomicU32>,
}

impl Server {
    pub fn start(answer: impl Fn(Asked) -> Reply + Send + Sync + 'static) -> Self {
        let now =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
        Self::start_valid(&Validity { from: now - 86_400, until: now + 30 * 86_400 }, answer)
    }

    pub fn start_valid(validity: &Validity, answer: impl Fn(Asked) -> Reply + Send + Sync + 'static) -> Self {
        let (config, pin, authority) = certificates(validity);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let requests = Arc::new(AtomicU32::new(0));
        let (count, answer) = (Arc::clone(&requests), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, answer, count) = (Arc::clone(&config), Arc::clone(&answer), Arc::clone(&count));
                thread::spawn(move || {
                    let Ok(connection) = ServerConnection::new(config) else { return };
                    serve(StreamOwned::new(connection, stream), &*answer, &count);
                });
            }
        });
        Self { address, pin, authority, requests }
    }

    /// A code for this server.
    pub fn ticket(&self) -> Ticket {
        Ticket { address: self.address.clone(), trust: Trust::PinnedCa(self.pin), ..super::ticket("") }
    }

    pub fn requests(&self) -> u32 {
        self.requests.load(Ordering::SeqCst)
    }
}

fn certificates(validity: &Validity) -> (Arc<ServerConfig>, Hash, Vec<u8>) {
    let time = |seconds: i64| {
        rcgen::date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(seconds.unsigned_abs())
    };
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::default();
    ca.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    ca.not_before = time(validity.from);
    ca.not_after = time(validity.until + 10 * 365 * 86_400);
    let ca_certificate = ca.self_signed(&ca_key).unwrap();
    let pin = Hash::of(&[&ca_key.subject_public_key_info()]);
    let key = KeyPair::generate().unwrap();
    let mut leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    leaf.not_before = time(validity.from);
    leaf.not_after = time(validity.until);
    let issuer = Issuer::new(ca, ca_key);
    let certificate = leaf.signed_by(&key, &issuer).unwrap();
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone(), ca_certificate.der().clone()];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    (Arc::new(config), pin, ca_certificate.der().to_vec())
}

fn serve(
    mut stream: StreamOwned<ServerConnection, TcpStream>,
    answer: &(dyn Fn(Asked) -> Reply + Send + Sync),
    count: &AtomicU32,
) {
    while let Some(asked) = read_request(&mut stream) {
        count.fetch_add(1, Ordering::SeqCst);
        let (status, kind, body, cut) = match answer(asked) {
            Reply::Ours(body) => (200, CONTENT_TYPE, body, None),
            Reply::Raw { status, kind, body } => (status, kind, body, None),
            Reply::Cut(body, at) => (200, CONTENT_TYPE, body, Some(at)),
            Reply::Silence(time) => {
                thread::sleep(time);
                return;
            }
        };
        let head =
            format!("HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n", body.len());
        let part = &body[..cut.unwrap_or(body.len()).min(body.len())];
        if stream.write_all(head.as_bytes()).is_err() || stream.write_all(part).is_err() {
            return;
        }
        let _ = stream.flush();
        if cut.is_some() {
            stream.conn.send_close_notify();
            let _ = stream.flush();
            return;
        }
    }
}

fn read_request(stream: &mut impl Read) -> Option<Asked> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let field = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let length: usize = field("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    let path = head.split_whitespace().nth(1)?.to_owned();
    Some(Asked { path, token: field("authorization").and_then(|value| Token::from_bearer(&value)), body })
}

/// What one notebook has sent.
#[derive(Default, Clone)]
pub struct Kept {
    pub headers: Vec<Vec<u8>>,
    pub bodies: BTreeMap<u64, Body>,
    pub token: Option<Token>,
}

/// A server that keeps its word.
pub struct Keeper {
    pub notebooks: BTreeMap<Id, Kept>,
    pub generation: u64,
    pub clock: i64,
    pub key: SigningKey,
    /// Its journal: header bytes and body.
    pub journal: Vec<(Vec<u8>, Body)>,
    pub objects: Vec<(Hash, Vec<u8>)>,
    /// Told instead of `Ok`, once.
    pub verdict: Option<Verdict>,
}

pub const SERVER: Id = Id::from_bytes([0x5e; 16]);
pub const AUTHORITY: Id = Id::from_bytes([0xa0; 16]);

impl Keeper {
    pub fn new() -> Self {
        Self {
            notebooks: BTreeMap::new(),
            generation: 1,
            clock: super::SATURDAY_NIGHT,
            key: SigningKey::from_seed(&[1; 32]),
            journal: Vec::new(),
            objects: Vec::new(),
            verdict: None,
        }
    }

    pub fn receipt(&self, notebook: Id) -> Receipt {
        let kept = &self.notebooks[&notebook];
        let last = kept.headers.last().unwrap();
        Receipt {
            format: 1,
            authority: AUTHORITY,
            server: SERVER,
            generation: self.generation,
            notebook,
            chain: ChainPoint { seq: kept.headers.len() as u64 - 1, hash: header_hash(last) },
            bodies: SeqSet::from_numbers(kept.bodies.keys().copied()),
            server_time: self.clock,
            lost: None,
        }
    }

    pub fn sign(&self, receipt: &Receipt) -> SignedReceipt {
        SignedReceipt::sign(receipt, &self.key).unwrap()
    }

    pub fn publish(&mut self, body: &ServerBody) {
        let bytes = body.to_bytes().unwrap();
        let prev = self.journal.last().map_or(Hash::ZERO, |(header, _)| header_hash(header));
        let salt = Salt([9; 32]);
        let header = Header {
            v: 1,
            authority: AUTHORITY,
            notebook: SERVER,
            seq: self.journal.len() as u64,
            kind: body.kind().to_owned(),
            schema: 1,
            record: if let ServerBody::TaskSet(set) = body { set.task } else { SERVER },
            wall: self.clock,
            offset: 0,
            mono: 0,
            boot: BootId(1),
            prev,
            body: body_hash(&salt, &bytes),
            len: bytes.len() as u32,
        };
        let header = if body.is_coarse() { coarse(header) } else { header };
        self.journal.push((header.to_bytes().unwrap(), Body::Present { salt, bytes: bytes.into() }));
    }

    /// Publishes these zones, in force from long ago.
    pub fn publish_zones(&mut self, zones: &[ZoneVersion]) {
        let row = |zone: &ZoneVersion| ZoneInForce {
            code: zone.code.clone(),
            valid_from: 0,
            valid_to: None,
            zone: zone.hash(),
        };
        let manifest = ZoneManifest::new(zones.iter().map(row).collect()).unwrap();
        let packed = pack_zones(&manifest, zones).unwrap();
        let objects: Vec<Hash> = packed.objects.iter().map(|object| object.hash).collect();
        let manifest = packed.index.hash;
        let all = packed.objects.into_iter().chain([packed.index]);
        self.objects.extend(all.map(|object| (object.hash, object.bytes)));
        self.publish(&ServerBody::BriefingPublished(BriefingPublished {
            manifest,
            objects,
            restated_from: None,
            reason: None,
        }));
    }

    /// Publishes an order book.
    pub fn publish_orders(&mut self, book: &Book) {
        let packed = pack_book(book).unwrap();
        let objects: Vec<Hash> = packed.objects.iter().map(|object| object.hash).collect();
        let hash = packed.index.hash;
        let all = packed.objects.into_iter().chain([packed.index]);
        self.objects.extend(all.map(|object| (object.hash, object.bytes)));
        self.publish(&ServerBody::OrderBookPublished(OrderBookPublished {
            book: hash,
            objects,
            restated_from: None,
            reason: None,
            by: None,
            templates: None,
        }));
    }

    pub fn enrol(&mut self, request: EnrolRequest) -> EnrolAnswer {
        self.admit(&request.genesis, request.salt, &request.body, request.token)
    }

    pub fn succeed(&mut self, request: SucceedRequest) -> EnrolAnswer {
        self.admit(&request.genesis, request.salt, &request.body, request.token)
    }

    fn admit(&mut self, genesis: &[u8], salt: Salt, body: &[u8], token: Token) -> EnrolAnswer {
        let header = Header::parse(genesis).unwrap();
        header.check_body(&salt, body).unwrap();
        let kept = self.notebooks.entry(header.notebook).or_default();
        if kept.headers.is_empty() {
            kept.headers.push(genesis.to_vec());
            kept.bodies.insert(0, Body::Present { salt, bytes: body.to_vec().into() });
        }
        kept.token = Some(token);
        let receipt = self.sign(&self.receipt(header.notebook));
        EnrolAnswer::Enrolled(Box::new(EnrolResponse {
            version: 1,
            receipt,
            authority_code: "MDW".to_owned(),
            officer_code: "PC 4711".to_owned(),
            receipt_keys: None,
        }))
    }

    pub fn sync(&mut self, request: SyncRequest) -> SyncResponse {
        request.check().unwrap();
        let notebook = request.notebook;
        let verdict = self.verdict.take().unwrap_or(Verdict::Ok);
        let kept = self.notebooks.get_mut(&notebook).unwrap();
        let mut results = Vec::new();
        let result = |seq, body, outcome| EntryResult { seq, body, outcome, rejected: None };
        if verdict == Verdict::Ok {
            let last = kept.headers.last().unwrap();
            let point = ChainPoint { seq: kept.headers.len() as u64 - 1, hash: header_hash(last) };
            let mut walk = ChainWalk::after(AUTHORITY, notebook, point);
            for header in &request.headers {
                let parsed = Header::parse(header).unwrap();
                if kept.headers.get(parsed.seq as usize).is_some_and(|known| **known == **header) {
                    results.push(result(parsed.seq, false, Outcome::Duplicate));
                    continue;
                }
                walk.step(header).unwrap();
                kept.headers.push(header.to_vec());
                results.push(result(parsed.seq, false, Outcome::Held));
            }
            for offer in request.bodies {
                let header = Header::parse(&kept.headers[offer.seq as usize]).unwrap();
                if let Body::Present { salt, bytes } = &offer.body {
                    header.check_body(salt, bytes).unwrap();
                }
                kept.bodies.insert(offer.seq, offer.body);
                results.push(result(offer.seq, true, Outcome::Held));
            }
        }
        let from = request.cursor.map_or(0, |cursor| usize::from(cursor.0[0]));
        let mut changes: Vec<Change> = Vec::new();
        if from < self.journal.len() {
            changes.extend(
                self.objects
                    .iter()
                    .map(|(hash, bytes)| Change::Object { hash: *hash, bytes: bytes.clone().into() }),
            );
        }
        changes.extend(
            self.journal[from.min(self.journal.len())..]
                .iter()
                .map(|(header, body)| Change::Entry { header: header.clone().into(), body: body.clone() }),
        );
        let journal = (from < self.journal.len()).then(|| {
            let last = &self.journal.last().unwrap().0;
            let point = ChainPoint { seq: self.journal.len() as u64 - 1, hash: header_hash(last) };
            SignedHead::sign(SERVER, point, &self.key)
        });
        SyncResponse {
            version: 1,
            verdict,
            results,
            receipt: Some(self.sign(&self.receipt(notebook))),
            changes,
            cursor: Some(Cursor(vec![self.journal.len() as u8].into())),
            reset: false,
            more: false,
            server_time: self.clock,
            retry_after: None,
            receipt_keys: Vec::new(),
            journal,
        }
    }

    /// The answer to any request of ours.
    pub fn answer(&mut self, asked: &Asked) -> Vec<u8> {
        match asked.path.as_str() {
            ENROL_PATH => pack(&self.enrol(unpack(&asked.body).unwrap())).unwrap(),
            SUCCEED_PATH => pack(&self.succeed(unpack(&asked.body).unwrap())).unwrap(),
            _ => pack(&SyncAnswer::Taken(Box::new(self.sync(unpack(&asked.body).unwrap())))).unwrap(),
        }
    }
}

/// A server around a keeper.
pub fn keep(keeper: &Arc<Mutex<Keeper>>) -> Server {
    let keeper = Arc::clone(keeper);
    Server::start(move |asked| Reply::Ours(keeper.lock().unwrap().answer(&asked)))
}

/// A server around a keeper whose answers to `sync` are bent.
pub fn bend(
    keeper: &Arc<Mutex<Keeper>>,
    bend: impl Fn(&mut SyncResponse, &Keeper) + Send + Sync + 'static,
) -> Server {
    let keeper = Arc::clone(keeper);
    Server::start(move |asked| {
        let mut keeper = keeper.lock().unwrap();
        if asked.path == ENROL_PATH {
            return Reply::Ours(keeper.answer(&asked));
        }
        let mut response = keeper.sync(unpack(&asked.body).unwrap());
        bend(&mut response, &keeper);
        Reply::Ours(pack(&SyncAnswer::Taken(Box::new(response))).unwrap())
    })
}

/// A server that keeps its word, shared with its story.
pub fn keeper() -> Arc<Mutex<Keeper>> {
    Arc::new(Mutex::new(Keeper::new()))
}

/// The whole request refused.
pub fn refuse(code: ProblemCode, retry_after: Option<u32>) -> Reply {
    let problem = Problem { code, retry_after, server_time: super::SATURDAY_NIGHT };
    // Enrolment and sync refuse with the same bytes.
    Reply::Ours(pack(&SyncAnswer::Refused(problem)).unwrap())
}
