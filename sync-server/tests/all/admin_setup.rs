//! An administrator makes a server, adds people and hands out codes, with and without a server running.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;

use std::os::unix::fs::PermissionsExt;

use beatbook_protocol::enrol::{Ticket, Trust};
use binary::{ADDRESS, Administrator, run};

#[test]
fn init_makes_a_server_once_and_tells_what_to_keep() {
    let administrator = Administrator::arrives();
    let said = administrator.run(&["init", "--address", ADDRESS]).done();
    let key_file = administrator.home().join("beatbook-server.key");
    assert!(said.out.contains(key_file.to_str().unwrap()), "{said:?}");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&key_file), mode(&administrator.home())), (0o600, 0o700));

    let key = std::fs::read(&key_file).unwrap();
    let database = std::fs::read(administrator.home().join("beatbook-server.sqlite3")).unwrap();
    administrator.run(&["init", "--address", ADDRESS]).refused(3, "already_initialised");
    assert_eq!(std::fs::read(&key_file).unwrap(), key);
    assert_eq!(std::fs::read(administrator.home().join("beatbook-server.sqlite3")).unwrap(), database);
}

#[test]
fn an_address_no_phone_can_reach_is_refused_before_anything_is_made() {
    let administrator = Administrator::arrives();
    for wrong in ["beatbook.example", "http://beatbook.example:80", "https://beat book:1"] {
        administrator.run(&["init", "--address", wrong]).refused(3, "address");
    }
    assert!(!administrator.home().exists());
}

#[test]
fn a_folder_without_a_server_is_named_as_such_and_stays_as_it_is() {
    let administrator = Administrator::arrives();
    std::fs::create_dir(administrator.home()).unwrap();
    for arguments in [
        &["authority", "list"][..],
        &["serve", "--listen", "127.0.0.1:0"],
        &["enrol", "--authority", "MDW", "--officer", "4711"],
        &["status"],
    ] {
        administrator.run(arguments).refused(4, "not_initialised");
    }
    assert_eq!(std::fs::read_dir(administrator.home()).unwrap().count(), 0);
}

#[test]
fn another_servers_key_file_opens_nothing_and_harms_nothing() {
    let (ours, theirs) = (Administrator::of_medway(), Administrator::of_medway());
    let database = std::fs::read(ours.home().join("beatbook-server.sqlite3")).unwrap();
    std::fs::copy(theirs.home().join("beatbook-server.key"), ours.home().join("beatbook-server.key"))
        .unwrap();
    ours.run(&["authority", "list"]).refused(4, "wrong_key");
    std::fs::write(ours.home().join("beatbook-server.key"), "0123").unwrap();
    ours.run(&["authority", "list"]).refused(4, "key_file");
    assert_eq!(std::fs::read(ours.home().join("beatbook-server.sqlite3")).unwrap(), database);
}

