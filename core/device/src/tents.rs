//! Tents: found, help offered, moved with everything in them item by item, given back. Works offline; everything goes behind
//! the coarse kind of header, as it tells where somebody sleeps.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::colleagues::Colleagues;
use beatbook_domain::encampments::tent_standing::TentStanding;
use beatbook_domain::encampments::tents::{Tent, TentRefusal, TentSaid, fold_tents, keep_until};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encampment::{EntryAt, Land};
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::reference::Reference;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tent::{
    Belonging, BelongingsGone, KeptWhere, TentEntry, TentGround, TentNoted, TentPower, TentRemoved, TentStep,
    TentTold,
};
use beatbook_domain::records::welfare::Subject;
use beatbook_protocol::id::Id;

use crate::access::{bodies, coarse_bodies};
use crate::beatbook::{Beatbook, Told};
use crate::error::{DeviceError, not_yet};
use crate::journal::{encampment_entries, record_id, welfare_of};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::platform::Now;

/// A tent was found that something is to be done about.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteTent {
    /// Where, in words.
    pub land: String,
    /// Why.
    pub ground: TentGround,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
}

/// A tent was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveTent {
    /// On what power.
    pub power: TentPower,
    /// Reference of the order, notice or judgment.
    pub reference: Option<String>,
    /// Whether whoever lives in it was there.
    pub occupant_present: bool,
    /// Everything that was in it.
    pub belongings: Vec<Belonging>,
    /// Where it is.
    pub kept: KeptWhere,
    /// Where a notice was left that says so.
    pub notice_left: Option<String>,
    /// How to have things back.
    pub contact: String,
}

/// What is told of a tent. Each becomes an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TentNews {
    /// A welfare check of this phone, of whoever lives in a tent, is complete.
    Welfare {
        /// The check.
        check: Id,
    },
    /// Help was offered.
    Offered {
        /// What.
        help: String,
        /// The answer.
        answer: HelpAnswer,
    },
    /// It was moved; the library says until when things are kept.
    Removed(Box<RemoveTent>),
    /// Things were given back, by this officer and another.
    Returned {
        /// Which, by their numbers.
        items: Vec<u16>,
        /// Public id of the other officer.
        with: String,
        /// To whom, without a name.
        text: String,
    },
    /// Things were disposed of, by this officer and another.
    Disposed {
        /// Which, by their numbers.
        items: Vec<u16>,
        /// Public id of the other officer.
        with: String,
        /// How.
        text: String,
    },
    /// What the record is called in another system.
    Reference(Reference),
    /// An entry of this phone about this tent was wrong, and never was so: it stays in the journal and counts no more.
    TakenBack {
        /// Its number.
        entry: u64,
        /// Why, in a few words without names.
        why: String,
    },
}

impl Beatbook {
    /// Notes a tent; answers its id.
    ///
    /// # Errors
    /// `tent_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn note_tent(&self, note: NoteTent) -> Told<Id> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.note_tent(note, longest))?)
    }

    /// Tells what happened to a tent, in order, all of it or none; answers what of it is to be looked at again. What does not hold
    /// – moved before welfare, disposed of on the day – is refused where this phone knows it. Of a tent that others noted it knows
    /// what the server told last, and what it told since itself: what was moved or given back though that does not bear it is kept,
    /// and answered (`welfare_first`, `offer_first`, `told_already`, `gone_already`, `unknown_item`, `not_removed`). `nothing_left`:
    /// moved with nobody there, and no notice left that says so.
    ///
    /// # Errors
    /// `tent_text`, `tent_number`, `two_people`, `unknown_officer` (the second); `welfare_first` and the other reasons for which it does not hold;
    /// `not_found` (the check), `moved`, `retired`, storage errors: nothing was stored.
    pub fn tell_tent(&self, tent: Id, news: Vec<TentNews>) -> Told<Vec<Missing>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.tell_tent(tent, news, longest))?)
    }

    /// Tents this phone told of, the newest last, as far as the officer may read them: with most roles until sign-off. Of one that
    /// others noted (`noted` is absent) this phone knows too little to say what does not hold: `team_tents` tells where it stands.
    ///
    /// # Errors
    /// Storage errors.
    pub fn tents(&self) -> Told<Vec<Tent>> {
        Ok(self.gate.look(Looking::list(Area::Welfare), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            let said = notebook.tents_said()?;
            let first = |tent: &Tent| said.iter().find(|one| one.tent == tent.id).map_or(0, |one| one.at.seq);
            let patrol = |tent: &Tent| tent.noted.as_ref().and_then(|noted| noted.what.patrol);
            let readable = |tent: &Tent| reading.allows(Area::Welfare, first(tent), patrol(tent));
            let colleagues = notebook.colleagues()?;
            let mut tents: Vec<Tent> =
                fold_tents(&said, &colleagues).into_values().filter(readable).collect();
            // Ids tell no more than the hour.
            tents.sort_by_key(first);
            Ok::<_, DeviceError>(tents)
        })?)
    }
}

