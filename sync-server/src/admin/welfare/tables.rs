//! The tables of welfare, each as text, CSV and JSON from the same rows.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::records::consult::DutyNumber;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::welfare::{Subject, WelfareAbout};
use beatbook_domain::suppression::{LEGEND, PublicNumber, publish};
use beatbook_domain::welfare::consent::ConsentStanding;
use beatbook_domain::welfare::disclosure::{DisclosureReason, PersonTold};
use jiff::civil::Date;

use super::super::sheet::Sheet;
use super::{Seen, place_text};
use crate::consents::Answers;
use crate::welfare::{Case, Sight, day_of, month};

/// The exact place for the own team; a cell or a ward for everybody else.
pub(super) fn place(seen: &Seen<'_>) -> String {
    place_text(seen.welfare, seen.place, seen.sight)
}

/// Records as the reader may see them: whole ones by their day; of the others that there are some, in a month and ward.
/// `number` is the duty number of the team a record is of.
pub(super) fn list<'a, 'n>(
    seen: impl Iterator<Item = Seen<'a>>,
    number: impl Fn(&Case) -> Option<&'n DutyNumber>,
) -> Sheet {
    let mut sheet = Sheet::new(
        "Welfare checks and contacts this officer may know of",
        &["record", "when", "about", "people", "sleeping_rough", "ward", "place", "state"],
    );
    let mut existing: BTreeSet<(String, String, String)> = BTreeSet::new();
    for seen in seen {
        let ward = seen.place.ward.clone().unwrap_or_default();
        match seen.sight {
            Sight::None => {}
            // By a grant no more than that it is there: what it says is asked for one by one, and written down.
            Sight::Shared => {
                let mut row = vec![String::new(); 8];
                row.splice(..1, [seen.case.record.to_string()]);
                row.splice(7.., ["shared: `welfare show`".to_owned()]);
                sheet.rows.push(row);
            }
            Sight::Existence => {
                let number = number(seen.case).cloned().map_or_else(String::new, String::from);
                existing.insert((month(seen.welfare), ward, number));
            }
            Sight::Exact | Sight::Coarse => {
                let state = if seen.welfare.closed.is_some() { "complete" } else { "open" };
                sheet.rows.push(vec![
                    seen.case.record.to_string(),
                    seen.welfare.day().to_string(),
                    about(&seen).to_owned(),
                    seen.welfare.people.len().to_string(),
                    sleeping(seen.welfare).to_string(),
                    ward,
                    place(&seen),
                    state.to_owned(),
                ]);
            }
        }
    }
    for (month, ward, number) in existing {
        let blank = String::new;
        let says = match number.is_empty() {
            true => "exists: ask the outreach team".to_owned(),
            false => format!("exists: ring {number}"),
        };
        sheet.rows.push(vec![blank(), month, blank(), blank(), blank(), ward, blank(), says]);
    }
    sheet
}

/// What a record is of which only the rest is here: its beginning is erased, and nobody knows whether it was a check.
pub(super) const REST: &str = "rest of an erased record";

fn about(seen: &Seen<'_>) -> &'static str {
    if seen.case.is_rest {
        return REST;
    }
    match seen.welfare.opened.about {
        WelfareAbout::Contact => "contact",
        WelfareAbout::Check(Subject::RoughSleeper) => "check: rough sleeper",
        WelfareAbout::Check(Subject::Tent) => "check: tent",
        WelfareAbout::Check(Subject::Encampment) => "check: encampment",
        WelfareAbout::Check(Subject::VulnerableAddress) => "check: vulnerable address",
        WelfareAbout::Check(Subject::Person) => "check: person",
    }
}

/// People who meet the official definition.
fn sleeping(welfare: &Welfare) -> usize {
    welfare.people.values().filter(|person| person.sleeps_rough()).count()
}

/// What a month's contacts came to.
#[derive(Default)]
struct Contacts {
    contacts: u32,
    people: u32,
    rough: u32,
    accepted: u32,
    declined: u32,
    unanswered: u32,
    referrals: u32,
}

impl Contacts {
    fn add(&mut self, welfare: &Welfare, met: usize) {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.contacts += 1;
        self.people += count(met);
        self.rough += count(sleeping(welfare));
        for step in &welfare.steps {
            match &step.step {
                CareStep::Offer { answer: HelpAnswer::Accepted, .. } => self.accepted += 1,
                CareStep::Offer { answer: HelpAnswer::Declined, .. } => self.declined += 1,
                CareStep::Offer { .. } => self.unanswered += 1,
                CareStep::Referral { .. } => self.referrals += 1,
                _ => {}
            }
        }
    }

    /// In the order of the columns.
    fn cells(&self) -> [String; 7] {
        let offers = self.accepted + self.declined + self.unanswered;
        [self.contacts, self.people, self.rough, offers, self.accepted, self.declined, self.referrals]
            .map(|number| number.to_string())
    }

    /// The same as it may be published.
    fn published(&self) -> [String; 7] {
        let (people, rough) = publish(&[self.rough, self.people.saturating_sub(self.rough)]);
        let (offers, answers) = publish(&[self.accepted, self.declined, self.unanswered]);
        let part =
            |parts: &[PublicNumber], at: usize| parts.get(at).copied().unwrap_or(PublicNumber::Suppressed);
        [
            PublicNumber::of(self.contacts),
            people,
            part(&rough, 0),
            offers,
            part(&answers, 0),
            part(&answers, 1),
            PublicNumber::of(self.referrals),
        ]
        .map(|number| number.to_string())
    }
}

/// Contacts by month, whatever record tells of one.
pub(super) fn contacts<'a>(records: impl Iterator<Item = (&'a Case, &'a Welfare)>, public: bool) -> Sheet {
    let base = "Outreach contacts by month; people are counted at each contact";
    let mut sheet = Sheet::new(
        if public { format!("{base}; {LEGEND}") } else { base.to_owned() },
        &["month", "contacts", "people", "sleeping_rough", "offers", "accepted", "declined", "referrals"],
    );
    let mut months: BTreeMap<String, Contacts> = BTreeMap::new();
    for (case, welfare) in records {
        if let Some(met) = case.met(welfare) {
            months.entry(month(welfare)).or_default().add(welfare, met.len());
        }
    }
    sheet.rows.extend(months.into_iter().map(|(month, all)| {
        let cells = if public { all.published() } else { all.cells() };
        std::iter::once(month).chain(cells).collect()
    }));
    sheet
}

