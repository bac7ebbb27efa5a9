//! Reviews that are due to the safeguarding lead because small concerns add up, or one is grave: found in all welfare records,
//! and told as a task to those who lead safeguarding, and to nobody else. So is somebody under eighteen who was seen in a count
//! or met by outreach ([`crate::children`]). Nobody is referred by itself.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{Role, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::count::SightingRef;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::task::{ConcernAt, ReviewAsked, WelfareTask};
use beatbook_domain::records::welfare::WelfareStep;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::work::Work;
use beatbook_domain::welfare::concern::{
    ConcernCode, ConcernLevel, ConcernNoted, Review, ReviewReason, ReviewRule, Subject, review_due,
};
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Scope;
use crate::children;
use crate::error::Fault;
use crate::random;
use crate::service::Service;
use crate::store::{Decided, WorkFacts};
use crate::welfare::{Case, by_initials, cases, day_of, identity_key};

/// Tries against others who write into the journal at the same time.
const TRIES: usize = 8;

/// A task is about no more concerns than this: a body has room for them. What is more waits for a task of its own.
const CONCERNS_MAX: usize = 300;
/// A review is about no more of them, so that further ones can join its task.
const OF_REVIEW_MAX: usize = 200;

/// A review, with what it rests on.
#[derive(Debug, Clone)]
pub struct Due {
    /// The review.
    pub review: Review,
    /// The records that tell of those concerns.
    pub records: BTreeSet<Id>,
    /// The concerns on the subject that can add up by its day: of very many those of that day first, the grave ones before the rest.
    pub(crate) concerns: BTreeSet<ConcernAt>,
    /// The grave ones among them, with what they are about.
    high: BTreeMap<ConcernAt, ConcernCode>,
    /// A record whose concern made it.
    made_by: Id,
}

/// All reviews that these records make, the first due first.
#[must_use]
pub fn due(cases: &[(Case, Welfare)], key: &IdentityKey) -> Vec<Due> {
    let mut noted: Vec<ConcernNoted> = Vec::new();
    let mut told: BTreeMap<Subject, Vec<(Date, ConcernAt)>> = BTreeMap::new();
    let mut grave: BTreeMap<ConcernAt, ConcernCode> = BTreeMap::new();
    for (case, welfare) in cases {
        for (at, step, code, level) in concerns_of(case.record, welfare) {
            // By initials, so that who knows the name and who does not tell of one person.
            let whom = step.person.or_else(|| only_one(welfare));
            let person = whom.and_then(|label| by_initials(key, welfare.people.get(&label)?));
            let address = welfare.opened.address.as_deref().and_then(|address| key.address(address));
            let known = [person.map(Subject::Person), address.map(Subject::Address)];
            let mut subjects: Vec<Subject> = known.into_iter().flatten().collect();
            if subjects.is_empty() {
                // Whom nobody knows, at no address: it adds up with nothing of another record.
                let unknown = key.unknown(case.record, whom.unwrap_or_default());
                subjects.extend(unknown.map(Subject::Person));
            }
            for subject in subjects {
                let day = day_of(step).unwrap_or_else(|| welfare.day());
                told.entry(subject).or_default().push((day, at));
                noted.push(ConcernNoted { subject, day, recorder: case.officer, code, level });
                if level == ConcernLevel::High {
                    grave.insert(at, code);
                }
            }
        }
    }
    told.values_mut().for_each(|on| on.sort_unstable());
    let rule = ReviewRule::default();
    let found = review_due(&rule, &noted).into_iter().filter_map(|review| {
        let on = told.get(&review.subject)?;
        let so_far = on.get(..on.partition_point(|(day, _)| *day <= review.day))?;
        let near = so_far.get(so_far.partition_point(|(day, _)| !rule.is_near(*day, review.day))..)?;
        let made_by = near.iter().find(|(day, _)| *day == review.day)?.1.record;
        let mut near = near.to_vec();
        let newest = |at: &ConcernAt| Reverse((at.wall, at.mono, *at));
        near.sort_unstable_by_key(|(day, at)| (Reverse(*day), !grave.contains_key(at), newest(at)));
        let concerns: BTreeSet<ConcernAt> = near.into_iter().take(OF_REVIEW_MAX).map(|(_, at)| at).collect();
        let records = concerns.iter().map(|at| at.record).collect();
        let high = concerns.iter().filter_map(|at| Some((*at, *grave.get(at)?))).collect();
        Some(Due { review, records, concerns, high, made_by })
    });
    found.collect()
}

