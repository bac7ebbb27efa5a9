//! Where a tent stands, as the server tells the phones of the team that noted it. It tells where somebody sleeps, exactly: it is
//! for that team alone, and of it for those whose roles read enforcement or welfare.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use super::desk_back::DeskBack;
use super::story::Placed;
use super::tents::{ItemState, Tent, TentSaid, fold_onto, place_of};
use crate::access::{Area, AreaAudience, Audience};
use crate::colleagues::Colleagues;
use crate::records::encampment::{EntryAt, Land};
use crate::records::encounter::steps::HelpAnswer;
use crate::records::tent::{TentEntry, TentGround, TentRemoved, TentStep};

/// How a tent was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TentFound {
    /// When, UTC milliseconds.
    pub time: i64,
    /// Where.
    pub land: Land,
    /// Why something is to be done about it.
    pub ground: TentGround,
}

/// What was taken, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TentTaken {
    /// When, UTC milliseconds.
    pub time: i64,
    /// What was told.
    pub what: TentRemoved,
    /// What became of each thing, in their order.
    pub items: Vec<ItemState>,
}

/// Where a tent stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TentStanding {
    /// Which.
    pub tent: Id,
    /// The team of the officer who noted it.
    pub team: String,
    /// How it was found; absent once that was taken back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<TentFound>,
    /// Whether a welfare check is complete.
    pub welfare: bool,
    /// Help that was offered, and the answers.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub offers: Vec<(String, HelpAnswer)>,
    /// What was taken.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub taken: Option<TentTaken>,
    /// How many entries about it do not hold: the desk shows them.
    pub refused: u32,
    /// Which these are.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unheld: Vec<EntryAt>,
    /// Whoever noted it helps people: it is for those who do, and not for colleagues of the team who enforce.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub helped: bool,
    /// Entries of phones that the desk took back.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub taken_back: Vec<DeskBack>,
}

impl TentStanding {
    /// Where a tent stands that an officer of this team noted; `helped` says that they read what their team does to help.
    #[must_use]
    pub fn of(tent: &Tent, team: &str, helped: bool) -> Self {
        let found = tent.noted.as_ref().map(|noted| TentFound {
            time: noted.time,
            land: noted.what.land.clone(),
            ground: noted.what.ground,
        });
        let taken = tent.removed.as_ref().map(|removed| TentTaken {
            time: removed.time,
            what: removed.what.clone(),
            items: tent.items.clone(),
        });
        Self {
            tent: tent.id,
            team: team.to_owned(),
            found,
            welfare: tent.welfare.is_some(),
            offers: tent.offers.iter().map(|one| one.what.clone()).collect(),
            taken,
            refused: u32::try_from(tent.refused.len()).unwrap_or(u32::MAX),
            unheld: tent.refused.iter().map(|(placed, _)| placed.at).collect(),
            helped,
            taken_back: DeskBack::among(&tent.taken_back),
        }
    }

    /// The tent as this phone knows it: where it stood as the server told last, and what this phone told itself (`own`), also what
    /// the server has not heard yet. What it told and took back since is not counted, though the server told of it; nor what of
    /// its own does not hold as the server sees it.
    #[must_use]
    pub fn with(&self, own: &[TentSaid], colleagues: &Colleagues) -> Option<Tent> {
        let of_tent = own.iter().filter(|one| one.tent == self.tent);
        // Of what the desk took back the server has told without it.
        let own_back = of_tent.clone().filter(|one| !one.desk);
        let back = own_back.filter_map(|one| Some(one.entry.takes_back()?.0));
        let back: Vec<&TentSaid> =
            back.filter_map(|entry| of_tent.clone().find(|one| one.at == entry)).collect();
        let stood = BTreeMap::from([(self.tent, self.stood(&back))]);
        // A check holds for one tent and for no other: it takes all of them to see that.
        // What this phone takes back of its own is there to be taken back, whether it holds or not.
        let backs: Vec<EntryAt> = own.iter().filter_map(|one| Some(one.entry.takes_back()?.0)).collect();
        let holds = |one: &&TentSaid| !self.unheld.contains(&one.at) || backs.contains(&one.at);
        let held: Vec<TentSaid> = own.iter().filter(holds).cloned().collect();
        fold_onto(stood, &held, colleagues).remove(&self.tent)
    }

    /// Whoever told it, and in which entries that hold, phones are not told.
    fn stood(&self, back: &[&TentSaid]) -> Tent {
        let found = self.found.as_ref().map_or(0, |found| found.time);
        let at = EntryAt { journal: self.tent, seq: 0 };
        let mut tent = Tent::new(self.tent);
        tent.welfare = self.welfare.then_some(Placed { at, by: self.tent, time: found, what: self.tent });
        let offer =
            |what: &(String, HelpAnswer)| Placed { at, by: self.tent, time: found, what: what.clone() };
        tent.offers = self.offers.iter().map(offer).collect();
        let gone = |taken: &&TentTaken| {
            let is = |one: &&TentSaid| {
                matches!(&one.entry, TentEntry::Step(told) if matches!(told.step, TentStep::Removed(_)))
                    && one.entry.time() == taken.time
            };
            back.iter().any(is)
        };
        if let Some(taken) = self.taken.as_ref().filter(|taken| !gone(taken)) {
            tent.removed = Some(Placed { at, by: self.tent, time: taken.time, what: taken.what.clone() });
            tent.items.clone_from(&taken.items);
            for item in back.iter().filter_map(|one| one.entry.gone()).flat_map(|gone| &gone.items) {
                if let Some(state) = place_of(*item).and_then(|place| tent.items.get_mut(place)) {
                    *state = ItemState::Kept;
                }
            }
        }
        tent
    }

    /// Those of the team whose roles read enforcement or welfare; of one noted by whoever helps, welfare alone.
    #[must_use]
    pub fn audience(&self) -> Audience {
        let area =
            |area| Audience::Area(AreaAudience { team: Some(self.team.clone()), ..AreaAudience::of(area) });
        if self.helped {
            return area(Area::Welfare);
        }
        Audience::Either(vec![area(Area::Enforcement), area(Area::Welfare)])
    }
}
