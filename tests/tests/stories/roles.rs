//! Two phones of one authority: what the welfare service asks of its own people reaches them, and nobody who enforces.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    Beatbook, BeginEncounter, EncounterNews, NotebookState, NoticeAbout, NoticeNews, NuisanceAsked,
    PaperCopy, Places, Setup,
};
use beatbook_domain::access::{Area, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::people::{
    Details, DetailsBasis, PersonKnown, VehicleKind, VehicleKnown,
};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::task::WelfareTask;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_tests::beat::{self, DAY};
use beatbook_tests::force::Force;
use beatbook_tests::outreach;
use beatbook_tests::pages::holds;
use beatbook_tests::phone::{Phone, copy_folder};
use jiff::ToSpan as _;
use jiff::civil::date;

/// 2025-09-10T10:00:00Z, a whole hour.
const ON: i64 = 1_757_498_400_000;
const ASKED: &str = "Persephone Quillfeather asked for a bed";
const CELL: &str = "TQ 757 683";

fn task(team: &str) -> WelfareTask {
    WelfareTask {
        id: Id::v7(ON.unsigned_abs(), [8; 10]),
        officer: None,
        team: Some(team.to_owned()),
        place: Some(CELL.to_owned()),
        what: ASKED.to_owned(),
        due: date(2025, 9, 11),
        from_record: Id::v7(ON.unsigned_abs(), [9; 10]),
        review: None,
    }
}

fn role(force: &Force, verb: &str, code: &str, further: &[&str]) -> String {
    force.command(&[&["officer", "role", verb, "--authority", "MDW", "--code", code], further].concat())
}

fn give(force: &Force, task: WelfareTask) {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Administration);
    force.block_on(service.store().add_welfare_task(&scope, task)).unwrap();
}

#[test]
fn a_welfare_task_reaches_its_team_alone_and_is_gone_when_the_role_is_over() {
    let mut force = Force::begin();
    // Both in the same team by name: it is the role that decides.
    let (outreach, constable) = (force.add_officer("O-12", "North"), force.add_officer("4711", "North"));
    role(&force, "add", "O-12", &["--role", "outreach_worker", "--from", "2025-01-01"]);
    role(&force, "add", "4711", &["--role", "constable", "--from", "2025-01-01"]);
    let mut worker = Phone::found(&force.ticket(outreach), ON);
    let mut officer = Phone::found(&force.ticket(constable), ON);
    for phone in [&worker, &officer] {
        phone.book().note("On the beat.", Basis::Fact).unwrap();
        phone.sync();
    }
    give(&force, task("North"));
    for phone in [&worker, &officer] {
        phone.sync();
        assert_eq!(phone.book().roles().unwrap().terms().len(), 1, "each knows its own");
    }
    assert_eq!(worker.book().welfare_tasks().unwrap(), [task("North")]);
    assert_eq!(officer.book().welfare_tasks().unwrap(), []);
    let may = |phone: &Phone, area| phone.book().access(date(2025, 9, 10)).unwrap().may_write(area);
    assert!(may(&worker, Area::Welfare) && !may(&worker, Area::Enforcement));
    assert!(may(&officer, Area::Welfare) && may(&officer, Area::Enforcement));
    assert!(holds(&mut worker, ASKED) && holds(&mut worker, CELL));
    for word in [ASKED, CELL, "welfare_task", "outreach_worker"] {
        assert!(!holds(&mut officer, word), "{word}");
    }
    assert!(holds(&mut officer, "constable"), "what is the officer's own is there");

    // Nothing has changed: nothing is sent twice, by a server started again either.
    force.restart();
    assert_eq!(worker.sync().pulled, 0);
    // A new phone of the same officer reads it from the beginning.
    let second = Phone::found(&force.ticket(outreach), ON);
    second.sync();
    assert_eq!(second.book().welfare_tasks().unwrap(), [task("North")]);

    role(&force, "end", "O-12", &["--role", "outreach_worker"]);
    worker.sync();
    assert_eq!(worker.book().welfare_tasks().unwrap(), []);
    assert!(worker.book().verify().unwrap().is_sound());
    for word in [ASKED, CELL] {
        assert!(!holds(&mut worker, word), "{word}");
    }
    assert!(holds(&mut worker, "outreach_worker"), "what the officer was is told with its end");
    worker.book().note("Recording is never refused.", Basis::Fact).unwrap();
    worker.sync();

    // Another role of the service, and it is back.
    role(&force, "add", "O-12", &["--role", "rough_sleeping_coordinator", "--from", "2025-01-01"]);
    worker.sync();
    assert_eq!(worker.book().welfare_tasks().unwrap(), [task("North")]);
    force.command(&["verify"]);
}

