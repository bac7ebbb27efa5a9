//! Lone workers' timers as their entries tell them: when one is over, on the phone and at the server, what the team is to
//! be told, and that it is told once.
//!
//! There is one timer for an officer: the last word counts, whichever notebook it is in and however late it came.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;

use crate::orders::legal_time::LegalTime;
use crate::records::alone::{AloneEnd, AloneEntry};
use crate::records::journal::Moment;

/// A minute, milliseconds.
const MINUTE_MS: i64 = 60_000;

/// What is overdue once, names itself by the entry that set it: a notebook and a number.
pub type Period = (Id, u64);

/// An entry as the server has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AloneSaid {
    /// Notebook and number.
    pub period: Period,
    /// The timer.
    pub timer: Id,
    /// When the server took it in, UTC milliseconds: it was not made later than that.
    pub taken: i64,
    /// Its header hides what it is: the officer was out for welfare or a count.
    pub hidden: bool,
    /// What it says.
    pub entry: AloneEntry,
}

impl AloneSaid {
    /// When it was said. A phone that is ahead said it when it was taken in at the latest.
    #[must_use]
    pub fn time(&self) -> i64 {
        self.entry.time().at.min(self.taken)
    }

    /// When what it set is over; none if it stopped. In doubt that is too early rather than too late.
    #[must_use]
    pub fn due(&self) -> Option<i64> {
        let set = self.entry.set()?;
        Some(self.time().saturating_add(i64::from(set.minutes) * MINUTE_MS))
    }

    /// What it ends.
    #[must_use]
    pub fn ends(&self) -> AloneEnd {
        match self.entry {
            AloneEntry::Stopped(_) => AloneEnd::Stopped,
            AloneEntry::Started(_) | AloneEntry::Checked(_) => AloneEnd::Checked,
        }
    }
}

/// What the team is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToTell<'a> {
    /// What this entry set is over.
    Overdue(&'a AloneSaid),
    /// What was told to be over is, by this entry.
    Ended(Period, &'a AloneSaid),
}

/// All words of one officer, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AloneStory(Vec<AloneSaid>);

impl AloneStory {
    /// Puts them in order, in whatever order they came. Of one notebook it is that of its entries, whatever its clock did.
    #[must_use]
    pub fn of(mut said: Vec<AloneSaid>) -> Self {
        said.sort_by_key(|one| one.period);
        said.dedup_by_key(|one| one.period);
        let mut keyed: Vec<(i64, AloneSaid)> = Vec::with_capacity(said.len());
        for one in said {
            let before = keyed.last().filter(|(_, last)| last.period.0 == one.period.0);
            keyed.push((before.map_or(one.time(), |(at, _)| one.time().max(*at)), one));
        }
        keyed.sort_by_key(|(at, one)| (*at, one.period));
        Self(keyed.into_iter().map(|(_, one)| one).collect())
    }

    /// What runs or is overdue: the last word, unless it stops.
    #[must_use]
    pub fn running(&self) -> Option<&AloneSaid> {
        self.0.last().filter(|last| last.entry.set().is_some())
    }

    /// What is overdue at an instant.
    #[must_use]
    pub fn overdue(&self, now: i64) -> Option<&AloneSaid> {
        self.running().filter(|last| last.due().is_some_and(|due| due <= now))
    }

    /// The word that came after one.
    #[must_use]
    pub fn after(&self, period: Period) -> Option<&AloneSaid> {
        match self.0.iter().position(|one| one.period == period) {
            // What a successor carries over is the same word.
            Some(at) => {
                let this = self.0.get(at)?;
                self.0.iter().skip(at + 1).find(|one| one.entry != this.entry)
            }
            // Its body is gone: what its own notebook said next.
            None => self.0.iter().find(|one| one.period.0 == period.0 && one.period.1 > period.1),
        }
    }

    /// What the team is to be told at an instant; `told` and `ended` are the periods of which it was.
    #[must_use]
    pub fn to_tell(&self, told: &BTreeSet<Period>, ended: &BTreeSet<Period>, now: i64) -> Vec<ToTell<'_>> {
        let open = told.difference(ended);
        let over = open.filter_map(|period| Some(ToTell::Ended(*period, self.after(*period)?)));
        let is_told =
            |late: &AloneSaid| self.0.iter().any(|one| told.contains(&one.period) && one.entry == late.entry);
        let late = self.overdue(now).filter(|late| !is_told(late));
        over.chain(late.map(ToTell::Overdue)).collect()
    }
}

/// By which clock a phone knows how much of a timer's time has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AloneClock {
    /// The phone has not been restarted: by the clock that nobody sets.
    SameStart,
    /// It was restarted; satellites or the server told the time before and after.
    Legal,
    /// It was restarted: by its wall clock, which may be wrong.
    Wall,
    /// It was restarted, and its wall clock was put back: nobody knows, and so it is overdue.
    Nobody,
}

/// How a timer stands on its phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AloneState {
    /// None runs.
    Off,
    /// It runs for so many milliseconds more.
    Running {
        /// Milliseconds.
        left: i64,
        /// By which clock.
        clock: AloneClock,
    },
    /// It is over: the phone sounds.
    Overdue {
        /// For so many milliseconds; none if nobody knows.
        gone: Option<i64>,
        /// By which clock.
        clock: AloneClock,
    },
}

/// How a timer stands that this entry set last, at a moment of the phone. In doubt it is overdue.
#[must_use]
pub fn on_phone(last: &AloneEntry, now: &Moment, legal: LegalTime) -> AloneState {
    let Some(set) = last.set() else { return AloneState::Off };
    let (gone, clock) = gone_by(&set.at, set.time, now, legal);
    let whole = i64::from(set.minutes) * MINUTE_MS;
    match gone {
        Some(gone) if gone < whole => AloneState::Running { left: whole - gone, clock },
        gone => AloneState::Overdue { gone: gone.map(|gone| gone - whole), clock },
    }
}

/// Milliseconds that have gone at most.
fn gone_by(then: &Moment, told: LegalTime, now: &Moment, legal: LegalTime) -> (Option<i64>, AloneClock) {
    if then.boot == now.boot {
        return (Some(now.mono.saturating_sub(then.mono).max(0)), AloneClock::SameStart);
    }
    if told.within.is_some() && legal.within.is_some() {
        let most = legal.span().1.saturating_sub(told.span().0);
        return (Some(most.max(now.mono)), AloneClock::Legal);
    }
    let by_wall = now.wall.saturating_sub(then.wall);
    // The phone has been on for longer than that since: somebody put its clock back.
    if by_wall < now.mono.max(0) { (None, AloneClock::Nobody) } else { (Some(by_wall), AloneClock::Wall) }
}

#[cfg(test)]
mod tests;
