//! Blocks of notice numbers with what is known of each number in them, as the register's account takes them.

use beatbook_domain::notices::allotment::BlockAccount;
use beatbook_domain::notices::block::{Block, GivenUp};
use beatbook_domain::notices::number::{AuthorityCode, NoticeNumber};
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, params};

use super::super::{notices, rows};
use crate::error::Fault;

/// Whose blocks.
#[derive(Clone, Copy)]
pub enum Held<'a> {
    /// A notebook's.
    In(i64),
    /// Those of an authority's notebooks and its server's own, of whatever paper.
    By(i64),
    /// Those of an authority's paper that other authorities hold.
    ByOthers(i64, &'a str),
}

/// Blocks, and what is known of their numbers.
pub fn accounts(tx: &ReadTransaction<'_>, held: Held<'_>) -> Result<Vec<BlockAccount>, Fault> {
    let (blocks, numbers, which, code) = match held {
        Held::In(notebook) => ("b.notebook = ?1 AND ?2 = ''", "notebook = ?1 AND ?2 = ''", notebook, ""),
        Held::By(authority) => ("b.authority = ?1 AND ?2 = ''", "authority = ?1 AND ?2 = ''", authority, ""),
        Held::ByOthers(authority, code) => (
            "b.authority <> ?1 AND b.code = ?2",
            "authority <> ?1 AND number >= ?2 || '-' AND number < ?2 || '.'",
            authority,
            code,
        ),
    };
    let blocks = format!(
        "SELECT b.number, coalesce(n.id, a.journal),
           iif(n.id IS NULL, b.generation <> s.generation, n.fork IS NOT NULL OR n.continued_by IS NOT NULL),
           b.code, b.series, b.digit, b.first, b.count
         FROM number_block b JOIN authority a ON a.number = b.authority JOIN server s
           LEFT JOIN notebook n ON n.number = b.notebook
         WHERE {blocks} ORDER BY b.number"
    );
    let found: Vec<(i64, Id, bool, BlockRow)> = tx.all(&blocks, params![which, code], |row| {
        let block = (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?);
        Ok((row.get(0)?, rows::id(row, 1)?, row.get(2)?, block))
    })?;
    let mut accounts = Vec::with_capacity(found.len());
    for (number, notebook, closed, row) in found {
        let mut account = BlockAccount::new(block(row)?, notebook);
        account.closed = closed;
        let given_up: Vec<(u32, u32)> =
            tx.all("SELECT place, count FROM number_given_up WHERE block = ?1", params![number], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        for (from, count) in given_up {
            account.give_up(&GivenUp { block: account.block.clone(), from, count });
        }
        accounts.push(account);
    }
    let numbers = format!("SELECT number FROM notice_number WHERE {numbers}");
    let numbers: Vec<String> = tx.all(&numbers, params![which, code], |row| row.get(0))?;
    for number in numbers {
        let number = NoticeNumber::parse(&number).map_err(|_| Fault::Damaged { what: "notice number" })?;
        accounts.iter_mut().any(|account| account.issue(&number));
    }
    // What was handed out on a further branch of a notebook is in the register, too.
    for (notebook, number) in notices::issued_on_branches(tx, held)? {
        let mut own = accounts.iter_mut().filter(|account| account.notebook == notebook);
        own.any(|account| account.issue(&number));
    }
    Ok(accounts)
}

/// Code, series, digit, first and count of a block.
type BlockRow = (String, String, u8, u32, u32);

fn block((code, series, digit, first, count): BlockRow) -> Result<Block, Fault> {
    let damaged = Fault::Damaged { what: "block of notice numbers" };
    let Ok(authority) = AuthorityCode::new(&code) else { return Err(damaged) };
    let series = series.chars().next().ok_or(damaged)?;
    Ok(Block { authority, series, digit, first, count })
}
