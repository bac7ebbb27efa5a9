//! Every list of the desk can be had for a spreadsheet, whatever it lists.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use beatbook_server::admin::Command;
use clap::Subcommand as _;

use crate::binary::Administrator;

/// Commands that list something under another name than `list`.
const ALSO: [&str; 14] = [
    "signs",
    "alarms",
    "outstanding",
    "access-log",
    "welfare marks",
    "notice drafts",
    "count proposals",
    "case show",
    "case kinds",
    "engagement kinds",
    "premises words",
    "person find",
    "grant disclosures",
    "welfare share disclosures",
];

/// Every command that lists something, by its path, and whether it takes `--csv`.
fn lists(command: &clap::Command, path: &str, found: &mut Vec<(String, bool)>) {
    for below in command.get_subcommands() {
        let path = format!("{path} {}", below.get_name()).trim_start().to_owned();
        if below.has_subcommands() {
            lists(below, &path, found);
        } else if below.get_name() == "list" || ALSO.contains(&path.as_str()) {
            let csv = below.get_arguments().any(|argument| argument.get_long() == Some("csv"));
            found.push((path, csv));
        }
    }
}

#[test]
fn every_list_takes_csv() {
    let grammar = Command::augment_subcommands(clap::Command::new("beatbook-server"));
    let mut found = Vec::new();
    lists(&grammar, "", &mut found);
    assert!(ALSO.iter().all(|path| found.iter().any(|(known, _)| known == path)), "{found:?}");
    let without: Vec<&String> = found.iter().filter(|(_, csv)| !csv).map(|(path, _)| path).collect();
    assert!(found.len() > 30 && without.is_empty(), "{without:?}");
}

#[test]
fn a_list_for_a_spreadsheet_has_a_header_and_a_row_each() {
    let administrator = Administrator::of_an_officer_who_enforces();
    let csv = |words: &[&str]| administrator.run(&[words, &["--csv"]].concat()).done().out;
    let ours = ["--authority", "MDW"];
    assert!(csv(&["authority", "list"]).starts_with("code,id,name\r\nMDW,"));
    let officers = csv(&[&["officer", "list"], &ours[..]].concat());
    assert!(
        officers.starts_with("code,id,name,team\r\n4711,") && officers.ends_with(",J. Bloggs,Chatham\r\n")
    );
    let roles = csv(&[&["officer", "role", "list"], &ours[..]].concat());
    assert_eq!(roles, "officer,role,from,until,today\r\n4711,community_safety_officer,2025-01-01,,yes\r\n");
    assert!(csv(&["receipt-key", "list"]).starts_with("number,key,in_force\r\n1,"));
    let rules = csv(&[&["rules", "list"], &ours[..]].concat());
    assert!(rules.contains("\r\nEW-2014,") && rules.lines().count() > 2, "{rules}");
    // Of nothing there is the header.
    for (list, columns) in [
        (["zones", "list"], "code,kind,name,programme,from,to,illustrative\r\n"),
        (["officer", "power"], "officer,capacity,power,from,to,granted_by,reference\r\n"),
        (["orders", "list"], "order,version,title,effective,until,conditions,standing,illustrative\r\n"),
        (["templates", "list"], "set,revision,since,by,reason,in_force\r\n"),
    ] {
        let more: &[&str] = if list[1] == "power" { &["list"] } else { &[] };
        assert_eq!(csv(&[&list[..], more, &ours].concat()), columns);
    }
    // Programs get what they got.
    let listed = administrator.json(&["authority", "list", "--csv"]);
    assert_eq!(listed[0]["code"], "MDW");
}
