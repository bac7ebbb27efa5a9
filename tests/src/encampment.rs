//! Encampments: a town whose council officers may direct people to leave land, and what they tell.

use beatbook_device::{
    AskWhere, BeginEncounter, BeginWelfare, EncampmentNews, EncampmentTelling, NoticeAbout, NoticeAsked,
    NoticeView, ReportEncampment, S77Asked, SignOn, Visited, WelfareNews,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encampment::{ReportSource, UnitCount};
use beatbook_domain::records::notice::content::{Unit, UnitKind};
use beatbook_domain::records::welfare::steps::{CareStep, Occupants};
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::risk::RiskAssessment;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::Value;

use crate::beat::{CHATHAM, DAY, asked, fix, issued, officer_as, town};
use crate::force::Force;
use crate::phone::Phone;

/// The land of the story.
pub const LAND: &str = "The council car park in Medway Street, Chatham, all of it";
/// What was weighed before leaving was put off.
pub const WEIGHED: &str =
    "Six children, a pregnancy and the appointment weigh more than four days on a car park.";
/// What only who reads welfare may read.
pub const PRIVATE: [&str; 3] = ["appointment on Friday", "weigh more", "pregnan"];

/// A town with officers of every kind that encampments concern.
#[must_use]
pub fn council() -> Force {
    let force = town();
    for (code, team, role) in [
        ("M-1", "Safety", "community_safety_manager"),
        ("C-1", "Housing", "rough_sleeping_coordinator"),
        ("O-1", "RSI", "outreach_worker"),
        ("A-1", "Data", "analyst"),
        ("L-1", "Legal", "legal"),
        ("D-1", "Data", "data_protection_officer"),
        ("X-1", "Contractor", "contractor"),
    ] {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    force
}

/// A community safety officer who may direct people to leave, on duty in Chatham and out of reach of any network.
#[must_use]
pub fn safety_officer(force: &Force, code: &str) -> Phone {
    officer_as(force, code, "council_authorised", &["s77_direction"])
}

/// Both clocks go on: that of the server, and those of these phones.
pub fn later(force: &Force, phones: &[&Phone], ms: i64) {
    force.clock.advance(ms);
    phones.iter().for_each(|phone| phone.platform.advance(ms));
}

/// On duty again, some days later, where the car park is.
pub fn next_shift(force: &Force, phones: &[&Phone], days: i64) {
    phones.iter().for_each(|phone| drop(phone.book().sign_off(&[]).unwrap()));
    later(force, phones, days * DAY);
    for phone in phones {
        phone.sign_on(SignOn::tasked());
        fix(phone, CHATHAM, 5.0);
    }
}

/// An officer comes upon one.
pub fn comes_upon(phone: &Phone, land: &str) -> Id {
    comes_upon_listed(phone, land, None).encampment
}

/// The same on land that the authority has listed under a code, and all that the phone answers.
pub fn comes_upon_listed(phone: &Phone, land: &str, code: Option<&str>) -> EncampmentTelling {
    let report = ReportEncampment {
        source: ReportSource::Patrol,
        land: land.to_owned(),
        code: code.map(str::to_owned),
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    phone.book().report_encampment(report).unwrap()
}

/// The phone's wall clock.
#[must_use]
pub fn now(phone: &Phone) -> i64 {
    use beatbook_device::Platform as _;
    phone.platform.now().unwrap().wall
}

/// So many days after the phone's.
#[must_use]
pub fn day_after(phone: &Phone, days: i64) -> Date {
    local_date(now(phone) + days * DAY).unwrap()
}

/// A command about encampments.
pub fn camp(force: &Force, words: &[&str], reader: &str) -> String {
    force.command(&[&["encampment"], words, &["--authority", "MDW", "--as", reader]].concat())
}

/// The same for programs.
pub fn camp_json(force: &Force, words: &[&str], reader: &str) -> Value {
    let words = [&["encampment"], words, &["--authority", "MDW", "--as", reader]].concat();
    force.asked(&words, &[]).unwrap()
}

/// The code with which it is refused.
#[must_use]
pub fn camp_refused(force: &Force, words: &[&str], reader: &str) -> String {
    force.refused(&[&["encampment"], words, &["--authority", "MDW", "--as", reader]].concat()).code
}

/// A report taken at the desk.
pub fn reported(force: &Force, land: &str) -> Id {
    let words = ["report", "--source", "resident", "--land", land, "--reference", "CRM 25/118"];
    camp_json(force, &words, "M-1")["encampment"].as_str().unwrap().parse().unwrap()
}

/// So many caravans with people in them, and registrations.
#[must_use]
pub fn visit(caravans: u16, registrations: &[&str]) -> EncampmentNews {
    EncampmentNews::Visit(Box::new(Visited {
        units: vec![UnitCount { kind: UnitKind::Caravan, count: caravans, lived_in: caravans }],
        registrations: registrations.iter().map(|one| (*one).to_owned()).collect(),
        ..Visited::default()
    }))
}

/// Two tents with people in them.
#[must_use]
pub fn tents() -> EncampmentNews {
    EncampmentNews::Visit(Box::new(Visited {
        units: vec![UnitCount { kind: UnitKind::Tent, count: 2, lived_in: 2 }],
        ..Visited::default()
    }))
}

/// A welfare check of who lives there, complete; leaving waits until the day, if one is told.
pub fn checked(phone: &Phone, until: Option<Date>) -> Id {
    let about = WelfareAbout::Check(Subject::Encampment);
    let begin = BeginWelfare { about, place: AskWhere::Newest, address: Some(LAND.to_owned()), joint: None };
    let check = phone.book().begin_welfare(begin).unwrap();
    let step = |step| WelfareNews::Step { person: None, time: None, step };
    let occupants = Occupants {
        people: 19,
        children: 6,
        pregnant: 1,
        health: "A hospital appointment on Friday.".to_owned(),
        ..Occupants::default()
    };
    let mut news = vec![
        step(CareStep::Danger { immediate: false, called: None, text: None }),
        step(CareStep::Occupants(occupants)),
        step(CareStep::Risk(RiskAssessment::default())),
    ];
    news.extend(until.map(|until| {
        let (owner, equality) = ("Community safety team".to_owned(), WEIGHED.to_owned());
        step(CareStep::Deferral { until, owner, equality })
    }));
    news.push(WelfareNews::Closed { result: WelfareResult::Advice, text: None });
    phone.book().tell_welfare(check, news).unwrap();
    check
}

/// A direction to leave, as it is asked for in an encounter, with the welfare check it rests on.
#[must_use]
pub fn direction(phone: &Phone, encounter: Id, land: &str, welfare: Option<Id>) -> NoticeAsked {
    let unit = |number: u32| Unit {
        kind: UnitKind::Caravan,
        lived_in: true,
        described: format!("White caravan {number}, its plate is on the officer's list."),
    };
    let about = NoticeAbout::S77Direction(S77Asked {
        land: land.to_owned(),
        units: (1..=8).map(unit).collect(),
        people: Vec::new(),
        all_persons: true,
        leave_by: Some(now(phone) + 2 * DAY),
        welfare,
        encampment: None,
    });
    let said = "Caravans and their vehicles have stood there since Thursday.";
    NoticeAsked { person: None, ..asked(encounter, about, "Medway Street car park", said) }
}

/// Directs people to leave, in writing, and tells the encampment so.
pub fn directed(phone: &Phone, encampment: Id, land: &str, check: Id) -> NoticeView {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let notice = issued(phone, &direction(phone, encounter, land, Some(check)));
    let number = notice.story.number().unwrap().to_owned();
    let news = vec![EncampmentNews::Written { number, registrations: Vec::new() }];
    phone.book().tell_encampment(encampment, news, None).unwrap();
    notice
}
