//! A council officer's phone that holds an order book, powers and numbers, and a server that decides about its notices.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::program::Phone;
use crate::support::OFFICER;
use crate::support::server::{Keeper, Server, keep, keeper};

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::block::Block;
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::orders::book::Book;
use beatbook_domain::records::server::{NoticeDecided, NumberBlockAllotted, ServerBody};
use beatbook_domain::register::Act;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::{Value, json};

const ORDERS: &str = include_str!("../../../../sync-server/illustrative/medway-orders.json");
const POWERS: [&str; 3] = ["epa88_fpn", "epa34a_fpn", "cpw"];

/// The phone, and the server it syncs with.
pub struct Council {
    pub phone: Phone,
    pub keeper: Arc<Mutex<Keeper>>,
    _server: Server,
}

impl Council {
    /// An officer of Medway with numbers from 1, for litter, waste and warnings.
    pub fn officer() -> Self {
        let keeper = keeper();
        keeper.lock().unwrap().clock = now();
        let server = keep(&keeper);
        let phone = Phone::new();
        phone.does(&["enrol", &server.ticket().to_text().unwrap()]);
        let notebook: Id = phone.does(&["list"]).trim().parse().unwrap();
        let authority = AuthorityCode::new("MDW").unwrap();
        let block = Block { authority, series: 'A', digit: 0, first: 1, count: 200 };
        {
            let mut keeper = keeper.lock().unwrap();
            keeper.publish_orders(&book());
            keeper.publish(&ServerBody::NumberBlockAllotted(NumberBlockAllotted { notebook, block }));
        }
        let council = Self { phone, keeper, _server: server };
        council.phone.does(&["sync"]);
        council
    }

    /// The server's journal goes on, and the phone is told.
    pub fn told(&self, bodies: &[ServerBody]) {
        {
            let mut keeper = self.keeper.lock().unwrap();
            bodies.iter().for_each(|body| keeper.publish(body));
        }
        self.phone.does(&["sync"]);
    }

    /// Somebody dropped litter; all that a penalty needs was said.
    pub fn litter(&self) {
        let phone = &self.phone;
        phone.does(&["encounter", "begin", "--place", "51.38,0.52"]);
        let who = ["--name", "Sam Example", "--born", "1990-05-01", "--address", "27 Example Road"];
        phone.does(&[&["encounter", "person", "--homeless", "no"], &who[..]].concat());
        phone.does(&["encounter", "saw", "LIT", "Dropped a can."]);
        for step in [&["cautioned", "2025-1"][..], &["excuse", "None."], &["understood"]] {
            phone.does(&[&["encounter", "step"], step].concat());
        }
    }

    /// A penalty for litter, issued here: its number.
    pub fn fined(&self) -> NoticeNumber {
        self.litter();
        let issued = self.phone.json(&litter_words("issue"));
        NoticeNumber::parse(issued["number"].as_str().unwrap()).unwrap()
    }

    /// What the phone says of a notice, for people and for programs.
    pub fn shown(&self, number: &NoticeNumber) -> (String, Value) {
        let number = number.to_string();
        let text = self.phone.does(&["notice", "show", &number]);
        (text, self.phone.json(&["notice", "show", &number, "--json"]))
    }
}

/// A penalty for litter.
pub fn litter_words(act: &str) -> Vec<&str> {
    let words = ["penalty", "--offence", "LIT", "--six", "yes", "--place", "Military Road", "--json"];
    [
        &["notice", act],
        &words[..],
        &[
            "--particulars",
            "Dropped an empty can beside the bin and walked away from it, though asked to pick it up.",
        ],
    ]
    .concat()
}

/// A decision at the desk.
pub fn decided(number: &NoticeNumber, on: Date, act: Act) -> ServerBody {
    let (number, why) = (number.clone(), Some("as the file says".to_owned()));
    ServerBody::NoticeDecided(NoticeDecided { number, on, by: Some(OFFICER), act, why })
}

/// UTC milliseconds.
pub fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// The local day.
pub fn today() -> Date {
    local_date(now()).unwrap()
}

/// The illustrative authority, and what its officer may do.
fn book() -> Book {
    let mut book = Book::founding().unwrap();
    let file: Value = serde_json::from_str(ORDERS).unwrap();
    book.authorities.push(serde_json::from_value(file["authorities"][0].clone()).unwrap());
    let held = |power: &&str| json!({ "power": power, "granted_by": "MDW", "reference": "AUTH/12", "from": "2020-01-01", "to": null });
    let powers = json!({
        "officer": OFFICER, "public_id": "CS101", "capacity": "council_authorised",
        "held": POWERS.iter().map(held).collect::<Vec<_>>(),
    });
    book.powers.push(serde_json::from_value(powers).unwrap());
    book
}
