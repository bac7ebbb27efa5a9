//! Where commands are carried out: everything one needs, and which function does what.

use std::cell::Cell;
use std::sync::Arc;

use beatbook_domain::access::{Access, AccessTable};
use beatbook_domain::calendar::{CalendarError, Period, parse_time};
use beatbook_domain::records::journal::Moment;
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;

use super::command::{AuthorityCommand, Command, OfficerCommand, ReceiptKeyCommand, ZonesCommand};
use super::order_words::{OrdersCommand, PowerCommand, RulesCommand};
use super::register::PaymentsCommand;
use super::{
    access, acting, alarms, alone, cards, cases, controllers, counts, encampments, encounters, engagement,
    hours, keeping, no_penalty, notebooks, operations, orders, patrols, people, person, premises, register,
    roles, settling, sharing, signs, tasks, templates, tents, upkeep, welfare, young, zones,
};
use crate::auth::{Purpose, Scope};
use crate::error::ServerError;
use crate::home::Home;
use crate::service::Service;
use crate::settling::Beginning;
use crate::store::sqlite::SqliteStore;
use crate::store::{Authority, Officer};

/// A command and how its answer is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What to do.
    pub command: Command,
    /// Machine-readable.
    pub json: bool,
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// For standard output.
    pub out: Vec<u8>,
    /// 0 for success; 1 for "done, and something is wrong".
    pub exit: u8,
}

/// Lines that say how far a long command is.
pub type Progress = mpsc::UnboundedSender<String>;

/// Everything a command needs.
pub struct Office {
    /// The server's inside.
    pub service: Arc<Service>,
    /// The embedded store, for what only it can do.
    pub embedded: Arc<SqliteStore>,
    /// The folder.
    pub home: Home,
    /// The port the server listens at; absent if none runs.
    pub port: Option<u16>,
}

tokio::task_local! {
    /// For which officer, at the desk, the command at hand is carried out.
    static SEATED: Cell<Option<(Scope, Id)>>;
}

/// Notes for whom the command at hand is carried out.
pub(super) fn seated(scope: &Scope, officer: Id) {
    // Outside a command nobody is told anything.
    let _ = SEATED.try_with(|seated| seated.set(Some((scope.at_desk(officer), officer))));
}

impl Office {
    /// Carries a command out. `attachment` is the content of the file a command names, read by its sender. What an officer at
    /// the desk has to know whatever was asked goes ahead of the answer, as lines of `progress`: an answer for programs
    /// stays one.
    ///
    /// # Errors
    /// What to tell the administrator.
    pub async fn carry_out(
        &self,
        request: Request,
        attachment: Vec<u8>,
        progress: &Progress,
    ) -> Result<Answer, ServerError> {
        let work = async {
            let command = request.command.clone();
            let act = Box::pin(self.act(request, attachment, progress));
            let answer = acting::acting(self, &command, act).await;
            (answer, SEATED.with(Cell::get))
        };
        let (answer, officer) = SEATED.scope(Cell::new(None), work).await;
        if let Some((scope, officer)) = officer {
            match &answer {
                Ok(_) | Err(ServerError::Fault(_)) => {}
                Err(refusal) => {
                    let what = format!("refused: {}", refusal.code());
                    self.service.store().log_access(&scope, &what, None).await?;
                }
            }
            match welfare::glass_lines(self, (scope.authority(), officer)).await {
                // Whoever has gone is told next time.
                Ok(lines) => lines.into_iter().for_each(|line| drop(progress.send(line))),
                // What was asked is done.
                Err(error) => tracing::error!(%error, "broken glass could not be told"),
            }
        }
        answer
    }

