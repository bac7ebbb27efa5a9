//! Orders and zones change; what a record was made under stays what it was.

use beatbook_domain::orders::applies::{Doubt, Standing};
use beatbook_domain::orders::book::{Book, Policy};
use beatbook_domain::orders::file::BookFile;
use beatbook_domain::orders::order::{OrderVersion, TermEvent, TermStep};
use beatbook_domain::orders::pack::{OrderIndex, pack};
use beatbook_domain::orders::plan::{BookChange, BookRefusal, Why, plan_orders};
use beatbook_domain::orders::templates::KeptTemplates;
use beatbook_domain::presence::Interval;
use beatbook_domain::zones::pack::PackError;
use beatbook_protocol::hash::Hash;
use jiff::civil::{Date, date};

use super::town::{IMPORTED, Town, about, at, one, place};

const TODAY: Date = date(2025, 9, 1);
const THURSDAY: &str = "2025-09-04T16:40:00+01:00";

fn file_of(orders: Vec<OrderVersion>) -> BookFile {
    BookFile { orders, ..BookFile::default() }
}

fn order<'b>(book: &'b Book, code: &str) -> &'b OrderVersion {
    book.orders.iter().find(|order| order.code == code).unwrap()
}

/// The order's next version: varied from a day on.
fn varied(order: &OrderVersion, from: Date) -> OrderVersion {
    let mut next = order.clone();
    next.version += 1;
    next.effective = from;
    next.conditions[0].text.push_str(" Bottles count, too.");
    next.term.history.push(TermEvent { what: TermStep::Varied, on: from, reference: None });
    next
}

#[test]
fn story_e3_a_record_still_verifies_against_the_zone_and_order_it_was_made_under() {
    let old_town = Town::medway();
    let here = place(51.38477, 0.51050, 14.0);
    let told = old_town.ask(here, about(THURSDAY));
    let then = one(&told, "MDW-ALC-ROC", "ALC-1");
    let (order_hash, zone_hash, edge) = (then.hash, then.zone, then.edge_m);

    // On Friday the area is drawn anew, its edge through the other half of the car park, and the order varied.
    let friday = at("2025-09-05");
    let mut redrawn = old_town.zones.iter().find(|zone| zone.code == "ALC-ROC").unwrap().clone();
    for corner in &mut redrawn.geometry.0[0].shell.0 {
        corner.lon -= 3_000;
    }
    let mut zones: Vec<_> = old_town
        .zones
        .iter()
        .map(|zone| {
            let to = if zone.code == "ALC-ROC" { friday } else { i64::MAX };
            (zone.clone(), Interval { from: 0, to })
        })
        .collect();
    zones.push((redrawn.normalised(), Interval { from: friday, to: i64::MAX }));
    let next = varied(then.order, date(2025, 9, 5));
    let book = plan_orders(old_town.book.book(), &file_of(vec![next]), TODAY, Why::default()).unwrap().book;
    let town = Town::with(&zones, book);

    let later = town.ask(here, about("2025-09-06T16:40:00+01:00"));
    let now = one(&later, "MDW-ALC-ROC", "ALC-1");
    assert_eq!(now.order.version, then.order.version + 1);
    assert_ne!((now.hash, now.zone), (order_hash, zone_hash));
    assert_ne!(now.inside, then.inside, "the place lies outside the new line");
    // Thursday's record, looked at again: the same versions, the same words, the same distance.
    let again = town.ask(here, about(THURSDAY));
    let again = one(&again, "MDW-ALC-ROC", "ALC-1");
    assert_eq!((again.hash, again.zone, again.edge_m), (order_hash, zone_hash, edge));
    let kept = town.book.version(&order_hash).unwrap();
    assert_eq!((kept.hash(), kept), (order_hash, then.order));
    let zone = town.zones.iter().find(|zone| zone.hash() == zone_hash).unwrap();
    assert_eq!(zone.code, "ALC-ROC");
    // At midnight between them, to the second, nobody can say.
    let midnight = town.ask(here, about("2025-09-05T00:00:00+01:00"));
    let Standing::Unsure(doubts) = &one(&midnight, "MDW-ALC-ROC", "ALC-1").standing else { panic!() };
    assert!(doubts.contains(&Doubt::TimeVague) && doubts.contains(&Doubt::ZoneChanges), "{doubts:?}");
}

