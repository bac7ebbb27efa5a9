//! What an authority asks for an offence, and who is paid: checked against a rule set, all faults at once.

use beatbook_protocol::limits::NAME_MAX;
use serde::{Deserialize, Serialize};

use crate::law::missing::Missing;
use crate::law::rule_set::{RuleSet, is_name};

/// A lower amount for early payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyPayment {
    /// Pence.
    pub amount: i64,
    /// Days following the date of the notice; fewer than the rule set's `early_days_below`.
    pub days: u32,
}

/// What an authority asks for one offence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FineTerms {
    /// Code of the offence row.
    pub offence: String,
    /// Pence.
    pub amount: i64,
    /// A lower amount, if offered.
    pub early: Option<EarlyPayment>,
    /// Days following the date of the notice to pay in: the authority's own period.
    pub payment_days: u32,
}

/// A way to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethod {
    /// What it is called: online, by telephone, by post.
    pub name: String,
    /// Address, number or link.
    pub how: String,
}

/// Who is paid: the authority that made the order, whoever issues the notice (ASBCPA 2014 s68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    /// Name.
    pub name: String,
    /// Address, line by line.
    pub address: Vec<String>,
    /// At least one way to pay.
    pub methods: Vec<PaymentMethod>,
}

/// What a fixed penalty notice must say of who is paid; the other Acts of offence rows ask the same.
const FORM: &str = "ASBCPA 2014 ss52(6)-(8), 68";
/// Longest payment period, days: a year.
const PAYMENT_DAYS_MAX: u32 = 366;

impl FineTerms {
    /// Every fault against this rule set; none means they may be asked.
    #[must_use]
    pub fn faults(&self, rules: &RuleSet) -> Vec<Missing> {
        let Some(row) = rules.offence(&self.offence) else {
            return vec![Missing::new(
                "unknown_offence",
                format!("{} has no offence of this code: choose one of its rows.", rules.id),
                "rule set",
            )];
        };
        let form = row.power.source();
        let mut faults = Vec::new();
        let mut fault = |code, remedy, source| faults.push(Missing::new(code, remedy, source));
        if let Some(most) = row.most.filter(|most| self.amount > *most) {
            let remedy =
                format!("{} is above the most allowed: ask at most {}.", pounds(self.amount), pounds(most));
            fault("amount_above_cap", remedy, form);
        }
        let least = row.least.unwrap_or(1);
        if self.amount < least {
            let remedy = format!(
                "{} is under the least allowed: ask at least {}.",
                pounds(self.amount),
                pounds(least)
            );
            fault("amount_below_least", remedy, form);
        }
        if self.payment_days < rules.fpn.least_payment_days {
            let remedy = format!("Allow at least {} days to pay.", rules.fpn.least_payment_days);
            fault("payment_period_too_short", remedy, form);
        }
        if self.payment_days > PAYMENT_DAYS_MAX {
            let remedy = format!("Allow at most {PAYMENT_DAYS_MAX} days to pay.");
            fault("payment_period_too_long", remedy, "rules of the field");
        }
        if let Some(early) = &self.early {
            let most_days = rules.fpn.early_days_below.saturating_sub(1);
            if early.days == 0 || early.days > most_days {
                let remedy = format!(
                    "A lower amount may be offered only for less than {} days: {most_days} is the longest.",
                    rules.fpn.early_days_below
                );
                fault("early_period_not_below", remedy, form);
            }
            if early.days > self.payment_days {
                let remedy = "The early period ends after the payment period: shorten it.".to_owned();
                fault("early_period_beyond_payment", remedy, form);
            }
            if early.amount >= self.amount || early.amount < 1 {
                let remedy =
                    format!("The early amount must lie below {} and above nothing.", pounds(self.amount));
                fault("early_amount_not_lower", remedy, form);
            }
            if let Some(least) = row.least_early.filter(|least| early.amount < *least) {
                let remedy =
                    format!("The early amount is under the least allowed: ask at least {}.", pounds(least));
                fault("early_amount_below_least", remedy, form);
            }
        }
        faults
    }
}

impl Payee {
    /// Every fault; none means paper can name this payee.
    #[must_use]
    pub fn faults(&self) -> Vec<Missing> {
        let mut faults = Vec::new();
        let mut fault = |wrong: bool, code, remedy: &str| {
            if wrong {
                faults.push(Missing::new(code, remedy, FORM));
            }
        };
        fault(!is_name(&self.name), "payee_name", "Enter the name of the authority that is paid.");
        let lines = self.address.iter().all(|line| line.chars().count() <= NAME_MAX);
        let address = lines && self.address.iter().any(|line| is_name(line));
        fault(!address, "payee_address", "Enter the address to which payment may be sent.");
        let methods = self.methods.iter().all(|method| is_name(&method.name) && is_name(&method.how));
        let methods = methods && !self.methods.is_empty();
        fault(!methods, "payee_method", "Enter at least one way to pay, with its address or number.");
        faults
    }
}

/// Pence as people read them: `£100` or `£77.50`.
#[must_use]
pub fn pounds(pence: i64) -> String {
    let (sign, pence) = (if pence < 0 { "-" } else { "" }, pence.unsigned_abs());
    let (whole, rest) = (pence / 100, pence % 100);
    if rest == 0 { format!("{sign}£{whole}") } else { format!("{sign}£{whole}.{rest:02}") }
}
