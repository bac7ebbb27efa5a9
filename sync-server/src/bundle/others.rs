//! What of an encounter or a notice one person may have: nothing of the others who are named in it.

use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{Detail, EncounterStep, Label};
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::notice::content::{NoticeContent, SeizureGround};
use beatbook_domain::records::notice::statements::tells_of_others;
use beatbook_domain::records::notice::story::NoticeStory;
use serde_json::{Value, json};

/// Stands for words that may tell of others.
pub(super) const LEFT_OUT: &str = "left out";

/// To whom a direction to leave went, where their names are left out.
const DIRECTED: &str = "The people directed";

/// A step without the name of whoever else saw it.
pub(super) fn without_witness(mut told: EncounterStep) -> EncounterStep {
    if let Step::Disposed { witness, .. } = &mut told.step {
        *witness = None;
    }
    told
}

/// What an encounter holds of one person, and of nobody else; none of somebody who is not in it.
pub fn encounter_of(encounter: &Encounter, label: Label) -> Option<Value> {
    let person = encounter.people.get(&label)?;
    let conducts: Vec<_> = encounter.conducts.iter().filter(|one| one.person == Some(label)).collect();
    // What was said to everybody was said to this person, too.
    let steps = encounter.steps_with(label).map(|(_, one)| one.clone());
    let steps: Vec<EncounterStep> = steps.map(without_witness).collect();
    // What the record is called elsewhere is somebody's own where nobody else is in it.
    let alone = encounter.people.len() == 1;
    let references = encounter.details.iter().filter_map(|detail| match detail {
        Detail::Reference(reference) if alone => Some(reference),
        _ => None,
    });
    Some(json!({
        "time": encounter.opened.time, "person": person, "conducts": conducts, "steps": steps,
        "references": references.collect::<Vec<_>>(),
        "left_out": "other people, vehicles, witnesses, and references of a record with several people",
    }))
}

/// A notice without others who are named in a field of their own. A direction to leave names whom it is handed to, if that is
/// known, and else nobody.
pub fn without_others(story: &NoticeStory, own: Option<&str>) -> NoticeStory {
    let mut story = story.clone();
    let kind = story.notice.content.kind();
    for amended in story.amended.iter_mut().filter(|amended| tells_of_others(kind, &amended.field)) {
        amended.text.clear();
        LEFT_OUT.clone_into(&mut amended.reason);
    }
    match &mut story.notice.content {
        NoticeContent::Cpn(cpn) => (cpn.informed, cpn.enquiries) = (None, None),
        NoticeContent::Cpw(cpw) => cpw.enquiries = None,
        NoticeContent::S59Seizure(seizure) => {
            if let Some(SeizureGround::WarnedByAnother { who }) = &mut seizure.ground {
                LEFT_OUT.clone_into(who);
            }
        }
        NoticeContent::S77Direction(direction) => {
            direction.people.clear();
            direction.units.clear();
            // What stood there is on its photographs, and the words beside them say whose it is.
            let served = story.served.iter_mut().flat_map(|served| &mut served.evidence);
            for one in story.notice.evidence.iter_mut().chain(served) {
                LEFT_OUT.clone_into(&mut one.shows);
            }
            // One to everybody there names nobody.
            if !direction.all_persons {
                let addressed = own.unwrap_or(DIRECTED).to_owned();
                story.notice.recipient = Recipient::Described { addressed };
            }
        }
        NoticeContent::Fpn(_) | NoticeContent::S59Warning(_) => {}
    }
    story
}
