//! Maven as this project calls it: without a terminal, everything built below `target/`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::run::{Call, Workshop};

/// Maven on one of our `pom.xml`.
pub fn on<'a>(workshop: &'a Workshop, pom: &str) -> Call<'a> {
    let mut target = OsString::from("-Dbeatbook.target=");
    target.push(&workshop.target);
    plain(workshop).args([target]).args(["--file", pom])
}

/// Maven for a task of its own, without a project.
pub fn plain(workshop: &Workshop) -> Call<'_> {
    workshop.program("mvn").args(["--batch-mode", "--no-transfer-progress", "-Dstyle.color=never"])
}

/// Puts one file of a repository, told as `group:name:version[:kind]`, into a folder.
///
/// # Errors
/// If it cannot be had.
pub fn fetch(workshop: &Workshop, artifact: &str, folder: &Path) -> Result<PathBuf, Failure> {
    let mut into = OsString::from("-DoutputDirectory=");
    into.push(folder);
    plain(workshop)
        .args(["--quiet", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"])
        .args([format!("-Dartifact={artifact}")])
        .args([into])
        .run()?;
    Ok(folder.join(file_name(artifact)))
}

fn file_name(artifact: &str) -> String {
    let mut parts = artifact.split(':').skip(1);
    let mut part = |otherwise: &'static str| parts.next().unwrap_or(otherwise);
    let (name, version, kind) = (part(""), part(""), part("jar"));
    format!("{name}-{version}.{kind}")
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_called_as_maven_calls_it() {
        assert_eq!(file_name("g:jna:5.19.1"), "jna-5.19.1.jar");
        assert_eq!(file_name("g:jna:5.19.1:aar"), "jna-5.19.1.aar");
    }
}
