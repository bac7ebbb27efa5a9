//! Community protection: a warning, time to stop, a notice, and the penalty for not complying with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{
    BeginEncounter, DraftOutcome, EncounterNews, NoticeAbout, NoticeAsked, NoticeNews, NoticeOutcome,
    PaperCopy, PremisesAsked,
};
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::notices::completeness::Ready;
use beatbook_domain::records::notice::content::{CpnBreached, Requirement, RequirementKind};
use beatbook_domain::records::notice::{ServiceMethod, Signature};
use beatbook_domain::records::seen::Evidence;
use beatbook_protocol::hash::Hash;
use beatbook_tests::beat::{
    CHATHAM, DAY, adult, asked, assert_adds_up, fairly, fix, issued, missing, officer_as, tell,
    told_to_phones, town,
};
use beatbook_tests::car_park::{decide, later, meet};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use beatbook_tests::untidy::{ENQUIRIES, PARTICULARS, PLACE, POWERS, at_the_door, notice, today, warning};

#[test]
fn a_warning_then_a_notice_then_a_penalty_each_resting_on_the_one_before() {
    let force = town();
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let encounter = at_the_door(&phone);

    // Without a warning there is no notice, and without a notice no penalty.
    assert_eq!(missing(&phone, &notice(&phone, encounter, None)), ["cpw"]);
    let strange = Some("MDW-A0-000199-Q".to_owned());
    assert_eq!(missing(&phone, &notice(&phone, encounter, strange)), ["cpw"]);
    let invented = CpnBreached { number: "MDW-A0-000199-Q".to_owned(), requirement: 0, words: None };
    let breach = asked(encounter, NoticeAbout::CpnBreach(invented), PLACE, PARTICULARS);
    assert!(missing(&phone, &breach).contains(&"cpn"));

    // Conduct comes from the authority's list.
    let mut unlisted = warning(&phone, encounter, None);
    if let NoticeAbout::Cpw(cpw) = &mut unlisted.about {
        cpw.detriment.conduct = "gnomes".to_owned();
    }
    assert_eq!(missing(&phone, &unlisted), ["conduct_code"]);

    let warned = issued(&phone, &warning(&phone, encounter, None));
    let number = warned.story.number().unwrap().to_owned();
    let text = phone.book().paper(warned.record, PaperCopy::Recipient).unwrap().text();
    for said in
        [&number, "section 43(5)", "windows shut", "Community safety", "https://medway.example/privacy"]
    {
        assert!(text.contains(said), "{said} is not on the paper:\n{text}");
    }
    // Why it is persistent and unreasonable is the officer's to answer for, and on that copy.
    let officers = phone.book().paper(warned.record, PaperCopy::Officer).unwrap().text();
    for why in ["Every week since June.", "Bins were given and are collected weekly."] {
        assert!(officers.contains(why) && !text.contains(why), "{officers}");
    }
    assert_eq!(
        missing(&phone, &notice(&phone, encounter, Some(number.clone()))),
        ["cpw_time_running", "observation_after"]
    );

    // Five days later, in another encounter. The phone met its server in between, so that it knows the time.
    phone.platform.advance(5 * DAY);
    let seen = at_the_door(&phone);
    // Told the other way round: the same person on this phone, as on every other.
    let known = adult("EXAMPLE, Sám");
    phone.book().tell_encounter(seen, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    let ask = notice(&phone, seen, Some(number.clone()));
    let served = issued(&phone, &ask);
    let cpn = served.story.number().unwrap().to_owned();
    let text = phone.book().paper(served.record, PaperCopy::Recipient).unwrap().text();
    let appeal = days_following(today(&phone), 20).unwrap().strftime("%-d %B %Y").to_string();
    for said in [&cpn, &number, &appeal, "Medway Magistrates' Court", "level 4 on the standard scale"] {
        assert!(text.contains(said), "{said} is not on the paper:\n{text}");
    }

    // It binds at once: a penalty for what goes on after it.
    phone.platform.advance(DAY);
    let again = at_the_door(&phone);
    tell(&phone, again, fairly());
    let of =
        |requirement| NoticeAbout::CpnBreach(CpnBreached { number: cpn.clone(), requirement, words: None });
    assert_eq!(missing(&phone, &asked(again, of(1), PLACE, PARTICULARS)), ["cpn_requirement"]);
    let fined = issued(&phone, &asked(again, of(0), PLACE, PARTICULARS));
    let text = phone.book().paper(fined.record, PaperCopy::Recipient).unwrap().text();
    assert!(text.contains("section 48") && text.contains("section 52") && text.contains("£75"), "{text}");
    // Which requirement it was is said in its own words on every copy, also at the desk, and in ten years.
    let required = format!("Requirement 1 of {cpn}: Stop: Leave no waste in the garden. (at once)");
    for copy in PaperCopy::ALL {
        let text = phone.book().paper(fined.record, copy).unwrap().text();
        assert!(text.contains(&required), "{copy:?}: {text}");
    }
    phone.sync();
    let register = force.at_desk(&["register"]);
    assert!(register.contains("check: issued = sum of buckets"), "{register}");
}

/// Days pass for the server and its phones.
fn days_pass(force: &Force, phones: &[&Phone], days: i64) {
    force.clock.advance(days * DAY);
    for phone in phones {
        phone.platform.advance(days * DAY);
    }
}

#[test]
fn while_an_appeal_is_in_progress_only_what_must_stop_binds_on_every_phone() {
    let force = town();
    let first = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let warned = issued(&first, &warning(&first, at_the_door(&first), None));
    let warning = warned.story.number().unwrap().to_owned();
    days_pass(&force, &[&first], 5);
    let mut ask = notice(&first, at_the_door(&first), Some(warning.clone()));
    let NoticeAbout::Cpn(asked_for) = &mut ask.about else { panic!("a notice") };
    let (text, by) = ("Clear the garden.".to_owned(), days_following(today(&first), 1).ok());
    asked_for.requirements.push(Requirement { kind: RequirementKind::Do, text, by });
    let cpn = issued(&first, &ask).story.number().unwrap().to_owned();
    first.sync();
    assert!(told_to_phones(&force));

    // Two days later nothing is done. One officer knows it from the own notebook, the other from the briefing.
    days_pass(&force, &[&first], 2);
    let second = officer_as(&force, "CS102", "council_authorised", &POWERS);
    let phones = [&first, &second];
    let seen = phones.map(|phone| {
        let encounter = at_the_door(phone);
        tell(phone, encounter, fairly());
        encounter
    });
    // What took minutes there took them at the server, too.
    force.clock.advance(3 * 60_000);
    let breach = |at: usize, requirement| {
        // The second officer reads on the notice what the first one's phone knows.
        let words = (at == 1)
            .then(|| ["Leave no waste in the garden.", "Clear the garden."][usize::from(requirement)]);
        let breached = CpnBreached { number: cpn.clone(), requirement, words: words.map(str::to_owned) };
        asked(seen[at], NoticeAbout::CpnBreach(breached), PLACE, PARTICULARS)
    };
    let ready = |at: usize, requirement| {
        let answer = phones[at].book().check_notice(&breach(at, requirement)).unwrap().ready();
        assert_eq!(answer, Ok(Ready::Number { tell_guardian_by: None }), "phone {at}");
    };
    let learn = || {
        assert!(told_to_phones(&force));
        for phone in phones {
            phone.sync();
        }
    };
    for at in [0, 1] {
        ready(at, 0);
        ready(at, 1);
    }
    let mut unread = breach(1, 0);
    if let NoticeAbout::CpnBreach(breached) = &mut unread.about {
        breached.words = None;
    }
    assert_eq!(missing(&second, &unread), ["cpn_words"]);

    // An appeal is only against a notice, lodged by the day it is entered; a late one needs the court's word.
    let on = today(&first).to_string();
    let tomorrow = days_following(today(&first), 1).unwrap().to_string();
    let about = |words: &[&str], number: &str, more: &[&str]| {
        let whose = [number, "--authority", "MDW", "--by", "CS101"];
        [&["notice"], words, &whose, more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let command = |words: &[String]| force.command(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let refused =
        |words: &[String]| force.refused(&words.iter().map(String::as_str).collect::<Vec<_>>()).code;
    assert_eq!(refused(&about(&["appeal"], &warning, &["--on", &on])), "not_protection");
    assert_eq!(refused(&about(&["appeal"], &cpn, &["--on", &tomorrow])), "date_in_the_future");
    assert_eq!(refused(&about(&["appeal"], &cpn, &["--on", &on, "--late-allowed"])), "why");
    let text = command(&about(&["appeal"], &cpn, &["--on", &on]));
    assert!(text.contains("Community protection: appealed.") && text.contains("in progress"), "{text}");
    learn();
    for at in [0, 1] {
        ready(at, 0);
        assert_eq!(missing(phones[at], &breach(at, 1)), ["cpn_under_appeal"], "phone {at}");
    }
    let table = force.at_desk(&["register", "--table", "notices_by_conduct"]);
    assert!(table.contains("Under appeal") && table.contains("issued = sum of buckets: 1 = 1"), "{table}");

    // The court changes it: what it requires now is not on the phones, and a supervisor decides.
    let decided = ["--decided", &on, "--outcome", "varied"];
    command(&about(&["appeal-decided"], &cpn, &decided));
    learn();
    for at in [0, 1] {
        let answer = phones[at].book().check_notice(&breach(at, 1)).unwrap().ready();
        assert_eq!(answer, Ok(Ready::Draft(vec!["cpn_varied".to_owned()])), "phone {at}");
    }
    command(&about(&["complied"], &cpn, &[]));
    assert_eq!(refused(&about(&["discharged"], &cpn, &[])), "why");
    let text = command(&about(&["discharged"], &cpn, &["--why", "the house was sold"]));
    assert!(text.contains("Community protection: discharged.") && text.contains("varied on"), "{text}");
    learn();
    for at in [0, 1] {
        assert_eq!(missing(phones[at], &breach(at, 0)), ["cpn"], "phone {at}");
    }
}

#[test]
fn a_warning_to_the_occupier_needs_no_name() {
    let force = town();
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let address = vec!["27 Example Road".to_owned(), "Chatham".to_owned()];
    let premises = PremisesAsked { addressed: "The occupier".to_owned(), address };
    let ask = NoticeAsked { person: None, ..warning(&phone, encounter, Some(premises)) };
    let view = issued(&phone, &ask);
    let text = phone.book().paper(view.record, PaperCopy::Recipient).unwrap().text();
    assert!(text.contains("The occupier") && !text.contains("neighbours at 25"), "{text}");
    phone.sync();
    assert_adds_up(&force, 1);
}

#[test]
fn what_is_posted_on_premises_comes_after_enquiries_and_nothing_rests_on_it_without_a_photograph() {
    let force = town();
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let premises = || {
        let address = vec!["27 Example Road".to_owned(), "Chatham".to_owned()];
        Some(PremisesAsked { addressed: "The occupier".to_owned(), address })
    };
    let posted = |ask: NoticeAsked| NoticeAsked { person: None, service: ServiceMethod::OnPremises, ..ask };
    let ask = posted(warning(&phone, encounter, premises()));
    for silent in [None, Some("  ".to_owned())] {
        let mut silent_ask = ask.clone();
        let NoticeAbout::Cpw(cpw) = &mut silent_ask.about else { panic!("a warning") };
        cpw.enquiries = silent;
        assert_eq!(missing(&phone, &silent_ask), ["enquiries"]);
    }
    // Nor is it posted to somebody who is known by name without them.
    let met = at_the_door(&phone);
    let named = warning(&phone, met, None);
    let named = NoticeAsked { service: ServiceMethod::OnPremises, ..named };
    assert_eq!(missing(&phone, &named), ["enquiries"]);

    let view = issued(&phone, &ask);
    let number = view.story.number().unwrap().to_owned();
    let serve = |evidence| {
        let (method, signature) = (Some(ServiceMethod::OnPremises), Signature::NotAsked);
        let news = NoticeNews::Served { time: None, method, signature, evidence };
        phone.book().tell_notice(view.record, news).unwrap();
    };
    days_pass(&force, &[&phone], 5);
    phone.sync();
    let after = || {
        let seen = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
        let mut ask = posted(notice(&phone, seen, Some(number.clone())));
        let NoticeAbout::Cpn(cpn) = &mut ask.about else { panic!("a notice") };
        (cpn.premises, cpn.enquiries) = (premises(), Some(ENQUIRIES.to_owned()));
        ask
    };
    assert_eq!(missing(&phone, &after()), ["service_photo"], "nobody has told that it hangs");
    serve(Vec::new());
    assert_eq!(missing(&phone, &after()), ["service_photo"], "it is kept, and shows nothing");
    let content = Hash::of(&[b"the warning on the door"]);
    serve(vec![Evidence { content, shows: "The warning on the door".to_owned() }]);
    let _ = issued(&phone, &after());
    phone.sync();
    assert_adds_up(&force, 1);
}

#[test]
fn an_officer_without_the_power_is_told_so_and_the_record_stays() {
    let force = town();
    let phone = officer_as(&force, "CS101", "council_authorised", &["cpw"]);
    let encounter = at_the_door(&phone);
    let _ = issued(&phone, &warning(&phone, encounter, None));
    assert!(missing(&phone, &notice(&phone, encounter, None)).contains(&"power_not_granted"));
    let draft = phone.book().draft_notice(&notice(&phone, encounter, None)).unwrap();
    assert!(phone.book().notice(draft).unwrap().story.number().is_none());
}

#[test]
fn a_warning_that_stayed_a_draft_is_posted_and_other_phones_know_it() {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    force.clock.advance(8 * DAY);
    phone.platform.advance(8 * DAY);
    let encounter = at_the_door(&phone);
    let drafted = phone.book().issue_notice(&warning(&phone, encounter, None)).unwrap();
    let NoticeOutcome::Draft { record, doubts } = drafted else { panic!("numbered: {drafted:?}") };
    assert_eq!(doubts, ["old_briefing"], "a week without its server");
    meet(&force, &phone);
    // Until the supervisor looks at it, some minutes pass.
    force.clock.advance(5 * 60_000);
    let record = record.to_string();
    let post = ["notice", "issue-by-post", &record, "--authority", "MDW", "--by", "SGT7"];
    force.command(&[&post[..], &["--why", "given at the door as well"]].concat());
    phone.sync();
    let [decision] = phone.book().draft_decisions().unwrap().try_into().unwrap();
    let DraftOutcome::Posted { number, .. } = decision.outcome else { panic!("posted") };

    assert!(told_to_phones(&force));
    let other = officer_as(&force, "CS102", "council_authorised", &POWERS);
    let encounter = at_the_door(&other);
    // It is known, and its time is running.
    let running = ["cpw_time_running", "observation_after"];
    assert_eq!(missing(&other, &notice(&other, encounter, Some(number.to_string()))), running);
    let unknown = Some("MDW-A0-000199-Q".to_owned());
    assert_eq!(missing(&other, &notice(&other, encounter, unknown)), ["cpw"]);
}

#[test]
fn a_warning_is_heeded_or_not_and_the_register_says_so() {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let [heeded, ignored] = [0; 2].map(|_| {
        let given = issued(&phone, &warning(&phone, at_the_door(&phone), None));
        given.story.number().unwrap().to_owned()
    });
    meet(&force, &phone);
    // While its time runs nothing is a breach of it.
    let on = today(&phone).to_string();
    let early =
        ["notice", "breached", &ignored, "--authority", "MDW", "--by", "SGT7", "--on", &on, "--why", "x"];
    assert_eq!(force.refused(&early).code, "within_time_allowed");
    days_pass(&force, &[&phone], 5);
    phone.sync();
    let on = today(&phone).to_string();
    let decide = |number: &str, words: &[&str]| {
        let (command, more) = words.split_first().unwrap();
        force.command(&[&["notice", command, number, "--authority", "MDW", "--by", "SGT7"], more].concat())
    };
    let text = decide(&heeded, &["complied"]);
    assert!(text.contains("Community protection: complied."), "{text}");
    let text = decide(&ignored, &["breached", "--on", &on, "--why", "four new bags"]);
    assert!(text.contains("Community protection: breached.") && text.contains(&on), "{text}");
    // Who, when and why stand in the journal; the phone learns of it.
    let shown = force.at_desk(&["notice", "show", &ignored]);
    assert!(
        shown.contains(&format!("seen not to be complied with on {on}, by SGT7: four new bags")),
        "{shown}"
    );
    let table = force.at_desk(&["register", "--table", "warnings_by_conduct"]);
    assert!(table.contains("Complied with") && table.contains("Breached"), "{table}");
    assert!(table.contains("check: issued = sum of buckets: 2 = 2"), "{table}");
    let _ = issued(&phone, &notice(&phone, at_the_door(&phone), Some(ignored)));
    // One that is discharged is nothing that a notice rests on.
    decide(&heeded, &["discharged", "--why", "heeded all year"]);
    phone.sync();
    assert_eq!(missing(&phone, &notice(&phone, at_the_door(&phone), Some(heeded))), ["cpw"]);
}

#[test]
fn a_notice_is_breached_once_something_in_it_was_due() {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let warned = issued(&phone, &warning(&phone, at_the_door(&phone), None));
    let warned = warned.story.number().unwrap().to_owned();
    days_pass(&force, &[&phone], 5);
    let due = days_following(today(&phone), 10).unwrap();
    let mut ask = notice(&phone, at_the_door(&phone), Some(warned));
    let NoticeAbout::Cpn(cpn) = &mut ask.about else { panic!("a notice") };
    let clear =
        |text: &str, by| Requirement { kind: RequirementKind::Do, text: text.to_owned(), by: Some(by) };
    cpn.requirements =
        vec![clear("Clear the garden.", due), clear("Mend the fence.", days_following(due, 10).unwrap())];
    let given = issued(&phone, &ask).story.number().unwrap().to_owned();
    meet(&force, &phone);
    days_pass(&force, &[&phone], 12);
    let breached = |on: jiff::civil::Date| {
        let words = ["notice", "breached", &given, "--authority", "MDW", "--by", "SGT7"];
        force.tried(&[&words[..], &["--on", &on.to_string(), "--why", "bags"]].concat())
    };
    assert_eq!(breached(due).unwrap_err().code, "within_time_allowed");
    // While an appeal is in progress nothing need be done, only left off; what was seen before it stays a breach.
    let appeal = |command: &str, more: &[&str]| {
        let whose = ["notice", command, &given, "--authority", "MDW", "--by", "SGT7"];
        force.command(&[&whose[..], more].concat());
    };
    let (late, today) = (due.tomorrow().unwrap(), today(&phone));
    appeal("appeal", &["--on", &today.to_string()]);
    assert_eq!(breached(today).unwrap_err().code, "cpn_under_appeal");
    assert!(breached(late).unwrap().contains("Community protection: appealed."));
    appeal("appeal-decided", &["--decided", &today.to_string(), "--outcome", "upheld"]);
    assert_eq!(
        breached(today).unwrap_err().code,
        "cpn_under_appeal",
        "that day it may have been in progress"
    );
    days_pass(&force, &[&phone], 1);
    assert!(breached(today.tomorrow().unwrap()).unwrap().contains("Community protection: breached."));
}

#[test]
fn a_warning_that_the_desk_posts_by_mail_needs_no_photograph_of_a_door() {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    // A briefing of more than a week: everything stays a draft.
    later(&force, &phone, 8 * DAY);
    fix(&phone, CHATHAM, 5.0);
    let met = at_the_door(&phone);
    let mut ask = warning(&phone, met, None);
    let NoticeAbout::Cpw(cpw) = &mut ask.about else { panic!("a warning") };
    cpw.enquiries = Some(ENQUIRIES.to_owned());
    let ask = NoticeAsked { service: ServiceMethod::OnPremises, ..ask };
    let NoticeOutcome::Draft { record, .. } = phone.book().issue_notice(&ask).unwrap() else {
        panic!("a number")
    };
    meet(&force, &phone);
    let posted = force.command(&decide(&record.to_string(), "issue-by-post", &[]));
    let number = posted.split_whitespace().next().unwrap().to_owned();
    meet(&force, &phone);
    later(&force, &phone, 5 * DAY);
    meet(&force, &phone);
    let ask = notice(&phone, met, Some(number));
    assert!(phone.book().check_notice(&ask).unwrap().ready().is_ok());
}

#[test]
fn a_penalty_says_that_the_notice_it_rests_on_was_quashed() {
    let force = town();
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let warned = issued(&phone, &warning(&phone, at_the_door(&phone), None));
    let warned = warned.story.number().unwrap().to_owned();
    days_pass(&force, &[&phone], 5);
    let cpn = issued(&phone, &notice(&phone, at_the_door(&phone), Some(warned)));
    let cpn = cpn.story.number().unwrap().to_owned();
    phone.sync();
    days_pass(&force, &[&phone], 2);
    let seen = at_the_door(&phone);
    tell(&phone, seen, fairly());
    let breached = CpnBreached { number: cpn.clone(), requirement: 0, words: None };
    let fined = issued(&phone, &asked(seen, NoticeAbout::CpnBreach(breached), PLACE, PARTICULARS));
    let fined = fined.story.number().unwrap().to_owned();
    force.clock.advance(3 * 60_000);
    phone.sync();
    let shown = || force.at_desk(&["notice", "show", &fined]);
    assert!(!shown().contains("QUASHED"), "{}", shown());
    let on = today(&phone).to_string();
    let by = ["--authority", "MDW", "--by", "CS101"];
    force.command(&[&["notice", "appeal", &cpn, "--on", &on], &by[..]].concat());
    let decided = ["notice", "appeal-decided", &cpn, "--decided", &on, "--outcome", "quashed"];
    force.command(&[&decided[..], &by].concat());
    assert!(shown().contains(&format!("THE NOTICE IT RESTS ON WAS QUASHED ({cpn})")), "{}", shown());
}
