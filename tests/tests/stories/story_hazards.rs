//! Needles by the door: told in a welfare record, shown to colleagues who come there, seen again, gone, and over by itself.
//! Who enforces, another team and an analyst hear nothing of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{AskWhere, BeginWelfare, HazardHere, WelfareNews};
use beatbook_domain::calendar::{local_date, local_midnight};
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::hazard::HazardPlace;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareAbout;
use beatbook_domain::records::welfare::steps::{CareStep, Hazard};
use beatbook_domain::welfare::hazards::Near;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::hazards;
use beatbook_tests::beat::fix;
use beatbook_tests::force::Force;
use beatbook_tests::outreach::{LINES, leaves_outreach, meets, person, phone, town};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use jiff::civil::Date;

const NEEDLES: &str = "Syringes under the loose step";
const VIOLENCE: &str = "Bottle thrown from the upper deck on Friday";
const SOURCE: &str = "Log number 881";

fn told(hazard: Hazard, text: &str, source: Option<&str>) -> WelfareNews {
    let (text, source) = (text.to_owned(), source.map(str::to_owned));
    let step = CareStep::Hazard { hazard, text, basis: Basis::Fact, source };
    WelfareNews::Step { person: None, time: None, step }
}

fn seen(hazard: Id, gone: bool) -> WelfareNews {
    WelfareNews::Step { person: None, time: None, step: CareStep::HazardSeen { hazard, gone } }
}

fn north(metres: f64) -> (f64, f64) {
    (LINES.0 + metres / 111_200.0, LINES.1)
}

/// Whoever stands so many metres further north is shown these.
fn shown(phone: &Phone, metres: f64) -> Vec<HazardHere> {
    fix(phone, north(metres), 1.0);
    phone.book().hazards_here(AskWhere::Newest).unwrap()
}

fn texts(found: &[HazardHere]) -> Vec<&str> {
    found.iter().map(|one| one.hazard.text.as_str()).collect()
}

fn metres(found: &[HazardHere]) -> Vec<u32> {
    found
        .iter()
        .map(|one| match one.near {
            Near::Metres(metres) => metres,
            Near::InWard => panic!("exactly known"),
        })
        .collect()
}

/// Midday of a day comes, at the server and at these phones.
fn midday(force: &Force, day: Date, phones: &[&Phone]) {
    let at = local_midnight(day).unwrap() + 12 * 3_600_000;
    force.clock.advance(at - force.clock.now());
    force.block_on(force.server().renew_certificate()).unwrap();
    phones.iter().for_each(|phone| phone.wait_until(at));
}

