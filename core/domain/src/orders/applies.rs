//! What applies here, now: every condition at a place and time with how it stands, and why not if not.
//!
//! Nothing here decides about recording, which is never refused; only numbered paper asks for [`Standing::Certain`].

use std::collections::BTreeMap;

use beatbook_protocol::hash::Hash;
use jiff::civil::Date;

use crate::calendar::{CalendarError, local_date};
use crate::fence::{Fence, ZoneAround, metres_between};
use crate::law::rule_set::{Follows, RuleSet};
use crate::orders::book::OrderBook;
use crate::orders::legal_time::LegalTime;
use crate::orders::order::{Condition, OnDay, OrderVersion};
use crate::orders::place::Place;
use crate::orders::premises::{Premises, PremisesArea};
use crate::orders::signs::{NearSign, Sign, SignFound, SignKnown, WhyWarnOnly, look};
pub use crate::orders::standing::{Doubt, Standing, WhyNot};
use crate::orders::times::Held;
use crate::zone::ZoneHash;

/// Edges are looked for this far, metres: beyond it is simply far.
pub const FAR_M: f64 = 2_000.0;
/// A position older than this may not be where the officer is now, milliseconds.
const OLD_POSITION_MS: i64 = 60_000;
/// Orders that ended longer ago are not spoken of, days.
const ENDED_SHOWN_DAYS: i32 = 366;
/// How far hours are looked ahead, milliseconds: a week and a day.
const LOOK_AHEAD_MS: i64 = 8 * 86_400_000;

/// A zone version around the officer, with the code that conditions and premises name it by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZoneNear<'z> {
    /// How the officer stands to it.
    pub around: ZoneAround<'z>,
    /// The authority's code of the zone.
    pub code: &'z str,
}

/// One condition, and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Applying<'b> {
    /// The order version.
    pub order: &'b OrderVersion,
    /// Its name, as a record keeps it.
    pub hash: Hash,
    /// The condition.
    pub condition: &'b Condition,
    /// The zone version it was judged by.
    pub zone: ZoneHash,
    /// The zone's code.
    pub zone_code: String,
    /// How it stands.
    pub standing: Standing,
    /// The officer's position lies in the zone.
    pub inside: bool,
    /// Metres to the zone's edge; [`FAR_M`] stands for that and more.
    pub edge_m: f64,
    /// The nearest sign of the order.
    pub nearest_sign: Option<NearSign>,
    /// Why only a warning should be offered.
    pub warn_only: Option<WhyWarnOnly>,
    /// Days until the order ends, if that is soon.
    pub ends_in_days: Option<u32>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatApplies<'b> {
    /// For where.
    pub place: Place,
    /// For when.
    pub time: LegalTime,
    /// The rule set in force then; none means that no paper can be made.
    pub rule_set: Option<&'b RuleSet>,
    /// Conditions, the certain ones first, then by order and in the order's own order.
    pub applying: Vec<Applying<'b>>,
}

impl<'b> WhatApplies<'b> {
    /// Conditions that may be in force here: certain and unsure ones.
    pub fn here(&self) -> impl Iterator<Item = &Applying<'b>> {
        self.applying.iter().filter(|one| one.standing.rank() <= 1)
    }
}

/// How far around a place zones have to be known for an answer, metres.
#[must_use]
pub fn reach_m(book: &OrderBook, place: Place) -> f64 {
    f64::from(book.book().policy.just_outside_m).max(place.disc_m())
}

/// The zones of a fence around a place, with their codes; zones without one are left out.
pub fn zones_near<'z>(
    fence: &'z Fence,
    place: Place,
    reach_m: f64,
    code_of: impl Fn(&ZoneHash) -> Option<&'z str>,
) -> Vec<ZoneNear<'z>> {
    let around = fence.around(place.lat, place.lon, reach_m, FAR_M);
    around.into_iter().filter_map(|around| Some(ZoneNear { code: code_of(&around.zone)?, around })).collect()
}

/// What applies at a place and time. `zones` are those within [`reach_m`] of it, whatever their validity; `own` is what the
/// officer who asks found of signs, which the book may not have heard of.
///
/// # Errors
/// [`CalendarError::OutOfRange`] if the time is no date.
pub fn what_applies<'b>(
    book: &'b OrderBook,
    zones: &[ZoneNear<'_>],
    place: Place,
    time: LegalTime,
    own: &[SignFound],
) -> Result<WhatApplies<'b>, CalendarError> {
    let (from, to) = time.span();
    let day = local_date(time.at)?;
    let rule_set = book.book().rule_sets.in_force(day);
    let mut asked = Asked {
        book,
        place,
        time,
        span: (from, to),
        days: (local_date(from)?, day, local_date(to)?),
        rule_set,
        exempt: Vec::new(),
        own,
        signs: BTreeMap::new(),
    };
    asked.exempt = asked.exempt_premises(zones)?;
    let mut best: BTreeMap<(usize, usize), Applying<'b>> = BTreeMap::new();
    for zone in zones {
        let Some(validity) = validity(zone, from, to) else { continue };
        for (order, version, number, condition) in book.conditions_in(zone.code) {
            if asked.is_current(version, order)
                && let Some(applying) = asked.judge((order, version), condition, zone, validity)?
            {
                let key = (order, number);
                if best.get(&key).is_none_or(|known| nearer(&applying, known)) {
                    best.insert(key, applying);
                }
            }
        }
    }
    let mut applying: Vec<Applying<'b>> = best.into_values().collect();
    applying.sort_by(|one, other| {
        let key = |one: &Applying<'b>| (one.standing.rank(), one.order.code.as_str(), one.order.version);
        key(one).cmp(&key(other))
    });
    Ok(WhatApplies { place, time, rule_set, applying })
}