/// Of consent that may be taken back: whoever was there asks again, or tells names and dates of birth of both.
const PERHAPS: &str = "perhaps withdrawn: ask who said no";

/// Support referrals. Of somebody whose consent is not in force any more only that there was one is left: the newest
/// answer counts, in whichever record it was given. Consent that was taken back and that nobody can find is a row:
/// whoever was there says who it was.
pub(super) fn referrals<'a>(
    answers: &Answers<'_>,
    seen: impl Iterator<Item = Seen<'a>>,
    since: i64,
) -> Sheet {
    let mut sheet = Sheet::new(
        "Support referrals; a withdrawn one says nothing of the person",
        &["record", "person", "when", "to", "name", "born", "wording", "sent", "state"],
    );
    for Seen { case, welfare, .. } in seen {
        for step in &welfare.steps {
            let (Some(label), CareStep::Referral { to, sent }) = (step.person, &step.step) else { continue };
            let person = welfare.people.get(&label).cloned().unwrap_or_default();
            let fields = [case.record.to_string(), label.to_string(), welfare.day().to_string(), to.clone()];
            let nothing_but = |state: &str| {
                std::iter::repeat_n(String::new(), 4).chain([state.to_owned()]).collect::<Vec<_>>()
            };
            let rest = match answers.standing(case, welfare, label) {
                Some((ConsentStanding::InForce, consent)) => {
                    let name =
                        [person.given, person.family].into_iter().flatten().collect::<Vec<_>>().join(" ");
                    let born = person.born.map(|born| born.to_string()).unwrap_or_default();
                    vec![name, born, consent.wording.clone(), sent.clone(), "consent in force".to_owned()]
                }
                Some((ConsentStanding::PerhapsRefused, _)) => nothing_but(PERHAPS),
                Some((ConsentStanding::Refused, _)) | None => nothing_but("withdrawn"),
            };
            sheet.rows.push(fields.into_iter().chain(rest).collect());
        }
        for label in answers.unmatched(case, welfare, since) {
            let [none, state] =
                [String::new(), "taken back, and no consent is found: ask who it was".to_owned()];
            let row = [case.record.to_string(), label.to_string(), welfare.day().to_string()];
            let rest = std::iter::repeat_n(none, 5).chain([state]);
            sheet.rows.push(row.into_iter().chain(rest).collect());
        }
    }
    sheet
}

/// Disclosures: neither about whom nor what was sent, which the record tells.
pub(super) fn disclosures<'a>(seen: impl Iterator<Item = Seen<'a>>) -> Sheet {
    let mut sheet = Sheet::new(
        "Safeguarding disclosures; the record tells what was sent",
        &["record", "day", "reason", "recipient", "person_told", "why_not"],
    );
    for Seen { case, welfare, .. } in seen {
        for step in &welfare.steps {
            let CareStep::Disclosure(disclosure) = &step.step else { continue };
            let (told, why_not) = match &disclosure.told {
                Some(PersonTold::Told) => ("yes", ""),
                Some(PersonTold::NotTold { why }) => ("no", why.as_str()),
                None => ("", ""),
            };
            sheet.rows.push(vec![
                case.record.to_string(),
                day_of(step).unwrap_or_else(|| welfare.day()).to_string(),
                disclosure.reason.map(DisclosureReason::code).unwrap_or_default().to_owned(),
                disclosure.recipient.clone(),
                told.to_owned(),
                why_not.to_owned(),
            ]);
        }
    }
    sheet
}

/// Deferrals to be looked at again by a day, the longest due first: of a record the last one stands.
pub(super) fn due<'a>(seen: impl Iterator<Item = Seen<'a>>, day: Date) -> Sheet {
    let mut sheet = Sheet::new(
        "Deferrals whose review is due; another deferral of the record answers it, or that the encampment is vacated",
        &["due", "owner", "record", "about", "place", "weighed"],
    );
    let row = |seen: Seen<'a>| {
        let (until, owner, weighed) = seen.welfare.deferred().filter(|(until, ..)| *until <= day)?;
        // Whoever looks at it again may not be somebody who reads it.
        let reads = matches!(seen.sight, Sight::Exact | Sight::Coarse);
        Some(vec![
            until.to_string(),
            owner.to_owned(),
            seen.case.record.to_string(),
            if reads { about(&seen).to_owned() } else { String::new() },
            place(&seen),
            if reads { weighed.to_owned() } else { String::new() },
        ])
    };
    sheet.rows = seen.filter_map(row).collect();
    sheet.rows.sort();
    sheet
}