impl Beatbook {
    /// Tents the officer's team noted, the newest last, where each stands as the server told last: as far as the officer's roles
    /// read enforcement or welfare, and without what this phone has not synced yet.
    ///
    /// # Errors
    /// Storage errors.
    pub fn team_tents(&self) -> Told<Vec<TentStanding>> {
        Ok(self.gate.look(Looking::list(Area::Welfare), Vec::len, |notebook| {
            let newest = notebook.tent_standings()?;
            let found = |tent: &TentStanding| tent.found.as_ref().map(|found| found.time);
            let mut tents: Vec<TentStanding> =
                newest.into_values().filter(|one| found(one).is_some()).collect();
            tents.sort_by_key(|tent| (found(tent), tent.tent));
            Ok::<_, DeviceError>(tents)
        })?)
    }
}

impl Notebook {
    /// Where tents of the team stand, as the server told last of each.
    fn tent_standings(&self) -> Result<BTreeMap<Id, TentStanding>, DeviceError> {
        let told = self.ledger.db.read(|tx| coarse_bodies(tx, "tent_standing"))?;
        let standing = |body| match body {
            ServerBody::TentStanding(standing) => Some((standing.tent, *standing)),
            _ => None,
        };
        Ok(told.into_iter().filter_map(|(_, body)| standing(body)).collect())
    }

    /// What this notebook told of tents, and what the desk took back of it.
    pub(crate) fn tents_said(&self) -> Result<Vec<TentSaid>, DeviceError> {
        let told = self.ledger.db.read(encampment_entries)?;
        let (journal, by) = (self.ledger.identity.notebook, self.ledger.identity.officer);
        let said = told.into_iter().filter_map(|(tent, seq, says)| match says {
            EntryBody::Tent(entry) => {
                Some(TentSaid { at: EntryAt { journal, seq }, tent, by, desk: false, entry })
            }
            _ => None,
        });
        let mut said: Vec<TentSaid> = said.collect();
        let own: BTreeSet<EntryAt> = said.iter().map(|one| one.at).collect();
        let standings = self.tent_standings()?;
        let back = standings.values().flat_map(|one| one.taken_back.iter().map(|back| (one.tent, back)));
        said.extend(back.filter(|(_, back)| own.contains(&back.entry)).map(|(tent, back)| back.said(tent)));
        Ok(said)
    }

