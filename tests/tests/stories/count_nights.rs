//! Further nights of a count: who knows of it when, what spoils its label, clocks that are changed, phones that are lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::{CountNews, SignOn};
use beatbook_domain::records::body::COARSE_KIND;
use beatbook_domain::records::count::{SectorOutcome, SiteByHand};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality};
use beatbook_protocol::id::Id;
use beatbook_tests::beat::fix;
use beatbook_tests::count_night::{
    ARCHES, at, begin, force, initialled, measured, phone, plan, plan_of, sector, set, somebody, stand, tell,
    told, words,
};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{days_pass, keeper, run};
use beatbook_tests::pages::holds;
use beatbook_tests::phone::Phone;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const NIGHT: &str = "2025-11-20";
const MIDNIGHT: &str = "2025-11-20T00:00+00:00";
const MAN: (Gender, Age, Nationality) = (Gender::Male, Age::From26, Nationality::Uk);

fn knows(phone: &Phone) -> Vec<Id> {
    phone.book().counts().unwrap().iter().map(|case| case.plan.id).collect()
}

/// A count that is open, and the phones of its teams' leads.
fn open(force: &Force, plan: &Value, teams: &[&str]) -> (Id, Vec<Phone>) {
    let id = set(force, plan);
    let phones = teams.iter().map(|team| phone(force, &format!("L{team}"))).collect();
    force.command(&words("open", &id.to_string(), "RSC", &[]));
    (id, phones)
}

fn label(force: &Force, count: Id) -> String {
    let shown = force.command(&words("show", &count.to_string(), "RSC", &[]));
    let lines = shown.lines().skip_while(|line| !line.ends_with("ssured"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_night_is_known_to_leads_when_set_to_teams_the_day_before_and_to_nobody_else() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 72 * HOUR);
    force.add_officer("4711", "Other");
    force.give_role("4711", "constable");
    let (mut lead, mut member) = (phone(&force, "L1"), phone(&force, "M1"));
    let mut constable = phone(&force, "4711");
    let count = set(&force, &plan(NIGHT)).to_string();
    let id: Id = count.parse().unwrap();
    assert_eq!(told(&force), 0, "leads and coordinator were told by the plan itself");
    for phone in [&lead, &member, &constable] {
        phone.sync();
    }
    assert_eq!(knows(&lead), [id]);
    assert!(holds(&mut lead, &count) && holds(&mut lead, NIGHT));
    for phone in [&mut member, &mut constable] {
        assert_eq!(knows(phone), []);
        for word in [count.as_str(), NIGHT, "count_planned", "luton-arches"] {
            assert!(!holds(phone, word), "{word}");
        }
    }
    // Asking tells nothing either: a count that is secret and one that is not are the same.
    let nowhere = Id::v7(7, [7; 10]).to_string();
    for verb in ["show", "table", "proposals", "open", "submit"] {
        let secret = force.refused(&words(verb, &count, "M1", &[]));
        let none = force.refused(&words(verb, &nowhere, "M1", &[]));
        assert_eq!((secret.code.as_str(), &secret), ("no_such_count", &none), "{verb}");
    }
    let list = |officer: &str| force.command(&["count", "list", "--authority", "MDW", "--as", officer]);
    assert_eq!(list("M1"), "No count.\n");
    assert!(list("L1").contains(NIGHT));

    stand(&force, midnight - 24 * HOUR);
    assert_eq!((told(&force), told(&force)), (1, 0), "once");
    for phone in [&lead, &member, &constable] {
        phone.sync();
    }
    assert_eq!((knows(&lead), knows(&member), knows(&constable)), (vec![id], vec![id], vec![]));
    assert!(!holds(&mut constable, &count) && !holds(&mut constable, NIGHT));
    assert!(list("M1").contains(NIGHT) && list("4711") == "No count.\n");
    assert_eq!(force.refused(&words("proposals", &count, "M1", &[])).code, "not_allowed");
    assert_eq!(force.refused(&words("table", &count, "M1", &[])).code, "count_no_numbers");
    // Somebody who comes to answer for counts later is told as well.
    force.add_officer("RSC-2", "Housing");
    force.give_role("RSC-2", "rough_sleeping_coordinator");
    assert_eq!(told(&force), 1);
    assert_eq!(knows(&phone(&force, "RSC-2")), [id]);
    // What every phone has of it is a header that says neither kind nor minute.
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, beatbook_server::auth::Purpose::Report);
    let journals = force.block_on(service.store().journals(&scope)).unwrap();
    let own = journals.iter().find(|one| one.key.is_none()).unwrap().id;
    let entries = force.block_on(service.store().entries(&scope, own, 0, 1_000)).unwrap();
    let headers = entries.iter().map(|one| beatbook_protocol::entry::Header::parse(&one.header).unwrap());
    let coarse: Vec<_> = headers.filter(|header| header.kind == COARSE_KIND).collect();
    // Twice with known sites and without, and once for whoever came later.
    assert_eq!(coarse.len(), 5);
    let records: BTreeSet<Id> = coarse.iter().map(|header| header.record).collect();
    assert!(records.len() == 5 && !records.contains(&id), "nothing joins them");
    assert!(coarse.iter().all(|header| header.wall % HOUR == 0));
}

