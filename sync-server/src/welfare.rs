//! Welfare records on the server: folded from what phones tell, and seen by each reader as far as the table of roles
//! lets them. Nothing here is read or counted for enforcement.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{Access, AccessTable, Area, Reading, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::task::WelfareTask;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Welfare, WelfareRefusal};
use beatbook_domain::records::welfare::{WelfareEntry, WelfareStep};
use beatbook_domain::welfare::cell::Cell;
use beatbook_domain::welfare::consent::AnswerTold;
use beatbook_domain::welfare::grid::GridRef;
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId, PersonIds};
use beatbook_domain::welfare::shown::{Shown, Sleepers};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::auth::Keyholder;
use crate::error::Fault;
use crate::random;
use crate::store::{Officer, Store, WelfareTold};

/// Whoever was met longer ago is not counted among those who sleep in a ward any more, days.
const LATELY_DAYS: i32 = 90;

/// Where the key of identities is kept, with the authority's id behind it.
pub const IDENTITY_KEY: &str = "welfare_identity_key";

/// The welfare service's key of identities, made when it is first needed.
///
/// # Errors
/// The store's.
pub async fn identity_key(
    store: &dyn Store,
    keyholder: &Keyholder,
    authority: Id,
) -> Result<IdentityKey, Fault> {
    let name = format!("{IDENTITY_KEY}:{authority}");
    if let Some(bytes) = store.setting(keyholder, &name).await?
        && let Ok(bytes) = <[u8; 32]>::try_from(bytes)
    {
        return Ok(IdentityKey::from_bytes(bytes));
    }
    let bytes: [u8; 32] = random::bytes()?;
    store.put_settings(keyholder, vec![(name, bytes.to_vec())]).await?;
    Ok(IdentityKey::from_bytes(bytes))
}

/// A welfare record of a notebook, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The notebook that keeps it.
    pub notebook: Id,
    /// Whose notebook it is.
    pub officer: Id,
    /// The record.
    pub record: Id,
    /// Its story; absent while nothing of it has come.
    pub welfare: Option<Welfare>,
    /// Its beginning is erased, and the story is what a phone that did not know told of it all the same: a child, a concern and a no
    /// are heard.
    pub is_rest: bool,
    /// Of each step of the story, in its order: number of the entry, and when the server took it in, UTC milliseconds.
    pub steps: Vec<(u64, i64)>,
    /// Entries that do not fit, with their codes. They are kept.
    pub refused: Vec<(u64, &'static str)>,
}

/// By how much a clock may be behind and be believed all the same.
const GRACE_MS: i64 = 86_400_000;

/// An entry that tells of a welfare record, as the server took it in.
#[derive(Debug, Clone)]
pub struct TakenIn {
    /// Its number.
    pub seq: u64,
    /// When it was taken in, UTC milliseconds.
    pub taken: i64,
    /// What it says, as far as a clock can be believed that nothing confirms ([`WelfareEntry::taken_in`]).
    pub entry: WelfareEntry,
}

impl TakenIn {
    /// What an entry of an officer says, as it can be believed: this server made the officer's id when it first heard of them.
    #[must_use]
    pub fn new(officer: Id, seq: u64, taken: i64, entry: WelfareEntry) -> Self {
        let since = officer.made_at().saturating_sub(GRACE_MS);
        Self { seq, taken, entry: entry.taken_in(since, taken) }
    }
}

impl From<&WelfareTold> for TakenIn {
    fn from(told: &WelfareTold) -> Self {
        Self { seq: told.seq, taken: told.taken, entry: told.entry.clone() }
    }
}

impl Case {
    /// Folds a record's entries, in order of seq.
    #[must_use]
    pub fn fold(notebook: Id, officer: Id, record: Id, told: &[TakenIn]) -> Self {
        let (steps, refused) = (Vec::new(), Vec::new());
        let mut case = Self { notebook, officer, record, welfare: None, is_rest: false, steps, refused };
        for one in told {
            let TakenIn { seq, taken, entry } = one;
            let fits = match (&mut case.welfare, entry) {
                (Some(welfare), entry) => welfare.apply(entry),
                (none, WelfareEntry::Opened(opened)) => {
                    Welfare::open(opened).map(|story| *none = Some(story))
                }
                (none, entry) => {
                    case.is_rest = true;
                    *none = rest_from(officer, one);
                    none.as_mut().map_or(Ok(()), |rest| rest.apply(entry))
                }
            };
            match fits {
                // Nobody can answer any more what the erased beginning had answered.
                Err(WelfareRefusal::Open(_) | WelfareRefusal::NoConsent) if case.is_rest => {}
                Err(refusal) => case.refused.push((*seq, WelfareRefusal::code(&refusal))),
                Ok(()) if case.welfare.is_some() && matches!(entry, WelfareEntry::Step(_)) => {
                    case.steps.push((*seq, *taken));
                }
                Ok(()) => {}
            }
        }
        case
    }

