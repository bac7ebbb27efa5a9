//! Whatever is met, held, lifted, run, broken off, restarted and restored in whatever order: nothing goes under a hold or inside
//! its time, what goes is in no page any more, and every chain holds with its tombstones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use beatbook_device::{BeginEncounter, EncounterNews, SignOn};
use beatbook_domain::calendar::local_date;
use beatbook_server::auth::Purpose;
use beatbook_server::keeping;
use beatbook_tests::beat::{CHATHAM, adult, fix, officer_out, town};
use beatbook_tests::encampment::now;
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{bodies, days_pass, keep, keeper, meet, run, tried};
use beatbook_tests::pages::{holds, server_holds};
use beatbook_tests::phone::Phone;
use jiff::ToSpan as _;
use jiff::civil::Date;
use proptest::prelude::*;

/// What somebody does.
#[derive(Debug, Clone)]
enum Deed {
    Meet,
    Hold(usize),
    Lift(usize),
    Days(i64),
    Run,
    /// Broken off after so many milliseconds.
    BrokenOff(u64),
    Restart,
    /// A backup, a run, and the backup restored.
    Restore,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => Just(Deed::Meet),
        2 => (0..6_usize).prop_map(Deed::Hold),
        1 => (0..6_usize).prop_map(Deed::Lift),
        3 => prop_oneof![Just(1), Just(200), Just(365), Just(366), Just(367)].prop_map(Deed::Days),
        2 => Just(Deed::Run),
        1 => (0..60_u64).prop_map(Deed::BrokenOff),
        1 => Just(Deed::Restart),
        1 => Just(Deed::Restore),
    ];
    prop::collection::vec(deed, 8..16)
}

/// An encounter that came to nothing, and what is known of it.
struct Met {
    record: String,
    name: String,
    taken: Date,
    holds: Vec<String>,
    gone: bool,
}

impl Met {
    fn is_over(&self, today: Date) -> bool {
        self.holds.is_empty() && today > self.taken.checked_add(1.year()).unwrap()
    }
}

/// An officer signs on, meets somebody, signs off and hands it over.
fn met(force: &Force, phone: &Phone, number: usize) -> Met {
    meet(force, phone);
    phone.sign_on(SignOn::tasked());
    fix(phone, CHATHAM, 5.0);
    let record = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let name = format!("Planted Needle-{number}-Haystack");
    let news = vec![EncounterNews::Person { person: 1, known: adult(&name) }];
    phone.book().tell_encounter(record, news).unwrap();
    phone.sign_off(now(phone) + 60_000);
    phone.sync();
    Met { record: record.to_string(), name, taken: today(force), holds: Vec::new(), gone: false }
}

fn today(force: &Force) -> Date {
    local_date(force.clock.now()).unwrap()
}

/// The server agrees with what is expected of each.
fn look(force: &Force, met: &[Met]) {
    for one in met {
        let (here, gone) = bodies(force, &one.record);
        assert_eq!((here > 0, gone > 0), (!one.gone, one.gone), "{} met {}", one.name, one.taken);
    }
}

/// A server that starts does by itself what a person has run once: what is over may be gone, and nothing else. Then all of it is.
fn ran_by_itself(force: &Force, met: &mut [Met]) {
    let today = today(force);
    for one in met.iter() {
        let gone = bodies(force, &one.record).1 > 0;
        assert!(
            one.gone <= gone && gone <= (one.gone || one.is_over(today)),
            "{} met {}",
            one.name,
            one.taken
        );
    }
    run(force);
    ran(force, met);
}

fn ran(force: &Force, met: &mut [Met]) {
    let today = today(force);
    met.iter_mut().for_each(|one| one.gone |= one.is_over(today));
    look(force, met);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3) })]

    #[test]
    fn nothing_goes_too_early_and_nothing_of_what_goes_is_left(deeds in deeds()) {
        let mut force = town();
        keeper(&force);
        let mut phone = officer_out(&force, "CS101");
        phone.sign_off(now(&phone) + 60_000);
        let mut met: Vec<Met> = vec![met(&force, &phone, 0)];
        for (place, deed) in deeds.into_iter().enumerate() {
            match deed {
                Deed::Meet => {
                    let next = self::met(&force, &phone, met.len());
                    met.push(next);
                },
                Deed::Hold(which) => {
                    let which = which % met.len();
                    // What is gone cannot be held.
                    match tried(&force, &["hold", "place", &met[which].record]) {
                        Ok(told) => met[which].holds.push(told["hold"].as_str().unwrap().to_owned()),
                        Err(code) => assert_eq!(
                            (code.as_str(), bodies(&force, &met[which].record).0),
                            ("erased_already", 0)
                        ),
                    }
                }
                Deed::Lift(which) => {
                    let which = which % met.len();
                    if let Some(hold) = met[which].holds.pop() {
                        keep(&force, &["hold", "lift", &hold]);
                    }
                }
                Deed::Days(days) => days_pass(&force, days),
                Deed::Run => {
                    run(&force);
                    ran(&force, &mut met);
                }
                Deed::BrokenOff(after) => {
                    let service = force.server().service();
                    let scope = service.keyholder().scope(force.authority, Purpose::Keeping);
                    let running = keeping::run(service, &scope, |_| {});
                    let ended = force.block_on(async {
                        tokio::time::timeout(Duration::from_millis(after), running).await
                    });
                    prop_assert!(!matches!(ended, Ok(Err(_))));
                    // What was under way in another thread lets go of the file.
                    force.block_on(async { tokio::time::sleep(Duration::from_millis(500)).await });
                    force.restart();
                    ran_by_itself(&force, &mut met);
                }
                Deed::Restart => {
                    force.restart();
                    ran_by_itself(&force, &mut met);
                }
                Deed::Restore => {
                    let backup = force.folder().join(format!("{place}.backup"));
                    force.command(&["backup", backup.to_str().unwrap()]);
                    run(&force);
                    ran(&force, &mut met);
                    // Each backup hands on what was erased.
                    let again = force.folder().join(format!("{place}.again"));
                    force.command(&["backup", again.to_str().unwrap()]);
                    force.restore(&backup);
                    look(&force, &met);
                    meet(&force, &phone);
                }
            }
        }
        run(&force);
        ran(&force, &mut met);
        meet(&force, &phone);
        force.command(&["verify"]);
        prop_assert!(phone.book().verify().unwrap().is_sound());
        for one in &met {
            prop_assert_eq!(server_holds(&mut force, &one.name), !one.gone, "{}", &one.name);
            prop_assert_eq!(holds(&mut phone, &one.name), !one.gone, "{}", &one.name);
        }
    }
}
