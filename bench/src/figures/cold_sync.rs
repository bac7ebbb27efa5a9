//! `cold-sync`: a phone with weeks of work meets its server; until the last receipt, and until the hours are there.

use std::error::Error;

use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Basis;
use beatbook_protocol::chain::ChainWalk;
use beatbook_protocol::entry::Salt;
use beatbook_protocol::frame;
use beatbook_protocol::limits::PROTOCOL_VERSION;
use beatbook_protocol::sync::{Body, BodyOffer, SyncRequest};
use beatbook_server::auth::Purpose;
use beatbook_simulator::presets::hundred_zones;
use beatbook_simulator::rng::Rng;
use rusqlite::params;

use super::server_commit::post;
use crate::bare::{Medium, open};
use crate::beats::{FIXES, simulated};
use crate::handset::Handset;
use crate::harness::{Figure, Goal, Lab, Measured, Spread, timed};
use crate::minimal::{Minimal, NOWHERE_PATH};
use crate::station::Station;
use crate::tls;

const TRACK: usize = 100_000;
const RECORDS: usize = 2_000;
const RECORD_BYTES: usize = 1_000;
const CALL: usize = 1_000;
const ROUNDS: usize = 3;
/// Bytes of bodies and headers in a message of the split.
const MESSAGE: usize = 220 * 1_024;

/// Seconds of each part.
#[derive(Default)]
struct Split {
    read: f64,
    compress: f64,
    tls: f64,
    verify: f64,
    commit: f64,
}

/// See `docs/performance.md`.
///
/// # Errors
/// What phone or server say; if not everything arrived or was derived.
pub fn run(lab: &Lab) -> Measured {
    let (mut receipts, mut derived, mut split) = (Vec::new(), Vec::new(), Split::default());
    let mut exchanges = 0;
    for _ in 0..ROUNDS {
        let station = Station::begin(&lab.folder)?;
        station.import_zones(&hundred_zones())?;
        let mut handset = Handset::found(&lab.folder, &station.ticket("PC1", None)?)?;
        handset.sync()?;
        let patrols = work(&handset)?;
        let (report, until_receipt) = timed(|| handset.sync());
        exchanges = report?.exchanges;
        let (cleared, after) = timed(|| station.derive());
        cleared?;
        check_derived(&station, patrols)?;
        receipts.push(until_receipt.as_secs_f64());
        derived.push((until_receipt + after).as_secs_f64());
        handset.close()?;
        split = take_apart(lab, &station, &handset)?;
    }
    let figure = |name: &str, value: Spread, goal: Goal, note: String| Figure {
        name: format!("cold-sync{name}"),
        value,
        unit: "s",
        peer: None,
        goal,
        note,
    };
    let part = |name: &str, value: f64, note: &str| figure(name, value.into(), Goal::Shown, note.to_owned());
    let work = format!("{TRACK} fixes, {RECORDS} records of {RECORD_BYTES} bytes, {exchanges} exchanges");
    Ok(vec![
        figure("", Spread::of(derived), Goal::AtMost(1.0), format!("all hours derived; {work}")),
        figure(" last receipt", Spread::of(receipts), Goal::Shown, "the phone is done".to_owned()),
        part(", read", split.read, "all entries from the phone's file"),
        part(", compress", split.compress, "CBOR and deflate"),
        part(", TLS", split.tls, "the same bytes to a handler that does nothing"),
        part(", verify", split.verify, "inflate, chain, body hashes, meaning"),
        part(", commit", split.commit, "bare rows into an encrypted file, FULL, a transaction a message"),
    ])
}

/// Shifts and notes; answers how many patrols.
fn work(handset: &Handset) -> Result<usize, Box<dyn Error>> {
    let mut left = TRACK;
    let mut patrols = 0;
    while left > 0 {
        let fixes = simulated(u32::try_from(patrols)?);
        handset.shift(fixes.get(..left.min(FIXES)).unwrap_or_default(), CALL)?;
        left = left.saturating_sub(FIXES);
        patrols += 1;
    }
    let mut rng = Rng::new(2_000);
    for _ in 0..RECORDS {
        handset.book()?.note(&words(&mut rng), Basis::Fact)?;
    }
    Ok(patrols)
}

/// Invented words: they compress about as notes do.
fn words(rng: &mut Rng) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ro", "chat", "ham", "str", "ood", "gill", "ing", "er", "main", "ra", "in", "men", "dow",
        "all", "end",
    ];
    let mut text = String::with_capacity(RECORD_BYTES);
    while text.len() < RECORD_BYTES {
        let syllable = SYLLABLES.get(rng.below(SYLLABLES.len())).copied().unwrap_or_default();
        text.push_str(syllable);
        if rng.chance(0.4) {
            text.push(' ');
        }
    }
    text.truncate(RECORD_BYTES);
    text
}

