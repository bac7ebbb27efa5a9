//! What people type: emoji, right-to-left names, texts at the limit.

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::notice::story::{NoticeRefusal, NoticeStory};
use beatbook_domain::records::notice::{NoticeEntry, PARTICULARS_MAX, Recipient};
use beatbook_protocol::limits::BODY_MAX;

use super::beat::{Beat, condition, with};
use super::story::issued;

#[test]
fn names_in_any_script_stay_as_written_and_are_compared_by_letters() {
    for name in ["محمد علي", "\u{202e}evil", "👩‍👩‍👧 Smith", "Zoë Łukasz-Ng", "O'Brien"]
    {
        let known = PersonKnown {
            details: Some(Details::Person {
                name: name.to_owned(),
                address: vec!["عنوان".to_owned()],
                born: Some("1990-05-01".parse().unwrap()),
                basis: DetailsBasis::Volunteered,
                believed: true,
            }),
            ..PersonKnown::default()
        };
        let mut beat = Beat::fpn(condition("CAN-2", "PSPO-X")).fairly();
        beat.person(1, known);
        assert!(beat.is_ready(), "{name}");
        let Recipient::Person { name: written, .. } = &beat.notice.recipient else { panic!("a person") };
        assert_eq!(written, name);
        assert!(beat.notice.recipient.is_same(&beat.notice.recipient));
    }
    let nameless = Recipient::Person { name: "👻".to_owned(), address: Vec::new(), born: None };
    assert!(!nameless.is_same(&nameless), "nobody is the same as nobody");
    assert!(!Recipient::Refused.is_same(&Recipient::Refused));
}

#[test]
fn particulars_at_and_over_the_limit_in_the_widest_script() {
    let beat = Beat::fpn(condition("CAN-2", "PSPO-X")).fairly();
    let filled = |characters: usize| with(&beat, |beat| beat.notice.particulars = "🚓".repeat(characters));
    assert!(filled(PARTICULARS_MAX).is_empty());
    assert_eq!(filled(PARTICULARS_MAX + 1), ["particulars_too_long"]);
    assert!(filled(40).is_empty());
    assert_eq!(filled(39), ["particulars_too_short"]);
    let blank = with(&beat, |beat| beat.notice.particulars = " ".repeat(100));
    assert_eq!(blank, ["particulars_too_short"]);

    let NoticeEntry::Issued(mut full) = issued("MDW-A7-000118-M") else { panic!("issued") };
    full.notice.particulars = "🚓".repeat(PARTICULARS_MAX);
    let body = EntryBody::Notice(NoticeEntry::Issued(full.clone()));
    assert!(body.to_bytes().unwrap().len() < BODY_MAX);
    full.notice.particulars.push('x');
    let too_long = NoticeStory::begin(&NoticeEntry::Issued(full)).unwrap_err();
    assert_eq!(too_long, NoticeRefusal::Text { field: "particulars" });

    let NoticeEntry::Issued(mut full) = issued("MDW-A7-000118-M") else { panic!("issued") };
    full.notice.conduct.place = "x".repeat(20_000);
    assert!(NoticeStory::begin(&NoticeEntry::Issued(full.clone())).is_ok());
    full.notice.conduct.place.push('x');
    let too_long = NoticeStory::begin(&NoticeEntry::Issued(full)).unwrap_err();
    assert_eq!(too_long, NoticeRefusal::Text { field: "notice" });
}
