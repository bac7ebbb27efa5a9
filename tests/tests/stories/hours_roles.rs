//! Whose hours somebody reads at the desk, and who reads the access log: the columns *patrol* and *audit* of the table of roles.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_domain::calendar::local_date;
use beatbook_server::admin::{Command, HoursAsked, Request, client};
use beatbook_server::home::Home;
use beatbook_server::report::{Form, HoursRequest, WhoseAsked};
use beatbook_tests::engagement::town;
use beatbook_tests::force::Force;

/// The code with which it is refused.
fn hours(force: &Force, reader: &str, whose: WhoseAsked, publish: bool) -> Result<String, String> {
    let today = local_date(force.clock.now()).unwrap();
    let period = if publish { "2025-09".to_owned() } else { today.to_string() };
    let request = HoursRequest { whose, ..HoursRequest::by_zone(&period) };
    let (authority, reader) = ("MDW".to_owned(), reader.to_owned());
    let command = Command::Hours(HoursAsked { authority, reader, request, form: Form::Csv, publish });
    let request = Request { command, json: false };
    let answer = force.block_on(client::run(&Home::at(&force.home()), request, Vec::new(), |_| {}));
    answer.map(|answer| String::from_utf8(answer.out).unwrap()).map_err(|refusal| refusal.code)
}

fn team(name: &str) -> WhoseAsked {
    WhoseAsked::Team(name.to_owned())
}

fn officer(code: &str) -> WhoseAsked {
    WhoseAsked::Officer { code: code.to_owned(), reason: "complaint 17".to_owned() }
}

#[test]
fn hours_are_read_as_far_as_the_table_of_roles_goes_and_published_by_who_reads_all() {
    let force = town();
    let no = || Err("not_allowed".to_owned());
    let asks = |reader: &str, whose: WhoseAsked| hours(&force, reader, whose, false).map(|_| ());
    for (reader, everyone, own_team, other_team, one, other) in [
        // Own; own team; everybody's; numbers and nobody's own; none.
        ("4711", no(), no(), no(), no(), no()),
        ("S-9", no(), Ok(()), no(), Ok(()), no()),
        ("M-1", Ok(()), Ok(()), Err("team_too_small".to_owned()), Ok(()), Ok(())),
        ("A-1", Ok(()), Ok(()), Err("team_too_small".to_owned()), no(), no()),
        ("S-1", no(), no(), no(), no(), no()),
    ] {
        assert_eq!(asks(reader, WhoseAsked::Everyone), everyone, "{reader}");
        assert_eq!(asks(reader, WhoseAsked::Operation("Op".to_owned())), everyone, "{reader}");
        assert_eq!(asks(reader, team("NTF")), own_team, "{reader}");
        assert_eq!(asks(reader, team("Rural")), other_team, "{reader}");
        assert_eq!(asks(reader, officer("4712")), one, "{reader}");
        assert_eq!(asks(reader, officer("5001")), other, "{reader}");
    }
    assert_eq!(asks("4711", officer("4711")), Ok(()), "one's own");
    assert_eq!(asks("S-9", officer("nobody")), Err("unknown_officer".to_owned()));
    for reader in ["4711", "S-9", "A-1"] {
        assert_eq!(hours(&force, reader, WhoseAsked::Everyone, true).map(|_| ()), no(), "{reader}");
    }
    hours(&force, "M-1", WhoseAsked::Everyone, true).unwrap();
    // Who was refused what, and what for, is in the log.
    let refused = force.access_log();
    let of_colleague = |line: &&str| line.contains("4711 (officer ") && line.contains("hours of officer ");
    let mut lines = refused.lines().skip_while(|line| !of_colleague(line));
    let (tried, refused) = (lines.next().unwrap(), lines.next().unwrap());
    assert!(tried.contains("reason: complaint 17"), "{tried}");
    assert!(refused.contains("4711 (officer ") && refused.contains("refused: not_allowed"), "{refused}");
}

#[test]
fn the_access_log_is_read_by_who_looks_after_data_and_by_administrators_as_far_as_it_is_their_own() {
    let force = town();
    force.add_officer("SYS1", "Systems");
    force.give_role("SYS1", "system_administrator");
    let log = |reader: &str| {
        force.tried(&["access-log", "--authority", "MDW", "--as", reader]).map_err(|refusal| refusal.code)
    };
    force.command(&["welfare", "list", "--authority", "MDW", "--as", "O-12"]);
    let whole = force.access_log();
    assert!(whole.contains("O-12 (officer ") && whole.contains("administrator: "), "{whole}");
    for reader in ["O-12", "4711", "M-1", "A-1", "S-1"] {
        assert_eq!(log(reader).unwrap_err(), "not_allowed", "{reader}");
    }
    for own in [log("SYS1").unwrap(), force.command(&["access-log", "--authority", "MDW"])] {
        assert!(own.contains("administrator: ") && !own.contains("O-12"), "{own}");
    }
    // That somebody tried is there as well.
    assert!(
        force.access_log().lines().any(|line| line.contains("O-12 (officer ") && line.contains("access log"))
    );
}
