//! Visits to premises at the desk: the register, tables that add up, seized goods and their seals, and what the store tells
//! of goods.

mod tables;
mod words;

use std::collections::BTreeSet;

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::operations::Operations;
use beatbook_domain::premises::lists::PremisesLists;
use beatbook_domain::premises::seals::{Seals, Twins};
use beatbook_domain::premises::table::{NOT_TOLD, VisitTable};
use beatbook_domain::premises::{PremisesRefusal, Told as EntryTold, Visit, fold};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::premises::{ItemGone, ItemStep, ItemTold, PremisesActed};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;
use serde_json::json;

use super::erased::erased_since;
use super::office::{Office, Told};
use super::published::{Wards, check_whole, not_public};
use super::seat::{Seat, days, is_within, label};
use super::teams::Teams;
use super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::store::{PatrolTold, WorkFacts, WorkTold};
pub use words::{AboutItem, PremisesCommand, PremisesGoneArgs, VisitsBy};

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: PremisesCommand) -> Result<Told, ServerError> {
    match command {
        PremisesCommand::List { reader, period, name, form } => {
            let period = days(period.as_deref())?;
            let desk = Desk::open(office, &reader, "list of premises visits").await?;
            desk.seat.check_enforcement(Reading::default())?;
            let words = name.map(|name| name.trim().to_lowercase());
            let of_name = |visit: &&Visit| {
                words.as_ref().is_none_or(|words| visit.details.name.to_lowercase().contains(words))
            };
            let read = desk.readable().filter(|one| is_within(one.day(), period.as_ref())).filter(of_name);
            tables::list(read, &desk, label(period.as_ref())).told(form.csv)
        }
        PremisesCommand::Show { visit, reader } => {
            let desk = Desk::open(office, &reader, &format!("premises visit {visit}")).await?;
            let found = desk.visits.iter().find(|one| one.record == visit).filter(|one| {
                let reading = Reading { logged_request: desk.seat.reason.is_some(), ..desk.reading(one) };
                desk.seat.reads_enforcement(reading)
            });
            Ok(tables::shown(found.ok_or_else(|| desk.seat.not_shown(unknown()))?, &desk))
        }
        PremisesCommand::Table { reader, period, by, public, form } => {
            if public && !matches!(by, VisitsBy::Kind | VisitsBy::Ward) {
                // A visit with two defects is in two rows; operations are an officer's words.
                return Err(not_public(
                    "published are kinds and wards: leave --public out to see the others",
                ));
            }
            let period = days(period.as_deref())?;
            let what = format!("premises visits by {}", by.name());
            let mut desk = Desk::open(office, &reader, &what).await?;
            let base = desk.check_table(by)?;
            if public {
                check_whole(&desk.seat)?;
                let Desk { visits, wards, .. } = &mut desk;
                visits.iter_mut().for_each(|one| wards.publish(&mut one.details.ward));
            }
            let counted = desk
                .visits
                .iter()
                .filter(|one| one.counts() && !desk.is_hidden(one) && is_within(one.day(), period.as_ref()));
            let teams = Teams::of_officers(&desk.seat, counted.clone().map(|one| (one.day(), one.by)));
            let counted: Vec<&Visit> = counted
                .filter(|one| by != VisitsBy::Team || teams.named(one.by).is_some())
                .filter(|one| by != VisitsBy::Officer || desk.seat.counts(one.by))
                .collect();
            let few = if by == VisitsBy::Team { teams.hidden_as("left out") } else { String::new() };
            let table = table(office, (&desk, &teams), by, counted).await?;
            let of_days = period.as_ref().map(|(days, _)| *days);
            let erased =
                erased_since(office, &desk.seat, &[(Work::Premises, "premises visits")], of_days).await?;
            let base = format!("{base}{few}, {}; visits taken back left out{erased}", label(period.as_ref()));
            match public {
                true => tables::published(&table, by, &base).told(form.csv),
                false => tables::numbers(&table, by, &base).checked(&table.check(), form.csv),
            }
        }
        PremisesCommand::Seals { reader, period, twice, form } => {
            let period = days(period.as_deref())?;
            let desk = Desk::open(office, &reader, "register of seals").await?;
            desk.seat.check_enforcement(Reading::default())?;
            let read = desk.readable().filter(|one| is_within(one.day(), period.as_ref()));
            let register = Seals::of(read, &desk.twins);
            tables::seals(&register, &desk, (label(period.as_ref()), twice))
                .checked(&register.check(), form.csv)
        }
        PremisesCommand::Returned(args) => gone(office, args, ItemStep::Returned).await,
        PremisesCommand::Disposed(args) => gone(office, args, ItemStep::Disposed).await,
        PremisesCommand::PassedOn { about, to, reference } => {
            let desk = Desk::tells(office, &about).await?;
            tell(office, desk, &about, ItemStep::PassedOn { to, reference }).await
        }
        PremisesCommand::Held { about, why } => {
            let desk = Desk::tells(office, &about).await?;
            tell(office, desk, &about, ItemStep::HeldAfterAll { why }).await
        }
        PremisesCommand::Words(form) => tables::words(PremisesLists::shipped(), form.csv),
    }
}

