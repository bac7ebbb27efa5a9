//! Welfare records for those who may see them: who reads is named, what is shown follows from the table of roles, and
//! every look is logged.

mod consult;
mod duty;
mod find;
mod glass;
mod hazards;
mod outreach;
mod outreach_words;
mod people;
mod reviews;
mod sharing;
mod shown;
mod stocks;
mod tables;
mod words;

use std::collections::BTreeSet;

use beatbook_domain::access::{Access, AccessTable, Area, Reading, Role};
use beatbook_domain::calendar::{local_date, local_midnight};
use beatbook_domain::records::care_sharing::{CareShared, shares};
use beatbook_domain::records::glass::GlassBroken;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_domain::welfare::shown::Shown;
use beatbook_protocol::id::Id;
use jiff::Span;
use jiff::civil::Date;
use serde_json::json;

use super::erased::welfare_erased;
use super::office::{Office, Told, period, seated};
use super::people::reason;
use super::published::check_over;
use super::seat;
use super::sheet::Sheet;
use crate::auth::{Purpose, Scope};
use crate::consents::Answers;
use crate::duty::DutyNumbers;
use crate::encampments::Encampments;
use crate::error::ServerError;
use crate::store::Officer;
use crate::welfare::{Case, PlaceTold, Sight, cases, identity_key, places, reference, sight};
pub use duty::DutyCommand;
pub(super) use glass::lines as glass_lines;
pub use outreach_words::{ColdCommand, ServiceCommand};
pub use words::{CauseWord, FormArgs, GlassAct, NumbersArgs, ReaderArgs, WelfareCommand};

