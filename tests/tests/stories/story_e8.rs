//! Story E8: eight caravans on a council car park. Welfare comes first; the direction to leave waits for it, and as
//! long as it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    AskWhere, BeginEncounter, BeginWelfare, EncampmentNews, NoticeAbout, PaperCopy, ReportEncampment, SignOn,
    WelfareNews,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encampment::ReportSource;
use beatbook_domain::records::notice::content::{Unit, UnitKind};
use beatbook_domain::records::welfare::steps::{CareStep, Occupants};
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::risk::{Risk, RiskAssessment, RiskKind, RiskLevel};
use beatbook_tests::beat::{CHATHAM, DAY, assert_adds_up, fix, issued, missing, officer_as, town};
use beatbook_tests::encampment::{LAND, direction, now};

fn step(step: CareStep) -> WelfareNews {
    WelfareNews::Step { person: None, time: None, step }
}

#[test]
fn story_e8_welfare_comes_before_the_direction_and_says_how_long_it_waits() {
    let force = town();
    let phone = officer_as(&force, "2201", "council_authorised", &["s77_direction"]);
    let report = ReportEncampment {
        source: ReportSource::Patrol,
        land: LAND.to_owned(),
        code: None,
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let camp = phone.book().report_encampment(report).unwrap().encampment;
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    assert_eq!(missing(&phone, &direction(&phone, encounter, LAND, None)), ["welfare_first"]);

    let about = WelfareAbout::Check(Subject::Encampment);
    let begin = BeginWelfare { about, place: AskWhere::Newest, address: Some(LAND.to_owned()), joint: None };
    let check = phone.book().begin_welfare(begin).unwrap();
    // Begun is not done.
    assert_eq!(missing(&phone, &direction(&phone, encounter, LAND, Some(check))), ["welfare_first"]);
    let occupants = Occupants {
        people: 19,
        children: 6,
        pregnant: 1,
        health: "A hospital appointment on Friday.".to_owned(),
        ..Occupants::default()
    };
    let today = local_date(now(&phone)).unwrap();
    let until = days_following(today, 4).unwrap();
    let deferral = CareStep::Deferral {
        until,
        owner: "Community safety team".to_owned(),
        equality: "Six children, a pregnancy and the appointment weigh more than four days on a car park."
            .to_owned(),
    };
    let closed = || WelfareNews::Closed { result: WelfareResult::Advice, text: None };
    let asked = vec![
        step(CareStep::Danger { immediate: false, called: None, text: None }),
        step(CareStep::Occupants(occupants)),
        step(deferral),
    ];
    phone.book().tell_welfare(check, asked).unwrap();
    // The check ends with its risk assessment, and the notice waits for it.
    assert_eq!(phone.book().tell_welfare(check, vec![closed()]).unwrap_err().code(), "risk_assessment");
    assert_eq!(missing(&phone, &direction(&phone, encounter, LAND, Some(check))), ["welfare_first"]);
    let (kind, level) = (RiskKind::Themselves, RiskLevel::High);
    let (seen, plan) = ("Thirty weeks pregnant, a scan on Friday.", "Health visitor rung, comes today.");
    let risk = |plan: Option<&str>| {
        let plan = plan.map(str::to_owned);
        step(CareStep::Risk(RiskAssessment {
            risks: vec![Risk { kind, level }],
            seen: Some(seen.to_owned()),
            plan,
        }))
    };
    assert_eq!(
        phone.book().tell_welfare(check, vec![risk(None), closed()]).unwrap_err().code(),
        "incomplete"
    );
    phone.book().tell_welfare(check, vec![risk(Some(plan)), closed()]).unwrap();
    // Complete, it is nobody's until the encampment is told of it.
    let gate = || missing(&phone, &direction(&phone, encounter, LAND, Some(check)));
    assert_eq!(gate(), ["check_untold", "welfare_wait"]);
    phone.book().tell_encampment(camp, vec![EncampmentNews::Welfare { check }], None).unwrap();
    assert_eq!(gate(), ["welfare_wait"]);
    // Another kind of check opens no gate.
    let tent = BeginWelfare {
        about: WelfareAbout::Check(Subject::Tent),
        place: AskWhere::Newest,
        address: None,
        joint: None,
    };
    let tent = phone.book().begin_welfare(tent).unwrap();
    assert_eq!(missing(&phone, &direction(&phone, encounter, LAND, Some(tent))), ["welfare_first"]);
    phone.book().sign_off(&[]).unwrap();

    // On the day it waits for, at ten in the morning.
    phone.platform.advance(4 * DAY);
    phone.sign_on(SignOn::tasked());
    fix(&phone, CHATHAM, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let mut ask = direction(&phone, encounter, LAND, Some(check));
    let NoticeAbout::S77Direction(asked) = &mut ask.about else { panic!("a direction") };
    asked.units.push(Unit { kind: UnitKind::Tent, lived_in: true, described: "Green".to_owned() });
    let directed = issued(&phone, &ask);
    let paper = phone.book().paper(directed.record, PaperCopy::Recipient).unwrap().text();
    assert!(paper.contains("section 77") && paper.contains("Medway Street, Chatham"), "{paper}");
    // Each unit with its kind: "Green" alone is no tent.
    for unit in ["Caravan: White caravan 8, its plate", "Tent: Green"] {
        assert!(paper.contains(unit), "{unit}: {paper}");
    }
    // Nothing of the people's needs is on it, or in the notice at all.
    let kept = serde_json::to_string(&directed.story.notice).unwrap();
    for private in ["on Friday", "Six children", "weigh more", "Health visitor"] {
        assert!(!paper.contains(private) && !kept.contains(private), "{private}");
    }
    phone.sync();
    let number = directed.story.number().unwrap();
    let shown = force.at_desk(&["notice", "show", number]);
    assert!(shown.contains("no_payment_due"), "{shown}");
    assert_adds_up(&force, 0);
}