#[test]
fn versions_follow_each_other_and_one_that_has_begun_is_never_replaced() {
    let town = Town::medway();
    let book = town.book.book();
    let nuisance = order(book, "MDW-NV");
    let from_october = varied(nuisance, date(2025, 10, 1));
    let plan = plan_orders(book, &file_of(vec![from_october.clone()]), TODAY, Why::default()).unwrap();
    assert_eq!(plan.changes, [BookChange::OrderAdded { code: "MDW-NV".to_owned(), version: 2 }]);
    assert!(plan.restated.is_empty());
    let on = |day| plan.book.version_on("MDW-NV", day).map(|order| order.version);
    assert_eq!(on(date(2025, 9, 30)), Some(1));
    assert_eq!(on(date(2025, 10, 1)), Some(2));
    assert_eq!(on(date(2024, 3, 31)), None);
    // The same file again changes nothing; before it begins it may still be corrected, afterwards not.
    let again = plan_orders(&plan.book, &file_of(vec![from_october.clone()]), TODAY, Why::default()).unwrap();
    assert!(again.changes.is_empty() && again.unchanged == 1);
    let corrected = OrderVersion { title: "Corrected".to_owned(), ..from_october };
    let file = file_of(vec![corrected]);
    let replaced = plan_orders(&plan.book, &file, TODAY, Why::default()).unwrap();
    assert_eq!(replaced.changes, [BookChange::OrderReplaced { code: "MDW-NV".to_owned(), version: 2 }]);
    let late = plan_orders(&plan.book, &file, date(2025, 10, 1), Why::default());
    assert_eq!(late, Err(BookRefusal::VersionHasBegun { code: "MDW-NV".to_owned(), version: 2 }));
    let backwards = OrderVersion { version: 3, ..varied(nuisance, date(2025, 9, 15)) };
    let refused = plan_orders(&plan.book, &file_of(vec![backwards]), TODAY, Why::default());
    assert_eq!(refused, Err(BookRefusal::OutOfOrder { code: "MDW-NV".to_owned(), version: 3 }));
}

#[test]
fn an_end_is_put_off_by_an_extension_made_in_time_and_an_order_that_has_ended_is_not_revived() {
    let town = Town::medway();
    let book = town.book.book();
    let known = order(book, "MDW-NV");
    let ended = known.term.until;
    let put_off = |on: Option<Date>| {
        let mut later = varied(known, TODAY);
        later.term.until = ended.tomorrow().unwrap();
        later.term.history.extend(on.map(|on| TermEvent { what: TermStep::Extended, on, reference: None }));
        file_of(vec![later])
    };
    let refusal = BookRefusal::NotExtendedInTime { code: "MDW-NV".to_owned(), version: 2, ended };
    for on in [None, Some(ended.tomorrow().unwrap())] {
        assert_eq!(plan_orders(book, &put_off(on), TODAY, Why::default()), Err(refusal.clone()), "{on:?}");
    }
    assert!(plan_orders(book, &put_off(Some(ended)), TODAY, Why::default()).is_ok(), "on its last day");
    // A wrong end is corrected, and it is said why.
    assert!(plan_orders(book, &put_off(None), TODAY, retroactively("The end was mistyped")).is_ok());
}

fn retroactively(reason: &str) -> Why<'_> {
    Why { reason: Some(reason), retroactive: true }
}

#[test]
fn what_an_authority_has_settled_changes_only_with_a_reason() {
    let town = Town::medway();
    let book = town.book.book();
    let mut paper = book.authorities[0].clone();
    paper.letterhead.name.push_str(" (moved)");
    let policy = Policy { post_days: 21, ..book.policy };
    let file = BookFile { authorities: vec![paper.clone()], policy: Some(policy), ..BookFile::default() };
    let what = format!("{}, policy", paper.code);
    assert_eq!(plan_orders(book, &file, TODAY, Why::default()), Err(BookRefusal::SaysNotWhy { what }));
    let said = Why { reason: Some("Cabinet of 3 June"), ..Why::default() };
    let plan = plan_orders(book, &file, TODAY, said).unwrap();
    assert_eq!((plan.reason.as_deref(), plan.changes.len()), (Some("Cabinet of 3 June"), 2));
    // A reason alone opens no past.
    let past = file_of(vec![varied(order(book, "MDW-NV"), date(2025, 8, 1))]);
    assert!(matches!(plan_orders(book, &past, TODAY, said), Err(BookRefusal::ChangesHistory { .. })));
    // What was not there before is nothing settled.
    let fresh = BookFile { authorities: vec![paper], policy: Some(policy), ..BookFile::default() };
    assert!(plan_orders(&Book::founding().unwrap(), &fresh, TODAY, Why::default()).is_ok());
}