    /// Whom outreach met, as the record tells ([`Welfare::met`]); of what is left of an erased one, those of whom it says how they were
    /// found: a word told late is no meeting.
    #[must_use]
    pub fn met(&self, welfare: &Welfare) -> Option<Vec<Label>> {
        let met = welfare.met()?;
        if !self.is_rest {
            return Some(met);
        }
        let is_found = |label: &Label| welfare.people.get(label).is_some_and(|person| person.state.is_some());
        let found: Vec<Label> = met.into_iter().filter(is_found).collect();
        Some(found).filter(|found| !found.is_empty())
    }

    /// Answers to the question of support that the record tells, each with whom it is of; `welfare` is its story.
    pub fn answers(&self, welfare: &Welfare) -> impl Iterator<Item = (Label, AnswerTold)> {
        welfare.steps.iter().zip(&self.steps).filter_map(|(step, (seq, taken))| {
            Some((step.person?, AnswerTold::of(step, (self.notebook, *seq), *taken)?))
        })
    }
}

/// The story of what is left of an officer's record, from this entry on, before it says anything.
fn rest_from(officer: Id, told: &TakenIn) -> Option<Welfare> {
    let began = WelfareEntry::Opened(Welfare::rest_from(&told.entry));
    match TakenIn::new(officer, told.seq, told.taken, began).entry {
        WelfareEntry::Opened(opened) => {
            Some(Welfare { opened, people: BTreeMap::new(), steps: Vec::new(), closed: None })
        }
        _ => None,
    }
}

/// All records of an authority of which something is here, the newest last; `told` comes record by record, in order.
#[must_use]
pub fn cases(told: &[WelfareTold]) -> Vec<(Case, Welfare)> {
    let records = told.chunk_by(|one, next| (one.notebook, one.record) == (next.notebook, next.record));
    let folded = records.filter_map(|record| {
        let first = record.first()?;
        let entries: Vec<TakenIn> = record.iter().map(TakenIn::from).collect();
        let mut case = Case::fold(first.notebook, first.officer, first.record, &entries);
        let welfare = case.welfare.take()?;
        Some((case, welfare))
    });
    let mut all: Vec<(Case, Welfare)> = folded.collect();
    // By when they began: the ids tell no more than the hour.
    all.sort_by_key(|(case, welfare)| {
        let opened = &welfare.opened;
        (opened.time.map_or(opened.at.wall, |time| time.at), case.record)
    });
    all
}

/// Who asks for another visit, or has found a danger.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The team of the officer.
    pub team: String,
    /// What the officer's roles allow.
    pub access: Access,
}

impl Visitor {
    /// An officer as of a day.
    #[must_use]
    pub fn on(day: Date, officer: &Officer, roles: &BTreeMap<Id, Roles>) -> Self {
        let held = roles.get(&officer.id).cloned().unwrap_or_default();
        Self { team: officer.team.clone(), access: AccessTable::shipped().access(&held, day) }
    }

    /// Whether the officer helps people: reads what the own team does to help.
    #[must_use]
    pub fn helps(&self) -> bool {
        self.access.may_read_body(Area::Welfare, Reading { same_team: true, ..Reading::default() })
    }
}

/// The teams of which somebody helps people on a day.
#[must_use]
pub fn helping_teams(day: Date, officers: &[Officer], roles: &BTreeMap<Id, Roles>) -> BTreeSet<String> {
    let all = officers.iter().map(|officer| Visitor::on(day, officer, roles));
    all.filter(Visitor::helps).map(|visitor| visitor.team).collect()
}

/// The task that a step of a record asks for, if it does. A next visit: for the own team with the exact place, if the officer helps
/// people; else for any team of the service, which asks the coordinator where. A follow-up: for the team it names, else for any team
/// of the service; with the exact place for the own team alone.
#[must_use]
pub fn visit_task(
    (record, place): (Id, Option<KeptPlace>),
    step: &WelfareStep,
    visitor: &Visitor,
    id: Id,
) -> Option<WelfareTask> {
    let own = || Some(visitor.team.clone());
    let (due, what) = step.step.visit()?;
    let asked = match &step.step {
        CareStep::FollowUp { team, .. } => team.clone(),
        _ => own(),
    };
    let helps = visitor.helps();
    let place = place.filter(|_| helps && asked == own());
    let visit = matches!(step.step, CareStep::NextVisit { .. });
    Some(WelfareTask {
        id,
        officer: None,
        team: asked.filter(|_| helps || !visit),
        place: place.and_then(reference),
        what,
        due,
        from_record: record,
        review: None,
    })
}

