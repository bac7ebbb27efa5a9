//! Each kind of record has its time: notes, tasks with their answers, encampments and directions, tents, and what encounters came
//! to. All that several phones and the desk told of one goes at once, leaves its tombstones, and stays under a hold.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, EncampmentNews, EncounterNews, SignOn, TentNews};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{CHATHAM, fix};
use beatbook_tests::encampment::{self as camp, comes_upon, council, directed, safety_officer, visit};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{bodies, days_pass, keep, keeper, meet, run, tried};
use beatbook_tests::outreach::{self, phone, phone_on, town};
use beatbook_tests::pages::server_holds;
use beatbook_tests::tent;
use serde_json::Value;

const YEAR: i64 = 366;

fn erased(run: &Value, kind: &str) -> u64 {
    run[kind].as_u64().unwrap_or(0)
}

/// A task of the manager's for the constables, due tomorrow.
fn task(force: &Force, what: &str) -> Id {
    let until = days_following(local_date(force.clock.now()).unwrap(), 1).unwrap().to_string();
    let words =
        ["task", "set", what, "--source", "nim", "--until", &until, "--team", "NTF", "--zone", "RIVER"];
    let told = force.asked(&[&words[..], &["--authority", "MDW", "--as", "M-1"]].concat(), &[]).unwrap();
    told["task"].as_str().unwrap().parse().unwrap()
}

#[test]
fn notes_go_after_a_year_and_so_do_tasks_with_their_answers() {
    let force = town();
    keeper(&force);
    force.add_officer("M-1", "Safety");
    force.give_role("M-1", "community_safety_manager");
    let (answered, ignored, held) = (
        task(&force, "Look at the bins"),
        task(&force, "Look at the gate"),
        task(&force, "Look at the wall"),
    );
    keep(&force, &["hold", "place", &held.to_string()]);
    let constable = phone_on(&force, "4711", SignOn::tasked());
    fix(&constable, CHATHAM, 5.0);
    constable.book().note("Two bikes chained to the railings.", Basis::Fact).unwrap();
    constable.book().task_done(answered, false, Some("All emptied.".to_owned())).unwrap();
    constable.sync();
    assert_eq!(bodies(&force, &answered.to_string()), (1, 0));

    days_pass(&force, 360);
    let early = run(&force);
    assert_eq!((erased(&early, "note"), erased(&early, "task")), (0, 0), "{early}");
    days_pass(&force, 10);
    let late = run(&force);
    assert_eq!((erased(&late, "note"), erased(&late, "task")), (1, 2), "{late}");
    assert_eq!(bodies(&force, &answered.to_string()), (0, 1));
    let listed = force.command(&["task", "list", "--authority", "MDW", "--as", "M-1"]);
    assert!(listed.contains("wall") && !listed.contains("bins") && !listed.contains("gate"), "{listed}");
    // On the phone, too; and what is held goes when the hold is lifted.
    meet(&force, &constable);
    assert!(!constable.book().tasks().unwrap().iter().any(|view| view.task.set.task == ignored));
    assert!(constable.book().verify().unwrap().is_sound());
    let holds = keep(&force, &["hold", "list"]);
    keep(&force, &["hold", "lift", holds["rows"][0]["hold"].as_str().unwrap()]);
    assert_eq!(erased(&run(&force), "task"), 1);
    force.command(&["verify"]);
}

#[test]
fn what_was_asked_for_somebody_helped_goes_with_their_record() {
    use beatbook_domain::records::welfare::WelfareResult;
    use beatbook_domain::records::welfare::steps::CareStep;
    use beatbook_domain::welfare::sleeping::SleepingState::BeddedDown;
    let force = town();
    keeper(&force);
    let (worker, colleague) = (phone(&force, "O-12", Duty::Outreach), phone(&force, "O-13", Duty::Outreach));
    let record = outreach::meets(&worker, 0.0, outreach::person(Some(("Ash", "Hazel")), BeddedDown));
    let due = days_following(local_date(camp::now(&worker)).unwrap(), 2).unwrap();
    let again = CareStep::NextVisit { due, what: "Bring a blanket".to_owned() };
    let news =
        vec![outreach::danger(false, None), outreach::step(again), outreach::closed(WelfareResult::Advice)];
    worker.book().tell_welfare(record, news).unwrap();
    worker.sync();
    colleague.sync();
    let task = colleague.book().tasks().unwrap().remove(0).task.set.task;
    colleague.book().task_done(task, false, Some("Took it, and tea.".to_owned())).unwrap();
    colleague.sync();
    // A year later the answer is as old as any task; the record it belongs to is not over.
    days_pass(&force, YEAR + 30);
    assert_eq!(erased(&run(&force), "task"), 0);
    assert_eq!(bodies(&force, &task.to_string()), (1, 0));
    days_pass(&force, YEAR);
    assert_eq!(erased(&run(&force), "contact"), 1);
    assert_eq!(bodies(&force, &task.to_string()), (0, 1));
    meet(&force, &colleague);
    assert_eq!(colleague.book().tasks().unwrap(), []);
    force.command(&["verify"]);
}

