//! One column of residuals: a signed number costs little when it is small, by what was seen before.
//!
//! A number is told as its length in bits, its sign, and the bits below the leading one; lengths, signs
//! and the upper bits are learned per context, the rest is noise and written plainly.

use super::range_coder::{BitCoder, Chance};

/// Lengths below this are told by a tree of four learned bits; longer ones by six more.
const LONG: u64 = 15;
/// How many bits below the leading one are learned.
const LEARNED_BITS: u32 = 3;
/// Mantissas of longer numbers share their chances.
const LENGTHS: usize = 20;

/// Chances of one column, in `CONTEXTS` contexts.
pub(super) struct Column<const CONTEXTS: usize> {
    short: [[Chance; 16]; CONTEXTS],
    long: [Chance; 64],
    sign: [[Chance; LENGTHS]; CONTEXTS],
    upper: [[Chance; 1 << LEARNED_BITS]; LENGTHS],
}

impl<const CONTEXTS: usize> Column<CONTEXTS> {
    pub(super) fn new() -> Self {
        Self {
            short: [[Chance::EVEN; 16]; CONTEXTS],
            long: [Chance::EVEN; 64],
            sign: [[Chance::EVEN; LENGTHS]; CONTEXTS],
            upper: [[Chance::EVEN; 1 << LEARNED_BITS]; LENGTHS],
        }
    }

    /// Codes any `i64`.
    pub(super) fn signed<C: BitCoder>(&mut self, coder: &mut C, context: usize, value: i64) -> i64 {
        let context = context.min(CONTEXTS - 1);
        let magnitude = value.unsigned_abs();
        let length = u64::from(u64::BITS - magnitude.leading_zeros());
        let mut coded = tree(coder, &mut self.short[context], 4, length.min(LONG));
        if coded == LONG {
            coded += tree(coder, &mut self.long, 6, length.saturating_sub(LONG));
        }
        if coded == 0 {
            return 0;
        }
        let place = (coded as usize).min(LENGTHS - 1);
        let negative = coder.bit(&mut self.sign[context][place], value < 0);
        let mut read: u64 = 1;
        let mut node = 1_usize;
        for place_value in (0..coded.min(64) - 1).rev() {
            let bit = (magnitude >> place_value) & 1 == 1;
            let bit = if node < 1 << LEARNED_BITS {
                coder.bit(&mut self.upper[place][node], bit)
            } else {
                coder.plain_bit(bit)
            };
            node = ((node << 1) | usize::from(bit)).min(1 << LEARNED_BITS);
            read = (read << 1) | u64::from(bit);
        }
        if negative { read.wrapping_neg() as i64 } else { read as i64 }
    }
}

/// A whole number below 2^`bits` by a binary tree of learned chances.
pub(super) fn tree<C: BitCoder>(coder: &mut C, chances: &mut [Chance], bits: u32, value: u64) -> u64 {
    let mut node = 1_usize;
    for place in (0..bits).rev() {
        let bit = (value >> place) & 1 == 1;
        let mut even = Chance::EVEN;
        let bit = coder.bit(chances.get_mut(node).unwrap_or(&mut even), bit);
        node = (node << 1) | usize::from(bit);
    }
    node as u64 - (1 << bits)
}

/// Context of a column by how big its last residual was.
pub(super) fn size_class(residual: i64) -> usize {
    (u64::BITS - residual.unsigned_abs().leading_zeros()) as usize
}
