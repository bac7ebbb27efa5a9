//! Another day: an officer meets people, with no network, and the supervisor's register adds up. Told last.
//!
//! Orders are the shipped illustrative ones, near the end of their term and with every sign just seen. Nobody is fined: the paper
//! itself says DEMO.

use std::path::Path;

use beatbook_domain::calendar::local_date;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cast;
use crate::checks::Check;
use crate::error::DemoError;
use crate::handset::Handset;
use crate::programs::Programs;
use crate::server::{AUTHORITY, Server};
use crate::told::{Voice, say, show};

const ORDERS: &str = include_str!("../../sync-server/illustrative/medway-orders.json");
const ZONES: &str = include_str!("../../sync-server/illustrative/medway-order-zones.geojson");
const OFFICER: &str = "CS201";
/// Reads the register at a desk.
pub const SUPERVISOR: &str = "SGT7";
/// 62 m inside the alcohol order's area in Chatham.
const BANK: &str = "51.37851,0.52400";
/// 9 m inside the one in Rochester: too near its edge to be sure.
const CAR_PARK: &str = "51.38477,0.51050";
/// The orders end in so many days: near enough for the phone to say so.
const ENDS_IN_DAYS: i64 = 60;
/// And began so many days before that, less than three years.
const LASTED_DAYS: i64 = 1_000;
const POWERS: [&str; 4] = ["s63_requirement", "s68_fpn", "epa88_fpn", "cpw"];

/// What the phone had to say.
struct Said {
    /// Numbers, in the order of issue.
    numbers: Vec<String>,
    /// What is unsure about the one that stayed a draft.
    doubts: Vec<String>,
    /// What was missing before anything was done about it.
    missing: Vec<String>,
}

/// Tells it; answers its claims.
pub fn tell(
    voice: &mut Voice,
    programs: &Programs,
    scratch: &Path,
    server: &mut Server,
    out: Option<&Path>,
) -> Result<Vec<Check>, DemoError> {
    voice.step("Another day: orders, an officer with powers, and no network");
    let begun = day(0)?;
    let officer = prepare(programs, scratch, server)?;
    server.stop()?;
    let said = encounters(&officer)?;
    server.start()?;
    officer.ask(&["off"])?;
    officer.ask(&["sync"])?;
    voice.step("The register, as the supervisor reads it");
    // The night may end meanwhile.
    let today = day(0)?;
    let days = format!("{begun}..{today}");
    let seat = ["--authority", AUTHORITY, "--as", SUPERVISOR];
    let register =
        ["register", "--authority", AUTHORITY, "--as", SUPERVISOR, "--issued", &days, "--as-at", &today];
    let some = [
        "penalties_by_order",
        "penalties_by_offence",
        "warnings_and_notices",
        "ended_by_reason",
        "paper_by_team",
    ];
    let tables: Vec<&str> = some.iter().flat_map(|code| ["--table", code]).collect();
    show(&server.ask(&[&register[..], &tables].concat())?);
    say("Six more tables have no rows today; `server register` prints them all.");
    if let Some(out) = out {
        let csv = server.ask(&[&register[..], &["--csv"]].concat())?;
        std::fs::write(out.join("register.csv"), csv + "\n")
            .map_err(DemoError::system("writing the register"))?;
    }
    claims(
        &said,
        &server.ask_json(&register)?,
        &server.ask_json(&[&["notice", "drafts"], &seat[..]].concat())?,
    )
}

/// Orders, powers, a phone that has them and numbers.
fn prepare(programs: &Programs, scratch: &Path, server: &Server) -> Result<Officer, DemoError> {
    let write = |name: &str, text: String| {
        let file = scratch.join(name);
        std::fs::write(&file, text).map_err(DemoError::system("writing a file"))?;
        Ok::<_, DemoError>(file.display().to_string())
    };
    let zones =
        write("order-zones.geojson", cast::in_force(serde_json::from_str(ZONES).unwrap_or_default()))?;
    let past = ["--retroactive", "--reason", "orders of long ago are shown"];
    server.ask(&[&["zones", "import", &zones, "--authority", AUTHORITY], &past[..]].concat())?;
    let orders = write("orders.json", book()?.to_string())?;
    let told = server.ask_json(&["orders", "import", &orders, "--authority", AUTHORITY])?;
    let changes = told["changes"].as_array().map_or(0, Vec::len);
    say(&format!(
        "An order book of {changes} things: orders, premises, signs, what stands on the council's paper."
    ));
    server.seats(SUPERVISOR, "police_supervisor")?;
    let code = server.enter(OFFICER, "Officer 6 (invented)", "Community safety (invented)")?;
    for power in POWERS {
        let grant =
            ["officer", "power", "add", "--authority", AUTHORITY, "--code", OFFICER, "--power", power];
        let by = ["--capacity", "council_authorised", "--reference", "AUTH/12", "--from", "2025-01-01"];
        let why = ["--as", SUPERVISOR, "--reason", "shown the authorisation (invented)"];
        server.ask(&[&grant[..], &by, &why].concat())?;
    }
    let officer = Officer(Handset::enrolled(programs, scratch, OFFICER, code)?);
    show(&format!("{OFFICER}  {}", officer.ask(&["notice", "numbers"])?.replace('\n', ", ")));
    say("The server is switched off again.");
    officer.ask(&["on"])?;
    Ok(officer)
}