/// Whether one zone shows a condition better than another: the surer standing, then the farther edge inside.
fn nearer(one: &Applying<'_>, other: &Applying<'_>) -> bool {
    let depth = |one: &Applying<'_>| if one.inside { one.edge_m } else { -one.edge_m };
    match one.standing.rank().cmp(&other.standing.rank()) {
        core::cmp::Ordering::Equal => depth(one) > depth(other),
        order => order.is_lt(),
    }
}

/// Whether a zone version counts in all or some of a stretch; none if at no time of it.
fn validity(zone: &ZoneNear<'_>, from: i64, to: i64) -> Option<Held> {
    let holds = |at: i64| zone.around.validity.iter().any(|span| span.from <= at && at < span.to);
    let whole = zone.around.validity.iter().any(|span| span.from <= from && to < span.to);
    let some = whole || holds(from) || holds(to);
    match (whole, some) {
        (true, _) => Some(Held::Throughout),
        (_, true) => Some(Held::Partly),
        _ => None,
    }
}

/// Premises around the officer that are outside orders about alcohol, at least perhaps.
struct Exempt<'b> {
    premises: &'b Premises,
    certain: bool,
}

struct Asked<'b, 'o> {
    book: &'b OrderBook,
    place: Place,
    time: LegalTime,
    span: (i64, i64),
    /// The local days of the first, the likeliest and the last instant.
    days: (Date, Date, Date),
    rule_set: Option<&'b RuleSet>,
    exempt: Vec<Exempt<'b>>,
    own: &'o [SignFound],
    /// What the signs of an order say, looked at once.
    signs: BTreeMap<String, (Option<NearSign>, Option<WhyWarnOnly>)>,
}

