//! The number on a notice: `MDW-A7-000118-M`, with a check character that finds a slip of the pen.
//!
//! Authority, series letter and block digit, six digits, and ISO/IEC 7064 MOD 37,36 over all of them without
//! hyphens. Which phone may use which numbers is told in [`crate::notices::block`].

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// The series of training notices; never counted, printed with a watermark.
pub const TRAINING_SERIES: char = 'X';

/// The largest serial number: six digits.
pub const SERIAL_MAX: u32 = 999_999;

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Two to four capital letters: whose paper it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorityCode(String);

impl AuthorityCode {
    /// A code as it is printed; small letters are taken as capitals.
    ///
    /// # Errors
    /// [`NumberError::NotANumber`] unless it is two to four letters.
    pub fn new(code: &str) -> Result<Self, NumberError> {
        let letters = (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        if letters { Ok(Self(code.to_ascii_uppercase())) } else { Err(NumberError::NotANumber) }
    }

    /// The letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AuthorityCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A notice's number. No two notices ever have the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeNumber {
    authority: AuthorityCode,
    series: char,
    block: u8,
    serial: u32,
}

/// Why a text is not a notice's number. Carries no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Not the shape of one.
    #[error("not a notice number: write it as printed, such as MDW-A7-000118-M")]
    NotANumber,
    /// The shape is right, the check character is not.
    #[error("the check character does not match: compare each character with the notice")]
    CheckCharacter,
}

impl NumberError {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "not_a_notice_number",
            Self::CheckCharacter => "check_character",
        }
    }
}

impl NoticeNumber {
    /// A number of its parts.
    ///
    /// # Errors
    /// [`NumberError::NotANumber`] if the series is no capital letter, the block no digit or the serial too large.
    pub fn new(authority: AuthorityCode, series: char, block: u8, serial: u32) -> Result<Self, NumberError> {
        let sound = series.is_ascii_uppercase() && block <= 9 && serial <= SERIAL_MAX;
        if sound { Ok(Self { authority, series, block, serial }) } else { Err(NumberError::NotANumber) }
    }

    /// Reads a number as printed or as somebody types it: small letters, blanks and missing hyphens do not matter.
    ///
    /// # Errors
    /// [`NumberError::NotANumber`], [`NumberError::CheckCharacter`].
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let plain: String =
            text.chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| c.to_ascii_uppercase()).collect();
        let wrong = NumberError::NotANumber;
        if !plain.is_ascii() {
            return Err(wrong);
        }
        let (rest, check) = plain.split_at_checked(plain.len().saturating_sub(1)).ok_or(wrong)?;
        let (rest, serial) = rest.split_at_checked(rest.len().saturating_sub(6)).ok_or(wrong)?;
        let (authority, series) = rest.split_at_checked(rest.len().saturating_sub(2)).ok_or(wrong)?;
        if serial.len() != 6 || !serial.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong);
        }
        let mut series = series.chars();
        let (Some(letter), Some(digit)) = (series.next(), series.next()) else { return Err(wrong) };
        let block = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).ok_or(wrong)?;
        let serial = serial.parse().map_err(|_| wrong)?;
        let number = Self::new(AuthorityCode::new(authority)?, letter, block, serial)?;
        if check.chars().eq([number.check()]) { Ok(number) } else { Err(NumberError::CheckCharacter) }
    }

    /// Whose paper it is.
    #[must_use]
    pub fn authority(&self) -> &AuthorityCode {
        &self.authority
    }

    /// The series letter.
    #[must_use]
    pub fn series(&self) -> char {
        self.series
    }

    /// The block digit.
    #[must_use]
    pub fn block(&self) -> u8 {
        self.block
    }

    /// The six digits.
    #[must_use]
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// Whether it is on a training notice.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.series == TRAINING_SERIES
    }

    /// The check character.
    #[must_use]
    pub fn check(&self) -> char {
        check_character(&self.unchecked())
    }

    fn unchecked(&self) -> String {
        format!("{}{}{}{:06}", self.authority, self.series, self.block, self.serial)
    }
}

/// ISO/IEC 7064 MOD 37,36 over capital letters and digits; other characters count as nothing.
///
/// It finds every wrong character. Of two neighbours that changed places it misses one pair in 630: characters
/// that follow each other in `0–9A–Z`, and only after one of 36 beginnings.
#[must_use]
pub fn check_character(text: &str) -> char {
    let mut product: u32 = 36;
    for byte in text.bytes() {
        let Some(value) = ALPHABET.iter().position(|letter| *letter == byte) else { continue };
        let sum = (product + u32::try_from(value).unwrap_or(0)) % 36;
        product = (if sum == 0 { 36 } else { sum } * 2) % 37;
    }
    let check = (37 - product) % 36;
    ALPHABET.get(check as usize).copied().map_or('0', char::from)
}

impl fmt::Display for NoticeNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { authority, series, block, serial } = self;
        write!(formatter, "{authority}-{series}{block}-{serial:06}-{}", self.check())
    }
}

impl Serialize for NoticeNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NoticeNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl Serialize for AuthorityCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AuthorityCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}
