//! Whom a body of the server's journal is for. The header goes to every phone of the authority, so that each can
//! check the chain; the body goes only to those named here.

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Area;

/// Whom a body is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every phone of the authority.
    Everyone,
    /// No phone: it is for those who work at the server.
    Desk,
    /// Those whose roles let them read what is addressed like this in an area.
    Area(AreaAudience),
    /// Those whose roles let them know that there is something in an area, for some days.
    Existence(ExistenceAudience),
    /// These officers, whatever their roles.
    Officers(Vec<Id>),
    /// Officers of this team, as officers' teams are spelled, whatever their roles.
    Team(String),
    /// Whoever is meant by any of these.
    Either(Vec<Audience>),
    /// Those whose roles let them read all records of an area, whoever wrote them.
    Whole(Area),
    /// Some of the others, for some days.
    Until(Box<UntilAudience>),
}

/// A body that is over some day: nobody is given it later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UntilAudience {
    /// Last local day on which it is given to anybody.
    pub until: Date,
    /// Whom it is for until then.
    pub whom: Audience,
}

/// A body of an area. One that is addressed to nobody is for every team that reads the area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaAudience {
    /// What it is about.
    pub area: Area,
    /// The officer it is addressed to. Being addressed gives nobody a role: the table decides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub officer: Option<Id>,
    /// The team it is addressed to, as officers' teams are spelled.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub team: Option<String>,
}

/// A body that says of an area that there is something, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExistenceAudience {
    /// What it is about.
    pub area: Area,
    /// Last local day on which it is given to anybody.
    pub until: Date,
}

impl Audience {
    /// The same, until the end of a local day.
    #[must_use]
    pub fn until(self, until: Date) -> Self {
        Self::Until(Box::new(UntilAudience { until, whom: self }))
    }
}

impl AreaAudience {
    /// Addressed to nobody in particular.
    #[must_use]
    pub fn of(area: Area) -> Self {
        Self { area, officer: None, team: None }
    }
}
