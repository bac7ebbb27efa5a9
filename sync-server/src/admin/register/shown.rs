//! One notice at the desk, as it stands and as it came there: for people and for programs.

use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::notices::service;
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::young::ToldWhom;
use beatbook_domain::records::server::{DraftPosted, ServerBody};
use beatbook_domain::register::told::{deed_of, telling_of};
use beatbook_domain::register::{
    AppealOutcome, Case, Deed, Payment, Penalty, Protection, ProtectionStatus, Standing,
};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::office::Told;
use crate::notices::View;

/// One notice as it stands.
pub(super) fn notice(case: &Case, as_at: Date) -> Told {
    let (issued, standing) = (case.issued(), case.standing(as_at));
    let (code, words) = (standing.kind().code(), standing.bucket.words());
    let mut text = format!("{} is {code} as at {as_at} ({words})", issued.number);
    let _ = writeln!(text, ", issued {} for {}.", issued.issued, issued.code);
    match &issued.penalty {
        _ if issued.number.is_training() => {
            text.push_str("TRAINING: it is no notice, and nothing is owed.\n")
        }
        Some(penalty) => write_penalty(&mut text, penalty, &standing, as_at),
        None => {}
    }
    if standing.refund_due > 0 {
        let _ = writeln!(text, "REFUND DUE: {}", pounds(standing.refund_due));
    }
    if standing.legal_task {
        let _ = writeln!(text, "TELL THE LAWYERS: money came although the court has the case.");
    }
    match standing.withdrawal_told {
        Some(day) => drop(writeln!(text, "The recipient was told on {day} that it is withdrawn.")),
        None if standing.is_withdrawal_untold() => {
            let _ = writeln!(text, "TELL THE RECIPIENT that it is withdrawn, and enter the day.");
        }
        None => {}
    }
    if let Some(until) = standing.review_until {
        let overdue = if until < as_at { ": OVERDUE" } else { "" };
        let _ = writeln!(text, "REVIEW: confirm or void it by {until}{overdue}.");
    }
    for one in &standing.representations {
        let answered = one.answered.map_or("not answered".to_owned(), |(day, answer)| {
            let answer =
                if answer == beatbook_domain::register::Answer::Accepted { "accepted" } else { "rejected" };
            format!("{answer} on {day}")
        });
        let _ = writeln!(text, "Representations of {}: {answered}.", one.received);
    }
    if let Some(protection) = &standing.protection {
        write_protection(&mut text, protection, issued.appeal_until);
    }
    if let Some(young) = &standing.young {
        for whom in ToldWhom::ALL {
            let _ = match young.told(whom) {
                Some((day, how)) => writeln!(text, "Told {} on {day}: {}.", whom.words(), how.code()),
                None if young.due < as_at => {
                    writeln!(text, "TELL {} by {}: OVERDUE.", whom.words(), young.due)
                }
                None => writeln!(text, "TELL {} by {}.", whom.words(), young.due),
            };
        }
    }
    let dates = issued.penalty.as_ref().map(|penalty| &penalty.dates);
    let mut json = json!({
        "number": issued.number, "as_at": as_at, "issued": issued.issued, "code": issued.code, "order": issued.order,
        "pay_until": dates.map(|dates| dates.pay_until),
        "earliest_proceedings": dates.map(|dates| dates.earliest_proceedings),
        "prosecute_by": dates.and_then(|dates| dates.prosecute_by),
        "appeal_until": issued.appeal_until,
        "status": standing.protection.as_ref().map(Protection::status),
    });
    if let (Some(json), Ok(Value::Object(standing))) = (json.as_object_mut(), serde_json::to_value(&standing))
    {
        json.extend(standing);
    }
    Told::ok(text, json)
}

/// What is asked and was paid; until when only while it is pursued.
fn write_penalty(text: &mut String, penalty: &Penalty, standing: &Standing, as_at: Date) {
    let dates = &penalty.dates;
    let _ = write!(text, "{}", pounds(penalty.amount));
    if standing.kind().is_pursued() {
        let _ = write!(text, " to be paid until {}", dates.pay_until);
        if let (Some(early), Some(until)) = (&penalty.early, dates.early_until) {
            let _ = write!(text, ", {} until {until}", pounds(early.amount));
        }
        let _ = write!(text, ". Proceedings from {}", dates.earliest_proceedings);
        let _ = match dates.prosecute_by {
            Some(last) if last < as_at => write!(text, " to {last}: OVER"),
            Some(last) => write!(text, " to {last}"),
            None => write!(text, ", without a last day"),
        };
    }
    let _ = writeln!(text, ".\nPaid {}, balance {}.", pounds(standing.held), pounds(standing.balance));
}

