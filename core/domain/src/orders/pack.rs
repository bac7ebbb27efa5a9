//! An order book as briefing objects: small, named by the hash of their bytes, fetched once.
//!
//! Each order version and rule set is an object of its own, so its hash is the object's; lists are cut into
//! pieces. The index names them all, and its hash names the book.

use beatbook_protocol::hash::Hash;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::law::powers::OfficerPowers;
use crate::law::rule_set::RuleSet;
use crate::law::rule_sets::RuleSets;
use crate::notices::known::KnownIndex;
use crate::orders::authority::AuthorityPaper;
use crate::orders::book::{Book, Policy};
use crate::orders::order::OrderVersion;
use crate::orders::premises::Premises;
use crate::orders::signs::{Sign, SignFound};
use crate::orders::templates::{KeptTemplates, TemplatesRef};
use crate::zones::pack::{BriefingObject, PackError};

/// What an index says it is.
const INDEX: &str = "beatbook-order-index-1";
/// The same without its version.
const FAMILY: &str = "beatbook-order-index-";
/// Members of one piece of a list: some tens of kilobytes.
const PIECE: usize = 200;

/// A book, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedBook {
    /// Names all others; its hash is the book's.
    pub index: BriefingObject,
    /// Order versions, rule sets, and pieces of the lists.
    pub objects: Vec<BriefingObject>,
}

/// The index of a book: which objects to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderIndex {
    format: String,
    /// Order versions, one each.
    pub orders: Vec<Hash>,
    /// Rule sets, one each.
    pub rule_sets: Vec<Hash>,
    /// Pieces of the list of premises.
    pub premises: Vec<Hash>,
    /// Pieces of the list of signs.
    pub signs: Vec<Hash>,
    /// Pieces of the list of what officers found of signs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sightings: Vec<Hash>,
    /// Pieces of the list of authorities' papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<Hash>,
    /// Sets of templates, one object each, the one that counts last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<TemplatesRef>,
    /// Pieces of the list of officers' powers.
    pub powers: Vec<Hash>,
    /// Where notices given before are found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownIndex>,
    /// What the authority has settled.
    pub policy: Policy,
}

/// Packs a book; the groups of notices given before are packed by [`crate::notices::known::pack`]. The same book gives the
/// same objects.
///
/// # Errors
/// [`PackError::TooLarge`] if an order or the whole book is beyond what phones take; [`PackError::MissingObject`] if the book
/// came without one of its sets of templates.
pub fn pack(book: &Book) -> Result<PackedBook, PackError> {
    let mut packer = Packer::default();
    let orders = packer.each(book.orders.iter().map(OrderVersion::to_bytes))?;
    let rule_sets: Result<Vec<Vec<u8>>, _> = book.rule_sets.revisions().map(RuleSet::to_bytes).collect();
    let rule_sets = packer.each(rule_sets.map_err(|_| PackError::Malformed)?.into_iter())?;
    let (premises, signs) = (packer.pieces(&book.premises)?, packer.pieces(&book.signs)?);
    let sightings = packer.pieces(&book.sightings)?;
    let (authorities, powers) = (packer.pieces(&book.authorities)?, packer.pieces(&book.powers)?);
    let templates = packer.templates(&book.templates)?;
    let index = OrderIndex {
        format: INDEX.to_owned(),
        orders,
        rule_sets,
        premises,
        signs,
        sightings,
        authorities,
        templates,
        powers,
        known: book.known.clone(),
        policy: book.policy,
    };
    Ok(PackedBook { index: BriefingObject::new(written(&index)?)?, objects: packer.objects })
}

#[derive(Default)]
struct Packer {
    objects: Vec<BriefingObject>,
}

impl Packer {
    fn each(&mut self, bytes: impl Iterator<Item = Vec<u8>>) -> Result<Vec<Hash>, PackError> {
        bytes.map(|bytes| self.add(bytes)).collect()
    }

    fn pieces<T: Serialize>(&mut self, list: &[T]) -> Result<Vec<Hash>, PackError> {
        list.chunks(PIECE).map(|piece| self.add(written(&piece)?)).collect()
    }

    fn templates(&mut self, sets: &[KeptTemplates]) -> Result<Vec<TemplatesRef>, PackError> {
        for kept in sets {
            let bytes = kept.bytes.clone().ok_or(PackError::MissingObject)?;
            if self.add(bytes)? != kept.set.hash {
                return Err(PackError::WrongHash);
            }
        }
        Ok(sets.iter().map(|kept| kept.set.clone()).collect())
    }

