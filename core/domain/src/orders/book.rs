//! The order book: every version of every order with premises, signs, rule sets and powers, ready to be asked.

use std::collections::BTreeMap;

use beatbook_protocol::hash::Hash;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::powers::OfficerPowers;
use crate::law::rule_set::RuleSetError;
use crate::law::rule_sets::RuleSets;
use crate::law::shipped;
use crate::notices::known::KnownIndex;
use crate::orders::authority::AuthorityPaper;
use crate::orders::order::{Condition, OrderVersion};
use crate::orders::premises::{Premises, PremisesArea};
use crate::orders::signs::{Sign, SignFound};
use crate::orders::templates::KeptTemplates;
use crate::records::encounter::positions::SamePlace;

/// What an authority has settled about its book. Left out of a file, these are the field's usual values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Hours after which a phone says that its briefing is old.
    pub amber_hours: u32,
    /// Days after which a phone makes drafts only.
    pub drafts_only_days: u32,
    /// Days before an order ends from which phones and lists say so.
    pub warn_days: u32,
    /// Days after which a sign nobody has seen counts as missing.
    pub sign_unseen_days: u32,
    /// Metres outside a zone up to which its conditions are still shown, as just outside.
    pub just_outside_m: u32,
    /// Days after the conduct in which a draft may still be issued by post.
    pub post_days: u32,
    /// Minutes after a conduct within which a further position may still be of its place.
    pub same_place_minutes: u32,
    /// Metres from where the officer was at the conduct within which it may.
    pub same_place_m: u32,
    /// Days after it was last seen for which a danger of a place is told of (rules of the field 10).
    pub hazard_days: u32,
    /// Metres around a place within which its dangers are shown.
    pub hazard_m: u32,
    /// Minutes of a lone worker's timer, where none are said.
    pub alone_minutes: u32,
    /// Weekdays for confirming or voiding a notice that needs a second look.
    pub review_weekdays: u32,
    /// Days for which belongings from a moved tent are kept.
    pub belongings_days: u32,
}

impl Policy {
    /// Most days that an authority may settle on for issuing a draft by post.
    pub const POST_DAYS_MAX: u32 = 366;

    /// When a further position is of the place of a conduct.
    #[must_use]
    pub fn same_place(&self) -> SamePlace {
        SamePlace { minutes: self.same_place_minutes, metres: self.same_place_m }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            amber_hours: 24,
            drafts_only_days: 7,
            warn_days: 90,
            sign_unseen_days: 90,
            just_outside_m: 100,
            post_days: 14,
            same_place_minutes: 10,
            same_place_m: 30,
            hazard_days: 90,
            hazard_m: 100,
            alone_minutes: 45,
            review_weekdays: 5,
            belongings_days: 28,
        }
    }
}

/// What a book holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// Every version of every order, by code and version.
    pub orders: Vec<OrderVersion>,
    /// Premises that orders about alcohol do not reach, by code.
    pub premises: Vec<Premises>,
    /// Signs, by code.
    pub signs: Vec<Sign>,
    /// What officers found of them since, as [`crate::orders::signs::newest_of`] keeps it.
    pub sightings: Vec<SignFound>,
    /// What stands on the paper of each authority, by code.
    pub authorities: Vec<AuthorityPaper>,
    /// What notices are printed with, every set there ever was; the last one counts.
    pub templates: Vec<KeptTemplates>,
    /// The law.
    pub rule_sets: RuleSets,
    /// Who may do what, by officer.
    pub powers: Vec<OfficerPowers>,
    /// Where notices given before are found; their groups are objects beside the book.
    pub known: Option<KnownIndex>,
    /// What the authority has settled.
    pub policy: Policy,
}

impl Book {
    /// A book without orders: what an authority begins with.
    ///
    /// # Errors
    /// Never with the rule sets as shipped.
    pub fn founding() -> Result<Self, RuleSetError> {
        Ok(Self { rule_sets: shipped::rule_sets()?, ..Self::default() })
    }

    /// What stands on the paper of the authority of this code.
    #[must_use]
    pub fn paper_of(&self, authority: &str) -> Option<&AuthorityPaper> {
        self.authorities.iter().find(|paper| paper.code == authority)
    }

    /// Whether there is a sign of this code.
    #[must_use]
    pub fn has_sign(&self, code: &str) -> bool {
        self.signs.iter().any(|sign| sign.code == code)
    }

    /// The versions of one order, in the order in which they follow each other.
    #[must_use]
    pub fn versions_of(&self, code: &str) -> Vec<&OrderVersion> {
        let mut versions: Vec<&OrderVersion> =
            self.orders.iter().filter(|order| order.code == code).collect();
        versions.sort_by_key(|order| (order.effective, order.version));
        versions
    }

