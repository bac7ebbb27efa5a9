//! An evening of tasks: set at the desk, found on the phones, done offline with presence as proof, handed to a colleague; and
//! one that is sensitive.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{Platform as _, SignOn, TaskView};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::tasking::NotDoneReason;
use beatbook_domain::tasks::TaskState;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::fix;
use beatbook_tests::engagement::{RIVER, phone, refused, told, town};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{keep, keeper};
use beatbook_tests::outreach::phone_on;
use beatbook_tests::phone::Phone;
use serde_json::Value;

const MINUTE: i64 = 60_000;

/// Six hours from now.
fn until(force: &Force) -> String {
    jiff::Timestamp::from_millisecond(force.clock.now() + 6 * 60 * MINUTE).unwrap().to_string()
}

/// Sets a task; answers its id.
fn sets(force: &Force, what: &str, more: &[&str], by: &str) -> Id {
    let until = until(force);
    let words = [&["task", "set", what, "--source", "nim", "--until", &until], more].concat();
    told(force, &words, by)["task"].as_str().unwrap().parse().unwrap()
}

fn tasks(phone: &Phone) -> Vec<TaskView> {
    phone.book().tasks().unwrap()
}

fn list(force: &Force, reader: &str) -> Vec<Value> {
    told(force, &["task", "list"], reader)["rows"].as_array().unwrap().clone()
}

fn row(force: &Force, task: Id, reader: &str) -> Value {
    let all = list(force, reader);
    all.iter().find(|row| row["task"] == task.to_string()).unwrap_or_else(|| panic!("{all:?}")).clone()
}

/// Some minutes where the phone is, a fix every half minute.
fn stands(phone: &Phone, minutes: i64) {
    for _ in 0..minutes * 2 {
        phone.platform.advance(MINUTE / 2 - 1_000);
        fix(phone, RIVER, 5.0);
    }
}

