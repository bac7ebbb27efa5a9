//! The vehicle warning that a seizure rests on (PRA 2002 s59(5)): found as a phone finds it, by person and by registration,
//! and standing as the register has it today.

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::completeness::scene::WarningHit;
use beatbook_domain::notices::known::is_childs_warning;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::notice::NoticeDrafted;
use beatbook_domain::records::notice::content::{NoticeContent, S59Seizure, SeizureGround};
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::{DraftRefusal, is_over, seen};
use crate::auth::Scope;
use crate::known;
use crate::notices::View;
use crate::store::Store;

/// The warning that the draft cites, as far as it is one to its person or about its vehicle. None of training, and none that
/// went to a child: children are in no list of who was warned before.
pub(super) async fn cited(
    store: &dyn Store,
    scope: &Scope,
    (view, stories): (&View, &BTreeMap<NoticeNumber, NoticeStory>),
    (drafted, officer): (&NoticeDrafted, Id),
    today: Date,
) -> Result<Option<WarningHit>, DraftRefusal> {
    let notice = &drafted.notice;
    let NoticeContent::S59Seizure(S59Seizure {
        nuisance,
        ground: Some(SeizureGround::WarnedBefore { warning, .. }),
        ..
    }) = &notice.content
    else {
        return Ok(None);
    };
    let number = NoticeNumber::parse(&warning.number).ok().filter(|number| !number.is_training());
    let Some((number, story)) = number.as_ref().and_then(|number| stories.get_key_value(number)) else {
        return Ok(None);
    };
    let (story, _) = known::whom(store, scope, view, (number, story.clone())).await?;
    let rules = view.book.rule_sets.in_force(local_date(seen(drafted).at)?);
    if rules.is_none_or(|rules| is_childs_warning(&story, rules)) {
        return Ok(None);
    }
    let to = Some(&notice.recipient).filter(|_| !notice.under_age);
    let own =
        view.told.records.get(number).and_then(|(_, notebook)| view.officer_of(*notebook)) == Some(officer);
    let hit = WarningHit::of(&story, to, Some(&nuisance.vehicle));
    Ok(hit.map(|hit| WarningHit {
        over: hit.over || is_over(&view.told, number, today),
        vehicle: hit.vehicle.filter(|_| own),
        ..hit
    }))
}
