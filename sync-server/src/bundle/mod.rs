//! A case bundle: one notice with everything that shows what was done and decided, in a folder that can be checked
//! without the server.
//!
//! [`make`] writes one and [`verify()`] checks one; what each file holds is told in [`mod@format`].

mod before;
pub mod format;
mod gathered;
mod history;
mod met;
mod others;
mod page;
mod verify;

use std::collections::BTreeMap;
use std::path::Path;

use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::presence::Interval;
use beatbook_paper::PaperCopy;
use beatbook_protocol::hash::Hash;
use serde::Serialize;
use serde_json::json;
use thiserror::Error;

use self::before::Reads;
use self::format::{
    ENTRIES, FileLine, MANIFEST, Manifest, NOTICE, ORDER, POSITION, PROOF, PURPOSE, Profile, RULES,
    SIGNATURE, TRACK, ZONE, ZONE_MAP, geojson, hex, pretty,
};
use self::gathered::Gathered;
pub(crate) use self::others::{encounter_of, without_others};
use crate::auth::Scope;
use crate::error::Fault;
use crate::notices::said;
use crate::printing::{self, NoPaper};
use crate::service::Service;
use crate::store::{AccessQuery, AccessRow, AuthorityName};
pub use verify::{Verified, verify};

/// Rows of the access log read at a time.
const PAGE: usize = 1_000;

/// Why there is no bundle.
#[derive(Debug, Error)]
pub enum BundleRefusal {
    /// No such notice here, or its body is erased.
    #[error("no notice of this number can be bundled: compare it with the paper, or let the phone sync")]
    Unknown,
    /// The record lies in another authority's notebook.
    #[error("{0} gave it, and has the record: ask them to make its bundle")]
    OtherRecord(AuthorityName),
    /// The reason is missing or too long.
    #[error("say why it leaves the house in a few words (--reason), at most 200 characters")]
    Reason,
    /// The folder is there.
    #[error("the folder is there already: name a new one; nothing was written")]
    Exists,
    /// A file could not be written.
    #[error("the bundle could not be written ({0}): check the path, its permissions and the free space")]
    Io(std::io::ErrorKind),
    /// A failure of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl BundleRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_notice",
            Self::OtherRecord(_) => "other_record",
            Self::Reason => "reason",
            Self::Exists => "folder_exists",
            Self::Io(_) => "io",
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// The files of a bundle by name.
type Files = BTreeMap<String, Vec<u8>>;

/// Writes the bundle of a notice into a folder that must not be there yet; answers how many files it has.
///
/// # Errors
/// A [`BundleRefusal`]; no folder is left then.
pub async fn make(
    service: &Service,
    scope: &Scope,
    (number, reads): (&NoticeNumber, Reads<'_>),
    (profile, reason): (Profile, &str),
    folder: &Path,
) -> Result<usize, BundleRefusal> {
    let reason = said(reason).ok_or(BundleRefusal::Reason)?;
    if folder.try_exists().map_err(|error| BundleRefusal::Io(error.kind()))? {
        return Err(BundleRefusal::Exists);
    }
    let gathered = gathered::gather(service, scope, (number, reads)).await?;
    // That it leaves is written down before it does.
    let what = format!("notice {number}: case bundle for the {}", profile.name());
    service.store().log_access(scope, &what, Some(reason)).await?;
    let mut files = contents(&gathered, profile)?;
    let mut passed_over = None;
    let paper = [("paper.html", PaperCopy::Recipient), ("paper-officer.html", PaperCopy::Officer)];
    let before = gathered.before.iter().map(|before| (before.prefix(), &before.number));
    for (prefix, number) in std::iter::once(("", number)).chain(before) {
        for (name, copy) in paper {
            if copy == PaperCopy::Officer && profile != Profile::Court {
                continue;
            }
            let whole = profile == Profile::Court;
            match printing::paper(&**service.store(), scope, number, (copy, None), whole).await {
                Ok(paper) => {
                    passed_over = passed_over.or(paper.passed_over().map(ToString::to_string));
                    let html = paper.html(beatbook_paper::Sheet::A4).into_bytes();
                    files.insert(format!("{prefix}{name}"), html);
                }
                Err(NoPaper::Fault(fault)) => return Err(fault.into()),
                // A kind that is not printed, or a version that is gone: the record speaks for itself.
                Err(_) => {}
            }
        }
    }
    if profile == Profile::Court {
        let rows = access(service, scope, &gathered).await?;
        put(&mut files, "access-log.json", &rows)?;
    }
    files.insert("index.html".to_owned(), page::page(&gathered, profile, &files).into_bytes());
    files.insert(
        "README.txt".to_owned(),
        page::readme(&gathered, profile, passed_over.as_deref()).into_bytes(),
    );
    sign(service, &gathered, profile, &mut files)?;
    write(folder, &files).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => BundleRefusal::Exists,
        kind => BundleRefusal::Io(kind),
    })?;
    Ok(files.len())
}

fn put(files: &mut Files, name: &str, value: &impl Serialize) -> Result<(), Fault> {
    let bytes = pretty(value).ok_or(Fault::Format { what: "a file of a bundle" })?;
    files.insert(name.to_owned(), bytes);
    Ok(())
}

