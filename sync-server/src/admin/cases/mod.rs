//! Cases at the desk: opened, linked to records, closed with an outcome, and counted by kind.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::cases::{Case, CaseLists, CaseNumbers, CaseTable, CaseWord, Cases};
use beatbook_domain::records::case::{CaseAct, CaseActed, CaseRefusal, LinkedKind};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_domain::suppression::{LEGEND, PublicNumber};
use beatbook_protocol::id::Id;
use serde_json::json;

use super::erased::cases_erased;
use super::office::{Office, Told, period};
use super::role_words::word;
use super::seat::Seat;
use super::sheet::Sheet;
use super::tasks::works_on_beat;
use crate::error::ServerError;
use crate::random;
use crate::store::Tellers;
pub use words::{AboutCase, CaseCommand};

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: CaseCommand) -> Result<Told, ServerError> {
    match command {
        CaseCommand::Open { number, kind, on, lead, about, reader } => {
            let seat = Seat::open(office, &reader, "case opened").await?;
            seat.check_leads()?;
            let lead = match lead {
                Some(named) => leader(office, &seat, &named).await?,
                None => seat.reader.id,
            };
            let act = CaseAct::Opened { number, kind, on: on.unwrap_or(seat.today), lead, about };
            let case = random::id_of_the_hour(office.service.clock())?;
            tell(office, &seat, case, act, "opened").await
        }
        CaseCommand::Lead { to, about } => {
            let (seat, case) = found(office, &about, "led by somebody else", |_| false).await?;
            let lead = leader(office, &seat, &to).await?;
            tell(office, &seat, case.case, CaseAct::Led { lead }, "led by somebody else").await
        }
        CaseCommand::Link { record, about } => {
            let (seat, case) = found(office, &about, "linked", helps).await?;
            let (record, kind) = linked(office, &seat, &record).await?;
            tell(office, &seat, case.case, CaseAct::Linked { record, kind }, "linked").await
        }
        CaseCommand::Unlink { record, about } => {
            let (seat, case) = found(office, &about, "unlinked", helps).await?;
            let (record, _) = linked(office, &seat, &record).await?;
            tell(office, &seat, case.case, CaseAct::Unlinked { record }, "unlinked").await
        }
        CaseCommand::Refer { reference, about } => {
            let (seat, case) = found(office, &about, "referenced", |_| false).await?;
            tell(office, &seat, case.case, CaseAct::Referenced(reference.into()), "referenced").await
        }
        CaseCommand::Close { outcome, on, text, about } => {
            let (seat, case) = found(office, &about, "closed", |_| false).await?;
            let act = CaseAct::Closed { on: on.unwrap_or(seat.today), outcome, words: text };
            tell(office, &seat, case.case, act, "closed").await
        }
        CaseCommand::Reopen { why, about } => {
            let (seat, case) = found(office, &about, "reopened", |_| false).await?;
            tell(office, &seat, case.case, CaseAct::Reopened { why }, "reopened").await
        }
        CaseCommand::Show { about, form } => {
            let (seat, mut case) = found(office, &about, "shown", |_| false).await?;
            as_known(office, &seat, std::slice::from_mut(&mut case)).await?;
            listed(&case).beside(shown(&case, &seat), form.csv)
        }
        CaseCommand::List { reader, open, form } => {
            let seat = Seat::open(office, &reader, "list of cases").await?;
            seat.check_leads()?;
            let cases = cases(office, &seat).await?;
            let stands = |case: &Case| !open || case.closed.is_none();
            let mut listed: Vec<Case> = cases.cases.into_values().filter(stands).collect();
            as_known(office, &seat, &mut listed).await?;
            listed.sort_by(|one, other| (one.opened, &one.number).cmp(&(other.opened, &other.number)));
            list(&listed, &seat, open).told(form.csv)
        }
        CaseCommand::Table { reader, period: text, public, form } => {
            let seat = Seat::open(office, &reader, "cases in numbers").await?;
            Seat::check(seat.counts_all())?;
            let period = period(&text)?;
            let days = period.days().map_err(|error| ServerError::refused("period", error))?;
            let cases = cases(office, &seat).await?;
            let table = CaseTable::of(cases.cases.values(), days);
            let erased = cases_erased(office, &seat, days).await?;
            let base = format!("Cases of all kinds, {}{erased}", period.label());
            match public {
                true => published(&table, &base).told(form.csv),
                false => numbers(&table, &base).checked(&table.check(), form.csv),
            }
        }
        CaseCommand::Kinds(form) => kinds(form.csv),
    }
}

