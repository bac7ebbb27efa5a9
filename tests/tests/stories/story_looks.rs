//! Who looked at what on a phone with no network: written down before the answer is given, without what was seen, and once it
//! met the server in the authority's access log, each look once – after repeated syncs, copies and successors, too.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{Beatbook, BeginEncounter, EncounterNews, NotebookState, Places, Setup};
use beatbook_domain::access::Area;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::looked::LookedHow;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::sleeping::SleepingState::BeddedDown;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{adult, fix};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{self as keep, days_pass, run};
use beatbook_tests::outreach::{LINES, meets, person, phone, town};
use beatbook_tests::phone::copy_folder;

const MINUTE: i64 = 60_000;
const PLANTED: [&str; 5] = ["Persephone", "Quillfeather", "1979-02-28", "Example Road", "51.388"];

fn with_dpo() -> Force {
    let force = town();
    keep::keeper(&force);
    force
}

fn log(force: &Force) -> Vec<String> {
    let log = force.command(&["access-log", "--authority", "MDW", "--as", keep::KEEPER]);
    log.lines().filter(|line| line.contains("on the phone at ")).map(str::to_owned).collect()
}

/// How often the log tells that this was looked at on an officer's phone.
fn often(force: &Force, code: &str, what: &str) -> usize {
    let told = format!("{code} (officer ");
    log(force).iter().filter(|line| line.contains(&told) && line.contains(what)).count()
}

fn looks(book: &Beatbook) -> Vec<(LookedHow, Option<Area>, Option<Id>, u32)> {
    let rows = book.access_log(None, 100).unwrap().rows;
    rows.into_iter().map(|row| (row.look.how, row.look.area, row.look.record, row.look.rows)).collect()
}

#[test]
fn story_looks_on_a_phone_reach_the_access_log_once_and_tell_of_nobody() {
    let force = with_dpo();
    let (worker, constable) =
        (phone(&force, "O-12", Duty::Outreach), phone(&force, "4711", Duty::TaskedCore));
    assert_eq!(looks(worker.book()), [], "recording is no look");
    let contact = meets(&worker, 0.0, person(Some(("Persephone", "Quillfeather")), BeddedDown));
    // Offline: opened three times within the minute, listed, written out.
    for _ in 0..3 {
        assert_eq!(worker.book().welfare_record(contact).unwrap().record, contact);
    }
    assert_eq!(worker.book().welfare_records(10).unwrap().len(), 1);
    assert_eq!(worker.book().notices(10).unwrap(), [], "nothing of anybody is no row");
    worker.book().export(&mut Vec::new()).unwrap();
    let welfare = Some(Area::Welfare);
    let [opened, listed, exported] = looks(worker.book())[..] else { panic!("{:?}", looks(worker.book())) };
    assert_eq!(opened, (LookedHow::View, welfare, Some(contact), 1));
    assert_eq!(listed, (LookedHow::List, welfare, None, 1));
    assert_eq!((exported.0, exported.1), (LookedHow::Exported, None));
    assert!(exported.3 > 3, "so many entries: {}", exported.3);
    worker.wait_until(beatbook_tests::encampment::now(&worker) + MINUTE);
    worker.book().welfare_record(contact).unwrap();
    assert_eq!(looks(worker.book()).iter().filter(|row| **row == opened).count(), 2, "a minute later");

    // The constable looks somebody up, who is in no list; that somebody asked is written down.
    fix(&constable, LINES, 5.0);
    let encounter = constable.book().begin_encounter(BeginEncounter::here()).unwrap();
    let news = EncounterNews::Person { person: 1, known: adult("Persephone Quillfeather") };
    constable.book().tell_encounter(encounter, vec![news]).unwrap();
    assert_eq!(constable.book().consult_first(encounter, 1).unwrap(), None);
    assert_eq!(constable.book().earlier_warnings(encounter, Some(1), None).unwrap(), []);
    let asked = looks(constable.book());
    assert!(asked.contains(&(LookedHow::PersonLookup, welfare, Some(encounter), 0)), "{asked:?}");
    assert!(asked.contains(&(LookedHow::PersonLookup, Some(Area::Enforcement), Some(encounter), 0)));

    // No header says what it is; and nothing of it is sent twice.
    for phone in [&worker, &constable] {
        phone.sync();
        phone.sync();
    }
    let entries = worker.book().entries(None, 100).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == "looked").count(), 1, "one entry a sync");
    let mut export = Vec::new();
    worker.book().export(&mut export).unwrap();
    assert!(!String::from_utf8(export).unwrap().contains("\"kind\":\"looked\""), "the header is coarse");
    assert!(worker.book().access_log(None, 2).unwrap().rows.iter().all(|row| row.told));

    let told = log(&force);
    assert_eq!(
        often(&force, "O-12", &format!("): opened, welfare, record {contact}, 1 row")),
        2,
        "{told:#?}"
    );
    assert_eq!(often(&force, "O-12", "): listed, welfare, 1 row"), 1, "{told:#?}");
    assert_eq!(often(&force, "O-12", "): exported, notebook"), 1, "{told:#?}");
    let asked = format!("): looked up by person, welfare, record {encounter}, 0 rows");
    assert_eq!(often(&force, "4711", &asked), 1, "{told:#?}");
    for planted in PLANTED {
        assert!(!told.iter().any(|line| line.contains(planted)), "{planted}: {told:#?}");
        let rows = worker.book().access_log(None, 100).unwrap().rows;
        assert!(!format!("{rows:?}").contains(planted), "{planted}");
    }
    assert_eq!(force.refused(&["access-log", "--authority", "MDW", "--as", "4711"]).code, "not_allowed");

    // A year later the entries are over, at the server and on the phone; the log goes on telling of them.
    days_pass(&force, 367);
    assert!(run(&force)["looked"].as_u64().unwrap() >= 2);
    keep::meet(&force, &worker);
    assert!(!looks(worker.book()).contains(&opened), "{:?}", looks(worker.book()));
    assert!(worker.book().verify().unwrap().is_sound());
    let opened = format!("): opened, welfare, record {contact}, 1 row");
    assert_eq!(often(&force, "O-12", &opened), 2, "{:#?}", log(&force));
    force.command(&["verify"]);
}

