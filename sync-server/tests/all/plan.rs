//! The plan of a batch as a state machine: whatever order things come in, nothing is lost and nothing invented.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::entry::{BootId, Header, Salt, body_hash, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::Receipt;
use beatbook_protocol::sync::Outcome;
use beatbook_server::ingest::plan::{BodyState, BranchHeader, Finding, Held, Plan, plan};
use beatbook_server::ingest::{Batch, OfferedBody, SentBody, SentHeader};
use proptest::prelude::*;

const AUTHORITY: Id = Id::from_bytes([1; 16]);
const NOTEBOOK: Id = Id::from_bytes([2; 16]);
const SERVER: Id = Id::from_bytes([3; 16]);

fn salt(seq: u64) -> Salt {
    Salt([seq as u8; 32])
}

/// A journal of notes, each saying `word`; two words make two branches from `fork` on.
fn journal(length: u64, fork: u64, word: &str) -> Vec<SentHeader> {
    let mut headers: Vec<SentHeader> = Vec::new();
    for seq in 0..length {
        let text = body(seq, fork, word);
        let header = Header {
            v: 1,
            authority: AUTHORITY,
            notebook: NOTEBOOK,
            seq,
            kind: "note".to_owned(),
            schema: 1,
            record: NOTEBOOK,
            wall: 1,
            offset: 0,
            mono: 0,
            boot: BootId(1),
            prev: headers.last().map_or(Hash::ZERO, |before| before.hash),
            body: body_hash(&salt(seq), &text),
            len: u32::try_from(text.len()).unwrap(),
        };
        let bytes = header.to_bytes().unwrap();
        headers.push(SentHeader { hash: header_hash(&bytes), header, bytes });
    }
    headers
}

fn body(seq: u64, fork: u64, word: &str) -> Vec<u8> {
    if seq < fork { b"same".to_vec() } else { word.as_bytes().to_vec() }
}

fn offer(seq: u64, fork: u64, word: &str) -> SentBody {
    let bytes = body(seq, fork, word);
    let hash = body_hash(&salt(seq), &bytes);
    SentBody { seq, body: OfferedBody::Present { salt: salt(seq), bytes, hash } }
}

fn batch(headers: &[SentHeader], bodies: Vec<SentBody>, journal_head: u64) -> Batch {
    Batch {
        receipt: None,
        unknown_receipt: false,
        purged: None,
        reading: None,
        headers: headers.to_vec(),
        head: None,
        bodies,
        journal_head,
        refused: Vec::new(),
    }
}

/// What a store would hold, in memory.
struct Shelf {
    held: Held,
    bytes: BTreeMap<u64, Vec<u8>>,
}

impl Shelf {
    fn with(genesis: &SentHeader) -> Self {
        let held = Held {
            generation: 1,
            journal_length: 3,
            head: ChainPoint { seq: 0, hash: genesis.hash },
            bodies: SeqSet::from_numbers([0]),
            lost: SeqSet::default(),
            proven: BTreeMap::new(),
            fork: None,
            headers: [(0, genesis.clone())].into(),
            branches: Vec::new(),
            states: [(0, BodyState::Present)].into(),
        };
        Self { held, bytes: [(0, b"same".to_vec())].into() }
    }

    fn take(&mut self, batch: Batch) -> Plan {
        let plan = plan(batch, &self.held);
        for sent in &plan.append {
            self.held.headers.insert(sent.header.seq, sent.clone());
        }
        for sent in &plan.branch {
            self.held.branches.push(BranchHeader { hash: sent.hash, header: sent.header.clone() });
        }
        for body in &plan.bodies {
            self.held.states.insert(body.seq, BodyState::Present);
            self.bytes.insert(body.seq, body.bytes.clone());
        }
        self.held.head = plan.head;
        self.held.bodies = plan.held.clone();
        self.held.fork = plan.fork;
        self.held.generation = plan.generation.unwrap_or(self.held.generation);
        plan
    }

    fn receipt(&self) -> Receipt {
        Receipt {
            format: 1,
            authority: AUTHORITY,
            server: SERVER,
            generation: self.held.generation,
            notebook: NOTEBOOK,
            chain: self.held.head,
            bodies: self.held.bodies.clone(),
            server_time: 0,
            lost: None,
        }
    }
}

/// Batches of one journal: a range of headers (perhaps empty) and some bodies, in any order.
fn batches(length: u64) -> impl Strategy<Value = Vec<(u64, u64, Vec<u64>)>> {
    let one = (0..length, 0..length, prop::collection::vec(0..length, 0..8));
    prop::collection::vec(one, 0..24)
}

