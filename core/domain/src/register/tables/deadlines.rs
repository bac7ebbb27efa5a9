//! What runs out next: unpaid notices by the last day to prosecute. Both clocks stand beside each other.

use jiff::civil::Date;
use serde::Serialize;

use super::Line;
use crate::notices::number::NoticeNumber;
use crate::records::notice::young::ToldWhom;
use crate::register::bucket::BucketKind as Kind;
use crate::register::standing::Standing;

/// The dates of a notice that is still pursued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The notice.
    pub number: NoticeNumber,
    /// Where it stands.
    pub bucket: Kind,
    /// The authority's clock: last day to pay.
    pub pay_until: Date,
    /// The law's clock: first day of proceedings.
    pub earliest_proceedings: Date,
    /// Last day to prosecute; absent where there is none.
    pub prosecute_by: Option<Date>,
    /// That day is over: nobody can be prosecuted any more.
    pub prosecution_over: bool,
    /// Pence still to be paid.
    pub balance: i64,
    /// Somebody must confirm or void it by this day.
    pub review_until: Option<Date>,
    /// That day is over.
    pub review_overdue: bool,
}

/// A notice given to somebody of sixteen or seventeen, of which somebody is still to be told. No person is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StillToTell {
    /// The notice.
    pub number: NoticeNumber,
    /// Last day to tell.
    pub due: Date,
    /// The day is over.
    pub overdue: bool,
    /// Who has not been told.
    pub whom: Vec<ToldWhom>,
}

/// Notices of which guardian or youth justice is still to be told, the one that runs out first before the others;
/// nothing of what is void.
#[must_use]
pub fn still_to_tell<'a>(
    notices: impl IntoIterator<Item = (&'a NoticeNumber, &'a Standing)>,
    today: Date,
) -> Vec<StillToTell> {
    let of = |(number, standing): (&NoticeNumber, &Standing)| {
        let young = standing.young.filter(|_| standing.kind() != Kind::Voided)?;
        let whom: Vec<ToldWhom> = young.waits_for().collect();
        let (due, overdue) = (young.due, young.due < today);
        (!whom.is_empty()).then(|| StillToTell { number: number.clone(), due, overdue, whom })
    };
    let mut list: Vec<StillToTell> = notices.into_iter().filter_map(of).collect();
    list.sort_by(|one, other| (one.due, &one.number).cmp(&(other.due, &other.number)));
    list
}

/// Notices neither paid, dropped nor at court, the one that runs out first before the others.
#[must_use]
pub fn deadlines(lines: &[Line<'_>], as_at: Date) -> Vec<Deadline> {
    let is_over = |day: Option<Date>| day.is_some_and(|day| day < as_at);
    let mut list: Vec<Deadline> = lines
        .iter()
        .filter(|line| {
            matches!(
                line.standing.kind(),
                Kind::WithinPayment
                    | Kind::Overdue
                    | Kind::UnderInvestigation
                    | Kind::ReferredCaseFile
                    | Kind::WithLegal
            )
        })
        .filter_map(|line| {
            let dates = line.notice.penalty.as_ref()?.dates;
            Some(Deadline {
                number: line.notice.number.clone(),
                bucket: line.standing.kind(),
                pay_until: dates.pay_until,
                earliest_proceedings: dates.earliest_proceedings,
                prosecute_by: dates.prosecute_by,
                prosecution_over: is_over(dates.prosecute_by),
                balance: line.standing.balance,
                review_until: line.standing.review_until,
                review_overdue: is_over(line.standing.review_until),
            })
        })
        .collect();
    list.sort_by(|one, other| {
        let key = |deadline: &Deadline| (deadline.prosecute_by.is_none(), deadline.prosecute_by);
        key(one).cmp(&key(other)).then_with(|| one.number.cmp(&other.number))
    });
    list
}
