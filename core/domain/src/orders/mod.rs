//! Orders: what is forbidden or required where, when and by whom – and what of it applies here, now.
//!
//! Read in this order: `order` (one version), `times`, `premises`, `signs` and `sign_tasks`, `authority` (its own paper),
//! `templates` (how that is worded), `book` (all of them, ready to be asked), `legal_time`, `applies` (the answer), `unknown`
//! (codes that no book has). `file` reads and writes a book as JSON, `plan` says what an import changes, `pack` makes briefing
//! objects of it.

pub mod applies;
pub mod authority;
pub mod book;
pub mod file;
pub mod legal_time;
pub mod order;
pub mod pack;
pub mod place;
pub mod plan;
pub mod premises;
pub mod sign_tasks;
pub mod signs;
pub mod standing;
pub mod templates;
pub mod times;
pub mod unknown;
