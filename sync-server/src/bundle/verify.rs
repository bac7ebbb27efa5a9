//! Checking a bundle with nothing but the bundle: every byte against the signed manifest, every entry against its
//! header, the chain against what notebook and server signed, the versions against the hashes the notice cites.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use beatbook_domain::fence::Fence;
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::notice::{Notice, NoticeEntry};
use beatbook_domain::zone::{ZoneHash, ZoneVersion};
use beatbook_protocol::chain::{ChainPoint, ChainWalk, SignedHead};
use beatbook_protocol::entry::{Header, Salt, header_hash};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::receipt::SignedReceipt;
use beatbook_protocol::sign::PublicKey;
use data_encoding::HEXLOWER;

use super::format::{
    ENTRIES, EntryLine, MANIFEST, Manifest, NOTICE, ORDER, PROOF, PURPOSE, Profile, Proof, RULES, SIGNATURE,
    ZONE, ZONE_MAP, bytes_of, geojson, pretty, signature,
};

/// What was checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Files compared with the manifest.
    pub files: usize,
    /// Entries checked.
    pub entries: usize,
    /// The key that signed the manifest.
    pub key: Option<PublicKey>,
    /// What is wrong, each with its file and row.
    pub faults: Vec<String>,
}

impl Verified {
    fn fault(&mut self, file: &str, what: impl core::fmt::Display) {
        self.faults.push(format!("{file}: {what}"));
    }
}

/// Checks the bundle in a folder. `key`: the server's key as it was learnt elsewhere.
///
/// # Errors
/// The system's, for a folder that cannot be read.
pub fn verify(folder: &Path, key: Option<PublicKey>) -> std::io::Result<Verified> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = if entry.file_type()?.is_file() { std::fs::read(entry.path())? } else { Vec::new() };
        files.insert(name, bytes);
    }
    let mut verified = Verified::default();
    let Some(manifest) = manifest(&files, key, &mut verified) else { return Ok(verified) };
    listed(&manifest, &files, &mut verified);
    let entries = entries(&manifest, &files, &mut verified);
    if manifest.profile == Profile::Court {
        // What a notice rests on may be of another notebook, with a proof of its own.
        let theirs = PREFIXES.map(|prefix| format!("{prefix}{PROOF}")).into_iter();
        let proofs = theirs.filter(|name| name == PROOF || files.contains_key(name));
        let proven: BTreeSet<Id> =
            proofs.filter_map(|name| chain(&manifest, (&files, &name), &entries, &mut verified)).collect();
        let own = |one: &&Sound| one.line.signature.is_none() && !one.line.branch;
        if let Some(one) = entries.iter().filter(own).find(|one| !proven.contains(&one.line.journal)) {
            verified.fault(ENTRIES, format!("nothing proves the end of journal {}", one.line.journal));
        }
    }
    let mut notices = Vec::new();
    for prefix in PREFIXES {
        let name = format!("{prefix}{NOTICE}");
        if prefix.is_empty() || files.contains_key(&name) {
            notices.extend(versions((&files, prefix), &mut verified).map(|notice| (name, notice)));
        }
    }
    words(manifest.profile, &notices, &entries, &mut verified);
    Ok(verified)
}

fn manifest(
    files: &BTreeMap<String, Vec<u8>>,
    key: Option<PublicKey>,
    verified: &mut Verified,
) -> Option<Manifest> {
    let Some(bytes) = files.get(MANIFEST) else {
        verified.fault(MANIFEST, "missing");
        return None;
    };
    let manifest: Option<Manifest> = serde_json::from_slice(bytes).ok();
    let Some(manifest) = manifest.filter(|manifest| manifest.format == PURPOSE) else {
        verified.fault(MANIFEST, "not one of a bundle that this version reads");
        return None;
    };
    let signed = files.get(SIGNATURE).and_then(|bytes| signature(std::str::from_utf8(bytes).ok()?));
    verified.key = signed.and_then(|signed| {
        manifest.keys.iter().copied().find(|key| key.verify(PURPOSE, bytes, &signed).is_ok())
    });
    match (verified.key, key) {
        (None, _) => verified.fault(MANIFEST, format!("{SIGNATURE} is not the server's signature of it")),
        (Some(found), Some(wanted)) if found != wanted => {
            verified.fault(MANIFEST, "it is signed by another key than the one that was given");
        }
        _ => {}
    }
    Some(manifest)
}

fn listed(manifest: &Manifest, files: &BTreeMap<String, Vec<u8>>, verified: &mut Verified) {
    let mut known: BTreeSet<&str> = BTreeSet::from([MANIFEST, SIGNATURE]);
    for line in &manifest.files {
        known.insert(&line.name);
        verified.files += 1;
        match files.get(&line.name) {
            None => verified.fault(&line.name, "missing"),
            Some(bytes) if Hash::of(&[bytes]) != line.sha256 => {
                verified.fault(&line.name, "its bytes are not those the manifest was made for");
            }
            Some(_) => {}
        }
    }
    for name in files.keys().filter(|name| !known.contains(name.as_str())) {
        verified.fault(name, "the manifest does not know this file");
    }
}