#[test]
fn a_copy_that_was_found_out_reads_nothing_of_welfare_any_more() {
    let force = Force::begin();
    let outreach = force.add_officer("O-12", "North");
    role(&force, "add", "O-12", &["--role", "outreach_worker", "--from", "2025-01-01"]);
    give(&force, task("North"));
    let mut worker = Phone::found(&force.ticket(outreach), ON);
    worker.sync();
    worker.killed();
    // The whole phone is imaged, and somebody uses the image after the phone went on.
    let image = tempfile::tempdir().unwrap();
    let places = Places { notebooks: image.path().join("notebooks"), seats: image.path().join("seats") };
    copy_folder(&worker.places().notebooks, &places.notebooks);
    copy_folder(&worker.places().seats, &places.seats);
    worker.restarted();
    worker.book().note("On the phone.", Basis::Fact).unwrap();
    worker.sync();
    let copy =
        Beatbook::open(Setup::new(places, worker.platform.clone()), worker.key(), worker.notebook()).unwrap();
    assert_eq!(copy.welfare_tasks().unwrap(), [task("North")]);
    copy.note("On the image.", Basis::Fact).unwrap();
    copy.sync().unwrap();
    assert_eq!(copy.status().unwrap().state, NotebookState::Retired);
    assert_eq!((copy.welfare_tasks().unwrap(), copy.roles().unwrap()), (vec![], Roles::default()));
    // The officer goes on in a successor, and has what is the officer's again.
    worker.sync();
    assert_eq!(worker.book().welfare_tasks().unwrap(), []);
    let successor = worker.book().begin_successor(worker.key()).unwrap();
    successor.sync().unwrap();
    assert_eq!(successor.welfare_tasks().unwrap(), [task("North")]);
}

/// The coordinator's words about the person of a welfare record.
fn consult(force: &Force, record: Id, reader: &str, more: &[&str]) -> Result<String, String> {
    let record = record.to_string();
    let words = ["welfare", "consult-first", &record, "--authority", "MDW", "--as", reader];
    force.tried(&[&words[..], more].concat()).map_err(|refusal| refusal.code)
}

