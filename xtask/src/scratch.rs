//! A scratch crate that breaks one rule in every line: a line that clippy lets pass is a rule nobody keeps.
//!
//! A lint table with a typing mistake, or a check that never looks at a file, is silent; this is not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;
use crate::run::{Call, Workshop};

/// A crate of nothing but broken rules.
pub struct Scratch<'a> {
    /// Its name in findings.
    pub name: &'a str,
    /// Where it is written, below `target/`.
    pub folder: PathBuf,
    /// What its manifest has beside the package: lints, profiles.
    pub tables: String,
    /// Its `clippy.toml`.
    pub rules: &'a str,
    /// Attributes of the crate, in lines of their own before the others.
    pub head: &'a str,
    /// Each line with the code of what must be said about it: a lint's name, an error's number.
    pub lines: &'a [(String, &'a str)],
}

impl Scratch<'_> {
    /// Lets clippy judge it; one line per rule that was not caught.
    ///
    /// # Errors
    /// If the crate cannot be written or clippy not be started.
    pub fn missed(&self, clippy: Call<'_>) -> Result<Vec<String>, Failure> {
        let name = self.name;
        let lines = self.lines.iter().map(|(line, _)| format!("{line}\n")).collect::<String>();
        write(&self.folder.join("src/lib.rs"), &format!("{}{lines}", self.head))?;
        write(&self.folder.join("clippy.toml"), self.rules)?;
        write(
            &self.folder.join("Cargo.toml"),
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{}",
                self.tables
            ),
        )?;
        let answer = clippy
            .args(["--message-format=json", "--manifest-path"])
            .args([self.folder.join("Cargo.toml")])
            .answer()?;
        let caught = caught(&answer);
        let missed = (self.head.lines().count() as u64 + 1..)
            .zip(self.lines)
            .filter(|(number, (_, code))| !caught.contains(&(*number, (*code).to_owned())));
        Ok(missed.map(|(_, (line, code))| format!("{code} does not catch `{line}` ({name})")).collect())
    }
}

/// The tables of the workspace's manifest whose heading begins with one of these, as they stand there.
///
/// # Errors
/// If the manifest cannot be read.
pub fn tables(workshop: &Workshop, headings: &[&str]) -> Result<String, Failure> {
    let manifest = read(&workshop.root.join("Cargo.toml"))?;
    let mut wanted = false;
    let mut tables = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            wanted = headings.iter().any(|heading| line.starts_with(heading));
        }
        if wanted {
            tables.push_str(line);
            tables.push('\n');
        }
    }
    Ok(tables)
}

/// The tables `[workspace.lints.*]` as a crate's own `[lints.*]`.
///
/// # Errors
/// If the manifest cannot be read.
pub fn lint_tables(workshop: &Workshop) -> Result<String, Failure> {
    Ok(tables(workshop, &["[workspace.lints."])?.replace("[workspace.lints.", "[lints."))
}

/// Line and code of everything clippy reported.
fn caught(answer: &str) -> BTreeSet<(u64, String)> {
    let messages = answer.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter_map(|message| {
            let message = message.get("message")?;
            let code = message.get("code")?.get("code")?.as_str()?.to_owned();
            let line = message.get("spans")?.get(0)?.get("line_start")?.as_u64()?;
            Some((line, code))
        })
        .collect()
}

/// A file's text.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(Failure::io(format!("read {}", path.display())))
}

/// Writes a file and the folders above it; one that says the same already is left alone, so that cargo
/// does not take it for changed.
///
/// # Errors
/// If it cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let doing = || format!("write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::io(doing()))?;
    }
    fs::write(path, text).map_err(Failure::io(doing()))
}