#[test]
fn story_hazards_from_the_loose_step_to_the_last_day() {
    let force = town();
    let [finder, mut colleague] = ["O-12", "O-13"].map(|code| phone(&force, code, Duty::Outreach));
    let mut away = phone(&force, "O-20", Duty::Outreach);
    let mut coordinator = phone(&force, "C-1", Duty::Outreach);
    let mut others = ["4711", "A-1", "X-1"].map(|code| phone(&force, code, Duty::TaskedCore));

    let record = meets(&finder, 0.0, person(None, SleepingState::BeddedDown));
    let tell = |news| finder.book().tell_welfare(record, vec![news]);
    // Violence needs a fact and a source; what is missing is said.
    let step = CareStep::Hazard {
        hazard: Hazard::Violence,
        text: VIOLENCE.to_owned(),
        basis: Basis::Hearsay,
        source: None,
    };
    let refused = tell(WelfareNews::Step { person: None, time: None, step }).unwrap_err();
    let beatbook_device::BeatbookError::Incomplete(missing) = &refused else { panic!("{refused:?}") };
    let codes: Vec<&str> = missing.iter().map(|point| point.code).collect();
    assert_eq!((refused.code(), codes), ("incomplete", vec!["hazard_fact", "hazard_source"]));
    // 200 characters, and no more.
    assert_eq!(tell(told(Hazard::Dog, &"x".repeat(201), None)).unwrap_err().code(), "text");
    assert_eq!(tell(seen(Id::from_bytes([7; 16]), true)).unwrap_err().code(), "not_found");
    tell(told(Hazard::Needles, NEEDLES, None)).unwrap();
    let further = meets(&finder, 60.0, person(None, SleepingState::BeddedDown));
    finder.book().tell_welfare(further, vec![told(Hazard::Violence, VIOLENCE, Some(SOURCE))]).unwrap();

    // Offline, before any server has heard of it, the nearest first, and up to 100 m.
    let here = shown(&finder, 10.0);
    assert_eq!((texts(&here), metres(&here)), (vec![NEEDLES, VIOLENCE], vec![10, 50]));
    assert!(here.iter().all(|one| one.hazard.own));
    let (needles, violence) = (here[0].hazard.hazard, here[1].hazard.hazard);
    assert_eq!(texts(&shown(&finder, -99.0)), [NEEDLES]);
    assert_eq!(texts(&shown(&finder, -105.0)), Vec::<&str>::new());

    finder.sync();
    colleague.sync();
    assert!(shown(&finder, 10.0).iter().all(|one| !one.hazard.own), "told by the server, once each");
    assert_eq!(texts(&shown(&finder, 10.0)), [NEEDLES, VIOLENCE]);
    // Whoever begins a contact there is shown it without asking.
    fix(&colleague, north(5.0), 1.0);
    let begin =
        BeginWelfare { about: WelfareAbout::Contact, place: AskWhere::Newest, address: None, joint: None };
    let begun = colleague.book().begin_welfare_here(begin.clone()).unwrap();
    assert_eq!((texts(&begun.hazards), metres(&begun.hazards)), (vec![NEEDLES, VIOLENCE], vec![5, 55]));
    assert_eq!(begun.hazards[1].hazard.source.as_deref(), Some(SOURCE));
    let until = begun.hazards[0].hazard.until;

    // Nobody else: no phone, no desk, no header.
    for other in others.iter_mut().chain([&mut away]) {
        other.sync();
        assert_eq!(texts(&shown(other, 0.0)), Vec::<&str>::new());
        assert!(other.book().hazards().unwrap().is_empty());
        assert!(!holds(other, NEEDLES) && !holds(other, SOURCE));
    }
    // Who answers for the service is told the ward: fewer than three people sleep in it.
    coordinator.sync();
    let at_desk = coordinator.book().hazards().unwrap();
    assert!(at_desk.iter().all(|one| one.place == HazardPlace::Ward("RIVER".to_owned())), "{at_desk:?}");
    assert_eq!(shown(&coordinator, 0.0).iter().map(|one| one.near).collect::<Vec<_>>(), [Near::InWard; 2]);
    let list = |reader: &str| force.asked(&["welfare", "hazards", "--authority", "MDW", "--as", reader], &[]);
    let places = |reader: &str| -> Vec<String> {
        let told = list(reader).unwrap();
        let rows = told["rows"].as_array().unwrap();
        rows.iter().map(|row| row["place"].as_str().unwrap().to_owned()).collect()
    };
    assert!(
        places("O-13").iter().all(|place| place.starts_with("TQ ") && place.len() == 12),
        "{:?}",
        places("O-13")
    );
    assert_eq!(places("C-1"), ["River", "River"]);
    assert_eq!(places("O-20"), Vec::<String>::new());
    for reader in ["4711", "A-1", "X-1", "S-1"] {
        assert_eq!(list(reader).unwrap_err().code, "not_allowed", "{reader}");
    }
    assert!(force.has_logged("O-13", "dangers of places"));
    headers_say_nothing(&force);

    // Seen again by the colleague ten days on: it is as new. The other is gone.
    let tenth = days_following(local_date(force.clock.now()).unwrap(), 10).unwrap();
    midday(&force, tenth, &[&finder, &colleague, &coordinator]);
    fix(&colleague, north(5.0), 1.0);
    let again = colleague.book().begin_welfare(begin.clone()).unwrap();
    colleague.book().tell_welfare(again, vec![seen(needles, false), seen(violence, true)]).unwrap();
    let offline = shown(&colleague, 5.0);
    assert_eq!((texts(&offline), offline[0].hazard.seen), (vec![NEEDLES], tenth));
    assert_eq!(texts(&shown(&finder, 5.0)), [NEEDLES, VIOLENCE], "nobody has told this phone");
    colleague.sync();
    finder.sync();
    coordinator.sync();
    let here = shown(&finder, 5.0);
    assert_eq!((texts(&here), here[0].hazard.until), (vec![NEEDLES], days_following(tenth, 90).unwrap()));
    assert!(here[0].hazard.until > until);
    assert!(!holds(&mut coordinator, VIOLENCE), "what is gone is gone from phones");
    assert_eq!(list("O-12").unwrap()["check"], "1 standing + 0 expired + 1 gone + 0 taken back = 2 told");

    // Its last day, and the day after: first not shown any more, and with the next sync not there any more.
    let last = here[0].hazard.until;
    midday(&force, last, &[&colleague]);
    assert_eq!(texts(&shown(&colleague, 5.0)), [NEEDLES]);
    midday(&force, days_following(last, 1).unwrap(), &[&colleague, &coordinator]);
    assert_eq!(texts(&shown(&colleague, 5.0)), Vec::<&str>::new());
    assert!(holds(&mut colleague, NEEDLES), "the body is still here");
    colleague.sync();
    coordinator.sync();
    assert!(!holds(&mut colleague, NEEDLES) && !holds(&mut coordinator, NEEDLES));
    assert_eq!(list("O-12").unwrap()["check"], "0 standing + 1 expired + 1 gone + 0 taken back = 2 told");
    // Who comes to the team later is told nothing that is over.
    let mut new = phone(&force, "O-13", Duty::Outreach);
    assert!(!holds(&mut new, NEEDLES));
    finder.wait_until(force.clock.now());
    finder.sync();
    assert!(shown(&finder, 0.0).is_empty(), "nor does the finder's own record bring it back");
}

