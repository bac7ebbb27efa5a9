//! The order book on the server: import, commencement of rule sets, officers' powers – each a new book, published
//! whole or not at all.

use std::collections::BTreeMap;

use beatbook_domain::calendar::{CalendarError, local_date};
use beatbook_domain::law::rule_set::RuleSetError;
use beatbook_domain::law::rule_sets::RuleSets;
use beatbook_domain::orders::book::Book;
use beatbook_domain::orders::file::{Against, BookReport, read_book_file};
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::orders::pack::{OrderIndex, pack};
use beatbook_domain::orders::plan::{BookPlan, BookRefusal, Why, plan_orders};
use beatbook_domain::orders::templates::TemplatesTaken;
use beatbook_domain::zone::ZoneKind;
use beatbook_domain::zones::pack::PackError;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use thiserror::Error;

use crate::auth::Scope;
use crate::error::Fault;
use crate::presence::Briefings;
use crate::store::{BriefingObjects, NewOrders, Store};
use crate::zones::is_sendable;

/// Why the order book was not changed.
#[derive(Debug, Error)]
pub enum OrdersRefusal {
    /// Something is wrong with the file.
    #[error("{0}")]
    File(BookReport),
    /// The plan is not allowed as it is.
    #[error(transparent)]
    Plan(#[from] BookRefusal),
    /// A rule set cannot be changed like this.
    #[error(transparent)]
    Rules(#[from] RuleSetError),
    /// No such rule set.
    #[error("there is no such rule set: `rules list` shows them")]
    UnknownRules,
    /// A file with the id of a rule set that ships with the server.
    #[error("a rule set with this id comes with the server: give yours an id of its own and a first day")]
    ShippedRules,
    /// A correction of a rule set that has begun.
    #[error("the rule set has begun, and what was given under it stays: import another that begins later")]
    RulesBegun,
    /// A rule set that would have begun already.
    #[error("the rule set would begin before today: let it begin today or later")]
    RulesInThePast,
    /// Law would begin, or have begun, on other days than so far.
    #[error(
        "days that are over would come under another law: let it begin today or later, or say that it is meant (--retroactive)"
    )]
    BeginsInThePast,
    /// The book does not fit into a briefing.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// An object is too large to be sent to phones.
    #[error("an order is too long to be sent to phones in one message: shorten its texts")]
    TooLong,
    /// Somebody else changed the book at the same time.
    #[error("the order book was changed by somebody else at the same time: do it again")]
    Changed,
    /// The day is none.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// Something inside.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl OrdersRefusal {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "orders_file",
            Self::Plan(refusal) => refusal.code(),
            Self::Rules(refusal) => refusal.code(),
            Self::UnknownRules => "unknown_rules",
            Self::ShippedRules => "shipped_rules",
            Self::RulesBegun => "rules_begun",
            Self::RulesInThePast => "rules_in_the_past",
            Self::BeginsInThePast => "begins_in_the_past",
            Self::Pack(_) => "too_many_orders",
            Self::TooLong => "order_too_long",
            Self::Changed => "changed_meanwhile",
            Self::Calendar(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// The book that counts now.
#[derive(Debug)]
pub struct CurrentBook {
    /// Its hash; absent before the first was published.
    pub hash: Option<Hash>,
    /// What it holds.
    pub book: Book,
    /// Objects that the book names and does not hold: groups of notices given before.
    pub groups: BriefingObjects,
}

impl CurrentBook {
    /// Reads the authority's newest book; without one, one with the shipped rule sets and nothing else.
    ///
    /// # Errors
    /// The store's; [`Fault::Damaged`] if its objects are not what was published.
    pub async fn read(store: &dyn Store, scope: &Scope) -> Result<Self, Fault> {
        Self::of(store.newest_orders(scope).await?)
    }

    /// The book of a published index and its objects; without one, as [`Self::read`].
    ///
    /// # Errors
    /// [`Fault::Damaged`] if they are not what was published.
    pub fn of(published: Option<(Hash, BriefingObjects)>) -> Result<Self, Fault> {
        let founding = Book::founding().map_err(|_| DAMAGED)?;
        let Some((hash, objects)) = published else {
            return Ok(Self { hash: None, book: founding, groups: BriefingObjects::new() });
        };
        let index = objects.get(&hash).ok_or(DAMAGED)?;
        let index = OrderIndex::open(hash, index).map_err(|_| DAMAGED)?;
        let object = |hash: Hash| objects.get(&hash).map(Vec::as_slice);
        let mut book = index.assemble(object).map_err(|_| DAMAGED)?;
        // A newer server brings rule sets the book has not heard of. Those it knows change only when somebody says so:
        // phones hold what was published.
        let new = founding.rule_sets.iter().filter(|set| book.rule_sets.get(&set.id).is_none());
        let sets = new.chain(book.rule_sets.revisions()).cloned().collect();
        book.rule_sets = RuleSets::new(sets).map_err(|_| DAMAGED)?;
        let named = book.known.iter().flat_map(|known| &known.groups);
        let group = |hash: &Hash| Some((*hash, objects.get(hash)?.clone()));
        let groups = named.filter_map(group).collect();
        Ok(Self { hash: Some(hash), book, groups })
    }
}

const DAMAGED: Fault = Fault::Damaged { what: "order book" };

/// What an import has done, or would do.
#[derive(Debug)]
pub struct OrdersChanged {
    /// What changes.
    pub plan: BookPlan,
    /// False for a dry run, or if there was nothing to change.
    pub published: bool,
}

/// What is to be done with a file of orders.
#[derive(Debug, Clone)]
pub struct OrdersRequest {
    /// The moment of the import, UTC milliseconds.
    pub now: i64,
    /// Why.
    pub reason: Option<String>,
    /// Another version may count on days that are over.
    pub retroactive: bool,
    /// Say what would change and change nothing.
    pub dry_run: bool,
}

/// Imports a file: all of it or nothing.
///
/// # Errors
/// An [`OrdersRefusal`]; nothing has changed then.
pub async fn import(
    store: &dyn Store,
    briefings: &Briefings,
    scope: &Scope,
    file: Vec<u8>,
    request: OrdersRequest,
) -> Result<OrdersChanged, OrdersRefusal> {
    let zones = briefings.get(store, scope, None).await?.unwrap_or_default();
    let CurrentBook { hash, book, groups } = CurrentBook::read(store, scope).await?;
    let today = local_date(request.now)?;
    let (reason, retroactive) = (request.reason, request.retroactive);
    let planning = tokio::task::spawn_blocking(move || {
        let kinds: BTreeMap<&str, ZoneKind> =
            zones.versions.values().map(|zone| (zone.code.as_str(), zone.kind)).collect();
        let against = Against {
            zones: &|code| kinds.get(code).copied(),
            orders: &|code| book.orders.iter().any(|order| order.code == code),
            kept: &|order| book.orders.contains(order),
            rule_sets: &book.rule_sets,
            today,
        };
        let file = read_book_file(&file, &against).map_err(OrdersRefusal::File)?;
        Ok::<_, OrdersRefusal>(plan_orders(
            &book,
            &file,
            today,
            Why { reason: reason.as_deref(), retroactive },
        )?)
    });
    let plan = planning.await.map_err(|_| Fault::Closing)??;
    if request.dry_run || plan.changes.is_empty() {
        return Ok(OrdersChanged { plan, published: false });
    }
    let restated_from = plan.restated.iter().map(|restated| restated.from).min();
    let changed = CurrentBook { hash, book: plan.book.clone(), groups };
    let why = NewBook { restated_from, reason: plan.reason.clone(), ..NewBook::default() };
    publish(store, scope, changed, why).await?;
    Ok(OrdersChanged { plan, published: true })
}

/// What the journal says of a new book.
#[derive(Debug, Clone, Default)]
pub struct NewBook {
    /// The first day that is past on which another version counts than before.
    pub restated_from: Option<Date>,
    /// Why the past changes, or why somebody settled something.
    pub reason: Option<String>,
    /// The officer who settled it.
    pub by: Option<Id>,
    /// The set of templates that it brings.
    pub templates: Option<TemplatesTaken>,
}

/// Publishes a book in place of the one it was made from.
///
/// # Errors
/// [`OrdersRefusal::Changed`] if another was published meanwhile; the store's.
pub async fn publish(
    store: &dyn Store,
    scope: &Scope,
    CurrentBook { hash: after, book, groups }: CurrentBook,
    NewBook { restated_from, reason, by, templates }: NewBook,
) -> Result<(), OrdersRefusal> {
    let packing = tokio::task::spawn_blocking(move || {
        let packed = pack(&book)?;
        let all = packed.objects.iter().chain([&packed.index]);
        let sendable = all.clone().all(|object| is_sendable(&object.bytes));
        if sendable && groups.values().all(|bytes| is_sendable(bytes)) {
            let all = all.map(|object| (object.hash, object.bytes.clone()));
            Ok((packed.index.hash, all.chain(groups).collect()))
        } else {
            Err(OrdersRefusal::TooLong)
        }
    });
    let (index, objects) = packing.await.map_err(|_| Fault::Closing)??;
    let orders = NewOrders { after, index, objects, restated_from, reason, by, templates };
    if store.publish_orders(scope, orders).await? { Ok(()) } else { Err(OrdersRefusal::Changed) }
}

/// The order versions of a book that count on a local day, by code.
#[must_use]
pub fn in_force(book: &Book, day: Date) -> Vec<&OrderVersion> {
    let mut codes: Vec<&str> = book.orders.iter().map(|order| order.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().filter_map(|code| book.version_on(code, day)).collect()
}
