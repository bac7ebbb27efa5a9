//! Notice numbers on this phone: blocks taken from the server's journal, spent in the issuing transaction, and given
//! up when the marks beside the notebook say that it is not the one that was spent last.

use std::path::Path;

use beatbook_domain::access::Area;
use beatbook_domain::encampments::Beside;
use beatbook_domain::law::shipped;
use beatbook_domain::notices::block::{Block, GivenUp, Holding, Mark, MarkSays, Next, Purse};
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::{NoticeEntry, NoticeIssued};
use beatbook_domain::records::numbers::{NumbersEntry, NumbersGivenUp, NumbersWanted};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::register::{self, NoticeTold, Standing};
use beatbook_protocol::entry::{Header, header_hash};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, StoreError, WriteTransaction, params};
use jiff::civil::Date;

use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::looks::Looking;
use crate::marks::Marks;
use crate::notebook::Notebook;

/// Numbers left for the paper of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumbersLeft {
    /// Whose paper.
    pub authority: String,
    /// For training notices.
    pub training: bool,
    /// How many.
    pub left: u32,
}

/// A notice of this notebook and where it stands, as far as the server has told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeStanding {
    /// The record.
    pub record: Id,
    /// Its number.
    pub number: NoticeNumber,
    /// Bucket, money and flags.
    pub standing: Standing,
}

impl Beatbook {
    /// Says, once, that notice numbers of an authority are needed; the server keeps them coming from then on.
    ///
    /// # Errors
    /// `notice_authority`; `moved`, `retired`, storage errors.
    pub fn want_notice_numbers(&self, authority: &str, training: bool) -> Told<()> {
        let code = AuthorityCode::new(authority).map_err(|_| DeviceError::NoticeAuthority)?;
        Ok(self.gate.with(|notebook| notebook.want_numbers(&code, training))?)
    }

    /// How many numbers are left, for each paper that was asked for.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notice_numbers_left(&self) -> Told<Vec<NumbersLeft>> {
        Ok(self.gate.with(|notebook| notebook.numbers_left(&self.setup.places.seats))?)
    }

    /// Where the notices of this notebook stand at the end of a local day, as far as the server has told.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notice_standings(&self, as_at: Date) -> Told<Vec<NoticeStanding>> {
        Ok(self
            .gate
            .look(Looking::list(Area::Enforcement), Vec::len, |notebook| notebook.notice_standings(as_at))?)
    }
}

impl Notebook {
    /// Says, once, that numbers of an authority are needed; the server sends them with its next answer.
    pub(crate) fn want_numbers(
        &mut self,
        authority: &AuthorityCode,
        training: bool,
    ) -> Result<(), DeviceError> {
        let key = params![authority.as_str(), training];
        let sql = "SELECT 1 FROM number_want WHERE authority = ?1 AND training = ?2";
        if self.ledger.db.read(|tx| tx.maybe(sql, key, |_| Ok(())))?.is_some() {
            return Ok(());
        }
        let (now, record) = (self.ledger.now()?, self.ledger.identity.notebook);
        let (at, authority) = (now.moment(), authority.clone());
        let body = EntryBody::Numbers(NumbersEntry::Wanted(NumbersWanted {
            at,
            authority: authority.clone(),
            training,
        }));
        self.ledger.append(now, |journal| {
            journal.tx.execute(
                "INSERT INTO number_want (authority, training) VALUES (?1, ?2)",
                params![authority.as_str(), training],
            )?;
            journal.append(record, &body, false).map(drop)
        })
    }