/// Every header of the authority's journal that came with it: one kind, whole hours, in time and in id.
fn headers_say_nothing(force: &Force) {
    const HOUR: i64 = 3_600_000;
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Administration);
    let journals = force.block_on(service.store().authorities(service.keyholder())).unwrap();
    let entries = force.block_on(service.store().entries(&scope, journals[0].journal, 0, 1_000)).unwrap();
    let headers: Vec<Header> = entries.iter().map(|entry| Header::parse(&entry.header).unwrap()).collect();
    assert!(headers.iter().filter(|header| header.kind == COARSE_KIND).count() >= 2);
    for header in &headers {
        assert!(!header.kind.contains("hazard") && !header.kind.contains("alone"), "{}", header.kind);
        if header.kind == COARSE_KIND {
            let time =
                header.record.as_bytes()[..6].iter().fold(0_i64, |time, byte| time << 8 | i64::from(*byte));
            assert_eq!((header.wall % HOUR, time % HOUR), (0, 0));
        }
    }
}

#[test]
fn story_hazards_the_square_is_told_where_three_sleep_and_a_constables_find_goes_to_every_team() {
    let force = town();
    let finder = phone(&force, "O-12", Duty::Outreach);
    let constable = phone(&force, "4711", Duty::TaskedCore);
    let [colleague, away] = ["O-13", "O-20"].map(|code| phone(&force, code, Duty::Outreach));
    let coordinator = phone(&force, "C-1", Duty::Outreach);
    for (at, name) in [(0.0, "Ada"), (300.0, "Ben"), (600.0, "Cyn")] {
        meets(&finder, at, person(Some((name, "Zimbalist")), SleepingState::BeddedDown));
    }
    let record = meets(&finder, 0.0, person(None, SleepingState::AwakeNot));
    finder.book().tell_welfare(record, vec![told(Hazard::Structure, NEEDLES, None)]).unwrap();
    finder.sync();
    let found = meets(&constable, 0.0, person(None, SleepingState::AwakeNot));
    constable.book().tell_welfare(found, vec![told(Hazard::Dog, VIOLENCE, None)]).unwrap();
    let only_here = || constable.book().hazards().unwrap().iter().map(|one| one.own).collect::<Vec<_>>();
    assert_eq!(only_here(), [true]);
    constable.sync();
    // The finder is told nothing of it again, and the server has it all the same.
    assert_eq!(only_here(), [false]);

    let cell = |phone: &Phone| {
        phone.sync();
        let all = phone.book().hazards().unwrap();
        all.into_iter().map(|one| (one.text, matches!(one.place, HazardPlace::Cell(_)))).collect::<Vec<_>>()
    };
    let mut both = cell(&coordinator);
    both.sort();
    assert_eq!(both, [(VIOLENCE.to_owned(), true), (NEEDLES.to_owned(), true)]);
    // Another team hears of what nobody's team found, by its square.
    assert_eq!(cell(&away), [(VIOLENCE.to_owned(), true)]);
    assert_eq!(shown(&away, 10.0).len(), 1);
    let exact = |(text, cell): &(String, bool)| text == NEEDLES && !cell;
    assert!(cell(&colleague).iter().any(exact));
    // The constable, who signs off, hears nothing of it any more.
    assert_eq!(texts(&shown(&constable, 0.0)), [VIOLENCE]);
    constable.book().sign_off(&[]).unwrap();
    assert!(constable.book().hazards().unwrap().is_empty());
}

