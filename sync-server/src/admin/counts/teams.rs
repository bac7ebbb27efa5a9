//! Briefing and debrief of a count's teams: who was briefed, has begun, has ended and was debriefed, and what is missing.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use beatbook_domain::counts::plan::PlannedTeam;
use beatbook_domain::counts::review::TeamPart;
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use super::written::{at, code_of};
use crate::counts::{CountView, Eyes};
use crate::store::Officer;

/// How far a team is.
struct TeamTold<'a> {
    team: &'a PlannedTeam,
    /// Of officers who are in the plan.
    parts: Vec<&'a TeamPart>,
    /// Of all others: they make nothing of it complete.
    others: Vec<&'a TeamPart>,
}

/// All planned teams, in the plan's order.
fn teams(view: &CountView) -> impl Iterator<Item = TeamTold<'_>> {
    let plan = &view.case.plan;
    plan.teams.iter().map(|team| {
        let is_of = |one: &&TeamPart| {
            plan.team_joined(one.officer, &one.part.joined.team)
                .is_some_and(|joined| joined.code == team.code)
        };
        let (parts, others) = view.parts.iter().filter(is_of).partition(|one| plan.takes(one.officer));
        TeamTold { team, parts, others }
    })
}

impl<'a> TeamTold<'a> {
    /// Parts of all its phones.
    fn all(&self) -> impl Iterator<Item = &'a TeamPart> {
        self.parts.iter().chain(&self.others).copied()
    }

    /// Its phones: one may have joined more than once.
    fn phones(&self) -> BTreeSet<Id> {
        self.parts.iter().map(|one| one.notebook).collect()
    }

    /// How many of its phones said so when they joined, and the first of them when.
    fn briefed(&self) -> (usize, Option<i64>) {
        let briefed = || self.parts.iter().filter(|one| one.part.joined.briefed);
        let phones: BTreeSet<Id> = briefed().map(|one| one.notebook).collect();
        (phones.len(), briefed().map(|one| one.part.joined.time.at).min())
    }

    /// Officers of its phones who are on its list nowhere.
    fn unlisted(&self) -> BTreeSet<Id> {
        self.all().map(|one| one.officer).filter(|officer| !self.team.has(*officer)).collect()
    }

    /// Codes its phones joined under that are not its own, and that the plan does not have.
    fn misnamed(&self) -> BTreeSet<&'a str> {
        let joined = self.all().map(|one| one.part.joined.team.as_str());
        joined.filter(|code| *code != self.team.code).collect()
    }

    /// Who is on its list and of whom no phone was heard.
    fn unheard(&self) -> impl Iterator<Item = Id> {
        let heard: BTreeSet<Id> = self.parts.iter().map(|one| one.officer).collect();
        self.team.leads.union(&self.team.members).copied().filter(move |officer| !heard.contains(officer))
    }

    fn started(&self) -> Option<i64> {
        self.parts.iter().filter_map(|one| Some(one.part.started.as_ref()?.time.at)).min()
    }

    fn ended(&self) -> Option<i64> {
        self.parts.iter().filter_map(|one| Some(one.part.ended.as_ref()?.time.at)).max()
    }

    /// When it was debriefed and what was said, in order; what was said only to those who read the team's part.
    fn debriefs(&self, eyes: &Eyes) -> Vec<(i64, Option<&'a str>)> {
        let mut told: Vec<(i64, Option<&str>)> = self
            .all()
            .flat_map(|one| one.part.debriefs.iter().map(move |said| (one, said)))
            .map(|(one, said)| {
                let reads = eyes.reads_team(one.notebook, &self.team.code) && !said.text.is_empty();
                (said.time.at, reads.then_some(said.text.as_str()))
            })
            .collect();
        told.sort_unstable();
        told
    }

    /// Briefing, start and end in a line, by the phones of who is in the plan.
    fn line(&self) -> String {
        if self.parts.is_empty() {
            return "no phone of anybody in the plan has been heard".to_owned();
        }
        let (briefed, first) = self.briefed();
        let mut line = match first {
            Some(first) => format!("briefed by {} ({briefed} of {} phones)", at(first), self.phones().len()),
            None => "no briefing told".to_owned(),
        };
        for (what, when) in [("started", self.started()), ("ended", self.ended())] {
            let _ = match when {
                Some(when) => write!(line, ", {what} {}", at(when)),
                None => write!(line, ", not {what}"),
            };
        }
        line
    }

    /// What is missing, by its name.
    fn missing(&self) -> Vec<&'static str> {
        if self.parts.is_empty() {
            return vec!["phone"];
        }
        let (briefed, _) = self.briefed();
        let all = [
            ("briefing", briefed < self.phones().len()),
            ("start", self.started().is_none()),
            ("end", self.ended().is_none()),
            ("debrief", self.parts.iter().all(|one| one.part.debriefs.is_empty())),
        ];
        all.into_iter().filter_map(|(what, is_missing)| is_missing.then_some(what)).collect()
    }
}

