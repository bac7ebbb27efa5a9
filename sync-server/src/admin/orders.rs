//! Orders, rule sets and officers' powers: import, export, lists.

use std::fmt::Write as _;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::powers::OfficerPowers;
use beatbook_domain::law::rule_set::{Commencement, RuleSet};
use beatbook_domain::orders::file::BookFile;
use beatbook_domain::orders::order::{OnDay, OrderVersion};
use beatbook_domain::orders::plan::BookChange;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::office::{Answer, Office, Told, instant};
use super::order_words::OrdersImportArgs;
use super::role_words::word;
use super::sheet::Sheet;
use crate::auth::{Purpose, Scope};
use crate::error::{Fault, ServerError};
use crate::orders::{self, CurrentBook, OrdersRefusal, OrdersRequest};
use crate::settling::is_outdated;

impl From<OrdersRefusal> for ServerError {
    fn from(refusal: OrdersRefusal) -> Self {
        match refusal {
            OrdersRefusal::Fault(fault) => Self::Fault(fault),
            OrdersRefusal::File(report) => Self::refused("orders_file", report.to_string().trim_end()),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

pub(super) async fn import(
    office: &Office,
    args: OrdersImportArgs,
    file: Vec<u8>,
) -> Result<Told, ServerError> {
    let scope = office.scope(&args.authority, Purpose::Administration).await?;
    let service = &office.service;
    let request = OrdersRequest {
        now: service.clock().now(),
        reason: args.reason,
        retroactive: args.retroactive,
        dry_run: args.dry_run,
    };
    let store = &**service.store();
    let changed = orders::import(store, service.briefings(), &scope, file, request).await?;
    let plan = &changed.plan;
    let what = format!("orders import: {} changes, published {}", plan.changes.len(), changed.published);
    store.log_access(&scope, &what, plan.reason.as_deref()).await?;
    let mut out = String::new();
    for change in plan.changes.iter().take(LISTED) {
        let _ = writeln!(out, "  {}", of_change(change));
    }
    if plan.changes.len() > LISTED {
        let _ = writeln!(out, "  and {} more: --json has all of them", plan.changes.len() - LISTED);
    }
    let verb = if args.dry_run { "would change" } else { "changed" };
    let _ = writeln!(out, "{} things {verb}, {} are as they were.", plan.changes.len(), plan.unchanged);
    for restated in &plan.restated {
        let _ = writeln!(
            out,
            "Order {} counts otherwise from {} on: the past is changed.",
            restated.code, restated.from
        );
    }
    let changes: Vec<String> = plan.changes.iter().map(of_change).collect();
    let restated: Vec<Value> =
        plan.restated.iter().map(|one| json!({ "order": one.code, "from": one.from })).collect();
    let json = json!({
        "published": changed.published, "changes": changes, "unchanged": plan.unchanged, "restated": restated,
    });
    Ok(Told::ok(out, json))
}

/// Changes listed for a person.
const LISTED: usize = 100;

fn of_change(change: &BookChange) -> String {
    let verb = |added: bool| if added { "added" } else { "changed" };
    match change {
        BookChange::OrderAdded { code, version } => format!("order {code} version {version} added"),
        BookChange::OrderReplaced { code, version } => {
            format!("order {code} version {version} replaced before it begins")
        }
        BookChange::Premises { code, added } => format!("premises {code} {}", verb(*added)),
        BookChange::Sign { code, added } => format!("sign {code} {}", verb(*added)),
        BookChange::Paper { code, added } => format!("paper of {code} {}", verb(*added)),
        BookChange::Policy => "policy changed, for every order in this book".to_owned(),
    }
}

/// The book as the file it can be imported from; JSON in any case.
pub(super) async fn export(office: &Office, authority: &str) -> Result<Answer, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let book = read(office, &scope, "orders export").await?.book;
    Ok(Answer { out: BookFile::of(&book).to_json().into_bytes(), exit: 0 })
}

pub(super) async fn export_rules(
    office: &Office,
    authority: &str,
    id: &str,
    revision: Option<u32>,
) -> Result<Answer, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let book = read(office, &scope, &format!("rule set {id} exported")).await?.book;
    let of_id = || book.rule_sets.revisions().filter(|rules| rules.id == id);
    let rules = match revision {
        Some(revision) => of_id().find(|rules| rules.revision == revision),
        None => of_id().last(),
    };
    let rules = rules.ok_or(OrdersRefusal::UnknownRules)?;
    let out = serde_json::to_vec_pretty(rules)
        .map_err(|_| ServerError::Fault(Fault::Damaged { what: "rule set" }))?;
    Ok(Answer { out, exit: 0 })
}

async fn read(office: &Office, scope: &Scope, what: &str) -> Result<CurrentBook, ServerError> {
    let store = office.service.store();
    store.log_access(scope, what, None).await?;
    Ok(CurrentBook::read(&**store, scope).await?)
}

pub(super) fn day(office: &Office, at: Option<&str>) -> Result<Date, ServerError> {
    let at = at.map(instant).transpose()?.unwrap_or_else(|| office.service.clock().now());
    local_date(at).map_err(|error| ServerError::refused(error.code(), error))
}

pub(super) async fn list(
    office: &Office,
    authority: &str,
    at: Option<&str>,
    csv: bool,
) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let day = day(office, at)?;
    let book = read(office, &scope, "list of orders").await?.book;
    let orders = orders::in_force(&book, day);
    let widest = orders.iter().map(|order| order.code.chars().count()).max().unwrap_or_default();
    let mut out = String::new();
    let mut list = Vec::new();
    let columns =
        ["order", "version", "title", "effective", "until", "conditions", "standing", "illustrative"];
    let mut sheet = Sheet::new("Orders", &columns);
    for order in orders {
        let (standing, days_left) = of_day(order, day, book.policy.warn_days);
        let _ = writeln!(
            out,
            "{:<widest$}  version {}  {}  {} conditions  {standing}{}",
            order.code,
            order.version,
            order.title,
            order.conditions.len(),
            if order.illustrative { "  ILLUSTRATIVE" } else { "" }
        );
        sheet.rows.push(row(order, standing));
        list.push(json!({
            "code": order.code, "version": order.version, "title": order.title, "hash": order.hash(),
            "effective": order.effective, "until": order.term.until, "discharged": order.discharged,
            "in_force": order.on_day(day) == OnDay::InForce, "ends_in_days": days_left,
            "conditions": order.conditions.iter().map(|one| &one.code).collect::<Vec<_>>(),
            "illustrative": order.illustrative,
        }));
    }
    if list.is_empty() {
        out.push_str("No order has begun by then: `orders import FILE` brings some.\n");
    }
    let later = book.orders.iter().filter(|order| day < order.term.from.max(order.effective));
    for order in later {
        let from = order.term.from.max(order.effective);
        let _ =
            writeln!(out, "TO COME: {} version {} from {from}: {}", order.code, order.version, order.title);
        sheet.rows.push(row(order, format!("not before {from}")));
    }
    sheet.beside(Told::ok(out, list.into()), csv)
}

