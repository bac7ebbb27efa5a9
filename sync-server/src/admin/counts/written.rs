//! Counts in words and tables, for people and for programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::counts::coverage::SectorWord;
use beatbook_domain::counts::label::{LabelReason, QualityLabel};
use beatbook_domain::counts::review::Review;
use beatbook_domain::counts::searched::Searched;
use beatbook_domain::counts::state::{CountAct, CountActRefusal, CountDeed};
use beatbook_domain::counts::table::CountTable;
use beatbook_domain::suppression::{LEGEND, PublicNumber};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use serde_json::{Value, json};

use super::teams;
use super::words::number;
use crate::admin::office::Told;
use crate::admin::role_words::word;
use crate::admin::sheet::Sheet;
use crate::counts::{CountView, Eyes};
use crate::error::ServerError;
use crate::report::{plain, trimmed};
use crate::store::Officer;

pub(super) fn list<'a>(views: impl Iterator<Item = &'a CountView>, csv: bool) -> Result<Told, ServerError> {
    let (mut text, mut all) = (String::new(), Vec::new());
    let mut sheet = Sheet::new("Counts", &["count", "night", "kind", "from", "to", "stage"]);
    for view in views {
        let (plan, stage) = (&view.case.plan, view.case.stage.code());
        sheet.rows.push(vec![
            plan.id.to_string(),
            plan.night.to_string(),
            word(&plan.kind),
            hm(plan.from),
            hm(plan.to),
            stage.to_owned(),
        ]);
        let _ = writeln!(text, "{}  {}  {}–{}  {stage}", plan.id, plan.night, hm(plan.from), hm(plan.to));
        all.push(json!({ "count": plan.id, "night": plan.night, "kind": plan.kind, "stage": stage }));
    }
    if all.is_empty() {
        text.push_str("No count.");
    }
    sheet.beside(Told::ok(text, all.into()), csv)
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
    let again = view.again.as_deref().filter(|_| eyes.whole());
    if let Some(why) = again {
        let _ = writeln!(text, "counted again in zones that another count of this night has: {why}");
    }
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
        if case.partner && case.partner_named.is_none() {
            text.push_str("  the independent partner was there\n");
        }
    }
    if let Some((done, name)) = &case.partner_named {
        let (at, by) = (at(done.at), code_of(officers, done.by));
        let _ = writeln!(text, "the independent partner was there: {name}, said {at} by {by}");
    }
    let sites = eyes.knows_sites(plan);
    if let Some((review, searched)) = review {
        teams::written(&mut text, view, (eyes, officers));
        reviewed(&mut text, view, (review, &sites), searched);
        for (done, note) in &case.annotations {
            let _ = writeln!(text, "note of {} by {}: {note}", at(done.at), code_of(officers, done.by));
        }
        for (deed, refusal) in &case.refused {
            let by = code_of(officers, deed.by);
            let _ = writeln!(text, "refused, {} by {by}: {refusal}", at(deed.at));
            if let CountAct::Close { silent, partner } = &deed.act {
                if *partner {
                    text.push_str("  it said that the independent partner was there\n");
                }
                for (sector, why) in silent {
                    let _ = writeln!(text, "  it said of sector {sector}: {why}");
                }
            }
        }
    }
    let numbers = review.map(|(review, searched)| {
        let mut coverage = review.coverage.clone();
        coverage.reached.retain(|site, _| sites.contains(site));
        json!({
            "sightings": review.sightings.len(),
            "undecided": review.groups.undecided.len(),
            "coverage": coverage,
            "searched": searched,
            "searched_m": plan.searched_m,
            "label": review.label.naming(&sites),
            "figures": review.figures,
            "teams": teams::json(view, eyes),
            "nobodys": teams::nobodys_json(view),
            "refused": refused(view),
        })
    });
    let plan = eyes.plan(plan, review.is_some());
    let named = case.partner_named.as_ref();
    let partner = json!({
        "there": case.partner, "name": named.map(|(_, name)| name), "said": named.map(|(done, _)| done),
    });
    let json = json!({
        "count": plan.id, "stage": case.stage, "plan": plan, "again": again, "partner": partner, "review": numbers,
    });
    Told::ok(text, json)
}

/// Acts that came too late, and what they said.
fn refused(view: &CountView) -> Value {
    let one =
        |(deed, refusal): &(CountDeed, CountActRefusal)| json!({ "deed": deed, "code": refusal.code() });
    view.case.refused.iter().map(one).collect()
}

