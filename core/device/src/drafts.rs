//! What a supervisor made of this phone's drafts, as far as the server has told: issued by post under a number of the
//! server's own, or dropped, and why.

use std::collections::BTreeMap;

use beatbook_domain::access::Area;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::story::{Issue, NoticeStory, Standing};
use beatbook_domain::records::notice::{Notice, ServiceMethod};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;
use jiff::civil::Date;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::{StoryTold, notices_from};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::scene::lacking;

/// What was decided about a draft of this notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftDecision {
    /// The draft's record.
    pub record: Id,
    /// What has become of it.
    pub outcome: DraftOutcome,
    /// Why, as the supervisor said.
    pub why: String,
}

/// What has become of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftOutcome {
    /// Issued and sent by post.
    Posted {
        /// Under this number.
        number: NoticeNumber,
        /// On this local day: the date of the notice.
        on: Date,
        /// UTC milliseconds.
        time: i64,
    },
    /// Dropped.
    Dropped {
        /// On this local day.
        on: Date,
    },
}

impl Beatbook {
    /// What supervisors have decided about this notebook's drafts, in the order of the server's journal.
    ///
    /// # Errors
    /// Storage errors.
    pub fn draft_decisions(&self) -> Told<Vec<DraftDecision>> {
        Ok(self
            .gate
            .look(Looking::list(Area::Enforcement), Vec::len, |notebook| notebook.draft_decisions())?)
    }
}

impl Notebook {
    pub(crate) fn draft_decisions(&self) -> Result<Vec<DraftDecision>, DeviceError> {
        let own = self.ledger.identity.notebook;
        self.ledger.db.read(|tx| decisions(tx, own))
    }

    /// Whether a supervisor has decided about a draft.
    pub(crate) fn is_decided(&self, record: Id) -> Result<bool, DeviceError> {
        Ok(self.draft_decisions()?.iter().any(|one| one.record == record))
    }

    /// Refused while a draft of the same conduct and person, from the same encounter, waits for a supervisor: two of them could
    /// never both be issued. It says which.
    pub(crate) fn check_not_drafted(&self, notice: &Notice) -> Result<(), DeviceError> {
        let told = self.ledger.db.read(|tx| notices_from(tx, notice.encounter))?;
        for one in told {
            let waits = matches!(one.story.standing, Standing::Draft { .. });
            if waits && is_same_conduct(&one.story.notice, notice) && !self.is_decided(one.record)? {
                let remedy = format!(
                    "Draft {} of this conduct and person waits for a supervisor already: leave it, or drop it and ask anew.",
                    one.record
                );
                return Err(lacking("drafted_already", &remedy, "one offence"));
            }
        }
        Ok(())
    }

    /// Stories with their numbers, also of drafts that were issued by post: one offence has one number.
    pub(crate) fn with_postings(
        &self,
        told: Vec<StoryTold<NoticeStory>>,
    ) -> Result<Vec<StoryTold<NoticeStory>>, DeviceError> {
        if told.iter().all(|one| one.story.issue().is_some()) {
            return Ok(told);
        }
        let decided = self.draft_decisions()?.into_iter();
        let posted: BTreeMap<Id, Issue> = decided
            .filter_map(|one| match one.outcome {
                DraftOutcome::Posted { number, time, .. } => {
                    let time = LegalTime::exactly(time);
                    Some((one.record, Issue { number: number.to_string(), time, templates: None }))
                }
                DraftOutcome::Dropped { .. } => None,
            })
            .collect();
        let with = |mut told: StoryTold<NoticeStory>| {
            if let Some(issue) = posted.get(&told.record)
                && told.story.issue().is_none()
            {
                told.story.standing = Standing::Issued(issue.clone());
                // However it was to be served, it went by post.
                told.story.notice.service = Some(ServiceMethod::Post);
            }
            told
        };
        Ok(told.into_iter().map(with).collect())
    }
}

/// Whether two notices of one encounter are for the same thing, and to the same person or premises. One vehicle warned of and
/// another, or one requirement of a notice and another, are two things.
fn is_same_conduct(one: &Notice, other: &Notice) -> bool {
    let apart = match (&one.content, &other.content) {
        (NoticeContent::Fpn(one), NoticeContent::Fpn(other)) => match (&one.cpn, &other.cpn) {
            (Some(one), Some(other)) => !one.is_same(other),
            (one, other) => one.is_some() != other.is_some(),
        },
        (NoticeContent::S59Warning(one), NoticeContent::S59Warning(other)) => {
            one.nuisance.vehicle != other.nuisance.vehicle
        }
        (NoticeContent::S59Seizure(one), NoticeContent::S59Seizure(other)) => {
            one.nuisance.vehicle != other.nuisance.vehicle
        }
        _ => false,
    };
    one.breach() == other.breach()
        && !apart
        && one.person == other.person
        && (one.person.is_some() || one.recipient.is_same(&other.recipient))
}

fn decisions(tx: &ReadTransaction<'_>, notebook: Id) -> Result<Vec<DraftDecision>, DeviceError> {
    let sql = "SELECT kind, body FROM server_entry
               WHERE kind IN ('draft_posted', 'draft_dropped') AND body IS NOT NULL ORDER BY seq";
    let rows: Vec<(String, Vec<u8>)> = tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let decided = rows.iter().filter_map(|(kind, body)| match ServerBody::parse(kind, 1, body).ok()? {
        ServerBody::DraftPosted(posted) if posted.notebook == notebook => {
            let (number, on, time) = (posted.issued.number, posted.issued.issued, posted.time);
            let outcome = DraftOutcome::Posted { number, on, time };
            Some(DraftDecision { record: posted.record, outcome, why: posted.why })
        }
        ServerBody::DraftDropped(dropped) if dropped.notebook == notebook => {
            let outcome = DraftOutcome::Dropped { on: dropped.on };
            Some(DraftDecision { record: dropped.record, outcome, why: dropped.why })
        }
        _ => None,
    });
    Ok(decided.collect())
}
