//! Which bodies of the server's journal go to which officer's phone, and when all has to be read again.

use beatbook_domain::access::{
    AccessTable, Area, AreaAudience, Audience, ExistenceAudience, Level, Reader, Role, RoleTerm, Roles,
};
use beatbook_protocol::id::Id;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 1);

fn id(n: u8) -> Id {
    Id::v7(u64::from(n), [n; 10])
}

fn reader(officer: u8, team: &str, held: &[Role]) -> Reader {
    let term = |role| RoleTerm { role, from: date(2026, 1, 1), until: None };
    let roles = held.iter().fold(Roles::default(), |roles, role| roles.grant(term(*role)).unwrap());
    Reader::officer(id(officer), team.to_owned(), AccessTable::shipped().access(&roles, TODAY), TODAY)
}

fn welfare(officer: Option<u8>, team: Option<&str>) -> Audience {
    let area = Area::Welfare;
    Audience::Area(AreaAudience { area, officer: officer.map(id), team: team.map(str::to_owned) })
}

#[test]
fn a_welfare_body_goes_to_whom_it_is_addressed_and_to_nobody_else() {
    let mine = reader(1, "Outreach North", &[Role::OutreachWorker]);
    let colleague = reader(2, "Outreach North", &[Role::Navigator]);
    let elsewhere = reader(3, "Outreach South", &[Role::OutreachWorker]);
    let coordinator = reader(4, "Housing", &[Role::RoughSleepingCoordinator]);
    let to_team = welfare(None, Some("Outreach North"));
    let to_me = welfare(Some(1), None);
    let to_all = welfare(None, None);
    let reads =
        |audience: &Audience| [&mine, &colleague, &elsewhere, &coordinator].map(|one| one.may_read(audience));
    // Whoever answers for the service reads its records at a desk, and not the exact places of another team's tasks.
    assert_eq!(reads(&to_team), [true, true, false, false]);
    assert_eq!(reads(&to_me), [true, false, false, false]);
    assert_eq!(reads(&to_all), [true; 4]);
}

#[test]
fn being_addressed_gives_nobody_a_role() {
    let others = [
        vec![],
        vec![Role::Constable],
        vec![Role::PoliceSupervisor, Role::CommunitySafetyManager],
        vec![Role::Contractor],
        vec![Role::CountVolunteer],
        vec![Role::SafeguardingLead],
        vec![Role::Analyst],
        vec![Role::Legal],
        vec![Role::DataProtectionOfficer],
        vec![Role::SystemAdministrator],
    ];
    for held in others {
        let officer = reader(1, "Centre", &held);
        for audience in [welfare(Some(1), Some("Centre")), welfare(None, Some("Centre")), welfare(None, None)]
        {
            assert!(!officer.may_read(&audience), "{held:?}");
        }
    }
    assert!(reader(1, "St Mungo", &[Role::CommissionedPartner]).may_read(&welfare(Some(1), None)));
}

#[test]
fn what_is_for_everyone_for_some_and_for_the_desk() {
    let (officer, nobody) = (reader(1, "Centre", &[]), Reader::nobody());
    let (some, others) = (Audience::Officers(vec![id(1), id(2)]), Audience::Officers(vec![id(2)]));
    assert!(officer.may_read(&Audience::Everyone) && nobody.may_read(&Audience::Everyone));
    assert!(officer.may_read(&some) && !officer.may_read(&others) && !nobody.may_read(&some));
    let team = |team: &str| Audience::Team(team.to_owned());
    assert!(
        officer.may_read(&team("Centre"))
            && !officer.may_read(&team("South"))
            && !nobody.may_read(&team("Centre"))
    );
    assert!(!officer.may_read(&Audience::Desk) && !nobody.may_read(&welfare(None, None)));
}

#[test]
fn the_scope_changes_exactly_when_something_else_may_be_read() {
    let outreach = reader(1, "North", &[Role::OutreachWorker]);
    // Two roles that read the same, and one more that adds nothing.
    assert_eq!(outreach.scope(), reader(1, "North", &[Role::Navigator]).scope());
    assert_eq!(outreach.scope(), reader(1, "North", &[Role::OutreachWorker, Role::CountVolunteer]).scope());
    assert_ne!(
        outreach.scope(),
        reader(1, "South", &[Role::OutreachWorker]).scope(),
        "another team's bodies"
    );
    let constable = reader(1, "North", &[Role::Constable]);
    assert_eq!(constable.scope(), reader(1, "North", &[Role::Pcso]).scope());
    assert_ne!(constable.scope(), reader(1, "South", &[Role::Pcso]).scope(), "another team's tasks");
    assert_eq!(
        reader(1, "North", &[Role::CountVolunteer, Role::Analyst]).scope(),
        reader(1, "North", &[Role::Analyst]).scope(),
        "a role that reads nothing more sends nothing again"
    );
    assert_ne!(constable.scope(), reader(1, "North", &[]).scope(), "who may know that there is something");
    let all = [
        outreach,
        constable,
        reader(1, "North", &[Role::RoughSleepingCoordinator]),
        reader(1, "North", &[Role::Analyst]),
        Reader::nobody(),
    ];
    for (n, one) in all.iter().enumerate() {
        assert!(all[..n].iter().all(|other| other.scope() != one.scope()));
    }
}

