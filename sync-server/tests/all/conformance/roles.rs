//! Roles of officers, and the bodies of the journal that reach only those who may read them.

use beatbook_domain::access::{Role, RoleTerm, Roles};
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::server::{OfficerRoleChanged, ServerBody};
use beatbook_domain::records::task::WelfareTask;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_protocol::sync::{Body, Change};
use beatbook_server::auth::{self, Scope};
use beatbook_server::cursor::Position;
use beatbook_server::store::{AccessQuery, Changes, Officer, RolesChanged};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Opened;
use crate::common::id;
use crate::common::phone::Phone;

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: i64 = 86_400_000;

fn today(opened: &Opened) -> Date {
    local_date(opened.clock.now()).unwrap()
}

fn held(role: Role, from: Date, until: Option<Date>) -> Roles {
    Roles::default().grant(RoleTerm { role, from, until }).unwrap()
}

async fn give(opened: &Opened, scope: &Scope, officer: Id, after: Roles) {
    let before = opened.store.roles(scope).await.unwrap().remove(&officer).unwrap_or_default();
    let changed = RolesChanged { officer, before, after, what: "a role".to_owned() };
    assert!(opened.store.change_roles(scope, changed).await.unwrap());
}

async fn asks(opened: &Opened, phone: &Phone) -> Scope {
    auth::notebook(&*opened.store, Some(phone.token)).await.unwrap().unwrap().0
}

async fn pull(opened: &Opened, phone: &Phone, after: Option<Position>) -> Changes {
    let scope = asks(opened, phone).await;
    opened.store.changes_after(&scope, after, 1 << 20).await.unwrap()
}

fn task(n: u8, team: &str) -> WelfareTask {
    WelfareTask {
        id: Id::v7(493_000 * HOUR_MS, [n; 10]),
        officer: None,
        team: Some(team.to_owned()),
        place: None,
        what: "Offer a bed".to_owned(),
        due: jiff::civil::date(2026, 11, 3),
        from_record: id(99),
        review: None,
    }
}

/// Kinds of the entries that came with their body, and how many came without.
fn bodies(changes: &Changes) -> (Vec<String>, usize) {
    let (mut with, mut without) = (Vec::new(), 0);
    for change in &changes.changes {
        let Change::Entry { header, body } = change else { continue };
        let header = Header::parse(header).unwrap();
        match body {
            Body::Present { bytes, .. } => {
                with.push(ServerBody::parse(&header.kind, 1, bytes).unwrap().kind().to_owned());
            }
            Body::Erased { .. } | Body::Purged => without += 1,
        }
    }
    (with, without)
}

pub async fn roles_are_replaced_whole_by_who_knows_them_and_kept_apart(opened: Opened) {
    let (one, other) = (opened.authority("MDW").await, opened.authority("KNT").await);
    let (began, day) = (opened.clock.now(), today(&opened));
    let outreach = held(Role::OutreachWorker, day, None);
    let change = |before: &Roles, after: &Roles, what: &str| RolesChanged {
        officer: id(1),
        before: before.clone(),
        after: after.clone(),
        what: what.to_owned(),
    };
    let none = Roles::default();
    assert!(opened.store.change_roles(&one, change(&none, &outreach, "role given")).await.unwrap());
    let both = outreach.grant(RoleTerm { role: Role::CountVolunteer, from: day, until: None }).unwrap();
    assert!(!opened.store.change_roles(&one, change(&none, &both, "too late")).await.unwrap());
    assert!(opened.store.change_roles(&one, change(&outreach, &both, "another given")).await.unwrap());
    assert_eq!(opened.store.roles(&one).await.unwrap(), [(id(1), both.clone())].into());
    assert!(opened.store.roles(&other).await.unwrap().is_empty());
    let stranger = RolesChanged { officer: id(9), ..change(&none, &both, "") };
    assert!(opened.store.change_roles(&one, stranger).await.is_err(), "no such officer");
    let journal = opened.store.journal(&one).await.unwrap();
    let told: Vec<&Roles> = journal
        .iter()
        .filter_map(|(_, body)| match body {
            ServerBody::OfficerRoleChanged(OfficerRoleChanged { officer, roles }) if *officer == id(1) => {
                Some(roles)
            }
            _ => None,
        })
        .collect();
    assert_eq!(told, [&outreach, &both]);
    let period = beatbook_domain::presence::Interval { from: began, to: i64::MAX };
    let log = opened.store.access_log(&one, AccessQuery { period, after: 0, at_most: 9 }).await.unwrap();
    let what: Vec<&str> = log.iter().map(|row| row.what.as_str()).collect();
    assert_eq!(what, ["role given", "another given"]);
}

