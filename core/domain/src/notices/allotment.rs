//! Blocks as the server hands them out, and what has become of every number in them.
//!
//! The next block of an authority follows the last one within the series letter of the server's generation. A
//! restored server has another generation, so another letter: it cannot repeat what it has forgotten.
//!
//! The server holds blocks itself, for drafts that a supervisor issues by post. It spends them from the front, each
//! number with the journal entry it is on, so there are no gaps; a block of an earlier generation is closed, because
//! numbers after the last one known may be on paper that a restore has forgotten.

use std::collections::BTreeSet;

use beatbook_protocol::id::Id;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::notices::block::{BLOCK_SIZE, Block, GivenUp, REFILL_AT};
use crate::notices::number::{AuthorityCode, NoticeNumber, SERIAL_MAX, TRAINING_SERIES};

/// Series letters by generation: no X, which is training, and no I and O, which read as digits.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRSTUVWYZ";

/// Blocks that fit under one block digit; serial numbers begin at 1.
const BLOCKS_A_DIGIT: u64 = (SERIAL_MAX / BLOCK_SIZE) as u64;

/// Why no block can be allotted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoBlock {
    /// The generation has no letter, or its letter no numbers left.
    #[error("this server has used up its series of notice numbers: a new authority code is needed")]
    SeriesUsedUp,
}

/// Where the next block of an authority begins.
///
/// `generation` is the server's, from 1; `allotted` how many blocks it has handed out in this generation for this
/// code, live or training, to whomever – two authorities of one server may have the same code.
///
/// # Errors
/// [`NoBlock::SeriesUsedUp`].
pub fn next_block(
    authority: &AuthorityCode,
    training: bool,
    generation: u64,
    allotted: u64,
) -> Result<Block, NoBlock> {
    let used_up = NoBlock::SeriesUsedUp;
    let place = generation.checked_sub(1).ok_or(used_up)?;
    let (series, digit, nth) = if training {
        // One letter for all of training: generations are told apart by the block digit.
        (TRAINING_SERIES, place, Some(allotted).filter(|nth| *nth < BLOCKS_A_DIGIT))
    } else {
        let letter = usize::try_from(place).ok().and_then(|place| LETTERS.get(place)).ok_or(used_up)?;
        (char::from(*letter), allotted / BLOCKS_A_DIGIT, Some(allotted % BLOCKS_A_DIGIT))
    };
    let digit = u8::try_from(digit).ok().filter(|digit| *digit <= 9).ok_or(used_up)?;
    let nth = nth.and_then(|nth| u32::try_from(nth).ok()).ok_or(used_up)?;
    let first = 1 + nth * BLOCK_SIZE;
    Ok(Block { authority: authority.clone(), series, digit, first, count: BLOCK_SIZE })
}

/// The block that a number is of, with the generation that allotted it, if that is one before `generation`.
///
/// A restored server may have forgotten such a block. One of its own generation, and of those to come, it knows.
#[must_use]
pub fn earlier_block(number: &NoticeNumber, generation: u64) -> Option<(u64, Block)> {
    let place = if number.is_training() {
        u64::from(number.block())
    } else {
        let place = LETTERS.iter().position(|letter| char::from(*letter) == number.series())?;
        u64::try_from(place).ok()?
    };
    let nth = number.serial().checked_sub(1)? / BLOCK_SIZE;
    let block = Block {
        authority: number.authority().clone(),
        series: number.series(),
        digit: number.block(),
        first: 1 + nth * BLOCK_SIZE,
        count: BLOCK_SIZE,
    };
    (place + 1 < generation && u64::from(nth) < BLOCKS_A_DIGIT).then_some((place + 1, block))
}

/// A block and what is known of its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockAccount {
    /// The block.
    pub block: Block,
    /// Whose it is: a notebook's, or the server's own by the id of the authority's server journal.
    pub notebook: Id,
    /// Places of numbers that are on notices the server holds.
    pub issued: BTreeSet<u32>,
    /// Places of numbers that the notebook has given up.
    pub given_up: BTreeSet<u32>,
    /// The notebook goes on nowhere: nothing more will be issued from it.
    pub closed: bool,
}

impl BlockAccount {
    /// A block just allotted.
    #[must_use]
    pub fn new(block: Block, notebook: Id) -> Self {
        Self { block, notebook, issued: BTreeSet::new(), given_up: BTreeSet::new(), closed: false }
    }

    /// Numbers that the notebook can still use as far as the server knows: those after the last one heard of.
    #[must_use]
    pub fn left(&self) -> u32 {
        if self.closed { 0 } else { self.block.count.saturating_sub(self.reached()) }
    }

    /// The number that comes next, if its holder's spending is known to the last: so for the server's own blocks.
    #[must_use]
    pub fn next(&self) -> Option<NoticeNumber> {
        if self.closed { None } else { self.block.number(self.reached()) }
    }

    /// The place after the last number heard of.
    fn reached(&self) -> u32 {
        self.issued.last().max(self.given_up.last()).map_or(0, |place| place + 1)
    }

    /// Takes note of an issued number; `false` if it is of another block.
    pub fn issue(&mut self, number: &NoticeNumber) -> bool {
        let place = self.block.place(number);
        self.issued.extend(place);
        place.is_some()
    }

    /// Takes note of numbers that were given up; `false` if they are of another block.
    pub fn give_up(&mut self, given_up: &GivenUp) -> bool {
        let ours = given_up.block == self.block;
        if ours {
            let end = given_up.from.saturating_add(given_up.count).min(self.block.count);
            self.given_up.extend(given_up.from..end);
        }
        ours
    }

    /// Numbers before the last one heard of whose notices have not come: still on the phone, or lost with it.
    #[must_use]
    pub fn missing(&self) -> Vec<NoticeNumber> {
        if self.closed {
            Vec::new()
        } else {
            self.numbers(|place| place < self.reached() && !self.heard_of(place))
        }
    }

    /// Numbers nobody can account for: given up, or of a closed block, and on no notice the server holds.
    #[must_use]
    pub fn unaccounted(&self) -> Vec<NoticeNumber> {
        self.numbers(|place| !self.issued.contains(&place) && (self.closed || self.given_up.contains(&place)))
    }

    fn heard_of(&self, place: u32) -> bool {
        self.issued.contains(&place) || self.given_up.contains(&place)
    }

    fn numbers(&self, of: impl Fn(u32) -> bool) -> Vec<NoticeNumber> {
        (0..self.block.count)
            .filter(|place| of(*place))
            .filter_map(|place| self.block.number(place))
            .collect()
    }
}

/// The next of the server's own numbers for a paper, in live blocks held by `own`; none if a block is due first.
#[must_use]
pub fn next_own<'a>(
    accounts: impl IntoIterator<Item = &'a BlockAccount>,
    own: Id,
    paper: &AuthorityCode,
) -> Option<NoticeNumber> {
    let ours = |one: &&BlockAccount| {
        one.notebook == own && one.block.authority == *paper && !one.block.is_training()
    };
    accounts.into_iter().filter(ours).find_map(BlockAccount::next)
}

/// Whether a notebook with these blocks of one authority and series is to get another.
#[must_use]
pub fn is_due<'a>(blocks: impl IntoIterator<Item = &'a BlockAccount>) -> bool {
    blocks.into_iter().map(BlockAccount::left).sum::<u32>() <= REFILL_AT
}
