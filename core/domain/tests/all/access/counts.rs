//! What the server's journal tells of a count: to those it names, under a header that says nothing.

use std::collections::BTreeSet;

use beatbook_domain::access::Audience;
use beatbook_domain::counts::plan::{CountKind, CountPlan};
use beatbook_domain::counts::state::{CountAct, CountDeed};
use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::count::told::{CountActed, CountOver, CountPairDecided, CountPlanned};
use beatbook_domain::records::count::{PairAnswer, SightingPair, SightingRef};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_protocol::id::Id;
use jiff::civil::{date, time};

fn id(n: u8) -> Id {
    Id::v7(u64::from(n), [n; 10])
}

#[test]
fn a_count_is_told_to_those_it_names_and_its_header_says_nothing() {
    let plan = CountPlan {
        id: id(1),
        kind: CountKind::Bimonthly,
        night: date(2025, 10, 26),
        from: time(0, 0, 0, 0),
        to: time(5, 0, 0, 0),
        sectors: Vec::new(),
        teams: Vec::new(),
        partner_independent: None,
        briefed: true,
        searched_m: 50,
        told_from: 0,
    };
    let told = BTreeSet::from([id(2), id(3)]);
    let refer = |label| SightingRef { notebook: id(4), record: id(5), label };
    let silent = [("S1".to_owned(), "The phone was lost.".to_owned())].into();
    let bodies = [
        ServerBody::CountPlanned(Box::new(CountPlanned {
            plan,
            key: IdentityKey::from_bytes([7; 32]),
            again: Some("Zones were counted by halves.".to_owned()),
            told: told.clone(),
        })),
        ServerBody::CountActed(CountActed {
            count: id(1),
            deed: CountDeed { at: 9, by: id(2), act: CountAct::Close { silent, partner: true } },
            told: told.clone(),
        }),
        ServerBody::CountPairDecided(CountPairDecided {
            count: id(1),
            at: 9,
            by: id(2),
            pair: SightingPair::of(refer(2), refer(1)).unwrap(),
            answer: PairAnswer::Same,
            why: String::new(),
            told: told.clone(),
        }),
        ServerBody::CountOver(CountOver { count: id(1), at: 9, told }),
    ];
    for body in bodies {
        assert!(body.is_coarse() && body.tells_of_a_count());
        assert_eq!(body.audience(), Audience::Officers(vec![id(2), id(3)]));
        assert_eq!(ServerBody::parse(COARSE_KIND, 1, &body.to_bytes().unwrap()), Ok(body));
    }
}