fn refused(refusal: CaseRefusal) -> ServerError {
    ServerError::refused(refusal.code(), refusal)
}

/// All cases of the authority. Whoever leads a team keeps them; no case belongs to one team.
async fn cases(office: &Office, seat: &Seat) -> Result<Cases, ServerError> {
    let facts = office.service.store().work_facts(&seat.scope, Work::Case).await?;
    let acts = facts.own.iter().filter_map(|body| match body {
        ServerBody::CaseActed(acted) => Some(acted),
        _ => None,
    });
    Ok(Cases::of(acts))
}

/// A case that somebody keeps: whoever leads a team keeps all, whoever leads the case that one; `more` says who else may.
async fn found(
    office: &Office,
    about: &AboutCase,
    what: &str,
    more: impl Fn(&Seat) -> bool,
) -> Result<(Seat, Case), ServerError> {
    let seat = Seat::open(office, &about.reader, &format!("case {what}")).await?;
    let mut cases = cases(office, &seat).await?;
    let case = cases.named(&about.case).map(|case| case.case).and_then(|id| cases.cases.remove(&id));
    // Whoever has no role any more leads nothing.
    let works = seat.access.may_read_body(Area::Patrol, Reading { own: true, ..Reading::default() });
    let leads = works && case.as_ref().is_some_and(|case| case.lead == seat.reader.id);
    Seat::check(seat.leads_team() || leads || more(&seat))?;
    let case = case.ok_or_else(|| refused(CaseRefusal::Unknown))?;
    if what == "shown" {
        let logged = format!("case {} {what}", case.case);
        office.service.store().log_access(&seat.scope, &logged, None).await?;
    }
    Ok((seat, case))
}

/// Somebody who can lead a case: whose roles neither show nor close it would have it in name alone.
async fn leader(office: &Office, seat: &Seat, named: &str) -> Result<Id, ServerError> {
    let lead = office.officer(&seat.scope, named).await?.id;
    if works_on_beat(office, seat, lead).await? {
        return Ok(lead);
    }
    let why = "this officer has no role that works on the beat today, and could not keep the case: name somebody who has";
    Err(ServerError::refused("case_role", why))
}

/// Whoever answers for welfare says which of its records belong to a case; nobody else knows of them.
fn helps(seat: &Seat) -> bool {
    seat.access.answers_for(Area::Welfare)
}

async fn tell(office: &Office, seat: &Seat, case: Id, act: CaseAct, what: &str) -> Result<Told, ServerError> {
    if let CaseAct::Opened { on, .. } | CaseAct::Closed { on, .. } = &act
        && *on > seat.today
    {
        return Err(refused(CaseRefusal::DayToCome));
    }
    let acted = CaseActed { case, by: seat.reader.id, act };
    cases(office, seat).await?.check(&acted).map_err(refused)?;
    let logged = format!("case {case} {what}");
    office.service.store().tell_work(&seat.scope, case, vec![ServerBody::CaseActed(acted)], logged).await?;
    // Two desks may have told at once: what counts is what the journal holds.
    let cases = cases(office, seat).await?;
    let case = cases.cases.get(&case).ok_or_else(|| refused(CaseRefusal::NumberTaken))?;
    let text = format!("case {} {what}", case.number);
    Ok(Told::ok(text, json!({ "case": case.case, "number": case.number })))
}

