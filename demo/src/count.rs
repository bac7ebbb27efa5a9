//! A small count of people who sleep rough: two teams offline, one person seen by both, and the return that can be explained.
//!
//! It runs on the real clock, at whatever hour: so the count is of tomorrow's night, opened early, and its label says that.

use std::path::Path;

use serde_json::{Value, json};

use crate::checks::Check;
use crate::error::DemoError;
use crate::handset::Handset;
use crate::morning::{COORDINATOR, enter};
use crate::paper::day;
use crate::programs::Programs;
use crate::server::{AUTHORITY, Server};
use crate::told::{Voice, say, show};

const LEADS: [&str; 2] = ["L-1", "L-2"];
const SECTORS: [&str; 2] = ["lines-west", "lines-east"];

/// Tells it; answers its claims.
pub fn tell(
    voice: &mut Voice,
    programs: &Programs,
    scratch: &Path,
    server: &mut Server,
) -> Result<Vec<Check>, DemoError> {
    voice.step("A small count: two teams, with no network");
    let teams = [("Housing (invented)", false), ("Public health (invented)", true)];
    let phones: Vec<Handset> = LEADS
        .iter()
        .zip(teams)
        .map(|(code, (team, _))| enter(programs, scratch, server, (code, team, "count_volunteer")))
        .collect::<Result<_, _>>()?;
    let zones = server.ask_json(&["zones", "list", "--authority", AUTHORITY])?;
    let zone = zones[0]["code"].as_str().unwrap_or_default();
    let sector = |code: &&str| json!({ "code": code, "zone": zone });
    let team = |(number, (organisation, independent)): (usize, (&str, bool))| {
        json!({
            "code": (number + 1).to_string(), "organisation": organisation, "independent": independent,
            "leads": [LEADS[number]], "members": [], "sectors": [SECTORS[number]],
        })
    };
    let plan = json!({
        "kind": "bimonthly", "night": day(1)?, "from": "00:00:00", "to": "05:00:00",
        "sectors": SECTORS.iter().map(sector).collect::<Vec<_>>(),
        "teams": teams.into_iter().enumerate().map(team).collect::<Vec<_>>(),
        "briefed": true,
    });
    let file = scratch.join("plan.json");
    std::fs::write(&file, plan.to_string()).map_err(DemoError::system("writing the plan"))?;
    let ask = |words: &[&str], officer: &str| {
        server.ask_json(&[&["count"], words, &["--authority", AUTHORITY, "--as", officer]].concat())
    };
    let set = ask(&["plan", &file.display().to_string()], COORDINATOR)?;
    let count = set["count"].as_str().unwrap_or_default().to_owned();
    ask(&["open", &count], COORDINATOR)?;
    phones.iter().try_for_each(|phone| phone.ask(&["sync"]).map(drop))?;
    server.stop()?;

    for ((phone, team), sector) in phones.iter().zip(["1", "2"]).zip(SECTORS) {
        phone.ask(&["count", "join", &count, team])?;
        phone.ask(&["count", "start"])?;
        saw(phone, team)?;
        phone.ask(&["count", "sector", sector])?;
        phone.ask(&["count", "debrief", "Nothing happened."])?;
        phone.ask(&["count", "end"])?;
    }
    say("Five sightings on two phones; nobody typed a total. With the network back they meet:");
    server.start()?;
    phones.iter().try_for_each(|phone| phone.ask(&["sync"]).map(drop))?;

    let ask = |words: &[&str], officer: &str| {
        server.ask_json(&[&["count"], words, &["--authority", AUTHORITY, "--as", officer]].concat())
    };
    let before = ask(&["table", &count], COORDINATOR)?;
    let proposals = ask(&["proposals", &count], COORDINATOR)?;
    let pair = proposals[0]["pair"].as_str().unwrap_or_default().to_owned();
    let reasons = proposals[0]["reasons"].as_array().into_iter().flatten();
    let reasons: Vec<String> =
        reasons.filter_map(|one| Some(one["reason"].as_str()?.replace('_', " "))).collect();
    show(&format!(
        "{} pair that may be one person, with {} points: {}",
        proposals.as_array().map_or(0, Vec::len),
        proposals[0]["score"],
        reasons.join(", ")
    ));
    ask(&["decide", &count, &pair, "same"], LEADS[0])?;
    let by_one = ask(&["table", &count], COORDINATOR)?;
    ask(&["decide", &count, &pair, "same"], COORDINATOR)?;
    ask(&["close", &count], COORDINATOR)?;
    let after = ask(&["table", &count], COORDINATOR)?;
    let figures = after["figures"].as_str().unwrap_or_default().to_owned();
    ask(&["verify", &count, "--figures", &figures], COORDINATOR)?;
    say("Two people have decided, one of them from neither team. The return:");
    let table = ["count", "table", &count, "--authority", AUTHORITY, "--as", COORDINATOR];
    show(&server.ask(&table)?);

    let total = |table: &Value| number(table, "count");
    let sums = ["gender", "age", "nationality"].map(|by| number(&after, by));
    Ok(vec![
        Check::new(
            "two sightings are one person only when two people have decided, one of them from neither team",
            (total(&before), total(&by_one), total(&after)) == (4, 4, 3),
            format!("{} people, then {}", total(&before), total(&after)),
        ),
        Check::new(
            "the return adds up by gender, age and nationality, and its label is worked out with its reasons",
            sums == [total(&after); 3]
                && after["label"]["assurance"] == "not_fully_assured"
                && after["label"]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()),
            format!("{} = {} = {} = {}", total(&after), sums[0], sums[1], sums[2]),
        ),
    ])
}

/// What a team sees: somebody both meet, one or two more, and one who is awake and is not counted.
fn saw(phone: &Handset, team: &str) -> Result<(), DemoError> {
    let see = |words: &[&str]| phone.ask(&[&["count", "saw"], words].concat()).map(drop);
    let looks = ["--gender", "male", "--age", "26_over", "--nationality", "uk"];
    if team == "1" {
        let named = ["--given", "Jonathan", "--family", "Quillfeather", "--born", "1979-02-28"];
        see(&[&["doorway", "bedded_down", "--place", "51.38800,0.53700"], &looks[..], &named].concat())?;
        let other = ["--gender", "female", "--age", "18_25", "--nationality", "eu"];
        see(&[&["park", "about_to", "--place", "51.38900,0.53900"], &other[..]].concat())
    } else {
        let known = ["--initials", "J.Q.", "--born", "1979-02-28"];
        see(&[&["doorway", "bedded_down", "--place", "51.38801,0.53702"], &looks[..], &known].concat())?;
        see(&["tent", "bedded_down", "--place", "51.38700,0.54100"])?;
        see(&["park", "awake_not", "--place", "51.38650,0.54200"])
    }
}

/// The sum of a table's rows of a kind.
fn number(table: &Value, by: &str) -> u64 {
    let rows = table["rows"].as_array().into_iter().flatten().filter(|row| row[0] == by);
    rows.filter_map(|row| row[2].as_str()?.parse::<u64>().ok()).sum()
}
