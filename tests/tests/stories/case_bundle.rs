//! A complaint in November: no sign, not in the zone. The supervisor exports a case bundle, and whoever gets it checks
//! it without the server; one byte changed anywhere is named (story E10, the bundle).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use beatbook_device::{EncounterNews, NoticeAsked, NoticeNews, NoticeOutcome};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::Detail;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::notice::{ServiceMethod, Signature};
use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use beatbook_domain::records::seen::Evidence;
use beatbook_protocol::hash::Hash;
use beatbook_server::bundle::format::{ENTRIES, EntryLine, MANIFEST, PROOF, Proof};
use beatbook_server::bundle::verify;
use beatbook_tests::beat::{DAY, book_of};
use beatbook_tests::bundles::{bundle, faults, forge, text};
use beatbook_tests::car_park::{
    CAR_PARK, adult, asked, decide, drafted, fix, meet, pcso_out, redrawn, refused_to_stop, town,
};
use beatbook_tests::force::Force;

fn photo_of(shows: &str) -> Evidence {
    Evidence { content: Hash::of(&[shows.as_bytes()]), shows: shows.to_owned() }
}

/// A number issued on the street with another person, a witness and a photograph about, and one posted from a draft.
fn noticed() -> (Force, String, String) {
    let force = town();
    let phone = pcso_out(&force);
    fix(&phone, CAR_PARK, 4.0);
    let encounter = refused_to_stop(&phone, "Sam Example");
    let news = vec![
        EncounterNews::Person { person: 2, known: adult("Olga Other") },
        EncounterNews::Step { person: Some(1), time: None, step: Step::IdShown },
        EncounterNews::Step {
            person: Some(1),
            time: None,
            step: Step::Comment { words: "There is no sign.".to_owned(), offered: true, signed: false },
        },
        EncounterNews::Step {
            person: Some(2),
            time: None,
            step: Step::Engaged { words: "Please stand back.".to_owned() },
        },
        EncounterNews::Added(Detail::Witness { who: "Wendy Witness".to_owned(), statement: true }),
        EncounterNews::Added(Detail::Reference(Reference {
            system: ReferenceSystem::Bwv,
            value: "BWV-0417".to_owned(),
        })),
        EncounterNews::Added(Detail::Evidence(photo_of("The ramp with people on it"))),
    ];
    phone.book().tell_encounter(encounter, news).unwrap();
    let asked = NoticeAsked { evidence: vec![photo_of("The can on the ramp")], ..asked(encounter) };
    let NoticeOutcome::Issued { number, record, .. } = phone.book().issue_notice(&asked).unwrap() else {
        panic!("a draft");
    };
    let served = NoticeNews::Served {
        time: None,
        method: Some(ServiceMethod::Left),
        signature: Signature::Refused,
        evidence: vec![photo_of("The letter box")],
    };
    phone.book().tell_notice(record, served).unwrap();
    let draft = drafted(&phone, "Kim Example").to_string();
    meet(&force, &phone);
    redrawn(&force);
    let told = force.command(&decide(&draft, "issue-by-post", &[]));
    let posted = told.split_whitespace().next().unwrap().to_owned();
    let why = ["--authority", "MDW", "--by", "SGT7"];
    force.command(&[&["notice", "investigate", &number], &why[..]].concat());
    (force, number, posted)
}

fn whole(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| String::from_utf8_lossy(&std::fs::read(file.unwrap().path()).unwrap()).into_owned())
        .collect()
}

