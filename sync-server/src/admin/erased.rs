//! What figures of days that are over leave out, because it is erased by now: said beside them, as what was published before then
//! was more.

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::work::Work;
use beatbook_domain::suppression::PublicNumber;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::office::Office;
use super::seat::Seat;
use crate::auth::Scope;
use crate::error::ServerError;

/// Days after some days on which what happened then may have been told.
const TOLD_LATER_DAYS: i64 = 31;

/// How many records told on these days (of all, if none are named) are erased, for the line that says of what figures are. What is
/// left of them says when they were told, not of when: told soon after, they may be of these days, too.
pub(super) async fn erased_since(
    office: &Office,
    seat: &Seat,
    works: &[(Work, &str)],
    days: Option<(Date, Date)>,
) -> Result<String, ServerError> {
    let mut said = String::new();
    for (work, what) in works {
        let erased = office.service.store().work_erased(&seat.scope, *work).await?;
        let told: Vec<Date> = erased.iter().filter_map(|(first, _)| local_date(*first).ok()).collect();
        let number =
            |first: Date, last: Date| told.iter().filter(|day| first <= **day && **day <= last).count();
        let (then, later) = match days {
            None => (erased.len(), 0),
            Some((first, last)) => {
                let until = last.saturating_add(TOLD_LATER_DAYS.days());
                (number(first, last), number(first, until) - number(first, last))
            }
        };
        if then > 0 {
            said += &format!("; ERASED SINCE and not counted: {then} {what}");
        }
        if later > 0 {
            let days = TOLD_LATER_DAYS;
            said += &format!(
                "; ERASED SINCE: {later} {what} told in the {days} days after, which may be of before"
            );
        }
    }
    Ok(said)
}

/// How many cases are erased of which something was told from one of these days to the other, or before and after them.
pub(super) async fn cases_erased(
    office: &Office,
    seat: &Seat,
    (first, last): (Date, Date),
) -> Result<String, ServerError> {
    let erased = office.service.store().work_erased(&seat.scope, Work::Case).await?;
    let ran = |(opened, closed): &(i64, i64)| {
        let (opened, closed) = (local_date(*opened), local_date(*closed));
        opened.is_ok_and(|opened| opened <= last) && closed.is_ok_and(|closed| first <= closed)
    };
    Ok(match erased.iter().filter(|span| ran(span)).count() {
        0 => String::new(),
        number => format!("; ERASED SINCE and not counted: {number} cases"),
    })
}

/// How many welfare records told from one of these days to the other are erased; how many, if they are few, is not published.
pub(super) async fn welfare_erased(
    office: &Office,
    scope: &Scope,
    days: Option<(Date, Date)>,
    public: bool,
) -> Result<String, ServerError> {
    let erased = office.service.store().welfare_erased(scope).await?;
    let told = |at: &&i64| {
        let day = local_date(**at).ok();
        days.is_none_or(|(first, last)| day.is_some_and(|day| first <= day && day <= last))
    };
    let number = erased.iter().filter(told).count();
    let shown = match public {
        true => PublicNumber::of(u32::try_from(number).unwrap_or(u32::MAX)).to_string(),
        false => number.to_string(),
    };
    Ok(if number == 0 {
        String::new()
    } else {
        format!("; ERASED SINCE and not counted: {shown} welfare records told then")
    })
}
