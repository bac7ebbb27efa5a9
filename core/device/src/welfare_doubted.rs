//! What looks wrong with what was told of somebody, beside all that this phone knows of them: who sleeps rough had moved in
//! somewhere, or takes consent back that nobody can find. It is kept as it was told: somebody looks at it.

use std::collections::BTreeMap;

use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::WelfareStep;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::consent::Answer;
use beatbook_domain::welfare::identity::IdentityKey;
use beatbook_domain::welfare::placements::placed;
use beatbook_domain::welfare::recognised::Recognised;
use beatbook_domain::welfare::services::same_name;
use beatbook_domain::welfare::sleeping::SleepingState;
use jiff::civil::Date;

use crate::welfare::WelfareNews;

/// What looks wrong with news of a record that does not hold them yet. `others` are the other records the officer may read.
pub(crate) fn doubts(
    before: &Welfare,
    news: &[WelfareNews],
    others: &[&Welfare],
    today: Date,
) -> Vec<Missing> {
    let mut people: BTreeMap<Label, PersonSeen> = before.people.clone();
    let mut doubts = Vec::new();
    for one in news {
        match one {
            WelfareNews::Person { person, known } => {
                let told = people.entry(*person).or_default();
                told.learn(known);
                if known.state.is_some_and(SleepingState::counts) {
                    doubts.extend(lives_elsewhere(*person, told, (before, others), today));
                }
            }
            WelfareNews::Step { person: Some(person), step: CareStep::Consent(consent), .. } => {
                let known = people.get(person);
                if consent.answer == Answer::Withdrawn && before.consent_of(*person).is_none() {
                    doubts.extend(not_found(*person, known, others));
                }
            }
            _ => {}
        }
    }
    doubts
}

/// Whether somebody is found in another record: by initials and date of birth.
fn is_known(person: &PersonSeen) -> bool {
    IdentityKey::for_one_question().person_seen(person).by_initials.is_some()
}

fn lives_elsewhere(
    label: Label,
    known: &PersonSeen,
    (here, others): (&Welfare, &[&Welfare]),
    today: Date,
) -> Option<Missing> {
    let key = IdentityKey::for_one_question();
    let known = Recognised::of(&key, known);
    let elsewhere = others.iter().flat_map(|other| {
        let same = other.people.iter().filter(|(_, one)| Recognised::of(&key, one).is_surely(&known));
        same.flat_map(|(one, _)| other.steps_with(*one))
    });
    let steps: Vec<&WelfareStep> = here.steps_with(label).chain(elsewhere).collect();
    let placed = placed(steps.iter().map(|step| ((), step.told_at(), &step.step)), today);
    let (((), name), (_, from)) = placed.into_iter().find(|(_, (_, from))| *from < today)?;
    let spelled = steps.iter().find_map(|step| match &step.step {
        CareStep::Placed { service, .. } if same_name(service) == name => Some(service),
        _ => None,
    });
    let service = spelled.unwrap_or(&name);
    let remedy = format!(
        "By what this phone knows, person {label} has lived in {service} since {from}: tell the end of the placement if it is \
         over. On a cold night they are listed where they were seen."
    );
    Some(Missing::new("placement_open", remedy, "services and placements as they are told"))
}

/// That consent which is taken back is found nowhere: nobody can know who it is, or they are known, and consent of somebody who may
/// be them is. Of whoever is known and gave none to this phone the server finds it.
fn not_found(label: Label, known: Option<&PersonSeen>, others: &[&Welfare]) -> Option<Missing> {
    let key = IdentityKey::for_one_question();
    let gave = others.iter().flat_map(|other| {
        let gave = other.people.iter().filter(|(label, _)| other.consent_of(**label).is_some());
        gave.map(|(_, one)| Recognised::of(&key, one))
    });
    let gave: Vec<Recognised> = gave.collect();
    let is_perhaps_taken_back = |known: &PersonSeen| {
        let known = Recognised::of(&key, known);
        !gave.iter().any(|one| one.is_surely(&known)) && gave.iter().any(|one| one.is_perhaps(&known))
    };
    let remedy = match known.filter(|known| is_known(known)) {
        None => format!(
            "Of person {label} no name or no date of birth is told, and no consent in this record: what they take back is found \
             in no other record but where both names are the same. Tell who it is, or ring whoever referred them."
        ),
        Some(known) if is_perhaps_taken_back(known) => format!(
            "Consent was given on this phone by somebody who may be person {label}: of the same names, where one of the two has no date \
             of birth or their words stand in another order, or of the same initials and date. Their referral is taken for withdrawn. \
             If it was somebody else, tell names and date of birth there and ask them again."
        ),
        Some(_) => return None,
    };
    Some(Missing::new("consent_not_found", remedy, "a support referral needs consent that is in force"))
}
