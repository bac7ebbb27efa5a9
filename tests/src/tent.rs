//! A tent that is likely to harm whoever lives in it, as an officer tells of it.

use beatbook_device::{AskWhere, BeginWelfare, NoteTent, RemoveTent, TentNews, WelfareNews};
use beatbook_domain::records::tent::{Belonging, BelongingKind, KeptWhere, TentGround, TentPower};
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::risk::RiskAssessment;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;

use crate::phone::Phone;

/// Where it stands, for the own team alone.
pub const PLACE: &str = "Behind the bandstand";
/// Where the notice was left, which tells the same.
pub const NOTICE: &str = "On the tree behind the bandstand";
/// What only who reads welfare may read.
pub const CARED: &str = "Has a cough that does not go";

/// It was found where the phone is.
#[must_use]
pub fn note() -> NoteTent {
    NoteTent { land: PLACE.to_owned(), ground: TentGround::HarmToDweller, place: AskWhere::Newest }
}

/// A welfare check of whoever lives in it, complete.
pub fn cared_for(phone: &Phone) -> Id {
    let known = PersonSeen {
        state: Some(SleepingState::BeddedDown),
        needs: Some(CARED.to_owned()),
        ..PersonSeen::default()
    };
    cared_for_all(phone, vec![WelfareNews::Person { person: 1, known: Box::new(known) }])
}

/// The same of these people.
pub fn cared_for_all(phone: &Phone, people: Vec<WelfareNews>) -> Id {
    let about = WelfareAbout::Check(Subject::Tent);
    let begin = BeginWelfare { about, place: AskWhere::Newest, address: None, joint: None };
    let check = phone.book().begin_welfare(begin).unwrap();
    let danger = CareStep::Danger { immediate: false, called: None, text: None };
    let first = [danger, CareStep::Risk(RiskAssessment::default())];
    let first = first.map(|step| WelfareNews::Step { person: None, time: None, step });
    let closed = WelfareNews::Closed { result: WelfareResult::Advice, text: None };
    let news = first.into_iter().chain(people).chain([closed]);
    phone.book().tell_welfare(check, news.collect()).unwrap();
    check
}

/// It was moved with two things in it.
#[must_use]
pub fn removed() -> TentNews {
    let thing = |kind, what: &str| Belonging { kind, what: what.to_owned(), photo: None };
    TentNews::Removed(Box::new(RemoveTent {
        power: TentPower::Voluntary,
        reference: None,
        occupant_present: false,
        belongings: vec![
            thing(BelongingKind::Tent, "Green two-man tent"),
            thing(BelongingKind::Papers, "An envelope with papers"),
        ],
        kept: KeptWhere::Stored { place: "Depot, bay 4".to_owned() },
        notice_left: Some(NOTICE.to_owned()),
        contact: "01634 000000".to_owned(),
    }))
}
