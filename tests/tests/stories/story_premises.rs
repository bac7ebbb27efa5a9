//! A day of visiting vape shops (002 ¶19.2): two officers of one operation, offline, seize goods under seal; the desk counts
//! them, keeps the seals apart, and disposes of goods by two people.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use beatbook_device::{AskWhere, GoodsChange, ItemNews, RecordVisit, SealSeen, SignOn, VisitChange};
use beatbook_domain::calendar::local_date;
use beatbook_domain::premises::ItemState;
use beatbook_domain::records::patrol::{Duty, TallyKind};
use beatbook_domain::records::premises::{Defect, PremisesPart, SeizedGoods, VisitOutcome};
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{DAY, fix};
use beatbook_tests::engagement::{RIVER, phone, refused, shown, told, town};
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{bodies, days_pass, keeper, run, tried};
use beatbook_tests::outreach::phone_on;
use beatbook_tests::pages::server_holds;
use beatbook_tests::phone::Phone;
use serde_json::Value;

fn what(name: &str, kind: &str) -> VisitChange {
    VisitChange {
        name: Some(name.to_owned()),
        kind: Some(kind.to_owned()),
        why: Some("intelligence".to_owned()),
        with: Some(vec!["trading_standards".to_owned()]),
        spoken_to: Some(vec!["manager".to_owned()]),
        ..VisitChange::default()
    }
}

fn visits(phone: &Phone, what: VisitChange) -> Id {
    let record = RecordVisit { what, place: AskWhere::Newest, operation: None };
    phone.book().record_premises_visit(record).unwrap()
}

/// Forty vapes over the limit, worth four hundred pounds.
fn vapes(seal: &str) -> SeizedGoods {
    SeizedGoods {
        what: "Vapes of 20,000 puffs".to_owned(),
        quantity: 40,
        unit: "vape".to_owned(),
        value_pence: Some(40_000),
        seal: Some(seal.to_owned()),
        photo: None,
        defect: Some("nicotine_over_limit".to_owned()),
        power: None,
    }
}

fn seizes(phone: &Phone, visit: Id, seal: &str) -> (u16, Vec<SealSeen>) {
    phone.book().seize_goods(visit, vapes(seal)).unwrap()
}

fn defect(code: &str, things: Option<u32>) -> Defect {
    Defect { code: code.to_owned(), things, note: None }
}

/// The row of a table with this in this column.
fn row(table: &Value, column: &str, code: &str) -> Value {
    let rows = table["rows"].as_array().unwrap();
    rows.iter().find(|row| row[column] == code).unwrap_or_else(|| panic!("no {code} in {table}")).clone()
}

fn total(table: &Value, column: &str) -> Value {
    table["rows"].as_array().unwrap().last().unwrap()[column].clone()
}

/// From yesterday to today: shifts may cross midnight.
fn period(force: &Force) -> String {
    let today = local_date(force.clock.now()).unwrap();
    format!("{}..{today}", today.yesterday().unwrap())
}

