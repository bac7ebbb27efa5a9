//! Order versions in a file, checked against the rule set of the day they begin.

use super::Against;
use super::conditions::condition;
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
        let conditions = fields.needed("conditions", |item| item.list(1, |item| condition(item, against)));
        let sign_distance_m = fields.needed("sign_distance_m", |item| item.count(1, SIGN_DISTANCE_MAX_M));
        let rules = effective.and_then(|day| rules_on(fields, against, day));
        let terms = fields.needed("terms", |item| item.list(1, |item| fine(item, rules)));
        let illustrative = fields.needed("illustrative", Item::truth);
        let order = OrderVersion {
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
        };
        let rules = rules?;
        ((against.kept)(&order) || agrees(fields, &order, rules)).then_some(order)
    })
}

/// The rule set in force when the version begins.
fn rules_on<'a>(fields: &Fields<'_>, against: &Against<'a>, day: jiff::civil::Date) -> Option<&'a RuleSet> {
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
        tell(fields.item(), payee.faults()).then_some(payee)
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
        let lawful = rules.is_none_or(|rules| tell(fields.item(), terms.faults(rules)));
        lawful.then_some(terms)
    })
}

/// What the law misses, said at the place it speaks of; true if nothing.
fn tell(item: &Item<'_>, faults: Vec<Missing>) -> bool {
    let none = faults.is_empty();
    for fault in faults {
        let _: Option<()> = item.fault(fault.code, format!("{} ({})", fault.remedy, fault.source));
    }
    none
}

/// Whether the parts of a version fit each other.
fn agrees(fields: &Fields<'_>, order: &OrderVersion, rules: &RuleSet) -> bool {
    let item = fields.item();
    let mut sound = true;
    let mut fault = |code: &'static str, reason: String| {
        let _: Option<()> = item.fault(code, reason);
        sound = false;
    };
    if order.effective < order.term.from || order.term.until < order.effective {
        fault("effective_outside_term", "effective lies outside the term: correct one of them".to_owned());
    }
    if order.discharged.is_some_and(|from| from < order.term.from || order.term.until < from) {
        fault("discharged_outside_term", "discharged lies outside the term: correct one of them".to_owned());
    }
    let longest = rules.orders.as_ref().and_then(|rules| order.longest(rules));
    if let Some(longest) = longest.filter(|longest| *longest < order.term.until) {
        let remedy = format!(
            "the order may last until {longest} (ASBCPA 2014 ss60, 60A): correct the term, or write each extension into \
             its history"
        );
        fault("term_too_long", remedy);
    }
    for (number, condition) in order.conditions.iter().enumerate() {
        let place = format!("condition {}", condition.code);
        if order.conditions.iter().take(number).any(|earlier| earlier.code == condition.code) {
            fault("repeated", format!("{place} is there twice: give each its own code"));
        }
        match rules.offence(&condition.offence) {
            None => fault("unknown_offence", format!("{place}: {} has no offence of this code", rules.id)),
            Some(row) if row.power != Power::S68Fpn => {
                fault("not_an_order_offence", format!("{place}: this offence is not one of an order"));
            }
            Some(row) if condition.is_about_alcohol() != (row.follows == Follows::Requirement) => {
                let (code, slip) = if condition.is_about_alcohol() {
                    ("alcohol_needs_requirement", ALCOHOL_NEEDS_REQUIREMENT)
                } else {
                    ("not_about_alcohol", NOT_ABOUT_ALCOHOL)
                };
                fault(code, format!("{place}: {slip}"));
            }
            Some(_) if order.terms_of(&condition.offence).is_none() => {
                fault("no_terms", format!("{place}: terms say nothing about its offence: add them"));
            }
            Some(_) => {}
        }
    }
    for (number, terms) in order.terms.iter().enumerate() {
        if order.terms.iter().take(number).any(|earlier| earlier.offence == terms.offence) {
            fault("repeated", format!("terms for {} are there twice: remove one", terms.offence));
        }
    }
    sound
}
