//! Engagements: recorded where they happen with no network, corrected by a further entry, taken back.

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::engagement::kinds::EngagementKinds;
use beatbook_domain::engagement::parishes::parishes_on;
use beatbook_domain::engagement::{Engagement, EngagementRefusal, Told as EntryTold, fold};
use beatbook_domain::fence::area_around;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::engagement::{
    EngagementCorrected, EngagementDetails, EngagementEntry, EngagementForm, EngagementRecorded,
    EngagementTakenBack, Parish, ParishesSet,
};
use beatbook_domain::records::reference::{Reference, Referenced};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::work::Work;
use beatbook_domain::zone::ZoneKind;
use beatbook_protocol::id::Id;
use beatbook_store::params;
use jiff::civil::Date;

use crate::access::bodies;
use crate::beatbook::{Beatbook, Told};
use crate::briefing::ZoneName;
use crate::error::DeviceError;
use crate::journal::{record_id, work_entries};
use crate::local::Exchange;
use crate::looks::Looking;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::welfare::no_day_to_come;
use crate::zones::names;

/// Metres around a position in which zones are opened: enough to know the ones it lies in.
const AROUND_M: f64 = 50.0;

/// What an engagement is to be; what is absent is not told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngagementChange {
    /// Code of the category; may be absent where a kind is told.
    pub category: Option<String>,
    /// Code of the kind.
    pub kind: Option<String>,
    /// When it began, UTC milliseconds; absent at first: just now, by legal time.
    pub from: Option<i64>,
    /// How long it took.
    pub minutes: Option<u16>,
    /// Code of the ward; absent at first: as the phone proposes.
    pub ward: Option<String>,
    /// The ward's priority it serves.
    pub priority: Option<String>,
    /// Code of the parish.
    pub parish: Option<String>,
    /// How many people came.
    pub attendance: Option<u32>,
    /// How many signed up to messages.
    pub sign_ups: Option<u32>,
    /// What it was about, without names.
    pub text: Option<String>,
    /// Name of the operation; absent at first: the patrol's.
    pub operation: Option<String>,
}

/// An engagement to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordEngagement {
    /// What it is.
    pub what: EngagementChange,
    /// Where; a place that nobody knows is no obstacle.
    pub place: AskWhere,
}

/// The ward at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardProposal {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// An engagement of this notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementView {
    /// Its story.
    pub engagement: Engagement,
}

impl Beatbook {
    /// Records an engagement; answers its record.
    ///
    /// # Errors
    /// `engagement_category`, `engagement_kind`, `engagement_text`, `engagement_number`; `time` (begun on
    /// a day to come); `unknown_ward`, `unknown_parish` (where this phone was told of any); `moved`, `retired`, storage errors:
    /// nothing was stored.
    pub fn record_engagement(&self, record: RecordEngagement) -> Told<Id> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.record_engagement(record, longest))?)
    }

    /// Says what an engagement was after all; what is absent stays as it was.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, and those of [`Beatbook::record_engagement`]: nothing was stored.
    pub fn correct_engagement(&self, engagement: Id, mut what: EngagementChange, why: &str) -> Told<()> {
        Ok(self.gate.with(|notebook| {
            notebook.spelled(&mut what)?;
            let story = notebook.engagement(engagement)?;
            let now = notebook.ledger.now()?;
            let (at, today) = (now.moment(), local_date(notebook.legal_now(&now, 0)?.at)?);
            what.from.map_or(Ok(()), |from| no_day_to_come(from, today))?;
            let operation = what.operation.clone();
            let details = changed(story.details.clone(), what)?;
            let corrected = EngagementCorrected { at, details, operation, why: why.to_owned() };
            notebook.tell_engagement(&story, EngagementEntry::Corrected(Box::new(corrected)))
        })?)
    }

    /// Takes an engagement back: it is not counted any more.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `engagement_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn take_back_engagement(&self, engagement: Id, why: &str) -> Told<()> {
        Ok(self.gate.with(|notebook| {
            let story = notebook.engagement(engagement)?;
            let at = notebook.ledger.now()?.moment();
            let back = EngagementTakenBack { at, why: why.to_owned() };
            notebook.tell_engagement(&story, EngagementEntry::TakenBack(back))
        })?)
    }

    /// Says what an engagement is called in another system.
    ///
    /// # Errors
    /// `not_found`, `taken_back_already`, `engagement_text`, `moved`, `retired`, storage errors: nothing was stored.
    pub fn reference_engagement(&self, engagement: Id, reference: Reference) -> Told<()> {
        Ok(self.gate.with(|notebook| {
            let story = notebook.engagement(engagement)?;
            let at = notebook.ledger.now()?.moment();
            notebook.tell_engagement(&story, EngagementEntry::Referenced(Referenced { at, reference }))
        })?)
    }

    /// Engagements of this notebook, the newest last.
    ///
    /// # Errors
    /// Storage errors.
    pub fn engagements(&self) -> Told<Vec<EngagementView>> {
        let all = self.gate.look(Looking::list(Area::Patrol), Vec::len, |notebook| notebook.engagements())?;
        Ok(all.into_iter().map(|engagement| EngagementView { engagement }).collect())
    }

    /// The newest engagement of this notebook: for going on with it.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_engagement(&self) -> Told<Id> {
        let all = self.gate.with(|notebook| notebook.engagements())?;
        Ok(all.last().ok_or(DeviceError::NotFound)?.record)
    }

    /// The ward at a place, from the zones on this phone; none where no ward is known.
    ///
    /// # Errors
    /// `no_place`, storage errors.
    pub fn ward_at(&self, place: AskWhere) -> Told<Option<WardProposal>> {
        Ok(self.gate.with(|notebook| {
            let now = notebook.ledger.now()?;
            let (place, _) = notebook.place(place, &now)?;
            let legal = notebook.legal_now(&now, 0)?.at;
            notebook.ward_of((place.lat, place.lon), legal)
        })?)
    }

    /// The authority's parishes on a local day, as far as the server has told.
    ///
    /// # Errors
    /// Storage errors.
    pub fn parishes(&self, day: Date) -> Told<Vec<Parish>> {
        let sets = self.gate.with(|notebook| notebook.parish_lists())?;
        Ok(parishes_on(&sets, day).to_vec())
    }
}

