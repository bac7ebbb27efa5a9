//! Tests of a lone worker's timer: any order of words and of the server's looks.

use beatbook_protocol::entry::BootId;
use proptest::prelude::*;

use super::*;
use crate::records::alone::{AloneSet, AloneStopped};

const ON: i64 = 1_757_181_600_000;
const A: Id = Id::from_bytes([1; 16]);
const B: Id = Id::from_bytes([2; 16]);

fn moment(minute: i64, boot: u64) -> Moment {
    Moment { wall: ON + minute * MINUTE_MS, mono: 3_600_000 + minute * MINUTE_MS, boot: BootId(boot) }
}

fn set(minute: i64, minutes: u16) -> AloneEntry {
    let at = moment(minute, 1);
    AloneEntry::Started(AloneSet { at, time: LegalTime::exactly(at.wall), minutes, place: None, words: None })
}

fn stop(minute: i64) -> AloneEntry {
    let at = moment(minute, 1);
    AloneEntry::Stopped(AloneStopped { at, time: LegalTime::exactly(at.wall) })
}

fn said(notebook: Id, seq: u64, taken: i64, entry: AloneEntry) -> AloneSaid {
    let taken = ON + taken * MINUTE_MS;
    AloneSaid { period: (notebook, seq), timer: A, taken, hidden: false, entry }
}

#[test]
fn on_the_phone_it_is_over_to_the_millisecond() {
    let now = |ms: i64| Moment { mono: moment(0, 1).mono + ms, ..moment(0, 1) };
    let state = |ms| on_phone(&set(0, 5), &now(ms), LegalTime { at: 0, within: None });
    let clock = AloneClock::SameStart;
    assert_eq!(state(300_000 - 1), AloneState::Running { left: 1, clock });
    assert_eq!(state(300_000), AloneState::Overdue { gone: Some(0), clock });
    // Whatever somebody does to the wall clock.
    let back = Moment { wall: 0, ..now(299_999) };
    assert!(matches!(
        on_phone(&set(0, 5), &back, LegalTime::exactly(0)),
        AloneState::Running { left: 1, .. }
    ));
    assert_eq!(on_phone(&stop(3), &now(0), LegalTime::exactly(0)), AloneState::Off);
}

#[test]
fn across_a_restart_it_is_overdue_in_doubt_and_says_by_which_clock() {
    let unsure = LegalTime { at: 0, within: None };
    let now = |minute: i64, up: i64| Moment { mono: up * MINUTE_MS, ..moment(minute, 2) };
    let state = |now: Moment, legal| on_phone(&set(0, 45), &now, legal);
    let running = |minutes, clock| AloneState::Running { left: minutes * MINUTE_MS, clock };
    assert_eq!(state(now(44, 1), unsure), running(1, AloneClock::Wall));
    let over = AloneState::Overdue { gone: Some(0), clock: AloneClock::Wall };
    assert_eq!(state(now(45, 1), unsure), over);
    // Put back: to before it was set, or to less than the phone has been on.
    let nobody = AloneState::Overdue { gone: None, clock: AloneClock::Nobody };
    assert_eq!(state(now(-1, 0), unsure), nobody);
    assert_eq!(state(now(3, 4), unsure), nobody);
    // Who knows the time knows it, and takes its doubt off.
    let at = ON + 40 * MINUTE_MS;
    assert_eq!(state(now(-9, 4), LegalTime::exactly(at)), running(5, AloneClock::Legal));
    let vague = LegalTime { at, within: Some(5 * MINUTE_MS) };
    assert!(matches!(state(now(-9, 4), vague), AloneState::Overdue { clock: AloneClock::Legal, .. }));
}

#[test]
fn a_stop_that_comes_late_ends_the_alarm_with_the_time_it_really_had() {
    let first = said(A, 3, 1, set(0, 45));
    let told = BTreeSet::from([(A, 3)]);
    let story = AloneStory::of(vec![said(A, 4, 300, stop(44)), first.clone()]);
    let none = BTreeSet::new();
    let telling = story.to_tell(&told, &none, ON + 300 * MINUTE_MS);
    let [ToTell::Ended(period, by)] = telling.as_slice() else { panic!("{telling:?}") };
    assert_eq!((*period, by.time(), by.ends()), ((A, 3), ON + 44 * MINUTE_MS, AloneEnd::Stopped));
    assert_eq!(story.to_tell(&told, &told, i64::MAX), []);
    // In its own time, and to the millisecond.
    let story = AloneStory::of(vec![first]);
    let due = ON + 45 * MINUTE_MS;
    assert_eq!(story.overdue(due - 1), None);
    assert_eq!(story.overdue(due).map(|one| one.period), Some((A, 3)));
}

