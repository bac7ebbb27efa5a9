//! Notice numbers in SQLite: which notebook may use which, and what is known of each. Blocks are allotted in the
//! transaction that shows that one is due, so they go out with the answer to the very request that spent the last.

mod accounts;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::weekdays_following;
use beatbook_domain::notices::allotment::{NoBlock, earlier_block, is_due, next_block, next_own};
use beatbook_domain::notices::block::{Block, GivenUp};
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_domain::orders::book::Book;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::{NoticeEntry, NoticeIssued};
use beatbook_domain::records::numbers::NumbersEntry;
use beatbook_domain::records::server::{
    AlarmKind, AlarmRaised, DraftPosted, NoticeDecided, NumberBlockAllotted, ServerBody,
};
use beatbook_domain::register::told::{NUMBER_TAKEN, deed_of};
use beatbook_domain::register::{Act, Deed, IssuedNotice};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

pub use accounts::{Held, accounts};

use super::briefing;
use super::encampments;
use super::grounds;
use super::ingest::NotebookRow;
use super::journal;
use super::keepers;
use super::rows::{self, int};
use super::twice;
use crate::error::Fault;
use crate::ingest::plan::Plan;
use crate::journal::Pen;
use crate::notices::{Known, review_needed};
use crate::orders::CurrentBook;

/// A want for the paper of an authority that is not on this server, and of which the book has neither order nor paper.
pub const UNKNOWN_PAPER: &str = "unknown_paper_authority";

/// Applies what a batch tells of notices and numbers; answers the entries that do not fit, and why.
pub fn apply(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    plan: &Plan,
) -> Result<Vec<(u64, &'static str)>, Fault> {
    let mut rejected = Vec::new();
    let mut told = false;
    for body in &plan.bodies {
        let Ok(meaning) = &body.meaning else { continue };
        if tells_of_numbers(meaning) {
            told = true;
            rejected
                .extend(take(tx, pen, row, (body.record, body.seq), meaning)?.map(|code| (body.seq, code)));
        }
    }
    if told {
        refill(tx, pen, row)?;
    }
    Ok(rejected)
}

/// Whether an entry spends, wants or gives up numbers.
pub fn tells_of_numbers(meaning: &EntryBody) -> bool {
    use NoticeEntry::{Issued, Voided, Withdrawn};
    matches!(meaning, EntryBody::Notice(Issued(_) | Voided(_) | Withdrawn(_)) | EntryBody::Numbers(_))
}

/// Takes in what one entry tells of numbers; answers why it does not fit, if it does not.
pub fn take(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    (record, seq): (Id, u64),
    meaning: &EntryBody,
) -> Result<Option<&'static str>, Fault> {
    match meaning {
        EntryBody::Notice(NoticeEntry::Issued(issued)) => issue(tx, pen, row, (record, seq), issued),
        EntryBody::Notice(entry) => end(tx, row, record, entry).map(|()| None),
        EntryBody::Numbers(NumbersEntry::Wanted(wanted)) => want(tx, row, &wanted.authority, wanted.training),
        EntryBody::Numbers(NumbersEntry::GivenUp(given_up)) => {
            give_up(tx, row, &given_up.numbers).map(|()| None)
        }
        _ => Ok(None),
    }
}

/// Keeps the first end that a notebook makes of its notice; of a withdrawal, the first day that its recipient was told, too.
fn end(tx: &WriteTransaction<'_>, row: &NotebookRow, record: Id, entry: &NoticeEntry) -> Result<(), Fault> {
    const DAMAGED: Fault = Fault::Damaged { what: "the end of a notice" };
    let Some(deed) = deed_of(entry) else { return Ok(()) };
    let sql = "SELECT ended FROM notice_number WHERE notebook = ?1 AND record = ?2";
    let of = params![row.number, record.as_bytes()];
    let Some(first): Option<Option<String>> = tx.maybe(sql, of, |row| row.get(0))? else { return Ok(()) };
    let first: Option<Deed> =
        first.map(|first| serde_json::from_str(&first)).transpose().map_err(|_| DAMAGED)?;
    let deed = match (first, deed.act) {
        (None, _) => deed,
        (Some(Deed { on, act: Act::Withdraw { reason, told: None } }), Act::Withdraw { told, .. }) => {
            Deed { on, act: Act::Withdraw { reason, told } }
        }
        (Some(_), _) => return Ok(()),
    };
    let deed = serde_json::to_string(&deed).map_err(|_| Fault::Format { what: "the end of a notice" })?;
    let sql = "UPDATE notice_number SET ended = ?3 WHERE notebook = ?1 AND record = ?2";
    tx.execute(sql, params![row.number, record.as_bytes(), deed])?;
    encampments::to_be_told(tx, row.authority)
}

