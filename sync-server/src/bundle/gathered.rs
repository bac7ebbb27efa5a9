//! Everything of one notice, read once, and what of it each profile may hold.

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::orders::signs::{Sign, SignFound};
use beatbook_domain::records::encounter::judged::EncounterJudged;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::keeping::TrackExtracted;
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::register::Standing;
use beatbook_domain::track;
use beatbook_domain::zone::{ZoneHash, ZoneVersion};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_protocol::ranges::{SeqRange, SeqSet};
use beatbook_protocol::receipt::Receipt;
use beatbook_protocol::sign::PublicKey;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::BundleRefusal;
use super::before::{self, Absent, Before, Reads, Told};
use super::format::{EntryLine, Profile, Proof, base64, hex};
use super::history::{self, HistoryLine};
use super::others::{encounter_of, without_others};
use crate::auth::Scope;
use crate::drafts::encounter;
use crate::error::Fault;
use crate::made_under::rule_set;
use crate::notices::{View, view};
use crate::service::Service;
use crate::sightings::of_sign;
use crate::store::{JournalRef, Store, StoredBody, StoredEntry};

/// Entries read at a time.
const PAGE: usize = 1_000;

/// An entry and what it is to this notice.
struct Kept {
    header: Header,
    entry: StoredEntry,
    of: Of,
    branch: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The record of the notice itself (0), or of one that it rests on.
    Notice(usize),
    /// The encounter it came from.
    Encounter,
    /// The server's journal, about such a notice.
    Server(usize),
    /// Neither: its header is a link of the chain.
    Chain,
}

/// Everything of one notice.
pub struct Gathered {
    pub number: NoticeNumber,
    pub record: Id,
    pub story: NoticeStory,
    pub standing: Standing,
    pub encounter: Option<Encounter>,
    pub order: Option<OrderVersion>,
    pub rules: Option<RuleSet>,
    pub zone: Option<ZoneVersion>,
    pub sign: Option<Sign>,
    /// What officers found of that sign until the notice was issued, the earliest first.
    pub signs_found: Vec<SignFound>,
    pub proof: Proof,
    pub server: Id,
    pub keys: Vec<PublicKey>,
    pub made: i64,
    /// What it rests on, the nearest first.
    pub before: Vec<Before>,
    /// What it rests on and is not here.
    pub absent: Vec<Absent>,
    /// What there is of the track around the encounter.
    pub around: Vec<TrackExtracted>,
    /// Public ids of officers by id.
    officers: BTreeMap<Id, String>,
    entries: Vec<Kept>,
}

