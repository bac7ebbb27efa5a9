//! What may be decided when.

use beatbook_domain::register::{
    Act, ActRefusal, Answer, Bucket, BucketKind, Case, CourtOutcome, Deed, NfaReason, OutOfCourt, Verdict,
    VoidReason, WithdrawReason,
};
use jiff::civil::{Date, date};

use super::support::{ISSUED, alcohol, decide, fpn, paid, warning};

const VOID: Act = Act::Void { reason: VoidReason::WrongZone };
const NFA: Act = Act::Nfa { reason: NfaReason::UnableToTrace };
const FINED: Act = Act::Prosecuted {
    outcome: CourtOutcome {
        verdict: Verdict::ProvedInAbsence,
        decided: date(2026, 2, 3),
        fine: 22_000,
        costs: 30_000,
        surcharge: 8_800,
    },
};

fn refusal(case: &Case, on: Date, act: Act) -> ActRefusal {
    case.check(&Deed { on, act }).unwrap_err()
}

fn bucket(case: &Case, on: Date) -> BucketKind {
    case.standing(on).kind()
}

#[test]
fn two_clocks_run_from_the_notice_and_one_from_the_offence() {
    let case = alcohol();
    // B.2: 28 days end on 10 October.
    assert_eq!(bucket(&case, ISSUED), BucketKind::WithinPayment);
    assert_eq!(bucket(&case, date(2025, 10, 10)), BucketKind::WithinPayment);
    assert_eq!(bucket(&case, date(2025, 10, 11)), BucketKind::Overdue);
    // No proceedings before 27 September, although the payment period still runs then; none after 12 March.
    assert_eq!(refusal(&case, date(2025, 9, 26), Act::Refer), ActRefusal::TooEarly(date(2025, 9, 27)));
    assert_eq!(case.check(&Deed { on: date(2025, 9, 27), act: Act::Refer }), Ok(()));
    assert_eq!(case.check(&Deed { on: date(2026, 3, 12), act: Act::Refer }), Ok(()));
    assert_eq!(refusal(&case, date(2026, 3, 13), Act::Refer), ActRefusal::TooLate(date(2026, 3, 12)));
}

#[test]
fn a_case_goes_to_court_step_by_step_and_ends_there() {
    let mut case = alcohol();
    let court = ActRefusal::NotFrom { from: "overdue", expected: "legal" };
    assert_eq!(refusal(&case, date(2025, 11, 1), Act::ToCourt), court);
    decide(&mut case, date(2025, 11, 1), Act::Refer);
    decide(&mut case, date(2025, 11, 20), Act::ToLegal);
    decide(&mut case, date(2025, 12, 15), Act::ToCourt);
    assert_eq!(bucket(&case, date(2025, 12, 14)), BucketKind::WithLegal, "as at the day before");
    // The court may decide long after the last day to prosecute.
    decide(&mut case, date(2026, 4, 1), FINED);
    assert_eq!(bucket(&case, date(2026, 4, 1)), BucketKind::Prosecuted);
    for act in [VOID, NFA, Act::Investigate, Act::Refer] {
        assert_eq!(refusal(&case, date(2026, 4, 2), act), ActRefusal::Terminal("prosecuted"));
    }
    // Whatever reaches the journal all the same, what is final stays.
    case.record(Deed { on: date(2026, 4, 3), act: VOID });
    assert_eq!(bucket(&case, date(2026, 5, 1)), BucketKind::Prosecuted);
}

#[test]
fn what_a_court_decided_is_possible_and_a_slip_in_it_is_corrected_by_a_further_entry() {
    let mut case = alcohol();
    for act in [Act::Refer, Act::ToLegal, Act::ToCourt] {
        decide(&mut case, date(2025, 11, 1), act);
    }
    let day = date(2026, 4, 1);
    let told = |verdict, fine, surcharge| {
        let decided = date(2026, 3, 30);
        Act::Prosecuted { outcome: CourtOutcome { verdict, decided, fine, costs: 5_000, surcharge } }
    };
    // Nobody is fined who is not convicted, and a discharge has no fine; a conditional one has a surcharge.
    for (verdict, fine, surcharge) in [
        (Verdict::NotGuilty, 1_000, 0),
        (Verdict::Dismissed, 0, 1_000),
        (Verdict::Discontinued, 1_000, 1_000),
        (Verdict::AbsoluteDischarge, 0, 1_000),
        (Verdict::ConditionalDischarge, 1_000, 0),
    ] {
        assert_eq!(refusal(&case, day, told(verdict, fine, surcharge)), ActRefusal::NotBySuchVerdict);
        assert_eq!(case.check(&Deed { on: day, act: told(verdict, 0, 0) }), Ok(()));
    }
    decide(&mut case, day, told(Verdict::ConditionalDischarge, 0, 2_600));
    decide(&mut case, date(2026, 4, 9), told(Verdict::GuiltyPlea, 22_000, 8_800));
    let fine = |on| match case.standing(on).bucket {
        Bucket::Prosecuted { outcome } => outcome.fine,
        other => panic!("{other:?}"),
    };
    assert_eq!((fine(date(2026, 4, 8)), fine(date(2026, 4, 9))), (0, 22_000), "as it was known on the day");
}

