//! Which of its own sightings a team lead's phone takes for one person, offline: by the same points as the server, and with what
//! was said of each pair here. It proposes and never merges; two people decide, and the server's order of their words holds.

use std::collections::BTreeMap;

use beatbook_domain::access::Area;
use beatbook_domain::counts::dedupe::{Reason, proposals};
use beatbook_domain::records::count::story::CountPart;
use beatbook_domain::records::count::{PairAnswer, SightingPair, SightingRef};
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::counts_known::counts;
use crate::error::DeviceError;
use crate::journal::count_part_of;
use crate::looks::Looking;
use crate::notebook::Notebook;

/// Two sightings of this part that may be one person, or of which something was said here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPair {
    /// Which.
    pub pair: SightingPair,
    /// Points, 50 or more; absent where nothing proposes it any more.
    pub score: Option<i32>,
    /// Why, with the points of each; they add up to the score.
    pub reasons: Vec<Reason>,
    /// This officer's last word on it; absent before the first, and once it was taken back.
    pub said: Option<PairAnswer>,
}

impl Beatbook {
    /// Pairs within this part that may be one person, the most likely first, then others of which this officer has said
    /// something: to be decided and undone with `tell_count`, offline. For those who lead the team by the plan this phone was
    /// told, and empty for everybody else; of other phones' sightings nothing is here, those are proposed at the desk.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn count_pairs(&self, record: Id) -> Told<Vec<OwnPair>> {
        Ok(self.gate.look(Looking::view(Area::Count, record), Vec::len, |notebook| {
            let reading = notebook.own_reading()?;
            let told = notebook.ledger.db.read(|tx| count_part_of(tx, record))?;
            let part = told.and_then(|one| reading.part(one)).ok_or(DeviceError::NotFound)?;
            notebook.count_pairs(record, &part.story)
        })?)
    }
}

impl Notebook {
    fn count_pairs(&self, record: Id, part: &CountPart) -> Result<Vec<OwnPair>, DeviceError> {
        let officer = self.ledger.identity.officer;
        let known = self.ledger.db.read(counts)?;
        let plan = known.iter().map(|case| &case.plan).find(|plan| plan.id == part.joined.count);
        let team = plan.and_then(|plan| plan.team(&part.joined.team));
        if !team.is_some_and(|team| team.leads.contains(&officer)) {
            return Ok(Vec::new());
        }
        let notebook = self.ledger.identity.notebook;
        let of = |label| SightingRef { notebook, record, label };
        let proposed = proposals(part.sightings.iter().map(|(label, one)| (of(*label), &one.seen)));
        let mut said: BTreeMap<SightingPair, PairAnswer> = BTreeMap::new();
        for one in &part.decisions {
            match one.answer {
                PairAnswer::Withdrawn => drop(said.remove(&one.pair)),
                answer => drop(said.insert(one.pair, answer)),
            }
        }
        let mut pairs: Vec<OwnPair> = Vec::with_capacity(proposed.len());
        for one in proposed {
            let said = said.remove(&one.pair);
            pairs.push(OwnPair { pair: one.pair, score: Some(one.score), reasons: one.reasons, said });
        }
        let own = |pair: &SightingPair| {
            pair.both().iter().all(|one| *one == of(one.label) && part.sightings.contains_key(&one.label))
        };
        let others = said.into_iter().filter(|(pair, _)| own(pair));
        pairs.extend(others.map(|(pair, answer)| OwnPair {
            pair,
            score: None,
            reasons: Vec::new(),
            said: Some(answer),
        }));
        Ok(pairs)
    }
}
