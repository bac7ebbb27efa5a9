//! Services that take people in, and how many places they have free.

use std::collections::BTreeMap;

use beatbook_protocol::limits::NAME_MAX;
use thiserror::Error;

use crate::records::outreach::ServiceTold;

/// Most places of a service.
pub const PLACES_MAX: u32 = 10_000;
/// Most characters of whom it takes.
pub const TAKES_MAX: usize = 500;
/// So long ago free places are no news any more, milliseconds (unverified).
pub const STALE_MS: i64 = 24 * 3_600_000;

/// Why a service cannot be told so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ServiceRefusal {
    /// No name, or one that is too long.
    #[error("a service has a name of at most {NAME_MAX} characters")]
    Name,
    /// More free places than places, or too many.
    #[error("a service has at most {PLACES_MAX} places, and no more of them are free than there are")]
    Places,
    /// Too long.
    #[error("whom it takes is told in at most {TAKES_MAX} characters, without names")]
    Takes,
    /// No such service.
    #[error("no service of this name takes people in: `welfare service list` shows those that do")]
    Unknown,
}

impl ServiceRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "service_name",
            Self::Places => "service_places",
            Self::Takes => "service_takes",
            Self::Unknown => "unknown_service",
        }
    }
}

impl ServiceTold {
    /// Whether it may be told.
    ///
    /// # Errors
    /// A [`ServiceRefusal`].
    pub fn check(&self) -> Result<(), ServiceRefusal> {
        let plain =
            |text: &str, most: usize| text.chars().count() <= most && !text.chars().any(char::is_control);
        if self.name.trim().is_empty() || !plain(&self.name, NAME_MAX) {
            Err(ServiceRefusal::Name)
        } else if self.places > PLACES_MAX || self.free > self.places {
            Err(ServiceRefusal::Places)
        } else if !plain(&self.takes, TAKES_MAX) {
            Err(ServiceRefusal::Takes)
        } else {
            Ok(())
        }
    }

    /// Whether its free places were told too long ago to rely on.
    #[must_use]
    pub fn is_stale(&self, now: i64) -> bool {
        now.saturating_sub(self.at) > STALE_MS
    }
}

/// One name for all spellings: blanks and capitals make no other service.
#[must_use]
pub fn same_name(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Services as they were told last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services(BTreeMap<String, ServiceTold>);

impl Services {
    /// Everything that was told, in order.
    #[must_use]
    pub fn of(told: impl IntoIterator<Item = ServiceTold>) -> Self {
        let mut services = BTreeMap::new();
        for one in told {
            let name = same_name(&one.name);
            if one.ended { drop(services.remove(&name)) } else { drop(services.insert(name, one)) }
        }
        Self(services)
    }

    /// All of them, by name.
    pub fn all(&self) -> impl Iterator<Item = &ServiceTold> {
        self.0.values()
    }

    /// One by its name, however it is spelled.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&ServiceTold> {
        self.0.get(&same_name(name))
    }

    /// Nothing was told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