/// An order for a spreadsheet.
fn row(order: &OrderVersion, standing: String) -> Vec<String> {
    vec![
        order.code.clone(),
        order.version.to_string(),
        order.title.clone(),
        order.effective.to_string(),
        order.term.until.to_string(),
        order.conditions.len().to_string(),
        standing,
        if order.illustrative { "yes" } else { "no" }.to_owned(),
    ]
}

/// How an order stands on a day, and how many days it has left if these are few.
fn of_day(order: &OrderVersion, day: Date, warn_days: u32) -> (String, Option<i32>) {
    match order.on_day(day) {
        OnDay::InForce => {
            let left = order.term.until.since(day).map_or(i32::MAX, |left| left.get_days());
            let soon = u32::try_from(left).is_ok_and(|left| left <= warn_days);
            let warning = if soon { format!("  ENDS IN {left} DAYS") } else { String::new() };
            (format!("until {}{warning}", order.term.until), soon.then_some(left))
        }
        OnDay::NotYet(from) => (format!("not before {from}"), None),
        OnDay::Ended(until) => (format!("ENDED {until}"), None),
        OnDay::Discharged(from) => (format!("DISCHARGED from {from} on"), None),
    }
}

pub(super) async fn list_rules(office: &Office, authority: &str, csv: bool) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let today = day(office, None)?;
    let book = read(office, &scope, "list of rule sets").await?.book;
    let in_force = book.rule_sets.in_force(today).map(|rules| rules.id.as_str());
    let mut out = String::new();
    let mut list = Vec::new();
    let columns = ["rules", "revision", "title", "commencement", "in_force_today", "unverified", "outdated"];
    let mut sheet = Sheet::new("Rule sets", &columns);
    for rules in book.rule_sets.iter() {
        let counts = in_force == Some(rules.id.as_str());
        let _ = writeln!(
            out,
            "{}  revision {}  {}  {}{}",
            rules.id,
            rules.revision,
            rules.title,
            of_commencement(rules),
            if counts { "  IN FORCE TODAY" } else { "" }
        );
        let unverified = rules.sources.iter().filter(|source| source.unverified).count();
        if unverified > 0 {
            let _ = writeln!(out, "    {unverified} of its facts are not checked against their source");
        }
        let outdated = is_outdated(rules)?;
        if outdated {
            let _ = writeln!(
                out,
                "    this server comes with a newer revision: `rules update {}` takes it",
                rules.id
            );
        }
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        sheet.rows.push(vec![
            rules.id.clone(),
            rules.revision.to_string(),
            rules.title.clone(),
            of_commencement(rules),
            yes(counts),
            unverified.to_string(),
            yes(outdated),
        ]);
        list.push(json!({
            "id": rules.id, "revision": rules.revision, "title": rules.title, "commencement": rules.commencement,
            "ends": rules.ends, "in_force_today": counts, "unverified": unverified, "outdated": outdated,
        }));
    }
    sheet.beside(Told::ok(out, list.into()), csv)
}