#[test]
fn the_past_changes_only_with_a_reason() {
    let town = Town::medway();
    let book = town.book.book();
    let file = file_of(vec![varied(order(book, "MDW-NV"), date(2025, 8, 1))]);
    let refused = plan_orders(book, &file, TODAY, Why::default());
    assert!(
        matches!(&refused, Err(BookRefusal::ChangesHistory { restated }) if restated[0].from == date(2025, 8, 1))
    );
    assert_eq!(plan_orders(book, &file, TODAY, retroactively(" ")), Err(BookRefusal::BadReason));
    let plan = plan_orders(book, &file, TODAY, retroactively("Made in July, told us in September")).unwrap();
    assert_eq!(plan.reason.as_deref(), Some("Made in July, told us in September"));
    // From today on is no past, and an order nobody knew of has none.
    let from_today = file_of(vec![varied(order(book, "MDW-NV"), TODAY)]);
    assert!(plan_orders(book, &from_today, TODAY, Why::default()).unwrap().reason.is_none());
    assert_eq!(IMPORTED, TODAY.to_string());
}

#[test]
fn a_book_travels_in_objects_and_comes_back_the_same() {
    let town = Town::medway();
    let book = town.book.book();
    let packed = pack(book).unwrap();
    assert_eq!(pack(book).unwrap(), packed, "the same book, the same objects");
    let index = OrderIndex::open(packed.index.hash, &packed.index.bytes).unwrap();
    let object = |hash: Hash| {
        packed.objects.iter().find(|object| object.hash == hash).map(|object| object.bytes.as_slice())
    };
    assert_eq!(index.assemble(object).unwrap(), *book);
    assert!(index.objects().all(|hash| object(hash).is_some()));
    // An order version is an object by its own name.
    assert!(index.orders.contains(&order(book, "MDW-NV").hash()));
    // One condition changed: one order and the index are new.
    let file = file_of(vec![varied(order(book, "MDW-NV"), date(2025, 10, 1))]);
    let next = pack(&plan_orders(book, &file, TODAY, Why::default()).unwrap().book).unwrap();
    let new = next.objects.iter().filter(|one| object(one.hash).is_none()).count();
    assert_eq!(new, 1);
    let missing = index.assemble(|hash| object(hash).filter(|_| hash != index.orders[0]));
    assert_eq!(missing, Err(PackError::MissingObject));
    let swapped = index.assemble(|_| object(index.orders[0]));
    assert_eq!(swapped, Err(PackError::WrongHash));
    let newer = String::from_utf8(packed.index.bytes.clone()).unwrap().replace("index-1", "index-2");
    let opened = OrderIndex::open(Hash::of(&[newer.as_bytes()]), newer.as_bytes());
    assert_eq!(opened, Err(PackError::NewerFormat));
}

#[test]
fn sets_of_templates_travel_with_the_book_and_one_that_is_lost_takes_nothing_else_away() {
    let town = Town::medway();
    let bare = town.book.book();
    let sets = [
        KeptTemplates::of("MDW-paper", 1, b"one".to_vec()),
        KeptTemplates::of("MDW-paper", 2, b"two".to_vec()),
    ];
    let book = Book { templates: sets.to_vec(), ..bare.clone() };
    let packed = pack(&book).unwrap();
    let text = String::from_utf8(pack(bare).unwrap().index.bytes).unwrap();
    assert!(!text.contains("templates"), "a book without any is packed as it always was");
    let index = OrderIndex::open(packed.index.hash, &packed.index.bytes).unwrap();
    let object = |hash: Hash| {
        packed.objects.iter().find(|object| object.hash == hash).map(|object| object.bytes.as_slice())
    };
    assert_eq!(index.assemble(object).unwrap(), book);
    assert_eq!(index.templates, [sets[0].set.clone(), sets[1].set.clone()], "the one that counts comes last");
    assert!(index.objects().any(|hash| hash == sets[0].set.hash), "phones fetch earlier ones as well");
    let second = sets[1].set.hash;
    let without = index.assemble(|hash| object(hash).filter(|_| hash != second)).unwrap();
    let damaged = index.assemble(|hash| if hash == second { Some(b"tow") } else { object(hash) }).unwrap();
    for lacking in [without, damaged] {
        assert_eq!((&lacking.orders, &lacking.templates[0]), (&book.orders, &sets[0]));
        assert_eq!(lacking.templates[1], KeptTemplates { bytes: None, ..sets[1].clone() });
        assert_eq!(pack(&lacking), Err(PackError::MissingObject), "never published without it");
    }
}
