//! Drafts: notices that were unsure in time or place. A supervisor issues them by post within the local limit, under a
//! number of the server's own, or drops them with a reason; the phone learns of it with its next sync.
//!
//! A decision is checked against the register it was made from and written only if the journal has not moved on.

mod check;
mod refusal;
mod warned;

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::{days_following, prosecute_by};
use beatbook_domain::notices::allotment::next_own;
use beatbook_domain::notices::completeness::scene::EarlierNotice;
use beatbook_domain::notices::completeness::support::named;
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::notices::service::faults;
use beatbook_domain::orders::book::{Book, OrderBook};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice::content::{NoticeContent, NoticeKind};
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::notice::{NoticeDrafted, NoticeIssued, NoticeServed, ServiceMethod, Signature};
use beatbook_domain::records::server::{DraftDropped, DraftPosted, ServerBody};
use beatbook_domain::register::{Draft, IssuedNotice, Told};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Serialize;

pub use check::encounter;
use check::{Checked, Grounds, check, open_encounter, seen};
pub use refusal::DraftRefusal;

use crate::auth::Scope;
use crate::made_under;
use crate::notices::{TRIES, View, said, view};
use crate::presence::Briefings;
use crate::printing::templates_for;
use crate::store::{Decided, Store};

/// A draft as a supervisor's list shows it. No person is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Its record, by which it is named.
    pub draft: Id,
    /// The notebook it was written in.
    #[serde(skip)]
    pub notebook: Id,
    /// The local day of the conduct; absent if its time cannot be: it is dropped.
    pub conduct: Option<Date>,
    /// Days since then.
    pub age_days: Option<i32>,
    /// What it is for: code of an offence row or of conduct, else its kind.
    pub about: String,
    /// Paper of its kind is served in person alone: it is dropped, and written anew on the spot.
    pub in_person: bool,
    /// Last day to issue it by post; absent where it never is.
    pub post_by: Option<Date>,
    /// Last day to prosecute, from the conduct.
    pub prosecute_by: Option<Date>,
    /// Code of the order.
    pub order: Option<String>,
    /// Code of its condition.
    pub condition: Option<String>,
    /// The officer's public id.
    pub officer: String,
    /// Codes of what is unsure.
    pub unsure: Vec<String>,
    /// Codes of what was missing on the phone.
    pub missing: Vec<String>,
}

/// Drafts that wait, what runs out first at the top. One whose dates cannot be hides no other.
#[must_use]
pub fn waiting(view: &View, today: Date) -> Vec<Waiting> {
    let mut all = Vec::new();
    for Draft { record, notebook, drafted, .. } in view.told.waiting() {
        let conduct = local_date(seen(drafted).at).ok();
        let limits = limits(&view.book, drafted).ok();
        let (cited, content) = (drafted.notice.order.as_ref(), &drafted.notice.content);
        let in_person = by_post(content.kind(), drafted).is_err();
        all.push(Waiting {
            draft: *record,
            notebook: *notebook,
            conduct,
            age_days: conduct.and_then(|day| today.since(day).ok()).map(|ago| ago.get_days()),
            about: content.about().to_owned(),
            in_person,
            post_by: limits.map(|(post_by, _)| post_by).filter(|_| !in_person),
            prosecute_by: limits.and_then(|(_, last)| last),
            order: cited.map(|cited| cited.code.clone()),
            condition: cited.map(|cited| cited.condition.clone()),
            officer: drafted.notice.issuer.public_id.clone(),
            unsure: drafted.doubts.clone(),
            missing: drafted.missing.clone(),
        });
    }
    all.sort_by_key(|one| (one.post_by, one.draft));
    all
}

/// The last day to issue a draft by post – that of the authority, and never after the last day to prosecute – and
/// the latter.
fn limits(book: &Book, drafted: &NoticeDrafted) -> Result<(Date, Option<Date>), DraftRefusal> {
    let conduct = local_date(seen(drafted).at)?;
    let post_by = days_following(conduct, book.policy.post_days)?;
    let row = match &drafted.notice.content {
        NoticeContent::Fpn(fpn) => {
            book.rule_sets.in_force(conduct).and_then(|rules| rules.offence(&fpn.terms.offence))
        }
        _ => None,
    };
    let last = row.map(|row| prosecute_by(row, conduct)).transpose()?.flatten();
    Ok((last.map_or(post_by, |last| last.min(post_by)), last))
}

/// Who decides about which draft, and why.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The draft's record.
    pub draft: Id,
    /// The supervisor.
    pub by: Id,
    /// Why, in words without names.
    pub why: String,
}

/// What a supervisor says of a draft that is to be issued, beside why.
#[derive(Debug, Clone, Default)]
pub struct Weighed {
    /// The same person has a notice for the same condition of the same day, and this was a further offence.
    pub another_offence: bool,
    /// Codes of what is missing and decided upon.
    pub upon: Vec<String>,
}

