//! What money does: on time, early, late, in parts, twice, and for notices that are not to be paid.

use beatbook_domain::register::payment::read_pounds;
use beatbook_domain::register::{
    Act, BucketKind, Case, Deed, NfaReason, OutOfCourt, PaymentAnswer, PaymentRow, Register, VoidReason,
    match_row,
};
use jiff::civil::{Date, date};

use super::support::{ISSUED, alcohol, decide, fpn, number, paid, warning};

fn row(number: &str, amount: &str, paid: &str, reference: &str) -> PaymentRow {
    PaymentRow {
        number: number.to_owned(),
        amount: amount.to_owned(),
        paid: paid.to_owned(),
        cleared: paid.to_owned(),
        reference: reference.to_owned(),
    }
}

/// Imports a line as the server does; the answer either way.
fn import(register: &mut Register, row: &PaymentRow, today: Date) -> PaymentAnswer {
    match match_row(register, row, today) {
        Ok((number, payment, answer)) => {
            register.case_mut(&number).unwrap().pay(payment);
            assert!(answer.is_recorded());
            answer
        }
        Err(answer) => {
            assert!(!answer.is_recorded());
            answer
        }
    }
}

fn register(notices: u32) -> Register {
    let mut register = Register::default();
    for serial in 1..=notices {
        register.issue(fpn(serial, "PSPO-A", ISSUED)).unwrap();
    }
    register
}

#[test]
fn what_is_due_is_that_of_the_day_it_was_paid() {
    // £75 to 25 September (13 days), £100 to 10 October (28 days), £100 after that.
    for (pence, on, kind, balance) in [
        (7_500, date(2025, 9, 25), BucketKind::PaidReduced, 0),
        (7_500, date(2025, 9, 26), BucketKind::WithinPayment, 2_500),
        (10_000, date(2025, 9, 26), BucketKind::Paid, 0),
        (10_000, date(2025, 10, 10), BucketKind::Paid, 0),
        (10_000, date(2025, 10, 11), BucketKind::PaidLate, 0),
        (9_999, date(2025, 10, 11), BucketKind::Overdue, 1),
        (7_499, date(2025, 9, 25), BucketKind::WithinPayment, 1),
    ] {
        let mut case = alcohol();
        case.pay(paid(pence, on));
        let standing = case.standing(on);
        assert_eq!((standing.kind(), standing.balance), (kind, balance), "{pence} on {on}");
    }
}

#[test]
fn a_card_payment_on_the_last_early_day_that_clears_later_is_on_time() {
    let mut case = alcohol();
    case.pay(beatbook_domain::register::Payment {
        cleared: date(2025, 9, 29),
        ..paid(7_500, date(2025, 9, 25))
    });
    assert_eq!(case.standing(date(2025, 9, 28)).kind(), BucketKind::WithinPayment, "not cleared yet");
    assert_eq!(case.standing(date(2025, 9, 29)).kind(), BucketKind::PaidReduced);
}

#[test]
fn parts_add_up_and_the_last_part_tells_the_day() {
    let mut case = alcohol();
    case.pay(paid(5_000, date(2025, 9, 20)));
    assert_eq!(case.standing(date(2025, 9, 20)).balance, 2_500);
    assert_eq!(case.standing(date(2025, 9, 26)).balance, 5_000, "the lower amount is over");
    case.pay(paid(5_000, date(2025, 11, 20)));
    let standing = case.standing(date(2025, 11, 20));
    assert_eq!((standing.kind(), standing.balance, standing.held), (BucketKind::PaidLate, 0, 10_000));
}

