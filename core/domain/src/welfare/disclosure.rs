//! A safeguarding disclosure: passed on without consent, for a reason, to a named recipient, with a record of exactly
//! what was sent.
//!
//! Consent is neither asked for nor needed (Care Act 2014 ss42, 45; Children Act 2004 s11; DPA 2018 Sch 1 para 18),
//! but the person is told, or the record says why not. Immigration enforcement is no reason and cannot be chosen:
//! it is in no list here. An order of a court goes by way of the data-protection officer.

use serde::{Deserialize, Serialize};

use crate::law::missing::Missing;
use crate::records::seen::said;

/// Longest name of a recipient, characters.
const RECIPIENT_MAX: usize = 120;
/// Longest reason for not telling the person, characters.
const WHY_NOT_MAX: usize = 500;
/// Longest text that can be sent, characters.
const SENT_MAX: usize = 10_000;

/// Why something may be passed on without consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureReason {
    /// A child is at risk.
    ChildAtRisk,
    /// An adult with care and support needs is at risk.
    AdultAtRisk,
    /// The person cannot decide, and it is in their best interests.
    LacksCapacity,
    /// Somebody's life is in danger.
    DangerToLife,
    /// A serious crime.
    SeriousCrime,
    /// A court has ordered it.
    CourtOrder,
}

impl DisclosureReason {
    /// As machines and exports name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ChildAtRisk => "child_at_risk",
            Self::AdultAtRisk => "adult_at_risk",
            Self::LacksCapacity => "lacks_capacity",
            Self::DangerToLife => "danger_to_life",
            Self::SeriousCrime => "serious_crime",
            Self::CourtOrder => "court_order",
        }
    }
}

/// Whether the person knows that it is passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonTold {
    /// They were told.
    Told,
    /// They were not.
    NotTold {
        /// Why not: asleep, or telling them would put somebody at risk; at most 500 characters.
        why: String,
    },
}

/// A disclosure as far as it is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<DisclosureReason>,
    /// Whether the person knows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub told: Option<PersonTold>,
    /// The team or person who gets it; at most 120 characters.
    #[serde(default)]
    pub recipient: String,
    /// Exactly what is sent, word by word; at most 10,000 characters.
    #[serde(default)]
    pub sent: String,
}

impl Disclosure {
    /// Every point that is still missing, in the order of the form; none means it can be recorded and sent. In
    /// immediate danger 999 comes first, and the form after.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        const RULE: &str = "rules of the field";
        let mut points = Vec::new();
        let mut point = |wrong: bool, code, remedy: String, source| {
            if wrong {
                points.push(Missing::new(code, remedy, source));
            }
        };
        point(
            self.reason.is_none(),
            "disclosure_reason",
            "Choose why this may be passed on without consent.".to_owned(),
            "DPA 2018 Sch 1 para 18; Care Act 2014 s42",
        );
        point(
            self.told.is_none(),
            "disclosure_told",
            "Say whether the person was told, and if not, why not.".to_owned(),
            "UK GDPR Art 13-14",
        );
        let why_missing =
            matches!(&self.told, Some(PersonTold::NotTold { why }) if said("why", why, WHY_NOT_MAX).is_err());
        point(
            why_missing,
            "disclosure_why_not_told",
            format!("Say why the person was not told, in at most {WHY_NOT_MAX} characters."),
            "UK GDPR Art 13-14",
        );
        point(
            said("recipient", &self.recipient, RECIPIENT_MAX).is_err(),
            "disclosure_recipient",
            format!("Name the team or person who gets it, in at most {RECIPIENT_MAX} characters."),
            RULE,
        );
        point(
            said("sent", &self.sent, SENT_MAX).is_err(),
            "disclosure_sent",
            format!("Write exactly what is sent, in at most {SENT_MAX} characters."),
            RULE,
        );
        points
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    fn disclosure() -> Disclosure {
        Disclosure {
            reason: Some(DisclosureReason::AdultAtRisk),
            told: Some(PersonTold::Told),
            recipient: "Adult social care, duty desk".to_owned(),
            sent: "Man in his sixties, foot wound, refuses hospital, sleeps at the car park.".to_owned(),
        }
    }

    fn codes(disclosure: &Disclosure) -> Vec<&'static str> {
        disclosure.missing().iter().map(|point| point.code).collect()
    }

    #[test]
    fn a_whole_disclosure_needs_no_consent_and_nothing_else() {
        assert_eq!(codes(&disclosure()), [""; 0]);
        let asleep = PersonTold::NotTold { why: "asleep, could not be woken".to_owned() };
        assert_eq!(codes(&Disclosure { told: Some(asleep), ..disclosure() }), [""; 0]);
    }

    #[test]
    fn an_empty_one_lists_all_that_is_missing_at_once() {
        let empty = Disclosure { reason: None, told: None, recipient: " ".to_owned(), sent: String::new() };
        let all = ["disclosure_reason", "disclosure_told", "disclosure_recipient", "disclosure_sent"];
        assert_eq!(codes(&empty), all);
    }

    #[test]
    fn not_told_must_say_why() {
        let silent = PersonTold::NotTold { why: String::new() };
        assert_eq!(codes(&Disclosure { told: Some(silent), ..disclosure() }), ["disclosure_why_not_told"]);
    }

    #[test]
    fn immigration_enforcement_cannot_be_chosen() {
        use DisclosureReason::{
            AdultAtRisk, ChildAtRisk, CourtOrder, DangerToLife, LacksCapacity, SeriousCrime,
        };
        for reason in [ChildAtRisk, AdultAtRisk, LacksCapacity, DangerToLife, SeriousCrime, CourtOrder] {
            assert_eq!(serde_json::to_string(&reason).expect("text"), format!("\"{}\"", reason.code()));
        }
        assert!(serde_json::from_str::<DisclosureReason>("\"immigration_enforcement\"").is_err());
    }
}
