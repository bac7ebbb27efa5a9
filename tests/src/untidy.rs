//! An untidy front garden: a warning, a notice and what they say (ASBCPA 2014 s43).

#![allow(missing_docs, reason = "each name says what happens in the story")]

use beatbook_device::{
    BeginEncounter, CpnAsked, CpwAsked, EncounterNews, NoticeAbout, NoticeAsked, PremisesAsked,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::notice::content::{Detriment, Observation, Requirement, RequirementKind};
use beatbook_protocol::id::Id;

use crate::beat::{adult, asked, saw};
use crate::phone::Phone;

pub const POWERS: [&str; 3] = ["cpw", "cpn", "s52_fpn"];
pub const ENQUIRIES: &str = "Land Registry, the neighbours at 25 and 29.";
pub const PLACE: &str = "27 Example Road, Chatham, front garden";
pub const PARTICULARS: &str =
    "Bags of household waste in the front garden, torn open by foxes, rats seen twice.";

/// Somebody at the door of their house.
pub fn at_the_door(phone: &Phone) -> Id {
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let known = adult("Sam Example");
    phone.book().tell_encounter(encounter, vec![EncounterNews::Person { person: 1, known }]).unwrap();
    saw(phone, encounter, "untidy_land", "Torn bags and rats.");
    encounter
}

pub fn detriment() -> Detriment {
    Detriment {
        conduct: "untidy_land".to_owned(),
        effect: "Neighbours keep their windows shut because of smell and rats.".to_owned(),
        persistent: "Every week since June.".to_owned(),
        unreasonable: "Bins were given and are collected weekly.".to_owned(),
    }
}

pub fn requirements() -> Vec<Requirement> {
    let text = "Leave no waste in the garden.".to_owned();
    vec![Requirement { kind: RequirementKind::Stop, text, by: None }]
}

pub fn today(phone: &Phone) -> jiff::civil::Date {
    use beatbook_device::Platform as _;
    local_date(phone.platform.now().unwrap().wall).unwrap()
}

pub fn warning(phone: &Phone, encounter: Id, premises: Option<PremisesAsked>) -> NoticeAsked {
    let allowed_until = days_following(today(phone), 3).unwrap();
    let about = NoticeAbout::Cpw(CpwAsked {
        detriment: detriment(),
        requirements: requirements(),
        allowed_until,
        enquiries: premises.is_some().then(|| ENQUIRIES.to_owned()),
        premises,
    });
    asked(encounter, about, PLACE, PARTICULARS)
}

pub fn notice(phone: &Phone, encounter: Id, warning: Option<String>) -> NoticeAsked {
    use beatbook_device::Platform as _;
    let time = phone.platform.now().unwrap().wall - 3_600_000;
    let observations = vec![Observation { time, text: "Four new bags, torn open.".to_owned() }];
    let about = NoticeAbout::Cpn(CpnAsked {
        detriment: detriment(),
        warning,
        observations,
        requirements: requirements(),
        informed: Some("Nobody".to_owned()),
        premises: None,
        enquiries: None,
    });
    asked(encounter, about, PLACE, PARTICULARS)
}
