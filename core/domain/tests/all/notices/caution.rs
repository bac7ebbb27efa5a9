//! When an offence was suspected, the caution, and what was asked before it: by the times told, in whatever order they are
//! written down.

use beatbook_domain::records::encounter::steps::{LanguageHelp, Step};
use beatbook_domain::records::encounter::story::Oddity;

use super::beat::{Beat, clock, condition};

fn understood() -> Step {
    Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true }
}

fn caution() -> Step {
    Step::Cautioned { version: "2025-1".to_owned() }
}

fn excuse() -> Step {
    Step::ExcuseAsked { answer: "It is hot.".to_owned() }
}

fn asked() -> Step {
    Step::Questioned { question: "Whose can is it?".to_owned(), answer: "Mine.".to_owned() }
}

/// Steps in the order in which they are written down; the penalty is for shouting, seen at 16:40.
fn told(steps: &[(&str, Step)]) -> Beat {
    let mut beat = Beat::fpn(condition("CAN-2", "PSPO-X"));
    for (time, step) in steps {
        beat.step(time, step.clone());
    }
    beat
}

/// What is missing, how many questions came before the caution, and the notes.
fn judged(beat: &Beat) -> (Vec<&'static str>, usize, Vec<&'static str>) {
    let early = |oddity: &&(usize, Oddity)| oddity.1 == Oddity::QuestionBeforeCaution;
    let notes = beat.notes().iter().map(|note| note.code).collect();
    (beat.missing(), beat.encounter.oddities.iter().filter(early).count(), notes)
}

/// The same in every order of telling.
fn in_any_order(steps: &[(&str, Step)]) -> (Vec<&'static str>, usize, Vec<&'static str>) {
    let first = judged(&told(steps));
    let mut turned = steps.to_vec();
    for _ in 0..steps.len() {
        turned.rotate_left(1);
        assert_eq!(judged(&told(&turned)), first, "{turned:?}");
        let mut backwards = turned.clone();
        backwards.reverse();
        assert_eq!(judged(&told(&backwards)), first, "{backwards:?}");
    }
    first
}

#[test]
fn the_caution_came_first_though_it_was_written_down_last() {
    let steps = [("16:46", caution()), ("16:47", excuse()), ("16:48", understood())];
    assert_eq!(in_any_order(&steps), (vec![], 0, vec![]));
}

#[test]
fn questions_before_the_caution_are_named_however_late_they_are_told() {
    let early = [("16:44", excuse()), ("16:46", caution()), ("16:48", understood())];
    assert_eq!(in_any_order(&early), (vec!["caution"], 1, vec!["questions_before_caution"]));
    let beat = told(&early);
    let points = beat.ask().unwrap_err();
    assert!(points[0].remedy.contains("16:44"), "{points:?}");
    assert!(points[0].source.contains("10.1"));
    // Asked again after it: the paper may go ahead, and what was asked too early is still named.
    let again = [("16:44", excuse()), ("16:46", caution()), ("16:47", excuse()), ("16:48", understood())];
    assert_eq!(in_any_order(&again), (vec![], 1, vec!["questions_before_caution"]));
}

#[test]
fn what_was_asked_before_an_offence_was_suspected_needs_no_caution() {
    // Asked what is going on at 16:38; the shouting, and with it the suspicion, began at 16:40.
    let steps = [
        ("16:38", asked()),
        ("16:41", Step::Suspected),
        ("16:46", caution()),
        ("16:47", excuse()),
        ("16:48", understood()),
    ];
    assert_eq!(in_any_order(&steps), (vec![], 0, vec![]));
    assert_eq!(told(&steps).encounter.suspected_at(1), Some(clock("16:41")));
    // Whoever has seen it has grounds, whatever is said of the suspicion.
    let seen = [
        ("16:42", asked()),
        ("16:43", Step::Suspected),
        ("16:46", caution()),
        ("16:47", excuse()),
        ("16:48", understood()),
    ];
    assert_eq!(in_any_order(&seen), (vec![], 1, vec!["questions_before_caution"]));
    // With no word of a suspicion every question counts.
    let silent = [("16:38", asked()), ("16:46", caution()), ("16:47", excuse()), ("16:48", understood())];
    assert_eq!(in_any_order(&silent), (vec![], 1, vec!["questions_before_caution"]));
}

#[test]
fn a_time_that_nobody_looked_at_is_judged_by_the_order_of_telling() {
    let late = told(&[("", asked()), ("", caution()), ("", excuse()), ("", understood())]);
    assert_eq!(judged(&late), (vec![], 1, vec!["questions_before_caution"]));
    let right = told(&[("", caution()), ("", asked()), ("", excuse()), ("", understood())]);
    assert_eq!(judged(&right), (vec![], 0, vec![]));
}
