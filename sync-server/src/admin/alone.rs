//! Lone workers, for their own team and those who answer for it: who is out, until when, who is overdue, who was told.

use std::collections::BTreeSet;

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::alone::AloneSaid;
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::alone::{AloneFor, AloneWord};
use beatbook_domain::welfare::cell::Cell;
use beatbook_protocol::id::Id;
use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::office::{Office, Told};
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::{FormArgs, ReaderArgs};
use crate::error::ServerError;
use crate::store::{AloneFacts, Officer};
use crate::welfare::reference;

/// Lone workers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum AloneCommand {
    /// List timers that run or are overdue, of the officer's own team; of all teams for those who answer for them
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// Alarms that have ended as well
        #[arg(long)]
        all: bool,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: AloneCommand) -> Result<Told, ServerError> {
    let AloneCommand::List { reader: args, all, form } = command;
    let seat = Seat::open(office, &args, "lone workers' timers").await?;
    let facts = office.service.store().alone_facts(&seat.scope).await?;
    let desk = Desk { seat, facts, now: office.service.clock().now() };
    desk.list(all).told(form.csv)
}

/// One reader's look.
struct Desk {
    seat: Seat,
    facts: AloneFacts,
    now: i64,
}

/// How much of a timer somebody sees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// All of it.
    Exact,
    /// The square where the officer was last, and no words.
    Coarse,
}

impl Desk {
    fn sight(&self, whose: &Officer, area: Area) -> Option<Sight> {
        let same_team = !whose.team.trim().is_empty() && whose.team == self.seat.reader.team;
        let reads = || self.seat.access.may_read_body(area, Reading { closed: true, ..Reading::default() });
        match same_team || whose.id == self.seat.reader.id {
            true => Some(Sight::Exact),
            false => reads().then_some(Sight::Coarse),
        }
    }

    fn officer(&self, id: Id) -> Option<&Officer> {
        self.seat.officers.iter().find(|one| one.id == id)
    }

    fn list(&self, all: bool) -> Sheet {
        let mut sheet = Sheet::new(
            "Lone workers this officer may know of",
            &["officer", "team", "until", "state", "told", "place", "said"],
        );
        for (id, story) in &self.facts.stories {
            let Some((officer, said)) = self.officer(*id).zip(story.running()) else { continue };
            if let Some(sight) = self.sight(officer, area(said.hidden)) {
                sheet.rows.push(self.row(officer, said, sight));
            }
        }
        // Those overdue longest first.
        sheet.rows.sort_by_key(|row| (row.get(3).is_none_or(|state| state != OVERDUE), row.get(2).cloned()));
        if all {
            sheet.rows.extend(self.ended());
        }
        sheet
    }

    fn row(&self, officer: &Officer, said: &AloneSaid, sight: Sight) -> Vec<String> {
        let told = self.facts.words.iter().find_map(|word| match word {
            AloneWord::Overdue(told) if word.period() == said.period => Some(told.told),
            _ => None,
        });
        let due = said.due().unwrap_or(i64::MAX);
        let set = said.entry.set();
        let at = set.and_then(|set| set.place).map(|place| place.at);
        let place = match sight {
            Sight::Exact => at.and_then(reference),
            Sight::Coarse => at.and_then(|at| Cell::of(at).ok()).map(|cell| cell.reference().to_string()),
        };
        let words = set.and_then(|set| set.words.clone()).filter(|_| sight == Sight::Exact);
        vec![
            officer.code.clone(),
            officer.team.clone(),
            local_label(due).unwrap_or_default(),
            if due <= self.now { OVERDUE } else { "running" }.to_owned(),
            told.and_then(|at| local_label(at).ok()).unwrap_or_default(),
            place.unwrap_or_default(),
            words.unwrap_or_default(),
        ]
    }

    /// Alarms that have ended, the newest first; each once, however many were told.
    fn ended(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut seen = BTreeSet::new();
        for word in self.facts.words.iter().rev() {
            let AloneWord::Ended(ended) = word else { continue };
            let Some(officer) = self.officer(ended.officer) else { continue };
            let areas = self.facts.words.iter().filter_map(|one| match one.for_whom() {
                AloneFor::Whole(area) if one.period() == word.period() => Some(*area),
                _ => None,
            });
            let may = areas.into_iter().any(|area| self.sight(officer, area).is_some());
            if may && seen.insert(word.period()) {
                let overdue = self.facts.words.iter().find_map(|one| match one {
                    AloneWord::Overdue(told) if one.period() == word.period() => {
                        Some((told.since, told.told))
                    }
                    _ => None,
                });
                let label = |at: Option<i64>| at.and_then(|at| local_label(at).ok()).unwrap_or_default();
                rows.push(vec![
                    officer.code.clone(),
                    officer.team.clone(),
                    label(overdue.map(|(since, _)| since)),
                    format!("{} at {}", ended.how.name(), label(Some(ended.at))),
                    label(overdue.map(|(_, told)| told)),
                    String::new(),
                    String::new(),
                ]);
            }
        }
        rows
    }
}

const OVERDUE: &str = "OVERDUE";

/// The area whose readers answer for such an officer.
fn area(hidden: bool) -> Area {
    if hidden { Area::Welfare } else { Area::Patrol }
}
