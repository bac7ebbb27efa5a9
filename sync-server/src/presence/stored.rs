//! Published figures as the database keeps them: deflated CBOR, with a version of their own.

use beatbook_domain::crew::CrewSpan;
use beatbook_domain::hours::{AbstractedTime, AreaTime, OperationSpan, PatrolTime};
use beatbook_domain::presence::{Interval, ModeInterval, Quality, Visit};
use beatbook_protocol::frame::{decode_whole, deflate, inflate};
use beatbook_protocol::id::Id;
use minicbor::{Decode, Encode};

use crate::error::Fault;

/// More than any patrol's figures unpack to.
const LARGEST: usize = 64 << 20;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Stored {
    #[n(0)]
    version: u8,
    #[n(1)]
    id: Id,
    #[n(2)]
    officer: Id,
    #[n(3)]
    duty: String,
    #[n(4)]
    operation: Option<String>,
    #[n(5)]
    span: Interval,
    #[n(6)]
    crews: Vec<StoredCrew>,
    #[n(7)]
    abstractions: Vec<StoredAbstraction>,
    #[n(8)]
    gaps: Vec<Interval>,
    #[n(9)]
    quality: Quality,
    #[n(10)]
    dosage: i64,
    #[n(11)]
    areas: Vec<StoredArea>,
    /// Absent if there are none.
    #[n(12)]
    former: Option<Vec<StoredOperation>>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct StoredOperation {
    #[n(0)]
    span: Interval,
    #[n(1)]
    operation: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct StoredCrew {
    #[n(0)]
    span: Interval,
    #[n(1)]
    officers: Vec<Id>,
    #[n(2)]
    others: u8,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct StoredAbstraction {
    #[n(0)]
    span: Interval,
    #[n(1)]
    reason: String,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct StoredArea {
    #[n(0)]
    zone: String,
    #[n(1)]
    presence: Vec<ModeInterval>,
    #[n(2)]
    certain: Vec<ModeInterval>,
    #[n(3)]
    possible: Vec<ModeInterval>,
    #[n(4)]
    visits: Vec<Visit>,
}

const DAMAGED: Fault = Fault::Damaged { what: "row of presence" };
const UNWRITABLE: Fault = Fault::Format { what: "a row of presence" };

/// As the database keeps it.
///
/// # Errors
/// [`Fault::Format`].
pub fn to_bytes(time: &PatrolTime) -> Result<Vec<u8>, Fault> {
    let duty = serde_json::to_string(&time.duty).map_err(|_| UNWRITABLE)?;
    let former = |one: &OperationSpan| StoredOperation { span: one.span, operation: one.operation.clone() };
    let stored = Stored {
        version: 1,
        id: time.id,
        officer: time.officer,
        duty,
        operation: time.operation.clone(),
        span: time.span,
        crews: time
            .crews
            .iter()
            .map(|crew| StoredCrew { span: crew.span, officers: crew.officers.clone(), others: crew.others })
            .collect(),
        abstractions: time
            .abstractions
            .iter()
            .map(|away| StoredAbstraction { span: away.span, reason: away.reason.clone() })
            .collect(),
        gaps: time.gaps.clone(),
        quality: time.quality,
        dosage: time.dosage,
        areas: time
            .areas
            .iter()
            .map(|area| StoredArea {
                zone: area.zone.clone(),
                presence: area.presence.clone(),
                certain: area.certain.clone(),
                possible: area.possible.clone(),
                visits: area.visits.clone(),
            })
            .collect(),
        former: Some(time.former.iter().map(former).collect::<Vec<_>>()).filter(|former| !former.is_empty()),
    };
    deflate(&minicbor::to_vec(stored).map_err(|_| UNWRITABLE)?).map_err(|_| UNWRITABLE)
}

/// As it was kept.
///
/// # Errors
/// [`Fault::Damaged`].
pub fn from_bytes(bytes: &[u8]) -> Result<PatrolTime, Fault> {
    let plain = inflate(bytes, LARGEST).map_err(|_| DAMAGED)?;
    let stored: Stored = decode_whole(&plain).map_err(|_| DAMAGED)?;
    if stored.version != 1 {
        return Err(DAMAGED);
    }
    let crew = |crew: StoredCrew| CrewSpan { span: crew.span, officers: crew.officers, others: crew.others };
    let away = |away: StoredAbstraction| AbstractedTime { span: away.span, reason: away.reason };
    let former = |one: StoredOperation| OperationSpan { span: one.span, operation: one.operation };
    let area = |area: StoredArea| AreaTime {
        zone: area.zone,
        presence: area.presence,
        certain: area.certain,
        possible: area.possible,
        visits: area.visits,
    };
    Ok(PatrolTime {
        id: stored.id,
        officer: stored.officer,
        duty: serde_json::from_str(&stored.duty).map_err(|_| DAMAGED)?,
        operation: stored.operation,
        former: stored.former.unwrap_or_default().into_iter().map(former).collect(),
        span: stored.span,
        crews: stored.crews.into_iter().map(crew).collect(),
        abstractions: stored.abstractions.into_iter().map(away).collect(),
        gaps: stored.gaps,
        quality: stored.quality,
        dosage: stored.dosage,
        areas: stored.areas.into_iter().map(area).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_domain::presence::TravelMode;
    use beatbook_domain::records::patrol::Duty;

    #[test]
    fn figures_come_back_as_they_were() {
        let span = Interval { from: 1_790_000_000_000, to: 1_790_000_600_000 };
        let on_foot = vec![ModeInterval { span, mode: TravelMode::Foot }];
        let officer = Id::from_bytes([2; 16]);
        let time = PatrolTime {
            id: Id::from_bytes([1; 16]),
            officer,
            duty: Duty::OvertimeFunded,
            operation: Some("Irradiate".to_owned()),
            former: vec![OperationSpan { span, operation: None }],
            span,
            crews: vec![CrewSpan { span, officers: vec![officer], others: 1 }],
            abstractions: vec![AbstractedTime { span, reason: "scene control".to_owned() }],
            gaps: vec![span],
            quality: Quality::B,
            dosage: 900_000,
            areas: vec![AreaTime {
                zone: "CHAT-HS".to_owned(),
                presence: on_foot.clone(),
                certain: on_foot.clone(),
                possible: on_foot,
                visits: vec![Visit { span, foot: 600_000, cycle: 0, vehicle: 0, gaps: vec![] }],
            }],
        };
        let bytes = to_bytes(&time).unwrap();
        assert_eq!(from_bytes(&bytes), Ok(time.clone()));
        assert_eq!(from_bytes(&bytes[1..]), Err(DAMAGED));
        // Without former operations they are the twelve fields that every version has written and reads.
        let plain = PatrolTime { former: vec![], ..time };
        let bytes = to_bytes(&plain).unwrap();
        assert_eq!(inflate(&bytes, LARGEST).unwrap()[0], 0xac, "a map of twelve");
        assert_eq!(from_bytes(&bytes), Ok(plain));
    }
}
