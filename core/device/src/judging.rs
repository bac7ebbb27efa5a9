//! How the conditions that an encounter's conducts name stood where and when they happened, by what this phone has: asked for
//! a notice, kept with the encounter as soon as a conduct is told, and again when a further position is.

use beatbook_domain::calendar::local_date;
use beatbook_domain::fix::RawFix;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::sign_tasks::{is_new, is_open};
use beatbook_domain::orders::signs::WhyWarnOnly;
use beatbook_domain::orders::unknown::unknown_codes;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::EncounterEntry;
use beatbook_domain::records::encounter::judged::{Decision, EncounterJudged};
use beatbook_domain::records::encounter::positions::{EncounterPlaced, FRESH_MS, Position, SamePlace};
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::notice::{OrderCited, SignCited};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::sign::{SignNoted, SignState};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::encounters::kept;
use crate::error::DeviceError;
use crate::journal::{encounter_of, encounters, record_id, sign_notes};
use crate::notebook::Notebook;
use crate::orders::{Applies, AskWhere, BriefingState, ConditionNow};
use crate::platform::Now;

/// Code of the doubt that a briefing is too old.
pub(crate) const OLD_BRIEFING: &str = "old_briefing";
/// Code of the doubt that no position counts for the conduct.
const NO_POSITION: &str = "no_position";

/// What was settled by itself when something was told of an encounter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EncounterSettled {
    /// How the conditions stood that conducts name, as it was kept.
    pub judged: Vec<EncounterJudged>,
    /// Sign tasks that were opened: only a warning is offered until somebody has looked after the sign.
    pub sign_tasks: Vec<SignNoted>,
    /// Codes that this phone's order book does not have, kept as they were told: perhaps slips.
    pub unknown: Vec<Missing>,
}

/// A further position of an encounter, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncounterHere {
    /// As it was kept.
    pub placed: EncounterPlaced,
    /// Decisions it changed.
    pub settled: EncounterSettled,
}

/// What there is to judge a conduct by.
pub(crate) struct Stood {
    /// The position that counts for it.
    pub(crate) position: Option<Position>,
    /// What applied there; absent without a position.
    pub(crate) applies: Option<Applies>,
    /// What is unsure beside the conditions themselves.
    pub(crate) doubts: Vec<String>,
}

impl Beatbook {
    /// Tells an encounter where it is once more, by a fix that the receiver has just given, or the newest one of the
    /// patrol; nothing typed is taken. Conditions of its conducts are judged anew by it where it is of the same place; the
    /// decision of before stays beside the new one.
    ///
    /// # Errors
    /// `no_place` (no fix, or none of the last minute), `not_found`, `encounter` (too many), `moved`, `retired`, storage
    /// errors: nothing was stored.
    pub fn encounter_here(&self, encounter: Id, fix: Option<RawFix>) -> Told<EncounterHere> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.encounter_here(encounter, fix, longest))?)
    }

    /// The record of the newest encounter: for going on with it, whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_encounter(&self) -> Told<Id> {
        let newest = self.gate.with(|notebook| notebook.ledger.db.read(|tx| encounters(tx, 1)))?;
        Ok(newest.first().ok_or(DeviceError::NotFound)?.record)
    }
}

