//! How many b-trees a write touches: each costs a page or more of the log, and every one of them a wait for the medium.
//! At most four, whatever is recorded; a fifth for the first sign-on after a new briefing came.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::numbers::{encounter, orders, supplied, warning};
use crate::support;
use crate::zones::area;

use std::collections::{BTreeMap, BTreeSet};

use beatbook_device::{
    AskWhere, Beatbook, BeginWelfare, Behaviour, CountNews, EncampmentNews, EncounterNews, EngagementChange,
    ItemNews, JoinCount, NoteTent, NoticeAsked, NoticeNews, NoticeOutcome, PatrolChange, RecordEngagement,
    RecordVisit, ReportEncampment, Sighted, SignNote, SignOn, TentNews, VisitChange, WelfareNews,
};
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::encampment::ReportSource;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::notice::Signature;
use beatbook_domain::records::patrol::TallyKind;
use beatbook_domain::records::premises::SeizedGoods;
use beatbook_domain::records::reference::ReferenceSystem;
use beatbook_domain::records::sign::SignState;
use beatbook_domain::records::tent::TentGround;
use beatbook_domain::records::welfare::{WelfareAbout, WelfareResult};
use beatbook_domain::welfare::sleeping::{Site, SleepingState};
use beatbook_protocol::id::Id;
use rusqlite::Connection;
use serde_json::json;
use support::{MINUTE, OFFICER, Phone, inside};

/// A phone whose file notes which of its tables are written to, with the same values or others.
struct Watched {
    phone: Phone,
    book: Beatbook,
}

/// Names of tables or indices of a file.
fn named(file: &Connection, kind: &str) -> Vec<String> {
    let mut statement = file.prepare("SELECT name FROM sqlite_schema WHERE type = ?1 ORDER BY name").unwrap();
    statement.query_map([kind], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Has every table write down that it is written to.
fn watch(file: &Connection) {
    let tables = named(file, "table");
    file.execute_batch("CREATE TABLE touched (name TEXT NOT NULL)").unwrap();
    for table in tables {
        for act in ["INSERT", "UPDATE", "DELETE"] {
            let sql = format!(
                "CREATE TRIGGER touched_{act}_{table} AFTER {act} ON {table}
                 BEGIN INSERT INTO touched VALUES ('{table}'); END"
            );
            file.execute_batch(&sql).unwrap();
        }
    }
}

/// What is in every index of a file.
fn indices(file: &Connection) -> BTreeMap<String, Vec<String>> {
    let content = |index: String| {
        let columns = "SELECT group_concat(name, ', ') FROM pragma_index_info(?1)";
        let columns: String = file.query_row(columns, [&index], |row| row.get(0)).unwrap();
        let table = "SELECT tbl_name FROM sqlite_schema WHERE name = ?1";
        let table: String = file.query_row(table, [&index], |row| row.get(0)).unwrap();
        let mut statement = file.prepare(&format!("SELECT rowid, {columns} FROM {table}")).unwrap();
        let width = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let values = (0..width).map(|column| row.get::<_, rusqlite::types::Value>(column).unwrap());
            Ok(format!("{:?}", values.collect::<Vec<_>>()))
        };
        let rows = statement.query_map([], row).unwrap().map(Result::unwrap).collect();
        (index, rows)
    };
    named(file, "index").into_iter().map(content).collect()
}

impl Watched {
    fn inside<T>(&self, look: impl FnOnce(&Connection) -> T) -> T {
        self.book.pause().unwrap();
        let seen = look(&inside(&self.phone.places.file(self.book.notebook())));
        self.book.resume().unwrap();
        seen
    }

    /// The b-trees a call writes to: tables, and indices in which something changed.
    fn touched<T>(&self, call: impl FnOnce(&Beatbook) -> T) -> (Vec<String>, T) {
        let before = self.inside(|file| {
            file.execute_batch("DELETE FROM touched").unwrap();
            indices(file)
        });
        let answer = call(&self.book);
        let touched = self.inside(|file| {
            let mut touched: BTreeSet<String> = indices(file)
                .into_iter()
                .filter(|(name, rows)| before[name] != *rows)
                .map(|(name, _)| name)
                .collect();
            let mut tables = file.prepare("SELECT DISTINCT name FROM touched").unwrap();
            touched.extend(tables.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap));
            touched
        });
        (touched.into_iter().collect(), answer)
    }

    /// A call that writes: something, and into no more than four b-trees.
    fn writes<T>(&self, what: &str, call: impl FnOnce(&Beatbook) -> T) -> T {
        let (touched, answer) = self.touched(call);
        assert!((1..=4).contains(&touched.len()), "{what}: {touched:?}");
        answer
    }
}

