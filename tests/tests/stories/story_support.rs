//! Support first: a penalty for somebody who appears homeless rests on the officer's own earlier offers of help, which this
//! phone looks up. Welfare records are never looked into. And powers: what is used without being held is kept and listed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, BeginWelfare, EncounterNews, NoticeAsked, NoticeOutcome, SignOn};
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::steps::EarlierHelp;
use beatbook_domain::records::encounter::story::Oddity;
use beatbook_domain::records::notice::six::SixAsked;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::{Subject, WelfareAbout};
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{DAY, adult, issued, missing, officer_as, officer_out, tell, town};
use beatbook_tests::car_park::meet;
use beatbook_tests::homeless::{meets, offered, penalty, would_not_stop};

fn own(ids: &[Id]) -> Option<EarlierHelp> {
    Some(EarlierHelp::OwnEncounters(ids.to_vec()))
}

#[test]
fn story_support_earlier_offers_are_looked_up_one_by_one_and_welfare_is_never_looked_into() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    let other = officer_out(&force, "CS102");
    // Two days of offers: once he would not say his name.
    let first = meets(&phone, PersonKnown::default());
    tell(&phone, first, vec![offered(None, None)]);
    phone.platform.advance(DAY);
    let second = meets(&phone, adult("Sam Example"));
    tell(&phone, second, vec![offered(None, None)]);
    let without = meets(&phone, adult("Sam Example"));
    let colleagues = meets(&other, adult("Sam Example"));
    tell(&other, colleagues, vec![offered(None, None)]);
    let about = WelfareAbout::Check(Subject::RoughSleeper);
    let begin = BeginWelfare { about, place: AskWhere::Newest, address: None, joint: None };
    let welfare = phone.book().begin_welfare(begin).unwrap();
    phone.platform.advance(DAY);

    let encounter = would_not_stop(&phone);
    let ask = penalty(encounter);
    assert_eq!(missing(&phone, &ask), ["support_first"]);
    tell(&phone, encounter, vec![offered(own(&[without, colleagues, welfare, encounter]), None)]);
    let mut codes = missing(&phone, &ask);
    codes.sort_unstable();
    let unknown = "support_earlier_unknown";
    assert_eq!(
        codes,
        ["support_basis", "support_earlier_no_offer", "support_earlier_this", unknown, unknown]
    );
    // A welfare record and nothing at all are answered alike, but for the id that was typed.
    let nothing = Id::from_bytes([0x77; 16]);
    let said_of = |id: Id| {
        tell(&phone, encounter, vec![offered(own(&[id]), None)]);
        let Err(points) = phone.book().check_notice(&ask).unwrap().ready() else { panic!("refused") };
        let told: Vec<String> =
            points.iter().map(|point| format!("{point:?}").replace(&id.to_string(), "ID")).collect();
        told
    };
    assert_eq!(said_of(welfare), said_of(nothing));

    tell(&phone, encounter, vec![offered(own(&[first, second]), None)]);
    assert_eq!(missing(&phone, &ask), ["support_earlier_who", "support_basis"], "the first had no name");
    tell(
        &phone,
        encounter,
        vec![offered(own(&[first, second]), Some("The man with the white dog, both times."))],
    );
    let _ = issued(&phone, &ask);
    phone.sync();
}

#[test]
fn story_support_what_was_told_on_outreach_is_of_welfare_purpose_and_no_basis() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    phone.book().sign_off(&[]).unwrap();
    phone.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    let outreach: Vec<Id> = (0..2)
        .map(|_| {
            let met = meets(&phone, adult("Sam Example"));
            tell(&phone, met, vec![offered(None, None)]);
            met
        })
        .collect();
    phone.book().sign_off(&[]).unwrap();
    phone.sign_on(SignOn::tasked());
    let encounter = would_not_stop(&phone);
    tell(&phone, encounter, vec![offered(own(&outreach), None)]);
    let unknown = "support_earlier_unknown";
    assert_eq!(missing(&phone, &penalty(encounter)), [unknown, unknown, "support_basis"]);
}

