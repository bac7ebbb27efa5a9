//! Restored and copied files, restored servers, two authorities that share a code: nothing is lost, doubled or mixed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{Beatbook, NotebookState, Setup, SignOn};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::server::{AlarmKind, ServerBody};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::store::{StoredBody, StoredEntry};
use beatbook_tests::force::{Force, row};
use beatbook_tests::phone::{Phone, copy_folder};
use beatbook_tests::walk::{Walk, rectangle};
use serde_json::json;

/// 2025-09-10T10:00:00Z.
const ON: i64 = 1_757_498_400_000;

fn alarms(force: &Force) -> Vec<AlarmKind> {
    let alarm = |body| match body {
        ServerBody::AlarmRaised(alarm) => Some(alarm.kind),
        _ => None,
    };
    force.journal().into_iter().filter_map(alarm).collect()
}

#[test]
fn a_file_copied_to_another_phone_is_closed_for_writing_and_goes_on_in_a_successor() {
    let force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let mut phone = Phone::found(&force.ticket(officer), ON);
    phone.book().note("Before the copy.", Basis::Fact).unwrap();
    phone.killed();

    // Another phone gets the file from a backup; the seat stays behind.
    let elsewhere = tempfile::tempdir().unwrap();
    let places = beatbook_device::Places {
        notebooks: elsewhere.path().join("notebooks"),
        seats: elsewhere.path().join("seats"),
    };
    copy_folder(&phone.places().notebooks, &places.notebooks);
    std::fs::create_dir_all(&places.seats).unwrap();
    let setup = Setup::new(places.clone(), phone.platform.clone());
    let copy = Beatbook::open(setup.clone(), phone.key(), phone.notebook()).unwrap();
    assert_eq!(copy.status().unwrap().state, NotebookState::Moved);
    let refused = copy.note("Into the copy.", Basis::Fact).unwrap_err();
    assert_eq!(refused.code(), "moved");
    assert_eq!(copy.sign_on(SignOn::tasked()).unwrap_err().code(), "moved");

    // It still hands over what it holds, and the officer goes on in a successor that says so.
    assert_eq!(copy.sync().unwrap().left, 0);
    let successor = copy.begin_successor(phone.key()).unwrap();
    successor.note("Into the successor.", Basis::Fact).unwrap();
    assert_eq!(successor.sync().unwrap().left, 0);
    assert!(successor.verify().unwrap().is_sound());
    assert_ne!(successor.notebook(), phone.notebook());
}

#[test]
fn a_restored_phone_whose_file_forked_is_retired_and_both_branches_are_kept() {
    let force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let mut phone = Phone::found(&force.ticket(officer), ON);
    phone.book().note(BEFORE, Basis::Fact).unwrap();
    phone.sync();
    phone.killed();

    // The whole phone is imaged, seat and all, and the image is used again after the phone went on.
    let image = tempfile::tempdir().unwrap();
    copy_folder(&phone.places().notebooks, &image.path().join("notebooks"));
    copy_folder(&phone.places().seats, &image.path().join("seats"));
    phone.restarted();
    phone.book().note(ON_PHONE, Basis::Fact).unwrap();
    phone.sync();
    let places = beatbook_device::Places {
        notebooks: image.path().join("notebooks"),
        seats: image.path().join("seats"),
    };
    let setup = Setup::new(places, phone.platform.clone());
    let restored = Beatbook::open(setup, phone.key(), phone.notebook()).unwrap();
    restored.note(ON_IMAGE, Basis::Fact).unwrap();
    let _ = restored.sync();
    assert_eq!(restored.status().unwrap().state, NotebookState::Retired);
    assert_eq!(restored.note("More.", Basis::Fact).unwrap_err().code(), "retired");
    assert!(alarms(&force).contains(&AlarmKind::Fork), "a supervisor is told");
    let (first, second) = branches(&force, phone.notebook());
    assert_eq!(first, [(0, None), (1, Some(BEFORE.to_owned())), (2, Some(ON_PHONE.to_owned()))]);
    assert_eq!(second, [(2, Some(ON_IMAGE.to_owned()))], "the same number, another entry");
    force.command(&["verify"]);
}