#[test]
fn a_court_gets_everything_and_checks_it_without_the_server() {
    let (force, number, posted) = noticed();
    let folder = bundle(&force, &number, "court");
    let key = force.command(&["receipt-key", "list"]);
    let verified = verify(&folder, None).unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
    assert!(key.contains(&verified.key.unwrap().to_string()) && verified.entries > 10 && verified.files > 10);
    let page = text(&folder, "index.html");
    for said in [
        &number,
        "Rochester",
        "9.0 m inside",
        "4 m",
        "S-ROC-",
        "to be looked into at the desk",
        "SGT7",
        "The can on the ramp",
        "DESIG/52",
    ] {
        assert!(page.contains(said), "{said} is not on the page: {page}");
    }
    // What was said and done, in words: nobody has to read entries for it.
    for said in [
        "seen, ALC-1: Drinking from a can and shouting at people who pass.",
        "required: &quot;I require you to stop drinking.&quot;",
        "told that failing is an offence",
        "refused: &quot;No.&quot;",
        "cautioned, version",
        "asked for a reasonable excuse",
        "identification was shown",
        "<td>person 2 of the encounter</td><td>spoken to: &quot;Please stand back.&quot;",
        "witness: Wendy Witness, gave a statement",
        "bwv BWV-0417",
        "served: Left at the address; asked to sign and refused",
    ] {
        assert!(page.contains(said), "{said} is not on the page: {page}");
    }
    // Every photograph by its hash, whatever it was told with.
    let listed: serde_json::Value = serde_json::from_str(&text(&folder, "evidence.json")).unwrap();
    let told_with: Vec<&str> =
        listed.as_array().unwrap().iter().map(|one| one["told_with"].as_str().unwrap()).collect();
    assert_eq!(told_with, ["notice", "service", "encounter"]);
    let officers = text(&folder, "paper-officer.html");
    for (one, shows) in listed.as_array().unwrap().iter().zip([
        "The can on the ramp",
        "The letter box",
        "The ramp with people on it",
    ]) {
        let content = Hash::of(&[shows.as_bytes()]).to_string();
        assert_eq!((&one["shows"], &one["content"]), (&shows.into(), &content.as_str().into()));
        assert!(page.contains(&content) && officers.contains(&content), "{shows}");
    }
    assert!(page.contains("<caption>What happened</caption>") && !page.contains("<script"));
    // The zone was drawn anew since: the bundle has the version of then.
    assert!(text(&folder, "zone.geojson").contains("51.3829"));
    assert!(text(&folder, "encounter.json").contains("Wendy Witness"));
    let log = text(&folder, "access-log.json");
    assert!(log.contains("case bundle for the court") && log.contains("complaint C-17"), "{log}");
    // A notice that was posted from a draft is proven as well.
    let folder = bundle(&force, &posted, "court");
    assert_eq!(faults(&folder), Vec::<String>::new());
    assert!(text(&folder, "history.json").contains("issued and sent by post; unsure was: edge"));

    let to = ["--authority", "MDW", "--as", "SGT7", "--profile", "court", "--reason", "again"];
    let out = ["--out", folder.to_str().unwrap()];
    let refused = force.refused(&[&["notice", "bundle", &posted], &to[..], &out[..]].concat());
    assert_eq!(refused.code, "folder_exists");
}

