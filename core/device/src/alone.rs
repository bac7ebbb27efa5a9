//! A lone worker's timer on the phone, and alarms of colleagues. It is kept in the journal alone, so it outlives a kill and a
//! restart; nothing calls the platform back: it asks [`Beatbook::lone_worker`] every few seconds, and sounds while that says so.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use beatbook_domain::access::Area;
use beatbook_domain::alone::{AloneClock, AloneState, on_phone};
use beatbook_domain::records::alone::{
    AloneEnd, AloneEntry, AloneOverdue, AlonePlace, AloneRefusal, AloneSet, AloneStopped, AloneWhere,
    AloneWord,
};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, params};

use crate::access::coarse_bodies;
use crate::beatbook::{Beatbook, Told};
use crate::encounters::kept;
use crate::error::DeviceError;
use crate::journal::{newest_work_entry, record_id};
use crate::local::Exchange;
use crate::looks::Looking;
use crate::notebook::Notebook;

/// How a timer begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartAlone {
    /// Minutes, 5 to 240; the authority's usual number (45 if nothing is settled) if left out.
    pub minutes: Option<u16>,
    /// Where the officer will be, in words; the own team reads it if the timer runs out.
    pub words: Option<String>,
}

/// How the officer's own timer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoneWorker {
    /// Whether it runs or is overdue, and by which clock.
    pub state: LoneState,
    /// The phone sounds until the officer checks in or stops it.
    pub sound: bool,
    /// What the team knows.
    pub team: TeamWord,
}

/// Whether a timer runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoneState {
    /// None does.
    Off,
    /// It runs.
    Running {
        /// Until when, by the phone's wall clock, UTC milliseconds.
        until: i64,
        /// Milliseconds from now.
        left: i64,
        /// By which clock that is known.
        clock: AloneClock,
    },
    /// It is over.
    Overdue {
        /// Since when, by the phone's wall clock, UTC milliseconds; none if nobody knows: the phone was restarted and its
        /// clock put back.
        since: Option<i64>,
        /// By which clock that is known.
        clock: AloneClock,
    },
}

/// What the team knows of the timer, as far as this phone does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamWord {
    /// Nothing runs.
    Nothing,
    /// The server has told the team that it is overdue.
    Told {
        /// When, UTC milliseconds.
        at: i64,
    },
    /// The server knows until when it runs, and tells the team by itself; this phone has not heard that it did.
    ServerWatches {
        /// Server time of the last exchange, UTC milliseconds.
        network: Option<i64>,
    },
    /// The server does not know of it, so the team cannot be told.
    NotTold {
        /// Server time of the last exchange, UTC milliseconds; there was no network since.
        network: Option<i64>,
    },
}

/// A colleague's timer that ran out, or the officer's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AloneAlarm {
    /// Whose.
    pub officer: Id,
    /// The officer's code.
    pub code: String,
    /// It is the officer's own.
    pub own: bool,
    /// Since when it is overdue, UTC milliseconds; none once it has ended.
    pub since: Option<i64>,
    /// When the server told it, UTC milliseconds.
    pub told: Option<i64>,
    /// The officer's phone knew the time; if not, it may be overdue later than this says.
    pub sure: bool,
    /// Where the officer was last, exactly for the own team.
    pub place: Option<AloneWhere>,
    /// When that was, UTC milliseconds.
    pub place_at: Option<i64>,
    /// Where the officer said to be.
    pub words: Option<String>,
    /// The officer was heard of: how, and when that really was, UTC milliseconds.
    pub ended: Option<(AloneEnd, i64)>,
}

