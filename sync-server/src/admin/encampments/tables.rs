//! The tables of encampments. No position is in any of them: the land is told in words.

use std::borrow::Cow;

use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::encampments::funnel::Funnel;
use beatbook_domain::encampments::returns::Return;
use beatbook_domain::encampments::story::{Encampment, Placed, Refused, Stage};
use beatbook_domain::records::encampment::{Direction, EntryAt};
use beatbook_domain::suppression::{LEGEND, PublicNumber, publish_part, publish_within};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::office::Told;
use super::super::seat::Seat;
use super::super::sheet::Sheet;
use super::super::welfare::NumbersArgs;
use crate::encampments::Encampments;
use crate::error::ServerError;

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Encampments, the oldest first; of `quiet` ones, where somebody sleeps rough, month and ward alone, with what the base says of
/// them. `coarse` says what stands for the land where the reader is not told it. An owned one is what the reader told of it.
pub(super) fn list<'a>(
    stories: &'a [Cow<'_, Encampment>],
    (quiet, said): (&[(String, String)], &str),
    (returns, coarse): (&[Return], &dyn Fn(&'a Encampment) -> Option<&'a str>),
) -> Sheet {
    let mut sheet = Sheet::new(
        format!("Encampments this officer may know of{said}"),
        &[
            "encampment",
            "reported",
            "land",
            "stage",
            "counted",
            "units",
            "wait_until",
            "directed",
            "return_until",
            "vacated",
            "refused",
            "return_of",
        ],
    );
    for story in stories {
        let direction = story.written.last();
        let unreported =
            || if matches!(story, Cow::Owned(_)) { "not by this officer" } else { "not yet" }.to_owned();
        let returned: Vec<String> = returns
            .iter()
            .filter(|one| one.encampment == story.id)
            .map(|one| format!("{} ({})", one.earlier, one.basis_words()))
            .collect();
        sheet.rows.push(vec![
            story.id.to_string(),
            story.reported().map_or_else(unreported, |day| day.to_string()),
            coarse(story).or_else(|| Some(&*story.land()?.words)).unwrap_or_default().to_owned(),
            story.stage().map(|stage| stage.name().to_owned()).unwrap_or_default(),
            day(story.counted().map(Placed::day)),
            story.counted().map(|visit| visit.what.units_in_words()).unwrap_or_default(),
            day(story.welfare.as_ref().and_then(|done| done.what.wait_until)),
            day(direction.map(Placed::day)),
            day(direction.and_then(|one| one.what.return_until)),
            day(story.vacated.as_ref().map(Placed::day)),
            story.refused.len().to_string(),
            returned.join("; "),
        ]);
    }
    for (month, ward) in quiet {
        let told = ["told by outreach".to_owned(), month.clone(), ward.clone()];
        let nothing = std::iter::repeat_n(String::new(), 9);
        sheet.rows.push(told.into_iter().chain(nothing).collect());
    }
    sheet
}

/// Returns, each with its basis.
pub(super) fn returns<'a>(seen: impl Iterator<Item = &'a Return>, encampments: &Encampments) -> Sheet {
    let mut sheet = Sheet::new(
        "Returns within the time of a direction (CJPOA 1994 s77(3)); a person decides what follows",
        &["encampment", "land", "seen", "earlier", "direction", "directed", "until", "basis"],
    );
    for one in seen {
        let land = encampments.get(one.encampment).and_then(Encampment::land);
        sheet.rows.push(vec![
            one.encampment.to_string(),
            land.map(|land| land.words.clone()).unwrap_or_default(),
            one.seen.to_string(),
            one.earlier.to_string(),
            one.number.clone().unwrap_or_default(),
            one.directed.to_string(),
            one.until.to_string(),
            one.basis_words(),
        ]);
    }
    sheet
}

