//! What a phone does with what its server holds, and with a notebook that was restored to it: the real program
//! and a server that keeps its word.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::program;
use crate::support;

use std::fs;
use std::path::Path;

use beatbook_simulator::presets::{hundred_zones, saturday_night};
use program::Phone;
use support::server::{Server, keep, keeper};

const DAY_MS: i64 = 86_400_000;

fn enrolled(server: &Server) -> Phone {
    let phone = Phone::new();
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    phone
}

/// Two hours of a night on the beat, with one note.
fn works(phone: &Phone) {
    let walk = phone.walk(&saturday_night(1, &hundred_zones()).remove(2));
    phone.does(&["on", "--at", "2025-09-06T19:00"]);
    phone.does(&["replay", &walk, "--until", "21:00"]);
    phone.does(&["note", "Two bikes chained to the railings."]);
    phone.does(&["off", "--at", "21:05"]);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(|file| file.unwrap().path()) {
        if file.is_file() {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
}

/// The same phone restored from its backup to another device: everything but the seats.
fn restored(phone: &Phone) -> Phone {
    let other = Phone::new();
    copy(&phone.home(), &other.home());
    copy(&phone.home().join("notebooks"), &other.home().join("notebooks"));
    fs::create_dir_all(other.home().join("no-backup")).unwrap();
    other
}

fn notebooks(phone: &Phone) -> Vec<String> {
    phone.does(&["list"]).lines().map(str::to_owned).collect()
}

#[test]
fn nothing_is_dropped_before_the_server_holds_it_and_its_days_are_over() {
    let keeper = keeper();
    let server = keep(&keeper);
    let phone = enrolled(&server);
    works(&phone);
    let dropped = |arguments: &[&str]| phone.does(&[&["purge"], arguments].concat());
    assert_eq!(dropped(&["--tracks", "0"]), "0 bodies and 0 whole entries dropped\n");
    phone.does(&["sync"]);
    assert_eq!(dropped(&[]), "0 bodies and 0 whole entries dropped\n");

    // Days pass on the server's clock alone: the phone's clocks have not seen them, so nothing goes.
    keeper.lock().unwrap().clock += 366 * DAY_MS;
    phone.does(&["sync"]);
    assert_eq!(dropped(&[]), "0 bodies and 0 whole entries dropped\n");

    assert_eq!(
        dropped(&["--tracks", "0"]),
        "2 bodies and 0 whole entries dropped\n",
        "a chunk and a summary"
    );
    assert!(phone.does(&["verify"]).contains("everything holds"));
    assert!(phone.does(&["entries", "--json"]).contains("purged"));
    assert_eq!(dropped(&["--records", "1"]), "0 bodies and 0 whole entries dropped\n");

    assert_eq!(dropped(&["--tracks", "0", "--records", "0"]), "3 bodies and 5 whole entries dropped\n");
    assert!(phone.does(&["verify"]).contains("everything holds"));
    assert_eq!(phone.does(&["patrols"]), "");
    works(&phone);
    phone.does(&["sync"]);
}

#[test]
fn a_restored_notebook_goes_on_in_a_successor_that_its_server_lets_in() {
    let keeper = keeper();
    let server = keep(&keeper);
    let phone = enrolled(&server);
    works(&phone);
    let former = notebooks(&phone).remove(0);
    let (code, said) = phone.refuses(&["successor"]);
    assert!(code == 3 && said.contains("[no_successor_needed]"), "{said}");
    assert_eq!(notebooks(&phone), std::slice::from_ref(&former));

    let other = restored(&phone);
    let (code, said) = other.refuses(&["note", "On the copy."]);
    assert!(code == 8 && said.contains("successor") && said.contains("[moved]"), "{said}");
    let told = other.does(&["successor"]);
    let successor = told.strip_prefix("notebook ").unwrap().trim().to_owned();
    assert!(notebooks(&other).contains(&successor) && successor != former);

    let on_successor = |arguments: &[&str]| other.does(&[&["--notebook", &successor], arguments].concat());
    on_successor(&["note", "On the successor."]);
    on_successor(&["sync"]);
    let kept = keeper.lock().unwrap().notebooks[&successor.parse().unwrap()].clone();
    assert_eq!(kept.headers.len(), kept.bodies.len());
    assert!(kept.headers.len() >= 2);
    // What the copy had not handed over yet is handed over from the copy.
    other.does(&["--notebook", &former, "sync"]);
    assert_eq!(keeper.lock().unwrap().notebooks[&former.parse().unwrap()].bodies.len(), 6);
}

#[test]
fn a_successor_whose_making_was_cut_short_is_found_again() {
    let keeper = keeper();
    let server = keep(&keeper);
    let phone = enrolled(&server);
    let other = restored(&phone);
    other.does(&["successor"]);
    let successor = notebooks(&other).into_iter().find(|id| !notebooks(&phone).contains(id)).unwrap();
    // As if the process had been killed before it gave the key its name.
    let key = other.home().join(format!("{successor}.key"));
    fs::rename(key, other.home().join("enrolling.key")).unwrap();
    let former = notebooks(&phone).remove(0);
    assert!(other.does(&["--notebook", &former, "successor"]).contains(&successor));
    assert_eq!(notebooks(&other).len(), 2);
    other.does(&["--notebook", &successor, "note", "Goes on."]);
    // Asked once more it is one notebook all the same, named with what to do.
    let (code, said) = other.refuses(&["--notebook", &former, "successor"]);
    assert!(code == 3 && said.contains("[successor_begun]") && said.contains(&successor), "{said}");
    assert_eq!(notebooks(&other).len(), 2);
    other.does(&["--notebook", &successor, "verify"]);
}
