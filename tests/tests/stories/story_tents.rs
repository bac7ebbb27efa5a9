//! A tent that is likely to harm whoever lives in it (002 ¶1.4): care first, an offer, then every thing kept for its owner,
//! given back or disposed of by two people, and never on the day.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{SignOn, TentNews};
use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::encampments::tents::ItemState;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::patrol::Duty;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_tests::beat::DAY;
use beatbook_tests::encampment::{council, day_after, later, now, safety_officer};
use beatbook_tests::engagement::told;
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{keeper, tried};
use beatbook_tests::outreach::phone_on;
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use beatbook_tests::tent::{CARED, NOTICE, PLACE, cared_for, note, removed};

fn disposed(items: &[u16], with: &str) -> TentNews {
    TentNews::Disposed { items: items.to_vec(), with: with.to_owned(), text: "Municipal tip".to_owned() }
}

fn tent_words<'a>(words: &[&'a str], reader: &'a str) -> Vec<&'a str> {
    [&["tent"], words, &["--authority", "MDW", "--as", reader]].concat()
}

fn refused(force: &Force, words: &[&str], reader: &str) -> String {
    force.refused(&tent_words(words, reader)).code
}

#[test]
fn a_tent_is_moved_after_care_and_an_offer_and_its_things_are_kept() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    first.sync();
    let book = first.book();
    let (tent, noted) = (book.note_tent(note()).unwrap(), now(&first));
    let tell = |news: TentNews| book.tell_tent(tent, vec![news]).map_err(|error| error.code());
    assert_eq!(tell(removed()), Err("welfare_first"));
    let check = cared_for(&first);
    tell(TentNews::Welfare { check }).unwrap();
    // It is of this one alone.
    let next = book.note_tent(note()).unwrap();
    let of_next = book.tell_tent(next, vec![TentNews::Welfare { check }]);
    assert_eq!(of_next.unwrap_err().code(), "check_elsewhere");
    assert_eq!(tell(removed()), Err("offer_first"));
    tell(TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined }).unwrap();
    tell(removed()).unwrap();
    assert_eq!(tell(disposed(&[1], "2202")), Err("on_the_day"));
    assert_eq!(tell(disposed(&[1], "2201")), Err("two_people"));
    assert_eq!(tell(disposed(&[1], "9999")), Err("unknown_officer"), "this phone knows its colleagues");
    assert_eq!(book.tents().unwrap()[0].items, [ItemState::Kept; 2]);
    let of_that_day = cared_for(&first);
    first.sync();

    // Its headers tell the hour and nothing else; phones of other teams nothing at all.
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Administration);
    let entries = force.block_on(service.store().entries(&scope, first.notebook(), 0, 1_000)).unwrap();
    let headers: Vec<Header> = entries.iter().map(|entry| Header::parse(&entry.header).unwrap()).collect();
    let of_tent: Vec<&Header> = headers.iter().filter(|header| header.record == tent).collect();
    assert_eq!(of_tent.len(), 4);
    assert!(of_tent.iter().all(|header| header.kind == "welfare" && header.wall % 3_600_000 == 0));
    let mut manager = phone_on(&force, "M-1", SignOn::tasked());
    manager.sync();
    assert_eq!(manager.book().team_tents().unwrap(), []);
    assert!(!holds(&mut manager, PLACE) && !holds(&mut manager, "Depot, bay 4"));
    // A colleague of the same team knows where it is, and what became of every thing, offline.
    second.sync();
    let standing = |phone: &Phone| {
        let tents = phone.book().team_tents().unwrap();
        tents.into_iter().find(|one| one.tent == tent).unwrap()
    };
    let told = standing(&second);
    let found = told.found.unwrap();
    assert_eq!((found.land.words.as_str(), found.land.place.is_some(), told.welfare), (PLACE, true, true));
    assert_eq!(told.taken.unwrap().items, [ItemState::Kept; 2]);
    assert!(second.book().tents().unwrap().is_empty(), "it told of none itself");
    // What the server told of it holds there before anything is gone that may not go.
    let tries = |news: TentNews| second.book().tell_tent(tent, vec![news]).unwrap_err().code();
    assert_eq!(tries(disposed(&[1], "2201")), "on_the_day");
    let looks = second.book().access_log(None, 100).unwrap().rows;
    assert!(looks.iter().any(|row| row.look.to_string().starts_with("listed, welfare, ")), "{looks:?}");

    // Who enforces sees what is kept and until when; where somebody slept only the own team, and nobody what they need.
    let id = tent.to_string();
    let shown = force.command(&tent_words(&["show", &id], "M-1"));
    assert!(shown.contains("Depot, bay 4") && shown.contains("the own team knows"), "{shown}");
    for private in [PLACE, NOTICE, CARED] {
        assert!(!shown.contains(private), "{private}");
    }
    let team = force.command(&tent_words(&["show", &id], "2202"));
    assert!(team.contains(PLACE) && team.contains(NOTICE), "{team}");
    // At what hour is for the team as well.
    let (day, label) = (day_after(&first, 0).to_string(), local_label(noted).unwrap());
    assert!(shown.contains(&day) && !shown.contains(&label) && team.contains(&label), "{shown}{team}");
    for reader in ["C-1", "O-1", "A-1"] {
        assert_eq!(refused(&force, &["show", &id], reader), "no_such_tent");
    }

    // On the day after its last, at the desk: two people, and papers never.
    let gone = |items: &[&'static str]| {
        let items: Vec<&str> = items.iter().flat_map(|item| ["--item", *item]).collect();
        [&["disposed", &id, "--with", "2202", "--text", "Municipal tip"], &items[..]].concat()
    };
    later(&force, &[&first, &second], 28 * DAY);
    assert_eq!(refused(&force, &gone(&["1"]), "2201"), "still_kept");
    assert!(force.command(&tent_words(&["list", "--due"], "M-1")).contains("nothing"));
    later(&force, &[&first, &second], DAY);
    assert!(force.command(&tent_words(&["list", "--due"], "M-1")).contains(&id));
    assert_eq!(refused(&force, &gone(&["1", "2"]), "2201"), "never_disposed");
    assert_eq!(refused(&force, &gone(&["1"]), "2202"), "two_people");
    assert!(force.command(&tent_words(&gone(&["1"]), "2201")).contains("1 of 2 things are kept"));
    second.sync();
    assert_eq!(standing(&second).taken.unwrap().items, [ItemState::Disposed, ItemState::Kept]);
    let by_whom = force.command(&tent_words(&["show", &id], "M-1"));
    assert!(by_whom.contains("as told by 2201"), "nobody confirms it: {by_whom}");
    assert_eq!(refused(&force, &gone(&["1"]), "2201"), "gone_already");
    let back =
        ["returned", &id, "--with", "2202", "--item", "2", "--text", "To their owner, who knew the papers"];
    assert!(force.command(&tent_words(&back, "M-1")).contains("0 of 2 things are kept"));
    // Who gave something back is told no more by that of where somebody slept.
    for words in [&["show", &id][..], &["list"]] {
        let told = force.command(&tent_words(words, "M-1"));
        assert!(told.contains("the own team knows") && !told.contains(PLACE), "{told}");
    }
    // What the desk told of it is found by it, and so is what phones were told of where it stands.
    keeper(&force);
    let kept = tried(&force, &["keeping", "show", &id]).unwrap();
    let desk = kept["desk"].as_array().unwrap();
    assert_eq!(desk.len(), 2 + 3, "two of the desk's words, and three times where it stands: {kept}");
    // The officer's own phone shows it no more after sign-off; the journal keeps it.
    first.book().sign_off(&[]).unwrap();
    first.sign_on(SignOn::tasked());
    assert_eq!(first.book().tents().unwrap(), []);
    assert!(first.book().verify().unwrap().is_sound());
    // Nor is a check of days ago one of a tent that is found today.
    let today = first.book().note_tent(note()).unwrap();
    let of_today = first.book().tell_tent(today, vec![TentNews::Welfare { check: of_that_day }]);
    assert_eq!(of_today.unwrap_err().code(), "check_elsewhere");
}

