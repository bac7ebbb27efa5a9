//! Briefing cards asked for at the command line by a phone that no server has met yet.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::program;

use program::Phone;
use serde_json::Value;

const HERE: [&str; 4] = ["card", "here", "--at", "51.37851,0.52400"];

#[test]
fn without_a_card_it_says_so_and_by_which_briefing() {
    let phone = Phone::enrolled();
    let unmet = "this phone, which has not met its server yet";
    let here = phone.does(&HERE);
    assert!(here.contains("no zone that could have a card is here") && here.contains(unmet), "{here}");
    let list = phone.does(&["card", "list"]);
    assert!(list.contains("no cards") && list.contains(unmet), "{list}");
    // A zone that there is none of is refused, and says what to do.
    for words in [&["card", "CHA-HS"][..], &["card", "CHA-HS", "--json"]] {
        let (code, said) = phone.refuses(words);
        assert!(code == 4 && said.contains("[unknown_zone]") && said.contains(unmet), "{said}");
        assert!(said.contains("`card list`"), "{said}");
    }
    assert_eq!(phone.json(&["card", "list", "--json"])["cards"], Value::Array(Vec::new()));
    assert_eq!(phone.kinds(), ["genesis"], "looking stores nothing");
}

#[test]
fn signing_on_names_no_card_where_there_is_none_and_here_wants_a_place() {
    let phone = Phone::enrolled();
    let (code, said) = phone.refuses(&["card", "here"]);
    assert!(code == 3 && said.contains("[no_place]"), "{said}");
    assert!(!phone.does(&["on"]).contains("card"));
    assert_eq!(phone.refuses(&["card"]).0, 2);
}
