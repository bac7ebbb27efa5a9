//! Who else is an officer of the authority, as far as this phone or server has heard: what a code that somebody types
//! is compared with.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;

/// Officers of the authority by their codes, as far as they are known: the second of two people is one of them. Where nobody
/// is known nothing is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Colleagues(BTreeMap<String, Id>);

impl FromIterator<(String, Id)> for Colleagues {
    fn from_iter<I: IntoIterator<Item = (String, Id)>>(officers: I) -> Self {
        // A phone that has not heard its officer's code tells the id.
        let names = |(code, id): (String, Id)| [(code, id), (id.to_string(), id)];
        Self(officers.into_iter().flat_map(names).collect())
    }
}

impl Colleagues {
    /// The officer of a code, if one is known.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<Id> {
        self.0.get(code.trim()).copied()
    }

    /// Whether a code can be an officer's: one that is known, or any where nobody is.
    #[must_use]
    pub fn may_be(&self, code: &str) -> bool {
        self.0.is_empty() || self.0.contains_key(code.trim())
    }
}
