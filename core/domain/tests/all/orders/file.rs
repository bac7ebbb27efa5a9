//! A clerk's file: all of it is taken, or every fault is named with its place. The published JSON Schema agrees.

use beatbook_domain::orders::book::{Book, Policy};
use beatbook_domain::orders::file::{BookFile, BookProblem, BookReport};
use beatbook_domain::orders::plan::{Why, plan_orders};
use beatbook_domain::zone::ZoneVersion;
use jiff::civil::date;
use serde_json::{Value, json};

use super::town::{CANTERBURY_ORDERS, CANTERBURY_ZONES, MEDWAY_ORDERS, MEDWAY_ZONES, Town, read, versions};

const SCHEMA: &str = include_str!("../../../../../docs/orders.schema.json");
const GUIDE: &str = include_str!("../../../../../docs/orders.md");

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn medway() -> Value {
    serde_json::from_str(MEDWAY_ORDERS).unwrap()
}

pub fn reads(file: &Value, zones: &[ZoneVersion]) -> Result<BookFile, BookReport> {
    read(&file.to_string(), zones, &Book::founding().unwrap())
}

/// Every fault with its place, one a line.
pub fn faults(file: &Value) -> Vec<String> {
    let told = |report: BookReport| {
        assert_eq!(report.more, 0);
        let line =
            |problem: &BookProblem| format!("{} {}", problem.path, problem.code).trim_start().to_owned();
        report.problems.iter().map(line).collect()
    };
    reads(file, &versions(MEDWAY_ZONES)).err().map(told).unwrap_or_default()
}

#[test]
fn every_illustrative_town_has_the_forces_paper_for_vehicles() {
    for town in [Town::medway(), Town::canterbury()] {
        let paper = town.book.book().paper_of("KNT").unwrap();
        assert!(paper.letterhead.illustrative && paper.pound.is_some(), "{}", paper.code);
    }
}

#[test]
fn the_shipped_books_are_read_and_written_without_loss() {
    for (orders, zones, kinds) in
        [(MEDWAY_ORDERS, MEDWAY_ZONES, (6, 4, 11)), (CANTERBURY_ORDERS, CANTERBURY_ZONES, (2, 0, 2))]
    {
        let zones = versions(zones);
        let founding = Book::founding().unwrap();
        let file = read(orders, &zones, &founding).unwrap_or_else(|report| panic!("{report}"));
        assert_eq!((file.orders.len(), file.premises.len(), file.signs.len()), kinds);
        assert!(file.orders.iter().all(|order| order.illustrative), "nobody's orders");
        let book = plan_orders(&founding, &file, date(2025, 9, 1), Why::default()).unwrap().book;
        let exported = BookFile::of(&book).to_json();
        assert!(schema().is_valid(&serde_json::from_str(&exported).unwrap()), "{exported}");
        let again = read(&exported, &zones, &founding).unwrap();
        assert_eq!(plan_orders(&founding, &again, date(2025, 9, 1), Why::default()).unwrap().book, book);
        let unchanged = plan_orders(&book, &again, date(2025, 9, 1), Why::default()).unwrap();
        assert!(unchanged.changes.is_empty());
    }
    let nuisance = medway()["orders"][4]["conditions"].as_array().unwrap().len();
    let dogs = medway()["orders"][5]["conditions"].as_array().unwrap().len();
    assert_eq!((nuisance, dogs), (9, 5));
}

#[test]
fn the_guides_example_is_a_file() {
    let start = GUIDE.find("```json").unwrap() + "```json".len();
    let example = &GUIDE[start..start + GUIDE[start..].find("```").unwrap()];
    let file: Value = serde_json::from_str(example).unwrap();
    assert!(
        schema().is_valid(&file),
        "{:?}",
        schema().iter_errors(&file).map(|e| e.to_string()).collect::<Vec<_>>()
    );
    assert_eq!(faults(&file), Vec::<String>::new());
}

/// One slip of the pen, and where it is told.
struct Slip {
    at: &'static str,
    value: Value,
    told: &'static str,
    /// A schema can see it, too.
    schema: bool,
}

