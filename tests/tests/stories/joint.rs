//! A joint encounter: an officer of the council and one of the police, each with a record of their employer's, joined by a
//! link that one shows and the other types. Nothing of the one is read by the other but under a grant; and if both give paper
//! for the same thing, a person decides which stands.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, NoticeOutcome, SignOn};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::joint::JointLink;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{self, ZONES, fix};
use beatbook_tests::car_park::{CAR_PARK, DAY, asked, later, meet, refused_in};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

/// A council and a force on one server, with the council's orders in both books, and an officer of each in the car park.
struct County {
    force: Force,
    cso: Phone,
    pc: Phone,
}

impl County {
    fn begin() -> Self {
        let force = beat::town();
        let police = force.add_authority("KPD");
        let now = force.clock.now();
        force.import_file(police, ZONES.into(), ImportOptions::at(now - DAY), None);
        let book = beat::book_of(&local_date(now).unwrap().to_string()).to_string();
        let _ =
            force.asked(&["orders", "import", "orders.json", "--authority", "KPD"], book.as_bytes()).unwrap();
        let cso = beat::officer_out(&force, "CSO9");
        let officer = force.add_officer_to(police, "PC4417", "Centre");
        let supervisor = force.add_officer_to(police, "SGT2", "Centre");
        assert_ne!(officer, supervisor);
        role(&force, "KPD", "SGT2", "police_supervisor");
        for power in ["s63_requirement", "s68_fpn"] {
            let held =
                ["--authority", "KPD", "--code", "PC4417", "--capacity", "constable", "--power", power];
            let by = ["--granted-by", "MDW", "--reference", "WARRANT/4417", "--from", "2025-01-01"];
            let by = [&by[..], &["--as", "SGT2", "--reason", "shown the warrant"]].concat();
            force.command(&[&["officer", "power", "add"], &held[..], &by[..]].concat());
        }
        let pc = Phone::found(&force.ticket_of(police, officer), force.clock.now());
        pc.sync();
        pc.sign_on(SignOn::tasked());
        fix(&cso, CAR_PARK, 4.0);
        fix(&pc, CAR_PARK, 4.0);
        Self { force, cso, pc }
    }

    /// A command by the supervisor of the police.
    fn police(&self, words: &[&str]) -> String {
        self.force.command(&[words, &["--authority", "KPD", "--as", "SGT2"]].concat())
    }

    /// Both begin with one link and write down the same person.
    fn joint(&self, name: &str) -> (Id, Id) {
        self.joint_as(name, name)
    }

    /// The same, each as the name was heard.
    fn joint_as(&self, heard: &str, by_police: &str) -> (Id, Id) {
        let link = self.cso.book().joint_link().unwrap();
        // Read out over the street, and typed as one hears it.
        let typed = link.to_string().to_lowercase().replace('-', " ");
        let begin = |link: JointLink| BeginEncounter { joint: Some(link.id()), ..BeginEncounter::here() };
        let own = refused_in(&self.cso, heard, begin(link));
        let theirs = refused_in(&self.pc, by_police, begin(JointLink::parse(&typed).unwrap()));
        (own, theirs)
    }
}

fn role(force: &Force, authority: &str, code: &str, role: &str) {
    let words = ["--authority", authority, "--code", code, "--role", role, "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add"], &words[..]].concat());
}

fn number(phone: &Phone, encounter: Id) -> String {
    match phone.book().issue_notice(&asked(encounter)).unwrap() {
        NoticeOutcome::Issued { number, .. } => number,
        draft => panic!("a draft: {draft:?}"),
    }
}

