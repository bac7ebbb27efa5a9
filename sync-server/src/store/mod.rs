//! What the server needs of a database: operations, never transactions or SQL.
//!
//! Nothing here assumes one process, one writer or one engine's types. Each operation is atomic and durable when
//! it answers; positions in a server journal are commit-ordered. Every implementation passes [`conformance`].

pub mod conformance;
pub mod erasures;
pub mod sqlite;
mod types;

use async_trait::async_trait;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

pub use types::*;

use crate::auth::{Keyholder, Scope};
use crate::cursor::Position;
use crate::error::Fault;
use crate::ingest::Batch;

/// The server's database.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Who this server is, and its generation now.
    async fn identity(&self) -> Result<ServerIdentity, Fault>;

    /// The notebook a token (by its hash) was given to. This is how a phone is told from a stranger.
    async fn notebook_of(&self, token: Hash) -> Result<Option<NotebookIdentity>, Fault>;

    /// Enrols a notebook by a single-use code, or finds that this very request was taken before.
    async fn enrol(&self, enrolment: Enrolment) -> Result<Enrolled, Fault>;

    /// Takes a batch of a notebook's entries in: headers, bodies and register rows in one commit, and whatever
    /// alarm it calls for. Takes note of when the notebook was seen.
    async fn apply_batch(&self, scope: &Scope, batch: Batch) -> Result<Applied, Fault>;

    /// The authority's server journal and briefing objects after a position, at most about `budget` bytes, at
    /// least one item if there is any.
    async fn changes_after(
        &self,
        scope: &Scope,
        after: Option<Position>,
        budget: usize,
    ) -> Result<Changes, Fault>;

    /// A setting of the server by its name.
    async fn setting(&self, keyholder: &Keyholder, name: &str) -> Result<Option<Vec<u8>>, Fault>;

    /// Changes settings, all or none.
    async fn put_settings(
        &self,
        keyholder: &Keyholder,
        settings: Vec<(String, Vec<u8>)>,
    ) -> Result<(), Fault>;

    /// All authorities of this server.
    async fn authorities(&self, keyholder: &Keyholder) -> Result<Vec<Authority>, Fault>;

    /// Begins an authority and its journal.
    async fn add_authority(&self, keyholder: &Keyholder, code: &str, name: &str) -> Result<Authority, Fault>;

    /// Adds an officer or changes what is known of one.
    async fn put_officer(&self, scope: &Scope, officer: Officer) -> Result<(), Fault>;

    /// The authority's officers.
    async fn officers(&self, scope: &Scope) -> Result<Vec<Officer>, Fault>;

    /// Keeps the hash of a single-use code for an officer until it expires.
    async fn issue_code(&self, scope: &Scope, officer: Id, code: Hash, expires: i64) -> Result<(), Fault>;

    /// Entries of the authority's server journal as far as this version understands them, in order.
    async fn journal(&self, scope: &Scope) -> Result<Vec<(u64, ServerBody)>, Fault>;
}
