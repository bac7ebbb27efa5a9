//! The lone worker's timer on the command line. What is overdue rings the terminal's bell, and says what the team knows.

use std::fmt::Write;

use beatbook_device::{AloneAlarm, Beatbook, LoneState, LoneWorker, StartAlone, TeamWord};
use beatbook_domain::alone::AloneClock;
use beatbook_domain::records::alone::AloneWhere;
use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::When;
use crate::commands::Phone;
use crate::error::PhoneError;
use crate::welfare_shown::reference;
use crate::{out, time};

/// What to do with the timer; without a word: how it stands.
#[derive(Subcommand)]
pub enum AloneCommand {
    /// Starts it: if neither `check` nor `stop` comes in time, the phone sounds and the team is told, with the last position.
    Start {
        /// For how long, 5 to 240; the authority's usual number (45) if not told.
        #[arg(long, value_name = "N")]
        minutes: Option<u16>,
        /// Where you will be, in words, for your own team.
        #[arg(long = "where", value_name = "WORDS")]
        place: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// I am well: it begins again.
    Check {
        #[command(flatten)]
        when: When,
    },
    /// I am well, and not alone any more.
    Stop {
        #[command(flatten)]
        when: When,
    },
    /// Colleagues of the own team whose timer ran out, as the server has told.
    Team {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Phone {
    /// Does what is asked about the timer.
    pub fn alone(&self, command: Option<AloneCommand>, json: bool) -> Result<(), PhoneError> {
        match command {
            Some(AloneCommand::Start { minutes, place, when }) => {
                self.then_shown(&when, |book| book.start_alone(StartAlone { minutes, words: place }))
            }
            Some(AloneCommand::Check { when }) => self.then_shown(&when, Beatbook::check_alone),
            Some(AloneCommand::Stop { when }) => self.then_shown(&when, Beatbook::stop_alone),
            Some(AloneCommand::Team { json }) => {
                let book = self.open()?;
                let alarms = book.alone_alarms()?;
                book.shutdown()?;
                if json {
                    return alarms.iter().try_for_each(|alarm| out::line(alarm_json(alarm)));
                }
                if alarms.is_empty() {
                    out::line("nobody of the team is overdue, as far as this phone has heard")?;
                }
                let now = self.wall()?;
                alarms.iter().try_for_each(|alarm| out::text(alarm_shown(alarm, now)))
            }
            None => {
                let book = self.open()?;
                let own = book.lone_worker()?;
                book.shutdown()?;
                if json { out::line(json_of(&own)) } else { out::text(shown(&own, self.wall()?)) }
            }
        }
    }

    fn then_shown(
        &self,
        when: &When,
        act: impl FnOnce(&Beatbook) -> beatbook_device::Told<()>,
    ) -> Result<(), PhoneError> {
        let own = self.act(when, |book| {
            act(book)?;
            book.lone_worker()
        })?;
        out::text(shown(&own, self.wall()?))
    }
}

/// Loud, for whatever else is shown: the officer's own timer and the team's, where they are overdue `now`.
pub fn loud(book: &Beatbook, now: i64) -> beatbook_device::Told<String> {
    let mut text = String::new();
    let own = book.lone_worker()?;
    if own.sound {
        text.push_str(&shown(&own, now));
    }
    for alarm in book.alone_alarms()?.iter().filter(|alarm| alarm.ended.is_none() && !alarm.own) {
        text.push_str(&alarm_shown(alarm, now));
    }
    Ok(text)
}

/// How the own timer stands `now`, for a person.
pub fn shown(own: &LoneWorker, now: i64) -> String {
    let time = |at| time::beside(now, at);
    let mut text = String::new();
    match own.state {
        LoneState::Off => text.push_str("no timer runs\n"),
        LoneState::Running { until, left, clock } => {
            let minutes = left.div_euclid(60_000);
            let _ = writeln!(text, "alone until {}, {minutes} min more{}", time(until), by(clock));
        }
        LoneState::Overdue { since, clock } => {
            let since = since.map_or_else(String::new, |since| format!(" since {}", time(since)));
            let _ = writeln!(text, "\u{7}*** OVERDUE{since}{} ***\u{7}", by(clock));
            text.push_str("your phone sounds: `alone check` if you are well, 999 if you are not\n");
        }
    }
    let network = |at: Option<i64>| {
        at.map_or_else(|| "no network yet".to_owned(), |at| format!("no network since {}", time(at)))
    };
    let _ = match (own.team, own.sound) {
        (TeamWord::Nothing, _) => Ok(()),
        (TeamWord::Told { at }, _) => writeln!(text, "the team has been told at {}", time(at)),
        (TeamWord::ServerWatches { network: at }, true) => writeln!(
            text,
            "the server has your timer and tells the team by itself; this phone has not heard that it did: {}",
            network(at)
        ),
        (TeamWord::ServerWatches { .. }, false) => {
            writeln!(text, "the server has your timer: it tells the team by itself when it runs out")
        }
        (TeamWord::NotTold { network: at }, true) => {
            writeln!(text, "the team has NOT been told: {}", network(at))
        }
        (TeamWord::NotTold { network: at }, false) => {
            writeln!(
                text,
                "the server does NOT have your timer yet, so only this phone will sound: {}",
                network(at)
            )
        }
    };
    text
}

fn by(clock: AloneClock) -> &'static str {
    match clock {
        AloneClock::SameStart => "",
        AloneClock::Legal => " (the phone was restarted: by the time of satellites or server)",
        AloneClock::Wall => " (the phone was restarted: by its own clock)",
        AloneClock::Nobody => {
            " (the phone was restarted and its clock put back: nobody knows, so it counts as overdue)"
        }
    }
}

fn clock_code(clock: AloneClock) -> &'static str {
    match clock {
        AloneClock::SameStart => "same_start",
        AloneClock::Legal => "legal",
        AloneClock::Wall => "wall",
        AloneClock::Nobody => "nobody",
    }
}

/// The same for programs.
pub fn json_of(own: &LoneWorker) -> Value {
    let state = match own.state {
        LoneState::Off => json!({ "state": "off" }),
        LoneState::Running { until, left, clock } => {
            json!({ "state": "running", "until": until, "left": left, "clock": clock_code(clock) })
        }
        LoneState::Overdue { since, clock } => {
            json!({ "state": "overdue", "since": since, "clock": clock_code(clock) })
        }
    };
    let team = match own.team {
        TeamWord::Nothing => json!({ "team": "nothing" }),
        TeamWord::Told { at } => json!({ "team": "told", "at": at }),
        TeamWord::ServerWatches { network } => json!({ "team": "server_watches", "network": network }),
        TeamWord::NotTold { network } => json!({ "team": "not_told", "network": network }),
    };
    json!({ "timer": state, "sound": own.sound, "knows": team })
}

fn place_text(place: Option<AloneWhere>) -> Option<String> {
    match place? {
        AloneWhere::Exact(place) => reference(place),
        AloneWhere::Cell(cell) => Some(format!("in the 100 m square {}", cell.reference())),
    }
}

/// A colleague's alarm, for a person who reads it `now`.
fn alarm_shown(alarm: &AloneAlarm, now: i64) -> String {
    let time = |at| time::beside(now, at);
    let mut text = String::new();
    let who = if alarm.own { "your own timer".to_owned() } else { format!("officer {}", alarm.code) };
    if let Some((how, at)) = alarm.ended {
        let _ = writeln!(text, "{who}: {} at {}, well", how.name(), time(at));
        return text;
    }
    let since = alarm.since.map_or_else(String::new, |since| format!(" since {}", time(since)));
    let _ = writeln!(text, "\u{7}*** {who} is OVERDUE{since} ***\u{7}");
    if !alarm.sure {
        text.push_str("  the phone did not know the time: it may be overdue later than that\n");
    }
    match (place_text(alarm.place), alarm.place_at) {
        (Some(place), Some(at)) => drop(writeln!(text, "  last position {place} at {}", time(at))),
        (Some(place), None) => drop(writeln!(text, "  last position {place}")),
        (None, _) => text.push_str("  no position is known\n"),
    }
    if let Some(words) = &alarm.words {
        let _ = writeln!(text, "  said to be: {words}");
    }
    text
}

fn alarm_json(alarm: &AloneAlarm) -> Value {
    let ended = alarm.ended.map(|(how, at)| json!({ "how": how.name(), "at": at }));
    json!({
        "officer": alarm.code, "own": alarm.own, "since": alarm.since, "told": alarm.told, "sure": alarm.sure,
        "place": place_text(alarm.place), "place_at": alarm.place_at, "words": alarm.words, "ended": ended,
    })
}
