//! What an officer should know before a notice is issued though it refuses no number: said with the check and with the issue.

use super::Check;
use super::scene::Scene;
use crate::calendar::local_clock;
use crate::law::missing::Missing;
use crate::notices::whom::{FoundBy, found_by};
use crate::records::encounter::EncounterStep;
use crate::records::notice::content::NoticeKind;
use crate::records::notice::{Notice, Recipient};

/// What is worth knowing before it is issued: none of it is in the way.
#[must_use]
pub fn notes(notice: &Notice, scene: &Scene<'_>) -> Vec<Missing> {
    let check = Check { notice, scene, points: Vec::new(), tell_guardian_by: None };
    let mut notes: Vec<Missing> = check.early_questions().into_iter().collect();
    notes.extend(not_found(notice));
    let unknown = matches!(notice.recipient, Recipient::Person { born: None, .. });
    if unknown && matches!(notice.content.kind(), NoticeKind::Fpn | NoticeKind::Cpw | NoticeKind::Cpn) {
        let remedy =
            "No date of birth: ask for it. People of one name are told apart by it, and a court asks.";
        notes.push(Missing::new("born_unknown", remedy, "rules of the field 6"));
    }
    notes
}

/// How a vehicle warning is found later, where that is not by the person.
fn not_found(notice: &Notice) -> Option<Missing> {
    const SOURCE: &str = "PRA 2002 s59(5): warned in the previous twelve months; rules of the field 6 and 7";
    let until = "Once the date of birth is told to this encounter it is found by the person.";
    match found_by(notice)? {
        FoundBy::Person => None,
        FoundBy::Registration => Some(Missing::new(
            "found_by_registration",
            format!("Without name and date of birth this warning is found by the registration only. {until}"),
            SOURCE,
        )),
        FoundBy::Nothing => Some(Missing::new(
            "found_by_nothing",
            format!(
                "Without name and date of birth nobody finds this warning again: no readable plate. {until}"
            ),
            SOURCE,
        )),
        FoundBy::NobodyYet => Some(Missing::new(
            "found_by_nobody_yet",
            format!("Perhaps under eighteen: nobody finds this warning again, by person or plate. {until}"),
            SOURCE,
        )),
    }
}

impl Check<'_> {
    /// Questions about the offence that came before the caution.
    fn early_questions(&self) -> Option<Missing> {
        let early = self.scene.encounter.asked_before_caution(self.notice.person?);
        (!early.is_empty()).then(|| {
            let remedy = format!(
                "Asked about the offence before the caution ({}): the answers may be kept out; tell whoever prepares \
                 the case.",
                times(&early)
            );
            Missing::new("questions_before_caution", remedy, super::fair::PACE)
        })
    }
}

/// When they were asked, as people read it.
pub(super) fn times(asked: &[(usize, &EncounterStep)]) -> String {
    let time = |told: &EncounterStep| {
        let clock = told.time.and_then(|time| local_clock(time).ok());
        clock.map_or_else(|| "no time told".to_owned(), |clock| clock.strftime("%H:%M").to_string())
    };
    asked.iter().map(|(_, told)| time(told)).collect::<Vec<_>>().join(", ")
}