/// An order over the area, of which no sign hangs anywhere.
fn order() -> OrderVersion {
    serde_json::from_value(json!({
        "code": "PSPO", "version": 1, "title": "An order", "kind": "normal",
        "made_by": { "code": "MDW", "name": "Medway" },
        "payee": { "name": "Medway", "address": ["1 Example Quay"], "methods": [{ "name": "post", "how": "1" }] },
        "term": { "from": "2020-01-01", "until": "2199-12-31" }, "effective": "2020-01-01",
        "conditions": [{
            "code": "DOG-1", "text": "You must not …", "duty": "prohibition", "zones": ["HERE"], "who": "all",
            "times": "always", "circumstances": "all", "offence": "PSPO-X", "support_first": false,
        }],
        "sign_distance_m": 100,
        "terms": [{ "offence": "PSPO-X", "amount": 10_000, "early": null, "payment_days": 28 }],
        "illustrative": true,
    }))
    .unwrap()
}

/// A phone with notice numbers, zones and an order.
fn briefed() -> Watched {
    let (phone, book, keeper, _server) = supplied();
    let mut orders = orders(OFFICER);
    orders.orders.push(order());
    {
        let mut keeper = keeper.lock().unwrap();
        keeper.publish_zones(&[area("HERE".to_owned(), 51.39, 0.52, 0.004)]);
        keeper.publish_orders(&orders);
    }
    book.sync().unwrap();
    let watched = Watched { phone, book };
    watched.inside(watch);
    watched
}

#[test]
fn a_patrol_is_written_in_four_b_trees_at_most() {
    let watched = briefed();
    let (touched, _) = watched.touched(|book| book.sign_on(SignOn::tasked()).unwrap());
    assert_eq!(
        touched,
        ["entry", "notebook", "outbox", "patrol", "patrol_record"],
        "the first with this briefing, whose zones the patrol keeps to its end"
    );
    let walk = watched.phone.walk(60);
    let (touched, _) = watched.touched(|book| book.record_fixes(&walk).unwrap());
    assert_eq!(touched, ["hot"]);
    let walk = watched.phone.walk(1_440 * 5);
    let (touched, _) = watched.touched(|book| book.record_fixes(&walk).unwrap());
    assert_eq!(touched, ["entry", "hot", "outbox"], "a chunk was sealed");
    watched.writes("change", |book| {
        let change = PatrolChange { mode: Some(TravelMode::Cycle), ..PatrolChange::default() };
        book.change_patrol(change).unwrap();
    });
    watched.writes("abstraction", |book| book.start_abstraction("scene control", "inspector").unwrap());
    watched.phone.platform.advance(MINUTE);
    watched.writes("its end", |book| book.end_abstraction().unwrap());
    watched.writes("tally", |book| book.tally([(TallyKind::Arrest, 1)].into()).unwrap());
    watched.writes("reference", |book| book.reference(ReferenceSystem::Cad, "1234").unwrap());
    let note = watched.writes("note", |book| book.note("Two bikes.", Basis::Fact).unwrap());
    watched.writes("sign", |book| {
        let (order, text) = ("MDW-ALC".to_owned(), "Only its post is left.".to_owned());
        book.note_sign(SignNote {
            state: SignState::Missing,
            order,
            sign: Some("S-1".to_owned()),
            text,
            photo: None,
        })
        .unwrap()
    });
    let ended = watched.writes("sign-off: chunk, end and summary", |book| book.sign_off(&[]).unwrap());
    assert!(ended.result.measured);
    watched.writes("annotation", |book| book.annotate(ended.record, "Radio room kept me.").unwrap());
    watched.writes("erasure of a note", |book| book.erase(note, "request").unwrap());
    let tally = watched.book.entries(None, 100).unwrap();
    let tally = tally.into_iter().find(|entry| entry.kind == "patrol_tallied").unwrap();
    watched.writes("erasure of a step", |book| book.erase(tally.seq, "request").unwrap());
    let (touched, _) = watched.touched(|book| book.sign_on(SignOn::tasked()).unwrap());
    assert_eq!(touched, ["entry", "outbox", "patrol", "patrol_record"], "the same briefing as before");
    watched.writes("closing", |book| book.close_forgotten("forgot").unwrap());
}

