//! Order versions in a file, checked against the rule set of the day they begin.

use jiff::civil::Date;

use super::Against;
use super::conditions::{Sketch, condition};
use super::reader::{Fields, Item};
use crate::law::missing::Missing;
use crate::law::powers::Power;
use crate::law::rule_set::{Follows, RuleSet};
use crate::law::terms::{EarlyPayment, FineTerms, Payee, PaymentMethod};
use crate::orders::order::{IssuingAuthority, OrderKind, OrderVersion, Term, TermEvent, TermStep};

/// Farthest that an authority may let its signs be off, metres.
const SIGN_DISTANCE_MAX_M: u32 = 10_000;
const ALCOHOL_NEEDS_REQUIREMENT: &str = "drinking alcohol in breach of an order is no offence by itself (ASBCPA 2014 \
     s67(4)): use the offence of failing a requirement (s63), or write \"alcohol\": false if it is about something else";
const NOT_ABOUT_ALCOHOL: &str = "only what is about consuming alcohol leads to a requirement (ASBCPA 2014 s63): use the \
     offence of breaching an order (s67), or write \"alcohol\": true if it is about that";
/// Any sum of money that is no slip of the keyboard, pence.
pub const PENCE_MAX: i64 = 100_000_000;

pub fn order(item: &Item<'_>, against: &Against<'_>) -> Option<OrderVersion> {
    item.object(|fields| {
        let code = fields.needed("code", Item::name);
        let version = fields.needed("version", |item| item.count(1, 1_000_000));
        let title = fields.needed("title", Item::name);
        let kind = fields.needed("kind", |item| {
            item.choice(&[("normal", OrderKind::Normal), ("expedited", OrderKind::Expedited)])
        });
        let made_by = fields.needed("made_by", |item| item.object(issuer));
        let payee = fields.needed("payee", payee);
        let term = fields.needed("term", |item| item.object(term));
        let effective = fields.needed("effective", Item::date);
        let discharged = fields.maybe("discharged", Item::date);
        let mut sketches = Vec::new();
        let conditions = fields.needed("conditions", |item| {
            item.list(1, |item| {
                let (sketch, condition) = condition(item, against);
                sketches.push(sketch);
                condition
            })
        });
        let sign_distance_m = fields.needed("sign_distance_m", |item| item.count(1, SIGN_DISTANCE_MAX_M));
        let rules = effective.and_then(|day| rules_on(fields, against, day));
        let terms = fields.needed("terms", |item| item.list(1, |item| fine(item, rules)));
        let illustrative = fields.needed("illustrative", Item::truth);
        let parts = Parts {
            kind,
            term: term.clone(),
            effective,
            discharged: discharged.flatten(),
            conditions: sketches,
            terms: terms.clone(),
        };
        let whole = || {
            Some(OrderVersion {
                code: code?,
                version: version?,
                title: title?,
                kind: kind?,
                made_by: made_by?,
                payee: payee?,
                term: term?,
                effective: effective?,
                discharged: discharged?,
                conditions: conditions?,
                sign_distance_m: sign_distance_m?,
                terms: terms?,
                illustrative: illustrative?,
            })
        };
        let order = whole();
        let kept = order.as_ref().is_some_and(|order| (against.kept)(order));
        let sound = kept || agrees(fields, &parts, rules);
        order.filter(|_| sound && rules.is_some())
    })
}

/// What could be read of a version: it is checked also where something else in it is wrong.
struct Parts {
    kind: Option<OrderKind>,
    term: Option<Term>,
    effective: Option<Date>,
    discharged: Option<Date>,
    conditions: Vec<Sketch>,
    terms: Option<Vec<FineTerms>>,
}

/// The rule set in force when the version begins.
fn rules_on<'a>(fields: &Fields<'_>, against: &Against<'a>, day: Date) -> Option<&'a RuleSet> {
    let rules = against.rule_sets.in_force(day);
    rules.or_else(|| fields.item().fault("no_rule_set", "no rule set is in force on the day effective"))
}

/// The letters that stand for an authority on notices.
pub fn authority_code(item: &Item<'_>) -> Option<String> {
    item.parsed("2 to 4 capital letters, as on notices: such as MDW", |text| {
        let letters = (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase());
        letters.then(|| text.to_owned())
    })
}

fn issuer(fields: &Fields<'_>) -> Option<IssuingAuthority> {
    let code = fields.needed("code", authority_code);
    let name = fields.needed("name", Item::name);
    Some(IssuingAuthority { code: code?, name: name? })
}

pub fn payee(item: &Item<'_>) -> Option<Payee> {
    item.object(|fields| {
        let name = fields.needed("name", Item::name);
        let address = fields.needed("address", |item| item.list(1, Item::name));
        let methods = fields.needed("methods", |item| {
            item.list(1, |item| {
                item.object(|fields| {
                    let name = fields.needed("name", Item::name);
                    let how = fields.needed("how", Item::name);
                    Some(PaymentMethod { name: name?, how: how? })
                })
            })
        });
        let payee = Payee { name: name?, address: address?, methods: methods? };
        tell(fields, payee.faults()).then_some(payee)
    })
}

fn term(fields: &Fields<'_>) -> Option<Term> {
    let from = fields.needed("from", Item::date);
    let until = fields.needed("until", Item::date);
    let history = fields.maybe_list("history", |item| item.object(step));
    let (from, until) = (from?, until?);
    if until < from {
        return fields.item().fault("ends_before_begin", "until is before from: put the earlier first");
    }
    Some(Term { from, until, history: history? })
}

