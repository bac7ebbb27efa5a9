//! What the official form asks of somebody beside gender, age and nationality: ethnicity, support needs, whether the service
//! knows them, and how sure it is who they are (MHCLG's form and Homeless Link's toolkit 2025; which fields is partly
//! unverified).
//!
//! All of it only as told, and for the own team: it is in no list, table, search or return.

use beatbook_protocol::limits::{NAME_MAX, TEXT_MAX};
use serde::{Deserialize, Serialize};

use crate::records::seen::{BadText, said};
use crate::records::take;

/// Whether the service knows somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKnows {
    /// Nobody of the service has met them before.
    New,
    /// The service has.
    Known,
}

impl ServiceKnows {
    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
        }
    }
}

/// On what it rests who somebody is. A guess is no answer: then nothing is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityBasis {
    /// Whoever writes it has met them before.
    SeenBefore,
    /// They said so themselves.
    Told,
}

impl IdentityBasis {
    /// As machines name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SeenBefore => "seen_before",
            Self::Told => "told",
        }
    }
}

/// These fields of a sighting. All may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnForm {
    /// Ethnicity by the authority's list, if they say it; at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ethnicity: Option<String>,
    /// Support needs in words, if they say them; at most 20,000 characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub needs: Option<String>,
    /// New to the service, or known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub service: Option<ServiceKnows>,
    /// How sure the identity is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub identity: Option<IdentityBasis>,
}

impl OnForm {
    /// Whether nothing of it is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes what is newly known; what is absent stays.
    pub fn learn(&mut self, news: &Self) {
        take(&mut self.ethnicity, &news.ethnicity);
        take(&mut self.needs, &news.needs);
        take(&mut self.service, &news.service);
        take(&mut self.identity, &news.identity);
    }

    /// # Errors
    /// A text that is empty or too long.
    pub(super) fn check(&self) -> Result<(), BadText> {
        self.ethnicity.iter().try_for_each(|text| said("ethnicity", text, NAME_MAX))?;
        self.needs.iter().try_for_each(|text| said("needs", text, TEXT_MAX))
    }
}