/// A draft that was issued.
#[derive(Debug)]
pub struct Posted {
    /// Under this number.
    pub number: NoticeNumber,
    /// The recipient is sixteen or seventeen: last local day to tell guardian and youth justice.
    pub tell_guardian_by: Option<Date>,
    /// The register with it.
    pub view: View,
}

/// Issues a draft by post, today.
///
/// # Errors
/// A [`DraftRefusal`]; no number is spent then.
pub async fn issue_by_post(
    store: &dyn Store,
    briefings: &Briefings,
    scope: &Scope,
    decision: &Decision,
    weighed: &Weighed,
    now: i64,
) -> Result<Posted, DraftRefusal> {
    let why = said(&decision.why).ok_or(DraftRefusal::Why)?;
    let today = local_date(now)?;
    for _ in 0..TRIES {
        let mut view = view(store, scope).await?;
        let Examined { draft, checked: Checked { doubts, missing, young } } =
            examine(store, briefings, scope, &view, (decision, weighed), (now, today)).await?;
        let notice = &draft.drafted.notice;
        let paper = AuthorityCode::new(&notice.authority).map_err(|_| DraftRefusal::Paper)?;
        let Some(number) = next_own(&view.facts.accounts, view.facts.own, &paper) else {
            store.allot_own_numbers(scope, &paper).await??;
            continue;
        };
        let issued = NoticeIssued {
            at: draft.drafted.at,
            time: LegalTime::exactly(now),
            number: number.to_string(),
            notice: notice.clone(),
            templates: None,
        };
        let templates = templates_for(store, scope, &view, (draft.notebook, &issued)).await?;
        let weekdays = view.book.rule_sets.in_force(today).filter(|_| young);
        let tell = weekdays.map(|rules| rules.young_told_by(today)).transpose()?;
        // How old somebody is the encounter says as it stands now.
        let issued = IssuedNotice { tell_by: tell, ..IssuedNotice::read(&issued, &view.book.rule_sets)? };
        let body = ServerBody::DraftPosted(Box::new(DraftPosted {
            notebook: draft.notebook,
            record: draft.record,
            draft: draft.hash,
            time: now,
            issued,
            by: decision.by,
            doubts,
            missing,
            why: why.to_owned(),
            templates: Some(templates),
        }));
        let decided = Decided {
            read_to: view.facts.read_to,
            entries: vec![(draft.record, body.clone())],
            mark: Some(view.facts.mark),
            what: format!("notice {number}: draft {} issued by post", draft.record),
            reason: Some(why.to_owned()),
        };
        if store.decide(scope, decided).await? {
            view.told.decided(&body);
            return Ok(Posted { number, tell_guardian_by: tell, view });
        }
    }
    Err(DraftRefusal::Busy)
}

/// A draft that may be issued.
struct Examined {
    draft: Draft,
    /// What the supervisor decides upon.
    checked: Checked,
}

/// Everything that may keep a draft from being issued.
async fn examine(
    store: &dyn Store,
    briefings: &Briefings,
    scope: &Scope,
    view: &View,
    (decision, weighed): (&Decision, &Weighed),
    (now, today): (i64, Date),
) -> Result<Examined, DraftRefusal> {
    let draft = find(&view.told, decision.draft)?.clone();
    let notice = &draft.drafted.notice;
    if draft.drafted.training {
        return Err(DraftRefusal::Training);
    }
    by_post(notice.content.kind(), &draft.drafted)?;
    let officer = view.officer_of(draft.notebook).ok_or(DraftRefusal::Unknown)?;
    if officer == decision.by {
        return Err(DraftRefusal::Own);
    }
    let (post_by, _) = limits(&view.book, &draft.drafted)?;
    if today > post_by {
        return Err(DraftRefusal::Late(post_by));
    }
    let entries = store.entries_of(scope, draft.notebook, notice.encounter).await?;
    let encounter = encounter(&entries).ok_or(DraftRefusal::Encounter)?;
    let zones = briefings.get(store, scope, None).await?.unwrap_or_default();
    let stories = view.stories();
    let earlier: Vec<EarlierNotice> =
        stories.iter().filter_map(|(number, story)| earlier(&view.told, today, number, story)).collect();
    let book = OrderBook::new(view.book.clone());
    let rules = made_under::rule_set(store, scope, view, notice.rule_set.hash).await?;
    let helped = helped(store, scope, view, officer, &encounter).await?;
    let warning = warned::cited(store, scope, (view, &stories), (&draft.drafted, officer), today).await?;
    let grounds = Grounds {
        book: &book,
        zones: &zones,
        encounter: &encounter,
        helped: &helped,
        rules,
        officer,
        earlier: &earlier,
        warnings: warning.as_slice(),
        now,
    };
    let checked = check(&draft.drafted, &grounds, &weighed.upon)?.map_err(DraftRefusal::Incomplete)?;
    if let Some(code) = weighed.upon.iter().find(|code| !checked.missing.contains(code)) {
        return Err(DraftRefusal::NotToDecide(code.clone()));
    }
    if !weighed.another_offence
        && let Some(number) = same_person(&stories, &view.told, &draft, today)
    {
        return Err(DraftRefusal::SamePerson(number));
    }
    Ok(Examined { draft, checked })
}

