//! Encampments at the server: what phones and desks have told, folded by the same code as on phones, and what phones are
//! told of where each stands. Nothing here is kept but what was told.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{AccessTable, Area, Reading, Roles};
use beatbook_domain::calendar::{CalendarError, local_date};
use beatbook_domain::encampments::entitled::is_entitled;
use beatbook_domain::encampments::quiet::{quiet, tents_alone};
use beatbook_domain::encampments::refusal::StepRefusal;
use beatbook_domain::encampments::returns::{Return, ReturnRules, returns};
use beatbook_domain::encampments::standing::{EncampmentActed, EncampmentStanding};
use beatbook_domain::encampments::story::Encampment;
use beatbook_domain::encampments::tent_standing::TentStanding;
use beatbook_domain::encampments::tents::{Tent, fold_tents};
use beatbook_domain::encampments::{Beside, Told, fold};
use beatbook_domain::notices::known::TagKey;
use beatbook_domain::records::encampment::{EncampmentEntry, EncampmentForm, EncampmentStep, EntryAt};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::welfare::shown::Shown;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use thiserror::Error;

use crate::auth::{Keyholder, Scope};
use crate::error::Fault;
use crate::notices::view;
use crate::orders::CurrentBook;
use crate::presence::Briefings;
use crate::random;
use crate::store::{Acted, EncampmentDecided, EncampmentMark, EncampmentsTold, Officer, Store};
use crate::welfare::{cases, identity_key, sleepers};

/// Tries against phones and others who write at the same time.
const TRIES: usize = 8;
/// Where the key of vehicles and people is kept.
const TAG_KEY: &str = "encampment_tag_key";

/// All encampments of an authority. Which of them are sleeping places follows from all that was told, whatever day is asked for:
/// what is one now is not told of an earlier day either.
#[derive(Debug, Clone)]
pub struct Encampments {
    /// Their stories, by id; of an earlier day those of which something held by then.
    pub stories: BTreeMap<Id, Encampment>,
    /// Those of which outreach alone has told, and no caravan or vehicle was seen: where somebody sleeps rough.
    pub quiet: BTreeSet<Id>,
    /// Others where tents or structures alone were counted: where they stand is the own team's.
    pub tents_alone: BTreeSet<Id>,
    /// Tents, by id.
    pub tents: BTreeMap<Id, Tent>,
    /// What they were folded from.
    told: Vec<Told>,
    beside: Beside,
    mark: EncampmentMark,
}

/// Why nothing was told at the desk.
#[derive(Debug, Error)]
pub enum EncampmentRefused {
    /// No such encampment, or none this officer may know of: the same words.
    #[error("there is no such encampment: `encampment list` shows those this officer may know of")]
    Unknown,
    /// Tents of another team: it would need to know where they stand, or change what is told of that.
    #[error("where these tents stand is told to the team that came upon them: ask one of them to tell this")]
    OwnTeam,
    /// Two are joined, and somebody who may not know where people sleep would be told.
    #[error("joined, these two would tell others where somebody sleeps rough: leave them two")]
    TellsWhere,
    /// Two are joined, and one was vacated before the other was reported: what was told of the return would not hold.
    #[error(
        "one of these was vacated before the other was reported: a return stays reported anew; if it was never empty, take that \
         entry back first (`encampment take-back`)"
    )]
    Return,
    /// Its form.
    #[error(transparent)]
    Form(#[from] EncampmentForm),
    /// It does not follow from what was told.
    #[error("{0}")]
    Step(StepRefusal),
    /// It would happen only later.
    #[error("this is in time to come: tell what happened once it has")]
    ToCome,
    /// A status of a day to come.
    #[error("this day is still to come: ask for one that has come (--as-at)")]
    AsAt,
    /// Others tell all the time.
    #[error("encampments change all the time: try again in a moment")]
    Busy,
    /// A day cannot be told.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The store's.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl EncampmentRefused {
    /// A stable name for scripts and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "no_such_encampment",
            Self::OwnTeam => "own_team",
            Self::TellsWhere => "tells_where",
            Self::Return => "vacated_between",
            Self::Form(form) => form.code(),
            Self::Step(refusal) => refusal.code(),
            Self::ToCome => "time",
            Self::AsAt => "as_at",
            Self::Busy => "busy",
            Self::Calendar(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }
}

