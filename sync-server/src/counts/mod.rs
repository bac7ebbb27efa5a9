//! Rough-sleeper counts at the server: what phones and desks have told of each, put together, and who may know.
//!
//! Nothing here is kept but what was told: every look puts it together anew from the entries and their order.

mod acts;
mod eyes;
mod fold;
mod keeper;
mod named;
mod places;
mod plan;
mod refusal;
mod searched;
mod sites;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::counts::decisions::Word;
use beatbook_domain::counts::label::QualityLabel;
use beatbook_domain::counts::review::{Review, TeamPart};
use beatbook_domain::counts::state::{CountCase, CountDeed, CountStage};
use beatbook_domain::counts::table::CountTable;
use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::keeping::{CountChanged, CountKept};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

pub use acts::{act, decide, plan};
pub use eyes::Eyes;
pub use fold::{Story, Told, fold};
pub use keeper::{keep_told, tell};
pub use named::{named, named_one};
pub use places::places;
pub use plan::{FileFault, PlanFile};
pub use refusal::CountRefused;
pub use searched::searched;
pub use sites::reached;
pub use standing::{People, Standing};

use crate::auth::Scope;
use crate::error::Fault;
use crate::store::{CountFacts, CountMark, CountTold, Store};

/// One count as it is told.
#[derive(Debug, Clone)]
pub struct CountView {
    /// Plan and life.
    pub case: CountCase,
    /// Its key of identities.
    pub key: IdentityKey,
    /// Why its night is counted again in zones that another count has.
    pub again: Option<String>,
    /// Whom phones have told the plan to.
    pub told: BTreeSet<Id>,
    /// Those among them who were told all known sites.
    pub whole: BTreeSet<Id>,
    /// Each phone's part.
    pub parts: Vec<TeamPart>,
    /// What was said of pairs, with its place in the server's order.
    pub words: Vec<Word>,
    /// Entries that do not fit, by notebook and number, with their codes.
    pub refused: Vec<(Id, u64, &'static str)>,
    /// What stayed when its sightings were erased.
    pub kept: Option<CountKept>,
    /// A phone has told of sightings since: what the count would be now nobody can work out any more.
    pub late: bool,
    /// What was submitted.
    pub sent: Option<CountKept>,
}

impl CountView {
    /// Puts it together. `presence` are known sites that tracks certainly reached.
    #[must_use]
    pub fn review(&self, presence: &BTreeSet<String>) -> Review {
        let mut review = Review::of(&self.case, &self.parts, &self.words, presence);
        if let Some(kept) = &self.kept {
            (review.table, review.figures) = (kept.table.clone(), kept.figures);
        }
        review
    }

    /// The return as it was submitted, whatever has come or gone since. Absent before, and of counts that were submitted before
    /// it was kept.
    #[must_use]
    pub fn submitted(&self) -> Option<(&CountTable, &QualityLabel, Hash)> {
        let sent = self.sent.as_ref().filter(|_| self.case.stage.is_submitted())?;
        Some((&sent.table, sent.label.as_ref()?, sent.figures))
    }

    /// What it would be by what was told, if that is another count than was submitted. Known sites count as reached that were
    /// when it was: tracks are kept for a shorter time.
    #[must_use]
    pub fn changed_since_sent(&self) -> Option<CountChanged> {
        let (_, label, figures) = self.submitted()?;
        let review = Review::of(&self.case, &self.parts, &self.words, &label.reached(&self.case.plan));
        let Review { figures: now, table, label, .. } = review;
        (now != figures).then_some(CountChanged { figures: now, table, label })
    }

    /// What it would have been when its sightings were erased, if it had changed since it was submitted.
    #[must_use]
    pub fn changed_when_erased(&self) -> Option<&CountChanged> {
        self.kept.as_ref()?.changed.as_deref()
    }

    /// Whether nothing is left to decide of pairs: the numbers stand, and nothing has come that would change them.
    #[must_use]
    pub fn is_decided(&self, review: &Review) -> bool {
        match self.case.stage {
            CountStage::Planned | CountStage::Open(_) | CountStage::Closed(_) => false,
            CountStage::Verified { .. } => review.groups.undecided.is_empty() && !review.groups.is_blocked(),
            CountStage::Submitted { .. } => true,
        }
    }
}

/// All counts of an authority.
#[derive(Debug, Clone)]
pub struct Counts {
    /// By id, in the order of their ids.
    pub counts: BTreeMap<Id, CountView>,
    /// How much there was to put together.
    pub mark: CountMark,
}

impl Counts {
    /// Reads them.
    ///
    /// # Errors
    /// The store's.
    pub async fn read(store: &dyn Store, scope: &Scope) -> Result<Self, Fault> {
        Ok(Self::of(store.count_facts(scope).await?))
    }

