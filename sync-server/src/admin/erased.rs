//! What figures of days that are over leave out, because it is erased by now: said beside them, as what was published before then
//! was more.

use beatbook_domain::calendar::local_date;
use beatbook_domain::records::work::Work;
use jiff::civil::Date;

use super::office::Office;
use super::seat::Seat;
use crate::error::ServerError;

/// How many records told on these days (of all, if none are named) are erased, for the line that says of what figures are.
pub(super) async fn erased_since(
    office: &Office,
    seat: &Seat,
    works: &[(Work, &str)],
    days: Option<(Date, Date)>,
) -> Result<String, ServerError> {
    let mut said = String::new();
    for (work, what) in works {
        let erased = office.service.store().work_erased(&seat.scope, *work).await?;
        let within = |at: &i64| {
            let day = local_date(*at).ok();
            days.is_none_or(|(first, last)| day.is_some_and(|day| first <= day && day <= last))
        };
        let number = erased.iter().filter(|at| within(at)).count();
        if number > 0 {
            said += &format!("; ERASED SINCE and not counted: {number} {what}");
        }
    }
    Ok(said)
}
