//! What may happen in the model, in any order.

use beatbook_domain::records::notice::young::{ToldHow, ToldWhom};
use beatbook_domain::register::{
    Act, Answer, AppealOutcome, CourtOutcome, NfaReason, OutOfCourt, Verdict, VoidReason, WithdrawReason,
};
use proptest::prelude::*;

use super::FIRST_DAY;

#[derive(Debug, Clone, Copy)]
pub enum Crash {
    No,
    BeforeCommit,
    BeforeNoting,
}

#[derive(Debug, Clone)]
pub enum Action {
    Issue(usize, Crash),
    IssueMany(usize),
    /// On the phone: unsure, so no number yet.
    Draft(usize),
    /// On the phone: void, withdrawn, or a draft that becomes nothing.
    End(usize, usize, bool),
    /// At the desk: a draft becomes nothing.
    DropDraft(usize),
    Sync(usize),
    Backup(usize),
    Restore(usize, usize),
    Copy(usize),
    ServerBackup,
    ServerRestore(usize),
    Post(usize),
    Decide(usize, Act, bool),
    Pay(usize, i64, i32),
    NextDays(i32),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop::sample::select(vec![
        Act::Void { reason: VoidReason::Duplicate },
        Act::Withdraw { reason: WithdrawReason::Policy, told: Some(FIRST_DAY) },
        Act::Nfa { reason: NfaReason::PublicInterest },
        Act::Reopen,
        Act::Investigate,
        Act::Refer,
        Act::ToLegal,
        Act::ToCourt,
        Act::OutOfCourt { how: OutOfCourt::Agreement },
        Act::Refunded { pence: 2_500 },
        Act::Refunded { pence: 10_000 },
        Act::ReviewRequired { until: FIRST_DAY },
        Act::ReviewConfirmed,
        Act::Appealed { lodged: FIRST_DAY, late_allowed: true },
        Act::AppealDecided { decided: FIRST_DAY, outcome: AppealOutcome::Quashed },
        Act::Complied,
        Act::Breached { seen: FIRST_DAY },
        Act::Discharged,
        Act::Prosecuted {
            outcome: CourtOutcome {
                verdict: Verdict::GuiltyPlea,
                decided: FIRST_DAY,
                fine: 20_000,
                costs: 8_500,
                surcharge: 8_000,
            },
        },
        Act::LegalTaskDone,
        Act::Represented { received: FIRST_DAY },
        Act::RepresentationsAnswered { answered: FIRST_DAY, answer: Answer::Accepted },
        Act::YoungTold { whom: ToldWhom::Guardian, how: ToldHow::Letter, told: FIRST_DAY },
    ])
}

pub fn any_action() -> impl Strategy<Value = Action> {
    let any = 0usize..1_000;
    let crash = prop::sample::select(vec![Crash::No, Crash::No, Crash::BeforeCommit, Crash::BeforeNoting]);
    prop_oneof![
        6 => (any.clone(), crash).prop_map(|(phone, crash)| Action::Issue(phone, crash)),
        2 => any.clone().prop_map(Action::IssueMany),
        4 => any.clone().prop_map(Action::Draft),
        5 => (any.clone(), any.clone(), prop::bool::ANY)
            .prop_map(|(phone, which, withdrawn)| Action::End(phone, which, withdrawn)),
        2 => any.clone().prop_map(Action::DropDraft),
        6 => any.clone().prop_map(Action::Sync),
        2 => any.clone().prop_map(Action::Backup),
        2 => (any.clone(), any.clone()).prop_map(|(phone, which)| Action::Restore(phone, which)),
        1 => any.clone().prop_map(Action::Copy),
        1 => Just(Action::ServerBackup),
        1 => any.clone().prop_map(Action::ServerRestore),
        4 => prop_oneof![3 => 1..4usize, 1 => 90..110usize].prop_map(Action::Post),
        4 => (any.clone(), any_act(), prop::bool::weighted(0.7))
            .prop_map(|(notice, act, checked)| Action::Decide(notice, act, checked)),
        3 => (any, prop::sample::select(vec![2_500i64, 7_500, 10_000]), 0..60i32)
            .prop_map(|(notice, pence, days)| Action::Pay(notice, pence, days)),
        2 => (1..40i32).prop_map(Action::NextDays),
    ]
}
