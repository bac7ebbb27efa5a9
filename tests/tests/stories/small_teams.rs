//! What a team of two did is nobody's to know but their supervisor's: no table by team tells it, nor is it what a table of all
//! has more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, RecordVisit, VisitChange};
use beatbook_domain::calendar::local_date;
use beatbook_domain::hours::GroupBy;
use beatbook_server::admin::{Command, HoursAsked, Request, client};
use beatbook_server::home::Home;
use beatbook_server::report::{Form, HoursRequest, WhoseAsked};
use beatbook_tests::beat::fix;
use beatbook_tests::engagement::{RIVER, phone, records, told, town, what};
use beatbook_tests::force::Force;
use jiff::civil::Date;
use serde_json::Value;

const HOUR: i64 = 3_600_000;

/// The town with a pair at Rural, five constables at Central, and desks of one person each, as every force has them.
fn force() -> Force {
    let force = town();
    let central = ["6001", "6002", "6003", "6004", "6005"].map(|code| (code, "Central", "constable"));
    let others = [("5002", "Rural", "constable"), ("S-6", "Central", "police_supervisor")];
    let desks = [("D-1", "Privacy", "data_protection_officer"), ("L-1", "Legal", "legal")];
    for (code, team, role) in central.into_iter().chain(others).chain(desks) {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    force
}

/// One of each team is out for an hour, meets the public and visits a shop.
fn out(force: &Force, codes: &[&str]) {
    let on_none: Vec<_> = codes.iter().map(|code| (*code, None)).collect();
    out_on(force, &on_none);
}

/// The same, each on an operation or on none.
fn out_on(force: &Force, codes: &[(&str, Option<&str>)]) {
    let phones: Vec<_> = codes.iter().map(|(code, operation)| phone(force, code, *operation)).collect();
    for phone in &phones {
        fix(phone, RIVER, 5.0);
        records(phone, what(Some("event"), Some("stand")));
        let shop = VisitChange {
            name: Some("Cloud Nine".to_owned()),
            kind: Some("vape_shop".to_owned()),
            why: Some("intelligence".to_owned()),
            ..VisitChange::default()
        };
        let visit = RecordVisit { what: shop, place: AskWhere::Newest, operation: None };
        phone.book().record_premises_visit(visit).unwrap();
        phone.platform.advance(HOUR);
        phone.book().sign_off(&[]).unwrap();
    }
    force.clock.advance(2 * HOUR);
    for phone in &phones {
        phone.sync();
    }
    force.block_on(force.server().jobs().clear()).unwrap();
}

/// The teams of a table, with their number.
fn teams(table: &Value, number: &str) -> Vec<(String, String)> {
    let text = |cell: &Value| cell.as_str().unwrap().to_owned();
    let rows = table["rows"].as_array().unwrap().iter();
    rows.map(|row| (text(&row["team"]), text(&row[number]))).collect()
}

fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(team, number)| ((*team).to_owned(), (*number).to_owned())).collect()
}

fn today(force: &Force) -> Date {
    local_date(force.clock.now()).unwrap()
}

/// The hours of yesterday and today, as CSV.
fn hours(force: &Force, reader: &str, by: GroupBy, whose: WhoseAsked) -> Result<String, String> {
    let today = today(force);
    hours_of(force, reader, &format!("{}..{today}", today.yesterday().unwrap()), (by, whose))
}

fn hours_of(
    force: &Force,
    reader: &str,
    period: &str,
    (by, whose): (GroupBy, WhoseAsked),
) -> Result<String, String> {
    let request = HoursRequest { by, whose, ..HoursRequest::by_zone(period) };
    let (authority, reader) = ("MDW".to_owned(), reader.to_owned());
    let asked = HoursAsked { authority, reader, request, form: Form::Csv, publish: false };
    let request = Request { command: Command::Hours(asked), json: false };
    let answer = force.block_on(client::run(&Home::at(&force.home()), request, Vec::new(), |_| {}));
    answer.map(|answer| String::from_utf8(answer.out).unwrap()).map_err(|refusal| refusal.code)
}