fn slip(at: &'static str, value: Value, told: &'static str) -> Slip {
    Slip { at, value, told, schema: true }
}

fn beyond(at: &'static str, value: Value, told: &'static str) -> Slip {
    Slip { at, value, told, schema: false }
}

fn slips() -> Vec<Slip> {
    vec![
        slip("/format", json!("beatbook-orders-2"), "format unknown_format"),
        slip("/orders", json!({}), "orders wrong_kind"),
        slip("/orders/4/code", json!(""), "orders[4].code bad_name"),
        slip("/orders/4/code", json!("x".repeat(201)), "orders[4].code bad_name"),
        slip("/orders/4/version", json!(0), "orders[4].version out_of_range"),
        slip("/orders/4/version", json!(1.5), "orders[4].version not_whole"),
        slip("/orders/4/kind", json!("urgent"), "orders[4].kind unknown_word"),
        slip("/orders/4/made_by/code", json!("Medway"), "orders[4].made_by.code bad_value"),
        slip("/orders/4/payee/name", json!(""), "orders[4].payee.name bad_name"),
        slip("/orders/4/payee/address", json!([]), "orders[4].payee.address empty"),
        slip("/orders/4/payee/methods", json!([]), "orders[4].payee.methods empty"),
        slip("/orders/4/term/from", json!("1 April 2024"), "orders[4].term.from bad_value"),
        slip("/orders/4/term/from", json!("2024-13-01"), "orders[4].term.from bad_value"),
        beyond("/orders/4/term/from", json!("2023-02-29"), "orders[4].term.from bad_value"),
        beyond("/orders/4/term/until", json!("2023-03-31"), "orders[4].term ends_before_begin"),
        beyond("/orders/4/term/until", json!("2027-04-01"), "orders[4].term.until term_too_long"),
        beyond("/orders/1/term/history/1/what", json!("varied"), "orders[1].term.until term_too_long"),
        beyond("/orders/4/kind", json!("expedited"), "orders[4].term.until term_too_long"),
        beyond("/orders/4/effective", json!("2024-03-31"), "orders[4].effective effective_outside_term"),
        beyond("/orders/4/discharged", json!("2027-04-01"), "orders[4].discharged discharged_outside_term"),
        slip("/orders/4/conditions", json!([]), "orders[4].conditions empty"),
        beyond("/orders/4/conditions/1/code", json!("NV-1"), "orders[4].conditions[1].code repeated"),
        slip("/orders/4/conditions/1/text", json!(""), "orders[4].conditions[1].text bad_text"),
        slip(
            "/orders/4/conditions/1/text",
            json!("x".repeat(20_001)),
            "orders[4].conditions[1].text bad_text",
        ),
        slip("/orders/4/conditions/1/duty", json!("must"), "orders[4].conditions[1].duty unknown_word"),
        slip("/orders/4/conditions/1/zones", json!([]), "orders[4].conditions[1].zones empty"),
        beyond(
            "/orders/4/conditions/1/zones/0",
            json!("NOWHERE"),
            "orders[4].conditions[1].zones[0] unknown_zone",
        ),
        beyond(
            "/orders/4/conditions/1/zones/0",
            json!("PREM-CHA-1"),
            "orders[4].conditions[1].zones[0] wrong_zone_kind",
        ),
        slip("/orders/4/conditions/1/who", json!("adults"), "orders[4].conditions[1].who wrong_kind"),
        slip(
            "/orders/4/conditions/1/who",
            json!({"only": "Riders", "except": "Walkers"}),
            "orders[4].conditions[1].who unknown_word",
        ),
        slip("/orders/4/conditions/1/times", json!("sometimes"), "orders[4].conditions[1].times wrong_kind"),
        slip("/orders/4/conditions/1/times", json!({"only": []}), "orders[4].conditions[1].times.only empty"),
        slip(
            "/orders/4/conditions/1/times",
            json!({"only": [{}]}),
            "orders[4].conditions[1].times.only[0] empty",
        ),
        slip(
            "/orders/4/conditions/1/times",
            json!({"only": [{"hours": {"from": "18:00", "to": "24:00"}}]}),
            "orders[4].conditions[1].times.only[0].hours.to bad_value",
        ),
        beyond(
            "/orders/4/conditions/1/times",
            json!({"only": [{"hours": {"from": "18:00", "to": "18:00"}}]}),
            "orders[4].conditions[1].times.only[0].hours no_hours",
        ),
        slip(
            "/orders/4/conditions/1/times",
            json!({"except": [{"days": ["fri", "fri"]}]}),
            "orders[4].conditions[1].times.except[0].days repeated",
        ),
        slip(
            "/orders/4/conditions/1/times",
            json!({"only": [{"season": {"from": "02-30", "until": "09-30"}}]}),
            "orders[4].conditions[1].times.only[0].season.from bad_value",
        ),
        beyond(
            "/orders/4/conditions/1/times",
            json!({"only": [{"dates": {"from": "2025-09-02", "until": "2025-09-01"}}]}),
            "orders[4].conditions[1].times.only[0].dates ends_before_begin",
        ),
        beyond(
            "/orders/4/conditions/1/offence",
            json!("PSPO-Z"),
            "orders[4].conditions[1].offence unknown_offence",
        ),
        beyond(
            "/orders/4/conditions/1/offence",
            json!("LIT"),
            "orders[4].conditions[1].offence not_an_order_offence",
        ),
        beyond(
            "/orders/4/conditions/1/alcohol",
            json!(true),
            "orders[4].conditions[1].offence alcohol_needs_requirement",
        ),
        beyond(
            "/orders/0/conditions/0/alcohol",
            json!(false),
            "orders[0].conditions[0].offence not_about_alcohol",
        ),
        beyond(
            "/orders/0/conditions/0/offence",
            json!("PSPO-X"),
            "orders[0].conditions[0].offence alcohol_needs_requirement",
        ),
        slip("/orders/4/conditions/1/alcohol", json!("no"), "orders[4].conditions[1].alcohol wrong_kind"),
        beyond(
            "/orders/4/conditions/1/offence",
            json!("PSPO-A"),
            "orders[4].conditions[1].offence not_about_alcohol",
        ),
        slip("/orders/5/conditions/4/more_than", json!(0), "orders[5].conditions[4].more_than out_of_range"),
        slip(
            "/orders/5/conditions/4/more_than",
            json!(65_536),
            "orders[5].conditions[4].more_than out_of_range",
        ),
        slip(
            "/orders/4/conditions/1/support_first",
            json!("no"),
            "orders[4].conditions[1].support_first wrong_kind",
        ),
        slip(
            "/orders/4/conditions/1/needs",
            json!(["coffee"]),
            "orders[4].conditions[1].needs[0] unknown_word",
        ),
        slip("/orders/4/sign_distance_m", json!(0), "orders[4].sign_distance_m out_of_range"),
        beyond("/orders/4/terms/0/amount", json!(10_001), "orders[4].terms[0].amount amount_above_cap"),
        slip("/orders/4/terms/0/amount", json!("100"), "orders[4].terms[0].amount wrong_kind"),
        beyond(
            "/orders/4/terms/0/early/days",
            json!(14),
            "orders[4].terms[0].early.days early_period_not_below",
        ),
        beyond(
            "/orders/4/terms/0/early/amount",
            json!(10_000),
            "orders[4].terms[0].early.amount early_amount_not_lower",
        ),
        beyond(
            "/orders/4/terms/0/payment_days",
            json!(13),
            "orders[4].terms[0].payment_days payment_period_too_short",
        ),
        slip("/orders/4/terms/0/payment_days", json!(0), "orders[4].terms[0].payment_days out_of_range"),
        slip("/orders/4/terms/0/pounds", json!(100), "orders[4].terms[0].pounds unknown_field"),
        slip("/orders/4/illustrative", json!(null), "orders[4].illustrative wrong_kind"),
        slip("/premises/0/kind", json!("pub"), "premises[0].kind wrong_kind"),
        slip("/premises/0/kind", json!({"council": {}}), "premises[0].kind.council.in_use missing"),
        slip(
            "/premises/0/area",
            json!({"around": {"at": {"lat": 51.4, "lon": 0.5}}}),
            "premises[0].area.around.metres missing",
        ),
        beyond("/premises/0/area", json!({"zone": "ALC-CHA"}), "premises[0].area.zone wrong_zone_kind"),
        slip(
            "/premises/3/kind/temporary_event/begins",
            json!("2025-09-06T18:00"),
            "premises[3].kind.temporary_event.begins bad_value",
        ),
        beyond(
            "/premises/3/kind/temporary_event/ends",
            json!("2025-09-06T18:00:00+01:00"),
            "premises[3].kind.temporary_event ends_before_begin",
        ),
        beyond("/premises/1/code", json!("PREM-CHA-1"), "premises[1].code repeated"),
        slip("/signs/0/at/lat", json!(95), "signs[0].at.lat out_of_range"),
        slip("/signs/0/photo", json!("ABC"), "signs[0].photo bad_value"),
        beyond("/signs/0/orders", json!(["MDW-ALC-XYZ"]), "signs[0].orders[0] unknown_order"),
        beyond("/signs/1/code", json!("S-CHA-1"), "signs[1].code repeated"),
        beyond("/authorities/1/code", json!("MDW"), "authorities[1].code repeated"),
        slip("/authorities/0/code", json!("Medway"), "authorities[0].code bad_value"),
        slip(
            "/authorities/0/letterhead/contact/lines",
            json!([]),
            "authorities[0].letterhead.contact.lines empty",
        ),
        slip(
            "/authorities/0/letterhead/privacy/more",
            json!(""),
            "authorities[0].letterhead.privacy.more bad_name",
        ),
        beyond("/authorities/0/terms/1/offence", json!("CPN"), "authorities[0].terms[1].offence repeated"),
        beyond(
            "/authorities/0/terms/1/offence",
            json!("PSPO-X"),
            "authorities[0].terms[1].offence an_order_offence",
        ),
        beyond(
            "/authorities/0/terms/2/early/amount",
            json!(11_999),
            "authorities[0].terms[2].early.amount early_amount_below_least",
        ),
        beyond(
            "/authorities/0/terms/0/amount",
            json!(10_001),
            "authorities[0].terms[0].amount amount_above_cap",
        ),
        beyond(
            "/authorities/0/terms/0/early/days",
            json!(14),
            "authorities[0].terms[0].early.days early_period_not_below",
        ),
        beyond("/authorities/0/payee", Value::Null, "authorities[0].payee no_payee"),
        beyond("/authorities/0/conducts/1/code", json!("noise"), "authorities[0].conducts[3].code repeated"),
        slip("/authorities/1/pound/reclaim_days", json!(0), "authorities[1].pound.reclaim_days out_of_range"),
        slip("/policy", json!({"amber_hours": 0}), "policy.amber_hours out_of_range"),
        slip("/colour", json!("blue"), "colour unknown_field"),
    ]
}