#[test]
fn no_court_decides_and_nobody_makes_representations_before_there_is_a_notice() {
    let mut case = alcohol();
    let before = date(2025, 9, 11);
    assert!(before < ISSUED);
    let came = |received| Act::Represented { received };
    assert_eq!(refusal(&case, date(2025, 9, 20), came(before)), ActRefusal::BeforeIt);
    decide(&mut case, date(2025, 9, 20), came(ISSUED));
    for (on, act) in [
        (date(2025, 11, 1), Act::Refer),
        (date(2025, 11, 2), Act::ToLegal),
        (date(2025, 11, 3), Act::ToCourt),
    ] {
        decide(&mut case, on, act);
    }
    let Act::Prosecuted { outcome } = FINED else { panic!("a court's outcome") };
    let decided = |decided| Act::Prosecuted { outcome: CourtOutcome { decided, ..outcome } };
    for day in [date(2020, 1, 1), before] {
        assert_eq!(refusal(&case, date(2026, 4, 1), decided(day)), ActRefusal::BeforeIt);
    }
    // Nor before proceedings could begin: the offer to pay still stood.
    let earliest = case.issued().penalty.as_ref().unwrap().dates.earliest_proceedings;
    let eve = earliest.yesterday().unwrap();
    assert_eq!(refusal(&case, date(2026, 4, 1), decided(eve)), ActRefusal::TooEarly(earliest));
    decide(&mut case, date(2026, 4, 1), decided(date(2026, 3, 30)));
}

#[test]
fn court_steps_after_the_last_day_to_prosecute_are_refused() {
    let mut case = alcohol();
    decide(&mut case, date(2026, 3, 1), Act::Refer);
    assert_eq!(refusal(&case, date(2026, 3, 13), Act::ToLegal), ActRefusal::TooLate(date(2026, 3, 12)));
    decide(&mut case, date(2026, 3, 12), Act::ToLegal);
    assert_eq!(refusal(&case, date(2026, 3, 13), Act::ToCourt), ActRefusal::TooLate(date(2026, 3, 12)));
    // It can still be dropped.
    decide(&mut case, date(2026, 3, 13), Act::Nfa { reason: NfaReason::OutOfTime });
    assert_eq!(bucket(&case, date(2026, 3, 13)), BucketKind::Nfa);
}

#[test]
fn no_further_action_may_be_taken_up_again_in_time_only() {
    let mut case = alcohol();
    decide(&mut case, date(2025, 11, 1), NFA);
    assert_eq!(refusal(&case, date(2026, 3, 13), Act::Reopen), ActRefusal::TooLate(date(2026, 3, 12)));
    decide(&mut case, date(2026, 3, 12), Act::Reopen);
    assert_eq!(bucket(&case, date(2026, 3, 12)), BucketKind::UnderInvestigation);
    assert_eq!(bucket(&case, date(2026, 3, 11)), BucketKind::Nfa);
    let other = ActRefusal::NotFrom { from: "under_investigation", expected: "no further action" };
    assert_eq!(refusal(&case, date(2026, 3, 12), Act::Reopen), other);
    // Fly-tipping has no last day.
    let mut tipping = Case::new(fpn(1, "FLY", ISSUED));
    decide(&mut tipping, date(2025, 11, 1), NFA);
    decide(&mut tipping, date(2029, 1, 1), Act::Reopen);
}

#[test]
fn a_withdrawn_notice_says_when_the_recipient_was_told() {
    let mut case = alcohol();
    let withdraw = |told| Act::Withdraw { reason: WithdrawReason::Representations, told };
    assert_eq!(refusal(&case, date(2025, 9, 20), withdraw(Some(date(2025, 9, 21)))), ActRefusal::InTheFuture);
    assert_eq!(refusal(&case, date(2025, 9, 20), withdraw(Some(date(2025, 9, 1)))), ActRefusal::BeforeIt);
    decide(&mut case, date(2025, 9, 20), withdraw(Some(date(2025, 9, 19))));
    assert_eq!(bucket(&case, date(2025, 12, 1)), BucketKind::Withdrawn);
    let standing = case.standing(date(2025, 12, 1));
    assert_eq!((standing.balance, standing.withdrawal_told), (0, Some(date(2025, 9, 19))));
    let again = refusal(&case, date(2025, 9, 21), withdraw(Some(date(2025, 9, 21))));
    assert_eq!(again, ActRefusal::ToldAlready("the recipient"));
}

