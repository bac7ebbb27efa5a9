//! Ages: gates at birthdays, and what an authority may open.

use beatbook_domain::law::age::{AgeAllows, AgeBand, AgeDays, AgeKnown, AgePaper, AgeRefusal, years_on};

use super::{day, ew_2014};

/// Issued on the day of the conduct.
fn at_once(on: &str) -> AgeDays {
    AgeDays { conduct: day(on), issue: day(on) }
}

fn allows(born: &str, paper: AgePaper<'_>) -> Result<AgeAllows, AgeRefusal> {
    ew_2014().age_allows(Some(AgeKnown::Born(day(born))), paper, at_once("2025-09-07"))
}

#[test]
fn a_fixed_penalty_from_the_eighteenth_birthday() {
    assert_eq!(allows("2007-09-07", AgePaper::Fpn("PSPO-X")), Ok(AgeAllows::Freely));
    assert_eq!(allows("2007-09-08", AgePaper::Fpn("PSPO-X")), Err(AgeRefusal::NoPolicy));
    assert_eq!(allows("2009-09-07", AgePaper::Fpn("PSPO-X")), Err(AgeRefusal::NoPolicy));
    assert_eq!(allows("2009-09-08", AgePaper::Fpn("PSPO-X")), Err(AgeRefusal::TooYoung));
    assert_eq!(allows("2015-09-08", AgePaper::Fpn("PSPO-X")), Err(AgeRefusal::Child));
}

#[test]
fn community_protection_from_sixteen_with_the_guardian_told() {
    let friday = AgeAllows::TellingBy(day("2025-09-12"));
    assert_eq!(allows("2009-09-07", AgePaper::CommunityProtection), Ok(friday));
    assert_eq!(allows("2009-09-08", AgePaper::CommunityProtection), Err(AgeRefusal::TooYoung));
    assert_eq!(allows("2007-09-07", AgePaper::CommunityProtection), Ok(AgeAllows::Freely));
}

#[test]
fn a_vehicle_warning_asks_for_ten_years_only() {
    assert_eq!(allows("2011-01-01", AgePaper::Other), Ok(AgeAllows::Freely));
    assert_eq!(allows("2015-09-08", AgePaper::Other), Err(AgeRefusal::Child));
}

#[test]
fn an_authority_opens_one_offence_to_the_young_from_a_day() {
    let set = ew_2014().enable_young("PSPO-X", "ASB policy 4.2", day("2025-09-01")).unwrap();
    let born = Some(AgeKnown::Born(day("2009-01-01")));
    let paper = |offence, on| set.age_allows(born, AgePaper::Fpn(offence), at_once(on));
    assert_eq!(paper("PSPO-X", "2025-09-07"), Ok(AgeAllows::TellingBy(day("2025-09-12"))));
    assert_eq!(paper("PSPO-X", "2025-08-31"), Err(AgeRefusal::NoPolicy));
    assert_eq!(paper("LIT", "2025-09-07"), Err(AgeRefusal::NoPolicy));
    assert_eq!(
        ew_2014().enable_young("PSPO-X", " ", day("2025-09-01")).unwrap_err().code(),
        "young_no_policy"
    );
    let unknown = ew_2014().enable_young("NO", "4.2", day("2025-09-01")).unwrap_err();
    assert_eq!(unknown.code(), "rule_set_no_such_offence");
}

#[test]
fn a_birthday_between_conduct_and_issue_changes_nothing() {
    let born = |born| Some(AgeKnown::Born(day(born)));
    let next_day = AgeDays { conduct: day("2025-09-07"), issue: day("2025-09-08") };
    let penalty = |birth| ew_2014().age_allows(born(birth), AgePaper::Fpn("PSPO-X"), next_day);
    assert_eq!(penalty("2007-09-07"), Ok(AgeAllows::Freely), "eighteen on the day");
    assert_eq!(penalty("2007-09-08"), Err(AgeRefusal::NoPolicy), "eighteen on the day after it");
    assert_eq!(penalty("2009-09-08"), Err(AgeRefusal::TooYoung), "sixteen on the day after it");
    assert_eq!(penalty("2015-09-08"), Err(AgeRefusal::Child), "ten on the day after it");
    assert_eq!(penalty("2025-09-08"), Err(AgeRefusal::BornInFuture));
    // Those who are told count from the issue; a policy counts from the conduct.
    let policy = ew_2014().enable_young("PSPO-X", "ASB policy 4.2", day("2025-09-08")).unwrap();
    let young = |set: &beatbook_domain::law::rule_set::RuleSet, days| {
        set.age_allows(born("2008-01-01"), AgePaper::Fpn("PSPO-X"), days)
    };
    assert_eq!(young(&policy, next_day), Err(AgeRefusal::NoPolicy));
    let earlier = ew_2014().enable_young("PSPO-X", "ASB policy 4.2", day("2025-09-01")).unwrap();
    assert_eq!(young(&earlier, next_day), Ok(AgeAllows::TellingBy(day("2025-09-15"))));
}