/// What stands beside the funnel, and the last stage that all of it reached: a direction spoken without a welfare check is none of
/// the others.
fn beside(funnel: &Funnel) -> [(&'static str, u32, Stage); 3] {
    [
        ("direction_spoken", funnel.spoken(), Stage::WelfareDone),
        ("direction_spoken_without_assessment", funnel.unassessed(), Stage::Reported),
        ("police_s61", funnel.s61(), Stage::Reported),
    ]
}

/// The funnel with its base, which says as well how quiet ones are counted, and its check.
pub(super) fn funnel(
    funnel: &Funnel,
    (days, as_at, said): (Option<(Date, Date)>, Date, &str),
    form: NumbersArgs,
) -> Result<Told, ServerError> {
    let base = match days {
        Some((first, last)) => {
            format!(
                "Encampments first reported {first} to {last}, status as at {as_at}; erased ones are in no row{said}"
            )
        }
        None => format!("All encampments reported, status as at {as_at}; erased ones are in no row{said}"),
    };
    if form.public {
        return published(funnel, &base).told(form.csv);
    }
    let mut sheet = Sheet::new(base, &["stage", "reached", "no_further", "of_these_vacated"]);
    for row in funnel.rows() {
        let numbers = [row.reached, row.no_further, row.vacated].map(|number| number.to_string());
        sheet.rows.push(std::iter::once(row.stage.name().to_owned()).chain(numbers).collect());
    }
    for (name, number, _) in beside(funnel) {
        sheet.rows.push(vec![name.to_owned(), number.to_string(), String::new(), String::new()]);
    }
    let unreported = funnel.unreported();
    let mut told = sheet.based_and_checked(&funnel.check(), form.csv)?;
    if !form.csv && unreported > 0 {
        told.text.push_str(&format!("\n{unreported} more are told of, and their report has not come yet."));
    }
    if let Some(json) = told.json.as_object_mut() {
        json.insert("unreported".to_owned(), unreported.into());
    }
    Ok(told)
}

/// The same as it may be published: each stage lies within the one before, and what stands beside them within stages as well.
fn published(funnel: &Funnel, base: &str) -> Sheet {
    let mut sheet = Sheet::new(format!("{base}; {LEGEND}"), &["stage", "reached"]);
    let reached: Vec<u32> = funnel.rows().iter().map(|row| row.reached).collect();
    let stages = funnel.rows().iter().map(|row| row.stage);
    let stages: Vec<(Stage, PublicNumber)> = stages.zip(publish_within(&reached)).collect();
    for (stage, reached) in &stages {
        sheet.rows.push(vec![stage.name().to_owned(), reached.to_string()]);
    }
    for (name, number, within) in beside(funnel) {
        let number = publish_part(&shown_to(&stages, within), number);
        sheet.rows.push(vec![name.to_owned(), number.to_string()]);
    }
    sheet
}

/// The stages that are shown, up to one of them.
fn shown_to(stages: &[(Stage, PublicNumber)], last: Stage) -> Vec<PublicNumber> {
    let shown = stages.iter().filter(|(stage, number)| *stage <= last && *number != PublicNumber::Suppressed);
    shown.map(|(_, number)| *number).collect()
}

/// How what was told begins: when, by whom, and the entry, which is named to who may take it back at the desk.
struct Head<'a> {
    seat: &'a Seat,
    /// The reader knows where it stands, and at what hour.
    exact: bool,
}

impl Head<'_> {
    fn of<T>(&self, one: &Placed<T>, what: Value) -> Value {
        let (when, by) = (self.when(one.time), self.seat.code(one.by));
        json!({ "when": when, "by": by, "entry": self.entry(one.at, one.by), "what": what })
    }

    fn once<T: Serialize>(&self, one: &Option<Placed<T>>) -> Option<Value> {
        one.as_ref().map(|one| self.of(one, json!(one.what)))
    }

    fn refused(&self, one: &Refused) -> Value {
        let (when, by) = (self.when(one.time), self.seat.code(one.by));
        json!({
            "when": when, "by": by, "entry": self.entry(one.at, one.by), "told": one.what,
            "code": one.refusal.code(), "why": one.refusal.to_string(),
        })
    }

    fn when(&self, time: i64) -> Option<String> {
        if self.exact { Some(when(time)) } else { local_date(time).ok().map(|day| day.to_string()) }
    }

    fn entry(&self, at: EntryAt, by: Id) -> Option<String> {
        let may = self.seat.tells() && (self.exact || by == self.seat.reader.id);
        may.then(|| format!("{} {}", at.journal, at.seq))
    }
}