/// The code as the list spells it; refused where there is a list and it has none like this.
fn spelled(
    code: &mut String,
    mut list: impl Iterator<Item = String>,
    unknown: impl Into<DeviceError>,
) -> Result<(), DeviceError> {
    let like = code.trim().to_uppercase();
    let Some(first) = list.next() else { return Ok(()) };
    let mut list = [first].into_iter().chain(list);
    *code = list.find(|one| one.to_uppercase() == like).ok_or_else(|| unknown.into())?;
    Ok(())
}

/// What it is once the change is made. A kind alone brings its category.
fn changed(was: EngagementDetails, what: EngagementChange) -> Result<EngagementDetails, EngagementRefusal> {
    let of_kind = || what.kind.as_ref().and_then(|kind| EngagementKinds::shipped().category_of(kind));
    let category = what.category.clone().or_else(|| of_kind().map(|category| category.code.clone()));
    // A kind belongs to one category: another category leaves it behind.
    let stays = category.as_ref().is_none_or(|category| *category == was.category);
    let details = EngagementDetails {
        kind: what.kind.or_else(|| was.kind.filter(|_| stays)),
        category: category.unwrap_or(was.category),
        from: what.from.unwrap_or(was.from),
        minutes: what.minutes.or(was.minutes),
        ward: what.ward.or(was.ward),
        priority: what.priority.or(was.priority),
        parish: what.parish.or(was.parish),
        attendance: what.attendance.or(was.attendance),
        sign_ups: what.sign_ups.or(was.sign_ups),
        text: what.text.or(was.text),
    };
    details.check()?;
    Ok(details)
}

impl Notebook {
    /// Ward and parish as the authority spells them, as far as this phone was told.
    fn spelled(&mut self, what: &mut EngagementChange) -> Result<(), DeviceError> {
        if let Some(ward) = &mut what.ward {
            self.ward_spelled(ward, EngagementRefusal::UnknownWard)?;
        }
        if let Some(parish) = &mut what.parish {
            let listed = self.parish_lists()?.into_iter().flat_map(|set| set.parishes);
            spelled(parish, listed.map(|parish| parish.code), EngagementRefusal::UnknownParish)?;
        }
        Ok(())
    }

    /// The ward as the authority spells it; refused where this phone was told of wards, and of none like this.
    pub(crate) fn ward_spelled(
        &mut self,
        ward: &mut String,
        unknown: impl Into<DeviceError>,
    ) -> Result<(), DeviceError> {
        // Else the zones may not be written yet.
        let manifest = self.ledger.db.read(Exchange::load)?.manifest;
        self.zones_of(manifest)?;
        let sql = "SELECT code FROM zone_name WHERE kind = ?1";
        let kind = params![ZoneKind::Ward.name()];
        let wards: Vec<String> = self.ledger.db.read(|tx| tx.all(sql, kind, |row| row.get(0)))?;
        spelled(ward, wards.into_iter(), unknown)
    }

