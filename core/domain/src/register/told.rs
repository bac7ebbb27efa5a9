//! The register as journals tell it: what notebooks issued, what the server's journal says was decided and paid.
//! The same on the server, for all notebooks, and on a phone, for its own.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::calendar::local_date;
use crate::law::rule_sets::RuleSets;
use crate::notices::number::NoticeNumber;
use crate::orders::legal_time::LegalTime;
use crate::records::journal::Moment;
use crate::records::notice::story::NoticeStory;
use crate::records::notice::young::YoungTold;
use crate::records::notice::{
    NoticeDrafted, NoticeEntry, NoticeIssued, NoticeServed, ServiceMethod, Signature,
};
use crate::records::server::{DraftPosted, ServerBody};
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
    /// Hash of the entry's header.
    pub hash: Hash,
    /// What it says.
    pub entry: NoticeEntry,
}

/// A draft without a number that nobody has decided about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The notebook.
    pub notebook: Id,
    /// The notice's record.
    pub record: Id,
    /// Hash of the header of the newest drafting entry.
    pub hash: Hash,
    /// What it says.
    pub drafted: NoticeDrafted,
}

impl Draft {
    fn key(&self) -> (Id, Id) {
        (self.record, self.notebook)
    }
}

/// A notice as it was counted when it came. It outlives its body: an erased notice stays in its bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The notebook.
    pub notebook: Id,
    /// The notice's record.
    pub record: Id,
    /// The notice.
    pub issued: IssuedNotice,
    /// That its notebook voided or withdrew it.
    pub ended: Option<Deed>,
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
    /// Drafts without a number: a supervisor issues or drops them. Training drafts are among them.
    pub drafts: Vec<Draft>,
    /// Record and notebook of drafts that were dropped, by either side.
    pub dropped: BTreeSet<(Id, Id)>,
    /// Drafts that were issued by post.
    pub posted: BTreeMap<NoticeNumber, DraftPosted>,
}

impl Told {
    /// Folds what notebooks tell, each in its own order, and then what the server's journal tells in its order.
    #[must_use]
    pub fn fold<'a>(
        notebooks: impl IntoIterator<Item = &'a NoticeTold>,
        server: impl IntoIterator<Item = &'a ServerBody>,
        rules: &RuleSets,
    ) -> Self {
        Self::fold_with(notebooks, &[], server, rules)
    }

    /// The same where bodies may be erased: what was kept of a notice stands for one that no entry tells of any more.
    #[must_use]
    pub fn fold_with<'a>(
        notebooks: impl IntoIterator<Item = &'a NoticeTold>,
        kept: &[Kept],
        server: impl IntoIterator<Item = &'a ServerBody>,
        rules: &RuleSets,
    ) -> Self {
        let mut told = Self::default();
        let mut numbers: BTreeMap<Id, NoticeNumber> = BTreeMap::new();
        let notebooks: Vec<&NoticeTold> = notebooks.into_iter().collect();
        let server: Vec<&ServerBody> = server.into_iter().collect();
        let here: BTreeSet<&str> = notebooks.iter().filter_map(|one| one.entry.number()).collect();
        let posted: BTreeSet<&NoticeNumber> = server.iter().filter_map(|body| body.posted_number()).collect();
        for one in kept {
            let number = &one.issued.number;
            let told_of = here.contains(number.to_string().as_str()) || posted.contains(number);
            // Whom to tell of it nobody knows any more.
            let issued = IssuedNotice { tell_by: None, ..one.issued.clone() };
            if !told_of && told.register.issue(issued).is_ok() {
                told.records.insert(number.clone(), (one.record, one.notebook));
                numbers.insert(one.record, number.clone());
            }
        }
        let ended: BTreeSet<Id> =
            notebooks.iter().filter(|one| deed_of(&one.entry).is_some()).map(|one| one.record).collect();
        for one in notebooks {
            told.entry(one, &mut numbers, rules);
        }
        for one in kept.iter().filter(|one| !ended.contains(&one.record)) {
            if let (Some(deed), Some(case)) = (one.ended, told.register.case_mut(&one.issued.number)) {
                case.record(Deed { on: deed.on.max(case.issued().issued), ..deed });
            }
        }
        for body in server {
            told.decided(body);
        }
        told
    }

    fn entry(&mut self, told: &NoticeTold, numbers: &mut BTreeMap<Id, NoticeNumber>, rules: &RuleSets) {
        let key = (told.record, told.notebook);
        match &told.entry {
            NoticeEntry::Drafted(drafted) => {
                if !numbers.contains_key(&told.record) && !self.dropped.contains(&key) {
                    self.undraft(key);
                    let (notebook, record, hash) = (told.notebook, told.record, told.hash);
                    self.drafts.push(Draft { notebook, record, hash, drafted: (**drafted).clone() });
                }
                return;
            }
            NoticeEntry::Dropped(_) => {
                if self.undraft(key) {
                    self.dropped.insert(key);
                }
                return;
            }
            NoticeEntry::Issued(issued) => {
                self.undraft(key);
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
            NoticeEntry::Voided(_) | NoticeEntry::Withdrawn(_) | NoticeEntry::YoungTold(_) => {}
            NoticeEntry::Served(_) | NoticeEntry::Amended(_) => return,
        }
        let case = numbers.get(&told.record).and_then(|number| self.register.case_mut(number));
        let deed = deed_of(&told.entry).or_else(|| telling_of(&told.entry));
        if let (Some(deed), Some(case)) = (deed, case) {
            case.record(Deed { on: deed.on.max(case.issued().issued), ..deed });
        }
    }

    /// Takes a draft off the list; whether it was on it.
    fn undraft(&mut self, key: (Id, Id)) -> bool {
        let before = self.drafts.len();
        self.drafts.retain(|draft| draft.key() != key);
        self.drafts.len() < before
    }

    /// Drafts that wait for a supervisor.
    pub fn waiting(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter().filter(|draft| !draft.drafted.training)
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
            ServerBody::DraftPosted(posted) => {
                // The paper is out, whatever its notebook has written since.
                let key = (posted.record, posted.notebook);
                self.undraft(key);
                let number = posted.issued.number.clone();
                if self.register.issue(posted.issued.clone()).is_ok() {
                    self.records.insert(number.clone(), key);
                    self.posted.insert(number, (**posted).clone());
                }
            }
            ServerBody::DraftDropped(dropped) => {
                let key = (dropped.record, dropped.notebook);
                let same = |draft: &Draft| draft.key() == key && draft.hash == dropped.draft;
                if self.drafts.iter().any(same) {
                    self.undraft(key);
                    self.dropped.insert(key);
                }
            }
            _ => {}
        }
    }

    /// A notice as both sides tell it: what its notebook wrote, and – for a draft that was issued by post – the number
    /// and the posting. `told` are the entries of its record, in order.
    #[must_use]
    pub fn story<'a>(
        &self,
        number: &NoticeNumber,
        told: impl IntoIterator<Item = &'a NoticeTold>,
    ) -> Option<NoticeStory> {
        let key = *self.records.get(number)?;
        let mut told = told
            .into_iter()
            .filter(|one| (one.record, one.notebook) == key)
            .map(|one| (one.hash, &one.entry));
        let Some(posted) = self.posted.get(number) else {
            let mut story = NoticeStory::begin(told.next()?.1).ok()?;
            for (_, entry) in told {
                // What does not follow is kept, and passed over here as everywhere.
                let _ = story.apply(entry);
            }
            return Some(story);
        };
        let entries: Vec<(Hash, &NoticeEntry)> = told.collect();
        let draft =
            entries.iter().find(|(hash, _)| *hash == posted.draft).and_then(|(_, entry)| entry.draft())?;
        let mut story = NoticeStory::begin(&posted.entry_of(draft)).ok()?;
        for (_, entry) in entries.iter().filter(|(_, entry)| matches!(entry, NoticeEntry::Amended(_))) {
            let _ = story.apply(entry);
        }
        story.apply(&posted.service()).ok()?;
        Some(story)
    }
}

