//! Phones of people who are not in a count's plan, and that could not know it: whom they saw is counted, and what they say of sectors,
//! sites and pairs is shown at the desk and makes neither the number nor the label.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{CountNews, Sighted};
use beatbook_domain::records::count::{PairAnswer, SectorOutcome, SightingPair, SightingRef, SiteByHand};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_protocol::id::Id;
use beatbook_tests::count_night::{
    begin, initialled, measured, opened, phone, sector, somebody, tell, words,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

const MINUTE: i64 = 60_000;
const MAN: (Gender, Age, Nationality) = (Gender::Male, Age::From26, Nationality::Uk);

/// A phone of somebody who enforces, who was never planned and told no plan.
fn outsider(force: &Force) -> Phone {
    force.add_officer("E-1", "Enforcement");
    force.give_role("E-1", "constable");
    phone(force, "E-1")
}

fn man(east: f64) -> Sighted {
    initialled(somebody(east, 0.0, MAN), "JD", Some("1970-01-01"))
}

fn by_hand() -> CountNews {
    CountNews::Sector {
        sector: "chatham".to_owned(),
        outcome: SectorOutcome::Visited,
        reached: vec![SiteByHand { site: "luton-arches".to_owned(), reason: "No signal".to_owned() }],
        not_reached: Default::default(),
    }
}

#[test]
fn who_is_not_in_the_plan_settles_no_pair_and_undoes_none() {
    let (force, id, midnight) = opened(&["2", "3", "5"]);
    let count = id.to_string();
    let run = |verb: &str, who: &str, more: &[&str]| force.command(&words(verb, &count, who, more));
    let (two, five) = (phone(&force, "L2"), phone(&force, "L5"));
    let apart = outsider(&force);
    let parts: Vec<Id> = [(&two, "2", 10.0), (&five, "5", 15.0)]
        .into_iter()
        .map(|(phone, team, east)| {
            let part = begin(phone, id, team, midnight + MINUTE);
            tell(phone, part, CountNews::Sighted(Box::new(man(east))));
            phone.sync();
            part
        })
        .collect();
    let of = |phone: &Phone, record: Id| SightingRef { notebook: phone.book().notebook(), record, label: 1 };
    let pair = SightingPair::of(of(&two, parts[0]), of(&five, parts[1])).unwrap();
    let name = |of: SightingRef| format!("{}/{}/{}", of.notebook, of.record, of.label);
    let named = pair.both().map(name).join("+");
    let distinct = || {
        let table = force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
        table["check"]["distinct"].as_u64().unwrap()
    };
    let joined = begin(&apart, id, "3", midnight + MINUTE);
    let says = |answer: PairAnswer| {
        tell(&apart, joined, CountNews::Decided { pair, answer, why: String::new() });
        apart.sync();
        run("proposals", "RSC", &[])
    };

    // A lead of one of the two teams, and somebody who is not in the plan.
    run("decide", "L2", &[&named, "same"]);
    let shown = says(PairAnswer::Same);
    let outside = "one person, says E-1, who is not in the plan: that does not count";
    assert!(
        shown.contains("one person, says L2 of team 2: somebody from neither team has to agree"),
        "{shown}"
    );
    assert!(shown.contains(outside), "{shown}");
    assert_eq!(distinct(), 2);
    // Somebody from neither team agrees: that is two, and no third is named among them.
    let agreed = run("decide", "RSC", &[&named, "same"]);
    assert!(agreed.contains("one person, agreed by L2, RSC;") && agreed.contains(outside), "{agreed}");
    assert_eq!(distinct(), 1);
    let shown = says(PairAnswer::Different);
    assert!(shown.contains("agreed by L2, RSC; two people, says E-1, who is not in the plan"), "{shown}");
    assert_eq!(distinct(), 1);
    let shown = says(PairAnswer::Withdrawn);
    assert!(shown.contains("agreed by L2, RSC") && !shown.contains("E-1"), "{shown}");
    assert_eq!(distinct(), 1);
    assert!(run("show", "RSC", &[]).contains("0 pairs undecided"), "nor is it in anybody's way");
}

#[test]
fn what_only_somebody_outside_the_plan_has_searched_is_not_searched() {
    let (force, id, midnight) = opened(&["2", "3", "5"]);
    let count = id.to_string();
    let run = |verb: &str, more: &[&str]| force.command(&words(verb, &count, "RSC", more));
    let apart = outsider(&force);
    let part = begin(&apart, id, "3", midnight + MINUTE);
    tell(&apart, part, sector("strood", SectorOutcome::Visited));
    tell(&apart, part, by_hand());
    apart.wait_until(midnight + 10 * MINUTE);
    tell(&apart, part, CountNews::Sighted(Box::new(measured(&apart, somebody(3.0, 0.0, MAN)))));
    apart.sync();
    let shown = run("show", &[]);
    for line in [
        "team 3: no phone of anybody in the plan has been heard",
        "LOOK: a phone of it is of E-1: not on its list or any other",
        "sector strood: visited, by somebody not in the plan; no word from team 3",
        "sector chatham: visited, by somebody not in the plan; no word from team 2",
        "\nNot Assured\n",
        "the known site luton-arches in sector chatham was not reached",
        "only somebody who is not in the plan says that sector strood was visited",
        "no team has begun",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert!(run("table", &["--csv"]).contains("count,,1\n"), "whom they saw is counted");
    let refused = force.refused(&words("close", &count, "RSC", &[]));
    assert_eq!(refused.code, "count_no_word");
    assert!(refused.text.contains("sector strood (team 3)"), "{}", refused.text);

    // The teams come back and say the same: nothing is left against it.
    for (team, told) in [
        ("2", by_hand()),
        ("3", sector("strood", SectorOutcome::Visited)),
        ("5", sector("twydall", SectorOutcome::Visited)),
    ] {
        let phone = phone(&force, &format!("L{team}"));
        let part = begin(&phone, id, team, midnight + MINUTE);
        tell(&phone, part, told);
        phone.sync();
    }
    let shown = run("show", &[]);
    assert!(shown.contains("\nAssured\n") && shown.contains("sector strood: visited"), "{shown}");
    assert!(!shown.contains("by somebody not in the plan"), "{shown}");
    run("close", &[]);
}