#[test]
fn the_sign_is_as_it_was_then_and_looks_at_the_encounter_are_listed() {
    let (force, number, _) = noticed();
    let then = local_date(force.clock.now()).unwrap().to_string();
    let position = |folder: &Path| -> serde_json::Value {
        serde_json::from_str(&text(folder, "position.json")).unwrap()
    };
    let before = bundle(&force, &number, "court");
    let notice: serde_json::Value = serde_json::from_str(&text(&before, "notice.json")).unwrap();
    let encounter = notice["notice"]["encounter"].as_str().unwrap();
    assert!(!text(&before, "access-log.json").contains(encounter), "nobody has looked at it");
    let cited = position(&before)["sign"].clone();
    assert_eq!(cited["last_seen"], then.as_str());
    // Somebody sees and photographs the sign after the complaint, and a supervisor looks at the encounter.
    force.clock.advance(DAY);
    let mut signs = book_of(&local_date(force.clock.now()).unwrap().to_string())["signs"].clone();
    for sign in signs.as_array_mut().unwrap() {
        sign["photo"] = Hash::of(&[b"after the complaint"]).to_string().into();
    }
    let _ = force.import_orders(&serde_json::json!({ "format": "beatbook-orders-1", "signs": signs }));
    force.at_desk(&["encounter", "show", encounter]);
    let out = force.folder().join("after");
    let to = ["--profile", "court", "--reason", "complaint C-17", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", &number], &to[..]].concat());
    assert_eq!(position(&out)["sign"], cited, "as the phone had it");
    assert!(!whole(&out).contains(&Hash::of(&[b"after the complaint"]).to_string()));
    let log = text(&out, "access-log.json");
    assert!(log.contains(&format!("encounter {encounter}")), "{log}");
    assert_eq!(faults(&out), Vec::<String>::new());
}

#[test]
fn other_people_and_the_access_log_are_left_out_for_complainant_and_data_subject() {
    let (force, number, _) = noticed();
    for profile in ["complainant", "data_subject"] {
        let folder = bundle(&force, &number, &profile.replace('_', "-"));
        assert_eq!(faults(&folder), Vec::<String>::new(), "{profile}");
        let everything = whole(&folder);
        for other in [
            "Olga",
            "Wendy",
            "stand back",
            "SGT7",
            "administrator",
            "Kim Example",
            "BWV-0417",
            "people on it",
        ] {
            assert!(!everything.contains(other), "{other} is in the bundle of the {profile}");
        }
        // Bodies are not readable as they are: nothing of the others is behind base64 either.
        for line in text(&folder, ENTRIES).lines() {
            let line: EntryLine = serde_json::from_str(line).unwrap();
            let kind: serde_json::Value = serde_json::from_str(&line.header).unwrap();
            let of_notice = kind["kind"].as_str().unwrap().starts_with("notice_") && line.signature.is_none();
            assert_eq!(line.body.is_some(), of_notice, "{kind}");
        }
        assert!(everything.contains("Sam Example") && everything.contains("There is no sign."));
        // What was said to this person they can read as well.
        let page = text(&folder, "index.html");
        assert!(page.contains("<td>the recipient</td><td>refused: &quot;No.&quot;"), "{page}");
        assert!(!folder.join("access-log.json").exists() && !folder.join("paper-officer.html").exists());
    }
    let log = force.access_log();
    assert!(log.contains("case bundle for the data subject  reason: complaint C-17"), "{log}");
}

#[test]
fn one_byte_changed_anywhere_is_named() {
    let (force, number, _) = noticed();
    let folder = bundle(&force, &number, "court");
    let names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    for name in &names {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).unwrap();
        for place in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 2] {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            let found = faults(&folder);
            assert!(found.iter().any(|fault| fault.contains(name.as_str())), "{name} at {place}: {found:?}");
        }
        std::fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(faults(&folder), Vec::<String>::new());
    std::fs::write(folder.join("more.txt"), "x").unwrap();
    assert!(faults(&folder)[0].starts_with("more.txt"));
}

