//! Community protection: a warning first, time to stop, and only then a notice and its fixed penalty.

use beatbook_domain::calendar::parse_instant;
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::law::powers::Capacity;
use beatbook_domain::notices::completeness::scene::EarlierNotice;
use beatbook_domain::records::encounter::people::{Details, PersonKnown};
use beatbook_domain::records::encounter::{Detail, EncounterAdded, EncounterEntry};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::notice::content::{
    Cpn, CpnBreached, Cpw, Detriment, Fpn, NoticeContent, NoticeKind, Observation, Requirement,
    RequirementKind,
};

use super::beat::{Beat, adult, clock, day, moment, payee, rules, terms, with};

fn detriment() -> Detriment {
    Detriment {
        conduct: "waste_early".to_owned(),
        effect: "Rats and smell in the alley behind nine homes.".to_owned(),
        persistent: "Every week since June.".to_owned(),
        unreasonable: "Collections are weekly and a bin was given.".to_owned(),
    }
}

fn requirement(kind: RequirementKind, by: Option<&str>) -> Requirement {
    Requirement { kind, text: "Put waste out on collection days only.".to_owned(), by: by.map(day) }
}

fn cpw() -> Beat {
    Beat::new(NoticeContent::Cpw(Cpw {
        detriment: detriment(),
        requirements: vec![requirement(RequirementKind::Stop, None)],
        allowed_until: day("2025-09-25"),
        enquiries: None,
    }))
}

fn earlier(kind: NoticeKind, number: &str, issued: &str) -> EarlierNotice {
    EarlierNotice {
        number: number.to_owned(),
        kind,
        from: None,
        issued: day(issued),
        to: Recipient::of(&adult()).unwrap(),
        about: "waste_early".to_owned(),
        allowed_until: Some(day("2025-09-01")),
        requirements: Vec::new(),
        under_appeal: false,
        varied: false,
        over: false,
        unphotographed: false,
    }
}

pub fn cpn() -> Beat {
    let observed = parse_instant("2025-09-03T08:00:00+01:00").unwrap();
    let mut beat = Beat::new(NoticeContent::Cpn(Cpn {
        detriment: detriment(),
        warning: Some("MDW-A7-000003-Q".to_owned()),
        warned: None,
        observations: vec![Observation { time: observed, text: "Four bags out, two days early.".to_owned() }],
        requirements: vec![requirement(RequirementKind::Steps, Some("2025-10-01"))],
        informed: Some("Nobody".to_owned()),
        appeal_court: "Medway Magistrates' Court".to_owned(),
        enquiries: None,
    }));
    beat.earlier = vec![earlier(NoticeKind::Cpw, "MDW-A7-000003-Q", "2025-08-18")];
    beat
}

fn change(beat: &Beat, change: impl FnOnce(&mut Cpn)) -> Vec<&'static str> {
    with(beat, |beat| {
        if let NoticeContent::Cpn(cpn) = &mut beat.notice.content {
            change(cpn);
        }
    })
}

#[test]
fn a_warning_with_time_to_stop() {
    assert!(cpw().is_ready());
    let empty = with(&cpw(), |beat| {
        let blank = || " ".to_owned();
        beat.notice.content = NoticeContent::Cpw(Cpw {
            detriment: Detriment {
                conduct: blank(),
                effect: blank(),
                persistent: blank(),
                unreasonable: blank(),
            },
            requirements: Vec::new(),
            allowed_until: day("2025-09-10"),
            enquiries: None,
        });
    });
    assert_eq!(
        empty,
        ["conduct_code", "effect", "persistent", "unreasonable", "requirements", "time_allowed"]
    );
}

#[test]
fn what_a_warning_requires_is_due_within_its_time() {
    let due = |by: &str| {
        with(&cpw(), |beat| {
            if let NoticeContent::Cpw(cpw) = &mut beat.notice.content {
                cpw.requirements[0].by = Some(day(by));
            }
        })
    };
    assert!(due("2025-09-25").is_empty());
    assert_eq!(due("2025-09-26"), ["requirement_beyond_time"]);
}

#[test]
fn no_notice_without_the_warning_to_the_same_person_for_the_same_conduct() {
    assert!(cpn().is_ready());
    assert_eq!(change(&cpn(), |cpn| cpn.warning = None), ["cpw"]);
    assert_eq!(with(&cpn(), |beat| beat.earlier.clear()), ["cpw"], "a number nobody knows");
    assert_eq!(with(&cpn(), |beat| beat.earlier[0].over = true), ["cpw"], "withdrawn");
    assert_eq!(with(&cpn(), |beat| beat.earlier[0].kind = NoticeKind::Cpn), ["cpw"]);
    let other = Recipient::Person { name: "Alex Other".to_owned(), address: Vec::new(), born: None };
    assert_eq!(with(&cpn(), |beat| beat.earlier[0].to = other), ["cpw_other_person"]);
    assert_eq!(with(&cpn(), |beat| beat.earlier[0].about = "noise".to_owned()), ["cpw_other_conduct"]);
    let spelt = Recipient::Person { name: "SAM EXAMPLE".to_owned(), address: Vec::new(), born: None };
    assert!(with(&cpn(), |beat| beat.earlier[0].to = spelt).is_empty());
}

