//! Encampments: what all journals tell of them, put together. The same set of entries gives the same stories, in whatever
//! order it came and however often (Criminal Justice and Public Order Act 1994 ss61, 77, 78).

pub mod desk_back;
pub mod entitled;
pub mod funnel;
pub mod gate;
pub mod own;
pub mod quiet;
pub mod refusal;
pub mod returns;
pub mod standing;
pub mod story;
pub mod tent_standing;
pub mod tents;

use std::collections::{BTreeMap, BTreeSet};

use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::calendar::local_date;
use crate::records::encampment::{Direction, EncampmentEntry, EncampmentStep, EntryAt};
use crate::records::notice::content::WelfareDone;
use refusal::StepRefusal;
use story::{Encampment, Placed, Refused, TakenBack};

/// An entry that tells of an encampment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where it is.
    pub at: EntryAt,
    /// The encampment it tells of.
    pub encampment: Id,
    /// Who told it.
    pub by: Id,
    /// Told at the desk: in the authority's own journal.
    pub desk: bool,
    /// Told on outreach or on a count: its header hides its kind.
    pub discreet: bool,
    /// What it tells was this officer's to do: a direction of who held that power on the day (CJPOA 1994 s77), one under s61
    /// of the police. True of everything else.
    pub entitled: bool,
    /// What it says.
    pub entry: EncampmentEntry,
}

impl Told {
    /// Where it stands among all: in the order in which things happened; what happened at one time, by kind.
    fn order(&self) -> (i64, u8, EntryAt) {
        let rank = match &self.entry {
            EncampmentEntry::Reported(_) => 0,
            EncampmentEntry::Step(told) => match &told.step {
                EncampmentStep::Visit(_) => 1,
                EncampmentStep::Welfare(_) => 2,
                EncampmentStep::Direction(_) => 3,
                EncampmentStep::S78Applied(_) => 4,
                EncampmentStep::S78Order(_) => 5,
                EncampmentStep::Bailiffs => 6,
                EncampmentStep::PoliceS61 { .. } => 7,
                EncampmentStep::Vacated { .. } => 8,
                EncampmentStep::Reference(_) => 9,
                EncampmentStep::Same { .. } | EncampmentStep::TakenBack { .. } => 10,
            },
        };
        (self.entry.time(), rank, self.at)
    }

    /// The step it tells; none for a report.
    #[must_use]
    pub fn step(&self) -> Option<&EncampmentStep> {
        match &self.entry {
            EncampmentEntry::Reported(_) => None,
            EncampmentEntry::Step(told) => Some(&told.step),
        }
    }

    /// As screens and exports name it.
    fn name(&self) -> &'static str {
        self.step().map_or("reported", EncampmentStep::name)
    }
}

/// What is known beside the entries.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// The stories as they were at the end of this local day; absent: as they are. What was taken back or joined later
    /// counts all the same: it never was otherwise.
    pub as_at: Option<Date>,
    /// Numbers of notices that are void: a direction under one of them was never given.
    pub void: BTreeSet<String>,
    /// Numbers of notices that were withdrawn, and on which local day: a direction under one of them was given up.
    pub withdrawn: BTreeMap<String, Date>,
    /// Encampments that others vacated, by what was told of them without their entries: when at the latest, UTC milliseconds.
    pub vacated: BTreeMap<Id, i64>,
    /// Entries that do not hold by all that was told, and why: who has few of the others cannot see it alone.
    pub refused: BTreeMap<EntryAt, StepRefusal>,
}

impl Beside {
    /// Since which local day a direction is given up, by what is looked at.
    fn given_up(&self, direction: &Direction) -> Option<Date> {
        let withdrawn = self.withdrawn.get(direction.number()?).copied();
        withdrawn.filter(|day| self.as_at.is_none_or(|as_at| *day <= as_at))
    }

    /// When others vacated an encampment, as far as is known. What was told of it may rest on an entry that was taken back since:
    /// then nobody is known to have.
    #[must_use]
    pub fn vacated(&self, encampment: Id, story: Option<&Encampment>) -> Option<i64> {
        let at = *self.vacated.get(&encampment)?;
        let day = local_date(at).ok();
        let back = |one: &TakenBack| one.what == "vacated" && local_date(one.time).ok() == day;
        let taken_back = story.is_some_and(|story| story.taken_back.values().any(back));
        Some(at).filter(|_| !taken_back)
    }
}

/// Puts all encampments together, by id.
#[must_use]
pub fn fold<'a>(told: impl IntoIterator<Item = &'a Told>, beside: &Beside) -> BTreeMap<Id, Encampment> {
    let all: BTreeMap<EntryAt, &Told> = told.into_iter().map(|one| (one.at, one)).collect();
    let mut refused = beside.refused.clone();
    for one in all.values() {
        if let Err(form) = one.entry.check(one.encampment) {
            refused.insert(one.at, StepRefusal::Form(form));
        } else if !one.desk && one.step().is_some_and(EncampmentStep::is_of_desk) {
            refused.insert(one.at, StepRefusal::DeskDecides);
        }
    }
    let taken_back = taken_back(&all, &mut refused);
    let counts = |at: &EntryAt| !refused.contains_key(at) && !taken_back.contains_key(at);
    let counting = || all.values().filter(|one| counts(&one.at)).copied();
    let names = Names::of(counting());
    let mut used = Used::of(counting(), &names);
    let mut sorted: Vec<&Told> = all.values().copied().collect();
    sorted.sort_by_key(|one| one.order());
    let mut encampments: BTreeMap<Id, Encampment> = BTreeMap::new();
    for one in sorted {
        let id = names.name(one.encampment);
        let encampment = encampments.entry(id).or_insert_with(|| Encampment::new(id));
        if one.encampment != id {
            encampment.joined.insert(one.encampment);
        }
        if let Some(back) = taken_back.get(&one.at) {
            encampment.taken_back.insert(one.at, back.of(one));
            continue;
        }
        let refusal = match refused.get(&one.at) {
            Some(refusal) => Some(*refusal),
            // What had not happened by then is not told yet.
            None if !happened(one, beside.as_at) => continue,
            None => encampment.take(one, beside, &mut used).err(),
        };
        if let Some(refusal) = refusal {
            let (at, by, time, what) = (one.at, one.by, one.entry.time(), one.name());
            encampment.refused.push(Refused { at, by, time, what, refusal });
        }
    }
    encampments
}

