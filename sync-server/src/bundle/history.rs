//! What happened to a notice, line by line: who, when, what, why.

use std::collections::BTreeMap;

use beatbook_domain::law::terms::pounds;
use beatbook_domain::notices::service;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::notice::statements::tells_of_others;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sharing::SharingEntry;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use serde::Serialize;

use super::others::LEFT_OUT;
use crate::store::{StoredBody, StoredEntry};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryLine {
    /// When it was written down, UTC milliseconds.
    pub at: i64,
    /// Who: an officer's public id, or the server.
    pub who: String,
    /// What.
    pub what: String,
    /// Why, where a reason was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The entry that says so: journal and place.
    pub entry: (Id, u64),
}

/// Who wrote what nobody decided.
const SERVER: &str = "the server";

impl HistoryLine {
    /// Leaves out who decided; the officer on the paper and the server stay.
    pub fn hide(&mut self, officer: &str) {
        if self.who != officer && self.who != SERVER {
            "a supervisor".clone_into(&mut self.who);
        }
    }
}

/// The line of an entry, `without` what a notice of that kind says of others; none for what is no event of the notice.
pub fn line(
    header: &Header,
    entry: &StoredEntry,
    officer: &str,
    (officers, without): (&BTreeMap<Id, String>, Option<NoticeKind>),
) -> Option<HistoryLine> {
    let StoredBody::Present { bytes, .. } = &entry.body else { return None };
    let by = |id: &Id| officers.get(id).cloned().unwrap_or_else(|| id.to_string());
    let (who, what, why) = match EntryBody::parse(&header.kind, header.schema, bytes) {
        Ok(EntryBody::Notice(entry)) => {
            let (what, why) = of_notebook(&entry, without);
            (officer.to_owned(), what, why)
        }
        _ => match ServerBody::parse(&header.kind, header.schema, bytes).ok()? {
            ServerBody::NoticeDecided(decided) => {
                let who = decided.by.as_ref().map_or_else(|| SERVER.to_owned(), by);
                (who, format!("{}, counting from {}", decided.act.words(), decided.on), decided.why)
            }
            ServerBody::PaymentTaken(taken) => {
                let payment = &taken.payment;
                let paid = format!("paid {} on {}", pounds(payment.pence), payment.paid);
                (taken.by.as_ref().map_or_else(|| SERVER.to_owned(), by), paid, None)
            }
            ServerBody::Sharing(SharingEntry::Disclosed(disclosed)) => {
                let fields = disclosed.fields.len();
                let what =
                    format!("{fields} fields disclosed to another authority under {}", disclosed.agreement);
                (SERVER.to_owned(), what, None)
            }
            ServerBody::DraftPosted(posted) => {
                let mut what = format!("issued and sent by post; unsure was: {}", posted.doubts.join(", "));
                if !posted.missing.is_empty() {
                    what += &format!(
                        "; missing, and decided upon by a supervisor: {}",
                        posted.missing.join(", ")
                    );
                }
                (by(&posted.by), what, Some(posted.why))
            }
            _ => return None,
        },
    };
    Some(HistoryLine { at: header.wall, who, what, why, entry: (header.notebook, header.seq) })
}

fn of_notebook(entry: &NoticeEntry, without: Option<NoticeKind>) -> (String, Option<String>) {
    match entry {
        NoticeEntry::Drafted(drafted) => {
            let unsure = [&drafted.doubts[..], &drafted.missing[..]].concat().join(", ");
            (format!("drafted without a number; unsure or missing: {unsure}"), None)
        }
        NoticeEntry::Issued(issued) => (format!("issued as {}", issued.number), None),
        NoticeEntry::Served(served) => (format!("served: {}", service::words(served)), None),
        NoticeEntry::Amended(amended) => {
            let left_out = without.is_some_and(|kind| tells_of_others(kind, &amended.field));
            let words = |told: &str| if left_out { LEFT_OUT.to_owned() } else { told.to_owned() };
            (format!("amended: {}: {}", amended.field, words(&amended.text)), Some(words(&amended.reason)))
        }
        NoticeEntry::Voided(voided) => ("voided".to_owned(), Some(voided.reason.clone())),
        NoticeEntry::Withdrawn(withdrawn) => ("withdrawn".to_owned(), Some(withdrawn.reason.clone())),
        NoticeEntry::YoungTold(told) => (
            format!("told {} on {}: {}", told.whom.words(), told.on, told.how.code().replace('_', " ")),
            None,
        ),
        NoticeEntry::Dropped(dropped) => ("dropped".to_owned(), Some(dropped.reason.clone())),
    }
}
