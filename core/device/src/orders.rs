//! What applies here, now: the newest complete order book over the newest zones, with no network.
//! Place and time are those of the newest satellite fix, or of the server's word at the last exchange; what is vague
//! about them is part of the answer. Asking stores nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beatbook_domain::calendar::local_date;
use beatbook_domain::fence::{Fence, area_around};
use beatbook_domain::fix::{Fix, Provider, RawFix};
use beatbook_domain::geometry::Vertex;
use beatbook_domain::law::rule_set::RuleSetRef;
use beatbook_domain::law::terms::FineTerms;
use beatbook_domain::orders::applies::{Applying, reach_m, what_applies, zones_near};
use beatbook_domain::orders::book::{OrderBook, Policy};
use beatbook_domain::orders::legal_time::{Anchor, LegalTime, TimeSource};
use beatbook_domain::orders::order::{Condition, OrderRef};
use beatbook_domain::orders::pack::OrderIndex;
use beatbook_domain::orders::place::Place;
use beatbook_domain::orders::signs::{NearSign, WhyWarnOnly, newest_of};
use beatbook_domain::orders::standing::Standing;
use beatbook_domain::records::server::{OrderBookPublished, ServerBody};
use beatbook_domain::zone::ZoneHash;
use beatbook_paper::Wording;
use beatbook_protocol::hash::Hash;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use crate::briefing::object;
use crate::error::DeviceError;
use crate::journal::sign_notes;
use crate::local::Exchange;
use crate::notebook::Notebook;
use crate::platform::Now;
use crate::zones::{Zones, names};

/// Where to ask for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AskWhere {
    /// Where the newest fix of the patrol in progress is.
    Newest,
    /// Where a fix is that the receiver just gave; it is not recorded.
    Fix(RawFix),
    /// A place pointed at, in degrees, good to so many metres.
    At {
        /// Latitude, WGS84.
        lat: f64,
        /// Longitude, WGS84.
        lon: f64,
        /// Metres.
        accuracy_m: f64,
    },
}

impl AskWhere {
    /// Whether a person says where it is, and no receiver.
    pub(crate) fn is_typed(self) -> bool {
        matches!(self, Self::At { .. })
    }
}

/// When to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskWhen {
    /// Now, by legal time.
    Now,
    /// Then, exactly (UTC milliseconds): for looking ahead, never for paper.
    At(i64),
}

/// How old the briefing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BriefingState {
    /// Young enough.
    Fresh,
    /// Old enough to say so.
    Amber,
    /// So old, or of unknown age, that paper stays a draft.
    DraftsOnly,
}

/// The order book's age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BriefingAge {
    /// The book.
    pub book: Hash,
    /// Server time of the last exchange, UTC milliseconds.
    pub synced: Option<i64>,
    /// Milliseconds since then, by legal time; absent while nobody knows the time.
    pub age: Option<i64>,
    /// What that means.
    pub state: BriefingState,
}

/// A condition at the place, and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionNow {
    /// The order version, as a record keeps it.
    pub order: OrderRef,
    /// What people call the order.
    pub order_title: String,
    /// Who made it.
    pub made_by: String,
    /// Invented: nobody's order.
    pub illustrative: bool,
    /// The condition in full.
    pub condition: Condition,
    /// Its offence, Act and section, by the rule set in force then.
    pub offence: Option<String>,
    /// What a fixed penalty costs.
    pub terms: Option<FineTerms>,
    /// The zone version it was judged by.
    pub zone: ZoneHash,
    /// The zone's code.
    pub zone_code: String,
    /// The zone's name.
    pub zone_name: String,
    /// How it stands.
    pub standing: Standing,
    /// The position lies in the zone.
    pub inside: bool,
    /// Metres to the zone's edge; 2,000 stands for that and more.
    pub edge_m: f64,
    /// The nearest sign of the order.
    pub nearest_sign: Option<NearSign>,
    /// Why only a warning should be offered, and a sign task opened.
    pub warn_only: Option<WhyWarnOnly>,
    /// Days until the order ends, if that is soon.
    pub ends_in_days: Option<u32>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Applies {
    /// Where.
    pub place: Place,
    /// When.
    pub time: LegalTime,
    /// On what the time rests; absent for a time that was asked for.
    pub time_source: Option<TimeSource>,
    /// The book it was answered from; absent if there is none on this phone yet.
    pub briefing: Option<BriefingAge>,
    /// The rule set in force then; none means that no paper can be made.
    pub rule_set: Option<RuleSetRef>,
    /// Conditions, the certain ones first.
    pub conditions: Vec<ConditionNow>,
}

