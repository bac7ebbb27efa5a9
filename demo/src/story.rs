//! The story itself, step by step: server, zones, phones, the night, sign-off, sync, hours, checks.
//!
//! Each step does one thing with the real programs and says in a line or two what it shows.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::cast::{Cast, Officer};
use crate::checks::{self, Check, PhoneSays};
use crate::count;
use crate::ending::Ending;
use crate::error::DemoError;
use crate::hours::{Report, true_hours};
use crate::morning;
use crate::paper::{self, SUPERVISOR};
use crate::phone::Phone;
use crate::programs::Programs;
use crate::server::{AUTHORITY, Server};
use crate::table;
use crate::told::{Voice, say, show};

/// Phones that work at the same time.
const AT_ONCE: usize = 2;
/// How long it may take on a machine of two cores, seconds.
const LIMIT_S: u32 = 60;
const TEAM: &str = "Night team (invented)";
/// Who reads everyone's hours.
const MANAGER: &str = "CSM1";

/// Tells it; answers whether every claim holds.
pub fn tell(cast: &Cast, out: Option<&Path>, exit: bool) -> Result<bool, DemoError> {
    let programs = Programs::find()?;
    let scratch = tempfile::Builder::new()
        .prefix("beatbook-demo-")
        .tempdir()
        .map_err(DemoError::system("making a scratch folder"))?;
    let ending = Ending::listen(scratch.path())?;
    let mut voice = Voice::new("Beatbook: a night on the beat, from the phones to the supervisor's table");
    let mut server = open_server(&mut voice, &programs, scratch.path(), cast, &ending)?;
    let phones = enrol(&mut voice, &programs, scratch.path(), cast, &server)?;
    let results = night(&mut voice, cast, &mut server, &phones, &ending)?;
    let before = hand_over(&mut voice, cast, &mut server, &phones)?;
    let (report, mut checks) = hours(&mut voice, cast, &server, out)?;
    checks.push(checks::completeness(before.as_ref(), &report));
    checks.extend(verify(cast, &server, &phones, results)?);
    if cast.has_truth {
        checks.extend(morning::tell(&mut voice, &programs, scratch.path(), &mut server)?);
        checks.extend(count::tell(&mut voice, &programs, scratch.path(), &mut server)?);
        checks.extend(paper::tell(&mut voice, &programs, scratch.path(), &mut server, out)?);
    }
    let good = tell_checks(&mut voice, &checks);
    if let Some(out) = out {
        say(&format!("Tables kept in {}.", out.display()));
    }
    println!("\n    {}.", if good { "All claims hold" } else { "NOT ALL CLAIMS HOLD" });
    // No claim: how long it takes is the machine's affair, too.
    println!("    It took {:.0} s after the build; the limit is {LIMIT_S} s.", voice.seconds());
    if !exit {
        // Before the reader is told of Ctrl-C.
        ending.stay();
        stay(&mut voice, &programs, &server, scratch.path(), cast);
        ending.wait();
    }
    server.stop()?;
    Ok(good)
}

fn open_server(
    voice: &mut Voice,
    programs: &Programs,
    scratch: &Path,
    cast: &Cast,
    ending: &Ending,
) -> Result<Server, DemoError> {
    voice.step("A server, and zones");
    let mut server = Server::make(programs, scratch, ending.clone())?;
    server.start()?;
    server.ask(&["authority", "add", AUTHORITY, "Medway (illustrative)"])?;
    let file = scratch.join("zones.geojson");
    std::fs::write(&file, &cast.geojson).map_err(DemoError::system("writing the zones"))?;
    let file = file.display().to_string();
    // The night is past: zones that were in force then are a change of the past, which needs a reason.
    let told = server.ask_json(&[
        "zones",
        "import",
        &file,
        "--authority",
        AUTHORITY,
        "--retroactive",
        "--reason",
        "a past night is shown",
    ])?;
    say(&format!(
        "One program with its database inside, in a scratch folder, at {}. {} zones imported.",
        server.address(),
        told["added"]
    ));
    cast.remarks.iter().for_each(|remark| say(remark));
    Ok(server)
}

fn enrol(
    voice: &mut Voice,
    programs: &Programs,
    scratch: &Path,
    cast: &Cast,
    server: &Server,
) -> Result<Vec<Phone>, DemoError> {
    voice.step("Officers and their phones");
    server.seats(MANAGER, "community_safety_manager")?;
    let mut phones = Vec::new();
    for officer in &cast.officers {
        let code = server.enter(&officer.code, &officer.name, TEAM)?;
        let phone = Phone::new(programs, scratch, officer)?;
        phone.enrol(code)?;
        show(&format!("{}  enrolled by a one-time code, zones fetched: {}", officer.code, officer.remark));
        phones.push(phone);
    }
    Ok(phones)
}

