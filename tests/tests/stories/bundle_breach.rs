//! The bundle of a penalty for breach of a community protection notice has the notice, the warning before it and the words of
//! the requirement, each with its record and its proof: two officers gave them, each in a notebook of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::NoticeAbout;
use beatbook_domain::records::notice::content::CpnBreached;
use beatbook_server::bundle::format::{ENTRIES, EntryLine, Proof};
use beatbook_tests::beat::{DAY, asked, fairly, issued, officer_as, tell, told_to_phones, town};
use beatbook_tests::bundles::{bundle, faults, forge, text};
use beatbook_tests::car_park::meet;
use beatbook_tests::force::Force;
use beatbook_tests::untidy::{ENQUIRIES, PARTICULARS, PLACE, POWERS, at_the_door, notice, warning};

/// Numbers of the warning, the notice and the penalty.
fn three() -> (Force, [String; 3]) {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let first = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let warned = issued(&first, &warning(&first, at_the_door(&first), None));
    let warned = warned.story.number().unwrap().to_owned();
    meet(&force, &first);
    assert!(told_to_phones(&force));
    force.clock.advance(5 * DAY);
    let second = officer_as(&force, "CS102", "council_authorised", &POWERS);
    let given = issued(&second, &notice(&second, at_the_door(&second), Some(warned.clone())));
    let given = given.story.number().unwrap().to_owned();
    second.platform.advance(DAY);
    let again = at_the_door(&second);
    tell(&second, again, fairly());
    let breached = CpnBreached { number: given.clone(), requirement: 0, words: None };
    let fined = issued(&second, &asked(again, NoticeAbout::CpnBreach(breached), PLACE, PARTICULARS));
    let fined = fined.story.number().unwrap().to_owned();
    meet(&force, &second);
    let on = ["--on", &beatbook_domain::calendar::local_date(force.clock.now()).unwrap().to_string()]
        .map(str::to_owned);
    let words =
        ["notice", "breached", &given, "--authority", "MDW", "--by", "SGT7", "--why", "four new bags"];
    force.command(&[&words[..], &[&on[0], &on[1]]].concat());
    (force, [warned, given, fined])
}

#[test]
fn a_court_reads_what_was_breached_and_the_warning_before_and_checks_both() {
    let (force, [warned, given, fined]) = three();
    let folder = bundle(&force, &fined, "court");
    assert_eq!(faults(&folder), Vec::<String>::new());
    let page = text(&folder, "index.html");
    for said in [
        &warned,
        &given,
        "Requirement that was breached",
        "Stop: Leave no waste in the garden. (at once)",
        "Time allowed until",
        "The warning before it",
        "four new bags",
    ] {
        assert!(page.contains(said), "{said} is not on the page: {page}");
    }
    assert!(text(&folder, "cpn-notice.json").contains("Four new bags, torn open."));
    assert!(text(&folder, "cpn-standing.json").contains("\"breached\""));
    for (file, number) in
        [("cpn-paper.html", &given), ("cpw-paper.html", &warned), ("cpw-paper-officer.html", &warned)]
    {
        assert!(text(&folder, file).contains(number.as_str()), "{file}");
    }
    assert!(text(&folder, "cpw-history.json").contains(&format!("issued as {warned}")));
    assert!(!folder.join("cpn-proof.json").exists(), "the same notebook as the penalty's");
    assert!(text(&folder, "access-log.json").contains(&format!("notice {fined}")));

    // The other notebook is proven to its end by itself.
    let proof: Proof = serde_json::from_str(&text(&folder, "cpw-proof.json")).unwrap();
    let entries = text(&folder, ENTRIES);
    let of_first = |line: &&str| serde_json::from_str::<EntryLine>(line).unwrap().journal == proof.notebook;
    let last = entries.lines().rfind(of_first).unwrap();
    forge(&folder, ENTRIES, entries.replacen(&format!("{last}\n"), "", 1).as_bytes());
    let ends = format!("{ENTRIES}: the journal must end with entry {}", proof.seq);
    assert!(faults(&folder).iter().any(|fault| fault.starts_with(&ends)), "{:?}", faults(&folder));
    forge(&folder, ENTRIES, entries.as_bytes());
    let told = text(&folder, "cpw-notice.json").replace("Leave no waste", "Leave some waste");
    forge(&folder, "cpw-notice.json", told.as_bytes());
    let found = faults(&folder);
    assert!(found.contains(&"cpw-notice.json: no entry of the notebook says this".to_owned()), "{found:?}");
    std::fs::remove_file(folder.join("cpw-proof.json")).unwrap();
    let (found, none) = (faults(&folder), format!("nothing proves the end of journal {}", proof.notebook));
    assert!(found.iter().any(|fault| fault.contains(&none)), "{found:?}");
}

