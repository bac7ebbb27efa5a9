//! A manifest as a tree of elements: read from a source file or from what `aapt2` tells of a linked one, and written.
//!
//! Manifests hold no text and few namespaces, so a tree of names and attributes is all of them.

use std::fmt::Write as _;

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::failure::Failure;

/// How `aapt2` writes what sources call `android:`.
const ANDROID: &str = "http://schemas.android.com/apk/res/android:";

/// One element with all below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its tag.
    pub tag: String,
    /// Names as in a source, `android:name`, with values as written; numbers and references of a linked file as `aapt2` tells them.
    pub attributes: Vec<(String, String)>,
    /// What it holds, in the order of the file.
    pub children: Vec<Element>,
}

impl Element {
    /// A new element with attributes.
    pub fn new(tag: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self { tag: tag.into(), attributes: attributes.collect(), children: Vec::new() }
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, or with `None` takes it away.
    pub fn set(&mut self, name: &str, value: Option<&str>) {
        self.attributes.retain(|(there, _)| there != name);
        if let Some(value) = value {
            self.attributes.push((name.into(), value.into()));
        }
    }

    /// What it is called by `android:name`; empty if by nothing.
    pub fn name(&self) -> &str {
        self.get("android:name").unwrap_or_default()
    }

    /// The children of a tag.
    pub fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.tag == tag)
    }

    /// The child of a tag and name, to be changed.
    pub fn child(&mut self, tag: &str, name: &str) -> Option<&mut Self> {
        self.children.iter_mut().find(|child| child.tag == tag && (name.is_empty() || child.name() == name))
    }

    /// Reads a source file.
    ///
    /// # Errors
    /// What is wrong with the XML, with the file's name.
    pub fn read(file: &str, text: &str) -> Result<Self, Failure> {
        let wrong = |reason: String| Failure::Found(vec![format!("{file}: {reason}")]);
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut open: Vec<Self> = vec![Self::default()];
        loop {
            match reader.read_event().map_err(|error| wrong(error.to_string()))? {
                Event::Start(start) => open.push(started(&start).map_err(&wrong)?),
                Event::End(_) => close(&mut open),
                Event::Eof => break,
                // White space, comments and the declaration: a manifest means nothing by them.
                _ => {}
            }
        }
        root(open).ok_or_else(|| wrong("has no element, or one is not closed".into()))
    }

    /// Reads what `aapt2 dump xmltree` prints: a line for each element and attribute, deeper ones further right.
    ///
    /// # Errors
    /// If there is no element in it.
    pub fn of_dump(dump: &str) -> Result<Self, Failure> {
        let mut open: Vec<Self> = vec![Self::default()];
        let mut depths: Vec<usize> = Vec::new();
        for line in dump.lines() {
            let told = line.trim_start();
            let depth = line.len() - told.len();
            if let Some(element) = told.strip_prefix("E: ") {
                while depths.last().is_some_and(|above| *above >= depth) {
                    depths.pop();
                    close(&mut open);
                }
                depths.push(depth);
                open.push(Self::new(element.split(' ').next().unwrap_or_default(), &[]));
            } else if let (Some(attribute), Some(element)) = (told.strip_prefix("A: "), open.last_mut()) {
                element.attributes.extend(dumped(attribute));
            }
        }
        depths.iter().for_each(|_| close(&mut open));
        root(open).ok_or_else(|| Failure::Found(vec!["aapt2 tells of no element".into()]))
    }

    /// The file's text.
    pub fn write(&self) -> String {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        self.write_into(&mut text, 0);
        text
    }

    fn write_into(&self, text: &mut String, depth: usize) {
        let indent = "  ".repeat(depth);
        let _ = write!(text, "{indent}<{}", self.tag);
        for (name, value) in &self.attributes {
            let _ = write!(text, " {name}=\"{}\"", escape(value.as_str()));
        }
        if self.children.is_empty() {
            text.push_str(" />\n");
            return;
        }
        text.push_str(">\n");
        for child in &self.children {
            child.write_into(text, depth + 1);
        }
        let _ = writeln!(text, "{indent}</{}>", self.tag);
    }
}

fn started(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element::new(start.name().as_ref(), &[]);
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        element.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(element)
}

/// Puts the innermost open element into the one around it.
fn close(open: &mut Vec<Element>) {
    if let Some(done) = open.pop()
        && let Some(around) = open.last_mut()
    {
        around.children.push(done);
    }
}

/// What stands in the outermost, nameless one, once all are closed.
fn root(mut open: Vec<Element>) -> Option<Element> {
    let outermost = open.pop().filter(|_| open.is_empty())?;
    outermost.children.into_iter().next()
}

/// An attribute as `aapt2` prints it: `namespace:name(0x01010003)="text" (Raw: "text")`, `name=true`.
fn dumped(attribute: &str) -> Option<(String, String)> {
    let (name, value) = attribute.split_once('=')?;
    // A namespace holds a `=` in no case; its own colon is kept.
    let name = name.split('(').next().unwrap_or(name);
    let name = name.strip_prefix(ANDROID).map_or_else(|| name.to_owned(), |rest| format!("android:{rest}"));
    let text = value.strip_prefix('"').and_then(|rest| rest.split("\" (Raw:").next());
    Some((name, text.unwrap_or(value).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::Element;

    const SOURCE: &str = r#"<?xml version="1.0"?>
        <!-- Of an app. -->
        <manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b">
          <application android:label="Tea &amp; cake"><service android:name="a.b.C" /></application>
        </manifest>"#;

    #[test]
    fn what_is_read_is_written_again() {
        let read = Element::read("a.xml", SOURCE).unwrap();
        assert_eq!(read.children[0].get("android:label"), Some("Tea & cake"));
        assert_eq!(read.children[0].children[0].name(), "a.b.C");
        assert_eq!(Element::read("b.xml", &read.write()).unwrap(), read);
    }

    #[test]
    fn half_a_file_is_refused_with_its_name() {
        for text in ["", "<manifest>", "<manifest><application></manifest>"] {
            let refused = Element::read("a.xml", text).unwrap_err().to_string();
            assert!(refused.starts_with("a.xml: "), "{text}: {refused}");
        }
    }

    #[test]
    fn a_linked_manifest_is_read_as_its_source_was() {
        let dump = r#"N: android=http://schemas.android.com/apk/res/android (line=4)
  E: manifest (line=4)
    A: package="a.b" (Raw: "a.b")
      E: application (line=11)
        A: http://schemas.android.com/apk/res/android:theme(0x01010000)=@0x7f050000
          E: service (line=22)
            A: http://schemas.android.com/apk/res/android:name(0x01010003)="a.b.C" (Raw: "a.b.C")
            A: http://schemas.android.com/apk/res/android:exported(0x01010010)=false
          E: receiver (line=30)
"#;
        let read = Element::of_dump(dump).unwrap();
        let application = &read.children[0];
        assert_eq!(
            (read.get("package"), application.get("android:theme")),
            (Some("a.b"), Some("@0x7f050000"))
        );
        let [service, receiver] = application.children.as_slice() else { unreachable!("two components") };
        assert_eq!((service.name(), service.get("android:exported")), ("a.b.C", Some("false")));
        assert_eq!(receiver.tag, "receiver");
    }
}
