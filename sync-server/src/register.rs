//! The register: what a notebook's entries say of a patrol, folded in order.
//!
//! A refused entry is held, named with a stable code, and passed over; when the cause goes away – a missing
//! entry comes, a later version knows a kind – the fold simply comes out differently.

use beatbook_domain::records::body::{BodyError, COARSE_KIND, EntryBody};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::patrol::{Patrol, PatrolEntry, PatrolRefusal};
use beatbook_protocol::id::Id;

/// The version of kinds and rules below, of [`EntryBody`] and of [`Patrol`]. To be raised with each kind that is
/// learned and each refusal that changes: what an earlier one could not use is then read again at the next start.
pub const FOLD: u32 = 10;

/// What is known of one entry of a patrol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Its body, as far as it is understood.
    Body(Result<EntryBody, BodyError>),
    /// The body has not come yet.
    Missing,
    /// The body was erased or purged.
    Gone,
}

/// A patrol as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// The fold; absent before its first entry is known.
    pub patrol: Option<Patrol>,
    /// Every operation it named, from its moment on: the fold itself keeps the last.
    pub operations: Vec<(Moment, Option<String>)>,
    /// Entries that do not fit, with their codes.
    pub refused: Vec<(u64, &'static str)>,
    /// True if the fold stopped at a missing body.
    pub waits: bool,
}

/// Folds a patrol's entries, in order of seq; `own` is the notebook's officer.
#[must_use]
pub fn fold(own: Id, entries: impl IntoIterator<Item = (u64, Told)>) -> Story {
    let mut story = Story::default();
    for (seq, told) in entries {
        let entry = match told {
            Told::Missing => {
                story.waits = true;
                break;
            }
            Told::Body(Ok(EntryBody::Patrol(entry))) => entry,
            Told::Body(Err(BodyError::Malformed | BodyError::TooLarge)) => {
                story.refused.push((seq, crate::ingest::plan::MALFORMED_BODY));
                continue;
            }
            Told::Body(_) | Told::Gone => continue,
        };
        match tell(&mut story.patrol, &entry, own) {
            Ok(()) => story.operations.extend(entry.operation()),
            Err(refusal) => story.refused.push((seq, code(refusal))),
        }
    }
    story
}

fn tell(patrol: &mut Option<Patrol>, entry: &PatrolEntry, own: Id) -> Result<(), PatrolRefusal> {
    match (patrol, entry) {
        (Some(patrol), entry) => patrol.apply(entry, own),
        (none, PatrolEntry::Started(start)) => {
            *none = Some(Patrol::start(start, own)?);
            Ok(())
        }
        (None, _) => Err(PatrolRefusal::NotOpen),
    }
}

/// The stable code of a refusal, as phones and exports show it.
fn code(refusal: PatrolRefusal) -> &'static str {
    match refusal {
        PatrolRefusal::NotOpen => "patrol_not_open",
        PatrolRefusal::AlreadyOpen => "patrol_already_open",
        PatrolRefusal::AlreadyEnded => "patrol_already_ended",
        PatrolRefusal::AlreadyAbstracted => "already_abstracted",
        PatrolRefusal::NotAbstracted => "not_abstracted",
        PatrolRefusal::Crew => "crew",
        PatrolRefusal::Text { .. } => "text",
        PatrolRefusal::Tally => "tally",
        PatrolRefusal::TimeRunsBack => "time_runs_back",
    }
}

/// Whether a header of this kind tells of a patrol, or may do so behind a coarse kind.
#[must_use]
pub fn tells_of_patrols(kind: &str) -> bool {
    kind == COARSE_KIND || is_patrol_kind(kind)
}

/// Whether a kind is one of a patrol's.
#[must_use]
pub fn is_patrol_kind(kind: &str) -> bool {
    matches!(
        kind,
        "patrol_started"
            | "patrol_changed"
            | "abstraction_started"
            | "abstraction_ended"
            | "patrol_tallied"
            | "patrol_referenced"
            | "patrol_annotated"
            | "patrol_ended"
            | "track_chunk"
            | "patrol_summary"
    )
}

