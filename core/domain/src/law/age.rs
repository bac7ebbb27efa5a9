//! Age gates: who may get which paper (ASBCPA 2014 s43(1), CYPA 1933 s50, and the authority's policy).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::CalendarError;
use crate::law::clocks::weekdays_following;
use crate::law::rule_set::RuleSet;

/// A fixed penalty to a young person, allowed by policy for one offence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YoungEnabled {
    /// Code of the offence row.
    pub offence: String,
    /// Reference of the policy.
    pub policy: String,
    /// First day.
    pub from: Date,
    /// Last day, once it was ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Date>,
}

impl YoungEnabled {
    /// Whether it counts on a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

/// What became of the policies for the young of a set of rules that gave way to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YoungTaken {
    /// Those that count under the new set, too.
    pub taken: Vec<YoungEnabled>,
    /// Those that do not: it has no such offence, or means another by that code. They are settled anew, or over.
    pub not_taken: Vec<YoungEnabled>,
}

/// Ages in years, and what is allowed to the young by policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeGates {
    /// Below: no paper of any kind, the safeguarding path.
    pub no_paper_below: u8,
    /// Below: no fixed penalty, warning or notice of community protection; refer.
    pub notices_from: u8,
    /// From: an adult.
    pub adult_from: u8,
    /// What an authority allows between.
    pub young_fpn: Vec<YoungEnabled>,
    /// Weekdays in which guardian and youth justice are told of paper given to a young person.
    pub young_notice_working_days: u32,
}

impl AgeGates {
    pub(crate) fn rise(&self) -> bool {
        self.no_paper_below <= self.notices_from
            && self.notices_from <= self.adult_from
            && self.adult_from <= 25
    }
}

/// What an officer makes of someone's age without a date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// A child under ten.
    Under10,
    /// Ten to fifteen.
    From10To15,
    /// Sixteen or seventeen.
    From16To17,
    /// Eighteen or over, without doubt.
    Adult,
    /// Perhaps under eighteen. The same as nothing known.
    MaybeUnder18,
}

/// What is known of an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeKnown {
    /// Born on this day, as stated or shown.
    Born(Date),
    /// As it looks to the officer.
    Apparent(AgeBand),
}

/// The gate someone stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeGate {
    /// No paper; the safeguarding path.
    Child,
    /// No fixed penalty, warning or notice of community protection: refer. The unknown stand here, too.
    Refer,
    /// Fixed penalties by policy only; guardian and youth justice are told.
    Young,
    /// Nothing in the way.
    Adult,
}

/// Kinds of paper as far as ages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgePaper<'a> {
    /// A fixed penalty for the row of this code.
    Fpn(&'a str),
    /// A community protection warning or notice.
    CommunityProtection,
    /// Anything else: a vehicle warning or seizure, a direction.
    Other,
}

/// Why someone's age keeps paper from being issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeRefusal {
    /// Under ten: safeguarding.
    Child,
    /// Ten to fifteen: refer.
    TooYoung,
    /// Nothing certain, perhaps under eighteen: verify or refer.
    Unknown,
    /// Sixteen or seventeen, and no policy for this offence on this day.
    NoPolicy,
    /// A date of birth after the day.
    BornInFuture,
}

/// The days an age is judged by.
///
/// What decides is how old somebody was at the conduct: whoever was seventeen then stays protected by what protects the
/// young, on whichever later day paper is issued, offline or at a desk; and of an age that the law asks for on the day of
/// issue (ASBCPA 2014 s43(1)) nobody falls short who had it at the conduct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeDays {
    /// The local day of the conduct.
    pub conduct: Date,
    /// The local day of issue, from which those who are told count their days.
    pub issue: Date,
}

/// Paper may go ahead as far as age goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeAllows {
    /// Nothing more to do.
    Freely,
    /// Guardian's copy and youth-justice notice are due by this day.
    TellingBy(Date),
}

/// Full years on a day; absent if born after it. Someone born on 29 February has the birthday on 1 March in
/// other years.
#[must_use]
pub fn years_on(born: Date, day: Date) -> Option<u8> {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    let years = i32::from(day.year()) - i32::from(born.year()) - i32::from(!had_birthday);
    if day < born { None } else { Some(u8::try_from(years).unwrap_or(u8::MAX)) }
}