impl Encampments {
    /// Reads them, as they are or as they stood at the end of a day.
    ///
    /// # Errors
    /// The store's.
    pub async fn read(
        store: &dyn Store,
        scope: &Scope,
        (as_at, today): (Option<Date>, Date),
    ) -> Result<Self, Fault> {
        let mut facts = store.encampment_facts(scope).await?;
        entitle(store, scope, &mut facts.told).await?;
        // Notices are read only where a direction may be void: where one was given in writing.
        let written = |one: &Told| match &one.entry {
            EncampmentEntry::Reported(_) => false,
            EncampmentEntry::Step(told) => {
                matches!(&told.step, EncampmentStep::Direction(direction) if direction.number().is_some())
            }
        };
        let any = facts.told.iter().any(written);
        let beside = if any { notices_over(store, scope, today).await? } else { Beside::default() };
        let mut stories = fold(&facts.told, &beside);
        let (quiet, tents_alone) = sleeping(&facts.told, &stories);
        if as_at.is_some() {
            stories = fold(&facts.told, &Beside { as_at, ..beside.clone() });
            stories.retain(|_, story| story.stage().is_some());
        }
        let tents = fold_tents(&facts.tents, &facts.colleagues);
        Ok(Self { stories, quiet, tents_alone, tents, told: facts.told, beside, mark: facts.mark })
    }

    /// Quiet ones as they stood at the end of another day.
    #[must_use]
    pub fn quiet_at(&self, day: Date) -> Vec<Encampment> {
        if self.quiet.is_empty() {
            return Vec::new();
        }
        let beside = Beside { as_at: Some(day), ..self.beside.clone() };
        let then = fold(&self.told, &beside).into_values();
        then.filter(|story| self.quiet.contains(&story.id) && story.stage().is_some()).collect()
    }

    /// Officers whose teams alone are told where it stands; none: everybody who enforces is.
    #[must_use]
    pub fn known_to(&self, story: &Encampment) -> Option<Vec<Id>> {
        if self.quiet.contains(&story.id) {
            return Some(tellers(story).collect());
        }
        // Who tells of it later is told no more by that.
        let reported = || story.reports.iter().map(|one| one.by).collect();
        self.tents_alone.contains(&story.id).then(reported)
    }

    /// All that was told of encampments, as it came.
    #[must_use]
    pub fn entries(&self) -> &[Told] {
        &self.told
    }

    /// Who told an entry.
    #[must_use]
    pub fn teller(&self, entry: EntryAt) -> Option<Id> {
        self.told.iter().find(|one| one.at == entry).map(|one| one.by)
    }

    /// An encampment by any of its ids.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Encampment> {
        let joined = || self.stories.values().find(|story| story.joined.contains(&id));
        self.stories.get(&id).or_else(joined)
    }

    /// Since when a direction is given up, by the number of its notice.
    #[must_use]
    pub fn withdrawn(&self, number: Option<&str>) -> Option<Date> {
        self.beside.withdrawn.get(number?).copied()
    }

    /// Returns among them.
    #[must_use]
    pub fn returns(&self) -> Vec<Return> {
        returns(&self.stories, ReturnRules::default())
    }

    /// As they would be if this came now, and why it would not hold.
    fn with(&self, acted: &EncampmentActed) -> (Self, Option<StepRefusal>) {
        // No journal has an entry of this number.
        let at = EntryAt { journal: acted.encampment, seq: u64::MAX };
        let one = Told {
            at,
            encampment: acted.encampment,
            by: acted.by,
            desk: true,
            discreet: false,
            entitled: true,
            entry: acted.entry.clone(),
        };
        let mut after = self.clone();
        after.told.push(one);
        after.stories = fold(&after.told, &after.beside);
        (after.quiet, after.tents_alone) = sleeping(&after.told, &after.stories);
        let mut refused = after.stories.values().flat_map(|story| &story.refused);
        let refusal = refused.find(|refused| refused.at == at).map(|refused| refused.refusal);
        (after, refusal)
    }

    /// Whether one of two was vacated before the other was reported.
    fn is_return(&self, [one, other]: [Id; 2]) -> bool {
        let before = |earlier: Id, later: Id| {
            let vacated = self.get(earlier).and_then(|story| Some(story.vacated.as_ref()?.time));
            let reported = self.get(later).and_then(|story| Some(story.reports.first()?.time));
            vacated.zip(reported).is_some_and(|(vacated, reported)| vacated < reported)
        };
        before(one, other) || before(other, one)
    }

    /// Whether two that are joined would tell anybody where somebody sleeps who is not told now.
    fn tells_more(&self, joined: &Self, two: [Id; 2], officers: &[Officer]) -> bool {
        let team = |by: &Id| officers.iter().find(|one| one.id == *by).map(|one| one.team.as_str());
        let teams = |all: &Self, story: &Encampment| {
            all.known_to(story).map(|by| by.iter().filter_map(team).collect::<BTreeSet<&str>>())
        };
        let Some(both) = joined.get(two[0]) else { return false };
        let (after, stays_quiet) = (teams(joined, both), joined.quiet.contains(&both.id));
        two.into_iter().filter_map(|id| self.get(id)).any(|story| {
            let Some(before) = teams(self, story) else { return false };
            let is_kept = after.as_ref().is_some_and(|after| after.is_subset(&before));
            !is_kept || (self.quiet.contains(&story.id) && !stays_quiet)
        })
    }
}

