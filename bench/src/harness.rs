//! How a figure is measured, judged, printed and kept: medians of rounds, beside a peer of the same run.
//!
//! Nothing is compared with a remembered number. Ours and the peer take turns, so that whatever else the
//! machine does meets both.

use std::env;
use std::error::Error;
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What an experiment gives: one figure or several, or why it could not be done.
pub type Measured = Result<Vec<Figure>, Box<dyn Error>>;

/// One row of the table in `figures/mod.rs`.
pub struct Experiment {
    /// The name in `cargo xtask bench NAME`.
    pub name: &'static str,
    /// What is measured and the goal, in one line for `--list`.
    pub shows: &'static str,
    /// Does it.
    pub run: fn(&Lab) -> Measured,
}

/// The median of several rounds, with the best and the worst beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    rounds: Vec<f64>,
}

impl Spread {
    /// Of the values of all rounds, in any order.
    #[must_use]
    pub fn of(mut rounds: Vec<f64>) -> Self {
        rounds.sort_by(f64::total_cmp);
        Self { rounds }
    }

    /// The middle value; the mean of the middle two of an even number; NaN of none.
    #[must_use]
    pub fn median(&self) -> f64 {
        let half = self.rounds.len() / 2;
        match (self.rounds.get(half), half.checked_sub(1).and_then(|below| self.rounds.get(below))) {
            (Some(middle), Some(below)) if self.rounds.len().is_multiple_of(2) => (middle + below) / 2.0,
            (Some(middle), _) => *middle,
            (None, _) => f64::NAN,
        }
    }

    fn json(&self) -> Value {
        json!({ "median": self.median(), "rounds": self.rounds })
    }
}

impl From<f64> for Spread {
    fn from(exact: f64) -> Self {
        Self::of(vec![exact])
    }
}

/// Runs one measurement several times.
///
/// # Errors
/// The first error of a round.
pub fn rounds(
    count: usize,
    mut once: impl FnMut() -> Result<f64, Box<dyn Error>>,
) -> Result<Spread, Box<dyn Error>> {
    (0..count).map(|_| once()).collect::<Result<Vec<f64>, _>>().map(Spread::of)
}

/// Runs ours and the peer in turns, the one that goes first changing every round.
///
/// # Errors
/// The first error of a round.
pub fn in_turns(
    count: usize,
    mut ours: impl FnMut() -> Result<f64, Box<dyn Error>>,
    mut peer: impl FnMut() -> Result<f64, Box<dyn Error>>,
) -> Result<(Spread, Spread), Box<dyn Error>> {
    let (mut of_ours, mut of_peer) = (Vec::new(), Vec::new());
    for round in 0..count {
        if round % 2 == 0 {
            of_ours.push(ours()?);
            of_peer.push(peer()?);
        } else {
            of_peer.push(peer()?);
            of_ours.push(ours()?);
        }
    }
    Ok((Spread::of(of_ours), Spread::of(of_peer)))
}

/// How long something takes, with what it returns.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let result = work();
    (result, begun.elapsed())
}

/// How often the calling thread asks for memory while doing something.
pub fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

/// What a figure is compared with: another implementation, or a floor that cannot be passed.
#[derive(Debug, Clone)]
pub struct Peer {
    /// What it is, in a few words.
    pub what: &'static str,
    /// Its value in the figure's unit, from this very run.
    pub value: Spread,
}

/// What a figure has to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The value itself is this or less.
    AtMost(f64),
    /// The value itself is this or more.
    AtLeast(f64),
    /// The value divided by the peer's is this or less.
    RatioAtMost(f64),
    /// The value divided by the peer's is this or more.
    RatioAtLeast(f64),
    /// The peer's value divided by the value is this or more: so many times faster or smaller.
    TimesBetter(f64),
    /// No goal: printed beside another figure.
    Shown,
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(limit) => write!(f, "≤ {}", readable(*limit)),
            Self::AtLeast(limit) => write!(f, "≥ {}", readable(*limit)),
            Self::RatioAtMost(limit) => write!(f, "ratio ≤ {}", readable(*limit)),
            Self::RatioAtLeast(limit) => write!(f, "ratio ≥ {}", readable(*limit)),
            Self::TimesBetter(limit) => write!(f, "{}× better", readable(*limit)),
            Self::Shown => write!(f, "none"),
        }
    }
}

