//! A person or an address without its name: two records are about the same one if their keyed identifiers are equal.
//!
//! The key is an authority's own and lies at the server only; a count has one of its own. Never the key of
//! notices: a welfare record can so not be joined to an enforcement record.

use core::fmt;
use std::collections::BTreeSet;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::keyed;
use crate::records::welfare::people::PersonSeen;

/// A keyed identifier: the first 128 bits of HMAC-SHA256. In files 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyedId([u8; 16]);

impl KeyedId {
    /// The sixteen bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl From<KeyedId> for String {
    fn from(id: KeyedId) -> Self {
        keyed::written(id.0)
    }
}

impl TryFrom<String> for KeyedId {
    type Error = keyed::NotAKeyedHash;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        keyed::read(&text).map(Self)
    }
}

impl fmt::Display for KeyedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&keyed::written(self.0))
    }
}

/// The key of an authority's welfare notebooks, or of one count.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdentityKey(Hash);

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey(…)")
    }
}

/// The two identifiers of a person, as far as enough is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonIds {
    /// k1: given name, family name and date of birth.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by_name: Option<KeyedId>,
    /// k2: the first letters of both names and the date of birth.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by_initials: Option<KeyedId>,
}

impl PersonIds {
    /// Those that are known.
    pub fn all(self) -> impl Iterator<Item = KeyedId> {
        [self.by_name, self.by_initials].into_iter().flatten()
    }
}

impl IdentityKey {
    /// A key of random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Hash::from_bytes(bytes))
    }

    /// A key for one question: what it makes is compared at once and kept nowhere.
    #[must_use]
    pub fn for_one_question() -> Self {
        Self::from_bytes([0; 32])
    }

    /// All identifiers of somebody who was met, as far as they are known.
    #[must_use]
    pub fn person_seen(&self, person: &PersonSeen) -> PersonIds {
        let given = person.given.as_deref().unwrap_or_default();
        let family = person.family.as_deref().unwrap_or_default();
        let ids = self.person(given, family, person.born);
        if ids.by_initials.is_some() {
            return ids;
        }
        let told = person.initials.as_deref().unwrap_or_default();
        let mut letters = told.chars().filter(|letter| letter.is_alphabetic()).map(String::from);
        let (first, last) = (letters.next().unwrap_or_default(), letters.next_back().unwrap_or_default());
        self.person(&first, &last, person.born)
    }

    /// Both identifiers of a person; absent without a date of birth or without a letter in either name. Of whoever tells
    /// initials only, `given` and `family` are one letter each: the same `by_initials` as with full names, and with Latin
    /// letters no `by_name`.
    #[must_use]
    pub fn person(&self, given: &str, family: &str, born: Option<Date>) -> PersonIds {
        let (given, family) = (letters(given), letters(family));
        let (Some(born), Some(first), Some(last)) = (born, initial(&given), initial(&family)) else {
            return PersonIds::default();
        };
        let born = born.to_string();
        // Initials are no name, many share them; a name of one letter is one in scripts whose letters are syllables.
        let only_initials = given.len() == 1 && family.len() == 1;
        let by_name = keyed::hash(&self.0, &["welfare-name", &given, &family, &born]);
        PersonIds {
            by_name: by_name.filter(|_| !only_initials).map(KeyedId),
            by_initials: keyed::hash(&self.0, &["welfare-initials", first, last, &born]).map(KeyedId),
        }
    }

    /// Identifiers of both names, whatever the date of birth: two are the same in whatever order their words were told if they share
    /// one. For a comparison, and kept nowhere. None without a letter in either name.
    #[must_use]
    pub fn names(&self, given: &str, family: &str) -> BTreeSet<KeyedId> {
        let (given, family) = (in_order(given), in_order(family));
        let pairs =
            given.iter().flat_map(|one| family.iter().map(move |other| [one.min(other), one.max(other)]));
        let ids = pairs.filter_map(|[one, other]| keyed::hash(&self.0, &["welfare-names", one, other]));
        ids.map(KeyedId).collect()
    }

    /// The identifier of an address, however its lines are broken. Absent without a letter or digit.
    #[must_use]
    pub fn address(&self, address: &str) -> Option<KeyedId> {
        let plain = plain(address, char::is_alphanumeric);
        if plain.is_empty() { None } else { keyed::hash(&self.0, &["welfare-address", &plain]).map(KeyedId) }
    }

    /// Somebody nobody knows, of one record: the same as nobody of any other.
    #[must_use]
    pub fn unknown(&self, record: Id, person: u16) -> Option<KeyedId> {
        let (record, person) = (record.to_string(), person.to_string());
        keyed::hash(&self.0, &["welfare-unknown", &record, &person]).map(KeyedId)
    }
}

/// Only the letters, without accents, in capitals.
fn letters(name: &str) -> String {
    plain(name, char::is_alphabetic)
}

/// The letters of a name, its words as they were told and in the order of the alphabet; none without a letter.
fn in_order(name: &str) -> BTreeSet<String> {
    let mut words: Vec<String> = name.split_whitespace().map(letters).collect();
    let told = words.concat();
    words.sort_unstable();
    [told, words.concat()].into_iter().filter(|letters| !letters.is_empty()).collect()
}

