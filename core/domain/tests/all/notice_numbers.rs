//! Notice numbers as they are printed, read out over a radio and typed in again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber, NumberError, check_character};
use proptest::prelude::*;

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn number(authority: &str, series: char, block: u8, serial: u32) -> NoticeNumber {
    NoticeNumber::new(AuthorityCode::new(authority).unwrap(), series, block, serial).unwrap()
}

#[test]
fn check_characters_are_those_of_the_standard() {
    // ISO/IEC 7064 MOD 37,36; the first is the standard's own example, of a music identifier.
    for (text, check) in
        [("A12425GABC1234002", 'M'), ("DEMOA7000118", 'L'), ("MDWA7000118", 'M'), ("MDWA7000119", 'K')]
    {
        assert_eq!(check_character(text), check, "{text}");
    }
    assert_eq!(number("DEMO", 'A', 7, 118).to_string(), "DEMO-A7-000118-L");
    assert_eq!(number("MDW", 'A', 7, 118).to_string(), "MDW-A7-000118-M");
    assert_eq!(number("MDW", 'A', 7, 119).to_string(), "MDW-A7-000119-K");
}

#[test]
fn a_number_is_read_however_it_is_typed() {
    let printed = number("MDW", 'A', 7, 118);
    for text in ["MDW-A7-000118-M", "mdw-a7-000118-m", "MDW A7 000118 M", "MDWA7000118M", " mdw a7000118m "] {
        assert_eq!(NoticeNumber::parse(text), Ok(printed.clone()), "{text}");
    }
    assert_eq!(NoticeNumber::parse("MDW-A7-000118-N"), Err(NumberError::CheckCharacter));
    for text in [
        "",
        "M",
        "-",
        "MDW",
        "A7-000118-M",
        "M-A7-000118-M",
        "MDWQX-A7-000118-M",
        "MDW-77-000118-M",
        "MDW-AA-000118-M",
        "MDW-A7-00118-M",
        "MDW-A7-+00118-M",
        "MDW-A7-000118-é",
        "ΜDW-A7-000118-M",
        "MDW-A7-٠٠٠١١٨-M",
    ] {
        assert_eq!(NoticeNumber::parse(text), Err(NumberError::NotANumber), "{text}");
    }
}

#[test]
fn series_x_is_training() {
    assert!(number("MDW", 'X', 0, 1).is_training());
    assert!(!number("MDW", 'A', 0, 1).is_training());
}

#[test]
fn of_neighbours_that_changed_places_one_pair_in_630_is_missed() {
    // A property of the standard, kept here so that nobody promises more: after each of 36 beginnings exactly one
    // pair, of characters that follow each other.
    let beginnings: Vec<String> = beginnings();
    assert_eq!(beginnings.len(), 36);
    let mut missed = 0;
    for beginning in &beginnings {
        for (place, first) in ALPHABET.char_indices() {
            for second in ALPHABET[place + 1..].chars() {
                let one = check_character(&format!("{beginning}{first}{second}"));
                let other = check_character(&format!("{beginning}{second}{first}"));
                missed += usize::from(one == other);
            }
        }
    }
    assert_eq!(missed, 36);
}

/// A text for each of the 36 states the check can be in.
fn beginnings() -> Vec<String> {
    let mut states = std::collections::BTreeMap::new();
    for text in std::iter::once(String::new()).chain(ALPHABET.chars().map(String::from)) {
        states.entry(check_character(&text)).or_insert(text);
    }
    states.into_values().collect()
}

fn any_number() -> impl Strategy<Value = NoticeNumber> {
    ("[A-Z]{2,4}", "[A-Z]", 0u8..10, 0u32..=999_999).prop_map(|(authority, series, block, serial)| {
        number(&authority, series.chars().next().unwrap(), block, serial)
    })
}

proptest! {
    #[test]
    fn a_number_comes_back_as_it_was(number in any_number()) {
        prop_assert_eq!(NoticeNumber::parse(&number.to_string()), Ok(number.clone()));
        let json = serde_json::to_string(&number).unwrap();
        prop_assert_eq!(serde_json::from_str::<NoticeNumber>(&json).unwrap(), number);
    }

    #[test]
    fn any_one_wrong_character_is_found(number in any_number(), place in 0usize..13, wrong in 0usize..36) {
        let printed: Vec<char> = number.to_string().chars().filter(|c| *c != '-').collect();
        let place = place % printed.len();
        let wrong = ALPHABET.chars().nth(wrong).unwrap();
        prop_assume!(wrong != printed[place]);
        let mut typed = printed;
        typed[place] = wrong;
        let typed: String = typed.into_iter().collect();
        prop_assert!(NoticeNumber::parse(&typed).is_err());
    }

    #[test]
    fn neighbours_that_changed_places_are_found_unless_they_follow_each_other(
        number in any_number(), place in 0usize..12,
    ) {
        let printed: Vec<char> = number.to_string().chars().filter(|c| *c != '-').collect();
        let place = place % (printed.len() - 1);
        let value = |c: char| ALPHABET.find(c).unwrap();
        let apart = value(printed[place]).abs_diff(value(printed[place + 1]));
        prop_assume!(!matches!(apart, 0 | 1 | 35));
        let mut typed = printed;
        typed.swap(place, place + 1);
        let typed: String = typed.into_iter().collect();
        prop_assert!(NoticeNumber::parse(&typed).is_err());
    }

    #[test]
    fn no_text_is_a_panic(text in ".{0,24}") {
        let _ = NoticeNumber::parse(&text);
    }
}