#[test]
fn known_sites_are_told_to_the_teams_that_search_there_and_to_whoever_answers_for_counts() {
    let force = force(at(MIDNIGHT) - 72 * HOUR);
    let mut phones: Vec<Phone> =
        ["L1", "M1", "L2", "M2", "RSC"].iter().map(|code| phone(&force, code)).collect();
    let id = set(&force, &plan(NIGHT));
    let seen = |phone: &mut Phone| {
        phone.sync();
        let (code, place) = (holds(phone, "luton-arches"), holds(phone, "513755000"));
        assert_eq!(code, place);
        (knows(phone).contains(&id), code)
    };
    // Chatham is team 2's.
    let all = |phones: &mut [Phone]| phones.iter_mut().map(seen).collect::<Vec<_>>();
    let (nothing, plan_alone, with_sites) = ((false, false), (true, false), (true, true));
    assert_eq!(all(&mut phones), [plan_alone, nothing, with_sites, nothing, with_sites]);
    stand(&force, at(MIDNIGHT) - 24 * HOUR);
    assert_eq!((told(&force), told(&force)), (1, 0), "one count, and once");
    assert_eq!(all(&mut phones), [plan_alone, plan_alone, with_sites, with_sites, with_sites]);
    let shown = phones[0].book().counts().unwrap().remove(0).plan;
    assert_eq!(
        (shown.sectors.len(), shown.teams.len(), shown.sites().count()),
        (6, 6, 0),
        "the rest is whole"
    );

    // Team 1's lead answers for counts from now on, and is told the rest once; the server counted by the whole plan throughout.
    force.give_role("L1", "rough_sleeping_coordinator");
    assert_eq!((told(&force), told(&force)), (1, 0));
    assert_eq!(all(&mut phones)[0], with_sites);
    assert_eq!(phones[0].book().counts().unwrap()[0].plan.sites().count(), 1);
    assert!(force.command(&words("show", &id.to_string(), "RSC", &[])).contains("luton-arches"));
}

#[test]
fn everything_that_is_wrong_with_a_plan_is_said_at_once_and_only_to_whoever_may_set_one() {
    let force = force(at(MIDNIGHT) - 72 * HOUR);
    let mut wrong = plan(NIGHT);
    wrong["sectors"][0]["zone"] = "".into();
    wrong["sectors"][1]["zone"] = "Z-nowhere".into();
    wrong["teams"][2]["members"] = json!(["M-99"]);
    wrong["to"] = "06:00:00".into();
    let set_as = |officer: &str, plan: &Value| {
        let words = ["count", "plan", "plan.json", "--authority", "MDW", "--as", officer];
        force.asked(&words, plan.to_string().as_bytes())
    };
    let refused = set_as("RSC", &wrong).unwrap_err();
    assert_eq!(refused.code, "count_plan");
    for code in
        ["plan_sector_without_zone", "plan_unknown_zone", "plan_unknown_officer", "plan_window_too_late"]
    {
        assert!(refused.text.contains(&format!("[{code}]")), "{code}: {}", refused.text);
    }
    // Nobody can be sent where the site is, and nobody goes out in a night that is over.
    let mut elsewhere = plan(NIGHT);
    elsewhere["sectors"][1]["sites"][0]["lon"] = (ARCHES.1 + 0.01).into();
    let refused = set_as("RSC", &elsewhere).unwrap_err().text;
    assert!(refused.contains("site luton-arches lies outside sector chatham"), "{refused}");
    assert!(refused.contains("[plan_site_outside]") && refused.matches('[').count() == 1, "{refused}");
    force.clock.advance(6 * HOUR);
    let refused = set_as("RSC", &plan("2025-11-17")).unwrap_err().text;
    assert!(refused.contains("[plan_night_over]") && refused.matches('[').count() == 1, "{refused}");
    assert_eq!(set_as("RSC", &json!({ "kind": "bimonthly" })).unwrap_err().code, "count_plan_malformed");
    assert_eq!(set_as("L1", &plan(NIGHT)).unwrap_err().code, "not_allowed");
    assert_eq!(force.command(&["count", "list", "--authority", "MDW", "--as", "RSC"]), "No count.\n");
}

