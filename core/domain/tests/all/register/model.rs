//! Officers, supervisors, payments, crashes, restores and copies of phones and server, in any order: no number is
//! ever on two notices or in two buckets, and issued is always the sum of the buckets.

mod stories;

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::notices::allotment::{BlockAccount, is_due, next_block, next_own};
use beatbook_domain::notices::block::{Block, GivenUp, Holding, Mark, MarkSays, Purse};
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::register::tables::{Base, lines, penalties_by_offence, penalties_by_order};
use beatbook_domain::register::{
    Act, Answer, AppealOutcome, Bucket, BucketKind, CourtOutcome, Deed, NfaReason, OutOfCourt, Payment,
    Register, Verdict, VoidReason, WithdrawReason,
};
use beatbook_protocol::id::Id;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::support::fpn;

const FIRST_DAY: Date = date(2025, 9, 12);

/// Holds the blocks that the server issues from itself.
const OWN: Id = Id::from_bytes([0xff; 16]);

/// An entry of a notebook, as far as numbers go. The salt makes two branches differ that tell the same.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Issued { number: NoticeNumber, salt: u32 },
    GivenUp { numbers: GivenUp, salt: u32 },
}

/// The file of a notebook: what a backup or a copy of the phone takes along.
#[derive(Debug, Clone)]
struct File {
    notebook: Id,
    purse: Purse,
    journal: Vec<Entry>,
    retired: bool,
}

/// A phone: a file, and what the platform keeps outside backups.
#[derive(Debug, Clone)]
struct Phone {
    file: File,
    seat: Id,
    marks: BTreeMap<Block, Mark>,
    backups: Vec<File>,
}

#[derive(Debug, Clone, Default)]
struct Server {
    generation: u64,
    journals: BTreeMap<Id, Vec<Entry>>,
    allotted: Vec<(u64, BlockAccount)>,
    closed: BTreeSet<Id>,
    register: Register,
}

#[derive(Debug, Clone, Copy)]
enum Crash {
    No,
    BeforeCommit,
    BeforeNoting,
}