impl Notebook {
    fn encounter_here(
        &mut self,
        record: Id,
        fix: Option<RawFix>,
        longest: u64,
    ) -> Result<EncounterHere, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let (place, _) = self.place(fix.map_or(AskWhere::Newest, AskWhere::Fix), &now)?;
        if place.age_ms > FRESH_MS {
            return Err(DeviceError::NoPlace);
        }
        let told = self.ledger.db.read(|tx| encounter_of(tx, record))?.ok_or(DeviceError::NotFound)?;
        let welfare = self.is_coarse(told.first)?;
        let mut encounter = told.story;
        let time = self.legal_now(&now, longest)?;
        let placed = EncounterPlaced { at: now.moment(), time, place: kept(place), age: place.age_ms };
        let limit = self.same_place()?;
        let before = positions(&encounter, limit);
        let entry = EncounterEntry::Placed(placed.clone());
        encounter.apply(&entry)?;
        let mut bodies = vec![EntryBody::Encounter(entry)];
        let mut settled = EncounterSettled::default();
        for (number, known) in before.into_iter().enumerate() {
            let Some(conduct) = encounter.conducts.get(number).cloned() else { continue };
            let Some(seen) = encounter.time_of(&conduct) else { continue };
            if encounter.position_of(seen.at, limit) == known {
                continue;
            }
            self.settle(
                (record, welfare),
                &mut encounter,
                number,
                (&now, longest),
                &mut settled,
                &mut bodies,
            )?;
        }
        self.write_settled(now, (record, welfare), &bodies, &settled.sign_tasks)?;
        Ok(EncounterHere { placed, settled })
    }

    /// Judges a conduct, and adds what follows: the decision, and tasks for signs.
    pub(crate) fn settle(
        &mut self,
        (record, welfare): (Id, bool),
        encounter: &mut Encounter,
        conduct: usize,
        (now, longest): (&Now, u64),
        settled: &mut EncounterSettled,
        bodies: &mut Vec<EntryBody>,
    ) -> Result<(), DeviceError> {
        let Some(judged) = self.judge(encounter, conduct, now, longest)? else { return Ok(()) };
        let known =
            encounter.judged.iter().rev().find(|one| one.code == judged.code && one.time == judged.time);
        let again = known.is_some_and(|known| EncounterJudged { at: known.at, ..judged.clone() } == *known);
        let entry = EncounterEntry::Judged(Box::new(judged.clone()));
        // Two people who did the same at the same time are one decision; and one that does not fit stops no recording.
        if again || !encounter.has_room_to_judge() || encounter.apply(&entry).is_err() {
            return Ok(());
        }
        bodies.push(EntryBody::Encounter(entry));
        // Where help was given is nobody else's to know: no task tells of it.
        if !welfare {
            let noted = (judged.at, self.legal_now(now, longest)?);
            let tasks = self.sign_tasks(record, noted, &judged, &settled.sign_tasks)?;
            settled.sign_tasks.extend(tasks);
        }
        settled.judged.push(judged);
        Ok(())
    }

    /// Codes of an entry that the order book at hand does not have; a phone without orders cannot say.
    pub(crate) fn unknown_codes(&mut self, entry: &EncounterEntry) -> Result<Vec<Missing>, DeviceError> {
        let book = self.book()?.filter(|book| !book.book().orders.is_empty());
        Ok(book.map(|book| unknown_codes(&book, entry)).unwrap_or_default())
    }

    /// Writes what was told and what follows from it, in one transaction.
    pub(crate) fn write_settled(
        &mut self,
        now: Now,
        (record, welfare): (Id, bool),
        bodies: &[EntryBody],
        tasks: &[SignNoted],
    ) -> Result<(), DeviceError> {
        let mut others = Vec::with_capacity(tasks.len());
        for task in tasks {
            let record = record_id(&*self.ledger.platform, &now, false)?;
            others.push((record, EntryBody::SignNoted(task.clone())));
        }
        self.ledger.append(now, |journal| {
            bodies.iter().try_for_each(|body| journal.append(record, body, welfare).map(drop))?;
            others.iter().try_for_each(|(record, body)| journal.append(*record, body, false).map(drop))
        })
    }

    /// How the conditions of a conduct's code stand; none if its code names no condition of any order, or if nobody can say
    /// on which day it was: recording goes on without it.
    fn judge(
        &mut self,
        encounter: &Encounter,
        conduct: usize,
        now: &Now,
        longest: u64,
    ) -> Result<Option<EncounterJudged>, DeviceError> {
        let (Some(book), Some(conduct)) = (self.book()?, encounter.conducts.get(conduct)) else {
            return Ok(None);
        };
        let named = book.book().orders.iter().any(|order| order.condition(&conduct.code).is_some());
        let Some(time) = encounter.time_of(conduct).filter(|_| named) else { return Ok(None) };
        let stood = match self.stood(encounter, time, longest) {
            Ok(stood) => stood,
            Err(error @ DeviceError::Store(_)) => return Err(error),
            // A day that is none, a briefing that cannot be read: what was seen is told all the same.
            Err(_) => return Ok(None),
        };
        let rule_set = match &stood.applies {
            Some(applies) => applies.rule_set.clone(),
            None => {
                let day = local_date(time.at).ok();
                let rules = day.and_then(|day| book.book().rule_sets.in_force(day));
                rules.and_then(|rules| rules.reference().ok())
            }
        };
        let ours = |one: &&ConditionNow| {
            one.condition.code == conduct.code && conduct.order.is_none_or(|order| order == one.order.hash)
        };
        let near = stood.applies.iter().flat_map(|applies| &applies.conditions).filter(ours);
        let decisions =
            near.map(|one| Decision::of(cited(one), &one.standing, one.warn_only.clone())).collect();
        let apart = stood.position.and_then(|position| u32::try_from(tenths(position.apart_m)).ok());
        Ok(Some(EncounterJudged {
            at: now.moment(),
            code: conduct.code.clone(),
            time,
            place: stood.position.map(|position| position.place),
            apart: apart.filter(|apart| *apart > 0),
            rule_set,
            book: self.book_hash(),
            decisions,
            doubts: stood.doubts,
        }))
    }

    /// What applied where and when a conduct was seen, by the position that counts for it.
    pub(crate) fn stood(
        &mut self,
        encounter: &Encounter,
        seen: LegalTime,
        longest: u64,
    ) -> Result<Stood, DeviceError> {
        let position = encounter.position_of(seen.at, self.same_place()?);
        let Some(place) = position.map(|position| position.judged()) else {
            return Ok(Stood { position, applies: None, doubts: vec![NO_POSITION.to_owned()] });
        };
        let applies = self.applied_at(place, seen, longest)?;
        let old = applies.briefing.is_none_or(|briefing| briefing.state == BriefingState::DraftsOnly);
        let doubts = old.then(|| OLD_BRIEFING.to_owned()).into_iter().collect();
        Ok(Stood { position, applies: Some(applies), doubts })
    }

    /// When a further position is of the same place, as the authority has settled it.
    pub(crate) fn same_place(&mut self) -> Result<SamePlace, DeviceError> {
        Ok(self.book()?.map(|book| book.book().policy).unwrap_or_default().same_place())
    }

    /// Tasks for signs that a decision asks for, and that this officer has not opened.
    fn sign_tasks(
        &mut self,
        encounter: Id,
        (at, time): (Moment, LegalTime),
        judged: &EncounterJudged,
        just_opened: &[SignNoted],
    ) -> Result<Vec<SignNoted>, DeviceError> {
        // A clock that shows no date opens no task.
        let (Some(book), Ok(today)) = (self.book()?, local_date(time.at)) else {
            return Ok(Vec::new());
        };
        let mut tasks: Vec<SignNoted> = Vec::new();
        for decision in &judged.decisions {
            let warn_only = decision.warn_only.as_ref();
            let Some(task) =
                warn_only.and_then(|why| task((at, time), judged.place, &decision.cited.code, why))
            else {
                continue;
            };
            let mut notes = self.ledger.db.read(|tx| sign_notes(tx, Some(&task.order)))?;
            notes.extend(just_opened.iter().chain(&tasks).cloned());
            if is_new(book.book(), &notes, &task, today) {
                tasks.push(SignNoted { encounter: Some(encounter), ..task });
            }
        }
        Ok(tasks)
    }

    /// Whether this officer's notes leave a task open for the sign of a condition for which only a warning is offered.
    pub(crate) fn has_sign_task(
        &mut self,
        (now, time): (&Now, LegalTime),
        one: &ConditionNow,
        place: KeptPlace,
    ) -> Result<bool, DeviceError> {
        let (Some(book), Ok(today)) = (self.book()?, local_date(time.at)) else { return Ok(false) };
        let noted = (now.moment(), time);
        let why = one.warn_only.as_ref();
        let Some(task) = why.and_then(|why| task(noted, Some(place), &one.order.code, why)) else {
            return Ok(false);
        };
        let notes = self.ledger.db.read(|tx| sign_notes(tx, Some(&task.order)))?;
        Ok(is_open(book.book(), &notes, &task, today))
    }
}