#[test]
fn story_premises_from_the_counter_to_the_seals_register() {
    let force = town();
    let (first, second) =
        (phone(&force, "4711", Some("Op Vapour")), phone(&force, "4712", Some("op  vapour")));
    fix(&first, RIVER, 5.0);

    // Offline at the counter: ward, time and operation come by themselves.
    let cloud = visits(&first, what("Cloud Nine", "vape_shop"));
    let view = first.book().premises_visits().unwrap().remove(0);
    assert_eq!(
        (view.details.ward.as_deref(), view.recorded.operation.as_deref()),
        (Some("RIVER"), Some("Op Vapour"))
    );
    first.book().find_defect(cloud, defect("labelling", Some(12))).unwrap();
    assert_eq!(seizes(&first, cloud, "MDW 0001"), (1, Vec::new()));
    // The same bag twice within one visit is a slip of the finger.
    let again = first.book().seize_goods(cloud, vapes("mdw0001"));
    assert_eq!(again.unwrap_err().code(), "seal_taken");
    assert_eq!(seizes(&first, cloud, "MDW 0002").0, 2);
    let fewer = GoodsChange { quantity: Some(38), value_pence: Some(38_000), ..GoodsChange::default() };
    first.book().correct_item(cloud, 2, fewer, "Two were in the window").unwrap();
    let outcomes = vec![
        VisitOutcome::Seizure,
        VisitOutcome::Referral {
            to: "Trading standards".to_owned(),
            reference: Some("TS 25/118".to_owned()),
        },
    ];
    let after = VisitChange { outcomes: Some(outcomes), ..VisitChange::default() };
    first.book().correct_premises_visit(cloud, after, "As it ended").unwrap();
    let ward = |code: &str| {
        let what = VisitChange { ward: Some(code.to_owned()), ..VisitChange::default() };
        first.book().correct_premises_visit(cloud, what, "The other side of the road")
    };
    assert_eq!(ward("Nowhere").unwrap_err().code(), "unknown_ward");
    ward(" river").unwrap();
    let spelled = first.book().premises_visit(cloud).unwrap().details.ward;
    assert_eq!(spelled.as_deref(), Some("RIVER"), "as the authority spells it");

    // The next shop: a seal of the shop before, typed once more. A phone refuses no bag that is really there.
    first.platform.advance(10 * 60_000);
    fix(&first, RIVER, 5.0);
    let corner = visits(&first, what("Corner Wines", "off_licence"));
    let (item, seen) = seizes(&first, corner, "MDW 0002");
    assert_eq!((item, seen), (1, vec![SealSeen { visit: cloud, item: 2 }]));

    // The colleague has the same shop, recorded as well by mistake, and one where nothing was wrong.
    let twice = visits(&second, what("Cloud Nine", "vape_shop"));
    seizes(&second, twice, "MDW 0001");
    second.book().take_back_premises(twice, PremisesPart::Visit, "4711 has it").unwrap();
    assert_eq!(
        second.book().find_defect(twice, defect("labelling", None)).unwrap_err().code(),
        "taken_back_already"
    );
    let fine =
        VisitChange { outcomes: Some(vec![VisitOutcome::Compliant]), ..what("Smoke Ring", "vape_shop") };
    visits(&second, fine);
    for (change, code) in [
        (VisitChange { kind: Some("bakery".to_owned()), ..what("X", "other") }, "premises_kind"),
        (VisitChange { why: None, ..what("X", "other") }, "premises_why"),
    ] {
        let record = RecordVisit { what: change, place: AskWhere::Newest, operation: None };
        assert_eq!(second.book().record_premises_visit(record).unwrap_err().code(), code);
    }
    assert_eq!(
        first.book().find_defect(corner, defect("dusty", None)).unwrap_err().code(),
        "premises_defect"
    );
    first.sync();
    second.sync();

    // The tables: each adds up, and all to the same.
    let by = |by: &str| told(&force, &["premises", "table", "--by", by], "M-1");
    let kinds = by("kind");
    assert_eq!(
        (row(&kinds, "kind", "vape_shop")["visits"].as_str(), total(&kinds, "visits")),
        (Some("2"), "3".into())
    );
    assert_eq!((total(&kinds, "items"), total(&kinds, "value_pence")), ("3".into(), "118000".into()));
    let check = "1 + 2 = 3 visits, counted one by one: 3; items 3 of 3, pence 118000 of 118000; adds up";
    assert_eq!(kinds["check"], check);
    let defects = by("defect");
    assert_eq!(row(&defects, "defect", "nicotine_over_limit")["items"], "3");
    assert_eq!(row(&defects, "defect", "labelling")["things"], "12");
    assert_eq!(row(&defects, "defect", "(no defect)")["visits"], "1");
    assert!(defects["check"].as_str().unwrap().contains("2 visits with + 1 without = 3"), "{defects}");
    let operations = by("operation");
    assert_eq!(operations["rows"].as_array().unwrap().len(), 2, "two spellings, one operation: {operations}");
    assert_eq!(row(&by("ward"), "ward", "River (RIVER)")["visits"], "2");
    assert_eq!(row(&by("team"), "team", "NTF")["visits"], "3");
    let csv = shown(&force, &["premises", "table", "--csv"], "M-1");
    assert!(csv.contains("off_licence,1,1,1,0,1,40000,0\r\n") && csv.contains("\"check: 1 + 2 = 3"), "{csv}");
    // As it may be published: three visits are too few, whichever they were.
    let public = |by: &'static str| ["premises", "table", "--public", "--by", by];
    let csv = shown(&force, &[&public("kind")[..], &["--csv"]].concat(), "M-1");
    assert_eq!(csv, "kind,visits,with_defects\r\noff_licence,c,c\r\nvape_shop,c,c\r\nTOTAL,c,c\r\n");
    for by in ["defect", "operation", "team", "officer"] {
        assert_eq!(refused(&force, &public(by), "M-1"), "not_public", "{by}");
    }
    assert_eq!(total(&told(&force, &["premises", "table", "--period", "2020"], "M-1"), "visits"), "0");
    let totals = told(&force, &["operation", "totals", "--period", &period(&force)], "M-1");
    let of_operation =
        totals["rows"].as_array().unwrap().iter().find(|row| row["figure"] == "premises_visits");
    assert_eq!(of_operation.unwrap()["number"], "3", "{totals}");

    // The seals: every bag in one state, and the one that was typed twice is listed.
    let seals = told(&force, &["premises", "seals"], "M-1");
    let check = "3 held + 0 returned + 0 disposed + 0 passed_on = 3 items seized, counted visit by visit: 3; \
                 118000 of 118000 pence; 1 taken back beside them; adds up";
    assert_eq!(seals["check"], check);
    assert_eq!(row(&seals, "seal", "MDW 0001")["seal_also_on"], "", "the other was taken back");
    let odd = told(&force, &["premises", "seals", "--twice"], "M-1");
    let odd: Vec<&str> =
        odd["rows"].as_array().unwrap().iter().map(|row| row["seal_also_on"].as_str().unwrap()).collect();
    assert_eq!(odd, [format!("{corner} item 1"), format!("{cloud} item 2")]);
    let list = told(&force, &["premises", "list", "--name", "corner"], "4712");
    assert_eq!(
        (list["rows"].as_array().unwrap().len(), &list["rows"][0]["look_at"]),
        (1, &"seal_twice".into())
    );
    // The officer looks at the bag.
    let right = GoodsChange { seal: Some("MDW 0003".to_owned()), ..GoodsChange::default() };
    first.book().correct_item(corner, 1, right, "Read from the bag").unwrap();
    first.sync();
    assert_eq!(told(&force, &["premises", "seals", "--twice"], "M-1")["rows"], Value::Array(Vec::new()));

    // Goods go: by two people, at the desk or by the phone that seized them, once.
    let cloud_id = cloud.to_string();
    let gone = |how: &'static str, item: &'static str, with: &'static str| {
        ["premises", how, cloud_id.as_str(), "--item", item, "--with", with, "--text", "Shredded"]
    };
    assert_eq!(refused(&force, &gone("disposed", "1", "4711"), "4711"), "two_people");
    told(&force, &gone("disposed", "1", "4712"), "4711");
    assert_eq!(refused(&force, &gone("returned", "1", "4712"), "4711"), "item_gone_already");
    assert_eq!(refused(&force, &gone("returned", "9", "4712"), "4711"), "item_not_found");
    let passed = ["premises", "passed-on", &cloud_id, "--item", "2", "--to", "HMRC", "--reference", "EX/9"];
    told(&force, &passed, "M-1");
    let back = ["premises", "held", &cloud_id, "--item", "2", "--why", "They did not take it"];
    assert_eq!(told(&force, &back, "M-1")["state"], "held");
    let returned = ItemNews::Returned { with: "4712".to_owned(), text: "To the licence holder".to_owned() };
    let nobody = ItemNews::Disposed { with: "9999".to_owned(), text: "Shredded".to_owned() };
    assert_eq!(first.book().tell_item(corner, 1, nobody).unwrap_err().code(), "unknown_officer");
    first.book().tell_item(corner, 1, returned.clone()).unwrap();
    assert_eq!(first.book().tell_item(corner, 1, returned).unwrap_err().code(), "item_gone_already");
    assert_eq!(first.book().premises_visits().unwrap()[1].items[&1].state, ItemState::Returned);
    first.sync();
    let seals = told(&force, &["premises", "seals"], "M-1");
    assert!(
        seals["check"].as_str().unwrap().starts_with("1 held + 1 returned + 1 disposed + 0 passed_on = 3"),
        "{seals}"
    );
    let shown = shown(&force, &["premises", "show", &cloud_id], "M-1");
    assert!(shown.contains("disposed by 4711 and 4712: Shredded (told at the desk)"), "{shown}");

    // A case may link the visit.
    told(&force, &["case", "open", "CST 9/25", "--kind", "pspo"], "M-1");
    told(&force, &["case", "link", &cloud_id, "--case", "CST 9/25"], "M-1");
    let case = told(&force, &["case", "show", "--case", "CST 9/25"], "M-1");
    assert_eq!(case["links"][0]["kind"], "premises_visit");
    force.command(&["verify"]);
}