/// An entry that is what its header says.
struct Sound {
    header: Header,
    line: EntryLine,
    body: Option<Vec<u8>>,
}

fn entries(manifest: &Manifest, files: &BTreeMap<String, Vec<u8>>, verified: &mut Verified) -> Vec<Sound> {
    let Some(bytes) = files.get(ENTRIES) else { return Vec::new() };
    let mut sound = Vec::new();
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_empty())
    {
        verified.entries += 1;
        match entry(manifest, line) {
            Ok(entry) => sound.push(entry),
            Err(what) => verified.fault(ENTRIES, format!("line {}: {what}", number + 1)),
        }
    }
    sound
}

fn entry(manifest: &Manifest, line: &[u8]) -> Result<Sound, String> {
    let line: EntryLine = serde_json::from_slice(line).map_err(|_| "not an entry".to_owned())?;
    let named = |what: &str| format!("entry {} of journal {}: {what}", line.seq, line.journal);
    let header = Header::parse(line.header.as_bytes()).map_err(|_| named("its header cannot be read"))?;
    if header.seq != line.seq || header.notebook != line.journal {
        return Err(named("its header is of another entry"));
    }
    let hash = header_hash(line.header.as_bytes());
    let salt = line.salt.as_ref().and_then(|salt| HEXLOWER.decode(salt.as_bytes()).ok()?.try_into().ok());
    let body = line.body.as_deref().and_then(bytes_of);
    match (salt, &body) {
        (Some(salt), Some(bytes)) => header
            .check_body(&Salt(salt), bytes)
            .map_err(|_| named("its body is not the one its header was made for"))?,
        _ if line.salt.is_none() && line.body.is_none() => {}
        _ => return Err(named("salt or body cannot be read")),
    }
    if let Some(text) = &line.signature {
        let point = ChainPoint { seq: header.seq, hash };
        let good = signature(text).is_some_and(|signature| {
            let head = SignedHead { notebook: header.notebook, point, signature };
            manifest.keys.iter().any(|key| head.verify(key).is_ok())
        });
        if !good {
            return Err(named("its signature is not the server's"));
        }
    }
    Ok(Sound { header, line, body })
}

/// What the names of files begin with: those of the notice, and of what it rests on.
const PREFIXES: [&str; 3] = ["", "cpn-", "cpw-"];

/// The notebook's entries follow each other up to the last it signed and the server gave a receipt for. Answers which
/// notebook that is.
fn chain(
    manifest: &Manifest,
    (files, name): (&BTreeMap<String, Vec<u8>>, &str),
    entries: &[Sound],
    verified: &mut Verified,
) -> Option<Id> {
    let proof: Option<Proof> = files.get(name).and_then(|bytes| serde_json::from_slice(bytes).ok());
    let Some(proof) = proof else {
        verified.fault(name, "missing, or not to be read");
        return None;
    };
    follows(manifest, (&proof, name), entries, verified);
    Some(proof.notebook)
}

fn follows(manifest: &Manifest, (proof, name): (&Proof, &str), entries: &[Sound], verified: &mut Verified) {
    let point = ChainPoint { seq: proof.seq, hash: proof.hash };
    let head = signature(&proof.signature).map(|signature| SignedHead {
        notebook: proof.notebook,
        point,
        signature,
    });
    let signed = head.is_some_and(|head| head.verify(&proof.key).is_ok());
    if !signed {
        verified.fault(name, "the notebook has not signed this end of its journal");
    }
    let receipt = bytes_of(&proof.receipt).zip(signature(&proof.receipt_signature));
    let receipt = receipt.and_then(|(bytes, signature)| {
        SignedReceipt { bytes: bytes.into(), signature }.open(&manifest.keys).ok()
    });
    let Some(receipt) = receipt.filter(|receipt| receipt.notebook == proof.notebook) else {
        return verified.fault(name, "the receipt is not one of this server for this notebook");
    };
    if receipt.chain != point {
        verified.fault(name, "the receipt ends elsewhere than the notebook's journal");
    }
    let mut walk: Option<ChainWalk> = None;
    for one in entries.iter().filter(|one| one.line.journal == proof.notebook && !one.line.branch) {
        let (seq, prev) = (one.header.seq, one.header.prev);
        let due = walk.as_ref().and_then(ChainWalk::head).map(|head| head.seq + 1);
        let lost = |due: u64| {
            let lost = receipt.lost.as_ref();
            (due..seq).all(|seq| lost.is_some_and(|lost| lost.contains(seq)))
        };
        if due.is_none_or(|due| due < seq && lost(due)) {
            walk = Some(match seq.checked_sub(1) {
                Some(before) => {
                    let before = ChainPoint { seq: before, hash: prev };
                    ChainWalk::after(proof.authority, proof.notebook, before)
                }
                None => ChainWalk::from_genesis(proof.authority, proof.notebook),
            });
        }
        let follows = walk.as_mut().is_some_and(|walk| walk.step(one.line.header.as_bytes()).is_ok());
        if !follows {
            let place = format!("entry {seq} of journal {}", proof.notebook);
            return verified.fault(ENTRIES, format!("{place}: it does not follow the one before"));
        }
    }
    if walk.and_then(|walk| walk.head()) != Some(point) {
        let what = format!("the journal must end with entry {}: entries are missing at its end", proof.seq);
        verified.fault(ENTRIES, what);
    }
}