#[derive(Debug, Clone)]
enum Action {
    Issue(usize, Crash),
    IssueMany(usize),
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

struct World {
    phones: Vec<Phone>,
    server: Server,
    server_backups: Vec<Server>,
    /// Kept beside the backups: no restore takes a generation twice.
    generations: u64,
    /// Every number ever committed to a notebook that could be printed, with the day of its notice.
    printed: BTreeMap<NoticeNumber, Date>,
    reused: Vec<NoticeNumber>,
    today: Date,
    ids: u8,
    salt: u32,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            phones: Vec::new(),
            server: Server { generation: 1, ..Server::default() },
            server_backups: Vec::new(),
            generations: 1,
            printed: BTreeMap::new(),
            reused: Vec::new(),
            today: FIRST_DAY,
            ids: 0,
            salt: 0,
        };
        for _ in 0..2 {
            let phone = world.enrol();
            world.phones.push(phone);
        }
        world
    }

    fn enrol(&mut self) -> Phone {
        let notebook = self.id();
        let file = File { notebook, purse: Purse::default(), journal: Vec::new(), retired: false };
        Phone { file, seat: notebook, marks: BTreeMap::new(), backups: Vec::new() }
    }

    fn id(&mut self) -> Id {
        self.ids += 1;
        Id::from_bytes([self.ids; 16])
    }

    fn salt(&mut self) -> u32 {
        self.salt += 1;
        self.salt
    }

    /// What a phone does before it uses its file: another's seat or a retired notebook means a new notebook.
    fn open(&mut self, phone: usize) {
        let (seat, file) = (self.phones[phone].seat, &self.phones[phone].file);
        if file.retired || file.notebook != seat {
            let backups = std::mem::take(&mut self.phones[phone].backups);
            let marks = std::mem::take(&mut self.phones[phone].marks);
            self.phones[phone] = Phone { backups, marks, ..self.enrol() };
        }
        let holdings = self.phones[phone].file.purse.holdings().to_vec();
        for holding in holdings.iter().filter(|holding| !holding.burnt) {
            self.compare(phone, holding);
        }
    }

    fn compare(&mut self, phone: usize, holding: &Holding) {
        let mark = self.phones[phone].marks.get(&holding.block).copied();
        match holding.compare(mark) {
            MarkSays::Same => {}
            MarkSays::Behind(mark) => {
                self.phones[phone].marks.insert(holding.block.clone(), mark);
            }
            MarkSays::GivenUp(mark) => {
                let numbers = self.phones[phone].file.purse.give_up_one(&holding.block);
                self.tell(phone, numbers);
                self.phones[phone].marks.insert(holding.block.clone(), mark);
            }
            MarkSays::OtherNotebook => {
                let numbers = self.phones[phone].file.purse.burn(&holding.block);
                self.tell(phone, numbers);
            }
        }
    }

    fn tell(&mut self, phone: usize, numbers: Option<GivenUp>) {
        let salt = self.salt();
        let told = numbers.map(|numbers| Entry::GivenUp { numbers, salt });
        self.phones[phone].file.journal.extend(told);
    }

    fn issue(&mut self, phone: usize, crash: Crash) {
        self.open(phone);
        let Ok(next) = self.phones[phone].file.purse.next(&code(), false) else { return };
        self.phones[phone].marks.insert(next.block.clone(), next.before);
        if matches!(crash, Crash::BeforeCommit) {
            return;
        }
        let salt = self.salt();
        let file = &mut self.phones[phone].file;
        file.purse.spend(&next);
        file.journal.push(Entry::Issued { number: next.number.clone(), salt });
        if self.printed.insert(next.number.clone(), self.today).is_some() {
            self.reused.push(next.number);
        }
        if !matches!(crash, Crash::BeforeNoting) {
            self.phones[phone].marks.insert(next.block, next.after);
        }
    }

    /// A supervisor issues a draft by post: the next number of the server's own blocks, in one commit.
    fn post(&mut self) {
        if self.server.next_own().is_none() {
            self.server.allot(OWN);
        }
        let Some(number) = self.server.next_own() else { return };
        if self.printed.insert(number.clone(), self.today).is_some() {
            self.reused.push(number.clone());
        }
        let salt = self.salt();
        self.server.take(&Entry::Issued { number, salt }, &self.printed);
    }

    fn sync(&mut self, phone: usize) {
        self.open(phone);
        let file = self.phones[phone].file.clone();
        let held = self.server.journals.entry(file.notebook).or_default();
        let forked = !file.journal.starts_with(held);
        if forked {
            self.server.closed.insert(file.notebook);
        } else {
            held.clone_from(&file.journal);
        }
        // What a branch tells was issued, too: it is kept and counted.
        for entry in &file.journal {
            self.server.take(entry, &self.printed);
        }
        let closed = self.server.closed.contains(&file.notebook);
        for (_, account) in self.server.allotted.iter_mut().filter(|(_, one)| one.notebook == file.notebook) {
            account.closed |= closed;
        }
        if closed {
            self.phones[phone].file.retired = true;
            return;
        }
        self.server.allot(file.notebook);
        let blocks = self.server.allotted.iter().map(|(_, one)| one);
        let mine: Vec<Block> =
            blocks.filter(|one| one.notebook == file.notebook).map(|one| one.block.clone()).collect();
        for block in mine {
            // The mark comes first, and one that is there stays.
            self.phones[phone].marks.entry(block.clone()).or_default();
            self.phones[phone].file.purse.receive(block);
        }
        self.open(phone);
    }

    fn act(&mut self, action: Action) {
        let phones = self.phones.len();
        match action {
            Action::Issue(phone, crash) => self.issue(phone % phones, crash),
            Action::IssueMany(phone) => (0..90).for_each(|_| self.issue(phone % phones, Crash::No)),
            Action::Sync(phone) => self.sync(phone % phones),
            Action::Backup(phone) => {
                let file = self.phones[phone % phones].file.clone();
                self.phones[phone % phones].backups.push(file);
            }
            Action::Restore(phone, which) => {
                let phone = &mut self.phones[phone % phones];
                if let Some(file) = pick(&phone.backups, which) {
                    phone.file = file.clone();
                }
            }
            Action::Copy(phone) if phones < 5 => {
                let file = self.phones[phone % phones].file.clone();
                // Everything but what the platform keeps outside backups.
                let copy = Phone { seat: self.id(), marks: BTreeMap::new(), backups: Vec::new(), file };
                self.phones.push(copy);
            }
            Action::Copy(_) => {}
            Action::ServerBackup => self.server_backups.push(self.server.clone()),
            Action::ServerRestore(which) => {
                if let Some(backup) = pick(&self.server_backups, which) {
                    self.generations += 1;
                    self.server = Server { generation: self.generations, ..backup.clone() };
                    // Numbers after the last one known may be on paper that this server has forgotten.
                    for (_, account) in self.server.allotted.iter_mut().filter(|(_, one)| one.notebook == OWN)
                    {
                        account.closed = true;
                    }
                }
            }
            Action::Post(many) => (0..many).for_each(|_| self.post()),
            Action::Decide(notice, act, checked) => {
                let deed = Deed { on: self.today, act };
                if let Some(case) = self.server.any_case(notice)
                    && (!checked || case.check(&deed).is_ok())
                {
                    case.record(deed);
                }
            }
            Action::Pay(notice, pence, days) => {
                let paid = self.today.saturating_sub(days.days());
                let payment =
                    Payment { paid, cleared: paid, pence, reference: format!("{paid}{pence}{notice}") };
                if let Some(case) = self.server.any_case(notice) {
                    case.pay(payment);
                }
            }
            Action::NextDays(days) => self.today = self.today.saturating_add(days.days()),
        }
    }

    fn check(&self) {
        assert!(self.reused.is_empty(), "on two notices: {:?}", self.reused);
        for as_at in [FIRST_DAY, self.today, date(2027, 1, 1)] {
            let base = Base { from: FIRST_DAY, to: as_at, as_at };
            let lines = lines(&self.server.register, &base);
            let issued = self.server.register.cases().filter(|case| case.issued().issued <= as_at).count();
            assert_eq!(lines.len(), issued, "each number once");
            let by_bucket: usize = BucketKind::ALL
                .iter()
                .map(|kind| lines.iter().filter(|line| line.standing.kind() == *kind).count())
                .sum();
            assert_eq!(by_bucket, issued, "issued = sum of buckets");
            assert!(
                penalties_by_order(&lines, &base).adds_up() && penalties_by_offence(&lines, &base).adds_up()
            );
            for line in &lines {
                let standing = &line.standing;
                let paid = standing.kind().is_paid();
                assert!(!paid || standing.balance == 0, "paid and still to be paid");
                let dropped = matches!(
                    standing.bucket,
                    Bucket::Voided { .. } | Bucket::Withdrawn { .. } | Bucket::Nfa { .. }
                );
                assert!(!dropped || standing.refund_due == standing.held);
            }
        }
        for (place, (_, account)) in self.server.allotted.iter().enumerate() {
            let others = self.server.allotted.iter().take(place);
            assert!(others.clone().all(|(_, other)| !other.block.overlaps(&account.block)));
            // Each number of a block is issued, unaccounted, or still the phone's.
            let (issued, unaccounted) = (account.issued.len(), account.unaccounted().len());
            let left = account.left() as usize + account.missing().len();
            assert_eq!(issued + unaccounted + left, account.block.count as usize);
            if account.notebook == OWN {
                assert!(
                    account.issued.iter().copied().eq(0..issued as u32),
                    "a gap in the server's own numbers"
                );
                assert!(account.missing().is_empty());
            }
        }
    }
}

