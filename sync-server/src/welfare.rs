//! Welfare records on the server: folded from what phones tell, and seen by each reader as far as the table of roles
//! lets them. Nothing here is read or counted for enforcement.

use std::collections::BTreeMap;

use beatbook_domain::access::{Access, Area, Reading};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::task::WelfareTask;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Welfare, WelfareRefusal};
use beatbook_domain::records::welfare::{WelfareEntry, WelfareStep};
use beatbook_domain::welfare::cell::Cell;
use beatbook_domain::welfare::grid::{Figures, GridPoint, GridRef};
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use beatbook_domain::welfare::shown::{Shown, shown};
use beatbook_protocol::id::Id;

use crate::store::WelfareTold;

/// A welfare record of a notebook, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The notebook that keeps it.
    pub notebook: Id,
    /// Whose notebook it is.
    pub officer: Id,
    /// The record.
    pub record: Id,
    /// Its story; absent while its beginning has not come, or is erased.
    pub welfare: Option<Welfare>,
    /// Entries that do not fit, with their codes. They are kept.
    pub refused: Vec<(u64, &'static str)>,
}

impl Case {
    /// Folds a record's entries, in order of seq.
    #[must_use]
    pub fn fold(notebook: Id, officer: Id, record: Id, told: &[(u64, WelfareEntry)]) -> Self {
        let mut case = Self { notebook, officer, record, welfare: None, refused: Vec::new() };
        for (seq, entry) in told {
            let fits = match (&mut case.welfare, entry) {
                (Some(welfare), entry) => welfare.apply(entry),
                (none, WelfareEntry::Opened(opened)) => {
                    Welfare::open(opened).map(|story| *none = Some(story))
                }
                // Its beginning is still to come, or erased: nothing is wrong with it.
                (None, _) => Ok(()),
            };
            if let Err(refusal) = fits {
                case.refused.push((*seq, WelfareRefusal::code(&refusal)));
            }
        }
        case
    }
}

/// All records of an authority that have a beginning, the newest last; `told` comes record by record, in order.
#[must_use]
pub fn cases(told: &[WelfareTold]) -> Vec<(Case, Welfare)> {
    let records = told.chunk_by(|one, next| (one.notebook, one.record) == (next.notebook, next.record));
    let folded = records.filter_map(|record| {
        let first = record.first()?;
        let entries: Vec<_> = record.iter().map(|one| (one.seq, one.entry.clone())).collect();
        let mut case = Case::fold(first.notebook, first.officer, first.record, &entries);
        let welfare = case.welfare.take()?;
        Some((case, welfare))
    });
    let mut all: Vec<(Case, Welfare)> = folded.collect();
    all.sort_by_key(|(case, welfare)| (welfare.day(), case.record));
    all
}

/// Who asks for another visit.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The team of the officer.
    pub team: String,
    /// What the officer's roles allow.
    pub access: Access,
}

/// The task that a step asks for, if it does: for the own team with the exact place, if the team may read it; else for
/// any team of the service, which asks the coordinator where.
#[must_use]
pub fn visit_task(case: &Case, step: &WelfareStep, visitor: &Visitor, id: Id) -> Option<WelfareTask> {
    let CareStep::NextVisit { due, what } = &step.step else { return None };
    let reads =
        visitor.access.may_read_body(Area::Welfare, Reading { same_team: true, ..Reading::default() });
    let place = case.welfare.as_ref().and_then(|welfare| welfare.opened.place).filter(|_| reads);
    Some(WelfareTask {
        id,
        officer: None,
        team: reads.then(|| visitor.team.clone()),
        place: place.and_then(reference),
        what: what.clone(),
        due: *due,
        from_record: case.record,
    })
}

/// Eight figures: a square of ten metres.
#[must_use]
pub fn reference(place: KeptPlace) -> Option<String> {
    GridPoint::of(place).ok().map(|point| GridRef::of(point, Figures::Eight).to_string())
}

/// How much of a record somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it, with its exact place.
    Exact,
    /// All of it; its place as others than the own team are shown it.
    Coarse,
    /// That there is one, in its month and ward.
    Existence,
    /// Nothing.
    None,
}

/// What a reader sees of a record.
#[must_use]
pub fn sight(access: &Access, reading: Reading) -> Sight {
    match (access.may_read_body(Area::Welfare, reading), access.may_know_existence(Area::Welfare, reading)) {
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

/// What others than the own team are told of each record's place. Somebody seen three times is one person: who is known
/// counts once, and of those who are not, as many as were seen together in a cell.
#[must_use]
pub fn places(
    cases: &[(Case, Welfare)],
    key: &IdentityKey,
    ward_of: impl Fn(KeptPlace) -> Option<String>,
) -> Vec<PlaceTold> {
    let mut known: BTreeMap<KeyedId, KeptPlace> = BTreeMap::new();
    let mut unknown: BTreeMap<Cell, (KeptPlace, usize)> = BTreeMap::new();
    for (_, welfare) in cases {
        let Some((place, cell)) = welfare.opened.place.and_then(|place| Some((place, Cell::of(place).ok()?)))
        else {
            continue;
        };
        let ids: Vec<KeyedId> = welfare.people.values().filter_map(|person| identity(key, person)).collect();
        let nameless = welfare.people.len().saturating_sub(ids.len());
        // The newest place of each.
        known.extend(ids.into_iter().map(|id| (id, place)));
        let (_, most) = unknown.entry(cell).or_insert((place, 0));
        *most = nameless.max(*most);
    }
    let nameless = unknown.values().flat_map(|(place, people)| std::iter::repeat_n(*place, *people));
    let people: Vec<KeptPlace> = known.into_values().chain(nameless).collect();
    let cell = |place: &KeptPlace| Cell::of(*place).ok();
    let by_cell: BTreeMap<Cell, Shown> = people
        .iter()
        .zip(shown(&people, &ward_of))
        .filter_map(|(place, shown)| Some((cell(place)?, shown)))
        .collect();
    let told = |(_, welfare): &(Case, Welfare)| {
        let cell = welfare.opened.place.as_ref().and_then(cell);
        let ward = cell.and_then(|cell| ward_of(cell.centre()));
        // A place without people is told like one of too few.
        let alone = || ward.clone().map_or(Shown::Nothing, Shown::Ward);
        let shown = cell.and_then(|cell| by_cell.get(&cell).cloned()).unwrap_or_else(alone);
        PlaceTold { ward, shown }
    };
    cases.iter().map(told).collect()
}

/// Who somebody is, by name and date of birth or by initials and date of birth; absent if too little is known.
#[must_use]
pub fn identity(key: &IdentityKey, person: &PersonSeen) -> Option<KeyedId> {
    let given = person.given.as_deref().unwrap_or_default();
    let family = person.family.as_deref().unwrap_or_default();
    let ids = key.person(given, family, person.born);
    ids.by_name.or(ids.by_initials)
}

/// The local month of a record, such as 2025-11.
#[must_use]
pub fn month(welfare: &Welfare) -> String {
    welfare.day().strftime("%Y-%m").to_string()
}
