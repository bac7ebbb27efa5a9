//! People who sleep rough, by month: new, returning, long-term (Rough Sleeping Data Framework). Numbers only.

use std::collections::BTreeMap;

use beatbook_domain::suppression::{LEGEND, PublicNumber, publish};
use beatbook_domain::welfare::identity::KeyedId;
use beatbook_domain::welfare::months::{MonthsSeen, SeenRules};
use beatbook_domain::welfare::sleeping::SleepingState;
use jiff::civil::Date;

use super::{Desk, NumbersArgs};
use crate::admin::office::Told;
use crate::admin::sheet::Sheet;
use crate::error::ServerError;
use crate::welfare::by_initials;

/// What a month came to.
#[derive(Default)]
struct Month {
    people: u32,
    new: u32,
    returning: u32,
    other: u32,
    long_term: u32,
    /// Times that somebody was seen of whom nobody knows who they are.
    not_known: u32,
}

/// Who is known counts once a month; `kept` are the months of people whose records are erased: they tell new from returning.
pub(super) fn by_month(
    desk: &Desk,
    kept: &BTreeMap<KeyedId, MonthsSeen>,
    (days, erased): (Option<(Date, Date)>, &str),
    form: NumbersArgs,
) -> Result<Told, ServerError> {
    let mut months: BTreeMap<Date, Month> = BTreeMap::new();
    let mut seen: BTreeMap<KeyedId, Vec<Date>> = BTreeMap::new();
    for (_, welfare) in &desk.cases {
        let day = welfare.day();
        for person in welfare.people.values().filter(|one| one.state.is_some_and(SleepingState::counts)) {
            match by_initials(&desk.key, person) {
                Some(id) => seen.entry(id).or_default().push(day),
                None => months.entry(day.first_of_month()).or_default().not_known += 1,
            }
        }
    }
    for (id, mut days) in seen {
        days.sort_unstable();
        let mut before = kept.get(&id).copied();
        for in_month in days.chunk_by(|one, next| one.first_of_month() == next.first_of_month()) {
            let Some(first) = in_month.first() else { continue };
            let mut all = before.unwrap_or_else(|| MonthsSeen::on(*first));
            in_month.iter().for_each(|day| all.see(*day));
            before = Some(all);
            let flags = all.flags(&SeenRules::default(), first.last_of_month());
            let month = months.entry(first.first_of_month()).or_default();
            month.people += 1;
            month.long_term += u32::from(flags.long_term);
            match (flags.new, flags.returning) {
                (true, _) => month.new += 1,
                (false, true) => month.returning += 1,
                (false, false) => month.other += 1,
            }
        }
    }
    let within = |day: Date| days.is_none_or(|(first, last)| first <= day && day <= last);
    let over = |month: Date| !form.public || month.last_of_month() < desk.today;
    months.retain(|month, _| within(*month) && over(*month));
    let columns = ["month", "people", "new", "returning", "other", "long_term", "seen_and_not_known"];
    let base = format!(
        "People who sleep rough by month, known by initials and date of birth; long-term ones are among the others{erased}"
    );
    if form.public {
        let mut sheet = Sheet::new(format!("{base}; {LEGEND}"), &columns);
        for (month, one) in &months {
            let (people, parts) = publish(&[one.new, one.returning, one.other]);
            let (_, long_term) = publish(&[one.long_term, one.people.saturating_sub(one.long_term)]);
            let numbers = parts.into_iter().chain(long_term.into_iter().take(1));
            let numbers = std::iter::once(people).chain(numbers).chain([PublicNumber::of(one.not_known)]);
            let label = month.strftime("%Y-%m").to_string();
            sheet.rows.push(std::iter::once(label).chain(numbers.map(|number| number.to_string())).collect());
        }
        return sheet.told(form.csv);
    }
    let mut sheet = Sheet::new(base, &columns);
    let sum = |of: fn(&Month) -> u32| months.values().map(of).sum::<u32>();
    let check = format!(
        "people = new + returning + other: {} = {} + {} + {}",
        sum(|one| one.people),
        sum(|one| one.new),
        sum(|one| one.returning),
        sum(|one| one.other)
    );
    for (month, one) in &months {
        let numbers = [one.people, one.new, one.returning, one.other, one.long_term, one.not_known];
        let label = month.strftime("%Y-%m").to_string();
        sheet.rows.push(std::iter::once(label).chain(numbers.map(|number| number.to_string())).collect());
    }
    sheet.checked(&check, form.csv)
}
