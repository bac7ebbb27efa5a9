//! The journal of one notebook: appending, walking, and what its entries say.
//! An entry and its projection are one transaction; a header is never changed.

mod append;
mod projection;
mod rows;
mod stories;
mod verify;
mod work;

pub(crate) use append::{Head, Journal, priority, record_id};
pub(crate) use projection::{
    ListedPatrol, basis_of, patrol_at, patrol_of, patrols, refold, refold_from, retell_notes, retell_record,
    told_records,
};
pub(crate) use rows::{StoredBody, StoredEntry, checkpoint, each_entry, entry, last_point, point_at};
pub(crate) use stories::{
    StoryTold, count_part_of, count_parts, encampment_entries, encounter_of, encounters, notice_numbered,
    notice_of, notices, notices_from, notices_of_kind, sign_notes, welfare_of, welfare_records,
};
pub(crate) use verify::verify;
pub use verify::{EntryFault, Verification};
pub(crate) use work::{newest_work_entry, work_entries};
