//! Once an authority has a system administrator, every act at the desk says who did it, and the access log names them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_tests::keeping::{KEEPER, keeper};
use beatbook_tests::outreach::town;

#[test]
fn whoever_enrols_a_phone_or_grants_a_role_is_named_in_the_access_log() {
    let force = town();
    keeper(&force);
    let asked = |words: &[&str]| {
        force.asked(&[words, &["--authority", "MDW"]].concat(), &[]).map(drop).map_err(|refusal| refusal.code)
    };
    // Before there is anybody to name, the key file is enough.
    assert_eq!(asked(&["alarms"]), Ok(()));
    let role = ["officer", "role", "add", "--role", "system_administrator", "--from", "2020-01-01", "--code"];
    force.add_officer("SYS", "IT");
    assert_eq!(asked(&[&role[..], &["SYS"]].concat()), Ok(()));
    let add = ["officer", "add", "--code", "9001", "--name", "New", "--team", "NTF"];
    let acts: [&[&str]; 18] = [
        &add,
        &["officer", "change", "--code", "9001", "--team", "RSI"],
        &["officer", "role", "add", "--role", "constable", "--from", "2020-01-01", "--code", "9001"],
        &["officer", "role", "end", "--role", "constable", "--code", "9001"],
        &["enrol", "--officer", "9001", "--text-only"],
        &["zones", "close", "RIVER"],
        &["alarms"],
        &["outstanding"],
        &["officer", "list"],
        &["officer", "power", "list"],
        &["officer", "role", "list"],
        &["zones", "list"],
        &["orders", "list"],
        &["orders", "export"],
        &["rules", "list"],
        &["rules", "young", "list"],
        &["templates", "list"],
        &["signs"],
    ];
    for words in acts {
        assert_eq!(asked(words), Err("say_who".to_owned()), "{words:?}");
        assert_eq!(asked(&[words, &["--as", "NOBODY"]].concat()), Err("unknown_officer".to_owned()));
        assert_eq!(asked(&[words, &["--as", "SYS"]].concat()), Ok(()), "{words:?}");
    }
    let orders = |who: &[&str]| {
        let words = [&["orders", "import", "orders.json", "--authority", "MDW"], who].concat();
        force.asked(&words, b"{}").map(drop).map_err(|refusal| refusal.code)
    };
    assert_eq!(orders(&[]), Err("say_who".to_owned()));
    assert_ne!(orders(&["--as", "SYS"]), Err("say_who".to_owned()));
    let log = force.command(&["access-log", "--authority", "MDW", "--as", KEEPER]);
    let by_sys: Vec<&str> = log.lines().filter(|line| line.contains("SYS (officer ")).collect();
    for what in [
        " added",
        " changed",
        "given role constable",
        "role constable ended",
        "code for officer",
        "close of zone RIVER",
        "alarms",
        "outstanding notebooks",
        "refused: ",
    ] {
        assert!(by_sys.iter().any(|line| line.contains(what)), "{what}: {by_sys:#?}");
    }
    assert!(log.lines().any(|line| line.contains("administrator") && line.contains("alarms")), "{log}");
}
