//! Visits to premises that came before the server knew of them are read again after the update; what is not well formed is
//! kept with its reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::premises::{Defect, DefectFound, PremisesEntry, PremisesVisited, VisitDetails};
use beatbook_domain::records::work::Work;
use beatbook_protocol::entry::BootId;
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::store::{Store as _, WorkStore as _};
use beatbook_store::params;

use crate::common::database::with_the_key;
use crate::common::{Beat, id};

fn at() -> Moment {
    Moment { wall: 0, mono: 0, boot: BootId(1) }
}

fn visited() -> EntryBody {
    EntryBody::Premises(PremisesEntry::Visited(Box::new(PremisesVisited {
        at: at(),
        legal: LegalTime::exactly(0),
        place: None,
        proposed_ward: None,
        patrol: None,
        operation: None,
        controller: "MDW".to_owned(),
        details: VisitDetails {
            name: "Cloud Nine".to_owned(),
            kind: "vape_shop".to_owned(),
            address: None,
            ward: None,
            from: 0,
            why: "routine".to_owned(),
            with: Vec::new(),
            spoken_to: Vec::new(),
            outcomes: Vec::new(),
            notes: None,
        },
    })))
}

fn found(code: &str) -> EntryBody {
    let defect = Defect { code: code.to_owned(), things: None, note: None };
    EntryBody::Premises(PremisesEntry::Defect(DefectFound { at: at(), defect }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_that_came_before_its_kind_was_known_is_told_after_the_update() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let first = phone.tell(id(60), &visited());
    let odd = phone.tell(id(60), &found("dusty"));
    phone.sync().await;
    let Beat { folder, server, authority, .. } = beat;
    server.stop().await;
    let home = Home::at(folder.path());
    let rejections = || {
        with_the_key(home.folder(), |database| {
            let sql = "SELECT place & 4294967295, code FROM rejection ORDER BY place";
            database.read(|tx| tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))).unwrap()
        })
    };
    let kept = vec![(odd.cast_signed(), "premises_defect".to_owned())];
    assert_eq!(rejections(), kept);
    // As the version before left it: two entries of a kind it did not know, in no register.
    with_the_key(home.folder(), |database| {
        let act = |tx: &beatbook_store::WriteTransaction<'_>| {
            tx.execute("DELETE FROM work_entry", [])?;
            for seq in [first, odd] {
                let place = (1_i64 << 32) + seq.cast_signed();
                let sql =
                    "INSERT OR REPLACE INTO rejection (place, code, fold) VALUES (?1, 'unknown_kind', 6)";
                tx.execute(sql, params![place])?;
            }
            Ok::<_, beatbook_store::StoreError>(())
        };
        database.write(act).unwrap();
    });
    let (store, keyholder) = home.open(&Clock::system()).unwrap();
    let scope = keyholder.scope(authority, Purpose::Register);
    assert!(store.work_facts(&scope, Work::Premises).await.unwrap().told.is_empty());
    assert_eq!(store.read_again(&keyholder, 10).await.unwrap(), 2);
    let told = store.work_facts(&scope, Work::Premises).await.unwrap().told;
    assert_eq!(
        told.iter().map(|one| (one.seq, one.says.clone())).collect::<Vec<_>>(),
        [(first, visited()), (odd, found("dusty")),]
    );
    drop(store);
    assert_eq!(rejections(), kept);
}
