//! Story E4: a convoy on Medway City Estate, a warning and a penalty, a spectator of sixteen; three weeks later the
//! same driver, and another driver of the same car.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use beatbook_device::{Behaviour, EncounterNews, NoticeAbout, NoticeAsked, PaperCopy};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, Part, PersonKnown};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::notice::content::{SamePerson, SeizureGround, WarningCited};
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_tests::beat::{
    self, adult, asked, assert_adds_up, breach, fairly, issued, missing, officer_as, tell, told_to_phones,
    town,
};
use beatbook_tests::car_park::meet;
use beatbook_tests::engagement::told;
use beatbook_tests::estate::{
    OPERATION, PLACE, SPUN, constable, nuisance, seizure, stops, stops_with, warning,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use jiff::civil::Date;
use serde_json::Value;

/// A community safety officer of the council, beside the constable on the same night.
fn council_officer(force: &Force, code: &str) -> Phone {
    officer_as(force, code, "council_authorised", &["s68_fpn"])
}

/// Fourteen cars in a convoy, as one of the officers counts them.
fn convoy(phone: &Phone, encounter: Id) {
    let seen = Behaviour {
        time: None,
        code: "NV-1".to_owned(),
        order: None,
        person: None,
        vehicle: None,
        count: Some(14),
        text: "A convoy of fourteen cars around the roundabout, people watching from the pavement."
            .to_owned(),
        basis: Basis::Fact,
    };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Conduct(seen)]).unwrap();
}

/// A spectator of sixteen who films.
fn spectator(today: Date) -> PersonKnown {
    PersonKnown {
        part: Some(Part::Recorder),
        details: Some(Details::Person {
            name: "Alex Young".to_owned(),
            address: vec!["1 Example Road".to_owned()],
            born: Some(today.checked_sub(jiff::Span::new().years(16)).unwrap()),
            basis: DetailsBasis::Volunteered,
            believed: true,
        }),
        appears_homeless: Some(false),
        ..PersonKnown::default()
    }
}

