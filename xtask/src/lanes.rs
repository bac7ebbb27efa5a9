//! Where nobody watches, suites go in two lanes: what compiles on one core or waits for its servers leaves the other core to somebody.
//!
//! The first lane's lines go straight through. A suite of the second is a process of its own, whose lines are kept in
//! `target/lanes` and passed on whole as soon as it has ended and the first lane is between two suites.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use crate::failure::Failure;
use crate::run::Workshop;
use crate::suites::{Lane, Outcome, Suite, Verdict, alone};

/// All of them, each when the one before has ended.
pub fn one_by_one(workshop: &Workshop, suites: Vec<&'static Suite>) -> Vec<Outcome> {
    suites.into_iter().map(|suite| alone(workshop, suite)).collect()
}

/// Both lanes; the outcomes stand in the order of the suites.
///
/// # Errors
/// If the second lane cannot be set up.
pub fn run(workshop: &Workshop, suites: Vec<&'static Suite>) -> Result<Vec<Outcome>, Failure> {
    let (first, second): (Vec<_>, Vec<_>) = suites.iter().partition(|suite| suite.lane == Lane::First);
    if first.is_empty() || second.is_empty() {
        return Ok(one_by_one(workshop, suites));
    }
    let beside = Beside::set_up(workshop)?;
    let (tell, told) = mpsc::channel();
    let mut outcomes = thread::scope(|scope| {
        scope.spawn(move || {
            for suite in second {
                if tell.send(beside.run(suite)).is_err() {
                    return;
                }
            }
        });
        let mut outcomes = Vec::new();
        for suite in first {
            outcomes.push(alone(workshop, suite));
            outcomes.extend(told.try_iter().map(Ended::pass_on));
        }
        outcomes.extend(told.iter().map(Ended::pass_on));
        outcomes
    });
    outcomes.sort_by_key(|outcome| suites.iter().position(|suite| suite.name == outcome.suite.name));
    Ok(outcomes)
}

/// The second lane.
struct Beside<'a> {
    workshop: &'a Workshop,
    folder: PathBuf,
}

/// A suite of the second lane that has ended, with where its lines are.
struct Ended {
    outcome: Outcome,
    log: PathBuf,
}

impl<'a> Beside<'a> {
    fn set_up(workshop: &'a Workshop) -> Result<Self, Failure> {
        let beside = Self { workshop, folder: workshop.target.join("lanes") };
        fs::create_dir_all(&beside.folder).map_err(Failure::io("make target/lanes"))?;
        // The first lane builds this program anew, with all the others.
        let this = env::current_exe().map_err(Failure::io("find this program"))?;
        fs::copy(this, beside.program()).map_err(Failure::io("copy this program"))?;
        Ok(beside)
    }

    fn program(&self) -> PathBuf {
        self.folder.join("xtask")
    }

    fn run(&self, suite: &'static Suite) -> Ended {
        println!("\n== {}: begins beside this, its lines follow when it has ended", suite.name);
        let log = self.folder.join(suite.name).with_extension("log");
        let begun = Instant::now();
        let ended = self.workshop.program(self.program()).args(["test", suite.name]).run_into(&log);
        let verdict = ended.map_or_else(Verdict::Failed, |()| Verdict::Passed);
        Ended { outcome: Outcome { suite, verdict, took: begun.elapsed() }, log }
    }
}

impl Ended {
    /// What cannot be read or written any more is left: the outcome tells how it went.
    fn pass_on(self) -> Outcome {
        let _ = copied(&self.log);
        if let Verdict::Failed(why) = &self.outcome.verdict {
            println!("{}: {}: {why}", self.outcome.suite.name, self.outcome.verdict);
        }
        self.outcome
    }
}

fn copied(log: &Path) -> io::Result<()> {
    let lines = fs::read(log)?;
    let mut out = io::stdout().lock();
    out.write_all(&lines)?;
    out.flush()
}
