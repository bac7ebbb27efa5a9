//! Notices on the server: which need a second look, the register as it stands, and what is decided about it.
//!
//! A decision is checked against the register it was made from and written only if the journal has not moved on.

use std::collections::BTreeMap;

use beatbook_domain::calendar::{CalendarError, local_date};
use beatbook_domain::law::rule_set::RuleSetRef;
use beatbook_domain::notices::allotment::next_block;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::book::Book;
use beatbook_domain::orders::order::{OnDay, OrderVersion};
use beatbook_domain::records::notice::NoticeIssued;
use beatbook_domain::records::notice::content::{NoticeContent, RequirementKind};
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::server::{NoticeDecided, PaymentTaken, ServerBody};
use beatbook_domain::register::{
    Act, ActRefusal, BucketKind, Deed, NoticeTold, PaymentAnswer, PaymentRow, Protection, Told, match_row,
};
use beatbook_domain::zones::manifest::ZoneManifest;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use thiserror::Error;

use crate::auth::Scope;
use crate::error::Fault;
use crate::orders::CurrentBook;
use crate::store::{AuthorityName, Decided, RegisterFacts, Store};

/// A phone's clock may run ahead of the server's by so much before a notice of it is looked at, milliseconds.
const AHEAD_MS: i64 = 3_600_000;

/// Most characters of a reason in words.
pub const WHY_MAX: usize = 200;

/// How often a decision is made again because something else was decided in between.
pub(crate) const TRIES: usize = 20;

/// The register as it stands.
#[derive(Debug)]
pub struct View {
    /// Folded from all journals.
    pub told: Told,
    /// What it was folded from.
    pub facts: RegisterFacts,
    /// The order book, with the rule sets.
    pub book: Book,
}

impl View {
    /// Whose a notebook is.
    #[must_use]
    pub fn officer_of(&self, notebook: Id) -> Option<Id> {
        self.facts.journal.iter().find_map(|body| match body {
            ServerBody::NotebookEnrolled(one) if one.notebook == notebook => Some(one.officer),
            _ => None,
        })
    }

    /// An officer's notebooks.
    pub fn notebooks_of(&self, officer: Id) -> impl Iterator<Item = Id> + '_ {
        self.facts.journal.iter().filter_map(move |body| match body {
            ServerBody::NotebookEnrolled(one) if one.officer == officer => Some(one.notebook),
            _ => None,
        })
    }

    /// The authority whose officer gave a notice, if that is another than this.
    #[must_use]
    pub fn giver(&self, number: &NoticeNumber) -> Option<&AuthorityName> {
        self.told.records.get(number).and_then(|(_, notebook)| self.facts.guests.get(notebook))
    }

    /// Every numbered notice as both sides tell it.
    #[must_use]
    pub fn stories(&self) -> BTreeMap<NoticeNumber, NoticeStory> {
        let mut by_record: BTreeMap<(Id, Id), Vec<&NoticeTold>> = BTreeMap::new();
        for one in &self.facts.told {
            by_record.entry((one.record, one.notebook)).or_default().push(one);
        }
        let story = |number: &NoticeNumber, key| {
            let told = by_record.get(key).into_iter().flatten().copied();
            Some((number.clone(), self.told.story(number, told)?))
        };
        self.told.records.iter().filter_map(|(number, key)| story(number, key)).collect()
    }
}

