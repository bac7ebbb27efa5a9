//! How many people there are on a day: in services, by kind of placement, and met by outreach – the three stocks that a
//! community-safety report gives side by side (in services of the rough-sleeping initiative, with a navigator, outreach).
//!
//! Whoever is known, by initials and date of birth as everywhere, counts once in a row; of those nobody knows, each of a record is one. People are in more than one row, and the
//! check says in how many.

use std::collections::BTreeSet;

use beatbook_domain::records::welfare::steps::PlacementKind;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::suppression::{LEGEND, PublicNumber, publish};
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_domain::welfare::placements::placed;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::super::office::Told;
use super::super::sheet::Sheet;
use super::NumbersArgs;
use crate::error::ServerError;
use crate::welfare::{Case, by_initials};

/// Whoever was met within so many days, the day itself among them, is one of outreach's people (this project's own reading).
const MET_DAYS: i32 = 30;

const PLACEMENTS: [(PlacementKind, &str); 5] = [
    (PlacementKind::Rsi, "rsi"),
    (PlacementKind::Navigator, "navigator"),
    (PlacementKind::Shelter, "shelter"),
    (PlacementKind::Supported, "supported"),
    (PlacementKind::Other, "other"),
];

/// Who is where.
struct Stocks {
    /// People by kind of placement, in the order of the kinds.
    placed: Vec<BTreeSet<String>>,
    met: BTreeSet<String>,
}

/// The table of a day.
pub(super) fn told<'a>(
    all: impl Iterator<Item = (&'a Case, &'a Welfare)>,
    key: &IdentityKey,
    (on, erased): (Date, &str),
    form: NumbersArgs,
) -> Result<Told, ServerError> {
    let stocks = Stocks::on(all, key, on);
    let base = format!(
        "People in services on {on}, by placements in force that day, and met by outreach within the {MET_DAYS} days to it; who \
         is known counts once in a row{erased}"
    );
    if form.public {
        return stocks.published(&base).told(form.csv);
    }
    let Stocks { placed, met } = stocks;
    let mut sheet = Sheet::new(base, &["stock", "people"]);
    let mut row = |name: &str, people: usize| sheet.rows.push(vec![name.to_owned(), people.to_string()]);
    for ((_, name), people) in PLACEMENTS.iter().zip(&placed) {
        row(name, people.len());
    }
    // Somebody with a navigator and a bed is one person.
    let served: BTreeSet<&String> = placed.iter().flatten().collect();
    row("all in services", served.len());
    row("outreach", met.len());
    let everybody = served.iter().copied().chain(&met).collect::<BTreeSet<&String>>().len();
    row("everybody", everybody);
    let by_kind: Vec<String> = placed.iter().map(|people| people.len().to_string()).collect();
    let placements: usize = placed.iter().map(BTreeSet::len).sum();
    let both = met.iter().filter(|one| served.contains(one)).count();
    let kinds = |one: &String| placed.iter().filter(|people| people.contains(one)).count();
    let again: usize = served.iter().map(|one| kinds(one).saturating_sub(1)).sum();
    let adds_up = served.len() + again == placements && served.len() + met.len() == everybody + both;
    let ends = if adds_up { "" } else { "  THEY DO NOT AGREE" };
    let check = format!(
        "{} = {placements} = {} in services + {again} in more than one kind; {} + {} outreach = {everybody} + {both} in both{ends}",
        by_kind.join(" + "),
        served.len(),
        served.len(),
        met.len()
    );
    sheet.checked(&check, form.csv)
}

