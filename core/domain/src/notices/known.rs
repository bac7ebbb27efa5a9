//! Notices given before by anybody of an authority, for its phones: found by whom they went to or by the registration,
//! offline, and by nothing else.
//!
//! A row stands under a keyed hash of a person, body, premises or registration; no name, address or registration is
//! in it. Rows are grouped by the first bits of that hash, and each group is a briefing object of its own: a new notice
//! changes one or two small objects, and a question reads one. The key comes with the briefing, so a phone that is
//! stolen open can try guesses; the hash keeps others from reading lists, not its holder from asking.

use beatbook_protocol::hash::Hash;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::local_date;
use crate::keyed;
use crate::law::age::AgeKnown;
use crate::law::clocks::s59_counts_until;
use crate::law::rule_set::RuleSet;
use crate::names::words;
use crate::records::encounter::people::{VehicleKnown, registration};
use crate::records::notice::Recipient;
use crate::records::notice::content::{
    NoticeContent, NoticeKind, Requirement, RequirementKind, WarningCited,
};
use crate::records::notice::story::{NoticeStory, Standing};
use crate::register;
use crate::zones::pack::{BriefingObject, PackError};

/// What every group begins with.
const FORMAT: &str = "beatbook-known-notices-1";
/// Rows of a group, about: some tens of kilobytes.
const GROUP: usize = 64;
/// Most rows under one tag, the newest: one shop may get hundreds.
const TAG_MAX: usize = 200;
/// Most bits that tell groups apart.
const BITS_MAX: u8 = 12;

/// Who or what a notice is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// To whom it went. A person is found by name and date of birth together, a body by its name, premises by their
    /// address; nobody else is found.
    Recipient(&'a Recipient),
    /// A vehicle, by its registration.
    Registration(&'a str),
}

/// Where a row stands: the first 128 bits of a keyed hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag([u8; 16]);

/// The key of an authority's tags.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TagKey(Hash);

impl core::fmt::Debug for TagKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TagKey(…)")
    }
}

impl TagKey {
    /// A key of random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Hash::from_bytes(bytes))
    }

    /// Where notices about this stand; absent if too little is known to tell it from others.
    #[must_use]
    pub fn tag(&self, subject: Subject<'_>) -> Option<Tag> {
        let (kind, parts) = told_apart(subject)?;
        keyed::hash(&self.0, &[kind, &parts[0], &parts[1]]).map(Tag)
    }
}

/// What a subject is told apart by; absent if too little is known.
fn told_apart(subject: Subject<'_>) -> Option<(&'static str, [String; 2])> {
    Some(match subject {
        Subject::Recipient(Recipient::Person { name, born: Some(born), .. }) => {
            let mut words = words(name)?;
            // Names are told in either order.
            words.sort_unstable();
            ("person", [words.join(" "), born.to_string()])
        }
        Subject::Recipient(Recipient::Body { name, .. }) => ("body", [words(name)?.join(" "), String::new()]),
        Subject::Recipient(Recipient::Premises { address, .. }) => {
            ("premises", [words(&address.join(" "))?.join(" "), String::new()])
        }
        Subject::Recipient(_) => return None,
        Subject::Registration(plate) => ("registration", [registration(plate)?, String::new()]),
    })
}

/// One requirement of a community protection notice, as far as a penalty asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRequirement {
    /// Of what kind.
    pub kind: RequirementKind,
    /// Last local day for it; absent: at once.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Date>,
}

/// A notice that was given, as others are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownNotice {
    /// Its number, as printed.
    pub number: String,
    /// Its kind.
    pub kind: NoticeKind,
    /// The local day it was given.
    pub date: Date,
    /// Where, in words, of a vehicle warning; that of others may tell whose it is.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub place: String,
    /// By whom, as public id.
    pub issuer: String,
    /// Code of the conduct, for community protection.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub about: String,
    /// Last local day of the time a warning allows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub allowed_until: Option<Date>,
    /// What it requires.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub requirements: Vec<KnownRequirement>,
    /// An appeal against it is in progress.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub under_appeal: bool,
    /// A court has changed what it requires.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub varied: bool,
}