#[test]
fn what_was_told_of_the_wrong_tent_or_with_the_wrong_things_is_taken_back() {
    let force = council();
    let first = safety_officer(&force, "2201");
    let second = safety_officer(&force, "2202");
    let book = first.book();
    let tent = book.note_tent(note()).unwrap();
    let check = cared_for(&first);
    let offer = || TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    book.tell_tent(tent, vec![TentNews::Welfare { check }, offer(), removed()]).unwrap();
    let own = |id: Id| book.tents().unwrap().into_iter().find(|one| one.id == id).unwrap();
    let list = own(tent).removed.unwrap().at;
    let back = |entry: u64| TentNews::TakenBack { entry, why: "Things of the next pitch".to_owned() };
    let refused_at = |tent, entry| book.tell_tent(tent, vec![back(entry)]).unwrap_err().code();
    assert_eq!(refused_at(tent, 9_999), "no_such_entry");
    book.tell_tent(tent, vec![back(list.seq), removed()]).unwrap();
    let after = own(tent);
    assert_eq!((after.refused.len(), after.taken_back[&list].what, after.kept()), (0, "removed", 2));
    // Of a tent that nobody noted, by a slip of the finger.
    let slip = Id::from_bytes([7; 16]);
    book.tell_tent(slip, vec![offer()]).unwrap();
    let offered = own(slip).offers[0].at.seq;
    assert_eq!(refused_at(tent, offered), "no_such_entry", "of another tent");
    book.tell_tent(slip, vec![back(offered)]).unwrap();
    assert!(own(slip).offers.is_empty());
    first.sync();

    // The desk shows what was taken back and why; others than the team that it was.
    let id = tent.to_string();
    let shown = |reader| told(&force, &["tent", "show", &id], reader);
    let [team, others] = [shown("2202"), shown("M-1")].map(|shown| shown["taken_back"][0].clone());
    assert_eq!((&team["what"], &team["by"]), (&"removed".into(), &"2201".into()));
    assert_eq!((&team["why"], others["why"].is_null()), (&"Things of the next pitch".into(), true));
    assert_eq!(team["entry"], format!("{} {}", list.journal, list.seq));
    // The desk takes back what anybody told.
    let entry = shown("M-1")["removed"]["entry"].as_str().unwrap().to_owned();
    let (journal, seq) = entry.split_once(' ').unwrap();
    let words = ["take-back", &id, journal, seq, "--why", "It was left standing"];
    assert_eq!(refused(&force, &words, "A-1"), "not_allowed");
    assert!(force.command(&tent_words(&words, "M-1")).contains("2 entries are taken back"));
    second.sync();
    let standing = second.book().team_tents().unwrap().remove(0);
    assert_eq!((standing.tent, standing.taken), (tent, None), "the tent of the slip is nobody's");
    assert_eq!(shown("M-1")["removed"], serde_json::Value::Null);
    assert_eq!(shown("M-1")["taken_back"][1]["taken_back_by"], "M-1");
    assert!(book.verify().unwrap().is_sound());
}

