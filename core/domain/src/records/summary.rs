//! The patrol summary: what the phone derived at sign-off, in a form the server can compare.
//!
//! Machine figures, not prose: deflated CBOR, because a busy night's intervals as JSON would not fit an
//! entry. A summary too large for one entry goes in parts, zones split between them.

use beatbook_protocol::frame::{decode_whole, deflate, inflate};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::limits::{BODY_MAX, MESSAGE_MAX};
use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::presence::{TrackPresence, ZonePresence};
use crate::zone::ZoneHash;

/// One part of a patrol's summary.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PatrolSummary {
    /// Which part, from 0.
    #[n(0)]
    pub part: u32,
    /// How many parts there are.
    #[n(1)]
    pub parts: u32,
    /// The zone manifest the phone worked from; absent if it had none.
    #[n(2)]
    pub briefing: Option<Hash>,
    /// Sequence number of the patrol's last chunk; absent without fixes.
    #[n(3)]
    pub last_chunk: Option<u64>,
    /// How many fixes the chunks hold, so that a hole shows.
    #[n(4)]
    pub fixes: u64,
    /// The figures; zones are those of this part.
    #[n(5)]
    pub presence: TrackPresence,
    /// Zones whose figures alone would not fit an entry: left out, and so not compared.
    #[n(6)]
    pub omitted: Vec<ZoneHash>,
}

/// Why bytes are not a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SummaryError {
    /// Not a summary of this version.
    #[error("the patrol summary is damaged or of a later version")]
    Malformed,
    /// Parts are missing, doubled or of different summaries.
    #[error("the parts of the patrol summary do not belong together")]
    Parts,
}

impl PatrolSummary {
    /// Cuts a summary into as few bodies as the limit allows.
    ///
    /// # Errors
    /// [`SummaryError::Malformed`] if it cannot be written.
    pub fn to_bodies(&self) -> Result<Vec<Vec<u8>>, SummaryError> {
        let mut whole = self.clone();
        let mut parts: usize = 1;
        loop {
            let zones = &whole.presence.zones;
            let per_part = zones.len().div_ceil(parts).max(1);
            let groups: Vec<&[ZonePresence]> =
                if zones.is_empty() { vec![&[]] } else { zones.chunks(per_part).collect() };
            let count = u32::try_from(groups.len()).map_err(|_| SummaryError::Malformed)?;
            let bodies: Vec<Vec<u8>> = (0..count)
                .zip(&groups)
                .map(|(part, zones)| whole.part_body(part, count, zones))
                .collect::<Result<_, _>>()?;
            if bodies.iter().all(|body| body.len() <= BODY_MAX) {
                return Ok(bodies);
            }
            if per_part == 1 {
                let fits: Vec<bool> = bodies.iter().map(|body| body.len() <= BODY_MAX).collect();
                let mut keep = fits.iter();
                let mut omitted = Vec::new();
                whole.presence.zones.retain(|zone| {
                    let kept = keep.next().copied().unwrap_or(false);
                    if !kept {
                        omitted.push(zone.zone);
                    }
                    kept
                });
                whole.omitted.extend(omitted);
                parts = 1;
            } else {
                parts *= 2;
            }
        }
    }

    fn part_body(&self, part: u32, parts: u32, zones: &[ZonePresence]) -> Result<Vec<u8>, SummaryError> {
        let presence = TrackPresence { zones: zones.to_vec(), ..self.presence.clone() };
        let whole = Self { part, parts, presence, ..self.clone() };
        deflate(&minicbor::to_vec(whole).map_err(|_| SummaryError::Malformed)?)
            .map_err(|_| SummaryError::Malformed)
    }

    /// Reads one part.
    ///
    /// # Errors
    /// [`SummaryError::Malformed`].
    pub fn parse(body: &[u8]) -> Result<Self, SummaryError> {
        let plain = inflate(body, MESSAGE_MAX).map_err(|_| SummaryError::Malformed)?;
        decode_whole(&plain).map_err(|_| SummaryError::Malformed)
    }