/// Enters the number of an issued notice, and asks for a review where the server knows otherwise than the phone or another
/// notice says the same; answers why it does not fit, if the number is on another notice.
fn issue(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    row: &NotebookRow,
    (record, seq): (Id, u64),
    issued: &NoticeIssued,
) -> Result<Option<&'static str>, Fault> {
    let Ok(number) = NoticeNumber::parse(&issued.number) else { return Ok(Some("not_a_notice_number")) };
    let entered = tx.execute(
        "INSERT OR IGNORE INTO notice_number (authority, number, notebook, record, told, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            row.authority,
            number.to_string(),
            row.number,
            record.as_bytes(),
            int(seq),
            twice::seen(issued)
        ],
    )?;
    if entered == 0 {
        let holder = tx.one(
            "SELECT record FROM notice_number WHERE authority = ?1 AND number = ?2",
            params![row.authority, number.to_string()],
            |found| rows::id(found, 0),
        )?;
        if holder == record {
            return Ok(None);
        }
        let alarm = AlarmRaised { kind: AlarmKind::Rejected, notebook: row.id, record: Some(record) };
        journal::raise(tx, pen, row.authority, alarm, record.as_bytes())?;
        return Ok(Some(NUMBER_TAKEN));
    }
    let holder = holder_of(tx, &number)?;
    let book = current_book(tx, row.authority)?;
    if let Ok(entered) = IssuedNotice::read(issued, &book.rule_sets) {
        let key = params![row.authority, number.to_string(), spelled(&entered)?];
        tx.execute("UPDATE notice_number SET issued = ?3 WHERE authority = ?1 AND number = ?2", key)?;
    }
    remember(tx, row, &number)?;
    let generation = journal::generation_of(tx)?;
    let own = holder.map(|id| id == row.id);
    let published = is_published(tx, row.authority, issued.notice.rule_set.hash)?;
    let cites_zone = issued.notice.order.as_ref().is_some_and(|cited| cited.zone.is_some());
    let zones = if cites_zone { briefing::zones_in_force(tx, row.authority)? } else { None };
    let keeper = keepers::of_code(tx, number.authority().as_str())?.filter(|keeper| *keeper != row.authority);
    let keeper = keeper.map(|keeper| current_book(tx, keeper)).transpose()?;
    let known = Known {
        book: &book,
        published,
        zones: zones.as_ref(),
        now: pen.clock().now(),
        keeper: keeper.as_ref(),
    };
    let differs = || review_needed(issued, &number, own, generation, &known, row.officer);
    let elsewhere = || match number.is_training() {
        true => Ok(None),
        false => grounds::directed_elsewhere(tx, row.authority, (&issued.notice.content, issued.time.at)),
    };
    let why = twice::why(tx, pen, row, record, &number, issued)?.or_else(|| differs().map(str::to_owned));
    let why = why.map_or_else(|| Ok(elsewhere()?.map(str::to_owned)), |why| Ok::<_, Fault>(Some(why)))?;
    if let Some(why) = why {
        ask_review(tx, pen, (row.authority, record), (number, why))?;
    }
    Ok(None)
}

/// Asks for a review of a notice: a person confirms or voids it.
pub fn ask_review(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    (authority, record): (i64, Id),
    (number, why): (NoticeNumber, String),
) -> Result<(), Fault> {
    let book = current_book(tx, authority)?;
    let today = local_date(pen.clock().now()).map_err(|_| Fault::Format { what: "today's date" })?;
    let until = weekdays_following(today, book.policy.review_weekdays)
        .map_err(|_| Fault::Format { what: "the last day of a review" })?;
    let (act, why) = (Act::ReviewRequired { until }, Some(why));
    let decided = NoticeDecided { number, on: today, by: None, act, why };
    journal::append(tx, pen, authority, record, &ServerBody::NoticeDecided(decided))?;
    Ok(())
}

/// Whether a rule set of this hash was ever published to phones.
fn is_published(tx: &ReadTransaction<'_>, authority: i64, rules: Hash) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM briefing_object WHERE authority = ?1 AND hash = ?2";
    Ok(tx.maybe(sql, params![authority, rules.as_bytes()], |_| Ok(()))?.is_some())
}

fn current_book(tx: &ReadTransaction<'_>, authority: i64) -> Result<Book, Fault> {
    Ok(CurrentBook::of(briefing::newest_orders(tx, authority)?)?.book)
}

