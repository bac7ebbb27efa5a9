//! The encounter screen as a model: to refer never takes more steps than to fine, whatever the condition and whoever it is.
//!
//! Each scene is walked: what the screen asks for is answered, one answer after the other, until the fixed penalty may have its
//! number or no answer can bring it there; the ways are compared at every stop, the last one among them.

use std::collections::BTreeSet;

use beatbook_domain::law::age::AgeBand;
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::notices::screen::{Tap, offered, way_to, ways};
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::steps::{EarlierHelp, HelpAnswer, LanguageHelp, Step};
use beatbook_domain::records::encounter::{
    Detail, EncounterAdded, EncounterEntry, EncounterOutcome, EncounterPerson, Outcome,
};
use serde_json::Value;

use super::beat::{Beat, adult, clock, moment, payee, terms};

const MEDWAY: &str = include_str!("../../../../../sync-server/illustrative/medway-orders.json");
const CANTERBURY: &str = include_str!("../../../../../sync-server/illustrative/canterbury-orders.json");

/// Every condition of the shipped orders, each alone in an order of the council whose officer it is.
fn conditions() -> Vec<OrderVersion> {
    let mut all = Vec::new();
    for book in [MEDWAY, CANTERBURY] {
        let book: Value = serde_json::from_str(book).unwrap();
        for order in book["orders"].as_array().unwrap() {
            let order: OrderVersion = serde_json::from_value(order.clone()).unwrap();
            for condition in &order.conditions {
                let mut one = order.clone();
                one.made_by.code = "MDW".to_owned();
                one.payee = payee();
                one.terms = vec![terms(&condition.offence)];
                one.conditions = vec![condition.clone()];
                all.push(one);
            }
        }
    }
    assert!(all.len() > 25, "{}", all.len());
    all
}

/// Who it may be, as far as that is known when the officer looks at the screen.
fn people() -> Vec<PersonKnown> {
    let details = [None, adult().details, Some(Details::Refused { asked_under: DetailsBasis::Volunteered })];
    let homeless = [None, Some(true), Some(false)];
    let looks = [
        None,
        Some(AgeBand::Under10),
        Some(AgeBand::From10To15),
        Some(AgeBand::From16To17),
        Some(AgeBand::Adult),
    ];
    let mut all = Vec::new();
    for details in &details {
        for appears_homeless in homeless {
            for looks in looks {
                // Whose age is not in doubt may still be vulnerable.
                for vulnerable in [None, looks.is_none().then_some(true)].into_iter().collect::<BTreeSet<_>>()
                {
                    let details = details.clone();
                    let known = PersonKnown {
                        details,
                        appears_homeless,
                        looks,
                        vulnerable,
                        ..PersonKnown::default()
                    };
                    all.push(known);
                }
            }
        }
    }
    all
}

/// Answers one point, as an officer would; `false` if no answer settles it.
fn answer(beat: &mut Beat, code: &str) -> bool {
    let text = str::to_owned;
    let condition = beat.order.as_ref().unwrap().conditions[0].clone();
    let step = match code {
        "homeless_not_answered" => {
            let known = PersonKnown { appears_homeless: Some(false), ..PersonKnown::default() };
            beat.person(1, known);
            return true;
        }
        "details" => {
            beat.person(1, PersonKnown { details: adult().details, ..PersonKnown::default() });
            return true;
        }
        "age_unknown" if beat.encounter.people[&1].known.details.is_none() => {
            beat.person(1, PersonKnown { details: adult().details, ..PersonKnown::default() });
            return true;
        }
        "count_missing" => {
            let beyond = condition.more_than.and_then(|most| most.checked_add(1));
            beat.encounter.conducts.iter_mut().for_each(|conduct| conduct.count = beyond);
            return true;
        }
        "own_statement" => {
            let detail = Detail::OwnStatement { text: text("I saw it.") };
            beat.tell(EncounterEntry::Added(EncounterAdded { at: moment(clock("16:49")), detail }));
            return true;
        }
        "support_first" => Step::HelpOffered {
            behaviour: text("Shouting"),
            help: text("Outreach"),
            answer: HelpAnswer::Declined,
            earlier: Some(EarlierHelp::Decision { reference: text("MDM 12") }),
            same_person: None,
        },
        "premises_not_asked" => Step::PremisesAsked { outside_condition: false },
        "requirement" => {
            Step::Required { words: text("Stop."), belief: text("Open can."), offence_told: true }
        }
        "direction_time" => Step::Directed { condition: condition.code, words: text("Put it on a lead.") },
        "requirement_not_refused" | "direction_not_refused" => Step::Refused { words: None },
        "caution" => {
            beat.step("16:48", Step::Cautioned { version: text("1") });
            Step::ExcuseAsked { answer: String::new() }
        }
        "excuse_not_asked" => Step::ExcuseAsked { answer: String::new() },
        "understanding" => {
            Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true }
        }
        "exemption_not_asked" => {
            let asked = |code: &String| {
                let mut steps = beat.encounter.steps.iter();
                steps.any(
                    |told| matches!(&told.step, Step::ExemptionAsked { exemption, .. } if exemption == code),
                )
            };
            let next = condition.exemptions.iter().map(|one| &one.code).find(|code| !asked(code)).unwrap();
            Step::ExemptionAsked { exemption: next.clone(), applies: false }
        }
        _ => return false,
    };
    beat.step("16:48", step);
    true
}