/// What has become of a community protection warning or notice.
fn write_protection(text: &mut String, protection: &Protection, appeal_until: Option<Date>) {
    let _ = write!(text, "Community protection: {}.", protection.status().code());
    let _ = match appeal_until {
        Some(last) if protection.appeals.is_empty() => writeln!(text, " Last day to appeal: {last}."),
        _ => writeln!(text),
    };
    if let Some(seen) = protection.breached {
        let _ = writeln!(text, "Seen not to be complied with on {seen}.");
    }
    for appeal in &protection.appeals {
        let late = if appeal.late_allowed { ", allowed late" } else { "" };
        let decided = appeal.decided.map_or_else(
            || "in progress: only requirements to stop bind".to_owned(),
            |(day, outcome)| match outcome {
                AppealOutcome::Upheld => format!("notice upheld on {day}"),
                AppealOutcome::Varied => {
                    format!("notice varied on {day}: its terms are in the court's order")
                }
                AppealOutcome::Quashed => format!("notice quashed on {day}"),
            },
        );
        let _ = writeln!(text, "Appeal of {}{late}: {decided}.", appeal.lodged);
    }
}

/// The same of a draft that was issued by post: when, by whom, over what, and why.
pub(super) fn by_post(told: Told, posted: &DraftPosted, who: &str) -> Told {
    let Told { mut text, mut json, exit } = told;
    let codes = |codes: &[String]| if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
    let _ = write!(
        text,
        "Issued from draft {} and sent by post on {}; unsure was: {}.",
        posted.record,
        posted.issued.issued,
        codes(&posted.doubts),
    );
    if !posted.missing.is_empty() {
        let _ = write!(text, " Missing, and decided upon by a supervisor: {}.", codes(&posted.missing));
    }
    let _ = writeln!(text, " Decided by {who}: {}", posted.why);
    if let Some(json) = json.as_object_mut() {
        let by_post = json!({
            "draft": posted.record, "on": posted.issued.issued, "by": posted.by, "who": who,
            "doubts": posted.doubts, "missing": posted.missing, "why": posted.why,
        });
        json.insert("by_post".to_owned(), by_post);
    }
    Told { text, json, exit }
}

/// The same with how and when it was served, and what of that will not stand.
pub(super) fn served(told: Told, view: &View, number: &NoticeNumber) -> Told {
    let Told { mut text, mut json, exit } = told;
    let Some(story) = view.told.story(number, &view.facts.told) else { return Told { text, json, exit } };
    for line in service::lines(&story) {
        let _ = writeln!(text, "{line}");
    }
    if let Some(json) = json.as_object_mut() {
        json.insert("served".to_owned(), json!(story.served));
    }
    Told { text, json, exit }
}

/// The same with what its officer put right after the issue: the paper stays what it was.
pub(super) fn amended(told: Told, view: &View, number: &NoticeNumber) -> Told {
    let Told { mut text, mut json, exit } = told;
    let story = view.told.story(number, &view.facts.told);
    let (who, list) = story.map(|story| (story.notice.issuer.public_id, story.amended)).unwrap_or_default();
    let mut put_right = Vec::new();
    for one in list {
        let when = local_label(one.at.wall).unwrap_or_default();
        let _ = writeln!(text, "Amended {when} by {who}: {}: {} Why: {}", one.field, one.text, one.reason);
        put_right.push(json!({
            "at": one.at.wall, "by": who, "statement": one.field, "text": one.text, "reason": one.reason,
        }));
    }
    if let Some(json) = json.as_object_mut() {
        json.insert("amended".to_owned(), put_right.into());
    }
    Told { text, json, exit }
}

/// The same with a line where the community protection notice that a penalty rests on was quashed.
pub(super) fn rests_on(told: Told, view: &View, (number, as_at): (&NoticeNumber, Date)) -> Told {
    let Told { mut text, mut json, exit } = told;
    let content = view.told.story(number, &view.facts.told).map(|story| story.notice.content);
    let cpn = match content {
        Some(NoticeContent::Fpn(fpn)) => fpn.cpn.and_then(|cpn| NoticeNumber::parse(&cpn.number).ok()),
        _ => None,
    };
    let case = cpn.and_then(|cpn| view.told.register.case(&cpn));
    let status = case.and_then(|case| case.standing(as_at).protection).map(|protection| protection.status());
    if let Some(case) = case.filter(|_| status == Some(ProtectionStatus::Quashed)) {
        let cpn = &case.issued().number;
        let _ = writeln!(
            text,
            "THE NOTICE IT RESTS ON WAS QUASHED ({cpn}): nothing follows from it; withdraw it."
        );
        if let Some(json) = json.as_object_mut() {
            json.insert("rests_on_quashed".to_owned(), json!(cpn));
        }
    }
    Told { text, json, exit }
}

