//! What the recipient has to be told: that a notice was withdrawn, and on which day; and on the paper of a seizure, why make and
//! identity of the vehicle are not on it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, EncounterNews, NoticeAbout, NoticeNews, NuisanceAsked, PaperCopy};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::people::{Part, PersonKnown, VehicleKind, VehicleKnown};
use beatbook_domain::records::notice::content::SeizureGround;
use beatbook_domain::records::notice::story::Standing;
use beatbook_tests::beat::{adult, asked, issued, officer_as, saw};
use beatbook_tests::car_park::{DAY, later, meet, numbered, pcso_out, town};
use beatbook_tests::keeping::{self, bodies, keeper, run};
use beatbook_tests::phone::Phone;
use jiff::ToSpan;
use jiff::civil::Date;

fn withdrawn(told: &str, told_on: Option<Date>) -> NoticeNews {
    NoticeNews::Withdrawn { reason: "A carer explained.".to_owned(), told: told.to_owned(), told_on }
}

fn told_on(phone: &Phone, number: &str) -> Option<Date> {
    match phone.book().notice_numbered(number).unwrap().story.standing {
        Standing::Withdrawn { told_on, .. } => told_on,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_recipient_of_a_withdrawn_notice_is_told_on_a_day_that_somebody_notes_and_until_then_it_is_open() {
    let force = town();
    let phone = pcso_out(&force);
    let (first, second) = (numbered(&phone, "Sam Example"), numbered(&phone, "Kim Example"));
    let record = |number: &str| phone.book().notice_record(number).unwrap();
    let tell = |number: &str, news| phone.book().tell_notice(record(number), news);
    for number in [&first, &second] {
        tell(number, withdrawn("", None)).unwrap();
        assert_eq!(told_on(&phone, number), None, "nobody has told them");
        assert_eq!(tell(number, withdrawn("", None)).unwrap_err().code(), "notice", "once");
    }
    meet(&force, &phone);
    let open = |number: &str| format!("TELL THE RECIPIENT of {number}");
    let register = force.at_desk(&["register"]);
    assert!(register.contains(&open(&first)) && register.contains(&open(&second)), "{register}");
    assert!(force.at_desk(&["notice", "show", &first]).contains("TELL THE RECIPIENT"));

    // Two days later the officer tells one of them, and the desk the other.
    let issue = local_date(force.clock.now()).unwrap();
    later(&force, &phone, 2 * DAY);
    phone.sync();
    let day = local_date(force.clock.now()).unwrap();
    let future = day.checked_add(1.day()).unwrap();
    let before = issue.checked_sub(1.day()).unwrap();
    assert_eq!(tell(&first, withdrawn("By telephone", Some(future))).unwrap_err().code(), "notice");
    assert_eq!(tell(&first, withdrawn("By telephone", Some(before))).unwrap_err().code(), "notice");
    assert_eq!(tell(&first, withdrawn("", Some(day))).unwrap_err().code(), "notice", "how?");
    let yesterday = day.checked_sub(1.day()).unwrap();
    tell(&first, withdrawn("By telephone", Some(yesterday))).unwrap();
    assert_eq!(told_on(&phone, &first), Some(yesterday), "the day they were told, not that of the note");
    assert!(tell(&first, withdrawn("By letter", Some(day))).is_err(), "once");
    phone.book().rebuild().unwrap();
    assert_eq!(told_on(&phone, &first), Some(yesterday));
    phone.sync();
    let withdraw = |number: &str, more: &[&str]| {
        let why = ["--authority", "MDW", "--by", "SGT7", "--reason", "policy", "--why", "told by letter"];
        force.command(&[&["notice", "withdraw", number], &why[..], more].concat())
    };
    let _ = withdraw(&second, &["--told", &day.to_string()]);
    for (number, day) in [(&first, yesterday), (&second, day)] {
        let shown = force.at_desk(&["notice", "show", number]);
        assert!(shown.contains(&format!("was told on {day} that it is withdrawn")), "{shown}");
    }
    // What the officer did is listed like what the desk did: who, when, why.
    let shown = force.at_desk(&["notice", "show", &first]);
    let lines: Vec<&str> =
        shown.lines().filter(|line| line.contains("withdrawn: the officer")).skip(1).collect();
    let [withdrew, told] = lines[..] else { panic!("{shown}") };
    assert!(
        withdrew.starts_with(&issue.to_string()) && withdrew.ends_with(": A carer explained."),
        "{shown}"
    );
    assert!(told.contains(&format!("; the recipient was told on {yesterday}, by ")), "{shown}");
    let register = force.at_desk(&["register"]);
    assert!(!register.contains("TELL THE RECIPIENT"), "{register}");

    // The desk need not know the day either.
    let third = numbered(&phone, "Alex Example");
    meet(&force, &phone);
    let _ = withdraw(&third, &[]);
    assert!(force.at_desk(&["register"]).contains(&open(&third)));
}

#[test]
fn the_paper_of_a_seizure_says_why_make_and_identity_are_not_on_it() {
    let force = town();
    let phone = officer_as(&force, "4711", "constable", &["s59_vehicles"]);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let why = "Frame and engine numbers ground off, no badge";
    let bike = VehicleKnown {
        kind: Some(VehicleKind::OffRoad),
        plate: Some(String::new()),
        driver: Some(1),
        untold: Some(why.to_owned()),
        ..VehicleKnown::default()
    };
    let known = PersonKnown { part: Some(Part::Driver), ..adult("Sam Example") };
    let news =
        vec![EncounterNews::Person { person: 1, known }, EncounterNews::Vehicle { vehicle: 1, known: bike }];
    phone.book().tell_encounter(encounter, news).unwrap();
    saw(&phone, encounter, "NV-5", "Rode at speed over the playing field, between children.");
    let nuisance = NuisanceAsked {
        vehicle: 1,
        driving: "Careless and inconsiderate, off the road.".to_owned(),
        annoyance: "Parents pulled their children away.".to_owned(),
    };
    let ground = SeizureGround::Impracticable { why: "Rode off at once when spoken to.".to_owned() };
    let about = NoticeAbout::S59Seizure { nuisance, ground: Some(ground) };
    let particulars = "Rode an off-road motorcycle over the playing field at speed, between children.";
    let seized = issued(&phone, &asked(encounter, about, "Luton Recreation Ground", particulars));
    for copy in [PaperCopy::Recipient, PaperCopy::Officer] {
        let text = phone.book().paper(seized.record, copy).unwrap().text();
        assert!(text.matches(why).count() == 2, "for make and for identity:\n{text}");
    }
}

#[test]
fn the_day_the_recipient_was_told_outlives_what_the_notice_said() {
    let force = town();
    keeper(&force);
    let phone = pcso_out(&force);
    let number = numbered(&phone, "Sam Example");
    let record = phone.book().notice_record(&number).unwrap();
    phone.book().tell_notice(record, withdrawn("", None)).unwrap();
    meet(&force, &phone);
    later(&force, &phone, 2 * DAY);
    let day = local_date(force.clock.now()).unwrap();
    phone.book().tell_notice(record, withdrawn("By telephone", Some(day))).unwrap();
    phone.sync();
    keeping::days_pass(&force, 2 * 366 + 3);
    assert_eq!(run(&force)["fpn_settled"], 1);
    assert_eq!(bodies(&force, &record.to_string()).0, 0, "what it said is erased");
    let shown = force.at_desk(&["notice", "show", &number]);
    assert!(shown.contains(&format!("was told on {day} that it is withdrawn")), "{shown}");
    assert!(!force.at_desk(&["register"]).contains("TELL THE RECIPIENT"));
}
