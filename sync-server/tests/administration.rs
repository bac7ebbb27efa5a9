//! The administrator's commands, with a server running (through its socket) and without (straight to the file).

mod common;

use std::os::unix::fs::PermissionsExt;

use beatbook_domain::records::patrol::Duty;
use beatbook_server::ServerError;
use beatbook_server::admin::{Answer, AuthorityCommand, Command, Request, client};
use beatbook_server::home::Home;
use clap::{Parser, Subcommand};
use common::Beat;
use common::id;
use common::walk::{Walk, ZONE, fixes, import_zone};

/// The words an administrator types.
#[derive(Parser)]
struct Words {
    #[command(subcommand)]
    ask: Ask,
}

#[derive(Subcommand)]
enum Ask {
    #[command(flatten)]
    It(Command),
}

async fn say_with(home: &Home, words: &str, file: &str) -> Result<Answer, ServerError> {
    let Ask::It(command) = Words::parse_from(format!("x {words}").split_whitespace()).ask;
    let json = false;
    client::run(home, Request { command, json }, file.as_bytes().to_vec(), |_| {}).await
}

async fn say(home: &Home, words: &str) -> String {
    let answer = say_with(home, words, "").await.unwrap();
    assert_eq!(answer.exit, 0, "{words}");
    String::from_utf8(answer.out).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_beside_a_running_server_and_without_one() {
    let beat = Beat::begin().await;
    let home = Home::at(beat.folder.path());
    assert!(say(&home, "authority list").await.contains("MDW"));
    assert!(
        say(&home, "officer add --authority MDW --code 4712 --name Smith --team Chatham")
            .await
            .contains("added")
    );
    let mode = std::fs::metadata(home.socket()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::metadata(home.key_file()).unwrap().permissions().mode() & 0o777, 0o600);
    let Beat { server, .. } = beat;
    server.stop().await;
    assert!(!home.socket().exists());
    let officers = say(&home, "officer list --authority MDW").await;
    assert!(officers.contains("4711") && officers.contains("4712"));
    assert!(say(&home, "verify").await.contains("all good"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_from_the_running_server_enrols_a_phone() {
    let beat = Beat::begin().await;
    let home = Home::at(beat.folder.path());
    let text = say(&home, "enrol --authority MDW --officer 4711 --text-only").await;
    let ticket = beatbook_protocol::enrol::Ticket::parse(&text).unwrap();
    assert_eq!(ticket.address, format!("https://{}", beat.server.address()));
    let phone = common::phone::Phone::new(&ticket, 5);
    phone.enrol(&ticket.code).await.unwrap();
    let shown = say(&home, "enrol --authority MDW --officer 4711").await;
    assert!(shown.contains('█') && shown.contains("BEATBOOK1-") && shown.contains("15 minutes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn zones_hours_and_outstanding_while_serving() {
    let beat = Beat::begin().await;
    let home = Home::at(beat.folder.path());
    let refused = say_with(&home, "zones import f --authority MDW", ZONE).await.unwrap_err().to_string();
    assert!(refused.contains("retroactive"), "{refused}");
    let dry =
        say_with(&home, "zones import f --authority MDW --retroactive --reason start --dry-run", ZONE).await;
    assert!(String::from_utf8(dry.unwrap().out).unwrap().contains("would be added"));
    assert!(say(&home, "zones list --authority MDW").await.contains("No zone"));
    say_with(&home, "zones import f --authority MDW --retroactive --reason start", ZONE).await.unwrap();
    assert!(say(&home, "zones list --authority MDW").await.contains("CHAT-1"));
    let mut phone = beat.phone(1).await;
    let mut walk = Walk::sign_on(&mut phone, id(50), Duty::TaskedCore);
    walk.chunk(&mut phone, fixes(0..30));
    phone.sync().await;
    let open = say(&home, "outstanding --authority MDW --period 2026-09-21..2026-09-22").await;
    assert!(open.contains("4711") && open.contains("a patrol is open"), "{open}");
    walk.sign_off(&mut phone, 30);
    phone.sync().await;
    let hours = say(&home, "hours 2026-09 --authority MDW --wait --publish").await;
    assert!(hours.contains("CHAT-1") && hours.contains("0 patrols waiting"), "{hours}");
    let csv = say(&home, "hours 2026-09 --authority MDW --format csv").await;
    assert!(csv.lines().count() >= 2 && csv.contains("CHAT-1"));
    let nobody = say_with(&home, "hours 2026-09 --authority MDW --officer 4711 --reason complaint", "").await;
    assert!(String::from_utf8(nobody.unwrap().out).unwrap().contains("logged"));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_a_file_is_said_at_once_and_nothing_is_imported() {
    let beat = Beat::begin().await;
    let home = Home::at(beat.folder.path());
    let broken =
        ZONE.replace("\"hotspot\"", "\"hot spot\"").replace("[0.5200,51.3800]]]", "[0.5201,51.3801]]]");
    let refused = say_with(&home, "zones import f --authority MDW", &broken).await.unwrap_err().to_string();
    assert!(refused.contains("2 problems"), "{refused}");
    assert!(say(&home, "zones list --authority MDW").await.contains("No zone"));
    let _ = import_zone;
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_answered_with_what_to_do() {
    let beat = Beat::begin().await;
    let home = Home::at(beat.folder.path());
    for (words, remedy) in [
        ("officer list --authority XXX", "authority list"),
        ("enrol --authority MDW --officer 9999", "officer list"),
        ("authority add MDW Again", "already"),
        ("authority add medway Medway", "capital letters"),
        ("hours yesterday --authority MDW", "2026-Q2"),
    ] {
        let refused = say_with(&home, words, "").await.unwrap_err().to_string();
        assert!(refused.contains(remedy), "{words}: {refused}");
    }
    let nowhere = Home::at(&beat.folder.path().join("nowhere"));
    let list = Request { command: Command::Authority(AuthorityCommand::List), json: true };
    let refused = client::run(&nowhere, list, Vec::new(), |_| {}).await.unwrap_err();
    assert!(matches!(refused, ServerError::NotInitialised), "{refused}");
}
