//! Concerns, noted one by one and added up: several small ones on one person or address are a matter for a person.
//!
//! Lessons of safeguarding adult reviews: each of many hands saw a little, and nobody saw it together. The rule tells
//! the safeguarding lead that a review is due and why. It never refers by itself.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::clocks::weekdays_following;
use crate::welfare::identity::KeyedId;

/// What the concern is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConcernCode {
    /// Neglects themselves.
    SelfNeglect,
    /// Cuckooed, or exploited in another way.
    Exploitation,
    /// Domestic abuse.
    DomesticAbuse,
    /// Harms themselves, or speaks of it.
    SelfHarm,
    /// Mental health.
    MentalHealth,
    /// At risk of an overdose.
    OverdoseRisk,
    /// Physical health.
    PhysicalHealth,
    /// Fire, or a structure that is not safe.
    FireOrStructure,
    /// Modern slavery.
    ModernSlavery,
    /// Missing, or thought to be.
    Missing,
    /// A child is there.
    ChildPresent,
}

impl ConcernCode {
    /// As machines and exports name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SelfNeglect => "self_neglect",
            Self::Exploitation => "exploitation",
            Self::DomesticAbuse => "domestic_abuse",
            Self::SelfHarm => "self_harm",
            Self::MentalHealth => "mental_health",
            Self::OverdoseRisk => "overdose_risk",
            Self::PhysicalHealth => "physical_health",
            Self::FireOrStructure => "fire_or_structure",
            Self::ModernSlavery => "modern_slavery",
            Self::Missing => "missing",
            Self::ChildPresent => "child_present",
        }
    }
}

/// How grave it is to whoever notes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConcernLevel {
    /// Alone no reason to act.
    Low,
    /// Alone reason for a review.
    High,
}

/// On whom or what a concern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A person.
    Person(KeyedId),
    /// An address.
    Address(KeyedId),
}

/// One concern, noted by one officer or worker. A concern on a person at an address is one on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConcernNoted {
    /// On whom or what.
    pub subject: Subject,
    /// The local day it was noted.
    pub day: Date,
    /// Who noted it.
    pub recorder: Id,
    /// What about.
    pub code: ConcernCode,
    /// How grave.
    pub level: ConcernLevel,
}

/// When concerns add up. Data of an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRule {
    /// So many concerns on one subject …
    pub concerns: u32,
    /// … whose last day is at most so many days after the first …
    pub within_days: i32,
    /// … from so many recorders.
    pub recorders: u32,
    /// The review is due so many working days, Monday to Friday, after the day of the concern that made it.
    pub due_working_days: u32,
}

impl Default for ReviewRule {
    fn default() -> Self {
        Self { concerns: 3, within_days: 90, recorders: 2, due_working_days: 1 }
    }
}

impl ReviewRule {
    /// Whether a concern of an earlier day can still add up with one of this day.
    #[must_use]
    pub fn is_near(&self, earlier: Date, day: Date) -> bool {
        day.since(earlier).is_ok_and(|ago| (0..=self.within_days).contains(&ago.get_days()))
    }
}

/// Why a review is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    /// A high concern was noted that day.
    High(ConcernCode),
    /// Concerns have added up.
    AddedUp {
        /// How many within the days of the rule, that day's included.
        concerns: u32,
        /// From how many people.
        recorders: u32,
        /// The day of the first of them.
        since: Date,
    },
}

/// A review that is due to the safeguarding lead, and seen by nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// On whom or what.
    pub subject: Subject,
    /// The day of the concern that made it. With the subject it names the review.
    pub day: Date,
    /// Last day for it.
    pub due: Date,
    /// Every reason, high ones first.
    pub reasons: Vec<ReviewReason>,
}

/// Every review that these concerns make, by due day, then subject and day; the same whatever order they come in.
///
/// There is one for each subject and day on which a concern was noted that is high, or with which concerns add up. So
/// a further concern on somebody already reviewed makes a further review: whoever keeps the tasks joins it to an open
/// one. Each concern is to be given once; two equal ones are two.
#[must_use]
pub fn review_due(rule: &ReviewRule, noted: &[ConcernNoted]) -> Vec<Review> {
    let mut noted = noted.to_vec();
    noted.sort_unstable();
    let mut reviews: Vec<Review> = noted
        .chunk_by(|one, other| one.subject == other.subject)
        .flat_map(|of_subject| of_one_subject(rule, of_subject))
        .collect();
    reviews.sort_by_key(|review| (review.due, review.subject, review.day));
    reviews
}

