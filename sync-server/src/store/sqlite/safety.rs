//! Lone workers and dangers of places in SQLite. A timer is looked at and its team told in one transaction: whenever the
//! server is killed, it was told once or will be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use beatbook_domain::access::{Area, Audience};
use beatbook_domain::alone::{AloneSaid, AloneStory, Period, ToTell};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::alone::{AloneEnded, AloneFor, AloneOverdue, AloneWhere, AloneWord};
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::hazard::{HazardEnded, HazardEntry};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::cell::Cell;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use jiff::ToSpan as _;

use super::keeping::read_header;
use super::rows;
use super::{SqliteStore, admin, journal, work};
use crate::auth::Scope;
use crate::error::Fault;
use crate::journal::Pen;
use crate::random;
use crate::store::{AloneFacts, Officer, SafetyStore};

/// So many words of a notebook are looked at. A phone that comes back after longer ends its alarm by the oldest of them.
const NEWEST: i64 = 64;

/// Phones are told that an alarm has ended for so many days, as long as the alarm itself is kept.
const ENDED_DAYS: i32 = 31;

/// The last entry of a notebook that belongs to a register.
fn mark(tx: &ReadTransaction<'_>, authority: i64, work: Work) -> Result<u64, Fault> {
    let sql = "SELECT coalesce(max(taken), 0) FROM work_entry
               WHERE authority = ?1 AND work = ?2 AND notebook IS NOT NULL";
    Ok(tx.one(sql, params![authority, work.name()], |row| rows::number(row, 0))?)
}

fn facts(tx: &ReadTransaction<'_>, authority: i64) -> Result<AloneFacts, Fault> {
    type Found = ([Id; 3], u64, Option<i64>, Vec<u8>, Vec<u8>);
    let found: Vec<Found> = tx.all(
        "SELECT n.id, n.officer, x.record, x.seq, b.taken, h.header, b.bytes FROM
           (SELECT notebook, record, seq, row_number() OVER (PARTITION BY notebook ORDER BY seq DESC) AS nth
            FROM work_entry WHERE authority = ?1 AND work = ?2 AND notebook IS NOT NULL) x
           JOIN notebook n ON n.number = x.notebook
           JOIN entry h ON h.place = x.notebook * 4294967296 + x.seq
           JOIN body b ON b.place = x.notebook * 4294967296 + x.seq
         WHERE x.nth <= ?3 AND b.bytes IS NOT NULL",
        params![authority, Work::Alone.name(), NEWEST],
        |row| {
            let ids = [rows::id(row, 0)?, rows::id(row, 1)?, rows::id(row, 2)?];
            Ok((ids, rows::number(row, 3)?, row.get(4)?, row.get(5)?, row.get(6)?))
        },
    )?;
    let mut said: BTreeMap<Id, Vec<AloneSaid>> = BTreeMap::new();
    for ([notebook, officer, timer], seq, taken, header, bytes) in found {
        let header = read_header(&header)?;
        // What is not well formed is listed with its reason, and runs no timer.
        if let Ok(EntryBody::Alone(entry)) = EntryBody::parse(&header.kind, header.schema, &bytes)
            && entry.check().is_ok()
        {
            let (hidden, taken) = (header.kind == COARSE_KIND, taken.unwrap_or(i64::MAX));
            said.entry(officer).or_default().push(AloneSaid {
                period: (notebook, seq),
                timer,
                taken,
                hidden,
                entry,
            });
        }
    }
    let word = |body| match body {
        ServerBody::Alone(word) => Some(word),
        _ => None,
    };
    let words = work::own(tx, authority, Work::Alone, None)?.into_iter().filter_map(word).collect();
    Ok(AloneFacts {
        stories: said.into_iter().map(|(who, said)| (who, AloneStory::of(said))).collect(),
        words,
    })
}

/// Tells what is to be told now; answers when to look again.
fn tell(tx: &WriteTransaction<'_>, pen: &Pen, authority: i64) -> Result<Option<i64>, Fault> {
    let now = pen.clock().now();
    let facts = facts(tx, authority)?;
    let (mut told, mut ended): (BTreeSet<Period>, BTreeSet<Period>) = Default::default();
    for word in &facts.words {
        match word {
            AloneWord::Overdue(_) => told.insert(word.period()),
            AloneWord::Ended(_) => ended.insert(word.period()),
        };
    }
    let officers = admin::officers(tx, authority)?;
    for (id, story) in &facts.stories {
        let Some(officer) = officers.iter().find(|one| one.id == *id) else { continue };
        // Of several officers' notebooks the periods differ: each story knows its own.
        let own = |periods: &BTreeSet<Period>| -> BTreeSet<Period> {
            let of = |period: &&Period| officer_of(&facts.words, **period) == Some(*id);
            periods.iter().filter(of).copied().collect()
        };
        for telling in story.to_tell(&own(&told), &own(&ended), now) {
            let words = match telling {
                ToTell::Overdue(said) => overdue(officer, said, now),
                ToTell::Ended(period, by) => over(&facts.words, period, by, now)?,
            };
            for word in words {
                let record = random::id_of_the_hour(pen.clock())?;
                journal::append(tx, pen, authority, record, &ServerBody::Alone(word))?;
            }
        }
    }
    let due = facts.stories.iter().filter_map(|(_, story)| story.running()?.due());
    Ok(due.filter(|due| *due > now).min())
}

