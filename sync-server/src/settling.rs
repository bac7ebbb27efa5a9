//! What an authority settles beside its orders: when law begins, which revision counts, what the young may get, what an
//! officer may do. Each is the next order book, whose journal entry keeps who settled it and why.

use beatbook_domain::law::age::YoungTaken;
use beatbook_domain::law::powers::OfficerPowers;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::orders::book::Book;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::orders::{CurrentBook, NewBook, OrdersRefusal, publish};
use crate::store::Store;

/// When a rule set begins, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Beginning<'a> {
    /// First day.
    pub from: Date,
    /// The instrument that says so.
    pub instrument: &'a str,
    /// Days that are over may come under another law by it.
    pub retroactive: bool,
}

/// Brings a rule set into force, or puts its first day right where an administrator had entered it. Answers it as it counts
/// from now on.
///
/// # Errors
/// An [`OrdersRefusal`]; nothing has changed then.
pub async fn commence(
    store: &dyn Store,
    scope: &Scope,
    id: &str,
    beginning: Beginning<'_>,
    today: Date,
    why: &Settled<'_>,
) -> Result<Commenced, OrdersRefusal> {
    let Beginning { from, instrument, retroactive } = beginning;
    let mut current = CurrentBook::read(store, scope).await?;
    let book = &mut current.book;
    let known = book.rule_sets.get(id).ok_or(OrdersRefusal::UnknownRules)?;
    // What ships as awaited was begun by an administrator, who can have slipped.
    let shipped = Book::founding()?;
    let awaited = shipped.rule_sets.get(id).is_some_and(|shipped| shipped.from().is_none());
    let mut rules =
        if awaited { known.begin(from, instrument)? } else { known.commence(from, instrument)? };
    let over = from < today || known.from().is_some_and(|begun| begun < today);
    if over && !retroactive {
        return Err(OrdersRefusal::BeginsInThePast);
    }
    let policies = take_over(book, &mut rules);
    take_in(book, &rules)?;
    publish(store, scope, current, why.news()).await?;
    Ok(Commenced { rules, policies })
}

/// Takes a rule set of the authority's own: one that is not there yet, or the correction of one that has not begun. Past days
/// keep the law they had. Answers it as it counts from now on.
///
/// # Errors
/// An [`OrdersRefusal`]; nothing has changed then.
pub async fn import_rules(
    store: &dyn Store,
    scope: &Scope,
    json: &[u8],
    today: Date,
    why: &Settled<'_>,
) -> Result<Commenced, OrdersRefusal> {
    let mut rules = RuleSet::read(json)?;
    if Book::founding()?.rule_sets.get(&rules.id).is_some() {
        return Err(OrdersRefusal::ShippedRules);
    }
    let mut current = CurrentBook::read(store, scope).await?;
    let book = &mut current.book;
    if let Some(known) = book.rule_sets.get(&rules.id) {
        if known.from().is_some_and(|from| from <= today) {
            return Err(OrdersRefusal::RulesBegun);
        }
        rules.revision = known.revision.saturating_add(1);
    }
    if rules.from().is_some_and(|from| from < today) {
        return Err(OrdersRefusal::RulesInThePast);
    }
    let policies = take_over(book, &mut rules);
    take_in(book, &rules)?;
    publish(store, scope, current, why.news()).await?;
    Ok(Commenced { rules, policies })
}

/// Policies for the young go over from the set that gives way on the first day of this one; none while it is awaited.
fn take_over(book: &Book, rules: &mut RuleSet) -> YoungTaken {
    let Some(from) = rules.from() else { return YoungTaken::default() };
    let before = book.rule_sets.in_force(from).filter(|before| before.id != rules.id);
    before.map(|before| rules.take_young(before, from)).unwrap_or_default()
}

/// A further revision: what was made under those before is read by them.
fn take_in(book: &mut Book, rules: &RuleSet) -> Result<(), OrdersRefusal> {
    book.rule_sets = std::mem::take(&mut book.rule_sets).with(rules.clone())?;
    Ok(())
}

/// A rule set that was brought into force.
#[derive(Debug)]
pub struct Commenced {
    /// As it counts from now on.
    pub rules: RuleSet,
    /// What became of the policies for the young of the set that gives way to it.
    pub policies: YoungTaken,
}

