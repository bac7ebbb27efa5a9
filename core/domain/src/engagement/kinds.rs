//! Official categories of engagement and the kinds below them: data, not code.

use std::sync::LazyLock;

use serde::Deserialize;

/// The list of categories and kinds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct EngagementKinds {
    /// Where it comes from.
    pub source: String,
    /// Categories in the order in which they are published.
    pub categories: Vec<Category>,
}

/// An official category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Category {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub title: String,
    /// Kinds that belong to it and to no other.
    pub kinds: Vec<Kind>,
}

/// A kind within a category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Kind {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub title: String,
}

static SHIPPED: LazyLock<EngagementKinds> =
    LazyLock::new(|| serde_json::from_slice(EngagementKinds::SHIPPED.as_bytes()).unwrap_or_default());

/// The category of parish councils' meetings: the one the quarterly duty is about.
pub const PARISH_COUNCIL: &str = "parish_council";

impl EngagementKinds {
    /// The file as it ships.
    pub const SHIPPED: &str = include_str!("kinds.json");

    /// The list as it ships. A test reads it.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// A category by its code.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// The category a kind belongs to.
    #[must_use]
    pub fn category_of(&self, kind: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.kind(kind).is_some())
    }
}

impl Category {
    /// A kind by its code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}
