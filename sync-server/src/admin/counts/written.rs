//! Counts in words and tables, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::counts::coverage::SectorWord;
use beatbook_domain::counts::label::QualityLabel;
use beatbook_domain::counts::review::Review;
use beatbook_domain::counts::searched::Searched;
use beatbook_domain::counts::state::CountAct;
use beatbook_domain::counts::table::CountTable;
use beatbook_domain::suppression::{LEGEND, PublicNumber};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use serde_json::json;

use super::teams;
use crate::admin::office::Told;
use crate::counts::{CountView, Eyes};
use crate::error::ServerError;
use crate::report::{plain, trimmed};
use crate::store::Officer;

pub(super) fn list<'a>(views: impl Iterator<Item = &'a CountView>) -> Told {
    let (mut text, mut all) = (String::new(), Vec::new());
    for view in views {
        let (plan, stage) = (&view.case.plan, view.case.stage.code());
        let _ = writeln!(text, "{}  {}  {}–{}  {stage}", plan.id, plan.night, hm(plan.from), hm(plan.to));
        all.push(json!({ "count": plan.id, "night": plan.night, "kind": plan.kind, "stage": stage }));
    }
    if all.is_empty() {
        text.push_str("No count.");
    }
    Told::ok(text, all.into())
}

fn hm(time: jiff::civil::Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A count. Without a review only the plan and how far it is.
pub(super) fn show(
    view: &CountView,
    review: Option<&(Review, BTreeMap<String, Searched>)>,
    eyes: &Eyes,
    officers: &[Officer],
) -> Told {
    let (case, plan) = (&view.case, &view.case.plan);
    let mut text = format!("count {}, {}\n", plan.id, case.stage.code());
    let _ = writeln!(text, "night of {}, {} to {}", plan.night, hm(plan.from), hm(plan.to));
    for team in &plan.teams {
        let leads: Vec<&str> = team.leads.iter().map(|lead| code_of(officers, *lead)).collect();
        let sectors: Vec<&str> = team.sectors.iter().map(String::as_str).collect();
        let independent = if team.independent { ", independent" } else { "" };
        let _ = writeln!(
            text,
            "team {} ({}{independent}), led by {}: {}",
            team.code,
            team.organisation,
            leads.join(", "),
            sectors.join(", ")
        );
    }
    if let Some((done, silent)) = &case.closed {
        let _ = writeln!(text, "closed {} by {}", at(done.at), code_of(officers, done.by));
        for (sector, why) in silent {
            let _ = writeln!(text, "  nothing heard of sector {sector}: {why}");
        }
        if case.partner {
            text.push_str("  the independent partner was there\n");
        }
    }
    if let Some((review, searched)) = review {
        teams::written(&mut text, view, eyes);
        reviewed(&mut text, view, review, searched);
        for (done, note) in &case.annotations {
            let _ = writeln!(text, "note of {} by {}: {note}", at(done.at), code_of(officers, done.by));
        }
        for (deed, refusal) in &case.refused {
            let by = code_of(officers, deed.by);
            let _ = writeln!(text, "refused, {} by {by}: {refusal}", at(deed.at));
            if let CountAct::Close { silent, .. } = &deed.act {
                for (sector, why) in silent {
                    let _ = writeln!(text, "  it said of sector {sector}: {why}");
                }
            }
        }
    }
    let numbers = review.map(|(review, searched)| {
        json!({
            "sightings": review.sightings.len(),
            "undecided": review.groups.undecided.len(),
            "coverage": review.coverage,
            "searched": searched,
            "searched_m": plan.searched_m,
            "label": review.label,
            "figures": review.figures,
            "teams": teams::json(view, eyes),
        })
    });
    let plan = eyes.plan(plan, review.is_some());
    let json = json!({ "count": plan.id, "stage": case.stage, "plan": plan, "review": numbers });
    Told::ok(text, json)
}

fn reviewed(text: &mut String, view: &CountView, review: &Review, searched: &BTreeMap<String, Searched>) {
    let _ = writeln!(
        text,
        "{} sightings by {} phones, {} pairs undecided",
        review.sightings.len(),
        view.parts.len(),
        review.groups.undecided.len()
    );
    for (sector, word) in &review.coverage.sectors {
        let share = searched.get(sector).map(|share| share.words(view.case.plan.searched_m));
        let share = share.map(|share| format!("; {share}")).unwrap_or_default();
        let _ = writeln!(text, "sector {sector}: {}{share}", word.words());
    }
    for (sector, outcome) in &review.coverage.elsewhere {
        let word = SectorWord::Said(outcome.clone()).words();
        let _ = writeln!(
            text,
            "sector {sector}, WHICH THE PLAN DOES NOT HAVE: {word}; ask the team which it was"
        );
    }
    labelled(text, &review.label);
    for (notebook, seq, code) in &view.refused {
        let _ = writeln!(text, "notebook {notebook}, entry {seq} does not fit: {code}");
    }
}

fn labelled(text: &mut String, label: &QualityLabel) {
    let _ = writeln!(text, "{}", label.assurance.words());
    for reason in &label.reasons {
        let _ = writeln!(text, "  {}", reason.words());
    }
    if let Some(partner) = &label.partner {
        let _ = writeln!(text, "  {}", partner.words());
    }
}

/// The return.
pub(super) fn table(view: &CountView, review: &Review, public: bool) -> Told {
    let (case, mut table) = (&view.case, plain());
    table.set_header(["", "", "people"]);
    for (what, code, number) in rows(&review.table, public) {
        table.add_row([what.to_owned(), code.to_owned(), number]);
    }
    let mut text = format!("count of the night of {}, {}\n", case.plan.night, case.stage.code());
    text.push_str(&trimmed(&table));
    text.push('\n');
    if public {
        let _ = writeln!(text, "{LEGEND}");
        return Told::ok(text, json!({ "night": case.plan.night, "table": review.table.public() }));
    }
    let check = review.table.check();
    let ends = if check.agrees { "" } else { "  THEY DO NOT AGREE" };
    let _ = writeln!(
        text,
        "check: count {} = by gender {} = by age {} = by nationality {}; distinct {} = {} + {} not counted{ends}",
        check.counted,
        check.gender,
        check.age,
        check.nationality,
        check.distinct,
        check.counted,
        check.not_counted
    );
    labelled(&mut text, &review.label);
    let _ = writeln!(text, "figures {}", review.figures);
    let stands = case.stage.figures().is_none_or(|figures| figures == review.figures);
    if !stands {
        let _ = writeln!(
            text,
            "These are not the figures that were {}: something came or went since.",
            case.stage.code()
        );
    }
    let json = json!({
        "night": case.plan.night,
        "stage": case.stage.code(),
        "check": check,
        "rows": rows(&review.table, false),
        "label": review.label,
        "figures": review.figures,
        "stands": stands,
    });
    Told::ok(text, json)
}

/// The rows of a table: what it is broken down by, the code and the number.
fn rows(table: &CountTable, public: bool) -> Vec<(&'static str, &'static str, String)> {
    if public {
        let shown = |number: PublicNumber| number.to_string();
        let table = table.public();
        let mut rows = vec![("count", "", shown(table.counted))];
        rows.extend(table.gender.map(|(code, number)| ("gender", code.code(), shown(number))));
        rows.extend(table.age.map(|(code, number)| ("age", code.code(), shown(number))));
        rows.extend(table.nationality.map(|(code, number)| ("nationality", code.code(), shown(number))));
        return rows;
    }
    let mut rows = vec![("count", "", table.counted().to_string())];
    rows.extend(table.by_gender().map(|(code, number)| ("gender", code.code(), number.to_string())));
    rows.extend(table.by_age().map(|(code, number)| ("age", code.code(), number.to_string())));
    rows.extend(
        table.by_nationality().map(|(code, number)| ("nationality", code.code(), number.to_string())),
    );
    let left = SleepingState::ALL.into_iter().filter(|state| !state.counts());
    rows.extend(left.map(|state| ("not counted", state.code(), table.not_counted(state).to_string())));
    rows
}

/// The same for a spreadsheet.
pub(super) fn csv(table: &CountTable, public: bool) -> Result<Vec<u8>, ServerError> {
    let failed = |_| ServerError::refused("csv", "the table could not be written as CSV");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["by", "code", "people"]).map_err(failed)?;
    for (what, code, number) in rows(table, public) {
        writer.write_record([what, code, &number]).map_err(failed)?;
    }
    writer.into_inner().map_err(|_| ServerError::refused("csv", "the table could not be written as CSV"))
}

pub(super) fn at(instant: i64) -> String {
    local_label(instant).unwrap_or_default()
}

/// An officer's public code.
pub(super) fn code_of(officers: &[Officer], officer: Id) -> &str {
    officers.iter().find(|one| one.id == officer).map_or("somebody unknown", |one| one.code.as_str())
}
