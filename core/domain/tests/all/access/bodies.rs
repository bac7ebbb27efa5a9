//! Bodies of the server's journal that are not for everyone: what their header tells, and whom they are for.

use beatbook_domain::access::{Area, AreaAudience, Audience, Role, RoleTerm, Roles};
use beatbook_domain::records::body::{BodyError, COARSE_KIND};
use beatbook_domain::records::server::{OfficerRoleChanged, PatrolEndStated, ServerBody};
use beatbook_domain::records::task::WelfareTask;
use beatbook_protocol::id::Id;
use jiff::civil::date;

fn id(n: u8) -> Id {
    Id::v7(u64::from(n), [n; 10])
}

#[test]
fn roles_come_back_and_are_for_their_officer_only() {
    let term = RoleTerm { role: Role::OutreachWorker, from: date(2026, 1, 1), until: None };
    let roles = Roles::default().grant(term).unwrap();
    let body = ServerBody::OfficerRoleChanged(OfficerRoleChanged { officer: id(1), roles });
    let bytes = body.to_bytes().unwrap();
    let officer = id(1);
    let text =
        format!(r#"{{"officer":"{officer}","roles":[{{"role":"outreach_worker","from":"2026-01-01"}}]}}"#);
    assert_eq!(String::from_utf8_lossy(&bytes), text);
    assert_eq!(body.audience(), Audience::Officers(vec![officer]));
    assert!(!body.is_coarse());
    assert_eq!(ServerBody::parse("officer_role_changed", 1, &bytes), Ok(body));
}

#[test]
fn a_welfare_task_hides_its_kind_and_comes_back_with_it() {
    let task = WelfareTask {
        id: id(1),
        officer: None,
        team: Some("Outreach North".to_owned()),
        place: Some("TQ 757 683".to_owned()),
        what: "Offer a bed".to_owned(),
        due: date(2026, 11, 3),
        from_record: id(2),
        review: None,
    };
    let body = ServerBody::WelfareTask(task);
    let audience =
        AreaAudience { team: Some("Outreach North".to_owned()), ..AreaAudience::of(Area::Welfare) };
    assert_eq!((body.is_coarse(), body.audience()), (true, Audience::Area(audience)));
    assert_eq!(ServerBody::parse(COARSE_KIND, 1, &body.to_bytes().unwrap()), Ok(body));
    assert_eq!(ServerBody::parse(COARSE_KIND, 1, b"{}"), Err(BodyError::Malformed));
}

#[test]
fn an_end_that_was_stated_stays_at_the_desk() {
    let end = PatrolEndStated { notebook: id(1), patrol: id(2), at: 0, by: id(3), reason: "late".to_owned() };
    assert_eq!(ServerBody::PatrolEndStated(end).audience(), Audience::Desk);
}