/// The concerns of a record, each by itself: those of one instant in their order.
pub(crate) fn concerns_of(
    record: Id,
    welfare: &Welfare,
) -> Vec<(ConcernAt, &WelfareStep, ConcernCode, ConcernLevel)> {
    let mut at_once: BTreeMap<(i64, i64), u32> = BTreeMap::new();
    let mut all = Vec::new();
    for step in &welfare.steps {
        let CareStep::Concern { concern, level, .. } = &step.step else { continue };
        let (wall, mono) = (step.at.wall, step.at.mono);
        let next = at_once.entry((wall, mono)).or_default();
        all.push((ConcernAt { record, wall, mono, nth: *next }, step, *concern, *level));
        *next = next.saturating_add(1);
    }
    all
}

/// All concerns of these records.
fn concerns(cases: &[(Case, Welfare)]) -> Vec<ConcernAt> {
    cases.iter().flat_map(|(case, welfare)| concerns_of(case.record, welfare)).map(|(at, ..)| at).collect()
}

/// Whom a record tells of, if that is one person: a concern about everybody there is about them.
fn only_one(welfare: &Welfare) -> Option<Label> {
    let mut people = welfare.people.keys();
    people.next().copied().filter(|_| people.next().is_none())
}

/// Why they are due, in words without anybody in them: whatever of theirs is grave and not `answered` yet, and how the small ones
/// add up by the last of them.
#[must_use]
pub fn reasons(of_subject: &[&Due], answered: &BTreeSet<ConcernAt>) -> String {
    let grave = of_subject.iter().flat_map(|due| &due.high).filter(|(at, _)| !answered.contains(at));
    let grave: BTreeSet<ReviewReason> = grave.map(|(_, code)| ReviewReason::High(*code)).collect();
    let added = |due: &&Due| due.review.reasons.iter().copied().find(is_added_up);
    let mut reasons: Vec<ReviewReason> = grave.into_iter().collect();
    reasons.extend(of_subject.iter().rev().find_map(added));
    // What came late to something grave that is answered adds up with nothing: it is that which is looked at again.
    if reasons.is_empty() {
        reasons.extend(of_subject.iter().flat_map(|due| &due.review.reasons));
    }
    let words = reasons.iter().map(|reason| match reason {
        ReviewReason::High(code) => format!("high: {}", code.code()),
        ReviewReason::AddedUp { concerns, recorders, since } => {
            format!("{concerns} concerns noted by {recorders} people since {since}")
        }
    });
    words.collect::<Vec<_>>().join("; ")
}

fn is_added_up(reason: &ReviewReason) -> bool {
    matches!(reason, ReviewReason::AddedUp { .. })
}

/// What one task is to be about: everything on one subject that nobody was asked about.
struct Matter<'d> {
    /// Its newest review.
    newest: &'d Due,
    concerns: BTreeSet<ConcernAt>,
}

impl<'d> Matter<'d> {
    /// Of these reviews of one subject, the newest first, as many as there is room for.
    fn of(mut unasked: Vec<&'d Due>) -> Option<Self> {
        unasked.sort_by_key(|due| Reverse(due.review.day));
        let mut reviews = unasked.into_iter();
        let newest = reviews.next()?;
        let mut matter = Self { newest, concerns: newest.concerns.clone() };
        for due in reviews {
            if !has_room(&matter.concerns, &due.concerns) {
                break;
            }
            matter.concerns.extend(&due.concerns);
        }
        Some(matter)
    }

    /// Whether it is about all of another, too: about somebody at an address, and about the address.
    fn is_also_about(&self, other: &Self) -> bool {
        let kinds = [self, other].map(|one| matches!(one.newest.review.subject, Subject::Person(_)));
        kinds[0] != kinds[1] && self.concerns.is_superset(&other.concerns)
    }
}

fn has_room(concerns: &BTreeSet<ConcernAt>, more: &BTreeSet<ConcernAt>) -> bool {
    concerns.len() + more.difference(concerns).count() <= CONCERNS_MAX
}