/// Whether so many patrols have their hours.
///
/// # Errors
/// If not.
pub(super) fn check_derived(station: &Station, patrols: usize) -> Result<(), Box<dyn Error>> {
    let service = station.server().service();
    let scope = service.keyholder().scope(station.authority(), Purpose::Report);
    let always = Interval { from: 0, to: i64::from(u32::MAX) * 1_000 };
    let times = station.block_on(service.store().patrol_times(&scope, always))?;
    if times.len() == patrols {
        Ok(())
    } else {
        Err(format!("{} of {patrols} patrols were derived", times.len()).into())
    }
}

struct Line {
    seq: u64,
    header: Vec<u8>,
    salt: [u8; 32],
    body: Vec<u8>,
}

/// The parts one after the other, over the very entries that were synced.
fn take_apart(lab: &Lab, station: &Station, handset: &Handset) -> Result<Split, Box<dyn Error>> {
    let file = open(&handset.file(), Medium::Full)?;
    let (lines, read) = timed(|| lines(&file));
    let lines = lines?;
    let (packed, compress) = timed(|| pack(&lines));
    let packed = packed?;

    let folder = tempfile::tempdir_in(&lab.folder)?;
    let peer = station.block_on(Minimal::start(&folder.path().join("minimal.sqlite3")))?;
    let (url, client) = (format!("https://{}{NOWHERE_PATH}", peer.address), tls::client()?);
    let (sent, tls) = timed(|| {
        station.block_on(async {
            for message in &packed {
                post(&client, url.clone(), None, message.clone()).await?;
            }
            Ok::<_, reqwest::Error>(())
        })
    });
    sent?;
    let (verified, verify) = timed(|| check(&packed));
    verified?;

    let rows = open(&folder.path().join("rows.sqlite3"), Medium::Full)?;
    rows.execute_batch("CREATE TABLE line (seq INTEGER PRIMARY KEY, header BLOB, salt BLOB, body BLOB)")?;
    let each = lines.len().div_ceil(packed.len().max(1));
    let (committed, commit) = timed(|| {
        for message in lines.chunks(each) {
            rows.execute_batch("BEGIN IMMEDIATE")?;
            for line in message {
                rows.prepare_cached("INSERT INTO line VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                    line.seq.cast_signed(),
                    line.header,
                    line.salt,
                    line.body
                ])?;
            }
            rows.execute_batch("COMMIT")?;
        }
        Ok::<_, rusqlite::Error>(())
    });
    committed?;
    Ok(Split {
        read: read.as_secs_f64(),
        compress: compress.as_secs_f64(),
        tls: tls.as_secs_f64(),
        verify: verify.as_secs_f64(),
        commit: commit.as_secs_f64(),
    })
}

fn lines(file: &rusqlite::Connection) -> Result<Vec<Line>, rusqlite::Error> {
    let mut query = file.prepare("SELECT seq, header, salt, body FROM entry ORDER BY seq")?;
    let lines = query.query_map([], |row| {
        let seq = row.get::<_, i64>(0)?.cast_unsigned();
        Ok(Line { seq, header: row.get(1)?, salt: row.get(2)?, body: row.get(3)? })
    })?;
    lines.collect()
}

fn pack(lines: &[Line]) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let notebook =
        beatbook_protocol::entry::Header::parse(&lines.first().ok_or("no entry")?.header)?.notebook;
    let mut packed = Vec::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = rest.iter().take_while(|line| {
            bytes += line.header.len() + line.body.len();
            bytes <= MESSAGE
        });
        let (message, later) = rest.split_at(fits.count().max(1));
        rest = later;
        packed.push(frame::pack(&SyncRequest {
            versions: vec![PROTOCOL_VERSION],
            notebook,
            receipt: None,
            checkpoint: None,
            cursor: None,
            headers: message.iter().map(|line| line.header.clone().into()).collect(),
            bodies: message
                .iter()
                .map(|line| BodyOffer {
                    seq: line.seq,
                    body: Body::Present { salt: Salt(line.salt), bytes: line.body.clone().into() },
                })
                .collect(),
            head: None,
            journal_head: 0,
        })?);
    }
    Ok(packed)
}

fn check(packed: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    let mut walk: Option<ChainWalk> = None;
    for message in packed {
        let request: SyncRequest = frame::unpack(message)?;
        for (header, offer) in request.headers.iter().zip(&request.bodies) {
            let walk = match &mut walk {
                Some(walk) => walk,
                none => {
                    let first = beatbook_protocol::entry::Header::parse(header)?;
                    none.insert(ChainWalk::from_genesis(first.authority, first.notebook))
                }
            };
            let header = walk.step(header)?;
            let Body::Present { salt, bytes } = &offer.body else { return Err("a body is missing".into()) };
            header.check_body(salt, bytes)?;
            EntryBody::parse(&header.kind, header.schema, bytes)?;
        }
    }
    Ok(())
}
