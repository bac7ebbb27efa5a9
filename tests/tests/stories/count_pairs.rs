//! Which sightings are one person: a lead's phone proposes and undoes offline, and whatever people say on whichever phone, in
//! whatever batches it comes to the server, the distinct people are those that follow from the words in their order.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use beatbook_device::{CountNews, Sighted, SightingNews};
use beatbook_domain::records::count::{PairAnswer, SightingPair, SightingRef};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, SleepingState};
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::{
    at, begin, force, initialled, phone, plan_of, set, set_anew, somebody, stand, tell, told, words,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const NIGHT: &str = "2025-11-20";

fn man(east: f64) -> Sighted {
    let seen = somebody(east, 0.0, (Gender::Male, Age::From26, Nationality::Uk));
    initialled(seen, "JQ", Some("1979-02-28"))
}

fn says(phone: &Phone, part: Id, pair: SightingPair, answer: PairAnswer) {
    tell(phone, part, CountNews::Decided { pair, answer, why: String::new() });
}

#[test]
fn a_leads_phone_proposes_its_own_pairs_offline_and_undoes_what_was_said() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let count = set(&force, &plan_of(NIGHT, &["2", "5"]));
    assert_eq!(told(&force), 1, "teams know of it by now");
    let [lead, member] = ["L2", "M2"].map(|code| phone(&force, code));
    for phone in [&lead, &member] {
        let part = begin(phone, count, "2", midnight + MINUTE);
        tell(phone, part, CountNews::Sighted(Box::new(man(0.0))));
        phone.wait_until(midnight + HOUR);
        tell(phone, part, CountNews::Sighted(Box::new(man(30.0))));
        let other = somebody(400.0, 0.0, (Gender::Female, Age::From18To25, Nationality::Eu));
        tell(phone, part, CountNews::Sighted(Box::new(other)));
        let pairs = || phone.book().count_pairs(part).unwrap();
        if std::ptr::eq(phone, &member) {
            assert_eq!(pairs(), [], "who does not lead decides nothing of it");
            continue;
        }
        let [one] = &pairs()[..] else { panic!("one pair: {:?}", pairs()) };
        assert_eq!(one.pair.both().map(|of| of.label), [1, 2]);
        // Initials and date of birth 80, initials 30, gender 10, age 10, near 20.
        assert_eq!((one.score, one.reasons.len(), one.said), (Some(150), 5, None));
        let pair = one.pair;
        says(phone, part, pair, PairAnswer::Same);
        assert_eq!(pairs()[0].said, Some(PairAnswer::Same));
        says(phone, part, pair, PairAnswer::Withdrawn);
        assert_eq!(pairs()[0].said, None);
        // Of a pair that nothing proposes something can be said, too.
        let [first, _] = pair.both();
        let odd = SightingPair::of(first, SightingRef { label: 3, ..first }).unwrap();
        says(phone, part, odd, PairAnswer::Different);
        let last = pairs().pop().unwrap();
        assert_eq!((last.pair, last.score, last.said), (odd, None, Some(PairAnswer::Different)));
    }
    lead.sync();
    let shown = force.asked(&words("proposals", &count.to_string(), "RSC", &[]), &[]).unwrap();
    assert_eq!(shown.as_array().unwrap().len(), 2, "nothing is merged: {shown}");
}

/// Who speaks: two of team 2, one of team 5, and the coordinator at the desk.
const VOICES: [&str; 4] = ["L2", "M2", "L5", "RSC"];
/// Sightings 0 and 1 are of team 2, 2 and 3 of team 5.
const PAIRS: [(usize, usize); 6] = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];

/// Somebody says something of a pair.
type Word = (usize, usize, PairAnswer);

fn script() -> impl Strategy<Value = Vec<Word>> {
    let answer = prop_oneof![
        5 => Just(PairAnswer::Same),
        2 => Just(PairAnswer::Different),
        1 => Just(PairAnswer::Withdrawn),
    ];
    prop::collection::vec((0..VOICES.len(), 0..PAIRS.len(), answer), 1..16)
}

