//! Whether two records tell of one person: one rule for the phone and the desk. Surely it is one by both names and the date of
//! birth, perhaps by less. Where it matters a yes counts of whom it surely is, and a no of whom it perhaps is as well.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::records::welfare::people::PersonSeen;
use crate::welfare::identity::{IdentityKey, KeyedId, PersonIds};

/// By what somebody is recognised in another record. Those made with one key can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    born: Option<Date>,
    ids: PersonIds,
    names: BTreeSet<KeyedId>,
}

impl Recognised {
    /// By what is known of a person.
    #[must_use]
    pub fn of(key: &IdentityKey, person: &PersonSeen) -> Self {
        let [given, family] = [&person.given, &person.family].map(|name| name.as_deref().unwrap_or_default());
        Self { born: person.born, ids: key.person_seen(person), names: key.names(given, family) }
    }

    /// Whether it is one person for certain: by both names, letter by letter in their order, and the date of birth. Single letters
    /// are no names.
    #[must_use]
    pub fn is_surely(&self, other: &Self) -> bool {
        self.ids.by_name.is_some() && self.ids.by_name == other.ids.by_name
    }

    /// Whether it may be one person, and surely is as well: by the initials and the date of birth, or by both names, in whatever order
    /// their words were told, while no other date of birth is.
    #[must_use]
    pub fn is_perhaps(&self, other: &Self) -> bool {
        let initials = self.ids.by_initials.is_some() && self.ids.by_initials == other.ids.by_initials;
        let is_born_then = self.born.zip(other.born).is_none_or(|(one, other)| one == other);
        initials || (is_born_then && !self.names.is_disjoint(&other.names))
    }

    /// By what others are found who may be the same: who shares none of these is another.
    pub fn found_by(&self) -> impl Iterator<Item = KeyedId> {
        self.ids.by_initials.into_iter().chain(self.names.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Given name, family name and date of birth, as far as they are told.
    type Words<'a> = (&'a str, &'a str, &'a str);

    fn recognised((given, family, born): Words<'_>) -> Recognised {
        let name = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let person = PersonSeen {
            given: name(given),
            family: name(family),
            born: born.parse().ok(),
            ..PersonSeen::default()
        };
        Recognised::of(&IdentityKey::for_one_question(), &person)
    }

    /// Whether two are surely one, and perhaps.
    fn one(one: Words<'_>, other: Words<'_>) -> (bool, bool) {
        let (one, other) = (recognised(one), recognised(other));
        let both = (one.is_surely(&other), one.is_perhaps(&other));
        assert_eq!(both, (other.is_surely(&one), other.is_perhaps(&one)), "whoever was told of first");
        let ids: BTreeSet<KeyedId> = one.found_by().collect();
        assert!(!both.1 || other.found_by().any(|id| ids.contains(&id)), "found by what they share");
        both
    }

    const BORN: &str = "1979-02-28";
    const OTHER: &str = "1979-02-27";

    #[test]
    fn both_names_and_the_date_are_sure_however_they_are_spelt() {
        for (given, family) in [("Zoë", "Müller"), ("ZOE", "muller"), (" zoe", "M\u{fc}ller ")] {
            assert_eq!(one(("Zoë", "Müller", BORN), (given, family, BORN)), (true, true), "{given} {family}");
            assert_eq!(one(("Zoë", "Müller", BORN), (given, family, "")), (false, true), "{given} {family}");
            assert_eq!(one(("Zoë", "Müller", BORN), (given, family, OTHER)), (false, false));
        }
        assert_eq!(one(("Mary-Jane", "O'Neill", BORN), ("mary jane", "ONEILL", BORN)), (true, true));
    }

    #[test]
    fn words_in_another_order_and_single_letters_are_never_sure() {
        let mary = ("Mary Jane", "O'Neill", BORN);
        for (given, family) in [("Jane Mary", "ONEILL"), ("Oneill", "Mary-Jane"), ("O'Neill", "jane mary")] {
            assert_eq!(one(mary, (given, family, BORN)), (false, true), "{given} {family}");
            assert_eq!(one(mary, (given, family, "")), (false, true), "{given} {family}");
            assert_eq!(one(mary, (given, family, OTHER)), (false, false), "{given} {family}");
        }
        assert_eq!(one(("Z.", "M.", BORN), ("Z", "m", BORN)), (false, true));
        assert_eq!(one(("Z.", "M.", ""), ("Z", "m", "")), (false, true));
        assert_eq!(one(("Z.", "M.", BORN), ("Zoë", "Müller", BORN)), (false, true), "initials and the date");
        assert_eq!(one(("Z.", "M.", ""), ("Zoë", "Müller", "")), (false, false), "many share initials");
    }

    #[test]
    fn who_is_told_by_too_little_is_like_nobody() {
        for little in [("", "", ""), ("", "", BORN), ("Ann", "", BORN), ("", "Lee", ""), ("–", "Lee", BORN)]
        {
            assert_eq!(one(little, little), (false, false), "{little:?}");
            assert_eq!(one(little, ("Ann", "Lee", BORN)), (false, false), "{little:?}");
        }
    }
}
