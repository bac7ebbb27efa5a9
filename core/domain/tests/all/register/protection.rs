//! What becomes of a community protection warning or notice: appealed in time, decided, complied with, breached, ended.

use beatbook_domain::register::{Act, ActRefusal, AppealOutcome, BucketKind, Case, Deed, ProtectionStatus};
use beatbook_domain::register::{VoidReason, WithdrawReason};
use jiff::civil::{Date, date};

use super::support::{ISSUED, alcohol, decide, protection, warning};

/// 21 days beginning with 12 September.
const LAST: Date = date(2025, 10, 2);
const LATER: Date = date(2025, 11, 1);

fn notice() -> Case {
    Case::new(protection(9, "untidy_land", ISSUED))
}

fn appealed(lodged: Date) -> Act {
    Act::Appealed { lodged, late_allowed: false }
}

fn decided(outcome: AppealOutcome) -> Act {
    Act::AppealDecided { decided: date(2025, 10, 20), outcome }
}

fn refusal(case: &Case, on: Date, act: Act) -> ActRefusal {
    case.check(&Deed { on, act }).unwrap_err()
}

fn status(case: &Case, on: Date) -> ProtectionStatus {
    case.standing(on).protection.unwrap().status()
}

#[test]
fn an_appeal_is_lodged_by_the_twenty_first_day_or_the_court_has_allowed_it() {
    let mut case = notice();
    assert_eq!(case.check(&Deed { on: LATER, act: appealed(LAST) }), Ok(()), "learnt of later");
    let after = date(2025, 10, 3);
    assert_eq!(refusal(&case, LATER, appealed(after)), ActRefusal::AppealLate(LAST));
    assert_eq!(refusal(&case, LAST, appealed(after)), ActRefusal::InTheFuture);
    assert_eq!(refusal(&case, LATER, appealed(date(2025, 9, 11))), ActRefusal::BeforeIt);
    let allowed = Act::Appealed { lodged: after, late_allowed: true };
    assert!(allowed.needs_why() && !appealed(LAST).needs_why());
    decide(&mut case, LATER, allowed);
    assert_eq!(status(&case, LATER), ProtectionStatus::Appealed);
    assert_eq!(status(&case, date(2025, 10, 31)), ProtectionStatus::Issued, "as at the day before");
    assert_eq!(refusal(&case, LATER, appealed(LAST)), ActRefusal::AppealOpen);
}

#[test]
fn a_court_upholds_varies_or_quashes_and_the_bucket_stays() {
    let mut case = notice();
    assert_eq!(refusal(&case, LATER, decided(AppealOutcome::Upheld)), ActRefusal::NothingOpen);
    decide(&mut case, ISSUED, Act::Complied);
    assert_eq!(status(&case, ISSUED), ProtectionStatus::Complied);
    decide(&mut case, LAST, appealed(LAST));
    let before = Act::AppealDecided { decided: date(2025, 10, 1), outcome: AppealOutcome::Upheld };
    assert_eq!(refusal(&case, LATER, before), ActRefusal::BeforeIt);
    let outcomes = [
        (AppealOutcome::Upheld, ProtectionStatus::Complied, false),
        (AppealOutcome::Varied, ProtectionStatus::Varied, false),
        (AppealOutcome::Quashed, ProtectionStatus::Quashed, true),
    ];
    for (outcome, expected, over) in outcomes {
        let mut case = case.clone();
        decide(&mut case, LATER, decided(outcome));
        let standing = case.standing(LATER);
        assert_eq!((status(&case, LATER), standing.is_over()), (expected, over), "{outcome:?}");
        assert_eq!(standing.kind(), BucketKind::NoPaymentDue);
    }
    decide(&mut case, LATER, decided(AppealOutcome::Quashed));
    for act in [Act::Complied, Act::Discharged, appealed(LAST)] {
        assert_eq!(refusal(&case, LATER, act), ActRefusal::ProtectionOver("quashed"));
    }
    let void = Act::Void { reason: VoidReason::WrongPerson };
    assert_eq!(case.check(&Deed { on: LATER, act: void }), Ok(()), "the paper may still prove invalid");
}