/// The reviews of one subject, whose concerns are in order of days.
fn of_one_subject(rule: &ReviewRule, noted: &[ConcernNoted]) -> Vec<Review> {
    let mut reviews = Vec::new();
    let mut up_to = 0;
    for of_day in noted.chunk_by(|one, other| one.day == other.day) {
        up_to += of_day.len();
        let Some(last) = of_day.first() else { continue };
        let mut reasons: Vec<ReviewReason> = of_day
            .iter()
            .filter(|concern| concern.level == ConcernLevel::High)
            .map(|concern| ReviewReason::High(concern.code))
            .collect();
        reasons.sort_unstable();
        reasons.dedup();
        let so_far = noted.get(..up_to).unwrap_or_default();
        reasons.extend(added_up(rule, so_far, last.day));
        if !reasons.is_empty() {
            // At the calendar's end a review is due at once rather than never.
            let due = weekdays_following(last.day, rule.due_working_days).unwrap_or(last.day);
            reviews.push(Review { subject: last.subject, day: last.day, due, reasons });
        }
    }
    reviews
}

/// Whether concerns up to a day add up, counted back from it.
fn added_up(rule: &ReviewRule, so_far: &[ConcernNoted], day: Date) -> Option<ReviewReason> {
    let within = so_far.iter().filter(|concern| rule.is_near(concern.day, day));
    let recorders: BTreeSet<Id> = within.clone().map(|concern| concern.recorder).collect();
    let many = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (concerns, recorders) = (many(within.clone().count()), many(recorders.len()));
    let since = within.map(|concern| concern.day).min()?;
    let enough = concerns >= rule.concerns && recorders >= rule.recorders;
    enough.then_some(ReviewReason::AddedUp { concerns, recorders, since })
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::welfare::identity::IdentityKey;

    const MONDAY: Date = date(2025, 9, 1);

    fn address(number: u8) -> Subject {
        let key = IdentityKey::from_bytes([7; 32]);
        Subject::Address(key.address(&format!("{number} High Street")).expect("an address"))
    }

    fn low(after: i32, recorder: u8) -> ConcernNoted {
        ConcernNoted {
            subject: address(1),
            day: MONDAY.checked_add(after.days()).expect("a day"),
            recorder: Id::from_bytes([recorder; 16]),
            code: ConcernCode::SelfNeglect,
            level: ConcernLevel::Low,
        }
    }

    fn due(noted: &[ConcernNoted]) -> Vec<Review> {
        review_due(&ReviewRule::default(), noted)
    }

    #[test]
    fn three_small_concerns_of_two_people_within_ninety_days_are_one_review() {
        let reviews = due(&[low(0, 1), low(40, 1), low(90, 2)]);
        // 90 days after Monday 1 September is Sunday 30 November.
        let added_up = ReviewReason::AddedUp { concerns: 3, recorders: 2, since: MONDAY };
        let expected = Review {
            subject: address(1),
            day: date(2025, 11, 30),
            due: date(2025, 12, 1),
            reasons: vec![added_up],
        };
        assert_eq!(reviews, [expected]);
    }

    #[test]
    fn on_the_ninety_first_day_they_no_longer_add_up() {
        assert_eq!(due(&[low(0, 1), low(40, 1), low(91, 2)]), []);
    }

    #[test]
    fn two_concerns_or_one_recorder_are_too_few() {
        assert_eq!(due(&[low(0, 1), low(1, 2)]), []);
        assert_eq!(due(&[low(0, 1), low(1, 1), low(2, 1), low(3, 1)]), []);
        let elsewhere = ConcernNoted { subject: address(2), ..low(2, 2) };
        assert_eq!(due(&[low(0, 1), low(1, 2), elsewhere]), []);
        assert_eq!(due(&[]), []);
    }

    #[test]
    fn one_high_concern_is_due_the_next_working_day() {
        let high = |after| ConcernNoted {
            level: ConcernLevel::High,
            code: ConcernCode::OverdoseRisk,
            ..low(after, 1)
        };
        for (after, expected) in
            [(0, date(2025, 9, 2)), (4, date(2025, 9, 8)), (5, date(2025, 9, 8)), (6, date(2025, 9, 8))]
        {
            let reviews = due(&[high(after)]);
            assert_eq!(reviews.first().map(|review| review.due), Some(expected));
            assert_eq!(
                reviews.first().map(|review| review.reasons.clone()),
                Some(vec![ReviewReason::High(ConcernCode::OverdoseRisk)])
            );
        }
        // Noted twice that day, and with it three have added up: both reasons, once each.
        let reviews = due(&[low(0, 2), high(1), high(1)]);
        let added_up = ReviewReason::AddedUp { concerns: 3, recorders: 2, since: MONDAY };
        assert_eq!(reviews.len(), 1);
        assert_eq!(reviews[0].reasons, [ReviewReason::High(ConcernCode::OverdoseRisk), added_up]);
    }

    #[test]
    fn a_fourth_concern_after_a_review_makes_another() {
        let days: Vec<Date> =
            due(&[low(0, 1), low(1, 2), low(2, 1), low(30, 1)]).iter().map(|review| review.day).collect();
        assert_eq!(days, [date(2025, 9, 3), date(2025, 10, 1)]);
    }

    #[test]
    fn a_person_and_an_address_of_the_same_key_are_two() {
        let Subject::Address(id) = address(1) else { return };
        let person = ConcernNoted { subject: Subject::Person(id), ..low(2, 2) };
        assert_eq!(due(&[low(0, 1), low(1, 2), person]), []);
        let text = serde_json::to_string(&person).expect("text");
        assert!(text.contains(r#""code":"self_neglect""#) && text.contains(r#""level":"low""#));
    }

    #[test]
    fn codes_are_what_files_say() {
        use ConcernCode::{
            ChildPresent, DomesticAbuse, Exploitation, FireOrStructure, MentalHealth, Missing, ModernSlavery,
            OverdoseRisk, PhysicalHealth, SelfHarm, SelfNeglect,
        };
        let all = [
            SelfNeglect,
            Exploitation,
            DomesticAbuse,
            SelfHarm,
            MentalHealth,
            OverdoseRisk,
            PhysicalHealth,
            FireOrStructure,
            ModernSlavery,
            Missing,
            ChildPresent,
        ];
        for code in all {
            assert_eq!(serde_json::to_string(&code).expect("text"), format!("\"{}\"", code.code()));
        }
    }

    fn concerns() -> impl Strategy<Value = Vec<ConcernNoted>> {
        let one = (0..3_u8, 0..200_i32, 0..3_u8, 0..20_u8).prop_map(|(subject, after, recorder, dice)| {
            let level = if dice == 0 { ConcernLevel::High } else { ConcernLevel::Low };
            let code = if dice % 2 == 0 { ConcernCode::SelfHarm } else { ConcernCode::Missing };
            ConcernNoted { subject: address(subject), code, level, ..low(after, recorder) }
        });
        prop::collection::vec(one, 0..16)
    }

    proptest! {
        #[test]
        fn the_order_of_concerns_plays_no_part(
            (noted, shuffled) in concerns().prop_flat_map(|noted| (Just(noted.clone()), Just(noted).prop_shuffle())),
        ) {
            prop_assert_eq!(due(&noted), due(&shuffled));
        }

        #[test]
        fn a_review_is_due_on_exactly_the_days_the_rule_names(noted in concerns()) {
            let reviews = due(&noted);
            for subject in (0..3).map(address) {
                for after in 0..200 {
                    let day = low(after, 0).day;
                    let of = |one: &&ConcernNoted| one.subject == subject;
                    let that_day = || noted.iter().filter(of).filter(|one| one.day == day);
                    let back = low(after - 90, 0).day;
                    let within = || noted.iter().filter(of).filter(|one| (back..=day).contains(&one.day));
                    let people: BTreeSet<Id> = within().map(|one| one.recorder).collect();
                    let high = that_day().any(|one| one.level == ConcernLevel::High);
                    let expected = that_day().count() > 0 && (high || (within().count() >= 3 && people.len() >= 2));
                    let told = reviews.iter().filter(|one| one.subject == subject && one.day == day).count();
                    prop_assert_eq!(told, usize::from(expected));
                }
            }
            prop_assert!(reviews.iter().all(|review| review.due > review.day && !review.reasons.is_empty()));
        }
    }
}