    async fn act(
        &self,
        request: Request,
        attachment: Vec<u8>,
        progress: &Progress,
    ) -> Result<Answer, ServerError> {
        let json = request.json;
        let told = match request.command {
            Command::Authority(AuthorityCommand::Add { code, name, same_code }) => {
                people::add_authority(self, &code, &name, same_code).await
            }
            Command::Authority(AuthorityCommand::List(form)) => {
                people::list_authorities(self, form.csv).await
            }
            Command::Officer(OfficerCommand::Add { authority, code, name, team, .. }) => {
                people::add_officer(self, &authority, &code, &name, &team).await
            }
            Command::Officer(OfficerCommand::Change { authority, code, name, team, .. }) => {
                people::change_officer(self, &authority, &code, name.as_deref(), team.as_deref()).await
            }
            Command::Officer(OfficerCommand::List { authority, form, .. }) => {
                people::list_officers(self, &authority, form.csv).await
            }
            Command::Officer(OfficerCommand::Power(PowerCommand::Add(args))) => {
                settling::add_power(self, args).await
            }
            Command::Officer(OfficerCommand::Power(PowerCommand::End(args))) => {
                settling::end_power(self, args).await
            }
            Command::Officer(OfficerCommand::Power(PowerCommand::List { authority, code, form, .. })) => {
                orders::list_powers(self, &authority, code.as_deref(), form.csv).await
            }
            Command::Officer(OfficerCommand::Role(command)) => roles::carry_out(self, command).await,
            Command::Orders(OrdersCommand::Import(args)) => orders::import(self, args, attachment).await,
            Command::Orders(OrdersCommand::Export { authority, .. }) => {
                return orders::export(self, &authority).await;
            }
            Command::Orders(OrdersCommand::List { authority, at, form, .. }) => {
                orders::list(self, &authority, at.as_deref(), form.csv).await
            }
            Command::Rules(RulesCommand::List { authority, form, .. }) => {
                orders::list_rules(self, &authority, form.csv).await
            }
            Command::Rules(RulesCommand::Export { id, authority, revision, .. }) => {
                return orders::export_rules(self, &authority, &id, revision).await;
            }
            Command::Rules(RulesCommand::Import { reader, .. }) => {
                settling::import_rules(self, &reader, &attachment).await
            }
            Command::Rules(RulesCommand::Update { id, reader }) => {
                settling::update_rules(self, &reader, &id).await
            }
            Command::Rules(RulesCommand::Commence { id, reader, from, instrument, retroactive }) => {
                let beginning = Beginning { from, instrument: &instrument, retroactive };
                settling::commence(self, &reader, &id, beginning).await
            }
            Command::Templates(command) => {
                return templates::carry_out(self, command, attachment, json).await;
            }
            Command::Rules(RulesCommand::Young(command)) => young::carry_out(self, command).await,
            Command::NoPenalty(args) => no_penalty::table(self, &args).await,
            Command::Welfare(command) => welfare::carry_out(self, command).await,
            Command::Alone(command) => alone::carry_out(self, command).await,
            Command::Signs { authority, form, .. } => signs::list(self, &authority, form.csv).await,
            Command::Enrol(args) => people::enrol(self, &args).await,
            Command::Zones(ZonesCommand::Import(args)) => {
                zones::import(self, args, attachment, progress).await
            }
            Command::Zones(ZonesCommand::List { authority, at, form, .. }) => {
                zones::list(self, &authority, at.as_deref(), form.csv).await
            }
            Command::Zones(ZonesCommand::Close { code, authority, at, retroactive, reason, .. }) => {
                let reason = reason.filter(|_| retroactive);
                zones::close(self, &authority, &code, at.as_deref(), reason).await
            }
            Command::Hours(asked) => return hours::hours(self, &asked).await,
            Command::Patrol(command) => patrols::carry_out(self, command).await,
            Command::ReceiptKey(ReceiptKeyCommand::Change) => upkeep::change_receipt_key(self).await,
            Command::ReceiptKey(ReceiptKeyCommand::List(form)) => upkeep::list_receipt_keys(self, form.csv),
            Command::Register(args) => return register::register(self, &args, json).await,
            Command::Notice(command) => register::notice(self, command).await,
            Command::Payments(PaymentsCommand::Import { reader, dry_run, .. }) => {
                register::payments(self, &reader, &attachment, dry_run).await
            }
            Command::Count(command) => return counts::carry_out(self, command, &attachment, json).await,
            Command::Encampment(command) => encampments::carry_out(self, *command).await,
            Command::Tent(command) => tents::carry_out(self, command).await,
            Command::Encounter(command) => encounters::carry_out(self, command).await,
            Command::Grant(command) => sharing::carry_out(self, command).await,
            Command::Engagement(command) => engagement::carry_out(self, command, &attachment).await,
            Command::Premises(command) => premises::carry_out(self, *command).await,
            Command::Operation(command) => operations::carry_out(self, command).await,
            Command::Keeping(command) => keeping::carry_out(self, command, progress).await,
            Command::Controller(command) => controllers::carry_out(self, command).await,
            Command::Person(command) => person::carry_out(self, command).await,
            Command::Hold(command) => keeping::hold(self, command).await,
            Command::Task(command) => tasks::carry_out(self, *command).await,
            Command::Case(command) => cases::carry_out(self, *command).await,
            Command::Card(command) => cards::carry_out(self, *command).await,
            Command::Outstanding(args) => notebooks::outstanding(self, &args).await,
            Command::Alarms { authority, form, .. } => alarms::alarms(self, &authority, form.csv).await,
            Command::AccessLog(args) => access::access_log(self, &args).await,
            Command::Status => upkeep::status(self).await,
            Command::Verify => upkeep::verify(self, progress).await,
            Command::Backup { file } => upkeep::backup(self, file).await,
        };
        told.map(|told| told.answer(json))
    }