#[test]
fn every_line_of_a_file_gets_its_answer_and_stops_no_other() {
    let today = date(2025, 12, 1);
    let mut register = register(10);
    let case = |register: &mut Register, serial, on, act| {
        decide(register.case_mut(&number(serial)).unwrap(), on, act);
    };
    case(&mut register, 5, date(2025, 11, 1), Act::Void { reason: VoidReason::Duplicate });
    case(&mut register, 6, date(2025, 11, 1), Act::Nfa { reason: NfaReason::PublicInterest });
    for act in [Act::Refer, Act::ToLegal, Act::ToCourt] {
        case(&mut register, 7, date(2025, 11, 1), act);
    }
    case(&mut register, 10, date(2025, 11, 1), Act::OutOfCourt { how: OutOfCourt::Caution });
    register.issue(warning(50, "untidy_land", ISSUED)).unwrap();
    let of = |serial| number(serial).to_string();
    let lines = [
        (row(&of(1), "£100.00", "2025-10-01", "A1"), PaymentAnswer::Paid),
        (row(&of(1), "£100.00", "2025-10-01", "A1"), PaymentAnswer::Duplicate),
        (row(&of(1), "90.00", "2025-10-01", "A1"), PaymentAnswer::ReferenceUsed),
        (row(&of(1), "100", "2025-10-02", "A2"), PaymentAnswer::PaidAlready { refund_due: 10_000 }),
        (row(&of(2).to_lowercase(), "75.00", "25/09/2025", "A3"), PaymentAnswer::PaidReduced),
        (row(&of(3), "100.00", "2025-11-11", "A4"), PaymentAnswer::PaidLate),
        (row(&of(4), "40.00", "2025-10-01", "A5"), PaymentAnswer::Partial { balance: 6_000 }),
        (row(&of(4), "70.00", "2025-10-02", "A6"), PaymentAnswer::Overpaid { refund_due: 1_000 }),
        (
            row(&of(5), "100.00", "2025-11-20", "A7"),
            PaymentAnswer::RefundDue { bucket: BucketKind::Voided, refund_due: 10_000 },
        ),
        (
            row(&of(6), "100.00", "2025-11-20", "A8"),
            PaymentAnswer::RefundDue { bucket: BucketKind::Nfa, refund_due: 10_000 },
        ),
        (row(&of(7), "100.00", "2025-11-20", "A9"), PaymentAnswer::LegalTask),
        (
            row(&of(10), "100.00", "2025-11-20", "A20"),
            PaymentAnswer::RefundDue { bucket: BucketKind::OutOfCourt, refund_due: 10_000 },
        ),
        (row(&of(99), "100.00", "2025-10-01", "B1"), PaymentAnswer::UnknownNumber),
        (row("MDW-A7-000118-N", "100.00", "2025-10-01", "B2"), PaymentAnswer::CheckCharacter),
        (row("see letter", "100.00", "2025-10-01", "B3"), PaymentAnswer::NotANumber),
        (row("MDW-X0-000001-W", "100.00", "2025-10-01", "B3"), PaymentAnswer::CheckCharacter),
        (row(&of(8), "-100.00", "2025-10-01", "B4"), PaymentAnswer::BadAmount),
        (row(&of(8), "0", "2025-10-01", "B4"), PaymentAnswer::BadAmount),
        (row(&of(8), "100.00", "2025-09-11", "B5"), PaymentAnswer::BadDate),
        (row(&of(8), "100.00", "2025-12-02", "B6"), PaymentAnswer::BadDate),
        (row(&of(8), "100.00", "10/1/2025", "B6"), PaymentAnswer::BadDate),
        (row(&of(8), "100.00", "2025-10-01", " "), PaymentAnswer::BadReference),
        (row(&of(8), "100.00", "2025-10-01", &"x".repeat(65)), PaymentAnswer::BadReference),
        (
            PaymentRow { cleared: String::new(), ..row(&of(8), "9", "2025-10-01", "B7") },
            PaymentAnswer::NotCleared,
        ),
        (
            row(&of(50), "100.00", "2025-10-01", "B8"),
            PaymentAnswer::RefundDue { bucket: BucketKind::NoPaymentDue, refund_due: 10_000 },
        ),
        (row(&of(9), "100.00", "2025-10-01", "B9"), PaymentAnswer::Paid),
    ];
    for (line, answer) in lines {
        assert_eq!(import(&mut register, &line, today), answer, "{line:?}");
    }
    let kind = |serial| register.case(&number(serial)).unwrap().standing(today).kind();
    assert_eq!(kind(5), BucketKind::Voided, "money moves nothing that was dropped");
    assert_eq!(kind(6), BucketKind::Nfa);
    assert_eq!(kind(7), BucketKind::AtCourt);
    assert!(register.case(&number(7)).unwrap().standing(today).legal_task);
    assert_eq!(kind(8), BucketKind::Overdue);
}

#[test]
fn a_training_notice_takes_no_money() {
    let training = beatbook_domain::notices::number::NoticeNumber::new(
        beatbook_domain::notices::number::AuthorityCode::new("MDW").unwrap(),
        'X',
        0,
        1,
    );
    let line = row(&training.unwrap().to_string(), "100.00", "2025-10-01", "A1");
    assert_eq!(match_row(&register(1), &line, date(2025, 12, 1)), Err(PaymentAnswer::Training));
}

#[test]
fn money_that_had_cleared_before_the_case_went_to_court_stops_it() {
    // The file with the payment of 5 November comes after the information was laid on 20 November.
    let mut case = alcohol();
    decide(&mut case, date(2025, 11, 1), Act::Refer);
    decide(&mut case, date(2025, 11, 3), Act::ToLegal);
    decide(&mut case, date(2025, 11, 20), Act::ToCourt);
    case.pay(paid(10_000, date(2025, 11, 5)));
    let standing = case.standing(date(2025, 12, 1));
    assert_eq!(standing.kind(), BucketKind::PaidLate);
    assert!(standing.legal_task, "the lawyers must stop it");
    decide(&mut case, date(2025, 12, 2), Act::LegalTaskDone);
    assert!(!case.standing(date(2025, 12, 2)).legal_task);
}