/// The illustrative orders in the last weeks of their term, and every sign just seen.
fn book() -> Result<Value, DemoError> {
    let mut book: Value = serde_json::from_str(ORDERS).unwrap_or_default();
    let (today, until) = (day(0)?, day(ENDS_IN_DAYS)?);
    let from = day(ENDS_IN_DAYS - LASTED_DAYS)?;
    for order in book["orders"].as_array_mut().into_iter().flatten() {
        let term = json!({ "from": from, "until": until, "history": [{ "what": "made", "on": from }] });
        order["term"] = term;
        order["effective"] = json!(from);
    }
    for sign in book["signs"].as_array_mut().into_iter().flatten() {
        sign["seen"] = json!(today);
    }
    Ok(book)
}

fn encounters(officer: &Officer) -> Result<Said, DemoError> {
    let mut said = Said { numbers: Vec::new(), doubts: Vec::new(), missing: Vec::new() };
    let drinking = "Drank beer from a can outside the bank, shouted at people, and would not stop.";
    let breach = |order: &'static str| ["penalty", "--six", "yes", "--order", order, "--condition", "ALC-1"];

    say("A man drinks and shouts outside a bank. What applies there, asked of the phone:");
    let applies = officer.ask(&["applies", "--at", BANK, "--accuracy", "5"])?;
    let ends = |line: &&str| line.contains("the order ends in");
    applies.lines().skip_while(|line| *line != "IN FORCE HERE").take(3).for_each(show);
    applies.lines().find(ends).into_iter().for_each(show);
    officer.meets(BANK, "Sam Example")?;
    officer.saw("ALC-1", "Drinking and shouting.")?;
    let check =
        [&["notice", "check"], &breach("MDW-ALC-CHA")[..], &Officer::words(drinking), &["--json"]].concat();
    let checked = officer.json(&check)?;
    let missing = checked["missing"].as_array().into_iter().flatten();
    said.missing = missing.filter_map(|point| Some(point["code"].as_str()?.to_owned())).collect();
    say(&format!("A notice now? Everything that is missing, at once: {}.", said.missing.join(", ")));
    officer.requires()?;
    officer.step(&["refused", "No."])?;
    officer.fairly()?;
    let number = officer.issues(&breach("MDW-ALC-CHA"), drinking)?.ok_or_else(no_number)?;
    show(&format!("{number}  required, refused, £100; printed and handed over"));
    officer.print(&number)?;
    officer.ask(&["notice", "serve", &number, "--refused-to-sign"])?;
    officer.ask(&["encounter", "end", "fpn", "--text", &number])?;
    said.numbers.push(number);

    officer.meets(BANK, "Kim Other")?;
    officer.saw("ALC-1", "Drinking and shouting.")?;
    officer.requires()?;
    officer.step(&["surrendered", "Beer, can", "1 × 500 ml"])?;
    officer.step(&["disposed", "Poured away at the place"])?;
    officer.ask(&["encounter", "end", "warning"])?;
    say("Another pours it away: a warning, no notice, no number.");

    officer.meets(BANK, "Alex Third")?;
    officer.saw("LIT", "Threw a can into the river.")?;
    officer.fairly()?;
    let litter = "Threw an empty can into the river and walked away from it.";
    let number =
        officer.issues(&["penalty", "--six", "yes", "--offence", "LIT"], litter)?.ok_or_else(no_number)?;
    show(&format!(
        "{number}  litter, £100, by the council's own amounts; then found to be the wrong person: void"
    ));
    officer.ask(&["notice", "void", &number, "--reason", "wrong_person"])?;
    said.numbers.push(number);

    officer.meets(BANK, "Pat Fourth")?;
    officer.saw("untidy_land", "Torn bags and rats.")?;
    let until = day(14)?;
    let warning = [
        &["cpw", "--conduct", "untidy_land", "--effect", "Smell and rats at nine homes.", "--persistent"][..],
        &[
            "Every week since June.",
            "--unreasonable",
            "Bins were given.",
            "--stop",
            "leaving waste in the garden",
        ],
        &["--until", &until],
    ];
    let number = officer.issues(&warning.concat(), "Bags of waste in the front garden, torn open.")?;
    let number = number.ok_or_else(no_number)?;
    show(&format!("{number}  a community protection warning: it costs nothing"));
    said.numbers.push(number);

    officer.meets(CAR_PARK, "Jo Fifth")?;
    officer.saw("ALC-1", "Drinking and shouting.")?;
    officer.requires()?;
    officer.step(&["refused", "No."])?;
    officer.fairly()?;
    said.doubts = officer.asked(&breach("MDW-ALC-ROC"), drinking)?.1;
    say(&format!(
        "In the station car park, nine metres from the order's edge: no number. A draft for a supervisor, unsure: {}.",
        said.doubts.join(", ")
    ));
    Ok(said)
}

