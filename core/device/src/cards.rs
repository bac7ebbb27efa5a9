//! Briefing cards, offline: what the desk says of a zone, what was seen there lately, the officer's own tasks in it and the
//! orders in force. Looking stores nothing, and no entry of a phone changes a card.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beatbook_domain::calendar::local_date;
use beatbook_domain::cards::breaches::ZoneBreaches;
use beatbook_domain::cards::conditions::{ZoneCondition, conditions_in};
use beatbook_domain::cards::{Card, fold, policy};
use beatbook_domain::fence::{Bounds, Fence};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::card::{
    CardBreaches, CardEntry, CardPriority, CardSet, PriorityClosed, may_have_card,
};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::tasking::TaskPlace;
use beatbook_domain::zone::ZoneHash;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};
use jiff::civil::Date;

use crate::access::{bodies, drop_bodies, reads_what_others_enforce};
use crate::beatbook::{Beatbook, Told};
use crate::briefing::ZoneName;
use crate::error::DeviceError;
use crate::local::Exchange;
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::tasks::TaskView;
use crate::zones::names;

const DAY_MS: i64 = 24 * 3_600_000;
/// A card may be asked for wherever its zone lies.
const EVERYWHERE: Bounds =
    Bounds { west: -1_800_000_000, south: -900_000_000, east: 1_800_000_000, north: 900_000_000 };

/// How old what the phone knows of cards is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardAge {
    /// Server time of the last exchange, UTC milliseconds.
    pub synced: Option<i64>,
    /// Milliseconds since then, by legal time; absent while nobody knows the time.
    pub age: Option<i64>,
    /// So old, or of unknown age, that it is to be said loudly.
    pub stale: bool,
}

/// A priority, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityView {
    /// The priority.
    pub priority: CardPriority,
    /// What was done, once it was.
    pub done: Option<PriorityClosed>,
}

/// What was seen lately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BreachesView {
    /// The officer's roles do not read what others enforce.
    NotForRoles,
    /// The server has not told of this zone yet.
    NotCounted,
    /// This.
    Counted {
        /// The numbers.
        told: ZoneBreaches,
        /// Until when it was counted, UTC milliseconds.
        as_at: i64,
        /// So old that it is to be said loudly.
        stale: bool,
    },
}

/// The card of a zone as this phone knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct CardView {
    /// The zone.
    pub zone: ZoneName,
    /// As the desk set it.
    pub set: CardSet,
    /// Code and name of the named beat officer, if there is one.
    pub officer: Option<(String, String)>,
    /// Priorities that count today.
    pub priorities: Vec<PriorityView>,
    /// The plan's next review is past.
    pub review_overdue: bool,
    /// What was seen lately.
    pub breaches: BreachesView,
    /// The officer's tasks in the zone that are still to be done; none that is sensitive, and none of welfare.
    pub tasks: Vec<TaskView>,
    /// Conditions in force today in the zone or a part of it.
    pub orders: Vec<ZoneCondition>,
    /// How old all this is.
    pub age: CardAge,
}

/// The answer about one zone.
#[derive(Debug, Clone, PartialEq)]
pub struct CardAnswer {
    /// The zone of the code, if one that may have a card is in force by the newest zones here.
    pub zone: Option<ZoneName>,
    /// Its card, if it has one today.
    pub card: Option<Box<CardView>>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// The answer about a place.
#[derive(Debug, Clone, PartialEq)]
pub struct CardsHere {
    /// Zones there that may have a card.
    pub zones: Vec<ZoneName>,
    /// Cards of those that have one today.
    pub cards: Vec<CardView>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

/// A zone that has a card today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLine {
    /// The zone.
    pub zone: ZoneName,
    /// Last local day of the card.
    pub until: Option<Date>,
    /// The plan's next review is past.
    pub review_overdue: bool,
}

/// All zones that have a card today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardList {
    /// By their codes.
    pub cards: Vec<CardLine>,
    /// How old what the phone knows is.
    pub age: CardAge,
}

impl Beatbook {
    /// The briefing card of the zone of this code.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn card(&self, zone: &str) -> Told<CardAnswer> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let answer = notebook.card(zone, longest)?;
            let opened: Vec<Id> = answer.card.iter().map(|card| card.set.card).collect();
            notebook.write_down(Looking::cards(&opened), opened.len(), self.gate.looks());
            Ok::<_, DeviceError>(answer)
        })?)
    }

    /// The briefing cards of the zones at a place.
    ///
    /// # Errors
    /// `no_place`, `no_time`, storage errors.
    pub fn cards_here(&self, place: AskWhere) -> Told<CardsHere> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| {
            let here = notebook.cards_here(place, longest)?;
            let opened: Vec<Id> = here.cards.iter().map(|card| card.set.card).collect();
            notebook.write_down(Looking::cards(&opened), opened.len(), self.gate.looks());
            Ok::<_, DeviceError>(here)
        })?)
    }

    /// The zones that have a briefing card today.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn cards(&self) -> Told<CardList> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.cards(longest))?)
    }
}