#[test]
fn a_colleague_who_moves_a_tent_hears_what_the_server_does_not_know_yet() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let tent = first.book().note_tent(note()).unwrap();
    first.sync();
    second.sync();
    let offer = || TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    let hears = |news: Vec<TentNews>| {
        let told = second.book().tell_tent(tent, news).unwrap();
        told.iter().map(|point| point.code).collect::<Vec<_>>()
    };
    // Nobody looked after whoever lives there, as far as this phone knows: it is kept, and said.
    assert_eq!(hears(vec![offer(), removed()]), ["welfare_first"]);
    // Once that is made good the same holds; who comes back finds words of where the things are.
    later(&force, &[&first, &second], 60_000);
    let check = cared_for(&second);
    let TentNews::Removed(mut silent) = removed() else { unreachable!() };
    silent.notice_left = None;
    let silent = TentNews::Removed(silent);
    assert_eq!(hears(vec![TentNews::Welfare { check }, silent]), ["nothing_left"]);
    for phone in [&second, &first] {
        phone.sync();
    }
    let standing = first.book().team_tents().unwrap().remove(0);
    assert_eq!((standing.welfare, standing.taken.is_some(), standing.refused), (true, true, 1));
    assert_eq!(hears(vec![removed()]), ["told_already"]);
}

#[test]
fn the_newest_of_several_tents_of_one_hour_is_the_one_noted_last() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let mut noted = Vec::new();
    for _ in 0..7 {
        noted.push(phone.book().note_tent(note()).unwrap());
        phone.platform.advance(60_000);
    }
    // Telling more of the first makes it no newer.
    let offered = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    phone.book().tell_tent(noted[0], vec![offered]).unwrap();
    let listed: Vec<_> = phone.book().tents().unwrap().into_iter().map(|tent| tent.id).collect();
    assert_eq!(listed, noted);
}

