//! Notices on several phones in any order of encounters, notices, spoilt attempts, voids, drafts, kills, restores and copies, with
//! a network now and then, a desk that decides, posts drafts and takes payments, and a server that is lost and put back: no number
//! is ever in two hands, and the register accounts for each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::NotebookState;
use beatbook_domain::notices::allotment::BlockAccount;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_tests::beat::{assert_adds_up, officer_as, town};
use proptest::prelude::*;

use super::numbers_hands::{Call, Office, Officer, accounts};

/// Phones of a case.
const PHONES: usize = 3;

/// What a desk does with a notice, with the reason it gives.
fn any_settlement() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["void", "withdraw", "nfa", "investigate", "reopen", "refer"])
}

fn any_call() -> impl Strategy<Value = (usize, Call)> {
    let call = prop_oneof![
        1 => Just(Call::Encounter),
        6 => Just(Call::Issue),
        1 => Just(Call::Spoil),
        2 => (0_usize..8).prop_map(Call::Void),
        1 => (0_usize..8).prop_map(Call::Withdraw),
        2 => Just(Call::Draft),
        1 => Just(Call::DropDraft),
        1 => Just(Call::Kill),
        1 => Just(Call::Tear),
        2 => Just(Call::BackUp),
        2 => Just(Call::Restore),
        1 => Just(Call::Copy),
        3 => Just(Call::Sync),
        3 => (any_settlement(), 0_usize..8).prop_map(|(act, which)| Call::Settle(act, which)),
        2 => (prop::sample::select(vec!["100.00", "75.00", "20.00"]), 0_usize..8)
            .prop_map(|(sum, which)| Call::Pay(sum, which)),
        2 => Just(Call::Post),
        1 => Just(Call::BackUpServer),
        1 => Just(Call::RestoreServer),
    ];
    (0..PHONES, call)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn no_number_is_used_twice_and_each_is_accounted_for(calls in prop::collection::vec(any_call(), 10..60)) {
        let force = town();
        let supplied = |code: &str| officer_as(&force, code, "council_authorised", &["epa88_fpn"]);
        let mut officers: Vec<Officer> = ["4711", "4712", "4713"]
            .map(|code| Officer { phone: supplied(code), encounter: None, backup: None, given: Vec::new() })
            .into_iter()
            .collect();
        let mut office = Office::at(force);
        for (phone, call) in calls {
            let given = officers.iter().flat_map(|one| &one.given).map(|(_, number)| number.clone());
            let given: Vec<NoticeNumber> = given.chain(office.posted.iter().cloned()).collect();
            office.catches_up(&officers);
            if !office.call(call, &given) {
                // A refusal is an answer, too: what matters is what holds afterwards.
                let _ = officers[phone].call(call);
            }
        }
        let mut numbers = BTreeSet::new();
        for number in &office.posted {
            prop_assert!(numbers.insert(number.clone()), "{} is in two hands", number);
        }
        for officer in &officers {
            for (_, number) in &officer.given {
                prop_assert!(numbers.insert(number.clone()), "{} is in two hands", number);
            }
        }
        // Everybody meets the server, twice: what the first meeting brings is told at the second.
        for officer in &mut officers {
            let _ = officer.book().sync();
            let _ = officer.book().notice_numbers_left();
            let _ = officer.book().sync();
            officer.goes_on();
        }
        let accounts = accounts(&office.force);
        let mut issued = office.known_to_be_posted();
        for officer in &officers {
            let of = |one: &&BlockAccount| one.notebook == officer.phone.notebook();
            let own: Vec<&BlockAccount> = accounts.iter().filter(of).collect();
            prop_assert!(!own.is_empty());
            issued += own.iter().map(|one| one.issued.len()).sum::<usize>();
            for (_, number) in &officer.given {
                let known = own.iter().any(|one| {
                    let place = one.block.place(number);
                    place.is_some_and(|place| one.issued.contains(&place)) || one.unaccounted().contains(number)
                });
                prop_assert!(known, "nobody knows what became of {}", number);
            }
            if officer.book().status().unwrap().state == NotebookState::Open {
                for one in &own {
                    prop_assert!(one.missing().is_empty(), "{:?}", one.missing());
                }
                let left = officer.book().notice_numbers_left().unwrap();
                let known: u32 = own.iter().map(|one| one.left()).sum();
                prop_assert_eq!(left.iter().map(|one| one.left).sum::<u32>(), known);
            }
        }
        assert_adds_up(&office.force, u32::try_from(issued).unwrap());
    }
}

