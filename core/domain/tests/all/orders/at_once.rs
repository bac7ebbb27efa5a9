//! A clerk learns everything at once: what the law says of an order is told with the slips of the pen in it.

use serde_json::json;

use super::file::{faults, reads, with};
use super::town::{MEDWAY_ZONES, versions};

#[test]
fn what_the_law_says_of_an_order_is_told_with_the_slips_of_the_same_order() {
    let mut file = with("/orders/0/conditions/0/offence", json!("PSPO-X"));
    file["orders"][0]["version"] = json!("three");
    file["orders"][4]["term"]["until"] = json!("2027-04-01");
    file["orders"][4]["effective"] = json!("2024-03-31");
    file["orders"][4]["conditions"][1]["duty"] = json!("must");
    file["orders"][4]["conditions"][2]["offence"] = json!("LIT");
    file["orders"][5]["conditions"][1]["code"] = json!("DOG-1");
    file["orders"][5]["title"] = json!(7);
    let expected = [
        "orders[0].version wrong_kind",
        "orders[0].conditions[0].offence alcohol_needs_requirement",
        "orders[4].conditions[1].duty unknown_word",
        "orders[4].effective effective_outside_term",
        "orders[4].term.until term_too_long",
        "orders[4].conditions[2].offence not_an_order_offence",
        "orders[5].title wrong_kind",
        "orders[5].conditions[1].code repeated",
    ];
    assert_eq!(faults(&file), expected);
}

#[test]
fn what_could_not_be_read_gives_no_second_fault() {
    // Without the day no rule set is known, without its terms nobody can say that an offence has none.
    let mut file = with("/orders/4/effective", json!("soon"));
    file["orders"][4]["term"]["until"] = json!("2030-01-01");
    file["orders"][0]["terms"][0]["amount"] = json!("a hundred");
    file["orders"][5]["conditions"][0]["text"] = json!("");
    let expected = [
        "orders[0].terms[0].amount wrong_kind",
        "orders[4].effective bad_value",
        "orders[5].conditions[0].text bad_text",
    ];
    assert_eq!(faults(&file), expected);
}

#[test]
fn a_word_where_several_are_known_is_answered_with_all_of_them() {
    for (at, value, known) in [
        ("/premises/0/kind", "shop", &["\"licensed\"", "\"club\"", "pavement_licence"][..]),
        ("/orders/4/conditions/1/who", "adults", &["\"all\"", "only", "except"]),
        ("/orders/4/conditions/1/times", "sometimes", &["\"always\"", "only", "except"]),
    ] {
        let report = reads(&with(at, json!(value)), &versions(MEDWAY_ZONES)).unwrap_err();
        let [problem] = &report.problems[..] else { panic!("{report}") };
        assert!(known.iter().all(|word| problem.reason.contains(word)), "{at}: {problem}");
    }
}