#[test]
fn the_label_says_what_speaks_against_a_count() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    let (id, phones) = open(&force, &plan_of(NIGHT, &["1", "2"]), &["1", "2"]);
    // Team 1 presses start ten minutes too early, nobody is independent, and nobody goes to Luton Arches.
    let early = begin(&phones[0], id, "1", midnight - 10 * MINUTE);
    let other = begin(&phones[1], id, "2", midnight + MINUTE);
    stand(&force, midnight + MINUTE);
    for (phone, part, code) in [(&phones[0], early, "rochester"), (&phones[1], other, "chatham")] {
        tell(phone, part, sector(code, SectorOutcome::Visited));
        phone.sync();
    }
    let text = label(&force, id);
    assert!(text.starts_with("Not Assured\n"), "{text}");
    for reason in [
        "team 1 began before midnight, on Wed 19 Nov 2025 23:50 GMT",
        "no independent partner took part",
        "the known site luton-arches in sector chatham was not reached",
    ] {
        assert!(text.contains(reason), "{reason}: {text}");
    }
    // Typed at the arches it shows nothing.
    let sees = |seen| {
        tell(&phones[1], other, CountNews::Sighted(Box::new(seen)));
        phones[1].sync();
        label(&force, id)
    };
    assert!(sees(somebody(3.0, 0.0, MAN)).starts_with("Not Assured\n"));
    // A sighting there shows that the site was reached: what is left makes it Not Fully Assured.
    phones[1].wait_until(midnight + 10 * MINUTE);
    let there = measured(&phones[1], somebody(3.0, 0.0, MAN));
    assert!(sees(there).starts_with("Not Fully Assured\n"));
}

#[test]
fn a_known_site_that_was_told_by_mistake_is_taken_back_whichever_phone_syncs_first() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    let (id, phones) = open(&force, &plan_of(NIGHT, &["2", "5"]), &["2", "5"]);
    let [two, five] = &phones[..] else { panic!("two phones") };
    let (part, other) = (begin(two, id, "2", midnight + MINUTE), begin(five, id, "5", midnight + MINUTE));
    stand(&force, midnight + MINUTE);
    tell(five, other, sector("twydall", SectorOutcome::Visited));
    let word = |outcome, reached: &[&str], not_reached: &[&str]| {
        let by_hand =
            |site: &&str| SiteByHand { site: (*site).to_owned(), reason: "Walked there".to_owned() };
        let told = CountNews::Sector {
            sector: "chatham".to_owned(),
            outcome,
            reached: reached.iter().map(by_hand).collect(),
            not_reached: not_reached.iter().map(|site| (*site).to_owned()).collect(),
        };
        let answer = two.book().tell_count(part, vec![told]).unwrap();
        answer.doubts.iter().map(|doubt| doubt.code).collect::<Vec<_>>()
    };
    let (silent, arches): (&[&str], &[&str]) = (&[], &["luton-arches"]);
    let gate = || SectorOutcome::Inaccessible { reason: "Gate locked: it was another place".to_owned() };
    let missed = "the known site luton-arches in sector chatham was not reached";
    assert_eq!(word(SectorOutcome::Visited, arches, silent), silent);
    two.sync();
    five.sync();
    assert!(label(&force, id).starts_with("Assured\n"));
    // A locked gate after all: the phone says what goes with that word, and the desk hears it when the phone is back.
    assert_eq!(word(gate(), silent, silent), ["count_site_taken_back"]);
    assert!(two.book().count_part(part).unwrap().part.sectors["chatham"].reached.is_empty());
    five.sync();
    assert!(label(&force, id).starts_with("Assured\n"), "nothing has come yet");
    two.sync();
    let text = label(&force, id);
    assert!(text.starts_with("Not Assured\n") && text.contains(missed), "{text}");
    // Behind the gate, and the arches before it were reached: both in one word.
    assert_eq!(word(gate(), arches, silent), silent);
    two.sync();
    assert!(label(&force, id).starts_with("Assured\n"));
    // By name nothing has to be said of the gate.
    assert_eq!(word(SectorOutcome::Visited, silent, arches), silent);
    two.sync();
    assert!(label(&force, id).contains(missed));
}

