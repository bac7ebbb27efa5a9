//! A code that no book has is said at once, with those that may have been meant; nothing is refused for it.

use beatbook_domain::orders::unknown::{unknown_codes, unknown_sign};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::{EncounterConduct, EncounterEntry, EncounterStep};
use beatbook_domain::records::journal::{Basis, Moment};
use beatbook_domain::records::sign::{SignNoted, SignState};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;

use super::town::Town;

const AT: Moment = Moment { wall: 0, mono: 0, boot: BootId(1) };

fn of_conduct(town: &Town, code: &str, order: Option<Hash>) -> Vec<(&'static str, String)> {
    told(
        town,
        &EncounterEntry::Conduct(EncounterConduct {
            at: AT,
            time: None,
            seen: None,
            code: code.to_owned(),
            order,
            person: None,
            vehicle: None,
            count: None,
            text: "Drinking.".to_owned(),
            basis: Basis::Fact,
        }),
    )
}

fn of_step(town: &Town, step: Step) -> Vec<(&'static str, String)> {
    told(town, &EncounterEntry::Step(EncounterStep { at: AT, time: None, person: Some(1), step }))
}

fn told(town: &Town, entry: &EncounterEntry) -> Vec<(&'static str, String)> {
    unknown_codes(&town.book, entry).into_iter().map(|point| (point.code, point.remedy)).collect()
}

#[test]
fn conduct_goes_by_a_condition_an_authoritys_list_or_an_offence_row() {
    let town = Town::medway();
    for known in ["ALC-1", "NV-4", "LIT", "untidy_land"] {
        assert_eq!(of_conduct(&town, known, None), [], "{known}");
    }
    let [(code, remedy)] = &of_conduct(&town, "NV-44", None)[..] else { panic!("one point") };
    assert_eq!(*code, "conduct_unknown");
    assert!(remedy.contains("NV-44") && remedy.contains("it has NV-1, NV-2"), "{remedy}");
    assert!(!remedy.contains("ALC-"), "{remedy}");
    // One of no family is offered the first of all of them, and no more than a line holds.
    let [(_, remedy)] = &of_conduct(&town, "drinking", None)[..] else { panic!("one point") };
    assert!(remedy.contains("ALC-1") && remedy.contains('…'), "{remedy}");
    // The version it was told under is told of as well, one by one.
    let held = town.book.book().orders[0].hash();
    assert_eq!(of_conduct(&town, "ALC-1", Some(held)), []);
    let codes = of_conduct(&town, "ALC1", Some(Hash::ZERO)).into_iter().map(|(code, _)| code);
    assert_eq!(codes.collect::<Vec<_>>(), ["conduct_unknown", "order_version_unknown"]);
}

#[test]
fn directions_and_exemptions_go_by_the_codes_of_orders() {
    let town = Town::medway();
    let direction = |condition: &str| Step::Directed {
        condition: condition.to_owned(),
        words: "Put it on a lead.".to_owned(),
    };
    assert_eq!(of_step(&town, direction("DOG-3")), []);
    assert_eq!(of_step(&town, direction("DOG-33"))[0].0, "condition_unknown");
    let exemption = |code: &str| Step::ExemptionAsked { exemption: code.to_owned(), applies: true };
    assert_eq!(of_step(&town, exemption("assistance_dog")), []);
    let [(code, remedy)] = &of_step(&town, exemption("assistence_dog"))[..] else { panic!("one point") };
    assert!(*code == "exemption_unknown" && remedy.contains("assistance_dog"), "{code}: {remedy}");
    assert_eq!(of_step(&town, Step::Complied), []);
}

#[test]
fn a_sign_is_of_its_own_order() {
    let town = Town::medway();
    let book = town.book.book();
    let note = |order: &str, sign: Option<&str>| {
        let (order, sign, state) = (order.to_owned(), sign.map(str::to_owned), SignState::Missing);
        let (time, place, text, photo, encounter) = (None, None, String::new(), None, None);
        let note = SignNoted { at: AT, time, state, order, sign, place, text, photo, encounter };
        unknown_sign(book, &note).into_iter().map(|point| point.code).collect::<Vec<_>>()
    };
    assert_eq!(note("MDW-ALC-ROC", Some("S-ROC-1")), [""; 0]);
    assert_eq!(note("MDW-ALC-ROC", None), [""; 0]);
    assert_eq!(note("MDW-ALC-RCO", Some("S-ROC-1")), ["order_unknown"]);
    assert_eq!(note("MDW-ALC-ROC", Some("S-ROC-99")), ["sign_unknown"]);
    assert_eq!(note("MDW-ALC-CHA", Some("S-ROC-1")), ["sign_of_another_order"]);
    assert_eq!(note("MDW-ALC-RCO", Some("S-99")), ["order_unknown", "sign_unknown"]);
}
