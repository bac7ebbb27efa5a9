//! "Leave a draft: a supervisor decides." What the field's own rules ask for and an officer did not do – help offered before,
//! no questions to the vulnerable on the street – a supervisor decides upon, says why, and it is told wherever the notice is.
//! What an Act asks for nobody decides away.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::EncounterNews;
use beatbook_domain::records::encounter::people::PersonKnown;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{adult, fairly, missing, officer_out, refused, saw, tell, town};
use beatbook_tests::car_park::meet;
use beatbook_tests::force::Force;
use beatbook_tests::homeless::{meets, offered, penalty, would_not_stop};
use beatbook_tests::phone::Phone;

const WHY: &str = "outreach has offered a bed each night this week";

fn post<'a>(draft: &'a str, by: &'a str, upon: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec!["notice", "issue-by-post", draft, "--authority", "MDW", "--by", by, "--why", WHY];
    words.extend(upon.iter().flat_map(|code| ["--decide", *code]));
    words
}

fn drafted(phone: &Phone, encounter: Id) -> String {
    phone.book().draft_notice(&penalty(encounter)).unwrap().to_string()
}

/// A sergeant by role, a constable, an officer on foot.
fn began() -> (Force, Phone) {
    let force = town();
    for (code, role) in [("SGT7", "police_supervisor"), ("PC9", "constable")] {
        force.add_officer(code, "Centre");
        force.give_role(code, role);
    }
    let phone = officer_out(&force, "CS101");
    (force, phone)
}

/// The bundle's history, for whom it is.
fn history(force: &Force, number: &str, profile: &str) -> String {
    let out = force.folder().join(format!("{profile}-{number}"));
    let to = ["--profile", profile, "--reason", "complaint C-17", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", number], &to[..]].concat());
    std::fs::read_to_string(out.join("history.json")).unwrap()
}

#[test]
fn story_a_supervisor_decides_that_help_was_offered_enough_and_says_why() {
    let (force, phone) = began();
    let encounter = would_not_stop(&phone);
    tell(&phone, encounter, vec![offered(None, None)]);
    assert_eq!(missing(&phone, &penalty(encounter)), ["support_basis"]);
    let Err(points) = phone.book().check_notice(&penalty(encounter)).unwrap().ready() else {
        panic!("refused")
    };
    assert!(
        points[0].is_for_a_supervisor() && points[0].remedy.contains("a supervisor decides"),
        "{points:?}"
    );
    let draft = drafted(&phone, encounter);
    meet(&force, &phone);

    // The desk offers it as what it is: nothing goes through by itself, and not everybody decides it.
    let refused = force.refused(&post(&draft, "SGT7", &[]));
    assert_eq!(refused.code, "incomplete");
    assert!(
        refused.text.contains("a supervisor may decide upon these, and says why: --decide support_basis")
    );
    assert_eq!(force.refused(&post(&draft, "PC9", &["support_basis"])).code, "not_allowed");
    // What is not missing is not decided upon.
    let more = post(&draft, "SGT7", &["support_basis", "questions_on_the_street"]);
    assert_eq!(force.refused(&more).code, "not_to_decide");
    let told = force.command(&post(&draft, "SGT7", &["support_basis"]));
    let number = told.split_whitespace().next().unwrap();

    // Who, when, over what and why: at the desk, in the bundle, on the officer's phone.
    let said = "Missing, and decided upon by a supervisor: support_basis. Decided by SGT7";
    for text in [&told, &force.at_desk(&["notice", "show", number])] {
        assert!(text.contains(said) && text.contains(WHY), "{text}");
    }
    let court = history(&force, number, "court");
    assert!(court.contains("missing, and decided upon by a supervisor: support_basis"), "{court}");
    assert!(court.contains("SGT7") && court.contains(WHY), "{court}");
    let complaint = history(&force, number, "complainant");
    assert!(complaint.contains("support_basis") && !complaint.contains("SGT7"), "{complaint}");
    phone.sync();
    let [decision] = phone.book().draft_decisions().unwrap().try_into().unwrap();
    assert_eq!(decision.why, WHY);
}

#[test]
fn story_questions_to_somebody_vulnerable_are_a_supervisors_to_weigh_and_the_law_is_nobodys() {
    let (force, phone) = began();
    let vulnerable =
        || PersonKnown { appears_homeless: Some(false), vulnerable: Some(true), ..adult("Sam Example") };
    let asked_all_the_same = |steps: Vec<Step>| {
        let encounter = meets(&phone, adult("Sam Example"));
        let news = vec![EncounterNews::Person { person: 1, known: vulnerable() }];
        phone.book().tell_encounter(encounter, news).unwrap();
        saw(&phone, encounter, "ALC-1", "Drinking from a can and shouting at people who pass.");
        let required = Step::Required {
            words: "I require you to stop drinking.".to_owned(),
            belief: "Open can of beer in hand.".to_owned(),
            offence_told: true,
        };
        let engaged = Step::Engaged { words: "Good afternoon.".to_owned() };
        tell(
            &phone,
            encounter,
            vec![Step::PremisesAsked { outside_condition: false }, engaged, required, refused()],
        );
        tell(&phone, encounter, steps);
        encounter
    };
    let encounter = asked_all_the_same(fairly());
    assert_eq!(missing(&phone, &penalty(encounter)), ["questions_on_the_street"]);
    let draft = drafted(&phone, encounter);
    // Nobody had it explained back.
    let unclear: Vec<Step> =
        fairly().into_iter().filter(|step| !matches!(step, Step::Understanding { .. })).collect();
    let encounter = asked_all_the_same(unclear);
    let unlawful = drafted(&phone, encounter);
    meet(&force, &phone);
    let points = ["questions_on_the_street", "understanding"];
    let refused = force.refused(&post(&unlawful, "SGT7", &points));
    assert_eq!(refused.code, "incomplete");
    assert!(refused.text.contains("[understanding; ") && !refused.text.contains("--decide"), "{refused:?}");
    assert!(force.command(&post(&draft, "SGT7", &points[..1])).contains("questions_on_the_street"));
}