/// What holds for one encampment and for no other.
struct Used {
    /// When each was first reported.
    reported: BTreeMap<Id, i64>,
    /// Welfare checks, by whose they are.
    checks: BTreeMap<Id, Id>,
    /// Numbers of directions, by whose they are.
    numbers: BTreeMap<String, Id>,
}

impl Used {
    fn of<'a>(told: impl Iterator<Item = &'a Told>, names: &Names) -> Self {
        let mut reported: BTreeMap<Id, i64> = BTreeMap::new();
        for one in told.filter(|one| one.step().is_none()) {
            let first = reported.entry(names.name(one.encampment)).or_insert(i64::MAX);
            *first = one.entry.time().min(*first);
        }
        Self { reported, checks: BTreeMap::new(), numbers: BTreeMap::new() }
    }

    /// Takes a check for an encampment; `false` if it is of another one, or of a day before this one was reported.
    fn check(&mut self, encampment: Id, done: &WelfareDone) -> bool {
        let (completed, reported) = (local_date(done.completed), self.reported.get(&encampment));
        let before = reported.is_some_and(|first| match (completed, local_date(*first)) {
            (Ok(completed), Ok(reported)) => completed < reported,
            _ => false,
        });
        !before && *self.checks.entry(done.record).or_insert(encampment) == encampment
    }

    /// Whether an encampment was reported by then, as far as any report is here.
    fn is_reported_by(&self, encampment: Id, time: i64) -> bool {
        self.reported.get(&encampment).is_none_or(|first| *first <= time)
    }

    /// Takes a number for an encampment; `false` if it is of another one.
    fn number(&mut self, encampment: Id, number: &str) -> bool {
        *self.numbers.entry(number.to_owned()).or_insert(encampment) == encampment
    }
}

/// Whether something had happened by the end of a day. A time that is on no day has not.
fn happened(told: &Told, as_at: Option<Date>) -> bool {
    as_at.is_none_or(|day| local_date(told.entry.time()).is_ok_and(|happened| happened <= day))
}

/// What takes an entry back.
#[derive(Clone, Copy)]
struct Back<'a> {
    told: &'a Told,
    why: &'a str,
}

impl Back<'_> {
    fn of(&self, one: &Told) -> TakenBack {
        let back = Placed {
            at: self.told.at,
            by: self.told.by,
            time: self.told.entry.time(),
            what: self.why.to_owned(),
        };
        TakenBack { what: one.name(), by: one.by, time: one.entry.time(), back }
    }
}

/// What was taken back, and by which entry of the same encampment. A phone takes back its own entries, the desk any; what takes
/// something back is not taken back itself.
fn taken_back<'a>(
    all: &BTreeMap<EntryAt, &'a Told>,
    refused: &mut BTreeMap<EntryAt, StepRefusal>,
) -> BTreeMap<EntryAt, Back<'a>> {
    // Two that were ever said to be one: what was taken back of them as one stays so, also once they are two again.
    let names = Names::of(all.values().copied().filter(|one| !refused.contains_key(&one.at)));
    let mut gone: BTreeMap<EntryAt, Back<'a>> = BTreeMap::new();
    for told in all.values().copied() {
        let Some(EncampmentStep::TakenBack { entry, why }) = told.step() else { continue };
        if refused.contains_key(&told.at) {
            continue;
        }
        let id = names.name(told.encampment);
        let target = all.get(entry).filter(|target| names.name(target.encampment) == id);
        let refusal = match target {
            None => Some(StepRefusal::NoSuchEntry),
            Some(target) if matches!(target.step(), Some(EncampmentStep::TakenBack { .. })) => {
                Some(StepRefusal::TakesBack)
            }
            Some(_) if !told.desk && entry.journal != told.at.journal => Some(StepRefusal::NotYours),
            Some(_) => None,
        };
        match refusal {
            Some(refusal) => drop(refused.insert(told.at, refusal)),
            None => {
                gone.entry(*entry).or_insert(Back { told, why });
            }
        }
    }
    gone
}

/// Under which id an encampment goes that was reported more than once: the smallest, whoever said it of whom.
struct Names(BTreeMap<Id, Id>);

impl Names {
    fn of<'a>(told: impl Iterator<Item = &'a Told>) -> Self {
        let mut names = Self(BTreeMap::new());
        for one in told {
            if let Some(EncampmentStep::Same { other, .. }) = one.step() {
                let (one, other) = (names.name(one.encampment), names.name(*other));
                if one != other {
                    names.0.insert(one.max(other), one.min(other));
                }
            }
        }
        names
    }

    fn name(&self, id: Id) -> Id {
        let mut name = id;
        // Each step leads to a smaller id.
        while let Some(smaller) = self.0.get(&name) {
            name = *smaller;
        }
        name
    }
}