#[test]
fn a_mark_to_ring_outreach_first_reaches_those_who_may_know_of_it_and_says_nothing_of_whom_or_why() {
    let force = outreach::town();
    let today = local_date(force.clock.now()).unwrap();
    let until = today.saturating_add(2.days()).to_string();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let name = Some(("Persephone", "Quillfeather"));
    let record = outreach::meets(&worker, 0.0, outreach::person(name, SleepingState::BeddedDown));
    let nameless = outreach::meets(&worker, 40.0, outreach::person(None, SleepingState::BeddedDown));
    worker.sync();

    // The coordinator asks, and nobody else may.
    let days = ["--until", until.as_str()];
    let with_number = [&days[..], &["--ring", "01634 555 0100"]].concat();
    for reader in ["O-12", "4711", "S-1", "A-1", "X-1"] {
        assert_eq!(consult(&force, record, reader, &days), Err("not_allowed".to_owned()), "{reader}");
    }
    assert_eq!(consult(&force, nameless, "C-1", &days), Err("name_and_birth_not_known".to_owned()));
    let far = today.saturating_add(90.days()).to_string();
    assert_eq!(consult(&force, record, "C-1", &["--until", &far]), Err("consult_days".to_owned()));
    let text = consult(&force, record, "C-1", &with_number).unwrap();
    assert!(!text.contains("Persephone"), "{text}");
    let marks = force.command(&["welfare", "marks", "--authority", "MDW", "--as", "C-1"]);
    assert!(marks.contains(&until) && !marks.contains("Quillfeather"), "{marks}");
    let marks = force.command(&["welfare", "marks", "--csv", "--authority", "MDW", "--as", "C-1"]);
    assert!(marks.starts_with("mark,until,ring\r\n") && marks.contains(&format!(",{until},")), "{marks}");

    // A constable far from any network meets her, under the name as she says it.
    let meets = |phone: &Phone, name: &str, born: &str| {
        let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
        let details = Details::Person {
            name: name.to_owned(),
            address: Vec::new(),
            born: Some(born.parse().unwrap()),
            basis: DetailsBasis::Volunteered,
            believed: true,
        };
        let known = PersonKnown { details: Some(details), ..PersonKnown::default() };
        phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
        encounter
    };
    let mut constable = outreach::phone(&force, "4711", Duty::TaskedCore);
    let mut contractor = outreach::phone(&force, "X-1", Duty::TaskedCore);
    let her = ("QUILLFEATHER, persephone", "1979-02-28");
    let encounter = meets(&constable, her.0, her.1);
    let asks = constable.book().consult_first(encounter, 1).unwrap().expect("marked");
    assert_eq!(asks.ring.map(String::from).as_deref(), Some("01634 555 0100"));
    assert_eq!(asks.until.to_string(), until);
    for (name, born) in [("Persephone Quillfeather", "1980-02-28"), ("Persephone Quill", "1979-02-28")] {
        let other = meets(&constable, name, born);
        assert_eq!(constable.book().consult_first(other, 1).unwrap(), None, "{name} {born}");
    }
    let nobody = constable.book().begin_encounter(BeginEncounter::here()).unwrap();
    assert_eq!(constable.book().consult_first(nobody, 1).unwrap(), None);

    // Before that nothing on the phone named her, and the record of why is not there; a contractor has no mark at all.
    let mut fresh = outreach::phone(&force, "4711", Duty::TaskedCore);
    let why = [record.to_string(), "Quillfeather".to_owned(), "1979-02-28".to_owned()];
    for word in &why {
        assert!(!holds(&mut fresh, word), "{word}");
    }
    assert!(holds(&mut fresh, "01634 555 0100") && !holds(&mut contractor, "01634 555 0100"));
    let met = meets(&contractor, her.0, her.1);
    assert_eq!(contractor.book().consult_first(met, 1).unwrap(), None);

    // It is taken back, and gone from the pages; a second one runs out by itself.
    let mark = force.asked(&["welfare", "marks", "--authority", "MDW", "--as", "C-1"], b"").unwrap();
    let mark = mark["marks"][0]["mark"].as_str().unwrap();
    assert_eq!(
        force.refused(&["welfare", "lift", mark, "--authority", "MDW", "--as", "O-12"]).code,
        "not_allowed"
    );
    force.command(&["welfare", "lift", mark, "--authority", "MDW", "--as", "C-1"]);
    constable.sync();
    assert_eq!(constable.book().consult_first(encounter, 1).unwrap(), None);
    assert!(!holds(&mut constable, "01634 555 0100"));
    assert!(!holds(&mut constable, "consult_lifted"), "nor does it say that there was one");
    consult(&force, record, "C-1", &with_number).unwrap();
    constable.sync();
    assert!(constable.book().consult_first(encounter, 1).unwrap().is_some());
    constable.platform.advance(3 * DAY);
    assert_eq!(constable.book().consult_first(encounter, 1).unwrap(), None, "over, with no network");
    force.clock.advance(3 * DAY);
    constable.sync();
    assert!(!holds(&mut constable, "01634 555 0100"), "and off the phone with the next sync");
    assert!(constable.book().verify().unwrap().is_sound());
    let late = outreach::phone(&force, "4711", Duty::TaskedCore);
    let again = meets(&late, her.0, her.1);
    assert_eq!(late.book().consult_first(again, 1).unwrap(), None, "a new phone is not told any more");
    force.command(&["verify"]);
}

