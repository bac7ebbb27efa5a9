//! What form refuses, at the edge of each limit.

use beatbook_domain::premises::lists::PremisesLists;
use beatbook_domain::records::premises::{
    Defect, DefectFound, ItemGone, ItemStep, PremisesEntry, PremisesForm, SeizedGoods, VisitDetails,
    VisitOutcome,
};

use super::support::{at, details, gone, goods, seized, told_of};

#[test]
fn lists_ship_whole_and_no_code_is_in_one_twice() {
    let lists = PremisesLists::shipped();
    for (name, words) in lists.named() {
        let mut codes: Vec<&str> = words.iter().map(|word| word.code.as_str()).collect();
        let number = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert!(number >= 5 && codes.len() == number, "{name}: {codes:?}");
    }
    let defects: Vec<&str> = lists.defects.iter().map(|word| word.code.as_str()).collect();
    let wanted = [
        "nicotine_over_limit",
        "tank_size",
        "labelling",
        "counterfeit",
        "underage_sale",
        "single_use",
        "illicit_tobacco",
    ];
    assert_eq!(defects, wanted);
}

#[test]
fn a_visit_that_none_is_is_refused_and_says_why() {
    let with = |change: &dyn Fn(&mut VisitDetails)| {
        let mut what = details("vape_shop");
        change(&mut what);
        what.check().map_err(PremisesForm::code)
    };
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<String>>();
    assert_eq!(with(&|_| {}), Ok(()));
    assert_eq!(with(&|what| what.kind = "bakery".to_owned()), Err("premises_kind"));
    assert_eq!(with(&|what| what.why = "bored".to_owned()), Err("premises_why"));
    assert_eq!(with(&|what| what.with = codes(&["trading_standards", "licensing"])), Ok(()));
    assert_eq!(with(&|what| what.with = codes(&["army"])), Err("premises_partner"));
    assert_eq!(with(&|what| what.with = codes(&["licensing", "licensing"])), Err("premises_twice"));
    assert_eq!(with(&|what| what.spoken_to = codes(&["John Smith"])), Err("premises_capacity"));
    for (length, answer) in [(200, Ok(())), (201, Err("premises_text"))] {
        assert_eq!(with(&|what| what.name = "x".repeat(length)), answer);
        assert_eq!(with(&|what| what.address = Some("x".repeat(length))), answer);
        assert_eq!(with(&|what| what.ward = Some("x".repeat(length))), answer);
    }
    assert_eq!(with(&|what| what.name = " ".to_owned()), Err("premises_text"));
    assert_eq!(with(&|what| what.notes = Some("x".repeat(20_000))), Ok(()));
    assert_eq!(with(&|what| what.notes = Some("x".repeat(20_001))), Err("premises_text"));
    let outcomes = |all: &[VisitOutcome]| with(&|what| what.outcomes = all.to_vec());
    let refer = |to: &str| VisitOutcome::Referral { to: to.to_owned(), reference: None };
    let by = |day: &str| VisitOutcome::FollowUp { by: day.parse().unwrap() };
    assert_eq!(outcomes(&[VisitOutcome::Compliant, by("2025-10-01"), VisitOutcome::Advice]), Ok(()));
    for other in [VisitOutcome::WarningLetter, VisitOutcome::Seizure] {
        assert_eq!(outcomes(&[other, VisitOutcome::Compliant]), Err("premises_outcome"));
    }
    assert_eq!(outcomes(&[by("2025-10-01"), by("2025-10-02")]), Err("premises_twice"));
    assert_eq!(outcomes(&[refer("HMRC"), refer("Trading standards")]), Ok(()));
    assert_eq!(outcomes(&[refer("HMRC"), refer(" hmrc")]), Err("premises_twice"));
    assert_eq!(outcomes(&[refer(" ")]), Err("premises_text"));
    let many = |number: usize| (0..number).map(|one| refer(&one.to_string())).collect::<Vec<_>>();
    assert_eq!((outcomes(&many(20)), outcomes(&many(21))), (Ok(()), Err("premises_twice")));
}

#[test]
fn goods_and_defects_that_none_are_are_refused_and_say_why() {
    let item = |number: u16, change: fn(&mut SeizedGoods)| {
        let mut what = goods(Some("A1"));
        change(&mut what);
        seized(number, what).check().map_err(PremisesForm::code)
    };
    for (number, answer) in
        [(0, Err("premises_number")), (1, Ok(())), (500, Ok(())), (501, Err("premises_number"))]
    {
        assert_eq!(item(number, |_| {}), answer, "{number}");
    }
    assert_eq!(item(1, |what| what.quantity = 0), Err("premises_number"));
    assert_eq!(item(1, |what| what.quantity = 10_000_000), Ok(()));
    assert_eq!(item(1, |what| what.quantity = 10_000_001), Err("premises_number"));
    assert_eq!(item(1, |what| what.value_pence = Some(0)), Ok(()));
    assert_eq!(item(1, |what| what.value_pence = Some(1_000_000_000)), Ok(()));
    assert_eq!(item(1, |what| what.value_pence = Some(1_000_000_001)), Err("premises_number"));
    assert_eq!(item(1, |what| what.defect = Some("dusty".to_owned())), Err("premises_defect"));
    assert_eq!(item(1, |what| what.seal = Some(" ".to_owned())), Err("premises_text"));
    assert_eq!(item(1, |what| what.unit = String::new()), Err("premises_text"));
    assert_eq!(item(1, |what| what.power = Some("x".repeat(201))), Err("premises_text"));
    let found = |code: &str, things| {
        let defect = Defect { code: code.to_owned(), things, note: None };
        PremisesEntry::Defect(DefectFound { at: at(), defect }).check().map_err(PremisesForm::code)
    };
    assert_eq!(found("tank_size", Some(10_000_000)), Ok(()));
    assert_eq!(found("tank_size", Some(10_000_001)), Err("premises_number"));
    assert_eq!(found("dusty", None), Err("premises_defect"));
    let people = |one: &str, other: &str| {
        let gone = ItemGone { people: [one.to_owned(), other.to_owned()], ..gone() };
        told_of(1, ItemStep::Disposed(gone)).check().map_err(PremisesForm::code)
    };
    assert_eq!(people("4711", "4712"), Ok(()));
    assert_eq!((people("4711", " 4711"), people("4711", "")), (Err("two_people"), Err("two_people")));
    let passed = ItemStep::PassedOn { to: "HMRC".to_owned(), reference: " ".to_owned() };
    assert_eq!(told_of(1, passed).check(), Err(PremisesForm::Text("to whom and reference")));
}
