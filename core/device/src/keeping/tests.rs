//! A purge between whose steps something comes.

use beatbook_domain::records::journal::Basis;
use beatbook_protocol::enrol::{EnrolCode, Ticket, Trust};
use beatbook_protocol::receipt::Receipt;
use beatbook_protocol::sign::SigningKey;
use beatbook_protocol::sync::Cursor;
use beatbook_store::Key;

use super::*;
use crate::journal::last_point;
use crate::local::Entrance;
use crate::notebook::{Founding, Places};
use crate::platform::SettablePlatform;

const AT_ONCE_GONE: Keeping = Keeping { tracks: 0, counts: 0, records: 0 };

/// Ten notes that the server holds since a minute, and the phone's clock.
fn held_notes(folder: &std::path::Path) -> (Notebook, Arc<SettablePlatform>) {
    let places = Places { notebooks: folder.to_owned(), seats: folder.join("seats") };
    std::fs::create_dir(&places.seats).unwrap();
    let ticket = Ticket {
        address: "https://127.0.0.1:1".to_owned(),
        trust: Trust::PinnedCa(Hash::of(&[b"nobody"])),
        server: Id::from_bytes([0x5e; 16]),
        receipt_key: SigningKey::from_seed(&[1; 32]).public(),
        authority: Id::from_bytes([0xa0; 16]),
        officer: Id::from_bytes([0x0f; 16]),
        code: EnrolCode([4; 16]),
    };
    let platform = Arc::new(SettablePlatform::at_wall(1_757_181_600_000));
    let (key, founding) = (Key::from_bytes([7; 32]), Founding::of_ticket(&ticket));
    let mut notebook = Notebook::create(&places, &key, Arc::clone(&platform) as _, founding, &[], |offer| {
        Entrance::by_code(ticket.code, offer)
    })
    .unwrap();
    for at in 0..10 {
        notebook.note(format!("note {at}"), Basis::Fact).unwrap();
    }
    signed_for(&mut notebook, 0..=10);
    let since = Anchor::new(0, &notebook.ledger.now().unwrap());
    let Anchor { server, wall, mono, boot } = since;
    notebook
        .ledger
        .write(|tx| {
            let row = params![server, wall, mono, boot.0.cast_signed()];
            tx.execute(
                "INSERT INTO held (first, last, server, wall, mono, boot) VALUES (0, 10, ?1, ?2, ?3, ?4)",
                row,
            )?;
            Ok::<(), DeviceError>(())
        })
        .unwrap();
    platform.advance(60_000);
    (notebook, platform)
}

/// The server's newest receipt: all headers, and these bodies.
fn signed_for(notebook: &mut Notebook, bodies: std::ops::RangeInclusive<u64>) {
    let chain = notebook.ledger.db.read(last_point).unwrap().unwrap();
    let receipt = Receipt {
        format: 1,
        authority: Id::from_bytes([0xa0; 16]),
        server: Id::from_bytes([0x5e; 16]),
        generation: 1,
        notebook: notebook.ledger.identity.notebook,
        chain,
        bodies: SeqSet::from_numbers(bodies),
        server_time: 60_000,
        lost: None,
    };
    let signed = SignedReceipt::sign(&receipt, &SigningKey::from_seed(&[1; 32])).unwrap();
    change(notebook, |exchange| {
        exchange.receipt = Some(signed);
        exchange.cursor = Some(Cursor(vec![1].into()));
    });
}

fn change(notebook: &mut Notebook, how: impl FnOnce(&mut Exchange)) {
    let mut exchange = notebook.ledger.db.read(Exchange::load).unwrap();
    how(&mut exchange);
    notebook.ledger.write(|tx| exchange.store(tx)).unwrap();
}

fn found(notebook: &mut Notebook) -> (Purgeable, Vec<Due>) {
    let (may, db) = begin(notebook).unwrap().unwrap();
    let due = db.read(|tx| may.due_bodies(tx, &AT_ONCE_GONE, || Ok(()))).unwrap();
    (may, due)
}

fn dropped(notebook: &mut Notebook, due: &[Due]) -> u64 {
    let told = notebook.ledger.db.read(|tx| Survey::of(tx, due, || Ok(()))).unwrap();
    drop_bodies(notebook, due, &told).unwrap()
}

fn state_of(notebook: &Notebook, seq: i64) -> i64 {
    let sql = "SELECT state FROM entry WHERE seq = ?1";
    let state = |tx: &ReadTransaction<'_>| tx.one(sql, params![seq], |row| row.get::<_, i64>(0));
    notebook.ledger.db.read(state).unwrap()
}

#[test]
fn a_server_that_was_restored_between_two_steps_loses_no_body() {
    let folder = tempfile::tempdir().unwrap();
    let (mut notebook, _) = held_notes(folder.path());
    let (may, due) = found(&mut notebook);
    assert_eq!(due.iter().map(|one| one.seq).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    // It knows all entries again, and has the first four bodies.
    signed_for(&mut notebook, 0..=4);
    assert_eq!(dropped(&mut notebook, &due), 4);
    assert_eq!((state_of(&notebook, 4), state_of(&notebook, 5)), (2, 0));
    // Nor is the journal cut off behind what it has.
    assert_eq!(cut_some(&mut notebook, 9).unwrap(), 5);
    assert_eq!(cut_some(&mut notebook, 9).unwrap(), 0);
    let prefix = notebook.ledger.db.read(|tx| may.bodiless_prefix(tx, &AT_ONCE_GONE)).unwrap();
    assert_eq!(prefix, None);
    signed_for(&mut notebook, 0..=10);
    assert_eq!(dropped(&mut notebook, &due), 6);
}

#[test]
fn nothing_goes_while_what_the_server_told_is_not_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let (mut notebook, _) = held_notes(folder.path());
    let (_, due) = found(&mut notebook);
    change(&mut notebook, |exchange| exchange.unsifted = true);
    assert_eq!(dropped(&mut notebook, &due), 0);
    assert_eq!(cut_some(&mut notebook, 9).unwrap(), 0);
    assert!(begin(&mut notebook).unwrap().is_none());
    change(&mut notebook, |exchange| exchange.unsifted = false);
    assert_eq!(dropped(&mut notebook, &due), 10);
}

#[test]
fn what_was_erased_between_two_steps_stays_erased() {
    let folder = tempfile::tempdir().unwrap();
    let (mut notebook, _) = held_notes(folder.path());
    let (_, due) = found(&mut notebook);
    notebook.erase(3, "data_subject_request".to_owned()).unwrap();
    assert_eq!(dropped(&mut notebook, &due), 9);
    assert_eq!((state_of(&notebook, 3), state_of(&notebook, 4)), (1, 2));
}

#[test]
fn time_goes_on_for_a_notebook_that_gets_no_receipt_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let (mut notebook, clock) = held_notes(folder.path());
    let due = |notebook: &mut Notebook| {
        let (may, db) = begin(notebook).unwrap().unwrap();
        let after_an_hour = Keeping { tracks: 3_600_000, counts: 3_600_000, records: 3_600_000 };
        db.read(|tx| may.due_bodies(tx, &after_an_hour, || Ok(()))).unwrap().len()
    };
    clock.advance(3_600_000);
    assert_eq!(due(&mut notebook), 0, "the server has not said so");
    change(&mut notebook, |exchange| exchange.last_sync = Some(3_700_000));
    assert_eq!(due(&mut notebook), 10);
}
