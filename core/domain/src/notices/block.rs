//! The numbers a notebook may use: blocks it was given, spent from the front, one in each issuing transaction.
//!
//! Beside the notebook, outside every backup, the platform keeps a [`Mark`] of each block: how far it was spent. A
//! notebook put back from a backup knows less than its marks; the block is burnt then and its rest unaccounted,
//! because those numbers may be on paper already.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::notices::number::{AuthorityCode, NoticeNumber, NumberError, TRAINING_SERIES};

/// Numbers in a block.
pub const BLOCK_SIZE: u32 = 200;

/// Numbers left at which another block is wanted: more than any shift uses.
pub const REFILL_AT: u32 = 40;

/// Consecutive numbers of one authority and series that one notebook alone may use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Block {
    /// Whose paper they are for.
    pub authority: AuthorityCode,
    /// The series letter.
    pub series: char,
    /// The block digit.
    pub digit: u8,
    /// The first serial number.
    pub first: u32,
    /// How many.
    pub count: u32,
}

impl Block {
    /// Whether its notices are training notices.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.series == TRAINING_SERIES
    }

    /// The number at a place, counted from 0; absent beyond the block.
    #[must_use]
    pub fn number(&self, place: u32) -> Option<NoticeNumber> {
        let serial = self.first.checked_add(place).filter(|_| place < self.count)?;
        NoticeNumber::new(self.authority.clone(), self.series, self.digit, serial).ok()
    }

    /// The place of a number in it; absent if it is of another block.
    #[must_use]
    pub fn place(&self, number: &NoticeNumber) -> Option<u32> {
        let place = number.serial().checked_sub(self.first).filter(|place| *place < self.count)?;
        let ours = *number.authority() == self.authority
            && number.series() == self.series
            && number.block() == self.digit;
        ours.then_some(place)
    }

    /// Whether two blocks have a number in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.authority == other.authority
            && self.series == other.series
            && self.digit == other.digit
            && self.first < other.first.saturating_add(other.count)
            && other.first < self.first.saturating_add(self.count)
    }

    /// Whether every number of it can be printed.
    ///
    /// # Errors
    /// [`NumberError::NotANumber`] for an empty block or one that goes beyond six digits.
    pub fn check(&self) -> Result<(), NumberError> {
        let last = self.count.checked_sub(1).and_then(|place| self.number(place));
        if last.is_some() { Ok(()) } else { Err(NumberError::NotANumber) }
    }
}

/// How far a block was spent, as kept beside the notebook. `begun` is written before the notebook commits,
/// `done` after it: a phone killed in between loses one number at most, never a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Mark {
    /// Numbers whose spending was begun.
    pub begun: u32,
    /// Numbers whose spending is known to be committed.
    pub done: u32,
}

/// A block in a notebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The block.
    pub block: Block,
    /// How many of its numbers are on notices or given up, from the front.
    pub spent: u32,
    /// Not to be used any more: its mark says otherwise than the notebook.
    pub burnt: bool,
}

/// What a mark says of a holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkSays {
    /// Both know the same.
    Same,
    /// The phone was killed after a commit and before it was noted: this is the mark to write.
    Behind(Mark),
    /// The phone was killed while it issued a notice, and the notebook does not know of it: either nothing was
    /// committed, or the notebook is from a backup. The number is given up, then this mark written.
    GivenUp(Mark),
    /// The notebook is not the one that was spent last: burn the block.
    OtherNotebook,
}

impl Holding {
    /// A block just received.
    #[must_use]
    pub fn new(block: Block) -> Self {
        Self { block, spent: 0, burnt: false }
    }

    /// Numbers that can still be used.
    #[must_use]
    pub fn left(&self) -> u32 {
        if self.burnt { 0 } else { self.block.count.saturating_sub(self.spent) }
    }

    /// Compares with the mark beside the notebook. A block without a mark was never received on this phone.
    #[must_use]
    pub fn compare(&self, mark: Option<Mark>) -> MarkSays {
        let Some(Mark { begun, done }) = mark else { return MarkSays::OtherNotebook };
        let settled = Mark { begun, done: begun };
        if begun == done && self.spent == done {
            MarkSays::Same
        } else if done.checked_add(1) != Some(begun) {
            // Only the last step can be unfinished.
            MarkSays::OtherNotebook
        } else if self.spent == begun {
            MarkSays::Behind(settled)
        } else if self.spent == done {
            MarkSays::GivenUp(settled)
        } else {
            MarkSays::OtherNotebook
        }
    }
}

