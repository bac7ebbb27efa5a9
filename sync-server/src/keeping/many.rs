//! What several journals tell of, or the desk alone – encampments, tents, tasks, cases –: each is one group over all notebooks
//! and the desk's own entries, so that all of it goes at once.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::local_date;
use beatbook_domain::cases::Cases;
use beatbook_domain::encampments::story::Encampment;
use beatbook_domain::keeping::{Facts, KeepingKind, KeepingTable, case, encampment, task, tent};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::case::CaseActed;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::tasks::Task;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::group::Group;
use crate::encampments::Encampments;
use crate::store::{KeepingFacts, KeptEntry, OwnEntry};

/// What was told of one, and when the last of it was taken in.
#[derive(Debug, Clone, Default)]
pub(super) struct Taken {
    /// Entries of notebooks.
    pub(super) parts: BTreeMap<Id, Vec<u64>>,
    /// Entries of the authority's own journal.
    pub(super) own: Vec<u64>,
    last: i64,
}

impl Taken {
    fn told(&mut self, entry: &KeptEntry) {
        self.parts.entry(entry.notebook).or_default().push(entry.seq);
        self.last = self.last.max(entry.taken);
    }

    fn decided(&mut self, one: &OwnEntry) {
        self.own.push(one.seq);
        self.last = self.last.max(one.wall);
    }

    fn join(&mut self, other: Self) {
        for (notebook, seqs) in other.parts {
            self.parts.entry(notebook).or_default().extend(seqs);
        }
        self.own.extend(other.own);
        self.last = self.last.max(other.last);
    }

    fn since(&self) -> Option<Date> {
        local_date(self.last).ok()
    }

    fn group(self, record: Id, joined: Vec<Id>, facts: Facts) -> Group {
        Group { parts: self.parts, record, joined, own: self.own, presence: false, facts }
    }
}

/// What several journals tell of.
#[derive(Debug, Clone, Default)]
pub(super) struct Many {
    /// Encampments, tents, cases, and tasks that follow from no record, or from none that is still here.
    pub(super) groups: Vec<Group>,
    /// Answers to tasks that follow from a record, by task: they go with it.
    pub(super) followed: BTreeMap<Id, Taken>,
    /// The records that each review rests on, as it was told last.
    pub(super) reviews: BTreeMap<Id, BTreeSet<Id>>,
}

impl Many {
    /// Whether an entry tells of something that several journals may tell of.
    pub(super) fn has(entry: &KeptEntry) -> bool {
        let Some(says) = &entry.says else { return false };
        matches!(says, EntryBody::Encampment(_) | EntryBody::Tent(_) | EntryBody::TaskAnswered(_))
    }

    /// All of it.
    pub(super) fn of(
        facts: &KeepingFacts,
        (encampments, vacated): (&Encampments, &BTreeMap<Id, Option<Date>>),
        set: &BTreeMap<Id, Task>,
        today: Date,
    ) -> Self {
        let mut many = Self { reviews: reviews(facts), ..Self::default() };
        let mut all = Gathered::of(facts, &many.reviews);
        for story in encampments.stories.values() {
            let mut taken = all.camps.remove(&story.id).unwrap_or_default();
            for joined in &story.joined {
                taken.join(all.camps.remove(joined).unwrap_or_default());
            }
            let facts = encampment(story, vacated.get(&story.id).copied().flatten(), taken.since());
            let joined = story.joined.iter().copied().filter(|id| *id != story.id).collect();
            many.groups.push(taken.group(story.id, joined, facts));
        }
        for (record, taken) in all.tents {
            let facts = encampments.tents.get(&record).map(|story| tent(story, today, taken.since()));
            many.groups.push(taken.group(record, Vec::new(), facts.unwrap_or_default()));
        }
        let cases = Cases::of(all.acts.iter().copied()).cases;
        for (record, taken) in all.cases {
            let is_closed = cases.get(&record).is_some_and(|case| case.closed.is_some());
            let facts = case(is_closed, taken.since());
            many.groups.push(taken.group(record, Vec::new(), facts));
        }
        for (record, taken) in all.tasks {
            if all.followed.contains(&record) {
                many.followed.insert(record, taken);
            } else {
                let facts = task(set.get(&record), today, taken.since());
                many.groups.push(taken.group(record, Vec::new(), facts));
            }
        }
        many
    }
}

#[derive(Default)]
struct Gathered<'a> {
    camps: BTreeMap<Id, Taken>,
    tents: BTreeMap<Id, Taken>,
    cases: BTreeMap<Id, Taken>,
    acts: Vec<&'a CaseActed>,
    tasks: BTreeMap<Id, Taken>,
    /// Tasks that follow from a record.
    followed: BTreeSet<Id>,
}

