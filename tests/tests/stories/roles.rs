//! Two phones of one authority: what the welfare service asks of its own people reaches them, and nobody who enforces.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use beatbook_device::{Beatbook, NotebookState, Places, Setup};
use beatbook_domain::access::{Area, Roles};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::task::WelfareTask;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_tests::force::Force;
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use jiff::civil::date;

/// 2025-09-10T10:00:00Z, a whole hour.
const ON: i64 = 1_757_498_400_000;
const ASKED: &str = "Persephone Quillfeather asked for a bed";
const CELL: &str = "TQ 757 683";

fn task(team: &str) -> WelfareTask {
    WelfareTask {
        id: Id::v7(ON.unsigned_abs(), [8; 10]),
        officer: None,
        team: Some(team.to_owned()),
        place: Some(CELL.to_owned()),
        what: ASKED.to_owned(),
        due: date(2025, 9, 11),
        from_record: Id::v7(ON.unsigned_abs(), [9; 10]),
    }
}

fn role(force: &Force, verb: &str, code: &str, further: &[&str]) -> String {
    force.command(&[&["officer", "role", verb, "--authority", "MDW", "--code", code], further].concat())
}

fn give(force: &Force, task: WelfareTask) {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Administration);
    force.block_on(service.store().add_welfare_task(&scope, task)).unwrap();
}

#[test]
fn a_welfare_task_reaches_its_team_alone_and_is_gone_when_the_role_is_over() {
    let mut force = Force::begin();
    // Both in the same team by name: it is the role that decides.
    let (outreach, constable) = (force.add_officer("O-12", "North"), force.add_officer("4711", "North"));
    role(&force, "add", "O-12", &["--role", "outreach_worker", "--from", "2025-01-01"]);
    role(&force, "add", "4711", &["--role", "constable", "--from", "2025-01-01"]);
    let mut worker = Phone::found(&force.ticket(outreach), ON);
    let mut officer = Phone::found(&force.ticket(constable), ON);
    for phone in [&worker, &officer] {
        phone.book().note("On the beat.", Basis::Fact).unwrap();
        phone.sync();
    }
    give(&force, task("North"));
    for phone in [&worker, &officer] {
        phone.sync();
        assert_eq!(phone.book().roles().unwrap().terms().len(), 1, "each knows its own");
    }
    assert_eq!(worker.book().welfare_tasks().unwrap(), [task("North")]);
    assert_eq!(officer.book().welfare_tasks().unwrap(), []);
    let may = |phone: &Phone, area| phone.book().access(date(2025, 9, 10)).unwrap().may_write(area);
    assert!(may(&worker, Area::Welfare) && !may(&worker, Area::Enforcement));
    assert!(may(&officer, Area::Welfare) && may(&officer, Area::Enforcement));
    assert!(holds(&mut worker, ASKED) && holds(&mut worker, CELL));
    for word in [ASKED, CELL, "welfare_task", "outreach_worker"] {
        assert!(!holds(&mut officer, word), "{word}");
    }
    assert!(holds(&mut officer, "constable"), "what is the officer's own is there");

    // Nothing has changed: nothing is sent twice, by a server started again either.
    force.restart();
    assert_eq!(worker.sync().pulled, 0);
    // A new phone of the same officer reads it from the beginning.
    let second = Phone::found(&force.ticket(outreach), ON);
    second.sync();
    assert_eq!(second.book().welfare_tasks().unwrap(), [task("North")]);

    role(&force, "end", "O-12", &["--role", "outreach_worker"]);
    worker.sync();
    assert_eq!(worker.book().welfare_tasks().unwrap(), []);
    assert!(worker.book().verify().unwrap().is_sound());
    for word in [ASKED, CELL] {
        assert!(!holds(&mut worker, word), "{word}");
    }
    assert!(holds(&mut worker, "outreach_worker"), "what the officer was is told with its end");
    worker.book().note("Recording is never refused.", Basis::Fact).unwrap();
    worker.sync();

    // Another role of the service, and it is back.
    role(&force, "add", "O-12", &["--role", "rough_sleeping_coordinator", "--from", "2025-01-01"]);
    worker.sync();
    assert_eq!(worker.book().welfare_tasks().unwrap(), [task("North")]);
    force.command(&["verify"]);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

#[test]
fn a_copy_that_was_found_out_reads_nothing_of_welfare_any_more() {
    let force = Force::begin();
    let outreach = force.add_officer("O-12", "North");
    role(&force, "add", "O-12", &["--role", "outreach_worker", "--from", "2025-01-01"]);
    give(&force, task("North"));
    let mut worker = Phone::found(&force.ticket(outreach), ON);
    worker.sync();
    worker.killed();
    // The whole phone is imaged, and somebody uses the image after the phone went on.
    let image = tempfile::tempdir().unwrap();
    let places = Places { notebooks: image.path().join("notebooks"), seats: image.path().join("seats") };
    copy_folder(&worker.places().notebooks, &places.notebooks);
    copy_folder(&worker.places().seats, &places.seats);
    worker.restarted();
    worker.book().note("On the phone.", Basis::Fact).unwrap();
    worker.sync();
    let copy =
        Beatbook::open(Setup::new(places, worker.platform.clone()), worker.key(), worker.notebook()).unwrap();
    assert_eq!(copy.welfare_tasks().unwrap(), [task("North")]);
    copy.note("On the image.", Basis::Fact).unwrap();
    copy.sync().unwrap();
    assert_eq!(copy.status().unwrap().state, NotebookState::Retired);
    assert_eq!((copy.welfare_tasks().unwrap(), copy.roles().unwrap()), (vec![], Roles::default()));
    // The officer goes on in a successor, and has what is the officer's again.
    worker.sync();
    assert_eq!(worker.book().welfare_tasks().unwrap(), []);
    let successor = worker.book().begin_successor(worker.key()).unwrap();
    successor.sync().unwrap();
    assert_eq!(successor.welfare_tasks().unwrap(), [task("North")]);
}