/// Those that are quiet, and others where tents alone stand.
fn sleeping(told: &[Told], stories: &BTreeMap<Id, Encampment>) -> (BTreeSet<Id>, BTreeSet<Id>) {
    let quiet = quiet(told, stories);
    let tents_alone = tents_alone(stories).difference(&quiet).copied().collect();
    (quiet, tents_alone)
}

/// Who told of it what holds. What was refused makes nobody one of those who read it.
pub fn tellers(story: &Encampment) -> impl Iterator<Item = Id> + Clone {
    let reports = story.reports.iter().map(|one| one.by);
    let visits = story.visits.iter().map(|one| one.by);
    let directions = story.written.iter().chain(&story.spoken).map(|one| one.by);
    reports.chain(visits).chain(directions)
}

/// Notes of directions that phones told whether they were that officer's to give or to tell. The desk has its own rules.
async fn entitle(store: &dyn Store, scope: &Scope, told: &mut [Told]) -> Result<(), Fault> {
    let asks = |one: &&mut Told| {
        let step = one.step();
        !one.desk && matches!(step, Some(EncampmentStep::Direction(_) | EncampmentStep::PoliceS61 { .. }))
    };
    let mut asked = told.iter_mut().filter(asks).peekable();
    if asked.peek().is_none() {
        return Ok(());
    }
    let (book, roles) = (CurrentBook::read(store, scope).await?.book, store.roles(scope).await?);
    for one in asked {
        let Ok(day) = local_date(one.entry.time()) else { continue };
        let roles = roles.get(&one.by).into_iter().flat_map(|roles| roles.on(day));
        let Some(step) = one.step() else { continue };
        one.entitled = is_entitled(step, (one.by, day), &book, roles);
    }
    Ok(())
}

/// Notices of directions that are void or were withdrawn.
async fn notices_over(store: &dyn Store, scope: &Scope, today: Date) -> Result<Beside, Fault> {
    let told = view(store, scope).await?.told;
    Ok(Beside::of_notices(told.register.cases(), today))
}

/// Tells something at the desk: checked against all that was told, and written only if nothing has come since.
///
/// # Errors
/// [`EncampmentRefused`]; nothing was written.
pub async fn act(
    store: &dyn Store,
    scope: &Scope,
    acted: EncampmentActed,
    now: i64,
) -> Result<(), EncampmentRefused> {
    acted.entry.check(acted.encampment)?;
    if acted.entry.time() > now {
        return Err(EncampmentRefused::ToCome);
    }
    let today = local_date(now)?;
    for _ in 0..TRIES {
        let encampments = Encampments::read(store, scope, (None, today)).await?;
        let is_new = matches!(acted.entry, EncampmentEntry::Reported(_));
        if !is_new && encampments.get(acted.encampment).is_none() {
            return Err(EncampmentRefused::Unknown);
        }
        let (after, refusal) = encampments.with(&acted);
        if let Some(refusal) = refusal {
            return Err(EncampmentRefused::Step(refusal));
        }
        if let EncampmentEntry::Step(told) = &acted.entry
            && let EncampmentStep::Same { other, .. } = &told.step
        {
            let two = [acted.encampment, *other];
            if encampments.is_return(two) {
                return Err(EncampmentRefused::Return);
            }
            if encampments.tells_more(&after, two, &store.officers(scope).await?) {
                return Err(EncampmentRefused::TellsWhere);
            }
        }
        let what = match &acted.entry {
            EncampmentEntry::Reported(_) => "reported",
            EncampmentEntry::Step(told) => told.step.name(),
        };
        let what = format!("encampment {}: {what} told", acted.encampment);
        let decided =
            EncampmentDecided { mark: encampments.mark, acted: Acted::Encampment(acted.clone()), what };
        if store.act_on_encampment(scope, decided).await? {
            return Ok(());
        }
    }
    Err(EncampmentRefused::Busy)
}