impl Server {
    fn take(&mut self, entry: &Entry, printed: &BTreeMap<NoticeNumber, Date>) {
        match entry {
            Entry::Issued { number, .. } => {
                let mut notice = fpn(1, "PSPO-A", printed[number]);
                notice.number = number.clone();
                self.register.issue(notice).unwrap();
                for (_, account) in &mut self.allotted {
                    account.issue(number);
                }
            }
            Entry::GivenUp { numbers, .. } => {
                for (_, account) in &mut self.allotted {
                    account.give_up(numbers);
                }
            }
        }
    }

    fn allot(&mut self, notebook: Id) {
        let held = self.allotted.iter().map(|(_, one)| one).filter(|one| one.notebook == notebook);
        if notebook == OWN || is_due(held) {
            let here = self.allotted.iter().filter(|(generation, _)| *generation == self.generation).count();
            // A server restored more often than there are letters allots nothing more.
            if let Ok(block) = next_block(&code(), false, self.generation, here as u64) {
                self.allotted.push((self.generation, BlockAccount::new(block, notebook)));
            }
        }
    }

    fn next_own(&self) -> Option<NoticeNumber> {
        next_own(self.allotted.iter().map(|(_, one)| one), OWN, &code())
    }

    fn any_case(&mut self, which: usize) -> Option<&mut beatbook_domain::register::Case> {
        let numbers: Vec<NoticeNumber> =
            self.register.cases().map(|case| case.issued().number.clone()).collect();
        self.register.case_mut(pick(&numbers, which)?)
    }
}

fn pick<T>(from: &[T], which: usize) -> Option<&T> {
    from.get(which.checked_rem(from.len())?)
}

fn code() -> AuthorityCode {
    AuthorityCode::new("MDW").unwrap()
}

fn any_act() -> impl Strategy<Value = Act> {
    prop::sample::select(vec![
        Act::Void { reason: VoidReason::Duplicate },
        Act::Withdraw { reason: WithdrawReason::Policy, told: FIRST_DAY },
        Act::Nfa { reason: NfaReason::PublicInterest },
        Act::Reopen,
        Act::Investigate,
        Act::Refer,
        Act::ToLegal,
        Act::ToCourt,
        Act::OutOfCourt { how: OutOfCourt::Agreement },
        Act::Refunded { pence: 2_500 },
        Act::ReviewRequired { until: FIRST_DAY },
        Act::ReviewConfirmed,
        Act::Appealed { lodged: FIRST_DAY, late_allowed: true },
        Act::AppealDecided { decided: FIRST_DAY, outcome: AppealOutcome::Quashed },
        Act::Complied,
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
    ])
}

fn any_action() -> impl Strategy<Value = Action> {
    let any = 0usize..100;
    let crash = prop::sample::select(vec![Crash::No, Crash::No, Crash::BeforeCommit, Crash::BeforeNoting]);
    prop_oneof![
        6 => (any.clone(), crash).prop_map(|(phone, crash)| Action::Issue(phone, crash)),
        2 => any.clone().prop_map(Action::IssueMany),
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_happens_numbers_are_used_once_and_buckets_add_up(
        actions in prop::collection::vec(any_action(), 1..60)
    ) {
        let mut world = World::new();
        for action in actions {
            world.act(action);
            world.check();
        }
        // In the end everybody meets the server, and every number that was printed and reached it is counted once.
        for phone in 0..world.phones.len() {
            world.sync(phone);
        }
        world.check();
    }
}
