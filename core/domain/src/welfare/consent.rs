//! Consent to a support referral: given or declined by someone who can decide, in words whose version is kept.
//!
//! Consent is needed to refer, and to pass on how to reach somebody (HA 1996 s213B and its code of guidance, ch. 4,
//! whose model is followed by bodies that are not listed there). It is for help only: there is no purpose to choose,
//! and so none of immigration enforcement. What needs no consent is a [`disclosure`](super::disclosure).

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::records::seen::said;
use crate::records::welfare::WelfareStep;
use crate::records::welfare::steps::CareStep;

/// Longest name of a wording's version, characters.
const WORDING_MAX: usize = 60;

/// Whether somebody can decide this now, as it seems to whoever asks (Mental Capacity Act 2005 ss1–3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// Yes.
    Yes,
    /// Perhaps not: drowsy, intoxicated, in great distress.
    Doubt,
    /// No: asleep, unconscious, cannot follow.
    No,
}

impl Capacity {
    /// As machines and exports name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Doubt => "doubt",
            Self::No => "no",
        }
    }
}

/// What they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Given,
    /// No.
    Declined,
    /// No longer: from then on nothing more is sent.
    Withdrawn,
}

/// How they said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentMethod {
    /// Spoken.
    Spoken,
    /// Signed, on paper or on the screen.
    Signed,
    /// Through an interpreter.
    Interpreter,
    /// Pointed out on a card in their language.
    Card,
}

/// An answer to the question whether one may refer somebody to support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What they say.
    pub answer: Answer,
    /// Whether they can decide it now.
    pub capacity: Capacity,
    /// Version of the words it was asked in; at most 60 characters.
    pub wording: String,
    /// How they said it.
    pub method: ConsentMethod,
}

/// Why consent cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ConsentRefusal {
    /// It is in doubt whether they can decide.
    #[error(
        "they may not be able to decide this now: come back when they are awake and sober. If somebody is at risk, \
         a safeguarding disclosure needs no consent; in immediate danger ring 999"
    )]
    CapacityInDoubt,
    /// They cannot decide.
    #[error(
        "they cannot decide this now: come back when they are awake and can follow. If somebody is at risk, a \
         safeguarding disclosure needs no consent; in immediate danger ring 999"
    )]
    NoCapacity,
    /// Nobody could tell later what they agreed to.
    #[error(
        "the version of the words they agreed to is missing: read them the words on the screen and keep their version"
    )]
    NoWording,
}

impl ConsentRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CapacityInDoubt => "consent_capacity_in_doubt",
            Self::NoCapacity => "consent_no_capacity",
            Self::NoWording => "consent_no_wording",
        }
    }
}

impl Consent {
    /// Whether it can be recorded as it is. A refusal to be referred, and taking consent back, always can: whoever is
    /// not able to decide still does not have to be asked twice.
    ///
    /// # Errors
    /// A [`ConsentRefusal`], for consent that was given.
    pub fn check(&self) -> Result<(), ConsentRefusal> {
        match (self.answer, self.capacity) {
            (Answer::Declined | Answer::Withdrawn, _) => Ok(()),
            (Answer::Given, Capacity::Doubt) => Err(ConsentRefusal::CapacityInDoubt),
            (Answer::Given, Capacity::No) => Err(ConsentRefusal::NoCapacity),
            (Answer::Given, Capacity::Yes) => {
                said("wording", &self.wording, WORDING_MAX).map_err(|_| ConsentRefusal::NoWording)
            }
        }
    }

    /// Whether one may refer on it.
    #[must_use]
    pub fn allows_referral(&self) -> bool {
        self.answer == Answer::Given && self.check().is_ok()
    }
}

/// An answer of somebody, and what is known of when it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerTold {
    /// What they said.
    pub answer: Answer,
    /// When, UTC milliseconds: not before the one and not after the other; absent where nothing confirms the phone's clock.
    pub at: Option<(i64, i64)>,
    /// When it had been given at the latest, whatever that clock showed.
    pub by: i64,
    /// The notebook it was told in …
    pub notebook: Id,
    /// … and its place there: in one notebook what has a larger one was told later.
    pub place: u64,
}

