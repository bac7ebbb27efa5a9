//! Support before enforcement (rules of the field 6): where someone appears homeless, behaviour beyond that, help
//! offered now, and earlier offers by the officer's own knowledge. Welfare records are never read for it.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;

use super::Check;
use crate::records::encounter::steps::{EarlierHelp, Step};
use crate::records::encounter::story::{Encounter, Person};
use crate::records::notice::Recipient;

const SUPPORT: &str = "rules of the field 6: support first";

/// What is told of an offer of help.
struct Offer<'a> {
    behaviour: &'a str,
    help: &'a str,
    earlier: Option<&'a EarlierHelp>,
    same_person: Option<&'a str>,
}

/// The earlier encounters that a basis names.
#[must_use]
pub fn named(encounter: &Encounter) -> BTreeSet<Id> {
    let steps = encounter.steps.iter().map(|told| &told.step);
    let ids = steps.filter_map(|step| match step {
        Step::HelpOffered { earlier: Some(EarlierHelp::OwnEncounters(ids)), .. } => Some(ids),
        _ => None,
    });
    ids.flatten().copied().collect()
}

impl Check<'_> {
    /// Where someone appears homeless: behaviour beyond that, help offered now, and earlier offers.
    pub(super) fn support_first(&mut self) {
        let (Some(label), Some(person)) = (self.notice.person, self.person()) else { return };
        match person.known.appears_homeless {
            Some(false) => return,
            Some(true) => {}
            None => {
                let asked = self.scene.condition.is_some_and(|breached| breached.condition.support_first);
                let remedy = "Say whether the person appears homeless.";
                return self.need(!asked, "homeless_not_answered", remedy, SUPPORT);
            }
        }
        let offered = self.scene.encounter.steps_with(label).rev().find_map(|(_, told)| match &told.step {
            Step::HelpOffered { behaviour, help, earlier, same_person, .. } => Some(Offer {
                behaviour,
                help,
                earlier: earlier.as_ref(),
                same_person: same_person.as_deref(),
            }),
            _ => None,
        });
        let Some(offer) = offered else {
            return self.support(false, "support_first", "Offer help first, or advise, or refer");
        };
        let says = |text: &str| !text.trim().is_empty();
        let remedy = "Say what they did beyond being homeless";
        self.support(says(offer.behaviour), "support_behaviour", remedy);
        self.support(says(offer.help), "support_help", "Say what help was offered now");
        let least = usize::try_from(self.scene.rules.support.earlier_offers).unwrap_or(usize::MAX);
        let based = match offer.earlier {
            Some(EarlierHelp::OwnEncounters(ids)) => self.own_offers(ids, person, offer.same_person) >= least,
            Some(EarlierHelp::Decision { reference }) => !reference.trim().is_empty(),
            None => false,
        };
        let remedy =
            format!("Name {least} earlier encounters of your own with an offer, or a decision's reference");
        self.support(based, "support_basis", &remedy);
    }

    /// Notes a point of support first unless it is settled: what cannot be done is a supervisor's to decide.
    fn support(&mut self, settled: bool, code: &'static str, remedy: &str) {
        self.need(settled, code, &format!("{remedy}; or leave a draft: a supervisor decides."), SUPPORT);
    }

    /// How many of the encounters named are earlier ones with an offer to this person; of each other one says why not.
    fn own_offers(&mut self, ids: &[Id], person: &Person, same_person: Option<&str>) -> usize {
        let mut good = 0;
        for id in ids.iter().collect::<BTreeSet<_>>() {
            match self.own_offer(*id, person, same_person) {
                Ok(()) => good += 1,
                Err((code, why)) => {
                    self.support(false, code, &format!("Encounter {id}: {why}"));
                }
            }
        }
        good
    }

    fn own_offer(
        &self,
        id: Id,
        person: &Person,
        same_person: Option<&str>,
    ) -> Result<(), (&'static str, &'static str)> {
        if id == self.notice.encounter {
            return Err(("support_earlier_this", "this is no earlier one: name others"));
        }
        // What is no encounter of this officer, or of welfare purpose, is answered alike.
        let Some(earlier) = self.scene.helped.get(&id) else {
            return Err(("support_earlier_unknown", "no encounter of yours is known by this id: compare it"));
        };
        if began(earlier) >= began(self.scene.encounter) {
            return Err(("support_earlier_not_before", "it was not before this one: name an earlier one"));
        }
        let offers = earlier.steps.iter().filter_map(|told| match &told.step {
            Step::HelpOffered { help, .. } if !help.trim().is_empty() => Some(told.person),
            _ => None,
        });
        let offers: Vec<_> = offers.collect();
        if offers.is_empty() {
            return Err(("support_earlier_no_offer", "no help was offered in it: name one with an offer"));
        }
        let to = |with: Option<u16>| match with {
            Some(label) => earlier.people.get(&label).into_iter().collect::<Vec<_>>(),
            None => earlier.people.values().collect(),
        };
        let whom: Vec<Likeness> =
            offers.into_iter().flat_map(to).map(|other| likeness(person, other)).collect();
        let stated = same_person.is_some_and(|text| !text.trim().is_empty());
        if whom.contains(&Likeness::Same) || whom.contains(&Likeness::Unknown) && stated {
            Ok(())
        } else if whom.contains(&Likeness::Unknown) {
            let why = "names do not tell that it was the same person: say on what you know it";
            Err(("support_earlier_who", why))
        } else {
            Err(("support_earlier_other_person", "the offer in it was to somebody else: name another"))
        }
    }
}

/// When it began, by legal time where that was known.
fn began(encounter: &Encounter) -> i64 {
    encounter.opened.time.map_or(encounter.opened.at.wall, |time| time.at)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// By name and date of birth.
    Same,
    /// Somebody else, by name or date of birth.
    Other,
    /// One of them is not known by name.
    Unknown,
}

fn likeness(person: &Person, other: &Person) -> Likeness {
    let named =
        |person: &Person| Recipient::of(&person.known).filter(|to| matches!(to, Recipient::Person { .. }));
    match (named(person), named(other)) {
        (Some(one), Some(other)) if one.is_same(&other) => Likeness::Same,
        (Some(_), Some(_)) => Likeness::Other,
        _ => Likeness::Unknown,
    }
}