/// One measured figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The experiment's name, with what tells this line from its others: `open`, `open 1 GB`.
    pub name: String,
    /// The median of the rounds counts.
    pub value: Spread,
    /// Unit of the value and of the peer's.
    pub unit: &'static str,
    /// What it is compared with.
    pub peer: Option<Peer>,
    /// What it has to reach.
    pub goal: Goal,
    /// What a reader must know to believe the line; may be empty.
    pub note: String,
}

impl Figure {
    /// The value divided by the peer's, if there is a peer.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        self.peer.as_ref().map(|peer| self.value.median() / peer.value.median())
    }

    /// Whether the goal is missed; a value that is no number misses every goal.
    #[must_use]
    pub fn falls_short(&self) -> bool {
        let value = self.value.median();
        let ratio = self.ratio().unwrap_or(f64::NAN);
        let reached = match self.goal {
            Goal::AtMost(limit) => value <= limit,
            Goal::AtLeast(limit) => value >= limit,
            Goal::RatioAtMost(limit) => ratio <= limit,
            Goal::RatioAtLeast(limit) => ratio >= limit,
            Goal::TimesBetter(limit) => 1.0 / ratio >= limit,
            Goal::Shown => true,
        };
        !reached
    }

    fn verdict(&self) -> &'static str {
        match self.goal {
            Goal::Shown => "-",
            _ if self.falls_short() => "SHORT",
            _ => "ok",
        }
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "value": self.value.json(),
            "unit": self.unit,
            "peer": self.peer.as_ref().map(|peer| json!({ "what": peer.what, "value": peer.value.json() })),
            "ratio": self.ratio(),
            "goal": self.goal.to_string(),
            "verdict": self.verdict(),
            "note": self.note,
        })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<28} {:>11} {:<9}", self.name, readable(self.value.median()), self.unit)?;
        match (&self.peer, self.ratio()) {
            (Some(peer), Some(ratio)) => {
                let value = readable(peer.value.median());
                write!(f, " {:>11} {:<34} ratio {:<9}", value, peer.what, readable(ratio))?;
            }
            _ => write!(f, " {:>11} {:<34} {:<15}", "", "", "")?,
        }
        write!(f, " goal {:<15} {:<5}", self.goal.to_string(), self.verdict())?;
        if self.note.is_empty() { Ok(()) } else { write!(f, " {}", self.note) }
    }
}

