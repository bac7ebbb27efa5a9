//! Briefing cards for each role of the table: who has numbers of what was seen, and that nothing told to help people, or to
//! count them, moves any card, table or report.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, BreachesView, CardView, EncounterNews, SignOn};
use beatbook_domain::access::{AccessTable, Area, Level, Role};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::beat::{CHATHAM, adult, saw};
use beatbook_tests::card::{
    WARD, card_of, meets_the_server, on_the_beat, renewed, sees, the_card, today, town, walks_and_goes_home,
};
use beatbook_tests::engagement::{records, what};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{meets_at, person};
use beatbook_tests::pages::holds;
use jiff::ToSpan as _;

/// Everything of cards that somebody with this code reads at the desk, or how it is refused.
fn at_the_desk(force: &Force, code: &str, days: &str) -> Vec<String> {
    let report = ["card", "report", "--ward", WARD, "--period", days];
    let asked: [&[&str]; 4] =
        [&["card", "show", WARD], &["card", "list"], &["card", "list", "--due"], &report];
    let ask = |words: &&[&str]| {
        let whole = [words, &["--authority", "MDW", "--as", code][..]].concat();
        force.tried(&whole).unwrap_or_else(|refusal| refusal.to_string())
    };
    asked.iter().map(ask).collect()
}

/// A card as its phone shows it, but for its age.
fn ageless(mut card: CardView) -> CardView {
    card.age.synced = None;
    card.age.age = None;
    if let BreachesView::Counted { as_at, .. } = &mut card.breaches {
        *as_at = 0;
    }
    card
}

#[test]
fn no_card_of_any_role_changes_by_what_is_told_to_help_people_or_to_count_them() {
    let force = town();
    the_card(&force);
    let beat = on_the_beat(&force, "4711", SignOn::tasked());
    sees(&beat, "ALC-1", "Drank beer outside the bank.");
    walks_and_goes_home(&beat);
    walks_and_goes_home(&on_the_beat(&force, "4713", SignOn::tasked()));
    let all = Interval { from: 0, to: i64::MAX };
    assert_eq!(force.derived(all).len(), 2);
    let mut readers = Vec::new();
    for (number, role) in Role::ALL.into_iter().enumerate() {
        let code = format!("R-{number}");
        force.add_officer(&code, "Readers");
        let word = serde_json::to_value(role).unwrap();
        force.give_role(&code, word.as_str().unwrap());
        readers.push((role, code));
    }
    assert_eq!(renewed(&force), 1);
    let days = {
        // A story may pass midnight.
        let day = today(&force);
        format!("{}..{}", day.saturating_sub(1.days()), day.saturating_add(1.days()))
    };
    let mut before = Vec::new();
    for (role, code) in &readers {
        let phone = on_the_beat(&force, code, SignOn::tasked());
        let card = ageless(card_of(&phone, WARD));
        // Generated from the table: who reads what others enforce, and nobody else.
        let level = AccessTable::shipped().level(*role, Area::Enforcement);
        let reads = matches!(level, Level::Authority | Level::Team);
        assert_eq!(card.breaches != BreachesView::NotForRoles, reads, "{role:?}: {level:?}");
        before.push((phone, card, at_the_desk(&force, code, &days)));
    }

    // Two officers' hours are nobody's to publish; two more who help, or count, make them no larger team.
    let manager = readers.iter().position(|(role, _)| *role == Role::CommunitySafetyManager).unwrap();
    assert!(before[manager].2[3].contains(" c\n"), "{:?}", before[manager].2);
    // In the same street: an encounter on outreach and one on a count, somebody who sleeps there, an engagement, a patrol.
    for (code, duty) in [("O-12", Duty::Outreach), ("4712", Duty::Count)] {
        let worker = on_the_beat(&force, code, SignOn { duty, ..SignOn::tasked() });
        let encounter = worker.book().begin_encounter(BeginEncounter::here()).unwrap();
        let nobody = EncounterNews::Person { person: 1, known: adult("Persephone Quillfeather") };
        worker.book().tell_encounter(encounter, vec![nobody]).unwrap();
        saw(&worker, encounter, "ALC-1", "Persephone Quillfeather drank by her bed.");
        let name = Some(("Persephone", "Quillfeather"));
        meets_at(&worker, CHATHAM, person(name, SleepingState::BeddedDown));
        let mut change = what(Some("surgery"), None);
        change.priority = Some("Q4-1".to_owned());
        change.attendance = Some(40);
        records(&worker, change);
        walks_and_goes_home(&worker);
    }
    assert_eq!(force.derived(all).len(), 4);
    assert_eq!(renewed(&force), 1);
    for ((role, code), (mut phone, card, desk)) in readers.into_iter().zip(before) {
        meets_the_server(&force, &phone);
        assert_eq!(ageless(card_of(&phone, WARD)), card, "{role:?}");
        assert_eq!(at_the_desk(&force, &code, &days), desk, "{role:?}");
        assert!(!holds(&mut phone, "Quillfeather"), "{role:?}");
    }
    for body in force.journal() {
        if let ServerBody::Card(_) = &body {
            let text = String::from_utf8(body.to_bytes().unwrap()).unwrap();
            assert!(!text.contains("Quillfeather"), "{text}");
        }
    }
}
