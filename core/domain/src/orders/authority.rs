//! What an authority's paper says that neither the law nor an order settles: its head, whom to write to, what it
//! does with people's data; and what it asks for offences no order is about.

use serde::{Deserialize, Serialize};

use crate::law::terms::{FineTerms, Payee};
use crate::records::notice::content::Cost;

/// Whom to write to, call or visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Team or office.
    pub name: String,
    /// Address, telephone, e-mail, in the order in which they are printed.
    pub lines: Vec<String>,
}

/// Who answers for people's data, and where the whole privacy notice stands (UK GDPR art. 13; DPA 2018 s44).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Privacy {
    /// The controller.
    pub controller: String,
    /// How to reach its data protection officer.
    pub contact: String,
    /// Where the whole notice can be read.
    pub more: String,
}

/// What stands on every paper of an authority. A notice keeps it as it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// Name of the authority.
    pub name: String,
    /// Its address, line by line.
    pub address: Vec<String>,
    /// Where representations, questions and requests go.
    pub contact: Contact,
    /// What becomes of people's data.
    pub privacy: Privacy,
    /// Invented: paper says that it obliges nobody.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub illustrative: bool,
}

/// Conduct that a community protection warning or notice may be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConductCode {
    /// Its code: warning and notice are about the same.
    pub code: String,
    /// In words.
    pub title: String,
}

/// Where seized vehicles go, and how people have them back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pound {
    /// Where they are held, line by line.
    pub held_at: Vec<String>,
    /// What to bring and do.
    pub reclaim: String,
    /// Days following the seizure in which to reclaim.
    pub reclaim_days: u32,
    /// What it costs.
    pub costs: Vec<Cost>,
}

/// One authority's paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityPaper {
    /// Code of the authority, as on notices.
    pub code: String,
    /// What stands on every paper.
    pub letterhead: Letterhead,
    /// Who is paid for offences that no order is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<Payee>,
    /// What such an offence costs: one for each offence row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<FineTerms>,
    /// Conduct for community protection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conducts: Vec<ConductCode>,
    /// The magistrates' court to which community protection notices are appealed (ASBCPA 2014 s46).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_court: Option<String>,
    /// Where seized vehicles go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pound: Option<Pound>,
}

impl AuthorityPaper {
    /// What a fixed penalty for this offence row costs.
    #[must_use]
    pub fn terms_of(&self, offence: &str) -> Option<&FineTerms> {
        self.terms.iter().find(|terms| terms.offence == offence)
    }

    /// Whether community protection may be about this.
    #[must_use]
    pub fn knows_conduct(&self, code: &str) -> bool {
        self.conducts.iter().any(|conduct| conduct.code == code)
    }
}
