//! What the server lets this officer know: the officer's own roles, and tasks of a service the officer works for.
//! Both are read from the mirror of the server's journal, where a body is only as long as the officer may have it.

use beatbook_domain::access::{Access, AccessTable, Area, Reading, RoleTerm, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::count::story::CountPart;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::WelfareTask;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use jiff::civil::Date;

use crate::beatbook::{Beatbook, Told};
use crate::counts_known::CountsOver;
use crate::error::DeviceError;
use crate::journal::{ListedPatrol, StoryTold, entry, patrols};
use crate::local::Exchange;
use crate::looks::Looking;

/// So many days it is told that a role has ended.
const ENDED_TOLD: i32 = 7;
/// For so long what was told on no patrol can be read: no sign-off follows by which it would end. Milliseconds.
const OFF_DUTY_READ_MS: i64 = 24 * 60 * 60_000;

impl Beatbook {
    /// The officer's roles, as far as the server has told; none before it has.
    ///
    /// # Errors
    /// Storage errors.
    pub fn roles(&self) -> Told<Roles> {
        Ok(self.gate.with(|notebook| {
            let officer = notebook.ledger.identity.officer;
            notebook.ledger.db.read(|tx| roles(tx, officer))
        })?)
    }

    /// Roles that have ended, for a week after, by the server's day at the last sync: what the server told this phone for
    /// them has left the phone with it. An officer who looks for it must learn why it is gone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn roles_ended(&self) -> Told<Vec<RoleTerm>> {
        Ok(self.gate.with(|notebook| {
            let officer = notebook.ledger.identity.officer;
            let (roles, synced) = notebook
                .ledger
                .db
                .read(|tx| Ok::<_, DeviceError>((roles(tx, officer)?, Exchange::load(tx)?.last_sync)))?;
            let Some(Ok(day)) = synced.map(local_date) else { return Ok(Vec::new()) };
            // A phone that does not sync any more does not say it for ever.
            let today = local_date(notebook.ledger.now()?.wall).unwrap_or(day);
            let lately = |term: &RoleTerm| {
                term.until
                    .is_some_and(|last| last.until(today).is_ok_and(|gone| gone.get_days() <= ENDED_TOLD))
            };
            Ok(roles.lately_over(day, ENDED_TOLD).filter(lately).collect())
        })?)
    }

    /// What the officer may do on a local day: for what screens offer. It refuses no recording; what others wrote and the
    /// officer may not have, the server does not send.
    ///
    /// # Errors
    /// Storage errors.
    pub fn access(&self, day: Date) -> Told<Access> {
        Ok(AccessTable::shipped().access(&self.roles()?, day))
    }

    /// Tasks of the welfare service for this officer, the officer's team or any team, the first due first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn welfare_tasks(&self) -> Told<Vec<WelfareTask>> {
        Ok(self.gate.look(Looking::list(Area::Welfare), Vec::len, |notebook| {
            notebook.ledger.db.read(welfare_tasks)
        })?)
    }
}

/// How far this officer may still read own records: with most roles what was written of welfare can be read until
/// sign-off – on no patrol for a day –, and of a count until sign-off or until it is over; it is then for the server alone.
pub(crate) struct OwnReading {
    access: Access,
    /// Patrols, the newest first: as many as sign-offs matter.
    patrols: Vec<ListedPatrol>,
    /// The first entry that is younger than what can be read on no patrol.
    young: u64,
    counts: CountsOver,
}

impl OwnReading {
    /// On a local day, at an instant of the phone's clock.
    pub(crate) fn load(
        tx: &ReadTransaction<'_>,
        officer: Id,
        (day, now): (Date, i64),
    ) -> Result<Self, DeviceError> {
        let access = AccessTable::shipped().access(&roles(tx, officer)?, day);
        // The newest one may be open; before it there is an ended one, or none.
        let young = first_after(tx, now.saturating_sub(OFF_DUTY_READ_MS))?;
        Ok(Self { access, patrols: patrols(tx, 2)?, young, counts: CountsOver::load(tx, now)? })
    }

    /// Whether records of an area are among the officer's work.
    pub(crate) fn may_write(&self, area: Area) -> bool {
        self.access.may_write(area)
    }

    /// A part of a count that can be read.
    pub(crate) fn part(&self, told: StoryTold<CountPart>) -> Option<StoryTold<CountPart>> {
        self.reads_part(&told).then_some(told)
    }

    /// Whether a part of a count can be read.
    pub(crate) fn reads_part(&self, told: &StoryTold<CountPart>) -> bool {
        let joined = &told.story.joined;
        let mut reading = self.of(told.first, joined.patrol);
        reading.closed |= self.counts.is_over(joined);
        self.access.may_read_body(Area::Count, reading)
    }

