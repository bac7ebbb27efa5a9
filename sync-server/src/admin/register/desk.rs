//! At a supervisor's desk: drafts issued by post or dropped, and the paper.

use std::fmt::Write as _;

use beatbook_domain::notices::number::NoticeNumber;
use beatbook_paper::{Fonts, PaperCopy};
use jiff::civil::Date;
use serde_json::json;

use super::desk_words::{AboutDraft, BundleArgs, DeskCommand, PrintArgs};
use super::gate::{self, Gate};
use super::{number, shown, today};
use crate::admin::office::{Office, Told};
use crate::admin::sheet::Sheet;
use crate::admin::welfare::ReaderArgs;
use crate::auth::{Purpose, Scope};
use crate::bundle::{self, BundleRefusal};
use crate::drafts::{self, Decision, DraftRefusal, Waiting, Weighed};
use crate::error::ServerError;
use crate::notices::NoticeRefusal;
use crate::printing::{self, NoPaper};
use crate::store::Officer;

impl From<DraftRefusal> for ServerError {
    fn from(refusal: DraftRefusal) -> Self {
        match refusal {
            DraftRefusal::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

impl From<BundleRefusal> for ServerError {
    fn from(refusal: BundleRefusal) -> Self {
        match refusal {
            BundleRefusal::Fault(fault) => Self::Fault(fault),
            BundleRefusal::Io(kind) => Self::Io { doing: "writing the bundle", kind },
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

impl From<NoPaper> for ServerError {
    fn from(refusal: NoPaper) -> Self {
        match refusal {
            NoPaper::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

pub(super) async fn desk(office: &Office, command: DeskCommand) -> Result<Told, ServerError> {
    match command {
        DeskCommand::Drafts { reader, form } => list(office, &reader, form.csv).await,
        DeskCommand::IssueByPost { about, another_offence, upon } => {
            issue(office, about, Weighed { another_offence, upon }).await
        }
        DeskCommand::DropDraft { about } => drop_draft(office, about).await,
        DeskCommand::Print(args) => print(office, args).await,
        DeskCommand::Bundle(args) => bundle(office, args).await,
    }
}

async fn list(office: &Office, reader: &ReaderArgs, csv: bool) -> Result<Told, ServerError> {
    let gate = Gate::open(office, reader, "list of drafts").await?;
    // Who reads none at all is told so, not that there are none.
    gate.check_drafts()?;
    let mut waiting = drafts::waiting(&gate.view, gate.seat.today);
    waiting.retain(|one| gate.reads_draft(one.notebook));
    Ok(Told { json: json!({ "drafts": waiting }), ..listed(&waiting, gate.seat.today).told(csv)? })
}

fn listed(waiting: &[Waiting], today: Date) -> Sheet {
    let columns = [
        "draft",
        "about",
        "age",
        "post_by",
        "prosecute_by",
        "order",
        "condition",
        "officer",
        "unsure",
        "missing",
    ];
    let mut sheet = Sheet::new("Drafts that wait", &columns);
    for one in waiting {
        let over = |day: Date| if day < today { " OVER" } else { "" };
        let day = |day: Option<Date>| day.map(|day| format!("{day}{}", over(day))).unwrap_or_default();
        let days = if one.age_days == Some(1) { "day" } else { "days" };
        sheet.rows.push(vec![
            one.draft.to_string(),
            one.about.clone(),
            one.age_days.map(|age| format!("{age} {days}")).unwrap_or_default(),
            if one.in_person { "in person".to_owned() } else { day(one.post_by) },
            day(one.prosecute_by),
            one.order.clone().unwrap_or_default(),
            one.condition.clone().unwrap_or_default(),
            one.officer.clone(),
            one.unsure.join(", "),
            one.missing.join(", "),
        ]);
    }
    sheet
}

/// What is decided, where, and by whom.
async fn decision(office: &Office, about: AboutDraft) -> Result<(Scope, Decision, Officer), ServerError> {
    let scope = office.scope(&about.authority, Purpose::Register).await?;
    let by = office.officer(&scope, &about.by).await?;
    gate::check_decides(office, &scope, (by.id, None)).await?;
    let scope = scope.at_desk(by.id);
    Ok((scope, Decision { draft: about.draft, by: by.id, why: about.why }, by))
}

async fn issue(office: &Office, about: AboutDraft, weighed: Weighed) -> Result<Told, ServerError> {
    let (scope, decision, by) = decision(office, about).await?;
    if !weighed.upon.is_empty() {
        gate::check_supervises(office, &scope, decision.by).await?;
    }
    let service = &office.service;
    let (store, now) = (&**service.store(), service.clock().now());
    let posted = drafts::issue_by_post(store, service.briefings(), &scope, &decision, &weighed, now).await?;
    let case = posted.view.told.register.case(&posted.number).ok_or(NoticeRefusal::Unknown)?;
    let told = shown::notice(case, today(office)?);
    let Told { mut text, mut json, exit } = match posted.view.told.posted.get(&posted.number) {
        Some(entry) => shown::by_post(told, entry, &by.code),
        None => told,
    };
    if let Some(day) = posted.tell_guardian_by {
        let _ = writeln!(text, "TELL guardian and youth justice by {day}.");
    }
    if let Some(json) = json.as_object_mut() {
        json.insert("tell_guardian_by".to_owned(), json!(posted.tell_guardian_by));
    }
    Ok(Told { text, json, exit })
}

async fn drop_draft(office: &Office, about: AboutDraft) -> Result<Told, ServerError> {
    let (scope, decision, _) = decision(office, about).await?;
    let service = &office.service;
    drafts::drop_draft(&**service.store(), &scope, &decision, service.clock().now()).await?;
    let draft = decision.draft;
    Ok(Told::ok(format!("The draft {draft} is dropped."), json!({ "draft": draft, "dropped": true })))
}

async fn print(office: &Office, args: PrintArgs) -> Result<Told, ServerError> {
    let (number, copy) = (number(&args.number)?, PaperCopy::from(args.copy));
    // What is on paper was seen: it is written down first.
    let gate =
        Gate::open(office, &args.reader, &format!("notice {number}: print, {} copy", copy.name())).await?;
    gate.check_reads(&number)?;
    let store = &**office.service.store();
    let printed = (copy, Some(gate.seat.today));
    let paper = printing::paper(store, &gate.seat.scope, &number, printed, true).await?;
    let (bytes, warned) = if args.pdf {
        let files = args.font.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>();
        let fonts = Fonts::new(files.map_err(ServerError::io("reading a font"))?).map_err(NoPaper::Paper)?;
        let pdf = paper.pdf(args.sheet.into(), &fonts).map_err(NoPaper::Paper)?;
        (pdf.bytes, !pdf.warnings.is_empty())
    } else {
        (paper.html(args.sheet.into()).into_bytes(), false)
    };
    printing::write_new(&args.out, &bytes).map_err(ServerError::io("writing the paper's file"))?;
    let mut text = format!("{number} is printed into the file.\n");
    let passed_over = paper.passed_over();
    if let Some(over) = passed_over {
        let _ = writeln!(text, "LOOK: {over}");
    }
    if warned {
        text.push_str("A font lacks characters of it: look at the paper, and give a further --font.\n");
    }
    Ok(Told::ok(
        text,
        json!({
            "number": number, "bytes": bytes.len(), "characters_missing": warned,
            "templates_passed_over": passed_over.map(|over| over.why.code()),
        }),
    ))
}

async fn bundle(office: &Office, args: BundleArgs) -> Result<Told, ServerError> {
    let number = number(&args.number)?;
    let reader =
        ReaderArgs { authority: args.authority, reader: args.reader, reason: Some(args.reason.clone()) };
    let gate = Gate::open(office, &reader, &format!("notice {number}")).await?;
    gate.check_reads(&number)?;
    let asked = (args.profile, args.reason.as_str());
    let reads = |earlier: &NoticeNumber| gate.reads_with(&number, earlier);
    let scope = &gate.seat.scope;
    let files = bundle::make(&office.service, scope, (&number, &reads), asked, &args.out).await?;
    let text = format!(
        "{number}: {files} files for the {}. README.txt says how to check them.",
        args.profile.name()
    );
    Ok(Told::ok(text, json!({ "number": number, "profile": args.profile, "files": files })))
}
