//! The life of a count: two leads at once, a lost phone, acts out of order.

use std::collections::BTreeSet;

use beatbook_domain::counts::review::Review;
use beatbook_domain::counts::state::{CountAct, CountActRefusal, CountCase, CountDeed, CountStage, Done};
use beatbook_domain::records::count::PairAnswer;
use beatbook_protocol::hash::Hash;
use proptest::prelude::*;

use super::night;
use super::support::{COORDINATOR, HELPER, at, lead, pair, plan, quiet_night, refer, word};

fn deed(at: i64, act: CountAct) -> CountDeed {
    CountDeed { at, by: COORDINATOR, act }
}

fn close(reasons: &[(&str, &str)]) -> CountAct {
    let silent = reasons.iter().map(|(sector, why)| ((*sector).to_owned(), (*why).to_owned()));
    CountAct::Close { silent: silent.collect(), partner: false }
}

#[test]
fn when_two_leads_close_at_once_the_second_hears_so_and_loses_nothing() {
    let open = CountDeed { at: 1, by: lead(1), act: CountAct::Open };
    let first = CountDeed { at: 2, by: lead(1), act: close(&[]) };
    let second = CountDeed { at: 2, by: lead(2), act: close(&[("twydall", "their phone is in the river")]) };
    let mut case = CountCase::fold(plan(), [&open, &first]);
    let refusal = CountActRefusal::ClosedAlready(Done { at: 2, by: lead(1) });
    assert_eq!(case.record(&second), Err(refusal.clone()));
    assert_eq!(refusal.code(), "count_closed_already");
    assert_eq!(case.stage, CountStage::Closed(Done { at: 2, by: lead(1) }));
    assert_eq!(case.refused, [(second, refusal)]);
}

#[test]
fn closing_asks_why_nothing_was_heard_of_a_sector() {
    let case = CountCase::fold(plan(), [&deed(1, CountAct::Open)]);
    let mut parts = quiet_night();
    parts.remove(4);
    let review = Review::of(&case, &parts, &[], &BTreeSet::new());
    let silent = CountActRefusal::NoWord { sectors: vec![("twydall".to_owned(), vec!["5".to_owned()])] };
    assert_eq!(case.check(&deed(2, close(&[])), &review), Err(silent));
    let blank = CountActRefusal::Text { field: "reason" };
    assert_eq!(case.check(&deed(2, close(&[("twydall", " ")])), &review), Err(blank));
    case.check(&deed(2, close(&[("twydall", "phone lost, team safe")])), &review).unwrap();
    // The phone comes back: there is nothing to explain.
    let review = Review::of(&case, &quiet_night(), &[], &BTreeSet::new());
    case.check(&deed(2, close(&[])), &review).unwrap();
}

#[test]
fn a_contradiction_must_be_taken_back_before_anything_is_verified() {
    let case = CountCase::fold(plan(), [&deed(1, CountAct::Open), &deed(2, close(&[]))]);
    let mut words = night::decided();
    let [arches, ..] = night::duplicates();
    let third = refer(1, 2);
    let [one, other] = arches.both();
    let mut order = 10;
    let mut say = |pair, answer| {
        order += 2;
        words.extend([word(order, HELPER, pair, answer), word(order + 1, COORDINATOR, pair, answer)]);
    };
    say(pair(one, third), PairAnswer::Same);
    say(pair(other, third), PairAnswer::Different);
    let review = Review::of(&case, &night::parts(), &words, &BTreeSet::new());
    let verify = deed(3, CountAct::Verify { figures: review.figures });
    assert_eq!(case.check(&verify, &review), Err(CountActRefusal::Blocked { groups: 1 }));
    words.push(word(50, HELPER, pair(one, third), PairAnswer::Withdrawn));
    words.push(word(51, HELPER, pair(other, third), PairAnswer::Withdrawn));
    let review = Review::of(&case, &night::parts(), &words, &BTreeSet::new());
    assert_eq!(review.table.counted(), 23);
    case.check(&deed(4, CountAct::Verify { figures: review.figures }), &review).unwrap();
}

#[test]
fn acts_out_of_order_are_refused_with_where_it_stands() {
    let case = CountCase::planned(plan());
    let review = Review::of(&case, &[], &[], &BTreeSet::new());
    let too_soon = |needed| Err(CountActRefusal::TooSoon { from: "planned", needed });
    assert_eq!(case.check(&deed(1, close(&[])), &review), too_soon("open"));
    let verify = CountAct::Verify { figures: review.figures };
    assert_eq!(case.check(&deed(1, verify), &review), too_soon("closed"));
    assert_eq!(case.check(&deed(1, CountAct::Submit), &review), too_soon("verified"));
    let note = CountAct::Annotate { text: "Rain until two.".to_owned() };
    case.check(&deed(1, note), &review).unwrap();
    let opened = CountCase::fold(plan(), [&deed(at("00:00"), CountAct::Open)]);
    assert_eq!(opened.check(&deed(2, CountAct::Open), &review), Err(CountActRefusal::OpenAlready));
}

#[test]
fn a_return_is_sent_once_its_window_has_ended() {
    let planned = CountCase::planned(plan());
    let review = Review::of(&planned, &[], &[], &BTreeSet::new());
    let verify = CountAct::Verify { figures: review.figures };
    let case = CountCase::fold(plan(), [&deed(1, CountAct::Open), &deed(2, close(&[])), &deed(3, verify)]);
    let early = CountActRefusal::NightToCome { ends: at("05:00") };
    for when in [at("00:00") - 1, at("00:01"), at("05:00") - 1] {
        assert_eq!(case.check(&deed(when, CountAct::Submit), &review), Err(early.clone()));
    }
    let words = "the night of this count lasts until Thu 20 Nov 2025 05:00 GMT: the return is sent after it";
    assert!(early.to_string().starts_with(words), "{early}");
    case.check(&deed(at("05:00"), CountAct::Submit), &review).unwrap();
}

fn any_act() -> impl Strategy<Value = CountAct> {
    prop_oneof![
        Just(CountAct::Open),
        Just(close(&[])),
        (0..3u8).prop_map(|number| CountAct::Verify { figures: Hash::of(&[&[number]]) }),
        Just(CountAct::Submit),
        Just(CountAct::Annotate { text: "Note.".to_owned() }),
    ]
}

fn rank(stage: &CountStage) -> usize {
    ["planned", "open", "closed", "verified", "submitted"]
        .iter()
        .position(|code| *code == stage.code())
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_count_only_goes_forward_one_stage_at_a_time_and_every_act_is_kept(
        acts in proptest::collection::vec(any_act(), 0..30),
    ) {
        let mut case = CountCase::planned(plan());
        let mut taken = 0;
        for (act, at) in acts.iter().zip(1..) {
            let before = case.clone();
            match case.record(&deed(at, act.clone())) {
                Ok(()) => taken += 1,
                Err(_) => prop_assert_eq!(case.stage, before.stage),
            }
            let (from, to) = (rank(&before.stage), rank(&case.stage));
            prop_assert!(to == from || to == from + 1);
            prop_assert!(from < 4 || case.stage == before.stage, "submitted is final");
        }
        prop_assert_eq!(taken + case.refused.len(), acts.len());
        let deeds: Vec<CountDeed> = acts.iter().zip(1..).map(|(act, at)| deed(at, act.clone())).collect();
        prop_assert_eq!(CountCase::fold(plan(), &deeds), case);
    }
}
