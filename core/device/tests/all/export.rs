//! An export of a notebook: all of it can be checked, and it tells the officer nothing that the officer may not read any more.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use beatbook_device::{
    AskWhere, Beatbook, BeginWelfare, CountNews, Exported, JoinCount, Sighted, SightingNews, SignOn,
    WelfareNews,
};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::welfare::WelfareAbout;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::welfare::sleeping::{Site, SleepingState};
use beatbook_protocol::entry::{Header, Salt, body_hash, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use serde_json::Value;
use support::Phone;

const NAME: &str = "Quillfeather";
const SEEN: &str = "Red sleeping bag";

fn exported(book: &Beatbook) -> (Exported, Vec<Value>) {
    let mut text = Vec::new();
    let told = book.export(&mut text).unwrap();
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    (told, lines.map(|line| serde_json::from_slice(line).unwrap()).collect())
}

/// Everything that its bodies say, after the chain and the salted hashes were checked as somebody without this library would.
fn says(lines: &[Value]) -> String {
    let mut before = None;
    let mut text = String::new();
    for line in lines.iter().filter(|line| line["header"].is_string()) {
        let bytes = line["header"].as_str().unwrap().as_bytes();
        let header = Header::parse(bytes).unwrap();
        assert_eq!(
            header.prev,
            before.unwrap_or(Hash::from_bytes([0; 32])),
            "the chain holds at {}",
            header.seq
        );
        before = Some(header_hash(bytes));
        let Some(body) = line["body"].as_str() else { continue };
        let body = data_encoding::BASE64.decode(body.as_bytes()).unwrap();
        let salt = data_encoding::HEXLOWER.decode(line["salt"].as_str().unwrap().as_bytes()).unwrap();
        assert_eq!(header.body, body_hash(&Salt(salt.try_into().unwrap()), &body));
        text.push_str(&String::from_utf8_lossy(&body));
    }
    text
}

fn contact(book: &Beatbook) -> Id {
    let begin =
        BeginWelfare { about: WelfareAbout::Contact, place: AskWhere::Newest, address: None, joint: None };
    let record = book.begin_welfare(begin).unwrap();
    let known = PersonSeen { family: Some(NAME.to_owned()), ..PersonSeen::default() };
    book.tell_welfare(record, vec![WelfareNews::Person { person: 1, known: Box::new(known) }]).unwrap();
    record
}

fn sighting(book: &Beatbook) {
    let (count, team) = (Id::from_bytes([3; 16]), "T2".to_owned());
    let join = JoinCount { count, team, members: Vec::new(), briefed: false };
    let part = book.join_count(join).unwrap();
    let seen = Sighted::here(Site::Doorway, SleepingState::BeddedDown);
    let news = SightingNews { text: Some(SEEN.to_owned()), ..SightingNews::default() };
    let news =
        vec![CountNews::Sighted(Box::new(seen)), CountNews::Changed { label: 1, news: Box::new(news) }];
    book.tell_count(part, news).unwrap();
}

#[test]
fn after_sign_off_an_export_leaves_out_welfare_and_counts_and_the_chain_still_holds() {
    let phone = Phone::new();
    let book = phone.found();
    book.sign_on(SignOn::tasked()).unwrap();
    book.note("Two bikes chained to the railings.", Basis::Fact).unwrap();
    contact(&book);
    sighting(&book);
    let (told, lines) = exported(&book);
    let text = says(&lines);
    assert!(text.contains(NAME) && text.contains(SEEN), "it can be read until sign-off");
    assert_eq!((told.left_out, told.bodies), (0, told.entries));
    assert_eq!(
        (&lines.last().unwrap()["left_out"], &lines.last().unwrap()["left_out_why"]),
        (&0.into(), &Value::Null)
    );

    book.sign_off(&[]).unwrap();
    let (told, lines) = exported(&book);
    let text = says(&lines);
    assert!(text.contains("Two bikes"), "a pocket-book note is the officer's own");
    for word in [NAME, SEEN, "welfare_person", "count_sighting"] {
        assert!(!text.contains(word), "{word}");
    }
    // Two of the contact, three of the part.
    assert_eq!((told.left_out, told.bodies), (5, told.entries - 5));
    let without: Vec<&Value> = lines.iter().filter(|line| line["left_out"] == true).collect();
    assert_eq!(without.len(), 5);
    assert!(without.iter().all(|line| line["salt"].is_null() && line["body"].is_null()));
    let last = lines.last().unwrap();
    assert_eq!((&last["left_out"], &last["entries"]), (&5.into(), &told.entries.into()));
    assert!(last["left_out_why"].as_str().unwrap().contains("roles"), "{last}");
    // It is left out of the paper, not of the notebook.
    assert!(book.verify().unwrap().is_sound());
    // What is written after it can be read until the next sign-off.
    contact(&book);
    let (told, lines) = exported(&book);
    assert!(says(&lines).contains(NAME) && told.left_out == 5);
}
