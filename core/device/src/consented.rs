//! Consent across the records of this phone: the newest answer of somebody counts, in whichever record it was given. What
//! colleagues were told the server knows.

use beatbook_domain::records::welfare::WelfareEntry;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Welfare, WelfareRefusal};
use beatbook_domain::welfare::consent::{Answer, newest_answers};
use beatbook_protocol::id::Id;

use crate::error::DeviceError;
use crate::journal::welfare_records;
use crate::notebook::Notebook;
use crate::reading::LIST_MAX;

impl Notebook {
    /// That somebody who is to be referred has not taken consent back in another record of this phone since it was given here.
    pub(crate) fn check_consented(
        &self,
        record: Id,
        welfare: &Welfare,
        entry: &WelfareEntry,
    ) -> Result<(), DeviceError> {
        let WelfareEntry::Step(step) = entry else { return Ok(()) };
        let (Some(person), CareStep::Referral { .. }) = (step.person, &step.step) else { return Ok(()) };
        let Some(known) = welfare.people.get(&person) else { return Ok(()) };
        let others = self.ledger.db.read(|tx| welfare_records(tx, LIST_MAX))?;
        let others = others.iter().filter(|other| other.record != record).map(|other| &other.story);
        let elsewhere = others.flat_map(|other| {
            let same = other.people.iter().filter(|(_, one)| one.is_surely(known));
            same.flat_map(|(label, _)| other.steps_with(*label))
        });
        let here = welfare.steps_with(person).map(|step| (true, step));
        let newest = newest_answers(elsewhere.map(|step| (false, step)).chain(here));
        let taken_back = newest.get(&false).is_some_and(|(at, answer)| {
            *answer != Answer::Given && newest.get(&true).is_none_or(|(given, _)| given < at)
        });
        if taken_back { Err(WelfareRefusal::NoConsent.into()) } else { Ok(()) }
    }
}
