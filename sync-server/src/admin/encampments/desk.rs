//! Encampments before one reader: which of them are shown, how far, and what may be told of them.
//!
//! Where somebody sleeps rough is told to the own team. Others who enforce are told of it by the month and the ward, and it is
//! counted as it stood when a month was over: whatever days are compared, none of them is that on which it was found.

use std::borrow::Cow;
use std::collections::BTreeMap;

use beatbook_domain::access::Reading;
use beatbook_domain::encampments::returns::{Return, ReturnRules, same_land};
use beatbook_domain::encampments::story::Encampment;
use beatbook_domain::records::encampment::EncampmentStep;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::super::office::Office;
use super::super::seat::Seat;
use super::super::welfare::ReaderArgs;
use super::AboutEncampment;
use crate::auth::Purpose;
use crate::encampments::{EncampmentRefused, Encampments, tellers, tent_places};
use crate::error::ServerError;

/// Local days, both included; none: all.
type Days = Option<(Date, Date)>;

/// Encampments before one reader.
pub(super) struct Desk {
    pub(super) seat: Seat,
    pub(super) encampments: Encampments,
    /// The day as at which they are told.
    pub(super) as_at: Date,
    /// Wards of the quiet ones, by id.
    wards: BTreeMap<Id, String>,
    /// What others than the own team are told of where tents stand, by id.
    tents: BTreeMap<Id, String>,
}

/// Whether it was reported from one of these days to the other; if none are told, whenever it was.
pub(super) fn is_reported_on(story: &Encampment, days: Days) -> bool {
    let day = story.reported();
    days.is_none_or(|(first, last)| day.is_some_and(|day| first <= day && day <= last))
}

/// Whether days are whole months: others would tell the day.
fn are_months(days: Days) -> bool {
    days.is_none_or(|(first, last)| first == first.first_of_month() && last == last.last_of_month())
}

impl Desk {
    /// Writes down who looks, and reads what there is.
    pub(super) async fn open(
        office: &Office,
        args: &ReaderArgs,
        what: &str,
        as_at: Option<Date>,
    ) -> Result<Self, ServerError> {
        let seat = Seat::open_for(office, args, (Purpose::Encampments, what)).await?;
        if as_at.is_some_and(|day| day > seat.today) {
            return Err(EncampmentRefused::AsAt.into());
        }
        let store = &**office.service.store();
        let encampments = Encampments::read(store, &seat.scope, (as_at, seat.today)).await?;
        let briefing = office.service.briefings().get(store, &seat.scope, None).await?.unwrap_or_default();
        let now = office.service.clock().now();
        let ward = |id: &Id| {
            let place = encampments.get(*id)?.reports.iter().find_map(|report| report.what.land.place)?;
            let ward = briefing.ward_at(place.lat, place.lon, now)?;
            Some((*id, briefing.ward_name(ward, now).to_owned()))
        };
        let wards = encampments.quiet.iter().filter_map(ward).collect();
        let told = (store, office.service.keyholder(), &**office.service.briefings());
        let tents = tent_places(told, &seat.scope, (&encampments, now)).await?;
        let as_at = as_at.unwrap_or(seat.today);
        Ok(Self { seat, encampments, as_at, wards, tents })
    }

    /// For telling something of an encampment.
    pub(super) async fn of(office: &Office, about: &AboutEncampment) -> Result<Self, ServerError> {
        let what = format!("encampment {}", about.encampment);
        let desk = Self::open(office, &about.reader, &what, None).await?;
        desk.seat.check_tells()?;
        Ok(desk)
    }

    /// What the reader is told of the place instead of the land's words: of tents that the own team has not told of.
    pub(super) fn coarse_place(&self, story: &Encampment) -> Option<&str> {
        if !self.encampments.tents_alone.contains(&story.id) {
            return None;
        }
        let known_to = self.encampments.known_to(story).unwrap_or_default();
        let reading = self.seat.reading_of(known_to.into_iter());
        let place = || self.tents.get(&story.id).map_or("the own team knows where", String::as_str);
        (!(reading.own || reading.same_team)).then(place)
    }

    /// How an encampment stands to the reader. Once the court is asked there is a case file.
    pub(super) fn reading(&self, story: &Encampment) -> Reading {
        Reading { case_file: story.applied.is_some(), ..self.seat.reading_of(tellers(story)) }
    }

    pub(super) fn reads(&self, story: &Encampment) -> bool {
        self.reads_as(story, self.reading(story))
    }