/// What is kept of a text after NFKD, in capitals. Marks go, the accents of Latin as well as vowel signs.
fn plain(text: &str, kept: fn(char) -> bool) -> String {
    // By way of small letters, so that ẞ and ß come to the same; and apart again, as some capitals are two letters.
    let capitals: String = text.nfkd().flat_map(char::to_lowercase).flat_map(char::to_uppercase).collect();
    capitals.nfkd().filter(|c| kept(*c) && !is_combining_mark(*c)).collect()
}

/// The first letter.
fn initial(letters: &str) -> Option<&str> {
    letters.chars().next().and_then(|first| letters.get(..first.len_utf8()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const BORN: Date = date(1979, 2, 28);

    fn key() -> IdentityKey {
        IdentityKey::from_bytes([7; 32])
    }

    fn ids(given: &str, family: &str) -> PersonIds {
        key().person(given, family, Some(BORN))
    }

    fn same(one: (&str, &str), other: (&str, &str)) {
        let (one, other) = (ids(one.0, one.1), ids(other.0, other.1));
        assert!(one.by_name.is_some() && one.by_initials.is_some());
        assert_eq!(one, other);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_spelt() {
        same(("Zoë", "Müller"), ("ZOE", "muller"));
        same(("Zoe\u{308}", "Mu\u{308}ller"), ("Zoë", "Müller"));
        same(("Mary-Jane", "O'Neill"), ("mary jane", "ONEILL"));
        same(("Anna", "Strauß"), ("Anna", "STRAUẞ"));
        same(("Ｊｏｓｅ", "Peña"), ("José", "Pena"));
        same((" Ann ", "Lee 🙂"), ("Ann", "Lee"));
    }

    #[test]
    fn names_that_run_from_right_to_left() {
        // With and without vowel signs, and with a mark of direction that nobody sees.
        same(("مُحَمَّد", "حسن"), ("محمد", "حسن\u{200f}"));
        same(("דָּוִד", "כהן"), ("דוד", "כהן"));
        assert_ne!(ids("محمد", "حسن"), ids("محمود", "حسن"));
    }

    #[test]
    fn too_little_tells_nobody_apart() {
        for (given, family) in
            [("", "Lee"), ("Ann", ""), ("🙂", "Lee"), ("🙂🏕️", "🙃"), ("---", "123"), (" ", " ")]
        {
            assert_eq!(ids(given, family), PersonIds::default(), "{given} {family}");
        }
        assert_eq!(key().person("Ann", "Lee", None), PersonIds::default());
        assert_eq!(key().address(" ,. "), None);
    }

    #[test]
    fn initials_find_the_full_name() {
        let (full, short) = (ids("Zoë", "Müller"), ids("Z.", "m"));
        assert_eq!((short.by_name, short.by_initials), (None, full.by_initials));
        assert_ne!(full.by_name, full.by_initials);
        assert!(ids("明", "李").by_name.is_some());
    }

    #[test]
    fn parts_do_not_run_into_each_other_and_keys_differ() {
        assert_ne!(ids("Anna", "Lee").by_name, ids("Ann", "Alee").by_name);
        assert_ne!(ids("Ann", "Lee").by_name, ids("Lee", "Ann").by_name);
        let other = IdentityKey::from_bytes([8; 32]);
        assert_ne!(other.person("Ann", "Lee", Some(BORN)), ids("Ann", "Lee"));
        assert_ne!(key().person("Ann", "Lee", Some(date(1979, 2, 27))), ids("Ann", "Lee"));
    }

    #[test]
    fn an_address_is_the_same_on_one_line_or_three() {
        let lines = key().address("12a High Street\nRochester\nME1 1AA");
        assert!(lines.is_some());
        assert_eq!(lines, key().address("12A, High Street, Rochester, ME1 1AA"));
        assert_ne!(lines, key().address("12b High Street, Rochester, ME1 1AA"));
    }

    #[test]
    fn ids_are_hexadecimal_and_the_key_is_never_printed() {
        let id = ids("Ann", "Lee").by_name.expect("a name");
        let text = serde_json::to_string(&id).expect("text");
        assert_eq!(text.len(), 34);
        assert_eq!(serde_json::from_str::<KeyedId>(&text).expect("the same"), id);
        for wrong in ["\"\"", "\"+f\"", "\"zz\"", "\"ABCDEFABCDEFABCDEFABCDEFABCDEFAB\""] {
            assert!(serde_json::from_str::<KeyedId>(wrong).is_err());
        }
        assert_eq!(format!("{:?}", key()), "IdentityKey(…)");
    }

    proptest! {
        #[test]
        fn case_never_matters_and_nothing_breaks(given in "\\PC{0,12}", family in "\\PC{0,12}") {
            let told = ids(&given, &family);
            prop_assert_eq!(told, ids(&letters(&given), &letters(&family)));
            prop_assert_eq!(told, ids(&given.to_uppercase(), &family.to_uppercase()));
            prop_assert_eq!(told.by_initials.is_none(), letters(&given).is_empty() || letters(&family).is_empty());
        }
    }
}
