//! What every store must do, told once and run against each of them.
//!
//! Another store joins with one more line `conformance!` at the end and a function that opens it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;
mod counts;
mod encampments;
mod keeping;
mod numbers;
mod orders;
mod roles;

pub use self::encampments::standing_of;

use std::sync::Arc;

use beatbook_domain::hours::PatrolTime;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::chain::ChainPoint;
use beatbook_protocol::enrol::{EnrolCode, Ticket, Trust};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::SeqSet;
use beatbook_protocol::receipt::Receipt;
use beatbook_protocol::sync::{Body, BodyOffer, Change, Checkpoint, Outcome};
use beatbook_server::auth::{self, Keyholder, Purpose, Scope};
use beatbook_server::clock::Clock;
use beatbook_server::cursor::Position;
use beatbook_server::home::Home;
use beatbook_server::ingest::check::check;
use beatbook_server::journal::Pen;
use beatbook_server::presence::{Comparison, Derived};
use beatbook_server::store::{
    AccessQuery, AccessRow, Applied, Derivation, Enrolled, Enrolment, NewBriefing, Officer, PatrolKey, Store,
};
use common::id;
use common::phone::Phone;
use common::walk::{START, Walk, fixes};
use counts::a_count_is_decided_from_all_that_was_told_and_logged_under_who_decides;
use encampments::an_encampment_is_told_from_all_there_was_and_phones_are_told_once;
use keeping::{
    what_is_erased_leaves_its_header_and_the_entry_that_says_so,
    what_is_under_a_hold_waits_for_it_to_be_lifted,
};
use numbers::{
    decisions_made_from_an_old_register_are_not_written,
    numbers_are_one_notebooks_alone_whoever_asks_at_the_same_time,
    the_servers_own_numbers_go_one_after_another_and_to_drafts_only,
};
use orders::{
    a_book_that_brings_templates_says_so_and_keeps_them, order_books_follow_each_other_beside_the_zones,
    what_officers_tell_of_signs_is_there_for_their_own_authority,
};
use roles::{
    a_body_goes_to_phones_of_those_who_may_read_it_and_its_header_to_all,
    roles_are_replaced_whole_by_who_knows_them_and_kept_apart,
    what_an_officer_may_read_changes_with_the_day_the_role_and_the_team,
};

/// An open store and what opened it.
struct Opened {
    store: Arc<dyn Store>,
    keyholder: Keyholder,
    pen: Arc<Pen>,
    clock: Clock,
    _folder: tempfile::TempDir,
}

fn sqlite() -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let (home, clock) = (Home::at(folder.path()), Clock::system());
    home.create(&clock).unwrap();
    let (store, keyholder) = home.open(&clock).unwrap();
    let pen = Arc::clone(store.pen());
    Opened { store: Arc::new(store), keyholder, pen, clock, _folder: folder }
}

impl Opened {
    async fn authority(&self, code: &str) -> Scope {
        let authority = self.store.add_authority(&self.keyholder, code, "Medway").await.unwrap();
        let scope = self.keyholder.scope(authority.id, Purpose::Administration);
        let officer =
            Officer { id: id(1), code: "4711".into(), name: "J. Bloggs".into(), team: "Chatham".into() };
        self.store.put_officer(&scope, officer).await.unwrap();
        scope
    }

    async fn code(&self, scope: &Scope, seed: u8, valid: i64) -> Ticket {
        let code = EnrolCode([seed; 16]);
        let expires = self.clock.now() + valid;
        self.store.issue_code(scope, id(1), code.hash(), expires).await.unwrap();
        Ticket {
            address: "https://127.0.0.1:1".into(),
            trust: Trust::PinnedCa(Hash::ZERO),
            server: self.store.identity().await.unwrap().server,
            receipt_key: self.pen.public_key(),
            authority: scope.authority(),
            officer: id(1),
            code,
        }
    }

    async fn enrol(&self, phone: &Phone, code: &EnrolCode) -> Enrolled {
        self.store.enrol(enrolment(phone, code)).await.unwrap()
    }

    async fn phone(&self, scope: &Scope, seed: u8) -> Phone {
        let ticket = self.code(scope, seed, 60_000).await;
        let phone = Phone::new(&ticket, seed);
        assert!(matches!(self.enrol(&phone, &ticket.code).await, Enrolled::Done { .. }));
        phone
    }

