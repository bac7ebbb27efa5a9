//! Officers' teams as this phone was told of them: a team that is asked for is spelled as they are.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::WelfareRefusal;
use beatbook_protocol::id::Id;
use beatbook_store::ReadTransaction;

use crate::access::bodies;
use crate::error::DeviceError;
use crate::welfare::WelfareNews;

/// Follow-ups of a team name it as its officers' teams are spelled. Where the phone was told of no officer, as they are told.
pub(crate) fn spelled(tx: &ReadTransaction<'_>, news: &mut [WelfareNews]) -> Result<(), DeviceError> {
    let asked = news.iter_mut().filter_map(|one| match one {
        WelfareNews::Step { step: CareStep::FollowUp { team: Some(team), .. }, .. } => Some(team),
        _ => None,
    });
    let mut asked = asked.peekable();
    if asked.peek().is_none() {
        return Ok(());
    }
    let known = teams(tx)?;
    if known.is_empty() {
        return Ok(());
    }
    for team in asked {
        let told = team.trim().to_lowercase();
        let found = known
            .iter()
            .find(|one| *one == team)
            .or_else(|| known.iter().find(|one| one.to_lowercase() == told));
        *team = found.cloned().ok_or_else(|| WelfareRefusal::UnknownTeam {
            team: team.clone(),
            known: known.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
        })?;
    }
    Ok(())
}

/// Teams of officers, each officer's as the server told it last.
fn teams(tx: &ReadTransaction<'_>) -> Result<BTreeSet<String>, DeviceError> {
    let team = |body| match body {
        ServerBody::OfficerAdded(added) => Some((added.officer, added.team)),
        _ => None,
    };
    let newest: BTreeMap<Id, String> = bodies(tx, "officer_added")?.into_iter().filter_map(team).collect();
    Ok(newest.into_values().filter(|team| !team.trim().is_empty()).collect())
}