    /// All lists of parishes the server has told.
    fn parish_lists(&self) -> Result<Vec<ParishesSet>, DeviceError> {
        let set = |body| match body {
            ServerBody::ParishesSet(set) => Some(set),
            _ => None,
        };
        let told = self.ledger.db.read(|tx| bodies(tx, "parishes_set"))?;
        Ok(told.into_iter().filter_map(set).collect())
    }

    fn record_engagement(&mut self, mut record: RecordEngagement, longest: u64) -> Result<Id, DeviceError> {
        self.ledger.check_writable()?;
        self.spelled(&mut record.what)?;
        let here = self.here(record.place, longest)?;
        let today = local_date(here.legal.at)?;
        record.what.from.map_or(Ok(()), |from| no_day_to_come(from, today))?;
        let nothing = EngagementDetails {
            category: String::new(),
            kind: None,
            from: here.legal.at,
            minutes: None,
            ward: here.ward.clone(),
            priority: None,
            parish: None,
            attendance: None,
            sign_ups: None,
            text: None,
        };
        let recorded = EngagementRecorded {
            at: here.now.moment(),
            legal: here.legal,
            place: here.place,
            proposed_ward: here.ward,
            patrol: here.patrol,
            operation: record.what.operation.clone().or(here.operation),
            controller: self.ledger.identity.controller(),
            details: changed(nothing, record.what)?,
        };
        let entry = EngagementEntry::Recorded(Box::new(recorded));
        entry.check().map_err(EngagementRefusal::from)?;
        let id = record_id(&*self.ledger.platform, &here.now, here.coarse)?;
        let body = EntryBody::Engagement(entry);
        self.ledger.append(here.now, |journal| journal.append(id, &body, here.coarse))?;
        Ok(id)
    }

    fn tell_engagement(&mut self, story: &Engagement, entry: EngagementEntry) -> Result<(), DeviceError> {
        self.ledger.check_writable()?;
        story.check(u64::MAX, &entry)?;
        let (now, coarse) = (self.ledger.now()?, self.is_coarse(story.first)?);
        let (record, body) = (story.record, EntryBody::Engagement(entry));
        self.ledger.append(now, |journal| journal.append(record, &body, coarse))?;
        Ok(())
    }

    fn engagement(&self, record: Id) -> Result<Engagement, DeviceError> {
        let found = self.engagements()?.into_iter().find(|one| one.record == record);
        found.ok_or(DeviceError::NotFound)
    }

    fn engagements(&self) -> Result<Vec<Engagement>, DeviceError> {
        let told = self.ledger.db.read(|tx| work_entries(tx, Work::Engagement))?;
        let (notebook, by) = (self.ledger.identity.notebook, self.ledger.identity.officer);
        let entry = |(record, seq, says)| match says {
            EntryBody::Engagement(entry) => Some(EntryTold { notebook, by, record, seq, entry }),
            _ => None,
        };
        let told: Vec<EntryTold> = told.into_iter().filter_map(entry).collect();
        let mut all = fold(&told);
        all.sort_by_key(|one| one.first);
        Ok(all)
    }

    /// The ward in which a place lies by the newest zones here, at an instant.
    pub(crate) fn ward_of(
        &mut self,
        (lat, lon): (i32, i32),
        at: i64,
    ) -> Result<Option<WardProposal>, DeviceError> {
        let zones = self.zones_around((lat, lon), at)?;
        let ward = zones.into_iter().find(|zone| zone.kind == ZoneKind::Ward);
        Ok(ward.map(|ZoneName { code, name, .. }| WardProposal { code, name }))
    }

    /// The zones in which a place lies by the newest zones here, at an instant.
    pub(crate) fn zones_around(
        &mut self,
        (lat, lon): (i32, i32),
        at: i64,
    ) -> Result<Vec<ZoneName>, DeviceError> {
        let manifest = self.ledger.db.read(Exchange::load)?.manifest;
        let mut zones = self.zones_of(manifest)?;
        let area = area_around(lat, lon, AROUND_M);
        self.ledger.db.read(|tx| {
            let fence = zones.open(tx, &[area])?;
            let around = fence.around(lat, lon, AROUND_M, AROUND_M);
            let here = around.iter().filter(|zone| zone.inside && zone.in_force(at));
            let named = names(tx, here.map(|zone| zone.zone))?;
            Ok(named.into_values().collect())
        })
    }
}

impl From<EngagementForm> for DeviceError {
    fn from(form: EngagementForm) -> Self {
        Self::Engagement(form.into())
    }
}