/// Whether entries of this kind are figures rather than story: folding need not read them.
#[must_use]
pub fn is_track_kind(kind: &str) -> bool {
    matches!(kind, "track_chunk" | "patrol_summary")
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_domain::presence::TravelMode;
    use beatbook_domain::records::encampment::{EncampmentEntry, EncampmentStep};
    use beatbook_domain::records::encounter::EncounterEntry;
    use beatbook_domain::records::engagement::EngagementEntry;
    use beatbook_domain::records::notice::NoticeEntry;
    use beatbook_domain::records::patrol::{
        AbstractionEnded, Crew, Duty, Ending, PatrolChanged, PatrolEnded, PatrolStarted,
    };
    use beatbook_domain::records::premises::PremisesEntry;
    use beatbook_domain::records::sign::SignState;
    use beatbook_domain::records::tent::{TentEntry, TentStep};
    use beatbook_domain::records::welfare::WelfareEntry;
    use beatbook_domain::records::welfare::steps::CareStep;
    use beatbook_protocol::entry::BootId;

    const OWN: Id = Id::from_bytes([1; 16]);

    fn at(mono: i64) -> Moment {
        Moment { wall: mono, mono, boot: BootId(1) }
    }

    fn started() -> Told {
        Told::Body(Ok(EntryBody::Patrol(PatrolEntry::Started(PatrolStarted {
            at: at(0),
            duty: Duty::TaskedCore,
            mode: TravelMode::Foot,
            crew: Crew { officers: vec![OWN], others: 0 },
            operation: None,
        }))))
    }

    fn ended() -> Told {
        let ended = PatrolEnded { at: at(100), ending: Ending::SignedOff };
        Told::Body(Ok(EntryBody::Patrol(PatrolEntry::Ended(ended))))
    }

    /// Whoever adds a kind comes by here: name the fold it came with, and raise [`FOLD`] to it.
    fn known_since(body: &EntryBody) -> u32 {
        match body {
            EntryBody::Genesis(_) | EntryBody::Note(_) | EntryBody::Erasure(_) => 1,
            EntryBody::Patrol(_) | EntryBody::TrackChunk(_) | EntryBody::PatrolSummary(_) => 1,
            EntryBody::Encounter(EncounterEntry::Placed(_) | EncounterEntry::Judged(_)) => 6,
            EntryBody::SignNoted(note) if note.state == SignState::Unseen => 6,
            EntryBody::Notice(NoticeEntry::YoungTold(_)) => 6,
            EntryBody::Encounter(_)
            | EntryBody::Notice(_)
            | EntryBody::Numbers(_)
            | EntryBody::SignNoted(_) => 2,
            EntryBody::Welfare(WelfareEntry::Step(told))
                if matches!(told.step, CareStep::HazardSeen { .. }) =>
            {
                7
            }
            EntryBody::Welfare(WelfareEntry::Step(told)) if matches!(told.step, CareStep::Reference(_)) => 9,
            EntryBody::Engagement(EngagementEntry::Referenced(_))
            | EntryBody::Premises(PremisesEntry::Referenced(_)) => 9,
            EntryBody::Encampment(EncampmentEntry::Step(told))
                if matches!(told.step, EncampmentStep::Reference(_)) =>
            {
                9
            }
            EntryBody::Tent(TentEntry::Step(told)) if matches!(told.step, TentStep::Reference(_)) => 9,
            EntryBody::Tent(TentEntry::Step(told)) if matches!(told.step, TentStep::TakenBack { .. }) => 10,
            EntryBody::Alone(_) => 7,
            EntryBody::Welfare(_) | EntryBody::Count(_) => 3,
            EntryBody::Encampment(_) | EntryBody::Tent(_) => 4,
            EntryBody::Engagement(_) => 5,
            EntryBody::TaskAnswered(_) => 6,
            EntryBody::Premises(_) => 7,
            EntryBody::Looked(_) => 8,
        }
    }

    #[test]
    fn no_kind_is_newer_than_the_fold() {
        assert!(known_since(&EntryBody::TrackChunk(Vec::new())) <= FOLD);
    }

    #[test]
    fn an_entry_that_does_not_fit_is_named_and_stops_nothing() {
        let back =
            Told::Body(Ok(EntryBody::Patrol(PatrolEntry::AbstractionEnded(AbstractionEnded { at: at(5) }))));
        let story =
            fold(OWN, [(1, started()), (2, back), (3, Told::Body(Err(BodyError::Malformed))), (9, ended())]);
        assert_eq!(story.refused, vec![(2, "not_abstracted"), (3, "malformed_body")]);
        assert!(story.patrol.is_some_and(|patrol| !patrol.is_open()));
    }

    #[test]
    fn every_operation_is_kept_with_its_moment_and_one_named_after_sign_off_is_not() {
        let named = |mono: i64, name: &str| {
            let (mode, crew, operation) = (None, None, Some(name.to_owned()));
            let changed = PatrolChanged { at: at(mono), mode, crew, operation };
            Told::Body(Ok(EntryBody::Patrol(PatrolEntry::Changed(changed))))
        };
        let entries = [
            (1, started()),
            (2, named(5, "Alpha")),
            (3, named(9, "Beta")),
            (4, ended()),
            (5, named(200, "Gamma")),
        ];
        let story = fold(OWN, entries);
        assert_eq!(story.refused, vec![(5, "patrol_already_ended")]);
        let kept: Vec<_> =
            story.operations.iter().map(|(at, operation)| (at.mono, operation.as_deref())).collect();
        assert_eq!(kept, [(0, None), (5, Some("Alpha")), (9, Some("Beta"))]);
        assert_eq!(story.patrol.and_then(|patrol| patrol.operation).as_deref(), Some("Beta"));
    }

    #[test]
    fn the_cause_goes_away_when_the_missing_entry_comes() {
        let waiting = fold(OWN, [(1, Told::Missing), (2, ended())]);
        assert!(waiting.waits && waiting.patrol.is_none() && waiting.refused.is_empty());
        let whole = fold(OWN, [(1, started()), (2, ended())]);
        assert!(!whole.waits && whole.patrol.is_some_and(|patrol| !patrol.is_open()));
    }

    #[test]
    fn an_erased_remark_and_an_unknown_kind_are_passed_over() {
        let unknown = Told::Body(Err(BodyError::UnknownKind));
        let story = fold(OWN, [(1, started()), (2, Told::Gone), (3, unknown), (4, ended())]);
        assert!(story.refused.is_empty() && story.patrol.is_some_and(|patrol| !patrol.is_open()));
    }
}
