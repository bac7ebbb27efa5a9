//! The JSON of a file, feature by feature, without ever holding all of it.
//!
//! Every value is taken in whatever form it comes, so that a wrong form is a fault with a place and a
//! remedy, not the end of reading. Only broken JSON ends it.

use core::fmt;

use beatbook_protocol::limits::ZONE_VERTICES_MAX;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::zones::import::Import;
use crate::zones::import::crs::{CrsReader, wrong_crs};
use crate::zones::import::properties::{FeatureProperties, PropertyNames, Scalar};
use crate::zones::import::report::ImportFault;

/// Lists and positions kept of one feature; enough for the largest zone with all its closing points.
const MOST_NODES: usize = 3 * ZONE_VERTICES_MAX;
/// MultiPolygon → polygon → ring → position.
const DEEPEST_LIST: usize = 4;
/// Bytes of a property's text that are looked at; anything longer is too long for every use.
const LONGEST_TEXT: usize = 2_000;

/// A feature as it stands in the file.
#[derive(Debug, Default)]
pub struct FeatureDraft {
    pub properties: FeatureProperties,
    pub geometry: GeometryDraft,
    pub faults: Vec<ImportFault>,
}

/// A geometry as it stands in the file.
#[derive(Debug, Default)]
pub enum GeometryDraft {
    #[default]
    Missing,
    Null,
    /// Neither null nor an object.
    Wrong,
    Object {
        kind: Option<String>,
        coordinates: Option<Nested>,
        /// How many positions there were, if they were too many to keep.
        positions_dropped: Option<usize>,
    },
}

impl GeometryDraft {
    /// Longitude and latitude, if it is a Point.
    pub fn point(&self) -> Option<(f64, f64)> {
        match self {
            Self::Object { kind, coordinates: Some(Nested::Position { lon, lat, .. }), .. }
                if kind.as_deref() == Some("Point") =>
            {
                Some((*lon, *lat))
            }
            _ => None,
        }
    }
}

/// Nested lists of numbers.
#[derive(Debug)]
pub enum Nested {
    Position { lon: f64, lat: f64, altitude: bool },
    List(Vec<Nested>),
    Wrong,
}

/// Reads the whole file and hands each feature to the import.
pub fn read_file(file: &[u8], import: &mut Import<'_>) -> Result<(), ImportFault> {
    let text = core::str::from_utf8(file).map_err(|_| ImportFault::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut json = serde_json::Deserializer::from_str(text);
    let features_before = import.notes.features;
    let root = Reading(RootReader(import)).deserialize(&mut json);
    let root = root.and_then(|root| json.end().map(|()| root)).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match is_number_fault(text, &error) {
            true => ImportFault::NotANumber { line, column },
            false => ImportFault::NotJson { line, column },
        }
    })?;
    match root {
        Root::Object { kind: Some(kind), features, draft, crs } => {
            if let Some(fault) = wrong_crs(crs) {
                import.problems.of_file(fault);
            }
            match (kind.as_str(), features) {
                ("FeatureCollection", Some(true)) => {}
                ("Feature", None) if features_before == import.notes.features => import.feature(*draft),
                ("FeatureCollection", _) => import.problems.of_file(ImportFault::NoFeatureList),
                _ => import.problems.of_file(ImportFault::NotFeatures),
            }
        }
        Root::Object { kind: None, .. } | Root::Other => {
            import.problems.of_file(ImportFault::NotFeatures);
        }
    }
    Ok(())
}

/// JSON has no NaN and no infinity, and numbers beyond 1e308 cannot be read: both get their own words.
fn is_number_fault(text: &str, error: &serde_json::Error) -> bool {
    if error.to_string().contains("number out of range") {
        return true;
    }
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let around = error.column().saturating_sub(2)..error.column().saturating_add(1).min(line.len());
    let around = line.as_bytes().get(around).unwrap_or_default();
    let word = [b"N".as_slice(), b"I", b"na", b"in"];
    word.iter().any(|begin| around.windows(begin.len()).any(|here| here == *begin))
}

enum Root {
    Object { kind: Option<String>, features: Option<bool>, draft: Box<FeatureDraft>, crs: Option<String> },
    Other,
}

/// Takes a JSON value in whatever form it comes.
pub(super) trait Reader<'de>: Sized {
    type Out;
    fn other(self) -> Self::Out;
    fn null(self) -> Self::Out {
        self.other()
    }
    fn truth(self, _: bool) -> Self::Out {
        self.other()
    }
    fn whole(self, number: i64) -> Self::Out {
        self.number(number as f64)
    }
    fn number(self, _: f64) -> Self::Out {
        self.other()
    }
    fn text(self, _: &str) -> Self::Out {
        self.other()
    }
    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Out, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.other())
    }
    fn object<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Out, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.other())
    }
}

/// Lends a [`Reader`] to serde.
pub(super) struct Reading<R>(pub(super) R);

