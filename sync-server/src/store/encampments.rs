//! What encampments are put together from, what is told at the desk, and what phones are told.

use async_trait::async_trait;
use beatbook_domain::colleagues::Colleagues;
use beatbook_domain::encampments::Told;
use beatbook_domain::encampments::standing::{EncampmentActed, EncampmentStanding};
use beatbook_domain::encampments::tent_standing::TentStanding;
use beatbook_domain::encampments::tents::TentSaid;
use beatbook_domain::records::tent::TentActed;

use crate::auth::Scope;
use crate::error::Fault;

/// Everything that is told of an authority's encampments, in one view.
#[derive(Debug, Clone)]
pub struct EncampmentFacts {
    /// Entries of notebooks and of the authority's own journal whose bodies are here.
    pub told: Vec<Told>,
    /// The same of tents.
    pub tents: Vec<TentSaid>,
    /// The authority's officers.
    pub colleagues: Colleagues,
    /// How much there was.
    pub mark: EncampmentMark,
}

/// How much is told of encampments: equal only if nothing has come since, and nothing was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EncampmentMark {
    /// The last that was taken in.
    pub last: u64,
    /// Bodies of notebooks that are here.
    pub bodies: u64,
}

/// What is told at the desk.
#[derive(Debug, Clone)]
pub enum Acted {
    /// Of an encampment.
    Encampment(EncampmentActed),
    /// Of a tent.
    Tent(TentActed),
}

/// Something told at the desk, of encampments and tents as they stood.
#[derive(Debug, Clone)]
pub struct EncampmentDecided {
    /// How much there was to decide from.
    pub mark: EncampmentMark,
    /// What.
    pub acted: Acted,
    /// What the access log says of it.
    pub what: String,
}

/// Where encampments stand now.
#[derive(Debug, Clone)]
pub struct EncampmentsTold {
    /// How much there was to see it from.
    pub mark: EncampmentMark,
    /// From how much phones were told last, before that was read.
    pub last: EncampmentMark,
    /// All of them; those that stand as phones were told last are not told again.
    pub standings: Vec<EncampmentStanding>,
    /// What is said of those that phones are told nothing of, where they were told before.
    pub unsaid: Vec<EncampmentStanding>,
    /// The same of tents, for the team that noted each.
    pub tents: Vec<TentStanding>,
}

/// The part of a store that keeps encampments.
#[async_trait]
pub trait EncampmentStore: Send + Sync + 'static {
    /// Everything that is told of the authority's encampments.
    async fn encampment_facts(&self, scope: &Scope) -> Result<EncampmentFacts, Fault>;

    /// From how much phones were told last where encampments stand, if something has come since: an entry, or the end of a notice.
    async fn encampments_untold(&self, scope: &Scope) -> Result<Option<EncampmentMark>, Fault>;

    /// Writes what is told at the desk into the authority's journal, and into the access log that it was, in one. `false` if
    /// more has come since it was decided: decide again.
    async fn act_on_encampment(&self, scope: &Scope, decided: EncampmentDecided) -> Result<bool, Fault>;

    /// Tells phones where encampments stand, of those that stand otherwise than was told last; answers how many. If more has
    /// come meanwhile nothing is told: look again.
    async fn tell_encampments(&self, scope: &Scope, told: EncampmentsTold) -> Result<usize, Fault>;
}