/// What all cards are told from.
struct AtHand {
    cards: BTreeMap<String, Card>,
    fence: Arc<Fence>,
    legal: LegalTime,
    today: Date,
    age: CardAge,
}

impl AtHand {
    /// The zone of a code that is in force now, if it may have a card.
    fn zone(
        &self,
        tx: &ReadTransaction<'_>,
        code: &str,
    ) -> Result<Option<(ZoneHash, ZoneName)>, DeviceError> {
        let sql = "SELECT hash FROM zone_name WHERE code = ?1";
        let versions: BTreeSet<ZoneHash> =
            tx.all(sql, params![code], |row| Ok(ZoneHash(row.get(0)?)))?.into_iter().collect();
        let Some(hash) = self.fence.in_force_at(self.legal.at, |hash| versions.contains(hash)) else {
            return Ok(None);
        };
        let name = names(tx, [hash])?.remove(&hash);
        Ok(name.filter(|name| may_have_card(name.kind)).map(|name| (hash, name)))
    }

    fn on(&self, code: &str) -> Option<(&Card, &CardSet)> {
        let card = self.cards.get(code)?;
        Some((card, card.on(self.today)?))
    }

    fn is_overdue(&self, set: &CardSet) -> bool {
        set.plan.as_ref().is_some_and(|plan| plan.review < self.today)
    }
}

impl Notebook {
    fn card(&mut self, code: &str, longest: u64) -> Result<CardAnswer, DeviceError> {
        let at_hand = self.cards_at_hand(true, longest)?;
        let zone = self.ledger.db.read(|tx| at_hand.zone(tx, code))?;
        let age = at_hand.age;
        let Some((hash, zone)) = zone else { return Ok(CardAnswer { zone: None, card: None, age }) };
        let card = self.card_view(&at_hand, (hash, zone.clone()), longest)?.map(Box::new);
        Ok(CardAnswer { zone: Some(zone), card, age })
    }

    fn cards_here(&mut self, place: AskWhere, longest: u64) -> Result<CardsHere, DeviceError> {
        let now = self.ledger.now()?;
        let (place, _) = self.place(place, &now)?;
        let at_hand = self.cards_at_hand(false, longest)?;
        let mut zones = self.zones_around((place.lat, place.lon), at_hand.legal.at)?;
        zones.retain(|zone| may_have_card(zone.kind));
        zones.sort_by(|one, other| (one.kind, &one.code).cmp(&(other.kind, &other.code)));
        let mut cards = Vec::new();
        for zone in &zones {
            if let Some(found) = self.ledger.db.read(|tx| at_hand.zone(tx, &zone.code))? {
                cards.extend(self.card_view(&at_hand, found, longest)?);
            }
        }
        Ok(CardsHere { zones, cards, age: at_hand.age })
    }

    fn cards(&mut self, longest: u64) -> Result<CardList, DeviceError> {
        let at_hand = self.cards_at_hand(false, longest)?;
        let cards = self.ledger.db.read(|tx| {
            let mut lines = Vec::new();
            for code in at_hand.cards.keys() {
                if let Some((_, set)) = at_hand.on(code)
                    && let Some((_, zone)) = at_hand.zone(tx, code)?
                {
                    let (until, review_overdue) = (set.until, at_hand.is_overdue(set));
                    lines.push(CardLine { zone, until, review_overdue });
                }
            }
            Ok::<_, DeviceError>(lines)
        })?;
        Ok(CardList { cards, age: at_hand.age })
    }

    /// `by_name`: a zone is asked for that may have no card.
    fn cards_at_hand(&mut self, by_name: bool, longest: u64) -> Result<AtHand, DeviceError> {
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let exchange = self.ledger.db.read(Exchange::load)?;
        let mut zones = self.zones_of(exchange.manifest)?;
        let (fence, cards) = self.ledger.db.read(|tx| {
            let cards = cards_told(tx)?;
            // Most phones have no card to tell of: nothing is opened for them.
            let fence = match cards.is_empty() && !by_name {
                true => Arc::clone(&zones.fence),
                false => zones.open(tx, &[EVERYWHERE])?,
            };
            Ok::<_, DeviceError>((fence, cards))
        })?;
        let synced = exchange.last_sync;
        let age = synced.filter(|_| legal.within.is_some()).map(|synced| (legal.at - synced).max(0));
        let age = CardAge { synced, age, stale: age.is_none_or(is_stale) };
        Ok(AtHand { cards, fence, today: local_date(legal.at)?, legal, age })
    }