#[test]
fn story_support_a_draft_is_checked_at_the_desk_by_the_same_offers() {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = officer_out(&force, "CS101");
    let earlier: Vec<Id> = (0..2)
        .map(|_| {
            let met = meets(&phone, adult("Sam Example"));
            tell(&phone, met, vec![offered(None, None)]);
            met
        })
        .collect();
    phone.platform.advance(60_000);
    let encounter = would_not_stop(&phone);
    tell(&phone, encounter, vec![offered(own(&earlier[..1]), None)]);
    let draft = phone.book().draft_notice(&penalty(encounter)).unwrap().to_string();
    meet(&force, &phone);
    let post =
        ["notice", "issue-by-post", &draft, "--authority", "MDW", "--by", "SGT7", "--why", "as it was told"];
    let refused = force.refused(&post);
    assert_eq!(refused.code, "incomplete");
    assert!(refused.text.contains("support_basis"), "{refused:?}");
    // The officer tells the other one, too: the desk finds both in the notebook.
    tell(&phone, encounter, vec![offered(own(&earlier), None)]);
    meet(&force, &phone);
    assert!(force.command(&post).contains("issued"));
}

#[test]
fn story_support_powers_that_are_not_held_are_listed_and_carry_no_paper() {
    let force = town();
    let phone = officer_out(&force, "CS101");
    let encounter = would_not_stop(&phone);
    let mut required = adult("Sam Example");
    if let Some(Details::Person { basis, .. }) = &mut required.details {
        *basis = DetailsBasis::S50;
    }
    let (person, outcome, text) = (Some(1), Outcome::Arrest, None);
    let news = vec![
        EncounterNews::Person { person: 1, known: required.clone() },
        EncounterNews::Outcome { person, outcome, text, no_fpn: None },
    ];
    phone.book().tell_encounter(encounter, news).unwrap();
    let told = phone.book().encounter(encounter).unwrap().encounter;
    assert_eq!(told.unpowered, [(person, Oddity::DetailsWithoutPower), (person, Oddity::ArrestWithoutPower)]);
    assert_eq!(told.outcome_of(1), Some(Outcome::Arrest), "recorded all the same");
    assert_eq!(missing(&phone, &penalty(encounter)), ["details_basis"]);

    // Nor does the litter officers' power carry it, or a condition that asks for no details.
    for under in [DetailsBasis::Epa88, DetailsBasis::OrderCondition] {
        let mut known = required.clone();
        if let Some(Details::Person { basis, .. }) = &mut known.details {
            *basis = under;
        }
        phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
        assert_eq!(missing(&phone, &penalty(encounter)), ["details_basis"], "{under:?}");
    }
    let unpowered = phone.book().encounter(encounter).unwrap().encounter.unpowered;
    assert_eq!(unpowered.len(), 3, "required under section 88 without its power: {unpowered:?}");

    // A constable with both, in uniform.
    let powers = ["s63_requirement", "s68_fpn", "s50_details", "arrest"];
    let constable = officer_as(&force, "4417", "constable", &powers);
    let encounter = would_not_stop(&constable);
    let known = PersonKnown { appears_homeless: Some(false), ..required };
    let news = vec![
        EncounterNews::Person { person: 1, known },
        EncounterNews::Outcome { person, outcome, text: None, no_fpn: None },
    ];
    constable.book().tell_encounter(encounter, news).unwrap();
    assert_eq!(constable.book().encounter(encounter).unwrap().encounter.unpowered, []);
    let plain = NoticeAsked { in_uniform: None, ..penalty(encounter) };
    assert_eq!(missing(&constable, &plain), ["details_basis"]);
    let six = SixAsked { proportionate: None, evidence: Some(false), no_exception: Some(true) };
    let unasked = NoticeAsked { six, ..penalty(encounter) };
    assert_eq!(missing(&constable, &unasked), ["six_proportionate", "six_evidence"]);
    let NoticeOutcome::Issued { .. } = constable.book().issue_notice(&penalty(encounter)).unwrap() else {
        panic!("issued")
    };
}
