//! What an officer should know before a notice is issued though it refuses no number: said with the check and with the issue.

use super::Check;
use super::scene::Scene;
use crate::calendar::local_clock;
use crate::law::missing::Missing;
use crate::notices::whom::{FoundBy, found_by};
use crate::records::encounter::{Detail, EncounterStep};
use crate::records::journal::Basis;
use crate::records::notice::content::{NoticeContent, NoticeKind};
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
    notes.extend(ends_today(notice, scene));
    notes.extend(check.seen_by_nobody());
    notes
}

/// A warning whose time ends on the day it is given.
fn ends_today(notice: &Notice, scene: &Scene<'_>) -> Option<Missing> {
    let NoticeContent::Cpw(cpw) = &notice.content else { return None };
    let remedy = "The time allowed ends today: before a notice you must be satisfied that it was enough to deal with it.";
    (cpw.allowed_until == scene.today)
        .then(|| Missing::new("time_ends_today", remedy, "ASBCPA 2014 s43(5)(b)"))
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
    /// Behaviour that the officer did not see, and nobody is named who did.
    fn seen_by_nobody(&self) -> Option<Missing> {
        let person = self.notice.person?;
        let about = self.scene.condition.map(|breached| breached.condition.code.as_str());
        let encounter = self.scene.encounter;
        let own = encounter.conducts.iter().filter(|one| {
            one.person.is_none_or(|by| by == person) && about.is_none_or(|code| one.code == code)
        });
        let bases: Vec<Basis> = own.map(|one| one.basis).collect();
        let witness = encounter.details.iter().any(|one| matches!(one, Detail::Witness { .. }));
        (!bases.is_empty() && !bases.contains(&Basis::Fact) && !witness).then(|| {
            let remedy =
                "You saw none of it yourself, as you told it, and no witness is named: add who saw it, with a statement.";
            Missing::new("seen_by_nobody", remedy, "DPA 2018 s38(1); the evidential test")
        })
    }

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
