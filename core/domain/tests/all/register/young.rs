//! Paper given to somebody of sixteen or seventeen: who is to be told, by when, and that it happened.

use beatbook_domain::records::notice::young::{ToldHow, ToldWhom};
use beatbook_domain::register::tables::still_to_tell;
use beatbook_domain::register::{Act, ActRefusal, Case, Deed, IssuedNotice, VoidReason, Young};
use jiff::civil::{Date, date};

use super::support::{ISSUED, alcohol, decide, fpn};

/// Five weekdays after Friday 12 September.
const DUE: Date = date(2025, 9, 19);

fn told(whom: ToldWhom, told: Date) -> Act {
    Act::YoungTold { whom, how: ToldHow::Letter, told }
}

fn young(serial: u32, tell_by: Date) -> Case {
    Case::new(IssuedNotice { tell_by: Some(tell_by), ..fpn(serial, "PSPO-X", ISSUED) })
}

fn refusal(case: &Case, on: Date, act: Act) -> ActRefusal {
    case.check(&Deed { on, act }).unwrap_err()
}

#[test]
fn both_are_told_once_each_not_before_the_notice_and_not_in_the_future() {
    let mut case = young(118, DUE);
    let on = date(2025, 9, 15);
    assert_eq!(case.standing(on).young, Some(Young::due(DUE)));
    let early = told(ToldWhom::Guardian, date(2025, 9, 11));
    assert_eq!(refusal(&case, on, early), ActRefusal::BeforeIt);
    assert_eq!(refusal(&case, on, told(ToldWhom::Guardian, date(2025, 9, 16))), ActRefusal::InTheFuture);
    decide(&mut case, on, told(ToldWhom::Guardian, ISSUED));
    let twice = refusal(&case, on, told(ToldWhom::Guardian, on));
    assert_eq!((twice, twice.code()), (ActRefusal::ToldAlready("the guardian"), "told_already"));
    decide(&mut case, on, told(ToldWhom::YouthJustice, on));
    let standing = case.standing(on).young.unwrap();
    assert_eq!(standing.guardian, Some((ISSUED, ToldHow::Letter)));
    assert_eq!((standing.youth_justice, standing.waits_for().count()), (Some((on, ToldHow::Letter)), 0));
    // Nobody is told of an adult's paper.
    assert_eq!(refusal(&alcohol(), on, told(ToldWhom::Guardian, on)), ActRefusal::NobodyToTell);
}

#[test]
fn what_two_tell_without_knowing_of_each_other_is_kept_and_the_first_counts() {
    let mut case = young(118, DUE);
    for day in [date(2025, 9, 15), date(2025, 9, 16)] {
        case.record(Deed { on: day, act: told(ToldWhom::Guardian, day) });
    }
    let standing = case.standing(date(2025, 9, 20)).young.unwrap();
    assert_eq!(standing.guardian, Some((date(2025, 9, 15), ToldHow::Letter)));
}

#[test]
fn the_list_of_who_is_still_to_be_told_is_sorted_says_what_is_overdue_and_leaves_out_what_is_void() {
    let today = date(2025, 9, 22);
    let later = young(1, date(2025, 9, 24));
    let mut half = young(2, DUE);
    decide(&mut half, today, told(ToldWhom::Guardian, today));
    let mut void = young(3, DUE);
    decide(&mut void, today, Act::Void { reason: VoidReason::WrongPerson });
    let adult = alcohol();
    let mut done = young(4, DUE);
    for whom in ToldWhom::ALL {
        decide(&mut done, today, told(whom, today));
    }
    let cases = [&later, &half, &void, &adult, &done];
    let standings = cases.map(|case| (&case.issued().number, case.standing(today)));
    let list = still_to_tell(standings.iter().map(|(number, standing)| (*number, standing)), today);
    let list: Vec<_> =
        list.iter().map(|one| (one.number.to_string(), one.due, one.overdue, one.whom.clone())).collect();
    assert_eq!(
        list,
        [
            (half.issued().number.to_string(), DUE, true, vec![ToldWhom::YouthJustice]),
            (later.issued().number.to_string(), date(2025, 9, 24), false, ToldWhom::ALL.to_vec()),
        ]
    );
}
