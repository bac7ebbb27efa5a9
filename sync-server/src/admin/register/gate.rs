//! Who reads the register at the desk, and who decides in it: by the enforcement column of the table of roles.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::access::{Area, Level, Reading, Role};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::register::tables::Line;
use beatbook_domain::register::{Act, IssuedNotice};
use beatbook_protocol::id::Id;

use super::super::office::Office;
use super::super::seat::Seat;
use super::super::teams::Teams;
use super::super::welfare::ReaderArgs;
use super::today;
use crate::auth::{Purpose, Scope};
use crate::error::ServerError;
use crate::notices::{View, view};

/// An officer at the desk, and the register as it stands.
pub(super) struct Gate {
    pub(super) seat: Seat,
    pub(super) view: View,
    /// Whose each notebook is.
    officers: BTreeMap<Id, Id>,
    /// Notices of which a case file was made, whatever became of it.
    case_files: BTreeSet<NoticeNumber>,
}

impl Gate {
    /// Seats the reader, and writes down what for.
    pub(super) async fn open(office: &Office, args: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let seat = Seat::open_for(office, args, (Purpose::Register, what)).await?;
        let view = view(&**office.service.store(), &seat.scope).await?;
        let officers = view.facts.journal.iter().filter_map(|body| match body {
            ServerBody::NotebookEnrolled(one) => Some((one.notebook, one.officer)),
            _ => None,
        });
        let (officers, case_files) = (officers.collect(), case_files(&view));
        Ok(Self { seat, view, officers, case_files })
    }

    fn reading(&self, notebook: Option<Id>, number: Option<&NoticeNumber>) -> Reading {
        let by = notebook.and_then(|notebook| self.officers.get(&notebook)).copied();
        let case_file = number.is_some_and(|number| self.case_files.contains(number));
        Reading { case_file, ..self.seat.reading_of(by.into_iter()) }
    }

    fn reading_of(&self, number: &NoticeNumber) -> Reading {
        self.reading(self.view.told.records.get(number).map(|(_, notebook)| *notebook), Some(number))
    }

    /// Whether the notice stands in this register, and not in that of the authority whose paper it is.
    pub(super) fn stands_here(&self, number: &NoticeNumber) -> bool {
        !self.view.facts.elsewhere.contains_key(number)
    }

    /// The team, as it is now, of the officer who issued a notice; empty for officers of other authorities.
    pub(super) fn team_of(&self, number: &NoticeNumber) -> &str {
        let record = self.view.told.records.get(number);
        let by = record.and_then(|(_, notebook)| self.officers.get(notebook));
        let by = by.and_then(|by| self.seat.officers.iter().find(|officer| officer.id == *by));
        by.map_or("", |officer| officer.team.trim())
    }

