//! What is over of what the server told and leaves the phone with the next sync: dangers of places, alarms of colleagues, where
//! encampments stood before.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::alone::AloneWord;
use beatbook_domain::records::hazard::HazardEntry;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_store::{WriteTransaction, params};
use jiff::civil::Date;

use crate::access::{coarse_bodies, drop_bodies};
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
