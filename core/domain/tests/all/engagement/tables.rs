//! The published figures again, parishes, and what the public is not told.

use beatbook_domain::engagement::kinds::EngagementKinds;
use beatbook_domain::engagement::parishes::{ParishTable, parishes_on};
use beatbook_domain::engagement::totals::{By, Totals};
use beatbook_domain::engagement::{Engagement, fold};
use beatbook_domain::records::engagement::{EngagementForm, Parish, ParishesSet};
use beatbook_domain::suppression::PublicNumber;

use super::support::{details, id, noon, recorded, taken_back, told};

/// July to October 2024 (004 ¶14iii).
const PUBLISHED: [(&str, u64); 5] =
    [("event", 703), ("meeting", 672), ("surgery", 144), ("school_youth_visit", 792), ("parish_council", 92)];

fn no_team(_: &Engagement) -> String {
    "NTF".to_owned()
}

#[test]
fn the_five_official_categories_come_out_as_published_and_add_up() {
    let mut all = Vec::new();
    for (category, number) in PUBLISHED {
        for _ in 0..number {
            let record = u64::try_from(all.len()).unwrap();
            all.push(told(1 + record % 7, record, 1, recorded(details(category))));
        }
    }
    // One more was recorded by mistake.
    all.push(told(1, 9_999, 1, recorded(details("event"))));
    all.push(told(1, 9_999, 2, taken_back()));
    let table = Totals::of(&fold(&all), By::Category, no_team);
    for (category, number) in PUBLISHED {
        assert_eq!(table.rows[category].engagements, number);
    }
    assert_eq!((table.total.engagements, table.total.attendance_not_told), (2_403, 2_403));
    let check = "703 + 672 + 92 + 792 + 144 = 2403 engagements, counted one by one: 2403; adds up";
    assert_eq!(table.check(), check);
}

#[test]
fn the_list_of_kinds_ships_whole_and_no_kind_is_in_two_categories() {
    let kinds = EngagementKinds::shipped();
    let codes: Vec<&str> = kinds.categories.iter().map(|category| category.code.as_str()).collect();
    assert_eq!(codes, PUBLISHED.map(|(code, _)| code));
    let mut all: Vec<&str> =
        kinds.categories.iter().flat_map(|category| &category.kinds).map(|kind| kind.code.as_str()).collect();
    let number = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), number);
    assert_eq!(kinds.category_of("walk_and_talk").unwrap().code, "event");
}

fn met(record: u64, parish: Option<&str>, day: &str) -> beatbook_domain::engagement::Told {
    let mut what = details("parish_council");
    (what.parish, what.from) = (parish.map(str::to_owned), noon(day));
    told(1, record, 1, recorded(what))
}

#[test]
fn each_parish_is_met_once_a_quarter_and_every_meeting_is_somewhere() {
    let parish = |code: &str| Parish { code: code.to_owned(), name: format!("{code} parish council") };
    let set = |from: &str, codes: &[&str]| ParishesSet {
        from: from.parse().unwrap(),
        parishes: codes.iter().map(|code| parish(code)).collect(),
        by: id(1),
    };
    let sets = [set("2024-01-01", &["HOO"]), set("2024-04-01", &["HOO", "CLIFFE", "HIGHHALSTOW"])];
    assert_eq!(parishes_on(&sets, "2023-12-31".parse().unwrap()), []);
    assert_eq!(parishes_on(&sets, "2024-03-31".parse().unwrap()).len(), 1);
    let all = [
        met(1, Some("HOO"), "2024-09-30"),
        // A code is one whatever its capitals.
        met(2, Some("hoo "), "2024-07-01"),
        // The quarter before, and the one after.
        met(3, Some("CLIFFE"), "2024-06-30"),
        met(4, Some("CLIFFE"), "2024-10-01"),
        met(5, Some("FRINDSBURY"), "2024-08-01"),
        met(6, None, "2024-08-01"),
    ];
    let quarter = ("2024-07-01".parse().unwrap(), "2024-09-30".parse().unwrap());
    let table = ParishTable::of(&fold(&all), parishes_on(&sets, quarter.1), quarter);
    let without: Vec<&str> = table.without().map(|parish| parish.code.as_str()).collect();
    assert_eq!(without, ["CLIFFE", "HIGHHALSTOW"]);
    let check = "1 met + 2 without = 3 parishes; meetings 2 of these + 2 of none listed = 4; adds up";
    assert_eq!(table.check(), check);
    for twice in ["HOO", "hoo", " Hoo "] {
        assert_eq!(set("2024-01-01", &["HOO", twice]).check(), Err(EngagementForm::Parishes), "{twice}");
    }
}

#[test]
fn the_public_is_not_told_of_one_to_four_people() {
    let mut all = Vec::new();
    for (record, (ward, people)) in [("A", 3), ("B", 40), ("C", 12), ("D", 0)].into_iter().enumerate() {
        let mut what = details("surgery");
        (what.ward, what.attendance) = (Some(ward.to_owned()), Some(people));
        all.push(told(1, u64::try_from(record).unwrap(), 1, recorded(what)));
    }
    let table = Totals::of(&fold(&all), By::Ward, no_team);
    let (rows, total) = table.public(|row| row.attendance);
    let shown = PublicNumber::Shown;
    // Three alone could be worked out from the total: the next smallest goes with it.
    assert_eq!(rows, [PublicNumber::Suppressed, shown(40), PublicNumber::Suppressed, shown(0)]);
    assert_eq!(total, shown(55));
}
