//! A notice's own story: drafted, issued, served, amended, voided, withdrawn, dropped.

use beatbook_domain::notices::completeness::scene::EarlierNotice;
use beatbook_domain::notices::service::faults;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::templates::TemplatesRef;
use beatbook_domain::records::encounter::people::Details;
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::notice::story::{NoticeRefusal, NoticeStory, Standing};
use beatbook_domain::records::notice::young::{ToldHow, ToldWhom, YoungTold};
use beatbook_domain::records::notice::{
    NoticeAmended, NoticeDrafted, NoticeDropped, NoticeEntry, NoticeIssued, NoticeServed, NoticeVoided,
    NoticeWithdrawn, ServiceMethod, Signature,
};
use beatbook_domain::records::seen::Evidence;

use super::beat::{Beat, ENCOUNTER, ORDER, adult, clock, condition, day, moment};

/// A fixed penalty that person 1 got in this encounter.
pub fn fined(beat: &Beat, about: &str) -> EarlierNotice {
    let mut issue = NoticeIssued {
        templates: None,
        at: moment(clock("16:50")),
        time: LegalTime { at: clock("16:50"), within: Some(2_000) },
        number: "MDW-A7-000118-M".to_owned(),
        notice: beat.notice.clone(),
    };
    issue.notice.order.as_mut().unwrap().condition = about.to_owned();
    let story = NoticeStory::begin(&NoticeEntry::Issued(Box::new(issue))).unwrap();
    EarlierNotice::of(&story).unwrap()
}

pub fn issued(number: &str) -> NoticeEntry {
    NoticeEntry::Issued(Box::new(NoticeIssued {
        templates: None,
        at: moment(clock("16:50")),
        time: LegalTime { at: clock("16:50"), within: Some(2_000) },
        number: number.to_owned(),
        notice: Beat::fpn(condition("ALC-1", "PSPO-A")).notice,
    }))
}

/// A vehicle warning that was issued.
pub fn warned() -> NoticeStory {
    let NoticeEntry::Issued(mut issue) = issued("MDW-A7-000118-M") else { panic!("issued") };
    issue.notice = super::vehicles::warning().notice;
    NoticeStory::begin(&NoticeEntry::Issued(issue)).unwrap()
}

/// A community protection notice that was given.
pub fn protected() -> NoticeStory {
    let NoticeEntry::Issued(mut issue) = issued("MDW-A7-000118-M") else { panic!("issued") };
    issue.notice = super::community::cpn().notice;
    NoticeStory::begin(&NoticeEntry::Issued(issue)).unwrap()
}

pub fn drafted() -> NoticeEntry {
    NoticeEntry::Drafted(Box::new(NoticeDrafted {
        at: moment(clock("16:50")),
        notice: Beat::fpn(condition("ALC-1", "PSPO-A")).notice,
        doubts: vec!["near_edge".to_owned()],
        missing: Vec::new(),
        training: false,
    }))
}

pub fn served() -> NoticeEntry {
    NoticeEntry::Served(NoticeServed {
        at: moment(clock("16:52")),
        time: clock("16:51"),
        method: ServiceMethod::Hand,
        signature: Signature::Refused,
        evidence: Vec::new(),
    })
}

pub fn amended() -> NoticeEntry {
    NoticeEntry::Amended(NoticeAmended {
        at: moment(clock("17:30")),
        field: "conduct.place".to_owned(),
        text: "High Street, Chatham, outside no. 122".to_owned(),
        reason: "House number added".to_owned(),
    })
}

pub fn voided(reason: &str) -> NoticeEntry {
    NoticeEntry::Voided(NoticeVoided { at: moment(clock("17:40")), reason: reason.to_owned() })
}

pub fn withdrawn() -> NoticeEntry {
    let told = "By post on 12 September".to_owned();
    NoticeEntry::Withdrawn(NoticeWithdrawn {
        at: moment(clock("17:40")),
        reason: "Exempt".to_owned(),
        told,
        told_on: None,
    })
}

pub fn dropped() -> NoticeEntry {
    NoticeEntry::Dropped(NoticeDropped { at: moment(clock("17:40")), reason: "Outside the zone".to_owned() })
}

