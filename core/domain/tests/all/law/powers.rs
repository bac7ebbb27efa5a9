//! Powers: held from an authority, by a document, for a time; never by role.

use beatbook_domain::law::powers::{Capacity, NotHeld, OfficerPowers, Power, PowerHeld};
use beatbook_protocol::id::Id;

use super::{day, ew_2014};

fn officer(capacity: Capacity, power: Power, reference: &str, to: Option<&str>) -> OfficerPowers {
    let held = vec![PowerHeld {
        power,
        granted_by: "MDW".to_owned(),
        reference: reference.to_owned(),
        from: day("2025-01-01"),
        to: to.map(day),
    }];
    OfficerPowers { officer: Id::from_bytes([1; 16]), public_id: "CSO 12".to_owned(), capacity, held }
}

fn holds(officer: &OfficerPowers, power: Power, by: &str, on: &str) -> Result<String, NotHeld> {
    officer.holds(&ew_2014(), power, Some(by), day(on)).map(|held| held.reference.clone())
}

#[test]
fn a_power_ends_with_its_last_day() {
    let cso = officer(Capacity::CouncilAuthorised, Power::S68Fpn, "AUTH/7", Some("2025-09-11"));
    assert_eq!(holds(&cso, Power::S68Fpn, "MDW", "2025-09-11"), Ok("AUTH/7".to_owned()));
    assert_eq!(holds(&cso, Power::S68Fpn, "MDW", "2025-09-12"), Err(NotHeld::Expired));
    assert_eq!(holds(&cso, Power::S68Fpn, "MDW", "2024-12-31"), Err(NotHeld::NotYet));
    assert_eq!(
        holds(&cso, Power::S68Fpn, "CAN", "2025-09-11"),
        Err(NotHeld::NotGranted),
        "another council's order"
    );
    assert_eq!(holds(&cso, Power::Cpn, "MDW", "2025-09-11"), Err(NotHeld::NotGranted), "never by role alone");
    let nameless = officer(Capacity::CouncilAuthorised, Power::S68Fpn, " ", None);
    assert_eq!(holds(&nameless, Power::S68Fpn, "MDW", "2025-09-12"), Err(NotHeld::NoReference));
}

#[test]
fn a_constables_powers_come_with_the_office_but_paper_about_vehicles_is_the_employers() {
    let mut pc = officer(Capacity::Constable, Power::S59Vehicles, "Warrant 4417", None);
    pc.held[0].granted_by = "KNT".to_owned();
    pc.held.push(PowerHeld { power: Power::S68Fpn, ..pc.held[0].clone() });
    let on = day("2025-09-11");
    let for_paper = |power, of: &str| pc.holds_for(&ew_2014(), power, of, on).map(|held| held.power);
    assert_eq!(for_paper(Power::S68Fpn, "MDW"), Ok(Power::S68Fpn), "an order is its council's");
    assert_eq!(for_paper(Power::S59Vehicles, "KNT"), Ok(Power::S59Vehicles));
    assert_eq!(for_paper(Power::S59Vehicles, "MDW"), Err(NotHeld::NotGranted));
    assert_eq!(pc.granting_authority(&ew_2014(), Power::S59Vehicles, on), Some("KNT"));
    assert_eq!(pc.granting_authority(&ew_2014(), Power::S59Vehicles, day("2024-12-31")), None);
}

#[test]
fn the_newer_grant_counts_where_the_older_has_ended() {
    let mut cso = officer(Capacity::CouncilAuthorised, Power::S68Fpn, "AUTH/7", Some("2025-09-11"));
    let renewed = PowerHeld {
        reference: "AUTH/8".to_owned(),
        from: day("2025-09-12"),
        to: None,
        ..cso.held[0].clone()
    };
    cso.held.push(renewed);
    assert_eq!(holds(&cso, Power::S68Fpn, "MDW", "2025-09-11"), Ok("AUTH/7".to_owned()));
    assert_eq!(holds(&cso, Power::S68Fpn, "MDW", "2025-09-12"), Ok("AUTH/8".to_owned()));
}

#[test]
fn a_grant_beyond_the_capacity_is_worth_nothing() {
    let set = ew_2014();
    for (capacity, power) in [
        (Capacity::Constable, Power::Epa88Fpn),
        (Capacity::Constable, Power::S77Direction),
        (Capacity::Pcso, Power::Arrest),
        (Capacity::CouncilAuthorised, Power::S59Vehicles),
        (Capacity::CouncilAuthorised, Power::S50Details),
        (Capacity::Contractor, Power::Cpn),
        (Capacity::Contractor, Power::S77Direction),
        (Capacity::Outreach, Power::S68Fpn),
        (Capacity::Volunteer, Power::S68Fpn),
        (Capacity::Partner, Power::S68Fpn),
    ] {
        assert!(!set.may_hold(capacity, power), "{capacity:?} {power:?}");
        let granted = officer(capacity, power, "AUTH/7", None);
        assert_eq!(holds(&granted, power, "MDW", "2025-09-12"), Err(NotHeld::NotForCapacity));
    }
    assert!(set.may_hold(Capacity::Constable, Power::S59Vehicles));
    assert!(set.may_hold(Capacity::CouncilAuthorised, Power::S77Direction));
}