fn unknown() -> ServerError {
    ServerError::refused(
        "no_such_visit",
        "there is no such visit: `premises list` shows those this officer may know of",
    )
}

fn refused(refusal: PremisesRefusal) -> ServerError {
    ServerError::refused(refusal.code(), refusal)
}

/// Visits before one reader. Those of outreach and counts are for their own officer alone: a time or a ward would tell of it.
struct Desk {
    seat: Seat,
    visits: Vec<Visit>,
    hidden: BTreeSet<(Id, Id)>,
    twins: Twins,
    wards: Wards,
}

impl Desk {
    async fn open(office: &Office, args: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let seat = Seat::open_for(office, args, (Purpose::Register, what)).await?;
        let facts = office.service.store().work_facts(&seat.scope, Work::Premises).await?;
        let is_hidden = |one: &&WorkTold| one.hidden;
        let hidden = facts.told.iter().filter(is_hidden).map(|one| (one.notebook, one.record)).collect();
        let mut visits = folded(&facts);
        let wards = Wards::of(office, &seat).await?;
        for one in &mut visits {
            wards.name(&mut one.details.ward);
            wards.name(&mut one.recorded.proposed_ward);
        }
        Ok(Self { seat, twins: Twins::of(&visits), visits, hidden, wards })
    }

    /// The same for an officer who tells of an item.
    async fn tells(office: &Office, about: &AboutItem) -> Result<Self, ServerError> {
        let desk = Self::open(office, &about.reader, &format!("premises visit {}", about.visit)).await?;
        desk.seat.check_tells()?;
        Ok(desk)
    }

    fn is_hidden(&self, visit: &Visit) -> bool {
        self.hidden.contains(&(visit.notebook, visit.record))
    }

    /// How a visit stands to the reader.
    fn reading(&self, visit: &Visit) -> Reading {
        self.seat.reading_of([visit.by].into_iter())
    }

    fn reads(&self, visit: &Visit) -> bool {
        let is_for = !self.is_hidden(visit) || visit.by == self.seat.reader.id;
        is_for && self.seat.reads_enforcement(self.reading(visit))
    }

    fn readable(&self) -> impl Iterator<Item = &Visit> {
        self.visits.iter().filter(|one| self.reads(one))
    }

    /// Refused unless the reader may have this table; answers of what it is.
    fn check_table(&self, by: VisitsBy) -> Result<String, ServerError> {
        Seat::check(self.seat.may_count(Area::Enforcement))?;
        match by {
            VisitsBy::Officer => {
                // Figures of one officer: for whoever leads the team, for a reason that is written down, in no order of rank.
                Seat::check(self.seat.leads_team())?;
                if self.seat.reason.is_none() {
                    let why =
                        "figures of officers one by one need a reason: say --reason, in words without names";
                    return Err(ServerError::refused("reason", why));
                }
                Ok(format!("Premises visits of {}", self.seat.of_whom()))
            }
            _ => Ok("Premises visits of all teams".to_owned()),
        }
    }
}

