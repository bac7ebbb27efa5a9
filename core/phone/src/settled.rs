//! What the phone settled by itself when something was told of an encounter, and what may come next: the words.

use std::fmt::Write;

use beatbook_device::{EncounterHere, EncounterSettled, NextSteps};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::screen::{Tap, Way};
use beatbook_domain::orders::signs::WhyWarnOnly;
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::judged::{Decision, EncounterJudged, Stood};
use beatbook_domain::records::encounter::shown::of_place;
use beatbook_domain::records::sign::SignNoted;
use serde_json::{Value, json};

/// For a person.
pub fn shown(settled: &EncounterSettled) -> String {
    let mut text: String = settled.judged.iter().map(judged).collect();
    settled.sign_tasks.iter().for_each(|task| text.push_str(&sign_task(task)));
    text.push_str(&unknown(&settled.unknown));
    text
}

/// A further position, for a person.
pub fn here(here: &EncounterHere) -> String {
    let place = of_place(here.placed.place);
    let age = here.placed.age / 1_000;
    let mut text = format!("here: {place}, {age} s old\n");
    if here.settled.judged.is_empty() {
        text.push_str(
            "no decision is changed by it: not of the same place as what was seen, too late, or no surer\n",
        );
    }
    text.push_str(&shown(&here.settled));
    text
}

/// The same for programs.
pub fn here_json(here: &EncounterHere) -> Value {
    json!({ "placed": here.placed, "judged": here.settled.judged, "sign_tasks": here.settled.sign_tasks })
}

/// How the conditions of a conduct's code stood.
pub fn judged(judged: &EncounterJudged) -> String {
    let mut text = String::new();
    let (code, unsure) = (&judged.code, judged.doubts.join(", "));
    match judged.place {
        None => {
            let _ = writeln!(
                text,
                "{code}: unsure ({unsure}) – take a fix here and tell it with `encounter here`"
            );
        }
        Some(_) if judged.decisions.is_empty() => {
            let _ = writeln!(text, "{code}: no order with this condition reaches here");
        }
        Some(place) => {
            for one in &judged.decisions {
                let _ = writeln!(text, "{}  [{}]", decision(one), of_place(place));
            }
            if !unsure.is_empty() {
                let _ = writeln!(text, "  unsure as well: {unsure}");
            }
        }
    }
    text
}

fn decision(one: &Decision) -> String {
    let stood = match one.stood {
        Stood::Certain => "IN FORCE HERE".to_owned(),
        Stood::Unsure => format!("UNSURE ({}): warn, or a second, certain fix here", one.doubts.join(", ")),
        Stood::JustOutside => "JUST OUTSIDE".to_owned(),
        Stood::NotInForce => format!("NOT IN FORCE ({})", one.not_in_force.join(", ")),
    };
    let cited = &one.cited;
    let mut text = format!("{} of {}, version {}: {stood}", cited.condition, cited.code, cited.version);
    if let Some(edge) = cited.edge_in_words() {
        let _ = write!(text, "; {edge}");
    }
    if let Some(sign) = &cited.sign {
        let _ = write!(text, ", nearest sign {} {:.0} m", sign.code, tenths(sign.distance.into()));
    }
    if let Some(why) = &one.warn_only {
        let _ = write!(text, "\n  {}", warn_only(why));
    }
    text
}

fn tenths(value: u64) -> f64 {
    u32::try_from(value).map_or(f64::MAX, |value| f64::from(value) / 10.0)
}

/// Why only a warning is offered.
pub fn warn_only(why: &WhyWarnOnly) -> String {
    format!("ONLY WARN: {}", why.words())
}

/// Codes that the phone's book does not have, each on a line.
pub fn unknown(points: &[Missing]) -> String {
    points.iter().map(|point| format!("CHECK THE CODE: {} ({})\n", point.remedy, point.code)).collect()
}

fn sign_task(task: &SignNoted) -> String {
    match &task.sign {
        Some(sign) => format!("  sign task opened: look for {sign} of {}\n", task.order),
        None => format!("  sign task opened: one is wanted here for {}\n", task.order),
    }
}

/// The ways on, for a person.
pub fn next_steps(all: &[NextSteps]) -> String {
    let mut text = String::new();
    for one in all {
        let about = one.decision.as_ref().map(decision);
        let _ =
            writeln!(text, "{}", about.unwrap_or_else(|| "no condition that is near was named".to_owned()));
        one.ways.iter().for_each(|way| text.push_str(&of_way(way)));
    }
    text
}

fn of_way(way: &Way) -> String {
    let is_fined = |tap: &Tap| matches!(tap, Tap::Settle(point) if point.code == "issued_already");
    if way.outcome == Outcome::Fpn && way.taps.iter().any(is_fined) {
        return "  fined already: one penalty for one breach; `notice list` shows it\n".to_owned();
    }
    let what = match way.outcome {
        Outcome::Referral => "refer",
        Outcome::Fpn => "fine",
        _ => "warn",
    };
    let steps = if way.taps.len() == 1 { "step" } else { "steps" };
    let mut text = format!("  to {what}: {} {steps}\n", way.taps.len());
    for tap in &way.taps {
        let _ = match tap {
            Tap::Settle(point) => writeln!(text, "    {} ({})", point.remedy, point.code),
            Tap::Choose(Outcome::Fpn) => writeln!(text, "    Ask for it: `notice issue`"),
            Tap::Choose(_) => writeln!(text, "    Say so: `encounter end`"),
            Tap::HandOver => writeln!(text, "    Hand the paper over: `notice serve`"),
        };
    }
    text
}

/// The ways on, for programs.
pub fn next_steps_json(all: &[NextSteps]) -> Value {
    let one = |one: &NextSteps| json!({ "decision": one.decision, "ways": one.ways });
    all.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_fined_is_offered_no_way_to_be_fined_again() {
        let way = |code| Way {
            outcome: Outcome::Fpn,
            taps: vec![
                Tap::Settle(Missing::new(code, "Remedy.", "rule")),
                Tap::Choose(Outcome::Fpn),
                Tap::HandOver,
            ],
        };
        let fined = of_way(&way("issued_already"));
        assert!(fined.starts_with("  fined already") && !fined.contains("notice issue"), "{fined}");
        let on = of_way(&way("understanding"));
        assert!(on.starts_with("  to fine: 3 steps\n    Remedy. (understanding)\n"), "{on}");
        assert!(on.contains("`notice issue`"), "{on}");
    }
}