#[test]
fn no_notice_before_the_time_is_over_and_something_was_seen_after_it() {
    let until = |date: &str| with(&cpn(), |beat| beat.earlier[0].allowed_until = Some(day(date)));
    assert!(until("2025-09-02").is_empty());
    assert_eq!(until("2025-09-03"), ["observation_after"], "seen on the last day of the time");
    assert_eq!(until("2025-09-11"), ["cpw_time_running", "observation_after"]);
    assert_eq!(change(&cpn(), |cpn| cpn.observations.clear()), ["observation_after"]);
    assert_eq!(change(&cpn(), |cpn| cpn.observations[0].text.clear()), ["observation_after"]);
    assert_eq!(
        change(&cpn(), |cpn| cpn.observations[0].time = clock("16:51")),
        ["observation_after"],
        "later than now"
    );
}

#[test]
fn a_notice_says_whom_it_told_and_where_to_appeal() {
    let missing = change(&cpn(), |cpn| {
        cpn.informed = None;
        cpn.appeal_court.clear();
        cpn.requirements[0].by = Some(day("2025-09-10"));
    });
    assert_eq!(missing, ["requirement_date", "informed", "appeal_court"]);
}

#[test]
fn posted_on_premises_after_enquiries() {
    let mut beat = cpn();
    let premises = Recipient::Premises {
        addressed: "The occupier".to_owned(),
        address: vec!["5 Alley".to_owned(), "Chatham".to_owned()],
    };
    beat.notice.person = None;
    beat.notice.recipient = premises.clone();
    assert_eq!(beat.missing(), ["cpw_other_person", "enquiries"]);
    beat.earlier[0].to = premises;
    assert!(change(&beat, |cpn| cpn.enquiries = Some("Land Registry, neighbours.".to_owned())).is_empty());
    beat.notice.recipient = Recipient::Premises { addressed: String::new(), address: Vec::new() };
    assert_eq!(beat.missing(), ["recipient", "recipient_address", "cpw_other_person", "enquiries"]);
    beat.notice.recipient = Recipient::Described { addressed: "Everybody".to_owned() };
    assert_eq!(beat.missing(), ["recipient", "cpw_other_person"]);
}

#[test]
fn from_sixteen_or_to_a_body_and_never_by_a_contractor() {
    let company = PersonKnown {
        details: Some(Details::Body { name: "Example Ltd".to_owned(), address: vec!["1 Quay".to_owned()] }),
        ..PersonKnown::default()
    };
    let mut beat = cpw();
    beat.person(1, company);
    assert!(beat.is_ready());
    let fifteen = PersonKnown { looks: Some(AgeBand::From10To15), details: None, ..PersonKnown::default() };
    let mut beat = cpw();
    if let Some(Details::Person { born, .. }) = &mut beat.encounter.people.get_mut(&1).unwrap().known.details
    {
        *born = None;
    }
    beat.notice.recipient = Recipient::of(&beat.encounter.people[&1].known).unwrap();
    beat.person(1, fifteen);
    assert_eq!(beat.missing(), ["age_refer"]);
    let contractor = with(&cpn(), |beat| {
        beat.officer.capacity = Capacity::Contractor;
        beat.notice.issuer.capacity = Capacity::Contractor;
    });
    assert_eq!(contractor, ["power_not_for_capacity"]);
    let homeless = PersonKnown { appears_homeless: Some(true), ..PersonKnown::default() };
    assert_eq!(with(&cpn(), |beat| beat.person(1, homeless)), ["support_first"]);
}

/// A fixed penalty for not complying with a notice of 1 August that asked for two things.
fn breached() -> Beat {
    let content = NoticeContent::Fpn(Fpn {
        terms: terms("CPN"),
        offence: rules().offence("CPN").unwrap().offence.clone(),
        payee: payee(),
        cpn: Some(CpnBreached { number: "MDW-A7-000009-X".to_owned(), requirement: 0, words: None }),
        vehicles: Vec::new(),
    });
    let mut beat = Beat::new(content).fairly();
    beat.conduct("waste_early", Some(1));
    let mut cpn = earlier(NoticeKind::Cpn, "MDW-A7-000009-X", "2025-08-01");
    cpn.requirements =
        vec![requirement(RequirementKind::Do, Some("2025-09-10")), requirement(RequirementKind::Stop, None)];
    beat.earlier = vec![cpn];
    beat
}

