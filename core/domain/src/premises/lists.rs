//! The words of premises visits: kinds of premises, reasons, partners, capacities, defects. Data, not code.

use std::sync::LazyLock;

use serde::Deserialize;

/// All lists.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct PremisesLists {
    /// Where they come from.
    pub source: String,
    /// Kinds of premises.
    pub kinds: Vec<PremisesWord>,
    /// Why premises are visited.
    pub reasons: Vec<PremisesWord>,
    /// Organisations that come along.
    pub partners: Vec<PremisesWord>,
    /// In which capacity somebody is spoken to.
    pub capacities: Vec<PremisesWord>,
    /// What can be wrong.
    pub defects: Vec<PremisesWord>,
}

/// A word of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PremisesWord {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub title: String,
}

static SHIPPED: LazyLock<PremisesLists> =
    LazyLock::new(|| serde_json::from_slice(PremisesLists::SHIPPED.as_bytes()).unwrap_or_default());

impl PremisesLists {
    /// The file as it ships.
    pub const SHIPPED: &str = include_str!("lists.json");

    /// The lists as they ship. A test reads them.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Each list with its name, in the order in which they are shown.
    #[must_use]
    pub fn named(&self) -> [(&'static str, &[PremisesWord]); 5] {
        [
            ("kinds", &self.kinds),
            ("reasons", &self.reasons),
            ("partners", &self.partners),
            ("capacities", &self.capacities),
            ("defects", &self.defects),
        ]
    }
}

/// Whether a list has a code.
#[must_use]
pub fn has(list: &[PremisesWord], code: &str) -> bool {
    list.iter().any(|word| word.code == code)
}