#[test]
fn no_table_by_team_gives_a_pair_away_to_who_has_the_table_of_all() {
    let force = force();
    out(&force, &["4711", "5001", "6001"]);
    // Four of NTF and six of Central: the smaller one is hidden with the pair, whatever desks there are.
    let left_out =
        "left out: 2 teams of fewer than 3 officers, or from which such a team's figures would follow";
    let engagements = told(&force, &["engagement", "totals", "--by", "team"], "A-1");
    assert_eq!(teams(&engagements, "engagements"), rows(&[("Central", "1"), ("TOTAL", "1")]));
    let visits = told(&force, &["premises", "table", "--by", "team"], "A-1");
    assert_eq!(teams(&visits, "visits"), rows(&[("Central", "1"), ("TOTAL", "1")]));
    for table in [&engagements, &visits] {
        assert!(table["base"].as_str().unwrap().contains(left_out), "{table}");
    }
    for (words, all) in [(["engagement", "totals"], "engagements"), (["premises", "table"], "visits")] {
        let table = told(&force, &words, "A-1");
        assert_eq!(
            table["rows"].as_array().unwrap().last().unwrap()[all],
            "3",
            "the pair's and NTF's beside"
        );
    }
    let listed = hours(&force, "A-1", GroupBy::Team, WhoseAsked::Everyone).unwrap();
    assert!(listed.contains("Central") && !listed.contains("NTF") && !listed.contains("Rural"), "{listed}");
    // Nor by asking for one team after the other.
    let of = |reader: &str, team: &str| {
        hours(&force, reader, GroupBy::Zone, WhoseAsked::Team(team.to_owned())).map(|_| ())
    };
    let small = || Err("team_too_small".to_owned());
    assert_eq!([of("A-1", "Central"), of("A-1", "NTF"), of("A-1", "Rural")], [Ok(()), small(), small()]);
    // Their supervisor, and who may read everything, are told as before.
    assert_eq!([of("S-9", "NTF"), of("S-6", "Central"), of("M-1", "NTF")], [Ok(()), Ok(()), Ok(())]);
    let own = told(&force, &["engagement", "totals", "--by", "team"], "S-9");
    assert_eq!(teams(&own, "engagements"), rows(&[("NTF", "1"), ("TOTAL", "1")]));
}

#[test]
fn where_no_small_team_was_out_every_other_one_is_listed() {
    let force = force();
    out(&force, &["4711", "6001"]);
    let both = rows(&[("Central", "1"), ("NTF", "1"), ("TOTAL", "2")]);
    for (words, number) in [(["engagement", "totals"], "engagements"), (["premises", "table"], "visits")] {
        let table = told(&force, &[&words[..], &["--by", "team"]].concat(), "A-1");
        assert_eq!(teams(&table, number), both, "{table}");
        assert!(!table["base"].as_str().unwrap().contains("left out: "), "{table}");
    }
    let listed = hours(&force, "A-1", GroupBy::Team, WhoseAsked::Everyone).unwrap();
    assert!(listed.contains("Central") && listed.contains("NTF"), "{listed}");
}

/// Of the force and three officers at Harbour: which of the four teams a list of teams names.
fn named(listed: &str) -> Vec<&'static str> {
    ["Central", "Harbour", "NTF", "Rural"].into_iter().filter(|team| listed.contains(team)).collect()
}

fn with_harbour() -> Force {
    let force = force();
    for code in ["7001", "7002", "7003"] {
        force.add_officer(code, "Harbour");
        force.give_role(code, "constable");
    }
    force
}

fn team(name: &str) -> WhoseAsked {
    WhoseAsked::Team(name.to_owned())
}

