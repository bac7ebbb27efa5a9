//! Libraries as they ship: built in the profile `mobile`, stripped, and weighed by section and by crate.
//!
//! Ours is built in the workspace; the floor beside it in a workspace of its own below `target/`, made of this one's
//! manifest and lock file, so that versions, features and profile are the same.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a library could not be built or read.
type Fault = Box<dyn Error>;

/// What a stripped library is made of, in bytes.
#[derive(Debug, Default)]
pub struct Weight {
    /// The file.
    pub file: u64,
    /// The file as a store sends it, deflated.
    pub sent: u64,
    /// Machine code.
    pub code: u64,
    /// What code reads and never writes: texts, tables, constants.
    pub constants: u64,
    /// What a panic needs to find its way back.
    pub unwinding: u64,
    /// Places that the loader fills in, and what it needs for that.
    pub loading: u64,
    /// Code and named constants by the crate they come from; what is in C goes by the crate that brings it.
    pub crates: BTreeMap<String, u64>,
}

/// The places of one measurement.
pub struct Shelf {
    root: PathBuf,
    folder: PathBuf,
    target: PathBuf,
}

impl Shelf {
    /// In a lab's folder, which lies in cargo's target folder.
    ///
    /// # Errors
    /// If the program was not started by cargo.
    pub fn set_up(lab: &Path) -> Result<Self, Fault> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").ok_or("start it as `cargo xtask bench`")?;
        let root = PathBuf::from(manifest).join("..").canonicalize()?;
        let folder = lab.join("library-size");
        fs::create_dir_all(&folder)?;
        let target = folder.join("../..").canonicalize()?;
        Ok(Self { root, folder, target })
    }

    /// The phone library.
    ///
    /// # Errors
    /// If it does not build.
    pub fn ours(&self) -> Result<Weight, Fault> {
        self.build(&self.root, "beatbook-ffi", "beatbook", &[])
    }

    /// The floor with some of its features.
    ///
    /// # Errors
    /// If it does not build.
    pub fn floor(&self, features: &[&str]) -> Result<Weight, Fault> {
        let manifest = fs::read_to_string(self.root.join("Cargo.toml"))?;
        let (before, members) = manifest.split_once("members = [").ok_or("Cargo.toml has no members")?;
        let (_, after) = members.split_once(']').ok_or("members have no end")?;
        let here = format!("path = \"{}/", self.root.display());
        let manifest = format!("{before}members = [\"floor\"]{}", after.replace("path = \"", &here));
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        fs::copy(self.root.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        let (from, to) = (self.root.join("bench/floor"), self.folder.join("floor"));
        fs::create_dir_all(to.join("src"))?;
        // Copied anew each time: all variants have one file name, and cargo must not take another's for this one's.
        fs::copy(from.join("Cargo.toml"), to.join("Cargo.toml"))?;
        // Linked as ours is.
        fs::copy(self.root.join("bindings/ffi/build.rs"), to.join("build.rs"))?;
        for source in fs::read_dir(from.join("src"))? {
            let source = source?;
            fs::copy(source.path(), to.join("src").join(source.file_name()))?;
        }
        self.build(&self.folder, "floor", "floor", features)
    }

    fn build(
        &self,
        workspace: &Path,
        package: &str,
        library: &str,
        features: &[&str],
    ) -> Result<Weight, Fault> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .current_dir(workspace)
            .args(["rustc", "--quiet", "--profile", "mobile", "--lib", "--crate-type", "cdylib"])
            .args(["--package", package, "--features", &features.join(",")])
            .arg("--target-dir")
            .arg(&self.target);
        done(cargo)?;
        let built = self.target.join("mobile").join(format!(
            "{}{library}{}",
            env::consts::DLL_PREFIX,
            env::consts::DLL_SUFFIX
        ));
        self.weigh(&built)
    }

    fn weigh(&self, library: &Path) -> Result<Weight, Fault> {
        // Names are read before they are stripped.
        let symbols = answer(Command::new("nm").args(["-C", "--print-size", "--defined-only"]).arg(library))?;
        let stripped = self.folder.join("stripped");
        let mut strip = Command::new("strip");
        strip.arg("-o").arg(&stripped).arg(library);
        done(strip)?;
        let sent = read(Command::new("gzip").args(["-9", "--stdout"]).arg(&stripped))?.len();
        let mut weight =
            Weight { file: fs::metadata(&stripped)?.len(), sent: u64::try_from(sent)?, ..Weight::default() };
        for line in answer(Command::new("size").args(["-A", "-d"]).arg(&stripped))?.lines() {
            let mut words = line.split_whitespace();
            let (Some(section), Some(Ok(bytes))) = (words.next(), words.next().map(str::parse::<u64>)) else {
                continue;
            };
            let kind = match section {
                ".text" | ".init" | ".fini" | ".plt" | ".plt.got" => &mut weight.code,
                ".rodata" => &mut weight.constants,
                ".eh_frame" | ".eh_frame_hdr" | ".gcc_except_table" => &mut weight.unwinding,
                // Takes room in memory, none in the file.
                ".bss" | ".tbss" | "Total" => continue,
                _ => &mut weight.loading,
            };
            *kind += bytes;
        }
        for symbol in symbols.lines() {
            let mut words = symbol.splitn(4, ' ');
            let (_, size, kind, name) = (words.next(), words.next(), words.next(), words.next());
            let (Some(size), Some(kind), Some(name)) = (size, kind, name) else { continue };
            if !matches!(kind, "b" | "B") {
                *weight.crates.entry(origin(name).to_owned()).or_default() += u64::from_str_radix(size, 16)?;
            }
        }
        Ok(weight)
    }
}