#[test]
fn a_phone_whose_clock_is_ahead_is_overdue_no_later_than_counted_from_when_it_was_heard() {
    let ahead = said(A, 3, 10, set(600_000, 45));
    assert_eq!(ahead.due(), Some(ON + 55 * MINUTE_MS));
    // Its own order stands, whatever its clock says.
    let story = AloneStory::of(vec![said(A, 4, 12, stop(-9_000)), ahead]);
    assert_eq!((story.running(), story.after((A, 3)).map(|one| one.period)), (None, Some((A, 4))));
    // What began it is erased: what came next in its notebook ends it.
    assert_eq!(story.after((A, 2)).map(|one| one.period), Some((A, 3)));
    assert_eq!(story.after((B, 2)), None);
}

#[test]
fn a_successor_speaks_for_its_officer() {
    let (old, new) = (said(A, 9, 1, set(0, 45)), said(B, 2, 30, set(30, 45)));
    let story = AloneStory::of(vec![new, old]);
    assert_eq!(story.running().map(|one| one.period), Some((B, 2)));
    assert_eq!(story.after((A, 9)).map(|one| one.period), Some((B, 2)));
}

/// What an officer does, minute by minute: waits, then sets so many minutes, or stops.
fn day() -> impl Strategy<Value = Vec<(i64, Option<u16>)>> {
    prop::collection::vec((1..90_i64, prop::option::weighted(0.8, 5..60_u16)), 1..12)
}

proptest! {
    /// Whatever order phones and the server's looks come in: at each look what is overdue is so because no word came
    /// within its time, it is told once, and ends once when a word has come.
    #[test]
    fn overdue_iff_nothing_was_said_in_time_and_told_once(
        day in day(),
        came in prop::collection::vec(0..1_500_i64, 12),
        looks in prop::collection::vec(0..1_500_i64, 1..40),
    ) {
        let mut minute = 0;
        let mut entries = Vec::new();
        for (seq, ((wait, minutes), delay)) in day.iter().zip(&came).enumerate() {
            minute += wait;
            let entry = minutes.map_or_else(|| stop(minute), |minutes| set(minute, minutes));
            let arrives = minute + delay % 400;
            entries.push((arrives, minute, *minutes, said(A, seq as u64, arrives, entry)));
        }
        let mut looks = looks;
        looks.push(3_000);
        looks.sort_unstable();
        let (mut told, mut ended) = (BTreeSet::new(), BTreeSet::new());
        for look in looks {
            let known: Vec<_> = entries.iter().filter(|(arrives, ..)| *arrives <= look).collect();
            let mut shuffled: Vec<AloneSaid> = known.iter().map(|(.., one)| one.clone()).collect();
            shuffled.reverse();
            let story = AloneStory::of(shuffled);
            let now = ON + look * MINUTE_MS;
            let expected = known.iter().max_by_key(|(.., one)| one.period.1).and_then(|(_, at, minutes, one)| {
                let over = minutes.is_some_and(|minutes| at + i64::from(minutes) <= look);
                over.then_some(one.period)
            });
            prop_assert_eq!(story.overdue(now).map(|one| one.period), expected);
            for telling in story.to_tell(&told, &ended, now) {
                match telling {
                    ToTell::Overdue(one) => prop_assert!(told.insert(one.period), "told twice"),
                    ToTell::Ended(period, by) => {
                        prop_assert!(told.contains(&period) && ended.insert(period), "ended twice, or never told");
                        prop_assert!(by.period.1 > period.1);
                    }
                }
            }
            prop_assert_eq!(story.to_tell(&told, &ended, now), vec![], "all is told");
            if let Some(period) = expected {
                prop_assert!(told.contains(&period) && !ended.contains(&period));
            }
            let later = |period: &Period| known.iter().any(|(.., one)| one.period.1 > period.1);
            prop_assert!(told.iter().all(|period| later(period) == ended.contains(period)));
        }
    }
}
