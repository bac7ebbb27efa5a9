//! The rule set a notice was made under, found by its hash: paper says what its own revision said. A book that a former
//! version published has the latest revision only.

use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::hash::Hash;

use crate::auth::Scope;
use crate::error::Fault;
use crate::notices::View;
use crate::store::Store;

/// The rule set of this hash: in the newest book, or in the newest of those published before that has it.
///
/// # Errors
/// The store's.
pub async fn rule_set(
    store: &dyn Store,
    scope: &Scope,
    view: &View,
    hash: Hash,
) -> Result<Option<RuleSet>, Fault> {
    if let Some(set) = view.book.rule_sets.made_under(hash) {
        return Ok(Some(set.clone()));
    }
    let books = view.facts.journal.iter().rev().filter_map(|body| match body {
        ServerBody::OrderBookPublished(published) => Some(published.book),
        _ => None,
    });
    for book in books {
        let objects = store.briefing(scope, book).await?.unwrap_or_default();
        if let Some(set) = objects.get(&hash).and_then(|bytes| RuleSet::read(bytes).ok()) {
            return Ok(Some(set));
        }
    }
    Ok(None)
}