/// The notebook a number was allotted to, or the server journal whose own it is.
fn holder_of(tx: &ReadTransaction<'_>, number: &NoticeNumber) -> Result<Option<Id>, Fault> {
    Ok(tx.maybe(
        "SELECT coalesce(n.id, a.journal) FROM number_block b JOIN authority a ON a.number = b.authority
           LEFT JOIN notebook n ON n.number = b.notebook
         WHERE b.code = ?1 AND b.series = ?2 AND b.digit = ?3 AND ?4 BETWEEN b.first AND b.first + b.count - 1",
        params![
            number.authority().as_str(),
            number.series().to_string(),
            number.block(),
            number.serial()
        ],
        |row| rows::id(row, 0),
    )?)
}

fn want(
    tx: &WriteTransaction<'_>,
    row: &NotebookRow,
    code: &AuthorityCode,
    training: bool,
) -> Result<Option<&'static str>, Fault> {
    let here =
        tx.maybe("SELECT 1 FROM authority WHERE code = ?1 LIMIT 1", params![code.as_str()], |_| Ok(()))?;
    if here.is_none() {
        let book = current_book(tx, row.authority)?;
        let is_it = |known: &str| known.eq_ignore_ascii_case(code.as_str());
        let made = book.orders.iter().any(|order| is_it(&order.made_by.code));
        if !made && !book.authorities.iter().any(|paper| is_it(&paper.code)) {
            return Ok(Some(UNKNOWN_PAPER));
        }
    }
    tx.execute(
        "INSERT OR IGNORE INTO number_want (notebook, code, training) VALUES (?1, ?2, ?3)",
        params![row.number, code.as_str(), training],
    )?;
    Ok(None)
}

fn give_up(tx: &WriteTransaction<'_>, row: &NotebookRow, given_up: &GivenUp) -> Result<(), Fault> {
    if let Some(first) = given_up.block.number(0) {
        remember(tx, row, &first)?;
    }
    let block = tx.maybe(
        "SELECT number FROM number_block
         WHERE notebook = ?1 AND code = ?2 AND series = ?3 AND digit = ?4 AND first = ?5",
        params![
            row.number,
            given_up.block.authority.as_str(),
            given_up.block.series.to_string(),
            given_up.block.digit,
            given_up.block.first
        ],
        |found| found.get::<_, i64>(0),
    )?;
    if let Some(block) = block {
        tx.execute(
            "INSERT INTO number_given_up (block, place, count) VALUES (?1, ?2, ?3)
             ON CONFLICT (block, place) DO UPDATE SET count = max(count, ?3)",
            params![block, given_up.from, given_up.count],
        )?;
    }
    Ok(())
}

/// Enters the block of a number that a notebook tells of, if a restore has forgotten it: allotted by an earlier generation, and
/// to nobody as far as the server knows. It was this notebook's, or the number would not be on its paper.
fn remember(tx: &WriteTransaction<'_>, row: &NotebookRow, number: &NoticeNumber) -> Result<(), Fault> {
    let forgotten = earlier_block(number, journal::generation_of(tx)?);
    match forgotten {
        Some((generation, block)) if holder_of(tx, number)?.is_none() => {
            enter(tx, row.authority, Some(row.number), (generation, &block))
        }
        _ => Ok(()),
    }
}

/// What is told on a further branch of a notebook: nothing is done about it, but its blocks are remembered.
pub fn told_aside(tx: &WriteTransaction<'_>, row: &NotebookRow, meaning: &EntryBody) -> Result<(), Fault> {
    let number = match meaning {
        EntryBody::Notice(NoticeEntry::Issued(issued)) => NoticeNumber::parse(&issued.number).ok(),
        EntryBody::Numbers(NumbersEntry::GivenUp(given_up)) => given_up.numbers.block.number(0),
        _ => None,
    };
    number.map_or(Ok(()), |number| remember(tx, row, &number))
}

/// Allots a block wherever the notebook wants numbers and is short of them. One that has forked or goes on in another
/// is closed: its successor asks for itself.
pub fn refill(tx: &WriteTransaction<'_>, pen: &Pen, row: &NotebookRow) -> Result<(), Fault> {
    let wants: Vec<(String, bool)> =
        tx.all("SELECT code, training FROM number_want WHERE notebook = ?1", params![row.number], |found| {
            Ok((found.get(0)?, found.get(1)?))
        })?;
    if wants.is_empty() {
        return Ok(());
    }
    let accounts = accounts(tx, Held::In(row.number))?;
    let generation = journal::generation_of(tx)?;
    for (code, training) in wants {
        let code = AuthorityCode::new(&code).map_err(|_| Fault::Damaged { what: "authority code" })?;
        let held =
            accounts.iter().filter(|one| one.block.authority == code && one.block.is_training() == training);
        if !is_due(held) {
            continue;
        }
        match next_block(&code, training, generation, allotted(tx, &code, training, generation)?) {
            Ok(block) => allot(tx, pen, row.authority, Holder::Notebook(row), (generation, block))?,
            // The phone goes on with drafts; whoever runs the server reads this.
            Err(error) => tracing::error!(authority = %code, "{error}"),
        }
    }
    Ok(())
}

