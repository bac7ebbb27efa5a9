//! The hours report as a command: which authority, who asks, then what the report module answers.

use beatbook_domain::access::{Area, Reading};

use super::command::HoursAsked;
use super::office::{Answer, Office, period};
use super::seat::Seat;
use super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::report::{HoursRequest, ReportRefusal, WhoseAsked, render};

impl From<ReportRefusal> for ServerError {
    fn from(refusal: ReportRefusal) -> Self {
        match refusal {
            ReportRefusal::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

pub(super) async fn hours(office: &Office, asked: &HoursAsked) -> Result<Answer, ServerError> {
    let reason = match &asked.request.whose {
        WhoseAsked::Officer { reason, .. } => Some(reason.clone()),
        _ => None,
    };
    let (authority, reader) = (asked.authority.clone(), asked.reader.clone());
    let seat = Seat::taken(office, &ReaderArgs { authority, reader, reason }, Purpose::Report).await?;
    let told = answer(office, &seat, asked).await;
    // What is answered the report itself writes down before; that it was refused is written down as of every command.
    if told.is_err() {
        let what = format!("hours of {}", named(&seat, &asked.request.whose));
        office.service.store().log_access(&seat.scope, &what, seat.reason.as_deref()).await?;
    }
    told
}

async fn answer(office: &Office, seat: &Seat, asked: &HoursAsked) -> Result<Answer, ServerError> {
    let HoursAsked { request, form, publish, .. } = asked;
    // Refused here with the forms a period may have.
    period(&request.period)?;
    if !may_ask(seat, &request.whose) || *publish && !seat.reads_all() {
        return Err(refused(request, *publish));
    }
    let service = &office.service;
    let out = if *publish {
        let published = service.publish_hours(&seat.scope, &request.period).await?;
        render(&published, *form).map_err(ReportRefusal::from)?
    } else {
        service.hours_written(&seat.scope, request, *form).await?
    };
    // Who counts all teams and reads none could take the larger ones from everybody's.
    if let WhoseAsked::Team(team) = &request.whose
        && !reads_team(seat, team)
    {
        service.check_listed(&seat.scope, request, team).await?;
    }
    Ok(Answer { out, exit: 0 })
}

/// Whose hours were asked for, as the access log has it: officers by their ids, nothing that was only typed.
fn named(seat: &Seat, whose: &WhoseAsked) -> String {
    match whose {
        WhoseAsked::Everyone => "everyone".to_owned(),
        WhoseAsked::Team(team) if seat.officers.iter().any(|one| one.team == *team) => format!("team {team}"),
        WhoseAsked::Team(_) => "a team nobody knows".to_owned(),
        // Any words can be an operation's: they are not written down.
        WhoseAsked::Operation(_) => "an operation".to_owned(),
        WhoseAsked::Officer { code, .. } => match seat.officers.iter().find(|one| one.code == *code) {
            Some(officer) => format!("officer {}", officer.id),
            None => "nobody known".to_owned(),
        },
    }
}

/// The column *patrol* of the table of roles: figures of all, of the own team, of one officer.
fn may_ask(seat: &Seat, whose: &WhoseAsked) -> bool {
    match whose {
        WhoseAsked::Everyone | WhoseAsked::Operation(_) => seat.counts_all(),
        WhoseAsked::Team(team) => {
            let own = Reading { same_team: *team == seat.reader.team, closed: true, ..Reading::default() };
            seat.access.may_have_numbers(Area::Patrol, own)
        }
        // Who is unknown is said by the report itself.
        WhoseAsked::Officer { code, .. } => {
            seat.officers.iter().find(|one| one.code == *code).is_none_or(|officer| seat.reads(officer.id))
        }
    }
}

/// Whether the reader may read what a team does, one officer after the other.
fn reads_team(seat: &Seat, team: &str) -> bool {
    seat.reads_all() || seat.leads_team() && team == seat.reader.team
}

fn refused(request: &HoursRequest, publish: bool) -> ServerError {
    let why = match request.whose {
        _ if publish => "hours are published by whoever reads all patrols: the community-safety manager",
        WhoseAsked::Everyone | WhoseAsked::Operation(_) => {
            "this officer's roles do not count everyone's hours: a supervisor asks with --team for the own team, anybody \
             with --officer and --reason for the own hours"
        }
        WhoseAsked::Team(_) => "this officer's roles do not count the hours of that team",
        WhoseAsked::Officer { .. } => {
            "one officer's hours are for that officer, and for a supervisor of the team"
        }
    };
    ServerError::refused("not_allowed", why)
}
