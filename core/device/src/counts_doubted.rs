//! What looks wrong with a phone's part of a count, and with what is told of it. It is kept as it was told: recording is never
//! refused, and somebody looks at it.

use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::count::CountSector;
use beatbook_domain::records::count::story::CountPart;
use beatbook_protocol::id::Id;

use crate::counts::CountNews;
use crate::counts_known::{CountsOver, plan_of};
use crate::error::DeviceError;
use crate::journal::count_parts;
use crate::notebook::Notebook;
use crate::reading::LIST_MAX;

const SOURCE: &str = "the plan of the count as the server told it";

impl Notebook {
    /// What looks wrong with a part at its start, or where nothing is told of it; and with what is told once the count is over.
    pub(crate) fn count_doubts(
        &self,
        (record, part): (Id, &CountPart),
        news: &[CountNews],
        now: i64,
    ) -> Result<Vec<Missing>, DeviceError> {
        let begins = news.is_empty() || news.iter().any(|one| matches!(one, CountNews::Started));
        let tells = news.iter().any(|one| {
            matches!(one, CountNews::Sighted(_) | CountNews::Changed { .. } | CountNews::Sector { .. })
        });
        if !begins && !tells {
            return Ok(Vec::new());
        }
        let officer = self.ledger.identity.officer;
        self.ledger.db.read(|tx| {
            let counts = CountsOver::load(tx, now)?;
            let over = counts.is_over(&part.joined).then(over_by_now);
            let mut doubts: Vec<Missing> = over.into_iter().collect();
            if begins {
                doubts.extend(of_plan(plan_of(tx, part.joined.count)?.as_ref(), &part.joined.team, officer));
                let others = count_parts(tx, LIST_MAX)?.into_iter();
                let open = others.filter(|one| one.record != record && one.story.ended.is_none());
                doubts.extend(open.filter_map(|one| {
                    let (joined, same) = (&one.story.joined, one.story.joined.count == part.joined.count);
                    // Nobody ends the part of a count that is long over: nothing is told of it by mistake any more.
                    (same || !counts.is_over(joined)).then(|| another(one.record, &joined.team, same))
                }));
            }
            Ok(doubts)
        })
    }
}

/// That a word takes back, without naming them, known sites that this part has told as reached.
pub(crate) fn taken_back(part: &CountPart, told: &CountSector) -> Option<Missing> {
    let sites = part.unrepeated(told).join(", ");
    let remedy = format!(
        "This takes back that known site {sites} in sector {} was reached: of a sector that was not searched the newest word says \
         which sites were. If it was reached, tell the sector again with it among them.",
        told.sector
    );
    let source = "what this part has told of the sector before";
    (!sites.is_empty()).then(|| Missing::new("count_site_taken_back", remedy, source))
}

fn over_by_now() -> Missing {
    let remedy = "This count is over, as far as this phone knows. What you tell is kept, and the server takes it: tell your lead or \
                  the coordinator, who looks at the numbers again.";
    Missing::new("count_over", remedy, SOURCE)
}

/// Of who joins with a team of the plan.
fn of_plan(plan: Option<&CountPlan>, team: &str, officer: Id) -> Option<Missing> {
    let Some(plan) = plan else {
        let remedy = "This phone was not told the plan of this count: `sync`, and join again if the count is another. Without it \
                      names of this part will not be compared; what you say of sectors and pairs counts if the plan has you on \
                      a team, and not else.";
        return Some(Missing::new("count_plan_not_told", remedy, SOURCE));
    };
    let named = |teams: Vec<&str>| teams.join(", ");
    let Some(joined) = plan.team(team) else {
        let teams = named(plan.teams.iter().map(|one| one.code.as_str()).collect());
        let remedy =
            format!("The plan of this count has no team {team}, but {teams}: join with one of them.");
        return Some(Missing::new("count_team_not_planned", remedy, SOURCE));
    };
    if joined.has(officer) {
        return None;
    }
    let own = plan.teams.iter().filter(|one| one.has(officer)).map(|one| one.code.as_str());
    let remedy = match named(own.collect()).as_str() {
        "" => format!("The plan of this count has you on no team, and so not on team {team}: tell its lead."),
        own => format!(
            "The plan of this count has you on team {own}, not on team {team}: join with your own, or tell the lead of {team}."
        ),
    };
    Some(Missing::new("count_not_on_team", remedy, SOURCE))
}

fn another(part: Id, team: &str, same: bool) -> Missing {
    let which = if same { "Another part of this count" } else { "A part of another count" };
    let remedy = format!(
        "{which} is open on this phone: {part}, of team {team}. What is told without naming a part is told of the newest: end the \
         other one, or name it."
    );
    Missing::new("count_another_part_open", remedy, SOURCE)
}
