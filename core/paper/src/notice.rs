//! A notice as it goes onto paper: everything decided, dates local, money in pence.
//!
//! Plain facts in, no rule is applied here: the notice's record and rule set have decided before.

pub use beatbook_domain::orders::authority::{Contact, Privacy};
pub use beatbook_domain::records::notice::Signature;
use beatbook_domain::register::BucketKind;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::subject::Subject;

/// Everything that is printed of one notice. The names of these fields are the names templates use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticePaper {
    /// The notice's number as it is shown, check character included: `MDW-A7-000118-M`. A receipt has none, and says the
    /// reference of its encounter.
    pub number: String,
    /// Whether it is a real one; if not, every page says so.
    pub mark: Mark,
    /// Whose paper it is.
    pub authority: Authority,
    /// When it was issued. For a fixed penalty this is the date of the notice, from which periods run.
    pub issued: When,
    /// When and where it happened.
    pub conduct: Conduct,
    /// To whom it is given.
    pub recipient: Recipient,
    /// Who gives it.
    pub officer: Officer,
    /// Acts and sections that were broken or are used, one a line.
    pub law: Vec<String>,
    /// What happened, in the officer's words; lines and length as typed.
    pub particulars: String,
    /// How it reached the recipient.
    pub service: Service,
    /// To whom representations, questions and requests go.
    pub contact: Contact,
    /// What the recipient is told about the use of their data.
    pub privacy: Privacy,
    /// What this kind of notice says beyond that.
    pub subject: Subject,
    /// What only the officer's copy carries.
    pub notes: OfficerNotes,
    /// What was put right after it was issued; on the officer's copy, beside what the paper said.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub amended: Vec<Amended>,
    /// What heads the guardian's copy; absent where nobody is told of the paper.
    pub guardian: Option<Guardian>,
}

/// The parent or guardian of somebody of sixteen or seventeen, whose copy says what the recipient's says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// Who it is, if the encounter knows.
    pub name: Option<String>,
}

/// What is printed across paper that obliges nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A real notice: nothing.
    Live,
    /// From the training series of numbers.
    Training,
    /// Of an authority that only demonstrates.
    Demo,
    /// Voided since: the paper is invalid.
    Void,
    /// Withdrawn since: nothing follows from it any more.
    Withdrawn,
}

impl NoticePaper {
    /// Says across the page what became of it since, where it does not stand any more; training stays training.
    pub fn stands(&mut self, bucket: BucketKind) {
        self.mark = match bucket {
            _ if self.mark == Mark::Training => Mark::Training,
            BucketKind::Voided => Mark::Void,
            BucketKind::Withdrawn => Mark::Withdrawn,
            _ => self.mark,
        };
    }
}

/// A council or force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// As it heads the paper.
    pub name: String,
    /// Postal address, one line each.
    pub address: Vec<String>,
}

/// A local date with or without the time of day (Europe/London, as a clock on the wall shows it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The day.
    pub date: Date,
    /// The minute, if it is known and matters.
    pub time: Option<Time>,
}

/// When and where the conduct took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conduct {
    /// The moment it was seen.
    pub at: When,
    /// In words: "High Street, Chatham, outside no. 122". Coordinates belong to [`OfficerNotes::position`].
    pub place: String,
}

/// To whom a notice is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Recipient {
    /// A person or body known by name.
    Named {
        /// As they write it: any script, marks and signs.
        name: String,
        /// One line each; empty if not given.
        address: Vec<String>,
        /// Date of birth, if known.
        born: Option<Date>,
    },
    /// Someone who would not say who they are.
    Refused,
    /// Whoever fits a description: "The occupier", "All persons present with vehicles on the land".
    Described {
        /// How they are addressed.
        addressed: String,
        /// One line each; empty if there is none.
        address: Vec<String>,
    },
}

/// The officer as the public may know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Public id: a collar or warrant number, never a name they did not choose to give.
    pub id: String,
    /// "Community Safety Officer", "Police Constable".
    pub capacity: String,
    /// Reference of the document that authorises them.
    pub authorisation: String,
}

/// How and when the paper was served (ASBCPA 2014 s55 for CPN; by hand, left or posted).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// "Given by hand", "Fixed to each vehicle", "Sent by first class post".
    pub method: String,
    /// When.
    pub at: When,
    /// The recipient was asked to sign and would not.
    pub refused_to_sign: bool,
}

/// One service of several: each is an entry of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// In words, as [`Service::method`].
    pub method: String,
    /// When.
    pub at: When,
    /// Whether the recipient signed.
    pub signature: Signature,
}

/// Why conduct is a matter of community protection, as the officer typed it (ASBCPA 2014 s43(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// Why it is persistent or continuing.
    pub persistent: String,
    /// Why it is unreasonable.
    pub unreasonable: String,
}

/// A slip put right after the issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// When.
    pub at: When,
    /// Who, as public id.
    pub by: String,
    /// Which statement, by name.
    pub statement: String,
    /// What it should say.
    pub text: String,
    /// Why.
    pub reason: String,
}

/// What the recipient's copy leaves out. A template cannot print it there: it is not handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerNotes {
    /// Why the officer believed it.
    pub belief: Option<String>,
    /// Description of someone who refused their details.
    pub description: Option<String>,
    /// Who else saw it.
    pub witnesses: Vec<String>,
    /// Other people in the same encounter.
    pub others: Vec<String>,
    /// Body-worn, CCTV or other recordings.
    pub video: Vec<String>,
    /// Position, accuracy, distances to the zone's edge and to the nearest sign.
    pub position: Option<String>,
    /// Rule set, order, zone and photographs by name and hash, one a line.
    pub hashes: Vec<String>,
    /// The six questions before a fixed penalty with their answers, one a line.
    pub six: Vec<String>,
    /// Each service, in order.
    #[serde(default)]
    pub served: Vec<Served>,
    /// The reasons of community protection; absent on other paper.
    #[serde(default)]
    pub reasons: Option<Reasons>,
}