#[test]
fn an_order_about_alcohol_that_its_wording_hides_says_so_and_others_need_terms() {
    // Its wording does not name the drink: told to be about it, it must lead to a requirement.
    let mut file = with("/orders/0/conditions/0/text", json!("Whoever is asked to stop must stop."));
    assert_eq!(faults(&file), ["orders[0].conditions[0].offence not_about_alcohol"]);
    file["orders"][0]["conditions"][0]["alcohol"] = json!(true);
    assert_eq!(faults(&file), Vec::<String>::new());
    // Its wording names it, and is about something else.
    let glass = json!("Nobody may sell alcohol from a vehicle.");
    let mut file = with("/orders/4/conditions/1/text", glass);
    assert_eq!(faults(&file), ["orders[4].conditions[1].offence alcohol_needs_requirement"]);
    file["orders"][4]["conditions"][1]["alcohol"] = json!(false);
    assert_eq!(faults(&file), Vec::<String>::new());
    let mut file = with("/orders/4/conditions/1/offence", json!("PSPO-A"));
    file["orders"][4]["conditions"][1]["alcohol"] = json!(true);
    assert_eq!(faults(&file), ["orders[4].terms no_terms"]);
}

#[test]
fn an_order_lasts_three_years_and_as_long_again_by_each_extension() {
    let lasts = |from: &str, until: &str, extended: usize, kind: &str| {
        let mut file = with("/orders/4/kind", json!(kind));
        let step = |what: &str| json!({"what": what, "on": from});
        let history: Vec<Value> =
            std::iter::once("made").chain(std::iter::repeat_n("extended", extended)).map(step).collect();
        file["orders"][4]["term"] = json!({"from": from, "until": until, "history": history});
        file["orders"][4]["effective"] = json!(from);
        faults(&file).is_empty()
    };
    // Where the last month has no such day, its own last day is the last.
    for (from, until, extended, kind) in [
        ("2024-04-01", "2027-03-31", 0, "normal"),
        ("2024-02-29", "2027-02-28", 0, "normal"),
        ("2024-04-01", "2030-03-31", 1, "normal"),
        ("2018-04-01", "2027-03-31", 2, "normal"),
        ("2026-08-31", "2027-02-28", 0, "expedited"),
        ("2026-10-31", "2027-04-30", 1, "expedited"),
        ("2026-08-15", "2027-02-14", 0, "expedited"),
    ] {
        assert!(lasts(from, until, extended, kind), "{kind} {from}..{until}");
        let until: jiff::civil::Date = until.parse().unwrap();
        assert!(!lasts(from, &until.tomorrow().unwrap().to_string(), extended, kind), "{kind} {from}");
    }
}

