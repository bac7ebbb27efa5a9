//! What a phone says of the words its notices are printed with: the set's name, and which one it cannot use.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::program::Phone;
use crate::support::server::{keep, keeper};

use beatbook_domain::orders::book::Book;
use beatbook_domain::orders::templates::KeptTemplates;

#[test]
fn status_names_the_templates_and_the_newer_ones_that_this_phone_cannot_read() {
    let keeper = keeper();
    let server = keep(&keeper);
    let phone = Phone::new();
    phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
    let told = phone.does(&["status"]);
    assert!(
        told.contains("notices are printed with EW-paper revision 2\n") && !told.contains("LOOK"),
        "{told}"
    );
    let newer = KeptTemplates::of("MDW-paper", 4, b"what a later program writes".to_vec());
    let book = Book { templates: vec![newer.clone()], ..Book::founding().unwrap() };
    keeper.lock().unwrap().publish_orders(&book);
    phone.does(&["sync"]);
    let told = phone.does(&["status"]);
    assert!(told.contains("notices are printed with EW-paper revision 2\n"), "{told}");
    let look =
        "LOOK: the templates MDW-paper revision 4 are not used: this program cannot read them: update it";
    assert!(told.contains(look), "{told}");
    let json = phone.json(&["status", "--json"]);
    assert_eq!(json["wording"]["set"]["id"], "EW-paper");
    assert_eq!(json["wording"]["passed_over"]["why"], "templates_unreadable");
    assert_eq!(json["wording"]["passed_over"]["set"]["hash"], newer.set.hash.to_string());
}
