//! A day of meeting the public: recorded offline in one step, put right by a further entry, and counted so that it adds up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, BeatbookError, BeginEncounter, EngagementChange, RecordEngagement, SignOn};
use beatbook_domain::calendar::{local_date, parse_instant};
use beatbook_domain::records::patrol::Duty;
use beatbook_tests::beat::fix;
use beatbook_tests::engagement::{RIVER, phone, records, refused, set_parishes, shown, told, town, what};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{phone_on, ward};

/// A row of a table of the desk.
fn row(table: &serde_json::Value, column: &str, code: &str) -> serde_json::Value {
    let rows = table["rows"].as_array().unwrap();
    rows.iter().find(|row| row[column] == code).unwrap_or_else(|| panic!("no {code} in {table}")).clone()
}

fn quarter(force: &Force) -> String {
    let today = local_date(force.clock.now()).unwrap();
    format!("{}-Q{}", today.year(), (today.month() - 1) / 3 + 1)
}

#[test]
fn story_engagement_from_the_high_street_to_the_quarterly_table() {
    let force = town();
    ward(&force, ("HIGHSTREET", "High Street"), 0.05);
    set_parishes(&force, &["HOO", "CLIFFE"], "2025-01-01", "M-1");
    let (first, second) = (phone(&force, "4711", Some("Op Walkabout")), phone(&force, "5001", None));

    // 10:00, offline: one word. Category, ward, operation and time come by themselves.
    fix(&first, RIVER, 5.0);
    let walk = records(&first, what(None, Some("walk_and_talk")));
    let view = first.book().engagements().unwrap().remove(0).engagement;
    assert_eq!(view.details.category, "event");
    assert_eq!(
        (view.details.ward.as_deref(), view.recorded.operation.as_deref()),
        (Some("RIVER"), Some("Op Walkabout"))
    );
    assert_eq!(first.book().ward_at(AskWhere::Newest).unwrap().unwrap().name, "River");

    // It ends: how many came, who signed up, and it was in the ward beyond the road.
    let after = EngagementChange {
        ward: Some(" highstreet ".to_owned()),
        attendance: Some(31),
        sign_ups: Some(6),
        minutes: Some(90),
        ..EngagementChange::default()
    };
    first.book().correct_engagement(walk, after, "Counted at the end").unwrap();
    // A ward that no map has stands in no table: it is said at once.
    let nowhere = EngagementChange { ward: Some("HIGHSTRET".to_owned()), ..EngagementChange::default() };
    let refused_ward = first.book().correct_engagement(walk, nowhere, "Beyond the road").unwrap_err();
    assert_eq!(refused_ward.code(), "unknown_ward");
    // It was of another operation than the patrol; a later word leaves that as it is.
    let of = EngagementChange { operation: Some("Op Arches".to_owned()), ..EngagementChange::default() };
    first.book().correct_engagement(walk, of, "Not of the patrol's").unwrap();
    let sooner = EngagementChange { minutes: Some(80), ..EngagementChange::default() };
    first.book().correct_engagement(walk, sooner, "By the clock").unwrap();
    let walked = first.book().engagements().unwrap().remove(0).engagement;
    assert_eq!((walked.operation.as_deref(), walked.details.attendance), (Some("Op Arches"), Some(31)));
    // Another was never held.
    let mistake = records(&first, what(Some("surgery"), None));
    first.book().take_back_engagement(mistake, "Cancelled by the hall").unwrap();
    let again = first.book().correct_engagement(mistake, what(Some("meeting"), None), "Held after all");
    assert_eq!(again.unwrap_err().code(), "taken_back_already");
    let stranger = first
        .book()
        .record_engagement(RecordEngagement { what: what(Some("patrol"), None), place: AskWhere::Newest });
    assert_eq!(stranger.unwrap_err().code(), "engagement_category");

    // The other officer, nowhere near a ward on any map, meets a parish council; and a school, last month.
    let mut parish = what(Some("parish_council"), None);
    parish.parish = Some("HOOO".to_owned());
    let mistyped = RecordEngagement { what: parish.clone(), place: AskWhere::Newest };
    assert_eq!(second.book().record_engagement(mistyped).unwrap_err().code(), "unknown_parish");
    parish.parish = Some("hoo".to_owned());
    let council = records(&second, parish);
    let mut school = what(None, Some("school"));
    school.attendance = Some(3);
    school.from = Some(parse_instant("2025-08-31T23:30+00:00").unwrap());
    records(&second, school);

    first.sync();
    second.sync();
    let totals = told(&force, &["engagement", "totals"], "M-1");
    assert_eq!(row(&totals, "category", "event")["attendance"], "31");
    assert_eq!(row(&totals, "category", "TOTAL")["engagements"], "3", "what was taken back is not counted");
    assert_eq!(row(&totals, "category", "TOTAL")["hours_not_told"], "2", "which is not 0.00");
    assert_eq!(totals["check"], "1 + 1 + 1 = 3 engagements, counted one by one: 3; adds up");
    // 23:30 UTC on 31 August is September in London.
    let september = told(&force, &["engagement", "totals", "--period", "2025-09"], "A-1");
    assert_eq!(row(&september, "category", "TOTAL")["engagements"], "1");
    let wards = told(&force, &["engagement", "totals", "--by", "ward"], "M-1");
    assert_eq!(row(&wards, "ward", "High Street (HIGHSTREET)")["sign_ups"], "6");
    assert_eq!(row(&wards, "ward", "(not told)")["engagements"], "2");
    let teams = told(&force, &["engagement", "totals", "--by", "team"], "M-1");
    // What a team of one did would be a person's: it is in no row, nor in the total, and neither is the only other team.
    assert_eq!(teams["rows"].as_array().unwrap().len(), 1, "{teams}");
    assert_eq!(row(&teams, "team", "TOTAL")["engagements"], "0");
    assert!(teams["base"].as_str().unwrap().contains("left out: 2 teams of fewer than 3"), "{teams}");
    // The public is not told of three people, nor of how it could find out.
    let public = shown(&force, &["engagement", "totals", "--public", "--csv"], "M-1");
    assert!(public.contains("school_youth_visit,1,c,"), "{public}");
    assert!(!public.contains("hours"), "{public}");
    assert!(
        public.contains("parish_council,1,not told,1,not told,1\r\n"),
        "what nobody counted is not 0: {public}"
    );
    for (by, reader) in [("kind", "M-1"), ("priority", "M-1"), ("team", "M-1"), ("ward", "S-9")] {
        let asked = ["engagement", "totals", "--public", "--by", by];
        assert_eq!(refused(&force, &asked, reader), "not_public", "{by} for {reader}");
    }

    // The quarter: one parish was met, one was not.
    let quarter = quarter(&force);
    let parishes = told(&force, &["engagement", "parishes", "--quarter", &quarter], "M-1");
    assert_eq!(parishes["without"], serde_json::json!(["CLIFFE"]));
    assert_eq!(
        parishes["check"],
        "1 met + 1 without = 2 parishes; meetings 1 of these + 0 of none listed = 1; adds up"
    );
    assert_eq!(refused(&force, &["engagement", "parishes", "--quarter", "2026"], "M-1"), "quarter");
    // Phones are told the list, and a later word moves the meeting.
    let today = local_date(force.clock.now()).unwrap();
    assert_eq!(second.book().parishes(today).unwrap().len(), 2);
    let moved = EngagementChange { parish: Some("CLIFFE".to_owned()), ..EngagementChange::default() };
    second.book().correct_engagement(council, moved, "The council of Cliffe").unwrap();
    second.sync();
    let parishes = told(&force, &["engagement", "parishes", "--quarter", &quarter], "S-9");
    assert_eq!(parishes["without"], serde_json::json!(["HOO"]));
}

