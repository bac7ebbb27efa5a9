//! Whatever the order of arrival and however often, all journals give one story, and nothing is lost.

use std::collections::BTreeMap;

use beatbook_domain::engagement::totals::{By, Totals};
use beatbook_domain::engagement::{EngagementRefusal, Told, fold};
use proptest::prelude::*;

use super::support::{corrected, details, recorded, taken_back, told};

/// Anything a notebook might tell, sensible or not.
fn entry() -> impl Strategy<Value = Told> {
    (0_u8..4, 1_u64..3, 1_u64..4, 1_u64..12, 0_u32..9).prop_map(|(what, notebook, record, seq, people)| {
        let mut what_it_was = details(["event", "surgery", "no_such"][usize::from(people as u8 % 3)]);
        what_it_was.attendance = Some(people);
        let entry = match what {
            0 | 1 => recorded(what_it_was),
            2 => corrected(what_it_was),
            _ => taken_back(),
        };
        told(notebook, record, seq, entry)
    })
}

/// One entry each number: a journal is a chain.
fn chain(told: Vec<Told>) -> Vec<Told> {
    let by_place: BTreeMap<_, _> = told.into_iter().map(|one| ((one.notebook, one.seq), one)).collect();
    by_place.into_values().collect()
}

proptest! {
    #[test]
    fn any_order_and_any_copies_give_one_story(
        (told, shuffled) in prop::collection::vec(entry(), 0..30).prop_map(chain).prop_flat_map(|told| {
            let twice: Vec<Told> = told.iter().chain(&told).cloned().collect();
            (Just(told), Just(twice).prop_shuffle())
        })
    ) {
        let stories = fold(&told);
        prop_assert_eq!(&stories, &fold(&shuffled));
        for story in &stories {
            let of_it = told.iter().filter(|one| (one.notebook, one.record) == (story.notebook, story.record));
            let kept = 1 + story.corrections.len() + usize::from(story.taken_back.is_some()) + story.refused.len();
            prop_assert_eq!(kept, of_it.count());
        }
        // Every table adds up to one and the same number.
        for by in [By::Category, By::Kind, By::Ward, By::Priority, By::Team] {
            let table = Totals::of(&stories, by, |_| "NTF".to_owned());
            prop_assert_eq!(table.sum(), table.total);
            let counted = stories.iter().filter(|one| one.counts()).count();
            prop_assert_eq!(usize::try_from(table.total.engagements).unwrap(), counted);
        }
    }
}

#[test]
fn what_does_not_fit_is_kept_and_says_why() {
    let mut wrong = details("event");
    wrong.kind = Some("school".to_owned());
    let all = [
        told(1, 1, 3, taken_back()),
        told(1, 1, 4, recorded(details("event"))),
        told(1, 1, 5, recorded(details("surgery"))),
        told(1, 1, 6, corrected(wrong)),
        told(1, 1, 7, taken_back()),
        told(1, 1, 8, corrected(details("meeting"))),
        // Its beginning has not come.
        told(1, 2, 9, corrected(details("meeting"))),
    ];
    let stories = fold(&all);
    let refused = |one: &(u64, EngagementRefusal)| (one.0, one.1.code());
    let codes: Vec<_> = stories[0].refused.iter().map(refused).collect();
    assert_eq!(
        codes,
        [(3, "not_recorded"), (5, "recorded_already"), (6, "engagement_kind"), (8, "taken_back_already")]
    );
    assert_eq!((stories.len(), stories[0].counts()), (1, false));
}

#[test]
fn half_a_story_is_the_whole_one_once_the_rest_has_come() {
    let whole = [
        told(1, 1, 4, recorded(details("event"))),
        told(1, 1, 5, corrected(details("surgery"))),
        told(1, 1, 9, corrected(details("meeting"))),
    ];
    assert_eq!(fold(&whole[1..]), []);
    let late: Vec<Told> = whole.iter().rev().cloned().collect();
    assert_eq!(fold(&late), fold(&whole));
    assert_eq!(fold(&late)[0].details.category, "meeting");
}
