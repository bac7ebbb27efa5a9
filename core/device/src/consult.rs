//! Whether to ring outreach before a notice: what the coordinator has marked, found offline by the name and date of birth
//! that an encounter knows. It warns and refuses nothing; asking stores nothing.

use std::collections::BTreeMap;

use beatbook_domain::access::{AccessTable, Area};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::consult::{ConsultMarked, DutyNumber};
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction};
use jiff::civil::Date;

use crate::access::{coarse_bodies, drop_bodies, roles};
use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::encounter_of;
use crate::looks::Looking;
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
        Ok(self.gate.look(
            Looking::person(Area::Welfare, encounter),
            |found: &Option<_>| usize::from(found.is_some()),
            |notebook| notebook.consult_first(encounter, person, longest),
        )?)
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
            let Some(to) = known.filter(|_| access.knows_of_others(Area::Welfare)) else {
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

/// What is here of marks, in the order in which it came.
#[derive(Default)]
struct MarksTold {
    marks: Vec<MarkTold>,
    /// Marks that were taken back, by the entry that says so.
    lifted: BTreeMap<i64, Id>,
}

impl MarksTold {
    fn read(tx: &ReadTransaction<'_>) -> Result<Self, DeviceError> {
        let mut told = Self::default();
        for (seq, body) in coarse_bodies(tx, "consult_")? {
            match body {
                ServerBody::ConsultMarked(mark) => told.marks.push(MarkTold { seq, mark }),
                ServerBody::ConsultLifted(lifted) => drop(told.lifted.insert(seq, lifted.mark)),
                _ => {}
            }
        }
        Ok(told)
    }

    fn is_lifted(&self, mark: Id) -> bool {
        self.lifted.values().any(|lifted| *lifted == mark)
    }
}

/// Marks as they came, those taken back not among them.
fn marks(tx: &ReadTransaction<'_>) -> Result<Vec<MarkTold>, DeviceError> {
    let mut told = MarksTold::read(tx)?;
    let marks = std::mem::take(&mut told.marks);
    Ok(marks.into_iter().filter(|one| !told.is_lifted(one.mark.id)).collect())
}

/// Drops marks that are over by the server's day, or taken back, and what took them back: it comes after its mark, so nothing
/// is left for it to do. Nothing of either stays on the phone.
pub(crate) fn forget_over(tx: &WriteTransaction<'_>, server_day: Date) -> Result<(), DeviceError> {
    let told = MarksTold::read(tx)?;
    let over = |one: &&MarkTold| one.mark.until < server_day || told.is_lifted(one.mark.id);
    let marks = told.marks.iter().filter(over).map(|one| one.seq);
    drop_bodies(tx, marks.chain(told.lifted.keys().copied()))
}