#[test]
fn what_the_book_has_comes_back_though_it_would_not_be_taken_today() {
    let (zones, founding) = (versions(MEDWAY_ZONES), Book::founding().unwrap());
    let file = read(MEDWAY_ORDERS, &zones, &founding).unwrap();
    let mut book = plan_orders(&founding, &file, date(2025, 9, 1), Why::default()).unwrap().book;
    // Taken before anybody looked at how long an order lasts, or at drink.
    let vehicles = book.orders.iter_mut().find(|order| order.code == "MDW-NV").unwrap();
    vehicles.term.until = date(2040, 1, 1);
    vehicles.conditions[0].text = "Nobody may sell alcohol from a vehicle.".to_owned();
    let exported = BookFile::of(&book).to_json();
    let again = read(&exported, &zones, &book).unwrap();
    assert!(plan_orders(&book, &again, date(2025, 9, 1), Why::default()).unwrap().changes.is_empty());
    let report = read(&exported, &zones, &founding).unwrap_err();
    let codes: Vec<&str> = report.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["term_too_long", "alcohol_needs_requirement"]);
}

/// The file with one member changed, or added where its parent is.
pub fn with(at: &str, value: Value) -> Value {
    let mut file = medway();
    match file.pointer_mut(at) {
        Some(place) => *place = value,
        None => {
            let (parent, name) = at.rsplit_once('/').unwrap();
            file.pointer_mut(parent).unwrap()[name] = value;
        }
    }
    file
}