    /// What the reader reads of one that is theirs to read: all of it, or, if only what they told themselves is, that.
    pub(super) fn told<'a>(&self, story: &'a Encampment, reading: Reading) -> Cow<'a, Encampment> {
        if self.reads_as(story, Reading { own: false, ..reading }) {
            Cow::Borrowed(story)
        } else {
            Cow::Owned(story.told_by(self.seat.reader.id))
        }
    }

    /// Whether the reader reads all that was told of it.
    fn reads_whole(&self, story: &Encampment) -> bool {
        self.reads_as(story, Reading { own: false, ..self.reading(story) })
    }

    /// A place where somebody sleeps rough is the own team's, as far as it reads welfare.
    pub(super) fn reads_as(&self, story: &Encampment, reading: Reading) -> bool {
        if self.is_quiet(story) {
            return self.seat.reads_welfare_of(reading);
        }
        self.seat.reads_enforcement(reading)
    }

    /// Whether outreach alone has told of it, and no caravan or vehicle was seen.
    fn is_quiet(&self, story: &Encampment) -> bool {
        self.encampments.quiet.contains(&story.id)
    }

    fn is_quiet_to_reader(&self, story: &Encampment) -> bool {
        self.is_quiet(story) && !self.reads(story)
    }

    /// Those that the reader may count as they stand.
    pub(super) fn open_to_reader(&self) -> impl Iterator<Item = &Encampment> {
        self.encampments.stories.values().filter(|story| !self.is_quiet_to_reader(story))
    }

    /// Those that are quiet to the reader, as they stood when the last month was over; none if days are asked for that are no
    /// whole months.
    pub(super) fn quiet_to_reader(&self, days: Days) -> Vec<Encampment> {
        if !are_months(days) {
            return Vec::new();
        }
        let mut then = self.encampments.quiet_at(self.month_over());
        then.retain(|one| self.encampments.get(one.id).is_some_and(|story| self.is_quiet_to_reader(story)));
        then
    }

    /// The last day of the last month that was over on the day asked for, and is by now.
    fn month_over(&self) -> Date {
        let last = self.as_at.last_of_month();
        if last == self.as_at && last < self.seat.today {
            return last;
        }
        self.as_at.first_of_month().yesterday().unwrap_or(Date::MIN)
    }

    /// Whether the reader is told that there are quiet ones which somebody else reads.
    pub(super) fn knows_of_quiet(&self) -> bool {
        self.seat.reads_enforcement(Reading::default())
    }

    /// What a base says of those that are quiet to the reader, whether there are any or not.
    pub(super) fn said_of_quiet(&self, days: Days) -> String {
        if are_months(days) {
            format!("; those that only outreach has told of as at {}", self.month_over())
        } else {
            "; without those that only outreach has told of: name whole months to have them".to_owned()
        }
    }

    /// Quiet ones that the reader is told of, reported on these days: month and ward.
    pub(super) fn quiet(&self, days: Days) -> Vec<(String, String)> {
        if !self.knows_of_quiet() {
            return Vec::new();
        }
        let then = self.quiet_to_reader(days).into_iter().filter(|story| is_reported_on(story, days));
        let told = then.map(|story| {
            let month = story.reported().map(|day| day.strftime("%Y-%m").to_string()).unwrap_or_default();
            (month, self.wards.get(&story.id).cloned().unwrap_or_default())
        });
        let mut told: Vec<(String, String)> = told.collect();
        told.sort();
        told
    }

    /// Returns of which the reader may read both ends: what is looked at, and what was directed before. `shown` is one that
    /// the reader may read besides.
    pub(super) fn returns(&self, shown: Option<Id>) -> Vec<Return> {
        // Under s77 returns who brings a vehicle: where tents alone stand the land would only tell where they do.
        let is_told = |story: &Encampment| {
            self.coarse_place(story).is_none() && (shown == Some(story.id) || self.reads_whole(story))
        };
        let readable = |id: Id| self.encampments.get(id).is_some_and(is_told);
        let all = self.encampments.returns().into_iter();
        all.filter(|one| readable(one.encampment) && readable(one.earlier)).collect()
    }

    /// Others on the land of a new one, by code or words, that are not vacated and that the reader may read exactly.
    pub(super) fn beside(&self, all: &Encampments, new: Id) -> Vec<Id> {
        let Some(land) = all.get(new).and_then(Encampment::land) else { return Vec::new() };
        let is_beside = |story: &&Encampment| {
            story.id != new
                && story.vacated.is_none()
                && self.reads_whole(story)
                && self.coarse_place(story).is_none()
                && story.land().and_then(|one| same_land(one, land, ReturnRules { near_m: 0 })).is_some()
        };
        self.encampments.stories.values().filter(is_beside).map(|story| story.id).collect()
    }

    /// Refused unless there might be any the reader may read.
    pub(super) fn check_some(&self) -> Result<(), ServerError> {
        self.seat.check_either(Reading { case_file: true, ..Reading::default() })
    }

    /// That there is none; whoever reads by request alone is asked for the reason, whether there is one or not.
    pub(super) fn unknown(&self) -> ServerError {
        self.seat.not_shown(EncampmentRefused::Unknown.into())
    }

    /// One that the reader may read, be it without its words.
    fn readable(&self, id: Id) -> Result<&Encampment, EncampmentRefused> {
        let story = self.encampments.get(id).filter(|story| self.reads(story));
        story.ok_or(EncampmentRefused::Unknown)
    }

    /// Refused unless the reader may tell this. Of another team's tents only what needs no word of where they stand, and changes
    /// nothing of what they are: that they are gone, what they are called elsewhere, and the reader's own entry taken back.
    pub(super) fn check_act(&self, id: Id, step: &EncampmentStep) -> Result<(), EncampmentRefused> {
        let is_exact = |story: &Encampment| self.coarse_place(story).is_none();
        let exact = is_exact(self.readable(id)?);
        let may = match step {
            EncampmentStep::Vacated { .. } | EncampmentStep::Reference(_) => true,
            EncampmentStep::Same { other, .. } => is_exact(self.readable(*other)?) && exact,
            EncampmentStep::TakenBack { entry, .. } => {
                exact || self.encampments.teller(*entry) == Some(self.seat.reader.id)
            }
            _ => exact,
        };
        if may { Ok(()) } else { Err(EncampmentRefused::OwnTeam) }
    }
}