/// The order book ready to be asked, and the zones it is asked over.
#[derive(Debug)]
pub(crate) struct OrdersAtHand {
    hash: Hash,
    book: Arc<OrderBook>,
    /// What a new notice is printed with.
    wording: Arc<Wording>,
    manifest: Option<Hash>,
    zones: Zones,
}

impl Notebook {
    /// What applies. `longest` is the most a server's answer can have been on its way, milliseconds.
    pub(crate) fn what_applies(
        &mut self,
        place: AskWhere,
        when: AskWhen,
        longest: u64,
    ) -> Result<Applies, DeviceError> {
        let now = self.ledger.now()?;
        let exchange = self.ledger.db.read(Exchange::load)?;
        let (place, fix) = self.place(place, &now)?;
        let (legal, source) = legal_time(&now, &exchange, fix, longest);
        let (time, time_source) = match when {
            AskWhen::Now => (legal, Some(source)),
            AskWhen::At(at) => (LegalTime::exactly(at), None),
        };
        Ok(Applies { time_source, ..self.applied(place, time, &legal, &exchange)? })
    }

    /// The legal time now, by the newest fix and the server's word at the last exchange.
    pub(crate) fn legal_now(&self, now: &Now, longest: u64) -> Result<LegalTime, DeviceError> {
        let exchange = self.ledger.db.read(Exchange::load)?;
        let fix = self.place(AskWhere::Newest, now).ok().and_then(|(_, fix)| fix);
        Ok(legal_time(now, &exchange, fix, longest).0)
    }

    /// What applied at a place and time that a record holds, by the book of now.
    pub(crate) fn applied_at(
        &mut self,
        place: Place,
        time: LegalTime,
        longest: u64,
    ) -> Result<Applies, DeviceError> {
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let exchange = self.ledger.db.read(Exchange::load)?;
        self.applied(place, time, &legal, &exchange)
    }

    /// Whether the briefing is so old, or of unknown age, that paper stays a draft.
    pub(crate) fn is_briefing_old(&mut self, longest: u64) -> Result<bool, DeviceError> {
        let now = self.ledger.now()?;
        let legal = self.legal_now(&now, longest)?;
        let exchange = self.ledger.db.read(Exchange::load)?;
        self.use_orders(exchange.manifest)?;
        let Some(at_hand) = &self.orders else { return Ok(true) };
        let policy = at_hand.book.book().policy;
        let age = briefing_age(at_hand.hash, exchange.last_sync, &legal, policy);
        Ok(age.state == BriefingState::DraftsOnly)
    }

    /// The newest order book, if there is one on this phone.
    pub(crate) fn book(&mut self) -> Result<Option<Arc<OrderBook>>, DeviceError> {
        let exchange = self.ledger.db.read(Exchange::load)?;
        self.use_orders(exchange.manifest)?;
        Ok(self.orders.as_ref().map(|at_hand| Arc::clone(&at_hand.book)))
    }

    /// What a new notice is printed with, as far as that is known without the notice.
    pub(crate) fn wording(&mut self) -> Result<Arc<Wording>, DeviceError> {
        let exchange = self.ledger.db.read(Exchange::load)?;
        self.use_orders(exchange.manifest)?;
        match &self.orders {
            Some(at_hand) => Ok(Arc::clone(&at_hand.wording)),
            None => Wording::newest(&[], None).map(Arc::new).map_err(DeviceError::Paper),
        }
    }

    /// Names the book to ask.
    pub(crate) fn book_hash(&self) -> Hash {
        self.orders.as_ref().map_or(Hash::ZERO, |at_hand| at_hand.hash)
    }