#[test]
fn story_e4_a_warning_and_a_penalty_and_a_letter_for_the_sixteen_year_old() {
    let force = town();
    // A constable and an officer of the council stand side by side, each with a phone, neither with a network.
    let (constable, council) = (constable(&force, "4417"), council_officer(&force, "CS201"));
    let scene = Id::from_bytes([0x4e; 16]);
    let driver = || adult("Sam Example");
    let encounter = stops_with(&constable, driver(), "AB12 CDE", Some(scene));
    let beside = stops_with(&council, driver(), "AB12 CDE", Some(scene));
    convoy(&constable, encounter);
    // Out of uniform, or without telling what a warning means, there is none.
    let plain = NoticeAsked { in_uniform: None, ..warning(encounter) };
    assert_eq!(missing(&constable, &plain), ["uniform"]);
    let silent = NoticeAbout::S59Warning { nuisance: nuisance(), warned: false };
    assert_eq!(missing(&constable, &asked(encounter, silent, PLACE, SPUN)), ["warning_words"]);
    assert_eq!(missing(&constable, &seizure(encounter, None)), ["ground"]);
    let free = Some(SeizureGround::NoWarningNeeded);
    assert_eq!(missing(&constable, &seizure(encounter, free.clone())), ["warning_needed"]);
    // A council's officer gives none in whatever clothes: the power is the police's.
    assert_eq!(missing(&council, &warning(beside)), ["power_not_for_capacity"]);

    // A constable cannot put the council's head on it.
    for asked in [
        warning(encounter),
        seizure(encounter, Some(SeizureGround::Impracticable { why: "Drove off.".into() })),
    ] {
        let council = NoticeAsked { authority: Some("MDW".to_owned()), ..asked };
        assert!(missing(&constable, &council).contains(&"employers_paper"));
        let Err(points) = constable.book().check_notice(&council).unwrap().ready() else { panic!("refused") };
        let point = points.iter().find(|point| point.code == "employers_paper").unwrap();
        assert!(point.remedy.contains("KNT"), "it says whose paper to take: {}", point.remedy);
    }

    let warned = issued(&constable, &warning(encounter));
    assert!(warned.story.number().unwrap().starts_with("KNT-"), "the force's own paper");
    let text = constable.book().paper(warned.record, PaperCopy::Recipient).unwrap().text();
    let today = local_date(warned.story.issue().unwrap().time.at).unwrap();
    let last = last_day(today).strftime("%-d %B %Y").to_string();
    for said in ["AB12 CDE", "section 59", "may be seized", "Police constable", "4417", &last] {
        assert!(text.contains(said), "{said} is not on the paper:\n{text}");
    }
    // The same behaviour breaks the order, too: the council's officer gives the penalty, in plain clothes.
    tell(&council, beside, fairly());
    let ask = NoticeAsked { in_uniform: None, ..asked(beside, breach("MDW-NV", "NV-5"), PLACE, SPUN) };
    let fined = issued(&council, &ask);
    // Of a notice under an order the council that made it is the controller, whoever gives it.
    assert_eq!(fined.story.notice.authority, "MDW");
    let text = council.book().paper(fined.record, PaperCopy::Recipient).unwrap().text();
    assert!(text.contains("Medway Council (DEMO) is the controller"), "{text}");
    for said in ["NV-5", "Officer authorised by the council", "CS201", "Pay £100 by"] {
        assert!(text.contains(said), "{said} is not on the paper:\n{text}");
    }

    // A spectator of sixteen films: no paper by policy, and referring takes no more than choosing it.
    let young = EncounterNews::Person { person: 2, known: spectator(today) };
    council.book().tell_encounter(beside, vec![young]).unwrap();
    let filmed = NoticeAsked { person: Some(2), ..asked(beside, breach("MDW-NV", "NV-7"), PLACE, SPUN) };
    assert!(missing(&council, &filmed).contains(&"age_no_policy"));
    let referred = EncounterNews::Outcome {
        person: Some(2),
        outcome: Outcome::Referral,
        text: Some("letter".into()),
        no_fpn: Some("young".into()),
    };
    council.book().tell_encounter(beside, vec![referred]).unwrap();

    // Two records of one scene, each its controller's, joined by a random link; both of the operation.
    let told = |phone: &Phone, encounter| phone.book().encounter(encounter).unwrap().encounter;
    let (one, other) = (told(&constable, encounter), told(&council, beside));
    assert_eq!((one.opened.joint, other.opened.joint), (Some(scene), Some(scene)));
    assert_eq!(one.conducts.iter().map(|seen| seen.count).max(), Some(Some(14)));
    assert_ne!(warned.story.number(), fined.story.number());
    constable.sync();
    council.sync();
    assert_adds_up(&force, 1);
    for notice in [&warned, &fined] {
        let shown = force.at_desk(&["notice", "show", notice.story.number().unwrap()]);
        assert!(!shown.contains("REVIEW"), "a warning and a penalty are not the same notice twice:\n{shown}");
    }
    manager(&force);
    let table = totals(&force, today);
    assert_eq!(figure(&table, "notices_s59_warning"), "1");
    assert_eq!(figure(&table, "notices_fpn"), "1");

    // With the draft rule set commenced, no warning is needed.
    let commenced = today.to_string();
    let commence = ["rules", "commence", "EW-2026-draft", "--reason", "the Act has begun"];
    force.at_desk(
        &[&commence[..], &["--from", &commenced, "--instrument", "SI 2026/0000 (invented)"]].concat(),
    );
    let phone = self::constable(&force, "4502");
    let again = stops(&phone, adult("Kim Other"), "XY34 ZZZ");
    let seized = issued(&phone, &seizure(again, free));
    let text = phone.book().paper(seized.record, PaperCopy::Recipient).unwrap().text();
    assert!(text.contains("asks for no warning") && text.contains("Example Recovery"), "{text}");
}