#[test]
fn rows_changed_or_cut_off_under_a_forged_manifest_are_named_all_the_same() {
    let (force, number, _) = noticed();
    let folder = bundle(&force, &number, "court");
    let entries = text(&folder, ENTRIES);
    let lines: Vec<&str> = entries.lines().collect();
    let parsed: Vec<EntryLine> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let proof: Proof = serde_json::from_str(&text(&folder, PROOF)).unwrap();

    // A word of a body.
    let place = parsed.iter().position(|line| line.body.is_some()).unwrap();
    let body = parsed[place].body.clone().unwrap();
    let other = if body.starts_with('A') { 'B' } else { 'A' };
    let changed = entries.replacen(&body, &format!("{other}{}", &body[1..]), 1);
    forge(&folder, ENTRIES, changed.as_bytes());
    let found = faults(&folder);
    let row = format!("{ENTRIES}: line {}: entry {}", place + 1, parsed[place].seq);
    assert!(found.iter().any(|fault| fault.starts_with(&row)), "{found:?}");
    assert!(found.iter().any(|fault| fault.starts_with(MANIFEST)), "and nobody signed for it: {found:?}");

    // The last rows of the notebook are gone.
    let last = parsed.iter().rposition(|line| line.journal == proof.notebook).unwrap();
    let cut: Vec<&str> = lines
        .iter()
        .enumerate()
        .filter(|(place, _)| *place < last - 1 || *place > last)
        .map(|(_, line)| *line)
        .collect();
    forge(&folder, ENTRIES, format!("{}\n", cut.join("\n")).as_bytes());
    let found = faults(&folder);
    let ends = format!("{ENTRIES}: the journal must end with entry {}", proof.seq);
    assert!(found.iter().any(|fault| fault.starts_with(&ends)), "{found:?}");

    // One from the middle.
    let middle = parsed.iter().position(|line| line.seq == proof.seq - 3).unwrap();
    let cut: Vec<&str> =
        lines.iter().enumerate().filter(|(place, _)| *place != middle).map(|(_, line)| *line).collect();
    forge(&folder, ENTRIES, format!("{}\n", cut.join("\n")).as_bytes());
    let found = faults(&folder);
    assert!(found.iter().any(|fault| fault.contains("does not follow the one before")), "{found:?}");

    // Another distance in what people read.
    forge(&folder, ENTRIES, entries.as_bytes());
    let notice = text(&folder, "notice.json");
    forge(&folder, "notice.json", notice.replace("\"edge\": 90", "\"edge\": 91").as_bytes());
    let found = faults(&folder);
    assert!(found.iter().any(|fault| fault.starts_with("notice.json: no entry")), "{found:?}");
    assert!(found.iter().any(|fault| fault.contains("distance to the edge")), "{found:?}");
}

#[test]
fn who_took_the_money_in_stands_in_the_history_of_a_court_and_of_nobody_else() {
    let (force, number, _) = noticed();
    let day = local_date(force.clock.now()).unwrap();
    let file = format!("number,amount,paid,cleared,reference\n{number},20.00,{day},{day},R1\n");
    let import = ["payments", "import", "file.csv", "--authority", "MDW", "--as", "SGT7"];
    force.asked(&import, file.as_bytes()).unwrap();
    // What was decided stands there with what belongs to it, and so does where the notice stands.
    let desk = ["--authority", "MDW", "--as", "SGT7"];
    for words in [
        &["void", &number, "--reason", "wrong_zone", "--why", "Outside the area."][..],
        &["refunded", &number, "--amount", "20"],
    ] {
        let by = ["--authority", "MDW", "--by", "SGT7"];
        force.command(&[&["notice"], words, &by[..]].concat());
    }
    let court = bundle(&force, &number, "court");
    let paid = |folder: &Path| {
        let history: Vec<serde_json::Value> = serde_json::from_str(&text(folder, "history.json")).unwrap();
        let mut lines =
            history.into_iter().filter(|line| line["what"].as_str().unwrap().starts_with("paid £20"));
        lines.next().unwrap()["who"].as_str().unwrap().to_owned()
    };
    assert_eq!(paid(&court), "SGT7");
    for profile in ["complainant", "data-subject"] {
        assert_eq!(paid(&bundle(&force, &number, profile)), "a supervisor", "{profile}");
    }
    let page = text(&court, "index.html");
    for said in
        ["void: wrong zone; balance £0", "voided: wrong zone, counting from", "£20 sent back, counting from"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let shown = force.command(&[&["notice", "show", &number], &desk[..]].concat());
    for said in
        ["(void: wrong zone)", " voided: wrong zone, by SGT7: Outside the area.", " £20 sent back, by SGT7"]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let shown = force.asked(&[&["notice", "show", &number], &desk[..]].concat(), &[]).unwrap();
    let decisions = shown["decisions"].as_array().unwrap();
    let void = decisions.iter().find(|one| one["act"] == "void").unwrap();
    let refunded = decisions.iter().find(|one| one["act"] == "refunded").unwrap();
    assert_eq!((&void["reason"], &refunded["pence"]), (&"wrong_zone".into(), &2_000.into()), "{shown}");
}