#[test]
fn no_fixed_penalty_without_the_notice_it_breaches() {
    assert!(breached().is_ready());
    assert_eq!(with(&breached(), |beat| beat.fpn_content().cpn = None), ["cpn"]);
    assert_eq!(with(&breached(), |beat| beat.earlier.clear()), ["cpn"]);
    let other = Recipient::Body { name: "Example Ltd".to_owned(), address: Vec::new() };
    assert_eq!(with(&breached(), |beat| beat.earlier[0].to = other), ["cpn_other_person"]);
    let third = Some(CpnBreached { number: "MDW-A7-000009-X".to_owned(), requirement: 2, words: None });
    assert_eq!(with(&breached(), |beat| beat.fpn_content().cpn = third), ["cpn_requirement"]);
    // Of what a colleague gave, phones are told no words: the officer reads them on the notice itself.
    let mut others = breached();
    others.earlier[0].requirements[0].text.clear();
    assert_eq!(others.missing(), ["cpn_words"]);
    let typed = |words: &str| {
        with(&others, |beat| beat.fpn_content().cpn.as_mut().unwrap().words = Some(words.to_owned()))
    };
    assert_eq!(typed(" "), ["cpn_words"]);
    assert!(typed("Do: Clear the garden. (by 10 September 2025)").is_empty());
    let today = |beat: &mut Beat| beat.earlier[0].requirements[0].by = Some(day("2025-09-11"));
    assert_eq!(with(&breached(), today), ["cpn_not_due"], "the last day is not over");
}

#[test]
fn a_requirement_reads_as_a_sentence() {
    let said = |kind, by| requirement(kind, by).in_words();
    let words = ["Stop: ", "Do: ", "Take reasonable steps: "];
    let kinds = [RequirementKind::Stop, RequirementKind::Do, RequirementKind::Steps];
    for (kind, word) in kinds.into_iter().zip(words) {
        assert!(said(kind, None).starts_with(word) && said(kind, None).ends_with(" (at once)"));
        assert!(said(kind, Some("2025-09-01")).ends_with(" (by 1 September 2025)"));
    }
}

#[test]
fn during_an_appeal_only_requirements_to_stop_bind() {
    let appeal = |requirement: u16| {
        with(&breached(), |beat| {
            beat.earlier[0].under_appeal = true;
            beat.fpn_content().cpn.as_mut().unwrap().requirement = requirement;
        })
    };
    assert_eq!(appeal(0), ["cpn_under_appeal"]);
    assert!(appeal(1).is_empty());
}

#[test]
fn litter_needs_neither_order_nor_excuse() {
    let mut beat = Beat::new(NoticeContent::Fpn(Fpn {
        terms: terms("LIT"),
        offence: "EPA 1990 s87".to_owned(),
        payee: payee(),
        cpn: None,
        vehicles: Vec::new(),
    }))
    .fairly();
    // What was seen is told under the row: fly-tipping seen is no litter.
    beat.conduct("FLY", Some(1));
    assert_eq!(beat.missing(), ["conduct_not_recorded"]);
    beat.conduct("LIT", Some(1));
    assert!(beat.is_ready());
    // The authority asks, nobody on the street chooses.
    assert_eq!(with(&beat, |beat| beat.fpn_content().terms.amount = 9_000), ["terms_differ"]);
    assert_eq!(
        with(&beat, |beat| beat.fpn_content().payee.name = "Kent Police".to_owned()),
        ["payee_differs"]
    );
    let headless = |beat: &mut Beat| beat.notice.letterhead = None;
    assert_eq!(with(&beat, headless), ["letterhead_differs"]);
    let unknown = |beat: &mut Beat| (beat.paper, beat.notice.letterhead) = (None, None);
    assert_eq!(with(&beat, unknown), ["authority_paper"]);
}

#[test]
fn a_time_that_ends_today_and_what_nobody_saw_are_said_and_stop_nothing() {
    let codes = |beat: &Beat| beat.notes().iter().map(|note| note.code).collect::<Vec<_>>();
    let mut beat = cpw();
    assert!(beat.is_ready() && codes(&beat).is_empty());
    let NoticeContent::Cpw(said) = &mut beat.notice.content else { panic!("a warning") };
    said.requirements.iter_mut().for_each(|one| one.by = None);
    said.allowed_until = day("2025-09-11");
    assert!(beat.is_ready());
    assert_eq!(codes(&beat), ["time_ends_today"]);

    let mut beat = cpw();
    beat.conduct("waste_early", Some(1));
    beat.encounter.conducts.iter_mut().for_each(|one| one.basis = Basis::Hearsay);
    assert!(beat.is_ready());
    assert_eq!(codes(&beat), ["seen_by_nobody"]);
    // A witness who is named, or what the officer saw as well.
    let mut seen = beat.clone();
    seen.conduct("waste_early", Some(1));
    assert_eq!(codes(&seen), [""; 0]);
    let detail = Detail::Witness { who: "Ms Neighbour, at 14".to_owned(), statement: true };
    beat.tell(EncounterEntry::Added(EncounterAdded { at: moment(clock("16:50")), detail }));
    assert_eq!(codes(&beat), [""; 0]);
}