/// What people read is what was signed: a notice, and the versions it cites.
fn versions((files, prefix): (&BTreeMap<String, Vec<u8>>, &str), verified: &mut Verified) -> Option<Notice> {
    let (name, rules) = (format!("{prefix}{NOTICE}"), format!("{prefix}{RULES}"));
    let story: Option<NoticeStory> = files.get(&name).and_then(|bytes| serde_json::from_slice(bytes).ok());
    let Some(NoticeStory { notice, .. }) = story else {
        verified.fault(&name, "missing, or not to be read");
        return None;
    };
    let hash = |name: &str| files.get(name).map(|bytes| Hash::of(&[bytes]));
    if let Some(cited) = &notice.order {
        if files.contains_key(ORDER) && hash(ORDER) != Some(cited.order) {
            verified.fault(ORDER, "not the version the notice cites");
        }
        if let (Some(bytes), Some(zone)) = (files.get(ZONE), cited.zone) {
            self::zone(files, bytes, zone, &notice, verified);
        }
    }
    if files.contains_key(&rules) && hash(&rules) != Some(notice.rule_set.hash) {
        verified.fault(&rules, "not the rule set the notice was made under");
    }
    Some(notice)
}

/// Each notice is what an entry of a notebook says. A court gets every word that is not erased. Where others are left out of a
/// notice for anybody else, the words of its entries are, too: of so many, and no more, headers and signatures stand alone.
fn words(profile: Profile, notices: &[(String, Notice)], entries: &[Sound], verified: &mut Verified) {
    let of_notices = entries.iter().filter(|one| one.header.kind.starts_with("notice_"));
    let (worded, wordless): (Vec<&Sound>, Vec<&Sound>) = of_notices.partition(|one| one.body.is_some());
    let alone = match profile {
        Profile::Court if worded.is_empty() => notices.len(),
        Profile::Court => 0,
        Profile::Complainant | Profile::DataSubject => {
            wordless.iter().map(|one| one.header.record).collect::<BTreeSet<Id>>().len()
        }
    };
    let unsaid = notices.iter().filter(|(_, notice)| !entries.iter().any(|one| tells(one, notice)));
    let unsaid: Vec<&String> = unsaid.map(|(name, _)| name).collect();
    if unsaid.len() > alone {
        unsaid.into_iter().for_each(|name| verified.fault(name, "no entry of the notebook says this"));
    }
}

fn zone(
    files: &BTreeMap<String, Vec<u8>>,
    bytes: &[u8],
    cited: Hash,
    notice: &Notice,
    verified: &mut Verified,
) {
    let version = ZoneVersion::from_canonical_bytes(bytes).ok();
    let Some(version) = version.filter(|version| version.hash() == ZoneHash(*cited.as_bytes())) else {
        return verified.fault(ZONE, "not the zone version the notice cites");
    };
    if files.get(ZONE_MAP).cloned() != pretty(&geojson(&version)) {
        verified.fault(ZONE_MAP, format!("not the area of {ZONE}"));
    }
    let (Some(place), Some(said)) =
        (notice.conduct.position, notice.order.as_ref().and_then(|cited| cited.edge))
    else {
        return;
    };
    let always = Interval { from: i64::MIN, to: i64::MAX };
    let found = Fence::build([(version.hash(), always, &version.geometry)]).ok().and_then(|fence| {
        let around = fence.around(place.lat, place.lon, 2_000.0, 2_000.0);
        let one = around.first()?;
        let tenths = (one.edge_m * 10.0).round() as i64;
        Some(if one.inside { tenths } else { -tenths })
    });
    if found != Some(said) {
        verified.fault(NOTICE, "the distance to the edge is not that of position and zone");
    }
}

fn tells(one: &Sound, notice: &Notice) -> bool {
    let Some(bytes) = &one.body else { return false };
    match EntryBody::parse(&one.header.kind, one.header.schema, bytes) {
        Ok(EntryBody::Notice(NoticeEntry::Drafted(drafted))) => drafted.notice == *notice,
        Ok(EntryBody::Notice(NoticeEntry::Issued(issued))) => issued.notice == *notice,
        _ => false,
    }
}
