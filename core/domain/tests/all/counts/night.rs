//! A whole night: 27 sightings, three possible duplicates, 25 people, 23 who count.

use std::collections::BTreeSet;

use beatbook_domain::counts::decisions::Word;
use beatbook_domain::counts::label::{Assurance, LabelReason};
use beatbook_domain::counts::review::{Review, TeamPart};
use beatbook_domain::counts::state::{CountAct, CountActRefusal, CountCase, CountDeed};
use beatbook_domain::records::count::{CountSighting, PairAnswer, SectorOutcome, SightingPair};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, SleepingState};

use super::support::{
    COORDINATOR, HELPER, SECTORS, at, described, exactly, lead, pair, part, place, plan, refer, sector, seen,
    sighting, tag, word,
};

/// Somebody who looks like nobody else: 23 of 27 sightings.
fn somebody(number: u16) -> CountSighting {
    let team = 1 + (number % 6) as u8;
    let minute = 10 + number;
    let seen = sighting(
        team,
        10 + number,
        &format!("01:{minute:02}"),
        place(f64::from(number) * 400.0 + 2_000.0, 0.0),
    );
    let gender = if number.is_multiple_of(4) { Gender::Female } else { Gender::Male };
    let age = if number.is_multiple_of(5) { Age::From18To25 } else { Age::From26 };
    let nationality = if number.is_multiple_of(7) { Nationality::Eu } else { Nationality::Uk };
    described(seen, "", gender, age, nationality)
}

fn arches(team: u8, label: u16, clock: &str) -> CountSighting {
    let seen = sighting(team, label, clock, place(10.0, f64::from(team)));
    described(seen, "J.S.", Gender::Male, Age::From26, Nationality::Uk)
}

pub fn parts() -> Vec<TeamPart> {
    let mut all: Vec<CountSighting> = (0..21).map(somebody).collect();
    // Two were awake and did not bed down.
    for awake in all.iter_mut().skip(3).take(2) {
        awake.state = SleepingState::AwakeNot;
    }
    // Team 2 and 4 both see somebody near Luton Arches.
    all.extend([arches(2, 1, "01:10"), arches(4, 1, "02:55")]);
    // Teams 1 and 3: same initials and date of birth.
    for (team, clock) in [(1, "00:40"), (3, "03:30")] {
        let mut seen = sighting(team, 2, clock, place(0.0, 3_000.0 + f64::from(team)));
        seen.identity.k2 = Some(tag(9));
        all.push(described(seen, "", Gender::Female, Age::From26, Nationality::NonEu));
    }
    // Teams 5 and 6: the same initials, looks and place; two people, as it turns out.
    for (team, clock) in [(5, "00:50"), (6, "03:50")] {
        let seen = sighting(team, 3, clock, place(0.0, 6_000.0 + f64::from(team)));
        all.push(described(seen, "AB", Gender::Male, Age::From18To25, Nationality::NotKnown));
    }
    assert_eq!(all.len(), 27);
    (1..)
        .zip(SECTORS)
        .map(|(team, code)| {
            let outcome = match team {
                6 => SectorOutcome::Inaccessible { reason: "the gate is locked".to_owned() },
                _ => SectorOutcome::Visited,
            };
            let mut entries = vec![sector("04:00", code, outcome)];
            entries.extend(all.iter().filter(|one| one.team == team.to_string()).cloned().map(seen));
            part(team, exactly("00:05"), entries)
        })
        .collect()
}

pub fn duplicates() -> [SightingPair; 3] {
    [pair(refer(2, 1), refer(4, 1)), pair(refer(1, 2), refer(3, 2)), pair(refer(5, 3), refer(6, 3))]
}

pub fn decided() -> Vec<Word> {
    let [arches, born, apart] = duplicates();
    vec![
        word(1, lead(2), arches, PairAnswer::Same),
        word(2, HELPER, arches, PairAnswer::Same),
        word(3, lead(4), born, PairAnswer::Same),
        word(4, lead(1), born, PairAnswer::Same),
        word(5, lead(5), apart, PairAnswer::Different),
        word(6, HELPER, apart, PairAnswer::Different),
    ]
}