impl AnswerTold {
    /// What a step says, if it is an answer.
    #[must_use]
    pub fn of(step: &WelfareStep, (notebook, place): (Id, u64), by: i64) -> Option<Self> {
        let CareStep::Consent(consent) = &step.step else { return None };
        Some(Self { answer: consent.answer, at: step.surely_between(), by, notebook, place })
    }

    /// Whether it was surely given after another. In one notebook what was written later was, unless it tells of an earlier time: its
    /// clock may have been put right in between, and then nobody knows. Else by times that something confirms, as far as they are
    /// right; by a clock that nothing confirms never, as it may show any day.
    #[must_use]
    pub fn is_after(&self, other: &Self) -> bool {
        let times = self.at.zip(other.at);
        if self.notebook == other.notebook {
            return self.place > other.place && times.is_none_or(|(one, another)| one.1 >= another.0);
        }
        match (self.at, other.at) {
            (Some((begin, _)), Some((_, end))) => begin > end,
            (Some((begin, _)), None) => begin > other.by,
            (None, _) => false,
        }
    }
}

/// Whether consent is in force by all answers of somebody: one that gives it came surely after all others. Where the order
/// of two is not known, whoever said no is not referred.
#[must_use]
pub fn is_in_force(answers: &[AnswerTold]) -> bool {
    let (given, not): (Vec<&AnswerTold>, Vec<&AnswerTold>) =
        answers.iter().partition(|one| one.answer == Answer::Given);
    given.iter().any(|one| not.iter().all(|other| one.is_after(other)))
}

/// How consent that somebody gave stands by all that is told of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentStanding {
    /// Nothing stands against it.
    InForce,
    /// They said no, and gave none that came surely after it.
    Refused,
    /// Somebody who may be them said no, and nothing they gave came surely after it.
    PerhapsRefused,
}