#[test]
fn a_tent_that_outreach_comes_upon_is_listed_to_its_own_team_at_the_desk() {
    let force = beatbook_tests::outreach::town();
    let worker = beatbook_tests::outreach::phone(&force, "O-12", Duty::Outreach);
    let tent = worker.book().note_tent(note()).unwrap();
    worker.sync();
    // On which day outreach was there is for the own team, until something is moved.
    let day = local_date(force.clock.now()).unwrap();
    let (month, day) = (day.strftime("%Y-%m").to_string(), day.to_string());
    assert!(force.command(&tent_words(&["list"], "O-12")).contains(&day));
    for words in [&["list"][..], &["show", &tent.to_string()]] {
        let told = force.command(&tent_words(words, "4711"));
        assert!(told.contains(&month) && !told.contains(&day), "{told}");
    }
    let check = cared_for(&worker);
    let offer = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    worker.book().tell_tent(tent, vec![TentNews::Welfare { check }, offer, removed()]).unwrap();
    worker.sync();
    let id = tent.to_string();
    for reader in ["O-12", "O-13"] {
        let listed = force.command(&tent_words(&["list"], reader));
        assert!(listed.contains(&id) && listed.contains(PLACE), "{reader}: {listed}");
        assert!(force.command(&tent_words(&["show", &id], reader)).contains(PLACE), "{reader}");
    }
    // On the phones the same, of the team alone; not of those of the force.
    for (code, duty, count) in
        [("O-13", Duty::Outreach, 1), ("O-20", Duty::Outreach, 0), ("4711", Duty::TaskedCore, 0)]
    {
        let phone = beatbook_tests::outreach::phone(&force, code, duty);
        phone.sync();
        assert_eq!(phone.book().team_tents().unwrap().len(), count, "{code}");
    }
    // Another team of the same service has nothing there; who counts or has no such work is refused.
    assert!(force.command(&tent_words(&["list"], "O-20")).contains("nothing"));
    assert_eq!(refused(&force, &["show", &id], "O-20"), "no_such_tent");
    for reader in ["A-1", "S-1"] {
        assert_eq!(refused(&force, &["list"], reader), "not_allowed", "{reader}");
    }
    // Telling at the desk of what went stays with those who enforce.
    let gone = ["returned", &id, "--with", "4711", "--item", "1", "--text", "To their owner"];
    assert_eq!(refused(&force, &gone, "O-13"), "not_allowed");
}

#[test]
fn things_are_kept_for_as_long_as_the_authority_has_settled() {
    let force = council();
    let policy = serde_json::json!({ "format": "beatbook-orders-1", "policy": { "belongings_days": 10 } });
    let import =
        ["orders", "import", "policy.json", "--authority", "MDW", "--reason", "Settled by the council."];
    let _ = force.asked(&import, policy.to_string().as_bytes()).unwrap();
    let phone = safety_officer(&force, "2201");
    let tent = phone.book().note_tent(note()).unwrap();
    let check = cared_for(&phone);
    let offered = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    phone.book().tell_tent(tent, vec![TentNews::Welfare { check }, offered, removed()]).unwrap();
    let own = phone.book().tents().unwrap();
    assert_eq!(own[0].removed.as_ref().unwrap().what.keep_until, day_after(&phone, 10));
}

#[test]
fn a_colleague_who_goes_on_with_a_tent_is_held_to_the_same_rules() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let tent = first.book().note_tent(note()).unwrap();
    let check = cared_for(&first);
    let offer = || TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    first.book().tell_tent(tent, vec![TentNews::Welfare { check }, offer(), removed()]).unwrap();
    first.sync();
    later(&force, &[&first, &second], 29 * DAY);
    second.sync();
    let tells = |news: TentNews| {
        later(&force, &[&second], 60_000);
        let told = second.book().tell_tent(tent, vec![news]).map_err(|error| error.code())?;
        Ok::<_, &str>(told.iter().map(|point| point.code).collect::<Vec<_>>())
    };
    let returned = |item| {
        let text = "To their owner".to_owned();
        TentNews::Returned { items: vec![item], with: "2201".to_owned(), text }
    };
    // Whatever it told of it before.
    assert_eq!(tells(offer()), Ok(vec![]));
    assert_eq!(tells(disposed(&[2], "2201")), Err("never_disposed"));
    assert_eq!(tells(disposed(&[3], "2201")), Err("unknown_item"));
    assert_eq!(tells(disposed(&[1], "2201")), Ok(vec![]));
    assert_eq!(tells(disposed(&[1], "2201")), Err("gone_already"), "by its own word, and offline");
    // What was given back is with its owner: it is kept, and said.
    assert_eq!(tells(returned(1)), Ok(vec!["gone_already"]));
    assert_eq!(tells(returned(3)), Ok(vec!["unknown_item"]));
    assert_eq!(tells(returned(2)), Ok(vec![]));
    // A check of another tent, and one of a day before this was found.
    let other = second.book().note_tent(note()).unwrap();
    let theirs = cared_for(&second);
    second.book().tell_tent(other, vec![TentNews::Welfare { check: theirs }]).unwrap();
    assert_eq!(tells(TentNews::Welfare { check: theirs }), Err("check_elsewhere"));
    second.sync();
    let shown = told(&force, &["tent", "show", &tent.to_string()], "2202").to_string();
    assert!(shown.contains("gone_already") && !shown.contains("never_disposed"), "{shown}");
}

