//! Encampments at the command line: what the server told of them, whose an entry is that does not hold, and what is said instead of
//! spending a number or keeping a draft that nobody can issue.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use crate::program::Phone;
use crate::short_days::{COUNT, refused, told};

use beatbook_domain::records::server::{OfficerAdded, ServerBody};
use beatbook_protocol::id::Id;

#[test]
fn what_the_server_tells_of_an_encampment_is_shown_in_words() {
    let (colleague, theirs) = (Id::from_bytes([9; 16]), Id::from_bytes([8; 16]));
    let standing = serde_json::json!({
        "encampment": COUNT, "key": "07".repeat(32), "land": "Great Lines", "stage": "welfare_done",
        "refused": [
            { "at": { "journal": theirs, "seq": 3 }, "by": colleague, "what": "direction_spoken", "code": "welfare_first" },
            { "at": { "journal": COUNT, "seq": 4 }, "what": "visit", "code": "of_a_later_version" },
        ],
    });
    let body = ServerBody::parse("encampment_standing", 1, standing.to_string().as_bytes()).unwrap();
    let phone = told(&[officer(colleague, "V1"), body]);
    // Which one is meant nobody has to guess from a bare refusal.
    let visit = ["encampment", "visit", "--caravans", "1"];
    let (status, said) = phone.refuses(&visit);
    assert_eq!(status, 3);
    for words in ["[which_encampment]", "--encampment", "encampment list"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let id = COUNT.to_string();
    phone.does(&[&visit[..], &["--encampment", &id]].concat());
    phone.does(&visit);
    let shown = phone.does(&["encampment", "show"]);
    for words in [
        "  stands at: a welfare check is complete\n",
        "  direction spoken told by V1 does not hold: no welfare check was complete before this direction",
        "  visit told by another officer does not hold: of_a_later_version\n",
        "  visits: 2",
    ] {
        assert!(shown.contains(words.trim_start()), "{words}: {shown}");
    }
    // Numbers are those that `take-back` takes, of this phone's own entries.
    assert!(!shown.contains("entry 3 (") && !shown.contains("entry 4 ("), "{shown}");
    let numbers = own_numbers(&shown);
    assert_eq!(numbers.len(), 2, "{shown}");
    let back = |entry: &str| ["encampment", "take-back", entry, "--why", "A slip"].map(str::to_owned);
    let other = (numbers[1].parse::<u64>().unwrap() + 100).to_string();
    for entry in [&other[..], "0"] {
        let words = back(entry);
        refused(&phone, &words.each_ref().map(String::as_str), 4, "no_such_entry");
    }
    phone.does(&back(&numbers[1]).each_ref().map(String::as_str));
    let again = back(&(numbers[1].parse::<u64>().unwrap() + 1).to_string());
    refused(&phone, &again.each_ref().map(String::as_str), 4, "takes_back");
}

#[test]
fn a_visit_that_does_not_hold_is_not_what_was_counted() {
    let standing = |vacated: &str| {
        let standing = serde_json::json!({
            "encampment": COUNT, "key": "07".repeat(32), "land": "Great Lines", "stage": "reported", "vacated": vacated,
        });
        ServerBody::parse("encampment_standing", 1, standing.to_string().as_bytes()).unwrap()
    };
    let phone = told(&[standing("2025-08-20")]);
    let id = COUNT.to_string();
    let visit = ["encampment", "visit", "--caravans", "2", "--encampment", &id];
    let said = phone.does(&visit);
    assert!(said.contains("DOES NOT HOLD") && said.contains("(vacated_already)"), "{said}");
    assert!(said.contains("report who is there now anew"), "{said}");
    let shown = phone.does(&["encampment", "show"]);
    let entry = phone.kinds().len() - 1;
    assert!(!shown.contains("counted") && shown.contains("visits: 0"), "{shown}");
    let refused = format!("  entry {entry} (visit) does not hold: it was vacated by then");
    assert!(shown.contains(&refused) && shown.contains("  vacated 2025-08-20"), "{shown}");
}

#[test]
fn what_was_counted_last_is_shown_with_its_day_and_whose_count_it_is() {
    let standing = |counted: (&str, u16)| {
        let units = serde_json::json!([{ "kind": "caravan", "count": counted.1, "lived_in": counted.1 }]);
        let standing = serde_json::json!({
            "encampment": COUNT, "key": "07".repeat(32), "land": "Great Lines", "stage": "reported",
            "counted": [counted.0, units],
        });
        ServerBody::parse("encampment_standing", 1, standing.to_string().as_bytes()).unwrap()
    };
    let phone = told(&[standing(("2025-08-20", 4))]);
    let theirs = "  counted 2025-08-20: 4 caravans (4 lived in), as the server told last\n";
    for words in ["show", "list"] {
        let shown = phone.does(&["encampment", words]);
        assert!(shown.contains(theirs), "{words}: {shown}");
    }
    // What this phone counts later is newer; the server's count of before is not shown beside it.
    let id = COUNT.to_string();
    phone.does(&["encampment", "visit", "--caravans", "2", "--encampment", &id]);
    let shown = phone.does(&["encampment", "show"]);
    let own = shown.lines().filter(|line| line.starts_with("  counted ")).collect::<Vec<_>>();
    assert!(own.len() == 1 && own[0].ends_with(", told by this phone"), "{shown}");
}

/// The numbers of entries that a phone shows.
fn own_numbers(shown: &str) -> Vec<String> {
    let number = |line: &str| Some(line.strip_prefix("  entry ")?.split_whitespace().next()?.to_owned());
    shown.lines().filter_map(number).collect()
}

/// The server has told of an officer.
pub fn officer(officer: Id, code: &str) -> ServerBody {
    let (code, name, team) = (code.to_owned(), code.to_owned(), "Safety".to_owned());
    ServerBody::OfficerAdded(OfficerAdded { officer, code, name, team })
}

#[test]
fn of_a_direction_no_draft_is_offered_that_nobody_could_issue() {
    let phone = Phone::enrolled();
    phone.does(&["encounter", "begin", "--place", "51.3755,0.5350"]);
    let common = ["--place", "The car park", "--particulars", "They stood there."];
    let land = ["--land", "The car park"];
    let direction = [&["notice", "issue", "s77"], &land[..], &common[..]].concat();
    let nuisance = ["--driving", "careless", "--annoyance", "Walkers."];
    let warning = [&["notice", "issue", "s59-warning"], &nuisance[..], &common[..]].concat();
    let hint = |words: &[&str]| {
        let output = phone.tries(words);
        assert_eq!(output.status.code(), Some(3), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said = hint(&direction);
    assert!(said.contains("never goes by post") && !said.contains("`notice draft`"), "{said}");
    assert!(hint(&warning).contains("`notice draft`"));
}