/// Why nothing was decided.
#[derive(Debug, Error)]
pub enum NoticeRefusal {
    /// No such notice here.
    #[error(
        "no notice of this number has reached the server: compare it with the paper, or let the phone sync"
    )]
    Unknown,
    /// It is on another authority's paper, and that authority is here.
    #[error(
        "it is on the paper of {0} and stands in that authority's register: decisions and payments are theirs"
    )]
    OtherRegister(String),
    /// Whoever issued it does not say alone that it stands.
    #[error("another than the officer who issued it decides whether it stands")]
    Own,
    /// A warning, or a notice, is not breached while its time runs.
    #[error("it allows time until {0}: what was seen by then is no breach of it; enter a later day")]
    TimeAllowed(Date),
    /// Nothing in it bound that day.
    #[error(
        "an appeal was in progress that day, and then only requirements to stop something bind (ASBCPA 2014 s46(3)): \
         enter a day before it was lodged or after it was decided"
    )]
    UnderAppeal,
    /// The act is not allowed now.
    #[error(transparent)]
    Act(#[from] ActRefusal),
    /// A reason in words is missing or too long.
    #[error("say why in a few words without names (--why), at most {WHY_MAX} characters")]
    Why,
    /// Others decide all the time.
    #[error("others are deciding at the same time: try again")]
    Busy,
    /// Today is outside the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A failure of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl NoticeRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_notice",
            Self::OtherRegister(_) => "other_register",
            Self::Own => "review_own",
            Self::TimeAllowed(_) => "within_time_allowed",
            Self::UnderAppeal => "cpn_under_appeal",
            Self::Act(refusal) => refusal.code(),
            Self::Why => "why",
            Self::Busy => "busy",
            Self::Calendar(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

/// What a notice that has just arrived is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The order book, with rule sets and powers.
    pub book: &'a Book,
    /// Phones were told of the rule set it names.
    pub published: bool,
    /// Which zone versions count when; absent before the first were imported.
    pub zones: Option<&'a ZoneManifest>,
    /// The server's clock, UTC milliseconds.
    pub now: i64,
    /// The book of another authority here, if it is that one's paper.
    pub keeper: Option<&'a Book>,
}

/// Why a notice that has just arrived needs a second look; `own` whether its number was allotted to its notebook,
/// absent if this server does not know the block; `officer` is whose notebook it is.
#[must_use]
pub fn review_needed(
    issued: &NoticeIssued,
    number: &NoticeNumber,
    own: Option<bool>,
    generation: u64,
    known: &Known<'_>,
    officer: Id,
) -> Option<&'static str> {
    let Known { book, published, zones, now, keeper } = *known;
    if number.is_training() {
        return None;
    }
    // Blocks of an earlier generation may have been forgotten by a restore; one of this generation was not.
    let newest = next_block(number.authority(), false, generation, 0).map(|block| block.series);
    let unknown_is_wrong = newest == Ok(number.series());
    if own == Some(false) || (own.is_none() && unknown_is_wrong) {
        return Some("the number was not allotted to this notebook");
    }
    if !number.authority().as_str().eq_ignore_ascii_case(&issued.notice.authority) {
        return Some("the number is of another authority than the paper");
    }
    let conduct = issued.notice.conduct.time.unwrap_or(issued.time);
    if issued.time.at.max(conduct.at) > now.saturating_add(AHEAD_MS) {
        return Some("its time is still to come: the phone's clock was wrong");
    }
    let Ok(day) = local_date(conduct.at) else { return Some("the day of the conduct cannot be") };
    let in_force = book.rule_sets.in_force(day).and_then(|set| set.reference().ok());
    // An earlier revision that phones were told of is what the officer could know.
    let named = &issued.notice.rule_set;
    let known = |set: &RuleSetRef| set == named || published && set.id == named.id;
    if !in_force.as_ref().is_some_and(known) {
        return Some("the rule set in force on the day differs from the one the phone had");
    }
    if let (NoticeContent::Fpn(fpn), true) = (&issued.notice.content, issued.notice.under_age)
        && !book.rule_sets.in_force(day).is_some_and(|set| set.young_may_get(&fpn.terms.offence, day))
    {
        return Some("no policy allowed a penalty for somebody of that age on the day");
    }
    if let Some(cited) = issued.notice.order.as_ref().filter(|_| !book.orders.is_empty()) {
        let counted = book.version_on(&cited.code, day).map(OrderVersion::hash);
        if counted != Some(cited.order) {
            return Some("the order in force on the day differs from the one the phone had");
        }
        if let (Some(zone), Some(zones)) = (cited.zone, zones)
            && !zones.at(conduct.at).any(|row| row.zone.0 == *zone.as_bytes())
        {
            return Some("the area in force at that time differs from the one the phone had");
        }
    }
    if let Some(why) = keeper.and_then(|keeper| differs_from_keepers(issued, keeper, day)) {
        return Some(why);
    }
    // An authority that has entered no powers at all has nothing to compare with.
    let holds = book.powers.is_empty() || held(issued, book, officer).unwrap_or(false);
    (!holds).then_some("the officer did not hold the power for this paper on the day of issue")
}

