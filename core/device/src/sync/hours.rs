//! One question for the officer's own hours, and whether the answer is one to it.

use beatbook_protocol::enrol::Token;
use beatbook_protocol::hours::{HOURS_PATH, HoursAnswer, HoursRequest, HoursResponse};
use beatbook_protocol::limits::PROTOCOL_VERSION;
use beatbook_protocol::sync::{Problem, ProblemCode};

use super::retry;
use super::run::{enter, link, refused};
use crate::beatbook::Timeouts;
use crate::error::{DeviceError, LinkFault, State};
use crate::gate::LongRun;
use crate::local::Exchange;
use crate::own_hours::{AskHours, OwnHoursRefusal};

/// Asks the server. A notebook that was not let in yet asks that first.
pub(crate) fn own_hours(
    run: &LongRun<'_>,
    timeouts: Timeouts,
    asked: &AskHours,
) -> Result<HoursResponse, DeviceError> {
    let (request, token) = run.with(|notebook| {
        let exchange = notebook.ledger.db.read(Exchange::load)?;
        let counts = exchange.wait.filter(|wait| wait.asked);
        if retry::remaining(counts.as_ref(), &notebook.ledger.now()?) > 0 {
            return Err(LinkFault::Busy.into());
        }
        let identity = &notebook.ledger.identity;
        let request = HoursRequest {
            versions: vec![PROTOCOL_VERSION],
            notebook: identity.notebook,
            from: asked.from,
            to: asked.to,
            zones: asked.zones.clone(),
        };
        Ok((request, identity.token))
    })?;
    request.check().map_err(|code| match code {
        ProblemCode::Period => OwnHoursRefusal::Period,
        _ => OwnHoursRefusal::TooManyZones,
    })?;
    ask(run, timeouts, &request, &token)
}

fn ask(
    run: &LongRun<'_>,
    timeouts: Timeouts,
    request: &HoursRequest,
    token: &Token,
) -> Result<HoursResponse, DeviceError> {
    let link = link(run, timeouts)?;
    enter(run, &link)?;
    match link.exchange(run, HOURS_PATH, Some(token), request)? {
        HoursAnswer::Told(told) if is_answer(&told, request) => Ok(*told),
        HoursAnswer::Told(_) => Err(LinkFault::BadAnswer.into()),
        HoursAnswer::Refused(problem) => Err(refusal(run, &problem)),
    }
}

/// An answer to this very question, with figures that can be true.
fn is_answer(told: &HoursResponse, request: &HoursRequest) -> bool {
    let named = |code: &String| request.zones.is_empty() || request.zones.contains(code);
    told.version == PROTOCOL_VERSION
        && (told.from, told.to) == (request.from, request.to)
        && told.zones.iter().all(|zone| zone.is_sound() && named(&zone.code))
}

fn refusal(run: &LongRun<'_>, problem: &Problem) -> DeviceError {
    match problem.code {
        ProblemCode::Period => OwnHoursRefusal::Period.into(),
        ProblemCode::UnknownZone => OwnHoursRefusal::UnknownZone.into(),
        ProblemCode::TooLarge => OwnHoursRefusal::TooMuch.into(),
        ProblemCode::NotebookClosed => State::Retired.into(),
        _ => refused(run, problem),
    }
}
