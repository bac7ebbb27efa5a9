//! Years go by over people who were met: of outreach the months stay, of counts the numbers, of engagements nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{SignOn, WelfareNews};
use beatbook_domain::presence::Interval;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, SleepingState};
use beatbook_tests::beat::{DAY, fix};
use beatbook_tests::count_night;
use beatbook_tests::engagement::{self, what};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{bodies, days_pass, keep, keeper, meet, run};
use beatbook_tests::outreach;
use beatbook_tests::pages::{holds, server_holds};
use beatbook_tests::phone::Phone;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

#[test]
fn of_somebody_met_by_outreach_the_months_stay_and_nothing_else() {
    let mut force = outreach::town();
    keeper(&force);
    let mut phone = outreach::phone(&force, "O-12", Duty::Outreach);
    let bedded = SleepingState::BeddedDown;
    let name = ("Hieronymus", "Quatermass");
    let met = |phone: &Phone, who: WelfareNews| {
        let record = outreach::meets(phone, 10.0, who);
        let news = vec![outreach::danger(false, None), outreach::closed(WelfareResult::Advice)];
        phone.book().tell_welfare(record, news).unwrap();
        record
    };
    let first = met(&phone, outreach::person(Some(name), bedded));
    phone.sign_off(beatbook_tests::encampment::now(&phone) + MINUTE);
    phone.sync();
    days_pass(&force, 400);
    meet(&force, &phone);
    phone.sign_on(SignOn { duty: Duty::Outreach, ..SignOn::tasked() });
    // The second time only initials and date of birth are told.
    let last = met(&phone, outreach::initials("H.Q.", bedded));
    phone.sign_off(beatbook_tests::encampment::now(&phone) + MINUTE);
    phone.sync();
    let _ = force.derived(Interval { from: 0, to: i64::MAX });

    // Two years after the first, but not after the last with the same person.
    days_pass(&force, 360);
    assert_eq!(run(&force).get("contact"), None);
    days_pass(&force, 400);
    assert_eq!(run(&force)["contact"], 2);
    for record in [first, last] {
        assert_eq!(bodies(&force, &record.to_string()).0, 0);
    }
    assert!(
        !server_holds(&mut force, "Quatermass") && server_holds(&mut force, "\"latest\""),
        "months are kept"
    );
    // Who may have numbers is told that they were more, and in what is published not by how few.
    for figures in ["contacts", "people", "stock"] {
        let words = ["welfare", figures, "--authority", "MDW", "--as", "A-1"];
        let told = force.command(&words);
        assert!(told.contains("ERASED SINCE and not counted: 2 welfare records"), "{told}");
    }
    let public = ["welfare", "people", "--public", "--authority", "MDW", "--as", "A-1"];
    assert!(force.command(&public).contains("ERASED SINCE and not counted: c welfare records"));
    meet(&force, &phone);
    assert!(!holds(&mut phone, "Quatermass"));
    // Five years after the last month those go as well.
    days_pass(&force, 1_050);
    let identifiers = |force: &Force| keep(force, &["keeping", "run"])["identifiers"].clone();
    assert_eq!(identifiers(&force), 1, "by name they were seen longer ago than by initials");
    days_pass(&force, 400);
    assert_eq!(identifiers(&force), 1);
    assert!(!server_holds(&mut force, "\"latest\""));
    force.command(&["verify"]);
}

#[test]
fn figures_say_that_a_record_is_erased_whatever_its_clock_showed_and_is_told_of_it_later() {
    let force = outreach::town();
    keeper(&force);
    let phone = outreach::phone(&force, "O-12", Duty::Outreach);
    let now = force.clock.now();
    let month = beatbook_domain::calendar::local_date(now).unwrap().strftime("%Y-%m").to_string();
    let told = || {
        let words = ["welfare", "contacts", "--period", &month, "--authority", "MDW", "--as", "A-1"];
        force.command(&words).contains("ERASED SINCE and not counted: 1 welfare records")
    };
    // Its wall clock shows a year to come; the time it had from the server tells when it was.
    phone.platform.set_wall(now + 400 * DAY);
    let record = outreach::meets(&phone, 10.0, outreach::person(None, SleepingState::BeddedDown));
    let news = vec![outreach::danger(false, None), outreach::closed(WelfareResult::Advice)];
    phone.book().tell_welfare(record, news).unwrap();
    phone.platform.set_wall(now);
    phone.sync();
    assert!(!told());
    keep(&force, &["keeping", "erase", &record.to_string()]);
    assert!(told());
    // The phone has not heard of it, and tells more.
    phone.book().tell_welfare(record, vec![outreach::danger(false, None)]).unwrap();
    phone.sync();
    assert!(bodies(&force, &record.to_string()).0 > 0 && told());
}

