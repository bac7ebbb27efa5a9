//! Golden vectors of format 1: the bytes every later version must still write and read.
//!
//! `golden/v1.json` holds them in hexadecimal. A change here is a change of the protocol: it needs a new
//! version beside the old one, never another file (`UPDATE_GOLDEN=1` writes vectors that are missing).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::PathBuf;

use beatbook_protocol::chain::{ChainPoint, SignedHead};
use beatbook_protocol::enrol::{EnrolCode, EnrolRequest, EnrolResponse, Ticket, Token, Trust};
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, coarse, header_hash};
use beatbook_protocol::frame::{self, decode_whole};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::hours::{HoursAnswer, HoursRequest, HoursResponse, ZoneHours};
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::{KeyHandover, Receipt, SignedReceipt};
use beatbook_protocol::sign::SigningKey;
use beatbook_protocol::sync::{
    Body, BodyOffer, Change, Checkpoint, Cursor, EnrolAnswer, EntryResult, Outcome, Problem, ProblemCode,
    SyncAnswer, SyncRequest, SyncResponse, Verdict,
};

const BODY: &[u8] = br#"{"at":{"wall":1757181600123,"mono":5000,"boot":"000000000000feed"},"text":"All quiet.","basis":"fact"}"#;

struct Golden {
    path: PathBuf,
    known: BTreeMap<String, String>,
    update: bool,
}

impl Golden {
    fn open() -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1.json");
        let known =
            std::fs::read(&path).map_or_else(|_| BTreeMap::new(), |b| serde_json::from_slice(&b).unwrap());
        Self { path, known, update: std::env::var_os("UPDATE_GOLDEN").is_some() }
    }

    fn bytes(&mut self, name: &str, written: &[u8]) -> Vec<u8> {
        let hex: String = written.iter().map(|byte| format!("{byte:02x}")).collect();
        if self.update {
            self.known.entry(name.to_owned()).or_insert_with(|| hex.clone());
        }
        let golden = self.known.get(name).unwrap_or_else(|| panic!("no golden vector {name}"));
        assert_eq!(golden, &hex, "{name} is written differently");
        (0..golden.len()).step_by(2).map(|i| u8::from_str_radix(&golden[i..i + 2], 16).unwrap()).collect()
    }

    fn cbor<T>(&mut self, name: &str, value: &T)
    where
        T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + Debug,
    {
        let golden = self.bytes(name, &minicbor::to_vec(value).unwrap());
        assert_eq!(&decode_whole::<T>(&golden).unwrap(), value, "{name} is read differently");
    }

    fn close(self) {
        if self.update {
            std::fs::write(&self.path, serde_json::to_string_pretty(&self.known).unwrap() + "\n").unwrap();
        }
    }
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

fn genesis() -> Header {
    Header {
        v: 1,
        authority: Id::v7(1_757_181_600_000, [1; 10]),
        notebook: Id::v7(1_757_181_600_001, [2; 10]),
        seq: 0,
        kind: "genesis".to_owned(),
        schema: 1,
        record: Id::v7(1_757_181_600_001, [2; 10]),
        wall: 1_757_181_600_001,
        offset: 60,
        mono: 1_000,
        boot: BootId(0xfeed),
        prev: Hash::ZERO,
        body: body_hash(&Salt([3; 32]), b"{}"),
        len: 2,
    }
}

fn note(prev: Hash) -> Header {
    Header {
        seq: 1,
        kind: "note".to_owned(),
        record: Id::v7(1_757_181_600_123, [4; 10]),
        wall: 1_757_181_600_123,
        mono: 5_000,
        prev,
        body: body_hash(&Salt([5; 32]), BODY),
        len: u32::try_from(BODY.len()).unwrap(),
        ..genesis()
    }
}