const BEFORE: &str = "Common to both.";
const ON_PHONE: &str = "On the phone.";
const ON_IMAGE: &str = "On the restored image, a different one.";

/// Numbers and notes.
type Told = Vec<(u64, Option<String>)>;

/// What the server keeps of a notebook: the branch it went on with, and the other.
fn branches(force: &Force, notebook: Id) -> (Told, Told) {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Report);
    let first = force.block_on(service.store().entries(&scope, notebook, 0, 100)).unwrap();
    let second = force.block_on(service.store().branches(&scope, notebook)).unwrap();
    let told = |entry: StoredEntry| {
        let header = Header::parse(&entry.header).unwrap();
        let StoredBody::Present { bytes, .. } = &entry.body else { panic!("the body of {}", header.seq) };
        match EntryBody::parse(&header.kind, header.schema, bytes).unwrap() {
            EntryBody::Note(note) => (header.seq, Some(note.text)),
            _ => (header.seq, None),
        }
    };
    (first.into_iter().map(told).collect(), second.into_iter().map(|kept| told(kept.entry)).collect())
}

#[test]
fn a_server_restored_from_yesterdays_backup_gets_everything_again() {
    let mut force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON);
    phone.book().note("Yesterday.", Basis::Fact).unwrap();
    phone.sync();
    let backup = force.folder().join("backup.beatbook");
    force.command(&["backup", backup.to_str().unwrap()]);
    phone.book().note("Today, after the backup.", Basis::Fact).unwrap();
    phone.sync();
    let last = phone.book().status().unwrap().last_entry;
    assert_eq!(phone.book().status().unwrap().receipt, last);

    force.restore(&backup);
    // The phone shows a receipt the server no longer knows of; it says so, and gets all of it again.
    for _ in 0..3 {
        phone.book().sync().unwrap();
    }
    let status = phone.book().status().unwrap();
    assert_eq!((status.receipt, status.outbox.waiting + status.outbox.offered), (last, 0));
    assert!(alarms(&force).contains(&AlarmKind::Restored));
    force.command(&["verify"]);
}

#[test]
fn two_authorities_with_equal_codes_never_see_each_other() {
    let force = Force::begin();
    let other = force.add_authority("MDW");
    force.import_zones(&hotspot(), IMPORTED);
    force.import_zones_of(other, &hotspot(), IMPORTED, None);
    let (ours, theirs) = (force.add_officer("4711", "Centre"), force.add_officer_to(other, "4711", "Centre"));
    let first = Phone::found(&force.ticket(ours), ON - 60 * MINUTE);
    let second = Phone::found(&force.ticket_of(other, theirs), ON - 60 * MINUTE);
    first.book().note("Ours.", Basis::Fact).unwrap();
    second.book().note("Theirs.", Basis::Fact).unwrap();
    first.sync();
    second.sync();
    // Both are in the same hotspot at the same time, the other authority's officer for longer.
    let walk = Walk::from(CENTRE, ON, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, ON + 60 * MINUTE);
    let patrols = [(&first, 20), (&second, 40)].map(|(phone, minutes)| {
        phone.wait_until(ON);
        let record = phone.sign_on(SignOn::tasked());
        phone.record(&walk.fixes(ON, ON + minutes * MINUTE, 5_000, phone.mono(), 5.0));
        phone.sign_off(ON + minutes * MINUTE);
        phone.sync();
        record
    });
    let enrolled = |body: &ServerBody| matches!(body, ServerBody::NotebookEnrolled(_));
    assert_eq!(force.journal().iter().filter(|body| enrolled(body)).count(), 1);
    let whole = beatbook_domain::presence::Interval { from: 0, to: i64::MAX };
    for (authority, officer, record, minutes) in
        [(force.authority, ours, patrols[0], 20), (other, theirs, patrols[1], 40)]
    {
        let [derived] = force.derived_of(authority, whole).try_into().unwrap();
        assert_eq!((derived.id, derived.officer), (record, officer));
        let inside = &derived.areas[0].presence;
        let inside: i64 = inside.iter().map(|part| part.span.to - part.span.from).sum();
        assert_eq!((inside + MINUTE / 2) / MINUTE, minutes);
    }
    assert_eq!(figures(&force), (20, 20, 1), "the report of one has nothing of the other's");
    for phone in [&first, &second] {
        let entries = phone.book().entries(None, 100).unwrap();
        assert_eq!(entries.len(), 6, "genesis, one note and one patrol each");
        assert!(phone.book().verify().unwrap().is_sound());
    }
}