impl DraftPosted {
    /// The draft's words as an issued notice.
    fn entry_of(&self, drafted: &NoticeDrafted) -> NoticeEntry {
        NoticeEntry::Issued(Box::new(NoticeIssued {
            at: drafted.at,
            time: LegalTime::exactly(self.time),
            number: self.issued.number.to_string(),
            notice: drafted.notice.clone(),
            templates: self.templates.clone(),
        }))
    }

    /// That it was sent by post.
    fn service(&self) -> NoticeEntry {
        let moment = Moment { wall: self.time, mono: 0, boot: BootId(0) };
        NoticeEntry::Served(NoticeServed {
            at: moment,
            time: self.time,
            method: ServiceMethod::Post,
            signature: Signature::NotAsked,
            evidence: Vec::new(),
        })
    }
}

/// The end that a notebook has made of a notice, if it is one.
#[must_use]
pub fn deed_of(entry: &NoticeEntry) -> Option<Deed> {
    let (wall, act) = match entry {
        NoticeEntry::Voided(voided) => {
            (voided.at.wall, Act::Void { reason: listed(&voided.reason, VoidReason::ByOfficer) })
        }
        NoticeEntry::Withdrawn(withdrawn) => {
            let reason = listed(&withdrawn.reason, WithdrawReason::ByOfficer);
            (withdrawn.at.wall, Act::Withdraw { reason, told: withdrawn.told_on })
        }
        _ => return None,
    };
    Some(Deed { on: local_date(wall).ok()?, act })
}

/// That guardian or youth justice was told, if it is that.
#[must_use]
pub fn telling_of(entry: &NoticeEntry) -> Option<Deed> {
    let NoticeEntry::YoungTold(YoungTold { whom, how, on, .. }) = entry else { return None };
    Some(Deed { on: *on, act: Act::YoungTold { whom: *whom, how: *how, told: *on } })
}

/// A phone may offer the list's reasons; anything else is the officer's own.
fn listed<T: DeserializeOwned>(text: &str, own: T) -> T {
    serde_json::from_value(serde_json::Value::String(text.trim().to_owned())).unwrap_or(own)
}
