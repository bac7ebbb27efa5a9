//! Which keeping time a record has, and whether it runs: kind by kind.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::due::{Facts, Open};
use super::table::KeepingKind;
use crate::calendar::local_date;
use crate::encampments::story::Encampment;
use crate::encampments::tents::Tent;
use crate::premises::Visit;
use crate::records::encounter::Outcome;
use crate::records::notice::content::NoticeKind;
use crate::records::tent::KeptWhere;
use crate::records::welfare::WelfareStep;
use crate::records::welfare::steps::CareStep;
use crate::records::welfare::story::{Welfare, year_ahead};
use crate::register::{BucketKind, Standing};
use crate::tasks::Task;

/// The last of days; none if one of them is not known.
#[must_use]
pub fn latest(days: impl IntoIterator<Item = Option<Date>>) -> Option<Date> {
    days.into_iter().collect::<Option<Vec<Date>>>()?.into_iter().max()
}

/// Which time a notice has of which nothing more is asked.
#[must_use]
pub fn settled(kind: NoticeKind) -> KeepingKind {
    match kind {
        NoticeKind::Fpn => KeepingKind::FpnSettled,
        NoticeKind::Cpw => KeepingKind::Cpw,
        NoticeKind::Cpn => KeepingKind::Cpn,
        NoticeKind::S59Warning | NoticeKind::S59Seizure => KeepingKind::S59,
        NoticeKind::S77Direction => KeepingKind::S77,
    }
}

/// An issued notice. Whatever becomes of it, money and appeals come first.
#[must_use]
pub fn notice(kind: NoticeKind, standing: &Standing, since: Option<Date>) -> Facts {
    let bucket = standing.kind();
    let court = standing.was_with_legal || matches!(bucket, BucketKind::Prosecuted | BucketKind::OutOfCourt);
    let kind = Some(match settled(kind) {
        KeepingKind::FpnSettled if court => KeepingKind::FpnCourt,
        kind => kind,
    });
    let open = match bucket {
        BucketKind::WithinPayment
        | BucketKind::Overdue
        | BucketKind::UnderInvestigation
        | BucketKind::ReferredCaseFile
        | BucketKind::WithLegal
        | BucketKind::AtCourt => Some(Open::Notice(bucket)),
        _ if standing.review_until.is_some() => Some(Open::Review),
        _ if standing.representations.iter().any(|one| one.answered.is_none()) => Some(Open::Representations),
        _ if standing.protection.as_ref().is_some_and(|one| one.open_appeal().is_some()) => {
            Some(Open::Appeal)
        }
        _ if standing.legal_task => Some(Open::LegalTask),
        _ if standing.refund_due > 0 => Some(Open::Refund),
        _ => None,
    };
    Facts { kind, since, open, child: None }
}

/// An encounter: `outcomes` as told for everybody in it, `has_notice` whether the body of a notice of it is kept.
#[must_use]
pub fn encounter(outcomes: &[Outcome], has_notice: bool, since: Option<Date>) -> Facts {
    let kind = outcomes.iter().map(|one| came_to(*one)).max().unwrap_or(KeepingKind::Encounter);
    Facts { kind: Some(kind), since, open: has_notice.then_some(Open::HasNotice), child: None }
}

/// What an outcome is kept for. Of several the gravest counts: they are in this order in the table.
fn came_to(outcome: Outcome) -> KeepingKind {
    match outcome {
        // What came of one with a notice is in the notice, with its keeping time: when that is gone, so is this.
        Outcome::None | Outcome::Fpn => KeepingKind::Encounter,
        Outcome::Warning
        | Outcome::Referral
        | Outcome::AcceptableBehaviourAgreement
        | Outcome::DispersalReported => KeepingKind::EncounterWarned,
        Outcome::Report | Outcome::Arrest | Outcome::CboBreach | Outcome::ClosureBreach => {
            KeepingKind::EncounterCourt
        }
    }
}

/// An encampment; `vacated` is the day on which the server was told that it was, `taken` that on which it took in the last of
/// what was told of it, by phones and desk.
#[must_use]
pub fn encampment(story: &Encampment, vacated: Option<Date>, taken: Option<Date>) -> Facts {
    let directed = !story.written.is_empty()
        || !story.spoken.is_empty()
        || !story.unassessed.is_empty()
        || story.s61.is_some();
    let at_court = story.applied.is_some() || story.order.is_some();
    let kind = if directed || at_court { KeepingKind::EncampmentDirected } else { KeepingKind::Encampment };
    let open = vacated.is_none().then_some(Open::NotVacated);
    Facts { kind: Some(kind), since: latest([vacated, taken]), open, child: None }
}

