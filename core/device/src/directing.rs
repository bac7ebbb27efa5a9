//! Directions in writing as their encampment is told of them: with the notice itself where this phone knows which it is, once.

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::s77_return_until;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::encampment::{Direction, EncampmentStep, EntryAt};
use beatbook_domain::records::notice::Notice;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::story::Standing;
use beatbook_protocol::id::Id;

use crate::encampments::EncampmentNews;
use crate::error::{DeviceError, not_yet};
use crate::journal::notice_numbered;
use crate::notebook::Notebook;

impl Notebook {
    /// Tells the encampment of a direction that was issued just now, if its welfare check says which that is; else answers that
    /// somebody has to. The direction is issued whatever comes of it.
    pub(crate) fn direct(&mut self, notice: &Notice, number: &str, longest: u64) -> Option<Missing> {
        let NoticeContent::S77Direction(direction) = &notice.content else { return None };
        let check = direction.welfare.as_ref().map(|done| done.record);
        let site = direction.encampment.or_else(|| self.site_checked(check?).ok().flatten());
        let written = EncampmentNews::Written { number: number.to_owned(), registrations: Vec::new() };
        let told = site.map(|site| self.tell_encampment(site, vec![written], (None, longest)));
        if told.is_some_and(|told| told.is_ok()) {
            return None;
        }
        let remedy = "Tell the encampment that it was directed, with this number: else nobody is told of a return, and no court can be \
                      asked.";
        Some(Missing::new("direction_not_told", remedy, "CJPOA 1994 ss77, 78"))
    }

    /// What is told before a direction that is told once more: nothing if it adds nothing, and then it is not told at all; with
    /// registrations that the former entry is taken back.
    pub(crate) fn told_before(
        &self,
        encampment: Id,
        news: &EncampmentNews,
    ) -> Result<ToldBefore, DeviceError> {
        let EncampmentNews::Written { number, registrations } = news else { return Ok(ToldBefore::No) };
        let stories = self.own_stories()?;
        let written = stories.get(&self.encampment_named(encampment)?).map(|story| &story.written);
        let is =
            |number: &str| written?.iter().find(|one| one.what.number() == Some(number)).map(|one| one.at);
        Ok(match is(number) {
            None => ToldBefore::No,
            Some(_) if registrations.is_empty() => ToldBefore::TheSame,
            Some(at) => ToldBefore::Without(at),
        })
    }

    /// A direction this phone issued and that is in force: when, by when to leave, and until when to return is an offence.
    pub(crate) fn written(
        &mut self,
        number: &str,
        registrations: Vec<String>,
    ) -> Result<(i64, EncampmentStep), DeviceError> {
        let in_force = "Name a direction that this phone issued and that is in force; another phone's is told there, or at the desk.";
        let none = || not_yet("s77_notice", in_force, "CJPOA 1994 s77(2)");
        let told = self.ledger.db.read(|tx| notice_numbered(tx, number))?.ok_or_else(none)?;
        let (NoticeContent::S77Direction(notice), Standing::Issued(issue)) =
            (&told.story.notice.content, &told.story.standing)
        else {
            return Err(none());
        };
        let (time, day) = (issue.time.at, local_date(issue.time.at)?);
        // The desk may have ended it.
        let over = self.own_notices_over()?;
        if over.void.contains(number) || over.withdrawn.contains_key(number) {
            return Err(none());
        }
        let book = self.book()?;
        let rules = book.as_ref().and_then(|book| book.book().rule_sets.in_force(day));
        let until = rules.map(|rules| s77_return_until(&rules.s77, day)).transpose()?;
        let direction = Direction::of_notice(number.to_owned(), notice, until, registrations);
        Ok((time, EncampmentStep::Direction(direction)))
    }
}

/// Whether a direction was told of its encampment before.
pub(crate) enum ToldBefore {
    /// It was not.
    No,
    /// It was, and nothing is new.
    TheSame,
    /// It was, by this entry, without the registrations that are told now.
    Without(EntryAt),
}

impl ToldBefore {
    /// The step that takes the former entry back.
    pub(crate) fn taken_back(self) -> Option<EncampmentStep> {
        let Self::Without(entry) = self else { return None };
        Some(EncampmentStep::TakenBack { entry, why: "Told anew with its vehicles".to_owned() })
    }
}
