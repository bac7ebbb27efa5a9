//! A lone worker's timer at the server: told by itself and once, also by one that was updated or stopped in between; what is
//! not well formed is kept and listed, and runs nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use std::time::Duration;

use beatbook_domain::access::Area;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::alone::{AloneEntry, AloneFor, AloneSet, AloneWord};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::BootId;
use beatbook_server::home::Home;
use beatbook_store::params;

use crate::common::database::with_the_key;
use crate::common::{Beat, id, start};

const MINUTE: i64 = 60_000;

fn started(at: i64, minutes: u16) -> EntryBody {
    let (moment, time) =
        (Moment { wall: at, mono: 5, boot: BootId(1) }, LegalTime { at, within: Some(1_000) });
    EntryBody::Alone(AloneEntry::Started(AloneSet { at: moment, time, minutes, place: None, words: None }))
}

async fn words(beat: &Beat) -> Vec<AloneWord> {
    let word = |body| match body {
        ServerBody::Alone(word) => Some(word),
        _ => None,
    };
    beat.journal().await.into_iter().filter_map(word).collect()
}

async fn come(beat: &Beat, expected: usize) -> Vec<AloneWord> {
    for _ in 0..300 {
        let words = words(beat).await;
        if words.len() >= expected {
            return words;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the server tells nobody")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_that_an_older_server_did_not_know_runs_after_the_update_and_its_team_is_told_once() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let seq = phone.tell(id(50), &started(beat.clock.now(), 5));
    phone.sync().await;
    assert!(words(&beat).await.is_empty());
    let Beat { folder, clock, server, authority, officer } = beat;
    server.stop().await;
    with_the_key(Home::at(folder.path()).folder(), |database| {
        database
            .write(|tx| {
                tx.execute("DELETE FROM work_entry", [])?;
                let place = (1_i64 << 32) + seq.cast_signed();
                tx.execute(
                    "INSERT INTO rejection (place, code, fold) VALUES (?1, 'unknown_kind', 6)",
                    params![place],
                )?;
                Ok::<_, beatbook_store::StoreError>(())
            })
            .unwrap();
    });
    clock.advance(5 * MINUTE);
    let server = start(folder.path(), &clock).await;
    let beat = Beat { folder, clock, server, authority, officer };
    let told = come(&beat, 2).await;
    let whom: Vec<&AloneFor> = told.iter().map(AloneWord::for_whom).collect();
    // On the beat it is for the team and for those who read all patrols.
    assert_eq!(whom, [&AloneFor::Team("Chatham".to_owned()), &AloneFor::Whole(Area::Patrol)]);
    let beat = beat.restart().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(words(&beat).await, told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_of_too_few_or_too_many_minutes_is_kept_and_listed_and_tells_nobody() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    let at = beat.clock.now() - 300 * MINUTE;
    let seqs = [4, 5, 240, 241].map(|minutes| phone.tell(id(60), &started(at, minutes)));
    let answer = phone.sync().await;
    let code = |seq: u64| {
        let result = answer.results.iter().find(|result| result.seq == seq && result.body).unwrap();
        result.rejected.clone()
    };
    let refused = Some("alone_minutes".to_owned());
    assert_eq!(seqs.map(code), [refused.clone(), None, None, refused]);
    // The last that is well formed counts: 240 minutes are over.
    let told = come(&beat, 2).await;
    assert!(told.iter().all(|word| word.period() == (phone.notebook, seqs[2])), "{told:?}");
}