pub async fn a_body_goes_to_phones_of_those_who_may_read_it_and_its_header_to_all(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let mut phone = opened.phone(&scope, 1).await;
    give(&opened, &scope, id(1), held(Role::Navigator, today(&opened), None)).await;
    for team in ["Chatham", "Strood"] {
        opened.store.add_welfare_task(&scope, task(team.len() as u8, team)).await.unwrap();
    }
    let precise = WelfareTask { id: Id::v7(493_000 * HOUR_MS + 1, [1; 10]), ..task(1, "Chatham") };
    assert!(opened.store.add_welfare_task(&scope, precise).await.is_err(), "an id that tells the minute");
    let read = pull(&opened, &phone, None).await;
    let all =
        ["authority_added", "officer_added", "notebook_enrolled", "officer_role_changed", "welfare_task"];
    assert_eq!(bodies(&read), (all.map(str::to_owned).to_vec(), 1));
    let headers: Vec<Header> = read
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Entry { header, .. } => Some(Header::parse(header).unwrap()),
            Change::Object { .. } => None,
        })
        .collect();
    let coarse: Vec<&Header> = headers.iter().filter(|header| header.kind == "welfare").collect();
    assert!(coarse.len() == 2 && coarse.iter().all(|header| header.wall % HOUR_MS.cast_signed() == 0));
    // The desk reads what it wrote, whichever header it has.
    let tasks = opened.store.journal(&scope).await.unwrap();
    assert_eq!(tasks.iter().filter(|(_, body)| matches!(body, ServerBody::WelfareTask(_))).count(), 2);
    // Whoever holds the key file is no officer.
    let keyholder = opened.store.changes_after(&scope, None, 1 << 20).await.unwrap();
    assert_eq!(bodies(&keyholder).1, 3);
    // A copy of the notebook turns up: who holds it may be a stranger.
    phone.note("in the one");
    opened.apply(&phone, 1..2, [1]).await;
    let end = pull(&opened, &phone, None).await.position;
    phone.entries.truncate(1);
    phone.note("in the other");
    opened.apply(&phone, 1..2, [1]).await;
    let copy = pull(&opened, &phone, Some(end)).await;
    assert!(copy.reset, "all of it is read again");
    let (with, without) = bodies(&copy);
    assert!(
        without == 3 && !with.iter().any(|kind| kind == "welfare_task" || kind == "officer_role_changed")
    );
}

pub async fn what_an_officer_may_read_changes_with_the_day_the_role_and_the_team(opened: Opened) {
    let scope = opened.authority("MDW").await;
    let phone = opened.phone(&scope, 1).await;
    let day = today(&opened);
    opened.store.add_welfare_task(&scope, task(1, "Chatham")).await.unwrap();
    let tasks = |changes: &Changes| bodies(changes).0.iter().filter(|kind| *kind == "welfare_task").count();
    let begun = pull(&opened, &phone, None).await;
    assert_eq!((tasks(&begun), begun.reset), (0, false));
    // A first role that may know that there is something of welfare: what is told of that may lie anywhere behind.
    give(&opened, &scope, id(1), held(Role::Constable, day, None)).await;
    let first = pull(&opened, &phone, Some(begun.position)).await;
    assert!(first.reset);
    // A role that reads nothing more does not send everything again.
    give(&opened, &scope, id(1), held(Role::Pcso, day, None)).await;
    let constable = pull(&opened, &phone, Some(first.position)).await;
    assert_eq!((constable.reset, bodies(&constable).0), (false, vec!["officer_role_changed".to_owned()]));
    // One that begins tomorrow and is over the day after.
    let tomorrow = day + 1.day();
    give(&opened, &scope, id(1), held(Role::OutreachWorker, tomorrow, Some(tomorrow))).await;
    let today = pull(&opened, &phone, Some(constable.position)).await;
    assert_eq!((today.reset, tasks(&today)), (true, 0), "no constable any more, and no outreach worker yet");
    opened.clock.advance(DAY_MS);
    let next_day = pull(&opened, &phone, Some(today.position)).await;
    assert_eq!((next_day.reset, tasks(&next_day)), (true, 1));
    let again = pull(&opened, &phone, Some(next_day.position)).await;
    assert!(!again.reset && again.changes.is_empty());
    // Another team, and back.
    let officer =
        |team: &str| Officer { id: id(1), code: "4711".into(), name: "J. Bloggs".into(), team: team.into() };
    opened.store.put_officer(&scope, officer("Strood")).await.unwrap();
    let elsewhere = pull(&opened, &phone, Some(next_day.position)).await;
    assert_eq!((elsewhere.reset, tasks(&elsewhere)), (true, 0));
    opened.store.put_officer(&scope, officer("Chatham")).await.unwrap();
    let back = pull(&opened, &phone, Some(elsewhere.position)).await;
    assert_eq!((back.reset, tasks(&back)), (true, 1));
    opened.clock.advance(DAY_MS);
    let over = pull(&opened, &phone, Some(back.position)).await;
    assert_eq!((over.reset, tasks(&over)), (true, 0));
    // A position of before there were scopes: what came then about notices was for everyone.
    let old = Position { scope: None, ..begun.position };
    let anew = pull(&opened, &phone, Some(old)).await;
    assert!(anew.reset && anew.position.scope.is_some());
}
