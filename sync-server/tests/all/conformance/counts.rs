//! Counts: told in the order in which they were taken in, and decided from all that was told or not at all.

use std::collections::BTreeSet;

use beatbook_domain::counts::state::{CountAct, CountDeed};
use beatbook_domain::records::count::told::CountActed;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::Header;
use beatbook_server::auth::{Purpose, Scope};
use beatbook_server::store::{AccessQuery, CountDecided, CountMark};

use super::Opened;
use crate::common::id;

fn opened_by(officer: u8) -> ServerBody {
    ServerBody::CountActed(CountActed {
        count: id(50),
        deed: CountDeed { at: 1, by: id(officer), act: CountAct::Open },
        told: BTreeSet::from([id(officer)]),
    })
}

fn decided(mark: CountMark, officer: u8) -> CountDecided {
    CountDecided {
        mark,
        entries: vec![opened_by(officer)],
        what: format!("opened by {officer}"),
        reason: None,
    }
}

async fn mark(opened: &Opened, scope: &Scope) -> CountMark {
    opened.store.count_facts(scope).await.unwrap().mark
}

pub async fn a_count_is_decided_from_all_that_was_told_and_logged_under_who_decides(opened: Opened) {
    const HOUR_MS: i64 = 3_600_000;
    let (one, other) = (opened.authority("MDW").await, opened.authority("KEN").await);
    let began = opened.clock.now();
    let at_desk = opened.keyholder.scope(one.authority(), Purpose::Count).at_desk(id(7));
    let before = mark(&opened, &one).await;
    assert!(opened.store.decide_count(&at_desk, decided(before, 7)).await.unwrap());
    // Another desk has looked at the same moment.
    assert!(!opened.store.decide_count(&at_desk, decided(before, 8)).await.unwrap(), "it has moved on");
    let now = mark(&opened, &one).await;
    assert!(now.last > before.last);
    assert!(opened.store.decide_count(&at_desk, decided(now, 8)).await.unwrap());

    let facts = opened.store.count_facts(&one).await.unwrap();
    assert!(facts.told.is_empty());
    let told: Vec<&ServerBody> = facts.own.iter().map(|(_, body)| body).collect();
    assert_eq!(told, [&opened_by(7), &opened_by(8)]);
    assert!(facts.own.is_sorted_by_key(|(order, _)| *order));
    assert_eq!(opened.store.counts_told(&one).await.unwrap(), facts.own);
    let elsewhere = opened.store.count_facts(&other).await.unwrap();
    assert!(elsewhere.own.is_empty() && elsewhere.mark == CountMark::default());

    let period = beatbook_domain::presence::Interval { from: began, to: i64::MAX };
    let log = opened.store.access_log(&one, AccessQuery { period, after: 0, at_most: 9 }).await.unwrap();
    let rows: Vec<(&str, &str, &str)> =
        log.iter().map(|row| (row.who.as_str(), row.purpose.as_str(), row.what.as_str())).collect();
    let who = format!("officer {}", id(7));
    assert_eq!(rows, [(who.as_str(), "count", "opened by 7"), (who.as_str(), "count", "opened by 8")]);

    // Its headers tell the hour and no more, and nothing joins them.
    let journal = opened.store.journals(&one).await.unwrap().remove(0).id;
    let entries = opened.store.entries(&one, journal, 0, 99).await.unwrap();
    let headers: Vec<Header> = entries
        .iter()
        .map(|entry| Header::parse(&entry.header).unwrap())
        .filter(|h| h.kind == "welfare")
        .collect();
    let records: BTreeSet<_> = headers.iter().map(|header| header.record).collect();
    assert_eq!((headers.len(), records.len()), (2, 2));
    assert!(headers.iter().all(|header| header.wall % HOUR_MS == 0));
}