impl Beatbook {
    /// Starts the timer; one that runs is replaced.
    ///
    /// # Errors
    /// `alone_minutes`, `alone_words`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn start_alone(&self, start: StartAlone) -> Told<()> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.start_alone(start, longest))?)
    }

    /// "I am well": the timer begins again. It ends an alarm on all phones once both have met the network.
    ///
    /// # Errors
    /// `alone_not_running`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn check_alone(&self) -> Told<()> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.go_on_alone(longest, false))?)
    }

    /// The officer is well and not alone any more.
    ///
    /// # Errors
    /// As [`Beatbook::check_alone`].
    pub fn stop_alone(&self) -> Told<()> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.go_on_alone(longest, true))?)
    }

    /// How the officer's own timer stands. To be asked every few seconds while one runs, and when the app starts; it
    /// works within milliseconds and stores nothing.
    ///
    /// # Errors
    /// Storage errors.
    pub fn lone_worker(&self) -> Told<LoneWorker> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.lone_worker(longest))?)
    }

    /// Timers of the own team that ran out, as far as the server has told: all that are still overdue, then of each officer the
    /// newest that has ended. That a colleague's was shown is in the phone's access log.
    ///
    /// # Errors
    /// Storage errors.
    pub fn alone_alarms(&self) -> Told<Vec<AloneAlarm>> {
        let of_others = |alarms: &Vec<AloneAlarm>| alarms.iter().filter(|alarm| !alarm.own).count();
        Ok(self.gate.look(Looking::list(Area::Patrol), of_others, |notebook| {
            let officer = notebook.ledger.identity.officer;
            notebook.ledger.db.read(|tx| alarms(tx, officer))
        })?)
    }
}

/// The last word on the own timer.
pub(crate) struct LastWord {
    /// The entry.
    pub(crate) seq: u64,
    /// The timer.
    pub(crate) record: Id,
    /// What it says.
    pub(crate) entry: AloneEntry,
}

/// The last word of this notebook, if it ever had a timer.
pub(crate) fn last_word(tx: &ReadTransaction<'_>) -> Result<Option<LastWord>, DeviceError> {
    let newest = newest_work_entry(tx, Work::Alone)?;
    Ok(newest.and_then(|(record, seq, says)| match says {
        EntryBody::Alone(entry) => Some(LastWord { seq, record, entry }),
        _ => None,
    }))
}

impl Notebook {
    fn start_alone(&mut self, start: StartAlone, longest: u64) -> Result<(), DeviceError> {
        let usual = u16::try_from(self.policy().alone_minutes).unwrap_or(u16::MAX);
        let minutes = start.minutes.unwrap_or(usual);
        self.tell_alone(longest, None, |set| {
            AloneEntry::Started(AloneSet { minutes, words: start.words, ..set })
        })
    }

    fn go_on_alone(&mut self, longest: u64, stops: bool) -> Result<(), DeviceError> {
        let last = self.ledger.db.read(last_word)?.ok_or(AloneRefusal::NotRunning)?;
        let before = last.entry.set().cloned().ok_or(AloneRefusal::NotRunning)?;
        self.tell_alone(longest, Some(&last), |set| match stops {
            true => AloneEntry::Stopped(AloneStopped { at: set.at, time: set.time }),
            false => AloneEntry::Checked(AloneSet { minutes: before.minutes, words: before.words, ..set }),
        })
    }

    fn tell_alone(
        &mut self,
        longest: u64,
        of: Option<&LastWord>,
        entry: impl FnOnce(AloneSet) -> AloneEntry,
    ) -> Result<(), DeviceError> {
        self.ledger.check_writable()?;
        let now = self.ledger.now()?;
        let time = self.legal_now(&now, longest)?;
        let place = self.place(crate::orders::AskWhere::Newest, &now).ok();
        let place = place.map(|(place, _)| AlonePlace { at: kept(place), age_ms: place.age_ms });
        let entry = entry(AloneSet { at: now.moment(), time, minutes: 0, place, words: None });
        entry.check()?;
        let open = self.tracked.as_ref().filter(|tracked| tracked.is_open());
        let on_welfare = open.is_some_and(|tracked| tracked.patrol.duty.is_welfare());
        let began_on_it = of.map(|last| self.is_coarse(last.seq)).transpose()?.unwrap_or(false);
        let coarse = on_welfare || began_on_it;
        let record = match of {
            Some(last) => last.record,
            None => record_id(&*self.ledger.platform, &now, coarse)?,
        };
        let body = EntryBody::Alone(entry);
        self.ledger.append(now, |journal| journal.append(record, &body, coarse))?;
        Ok(())
    }

