//! The link between the records of a joint encounter: each controller keeps a record of its own, and all of them bear the
//! same random link. It is short enough to be read out and typed with no network, and says nothing by itself.

use beatbook_protocol::id::Id;

use crate::notices::number::check_character;

/// Letters and digits that nobody mixes up when they are read out (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters before the check character: 45 bits, so that two encounters of one county never meet by chance.
const LENGTH: usize = 9;
/// What the ids of such links begin with; the link's bits are in their last bytes.
const PREFIX: [u8; 10] = *b"joint-link";

/// A link as one officer shows it and another types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JointLink(u64);

/// What was typed is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no link of a joint encounter: compare it with the other phone, character by character")]
pub struct NotALink;

impl JointLink {
    /// A link of random bytes. Its check character is none that could be taken for a digit.
    #[must_use]
    pub fn random(bytes: [u8; 6]) -> Self {
        let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let link = |more: u64| Self(bits.wrapping_add(more) & ((1 << (5 * LENGTH)) - 1));
        let plain = |link: &Self| !matches!(link.check(), 'O' | 'I' | 'L');
        (0..64).map(link).find(plain).unwrap_or(link(0))
    }

    /// Reads a link as somebody typed it: hyphens, blanks and small letters are as good, and letters that look like digits are
    /// those.
    ///
    /// # Errors
    /// [`NotALink`], also for one wrong character.
    pub fn parse(text: &str) -> Result<Self, NotALink> {
        let letter = |one: char| match one.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let typed: Vec<char> = text.chars().filter(|one| !matches!(one, '-' | ' ')).map(letter).collect();
        let (check, symbols) = typed.split_last().filter(|(_, rest)| rest.len() == LENGTH).ok_or(NotALink)?;
        let mut bits = 0_u64;
        for symbol in symbols {
            let place = ALPHABET.iter().position(|known| char::from(*known) == *symbol).ok_or(NotALink)?;
            bits = bits << 5 | u64::try_from(place).map_err(|_| NotALink)?;
        }
        let link = Self(bits);
        if link.check() == *check { Ok(link) } else { Err(NotALink) }
    }

    /// As records keep it.
    #[must_use]
    pub fn id(self) -> Id {
        let mut bytes = [0; 16];
        let (prefix, bits) = bytes.split_at_mut(PREFIX.len());
        prefix.copy_from_slice(&PREFIX);
        let all = self.0.to_be_bytes();
        bits.iter_mut().zip(all.iter().skip(2)).for_each(|(to, from)| *to = *from);
        Id::from_bytes(bytes)
    }

    /// Of what a record keeps; none if that is no link of this form.
    #[must_use]
    pub fn of(id: Id) -> Option<Self> {
        let (prefix, bits) = id.as_bytes().split_at_checked(PREFIX.len())?;
        let bits = bits.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        (prefix == PREFIX && bits < 1 << (5 * LENGTH)).then_some(Self(bits))
    }

    /// What a record keeps, as people read it.
    #[must_use]
    pub fn shown(id: Id) -> String {
        Self::of(id).map_or_else(|| id.to_string(), |link| link.to_string())
    }

    fn symbols(self) -> String {
        let place = |at: usize| usize::try_from(self.0 >> (5 * at) & 31).unwrap_or_default();
        (0..LENGTH).rev().filter_map(|at| ALPHABET.get(place(at))).map(|byte| char::from(*byte)).collect()
    }

    /// ISO/IEC 7064 MOD 37,36, as for notice numbers.
    fn check(self) -> char {
        check_character(&self.symbols())
    }
}

impl core::fmt::Display for JointLink {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let symbols = self.symbols();
        let (first, second) = symbols.split_at_checked(5).unwrap_or((&symbols, ""));
        write!(f, "{first}-{second}{}", self.check())
    }
}