#[test]
fn no_operation_of_a_day_changes_which_teams_are_hidden_with_a_pair() {
    let force = with_harbour();
    let op = Some("Op X");
    out_on(&force, &[("4711", op), ("5001", op), ("6001", op), ("7001", None)]);
    let by_team = |whose| named(&hours(&force, "A-1", GroupBy::Team, whose).unwrap());
    assert_eq!(by_team(WhoseAsked::Everyone), ["Central", "NTF"]);
    assert_eq!(
        by_team(WhoseAsked::Operation("Op X".to_owned())),
        ["Central", "NTF"],
        "Harbour was not on it"
    );
    let by_operation = |name: &str| hours(&force, "A-1", GroupBy::Operation, team(name)).map(|_| ());
    let small = || Err("team_too_small".to_owned());
    assert_eq!(
        ["Central", "NTF", "Harbour", "Rural"].map(by_operation),
        [Ok(()), Ok(()), small(), small()],
        "all on it less Central's and NTF's is Rural's and Harbour's, whose it is nobody is told"
    );
}

#[test]
fn teams_that_are_hidden_with_a_pair_on_any_day_are_hidden_in_all_days() {
    let force = with_harbour();
    out(&force, &["4711", "5001", "6001", "7001"]);
    let first = today(&force);
    // Three days later: the hours of each may cross midnight.
    force.clock.advance(70 * HOUR);
    out(&force, &["4712", "5002", "6002"]);
    let second = today(&force);
    let days = |from: Date, to: Date| format!("{}..{to}", from.yesterday().unwrap());
    let (one, other, both) = (days(first, first), days(second, second), days(first, second));
    let listed = |period: &str| {
        named(&hours_of(&force, "A-1", period, (GroupBy::Team, WhoseAsked::Everyone)).unwrap())
    };
    assert_eq!(listed(&one), ["Central", "NTF"]);
    assert_eq!(listed(&other), ["Central", "Harbour"], "Harbour was not out");
    assert_eq!(listed(&both), ["Central"]);
    let of = |period: &str, name: &str| {
        hours_of(&force, "A-1", period, (GroupBy::Zone, team(name))).map_err(|code| code == "team_too_small")
    };
    assert!(
        [(&one, "NTF"), (&other, "Harbour"), (&both, "Central")].iter().all(|(p, name)| of(p, name).is_ok())
    );
    for (period, name) in [(&one, "Harbour"), (&other, "NTF"), (&both, "NTF"), (&both, "Harbour")] {
        assert_eq!(of(period, name).map(|_| ()), Err(true), "{name}, {period}");
    }
    // The same of engagements and visits.
    for words in [["engagement", "totals"], ["premises", "table"]] {
        let names = |period: &str| {
            let table = told(&force, &[&words[..], &["--by", "team", "--period", period]].concat(), "A-1");
            let number = if words[0] == "premises" { "visits" } else { "engagements" };
            teams(&table, number).into_iter().map(|(team, _)| team).collect::<Vec<_>>()
        };
        assert_eq!(names(&one), ["Central", "NTF", "TOTAL"]);
        assert_eq!(names(&other), ["Central", "TOTAL"]);
        assert_eq!(names(&both), ["Central", "TOTAL"]);
    }
}

#[test]
fn tasks_of_a_pair_are_in_a_row_with_those_of_the_next_smallest_team() {
    let force = force();
    let until = jiff::Timestamp::from_millisecond(force.clock.now() + 6 * HOUR).unwrap().to_string();
    let sets = |team: &str| {
        let words = ["task", "set", "Walk by", "--source", "nim", "--until", &until, "--team", team];
        let _ = told(&force, &[&words[..], &["--zone", "RIVER"]].concat(), "M-1");
    };
    let table = ["task", "table", "--by", "team"];
    sets("Rural");
    // All that there is would be the two's: whose it is of them and the next smallest team, nobody is told.
    let alone = told(&force, &table, "A-1");
    assert_eq!(teams(&alone, "set"), rows(&[("(other teams)", "1"), ("TOTAL", "1")]));
    sets("NTF");
    sets("Central");
    let tasks = told(&force, &table, "A-1");
    assert_eq!(teams(&tasks, "set"), rows(&[("(other teams)", "2"), ("Central", "1"), ("TOTAL", "3")]));
    assert!(tasks["base"].as_str().unwrap().contains("(other teams): 2 teams of fewer than 3"), "{tasks}");
    // Their own supervisor counts the own team.
    assert_eq!(teams(&told(&force, &table, "S-9"), "set"), rows(&[("NTF", "1"), ("TOTAL", "1")]));
}
