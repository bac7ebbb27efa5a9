//! What outreach alone came upon: others are told the month and the ward. The day is in no list and no funnel, whatever day or
//! period somebody asks for, and numbers add up all the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::EncampmentNews;
use beatbook_domain::calendar::{local_date, local_midnight};
use beatbook_domain::records::patrol::Duty;
use beatbook_tests::beat::{DAY, fix};
use beatbook_tests::count_night::stand;
use beatbook_tests::encampment::{
    LAND, camp, camp_json, camp_refused, comes_upon, council, reported, safety_officer, tents, visit,
};
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{self, LINES};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use jiff::civil::Date;

const CAMP: &str = "Elderland, behind the allotments";
const LISTERS: [&str; 2] = ["M-1", "PC-1"];

/// Noon of a day, at the server.
fn noon_of(force: &Force, day: Date) {
    stand(force, local_midnight(day).unwrap() + DAY / 2);
}

fn day(first: Date, of_month: i8) -> Date {
    first.with().day(of_month).build().unwrap()
}

/// All that is answered of a day, in every form, with that day and today left out.
fn of_day(force: &Force, day: Date) -> Vec<String> {
    let (one, first) = (day.to_string(), day.first_of_month());
    let (only, since) = (format!("{one}..{one}"), format!("{first}..{one}"));
    let mut all = Vec::new();
    for asked in [["--as-at", &one], ["--reported", &only], ["--reported", &since]] {
        let mut ask = |words: &[&str], reader: &str| {
            let words = [words, &asked[..]].concat();
            all.extend([camp(force, &words, reader), camp_json(force, &words, reader).to_string()]);
        };
        for reader in LISTERS {
            ask(&["list"], reader);
            ask(&["list", "--csv"], reader);
        }
        for reader in ["M-1", "PC-1", "A-1"] {
            ask(&["funnel"], reader);
            ask(&["funnel", "--csv"], reader);
            let public = [&["funnel", "--public"][..], &asked[..]].concat();
            assert_eq!(camp_refused(force, &public, reader), "not_public", "{asked:?}");
        }
    }
    let today = local_date(force.clock.now()).unwrap().to_string();
    all.into_iter().map(|text| text.replace(&one, "DAY").replace(&today, "DAY")).collect()
}

fn attended(force: &Force, words: &[&str]) -> (String, String) {
    let told = camp_json(force, &[&["funnel"], words].concat(), "A-1");
    let row = told["rows"].as_array().unwrap().iter().find(|row| row["stage"] == "attended").unwrap();
    (row["reached"].as_str().unwrap().to_owned(), told["base"].as_str().unwrap().to_owned())
}

#[test]
fn no_list_and_no_funnel_tells_the_day_on_which_outreach_came_upon_a_sleeping_place() {
    let force = council();
    outreach::river(&force);
    force.add_officer("PC-1", "NTF");
    force.give_role("PC-1", "constable");
    reported(&force, LAND);
    let first = local_date(force.clock.now()).unwrap().last_of_month().tomorrow().unwrap();
    let last = first.last_of_month();
    noon_of(&force, day(first, 10));
    let worker = outreach::phone(&force, "O-1", Duty::Outreach);
    fix(&worker, LINES, 4.0);
    let before = of_day(&force, day(first, 9));
    let found = comes_upon(&worker, CAMP);
    worker.book().tell_encampment(found, vec![tents()], None).unwrap();
    worker.sync();
    let own = |words: &[&str]| camp(&force, &[&["list"], words].concat(), "O-1");
    assert!(own(&[]).contains(CAMP), "the own team is told at once");

    noon_of(&force, day(first, 20));
    for of_month in [8, 9, 10, 11, 12, 20] {
        assert_eq!(of_day(&force, day(first, of_month)), before, "{of_month}");
    }
    let today = camp(&force, &["list"], "M-1");
    assert!(!today.contains("told by outreach") && !today.contains(&found.to_string()), "{today}");
    assert_eq!(attended(&force, &[]).0, "0");
    let [eve, that] = [9, 10].map(|of_month| day(first, of_month).to_string());
    assert!(!own(&["--as-at", &eve]).contains(CAMP) && own(&["--as-at", &that]).contains(CAMP));

    // The month is over: the month, the ward, and that it counts, all as at its last day.
    noon_of(&force, day(last.tomorrow().unwrap(), 2));
    let (month, over) = (first.strftime("%Y-%m").to_string(), last.to_string());
    for words in [&[][..], &["--as-at", &over], &["--reported", &month]] {
        for reader in LISTERS {
            let told = camp(&force, &[&["list"], words].concat(), reader);
            for known in ["told by outreach", &month, "River", &format!("as at {last}")] {
                assert!(told.contains(known), "{reader}: {known}: {told}");
            }
            assert!(!told.contains("Elderland") && !told.contains(&found.to_string()), "{told}");
        }
        let (number, base) = attended(&force, words);
        assert!(number == "1" && base.contains(&format!("as at {last}")), "{base}");
    }
    let table = camp(&force, &["funnel"], "A-1");
    assert!(table.contains("= 1 + 1 + 0 + 0 + 0 + 0 + 0 = 2;"), "{table}");
    for of_month in [9, 10, 11] {
        assert_eq!(of_day(&force, day(first, of_month)), before, "{of_month}");
    }
    let part = format!("{first}..{}", last.yesterday().unwrap());
    let (number, base) = attended(&force, &["--reported", &part]);
    assert!(number == "0" && base.contains("name whole months"), "{base}");
    assert!(!camp(&force, &["list", "--reported", &part], "M-1").contains("told by outreach"));
}

#[test]
fn what_was_told_of_a_sleeping_place_by_mistake_stays_on_no_phone_and_reaches_none_that_comes_later() {
    let force = council();
    outreach::river(&force);
    let worker = outreach::phone(&force, "O-1", Duty::Outreach);
    fix(&worker, LINES, 4.0);
    let officer = safety_officer(&force, "2201");
    let found = comes_upon(&worker, CAMP);
    worker.book().tell_encampment(found, vec![visit(2, &[])], None).unwrap();
    worker.sync();
    officer.sync();
    let listed = |phone: &Phone| phone.book().encampments().unwrap();
    assert_eq!(listed(&officer)[0].standing.as_ref().unwrap().land.as_deref(), Some(CAMP));

    // They were tents.
    let own = listed(&worker).remove(0).own.unwrap();
    let entry = own.visits[0].at.seq;
    let back = EncampmentNews::TakenBack { entry, why: "tents, not caravans".to_owned() };
    worker.book().tell_encampment(found, vec![back, tents()], None).unwrap();
    worker.sync();
    officer.sync();
    let mut later = safety_officer(&force, "2202");
    later.sync();
    assert_eq!((listed(&officer), listed(&later)), (vec![], vec![]));
    assert!(!holds(&mut later, CAMP), "nor was it ever there");
    assert_eq!(listed(&worker).len(), 1, "the own team goes on");

    // A caravan comes after all: everybody is told again.
    worker.book().tell_encampment(found, vec![visit(1, &[])], None).unwrap();
    for phone in [&worker, &officer, &later] {
        phone.sync();
    }
    for phone in [&officer, &later] {
        assert_eq!(listed(phone)[0].standing.as_ref().unwrap().land.as_deref(), Some(CAMP));
    }
}
