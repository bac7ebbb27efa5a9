//! Reads what a template has written: a small vocabulary with HTML's names, and nothing beyond it.
//!
//! Reading it strictly means that a template can neither carry a script nor print in HTML what the PDF lacks.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::block::{Block, Cell, Row, Span, Style, plain};
use crate::fault::What;

/// What is wrong, and at which byte of the text.
pub type Misread = (usize, What);

/// The blocks of a template's output.
///
/// # Errors
/// The first thing that is not of the vocabulary.
pub fn read(text: &str) -> Result<Vec<Block>, Misread> {
    Markup { xml: Reader::from_str(text) }.blocks(None)
}

struct Markup<'a> {
    xml: Reader<&'a [u8]>,
}

impl<'a> Markup<'a> {
    fn next(&mut self) -> Result<Event<'a>, Misread> {
        self.xml.read_event().map_err(|error| {
            let at = usize::try_from(self.xml.error_position()).unwrap_or(usize::MAX);
            (at, What::Structure(error.to_string()))
        })
    }

    /// The last byte read.
    fn at(&self) -> usize {
        usize::try_from(self.xml.buffer_position()).unwrap_or(usize::MAX).saturating_sub(1)
    }

    fn refuse<T>(&self, what: What) -> Result<T, Misread> {
        Err((self.at(), what))
    }

    fn stranger<T>(&self, name: &str) -> Result<T, Misread> {
        self.refuse(What::Element(format!("<{name}>")))
    }

    /// Blocks up to the end of the element they are in, or of the text.
    fn blocks(&mut self, within: Option<&str>) -> Result<Vec<Block>, Misread> {
        let mut blocks = Vec::new();
        loop {
            match self.next()? {
                Event::Start(start) => blocks.extend(self.block(&start, within)?),
                Event::Empty(start) if start.name().as_ref() == "qr" => {
                    self.no_attributes(&start)?;
                    blocks.push(Block::Qr);
                }
                Event::Empty(start) => return self.stranger(start.name().as_ref()),
                Event::Text(text) if text.trim().is_empty() => {}
                Event::Text(_) | Event::GeneralRef(_) => {
                    return self
                        .refuse(What::Structure("text outside of an element; put it into <p>".into()));
                }
                Event::End(_) => return Ok(blocks),
                Event::Comment(_) => {}
                Event::Eof if within.is_none() => return Ok(blocks),
                Event::Eof => return self.refuse(What::Structure("an element is not closed".into())),
                Event::CData(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                    return self.stranger("!…");
                }
            }
        }
    }

    /// One element with all that is in it; nothing if that is blank.
    fn block(&mut self, start: &BytesStart<'a>, within: Option<&str>) -> Result<Option<Block>, Misread> {
        let name = start.name();
        let name = name.as_ref();
        if name != "p" {
            self.no_attributes(start)?;
        }
        Ok(match name {
            "h1" => Some(Block::Heading { level: 1, text: self.text()? }),
            "h2" => Some(Block::Heading { level: 2, text: self.text()? }),
            "p" => {
                let style = self.style(start)?;
                Some(Block::Paragraph { style, text: self.text()? })
            }
            "sign" => Some(Block::Sign { text: self.text()? }),
            "ul" => Some(Block::List { items: self.items()? }),
            "table" => Some(self.table()?),
            "box" if within.is_none() => Some(Block::Boxed(self.blocks(Some("box"))?)),
            _ => return self.stranger(name),
        }
        .filter(|block| {
            block.texts().iter().any(|text| !text.is_empty()) || matches!(block, Block::Boxed(_))
        }))
    }

    fn no_attributes(&self, start: &BytesStart<'_>) -> Result<(), Misread> {
        if start.attributes_raw().trim().is_empty() {
            return Ok(());
        }
        let name = start.name();
        self.refuse(What::Element(format!("an attribute of <{}>", name.as_ref())))
    }

    fn style(&self, start: &BytesStart<'_>) -> Result<Style, Misread> {
        match start.attributes_raw().trim() {
            "" => Ok(Style::Body),
            r#"class="lead""# => Ok(Style::Lead),
            r#"class="small""# => Ok(Style::Small),
            _ => self.refuse(What::Element("an attribute of <p> other than class lead or small".into())),
        }
    }

    fn items(&mut self) -> Result<Vec<Vec<Span>>, Misread> {
        let mut items = Vec::new();
        while let Some(start) = self.child()? {
            self.no_attributes(&start)?;
            match start.name().as_ref() {
                "li" => items.push(self.text()?),
                name => return self.stranger(name),
            }
        }
        items.retain(|item| !item.is_empty());
        Ok(items)
    }

    fn table(&mut self) -> Result<Block, Misread> {
        let (mut caption, mut rows) = (Vec::new(), Vec::new());
        while let Some(start) = self.child()? {
            self.no_attributes(&start)?;
            match start.name().as_ref() {
                "caption" => caption = self.text()?,
                "tr" => {
                    let row = Row { cells: self.cells()? };
                    if row.cells.is_empty() {
                        return self.refuse(What::Structure("a row without cells".into()));
                    }
                    rows.push(row);
                }
                name => return self.stranger(name),
            }
        }
        let columns = |row: &Row| row.cells.len();
        if rows.iter().any(|row| rows.first().map(columns) != Some(columns(row))) {
            return self.refuse(What::Structure("rows of one table with unequal numbers of cells".into()));
        }
        if caption.is_empty() {
            return self.refuse(What::Structure("a table without <caption>; readers need one".into()));
        }
        Ok(Block::Table { caption, rows })
    }

    fn cells(&mut self) -> Result<Vec<Cell>, Misread> {
        let mut cells = Vec::new();
        while let Some(start) = self.child()? {
            self.no_attributes(&start)?;
            match start.name().as_ref() {
                "th" => cells.push(Cell { head: true, text: self.text()? }),
                "td" => cells.push(Cell { head: false, text: self.text()? }),
                name => return self.stranger(name),
            }
        }
        Ok(cells)
    }

    /// The next element in one that holds only elements; none at its end.
    fn child(&mut self) -> Result<Option<BytesStart<'a>>, Misread> {
        loop {
            match self.next()? {
                Event::Start(start) => return Ok(Some(start)),
                Event::End(_) => return Ok(None),
                Event::Text(text) if text.trim().is_empty() => {}
                Event::Comment(_) => {}
                _ => return self.refuse(What::Structure("only elements may stand here".into())),
            }
        }
    }

    /// Text up to the end of the element it is in, white space as in HTML.
    fn text(&mut self) -> Result<Vec<Span>, Misread> {
        let mut spans: Vec<Span> = Vec::new();
        let mut open: Vec<String> = Vec::new();
        loop {
            let piece = match self.next()? {
                Event::Text(text) => text.replace(indents, " "),
                Event::GeneralRef(reference) => self.character(&reference)?.to_string(),
                Event::Empty(start) if start.name().as_ref() == "br" => {
                    self.no_attributes(&start)?;
                    "\n".to_owned()
                }
                Event::Start(start) if matches!(start.name().as_ref(), "strong" | "bdi") => {
                    self.no_attributes(&start)?;
                    open.push(start.name().as_ref().to_owned());
                    continue;
                }
                Event::Start(start) | Event::Empty(start) => return self.stranger(start.name().as_ref()),
                Event::End(_) if open.pop().is_some() => continue,
                Event::End(_) => return Ok(tidy(spans)),
                Event::Comment(_) => continue,
                Event::Eof => return self.refuse(What::Structure("an element is not closed".into())),
                _ => return self.stranger("!…"),
            };
            let (strong, isolated) =
                (open.iter().any(|name| name == "strong"), open.iter().any(|name| name == "bdi"));
            match spans.last_mut() {
                Some(last) if last.strong == strong && last.isolated == isolated => {
                    last.text.push_str(&piece)
                }
                _ => spans.push(Span { text: piece, strong, isolated }),
            }
        }
    }

    fn character(&self, reference: &BytesRef<'_>) -> Result<char, Misread> {
        let known = match reference.as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        known.map_or_else(|| self.stranger("&…;"), Ok)
    }
}