#[test]
fn what_is_published_by_kind_is_no_riddle_that_its_total_solves() {
    let force = town();
    let officer = phone(&force, "4711", None);
    for (kind, number, with) in [("convenience", 12, 6), ("vape_shop", 7, 5)] {
        for one in 0..number {
            officer.platform.advance(60_000);
            let visit = visits(&officer, what(&format!("Shop {one}"), kind));
            if one < with {
                officer.book().find_defect(visit, defect("labelling", None)).unwrap();
            }
        }
    }
    force.clock.advance(20 * 60_000);
    officer.sync();
    let public = ["premises", "table", "--by", "kind", "--public", "--csv"];
    assert_eq!(
        shown(&force, &public, "M-1"),
        "kind,visits,with_defects\r\nconvenience,12,c\r\nvape_shop,7,c\r\nTOTAL,19,11\r\n",
        "two of the seven had none, and 11 less 6 would tell it"
    );
}

#[test]
fn nine_operations_sixty_one_stops_and_two_visits_come_out_as_published() {
    // 002 ¶19.2: 9 operations, 61 vehicle stops, 2 premises visits.
    let force = town();
    let officer = phone(&force, "4711", None);
    for number in 1..=9 {
        officer.platform.advance(60_000);
        officer.book().sign_off(&[]).unwrap();
        officer.platform.advance(60_000);
        officer.sign_on(SignOn { operation: Some(format!("Op Stop {number}")), ..SignOn::tasked() });
        fix(&officer, RIVER, 5.0);
        let stops = if number == 9 { 5 } else { 7 };
        officer.book().tally(BTreeMap::from([(TallyKind::VehicleStop, stops)])).unwrap();
        if number < 3 {
            visits(&officer, what("Cloud Nine", "vape_shop"));
        }
    }
    officer.platform.advance(60_000);
    officer.book().sign_off(&[]).unwrap();
    force.clock.advance(3_600_000);
    officer.sync();
    force.block_on(force.server().jobs().clear()).unwrap();
    let totals = told(&force, &["operation", "totals", "--period", &period(&force)], "M-1");
    let rows = totals["rows"].as_array().unwrap();
    let sum = |figure: &str| -> u32 {
        rows.iter()
            .filter(|row| row["figure"] == figure)
            .map(|row| row["number"].as_str().unwrap().parse::<u32>().unwrap())
            .sum()
    };
    let operations = rows.iter().filter(|row| row["figure"] == "vehicle_stops").count();
    assert_eq!((operations, sum("vehicle_stops"), sum("premises_visits")), (9, 61, 2));
    assert!(totals["check"].as_str().unwrap().contains("premises visits 2 of 2"), "{totals}");
}