impl<'de, R: Reader<'de>> DeserializeSeed<'de> for Reading<R> {
    type Value = R::Out;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<R::Out, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, R: Reader<'de>> Visitor<'de> for Reading<R> {
    type Value = R::Out;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_unit<E>(self) -> Result<R::Out, E> {
        Ok(self.0.null())
    }
    fn visit_bool<E>(self, truth: bool) -> Result<R::Out, E> {
        Ok(self.0.truth(truth))
    }
    fn visit_i64<E>(self, number: i64) -> Result<R::Out, E> {
        Ok(self.0.whole(number))
    }
    fn visit_u64<E>(self, number: u64) -> Result<R::Out, E> {
        Ok(match i64::try_from(number) {
            Ok(whole) => self.0.whole(whole),
            Err(_) => self.0.number(number as f64),
        })
    }
    fn visit_f64<E>(self, number: f64) -> Result<R::Out, E> {
        Ok(self.0.number(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<R::Out, E> {
        Ok(self.0.text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<R::Out, A::Error> {
        self.0.list(list)
    }
    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<R::Out, A::Error> {
        self.0.object(object)
    }
}

struct RootReader<'a, 'i>(&'a mut Import<'i>);

impl<'de> Reader<'de> for RootReader<'_, '_> {
    type Out = Root;
    fn other(self) -> Root {
        Root::Other
    }
    fn object<A: MapAccess<'de>>(self, mut object: A) -> Result<Root, A::Error> {
        let import = self.0;
        let (mut kind, mut features, mut crs) = (None, None, None);
        let mut feature = FeatureMembers::default();
        while let Some(key) = object.next_key_seed(Reading(KeyReader))? {
            match key.as_str() {
                "type" => kind = object.next_value_seed(Reading(TextReader))?,
                "features" if features.is_some() => {
                    object.next_value::<IgnoredAny>()?;
                    features = Some(false);
                }
                "features" => features = Some(object.next_value_seed(Reading(FeatureList(import)))?),
                "crs" => crs = object.next_value_seed(Reading(CrsReader))?,
                key => feature.member(key, &mut object, &import.options.properties)?,
            }
        }
        Ok(Root::Object { kind, features, draft: Box::new(feature.draft), crs })
    }
}

/// The members of a feature other than its type.
#[derive(Default)]
struct FeatureMembers {
    draft: FeatureDraft,
    has_properties: bool,
    has_geometry: bool,
}

impl FeatureMembers {
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        object: &mut A,
        names: &PropertyNames,
    ) -> Result<(), A::Error> {
        let (seen, member) = match key {
            "properties" => (&mut self.has_properties, "properties"),
            "geometry" => (&mut self.has_geometry, "geometry"),
            _ => return object.next_value::<IgnoredAny>().map(drop),
        };
        if std::mem::replace(seen, true) {
            self.draft.faults.push(ImportFault::RepeatedMember { member });
        }
        if member == "geometry" {
            self.draft.geometry = object.next_value_seed(Reading(GeometryReader))?;
        } else {
            self.draft.properties = object.next_value_seed(Reading(PropertiesReader(names)))?;
        }
        Ok(())
    }
}

/// True if it was a list.
struct FeatureList<'a, 'i>(&'a mut Import<'i>);

impl<'de> Reader<'de> for FeatureList<'_, '_> {
    type Out = bool;
    fn other(self) -> bool {
        false
    }
    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let import = self.0;
        while let Some(draft) = list.next_element_seed(Reading(FeatureReader(&import.options.properties)))? {
            import.feature(draft);
        }
        Ok(true)
    }
}

struct FeatureReader<'a>(&'a PropertyNames);

impl<'de> Reader<'de> for FeatureReader<'_> {
    type Out = FeatureDraft;
    fn other(self) -> FeatureDraft {
        FeatureDraft { faults: vec![ImportFault::NotAFeature], ..FeatureDraft::default() }
    }
    fn object<A: MapAccess<'de>>(self, mut object: A) -> Result<FeatureDraft, A::Error> {
        let mut members = FeatureMembers::default();
        let mut kind = None;
        let mut crs = None;
        while let Some(key) = object.next_key_seed(Reading(KeyReader))? {
            match key.as_str() {
                "type" => kind = object.next_value_seed(Reading(TextReader))?,
                "crs" => crs = object.next_value_seed(Reading(CrsReader))?,
                key => members.member(key, &mut object, self.0)?,
            }
        }
        members.draft.faults.extend(wrong_crs(crs));
        if kind.as_deref() != Some("Feature") {
            members.draft.faults.push(ImportFault::NotAFeature);
        }
        Ok(members.draft)
    }
}

struct PropertiesReader<'a>(&'a PropertyNames);

