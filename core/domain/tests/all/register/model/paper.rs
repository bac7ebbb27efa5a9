//! Notices of every sort that the model gives out: penalties under an order, for litter and for breach of a notice,
//! warnings and notices of community protection, vehicle warnings; some to people of sixteen.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use beatbook_domain::calendar::parse_instant;
use beatbook_domain::law::rule_sets::RuleSets;
use beatbook_domain::law::shipped;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::notice::{
    Notice, NoticeDrafted, NoticeDropped, NoticeEntry, NoticeIssued, NoticeVoided, NoticeWithdrawn,
};
use beatbook_domain::records::server::{DraftDropped, DraftPosted, ServerBody};
use beatbook_domain::register::{Draft, IssuedNotice, Told};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Server;

pub static RULES: LazyLock<RuleSets> = LazyLock::new(|| shipped::rule_sets().unwrap());

static SORTS: LazyLock<Vec<Notice>> = LazyLock::new(|| {
    let fpn = |offence: &str| {
        json!({
            "kind": "fpn", "offence": "as the row says",
            "terms": {
                "offence": offence, "amount": 10_000, "early": { "amount": 7_500, "days": 13 }, "payment_days": 28
            },
            "payee": { "name": "Medway Council (DEMO)", "address": ["Gun Wharf"], "methods": [] }
        })
    };
    let detriment = json!({ "conduct": "noise", "effect": "x", "persistent": "x", "unreasonable": "x" });
    let nuisance =
        json!({ "vehicle": { "kind": "car", "plate": "AB12 CDE" }, "driving": "x", "annoyance": "x" });
    let cpw =
        json!({ "kind": "cpw", "detriment": detriment, "requirements": [], "allowed_until": "2027-01-01" });
    let cpn = json!({
        "kind": "cpn", "detriment": detriment, "observations": [], "requirements": [], "appeal_court": "x"
    });
    let warning = json!({ "kind": "s59_warning", "nuisance": nuisance, "warned": true });
    [fpn("PSPO-A"), fpn("LIT"), fpn("CPN"), cpw, cpn, warning].iter().map(notice).collect()
});

fn notice(content: &Value) -> Notice {
    let rules = RULES.get("EW-2014").unwrap().reference().unwrap();
    serde_json::from_value(json!({
        "authority": "MDW", "rule_set": rules, "encounter": Id::from_bytes([7; 16]), "person": 1,
        "conduct": { "place": "The station car park" }, "recipient": "refused",
        "issuer": { "public_id": "4711", "capacity": "pcso", "authorisation": "KP/17" },
        "particulars": "As told.", "content": content
    }))
    .unwrap()
}

/// One of them; every third to somebody young.
fn sort(salt: u32) -> Notice {
    let salt = usize::try_from(salt).unwrap();
    Notice { under_age: salt.is_multiple_of(3), ..SORTS[salt % SORTS.len()].clone() }
}

fn noon(day: Date) -> i64 {
    parse_instant(&format!("{day}T12:00:00Z")).unwrap()
}

fn moment(day: Date) -> Moment {
    Moment { wall: noon(day), mono: 5, boot: BootId(1) }
}

pub fn issued(salt: u32, day: Date, number: &NoticeNumber) -> NoticeEntry {
    let (time, number) = (LegalTime::exactly(noon(day)), number.to_string());
    NoticeEntry::Issued(Box::new(NoticeIssued {
        at: moment(day),
        time,
        number,
        notice: sort(salt),
        templates: None,
    }))
}

pub fn drafted(salt: u32, day: Date) -> NoticeEntry {
    let (doubts, missing) = (vec!["edge".to_owned()], Vec::new());
    let (notice, training) = (sort(salt), false);
    NoticeEntry::Drafted(Box::new(NoticeDrafted { at: moment(day), notice, doubts, missing, training }))
}

pub fn ended(draft: bool, withdrawn: bool, day: Date) -> NoticeEntry {
    let (at, reason) = (moment(day), "A slip".to_owned());
    match (draft, withdrawn) {
        (true, _) => NoticeEntry::Dropped(NoticeDropped { at, reason }),
        (false, true) => NoticeEntry::Withdrawn(NoticeWithdrawn {
            at,
            reason,
            told: "By letter".to_owned(),
            told_on: None,
        }),
        (false, false) => NoticeEntry::Voided(NoticeVoided { at, reason }),
    }
}

pub fn posted(draft: &Draft, number: &NoticeNumber, day: Date) -> ServerBody {
    let (at, time) = (draft.drafted.at, LegalTime::exactly(noon(day)));
    let (number, notice) = (number.to_string(), draft.drafted.notice.clone());
    let issued =
        IssuedNotice::read(&NoticeIssued { at, time, number, notice, templates: None }, &RULES).unwrap();
    ServerBody::DraftPosted(Box::new(DraftPosted {
        notebook: draft.notebook,
        record: draft.record,
        draft: draft.hash,
        time: noon(day),
        issued,
        by: Id::from_bytes([3; 16]),
        missing: Vec::new(),
        doubts: draft.drafted.doubts.clone(),
        why: "inside".to_owned(),
        templates: None,
    }))
}

pub fn dropped(draft: &Draft, day: Date) -> ServerBody {
    ServerBody::DraftDropped(DraftDropped {
        notebook: draft.notebook,
        record: draft.record,
        draft: draft.hash,
        on: day,
        by: Id::from_bytes([3; 16]),
        why: "too vague".to_owned(),
    })
}

impl Server {
    /// Every number that a notebook or the desk has told of is in the register, and no other.
    pub fn check_entered(&self, told: &Told) {
        let notebooks = self.told.iter().filter_map(|one| one.entry.number()).map(str::to_owned);
        let posted = self.bodies.iter().filter_map(|body| body.posted_number().map(ToString::to_string));
        let numbers: BTreeSet<String> = notebooks.chain(posted).collect();
        let entered: BTreeSet<String> =
            told.register.cases().map(|case| case.issued().number.to_string()).collect();
        assert_eq!(entered, numbers);
        let records: BTreeSet<&(Id, Id)> = told.records.values().collect();
        assert_eq!(records.len(), told.records.len(), "two numbers for one draft or notice");
    }
}
