//! The register at the desk: each reads, and decides about, what the table of roles gives them, and every look is logged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeginEncounter, EncounterNews};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encounter::steps::Step;
use beatbook_tests::beat::{
    DAY, adult, asked, breach, fairly, issued, officer_in, officer_out, refused, saw, tell, town,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;
use serde_json::Value;

const BANK: &str = "Outside the bank, High Street, Chatham";
const DRANK: &str = "Drank beer from a can outside the bank, shouted at people, and would not stop.";

/// A penalty for a can of beer.
fn fines(phone: &Phone, name: &str) -> String {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = adult(name);
    let person = EncounterNews::Person { person: 1, known };
    phone.book().tell_encounter(encounter, vec![person]).unwrap();
    saw(phone, encounter, "ALC-1", DRANK);
    let required = Step::Required {
        words: "I require you to stop drinking and to hand over the can.".to_owned(),
        belief: "Open can of beer in hand.".to_owned(),
        offence_told: true,
    };
    tell(phone, encounter, vec![Step::PremisesAsked { outside_condition: false }, required, refused()]);
    tell(phone, encounter, fairly());
    let given = issued(phone, &asked(encounter, breach("MDW-ALC-CHA", "ALC-1"), BANK, DRANK));
    given.story.number().unwrap().to_owned()
}

fn at(force: &Force, reader: &str, words: &[&str]) -> Result<Value, String> {
    let whole = [words, &["--authority", "MDW", "--as", reader]].concat();
    force.asked(&whole, &[]).map_err(|refusal| refusal.code)
}

#[test]
fn each_role_reads_of_the_register_what_the_table_gives_it_and_decides_no_more() {
    let force = town();
    let powers = ["s63_requirement", "s68_fpn"];
    let second = officer_in(&force, ("CON2", "contractor"), "council_authorised", &powers);
    let first = officer_out(&force, "CS101");
    let (of_first, of_second) = (fines(&first, "Sam Example"), fines(&second, "Kim Other"));
    first.sync();
    second.sync();
    let mut ids = Vec::new();
    for (code, held) in [
        ("S-7", "police_supervisor"),
        ("A-1", "analyst"),
        ("L-1", "legal"),
        ("D-1", "data_protection_officer"),
        ("O-1", "outreach_worker"),
    ] {
        ids.push((code, force.add_officer(code, "Desk")));
        force.give_role(code, held);
    }
    let today = local_date(force.clock.now()).unwrap();
    let days = format!("{today}..{}", days_following(today, 1).unwrap());
    // How many are issued, and how many of them are shown one by one.
    let register = |reader: &str| {
        let told = at(&force, reader, &["register", "--issued", &days])?;
        let table = &told["tables"][0];
        let issued =
            table["columns"].as_array().unwrap().iter().position(|one| one["code"] == "issued").unwrap();
        let listed = told["rest"]["deadlines"].as_array().unwrap().len();
        let base = table["base"].as_str().unwrap().to_owned();
        Ok::<_, String>((table["total"]["cells"][issued].as_i64().unwrap_or(0), listed, base))
    };
    for (reader, issued, listed, whose) in [
        ("CS101", 2, 2, ""),
        ("S-7", 2, 2, ""),
        ("A-1", 2, 0, ""),
        ("CON2", 1, 1, "only the reader's own"),
        ("L-1", 0, 0, "only those of which a case file was made"),
    ] {
        let told = register(reader).unwrap();
        assert_eq!((told.0, told.1), (issued, listed), "{reader}");
        assert!(told.2.ends_with(whose), "{reader}: {}", told.2);
        assert_eq!(told.2.contains("only"), !whose.is_empty(), "{reader}: {}", told.2);
    }
    for reader in ["O-1", "D-1"] {
        assert_eq!(register(reader).unwrap_err(), "not_allowed", "{reader}");
    }
    // One notice, its paper, its bundle.
    let shows = |reader: &str, number: &str| at(&force, reader, &["notice", "show", number]).map(|_| ());
    let no = || Err("not_allowed".to_owned());
    for (reader, may) in [
        ("CS101", [Ok(()), Ok(())]),
        ("S-7", [Ok(()), Ok(())]),
        ("CON2", [no(), Ok(())]),
        ("A-1", [no(), no()]),
        ("L-1", [no(), no()]),
        ("D-1", [no(), no()]),
        ("O-1", [no(), no()]),
    ] {
        assert_eq!([shows(reader, &of_first), shows(reader, &of_second)], may, "{reader}");
        let out = force.folder().join(format!("{reader}.html"));
        let print = ["notice", "print", &of_first, "--out", out.to_str().unwrap()];
        assert_eq!([at(&force, reader, &print).map(|_| ())], may[..1], "{reader}");
        assert_eq!(out.exists(), may[0].is_ok(), "{reader}");
        let out = force.folder().join(format!("{reader}-bundle"));
        let bundle =
            ["notice", "bundle", &of_first, "--profile", "data-subject", "--reason", "C-17", "--out"];
        let made = at(&force, reader, &[&bundle[..], &[out.to_str().unwrap()]].concat());
        // Its own reason is the data-protection officer's logged request.
        assert_eq!(made.is_ok(), may[0].is_ok() || reader == "D-1", "{reader}");
    }
    assert!(at(&force, "D-1", &["notice", "show", &of_first, "--reason", "request 12"]).is_ok());
    assert_eq!(at(&force, "S-7", &["notice", "show", "MDW-Z9-000001-X"]).unwrap_err(), "check_character");
    for (reader, may) in [("CS101", true), ("CON2", true), ("A-1", false), ("L-1", false), ("O-1", false)] {
        assert_eq!(at(&force, reader, &["notice", "drafts"]).is_ok(), may, "{reader}");
    }

    // Deciding: not about own ones by a contractor; by the lawyers once it is a case.
    let decides = |by: &str, word: &str| {
        let words = ["notice", word, &of_second, "--authority", "MDW", "--by", by];
        force.asked(&words, &[]).map(|_| ()).map_err(|refusal| refusal.code)
    };
    for by in ["CON2", "L-1", "A-1", "D-1", "O-1"] {
        assert_eq!(decides(by, "refer"), no(), "{by}");
    }
    assert_eq!(decides("S-7", "refer").unwrap_err(), "before_no_proceedings_day");
    force.clock.advance(30 * DAY);
    decides("S-7", "refer").unwrap();
    assert_eq!(shows("L-1", &of_second), Ok(()));
    assert_eq!(register("L-1").unwrap().0, 1);
    // By team: who reads each of the notices is told; who has numbers only neither of two officers nor of those hidden with them.
    let by_team = |reader: &str| {
        ["Centre", "Desk"]
            .map(|team| at(&force, reader, &["register", "--issued", &days, "--team", team]).map(|_| ()))
    };
    let small = || Err("team_too_small".to_owned());
    assert_eq!(by_team("S-7"), [Ok(()), Ok(())]);
    assert_eq!(by_team("L-1"), [Ok(()), Ok(())]);
    assert_eq!(by_team("A-1"), [small(), small()]);
    decides("L-1", "to-legal").unwrap();
    let import = |reader: &str| {
        let words = ["payments", "import", "file.csv", "--authority", "MDW", "--as", reader];
        let file = b"number,amount,paid,cleared,reference\n";
        force.asked(&words, file).map(|_| ()).map_err(|refusal| refusal.code)
    };
    assert_eq!(["S-7", "CON2", "L-1"].map(import), [Ok(()), no(), no()]);

    // Each look has a name, and a refused one as well.
    let log = force.access_log();
    for (reader, what) in [("A-1", "register"), ("O-1", "notice MDW-"), ("D-1", "request 12")] {
        let (_, id) = ids.iter().find(|(code, _)| *code == reader).unwrap();
        let by = format!("{reader} (officer {id}): ");
        assert!(log.lines().any(|line| line.contains(&by) && line.contains(what)), "{reader} {what}: {log}");
    }
}