#[test]
fn an_encampment_goes_a_year_after_it_was_vacated_and_one_that_was_directed_with_its_direction() {
    let mut force = council();
    keeper(&force);
    let officer = safety_officer(&force, "2201");
    let (quiet, lived_in) =
        (comes_upon(&officer, "The lower car park"), comes_upon(&officer, "The old quay"));
    let sent_away = comes_upon(&officer, camp::LAND);
    for (one, plates) in [(quiet, "AB12 CDE"), (lived_in, "CD34 EFG"), (sent_away, "EF56 GHJ")] {
        officer.book().tell_encampment(one, vec![visit(2, &[plates])], None).unwrap();
    }
    let check = camp::checked(&officer, None);
    officer.book().tell_encampment(sent_away, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let notice = directed(&officer, sent_away, camp::LAND, check);
    officer.sync();
    camp::later(&force, &[&officer], 3_600_000);
    // The desk tells that two of them were vacated: what phones and desk told goes together.
    for one in [quiet, sent_away] {
        camp::camp(&force, &["vacated", &one.to_string()], "M-1");
    }
    let desk = camp::reported(&force, "The allotments");
    camp::camp(&force, &["vacated", &desk.to_string()], "M-1");
    officer.sync();

    days_pass(&force, YEAR);
    let first = run(&force);
    assert_eq!((erased(&first, "encampment"), erased(&first, "occupants")), (2, 1), "{first}");
    assert_eq!(erased(&first, "encampment_directed") + erased(&first, "s77"), 0, "{first}");
    assert_eq!(bodies(&force, &quiet.to_string()).0, 0);
    let listed = camp::camp(&force, &["list"], "M-1");
    assert!(!listed.contains("lower car park") && !listed.contains("allotments"), "{listed}");
    assert!(listed.contains("old quay") && listed.contains("Medway Street"), "{listed}");
    assert!(!server_holds(&mut force, "AB12 CDE"), "nor where it stood, told to phones");
    meet(&force, &officer);
    assert_eq!(officer.book().encampments().unwrap().len(), 2);

    // A visit says that people are there still; two years of silence after it, nobody can be said to live there.
    officer.book().tell_encampment(lived_in, vec![visit(1, &["CD34 EFG"])], None).unwrap();
    officer.sync();
    keep(&force, &["hold", "place", &sent_away.to_string()]);
    days_pass(&force, YEAR + 300);
    assert_eq!(erased(&run(&force), "encampment"), 0);
    days_pass(&force, 100);
    assert_eq!(erased(&run(&force), "encampment"), 1);
    assert!(!server_holds(&mut force, "CD34 EFG"));
    days_pass(&force, 3 * YEAR);
    let late = run(&force);
    assert_eq!((erased(&late, "s77"), erased(&late, "encampment_directed")), (1, 0), "{late}");
    assert_eq!(bodies(&force, &notice.record.to_string()).0, 0);
    let hold = keep(&force, &["hold", "list"])["rows"][0]["hold"].as_str().unwrap().to_owned();
    keep(&force, &["hold", "lift", &hold]);
    assert_eq!(erased(&run(&force), "encampment_directed"), 1);
    let listed = camp::camp(&force, &["list"], "M-1");
    assert!(!listed.contains("old quay") && !listed.contains("Medway Street"), "{listed}");
    force.command(&["verify"]);
}

#[test]
fn who_lived_in_an_encampment_that_is_erased_on_request_goes_a_year_after_it_was_told() {
    let force = council();
    keeper(&force);
    let officer = safety_officer(&force, "2201");
    let erased_early = comes_upon(&officer, camp::LAND);
    let check = camp::checked(&officer, None);
    officer.book().tell_encampment(erased_early, vec![EncampmentNews::Welfare { check }], None).unwrap();
    officer.sync();
    camp::later(&force, &[&officer], 3_600_000);
    camp::camp(&force, &["vacated", &erased_early.to_string()], "M-1");
    keep(&force, &["keeping", "erase", &erased_early.to_string()]);
    days_pass(&force, YEAR - 5);
    assert_eq!(erased(&run(&force), "occupants"), 0);
    days_pass(&force, 10);
    assert_eq!(erased(&run(&force), "occupants"), 1);
    assert_eq!(bodies(&force, &check.to_string()).0, 0);
}

#[test]
fn a_tent_goes_after_a_year_and_one_that_was_moved_after_six_once_nothing_of_it_is_stored() {
    let mut force = town();
    keeper(&force);
    for code in ["M-1", "M-2"] {
        force.add_officer(code, "Safety");
        force.give_role(code, "community_safety_manager");
    }
    let worker = phone(&force, "O-12", Duty::Outreach);
    fix(&worker, outreach::LINES, 4.0);
    let (left_alone, moved) =
        (worker.book().note_tent(tent::note()).unwrap(), worker.book().note_tent(tent::note()).unwrap());
    let check = tent::cared_for(&worker);
    let help = "A bed tonight".to_owned();
    let news = vec![
        TentNews::Welfare { check },
        TentNews::Offered { help, answer: HelpAnswer::Declined },
        tent::removed(),
    ];
    worker.book().tell_tent(moved, news).unwrap();
    worker.sync();
    days_pass(&force, YEAR);
    let first = run(&force);
    assert_eq!((erased(&first, "tent"), erased(&first, "tent_moved")), (1, 0), "{first}");
    assert_eq!(bodies(&force, &left_alone.to_string()).0, 0);
    days_pass(&force, 7 * YEAR);
    assert_eq!(erased(&run(&force), "tent_moved"), 0, "its owner may still come");
    assert_eq!(tried(&force, &["keeping", "erase", &moved.to_string()]), Err("still_open".to_owned()));
    let back = ["tent", "returned", &moved.to_string(), "--with", "M-2", "--item", "1", "--item", "2"];
    let back = [&back[..], &["--text", "To their owner", "--authority", "MDW", "--as", "M-1"]].concat();
    force.command(&back);
    days_pass(&force, 5 * YEAR);
    assert_eq!(erased(&run(&force), "tent_moved"), 0, "six years from the last that was told");
    days_pass(&force, YEAR + 5);
    assert_eq!(erased(&run(&force), "tent_moved"), 1);
    assert_eq!(bodies(&force, &moved.to_string()).0, 0);
    assert!(!server_holds(&mut force, "To their owner"));
    force.command(&["verify"]);
}

#[test]
fn a_case_goes_six_years_after_it_was_closed_and_never_before() {
    let mut force = town();
    keeper(&force);
    force.add_officer("M-1", "Safety");
    force.give_role("M-1", "community_safety_manager");
    let desk = |words: &[&str]| force.command(&[words, &["--authority", "MDW", "--as", "M-1"]].concat());
    for (number, about) in [("CST 1/25", "The noise at the flats"), ("CST 2/25", "The alley")] {
        desk(&["case", "open", number, "--kind", "pspo", "--about", about]);
    }
    desk(&["case", "close", "--case", "CST 1/25", "--outcome", "resolved"]);
    let day = local_date(force.clock.now()).unwrap();
    let [year, next] = [day.year(), day.year() + 1].map(|year| year.to_string());
    days_pass(&force, 5 * YEAR);
    assert_eq!(erased(&run(&force), "case"), 0);
    days_pass(&force, YEAR + 5);
    let late = keep(&force, &["keeping", "run"]);
    assert_eq!((erased(&late["records"], "case"), erased(&late["kept"], "not_closed")), (1, 1), "{late}");
    let listed = force.command(&["case", "list", "--authority", "MDW", "--as", "M-1"]);
    assert!(listed.contains("CST 2/25") && !listed.contains("CST 1/25"), "{listed}");
    // The table of its year says that there was one more; that of a year after it does not.
    let table = |period: &str| {
        force.command(&["case", "table", "--period", period, "--authority", "MDW", "--as", "M-1"])
    };
    assert!(table(&year).contains("ERASED SINCE and not counted: 1 cases"), "{}", table(&year));
    assert!(!table(&next).contains("ERASED"), "{}", table(&next));
    assert!(!server_holds(&mut force, "noise at the flats"));
    force.command(&["verify"]);
}

#[test]
fn what_an_encounter_came_to_says_how_long_it_is_kept() {
    let force = town();
    keeper(&force);
    let constable = phone_on(&force, "4711", SignOn::tasked());
    fix(&constable, CHATHAM, 5.0);
    let [nothing, warned, arrested] = [Outcome::None, Outcome::Warning, Outcome::Arrest].map(|outcome| {
        let encounter = constable.book().begin_encounter(BeginEncounter::here()).unwrap();
        let text = (outcome == Outcome::Arrest).then(|| "Custody 25/77".to_owned());
        let ending = EncounterNews::Outcome { person: None, outcome, text, no_fpn: None };
        constable.book().tell_encounter(encounter, vec![ending]).unwrap();
        encounter
    });
    constable.sync();
    for (days, record, kind) in [
        (YEAR, nothing, "encounter"),
        (YEAR, warned, "encounter_warned"),
        (4 * YEAR + 5, arrested, "encounter_court"),
    ] {
        assert_eq!(bodies(&force, &record.to_string()).1, 0, "{kind}");
        days_pass(&force, days);
        assert_eq!(erased(&run(&force), kind), 1, "{kind}");
        assert_eq!(bodies(&force, &record.to_string()).0, 0, "{kind}");
    }
    meet(&force, &constable);
    assert!(constable.book().verify().unwrap().is_sound());
    force.command(&["verify"]);
}