    async fn apply(
        &self,
        phone: &Phone,
        headers: std::ops::Range<u64>,
        bodies: impl IntoIterator<Item = u64>,
    ) -> Applied {
        let token = Some(phone.token);
        let (scope, notebook) = auth::notebook(&*self.store, token).await.unwrap().unwrap();
        let identity = self.store.identity().await.unwrap();
        let batch = check(phone.request(headers, bodies), &notebook, &identity).unwrap();
        self.store.apply_batch(&scope, batch).await.unwrap()
    }
}

fn enrolment(phone: &Phone, code: &EnrolCode) -> Enrolment {
    let genesis = &phone.entries[0];
    let header = beatbook_protocol::entry::Header::parse(&genesis.header).unwrap();
    Enrolment {
        code: code.hash(),
        token: phone.token.hash(),
        genesis: beatbook_server::ingest::SentHeader {
            header,
            bytes: genesis.header.clone(),
            hash: genesis.hash,
        },
        says: serde_json::from_slice(&genesis.body).unwrap(),
        salt: genesis.salt,
        body: genesis.body.clone(),
        head: phone.signed_head(0),
    }
}

async fn a_code_opens_one_notebook_once_and_for_a_while(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let ticket = opened.code(&scope, 1, 60_000).await;
    let phone = Phone::new(&ticket, 1);
    let first = opened.enrol(&phone, &ticket.code).await;
    assert!(matches!(first, Enrolled::Done { .. }));
    // The answer was lost: the same request again, even after the code has expired.
    opened.clock.advance(120_000);
    assert!(matches!(opened.enrol(&phone, &ticket.code).await, Enrolled::Done { .. }));
    let other = Phone::new(&ticket, 2);
    assert_eq!(opened.enrol(&other, &ticket.code).await, Enrolled::Invalid);
    let late = opened.code(&scope, 3, 60_000).await;
    opened.clock.advance(60_000);
    assert_eq!(opened.enrol(&Phone::new(&late, 3), &late.code).await, Enrolled::Invalid);
    assert_eq!(opened.enrol(&other, &EnrolCode([9; 16])).await, Enrolled::Invalid);
    assert!(opened.store.notebook_of(other.token.hash()).await.unwrap().is_none());
}

async fn authorities_with_equal_codes_and_ids_see_nothing_of_each_other(opened: Opened) {
    let (one, other) = (opened.authority("MDW").await, opened.authority("MDW").await);
    let mut phone = opened.phone(&one, 1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..5));
    walk.sign_off(&mut phone, 5);
    opened.apply(&phone, 1..phone.head() + 1, 1..phone.head() + 1).await;
    let key = PatrolKey { authority: one.authority(), notebook: phone.notebook, record: id(50) };
    assert!(opened.store.patrol_input(&one, &key).await.is_ok());
    // The scope decides, whatever the key says.
    assert!(opened.store.patrol_input(&other, &key).await.is_err());
    assert!(opened.store.entries(&other, phone.notebook, 0, 10).await.is_err());
    assert_eq!(opened.store.journals(&one).await.unwrap().len(), 2);
    assert_eq!(opened.store.journals(&other).await.unwrap().len(), 1);
    let period = Interval { from: 0, to: i64::MAX };
    assert!(opened.store.notebook_states(&other, period).await.unwrap().is_empty());
    assert_eq!(opened.store.backlog(&other).await.unwrap().waiting, 0);
    assert_eq!(opened.store.officers(&one).await.unwrap(), opened.store.officers(&other).await.unwrap());
    let ids = |changes: Vec<Change>| {
        let authorities = changes.into_iter().filter_map(|change| match change {
            Change::Entry { header, .. } => {
                Some(beatbook_protocol::entry::Header::parse(&header).unwrap().authority)
            }
            Change::Object { .. } => None,
        });
        authorities.collect::<std::collections::BTreeSet<Id>>()
    };
    let pulled = opened.store.changes_after(&other, None, 1 << 20).await.unwrap();
    assert_eq!(ids(pulled.changes), [other.authority()].into());
    // The same notebook id and officer code may live under both.
    let twin = opened.code(&other, 2, 60_000).await;
    let mut twin_phone = Phone::new(&twin, 1);
    twin_phone.token = beatbook_protocol::enrol::Token([77; 32]);
    assert!(matches!(opened.enrol(&twin_phone, &twin.code).await, Enrolled::Done { .. }));
}

async fn a_batch_is_taken_once_however_often_it_comes(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let mut phone = opened.phone(&scope, 1).await;
    phone.note("one");
    phone.note("two");
    let first = opened.apply(&phone, 1..3, [2]).await;
    assert!(first.results.iter().all(|result| result.outcome == Outcome::Held));
    let again = opened.apply(&phone, 1..3, [2, 1]).await;
    let outcomes: Vec<Outcome> = again.results.iter().map(|result| result.outcome).collect();
    assert_eq!(outcomes, [Outcome::Duplicate, Outcome::Duplicate, Outcome::Duplicate, Outcome::Held]);
    assert_eq!((again.receipt.chain.seq, again.receipt.bodies.len()), (2, 3));
}