#[test]
fn enforcement_is_written_in_four_b_trees_at_most() {
    let watched = briefed();
    watched.writes("numbers", |book| book.want_notice_numbers("MDW", true).unwrap());
    let begin = beatbook_device::BeginEncounter::here();
    watched.writes("encounter", |book| book.begin_encounter(begin).unwrap());
    let met = encounter(&watched.book);
    watched.writes("step of an encounter", |book| {
        let known = beatbook_domain::records::encounter::people::PersonKnown {
            description: Some("Tall.".to_owned()),
            ..Default::default()
        };
        book.tell_encounter(met, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    });
    let place = AskWhere::At { lat: 51.39, lon: 0.52, accuracy_m: 5.0 };
    let begin = beatbook_device::BeginEncounter { place, ..beatbook_device::BeginEncounter::here() };
    let there = watched.writes("encounter in the area", |book| book.begin_encounter(begin).unwrap());
    watched.writes("what was seen, how the order stood, and a task for its sign", |book| {
        let (code, text) = ("DOG-1".to_owned(), "Fouled the path.".to_owned());
        let (time, order, person, vehicle, count, basis) = (None, None, None, None, None, Basis::Fact);
        let seen = Behaviour { time, code, order, person, vehicle, count, text, basis };
        let settled = book.tell_encounter(there, vec![EncounterNews::Conduct(seen)]).unwrap();
        assert_eq!((settled.judged.len(), settled.sign_tasks.len()), (1, 1), "{settled:?}");
    });
    // The block of numbers that came is taken in by itself, before the first of them is spent.
    watched.writes("block", |book| book.notice_numbers_left().unwrap());
    let issued = watched.writes("notice", |book| book.issue_notice(&warning(met)).unwrap());
    assert!(matches!(issued, NoticeOutcome::Issued { .. }));
    let second = encounter(&watched.book);
    let draft = watched.writes("draft", |book| {
        book.draft_notice(&NoticeAsked { in_uniform: None, ..warning(second) }).unwrap()
    });
    let notice = watched.book.notices(10).unwrap().into_iter().find(|notice| notice.record != draft).unwrap();
    watched.writes("service", |book| {
        let signature = Signature::Refused;
        let served = NoticeNews::Served { time: None, method: None, signature, evidence: Vec::new() };
        book.tell_notice(notice.record, served).unwrap();
    });
    watched.writes("dropped draft", |book| {
        book.tell_notice(draft, NoticeNews::Dropped { reason: "Talked.".to_owned() }).unwrap();
    });
}

#[test]
fn what_else_is_recorded_is_written_in_four_b_trees_at_most() {
    let watched = briefed();
    let begin =
        BeginWelfare { about: WelfareAbout::Contact, place: AskWhere::Newest, address: None, joint: None };
    let welfare = watched.writes("welfare", |book| book.begin_welfare(begin).unwrap());
    watched.writes("step of welfare", |book| {
        let step = beatbook_domain::records::welfare::steps::CareStep::Danger {
            immediate: false,
            called: None,
            text: None,
        };
        let closed = WelfareNews::Closed { result: WelfareResult::Advice, text: None };
        book.tell_welfare(welfare, vec![WelfareNews::Step { person: None, time: None, step }, closed])
            .unwrap();
    });
    let (count, team) = (Id::from_bytes([3; 16]), "T2".to_owned());
    let join = JoinCount { count, team, members: Vec::new(), briefed: false };
    let part = watched.writes("count", |book| book.join_count(join).unwrap());
    watched.writes("sighting", |book| {
        let seen = Sighted::here(Site::Doorway, SleepingState::BeddedDown);
        book.tell_count(part, vec![CountNews::Started, CountNews::Sighted(Box::new(seen))]).unwrap();
    });
    let report = ReportEncampment {
        source: ReportSource::Resident,
        land: "The car park".to_owned(),
        code: None,
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let camp = watched.writes("encampment", |book| book.report_encampment(report).unwrap().encampment);
    watched.writes("step of an encampment", |book| {
        book.tell_encampment(camp, vec![EncampmentNews::Vacated { text: None }], None).unwrap();
    });
    let note =
        NoteTent { land: "The park".to_owned(), ground: TentGround::HarmToDweller, place: AskWhere::Newest };
    let tent = watched.writes("tent", |book| book.note_tent(note).unwrap());
    watched.writes("step of a tent", |book| {
        let offered = TentNews::Offered { help: "A bed".to_owned(), answer: HelpAnswer::Declined };
        book.tell_tent(tent, vec![offered]).unwrap();
    });
    let what = |category: &str| EngagementChange {
        category: Some(category.to_owned()),
        ..EngagementChange::default()
    };
    let engagement = watched.writes("engagement", |book| {
        let (what, place) = (what("surgery"), AskWhere::Newest);
        book.record_engagement(RecordEngagement { what, place }).unwrap()
    });
    watched.writes("correction", |book| {
        book.correct_engagement(engagement, what("meeting"), "Held after all").unwrap();
    });
    watched.writes("taking back", |book| book.take_back_engagement(engagement, "Nobody came").unwrap());
    let word = |word: &str| Some(word.to_owned());
    let what = VisitChange {
        name: word("Cloud Nine"),
        kind: word("vape_shop"),
        why: word("routine"),
        ..VisitChange::default()
    };
    let visit = watched.writes("visit", |book| {
        let place = AskWhere::Newest;
        book.record_premises_visit(RecordVisit { what: what.clone(), place, operation: None }).unwrap()
    });
    watched.writes("seized goods", |book| {
        let goods = SeizedGoods {
            what: "Vapes".to_owned(),
            quantity: 40,
            unit: "vape".to_owned(),
            value_pence: None,
            seal: word("MDW 0001"),
            photo: None,
            defect: None,
            power: None,
        };
        book.seize_goods(visit, goods).unwrap();
    });
    watched.writes("goods passed on", |book| {
        let news = ItemNews::PassedOn { to: "HMRC".to_owned(), reference: "EX/9".to_owned() };
        book.tell_item(visit, 1, news).unwrap();
    });
}
