//! What a store keeps of the safety of those who go out: how much is told of dangers of places, and lone workers' timers.

use async_trait::async_trait;
use beatbook_domain::alone::AloneStory;
use beatbook_domain::records::alone::AloneWord;
use beatbook_protocol::id::Id;

use crate::auth::Scope;
use crate::error::Fault;

/// Lone workers of an authority, in one view.
#[derive(Debug, Clone, Default)]
pub struct AloneFacts {
    /// The newest words of each officer.
    pub stories: Vec<(Id, AloneStory)>,
    /// What teams were told, in order.
    pub words: Vec<AloneWord>,
}

/// The part of a store that keeps them.
#[async_trait]
pub trait SafetyStore: Send + Sync + 'static {
    /// The last entry of a notebook that tells of a danger of a place or a concern, as the store numbers them: equal only if
    /// none has come since.
    async fn welfare_mark(&self, scope: &Scope) -> Result<u64, Fault>;

    /// The same of lone workers' timers.
    async fn alone_mark(&self, scope: &Scope) -> Result<u64, Fault>;

    /// Lone workers of the authority.
    async fn alone_facts(&self, scope: &Scope) -> Result<AloneFacts, Fault>;

    /// Tells teams whose timers have run out and who was heard of since, each once, in one; answers when the next one runs
    /// out, UTC milliseconds.
    async fn tell_alone(&self, scope: &Scope) -> Result<Option<i64>, Fault>;
}
