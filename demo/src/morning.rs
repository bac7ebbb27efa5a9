//! Half past four: an outreach worker meets people who sleep rough, with no network, and others read of it as far as
//! their roles let them.

use std::path::Path;

use serde_json::Value;

use crate::checks::Check;
use crate::error::DemoError;
use crate::handset::Handset;
use crate::paper::day;
use crate::programs::Programs;
use crate::server::{AUTHORITY, Server};
use crate::told::{Voice, say, show};

const WORKER: &str = "O-12";
const CONSTABLE: &str = "PC303";
/// Who looks after data, and reads who looked at it.
const KEEPER: &str = "DPO1";
/// Who answers for the welfare service.
pub const COORDINATOR: &str = "C-1";
/// Where people sleep at the Great Lines (invented); some tens of metres apart.
const BEDS: [&str; 3] = ["51.38800,0.53700", "51.38830,0.53710", "51.38835,0.53722"];
const NAME: &str = "Quillfeather";

/// Tells it; answers its claims.
pub fn tell(
    voice: &mut Voice,
    programs: &Programs,
    scratch: &Path,
    server: &mut Server,
) -> Result<Vec<Check>, DemoError> {
    voice.step("Half past four: outreach, with no network");
    let worker = enter(programs, scratch, server, (WORKER, "Outreach (invented)", "outreach_worker"))?;
    let constable = enter(programs, scratch, server, (CONSTABLE, "Neighbourhood (invented)", "constable"))?;
    enter(programs, scratch, server, (COORDINATOR, "Housing (invented)", "rough_sleeping_coordinator"))?;
    server.stop()?;
    worker.ask(&["on", "--duty", "outreach"])?;
    let step =
        |words: &[&str]| worker.ask(&[&["welfare", "step", "--person", "1"], words].concat()).map(drop);
    let begin = |bed: &str| worker.ask(&["welfare", "begin", "contact", "--place", bed]).map(drop);

    begin(BEDS[0])?;
    let early = worker.refused(&["welfare", "close", "advice"])?.unwrap_or_default();
    worker.ask(&[
        "welfare",
        "person",
        "--given",
        "Persephone",
        "--family",
        NAME,
        "--born",
        "1979-02-28",
        "--state",
        "bedded-down",
    ])?;
    step(&["danger"])?;
    step(&["offer", "accommodation", "Night shelter", "accepted"])?;
    let asleep = [
        "welfare",
        "step",
        "--person",
        "1",
        "consent",
        "given",
        "--capacity",
        "doubt",
        "--wording",
        "2025-2",
    ];
    let drunk = worker.refused(&asleep)?.unwrap_or_default();
    say(
        "Consent of somebody who may not be able to give it is refused; of somebody awake and sober it is taken:",
    );
    step(&["consent", "given", "--capacity", "yes", "--wording", "2025-2"])?;
    step(&["refer", "Rough sleeping coordinator", "Wants a bed tonight."])?;
    step(&["next-visit", &day(1)?, "Bring the housing form."])?;
    worker.ask(&["welfare", "close", "referral"])?;
    show(&worker.ask(&["welfare", "show"])?.lines().nth(1).unwrap_or_default().replace(NAME, "(a name)"));

    begin(BEDS[1])?;
    worker.ask(&["welfare", "person", "--state", "about-to"])?;
    step(&["danger", "--immediate"])?;
    say("Somebody is not breathing well. Before any form, the card:");
    worker.ask(&["welfare", "card", "--place", BEDS[1]])?.lines().for_each(show);
    step(&["danger", "--immediate", "--called", &jiff::Timestamp::now().to_string()])?;
    step(&["concern", "physical-health", "Did not breathe well.", "--high"])?;
    worker.ask(&["welfare", "close", "emergency"])?;

    begin(BEDS[2])?;
    worker.ask(&["welfare", "person", "--state", "awake-not"])?;
    step(&["danger"])?;
    worker.ask(&["welfare", "close", "no-concern"])?;
    worker.ask(&["off"])?;
    server.start()?;
    worker.ask(&["sync"])?;
    worker.ask(&["sync"])?;
    constable.ask(&["sync"])?;

    voice.step("Who reads of it");
    let list = |reader: &str| {
        server
            .ask_json(&["welfare", "list", "--authority", AUTHORITY, "--as", reader])
            .map(|told| told["rows"].clone())
    };
    let (own, coordinator, police) = (list(WORKER)?, list(COORDINATOR)?, list(CONSTABLE)?);
    for (who, rows) in [("the worker", &own), ("the coordinator", &coordinator), ("a constable", &police)] {
        show(&format!("{who}: {}", places(rows)));
    }
    let sleeping: u64 = cells(&own, "sleeping_rough").filter_map(|text| text.parse::<u64>().ok()).sum();
    let referrals =
        server.ask_json(&["welfare", "referrals", "--authority", AUTHORITY, "--as", COORDINATOR])?;
    server.seats(KEEPER, "data_protection_officer")?;
    let log = server.ask(&["access-log", "--authority", AUTHORITY, "--as", KEEPER])?;
    let looks = log.lines().filter(|line| line.contains("list of welfare records")).count();
    Ok(vec![
        Check::new(
            "help asks for danger first, takes no consent from somebody who cannot give it, and counts who slept rough",
            early.contains("danger_first") && drunk.contains("consent_capacity_in_doubt") && sleeping == 2,
            format!("3 people met, {sleeping} of them sleeping rough"),
        ),
        Check::new(
            "who enforces reads that something exists; the exact place is for the own team, and so few people are told by their ward",
            places(&own).matches("TQ ").count() == 3
                && !coordinator.to_string().contains("TQ ")
                && cells(&police, "state").all(|state| state.starts_with("exists"))
                && !police.to_string().contains("TQ "),
            format!("{looks} looks, each in the access log"),
        ),
        Check::new(
            "a referral carries the words agreed to; no log holds a name or a place",
            referrals["rows"][0]["wording"] == "2025-2"
                && looks == 3
                && !log.contains(NAME)
                && !log.contains("TQ "),
            format!("{} referral", referrals["rows"].as_array().map_or(0, Vec::len)),
        ),
    ])
}

/// An officer with a role, and a phone that knows of it.
pub fn enter(
    programs: &Programs,
    scratch: &Path,
    server: &Server,
    (code, team, role): (&str, &str, &str),
) -> Result<Handset, DemoError> {
    let ticket = server.enter(code, &format!("{code} (invented)"), team)?;
    let grant = ["officer", "role", "add", "--authority", AUTHORITY, "--code", code, "--role", role];
    server.ask(&[&grant[..], &["--from", "2025-01-01"]].concat())?;
    Handset::enrolled(programs, scratch, code, ticket)
}

/// The cells of a column.
fn cells<'a>(rows: &'a Value, column: &'a str) -> impl Iterator<Item = &'a str> {
    rows.as_array().into_iter().flatten().filter_map(move |row| row[column].as_str())
}

/// What is shown of each record's place.
fn places(rows: &Value) -> String {
    let one = |row: &Value| {
        let (place, state) =
            (row["place"].as_str().unwrap_or_default(), row["state"].as_str().unwrap_or_default());
        let ward = row["ward"].as_str().filter(|ward| !ward.is_empty()).unwrap_or("no ward");
        if place.is_empty() { format!("{ward}: {state}") } else { place.to_owned() }
    };
    let all: Vec<String> = rows.as_array().into_iter().flatten().map(one).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}