#[test]
fn what_becomes_of_a_notice_reaches_the_officer_who_gave_it_and_warnings_reach_those_who_enforce() {
    let force = beat::town();
    let issuer = beat::officer_as(&force, "4417", "constable", &["s59_vehicles", "s68_fpn"]);
    let others: Vec<(&str, Phone)> = [
        ("constable", "4502"),
        ("contractor", "X-1"),
        ("outreach_worker", "O-12"),
        ("rough_sleeping_coordinator", "C-1"),
        ("analyst", "A-1"),
        ("legal", "L-1"),
    ]
    .into_iter()
    .map(|(held, code)| {
        let officer = force.add_officer(code, "Centre");
        role(&force, "add", code, &["--role", held, "--from", "2025-01-01"]);
        (held, Phone::found(&force.ticket(officer), force.clock.now()))
    })
    .collect();
    let encounter = issuer.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = beat::adult("Persephone Quillfeather");
    let car = VehicleKnown {
        kind: Some(VehicleKind::Car),
        plate: Some("AB12 CDE".to_owned()),
        driver: Some(1),
        ..VehicleKnown::default()
    };
    let news =
        vec![EncounterNews::Person { person: 1, known }, EncounterNews::Vehicle { vehicle: 1, known: car }];
    issuer.book().tell_encounter(encounter, news).unwrap();
    let nuisance = NuisanceAsked {
        vehicle: 1,
        driving: "Careless and inconsiderate: wheel spins.".to_owned(),
        annoyance: "People jumped aside.".to_owned(),
    };
    let about = NoticeAbout::S59Warning { nuisance, warned: true };
    let said = "Spun the wheels of a blue car at the roundabout, people jumping aside.";
    let warned = beat::issued(&issuer, &beat::asked(encounter, about, "Whitewall Road", said));
    let number = warned.story.number().unwrap().to_owned();
    issuer.sync();
    assert!(beat::told_to_phones(&force));
    for (held, mut phone) in others {
        phone.sync();
        // The place of the warning stands in its group of the index.
        assert_eq!(holds(&mut phone, "Whitewall Road"), held == "constable", "{held}");
        assert_eq!(phone.book().roles().unwrap().terms().len(), 1);
        if held == "constable" {
            // Who enforces no more keeps none of it.
            role(&force, "end", "4502", &["--role", "constable"]);
            role(&force, "add", "4502", &["--role", "count_volunteer", "--from", "2025-01-01"]);
            phone.sync();
            assert!(!holds(&mut phone, "Whitewall Road"));
            role(&force, "add", "4502", &["--role", "pcso", "--from", "2025-01-01"]);
            phone.sync();
            assert!(holds(&mut phone, "Whitewall Road"), "and has it again");
        }
        let why = ["--reason", "policy", "--why", "seen by the desk", "--by", "4417"];
        let _ = force.tried(&[&["notice", "void", &number, "--authority", "MDW"], &why[..]].concat());
        phone.sync();
        assert!(!holds(&mut phone, "seen by the desk"), "{held}: another officer's notice");
    }
    issuer.sync();
    let standings = issuer.book().notice_standings(date(2199, 1, 1)).unwrap();
    assert!(standings.iter().any(|one| one.number.to_string() == number && one.standing.is_over()));

    // The officer's own notices are read by those roles alone that read enforcement; telling and printing go on.
    assert_eq!(issuer.book().notices(9).unwrap().len(), 1);
    role(&force, "end", "4417", &["--role", "constable"]);
    issuer.sync();
    assert_eq!(issuer.book().notices(9).unwrap().len(), 1, "own records stay when a role is over");
    assert_eq!(issuer.book().encounters(9).unwrap().len(), 1);
    role(&force, "add", "4417", &["--role", "outreach_worker", "--from", "2025-01-01"]);
    issuer.sync();
    assert_eq!(issuer.book().notices(9).unwrap(), []);
    assert_eq!(issuer.book().encounters(9).unwrap(), []);
    assert_eq!(issuer.book().encounter(encounter).unwrap_err().code(), "not_found");
    // What is under way is gone on with.
    assert_eq!(issuer.book().newest_encounter().unwrap(), encounter);
    beat::saw(&issuer, encounter, "NV-5", "Spun the wheels once more.");
    for refused in [
        issuer.book().notice(warned.record).unwrap_err(),
        issuer.book().notice_numbered(&number).unwrap_err(),
    ] {
        assert_eq!(refused.code(), "not_found");
    }
    let record = issuer.book().notice_record(&number).unwrap();
    let text = issuer.book().paper(record, PaperCopy::Recipient).unwrap().text();
    assert!(text.contains(&number), "{text}");
    let amended = NoticeNews::Amended {
        field: "conduct.place".to_owned(),
        text: "Whitewall Road, north end".to_owned(),
        reason: "a slip".to_owned(),
    };
    issuer.book().tell_notice(record, amended).unwrap();
}