impl KnownNotice {
    /// What others are told of a notice in force; nothing of drafts, of training, of what was voided or withdrawn, and
    /// of kinds nobody asks for later.
    #[must_use]
    pub fn of(story: &NoticeStory) -> Option<Self> {
        let Standing::Issued(issue) = &story.standing else { return None };
        let notice = &story.notice;
        let (about, allowed_until, requirements) = match &notice.content {
            NoticeContent::S59Warning(_) => (String::new(), None, Vec::new()),
            NoticeContent::Cpw(cpw) => (cpw.detriment.conduct.clone(), Some(cpw.allowed_until), Vec::new()),
            NoticeContent::Cpn(cpn) => {
                let required = |one: &Requirement| KnownRequirement { kind: one.kind, by: one.by };
                (cpn.detriment.conduct.clone(), None, cpn.requirements.iter().map(required).collect())
            }
            _ => return None,
        };
        Some(Self {
            number: issue.number.clone(),
            kind: notice.content.kind(),
            date: local_date(issue.time.at).ok()?,
            place: if matches!(notice.content, NoticeContent::S59Warning(_)) {
                notice.conduct.place.clone()
            } else {
                String::new()
            },
            issuer: notice.issuer.public_id.clone(),
            about,
            allowed_until,
            requirements,
            under_appeal: false,
            varied: false,
        })
    }

    /// Whether phones are still told of it on a day: a vehicle warning while it counts, community protection for as
    /// long as its record is kept.
    #[must_use]
    pub fn is_told_on(&self, rules: &RuleSet, day: Date) -> bool {
        let counts = || s59_counts_until(&rules.s59, self.date).is_ok_and(|last| day <= last);
        self.kind != NoticeKind::S59Warning || counts()
    }

    /// As a seizure cites it.
    #[must_use]
    pub fn cited(&self) -> WarningCited {
        let (number, place, issuer) = (self.number.clone(), self.place.clone(), self.issuer.clone());
        WarningCited { number, date: self.date, place, issuer }
    }
}

/// Whether a vehicle warning went to somebody who was under eighteen, or may have been: children are in no list of who was
/// warned before (rules of the field 6). Community protection is asked for by its number and lists nobody.
#[must_use]
pub fn is_childs_warning(story: &NoticeStory, rules: &RuleSet) -> bool {
    let notice = &story.notice;
    let born = match &notice.recipient {
        Recipient::Person { born: Some(born), .. } => Some(AgeKnown::Born(*born)),
        _ => None,
    };
    let seen = notice.conduct.time.or(story.issue().map(|issue| issue.time));
    let day = seen.and_then(|seen| local_date(seen.at).ok());
    let by_birth = || born.zip(day).is_some_and(|(born, day)| rules.may_be_under_age(Some(born), day));
    notice.content.kind() == NoticeKind::S59Warning && (notice.under_age || by_birth())
}

/// A notice and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Where.
    pub tag: Tag,
    /// What is told.
    pub notice: KnownNotice,
}

/// The rows of a notice that the register knows to stand so: under its recipient, and for a vehicle warning under the
/// registration, too. None of what is over.
#[must_use]
pub fn rows_of(key: &TagKey, story: &NoticeStory, standing: &register::Standing) -> Vec<Row> {
    let Some(mut notice) = KnownNotice::of(story).filter(|_| !standing.is_over()) else { return Vec::new() };
    if let Some(protection) = &standing.protection {
        notice.under_appeal = protection.open_appeal().is_some();
        notice.varied = protection.is_varied();
    }
    let plate = match &story.notice.content {
        NoticeContent::S59Warning(warning) => warning.nuisance.vehicle.plate.as_deref(),
        _ => None,
    };
    let subjects = [Some(Subject::Recipient(&story.notice.recipient)), plate.map(Subject::Registration)];
    let tags = subjects.into_iter().flatten().filter_map(|subject| key.tag(subject));
    tags.map(|tag| Row { tag, notice: notice.clone() }).collect()
}

/// Where the rows of an authority lie. Part of the order book's index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownIndex {
    /// The key of the tags.
    pub key: TagKey,
    /// How many of a tag's first bits name its group.
    bits: u8,
    /// The groups, in order.
    pub groups: Vec<Hash>,
}