#[test]
fn story_e4_three_weeks_later_another_officer_finds_the_warning_offline() {
    let force = town();
    let first = constable(&force, "4417");
    let warned = issued(&first, &warning(stops(&first, adult("Sam Example"), "AB12 CDE")));
    let number = warned.story.number().unwrap().to_owned();
    let warned_on = local_date(warned.story.issue().unwrap().time.at).unwrap();
    first.sync();
    assert!(told_to_phones(&force), "phones are told");
    assert!(!told_to_phones(&force), "once");

    // Three weeks on, another officer's phone was in the station in the morning, and has no network on the estate.
    force.clock.advance(21 * beat::DAY);
    let second = constable(&force, "4502");
    let today = local_date(force.clock.now()).unwrap();
    assert_eq!(today, days_following(warned_on, 21).unwrap(), "twenty-one days later");
    // The same driver in the same car: told in other words, found all the same.
    let same = PersonKnown { ..adult("EXAMPLE, sam") };
    let encounter = stops(&second, same, "ab12cde");
    let known = second.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap();
    let [hit] = &known[..] else { panic!("one warning: {known:?}") };
    assert_eq!((&hit.cited.number, hit.person, hit.counts), (&number, true, true));
    assert_eq!((hit.cited.place.as_str(), hit.cited.issuer.as_str()), (PLACE, "4417"));
    assert_eq!((hit.cited.date, hit.counts_until), (warned_on, last_day(warned_on)));
    let ground = |same| Some(SeizureGround::WarnedBefore { warning: hit.cited.clone(), same });
    let seized = issued(&second, &seizure(encounter, ground(SamePerson::Details)));
    assert!(seized.story.number().unwrap().starts_with("KNT-"), "the force's own paper");
    let text = second.book().paper(seized.record, PaperCopy::Recipient).unwrap().text();
    for said in [&number, "within the last 12 months", "Example Recovery", "£192", "ab12cde"] {
        assert!(text.contains(said), "{said} is not on the paper:\n{text}");
    }

    // Another driver of that car: a warning to someone, and only a stated belief makes it theirs.
    let encounter = stops(&second, adult("Kim Other"), "AB12 CDE");
    let known = second.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap();
    assert_eq!(known.iter().map(|hit| hit.person).collect::<Vec<_>>(), [false]);
    let other = seizure(encounter, ground(SamePerson::Details));
    assert_eq!(missing(&second, &other), ["warning_other_person"]);
    let silent = seizure(encounter, ground(SamePerson::Registration { belief: None, although: None }));
    assert_eq!(missing(&second, &silent), ["same_person_belief"]);
    let _ = issued(&second, &warning(encounter));

    // The same driver in another car is the person warned; someone with no plate is nobody's hit.
    let encounter = stops(&second, adult("Sam Example"), "KX21 ABC");
    let known = second.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap();
    assert_eq!(known.iter().map(|hit| hit.person).collect::<Vec<_>>(), [true]);
    let unknown = PersonKnown { looks: Some(AgeBand::Adult), ..PersonKnown::default() };
    let encounter = stops(&second, unknown, "");
    assert_eq!(second.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap(), []);

    // A number that somebody remembers is not enough.
    let mut remembered = hit.cited.clone();
    remembered.number = "KNT-A0-000199-Q".to_owned();
    let of = SeizureGround::WarnedBefore { warning: remembered, same: SamePerson::Details };
    assert_eq!(missing(&second, &seizure(encounter, Some(of))), ["vehicle_identity", "warning_unknown"]);
    second.sync();
}

/// The last day on which a warning counts: the day before the anniversary.
fn last_day(warned: Date) -> Date {
    warned.checked_add(jiff::Span::new().years(1)).unwrap().yesterday().unwrap()
}

