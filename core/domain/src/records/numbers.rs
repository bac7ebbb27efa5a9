//! What a notebook tells about its notice numbers: for which paper it wants some, and which it has given up.

use serde::{Deserialize, Serialize};

use crate::notices::block::GivenUp;
use crate::notices::number::AuthorityCode;
use crate::records::journal::Moment;
use crate::records::kinds::kinds;

/// From now on the notebook needs numbers of an authority; the server keeps it supplied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersWanted {
    /// When.
    pub at: Moment,
    /// Whose paper.
    pub authority: AuthorityCode,
    /// For training notices.
    pub training: bool,
}

/// Numbers the notebook will never use: it was put back from a backup, or killed while it issued a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersGivenUp {
    /// When.
    pub at: Moment,
    /// Which.
    pub numbers: GivenUp,
}

/// One entry about numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumbersEntry {
    /// See [`NumbersWanted`].
    Wanted(NumbersWanted),
    /// See [`NumbersGivenUp`].
    GivenUp(NumbersGivenUp),
}

kinds!(NumbersEntry {
    "numbers_wanted" => Wanted,
    "numbers_given_up" => GivenUp,
});
