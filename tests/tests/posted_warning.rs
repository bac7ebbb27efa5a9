//! A community protection warning given with a briefing too old for numbers: a supervisor posts it, and it counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, CpnAsked, CpwAsked, EncounterNews, NoticeAbout, NoticeOutcome};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::notice::content::{Detriment, Requirement, RequirementKind};
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::known;
use beatbook_tests::beat::{DAY, adult, asked, missing, officer_as, saw, town};
use beatbook_tests::car_park::meet;
use beatbook_tests::phone::Phone;

const PLACE: &str = "27 Example Road, Chatham, front garden";
const PARTICULARS: &str = "Bags of household waste in the front garden, torn open by foxes, rats seen twice.";

fn at_the_door(phone: &Phone) -> Id {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = adult("Sam Example");
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    saw(phone, encounter, "untidy_land", "Torn bags and rats.");
    encounter
}

fn detriment() -> Detriment {
    Detriment {
        conduct: "untidy_land".to_owned(),
        effect: "Neighbours keep their windows shut because of smell and rats.".to_owned(),
        persistent: "Every week since June.".to_owned(),
        unreasonable: "Bins were given and are collected weekly.".to_owned(),
    }
}

fn requirements() -> Vec<Requirement> {
    let text = "Leave no waste in the garden.".to_owned();
    vec![Requirement { kind: RequirementKind::Stop, text, by: None }]
}

#[test]
fn a_warning_that_stayed_a_draft_is_posted_and_other_phones_know_it() {
    let force = town();
    force.add_officer("SGT7", "Centre");
    let powers = ["cpw", "cpn"];
    let phone = officer_as(&force, "CS101", "council_authorised", &powers);
    force.clock.advance(8 * DAY);
    phone.platform.advance(8 * DAY);
    let encounter = at_the_door(&phone);
    let until = days_following(local_date(force.clock.now()).unwrap(), 5).unwrap();
    let warning = NoticeAbout::Cpw(CpwAsked {
        detriment: detriment(),
        requirements: requirements(),
        allowed_until: until,
        premises: None,
    });
    let drafted = phone.book().issue_notice(&asked(encounter, warning, PLACE, PARTICULARS)).unwrap();
    let NoticeOutcome::Draft { record, doubts } = drafted else { panic!("numbered: {drafted:?}") };
    assert_eq!(doubts, ["old_briefing"], "a week without its server");
    meet(&force, &phone);
    // Until the supervisor looks at it, some minutes pass.
    force.clock.advance(5 * 60_000);
    let record = record.to_string();
    let post = ["notice", "issue-by-post", &record, "--authority", "MDW", "--by", "SGT7"];
    let told = force.command(&[&post[..], &["--why", "given at the door as well"]].concat());
    phone.sync();
    let [decision] = phone.book().draft_decisions().unwrap().try_into().unwrap();
    let beatbook_device::DraftOutcome::Posted { number, .. } = decision.outcome else { panic!("{told}") };

    let scope = force.server().service().keyholder().scope(force.authority, Purpose::Register);
    let today = local_date(force.clock.now()).unwrap();
    let store = &**force.server().service().store();
    assert!(force.block_on(known::refresh(store, &scope, today)).unwrap());
    let other = officer_as(&force, "CS102", "council_authorised", &powers);
    let encounter = at_the_door(&other);
    let notice = |warning: &str| {
        let about = NoticeAbout::Cpn(CpnAsked {
            detriment: detriment(),
            warning: Some(warning.to_owned()),
            observations: Vec::new(),
            requirements: requirements(),
            informed: Some("Nobody".to_owned()),
            premises: None,
            enquiries: None,
        });
        asked(encounter, about, PLACE, PARTICULARS)
    };
    // It is known, and its time is running.
    let running = ["cpw_time_running", "observation_after"];
    assert_eq!(missing(&other, &notice(&number.to_string())), running);
    assert_eq!(missing(&other, &notice("MDW-A0-000199-Q")), ["cpw"]);
}
