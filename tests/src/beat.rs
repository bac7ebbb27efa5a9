//! An officer on the beat with the illustrative orders of Medway: what every story of notices needs.

use beatbook_device::{
    BeginEncounter, Behaviour, EncounterNews, NoticeAbout, NoticeAsked, NoticeOutcome, NoticeView, SignOn,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown};
use beatbook_domain::records::encounter::steps::{LanguageHelp, Step};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::notice::ServiceMethod;
use beatbook_domain::records::notice::six::SixAsked;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::known;
use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::force::Force;
use crate::phone::Phone;

/// The zones of Medway's orders.
pub const ZONES: &str = include_str!("../../sync-server/illustrative/medway-order-zones.geojson");
const ORDERS: &str = include_str!("../../sync-server/illustrative/medway-orders.json");

/// A day, milliseconds.
pub const DAY: i64 = 24 * 3_600_000;

/// A place in Chatham, 62 m inside the alcohol order's area.
pub const CHATHAM: (f64, f64) = (51.37851, 0.52400);

/// The illustrative book as an authority would have it on a day: no order about to end, every sign just seen.
#[must_use]
pub fn book_of(today: &str) -> Value {
    let mut book: Value = serde_json::from_str(ORDERS).unwrap();
    let (from, until) = term_about(today.parse().unwrap());
    for order in book["orders"].as_array_mut().unwrap() {
        order["term"] = json!({ "from": from, "until": until, "history": [{ "what": "made", "on": from }] });
        order["effective"] = from.clone().into();
    }
    for sign in book["signs"].as_array_mut().unwrap() {
        sign["seen"] = today.into();
    }
    book
}

/// First and last day of an order made a year before this day, for as long as the law allows.
fn term_about(today: Date) -> (String, String) {
    let from = today.checked_sub(Span::new().years(1)).unwrap();
    let until = from.checked_add(Span::new().years(3)).unwrap().yesterday().unwrap();
    (from.to_string(), until.to_string())
}

/// Publishes zones and orders.
pub fn publish(force: &Force) {
    let now = force.clock.now();
    force.import_file(force.authority, ZONES.into(), ImportOptions::at(now - DAY), None);
    let _ = force.import_orders(&book_of(&local_date(now).unwrap().to_string()));
}

/// A town whose orders are published.
#[must_use]
pub fn town() -> Force {
    let force = Force::begin();
    publish(&force);
    force
}

/// Grants powers to an officer, all by one document: those of the police by the force, others by the council.
pub fn grant(force: &Force, code: &str, capacity: &str, reference: &str, powers: &[&str]) {
    let by = if ["constable", "pcso", "csas"].contains(&capacity) { "KNT" } else { "MDW" };
    for power in powers {
        let grant = ["--granted-by", by, "--code", code, "--capacity", capacity];
        let by = ["--power", power, "--reference", reference, "--from", "2025-01-01"];
        let by = [&by[..], &["--reason", "shown the document"]].concat();
        force.at_desk(&[&["officer", "power", "add"], &grant[..], &by[..]].concat());
    }
}

/// An officer of the council for the orders, on duty in Chatham and out of reach of any network, with numbers.
#[must_use]
pub fn officer_out(force: &Force, code: &str) -> Phone {
    officer_as(force, code, "council_authorised", &["s63_requirement", "s68_fpn"])
}

/// The role in which somebody of a capacity works.
fn role_of(capacity: &str) -> &str {
    match capacity {
        "council_authorised" => "community_safety_officer",
        capacity => capacity,
    }
}

/// An officer with these powers, on duty in Chatham and out of reach of any network, with numbers for notices.
#[must_use]
pub fn officer_as(force: &Force, code: &str, capacity: &str, powers: &[&str]) -> Phone {
    officer_in(force, (code, role_of(capacity)), capacity, powers)
}

/// The same in another role than those of the capacity have.
#[must_use]
pub fn officer_in(force: &Force, (code, role): (&str, &str), capacity: &str, powers: &[&str]) -> Phone {
    let officer = force.add_officer(code, "Centre");
    force.give_role(code, role);
    grant(force, code, capacity, "AUTH/12", powers);
    let phone = Phone::found(&force.ticket(officer), force.clock.now());
    phone.sync();
    let left = phone.book().notice_numbers_left().unwrap();
    assert!(left.iter().any(|one| one.left == 200), "in the very first sync: {left:?}");
    phone.sign_on(SignOn::tasked());
    fix(&phone, CHATHAM, 5.0);
    phone
}

/// The receiver gives a fix, a second after the last.
pub fn fix(phone: &Phone, (lat, lon): (f64, f64), accuracy: f64) {
    use beatbook_device::Platform as _;
    phone.platform.advance(1_000);
    let now = phone.platform.now().unwrap();
    let report = phone.book().record_fixes(&[RawFix {
        lat,
        lon,
        time: now.wall,
        mono: now.mono,
        accuracy: Some(accuracy),
        speed: None,
        bearing: None,
        provider: Provider::Gnss,
    }]);
    assert_eq!(report.unwrap().accepted, 1);
}