/// The same with whose register it stands in, or who gave it, if that is another authority.
pub(super) fn between(told: Told, view: &View, number: &NoticeNumber) -> Told {
    let Told { mut text, mut json, exit } = told;
    let keeper = view.facts.elsewhere.get(number);
    let giver = view.giver(number);
    if let Some(keeper) = keeper {
        let _ = writeln!(text, "It stands in the register of {keeper}: decisions and payments are theirs.");
    }
    if let Some(giver) = giver {
        let _ = writeln!(text, "An officer of {giver} gave it: the record is theirs, and they print it.");
    }
    if let Some(json) = json.as_object_mut() {
        json.extend(keeper.map(|keeper| ("register".to_owned(), json!(keeper))));
        json.extend(giver.map(|giver| ("given_by".to_owned(), json!(giver))));
    }
    Told { text, json, exit }
}

/// What was decided about a notice, by its officer and at the desk, and paid for it, up to a day: who, and why. It was the server
/// itself where nobody is named.
pub(super) fn happened<'a>(
    told: Told,
    (number, as_at): (&NoticeNumber, Date),
    view: &View,
    code: impl Fn(Id) -> &'a str,
) -> Told {
    let Told { mut text, mut json, exit } = told;
    let mut decisions: Vec<Decided> = by_its_officer(view, number);
    let mut payments = Vec::new();
    for body in &view.facts.journal {
        match body {
            ServerBody::NoticeDecided(one) if one.number == *number => {
                let who = one.by.map(|by| code(by).to_owned());
                let deed = Deed { on: one.on, act: one.act };
                decisions.push(Decided { deed, by: one.by, who, why: one.why.clone() });
            }
            ServerBody::PaymentTaken(one) if one.number == *number && one.payment.cleared <= as_at => {
                payments.push((&one.payment, one.by));
            }
            _ => {}
        }
    }
    decisions.retain(|one| one.deed.on <= as_at);
    decisions.sort_by_key(|one| one.deed.on);
    for Decided { deed, who, why, .. } in &decisions {
        let by = who.as_ref().map_or(" (by the server)".to_owned(), |who| format!(", by {who}"));
        let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        let _ = writeln!(text, "{} {}{by}{why}", deed.on, deed.act.words());
    }
    for (payment, by) in &payments {
        let by = by.map(|by| format!(", taken in by {}", code(by))).unwrap_or_default();
        let _ = writeln!(text, "{} paid {}{by}", payment.paid, pounds(payment.pence));
    }
    let payment = |(payment, by): &(&Payment, Option<Id>)| {
        json!({
            "paid": payment.paid, "cleared": payment.cleared, "pence": payment.pence,
            "reference": payment.reference, "by": by, "who": by.map(&code),
        })
    };
    if let Some(json) = json.as_object_mut() {
        json.insert("decisions".to_owned(), decisions.iter().map(Decided::json).collect());
        json.insert("payments".to_owned(), payments.iter().map(payment).collect());
    }
    Told { text, json, exit }
}

/// Something that was decided about a notice.
struct Decided {
    deed: Deed,
    /// At the desk.
    by: Option<Id>,
    who: Option<String>,
    why: Option<String>,
}

impl Decided {
    /// The act with what belongs to it, and who and why.
    fn json(&self) -> Value {
        let mut json = json!({ "on": self.deed.on, "by": self.by, "who": self.who, "why": self.why });
        if let (Some(json), Ok(Value::Object(act))) =
            (json.as_object_mut(), serde_json::to_value(self.deed.act))
        {
            json.extend(act);
        }
        json
    }
}

/// What the notice's own officer voided, withdrew or told, as the notebook has it.
fn by_its_officer(view: &View, number: &NoticeNumber) -> Vec<Decided> {
    let Some(key) = view.told.records.get(number) else { return Vec::new() };
    let story = view.told.story(number, &view.facts.told);
    let who = story.map(|story| story.notice.issuer.public_id);
    let own = view.facts.told.iter().filter(|one| (one.record, one.notebook) == *key);
    let decided = own.filter_map(|one| {
        let why = match &one.entry {
            NoticeEntry::Voided(voided) => Some(voided.reason.clone()),
            NoticeEntry::Withdrawn(withdrawn) => Some(withdrawn.reason.clone()),
            _ => None,
        };
        let deed = deed_of(&one.entry).or_else(|| telling_of(&one.entry))?;
        Some(Decided { deed, by: None, who: who.clone(), why })
    });
    decided.collect()
}
