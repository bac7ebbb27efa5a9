//! The server's file of the version before where an encampment stood went to no phone any more once it was told anew: what was told
//! then stays at the desk, and all of it is told anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::records::server::{FiguresPublished, ServerBody};
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_store::{OpenMode, params};

use crate::common::database::{of_version, only_its_key, tells, with_the_key};
use crate::common::id;
use crate::conformance::standing_of;

/// The version before.
const BEFORE: usize = 16;

fn as_before(home: &Home) {
    let told = [
        ServerBody::EncampmentStanding(Box::new(standing_of(50, "Verge"))),
        ServerBody::FiguresPublished(FiguresPublished { from: 0, to: 1, figures: Vec::new() }),
    ];
    of_version(home.folder(), BEFORE, OpenMode::Create, |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| {
            tells(tx, &told)?;
            tx.execute(
                "INSERT INTO encampment_standing (authority, encampment, told) VALUES (1, ?1, 'Verge')",
                params![id(50).as_bytes()],
            )?;
            tx.execute("INSERT INTO encampment_told (authority, last, bodies) VALUES (1, 7, 7)", [])
        };
        database.write(act).unwrap();
    });
}

#[test]
fn where_it_stood_before_the_update_stays_at_the_desk_and_is_told_anew() {
    let (_folder, home) = only_its_key();
    as_before(&home);
    drop(home.open(&Clock::system()).unwrap());
    with_the_key(home.folder(), |database| {
        let audiences: Vec<Option<String>> = database
            .read(|tx| tx.all("SELECT audience FROM server_entry ORDER BY place", [], |row| row.get(0)))
            .unwrap();
        assert_eq!(audiences, [Some("\"desk\"".to_owned()), None]);
        let standing: Vec<(String, Option<i64>)> = database
            .read(|tx| {
                tx.all("SELECT told, place FROM encampment_standing", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .unwrap();
        assert_eq!(standing, [(String::new(), None)], "told once, and of what nobody knows");
        let told: Vec<i64> =
            database.read(|tx| tx.all("SELECT last FROM encampment_told", [], |row| row.get(0))).unwrap();
        assert!(told.is_empty(), "all of it is told at the next look: {told:?}");
    });
}