#[test]
fn what_told_of_a_danger_is_erased_and_phones_are_told_so() {
    let force = town();
    let [finder, mut colleague] = ["O-12", "O-13"].map(|code| phone(&force, code, Duty::Outreach));
    let record = meets(&finder, 0.0, person(None, SleepingState::AwakeNot));
    finder.book().tell_welfare(record, vec![told(Hazard::Needles, NEEDLES, None)]).unwrap();
    finder.sync();
    colleague.sync();
    assert_eq!(texts(&shown(&colleague, 0.0)), [NEEDLES]);
    let last = finder.book().entries(None, 1_000).unwrap().pop().unwrap().seq;
    finder.book().erase(last, "wrong house").unwrap();
    finder.sync();
    // The server compares by itself, at each start and twice an hour.
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Welfare);
    let written = || force.block_on(service.store().register_mark(&scope)).unwrap().journal;
    let before = written();
    for _ in 0..2 {
        assert!(force.block_on(hazards::tell(service, &scope)).unwrap());
        assert_eq!(written(), before + 2, "to the team, and to the coordinator, once");
    }
    colleague.sync();
    assert!(shown(&colleague, 0.0).is_empty() && !holds(&mut colleague, NEEDLES));
}

#[test]
fn a_finder_who_is_of_another_team_takes_the_exact_place_along() {
    let force = town();
    let [finder, former, next] = ["O-12", "O-13", "O-20"].map(|code| phone(&force, code, Duty::Outreach));
    let coordinator = phone(&force, "C-1", Duty::Outreach);
    let record = meets(&finder, 0.0, person(None, SleepingState::AwakeNot));
    finder.book().tell_welfare(record, vec![told(Hazard::Needles, NEEDLES, None)]).unwrap();
    let all_sync = |phones: [&Phone; 4]| {
        phones.iter().for_each(|phone| {
            let _ = phone.sync();
        })
    };
    let moves_to = |team: &str| {
        force.command(&["officer", "change", "--authority", "MDW", "--code", "O-12", "--team", team]);
    };
    all_sync([&finder, &former, &next, &coordinator]);
    assert_eq!((shown(&former, 5.0).len(), shown(&next, 5.0).len()), (1, 0));

    moves_to("Forward");
    all_sync([&finder, &former, &next, &coordinator]);
    assert_eq!(metres(&shown(&next, 5.0)), [5], "the new team is told where exactly");
    assert_eq!(metres(&shown(&finder, 5.0)), [5]);
    // The former one works there as before: it is warned, and told no more of the place than everybody is.
    let places = |phone: &Phone| {
        let told = phone.book().hazards().unwrap();
        told.into_iter().map(|one| (one.text, one.place)).collect::<Vec<_>>()
    };
    let warned = [(NEEDLES.to_owned(), HazardPlace::Ward("RIVER".to_owned()))];
    let late = phone(&force, "O-13", Duty::Outreach);
    for phone in [&coordinator, &former, &late] {
        assert_eq!(places(phone), warned);
    }
    let check = |reader: &str| {
        force.asked(&["welfare", "hazards", "--authority", "MDW", "--as", reader], &[]).unwrap()["check"]
            .clone()
    };
    assert_eq!(check("O-20"), "1 standing + 0 expired + 0 gone + 0 taken back = 1 told");
    assert_eq!(check("O-13"), "1 standing + 0 expired + 0 gone + 0 taken back = 1 told");
    assert_eq!(check("C-1"), "1 standing + 0 expired + 0 gone + 0 taken back = 1 told");

    // Back again; and what is gone is gone for everybody.
    moves_to("RSI");
    all_sync([&finder, &late, &next, &coordinator]);
    let here = shown(&late, 5.0);
    assert_eq!(metres(&here), [5]);
    assert_eq!(places(&next), warned);
    let again = meets(&late, 5.0, person(None, SleepingState::AwakeNot));
    late.book().tell_welfare(again, vec![seen(here[0].hazard.hazard, true)]).unwrap();
    all_sync([&late, &finder, &next, &coordinator]);
    former.sync();
    for phone in &mut [late, former, coordinator, next] {
        assert!(places(phone).is_empty() && !holds(phone, NEEDLES));
    }
}

#[test]
fn a_finder_who_leaves_outreach_leaves_the_danger_to_those_who_stay() {
    a_danger_stays(false);
    a_danger_stays(true);
}

fn a_danger_stays(changes_first: bool) {
    let force = town();
    let [finder, former, next] = ["O-12", "O-13", "O-20"].map(|code| phone(&force, code, Duty::Outreach));
    let record = meets(&finder, 0.0, person(None, SleepingState::AwakeNot));
    finder.book().tell_welfare(record, vec![told(Hazard::Needles, NEEDLES, None)]).unwrap();
    finder.sync();
    leaves_outreach(&force, "O-12", changes_first);
    for phone in [&former, &next] {
        phone.sync();
        assert_eq!(texts(&shown(phone, 0.0)), [NEEDLES], "nobody of outreach walks into them");
    }
}