fn night(
    voice: &mut Voice,
    cast: &Cast,
    server: &mut Server,
    phones: &[Phone],
    ending: &Ending,
) -> Result<Vec<Value>, DemoError> {
    voice.step("On duty");
    let ids = officer_ids(server)?;
    let pairs = || cast.officers.iter().zip(phones);
    for (officer, phone) in pairs() {
        phone.sign_on(officer, &colleagues(cast, officer, &ids))?;
        if let Some(station) = officer.station {
            phone.walk(Some(station))?;
            phone.sync()?;
            show(&format!(
                "{}  passed the station at 22:00, handed over what was recorded by then",
                officer.code
            ));
        }
    }
    server.stop()?;
    say("The server is switched off now: from here to sign-off no phone has anything to talk to.");
    let walks: Vec<(&Officer, &Phone)> = pairs().collect();
    let results = at_once(&walks, |(officer, phone)| {
        if let Some(outage) = officer.killed {
            let process = phone.walk_until_killed(outage, ending)?;
            show(&format!(
                "{}  killed while recording (SIGKILL to process {process}), started again",
                officer.code
            ));
        }
        phone.walk(None)?;
        let result = phone.sign_off(officer)?;
        show(&format!("{}  {} fixes recorded, signed off", officer.code, officer.shift.fix_count()));
        Ok(result)
    })?;
    voice.step("What each officer sees at sign-off");
    for ((officer, _), result) in pairs().zip(&results) {
        show(&format!("{}  {}", officer.code, officer.remark));
        let headline = result["headline"].as_str().unwrap_or_default();
        say(&format!("\u{2192} {}", headline.replace(" (invented)", "").replace(" (illustrative)", "")));
    }
    Ok(results)
}

fn hand_over(
    voice: &mut Voice,
    cast: &Cast,
    server: &mut Server,
    phones: &[Phone],
) -> Result<Option<Report>, DemoError> {
    voice.step("The phones meet a network");
    server.start()?;
    let has_station = |officer: &Officer| officer.station.is_some();
    let mut before = None;
    for (officer, phone) in cast.officers.iter().zip(phones).filter(|(officer, _)| !has_station(officer)) {
        tell_sync(officer, &phone.sync()?);
    }
    if cast.officers.iter().any(has_station) {
        let report = read_report(server, cast, &[])?;
        say("One phone is still in a locker. The report knows:");
        show(report.completeness());
        say(&server.ask(&["outstanding", "--authority", AUTHORITY, "--period", &cast.period])?);
        before = Some(report);
    }
    for (officer, phone) in cast.officers.iter().zip(phones).filter(|(officer, _)| has_station(officer)) {
        say("It meets a network, too:");
        tell_sync(officer, &phone.sync()?);
    }
    Ok(before)
}

fn tell_sync(officer: &Officer, told: &Value) {
    show(&format!(
        "{}  {} entries signed for by the server, {} left",
        officer.code, told["acknowledged"], told["left"]
    ));
}

fn hours(
    voice: &mut Voice,
    cast: &Cast,
    server: &Server,
    out: Option<&Path>,
) -> Result<(Report, Vec<Check>), DemoError> {
    voice.step("The hours, as the supervisor reads them");
    let report = read_report(server, cast, &[])?;
    let truth = cast.has_truth.then(|| true_hours(cast));
    if truth.is_some() {
        say(
            "Officer-hours in every mode: a pair counts twice. TRUE is where the simulated officers really were, \
             found without the engine; times without reception beyond two minutes are in neither.",
        );
    } else {
        say(
            "Officer-hours in every mode. Where the walker really was, nobody knows: there is no true column.",
        );
    }
    println!();
    show(&table::text(&report, truth.as_ref()));
    println!();
    show(report.completeness());
    if let Some(out) = out {
        std::fs::create_dir_all(out).map_err(DemoError::system("making the folder for tables"))?;
        table::write(&report, truth.as_ref(), &out.join("hours-beside-truth.csv"))?;
        let csv = server.ask(&[
            "hours",
            "--period",
            &cast.period,
            "--authority",
            AUTHORITY,
            "--as",
            MANAGER,
            "--wait",
            "--form",
            "csv",
        ])?;
        std::fs::write(out.join("hours.csv"), csv + "\n").map_err(DemoError::system("writing the table"))?;
    }
    let checks = match &truth {
        Some(truth) => vec![checks::beside_truth(&report, truth), checks::error_of_all(&report, truth)],
        None => vec![checks::within_bounds(&report)],
    };
    Ok((report, checks))
}

