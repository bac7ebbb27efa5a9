//! Walking a document with its path in hand: every wrong value is noted where it stands, and the walk goes on.

use std::cell::{Cell, RefCell};

use beatbook_protocol::limits::TEXT_MAX;
use jiff::Timestamp;
use jiff::civil::Date;

use super::node::Node;
use super::{BookProblem, name_remedy};
use crate::calendar::parse_day;
use crate::zones::canonical::is_zone_text;

/// What has been found wrong so far.
#[derive(Debug, Default)]
pub struct Reader {
    problems: RefCell<Vec<BookProblem>>,
}

impl Reader {
    /// The whole document.
    pub fn root<'n>(&'n self, node: &'n Node) -> Item<'n> {
        Item { reader: self, path: String::new(), node }
    }

    /// Notes a problem.
    pub fn report(&self, path: String, code: &'static str, reason: impl Into<String>) {
        self.problems.borrow_mut().push(BookProblem { path, code, reason: reason.into() });
    }

    /// Everything noted.
    pub fn into_problems(self) -> Vec<BookProblem> {
        self.problems.into_inner()
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Item<'n> {
    reader: &'n Reader,
    path: String,
    node: &'n Node,
}

/// The members of an object; what nobody asked for is a problem.
#[derive(Debug)]
pub struct Fields<'n> {
    item: Item<'n>,
    members: &'n [(String, Node)],
    asked: RefCell<Vec<&'static str>>,
    /// It is no object of the kind wanted: what its members are does not matter.
    misfit: Cell<bool>,
}

impl<'n> Item<'n> {
    /// Notes a problem here; answers nothing, so that it can end a reading.
    pub fn fault<T>(&self, code: &'static str, reason: impl Into<String>) -> Option<T> {
        self.reader.report(self.path.clone(), code, reason);
        None
    }

    fn wrong_kind<T>(&self, wanted: &str) -> Option<T> {
        self.fault("wrong_kind", format!("this is {}: write {wanted}", self.node.what()))
    }

    /// Reads an object: `read` asks for its fields.
    pub fn object<T>(&self, read: impl FnOnce(&Fields<'n>) -> Option<T>) -> Option<T> {
        self.object_or("an object, in braces", read)
    }

    /// The same where words are known as well: `wanted` says which.
    pub fn object_or<T>(&self, wanted: &str, read: impl FnOnce(&Fields<'n>) -> Option<T>) -> Option<T> {
        let Node::Object(members) = self.node else { return self.wrong_kind(wanted) };
        let fields =
            Fields { item: self.clone(), members, asked: RefCell::default(), misfit: Cell::new(false) };
        let value = read(&fields);
        fields.finish();
        value
    }

    /// Reads a list of at least `least` members. One wrong member is noted and spoils the list.
    pub fn list<T>(&self, least: usize, mut read: impl FnMut(&Item<'n>) -> Option<T>) -> Option<Vec<T>> {
        let Node::List(members) = self.node else { return self.wrong_kind("a list, in brackets") };
        if members.len() < least {
            return self.fault("empty", "the list is empty: write at least one");
        }
        let mut list = Vec::with_capacity(members.len());
        for (number, node) in members.iter().enumerate() {
            let item = Item { reader: self.reader, path: format!("{}[{number}]", self.path), node };
            list.push(read(&item));
        }
        list.into_iter().collect()
    }

    /// Any text in one line, as codes and names are.
    pub fn name(&self) -> Option<String> {
        match self.text_as_is()? {
            text if is_zone_text(text) => Some(text.to_owned()),
            _ => self.fault("bad_name", format!("empty, too long or not plain text: {}", name_remedy())),
        }
    }

    /// A text of any lines.
    pub fn wording(&self) -> Option<String> {
        let text = self.text_as_is()?;
        if text.trim().is_empty() || text.chars().count() > TEXT_MAX {
            return self.fault("bad_text", format!("empty or too long: write 1 to {TEXT_MAX} characters"));
        }
        Some(text.to_owned())
    }

    fn text_as_is(&self) -> Option<&'n str> {
        match self.node {
            Node::Text(text) => Some(text),
            _ => self.wrong_kind("a text, in quotation marks"),
        }
    }

    /// A text that `parse` understands.
    pub fn parsed<T>(&self, wanted: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text_as_is()?;
        parse(text).or_else(|| self.fault("bad_value", format!("not {wanted}")))
    }

    /// One of some words.
    pub fn choice<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text_as_is()?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        found.or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault("unknown_word", format!("not known: write one of {}", known.join(", ")))
        })
    }

    /// A local day.
    pub fn date(&self) -> Option<Date> {
        self.parsed("a date between 2000 and 2199 such as 2026-04-01", |text| {
            parse_day(text).ok().filter(|date| (2000..2200).contains(&date.year()))
        })
    }

    /// An instant with its offset.
    pub fn instant(&self) -> Option<Timestamp> {
        self.parsed("a time with its offset such as 2026-04-01T18:00:00+01:00", |text| {
            let instant = text.parse::<Timestamp>().ok()?;
            Timestamp::from_second(instant.as_second()).ok()
        })
    }

    /// A whole number within bounds, both included.
    pub fn whole(&self, least: i64, most: i64) -> Option<i64> {
        match self.node {
            Node::Whole(number) if (least..=most).contains(number) => Some(*number),
            Node::Whole(_) => {
                self.fault("out_of_range", format!("write a whole number from {least} to {most}"))
            }
            Node::Number(_) => self.fault("not_whole", "write a whole number, without a point"),
            _ => self.wrong_kind("a whole number"),
        }
    }

    /// The same for a small number.
    pub fn count(&self, least: u32, most: u32) -> Option<u32> {
        self.whole(i64::from(least), i64::from(most)).and_then(|number| u32::try_from(number).ok())
    }

    /// A number of degrees.
    pub fn degrees(&self, most: f64) -> Option<f64> {
        let number = match self.node {
            Node::Whole(number) => *number as f64,
            Node::Number(number) => *number,
            _ => return self.wrong_kind("a number of degrees"),
        };
        if (-most..=most).contains(&number) {
            Some(number)
        } else {
            self.fault("out_of_range", format!("write degrees from -{most} to {most}"))
        }
    }

    /// True or false.
    pub fn truth(&self) -> Option<bool> {
        match self.node {
            Node::Truth(truth) => Some(*truth),
            _ => self.wrong_kind("true or false"),
        }
    }

    /// The text itself if it is this word.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(self.node, Node::Text(text) if text == word)
    }
}