#[test]
fn a_sighting_after_the_window_shows_no_known_site() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    let (id, phones) = open(&force, &plan_of(NIGHT, &["2"]), &["2"]);
    let part = begin(&phones[0], id, "2", midnight + MINUTE);
    phones[0].wait_until(midnight + 6 * HOUR);
    let there = measured(&phones[0], somebody(3.0, 0.0, MAN));
    tell(&phones[0], part, CountNews::Sighted(Box::new(there)));
    tell(&phones[0], part, sector("chatham", SectorOutcome::Visited));
    phones[0].sync();
    let text = label(&force, id);
    assert!(text.contains("the known site luton-arches in sector chatham was not reached"), "{text}");
}

#[test]
fn a_partner_counts_who_came_and_not_who_was_planned() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    let mut plan = plan_of(NIGHT, &["1", "2"]);
    plan["partner_independent"] = "Invented Trust".into();
    let (id, phones) = open(&force, &plan, &["1", "2"]);
    for (phone, (team, code)) in phones.iter().zip([("1", "rochester"), ("2", "chatham")]) {
        let part = begin(phone, id, team, midnight + MINUTE);
        // A minute after midnight a phone that met the network in the morning is not sure that the window has begun.
        phone.wait_until(midnight + 10 * MINUTE);
        let seen = measured(phone, somebody(3.0, 0.0, MAN));
        tell(phone, part, CountNews::Sighted(Box::new(seen)));
        tell(phone, part, sector(code, SectorOutcome::Visited));
        phone.sync();
    }
    let planned = label(&force, id);
    assert!(planned.starts_with("Not Fully Assured\n"), "{planned}");
    assert!(planned.contains("one was planned, no independent team has begun"), "{planned}");
    force.command(&words("close", &id.to_string(), "L1", &["--partner"]));
    assert_eq!(
        label(&force, id),
        "Assured\n  an independent partner took part: said when the count was closed"
    );
    let shown = force.asked(&words("table", &id.to_string(), "RSC", &[]), &[]).unwrap();
    assert_eq!(shown["label"]["partner"], "said_at_close");
}

#[test]
fn a_track_shows_that_a_known_site_was_reached() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    let (id, phones) = open(&force, &plan_of(NIGHT, &["2", "5"]), &["2", "5"]);
    for (phone, team, code) in [(&phones[0], "2", "chatham"), (&phones[1], "5", "twydall")] {
        phone.wait_until(midnight + MINUTE);
        phone.sign_on(SignOn { duty: Duty::Count, ..SignOn::tasked() });
        let part = begin(phone, id, team, midnight + 2 * MINUTE);
        tell(phone, part, sector(code, SectorOutcome::Visited));
    }
    // Nobody sleeps there that night; the team stands there for two minutes all the same.
    for _ in 0..120 {
        fix(&phones[0], ARCHES, 5.0);
    }
    for phone in &phones {
        phone.sign_off(midnight + HOUR);
        phone.sync();
    }
    assert_eq!(label(&force, id), "Assured\n  an independent partner took part: team 5 began its part");
    // Once it is submitted the track may go: that the team stood there stays, and the return is what it was.
    let count = id.to_string();
    stand(&force, midnight + 6 * HOUR);
    let table = || force.asked(&words("table", &count, "RSC", &[]), &[]).unwrap();
    force.command(&words("close", &count, "RSC", &[]));
    let figures = table()["figures"].as_str().unwrap().to_owned();
    force.command(&words("verify", &count, "RSC", &["--figures", &figures]));
    force.command(&words("submit", &count, "RSC", &[]));
    let sent = table();
    keeper(&force);
    // The server's stamps never go back behind the day on which it was set up.
    let month = || {
        days_pass(&force, 31);
        run(&force)["track"].as_u64()
    };
    assert_eq!((0..120).find_map(|_| month()), Some(2));
    assert_eq!((table(), table()["stands"].clone()), (sent, true.into()));
}