#[test]
fn story_tasks_from_the_meeting_to_the_daily_table() {
    let force = town();
    let (first, second) = (phone(&force, "4711", None), phone(&force, "4712", None));
    let elsewhere = phone(&force, "5001", None);

    // Refused at the desk: a constable leads nobody, a sergeant not another team, no such zone, no such team.
    let bad = |more: &[&str], by: &str| {
        let words = [&["task", "set", "Be seen", "--source", "nim", "--until", "2030-01-01"], more].concat();
        refused(&force, &words, by)
    };
    assert_eq!(bad(&["--team", "NTF", "--zone", "RIVER"], "4711"), "not_allowed");
    assert_eq!(bad(&["--team", "Rural", "--zone", "RIVER"], "S-9"), "not_allowed");
    assert_eq!(bad(&["--team", "NTF", "--zone", "NOWHERE"], "S-9"), "unknown_zone");
    assert_eq!(bad(&["--team", "Nobody", "--zone", "RIVER"], "S-9"), "unknown_team");
    assert_eq!(bad(&["--team", "NTF", "--zone", "RIVER"], "S-9"), "task_window", "five years are no window");
    let past = ["task", "set", "x", "--source", "nim", "--until", "2020-01-01", "--from", "2019-12-31"];
    let past = [&past[..], &["--team", "NTF", "--zone", "RIVER"]].concat();
    assert_eq!(refused(&force, &past, "S-9"), "task_window", "over already");

    // Whoever says no place is told both ways to say one; two are one too many.
    let nowhere = ["task", "set", "x", "--source", "nim", "--until", "2030-01-01", "--team", "NTF"];
    let typed = |more: &[&str]| {
        let words =
            [&["beatbook-server"], &nowhere[..], more, &["--authority", "MDW", "--as", "S-9"]].concat();
        Force::grammar().try_get_matches_from(words).map(drop).map_err(|error| error.to_string())
    };
    let says = typed(&[]).unwrap_err();
    assert!(says.contains("--zone <CODE>") && says.contains("--address <ADDRESS>"), "{says}");
    assert!(typed(&["--zone", "RIVER", "--address", "9 High Street"]).is_err());
    assert_eq!(typed(&["--address", "9 High Street"]), Ok(()));

    // The tasking meeting: one for the team, two for one officer, one for another team.
    let rank = sets(
        &force,
        "Be seen at the taxi rank",
        &["--team", "NTF", "--zone", "RIVER", "--priority", "high"],
        "S-9",
    );
    let shop =
        sets(&force, "Ask at the off-licence", &["--officer", "4711", "--address", "12 High Street"], "S-9");
    let yard = sets(&force, "Look into the yard", &["--officer", "4711", "--address", "The yard"], "M-1");
    let farm = sets(&force, "See the farmer", &["--team", "Rural", "--address", "Cliffe"], "M-1");
    let seen_by = |phone: &Phone| {
        phone.sync();
        tasks(phone).iter().map(|view| view.task.set.task).collect::<Vec<_>>()
    };
    assert_eq!(seen_by(&first)[0], rank, "what is urgent comes first");
    assert_eq!(seen_by(&first).len(), 3);
    assert_eq!((seen_by(&second), seen_by(&elsewhere)), (vec![rank], vec![farm]));

    // Offline. A quarter of an hour at the rank: nothing is typed, the presence is proposed, one tap confirms it.
    assert_eq!(tasks(&first)[0].proposed, None);
    let none = first.book().task_done(rank, true, None).unwrap_err();
    assert_eq!(none.code(), "no_presence");
    stands(&first, 16);
    let proposed = tasks(&first)[0].proposed.clone().unwrap();
    assert_eq!(proposed.zone, "RIVER");
    assert!((14 * MINUTE..=17 * MINUTE).contains(&proposed.present), "{proposed:?}");
    first.book().accept_task(rank).unwrap();
    first.book().task_done(rank, true, Some("Quiet".to_owned())).unwrap();
    assert_eq!(first.book().task_done(rank, false, None).unwrap_err().code(), "task_done_already");
    // The second is not done, with a reason; another reason needs words.
    let no_words = first.book().task_not_done(shop, NotDoneReason::Other, None).unwrap_err();
    assert_eq!(no_words.code(), "task_text");
    first.book().task_not_done(shop, NotDoneReason::NoTime, None).unwrap();
    // The third goes to a colleague.
    let over = |to: &str| first.book().hand_over_task(yard, to).unwrap_err();
    assert_eq!((over("9999").code(), over("4711").code()), ("unknown_officer", "hand_over_to_oneself"));
    first.book().hand_over_task(yard, "4712").unwrap();
    let unknown = first.book().accept_task(farm).unwrap_err();
    assert_eq!(unknown.code(), "task_unknown");

    first.sync();
    assert_eq!(seen_by(&second).len(), 2, "the yard is there");
    // Nobody goes to the rank a second time.
    let at_rank = tasks(&second).into_iter().find(|view| view.task.set.task == rank).unwrap();
    assert_eq!(at_rank.task.state, TaskState::Withdrawn { why: "done by 4711".to_owned() });
    second.book().accept_task(yard).unwrap();
    second.book().task_done(yard, false, None).unwrap();
    second.sync();
    first.sync();
    let at_first = tasks(&first).into_iter().find(|view| view.task.set.task == yard).unwrap();
    let TaskState::Withdrawn { why } = &at_first.task.state else { panic!("{at_first:?}") };
    assert_eq!(why, "handed over by 4711 to 4712", "also to a colleague who took it on");

    // The desk: proof and words, and who may read what.
    let told_of = row(&force, rank, "S-9");
    assert_eq!(told_of["state"], "done");
    // What is done is over: nobody is sent there again.
    assert_eq!(
        refused(&force, &["task", "give", &yard.to_string(), "--officer", "4711"], "M-1"),
        "task_over"
    );
    let proof = told_of["proof"].as_str().unwrap();
    assert!(proof.contains(" min (certain ") && proof.contains(") in RIVER between "), "how sure: {told_of}");
    assert!(told_of["answer"].as_str().unwrap().ends_with(": Quiet"), "{told_of}");
    assert_eq!(row(&force, yard, "M-1")["for"], "4712");
    assert_eq!(row(&force, yard, "M-1")["given_on_from"], "4711", "who handed it over");
    assert_eq!(row(&force, rank, "M-1")["given_on_from"], "");
    assert!(list(&force, "S-9").iter().all(|row| row["task"] != farm.to_string()), "another team's");
    assert_eq!(
        refused(&force, &["task", "withdraw", &farm.to_string(), "--why", "x"], "S-9"),
        "task_unknown"
    );
    told(&force, &["task", "withdraw", &farm.to_string(), "--why", "The farmer rang"], "M-1");
    elsewhere.sync();
    assert!(matches!(tasks(&elsewhere)[0].task.state, TaskState::Withdrawn { .. }));
    assert_eq!(elsewhere.book().accept_task(farm).unwrap_err().code(), "task_withdrawn");
    let day = told(&force, &["task", "table"], "M-1");
    assert_eq!(
        day["check"],
        "0 open + 0 accepted + 2 done + 1 not_done + 0 overdue + 1 withdrawn = 4 of 4 tasks"
    );
    assert_eq!(told(&force, &["task", "table", "--by", "team"], "S-9")["rows"].as_array().unwrap().len(), 2);
    assert_eq!(refused(&force, &["task", "table"], "4711"), "not_allowed");
}