fn manager(force: &Force) {
    force.add_officer("M-1", "Safety");
    let grant = ["--authority", "MDW", "--code", "M-1", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add", "--role", "community_safety_manager"], &grant[..]].concat());
}

/// What the operation came to around a day.
fn totals(force: &Force, day: Date) -> Value {
    let period = format!("{}..{}", day.yesterday().unwrap(), day.tomorrow().unwrap());
    told(force, &["operation", "totals", "--period", &period, "--operation", OPERATION], "M-1")
}

fn figure<'a>(table: &'a Value, figure: &str) -> &'a str {
    let rows = table["rows"].as_array().unwrap();
    let found = rows.iter().find(|row| row["operation"] == OPERATION && row["figure"] == figure);
    found.and_then(|row| row["number"].as_str()).unwrap_or_else(|| panic!("no {figure} in {table}"))
}

#[test]
fn story_e4_a_voided_warning_is_told_to_nobody_any_more() {
    let force = town();
    let first = constable(&force, "4417");
    let warned = issued(&first, &warning(stops(&first, adult("Sam Example"), "AB12 CDE")));
    first.sync();
    assert!(told_to_phones(&force));
    let number = warned.story.number().unwrap();
    let why = ["--reason", "wrong_person", "--why", "another driver", "--by", "4417"];
    force.command(&[&["notice", "void", number, "--authority", "MDW"], &why[..]].concat());
    assert!(told_to_phones(&force));
    let second = constable(&force, "4502");
    let encounter = stops(&second, adult("Sam Example"), "AB12 CDE");
    assert_eq!(second.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap(), []);
}

#[test]
fn story_e4_a_training_warning_carries_no_seizure() {
    let force = town();
    let phone = constable(&force, "4417");
    phone.book().want_notice_numbers("KNT", true).unwrap();
    phone.sync();
    let encounter = stops(&phone, adult("Sam Example"), "AB12 CDE");
    let training = issued(&phone, &NoticeAsked { training: true, ..warning(encounter) });
    let number = training.story.number().unwrap();
    assert!(number.starts_with("KNT-X"), "{number}");
    assert_eq!(phone.book().earlier_warnings(encounter, Some(1), Some(1)).unwrap(), []);
    phone.platform.advance(2 * beat::DAY);
    let again = stops(&phone, adult("Sam Example"), "AB12 CDE");
    let cited = WarningCited {
        number: number.to_owned(),
        date: local_date(training.story.issue().unwrap().time.at).unwrap(),
        place: PLACE.to_owned(),
        issuer: "4417".to_owned(),
    };
    let ground = Some(SeizureGround::WarnedBefore { warning: cited, same: SamePerson::Details });
    assert_eq!(missing(&phone, &seizure(again, ground.clone())), ["warning_unknown"]);
    // In training it does, and nobody loses a car.
    let practised = issued(&phone, &NoticeAsked { training: true, ..seizure(again, ground) });
    assert!(practised.story.number().unwrap().starts_with("KNT-X"));
}

#[test]
fn story_e4_two_officers_at_one_encounter_give_one_notice_too_many_and_the_desk_sees_it() {
    let force = town();
    let (first, second) = (constable(&force, "4417"), constable(&force, "4502"));
    let spun = |phone: &Phone, driver: &str, condition: &str| {
        let encounter = stops(phone, adult(driver), "AB12 CDE");
        tell(phone, encounter, fairly());
        let given = issued(phone, &asked(encounter, breach("MDW-NV", condition), PLACE, SPUN));
        given.story.number().unwrap().to_owned()
    };
    // Offline neither sees the other's; each writes the name as it was heard.
    let kept = spun(&first, "Zoë Example", "NV-5");
    let doubled = spun(&second, "EXAMPLE, Zoe", "NV-5");
    let others = [spun(&second, "Zoe Example", "NV-4"), spun(&second, "Kim Other", "NV-5")];
    first.sync();
    second.sync();
    let shown = |number: &str| force.at_desk(&["notice", "show", number]);
    let text = shown(&doubled);
    assert!(text.contains("REVIEW") && text.contains(&kept), "the second to come names the first:\n{text}");
    for number in others.iter().chain([&kept]) {
        assert!(!shown(number).contains("REVIEW"), "another behaviour, another driver: {number}");
    }
    // It counts until a person decides, and is in one bucket before and after.
    assert_adds_up(&force, 4);
    let why = ["--reason", "duplicate", "--why", "given by both officers of the crew", "--by", "4417"];
    force.command(&[&["notice", "void", &doubled, "--authority", "MDW"], &why[..]].concat());
    assert!(!shown(&doubled).contains("REVIEW"), "{}", shown(&doubled));
    assert_adds_up(&force, 4);
}

