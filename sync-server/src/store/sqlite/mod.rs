//! The store on the encrypted SQLite engine: one writing thread, any number of readers.
//!
//! The file's key is proof enough of who opens it; all else is asked of the [`Scope`].

mod access;
mod admin;
mod around;
mod backup;
mod briefing;
mod cards;
mod cold;
mod counts;
mod encampments;
mod endings;
mod enrol;
mod erasure;
mod forgetting;
mod grounds;
mod ingest;
mod journal;
mod keepers;
mod keeping;
mod losses;
mod notebooks;
mod notices;
mod numbers;
mod presence;
mod pull;
mod register;
mod reread;
mod roles;
mod rows;
mod safety;
mod schema;
mod signs;
mod tasks;
mod twice;
mod walk;
mod welfare;
mod work;
mod writer;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use async_trait::async_trait;
use beatbook_domain::access::Roles;
use beatbook_domain::hours::PatrolTime;
use beatbook_domain::notices::allotment::NoBlock;
use beatbook_domain::notices::number::AuthorityCode;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::server::{FiguresPublished, ServerBody};
use beatbook_domain::records::task::WelfareTask;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::PublicKey;
use beatbook_store::{Database, Key, OpenMode, ReadTransaction, ReserveState, WriteTransaction};

use self::pull::Kind;
use self::schema::open;
use crate::auth::{Keyholder, Scope};
use crate::clock::Clock;
use crate::cursor::Position;
use crate::error::{Fault, ServerError};
use crate::ingest::Batch;
use crate::journal::Pen;
use crate::random;
use crate::store::erasures::ErasuresFile;
use crate::store::{
    AccessQuery, AccessRow, Applied, Authority, Backlog, BriefingObjects, Changes, CountDecided, CountFacts,
    Decided, Derivation, EndStated, Enrolled, Enrolment, JournalRef, NewBriefing, NewOrders,
    NotebookIdentity, NotebookLosses, NotebookStatus, Officer, PatrolInput, PatrolKey, PatrolStanding,
    RegisterFacts, RegisterMark, RolesChanged, Room, ServerIdentity, SignTold, Store, StoredBranchEntry,
    StoredEntry, Succession, WaitingPatrol, WelfareTold,
};

/// The embedded store.
pub struct SqliteStore {
    writer: Option<writer::Writer>,
    writing: Option<JoinHandle<()>>,
    database: Arc<Database>,
    key: Key,
    pen: Arc<Pen>,
    erasures: Arc<ErasuresFile>,
}

impl SqliteStore {
    /// Makes a new database with the server's id and first receipt key.
    ///
    /// # Errors
    /// [`ServerError::AlreadyInitialised`] if there is one; whatever the engine says.
    pub fn create(path: &Path, key: &Key, clock: &Clock) -> Result<(), ServerError> {
        let database = open(path, key, OpenMode::Create).map_err(|error| match error {
            beatbook_store::StoreError::AlreadyExists => ServerError::AlreadyInitialised,
            other => other.into(),
        })?;
        let server = random::id(clock)?;
        let seed: [u8; 32] = random::bytes()?;
        database.write(|tx| admin::begin(tx, server, &seed))?;
        database.close()?;
        Ok(())
    }

    /// Opens the database of a server and starts its writing thread.
    ///
    /// # Errors
    /// [`ServerError::NotInitialised`], [`ServerError::Running`], whatever the engine says.
    pub fn open(path: &Path, key: &Key, clock: &Clock) -> Result<Self, ServerError> {
        let database = open(path, key, OpenMode::Open).map_err(|error| match error {
            beatbook_store::StoreError::Missing | beatbook_store::StoreError::MissingFolder => {
                ServerError::NotInitialised
            }
            other => other.into(),
        })?;
        briefing::supersede_whole(&database)?;
        let database = Arc::new(database);
        let pen = Arc::new(Pen::new(database.read(admin::signing_key)?, clock.clone())?);
        let erasures = Arc::new(ErasuresFile::beside(path));
        backup::write_erasures_down(&database, &erasures)?;
        let (writer, writing) =
            writer::Writer::start(Arc::clone(&database)).map_err(ServerError::io("starting the writer"))?;
        Ok(Self { writer: Some(writer), writing: Some(writing), database, key: key.clone(), pen, erasures })
    }

    /// What signs receipts and server journals.
    #[must_use]
    pub fn pen(&self) -> &Arc<Pen> {
        &self.pen
    }

    async fn read<T: Send + 'static>(
        &self,
        act: impl FnOnce(&ReadTransaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let database = Arc::clone(&self.database);
        tokio::task::spawn_blocking(move || database.read(act)).await.map_err(|_| Fault::Closing)?
    }