#[test]
fn twenty_seven_sightings_are_twenty_five_people_of_whom_twenty_three_count() {
    let plan = plan();
    assert_eq!(plan.faults(), []);
    let before = Review::of(&CountCase::planned(plan.clone()), &parts(), &[], &BTreeSet::new());
    assert_eq!(before.sightings.len(), 27);
    let proposed: BTreeSet<SightingPair> = before.proposals.iter().map(|one| one.pair).collect();
    assert_eq!(proposed, BTreeSet::from(duplicates()));
    assert_eq!(before.groups.undecided.len(), 3);
    assert_eq!((before.table.distinct(), before.table.counted()), (27, 25), "nothing is merged by itself");

    let review = Review::of(&CountCase::planned(plan.clone()), &parts(), &decided(), &BTreeSet::new());
    assert_eq!(review.groups.undecided, []);
    assert_eq!((review.table.distinct(), review.table.counted()), (25, 23));
    assert_eq!(review.table.not_counted(SleepingState::AwakeNot), 2);
    let check = review.table.check();
    assert_eq!((check.gender, check.age, check.nationality, check.counted), (23, 23, 23, 23));
    assert!(check.agrees);

    // A sighting at Luton Arches shows that the site was reached; a sector behind a gate was not visited.
    assert_eq!(review.label.assurance, Assurance::NotFullyAssured);
    let gate = LabelReason::SectorNotVisited { sector: "lower-rainham".to_owned() };
    assert_eq!(review.label.reasons, [gate]);
}

#[test]
fn the_return_goes_out_once_every_pair_is_decided_and_is_then_final() {
    let deed = |at, by, act| CountDeed { at, by, act };
    let mut case = CountCase::planned(plan());
    let undecided = Review::of(&case, &parts(), &[], &BTreeSet::new());
    let review = Review::of(&case, &parts(), &decided(), &BTreeSet::new());
    case.record(&deed(at("00:00"), COORDINATOR, CountAct::Open)).unwrap();
    let close = deed(at("05:00"), lead(1), CountAct::Close { silent: [].into(), partner: false });
    case.check(&close, &review).unwrap();
    case.record(&close).unwrap();

    let early = deed(at("05:10"), COORDINATOR, CountAct::Verify { figures: undecided.figures });
    assert_eq!(case.check(&early, &undecided), Err(CountActRefusal::Undecided { pairs: 3 }));
    // What was looked at before the decisions are not the numbers now.
    assert_eq!(case.check(&early, &review), Err(CountActRefusal::Changed));
    let verify = deed(at("05:20"), COORDINATOR, CountAct::Verify { figures: review.figures });
    case.check(&verify, &review).unwrap();
    case.record(&verify).unwrap();

    // A phone comes back with one more sighting: the numbers are to be verified anew.
    let mut late = parts();
    let more = seen(sighting(6, 99, "04:30", place(20_000.0, 0.0)));
    late.last_mut().unwrap().part.apply(&more).unwrap();
    let later = Review::of(&case, &late, &decided(), &BTreeSet::new());
    let submit = deed(at("05:30"), COORDINATOR, CountAct::Submit);
    assert_eq!(case.check(&submit, &later), Err(CountActRefusal::Changed));
    case.check(&submit, &review).unwrap();
    case.record(&submit).unwrap();

    let again = case.record(&deed(at("06:00"), COORDINATOR, CountAct::Verify { figures: later.figures }));
    assert!(matches!(again, Err(CountActRefusal::SubmittedAlready(_))));
    let note = CountAct::Annotate { text: "One sighting came in after the return.".to_owned() };
    case.record(&deed(at("06:00"), COORDINATOR, note)).unwrap();
    assert_eq!((case.annotations.len(), case.stage.code()), (1, "submitted"));
}

#[test]
fn whatever_phone_comes_first_the_count_is_the_same() {
    let (plan, mut parts, mut words) = (plan(), parts(), decided());
    let one = Review::of(&CountCase::planned(plan.clone()), &parts, &words, &BTreeSet::new());
    for turn in 0..parts.len() {
        parts.rotate_left(1);
        words.rotate_left(turn);
        assert_eq!(Review::of(&CountCase::planned(plan.clone()), &parts, &words, &BTreeSet::new()), one);
    }
    parts.reverse();
    words.reverse();
    assert_eq!(Review::of(&CountCase::planned(plan.clone()), &parts, &words, &BTreeSet::new()), one);
}