    fn lone_worker(&mut self, longest: u64) -> Result<LoneWorker, DeviceError> {
        let now = self.ledger.now()?;
        let off = LoneWorker { state: LoneState::Off, sound: false, team: TeamWord::Nothing };
        let Some(last) = self.ledger.db.read(last_word)? else { return Ok(off) };
        let state = match on_phone(&last.entry, &now.moment(), self.legal_now(&now, longest)?) {
            AloneState::Off => return Ok(off),
            AloneState::Running { left, clock } => {
                LoneState::Running { until: now.wall.saturating_add(left), left, clock }
            }
            AloneState::Overdue { gone, clock } => {
                LoneState::Overdue { since: gone.map(|gone| now.wall.saturating_sub(gone)), clock }
            }
        };
        let sound = matches!(state, LoneState::Overdue { .. });
        let (notebook, officer) = (self.ledger.identity.notebook, self.ledger.identity.officer);
        let team = self.ledger.db.read(|tx| team_word(tx, &last, (notebook, officer)))?;
        Ok(LoneWorker { state, sound, team })
    }
}

/// What the team knows of what the last word set.
fn team_word(
    tx: &ReadTransaction<'_>,
    last: &LastWord,
    (notebook, officer): (Id, Id),
) -> Result<TeamWord, DeviceError> {
    let words = words(tx)?;
    let ended =
        |period| words.iter().any(|word| matches!(word, AloneWord::Ended(_)) && word.period() == period);
    // An alarm of the officer's other notebook that nobody has ended is one the team knows of, too; not one from before this was set,
    // of which this notebook may only not have heard that it is over.
    let set = last.entry.set().map_or(i64::MIN, |set| set.time.at);
    let of_this = |told: &AloneOverdue| match told.notebook == notebook {
        true => told.entry == last.seq,
        false => told.told >= set && !ended((told.notebook, told.entry)),
    };
    let told = words.iter().rev().find_map(|word| match word {
        AloneWord::Overdue(told) if told.officer == officer && of_this(told) => Some(told.told),
        _ => None,
    });
    if let Some(at) = told {
        return Ok(TeamWord::Told { at });
    }
    let network = Exchange::load(tx)?.last_sync;
    let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE priority IN (0, 1, 2) AND seq = ?1)";
    let waits: bool = tx.one(sql, params![last.seq.cast_signed()], |row| row.get(0))?;
    Ok(if waits { TeamWord::NotTold { network } } else { TeamWord::ServerWatches { network } })
}

/// What the server has told of timers, in order.
fn words(tx: &ReadTransaction<'_>) -> Result<Vec<AloneWord>, DeviceError> {
    let word = |(_, body)| match body {
        ServerBody::Alone(word) => Some(word),
        _ => None,
    };
    Ok(coarse_bodies(tx, "alone_")?.into_iter().filter_map(word).collect())
}

fn alarms(tx: &ReadTransaction<'_>, officer: Id) -> Result<Vec<AloneAlarm>, DeviceError> {
    let mut alarms: BTreeMap<(Id, u64), AloneAlarm> = BTreeMap::new();
    for word in words(tx)? {
        let nothing = |whose: Id, code: &str| AloneAlarm {
            officer: whose,
            code: code.to_owned(),
            own: whose == officer,
            since: None,
            told: None,
            sure: true,
            place: None,
            place_at: None,
            words: None,
            ended: None,
        };
        match &word {
            AloneWord::Overdue(told) => {
                let before = alarms.get(&word.period());
                // To somebody of the team who answers for the service, too, both are told.
                if before.is_some_and(|one| matches!(one.place, Some(AloneWhere::Exact(_)))) {
                    continue;
                }
                let alarm = AloneAlarm {
                    since: Some(told.since),
                    told: Some(told.told),
                    sure: told.sure,
                    place: told.place,
                    place_at: told.place_at,
                    words: told.words.clone(),
                    ..nothing(told.officer, &told.code)
                };
                alarms.insert(word.period(), alarm);
            }
            AloneWord::Ended(ended) => {
                let ended_as = Some((ended.how, ended.at));
                let alarm = AloneAlarm { ended: ended_as, ..nothing(ended.officer, &ended.code) };
                alarms.insert(word.period(), alarm);
            }
        }
    }
    let (mut ended, mut alarms): (Vec<AloneAlarm>, Vec<AloneAlarm>) =
        alarms.into_values().partition(|one| one.ended.is_some());
    alarms.sort_by_key(|one| (one.since, one.officer));
    ended.sort_by_key(|one| (one.officer, one.ended.map(|(_, at)| Reverse(at))));
    ended.dedup_by_key(|one| one.officer);
    ended.sort_by_key(|one| (one.ended.map(|(_, at)| at), one.officer));
    alarms.append(&mut ended);
    Ok(alarms)
}