    async fn write<T: Send + 'static>(
        &self,
        act: impl FnMut(&WriteTransaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match &self.writer {
            Some(writer) => writer.write(act).await,
            None => Err(Fault::Closing),
        }
    }
}

impl Drop for SqliteStore {
    /// Finishes what waits to be written; only then is the file released.
    fn drop(&mut self) {
        self.writer = None;
        if let Some(writing) = self.writing.take() {
            // A writer that panicked has rolled back, and there is nobody left to tell.
            let _ = writing.join();
        }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn identity(&self) -> Result<ServerIdentity, Fault> {
        self.read(admin::identity).await
    }

    async fn room(&self) -> Result<Room, Fault> {
        let disk_full = self.writer.as_ref().is_some_and(writer::Writer::is_full);
        Ok(Room { reserve_used: self.database.reserve() == ReserveState::Used, disk_full })
    }

    async fn notebook_of(&self, token: Hash) -> Result<Option<NotebookIdentity>, Fault> {
        self.read(move |tx| {
            let params = beatbook_store::params![token.as_bytes()];
            let sql = "SELECT a.id, n.officer, n.id, n.public_key FROM notebook n
                       JOIN authority a ON a.number = n.authority WHERE n.token = ?1";
            Ok(tx.maybe(sql, params, |row| {
                Ok(NotebookIdentity {
                    authority: rows::id(row, 0)?,
                    officer: rows::id(row, 1)?,
                    notebook: rows::id(row, 2)?,
                    public_key: PublicKey::from_bytes(row.get(3)?),
                })
            })?)
        })
        .await
    }

    async fn enrol(&self, enrolment: Enrolment) -> Result<Enrolled, Fault> {
        let pen = Arc::clone(&self.pen);
        self.write(move |tx| enrol::enrol(tx, &pen, &enrolment)).await
    }

    async fn succeed(&self, scope: &Scope, succession: Succession) -> Result<Enrolled, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| enrol::succeed(tx, &pen, &scope, &succession)).await
    }

    async fn apply_batch(&self, scope: &Scope, batch: Batch) -> Result<Applied, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        let (applied, erased) = self.write(move |tx| ingest::apply(tx, &pen, &scope, &batch)).await?;
        self.settle(erased).await?;
        Ok(applied)
    }

    async fn read_again(&self, _keyholder: &Keyholder, at_most: usize) -> Result<usize, Fault> {
        let pen = Arc::clone(&self.pen);
        let (count, erased) = self.write(move |tx| reread::some(tx, &pen, at_most)).await?;
        self.settle(erased).await?;
        Ok(count)
    }

    async fn changes_after(
        &self,
        scope: &Scope,
        after: Option<Position>,
        budget: usize,
    ) -> Result<Changes, Fault> {
        let (scope, now) = (*scope, self.pen.clock().now());
        self.read(move |tx| pull::changes_after(tx, &scope, now, after, budget)).await
    }

    async fn setting(&self, _keyholder: &Keyholder, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let name = name.to_owned();
        self.read(move |tx| {
            let params = beatbook_store::params![name];
            Ok(tx.maybe("SELECT value FROM setting WHERE name = ?1", params, |row| row.get(0))?)
        })
        .await
    }

    async fn put_settings(
        &self,
        _keyholder: &Keyholder,
        settings: Vec<(String, Vec<u8>)>,
    ) -> Result<(), Fault> {
        self.write(move |tx| {
            for (name, value) in &settings {
                tx.execute(
                    "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                    beatbook_store::params![name, value],
                )?;
            }
            Ok(())
        })
        .await
    }

    async fn change_receipt_key(&self, _keyholder: &Keyholder, seed: [u8; 32]) -> Result<(), Fault> {
        let pen = Arc::clone(&self.pen);
        self.write(move |tx| admin::change_receipt_key(tx, &pen, &seed)).await
    }

    async fn authorities(&self, _keyholder: &Keyholder) -> Result<Vec<Authority>, Fault> {
        self.read(admin::authorities).await
    }

    async fn add_authority(
        &self,
        _keyholder: &Keyholder,
        code: &str,
        name: &str,
    ) -> Result<Authority, Fault> {
        let clock = self.pen.clock();
        let authority = Authority {
            id: random::id(clock)?,
            code: code.to_owned(),
            name: name.to_owned(),
            journal: random::id(clock)?,
        };
        let (pen, added) = (Arc::clone(&self.pen), authority.clone());
        self.write(move |tx| admin::add_authority(tx, &pen, &added)).await?;
        Ok(authority)
    }

    async fn put_officer(&self, scope: &Scope, officer: Officer) -> Result<(), Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| admin::put_officer(tx, &pen, rows::authority(tx, &scope)?, &officer)).await
    }

    async fn officers(&self, scope: &Scope) -> Result<Vec<Officer>, Fault> {
        let scope = *scope;
        self.read(move |tx| admin::officers(tx, rows::authority(tx, &scope)?)).await
    }

    async fn roles(&self, scope: &Scope) -> Result<BTreeMap<Id, Roles>, Fault> {
        let scope = *scope;
        self.read(move |tx| roles::all(tx, rows::authority(tx, &scope)?)).await
    }

    async fn change_roles(&self, scope: &Scope, changed: RolesChanged) -> Result<bool, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| roles::change(tx, &pen, &scope, &changed)).await
    }

    async fn add_welfare_task(&self, scope: &Scope, task: WelfareTask) -> Result<(), Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| {
            access::log(tx, &scope, pen.clock().now(), &format!("welfare task {} given", task.id), None)?;
            let body = ServerBody::WelfareTask(task.clone());
            journal::append(tx, &pen, rows::authority(tx, &scope)?, task.id, &body).map(drop)
        })
        .await
    }

    async fn welfare_facts(&self, scope: &Scope) -> Result<Vec<WelfareTold>, Fault> {
        let scope = *scope;
        self.read(move |tx| welfare::facts(tx, rows::authority(tx, &scope)?)).await
    }

    async fn welfare_erased(&self, scope: &Scope) -> Result<Vec<i64>, Fault> {
        let scope = *scope;
        self.read(move |tx| welfare::erased(tx, rows::authority(tx, &scope)?)).await
    }

    async fn count_facts(&self, scope: &Scope) -> Result<CountFacts, Fault> {
        let scope = *scope;
        self.read(move |tx| counts::facts(tx, rows::authority(tx, &scope)?)).await
    }

    async fn counts_told(&self, scope: &Scope) -> Result<Vec<(u64, ServerBody)>, Fault> {
        let scope = *scope;
        self.read(move |tx| counts::own(tx, rows::authority(tx, &scope)?)).await
    }

    async fn decide_count(&self, scope: &Scope, decided: CountDecided) -> Result<bool, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| counts::decide(tx, &pen, &scope, &decided)).await
    }

    async fn issue_code(&self, scope: &Scope, officer: Id, code: Hash, expires: i64) -> Result<(), Fault> {
        let (scope, now) = (*scope, self.pen.clock().now());
        self.write(move |tx| {
            enrol::issue_code(tx, rows::authority(tx, &scope)?, officer, code.as_bytes(), (now, expires))
        })
        .await
    }

    async fn journal(&self, scope: &Scope) -> Result<Vec<(u64, ServerBody)>, Fault> {
        let scope = *scope;
        self.read(move |tx| admin::journal(tx, rows::authority(tx, &scope)?)).await
    }

    async fn journals(&self, scope: &Scope) -> Result<Vec<JournalRef>, Fault> {
        let scope = *scope;
        self.read(move |tx| walk::journals(tx, rows::authority(tx, &scope)?)).await
    }

    async fn entries(
        &self,
        scope: &Scope,
        journal: Id,
        from: u64,
        at_most: usize,
    ) -> Result<Vec<StoredEntry>, Fault> {
        let scope = *scope;
        self.read(move |tx| walk::entries(tx, rows::authority(tx, &scope)?, journal, from, at_most)).await
    }

    async fn losses(&self, scope: &Scope) -> Result<Vec<NotebookLosses>, Fault> {
        let scope = *scope;
        self.read(move |tx| losses::of_notebooks(tx, rows::authority(tx, &scope)?)).await
    }

    async fn branches(&self, scope: &Scope, notebook: Id) -> Result<Vec<StoredBranchEntry>, Fault> {
        let scope = *scope;
        self.read(move |tx| walk::branches(tx, rows::authority(tx, &scope)?, notebook)).await
    }

    async fn publish_briefing(&self, scope: &Scope, briefing: NewBriefing) -> Result<bool, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| briefing::publish(tx, &pen, rows::authority(tx, &scope)?, &briefing)).await
    }

    async fn newest_briefing(&self, scope: &Scope) -> Result<Option<Hash>, Fault> {
        let scope = *scope;
        self.read(move |tx| briefing::newest(tx, rows::authority(tx, &scope)?, Kind::Zones)).await
    }

    async fn publish_orders(&self, scope: &Scope, orders: NewOrders) -> Result<bool, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| briefing::publish_orders(tx, &pen, rows::authority(tx, &scope)?, &orders)).await
    }

    async fn newest_orders(&self, scope: &Scope) -> Result<Option<(Hash, BriefingObjects)>, Fault> {
        let scope = *scope;
        self.read(move |tx| briefing::newest_orders(tx, rows::authority(tx, &scope)?)).await
    }

    async fn sign_notes(&self, scope: &Scope) -> Result<Vec<SignTold>, Fault> {
        let scope = *scope;
        self.read(move |tx| signs::notes(tx, rows::authority(tx, &scope)?)).await
    }

    async fn briefing(&self, scope: &Scope, index: Hash) -> Result<Option<BriefingObjects>, Fault> {
        let scope = *scope;
        self.read(move |tx| briefing::objects(tx, rows::authority(tx, &scope)?, index)).await
    }

    async fn patrols_to_derive(
        &self,
        _keyholder: &Keyholder,
        at_most: usize,
    ) -> Result<Vec<WaitingPatrol>, Fault> {
        self.read(move |tx| presence::waiting(tx, at_most)).await
    }

    async fn patrol_input(&self, scope: &Scope, patrol: &PatrolKey) -> Result<PatrolInput, Fault> {
        let (scope, patrol) = (*scope, *patrol);
        self.read(move |tx| presence::input(tx, rows::authority(tx, &scope)?, &patrol)).await
    }

    async fn replace_presence(
        &self,
        scope: &Scope,
        patrol: &PatrolKey,
        derivation: Derivation,
    ) -> Result<(), Fault> {
        let (pen, scope, patrol) = (Arc::clone(&self.pen), *scope, *patrol);
        self.write(move |tx| presence::replace(tx, &pen, rows::authority(tx, &scope)?, &patrol, &derivation))
            .await
    }

    async fn patrols_to_mend(&self, scope: &Scope) -> Result<Vec<PatrolStanding>, Fault> {
        let scope = *scope;
        self.read(move |tx| endings::standing(tx, rows::authority(tx, &scope)?)).await
    }

    async fn state_end(&self, scope: &Scope, ended: EndStated) -> Result<bool, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| endings::state(tx, &pen, &scope, &ended)).await
    }

    async fn backlog(&self, scope: &Scope) -> Result<Backlog, Fault> {
        let scope = *scope;
        self.read(move |tx| presence::backlog(tx, rows::authority(tx, &scope)?)).await
    }

    async fn patrol_times(&self, scope: &Scope, period: Interval) -> Result<Vec<PatrolTime>, Fault> {
        let scope = *scope;
        self.read(move |tx| presence::times(tx, rows::authority(tx, &scope)?, period)).await
    }

    async fn notebook_states(&self, scope: &Scope, period: Interval) -> Result<Vec<NotebookStatus>, Fault> {
        let scope = *scope;
        self.read(move |tx| notebooks::states(tx, rows::authority(tx, &scope)?, period)).await
    }

    async fn publish_figures(&self, scope: &Scope, figures: FiguresPublished) -> Result<(), Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| {
            let body = ServerBody::FiguresPublished(figures.clone());
            journal::append(tx, &pen, rows::authority(tx, &scope)?, scope.authority(), &body).map(drop)
        })
        .await
    }

    async fn register_mark(&self, scope: &Scope) -> Result<RegisterMark, Fault> {
        let scope = *scope;
        self.read(move |tx| notices::mark(tx, rows::authority(tx, &scope)?)).await
    }

    async fn register_facts(&self, scope: &Scope) -> Result<RegisterFacts, Fault> {
        let scope = *scope;
        self.read(move |tx| notices::facts(tx, rows::authority(tx, &scope)?)).await
    }

    async fn entries_of(&self, scope: &Scope, notebook: Id, record: Id) -> Result<Vec<StoredEntry>, Fault> {
        let scope = *scope;
        self.read(move |tx| walk::entries_of(tx, rows::authority(tx, &scope)?, notebook, record)).await
    }

    async fn allot_own_numbers(
        &self,
        scope: &Scope,
        code: &AuthorityCode,
    ) -> Result<Result<(), NoBlock>, Fault> {
        let (pen, scope, code) = (Arc::clone(&self.pen), *scope, code.clone());
        self.write(move |tx| numbers::allot_own(tx, &pen, rows::authority(tx, &scope)?, &code)).await
    }

    async fn decide(&self, scope: &Scope, decided: Decided) -> Result<bool, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| notices::decide(tx, &pen, &scope, &decided)).await
    }

    async fn log_access(&self, scope: &Scope, what: &str, reason: Option<&str>) -> Result<(), Fault> {
        let (scope, now) = (*scope, self.pen.clock().now());
        let (what, reason) = (what.to_owned(), reason.map(str::to_owned));
        self.write(move |tx| access::log(tx, &scope, now, &what, reason.as_deref())).await
    }

    async fn access_log(&self, scope: &Scope, query: AccessQuery) -> Result<Vec<AccessRow>, Fault> {
        let scope = *scope;
        self.read(move |tx| access::read(tx, rows::authority(tx, &scope)?, query)).await
    }
}