/// For how many days somebody is to ask whose consent it was that is taken back and not found.
const ASKED_DAYS: i64 = 28;

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: WelfareCommand) -> Result<Told, ServerError> {
    match command {
        WelfareCommand::List { reader, period, form } => {
            let desk = Desk::open(office, &reader, "list of welfare records").await?;
            desk.list(period.as_deref()).map(|sheet| sheet.told(form.csv))?
        }
        WelfareCommand::Show { record, reader } => {
            let desk = Desk::open(office, &reader, &format!("welfare record {record}")).await?;
            desk.show(office, record).await
        }
        WelfareCommand::Share { command } => sharing::carry_out(office, command).await,
        WelfareCommand::Contacts { reader, period, form } => {
            let desk = Desk::open(office, &reader, "welfare contacts in numbers").await?;
            let mut sheet = desk.contacts(period.as_deref(), form.public)?;
            let days = seat::days(period.as_deref())?.map(|(days, _)| days);
            let scope = office.scope(&reader.authority, Purpose::Welfare).await?;
            sheet.base += &welfare_erased(office, &scope, days, form.public).await?;
            sheet.told(form.csv)
        }
        WelfareCommand::Stock { reader, on, form } => {
            let desk = Desk::open(office, &reader, "people in services in numbers").await?;
            desk.check_numbers()?;
            let on = on.unwrap_or(desk.today);
            if form.public {
                desk.check_over(on, on == on.last_of_month())?;
            }
            let scope = office.scope(&reader.authority, Purpose::Welfare).await?;
            let erased = welfare_erased(office, &scope, Some((Date::MIN, on)), form.public).await?;
            let all = desk.cases.iter().map(|(case, welfare)| (case, welfare));
            stocks::told(all, &desk.key, (on, &erased), form)
        }
        WelfareCommand::Referrals { reader, period, form } => {
            let desk = Desk::open(office, &reader, "support referrals").await?;
            desk.referrals(period.as_deref()).map(|sheet| sheet.told(form.csv))?
        }
        WelfareCommand::BreakGlass { cause, reader } => {
            let asker = Asker::named(office, &reader, "glass to be broken").await?;
            glass::break_it(office, &asker, cause.into()).await
        }
        WelfareCommand::Find { name, born, looks, ward, period, reader } => {
            let desk = Desk::open(office, &reader, "welfare records of somebody looked for").await?;
            let who = find::Wanted::told(name.as_deref(), born)?;
            desk.find(office, &reader.authority, &find::Search { who, looks, ward, period }).await
        }
        WelfareCommand::Duty { command } => duty::carry_out(office, command).await,
        WelfareCommand::Glass { act: Some(GlassAct::Seen), reader, .. } => {
            let asker = Asker::named(office, &reader, "broken glass to be put away").await?;
            glass::seen(office, &asker).await
        }
        WelfareCommand::Glass { act: None, reader, form } => {
            let asker = Asker::named(office, &reader, "list of broken glass").await?;
            glass::list(office, &asker).await?.told(form.csv)
        }
        WelfareCommand::Service { command } => outreach::service(office, command).await,
        WelfareCommand::Cold { command } => outreach::cold(office, command).await,
        WelfareCommand::People { reader, period, form } => {
            let desk = Desk::open(office, &reader, "people who sleep rough in numbers").await?;
            desk.check_numbers()?;
            let scope = office.scope(&reader.authority, Purpose::Welfare).await?;
            let kept = office.service.store().months_kept(&scope).await?;
            let days = seat::days(period.as_deref())?.map(|(days, _)| days);
            let erased = welfare_erased(office, &scope, days, form.public).await?;
            people::by_month(&desk, &kept, (days, &erased), form)
        }
        WelfareCommand::Hazards { reader, form } => {
            let asker = Asker::named(office, &reader, "dangers of places").await?;
            hazards::list(office, &asker, form.csv).await
        }
        WelfareCommand::Disclosures { reader, period, form } => {
            let desk = Desk::open(office, &reader, "safeguarding disclosures").await?;
            desk.disclosures(period.as_deref()).map(|sheet| sheet.told(form.csv))?
        }
        WelfareCommand::Due { reader, on, form } => {
            let desk = Desk::open(office, &reader, "deferrals whose review is due").await?;
            let left = sites_left(office, &reader, desk.today).await?;
            desk.due(on, &left).map(|sheet| sheet.told(form.csv))?
        }
        WelfareCommand::Reviews { reader, form } => {
            let desk = Desk::open(office, &reader, "concerns that add up").await?;
            reviews::list(office, &desk).await?.told(form.csv)
        }
        WelfareCommand::Review { task, outcome, why, matters, reader } => {
            let asker = Asker::named(office, &reader, &format!("review {task} answered")).await?;
            let answer = reviews::Answer { outcome: outcome.map(Into::into), why, matters };
            reviews::answer(office, &asker, task, answer).await
        }
        WelfareCommand::ConsultFirst { record, person, until, ring, reader } => {
            let desk =
                Desk::open(office, &reader, &format!("consult-first for welfare record {record}")).await?;
            consult::mark(office, &desk, consult::Marked { record, person, until, ring }).await
        }
        WelfareCommand::Marks { reader, form } => {
            let asker = Asker::named(office, &reader, "consult-first marks").await?;
            consult::list(office, &asker, form.csv).await
        }
        WelfareCommand::Lift { mark, reader } => {
            let asker = Asker::named(office, &reader, &format!("consult-first mark {mark}")).await?;
            consult::lift(office, &asker, mark).await
        }
    }
}

/// From when on consent that was taken back and is not found is asked about, UTC milliseconds.
fn asked_since(today: Date) -> i64 {
    let day = today.checked_sub(Span::new().days(ASKED_DAYS)).unwrap_or(Date::MIN);
    local_midnight(day).unwrap_or(i64::MIN)
}

/// Who asks, and what the officer's roles let be done today: enough where no record is looked at.
struct Asker {
    scope: Scope,
    officer: Officer,
    access: Access,
    is_lead: bool,
    reason: Option<String>,
    now: i64,
    today: Date,
}

