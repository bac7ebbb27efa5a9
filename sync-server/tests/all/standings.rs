//! The server's file of the versions before where an encampment or a tent stood went to no phone any more once it was told anew: what
//! was told then stays at the desk, and all of it is told anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::encampments::tent_standing::TentStanding;
use beatbook_domain::records::server::{FiguresPublished, ServerBody};
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_store::{OpenMode, params};

use crate::common::database::{of_version, only_its_key, tells, with_the_key};
use crate::common::id;
use crate::conformance::standing_of;

/// The version before encampments, and the one before tents.
const BEFORE: usize = 16;
const TENTS_BEFORE: usize = 17;

fn tent() -> ServerBody {
    ServerBody::TentStanding(Box::new(TentStanding {
        tent: id(60),
        team: "Harbour".to_owned(),
        found: None,
        welfare: false,
        offers: Vec::new(),
        taken: None,
        refused: 0,
        unheld: Vec::new(),
        helped: true,
        taken_back: Vec::new(),
    }))
}

fn audiences(home: &Home) -> Vec<Option<String>> {
    let sql = "SELECT audience FROM server_entry ORDER BY place";
    with_the_key(home.folder(), |database| database.read(|tx| tx.all(sql, [], |row| row.get(0))).unwrap())
}

fn as_before(home: &Home) {
    let told = [
        ServerBody::EncampmentStanding(Box::new(standing_of(50, "Verge"))),
        ServerBody::FiguresPublished(FiguresPublished { from: 0, to: 1, figures: Vec::new() }),
        tent(),
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
    let desk = || Some("\"desk\"".to_owned());
    assert_eq!(audiences(&home), [desk(), None, desk()]);
    with_the_key(home.folder(), |database| {
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

#[test]
fn a_tent_that_was_told_anew_since_the_update_stays_with_whoever_has_it() {
    let (_folder, home) = only_its_key();
    of_version(home.folder(), TENTS_BEFORE, OpenMode::Create, |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| {
            tells(tx, &[tent(), tent()])?;
            let sql = "INSERT INTO encampment_standing (authority, encampment, told, place)
                       SELECT 1, ?1, 'Verge', max(place) FROM server_entry";
            tx.execute(sql, params![id(60).as_bytes()])
        };
        database.write(act).unwrap();
    });
    drop(home.open(&Clock::system()).unwrap());
    assert_eq!(audiences(&home), [Some("\"desk\"".to_owned()), None]);
}
