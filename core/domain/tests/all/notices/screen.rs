//! The encounter screen as a model: to refer never takes more steps than to fine.

use beatbook_domain::law::age::AgeBand;
use beatbook_domain::notices::screen::{offered, way_to};
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::people::PersonKnown;
use beatbook_domain::records::encounter::steps::{HelpAnswer, LanguageHelp, Step};
use proptest::prelude::*;

use super::beat::{Beat, condition};

fn steps() -> Vec<Step> {
    vec![
        Step::Engaged { words: String::new() },
        Step::Advised { words: String::new() },
        Step::PremisesAsked { outside_condition: false },
        Step::Required { words: String::new(), belief: "Open can.".to_owned(), offence_told: true },
        Step::Refused { words: None },
        Step::Complied,
        Step::AuthorityAsked,
        Step::AuthorityShown,
        Step::Cautioned { version: "1".to_owned() },
        Step::ExcuseAsked { answer: String::new() },
        Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
        Step::HelpOffered {
            behaviour: "Shouting".to_owned(),
            help: "Outreach".to_owned(),
            answer: HelpAnswer::Accepted,
            earlier: None,
            same_person: None,
        },
    ]
}

proptest! {
    #[test]
    fn to_refer_takes_no_more_steps_than_to_fine(
        taken in prop::collection::vec(0_usize..12, 0..30),
        homeless in prop::option::of(any::<bool>()),
        looks in prop::option::of(prop::sample::select(vec![AgeBand::Adult, AgeBand::From16To17])),
        unsure in any::<bool>(),
    ) {
        let mut beat = Beat::fpn(condition("ALC-1", "PSPO-A"));
        beat.person(1, PersonKnown { appears_homeless: homeless, looks, ..PersonKnown::default() });
        for step in taken {
            beat.step("16:45", steps()[step].clone());
        }
        if unsure {
            beat.doubts.push("near_edge".to_owned());
        }
        let paper = beat.ask();
        let fine = way_to(Outcome::Fpn, &paper);
        for outcome in offered(homeless == Some(true)) {
            prop_assert!(way_to(outcome, &paper).len() <= fine.len());
        }
        prop_assert_eq!(way_to(Outcome::Referral, &paper).len(), 1);
    }
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