#[derive(Serialize, Deserialize)]
struct Group {
    format: String,
    rows: Vec<Row>,
}

/// Packs rows. The same rows under the same key give the same objects.
///
/// # Errors
/// [`PackError::TooLarge`] if somebody has so many that a group is beyond what phones take.
pub fn pack(key: TagKey, mut rows: Vec<Row>) -> Result<(KnownIndex, Vec<BriefingObject>), PackError> {
    rows.sort_by(|one, other| (one.tag, &one.notice.number).cmp(&(other.tag, &other.notice.number)));
    rows.dedup();
    let rows = newest(rows);
    let mut bits = 0;
    while bits < BITS_MAX && rows.len() >> bits > GROUP {
        bits += 1;
    }
    let mut groups: Vec<Vec<Row>> = vec![Vec::new(); 1 << bits];
    for row in rows {
        if let Some(group) = groups.get_mut(group_of(row.tag, bits)) {
            group.push(row);
        }
    }
    let mut objects: Vec<BriefingObject> = Vec::with_capacity(groups.len());
    let mut hashes = Vec::with_capacity(groups.len());
    for rows in groups {
        let group = Group { format: FORMAT.to_owned(), rows };
        let object = BriefingObject::new(serde_json::to_vec(&group).map_err(|_| PackError::Malformed)?)?;
        hashes.push(object.hash);
        if !objects.iter().any(|known| known.hash == object.hash) {
            objects.push(object);
        }
    }
    Ok((KnownIndex { key, bits, groups: hashes }, objects))
}

/// At most so many under each tag, the newest ones. Rows are sorted by tag.
fn newest(rows: Vec<Row>) -> Vec<Row> {
    let mut kept = Vec::with_capacity(rows.len());
    for same in rows.chunk_by(|one, other| one.tag == other.tag) {
        if same.len() <= TAG_MAX {
            kept.extend_from_slice(same);
            continue;
        }
        let mut dates: Vec<Date> = same.iter().map(|row| row.notice.date).collect();
        dates.sort_unstable();
        let oldest = dates.get(same.len() - TAG_MAX).copied().unwrap_or(Date::MIN);
        kept.extend(same.iter().filter(|row| row.notice.date >= oldest).take(TAG_MAX).cloned());
    }
    kept
}

fn group_of(tag: Tag, bits: u8) -> usize {
    let first = u32::from_be_bytes([0, 0, tag.0[0], tag.0[1]]);
    usize::try_from(first >> (16 - u32::from(bits.min(BITS_MAX)))).unwrap_or(usize::MAX)
}

impl KnownIndex {
    /// The object in which notices under a tag are; absent if the index is not one.
    #[must_use]
    pub fn group(&self, tag: Tag) -> Option<Hash> {
        self.groups.get(group_of(tag, self.bits)).copied()
    }

    /// Notices under a tag, from the object of their group.
    ///
    /// # Errors
    /// [`PackError::WrongHash`], [`PackError::Malformed`], [`PackError::NewerFormat`].
    pub fn find(&self, tag: Tag, bytes: &[u8]) -> Result<Vec<KnownNotice>, PackError> {
        if self.group(tag) != Some(Hash::of(&[bytes])) {
            return Err(PackError::WrongHash);
        }
        let group: Group = serde_json::from_slice(bytes).map_err(|_| PackError::Malformed)?;
        if group.format != FORMAT {
            return Err(PackError::NewerFormat);
        }
        Ok(group.rows.into_iter().filter(|row| row.tag == tag).map(|row| row.notice).collect())
    }
}

/// The registration a vehicle is found by, if it bears one.
#[must_use]
pub fn plate_of(vehicle: &VehicleKnown) -> Option<Subject<'_>> {
    vehicle.plate.as_deref().filter(|plate| registration(plate).is_some()).map(Subject::Registration)
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        keyed::written(tag.0)
    }
}

impl TryFrom<String> for Tag {
    type Error = keyed::NotAKeyedHash;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        keyed::read(&text).map(Self)
    }
}
