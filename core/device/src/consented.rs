//! Consent across the records of this phone: the newest answer of somebody counts, in whichever record it was given. What
//! colleagues were told the server knows.

use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Welfare, WelfareRefusal};
use beatbook_domain::records::welfare::{WelfareEntry, WelfareStep};
use beatbook_domain::welfare::consent::{Answer, AnswerTold, is_in_force};
use beatbook_protocol::id::Id;

use crate::error::DeviceError;
use crate::journal::welfare_records;
use crate::notebook::Notebook;
use crate::reading::LIST_MAX;

impl Notebook {
    /// That somebody who is to be referred has not taken consent back in another record of this phone since it was given here; nor
    /// somebody who may be them, as one of the two records tells no date of birth.
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
            let same = other.people.iter().filter(|(_, one)| one.is_surely(known) || one.is_perhaps(known));
            same.flat_map(|(label, one)| {
                other.steps_with(*label).map(move |step| (one.is_surely(known), step))
            })
        });
        // Of whoever may be the same a no counts, and a yes does not.
        let counts = |(surely, told): &(bool, &WelfareStep)| {
            *surely || matches!(&told.step, CareStep::Consent(consent) if consent.answer != Answer::Given)
        };
        let elsewhere = elsewhere.filter(counts).map(|(_, told)| told);
        let here = welfare.steps_with(person).rfind(|step| matches!(step.step, CareStep::Consent(_)));
        // Monotonic times compare within one start of the phone: what was told before it was told earlier.
        let notebook = self.ledger.identity.notebook;
        let place = |told: &WelfareStep| {
            let this_start = told.at.boot == step.at.boot;
            u64::try_from(told.at.mono).unwrap_or(0).saturating_add(1) * u64::from(this_start)
        };
        let told = elsewhere.chain(here);
        let told: Vec<_> =
            told.filter_map(|told| AnswerTold::of(told, (notebook, place(told)), i64::MAX)).collect();
        // Without any the story itself says that there is no consent.
        let taken_back = !told.is_empty() && !is_in_force(&told);
        if taken_back { Err(WelfareRefusal::NoConsent.into()) } else { Ok(()) }
    }
}