fn no_number() -> DemoError {
    DemoError::Answer("beatbook-phone notice issue".to_owned())
}

/// The officer's phone.
struct Officer(Handset);

impl Officer {
    fn ask(&self, arguments: &[&str]) -> Result<String, DemoError> {
        self.0.ask(arguments)
    }

    fn json(&self, arguments: &[&str]) -> Result<Value, DemoError> {
        self.0.json(arguments)
    }

    fn meets(&self, place: &str, name: &str) -> Result<(), DemoError> {
        self.ask(&["encounter", "begin", "--place", place])?;
        let who = ["encounter", "person", "--name", name, "--born", "1990-05-01", "--homeless", "no"];
        self.ask(&[&who[..], &["--address", "27 Example Road", "--address", "Chatham"]].concat()).map(drop)
    }

    fn saw(&self, code: &str, text: &str) -> Result<(), DemoError> {
        self.ask(&["encounter", "saw", code, text]).map(drop)
    }

    fn step(&self, words: &[&str]) -> Result<(), DemoError> {
        self.ask(&[&["encounter", "step"], words].concat()).map(drop)
    }

    fn requires(&self) -> Result<(), DemoError> {
        self.step(&["premises"])?;
        self.step(&["engaged", "Good afternoon."])?;
        self.step(&["advised", "There is an alcohol order here."])?;
        let words =
            ["required", "I require you to stop drinking and to hand over the can.", "--offence-told"];
        self.step(&[&words[..], &["--belief", "Open can in hand, smell of beer."]].concat())
    }

    fn fairly(&self) -> Result<(), DemoError> {
        self.step(&["cautioned", "2025-1"])?;
        self.step(&["excuse", "It is hot."])?;
        self.step(&["understood"])
    }

    /// Where and what, as every notice says.
    fn words(particulars: &str) -> [&str; 4] {
        ["--place", "High Street, Chatham", "--particulars", particulars]
    }

    /// Asks for a notice: its number, or what is unsure.
    fn asked(&self, about: &[&str], particulars: &str) -> Result<(Option<String>, Vec<String>), DemoError> {
        let words = [&["notice", "issue"], about, &Self::words(particulars), &["--json"]].concat();
        let told = self.json(&words)?;
        let doubts = told["draft"].as_array().into_iter().flatten();
        let doubts = doubts.filter_map(|doubt| Some(doubt.as_str()?.to_owned())).collect();
        Ok((told["number"].as_str().map(str::to_owned), doubts))
    }

    fn issues(&self, about: &[&str], particulars: &str) -> Result<Option<String>, DemoError> {
        Ok(self.asked(about, particulars)?.0)
    }

    fn print(&self, number: &str) -> Result<(), DemoError> {
        let paper = self.0.home.join(format!("{number}.html")).display().to_string();
        self.ask(&["notice", "print", number, "--out", &paper]).map(drop)
    }
}

fn claims(said: &Said, register: &Value, drafts: &Value) -> Result<Vec<Check>, DemoError> {
    let serials: Vec<&str> = said.numbers.iter().filter_map(|number| number.split('-').nth(2)).collect();
    let buckets: Vec<(u64, u64)> = sums(register);
    let mut tables = register["tables"].as_array().into_iter().flatten();
    let penalties = tables.find(|table| table["code"] == "penalties_by_offence");
    let issued = penalties.and_then(|table| table["total"]["cells"][0].as_u64()).unwrap_or_default();
    let waiting = drafts["drafts"].as_array().map_or(0, Vec::len);
    Ok(vec![
        Check::new(
            "notices got their numbers offline, one after the other, the void one accounted for",
            serials == ["000001", "000002", "000003"],
            said.numbers.join(", "),
        ),
        Check::new(
            "in every table of the register issued is the sum of the buckets",
            issued == 2 && !buckets.is_empty() && buckets.iter().all(|(issued, sum)| issued == sum),
            format!("{} tables, {issued} fixed penalties issued today", buckets.len()),
        ),
        Check::new(
            "what was unsure got no number and waits for a supervisor; what was incomplete was refused, all at once",
            said.doubts == ["edge"] && waiting == 1 && said.missing.len() > 3,
            format!("{waiting} draft, {} points missing at first", said.missing.len()),
        ),
    ])
}

/// Issued and the sum of the buckets, of every table that has them.
fn sums(register: &Value) -> Vec<(u64, u64)> {
    let checks = |table: &Value| table["checks"].as_array().cloned().unwrap_or_default();
    let tables = register["tables"].as_array().into_iter().flatten();
    let sums = tables.flat_map(checks).filter_map(|check| {
        let of_issued = check["what"].as_str()?.contains("issued = sum of buckets");
        of_issued.then(|| Some((check["one"].as_u64()?, check["other"].as_u64()?)))?
    });
    sums.collect()
}

/// The local day so many days from now.
pub fn day(later: i64) -> Result<String, DemoError> {
    let day = local_date(Timestamp::now().as_millisecond() + later * 24 * 3_600_000);
    day.map(|day| day.to_string()).map_err(|_| DemoError::Answer("today".to_owned()))
}