/// Whose timer a word of the server is about.
fn officer_of(words: &[AloneWord], period: Period) -> Option<Id> {
    words.iter().find(|word| word.period() == period).map(|word| match word {
        AloneWord::Overdue(overdue) => overdue.officer,
        AloneWord::Ended(ended) => ended.officer,
    })
}

/// To the team where exactly, and in which words; to those who answer for it the square.
fn overdue(officer: &Officer, said: &AloneSaid, now: i64) -> Vec<AloneWord> {
    let (Some(set), Some(since)) = (said.entry.set(), said.due()) else { return Vec::new() };
    let area = if said.hidden { Area::Welfare } else { Area::Patrol };
    let own = match officer.team.trim() {
        "" => AloneFor::Officer(officer.id),
        _ => AloneFor::Team(officer.team.clone()),
    };
    let place_at = set.place.map(|place| said.time().saturating_sub(place.age_ms.max(0)));
    let word = |for_whom: AloneFor| {
        let exact = for_whom.is_own();
        let place = set.place.and_then(|place| match exact {
            true => Some(AloneWhere::Exact(place.at)),
            false => Cell::of(place.at).ok().map(AloneWhere::Cell),
        });
        AloneWord::Overdue(Box::new(AloneOverdue {
            timer: said.timer,
            officer: officer.id,
            code: officer.code.clone(),
            notebook: said.period.0,
            entry: said.period.1,
            since,
            told: now,
            sure: set.time.within.is_some(),
            place,
            place_at,
            words: set.words.clone().filter(|_| exact),
            for_whom,
        }))
    };
    vec![word(own), word(AloneFor::Whole(area))]
}

/// To all who were told.
fn over(words: &[AloneWord], period: Period, by: &AloneSaid, now: i64) -> Result<Vec<AloneWord>, Fault> {
    let today = local_date(now).map_err(|_| Fault::Format { what: "today's date" })?;
    let told = words.iter().filter_map(|word| match word {
        AloneWord::Overdue(told) if word.period() == period => Some(told),
        _ => None,
    });
    let ended = told.map(|told| {
        AloneWord::Ended(AloneEnded {
            timer: told.timer,
            officer: told.officer,
            code: told.code.clone(),
            notebook: period.0,
            entry: period.1,
            how: by.ends(),
            at: by.time(),
            until: today.saturating_add(ENDED_DAYS.days()),
            for_whom: told.for_whom.clone(),
        })
    });
    Ok(ended.collect())
}

/// Keeps at the desk what was told of a danger to those for whom it is over: a phone that comes later is told no place.
pub fn supersede(tx: &WriteTransaction<'_>, authority: i64, ended: &HazardEnded) -> Result<(), Fault> {
    let desk = serde_json::to_string(&Audience::Desk).map_err(|_| Fault::Format { what: "an audience" })?;
    let told: Vec<(i64, Vec<u8>, Vec<u8>)> = tx.all(
        "SELECT s.place, s.header, s.body FROM work_entry e
           JOIN server_entry s ON s.place = e.authority * 4294967296 + e.seq
         WHERE e.authority = ?1 AND e.work = ?2 AND e.notebook IS NULL AND s.body IS NOT NULL
           AND s.audience <> ?3",
        params![authority, Work::Hazard.name(), desk],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (place, header, body) in told {
        let header = read_header(&header)?;
        let Ok(ServerBody::Hazard(HazardEntry::Told(one))) =
            ServerBody::parse(&header.kind, header.schema, &body)
        else {
            continue;
        };
        if (one.hazard, &one.for_whom) == (ended.hazard, &ended.for_whom) {
            tx.execute("UPDATE server_entry SET audience = ?2 WHERE place = ?1", params![place, desk])?;
        }
    }
    Ok(())
}

#[async_trait]
impl SafetyStore for SqliteStore {
    async fn welfare_mark(&self, scope: &Scope) -> Result<u64, Fault> {
        let scope = *scope;
        let newest = move |tx: &ReadTransaction<'_>| {
            let authority = rows::authority(tx, &scope)?;
            Ok(mark(tx, authority, Work::Hazard)?.max(mark(tx, authority, Work::Concern)?))
        };
        self.read(newest).await
    }

    async fn alone_mark(&self, scope: &Scope) -> Result<u64, Fault> {
        let scope = *scope;
        self.read(move |tx| mark(tx, rows::authority(tx, &scope)?, Work::Alone)).await
    }

    async fn alone_facts(&self, scope: &Scope) -> Result<AloneFacts, Fault> {
        let scope = *scope;
        self.read(move |tx| facts(tx, rows::authority(tx, &scope)?)).await
    }

    async fn tell_alone(&self, scope: &Scope) -> Result<Option<i64>, Fault> {
        let (pen, scope) = (Arc::clone(&self.pen), *scope);
        self.write(move |tx| tell(tx, &pen, rows::authority(tx, &scope)?)).await
    }
}