proptest! {
    #[test]
    fn whatever_comes_in_whatever_order_is_held_once_and_exactly(sent in batches(12)) {
        let all = journal(12, 12, "x");
        let mut shelf = Shelf::with(&all[0]);
        let mut offered: BTreeSet<u64> = [0].into();
        for (from, to, bodies) in sent {
            let headers = all.get(from as usize..=to as usize).unwrap_or_default();
            let before = shelf.receipt();
            let connects = from <= before.chain.seq + 1;
            let end = if headers.is_empty() || !connects { before.chain.seq } else { before.chain.seq.max(to) };
            let plan = shelf.take(batch(headers, bodies.iter().map(|seq| offer(*seq, 12, "x")).collect(), 11));
            // One answer for each thing sent, in its order.
            prop_assert_eq!(plan.results.len(), headers.len() + bodies.len());
            // The chain grows exactly as far as headers connect.
            prop_assert_eq!(shelf.held.head.seq, end);
            prop_assert_eq!(shelf.held.head.hash, all[end as usize].hash);
            offered.extend(bodies.into_iter().filter(|seq| *seq <= end));
            let numbers = SeqSet::from_numbers(offered.iter().copied());
            prop_assert_eq!(&shelf.held.bodies, &numbers);
            // Receipts never take anything back.
            prop_assert!(shelf.receipt().bodies.covers(&before.bodies));
            let expected = if headers.is_empty() || connects { Finding::Ok } else { Finding::Rebase };
            prop_assert_eq!(plan.finding, expected);
            prop_assert!(plan.fork.is_none() && plan.generation.is_none());
        }
    }

    #[test]
    fn two_branches_are_both_kept_and_told_apart_at_their_first_difference(
        fork in 1_u64..8, ours in 8_u64..12, theirs in 8_u64..12, step in 1_u64..5
    ) {
        let (main, other) = (journal(ours, fork, "ours"), journal(theirs, fork, "theirs"));
        let mut shelf = Shelf::with(&main[0]);
        shelf.take(batch(&main[1..], (1..ours).map(|seq| offer(seq, fork, "ours")).collect(), ours - 1));
        // The copy sends in pieces, each beginning where it thinks it left off.
        let mut from = 1;
        while from < theirs {
            let to = (from + step).min(theirs);
            let bodies = (from..to).map(|seq| offer(seq, fork, "theirs")).collect();
            let plan = shelf.take(batch(&other[from as usize..to as usize], bodies, theirs - 1));
            for result in &plan.results {
                let expected = if result.seq < fork { Outcome::Duplicate } else { Outcome::Fork };
                prop_assert_eq!(result.outcome, expected, "{:?}", result);
            }
            from = to;
        }
        prop_assert_eq!(shelf.held.fork, Some(fork));
        prop_assert_eq!(shelf.held.branches.len() as u64, theirs - fork);
        prop_assert_eq!(shelf.held.head.hash, main.last().unwrap().hash);
        prop_assert!((fork..ours).all(|seq| shelf.bytes[&seq] == b"ours"));
        // Nothing new from either side changes the verdict.
        let plan = shelf.take(batch(&[], Vec::new(), ours - 1));
        prop_assert_eq!(plan.finding, Finding::Retire { fork });
    }

    #[test]
    fn a_server_that_lost_its_tail_is_filled_again_from_any_phone(
        length in 2_u64..12, kept in 0_u64..11, lost_bodies in prop::collection::btree_set(0_u64..11, 0..5)
    ) {
        let all = journal(length, length, "x");
        let mut before = Shelf::with(&all[0]);
        before.take(batch(&all[1..], (1..length).map(|seq| offer(seq, length, "x")).collect(), length - 1));
        let receipt = before.receipt();
        // The backup: a shorter chain, and some bodies that had not come yet.
        let kept = kept.min(length - 1);
        let mut restored = Shelf::with(&all[0]);
        let bodies: Vec<SentBody> = (1..=kept)
            .filter(|seq| !lost_bodies.contains(seq))
            .map(|seq| offer(seq, length, "x"))
            .collect();
        restored.take(batch(&all[1..=kept as usize], bodies, kept));
        let lost = restored.receipt().bodies != receipt.bodies;
        let request = Batch { receipt: Some(receipt.clone()), ..batch(&[], Vec::new(), length - 1) };
        let plan = restored.take(request);
        prop_assert_eq!(plan.finding, if lost { Finding::Rebase } else { Finding::Ok });
        prop_assert_eq!(plan.generation, lost.then_some(2));
        // The phone offers again from the receipt it was given, still showing the old one.
        let held = restored.receipt();
        let bodies = (0..length).filter(|seq| !held.bodies.contains(*seq));
        let offers = bodies.map(|seq| offer(seq, length, "x")).collect();
        let rest = &all[held.chain.seq as usize + 1..];
        let plan = restored.take(Batch { receipt: Some(receipt.clone()), ..batch(rest, offers, length - 1) });
        prop_assert_eq!(plan.finding, Finding::Ok);
        prop_assert!(plan.generation.is_none(), "raised once only");
        prop_assert_eq!(restored.receipt().bodies, receipt.bodies);
        prop_assert_eq!(restored.receipt().chain, receipt.chain);
    }
}
