//! Maven as this project calls it: quietly, without a terminal, everything built below `target/`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::run::{Call, Workshop};

/// Maven on `android/pom.xml`.
pub fn project(workshop: &Workshop) -> Call<'_> {
    let mut target = OsString::from("-Dbeatbook.target=");
    target.push(&workshop.target);
    workshop
        .program("mvn")
        .args(["--batch-mode", "--no-transfer-progress", "--file", "android/pom.xml"])
        .args([target])
}

/// Puts one file of a Maven repository into a folder.
///
/// # Errors
/// If it cannot be had.
pub fn fetch(workshop: &Workshop, artifact: &str, folder: &Path) -> Result<PathBuf, Failure> {
    let mut into = OsString::from("-DoutputDirectory=");
    into.push(folder);
    workshop
        .program("mvn")
        .args(["--batch-mode", "--no-transfer-progress", "--quiet"])
        .args(["org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"])
        .args([format!("-Dartifact={artifact}")])
        .args([into])
        .run()?;
    let mut parts = artifact.split(':').skip(1);
    let (name, version) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    Ok(folder.join(format!("{name}-{version}.{}", parts.next().unwrap_or("jar"))))
}