/// The reader pages on while many write: it must meet each entry exactly once, in order, and skip none whose
/// transaction took longer than a later one's.
async fn no_change_is_skipped_however_slow_its_transaction_was(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let store = Arc::clone(&opened.store);
    let writers: Vec<_> = (0..8_u8)
        .map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for n in 0..20_u8 {
                    let officer = Officer {
                        id: Id::from_bytes([writer * 20 + n; 16]),
                        code: format!("{writer}-{n}"),
                        name: "x".into(),
                        team: "y".into(),
                    };
                    store.put_officer(&scope, officer).await.unwrap();
                }
            })
        })
        .collect();
    let mut seen: Vec<u64> = Vec::new();
    let mut position: Option<Position> = None;
    let mut all_written = false;
    loop {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let changes = store.changes_after(&scope, position, 2_000).await.unwrap();
        assert!(!changes.reset);
        for change in changes.changes {
            let Change::Entry { header, .. } = change else { continue };
            seen.push(beatbook_protocol::entry::Header::parse(&header).unwrap().seq);
        }
        position = Some(changes.position);
        if !changes.more {
            if all_written {
                break;
            }
            all_written = done;
            tokio::task::yield_now().await;
        }
    }
    // Authority and first officer come before the 160.
    assert_eq!(seen, (0..162).collect::<Vec<u64>>());
}

async fn a_strangers_or_future_position_begins_again(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let now = opened.store.changes_after(&scope, None, 1 << 20).await.unwrap();
    assert!(!now.reset && !now.more && now.journal.is_some());
    let end = opened.store.changes_after(&scope, Some(now.position), 1 << 20).await.unwrap();
    assert!(end.changes.is_empty() && !end.reset && end.journal.is_none());
    for wrong in [
        Position::default(),
        Position { next: 99, ..now.position },
        Position { generation: now.position.generation + 1, ..now.position },
    ] {
        let again = opened.store.changes_after(&scope, Some(wrong), 1 << 20).await.unwrap();
        assert!(again.reset && again.changes.len() == now.changes.len());
    }
}

async fn briefings_planned_from_an_old_one_are_not_published(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let briefing = |after, name: &[u8]| {
        let index = Hash::of(&[name]);
        let objects = [(index, name.to_vec())].into();
        NewBriefing { after, index, objects, restated_from: None, reason: None }
    };
    let (first, second) = (briefing(None, b"first"), briefing(Some(Hash::of(&[b"first"])), b"second"));
    assert!(opened.store.publish_briefing(&scope, first.clone()).await.unwrap());
    assert!(!opened.store.publish_briefing(&scope, briefing(None, b"rival")).await.unwrap());
    assert!(opened.store.publish_briefing(&scope, second.clone()).await.unwrap());
    assert_eq!(opened.store.newest_briefing(&scope).await.unwrap(), Some(second.index));
    // The old one stays readable for patrols that worked from it; the rival never was.
    assert_eq!(opened.store.briefing(&scope, first.index).await.unwrap(), Some(first.objects));
    assert_eq!(opened.store.briefing(&scope, Hash::of(&[b"rival"])).await.unwrap(), None);
    // A phone that comes now gets the newest one's objects only, before the entry that names them.
    let pulled = opened.store.changes_after(&scope, None, 1 << 20).await.unwrap();
    let objects: Vec<Hash> = pulled
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Object { hash, .. } => Some(*hash),
            Change::Entry { .. } => None,
        })
        .collect();
    assert_eq!(objects, [second.index]);
    assert!(matches!(pulled.changes.last(), Some(Change::Entry { .. })));
}