/// Numbers a notebook will never use, and cannot say that nobody has: an entry tells the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenUp {
    /// Their block.
    pub block: Block,
    /// The place of the first, counted from 0.
    pub from: u32,
    /// How many.
    pub count: u32,
}

/// Why no number can be given. The record is kept all the same, as a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoNumber {
    /// No block of this authority, or none with a number left.
    #[error("there is no notice number left on this phone: sync once, or keep the notice as a draft")]
    NoneLeft,
}

impl NoNumber {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoneLeft => "no_notice_number_left",
        }
    }
}

/// All blocks of a notebook, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Purse {
    holdings: Vec<Holding>,
}

/// The number that comes next, and where it comes from. Nothing is spent until [`Purse::spend`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The number.
    pub number: NoticeNumber,
    /// Its block.
    pub block: Block,
    /// The mark to write before the notebook commits.
    pub before: Mark,
    /// The mark to write after it.
    pub after: Mark,
}

impl Purse {
    /// Blocks as they were kept.
    #[must_use]
    pub fn of(holdings: Vec<Holding>) -> Self {
        Self { holdings }
    }

    /// The blocks, oldest first.
    #[must_use]
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// Takes a block the server has allotted; `false` if it is here already, shares a number with one that is,
    /// or cannot be printed.
    pub fn receive(&mut self, block: Block) -> bool {
        let new = block.check().is_ok() && !self.holdings.iter().any(|one| one.block.overlaps(&block));
        if new {
            self.holdings.push(Holding::new(block));
        }
        new
    }

    /// Numbers left for an authority's live or training notices.
    #[must_use]
    pub fn left(&self, authority: &AuthorityCode, training: bool) -> u32 {
        self.of_series(authority, training).map(Holding::left).sum()
    }

    /// Whether another block is wanted.
    #[must_use]
    pub fn wants(&self, authority: &AuthorityCode, training: bool) -> bool {
        self.left(authority, training) <= REFILL_AT
    }

    /// The number that comes next, from the oldest block that has one.
    ///
    /// # Errors
    /// [`NoNumber::NoneLeft`].
    pub fn next(&self, authority: &AuthorityCode, training: bool) -> Result<Next, NoNumber> {
        let holding =
            self.of_series(authority, training).find(|one| one.left() > 0).ok_or(NoNumber::NoneLeft)?;
        let number = holding.block.number(holding.spent).ok_or(NoNumber::NoneLeft)?;
        let spent = holding.spent + 1;
        Ok(Next {
            number,
            block: holding.block.clone(),
            before: Mark { begun: spent, done: holding.spent },
            after: Mark { begun: spent, done: spent },
        })
    }

    /// Spends the number that [`Purse::next`] has named, in the transaction that issues the notice.
    pub fn spend(&mut self, next: &Next) {
        if let Some(holding) = self.holdings.iter_mut().find(|one| one.block == next.block) {
            holding.spent = next.after.done;
        }
    }

    /// Gives up the next number of a block: it is never used here.
    pub fn give_up_one(&mut self, block: &Block) -> Option<GivenUp> {
        let holding = self.holdings.iter_mut().find(|one| one.block == *block && one.left() > 0)?;
        let from = holding.spent;
        holding.spent += 1;
        Some(GivenUp { block: block.clone(), from, count: 1 })
    }

    /// Burns a block: its rest is never used.
    pub fn burn(&mut self, block: &Block) -> Option<GivenUp> {
        let holding = self.holdings.iter_mut().find(|one| one.block == *block && !one.burnt)?;
        let (from, count) = (holding.spent, holding.left());
        holding.burnt = true;
        Some(GivenUp { block: block.clone(), from, count })
    }

    fn of_series(&self, authority: &AuthorityCode, training: bool) -> impl Iterator<Item = &Holding> {
        self.holdings
            .iter()
            .filter(move |one| one.block.authority == *authority && one.block.is_training() == training)
    }
}