    /// What is left of all blocks.
    pub(crate) fn numbers_left(&mut self, seats: &Path) -> Result<Vec<NumbersLeft>, DeviceError> {
        let (purse, _) = self.settle_numbers(seats)?;
        let wants: Vec<(String, bool)> = self.ledger.db.read(|tx| {
            tx.all("SELECT authority, training FROM number_want ORDER BY authority, training", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
        })?;
        wants
            .into_iter()
            .map(|(authority, training)| {
                let code = AuthorityCode::new(&authority).map_err(|_| DeviceError::Row("number_want"))?;
                Ok(NumbersLeft { left: purse.left(&code, training), authority, training })
            })
            .collect()
    }

    /// Issues a notice under the next number, which is spent in the same transaction.
    pub(crate) fn issue(
        &mut self,
        seats: &Path,
        record: Id,
        issued: &NoticeIssued,
        training: bool,
    ) -> Result<NoticeNumber, DeviceError> {
        self.ledger.check_writable()?;
        let authority =
            AuthorityCode::new(&issued.notice.authority).map_err(|_| DeviceError::NoticeAuthority)?;
        let (purse, mut marks) = self.settle_numbers(seats)?;
        let next = purse.next(&authority, training)?;
        self.mark(&mut marks, &next.block, next.before)?;
        let numbered = NoticeIssued { number: next.number.to_string(), ..issued.clone() };
        let body = EntryBody::Notice(NoticeEntry::Issued(Box::new(numbered)));
        let now = self.ledger.now()?;
        let written = self.ledger.append(now, |journal| {
            spend(journal.tx, &next)?;
            journal.append(record, &body, false).map(drop)
        });
        match written {
            Ok(()) => {
                // If this is lost, the next look at the marks makes up for it: the commit is what counts.
                let _ = self.mark(&mut marks, &next.block, next.after);
                Ok(next.number)
            }
            // Refused before any commit: the number is still free. After a failed one nobody knows, and it is given up.
            Err(error) => {
                if !matches!(error, DeviceError::Store(_)) {
                    let done = next.before.done;
                    self.mark(&mut marks, &next.block, Mark { begun: done, done })?;
                }
                Err(error)
            }
        }
    }

    /// Takes new blocks in and compares all with their marks; entries tell the server what is given up.
    fn settle_numbers(&mut self, seats: &Path) -> Result<(Purse, Marks), DeviceError> {
        let own = self.ledger.identity.notebook;
        let mut marks = Marks::read(seats, own)?;
        let (holdings, allotted) =
            self.ledger.db.read(|tx| Ok::<_, DeviceError>((holdings(tx)?, allotted(tx, own)?)))?;
        let mut purse = Purse::of(holdings);
        if self.ledger.check_writable().is_err() {
            return Ok((purse, marks));
        }
        for block in allotted {
            if purse.receive(block.clone()) {
                // The mark comes first, and one that is there stays: this notebook may have been put back.
                if marks.get(&block).is_none() {
                    self.mark(&mut marks, &block, Mark::default())?;
                }
                self.ledger.write(|tx| keep(tx, &block))?;
            }
        }
        for holding in purse.clone().holdings().iter().filter(|one| !one.burnt) {
            let block = &holding.block;
            match holding.compare(marks.get(block)) {
                MarkSays::Same => {}
                MarkSays::Behind(mark) => self.mark(&mut marks, block, mark)?,
                MarkSays::GivenUp(mark) => {
                    if let Some(numbers) = purse.give_up_one(block) {
                        self.tell_given_up(numbers, false)?;
                    }
                    self.mark(&mut marks, block, mark)?;
                }
                MarkSays::OtherNotebook => {
                    if let Some(numbers) = purse.burn(block) {
                        self.tell_given_up(numbers, true)?;
                    }
                }
            }
        }
        Ok((purse, marks))
    }

    /// Writes a mark. On a full disk the reserve makes room for it, as it does for the notice itself.
    fn mark(&self, marks: &mut Marks, block: &Block, mark: Mark) -> Result<(), StoreError> {
        match marks.put(block, mark) {
            Err(StoreError::DiskFull) if self.ledger.db.release_reserve()? => marks.put(block, mark),
            written => written,
        }
    }

    fn tell_given_up(&mut self, numbers: GivenUp, burnt: bool) -> Result<(), DeviceError> {
        let (now, record) = (self.ledger.now()?, self.ledger.identity.notebook);
        let (block, at) = (spelled(&numbers.block)?, now.moment());
        let body = EntryBody::Numbers(NumbersEntry::GivenUp(NumbersGivenUp { at, numbers }));
        self.ledger.append(now, |journal| {
            journal.tx.execute(
                "UPDATE number_block SET burnt = max(burnt, ?2), spent = spent + (1 - ?2) WHERE block = ?1",
                params![block, i64::from(burnt)],
            )?;
            journal.append(record, &body, false).map(drop)
        })
    }

    /// Where this notebook's notices stand at the end of a day, as far as the server has told.
    pub(crate) fn notice_standings(&self, as_at: Date) -> Result<Vec<NoticeStanding>, DeviceError> {
        let own = self.ledger.identity.notebook;
        let fold = self.register()?;
        Ok(fold
            .register
            .cases()
            .filter_map(|case| {
                let number = case.issued().number.clone();
                // The server's journal tells of drafts of other notebooks, too.
                let (record, _) = *fold.records.get(&number).filter(|(_, notebook)| *notebook == own)?;
                Some(NoticeStanding { record, number, standing: case.standing(as_at) })
            })
            .collect())
    }

    /// What is known of directions by this notebook's own notices: which are void, and which were withdrawn since when.
    pub(crate) fn own_notices_over(&self) -> Result<Beside, DeviceError> {
        Ok(Beside::of_notices(self.register()?.register.cases(), Date::MAX))
    }

    fn register(&self) -> Result<register::Told, DeviceError> {
        let own = self.ledger.identity.notebook;
        let (told, server) =
            self.ledger.db.read(|tx| Ok::<_, DeviceError>((told(tx, own)?, decided(tx)?)))?;
        let rules = shipped::rule_sets().map_err(|_| DeviceError::Bug("the shipped rule sets"))?;
        Ok(register::Told::fold(&told, &server, &rules))
    }
}

fn spelled(block: &Block) -> Result<String, DeviceError> {
    serde_json::to_string(block).map_err(|_| DeviceError::Bug("a block of numbers"))
}

fn holdings(tx: &ReadTransaction<'_>) -> Result<Vec<Holding>, DeviceError> {
    let rows: Vec<(String, u32, bool)> =
        tx.all("SELECT block, spent, burnt FROM number_block ORDER BY id", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    rows.into_iter()
        .map(|(block, spent, burnt)| {
            let block =
                serde_json::from_slice(block.as_bytes()).map_err(|_| DeviceError::Row("number_block"))?;
            Ok(Holding { block, spent, burnt })
        })
        .collect()
}

/// Blocks that the server's journal, as far as it was pulled, allots to a notebook.
fn allotted(tx: &ReadTransaction<'_>, notebook: Id) -> Result<Vec<Block>, DeviceError> {
    let sql = "SELECT body FROM server_entry WHERE kind = 'number_block_allotted' AND body IS NOT NULL ORDER BY seq";
    let bodies = tx.all(sql, [], |row| row.get::<_, Vec<u8>>(0))?;
    let parsed = bodies.iter().filter_map(|body| ServerBody::parse("number_block_allotted", 1, body).ok());
    Ok(parsed
        .filter_map(|body| match body {
            ServerBody::NumberBlockAllotted(one) if one.notebook == notebook => Some(one.block),
            _ => None,
        })
        .collect())
}

fn keep(tx: &WriteTransaction<'_>, block: &Block) -> Result<(), DeviceError> {
    tx.execute("INSERT INTO number_block (block) VALUES (?1)", params![spelled(block)?])?;
    Ok(())
}

/// Spends a number; it is spent if, and only if, the transaction is committed.
fn spend(tx: &WriteTransaction<'_>, next: &Next) -> Result<(), DeviceError> {
    let spent = tx.execute(
        "UPDATE number_block SET spent = ?2 WHERE block = ?1 AND spent = ?3 AND burnt = 0",
        params![spelled(&next.block)?, next.after.done, next.before.done],
    )?;
    if spent == 1 { Ok(()) } else { Err(DeviceError::Row("number_block")) }
}

/// What this notebook tells of its notices.
fn told(tx: &ReadTransaction<'_>, notebook: Id) -> Result<Vec<NoticeTold>, DeviceError> {
    let sql = "SELECT header, body FROM entry
               WHERE state = 0 AND CAST(header AS TEXT) LIKE '%\"kind\":\"notice\\_%' ESCAPE '\\' ORDER BY seq";
    let rows: Vec<(Vec<u8>, Vec<u8>)> = tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut told = Vec::with_capacity(rows.len());
    for (header, body) in rows {
        let (hash, header) = (header_hash(&header), Header::parse(&header)?);
        if let Ok(EntryBody::Notice(entry)) = EntryBody::parse(&header.kind, header.schema, &body) {
            told.push(NoticeTold { notebook, record: header.record, hash, entry });
        }
    }
    Ok(told)
}

/// What the server's journal tells of anybody's notices.
fn decided(tx: &ReadTransaction<'_>) -> Result<Vec<ServerBody>, DeviceError> {
    let sql = "SELECT kind, body FROM server_entry
               WHERE kind IN ('notice_decided', 'payment_taken', 'draft_posted', 'draft_dropped') AND body IS NOT NULL ORDER BY seq";
    let rows: Vec<(String, Vec<u8>)> = tx.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.iter().filter_map(|(kind, body)| ServerBody::parse(kind, 1, body).ok()).collect())
}