#[test]
fn an_authority_is_added_once_unless_two_really_share_a_code() {
    let administrator = Administrator::of_medway();
    administrator.run(&["authority", "add", "MDW", "Medway again"]).refused(3, "authority_exists");
    administrator.run(&["authority", "add", "MEDWAY", "Medway"]).refused(3, "authority_code");
    administrator.run(&["authority", "add", "KP", " "]).refused(3, "text");
    administrator.run(&["authority", "add", "MDW", "Midwessex", "--same-code"]).done();

    let listed = administrator.json(&["authority", "list"]);
    let rows = listed.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    administrator.run(&["officer", "list", "--authority", "MDW"]).refused(3, "ambiguous_authority");
    // By id each is its own: the officer of one is not seen from the other.
    let officers = |row: usize| {
        administrator
            .json(&["officer", "list", "--authority", rows[row]["id"].as_str().unwrap()])
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((officers(0), officers(1)), (1, 0));
}

#[test]
fn an_officer_is_added_once_and_may_move_to_another_team() {
    let administrator = Administrator::of_medway();
    let officer = |name: &str, code: &str| {
        let words =
            ["officer", "add", "--authority", "MDW", "--code", code, "--name", name, "--team", "Chatham"];
        administrator.run(&words)
    };
    officer("Somebody Else", "4711").refused(3, "officer_exists");
    officer("two\nlines", "4712").refused(3, "text");
    administrator
        .run(&["officer", "change", "--authority", "MDW", "--code", "4711", "--team", "Gillingham"])
        .done();
    administrator
        .run(&["officer", "change", "--authority", "MDW", "--code", "4712", "--team", "Gillingham"])
        .refused(3, "unknown_officer");
    let listed = administrator.json(&["officer", "list", "--authority", "MDW"]);
    assert_eq!(listed[0]["name"], "J. Bloggs");
    assert_eq!(listed[0]["team"], "Gillingham");
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

#[test]
fn a_ticket_needs_an_officer_and_a_server_whose_port_is_known() {
    let administrator = Administrator::of_medway();
    let enrol = |authority: &str, officer: &str| {
        administrator.run(&["enrol", "--authority", authority, "--officer", officer, "--text-only"])
    };
    enrol("MDW", "4711").refused(3, "open_port");
    enrol("KP", "4711").refused(3, "unknown_authority");
    enrol("MDW", "9999").refused(3, "unknown_officer");

    let serving = administrator.serves();
    enrol("MDW", "9999").refused(3, "unknown_officer");
    let said = enrol("MDW", "4711").done();
    let ticket = Ticket::parse(&said.out).unwrap();
    assert_eq!(ticket.address, serving.address);
    assert!(matches!(ticket.trust, Trust::PinnedCa(_)));
    assert_ne!(Ticket::parse(&enrol("MDW", "4711").done().out).unwrap().code, ticket.code);
}

/// What a camera reads off a terminal: half blocks of black ink on white paper.
fn scan(screen: &str) -> String {
    const MODULE: usize = 4;
    let printed =
        screen.lines().filter_map(|line| line.strip_prefix("\u{1b}[30;107m")?.strip_suffix("\u{1b}[0m"));
    let rows: Vec<Vec<bool>> = printed
        .flat_map(|line| {
            [["█", "▀"], ["█", "▄"]]
                .map(|inked| line.chars().map(|c| inked.contains(&&*c.to_string())).collect())
        })
        .collect();
    let side = (rows[0].len() * MODULE, rows.len() * MODULE);
    let shade = |x: usize, y: usize| if rows[y / MODULE][x / MODULE] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side.0, side.1, shade);
    let found = image.detect_grids();
    assert_eq!(found.len(), 1);
    found[0].decode().unwrap().1
}

#[test]
fn a_camera_reads_the_ticket_off_the_screen() {
    let administrator = Administrator::of_medway();
    let _serving = administrator.serves();
    let said = administrator.run(&["enrol", "--authority", "MDW", "--officer", "4711"]).done();
    let seen = scan(&said.out);
    assert!(said.out.lines().any(|line| line == seen), "the text under the picture is the same");
    assert!(Ticket::parse(&seen).is_ok());
}

#[test]
fn a_server_with_a_fixed_port_gives_tickets_before_it_runs() {
    let administrator = Administrator::arrives();
    administrator.run(&["init", "--address", "https://beatbook.example:8443", "--name", "192.0.2.7"]).done();
    administrator.run(&["authority", "add", "MDW", "Medway Council"]).done();
    administrator
        .run(&["officer", "add", "--authority", "MDW", "--code", "1", "--name", "A", "--team", "T"])
        .done();
    let answer = administrator.json(&["enrol", "--authority", "MDW", "--officer", "1"]);
    let ticket = Ticket::parse(answer["code"].as_str().unwrap()).unwrap();
    assert_eq!(ticket.address, "https://beatbook.example:8443");
    assert_eq!(answer["valid_minutes"], 15);
}

#[test]
fn a_program_gets_refusals_as_json_too() {
    let administrator = Administrator::of_medway();
    let said = administrator.run(&["enrol", "--json", "--authority", "KP", "--officer", "1"]);
    assert_eq!(said.exit, 3);
    let refusal: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(refusal["error"]["code"], "unknown_authority");
    assert_eq!(run(&administrator.home(), &["no-such-command"]).exit, 2);
}