#[test]
fn a_discharged_notice_binds_nobody_and_what_was_varied_stays_so_when_it_is_done() {
    let mut case = notice();
    decide(&mut case, LAST, appealed(LAST));
    decide(&mut case, LATER, decided(AppealOutcome::Varied));
    decide(&mut case, LATER, Act::Complied);
    let protection = case.standing(LATER).protection.unwrap();
    assert_eq!(protection.status(), ProtectionStatus::Complied);
    assert!(protection.is_varied(), "the printed terms are not the ones that bind");
    assert!(Act::Discharged.needs_why());
    decide(&mut case, LATER, Act::Discharged);
    assert!(case.standing(LATER).is_over());
}

#[test]
fn the_latest_word_of_compliance_and_breach_counts_and_a_varied_notice_waits_for_the_next() {
    let mut case = notice();
    let breached = Act::Breached { seen: LAST };
    assert!(breached.needs_why() && !Act::Complied.needs_why());
    assert_eq!(refusal(&case, LATER, Act::Breached { seen: date(2025, 9, 11) }), ActRefusal::BeforeIt);
    assert_eq!(refusal(&case, LAST, Act::Breached { seen: LATER }), ActRefusal::InTheFuture);
    decide(&mut case, LAST, breached);
    assert_eq!(status(&case, LAST), ProtectionStatus::Breached);
    decide(&mut case, LATER, Act::Complied);
    assert_eq!(status(&case, LATER), ProtectionStatus::Complied, "done at last");
    assert_eq!(status(&case, LAST), ProtectionStatus::Breached, "as at that day");
    decide(&mut case, LATER, Act::Breached { seen: LATER });
    assert_eq!(
        case.standing(LATER).protection.unwrap().breached,
        Some(LATER),
        "what it forbids, it forbids on"
    );
    decide(&mut case, LATER, appealed(LAST));
    decide(&mut case, LATER, decided(AppealOutcome::Varied));
    assert_eq!(status(&case, LATER), ProtectionStatus::Varied);
    assert!(!case.standing(LATER).is_over());
}

#[test]
fn a_warning_is_complied_with_breached_or_ended_and_never_appealed() {
    let warned = || Case::new(warning(3, "untidy_land", ISSUED));
    assert_eq!(status(&warned(), ISSUED), ProtectionStatus::Issued);
    for (act, expected, over) in [
        (Act::Complied, ProtectionStatus::Complied, false),
        (Act::Breached { seen: LAST }, ProtectionStatus::Breached, false),
        (Act::Discharged, ProtectionStatus::Discharged, true),
    ] {
        let mut case = warned();
        decide(&mut case, LATER, act);
        assert_eq!((status(&case, LATER), case.standing(LATER).is_over()), (expected, over));
        for act in [appealed(ISSUED), decided(AppealOutcome::Quashed)] {
            assert_eq!(refusal(&case, LATER, act), ActRefusal::NotProtection);
            case.record(Deed { on: LATER, act });
            assert_eq!(status(&case, LATER), expected, "and in a journal it changes nothing");
        }
    }
}

#[test]
fn other_paper_and_what_was_dropped_has_no_appeal() {
    let mut penalty = alcohol();
    let breached = Act::Breached { seen: LAST };
    for act in [appealed(ISSUED), decided(AppealOutcome::Upheld), Act::Complied, breached, Act::Discharged] {
        assert_eq!(refusal(&penalty, LATER, act), ActRefusal::NotProtection);
    }
    penalty.record(Deed { on: LATER, act: Act::Discharged });
    assert_eq!(penalty.standing(LATER).protection, None, "and in a journal it changes nothing");
    let mut withdrawn = notice();
    let withdraw = Act::Withdraw { reason: WithdrawReason::Policy, told: Some(ISSUED) };
    decide(&mut withdrawn, ISSUED, withdraw);
    assert!(matches!(refusal(&withdrawn, LAST, appealed(LAST)), ActRefusal::NotFrom { .. }));
}
