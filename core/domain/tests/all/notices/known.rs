//! Notices given before, as phones are told of them: found by those they went to, and by nobody else.

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::known::{
    KnownNotice, Row, Subject, Tag, TagKey, is_childs_warning, pack, rows_of,
};
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::notice::content::{NoticeContent, NoticeKind};
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::register::{Act, AppealOutcome, Case, Deed, IssuedNotice, Standing};
use proptest::prelude::*;

use super::beat::day;
use super::story::{protected, voided, warned};

fn key() -> TagKey {
    TagKey::from_bytes([7; 32])
}

fn person(name: &str, born: Option<&str>) -> Recipient {
    Recipient::Person { name: name.to_owned(), address: Vec::new(), born: born.map(day) }
}

fn tag(recipient: &Recipient) -> Option<Tag> {
    key().tag(Subject::Recipient(recipient))
}

#[test]
fn a_person_is_found_however_the_name_is_told_and_never_without_a_date_of_birth() {
    let zoe = tag(&person("Zoë Ó Faoláin", Some("1990-05-01"))).unwrap();
    for spelt in ["ZOE O FAOLAIN", "o faolain,  zoe", "Zoë Ó Faoláin"] {
        assert_eq!(tag(&person(spelt, Some("1990-05-01"))), Some(zoe), "{spelt}");
    }
    assert_ne!(tag(&person("Zoë Ó Faoláin", Some("1990-05-02"))), Some(zoe));
    assert_ne!(
        TagKey::from_bytes([8; 32]).tag(Subject::Recipient(&person("zoe o faolain", Some("1990-05-01")))),
        Some(zoe)
    );
    assert_eq!(tag(&person("Zoë Ó Faoláin", None)), None, "a name alone is many people");
    assert_eq!(tag(&person("🙂", Some("1990-05-01"))), None);
    assert_eq!(tag(&Recipient::Refused), None);
    // Premises are told in the order of their address.
    let flat = |line: &str| {
        let address = vec![line.to_owned()];
        tag(&Recipient::Premises { addressed: "The occupier".to_owned(), address })
    };
    assert_ne!(flat("Flat 2, 12 High Street"), flat("Flat 12, 2 High Street"));
    assert_eq!(flat("Flat 2, 12 High Street"), flat("FLAT 2 12 HIGH STREET"));
    // A body of the same words is somebody else, and so is a registration.
    let body = Recipient::Body { name: "Zoë Ó Faoláin".to_owned(), address: Vec::new() };
    assert!(tag(&body).is_some() && tag(&body) != Some(zoe));
    let plate = |text| key().tag(Subject::Registration(text));
    assert_eq!(plate("ab12 cde"), plate("AB12CDE"));
    assert_eq!(plate(" - "), None);
}

#[test]
fn a_warning_stands_under_person_and_registration_until_it_is_void() {
    let story = warned();
    let rows = rows_of(&key(), &story, &standing(&story, &[]));
    let NoticeContent::S59Warning(warning) = &story.notice.content else { panic!("a vehicle warning") };
    let plate = warning.nuisance.vehicle.plate.as_deref().unwrap();
    let tags = [tag(&story.notice.recipient), key().tag(Subject::Registration(plate))].map(Option::unwrap);
    assert_eq!(rows.iter().map(|row| row.tag).collect::<Vec<_>>(), tags);
    let written = serde_json::to_string(&rows).unwrap();
    assert!(
        !written.contains("Example Road") && !written.contains("Sam") && !written.contains(plate),
        "{written}"
    );
    let mut void: NoticeStory = story;
    void.apply(&voided("Wrong person")).unwrap();
    assert_eq!(rows_of(&key(), &void, &standing(&void, &[])), []);
}

#[test]
fn a_childs_vehicle_warning_is_in_no_list() {
    let rules = super::beat::rules();
    let born = |born: &str| {
        let mut story = warned();
        if let Recipient::Person { born: birth, .. } = &mut story.notice.recipient {
            *birth = Some(day(born));
        }
        is_childs_warning(&story, &rules)
    };
    // Warned on 11 September 2025.
    assert!(!born("2007-09-11"), "eighteen that day");
    assert!(born("2007-09-12"), "seventeen that day");
    let mut young = warned();
    assert!(!is_childs_warning(&young, &rules));
    young.notice.under_age = true;
    assert!(is_childs_warning(&young, &rules), "by how old the officer took them to be");
    // Community protection lists nobody: it is asked for by its number.
    let mut notice = protected();
    notice.notice.under_age = true;
    assert!(!is_childs_warning(&notice, &rules));
}

/// Where a notice stands after these acts, all of its own day.
fn standing(story: &NoticeStory, acts: &[Act]) -> Standing {
    let (issue, content) = (story.issue().unwrap(), &story.notice.content);
    let on = local_date(issue.time.at).unwrap();
    let mut case = Case::new(IssuedNotice {
        number: NoticeNumber::new(AuthorityCode::new("MDW").unwrap(), 'A', 7, 118).unwrap(),
        kind: content.kind(),
        code: String::new(),
        order: None,
        issued: on,
        penalty: None,
        appeal_until: None,
        tell_by: None,
    });
    for act in acts {
        case.check(&Deed { on, act: *act }).unwrap();
        case.record(Deed { on, act: *act });
    }
    case.standing(on)
}

