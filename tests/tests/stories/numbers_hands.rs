//! Officers with their phones, and the office with the desk and the server's machine: what cases of notice numbers are made of.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

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
use beatbook_tests::beat::{CHATHAM, adult, asked, saw, tell, understood};
use beatbook_tests::force::Force;
use beatbook_tests::phone::{Phone, copy_folder};

#[derive(Debug, Clone, Copy)]
pub enum Call {
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

pub struct Officer {
    pub phone: Phone,
    pub encounter: Option<Id>,
    pub backup: Option<Vec<u8>>,
    /// Records and numbers on paper that was handed out.
    pub given: Vec<(Id, NoticeNumber)>,
}

impl Officer {
    pub fn book(&self) -> &Beatbook {
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

    pub fn call(&mut self, call: Call) -> Result<(), BeatbookError> {
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
    pub fn goes_on(&self) {
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
pub struct Office {
    pub force: Force,
    pub backups: usize,
    /// Numbers that it posted, of every life of the server.
    pub posted: Vec<NoticeNumber>,
    /// What was not refused.
    pub done: usize,
    /// Why it was refused last.
    pub refused: Option<Refusal>,
}

impl Office {
    pub fn at(force: Force) -> Self {
        // Whoever decides has a seat.
        let _ = force.at_desk(&["register"]);
        Self { force, backups: 0, posted: Vec::new(), done: 0, refused: None }
    }

    /// Nothing is settled before it happened: phones of these cases are ahead of the server by what was told on them.
    pub fn catches_up(&self, officers: &[Officer]) {
        use beatbook_device::Platform as _;
        let newest = officers.iter().map(|one| one.phone.platform.now().unwrap().wall).max();
        self.force.clock.advance((newest.unwrap() - self.force.clock.now()).max(0));
    }

    fn answered(&mut self, told: &Result<String, Refusal>) {
        self.done += usize::from(told.is_ok());
        self.refused = told.as_ref().err().cloned();
    }

    /// Does it if it is one of the office's; a refusal is an answer, too.
    pub fn call(&mut self, call: Call, given: &[NoticeNumber]) -> bool {
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
    pub fn known_to_be_posted(&self) -> usize {
        self.force.journal().iter().filter(|body| matches!(body, ServerBody::DraftPosted(_))).count()
    }
}

pub fn accounts(force: &Force) -> Vec<BlockAccount> {
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Register);
    force.block_on(service.store().register_facts(&scope)).unwrap().accounts
}
