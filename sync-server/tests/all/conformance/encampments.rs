//! Encampments and tents: told at the desk from all that was told or not at all, and to phones only what is new.

use std::collections::BTreeSet;

use beatbook_domain::encampments::standing::{EncampmentActed, EncampmentStanding};
use beatbook_domain::notices::known::TagKey;
use beatbook_domain::records::encampment::{EncampmentEntry, EncampmentStep, EncampmentTold};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::tent::{TentActed, TentEntry, TentStep, TentTold};
use beatbook_protocol::entry::{BootId, Header};
use beatbook_protocol::sync::{Body, Change};
use beatbook_server::auth::{Purpose, Scope};
use beatbook_server::store::{AccessQuery, Acted, EncampmentDecided, EncampmentMark, EncampmentsTold};

use super::Opened;
use crate::common::id;

const AT: Moment = Moment { wall: 1, mono: 1, boot: BootId(0) };

fn vacated(by: u8) -> Acted {
    let told = EncampmentTold { at: AT, time: 1, step: EncampmentStep::Vacated { text: None } };
    Acted::Encampment(EncampmentActed {
        encampment: id(50),
        by: id(by),
        entry: EncampmentEntry::Step(Box::new(told)),
    })
}

fn cared_for(by: u8) -> Acted {
    let told = TentTold { at: AT, time: 1, step: TentStep::Welfare { record: id(60) } };
    Acted::Tent(TentActed { tent: id(51), by: id(by), entry: TentEntry::Step(Box::new(told)) })
}

fn decided(mark: EncampmentMark, acted: Acted, by: u8) -> EncampmentDecided {
    EncampmentDecided { mark, acted, what: format!("told by {by}") }
}

fn standing(land: &str) -> EncampmentStanding {
    standing_of(50, land)
}

pub fn standing_of(encampment: u8, land: &str) -> EncampmentStanding {
    EncampmentStanding {
        encampment: id(encampment),
        key: TagKey::from_bytes([7; 32]),
        joined: BTreeSet::new(),
        land_code: None,
        land: Some(land.to_owned()),
        other_lands: Vec::new(),
        reported: None,
        stage: None,
        counted: None,
        stood: None,
        checked: None,
        wait_until: None,
        directions: Vec::new(),
        vacated: None,
        vacated_at: None,
        refused: Vec::new(),
        taken_back: Vec::new(),
    }
}

async fn mark(opened: &Opened, scope: &Scope) -> EncampmentMark {
    opened.store.encampment_facts(scope).await.unwrap().mark
}

