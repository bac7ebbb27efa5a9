//! Types of `beatbook_domain::law::terms`.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

/// A lower amount for early payment.
#[uniffi::remote(Record)]
pub struct EarlyPayment {
    /// Pence.
    pub amount: i64,
    /// Days following the date of the notice; fewer than the rule set's `early_days_below`.
    pub days: u32,
}

/// What an authority asks for one offence.
#[uniffi::remote(Record)]
pub struct FineTerms {
    /// Code of the offence row.
    pub offence: String,
    /// Pence.
    pub amount: i64,
    /// A lower amount, if offered.
    #[uniffi(default = None)]
    pub early: Option<EarlyPayment>,
    /// Days following the date of the notice to pay in: the authority's own period.
    pub payment_days: u32,
}

/// Who is paid: the authority that made the order, whoever issues the notice (ASBCPA 2014 s68).
#[uniffi::remote(Record)]
pub struct Payee {
    /// Name.
    pub name: String,
    /// Address, line by line.
    #[uniffi(default = [])]
    pub address: Vec<String>,
    /// At least one way to pay.
    #[uniffi(default = [])]
    pub methods: Vec<PaymentMethod>,
}

/// A way to pay.
#[uniffi::remote(Record)]
pub struct PaymentMethod {
    /// What it is called: online, by telephone, by post.
    pub name: String,
    /// Address, number or link.
    pub how: String,
}