    fn applied(
        &mut self,
        place: Place,
        time: LegalTime,
        legal: &LegalTime,
        exchange: &Exchange,
    ) -> Result<Applies, DeviceError> {
        self.use_orders(exchange.manifest)?;
        let time_source = None;
        let Some(at_hand) = &mut self.orders else {
            let (briefing, rule_set, conditions) = (None, None, Vec::new());
            return Ok(Applies { place, time, time_source, briefing, rule_set, conditions });
        };
        let book = Arc::clone(&at_hand.book);
        let reach = reach_m(&book, place);
        let area = area_around(place.lat, place.lon, reach);
        let zones = &mut at_hand.zones;
        let hash = at_hand.hash;
        let (fence, names) = self.ledger.db.read(|tx| {
            let fence = zones.open(tx, &[area])?;
            let around = fence.around(place.lat, place.lon, reach, reach);
            let names = names(tx, around.into_iter().map(|zone| zone.zone))?;
            Ok::<(Arc<Fence>, _), DeviceError>((fence, names))
        })?;
        let near = zones_near(&fence, place, reach, |zone| names.get(zone).map(|name| name.code.as_str()));
        let by = self.ledger.identity.officer;
        let notes = self.ledger.db.read(|tx| sign_notes(tx, None))?;
        // Nothing was seen on a day to come: the clock ran ahead.
        let today = local_date(legal.at)?;
        let own = notes.iter().filter_map(|note| note.sighting(by));
        let own = newest_of(own.filter(|one| one.day().is_some_and(|day| day <= today)));
        let told = what_applies(&book, &near, place, time, &own)?;
        let zone_names: BTreeMap<ZoneHash, &str> =
            names.iter().map(|(zone, name)| (*zone, name.name.as_str())).collect();
        let rules = told.rule_set;
        let condition = |one: Applying<'_>| ConditionNow {
            offence: rules
                .and_then(|rules| rules.offence(&one.condition.offence))
                .map(|row| row.offence.clone()),
            zone_name: zone_names.get(&one.zone).copied().unwrap_or_default().to_owned(),
            ..ConditionNow::of(one)
        };
        Ok(Applies {
            place,
            time,
            time_source,
            briefing: Some(briefing_age(hash, exchange.last_sync, legal, book.book().policy)),
            rule_set: rules
                .map(|rules| rules.reference())
                .transpose()
                .map_err(|_| DeviceError::Bug("rules"))?,
            conditions: told.applying.into_iter().map(condition).collect(),
        })
    }

    /// The place asked for, and what its fix says of the time.
    pub(crate) fn place(&self, asked: AskWhere, now: &Now) -> Result<(Place, Option<Anchor>), DeviceError> {
        let newest = self.tracked.as_ref().and_then(|tracked| tracked.last_fix);
        let newest = newest.filter(|(boot, _)| boot.id == now.boot.0).map(|(_, fix)| fix);
        let fix = match asked {
            AskWhere::Newest => newest.ok_or(DeviceError::NoPlace)?,
            AskWhere::Fix(raw) => Fix::quantise(&raw).map_err(|_| DeviceError::NoPlace)?,
            AskWhere::At { lat, lon, accuracy_m } => {
                let vertex = Vertex::from_degrees(lon, lat).ok_or(DeviceError::NoPlace)?;
                if !(accuracy_m.is_finite() && accuracy_m > 0.0) {
                    return Err(DeviceError::NoPlace);
                }
                return Ok((
                    Place::now(vertex.lat, vertex.lon, accuracy_m),
                    newest.and_then(|fix| time_of(&fix, now)),
                ));
            }
        };
        if fix.provider == Provider::Mock {
            return Err(DeviceError::NoPlace);
        }
        let accuracy = fix.accuracy.ok_or(DeviceError::NoPlace)?;
        let place = Place {
            lat: fix.lat.saturating_mul(10),
            lon: fix.lon.saturating_mul(10),
            accuracy_m: f64::from(accuracy) / 10.0,
            age_ms: now.mono.saturating_sub(fix.mono).max(0),
        };
        Ok((place, time_of(&fix, now)))
    }

    /// Makes sure that `self.orders` is there, with the newest book and zones; none if no book can be used.
    fn use_orders(&mut self, manifest: Option<Hash>) -> Result<(), DeviceError> {
        let known = self.orders.take();
        let Some(hash) = self.ledger.db.read(newest_book)? else { return Ok(()) };
        let known = known.filter(|known| known.hash == hash);
        let at_hand = match known {
            Some(known) if known.manifest == manifest => known,
            Some(known) => OrdersAtHand { manifest, zones: self.zones_of(manifest)?, ..known },
            None => {
                let Some(book) = self.ledger.db.read(|tx| assemble(tx, hash))? else {
                    tracing::warn!("an object of the order book cannot be used");
                    return Ok(());
                };
                let wording = Wording::newest(&book.book().templates, None).map_err(DeviceError::Paper)?;
                let (book, wording) = (Arc::new(book), Arc::new(wording));
                OrdersAtHand { hash, book, wording, manifest, zones: self.zones_of(manifest)? }
            }
        };
        self.orders = Some(at_hand);
        Ok(())
    }
}

impl ConditionNow {
    fn of(one: Applying<'_>) -> Self {
        Self {
            order: OrderRef { code: one.order.code.clone(), version: one.order.version, hash: one.hash },
            order_title: one.order.title.clone(),
            made_by: one.order.made_by.name.clone(),
            illustrative: one.order.illustrative,
            terms: one.order.terms_of(&one.condition.offence).cloned(),
            condition: one.condition.clone(),
            offence: None,
            zone: one.zone,
            zone_code: one.zone_code,
            zone_name: String::new(),
            standing: one.standing,
            inside: one.inside,
            edge_m: one.edge_m,
            nearest_sign: one.nearest_sign,
            warn_only: one.warn_only,
            ends_in_days: one.ends_in_days,
        }
    }
}

