//! Two plans of one night: the zones both count, and officers who would be in two places.

use beatbook_domain::counts::plan::CountPlan;

use super::support::{COORDINATOR, id, lead, member, plan};

fn other() -> CountPlan {
    CountPlan { id: id(210), ..plan() }
}

#[test]
fn a_zone_is_counted_again_where_another_plan_of_the_night_has_it() {
    let mut half = other();
    half.sectors.retain(|sector| sector.code == "strood");
    assert_eq!(plan().zones_again(&half).into_iter().collect::<Vec<_>>(), ["ward-strood"]);
    // What a sector is called says nothing; where it lies does.
    half.sectors[0].code = "chatham".to_owned();
    assert_eq!(half.zones_again(&plan()).len(), 1);
    half.night = "2025-11-21".parse().unwrap();
    assert!(plan().zones_again(&half).is_empty());
    // A sector without a zone is another fault.
    let mut nowhere = other();
    nowhere.sectors.iter_mut().for_each(|sector| sector.zone.clear());
    assert!(nowhere.zones_again(&nowhere.clone()).is_empty());
}

#[test]
fn nobody_is_on_two_teams_of_a_plan() {
    assert!(plan().on_several_teams().is_empty());
    let mut twice = plan();
    // Who leads and is listed as a member, too, is on one team.
    twice.teams[0].members.insert(lead(1));
    twice.teams[3].members.insert(lead(1));
    twice.teams[4].leads.insert(lead(1));
    let several = twice.on_several_teams();
    assert_eq!(several.into_iter().collect::<Vec<_>>(), [(lead(1), vec!["1", "4", "5"])]);
}

#[test]
fn nobody_is_on_two_counts_at_the_same_time() {
    let (first, mut second) = (plan(), other());
    second.teams.truncate(1);
    second.teams[0].code = "9".to_owned();
    second.teams[0].leads = [COORDINATOR].into();
    let also = second.also_on(&first);
    assert_eq!(also.keys().copied().collect::<Vec<_>>(), [member(1)]);
    assert_eq!(also[&member(1)].map(|team| team.code.as_str()), ["9", "1"]);
    // One count ends when the other begins.
    let mut early = first;
    early.to = "02:00".parse().unwrap();
    second.from = early.to;
    assert!(second.also_on(&early).is_empty() && early.also_on(&second).is_empty());
}