/// What the server keeps of all order books it has published: objects with their size, and the size of the entries that
/// name them.
fn books_kept(force: &Force) -> (BTreeMap<Hash, usize>, Vec<usize>) {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Register);
    let (mut objects, mut entries) = (BTreeMap::new(), Vec::new());
    for body in force.journal() {
        let ServerBody::OrderBookPublished(published) = &body else { continue };
        entries.push(body.to_bytes().unwrap().len());
        let kept = force.block_on(service.store().briefing(&scope, published.book)).unwrap().unwrap();
        objects.extend(kept.into_iter().map(|(hash, bytes)| (hash, bytes.len())));
    }
    (objects, entries)
}

#[test]
fn two_hundred_warnings_leave_one_current_index_and_phones_are_sent_what_is_new() {
    const WARNINGS: usize = 200;
    let force = town();
    let first = constable(&force, "4417");
    let second = constable(&force, "4502");
    let (before, published) = books_kept(&force);
    let mut ever = before.clone();
    let finds = |driver: &str| {
        let encounter = stops(&second, adult(driver), "ZZ99 ZZZ");
        second.book().earlier_warnings(encounter, Some(1), None).unwrap().len()
    };
    for warned in 0..WARNINGS {
        let plate = format!("AB{:02} C{:02}", warned / 100 + 10, warned % 100);
        let _ = issued(&first, &warning(stops(&first, adult(&format!("Driver {warned}")), &plate)));
        meet(&force, &first);
        // If the server has not done so by itself meanwhile.
        let _ = told_to_phones(&force);
        ever.extend(newest_book(&force));
        // A phone that comes now and then has all of it, whatever it missed.
        if [0, 1, 63, 64, 140].contains(&warned) {
            second.sync();
            for driver in [0, warned / 2, warned] {
                assert_eq!(finds(&format!("Driver {driver}")), 1, "driver {driver} after {warned}");
            }
        }
    }
    let (after, entries) = books_kept(&force);
    assert_eq!(entries.len(), published.len() + WARNINGS, "one book for each");
    let size = |objects: &BTreeMap<Hash, usize>| objects.values().sum::<usize>();
    let newest: usize = newest_book(&force).values().sum();
    // What is left of two hundred books is the newest, and nothing that a warning alone has changed.
    let grown = size(&after) - size(&before);
    assert!(after.len() <= newest_book(&force).len() + before.len(), "{} objects", after.len());
    assert!(grown <= newest, "{grown} bytes more, the newest book has {newest}");
    assert!(size(&ever) > 10 * grown, "before, {} bytes would have been kept, now {grown}", size(&ever));
    // The entry of each names what that one brought.
    let last = entries.last().unwrap();
    assert!(*last < 1_024, "an entry of {last} bytes");
    second.sync();
    for driver in [0, 100, 199] {
        assert_eq!(finds(&format!("Driver {driver}")), 1);
    }
    assert_eq!(finds("Driver 200"), 0);
    force.command(&["verify"]);
}

/// The objects of the book in force, with their size.
fn newest_book(force: &Force) -> BTreeMap<Hash, usize> {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Register);
    let (_, objects) = force.block_on(service.store().newest_orders(&scope)).unwrap().unwrap();
    objects.into_iter().map(|(hash, bytes)| (hash, bytes.len())).collect()
}
