//! The one list of what suites and figures need beyond a Rust toolchain and a C compiler.
//!
//! Everything is checked first, announced before it is installed, and kept below `target/` where it can
//! be: Debian packages go onto the machine only when the program they bring is not there, and Maven keeps its own.

mod std_source;

use std::env;
use std::fs::File;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::run::Workshop;
use crate::swift;

/// Something a suite or figure cannot run without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Debian's tools for Android: they link, align and sign a package, and read what is in one.
    Android,
    /// Clocks that can be put forward for one process alone: root, and a kernel with time namespaces.
    Clocks,
    /// cargo-deny, built from its source into `target/tools`.
    CargoDeny,
    /// A Java development kit and Maven, which keeps what it fetches in its user's own repository.
    Maven,
    /// Fonts to print with, and programs that read what was printed.
    Print,
    /// A Python environment in `target/venv` with the packages of [`PYPI`].
    Python,
    /// Real walks and ward boundaries kept beside the project, never in it.
    SharedFiles,
    /// The standard library's source, of the compiler's own version: in the toolchain or `target/std-source`.
    StdSource,
    /// A Swift 6 compiler in `target/swift`.
    Swift,
}

/// A Debian package, with a quiet command that shows whether what it brings is already there.
type Debian = (&'static str, &'static [&'static str]);

/// What [`Need::Python`] is made with.
const PYTHON: [Debian; 2] =
    [("python3", &["python3", "--version"]), ("python3-venv", &["python3", "-c", "import venv, ensurepip"])];

/// What [`Need::Maven`] is. Any newer kit does as well.
const MAVEN: [Debian; 2] =
    [("openjdk-17-jdk-headless", &["javac", "-version"]), ("maven", &["mvn", "--version"])];

/// What [`Need::Android`] is.
const ANDROID: [Debian; 4] = [
    ("aapt", &["aapt2", "version"]),
    ("apksigner", &["apksigner", "--version"]),
    ("dexdump", &["sh", "-c", "command -v dexdump"]),
    ("zipalign", &["sh", "-c", "command -v zipalign"]),
];

/// What [`Need::Print`] is.
const PRINT: [Debian; 2] = [
    ("fonts-noto-core", &["test", "-f", "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"]),
    ("poppler-utils", &["pdftotext", "-v"]),
];

/// What makes the folder of [`Need::Swift`], and mounts what is seen in it.
const SWIFT: [Debian; 2] =
    [("mmdebstrap", &["mmdebstrap", "--version"]), ("util-linux", &["unshare", "--version"])];

/// PyPI packages of `target/venv`: independent judges of what this project computes and writes.
const PYPI: [&str; 5] = [
    "mypy==2.4.1",              // reads the wheel's types as a caller's type checker does
    "pydoctor==25.10.1",        // the pages of Python's reference
    "setuptools==80.9.0",       // builds the wheel
    "shapely==2.1.2",           // GEOS: inside or outside, for the figure fence-agree
    "sqlcipher3-binary==0.6.0", // SQLCipher's own engine: reads a notebook with its key
];

/// The version of cargo-deny; newer ones may know other checks.
const CARGO_DENY: &str = "0.20.2";

impl Need {
    /// What a person reads in `--list`.
    pub fn describe(self) -> String {
        match self {
            Self::Android => format!("{} (Debian)", ANDROID.map(|(package, _)| package).join(" ")),
            Self::Clocks => "root; a kernel with time namespaces (Linux 5.6)".into(),
            Self::CargoDeny => format!("cargo-deny {CARGO_DENY} (built into target/tools, about a minute)"),
            Self::Maven => format!(
                "{} (Debian), and what bindings/kotlin/pom.xml and android/pom.xml name (Maven Central, in the user's repository)",
                MAVEN.map(|(package, _)| package).join(" ")
            ),
            Self::Print => format!("{} (Debian)", PRINT.map(|(package, _)| package).join(" ")),
            Self::Python => format!(
                "{} (Debian), {} (PyPI, in target/venv)",
                PYTHON.map(|(package, _)| package).join(" "),
                PYPI.join(" ")
            ),
            Self::SharedFiles => "real walks and wards: BEATBOOK_SHARED_DATA or ../shared/data".into(),
            Self::StdSource => "rust-src of the compiler's version (the toolchain's, else Debian's, in \
                 target/std-source; the crates that the standard library is made with)"
                .into(),
            Self::Swift => {
                "root; mmdebstrap (Debian), Debian 13's swiftlang (into target/swift, 1.5 GB, two minutes)"
                    .into()
            }
        }
    }

    /// Makes sure it is there, installing it if it is not.
    ///
    /// # Errors
    /// [`Failure::Missing`] with the remedy, if it is not there and cannot be installed here.
    pub fn provide(self, workshop: &Workshop) -> Result<(), Failure> {
        // Two that install at once get in each other's way: held until this ends, or its process.
        let _turn = turn(workshop)?;
        match self {
            Self::Android => debian(workshop, &ANDROID),
            Self::CargoDeny => cargo_deny(workshop),
            Self::Clocks => clocks(workshop),
            Self::Maven => debian(workshop, &MAVEN),
            Self::Print => debian(workshop, &PRINT),
            Self::Python => python(workshop),
            Self::StdSource => std_source::provide(workshop),
            Self::SharedFiles if workshop.shared.is_dir() => Ok(()),
            Self::SharedFiles => Err(Failure::Missing {
                what: format!("the folder {}", workshop.shared.display()),
                remedy: "set BEATBOOK_SHARED_DATA to the folder with the real walks and wards".into(),
            }),
            Self::Swift => swift(workshop),
        }
    }
}

/// Waits until no other process of this checkout installs anything.
fn turn(workshop: &Workshop) -> Result<File, Failure> {
    let path = workshop.target.join("needs.lock");
    let waiting = || Failure::io(format!("lock {}", path.display()));
    let file = File::create(&path).map_err(waiting())?;
    file.lock().map_err(waiting())?;
    Ok(file)
}

/// Where the standard library's source lies.
///
/// # Errors
/// If there is no compiler to ask.
pub fn std_source(workshop: &Workshop) -> Result<PathBuf, Failure> {
    std_source::folder(workshop)
}

/// Where the built cargo-deny lies.
pub fn cargo_deny_path(workshop: &Workshop) -> PathBuf {
    workshop.target.join("tools/bin/cargo-deny")
}

fn cargo_deny(workshop: &Workshop) -> Result<(), Failure> {
    let there = workshop.program(cargo_deny_path(workshop)).args(["--version"]).answer().unwrap_or_default();
    if there.trim().ends_with(CARGO_DENY) {
        return Ok(());
    }
    println!("installing cargo-deny {CARGO_DENY} into {}", workshop.target.join("tools").display());
    // It is run for two seconds: compiling it quickly matters, its own speed does not.
    workshop
        .cargo(&["install", "cargo-deny", "--locked", "--no-default-features", "--quiet", "--force"])
        .args(["--version", CARGO_DENY, "--root"])
        .args([workshop.target.join("tools")])
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .run()
}

fn python(workshop: &Workshop) -> Result<(), Failure> {
    let stamp = workshop.target.join("venv/installed");
    let wanted = PYPI.join("\n");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    debian(workshop, &PYTHON)?;
    println!("installing into {}: {}", workshop.target.join("venv").display(), PYPI.join(" "));
    workshop.program("python3").args(["-m", "venv", "--clear"]).args([workshop.target.join("venv")]).run()?;
    workshop
        .program(workshop.venv_python())
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"])
        .args(PYPI)
        .run()?;
    std::fs::write(&stamp, wanted).map_err(Failure::io("note what is installed in target/venv"))
}

fn swift(workshop: &Workshop) -> Result<(), Failure> {
    if !is_root(workshop) {
        return Err(Failure::Missing {
            what: "root".into(),
            remedy: "as root: cargo xtask test swift (its compiler is entered by chroot)".into(),
        });
    }
    if swift::installed(workshop) {
        return Ok(());
    }
    debian(workshop, &SWIFT)?;
    if !workshop.program("unshare").args(["--mount", "true"]).works() {
        return Err(Failure::Missing {
            what: "the right to mount".into(),
            remedy: "run it where root may mount (in a container: CAP_SYS_ADMIN)".into(),
        });
    }
    // It asks apt for the mirror, which an image without apt's lists does not know.
    workshop.program("apt-get").args(["update", "-qq"]).run()?;
    println!("installing Debian 13's swiftlang into {}", swift::chroot(workshop).display());
    workshop.program("bash").args([swift::SCRIPT, "install"]).args([swift::chroot(workshop)]).run()
}

fn clocks(workshop: &Workshop) -> Result<(), Failure> {
    if workshop.program("unshare").args(["--time", "--boottime", "60", "--fork", "true"]).works() {
        return Ok(());
    }
    Err(Failure::Missing {
        what: "the right to put a process's clock forward".into(),
        remedy: "as root, on Linux 5.6 or later: cargo xtask test android (its evening goes by in a minute)"
            .into(),
    })
}

fn is_root(workshop: &Workshop) -> bool {
    workshop.program("id").args(["-u"]).answer().is_ok_and(|id| id.trim() == "0")
}

/// Installs those Debian packages whose program is missing.
fn debian(workshop: &Workshop, packages: &[Debian]) -> Result<(), Failure> {
    let missing: Vec<&str> = packages
        .iter()
        .filter(|(_, check)| {
            check
                .split_first()
                .is_none_or(|(program, rest)| !workshop.program(*program).args(rest.iter().copied()).works())
        })
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root(workshop) || !workshop.program("apt-get").args(["--version"]).works() {
        return Err(Failure::Missing {
            what: missing.join(", "),
            remedy: format!("as root: apt-get install {}", missing.join(" ")),
        });
    }
    println!("installing Debian packages: {}", missing.join(" "));
    workshop.program("apt-get").args(["update", "-qq"]).run()?;
    workshop
        .program("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(missing)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()
}

/// True where nobody watches: a skipped suite is then a failure.
pub fn unattended() -> bool {
    env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}