/// The position that counts for each conduct.
fn positions(encounter: &Encounter, limit: SamePlace) -> Vec<Option<Position>> {
    let position = |time: LegalTime| encounter.position_of(time.at, limit);
    encounter.conducts.iter().map(|conduct| encounter.time_of(conduct).and_then(position)).collect()
}

/// The task for whoever looks after signs; none that cannot be kept.
fn task(
    (at, time): (Moment, LegalTime),
    place: Option<KeptPlace>,
    order: &str,
    why: &WhyWarnOnly,
) -> Option<SignNoted> {
    let (state, sign, place) = match why {
        WhyWarnOnly::NoSignNear { .. } => (SignState::Wanted, None, place),
        WhyWarnOnly::SignUnseen { code, .. } => (SignState::Unseen, Some(code.clone()), None),
    };
    let order = order.to_owned();
    let (time, text, photo, encounter) = (Some(time), String::new(), None, None);
    let task = SignNoted { at, time, state, order, sign, place, text, photo, encounter };
    task.check().is_ok().then_some(task)
}

fn tenths(metres: f64) -> i64 {
    (metres * 10.0).round() as i64
}

/// What a record keeps of a condition and how it stood: versions and distances.
pub(crate) fn cited(one: &ConditionNow) -> OrderCited {
    let edge = tenths(one.edge_m.abs());
    OrderCited {
        order: one.order.hash,
        code: one.order.code.clone(),
        version: one.order.version,
        condition: one.condition.code.clone(),
        zone: Some(Hash::from_bytes(one.zone.0)),
        edge: Some(if one.inside { edge } else { -edge }),
        sign: one.nearest_sign.as_ref().map(|sign| SignCited {
            code: sign.code.clone(),
            distance: u32::try_from(tenths(sign.metres)).unwrap_or(u32::MAX),
        }),
    }
}
