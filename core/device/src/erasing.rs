//! Erasing one body at once, by whoever wrote it: gone from the file, its log and its free pages.

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Erasure;
use beatbook_domain::records::patrol::PatrolEntry;
use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::consent::Answer;
use beatbook_protocol::limits::NAME_MAX;
use beatbook_store::params;

use crate::alone::last_word;
use crate::error::DeviceError;
use crate::forgetting::holds;
use crate::journal::{StoredBody, entry, patrol_of, refold, welfare_of};
use crate::notebook::Notebook;

impl Notebook {
    /// Erases the body of an entry; the chain keeps its header.
    pub(crate) fn erase(&mut self, seq: u64, reason: String) -> Result<u64, DeviceError> {
        self.ledger.check_writable()?;
        if reason.trim().is_empty() || reason.chars().count() > NAME_MAX {
            return Err(DeviceError::Text {
                field: "reason",
                most: u32::try_from(NAME_MAX).unwrap_or(u32::MAX),
            });
        }
        let line = self.ledger.db.read(|tx| entry(tx, seq))?.ok_or(DeviceError::NotFound)?;
        let header = line.header()?;
        let says = line.says(&header);
        if let Some(hold) = self.ledger.db.read(holds)?.get(&header.record) {
            return Err(DeviceError::UnderHold(*hold));
        }
        let told_patrol = self.ledger.db.read(|tx| patrol_of(tx, header.record))?.is_some();
        let last_alone = self.ledger.db.read(last_word)?.map(|last| last.seq);
        let told_welfare = self.ledger.db.read(|tx| welfare_of(tx, header.record))?.is_some();
        let of_open_patrol =
            self.tracked.as_ref().is_some_and(|tracked| tracked.record == header.record && tracked.is_open());
        let keeps = match (&line.body, &says) {
            // What was looked at goes when its time is over, and by nobody's hand.
            (_, Some(EntryBody::Genesis(_) | EntryBody::Erasure(_) | EntryBody::Looked(_))) => true,
            // Without its sign-off a patrol that is told would be open again, and its officer tracked.
            (_, Some(EntryBody::Patrol(PatrolEntry::Ended(_)))) => told_patrol,
            // Without a refusal of support the consent before it would be in force again. It names nobody.
            (_, Some(EntryBody::Welfare(WelfareEntry::Step(step)))) if refuses_support(&step.step) => {
                told_welfare
            }
            // Without its last word a timer would run again, or be over and not sound.
            (_, Some(EntryBody::Alone(_))) => last_alone == Some(seq),
            (StoredBody::Present(..), _) => seq == 0 || of_open_patrol,
            (StoredBody::Erased(_) | StoredBody::Purged, _) => true,
        };
        if keeps {
            return Err(DeviceError::NotErasable);
        }
        let now = self.ledger.now()?;
        let officer = self.ledger.identity.officer;
        let body = EntryBody::Erasure(Erasure { entry: seq, reason });
        let eraser = self.ledger.append(now, |journal| {
            let eraser = journal.append(header.record, &body, header.kind == "welfare")?;
            let gone = params![seq.cast_signed(), eraser.cast_signed()];
            journal.tx.execute(
                "UPDATE entry SET body = NULL, salt = NULL, state = 1, erased_by = ?2 WHERE seq = ?1",
                gone,
            )?;
            journal.tx.execute("DELETE FROM note WHERE seq = ?1", params![seq.cast_signed()])?;
            refold(journal.tx, officer, [header.record])?;
            Ok(eraser)
        })?;
        if self.tracked.as_ref().is_some_and(|tracked| tracked.record == header.record) {
            self.reload()?;
        }
        // The pages the words were on, and the log they went through.
        self.ledger.db.maintain()?;
        Ok(eraser)
    }
}

/// Whether a step says that somebody does not, or not any more, agree to support.
fn refuses_support(step: &CareStep) -> bool {
    matches!(step, CareStep::Consent(consent) if consent.answer != Answer::Given)
}
