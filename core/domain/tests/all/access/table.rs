//! The table cell by cell: as it was agreed on paper, and what each of its words lets be done.

use beatbook_domain::access::{AccessTable, Area, Level, Reading, Role, RoleTerm, Roles, TableError};
use jiff::civil::date;
use serde_json::{Value, json};

/// As agreed, in the words of the agreement. A line may speak of several roles.
const AGREED: &str = "
constable, PCSO                                                  | O | A | W then X | W | W | –
police supervisor                                                | T | A | X | N after submit | W | –
community safety officer, environmental enforcement, animal control | O | A | W then X | W | W | –
contractor                                                       | O | O | – | – | W | –
outreach worker, navigator                                       | O | – | T | T | O | –
rough sleeping coordinator                                       | N | – | A | A | A | –
commissioned partner                                             | – | – | O and shared | W | W | –
count volunteer                                                  | – | – | – | W | W | –
safeguarding lead                                                | – | – | A where a concern is | – | A | –
community safety manager                                         | A | A | X | N | W | –
analyst                                                          | N | N | N | N | – | –
legal                                                            | – | A from case file on | – | – | – | –
data protection officer                                          | – | by logged request | by logged request | by logged request | by logged request | A
system administrator                                             | – | – | – | – | – | own acts
";

fn word<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(Value::String(text.to_owned())).unwrap()
}

fn level(text: &str) -> Level {
    match text {
        "–" => Level::None,
        "N" => Level::Numbers,
        "N after submit" => Level::NumbersAfterSubmit,
        "X" => Level::Existence,
        "W" => Level::Writes,
        "W then X" => Level::WritesThenExistence,
        "O" => Level::Own,
        "O and shared" => Level::OwnAndShared,
        "T" => Level::Team,
        "A" => Level::Authority,
        "A where a concern is" => Level::AuthorityWhereConcern,
        "A from case file on" => Level::AuthorityFromCaseFile,
        "by logged request" => Level::LoggedRequest,
        "own acts" => Level::OwnActs,
        other => panic!("{other}"),
    }
}

#[test]
fn the_table_is_the_one_that_was_agreed() {
    let table = AccessTable::read(AccessTable::SHIPPED).unwrap();
    assert_eq!(&table, AccessTable::shipped());
    let mut seen = Vec::new();
    for line in AGREED.lines().filter(|line| !line.is_empty()) {
        let mut cells = line.split('|').map(str::trim);
        let roles = cells.next().unwrap().to_lowercase();
        let levels: Vec<Level> = cells.map(level).collect();
        assert_eq!(levels.len(), Area::ALL.len(), "{line}");
        for role in roles.split(", ") {
            let role: Role = word(&role.replace(' ', "_"));
            for (area, level) in Area::ALL.into_iter().zip(&levels) {
                assert_eq!(table.level(role, area), *level, "{role:?} {area:?}");
            }
            seen.push(role);
        }
    }
    assert_eq!(seen, Role::ALL);
}

#[test]
fn the_file_names_every_cell_once() {
    let file: Value = serde_json::from_str(AccessTable::SHIPPED).unwrap();
    let rows = file["roles"].as_array().unwrap();
    assert_eq!(rows.len(), Role::ALL.len());
    for row in rows.iter().map(|row| &row["may"]).chain([&file["no_role_yet"], &file["no_role_any_more"]]) {
        assert_eq!(row.as_object().unwrap().len(), Area::ALL.len());
        assert!(Area::ALL.iter().all(|area| row[json!(area).as_str().unwrap()].is_string()));
    }
}

#[test]
fn a_file_that_could_be_read_in_two_ways_is_refused_and_what_it_leaves_out_is_none() {
    let shipped = AccessTable::SHIPPED;
    let read = |from: &str, to: &str| AccessTable::read(&shipped.replacen(from, to, 1));
    assert_eq!(read("\"pcso\"", "\"constable\""), Err(TableError::Twice(Role::Constable)));
    assert_eq!(read("\"pcso\"", "\"park_ranger\""), Err(TableError::Malformed));
    assert_eq!(read("\"own\"", "\"everything\""), Err(TableError::Malformed));
    assert_eq!(read("\"audit\": \"none\"", "\"patrol\": \"none\""), Err(TableError::Malformed));
    assert_eq!(read("\"no_role_yet\"", "\"anybody\""), Err(TableError::Malformed));
    let line = shipped.lines().find(|line| line.contains("\"pcso\"")).unwrap();
    assert_eq!(read(&format!("{line}\n"), ""), Err(TableError::Missing(Role::Pcso)));
    let lacking = read("\"patrol\": \"own\", ", "").unwrap();
    assert_eq!(lacking.level(Role::Constable, Area::Patrol), Level::None);
    // A table that lets nobody read anything is what is left when there is none.
    let access = AccessTable::default().access(&roles(&[Role::Constable]), date(2026, 5, 1));
    let everything =
        Reading { own: true, same_team: true, shared: true, concern: true, ..Reading::default() };
    assert!(Area::ALL.into_iter().all(|area| !access.may_read_body(area, everything)));
}

