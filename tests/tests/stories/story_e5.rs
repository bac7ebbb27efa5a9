//! Story E5: a dog off its lead in the country park, five dogs, an assistance dog in the cemetery, fouling.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::{AskWhen, AskWhere, BeginEncounter, EncounterNews, NoticeAsked, PaperCopy};
use beatbook_domain::orders::standing::Standing;
use beatbook_domain::records::encounter::Detail;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, Part, PersonKnown};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{
    self, adult, assert_adds_up, breach, counted, fairly, fix, issued, missing, officer_as, refused, saw,
    tell, town,
};
use beatbook_tests::phone::Phone;

/// In the country park, well inside the land where a dog must be on a lead.
const PARK: (f64, f64) = (51.3480, 0.5450);

/// In the cemetery, where it must, too.
const CEMETERY: (f64, f64) = (51.3727, 0.5318);

/// An animal control officer in the park, and somebody with dogs.
fn meets(phone: &Phone, part: Part) -> Id {
    meets_at(phone, PARK, part)
}

fn meets_at(phone: &Phone, place: (f64, f64), part: Part) -> Id {
    fix(phone, place, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = PersonKnown { part: Some(part), ..adult("Sam Example") };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    encounter
}

fn asked(encounter: Id, condition: &str, particulars: &str) -> NoticeAsked {
    beat::asked(encounter, breach("MDW-DOG", condition), "Capstone Country Park, by the pond", particulars)
}

fn not_exempt(dogs: &[&str]) -> Vec<Step> {
    let asked = |code: &&str| Step::ExemptionAsked { exemption: (*code).to_owned(), applies: false };
    dogs.iter().map(asked).collect()
}

const ON_A_LEAD: &str = "A dog ran loose among the ducks and would not be put on a lead when I directed it.";

#[test]
fn story_e5_a_direction_not_followed_and_five_dogs_in_one_encounter() {
    let force = town();
    let phone = officer_as(&force, "AC101", "council_authorised", &["s68_fpn"]);
    let encounter = meets(&phone, Part::DogOwner);
    let here = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
    let direction = here.conditions.iter().find(|one| one.condition.code == "DOG-4").unwrap();
    assert_eq!(direction.standing, Standing::Certain);
    // The order lets whoever directs require name and address: what is told then rests on it.
    assert!(direction.condition.asks_details);
    let PersonKnown { details: Some(Details::Person { name, address, born, .. }), .. } = adult("Sam Example")
    else {
        panic!("details")
    };
    let basis = DetailsBasis::OrderCondition;
    let details = Some(Details::Person { name, address, born, basis, believed: true });
    let known = PersonKnown { part: Some(Part::DogOwner), details, ..adult("Sam Example") };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();

    // No direction, no penalty: and everything else that is missing said at once.
    saw(&phone, encounter, "DOG-4", "A dog off its lead among the ducks.");
    let ask = asked(encounter, "DOG-4", ON_A_LEAD);
    assert_eq!(
        missing(&phone, &ask),
        ["understanding", "excuse_not_asked", "direction_time", "exemption_not_asked", "exemption_not_asked"]
    );
    tell(&phone, encounter, not_exempt(&["assistance_dog", "working_dog"]));
    tell(&phone, encounter, fairly());
    assert_eq!(missing(&phone, &ask), ["direction_time"]);
    let words = "Put the dog on a lead, please.".to_owned();
    tell(&phone, encounter, vec![Step::Directed { condition: "DOG-4".to_owned(), words }]);
    assert_eq!(missing(&phone, &ask), ["direction_not_refused"]);
    tell(&phone, encounter, vec![refused()]);
    let first = issued(&phone, &ask);

    // The same owner has five dogs: a second breach in the same encounter, once somebody has counted them.
    let five =
        asked(encounter, "DOG-5", "Walked five dogs at once where an order allows four to one person.");
    saw(&phone, encounter, "DOG-5", "Many dogs in the charge of one person.");
    assert_eq!(missing(&phone, &five), ["count_missing"]);
    counted(&phone, encounter, "DOG-5", 4);
    assert_eq!(missing(&phone, &five), ["count_within_limit"]);
    counted(&phone, encounter, "DOG-5", 5);
    let second = issued(&phone, &five);
    // And where dogs must be on a lead, told or not: a breach by itself, which needs no direction.
    saw(&phone, encounter, "DOG-3", "The dog ran loose on the marked path before anybody said a word.");
    let third = issued(
        &phone,
        &asked(
            encounter,
            "DOG-3",
            "Let a dog run loose on the marked path of the park, where it must be on a lead.",
        ),
    );
    let all = [(&first, "DOG-4"), (&second, "DOG-5"), (&third, "DOG-3")];
    let numbers: BTreeSet<_> = all.iter().filter_map(|(view, _)| view.story.number()).collect();
    assert_eq!(numbers.len(), 3, "each breach has its own paper");
    for (_, condition) in all {
        let again = asked(encounter, condition, ON_A_LEAD);
        assert_eq!(missing(&phone, &again), ["issued_already"], "one breach is fined once");
    }
    for (view, condition) in all {
        let NoticeContent::Fpn(fpn) = &view.story.notice.content else { panic!("a penalty") };
        assert_eq!((fpn.offence.as_str(), fpn.terms.amount), ("ASBCPA 2014 s67", 10_000));
        assert_eq!(view.story.notice.order.as_ref().unwrap().condition, condition);
        let text = phone.book().paper(view.record, PaperCopy::Recipient).unwrap().text();
        assert!(text.contains(condition) && text.contains("level 3 on the standard scale"), "{text}");
        assert!(text.contains(&view.story.notice.particulars), "its own words:\n{text}");
    }
    phone.sync();
    assert_adds_up(&force, 3);
}

#[test]
fn story_e5_an_assistance_dog_stops_the_checklist() {
    let force = town();
    let phone = officer_as(&force, "AC101", "council_authorised", &["s68_fpn"]);
    // In the cemetery, where no direction is needed; and of a direction that was given.
    let encounter = meets_at(&phone, CEMETERY, Part::InCharge);
    let here = phone.book().what_applies(AskWhere::Newest, AskWhen::Now).unwrap();
    let on_a_lead = here.conditions.iter().find(|one| one.condition.code == "DOG-3").unwrap();
    assert_eq!((&on_a_lead.standing, on_a_lead.zone_code.as_str()), (&Standing::Certain, "DOG-LEAD-CEM"));
    for condition in ["DOG-3", "DOG-4"] {
        saw(&phone, encounter, condition, "A dog off its lead.");
    }
    let words = "Put the dog on a lead, please.".to_owned();
    tell(&phone, encounter, vec![Step::Directed { condition: "DOG-4".to_owned(), words }, refused()]);
    tell(&phone, encounter, fairly());
    let assists = Step::ExemptionAsked { exemption: "assistance_dog".to_owned(), applies: true };
    tell(&phone, encounter, vec![assists]);
    tell(&phone, encounter, not_exempt(&["working_dog"]));
    for condition in ["DOG-3", "DOG-4"] {
        let place = "The cemetery, by the chapel".to_owned();
        let ask = NoticeAsked { place, ..asked(encounter, condition, ON_A_LEAD) };
        assert_eq!(missing(&phone, &ask), ["exempt"]);
    }
    phone.sync();
    assert_eq!(phone.book().notices(10).unwrap(), [], "nothing was made of it");
}

#[test]
fn story_e5_fouling_needs_the_officers_own_statement() {
    let force = town();
    let phone = officer_as(&force, "AC101", "council_authorised", &["s68_fpn"]);
    let encounter = meets(&phone, Part::DogOwner);
    saw(&phone, encounter, "DOG-1", "The dog fouled the path and the owner walked on.");
    tell(&phone, encounter, not_exempt(&["assistance_dog"]));
    tell(&phone, encounter, fairly());
    let ask = asked(encounter, "DOG-1", "The dog fouled the path, and you walked on without picking it up.");
    assert_eq!(missing(&phone, &ask), ["own_statement"]);
    let statement = Detail::OwnStatement { text: "At 11:02 I saw the dog foul the path.".to_owned() };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Added(statement)]).unwrap();
    let _ = issued(&phone, &ask);
}