async fn newer_figures_are_never_replaced_by_older_ones(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let mut phone = opened.phone(&scope, 1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..5));
    opened.apply(&phone, 1..3, [1, 2]).await;
    let waiting = opened.store.patrols_to_derive(&opened.keyholder, 10).await.unwrap();
    let early = opened.store.patrol_input(&scope, &waiting[0].key).await.unwrap();
    walk.sign_off(&mut phone, 5);
    opened.apply(&phone, 3..4, [3]).await;
    let late = opened.store.patrol_input(&scope, &waiting[0].key).await.unwrap();
    assert!(late.wanted > early.wanted && late.patrol.as_ref().is_some_and(|patrol| !patrol.is_open()));
    let derived = |operation: &str| Derived {
        time: Some(PatrolTime {
            id: id(50),
            officer: id(1),
            duty: Duty::TaskedCore,
            operation: Some(operation.to_owned()),
            former: Vec::new(),
            span: Interval { from: START, to: START + 300_000 },
            crews: Vec::new(),
            abstractions: Vec::new(),
            gaps: Vec::new(),
            quality: beatbook_domain::presence::Quality::A,
            dosage: 900_000,
            areas: Vec::new(),
        }),
        comparison: Comparison::NoSummary,
        input: Hash::ZERO,
        unreadable: Vec::new(),
        overlong: false,
        keep: false,
    };
    let key = waiting[0].key;
    for (wanted, operation) in [(late.wanted, "late"), (early.wanted, "early")] {
        let derivation = Derivation { wanted, derived: derived(operation) };
        opened.store.replace_presence(&scope, &key, derivation).await.unwrap();
    }
    let period = Interval { from: START, to: START + 1 };
    let times = opened.store.patrol_times(&scope, period).await.unwrap();
    assert_eq!(times[0].operation.as_deref(), Some("late"));
    assert!(opened.store.patrols_to_derive(&opened.keyholder, 10).await.unwrap().is_empty());
}

async fn every_act_is_an_entry_of_the_journal(opened: Opened) {
    let scope = opened.authority("MDW").await;
    opened.phone(&scope, 1).await;
    let kinds: Vec<&str> =
        opened.store.journal(&scope).await.unwrap().iter().map(|(_, body)| ServerBody::kind(body)).collect();
    assert_eq!(kinds, ["authority_added", "officer_added", "notebook_enrolled"]);
}

async fn the_access_log_is_read_back_by_its_own_authority_page_by_page(opened: Opened) {
    let (scope, other) = (opened.authority("MDW").await, opened.authority("KNT").await);
    let began = opened.clock.now();
    for number in 0..5 {
        opened.store.log_access(&scope, &format!("view {number}"), None).await.unwrap();
    }
    opened.store.log_access(&other, "of another authority", None).await.unwrap();
    opened.store.log_access(&scope, "hours of one officer", Some("complaint 17")).await.unwrap();
    let period = Interval { from: began, to: i64::MAX };
    let mut rows: Vec<AccessRow> = Vec::new();
    loop {
        let after = rows.last().map_or(0, |row| row.number);
        let page = opened.store.access_log(&scope, AccessQuery { period, after, at_most: 4 }).await.unwrap();
        assert!(page.len() <= 4);
        if page.is_empty() {
            break;
        }
        rows.extend(page);
    }
    let what: Vec<&str> = rows.iter().map(|row| row.what.as_str()).collect();
    assert_eq!(what, ["view 0", "view 1", "view 2", "view 3", "view 4", "hours of one officer"]);
    assert!(rows.iter().all(|row| row.who == "administrator" && row.purpose == "administration"));
    assert_eq!(rows[5].reason.as_deref(), Some("complaint 17"));
    let before = Interval { from: 0, to: began };
    let query = AccessQuery { period: before, after: 0, at_most: 9 };
    assert_eq!(opened.store.access_log(&scope, query).await.unwrap(), []);
}

async fn what_restores_lost_is_told_of_each_notebook_that_lost_something(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let mut phone = opened.phone(&scope, 1).await;
    opened.phone(&scope, 2).await;
    for _ in 0..9 {
        phone.note("one of ten");
    }
    opened.apply(&phone, 1..3, [1, 2]).await;
    assert_eq!(opened.store.losses(&scope).await.unwrap(), []);
    // A receipt of this server that says more than it holds: it was given before the restore.
    let point = |seq: usize| ChainPoint { seq: seq as u64, hash: phone.entries[seq].hash };
    let (identity, chain) = (opened.store.identity().await.unwrap(), point(8));
    let says = Receipt {
        format: 1,
        authority: scope.authority(),
        server: identity.server,
        generation: 1,
        notebook: phone.notebook,
        chain,
        bodies: SeqSet::from_numbers(0..9),
        server_time: opened.clock.now(),
        lost: None,
    };
    let receipt = opened.pen.sign_receipt(&says).unwrap();
    let mut request = phone.request(6..10, [7, 8, 9]);
    request.bodies.push(BodyOffer { seq: 6, body: Body::Purged });
    request.checkpoint = Some(Checkpoint { point: point(5), receipt, keys: None });
    let (asks, notebook) = auth::notebook(&*opened.store, Some(phone.token)).await.unwrap().unwrap();
    let batch = check(request, &notebook, &identity).unwrap();
    let applied = opened.store.apply_batch(&asks, batch).await.unwrap();
    assert_eq!(applied.receipt.lost, Some(SeqSet::from_numbers(3..=5)));
    assert_eq!(applied.receipt.bodies, SeqSet::from_numbers([0, 1, 2, 6, 7, 8, 9]));
    let losses = opened.store.losses(&scope).await.unwrap();
    let expected = (phone.notebook, SeqSet::from_numbers(3..=5), 1);
    assert_eq!(losses.len(), 1, "the other notebook has lost nothing");
    assert_eq!((losses[0].notebook, losses[0].entries.clone(), losses[0].bodies), expected);
    let whole = Interval { from: 0, to: i64::MAX };
    let states = opened.store.notebook_states(&scope, whole).await.unwrap();
    let missing: Vec<u64> = states.iter().map(|one| one.headers_missing + one.bodies_missing).collect();
    assert_eq!(missing, [0, 0], "what is lost is not waited for");
}