impl<'n> Fields<'n> {
    /// A field that must be there.
    pub fn needed<T>(&self, name: &'static str, read: impl FnOnce(&Item<'n>) -> Option<T>) -> Option<T> {
        match self.find(name) {
            Some(item) => read(&item),
            None => {
                self.item.reader.report(self.path_of(name), "missing", "this is missing: write it");
                None
            }
        }
    }

    /// A field that may be left out or null; none then, and none inside if it is there and wrong.
    pub fn maybe<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Item<'n>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.find(name).filter(|item| *item.node != Node::Null) {
            None => Some(None),
            Some(item) => read(&item).map(Some),
        }
    }

    /// A list that may be left out.
    pub fn maybe_list<T>(
        &self,
        name: &'static str,
        read: impl FnMut(&Item<'n>) -> Option<T>,
    ) -> Option<Vec<T>> {
        Some(self.maybe(name, |item| item.list(0, read))?.unwrap_or_default())
    }

    /// The object itself.
    pub fn item(&self) -> &Item<'n> {
        &self.item
    }

    /// Notes a problem at a place below, such as `terms[0].amount`.
    pub fn fault_at(&self, below: &str, code: &'static str, reason: impl Into<String>) {
        self.item.reader.report(self.path_of(below), code, reason);
    }

    /// The name of its only field, if it has just one.
    pub fn only_name(&self) -> Option<&'n str> {
        match self.members {
            [(name, _)] => Some(name),
            _ => None,
        }
    }

    /// Notes that none of the wanted names is its only one.
    pub fn misfit<T>(&self, wanted: &str) -> Option<T> {
        self.misfit.set(true);
        self.item.fault("unknown_word", format!("write {wanted}"))
    }

    fn find(&self, name: &'static str) -> Option<Item<'n>> {
        self.asked.borrow_mut().push(name);
        let node = self.members.iter().find(|(known, _)| known == name).map(|(_, node)| node)?;
        Some(Item { reader: self.item.reader, path: self.path_of(name), node })
    }

    fn path_of(&self, name: &str) -> String {
        if self.item.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.item.path) }
    }

    /// Names what nobody asked for, and what is there twice.
    fn finish(self) {
        if self.misfit.get() {
            return;
        }
        let asked = self.asked.borrow();
        for (number, (name, _)) in self.members.iter().enumerate() {
            let path = || self.path_of(&shown(name));
            if self.members.iter().take(number).any(|(earlier, _)| earlier == name) {
                self.item.reader.report(path(), "repeated", "this is there twice: remove one");
            } else if !asked.iter().any(|known| known == name) {
                let known = asked.join(", ");
                let reason = format!("not known here: remove it, or correct its name ({known})");
                self.item.reader.report(path(), "unknown_field", reason);
            }
        }
    }
}

/// A member's name as it can stand in a report.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}