/// The distinct people by the rules of the field, written down once more.
fn distinct(script: &[Word]) -> usize {
    let mut settled: BTreeMap<usize, bool> = BTreeMap::new();
    for (number, (one, other)) in PAIRS.iter().enumerate() {
        let mut voices: BTreeMap<usize, PairAnswer> = BTreeMap::new();
        let mut latest = None;
        for (voice, _, answer) in script.iter().filter(|(_, pair, _)| *pair == number) {
            if *answer == PairAnswer::Withdrawn {
                voices.clear();
                latest = None;
            } else {
                voices.insert(*voice, *answer);
                latest = Some(*answer);
            }
        }
        let Some(latest) = latest else { continue };
        let by: Vec<usize> =
            voices.iter().filter(|(_, said)| **said == latest).map(|(voice, _)| *voice).collect();
        let recorded = [one / 2, other / 2];
        let apart = by.iter().any(|voice| match voice {
            0 | 1 => !recorded.contains(&0),
            2 => !recorded.contains(&1),
            _ => true,
        });
        if by.len() >= 2 && apart {
            settled.insert(number, latest == PairAnswer::Same);
        }
    }
    let mut group: Vec<usize> = (0..4).collect();
    for (number, _) in settled.iter().filter(|(_, same)| **same) {
        let (one, other) = PAIRS[*number];
        let (from, to) = (group[other], group[one]);
        group.iter_mut().filter(|of| **of == from).for_each(|of| *of = to);
    }
    let contradicts = |of: usize| {
        let apart = settled.iter().filter(|(_, same)| !**same);
        apart.map(|(number, _)| PAIRS[*number]).any(|(one, other)| group[one] == of && group[other] == of)
    };
    let groups: BTreeSet<usize> = group.iter().copied().collect();
    let size = |of: &usize| if contradicts(*of) { group.iter().filter(|one| *one == of).count() } else { 1 };
    groups.iter().map(size).sum()
}

/// A town whose phones are founded once.
struct Town {
    force: Force,
    phones: Vec<Phone>,
    midnight: i64,
}

impl Town {
    /// Says a script in a count of its own; phones meet the server after each word, or only when somebody else speaks next.
    fn count(&self, script: &[Word], each: bool) -> (u64, u64) {
        let Self { force, phones, midnight } = self;
        let id = set_anew(force, &plan_of(NIGHT, &["2", "5"]));
        assert_eq!(told(force), 1, "teams know of it by now");
        let count = id.to_string();
        force.command(&words("open", &count, "RSC", &[]));
        for phone in phones {
            phone.sync();
        }
        let parts: Vec<Id> = phones
            .iter()
            .zip(["2", "2", "5"])
            .map(|(phone, team)| begin(phone, id, team, midnight + MINUTE))
            .collect();
        let mut sightings = Vec::new();
        for (voice, east) in [(0, 0.0), (0, 2_000.0), (2, 4_000.0), (2, 6_000.0)] {
            let seen = somebody(east, 0.0, (Gender::NotKnown, Age::NotKnown, Nationality::NotKnown));
            tell(&phones[voice], parts[voice], CountNews::Sighted(Box::new(seen)));
            let label = if sightings.len() % 2 == 0 { 1 } else { 2 };
            let notebook = phones[voice].book().notebook();
            sightings.push(SightingRef { notebook, record: parts[voice], label });
        }
        for phone in phones {
            phone.sync();
        }
        for (at, (voice, pair, answer)) in script.iter().enumerate() {
            let (one, other) = PAIRS[*pair];
            let pair = SightingPair::of(sightings[one], sightings[other]).unwrap();
            let Some(phone) = phones.get(*voice) else {
                let name = |of: SightingRef| format!("{}/{}/{}", of.notebook, of.record, of.label);
                let [one, other] = pair.both();
                let (named, said) = (format!("{}+{}", name(one), name(other)), code(*answer));
                force.command(&words("decide", &count, "RSC", &[&named, said]));
                continue;
            };
            says(phone, parts[*voice], pair, *answer);
            if each || script.get(at + 1).is_none_or(|(next, ..)| next != voice) {
                phone.sync();
            }
        }
        for phone in phones {
            phone.sync();
            assert!(phone.book().rejected().unwrap().is_empty());
        }
        let table = force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
        let check = &table["check"];
        let figures: BTreeSet<String> = ["L2", "L5", "RSC"]
            .map(|who| force.asked(&words("table", &count, who, &[]), &[]).unwrap()["figures"].to_string())
            .into();
        assert_eq!(figures.len(), 1, "whoever asks");
        (check["distinct"].as_u64().unwrap(), check["counted"].as_u64().unwrap())
    }
}

fn code(answer: PairAnswer) -> &'static str {
    match answer {
        PairAnswer::Same => "same",
        PairAnswer::Different => "different",
        PairAnswer::Withdrawn => "withdrawn",
    }
}

#[test]
fn what_people_say_on_any_phones_and_undo_gives_the_same_distinct_people_after_sync() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let phones = ["L2", "M2", "L5"].map(|code| phone(&force, code)).into();
    let town = Town { force, phones, midnight };
    let mut runner = TestRunner::new(Config { cases: 10, failure_persistence: None, ..Config::default() });
    let same = |script: Vec<Word>| {
        let expected = distinct(&script) as u64;
        prop_assert_eq!(town.count(&script, true), (expected, expected));
        prop_assert_eq!(town.count(&script, false), (expected, expected));
        Ok(())
    };
    runner.run(&script(), same).unwrap();
    // Two agree and one takes it back: everything said of the pair before counts no more.
    let undone: Vec<Word> =
        vec![(0, 1, PairAnswer::Same), (3, 1, PairAnswer::Same), (2, 1, PairAnswer::Withdrawn)];
    assert_eq!((distinct(&undone[..2]), distinct(&undone)), (3, 4));
    assert_eq!((town.count(&undone[..2], false).0, town.count(&undone, false).0), (3, 4));
}