/// Tells phones where encampments stand, if something has come since they were told; answers of how many.
///
/// # Errors
/// The store's.
pub async fn tell(
    (store, keyholder, briefings): (&dyn Store, &Keyholder, &Briefings),
    scope: &Scope,
    now: i64,
) -> Result<usize, EncampmentRefused> {
    let Some(last) = store.encampments_untold(scope).await? else { return Ok(0) };
    let encampments = Encampments::read(store, scope, (None, local_date(now)?)).await?;
    let key = tag_key(store, keyholder, scope).await?;
    let places = tent_places((store, keyholder, briefings), scope, (&encampments, now)).await?;
    let standing = |story: &Encampment| {
        let mut standing = EncampmentStanding::of(story, &key);
        for direction in &mut standing.directions {
            direction.withdrawn = encampments.withdrawn(direction.number.as_deref());
        }
        if let Some(place) = places.get(&story.id) {
            standing.coarsely(place.clone());
        }
        standing
    };
    // Where somebody sleeps rough is told to nobody who enforces, on no phone.
    let (quiet, told): (Vec<&Encampment>, Vec<&Encampment>) =
        encampments.stories.values().partition(|story| encampments.quiet.contains(&story.id));
    let standings = told.into_iter().map(standing).collect();
    let unsaid = quiet.into_iter().map(|story| EncampmentStanding::of_nothing(story, &key)).collect();
    let (officers, roles, today) =
        (store.officers(scope).await?, store.roles(scope).await?, local_date(now)?);
    let helps = |officer: &Id| {
        let none = Roles::default();
        let access = AccessTable::shipped().access(roles.get(officer).unwrap_or(&none), today);
        access.may_read_body(Area::Welfare, Reading { same_team: true, closed: true, ..Reading::default() })
    };
    let tent = |tent: &Tent| {
        let by = tent.noted_by()?;
        let team = &officers.iter().find(|one| one.id == by)?.team;
        Some(TentStanding::of(tent, team, helps(&by)))
    };
    let tents = encampments.tents.values().filter_map(tent).collect();
    // If more has come meanwhile, whoever brought it tells.
    Ok(store
        .tell_encampments(scope, EncampmentsTold { mark: encampments.mark, last, standings, unsaid, tents })
        .await?)
}

/// Where tents stand, as others than the own team are told it, by the encampment: the land's code if it has one, and the square
/// or the ward by what welfare records know of who sleeps there. The tents themselves are not counted: they may be the same people.
///
/// # Errors
/// The store's.
pub async fn tent_places(
    (store, keyholder, briefings): (&dyn Store, &Keyholder, &Briefings),
    scope: &Scope,
    (encampments, now): (&Encampments, i64),
) -> Result<BTreeMap<Id, String>, EncampmentRefused> {
    if encampments.tents_alone.is_empty() {
        return Ok(BTreeMap::new());
    }
    let briefing = briefings.get(store, scope, None).await?.unwrap_or_default();
    let ward_of = |place: KeptPlace| briefing.ward_at(place.lat, place.lon, now).map(str::to_owned);
    let key = identity_key(store, keyholder, scope.authority()).await?;
    let sleepers = sleepers(&cases(&store.welfare_facts(scope).await?), &key, local_date(now)?, ward_of);
    let words = |id: &Id| {
        let story = encampments.get(*id)?;
        let place = story.reports.iter().find_map(|report| report.what.land.place);
        let place = match place.map_or(Shown::Nothing, |place| sleepers.shown(place, ward_of)) {
            Shown::Cell(cell) => Some(format!("in the 100 m square {}", cell.reference())),
            Shown::Ward(ward) => Some(format!("in the ward {}", briefing.ward_name(&ward, now))),
            Shown::Nothing => None,
        };
        let code = story.land().and_then(|land| land.code.as_ref()).map(|code| format!("land {code}"));
        let known: Vec<String> = code.into_iter().chain(place).collect();
        let known = if known.is_empty() { "tents".to_owned() } else { known.join(", ") };
        Some((*id, format!("{known}; the own team knows where")))
    };
    Ok(encampments.tents_alone.iter().filter_map(words).collect())
}

/// The key of vehicles and people, made when it is first needed.
pub(crate) async fn tag_key(
    store: &dyn Store,
    keyholder: &Keyholder,
    scope: &Scope,
) -> Result<TagKey, Fault> {
    let name = format!("{TAG_KEY}:{}", scope.authority());
    if let Some(bytes) = store.setting(keyholder, &name).await?
        && let Ok(bytes) = <[u8; 32]>::try_from(bytes)
    {
        return Ok(TagKey::from_bytes(bytes));
    }
    let bytes: [u8; 32] = random::bytes()?;
    store.put_settings(keyholder, vec![(name, bytes.to_vec())]).await?;
    Ok(TagKey::from_bytes(bytes))
}