/// Whether the book of the council whose paper it is says something else than the giver's copy of it. Where that council has
/// published no book, or not that order, there is nothing to compare with.
fn differs_from_keepers(issued: &NoticeIssued, keeper: &Book, day: Date) -> Option<&'static str> {
    let in_force = keeper.rule_sets.in_force(day).map(|set| &set.id);
    if in_force.is_some_and(|id| *id != issued.notice.rule_set.id) {
        return Some("the rule set in force on the day differs from that of the council whose paper it is");
    }
    let cited = issued.notice.order.as_ref()?;
    let known = keeper.orders.iter().any(|order| order.code == cited.code);
    let counted = keeper.version_on(&cited.code, day);
    let discharged = counted.is_some_and(|version| version.on_day(day) != OnDay::InForce);
    let differs = discharged || counted.map(OrderVersion::hash) != Some(cited.order);
    (known && differs)
        .then_some("the order of the council whose paper it is differs from the one the phone had")
}

/// Whether the officer held the power on the day of issue; none if nobody can say.
fn held(issued: &NoticeIssued, book: &Book, officer: Id) -> Option<bool> {
    let day = local_date(issued.time.at).ok()?;
    let rules = book.rule_sets.in_force(day)?;
    let power = issued.notice.content.power(rules)?;
    let officer = book.powers.iter().find(|one| one.officer == officer)?;
    Some(officer.holds_for(rules, power, &issued.notice.authority, day).is_ok())
}

/// A reason in words, if it says something and fits.
pub(crate) fn said(why: &str) -> Option<&str> {
    let why = why.trim();
    let fits = !why.is_empty() && why.chars().count() <= WHY_MAX && !why.chars().any(char::is_control);
    fits.then_some(why)
}

/// The authority's register as it stands.
///
/// # Errors
/// The store's.
pub async fn view(store: &dyn Store, scope: &Scope) -> Result<View, Fault> {
    let facts = store.register_facts(scope).await?;
    let book = CurrentBook::read(store, scope).await?.book;
    Ok(View { told: Told::fold_with(&facts.told, &facts.kept, &facts.journal, &book.rule_sets), facts, book })
}

/// Decides about a notice.
///
/// # Errors
/// [`NoticeRefusal`]; nothing was changed.
pub async fn decide(
    store: &dyn Store,
    scope: &Scope,
    (number, act): (&NoticeNumber, Act),
    (by, why): (Id, Option<&str>),
    now: i64,
) -> Result<View, NoticeRefusal> {
    let why = why.map(str::trim).filter(|why| !why.is_empty());
    if (act.needs_why() || why.is_some()) && why.and_then(said).is_none() {
        return Err(NoticeRefusal::Why);
    }
    let deed = Deed { on: local_date(now)?, act };
    for _ in 0..TRIES {
        let mut view = view(store, scope).await?;
        let case = view.told.register.case(number).ok_or(NoticeRefusal::Unknown)?;
        if let Some(keeper) = view.facts.elsewhere.get(number) {
            return Err(NoticeRefusal::OtherRegister(keeper.to_string()));
        }
        case.check(&deed)?;
        let issuer = view.told.records.get(number).and_then(|(_, notebook)| view.officer_of(*notebook));
        if matches!(act, Act::ReviewConfirmed) && issuer == Some(by) {
            return Err(NoticeRefusal::Own);
        }
        // What a court decided is corrected by a further entry, and never in passing.
        let corrected =
            matches!(act, Act::Prosecuted { .. }) && case.standing(deed.on).kind() == BucketKind::Prosecuted;
        if corrected && why.is_none() {
            return Err(NoticeRefusal::Why);
        }
        if let (Act::Breached { seen }, Some(protection)) = (act, case.standing(deed.on).protection) {
            breachable(&view, number, &protection, seen)?;
        }
        let record = view.told.records.get(number).map_or(scope.authority(), |(record, _)| *record);
        let body = ServerBody::NoticeDecided(NoticeDecided {
            number: number.clone(),
            on: deed.on,
            by: Some(by),
            act,
            why: why.map(str::to_owned),
        });
        let decided = Decided {
            read_to: view.facts.read_to,
            entries: vec![(record, body.clone())],
            mark: None,
            what: format!("notice {number}: {}", act.code()),
            reason: why.map(str::to_owned),
        };
        if store.decide(scope, decided).await? {
            view.told.decided(&body);
            return Ok(view);
        }
    }
    Err(NoticeRefusal::Busy)
}