/// A tent. What is stored has to go to somebody first; what was left there is nobody's to keep after its day.
#[must_use]
pub fn tent(story: &Tent, today: Date, since: Option<Date>) -> Facts {
    let removed = story.removed.as_ref().map(|removed| &removed.what);
    let open = removed.filter(|_| story.kept() > 0).and_then(|removed| match removed.kept {
        KeptWhere::Stored { .. } => Some(Open::ItemHeld),
        KeptWhere::Left => (removed.keep_until >= today).then_some(Open::ToCome(removed.keep_until)),
    });
    let kind = if removed.is_some() { KeepingKind::TentMoved } else { KeepingKind::Tent };
    Facts { kind: Some(kind), since, open, child: None }
}

/// A task that somebody set; absent: it is gone, and answers to it are left. One that is still to be done is kept to the end of
/// its window, however it ends.
#[must_use]
pub fn task(task: Option<&Task>, today: Date, since: Option<Date>) -> Facts {
    let last = task.filter(|task| task.is_pending()).and_then(|task| local_date(task.set.until).ok());
    let open = last.filter(|last| *last >= today).map(Open::ToCome);
    Facts { kind: Some(KeepingKind::Task), since, open, child: None }
}

/// A case of the authority's.
#[must_use]
pub fn case(is_closed: bool, since: Option<Date>) -> Facts {
    let open = (!is_closed).then_some(Open::NotClosed);
    Facts { kind: Some(KeepingKind::Case), since, open, child: None }
}

/// A welfare check or contact; `last` is the day on which the server took in the last one with any of its people, `answered` the
/// days and words of its visits that somebody has answered.
#[must_use]
pub fn contact(
    welfare: &Welfare,
    today: Date,
    last: Option<Date>,
    answered: &BTreeSet<(Date, String)>,
) -> Facts {
    let open = to_come(welfare, today, answered);
    Facts { kind: Some(KeepingKind::Contact), since: last, open, child: None }
}

/// A welfare check of an encampment; `vacated` is the day on which the server was told that it was.
#[must_use]
pub fn occupants(
    welfare: &Welfare,
    today: Date,
    (vacated, taken): (Option<Date>, Option<Date>),
    answered: &BTreeSet<(Date, String)>,
) -> Facts {
    let open = match vacated {
        None => Some(Open::NotVacated),
        Some(_) => to_come(welfare, today, answered),
    };
    Facts { kind: Some(KeepingKind::Occupants), since: latest([vacated, taken]), open, child: None }
}

/// A welfare record with a safeguarding disclosure; absent if it has none.
#[must_use]
pub fn safeguarding(
    welfare: &Welfare,
    today: Date,
    since: Option<Date>,
    answered: &BTreeSet<(Date, String)>,
) -> Option<Facts> {
    let children = || welfare.people.values().filter(|person| person.may_be_child(welfare.day()));
    // Of several the youngest; of one who was born nobody knows when, the longest there is.
    let born = match children().map(|person| person.born).min_by_key(Option::is_some) {
        Some(None) => Some(None),
        Some(Some(_)) => Some(children().filter_map(|person| person.born).max()),
        None => None,
    };
    welfare.is_safeguarding().then(|| Facts {
        kind: Some(KeepingKind::Safeguarding),
        since,
        open: to_come(welfare, today, answered),
        child: born,
    })
}

/// A visit to premises, with goods or without. One taken back holds none.
#[must_use]
pub fn premises(visit: &Visit, today: Date, since: Option<Date>) -> Facts {
    let seized = !visit.items.is_empty();
    let kind = if seized { KeepingKind::PremisesSeizure } else { KeepingKind::PremisesVisit };
    let follow_up = visit.follow_up().filter(|by| visit.counts() && *by >= today);
    let open = if visit.holds() { Some(Open::ItemHeld) } else { follow_up.map(Open::ToCome) };
    Facts { kind: Some(kind), since, open, child: None }
}

/// A visit that nobody has answered, or the end of the last deferral, that is still to come. What earlier phones took for a day
/// more than a year ahead counts for a year.
fn to_come(welfare: &Welfare, today: Date, answered: &BTreeSet<(Date, String)>) -> Option<Open> {
    let told_on = |step: &WelfareStep| local_date(step.told_at()).unwrap_or(today);
    let visits = welfare.steps.iter().filter_map(|step| {
        let visit = step.step.visit().filter(|visit| !answered.contains(visit))?;
        Some(visit.0.min(year_ahead(told_on(step))))
    });
    let deferral = welfare.steps.iter().rev().find_map(|step| match &step.step {
        CareStep::Deferral { until, .. } => Some((*until).min(year_ahead(told_on(step)))),
        _ => None,
    });
    visits.chain(deferral).filter(|day| *day >= today).max().map(Open::ToCome)
}
