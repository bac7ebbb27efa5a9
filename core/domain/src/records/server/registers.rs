//! Which register or record a body of the server's journal belongs to.

use beatbook_protocol::id::Id;

use super::ServerBody;
use crate::notices::number::NoticeNumber;
use crate::records::card::CardEntry;
use crate::records::work::Work;

impl ServerBody {
    /// The encampment or tent that the desk tells of by it.
    #[must_use]
    pub fn acts_on(&self) -> Option<Id> {
        match self {
            Self::EncampmentActed(acted) => Some(acted.encampment),
            Self::TentActed(acted) => Some(acted.tent),
            _ => None,
        }
    }

    /// The tent it is about. Its header does not say so: that has an id which is new each time.
    #[must_use]
    pub fn tent(&self) -> Option<Id> {
        match self {
            Self::TentActed(acted) => Some(acted.tent),
            Self::TentStanding(standing) => Some(standing.tent),
            _ => None,
        }
    }

    /// The register of the beat it belongs to, if it is one of those.
    #[must_use]
    pub fn work(&self) -> Option<Work> {
        match self {
            Self::ParishesSet(_) => Some(Work::Engagement),
            Self::TaskSet(_) | Self::TaskWithdrawn(_) | Self::WelfareTask(_) => Some(Work::Task),
            Self::CaseActed(_) => Some(Work::Case),
            Self::Outreach(_) => Some(Work::Outreach),
            Self::PremisesActed(_) => Some(Work::Premises),
            Self::Card(CardEntry::Breaches(_)) => Some(Work::CardBreaches),
            Self::Card(_) => Some(Work::Card),
            Self::Hazard(_) => Some(Work::Hazard),
            Self::Alone(_) => Some(Work::Alone),
            _ => None,
        }
    }

    /// The number under which it issues a draft.
    #[must_use]
    pub fn posted_number(&self) -> Option<&NoticeNumber> {
        match self {
            Self::DraftPosted(posted) => Some(&posted.issued.number),
            _ => None,
        }
    }
}