impl ConsentStanding {
    /// By the answers that are surely theirs, and by those of whoever may be them: of these a no counts, and a yes does not.
    #[must_use]
    pub fn of(surely: &[AnswerTold], perhaps: &[AnswerTold]) -> Self {
        if !is_in_force(surely) {
            return Self::Refused;
        }
        let not = perhaps.iter().filter(|one| one.answer != Answer::Given);
        let all: Vec<AnswerTold> = surely.iter().chain(not).copied().collect();
        if is_in_force(&all) { Self::InForce } else { Self::PerhapsRefused }
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    fn consent(answer: Answer, capacity: Capacity) -> Consent {
        Consent { answer, capacity, wording: "support-3".to_owned(), method: ConsentMethod::Spoken }
    }

    #[test]
    fn awake_and_willing_is_consent() {
        let given = consent(Answer::Given, Capacity::Yes);
        assert_eq!(given.check(), Ok(()));
        assert!(given.allows_referral());
    }

    #[test]
    fn from_the_sleeping_and_the_intoxicated_there_is_none_and_the_answer_says_what_to_do() {
        let cases =
            [(Capacity::Doubt, ConsentRefusal::CapacityInDoubt), (Capacity::No, ConsentRefusal::NoCapacity)];
        for (capacity, refusal) in cases {
            let given = consent(Answer::Given, capacity);
            assert_eq!(given.check(), Err(refusal));
            assert!(!given.allows_referral());
            let text = refusal.to_string();
            assert!(text.contains("come back") && text.contains("needs no consent"), "{text}");
        }
    }

    #[test]
    fn no_is_always_taken_for_an_answer() {
        for capacity in [Capacity::Yes, Capacity::Doubt, Capacity::No] {
            for answer in [Answer::Declined, Answer::Withdrawn] {
                let mut no = consent(answer, capacity);
                no.wording.clear();
                assert_eq!(no.check(), Ok(()));
                assert!(!no.allows_referral());
            }
        }
    }

    #[test]
    fn consent_to_words_nobody_kept_is_none() {
        for wording in ["", "  ", &"x".repeat(61)] {
            let vague = Consent { wording: wording.to_owned(), ..consent(Answer::Given, Capacity::Yes) };
            assert_eq!(vague.check(), Err(ConsentRefusal::NoWording));
        }
    }

    #[test]
    fn where_the_order_is_not_known_no_is_the_answer() {
        let told = |answer, at: Option<i64>, by, notebook: u8, place| {
            let notebook = Id::from_bytes([notebook; 16]);
            AnswerTold { answer, at: at.map(|at| (at, at)), by, notebook, place }
        };
        let within = |by, one: AnswerTold| AnswerTold { at: one.at.map(|(at, _)| (at - by, at + by)), ..one };
        use Answer::{Given, Withdrawn};
        let cases = [
            // Both clocks are confirmed: the newer one; of one instant the no.
            (told(Given, Some(20), 30, 1, 5), told(Withdrawn, Some(10), 30, 2, 9), true),
            (told(Given, Some(10), 30, 1, 5), told(Withdrawn, Some(20), 30, 2, 9), false),
            (told(Given, Some(10), 30, 1, 5), told(Withdrawn, Some(10), 30, 2, 9), false),
            // Consent by a clock that may be years ahead.
            (told(Given, None, 30, 1, 5), told(Withdrawn, Some(10), 30, 2, 9), false),
            // Taken back by a clock that may be years behind: it was so when it came, and until then.
            (told(Given, Some(20), 30, 1, 5), told(Withdrawn, None, 30, 2, 9), false),
            (told(Given, Some(31), 40, 1, 5), told(Withdrawn, None, 30, 2, 9), true),
            // One notebook keeps the order, whatever its clock shows.
            (told(Given, None, 30, 1, 9), told(Withdrawn, None, 30, 1, 5), true),
            (told(Given, None, 30, 1, 5), told(Withdrawn, Some(10), 30, 1, 9), false),
            // Also where it was put back in between: the no was told after the yes.
            (told(Given, Some(20), 30, 1, 5), told(Withdrawn, Some(10), 30, 1, 9), false),
            // What is told later of an earlier time comes after nothing that was told of a later one.
            (told(Given, Some(10), 30, 1, 9), told(Withdrawn, Some(20), 30, 1, 5), false),
            // By two clocks only as far as both are right.
            (
                within(4, told(Given, Some(20), 30, 1, 5)),
                within(5, told(Withdrawn, Some(10), 30, 2, 9)),
                true,
            ),
            (
                within(5, told(Given, Some(20), 30, 1, 5)),
                within(5, told(Withdrawn, Some(10), 30, 2, 9)),
                false,
            ),
            // By one clock, however little it is right, its order.
            (
                within(50, told(Given, Some(20), 30, 1, 9)),
                within(50, told(Withdrawn, Some(10), 30, 1, 5)),
                true,
            ),
        ];
        for (given, not, expected) in cases {
            assert_eq!(is_in_force(&[given, not]), expected, "{given:?} {not:?}");
            assert_eq!(is_in_force(&[not, given]), expected, "in whatever order they are looked at");
            assert!(is_in_force(&[given]) && !is_in_force(&[not]));
        }
    }

    #[test]
    fn of_whoever_may_be_somebody_a_no_counts_and_a_yes_does_not() {
        let told = |answer, at: i64| AnswerTold {
            answer,
            at: Some((at, at)),
            by: at,
            notebook: Id::from_bytes([1; 16]),
            place: at.unsigned_abs(),
        };
        use Answer::{Declined, Given, Withdrawn};
        use ConsentStanding::{InForce, PerhapsRefused, Refused};
        let yes = told(Given, 10);
        let cases = [
            (vec![yes], vec![], InForce),
            (vec![yes], vec![told(Declined, 20)], PerhapsRefused),
            (vec![yes], vec![told(Declined, 5)], InForce),
            (vec![yes], vec![told(Declined, 20), told(Given, 30)], PerhapsRefused),
            (vec![yes, told(Given, 30)], vec![told(Declined, 20)], InForce),
            (vec![yes, told(Withdrawn, 20)], vec![told(Given, 30)], Refused),
            (vec![], vec![told(Given, 30)], Refused),
        ];
        for (surely, perhaps, standing) in cases {
            assert_eq!(ConsentStanding::of(&surely, &perhaps), standing, "{surely:?} {perhaps:?}");
        }
    }
}
