//! Notices on several phones in any order of encounters, notices, spoilt attempts, voids, drafts, kills, restores and copies, with
//! a network now and then, a desk that decides, posts drafts and takes payments, and a server that is lost and put back: no number
//! is ever in two hands, and the register accounts for each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::{
    Beatbook, BeatbookError, BeginEncounter, EncounterNews, NotebookState, NoticeAbout, NoticeAsked,
    NoticeNews, NoticeOutcome, Setup,
};
use beatbook_domain::calendar::local_date;
use beatbook_domain::fix::{Provider, RawFix};
use beatbook_domain::notices::allotment::BlockAccount;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::server::ServerBody;
use beatbook_protocol::id::Id;
use beatbook_server::admin::Refusal;
use beatbook_server::auth::Purpose;
use beatbook_tests::beat::{CHATHAM, adult, asked, assert_adds_up, officer_as, saw, tell, town, understood};
use beatbook_tests::force::Force;
use beatbook_tests::phone::{Phone, copy_folder};
use proptest::prelude::*;

/// Phones of a case.
const PHONES: usize = 3;

#[derive(Debug, Clone, Copy)]
enum Call {
    Encounter,
    Issue,
    /// Refused at the last moment, after the number was taken up.
    Spoil,
    Void(usize),
    Withdraw(usize),
    Draft,
    DropDraft,
    Kill,
    /// Killed between the mark and the commit.
    Tear,
    BackUp,
    /// From its own backup; what is outside backups stays.
    Restore,
    /// Onto another phone, as a backup brings it.
    Copy,
    Sync,
    /// The desk settles one of the numbers that are on paper.
    Settle(&'static str, usize),
    /// It takes a payment for one.
    Pay(&'static str, usize),
    /// It posts the oldest draft that the server has.
    Post,
    BackUpServer,
    /// The server's machine is lost, and its newest backup goes on.
    RestoreServer,
}

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

struct Officer {
    phone: Phone,
    encounter: Option<Id>,
    backup: Option<Vec<u8>>,
    /// Records and numbers on paper that was handed out.
    given: Vec<(Id, NoticeNumber)>,
}

impl Officer {
    fn book(&self) -> &Beatbook {
        self.phone.book()
    }

    /// A satellite tells place and time: without, paper stays a draft.
    fn knows_the_time(&self) -> Result<(), BeatbookError> {
        use beatbook_device::Platform as _;
        self.phone.platform.advance(1_000);
        let now = self.phone.platform.now().unwrap();
        let (lat, lon) = CHATHAM;
        let (time, mono, accuracy, provider) = (now.wall, now.mono, Some(5.0), Provider::Gnss);
        let fix = RawFix { lat, lon, time, mono, accuracy, speed: None, bearing: None, provider };
        self.book().record_fixes(&[fix]).map(drop)
    }

    /// Somebody drops litter; whatever cannot be written down any more is answered so.
    fn meets(&mut self) -> Result<Id, BeatbookError> {
        self.knows_the_time()?;
        let encounter = self.book().begin_encounter(BeginEncounter::here())?;
        let person = EncounterNews::Person { person: 1, known: adult("Sam Example") };
        self.book().tell_encounter(encounter, vec![person])?;
        saw(&self.phone, encounter, "LIT", "Threw a can into the river.");
        tell(&self.phone, encounter, vec![understood()]);
        self.encounter = Some(encounter);
        Ok(encounter)
    }

    fn asks(&mut self) -> Result<NoticeAsked, BeatbookError> {
        let encounter = match self.encounter.take() {
            Some(encounter) if self.book().encounter(encounter).is_ok() => encounter,
            _ => self.meets()?,
        };
        // One penalty for one encounter.
        self.encounter = None;
        let about = NoticeAbout::Offence("LIT".to_owned());
        let particulars = "Threw an empty can into the river and walked away from it.";
        Ok(asked(encounter, about, "High Street, Chatham", particulars))
    }

    /// Ends the program, does something to its files, and starts it again.
    fn meanwhile(&mut self, act: impl FnOnce(&Phone)) {
        self.phone.killed();
        act(&self.phone);
        self.phone.restarted();
    }

    fn call(&mut self, call: Call) -> Result<(), BeatbookError> {
        match call {
            Call::Encounter => drop(self.meets()?),
            Call::Issue => {
                let asked = self.asks()?;
                // Where a restored notebook is not on patrol nobody knows the time: a draft, without a number.
                if let NoticeOutcome::Issued { record, number, .. } = self.book().issue_notice(&asked)? {
                    self.given.push((record, NoticeNumber::parse(&number).unwrap()));
                }
            }
            Call::Spoil => {
                let asked = NoticeAsked { place: "x".repeat(70_000), ..self.asks()? };
                assert!(self.book().issue_notice(&asked).is_err());
            }
            Call::Void(which) => {
                self.end(which, NoticeNews::Voided { reason: "printer_failure".to_owned() })?
            }
            Call::Withdraw(which) => {
                let (reason, told) = ("A carer explained.".to_owned(), String::new());
                self.end(which, NoticeNews::Withdrawn { reason, told, told_on: None })?;
            }
            Call::Draft => {
                let asked = self.asks()?;
                self.book().draft_notice(&asked)?;
            }
            Call::DropDraft => {
                let draft = self.book().notices(100)?.into_iter().find(|one| one.story.number().is_none());
                if let Some(draft) = draft {
                    self.book()
                        .tell_notice(draft.record, NoticeNews::Dropped { reason: "No.".to_owned() })?;
                }
            }
            Call::Kill => self.meanwhile(|_| {}),
            Call::Tear => self.meanwhile(|phone| {
                let marks = phone.places().seats.join(format!("{}.numbers", phone.notebook()));
                let text = std::fs::read_to_string(&marks).unwrap();
                let begun = |number: usize| format!("\"begun\":{number},\"done\":{number}");
                let number = (0..200).rev().find(|number| text.contains(&begun(*number)));
                if let Some(number) = number {
                    let torn = format!("\"begun\":{},\"done\":{number}", number + 1);
                    std::fs::write(&marks, text.replace(&begun(number), &torn)).unwrap();
                }
            }),
            Call::BackUp => {
                self.book().pause()?;
                let file = self.phone.places().file(self.phone.notebook());
                self.backup = Some(std::fs::read(file).unwrap());
                self.book().resume()?;
            }
            Call::Restore => {
                let Some(backup) = self.backup.clone() else { return Ok(()) };
                self.meanwhile(|phone| {
                    let file = phone.places().file(phone.notebook());
                    for log in ["-wal", "-shm"] {
                        let _ = std::fs::remove_file(format!("{}{log}", file.display()));
                    }
                    std::fs::write(&file, &backup).unwrap();
                });
            }
            Call::Copy => self.copied(),
            Call::Sync => drop(self.book().sync()?),
            Call::Settle(..) | Call::Pay(..) | Call::Post | Call::BackUpServer | Call::RestoreServer => {
                panic!("{call:?} is the desk's")
            }
        }
        Ok(())
    }

    /// Whose notebook is closed goes on in a successor, as the app does it: its first entry says which it continues.
    fn goes_on(&self) {
        if self.book().status().unwrap().state != NotebookState::Open {
            let successor = self.book().begin_successor(self.phone.key()).unwrap();
            assert_eq!(successor.sync().unwrap().left, 0);
        }
    }

    fn end(&mut self, which: usize, news: NoticeNews) -> Result<(), BeatbookError> {
        match self.given.get(which) {
            Some((record, _)) => self.book().tell_notice(*record, news),
            None => Ok(()),
        }
    }

    /// Where the seat stayed behind nothing is written, and so nothing numbered.
    fn copied(&mut self) {
        let elsewhere = tempfile::tempdir().unwrap();
        let places = beatbook_device::Places {
            notebooks: elsewhere.path().join("notebooks"),
            seats: elsewhere.path().join("seats"),
        };
        self.book().pause().unwrap();
        copy_folder(&self.phone.places().notebooks, &places.notebooks);
        self.book().resume().unwrap();
        std::fs::create_dir_all(&places.seats).unwrap();
        let setup = Setup::new(places, self.phone.platform.clone());
        let copy = Beatbook::open(setup, self.phone.key(), self.phone.notebook()).unwrap();
        let refused = copy.begin_encounter(BeginEncounter::here()).unwrap_err();
        assert!(["moved", "retired"].contains(&refused.code()), "{refused:?}");
        if let Some(encounter) = self.encounter {
            let about = NoticeAbout::Offence("LIT".to_owned());
            let ask = asked(encounter, about, "High Street, Chatham", "Threw an empty can into the river.");
            assert!(copy.issue_notice(&ask).is_err(), "a number of a copy");
        }
    }
}

/// The desk and the server's machine.
struct Office {
    force: Force,
    backups: usize,
    /// Numbers that it posted, of every life of the server.
    posted: Vec<NoticeNumber>,
    /// What was not refused.
    done: usize,
    /// Why it was refused last.
    refused: Option<Refusal>,
}

impl Office {
    fn at(force: Force) -> Self {
        // Whoever decides has a seat.
        let _ = force.at_desk(&["register"]);
        Self { force, backups: 0, posted: Vec::new(), done: 0, refused: None }
    }

    /// Nothing is settled before it happened: phones of these cases are ahead of the server by what was told on them.
    fn catches_up(&self, officers: &[Officer]) {
        use beatbook_device::Platform as _;
        let newest = officers.iter().map(|one| one.phone.platform.now().unwrap().wall).max();
        self.force.clock.advance((newest.unwrap() - self.force.clock.now()).max(0));
    }

    fn answered(&mut self, told: &Result<String, Refusal>) {
        self.done += usize::from(told.is_ok());
        self.refused = told.as_ref().err().cloned();
    }

    /// Does it if it is one of the office's; a refusal is an answer, too.
    fn call(&mut self, call: Call, given: &[NoticeNumber]) -> bool {
        let file = |name: &str, number: usize| self.force.folder().join(format!("{name}-{number}"));
        let backup = file("backup", self.backups);
        let at = ["--authority", "MDW"];
        match call {
            Call::Settle(act, which) => {
                let Some(number) = given.get(which).map(ToString::to_string) else { return true };
                let reason: &[&str] = match act {
                    "void" => &["--reason", "duplicate"],
                    "withdraw" => &["--reason", "vulnerable"],
                    "nfa" => &["--reason", "unable_to_trace"],
                    _ => &[],
                };
                let why = ["--by", "DESK1", "--why", "the same can of beer"];
                let told = self.force.tried(&[&["notice", act, &number], &at[..], &why, reason].concat());
                self.answered(&told);
            }
            Call::Pay(sum, which) => {
                let Some(number) = given.get(which) else { return true };
                let today = local_date(self.force.clock.now()).unwrap();
                let paid = file("payments", which);
                let line = format!("{number},{sum},{today},{today},{sum}-{which}\n");
                std::fs::write(&paid, format!("number,amount,paid,cleared,reference\n{line}")).unwrap();
                let file = std::fs::read(&paid).unwrap();
                let import = ["payments", "import", paid.to_str().unwrap(), "--as", "DESK1"];
                let told = self.force.asked(&[&import[..], &at].concat(), &file);
                self.answered(&told.map(|told| told.to_string()));
            }
            Call::Post => {
                let drafts = self.force.at_desk(&["notice", "drafts"]);
                let Some(draft) =
                    drafts.lines().find_map(|line| line.split_whitespace().next()?.parse::<Id>().ok())
                else {
                    return true;
                };
                let why = ["--by", "DESK1", "--why", "Seen by two officers.", "--another-offence"];
                let draft = draft.to_string();
                let post = [&["notice", "issue-by-post", &draft], &at[..], &why].concat();
                let told = self.force.tried(&post);
                self.answered(&told);
                if let Ok(told) = told {
                    let number = told.split_whitespace().next().unwrap();
                    self.posted.push(NoticeNumber::parse(number).unwrap());
                }
            }
            Call::BackUpServer => {
                self.backups += 1;
                let next = self.force.folder().join(format!("backup-{}", self.backups));
                self.force.command(&["backup", next.to_str().unwrap()]);
            }
            Call::RestoreServer if self.backups == 0 => {}
            Call::RestoreServer => self.force.restore(&backup),
            _ => return false,
        }
        true
    }

    /// Those that the server knows to have posted.
    fn known_to_be_posted(&self) -> usize {
        self.force.journal().iter().filter(|body| matches!(body, ServerBody::DraftPosted(_))).count()
    }
}

fn accounts(force: &Force) -> Vec<BlockAccount> {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Register);
    force.block_on(service.store().register_facts(&scope)).unwrap().accounts
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
