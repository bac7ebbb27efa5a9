//! People who sleep rough, by month: new, returning, long-term (Rough Sleeping Data Framework). Numbers only.

use std::collections::BTreeMap;

use beatbook_domain::suppression::{LEGEND, PublicNumber, publish, publish_part};
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

impl Month {
    /// In the order of the columns.
    fn numbers(&self) -> [u32; 6] {
        [self.people, self.new, self.returning, self.other, self.long_term, self.not_known]
    }

    /// The same as it may be published. Long-term ones are among those who are not new, mostly among the others: whoever is not
    /// long-term of everybody, of these or of those would follow. Who is not new is reckoned from what is published alone: else
    /// what is said of long-term ones would tell a number that is hidden.
    fn published(&self) -> [PublicNumber; 6] {
        let (people, parts) = publish(&[self.new, self.returning, self.other]);
        let part = |at: usize| parts.get(at).copied().unwrap_or(PublicNumber::Suppressed);
        let not_new = match (people, part(0)) {
            (PublicNumber::Shown(people), PublicNumber::Shown(new)) => {
                PublicNumber::Shown(people.saturating_sub(new))
            }
            _ => PublicNumber::Suppressed,
        };
        let long_term = publish_part(&[people, not_new, part(2)], self.long_term);
        [people, part(0), part(1), part(2), long_term, PublicNumber::of(self.not_known)]
    }
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
        "People who sleep rough by month, known by initials and date of birth; long-term ones are among those who are not \
         new{erased}"
    );
    if form.public {
        let mut sheet = Sheet::new(format!("{base}; {LEGEND}"), &columns);
        sheet.rows.extend(months.iter().map(|(month, one)| row(*month, one.published())));
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
    sheet.rows.extend(months.iter().map(|(month, one)| row(*month, one.numbers())));
    sheet.checked(&check, form.csv)
}

fn row(month: Date, numbers: [impl ToString; 6]) -> Vec<String> {
    let label = month.strftime("%Y-%m").to_string();
    std::iter::once(label).chain(numbers.map(|number| number.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(people: u32, new: u32, returning: u32, long_term: u32) -> String {
        let other = people - new - returning;
        let month = Month { people, new, returning, other, long_term, not_known: 0 };
        month.published().map(|number| number.to_string()).join(" ")
    }

    #[test]
    fn long_term_ones_are_hidden_where_they_leave_few_of_a_number_that_is_shown() {
        assert_eq!(published(30, 12, 6, 6), "30 12 6 12 6 0");
        assert_eq!(published(30, 12, 6, 12), "30 12 6 12 12 0", "all of the others");
        assert_eq!(published(20, 10, 0, 8), "20 10 0 10 c 0", "two of the others are not long-term");
        assert_eq!(published(30, 12, 6, 16), "30 12 6 12 c 0", "two who are not new are not");
        assert_eq!(published(9, 0, 0, 7), "9 0 0 9 c 0", "two of everybody are not");
        assert_eq!(published(23, 3, 12, 6), "23 c 12 c c 0", "the others are hidden themselves");
        assert_eq!(published(3, 0, 3, 0), "c c c c c 0");
    }

    #[test]
    fn long_term_ones_tell_of_no_number_that_is_hidden() {
        assert_eq!(published(6, 1, 5, 0), "6 c c 0 c 0", "a 0 would say that five are not new");
        assert_eq!(published(15, 2, 5, 8), "15 c c 8 c 0", "two new and five returning ones are hidden");
    }
}
