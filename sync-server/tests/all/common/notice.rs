//! Notices as a phone issues them: an alcohol notice of 22 September 2026, £100 in 28 days, £75 in the first 13.

use beatbook_domain::law::powers::Capacity;
use beatbook_domain::law::shipped;
use beatbook_domain::law::terms::{EarlyPayment, FineTerms, Payee, PaymentMethod};
use beatbook_domain::notices::block::Block;
use beatbook_domain::notices::number::AuthorityCode;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::notice::content::{Fpn, NoticeContent};
use beatbook_domain::records::notice::{
    Conduct, Issuer, Notice, NoticeDrafted, NoticeEntry, NoticeIssued, NoticeVoided, OrderCited, Recipient,
};
use beatbook_domain::records::numbers::{NumbersEntry, NumbersGivenUp, NumbersWanted};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::entry::{BootId, Header};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::{Body, Change, SyncResponse};

/// Tuesday 22 September 2026, 14:13:20 BST.
pub const ISSUED: i64 = 1_790_082_800_000;

pub fn moment() -> Moment {
    Moment { wall: ISSUED, mono: 5, boot: BootId(1) }
}

pub fn wanted(authority: &str, training: bool) -> EntryBody {
    let authority = AuthorityCode::new(authority).unwrap();
    EntryBody::Numbers(NumbersEntry::Wanted(NumbersWanted { at: moment(), authority, training }))
}

pub fn given_up(block: &Block, from: u32, count: u32) -> EntryBody {
    let numbers = beatbook_domain::notices::block::GivenUp { block: block.clone(), from, count };
    EntryBody::Numbers(NumbersEntry::GivenUp(NumbersGivenUp { at: moment(), numbers }))
}

pub fn issued(number: &str) -> EntryBody {
    let rules = shipped::rule_sets().unwrap();
    let rules = rules.get("EW-2014").unwrap();
    let time = LegalTime { at: ISSUED, within: Some(500) };
    EntryBody::Notice(NoticeEntry::Issued(Box::new(NoticeIssued {
        templates: None,
        at: moment(),
        time,
        number: number.to_owned(),
        notice: Notice {
            authority: "MDW".to_owned(),
            letterhead: None,
            rule_set: rules.reference().unwrap(),
            encounter: super::id(90),
            person: None,
            order: Some(OrderCited {
                order: Hash::ZERO,
                code: "ALC".to_owned(),
                version: 3,
                condition: "ALC-1".to_owned(),
                zone: None,
                edge: None,
                sign: None,
            }),
            conduct: Conduct { time: Some(time), place: "High Street, Chatham".to_owned(), position: None },
            recipient: Recipient::Refused,
            issuer: Issuer {
                public_id: "4711".to_owned(),
                capacity: Capacity::CouncilAuthorised,
                authorisation: "MDW/2026/17".to_owned(),
                in_uniform: None,
            },
            particulars: "Drinking beer outside the bank after being required to stop.".to_owned(),
            content: NoticeContent::Fpn(Fpn {
                terms: FineTerms {
                    offence: "PSPO-A".to_owned(),
                    amount: 10_000,
                    early: Some(EarlyPayment { amount: 7_500, days: 13 }),
                    payment_days: 28,
                },
                offence: "ASBCPA 2014 s63".to_owned(),
                payee: Payee {
                    name: "Medway Council (DEMO)".to_owned(),
                    address: vec!["Gun Wharf".to_owned()],
                    methods: vec![PaymentMethod { name: "online".to_owned(), how: "example.org".to_owned() }],
                },
                cpn: None,
                vehicles: Vec::new(),
            }),
            service: None,
            evidence: Vec::new(),
            joint: None,
            under_age: false,
            six: None,
        },
    })))
}

/// A draft of the same, unsure of the place; `at` is when it was seen.
pub fn drafted(at: i64) -> EntryBody {
    let EntryBody::Notice(NoticeEntry::Issued(issued)) = issued("") else { panic!("an issue") };
    let mut notice = issued.notice;
    notice.conduct.time = Some(LegalTime { at, within: Some(500) });
    let (doubts, missing) = (vec!["edge".to_owned()], Vec::new());
    let drafted = NoticeDrafted { at: moment(), notice, doubts, missing, training: false };
    EntryBody::Notice(NoticeEntry::Drafted(Box::new(drafted)))
}

pub fn voided(reason: &str) -> EntryBody {
    EntryBody::Notice(NoticeEntry::Voided(NoticeVoided { at: moment(), reason: reason.to_owned() }))
}

/// The blocks of numbers an answer brings for a notebook.
pub fn blocks(answer: &SyncResponse, notebook: Id) -> Vec<Block> {
    bodies(answer)
        .into_iter()
        .filter_map(|body| match body {
            ServerBody::NumberBlockAllotted(allotted) if allotted.notebook == notebook => {
                Some(allotted.block)
            }
            _ => None,
        })
        .collect()
}

/// What an answer brings of the server's journal.
pub fn bodies(answer: &SyncResponse) -> Vec<ServerBody> {
    let entries = answer.changes.iter().filter_map(|change| match change {
        Change::Entry { header, body: Body::Present { bytes, .. } } => {
            let header = Header::parse(header).unwrap();
            ServerBody::parse(&header.kind, header.schema, bytes).ok()
        }
        _ => None,
    });
    entries.collect()
}