/// One encampment for those who read enforcement.
pub(super) fn shown<'a>(
    story: &Encampment,
    (returns, all): (impl Iterator<Item = &'a Return>, &Encampments),
    seat: &Seat,
) -> Value {
    let head = Head { seat, exact: true };
    let reports = story.reports.iter().map(|one| {
        let what = json!({
            "source": one.what.source, "land": one.what.land.words, "land_code": one.what.land.code,
            "reference": one.what.reference,
        });
        head.of(one, what)
    });
    let visits = story.visits.iter().map(|one| {
        let (visit, known) = (&one.what, one.what.people.len());
        let what = json!({
            "units": visit.units_in_words(), "registrations": visit.registrations, "people_known": known,
            "text": visit.text, "evidence": visit.evidence,
        });
        head.of(one, what)
    });
    let direction = |one: &Placed<Direction>| {
        let what = json!({
            "number": one.what.number(), "leave_by": one.what.leave_by.map(when),
            "return_until": one.what.return_until, "withdrawn": all.withdrawn(one.what.number()),
            "vehicles": story.vehicles_of(one),
            "without_assessment": one.what.without_assessment,
        });
        head.of(one, what)
    };
    let taken_back = story.taken_back.iter().map(|(entry, gone)| {
        json!({
            "when": when(gone.time), "by": seat.code(gone.by), "entry": head.entry(*entry, gone.by),
            "told": gone.what, "taken_back": head.of(&gone.back, json!(gone.back.what)),
        })
    });
    json!({
        "encampment": story.id,
        "joined": story.joined,
        "stage": story.stage().map(|stage| stage.name()),
        "returns": returns.map(Return::alert).collect::<Vec<_>>(),
        "reports": reports.collect::<Vec<_>>(),
        "visits": visits.collect::<Vec<_>>(),
        // That it is complete, and until when it asks to wait; nothing of anybody.
        "welfare_done": story.welfare.as_ref().map(|one| {
            head.of(one, json!({ "check": one.what.record, "wait_until": one.what.wait_until }))
        }),
        "spoken": story.spoken.iter().map(direction).collect::<Vec<_>>(),
        // They happened, and do not hold: `refused` says why not.
        "spoken_without_assessment": story.unassessed.iter().map(direction).collect::<Vec<_>>(),
        "written": story.written.iter().map(direction).collect::<Vec<_>>(),
        "s78_applied": head.once(&story.applied),
        "s78_order": head.once(&story.order),
        "bailiffs": head.once(&story.bailiffs),
        "police_s61": head.once(&story.s61),
        "vacated": head.once(&story.vacated),
        "references": story.references.iter().map(|one| head.of(one, json!(one.what))).collect::<Vec<_>>(),
        "same": story.same.iter().map(|one| head.of(one, json!(one.what))).collect::<Vec<_>>(),
        "taken_back": taken_back.collect::<Vec<_>>(),
        "refused": story.refused.iter().map(|one| head.refused(one)).collect::<Vec<_>>(),
    })
}

/// Tents of another team for those who read enforcement: that they are there, and how far it is. Nothing that was written freely
/// is told, and of times the days: either may say where somebody sleeps.
pub(super) fn sheltered(story: &Encampment, place: &str, seat: &Seat) -> Value {
    let head = Head { seat, exact: false };
    let reports = story.reports.iter().map(|one| head.of(one, json!({ "source": one.what.source })));
    let visits = story.visits.iter().map(|one| {
        let what = json!({ "units": one.what.units_in_words(), "people_known": one.what.people.len() });
        head.of(one, what)
    });
    json!({
        "encampment": story.id,
        "joined": story.joined,
        "stage": story.stage().map(|stage| stage.name()),
        "place": place,
        "reports": reports.collect::<Vec<_>>(),
        "visits": visits.collect::<Vec<_>>(),
        "welfare_done": story.welfare.as_ref().map(|one| head.of(one, json!({ "wait_until": one.what.wait_until }))),
        "vacated": story.vacated.as_ref().map(|one| head.of(one, Value::Null)),
        "refused": story.refused.iter().map(|one| head.refused(one)).collect::<Vec<_>>(),
    })
}

fn when(time: i64) -> String {
    local_label(time).unwrap_or_default()
}