/// Everything but paper, pages and access log.
fn contents(gathered: &Gathered, profile: Profile) -> Result<Files, Fault> {
    let mut files = Files::new();
    put(&mut files, NOTICE, &gathered.story_for(profile, 0))?;
    put(&mut files, "history.json", &gathered.history(profile, 0))?;
    put(&mut files, "standing.json", &gathered.standing)?;
    for (before, place) in gathered.before.iter().zip(1..) {
        let named = |name: &str| format!("{}{name}", before.prefix());
        put(&mut files, &named(NOTICE), &gathered.story_for(profile, place))?;
        put(&mut files, &named("history.json"), &gathered.history(profile, place))?;
        put(&mut files, &named("standing.json"), &before.standing)?;
        if let Some(rules) = &before.rules {
            let bytes = rules.to_bytes().map_err(|_| Fault::Format { what: "a rule set" })?;
            files.insert(named(RULES), bytes);
        }
        if let Some(proof) = before.proof.as_ref().filter(|_| profile == Profile::Court) {
            put(&mut files, &named(PROOF), proof)?;
        }
    }
    put(&mut files, "evidence.json", &met::evidence(gathered, profile))?;
    if let Some(encounter) = gathered.encounter_for(profile) {
        put(&mut files, "encounter.json", &encounter)?;
    }
    if let Some(order) = &gathered.order {
        files.insert(ORDER.to_owned(), order.to_bytes());
    }
    if let Some(rules) = &gathered.rules {
        let bytes = rules.to_bytes().map_err(|_| Fault::Format { what: "a rule set" })?;
        files.insert(RULES.to_owned(), bytes);
    }
    if let Some(zone) = &gathered.zone {
        files.insert(ZONE.to_owned(), zone.canonical_bytes());
        put(&mut files, ZONE_MAP, &geojson(zone))?;
    }
    put(&mut files, POSITION, &gathered.position(profile))?;
    if profile == Profile::Court {
        put(&mut files, PROOF, &gathered.proof)?;
        if !gathered.around.is_empty() {
            put(&mut files, TRACK, &gathered.track())?;
        }
    }
    let mut lines = Vec::new();
    for line in gathered.lines(profile) {
        let json = serde_json::to_vec(&line).map_err(|_| Fault::Format { what: "an entry of a bundle" })?;
        lines.extend(json);
        lines.push(b'\n');
    }
    files.insert(ENTRIES.to_owned(), lines);
    Ok(files)
}

/// Who has seen or decided something about the notice, what it rests on or an encounter that these came from, and what of them
/// was disclosed, this bundle included.
async fn access(service: &Service, scope: &Scope, gathered: &Gathered) -> Result<Vec<AccessRow>, Fault> {
    let before = gathered.before.iter().map(|one| (&one.number, one.record, one.story.notice.encounter));
    let own = (&gathered.number, gathered.record, gathered.story.notice.encounter);
    let named: Vec<String> = std::iter::once(own)
        .chain(before)
        .flat_map(|(number, record, encounter)| {
            [number.to_string(), record.to_string(), encounter.to_string()]
        })
        .collect();
    let period = Interval { from: i64::MIN, to: i64::MAX };
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let page = service.store().access_log(scope, AccessQuery { period, after, at_most: PAGE }).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.number;
        let about = |row: &AccessRow| named.iter().any(|named| row.what.contains(named.as_str()));
        found.extend(page.into_iter().filter(about));
    }
}

/// Names every file in the manifest, and signs that.
fn sign(service: &Service, gathered: &Gathered, profile: Profile, files: &mut Files) -> Result<(), Fault> {
    let line = |(name, bytes): (&String, &Vec<u8>)| FileLine {
        name: name.clone(),
        sha256: Hash::of(&[bytes]),
        bytes: bytes.len() as u64,
    };
    let manifest = Manifest {
        format: PURPOSE.to_owned(),
        number: gathered.number.to_string(),
        profile,
        made: service.clock().now(),
        server: gathered.server,
        keys: gathered.keys.clone(),
        files: files.iter().map(line).collect(),
    };
    let bytes = pretty(&manifest).ok_or(Fault::Format { what: "a bundle's manifest" })?;
    let signature = service.sign_bundle(&bytes);
    files.insert(MANIFEST.to_owned(), bytes);
    files.insert(SIGNATURE.to_owned(), format!("{}\n", hex(&signature)).into_bytes());
    Ok(())
}

/// All of it, or no folder.
fn write(folder: &Path, files: &Files) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().mode(0o700).create(folder)?;
    let written = files.iter().try_for_each(|(name, bytes)| printing::write_new(&folder.join(name), bytes));
    if written.is_err() {
        // Half a bundle is none.
        let _ = std::fs::remove_dir_all(folder);
    }
    written
}

/// What a command answers.
#[must_use]
pub fn told(verified: &Verified) -> (String, serde_json::Value) {
    let mut text = String::new();
    for fault in &verified.faults {
        text.push_str("FAULT in ");
        text.push_str(fault);
        text.push('\n');
    }
    if verified.faults.is_empty() {
        text.push_str(&format!("Sound: {} files, {} entries.\n", verified.files, verified.entries));
    }
    if let Some(key) = verified.key {
        text.push_str(&format!(
            "Signed by the server's key {key}: compare it with `receipt-key list` of that server, or give it with --key.\n"
        ));
    }
    let json = json!({
        "sound": verified.faults.is_empty(), "files": verified.files, "entries": verified.entries,
        "key": verified.key, "faults": verified.faults,
    });
    (text, json)
}
