//! An officer at the desk who looks at registers of the beat, or at what those who enforce know: who reads is named, and
//! every look is in the access log before anything is shown.

use beatbook_domain::access::{Access, Area, Level, Reading};
use beatbook_domain::calendar::local_date;
use beatbook_domain::hours::{HoursRefusal, SMALLEST_TEAM};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::office::{Office, period, seated};
use super::people::reason;
use super::welfare::ReaderArgs;
use crate::auth::{Purpose, Scope};
use crate::error::ServerError;
use crate::store::Officer;

/// Who sits at the desk.
pub(super) struct Seat {
    pub(super) scope: Scope,
    pub(super) reader: Officer,
    pub(super) officers: Vec<Officer>,
    pub(super) access: Access,
    /// The reason that was told, and is written down.
    pub(super) reason: Option<String>,
    pub(super) today: Date,
}

impl Seat {
    /// Seats the reader, and writes down what for.
    pub(super) async fn open(office: &Office, args: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        Self::open_for(office, args, (Purpose::Beat, what)).await
    }

    /// The same for a purpose.
    pub(super) async fn open_for(
        office: &Office,
        args: &ReaderArgs,
        (purpose, what): (Purpose, &str),
    ) -> Result<Self, ServerError> {
        let seat = Self::taken(office, args, purpose).await?;
        office.service.store().log_access(&seat.scope, what, seat.reason.as_deref()).await?;
        Ok(seat)
    }

    /// Seats the reader; whoever calls writes down what for, before anything is shown.
    pub(super) async fn taken(
        office: &Office,
        args: &ReaderArgs,
        purpose: Purpose,
    ) -> Result<Self, ServerError> {
        let scope = office.scope(&args.authority, purpose).await?;
        let store = office.service.store();
        let reader = office.officer(&scope, &args.reader).await?;
        let scope = scope.at_desk(reader.id);
        seated(&scope, reader.id);
        let now = office.service.clock().now();
        let today = local_date(now).map_err(|error| ServerError::refused(error.code(), error))?;
        let reason = reason(args.reason.as_deref());
        let access = office.access(&scope, reader.id, today).await?;
        let officers = store.officers(&scope).await?;
        Ok(Self { scope, reader, officers, access, reason: reason.map(str::to_owned), today })
    }

    /// How something that an officer tells stands to the reader.
    fn reading(&self, by: Id) -> Reading {
        let same_team = self.team(by) == Some(self.reader.team.as_str());
        Reading { own: by == self.reader.id, same_team, closed: true, ..Reading::default() }
    }

    /// Whether the reader may read what an officer tells of the beat.
    pub(super) fn reads(&self, by: Id) -> bool {
        self.access.may_read_body(Area::Patrol, self.reading(by))
    }

    /// Whether the reader may count it.
    pub(super) fn counts(&self, by: Id) -> bool {
        self.access.may_have_numbers(Area::Patrol, self.reading(by))
    }

    /// Whether the reader may count what everybody tells.
    pub(super) fn counts_all(&self) -> bool {
        self.access.may_have_numbers(Area::Patrol, Reading::default())
    }

    /// Whether the reader may count everything of another area.
    pub(super) fn may_count(&self, area: Area) -> bool {
        self.access.may_have_numbers(area, Reading::default())
    }

    /// Refused unless the reader may count what other officers tell: of one officer alone figures are no table.
    pub(super) fn check_counts(&self) -> Result<(), ServerError> {
        let team = Reading { same_team: true, closed: true, ..Reading::default() };
        Self::check(self.access.may_have_numbers(Area::Patrol, team))
    }

    /// Refused if the reader counts no more than a team whose figures would be a person's.
    pub(super) fn check_team(&self) -> Result<(), ServerError> {
        if self.counts_all() { Ok(()) } else { self.check_not_small(&self.reader.team) }
    }

    /// Refused if the figures of a team would be a person's.
    pub(super) fn check_not_small(&self, team: &str) -> Result<(), ServerError> {
        if self.is_small(team) { Err(Self::too_small()) } else { Ok(()) }
    }

    /// Refused as the figures would be a person's.
    pub(super) fn too_small() -> ServerError {
        let why = format!(
            "figures of a team of fewer than {SMALLEST_TEAM} officers are a person's, and those of another from which they \
             would follow: ask for all teams together, or somebody who counts all teams"
        );
        ServerError::refused(HoursRefusal::TeamTooSmall.code(), why)
    }

    /// Whether so few are in the team that its figures are a person's.
    pub(super) fn is_small(&self, team: &str) -> bool {
        self.size(team) < SMALLEST_TEAM
    }

    /// Refused unless somebody is of this team.
    pub(super) fn check_known_team(&self, team: &str) -> Result<(), ServerError> {
        if self.officers.iter().any(|one| one.team == team) {
            return Ok(());
        }
        let why = "no officer is of this team: `officer list` shows how teams are spelled";
        Err(ServerError::refused("unknown_team", why))
    }

    /// Refused unless the reader keeps the lists of the authority and gives tasks: whoever may read what a team does.
    pub(super) fn check_leads(&self) -> Result<(), ServerError> {
        Self::check(self.leads_team())
    }

