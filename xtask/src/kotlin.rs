//! The jar of `bindings/kotlin` in the user's Maven repository: of this checkout, and compiled once.
//!
//! The generated source has some 50,000 lines, so a jar is kept with a hash over all it was made of. Another checkout may have
//! installed its own since: what is here is therefore installed again before each use.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::bindings::{self, Language};
use crate::failure::Failure;
use crate::maven;
use crate::run::Workshop;
use crate::scratch;

/// What describes the jar, and with it everything the compiler is told.
const POM: &str = "bindings/kotlin/pom.xml";

/// Builds server and library, generates, compiles and tests; what passed is installed.
///
/// # Errors
/// If something does not build or a test fails.
pub fn suite(workshop: &Workshop) -> Result<(), Failure> {
    workshop.build(&["--bin", "beatbook-server"])?;
    let generated = bindings::generate(workshop, Language::Kotlin)?;
    // The compiler takes up what it compiled before, and does not see that the classes which tests call have changed.
    for compiled in ["test-classes", "kotlin-ic/test"] {
        bindings::emptied(&folder(workshop).join(compiled))?;
    }
    maven::on(workshop, POM)
        .args(["install"])
        .env("BEATBOOK_SERVER", workshop.target.join("debug/beatbook-server"))
        .run()?;
    scratch::write(&stamp(workshop), &made_of(workshop, &generated)?)
}

/// Generates, and makes sure that the repository has the jar of just that; compiles only what is not compiled yet.
///
/// # Errors
/// If the library does not build, or what is generated from it does not compile.
pub fn provide(workshop: &Workshop) -> Result<(), Failure> {
    let generated = bindings::generate(workshop, Language::Kotlin)?;
    let wanted = made_of(workshop, &generated)?;
    let jar = folder(workshop).join("beatbook-0.1.0.jar");
    if jar.is_file() && fs::read_to_string(stamp(workshop)).is_ok_and(|made_of| made_of == wanted) {
        let mut file = OsString::from("-Dfile=");
        file.push(&jar);
        return maven::plain(workshop)
            .args(["--quiet", "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file"])
            .args([file])
            .args([format!("-DpomFile={POM}")])
            .run();
    }
    maven::on(workshop, POM).args(["-Dmaven.test.skip=true", "install"]).run()?;
    scratch::write(&stamp(workshop), &wanted)
}

fn folder(workshop: &Workshop) -> PathBuf {
    workshop.target.join("kotlin")
}

fn stamp(workshop: &Workshop) -> PathBuf {
    folder(workshop).join("made-of.sha256")
}

/// A hash over every source of the jar, with its name.
fn made_of(workshop: &Workshop, generated: &Path) -> Result<String, Failure> {
    let mut files = vec![workshop.root.join(POM)];
    sources(&workshop.root.join("bindings/kotlin/src/main"), &mut files)?;
    sources(generated, &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let text = fs::read(&file).map_err(Failure::io(format!("read {}", file.display())))?;
        let name = file.file_name().unwrap_or_default().as_encoded_bytes();
        for part in [name, text.as_slice()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// All Kotlin below a folder.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let doing = || format!("list {}", folder.display());
    for entry in fs::read_dir(folder).map_err(Failure::io(doing()))? {
        let path = entry.map_err(Failure::io(doing()))?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|kind| kind == "kt") {
            files.push(path);
        }
    }
    Ok(())
}
