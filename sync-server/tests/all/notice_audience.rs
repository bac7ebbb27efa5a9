//! The server's file of the version before bodies about a notice went to its officer: they do now, those of before too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_domain::access::{Area, AreaAudience, Audience};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::server::{
    DraftDropped, FiguresPublished, NoticeDecided, PaymentTaken, ServerBody,
};
use beatbook_domain::register::{Act, Payment};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::{Body, Change};
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::cursor::Position;
use beatbook_server::home::Home;
use beatbook_server::store::Store as _;
use beatbook_store::{OpenMode, params};
use jiff::civil::date;

use crate::common::database::{of_version, only_its_key, tells, with_the_key};
use crate::common::id;

/// The version before.
const BEFORE: usize = 12;
const OFFICER: u8 = 8;
const NUMBER: &str = "MDW-A7-000118-M";

/// What was told of notices: of one that is known, of a draft, of a number that nobody has.
fn told() -> [ServerBody; 5] {
    let number = |text: &str| NoticeNumber::parse(text).unwrap();
    let on = date(2025, 9, 20);
    let decided = |text: &str| {
        let (act, why) = (Act::ReviewRequired { until: on }, Some("late".to_owned()));
        ServerBody::NoticeDecided(NoticeDecided { number: number(text), on, by: None, act, why })
    };
    let payment = Payment { paid: on, cleared: on, pence: 10_000, reference: "R-1".to_owned() };
    let dropped = DraftDropped {
        notebook: id(3),
        record: id(7),
        draft: Hash::from_bytes([6; 32]),
        on,
        by: id(9),
        why: "no evidence".to_owned(),
    };
    [
        decided(NUMBER),
        ServerBody::PaymentTaken(PaymentTaken { number: number(NUMBER), payment, by: Some(id(9)) }),
        ServerBody::DraftDropped(dropped),
        decided("MDW-A7-000119-K"),
        ServerBody::FiguresPublished(FiguresPublished { from: 0, to: 1, figures: Vec::new() }),
    ]
}

/// Writes them as the version before did: for everyone.
fn as_before(home: &Home) {
    of_version(home.folder(), BEFORE, OpenMode::Create, |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| {
            tells(tx, &told())?;
            tx.execute(
                "INSERT INTO notebook (number, authority, id, officer, public_key, token, enrolled, head_seq, head_hash,
                   head_signature, bodies, journal_head, last_seen)
                 VALUES (4, 1, ?1, ?2, zeroblob(32), zeroblob(32), 0, 6, zeroblob(32), zeroblob(64), x'80', 0, 0)",
                params![id(3).as_bytes(), id(OFFICER).as_bytes()],
            )?;
            tx.execute(
                "INSERT INTO notice_number (authority, number, notebook, record) VALUES (1, ?1, 4, ?2)",
                params![NUMBER, id(7).as_bytes()],
            )
        };
        database.write(act).unwrap();
    });
}

#[tokio::test]
async fn what_was_told_of_notices_before_is_for_their_officer_too_and_phones_read_anew() {
    let (_folder, home) = only_its_key();
    as_before(&home);
    let (store, keyholder) = home.open(&Clock::system()).unwrap();
    let scope = keyholder.scope(id(1), Purpose::Sync);
    let read = store.changes_after(&scope, None, 1 << 20).await.unwrap();
    let came =
        read.changes.iter().map(|change| matches!(change, Change::Entry { body: Body::Present { .. }, .. }));
    assert_eq!(came.collect::<Vec<_>>(), [false, false, false, false, true]);
    // A phone that had read all of it then, whoever's it is, reads again and loses what is not for it.
    let says = Hash::of(&[b"beatbook-scope-1"]);
    let before = u64::from_be_bytes(says.as_bytes()[..8].try_into().unwrap());
    for scope_of_then in [Some(before), None] {
        let held = Position { scope: scope_of_then, ..read.position };
        let anew = store.changes_after(&scope, Some(held), 1 << 20).await.unwrap();
        assert!(anew.reset && anew.changes.len() == 5, "{scope_of_then:?}");
        let again = store.changes_after(&scope, Some(anew.position), 1 << 20).await.unwrap();
        assert!(!again.reset && again.changes.is_empty(), "once");
    }
    drop(store);
    let audiences: Vec<Option<String>> = with_the_key(home.folder(), |database| {
        let sql = "SELECT audience FROM server_entry ORDER BY place";
        database.read(|tx| tx.all(sql, [], |row| row.get(0))).unwrap()
    });
    let audiences: Vec<Option<Audience>> = audiences
        .into_iter()
        .map(|audience| audience.map(|audience| serde_json::from_str(&audience).unwrap()))
        .collect();
    let of = |officer: Option<Id>| {
        Some(Audience::Area(AreaAudience { officer, ..AreaAudience::of(Area::Enforcement) }))
    };
    let officers = of(Some(id(OFFICER)));
    assert_eq!(audiences, [officers.clone(), officers.clone(), officers, of(None), None]);
}