/// The officer's own encounters that one names as offers of help, from whichever notebook of the officer; nothing of
/// welfare purpose.
async fn helped(
    store: &dyn Store,
    scope: &Scope,
    view: &View,
    officer: Id,
    named_in: &Encounter,
) -> Result<BTreeMap<Id, Encounter>, DraftRefusal> {
    let named = named(named_in);
    let mut helped = BTreeMap::new();
    if named.is_empty() {
        return Ok(helped);
    }
    for notebook in view.notebooks_of(officer) {
        for id in &named {
            let entries = store.entries_of(scope, notebook, *id).await?;
            if let Some(known) = open_encounter(&entries) {
                helped.insert(*id, known);
            }
        }
    }
    Ok(helped)
}

/// Drops a draft.
///
/// # Errors
/// A [`DraftRefusal`]; nothing was changed.
pub async fn drop_draft(
    store: &dyn Store,
    scope: &Scope,
    decision: &Decision,
    now: i64,
) -> Result<(), DraftRefusal> {
    let why = said(&decision.why).ok_or(DraftRefusal::Why)?;
    for _ in 0..TRIES {
        let view = view(store, scope).await?;
        let draft = find(&view.told, decision.draft)?;
        let body = ServerBody::DraftDropped(DraftDropped {
            notebook: draft.notebook,
            record: draft.record,
            draft: draft.hash,
            on: local_date(now)?,
            by: decision.by,
            why: why.to_owned(),
        });
        let decided = Decided {
            read_to: view.facts.read_to,
            entries: vec![(draft.record, body)],
            mark: Some(view.facts.mark),
            what: format!("draft {} dropped", draft.record),
            reason: Some(why.to_owned()),
        };
        if store.decide(scope, decided).await? {
            return Ok(());
        }
    }
    Err(DraftRefusal::Busy)
}

/// The draft of a record, or what has become of it.
fn find(told: &Told, record: Id) -> Result<&Draft, DraftRefusal> {
    let mut found = told.drafts.iter().filter(|draft| draft.record == record);
    match (found.next(), found.next()) {
        (Some(draft), None) => return Ok(draft),
        (Some(_), Some(_)) => return Err(DraftRefusal::Several),
        (None, _) => {}
    }
    if let Some((number, _)) = told.records.iter().find(|(_, (of, _))| *of == record) {
        Err(DraftRefusal::Issued(number.clone()))
    } else if told.dropped.iter().any(|(of, _)| *of == record) {
        Err(DraftRefusal::Dropped)
    } else {
        Err(DraftRefusal::Unknown)
    }
}

/// Whether paper of this kind may go by post at all, and can be printed here.
fn by_post(kind: NoticeKind, drafted: &NoticeDrafted) -> Result<(), DraftRefusal> {
    let served = NoticeServed {
        at: drafted.at,
        time: 0,
        method: ServiceMethod::Post,
        signature: Signature::NotAsked,
        evidence: Vec::new(),
    };
    if faults(kind, &served).is_empty() { Ok(()) } else { Err(DraftRefusal::Kind) }
}

/// A notice as later ones ask for it, with what the register knows of it.
fn earlier(told: &Told, today: Date, number: &NoticeNumber, story: &NoticeStory) -> Option<EarlierNotice> {
    let earlier = EarlierNotice::of(story)?;
    Some(match told.register.case(number) {
        Some(case) => earlier.standing(&case.standing(today)),
        None => earlier,
    })
}

fn is_over(told: &Told, number: &NoticeNumber, today: Date) -> bool {
    told.register.case(number).is_some_and(|case| case.standing(today).is_over())
}

/// A notice that the same person got for the same condition on the same day, from another encounter: perhaps for the
/// same offence. Of the same encounter the check itself says so.
fn same_person(
    stories: &BTreeMap<NoticeNumber, NoticeStory>,
    told: &Told,
    draft: &Draft,
    today: Date,
) -> Option<NoticeNumber> {
    let notice = &draft.drafted.notice;
    let day = local_date(seen(&draft.drafted).at).ok()?;
    let same = |number: &NoticeNumber, story: &NoticeStory| {
        let other = &story.notice;
        let seen = other.conduct.time.or(story.issue().map(|issue| issue.time));
        let other_day = seen.and_then(|seen| local_date(seen.at).ok());
        other.breach() == notice.breach()
            && other_day == Some(day)
            && other.recipient.is_same(&notice.recipient)
            && matches!(story.standing, beatbook_domain::records::notice::story::Standing::Issued(_))
            && !is_over(told, number, today)
    };
    stories.iter().find(|(number, story)| same(number, story)).map(|(number, _)| number.clone())
}
