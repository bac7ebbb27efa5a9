//! Which position is that of a conduct: a second fix makes sure of the spot where it happened, and of no other.

use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::encounter::positions::{EncounterPlaced, SamePlace};
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{EncounterEntry, EncounterOpened};
use beatbook_domain::records::seen::KeptPlace;
use proptest::prelude::*;

use super::beat::{clock, moment};

const LIMIT: SamePlace = SamePlace { minutes: 10, metres: 30 };
const MINUTE: i64 = 60_000;

/// So many metres north of the spot, good to so many tenths of a metre.
fn north(metres: i32, accuracy: u16) -> KeptPlace {
    KeptPlace { lat: 513_847_700 + metres * 90, lon: 5_105_000, accuracy: Some(accuracy) }
}

fn begun(place: Option<KeptPlace>) -> Encounter {
    let opened = EncounterOpened {
        at: moment(clock("16:40")),
        time: Some(LegalTime { at: clock("16:40"), within: Some(1_000) }),
        place,
        patrol: None,
        controller: "MDW".to_owned(),
        joint: None,
        operation: None,
        land: None,
    };
    Encounter::open(&opened).unwrap()
}

/// Told so long after 16:40, of a fix that is so old.
fn placed(encounter: &mut Encounter, after: i64, age: i64, place: KeptPlace) {
    let time = LegalTime { at: clock("16:40") + after, within: Some(1_000) };
    let told = EncounterPlaced { at: moment(time.at), time, place, age };
    encounter.apply(&EncounterEntry::Placed(told)).unwrap();
}

/// The position of what was seen at 16:40.
fn of(encounter: &Encounter) -> Option<KeptPlace> {
    encounter.position_of(clock("16:40"), LIMIT).map(|position| position.place)
}

#[test]
fn a_second_fix_of_the_same_spot_counts_and_the_first_stays_told() {
    let vague = north(0, 140);
    let mut encounter = begun(Some(vague));
    assert_eq!(of(&encounter), Some(vague));
    placed(&mut encounter, 2 * MINUTE, 0, north(3, 40));
    assert_eq!(of(&encounter), Some(north(3, 40)));
    assert_eq!(encounter.opened.place, Some(vague));
    // A third that is vaguer takes nothing away.
    placed(&mut encounter, 3 * MINUTE, 0, north(3, 200));
    assert_eq!(of(&encounter), Some(north(3, 40)));
}

#[test]
fn a_fix_too_late_or_of_somewhere_else_counts_for_nothing() {
    let vague = north(0, 140);
    let told = |after, age, place| {
        let mut encounter = begun(Some(vague));
        placed(&mut encounter, after, age, place);
        of(&encounter).unwrap()
    };
    let certain = north(0, 40);
    assert_eq!(told(10 * MINUTE, 0, certain), certain);
    assert_eq!(told(10 * MINUTE + 1, 0, certain), vague, "eleven minutes later");
    assert_eq!(told(10 * MINUTE + 30_000, 30_000, certain), certain, "the fix itself was in time");
    assert_eq!(told(MINUTE, 0, north(31, 40)), vague, "farther than the authority allows");
    // Within the distance, and yet the officer has certainly moved: the discs of both do not touch.
    let mut sure = begun(Some(north(0, 40)));
    placed(&mut sure, MINUTE, 0, north(20, 30));
    assert_eq!(of(&sure), Some(north(0, 40)));
}

#[test]
fn what_the_fixes_differ_by_widens_the_later_one() {
    let mut encounter = begun(Some(north(0, 140)));
    placed(&mut encounter, MINUTE, 0, north(10, 40));
    let position = encounter.position_of(clock("16:40"), LIMIT).unwrap();
    assert!((position.apart_m - 10.0).abs() < 0.1, "{position:?}");
    let widened = position.judged().disc_m() - 8.0;
    assert!((widened - position.apart_m).abs() < 1e-9, "{widened}");
}

#[test]
fn before_the_conduct_the_last_fix_is_its_place_and_without_one_only_what_comes_at_once() {
    let mut moved = begun(Some(north(0, 40)));
    placed(&mut moved, -MINUTE, 0, north(300, 90));
    assert_eq!(of(&moved), Some(north(300, 90)), "the officer went on before it happened");
    let mut unknown = begun(None);
    assert_eq!(of(&unknown), None);
    placed(&mut unknown, 2 * MINUTE, 0, north(0, 40));
    assert_eq!(of(&unknown), None, "two minutes later the officer may be anywhere");
    let mut unknown = begun(None);
    placed(&mut unknown, MINUTE, 0, north(0, 140));
    placed(&mut unknown, 2 * MINUTE, 0, north(0, 40));
    assert_eq!(of(&unknown), Some(north(0, 40)), "there was one at once, and this is of the same spot");
}

#[test]
fn an_encounter_folded_before_positions_were_kept_is_read() {
    let mut json = serde_json::to_value(begun(Some(north(0, 140)))).unwrap();
    let fields = json.as_object_mut().unwrap();
    assert!(fields.remove("positions").is_some() && fields.remove("judged").is_some());
    assert_eq!(serde_json::from_value::<Encounter>(json).unwrap(), begun(Some(north(0, 140))));
}

proptest! {
    /// North is into the area: the edge lies south of the first fix, or north of it if the officer stood outside. Walking on
    /// into the area makes nothing certain that the same fix on the spot would not have made certain.
    #[test]
    fn whoever_walks_on_into_an_area_is_no_surer_of_the_spot(
        edge in -20_i32..20, walked in 0_i32..40, accuracy in 10_u16..140,
    ) {
        let certain = |walked: i32| {
            let mut encounter = begun(Some(north(0, 140)));
            placed(&mut encounter, MINUTE, 0, north(walked, accuracy));
            let place = encounter.position_of(clock("16:40"), LIMIT).unwrap().judged();
            let inside = f64::from(place.lat - 513_847_700) / 90.0 - f64::from(edge);
            // A centimetre for metres that are not quite 90 units of latitude.
            inside - 0.01 * f64::from(walked) > place.disc_m()
        };
        prop_assert!(certain(0) || !certain(walked));
    }
}