/// Whether something was due that day: the time that a warning allows was over, or a requirement's of a notice that bound then.
/// Nothing is known of it once the body is erased, and of a notice that a court varied: its terms are in the court's order.
fn breachable(
    view: &View,
    number: &NoticeNumber,
    protection: &Protection,
    seen: Date,
) -> Result<(), NoticeRefusal> {
    let Some(story) = view.told.story(number, &view.facts.told) else { return Ok(()) };
    let allowed_until = match story.notice.content {
        NoticeContent::Cpw(cpw) => Some(cpw.allowed_until),
        NoticeContent::Cpn(cpn) if !protection.is_varied() => {
            let appealed = protection.is_appealed_on(seen);
            let binding =
                cpn.requirements.iter().filter(|one| !appealed || one.kind == RequirementKind::Stop);
            let days: Vec<Option<Date>> = binding.map(|one| one.by).collect();
            if days.is_empty() {
                return Err(NoticeRefusal::UnderAppeal);
            }
            let days: Option<Vec<Date>> = days.into_iter().collect();
            days.and_then(|days| days.into_iter().min())
        }
        _ => None,
    };
    match allowed_until {
        Some(until) if seen <= until => Err(NoticeRefusal::TimeAllowed(until)),
        _ => Ok(()),
    }
}

/// The answer to a line of a payment file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAnswer {
    /// The line as it was read.
    pub row: PaymentRow,
    /// What became of it.
    pub answer: PaymentAnswer,
}

/// Whether a number begins with another authority's code than this.
fn is_of_another(number: &str, own: &str) -> bool {
    NoticeNumber::parse(number).is_ok_and(|number| number.authority().as_str() != own)
}

/// Takes the payments of a file in for an officer: each line gets its answer, in order, and one that is wrong stops no
/// other.
///
/// # Errors
/// [`NoticeRefusal::Busy`], the store's; nothing was changed then.
pub async fn take_payments(
    store: &dyn Store,
    (scope, own): (&Scope, &str),
    (rows, by): (&[PaymentRow], Id),
    today: Date,
    dry_run: bool,
) -> Result<Vec<LineAnswer>, NoticeRefusal> {
    for _ in 0..TRIES {
        let mut view = view(store, scope).await?;
        let mut answers = Vec::with_capacity(rows.len());
        let mut entries = Vec::new();
        for row in rows {
            let answer = match match_row(&view.told.register, row, today) {
                Ok((number, ..)) if view.facts.elsewhere.contains_key(&number) => {
                    PaymentAnswer::OtherRegister
                }
                Ok((number, payment, answer)) => {
                    let record = view.told.records.get(&number).map_or(scope.authority(), |(id, _)| *id);
                    let body = ServerBody::PaymentTaken(PaymentTaken { number, payment, by: Some(by) });
                    view.told.decided(&body);
                    entries.push((record, body));
                    answer
                }
                // A number of other paper, which no officer of this authority has told of.
                Err(PaymentAnswer::UnknownNumber) if is_of_another(&row.number, own) => {
                    PaymentAnswer::OtherRegister
                }
                Err(answer) => answer,
            };
            answers.push(LineAnswer { row: row.clone(), answer });
        }
        if dry_run {
            return Ok(answers);
        }
        let what = format!("payments: {} of {} lines taken", entries.len(), rows.len());
        let decided = Decided { read_to: view.facts.read_to, mark: None, entries, what, reason: None };
        if store.decide(scope, decided).await? {
            return Ok(answers);
        }
    }
    Err(NoticeRefusal::Busy)
}
