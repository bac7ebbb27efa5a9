//! Any order of entries: recording is not refused for law's sake, and a notice never has two numbers.

use beatbook_domain::records::encounter::steps::{Item, LanguageHelp, Step};
use beatbook_domain::records::encounter::story::Stage;
use beatbook_domain::records::encounter::{EncounterEntry, EncounterStep};
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::notice::story::{NoticeStory, Standing};
use proptest::prelude::*;

use super::beat::{Beat, clock, condition, moment};
use super::story::{amended, drafted, dropped, issued, served, voided, withdrawn};

fn steps() -> impl Strategy<Value = Step> {
    prop::sample::select(vec![
        Step::Engaged { words: String::new() },
        Step::Advised { words: String::new() },
        Step::Required { words: String::new(), belief: "Open can.".to_owned(), offence_told: true },
        Step::Directed { condition: "DOG-4".to_owned(), words: String::new() },
        Step::Complied,
        Step::Surrendered { items: vec![Item { what: "Can".to_owned(), quantity: String::new() }] },
        Step::Disposed { how: "Poured away".to_owned(), witness: None },
        Step::Refused { words: None },
        Step::AuthorityAsked,
        Step::AuthorityShown,
        Step::Cautioned { version: "1".to_owned() },
        Step::ExcuseAsked { answer: String::new() },
        Step::Understanding { language: None, help: LanguageHelp::Card, explained_back: true },
        Step::PremisesAsked { outside_condition: false },
    ])
}

fn notices() -> impl Strategy<Value = NoticeEntry> {
    let numbers = ["MDW-A7-000118-M", "MDW-A7-000119-K"];
    let mut entries =
        vec![drafted(), served(), amended(), voided("Wrong person"), voided(""), withdrawn(), dropped()];
    entries.extend(numbers.map(issued));
    prop::sample::select(entries)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn steps_are_kept_in_any_order(taken in prop::collection::vec((steps(), any::<bool>()), 0..40)) {
        let mut beat = Beat::fpn(condition("ALC-1", "PSPO-A"));
        for (step, everybody) in &taken {
            let person = if *everybody { None } else { Some(1) };
            let told = EncounterStep { at: moment(clock("16:44")), time: Some(clock("16:44")), person, step: step.clone() };
            prop_assert!(beat.encounter.apply(&EncounterEntry::Step(told)).is_ok());
        }
        prop_assert_eq!(beat.encounter.steps.len(), taken.len());
        // Whatever the order: paper only if the last word was no, and the authorisation shown if asked for.
        let mut beat = beat.fairly();
        beat.step("16:49", Step::PremisesAsked { outside_condition: false });
        if beat.ask().is_ok() {
            let refused = matches!(beat.encounter.people[&1].stage, Stage::Refused { .. });
            let directed = taken.iter().any(|(step, _)| matches!(step, Step::Directed { .. }));
            prop_assert!(refused || directed, "nothing was refused");
            let asked = taken.iter().rposition(|(step, _)| matches!(step, Step::AuthorityAsked));
            let shown = taken.iter().rposition(|(step, _)| matches!(step, Step::AuthorityShown));
            prop_assert!(asked.is_none() || asked < shown);
        }
    }

    #[test]
    fn a_notice_never_has_two_numbers(taken in prop::collection::vec(notices(), 1..20)) {
        let mut story: Option<NoticeStory> = None;
        for entry in &taken {
            let before = story.clone();
            let fits = match &mut story {
                Some(story) => story.apply(entry).is_ok(),
                None => NoticeStory::begin(entry).map(|begun| story = Some(begun)).is_ok(),
            };
            if !fits {
                prop_assert_eq!(&story, &before, "a refusal changes nothing");
            }
            let number = |story: &Option<NoticeStory>| story.as_ref().and_then(|it| it.number().map(str::to_owned));
            if let Some(known) = number(&before) {
                prop_assert_eq!(number(&story), Some(known));
            }
            if let Some(NoticeStory { standing: Standing::Dropped { .. }, .. }) = &before {
                prop_assert_eq!(number(&story), None, "a dropped draft stays dropped");
            }
        }
    }
}
