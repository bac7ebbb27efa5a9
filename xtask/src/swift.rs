//! Suite `swift`: the package in `bindings/swift` and the officer's app in `ios`, built and tested with a Swift 6 compiler against
//! the host's library.
//!
//! The compiler is Debian 13's, in a folder of its own below `target/`, entered by chroot with the project seen at its own path
//! (`bindings/swift/linux.sh`). It needs root; nothing of it goes onto the machine itself.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bindings::{self, Language};
use crate::failure::Failure;
use crate::run::{Call, Workshop};

/// Makes the compiler's folder and runs commands in it.
pub const SCRIPT: &str = "bindings/swift/linux.sh";

/// The package.
const PACKAGE: &str = "bindings/swift";

/// The officer's app: a package made of that one.
const APP: &str = "ios";

/// Where the compiler lies.
pub fn chroot(workshop: &Workshop) -> PathBuf {
    workshop.target.join("swift")
}

/// Whether it was installed to the end.
pub fn installed(workshop: &Workshop) -> bool {
    chroot(workshop).join(".ready-2").exists()
}

/// Builds server and library, generates, builds and tests both packages.
pub fn suite(workshop: &Workshop) -> Result<(), Failure> {
    workshop.build(&["--bin", "beatbook-server"])?;
    let folder = bindings::generate(workshop, Language::Swift)?;
    place(workshop, &folder)?;
    for (package, scratch) in [(PACKAGE, "swift-build"), (APP, "ios-build")] {
        swift_pm(workshop, &folder, package, scratch, &["build", "--build-tests"]).run()?;
        // One after the other: they start servers, and one measures a process.
        swift_pm(workshop, &folder, package, scratch, &["test", "--skip-build", "--no-parallel"]).run()?;
    }
    Ok(())
}

/// Puts the generated files where the package expects them.
///
/// # Errors
/// If a file cannot be written.
pub fn place(workshop: &Workshop, generated: &Path) -> Result<(), Failure> {
    let into = workshop.root.join(PACKAGE).join("Generated");
    let header = into.join("BeatbookFFI/include");
    let swift = into.join("BeatbookCore");
    for folder in [&header, &swift] {
        fs::create_dir_all(folder).map_err(Failure::io(format!("make {}", folder.display())))?;
    }
    copy(&generated.join("BeatbookCore.swift"), &swift.join("BeatbookCore.swift"))?;
    copy(&generated.join("BeatbookFFI.h"), &header.join("BeatbookFFI.h"))?;
    copy(&generated.join("BeatbookFFI.modulemap"), &header.join("module.modulemap"))?;
    // SwiftPM wants a source file in a C target.
    let source = into.join("BeatbookFFI/empty.c");
    fs::write(&source, "").map_err(Failure::io(format!("write {}", source.display())))
}

/// Leaves a file alone that is the same already: the compiler takes half a minute for the generated one.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let new = fs::read(from).map_err(Failure::io(format!("read {}", from.display())))?;
    if fs::read(to).is_ok_and(|old| old == new) {
        return Ok(());
    }
    fs::write(to, new).map_err(Failure::io(format!("write {}", to.display())))
}

/// SwiftPM on the package, inside the compiler's folder.
pub fn inside<'a>(workshop: &'a Workshop, library: &Path, arguments: &[&str]) -> Call<'a> {
    swift_pm(workshop, library, PACKAGE, "swift-build", arguments)
}

/// SwiftPM on one of the packages. Each has a folder of its own for what it builds: two packages in one undo each other's work.
fn swift_pm<'a>(
    workshop: &'a Workshop,
    library: &Path,
    package: &str,
    scratch: &str,
    arguments: &[&str],
) -> Call<'a> {
    entered(workshop, library, &workshop.root.join(package))
        .args(["swift"])
        .args(arguments.iter().copied())
        .args(["--scratch-path".into(), workshop.target.join(scratch)])
}

/// What is to be run in a folder, inside the compiler's: its name and arguments are added.
pub fn entered<'a>(workshop: &'a Workshop, library: &Path, folder: &Path) -> Call<'a> {
    workshop
        .program("bash")
        .args([SCRIPT, "run"])
        .args([chroot(workshop), workshop.root.clone(), workshop.target.clone(), folder.to_owned()])
        .env("BEATBOOK_SERVER", workshop.target.join("debug/beatbook-server"))
        .env("BEATBOOK_LIBRARY", library)
}