#[test]
fn engagements_go_after_two_years_and_the_access_log_after_six() {
    let mut force = engagement::town();
    keeper(&force);
    let phone = engagement::phone(&force, "4711", None);
    fix(&phone, outreach::LINES, 5.0);
    let text = Some("Spoke with Persephone Umbridge-Smythe about bins.".to_owned());
    let record = engagement::records(
        &phone,
        beatbook_device::EngagementChange { text, ..what(Some("meeting"), None) },
    );
    phone.sync();
    let day = beatbook_domain::calendar::local_date(force.clock.now()).unwrap();
    days_pass(&force, 730);
    run(&force);
    assert_eq!(bodies(&force, &record.to_string()).1, 0);
    // A person has run it once: the server does it by itself from now on, as at its start.
    days_pass(&force, 3);
    force.restart();
    let waited = std::time::Instant::now();
    while bodies(&force, &record.to_string()).1 == 0 {
        assert!(waited.elapsed() < std::time::Duration::from_secs(30), "nobody did");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(!server_holds(&mut force, "Umbridge"));
    // Figures of its time say that they were more.
    let totals = engagement::told(&force, &["engagement", "totals"], "M-1");
    assert!(
        totals["base"].as_str().unwrap().ends_with("ERASED SINCE and not counted: 1 engagements"),
        "{totals}"
    );
    // What is left says when it was told, which may be after it was.
    let before = engagement::told(
        &force,
        &["engagement", "totals", "--period", &day.yesterday().unwrap().to_string()],
        "M-1",
    );
    assert!(before["base"].as_str().unwrap().contains("1 engagements told in the 31 days after"), "{before}");
    let later = engagement::told(&force, &["engagement", "totals", "--period", "2030"], "M-1");
    assert!(!later["base"].as_str().unwrap().contains("ERASED"), "{later}");
    // It is nobody's act, and the log says so.
    let log = force.command(&["access-log", "--authority", "MDW", "--as", beatbook_tests::keeping::KEEPER]);
    assert!(log.lines().any(|line| line.contains("server: erased: ")), "{log}");
    assert!(!log.lines().any(|line| line.contains("administrator: erased: ")), "{log}");
    days_pass(&force, 4 * 366);
    let rows = |force: &Force| keep(force, &["keeping", "run"])["access_log_rows"].as_u64().unwrap();
    let gone = rows(&force);
    assert!(gone > 5, "{gone}");
    assert_eq!(rows(&force), 0);
    force.command(&["verify"]);
}

#[test]
fn sightings_go_half_a_year_after_the_return_was_sent_and_its_numbers_stay() {
    let midnight = count_night::at("2025-11-20T00:00+00:00");
    let mut force = count_night::force(midnight - 20 * 60 * MINUTE);
    keeper(&force);
    let id = count_night::set(&force, &count_night::plan_of("2025-11-20", &["1"]));
    let count = id.to_string();
    let _ = count_night::told(&force);
    let phone = count_night::phone(&force, "L1");
    count_night::stand(&force, midnight);
    force.command(&count_night::words("open", &count, "RSC", &[]));
    let part = count_night::begin(&phone, id, "1", midnight + 5 * MINUTE);
    phone.wait_until(midnight + 70 * MINUTE);
    let seen = count_night::somebody(0.0, 10.0, (Gender::Male, Age::From26, Nationality::Uk));
    let seen = beatbook_device::Sighted { structure: Some("a blue Zebedee tarpaulin".to_owned()), ..seen };
    count_night::tell(&phone, part, beatbook_device::CountNews::Sighted(Box::new(seen)));
    let ended = vec![
        count_night::sector(count_night::SECTORS[0], beatbook_domain::records::count::SectorOutcome::Visited),
        beatbook_device::CountNews::Ended,
    ];
    phone.wait_until(midnight + 280 * MINUTE);
    phone.book().tell_count(part, ended).unwrap();
    count_night::stand(&force, midnight + 300 * MINUTE);
    phone.sync();
    // Not sent: nothing goes, however long ago it was. The server's stamps never go back behind the day on which it was set up.
    let behind = (jiff::Timestamp::now().as_millisecond() - force.clock.now()).max(0) / 86_400_000;
    days_pass(&force, 400 + behind);
    run(&force);
    assert_eq!(bodies(&force, &part.to_string()).1, 0);
    let table = |force: &Force| force.asked(&count_night::words("table", &count, "RSC", &[]), &[]).unwrap();
    force.command(&count_night::words("close", &count, "RSC", &[]));
    let figures = table(&force)["figures"].as_str().unwrap().to_owned();
    force.command(&count_night::words("verify", &count, "RSC", &["--figures", &figures]));
    force.command(&count_night::words("submit", &count, "RSC", &[]));
    let sent = table(&force);
    assert!(server_holds(&mut force, "Zebedee"));

    days_pass(&force, 180);
    assert_eq!(run(&force).get("count_identity"), None);
    days_pass(&force, 6);
    assert_eq!(run(&force)["count_identity"], 1);
    assert!(!server_holds(&mut force, "Zebedee"));
    let kept = table(&force);
    assert_eq!(
        (&kept["rows"], &kept["check"], &kept["figures"]),
        (&sent["rows"], &sent["check"], &sent["figures"])
    );
    let changed = |table: &Value| json!([table["now"], table["stands"], table["erased"]]);
    assert_eq!(changed(&sent), json!([null, true, false]));
    assert_eq!(changed(&kept), json!([null, true, true]), "it had not changed");
    force.command(&["verify"]);
}

#[test]
fn what_a_count_had_changed_to_since_it_was_sent_stays_when_its_sightings_go() {
    let (force, id, midnight) = count_night::opened(&["1"]);
    keeper(&force);
    let count = id.to_string();
    let [one, late] = ["L1", "M1"].map(|code| count_night::phone(&force, code));
    for (phone, east) in [(&one, 0.0), (&late, 600.0)] {
        let part = count_night::begin(phone, id, "1", midnight + 5 * MINUTE);
        phone.wait_until(midnight + 70 * MINUTE);
        let seen = count_night::somebody(east, 10.0, (Gender::Male, Age::From26, Nationality::Uk));
        count_night::tell(phone, part, beatbook_device::CountNews::Sighted(Box::new(seen)));
        let visited = beatbook_domain::records::count::SectorOutcome::Visited;
        let ended =
            vec![count_night::sector(count_night::SECTORS[0], visited), beatbook_device::CountNews::Ended];
        phone.book().tell_count(part, ended).unwrap();
    }
    count_night::stand(&force, midnight + 300 * MINUTE);
    one.sync();
    let run_of = |verb: &str, more: &[&str]| force.command(&count_night::words(verb, &count, "RSC", more));
    let table = || force.asked(&count_night::words("table", &count, "RSC", &[]), &[]).unwrap();
    run_of("close", &[]);
    let figures = table()["figures"].as_str().unwrap().to_owned();
    run_of("verify", &["--figures", &figures]);
    run_of("submit", &[]);
    late.sync();
    let (before, public) = (table(), run_of("table", &["--public"]));
    assert_eq!((&before["now"]["rows"][0][2], &before["erased"]), (&"2".into(), &false.into()));

    // The server's stamps never go back behind the day on which it was set up.
    let month = || {
        days_pass(&force, 31);
        run(&force)["count_identity"].as_u64()
    };
    assert_eq!((0..120).find_map(|_| month()), Some(2));
    let after = table();
    for field in ["rows", "check", "label", "figures", "stands", "now"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!((&after["stands"], &after["erased"]), (&false.into(), &true.into()));
    let text = run_of("table", &[]);
    let says = "The count had changed when its sightings were erased; then they would have been:";
    assert!(
        text.contains(says) && text.contains("The sightings of this count have been erased since"),
        "{text}"
    );
    let csv = run_of("table", &["--csv"]);
    assert!(
        csv.contains(says) && csv.contains("\nnow count,,2\n") && csv.contains("note: The sightings"),
        "{csv}"
    );
    assert_eq!(run_of("table", &["--public"]), public, "that it has changed, and no more");
    force.command(&["verify"]);
}
