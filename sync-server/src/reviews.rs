//! Reviews that are due to the safeguarding lead because small concerns add up, or one is grave: found in all welfare records,
//! and told as a task to those who lead safeguarding, and to nobody else. Nobody is referred by itself.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{Role, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::{ReviewAsked, ReviewOf, WelfareTask};
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::work::Work;
use beatbook_domain::tasks::{Answer, DeskSays, TaskState, fold};
use beatbook_domain::welfare::concern::{
    ConcernNoted, Review, ReviewReason, ReviewRule, Subject, review_due,
};
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_protocol::id::Id;

use crate::auth::Scope;
use crate::error::Fault;
use crate::random;
use crate::service::Service;
use crate::store::{Decided, WorkFacts};
use crate::welfare::{Case, by_initials, cases, day_of, identity_key};

/// Tries against others who write into the journal at the same time.
const TRIES: usize = 8;

/// A review, with the records whose concerns are on its subject.
#[derive(Debug, Clone)]
pub struct Due {
    /// The review.
    pub review: Review,
    /// All records with a concern on the subject.
    pub records: BTreeSet<Id>,
    /// One whose concern made it.
    made_by: Id,
}

/// All reviews that these records make, the first due first.
#[must_use]
pub fn due(cases: &[(Case, Welfare)], key: &IdentityKey) -> Vec<Due> {
    let mut noted: Vec<ConcernNoted> = Vec::new();
    let mut records: BTreeMap<Subject, BTreeSet<Id>> = BTreeMap::new();
    let mut on_day = BTreeMap::new();
    for (case, welfare) in cases {
        for step in &welfare.steps {
            let CareStep::Concern { concern, level, .. } = &step.step else { continue };
            // By initials, so that who knows the name and who does not tell of one person.
            let person = step.person.and_then(|label| by_initials(key, welfare.people.get(&label)?));
            let address = welfare.opened.address.as_deref().and_then(|address| key.address(address));
            let known = [person.map(Subject::Person), address.map(Subject::Address)];
            let mut subjects: Vec<Subject> = known.into_iter().flatten().collect();
            if subjects.is_empty() {
                // Whom nobody knows, at no address: it adds up with nothing of another record.
                let unknown = key.unknown(case.record, step.person.unwrap_or_default());
                subjects.extend(unknown.map(Subject::Person));
            }
            for subject in subjects {
                records.entry(subject).or_default().insert(case.record);
                let day = day_of(step).unwrap_or_else(|| welfare.day());
                on_day.insert((subject, day), case.record);
                let (recorder, code, level) = (case.officer, *concern, *level);
                noted.push(ConcernNoted { subject, day, recorder, code, level });
            }
        }
    }
    let found = review_due(&ReviewRule::default(), &noted).into_iter().filter_map(|review| {
        let made_by = *on_day.get(&(review.subject, review.day))?;
        Some(Due { records: records.get(&review.subject).cloned().unwrap_or_default(), review, made_by })
    });
    found.collect()
}

/// Why, in words without anybody in them.
#[must_use]
pub fn reasons(review: &Review) -> String {
    let reasons = review.reasons.iter().map(|reason| match reason {
        ReviewReason::High(code) => format!("high: {}", code.code()),
        ReviewReason::AddedUp { concerns, recorders, since } => {
            format!("{concerns} concerns of {recorders} people since {since}")
        }
    });
    reasons.collect::<Vec<_>>().join("; ")
}

/// Sets a task for each review that none was set for. A further concern on somebody whose review is still to be done joins it.
///
/// # Errors
/// The store's.
pub async fn tell(service: &Service, scope: &Scope) -> Result<(), Fault> {
    let store = &**service.store();
    for _ in 0..TRIES {
        let read_to = store.register_mark(scope).await?.journal;
        let entries = unset(service, scope).await?;
        if entries.is_empty() {
            return Ok(());
        }
        let what = "reviews of concerns set as tasks for safeguarding".to_owned();
        if store.decide(scope, Decided { read_to, mark: None, entries, what, reason: None }).await? {
            return Ok(());
        }
    }
    // Others write all the time; the next look tells.
    Ok(())
}

async fn unset(service: &Service, scope: &Scope) -> Result<Vec<(Id, ServerBody)>, Fault> {
    let store = &**service.store();
    let cases = cases(&store.welfare_facts(scope).await?);
    let key = identity_key(store, service.keyholder(), scope.authority()).await?;
    let found = due(&cases, &key);
    let leads = leads(service, scope).await?;
    // Without a lead it waits for one: the table of reviews has it meanwhile.
    if found.is_empty() || leads.is_empty() {
        return Ok(Vec::new());
    }
    let facts = store.work_facts(scope, Work::Task).await?;
    let (set, mut open) = told(facts);
    let mut entries = Vec::new();
    for one in found {
        let of = ReviewOf { subject: one.review.subject, day: one.review.day };
        if set.contains(&of) || !open.insert(of.subject) {
            continue;
        }
        let id = random::id_of_the_hour(service.clock())?;
        let task = WelfareTask {
            id,
            officer: None,
            team: None,
            place: None,
            what: format!("Review of concerns: {}", reasons(&one.review)),
            due: one.review.due,
            from_record: one.made_by,
            review: Some(ReviewAsked { of, leads: leads.clone() }),
        };
        entries.push((id, ServerBody::WelfareTask(task)));
    }
    Ok(entries)
}

async fn leads(service: &Service, scope: &Scope) -> Result<Vec<Id>, Fault> {
    let today = local_date(service.clock().now()).map_err(|_| Fault::Format { what: "today's date" })?;
    let roles = service.store().roles(scope).await?;
    let leads = |(officer, roles): (Id, Roles)| {
        roles.on(today).any(|role| role == Role::SafeguardingLead).then_some(officer)
    };
    Ok(roles.into_iter().filter_map(leads).collect())
}

/// Reviews that a task was set for, and on whom one is still to be done.
fn told(facts: WorkFacts) -> (BTreeSet<ReviewOf>, BTreeSet<Subject>) {
    let reviews: BTreeMap<Id, ReviewOf> = facts
        .own
        .iter()
        .filter_map(|body| match body {
            ServerBody::WelfareTask(task) => Some((task.id, task.review.as_ref()?.of)),
            _ => None,
        })
        .collect();
    let desk: Vec<DeskSays> = facts.own.iter().filter_map(DeskSays::of).collect();
    let answers = facts.told.into_iter().filter_map(|one| match one.says {
        EntryBody::TaskAnswered(told) if reviews.contains_key(&one.record) => {
            let (notebook, seq, by, task) = (one.notebook, one.seq, one.officer, one.record);
            Some(Answer { notebook, seq, by, team: String::new(), task, told: *told })
        }
        _ => None,
    });
    let tasks = fold(&desk, &answers.collect::<Vec<_>>());
    let is_open = |task: &Id| {
        tasks
            .get(task)
            .is_some_and(|task| !matches!(task.state, TaskState::Done { .. } | TaskState::Withdrawn { .. }))
    };
    let open = reviews.iter().filter(|(task, _)| is_open(task)).map(|(_, review)| review.subject).collect();
    (reviews.into_values().collect(), open)
}
