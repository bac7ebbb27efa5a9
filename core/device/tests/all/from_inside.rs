//! Whoever calls the notebook from what it tells on the way, while it is in the hands of a call, is refused: it would wait
//! for itself for ever.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::sync::{Arc, Mutex, OnceLock};

use beatbook_device::{Beatbook, Keeping, Now, Platform, PlatformError, SettablePlatform, Setup};
use beatbook_domain::records::journal::Basis;
use support::{Phone, ticket};

/// A phone whose clock asks the notebook something before it answers, as a sink of log lines might.
struct Asking {
    clock: Arc<SettablePlatform>,
    book: OnceLock<Arc<Beatbook>>,
    answers: Mutex<Vec<&'static str>>,
}

impl Platform for Asking {
    fn now(&self) -> Result<Now, PlatformError> {
        if let Some(book) = self.book.get() {
            let refused = [
                book.status().map(drop),
                book.note("From inside.", Basis::Fact).map(drop),
                book.verify().map(drop),
                book.purge(&Keeping::default()).map(drop),
                book.sync().map(drop),
                book.pause(),
                book.resume(),
                book.shutdown(),
            ];
            self.answers.lock().unwrap().extend(refused.map(|told| told.unwrap_err().code()));
        }
        self.clock.now()
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), PlatformError> {
        self.clock.random(bytes)
    }
}

#[test]
fn a_call_from_inside_another_is_refused_and_the_other_goes_on() {
    let phone = Phone::new();
    let asking = Arc::new(Asking {
        clock: Arc::clone(&phone.platform),
        book: OnceLock::new(),
        answers: Mutex::default(),
    });
    let setup = Setup::new(phone.places.clone(), Arc::clone(&asking) as _);
    let code = ticket("https://127.0.0.1:1").to_text().unwrap();
    let book = Arc::new(Beatbook::found(setup, &phone.key, &code).unwrap());
    asking.book.set(Arc::clone(&book)).unwrap_or_else(|_| unreachable!());
    book.note("From outside.", Basis::Fact).unwrap();
    let answers = std::mem::take(&mut *asking.answers.lock().unwrap());
    assert!(answers.len() >= 8 && answers.iter().all(|code| *code == "already_running"), "{answers:?}");
    // Nobody holds it any more.
    assert_eq!(book.notes(None, 10).unwrap().len(), 1);
    assert!(std::thread::spawn(move || book.status().is_ok()).join().unwrap());
}
