//! Somebody who appears homeless drinks in the High Street: help is offered, perhaps again, perhaps never.

#![allow(missing_docs, reason = "each name says what happens in the story")]

use beatbook_device::{BeginEncounter, EncounterNews, NoticeAsked};
use beatbook_domain::records::encounter::people::PersonKnown;
use beatbook_domain::records::encounter::steps::{EarlierHelp, HelpAnswer, Step};
use beatbook_protocol::id::Id;

use crate::beat::{CHATHAM, adult, asked, breach, fairly, fix, refused, saw, tell};
use crate::phone::Phone;

pub fn offered(earlier: Option<EarlierHelp>, same_person: Option<&str>) -> Step {
    Step::HelpOffered {
        behaviour: "Shouting abuse at people who pass.".to_owned(),
        help: "A bed tonight, and outreach in the morning.".to_owned(),
        answer: HelpAnswer::Declined,
        earlier,
        same_person: same_person.map(str::to_owned),
    }
}

pub fn meets(phone: &Phone, known: PersonKnown) -> Id {
    fix(phone, CHATHAM, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = PersonKnown { appears_homeless: Some(true), ..known };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    encounter
}

/// Drinking, required to stop, and would not.
pub fn would_not_stop(phone: &Phone) -> Id {
    let encounter = meets(phone, adult("Sam Example"));
    saw(phone, encounter, "ALC-1", "Drinking from a can and shouting at people who pass.");
    let required = Step::Required {
        words: "I require you to stop drinking.".to_owned(),
        belief: "Open can of beer in hand.".to_owned(),
        offence_told: true,
    };
    let engaged = Step::Engaged { words: "Good afternoon.".to_owned() };
    let steps = [Step::PremisesAsked { outside_condition: false }, engaged, required, refused()];
    tell(phone, encounter, steps.into_iter().chain(fairly()).collect());
    encounter
}

pub fn penalty(encounter: Id) -> NoticeAsked {
    let particulars = "Drinking beer from a can and shouting at passers-by, and would not stop.";
    asked(encounter, breach("MDW-ALC-CHA", "ALC-1"), "High Street, Chatham, outside the bank", particulars)
}
