//! Rule sets: what ships, what commences, what a faulty file is told.

use beatbook_domain::law::rule_set::{Commencement, Follows, RuleSet};
use beatbook_domain::law::rule_sets::RuleSets;
use beatbook_domain::law::shipped;

use super::{day, ew_2014, sets};

#[test]
fn what_ships_reads_and_only_the_old_law_is_in_force() {
    assert_eq!(sets().in_force(day("2025-09-12")).unwrap().id, "EW-2014");
    assert_eq!(sets().in_force(day("2030-01-01")).unwrap().id, "EW-2014", "a draft never decides");
    assert!(sets().in_force(day("2014-10-19")).is_none());
    let draft = sets().get("EW-2026-draft").unwrap().clone();
    assert_eq!(draft.commencement, Commencement::Awaited);
    assert!(!draft.s59.warning_needed);
}

#[test]
fn the_rows_are_those_of_the_field() {
    let set = ew_2014();
    let row = |code: &str| {
        let row = set.offence(code).unwrap();
        (row.least, row.most, row.usual, row.least_early, row.prosecute_months)
    };
    assert_eq!(row("PSPO-A"), (None, Some(10_000), Some(10_000), None, Some(6)));
    assert_eq!(row("PSPO-X"), row("PSPO-A"));
    assert_eq!(row("CPN"), row("PSPO-A"));
    assert_eq!(row("LIT"), (Some(6_500), Some(50_000), Some(10_000), Some(5_000), Some(6)));
    assert_eq!(row("FLY"), (Some(15_000), Some(100_000), Some(20_000), Some(12_000), None));
    assert_eq!(row("HDC"), (Some(15_000), Some(60_000), Some(20_000), Some(12_000), None));
    assert_eq!(row("WDOC"), (Some(30_000), Some(30_000), Some(30_000), Some(18_000), None));
    assert_eq!(row("WCA"), (Some(30_000), Some(30_000), Some(30_000), Some(18_000), Some(6)));
    assert_eq!(row("ABV"), (Some(20_000), Some(20_000), Some(20_000), Some(12_000), Some(6)));
    assert_eq!(set.offence("PSPO-A").unwrap().follows, Follows::Requirement);
    assert_eq!(set.offence("CPN").unwrap().follows, Follows::Cpn);
    assert!(set.offence("PSPO-B").is_none());
}

#[test]
fn an_administrator_brings_the_draft_into_force_from_a_day() {
    let draft = sets().get("EW-2026-draft").unwrap().clone();
    assert_eq!(draft.commence(day("2026-12-01"), " ").unwrap_err().code(), "rule_set_no_instrument");
    let commenced = draft.commence(day("2026-12-01"), "SI 2026/999").unwrap();
    assert_eq!((commenced.revision, commenced.offence("PSPO-X").unwrap().most), (4, Some(50_000)));
    assert_ne!(commenced.reference(), draft.reference(), "another revision is another rule set");

    let all = RuleSets::new(sets().iter().cloned().chain([commenced.clone()]).collect()).unwrap();
    assert_eq!(all.in_force(day("2026-11-30")).unwrap().id, "EW-2014");
    assert_eq!(all.in_force(day("2026-12-01")).unwrap().id, "EW-2026-draft");
    let again = commenced.commence(day("2027-01-01"), "SI 2027/1").unwrap_err();
    assert_eq!(again.code(), "rule_set_already_commenced");

    // The instrument is revoked before its day: the next revision waits again.
    let revoked = RuleSet { revision: 5, commencement: Commencement::Awaited, ..commenced };
    let all = RuleSets::new(all.iter().cloned().chain([revoked]).collect()).unwrap();
    assert_eq!(all.in_force(day("2026-12-01")).unwrap().id, "EW-2014");
}

#[test]
fn a_newer_revision_keeps_what_the_authority_has_settled() {
    let shipped = sets().get("EW-2026-draft").unwrap().clone();
    let mut known = RuleSet { revision: 1, ..shipped.clone() };
    known.cpn.court_penalty = None;
    let settled = known.commence(day("2026-12-01"), "SI 2026/999").unwrap();
    let settled = settled.enable_young("LIT", "Policy 7", day("2026-12-01")).unwrap();
    let updated = settled.updated(&shipped).unwrap().unwrap();
    assert_eq!((updated.revision, &updated.commencement), (4, &settled.commencement));
    assert_eq!((&updated.ages.young_fpn, &updated.cpn), (&settled.ages.young_fpn, &shipped.cpn));
    assert_eq!(updated.updated(&shipped).unwrap(), None, "taken once");
}

#[test]
fn a_rule_set_comes_back_from_its_bytes_and_keeps_its_hash() {
    let set = ew_2014();
    let read = RuleSet::read(&set.to_bytes().unwrap()).unwrap();
    assert_eq!((read.reference(), &read), (set.reference(), &set));
}

#[test]
fn a_faulty_file_is_told_what_is_wrong() {
    let with = |from: &str, to: &str| {
        assert!(shipped::EW_2014.contains(from), "{from}");
        RuleSet::read(shipped::EW_2014.replace(from, to).as_bytes()).unwrap_err().code()
    };
    assert_eq!(with("\"least\": 6500", "\"least\": 60000"), "rule_set_amounts");
    assert_eq!(with("\"least_early\": 5000", "\"least_early\": 50000"), "rule_set_amounts");
    assert_eq!(with("\"most\": 10000", "\"most\": -1"), "rule_set_amounts");
    assert_eq!(with("\"code\": \"PSPO-X\"", "\"code\": \"PSPO-A\""), "rule_set_twice");
    assert_eq!(with("\"code\": \"PSPO-X\"", "\"code\": \" \""), "rule_set_name");
    assert_eq!(with("\"appeal_days\": 21", "\"appeal_days\": 0"), "rule_set_periods");
    assert_eq!(with("\"notices_from\": 16", "\"notices_from\": 6"), "rule_set_periods");
    assert_eq!(with("\"ends\": null", "\"ends\": \"2014-10-19\""), "rule_set_ends_before_begin");
    assert_eq!(with("\"warning_needed\": true", "\"warning_needed\": \"yes\""), "not_a_rule_set");
    let other = RuleSet { title: "Another".to_owned(), ..ew_2014() };
    assert_eq!(RuleSets::new(vec![ew_2014(), other]).unwrap_err().code(), "rule_set_twice");
}