fn reviewed(
    text: &mut String,
    view: &CountView,
    (review, sites): (&Review, &BTreeSet<String>),
    searched: &BTreeMap<String, Searched>,
) {
    let _ = writeln!(
        text,
        "{} by {}, {} undecided",
        number(review.sightings.len(), "sighting"),
        number(view.parts.iter().map(|one| one.notebook).collect::<BTreeSet<_>>().len(), "phone"),
        number(review.groups.undecided.len(), "pair")
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
    labelled(text, &review.label.naming(sites));
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

/// What a public table says when the count has changed. The new numbers beside those that are published would tell of a single
/// person.
const CHANGED_PUBLIC: &str = "The count has changed since it was submitted; these are the figures that were.";
/// What every other table says then, before what the figures would be.
const CHANGED: &str =
    "These are the figures that were submitted. The count has changed since; now they would be:";
/// The same once its sightings are erased: what it would be now nobody can say.
const CHANGED_ERASED: &str = "These are the figures that were submitted. The count had changed when its sightings were erased; then they would have been:";
const ERASED: &str =
    "The sightings of this count have been erased since: nothing of it can be worked out anew.";
/// The same where a phone came after that.
const CHANGED_LATE: &str =
    "Since then a phone has told of sightings of this count: it has changed since it was submitted.";
const OWN_CLOCK: &str = "Of some of these people only a phone's own clock tells the night.";

/// The return: as it was submitted, once it is, with what it would be now if the count has changed since.
pub(super) struct Return<'a> {
    view: &'a CountView,
    table: &'a CountTable,
    /// Which site was not reached is for those who know it.
    label: QualityLabel,
    /// What it would be now, or would have been when its sightings were erased, if the count has changed.
    table_now: &'a CountTable,
    label_now: QualityLabel,
    figures_now: Hash,
    figures: Hash,
    public: bool,
    /// The numbers stand as they were verified.
    stands: bool,
    /// It is submitted, and would be another now, or would have been when its sightings were erased.
    changed: bool,
    sent: bool,
    erased: bool,
}

impl<'a> Return<'a> {
    pub(super) fn of(
        view: &'a CountView,
        review: &'a Review,
        public: bool,
        sites: &BTreeSet<String>,
    ) -> Self {
        let sent = view.submitted();
        let (table, label, figures) = sent.unwrap_or((&review.table, &review.label, review.figures));
        let (erased, when_erased) = (view.kept.is_some(), view.changed_when_erased());
        let verified = view.case.stage.figures().is_none_or(|figures| figures == review.figures);
        let stands = verified && when_erased.is_none() && !view.late;
        let changed = sent.is_some() && !stands && (!erased || when_erased.is_some());
        let (table_now, label_now, figures_now) = match when_erased {
            Some(then) => (&then.table, &then.label, then.figures),
            None => (&review.table, &review.label, review.figures),
        };
        let (label, label_now, sent) = (label.naming(sites), label_now.naming(sites), sent.is_some());
        Self {
            view,
            table,
            label,
            table_now,
            label_now,
            figures_now,
            figures,
            public,
            stands,
            changed,
            sent,
            erased,
        }
    }

    fn own_clock(&self) -> bool {
        self.label.reasons.iter().any(LabelReason::is_own_clock)
    }

    /// A phone came after sightings of what was submitted were erased.
    fn late(&self) -> bool {
        self.sent && self.view.late
    }

    /// What is said before the numbers it would be.
    fn changed_how(&self) -> Option<&'static str> {
        self.changed.then_some(if self.erased { CHANGED_ERASED } else { CHANGED })
    }

    /// That the numbers are not those that were verified, if so.
    fn unverified(&self) -> Option<String> {
        let stage = self.view.case.stage.code();
        let unsaid = !self.stands && !self.sent;
        unsaid.then(|| format!("These are not the figures that were {stage}: something came or went since."))
    }

    pub(super) fn told(&self) -> Told {
        let (case, figures) = (&self.view.case, self.figures);
        let mut text = format!("count of the night of {}, {}\n", case.plan.night, case.stage.code());
        text.push_str(&numbered(self.table, self.public));
        if self.public {
            let _ = writeln!(text, "{LEGEND}\n{}", self.label.assurance.words());
            let notes = [(self.own_clock(), OWN_CLOCK), (self.changed || self.late(), CHANGED_PUBLIC)];
            text.extend(notes.iter().filter(|(is, _)| *is).map(|(_, says)| format!("{says}\n")));
            let json = json!({
                "night": case.plan.night, "table": self.table.public(), "assurance": self.label.assurance,
                "own_clock": self.own_clock(), "stands": self.stands,
            });
            return Told::ok(text, json);
        }
        let _ = writeln!(text, "check: {}", checked(self.table));
        labelled(&mut text, &self.label);
        let _ = writeln!(text, "figures {figures}");
        if let Some(how) = self.changed_how() {
            let now = self.table_now;
            let _ = writeln!(text, "{how}\n{}check: {}", numbered(now, false), checked(now));
            labelled(&mut text, &self.label_now);
            let _ = writeln!(text, "figures {}", self.figures_now);
        }
        text.extend(self.erased.then(|| format!("{ERASED}\n")));
        text.extend(self.late().then(|| format!("{CHANGED_LATE}\n")));
        text.extend(self.unverified().map(|says| says + "\n"));
        let changed_to = || {
            let (rows, figures) = (rows(self.table_now, false), self.figures_now);
            json!({ "rows": rows, "label": self.label_now, "figures": figures })
        };
        let json = json!({
            "night": case.plan.night,
            "stage": case.stage.code(),
            "check": self.table.check(),
            "rows": rows(self.table, false),
            "label": self.label,
            "figures": figures,
            "stands": self.stands,
            "now": self.changed.then(changed_to),
            "erased": self.erased,
            "late": self.late(),
        });
        Told::ok(text, json)
    }

    /// The same for a spreadsheet: the numbers, and below them what is said of the whole table, a line each.
    pub(super) fn csv(&self) -> Result<Vec<u8>, ServerError> {
        let failed = |_| ServerError::refused("csv", "the table could not be written as CSV");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["by", "code", "people"]).map_err(failed)?;
        for (what, code, number) in rows(self.table, self.public) {
            writer.write_record([what, code, &number]).map_err(failed)?;
        }
        for says in self.says() {
            writer.write_record([says.as_str(), "", ""]).map_err(failed)?;
        }
        if self.changed && !self.public {
            for (what, code, number) in rows(self.table_now, false) {
                writer.write_record([&format!("now {what}"), code, &number]).map_err(failed)?;
            }
            let now =
                says_label(&self.label_now).into_iter().chain([format!("figures: {}", self.figures_now)]);
            for says in now {
                writer.write_record([&format!("now {says}"), "", ""]).map_err(failed)?;
            }
        }
        writer.into_inner().map_err(|_| ServerError::refused("csv", "the table could not be written as CSV"))
    }

    /// Night, state, label, name of the figures and what has changed, as the text says them.
    fn says(&self) -> Vec<String> {
        let case = &self.view.case;
        let mut says = vec![format!("night: {}", case.plan.night), format!("state: {}", case.stage.code())];
        if self.public {
            says.push(format!("label: {}", self.label.assurance.words()));
            says.extend(self.own_clock().then(|| format!("note: {OWN_CLOCK}")));
            says.extend((self.changed || self.late()).then(|| format!("note: {CHANGED_PUBLIC}")));
            says.push(format!("note: {LEGEND}"));
            return says;
        }
        says.extend(says_label(&self.label));
        says.push(format!("check: {}", checked(self.table)));
        says.push(format!("figures: {}", self.figures));
        says.extend(self.unverified().map(|unverified| format!("note: {unverified}")));
        says.extend(self.erased.then(|| format!("note: {ERASED}")));
        says.extend(self.late().then(|| format!("note: {CHANGED_LATE}")));
        says.extend(self.changed_how().map(|how| format!("note: {how}")));
        says
    }
}

