//! The illustrative towns as shipped: zones, an order book, and somebody who asks what applies.

use std::collections::BTreeMap;

use beatbook_domain::calendar::{local_date, parse_instant};
use beatbook_domain::fence::Fence;
use beatbook_domain::orders::applies::{Applying, WhatApplies, reach_m, what_applies, zones_near};
use beatbook_domain::orders::book::{Book, OrderBook};
use beatbook_domain::orders::file::{Against, BookFile, BookReport, read_book_file};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::place::Place;
use beatbook_domain::orders::plan::{Why, plan_orders};
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::{ZoneHash, ZoneKind, ZoneVersion};
use beatbook_domain::zones::import::{ImportOptions, import_geojson};

pub const MEDWAY_ZONES: &str =
    include_str!("../../../../../sync-server/illustrative/medway-order-zones.geojson");
pub const MEDWAY_ORDERS: &str = include_str!("../../../../../sync-server/illustrative/medway-orders.json");
pub const CANTERBURY_ZONES: &str =
    include_str!("../../../../../sync-server/illustrative/canterbury-order-zones.geojson");
pub const CANTERBURY_ORDERS: &str =
    include_str!("../../../../../sync-server/illustrative/canterbury-orders.json");

/// The day on which the books of the tests are imported.
pub const IMPORTED: &str = "2025-09-01";

pub fn at(text: &str) -> i64 {
    parse_instant(text).unwrap()
}

/// A time that a satellite fix tells to the second.
pub fn about(text: &str) -> LegalTime {
    LegalTime { at: at(text), within: Some(1_000) }
}

pub fn place(lat: f64, lon: f64, accuracy_m: f64) -> Place {
    Place::now((lat * 1e7).round() as i32, (lon * 1e7).round() as i32, accuracy_m)
}

pub fn versions(zones: &str) -> Vec<ZoneVersion> {
    let options = ImportOptions::at(at(IMPORTED));
    let import = import_geojson(zones.as_bytes(), &options, &mut |_| {}).unwrap();
    import.zones.into_iter().map(|zone| zone.zone).collect()
}

/// Reads a file against zones and a book that is there already.
pub fn read(orders: &str, zones: &[ZoneVersion], book: &Book) -> Result<BookFile, BookReport> {
    let kinds: BTreeMap<&str, ZoneKind> = zones.iter().map(|zone| (zone.code.as_str(), zone.kind)).collect();
    let against = Against {
        zones: &|code| kinds.get(code).copied(),
        orders: &|code| book.orders.iter().any(|order| order.code == code),
        kept: &|order| book.orders.contains(order),
        rule_sets: &book.rule_sets,
        today: local_date(at(IMPORTED)).unwrap(),
    };
    read_book_file(orders.as_bytes(), &against)
}

/// The zones of a town and the book of its orders.
pub struct Town {
    pub zones: Vec<ZoneVersion>,
    pub fence: Fence,
    pub codes: BTreeMap<ZoneHash, String>,
    pub book: OrderBook,
}

impl Town {
    pub fn medway() -> Self {
        Self::of(MEDWAY_ZONES, MEDWAY_ORDERS)
    }

    pub fn canterbury() -> Self {
        Self::of(CANTERBURY_ZONES, CANTERBURY_ORDERS)
    }

    fn of(zones: &str, orders: &str) -> Self {
        let zones = versions(zones);
        let founding = Book::founding().unwrap();
        let file = read(orders, &zones, &founding).unwrap_or_else(|report| panic!("{report}"));
        let today = local_date(at(IMPORTED)).unwrap();
        let book = plan_orders(&founding, &file, today, Why::default()).unwrap().book;
        let always = Interval { from: 0, to: i64::MAX };
        let dated: Vec<(ZoneVersion, Interval)> = zones.iter().map(|zone| (zone.clone(), always)).collect();
        Self { zones, ..Self::with(&dated, book) }
    }

    /// A town of these zone versions, each in force for its span.
    pub fn with(zones: &[(ZoneVersion, Interval)], book: Book) -> Self {
        let fence = Fence::build(zones.iter().map(|(zone, span)| (zone.hash(), *span, &zone.geometry)));
        let codes = zones.iter().map(|(zone, _)| (zone.hash(), zone.code.clone())).collect();
        let versions = zones.iter().map(|(zone, _)| zone.clone()).collect();
        Self { zones: versions, fence: fence.unwrap(), codes, book: OrderBook::new(book) }
    }

    /// The same town with another book.
    pub fn under(mut self, change: impl FnOnce(&mut Book)) -> Self {
        let mut book = self.book.book().clone();
        change(&mut book);
        self.book = OrderBook::new(book);
        self
    }

    pub fn ask(&self, place: Place, time: LegalTime) -> WhatApplies<'_> {
        let code = |zone: &ZoneHash| self.codes.get(zone).map(String::as_str);
        let near = zones_near(&self.fence, place, reach_m(&self.book, place), code);
        what_applies(&self.book, &near, place, time, &[]).unwrap()
    }
}

/// The only answer about a condition.
pub fn one<'w, 'b>(told: &'w WhatApplies<'b>, order: &str, condition: &str) -> &'w Applying<'b> {
    let mut found =
        told.applying.iter().filter(|one| one.order.code == order && one.condition.code == condition);
    let first = found.next().unwrap_or_else(|| panic!("nothing about {order} {condition}"));
    assert!(found.next().is_none(), "{order} {condition} is answered once");
    first
}
