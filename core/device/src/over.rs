//! What is over of what the server told and leaves the phone with the next sync: dangers of places, alarms of colleagues, where
//! encampments stood before, and what a role let the officer know that has ended.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{AccessTable, Area, Level, Role};
use beatbook_domain::records::alone::AloneWord;
use beatbook_domain::records::hazard::HazardEntry;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_store::{WriteTransaction, params};
use jiff::civil::Date;

use crate::access::{coarse_bodies, drop_bodies, roles};
use crate::error::DeviceError;

/// Drops the bodies of what is over by the server's day, was found gone, or was told anew; and of alarms that have ended
/// where the officer was. That something is gone stays until the day it would have ended by itself: until then an older
/// entry of this phone may still tell of it.
pub(crate) fn forget_over(tx: &WriteTransaction<'_>, server_day: Date) -> Result<(), DeviceError> {
    let mut over: BTreeSet<i64> = BTreeSet::new();
    let mut standing: BTreeMap<Id, Vec<(i64, Id)>> = BTreeMap::new();
    let mut alarms: BTreeMap<(Id, u64), Vec<i64>> = BTreeMap::new();
    for (seq, body) in coarse_bodies(tx, "hazard_")?.into_iter().chain(coarse_bodies(tx, "alone_")?) {
        match body {
            ServerBody::Hazard(entry) => {
                let before = standing.entry(entry.hazard()).or_default();
                // The exact word and the coarse one come together.
                let replaced = before.extract_if(.., |(_, rests_on)| *rests_on != entry.rests_on());
                over.extend(replaced.map(|(seq, _)| seq));
                if matches!(entry, HazardEntry::Ended(_)) {
                    over.extend(before.drain(..).map(|(seq, _)| seq));
                }
                before.push((seq, entry.rests_on()));
                if entry.until() < server_day {
                    over.insert(seq);
                }
            }
            ServerBody::Alone(word) => match &word {
                AloneWord::Overdue(_) => alarms.entry(word.period()).or_default().push(seq),
                AloneWord::Ended(ended) => {
                    over.extend(alarms.remove(&word.period()).unwrap_or_default());
                    if ended.until < server_day {
                        over.insert(seq);
                    }
                }
            },
            _ => {}
        }
    }
    drop_bodies(tx, over)
}

/// Kind of what the server tells of an encampment.
pub(crate) const STANDING: &str = "encampment_standing";

/// Drops where encampments stood before the server told it anew: what it does not tell any more is not to stay.
pub(crate) fn forget_standings(tx: &WriteTransaction<'_>) -> Result<(), DeviceError> {
    let sql = "SELECT seq, body FROM server_entry WHERE kind = ?1 AND body IS NOT NULL ORDER BY seq";
    let told: Vec<(i64, Vec<u8>)> = tx.all(sql, params![STANDING], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut newest: BTreeMap<Id, i64> = BTreeMap::new();
    let mut replaced = Vec::new();
    for (seq, body) in told {
        let Ok(ServerBody::EncampmentStanding(standing)) = ServerBody::parse(STANDING, 1, &body) else {
            continue;
        };
        replaced.extend(standing.joined.iter().filter_map(|joined| newest.remove(joined)));
        replaced.extend(newest.insert(standing.encampment, seq));
    }
    drop_bodies(tx, replaced)
}

/// Drops what was told of a role that has ended by the server's day: reviews asked of those who lead safeguarding, and of counts
/// what is for those who answer for them, lead them or go out that night. An officer of whom no role was ever told is left alone.
/// Only after everything was pulled: a role may be on a page that is still to come.
pub(crate) fn forget_of_roles(
    tx: &WriteTransaction<'_>,
    officer: Id,
    server_day: Date,
) -> Result<bool, DeviceError> {
    let roles = roles(tx, officer)?;
    if roles.terms().is_empty() {
        return Ok(false);
    }
    let access = AccessTable::shipped().access(&roles, server_day);
    let is_lead = roles.on(server_day).any(|role| role == Role::SafeguardingLead);
    let coordinates = access.levels(Area::Count).any(|level| level == Level::Authority);
    // Who holds no role any more may finish what they began; that asks for no plan.
    let counts = !roles.are_over(server_day) && access.may_write(Area::Count);
    let told = coarse_bodies(tx, "count_")?;
    let plans = told.iter().filter_map(|(_, body)| match body {
        ServerBody::CountPlanned(planned) => Some(&planned.plan),
        _ => None,
    });
    let (mut goes, mut leads) = (BTreeSet::new(), BTreeSet::new());
    for plan in plans {
        goes.extend(plan.teams.iter().any(|team| team.has(officer)).then_some(plan.id));
        leads.extend(plan.teams.iter().any(|team| team.leads.contains(&officer)).then_some(plan.id));
    }
    let of_counts = told.iter().filter(|(_, body)| {
        let among = |named: &BTreeSet<Id>, count: &Id| counts && named.contains(count);
        match body {
            ServerBody::CountPlanned(planned) => !(coordinates || among(&goes, &planned.plan.id)),
            ServerBody::CountActed(acted) => !(coordinates || among(&leads, &acted.count)),
            ServerBody::CountPairDecided(decided) => !(coordinates || among(&leads, &decided.count)),
            _ => false,
        }
    });
    let mut over: BTreeSet<i64> = of_counts.map(|(seq, _)| *seq).collect();
    if !is_lead {
        let reviews = coarse_bodies(tx, "welfare_task")?.into_iter().filter_map(|(seq, body)| match body {
            ServerBody::WelfareTask(task) => task.review.map(|_| seq),
            _ => None,
        });
        over.extend(reviews);
    }
    let any = !over.is_empty();
    drop_bodies(tx, over)?;
    Ok(any)
}