#[test]
fn story_joint_each_keeps_a_record_of_the_own_employer_and_two_notices_for_one_thing_are_reviewed() {
    let county = County::begin();
    let (own, theirs) = county.joint("Sam Example");
    let of = |phone: &Phone, record| phone.book().encounter(record).unwrap().encounter.opened;
    let (ours, police) = (of(&county.cso, own), of(&county.pc, theirs));
    assert_eq!((ours.controller.as_str(), police.controller.as_str()), ("MDW", "KPD"));
    assert!(ours.joint.is_some() && ours.joint == police.joint);

    // Neither knows of the other's paper: both are out of reach.
    let (first, second) = (number(&county.cso, own), number(&county.pc, theirs));
    assert_ne!(first, second);
    meet(&county.force, &county.cso);
    meet(&county.force, &county.pc);
    let shown = county.police(&["notice", "show", &second]);
    // Without a grant the police learn that the council gave one, and when; the number is the council's.
    let day = local_date(county.force.clock.now()).unwrap().to_string();
    assert!(shown.contains("REVIEW") && shown.contains(&format!("on {day}")), "{shown}");
    assert!(shown.contains("Medway (story) gave a notice") && !shown.contains(&first), "{shown}");
    assert!(!county.force.at_desk(&["notice", "show", &first]).contains("REVIEW"));
    // Both are the council's paper, and it is the council that decides which stands.
    let void = |authority: &str, by: &str| {
        let how =
            ["--authority", authority, "--by", by, "--reason", "duplicate", "--why", "the other stands"];
        county.force.tried(&[&["notice", "void", &second], &how[..]].concat())
    };
    assert_eq!(void("KPD", "SGT2").unwrap_err().code, "other_register");
    void("MDW", "DESK1").unwrap();
    assert!(!county.police(&["notice", "show", &second]).contains("REVIEW"));

    // One council's paper is one register: also without a link a person looks at two notices for one thing.
    let (kim, other_kim) = (
        refused_in(&county.cso, "Kim Other", BeginEncounter::here()),
        refused_in(&county.pc, "Kim OTHER", BeginEncounter::here()),
    );
    let (given, apart) = (number(&county.cso, kim), number(&county.pc, other_kim));
    meet(&county.force, &county.cso);
    meet(&county.force, &county.pc);
    let shown = county.force.at_desk(&["notice", "show", &apart]);
    assert!(shown.contains("REVIEW") && !shown.contains(&given), "{shown}");

    // At one encounter a name that two officers heard differently is looked at as well: born on one day.
    for phone in [&county.cso, &county.pc] {
        fix(phone, CAR_PARK, 4.0);
    }
    let (own, theirs) = county.joint_as("Mohammed Example", "Muhammad Exampel");
    let (_, second) = (number(&county.cso, own), number(&county.pc, theirs));
    meet(&county.force, &county.cso);
    meet(&county.force, &county.pc);
    let shown = county.force.at_desk(&["notice", "show", &second]);
    assert!(shown.contains("REVIEW") && !shown.contains("Example"), "{shown}");
}

#[test]
fn where_two_authorities_bear_a_code_neither_learns_of_the_others_notices_by_it() {
    let county = County::begin();
    let force = &county.force;
    // Whose register MDW is nobody can say any more; without a link the two employers never see each other.
    let _ = force.add_authority("MDW");
    let own = refused_in(&county.cso, "Kim Other", BeginEncounter::here());
    let theirs = refused_in(&county.pc, "Kim Other", BeginEncounter::here());
    let (_, apart) = (number(&county.cso, own), number(&county.pc, theirs));
    meet(force, &county.cso);
    meet(force, &county.pc);
    let shown = county.police(&["notice", "show", &apart]);
    assert!(shown.contains("within_payment") && !shown.contains("REVIEW"), "{shown}");
}

#[test]
fn what_a_force_gives_on_a_councils_paper_is_compared_with_the_councils_own_book() {
    let county = County::begin();
    let force = &county.force;
    let today = local_date(force.clock.now()).unwrap();
    let given = |name: &str| {
        let number = number(&county.pc, refused_in(&county.pc, name, BeginEncounter::here()));
        meet(force, &county.pc);
        force.at_desk(&["notice", "show", &number])
    };
    assert!(!given("Sam Example").contains("REVIEW"), "both have the order as it was made");
    // The council discharges it; the force's copy goes on.
    let book = beat::book_of(&today.to_string());
    let versions = book["orders"].as_array().unwrap().iter().filter(|order| order["code"] == "MDW-ALC-ROC");
    let mut discharged = versions.max_by_key(|order| order["version"].as_u64()).unwrap().clone();
    discharged["version"] = (discharged["version"].as_u64().unwrap() + 1).into();
    discharged["discharged"] = today.to_string().into();
    discharged["effective"] = today.to_string().into();
    force.import_orders(&serde_json::json!({ "format": "beatbook-orders-1", "orders": [discharged] }));
    fix(&county.pc, CAR_PARK, 4.0);
    let shown = given("Kim Other");
    assert!(
        shown.contains("REVIEW") && shown.contains("the order of the council whose paper it is"),
        "{shown}"
    );
}

