//! Notices as the authority issues them, for all of the register's stories.

use std::sync::LazyLock;

use beatbook_domain::law::clocks::{FpnDates, cpn_appeal_until};
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::law::shipped;
use beatbook_domain::law::terms::{EarlyPayment, FineTerms};
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::register::{Act, Case, Deed, IssuedNotice, Payment, Penalty};
use jiff::civil::{Date, date};

/// The day of E2's notice: B.2's test vector.
pub const ISSUED: Date = date(2025, 9, 12);

static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| shipped::rule_sets().unwrap().get("EW-2014").unwrap().clone());

pub fn number(serial: u32) -> NoticeNumber {
    NoticeNumber::new(AuthorityCode::new("MDW").unwrap(), 'A', 7, serial).unwrap()
}

/// £100 in 28 days, £75 in the first 13: an offence and a notice of the same day.
pub fn penalty(code: &str, issued: Date) -> Penalty {
    let rules = &*RULES;
    let early = EarlyPayment { amount: 7_500, days: 13 };
    let terms =
        FineTerms { offence: code.to_owned(), amount: 10_000, early: Some(early.clone()), payment_days: 28 };
    let dates = FpnDates::of(&rules.fpn, rules.offence(code).unwrap(), &terms, issued, issued).unwrap();
    Penalty { amount: terms.amount, early: Some(early), dates }
}

pub fn fpn(serial: u32, code: &str, issued: Date) -> IssuedNotice {
    IssuedNotice {
        number: number(serial),
        kind: NoticeKind::Fpn,
        code: code.to_owned(),
        order: code.starts_with("PSPO").then(|| "ALC".to_owned()),
        issued,
        penalty: Some(penalty(code, issued)),
        appeal_until: None,
        tell_by: None,
    }
}

pub fn warning(serial: u32, conduct: &str, issued: Date) -> IssuedNotice {
    IssuedNotice {
        number: number(serial),
        kind: NoticeKind::Cpw,
        code: conduct.to_owned(),
        order: None,
        issued,
        penalty: None,
        appeal_until: None,
        tell_by: None,
    }
}

/// A community protection notice, to be appealed within 21 days beginning with its own.
pub fn protection(serial: u32, conduct: &str, issued: Date) -> IssuedNotice {
    IssuedNotice {
        kind: NoticeKind::Cpn,
        appeal_until: Some(cpn_appeal_until(&RULES.cpn, issued).unwrap()),
        ..warning(serial, conduct, issued)
    }
}

pub fn alcohol() -> Case {
    Case::new(fpn(118, "PSPO-A", ISSUED))
}

pub fn paid(pence: i64, on: Date) -> Payment {
    Payment { paid: on, cleared: on, pence, reference: format!("P-{on}-{pence}") }
}

/// Records acts as a supervisor does: each is checked first.
pub fn decide(case: &mut Case, on: Date, act: Act) {
    let deed = Deed { on, act };
    case.check(&deed).unwrap();
    case.record(deed);
}