    fn note_tent(&mut self, note: NoteTent, longest: u64) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let (legal, place) = self.seen_from(note.place, &now, longest)?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let noted = TentNoted {
            at: now.moment(),
            legal: Some(legal),
            time: legal.at,
            controller: self.ledger.identity.controller(),
            land: Land { code: None, words: note.land, place },
            ground: note.ground,
            patrol: open.map(|tracked| tracked.record),
        };
        let record = record_id(&*self.ledger.platform, &now, true)?;
        self.append_tent(record, now, vec![TentEntry::Noted(Box::new(noted))])?;
        Ok(record)
    }

    fn tell_tent(
        &mut self,
        tent: Id,
        news: Vec<TentNews>,
        longest: u64,
    ) -> Result<Vec<Missing>, DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let time = self.legal_now(&now, longest)?.at;
        let mut said = self.tents_said()?;
        let own_noted = said.iter().find_map(|one| match &one.entry {
            TentEntry::Noted(noted) if one.tent == tent => Some(noted.time),
            _ => None,
        });
        let standing = self.tent_standings()?.remove(&tent);
        let found = standing.as_ref().and_then(|standing| standing.found.as_ref());
        let noted = own_noted.or(found.map(|found| found.time));
        let mut entries = Vec::with_capacity(news.len());
        for one in news {
            let step = self.tent_step(one, (time, noted))?;
            entries.push(TentEntry::Step(Box::new(TentTold { at: now.moment(), time, step })));
        }
        entries.iter().try_for_each(TentEntry::check)?;
        let colleagues = self.colleagues()?;
        let by = self.ledger.identity.officer;
        let two = entries.iter().filter_map(TentEntry::gone).try_for_each(|gone| colleagues.check(gone, by));
        two.map_err(refused)?;
        let journal = self.ledger.identity.notebook;
        let next = self.ledger.head_point().map_or(0, |point| point.seq + 1);
        let new = (next..).zip(&entries);
        said.extend(new.map(|(seq, entry)| TentSaid {
            at: EntryAt { journal, seq },
            tent,
            by,
            desk: false,
            entry: entry.clone(),
        }));
        let knows = standing.is_some();
        let told = standing.and_then(|standing| standing.with(&said, &colleagues));
        let told = told.or_else(|| fold_tents(&said, &colleagues).remove(&tent));
        let unheld: BTreeMap<u64, TentRefusal> =
            told.iter().flat_map(|told| &told.refused).map(|(at, refusal)| (at.at.seq, *refusal)).collect();
        let before = |one: &&TentSaid| one.tent == tent && !one.desk && one.at.seq < next;
        let told_here: BTreeSet<&str> = said.iter().filter(before).map(|one| one.entry.name()).collect();
        let mut doubts = Vec::new();
        for (seq, entry) in (next..).zip(&entries) {
            let Some(refusal) = unheld.get(&seq) else { continue };
            // Of a tent that others noted, and the server has told nothing of, this phone knows too little to say anything; and what
            // others told of an own one may be wrong, or taken back since.
            let by_others = matches!(refusal, TentRefusal::ToldAlready | TentRefusal::GoneAlready)
                && !told_here.contains(entry.name());
            let is_sure = match own_noted {
                Some(_) => !(knows && by_others && is_gone_anyway(entry)),
                None => knows && !is_gone_anyway(entry),
            };
            if is_sure || is_about_own(entry) {
                return Err(refused(*refusal));
            }
            doubts.extend(knows.then(|| doubt(*refusal)));
        }
        doubts.extend(entries.iter().filter_map(nothing_left));
        self.append_tent(tent, now, entries)?;
        Ok(doubts)
    }

    /// Officers the server has told of; none while it has told of nobody but this one.
    pub(crate) fn colleagues(&self) -> Result<Colleagues, DeviceError> {
        let told = self.ledger.db.read(|tx| bodies(tx, "officer_added"))?;
        let officers: BTreeMap<Id, String> = told
            .into_iter()
            .filter_map(|body| match body {
                ServerBody::OfficerAdded(added) => Some((added.officer, added.code)),
                _ => None,
            })
            .collect();
        let knows = officers.keys().any(|officer| *officer != self.ledger.identity.officer);
        let known = if knows { officers } else { BTreeMap::new() };
        Ok(known.into_iter().map(|(officer, code)| (code, officer)).collect())
    }

    fn append_tent(&mut self, tent: Id, now: Now, entries: Vec<TentEntry>) -> Result<(), DeviceError> {
        entries.iter().try_for_each(TentEntry::check)?;
        let bodies: Vec<EntryBody> = entries.into_iter().map(EntryBody::Tent).collect();
        self.ledger.append(now, |journal| {
            bodies.iter().try_for_each(|body| journal.append(tent, body, true).map(drop))
        })
    }

    fn tent_step(
        &mut self,
        news: TentNews,
        (time, noted): (i64, Option<i64>),
    ) -> Result<TentStep, DeviceError> {
        let own = || self.ledger.identity.own_code();
        Ok(match news {
            TentNews::Welfare { check } => {
                let told = self.ledger.db.read(|tx| welfare_of(tx, check))?.ok_or(DeviceError::NotFound)?;
                let first = "Complete the welfare check of this tent first.";
                let done = told.story.done_of(Subject::Tent, check);
                let done = done.ok_or_else(|| not_yet("welfare_first", first, RULES))?;
                // Of a day before the tent was noted it is of another.
                let (done, noted) = (local_date(done.completed)?, noted.map(local_date).transpose()?);
                if noted.is_some_and(|noted| done < noted) {
                    return Err(refused(TentRefusal::CheckElsewhere));
                }
                TentStep::Welfare { record: check }
            }
            TentNews::Reference(reference) => TentStep::Reference(reference),
            TentNews::TakenBack { entry, why } => {
                let journal = self.ledger.identity.notebook;
                TentStep::TakenBack { entry: EntryAt { journal, seq: entry }, why }
            }
            TentNews::Offered { help, answer } => TentStep::Offered { help, answer },
            TentNews::Removed(removed) => TentStep::Removed(Box::new(TentRemoved {
                power: removed.power,
                reference: removed.reference,
                occupant_present: removed.occupant_present,
                belongings: removed.belongings,
                kept: removed.kept,
                notice_left: removed.notice_left,
                contact: removed.contact,
                keep_until: keep_until(local_date(time)?, self.policy().belongings_days),
            })),
            TentNews::Returned { items, with, text } => {
                TentStep::Returned(BelongingsGone { items, people: [own(), with], text })
            }
            TentNews::Disposed { items, with, text } => {
                TentStep::Disposed(BelongingsGone { items, people: [own(), with], text })
            }
        })
    }
}

