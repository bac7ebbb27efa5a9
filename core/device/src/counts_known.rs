//! Counts this phone may know of, as the server has told its officer, and who somebody is by a count's own key.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::Area;
use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::counts::secrecy::{HELPERS_READ_JOINED_MS, HELPERS_READ_MS};
use beatbook_domain::counts::state::CountCase;
use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::count::{CountIdentity, CountJoined};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;
use jiff::civil::Date;

use crate::access::{bodies, coarse_bodies};
use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::looks::Looking;

/// Who somebody is, as far as they say. It is hashed on the phone with the count's own key, so that the same person seen by
/// two teams can be found; of the names nothing is kept but initials.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NameTold {
    /// Given name.
    pub given: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// Initials, where they tell no more; taken from the names otherwise.
    pub initials: Option<String>,
    /// Date of birth.
    pub born: Option<Date>,
}

impl fmt::Debug for NameTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameTold(…)")
    }
}

impl NameTold {
    /// What is kept of it. Without the key initials only: recording goes on, and comparing is left to looks.
    pub(crate) fn identity(&self, key: Option<&IdentityKey>) -> CountIdentity {
        let names = self.given.as_deref().zip(self.family.as_deref());
        let initials = match (&self.initials, names) {
            (Some(told), _) => Some(told.clone()),
            (None, Some((given, family))) => initials_of([given, family]),
            (None, None) => None,
        };
        let letters = || {
            let mut letters = initials.iter().flat_map(|told| told.chars()).filter(|c| c.is_alphabetic());
            let first = letters.next()?.to_string();
            Some((first, letters.next_back()?.to_string()))
        };
        let ids = key.map(|key| match (names, letters()) {
            (Some((given, family)), _) => key.person(given, family, self.born),
            (None, Some((first, last))) => key.person(&first, &last, self.born),
            (None, None) => Default::default(),
        });
        let ids = ids.unwrap_or_default();
        // Two letters make no name, in whatever script.
        let k1 = ids.by_name.filter(|_| names.is_some());
        CountIdentity { k1, k2: ids.by_initials, initials }
    }
}

fn initials_of(names: [&str; 2]) -> Option<String> {
    let first = |name: &str| name.chars().find(|c| c.is_alphabetic());
    let letters: Option<String> = names.into_iter().map(first).collect();
    letters.map(|letters| letters.to_uppercase())
}

impl Beatbook {
    /// Counts this officer may know of, by their nights: the plan, to those who work on it what was done, and to everybody else on
    /// a team when it was over. The server tells it, so they are as new as the last exchange.
    ///
    /// # Errors
    /// Storage errors.
    pub fn counts(&self) -> Told<Vec<CountCase>> {
        Ok(self
            .gate
            .look(Looking::list(Area::Count), Vec::len, |notebook| notebook.ledger.db.read(counts))?)
    }
}

/// The plan of a count, if this phone knows it.
pub(crate) fn plan_of(tx: &ReadTransaction<'_>, count: Id) -> Result<Option<CountPlan>, DeviceError> {
    Ok(counts(tx)?.into_iter().find(|case| case.plan.id == count).map(|case| case.plan))
}

pub(crate) fn counts(tx: &ReadTransaction<'_>) -> Result<Vec<CountCase>, DeviceError> {
    let told = bodies(tx, COARSE_KIND)?;
    let mut counts: BTreeMap<Id, CountCase> = BTreeMap::new();
    for body in &told {
        match body {
            ServerBody::CountPlanned(planned) => {
                let case =
                    counts.entry(planned.plan.id).or_insert_with(|| CountCase::planned(planned.plan.clone()));
                // Told again with more: whoever answers for counts by now is told all known sites.
                if planned.plan.sites().count() > case.plan.sites().count() {
                    case.plan = planned.plan.clone();
                }
            }
            ServerBody::CountOver(over) => {
                if let Some(case) = counts.get_mut(&over.count) {
                    case.over = Some(over.at);
                }
            }
            ServerBody::CountActed(acted) => {
                if let Some(case) = counts.get_mut(&acted.count) {
                    // A refused act is kept in the case.
                    let _ = case.record(&acted.deed);
                }
            }
            _ => {}
        }
    }
    let mut counts: Vec<CountCase> = counts.into_values().collect();
    counts.sort_by_key(|case| (case.plan.night, case.plan.id));
    Ok(counts)
}