impl Asker {
    /// Writes down who looks, before anything is read.
    async fn named(office: &Office, args: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let scope = office.scope(&args.authority, Purpose::Welfare).await?;
        let store = office.service.store();
        let officer = office.officer(&scope, &args.reader).await?;
        let scope = scope.at_desk(officer.id);
        seated(&scope, officer.id);
        let now = office.service.clock().now();
        let today = local_date(now).map_err(|error| ServerError::refused(error.code(), error))?;
        let reason = reason(args.reason.as_deref());
        let roles = store.roles(&scope).await?.remove(&officer.id).unwrap_or_default();
        let access = AccessTable::shipped().access(&roles, today);
        let is_lead = roles.on(today).any(|role| role == Role::SafeguardingLead);
        store.log_access(&scope, what, reason).await?;
        Ok(Self { scope, officer, access, is_lead, reason: reason.map(str::to_owned), now, today })
    }
}

/// Refuses whoever's roles do not allow it.
fn allow(allowed: bool) -> Result<(), ServerError> {
    let why = "this officer's roles do not allow it: ask the coordinator, or have a role granted with `officer \
               role add`";
    if allowed { Ok(()) } else { Err(ServerError::refused("not_allowed", why)) }
}

/// Everything one reader's look needs.
struct Desk {
    scope: Scope,
    access: Access,
    /// The safeguarding lead: what adds up is told to nobody else.
    is_lead: bool,
    reader: Officer,
    officers: Vec<Officer>,
    reason: Option<String>,
    today: Date,
    key: IdentityKey,
    cases: Vec<(Case, Welfare)>,
    places: Vec<PlaceTold>,
    /// The reader has broken the glass, and its day is not over.
    glass: Option<GlassBroken>,
    duty: DutyNumbers,
    /// Grants to the reader's organisation that hold today.
    shares: Vec<CareShared>,
}

/// A record as the reader may see it.
struct Seen<'a> {
    case: &'a Case,
    welfare: &'a Welfare,
    place: &'a PlaceTold,
    sight: Sight,
}

impl Desk {
    /// Reads what there is, and writes down who looks, before anything is shown.
    async fn open(office: &Office, args: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let Asker { scope, officer: reader, access, is_lead, reason, now, today } =
            Asker::named(office, args, what).await?;
        let store = office.service.store();
        let journal = store.journal(&scope).await?;
        let told = || journal.iter().map(|(_, body)| body);
        let (duty, broken) = (DutyNumbers::of(told()), glass::broken(told()));
        let shared = told().filter_map(|body| match body {
            ServerBody::CareSharing(entry) => Some(entry),
            _ => None,
        });
        let mut shares = shares(shared);
        shares.retain(|one| one.team == reader.team && one.runs_on(today));
        let glass = broken.into_iter().rfind(|one| one.is_open(reader.id, now));
        if let Some(open) = &glass {
            let looked = format!("{what}, glass broken: {}", open.cause.code());
            store.log_access(&scope, &looked, Some(&open.why)).await?;
        }
        let cases = cases(&store.welfare_facts(&scope).await?);
        let key = identity_key(&**store, office.service.keyholder(), scope.authority()).await?;
        let briefing = office.service.briefings().get(&**store, &scope, None).await?.unwrap_or_default();
        let ward = |place: KeptPlace| briefing.ward_at(place.lat, place.lon, now).map(str::to_owned);
        let mut places = places(&cases, &key, today, ward);
        // For people to read: the ward as they know it.
        for place in &mut places {
            let shown = if let Shown::Ward(ward) = &mut place.shown { Some(ward) } else { None };
            for ward in place.ward.iter_mut().chain(shown) {
                *ward = briefing.ward_name(ward, now).to_owned();
            }
        }
        let officers = store.officers(&scope).await?;
        Ok(Self {
            scope,
            access,
            is_lead,
            reader,
            officers,
            reason,
            today,
            key,
            cases,
            places,
            glass,
            duty,
            shares,
        })
    }

    fn team_of(&self, officer: Id) -> Option<&str> {
        self.officers.iter().find(|one| one.id == officer).map(|one| one.team.as_str())
    }

