//! Somebody's life is in danger: what to tell 999 comes before any form, and a welfare record can begin with nothing else.
//! Works offline, and with no position.

use beatbook_domain::calendar::local_date;
use beatbook_domain::fence::area_around;
use beatbook_domain::geometry::{UNITS_PER_DEGREE, Vertex};
use beatbook_domain::orders::premises::PremisesArea;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::{Question, Welfare};
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareEntry, WelfareStep};
use beatbook_domain::welfare::emergency::{EmergencyCard, Named, NamedPlace};
use beatbook_domain::zone::ZoneKind;
use beatbook_protocol::id::Id;

use crate::beatbook::{Beatbook, Told};
use crate::encounters::kept;
use crate::error::DeviceError;
use crate::journal::record_id;
use crate::local::Exchange;
use crate::notebook::Notebook;
use crate::orders::AskWhere;
use crate::welfare::BeginWelfare;
use crate::zones::names;

/// Areas are looked for so far away, metres.
const AREAS_M: f64 = 5_000.0;
/// How exact a place is taken to be of which that was not told, metres (unverified).
const UNTOLD_M: f64 = 100.0;

/// What to tell 999, as this phone knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emergency {
    /// Where; absent while the phone has no position.
    pub card: Option<EmergencyCard>,
    /// The card line by line, the most urgent first.
    pub lines: Vec<String>,
}

/// A welfare record of which nothing is told but that somebody is in immediate danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyBegun {
    /// The record, to tell more of it later: first when 999 was rung.
    pub record: Id,
    /// What to tell 999.
    pub emergency: Emergency,
}

impl Beatbook {
    /// What to tell 999: grid reference, nearest named place and area, position, how exact and how old it is. Shown before
    /// any form; works offline and with no position, and stores nothing.
    ///
    /// # Errors
    /// Storage errors.
    pub fn emergency_card(&self, place: AskWhere) -> Told<Emergency> {
        Ok(self.gate.with(|notebook| notebook.emergency_card(place))?)
    }

    /// Begins a welfare check with the one fact that somebody is in immediate danger, and answers what to tell 999. Who it is,
    /// when 999 was rung and all the rest is told of the record later, in whatever order.
    ///
    /// # Errors
    /// `moved`, `retired`, storage errors: nothing was stored, and [`Self::emergency_card`] still answers.
    pub fn begin_emergency(&self, place: AskWhere) -> Told<EmergencyBegun> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.with(|notebook| notebook.begin_emergency(place, longest))?)
    }
}

impl Notebook {
    fn begin_emergency(&mut self, place: AskWhere, longest: u64) -> Result<EmergencyBegun, DeviceError> {
        self.ledger.check_writable()?;
        let about = WelfareAbout::Check(Subject::Person);
        let begin = BeginWelfare { about, place, address: None, joint: None };
        let (now, opened) = self.welfare_opened(begin, longest)?;
        let (time, within) = opened.time.map_or((None, None), |time| (Some(time.at), time.within));
        let danger = CareStep::Danger { immediate: true, called: None, text: None };
        let step =
            WelfareEntry::Step(WelfareStep { at: opened.at, time, within, person: None, step: danger });
        let mut welfare = Welfare::open(&opened)?;
        welfare.apply(&step)?;
        let record = record_id(&*self.ledger.platform, &now, true)?;
        let bodies = [WelfareEntry::Opened(opened), step].map(EntryBody::Welfare);
        self.ledger.append(now, |journal| {
            bodies.iter().try_for_each(|body| journal.append(record, body, true).map(drop))
        })?;
        Ok(EmergencyBegun { record, emergency: self.emergency_card(place)? })
    }

    /// What to tell 999 while somebody of a record is in immediate danger and nobody has said when 999 was rung: where the officer
    /// is, and without a position where the record was begun.
    pub(crate) fn emergency_of(&mut self, welfare: &Welfare) -> Result<Option<Emergency>, DeviceError> {
        if !welfare.open_questions().contains(&Question::Emergency) {
            return Ok(None);
        }
        let here = self.emergency_card(AskWhere::Newest)?;
        let Some(begun) = welfare.opened.place.filter(|_| here.card.is_none()) else { return Ok(Some(here)) };
        let degrees = |units: i32| f64::from(units) / f64::from(UNITS_PER_DEGREE);
        let accuracy_m = begun.accuracy.map_or(UNTOLD_M, |tenths| f64::from(tenths) / 10.0);
        let (lat, lon) = (degrees(begun.lat), degrees(begun.lon));
        Ok(Some(self.emergency_card(AskWhere::At { lat, lon, accuracy_m })?))
    }

    fn emergency_card(&mut self, asked: AskWhere) -> Result<Emergency, DeviceError> {
        let now = self.ledger.now()?;
        let Ok((place, _)) = self.place(asked, &now) else {
            return Ok(Emergency { card: None, lines: EmergencyCard::lines_without_place() });
        };
        let at = self.legal_now(&now, 0)?.at;
        // Names that cannot be read keep nobody from ringing.
        let areas = self.areas((place.lat, place.lon), at).unwrap_or_default();
        let book = self.book().ok().flatten();
        let today = local_date(at).ok();
        let signs = book.iter().flat_map(|book| &book.book().signs);
        let hanging = signs.filter(|sign| sign.removed.zip(today).is_none_or(|(gone, today)| today < gone));
        let signs: Vec<_> = hanging.map(|sign| (format!("sign {}", sign.code), sign.at.0)).collect();
        let premises = book.iter().flat_map(|book| &book.book().premises);
        let points = premises.filter_map(|one| match &one.area {
            PremisesArea::Around { at, .. } => Some(NamedPlace { name: &one.name, at: at.0 }),
            PremisesArea::Zone(_) => None,
        });
        let named = Named {
            within: areas.iter().filter(|area| area.inside).map(|area| area.name.as_str()).collect(),
            points: points.chain(signs.iter().map(|(name, at)| NamedPlace { name, at: *at })).collect(),
            areas: areas
                .iter()
                .filter(|area| !area.inside)
                .map(|area| NamedPlace { name: &area.middle, at: area.at })
                .collect(),
        };
        let age = match asked {
            AskWhere::At { .. } => None,
            AskWhere::Newest | AskWhere::Fix(_) => Some(place.age_ms),
        };
        let card = EmergencyCard::of(kept(place), age, &named);
        Ok(Emergency { lines: card.lines(), card: Some(card) })
    }

    /// Areas in force around a place that people know by name; sectors of counts are not among them.
    fn areas(&mut self, (lat, lon): (i32, i32), at: i64) -> Result<Vec<AreaNear>, DeviceError> {
        let manifest = self.ledger.db.read(Exchange::load)?.manifest;
        let mut zones = self.zones_of(manifest)?;
        self.ledger.db.read(|tx| {
            let fence = zones.open(tx, &[area_around(lat, lon, AREAS_M)])?;
            let around = fence.around(lat, lon, AREAS_M, 1.0);
            let mut areas = Vec::new();
            for zone in around.iter().filter(|zone| zone.in_force(at)) {
                let Some(told) = names(tx, [zone.zone])?.remove(&zone.zone) else { continue };
                if told.kind == ZoneKind::CountSector {
                    continue;
                }
                let middle = format!("the middle of {}", told.name);
                areas.push(AreaNear { name: told.name, middle, at: zone.circle().0, inside: zone.inside });
            }
            Ok(areas)
        })
    }
}

/// An area near a place.
struct AreaNear {
    name: String,
    /// Its middle, in words.
    middle: String,
    at: Vertex,
    inside: bool,
}
