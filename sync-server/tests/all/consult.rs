//! A mark to ring outreach first, set and taken back: what the headers say of it, which every phone of the authority reads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_server::auth::{Purpose, Scope};
use beatbook_server::clock::Clock;
use beatbook_server::consult;
use beatbook_server::home::Home;
use beatbook_server::store::Store;
use jiff::civil::date;

use crate::common::id;

/// Records of the entries of welfare purpose, as their headers name them.
async fn named(store: &dyn Store, scope: &Scope, journal: Id) -> Vec<Id> {
    let entries = store.entries(scope, journal, 0, 100).await.unwrap();
    let headers = entries.iter().map(|entry| Header::parse(&entry.header).unwrap());
    headers.filter(|header| header.kind == COARSE_KIND).map(|header| header.record).collect()
}

#[tokio::test]
async fn no_header_tells_which_mark_was_taken_back_or_that_one_was() {
    let folder = tempfile::tempdir().unwrap();
    let (home, clock) = (Home::at(folder.path()), Clock::system());
    home.create(&clock).unwrap();
    let (store, keyholder) = home.open(&clock).unwrap();
    let authority = store.add_authority(&keyholder, "MDW", "Medway").await.unwrap();
    let scope = keyholder.scope(authority.id, Purpose::Welfare);
    let person = PersonSeen {
        given: Some("Persephone".to_owned()),
        family: Some("Quillfeather".to_owned()),
        born: Some(date(1979, 2, 28)),
        ..PersonSeen::default()
    };
    let (today, until) = (date(2025, 9, 6), date(2025, 9, 20));
    let mark = consult::mark((&store, &clock), &scope, (id(4), &person), None, (today, until)).await.unwrap();
    consult::lift((&store, &clock), &scope, mark.id, today).await.unwrap();
    assert!(consult::in_force(&store, &scope, today).await.unwrap().is_empty());
    let named = named(&store, &scope, authority.journal).await;
    assert_eq!((named.len(), named[0]), (2, mark.id));
    // Neither the id nor the random part of it comes again.
    assert_ne!(named[1].as_bytes()[6..], mark.id.as_bytes()[6..]);
    let again = consult::lift((&store, &clock), &scope, mark.id, today).await.unwrap_err();
    assert_eq!(again.code(), "no_such_mark");
}