impl Stocks {
    /// As it may be published: sums only where neither what is in two of their rows, nor what is in one alone, nor what is in none of
    /// a row is small.
    fn published(&self, base: &str) -> Sheet {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let numbers: Vec<u32> = self.placed.iter().map(|people| count(people.len())).collect();
        let (placements, kinds) = publish(&numbers);
        let served: BTreeSet<&String> = self.placed.iter().flatten().collect();
        let again = numbers.iter().sum::<u32>().saturating_sub(count(served.len()));
        let besides = |kind: u32| PublicNumber::of(count(served.len()).abs_diff(kind));
        let few_besides = kinds.iter().any(|kind| match kind {
            PublicNumber::Shown(kind) => besides(*kind) == PublicNumber::Suppressed,
            PublicNumber::Suppressed => false,
        });
        let in_services = match (placements, PublicNumber::of(again)) {
            (PublicNumber::Shown(_), PublicNumber::Shown(_)) if !few_besides => {
                PublicNumber::of(count(served.len()))
            }
            _ => PublicNumber::Suppressed,
        };
        let both = count(self.met.iter().filter(|one| served.contains(one)).count());
        let apart = [count(served.len()) - both, count(self.met.len()) - both];
        let parts = [apart[0], both, apart[1]].map(PublicNumber::of);
        let everybody = match (in_services, parts.contains(&PublicNumber::Suppressed)) {
            (PublicNumber::Shown(_), false) => PublicNumber::of(apart[0] + both + apart[1]),
            _ => PublicNumber::Suppressed,
        };
        let mut sheet = Sheet::new(format!("{base}; {LEGEND}"), &["stock", "people"]);
        let mut row =
            |name: &str, people: PublicNumber| sheet.rows.push(vec![name.to_owned(), people.to_string()]);
        PLACEMENTS.iter().zip(kinds).for_each(|((_, name), people)| row(name, people));
        row("all in services", in_services);
        row("outreach", PublicNumber::of(count(self.met.len())));
        row("everybody", everybody);
        sheet
    }

    fn on<'a>(all: impl Iterator<Item = (&'a Case, &'a Welfare)>, key: &IdentityKey, on: Date) -> Self {
        let (mut told, mut met) = (Vec::new(), BTreeSet::new());
        let first = on.saturating_sub((MET_DAYS - 1).days());
        for (number, (case, welfare)) in all.enumerate() {
            let who = |label| {
                let known = welfare.people.get(&label).and_then(|person| by_initials(key, person));
                known.map_or_else(|| format!("{number}/{label}"), |id| id.to_string())
            };
            if (first..=on).contains(&welfare.day()) {
                met.extend(case.met(welfare).into_iter().flatten().map(who));
            }
            let steps = welfare.steps.iter();
            told.extend(steps.filter_map(|step| Some((who(step.person?), step.told_at(), &step.step))));
        }
        let held = placed(told, on);
        let of = |kind: PlacementKind| {
            let there = held.iter().filter(move |(_, (now, _))| *now == kind);
            there.map(|((who, _), _)| who.clone()).collect()
        };
        Self { placed: PLACEMENTS.iter().map(|(kind, _)| of(*kind)).collect(), met }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    /// As published, people by their numbers: with the initiative, with a navigator, met.
    fn published(rsi: Range<u32>, navigator: Range<u32>, met: Range<u32>) -> String {
        let people = |numbers: Range<u32>| numbers.map(|number| number.to_string()).collect();
        let nobody = BTreeSet::new;
        let placed = vec![people(rsi), people(navigator), nobody(), nobody(), nobody()];
        let sheet = Stocks { placed, met: people(met) }.published("");
        sheet.rows.iter().filter_map(|row| row.get(1)).cloned().collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn a_sum_that_leaves_few_beside_a_row_that_is_shown_is_hidden() {
        assert_eq!(published(0..18, 13..25, 0..25), "18 12 0 0 0 25 25 25");
        // Two have a navigator and are not with the initiative.
        assert_eq!(published(0..18, 13..20, 0..20), "18 7 0 0 0 c 20 c");
        // What is hidden itself leaves nothing that could be worked out.
        assert_eq!(published(0..6, 6..9, 0..9), "c c 0 0 0 9 9 9");
    }
}