#[test]
fn whoever_noted_a_tent_goes_on_with_what_a_colleague_told_of_it() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let tent = first.book().note_tent(note()).unwrap();
    first.sync();
    second.sync();
    let check = cared_for(&second);
    let offered = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    second.book().tell_tent(tent, vec![TentNews::Welfare { check }, offered]).unwrap();
    let moves = || first.book().tell_tent(tent, vec![removed()]).map_err(|error| error.code());
    assert_eq!(moves(), Err("welfare_first"), "before this phone has heard");
    second.sync();
    first.sync();
    later(&force, &[&first, &second], 60_000);
    assert_eq!(moves().map(|doubts| doubts.len()), Ok(0));
    assert_eq!(moves(), Err("told_already"));
    first.sync();
    second.sync();
    later(&force, &[&first, &second], 2 * DAY);
    // What a colleague gave back is gone here, too.
    let back =
        TentNews::Returned { items: vec![1], with: "2201".to_owned(), text: "To the owner".to_owned() };
    second.book().tell_tent(tent, vec![back]).unwrap();
    second.sync();
    first.sync();
    let again =
        TentNews::Returned { items: vec![1], with: "2202".to_owned(), text: "To the owner".to_owned() };
    let doubts = first.book().tell_tent(tent, vec![again]).unwrap();
    assert_eq!(
        doubts.iter().map(|point| point.code).collect::<Vec<_>>(),
        ["gone_already"],
        "kept all the same"
    );
    let other =
        TentNews::Returned { items: vec![2], with: "2202".to_owned(), text: "To the owner".to_owned() };
    first.book().tell_tent(tent, vec![other]).unwrap();
    first.sync();
    let taken = first.book().team_tents().unwrap().remove(0).taken.unwrap();
    assert_eq!(taken.items, [ItemState::Returned; 2]);
}

#[test]
fn what_of_a_phone_does_not_hold_by_what_others_told_is_told_anew_there() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let tent = first.book().note_tent(note()).unwrap();
    first.sync();
    second.sync();
    let tells = |phone: &Phone, news: TentNews| {
        later(&force, &[&first, &second], 60_000);
        let told = phone.book().tell_tent(tent, vec![news]).map_err(|error| error.code())?;
        phone.sync();
        Ok::<_, &str>(told.iter().map(|point| point.code).collect::<Vec<_>>())
    };
    let none: Vec<&str> = Vec::new();
    // Moved too early: kept, and said. Once there was care it is moved anew, and that holds.
    assert_eq!(tells(&second, removed()), Ok(vec!["welfare_first"]));
    let check = cared_for(&first);
    let offered = TentNews::Offered { help: "A bed tonight".to_owned(), answer: HelpAnswer::Declined };
    for news in [TentNews::Welfare { check }, offered] {
        assert_eq!(tells(&first, news), Ok(none.clone()));
    }
    second.sync();
    assert_eq!(tells(&second, removed()), Ok(none.clone()));
    let taken = || second.book().team_tents().unwrap().remove(0).taken;
    second.sync();
    assert_eq!(taken().unwrap().items, [ItemState::Kept; 2]);

    // The first list holds neither here nor at the server, and is taken back all the same.
    let early = second.book().tents().unwrap().remove(0).refused[0].0.at.seq;
    let wrong = TentNews::TakenBack { entry: early, why: "Told too early".to_owned() };
    assert_eq!(tells(&second, wrong), Ok(none.clone()));

    // A thing is given back, and then the list that it stood on is taken back and told anew: it is given back anew.
    first.sync();
    later(&force, &[&first, &second], DAY);
    let back =
        || TentNews::Returned { items: vec![2], with: "2202".to_owned(), text: "To the owner".to_owned() };
    assert_eq!(tells(&first, back()), Ok(none.clone()));
    // By its own entries alone this phone knows of no care: its list stands there as told too early.
    let list = second.book().tents().unwrap().remove(0).refused[0].0.at.seq;
    let wrong = TentNews::TakenBack { entry: list, why: "Another list".to_owned() };
    assert_eq!(tells(&second, wrong), Ok(none.clone()));
    second.sync();
    tells(&second, removed()).unwrap();
    first.sync();
    assert_eq!(tells(&first, back()), Ok(none));
    first.sync();
    let taken = first.book().team_tents().unwrap().remove(0).taken.unwrap();
    assert_eq!(taken.items, [ItemState::Kept, ItemState::Returned]);
}