/// Which counts are over for those who only helped in them, as far as this phone knows: the server has said so, or the night
/// is so long past that it would have.
#[derive(Debug, Default)]
pub(crate) struct CountsOver {
    told: BTreeSet<Id>,
    /// Ends of windows of the plans that are known, UTC milliseconds.
    ends: BTreeMap<Id, i64>,
    now: i64,
}

impl CountsOver {
    /// At an instant of the phone's clock.
    pub(crate) fn load(tx: &ReadTransaction<'_>, now: i64) -> Result<Self, DeviceError> {
        let mut over = Self { now, ..Self::default() };
        if tx.maybe("SELECT 1 FROM count_part LIMIT 1", [], |row| row.get::<_, i64>(0))?.is_none() {
            return Ok(over);
        }
        for kind in ["count_over", "count_planned"] {
            for (_, body) in coarse_bodies(tx, kind)? {
                match body {
                    ServerBody::CountOver(told) => drop(over.told.insert(told.count)),
                    ServerBody::CountPlanned(planned) => {
                        let end = planned.plan.window().map(|window| window.to);
                        over.ends.extend(end.ok().map(|end| (planned.plan.id, end)));
                    }
                    _ => {}
                }
            }
        }
        Ok(over)
    }

    /// Whether the count of a part is over.
    pub(crate) fn is_over(&self, joined: &CountJoined) -> bool {
        let last = match self.ends.get(&joined.count) {
            Some(end) => end.saturating_add(HELPERS_READ_MS),
            None => joined.time.at.saturating_add(HELPERS_READ_JOINED_MS),
        };
        self.told.contains(&joined.count) || self.now > last
    }
}

/// A count's own key of identities, if the server has told it.
pub(crate) fn key_of(tx: &ReadTransaction<'_>, count: Id) -> Result<Option<IdentityKey>, DeviceError> {
    let told = bodies(tx, COARSE_KIND)?.into_iter().find_map(|body| match body {
        ServerBody::CountPlanned(planned) if planned.plan.id == count => Some(planned.key),
        _ => None,
    });
    Ok(told)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn told(given: &str, family: &str) -> NameTold {
        let name = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        NameTold { given: name(given), family: name(family), initials: None, born: Some(date(1979, 2, 28)) }
    }

    #[test]
    fn initials_alone_are_found_again_by_the_full_name_and_no_name_is_kept() {
        let key = IdentityKey::from_bytes([7; 32]);
        let full = told("Ágnes", "Smith").identity(Some(&key));
        let initials = NameTold { initials: Some("A.S.".to_owned()), ..told("", "") };
        let short = initials.identity(Some(&key));
        assert_eq!((full.initials.as_deref(), short.initials.as_deref()), (Some("ÁS"), Some("A.S.")));
        assert!(full.k1.is_some() && short.k1.is_none());
        assert_eq!(full.k2, short.k2);
        assert_eq!(format!("{:?}", told("Ágnes", "Smith")), "NameTold(…)");
    }

    #[test]
    fn without_key_or_birth_there_are_initials_only() {
        let key = IdentityKey::from_bytes([7; 32]);
        let unborn = NameTold { born: None, ..told("Ann", "Smith") }.identity(Some(&key));
        let no_key = told("Ann", "Smith").identity(None);
        for one in [unborn, no_key] {
            assert_eq!(one, CountIdentity { initials: Some("AS".to_owned()), ..CountIdentity::default() });
        }
        assert_eq!(told("Ann", "").identity(Some(&key)), CountIdentity::default());
    }
}
