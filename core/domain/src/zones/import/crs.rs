//! The coordinate system a file names: only WGS84 is taken, whatever the old `crs` member calls it.

use serde::de::{IgnoredAny, MapAccess};

use crate::zones::import::outline::report_text;
use crate::zones::import::read::{KeyReader, Reader, Reading, TextReader};
use crate::zones::import::report::ImportFault;

/// The fault of naming another system than WGS84.
pub(super) fn wrong_crs(crs: Option<String>) -> Option<ImportFault> {
    let crs = crs.filter(|crs| !is_wgs84(crs))?;
    Some(ImportFault::WrongCrs { found: report_text(&crs) })
}

/// Names of WGS84 in the `crs` member of older files.
fn is_wgs84(crs: &str) -> bool {
    let crs = crs.to_ascii_uppercase();
    ["CRS84", "EPSG:4326", "EPSG::4326", "EPSG/0/4326"].iter().any(|known| crs.ends_with(known))
}

/// The name in `{"type": "name", "properties": {"name": …}}`, or words for what is there instead.
pub(super) struct CrsReader;

impl<'de> Reader<'de> for CrsReader {
    type Out = Option<String>;
    fn other(self) -> Option<String> {
        Some("something that is no coordinate system".to_owned())
    }
    fn null(self) -> Option<String> {
        None
    }
    fn text(self, text: &str) -> Option<String> {
        Some(report_text(text))
    }
    fn object<A: MapAccess<'de>>(self, mut object: A) -> Result<Option<String>, A::Error> {
        let mut name = None;
        while let Some(key) = object.next_key_seed(Reading(KeyReader))? {
            match key.as_str() {
                "properties" => name = object.next_value_seed(Reading(CrsName))?,
                _ => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(name.unwrap_or_else(|| "a coordinate system without a name".to_owned())))
    }
}

struct CrsName;

impl<'de> Reader<'de> for CrsName {
    type Out = Option<String>;
    fn other(self) -> Option<String> {
        None
    }
    fn object<A: MapAccess<'de>>(self, mut object: A) -> Result<Option<String>, A::Error> {
        let mut name = None;
        while let Some(key) = object.next_key_seed(Reading(KeyReader))? {
            match key.as_str() {
                "name" => name = object.next_value_seed(Reading(TextReader))?,
                _ => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(name)
    }
}