pub async fn an_encampment_is_told_from_all_there_was_and_phones_are_told_once(opened: Opened) {
    const HOUR_MS: i64 = 3_600_000;
    let (one, other) = (opened.authority("MDW").await, opened.authority("KEN").await);
    let began = opened.clock.now();
    let at_desk = opened.keyholder.scope(one.authority(), Purpose::Register).at_desk(id(7));
    let store = &opened.store;
    assert_eq!(store.encampments_untold(&one).await.unwrap(), None);
    let before = mark(&opened, &one).await;
    assert!(store.act_on_encampment(&at_desk, decided(before, vacated(7), 7)).await.unwrap());
    // Another desk has looked at the same moment.
    assert!(!store.act_on_encampment(&at_desk, decided(before, cared_for(8), 8)).await.unwrap());
    let now = mark(&opened, &one).await;
    assert!(store.act_on_encampment(&at_desk, decided(now, cared_for(8), 8)).await.unwrap());

    let facts = store.encampment_facts(&one).await.unwrap();
    let told: Vec<_> = facts.told.iter().map(|one| (one.encampment, one.by, one.desk)).collect();
    assert_eq!(told, [(id(50), id(7), true)]);
    let tents: Vec<_> = facts.tents.iter().map(|one| (one.tent, one.by)).collect();
    assert_eq!(tents, [(id(51), id(8))]);
    let elsewhere = store.encampment_facts(&other).await.unwrap();
    assert!(elsewhere.told.is_empty() && elsewhere.mark == EncampmentMark::default());

    // Phones are told of what stands otherwise than they were told last, and of nothing when more has come.
    let last = store.encampments_untold(&one).await.unwrap().unwrap();
    let told = |mark, last, land: &str| EncampmentsTold {
        mark,
        last,
        standings: vec![standing(land)],
        unsaid: Vec::new(),
        tents: Vec::new(),
    };
    assert_eq!(store.tell_encampments(&one, told(before, last, "Verge")).await.unwrap(), 0);
    for (last, land, new) in [(last, "Verge", 1), (facts.mark, "Verge", 0), (facts.mark, "Car park", 1)] {
        assert_eq!(store.tell_encampments(&one, told(facts.mark, last, land)).await.unwrap(), new, "{land}");
    }
    // Nor when somebody else has told, or a notice has ended, since it was asked from what phones were told last.
    assert_eq!(store.tell_encampments(&one, told(facts.mark, last, "Verge")).await.unwrap(), 0);
    assert_eq!(store.encampments_untold(&one).await.unwrap(), None);
    assert_eq!(store.encampments_untold(&other).await.unwrap(), None);
    // Two that were one for a while: each is told again, as phones have dropped the one that joined.
    let joined = EncampmentStanding { joined: BTreeSet::from([id(52)]), ..standing("Car park") };
    let apart = || vec![standing("Car park"), standing_of(52, "Medway St")];
    for (standings, new) in [(apart(), 1), (vec![joined], 1), (apart(), 2), (apart(), 0)] {
        let told = EncampmentsTold {
            mark: facts.mark,
            last: facts.mark,
            standings,
            unsaid: Vec::new(),
            tents: Vec::new(),
        };
        assert_eq!(store.tell_encampments(&one, told).await.unwrap(), new);
    }
    // That it is nothing phones are told of what they were told of before, once, and of nothing else.
    let nothing = |encampment| EncampmentStanding { land: None, ..standing_of(encampment, "") };
    for (encampment, new) in [(52, 1), (52, 0), (53, 0)] {
        let (standings, unsaid) = (vec![standing("Car park")], vec![nothing(encampment)]);
        let told =
            EncampmentsTold { mark: facts.mark, last: facts.mark, standings, unsaid, tents: Vec::new() };
        assert_eq!(store.tell_encampments(&one, told).await.unwrap(), new, "{encampment}");
    }
    // Only what was told last goes to phones that read it all.
    let all = store.changes_after(&one, None, 1 << 20).await.unwrap().changes;
    let here = all.iter().filter(|change| matches!(change, Change::Entry { body: Body::Present { .. }, .. }));
    assert_eq!(here.count(), 2, "where the one stands, and that the other is nothing");

    let period = beatbook_domain::presence::Interval { from: began, to: i64::MAX };
    let log = store.access_log(&one, AccessQuery { period, after: 0, at_most: 9 }).await.unwrap();
    let rows: Vec<&str> = log.iter().map(|row| row.what.as_str()).collect();
    assert_eq!(rows, ["told by 7", "told by 8"]);

    // A tent's header tells the hour and no more, and joins it to nothing.
    let journal = store.journals(&one).await.unwrap().remove(0).id;
    let entries = store.entries(&one, journal, 0, 99).await.unwrap();
    let headers: Vec<Header> = entries.iter().map(|entry| Header::parse(&entry.header).unwrap()).collect();
    let kinds: Vec<&str> = headers.iter().map(|header| header.kind.as_str()).skip(2).collect();
    let (acted, standings) = kinds.split_at(2);
    assert_eq!(acted, ["encampment_acted", "welfare"]);
    assert_eq!(standings, ["encampment_standing"; 7]);
    let tent = &headers[3];
    assert!(tent.wall % HOUR_MS == 0 && tent.record != id(51));
}
