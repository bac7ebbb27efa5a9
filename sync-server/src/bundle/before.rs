//! What a notice rests on: the community protection notice that was breached, and the warning before that (ASBCPA 2014 ss43,
//! 48). Each goes into the bundle with its record, as the notice itself does.

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::notice::content::{Fpn, NoticeContent};
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sharing::SharingEntry;
use beatbook_domain::register::{Protection, Standing};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::format::Proof;
use crate::auth::Scope;
use crate::error::Fault;
use crate::made_under::rule_set;
use crate::notices::View;
use crate::store::{Store, StoredBody, StoredEntry};

/// A notice that went before.
pub struct Before {
    pub number: NoticeNumber,
    pub record: Id,
    pub notebook: Id,
    pub story: NoticeStory,
    pub standing: Standing,
    pub rules: Option<RuleSet>,
    /// Of its notebook, if that is another than that of the notice.
    pub proof: Option<Proof>,
}

/// One that is named and not in the bundle, and why.
pub struct Absent {
    pub number: String,
    pub why: String,
}

/// The number of the notice that one rests on; none where it rests on none.
fn rests_on(content: &NoticeContent) -> Option<&str> {
    match content {
        NoticeContent::Fpn(Fpn { cpn: Some(breached), .. }) => Some(&breached.number),
        NoticeContent::Cpn(cpn) => cpn.warning.as_deref(),
        _ => None,
    }
}

/// Whether who makes a bundle may read a notice that another rests on.
pub type Reads<'a> = &'a (dyn Fn(&NoticeNumber) -> bool + Sync);

/// All that a notice rests on, the nearest first, as far as this authority has the records and the reader may read them.
pub async fn find(
    store: &dyn Store,
    scope: &Scope,
    view: &View,
    story: &NoticeStory,
    (today, reads): (Date, Reads<'_>),
) -> Result<(Vec<Before>, Vec<Absent>), Fault> {
    let mut found: Vec<Before> = Vec::new();
    let mut next = rests_on(&story.notice.content).map(str::to_owned);
    while let Some(named) = next.take() {
        let absent = |why: &str| Absent { number: named.clone(), why: why.to_owned() };
        let Some((number, record, notebook, told)) = record_of(view, &named) else {
            return Ok((found, vec![absent("its record is not on this server, or is erased")]));
        };
        if let Some(giver) = view.giver(&number) {
            return Ok((found, vec![absent(&format!("{giver} gave it, and has the record"))]));
        }
        // A notice that names itself leads nowhere.
        let Some(case) =
            view.told.register.case(&number).filter(|_| found.iter().all(|one| one.number != number))
        else {
            break;
        };
        if !reads(&number) {
            return Ok((found, vec![absent("it is not open to who made this bundle")]));
        }
        let rules = rule_set(store, scope, view, told.notice.rule_set.hash).await?;
        next = rests_on(&told.notice.content).map(str::to_owned);
        let standing = case.standing(today);
        found.push(Before { number, record, notebook, story: told, standing, rules, proof: None });
    }
    Ok((found, Vec::new()))
}

fn record_of(view: &View, named: &str) -> Option<(NoticeNumber, Id, Id, NoticeStory)> {
    let number = NoticeNumber::parse(named).ok()?;
    let (record, notebook) = *view.told.records.get(&number)?;
    let story = view.told.story(&number, &view.facts.told)?;
    Some((number, record, notebook, story))
}

impl Before {
    /// What the names of its files begin with.
    pub fn prefix(&self) -> &'static str {
        match self.story.notice.content {
            NoticeContent::Cpw(_) => "cpw-",
            _ => "cpn-",
        }
    }

    /// What it is to the notice.
    pub fn caption(&self) -> &'static str {
        match self.story.notice.content {
            NoticeContent::Cpw(_) => "The warning before it",
            _ => "The community protection notice",
        }
    }

    /// What a page says of it; `breached` names the requirement that was not complied with.
    pub fn facts(&self, breached: Option<u16>) -> Vec<(&'static str, String)> {
        let issued = self.story.issue().and_then(|issue| local_date(issue.time.at).ok());
        let mut facts = vec![
            ("Number", self.number.to_string()),
            ("Issued", issued.map(|day| day.to_string()).unwrap_or_default()),
            ("Stands", stands(&self.standing)),
        ];
        let requirements = match &self.story.notice.content {
            NoticeContent::Cpw(cpw) => {
                facts.push(("Time allowed until", cpw.allowed_until.to_string()));
                &cpw.requirements[..]
            }
            NoticeContent::Cpn(cpn) => &cpn.requirements[..],
            _ => &[],
        };
        for (place, one) in requirements.iter().enumerate() {
            let name = if breached.map(usize::from) == Some(place) {
                "Requirement that was breached"
            } else {
                "Requirement"
            };
            facts.push((name, one.in_words()));
        }
        facts
    }
}

/// Where paper stands: its bucket, and of community protection what became of it.
pub fn stands(standing: &Standing) -> String {
    let bucket = standing.bucket.words();
    match standing.protection.as_ref().map(Protection::status) {
        Some(status) => format!("{bucket}; {}", status.code()),
        None => bucket,
    }
}

/// A notice of which the bundle tells.
pub struct Told<'a> {
    pub number: &'a NoticeNumber,
    pub record: Id,
    pub notebook: Id,
    pub encounter: Id,
}

impl<'a> Told<'a> {
    pub fn of(before: &'a Before) -> Self {
        let Before { number, record, notebook, story, .. } = before;
        Self { number, record: *record, notebook: *notebook, encounter: story.notice.encounter }
    }

    /// Whether an entry is of its record.
    pub fn is_record(&self, header: &Header) -> bool {
        (header.notebook, header.record) == (self.notebook, self.record)
    }

    /// Whether an entry of the server's journal tells of the notice, of who may use its number, or that something of it or of
    /// its encounter was disclosed.
    pub fn is_told(&self, header: &Header, entry: &StoredEntry) -> bool {
        let StoredBody::Present { bytes, .. } = &entry.body else { return false };
        match ServerBody::parse(&header.kind, header.schema, bytes) {
            Ok(ServerBody::NoticeDecided(decided)) => decided.number == *self.number,
            Ok(ServerBody::PaymentTaken(taken)) => taken.number == *self.number,
            Ok(ServerBody::DraftPosted(posted)) => posted.issued.number == *self.number,
            Ok(ServerBody::NumberBlockAllotted(allotted)) => allotted.block.place(self.number).is_some(),
            Ok(ServerBody::NotebookEnrolled(enrolled)) => enrolled.notebook == self.notebook,
            Ok(ServerBody::Sharing(SharingEntry::Disclosed(disclosed))) => {
                [self.record, self.encounter].contains(&disclosed.record)
            }
            _ => false,
        }
    }
}