    /// Whether the reader may read what everybody does.
    pub(super) fn reads_all(&self) -> bool {
        self.access.may_read_body(Area::Patrol, Reading { closed: true, ..Reading::default() })
    }

    /// Whether the reader may read what the own team does.
    pub(super) fn leads_team(&self) -> bool {
        let team = Reading { same_team: true, closed: true, ..Reading::default() };
        self.access.may_read_body(Area::Patrol, team)
    }

    /// How a record stands to the reader of which these officers told.
    pub(super) fn reading_of(&self, mut tellers: impl Iterator<Item = Id> + Clone) -> Reading {
        Reading {
            own: tellers.clone().any(|by| by == self.reader.id),
            same_team: tellers.any(|by| self.is_team(by)),
            closed: true,
            ..Reading::default()
        }
    }

    /// Whether an officer is of the reader's team.
    pub(super) fn is_team(&self, officer: Id) -> bool {
        self.team(officer) == Some(self.reader.team.as_str())
    }

    /// Whether the reader may read what those who enforce know, if it stands like this.
    pub(super) fn reads_enforcement(&self, reading: Reading) -> bool {
        self.access.may_read_body(Area::Enforcement, reading)
    }

    /// Refused unless there might be something of it that the reader may read.
    pub(super) fn check_enforcement(&self, any: Reading) -> Result<(), ServerError> {
        Self::check(self.reads_enforcement(Reading { own: true, same_team: true, ..any }))
    }

    /// Whether the reader may read what somebody of the own team met while helping people.
    pub(super) fn reads_welfare_of(&self, reading: Reading) -> bool {
        (reading.own || reading.same_team) && self.access.may_read_body(Area::Welfare, reading)
    }

    /// Refused unless there might be something that the reader may read, of those who enforce or of the own team that helps people.
    pub(super) fn check_either(&self, any: Reading) -> Result<(), ServerError> {
        let own = Reading { own: true, same_team: true, closed: true, ..any };
        Self::check(self.reads_enforcement(own) || self.reads_welfare_of(own))
    }

    /// Whether the reader leads those who enforce: a supervisor, the community-safety manager.
    pub(super) fn leads_enforcement(&self) -> bool {
        self.leads_team() && self.access.answers_for(Area::Enforcement)
    }

    /// Whether enforcement is the reader's work, and all of it open to the reader: telling at the desk.
    pub(super) fn tells(&self) -> bool {
        self.reads_enforcement(Reading::default()) && self.access.may_write(Area::Enforcement)
    }

    /// Refused unless the reader tells at the desk.
    pub(super) fn check_tells(&self) -> Result<(), ServerError> {
        Self::check(self.tells())
    }

    pub(super) fn check(allowed: bool) -> Result<(), ServerError> {
        let why = "this officer's roles do not allow it: ask a supervisor or the community-safety manager, or have a role \
                   granted with `officer role add`; who reads by logged request names one record and says --reason";
        if allowed { Ok(()) } else { Err(ServerError::refused("not_allowed", why)) }
    }

    /// What is said of a record of those who enforce that is not shown, whether there is one or not: who reads by logged request is
    /// told to say why.
    pub(super) fn not_shown(&self, unknown: ServerError) -> ServerError {
        let mut levels = self.access.levels(Area::Enforcement);
        let by_request = self.reason.is_none() && levels.any(|level| level == Level::LoggedRequest);
        let why = "one record at a time is read by request: say which request it is (--reason), in words without names";
        if by_request { ServerError::refused("reason", why) } else { unknown }
    }

    /// The officer's team, if somebody knows the officer.
    pub(super) fn team(&self, officer: Id) -> Option<&str> {
        self.officers.iter().find(|one| one.id == officer).map(|one| one.team.as_str())
    }

    /// Whose figures the reader is told.
    pub(super) fn of_whom(&self) -> &'static str {
        if self.counts_all() { "all teams" } else { "the reader's own team" }
    }

    /// How many officers are in a team.
    pub(super) fn size(&self, team: &str) -> usize {
        self.officers.iter().filter(|one| one.team == team).count()
    }

    /// An officer's code.
    pub(super) fn code(&self, officer: Id) -> String {
        let known = self.officers.iter().find(|one| one.id == officer);
        known.map_or_else(|| officer.to_string(), |one| one.code.clone())
    }
}

/// Local days, both included, and what they are called.
pub(super) type Days = ((Date, Date), String);

/// Local days as a person writes them, both included, and what they are called; none: all.
pub(super) fn days(text: Option<&str>) -> Result<Option<Days>, ServerError> {
    let Some(text) = text else { return Ok(None) };
    let period = period(text)?;
    let days = period.days().map_err(|error| ServerError::refused("period", error))?;
    Ok(Some((days, period.label())))
}

/// Whether a day is in a period; without a period every day is.
pub(super) fn is_within(day: Option<Date>, period: Option<&Days>) -> bool {
    period.is_none_or(|((first, last), _)| day.is_some_and(|day| *first <= day && day <= *last))
}

/// What a period is called.
pub(super) fn label(period: Option<&Days>) -> &str {
    period.map_or("whenever", |(_, label)| label)
}