/// What the cases above leave to the desk is done, not only asked for.
#[test]
fn a_desk_settles_posts_and_takes_money_and_a_server_that_was_put_back_gives_no_number_again() {
    let force = town();
    let phone = officer_as(&force, "4711", "council_authorised", &["epa88_fpn"]);
    let mut officer = Officer { phone, encounter: None, backup: None, given: Vec::new() };
    let mut office = Office::at(force);
    for call in [Call::Issue, Call::Issue, Call::Issue, Call::Draft, Call::Sync] {
        officer.call(call).unwrap();
    }
    let given: Vec<NoticeNumber> = officer.given.iter().map(|(_, number)| number.clone()).collect();
    assert_eq!(given.len(), 3);
    office.catches_up(&[officer]);
    let settled = [
        Call::Settle("investigate", 0),
        Call::Settle("void", 0),
        Call::Settle("withdraw", 1),
        Call::Settle("nfa", 2),
        Call::Settle("reopen", 2),
        Call::Pay("100.00", 2),
    ];
    for (number, call) in (1..).zip(settled) {
        assert!(office.call(call, &given));
        assert_eq!(office.done, number, "{call:?}: {:?}", office.refused);
    }
    assert!(office.call(Call::BackUpServer, &given) && office.call(Call::Post, &given));
    assert!(office.call(Call::RestoreServer, &given) && office.call(Call::Post, &given));
    let [first, again] = &office.posted[..] else { panic!("two: {:?}, {:?}", office.posted, office.refused) };
    assert!(first != again && given.iter().all(|one| one != first && one != again));
    assert_eq!(office.known_to_be_posted(), 1);
    assert_adds_up(&office.force, 4);
}

/// Put back once more after a sync, a phone is behind what the server has: closed by its answer, and nothing proves to the server
/// that this was no late copy of a request. A number from before is unaccounted once the officer goes on.
#[test]
fn a_number_of_a_phone_that_was_put_back_twice_is_unaccounted_once_its_officer_goes_on() {
    let force = town();
    let phone = officer_as(&force, "4711", "council_authorised", &["epa88_fpn"]);
    let mut officer = Officer { phone, encounter: None, backup: None, given: Vec::new() };
    for call in [Call::BackUp, Call::Issue, Call::Restore, Call::Draft, Call::Sync, Call::Restore, Call::Sync]
    {
        officer.call(call).unwrap();
    }
    let [(_, number)] = &officer.given[..] else { panic!("one: {:?}", officer.given) };
    assert_eq!(officer.book().status().unwrap().state, NotebookState::Retired);
    assert!(
        force.command(&["alarms", "--authority", "MDW"]).contains("notebook exists twice"),
        "told at once"
    );
    officer.goes_on();
    let accounts = accounts(&force);
    let mut own = accounts.iter().filter(|one| one.notebook == officer.phone.notebook());
    assert!(own.any(|one| one.unaccounted().contains(number)));
    assert_adds_up(&force, 0);
}

/// Put back to a backup after a sync, a phone goes on with a number; the server has its notice on a further branch.
#[test]
fn a_number_of_a_phone_that_was_put_back_is_issued_and_not_unaccounted_as_well() {
    let force = town();
    let phone = officer_as(&force, "4711", "council_authorised", &["epa88_fpn"]);
    let mut officer = Officer { phone, encounter: None, backup: None, given: Vec::new() };
    for call in [Call::Encounter, Call::Issue, Call::BackUp, Call::Sync, Call::Restore, Call::Issue] {
        officer.call(call).unwrap();
    }
    assert_eq!(officer.given.len(), 2);
    let _ = officer.book().sync();
    let _ = officer.book().sync();
    let accounts = accounts(&force);
    let [account] = &accounts[..] else { panic!("one block: {accounts:?}") };
    assert_eq!(account.issued.len(), 2);
    assert!(officer.given.iter().all(|(_, number)| !account.unaccounted().contains(number)));
    assert_adds_up(&force, 2);
}

/// A block that came after the server's backup is in the account again as soon as a phone tells of a number in it: by a notice,
/// by giving its rest up, or on a branch that was left.
#[test]
fn a_block_that_a_restore_has_forgotten_is_in_the_account_once_a_phone_tells_of_it() {
    use Call::{BackUp, BackUpServer, Issue, Restore, RestoreServer, Sync, Tear};
    for last in [vec![], vec![BackUp, Issue, Restore, Issue], vec![Tear, Issue], vec![Issue, BackUp, Issue]] {
        let force = town();
        let phone = officer_as(&force, "4711", "council_authorised", &["epa88_fpn"]);
        let mut officer = Officer { phone, encounter: None, backup: None, given: Vec::new() };
        let mut office = Office::at(force);
        let before = [BackUpServer, BackUp, Issue, Restore, Issue, Sync, Issue];
        for call in before.into_iter().chain(last.iter().copied()).chain([RestoreServer]) {
            office.catches_up(std::slice::from_ref(&officer));
            if !office.call(call, &[]) {
                let _ = officer.call(call);
            }
        }
        let _ = officer.book().sync();
        let _ = officer.book().notice_numbers_left();
        let _ = officer.book().sync();
        let blocks: BTreeSet<(char, u32)> =
            officer.given.iter().map(|(_, number)| (number.series(), (number.serial() - 1) / 200)).collect();
        assert_eq!(blocks.len(), 2, "of two blocks: {:?}", officer.given);
        let accounts = accounts(&office.force);
        for (_, number) in &officer.given {
            let of = accounts.iter().find(|one| one.block.place(number).is_some());
            let of = of.unwrap_or_else(|| panic!("{last:?}: {number} is in no account"));
            assert_eq!(of.notebook, officer.phone.notebook());
            let place = of.block.place(number).unwrap();
            assert!(of.issued.contains(&place) || of.unaccounted().contains(number), "{last:?}: {number}");
        }
        let left = officer.book().notice_numbers_left().unwrap();
        let known: u32 = accounts.iter().map(BlockAccount::left).sum();
        assert_eq!(left.iter().map(|one| one.left).sum::<u32>(), known, "{last:?}");
    }
}