impl<'a> Gathered<'a> {
    fn of(facts: &'a KeepingFacts, reviews: &BTreeMap<Id, BTreeSet<Id>>) -> Self {
        let mut all = Self::default();
        let here: BTreeSet<Id> = facts.entries.iter().map(|entry| entry.record).collect();
        for entry in &facts.entries {
            let record = entry.record;
            match &entry.says {
                Some(EntryBody::Encampment(_)) => all.camps.entry(record).or_default().told(entry),
                Some(EntryBody::Tent(_)) => all.tents.entry(record).or_default().told(entry),
                Some(EntryBody::TaskAnswered(_)) => all.tasks.entry(record).or_default().told(entry),
                _ => {}
            }
        }
        for one in &facts.own {
            match &one.body {
                ServerBody::EncampmentActed(acted) => {
                    all.camps.entry(acted.encampment).or_default().decided(one);
                }
                // That phones were told where it stands is nothing that was told of it.
                ServerBody::EncampmentStanding(standing) => {
                    all.camps.entry(standing.encampment).or_default().own.push(one.seq);
                }
                ServerBody::TentStanding(standing) => {
                    all.tents.entry(standing.tent).or_default().own.push(one.seq);
                }
                ServerBody::TentActed(acted) => all.tents.entry(acted.tent).or_default().decided(one),
                ServerBody::CaseActed(acted) => {
                    all.cases.entry(acted.case).or_default().decided(one);
                    all.acts.push(acted);
                }
                ServerBody::TaskSet(set) => all.tasks.entry(set.task).or_default().decided(one),
                ServerBody::TaskWithdrawn(told) => all.tasks.entry(told.task).or_default().decided(one),
                // A review rests on several records: where none of them is left it stands alone.
                ServerBody::WelfareTask(task) => match reviews.get(&task.id) {
                    Some(records) if records.is_disjoint(&here) => {
                        all.tasks.entry(task.id).or_default().decided(one);
                    }
                    _ => drop(all.followed.insert(task.id)),
                },
                _ => {}
            }
        }
        all
    }
}

/// What joins a review later is told in its newest body, which goes with the others.
fn reviews(facts: &KeepingFacts) -> BTreeMap<Id, BTreeSet<Id>> {
    let told = facts.own.iter().filter_map(|one| match &one.body {
        ServerBody::WelfareTask(task) => Some((task.id, task.review.as_ref()?.records())),
        _ => None,
    });
    told.collect()
}

/// When the server was told of each encampment that it was vacated; none while it was not, or nobody knows when. One of which
/// nobody has told anything for so long as the table says counts as vacated on the last day on which somebody had.
pub(super) fn vacated(
    facts: &KeepingFacts,
    stories: &BTreeMap<Id, Encampment>,
    (table, today): (&KeepingTable, Date),
) -> BTreeMap<Id, Option<Date>> {
    let mut taken: BTreeMap<Id, i64> = BTreeMap::new();
    let told = facts.entries.iter().filter(|one| matches!(one.says, Some(EntryBody::Encampment(_))));
    let told = told.map(|one| (one.record, one.taken));
    let decided = facts.own.iter().filter_map(|one| match &one.body {
        ServerBody::EncampmentActed(acted) => Some((acted.encampment, one.wall)),
        _ => None,
    });
    for (encampment, at) in told.chain(decided) {
        let last = taken.entry(encampment).or_insert(at);
        *last = at.max(*last);
    }
    let silent = table.keep(KeepingKind::EncampmentSilent, today);
    let fell_silent = |story: &Encampment| {
        let ids = story.joined.iter().chain([&story.id]);
        let last = local_date(*ids.filter_map(|id| taken.get(id)).max()?).ok()?;
        (silent?.until(last, None)? < today).then_some(last)
    };
    let stamps: BTreeMap<(Id, u64), i64> =
        facts.entries.iter().map(|entry| ((entry.notebook, entry.seq), entry.taken)).collect();
    let written: BTreeMap<u64, i64> = facts.own.iter().map(|one| (one.seq, one.wall)).collect();
    let said = |story: &Encampment| {
        let at = story.vacated.as_ref()?.at;
        let stamp = stamps.get(&(at.journal, at.seq)).or_else(|| written.get(&at.seq))?;
        local_date(*stamp).ok()
    };
    let day = |story: &Encampment| match story.vacated {
        Some(_) => said(story),
        None => fell_silent(story),
    };
    stories.values().map(|story| (story.id, day(story))).collect()
}