fn verify(
    cast: &Cast,
    server: &Server,
    phones: &[Phone],
    results: Vec<Value>,
) -> Result<Vec<Check>, DemoError> {
    let mut says = Vec::new();
    for ((officer, phone), result) in cast.officers.iter().zip(phones).zip(results) {
        let one = ["--officer", &officer.code, "--reason", "phone and server are compared"];
        let report = read_report(server, cast, &one)?;
        says.push(PhoneSays { result, verified: phone.verify()?, kinds: phone.kinds()?, report });
    }
    let mut checks = vec![checks::nothing_lost(cast, &says), checks::phone_and_server_agree(cast, &says)];
    checks.push(checks::nothing_typed(&says));
    checks.extend(checks::chains(&says, &server.ask_json(&["verify"])?));
    Ok(checks)
}

fn tell_checks(voice: &mut Voice, checks: &[Check]) -> bool {
    voice.step("What this shows");
    for check in checks {
        let verdict = if check.holds { "ok    " } else { "FAILED" };
        show(&format!("{verdict}  {}", check.claim));
        show(&format!("        {}", check.found));
    }
    checks.iter().all(|check| check.holds)
}

fn stay(voice: &mut Voice, programs: &Programs, server: &Server, scratch: &Path, cast: &Cast) {
    voice.step("Your turn");
    say(&format!(
        "The server runs at {} until Ctrl-C; then the scratch folder goes. In another terminal:",
        server.address()
    ));
    println!();
    let phone = scratch.join("phones").join(first_code(cast));
    let function = |name: &str, program: &Path, home: &Path| {
        show(&format!("{name}() {{ {} --home {} \"$@\"; }}", program.display(), home.display()));
    };
    function("server", &programs.server, server.home());
    function("phone", &programs.phone, &phone);
    show(&format!("server hours --period {} --authority {AUTHORITY} --as {MANAGER}", cast.period));
    show(&format!(
        "server hours --period {} --authority {AUTHORITY} --as {MANAGER} --by programme --week",
        cast.period
    ));
    show(&format!("server zones list --authority {AUTHORITY} --at 2025-09-06"));
    show(&format!("server officer list --authority {AUTHORITY}"));
    show(&format!("server register --authority {AUTHORITY} --as {SUPERVISOR}"));
    show("phone patrols");
    show("phone entries");
    show("phone on ; phone note 'Two bikes chained to the railings.' ; phone off ; phone sync");
}

fn first_code(cast: &Cast) -> &str {
    cast.officers.first().map_or("", |officer| officer.code.as_str())
}

fn read_report(server: &Server, cast: &Cast, more: &[&str]) -> Result<Report, DemoError> {
    let hours = ["hours", "--period", &cast.period, "--authority", AUTHORITY, "--as", MANAGER, "--wait"];
    Report::read(&server.ask_json(&[&hours, more].concat())?)
}

/// Officers' ids by code.
fn officer_ids(server: &Server) -> Result<Vec<(String, String)>, DemoError> {
    let listed = server.ask_json(&["officer", "list", "--authority", AUTHORITY])?;
    let pair = |one: &Value| Some((one["code"].as_str()?.to_owned(), one["id"].as_str()?.to_owned()));
    let ids: Option<Vec<_>> = listed.as_array().and_then(|all| all.iter().map(pair).collect());
    ids.ok_or_else(|| DemoError::Answer("beatbook-server officer list".to_owned()))
}

/// The ids of the others on an officer's crew.
fn colleagues(cast: &Cast, officer: &Officer, ids: &[(String, String)]) -> Vec<String> {
    let together = |other: &&Officer| other.shift.crew == officer.shift.crew && other.code != officer.code;
    let others: Vec<&str> = cast.officers.iter().filter(together).map(|other| other.code.as_str()).collect();
    ids.iter().filter(|(code, _)| others.contains(&code.as_str())).map(|(_, id)| id.clone()).collect()
}

/// Does the same for all, some at once; answers in their order.
fn at_once<T: Sync, R: Send>(
    all: &[T],
    act: impl Fn(&T) -> Result<R, DemoError> + Sync,
) -> Result<Vec<R>, DemoError> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<R, DemoError>)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(one) = all.get(index) else { break };
                    let outcome = act(one);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, outcome));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}