/// An adult with name, address and date of birth, not homeless.
#[must_use]
pub fn adult(name: &str) -> PersonKnown {
    PersonKnown {
        details: Some(Details::Person {
            name: name.to_owned(),
            address: vec!["27 Example Road".to_owned(), "Chatham ME4 0AA".to_owned()],
            born: Some("1990-05-01".parse().unwrap()),
            basis: DetailsBasis::Volunteered,
            believed: true,
        }),
        appears_homeless: Some(false),
        ..PersonKnown::default()
    }
}

/// An encounter at a place, with a fix good to five metres and an adult of this name.
pub fn met(phone: &Phone, place: (f64, f64), name: &str) -> Id {
    fix(phone, place, 5.0);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = adult(name);
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    encounter
}

/// Tells an encounter steps with person 1, a minute apart.
pub fn tell(phone: &Phone, encounter: Id, steps: Vec<Step>) {
    for step in steps {
        phone.platform.advance(60_000);
        let news = EncounterNews::Step { person: Some(1), time: None, step };
        phone.book().tell_encounter(encounter, vec![news]).unwrap();
    }
}

/// Tells an encounter what person 1 did, seen just now.
pub fn saw(phone: &Phone, encounter: Id, code: &str, text: &str) {
    tell_seen(phone, encounter, code, text, (None, None));
}

/// The same with vehicle 1 of the encounter.
pub fn saw_vehicle(phone: &Phone, encounter: Id, code: &str, text: &str) {
    tell_seen(phone, encounter, code, text, (Some(1), None));
}

/// Counted so many vehicles, dogs or people of person 1's.
pub fn counted(phone: &Phone, encounter: Id, code: &str, count: u16) {
    tell_seen(phone, encounter, code, "Counted twice.", (None, Some(count)));
}

fn tell_seen(
    phone: &Phone,
    encounter: Id,
    code: &str,
    text: &str,
    (vehicle, count): (Option<Label>, Option<u16>),
) {
    let seen = Behaviour {
        time: None,
        code: code.to_owned(),
        order: None,
        person: Some(1),
        vehicle,
        count,
        text: text.to_owned(),
        basis: Basis::Fact,
    };
    phone.book().tell_encounter(encounter, vec![EncounterNews::Conduct(seen)]).unwrap();
}

/// Would not.
#[must_use]
pub fn refused() -> Step {
    Step::Refused { words: Some("No.".to_owned()) }
}

/// Explained back in their own words.
#[must_use]
pub fn understood() -> Step {
    Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true }
}

/// Cautioned, asked for an excuse, explained back.
#[must_use]
pub fn fairly() -> Vec<Step> {
    let caution = Step::Cautioned { version: "2025-1".to_owned() };
    vec![caution, Step::ExcuseAsked { answer: "It is hot.".to_owned() }, understood()]
}

/// A notice about person 1, asked for by an officer in uniform.
#[must_use]
pub fn asked(encounter: Id, about: NoticeAbout, place: &str, particulars: &str) -> NoticeAsked {
    NoticeAsked {
        encounter,
        person: Some(1),
        about,
        authority: None,
        place: place.to_owned(),
        particulars: particulars.to_owned(),
        in_uniform: Some(true),
        service: ServiceMethod::Hand,
        six: SixAsked::yes(),
        evidence: Vec::new(),
        training: false,
    }
}

/// Breach of a condition.
#[must_use]
pub fn breach(order: &str, condition: &str) -> NoticeAbout {
    NoticeAbout::Order { order: order.to_owned(), condition: condition.to_owned() }
}

/// Codes of all that is missing.
#[must_use]
pub fn missing(phone: &Phone, asked: &NoticeAsked) -> Vec<&'static str> {
    match phone.book().check_notice(asked).unwrap().ready() {
        Err(points) => {
            assert!(points.iter().all(|point| !point.remedy.is_empty() && !point.source.is_empty()));
            assert_eq!(phone.book().issue_notice(asked).unwrap_err().code(), "incomplete");
            points.iter().map(|point| point.code).collect()
        }
        ready => panic!("not refused: {ready:?}"),
    }
}

/// Issues a notice; it has its number.
#[must_use]
pub fn issued(phone: &Phone, asked: &NoticeAsked) -> NoticeView {
    match phone.book().issue_notice(asked).unwrap() {
        NoticeOutcome::Issued { record, .. } => phone.book().notice(record).unwrap(),
        draft => panic!("a draft: {draft:?}"),
    }
}

/// Tells phones of notices given before, as the server does by itself within some seconds of a sync; whether there was
/// anything new.
#[must_use]
pub fn told_to_phones(force: &Force) -> bool {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Register);
    let today = local_date(force.clock.now()).unwrap();
    force.block_on(known::refresh(&**service.store(), &scope, today)).unwrap()
}

/// The register of these days: so many issued, and the buckets' sum is that. A story may pass midnight on its phones.
pub fn assert_adds_up(force: &Force, issued: u32) {
    let today = local_date(force.clock.now()).unwrap();
    let tomorrow = days_following(today, 1).unwrap().to_string();
    let days = format!("{today}..{tomorrow}");
    let register = force.at_desk(&["register", "--issued", &days, "--as-at", &tomorrow]);
    let check = format!("check: issued = sum of buckets: {issued} = {issued}");
    assert!(register.contains(&check), "{register}");
}