#[test]
fn a_sensitive_task_is_for_one_officer_and_leaves_the_phone_a_day_after_it_came() {
    let force = town();
    let first = phone_on(&force, "4711", SignOn::tasked());
    let second = phone(&force, "4712", None);
    let careful =
        ["--address", "1 Quarry Row", "--sensitive", "domestic_abuse", "--leave-nothing-in-writing"];
    let until = until(&force);
    let team =
        [&["task", "set", "Look in", "--source", "dmm", "--until", &until, "--team", "NTF"], &careful[..]];
    assert_eq!(refused(&force, &team.concat(), "M-1"), "sensitive_team");
    // A slip in a code tells no volunteer where somebody lives.
    force.add_officer("V-1", "Volunteers");
    force.give_role("V-1", "count_volunteer");
    let stranger =
        [&["task", "set", "Look in", "--source", "dmm", "--until", &until, "--officer", "V-1"], &careful[..]];
    assert_eq!(refused(&force, &stranger.concat(), "M-1"), "task_role");
    let more = [&["--officer", "4711"], &careful[..]].concat();
    let task = sets(&force, "Look in on Persephone", &more, "M-1");
    second.sync();
    first.sync();
    let came = first.mono();
    assert!(tasks(&second).is_empty());
    let view = tasks(&first).remove(0);
    assert!(view.care.unwrap().leave_nothing_in_writing && view.task.set.what.is_empty(), "no preview");
    assert_eq!(first.book().task(task).unwrap().task.set.what, "Look in on Persephone");
    assert_eq!(second.book().task(task).unwrap_err().code(), "task_unknown");
    // No header of the server's journal says that there is such a task; the phone's answer does not either.
    assert_eq!(first.book().hand_over_task(task, "4712").unwrap_err().code(), "sensitive_hand_over");
    first.book().accept_task(task).unwrap();
    first.sync();
    let kinds: Vec<String> =
        first.book().entries(None, 100).unwrap().into_iter().map(|one| one.kind).collect();
    assert!(kinds.contains(&"task_answered".to_owned()), "behind its header the officer reads it: {kinds:?}");
    // A list tells nobody more than that there is one; who set it opens it, and another lead does not.
    let id = task.to_string();
    let opened = |by| told(&force, &["task", "show", &id], by)["rows"][0].clone();
    for hidden in [row(&force, task, "M-1"), row(&force, task, "S-9"), opened("S-9")] {
        assert_eq!((&hidden["what"], &hidden["where"]), (&"(sensitive)".into(), &"(sensitive)".into()));
        assert_eq!(hidden["care"], "sensitive, leave nothing in writing");
    }
    assert_eq!(opened("M-1")["what"], "Look in on Persephone");
    assert_eq!(opened("M-1")["care"], "sensitive: domestic_abuse, leave nothing in writing");
    assert_eq!(refused(&force, &["task", "show", &id], "5001"), "task_unknown");
    let log = force.access_log();
    assert!(
        log.contains("listed, safeguarding, 1 row") && log.contains(&format!("record {id}, 1 row")),
        "{log}"
    );
    assert_eq!(log.matches(&format!(": task {id}\n")).count(), 4, "{log}");

    // A day after it came, to the millisecond; by the phone's own clock within one start, with no network.
    first.platform.advance_to_mono(came + 24 * 60 * MINUTE - 1);
    assert_eq!(tasks(&first).len(), 1, "a moment before");
    first.platform.advance(1);
    assert!(tasks(&first).is_empty());
    // The journal is read anew, as for any new role: what has left stays away.
    let grant = ["--authority", "MDW", "--code", "4711", "--role", "outreach_worker", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add"], &grant[..]].concat());
    first.sync();
    assert!(tasks(&first).is_empty());
    assert_eq!(row(&force, task, "M-1")["state"], "accepted", "the desk still has it");
    // Somebody else's by now: what it says is not for whoever had it.
    let lent = sets(&force, "Look in on Ermintrude", &more, "M-1");
    told(&force, &["task", "give", &lent.to_string(), "--officer", "4712"], "M-1");
    first.sync();
    let former = first.book().task(lent).map(|view| view.task.set.what);
    assert!(former.as_ref().map_or(true, String::is_empty), "{former:?}");
    // Whoever set it is not there: another who leads says why, and gives it on unread, never to themselves.
    let id = lent.to_string();
    let given = |to| ["task", "give", &id, "--officer", to, "--reason", "M-1 is ill"];
    assert_eq!(refused(&force, &given("4711")[..5], "S-9"), "sensitive_hand_over");
    assert_eq!(refused(&force, &given("S-9"), "S-9"), "sensitive_hand_over");
    told(&force, &given("4711"), "S-9");
    assert_eq!(row(&force, lent, "S-9")["what"], "(sensitive)");
    first.sync();
    assert_eq!(first.book().task(lent).unwrap().task.set.what, "Look in on Ermintrude");
    assert!(force.access_log().contains("M-1 is ill"));
}

#[test]
fn where_a_patrol_on_outreach_or_a_count_was_is_no_proof_of_a_task() {
    let force = town();
    let task = sets(&force, "Be seen at the taxi rank", &["--team", "NTF", "--zone", "RIVER"], "S-9");
    for (code, duty) in [("4711", Duty::Outreach), ("4712", Duty::Count)] {
        let helps = phone_on(&force, code, SignOn { duty, ..SignOn::tasked() });
        helps.sync();
        stands(&helps, 16);
        assert_eq!(tasks(&helps)[0].proposed, None, "while it goes on: {code}");
        helps.sign_off(helps.platform.now().unwrap().wall + MINUTE);
        assert_eq!(tasks(&helps)[0].proposed, None, "{code}");
        let proved = helps.book().task_done(task, true, None).unwrap_err();
        assert_eq!(proved.code(), "no_presence", "{code}");
    }
}

#[test]
fn what_was_not_done_and_then_is_has_its_proof() {
    let force = town();
    let task = sets(&force, "Be seen at the taxi rank", &["--team", "NTF", "--zone", "RIVER"], "S-9");
    let officer = phone(&force, "4711", None);
    stands(&officer, 16);
    officer.book().task_not_done(task, NotDoneReason::NoTime, None).unwrap();
    officer.book().task_done(task, true, None).unwrap();
    officer.sync();
    assert!(row(&force, task, "S-9")["proof"].as_str().unwrap().contains(" in RIVER between "));
}

#[test]
fn presence_and_words_of_both_who_did_it_are_at_the_desk_whoever_syncs_first() {
    for is_first in [true, false] {
        let force = town();
        let task = sets(&force, "Be seen at the taxi rank", &["--team", "NTF", "--zone", "RIVER"], "S-9");
        let (there, elsewhere) = (phone(&force, "4713", None), phone(&force, "4712", None));
        stands(&there, 16);
        there.book().task_done(task, true, Some("Quiet at the rank".to_owned())).unwrap();
        elsewhere.platform.advance(18 * MINUTE);
        elsewhere.book().task_done(task, false, None).unwrap();
        let order = if is_first { [&there, &elsewhere] } else { [&elsewhere, &there] };
        for phone in order {
            phone.sync();
        }
        let shown = told(&force, &["task", "show", &task.to_string()], "S-9");
        for row in [&shown["rows"][0], &row(&force, task, "S-9")] {
            let (answer, proof) = (row["answer"].as_str().unwrap(), row["proof"].as_str().unwrap());
            assert!(answer.starts_with("done by 4713, told "), "{answer}");
            assert!(answer.contains(": Quiet at the rank; also by 4712, told "), "{answer}");
            assert!(proof.starts_with("4713: ") && proof.contains(" in RIVER between "), "{proof}");
        }
        assert!(told(&force, &["task", "table"], "M-1")["check"].as_str().unwrap().contains(" 1 done "));
    }
}

#[test]
fn what_is_overdue_stays_in_the_table_of_the_day_and_a_second_hand_over_is_named() {
    let force = town();
    let task = sets(&force, "Be seen at the taxi rank", &["--team", "NTF", "--zone", "RIVER"], "S-9");
    let officers = ["4711", "4712"].map(|code| phone(&force, code, None));
    for (officer, to) in officers.iter().zip(["5001", "4711"]) {
        officer.sync();
        officer.book().hand_over_task(task, to).unwrap();
    }
    for officer in &officers {
        officer.sync();
    }
    assert_eq!(row(&force, task, "M-1")["for"], "5001");
    let shown = told(&force, &["task", "show", &task.to_string()], "M-1");
    let answer = shown["rows"][0]["answer"].as_str().unwrap();
    assert!(answer.contains("DOES NOT HOLD: 4712 hands it to 4711 (task_not_yours)"), "{answer}");
    let overdue = || {
        let table = told(&force, &["task", "table"], "M-1");
        table["rows"].as_array().unwrap().last().unwrap()["overdue"].clone()
    };
    assert_eq!(overdue(), "0");
    force.clock.advance(2 * 24 * 60 * MINUTE);
    assert_eq!(overdue(), "1", "two days later");
    // Whatever the hour was: until when it was to be done may have been the day after it was set.
    force.clock.advance(24 * 60 * MINUTE);
    let yesterday = beatbook_domain::calendar::local_date(force.clock.now()).unwrap().yesterday().unwrap();
    let table = told(&force, &["task", "table", "--period", &yesterday.to_string()], "M-1");
    assert!(!table["base"].as_str().unwrap().contains("overdue from before"), "{table}");
    assert_eq!(table["rows"].as_array().unwrap().last().unwrap()["set"], "0", "a day that is over");
}

#[test]
fn what_was_handed_over_is_not_answered_twice_before_it_is_given_on() {
    let force = town();
    let yard = ["--officer", "4711", "--address", "The yard"];
    let task = sets(&force, "Look into the yard", &yard, "M-1");
    let officer = phone(&force, "4711", None);
    officer.sync();
    let book = officer.book();
    book.hand_over_task(task, "4712").unwrap();
    for refused in [
        book.hand_over_task(task, "5001"),
        book.hand_over_task(task, "4712"),
        book.accept_task(task),
        book.task_not_done(task, NotDoneReason::NoTime, None),
    ] {
        let error = refused.unwrap_err();
        assert_eq!(error.code(), "task_not_yours");
        assert!(error.to_string().contains("handed over to 4712"), "{error}");
    }
    // What was done all the same is done.
    book.task_done(task, false, None).unwrap();
}

#[test]
fn what_is_erased_is_said_beside_the_table_and_where_it_went_to_whoever_looks_after_data() {
    let force = town();
    keeper(&force);
    let open = sets(&force, "Walk by", &["--team", "NTF", "--zone", "RIVER"], "M-1").to_string();
    let careful = ["--officer", "4711", "--address", "1 Quarry Row", "--sensitive", "domestic_abuse"];
    let careful = sets(&force, "Look in on Persephone", &careful, "M-1").to_string();
    let table = || told(&force, &["task", "table", "--by", "team"], "M-1");
    assert!(!table()["base"].as_str().unwrap().contains("ERASED"), "{}", table());
    for task in [&open, &careful] {
        told(&force, &["task", "withdraw", task, "--why", "Moved away"], "M-1");
        keep(&force, &["keeping", "erase", task]);
    }
    let base = table()["base"].as_str().unwrap().to_owned();
    assert!(base.contains("ERASED SINCE and not counted: 2 tasks"), "{base}");
    for task in [&open, &careful] {
        let desk = keep(&force, &["keeping", "show", task])["desk"].as_array().unwrap().clone();
        assert!(
            desk.len() > 1 && desk.iter().all(|line| line["body"].as_str().unwrap().starts_with("erased by")),
            "{desk:?}"
        );
    }
}
