//! A receipt for what somebody handed over, from their encounter alone. It is no notice: it has no number of any block
//! and asks for nothing, and says the reference of the encounter instead.

use beatbook_domain::orders::authority::Letterhead;
use beatbook_domain::records::encounter::EncounterStep;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::encounter::people::PersonKnown;
use beatbook_domain::records::encounter::steps::{Item as Told, Step};
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice as told;

use super::{NotPrinted, believed, in_full, moment, of_encounter, position_of, recipient};
use crate::notice::{Authority, Conduct, Mark, NoticePaper, Officer, OfficerNotes, Recipient, Service};
use crate::subject::{Item, Subject, Surrender};

/// What happened, where the encounter tells of no behaviour.
const UNSAID: &str = "You handed over what is listed above.";

/// What a receipt is made from.
#[derive(Debug, Clone)]
pub struct ReceiptSources<'a> {
    /// The encounter, and whom of it.
    pub encounter: &'a Encounter,
    /// See above.
    pub person: Label,
    /// How the encounter is found again; stands where a notice has its number.
    pub reference: String,
    /// Where it was, in words.
    pub place: &'a str,
    /// Whose paper it is.
    pub head: &'a Letterhead,
    /// Who gives it.
    pub officer: Officer,
}

/// The receipt for what this person handed over last, and what became of it.
///
/// # Errors
/// [`NotPrinted::NothingSurrendered`] until both are recorded; [`NotPrinted::Calendar`].
pub fn receipt_of(from: &ReceiptSources<'_>) -> Result<NoticePaper, NotPrinted> {
    let ReceiptSources { encounter, person, head, .. } = from;
    let person_known = encounter.people.get(person).ok_or(NotPrinted::NothingSurrendered)?;
    let handed = handed_over(encounter, *person).ok_or(NotPrinted::NothingSurrendered)?;
    let disposed = moment(when(handed.told))?;
    let conducts = encounter.conducts.iter().filter(|it| it.person.is_none_or(|by| by == *person));
    let seen = conducts.clone().next_back().map(|conduct| conduct.time.unwrap_or(conduct.at.wall));
    let opened = encounter.opened.time.map_or(encounter.opened.at.wall, |time| time.at);
    let particulars: Vec<&str> = conducts.map(|conduct| conduct.text.as_str()).collect();
    let asked = encounter.steps_with(*person).any(|(_, told)| matches!(told.step, Step::Required { .. }));
    let law =
        if asked { in_full("ASBCPA 2014 s63") } else { "None: handed over without a requirement".to_owned() };
    let mut notes = OfficerNotes {
        belief: believed(encounter, *person),
        position: encounter.opened.place.map(position_of),
        witnesses: handed.witness.map(str::to_owned).into_iter().collect(),
        ..OfficerNotes::default()
    };
    of_encounter(&mut notes, encounter, Some(*person));
    let item = |it: &Told| Item { what: it.what.clone(), quantity: it.quantity.clone() };
    Ok(NoticePaper {
        number: from.reference.clone(),
        mark: if head.illustrative { Mark::Demo } else { Mark::Live },
        authority: Authority { name: head.name.clone(), address: head.address.clone() },
        issued: disposed.clone(),
        conduct: Conduct { at: moment(seen.unwrap_or(opened))?, place: from.place.to_owned() },
        recipient: holder(&person_known.known),
        officer: from.officer.clone(),
        law: vec![law],
        particulars: if particulars.is_empty() { UNSAID.to_owned() } else { particulars.join("\n") },
        service: Service { method: "Given by hand".to_owned(), at: disposed.clone(), refused_to_sign: false },
        contact: head.contact.clone(),
        privacy: head.privacy.clone(),
        amended: Vec::new(),
        subject: Subject::Surrender(Surrender {
            items: handed.items.iter().map(item).collect(),
            disposal: handed.how.to_owned(),
            disposed,
        }),
        notes,
        guardian: None,
    })
}

/// What was handed over last, and the first that was done with it.
struct HandedOver<'a> {
    items: &'a [Told],
    how: &'a str,
    witness: Option<&'a str>,
    told: &'a EncounterStep,
}

fn handed_over(encounter: &Encounter, person: Label) -> Option<HandedOver<'_>> {
    let (place, items) = encounter.steps_with(person).rev().find_map(|(place, told)| match &told.step {
        Step::Surrendered { items } => Some((place, items)),
        _ => None,
    })?;
    encounter.steps_with(person).skip_while(|(at, _)| *at <= place).find_map(|(_, told)| match &told.step {
        Step::Disposed { how, witness } => Some(HandedOver { items, how, witness: witness.as_deref(), told }),
        _ => None,
    })
}

/// When a step was done, as far as somebody looked; else when it was written down.
fn when(told: &EncounterStep) -> i64 {
    told.time.unwrap_or(told.at.wall)
}

/// To whom: help and receipts never need a name, and who was not asked has refused nothing.
fn holder(known: &PersonKnown) -> Recipient {
    let addressed = || "The person who handed it over".to_owned();
    told::Recipient::of(known).map_or_else(
        || Recipient::Described { addressed: addressed(), address: Vec::new() },
        |to| recipient(&to),
    )
}