    /// The version of an order that counts on a local day: the last to have begun.
    #[must_use]
    pub fn version_on(&self, code: &str, day: Date) -> Option<&OrderVersion> {
        self.versions_of(code).into_iter().rfind(|order| order.effective <= day)
    }
}

/// A condition's place in a book: of which order version, and which of its conditions.
#[derive(Debug, Clone, Copy)]
struct At {
    order: usize,
    condition: usize,
}

/// A book ready to be asked. Immutable; share it behind an `Arc`.
#[derive(Debug, Default)]
pub struct OrderBook {
    book: Book,
    /// The names of the order versions, in their order.
    hashes: Vec<Hash>,
    /// Versions by order, in the order in which they follow each other.
    versions: BTreeMap<String, Vec<usize>>,
    by_zone: BTreeMap<String, Vec<At>>,
    signs: BTreeMap<String, Vec<usize>>,
    sightings: BTreeMap<String, Vec<usize>>,
    premises: BTreeMap<String, Vec<usize>>,
    circles: Vec<usize>,
}

impl OrderBook {
    /// Indexes a book.
    #[must_use]
    pub fn new(book: Book) -> Self {
        let mut ready =
            Self { hashes: book.orders.iter().map(OrderVersion::hash).collect(), ..Self::default() };
        for (number, order) in book.orders.iter().enumerate() {
            ready.versions.entry(order.code.clone()).or_default().push(number);
            for (condition, told) in order.conditions.iter().enumerate() {
                for zone in &told.zones {
                    let at = At { order: number, condition };
                    ready.by_zone.entry(zone.clone()).or_default().push(at);
                }
            }
        }
        let follows = |number: &usize| book.orders.get(*number).map(|order| (order.effective, order.version));
        for versions in ready.versions.values_mut() {
            versions.sort_by_key(follows);
        }
        for (number, sign) in book.signs.iter().enumerate() {
            for order in &sign.orders {
                ready.signs.entry(order.clone()).or_default().push(number);
            }
        }
        for (number, one) in book.sightings.iter().enumerate() {
            ready.sightings.entry(one.sign.clone()).or_default().push(number);
        }
        for (number, premises) in book.premises.iter().enumerate() {
            match &premises.area {
                PremisesArea::Zone(code) => ready.premises.entry(code.clone()).or_default().push(number),
                PremisesArea::Around { .. } => ready.circles.push(number),
            }
        }
        ready.book = book;
        ready
    }

    /// What it holds.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The version of this hash.
    #[must_use]
    pub fn version(&self, hash: &Hash) -> Option<&OrderVersion> {
        let number = self.hashes.iter().position(|known| known == hash)?;
        self.book.orders.get(number)
    }

    /// The version of an order that counts on a local day, or the first if none does yet.
    pub(crate) fn current(&self, code: &str, day: Date) -> Option<(usize, &OrderVersion)> {
        let versions = self.versions.get(code)?;
        let version = |number: &usize| self.book.orders.get(*number).map(|order| (*number, order));
        let begun = versions
            .iter()
            .rev()
            .find(|number| version(number).is_some_and(|(_, order)| order.effective <= day));
        begun.or(versions.first()).and_then(version)
    }

    /// Every condition that names a zone, of every version.
    pub(crate) fn conditions_in(
        &self,
        zone: &str,
    ) -> impl Iterator<Item = (usize, &OrderVersion, usize, &Condition)> {
        self.by_zone.get(zone).into_iter().flatten().filter_map(|at| {
            let order = self.book.orders.get(at.order)?;
            Some((at.order, order, at.condition, order.conditions.get(at.condition)?))
        })
    }

    pub(crate) fn hash_of(&self, order: usize) -> Hash {
        self.hashes.get(order).copied().unwrap_or(Hash::ZERO)
    }

    pub(crate) fn signs_of(&self, order: &str) -> impl Iterator<Item = &Sign> {
        self.signs.get(order).into_iter().flatten().filter_map(|number| self.book.signs.get(*number))
    }

    /// What officers found of a sign.
    pub(crate) fn sightings_of(&self, sign: &str) -> impl Iterator<Item = &SignFound> {
        self.sightings.get(sign).into_iter().flatten().filter_map(|number| self.book.sightings.get(*number))
    }

    /// Premises drawn as a zone of this code.
    pub(crate) fn premises_in(&self, zone: &str) -> impl Iterator<Item = &Premises> {
        let numbers = self.premises.get(zone).into_iter().flatten();
        numbers.filter_map(|number| self.book.premises.get(*number))
    }

    /// Premises drawn as circles.
    pub(crate) fn circles(&self) -> impl Iterator<Item = &Premises> {
        self.circles.iter().filter_map(|number| self.book.premises.get(*number))
    }
}