#[test]
fn a_notices_bundle_has_its_warning_and_the_data_subjects_has_nobody_else() {
    let (force, [warned, given, fined]) = three();
    let folder = bundle(&force, &given, "court");
    assert_eq!(faults(&folder), Vec::<String>::new());
    assert!(text(&folder, "index.html").contains("nothing is to be paid; breached; balance £0"));
    assert!(text(&folder, "cpw-notice.json").contains(&warned) && !folder.join("cpn-notice.json").exists());

    let folder = bundle(&force, &fined, "data-subject");
    assert_eq!(faults(&folder), Vec::<String>::new());
    assert!(text(&folder, "index.html").contains("Leave no waste in the garden."));
    assert!(text(&folder, "cpn-history.json").contains("a supervisor"));
    let notice: serde_json::Value = serde_json::from_str(&text(&folder, "cpn-notice.json")).unwrap();
    assert_eq!(notice["notice"]["content"]["informed"], serde_json::Value::Null, "whom the officer told");
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        assert!(!std::fs::read_to_string(&path).unwrap().contains("SGT7"), "{path:?}");
    }
    for absent in ["cpn-paper-officer.html", "cpw-paper-officer.html", "cpw-proof.json", "access-log.json"] {
        assert!(!folder.join(absent).exists(), "{absent}");
    }
    for line in text(&folder, ENTRIES).lines() {
        let line: EntryLine = serde_json::from_str(line).unwrap();
        let header: serde_json::Value = serde_json::from_str(&line.header).unwrap();
        let of_notice = header["kind"].as_str().unwrap().starts_with("notice_") && line.signature.is_none();
        assert!(of_notice || line.body.is_none(), "only what the notices say: {header}");
    }
    // The notice's words are left out, with whom the officer told; the warning's are not, and nobody changes them unseen.
    for name in ["notice.json", "cpw-notice.json"] {
        let sound = text(&folder, name);
        forge(&folder, name, sound.replace("torn open by foxes", "torn open by dogs").as_bytes());
        let found = faults(&folder);
        assert!(found.contains(&format!("{name}: no entry of the notebook says this")), "{name}: {found:?}");
        forge(&folder, name, sound.as_bytes());
    }
}

#[test]
fn a_warning_posted_on_premises_to_somebody_by_name_leaves_the_data_subjects_bundle_whole() {
    let force = town();
    force.add_officer("SGT7", "Centre");
    force.give_role("SGT7", "police_supervisor");
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let mut ask = warning(&phone, at_the_door(&phone), None);
    let NoticeAbout::Cpw(cpw) = &mut ask.about else { panic!("a warning") };
    cpw.enquiries = Some(ENQUIRIES.to_owned());
    let warned = issued(&phone, &ask).story.number().unwrap().to_owned();
    phone.platform.advance(5 * DAY);
    let given = issued(&phone, &notice(&phone, at_the_door(&phone), Some(warned)));
    let given = given.story.number().unwrap().to_owned();
    meet(&force, &phone);
    let folder = bundle(&force, &given, "data-subject");
    assert_eq!(faults(&folder), Vec::<String>::new());
    assert!(!text(&folder, "cpw-notice.json").contains("Land Registry"), "whom the officer asked");
}

#[test]
fn who_reads_own_notices_only_has_no_colleagues_in_the_bundle_of_one() {
    let (force, [_, given, fined]) = three();
    let role = |verb, more: &[&str]| {
        let words = ["officer", "role", verb, "--authority", "MDW", "--code", "CS102", "--role"];
        force.command(&[&words[..], more].concat())
    };
    role("end", &["community_safety_officer"]);
    role("add", &["contractor", "--from", "2025-01-01"]);
    let warned = |number: &str, name: &str| {
        let folder = force.folder().join(name);
        let to = ["--profile", "court", "--reason", "trial", "--out", folder.to_str().unwrap()];
        let who = ["--authority", "MDW", "--as", "CS102"];
        force.command(&[&["notice", "bundle", number], &to[..], &who].concat());
        assert_eq!(faults(&folder), Vec::<String>::new());
        assert!(text(&folder, "index.html").contains("not open to who made this bundle"));
        folder.join("cpw-notice.json").exists()
    };
    assert!(!warned(&fined, "penalty") && !warned(&given, "notice"), "the warning is CS101's");
    let folder = force.folder().join("penalty");
    assert!(text(&folder, "cpn-notice.json").contains(&given), "the notice is the reader's own");
}
