//! What is refused about a count says why and what to do: who is not planned, sightings that are not there, pairs in the way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeatbookError, CountNews, JoinCount, Sighted, SightingNews};
use beatbook_domain::records::count::SectorOutcome;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::{begin, initialled, opened, phone, sector, somebody, tell, words};
use beatbook_tests::phone::Phone;
use serde_json::json;

const MINUTE: i64 = 60_000;
const NOBODY: (Gender, Age, Nationality) = (Gender::NotKnown, Age::NotKnown, Nationality::NotKnown);

fn join(phone: &Phone, count: Id, team: &str) -> Result<Id, BeatbookError> {
    phone.book().join_count(JoinCount { count, team: team.to_owned(), members: Vec::new(), briefed: true })
}

fn code(refused: &BeatbookError) -> String {
    refused.code().to_owned()
}

#[test]
fn only_who_is_planned_takes_part() {
    let (force, id, _) = opened(&["2", "5"]);
    for (officer, role) in [("SG", "safeguarding_lead"), ("PC", "constable")] {
        force.add_officer(officer, "Other");
        force.give_role(officer, role);
    }
    // The coordinator knows the plan and is on no team; a safeguarding lead knows nothing of it, and does not count.
    for officer in ["RSC", "SG"] {
        let phone = phone(&force, officer);
        let refused = join(&phone, id, "2").unwrap_err();
        assert_eq!(code(&refused), "count_not_planned", "{officer}");
        assert!(refused.to_string().contains("only those who are planned on a team"), "{refused}");
        assert_eq!(phone.book().count_parts(9).unwrap(), []);
    }
    // A phone that was told no plan cannot know: what is told on it is kept, and the desk names it.
    let late = phone(&force, "PC");
    let part = join(&late, id, "22").unwrap();
    tell(&late, part, CountNews::Sighted(Box::new(somebody(10.0, 0.0, NOBODY))));
    late.sync();
    let count = id.to_string();
    let text = force.command(&words("show", &count, "RSC", &[]));
    assert!(text.contains("LOOK: the phone of PC, who is on no team, joined as 22"), "{text}");
    let shown = force.asked(&words("show", &count, "RSC", &[]), &[]).unwrap();
    let nobodys = &shown["review"]["nobodys"];
    assert_eq!((nobodys.as_array().unwrap().len(), &nobodys[0]["joined"]), (1, &json!("22")), "{nobodys}");
    assert_eq!(nobodys[0]["notebook"], json!(late.book().notebook()));
}

#[test]
fn a_sighting_is_beside_others_of_its_part_and_initials_are_letters() {
    let (force, id, midnight) = opened(&["2"]);
    let phone = phone(&force, "L2");
    let part = begin(&phone, id, "2", midnight + MINUTE);
    let book = phone.book();
    let seen = |beside: &[u16]| {
        let beside = beside.iter().copied().collect();
        CountNews::Sighted(Box::new(Sighted { beside, ..somebody(10.0, 0.0, NOBODY) }))
    };
    let changed = |beside: &[u16]| {
        let beside = Some(beside.iter().copied().collect());
        CountNews::Changed { label: 1, news: Box::new(SightingNews { beside, ..SightingNews::default() }) }
    };
    // The second of one call is beside the first of it.
    book.tell_count(part, vec![seen(&[]), seen(&[1])]).unwrap();
    for wrong in [seen(&[99]), seen(&[3]), changed(&[1]), changed(&[2, 99])] {
        let refused = book.tell_count(part, vec![wrong]).unwrap_err();
        assert_eq!(code(&refused), "count_unknown_sighting");
        assert!(refused.to_string().contains("this part has no other sighting"), "{refused}");
    }
    book.tell_count(part, vec![changed(&[2])]).unwrap();
    for initials in ["", " ", "..", "7"] {
        let seen = initialled(somebody(10.0, 0.0, NOBODY), initials, None);
        let refused = book.tell_count(part, vec![CountNews::Sighted(Box::new(seen))]).unwrap_err();
        assert_eq!(code(&refused), "count_text", "{initials:?}");
    }
    assert_eq!(book.count_part(part).unwrap().part.sightings.len(), 2, "nothing of them was stored");
}

#[test]
fn pairs_in_the_way_of_verifying_are_named_as_the_desk_decides_them() {
    let (force, id, midnight) = opened(&["2", "5"]);
    let count = id.to_string();
    let run = |verb: &str, who: &str, more: &[&str]| force.command(&words(verb, &count, who, more));
    let phone = phone(&force, "L2");
    let part = begin(&phone, id, "2", midnight + MINUTE);
    for east in [0.0, 2_000.0, 4_000.0] {
        tell(&phone, part, CountNews::Sighted(Box::new(somebody(east, 0.0, NOBODY))));
    }
    tell(&phone, part, sector("chatham", SectorOutcome::Visited));
    phone.sync();
    run("close", "RSC", &["--silent", "twydall=Their phone is lost"]);
    let of = |label: u32| format!("{}/{part}/{label}", phone.book().notebook());
    let [first, second, third] =
        [(1, 2), (2, 3), (1, 3)].map(|(one, other)| format!("{}+{}", of(one), of(other)));
    let verify = || {
        let table = force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
        let figures = table["figures"].as_str().unwrap().to_owned();
        force.refused(&words("verify", &count, "RSC", &["--figures", &figures]))
    };
    run("decide", "L2", &[&first, "same"]);
    let refused = verify();
    assert_eq!(refused.code, "count_undecided");
    assert!(refused.text.contains(&format!("\n  {first}")), "{}", refused.text);

    run("decide", "RSC", &[&first, "same"]);
    for (pair, answer) in [(&second, "same"), (&third, "different")] {
        for who in ["L2", "RSC"] {
            run("decide", who, &[pair, answer]);
        }
    }
    let refused = verify();
    assert_eq!(refused.code, "count_blocked");
    for (pair, word) in [(&first, "one person"), (&second, "one person"), (&third, "two people")] {
        assert!(refused.text.contains(&format!("\n  {pair} {word}")), "{}", refused.text);
    }
    // Copied from the answer it is taken back.
    run("decide", "RSC", &[&third, "withdrawn"]);
    let table = force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
    run("verify", "RSC", &["--figures", table["figures"].as_str().unwrap()]);
}