/// White space that a template's indentation is made of; a no-break space is text.
fn indents(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// One space where there were several, none at line ends; nothing if only white space is left.
fn tidy(spans: Vec<Span>) -> Vec<Span> {
    if plain(&spans).trim().is_empty() {
        return Vec::new();
    }
    let mut tidied: Vec<Span> = Vec::new();
    let mut before = '\n';
    for span in spans {
        let mut text = String::with_capacity(span.text.len());
        for character in span.text.chars() {
            match character {
                ' ' if before == ' ' || before == '\n' => continue,
                '\n' if before == ' ' => take_last_space(&mut text, &mut tidied),
                _ => {}
            }
            text.push(character);
            before = character;
        }
        tidied.push(Span { text, ..span });
    }
    while let Some(last) = tidied.last_mut() {
        last.text.truncate(last.text.trim_end_matches([' ', '\n']).len());
        if !last.text.is_empty() {
            break;
        }
        tidied.pop();
    }
    tidied.retain(|span| !span.text.is_empty());
    tidied
}

fn take_last_space(text: &mut String, earlier: &mut [Span]) {
    if text.ends_with(' ') {
        text.pop();
    } else if let Some(last) = earlier.last_mut().filter(|span| span.text.ends_with(' ')) {
        last.text.pop();
    }
}
