//! What outreach has at hand offline: services with free places, where to go on a cold night, and whom this notebook has
//! seen before.

use std::collections::BTreeSet;

use beatbook_domain::access::Area;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::outreach::{ColdNight, ColdOffered, ColdPlace, OutreachSays, ServiceTold};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::steps::{CareStep, PlacementKind};
use beatbook_domain::records::welfare::story::{Welfare, WelfareRefusal};
use beatbook_domain::welfare::cell::Cell;
use beatbook_domain::welfare::cold::{offered_to, still_to_ask};
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_domain::welfare::months::{MonthsSeen, SeenFlags, SeenRules};
use beatbook_domain::welfare::services::Services;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction};
use jiff::civil::Date;

use crate::access::{bodies, coarse_bodies, drop_bodies};
use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::{StoryTold, welfare_of, welfare_records};
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::reading::LIST_MAX;
use crate::welfare::WelfareNews;

/// A service as the server told it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceView {
    /// The service.
    pub service: ServiceTold,
    /// Its free places were told more than a day ago: ring first.
    pub stale: bool,
}

/// A cold night as this phone knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColdNightView {
    /// Until when, UTC milliseconds: then it leaves the phone.
    pub until: i64,
    /// Places, and how many people of each have not been offered a bed yet: the most people first, those with nobody left at
    /// the end.
    pub places: Vec<(ColdPlace, u32)>,
}

/// What this notebook alone tells of somebody who sleeps rough: other teams may have seen them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenBefore {
    /// For the month of the record.
    pub flags: SeenFlags,
    /// The last local day before the record's.
    pub last: Option<Date>,
    /// Another record of the same day tells of them, too.
    pub same_day: bool,
}

impl Beatbook {
    /// Services that take people in, by name. Empty before the server has told of any.
    ///
    /// # Errors
    /// Storage errors.
    pub fn services(&self) -> Told<Vec<ServiceView>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let now = notebook.ledger.now()?;
            let at = notebook.legal_now(&now, longest)?.at;
            let services = notebook.ledger.db.read(services)?;
            let view = |one: &ServiceTold| ServiceView { service: one.clone(), stale: one.is_stale(at) };
            Ok::<_, DeviceError>(services.all().map(view).collect())
        })?)
    }

    /// The cold night that is on, if the coordinator has switched one on and this phone knows. Offers of a bed that this
    /// notebook holds are taken off at once, those of others with the next sync. Over, it leaves the phone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn cold_night(&self) -> Told<Option<ColdNightView>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.look(
            Looking::list(Area::Welfare),
            |night: &Option<ColdNightView>| night.as_ref().map_or(0, |night| night.places.len()),
            |notebook| notebook.cold_night(longest),
        )?)
    }

    /// Whether somebody of a welfare record was seen sleeping rough before, as far as this notebook tells and may be read;
    /// none of somebody whose date of birth or initials nobody knows.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn seen_before(&self, record: Id, person: Label) -> Told<Option<SeenBefore>> {
        Ok(self.gate.look(
            Looking::person(Area::Welfare, record),
            |found: &Option<_>| usize::from(found.is_some()),
            |notebook| notebook.seen_before(record, person),
        )?)
    }
}

impl Notebook {
    fn cold_night(&mut self, longest: u64) -> Result<Option<ColdNightView>, DeviceError> {
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let sure = legal.within.map_or(0, |_| legal.span().0);
        let nights = self.ledger.db.read(NightsTold::read)?;
        if !nights.over(sure).is_empty() {
            self.ledger.db.write(|tx| forget_nights(tx, sure))?;
        }
        let Some(night) = nights.open(legal.at) else { return Ok(None) };
        let told = self.ledger.db.read(|tx| welfare_records(tx, LIST_MAX))?;
        let officer = self.ledger.identity.officer;
        let (mine, others): (Vec<ColdOffered>, Vec<ColdOffered>) =
            nights.offered.iter().map(|(_, one)| one.clone()).partition(|one| one.by == officer);
        let still = |place: &ColdPlace| {
            let asked = asked_here(&told, place, night);
            let known = || mine.iter().filter(|one| (one.night, one.number) == (night.night, place.number));
            // Whom others had asked before, as the server knows, is among theirs.
            let again: u32 = known().map(|one| one.again).sum();
            let own = known().map(|one| one.people).sum::<u32>().max(asked.saturating_sub(again));
            still_to_ask(night, place, own, &others)
        };
        let mut places: Vec<(ColdPlace, u32)> =
            night.places.iter().map(|place| (place.clone(), still(place))).collect();
        places.sort_by_key(|(place, still)| (*still == 0, place.number));
        Ok(Some(ColdNightView { until: night.until, places }))
    }