#[test]
fn every_role_sees_what_its_purpose_allows_and_every_look_is_logged() {
    let force = town();
    let grant = |code: &str, role: &str| {
        force.add_officer(code, "Desk");
        let words = ["officer", "role", "add", "--authority", "MDW", "--from", "2025-01-01"];
        force.command(&[&words[..], &["--code", code, "--role", role]].concat());
    };
    grant("L-1", "legal");
    grant("D-1", "data_protection_officer");
    let (first, second) = (phone(&force, "4711", None), phone(&force, "X-1", None));
    let visit = visits(&first, what("Cloud Nine", "vape_shop"));
    seizes(&first, visit, "MDW 0001");
    let own = visits(&second, what("Corner Wines", "off_licence"));
    // The contractor has typed the same seal: told that there is another, and not where.
    seizes(&second, own, "MDW 0001");
    for phone in [&first, &second] {
        phone.sync();
    }
    let listed = |reader: &str| told(&force, &["premises", "list"], reader)["rows"].as_array().unwrap().len();
    // All of enforcement, all, all, own.
    assert_eq!(["4711", "5001", "S-9", "M-1", "X-1"].map(listed), [2, 2, 2, 2, 1]);
    let seals = told(&force, &["premises", "seals"], "X-1");
    assert_eq!(seals["rows"][0]["seal_also_on"], "a visit of somebody else", "{seals}");
    for reader in ["A-1", "O-12", "C-1", "S-1", "L-1", "D-1"] {
        for words in [&["premises", "list"][..], &["premises", "seals"]] {
            assert_eq!(refused(&force, words, reader), "not_allowed", "{reader} {words:?}");
        }
    }
    for reader in ["X-1", "O-12", "C-1", "S-1", "L-1", "D-1"] {
        assert_eq!(refused(&force, &["premises", "table"], reader), "not_allowed", "{reader}");
    }
    assert_eq!(total(&told(&force, &["premises", "table"], "A-1"), "visits"), "2", "an analyst has numbers");
    // One record for a logged request; nobody else's for the contractor; nothing told by who only reads.
    let show = ["premises", "show", &visit.to_string()];
    let nothing = ["premises", "show", &Id::from_bytes([7; 16]).to_string()];
    for reader in ["X-1", "L-1", "A-1"] {
        assert_eq!(refused(&force, &show, reader), "no_such_visit", "{reader}");
        assert_eq!(refused(&force, &nothing, reader), "no_such_visit", "{reader}");
    }
    // Who reads by logged request is told to say why, whether there is such a visit or not.
    for words in [&show, &nothing] {
        let words = [&words[..], &["--authority", "MDW", "--as", "D-1"]].concat();
        let refusal = force.refused(&words);
        assert!(refusal.code == "reason" && refusal.text.contains("--reason"), "{refusal:?}");
    }
    assert_eq!(refused(&force, &[&nothing[..], &["--reason", "Request 7"]].concat(), "D-1"), "no_such_visit");
    assert_eq!(told(&force, &[&show[..], &["--reason", "Request 7"]].concat(), "D-1")["officer"], "4711");
    let record = visit.to_string();
    let held = ["premises", "held", &record, "--item", "1", "--why", "It is here"];
    for reader in ["X-1", "A-1", "O-12"] {
        assert_eq!(refused(&force, &held, reader), "not_allowed", "{reader}");
    }
    assert_eq!(refused(&force, &held, "4711"), "item_held");
    // Officer by officer: for who leads the team, with a reason.
    let officers = ["premises", "table", "--by", "officer"];
    assert_eq!(refused(&force, &officers, "4711"), "not_allowed");
    assert_eq!(refused(&force, &officers, "A-1"), "not_allowed");
    assert_eq!(refused(&force, &officers, "S-9"), "reason");
    let team = told(&force, &[&officers[..], &["--reason", "Yearly talk"]].concat(), "S-9");
    assert_eq!(row(&team, "officer", "4711")["visits"], "1");
    assert_eq!(total(&team, "visits"), "1", "the contractor is of another team: {team}");
    let teams = told(&force, &["premises", "table", "--by", "team"], "M-1");
    assert!(teams["base"].as_str().unwrap().contains("left out: "), "{teams}");
    // A link that the reader may not know of is none.
    told(&force, &["case", "open", "CST 9/25", "--kind", "pspo"], "M-1");
    told(&force, &["case", "link", &record, "--case", "CST 9/25"], "M-1");
    let logged = force.access_log();
    for what in
        ["list of premises visits", "register of seals", "premises visits by officer", "premises visit "]
    {
        assert!(logged.contains(what), "{what}: {logged}");
    }
}

