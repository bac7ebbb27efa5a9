//! Telling at the desk what became of an encampment: by whoever may read it. Of what outreach alone came upon nobody else tells
//! anything, and of tents of another team nothing that would tell where they stand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::EncampmentNews;
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::fix;
use beatbook_tests::encampment::{
    LAND, camp, camp_json, camp_refused, checked, comes_upon, council, directed, later, next_shift, reported,
    safety_officer, tents, visit,
};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{self, LINES};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;

const CAMP: &str = "Elderland, behind the allotments";

fn town() -> Force {
    let force = council();
    outreach::river(&force);
    force.add_officer("PC-1", "NTF");
    force.give_role("PC-1", "constable");
    force
}

/// Journal and number of the last entry that a phone told of an encampment.
fn last_entry(phone: &Phone, kind: &str) -> [String; 2] {
    let entries = phone.book().entries(None, 1_000).unwrap();
    let seq = entries.iter().rev().find(|entry| entry.kind == kind).unwrap().seq;
    [phone.notebook().to_string(), seq.to_string()]
}

/// Why an act is refused, in code and words; nothing if it is told.
fn tried(force: &Force, words: &[&str], reader: &str) -> Option<(String, String)> {
    let words = [&["encampment"], words, &["--authority", "MDW", "--as", reader]].concat();
    force.tried(&words).err().map(|refusal| (refusal.code.clone(), refusal.to_string()))
}

/// Every act, of one encampment; the entry is taken back, and it is joined with the other, both ways.
fn acts<'a>(one: &'a str, other: &'a str, [journal, seq]: &'a [String; 2]) -> Vec<Vec<&'a str>> {
    let court = ["--court", "Medway"];
    let why = ["--why", "One place"];
    vec![
        vec!["vacated", one],
        vec!["refer", one, "cad", "25-1188"],
        vec!["police-s61", one],
        vec!["bailiffs", one],
        [&["s78-applied", one], &court[..]].concat(),
        [&["s78-order", one], &court[..]].concat(),
        [&["same", one, other], &why[..]].concat(),
        [&["same", other, one], &why[..]].concat(),
        [&["take-back", one, journal, seq], &why[..]].concat(),
    ]
}

#[test]
fn of_what_outreach_alone_came_upon_nobody_else_tells_anything() {
    let force = town();
    let worker = outreach::phone(&force, "O-1", Duty::Outreach);
    fix(&worker, LINES, 4.0);
    let found = comes_upon(&worker, CAMP);
    worker.sync();
    let entry = last_entry(&worker, "encampment_reported");
    let (found, open) = (found.to_string(), reported(&force, LAND).to_string());
    let nobody = Id::from_bytes([9; 16]).to_string();
    for reader in ["M-1", "PC-1"] {
        for (act, of_none) in acts(&found, &open, &entry).iter().zip(acts(&nobody, &open, &entry)) {
            let refused = tried(&force, act, reader);
            assert_eq!(refused.as_ref().unwrap().0, "no_such_encampment", "{reader}: {act:?}");
            assert_eq!(refused, tried(&force, &of_none, reader), "as if there were none");
        }
        // Nor is its entry taken back under another.
        let back = ["take-back", &open, &entry[0], &entry[1], "--why", "Not there"];
        assert_eq!(camp_refused(&force, &back, reader), "no_such_entry");
        assert_eq!(camp_refused(&force, &["show", &found], reader), "no_such_encampment");
    }
    worker.book().tell_encampment(found.parse().unwrap(), vec![tents()], None).unwrap();
    worker.sync();
    let shown = camp_json(&force, &["show", &found], "O-1");
    assert_eq!((&shown["stage"], shown["refused"].as_array().unwrap().len()), (&"attended".into(), 0));
    assert!(shown["reports"][0]["entry"].is_null(), "outreach tells nothing at the desk: {shown}");
}

