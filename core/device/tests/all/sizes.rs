//! How much goes at once over a link, and how much of a server's answer is taken.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use beatbook_device::{Beatbook, BeatbookError, Timeouts};
use beatbook_domain::records::journal::Basis;
use beatbook_protocol::frame::unpack;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::sync::{ProblemCode, SyncRequest};
use support::server::{Reply, Server, keep, keeper, refuse};
use support::{Phone, enrol, work};

#[test]
fn bodies_halve_when_the_link_is_too_slow_never_below_one_and_grow_again_with_each_success() {
    let (phone, keeper) = (Phone::new(), keeper());
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let is_sound = Arc::new(AtomicBool::new(false));
    let (seen, sound) = (Arc::clone(&sizes), Arc::clone(&is_sound));
    let server = Server::start(move |asked| {
        if !asked.path.ends_with("enrol") {
            let request: SyncRequest = unpack(&asked.body).unwrap();
            let size = request.bodies.len();
            seen.lock().unwrap().push(size);
            match sound.load(Ordering::SeqCst) {
                true => {}
                // What something on the way refuses at once saves the first time-outs.
                false if size > 4 => return refuse(ProblemCode::TooLarge, None),
                false => return Reply::Silence(Duration::from_secs(10)),
            }
        }
        Reply::Ours(keeper.lock().unwrap().answer(&asked))
    });
    let ticket = server.ticket().to_text().unwrap();
    let with = |request| {
        let mut setup = phone.setup();
        setup.timeouts = Timeouts { connect: 30_000, request };
        setup
    };
    let book = Beatbook::enrol(with(1_000), &phone.key, &ticket).unwrap();
    let notebook = book.notebook();
    for _ in 0..20 {
        book.note("A short note.", Basis::Fact).unwrap();
    }
    let mut tries = 0;
    while !sizes.lock().unwrap().ends_with(&[1, 1]) {
        assert_eq!(book.sync(), Err(BeatbookError::Network));
        tries += 1;
        assert!(tries < 30, "{sizes:?}");
    }
    assert!(tries >= 4, "it gave up trying the rest at once: {sizes:?}");
    let mut halved = std::mem::take(&mut *sizes.lock().unwrap());
    halved.dedup();
    assert_eq!(halved, [20, 16, 8, 4, 2, 1]);
    book.shutdown().unwrap();
    is_sound.store(true, Ordering::SeqCst);
    // On a busy machine a sound link needs its time, too.
    let book = Beatbook::open(with(30_000), &phone.key, notebook).unwrap();
    assert_eq!(book.sync().unwrap().left, 0);
    assert_eq!(*sizes.lock().unwrap(), [1, 2, 4, 8, 5]);
}

#[test]
fn a_briefing_object_of_one_mebibyte_is_taken_and_one_of_a_byte_more_is_not() {
    for (length, pulled) in [(1024 * 1024, 2), (1024 * 1024 + 1, 0)] {
        let (phone, keeper) = (Phone::new(), keeper());
        let bytes = vec![7; length];
        keeper.lock().unwrap().objects.push((Hash::of(&[&bytes]), bytes));
        keeper.lock().unwrap().publish(&crate::sync::officer_added());
        let server = keep(&keeper);
        let book = enrol(&phone, &server);
        work(&phone, &book);
        let report = book.sync().unwrap();
        assert_eq!((report.left, report.pulled), (0, pulled), "{length}");
    }
}
