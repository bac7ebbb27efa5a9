//! An authority's own templates: checked with everything they could get wrong, then in force at once, in a book like any
//! other. Every set stays in the book: a notice names the one it was printed with.

use std::fmt::Write as _;

use beatbook_domain::orders::templates::{KeptTemplates, TemplatesRef, TemplatesTaken};
use beatbook_domain::records::server::ServerBody;
use beatbook_paper::{Fault as TemplateFault, NotASet, TemplateSet, Templates};
use beatbook_protocol::id::Id;
use thiserror::Error;

use crate::auth::Scope;
use crate::error::Fault;
use crate::notices::{TRIES, WHY_MAX, said};
use crate::orders::{CurrentBook, NewBook, OrdersRefusal, publish};
use crate::store::Store;

/// Why no set was taken.
#[derive(Debug, Error)]
pub enum TemplatesRefusal {
    /// The file is no set.
    #[error(transparent)]
    File(#[from] NotASet),
    /// The set's wording has faults: all of them.
    #[error("{}", list(.0))]
    Faults(Vec<TemplateFault>),
    /// The set was there before, or a later one.
    #[error(
        "{id} has revision {known} already, and the file says {revision}: give the changed wording a higher revision"
    )]
    Revision {
        /// The set.
        id: String,
        /// The file's revision.
        revision: u32,
        /// The highest there is.
        known: u32,
    },
    /// A reason is missing or too long.
    #[error("say why in a few words without names (--reason), at most {WHY_MAX} characters")]
    Reason,
    /// The book could not be published.
    #[error(transparent)]
    Book(#[from] OrdersRefusal),
    /// Something inside.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl TemplatesRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Faults(_) => "templates_faults",
            Self::Revision { .. } => "templates_revision",
            Self::Reason => "reason",
            Self::Book(refusal) => refusal.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

fn list(faults: &[TemplateFault]) -> String {
    let mut text = format!("the set has {} faults, nothing was changed:", faults.len());
    for fault in faults {
        let _ = write!(text, "\n  {fault} [{}]", fault.code());
    }
    text
}

/// A set whose wording has no fault.
///
/// # Errors
/// [`TemplatesRefusal::File`], [`TemplatesRefusal::Faults`].
pub async fn checked(file: Vec<u8>) -> Result<TemplateSet, TemplatesRefusal> {
    // Every kind is printed from samples: a second of work at most, whatever a template computes.
    let checking = tokio::task::spawn_blocking(move || {
        let set = TemplateSet::read(&file)?;
        Templates::check(set.clone()).map_err(TemplatesRefusal::Faults)?;
        Ok(set)
    });
    checking.await.map_err(|_| Fault::Closing)?
}

/// Takes a file's set into the book: from now on, new notices are printed with it. Answers how it is named.
///
/// # Errors
/// A [`TemplatesRefusal`]; nothing has changed then.
pub async fn import(
    store: &dyn Store,
    scope: &Scope,
    file: Vec<u8>,
    (by, reason): (Id, &str),
    now: i64,
) -> Result<TemplatesRef, TemplatesRefusal> {
    let reason = said(reason).ok_or(TemplatesRefusal::Reason)?.to_owned();
    let kept = checked(file).await?.kept()?;
    for _ in 0..TRIES {
        let mut current = CurrentBook::read(store, scope).await?;
        check_revision(&current.book.templates, &kept.set)?;
        current.book.templates.push(kept.clone());
        let taken = TemplatesTaken { set: kept.set.clone(), by, time: now, reason: reason.clone() };
        let news = NewBook { templates: Some(taken), ..NewBook::default() };
        match publish(store, scope, current, news).await {
            // Phones are told of notices given before by books, too.
            Err(OrdersRefusal::Changed) => {}
            published => return Ok(published.map(|()| kept.set)?),
        }
    }
    Err(OrdersRefusal::Changed.into())
}

/// Refused unless a set is a later revision than every one of its id there was, the shipped one among them.
fn check_revision(sets: &[KeptTemplates], named: &TemplatesRef) -> Result<(), TemplatesRefusal> {
    let shipped = TemplateSet::shipped();
    let known = sets.iter().map(|one| (&one.set.id, one.set.revision));
    let known = known.chain([(&shipped.id, shipped.revision)]);
    let known = known.filter(|(id, _)| **id == named.id).map(|(_, revision)| revision).max();
    match known.filter(|known| *known >= named.revision) {
        Some(known) => {
            Err(TemplatesRefusal::Revision { id: named.id.clone(), revision: named.revision, known })
        }
        None => Ok(()),
    }
}

/// Every set that was taken, in the order of the authority's journal; the last one is in force.
///
/// # Errors
/// The store's.
pub async fn taken(store: &dyn Store, scope: &Scope) -> Result<Vec<TemplatesTaken>, Fault> {
    let taken = |(_, body)| match body {
        ServerBody::OrderBookPublished(published) => published.templates,
        _ => None,
    };
    Ok(store.journal(scope).await?.into_iter().filter_map(taken).collect())
}

/// The set of a revision, or the one in force: the last that was taken, else the shipped one.
///
/// # Errors
/// [`Fault::Damaged`], the store's; `None` if there is none of that revision.
pub async fn in_force(
    store: &dyn Store,
    scope: &Scope,
    revision: Option<u32>,
) -> Result<Option<TemplateSet>, Fault> {
    let sets = CurrentBook::read(store, scope).await?.book.templates;
    if sets.is_empty() {
        let mut shipped = TemplateSet::ever_shipped().rev();
        return Ok(shipped.find(|set| revision.is_none_or(|asked| asked == set.revision)));
    }
    let found = sets.iter().rev().find(|kept| revision.is_none_or(|asked| asked == kept.set.revision));
    let Some(kept) = found else { return Ok(None) };
    let damaged = Fault::Damaged { what: "set of templates" };
    let read = kept.bytes.as_deref().and_then(|bytes| TemplateSet::read(bytes).ok());
    read.map(Some).ok_or(damaged)
}
