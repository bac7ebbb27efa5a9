//! The law is settled anew, again and again: what was given before is printed word for word as it was, on the phone that gave
//! it and at the desk, and its dates stay.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{NoticeAbout, NoticeAsked, PaperCopy};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{
    CHATHAM, DAY, asked, issued, met, missing, officer_as, saw, tell, town, understood,
};
use beatbook_tests::car_park::{later, meet};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use beatbook_tests::untidy::{POWERS, at_the_door, warning};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

fn litter(phone: &Phone) -> NoticeAsked {
    let encounter = met(phone, CHATHAM, "Sam Example");
    saw(phone, encounter, "LIT", "Threw a can into the river.");
    tell(phone, encounter, vec![understood()]);
    let particulars = "Threw an empty can into the river and walked away from it.";
    asked(encounter, NoticeAbout::Offence("LIT".to_owned()), "High Street, Chatham", particulars)
}

/// Every copy of both notices, as the phone prints them.
fn printed(phone: &Phone, given: [Id; 2]) -> Vec<String> {
    let copies = [PaperCopy::Recipient, PaperCopy::Officer];
    let of = |record| copies.map(|copy| phone.book().paper(record, copy).unwrap().text());
    given.into_iter().flat_map(of).collect()
}

fn shown(force: &Force, number: &str) -> String {
    force.at_desk(&["notice", "show", number])
}

#[test]
fn story_what_was_given_is_printed_in_its_own_words_however_often_the_law_is_settled_anew() {
    let force = town();
    let powers = [&POWERS[..], &["epa88_fpn"]].concat();
    let mut phone = officer_as(&force, "CS101", "council_authorised", &powers);
    let penalty = issued(&phone, &litter(&phone));
    let warned = issued(&phone, &warning(&phone, at_the_door(&phone), None));
    let given = [penalty.record, warned.record];
    let number = penalty.story.number().unwrap().to_owned();
    let before = printed(&phone, given);
    meet(&force, &phone);
    let at_desk = shown(&force, &number);

    let today = local_date(force.clock.now()).unwrap();
    let (from, later) = (today.to_string(), days_following(today, 30).unwrap().to_string());
    let settled: [&[&str]; 3] = [
        &["rules", "young", "add", "LIT", "--policy", "Youth policy 3", "--from", &from],
        &["rules", "young", "end", "LIT", "--on", &later],
        &["rules", "commence", "EW-2026-draft", "--from", &from, "--instrument", "SI 2026/1 (invented)"],
    ];
    for words in settled {
        force.at_desk(&[words, &["--reason", "Cabinet of 3 June"]].concat());
        meet(&force, &phone);
        assert_eq!(printed(&phone, given), before, "after {words:?}");
        phone.killed();
        phone.restarted();
        assert_eq!(printed(&phone, given), before, "after {words:?} and a restart");
        assert_eq!(shown(&force, &number), at_desk, "its dates and its bucket stay");
    }
    // What is given from now on says what counts from now on.
    let new = issued(&phone, &litter(&phone));
    assert_eq!(new.story.notice.rule_set.id, "EW-2026-draft");
    assert_ne!(new.story.notice.rule_set, penalty.story.notice.rule_set);
}

#[test]
fn a_first_day_that_was_mistyped_is_put_right_and_days_that_are_over_change_only_if_that_is_meant() {
    let force = town();
    let _ = force.at_desk(&["register"]);
    let today = local_date(force.clock.now()).unwrap();
    let commence = |id: &str, from: Date, more: &[&str]| {
        let words = ["rules", "commence", id, "--instrument", "SI 2026/1 (invented)", "--authority", "MDW"];
        let who = ["--as", "DESK1", "--reason", "the Act has begun", "--from", &from.to_string()];
        force.tried(&[&words[..], &who[..], more].concat()).map_err(|refusal| refusal.code)
    };
    let past = Err("begins_in_the_past".to_owned());
    let (last_week, next_week) = (today.saturating_sub(7.days()), days_following(today, 7).unwrap());
    assert_eq!(commence("EW-2026-draft", last_week, &[]), past);
    commence("EW-2026-draft", next_week, &[]).unwrap();
    // Not begun yet: another day, and it counts from that one alone.
    let told = commence("EW-2026-draft", today, &[]).unwrap();
    assert!(told.contains(&format!("from {today}")), "{told}");
    force.clock.advance(2 * DAY);
    // Begun: days that are over would come under another law.
    assert_eq!(commence("EW-2026-draft", next_week, &[]), past);
    let told = commence("EW-2026-draft", next_week, &["--retroactive"]).unwrap();
    assert!(told.contains(&format!("from {next_week}")), "{told}");
    // Law that ships with its first day has no other.
    assert_eq!(commence("EW-2014", next_week, &[]), Err("rule_set_already_commenced".to_owned()));
}