    /// How a record stands to the reader. What has come here was signed off, or may be any moment.
    fn reading(&self, case: &Case, welfare: &Welfare) -> Reading {
        Reading {
            own: case.officer == self.reader.id,
            same_team: self.team_of(case.officer) == Some(self.reader.team.as_str()),
            closed: true,
            concern: welfare.is_safeguarding(),
            shared: self.is_shared(case.record),
            ..Reading::default()
        }
    }

    /// Records of a period, as the reader may see them.
    fn seen(&self, text: Option<&str>) -> Result<Vec<Seen<'_>>, ServerError> {
        let refused = |error| ServerError::refused("period", error);
        let days = text.map(|text| period(text)?.days().map_err(refused)).transpose()?;
        let within = |day: Date| days.is_none_or(|(first, last)| first <= day && day <= last);
        let both = self.cases.iter().zip(&self.places).filter(|((_, welfare), _)| within(welfare.day()));
        let seen = both.map(|((case, welfare), place)| {
            let sight = sight(&self.access, self.reading(case, welfare));
            Seen { case, welfare, place, sight }
        });
        // Day by day asked, existence would be told by the day.
        let whole_months = days.is_none_or(|(first, last)| {
            first.day() == 1 && last.tomorrow().is_ok_and(|next| next.day() == 1)
        });
        Ok(seen.filter(|seen| whole_months || seen.sight != Sight::Existence).collect())
    }

    /// Whether broken glass opens records. Whose role is over reads nothing by it any more.
    fn by_glass(&self) -> bool {
        self.glass.is_some() && glass::may_break(&self.access)
    }

    fn knows_existence(&self) -> bool {
        let any = Reading {
            own: true,
            same_team: true,
            closed: true,
            concern: true,
            shared: true,
            logged_request: self.reason.is_some(),
            ..Reading::default()
        };
        self.access.may_know_existence(Area::Welfare, any)
    }

    fn list(&self, period: Option<&str>) -> Result<Sheet, ServerError> {
        allow(self.knows_existence())?;
        let number = |case: &Case| self.duty.of_team(self.team_of(case.officer).unwrap_or_default());
        Ok(tables::list(self.seen(period)?.into_iter(), number))
    }

    async fn show(&self, office: &Office, record: Id) -> Result<Told, ServerError> {
        let by_grant = self.seen(None)?.into_iter().find(|seen| seen.case.record == record);
        match by_grant.filter(|seen| seen.sight == Sight::Shared && !self.by_glass()) {
            Some(seen) => self.disclosed(office, seen).await,
            None => self.shown(record, false),
        }
    }

    /// Numbers are for those who may have them, or may read all that is counted.
    fn check_numbers(&self) -> Result<(), ServerError> {
        allow(self.access.may_have_numbers(Area::Welfare, Reading::default()))
    }

    fn check_over(&self, last: Date, whole_months: bool) -> Result<(), ServerError> {
        let why = "published are whole months that are over, and stocks of their last day: name such a period or day, or leave \
                   --public out";
        check_over((last, whole_months), self.today, why)
    }

    fn contacts(&self, text: Option<&str>, public: bool) -> Result<Sheet, ServerError> {
        self.check_numbers()?;
        if let (true, Some(text)) = (public, text) {
            let (first, last) =
                period(text)?.days().map_err(|error| ServerError::refused("period", error))?;
            self.check_over(first, first.day() == 1 && last == last.last_of_month())?;
        }
        let over = |day: Date| day.last_of_month() < self.today;
        let seen = self.seen(text)?.into_iter().filter(|seen| !public || over(seen.welfare.day()));
        Ok(tables::contacts(seen.map(|seen| (seen.case, seen.welfare)), public))
    }

    /// The newest answer of everybody, of all records.
    fn answers(&self) -> Answers<'_> {
        Answers::of(self.cases.iter().map(|(case, welfare)| (case, welfare)), &self.key)
    }

    fn referrals(&self, period: Option<&str>) -> Result<Sheet, ServerError> {
        allow(self.access.may_read_body(Area::Welfare, Reading { same_team: true, ..Reading::default() }))?;
        let readable = |seen: &Seen<'_>| matches!(seen.sight, Sight::Exact | Sight::Coarse);
        let seen = self.seen(period)?.into_iter().filter(readable);
        Ok(tables::referrals(&self.answers(), seen, asked_since(self.today)))
    }

    /// For those who answer for safeguarding as a whole: they read every record that has one.
    fn disclosures(&self, period: Option<&str>) -> Result<Sheet, ServerError> {
        allow(self.access.answers_for(Area::Safeguarding))?;
        Ok(tables::disclosures(self.seen(period)?.into_iter()))
    }

    /// For those who read records of others, each as far as the record is read. What is `left` is not looked at again.
    fn due(&self, on: Option<Date>, left: &BTreeSet<Id>) -> Result<Sheet, ServerError> {
        let reads =
            self.access.may_read_body(Area::Welfare, Reading { same_team: true, ..Reading::default() });
        let readable = |seen: &Seen<'_>| matches!(seen.sight, Sight::Exact | Sight::Coarse);
        let owns = |seen: &Seen<'_>| {
            let owner = seen.welfare.deferred().map(|(_, owner, _)| owner.trim());
            owner.is_some_and(|owner| owner.eq_ignore_ascii_case(&self.reader.code))
        };
        let seen: Vec<Seen<'_>> =
            self.seen(None)?.into_iter().filter(|one| readable(one) || owns(one)).collect();
        allow(reads || seen.iter().any(owns))?;
        let there = seen.into_iter().filter(|one| !left.contains(&one.case.record));
        Ok(tables::due(there, on.unwrap_or(self.today)))
    }
}

