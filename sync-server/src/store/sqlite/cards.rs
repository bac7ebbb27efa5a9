//! What was told of breaches before: the journal keeps it, and no phone reads it any more.

use beatbook_domain::access::Audience;
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;
use beatbook_store::{WriteTransaction, params};

use crate::error::Fault;

/// Keeps at the desk what was published of breaches before the publication `record`: of one a day every phone would read
/// all when it reads anew.
pub fn supersede(tx: &WriteTransaction<'_>, authority: i64, record: Id) -> Result<(), Fault> {
    let desk = serde_json::to_string(&Audience::Desk).map_err(|_| Fault::Format { what: "an audience" })?;
    tx.execute(
        "UPDATE server_entry SET audience = ?3 WHERE audience <> ?3 AND place IN
           (SELECT authority * 4294967296 + seq FROM work_entry
            WHERE authority = ?1 AND work = ?4 AND record <> ?2 AND notebook IS NULL)",
        params![authority, record.as_bytes(), desk, Work::CardBreaches.name()],
    )?;
    Ok(())
}