    /// Puts them together. What phones tell of a count that was never set stays where it is.
    #[must_use]
    pub fn of(facts: CountFacts) -> Self {
        let mut counts = planned(&facts.own);
        let erased: Vec<(u64, Id)> = facts.own.iter().filter_map(first_erased).collect();
        for (order, body) in facts.own {
            if let ServerBody::CountPairDecided(said) = body
                && let Some(view) = counts.get_mut(&said.count)
            {
                let (by, pair, answer) = (said.by, said.pair, said.answer);
                view.words.push(Word { order, by, pair, answer, at_desk: true });
            }
        }
        let mut records: BTreeMap<(Id, Id), Vec<CountTold>> = BTreeMap::new();
        for told in facts.told {
            records.entry((told.notebook, told.record)).or_default().push(told);
        }
        for ((notebook, record), mut told) in records {
            told.sort_by_key(|one| one.seq);
            let Some(officer) = told.first().map(|one| one.officer) else { continue };
            let entries = told.iter().map(|one| (one.seq, Told::Entry(one.entry.clone())));
            let Story { part: Some(part), refused } = fold(officer, entries) else { continue };
            let Some(view) = counts.get_mut(&part.joined.count) else { continue };
            let fits = |seq| refused.iter().all(|(refused, _)| *refused != seq);
            view.words.extend(told.iter().filter(|one| fits(one.seq)).filter_map(fold::word));
            let since = erased.iter().find(|(_, count)| *count == view.case.plan.id).map(|(order, _)| *order);
            let late = |one: &CountTold| {
                let seen = matches!(one.entry, CountEntry::Sighting(_) | CountEntry::SightingChanged(_))
                    && fits(one.seq);
                seen && since.is_some_and(|since| since < one.order)
            };
            view.late |= told.iter().any(late);
            view.refused.extend(refused.iter().map(|(seq, code)| (notebook, *seq, *code)));
            view.parts.push(TeamPart { notebook, officer, record, part });
        }
        Self { counts, mark: facts.mark }
    }
}

/// That sightings of a count went, with its place in the server's order.
fn first_erased((order, body): &(u64, ServerBody)) -> Option<(u64, Id)> {
    match body {
        ServerBody::CountKept(kept) if !kept.sent => Some((*order, kept.count)),
        _ => None,
    }
}

/// Plans and what was done to each count, as the authority's own journal tells them in order.
fn planned(own: &[(u64, ServerBody)]) -> BTreeMap<Id, CountView> {
    let mut counts: BTreeMap<Id, CountView> = BTreeMap::new();
    let mut deeds: BTreeMap<Id, Vec<&CountDeed>> = BTreeMap::new();
    for (_, body) in own {
        match body {
            ServerBody::CountPlanned(planned) => {
                let fresh = || CountView {
                    case: CountCase::planned(planned.plan.clone()),
                    key: planned.key.clone(),
                    again: planned.again.clone(),
                    told: BTreeSet::new(),
                    whole: BTreeSet::new(),
                    parts: Vec::new(),
                    words: Vec::new(),
                    refused: Vec::new(),
                    kept: None,
                    late: false,
                    sent: None,
                };
                let view = counts.entry(planned.plan.id).or_insert_with(fresh);
                view.told.extend(&planned.told);
                if planned.plan == view.case.plan {
                    view.whole.extend(&planned.told);
                }
            }
            ServerBody::CountKept(kept) => {
                if let Some(view) = counts.get_mut(&kept.count) {
                    let which = if kept.sent { &mut view.sent } else { &mut view.kept };
                    which.get_or_insert_with(|| kept.clone());
                }
            }
            ServerBody::CountActed(acted) => deeds.entry(acted.count).or_default().push(&acted.deed),
            _ => {}
        }
    }
    for (count, view) in &mut counts {
        if let Some(deeds) = deeds.get(count) {
            view.case = CountCase::fold(view.case.plan.clone(), deeds.iter().copied());
        }
    }
    counts
}
