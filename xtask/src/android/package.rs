//! The app's package: all classes for phones in one dex file, with manifest and resources, aligned and signed with a test key.
//!
//! Debian's tools and dx in place of Android's SDK. dx is older than lambdas: `classes.rs` tells what that means. Nothing made here
//! was ever on a phone; what app developers ship is made by Gradle.

use std::fs;
use std::path::{Path, PathBuf};

use super::resources::{self, Linked};
use super::{POM, native, say, yard};
use crate::bindings::emptied;
use crate::failure::Failure;
use crate::maven;
use crate::run::Workshop;

/// The dexer of Android's SDK before D8, as Maven Central has it.
const DX: &str = "com.jakewharton.android.repackaged:dalvik-dx:16.0.1";

/// Opens a key that signs nothing but what a test throws away.
const PASSWORD: &str = "pass:beatbook-test";

/// The same for keytool.
const STORE: [&str; 8] = [
    "-storetype",
    "PKCS12",
    "-storepass",
    "beatbook-test",
    "-alias",
    "test",
    "-dname",
    "CN=Beatbook test key",
];

/// A package, and what it was made of.
pub struct Made {
    /// The signed package.
    pub apk: PathBuf,
    /// Manifest and resources.
    pub linked: Linked,
    /// A folder of class files for each jar.
    pub jars: Vec<PathBuf>,
    /// What the classes were turned into.
    pub dexes: Vec<PathBuf>,
}

/// Makes the package.
///
/// # Errors
/// If something does not compile, link, dex, align or sign.
pub fn build(workshop: &Workshop) -> Result<Made, Failure> {
    let yard = yard(workshop);
    let linked = resources::build(workshop)?;
    let folder = yard.join("classpath");
    emptied(&folder)?;
    maven::on(workshop, POM)
        .args(["--quiet", "--projects", "app", "--also-make", "-Dmaven.test.skip=true", "package"])
        .run()?;
    let jars = unpacked(workshop, &folder, &yard.join("classes"))?;
    let dexes = dexed(workshop, &jars, &yard.join("dex"))?;

    let whole = yard.join("whole.apk");
    fs::copy(&linked.apk, &whole).map_err(Failure::io("copy what was linked"))?;
    let names = dexes.iter().filter_map(|dex| dex.file_name());
    workshop
        .program("aapt")
        .args(["add".into(), whole.clone().into_os_string()])
        .args(names)
        .within(&yard.join("dex"))
        .run()?;
    native(workshop, &yard, &whole)?;
    let aligned = yard.join("aligned.apk");
    workshop.program("zipalign").args(["-f", "-p", "4"]).args([&whole, &aligned]).run()?;
    let apk = yard.join("officer.apk");
    let key = test_key(workshop, &yard)?;
    workshop
        .program("apksigner")
        .args(["sign", "--ks-pass", PASSWORD, "--v1-signing-enabled", "false", "--ks"])
        .args([&key, Path::new("--out"), &apk, &aligned])
        .run()?;
    Ok(Made { apk, linked, jars, dexes })
}

/// Each jar's classes in a folder of its name; without what a jar tells of itself and of other Javas.
fn unpacked(workshop: &Workshop, jars: &Path, into: &Path) -> Result<Vec<PathBuf>, Failure> {
    emptied(into)?;
    let mut folders = Vec::new();
    for jar in listed(jars)? {
        let folder = into.join(jar.file_stem().unwrap_or_default());
        fs::create_dir_all(&folder).map_err(Failure::io(format!("make {}", folder.display())))?;
        workshop.program("jar").args(["--extract", "--file"]).args([&jar]).within(&folder).run()?;
        let _ = fs::remove_dir_all(folder.join("META-INF"));
        folders.push(folder);
    }
    Ok(folders)
}

fn dexed(workshop: &Workshop, jars: &[PathBuf], into: &Path) -> Result<Vec<PathBuf>, Failure> {
    emptied(into)?;
    let tools = yard(workshop).join("tools");
    let mut dx = tools.join("dalvik-dx-16.0.1.jar");
    if !dx.is_file() {
        dx = maven::fetch(workshop, DX, &tools)?;
    }
    workshop
        .program("java")
        .args(["-Xmx1500m", "-cp"])
        .args([&dx])
        .args(["com.android.dx.command.Main", "--dex", "--multi-dex"])
        .args([format!("--min-sdk-version={}", resources::APP.min_sdk)])
        .args([format!("--output={}", into.display())])
        .args(jars)
        .run()?;
    listed(into)
}

