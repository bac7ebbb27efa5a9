//! "Ring outreach before a notice" on the command line: said before anything is issued, drafted or found to be missing.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::program::Phone;
use crate::support::OFFICER;
use crate::support::server::{keep, keeper};

use beatbook_domain::access::{Role, RoleTerm, Roles};
use beatbook_domain::notices::known::{Subject, TagKey};
use beatbook_domain::records::consult::ConsultMarked;
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::server::{OfficerRoleChanged, ServerBody};
use beatbook_protocol::id::Id;
use jiff::civil::date;
use serde_json::{Value, json};

const RING: &str = "ring outreach before a notice: 01634 555 0100";

/// A constable's phone that has been told of a mark about Persephone Quillfeather, and has met her.
fn met_her() -> Phone {
    let keeper = keeper();
    let server = keep(&keeper);
    let born = Some(date(1979, 2, 28));
    let name = "Persephone Quillfeather".to_owned();
    let key = TagKey::from_bytes([3; 32]);
    let tag = key.tag(Subject::Recipient(&Recipient::Person { name, address: Vec::new(), born })).unwrap();
    let ring = Some("01634 555 0100".to_owned().try_into().unwrap());
    let id = Id::v7(1_757_098_800_000, [7; 10]);
    let mark = ConsultMarked { id, key, tag, until: date(2099, 1, 31), ring };
    let term = RoleTerm { role: Role::Constable, from: date(2025, 1, 1), until: None };
    let roles = Roles::default().grant(term).unwrap();
    {
        let mut keeper = keeper.lock().unwrap();
        keeper.publish(&ServerBody::OfficerRoleChanged(OfficerRoleChanged { officer: OFFICER, roles }));
        keeper.publish(&ServerBody::ConsultMarked(mark));
    }
    let phone = Phone::new();
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    phone.does(&["sync"]);
    phone.does(&["encounter", "begin", "--place", "51.38,0.52"]);
    let her = ["--name", "Persephone Quillfeather", "--born", "1979-02-28"];
    let said = phone.does(&[&["encounter", "person"], &her[..]].concat());
    assert!(said.starts_with(RING), "{said}");
    phone
}

#[test]
fn outreach_is_to_be_rung_before_anything_is_said_of_the_notice() {
    let phone = met_her();
    let asks = json!({ "ring": "01634 555 0100", "until": "2099-01-31" });
    let words =
        ["penalty", "--offence", "LIT", "--place", "Military Road", "--particulars", "Dropped a can."];
    for act in ["check", "issue", "draft"] {
        let said = phone.tries(&[&["notice", act], &words[..]].concat());
        let text = String::from_utf8(said.stdout).unwrap();
        assert!(text.starts_with(RING), "{act}: {text}");
        assert!(text.lines().count() > 1, "{act} says what is missing as well: {text}");
        let said = phone.tries(&[&["notice", act], &words[..], &["--json"]].concat());
        let answer: Value = serde_json::from_slice(&said.stdout).unwrap();
        assert_eq!(answer["consult_first"], asks, "{act}");
        assert!(!answer["missing"].as_array().unwrap().is_empty(), "{act}");
    }
    assert!(phone.does(&["encounter", "show"]).starts_with(RING));
    assert_eq!(phone.json(&["encounter", "show", "--json"])["consult_first"], json!({ "1": asks }));
    assert_eq!(phone.does(&["notice", "list"]), "", "nothing was issued");
}

#[test]
fn of_somebody_else_nothing_is_said() {
    let phone = met_her();
    phone.does(&["encounter", "begin", "--place", "51.38,0.52"]);
    let other = ["--name", "Josephine Quillfeather", "--born", "1979-02-28"];
    assert_eq!(phone.does(&[&["encounter", "person"], &other[..]].concat()), "");
    assert!(phone.does(&["encounter", "show"]).starts_with("encounter "));
    assert_eq!(phone.json(&["encounter", "show", "--json"])["consult_first"], Value::Null);
}
