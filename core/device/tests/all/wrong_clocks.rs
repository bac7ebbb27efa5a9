//! Phones and servers whose clocks are years off: recording goes on, patrols keep their length, nothing goes early.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::sync::{Arc, Mutex};

use beatbook_device::{Beatbook, Keeping, SignOn};
use beatbook_domain::fix::Provider;
use beatbook_domain::records::journal::Basis;
use beatbook_protocol::entry::BootId;
use support::server::{Keeper, Server, keep};
use support::{MINUTE, Phone, SATURDAY_NIGHT, SECOND};

const DAY: i64 = 24 * 60 * MINUTE;
const FIVE_YEARS: i64 = 1_826 * DAY;
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

/// A phone that has handed a patrol over, and its server.
struct HandedOver {
    phone: Phone,
    keeper: Arc<Mutex<Keeper>>,
    book: Beatbook,
    _server: Server,
}

impl HandedOver {
    /// Handed over while server and phone were so much off.
    fn with_clocks_off(server_off: i64, phone_off: i64) -> Self {
        let (phone, keeper) = (Phone::new(), Arc::new(Mutex::new(Keeper::new())));
        let server = keep(&keeper);
        let book = Beatbook::enrol(phone.setup(), &phone.key, &server.ticket().to_text().unwrap()).unwrap();
        book.sign_on(SignOn::tasked()).unwrap();
        book.record_fixes(&phone.walk(600)).unwrap();
        book.sign_off(&[]).unwrap();
        let handed_over = Self { phone, keeper, book, _server: server };
        handed_over.shift(server_off, phone_off);
        handed_over.sync();
        handed_over.shift(-server_off, -phone_off);
        handed_over
    }

    fn shift(&self, server: i64, phone: i64) {
        use beatbook_device::Platform;
        self.keeper.lock().unwrap().clock += server;
        self.phone.platform.set_wall(self.phone.platform.now().unwrap().wall + phone);
    }

    fn pass(&self, time: i64) {
        self.keeper.lock().unwrap().clock += time;
        self.phone.platform.advance(time);
    }

    fn sync(&self) {
        self.book.note("Something to hand over.", Basis::Fact).unwrap();
        assert_eq!(self.book.sync().unwrap().left, 0);
    }

    fn purged(&self) -> u64 {
        self.book.purge(&Keeping::default()).unwrap().bodies
    }
}

#[test]
fn neither_clock_alone_makes_a_phone_forget() {
    // Minutes after the handover, one clock jumps five years; the next exchange learns of it.
    for (server, phone) in [(FIVE_YEARS, 0), (-FIVE_YEARS, 0), (0, FIVE_YEARS), (0, -FIVE_YEARS)] {
        let handed_over = HandedOver::with_clocks_off(0, 0);
        handed_over.pass(5 * MINUTE);
        handed_over.shift(server, phone);
        handed_over.sync();
        assert_eq!(handed_over.purged(), 0, "server {server}, phone {phone}");
    }
    // One clock was wrong at the handover and is right now.
    for (server, phone) in [(FIVE_YEARS, 0), (-FIVE_YEARS, 0), (0, FIVE_YEARS), (0, -FIVE_YEARS)] {
        let handed_over = HandedOver::with_clocks_off(server, phone);
        handed_over.pass(5 * MINUTE);
        handed_over.sync();
        assert_eq!(handed_over.purged(), 0, "server {server}, phone {phone} at the handover");
        handed_over.pass(31 * DAY);
        handed_over.sync();
        // A clock that was ahead keeps longer; one that was behind changes nothing.
        let expected = if server > 0 || phone > 0 { 0 } else { 2 };
        assert_eq!(handed_over.purged(), expected, "server {server}, phone {phone} at the handover");
    }
}

#[test]
fn server_and_phone_wrong_together_are_held_back_by_the_monotonic_clock() {
    let handed_over = HandedOver::with_clocks_off(0, 0);
    handed_over.pass(5 * MINUTE);
    handed_over.keeper.lock().unwrap().clock += FIVE_YEARS;
    handed_over.sync();
    // The phone's clock follows.
    handed_over.shift(0, FIVE_YEARS);
    assert_eq!(handed_over.purged(), 0);
}
