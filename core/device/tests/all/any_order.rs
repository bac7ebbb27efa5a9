//! Any calls in any order: none panics, the chain always verifies, and what is read again is what was live.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::support;

use std::collections::BTreeSet;

use beatbook_device::{
    AskWhere, Beatbook, BeginWelfare, NoticeAsked, NoticeNews, NoticeOutcome, PatrolChange, SignOn,
    WelfareNews,
};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::presence::TravelMode;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::{Duty, TallyKind};
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::{Subject, WelfareAbout, WelfareResult};
use beatbook_domain::welfare::consent::{Answer, Capacity, Consent, ConsentMethod};
use beatbook_domain::welfare::risk::RiskAssessment;
use beatbook_protocol::entry::BootId;
use proptest::prelude::*;
use support::{MINUTE, Phone};

use crate::numbers::{left, supplied, try_encounter, warning};

#[derive(Debug, Clone)]
enum Call {
    SignOn(bool),
    Walk(i64),
    Repeat,
    Change(TravelMode),
    Abstract,
    Back,
    Tally(i32),
    Note(String),
    Annotate,
    SignOff(i64),
    CloseForgotten,
    Erase(u64),
    Wait(i64),
    Restart(u64),
    SetWall(i64),
    Reopen,
    Pause,
    Rebuild,
    Welfare,
    Care(u8),
    Meet,
    Issue,
    Spoil,
    Draft,
    End(u8),
    Sync,
}

fn any_call() -> impl Strategy<Value = Call> {
    prop_oneof![
        2 => any::<bool>().prop_map(Call::SignOn),
        6 => (5_i64..900).prop_map(Call::Walk),
        1 => Just(Call::Repeat),
        1 => prop_oneof![Just(TravelMode::Foot), Just(TravelMode::Cycle), Just(TravelMode::Vehicle)].prop_map(Call::Change),
        1 => Just(Call::Abstract),
        1 => Just(Call::Back),
        1 => (-3_i32..5).prop_map(Call::Tally),
        1 => ".{0,40}".prop_map(Call::Note),
        1 => Just(Call::Annotate),
        2 => (0_i64..300).prop_map(Call::SignOff),
        1 => Just(Call::CloseForgotten),
        1 => (0_u64..12).prop_map(Call::Erase),
        1 => (0_i64..200).prop_map(Call::Wait),
        1 => (2_u64..5).prop_map(Call::Restart),
        1 => any::<i64>().prop_map(|wall| Call::SetWall(wall >> 12)),
        2 => Just(Call::Reopen),
        1 => Just(Call::Pause),
        1 => Just(Call::Rebuild),
        1 => Just(Call::Welfare),
        2 => any::<u8>().prop_map(Call::Care),
        1 => Just(Call::Meet),
        4 => Just(Call::Issue),
        1 => Just(Call::Spoil),
        1 => Just(Call::Draft),
        2 => any::<u8>().prop_map(Call::End),
        1 => Just(Call::Sync),
    ]
}

struct Story {
    phone: Phone,
    book: Option<Beatbook>,
    last: Vec<beatbook_domain::fix::RawFix>,
    /// Numbers on paper that was handed out.
    given: Vec<NoticeNumber>,
}

impl Story {
    fn book(&self) -> &Beatbook {
        self.book.as_ref().unwrap()
    }

