//! Whether to ring outreach before a notice: what the coordinator has marked, found offline by the name and date of birth
//! that an encounter knows. It warns and refuses nothing; asking stores nothing.

use std::collections::BTreeSet;

use beatbook_domain::access::{AccessTable, Area, Reading};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::consult::{ConsultMarked, DutyNumber};
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use jiff::civil::Date;

use crate::access::roles;
use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::encounter_of;
use crate::notebook::Notebook;

/// Outreach asks to be rung before a notice. Nothing is known of why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultFirst {
    /// The service's duty number, if it gave one.
    pub ring: Option<DutyNumber>,
    /// Last local day of the mark.
    pub until: Date,
}

impl Beatbook {
    /// Whether outreach asks to be rung before a notice to this person of an encounter. A person is found by name and
    /// date of birth together; somebody who is not known by both is never found.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn consult_first(&self, encounter: Id, person: Label) -> Told<Option<ConsultFirst>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.consult_first(encounter, person, longest))?)
    }
}

impl Notebook {
    fn consult_first(
        &self,
        encounter: Id,
        person: Label,
        longest: u64,
    ) -> Result<Option<ConsultFirst>, DeviceError> {
        let now = self.ledger.now()?;
        let today = local_date(self.legal_now(&now, longest)?.at)?;
        let officer = self.ledger.identity.officer;
        self.ledger.db.read(|tx| {
            let told = encounter_of(tx, encounter)?.ok_or(DeviceError::NotFound)?.story;
            let known = told.people.get(&person).and_then(|person| Recipient::of(&person.known));
            let access = AccessTable::shipped().access(&roles(tx, officer)?, today);
            let reading = Reading { same_team: true, closed: true, ..Reading::default() };
            let Some(to) = known.filter(|_| access.may_know_existence(Area::Welfare, reading)) else {
                return Ok(None);
            };
            let marks = marks(tx)?;
            let mut about: Vec<&ConsultMarked> =
                marks.iter().map(|told| &told.mark).filter(|mark| mark.is_about(&to, today)).collect();
            // The longest of several; with a number to ring before one without.
            about.sort_by_key(|mark| (mark.ring.is_some(), mark.until));
            Ok(about.pop().map(|mark| ConsultFirst { ring: mark.ring.clone(), until: mark.until }))
        })
    }
}

/// A mark that is not taken back, and the entry it came with.
struct MarkTold {
    seq: i64,
    mark: ConsultMarked,
}

/// Marks as they came, those taken back not among them.
fn marks(tx: &ReadTransaction<'_>) -> Result<Vec<MarkTold>, DeviceError> {
    let (mut marks, lifted) = told(tx)?;
    marks.retain(|told| !lifted.contains(&told.mark.id));
    Ok(marks)
}

fn told(tx: &ReadTransaction<'_>) -> Result<(Vec<MarkTold>, BTreeSet<Id>), DeviceError> {
    let sql = "SELECT seq, body FROM server_entry WHERE kind = ?1 AND body IS NOT NULL ORDER BY seq";
    let bodies: Vec<(i64, Vec<u8>)> =
        tx.all(sql, params![COARSE_KIND], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (mut marks, mut lifted) = (Vec::new(), BTreeSet::new());
    for (seq, body) in bodies {
        match ServerBody::parse(COARSE_KIND, 1, &body) {
            Ok(ServerBody::ConsultMarked(mark)) => marks.push(MarkTold { seq, mark }),
            Ok(ServerBody::ConsultLifted(mark)) => drop(lifted.insert(mark.mark)),
            _ => {}
        }
    }
    Ok((marks, lifted))
}

/// Drops marks that are over by the server's day, or taken back: nothing of them stays on the phone.
pub(crate) fn forget_over(tx: &WriteTransaction<'_>, server_day: Date) -> Result<(), DeviceError> {
    let (marks, lifted) = told(tx)?;
    let over = |told: &&MarkTold| told.mark.until < server_day || lifted.contains(&told.mark.id);
    for told in marks.iter().filter(over) {
        tx.execute("UPDATE server_entry SET salt = NULL, body = NULL WHERE seq = ?1", params![told.seq])?;
    }
    Ok(())
}
