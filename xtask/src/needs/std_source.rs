//! The standard library's own source, of the very version of the compiler, for checks of other platforms.
//!
//! No host's toolchain carries the compiled one for phones. Debian packages the source of several versions;
//! this one goes below `target/`, and neither the machine nor the toolchain is changed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::run::{Call, Workshop};

/// Debian's suites that may have the version, the most likely first.
const SUITES: [&str; 3] = ["trixie-backports", "trixie", "sid"];

/// The keys that these suites are signed with.
const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Programs of Debian that fetch and unpack a package; none of them needs root for that.
const PROGRAMS: [&str; 3] = ["apt-get", "apt-cache", "dpkg-deb"];

/// Where the source lies: in the toolchain if its own component is installed, else below `target/`.
///
/// # Errors
/// [`Failure::Missing`] if there is no compiler to ask.
pub fn folder(workshop: &Workshop) -> Result<PathBuf, Failure> {
    let toolchain = workshop.program("rustc").args(["--print", "sysroot"]).answer()?;
    let component = Path::new(toolchain.trim()).join("lib/rustlib/src/rust/library");
    if is_source(&component) {
        return Ok(component);
    }
    Ok(workshop.target.join("std-source").join(version(workshop)?))
}

/// Makes sure it is there.
///
/// # Errors
/// [`Failure::Missing`] with the remedy, if no source of the compiler's version can be had here.
pub fn provide(workshop: &Workshop) -> Result<(), Failure> {
    let folder = folder(workshop)?;
    if is_source(&folder) {
        return Ok(());
    }
    let version = version(workshop)?;
    let lacking = PROGRAMS.iter().find(|program| !workshop.program(**program).args(["--version"]).works());
    if lacking.is_some() || !Path::new(KEYS).is_file() {
        return Err(missing(&version));
    }
    if mirror(workshop)?.is_none() {
        // An image without apt's lists knows no mirror; whether there is one now is asked below.
        let _ = workshop.program("apt-get").args(["update", "-qq"]).works();
    }
    let mirror = mirror(workshop)?.ok_or_else(|| missing(&version))?;
    println!("installing into {}: Debian's rust-src {version} (50 MB)", folder.display());
    let apt = Apt::set_up(workshop, &mirror)?;
    // A mirror may lack one of the suites: what it offers decides.
    let _ = apt.call("apt-get", &["update", "-qq"]).works();
    let offered = apt.call("apt-cache", &["madison", "rust-src"]).answer()?;
    let package = offered.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    let package = package.into_iter().find(|offer| offer.split('+').next() == Some(version.as_str()));
    let package = package.ok_or_else(|| missing(&version))?;
    apt.call("apt-get", &["download", "-qq"]).args([format!("rust-src={package}")]).run()?;
    apt.unpack(&folder)
}

fn missing(version: &str) -> Failure {
    Failure::Missing {
        what: format!("the standard library's source for Rust {version}"),
        remedy: "rustup component add rust-src".into(),
    }
}

/// Cargo takes a folder for the source by its lock file.
fn is_source(folder: &Path) -> bool {
    folder.join("Cargo.lock").is_file()
}

/// The compiler's version, as `1.95.0`.
fn version(workshop: &Workshop) -> Result<String, Failure> {
    let told = workshop.program("rustc").args(["--version"]).answer()?;
    told.split_whitespace().nth(1).map(str::to_owned).ok_or_else(|| Failure::Missing {
        what: "rustc".into(),
        remedy: "install Rust, so that `rustc --version` answers".into(),
    })
}

/// The Debian mirror this machine uses itself.
fn mirror(workshop: &Workshop) -> Result<Option<String>, Failure> {
    let used = workshop
        .program("apt-get")
        .args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"])
        .answer()?;
    Ok(used
        .lines()
        .map(|line| line.trim_end_matches('/'))
        .find(|line| line.ends_with("/debian"))
        .map(Into::into))
}

/// The package tools with sources and lists of their own: what the machine knows and has stays as it is.
struct Apt<'a> {
    workshop: &'a Workshop,
    folder: PathBuf,
}

impl<'a> Apt<'a> {
    fn set_up(workshop: &'a Workshop, mirror: &str) -> Result<Self, Failure> {
        let folder = workshop.target.join("std-source/apt");
        for part in ["lists/partial", "archives/partial"] {
            let part = folder.join(part);
            fs::create_dir_all(&part).map_err(Failure::io(format!("make {}", part.display())))?;
        }
        let sources: String =
            SUITES.iter().map(|suite| format!("deb [signed-by={KEYS}] {mirror} {suite} main\n")).collect();
        let list = folder.join("sources.list");
        fs::write(&list, sources).map_err(Failure::io(format!("write {}", list.display())))?;
        Ok(Self { workshop, folder })
    }

    fn call(&self, program: &str, arguments: &[&str]) -> Call<'a> {
        let at = |part: &str| self.folder.join(part).display().to_string();
        let options = [
            format!("Dir::Etc::sourcelist={}", at("sources.list")),
            "Dir::Etc::sourceparts=/dev/null".into(),
            format!("Dir::State::lists={}", at("lists")),
            format!("Dir::Cache::archives={}", at("archives")),
            "Dir::Cache::pkgcache=".into(),
            "Dir::Cache::srcpkgcache=".into(),
            // The user that apt would change to may not be let into the project's folder.
            "APT::Sandbox::User=".into(),
            "Acquire::Languages=none".into(),
            // A mirror may lag; the signature still counts.
            "Acquire::Check-Valid-Until=false".into(),
        ];
        let options = options.into_iter().flat_map(|option| ["-o".to_owned(), option]);
        self.workshop.program(program).within(&self.folder).args(options).args(arguments.iter().copied())
    }

    /// Puts the one part that is wanted where it belongs, whole or not at all, and the rest away.
    fn unpack(self, folder: &Path) -> Result<(), Failure> {
        let doing = |what: &str| format!("{what} {}", self.folder.display());
        let there = fs::read_dir(&self.folder).map_err(Failure::io(doing("list")))?;
        let package = there
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|kind| kind == "deb"));
        let unpacked = self.folder.join("unpacked");
        self.workshop.program("dpkg-deb").args(["-x"]).args(package).args([&unpacked]).run()?;
        let sources = unpacked.join("usr/src");
        let named = fs::read_dir(&sources).map_err(Failure::io(format!("list {}", sources.display())))?;
        let library = named
            .filter_map(Result::ok)
            .map(|entry| entry.path().join("library"))
            .find(|library| is_source(library))
            .ok_or_else(|| Failure::Found(vec!["Debian's rust-src has no library/Cargo.lock".into()]))?;
        fs::rename(&library, folder).map_err(Failure::io(format!("move {}", library.display())))?;
        fs::remove_dir_all(&self.folder).map_err(Failure::io(doing("remove")))
    }
}