/// Eight figures: a square of ten metres.
#[must_use]
pub fn reference(place: KeptPlace) -> Option<String> {
    GridRef::of_place(place).map(|reference| reference.to_string())
}

/// How much of a record somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it, with its exact place.
    Exact,
    /// All of it; its place as others than the own team are shown it.
    Coarse,
    /// The fields of a grant to the reader's organisation.
    Shared,
    /// That there is one, in its month and ward.
    Existence,
    /// Nothing.
    None,
}

/// What a reader sees of a record.
#[must_use]
pub fn sight(access: &Access, reading: Reading) -> Sight {
    let reads = |reading| access.may_read_body(Area::Welfare, reading);
    let without_grant = reads(Reading { shared: false, ..reading });
    match (reads(reading), access.may_know_existence(Area::Welfare, reading)) {
        (true, _) if !without_grant => Sight::Shared,
        (true, _) if reading.own || reading.same_team => Sight::Exact,
        (true, _) => Sight::Coarse,
        (false, true) => Sight::Existence,
        (false, false) => Sight::None,
    }
}

/// What others than the own team are told of a record's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceTold {
    /// The ward at the centre of its cell.
    pub ward: Option<String>,
    /// The cell or the ward, or nothing.
    pub shown: Shown,
}

/// Those who slept in each ward lately: somebody seen three times is one person, so who is known counts once, and of those who
/// are not, as many as one record of the ward names. In doubt there are fewer, and the ward is told.
#[must_use]
pub fn sleepers(
    cases: &[(Case, Welfare)],
    key: &IdentityKey,
    today: Date,
    ward_of: impl Fn(KeptPlace) -> Option<String>,
) -> Sleepers {
    let mut known: BTreeMap<KeyedId, KeptPlace> = BTreeMap::new();
    let mut unknown: BTreeMap<String, Vec<KeptPlace>> = BTreeMap::new();
    for (_, welfare) in cases.iter().filter(|(_, welfare)| is_lately(welfare.day(), today)) {
        let Some((place, cell)) = welfare.opened.place.and_then(|place| Some((place, Cell::of(place).ok()?)))
        else {
            continue;
        };
        let sleeps = |person: &&PersonSeen| person.state.is_some_and(SleepingState::counts);
        let sleeping: Vec<&PersonSeen> = welfare.people.values().filter(sleeps).collect();
        let ids: Vec<KeyedId> = sleeping.iter().filter_map(|person| by_initials(key, person)).collect();
        let nameless = sleeping.len().saturating_sub(ids.len());
        // The newest place of each.
        known.extend(ids.into_iter().map(|id| (id, place)));
        if let Some(ward) = ward_of(cell.centre()).filter(|_| nameless > 0) {
            let most = unknown.entry(ward).or_default();
            if most.len() < nameless {
                *most = vec![place; nameless];
            }
        }
    }
    let people: Vec<KeptPlace> = known.into_values().chain(unknown.into_values().flatten()).collect();
    Sleepers::of(&people, ward_of)
}

/// What others than the own team are told of each record's place. A place where nobody sleeps lately is told like one of too
/// few.
#[must_use]
pub fn places(
    cases: &[(Case, Welfare)],
    key: &IdentityKey,
    today: Date,
    ward_of: impl Fn(KeptPlace) -> Option<String>,
) -> Vec<PlaceTold> {
    let sleepers = sleepers(cases, key, today, &ward_of);
    let told = |(_, welfare): &(Case, Welfare)| {
        let Some(place) = welfare.opened.place else {
            return PlaceTold { ward: None, shown: Shown::Nothing };
        };
        let ward = Cell::of(place).ok().and_then(|cell| ward_of(cell.centre()));
        PlaceTold { ward, shown: sleepers.shown(place, &ward_of) }
    };
    cases.iter().map(told).collect()
}

/// Whether somebody met on a day still counts among those who sleep in a ward.
fn is_lately(day: Date, today: Date) -> bool {
    day.until(today).is_ok_and(|ago| ago.get_days() <= LATELY_DAYS)
}

/// Who somebody is by initials and date of birth: the same for all who know the name and for those who do not.
#[must_use]
pub fn by_initials(key: &IdentityKey, person: &PersonSeen) -> Option<KeyedId> {
    identities(key, person).by_initials
}

/// All identifiers of somebody, as far as they are known.
#[must_use]
pub fn identities(key: &IdentityKey, person: &PersonSeen) -> PersonIds {
    key.person_seen(person)
}

/// The local day of a step.
#[must_use]
pub fn day_of(step: &WelfareStep) -> Option<Date> {
    local_date(step.told_at()).ok()
}

/// The local month of a record, such as 2025-11.
#[must_use]
pub fn month(welfare: &Welfare) -> String {
    welfare.day().strftime("%Y-%m").to_string()
}