#[test]
fn who_was_not_told_of_a_withdrawal_is_told_later_and_the_first_reason_stays() {
    let mut case = alcohol();
    let withdraw = |reason, told| Act::Withdraw { reason, told };
    decide(&mut case, date(2025, 9, 20), withdraw(WithdrawReason::Policy, None));
    assert!(case.standing(date(2025, 9, 20)).is_withdrawal_untold());
    let twice = refusal(&case, date(2025, 9, 21), withdraw(WithdrawReason::Policy, None));
    assert!(matches!(twice, ActRefusal::NotFrom { from: "withdrawn", .. }), "{twice:?}");
    let told = Some(date(2025, 9, 22));
    decide(&mut case, date(2025, 9, 23), withdraw(WithdrawReason::Untraced, told));
    assert!(case.standing(date(2025, 9, 22)).is_withdrawal_untold(), "nobody had noted it by then");
    let standing = case.standing(date(2025, 9, 23));
    assert!(!standing.is_withdrawal_untold());
    let reason = WithdrawReason::Policy;
    assert_eq!((standing.bucket, standing.withdrawal_told), (Bucket::Withdrawn { reason }, told));
    // What older phones and servers wrote reads as before.
    let old = r#"{"act":"withdraw","reason":"policy","told":"2025-09-22"}"#;
    assert_eq!(serde_json::from_str::<Act>(old).unwrap(), withdraw(reason, told));
    assert_eq!(serde_json::to_string(&withdraw(reason, told)).unwrap(), old);
}

#[test]
fn representations_are_a_flag_and_move_nothing() {
    let mut case = alcohol();
    let answered = Act::RepresentationsAnswered { answered: date(2025, 10, 1), answer: Answer::Rejected };
    assert_eq!(refusal(&case, date(2025, 10, 2), answered), ActRefusal::NothingOpen);
    decide(&mut case, date(2025, 9, 20), Act::Represented { received: date(2025, 9, 19) });
    decide(&mut case, date(2025, 10, 2), answered);
    let standing = case.standing(date(2025, 10, 2));
    assert_eq!(standing.kind(), BucketKind::WithinPayment);
    assert_eq!(standing.representations.len(), 1);
    assert_eq!(standing.representations[0].answered, Some((date(2025, 10, 1), Answer::Rejected)));
    decide(&mut case, date(2025, 10, 20), Act::Represented { received: date(2025, 10, 20) });
    let before = Act::RepresentationsAnswered { answered: date(2025, 10, 19), answer: Answer::Accepted };
    assert_eq!(refusal(&case, date(2025, 10, 21), before), ActRefusal::RunsBack);
}

#[test]
fn a_review_waits_for_a_person_and_never_voids_by_itself() {
    let mut case = alcohol();
    assert_eq!(refusal(&case, ISSUED, Act::ReviewConfirmed), ActRefusal::NothingOpen);
    decide(&mut case, date(2025, 9, 15), Act::ReviewRequired { until: date(2025, 9, 22) });
    let waiting = case.standing(date(2025, 12, 1));
    assert_eq!((waiting.kind(), waiting.review_until), (BucketKind::Overdue, Some(date(2025, 9, 22))));
    let mut voided = case.clone();
    decide(&mut case, date(2025, 9, 16), Act::ReviewConfirmed);
    assert_eq!(case.standing(date(2025, 9, 16)).review_until, None);
    decide(&mut voided, date(2025, 9, 16), VOID);
    let voided = voided.standing(date(2025, 9, 16));
    assert_eq!((voided.kind(), voided.review_until), (BucketKind::Voided, None));
}

#[test]
fn a_paid_notice_is_pursued_no_further_but_may_prove_invalid() {
    let mut case = alcohol();
    case.pay(paid(10_000, date(2025, 10, 1)));
    for act in [Act::Refer, Act::Investigate, NFA, Act::OutOfCourt { how: OutOfCourt::Caution }] {
        assert!(matches!(refusal(&case, date(2025, 11, 1), act), ActRefusal::NotFrom { from: "paid", .. }));
    }
    decide(&mut case, date(2025, 11, 1), VOID);
    let standing = case.standing(date(2025, 11, 1));
    assert_eq!((standing.kind(), standing.refund_due), (BucketKind::Voided, 10_000));
    assert_eq!(
        refusal(&case, date(2025, 11, 2), Act::Refunded { pence: 10_001 }),
        ActRefusal::NotDueBack(10_000)
    );
    decide(&mut case, date(2025, 11, 2), Act::Refunded { pence: 10_000 });
    assert_eq!(case.standing(date(2025, 11, 2)).refund_due, 0);
}

#[test]
fn paper_without_a_penalty_is_voided_or_withdrawn_and_nothing_else() {
    let mut case = Case::new(warning(3, "untidy_land", ISSUED));
    assert_eq!(bucket(&case, date(2027, 1, 1)), BucketKind::NoPaymentDue);
    assert_eq!(refusal(&case, date(2025, 11, 1), NFA), ActRefusal::NoPenalty);
    assert!(matches!(refusal(&case, date(2025, 11, 1), Act::Refer), ActRefusal::NotFrom { .. }));
    decide(&mut case, date(2025, 11, 1), VOID);
    assert_eq!(bucket(&case, date(2025, 11, 1)), BucketKind::Voided);
}