impl RuleSet {
    /// The gate of what is known on a day; absent for a date of birth after it.
    #[must_use]
    pub fn age_gate(&self, known: Option<AgeKnown>, day: Date) -> Option<AgeGate> {
        Some(match known {
            Some(AgeKnown::Born(born)) => {
                let years = years_on(born, day)?;
                match years {
                    years if years < self.ages.no_paper_below => AgeGate::Child,
                    years if years < self.ages.notices_from => AgeGate::Refer,
                    years if years < self.ages.adult_from => AgeGate::Young,
                    _ => AgeGate::Adult,
                }
            }
            Some(AgeKnown::Apparent(AgeBand::Under10)) => AgeGate::Child,
            Some(AgeKnown::Apparent(AgeBand::From16To17)) => AgeGate::Young,
            Some(AgeKnown::Apparent(AgeBand::Adult)) => AgeGate::Adult,
            Some(AgeKnown::Apparent(AgeBand::From10To15 | AgeBand::MaybeUnder18)) | None => AgeGate::Refer,
        })
    }

    /// Whether paper may be issued to someone of this age, for conduct of one day and issued on another.
    ///
    /// # Errors
    /// An [`AgeRefusal`].
    pub fn age_allows(
        &self,
        known: Option<AgeKnown>,
        paper: AgePaper<'_>,
        days: AgeDays,
    ) -> Result<AgeAllows, AgeRefusal> {
        let gate = self.age_gate(known, days.conduct).ok_or(AgeRefusal::BornInFuture)?;
        let unknown = matches!(known, None | Some(AgeKnown::Apparent(AgeBand::MaybeUnder18)));
        match (gate, paper) {
            (AgeGate::Child, _) => Err(AgeRefusal::Child),
            (AgeGate::Adult, _) | (AgeGate::Refer, AgePaper::Other) => Ok(AgeAllows::Freely),
            (AgeGate::Refer, _) if unknown => Err(AgeRefusal::Unknown),
            (AgeGate::Refer, _) => Err(AgeRefusal::TooYoung),
            (AgeGate::Young, AgePaper::Fpn(offence)) if !self.young_may_get(offence, days.conduct) => {
                Err(AgeRefusal::NoPolicy)
            }
            (AgeGate::Young, AgePaper::Other) => Ok(AgeAllows::Freely),
            (AgeGate::Young, _) => {
                self.young_told_by(days.issue).map(AgeAllows::TellingBy).map_err(|_| AgeRefusal::BornInFuture)
            }
        }
    }

    /// Takes over the policies for the young that another set still knows on a day or later, as this set begins on it: each
    /// only if the code is the same offence of the same Act, given under the same power. What this set has settled already
    /// stays.
    pub fn take_young(&mut self, of: &Self, from: Date) -> YoungTaken {
        let mut policies = YoungTaken::default();
        for young in of.ages.young_fpn.iter().filter(|young| young.to.is_none_or(|last| from <= last)) {
            let row = |set: &Self| set.offence(&young.offence).map(|row| (row.offence.clone(), row.power));
            if row(self).is_none() || row(self) != row(of) {
                policies.not_taken.push(young.clone());
            } else if !self.ages.young_fpn.iter().any(|own| own.offence == young.offence) {
                policies.taken.push(YoungEnabled { from: young.from.max(from), ..young.clone() });
            }
        }
        self.ages.young_fpn.extend(policies.taken.iter().cloned());
        policies
    }

    /// Whether a policy lets people of sixteen and seventeen get a penalty of this row for conduct of a day.
    #[must_use]
    pub fn young_may_get(&self, offence: &str, day: Date) -> bool {
        self.ages.young_fpn.iter().any(|young| young.offence == offence && young.covers(day))
    }

    /// The last day to tell guardian and youth justice of paper that was issued on a day.
    ///
    /// # Errors
    /// A day outside the calendar.
    pub fn young_told_by(&self, issued: Date) -> Result<Date, CalendarError> {
        weekdays_following(issued, self.ages.young_notice_working_days)
    }

    /// Whether somebody is under eighteen on a day, or may be: kept out of lists of who was warned before.
    #[must_use]
    pub fn may_be_under_age(&self, known: Option<AgeKnown>, day: Date) -> bool {
        self.age_gate(known, day) != Some(AgeGate::Adult)
    }
}