/// A number with about four significant digits and thousands set apart.
fn readable(value: f64) -> String {
    if value.is_nan() {
        return "no number".into();
    }
    let digits = match value.abs() {
        size if size == 0.0 || size >= 1000.0 => 0,
        size if size >= 100.0 => 1,
        size if size >= 10.0 => 2,
        size if size >= 0.1 => 3,
        _ => 6,
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let places = whole.chars().filter(char::is_ascii_digit).count();
    let mut grouped = String::new();
    let mut place = places;
    for digit in whole.chars() {
        grouped.push(digit);
        if digit.is_ascii_digit() {
            place -= 1;
            if place > 0 && place.is_multiple_of(3) {
                grouped.push(',');
            }
        }
    }
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { grouped } else { format!("{grouped}.{rest}") }
}

/// Where experiments are made and kept.
pub struct Lab {
    /// Scratch files and results: `target/bench`.
    pub folder: PathBuf,
    /// A Python with the packages of xtask's list.
    pub python: PathBuf,
    /// Real walks and wards, if they are on this machine.
    pub shared: Option<PathBuf>,
}

impl Lab {
    /// As `cargo xtask bench` sets it up.
    #[must_use]
    pub fn from_environment() -> Self {
        let path = |name: &str| env::var_os(name).map(PathBuf::from);
        Self {
            folder: path("BEATBOOK_BENCH_OUT").unwrap_or_else(|| "target/bench".into()),
            python: path("BEATBOOK_PYTHON").unwrap_or_else(|| "python3".into()),
            shared: path("BEATBOOK_SHARED_DATA").filter(|folder| folder.is_dir()),
        }
    }

    /// The machine the figures belong to, in one line.
    #[must_use]
    pub fn machine(&self) -> String {
        let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let model = model.map_or("unknown processor", |(_, model)| model);
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        format!("{model}, {cores} cores, {} {}", env::consts::OS, env::consts::ARCH)
    }

    /// Does one experiment and writes its figures to `<name>.json`.
    ///
    /// # Errors
    /// Why it could not be done or written.
    pub fn measure(&self, experiment: &Experiment) -> Measured {
        fs::create_dir_all(&self.folder)?;
        let figures = (experiment.run)(self)?;
        let kept = json!({
            "machine": self.machine(),
            "figures": figures.iter().map(Figure::json).collect::<Vec<_>>(),
        });
        fs::write(self.folder.join(format!("{}.json", experiment.name)), format!("{kept:#}\n"))?;
        Ok(figures)
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Goal, Peer, Spread, in_turns, readable};

    fn figure(value: f64, peer: Option<f64>, goal: Goal) -> Figure {
        let peer = peer.map(|value| Peer { what: "another", value: value.into() });
        Figure { name: "x".into(), value: value.into(), unit: "ns", peer, goal, note: String::new() }
    }

    #[test]
    fn the_median_is_the_middle_of_the_rounds() {
        assert_eq!(Spread::of(vec![9.0, 1.0, 5.0]).median(), 5.0);
        assert_eq!(Spread::of(vec![9.0, 1.0, 5.0, 6.0]).median(), 5.5);
        assert!(Spread::of(Vec::new()).median().is_nan());
    }

    #[test]
    fn a_goal_is_reached_at_its_limit_and_missed_beyond_it() {
        assert!(!figure(150.0, None, Goal::AtMost(150.0)).falls_short());
        assert!(figure(150.1, None, Goal::AtMost(150.0)).falls_short());
        assert!(figure(9.0, None, Goal::AtLeast(10.0)).falls_short());
        assert!(!figure(115.0, Some(100.0), Goal::RatioAtMost(1.15)).falls_short());
        assert!(figure(49.0, Some(100.0), Goal::RatioAtLeast(0.5)).falls_short());
        assert!(!figure(1.0, Some(1000.0), Goal::TimesBetter(1000.0)).falls_short());
        assert!(figure(1.1, Some(1000.0), Goal::TimesBetter(1000.0)).falls_short());
    }

    #[test]
    fn a_missing_peer_or_number_never_counts_as_reached() {
        assert!(figure(1.0, None, Goal::RatioAtMost(2.0)).falls_short());
        assert!(figure(f64::NAN, None, Goal::AtMost(2.0)).falls_short());
        assert!(figure(1.0, Some(0.0), Goal::RatioAtMost(2.0)).falls_short());
    }

    #[test]
    fn ours_and_the_peer_take_turns() {
        let order = std::cell::RefCell::new(String::new());
        let once = |who: char| {
            order.borrow_mut().push(who);
            Ok(1.0)
        };
        in_turns(3, || once('a'), || once('b')).unwrap();
        assert_eq!(order.into_inner(), "abbaab");
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(readable(1_234_567.0), "1,234,567");
        assert_eq!(readable(-1_000.0), "-1,000");
        assert_eq!(readable(0.0), "0");
        assert_eq!(readable(12.5), "12.5");
        assert_eq!(readable(0.00042), "0.00042");
    }
}
