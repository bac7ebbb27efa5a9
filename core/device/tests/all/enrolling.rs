//! An enrolment that is cancelled: it ends at once, and the same code goes on from wherever it stood.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use beatbook_device::{Beatbook, BeatbookError, Cancel, NotebookState};
use beatbook_protocol::enrol::Ticket;
use support::Phone;
use support::server::{Reply, Server, keep, keeper};

const LONG: Duration = Duration::from_secs(30);

/// A code whose server cannot be met: what listens there never says a word.
fn unmet(ticket: &Ticket) -> (TcpListener, String) {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}", mute.local_addr().unwrap());
    (mute, Ticket { address, ..ticket.clone() }.to_text().unwrap())
}

/// Enrols, and cancels when `when` has come.
fn cancelled(phone: &Phone, ticket: &str, when: impl FnOnce()) -> BeatbookError {
    let cancel = Cancel::new();
    thread::scope(|scope| {
        let enrolling =
            scope.spawn(|| Beatbook::enrol_unless(phone.setup(), &phone.key, ticket, &cancel).map(drop));
        when();
        let begun = Instant::now();
        cancel.cancel();
        let ended = enrolling.join().unwrap().unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(1), "took {:?}", begun.elapsed());
        ended
    })
}

fn is_empty(phone: &Phone) -> bool {
    let count = |folder| std::fs::read_dir(folder).unwrap().count();
    count(&phone.places.notebooks) + count(&phone.places.seats) == 0
}

#[test]
fn cancelled_before_the_server_is_met_it_leaves_nothing_and_the_code_is_good() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let (mute, nobody_there) = unmet(&server.ticket());
    let mut held = None;
    let ended = cancelled(&phone, &nobody_there, || held = Some(mute.accept().unwrap()));
    assert_eq!(ended, BeatbookError::Cancelled);
    assert!(is_empty(&phone));
    let book = Beatbook::enrol(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap();
    assert_eq!(book.status().unwrap().state, NotebookState::Open);
    assert_eq!(Beatbook::list(&phone.places).unwrap(), vec![book.notebook()]);
}

#[test]
fn cancelled_while_the_server_answers_the_very_same_notebook_asks_again() {
    let (phone, keeper) = (Phone::new(), keeper());
    let (shared, stalls) = (Arc::clone(&keeper), Arc::new(Mutex::new(true)));
    let stalled = Arc::clone(&stalls);
    let server = Server::start(move |asked| {
        // Let in and written down; only the answer does not arrive.
        let answer = shared.lock().unwrap().answer(&asked);
        if *stalled.lock().unwrap() { Reply::Silence(LONG) } else { Reply::Ours(answer) }
    });
    let ticket = server.ticket().to_text().unwrap();
    let asked = || {
        while keeper.lock().unwrap().notebooks.is_empty() {
            thread::sleep(Duration::from_millis(5));
        }
    };
    assert_eq!(cancelled(&phone, &ticket, asked), BeatbookError::Cancelled);
    // The code is spent on this notebook, which is whole.
    let [kept] = Beatbook::list(&phone.places).unwrap()[..] else { unreachable!("one notebook") };
    assert_eq!(phone.open(kept).unwrap().status().unwrap().state, NotebookState::Enrolling);
    // Cancelled again before the server is met, it is not taken for one that never asked.
    let (mute, nobody_there) = unmet(&server.ticket());
    let mut held = None;
    let ended = cancelled(&phone, &nobody_there, || held = Some(mute.accept().unwrap()));
    assert_eq!(ended, BeatbookError::Cancelled);
    assert_eq!(Beatbook::list(&phone.places).unwrap(), vec![kept]);
    *stalls.lock().unwrap() = false;
    let book = Beatbook::enrol(phone.setup(), &phone.key, &ticket).unwrap();
    assert_eq!((book.notebook(), book.status().unwrap().state), (kept, NotebookState::Open));
    assert_eq!(keeper.lock().unwrap().notebooks.len(), 1);
    assert_eq!(book.sync().unwrap().left, 0);
}

#[test]
fn cancelled_before_it_begins_it_does_nothing() {
    let (phone, keeper) = (Phone::new(), keeper());
    let server = keep(&keeper);
    let ticket = server.ticket().to_text().unwrap();
    let cancel = Cancel::new();
    cancel.cancel();
    let ended = Beatbook::enrol_unless(phone.setup(), &phone.key, &ticket, &cancel).map(drop);
    assert_eq!(ended, Err(BeatbookError::Cancelled));
    assert!(is_empty(&phone));
    assert_eq!(server.requests(), 0);
}
