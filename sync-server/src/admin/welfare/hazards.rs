//! Dangers of places as the journal tells them, for those who may read welfare records: exactly for the own team.

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::records::hazard::{HazardEnd, HazardEntry, HazardPlace};
use beatbook_domain::records::work::Work;

use super::{Asker, allow};
use crate::admin::named::name;
use crate::admin::office::{Office, Told};
use crate::admin::sheet::Sheet;
use crate::error::ServerError;
use crate::hazards::{seen_by, told_last};
use crate::welfare::reference;

pub(super) async fn list(office: &Office, asker: &Asker, csv: bool) -> Result<Told, ServerError> {
    let reads = |reading| asker.access.may_read_body(Area::Welfare, reading);
    allow(reads(Reading { same_team: true, closed: true, ..Reading::default() }))?;
    let service = &office.service;
    let now = service.clock().now();
    let briefing = service.briefings().get(&**service.store(), &asker.scope, None).await?.unwrap_or_default();
    let ward_name = |code: &str| briefing.ward_name(code, now).to_owned();
    let told = told_last(office.service.store().work_facts(&asker.scope, Work::Hazard).await?.own);
    let mut sheet = Sheet::new(
        "Dangers of places that stand",
        &["hazard", "kind", "what", "basis", "source", "place", "seen", "until"],
    );
    let (mut over, mut gone, mut taken_back) = (0, 0, 0);
    let mut rows = Vec::new();
    for words in told.values() {
        match seen_by(words, &asker.officer.team, reads) {
            None => {}
            Some(HazardEntry::Ended(ended)) if ended.why == HazardEnd::Gone => gone += 1,
            Some(HazardEntry::Ended(_)) => taken_back += 1,
            Some(HazardEntry::Told(one)) if one.until < asker.today => over += 1,
            Some(HazardEntry::Told(one)) => rows.push((
                one.seen,
                vec![
                    one.hazard.to_string(),
                    name(&one.kind),
                    one.text.clone(),
                    name(&one.basis),
                    one.source.clone().unwrap_or_default(),
                    place(&one.place, ward_name),
                    one.seen.to_string(),
                    one.until.to_string(),
                ],
            )),
        }
    }
    rows.sort_by(|one, other| other.cmp(one));
    let standing = rows.len();
    sheet.rows = rows.into_iter().map(|(_, row)| row).collect();
    let all = standing + over + gone + taken_back;
    let check =
        format!("{standing} standing + {over} expired + {gone} gone + {taken_back} taken back = {all} told");
    sheet.checked(&check, csv)
}

fn place(place: &HazardPlace, ward_name: impl Fn(&str) -> String) -> String {
    match place {
        HazardPlace::Exact(at) => reference(*at).unwrap_or_default(),
        HazardPlace::Cell(cell) => cell.reference().to_string(),
        HazardPlace::Ward(ward) => ward_name(ward),
        HazardPlace::Unknown => String::new(),
    }
}