#[test]
fn a_policy_for_the_young_begins_ends_and_begins_again_and_old_conduct_is_judged_by_what_counted_then() {
    use beatbook_domain::law::rule_set::{RuleSet, RuleSetError};
    let known = Some(AgeKnown::Born(day("2008-12-01")));
    let on = |set: &RuleSet, on: &str| set.age_allows(known, AgePaper::Fpn("PSPO-X"), at_once(on)).is_ok();
    let opened = ew_2014().enable_young("PSPO-X", "Youth policy 3", day("2025-06-01")).unwrap();
    assert_eq!(opened.revision, ew_2014().revision + 1, "phones hold what was published: the next revision");
    assert_eq!((on(&opened, "2025-05-31"), on(&opened, "2025-06-01")), (false, true));
    let ended = opened.end_young("PSPO-X", day("2025-08-31")).unwrap();
    assert_eq!((on(&ended, "2025-08-31"), on(&ended, "2025-09-01")), (true, false));
    let again = ended.enable_young("PSPO-X", "Youth policy 4", day("2025-11-01")).unwrap();
    let days = ["2025-08-31", "2025-09-01", "2025-10-31", "2025-11-01"];
    assert_eq!(days.map(|one| on(&again, one)), [true, false, false, true]);
    // Renewed before it ends: what it opened until then stays open.
    let renewed = opened.enable_young("PSPO-X", "Youth policy 5", day("2025-07-01")).unwrap();
    assert_eq!(["2025-05-31", "2025-06-30", "2025-07-01"].map(|one| on(&renewed, one)), [false, true, true]);
    // None to end: never opened, not yet begun, ended before.
    let none = |set: &RuleSet, offence: &str, last: &str| {
        let refused = set.end_young(offence, day(last)).unwrap_err();
        assert!(matches!(refused, RuleSetError::NoYoungPolicy { .. }), "{refused}");
    };
    none(&opened, "PSPO-A", "2025-07-01");
    none(&opened, "PSPO-X", "2025-05-31");
    none(&ended, "PSPO-X", "2025-09-01");
    assert!(opened.enable_young("NONE", "Youth policy 3", day("2025-06-01")).is_err());
    assert!(opened.enable_young("PSPO-X", " ", day("2025-06-01")).is_err());
    // What is written without an end is read, and an update of the law keeps what was settled.
    let written = String::from_utf8(opened.to_bytes().unwrap()).unwrap();
    assert!(!written.contains("\"to\""), "as it was written before policies could end");
    assert_eq!(RuleSet::read(written.as_bytes()), Ok(opened));
}

#[test]
fn whoever_may_be_under_eighteen_is_treated_as_a_child_until_verified() {
    let on = at_once("2025-09-07");
    for known in [None, Some(AgeKnown::Apparent(AgeBand::MaybeUnder18))] {
        assert_eq!(ew_2014().age_allows(known, AgePaper::Fpn("PSPO-X"), on), Err(AgeRefusal::Unknown));
    }
    let adult = Some(AgeKnown::Apparent(AgeBand::Adult));
    assert_eq!(ew_2014().age_allows(adult, AgePaper::Fpn("PSPO-X"), on), Ok(AgeAllows::Freely));
}

#[test]
fn a_birth_in_the_future_is_no_birth() {
    assert_eq!(allows("2025-09-08", AgePaper::Other), Err(AgeRefusal::BornInFuture));
    assert_eq!(years_on(day("2025-09-07"), day("2025-09-07")), Some(0));
}

#[test]
fn a_leap_day_child_turns_eighteen_on_1_march() {
    assert_eq!(years_on(day("2008-02-29"), day("2026-02-28")), Some(17));
    assert_eq!(years_on(day("2008-02-29"), day("2026-03-01")), Some(18));
}

#[test]
fn policies_for_the_young_go_over_only_to_the_same_offence_of_the_law_that_follows() {
    let sets = beatbook_domain::law::shipped::rule_sets().unwrap();

    let mut before = sets.get("EW-2014").unwrap().clone();
    for offence in ["PSPO-X", "LIT", "FLY", "CPN"] {
        before = before.enable_young(offence, "Youth policy 3", day("2026-01-01")).unwrap();
    }
    before = before.end_young("CPN", day("2026-06-30")).unwrap();
    let begins = day("2026-07-01");
    let mut next = sets.get("EW-2026-draft").unwrap().commence(begins, "SI 2026/1").unwrap();
    // The next law has no such offence under one code, and another one under a second.
    next.offences.retain(|row| row.code != "LIT");
    next.offences.iter_mut().find(|row| row.code == "FLY").unwrap().offence = "Another Act s1".to_owned();
    let policies = next.take_young(&before, begins);
    let codes = |list: &[beatbook_domain::law::age::YoungEnabled]| -> Vec<String> {
        list.iter().map(|young| young.offence.clone()).collect()
    };
    assert_eq!(
        (codes(&policies.taken), codes(&policies.not_taken)),
        (vec!["PSPO-X".to_owned()], vec!["LIT".to_owned(), "FLY".to_owned()])
    );
    assert!(!next.young_may_get("PSPO-X", day("2026-06-30")) && next.young_may_get("PSPO-X", begins));
    assert!(!next.young_may_get("FLY", begins) && !next.young_may_get("CPN", begins), "over by then");
    // What the new law has settled by itself stays.
    let again = next.take_young(&before, begins);
    assert!(again.taken.is_empty() && next.ages.young_fpn.len() == 1);
}
