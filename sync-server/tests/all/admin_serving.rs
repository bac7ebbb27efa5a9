//! A server runs for months: commands reach it while it serves, it stops when asked, and one folder is one server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use binary::{Administrator, command};

#[test]
fn commands_reach_a_running_server_and_work_without_one() {
    let administrator = Administrator::of_medway();
    assert_eq!(administrator.json(&["status"])["serving"], false);
    let serving = administrator.serves();
    let status = administrator.json(&["status"]);
    assert_eq!((&status["serving"], &status["generation"]), (&true.into(), &1.into()));
    assert_eq!(status["address"], serving.address.as_str());
    administrator
        .run(&[
            "officer",
            "add",
            "--authority",
            "MDW",
            "--code",
            "4712",
            "--name",
            "K. Doe",
            "--team",
            "Strood",
        ])
        .done();
    administrator.run(&["authority", "add", "MDW", "Again"]).refused(3, "authority_exists");
    serving.stop();
    let officers = administrator.json(&["officer", "list", "--authority", "MDW"]);
    assert_eq!(officers.as_array().unwrap().len(), 2);
}

#[test]
fn a_server_asked_to_stop_ends_cleanly_and_logs_no_names() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    administrator.run(&["enrol", "--authority", "MDW", "--officer", "4711", "--text-only"]).done();
    let (exit, log) = serving.stop();
    assert_eq!(exit, 0, "{log}");
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect();
    assert_eq!(lines.last().unwrap()["message"], "stopped");
    assert!(!log.contains("Bloggs") && !log.contains("BEATBOOK1"), "{log}");
    assert!(!administrator.home().join("admin.sock").exists());
    assert!(!administrator.home().join("beatbook-server.sqlite3-wal").exists(), "the log was folded back");
}

#[test]
fn one_folder_is_one_server() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    administrator.run(&["serve", "--listen", "127.0.0.1:0"]).refused(4, "running");
    // The first one has lost nothing by it, not even its socket.
    assert_eq!(administrator.json(&["status"])["serving"], true);
    assert_eq!(serving.stop().0, 0);
}

#[test]
fn a_killed_servers_socket_stops_nobody() {
    let administrator = Administrator::of_medway();
    administrator.serves().kill();
    assert!(administrator.home().join("admin.sock").exists());
    assert_eq!(administrator.json(&["status"])["serving"], false);
    let again = administrator.serves();
    assert_eq!(administrator.json(&["status"])["serving"], true);
    assert_eq!(again.stop().0, 0);
}

#[test]
fn commands_given_at_the_same_moment_are_all_carried_out() {
    let administrator = Administrator::of_medway();
    let children: Vec<_> = (1..=6)
        .map(|n| {
            let code = n.to_string();
            let words =
                ["officer", "add", "--authority", "MDW", "--code", &code, "--name", "A", "--team", "Strood"];
            command(&administrator.home(), &words).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let officers = administrator.json(&["officer", "list", "--authority", "MDW"]);
    assert_eq!(officers.as_array().unwrap().len(), 7);
}

#[test]
fn somebody_who_connects_and_says_nothing_holds_nothing_up() {
    let administrator = Administrator::of_medway();
    let serving = administrator.serves();
    let silent = UnixStream::connect(administrator.home().join("admin.sock")).unwrap();
    let mut nonsense = UnixStream::connect(administrator.home().join("admin.sock")).unwrap();
    nonsense.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(administrator.json(&["status"])["serving"], true);
    let asked = Instant::now();
    assert_eq!(serving.stop().0, 0);
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    drop((silent, nonsense));
}