#[test]
fn the_hour_that_comes_twice_is_counted_in_the_order_in_which_it_went_by() {
    let midnight = at("2025-10-26T00:00+01:00");
    let force = force(midnight - 20 * HOUR);
    let (id, phones) = open(&force, &plan_of("2025-10-26", &["1", "5"]), &["1", "5"]);
    let count = id.to_string();
    let parts: Vec<Id> =
        phones.iter().zip(["1", "5"]).map(|(phone, team)| begin(phone, id, team, midnight)).collect();
    // Half past one twice; what was seen the second time stands, though both clocks show the same.
    let first = (at("2025-10-26T01:30+01:00"), Gender::Male);
    let again = (at("2025-10-26T01:30+00:00"), Gender::NotKnown);
    assert_eq!(again.0 - first.0, HOUR);
    for (place, (when, gender)) in [(1, again), (0, first)] {
        let looks =
            (gender, Age::From26, if gender == Gender::Male { Nationality::Uk } else { Nationality::Eu });
        phones[place].wait_until(when);
        let seen = initialled(somebody(0.0, 0.0, looks), "JQ", Some("1979-02-28"));
        tell(&phones[place], parts[place], CountNews::Sighted(Box::new(seen)));
        phones[place].sync();
    }
    let text = force.command(&words("proposals", &count, "RSC", &[]));
    assert!(text.contains("01:30") && text.matches("01:30").count() == 2, "{text}");
    let pair = text.lines().next().unwrap();
    let csv = force.command(&words("proposals", &count, "RSC", &["--csv"]));
    assert!(csv.starts_with("pair,one,other,points,reasons,stands,differ,undecided\r\n"), "{csv}");
    assert!(csv.lines().nth(1).unwrap().starts_with(pair) && csv.ends_with(",nobody has decided,,yes\r\n"));
    for officer in ["L1", "RSC"] {
        force.command(&words("decide", &count, officer, &[pair, "same"]));
    }
    let table = force.command(&words("table", &count, "RSC", &["--csv"]));
    for row in ["count,,1", "gender,male,1", "nationality,eu,1", "nationality,uk,0"] {
        assert!(table.contains(row), "{row}: {table}");
    }
    assert!(!label(&force, id).contains("more than one night"));
}

#[test]
fn a_team_whose_phone_is_lost_is_explained_before_the_count_closes() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    let (id, phones) = open(&force, &plan_of(NIGHT, &["1", "5"]), &["1", "5"]);
    let count = id.to_string();
    let part = begin(&phones[1], id, "5", midnight + MINUTE);
    tell(&phones[1], part, sector("twydall", SectorOutcome::Visited));
    phones[1].sync();
    // Team 1 has seen somebody, and its phone lies in the river.
    let lost = begin(&phones[0], id, "1", midnight + MINUTE);
    tell(&phones[0], lost, CountNews::Sighted(Box::new(somebody(0.0, 0.0, MAN))));
    let refused = force.refused(&words("close", &count, "L5", &[]));
    assert_eq!(refused.code, "count_no_word");
    let elsewhere = force.refused(&words("close", &count, "L5", &["--silent", "strand=Lost"]));
    assert!(
        elsewhere.code == "count_unknown_sector" && elsewhere.text.contains("rochester"),
        "{elsewhere:?}"
    );
    let why = "rochester=The phone was lost at the Esplanade; nobody saw anything in writing.";
    force.command(&words("close", &count, "L5", &["--silent", why]));
    let shown = force.command(&words("show", &count, "L5", &[]));
    assert!(shown.contains("nothing heard of sector rochester: The phone was lost"), "{shown}");
    assert!(shown.contains("sector rochester: no word from team 1"), "{shown}");
    // It is found and dried: what comes late counts, and is to be verified.
    phones[0].sync();
    let table = force.command(&words("table", &count, "L5", &["--csv"]));
    assert!(table.contains("count,,1"), "{table}");
}