#[test]
fn what_was_told_on_outreach_is_for_its_own_officer() {
    let force = town();
    let sign_on = SignOn { duty: Duty::Outreach, operation: Some("Op Dawn".to_owned()), ..SignOn::tasked() };
    let outreach = phone_on(&force, "4712", sign_on);
    fix(&outreach, RIVER, 5.0);
    let visit = visits(&outreach, what("The old mill", "derelict_building"));
    seizes(&outreach, visit, "MDW 0001");
    outreach.sync();
    let listed = |reader: &str| told(&force, &["premises", "list"], reader)["rows"].as_array().unwrap().len();
    assert_eq!(["4712", "4711", "M-1"].map(listed), [1, 0, 0]);
    assert_eq!(total(&told(&force, &["premises", "table"], "M-1"), "visits"), "0");
    let seals = told(&force, &["premises", "seals"], "M-1");
    assert!(seals["rows"].as_array().unwrap().is_empty(), "{seals}");
    let operations = shown(&force, &["operation", "totals", "--period", &period(&force), "--csv"], "M-1");
    assert!(!operations.contains("Op Dawn"), "{operations}");
}

#[test]
fn what_is_killed_or_erased_leaves_the_rest_right() {
    let force = town();
    let mut phone = phone(&force, "4711", None);
    let visit = visits(&phone, what("Cloud Nine", "vape_shop"));
    seizes(&phone, visit, "MDW 0001");
    phone.killed();
    phone.restarted();
    phone.book().rebuild().unwrap();
    assert_eq!(phone.book().premises_visits().unwrap()[0].items[&1].goods.quantity, 40);
    phone.sync();
    let seized = || told(&force, &["premises", "seals"], "M-1")["rows"].as_array().unwrap().len();
    assert_eq!(seized(), 1);
    let entries = phone.book().entries(None, 1_000).unwrap();
    let first = entries.iter().find(|one| one.kind == "premises_visited").unwrap().seq;
    phone.book().erase(first, "data_subject_request").unwrap();
    assert!(phone.book().premises_visits().unwrap().is_empty());
    assert_eq!(phone.book().seize_goods(visit, vapes("B")).unwrap_err().code(), "not_found");
    phone.sync();
    assert_eq!(seized(), 0);
    force.command(&["verify"]);
}

