//! Joint encounters and what is shared of them: a link that survives being read out, grants that end, and fields that let
//! nothing else through.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not recognised as tests")]

use std::collections::BTreeSet;

use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::encounter::joint::{JointLink, NotALink};
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{EncounterEntry, EncounterOpened, EncounterPerson};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::sharing::{
    GrantMade, GrantRefusal, SharedField, SharingEntry, SharingPurpose, grants, shared,
};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const FIELDS: [SharedField; 10] = [
    SharedField::Time,
    SharedField::Place,
    SharedField::Officer,
    SharedField::Conduct,
    SharedField::Standing,
    SharedField::People,
    SharedField::Vehicles,
    SharedField::Steps,
    SharedField::Outcome,
    SharedField::NoticeNumbers,
];

proptest! {
    #[test]
    fn a_link_is_read_as_it_was_shown_however_it_is_typed(bytes in any::<[u8; 6]>()) {
        let link = JointLink::random(bytes);
        let shown = link.to_string();
        prop_assert_eq!(shown.len(), 11);
        prop_assert_eq!(JointLink::parse(&shown), Ok(link));
        let heard = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        prop_assert_eq!(JointLink::parse(&heard), Ok(link));
        prop_assert_eq!(JointLink::of(link.id()), Some(link));
    }

    #[test]
    fn one_wrong_character_is_no_link(bytes in any::<[u8; 6]>(), at in 0_usize..10, other in "[0-9A-HJKMNP-TV-Z]") {
        let shown = JointLink::random(bytes).to_string().replace('-', "");
        let mut typed: Vec<char> = shown.chars().collect();
        let other = other.chars().next().unwrap();
        prop_assume!(typed[at] != other);
        typed[at] = other;
        prop_assert_eq!(JointLink::parse(&typed.into_iter().collect::<String>()), Err(NotALink));
    }
}

#[test]
fn what_is_no_link_is_told_so() {
    for text in ["", "ABCDE", "ABCDE-FGHJKM", "äöü", "ABCDE-FGH!J"] {
        assert_eq!(JointLink::parse(text), Err(NotALink), "{text}");
    }
    assert_eq!(JointLink::of(Id::from_bytes([4; 16])), None, "an id of before there were links");
    assert_eq!(JointLink::shown(Id::from_bytes([4; 16])), Id::from_bytes([4; 16]).to_string());
}

fn grant(until: Date) -> GrantMade {
    GrantMade {
        grant: Id::from_bytes([7; 16]),
        to: Id::from_bytes([8; 16]),
        agreement: "ISA 2025/3".to_owned(),
        purpose: SharingPurpose::Enforcement,
        fields: [SharedField::Time].into(),
        from: date(2025, 9, 1),
        until,
        by: Id::from_bytes([2; 16]),
    }
}

#[test]
fn a_grant_runs_from_its_first_day_to_its_last_and_an_end_never_makes_it_longer() {
    let made = grant(date(2025, 12, 31));
    let runs = |grant: &GrantMade, day| grant.runs_on(day);
    assert!(!runs(&made, date(2025, 8, 31)) && runs(&made, date(2025, 9, 1)));
    assert!(runs(&made, date(2025, 12, 31)) && !runs(&made, date(2026, 1, 1)));
    let by = Id::from_bytes([3; 16]);
    assert_eq!(made.end(date(2026, 1, 1), by), Err(GrantRefusal::NotRunning));
    let ended = made.end(date(2025, 10, 1), by).unwrap();
    let late = beatbook_domain::records::sharing::GrantEnded { last: date(2026, 6, 1), ..ended.clone() };
    let told = [SharingEntry::Made(made), SharingEntry::Ended(ended), SharingEntry::Ended(late)];
    let [now] = &grants(&told)[..] else { panic!("one grant") };
    assert!(runs(now, date(2025, 10, 1)) && !runs(now, date(2025, 10, 2)));
}

#[test]
fn a_grant_names_an_agreement_a_field_another_authority_and_a_purpose_that_may_be_chosen() {
    let own = Id::from_bytes([1; 16]);
    let ok = grant(date(2025, 12, 31));
    assert_eq!(ok.check(own), Ok(()));
    for (wrong, refusal) in [
        (GrantMade { agreement: "  ".to_owned(), ..ok.clone() }, GrantRefusal::Agreement),
        (GrantMade { agreement: "x".repeat(NAME_MAX + 1), ..ok.clone() }, GrantRefusal::Agreement),
        (GrantMade { fields: BTreeSet::new(), ..ok.clone() }, GrantRefusal::Fields),
        (GrantMade { until: date(2025, 8, 31), ..ok.clone() }, GrantRefusal::EndsBeforeBegin),
        (GrantMade { to: own, ..ok.clone() }, GrantRefusal::Own),
    ] {
        assert_eq!(wrong.check(own), Err(refusal));
    }
    assert!(serde_json::from_str::<SharingPurpose>("\"immigration_enforcement\"").is_err());
}

/// An encounter in which every field says something of its own.
fn met() -> Encounter {
    let at = Moment { wall: 1_757_605_260_000, mono: 5, boot: BootId(1) };
    let mut met = Encounter::open(&EncounterOpened {
        at,
        time: Some(LegalTime { at: 1_757_605_260_000, within: Some(1_000) }),
        place: Some(KeptPlace { lat: 513_826_000, lon: 5_265_000, accuracy: Some(140) }),
        patrol: Some(Id::from_bytes([3; 16])),
        controller: "MDW".to_owned(),
        joint: Some(JointLink::random([1; 6]).id()),
        operation: Some("Op Irradiate".to_owned()),
        land: None,
    })
    .unwrap();
    let details = Details::Person {
        name: "Persephone Quillfeather".to_owned(),
        address: vec!["9 Nowhere Lane".to_owned()],
        born: None,
        basis: DetailsBasis::Volunteered,
        believed: true,
    };
    let known = PersonKnown { details: Some(details), ..PersonKnown::default() };
    met.apply(&EncounterEntry::Person(EncounterPerson { at, person: 1, known, without_power: false }))
        .unwrap();
    met
}

#[test]
fn a_field_lets_itself_through_and_nothing_else() {
    let met = met();
    for bits in 0_u32..1 << FIELDS.len() {
        let fields: BTreeSet<SharedField> = FIELDS
            .iter()
            .enumerate()
            .filter(|(at, _)| bits & 1 << at != 0)
            .map(|(_, field)| *field)
            .collect();
        let told = shared(&met, "CSO9", &["MDW-A7-000118-M".to_owned()], &fields);
        assert_eq!(told.as_object().unwrap().len(), fields.len());
        let text = told.to_string();
        for (needle, field) in [
            ("Quillfeather", SharedField::People),
            ("Nowhere Lane", SharedField::People),
            ("513826000", SharedField::Place),
            ("1757605260000", SharedField::Time),
            ("CSO9", SharedField::Officer),
            ("MDW-A7-000118-M", SharedField::NoticeNumbers),
        ] {
            assert_eq!(text.contains(needle), fields.contains(&field), "{needle}: {text}");
        }
        assert!(!text.contains("Op Irradiate") && !text.contains("\"controller\""), "{text}");
    }
}