    /// Whether the reader may count notices by team: who reads numbers only, where no row would be a person's.
    pub(super) fn may_count_teams<'a>(&self, numbers: impl Iterator<Item = &'a NoticeNumber>) -> bool {
        self.answers() || numbers.map(|number| self.team_of(number)).all(|team| !self.seat.is_small(team))
    }

    /// Refused unless the reader may count what a team issued: who reads numbers only of none from which, as these notices were
    /// issued day by day, a smaller one's would follow. Who reads each of them is told nothing more by a number.
    pub(super) fn check_team(&self, team: &str, lines: &[Line<'_>]) -> Result<(), ServerError> {
        self.seat.check_known_team(team)?;
        let issued: Vec<(&IssuedNotice, &str)> =
            lines.iter().map(|line| (line.notice, self.team_of(&line.notice.number))).collect();
        let reads_each = !issued.is_empty() && issued.iter().all(|(notice, _)| self.reads(&notice.number));
        if self.answers() || reads_each {
            return Ok(());
        }
        self.seat.check_not_small(team)?;
        let here = issued.iter().filter(|(_, by)| !by.is_empty()).map(|(notice, by)| (notice.issued, *by));
        if Teams::of(&self.seat, here).tells(team) { Ok(()) } else { Err(Seat::too_small()) }
    }

    /// Whether the reader may read a notice, without asking for this very one.
    pub(super) fn reads(&self, number: &NoticeNumber) -> bool {
        self.seat.reads_enforcement(self.reading_of(number))
    }

    /// Whether the reader may read a draft of a notebook.
    pub(super) fn reads_draft(&self, notebook: Id) -> bool {
        self.seat.reads_enforcement(self.reading(Some(notebook), None))
    }

    /// Refused unless there might be a draft that the reader may read.
    pub(super) fn check_drafts(&self) -> Result<(), ServerError> {
        Seat::check(self.seat.reads_enforcement(Reading { own: true, ..Reading::default() }))
    }

    /// Whether the notice stands in this register, and the reader may count it.
    pub(super) fn counts(&self, number: &NoticeNumber) -> bool {
        self.stands_here(number)
            && self.seat.access.may_have_numbers(Area::Enforcement, self.reading_of(number))
    }

    /// Whose notices the reader counts, if not all; refused if nobody's.
    pub(super) fn counted(&self) -> Result<Option<&'static str>, ServerError> {
        let counts = |reading| self.seat.access.may_have_numbers(Area::Enforcement, reading);
        let (own, case_file) =
            (Reading { own: true, ..Reading::default() }, Reading { case_file: true, ..Reading::default() });
        let whose = match (counts(Reading::default()), counts(case_file), counts(own)) {
            (true, ..) => return Ok(None),
            (_, true, false) => "only those of which a case file was made",
            (_, false, true) => "only the reader's own",
            (_, true, true) => "only the reader's own and those of which a case file was made",
            _ => return Seat::check(false).map(|()| None),
        };
        Ok(Some(whose))
    }

    /// Whether the reader answers for all of enforcement.
    pub(super) fn answers(&self) -> bool {
        self.seat.access.answers_for(Area::Enforcement)
    }

    /// Refused unless the reader may read this notice: also for who reads by logged request, which has been logged.
    pub(super) fn check_reads(&self, number: &NoticeNumber) -> Result<(), ServerError> {
        Seat::check(self.seat.reads_enforcement(self.asked_for(number)))
    }

    /// Whether the reader may read an earlier notice with the one that rests on it: not because that one is the reader's own.
    pub(super) fn reads_with(&self, number: &NoticeNumber, earlier: &NoticeNumber) -> bool {
        let for_all = Reading { own: false, same_team: false, ..self.asked_for(number) };
        self.reads(earlier) || self.seat.reads_enforcement(for_all)
    }

    fn asked_for(&self, number: &NoticeNumber) -> Reading {
        Reading { logged_request: self.seat.reason.is_some(), ..self.reading_of(number) }
    }
}

/// Notices of which a case file was made.
fn case_files(view: &View) -> BTreeSet<NoticeNumber> {
    let made = |body: &ServerBody| match body {
        ServerBody::NoticeDecided(one)
            if matches!(one.act, Act::Refer | Act::ToLegal | Act::ToCourt | Act::Prosecuted { .. }) =>
        {
            Some(one.number.clone())
        }
        _ => None,
    };
    view.facts.journal.iter().filter_map(made).collect()
}

/// Refused unless an officer supervises: by role, or because nobody was given a role yet.
pub(super) async fn check_supervises(office: &Office, scope: &Scope, by: Id) -> Result<(), ServerError> {
    let roles = office.service.store().roles(scope).await?.remove(&by).unwrap_or_default();
    let supervises = |role| matches!(role, Role::PoliceSupervisor | Role::CommunitySafetyManager);
    Seat::check(roles.terms().is_empty() || roles.on(today(office)?).any(supervises))
}

/// Refused unless an officer decides about a notice, or with `None` about a draft: whoever answers for all of enforcement, and
/// from the case file on whoever reads them from there.
pub(super) async fn check_decides(
    office: &Office,
    scope: &Scope,
    (by, number): (Id, Option<&NoticeNumber>),
) -> Result<(), ServerError> {
    let store = &**office.service.store();
    let access = office.access(scope, by, today(office)?).await?;
    let from_case_file = access.levels(Area::Enforcement).any(|level| level == Level::AuthorityFromCaseFile);
    let decides = match number {
        _ if access.answers_for(Area::Enforcement) => true,
        Some(number) if from_case_file => case_files(&view(store, scope).await?).contains(number),
        _ => false,
    };
    Seat::check(decides)
}
