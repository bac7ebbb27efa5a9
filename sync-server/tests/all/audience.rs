//! The server's file of the version before bodies had an audience: what no phone was told stays untold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::common;

use beatbook_domain::records::server::{FiguresPublished, PatrolEndStated, ServerBody};
use beatbook_protocol::sync::{Body, Change};
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::store::Store as _;
use beatbook_store::OpenMode;
use common::database::{of_version, only_its_key, tells};
use common::id;

#[tokio::test]
async fn what_was_unsaid_before_there_were_audiences_stays_so() {
    let (_folder, home) = only_its_key();
    let end =
        PatrolEndStated { notebook: id(3), patrol: id(4), at: 0, by: id(5), reason: "left on".to_owned() };
    let figures = FiguresPublished { from: 0, to: 1, figures: Vec::new() };
    let written = [ServerBody::FiguresPublished(figures), ServerBody::PatrolEndStated(end)];
    of_version(home.folder(), 6, OpenMode::Create, |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| tells(tx, &written);
        database.write(act).unwrap();
    });
    let (store, keyholder) = home.open(&Clock::system()).unwrap();
    let scope = keyholder.scope(id(1), Purpose::Sync);
    let changes = store.changes_after(&scope, None, 1 << 20).await.unwrap().changes;
    let came: Vec<bool> = changes
        .iter()
        .map(|change| matches!(change, Change::Entry { body: Body::Present { .. }, .. }))
        .collect();
    assert_eq!(came, [true, false]);
    let journal = store.journal(&scope).await.unwrap();
    let bodies: Vec<ServerBody> = journal.into_iter().map(|(_, body)| body).collect();
    assert_eq!(bodies, written, "the desk still reads both");
}