/// Sets a task for each review whose concerns nobody was asked about together. Concerns on somebody whose review is still to be
/// done join it: the task is told again, with them. Answers whether everything is told.
///
/// # Errors
/// The store's.
pub async fn tell(service: &Service, scope: &Scope) -> Result<bool, Fault> {
    let store = &**service.store();
    for _ in 0..TRIES {
        let read_to = store.register_mark(scope).await?.journal;
        let entries = unset(service, scope).await?;
        if entries.is_empty() {
            return Ok(true);
        }
        let what = "reviews of concerns set as tasks for safeguarding".to_owned();
        // Whether or not somebody else was quicker, there may be more to tell.
        store.decide(scope, Decided { read_to, mark: None, entries, what, reason: None }).await?;
    }
    // Others write all the time; the next look tells.
    Ok(false)
}

async fn unset(service: &Service, scope: &Scope) -> Result<Vec<(Id, ServerBody)>, Fault> {
    let store = &**service.store();
    let cases = cases(&store.welfare_facts(scope).await?);
    let key = identity_key(store, service.keyholder(), scope.authority()).await?;
    let leads = leads(service, scope).await?;
    let (found, children) = (due(&cases, &key), children::told(store, scope).await?);
    // Without a lead it waits for one: the table of reviews has it meanwhile.
    if (found.is_empty() && children.is_empty()) || leads.is_empty() {
        return Ok(Vec::new());
    }
    let mut told = Told::of(store.work_facts(scope, Work::Task).await?, &concerns(&cases));
    // One task for one subject. The one about most comes first: who is at an address and the address itself are one matter where
    // the same concerns tell of both.
    let mut unasked: BTreeMap<Subject, Vec<&Due>> = BTreeMap::new();
    for one in found.iter().filter(|one| !told.asked.covers(&one.concerns)) {
        unasked.entry(one.review.subject).or_default().push(one);
    }
    let mut matters: Vec<Matter<'_>> = unasked.into_values().filter_map(Matter::of).collect();
    matters.sort_by_key(|one| (Reverse(one.concerns.len()), one.newest.review.subject));
    let mut tasks: BTreeMap<Id, WelfareTask> = BTreeMap::new();
    let mut made: Vec<&Matter<'_>> = Vec::new();
    for one in &matters {
        if made.iter().any(|other| other.is_also_about(one)) {
            continue;
        }
        made.push(one);
        let joins =
            |asked: &BTreeSet<ConcernAt>| !asked.is_disjoint(&one.concerns) && has_room(asked, &one.concerns);
        let joined = told.open.iter().position(|open| asked(open).is_some_and(joins));
        let known = joined.map(|at| told.open.swap_remove(at));
        let mut concerns = one.concerns.clone();
        concerns.extend(known.as_ref().and_then(asked).into_iter().flatten().copied());
        let answers = known.as_ref().and_then(|known| known.review.as_ref());
        let answers = answers.map(|review| review.answers.clone()).unwrap_or_default();
        let id =
            known.as_ref().map_or_else(|| random::id_of_the_hour(service.clock()), |known| Ok(known.id))?;
        let asks = asks(&found, &concerns, &told.settled);
        let due = asks.iter().filter(|due| !told.asked.covers(&due.concerns)).map(|due| due.review.due);
        let due = due.chain(known.as_ref().map(|known| known.due)).min();
        let task = WelfareTask {
            id,
            officer: None,
            team: None,
            place: None,
            what: what(&asks, &told.answered),
            due: due.unwrap_or(one.newest.review.due),
            from_record: one.newest.made_by,
            review: Some(ReviewAsked {
                concerns,
                each: true,
                sightings: BTreeSet::new(),
                leads: leads.clone(),
                answers,
            }),
        };
        tasks.insert(id, task);
    }
    let unasked: BTreeSet<SightingRef> = children.difference(&told.children).copied().collect();
    for child in children::seen(service, scope, unasked).await? {
        let id = random::id_of_the_hour(service.clock())?;
        let today = local_date(service.clock().now()).map_err(|_| Fault::Format { what: "today's date" })?;
        tasks.insert(id, child.task(id, today, leads.clone()));
    }
    // Who leads now is asked for what is still to be done, in the words that hold now.
    let of_children = told.open.iter().filter_map(|open| open.review.as_ref());
    let of_children: BTreeSet<SightingRef> =
        of_children.flat_map(|review| &review.sightings).copied().collect();
    let of_children = children::seen(service, scope, of_children).await?;
    for mut open in told.open {
        let Some(review) = &mut open.review else { continue };
        let asks = asks(&found, &review.concerns, &told.settled);
        let is_its = |child: &&children::Child| review.sightings.contains(&child.of) && child.is_known();
        let child = of_children.iter().find(is_its);
        let now = match child {
            Some(child) => child.what(),
            None if asks.is_empty() => open.what.clone(),
            None => what(&asks, &told.answered),
        };
        if review.leads != leads || open.what != now {
            review.leads.clone_from(&leads);
            open.what = now;
            tasks.insert(open.id, open);
        }
    }
    Ok(tasks.into_iter().map(|(id, task)| (id, ServerBody::WelfareTask(task))).collect())
}

