//! The coordinator asks officers to ring outreach before a notice, looks at what is asked, and takes it back.

use std::fmt::Write as _;

use beatbook_domain::access::Area;
use beatbook_domain::records::consult::{ConsultMarked, DutyNumber};
use beatbook_domain::records::encounter::Label;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::json;

use super::{Asker, Desk, allow};
use crate::admin::office::{Office, Told};
use crate::admin::sheet::Sheet;
use crate::consult::{self, NoMark};
use crate::error::ServerError;

impl From<NoMark> for ServerError {
    fn from(refusal: NoMark) -> Self {
        match refusal {
            NoMark::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

/// Whom to mark, and for how long.
pub(super) struct Marked {
    pub(super) record: Id,
    pub(super) person: Label,
    pub(super) until: Date,
    pub(super) ring: Option<DutyNumber>,
}

pub(super) async fn mark(office: &Office, desk: &Desk, marked: Marked) -> Result<Told, ServerError> {
    allow(desk.access.answers_for(Area::Welfare))?;
    let Marked { record, person, until, ring } = marked;
    let found = desk.cases.iter().find(|(case, _)| case.record == record);
    let known = found.and_then(|(_, welfare)| welfare.people.get(&person));
    let unknown = || ServerError::refused("not_found", "no such person of such a welfare record");
    let known = known.ok_or_else(unknown)?;
    let place = (&**office.service.store(), office.service.clock());
    let mark = consult::mark(place, &desk.scope, (record, known), ring, (desk.today, until)).await?;
    let text = format!("marked until {until}: {}\nPhones learn of it with their next sync.\n", mark.id);
    Ok(Told::ok(text, json!({ "mark": mark.id, "until": mark.until, "ring": mark.ring })))
}

pub(super) async fn list(office: &Office, asker: &Asker, csv: bool) -> Result<Told, ServerError> {
    allow(asker.access.answers_for(Area::Welfare))?;
    let marks = consult::in_force(&**office.service.store(), &asker.scope, asker.today).await?;
    let mut text = String::new();
    for ConsultMarked { id, until, ring, .. } in &marks {
        let ring = ring.as_ref().map(|number| format!("  ring {number}")).unwrap_or_default();
        let _ = writeln!(text, "{id}  until {until}{ring}");
    }
    if marks.is_empty() {
        text.push_str("No mark is in force.\n");
    }
    let mut sheet = Sheet::new("Consult-first marks in force", &["mark", "until", "ring"]);
    sheet.rows.extend(marks.iter().map(|mark| {
        let ring = mark.ring.clone().map(String::from).unwrap_or_default();
        vec![mark.id.to_string(), mark.until.to_string(), ring]
    }));
    let told = |mark: &ConsultMarked| json!({ "mark": mark.id, "until": mark.until, "ring": mark.ring });
    sheet.beside(Told::ok(text, json!({ "marks": marks.iter().map(told).collect::<Vec<_>>() })), csv)
}

pub(super) async fn lift(office: &Office, asker: &Asker, mark: Id) -> Result<Told, ServerError> {
    allow(asker.access.answers_for(Area::Welfare))?;
    let place = (&**office.service.store(), office.service.clock());
    consult::lift(place, &asker.scope, mark, asker.today).await?;
    Ok(Told::ok(format!("The mark {mark} is taken back.\n"), json!({ "mark": mark, "lifted": true })))
}
