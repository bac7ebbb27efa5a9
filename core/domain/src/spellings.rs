//! Names that people type: blanks and capitals make no other one, and of several spellings one is shown.

use std::collections::BTreeMap;

/// One name for all spellings.
#[must_use]
pub fn one_name(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// How names are spelled: of several spellings the first in the alphabet is shown, so that order of arrival says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spellings {
    shown: BTreeMap<String, String>,
}

impl Spellings {
    /// Takes note of a spelling; answers its [`one_name`]. Absent for blanks alone.
    pub fn note(&mut self, name: &str) -> Option<String> {
        let one = Some(one_name(name)).filter(|one| !one.is_empty())?;
        let spelled = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = self.shown.entry(one.clone()).or_insert_with(|| spelled.clone());
        if spelled < *shown {
            *shown = spelled;
        }
        Some(one)
    }

    /// How a name is shown, however somebody spells it; absent if nobody has.
    #[must_use]
    pub fn shown(&self, name: &str) -> Option<&str> {
        self.shown.get(&one_name(name)).map(String::as_str)
    }
}