impl<'b> Asked<'b, '_> {
    fn is_current(&self, version: &OrderVersion, number: usize) -> bool {
        self.book.current(&version.code, self.days.1).is_some_and(|(current, _)| current == number)
    }

    fn judge(
        &mut self,
        (number, order): (usize, &'b OrderVersion),
        condition: &'b Condition,
        zone: &ZoneNear<'_>,
        validity: Held,
    ) -> Result<Option<Applying<'b>>, CalendarError> {
        let around = &zone.around;
        let touches = around.edge_m <= self.place.disc_m();
        let (mut whys, mut doubts) = self.in_time(order, condition)?;
        if !around.inside && !touches {
            let shown = whys.is_empty() && around.edge_m <= f64::from(self.book.book().policy.just_outside_m);
            if !shown {
                return Ok(None);
            }
        }
        let old = whys.iter().any(|why| match why {
            WhyNot::Ended(last) => {
                self.days.1.since(*last).is_ok_and(|ago| ago.get_days() > ENDED_SHOWN_DAYS)
            }
            WhyNot::Discharged(from) => {
                self.days.1.since(*from).is_ok_and(|ago| ago.get_days() > ENDED_SHOWN_DAYS)
            }
            WhyNot::NotYet(_) | WhyNot::Hours { .. } | WhyNot::Premises { .. } => false,
        });
        if old {
            return Ok(None);
        }
        if self.is_about_alcohol(condition) {
            for exempt in &self.exempt {
                let Premises { code, name, kind, .. } = exempt.premises;
                let (code, name) = (code.clone(), name.clone());
                if exempt.certain {
                    whys.push(WhyNot::Premises { code, name, kind: kind.name() });
                } else {
                    doubts.push(Doubt::Premises { code, name });
                }
            }
        }
        if touches {
            doubts.push(Doubt::Edge);
        }
        if self.place.age_ms > OLD_POSITION_MS {
            doubts.push(Doubt::OldPosition { age_ms: self.place.age_ms });
        }
        if validity == Held::Partly {
            doubts.push(Doubt::ZoneChanges);
        }
        if self.time.within.is_none() {
            // The phone's own clock refuses nothing.
            doubts.push(Doubt::TimeUnknown);
            doubts.extend(whys.drain(..).map(Doubt::NotByThisClock));
        }
        let standing = if !whys.is_empty() {
            Standing::NotInForce(whys)
        } else if !around.inside && !touches {
            Standing::JustOutside
        } else if doubts.is_empty() {
            Standing::Certain
        } else {
            Standing::Unsure(doubts)
        };
        let (nearest_sign, warn_only) = self.signs(order);
        let in_force = standing.rank() <= 1;
        Ok(Some(Applying {
            order,
            hash: self.book.hash_of(number),
            condition,
            zone: around.zone,
            zone_code: zone.code.to_owned(),
            inside: around.inside,
            edge_m: around.edge_m,
            nearest_sign,
            warn_only: warn_only.filter(|_| in_force),
            ends_in_days: self.ends_in_days(order).filter(|_| in_force),
            standing,
        }))
    }

    /// What the order's term and the condition's times say of the whole stretch in which it is now.
    fn in_time(
        &self,
        order: &OrderVersion,
        condition: &Condition,
    ) -> Result<(Vec<WhyNot>, Vec<Doubt>), CalendarError> {
        let (mut whys, mut doubts) = (Vec::new(), Vec::new());
        let (first, day, last) = self.days;
        let on = |day: Date| self.book.current(&order.code, day).map(|(_, version)| version.on_day(day));
        let same_version = |day: Date| {
            self.book.current(&order.code, day).is_some_and(|(_, version)| version.version == order.version)
        };
        match order.on_day(day) {
            _ if first != last && (on(first) != on(last) || !same_version(first) || !same_version(last)) => {
                doubts.push(Doubt::TimeVague);
            }
            OnDay::InForce => {}
            OnDay::NotYet(from) => whys.push(WhyNot::NotYet(from)),
            OnDay::Ended(until) => whys.push(WhyNot::Ended(until)),
            OnDay::Discharged(from) => whys.push(WhyNot::Discharged(from)),
        }
        let (from, to) = self.span;
        match condition.times.hold_over(from, to)? {
            Held::Throughout => {}
            Held::Never => {
                let next = condition.times.next_change(to, to.saturating_add(LOOK_AHEAD_MS))?;
                whys.push(WhyNot::Hours { next });
            }
            Held::Partly if doubts.is_empty() => doubts.push(Doubt::TimeVague),
            Held::Partly => {}
        }
        Ok((whys, doubts))
    }

    /// An offence that begins with a requirement is about alcohol (s63), and only those stop at premises (s62).
    fn is_about_alcohol(&self, condition: &Condition) -> bool {
        let row = self.rule_set.and_then(|rules| rules.offence(&condition.offence));
        row.is_some_and(|row| row.follows == Follows::Requirement)
    }

    fn exempt_premises(&self, zones: &[ZoneNear<'_>]) -> Result<Vec<Exempt<'b>>, CalendarError> {
        let Some(rules) = self.rule_set else { return Ok(Vec::new()) };
        let (from, to) = self.span;
        let disc = self.place.disc_m();
        let mut found: Vec<Exempt<'b>> = Vec::new();
        let mut look = |premises: &'b Premises, depth: f64, always: bool| -> Result<(), CalendarError> {
            // Most premises are far, and hours cost a calendar.
            if depth < -disc {
                return Ok(());
            }
            let held = premises.exempt_over(from, to, rules.premises_tail_minutes)?;
            if held == Held::Never {
                return Ok(());
            }
            let certain = depth >= disc && held == Held::Throughout && always;
            found.push(Exempt { premises, certain });
            Ok(())
        };
        for zone in zones {
            let Some(validity) = validity(zone, from, to) else { continue };
            let around = &zone.around;
            let depth = if around.inside { around.edge_m } else { -around.edge_m };
            for premises in self.book.premises_in(zone.code) {
                look(premises, depth, validity == Held::Throughout)?;
            }
        }
        for premises in self.book.circles() {
            if let PremisesArea::Around { at, metres } = &premises.area {
                look(premises, f64::from(*metres) - metres_between(self.place.vertex(), at.0), true)?;
            }
        }
        Ok(found)
    }

    fn signs(&mut self, order: &OrderVersion) -> (Option<NearSign>, Option<WhyWarnOnly>) {
        if let Some(known) = self.signs.get(&order.code) {
            return known.clone();
        }
        let (book, own, day) = (self.book, self.own, self.days.1);
        let known = |sign: &'b Sign| {
            let own = own.iter().filter(|one| one.sign == sign.code);
            (sign, SignKnown::of(sign, book.sightings_of(&sign.code).chain(own), day))
        };
        let signs = self.book.signs_of(&order.code).map(known);
        let unseen = self.book.book().policy.sign_unseen_days;
        let told = look(signs, self.place.vertex(), day, order.sign_distance_m, unseen);
        self.signs.insert(order.code.clone(), told.clone());
        told
    }

    fn ends_in_days(&self, order: &OrderVersion) -> Option<u32> {
        let left = u32::try_from(order.term.until.since(self.days.1).ok()?.get_days()).ok()?;
        (left <= self.book.book().policy.warn_days).then_some(left)
    }
}