async fn table(
    office: &Office,
    (desk, teams): (&Desk, &Teams<'_>),
    by: VisitsBy,
    counted: Vec<&Visit>,
) -> Result<VisitTable, ServerError> {
    let told = |code: &Option<String>| code.clone().unwrap_or_else(|| NOT_TOLD.to_owned());
    Ok(match by {
        VisitsBy::Kind => VisitTable::by(counted, |visit| visit.details.kind.clone()),
        VisitsBy::Defect => VisitTable::by_defect(counted),
        VisitsBy::Ward => VisitTable::by(counted, |visit| told(&visit.details.ward)),
        VisitsBy::Team => {
            VisitTable::by(counted, |visit| teams.named(visit.by).unwrap_or_default().to_owned())
        }
        VisitsBy::Officer => VisitTable::by(counted, |visit| desk.seat.code(visit.by)),
        VisitsBy::Operation => {
            let named = counted.iter().filter_map(|visit| visit.recorded.patrol).collect();
            // Patrols are wanted only by their records.
            let nothing = Interval { from: 0, to: 0 };
            let patrols = office.service.store().patrols_told(&desk.seat.scope, nothing, named).await?;
            let mut operations = Operations::default();
            for visit in counted.iter().filter(|visit| visit.counts()) {
                operations.premises_visit(operation(visit, &patrols));
            }
            VisitTable::by(counted, |visit| operations.named(operation(visit, &patrols)))
        }
    })
}

/// The operation of a visit: its own, else its patrol's.
fn operation<'a>(visit: &'a Visit, patrols: &'a [PatrolTold]) -> Option<&'a str> {
    let patrol = || patrols.iter().find(|one| Some(one.record) == visit.recorded.patrol);
    visit.recorded.operation.as_deref().or_else(|| patrol()?.patrol.operation.as_deref())
}

/// Visits that are counted: those of outreach and counts are in no table, as none of them may be told from it.
pub(super) async fn visits(office: &Office, seat: &Seat) -> Result<Vec<Visit>, ServerError> {
    let mut facts = office.service.store().work_facts(&seat.scope, Work::Premises).await?;
    facts.told.retain(|one| !one.hidden);
    Ok(folded(&facts))
}

fn folded(facts: &WorkFacts) -> Vec<Visit> {
    let told = facts.told.iter().filter_map(|one| match &one.says {
        EntryBody::Premises(entry) => Some(EntryTold {
            notebook: one.notebook,
            by: one.officer,
            record: one.record,
            seq: one.seq,
            entry: entry.clone(),
        }),
        _ => None,
    });
    let acted = facts.own.iter().filter_map(|body| match body {
        ServerBody::PremisesActed(acted) => Some(acted.clone()),
        _ => None,
    });
    let mut all = fold(&told.collect::<Vec<_>>(), &acted.collect::<Vec<_>>());
    all.sort_by_key(|one| (one.details.from, one.record));
    all
}

/// An item went, by two officers.
async fn gone(
    office: &Office,
    args: PremisesGoneArgs,
    step: impl FnOnce(ItemGone) -> ItemStep,
) -> Result<Told, ServerError> {
    let desk = Desk::tells(office, &args.about).await?;
    let other = office.officer(&desk.seat.scope, &args.with).await?;
    let people = [desk.seat.reader.code.clone(), other.code];
    tell(office, desk, &args.about, step(ItemGone { people, text: args.text })).await
}

/// What became of an item, as told at the desk: checked against all that was told, and written only if it holds.
async fn tell(office: &Office, desk: Desk, about: &AboutItem, step: ItemStep) -> Result<Told, ServerError> {
    let visit = desk.readable().find(|one| one.record == about.visit && !desk.is_hidden(one));
    let visit = visit.ok_or_else(unknown)?;
    let at = office.moment();
    let told = ItemTold { at, time: at.wall, item: about.item, step };
    visit.check_told(&told).map_err(refused)?;
    let acted = PremisesActed { visit: about.visit, by: desk.seat.reader.id, told };
    let what = format!("premises visit {}: item {} told of", about.visit, about.item);
    let store = office.service.store();
    store.tell_work(&desk.seat.scope, about.visit, vec![ServerBody::PremisesActed(acted)], what).await?;
    // Two desks may have told at once: what counts is what the journal holds.
    let after = visits(office, &desk.seat).await?;
    let after = after.iter().find(|one| one.record == about.visit).ok_or_else(unknown)?;
    if let Some(late) = after.refused.get(visit.refused.len()) {
        return Err(refused(late.why));
    }
    let state = after.items.get(&about.item).map_or("", |item| item.state.name());
    let text = format!("visit {}: item {} is {state}", about.visit, about.item);
    Ok(Told::ok(text, json!({ "visit": about.visit, "item": about.item, "state": state })))
}