/// Who settled something about law or powers, and why: in the journal and in the access log.
#[derive(Debug, Clone, Copy)]
pub struct Settled<'a> {
    /// The officer.
    pub by: Id,
    /// In words.
    pub reason: &'a str,
}

impl Settled<'_> {
    fn news(&self) -> NewBook {
        NewBook { reason: Some(self.reason.to_owned()), by: Some(self.by), ..NewBook::default() }
    }
}

/// Takes what the shipped revision of a rule set says, keeping what the authority has settled. Answers it as it
/// counts from now on, and whether anything changed.
///
/// # Errors
/// An [`OrdersRefusal`]; nothing has changed then.
pub async fn update_rules(
    store: &dyn Store,
    scope: &Scope,
    id: &str,
    why: &Settled<'_>,
) -> Result<(RuleSet, bool), OrdersRefusal> {
    let mut current = CurrentBook::read(store, scope).await?;
    let founding = Book::founding()?;
    let known = current.book.rule_sets.get(id).ok_or(OrdersRefusal::UnknownRules)?;
    let shipped = founding.rule_sets.get(id).ok_or(OrdersRefusal::UnknownRules)?;
    let Some(updated) = known.updated(shipped)? else { return Ok((known.clone(), false)) };
    take_in(&mut current.book, &updated)?;
    publish(store, scope, current, why.news()).await?;
    Ok((updated, true))
}

/// What an authority settles about penalties for people of sixteen and seventeen.
#[derive(Debug, Clone)]
pub enum YoungChange {
    /// An offence is opened to them.
    Add {
        /// Reference of the policy.
        policy: String,
        /// First day.
        from: Date,
    },
    /// It is open no longer.
    End {
        /// Last day.
        last: Date,
    },
}

/// Changes what people of sixteen and seventeen may get for an offence, under a rule set. Answers it as it counts from now
/// on. Phones are told with the book, and the journal keeps why.
///
/// # Errors
/// An [`OrdersRefusal`]; nothing has changed then.
pub async fn change_young(
    store: &dyn Store,
    scope: &Scope,
    (id, offence): (&str, &str),
    change: &YoungChange,
    why: &Settled<'_>,
) -> Result<RuleSet, OrdersRefusal> {
    let mut current = CurrentBook::read(store, scope).await?;
    let known = current.book.rule_sets.get(id).ok_or(OrdersRefusal::UnknownRules)?;
    let changed = match change {
        YoungChange::Add { policy, from } => known.enable_young(offence, policy, *from)?,
        YoungChange::End { last } => known.end_young(offence, *last)?,
    };
    take_in(&mut current.book, &changed)?;
    publish(store, scope, current, why.news()).await?;
    Ok(changed)
}

/// Whether the shipped revision of a rule set says something else than the book's.
///
/// # Errors
/// An [`OrdersRefusal`] if the two do not fit together.
pub fn is_outdated(rules: &RuleSet) -> Result<bool, OrdersRefusal> {
    let founding = Book::founding()?;
    let updated = founding.rule_sets.get(&rules.id).map(|shipped| rules.updated(shipped)).transpose()?;
    Ok(updated.flatten().is_some())
}

/// Changes what an officer may do: `change` gets what is known of the officer, if anything, and answers what holds
/// from now on.
///
/// # Errors
/// Those of `change`; an [`OrdersRefusal`]. Nothing has changed then.
pub async fn change_powers<E: From<OrdersRefusal>>(
    store: &dyn Store,
    scope: &Scope,
    officer: Id,
    why: &Settled<'_>,
    change: impl FnOnce(&Book, Option<&OfficerPowers>) -> Result<OfficerPowers, E>,
) -> Result<OfficerPowers, E> {
    let mut current = CurrentBook::read(store, scope).await.map_err(OrdersRefusal::from)?;
    let book = &mut current.book;
    let known = book.powers.iter().find(|one| one.officer == officer);
    let changed = change(book, known)?;
    book.powers.retain(|one| one.officer != officer);
    book.powers.push(changed.clone());
    book.powers.sort_by_key(|one| one.officer);
    publish(store, scope, current, why.news()).await?;
    Ok(changed)
}
