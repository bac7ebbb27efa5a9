//! Roles are granted and ended by the day, and an officer without one can work.

use beatbook_domain::access::{AccessTable, Area, Level, Role, RoleRefusal, RoleTerm, Roles};
use jiff::civil::{Date, date};

fn term(role: Role, from: Date, until: Option<Date>) -> RoleTerm {
    RoleTerm { role, from, until }
}

fn held(roles: &Roles, day: Date) -> Vec<Role> {
    roles.on(day).collect()
}

/// The levels of an officer's only row.
fn levels(roles: &Roles, day: Date) -> [Level; 6] {
    let access = AccessTable::shipped().access(roles, day);
    Area::ALL.map(|area| {
        let mut levels = access.levels(area);
        let level = levels.next().unwrap();
        assert_eq!(levels.next(), None);
        level
    })
}

#[test]
fn a_role_holds_from_its_first_day_to_its_last() {
    let (first, last) = (date(2026, 3, 1), date(2026, 3, 31));
    let roles = Roles::default().grant(term(Role::CountVolunteer, first, Some(last))).unwrap();
    assert_eq!(held(&roles, date(2026, 2, 28)), []);
    assert_eq!(held(&roles, first), [Role::CountVolunteer]);
    assert_eq!(held(&roles, last), [Role::CountVolunteer]);
    assert_eq!(held(&roles, date(2026, 4, 1)), []);
}

#[test]
fn that_a_role_is_over_is_known_for_as_many_days_as_asked_and_not_of_one_that_is_held_again() {
    let over = term(Role::SafeguardingLead, date(2026, 3, 1), Some(date(2026, 3, 31)));
    let roles = Roles::default().grant(over).unwrap();
    let roles = roles.grant(term(Role::Constable, date(2026, 1, 1), None)).unwrap();
    let lately = |roles: &Roles, day| roles.lately_over(day, 7).collect::<Vec<_>>();
    assert_eq!(lately(&roles, date(2026, 3, 31)), [], "its last day is its own");
    assert_eq!(lately(&roles, date(2026, 4, 1)), [over]);
    assert_eq!(lately(&roles, date(2026, 4, 7)), [over]);
    assert_eq!(lately(&roles, date(2026, 4, 8)), []);
    let again = roles.grant(term(Role::SafeguardingLead, date(2026, 4, 3), None)).unwrap();
    assert_eq!(lately(&again, date(2026, 4, 2)), [over]);
    assert_eq!(lately(&again, date(2026, 4, 3)), []);
}

#[test]
fn a_role_is_not_granted_twice_for_one_day_but_again_for_another() {
    let march = term(Role::Navigator, date(2026, 3, 1), Some(date(2026, 3, 31)));
    let roles = Roles::default().grant(march).unwrap();
    for again in
        [march, term(Role::Navigator, date(2026, 3, 31), None), term(Role::Navigator, date(2026, 1, 1), None)]
    {
        assert_eq!(roles.grant(again), Err(RoleRefusal::Held));
    }
    let backwards = term(Role::Navigator, date(2026, 5, 2), Some(date(2026, 5, 1)));
    assert_eq!(roles.grant(backwards), Err(RoleRefusal::EndsBeforeBegin));
    let roles = roles.grant(term(Role::Navigator, date(2026, 4, 1), None)).unwrap();
    let roles = roles.grant(term(Role::OutreachWorker, date(2026, 3, 15), None)).unwrap();
    assert_eq!(held(&roles, date(2026, 3, 20)), [Role::OutreachWorker, Role::Navigator]);
    let read: Roles = serde_json::from_str(&serde_json::to_string(&roles).unwrap()).unwrap();
    assert_eq!(read, roles);
}

#[test]
fn a_role_that_is_ended_keeps_its_past_and_one_that_never_began_has_none() {
    let today = date(2026, 5, 20);
    let yesterday = date(2026, 5, 19);
    let roles = Roles::default().grant(term(Role::OutreachWorker, date(2026, 1, 1), None)).unwrap();
    let ended = roles.end(Role::OutreachWorker, yesterday).unwrap();
    assert_eq!(held(&ended, today), []);
    assert_eq!(held(&ended, yesterday), [Role::OutreachWorker]);
    assert_eq!(ended.end(Role::OutreachWorker, yesterday), Err(RoleRefusal::NotHeld));
    assert_eq!(roles.end(Role::Legal, yesterday), Err(RoleRefusal::NotHeld));
    // Granted by mistake this morning, taken back at once.
    let mistaken = roles.grant(term(Role::Legal, today, None)).unwrap();
    assert_eq!(mistaken.end(Role::Legal, yesterday), Ok(roles));
}

#[test]
fn an_officer_without_a_role_yet_has_their_own_records_and_reads_nothing_of_others() {
    let day = date(2026, 5, 20);
    let yet = [Level::Own, Level::Own, Level::Writes, Level::Writes, Level::Writes, Level::None];
    assert_eq!(levels(&Roles::default(), day), yet);
    let next_year = Roles::default().grant(term(Role::OutreachWorker, date(2027, 1, 1), None)).unwrap();
    assert_eq!(levels(&next_year, day), yet);
}

#[test]
fn an_officer_whose_roles_are_over_does_not_read_more_than_before() {
    let (first, last) = (date(2026, 1, 1), date(2026, 4, 30));
    let contract = Roles::default().grant(term(Role::Contractor, first, Some(last))).unwrap();
    let over = [Level::Own, Level::Own, Level::Writes, Level::Writes, Level::Writes, Level::None];
    assert_eq!(levels(&contract, date(2026, 5, 1)), over);
    assert_eq!(levels(&contract, last)[1], Level::Own);
    // Whoever has another role is judged by that one.
    let hired = contract.grant(term(Role::AnimalControl, last, None)).unwrap();
    assert_eq!(levels(&hired, date(2026, 5, 1))[1], Level::Authority);
}