#[test]
fn every_role_sees_what_its_purpose_allows_and_every_look_is_logged() {
    let force = town();
    let (first, second) = (phone(&force, "4711", None), phone(&force, "5001", None));
    records(&first, what(Some("surgery"), None));
    records(&second, what(Some("meeting"), None));
    first.sync();
    second.sync();
    let listed =
        |reader: &str| told(&force, &["engagement", "list"], reader)["rows"].as_array().unwrap().len();
    let total = |reader: &str| {
        let table = told(&force, &["engagement", "totals"], reader);
        row(&table, "category", "TOTAL")["engagements"].as_str().unwrap().to_owned()
    };
    // Own, team, all, numbers only, nothing.
    assert_eq!(["4711", "4712", "S-9", "M-1", "A-1", "X-1", "S-1"].map(listed), [1, 0, 1, 2, 0, 0, 0]);
    assert_eq!(["S-9", "M-1", "A-1", "C-1"].map(total), ["1", "2", "2", "2"]);
    for reader in ["4711", "X-1", "S-1"] {
        assert_eq!(refused(&force, &["engagement", "totals"], reader), "not_allowed", "{reader}");
        assert_eq!(refused(&force, &["engagement", "parishes"], reader), "not_allowed", "{reader}");
    }
    let logged = force.access_log();
    assert!(logged.contains("totals of engagements") && logged.contains("list of engagements"), "{logged}");
    // A list that is none is refused, and so is who may not set one.
    let set = ["engagement", "set-parishes", "f", "--from", "2025-01-01", "--authority", "MDW", "--as"];
    let tried =
        |reader: &str, file: &str| force.asked(&[&set[..], &[reader]].concat(), file.as_bytes()).unwrap_err();
    assert_eq!(tried("M-1", "{}").code, "parishes");
    assert_eq!(tried("M-1", "[]").code, "parishes");
    // One from a day that is over says why.
    assert_eq!(tried("M-1", r#"[{"code":"HOO","name":"Hoo"}]"#).code, "reason");
    assert_eq!(tried("4711", r#"[{"code":"HOO","name":"Hoo"}]"#).code, "not_allowed");
}

#[test]
fn a_list_of_parishes_to_come_changes_nothing_of_the_quarter_that_runs() {
    let force = town();
    let today = local_date(force.clock.now()).unwrap();
    let set = |from: String, codes: &[&str]| set_parishes(&force, codes, &from, "M-1");
    let listed = || {
        let table = told(&force, &["engagement", "parishes"], "M-1");
        let rows = table["rows"].as_array().unwrap();
        rows.iter().filter_map(|row| row["parish"].as_str()).map(str::to_owned).collect::<Vec<_>>()
    };
    set(today.to_string(), &["HOO", "CLI"]);
    let before = listed();
    assert_eq!(before.iter().filter(|code| ["HOO", "CLI"].contains(&code.as_str())).count(), 2, "{before:?}");
    set(today.tomorrow().unwrap().to_string(), &["FRI"]);
    assert_eq!(listed(), before);
}

#[test]
fn what_was_told_on_outreach_or_a_count_is_in_no_table_of_the_beat() {
    let force = town();
    let beat = phone(&force, "4711", Some("Op Walkabout"));
    records(&beat, what(Some("surgery"), None));
    let duty = |duty| SignOn { duty, operation: Some("Op Dawn".to_owned()), ..SignOn::tasked() };
    let (outreach, count) =
        (phone_on(&force, "4712", duty(Duty::Outreach)), phone_on(&force, "4713", duty(Duty::Count)));
    for hidden in [&outreach, &count] {
        fix(hidden, RIVER, 5.0);
        records(hidden, what(Some("event"), Some("stand")));
        hidden.book().begin_encounter(BeginEncounter::here()).unwrap();
    }
    for phone in [&beat, &outreach, &count] {
        phone.sync();
    }
    force.block_on(force.server().jobs().clear()).unwrap();
    let listed = |reader: &str| {
        let list = told(&force, &["engagement", "list"], reader);
        list["rows"].as_array().unwrap().iter().map(|row| row["officer"].clone()).collect::<Vec<_>>()
    };
    // Each sees the own; who reads all the team's, or everybody's, sees that of the beat alone.
    assert_eq!([listed("4712"), listed("4713")], [["4712"], ["4713"]]);
    assert_eq!([listed("S-9"), listed("M-1")], [["4711"], ["4711"]]);
    for words in [
        &["engagement", "totals"][..],
        &["engagement", "totals", "--by", "ward"],
        &["engagement", "totals", "--by", "team"],
        &["engagement", "totals", "--public"],
    ] {
        let table = told(&force, words, "M-1");
        let rows = table["rows"].as_array().unwrap();
        assert_eq!(rows.last().unwrap()["engagements"], "1", "{words:?}: {table}");
    }
    let today = local_date(force.clock.now()).unwrap();
    let period = format!("{}..{today}", today.yesterday().unwrap());
    let operations = shown(&force, &["operation", "totals", "--period", &period, "--csv"], "M-1");
    assert!(
        operations.contains("Op Walkabout,engagements,1") && !operations.contains("Op Dawn"),
        "{operations}"
    );
}

#[test]
fn figures_of_a_team_of_two_are_told_to_nobody_but_who_counts_all() {
    let force = town();
    force.add_officer("S-8", "Rural");
    let grant =
        ["--authority", "MDW", "--code", "S-8", "--role", "police_supervisor", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add"], &grant[..]].concat());
    for words in [
        &["engagement", "totals"][..],
        &["engagement", "totals", "--by", "team"],
        &["operation", "totals", "--period", "2025-11"],
    ] {
        assert_eq!(refused(&force, words, "S-8"), "team_too_small", "{words:?}");
        let _ = told(&force, words, "S-9");
    }
}

#[test]
fn what_is_erased_or_killed_leaves_the_rest_right() {
    let force = town();
    let mut phone = phone(&force, "4711", None);
    let engagement = records(&phone, what(Some("surgery"), None));
    let counted = EngagementChange { attendance: Some(12), ..EngagementChange::default() };
    phone.book().correct_engagement(engagement, counted, "Counted").unwrap();
    phone.killed();
    phone.restarted();
    phone.book().rebuild().unwrap();
    let story = phone.book().engagements().unwrap().remove(0).engagement;
    assert_eq!((story.details.attendance, story.corrections.len()), (Some(12), 1));
    phone.sync();
    let listed = || told(&force, &["engagement", "list"], "M-1")["rows"].as_array().unwrap().len();
    assert_eq!(listed(), 1);
    // What is erased is gone here and, from the next sync on, at the desk; a correction of nothing counts for nothing.
    let recorded = phone.book().entries(None, 1_000).unwrap();
    let recorded = recorded.iter().find(|one| one.kind == "engagement_recorded").unwrap().seq;
    phone.book().erase(recorded, "data_subject_request").unwrap();
    assert!(phone.book().engagements().unwrap().is_empty());
    phone.sync();
    assert_eq!(listed(), 0);
    let totals = told(&force, &["engagement", "totals"], "M-1");
    assert_eq!(row(&totals, "category", "TOTAL")["engagements"], "0");
    assert!(matches!(
        phone.book().take_back_engagement(phone.notebook(), "No such"),
        Err(BeatbookError::NotFound)
    ));
}
