//! What is in a bundle's files, for whoever writes them and whoever checks them. Everything is JSON but the zone's
//! canonical bytes and the two pages.

use beatbook_domain::geometry::{Ring, Vertex};
use beatbook_domain::zone::ZoneVersion;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use beatbook_protocol::sign::{PublicKey, Signature};
use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What the server signs a manifest for.
pub const PURPOSE: &str = "beatbook-bundle-1";

/// The file that names all others, and the server's signature over its bytes.
pub const MANIFEST: &str = "manifest.json";
/// Hexadecimal, over [`PURPOSE`] and the bytes of [`MANIFEST`].
pub const SIGNATURE: &str = "manifest.sig";
/// One [`EntryLine`] a line.
pub const ENTRIES: &str = "entries.jsonl";
/// A [`Proof`]; in the court's profile only.
pub const PROOF: &str = "proof.json";
/// What the notice says, with services and amendments.
pub const NOTICE: &str = "notice.json";
/// The order version it cites, byte for byte as published.
pub const ORDER: &str = "order.json";
/// The rule set it was made under, byte for byte.
pub const RULES: &str = "rule-set.json";
/// The zone version: the bytes its hash is of.
pub const ZONE: &str = "zone.cbor";
/// The same for maps.
pub const ZONE_MAP: &str = "zone.geojson";
/// Where the officer was, and how far from edge and sign.
pub const POSITION: &str = "position.json";
/// Fixes within ten minutes of anything told of the encounter; in the court's profile only. The same before the track's keeping
/// time is over and after.
pub const TRACK: &str = "track.json";

/// For whom a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// A court, and those who prepare the case: everything
    Court,
    /// Whoever complains about the notice: other people and the access log left out
    Complainant,
    /// The person the notice is about, who asks for their data: nobody else is in it
    DataSubject,
}

impl Profile {
    /// As people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Court => "court",
            Self::Complainant => "complainant",
            Self::DataSubject => "data subject",
        }
    }
}

/// A file of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// How many they are.
    pub bytes: u64,
}

/// What is in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`PURPOSE`].
    pub format: String,
    /// The notice.
    pub number: String,
    /// For whom.
    pub profile: Profile,
    /// When it was made, UTC milliseconds.
    pub made: i64,
    /// The server.
    pub server: Id,
    /// Keys that signed its receipts and journals, newest first; one of them signs this.
    pub keys: Vec<PublicKey>,
    /// Every file but manifest and signature.
    pub files: Vec<FileLine>,
}

/// An entry of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// The journal: the notebook's, or the authority's at the server.
    pub journal: Id,
    /// Its place there.
    pub seq: u64,
    /// The header, byte for byte.
    pub header: String,
    /// Salt of the body, hexadecimal; absent where the body is not here.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub salt: Option<String>,
    /// The body, base64.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body: Option<String>,
    /// The server's signature, hexadecimal, on entries of its own journal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<String>,
    /// Of a second branch of a copied notebook: outside the chain.
    #[serde(skip_serializing_if = "core::ops::Not::not", default)]
    pub branch: bool,
}

/// What shows that the notebook's entries are whole up to what the server signed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The tenant.
    pub authority: Id,
    /// The notebook.
    pub notebook: Id,
    /// Its key.
    pub key: PublicKey,
    /// The last entry the notebook has signed.
    pub seq: u64,
    /// Hash of its header.
    pub hash: Hash,
    /// The notebook's signature, hexadecimal.
    pub signature: String,
    /// The server's receipt up to there: its bytes, base64.
    pub receipt: String,
    /// Its signature, hexadecimal.
    pub receipt_signature: String,
}

/// Hexadecimal of a signature.
pub fn hex(signature: &Signature) -> String {
    HEXLOWER.encode(signature.as_bytes())
}

/// A signature of hexadecimal.
pub fn signature(text: &str) -> Option<Signature> {
    let bytes = HEXLOWER.decode(text.trim().as_bytes()).ok()?;
    Some(Signature::from_bytes(bytes.try_into().ok()?))
}

/// Base64 of bytes.
pub fn base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// Bytes of base64.
pub fn bytes_of(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.as_bytes()).ok()
}

/// A zone version as a map shows it (RFC 7946).
pub fn geojson(zone: &ZoneVersion) -> Value {
    let ring = |ring: &Ring| -> Vec<Value> {
        let corner = |vertex: &Vertex| json!([vertex.lon_degrees(), vertex.lat_degrees()]);
        ring.0.iter().chain(ring.0.first()).map(corner).collect()
    };
    let polygons: Vec<Vec<Vec<Value>>> =
        zone.geometry.0.iter().map(|polygon| polygon.rings().map(ring).collect()).collect();
    json!({
        "type": "Feature",
        "properties": {
            "code": zone.code, "name": zone.name, "kind": zone.kind.name(), "illustrative": zone.illustrative,
            "hash": zone.hash().to_string(),
        },
        "geometry": { "type": "MultiPolygon", "coordinates": polygons },
    })
}

/// JSON for people to read, too.
pub fn pretty(value: &impl Serialize) -> Option<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).ok()?;
    bytes.push(b'\n');
    Some(bytes)
}
