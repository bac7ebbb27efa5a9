//! `cargo xtask bindings`: builds the phone library and generates a language's bindings beside it.
//!
//! Generated files live under `target/bindings/` only; a stale one can therefore never be committed.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::needs::Need;
use crate::run::Workshop;

/// A language the library can be called from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Desk tools and tests.
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

/// Which library goes with its bindings.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Library {
    /// Takes the library that the suites take: built sooner, and not optimised.
    #[arg(long)]
    debug: bool,
}

impl Library {
    /// What the suites have built already.
    const FOR_TESTS: Self = Self { debug: true };

    /// Cargo's folder for it.
    pub fn profile(self) -> &'static str {
        if self.debug { "debug" } else { "release" }
    }

    fn file(self, workshop: &Workshop) -> PathBuf {
        let name = format!("{}beatbook{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        workshop.target.join(self.profile()).join(name)
    }
}

/// Builds and generates for tests; returns the folder with the bindings and the library they load.
///
/// # Errors
/// If the library does not build, or the generator finds nothing to generate.
pub fn generate(workshop: &Workshop, language: Language) -> Result<PathBuf, Failure> {
    hand_out(workshop, language, Library::FOR_TESTS)
}

/// The same with the library that is asked for.
///
/// # Errors
/// If the library does not build, or the generator finds nothing to generate.
pub fn hand_out(workshop: &Workshop, language: Language, library: Library) -> Result<PathBuf, Failure> {
    let folder = workshop.target.join("bindings").join(language.name());
    workshop.build(&["--lib", "--bin", "uniffi-bindgen"])?;
    if !library.debug {
        workshop
            .cargo(&["build", "--release", "--package", "beatbook-ffi", "--lib", "--locked"])
            // What a debugger reads is five times the library.
            .env("CARGO_PROFILE_RELEASE_DEBUG", "none")
            .run()?;
    }
    // A file left from an older surface must not be taken for a new one.
    emptied(&folder)?;
    // Read from the one that keeps every symbol: optimised as a whole, a library loses those that describe it.
    workshop
        .program(workshop.target.join("debug/uniffi-bindgen"))
        .args(["generate", "--no-format", "--language", language.name(), "--out-dir"])
        .args([&folder])
        .args(["--library".into(), Library::FOR_TESTS.file(workshop)])
        .run()?;
    let library = library.file(workshop);
    let beside = folder.join(library.file_name().unwrap_or(library.as_os_str()));
    std::fs::copy(&library, &beside).map_err(Failure::io(format!("copy {}", library.display())))?;
    Ok(folder)
}

/// Builds the Python wheel for tests: the package with its generated module, that module's types and the library in it. Returns
/// its path.
///
/// # Errors
/// If the library or the wheel does not build.
pub fn wheel(workshop: &Workshop) -> Result<PathBuf, Failure> {
    hand_out_wheel(workshop, Library::FOR_TESTS)
}

/// The same with the library that is asked for.
///
/// # Errors
/// If the library or the wheel does not build.
pub fn hand_out_wheel(workshop: &Workshop, library: Library) -> Result<PathBuf, Failure> {
    Need::Python.provide(workshop)?;
    let generated = hand_out(workshop, Language::Python, library)?;
    let made = workshop.target.join("wheel");
    let package = made.join("package");
    emptied(&made)?;
    copy_folder(&workshop.root.join("bindings/python"), &package)?;
    for entry in std::fs::read_dir(&generated).map_err(Failure::io("list what was generated"))? {
        let path = entry.map_err(Failure::io("list what was generated"))?.path();
        let name = match path.extension().is_some_and(|end| end == "py") {
            true => "_core.py".into(),
            false => path.file_name().unwrap_or_default().to_owned(),
        };
        std::fs::copy(&path, package.join("beatbook").join(name))
            .map_err(Failure::io("copy what was generated"))?;
    }
    let module = package.join("beatbook/_core.py");
    workshop
        .program(workshop.venv_python())
        .args([package.join("stub.py"), module.clone(), module.with_extension("pyi")])
        .run()?;
    workshop
        .program(workshop.venv_python())
        .args([
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-build-isolation",
        ])
        .args(["--wheel-dir".into(), made.clone(), package])
        .run()?;
    let files = std::fs::read_dir(&made).map_err(Failure::io("list the wheel's folder"))?;
    let wheel = files
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|end| end == "whl"));
    wheel.ok_or_else(|| Failure::Found(vec!["no wheel was built".to_owned()]))
}

/// A folder with nothing in it.
///
/// # Errors
/// If what was there cannot be removed.
pub fn emptied(folder: &Path) -> Result<(), Failure> {
    match std::fs::remove_dir_all(folder) {
        Err(reason) if reason.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::Io { doing: format!("empty {}", folder.display()), reason });
        }
        _ => {}
    }
    std::fs::create_dir_all(folder).map_err(Failure::io(format!("make {}", folder.display())))
}

/// A folder with all that is in it.
///
/// # Errors
/// If something cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    let doing = || format!("copy {}", from.display());
    std::fs::create_dir_all(to).map_err(Failure::io(doing()))?;
    for entry in std::fs::read_dir(from).map_err(Failure::io(doing()))? {
        let entry = entry.map_err(Failure::io(doing()))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target).map_err(Failure::io(doing()))?;
        }
    }
    Ok(())
}