#[test]
fn every_slip_is_named_where_it_is_and_the_schema_sees_what_a_schema_can_see() {
    let schema = schema();
    assert!(schema.is_valid(&medway()));
    for Slip { at, value, told, schema: seen } in slips() {
        let file = with(at, value.clone());
        let faults = faults(&file);
        assert_eq!(faults, [told], "{at} = {value}");
        assert_eq!(schema.is_valid(&file), !seen, "the schema on {at} = {value}");
    }
}

#[test]
fn what_is_missing_is_missed_by_both() {
    let schema = schema();
    let places = [
        "",
        "/orders/4",
        "/orders/4/made_by",
        "/orders/4/payee",
        "/orders/4/payee/methods/0",
        "/orders/4/term",
        "/orders/4/term/history/0",
        "/orders/4/conditions/0",
        "/orders/4/terms/0",
        "/orders/4/terms/0/early",
        "/orders/5/conditions/0/exemptions/0",
        "/premises/0",
        "/premises/1/area/around",
        "/premises/1/area/around/at",
        "/premises/3/kind/temporary_event",
        "/signs/0",
        "/signs/0/at",
    ];
    let (mut needed, mut free) = (0, 0);
    for place in places {
        let names: Vec<String> =
            medway().pointer(place).unwrap().as_object().unwrap().keys().cloned().collect();
        for name in names {
            let mut file = medway();
            file.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(&name);
            let faults = faults(&file);
            let missing = faults.iter().any(|fault| fault.ends_with(" missing"));
            assert_eq!(schema.is_valid(&file), !missing, "{place} without {name}: {faults:?}");
            if missing { needed += 1 } else { free += 1 }
        }
    }
    assert!(needed >= 40 && free >= 8, "{needed} {free}");
}