    /// A welfare record as far as it can be read.
    pub(crate) fn welfare(&self, told: &StoryTold<Welfare>) -> Option<Welfare> {
        told.story.seen_by(&self.access, self.of(told.first, told.story.opened.patrol))
    }

    /// Whether a record of an area can be read that began with this entry, on this patrol.
    pub(crate) fn allows(&self, area: Area, first: u64, patrol: Option<Id>) -> bool {
        self.access.may_read_body(area, self.of(first, patrol))
    }

    /// How an own record stands that began with this entry, on this patrol.
    fn of(&self, first: u64, patrol: Option<Id>) -> Reading {
        let signed_off =
            |one: &ListedPatrol| !one.patrol.is_open() && (first < one.first || patrol == Some(one.record));
        let under_way =
            |one: &ListedPatrol| one.patrol.is_open() && (first >= one.first || patrol == Some(one.record));
        let old = first < self.young && !self.patrols.iter().any(under_way);
        let closed = old || self.patrols.iter().any(signed_off);
        Reading { own: true, closed, ..Reading::default() }
    }
}

/// The number of the first own entry that was written after an instant of the phone's clock; the next one's if none was.
fn first_after(tx: &ReadTransaction<'_>, instant: i64) -> Result<u64, DeviceError> {
    let entries: i64 = tx.one("SELECT coalesce(max(seq) + 1, 0) FROM entry", [], |row| row.get(0))?;
    let (mut low, mut high) = (0, entries.cast_unsigned());
    // One was written after the other.
    while low < high {
        let middle = low.midpoint(high);
        let wall = entry(tx, middle)?.map(|line| line.header()).transpose()?.map(|header| header.wall);
        if wall.is_some_and(|wall| wall <= instant) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

pub(crate) fn roles(tx: &ReadTransaction<'_>, officer: Id) -> Result<Roles, DeviceError> {
    let told = bodies(tx, "officer_role_changed")?.into_iter().rev().find_map(|body| match body {
        ServerBody::OfficerRoleChanged(changed) if changed.officer == officer => Some(changed.roles),
        _ => None,
    });
    Ok(told.unwrap_or_default())
}

fn welfare_tasks(tx: &ReadTransaction<'_>) -> Result<Vec<WelfareTask>, DeviceError> {
    let told = bodies(tx, COARSE_KIND)?.into_iter().filter_map(|body| match body {
        ServerBody::WelfareTask(task) => Some(task),
        _ => None,
    });
    let mut tasks = WelfareTask::told_last(told);
    tasks.sort_by_key(|task| task.due);
    Ok(tasks)
}

/// Whether the officer reads on a day what others enforce: the table decides, by the roles this phone was told.
pub(crate) fn reads_what_others_enforce(
    tx: &ReadTransaction<'_>,
    officer: Id,
    day: Date,
) -> Result<bool, DeviceError> {
    Ok(AccessTable::shipped().access(&roles(tx, officer)?, day).reads_of_others(Area::Enforcement))
}

/// Bodies of a header's kind that are here and understood, in order.
pub(crate) fn bodies(tx: &ReadTransaction<'_>, kind: &str) -> Result<Vec<ServerBody>, DeviceError> {
    let sql = "SELECT body FROM server_entry WHERE kind = ?1 AND body IS NOT NULL ORDER BY seq";
    let bodies: Vec<Vec<u8>> = tx.all(sql, params![kind], |row| row.get(0))?;
    Ok(bodies.iter().filter_map(|body| ServerBody::parse(kind, 1, body).ok()).collect())
}

/// The same behind coarse headers, each with its entry's number, of those alone whose kind begins like this: it is the first
/// text of such a body, and the others are not read.
pub(crate) fn coarse_bodies(
    tx: &ReadTransaction<'_>,
    begins: &str,
) -> Result<Vec<(i64, ServerBody)>, DeviceError> {
    let sql = "SELECT seq, body FROM server_entry WHERE kind = ?1 AND body IS NOT NULL
               AND instr(body, CAST(?2 AS BLOB)) BETWEEN 1 AND 8 ORDER BY seq";
    let bodies: Vec<(i64, Vec<u8>)> =
        tx.all(sql, params![COARSE_KIND, begins], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let read = |(seq, body): (i64, Vec<u8>)| Some((seq, ServerBody::parse(COARSE_KIND, 1, &body).ok()?));
    Ok(bodies.into_iter().filter_map(read).collect())
}

/// Drops bodies of the server's journal for good; their headers stay.
pub(crate) fn drop_bodies(
    tx: &WriteTransaction<'_>,
    seqs: impl IntoIterator<Item = i64>,
) -> Result<(), DeviceError> {
    for seq in seqs {
        tx.execute("UPDATE server_entry SET salt = NULL, body = NULL WHERE seq = ?1", params![seq])?;
    }
    Ok(())
}