#[test]
fn of_another_teams_tents_nothing_is_told_that_would_tell_where_they_stand() {
    let force = town();
    let officer = safety_officer(&force, "2201");
    let (other, mut constable) =
        (safety_officer(&force, "2202"), outreach::phone(&force, "PC-1", Duty::TaskedCore));
    let found = comes_upon(&officer, CAMP);
    officer.book().tell_encampment(found, vec![tents()], None).unwrap();
    officer.sync();
    let counted = last_entry(&officer, "encampment_step");
    let (id, open) = (found.to_string(), reported(&force, LAND).to_string());
    for reader in ["M-1", "PC-1"] {
        let shown = camp_json(&force, &["show", &id], reader);
        assert!(
            !shown.to_string().contains(&counted[0]),
            "entries are named to who may take them back: {shown}"
        );
        for act in acts(&id, &open, &counted).iter().filter(|act| !["vacated", "refer"].contains(&act[0])) {
            assert_eq!(camp_refused(&force, act, reader), "own_team", "{reader}: {act:?}");
        }
        let told = camp(&force, &["list"], reader);
        assert!(told.contains("the own team knows where") && !told.contains("Elderland"), "{reader}: {told}");
    }
    camp(&force, &["refer", &id, "cad", "25-1188"], "M-1");
    constable.sync();
    assert!(!holds(&mut constable, "Elderland"));

    // Who told an entry takes it back, and is told no more by that.
    later(&force, &[&officer, &other], 60_000);
    constable.platform.advance(120_000);
    constable.book().tell_encampment(found, vec![tents()], None).unwrap();
    constable.sync();
    let own = last_entry(&constable, "encampment_step");
    let shown = camp_json(&force, &["show", &id], "PC-1");
    let named = |place: usize| shown["visits"][place]["entry"].as_str().map(str::to_owned);
    assert_eq!((named(0), named(1)), (None, Some(own.join(" "))));
    camp(&force, &["take-back", &id, &own[0], &own[1], "--why", "Another place"], "PC-1");
    assert!(!camp(&force, &["show", &id], "PC-1").contains("Elderland"));

    // The own team joins its own two; with a report of others it would tell them where.
    let same = |one: &str, other: &str| tried(&force, &["same", one, other, "--why", "One place"], "2201");
    for (one, other) in [(id.as_str(), open.as_str()), (open.as_str(), id.as_str())] {
        assert_eq!(same(one, other).unwrap().0, "tells_where");
    }
    let again = comes_upon(&other, "Elderland, the hedge");
    other.sync();
    assert_eq!(same(&id, &again.to_string()), None);
    assert!(!camp(&force, &["list"], "M-1").contains("Elderland"));
    // It takes back what it counted: what nobody has counted yet is found by its words.
    camp(&force, &["take-back", &id, &counted[0], &counted[1], "--why", "Another place"], "2202");
    assert!(camp(&force, &["list"], "M-1").contains("Elderland"));
}

#[test]
fn what_outreach_came_upon_is_joined_with_no_report_that_others_read() {
    let force = town();
    // Somebody of the outreach team who enforces as well.
    force.add_officer("O-2", "RSI");
    for role in ["outreach_worker", "community_safety_officer"] {
        force.give_role("O-2", role);
    }
    let worker = outreach::phone(&force, "O-1", Duty::Outreach);
    fix(&worker, LINES, 4.0);
    let (found, again) = (comes_upon(&worker, CAMP), comes_upon(&worker, "Elderland, the hedge"));
    worker.sync();
    let (found, again, open) = (found.to_string(), again.to_string(), reported(&force, LAND).to_string());
    let same = |other: &str| tried(&force, &["same", &found, other, "--why", "One place"], "O-2");
    assert_eq!(same(&open).unwrap().0, "tells_where");
    assert_eq!(same(&again), None);
    assert_eq!(camp_refused(&force, &["show", &again], "M-1"), "no_such_encampment");
    // A caravan makes it land like other land.
    let officer = safety_officer(&force, "2201");
    next_shift(&force, &[&officer], 1);
    let land = comes_upon(&officer, "Elderland, the lane");
    officer.book().tell_encampment(land, vec![visit(1, &[])], None).unwrap();
    officer.sync();
    assert_eq!(same(&land.to_string()).unwrap().0, "tells_where");
}

