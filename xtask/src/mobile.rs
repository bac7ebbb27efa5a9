//! The suite `mobile`: the whole phone stack type-checked and linted for the processors and systems of phones.
//!
//! Nothing is linked, so neither Android's NDK nor Xcode is needed: the standard library is checked from its
//! source with everything else, and C files become empty objects. What a linker or a phone would say stays open.

use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::needs;
use crate::run::{Call, Workshop};
use crate::scratch::{self, Scratch};

/// What the library is shipped for, with a condition that holds there and on none of the others.
const TARGETS: [(&str, &str); 4] = [
    ("aarch64-linux-android", "all(target_os = \"android\", target_arch = \"aarch64\")"),
    ("armv7-linux-androideabi", "all(target_os = \"android\", target_arch = \"arm\")"),
    ("aarch64-apple-ios", "all(target_os = \"ios\", not(target_abi = \"sim\"))"),
    ("aarch64-apple-ios-sim", "all(target_os = \"ios\", target_abi = \"sim\")"),
];

/// What stands in for the C compilers of phones. Build scripts also ask a compiler what it is: the host's
/// answers, without the options that only another platform's knows.
const STAND_IN: &str = r#"#!/bin/sh
out= compiles= last= source=
for word in "$@"; do
    [ "$last" = -o ] && out=$word
    case $word in
        -c) compiles=yes ;;
        -o?*) out=${word#-o} ;;
        *.c | *.cc | *.cpp | *.S | *.s) source=$word ;;
    esac
    last=$word
done
if [ -z "$compiles" ]; then
    left=$#
    while [ "$left" -gt 0 ]; do
        word=$1
        shift
        left=$((left - 1))
        case $word in
            --target=* | -target | -isysroot | -m*) ;;
            *) set -- "$@" "$word" ;;
        esac
    done
    exec cc "$@"
fi
if [ -z "$out" ]; then
    out=${source##*/}
    out=${out%.*}.o
fi
exec cc -x c -c /dev/null -o "$out"
"#;

/// Checks our crates, and then that the check bites.
///
/// # Errors
/// If a crate does not compile for a phone or has a lint there; or if a mistake that only a phone's compiler
/// meets is let pass.
pub fn check(workshop: &Workshop) -> Result<(), Failure> {
    let bench = Bench::set_up(workshop)?;
    bench
        .clippy("std,panic_unwind")
        .args(["--package", "beatbook-ffi", "--locked", "--", "-D", "warnings"])
        .run()?;
    let missed = proof(workshop, &bench)?;
    if missed.is_empty() { Ok(()) } else { Err(Failure::Found(missed)) }
}

/// One wrong type and one broken lint for each target: what is not caught there is not looked at there.
fn proof(workshop: &Workshop, bench: &Bench<'_>) -> Result<Vec<String>, Failure> {
    let each = |line: &str, code: &'static str| -> Vec<(String, &'static str)> {
        let lines = TARGETS.iter().enumerate().map(|(number, (_, only))| {
            (format!("#[cfg({only})] {}", line.replace('#', &number.to_string())), code)
        });
        lines.collect()
    };
    let types = each("pub const WRONG_#: u8 = \"text\";", "E0308");
    let lints = each("pub fn unwraps_#(it: Option<u8>) -> u8 { it.unwrap() }", "clippy::unwrap_used");
    let tables = scratch::lint_tables(workshop)?;
    let rules = scratch::read(&workshop.root.join("clippy.toml"))?;
    let mut missed = Vec::new();
    // A crate with a wrong type is not linted, hence two.
    for (name, lines) in [("phone-probe-types", types), ("phone-probe-lints", lints)] {
        let folder = bench.folder.join(name);
        // For another workspace cargo checks the standard library anew; its core is enough here.
        let head = "#![no_std]\n";
        let scratch = Scratch { name, folder, tables: tables.clone(), rules: &rules, head, lines: &lines };
        missed.extend(scratch.missed(bench.clippy("core").args(["--keep-going", "--quiet"]))?);
    }
    Ok(missed)
}

/// What stands in for a phone's tools, below `target/phones`; `target/mobile` is cargo's own, for the profile of that name.
struct Bench<'a> {
    workshop: &'a Workshop,
    folder: PathBuf,
    std_source: PathBuf,
}

impl<'a> Bench<'a> {
    fn set_up(workshop: &'a Workshop) -> Result<Self, Failure> {
        let folder = workshop.target.join("phones");
        let bench = Self { workshop, folder, std_source: needs::std_source(workshop)? };
        scratch::write(&bench.compiler(), STAND_IN)?;
        allow_running(&bench.compiler())?;
        scratch::write(&bench.folder.join("settings.toml"), &bench.settings())?;
        let kit = bench.apple_kit();
        fs::create_dir_all(&kit).map_err(Failure::io(format!("make {}", kit.display())))?;
        Ok(bench)
    }

    fn compiler(&self) -> PathBuf {
        self.folder.join("stand-in-cc")
    }

    /// An empty folder: build scripts only want to be told of one, and would look for Xcode otherwise.
    fn apple_kit(&self) -> PathBuf {
        self.folder.join("sdk")
    }

    /// What build scripts are told of the stand-ins, as cargo's own settings: 13 variables before a command hide it.
    fn settings(&self) -> String {
        let compiler = self.compiler();
        let tools = TARGETS.iter().flat_map(|(target, _)| {
            let name = target.replace('-', "_");
            [
                format!("CC_{name} = {compiler:?}\n"),
                format!("CXX_{name} = {compiler:?}\n"),
                format!("AR_{name} = \"ar\"\nRANLIB_{name} = \"ranlib\"\n"),
            ]
        });
        format!("[env]\nSDKROOT = {:?}\n{}", self.apple_kit(), tools.collect::<String>())
    }

    /// Clippy for all four targets at once, so that what runs on the host is built once.
    fn clippy(&self, standard: &str) -> Call<'a> {
        self.workshop
            .cargo(&["clippy", "--config"])
            .args([self.folder.join("settings.toml")])
            .args([format!("-Zbuild-std={standard}")])
            .args(TARGETS.iter().flat_map(|(target, _)| ["--target", target]))
            // The stable compiler takes an unstable option of cargo's only so; hence a folder of its own, too:
            // some build scripts look for unstable features and would build other code.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            // Four copies of what only a second check would be quicker with.
            .env("CARGO_INCREMENTAL", "0")
            // Cargo's own tests point it to a source elsewhere in this way. Without it the source would have to
            // be written into the toolchain.
            .env("__CARGO_TESTS_ONLY_SRC_ROOT", &self.std_source)
    }
}

#[cfg(unix)]
fn allow_running(file: &std::path::Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .map_err(Failure::io(format!("make {} a program", file.display())))
}

#[cfg(not(unix))]
fn allow_running(file: &std::path::Path) -> Result<(), Failure> {
    Err(Failure::Missing {
        what: format!("a shell to run {}", file.display()),
        remedy: "run this suite on Linux or macOS".into(),
    })
}
