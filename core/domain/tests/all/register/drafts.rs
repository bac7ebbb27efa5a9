//! A draft becomes a notice at the desk, or nothing: the fold of both journals, in whatever order they meet.

use beatbook_domain::calendar::parse_instant;
use beatbook_domain::law::shipped;
use beatbook_domain::records::notice::story::Standing;
use beatbook_domain::records::notice::{
    NoticeDrafted, NoticeDropped, NoticeEntry, NoticeIssued, ServiceMethod,
};
use beatbook_domain::records::server::{DraftDropped, DraftPosted, ServerBody};
use beatbook_domain::register::{BucketKind, IssuedNotice, NoticeTold, Told};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::date;
use serde_json::json;

use super::support::number;

const NOTEBOOK: Id = Id::from_bytes([1; 16]);
const RECORD: Id = Id::from_bytes([2; 16]);
const SUPERVISOR: Id = Id::from_bytes([3; 16]);

fn at(local: &str) -> i64 {
    parse_instant(&format!("{local}:00+01:00")).unwrap()
}

fn hash(of: &str) -> Hash {
    Hash::of(&[of.as_bytes()])
}

/// A penalty for conduct of 12 September, unsure of the place.
fn drafted(particulars: &str) -> NoticeDrafted {
    let seen = at("2025-09-12T16:40");
    let rules = shipped::rule_sets().unwrap().get("EW-2014").unwrap().reference().unwrap();
    serde_json::from_value(json!({
        "at": { "wall": seen, "mono": 5, "boot": "0000000000000001" }, "doubts": ["edge"], "missing": [],
        "notice": {
            "authority": "MDW", "rule_set": rules, "encounter": Id::from_bytes([7; 16]), "person": 1,
            "order": { "order": "00".repeat(32), "code": "ALC", "version": 3, "condition": "ALC-1" },
            "conduct": { "time": { "at": seen, "within": 500 }, "place": "The station car park" },
            "recipient": "refused",
            "issuer": { "public_id": "4711", "capacity": "pcso", "authorisation": "KP/17" },
            "particulars": particulars,
            "content": {
                "kind": "fpn", "offence": "ASBCPA 2014 s63",
                "terms": {
                    "offence": "PSPO-A", "amount": 10_000, "early": { "amount": 7_500, "days": 13 },
                    "payment_days": 28
                },
                "payee": { "name": "Medway Council (DEMO)", "address": ["Gun Wharf"], "methods": [] }
            }
        }
    }))
    .unwrap()
}

fn told(text: &str, entry: NoticeEntry) -> NoticeTold {
    NoticeTold { notebook: NOTEBOOK, record: RECORD, hash: hash(text), entry }
}

fn draft(text: &str) -> NoticeTold {
    told(text, NoticeEntry::Drafted(Box::new(drafted(text))))
}

/// Posted on 20 September.
fn posted(text: &str) -> ServerBody {
    let drafted = drafted(text);
    let time = at("2025-09-20T10:00");
    let issued = NoticeIssued {
        templates: None,
        at: drafted.at,
        time: beatbook_domain::orders::legal_time::LegalTime::exactly(time),
        number: number(1).to_string(),
        notice: drafted.notice,
    };
    ServerBody::DraftPosted(Box::new(DraftPosted {
        templates: None,
        notebook: NOTEBOOK,
        record: RECORD,
        draft: hash(text),
        time,
        issued: IssuedNotice::read(&issued, &shipped::rule_sets().unwrap()).unwrap(),
        by: SUPERVISOR,
        missing: Vec::new(),
        doubts: vec!["edge".to_owned()],
        why: "both signs are inside".to_owned(),
    }))
}

fn fold(told: &[NoticeTold], server: &[ServerBody]) -> Told {
    Told::fold(told, server, &shipped::rule_sets().unwrap())
}

#[test]
fn posted_on_the_twentieth_the_notice_runs_from_then_and_prosecution_from_the_offence() {
    let entries = [draft("drinking")];
    let waits = fold(&entries, &[]);
    assert_eq!((waits.waiting().count(), waits.register.cases().count()), (1, 0));

    let body = posted("drinking");
    let bytes = body.to_bytes().unwrap();
    assert_eq!(ServerBody::parse(body.kind(), 1, &bytes), Ok(body.clone()), "it comes back from the journal");
    let told = fold(&entries, &[body]);
    assert_eq!(told.waiting().count(), 0);
    let case = told.register.case(&number(1)).unwrap();
    let dates = case.issued().penalty.as_ref().unwrap().dates;
    assert_eq!(case.issued().issued, date(2025, 9, 20));
    assert_eq!(dates.prosecute_by, Some(date(2026, 3, 12)), "posting a week later gains no time");
    assert_eq!((dates.earliest_proceedings, dates.pay_until), (date(2025, 10, 5), date(2025, 10, 18)));
    assert_eq!(case.standing(date(2025, 9, 20)).kind(), BucketKind::WithinPayment);

    let story = told.story(&number(1), &entries).unwrap();
    assert!(matches!(story.standing, Standing::Issued(_)));
    assert_eq!(story.served.iter().map(|one| one.method).collect::<Vec<_>>(), [ServiceMethod::Post]);
}

#[test]
fn what_the_notebook_writes_after_the_posting_changes_no_word_of_the_paper() {
    let dropped =
        NoticeEntry::Dropped(NoticeDropped { at: drafted("x").at, reason: "I was not sure".to_owned() });
    // Written offline, after the supervisor had posted the first.
    let entries = [draft("drinking"), draft("shouting"), told("dropped", dropped)];
    let told = fold(&entries, &[posted("drinking")]);
    assert_eq!((told.waiting().count(), told.register.cases().count()), (0, 1));
    let story = told.story(&number(1), &entries).unwrap();
    assert_eq!(story.notice.particulars, "drinking");
    assert!(matches!(story.standing, Standing::Issued(_)));
}

#[test]
fn a_draft_that_was_dropped_stays_so_and_a_new_one_waits_anew() {
    let body = |text| {
        let (on, why) = (date(2025, 9, 20), "outside".to_owned());
        let (notebook, record) = (NOTEBOOK, RECORD);
        ServerBody::DraftDropped(DraftDropped {
            notebook,
            record,
            draft: hash(text),
            on,
            by: SUPERVISOR,
            why,
        })
    };
    let told = fold(&[draft("drinking")], &[body("drinking")]);
    assert_eq!((told.waiting().count(), told.dropped.contains(&(RECORD, NOTEBOOK))), (0, true));
    // The officer had written it anew before the decision arrived: nobody has decided about that one.
    let told = fold(&[draft("drinking"), draft("shouting")], &[body("drinking")]);
    assert_eq!(told.waiting().map(|draft| draft.hash).collect::<Vec<_>>(), [hash("shouting")]);
}

#[test]
fn training_drafts_wait_for_nobody() {
    let training = NoticeDrafted { training: true, ..drafted("drinking") };
    let told = fold(&[told("t", NoticeEntry::Drafted(Box::new(training)))], &[]);
    assert_eq!((told.waiting().count(), told.drafts.len()), (0, 1));
}
