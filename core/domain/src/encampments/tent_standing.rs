//! Where a tent stands, as the server tells the phones of the team that noted it. It tells where somebody sleeps, exactly: it is
//! for that team alone, and of it for those whose roles read enforcement or welfare.

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};

use super::tents::{ItemState, Tent, TentRefusal, may_go};
use crate::access::{Area, AreaAudience, Audience};
use crate::calendar::local_date;
use crate::records::encampment::Land;
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
    /// Whoever noted it helps people: it is for those who do, and not for colleagues of the team who enforce.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub helped: bool,
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
            helped,
        }
    }

    /// Whether things may be disposed of, by what the server told of them. What was given back is with its owner, whatever it told;
    /// of what it does not know of nothing is said.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, entry: &TentEntry) -> Result<(), TentRefusal> {
        let TentEntry::Step(told) = entry else { return Ok(()) };
        let (TentStep::Disposed(gone), Some(taken)) = (&told.step, &self.taken) else { return Ok(()) };
        let (Ok(on), Ok(day)) = (local_date(taken.time), local_date(entry.time())) else { return Ok(()) };
        may_go((&taken.what, on, &taken.items), gone, (ItemState::Disposed, day))
    }

    /// Why a removal that an officer tells of now does not hold, by what the server told and this phone told since (`own`). Others
    /// may have told more meanwhile: it is no reason to lose what was done.
    #[must_use]
    pub fn doubt(&self, removal: &TentEntry, own: Option<&Tent>) -> Option<TentRefusal> {
        let TentEntry::Step(told) = removal else { return None };
        let TentStep::Removed(_) = &told.step else { return None };
        if self.taken.is_some() {
            Some(TentRefusal::ToldAlready)
        } else if !self.welfare && own.is_none_or(|own| own.welfare.is_none()) {
            Some(TentRefusal::WelfareFirst)
        } else if self.offers.is_empty() && own.is_none_or(|own| own.offers.is_empty()) {
            Some(TentRefusal::OfferFirst)
        } else {
            None
        }
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
