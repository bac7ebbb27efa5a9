//! The tree of tags: what is a heading, a list, a table, for readers that do not look at the page.

use krilla::tagging::{Identifier, Node, TagGroup, TagKind, TagTree};

/// A place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagId(usize);

/// Tags in reading order; the content of each is added while pages are drawn.
#[derive(Debug, Clone, Default)]
pub struct Tags {
    tags: Vec<(TagKind, Vec<Child>)>,
    roots: Vec<usize>,
}

#[derive(Debug, Clone)]
enum Child {
    Tag(usize),
    Content(Identifier),
}

impl Tags {
    /// A new tag, the last so far of its parent or of the document.
    pub fn add(&mut self, parent: Option<TagId>, tag: impl Into<TagKind>) -> TagId {
        let new = self.tags.len();
        self.tags.push((tag.into(), Vec::new()));
        match parent.and_then(|parent| self.tags.get_mut(parent.0)) {
            Some((_, children)) => children.push(Child::Tag(new)),
            None => self.roots.push(new),
        }
        TagId(new)
    }

    /// What was drawn belongs to this tag.
    pub fn content(&mut self, tag: TagId, drawn: Identifier) {
        if let Some((_, children)) = self.tags.get_mut(tag.0) {
            children.push(Child::Content(drawn));
        }
    }

    /// The tree as krilla wants it.
    pub fn tree(&self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for root in &self.roots {
            tree.children.extend(self.group(*root).map(Node::from));
        }
        tree
    }

    fn group(&self, tag: usize) -> Option<TagGroup> {
        let (kind, children) = self.tags.get(tag)?;
        let children: Vec<Node> = children
            .iter()
            .filter_map(|child| match child {
                Child::Tag(tag) => self.group(*tag).map(Node::from),
                Child::Content(drawn) => Some(Node::from(*drawn)),
            })
            .collect();
        Some(TagGroup::with_children(kind.clone(), children)).filter(|group| !group.children.is_empty())
    }
}