/// A label with its reasons, a line each.
fn says_label(label: &QualityLabel) -> Vec<String> {
    let mut says = vec![format!("label: {}", label.assurance.words())];
    says.extend(label.reasons.iter().map(|reason| format!("reason: {}", reason.words())));
    says.extend(label.partner.iter().map(|partner| format!("partner: {}", partner.words())));
    says
}

fn numbered(numbers: &CountTable, public: bool) -> String {
    let mut table = plain();
    table.set_header(["", "", "people"]);
    for (what, code, number) in rows(numbers, public) {
        table.add_row([what.to_owned(), code.to_owned(), number]);
    }
    trimmed(&table) + "\n"
}

/// What shows that it adds up.
fn checked(table: &CountTable) -> String {
    let check = table.check();
    let ends = if check.agrees { "" } else { "  THEY DO NOT AGREE" };
    format!(
        "count {} = by gender {} = by age {} = by nationality {}; distinct {} = {} + {} not counted{ends}",
        check.counted,
        check.gender,
        check.age,
        check.nationality,
        check.distinct,
        check.counted,
        check.not_counted
    )
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

pub(super) fn at(instant: i64) -> String {
    local_label(instant).unwrap_or_default()
}

/// An officer's public code.
pub(super) fn code_of(officers: &[Officer], officer: Id) -> &str {
    officers.iter().find(|one| one.id == officer).map_or("somebody unknown", |one| one.code.as_str())
}