/// The exact place for the own team; a cell or a ward for everybody else.
fn place_text(welfare: &Welfare, told: &PlaceTold, sight: Sight) -> String {
    match (sight, &told.shown) {
        (Sight::Exact, _) => welfare.opened.place.and_then(reference).unwrap_or_default(),
        (Sight::Coarse, Shown::Cell(cell)) => cell.reference().to_string(),
        (Sight::Coarse, Shown::Ward(ward)) => ward.clone(),
        _ => String::new(),
    }
}

/// Welfare checks of encampments that nobody lives in any more.
async fn sites_left(office: &Office, reader: &ReaderArgs, today: Date) -> Result<BTreeSet<Id>, ServerError> {
    let scope = office.scope(&reader.authority, Purpose::Encampments).await?;
    let sites = Encampments::read(&**office.service.store(), &scope, (None, today)).await?;
    let left = sites.stories.into_values().filter(|site| site.vacated.is_some());
    Ok(left.flat_map(|site| site.checks).collect())
}

/// What the welfare checks of an encampment tell of who lives there, for those who may read them; nothing for everybody else.
/// `until` is the last day on which it may be shown.
pub(super) async fn of_encampment(
    office: &Office,
    reader: &ReaderArgs,
    checks: &BTreeSet<Id>,
    until: Option<Date>,
) -> Result<Vec<serde_json::Value>, ServerError> {
    if checks.is_empty() {
        return Ok(Vec::new());
    }
    let desk = Desk::open(office, reader, "welfare checks of an encampment").await?;
    let kept = until.is_none_or(|until| desk.today <= until);
    let seen = desk.seen(None)?.into_iter().filter(|seen| checks.contains(&seen.case.record));
    let mut told = Vec::new();
    for Seen { case, welfare, place, .. } in seen {
        let reading = Reading { logged_request: desk.reason.is_some(), ..desk.reading(case, welfare) };
        let sight = sight(&desk.access, reading);
        if !matches!(sight, Sight::Exact | Sight::Coarse) {
            continue;
        }
        let deferral = welfare.deferred().map(
            |(until, owner, equality)| json!({ "review_on": until, "owner": owner, "weighed": equality }),
        );
        told.push(json!({
            "record": case.record, "complete": welfare.closed.is_some(), "place": place_text(welfare, place, sight),
            "occupants": welfare.occupants().filter(|_| kept), "deferral": deferral.filter(|_| kept),
            "shown_until": until,
        }));
    }
    Ok(told)
}