#[test]
fn all_faults_are_told_at_once_and_nothing_is_half_imported() {
    let mut file = with("/orders/4/terms/0/early/days", json!(14));
    file["orders"][0]["version"] = json!("three");
    file["orders"][5]["conditions"][2]["zones"] = json!(["DOG-LEAD-CAP", "NOWHERE"]);
    file["orders"][5]["conditions"][3].as_object_mut().unwrap().remove("text");
    file["signs"][2]["at"]["lon"] = json!(false);
    file["colour"] = json!("blue");
    let expected = [
        "orders[0].version wrong_kind",
        "orders[4].terms[0].early.days early_period_not_below",
        "orders[5].conditions[2].zones[1] unknown_zone",
        "orders[5].conditions[3].text missing",
        "signs[2].at.lon wrong_kind",
        "colour unknown_field",
    ];
    assert_eq!(faults(&file), expected);
    let report = reads(&file, &versions(MEDWAY_ZONES)).unwrap_err().to_string();
    assert!(
        report.starts_with("Nothing was imported: 6 problems.\n- orders[0].version: this is a text"),
        "{report}"
    );
    assert!(report.contains("13 is the longest"), "{report}");
}

#[test]
fn a_member_that_is_there_twice_is_no_silent_choice() {
    let twice = MEDWAY_ORDERS.replacen("\"version\": 3", "\"version\": 3, \"version\": 4", 1);
    let report = read(&twice, &versions(MEDWAY_ZONES), &Book::founding().unwrap()).unwrap_err();
    let problem = &report.problems[0];
    assert_eq!((problem.path.as_str(), problem.code), ("orders[0].version", "repeated"));
}

#[test]
fn what_is_no_file_of_ours_is_told_so() {
    let told = |bytes: &str| {
        let report = read(bytes, &versions(MEDWAY_ZONES), &Book::founding().unwrap()).unwrap_err();
        (report.problems[0].code, report.problems.len())
    };
    assert_eq!(told(&MEDWAY_ORDERS[..500]), ("not_json", 1));
    assert_eq!(told("[]"), ("wrong_kind", 1));
    assert_eq!(told("{}"), ("missing", 1));
    assert_eq!(told(&" ".repeat(16 * 1024 * 1024 + 1)), ("file_too_large", 1));
    assert_eq!(told(&"[".repeat(100_000)), ("not_json", 1));
    let many = json!({"format": "beatbook-orders-1", "signs": vec![json!({}); 500]});
    let report = reads(&many, &[]).unwrap_err();
    assert_eq!((report.problems.len(), report.more), (200, 1_300));
}

#[test]
fn what_an_authority_settles_is_kept_until_it_settles_it_anew() {
    let founding = Book::founding().unwrap();
    let zones = versions(CANTERBURY_ZONES);
    let file = read(CANTERBURY_ORDERS, &zones, &founding).unwrap();
    let book = plan_orders(&founding, &file, date(2025, 9, 1), Why::default()).unwrap().book;
    assert_eq!(book.policy, Policy { sign_unseen_days: 120, ..Policy::default() });
    let silent = BookFile::default();
    assert_eq!(
        plan_orders(&book, &silent, date(2025, 9, 1), Why::default()).unwrap().book.policy,
        book.policy
    );
}