/// A line for each team, and one for each debrief.
pub(super) fn written(text: &mut String, view: &CountView, (eyes, officers): (&Eyes, &[Officer])) {
    for told in teams(view) {
        let code = &told.team.code;
        if told.all().next().is_none() {
            let _ = writeln!(text, "team {code}: no phone of it has been heard");
            continue;
        }
        let _ = writeln!(text, "team {code}: {}", told.line());
        for (when, said) in told.debriefs(eyes) {
            let said = said.map_or_else(String::new, |said| format!(": {said}"));
            let _ = writeln!(text, "  debriefed {}{said}", at(when));
        }
        for officer in told.unlisted() {
            let (who, plan) = (code_of(officers, officer), &view.case.plan);
            let own = plan.teams.iter().find(|team| team.has(officer)).map(|team| &team.code);
            let but = match own {
                Some(own) => format!(", but on that of team {own}, and of that team where pairs are decided"),
                None if plan.takes(officer) => String::new(),
                None => {
                    " or any other: whom they saw is counted, and what they say of sectors and pairs is not"
                        .to_owned()
                }
            };
            let _ = writeln!(text, "  LOOK: a phone of it is of {who}: not on its list{but}");
        }
        for code in told.misnamed() {
            let _ =
                writeln!(text, "  LOOK: a phone of it joined as team {code}, which the plan does not have");
        }
        let unheard: Vec<&str> = told.unheard().map(|officer| code_of(officers, officer)).collect();
        if !unheard.is_empty() {
            let _ = writeln!(text, "  no phone heard of: {}", unheard.join(", "));
        }
        let missing = told.missing();
        if !missing.is_empty() {
            let _ = writeln!(text, "  missing: {}", missing.join(", "));
        }
    }
    for one in nobodys(view) {
        let (team, officer) = (&one.part.joined.team, code_of(officers, one.officer));
        let _ = writeln!(
            text,
            "LOOK: the phone of {officer}, who is on no team, joined as {team}, which the plan does not have"
        );
    }
}

/// Parts of phones whose code and officer the plan both does not have.
fn nobodys(view: &CountView) -> impl Iterator<Item = &TeamPart> {
    let plan = &view.case.plan;
    view.parts.iter().filter(|one| plan.team_joined(one.officer, &one.part.joined.team).is_none())
}

/// Those for programs.
pub(super) fn nobodys_json(view: &CountView) -> Value {
    let one = |one: &TeamPart| json!({ "notebook": one.notebook, "officer": one.officer, "joined": one.part.joined.team });
    nobodys(view).map(one).collect()
}

/// All teams for programs.
pub(super) fn json(view: &CountView, eyes: &Eyes) -> Value {
    let one = |told: TeamTold<'_>| {
        let (briefed, first) = told.briefed();
        let debriefs = told.debriefs(eyes);
        let debriefs = debriefs.into_iter().map(|(at, text)| json!({ "at": at, "text": text }));
        json!({
            "team": told.team.code,
            "phones": told.all().map(|one| one.notebook).collect::<BTreeSet<Id>>().len(),
            "unlisted": told.unlisted(),
            "misnamed": told.misnamed(),
            "unheard": told.unheard().collect::<Vec<_>>(),
            "briefed": briefed,
            "briefed_at": first,
            "started": told.started(),
            "ended": told.ended(),
            "debriefs": debriefs.collect::<Vec<_>>(),
            "missing": told.missing(),
        })
    };
    teams(view).map(one).collect()
}