/// Reads it; refused for a number nobody knows, whose body is gone, or whose record another authority has.
pub async fn gather(
    service: &Service,
    scope: &Scope,
    (number, reads): (&NoticeNumber, Reads<'_>),
) -> Result<Gathered, BundleRefusal> {
    let store = &**service.store();
    let view = view(store, scope).await?;
    let (record, notebook) = *view.told.records.get(number).ok_or(BundleRefusal::Unknown)?;
    if let Some(giver) = view.facts.guests.get(&notebook) {
        return Err(BundleRefusal::OtherRecord(giver.clone()));
    }
    let story = view.told.story(number, &view.facts.told).ok_or(BundleRefusal::Unknown)?;
    let case = view.told.register.case(number).ok_or(BundleRefusal::Unknown)?;
    let now = service.clock().now();
    let today = local_date(now).map_err(|_| Fault::Format { what: "today's date" })?;
    let journals = store.journals(scope).await?;
    let journal =
        journals.iter().find(|one| one.id == notebook).ok_or(Fault::Unknown { what: "notebook" })?;
    let (mut before, absent) = before::find(store, scope, &view, &story, (today, reads)).await?;
    let own = Told { number, record, notebook, encounter: story.notice.encounter };
    let told: Vec<Told<'_>> = std::iter::once(own).chain(before.iter().map(Told::of)).collect();
    let of = |header: &Header| match told.iter().position(|one| one.is_record(header)) {
        Some(place) => Of::Notice(place),
        None if header.notebook == notebook && header.record == story.notice.encounter => Of::Encounter,
        None => Of::Chain,
    };
    let mut notebooks: Vec<Id> = Vec::new();
    for one in &told {
        if !notebooks.contains(&one.notebook) {
            notebooks.push(one.notebook);
        }
    }
    let mut entries = Vec::new();
    let end = |id: Id| journals.iter().find(|one| one.id == id).map_or(u64::MAX, |one| one.head.point.seq);
    for notebook in notebooks {
        for branch in store.branches(scope, notebook).await? {
            let header =
                Header::parse(&branch.entry.header).map_err(|_| Fault::Damaged { what: "header" })?;
            let of = of(&header);
            if of != Of::Chain {
                entries.push(Kept { header, entry: branch.entry, of, branch: true });
            }
        }
        let mut begun = false;
        pages(service, scope, (notebook, end(notebook)), |header, entry| {
            let of = of(&header);
            // The chain begins with the first entry that matters.
            begun |= of != Of::Chain;
            if begun {
                // A link needs no body, and tracks have large ones.
                let body = if of == Of::Chain { StoredBody::Missing } else { entry.body };
                entries.push(Kept { header, entry: StoredEntry { body, ..entry }, of, branch: false });
            }
        })
        .await?;
    }
    pages(service, scope, (view.facts.own, end(view.facts.own)), |header, entry| {
        if let Some(place) = told.iter().position(|one| one.is_told(&header, &entry)) {
            entries.push(Kept { header, entry, of: Of::Server(place), branch: false });
        }
    })
    .await?;
    let mut proven = vec![notebook];
    for one in &mut before {
        if !proven.contains(&one.notebook) {
            proven.push(one.notebook);
            let theirs = journals.iter().find(|journal| journal.id == one.notebook);
            one.proof = Some(proof(service, scope, theirs.ok_or(Fault::Unknown { what: "notebook" })?, now)?);
        }
    }
    let told = store.entries_of(scope, notebook, story.notice.encounter).await?;
    let cited = story.notice.order.clone();
    let zone = match cited.as_ref().and_then(|cited| cited.zone) {
        Some(zone) => zone_version(service, scope, &view, ZoneHash(*zone.as_bytes())).await?,
        None => None,
    };
    let identity = store.identity().await?;
    let officers = store.officers(scope).await?.into_iter().map(|one| (one.id, one.code)).collect();
    let order = cited
        .as_ref()
        .and_then(|cited| view.book.orders.iter().find(|order| order.hash() == cited.order).cloned());
    let met = encounter(&told);
    let sign = match cited.as_ref().and_then(|cited| cited.sign.as_ref()) {
        Some(cited) => sign_of_then(store, scope, (&story, met.as_ref()), &cited.code).await?,
        None => None,
    };
    let issued = story.issue().map_or(now, |issue| issue.time.at);
    let signs_found = match cited.as_ref().and_then(|cited| cited.sign.as_ref()) {
        Some(cited) => of_sign(store, scope, &cited.code, issued).await?,
        None => Vec::new(),
    };
    let around = store.track_around(scope, notebook, story.notice.encounter).await?;
    Ok(Gathered {
        around,
        before,
        absent,
        number: number.clone(),
        record,
        standing: case.standing(today),
        encounter: met,
        rules: rule_set(store, scope, &view, story.notice.rule_set.hash).await?,
        proof: proof(service, scope, journal, now)?,
        server: identity.server,
        keys: identity.receipt_keys,
        made: now,
        order,
        zone,
        signs_found,
        sign,
        officers,
        entries,
        story,
    })
}

/// Reads a journal to its end.
async fn pages(
    service: &Service,
    scope: &Scope,
    (journal, end): (Id, u64),
    mut take: impl FnMut(Header, StoredEntry),
) -> Result<(), Fault> {
    let mut from = 0;
    loop {
        let page = service.store().entries(scope, journal, from, PAGE).await?;
        let last = page.len() < PAGE;
        for entry in page {
            let header = Header::parse(&entry.header).map_err(|_| Fault::Damaged { what: "header" })?;
            // What came after the head was signed is not of this bundle.
            if header.seq > end {
                return Ok(());
            }
            from = header.seq + 1;
            take(header, entry);
        }
        if last {
            return Ok(());
        }
    }
}

/// A zone version by its hash, in the newest briefing that has it.
async fn zone_version(
    service: &Service,
    scope: &Scope,
    view: &View,
    zone: ZoneHash,
) -> Result<Option<ZoneVersion>, Fault> {
    let published = view.facts.journal.iter().rev().filter_map(|body| match body {
        ServerBody::BriefingPublished(briefing) => Some(briefing.manifest),
        _ => None,
    });
    for manifest in published {
        let briefing = service.briefings().get(&**service.store(), scope, Some(manifest)).await?;
        if let Some(version) = briefing.and_then(|briefing| briefing.versions.get(&zone).cloned()) {
            return Ok(Some(version));
        }
    }
    Ok(None)
}

/// A sign as the order book had it by which the conduct was judged; none if nobody knows that book any more. What it says
/// today is another matter: it may have been seen, moved or photographed since.
async fn sign_of_then(
    store: &dyn Store,
    scope: &Scope,
    (story, encounter): (&NoticeStory, Option<&Encounter>),
    code: &str,
) -> Result<Option<Sign>, Fault> {
    let (Some(encounter), Some(cited)) = (encounter, &story.notice.order) else { return Ok(None) };
    let seen = story.notice.conduct.time.map(|time| time.at);
    let by = |judged: &&EncounterJudged| judged.code == cited.condition && Some(judged.time.at) == seen;
    let Some(judged) = encounter.judged.iter().rev().find(by) else { return Ok(None) };
    let objects = store.briefing(scope, judged.book).await?.unwrap_or_default();
    // Of a book that was replaced its lists are left, and no index that says which is which: no other reads as signs.
    let lists = objects.values().filter_map(|bytes| serde_json::from_slice::<Vec<Sign>>(bytes).ok());
    Ok(lists.flatten().find(|sign| sign.code == code))
}

fn proof(service: &Service, scope: &Scope, journal: &JournalRef, now: i64) -> Result<Proof, Fault> {
    let identity = service.identity();
    let ranges = journal.lost.iter().map(|loss| SeqRange { first: loss.first, last: loss.last });
    let lost = Some(SeqSet::from_ranges(ranges)).filter(|lost| !lost.is_empty());
    let receipt = service.sign_receipt(&Receipt {
        format: 1,
        authority: scope.authority(),
        server: identity.server,
        generation: identity.generation,
        notebook: journal.id,
        chain: journal.head.point,
        bodies: journal.bodies.clone().unwrap_or_default(),
        server_time: now,
        lost,
    })?;
    Ok(Proof {
        authority: scope.authority(),
        notebook: journal.id,
        key: journal.key.ok_or(Fault::Damaged { what: "notebook" })?,
        seq: journal.head.point.seq,
        hash: journal.head.point.hash,
        signature: hex(&journal.head.signature),
        receipt: base64(&receipt.bytes),
        receipt_signature: hex(&receipt.signature),
    })
}

impl Gathered {
    /// The notice (0), or one that it rests on.
    fn told(&self, place: usize) -> &NoticeStory {
        let before = place.checked_sub(1).and_then(|place| self.before.get(place));
        before.map_or(&self.story, |before| &before.story)
    }

    /// What happened to the notice (0), or to one that it rests on, in the order of the days, and who decided it.
    pub fn history(&self, profile: Profile, place: usize) -> Vec<HistoryLine> {
        let told =
            self.entries.iter().filter(|kept| [Of::Notice(place), Of::Server(place)].contains(&kept.of));
        let notice = &self.told(place).notice;
        let officer = &notice.issuer.public_id;
        let without = (profile != Profile::Court).then(|| notice.content.kind());
        let mut lines: Vec<HistoryLine> = told
            .filter_map(|kept| history::line(&kept.header, &kept.entry, officer, (&self.officers, without)))
            .collect();
        lines.sort_by_key(|line| line.at);
        if profile != Profile::Court {
            // Who decided at the desk is another person; that somebody did is not.
            for line in &mut lines {
                line.hide(officer);
            }
        }
        lines
    }

    /// The encounter, as far as the profile may see it.
    pub fn encounter_for(&self, profile: Profile) -> Option<Value> {
        let encounter = self.encounter.as_ref()?;
        if profile == Profile::Court {
            return serde_json::to_value(encounter).ok();
        }
        let mut told = encounter_of(encounter, self.story.notice.person?)?;
        told["judged"] = serde_json::to_value(self.judged_for(profile)).ok()?;
        Some(told)
    }

    /// How the orders stood, as the phone decided and kept it: to a court all of it, to others what this person's conduct
    /// names.
    pub fn judged_for(&self, profile: Profile) -> Vec<EncounterJudged> {
        let Some(encounter) = &self.encounter else { return Vec::new() };
        let of_person = |judged: &&EncounterJudged| {
            let mut conducts = encounter.conducts.iter().filter(|one| one.person == self.story.notice.person);
            let at = |one| encounter.time_of(one).map(|time| time.at);
            conducts.any(|one| one.code == judged.code && at(one) == Some(judged.time.at))
        };
        let all = encounter.judged.iter().filter(|judged| profile == Profile::Court || of_person(judged));
        all.cloned().collect()
    }

    /// What officers found of the sign; who they were, for a court.
    pub fn found_for(&self, profile: Profile) -> Vec<Value> {
        let by = |one: &SignFound| self.officers.get(&one.by?).filter(|_| profile == Profile::Court);
        let line =
            |one: &SignFound| json!({ "state": one.state, "at": one.at, "by": by(one), "photo": one.photo });
        self.signs_found.iter().map(line).collect()
    }

    /// Where the officer was, and how far from the edge and the sign. Metres.
    pub fn position(&self, profile: Profile) -> Value {
        let notice = &self.story.notice;
        let cited = notice.order.as_ref();
        let tenths = |tenths: i64| tenths as f64 / 10.0;
        let place = notice.conduct.position;
        let edge = cited.and_then(|cited| cited.edge);
        let sign = cited.and_then(|cited| cited.sign.as_ref()).map(|cited| {
            json!({
                "code": cited.code, "distance_m": tenths(cited.distance.into()),
                "at": self.sign.as_ref().map(|sign| sign.at),
                "last_seen": self.sign.as_ref().and_then(|sign| sign.seen),
                "photo": self.sign.as_ref().and_then(|sign| sign.photo),
                "noted": self.found_for(profile),
            })
        });
        json!({
            "lat": place.map(|place| f64::from(place.lat) / 1e7),
            "lon": place.map(|place| f64::from(place.lon) / 1e7),
            "accuracy_m": place.and_then(|place| place.accuracy).map(|tenth| tenths(tenth.into())),
            "zone": cited.and_then(|cited| cited.zone),
            "inside": edge.map(|edge| edge >= 0),
            "edge_m": edge.map(|edge| tenths(edge.abs())),
            "sign": sign,
        })
    }

    /// Fixes around the encounter, each with the entry it is from and the hash of that entry's body as it was.
    pub fn track(&self) -> Value {
        let parts = self.around.iter().filter_map(|part| {
            let chunk = track::decode(&part.fixes.0).ok()?;
            let fixes = chunk.fixes.iter().map(|fix| {
                json!({
                    "at": fix.mono.saturating_add(chunk.head.wall_offset),
                    "lat": f64::from(fix.lat) / 1e6, "lon": f64::from(fix.lon) / 1e6,
                    "accuracy_m": fix.accuracy.map(|tenths| f64::from(tenths) / 10.0),
                })
            });
            let fixes: Vec<Value> = fixes.collect();
            Some(json!({
                "patrol": part.patrol, "entry": part.chunk, "header": part.header, "sha256": part.source,
                "fixes": fixes,
            }))
        });
        parts.collect()
    }

    /// The story of the notice (0), or of one that it rests on, for the profile: others who are named in a field of their own
    /// are left out, but for a court.
    pub fn story_for(&self, profile: Profile, place: usize) -> NoticeStory {
        let story = self.told(place);
        if profile == Profile::Court { story.clone() } else { without_others(story, None) }
    }

    /// Entries for the profile: to a court with all bodies that matter and the headers between them; to others the
    /// notice's own, and of the server's what it signed without who decided.
    pub fn lines(&self, profile: Profile) -> Vec<EntryLine> {
        let court = profile == Profile::Court;
        // A body says all or nothing.
        let whole: Vec<bool> = (0..=self.before.len())
            .map(|place| self.story_for(profile, place) == *self.told(place))
            .collect();
        let kept =
            self.entries.iter().filter(|kept| court || matches!(kept.of, Of::Notice(_) | Of::Server(_)));
        kept.map(|kept| {
            let with_body = match kept.of {
                Of::Notice(place) => whole.get(place).copied().unwrap_or(false),
                Of::Encounter | Of::Server(_) => court,
                Of::Chain => false,
            };
            let (salt, body) = match &kept.entry.body {
                StoredBody::Present { salt, bytes } if with_body => {
                    (Some(HEXLOWER.encode(&salt.0)), Some(base64(bytes)))
                }
                _ => (None, None),
            };
            EntryLine {
                journal: kept.header.notebook,
                seq: kept.header.seq,
                header: String::from_utf8_lossy(&kept.entry.header).into_owned(),
                salt,
                body,
                signature: kept.entry.signature.as_ref().map(hex),
                branch: kept.branch,
            }
        })
        .collect()
    }
}
