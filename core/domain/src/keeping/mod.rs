//! How long what is kept, and whether a record's time is over: the table is data (`table.json`), the rule is pure.
//!
//! A record is kept in doubt: of an unknown kind, under a hold, while anything about it is open, or while nobody knows since
//! when its time runs. Days are local days that the *server* has stamped; no phone's clock shortens a time.

mod due;
pub mod extract;
mod facts;
mod table;

pub use due::{Due, Facts, Open, Why, due};
pub use facts::{
    case, contact, encampment, encounter, latest, notice, occupants, premises, safeguarding, settled, task,
    tent,
};
pub use table::{Keep, KeepingKind, KeepingTable, TableError};