#[test]
fn phones_are_told_of_an_appeal_and_of_a_varied_notice_and_no_more_of_one_that_is_quashed() {
    let story = protected();
    let day = local_date(story.issue().unwrap().time.at).unwrap();
    let appealed = Act::Appealed { lodged: day, late_allowed: false };
    let decided = |outcome| [appealed, Act::AppealDecided { decided: day, outcome }];
    let told = |acts: &[Act]| {
        let rows = rows_of(&key(), &story, &standing(&story, acts));
        rows.first().map(|row| (row.notice.under_appeal, row.notice.varied))
    };
    assert_eq!(told(&[]), Some((false, false)));
    assert_eq!(told(&[appealed]), Some((true, false)));
    assert_eq!(told(&decided(AppealOutcome::Upheld)), Some((false, false)));
    assert_eq!(told(&decided(AppealOutcome::Varied)), Some((false, true)));
    assert_eq!(told(&decided(AppealOutcome::Quashed)), None);
    assert_eq!(told(&[Act::Discharged]), None);
    // A phone of before reads what it knew, and a row of before says nothing of appeals.
    let plain = serde_json::to_string(&rows_of(&key(), &story, &standing(&story, &[]))).unwrap();
    assert!(!plain.contains("under_appeal") && !plain.contains("varied"), "{plain}");
}

fn notice(number: u32) -> KnownNotice {
    KnownNotice {
        number: format!("MDW-A0-{number:06}-X"),
        kind: NoticeKind::S59Warning,
        date: day("2025-09-07"),
        place: "Medway City Estate".to_owned(),
        issuer: "4417".to_owned(),
        about: String::new(),
        allowed_until: None,
        requirements: Vec::new(),
        under_appeal: false,
        varied: false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn whatever_is_packed_is_found_under_its_own_tag_only(plates in proptest::collection::vec("[A-Z]{2}[0-9]{2}", 0..300)) {
        let tag = |plate: &str| key().tag(Subject::Registration(plate)).unwrap();
        let rows: Vec<Row> =
            plates.iter().zip(0..).map(|(plate, n)| Row { tag: tag(plate), notice: notice(n) }).collect();
        let (index, objects) = pack(key(), rows.clone()).unwrap();
        let mut backwards = rows.clone();
        backwards.reverse();
        prop_assert_eq!(pack(key(), backwards).unwrap(), (index.clone(), objects.clone()), "order does not matter");
        let bytes = |tag: Tag| {
            let group = index.group(tag).unwrap();
            &objects.iter().find(|object| object.hash == group).unwrap().bytes
        };
        for plate in plates.iter().map(String::as_str).chain(["ZZ99"]) {
            let found = index.find(tag(plate), bytes(tag(plate))).unwrap();
            let given: Vec<KnownNotice> =
                rows.iter().filter(|row| row.tag == tag(plate)).map(|row| row.notice.clone()).collect();
            prop_assert_eq!(found, given);
        }
    }
}

#[test]
fn of_very_many_the_newest_are_told() {
    let tag = key().tag(Subject::Registration("AB12")).unwrap();
    let dated = |n: u32| KnownNotice {
        date: day("2020-01-01").checked_add(jiff::Span::new().days(n)).unwrap(),
        ..notice(n)
    };
    let rows: Vec<Row> = (0..500).map(|n| Row { tag, notice: dated(n) }).collect();
    let (index, objects) = pack(key(), rows).unwrap();
    let group = objects.iter().find(|object| Some(object.hash) == index.group(tag)).unwrap();
    let found = index.find(tag, &group.bytes).unwrap();
    assert_eq!((found.len(), found[0].date), (200, dated(300).date));
}

#[test]
fn one_more_notice_changes_the_groups_it_stands_in_and_no_others() {
    let tag = |n: u32| key().tag(Subject::Registration(&format!("AB{n}"))).unwrap();
    let rows: Vec<Row> = (0..1_000).map(|n| Row { tag: tag(n), notice: notice(n) }).collect();
    let (before, _) = pack(key(), rows.clone()).unwrap();
    let one_more = Row { tag: tag(5_000), notice: notice(5_000) };
    let (after, objects) = pack(key(), rows.into_iter().chain([one_more.clone()]).collect()).unwrap();
    let changed = before.groups.iter().zip(&after.groups).filter(|(one, other)| one != other).count();
    assert_eq!((before.groups.len(), changed), (16, 1));
    // A group of another hash is refused, whatever it holds.
    let group = after.group(one_more.tag).unwrap();
    let other = objects.iter().find(|object| object.hash != group).unwrap();
    assert!(after.find(one_more.tag, &other.bytes).is_err());
}
