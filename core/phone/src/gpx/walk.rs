//! Walks through the XML of a GPX file, element by element, and hands each track point on.
//!
//! Entities are never expanded, documents never held: memory grows with the points that are kept.

use std::io::{BufRead, ErrorKind};

use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesDecl, BytesStart, Event};

use super::account::GpxAccount;
use super::point::{Field, OpenPoint, Point};
use super::{FILE_MAX, GpxError, POINTS_MAX};

/// Deeper nesting than any logger writes.
const DEPTH_MAX: usize = 64;
/// A value longer than this is none.
const TEXT_MAX: usize = 64;

/// All usable points in the file's order, and the account so far.
pub(super) fn points(file: impl BufRead) -> Result<(Vec<Point>, GpxAccount), GpxError> {
    // One byte more than allowed, to tell "as long as allowed" from "longer".
    let mut reader = Reader::from_reader(DecodingReader::new(file.take(FILE_MAX + 1)));
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk::default();
    let mut buffer = Vec::new();
    let mut is_first = true;
    loop {
        buffer.clear();
        let byte = reader.buffer_position();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => {
                let byte = reader.error_position();
                return walk.stopped_by(&error, byte);
            }
        };
        let is_blank = matches!(event, Event::Text(_));
        match event {
            Event::Decl(declaration) if is_first => {
                let declared = encoding_to_follow(&declaration, reader.buffer_position());
                let decoder = reader.get_mut();
                if let Some(encoding) = declared
                    && decoder.encoding() == encoding_rs::UTF_8
                {
                    decoder.set_encoding(encoding);
                }
            }
            Event::Start(element) => walk.open(&element, byte)?,
            Event::End(_) => walk.close()?,
            Event::Text(text) => walk.text(&text, byte)?,
            Event::CData(text) => walk.text(&text, byte)?,
            // A reference is no part of any number or date; the value will not parse.
            Event::GeneralRef(_) => walk.text("&", byte)?,
            Event::Eof => return walk.ended(reader.buffer_position()),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        walk.has_markup |= !is_blank;
        is_first = false;
    }
}

/// An encoding that the first line names and that can be changed to: one that extends ASCII. The decoder can only
/// be changed while it still holds the file's first 64 bytes.
fn encoding_to_follow(declaration: &BytesDecl<'_>, read: u64) -> Option<&'static encoding_rs::Encoding> {
    const STILL_HELD: u64 = 60;
    declaration.encoder().filter(|encoding| encoding.is_ascii_compatible() && read <= STILL_HELD)
}

#[derive(Default)]
struct Walk {
    depth: usize,
    has_markup: bool,
    has_root: bool,
    point: Option<OpenPoint>,
    point_depth: usize,
    extensions_depth: Option<usize>,
    field: Option<(Field, usize)>,
    text: String,
    segment_has_points: bool,
    points: Vec<Point>,
    account: GpxAccount,
}

impl Walk {
    fn open(&mut self, element: &BytesStart<'_>, byte: u64) -> Result<(), GpxError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(GpxError::NotXml { byte });
        }
        self.has_root = true;
        let name = element.local_name();
        let name = name.as_ref();
        if self.depth == 1 && name != "gpx" {
            return Err(GpxError::NotGpx);
        }
        if self.point.is_some() {
            let is_child = self.depth == self.point_depth + 1;
            if is_child && name == "extensions" {
                self.extensions_depth = Some(self.depth);
            } else if (is_child || self.extensions_depth.is_some()) && self.field.is_none() {
                self.field =
                    Field::of(name, self.extensions_depth.is_some()).map(|field| (field, self.depth));
                self.text.clear();
            }
            return Ok(());
        }
        match name {
            "trk" => self.account.tracks += 1,
            "trkseg" => self.segment_has_points = false,
            "wpt" | "rtept" => self.account.not_recorded += 1,
            "trkpt" => {
                let attribute = |name: &str| {
                    element.try_get_attribute(name).ok().flatten().map(|it| it.value.into_owned())
                };
                self.point = Some(OpenPoint::at(attribute("lat"), attribute("lon")));
                self.point_depth = self.depth;
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), GpxError> {
        if let Some((field, depth)) = self.field
            && depth == self.depth
        {
            if let Some(point) = &mut self.point {
                point.set(field, &self.text);
            }
            self.field = None;
        }
        if self.extensions_depth == Some(self.depth) {
            self.extensions_depth = None;
        }
        if self.point_depth == self.depth
            && let Some(point) = self.point.take()
        {
            self.account.segments += usize::from(!self.segment_has_points);
            self.segment_has_points = true;
            self.points.extend(point.close(&mut self.account));
            if self.account.points > POINTS_MAX {
                return Err(GpxError::TooLarge);
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn text(&mut self, text: &str, byte: u64) -> Result<(), GpxError> {
        if self.depth == 0 && !text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
            return Err(GpxError::NotXml { byte });
        }
        if self.field.is_some() {
            // What is cut off here was no number and no date before either.
            self.text.extend(text.chars().take(TEXT_MAX.saturating_sub(self.text.len())));
        }
        Ok(())
    }

    fn ended(mut self, byte: u64) -> Result<(Vec<Point>, GpxAccount), GpxError> {
        if byte > FILE_MAX {
            return Err(GpxError::TooLarge);
        }
        if !self.has_markup {
            return Err(GpxError::Empty);
        }
        if !self.has_root {
            return Err(GpxError::NotXml { byte });
        }
        self.account.broken_off = self.depth > 0;
        if self.account.broken_off && self.account.points == 0 {
            return Err(GpxError::NotXml { byte });
        }
        Ok((self.points, self.account))
    }

    /// The parser gave up: at the end of a file cut short, or in the middle of something that is no XML.
    fn stopped_by(self, error: &Error, byte: u64) -> Result<(Vec<Point>, GpxAccount), GpxError> {
        match error {
            Error::Io(error) if error.kind() != ErrorKind::InvalidData => Err(GpxError::Read(error.kind())),
            Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) if self.depth > 0 => {
                self.ended(byte)
            }
            _ => Err(GpxError::NotXml { byte }),
        }
    }
}