/// Whether it is about this phone's own checks and entries: of those it knows all.
fn is_about_own(entry: &TentEntry) -> bool {
    let TentEntry::Step(told) = entry else { return true };
    matches!(told.step, TentStep::Welfare { .. } | TentStep::TakenBack { .. })
}

/// Whether it happened whatever the rules are: what was moved is not there any more, and what was given back is with its owner.
/// Others may have told more meanwhile, so that it is kept, and said.
fn is_gone_anyway(entry: &TentEntry) -> bool {
    let TentEntry::Step(told) = entry else { return false };
    matches!(told.step, TentStep::Removed(_) | TentStep::Returned(_))
}

/// Whoever comes back finds nothing, and nobody to ask.
fn nothing_left(entry: &TentEntry) -> Option<Missing> {
    let TentEntry::Step(told) = entry else { return None };
    let TentStep::Removed(removed) = &told.step else { return None };
    let nothing = !removed.occupant_present && removed.notice_left.is_none();
    let remedy = "Nobody was there, and no notice was left that says where the things are: leave one, with how to have them back.";
    nothing.then(|| Missing::new("nothing_left", remedy, RULES))
}

fn doubt(refusal: TentRefusal) -> Missing {
    Missing::new(refusal.code(), format!("{refusal}."), RULES)
}

fn refused(refusal: TentRefusal) -> DeviceError {
    not_yet(refusal.code(), &refusal.to_string(), RULES)
}

const RULES: &str = "Equality Act 2010 s149; Torts (Interference with Goods) Act 1977 s12 (unverified)";
