//! A direction in writing by its notice alone: of a phone that was lost before it could tell the encampment.

use beatbook_domain::calendar::local_date;
use beatbook_domain::encampments::refusal::StepRefusal;
use beatbook_domain::law::clocks::s77_return_until;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::encampment::Direction;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::story::Standing;

use super::super::office::Office;
use super::AboutEncampment;
use super::desk::Desk;
use crate::encampments::EncampmentRefused;
use crate::error::ServerError;
use crate::notices::{NoticeRefusal, view};

/// What a notice of the register directs, and when it was given.
pub(super) async fn direction(
    office: &Office,
    desk: &Desk,
    (about, number): (&AboutEncampment, &str),
    registrations: Vec<String>,
) -> Result<(i64, Direction), ServerError> {
    let refused = |code, error: &str| ServerError::refused(code, error);
    let unknown = || ServerError::refused(NoticeRefusal::Unknown.code(), NoticeRefusal::Unknown);
    let known = NoticeNumber::parse(number).map_err(|_| unknown())?;
    let view = view(&**office.service.store(), &desk.seat.scope).await?;
    let (_, notebook) = view.told.records.get(&known).ok_or_else(unknown)?;
    // A notice that the reader may not read is none to them.
    let by = view.officer_of(*notebook).into_iter();
    if !desk.seat.reads_enforcement(desk.seat.reading_of(by)) {
        return Err(unknown());
    }
    let story = view.stories().remove(&known).ok_or_else(unknown)?;
    let (NoticeContent::S77Direction(notice), Standing::Issued(issue)) =
        (&story.notice.content, &story.standing)
    else {
        let why = "this is no direction to leave land that is in force: look at it with `notice show`";
        return Err(refused("s77_notice", why));
    };
    let is_of = |id| desk.encampments.get(id).map(|story| story.id);
    if notice.encampment.is_some_and(|named| is_of(named) != is_of(about.encampment)) {
        return Err(EncampmentRefused::Step(StepRefusal::NoticeElsewhere).into());
    }
    let day = local_date(issue.time.at).map_err(|error| ServerError::refused(error.code(), error))?;
    let rules = view.book.rule_sets.in_force(day);
    let until = rules.map(|rules| s77_return_until(&rules.s77, day)).transpose();
    let until = until.map_err(|error| ServerError::refused(error.code(), error))?;
    Ok((issue.time.at, Direction::of_notice(known.to_string(), notice, until, registrations)))
}