impl<'de> Reader<'de> for PropertiesReader<'_> {
    type Out = FeatureProperties;
    fn other(self) -> FeatureProperties {
        FeatureProperties::default()
    }
    fn object<A: MapAccess<'de>>(self, mut object: A) -> Result<FeatureProperties, A::Error> {
        let mut properties = FeatureProperties::default();
        while let Some(key) = object.next_key_seed(Reading(KeyReader))? {
            if properties.wants(&key, self.0) {
                let value = object.next_value_seed(Reading(ScalarReader))?;
                properties.keep(&key, &value, self.0);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(properties)
    }
}

struct ScalarReader;

impl Reader<'_> for ScalarReader {
    type Out = Scalar;
    fn other(self) -> Scalar {
        Scalar::Unusable
    }
    fn null(self) -> Scalar {
        Scalar::Absent
    }
    fn truth(self, truth: bool) -> Scalar {
        Scalar::Truth(truth)
    }
    fn whole(self, number: i64) -> Scalar {
        Scalar::Whole(number)
    }
    fn number(self, number: f64) -> Scalar {
        Scalar::Number(number)
    }
    fn text(self, text: &str) -> Scalar {
        if text.len() <= LONGEST_TEXT { Scalar::Text(text.to_owned()) } else { Scalar::Unusable }
    }
}

pub(super) struct TextReader;

impl Reader<'_> for TextReader {
    type Out = Option<String>;
    fn other(self) -> Option<String> {
        None
    }
    fn text(self, text: &str) -> Option<String> {
        (text.len() <= LONGEST_TEXT).then(|| text.to_owned())
    }
}

/// Keys longer than any of ours come out empty, which is none of ours either.
pub(super) struct KeyReader;

impl Reader<'_> for KeyReader {
    type Out = String;
    fn other(self) -> String {
        String::new()
    }
    fn text(self, text: &str) -> String {
        if text.len() <= LONGEST_TEXT { text.to_owned() } else { String::new() }
    }
}

struct GeometryReader;

impl<'de> Reader<'de> for GeometryReader {
    type Out = GeometryDraft;
    fn other(self) -> GeometryDraft {
        GeometryDraft::Wrong
    }
    fn null(self) -> GeometryDraft {
        GeometryDraft::Null
    }
    fn object<A: MapAccess<'de>>(self, mut object: A) -> Result<GeometryDraft, A::Error> {
        let (mut kind, mut coordinates) = (None, None);
        let mut budget = Budget { nodes: 0, positions: 0 };
        while let Some(key) = object.next_key_seed(Reading(KeyReader))? {
            match key.as_str() {
                "type" => kind = object.next_value_seed(Reading(TextReader))?,
                "coordinates" => {
                    budget = Budget { nodes: 0, positions: 0 };
                    let reader = NestedReader { depth: 0, budget: &mut budget };
                    coordinates = Some(match object.next_value_seed(Reading(reader))? {
                        Item::Nested(nested) => nested,
                        Item::Number(_) => Nested::Wrong,
                    });
                }
                _ => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        let positions_dropped = (budget.nodes > MOST_NODES).then_some(budget.positions);
        Ok(GeometryDraft::Object { kind, coordinates, positions_dropped })
    }
}

/// How much of one geometry was read; beyond the limit it is counted, not kept.
struct Budget {
    nodes: usize,
    positions: usize,
}

struct NestedReader<'a> {
    depth: usize,
    budget: &'a mut Budget,
}

enum Item {
    Number(f64),
    Nested(Nested),
}

impl<'de> Reader<'de> for NestedReader<'_> {
    type Out = Item;
    fn other(self) -> Item {
        Item::Nested(Nested::Wrong)
    }
    fn number(self, number: f64) -> Item {
        Item::Number(number)
    }
    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Item, A::Error> {
        let Self { depth, budget } = self;
        budget.nodes += 1;
        if depth >= DEEPEST_LIST {
            // Drained without recursion: a nested bomb costs nothing.
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Item::Nested(Nested::Wrong));
        }
        let mut numbers = [0.0; 2];
        let mut count = 0_usize;
        let mut children = Vec::new();
        let mut wrong = false;
        while let Some(item) = list.next_element_seed(Reading(NestedReader { depth: depth + 1, budget }))? {
            match item {
                Item::Number(number) => {
                    if let Some(place) = numbers.get_mut(count) {
                        *place = number;
                    }
                    count += 1;
                }
                Item::Nested(Nested::Wrong) => wrong = true,
                Item::Nested(nested) if budget.nodes <= MOST_NODES => children.push(nested),
                Item::Nested(_) => {}
            }
        }
        let [lon, lat] = numbers;
        Ok(Item::Nested(match count {
            _ if wrong => Nested::Wrong,
            0 => Nested::List(children),
            2.. if children.is_empty() => {
                budget.positions += 1;
                Nested::Position { lon, lat, altitude: count > 2 }
            }
            _ => Nested::Wrong,
        }))
    }
}
