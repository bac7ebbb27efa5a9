//! A seizure that rests on a warning given before, drafted because the briefing was old: at the desk a supervisor posts it, by
//! what the register knows of that warning by then.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{DraftDecision, DraftOutcome, NoticeOutcome};
use beatbook_domain::records::encounter::people::PersonKnown;
use beatbook_domain::records::notice::content::{SamePerson, SeizureGround, WarningCited};
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{DAY, adult, issued, told_to_phones, town};
use beatbook_tests::car_park::{decide, meet};
use beatbook_tests::estate::{constable, seizure, stops, warning};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

const PLATE: &str = "AB12 CDE";

/// A sergeant, the warning that one constable gave, and another constable whose phone was told of it and has been out of
/// reach since, for longer than a briefing counts.
fn warned_then_out_of_reach() -> (Force, String, Phone) {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let first = constable(&force, "4417");
    let warned = issued(&first, &warning(stops(&first, adult("Sam Example"), PLATE)));
    first.sync();
    assert!(told_to_phones(&force));
    let second = constable(&force, "4502");
    second.platform.advance(8 * DAY);
    (force, warned.story.number().unwrap().to_owned(), second)
}

fn before(warning: WarningCited, same: SamePerson) -> Option<SeizureGround> {
    Some(SeizureGround::WarnedBefore { warning, same })
}

/// What the phone found, cited by a seizure that it keeps as a draft because of its briefing.
fn drafted(phone: &Phone, driver: PersonKnown, plate: &str, same: SamePerson) -> Id {
    let encounter = stops(phone, driver, plate);
    let known = phone.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap();
    let [hit] = &known[..] else { panic!("one warning: {known:?}") };
    match phone.book().issue_notice(&seizure(encounter, before(hit.cited.clone(), same))).unwrap() {
        NoticeOutcome::Draft { record, doubts } => {
            assert_eq!(doubts, ["old_briefing"]);
            record
        }
        issued => panic!("numbered by a briefing of eight days ago: {issued:?}"),
    }
}

#[test]
fn story_a_seizure_drafted_out_of_reach_is_posted_on_the_warning_that_the_register_knows() {
    let (force, number, second) = warned_then_out_of_reach();
    let same = drafted(&second, adult("EXAMPLE, sam"), PLATE, SamePerson::Details).to_string();
    // Another car of a driver who would not say the date of birth: only the plate tells, and the officer believes it.
    let belief = Some("Same face and tattoo as on the video of that day.".to_owned());
    let by_plate = SamePerson::Registration { belief, although: None };
    let believed = drafted(&second, adult("Sam Other"), PLATE, by_plate).to_string();
    meet(&force, &second);
    for draft in [&same, &believed] {
        let posted = force.command(&decide(draft, "issue-by-post", &[]));
        assert!(posted.contains("issued") && posted.contains("KNT-"), "{posted}");
    }
    second.sync();
    let told = second.book().draft_decisions().unwrap();
    let posted = |one: &DraftDecision| match &one.outcome {
        DraftOutcome::Posted { number: posted, .. } => posted.to_string() != number,
        DraftOutcome::Dropped { .. } => false,
    };
    assert_eq!(told.iter().filter(|one| posted(one)).count(), 2, "each under a number of its own: {told:?}");
}

#[test]
fn story_a_seizure_on_a_warning_that_was_voided_meanwhile_is_not_posted() {
    let (force, number, second) = warned_then_out_of_reach();
    let draft = drafted(&second, adult("Sam Example"), PLATE, SamePerson::Details).to_string();
    let why = ["--reason", "wrong_person", "--why", "another driver", "--by", "SGT7"];
    force.command(&[&["notice", "void", &number, "--authority", "MDW"], &why[..]].concat());
    meet(&force, &second);
    let refused = force.refused(&decide(&draft, "issue-by-post", &[]));
    assert_eq!(refused.code, "incomplete");
    assert!(refused.text.contains("[warning_over; PRA 2002 s59(4)-(5)]"), "{refused:?}");
    assert_eq!(refused.text.lines().count(), 2, "nothing else is missing: {refused:?}");
}

#[test]
fn story_a_seizure_rests_on_no_warning_that_was_never_given_or_went_to_somebody_else() {
    let (force, number, second) = warned_then_out_of_reach();
    let encounter = stops(&second, adult("Sam Example"), PLATE);
    let hit = second.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap().remove(0);
    assert_eq!(hit.cited.number, number);
    let draft = |encounter, warning| {
        let ask = seizure(encounter, before(warning, SamePerson::Details));
        second.book().draft_notice(&ask).unwrap().to_string()
    };
    let remembered = WarningCited { number: "KNT-A0-000199-Q".to_owned(), ..hit.cited.clone() };
    let never = draft(encounter, remembered);
    let other = draft(stops(&second, adult("Kim Other"), PLATE), hit.cited);
    meet(&force, &second);
    for (draft, point) in [(never, "warning_unknown"), (other, "warning_other_person")] {
        let refused = force.refused(&decide(&draft, "issue-by-post", &[]));
        assert_eq!(refused.code, "incomplete");
        assert!(refused.text.contains(&format!("[{point}; ")), "{point}: {refused:?}");
    }
}