/// Blocks of a code handed out in a generation, to whomever.
fn allotted(
    tx: &ReadTransaction<'_>,
    code: &AuthorityCode,
    training: bool,
    generation: u64,
) -> Result<u64, Fault> {
    Ok(tx.one(
        "SELECT count(*) FROM number_block WHERE code = ?1 AND generation = ?2 AND (series = 'X') = ?3",
        params![code.as_str(), int(generation), training],
        |found| rows::number(found, 0),
    )?)
}

/// Allots the server itself a block for this paper, unless one of its own has a number left.
pub fn allot_own(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    code: &AuthorityCode,
) -> Result<Result<(), NoBlock>, Fault> {
    let own = own_journal(tx, authority)?;
    let accounts = accounts(tx, Held::By(authority))?;
    if next_own(&accounts, own, code).is_some() {
        return Ok(Ok(()));
    }
    let generation = journal::generation_of(tx)?;
    match next_block(code, false, generation, allotted(tx, code, false, generation)?) {
        Ok(block) => allot(tx, pen, authority, Holder::Server(own), (generation, block)).map(Ok),
        Err(refused) => Ok(Err(refused)),
    }
}

/// The authority's server journal, which holds the server's own blocks.
pub fn own_journal(tx: &ReadTransaction<'_>, authority: i64) -> Result<Id, Fault> {
    Ok(tx
        .one("SELECT journal FROM authority WHERE number = ?1", params![authority], |row| rows::id(row, 0))?)
}

/// Writes down that a draft of a notebook was issued under one of the server's own numbers.
pub fn post(tx: &WriteTransaction<'_>, authority: i64, posted: &DraftPosted) -> Result<(), Fault> {
    let number = &posted.issued.number;
    if holder_of(tx, number)? != Some(own_journal(tx, authority)?) {
        return Err(Fault::Format { what: "a notice under a number that is not the server's own" });
    }
    let words = twice::words_posted(tx, authority, posted)?;
    // The primary key is the last word: no number is on two notices of an authority.
    tx.execute(
        "INSERT INTO notice_number (authority, number, notebook, record, issued, posted, told, seen)
         SELECT ?1, ?2, number, ?4, ?5, 1, ?6, ?7 FROM notebook WHERE authority = ?1 AND id = ?3",
        params![
            authority,
            number.to_string(),
            posted.notebook.as_bytes(),
            posted.record.as_bytes(),
            spelled(&posted.issued)?,
            words.map(|(seq, _)| seq),
            words.map(|(_, seen)| seen)
        ],
    )?;
    Ok(())
}

fn spelled(issued: &IssuedNotice) -> Result<String, Fault> {
    serde_json::to_string(issued).map_err(|_| Fault::Format { what: "a row of the register" })
}

/// Who holds a block.
#[derive(Clone, Copy)]
enum Holder<'a> {
    Notebook(&'a NotebookRow),
    /// The server itself, by the authority's server journal.
    Server(Id),
}

fn allot(
    tx: &WriteTransaction<'_>,
    pen: &Pen,
    authority: i64,
    holder: Holder<'_>,
    (generation, block): (u64, Block),
) -> Result<(), Fault> {
    let (id, notebook) = match holder {
        Holder::Notebook(row) => (row.id, Some(row.number)),
        Holder::Server(journal) => (journal, None),
    };
    // A number that a restore has forgotten is never in it: the letter is the generation's. UNIQUE is the last word.
    enter(tx, authority, notebook, (generation, &block))?;
    let allotted = NumberBlockAllotted { notebook: id, block };
    journal::append(tx, pen, authority, id, &ServerBody::NumberBlockAllotted(allotted))?;
    Ok(())
}

fn enter(
    tx: &WriteTransaction<'_>,
    authority: i64,
    notebook: Option<i64>,
    (generation, block): (u64, &Block),
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO number_block (authority, notebook, generation, code, series, digit, first, count)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            authority,
            notebook,
            int(generation),
            block.authority.as_str(),
            block.series.to_string(),
            block.digit,
            block.first,
            block.count
        ],
    )?;
    Ok(())
}