/// The record of an id or of a notice's number. One that the reader may not know of is none.
async fn linked(office: &Office, seat: &Seat, named: &str) -> Result<(Id, LinkedKind), ServerError> {
    let found = office.service.store().record_named(&seat.scope, named).await?;
    let why = "no record of this id, and no notice of this number, is known here to this officer";
    let unknown = || ServerError::refused("unknown_record", why);
    let (record, kind) = found.ok_or_else(unknown)?;
    let known = known_of(office, seat, &BTreeMap::from([(record, kind)])).await?;
    if known.contains(&record) { Ok((record, kind)) } else { Err(unknown()) }
}

/// Which of these records the reader may know of: of their kind, and, if one was told on outreach or a count alone, of what that
/// team met.
async fn known_of(
    office: &Office,
    seat: &Seat,
    records: &BTreeMap<Id, LinkedKind>,
) -> Result<BTreeSet<Id>, ServerError> {
    let team = Reading { same_team: true, closed: true, ..Reading::default() };
    let of_kind = |kind: LinkedKind| match kind.area() {
        Area::Patrol => true,
        area => seat.access.may_read_body(area, team),
    };
    // Of a welfare record the kind says it all; of a task that is sensitive that it is there is no secret.
    let says_all = |kind| matches!(kind, LinkedKind::Welfare | LinkedKind::Task);
    let of_kinds = records.iter().filter(|(_, kind)| of_kind(**kind));
    let (mut known, rest): (BTreeSet<Id>, BTreeSet<Id>) = (
        of_kinds.clone().filter(|(_, kind)| says_all(**kind)).map(|(record, _)| *record).collect(),
        of_kinds.filter(|(_, kind)| !says_all(**kind)).map(|(record, _)| *record).collect(),
    );
    if rest.is_empty() {
        return Ok(known);
    }
    let met = |tellers: &Tellers| seat.reads_welfare_of(seat.reading_of(tellers.officers.iter().copied()));
    let tellers = office.service.store().tellers(&seat.scope, rest).await?;
    let of_rest = tellers.into_iter().filter(|(_, tellers)| tellers.open || helps(seat) || met(tellers));
    known.extend(of_rest.map(|(record, _)| record));
    Ok(known)
}

/// Leaves cases those of their records that the reader may know of.
async fn as_known(office: &Office, seat: &Seat, cases: &mut [Case]) -> Result<(), ServerError> {
    let links = cases.iter().flat_map(|case| &case.links).map(|(record, kind)| (*record, *kind)).collect();
    let known = known_of(office, seat, &links).await?;
    cases.iter_mut().for_each(|case| case.links.retain(|record, _| known.contains(record)));
    Ok(())
}

fn shown(case: &Case, seat: &Seat) -> Told {
    let mut lines = vec![format!("case {}  {}  opened {}", case.number, case.kind, case.opened)];
    lines.push(format!("lead {}", seat.code(case.lead)));
    lines.extend(case.about.clone());
    lines.extend(case.links.iter().map(|(record, kind)| format!("{} {record}", kind.name())));
    lines.extend(case.references.iter().map(ToString::to_string));
    lines.extend(case.reopened.iter().map(|why| format!("opened again: {why}")));
    if let Some(closed) = &case.closed {
        let words = closed.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
        lines.push(format!("closed {}  {}{words}", closed.on, closed.outcome));
    }
    let links: Vec<_> =
        case.links.iter().map(|(record, kind)| json!({ "record": record, "kind": kind })).collect();
    let closed = case
        .closed
        .as_ref()
        .map(|closed| json!({ "on": closed.on, "outcome": closed.outcome, "words": closed.words }));
    let json = json!({
        "case": case.case, "number": case.number, "kind": case.kind, "opened": case.opened,
        "lead": seat.code(case.lead), "about": case.about, "links": links,
        "references": case.references, "reopened": case.reopened, "closed": closed,
    });
    Told::ok(lines.join("\n"), json)
}

