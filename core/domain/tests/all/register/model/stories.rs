//! Some of what may happen, told one by one.

use beatbook_domain::notices::number::NoticeNumber;

use super::{Action, Crash, World};

#[test]
fn a_phone_put_back_from_a_backup_burns_the_block_and_its_rest_is_unaccounted() {
    let mut world = World::new();
    world.sync(0);
    world.issue(0, Crash::No);
    world.act(Action::Backup(0));
    world.issue(0, Crash::No);
    world.act(Action::Restore(0, 0));
    world.issue(0, Crash::No);
    assert_eq!(
        world.printed.len(),
        2,
        "the block is burnt: nothing is issued until the server gives another"
    );
    world.sync(0);
    let account = &world.server.allotted[0].1;
    assert_eq!(account.left(), 0);
    assert_eq!(
        (account.issued.len(), account.unaccounted().len()),
        (1, 199),
        "the second one was lost with it"
    );
    world.issue(0, Crash::No);
    assert_eq!(world.printed.len(), 3);
    world.check();
}

#[test]
fn a_phone_killed_while_it_issues_gives_up_one_number_and_no_block() {
    let mut world = World::new();
    world.sync(0);
    for crash in [Crash::BeforeCommit, Crash::BeforeNoting, Crash::BeforeCommit, Crash::No] {
        world.issue(0, crash);
    }
    let serials: Vec<u32> = world.printed.keys().map(NoticeNumber::serial).collect();
    assert_eq!(serials, [2, 4]);
    assert!(world.phones[0].file.purse.holdings().iter().all(|one| !one.burnt));
    world.sync(0);
    let given_up: Vec<u32> =
        world.server.allotted[0].1.unaccounted().iter().map(NoticeNumber::serial).collect();
    assert_eq!(given_up, [1, 3], "no gap without an account of it");
}

#[test]
fn a_server_put_back_opens_another_letter() {
    let mut world = World::new();
    world.act(Action::ServerBackup);
    world.sync(0);
    world.issue(0, Crash::No);
    world.act(Action::ServerRestore(0));
    world.sync(1);
    world.issue(1, Crash::No);
    // Put back from the same backup once more: a third letter.
    world.act(Action::ServerRestore(0));
    let phone = world.enrol();
    world.phones.push(phone);
    world.sync(2);
    world.issue(2, Crash::No);
    let series: Vec<char> = world.printed.keys().map(NoticeNumber::series).collect();
    assert_eq!(series, ['A', 'B', 'C']);
    world.check();
}

#[test]
fn a_server_put_back_goes_on_posting_under_another_letter_and_accounts_for_the_rest() {
    let mut world = World::new();
    world.act(Action::Post(2));
    world.act(Action::ServerBackup);
    world.act(Action::Post(1));
    world.act(Action::ServerRestore(0));
    world.act(Action::Post(1));
    let numbers: Vec<(char, u32)> = world.printed.keys().map(|one| (one.series(), one.serial())).collect();
    assert_eq!(numbers, [('A', 1), ('A', 2), ('A', 3), ('B', 1)]);
    // The third is on paper, and this server does not know: it is among those nobody accounts for.
    let unaccounted = world.server.allotted[0].1.unaccounted();
    assert_eq!((unaccounted.len(), unaccounted[0].serial()), (198, 3));
    world.check();
}