/// An hour up and down inside a hotspot.
const CENTRE: (f64, f64) = (51.3826, 0.5265);
const MINUTE: i64 = 60_000;

/// 2025-03-01T00:00:00Z.
const IMPORTED: i64 = 1_740_787_200_000;

fn hotspot() -> serde_json::Value {
    json!({"type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": {
            "code": "HS", "name": "High Street", "kind": "hotspot", "valid_from": "2025-04-01",
            "illustrative": true,
        },
        "geometry": {
            "type": "Polygon", "coordinates": [rectangle(CENTRE, -200.0, -200.0, 200.0, 200.0)],
        },
    }]})
}

fn force_with_a_hotspot() -> Force {
    let force = Force::begin();
    force.import_zones(&hotspot(), IMPORTED);
    force
}

/// Minutes on foot by officer and by patrol, and stays.
fn figures(force: &Force) -> (i64, i64, i64) {
    let report = force.hours("2025-09-10");
    let row = row(&report, "HS");
    let foot = &row["hours"]["modes"]["foot"]["presence"];
    let minutes = |by: &str| (foot[by].as_i64().unwrap() + MINUTE / 2) / MINUTE;
    (minutes("officer"), minutes("patrol"), row["hours"]["visits"]["all"].as_i64().unwrap())
}

#[test]
fn fixes_that_a_restored_phone_had_not_sealed_are_in_the_hours_once() {
    let (force, mut phone) = on_the_way();
    phone.sign_on(SignOn::tasked());
    let walk = Walk::from(CENTRE, ON, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, ON + 60 * MINUTE);
    phone.record(&walk.fixes(ON, ON + 40 * MINUTE, 5_000, phone.mono(), 5.0));
    phone.killed();

    let (_elsewhere, places) = image_of(&phone);
    std::fs::remove_dir_all(&places.seats).unwrap();
    std::fs::create_dir_all(&places.seats).unwrap();
    let setup = Setup::new(places, phone.platform.clone());
    let copy = Beatbook::open(setup, phone.key(), phone.notebook()).unwrap();
    copy.sync().unwrap();
    let successor = copy.begin_successor(phone.key()).unwrap();
    assert_eq!(successor.sync().unwrap().left, 0);
    assert_eq!(figures(&force), (40, 40, 1), "forty minutes would have been lost with the phone");

    // It was not lost after all: the officer's own phone goes on, signs off and hands over the same and more.
    phone.restarted();
    phone.record(&walk.fixes(ON + 40 * MINUTE, ON + 60 * MINUTE, 5_000, phone.mono(), 5.0));
    phone.sign_off(ON + 60 * MINUTE);
    let _ = phone.book().sync();
    assert_eq!(figures(&force), (60, 60, 1), "one officer is never counted twice in a minute");
}

/// The phone's two folders as an image, opened elsewhere with the clock it had.
fn image_of(phone: &Phone) -> (tempfile::TempDir, beatbook_device::Places) {
    let image = tempfile::tempdir().unwrap();
    let places = beatbook_device::Places {
        notebooks: image.path().join("notebooks"),
        seats: image.path().join("seats"),
    };
    copy_folder(&phone.places().notebooks, &places.notebooks);
    copy_folder(&phone.places().seats, &places.seats);
    (image, places)
}

/// An officer in a town with a hotspot, an hour before duty known to the server.
fn on_the_way() -> (Force, Phone) {
    let force = force_with_a_hotspot();
    let officer = force.add_officer("4711", "Centre");
    let phone = Phone::found(&force.ticket(officer), ON - 60 * MINUTE);
    phone.sync();
    phone.wait_until(ON);
    (force, phone)
}