    fn seen_before(&mut self, record: Id, person: Label) -> Result<Option<SeenBefore>, DeviceError> {
        let key = IdentityKey::for_one_question();
        let reading = self.own_reading()?;
        let readable =
            |one: &StoryTold<Welfare>| reading.allows(Area::Welfare, one.first, one.story.opened.patrol);
        let about = self.ledger.db.read(|tx| welfare_of(tx, record))?;
        let all = self.ledger.db.read(|tx| welfare_records(tx, LIST_MAX))?;
        let about = about.filter(readable).ok_or(DeviceError::NotFound)?;
        let known = about.story.people.get(&person).ok_or(DeviceError::NotFound)?;
        let Some(id) = key.person_seen(known).by_initials else { return Ok(None) };
        let day = about.story.day();
        let mut months: Option<MonthsSeen> = None;
        let (mut last, mut same_day): (Option<Date>, bool) = (None, false);
        for one in all.iter().filter(|one| readable(one)) {
            let mut people = one.story.people.values();
            let slept = people.any(|person| {
                person.state.is_some_and(SleepingState::counts)
                    && key.person_seen(person).by_initials == Some(id)
            });
            if slept {
                let seen = one.story.day();
                months.get_or_insert_with(|| MonthsSeen::on(seen)).see(seen);
                last = last.max(Some(seen).filter(|seen| *seen < day));
                same_day |= seen == day && one.record != record;
            }
        }
        let seen = |months: MonthsSeen| SeenBefore {
            flags: months.flags(&SeenRules::default(), day),
            last,
            same_day,
        };
        Ok(months.map(seen))
    }

    /// Refuses a placement in a service that nobody told of, where the server has told of some.
    pub(crate) fn check_services(&mut self, news: &[WelfareNews]) -> Result<(), DeviceError> {
        let placed = |one: &WelfareNews| match one {
            WelfareNews::Step { step: CareStep::Placed { kind, service, .. }, .. } => {
                Some(service.clone()).filter(|_| *kind != PlacementKind::Other)
            }
            _ => None,
        };
        let placed: Vec<String> = news.iter().filter_map(placed).collect();
        if placed.is_empty() {
            return Ok(());
        }
        let services = self.ledger.db.read(services)?;
        if services.is_empty() || placed.iter().all(|name| services.named(name).is_some()) {
            return Ok(());
        }
        let known = services.all().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
        Err(WelfareRefusal::UnknownService { known }.into())
    }
}

/// To how many people a bed was offered at this place on this night, in however many records.
fn asked_here(told: &[StoryTold<Welfare>], place: &ColdPlace, night: &ColdNight) -> u32 {
    let is_here = |welfare: &&Welfare| {
        let cell = welfare.opened.place.and_then(|place| Cell::of(place).ok());
        cell.is_some_and(|cell| String::from(cell) == place.place)
    };
    let here = told.iter().map(|one| &one.story).filter(is_here);
    offered_to(here, &IdentityKey::for_one_question(), (night.from, night.until))
}

pub(crate) fn services(tx: &ReadTransaction<'_>) -> Result<Services, DeviceError> {
    let told = bodies(tx, "service_told")?.into_iter().filter_map(|body| match body {
        ServerBody::Outreach(OutreachSays::Service(service)) => Some(service),
        _ => None,
    });
    Ok(Services::of(told))
}

/// Nights in the mirror, each body with its number.
#[derive(Default)]
struct NightsTold {
    nights: Vec<(i64, ColdNight)>,
    offered: Vec<(i64, ColdOffered)>,
    ended: BTreeSet<Id>,
}

impl NightsTold {
    fn read(tx: &ReadTransaction<'_>) -> Result<Self, DeviceError> {
        let mut told = Self::default();
        for (seq, body) in coarse_bodies(tx, "cold_")? {
            let ServerBody::Outreach(says) = body else { continue };
            match says {
                OutreachSays::ColdNight(night) => told.nights.push((seq, *night)),
                OutreachSays::ColdOffered(offered) => told.offered.push((seq, offered)),
                OutreachSays::ColdEnded(ended) => drop(told.ended.insert(ended.night)),
                OutreachSays::Service(_) | OutreachSays::Duty(_) => {}
            }
        }
        Ok(told)
    }

    fn open(&self, at: i64) -> Option<&ColdNight> {
        let nights = self.nights.iter().map(|(_, night)| night);
        nights.rev().find(|night| at < night.until && !self.ended.contains(&night.night))
    }

    /// Numbers of the bodies of nights that are over, by a time that is certain.
    fn over(&self, time: i64) -> Vec<i64> {
        let is_over = |night: &ColdNight| time >= night.until || self.ended.contains(&night.night);
        let over: BTreeSet<Id> =
            self.nights.iter().filter(|(_, night)| is_over(night)).map(|(_, night)| night.night).collect();
        let nights = self.nights.iter().filter(|(_, night)| over.contains(&night.night)).map(|(seq, _)| *seq);
        let offered = self.offered.iter().filter(|(_, one)| over.contains(&one.night)).map(|(seq, _)| *seq);
        nights.chain(offered).collect()
    }
}

/// Drops nights that are over by a time that is certain: nothing of their places stays on the phone.
pub(crate) fn forget_nights(tx: &WriteTransaction<'_>, time: i64) -> Result<(), DeviceError> {
    drop_bodies(tx, NightsTold::read(tx)?.over(time))
}
