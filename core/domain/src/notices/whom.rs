//! To whom a notice went, as its encounter knows that person by now, and by what a vehicle warning is found again. A date of
//! birth told after the issue makes a warning findable by the person; the paper stays what it was.

use crate::records::encounter::story::Encounter;
use crate::records::notice::content::NoticeContent;
use crate::records::notice::story::NoticeStory;
use crate::records::notice::{Notice, Recipient};

/// By what a vehicle warning is found again (PRA 2002 s59(5): warned in the previous twelve months).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoundBy {
    /// By the person, whatever the vehicle.
    Person,
    /// By the registration only: name and date of birth are not both known.
    Registration,
    /// By nothing: neither the person is known nor is there a plate to read.
    Nothing,
    /// By nothing until the age is known: perhaps a child, and children are in no list of who was warned before.
    NobodyYet,
}

/// By what a notice is found again if it is issued as it stands; none where nobody looks for it, and for a warning to
/// somebody known to be under eighteen, which no list ever holds.
#[must_use]
pub fn found_by(notice: &Notice) -> Option<FoundBy> {
    let NoticeContent::S59Warning(warning) = &notice.content else { return None };
    let open = lacks_birth(&notice.recipient);
    if notice.under_age {
        return open.then_some(FoundBy::NobodyYet);
    }
    let plate = warning.nuisance.vehicle.registration().is_some();
    Some(match (open, plate) {
        (false, _) => FoundBy::Person,
        (true, true) => FoundBy::Registration,
        (true, false) => FoundBy::Nothing,
    })
}

/// Whether what its encounter is told later may say to whom it went.
#[must_use]
pub fn is_open(notice: &Notice) -> bool {
    notice.person.is_some() && lacks_birth(&notice.recipient)
}

/// The notice as lists of earlier notices take it: where the paper says no date of birth, to that person as the encounter
/// knows them by now. Whether that is a child [`super::known::is_childs_warning`] says by the date of birth.
#[must_use]
pub fn known_now(story: &NoticeStory, encounter: Option<&Encounter>) -> NoticeStory {
    let mut story = story.clone();
    let notice = &mut story.notice;
    let person = notice.person.filter(|_| is_open(notice)).and_then(|label| encounter?.people.get(&label));
    let told = person.and_then(|person| Recipient::of(&person.known)).filter(|told| !lacks_birth(told));
    if let Some(told) = told {
        notice.under_age = false;
        notice.recipient = told;
    }
    story
}

fn lacks_birth(recipient: &Recipient) -> bool {
    matches!(recipient, Recipient::Person { born: None, .. } | Recipient::Refused)
}