/// EW-2014 as the server exports it, made into a set of the council's own: its officers give no paper for litter any more.
fn own_rules(force: &Force, from: Date) -> Value {
    let exported = force.command(&["rules", "export", "EW-2014", "--authority", "MDW"]);
    let mut rules: Value = serde_json::from_str(&exported).unwrap();
    rules["id"] = "MDW-2026".into();
    rules["title"] = "Medway: as before, and no paper for litter".into();
    rules["revision"] = 1.into();
    rules["commencement"] = json!({ "in_force": { "from": from, "instrument": "Cabinet of 3 June" } });
    for capacity in rules["capacities"].as_array_mut().unwrap() {
        let powers = capacity["powers"].as_array_mut().unwrap();
        powers.retain(|power| power != "epa88_fpn");
    }
    rules
}

#[test]
fn story_an_authority_changes_what_is_law_for_it_from_a_day_with_a_reason_and_days_before_keep_theirs() {
    let force = town();
    let phone = officer_as(&force, "CS101", "council_authorised", &["epa88_fpn"]);
    let today = local_date(force.clock.now()).unwrap();
    let tomorrow = today.tomorrow().unwrap();
    let import = |rules: &Value, reason: &[&str]| {
        let words = ["rules", "import", "rules.json", "--authority", "MDW", "--as", "DESK1"];
        force.asked(&[&words[..], reason].concat(), rules.to_string().as_bytes())
    };
    let refused = |rules: &Value, reason: &[&str]| import(rules, reason).unwrap_err().code;
    let why = ["--reason", "Litter is for wardens alone"];
    let rules = own_rules(&force, tomorrow);
    assert_eq!(refused(&rules, &[]), "why");
    let shipped = json!({ "id": "EW-2014" });
    let with = |change: &Value| {
        let mut changed = rules.clone();
        for (key, value) in change.as_object().unwrap() {
            changed[key] = value.clone();
        }
        changed
    };
    assert_eq!(refused(&with(&shipped), &why), "shipped_rules");
    assert_eq!(refused(&own_rules(&force, today.yesterday().unwrap()), &why), "rules_in_the_past");
    assert_eq!(refused(&with(&json!({ "offences": "none" })), &why), "not_a_rule_set");

    let told = import(&rules, &why).unwrap();
    assert_eq!((&told["id"], &told["revision"]), (&"MDW-2026".into(), &1.into()));
    // It has not begun: it may still be put right.
    let told = import(&with(&json!({ "title": "Medway: litter is for wardens" })), &why).unwrap();
    assert_eq!(told["revision"], 2);
    meet(&force, &phone);
    let given = issued(&phone, &litter(&phone));
    let before = printed(&phone, [given.record; 2]);
    let seen_today = litter(&phone);

    // From that day on no officer of that capacity gives it, and what was seen before is judged as it was.
    later(&force, &phone, DAY);
    meet(&force, &phone);
    assert_eq!(missing(&phone, &litter(&phone)), ["power_not_for_capacity"]);
    assert!(phone.book().check_notice(&seen_today).unwrap().ready().is_ok());
    assert_eq!(printed(&phone, [given.record; 2]), before);
    meet(&force, &phone);
    assert!(!shown(&force, given.story.number().unwrap()).contains("REVIEW"));
    assert_eq!(refused(&rules, &why), "rules_begun");
    let earlier = ["rules", "export", "MDW-2026", "--authority", "MDW", "--revision", "1"];
    assert!(force.command(&earlier).contains("no paper for litter"));
    assert_eq!(force.refused(&["rules", "export", "EW-2030", "--authority", "MDW"]).code, "unknown_rules");
    let list = force.command(&["rules", "list", "--authority", "MDW"]);
    assert!(
        list.lines().any(|line| line.starts_with("MDW-2026") && line.contains("IN FORCE TODAY")),
        "{list}"
    );
}