/// Two say that two sightings are one person while another phone, out of reach, tells more of one of them and confirms it.
#[test]
fn who_is_joined_and_edited_at_the_same_time_is_one_person_as_told_last_in_any_order() {
    let midnight = at("2025-11-20T00:00+00:00");
    let force = force(midnight - 20 * HOUR);
    let phones = ["L2", "L5"].map(|code| phone(&force, code));
    let both_sync = || phones.iter().for_each(|phone| assert_eq!(phone.sync().left, 0));
    for (edit_first, begun) in [(false, midnight), (true, midnight + 2 * HOUR)] {
        let id = set_anew(&force, &plan_of(NIGHT, &["2", "5"]));
        assert_eq!(told(&force), 1, "teams know of it by now");
        let count = id.to_string();
        force.command(&words("open", &count, "RSC", &[]));
        stand(&force, begun);
        phones.iter().for_each(|phone| phone.wait_until(begun));
        both_sync();
        let [two, five] = [(0, "2"), (1, "5")].map(|(at, team)| begin(&phones[at], id, team, begun + MINUTE));
        let seen = somebody(0.0, 0.0, (Gender::Male, Age::From26, Nationality::NotKnown));
        tell(&phones[0], two, CountNews::Sighted(Box::new(seen.clone())));
        let tent = Sighted { state: SleepingState::TentUnconfirmed, gender: Gender::NotKnown, ..seen };
        tell(&phones[1], five, CountNews::Sighted(Box::new(tent)));
        both_sync();
        let of = |at: usize, record| SightingRef { notebook: phones[at].book().notebook(), record, label: 1 };
        let pair = SightingPair::of(of(0, two), of(1, five)).unwrap();
        // Distinct, counted, of them men, others, 18 to 25, and from 26 on.
        let figures = || {
            let table = force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
            assert_eq!(table["check"]["agrees"], true, "{table}");
            let rows = table["rows"].as_array().unwrap().clone();
            let row = |code: &str| {
                let row = rows.iter().find(|row| row[1] == code && row[0] != "not counted").unwrap();
                row[2].as_str().unwrap().parse::<u64>().unwrap()
            };
            let check = |sum: &str| table["check"][sum].as_u64().unwrap();
            [check("distinct"), check("counted"), row("male"), row("18_25"), row("26_over")]
        };
        assert_eq!(figures(), [2, 1, 1, 0, 1], "a tent that nobody has confirmed is not counted");

        // Said on one phone and at the desk; an hour later, out of reach, the tent is confirmed.
        says(&phones[0], two, pair, PairAnswer::Same);
        phones[1].wait_until(begun + HOUR);
        let news = SightingNews {
            state: Some(SleepingState::AboutTo),
            age: Some(Age::From18To25),
            ..SightingNews::default()
        };
        tell(&phones[1], five, CountNews::Changed { label: 1, news: Box::new(news) });
        let join = || {
            phones[0].sync();
            let name = |of: SightingRef| format!("{}/{}/{}", of.notebook, of.record, of.label);
            let [one, other] = pair.both();
            let named = format!("{}+{}", name(one), name(other));
            force.command(&words("decide", &count, "RSC", &[&named, "same"]));
        };
        if edit_first {
            phones[1].sync();
            assert_eq!(figures(), [2, 2, 1, 1, 1], "one word is nobody's decision");
            join();
        } else {
            join();
            assert_eq!(figures(), [1, 1, 1, 0, 1]);
            phones[1].sync();
        }
        assert!(phones.iter().all(|phone| phone.book().rejected().unwrap().is_empty()));
        assert_eq!(figures(), [1, 1, 1, 1, 0], "the decision stands, and what was told last is known");
        // Somebody is to look at it again.
        let listed = force.command(&words("proposals", &count, "RSC", &[]));
        assert!(listed.contains("LOOK: of one person the two tell another age now"), "{listed}");
        // Taken back they are two again, each as it was told.
        says(&phones[0], two, pair, PairAnswer::Withdrawn);
        phones[0].sync();
        assert_eq!(figures(), [2, 2, 1, 1, 1]);
        for (phone, part) in phones.iter().zip([two, five]) {
            tell(phone, part, CountNews::Ended);
        }
    }
}
