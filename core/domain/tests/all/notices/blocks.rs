//! Blocks of numbers by the generation of the server that allotted them.

use beatbook_domain::notices::allotment::{earlier_block, next_block};
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_number_tells_the_block_it_was_allotted_in(
        generation in 1_u64..=24,
        training: bool,
        allotted in prop_oneof![0_u64..5, 4_990_u64..5_010, 0_u64..60_000],
        place in prop_oneof![Just(0_u32), Just(199_u32), 0_u32..200],
    ) {
        let code = AuthorityCode::new("MDW").unwrap();
        // Series used up: nothing was ever allotted there.
        if let Ok(block) = next_block(&code, training, generation, allotted) {
            let number = block.number(place).unwrap();
            prop_assert_eq!(earlier_block(&number, generation), None);
            prop_assert_eq!(earlier_block(&number, generation + 1), Some((generation, block.clone())));
            prop_assert_eq!(earlier_block(&number, u64::MAX), Some((generation, block)));
        }
    }
}

#[test]
fn numbers_that_no_server_allots_are_of_no_block() {
    let code = AuthorityCode::new("MDW").unwrap();
    let of = |series, digit, serial| {
        earlier_block(&NoticeNumber::new(code.clone(), series, digit, serial).unwrap(), u64::MAX)
    };
    assert!(of('A', 0, 1).is_some() && of('A', 0, 999_800).is_some() && of('X', 9, 1).is_some());
    for (series, digit, serial) in [('A', 0, 0), ('A', 0, 999_801), ('I', 0, 1), ('O', 0, 1), ('X', 0, 0)] {
        assert_eq!(of(series, digit, serial), None, "{series}{digit}-{serial}");
    }
}
