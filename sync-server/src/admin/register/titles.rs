//! What people call what a table's rows are the codes of.

use beatbook_domain::orders::book::Book;
use beatbook_domain::register::tables::RowsAre;

/// What the order book says of a row's code: of an order its newest version, of the rest the first that knows it.
pub(super) fn of(book: &Book, rows: RowsAre, code: &str) -> Option<String> {
    match rows {
        RowsAre::Orders => {
            let versions = book.versions_of(code);
            versions.into_iter().max_by_key(|version| version.version).map(|version| version.title.clone())
        }
        RowsAre::Offences => {
            let row = book.rule_sets.iter().find_map(|rules| rules.offence(code))?;
            Some(format!("{}, {}", row.title, row.offence))
        }
        RowsAre::Conducts => {
            let mut conducts = book.authorities.iter().flat_map(|paper| &paper.conducts);
            conducts.find(|conduct| conduct.code == code).map(|conduct| conduct.title.clone())
        }
        RowsAre::Teams | RowsAre::Words => None,
    }
}