pub(super) fn of_commencement(rules: &RuleSet) -> String {
    match &rules.commencement {
        Commencement::Awaited => "awaited: it decides nothing until `rules commence`".to_owned(),
        Commencement::InForce { from, instrument } => {
            let by = instrument.as_ref().map_or_else(String::new, |text| format!(" by {text}"));
            format!("from {from}{by}")
        }
    }
}

pub(super) async fn list_powers(
    office: &Office,
    authority: &str,
    code: Option<&str>,
    csv: bool,
) -> Result<Told, ServerError> {
    let scope = office.scope(authority, Purpose::Administration).await?;
    let wanted = match code {
        Some(code) => Some(office.officer(&scope, code).await?.id),
        None => None,
    };
    let book = read(office, &scope, "list of powers").await?.book;
    let all = book.powers.iter().filter(|one| wanted.is_none_or(|wanted| wanted == one.officer));
    let mut sheet =
        Sheet::new("Powers", &["officer", "capacity", "power", "from", "to", "granted_by", "reference"]);
    for powers in all.clone() {
        sheet.rows.extend(powers.held.iter().map(|held| {
            vec![
                powers.public_id.clone(),
                word(&powers.capacity),
                word(&held.power),
                held.from.to_string(),
                held.to.map(|last| last.to_string()).unwrap_or_default(),
                held.granted_by.clone(),
                held.reference.clone(),
            ]
        }));
    }
    let told: Vec<Told> = all.map(of_powers).collect();
    let mut out: String = told.iter().map(|one| one.text.as_str()).collect();
    if told.is_empty() {
        out.push_str("No officer holds a power yet: `officer power add` grants one.");
    }
    sheet.beside(Told::ok(out, told.into_iter().map(|one| one.json).collect()), csv)
}

pub(super) fn of_powers(powers: &OfficerPowers) -> Told {
    let mut out = format!("{}, {}\n", powers.public_id, word(&powers.capacity));
    for held in &powers.held {
        let to = held.to.map_or_else(|| "open".to_owned(), |last| last.to_string());
        let _ = writeln!(
            out,
            "  {:<16} from {} to {to}  by {}, {}",
            word(&held.power),
            held.from,
            held.granted_by,
            held.reference
        );
    }
    Told::ok(out, json!(powers))
}