    /// Puts all parts together again, in whatever order they came.
    ///
    /// # Errors
    /// [`SummaryError::Parts`].
    pub fn join(mut parts: Vec<Self>) -> Result<Self, SummaryError> {
        parts.sort_by_key(|part| part.part);
        let count = u32::try_from(parts.len()).map_err(|_| SummaryError::Parts)?;
        let numbered =
            (0..count).zip(&parts).all(|(number, part)| part.part == number && part.parts == count);
        let mut parts = parts.into_iter();
        let mut whole = parts.next().filter(|_| numbered).ok_or(SummaryError::Parts)?;
        for part in parts {
            let zones = part.presence.zones;
            let same = TrackPresence { zones: whole.presence.zones.clone(), ..part.presence }
                == whole.presence
                && part.briefing == whole.briefing
                && part.last_chunk == whole.last_chunk
                && part.fixes == whole.fixes
                && part.omitted == whole.omitted;
            if !same {
                return Err(SummaryError::Parts);
            }
            whole.presence.zones.extend(zones);
        }
        whole.parts = 1;
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presence::{FixCounts, Interval, ModeInterval, Quality, TravelMode};
    use crate::thresholds::{ENGINE_VERSION, Thresholds};

    fn summary(zones: u8, crossings: i64) -> PatrolSummary {
        let start = 1_757_181_600_000;
        // Each zone its own noise: equal zones would deflate to nothing.
        let spans = |seed: i64| -> Vec<ModeInterval> {
            let mut state = seed;
            (0..crossings)
                .map(|i| {
                    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
                    let from = start + i * 60_000 + state % 20_000;
                    let to = from + 10_000 + state % 9_999;
                    ModeInterval { span: Interval { from, to }, mode: TravelMode::Foot }
                })
                .collect()
        };
        let zone = |n: u8| ZonePresence {
            zone: ZoneHash([n; 32]),
            presence: spans(i64::from(n) + 1),
            certain: spans(i64::from(n) + 1_000),
            possible: spans(i64::from(n) + 2_000),
            visits: Vec::new(),
        };
        PatrolSummary {
            part: 0,
            parts: 1,
            briefing: Some(Hash::of(&[b"manifest"])),
            last_chunk: Some(12),
            fixes: 5_760,
            presence: TrackPresence {
                engine: ENGINE_VERSION,
                thresholds: Thresholds::V1,
                span: Interval { from: start, to: start + 28_800_000 },
                gaps: Vec::new(),
                modes: Vec::new(),
                zones: (0..zones).map(zone).collect(),
                fixes: FixCounts::default(),
                quality: Quality::A,
            },
            omitted: Vec::new(),
        }
    }

    #[test]
    fn an_ordinary_night_is_one_entry() {
        let bodies = summary(12, 40).to_bodies().unwrap();
        assert_eq!(bodies.len(), 1);
        let back = PatrolSummary::join(vec![PatrolSummary::parse(&bodies[0]).unwrap()]).unwrap();
        assert_eq!(back, summary(12, 40));
    }

    #[test]
    fn a_huge_night_goes_in_parts_and_comes_back_whole() {
        let whole = summary(40, 400);
        let bodies = whole.to_bodies().unwrap();
        assert!(bodies.len() > 1 && bodies.iter().all(|body| body.len() <= BODY_MAX));
        let mut parts: Vec<_> = bodies.iter().map(|body| PatrolSummary::parse(body).unwrap()).collect();
        parts.reverse();
        assert_eq!(PatrolSummary::join(parts.clone()).unwrap(), whole);
        parts.pop();
        assert_eq!(PatrolSummary::join(parts), Err(SummaryError::Parts));
        assert_eq!(PatrolSummary::join(Vec::new()), Err(SummaryError::Parts));
    }

    #[test]
    fn a_zone_too_large_for_an_entry_is_named_and_blocks_nothing() {
        let mut whole = summary(2, 400);
        whole.presence.zones[0] = summary(1, 20_000).presence.zones.remove(0);
        let bodies = whole.to_bodies().unwrap();
        let back =
            PatrolSummary::join(bodies.iter().map(|b| PatrolSummary::parse(b).unwrap()).collect()).unwrap();
        assert_eq!(back.omitted, vec![ZoneHash([0; 32])]);
        assert_eq!(back.presence.zones.len(), 1);
    }

    #[test]
    fn damage_is_told() {
        assert_eq!(PatrolSummary::parse(b""), Err(SummaryError::Malformed));
        assert_eq!(PatrolSummary::parse(b"not a summary"), Err(SummaryError::Malformed));
    }
}