    /// The authority of a code or id.
    pub(super) async fn authority(&self, named: &str) -> Result<Authority, ServerError> {
        let all = self.service.store().authorities(self.service.keyholder()).await?;
        let id = named.parse::<Id>().ok();
        let mut found =
            all.into_iter().filter(|one| one.code.eq_ignore_ascii_case(named) || Some(one.id) == id);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => Err(ServerError::AmbiguousAuthority),
            (None, _) => Err(ServerError::UnknownAuthority),
        }
    }

    /// An authority's rows for a purpose; for whoever the command at hand says acts.
    pub(super) async fn scope(&self, authority: &str, purpose: Purpose) -> Result<Scope, ServerError> {
        let scope = self.service.keyholder().scope(self.authority(authority).await?.id, purpose);
        let Some(acting) = acting::named() else { return Ok(scope) };
        let officer = self.officer(&scope, &acting).await?.id;
        seated(&scope, officer);
        Ok(scope.at_desk(officer))
    }

    /// Just now, by the server's clocks.
    pub(super) fn moment(&self) -> Moment {
        let clock = self.service.clock();
        Moment { wall: clock.now(), mono: clock.mono(), boot: BootId(0) }
    }

    /// The officer of a code or id.
    pub(super) async fn officer(&self, scope: &Scope, named: &str) -> Result<Officer, ServerError> {
        let all = self.service.store().officers(scope).await?;
        let id = named.parse::<Id>().ok();
        all.into_iter().find(|one| one.code == named || Some(one.id) == id).ok_or(ServerError::UnknownOfficer)
    }

    /// What an officer's roles let be done on a day.
    pub(super) async fn access(&self, scope: &Scope, officer: Id, day: Date) -> Result<Access, ServerError> {
        let roles = self.service.store().roles(scope).await?.remove(&officer).unwrap_or_default();
        Ok(AccessTable::shipped().access(&roles, day))
    }
}

/// What a command has to say, for people and for programs.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) json: Value,
    pub(super) exit: u8,
}

impl Told {
    pub(super) fn ok(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, exit: 0 }
    }

    pub(super) fn answer(self, json: bool) -> Answer {
        let mut out = if json { format!("{:#}", self.json) } else { self.text };
        if !out.ends_with('\n') {
            out.push('\n');
        }
        Answer { out: out.into_bytes(), exit: self.exit }
    }
}

/// A day (its local midnight), a local time, or an instant with its offset.
pub(super) fn instant(text: &str) -> Result<i64, ServerError> {
    parse_time(text).map_err(|error| ServerError::refused("instant", error))
}

/// A period as a person writes it.
pub(super) fn period(text: &str) -> Result<Period, ServerError> {
    Period::parse(text).map_err(|error| {
        // Whatever looked most like a date: what is wanted here is a period.
        let error = if error == CalendarError::NotADate { CalendarError::NotAPeriod } else { error };
        ServerError::refused("period", error)
    })
}