/// Looks at the screen as it is, and takes the way to a referral to its end.
fn look(beat: &Beat) -> Result<(), Vec<&'static str>> {
    let (paper, about) = (beat.ask(), (&beat.encounter, 1));
    let [refer, warn, fine] = [Outcome::Referral, Outcome::Warning, Outcome::Fpn].map(|outcome| {
        let all = ways(beat.encounter.people[&1].known.appears_homeless == Some(true), about, &paper);
        all.into_iter().find(|way| way.outcome == outcome).unwrap().taps
    });
    // Paper is handed over, and help is not: one step less at least, also when everything is answered.
    assert!(refer.len() < fine.len(), "{refer:?} {fine:?}");
    assert!(warn.len() <= fine.len(), "{warn:?} {fine:?}");
    let mut ended = beat.encounter.clone();
    for tap in refer {
        let Tap::Choose(outcome) = tap else { panic!("help is asked for nothing: {tap:?}") };
        let chosen = EncounterOutcome {
            at: moment(clock("16:50")),
            person: Some(1),
            outcome,
            text: None,
            no_fpn: None,
            without_power: false,
        };
        ended.apply(&EncounterEntry::Outcome(chosen)).unwrap();
    }
    assert_eq!(ended.outcome_of(1), Some(Outcome::Referral));
    match paper {
        Ok(ready) => {
            assert!(matches!(ready, Ready::Number { .. }));
            assert_eq!(fine, [Tap::Choose(Outcome::Fpn), Tap::HandOver]);
            Ok(())
        }
        Err(points) => {
            assert_eq!(fine.len(), points.len() + 2, "an answer for each point, then choose and hand over");
            Err(points.iter().map(|point| point.code).collect())
        }
    }
}

#[test]
fn to_refer_takes_fewer_steps_than_to_fine_whatever_the_condition_and_whoever_it_is() {
    let mut numbered: BTreeSet<String> = BTreeSet::new();
    let mut stuck: BTreeSet<&str> = BTreeSet::new();
    let conditions = conditions();
    for order in &conditions {
        for known in people() {
            let mut beat = Beat::fpn(order.clone());
            beat.encounter.people.clear();
            let at = moment(clock("16:41"));
            beat.tell(EncounterEntry::Person(EncounterPerson {
                at,
                person: 1,
                known: PersonKnown::default(),
                without_power: false,
            }));
            beat.person(1, known);
            let mut stops = 0;
            while let Err(points) = look(&beat) {
                stops += 1;
                assert!(stops < 30, "{points:?}");
                let Some(_) = points.iter().find(|code| answer(&mut beat, code)) else {
                    stuck.extend(points);
                    break;
                };
            }
            if look(&beat).is_ok() {
                numbered.insert(format!("{} {}", order.code, order.conditions[0].code));
            }
        }
    }
    assert_eq!(
        numbered.len(),
        conditions.len(),
        "the shortest way to a fine was compared for every condition"
    );
    // What no answer settles is a person's or an age's, not a step that was forgotten here.
    let known = ["age_child", "age_no_policy", "age_refer", "age_unknown", "details_refused"];
    assert!(stuck.iter().all(|code| known.contains(code)), "{stuck:?}");
}

#[test]
fn a_warning_asks_for_its_words_and_a_report_for_what_was_done() {
    let mut beat = Beat::fpn(super::beat::condition("DOG-1", "PSPO-X"));
    let paper = beat.ask();
    let codes = |beat: &Beat, outcome| -> Vec<&'static str> {
        let taps = way_to(outcome, (&beat.encounter, 1), &paper).taps;
        taps.iter()
            .filter_map(|tap| match tap {
                Tap::Settle(point) => Some(point.code),
                _ => None,
            })
            .collect()
    };
    assert_eq!(codes(&beat, Outcome::Warning), ["advised"]);
    beat.step("16:42", Step::Advised { words: "There is an order.".to_owned() });
    assert!(codes(&beat, Outcome::Warning).is_empty() && codes(&beat, Outcome::Report).is_empty());
    beat.encounter.conducts.clear();
    assert_eq!(codes(&beat, Outcome::Report), ["conduct_not_recorded"]);
    assert!(codes(&beat, Outcome::Referral).is_empty());
}

#[test]
fn a_referral_is_offered_before_a_fixed_penalty_and_every_outcome_once() {
    for support_first in [false, true] {
        let mut outcomes = offered(support_first);
        let place = |outcome| outcomes.iter().position(|one| *one == outcome).unwrap();
        assert!(place(Outcome::Referral) < place(Outcome::Fpn));
        assert_eq!(place(Outcome::Referral) == 0, support_first);
        outcomes.sort_unstable();
        outcomes.dedup();
        assert_eq!(outcomes.len(), 10);
    }
}