#[test]
fn patrols_that_had_ended_on_the_losing_branch_are_in_the_hours_once() {
    let (force, mut phone) = on_the_way();
    let walk = Walk::from(CENTRE, ON, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, ON + 240 * MINUTE);
    // One patrol begins before the image is taken, and its end is different on each side.
    phone.sign_on(SignOn::tasked());
    phone.record(&walk.fixes(ON, ON + 20 * MINUTE, 5_000, phone.mono(), 5.0));
    phone.killed();
    let (_image, places) = image_of(&phone);
    phone.restarted();
    phone.sign_off(ON + 20 * MINUTE);
    phone.sync();
    assert_eq!(figures(&force), (20, 20, 1));

    // The officer works on with the image: the patrol goes on for ten minutes more, and two hours later there is another.
    let setup = Setup::new(places, phone.platform.clone());
    let restored = Beatbook::open(setup, phone.key(), phone.notebook()).unwrap();
    let walks = |from: i64, to: i64| {
        let fixes = walk.fixes(ON + from * MINUTE, ON + to * MINUTE, 5_000, phone.mono(), 5.0);
        phone.wait_until(ON + to * MINUTE);
        assert_eq!(restored.record_fixes(&fixes).unwrap().refused, 0);
    };
    walks(20, 30);
    restored.sign_off(&[]).unwrap();
    phone.wait_until(ON + 150 * MINUTE);
    restored.sign_on(SignOn::tasked()).unwrap();
    walks(150, 190);
    restored.sign_off(&[]).unwrap();
    let _ = restored.sync();
    assert_eq!(restored.status().unwrap().state, NotebookState::Retired);
    assert_eq!(figures(&force), (20, 20, 1), "the server keeps the second branch and derives the first");

    let successor = restored.begin_successor(&beatbook_device::Key::from_bytes([8; 32])).unwrap();
    assert_eq!(successor.sync().unwrap().left, 0);
    assert_eq!(
        figures(&force),
        (70, 70, 2),
        "30 minutes of the first patrol, of them 20 told twice, and 40 more"
    );

    // Begun again after a kill, and synced again, it says nothing more.
    drop(successor);
    let again = restored.begin_successor(&beatbook_device::Key::from_bytes([8; 32])).unwrap();
    assert_eq!(again.sync().unwrap().left, 0);
    assert_eq!(figures(&force), (70, 70, 2));
    // Neither does the phone whose branch the server went on with: it is closed as well and has a successor of its own.
    let _ = phone.book().sync();
    assert_eq!(phone.book().status().unwrap().state, NotebookState::Retired);
    let other = phone.book().begin_successor(&beatbook_device::Key::from_bytes([9; 32])).unwrap();
    assert_eq!(other.patrols(10).unwrap(), vec![], "what the server signed for stays where it is");
    assert_eq!(other.sync().unwrap().left, 0);
    assert_eq!(figures(&force), (70, 70, 2));
    force.command(&["verify"]);
}

#[test]
fn a_copy_that_never_syncs_again_has_handed_its_patrols_to_its_successor() {
    let (force, mut phone) = on_the_way();
    let walk = Walk::from(CENTRE, ON, (-100.0, 0.0)).to_and_fro((100.0, 0.0), 3 * MINUTE, ON + 60 * MINUTE);
    phone.sign_on(SignOn::tasked());
    phone.record(&walk.fixes(ON, ON + 40 * MINUTE, 5_000, phone.mono(), 5.0));
    phone.sign_off(ON + 40 * MINUTE);
    phone.killed();
    // The phone is lost before it has synced; its file comes to another phone from a backup.
    let (_elsewhere, places) = image_of(&phone);
    std::fs::remove_dir_all(&places.seats).unwrap();
    std::fs::create_dir_all(&places.seats).unwrap();
    let setup = Setup::new(places, phone.platform.clone());
    let copy = Beatbook::open(setup, phone.key(), phone.notebook()).unwrap();
    let successor = copy.begin_successor(&beatbook_device::Key::from_bytes([8; 32])).unwrap();
    assert_eq!(successor.sync().unwrap().left, 0);
    assert_eq!(figures(&force), (40, 40, 1));
    // The copy is heard after all: the same forty minutes, told twice and counted once.
    assert_eq!(copy.sync().unwrap().left, 0);
    assert_eq!(figures(&force), (40, 40, 1));
}