#[test]
fn story_joint_the_number_of_the_others_notice_is_named_where_a_grant_of_numbers_runs_and_is_told_of() {
    let county = County::begin();
    let force = &county.force;
    let today = local_date(force.clock.now()).unwrap();
    let until = today.tomorrow().unwrap().tomorrow().unwrap().to_string();
    force.add_officer("CSM1", "Office");
    role(force, "MDW", "CSM1", "community_safety_manager");
    let grant = |field: &str, purpose: &str| {
        let what = ["grant", "add", "--authority", "MDW", "--as", "CSM1", "--to", "KPD"];
        let how = ["--agreement", "ISA 2025/4", "--purpose", purpose, "--until", &until, "--field", field];
        force.command(&[&what[..], &how[..]].concat());
    };
    let second = |name: &str| {
        let (own, theirs) = county.joint(name);
        let (first, second) = (number(&county.cso, own), number(&county.pc, theirs));
        meet(force, &county.cso);
        meet(force, &county.pc);
        (first, county.police(&["notice", "show", &second]))
    };
    // Other fields, or another purpose, share no number.
    grant("people", "enforcement");
    grant("notice_numbers", "complaint");
    let (first, shown) = second("Sam Example");
    assert!(shown.contains("REVIEW") && !shown.contains(&first), "{shown}");
    assert!(!county.police(&["encounter", "joint"]).contains(&first));

    grant("notice_numbers", "enforcement");
    assert!(county.police(&["encounter", "joint"]).contains(&first));
    let disclosed = || force.command(&["grant", "disclosures", "--authority", "MDW", "--as", "CSM1"]);
    let before = disclosed().lines().count();
    let (first, shown) = second("Kim Other");
    assert!(shown.contains("REVIEW") && shown.contains(&format!("{first} was given")), "{shown}");
    assert_eq!(disclosed().lines().count(), before + 1, "{}", disclosed());
    let log = force.access_log();
    assert!(log.contains("disclosed to authority") && log.contains("ISA 2025/4"), "{log}");
    // A court that gets the council's notice is told of it, too.
    let out = force.folder().join("bundle");
    let to = ["--profile", "court", "--reason", "trial", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", &first], &to[..]].concat());
    let file = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    assert!(file("history.json").contains("disclosed to another authority under ISA 2025/4"));
    assert!(file("access-log.json").contains("disclosed to authority"));
    assert_eq!(beatbook_server::bundle::verify(&out, None).unwrap().faults, Vec::<String>::new());

    // Its last day is over.
    later(force, &county.cso, 4 * DAY);
    later(force, &county.pc, 4 * DAY);
    for phone in [&county.cso, &county.pc] {
        fix(phone, CAR_PARK, 4.0);
    }
    let (first, shown) = second("Jo Third");
    assert!(shown.contains("REVIEW") && !shown.contains(&first), "{shown}");
}

#[test]
fn story_joint_another_authority_reads_the_granted_fields_while_the_grant_runs_and_nothing_else() {
    let county = County::begin();
    let force = &county.force;
    let (own, _) = county.joint("Sam Example");
    let alone = refused_in(&county.cso, "Kim Alone", BeginEncounter::here());
    meet(force, &county.cso);
    meet(force, &county.pc);
    let joint = || county.police(&["encounter", "joint"]);
    assert!(joint().contains("Nothing is shared"), "{}", joint());

    // Who may share: not everybody who may read.
    let today = local_date(force.clock.now()).unwrap();
    let until = today.tomorrow().unwrap().tomorrow().unwrap().to_string();
    force.add_officer("CSM1", "Office");
    role(force, "MDW", "CSM1", "community_safety_manager");
    let grant = |by: &str, to: &str, fields: &[&str]| {
        let what =
            ["grant", "add", "--authority", "MDW", "--as", by, "--to", to, "--agreement", "ISA 2025/3"];
        let rest = ["--purpose", "enforcement", "--until", &until];
        let fields: Vec<&str> = fields.iter().flat_map(|field| ["--field", field]).collect();
        force.tried(&[&what[..], &rest[..], &fields[..]].concat())
    };
    assert_eq!(grant("CSO9", "KPD", &["time"]).unwrap_err().code, "not_allowed");
    assert_eq!(grant("CSM1", "MDW", &["time"]).unwrap_err().code, "grant_own");
    let made = grant("CSM1", "KPD", &["time", "conduct", "outcome", "standing"]).unwrap();
    let made = made.split_whitespace().nth(1).unwrap().to_owned();

    let told = joint();
    for said in [own.to_string().as_str(), "of MDW", "under ISA 2025/3", "ALC-1", "certain"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(told.contains("  ALC-1: "), "in words: {told}");
    assert!(!told.contains('{'), "no form for programs: {told}");
    // Fields that were not granted, and a record that is not joint.
    for unsaid in [
        "Sam Example",
        "Example Road",
        "513847",
        "CSO9",
        "PRIVATE",
        "smell of alcohol",
        "Kim",
        &alone.to_string(),
    ] {
        assert!(!told.contains(unsaid), "{unsaid}: {told}");
    }
    // For another purpose there is no grant.
    assert!(county.police(&["encounter", "joint", "--purpose", "complaint"]).contains("Nothing is shared"));
    // Nor does somebody at the other authority read it who does not enforce there.
    let partner = force.add_authority("ABC");
    force.add_officer_to(partner, "X1", "Team");
    role(force, "ABC", "X1", "community_safety_officer");
    let stranger = ["encounter", "joint", "--authority", "ABC", "--as", "X1"];
    assert!(force.command(&stranger).contains("Nothing is shared"));
    role(force, "KPD", "PC4417", "outreach_worker");
    let worker = ["encounter", "joint", "--authority", "KPD", "--as", "PC4417"];
    assert_eq!(force.refused(&worker).code, "not_allowed");

    // Each disclosure is an entry: what, to whom, on what basis; and in the access log of the one who shares.
    let listed = force.command(&["grant", "disclosures", "--authority", "MDW", "--as", "CSM1"]);
    let lines: Vec<&str> = listed.lines().filter(|line| line.contains(&own.to_string())).collect();
    assert_eq!(lines.len(), 1, "{listed}");
    for said in
        ["KPD", "SGT2", "time, conduct, standing, outcome", "enforcement", "ISA 2025/3", made.as_str()]
    {
        assert!(lines[0].contains(said), "{said}: {listed}");
    }
    assert!(!listed.contains("Sam"), "{listed}");
    let as_csv = |what| force.command(&["grant", what, "--authority", "MDW", "--as", "CSM1", "--csv"]);
    assert!(
        as_csv("disclosures").starts_with("entry,day,record,to,officer,fields,purpose,agreement,grant\r\n")
    );
    assert!(as_csv("list").contains(&format!("\r\n{made},KPD,ISA 2025/3,")));
    let log = force.access_log();
    assert!(log.contains(&format!("encounter {own} disclosed to officer")), "{log}");
    assert_eq!(force.refused(&["grant", "list", "--authority", "MDW", "--as", "CSO9"]).code, "not_allowed");

    // Ended, or over by itself.
    let end = ["grant", "end", &made, "--authority", "MDW", "--as", "CSM1"];
    force.command(&end);
    assert!(joint().contains("Nothing is shared"), "{}", joint());
    assert_eq!(force.refused(&end).code, "grant_not_running");
    grant("CSM1", "KPD", &["time"]).unwrap();
    assert!(!joint().contains("Nothing is shared"));
    later(force, &county.pc, 4 * DAY);
    assert!(joint().contains("Nothing is shared"), "its last day is over: {}", joint());
    let list = force.command(&["grant", "list", "--authority", "MDW", "--as", "CSM1"]);
    assert_eq!(list.matches("ISA 2025/3").count(), 2, "{list}");
    assert!(force.command(&["verify"]).contains("Sound") || !force.command(&["verify"]).contains("FAULT"));
}

#[test]
fn story_joint_a_penalty_stands_in_the_register_of_the_council_whose_paper_it_is_and_in_no_other() {
    let county = County::begin();
    let force = &county.force;
    let by_police = refused_in(&county.pc, "Sam Example", BeginEncounter::here());
    let by_council = refused_in(&county.cso, "Kim Other", BeginEncounter::here());
    let (given, own) = (number(&county.pc, by_police), number(&county.cso, by_council));
    assert!(given.starts_with("MDW-") && own.starts_with("MDW-"), "{given} {own}");
    meet(force, &county.cso);
    meet(force, &county.pc);

    let council = force.at_desk(&["register"]);
    assert!(council.contains("issued = sum of buckets: 2 = 2"), "{council}");
    assert!(council.contains("Given by officers of Another (KPD): 1"), "{council}");
    let police = county.police(&["register"]);
    assert!(police.contains("issued = sum of buckets: 0 = 0"), "{police}");
    assert!(
        police.contains("On the paper of Medway (story) (MDW), in whose register they stand: 1"),
        "{police}"
    );
    for (register, given_by) in [(&council, true), (&police, false)] {
        assert!(!register.contains("UNACCOUNTED") && !register.contains("Not come yet"), "{register}");
        assert_eq!(register.contains("Given by"), given_by, "{register}");
    }
    assert!(force.at_desk(&["notice", "show", &given]).contains("An officer of Another (KPD) gave it"));
    assert!(!force.at_desk(&["notice", "show", &own]).contains("An officer of"));
    let shown = county.police(&["notice", "show", &given]);
    assert!(shown.contains("It stands in the register of Medway (story) (MDW)"), "{shown}");

    // The money is the council's, and the officer who gave it learns that it was paid.
    let day = local_date(force.clock.now()).unwrap();
    let file = format!("number,amount,paid,cleared,reference\n{given},100.00,{day},{day},A1\n");
    let import = |authority: &str, by: &str| {
        let words = ["payments", "import", "file.csv", "--authority", authority, "--as", by];
        force.asked(&words, file.as_bytes()).unwrap()
    };
    let refused = import("KPD", "SGT2");
    assert_eq!((&refused["taken"], &refused["lines"][0]["answer"]), (&0.into(), &"other_register".into()));
    let taken = import("MDW", "DESK1");
    assert_eq!(taken["taken"], 1, "{taken}");
    assert_eq!(import("MDW", "DESK1")["lines"][0]["answer"], "duplicate");
    assert!(force.at_desk(&["register"]).contains("issued = sum of buckets: 2 = 2"));
    meet(force, &county.pc);
    let standings = county.pc.book().notice_standings(day.tomorrow().unwrap()).unwrap();
    assert_eq!(standings.len(), 1);
    assert!(standings[0].standing.kind().code().starts_with("paid"), "{standings:?}");

    // The record is the giver's: they print it and make its bundle, with what the council decided in it.
    let out = |name: &str| force.folder().join(name).to_str().unwrap().to_owned();
    let (page, folder) = (out("paper.html"), out("bundle"));
    let print = ["notice", "print", &given, "--out", &page];
    let bundle = ["notice", "bundle", &given, "--profile", "court", "--reason", "trial", "--out", &folder];
    for words in [&print[..], &bundle[..]] {
        let refused = force.refused(&[words, &["--authority", "MDW", "--as", "DESK1"]].concat());
        assert_eq!(refused.code, "other_record");
        assert!(refused.to_string().contains("Another (KPD)"), "{refused}");
    }
    county.police(&print);
    county.police(&bundle);
    let history = std::fs::read_to_string(force.folder().join("bundle/history.json")).unwrap();
    assert!(history.contains("100"), "{history}");
    assert_eq!(
        beatbook_server::bundle::verify(&force.folder().join("bundle"), None).unwrap().faults,
        Vec::<String>::new()
    );

    // A second authority of the same code: whose paper is meant nobody can say, and each notice stands where its notebook is.
    let authority = force.authority.to_string();
    force.add_authority("MDW");
    let council = force.command(&["register", "--authority", &authority, "--as", "DESK1"]);
    assert!(council.contains("issued = sum of buckets: 1 = 1"), "{council}");
    assert!(county.police(&["register"]).contains("issued = sum of buckets: 1 = 1"));
    force.command(&["verify"]);
}