/// Every way a record can stand to an officer.
fn readings() -> impl Iterator<Item = Reading> {
    (0_u16..256).map(|bits| {
        let bit = |n: u16| bits & (1 << n) != 0;
        Reading {
            own: bit(0),
            same_team: bit(1),
            shared: bit(2),
            closed: bit(3),
            submitted: bit(4),
            concern: bit(5),
            case_file: bit(6),
            logged_request: bit(7),
        }
    })
}

fn roles(all: &[Role]) -> Roles {
    let term = |role| RoleTerm { role, from: date(2026, 1, 1), until: None };
    all.iter().fold(Roles::default(), |roles, role| roles.grant(term(*role)).unwrap())
}

/// What a cell lets be done, told once more in other words: read, know, count, write.
fn told(level: Level, reading: Reading) -> [bool; 4] {
    let Reading { own, same_team, shared, closed, submitted, concern, case_file, logged_request } = reading;
    let (reads, writes) = match level {
        Level::None | Level::Numbers | Level::NumbersAfterSubmit | Level::Existence => (false, false),
        Level::Writes | Level::WritesThenExistence => (own && !closed, true),
        Level::Own => (own, true),
        Level::OwnAndShared => (own || shared, true),
        Level::Team => (own || same_team, true),
        Level::Authority => (true, true),
        Level::AuthorityWhereConcern => (concern, false),
        Level::AuthorityFromCaseFile => (case_file, false),
        Level::LoggedRequest => (logged_request, false),
        Level::OwnActs => (own, false),
    };
    let knows = reads || level == Level::Existence || level == Level::WritesThenExistence;
    let counts = reads || level == Level::Numbers || (level == Level::NumbersAfterSubmit && submitted);
    [reads, knows, counts, writes]
}

#[test]
fn each_cell_lets_be_done_what_its_word_says_and_nothing_else() {
    let (table, day) = (AccessTable::shipped(), date(2026, 5, 1));
    for role in Role::ALL {
        let access = table.access(&roles(&[role]), day);
        for area in Area::ALL {
            for reading in readings() {
                let [reads, knows, counts, writes] = told(table.level(role, area), reading);
                assert_eq!(access.may_read_body(area, reading), reads, "{role:?} {area:?} {reading:?}");
                assert_eq!(access.may_know_existence(area, reading), knows, "{role:?} {area:?} {reading:?}");
                assert_eq!(access.may_have_numbers(area, reading), counts, "{role:?} {area:?} {reading:?}");
                assert_eq!(access.may_write(area), writes && area != Area::Audit, "{role:?} {area:?}");
            }
        }
    }
}

#[test]
fn several_roles_let_be_done_what_one_of_them_does() {
    let (table, day) = (AccessTable::shipped(), date(2026, 5, 1));
    for one in Role::ALL {
        for other in Role::ALL.into_iter().filter(|other| *other != one) {
            let [first, second, both] =
                [vec![one], vec![other], vec![one, other]].map(|held| table.access(&roles(&held), day));
            for area in Area::ALL {
                assert_eq!(both.may_write(area), first.may_write(area) || second.may_write(area));
                for reading in readings() {
                    let either = first.may_read_body(area, reading) || second.may_read_body(area, reading);
                    assert_eq!(both.may_read_body(area, reading), either, "{one:?} {other:?} {area:?}");
                }
            }
        }
    }
}

#[test]
fn no_police_role_reads_what_others_wrote_of_welfare() {
    let table = AccessTable::shipped();
    for role in [Role::Constable, Role::Pcso, Role::PoliceSupervisor, Role::CommunitySafetyManager] {
        let level = table.level(role, Area::Welfare);
        for reading in readings().filter(|reading| !reading.own || reading.closed) {
            assert!(!level.may_read_body(reading), "{role:?} {reading:?}");
        }
    }
}
