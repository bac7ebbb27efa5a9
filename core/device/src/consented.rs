//! Consent across the records of this phone: the newest answer of somebody counts, in whichever record it was given. What
//! colleagues were told the server knows.

use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Welfare, WelfareRefusal};
use beatbook_domain::records::welfare::{WelfareEntry, WelfareStep};
use beatbook_domain::welfare::consent::{Answer, AnswerTold, is_in_force};
use beatbook_protocol::id::Id;

use crate::error::{DeviceError, not_yet};
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
        // Whether it is surely theirs: of whoever may be the same a no counts, and a yes does not.
        let elsewhere = others.flat_map(|other| {
            let same = other.people.iter().filter(|(_, one)| one.is_surely(known) || one.is_perhaps(known));
            same.flat_map(|(label, one)| {
                other.steps_with(*label).map(move |step| (one.is_surely(known), step))
            })
        });
        let here = welfare.steps_with(person).rfind(|step| matches!(step.step, CareStep::Consent(_)));
        // Monotonic times compare within one start of the phone: what was told before it was told earlier.
        let notebook = self.ledger.identity.notebook;
        let place = |told: &WelfareStep| {
            let this_start = told.at.boot == step.at.boot;
            u64::try_from(told.at.mono).unwrap_or(0).saturating_add(1) * u64::from(this_start)
        };
        let told: Vec<(bool, AnswerTold)> = elsewhere
            .chain(here.map(|step| (true, step)))
            .filter_map(|(surely, told)| {
                Some((surely, AnswerTold::of(told, (notebook, place(told)), i64::MAX)?))
            })
            .filter(|(surely, told)| *surely || told.answer != Answer::Given)
            .collect();
        let surely: Vec<AnswerTold> =
            told.iter().filter(|(surely, _)| *surely).map(|(_, told)| *told).collect();
        let all: Vec<AnswerTold> = told.into_iter().map(|(_, told)| told).collect();
        // Without any the story itself says that there is no consent.
        if surely.is_empty() || is_in_force(&all) {
            return Ok(());
        }
        if !is_in_force(&surely) {
            return Err(WelfareRefusal::NoConsent.into());
        }
        let remedy = "Somebody of these names said no in another record of this phone, and one of the two has no date of birth: tell \
                      it if they are two people, or ask them again.";
        Err(not_yet("no_consent", remedy, "a support referral needs consent that is in force"))
    }
}