fn receipt() -> SignedReceipt {
    let receipt = Receipt {
        format: 1,
        authority: genesis().authority,
        server: Id::from_bytes([9; 16]),
        generation: 2,
        notebook: genesis().notebook,
        chain: ChainPoint { seq: 33, hash: Hash::of(&[b"head"]) },
        bodies: SeqSet::from_numbers((0..31).chain([33])),
        server_time: 1_757_181_700_000,
        lost: None,
    };
    SignedReceipt::sign(&receipt, &key()).unwrap()
}

fn opened(signed: &SignedReceipt) -> Receipt {
    signed.open(&[key().public()]).unwrap()
}

#[test]
fn format_1_is_written_and_read_as_ever() {
    let mut golden = Golden::open();

    let first = genesis().to_bytes().unwrap();
    let second = note(header_hash(&first)).to_bytes().unwrap();
    assert_eq!(Header::parse(&golden.bytes("header_genesis", &first)).unwrap(), genesis());
    assert_eq!(Header::parse(&golden.bytes("header_note", &second)).unwrap(), note(header_hash(&first)));
    golden.bytes("header_coarse", &coarse(note(header_hash(&first))).to_bytes().unwrap());
    golden.bytes("hash_of_header_note", header_hash(&second).as_bytes());
    golden.bytes("body_hash", body_hash(&Salt([5; 32]), BODY).as_bytes());

    let head =
        SignedHead::sign(genesis().notebook, ChainPoint { seq: 1, hash: header_hash(&second) }, &key());
    golden.cbor("signed_head", &head);
    golden.cbor("signed_receipt", &receipt());
    golden.bytes("receipt_inside", &receipt().bytes);
    golden.cbor("key_handover", &KeyHandover::sign(&key(), SigningKey::from_seed(&[8; 32]).public()));

    let ticket = Ticket {
        address: "https://beatbook.example:8443".to_owned(),
        trust: Trust::PinnedCa(Hash::of(&[b"ca"])),
        server: Id::from_bytes([9; 16]),
        receipt_key: key().public(),
        authority: genesis().authority,
        officer: Id::from_bytes([6; 16]),
        code: EnrolCode([4; 16]),
    };
    let text = ticket.to_text().unwrap();
    let read = golden.bytes("ticket_text", text.as_bytes());
    assert!(Ticket::parse(std::str::from_utf8(&read).unwrap()).unwrap() == ticket);
    golden.bytes("token_hash", Token([1; 32]).hash().as_bytes());
    golden.bytes("enrol_code_hash", EnrolCode([4; 16]).hash().as_bytes());

    golden.cbor(
        "enrol_request",
        &EnrolRequest {
            versions: vec![1],
            code: EnrolCode([4; 16]),
            token: Token([1; 32]),
            genesis: first.clone().into(),
            salt: Salt([3; 32]),
            body: b"{}".to_vec().into(),
            head,
        },
    );
    golden.cbor(
        "enrol_answer",
        &EnrolAnswer::Enrolled(Box::new(EnrolResponse {
            version: 1,
            receipt: receipt(),
            authority_code: "MDW".to_owned(),
            officer_code: "4711".to_owned(),
            receipt_keys: None,
        })),
    );
    golden.cbor(
        "sync_request",
        &SyncRequest {
            versions: vec![1],
            notebook: genesis().notebook,
            receipt: Some(receipt()),
            cursor: Some(Cursor(vec![1, 2, 3].into())),
            headers: vec![first.into(), second.clone().into()],
            bodies: vec![
                BodyOffer {
                    seq: 1,
                    body: Body::Present { salt: Salt([5; 32]), bytes: BODY.to_vec().into() },
                },
                BodyOffer { seq: 2, body: Body::Erased { by: 7 } },
                BodyOffer { seq: 3, body: Body::Purged },
            ],
            head: Some(head),
            journal_head: 34,
            checkpoint: None,
        },
    );
    let lost = Receipt { lost: Some(SeqSet::from_numbers(11..=30)), ..opened(&receipt()) };
    golden.cbor("signed_receipt_with_a_loss", &SignedReceipt::sign(&lost, &key()).unwrap());
    let point = ChainPoint { seq: 30, hash: Hash::of(&[b"purged"]) };
    golden.cbor(
        "sync_request_from_a_checkpoint",
        &SyncRequest {
            versions: vec![1],
            notebook: genesis().notebook,
            receipt: None,
            cursor: None,
            headers: vec![second.into()],
            bodies: Vec::new(),
            head: Some(head),
            journal_head: 34,
            checkpoint: Some(Checkpoint { point, receipt: receipt(), keys: None }),
        },
    );
    let handover = KeyHandover::sign(&key(), SigningKey::from_seed(&[8; 32]).public());
    golden.cbor(
        "checkpoint_with_a_later_key",
        &Checkpoint { point, receipt: receipt(), keys: Some(vec![handover]) },
    );
    golden.cbor(
        "sync_answer_taken",
        &SyncAnswer::Taken(Box::new(SyncResponse {
            version: 1,
            verdict: Verdict::Retire { fork: 3 },
            results: vec![
                EntryResult { seq: 0, body: false, outcome: Outcome::Duplicate, rejected: None },
                EntryResult {
                    seq: 1,
                    body: true,
                    outcome: Outcome::Held,
                    rejected: Some("unknown_kind".to_owned()),
                },
            ],
            receipt: Some(receipt()),
            changes: vec![Change::Object { hash: Hash::of(&[b"object"]), bytes: b"object".to_vec().into() }],
            cursor: Some(Cursor(vec![4].into())),
            reset: false,
            more: true,
            server_time: 1_757_181_700_000,
            retry_after: Some(30_000),
            receipt_keys: Vec::new(),
            journal: None,
        })),
    );
    golden.cbor(
        "sync_answer_refused",
        &SyncAnswer::Refused(Problem {
            code: ProblemCode::UpgradeRequired,
            retry_after: None,
            server_time: 1_757_181_700_000,
        }),
    );
    golden.cbor(
        "hours_request",
        &HoursRequest {
            versions: vec![1],
            notebook: genesis().notebook,
            from: 1_756_681_200_000,
            to: 1_759_273_200_000,
            zones: vec!["CHA-HS".to_owned()],
        },
    );
    golden.cbor(
        "hours_answer_told",
        &HoursAnswer::Told(Box::new(HoursResponse {
            version: 1,
            from: 1_756_681_200_000,
            to: 1_759_273_200_000,
            zones: vec![ZoneHours {
                code: "CHA-HS".to_owned(),
                name: "High Street".to_owned(),
                foot: 2_340_000,
                cycle: 0,
                vehicle: 180_000,
                certain: 2_280_000,
                possible: 2_640_000,
                gap: 720_000,
                abstracted: 0,
                visits: 3,
                dosage_visits: 2,
            }],
            derived_up_to: Some(1_757_181_700_000),
            patrols_waiting: 1,
            notebooks_outstanding: 0,
            held_out: 0,
            server_time: 1_757_181_700_000,
        })),
    );
    golden.close();
}

#[test]
fn a_frame_packed_by_an_earlier_version_is_unpacked() {
    let mut golden = Golden::open();
    let body = BodyOffer { seq: 3, body: Body::Present { salt: Salt([5; 32]), bytes: BODY.to_vec().into() } };
    // Compressors may change; what they once made must still be read. So the bytes are only read here.
    if golden.update && !golden.known.contains_key("frame_deflated") {
        golden.bytes("frame_deflated", &frame::pack(&body).unwrap());
        golden.close();
        golden = Golden::open();
    }
    let hex = golden.known.get("frame_deflated").expect("the golden frame");
    let packed: Vec<u8> =
        (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect();
    assert_eq!(frame::unpack::<BodyOffer>(&packed).unwrap(), body);
}
