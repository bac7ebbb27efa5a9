//! The register as journals tell it: what notebooks issued, what the server's journal says was decided and paid.
//! The same on the server, for all notebooks, and on a phone, for its own.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use serde::Serialize;

use crate::calendar::local_date;
use crate::law::rule_set::RuleSets;
use crate::notices::number::NoticeNumber;
use crate::records::notice::NoticeEntry;
use crate::records::server::ServerBody;
use crate::register::act::{Act, Deed, VoidReason, WithdrawReason};
use crate::register::case::Register;
use crate::register::notice::IssuedNotice;

/// An entry of a notebook about a notice, in the order of its journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeTold {
    /// The notebook.
    pub notebook: Id,
    /// The notice's record.
    pub record: Id,
    /// What it says.
    pub entry: NoticeEntry,
}

/// A notice that is not entered: shown, never counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unentered {
    /// The notebook.
    pub notebook: Id,
    /// The notice's record.
    pub record: Id,
    /// Why: a stable code.
    pub code: &'static str,
}

/// The code of a notice whose number is another's.
pub const NUMBER_TAKEN: &str = "number_taken";

/// The register and what did not fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The register.
    pub register: Register,
    /// The record and the notebook each number belongs to.
    pub records: BTreeMap<NoticeNumber, (Id, Id)>,
    /// Issued notices that could not be entered.
    pub unentered: Vec<Unentered>,
    /// Drafts without a number, by record: a supervisor issues or drops them.
    pub drafts: Vec<(Id, Id)>,
}

impl Told {
    /// Folds what notebooks tell, each in its own order, and then what the server's journal tells in its order.
    #[must_use]
    pub fn fold<'a>(
        notebooks: impl IntoIterator<Item = &'a NoticeTold>,
        server: impl IntoIterator<Item = &'a ServerBody>,
        rules: &RuleSets,
    ) -> Self {
        let mut told = Self::default();
        let mut numbers: BTreeMap<Id, NoticeNumber> = BTreeMap::new();
        for one in notebooks {
            told.entry(one, &mut numbers, rules);
        }
        for body in server {
            told.decided(body);
        }
        told
    }

    fn entry(&mut self, told: &NoticeTold, numbers: &mut BTreeMap<Id, NoticeNumber>, rules: &RuleSets) {
        let key = (told.record, told.notebook);
        let act = match &told.entry {
            NoticeEntry::Drafted(_) => {
                if !numbers.contains_key(&told.record) && !self.drafts.contains(&key) {
                    self.drafts.push(key);
                }
                return;
            }
            NoticeEntry::Dropped(_) => return self.drafts.retain(|draft| *draft != key),
            NoticeEntry::Issued(issued) => {
                self.drafts.retain(|draft| *draft != key);
                let entered = IssuedNotice::read(issued, rules).map_err(|error| error.code());
                let entered = entered.and_then(|notice| {
                    let number = notice.number.clone();
                    // One number, one notice: also if another record claims it with the same words.
                    let taken = self.records.get(&number).is_some_and(|(record, _)| *record != told.record)
                        || numbers.get(&told.record).is_some_and(|known| *known != number);
                    if taken || self.register.issue(notice).is_err() { Err(NUMBER_TAKEN) } else { Ok(number) }
                });
                match entered {
                    Ok(number) => {
                        self.records.insert(number.clone(), key);
                        numbers.insert(told.record, number);
                    }
                    Err(code) => {
                        let (notebook, record) = (told.notebook, told.record);
                        self.unentered.push(Unentered { notebook, record, code });
                    }
                }
                return;
            }
            NoticeEntry::Voided(voided) => {
                local_date(voided.at.wall).map(|on| (on, Act::Void { reason: void_reason(&voided.reason) }))
            }
            NoticeEntry::Withdrawn(withdrawn) => local_date(withdrawn.at.wall)
                .map(|on| (on, Act::Withdraw { reason: WithdrawReason::ByOfficer, told: on })),
            NoticeEntry::Served(_) | NoticeEntry::Amended(_) => return,
        };
        let case = numbers.get(&told.record).and_then(|number| self.register.case_mut(number));
        if let (Ok((on, act)), Some(case)) = (act, case) {
            case.record(Deed { on: on.max(case.issued().issued), act });
        }
    }

    /// Takes what the server's journal says; other bodies are passed over.
    pub fn decided(&mut self, body: &ServerBody) {
        match body {
            ServerBody::NoticeDecided(decided) => {
                if let Some(case) = self.register.case_mut(&decided.number) {
                    case.record(Deed { on: decided.on, act: decided.act });
                }
            }
            ServerBody::PaymentTaken(taken) => {
                if let Some(case) = self.register.case_mut(&taken.number) {
                    case.pay(taken.payment.clone());
                }
            }
            _ => {}
        }
    }
}

/// A phone may offer the list's reasons; anything else is the officer's own.
fn void_reason(text: &str) -> VoidReason {
    serde_json::from_value(serde_json::Value::String(text.trim().to_owned())).unwrap_or(VoidReason::ByOfficer)
}