fn legal_time(now: &Now, exchange: &Exchange, fix: Option<Anchor>, longest: u64) -> (LegalTime, TimeSource) {
    let server = exchange.anchor.map(|anchor| {
        let longest = i64::try_from(longest).unwrap_or(i64::MAX);
        Anchor::server(anchor.server, anchor.mono, anchor.boot, longest)
    });
    LegalTime::estimate(&now.moment(), fix, server)
}

/// What a satellite fix of this start of the phone says of the time.
fn time_of(fix: &Fix, now: &Now) -> Option<Anchor> {
    (fix.provider == Provider::Gnss).then(|| Anchor::gnss(fix.time, fix.mono, now.boot))
}

fn briefing_age(book: Hash, synced: Option<i64>, legal: &LegalTime, policy: Policy) -> BriefingAge {
    const HOUR_MS: i64 = 3_600_000;
    let known = legal.within.is_some();
    let age = synced.filter(|_| known).map(|synced| legal.at.saturating_sub(synced).max(0));
    let state = match age {
        Some(age) if age >= i64::from(policy.drafts_only_days) * 24 * HOUR_MS => BriefingState::DraftsOnly,
        Some(age) if age >= i64::from(policy.amber_hours) * HOUR_MS => BriefingState::Amber,
        Some(_) => BriefingState::Fresh,
        None => BriefingState::DraftsOnly,
    };
    BriefingAge { book, synced, age, state }
}

/// The newest book all of whose objects are here.
fn newest_book(tx: &ReadTransaction<'_>) -> Result<Option<Hash>, DeviceError> {
    Ok(tx.maybe("SELECT book FROM order_book", [], |row| Ok(Hash::from_bytes(row.get(0)?)))?)
}

fn index(tx: &ReadTransaction<'_>, book: Hash) -> Result<Option<OrderIndex>, DeviceError> {
    Ok(object(tx, book)?.and_then(|bytes| OrderIndex::open(book, &bytes).ok()))
}

fn assemble(tx: &ReadTransaction<'_>, hash: Hash) -> Result<Option<OrderBook>, DeviceError> {
    let Some(index) = index(tx, hash)? else { return Ok(None) };
    let mut objects: BTreeMap<Hash, Vec<u8>> = BTreeMap::new();
    for hash in index.objects() {
        if let Some(bytes) = object(tx, hash)? {
            objects.insert(hash, bytes);
        }
    }
    let book = index.assemble(|hash| objects.get(&hash).map(Vec::as_slice));
    Ok(book.ok().map(OrderBook::new))
}

/// Takes the newest published book that is complete as the one to ask; `true` if it is another than before.
pub(crate) fn take_newest(tx: &WriteTransaction<'_>) -> Result<bool, DeviceError> {
    let current = newest_book(tx)?;
    let sql = "SELECT body FROM server_entry WHERE kind = 'order_book_published' AND body IS NOT NULL
               ORDER BY seq DESC LIMIT 4";
    for body in tx.all(sql, [], |row| row.get::<_, Vec<u8>>(0))? {
        let Ok(ServerBody::OrderBookPublished(OrderBookPublished { book, .. })) =
            ServerBody::parse("order_book_published", 1, &body)
        else {
            continue;
        };
        if current == Some(book) {
            return Ok(false);
        }
        if is_complete(tx, book)? {
            tx.execute(
                "INSERT OR REPLACE INTO order_book (id, book) VALUES (1, ?1)",
                params![book.as_bytes()],
            )?;
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_complete(tx: &ReadTransaction<'_>, book: Hash) -> Result<bool, DeviceError> {
    let Some(index) = index(tx, book)? else { return Ok(false) };
    for hash in index.objects() {
        let here =
            tx.maybe("SELECT 1 FROM briefing_object WHERE hash = ?1", params![hash.as_bytes()], |_| Ok(()))?;
        if here.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// All objects of the book to ask; notices given before among them only for those who `enforces`.
pub(crate) fn objects_kept(tx: &ReadTransaction<'_>, enforces: bool) -> Result<BTreeSet<Hash>, DeviceError> {
    let Some(book) = newest_book(tx)? else { return Ok(BTreeSet::new()) };
    let index = index(tx, book)?;
    let groups = index.iter().filter(|_| enforces).flat_map(OrderIndex::groups);
    Ok(index.iter().flat_map(OrderIndex::objects).chain(groups).chain([book]).collect())
}
