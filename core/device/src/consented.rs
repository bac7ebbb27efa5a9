//! Consent across the records of this phone: the newest answer of somebody counts, in whichever record it was given. What
//! colleagues were told the server knows.

use std::collections::BTreeMap;

use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Welfare, WelfareRefusal};
use beatbook_domain::records::welfare::{WelfareEntry, WelfareStep};
use beatbook_domain::welfare::consent::{Answer, AnswerTold, ConsentStanding};
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_domain::welfare::recognised::Recognised;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, params};

use crate::error::{DeviceError, not_yet};
use crate::journal::{StoryTold, entry, welfare_records};
use crate::notebook::Notebook;
use crate::reading::LIST_MAX;

/// What is told now comes after all that is written.
const UNWRITTEN: u64 = 1 << 62;

impl Notebook {
    /// That nothing in another record of this phone stands against the consent of somebody who is to be referred.
    pub(crate) fn check_consented(
        &self,
        here: &StoryTold<Welfare>,
        entry: &WelfareEntry,
    ) -> Result<(), DeviceError> {
        let WelfareEntry::Step(step) = entry else { return Ok(()) };
        let (Some(person), CareStep::Referral { .. }) = (step.person, &step.step) else { return Ok(()) };
        let notebook = self.ledger.identity.notebook;
        let standing = self.ledger.db.read(|tx| {
            let records = welfare_records(tx, LIST_MAX)?;
            standing(tx, notebook, &records, (here, person))
        })?;
        match standing {
            ConsentStanding::InForce => Ok(()),
            ConsentStanding::Refused => Err(WelfareRefusal::NoConsent.into()),
            ConsentStanding::PerhapsRefused => {
                let remedy = "Somebody who may be them said no in another record of this phone: of the same names, where one of the two \
                              has no date of birth or their words stand in another order, or of the same initials and date. Ask \
                              them again, or tell names and dates of birth if they are two people.";
                Err(not_yet("no_consent", remedy, "a support referral needs consent that is in force"))
            }
        }
    }

    /// Who agrees to support by a record, and by what the others of this phone tell of them.
    pub(crate) fn agree(
        &self,
        tx: &ReadTransaction<'_>,
        records: &[StoryTold<Welfare>],
        here: &StoryTold<Welfare>,
    ) -> Result<Vec<Label>, DeviceError> {
        let notebook = self.ledger.identity.notebook;
        let gave = here.story.people.keys().filter(|person| here.story.consent_of(**person).is_some());
        let mut agree = Vec::new();
        for person in gave {
            if standing(tx, notebook, records, (here, *person))? == ConsentStanding::InForce {
                agree.push(*person);
            }
        }
        Ok(agree)
    }
}

/// The records of this phone may hold `here` as it was before what is told now.
fn standing(
    tx: &ReadTransaction<'_>,
    notebook: Id,
    records: &[StoryTold<Welfare>],
    (here, person): (&StoryTold<Welfare>, Label),
) -> Result<ConsentStanding, DeviceError> {
    let Some(known) = here.story.people.get(&person) else { return Ok(ConsentStanding::InForce) };
    let others = records.iter().filter(|other| other.record != here.record);
    let key = IdentityKey::for_one_question();
    let known = Recognised::of(&key, known);
    let mut told: Vec<Told<'_>> = Vec::new();
    for record in others.chain([here]) {
        for (label, one) in &record.story.people {
            let mut answers =
                record.story.steps_with(*label).filter(|step| answer(step).is_some()).peekable();
            if answers.peek().is_none() {
                continue;
            }
            let one = Recognised::of(&key, one);
            let surely = (record.record == here.record && *label == person) || one.is_surely(&known);
            let perhaps = one.is_perhaps(&known);
            let counts = answers.filter(|step| surely || (perhaps && is_no(step)));
            told.extend(counts.map(|step| Told { record: record.record, first: record.first, surely, step }));
        }
    }
    if !told.iter().any(|one| is_no(one.step)) {
        return Ok(ConsentStanding::InForce);
    }
    let places = places(tx, &told)?;
    let answers = told.iter().zip(UNWRITTEN..).filter_map(|(one, unwritten)| {
        let place = places.iter().rev().find(|(record, _, step)| *record == one.record && step == one.step);
        let place = place.map_or(unwritten, |(_, seq, _)| *seq);
        Some((one.surely, AnswerTold::of(one.step, (notebook, place), i64::MAX)?))
    });
    let (surely, perhaps): (Vec<_>, Vec<_>) = answers.partition(|(surely, _)| *surely);
    let told = |of: Vec<(bool, AnswerTold)>| of.into_iter().map(|(_, told)| told).collect::<Vec<_>>();
    Ok(ConsentStanding::of(&told(surely), &told(perhaps)))
}

/// An answer in a record that begins with the entry `first`, of whoever is asked about or of somebody who may be them.
struct Told<'a> {
    record: Id,
    first: u64,
    surely: bool,
    step: &'a WelfareStep,
}

fn answer(step: &WelfareStep) -> Option<Answer> {
    if let CareStep::Consent(consent) = &step.step { Some(consent.answer) } else { None }
}

fn is_no(step: &WelfareStep) -> bool {
    answer(step).is_some_and(|answer| answer != Answer::Given)
}

/// The answers of these records as they are written, each with its number: the order of one notebook is that of its entries,
/// whatever its clocks showed and how often it started again.
fn places(tx: &ReadTransaction<'_>, told: &[Told<'_>]) -> Result<Vec<(Id, u64, WelfareStep)>, DeviceError> {
    let records: BTreeMap<Id, u64> = told.iter().map(|one| (one.record, one.first)).collect();
    let mut places = Vec::new();
    for (record, first) in records {
        let seqs: Vec<i64> = tx.all(
            "SELECT seq FROM entry WHERE seq >= ?1 AND instr(header, CAST(?2 AS BLOB)) > 0 ORDER BY seq",
            params![first.cast_signed(), record.to_string()],
            |row| row.get(0),
        )?;
        for seq in seqs.into_iter().map(i64::cast_unsigned) {
            let Some(line) = entry(tx, seq)? else { continue };
            if let Some(EntryBody::Welfare(WelfareEntry::Step(step))) = line.says(&line.header()?)
                && answer(&step).is_some()
            {
                places.push((record, seq, step));
            }
        }
    }
    Ok(places)
}
