//! Notices given before, on a phone that reads the past again in small pages: they go with the role that is over, not
//! with one that is only not read yet.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use beatbook_device::{Beatbook, BeginEncounter, EncounterNews};
use beatbook_domain::access::{Role, RoleTerm, Roles};
use beatbook_domain::notices::known::{KnownNotice, Row, Subject, TagKey, pack as pack_known};
use beatbook_domain::orders::book::Book;
use beatbook_domain::records::encounter::people::VehicleKnown;
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::server::{OfficerRoleChanged, ServerBody};
use beatbook_protocol::chain::{ChainPoint, SignedHead};
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::sync::Change;
use jiff::civil::date;
use support::server::{Keeper, SERVER, Server, bend, keeper};
use support::{OFFICER, Phone, enrol, pages};

const PLATE: &str = "AB12 CDE";
const PLACE: &str = "Whitewall Road";

/// One page of the server's journal.
struct Page {
    reset: bool,
    /// First and last entry, and whether the objects come before them.
    entries: (usize, usize),
    objects: bool,
    more: bool,
}

type Pages = Arc<Mutex<VecDeque<Page>>>;

/// A server that sends what the story says, page by page, and nothing else.
fn in_pages(keeper: &Arc<Mutex<Keeper>>) -> (Server, Pages) {
    let pages: Pages = Arc::default();
    let next = Arc::clone(&pages);
    let server = bend(keeper, move |answer, keeper| {
        (answer.changes, answer.journal) = (Vec::new(), None);
        let Some(page) = next.lock().unwrap().pop_front() else { return };
        if page.objects {
            let objects = keeper.objects.iter();
            answer.changes = objects
                .map(|(hash, bytes)| Change::Object { hash: *hash, bytes: bytes.clone().into() })
                .collect();
        }
        let (first, last) = page.entries;
        answer.changes.extend(
            keeper.journal[first..=last]
                .iter()
                .map(|(header, body)| Change::Entry { header: header.clone().into(), body: body.clone() }),
        );
        let header = &keeper.journal[last].0;
        let point = ChainPoint { seq: Header::parse(header).unwrap().seq, hash: header_hash(header) };
        answer.journal = Some(SignedHead::sign(SERVER, point, &keeper.key));
        (answer.reset, answer.more) = (page.reset, page.more);
        // Somebody else's turn first: the rest comes with the next sync.
        answer.retry_after = (page.more && next.lock().unwrap().is_empty()).then_some(1);
    });
    (server, pages)
}

/// Roles of the officer, one after the other, and an order book between the first and the second, with a warning about
/// a car: entries 0, 1, 2, …
fn journal(roles: &[Role]) -> Arc<Mutex<Keeper>> {
    let keeper = keeper();
    let key = TagKey::from_bytes([3; 32]);
    let warning = KnownNotice {
        number: "DEMO-A7-000118-L".to_owned(),
        kind: NoticeKind::S59Warning,
        date: date(2025, 9, 1),
        place: PLACE.to_owned(),
        issuer: "4711".to_owned(),
        about: String::new(),
        allowed_until: None,
        requirements: Vec::new(),
        under_appeal: false,
        varied: false,
    };
    let tag = key.tag(Subject::Registration(PLATE)).unwrap();
    let (index, groups) = pack_known(key, vec![Row { tag, notice: warning }]).unwrap();
    let book = Book { known: Some(index), ..Book::founding().unwrap() };
    {
        let mut keeper = keeper.lock().unwrap();
        for (at, role) in roles.iter().enumerate() {
            let term = RoleTerm { role: *role, from: date(2025, 1, 1), until: None };
            let roles = Roles::default().grant(term).unwrap();
            keeper.publish(&ServerBody::OfficerRoleChanged(OfficerRoleChanged { officer: OFFICER, roles }));
            if at == 0 {
                keeper.objects.extend(groups.iter().map(|group| (group.hash, group.bytes.clone())));
                keeper.publish_orders(&book);
            }
        }
    }
    keeper
}

/// How many warnings a phone finds about the car.
fn found(book: &Beatbook) -> usize {
    let encounter = book.begin_encounter(BeginEncounter::here()).unwrap();
    let known = VehicleKnown { plate: Some(PLATE.to_owned()), ..VehicleKnown::default() };
    book.tell_encounter(encounter, vec![EncounterNews::Vehicle { vehicle: 1, known }]).unwrap();
    book.earlier_warnings(encounter, None, Some(1)).unwrap().len()
}

#[test]
fn a_role_that_is_read_on_a_later_page_keeps_what_came_on_an_earlier_one() {
    let keeper = journal(&[Role::Contractor, Role::CommunitySafetyOfficer]);
    let (server, pages) = in_pages(&keeper);
    let phone = Phone::new();
    let book = enrol(&phone, &server);
    for broken in [false, true] {
        let mut script = pages.lock().unwrap();
        script.push_back(Page { reset: true, entries: (0, 1), objects: true, more: true });
        if !broken {
            script.push_back(Page { reset: false, entries: (2, 2), objects: false, more: false });
        }
        drop(script);
        book.sync().unwrap();
        if broken {
            phone.platform.advance(5_000);
            let rest = Page { reset: false, entries: (2, 2), objects: false, more: false };
            pages.lock().unwrap().push_back(rest);
            book.sync().unwrap();
        }
        assert_eq!(found(&book), 1, "broken off: {broken}");
    }
}

#[test]
fn a_role_that_is_over_takes_them_along_though_its_end_comes_on_a_page_by_itself() {
    let roles = [Role::CommunitySafetyOfficer, Role::CommunitySafetyOfficer, Role::CountVolunteer];
    for broken in [false, true] {
        let keeper = journal(&roles);
        let (server, script) = in_pages(&keeper);
        let phone = Phone::new();
        let book = enrol(&phone, &server);
        let all = Page { reset: false, entries: (0, 2), objects: true, more: false };
        script.lock().unwrap().push_back(all);
        book.sync().unwrap();
        assert_eq!(found(&book), 1);
        script.lock().unwrap().push_back(Page { reset: true, entries: (0, 1), objects: false, more: true });
        script.lock().unwrap().push_back(Page {
            reset: false,
            entries: (2, 3),
            objects: false,
            more: broken,
        });
        book.sync().unwrap();
        if broken {
            // Nothing is left to be pulled, and what came before is looked through all the same.
            phone.platform.advance(5_000);
            book.sync().unwrap();
        }
        assert_eq!(found(&book), 0, "broken off: {broken}");
        let id = book.notebook();
        book.shutdown().unwrap();
        let pages = pages(&phone, id);
        let holds = |needle: &str| pages.windows(needle.len()).any(|window| window == needle.as_bytes());
        assert!(holds("count_volunteer") && !holds(PLACE), "broken off: {broken}");
    }
}