#[test]
fn part_of_the_money_of_a_dropped_notice_goes_back() {
    let mut case = alcohol();
    case.pay(paid(2_000, date(2025, 9, 20)));
    decide(&mut case, date(2025, 11, 1), Act::Nfa { reason: NfaReason::NoRealisticProspect });
    let standing = case.standing(date(2025, 11, 1));
    assert_eq!((standing.kind(), standing.refund_due), (BucketKind::Nfa, 2_000));
}

#[test]
fn a_dropped_notice_that_is_taken_up_again_is_paid_if_its_money_is_still_held() {
    let nfa = Act::Nfa { reason: NfaReason::NoRealisticProspect };
    let day = date(2025, 11, 1);
    let mut case = alcohol();
    decide(&mut case, day, nfa);
    case.pay(paid(10_000, day));
    let standing = case.standing(day);
    assert_eq!((standing.kind(), standing.refund_due), (BucketKind::Nfa, 10_000));
    let mut sent = case.clone();
    decide(&mut case, day, Act::Reopen);
    let standing = case.standing(day);
    assert_eq!((standing.kind(), standing.held, standing.refund_due), (BucketKind::PaidLate, 10_000, 0));
    let on = |act| case.check(&Deed { on: day, act }).map_err(|refusal| refusal.code());
    assert_eq!(on(Act::Refer), Err("notice_not_from"), "nobody prosecutes who has paid");
    // Once the money went back, it can be pursued.
    decide(&mut sent, day, Act::Refunded { pence: 10_000 });
    decide(&mut sent, day, Act::Reopen);
    assert_eq!(
        (sent.standing(day).kind(), sent.standing(day).balance),
        (BucketKind::UnderInvestigation, 10_000)
    );
    decide(&mut sent, day, Act::Refer);
}

#[test]
fn only_what_is_due_goes_back_of_a_paid_notice_and_what_went_back_pays_for_nothing() {
    let day = date(2025, 9, 20);
    let refund = |pence| Act::Refunded { pence };
    let mut case = alcohol();
    case.pay(paid(7_500, day));
    let on = |case: &Case, act| case.check(&Deed { on: day, act }).map_err(|refusal| refusal.code());
    assert_eq!(on(&case, refund(1)), Err("not_due_back"));
    case.pay(paid(7_500, day));
    assert_eq!(on(&case, refund(7_501)), Err("not_due_back"));
    decide(&mut case, day, refund(7_500));
    assert_eq!((case.standing(day).kind(), case.standing(day).held), (BucketKind::PaidReduced, 7_500));

    // Half, back again, half: it is not paid.
    let mut case = alcohol();
    let late = date(2025, 9, 30);
    case.pay(paid(5_000, late));
    decide(&mut case, late, refund(5_000));
    case.pay(paid(5_000, date(2025, 10, 1)));
    let standing = case.standing(date(2025, 10, 1));
    assert_eq!((standing.kind(), standing.balance), (BucketKind::WithinPayment, 5_000));
    case.pay(paid(5_000, date(2025, 10, 2)));
    assert_eq!(case.standing(date(2025, 10, 2)).kind(), BucketKind::Paid);

    // What a former version let go back all the same leaves no paid notice behind.
    case.record(Deed { on: date(2025, 10, 3), act: refund(10_000) });
    let standing = case.standing(date(2025, 10, 3));
    assert_eq!((standing.kind(), standing.balance), (BucketKind::WithinPayment, 10_000));
}

#[test]
fn pounds_are_read_as_payment_systems_write_them() {
    for (text, pence) in [
        ("100", Some(10_000)),
        ("100.00", Some(10_000)),
        (" £75.50 ", Some(7_550)),
        ("£1,000.00", Some(100_000)),
        ("0.01", Some(1)),
        ("", None),
        ("£", None),
        (".50", None),
        ("100.5", None),
        ("100.005", None),
        ("1,00", None),
        ("1,0000", None),
        ("-1.00", None),
        ("1e3", None),
        ("１００", None),
        ("9999999999", None),
    ] {
        assert_eq!(read_pounds(text), pence, "{text}");
    }
}

#[test]
fn a_case_paid_twice_counts_once() {
    let mut case: Case = alcohol();
    case.pay(paid(10_000, date(2025, 10, 1)));
    case.pay(paid(10_000, date(2025, 10, 2)));
    let standing = case.standing(date(2025, 10, 2));
    assert_eq!((standing.kind(), standing.refund_due), (BucketKind::Paid, 10_000));
}
