//! Case bundles of a notice: made at the desk, read and forged by whoever has the folder.

use std::path::{Path, PathBuf};

use beatbook_protocol::hash::Hash;
use beatbook_server::bundle::format::{MANIFEST, Manifest};
use beatbook_server::bundle::verify;

use crate::force::Force;

/// The bundle of a notice in a new folder, by profile.
#[must_use]
pub fn bundle(force: &Force, number: &str, profile: &str) -> PathBuf {
    let out = force.folder().join(format!("{profile}-{number}"));
    let to = ["--profile", profile, "--reason", "complaint C-17", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", number], &to[..]].concat());
    out
}

/// A file of a bundle.
#[must_use]
pub fn text(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).unwrap()
}

/// What is not as it was, as whoever checks a bundle is told.
#[must_use]
pub fn faults(folder: &Path) -> Vec<String> {
    verify(folder, None).unwrap().faults
}

/// A manifest that fits changed files: whoever forges can do that, and not sign it.
pub fn forge(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).unwrap();
    let mut manifest: Manifest = serde_json::from_str(&text(folder, MANIFEST)).unwrap();
    let line = manifest.files.iter_mut().find(|line| line.name == name).unwrap();
    (line.sha256, line.bytes) = (Hash::of(&[bytes]), bytes.len() as u64);
    std::fs::write(folder.join(MANIFEST), serde_json::to_vec_pretty(&manifest).unwrap()).unwrap();
}