#[test]
fn a_sector_that_the_plan_does_not_have_is_refused_where_the_plan_is_known_and_shown_at_the_desk_else() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    // Enrolled in time, and out of reach since: this phone knows no plan.
    let apart = phone(&force, "M2");
    let (id, phones) = open(&force, &plan_of(NIGHT, &["2", "5"]), &["2", "5"]);
    let part = begin(&phones[0], id, "2", midnight + MINUTE);
    let tried = |told: CountNews| {
        let refused = phones[0].book().tell_count(part, vec![told]).unwrap_err();
        (refused.code(), refused.to_string())
    };
    let (code, says) = tried(sector("chattam", SectorOutcome::Visited));
    assert_eq!(code, "count_unknown_sector");
    assert!(says.contains("chattam") && says.contains("chatham") && says.contains("twydall"), "{says}");
    let by_hand = |site: &str| CountNews::Sector {
        sector: "chatham".to_owned(),
        outcome: SectorOutcome::Visited,
        reached: vec![SiteByHand { site: site.to_owned(), reason: "No signal under the arches".to_owned() }],
        not_reached: Default::default(),
    };
    let (code, says) = tried(by_hand("luton-arch"));
    assert_eq!(code, "count_unknown_site");
    assert!(says.contains("its sites are luton-arches"), "{says}");
    assert!(phones[0].book().count_part(part).unwrap().part.sectors.is_empty(), "nothing was stored");
    tell(&phones[0], part, by_hand("luton-arches"));
    let other = begin(&apart, id, "2", midnight + MINUTE);
    let gate = SectorOutcome::Inaccessible { reason: "The gate is locked.".to_owned() };
    tell(&apart, other, sector("twydal", gate));
    phones[0].sync();
    apart.sync();
    let count = id.to_string();
    let shown = force.command(&words("show", &count, "RSC", &[]));
    let odd = "sector twydal, WHICH THE PLAN DOES NOT HAVE: inaccessible: The gate is locked.";
    assert!(shown.contains(odd) && shown.contains("sector twydall: no word from team 5"), "{shown}");
    let told = force.asked(&words("show", &count, "RSC", &[]), &[]).unwrap();
    assert!(told["review"]["coverage"]["elsewhere"]["twydal"].is_object(), "{told}");
}

#[test]
fn two_hundred_sightings_by_eight_phones_are_there_after_one_sync_each() {
    let midnight = at(MIDNIGHT);
    let force = force(midnight - 20 * HOUR);
    let plan = plan(NIGHT);
    let id = set(&force, &plan);
    assert_eq!(told(&force), 1);
    let codes = ["L1", "L2", "L3", "L4", "L5", "L6", "M1", "M2"];
    let phones: Vec<Phone> = codes.iter().map(|code| phone(&force, code)).collect();
    force.command(&words("open", &id.to_string(), "RSC", &[]));
    for (place, (phone, code)) in phones.iter().zip(codes).enumerate() {
        let part = begin(phone, id, &code[1..], midnight + MINUTE);
        let seen = |number: usize| {
            let east = 1_000.0 * place as f64;
            CountNews::Sighted(Box::new(somebody(east, 150.0 * number as f64, MAN)))
        };
        phone.book().tell_count(part, (0..25).map(seen).collect()).unwrap();
    }
    for phone in &phones {
        phone.sync();
    }
    let shown = force.asked(&words("show", &id.to_string(), "RSC", &[]), &[]).unwrap();
    assert_eq!(shown["review"]["sightings"], 200);
    let table = force.command(&words("table", &id.to_string(), "RSC", &["--csv"]));
    assert!(table.contains("count,,200"), "{table}");
}