/// The crate a symbol comes from: the first it names that is not Rust's own, so that what the standard library makes
/// for a crate's type counts for the crate.
fn origin(symbol: &str) -> &str {
    let roots = symbol.match_indices("::").filter_map(|(at, _)| {
        let before = symbol.get(..at)?;
        let start =
            before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |last| last + 1);
        let name = before.get(start..)?;
        let whole = !before.get(..start)?.ends_with(':');
        (whole && !name.is_empty()).then_some(name)
    });
    let mut own = None;
    for root in roots {
        if !matches!(root, "std" | "core" | "alloc" | "hashbrown" | "compiler_builtins") {
            return root;
        }
        own = Some("std");
    }
    own.unwrap_or(match symbol {
        _ if symbol.starts_with("ring_core_") => "ring",
        _ if symbol.starts_with("uniffi_") || symbol.starts_with("ffi_") => "uniffi",
        // Whatever else has no path is C, and all but a few functions of C are SQLite's.
        _ => "beatbook_sqlite_sys",
    })
}

fn done(mut command: Command) -> Result<(), Fault> {
    let ended = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if ended.success() { Ok(()) } else { Err(format!("{command:?}: {ended}").into()) }
}

fn answer(command: &mut Command) -> Result<String, Fault> {
    Ok(String::from_utf8_lossy(&read(command)?).into_owned())
}

fn read(command: &mut Command) -> Result<Vec<u8>, Fault> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", output.status).into());
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn a_symbol_counts_for_the_crate_that_made_it_necessary() {
        assert_eq!(origin("krilla::page::Page::finish"), "krilla");
        assert_eq!(origin("<parley::Layout<T> as core::ops::Drop>::drop"), "parley");
        assert_eq!(origin("core::ptr::drop_in_place<jiff::tz::TimeZone>"), "jiff");
        assert_eq!(origin("<alloc::vec::Vec<T> as core::fmt::Debug>::fmt"), "std");
        assert_eq!(origin("<&str as serde_json::Index>::index"), "serde_json");
        assert_eq!(origin("ring_core_0_17_14__aes_hw_encrypt"), "ring");
        assert_eq!(origin("sqlite3VdbeExec"), "beatbook_sqlite_sys");
    }
}
