//! Who asks, for which authority and what for. Every operation of the store takes a [`Scope`].
//!
//! A scope has no public constructor: it comes from a notebook's token or from holding the server's key
//! file, so no code path can reach an authority's rows without having asked who is there.

use beatbook_domain::access::Regime;
use beatbook_protocol::enrol::Token;
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::ProblemCode;

use crate::error::Fault;
use crate::store::{NotebookIdentity, Store};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// An officer's notebook.
    Notebook {
        /// Whose it is.
        officer: Id,
        /// Which.
        notebook: Id,
    },
    /// Whoever holds the server's key file and says no name: its administrator.
    Keyholder,
    /// The server by itself, asked by nobody: what is due at a time or follows from what has come.
    Server,
    /// An officer at the server's desk: whoever holds the key file says who it is.
    AtDesk {
        /// Who.
        officer: Id,
    },
}

/// What for. Reading is checked and logged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A phone hands over its journal and reads the authority's.
    Sync,
    /// Officers, codes, zones, backups.
    Administration,
    /// Computing presence from tracks.
    Derivation,
    /// Figures of teams and zones.
    Report,
    /// An officer looks at the officer's own figures.
    OwnHours,
    /// Notices: where they stand, what is decided and paid.
    Register,
    /// Help: who was met, offered, referred. Never for enforcement.
    Welfare,
    /// Rough-sleeper counts.
    Count,
    /// Encampments and tents: support comes first, and who lives there is nobody's suspect.
    Encampments,
    /// The work of the beat: engagements, operations.
    Beat,
    /// Keeping times, holds, erasing what is over.
    Keeping,
    /// Somebody asks for their own data.
    PersonsRequest,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Sync,
        Self::Administration,
        Self::Derivation,
        Self::Report,
        Self::OwnHours,
        Self::Register,
        Self::Welfare,
        Self::Count,
        Self::Encampments,
        Self::Beat,
        Self::Keeping,
        Self::PersonsRequest,
    ];

    /// As the access log has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Administration => "administration",
            Self::Derivation => "derivation",
            Self::Report => "report",
            Self::OwnHours => "own hours",
            Self::Register => "register",
            Self::Welfare => "welfare",
            Self::Count => "count",
            Self::Encampments => "encampments",
            Self::Beat => "beat",
            Self::Keeping => "keeping",
            Self::PersonsRequest => "own data",
        }
    }

    /// The regime of what is seen for it; none where it may be of both.
    #[must_use]
    pub fn regime(self) -> Option<Regime> {
        match self {
            Self::Register => Some(Regime::LawEnforcement),
            Self::Welfare
            | Self::Count
            | Self::Encampments
            | Self::Derivation
            | Self::Report
            | Self::OwnHours => Some(Regime::General),
            Self::Sync | Self::Administration | Self::Beat | Self::Keeping | Self::PersonsRequest => None,
        }
    }
}

/// One authority's rows, seen by somebody for a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    authority: Id,
    who: Who,
    purpose: Purpose,
}

impl Scope {
    /// The only authority whose rows are in reach.
    #[must_use]
    pub fn authority(&self) -> Id {
        self.authority
    }

    /// Who asks.
    #[must_use]
    pub fn who(&self) -> Who {
        self.who
    }

    /// What for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The officer whose notebook asks, if one does.
    #[must_use]
    pub fn officer(&self) -> Option<Id> {
        match self.who {
            Who::Notebook { officer, .. } => Some(officer),
            Who::Keyholder | Who::Server | Who::AtDesk { .. } => None,
        }
    }

    /// The same rows for the same purpose, for an officer at the desk: the access log names the officer.
    #[must_use]
    pub fn at_desk(self, officer: Id) -> Self {
        Self { who: Who::AtDesk { officer }, ..self }
    }

    /// The same asker, to see the officer's own hours.
    #[must_use]
    pub fn for_own_hours(self) -> Self {
        Self { purpose: Purpose::OwnHours, ..self }
    }

    /// The notebook that asks, if it is one.
    #[must_use]
    pub fn notebook(&self) -> Option<Id> {
        match self.who {
            Who::Notebook { notebook, .. } => Some(notebook),
            Who::Keyholder | Who::Server | Who::AtDesk { .. } => None,
        }
    }
}

/// Proof of having read the server's key file. Only [`crate::home::Home`] makes one.
#[derive(Debug, Clone, Copy)]
pub struct Keyholder(());

impl Keyholder {
    /// To be called once the key has opened the database.
    pub(crate) fn proven() -> Self {
        Self(())
    }

    /// An authority's rows for a purpose.
    #[must_use]
    pub fn scope(&self, authority: Id, purpose: Purpose) -> Scope {
        Scope { authority, who: Who::Keyholder, purpose }
    }

    /// The same for what the server does by itself: the access log says so.
    #[must_use]
    pub fn server(&self, authority: Id, purpose: Purpose) -> Scope {
        Scope { authority, who: Who::Server, purpose }
    }
}

/// Finds the notebook a token belongs to; the outer error is ours, the inner one the stranger's.
///
/// # Errors
/// [`ProblemCode::Unauthorised`] for no token or an unknown one; the store's.
pub async fn notebook(
    store: &dyn Store,
    token: Option<Token>,
) -> Result<Result<(Scope, NotebookIdentity), ProblemCode>, Fault> {
    let Some(token) = token else { return Ok(Err(ProblemCode::Unauthorised)) };
    let Some(identity) = store.notebook_of(token.hash()).await? else {
        return Ok(Err(ProblemCode::Unauthorised));
    };
    let who = Who::Notebook { officer: identity.officer, notebook: identity.notebook };
    Ok(Ok((Scope { authority: identity.authority, who, purpose: Purpose::Sync }, identity)))
}