#[test]
fn issued_served_amended_and_voided_the_number_stays_accounted_for() {
    let mut story = NoticeStory::begin(&issued("MDW-A7-000118-M")).unwrap();
    story.apply(&served()).unwrap();
    story.apply(&amended()).unwrap();
    assert_eq!(story.served[0].signature, Signature::Refused);
    assert_eq!(story.notice.conduct.place, "High Street, Chatham, outside the bank", "as it was printed");
    assert_eq!(story.apply(&voided(" ")), Err(NoticeRefusal::Text { field: "reason" }));
    story.apply(&voided("Wrong person")).unwrap();
    assert_eq!(story.number(), Some("MDW-A7-000118-M"));
    for late in [voided("Again"), withdrawn()] {
        assert_eq!(story.apply(&late), Err(NoticeRefusal::Over));
    }
    assert_eq!(story.apply(&issued("MDW-A7-000119-K")), Err(NoticeRefusal::AlreadyIssued));
    story.apply(&amended()).unwrap();
    assert_eq!(story.number(), Some("MDW-A7-000118-M"));
}

#[test]
fn guardian_and_youth_justice_are_told_once_each_of_what_somebody_young_was_given() {
    let told = |whom, on: &str| {
        let (at, how) = (moment(clock("17:50")), ToldHow::Telephone);
        NoticeEntry::YoungTold(YoungTold { at, whom, how, on: day(on) })
    };
    let on = "2025-09-12";
    let mut adult = NoticeStory::begin(&issued("MDW-A7-000118-M")).unwrap();
    assert_eq!(adult.apply(&told(ToldWhom::Guardian, on)), Err(NoticeRefusal::NobodyToTell));
    let mut warning = warned();
    warning.notice.under_age = true;
    assert_eq!(warning.apply(&told(ToldWhom::Guardian, on)), Err(NoticeRefusal::NobodyToTell), "s59");

    let young = |mut entry: NoticeEntry| {
        match &mut entry {
            NoticeEntry::Issued(issued) => issued.notice.under_age = true,
            NoticeEntry::Drafted(drafted) => drafted.notice.under_age = true,
            _ => {}
        }
        NoticeStory::begin(&entry).unwrap()
    };
    let draft = young(drafted()).apply(&told(ToldWhom::Guardian, on));
    assert_eq!(draft, Err(NoticeRefusal::NotIssued), "nothing to tell of yet");
    let mut story = young(issued("MDW-A7-000118-M"));
    assert_eq!(story.apply(&told(ToldWhom::Guardian, "2025-09-10")), Err(NoticeRefusal::ToldBefore));
    story.apply(&told(ToldWhom::Guardian, on)).unwrap();
    let again = story.apply(&told(ToldWhom::Guardian, on));
    assert_eq!(again, Err(NoticeRefusal::ToldAlready("the guardian")));
    story.apply(&told(ToldWhom::YouthJustice, "2025-09-11")).unwrap();
    assert_eq!(story.young_told.len(), 2);
}

#[test]
fn one_record_never_has_two_numbers() {
    let mut story = NoticeStory::begin(&issued("MDW-A7-000118-M")).unwrap();
    assert_eq!(story.apply(&issued("MDW-A7-000119-K")), Err(NoticeRefusal::AlreadyIssued));
    assert_eq!(story.apply(&drafted()), Err(NoticeRefusal::AlreadyIssued));
    assert_eq!(story.apply(&dropped()), Err(NoticeRefusal::AlreadyIssued));
    story.apply(&withdrawn()).unwrap();
    assert!(matches!(&story.standing, Standing::Withdrawn { told, .. } if told.contains("post")));
}

#[test]
fn a_draft_is_redrawn_issued_by_post_or_dropped() {
    let mut story = NoticeStory::begin(&drafted()).unwrap();
    assert_eq!(story.number(), None);
    for early in [served(), voided("No"), withdrawn()] {
        assert_eq!(story.apply(&early), Err(NoticeRefusal::NotIssued));
    }
    story.apply(&amended()).unwrap();
    story.apply(&drafted()).unwrap();
    let mut other = story.clone();
    story.apply(&issued("MDW-A7-000120-I")).unwrap();
    assert_eq!((story.number(), story.amended.len()), (Some("MDW-A7-000120-I"), 1));
    other.apply(&dropped()).unwrap();
    assert_eq!(other.apply(&issued("MDW-A7-000121-G")), Err(NoticeRefusal::Over));
    assert!(matches!(NoticeStory::begin(&served()), Err(NoticeRefusal::NotWritten)));
}