#[test]
fn a_direction_whose_phone_is_lost_is_told_at_the_desk_by_its_notice() {
    let force = town();
    let officer = safety_officer(&force, "2201");
    let [here, there] = [reported(&force, LAND), reported(&force, "The Strand, Gillingham")];
    officer.sync();
    officer.book().tell_encampment(here, vec![visit(8, &["AB12 CDE"])], None).unwrap();
    let check = checked(&officer, None);
    officer.book().tell_encampment(here, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let number = directed(&officer, here, LAND, check).story.number().unwrap().to_owned();
    // All of it came but that the encampment was directed: it is as if it had not.
    let view = officer.book().encampment(here).unwrap().own.unwrap();
    let (entry, told) = (view.written[0].at, view.written[0].what.clone());
    officer.sync();
    later(&force, &[&officer], 3_600_000);
    let [here, there] = [here, there].map(|id| id.to_string());
    let (journal, seq) = (entry.journal.to_string(), entry.seq.to_string());
    let back = ["take-back", &here, &journal, &seq, "--why", "Lost"];
    camp(&force, &back, "M-1");
    let court = ["s78-applied", &here, "--court", "Medway"];
    assert_eq!(camp_refused(&force, &court, "M-1"), "direction_first");

    let directed =
        |id: &str, number: &str, who| tried(&force, &["directed", id, number], who).map(|one| one.0);
    assert_eq!(directed(&there, &number, "M-1").unwrap(), "notice_elsewhere");
    assert_eq!(directed(&here, "MDW-ZZ-000001-X", "M-1").unwrap(), "unknown_notice");
    assert_eq!(directed(&here, &number, "A-1").unwrap(), "not_allowed");
    let plate = ["directed", &here, &number, "--registration", "!!!"];
    assert_eq!(camp_refused(&force, &plate, "M-1"), "encampment_registration");
    assert_eq!(directed(&here, &number.to_lowercase(), "M-1"), None);
    assert_eq!(directed(&here, &number, "M-1").unwrap(), "told_already");
    let shown = camp_json(&force, &["show", &here], "M-1").to_string();
    assert!(shown.contains(&number) && shown.contains(&told.return_until.unwrap().to_string()), "{shown}");
    // The court may be asked once its time is over, and a return is told.
    assert_eq!(camp_refused(&force, &court, "M-1"), "direction_running");
    next_shift(&force, &[&officer], 3);
    // Not an hour before it was, on its very day.
    let early = jiff::Timestamp::from_millisecond(told.leave_by.unwrap() - 3_600_000).unwrap().to_string();
    let asked = [&court[..], &["--at", &early]].concat();
    assert_eq!(camp_refused(&force, &asked, "M-1"), "direction_running");
    camp(&force, &court, "M-1");
    camp(&force, &["vacated", &here], "M-1");
    let again = camp_json(&force, &["report", "--source", "resident", "--land", LAND], "M-1").to_string();
    assert!(again.contains(&number), "{again}");
}

#[test]
fn a_return_is_not_joined_with_what_was_vacated_before_it() {
    let force = town();
    let officer = safety_officer(&force, "2201");
    let gone = reported(&force, LAND);
    officer.sync();
    officer.book().tell_encampment(gone, vec![visit(8, &["AB12 CDE"])], None).unwrap();
    officer.sync();
    let gone = gone.to_string();
    camp(&force, &["vacated", &gone], "M-1");
    later(&force, &[&officer], 3_600_000);
    let again = reported(&force, LAND).to_string();
    for [one, other] in [[&gone, &again], [&again, &gone]] {
        let refused = tried(&force, &["same", one, other, "--why", "One place"], "M-1").unwrap();
        assert!(refused.0 == "vacated_between" && refused.1.contains("take that"), "{refused:?}");
    }
    // If it was never empty, that is taken back first.
    let vacated = camp_json(&force, &["show", &gone], "M-1");
    let entry: Vec<&str> = vacated["vacated"]["entry"].as_str().unwrap().split(' ').collect();
    camp(&force, &["take-back", &gone, entry[0], entry[1], "--why", "Another site"], "M-1");
    assert_eq!(tried(&force, &["same", &gone, &again, "--why", "One place"], "M-1"), None);
}
