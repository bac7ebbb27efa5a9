//! The library for phones: four processors, by cargo-ndk and Android's NDK, below `target/android/jniLibs`, where
//! `android/lib/build.gradle.kts` takes it from.
//!
//! No build machine of this project has the NDK; what is here has never been run to its end. What it says when the tools are
//! missing is tested.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{say, yard};
use crate::bindings::{self, Language};
use crate::failure::Failure;
use crate::run::Workshop;

/// What phones call their processors; the first is nearly all of them, the last two are emulators.
const PROCESSORS: [&str; 4] = ["arm64-v8a", "armeabi-v7a", "x86_64", "x86"];

/// Phones with memory in pages of 16 KB load nothing that is laid out for smaller ones. The NDK does so by itself from r28 on.
const PAGES: &str = "-C link-arg=-Wl,-z,max-page-size=16384";

/// The same as a number.
const PAGE: u64 = 16_384;

/// What cargo-ndk hands on to cargo. The kind of library is named: beside the others that the package can be built as, Rust's
/// own among them, cargo leaves out the optimisation of the whole, and the file is a quarter larger.
const LIBRARY: [&str; 8] =
    ["rustc", "--package", "beatbook-ffi", "--lib", "--crate-type=cdylib", "--profile", "mobile", "--locked"];

/// Builds for all processors, checks how the files are laid out, and generates the Kotlin that belongs to them.
///
/// # Errors
/// [`Failure::Missing`] with the remedy where a tool is not there; whatever the build says otherwise.
pub fn build(workshop: &Workshop) -> Result<(), Failure> {
    let has_cargo_ndk = workshop.cargo(&["ndk", "--version"]).works();
    tools(has_cargo_ndk, env::var_os("ANDROID_NDK_HOME"))?;
    let folder = yard(workshop).join("jniLibs");
    bindings::emptied(&folder)?;
    workshop
        .cargo(&["ndk", "--platform", super::resources::APP.min_sdk])
        .args(PROCESSORS.iter().flat_map(|processor| ["--target", processor]))
        .args(["--output-dir".into(), folder.clone()])
        .args(LIBRARY)
        .env("RUSTFLAGS", PAGES)
        .run()?;
    let findings = laid_out(workshop, &folder, "libbeatbook.so")?;
    bindings::generate(workshop, Language::Kotlin)?;
    if !findings.is_empty() {
        return Err(Failure::Found(findings));
    }
    println!("native libraries: {}", folder.display());
    Ok(())
}

/// Looks at a library of each processor; one line per library that phones with large pages do not load.
///
/// # Errors
/// If `readelf` cannot be started.
pub fn laid_out(workshop: &Workshop, folder: &Path, name: &str) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    for processor in PROCESSORS {
        let library = folder.join(processor).join(name);
        let told =
            workshop.program("readelf").args(["--program-headers", "--wide"]).args([&library]).answer()?;
        findings
            .extend(say(&format!("{name} of {processor} for pages of 16 KB"), small_pages(&library, &told)));
    }
    Ok(findings)
}

/// The NDK's folder, if the build can be done here.
fn tools(has_cargo_ndk: bool, ndk: Option<OsString>) -> Result<PathBuf, Failure> {
    if !has_cargo_ndk {
        return Err(Failure::Missing {
            what: "cargo-ndk".into(),
            remedy: "cargo install cargo-ndk --locked".into(),
        });
    }
    let missing = |what: &str| {
        Failure::Missing {
        what: what.into(),
        remedy: "install the NDK with Android Studio's SDK manager, r28 or newer, and set ANDROID_NDK_HOME to its folder".into(),
    }
    };
    let folder = PathBuf::from(ndk.ok_or_else(|| missing("ANDROID_NDK_HOME"))?);
    // Every NDK has it; a folder of another kind has not.
    if folder.join("source.properties").is_file() {
        Ok(folder)
    } else {
        Err(missing("the NDK in ANDROID_NDK_HOME"))
    }
}

/// A line if a library has a part to load that is laid out for smaller pages, or none at all.
fn small_pages(library: &Path, told: &str) -> Option<String> {
    let aligned = told.lines().map(str::trim).filter(|line| line.starts_with("LOAD")).map(|line| {
        let last = line.split_whitespace().next_back().unwrap_or_default();
        u64::from_str_radix(last.trim_start_matches("0x"), 16).unwrap_or_default()
    });
    let smallest = aligned.min();
    (smallest.unwrap_or_default() < PAGE)
        .then(|| format!("{}: not laid out for pages of 16 KB: {smallest:?}", library.display()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{small_pages, tools};
    use crate::failure::Failure;

    #[test]
    fn a_machine_without_the_tools_is_told_how_to_get_them() {
        for (has_cargo_ndk, ndk, what) in [
            (false, None, "cargo-ndk"),
            (true, None, "ANDROID_NDK_HOME"),
            (true, Some("no/such/folder".into()), "the NDK in ANDROID_NDK_HOME"),
        ] {
            let refused = tools(has_cargo_ndk, ndk).unwrap_err();
            let Failure::Missing { what: missing, remedy } = refused else { unreachable!("{refused}") };
            assert_eq!(missing, what);
            assert!(remedy.contains("install"), "{remedy}");
        }
    }

    #[test]
    fn a_library_for_small_pages_is_found() {
        let header = |align: &str| {
            format!(
                "  PHDR 0x40 0x40 0x40 0x1f8 0x1f8 R 0x8\n  LOAD  0x000000 0x0 0x0 0x1 0x1 R E {align}\n  LOAD 0x1 0x1 0x1 0x1 0x1 RW 0x4000\n"
            )
        };
        assert_eq!(small_pages(Path::new("a.so"), &header("0x4000")), None);
        assert!(small_pages(Path::new("a.so"), &header("0x1000")).is_some());
        assert!(small_pages(Path::new("a.so"), "readelf: Error: not an ELF file").is_some());
    }
}