#[test]
fn story_looks_at_own_patrols_notes_and_meetings_are_written_down_like_others() {
    let force = with_dpo();
    let constable = phone(&force, "4711", Duty::TaskedCore);
    let book = constable.book();
    let kept = "Spoke to Persephone about the bins.";
    book.note(kept, Basis::Fact).unwrap();
    fix(&constable, LINES, 5.0);
    let kind = beatbook_tests::engagement::what(None, Some("walk_and_talk"));
    beatbook_tests::engagement::records(&constable, kind);
    book.status().unwrap();
    assert_eq!(looks(book), [], "recording and the home screen are no looks");
    let patrol = Some(Area::Patrol);
    assert_eq!(book.patrols(10).unwrap().len(), 1);
    assert_eq!(looks(book), [(LookedHow::List, patrol, None, 1)]);
    constable.wait_until(beatbook_tests::encampment::now(&constable) + 2 * MINUTE);
    assert_eq!(book.notes(None, 10).unwrap()[0].text, kept);
    constable.wait_until(beatbook_tests::encampment::now(&constable) + 2 * MINUTE);
    assert_eq!(book.engagements().unwrap().len(), 1);
    let listed: Vec<_> = looks(book).into_iter().filter(|row| row.1 == patrol).collect();
    assert_eq!(listed, [(LookedHow::List, patrol, None, 1); 3]);
    constable.sync();
    assert_eq!(often(&force, "4711", "): listed, patrol, 1 row"), 3, "{:#?}", log(&force));
    assert!(log(&force).iter().all(|line| !line.contains("Persephone")));
}

#[test]
fn story_looks_of_copies_forks_and_successors_are_each_counted_once() {
    let mut force = with_dpo();
    let mut worker = phone(&force, "O-12", Duty::Outreach);
    let contact = meets(&worker, 0.0, person(None, BeddedDown));
    worker.sync();
    let backup = tempfile::tempdir().unwrap();
    let before = backup.path().join("before");
    force.command(&["backup", before.to_str().unwrap()]);
    worker.book().welfare_record(contact).unwrap();
    worker.killed();
    // The whole phone is imaged with a look nobody was told of, and both go on.
    let image = tempfile::tempdir().unwrap();
    let places = Places { notebooks: image.path().join("notebooks"), seats: image.path().join("seats") };
    copy_folder(&worker.places().notebooks, &places.notebooks);
    copy_folder(&worker.places().seats, &places.seats);
    worker.restarted();
    worker.book().note("On the phone.", Basis::Fact).unwrap();
    worker.sync();
    let opened = format!("): opened, welfare, record {contact}, 1 row");
    assert_eq!(often(&force, "O-12", &opened), 1);
    let setup = Setup::new(places, worker.platform.clone());
    let copy = Beatbook::open(setup, worker.key(), worker.notebook()).unwrap();
    worker.wait_until(beatbook_tests::encampment::now(&worker) + 2 * MINUTE);
    copy.welfare_records(10).unwrap();
    copy.sync().unwrap();
    assert_eq!(copy.status().unwrap().state, NotebookState::Retired);
    assert_eq!(often(&force, "O-12", &opened), 1, "{:#?}", log(&force));
    assert_eq!(often(&force, "O-12", "): listed, welfare, 1 row"), 1, "{:#?}", log(&force));

    // What is looked at once the notebook is closed for writing goes with its successor.
    worker.sync();
    worker.wait_until(beatbook_tests::encampment::now(&worker) + 2 * MINUTE);
    worker.book().export(&mut Vec::new()).unwrap();
    let successor = worker.book().begin_successor(worker.key()).unwrap();
    successor.sync().unwrap();
    assert_eq!(often(&force, "O-12", "): exported, notebook"), 1, "{:#?}", log(&force));
    assert_eq!(often(&force, "O-12", &opened), 1);

    // A restored server is told again what it lost, and counts it once.
    force.restore(&before);
    assert_eq!(often(&force, "O-12", &opened), 0);
    worker.book().sync().unwrap();
    worker.book().sync().unwrap();
    assert_eq!(often(&force, "O-12", &opened), 1, "{:#?}", log(&force));
}