/// What is linked to a case, and what the case is called in other systems.
fn listed(case: &Case) -> Sheet {
    let mut sheet = Sheet::new(format!("Case {}", case.number), &["what", "kind", "id"]);
    for (record, kind) in &case.links {
        sheet.rows.push(vec!["record".to_owned(), kind.name().to_owned(), record.to_string()]);
    }
    for reference in &case.references {
        sheet.rows.push(vec!["reference".to_owned(), word(&reference.system), reference.value.clone()]);
    }
    sheet
}

fn list(cases: &[Case], seat: &Seat, open: bool) -> Sheet {
    let base = if open { "Cases that are open" } else { "Cases" };
    let mut sheet =
        Sheet::new(base, &["number", "kind", "opened", "lead", "linked", "closed", "outcome", "about"]);
    for case in cases {
        let closed = case.closed.as_ref();
        sheet.rows.push(vec![
            case.number.clone(),
            case.kind.clone(),
            case.opened.to_string(),
            seat.code(case.lead),
            case.links.len().to_string(),
            closed.map(|closed| closed.on.to_string()).unwrap_or_default(),
            closed.map(|closed| closed.outcome.clone()).unwrap_or_default(),
            case.about.clone().unwrap_or_default(),
        ]);
    }
    sheet
}

fn numbers(table: &CaseTable, base: &str) -> Sheet {
    let mut sheet = Sheet::new(base, &["kind", "open_before", "opened", "closed", "open_after"]);
    let row = |name: &str, numbers: &CaseNumbers| {
        let CaseNumbers { open_before, opened, closed, open_after } = numbers;
        let cells = [open_before, opened, closed, open_after].map(u64::to_string);
        [name.to_owned()].into_iter().chain(cells).collect::<Vec<String>>()
    };
    // In the order in which they are published.
    for CaseWord { code, .. } in &CaseLists::shipped().kinds {
        sheet.rows.extend(table.rows.get(code).map(|numbers| row(code, numbers)));
    }
    sheet.rows.push(row("TOTAL", &table.total));
    sheet
}

/// The same as it may be published. The row that shows that it adds up would tell what is hidden.
fn published(table: &CaseTable, base: &str) -> Sheet {
    let mut sheet = Sheet::new(format!("{base}; {LEGEND}"), &["kind", "opened", "closed"]);
    let (opened, all_opened) = table.public(|row| row.opened);
    let (closed, all_closed) = table.public(|row| row.closed);
    let shown: BTreeMap<&String, _> = table.rows.keys().zip(opened.into_iter().zip(closed)).collect();
    let row = |name: &str, (opened, closed): (PublicNumber, PublicNumber)| {
        vec![name.to_owned(), opened.to_string(), closed.to_string()]
    };
    for CaseWord { code, .. } in &CaseLists::shipped().kinds {
        sheet.rows.extend(shown.get(code).map(|numbers| row(code, *numbers)));
    }
    sheet.rows.push(row("TOTAL", (all_opened, all_closed)));
    sheet
}

fn kinds(csv: bool) -> Result<Told, ServerError> {
    let lists = CaseLists::shipped();
    let lines = |title: &str, words: &[CaseWord]| {
        let words: Vec<String> =
            words.iter().map(|word| format!("  {}  {}", word.code, word.title)).collect();
        format!("{title}\n{}", words.join("\n"))
    };
    let codes = |words: &[CaseWord]| words.iter().map(|word| word.code.clone()).collect::<Vec<_>>();
    let text = [lines("kinds", &lists.kinds), lines("outcomes", &lists.outcomes)].join("\n");
    let mut sheet = Sheet::new("Kinds and outcomes", &["list", "code", "title"]);
    for (list, words) in [("kind", &lists.kinds), ("outcome", &lists.outcomes)] {
        let row = |word: &CaseWord| vec![list.to_owned(), word.code.clone(), word.title.clone()];
        sheet.rows.extend(words.iter().map(row));
    }
    sheet.beside(
        Told::ok(text, json!({ "kinds": codes(&lists.kinds), "outcomes": codes(&lists.outcomes) })),
        csv,
    )
}
