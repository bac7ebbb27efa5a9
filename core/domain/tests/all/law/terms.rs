//! What an authority asks: every fault at once, each with its remedy and source.

use beatbook_domain::law::missing::Missing;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::law::terms::{EarlyPayment, FineTerms, Payee, PaymentMethod, pounds};

use super::{day, ew_2014, sets};

fn asks(offence: &str, amount: i64, early: Option<(i64, u32)>, payment_days: u32) -> FineTerms {
    let early = early.map(|(amount, days)| EarlyPayment { amount, days });
    FineTerms { offence: offence.to_owned(), amount, early, payment_days }
}

fn codes(faults: &[Missing]) -> Vec<&'static str> {
    assert!(faults.iter().all(|fault| !fault.remedy.is_empty() && !fault.source.is_empty()));
    faults.iter().map(|fault| fault.code).collect()
}

fn faults(terms: &FineTerms) -> Vec<&'static str> {
    codes(&terms.faults(&ew_2014()))
}

#[test]
fn the_usual_terms_are_lawful() {
    assert!(faults(&asks("PSPO-A", 10_000, Some((7_500, 13)), 28)).is_empty());
    assert!(faults(&asks("LIT", 10_000, Some((5_000, 10)), 14)).is_empty());
    assert!(faults(&asks("FLY", 100_000, None, 28)).is_empty());
}

#[test]
fn fourteen_early_days_are_refused_and_thirteen_suggested() {
    let terms = asks("PSPO-A", 10_000, Some((7_500, 14)), 28);
    let found = terms.faults(&ew_2014());
    assert_eq!(codes(&found), ["early_period_not_below"]);
    assert!(found[0].remedy.contains("13"), "{}", found[0].remedy);
    assert_eq!(faults(&asks("PSPO-A", 10_000, Some((7_500, 0)), 28)), ["early_period_not_below"]);
}

#[test]
fn a_penny_above_the_cap_is_refused_until_the_new_law_commences() {
    let terms = asks("PSPO-X", 10_001, None, 28);
    let found = terms.faults(&ew_2014());
    assert_eq!(codes(&found), ["amount_above_cap"]);
    assert!(found[0].remedy.contains("£100.01") && found[0].remedy.contains("£100."));
    let new: RuleSet =
        sets().get("EW-2026-draft").unwrap().commence(day("2026-12-01"), "SI 2026/999").unwrap();
    assert!(asks("PSPO-X", 50_000, None, 28).faults(&new).is_empty());
    assert_eq!(codes(&asks("PSPO-X", 50_001, None, 28).faults(&new)), ["amount_above_cap"]);
}

#[test]
fn all_faults_come_at_once() {
    let terms = asks("LIT", 4_000, Some((4_900, 20)), 13);
    assert_eq!(
        faults(&terms),
        [
            "amount_below_least",
            "payment_period_too_short",
            "early_period_not_below",
            "early_period_beyond_payment",
            "early_amount_not_lower",
            "early_amount_below_least",
        ]
    );
    assert_eq!(
        faults(&asks("PSPO-A", i64::MIN, None, u32::MAX)),
        ["amount_below_least", "payment_period_too_long"]
    );
    assert_eq!(faults(&asks("PSPO-A", i64::MAX, None, 0)), ["amount_above_cap", "payment_period_too_short"]);
    assert_eq!(faults(&asks("NONE", 10_000, None, 28)), ["unknown_offence"]);
}

#[test]
fn a_payee_has_a_name_an_address_and_a_way_to_pay() {
    let nobody = Payee { name: " ".to_owned(), address: vec![" ".to_owned()], methods: vec![] };
    assert_eq!(codes(&nobody.faults()), ["payee_name", "payee_address", "payee_method"]);
    let method = |how: &str| PaymentMethod { name: "online".to_owned(), how: how.to_owned() };
    let council = Payee {
        name: "Medway Council".to_owned(),
        address: vec!["Gun Wharf".to_owned(), "Chatham ME4 4TR".to_owned()],
        methods: vec![method("medway.gov.uk/pay")],
    };
    assert!(council.faults().is_empty());
    let half = Payee { methods: vec![method("medway.gov.uk/pay"), method("")], ..council.clone() };
    assert_eq!(codes(&half.faults()), ["payee_method"]);
    let long = Payee { address: vec!["x".repeat(201)], ..council };
    assert_eq!(codes(&long.faults()), ["payee_address"]);
}

#[test]
fn pence_as_people_read_them() {
    assert_eq!([pounds(10_000), pounds(7_550), pounds(5), pounds(-100)], ["£100", "£75.50", "£0.05", "-£1"]);
}