#[test]
fn later_notices_see_what_was_issued_and_whether_it_still_stands() {
    let mut story = NoticeStory::begin(&issued("MDW-A7-000118-M")).unwrap();
    let known = EarlierNotice::of(&story).unwrap();
    assert_eq!((known.kind, known.about.as_str(), known.over), (NoticeKind::Fpn, "ALC-1", false));
    assert_eq!((known.from, known.issued), (Some((ENCOUNTER, 1)), day("2025-09-11")));
    story.apply(&voided("Wrong person")).unwrap();
    assert!(EarlierNotice::of(&story).unwrap().over);
    assert_eq!(EarlierNotice::of(&NoticeStory::begin(&drafted()).unwrap()), None);
}

#[test]
fn a_service_the_law_does_not_know_is_kept_and_said() {
    let told = |kind, method, photographed: bool| {
        let NoticeEntry::Served(mut service) = served() else { panic!("a service") };
        service.method = method;
        if photographed {
            service.evidence = vec![Evidence { content: ORDER, shows: "On the door".to_owned() }];
        }
        faults(kind, &service).iter().map(|fault| fault.code).collect::<Vec<_>>()
    };
    assert!(told(NoticeKind::Fpn, ServiceMethod::Hand, false).is_empty());
    assert!(told(NoticeKind::Fpn, ServiceMethod::Post, false).is_empty());
    assert_eq!(told(NoticeKind::Fpn, ServiceMethod::OnVehicles, true), ["service_method"]);
    assert_eq!(told(NoticeKind::Cpn, ServiceMethod::OnPremises, false), ["service_photo"]);
    assert!(told(NoticeKind::S77Direction, ServiceMethod::OnVehicles, true).is_empty());
    assert_eq!(told(NoticeKind::S77Direction, ServiceMethod::Post, false), ["service_method"]);
    assert_eq!(told(NoticeKind::Cpw, ServiceMethod::OnVehicles, false), ["service_method", "service_photo"]);
}

#[test]
fn the_way_of_service_is_chosen_before_issue_and_the_law_knows_it() {
    let asked = |service, address: &[&str]| {
        let mut beat = Beat::fpn(condition("ALC-1", "PSPO-X")).fairly();
        let mut known = adult();
        if let Some(Details::Person { address: lines, .. }) = &mut known.details {
            *lines = address.iter().map(|line| (*line).to_owned()).collect();
        }
        beat.person(1, known);
        beat.notice.service = service;
        beat.missing()
    };
    let home = ["1 Example Road"];
    for method in [ServiceMethod::Hand, ServiceMethod::Left, ServiceMethod::Post] {
        assert!(asked(Some(method), &home).is_empty(), "{method:?}");
    }
    assert_eq!(asked(Some(ServiceMethod::OnVehicles), &home), ["service_method"]);
    assert!(asked(Some(ServiceMethod::Post), &[]).contains(&"service_address"));
    assert!(asked(None, &home).is_empty(), "as records of before say nothing of it");
}

#[test]
fn the_templates_go_with_the_number_whatever_becomes_of_the_notice_and_their_name_has_a_limit() {
    let NoticeEntry::Issued(mut issue) = issued("MDW-A7-000118-M") else { panic!("issued") };
    let set = TemplatesRef { id: "MDW-paper".to_owned(), revision: 2, hash: ORDER };
    issue.templates = Some(set.clone());
    let mut story = NoticeStory::begin(&NoticeEntry::Issued(issue.clone())).unwrap();
    story.apply(&voided("printer_failure")).unwrap();
    assert_eq!(story.issue().unwrap().templates, Some(set.clone()));
    for (length, fits) in [(200, true), (201, false), (0, false)] {
        issue.templates = Some(TemplatesRef { id: "x".repeat(length), ..set.clone() });
        let begun = NoticeStory::begin(&NoticeEntry::Issued(issue.clone()));
        assert_eq!(begun.is_ok(), fits, "{length} characters");
        assert!(fits || begun == Err(NoticeRefusal::Text { field: "templates" }));
    }
}
