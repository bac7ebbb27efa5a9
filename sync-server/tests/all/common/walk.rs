//! A walk up and down a street, as a phone records it, and the zone it leads through.

use beatbook_domain::fence::Fence;
use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::patrol::{
    Crew, Duty, Ending, Patrol, PatrolChanged, PatrolEnded, PatrolEntry, PatrolStarted,
};
use beatbook_domain::records::summary::PatrolSummary;
use beatbook_domain::records::track::{FixRun, derive_patrol};
use beatbook_domain::thresholds::Thresholds;
use beatbook_domain::track::{ChunkHead, encode};
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::zones::{self, ZonesRequest};
use std::sync::Arc;

use super::Beat;
use super::phone::Phone;

pub const START: i64 = 1_790_000_000_000;
const MINUTE: i64 = 60_000;

/// A square of 400 m around the middle of the walk.
pub const ZONE: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature",
  "properties":{"code":"CHAT-1","name":"Chatham High Street","kind":"hotspot","programme":"GRIP",
                "valid_from":"2026-01-01"},
  "geometry":{"type":"Polygon","coordinates":[[[0.5200,51.3800],[0.5260,51.3800],[0.5260,51.3836],
              [0.5200,51.3836],[0.5200,51.3800]]]}}]}"#;

/// Imports [`ZONE`], as if it had been known all year.
pub async fn import_zone(beat: &Beat) {
    let service = beat.server.service();
    let scope = service.keyholder().scope(beat.authority, Purpose::Administration);
    let request = ZonesRequest { retroactive: Some("first import".to_owned()), dry_run: false };
    let options = ImportOptions::at(beat.clock.now());
    let file = ZONE.as_bytes().to_vec();
    let changed =
        zones::import(&**service.store(), service.briefings(), &scope, file, options, request, |_| {}).await;
    assert!(changed.unwrap().published);
}

pub fn moment(minute: i64) -> Moment {
    Moment { wall: START + minute * MINUTE, mono: minute * MINUTE, boot: BootId(1) }
}

/// A fix every five seconds, going slowly up and down inside the zone.
pub fn fixes(minutes: std::ops::Range<i64>) -> Vec<Fix> {
    (minutes.start * 12..minutes.end * 12)
        .map(|n| Fix {
            lat: 51_381_800,
            lon: 522_000 + i32::try_from((n % 40 - 20).abs()).unwrap() * 50,
            time: START + n * 5_000,
            mono: n * 5_000,
            accuracy: Some(50),
            speed: Some(7),
            bearing: None,
            provider: Provider::Gnss,
        })
        .collect()
}

pub struct Walk {
    pub record: Id,
    pub patrol: Patrol,
    pub runs: Vec<FixRun>,
    pub entries: Vec<u64>,
}

impl Walk {
    pub fn sign_on(phone: &mut Phone, record: Id, duty: Duty) -> Self {
        let start = PatrolStarted {
            at: moment(0),
            duty,
            mode: TravelMode::Foot,
            crew: Crew { officers: vec![phone.officer], others: 0 },
            operation: Some("Irradiate".to_owned()),
        };
        let patrol = Patrol::start(&start, phone.officer).unwrap();
        let first = phone.tell(record, &EntryBody::Patrol(PatrolEntry::Started(start)));
        Self { record, patrol, runs: Vec::new(), entries: vec![first] }
    }

    pub fn chunk(&mut self, phone: &mut Phone, fixes: Vec<Fix>) -> u64 {
        let index = u32::try_from(self.runs.len()).unwrap();
        let head = ChunkHead { patrol: *self.record.as_bytes(), index, boot: 1, wall_offset: START };
        let seq = phone.tell(self.record, &EntryBody::TrackChunk(encode(&head, &fixes).unwrap()));
        self.runs.push(FixRun { boot: 1, wall_offset: START, fixes });
        self.entries.push(seq);
        seq
    }

    /// From this minute on it is on another operation.
    pub fn goes_over(&mut self, phone: &mut Phone, minute: i64, operation: &str) {
        let (at, operation) = (moment(minute), Some(operation.to_owned()));
        let changed = PatrolEntry::Changed(PatrolChanged { at, mode: None, crew: None, operation });
        self.patrol.apply(&changed, phone.officer).unwrap();
        phone.tell(self.record, &EntryBody::Patrol(changed));
    }

    pub fn sign_off(&mut self, phone: &mut Phone, minute: i64) -> u64 {
        let ended = PatrolEntry::Ended(PatrolEnded { at: moment(minute), ending: Ending::SignedOff });
        self.patrol.apply(&ended, phone.officer).unwrap();
        phone.tell(self.record, &EntryBody::Patrol(ended))
    }

    /// What the phone makes of it, with the zones it has.
    pub fn summary(&self, fence: &Arc<Fence>, briefing: Option<Hash>) -> PatrolSummary {
        let end = self.patrol.ended.as_ref().unwrap().at;
        let derived = derive_patrol(&self.patrol, &self.runs, end, fence, Thresholds::V1);
        PatrolSummary {
            part: 0,
            parts: 1,
            briefing,
            last_chunk: self.entries.last().copied(),
            fixes: self.runs.iter().map(|run| run.fixes.len() as u64).sum(),
            presence: derived.presence,
            omitted: Vec::new(),
        }
    }
}