    fn call(&mut self, call: &Call) {
        // Refusals are answers, too: what matters is what holds afterwards.
        match call {
            Call::SignOn(welfare) => {
                let duty = if *welfare { Duty::Outreach } else { Duty::TaskedCore };
                let _ = self.book().sign_on(SignOn { duty, ..SignOn::tasked() });
            }
            Call::Walk(seconds) => {
                self.last = self.phone.walk(*seconds);
                let _ = self.book().record_fixes(&self.last);
            }
            Call::Repeat => drop(self.book().record_fixes(&self.last)),
            Call::Change(mode) => {
                let _ =
                    self.book().change_patrol(PatrolChange { mode: Some(*mode), ..PatrolChange::default() });
            }
            Call::Abstract => drop(self.book().start_abstraction("scene control", "inspector")),
            Call::Back => drop(self.book().end_abstraction()),
            Call::Tally(add) => drop(self.book().tally([(TallyKind::VehicleStop, *add)].into())),
            Call::Note(text) => drop(self.book().note(text, Basis::Fact)),
            Call::Annotate => {
                let newest = self.book().patrols(1).unwrap().pop();
                let _ = newest.map(|patrol| self.book().annotate(patrol.record, "as told"));
            }
            Call::SignOff(seconds) => {
                let walk = self.phone.walk(*seconds);
                let _ = self.book().sign_off(&walk);
            }
            Call::CloseForgotten => drop(self.book().close_forgotten("forgot")),
            Call::Erase(seq) => drop(self.book().erase(*seq, "request")),
            Call::Wait(minutes) => self.phone.platform.advance(minutes * MINUTE),
            Call::Restart(boot) => self.phone.platform.restart(BootId(*boot)),
            Call::SetWall(wall) => self.phone.platform.set_wall(*wall),
            Call::Reopen => {
                let id = self.book().notebook();
                self.book = None;
                self.book = Some(self.phone.open(id).unwrap());
            }
            Call::Pause => {
                self.book().pause().unwrap();
                self.book().resume().unwrap();
            }
            Call::Rebuild => self.book().rebuild().unwrap(),
            Call::Welfare => {
                let about = WelfareAbout::Check(Subject::Tent);
                let begin = BeginWelfare { about, place: AskWhere::Newest, address: None, joint: None };
                let _ = self.book().begin_welfare(begin);
            }
            Call::Care(kind) => {
                let newest = self.book().welfare_records(1).unwrap().pop();
                let _ = newest.map(|view| self.book().tell_welfare(view.record, vec![care(*kind)]));
            }
            Call::Meet => drop(try_encounter(self.book())),
            Call::Issue => {
                let issued =
                    try_encounter(self.book()).and_then(|met| self.book().issue_notice(&warning(met)));
                if let Ok(NoticeOutcome::Issued { number, .. }) = issued {
                    self.given.push(NoticeNumber::parse(&number).unwrap());
                }
            }
            Call::Spoil => {
                let long = |met| NoticeAsked { place: "x".repeat(70_000), ..warning(met) };
                let spoilt = try_encounter(self.book()).map(|met| self.book().issue_notice(&long(met)));
                assert!(!matches!(spoilt, Ok(Ok(_))), "nobody can read that place");
            }
            Call::Draft => {
                let _ = try_encounter(self.book()).map(|met| self.book().draft_notice(&warning(met)));
            }
            Call::End(how) => {
                let notices = self.book().notices(100).unwrap();
                let which = notices.get(usize::from(how >> 2) % notices.len().max(1));
                let _ = which.map(|view| self.book().tell_notice(view.record, end(*how)));
            }
            Call::Sync => drop(self.book().sync()),
        }
    }

    /// Everything an officer sees, as it is told.
    fn seen(&self) -> String {
        let book = self.book();
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            book.status().unwrap(),
            book.patrols(100).unwrap(),
            book.notes(None, 100).unwrap(),
            book.welfare_records(100).unwrap(),
            book.encounters(100).unwrap(),
            book.notices(100).unwrap(),
            book.notice_numbers_left().unwrap()
        )
    }
}

/// What becomes of a notice, allowed or not.
fn end(how: u8) -> NoticeNews {
    let reason = "duplicate".to_owned();
    match how % 4 {
        0 => NoticeNews::Voided { reason },
        1 => NoticeNews::Withdrawn { reason, told: String::new(), told_on: None },
        2 => NoticeNews::Dropped { reason },
        _ => {
            NoticeNews::Amended { field: "conduct.place".to_owned(), text: "By the lift".to_owned(), reason }
        }
    }
}

/// Some step of care, allowed or not.
fn care(kind: u8) -> WelfareNews {
    let step = |step| WelfareNews::Step { person: (kind & 8 == 0).then_some(1), time: None, step };
    let (wording, method) = ("1".to_owned(), ConsentMethod::Spoken);
    let answer = [Answer::Given, Answer::Declined, Answer::Withdrawn][usize::from(kind >> 4) % 3];
    let capacity = [Capacity::Yes, Capacity::Doubt][usize::from(kind >> 7)];
    match kind % 8 {
        0 | 1 => WelfareNews::Person { person: 1, known: Box::default() },
        2 => step(CareStep::Danger { immediate: kind & 16 == 0, called: None, text: None }),
        3 | 4 => step(CareStep::Consent(Consent { answer, capacity, wording, method })),
        5 => step(CareStep::Referral { to: "team".to_owned(), sent: "a bed".to_owned() }),
        6 if kind & 32 == 0 => step(CareStep::Risk(RiskAssessment::default())),
        6 => step(CareStep::Note { text: "seen".to_owned(), basis: Basis::Fact }),
        _ => WelfareNews::Closed { result: WelfareResult::Advice, text: None },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_calls_keeps_the_notebook_whole(calls in proptest::collection::vec(any_call(), 1..40)) {
        let (phone, book, _keeper, _server) = supplied();
        let mut story = Story { phone, book: Some(book), last: Vec::new(), given: Vec::new() };
        for call in &calls {
            story.call(call);
        }
        let found = story.book().verify().unwrap();
        prop_assert!(found.is_sound(), "{:?}", found);
        let live = story.seen();
        story.book().rebuild().unwrap();
        story.call(&Call::Reopen);
        let again = story.seen();
        prop_assert_eq!(live, again);
        // No number twice, and each of the block is on a notice or left: nothing was torn here.
        let numbers: BTreeSet<u32> = story.given.iter().map(NoticeNumber::serial).collect();
        let given = u32::try_from(story.given.len()).unwrap();
        prop_assert_eq!((numbers.len(), numbers.last().copied().unwrap_or(0)), (story.given.len(), given));
        prop_assert_eq!(left(story.book()), 200 - given);
    }
}
