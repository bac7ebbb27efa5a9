//! The paper of a notice, printed on the server from the templates it was issued with, as on a phone.

use std::io::Write as _;
use std::path::Path;

use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::orders::templates::TemplatesRef;
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::notice::{NoticeEntry, NoticeIssued};
use beatbook_paper::{NotPrinted, NoticePaper, Paper, PaperCopy, PaperError, Sources, Wording, paper_of};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use thiserror::Error;

use crate::auth::Scope;
use crate::bundle::without_others;
use crate::drafts::encounter;
use crate::error::Fault;
use crate::made_under::rule_set;
use crate::notices::{View, view};
use crate::store::{AuthorityName, Store};

/// Why there is no paper.
#[derive(Debug, Error)]
pub enum NoPaper {
    /// No such notice here, or its body is erased.
    #[error("no notice of this number can be printed: compare it with the paper, or let the phone sync")]
    Unknown,
    /// The record lies in another authority's notebook.
    #[error("{0} gave it, and has the record: ask them to print it or to make its bundle")]
    OtherRecord(AuthorityName),
    /// The record is not printed.
    #[error(transparent)]
    Record(#[from] NotPrinted),
    /// The paper cannot be made.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// A failure of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl NoPaper {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_notice",
            Self::OtherRecord(_) => "other_record",
            Self::Record(_) => "not_printed",
            Self::Paper(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// One copy of a notice, in the words it was issued with. The same record gives the same paper, whoever prints it; where
/// these words cannot be used, [`Paper::passed_over`] says so. With a day, what the desk has voided or withdrawn by then says
/// so across the page; without, it is the paper as it was given. Unless it is `whole` it leaves out others, as a bundle does.
///
/// # Errors
/// [`NoPaper`].
pub async fn paper(
    store: &dyn Store,
    scope: &Scope,
    number: &NoticeNumber,
    (copy, as_at): (PaperCopy, Option<Date>),
    whole: bool,
) -> Result<Paper, NoPaper> {
    let view = view(store, scope).await?;
    let (_, notebook) = *view.told.records.get(number).ok_or(NoPaper::Unknown)?;
    if let Some(giver) = view.giver(number) {
        return Err(NoPaper::OtherRecord(giver.clone()));
    }
    let mut story = view.told.story(number, &view.facts.told).ok_or(NoPaper::Unknown)?;
    if !whole {
        story = without_others(&story, None);
    }
    // How old somebody is the desk may have found: whoever turned out to be an adult has no guardian to tell, and whoever
    // turned out to be sixteen or seventeen has one.
    let tells = view.told.register.case(number).is_some_and(|case| case.issued().tell_by.is_some());
    story.notice.under_age |= tells;
    let mut notice = on_paper(store, scope, &view, notebook, &story).await?;
    notice.guardian = notice.guardian.filter(|_| tells);
    if let Some((case, day)) = view.told.register.case(number).zip(as_at) {
        notice.stands(case.standing(day).kind());
    }
    let named = story.issue().and_then(|issue| issue.templates.as_ref());
    Ok(Wording::of_record(&view.book.templates, named)?.compose(&notice, copy)?)
}

/// What a notice says, with what its record names and does not hold.
async fn on_paper(
    store: &dyn Store,
    scope: &Scope,
    view: &View,
    notebook: Id,
    story: &NoticeStory,
) -> Result<NoticePaper, NoPaper> {
    let entries = store.entries_of(scope, notebook, story.notice.encounter).await?;
    let encounter = encounter(&entries);
    let rules = rule_set(store, scope, view, story.notice.rule_set.hash).await?;
    let order = |hash| view.book.orders.iter().find(|order: &&OrderVersion| order.hash() == hash);
    let sources = Sources {
        rules: rules.as_ref().ok_or(NotPrinted::Source)?,
        order: story.notice.order.as_ref().and_then(|cited| order(cited.order)),
        encounter: encounter.as_ref(),
    };
    Ok(paper_of(story, &sources)?)
}

/// The templates that a notice of a notebook is going to be printed with, which its record names: the newest that print it.
///
/// # Errors
/// The store's; a kind that is not printed takes the newest.
pub async fn templates_for(
    store: &dyn Store,
    scope: &Scope,
    view: &View,
    (notebook, issued): (Id, &NoticeIssued),
) -> Result<TemplatesRef, Fault> {
    let sets = &view.book.templates;
    let paper = match NoticeStory::begin(&NoticeEntry::Issued(Box::new(issued.clone()))) {
        Ok(story) => match on_paper(store, scope, view, notebook, &story).await {
            Ok(paper) => Some(paper),
            Err(NoPaper::Fault(fault)) => return Err(fault),
            Err(_) => None,
        },
        Err(_) => None,
    };
    let wording = Wording::newest(sets, paper.as_ref());
    wording.map(|wording| wording.set().clone()).map_err(|_| Fault::Format { what: "the shipped templates" })
}

/// Writes a file that must not be there yet, for its owner's eyes only.
///
/// # Errors
/// The system's.
pub fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