/// Our library and JNA's for each processor that `cargo xtask android native` has built for.
fn native(workshop: &Workshop, yard: &Path, whole: &Path) -> Result<(), Failure> {
    let built = yard.join("jniLibs");
    let processors = if built.is_dir() { listed(&built)? } else { Vec::new() };
    if processors.is_empty() {
        println!(
            "no native library for phones is built (cargo xtask android native): the package has all but that"
        );
        return Ok(());
    }
    let folder = jna(workshop, yard)?;
    let doing = || Failure::io("put native libraries together");
    let mut names = Vec::new();
    for processor in processors {
        let name = processor.file_name().unwrap_or_default();
        let lib = folder.join("lib").join(name);
        fs::create_dir_all(&lib).map_err(doing())?;
        let dispatch = folder.join("jni").join(name).join("libjnidispatch.so");
        fs::copy(dispatch, lib.join("libjnidispatch.so")).map_err(doing())?;
        fs::copy(processor.join("libbeatbook.so"), lib.join("libbeatbook.so")).map_err(doing())?;
        for library in ["libjnidispatch.so", "libbeatbook.so"] {
            names.push(Path::new("lib").join(name).join(library));
        }
    }
    workshop.program("aapt").args(["add".into(), whole.to_owned()]).args(names).within(&folder).run()
}

/// A folder with JNA's own libraries in `jni`, taken out of its archive for Android.
fn jna(workshop: &Workshop, yard: &Path) -> Result<PathBuf, Failure> {
    let version = listed(&yard.join("classpath"))?
        .iter()
        .filter_map(|jar| jar.file_stem()?.to_str()?.strip_prefix("jna-").map(str::to_owned))
        .next()
        .ok_or_else(|| Failure::Found(vec!["JNA is not among the app's jars".into()]))?;
    let archive =
        maven::fetch(workshop, &format!("net.java.dev.jna:jna:{version}:aar"), &yard.join("tools"))?;
    let folder = yard.join("native");
    emptied(&folder)?;
    workshop
        .program("jar")
        .args(["--extract", "--file"])
        .args([&archive])
        .args(["jni"])
        .within(&folder)
        .run()?;
    Ok(folder)
}

/// A key made on the spot: it proves that signing works, and nothing about who signed.
fn test_key(workshop: &Workshop, yard: &Path) -> Result<PathBuf, Failure> {
    let key = yard.join("test-key.p12");
    if !key.is_file() {
        workshop
            .program("keytool")
            .args(["-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"])
            .args(STORE)
            .args(["-keystore".into(), key.clone()])
            .run()?;
    }
    Ok(key)
}

/// What is in a folder, sorted.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let doing = || format!("list {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::io(doing()))? {
        found.push(entry.map_err(Failure::io(doing()))?.path());
    }
    found.sort();
    Ok(found)
}

/// Whether the package is aligned and signed as Android 8 to 16 ask for, and JNA's libraries are laid out as ours are; one line per
/// finding.
///
/// # Errors
/// If a tool cannot be started, or the proof cannot be written.
pub fn check(workshop: &Workshop, made: &Made) -> Result<Vec<String>, Failure> {
    let size = fs::metadata(&made.apk).map_err(Failure::io("look at the package"))?.len();
    println!("the package: {} ({} KB)", made.apk.display(), size / 1024);
    let mut findings =
        native::laid_out(workshop, &jna(workshop, &yard(workshop))?.join("jni"), "libjnidispatch.so")?;
    let aligned = workshop.program("zipalign").args(["-c", "-p", "4"]).args([&made.apk]).works();
    findings.extend(say("aligned", (!aligned).then(|| "zipalign -c refuses it".into())));
    let told = verified(workshop, &made.apk)?;
    for scheme in ["v2", "v3"] {
        let signed = told
            .lines()
            .any(|line| line.starts_with(&format!("Verified using {scheme} ")) && line.ends_with("true"));
        findings.extend(say(&format!("signed by scheme {scheme}"), (!signed).then(|| told.clone())));
    }
    // A check of signatures that takes everything would be silent.
    let broken = made.apk.with_file_name("broken.apk");
    let mut bytes = fs::read(&made.apk).map_err(Failure::io("read the package"))?;
    let middle = bytes.len() / 2;
    if let Some(byte) = bytes.get_mut(middle) {
        *byte ^= 1;
    }
    fs::write(&broken, bytes).map_err(Failure::io("write a broken package"))?;
    let passes = verified(workshop, &broken)?.contains("v2 scheme (APK Signature Scheme v2): true");
    findings.extend(say("one bit changed is noticed", passes.then(|| "it still verifies".into())));
    Ok(findings)
}

fn verified(workshop: &Workshop, apk: &Path) -> Result<String, Failure> {
    workshop.program("apksigner").args(["verify", "--verbose"]).args([apk]).answer()
}