#[test]
fn a_visit_is_kept_while_goods_are_held_and_goes_with_what_the_desk_told() {
    let mut force = town();
    keeper(&force);
    let phone = phone(&force, "4711", None);
    let shop = |name: &str| visits(&phone, what(name, "vape_shop"));
    let (bare, held, back) = (shop("Persephone's Vapes"), shop("Cloud Nine"), shop("Smoke Ring"));
    let again = local_date(force.clock.now() + 900 * DAY).unwrap();
    let come =
        VisitChange { outcomes: Some(vec![VisitOutcome::FollowUp { by: again }]), ..VisitChange::default() };
    let follow_up = shop("Corner Wines");
    phone.book().correct_premises_visit(follow_up, come, "Asked for").unwrap();
    seizes(&phone, held, "MDW 0001");
    seizes(&phone, back, "MDW 0002");
    phone.book().take_back_premises(back, PremisesPart::Visit, "Nothing was taken").unwrap();
    phone.sync();
    let here = |force: &Force, visit: Id| bodies(force, &visit.to_string());
    // Two years: what came to nothing goes, and not what somebody is to come for again.
    days_pass(&force, 732);
    run(&force);
    assert_eq!([bare, held, back, follow_up].map(|visit| here(&force, visit).1), [1, 0, 0, 0]);
    assert!(!server_holds(&mut force, "Persephone"));
    // Six years: the bag is still in the store; of the visit taken back nothing is.
    days_pass(&force, 4 * 366);
    run(&force);
    assert_eq!([held, back, follow_up].map(|visit| here(&force, visit).1), [0, 3, 2]);
    let erase = ["keeping", "erase", &held.to_string()];
    assert_eq!(tried(&force, &erase).unwrap_err(), "still_open");
    let shred = ["--item", "1", "--with", "4712", "--text", "Persimmon furnace"];
    told(&force, &[&["premises", "disposed", &held.to_string()], &shred[..]].concat(), "4711");
    // From the day it went, as long again.
    days_pass(&force, 6 * 365);
    run(&force);
    assert_eq!(here(&force, held).1, 0);
    days_pass(&force, 3);
    run(&force);
    assert_eq!(here(&force, held).1, 2);
    assert!(!server_holds(&mut force, "Persimmon"), "what the desk told goes with it");
    force.command(&["verify"]);
}