    fn add(&mut self, bytes: Vec<u8>) -> Result<Hash, PackError> {
        let object = BriefingObject::new(bytes)?;
        let hash = object.hash;
        if !self.objects.iter().any(|known| known.hash == hash) {
            self.objects.push(object);
        }
        Ok(hash)
    }
}

fn written(value: &impl Serialize) -> Result<Vec<u8>, PackError> {
    serde_json::to_vec(value).map_err(|_| PackError::Malformed)
}

impl OrderIndex {
    /// Reads an index object.
    ///
    /// # Errors
    /// [`PackError::WrongHash`], [`PackError::Malformed`], [`PackError::NewerFormat`].
    pub fn open(hash: Hash, bytes: &[u8]) -> Result<Self, PackError> {
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        let format: Format = read(hash, bytes)?;
        match format.format.as_str() {
            INDEX => read(hash, bytes),
            other if other.starts_with(FAMILY) => Err(PackError::NewerFormat),
            _ => Err(PackError::Malformed),
        }
    }

    /// Every object the book is put together from.
    pub fn objects(&self) -> impl Iterator<Item = Hash> {
        let signs = [&self.signs, &self.sightings];
        let lists = [&self.orders, &self.rule_sets, &self.premises, &self.authorities, &self.powers];
        let lists = lists.into_iter().chain(signs);
        let templates = self.templates.iter().map(|set| set.hash);
        lists.flatten().copied().chain(templates)
    }

    /// Groups of notices given before. They come to those who read what others enforce, and nobody else misses them.
    pub fn groups(&self) -> impl Iterator<Item = Hash> {
        self.known.iter().flat_map(|known| &known.groups).copied()
    }

    /// Puts the book together from its objects. A set of templates that is absent or damaged takes nothing else away: paper is
    /// printed with another one.
    ///
    /// # Errors
    /// A [`PackError`] naming what is wrong with the first object that cannot be used.
    pub fn assemble<'b>(&self, mut object: impl FnMut(Hash) -> Option<&'b [u8]>) -> Result<Book, PackError> {
        let mut get = |hash: Hash| object(hash).ok_or(PackError::MissingObject);
        let mut orders = Vec::with_capacity(self.orders.len());
        for &hash in &self.orders {
            let bytes = get(hash)?;
            checked(hash, bytes)?;
            orders.push(OrderVersion::from_bytes(bytes).ok_or(PackError::Malformed)?);
        }
        let mut sets = Vec::with_capacity(self.rule_sets.len());
        for &hash in &self.rule_sets {
            let bytes = get(hash)?;
            checked(hash, bytes)?;
            sets.push(RuleSet::read(bytes).map_err(|_| PackError::Malformed)?);
        }
        let mut book = Book {
            orders,
            rule_sets: RuleSets::new(sets).map_err(|_| PackError::Malformed)?,
            policy: self.policy,
            known: self.known.clone(),
            ..Book::default()
        };
        for &hash in &self.premises {
            book.premises.extend(read::<Vec<Premises>>(hash, get(hash)?)?);
        }
        for &hash in &self.signs {
            book.signs.extend(read::<Vec<Sign>>(hash, get(hash)?)?);
        }
        for &hash in &self.sightings {
            book.sightings.extend(read::<Vec<SignFound>>(hash, get(hash)?)?);
        }
        for &hash in &self.authorities {
            book.authorities.extend(read::<Vec<AuthorityPaper>>(hash, get(hash)?)?);
        }
        for &hash in &self.powers {
            book.powers.extend(read::<Vec<OfficerPowers>>(hash, get(hash)?)?);
        }
        book.templates = self
            .templates
            .iter()
            .map(|set| {
                let bytes = object(set.hash).filter(|bytes| checked(set.hash, bytes).is_ok());
                KeptTemplates { set: set.clone(), bytes: bytes.map(<[u8]>::to_vec) }
            })
            .collect();
        Ok(book)
    }
}

fn checked(hash: Hash, bytes: &[u8]) -> Result<(), PackError> {
    if Hash::of(&[bytes]) == hash { Ok(()) } else { Err(PackError::WrongHash) }
}

fn read<T: DeserializeOwned>(hash: Hash, bytes: &[u8]) -> Result<T, PackError> {
    checked(hash, bytes)?;
    serde_json::from_slice(bytes).map_err(|_| PackError::Malformed)
}