    fn card_view(
        &mut self,
        at_hand: &AtHand,
        (hash, zone): (ZoneHash, ZoneName),
        longest: u64,
    ) -> Result<Option<CardView>, DeviceError> {
        let Some((card, set)) = at_hand.on(&zone.code) else { return Ok(None) };
        let by = self.ledger.identity.officer;
        let mut tasks = self.tasks(longest)?;
        tasks.retain(|view| {
            let set = &view.task.set;
            view.task.is_pending() && !set.is_discreet() && set.place == TaskPlace::Zone(zone.code.clone())
        });
        let orders = self.orders_in(at_hand, hash)?;
        let (officer, breaches) = self.ledger.db.read(|tx| {
            let officer = set.officer.map(|officer| officer_told(tx, officer)).transpose()?.flatten();
            let breaches = match reads_what_others_enforce(tx, by, at_hand.today)? {
                true => breaches_of(tx, &zone.code, &at_hand.legal)?,
                false => BreachesView::NotForRoles,
            };
            Ok::<_, DeviceError>((officer, breaches))
        })?;
        let holds = set.priorities.iter().filter(|one| one.holds_on(at_hand.today));
        let priority = |one: &CardPriority| PriorityView {
            priority: one.clone(),
            done: card.closed(&one.code).cloned(),
        };
        Ok(Some(CardView {
            priorities: holds.map(priority).collect(),
            review_overdue: at_hand.is_overdue(set),
            set: set.clone(),
            zone,
            officer,
            breaches,
            tasks,
            orders,
            age: at_hand.age,
        }))
    }

    /// Conditions in force today in zones that have ground in common with this one.
    fn orders_in(&mut self, at_hand: &AtHand, zone: ZoneHash) -> Result<Vec<ZoneCondition>, DeviceError> {
        let Some(book) = self.book()? else { return Ok(Vec::new()) };
        let there = at_hand.fence.overlapping(&zone, at_hand.legal.at);
        let named = self.ledger.db.read(|tx| names(tx, there))?;
        let codes: Vec<&str> = named.values().map(|name| name.code.as_str()).collect();
        Ok(conditions_in(&book, &codes, at_hand.today))
    }
}

fn is_stale(age: i64) -> bool {
    age >= i64::from(policy().stale_days) * DAY_MS
}

/// All cards as the server has told them.
fn cards_told(tx: &ReadTransaction<'_>) -> Result<BTreeMap<String, Card>, DeviceError> {
    let sql = "SELECT kind, body FROM server_entry
               WHERE kind IN ('card_set', 'card_withdrawn', 'card_priority_closed') AND body IS NOT NULL ORDER BY seq";
    let told: Vec<(String, Vec<u8>)> = tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let entry = |(kind, body): (String, Vec<u8>)| match ServerBody::parse(&kind, 1, &body) {
        Ok(ServerBody::Card(entry)) => Some(entry),
        _ => None,
    };
    Ok(fold(told.into_iter().filter_map(entry)))
}

/// The newest publication.
fn breaches_told(tx: &ReadTransaction<'_>) -> Result<Option<CardBreaches>, DeviceError> {
    let parts = bodies(tx, "card_breaches")?.into_iter().filter_map(|body| match body {
        ServerBody::Card(CardEntry::Breaches(part)) => Some(part),
        _ => None,
    });
    Ok(CardBreaches::newest(parts))
}

fn breaches_of(tx: &ReadTransaction<'_>, zone: &str, legal: &LegalTime) -> Result<BreachesView, DeviceError> {
    let Some(CardBreaches { as_at, zones }) = breaches_told(tx)? else { return Ok(BreachesView::NotCounted) };
    let Some(told) = zones.into_iter().find(|one| one.zone == zone) else {
        return Ok(BreachesView::NotCounted);
    };
    let stale = legal.within.is_none() || is_stale(legal.at.saturating_sub(as_at));
    Ok(BreachesView::Counted { told, as_at, stale })
}

/// Code and name of an officer, as the server told last.
pub(crate) fn officer_told(
    tx: &ReadTransaction<'_>,
    officer: Id,
) -> Result<Option<(String, String)>, DeviceError> {
    let told = |body| match body {
        ServerBody::OfficerAdded(added) if added.officer == officer => Some((added.code, added.name)),
        _ => None,
    };
    Ok(bodies(tx, "officer_added")?.into_iter().rev().find_map(told))
}

/// Drops what was told of breaches before the newest: numbers of days that are gone are of no use on a phone.
pub(crate) fn forget_replaced(tx: &WriteTransaction<'_>) -> Result<(), DeviceError> {
    let sql =
        "SELECT seq, body FROM server_entry WHERE kind = 'card_breaches' AND body IS NOT NULL ORDER BY seq";
    let told: Vec<(i64, Vec<u8>)> = tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let told: Vec<(i64, i64)> = told
        .into_iter()
        .filter_map(|(seq, body)| match ServerBody::parse("card_breaches", 1, &body) {
            Ok(ServerBody::Card(CardEntry::Breaches(part))) => Some((seq, part.as_at)),
            _ => None,
        })
        .collect();
    let Some((_, newest)) = told.last().copied() else { return Ok(()) };
    drop_bodies(tx, told.into_iter().filter(|(_, as_at)| *as_at != newest).map(|(seq, _)| seq))
}
