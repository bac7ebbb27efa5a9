//! What operations came to: the published figures again, and every row in exactly one place.

use std::collections::BTreeMap;

use beatbook_domain::operations::Operations;
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::patrol::TallyKind;
use beatbook_domain::spellings::one_name;
use proptest::prelude::*;

#[test]
fn a_night_in_rochester_comes_out_as_published() {
    // 002 ¶3.15: 56 TORs, 9 S59, 10 vehicles seized; here by four patrols that spell the operation as they like.
    let mut operations = Operations::default();
    let patrols = [
        ("Op Rochester", 20, 3),
        ("op rochester", 20, 4),
        (" Op  Rochester ", 10, 2),
        ("OP ROCHESTER", 6, 1),
    ];
    for (name, tors, seized) in patrols {
        let tallies = BTreeMap::from([(TallyKind::Tor, tors), (TallyKind::VehicleSeizedS59, seized)]);
        operations.patrol(Some(name), &tallies);
    }
    for _ in 0..9 {
        operations.notice(Some("Op Rochester"), NoticeKind::S59Warning);
    }
    operations.patrol(None, &BTreeMap::from([(TallyKind::Tor, 5)]));
    operations.notice(Some("  "), NoticeKind::Fpn);
    let row = &operations.rows[&Some("op rochester".to_owned())];
    assert_eq!((row.tallies[&TallyKind::Tor], row.vehicles_seized()), (56, 10));
    assert_eq!((row.notices[&NoticeKind::S59Warning], row.patrols), (9, 4));
    assert_eq!(operations.rows[&None].notices[&NoticeKind::Fpn], 1);
    let check = "patrols 5 of 5, tallied 71 of 71, notices 10 of 10, engagements 0 of 0, premises visits 0 of 0 in the rows of all; adds up";
    assert_eq!(operations.check(), check);
    assert_eq!(operations.name(&Some("op rochester".to_owned())), "OP ROCHESTER");
}

proptest! {
    #[test]
    fn everything_is_in_exactly_one_row_whatever_the_order(
        (all, shuffled) in prop::collection::vec((0_u8..3, prop::option::of("[ oO][pP ] ?[a-c]"), -3_i32..9), 0..40)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        let fold = |all: &[(u8, Option<String>, i32)]| {
            let mut operations = Operations::default();
            for (what, operation, number) in all {
                let operation = operation.as_deref();
                match what {
                    0 => operations.patrol(operation, &BTreeMap::from([(TallyKind::Arrest, *number)])),
                    1 => operations.notice(operation, NoticeKind::Cpw),
                    _ => operations.engagement(operation),
                }
            }
            operations
        };
        let operations = fold(&all);
        prop_assert_eq!(&operations, &fold(&shuffled));
        prop_assert!(operations.check().ends_with("; adds up"));
        for key in operations.rows.keys().flatten() {
            prop_assert_eq!(&one_name(key), key);
        }
    }
}