/// The reviews that a task about these concerns asks for, whoever they are about, the widest last; none that is answered.
fn asks<'d>(found: &'d [Due], concerns: &BTreeSet<ConcernAt>, settled: &Sets) -> Vec<&'d Due> {
    let is_asked = |due: &&Due| concerns.is_superset(&due.concerns) && !settled.covers(&due.concerns);
    let mut asks: Vec<&Due> = found.iter().filter(is_asked).collect();
    asks.sort_by_key(|due| (due.concerns.len(), due.review.day, due.review.subject));
    asks
}

/// What a task asks, in a line.
fn what(asks: &[&Due], answered: &BTreeSet<ConcernAt>) -> String {
    format!("Review of concerns: {}", reasons(asks, answered))
}

fn asked(task: &WelfareTask) -> Option<&BTreeSet<ConcernAt>> {
    Some(&task.review.as_ref()?.concerns)
}

async fn leads(service: &Service, scope: &Scope) -> Result<Vec<Id>, Fault> {
    let today = local_date(service.clock().now()).map_err(|_| Fault::Format { what: "today's date" })?;
    let roles = service.store().roles(scope).await?;
    let leads = |(officer, roles): (Id, Roles)| {
        roles.on(today).any(|role| role == Role::SafeguardingLead).then_some(officer)
    };
    let mut leads: Vec<Id> = roles.into_iter().filter_map(leads).collect();
    leads.sort();
    Ok(leads)
}

/// Concerns that somebody was asked about, as they were asked about together.
#[derive(Default)]
struct Sets {
    sets: Vec<BTreeSet<ConcernAt>>,
    /// Which of the sets a concern is in.
    with: BTreeMap<ConcernAt, Vec<usize>>,
}

impl Sets {
    fn insert(&mut self, concerns: BTreeSet<ConcernAt>) {
        for one in &concerns {
            self.with.entry(*one).or_default().push(self.sets.len());
        }
        self.sets.push(concerns);
    }

    /// Whether somebody was asked about all of these at once: what was asked about one by one was never seen together.
    fn covers(&self, concerns: &BTreeSet<ConcernAt>) -> bool {
        let with = concerns.first().and_then(|one| self.with.get(one));
        let mut sets = with.into_iter().flatten().filter_map(|at| self.sets.get(*at));
        sets.any(|set| set.is_superset(concerns))
    }
}

/// What was told of reviews.
struct Told {
    /// What somebody was asked about.
    asked: Sets,
    /// What of it nobody is asked about any more.
    settled: Sets,
    /// All concerns of these.
    answered: BTreeSet<ConcernAt>,
    /// All sightings that somebody was asked about.
    children: BTreeSet<SightingRef>,
    /// Tasks that are still to be done, as they were told last.
    open: Vec<WelfareTask>,
}

impl Told {
    fn of(facts: WorkFacts, all: &[ConcernAt]) -> Self {
        let reviews = WelfareTask::told_last(facts.own.iter().filter_map(|body| match body {
            ServerBody::WelfareTask(task) if task.review.is_some() => Some(task.clone()),
            _ => None,
        }));
        // They are asked of officers, so that teams have no part in them.
        let tasks = facts.tasks(|_| String::new());
        let mut told = Self {
            asked: Sets::default(),
            settled: Sets::default(),
            answered: BTreeSet::new(),
            children: BTreeSet::new(),
            open: Vec::new(),
        };
        for mut task in reviews {
            let Some(review) = &mut task.review else { continue };
            let before = review.concerns.clone();
            review.tell_apart(all);
            told.children.extend(review.sightings.iter().copied());
            told.asked.insert(review.concerns.clone());
            match tasks.get(&task.id) {
                Some(known) if known.is_settled() => {
                    // Whatever was answered before concerns of one instant were told apart is named again rather than taken for
                    // answered.
                    told.answered.extend(before.iter().copied());
                    told.settled.insert(before);
                }
                Some(known) if known.is_pending() => told.open.push(task),
                _ => {}
            }
        }
        told
    }
}
