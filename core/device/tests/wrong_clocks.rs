//! Phones and servers whose clocks are years off: recording goes on, patrols keep their length.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

mod support;

use std::sync::{Arc, Mutex};

use beatbook_device::{Beatbook, SignOn};
use beatbook_domain::fix::Provider;
use beatbook_domain::records::journal::Basis;
use beatbook_protocol::entry::BootId;
use support::server::{Keeper, keep};
use support::{MINUTE, Phone, SATURDAY_NIGHT, SECOND};

const DAY: i64 = 24 * 60 * MINUTE;
const TWENTY_YEARS: i64 = 7_305 * DAY;

#[test]
fn a_restart_into_the_wrong_year_ends_no_patrol_twenty_years_later() {
    for off in [TWENTY_YEARS, -TWENTY_YEARS] {
        let phone = Phone::new();
        let book = phone.found();
        book.sign_on(SignOn::tasked()).unwrap();
        book.record_fixes(&phone.walk(600)).unwrap();
        phone.platform.restart(BootId(2));
        phone.platform.set_wall(SATURDAY_NIGHT + 11 * MINUTE + off);
        phone.platform.advance(3 * MINUTE);
        let so_far = book.status().unwrap().on_duty.unwrap().so_far;
        assert_eq!(so_far.span.to - so_far.span.from, 13 * MINUTE, "off by {off}");
        let result = book.sign_off(&[]).unwrap().result;
        assert_eq!((result.span.from, result.span.to), (SATURDAY_NIGHT, SATURDAY_NIGHT + 13 * MINUTE));
        // The first fix comes five seconds after sign-on.
        assert_eq!(result.gap, 3 * MINUTE + 5 * SECOND);
        assert!(book.verify().unwrap().is_sound());
    }
}

#[test]
fn a_wall_clock_from_before_1970_refuses_neither_note_nor_patrol_nor_fix() {
    let (phone, keeper) = (Phone::new(), Arc::new(Mutex::new(Keeper::new())));
    let server = keep(&keeper);
    phone.platform.set_wall(-DAY);
    let book = Beatbook::enrol(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap();
    book.note("Two bikes chained to the railings.", Basis::Fact).unwrap();
    book.sign_on(SignOn::tasked()).unwrap();
    let mut walk = phone.walk(600);
    for fix in &mut walk {
        // Cell towers: stamped by that same clock.
        fix.provider = Provider::Network;
    }
    assert_eq!(book.record_fixes(&walk).unwrap().accepted, 120);
    let result = book.sign_off(&[]).unwrap().result;
    assert_eq!(result.fixes.accepted, 120);
    assert_eq!(result.span.to - result.span.from, 10 * MINUTE);
    assert_eq!(book.notes(None, 9).unwrap()[0].wall, -DAY);
    assert_eq!(book.sync().unwrap().left, 0);
    assert!(book.verify().unwrap().is_sound());
    let id = book.notebook();
    drop(book);
    assert_eq!(phone.open(id).unwrap().patrols(1).unwrap()[0].result, Some(result));
}