fn step(fields: &Fields<'_>) -> Option<TermEvent> {
    let what = fields.needed("what", |item| {
        item.choice(&[
            ("made", TermStep::Made),
            ("extended", TermStep::Extended),
            ("varied", TermStep::Varied),
            ("discharged", TermStep::Discharged),
        ])
    });
    let on = fields.needed("on", Item::date);
    let reference = fields.maybe("reference", Item::name);
    Some(TermEvent { what: what?, on: on?, reference: reference? })
}

pub fn fine(item: &Item<'_>, rules: Option<&RuleSet>) -> Option<FineTerms> {
    item.object(|fields| {
        let offence = fields.needed("offence", Item::name);
        let amount = fields.needed("amount", |item| item.whole(1, PENCE_MAX));
        let early = fields.maybe("early", |item| {
            item.object(|fields| {
                let amount = fields.needed("amount", |item| item.whole(1, PENCE_MAX));
                let days = fields.needed("days", |item| item.count(1, 366));
                Some(EarlyPayment { amount: amount?, days: days? })
            })
        });
        let payment_days = fields.needed("payment_days", |item| item.count(1, 366));
        let terms =
            FineTerms { offence: offence?, amount: amount?, early: early?, payment_days: payment_days? };
        let lawful = rules.is_none_or(|rules| tell(fields, terms.faults(rules)));
        lawful.then_some(terms)
    })
}

/// What the law misses, said at the place it speaks of; true if nothing.
fn tell(fields: &Fields<'_>, faults: Vec<Missing>) -> bool {
    let none = faults.is_empty();
    for fault in faults {
        fields.fault_at(field_of(fault.code), fault.code, format!("{} ({})", fault.remedy, fault.source));
    }
    none
}

/// The field of terms or of a payee that a fault is about.
fn field_of(code: &str) -> &'static str {
    match code {
        "unknown_offence" => "offence",
        "payment_period_too_short" | "payment_period_too_long" => "payment_days",
        "early_period_not_below" | "early_period_beyond_payment" => "early.days",
        "early_amount_not_lower" | "early_amount_below_least" => "early.amount",
        "payee_name" => "name",
        "payee_address" => "address",
        "payee_method" => "methods",
        _ => "amount",
    }
}

/// Whether the parts of a version fit each other and, where its first day is known, the law of that day.
fn agrees(fields: &Fields<'_>, order: &Parts, rules: Option<&RuleSet>) -> bool {
    let mut sound = true;
    let mut fault = |at: &str, code: &'static str, reason: String| {
        fields.fault_at(at, code, reason);
        sound = false;
    };
    if let Some(term) = &order.term {
        let outside = |day: Option<Date>| day.is_some_and(|day| day < term.from || term.until < day);
        if outside(order.effective) {
            fault(
                "effective",
                "effective_outside_term",
                "effective lies outside the term: correct one of them".to_owned(),
            );
        }
        if outside(order.discharged) {
            fault(
                "discharged",
                "discharged_outside_term",
                "discharged lies outside the term: correct one of them".to_owned(),
            );
        }
        let limits = rules.and_then(|rules| rules.orders.as_ref());
        let longest = limits.zip(order.kind).and_then(|(limits, kind)| term.longest(kind, limits));
        if let Some(longest) = longest.filter(|longest| *longest < term.until) {
            let remedy = format!(
                "the order may last until {longest} (ASBCPA 2014 ss60, 60A): correct the term, or write each extension \
                 into its history"
            );
            fault("term.until", "term_too_long", remedy);
        }
    }
    for (number, condition) in order.conditions.iter().enumerate() {
        let at = |field: &str| format!("conditions[{number}].{field}");
        let earlier = order.conditions.iter().take(number);
        if condition.code.is_some() && earlier.into_iter().any(|earlier| earlier.code == condition.code) {
            fault(&at("code"), "repeated", "this code is there twice: give each its own".to_owned());
        }
        let Some((rules, offence)) = rules.zip(condition.offence.as_ref()) else { continue };
        let about_alcohol = condition.alcohol;
        match rules.offence(offence) {
            None => {
                let reason = format!("{} has no offence of this code", rules.id);
                fault(&at("offence"), "unknown_offence", reason);
            }
            Some(row) if row.power != Power::S68Fpn => {
                let reason = "this offence is not one of an order".to_owned();
                fault(&at("offence"), "not_an_order_offence", reason);
            }
            Some(row)
                if about_alcohol.is_some_and(|about| about != (row.follows == Follows::Requirement)) =>
            {
                let (code, slip) = if about_alcohol == Some(true) {
                    ("alcohol_needs_requirement", ALCOHOL_NEEDS_REQUIREMENT)
                } else {
                    ("not_about_alcohol", NOT_ABOUT_ALCOHOL)
                };
                fault(&at("offence"), code, slip.to_owned());
            }
            Some(_)
                if order.terms.as_ref().is_some_and(|all| all.iter().all(|one| one.offence != *offence)) =>
            {
                let reason = format!("terms say nothing about the offence {offence}: add them");
                fault("terms", "no_terms", reason);
            }
            Some(_) => {}
        }
    }
    let terms = order.terms.as_deref().unwrap_or_default();
    for (number, one) in terms.iter().enumerate() {
        if terms.iter().take(number).any(|earlier| earlier.offence == one.offence) {
            let reason = format!("terms for {} are there twice: remove one", one.offence);
            fault(&format!("terms[{number}].offence"), "repeated", reason);
        }
    }
    sound
}