#[test]
fn what_becomes_of_a_notice_goes_to_whoever_gave_it_if_the_table_lets_them_read_their_own() {
    let of = |officer| {
        let area = Area::Enforcement;
        Audience::Area(AreaAudience { area, officer: Some(id(officer)), team: None })
    };
    for role in Role::ALL {
        let officer = reader(1, "Centre", &[role]);
        let level = AccessTable::shipped().level(role, Area::Enforcement);
        let own = matches!(level, Level::Own | Level::Authority);
        assert_eq!(officer.may_read(&of(1)), own, "{role:?}: {level:?}");
        assert!(!officer.may_read(&of(2)), "{role:?}: another officer's");
        // The index of notices given before is for those who read what others enforce.
        let all = Audience::Area(AreaAudience::of(Area::Enforcement));
        assert_eq!(officer.may_read(&all), level == Level::Authority, "{role:?}: {level:?}");
    }
}

#[test]
fn that_there_is_something_goes_to_whom_the_table_lets_know_it_until_it_is_over() {
    let until = |until| Audience::Existence(ExistenceAudience { area: Area::Welfare, until });
    let (today, over) = (until(TODAY), until(date(2026, 4, 30)));
    for role in Role::ALL {
        let officer = reader(1, "Centre", &[role]);
        let level = AccessTable::shipped().level(role, Area::Welfare);
        let knows =
            matches!(level, Level::Existence | Level::WritesThenExistence | Level::Team | Level::Authority);
        assert_eq!(officer.may_read(&today), knows, "{role:?}: {level:?}");
        assert!(!officer.may_read(&over), "{role:?}");
    }
    assert!(!reader(1, "Centre", &[]).may_read(&today) && !Reader::nobody().may_read(&today));
}

#[test]
fn an_audience_is_kept_in_words() {
    for (audience, text) in [
        (Audience::Everyone, "\"everyone\"".to_owned()),
        (Audience::Desk, "\"desk\"".to_owned()),
        (welfare(None, Some("North")), r#"{"area":{"area":"welfare","team":"North"}}"#.to_owned()),
        (
            Audience::Existence(ExistenceAudience { area: Area::Welfare, until: TODAY }),
            r#"{"existence":{"area":"welfare","until":"2026-05-01"}}"#.to_owned(),
        ),
        (Audience::Officers(vec![id(7)]), format!(r#"{{"officers":["{}"]}}"#, id(7))),
    ] {
        assert_eq!(serde_json::to_string(&audience).unwrap(), text);
        assert_eq!(serde_json::from_str::<Audience>(&text).unwrap(), audience);
    }
}

#[test]
fn what_is_for_those_who_read_a_whole_area_goes_to_no_team_and_what_is_over_to_nobody() {
    let whole = Audience::Whole(Area::Welfare);
    for role in Role::ALL {
        let officer = reader(1, "Centre", &[role]);
        let level = AccessTable::shipped().level(role, Area::Welfare);
        assert_eq!(officer.may_read(&whole), level == Level::Authority, "{role:?}: {level:?}");
        assert!(!officer.may_read(&whole.clone().until(date(2026, 4, 30))), "{role:?}: over");
        assert_eq!(officer.may_read(&whole.clone().until(TODAY)), level == Level::Authority, "{role:?}");
    }
    let team = Audience::Team("Centre".to_owned());
    let constable = reader(1, "Centre", &[Role::Constable]);
    assert!(constable.may_read(&team.clone().until(TODAY)));
    assert!(!constable.may_read(&team.clone().until(date(2026, 4, 30))));
    assert!(!Reader::nobody().may_read(&Audience::Everyone.until(TODAY)), "for officers only");
    let either = Audience::Either(vec![Audience::Desk, team]);
    assert!(constable.may_read(&either) && !Reader::nobody().may_read(&either));
    assert!(!reader(2, "North", &[Role::Constable]).may_read(&either));
    assert_eq!(serde_json::to_string(&either).unwrap(), r#"{"either":["desk",{"team":"Centre"}]}"#);
    let text = r#"{"until":{"until":"2026-05-01","whom":{"whole":"welfare"}}}"#;
    assert_eq!(serde_json::to_string(&whole.clone().until(TODAY)).unwrap(), text);
    assert_eq!(serde_json::from_str::<Audience>(text).unwrap(), whole.until(TODAY));
}
