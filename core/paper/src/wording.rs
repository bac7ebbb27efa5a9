//! Which templates a notice is printed with: the authority's own where they can be used, else the shipped ones, and then
//! the paper says so to whoever prints it. It is never kept from anybody: a person stands there and waits.
//!
//! A new notice takes the newest set of the book that prints it; its record names that set, and it is printed with it from
//! then on. Receipts for what was handed over are no notices and have no record of their paper: they take the newest.

use std::fmt;

use beatbook_domain::orders::templates::{KeptTemplates, TemplatesRef};
use thiserror::Error;

use crate::fault::PaperError;
use crate::notice::NoticePaper;
use crate::paper::{Paper, PaperCopy};
use crate::set::NotASet;
use crate::templates::{TemplateSet, Templates};

/// Why a set is not printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum Unusable {
    /// Its bytes are absent or damaged.
    #[error("they are not here, or damaged: sync, then print again")]
    Absent,
    /// Its bytes are no set that this program knows.
    #[error("this program cannot read them: update it, then print again")]
    Unreadable,
    /// One of its templates fails on the notice.
    #[error("they fail on this notice: tell whoever words them")]
    Fails,
}

impl Unusable {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Absent => "templates_absent",
            Self::Unreadable => "templates_unreadable",
            Self::Fails => "templates_fail",
        }
    }
}

/// A set that should have been printed with, and was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Which.
    pub set: TemplatesRef,
    /// Why.
    pub why: Unusable,
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { set, why } = self;
        write!(f, "the templates {} revision {} are not used: {why}", set.id, set.revision)
    }
}

/// Templates, and why they are not others.
#[derive(Debug)]
pub struct Wording {
    templates: Templates,
    set: TemplatesRef,
    passed_over: Option<PassedOver>,
}

impl Wording {
    /// What a new notice is printed with: the newest set of a book, the last one, that can be used – for `notice`, if that
    /// is known already.
    ///
    /// # Errors
    /// None: the shipped set is there.
    pub fn newest(sets: &[KeptTemplates], notice: Option<&NoticePaper>) -> Result<Self, PaperError> {
        let mut passed_over = None;
        for kept in sets.iter().rev() {
            let why = match usable(kept) {
                Ok(templates) if notice.is_none_or(|notice| templates.prints(notice)) => {
                    return Ok(Self { templates, set: kept.set.clone(), passed_over });
                }
                Ok(_) => Unusable::Fails,
                Err(why) => why,
            };
            passed_over.get_or_insert(PassedOver { set: kept.set.clone(), why });
        }
        Self::shipped(passed_over)
    }

    /// What a notice is printed with whose record names `named`; none in records from before sets were named.
    ///
    /// # Errors
    /// None: the shipped set is there.
    pub fn of_record(sets: &[KeptTemplates], named: Option<&TemplatesRef>) -> Result<Self, PaperError> {
        for set in TemplateSet::ever_shipped() {
            let shipped = Self::of_program(set, None)?;
            // A record that names none is from the days of the first.
            if named.is_none_or(|named| *named == shipped.set) {
                return Ok(shipped);
            }
        }
        let Some(named) = named else { return Self::shipped(None) };
        let found = sets.iter().find(|kept| kept.set.hash == named.hash).ok_or(Unusable::Absent);
        match found.and_then(usable) {
            Ok(templates) => Ok(Self { templates, set: named.clone(), passed_over: None }),
            Err(why) => Self::shipped(Some(PassedOver { set: named.clone(), why })),
        }
    }

    fn shipped(passed_over: Option<PassedOver>) -> Result<Self, PaperError> {
        Self::of_program(TemplateSet::shipped(), passed_over)
    }

    fn of_program(set: TemplateSet, passed_over: Option<PassedOver>) -> Result<Self, PaperError> {
        let named = set.reference().map_err(|_: NotASet| PaperError::Shipped)?;
        // Checked by the tests of this crate, not again at the kerb.
        let templates = Templates::compile(set).map_err(|_| PaperError::Shipped)?;
        Ok(Self { templates, set: named, passed_over })
    }

    /// The set.
    #[must_use]
    pub fn set(&self) -> &TemplatesRef {
        &self.set
    }

    /// The set that it stands in for, if it does.
    #[must_use]
    pub fn passed_over(&self) -> Option<&PassedOver> {
        self.passed_over.as_ref()
    }

    /// One copy of a notice. A set that fails on it is passed over for the shipped one.
    ///
    /// # Errors
    /// [`PaperError`] if not even that prints it: the notice is longer than paper is made for.
    pub fn compose(&self, notice: &NoticePaper, copy: PaperCopy) -> Result<Paper, PaperError> {
        let (paper, passed_over) = match self.templates.compose(notice, copy) {
            Ok(paper) => (paper, self.passed_over.clone()),
            Err(_) => {
                let fails = PassedOver { set: self.set.clone(), why: Unusable::Fails };
                let shipped = Self::shipped(None)?;
                let passed_over = (shipped.set != self.set).then_some(fails);
                (shipped.templates.compose(notice, copy)?, passed_over.or(self.passed_over.clone()))
            }
        };
        Ok(Paper { passed_over, ..paper })
    }
}

impl Templates {
    /// Whether both copies of a notice can be printed.
    fn prints(&self, notice: &NoticePaper) -> bool {
        PaperCopy::ALL.into_iter().all(|copy| self.compose(notice, copy).is_ok())
    }
}

fn usable(kept: &KeptTemplates) -> Result<Templates, Unusable> {
    let bytes = kept.bytes.as_deref().ok_or(Unusable::Absent)?;
    let set = TemplateSet::read(bytes).map_err(|_| Unusable::Unreadable)?;
    // It was checked when it was imported, by a program that may be newer than this one.
    Templates::compile(set).map_err(|_| Unusable::Unreadable)
}
