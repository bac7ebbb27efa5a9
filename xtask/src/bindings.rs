//! `cargo xtask bindings`: builds the phone library and generates a language's bindings beside it.
//!
//! Generated files live under `target/bindings/` only; a stale one can therefore never be committed.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::run::Workshop;

/// A language the library can be called from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Checks the surface on the developer's own machine.
    Python,
    /// Android.
    Kotlin,
    /// iOS.
    Swift,
}

impl Language {
    fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Kotlin => "kotlin",
            Self::Swift => "swift",
        }
    }
}

/// Builds and generates; returns the folder with the bindings and the library they load.
///
/// # Errors
/// If the library does not build, or the generator finds nothing to generate.
pub fn generate(workshop: &Workshop, language: Language) -> Result<PathBuf, Failure> {
    let folder = workshop.target.join("bindings").join(language.name());
    workshop
        .cargo(&["build", "--package", "beatbook-ffi", "--package", "beatbook-bindgen", "--locked"])
        .run()?;
    let library = workshop.target.join("debug").join(format!(
        "{}beatbook{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    ));
    // A file left from an older surface must not be taken for a new one.
    match std::fs::remove_dir_all(&folder) {
        Err(reason) if reason.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::Io { doing: format!("empty {}", folder.display()), reason });
        }
        _ => {}
    }
    workshop
        .program(workshop.target.join("debug/uniffi-bindgen"))
        .args(["generate", "--no-format", "--language", language.name(), "--out-dir"])
        .args([&folder])
        .args(["--library".into(), library.clone()])
        .run()?;
    let beside = folder.join(library.file_name().unwrap_or(library.as_os_str()));
    std::fs::copy(&library, &beside).map_err(Failure::io(format!("copy {}", library.display())))?;
    Ok(folder)
}