async fn a_receipt_key_hands_over_to_the_next(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let first = opened.store.identity().await.unwrap().receipt_keys;
    opened.store.change_receipt_key(&opened.keyholder, [9; 32]).await.unwrap();
    let identity = opened.store.identity().await.unwrap();
    assert_eq!(identity.receipt_keys[1..], first);
    assert_eq!(identity.handovers.len(), 1);
    assert_eq!(identity.handovers[0].key, identity.receipt_keys[0]);
    assert!(identity.handovers[0].verify(&first[0]).is_ok());
    let changes = opened.store.changes_after(&scope, None, 1 << 20).await.unwrap();
    assert!(changes.journal.unwrap().verify(&first[0]).is_ok(), "the change is the former key's last word");
    opened.phone(&scope, 1).await;
    let changes = opened.store.changes_after(&scope, None, 1 << 20).await.unwrap();
    assert!(changes.journal.unwrap().verify(&identity.receipt_keys[0]).is_ok());
}

async fn settings_change_together(opened: Opened) {
    let (store, key) = (&opened.store, &opened.keyholder);
    store.put_settings(key, vec![("a".into(), vec![1]), ("b".into(), vec![2])]).await.unwrap();
    store.put_settings(key, vec![("a".into(), vec![3])]).await.unwrap();
    assert_eq!(store.setting(key, "a").await.unwrap(), Some(vec![3]));
    assert_eq!(store.setting(key, "b").await.unwrap(), Some(vec![2]));
    assert_eq!(store.setting(key, "c").await.unwrap(), None);
}

/// One test for each story, for the store a function opens.
macro_rules! conformance {
    ($store:ident: $($story:ident),* $(,)?) => {
        mod $store {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                super::$story(super::$store()).await;
            })*
        }
    };
}

conformance!(
    sqlite: a_code_opens_one_notebook_once_and_for_a_while,
    authorities_with_equal_codes_and_ids_see_nothing_of_each_other,
    a_batch_is_taken_once_however_often_it_comes,
    no_change_is_skipped_however_slow_its_transaction_was,
    a_strangers_or_future_position_begins_again,
    briefings_planned_from_an_old_one_are_not_published,
    order_books_follow_each_other_beside_the_zones,
    a_book_that_brings_templates_says_so_and_keeps_them,
    what_officers_tell_of_signs_is_there_for_their_own_authority,
    newer_figures_are_never_replaced_by_older_ones,
    every_act_is_an_entry_of_the_journal,
    numbers_are_one_notebooks_alone_whoever_asks_at_the_same_time,
    the_servers_own_numbers_go_one_after_another_and_to_drafts_only,
    decisions_made_from_an_old_register_are_not_written,
    the_access_log_is_read_back_by_its_own_authority_page_by_page,
    what_restores_lost_is_told_of_each_notebook_that_lost_something,
    a_receipt_key_hands_over_to_the_next,
    a_count_is_decided_from_all_that_was_told_and_logged_under_who_decides,
    an_encampment_is_told_from_all_there_was_and_phones_are_told_once,
    what_is_erased_leaves_its_header_and_the_entry_that_says_so,
    what_is_under_a_hold_waits_for_it_to_be_lifted,
    roles_are_replaced_whole_by_who_knows_them_and_kept_apart,
    a_body_goes_to_phones_of_those_who_may_read_it_and_its_header_to_all,
    what_an_officer_may_read_changes_with_the_day_the_role_and_the_team,
    settings_change_together,
);
