//! Links manifest and resources with Debian's `aapt2` into `base.apk`, for the app's package and for Robolectric.
//!
//! Android's SDK is not needed. What resources refer to of the system's is linked against the table of Android 13, taken out of the
//! jar that Robolectric runs: newer tables are of a kind that this `aapt2` does not read, so attributes of Android 14 and later do not
//! link.

use std::fs;
use std::path::{Path, PathBuf};

use super::element::Element;
use super::manifest::{self, Build};
use super::yard;
use crate::bindings::emptied;
use crate::failure::Failure;
use crate::maven;
use crate::run::{Call, Workshop};
use crate::scratch;

/// Android 13 by the name that Maven Central has it by.
const FRAMEWORK: &str = "org.robolectric:android-all:13-robolectric-9030017";

/// The app, as `android/app/build.gradle.kts` tells it to Gradle.
pub const APP: Build<'_> = Build {
    package: "beatbook.officer",
    version: "0.1.0",
    version_code: "1",
    min_sdk: "26",
    target_sdk: "36",
};

/// What resources are linked into, and everything on the way.
pub struct Linked {
    /// Manifest and resources as they are in a package for phones.
    pub apk: PathBuf,
    /// The merged manifest, before it is linked.
    pub manifest: Element,
    framework: PathBuf,
    compiled: PathBuf,
}

impl Linked {
    /// Links another manifest with the same resources.
    ///
    /// # Errors
    /// If `aapt2` takes it for wrong.
    pub fn with(&self, workshop: &Workshop, manifest: &Element, apk: &Path) -> Result<(), Failure> {
        let source = apk.with_extension("xml");
        scratch::write(&source, &manifest.write())?;
        link(workshop, &self.framework, &source, apk).args([self.compiled.clone()]).run()
    }
}

/// Merges the manifests, compiles and links, writes `R.java`, and tells Robolectric of it.
///
/// # Errors
/// If a manifest or a resource is wrong, or a tool is not there.
pub fn build(workshop: &Workshop) -> Result<Linked, Failure> {
    let yard = yard(workshop);
    let framework = framework(workshop, &yard)?;
    let source = |module: &str| {
        let file = workshop.root.join("android").join(module).join("src/main/AndroidManifest.xml");
        Element::read(&format!("android/{module}/src/main/AndroidManifest.xml"), &scratch::read(&file)?)
    };
    let (app, library) = (source("app")?, source("lib")?);
    let manifest = manifest::merge(&app, std::slice::from_ref(&library), &APP)?;
    let merged = yard.join("app/AndroidManifest.xml");
    scratch::write(&merged, &manifest.write())?;

    let compiled = yard.join("app/resources.zip");
    workshop
        .program("aapt2")
        .args(["compile", "--dir", "android/app/src/main/res", "-o"])
        .args([&compiled])
        .run()?;
    let generated = yard.join("gen");
    emptied(&generated)?;
    let apk = yard.join("base.apk");
    link(workshop, &framework, &merged, &apk).args(["--java".into(), generated, compiled.clone()]).run()?;

    // The library brings no resources; among its own tests it stands for itself.
    let alone = manifest::merge(
        &Element::new("manifest", &[]),
        &[library],
        &Build { package: "beatbook.android", ..APP },
    )?;
    let alone_file = yard.join("lib/AndroidManifest.xml");
    scratch::write(&alone_file, &alone.write())?;
    let alone_apk = yard.join("lib/base.apk");
    link(workshop, &framework, &alone_file, &alone_apk).run()?;

    told(&yard, "app", APP.package, &merged, &apk)?;
    told(&yard, "lib", "beatbook.android", &alone_file, &alone_apk)?;
    Ok(Linked { apk, manifest, framework, compiled })
}

fn link<'a>(workshop: &'a Workshop, framework: &Path, manifest: &Path, apk: &Path) -> Call<'a> {
    workshop.program("aapt2").args(["link", "--auto-add-overlay", "-I"]).args([
        framework,
        Path::new("--manifest"),
        manifest,
        Path::new("-o"),
        apk,
    ])
}

/// The system's own table of resources and the manifest that belongs to it, and nothing else of that jar.
fn framework(workshop: &Workshop, yard: &Path) -> Result<PathBuf, Failure> {
    let packed = yard.join("framework/android-13.apk");
    if packed.is_file() {
        return Ok(packed);
    }
    let folder = yard.join("framework");
    emptied(&folder)?;
    let jar = maven::fetch(workshop, FRAMEWORK, &folder)?;
    let parts = ["resources.arsc", "AndroidManifest.xml"];
    workshop.program("jar").args(["--extract", "--file"]).args([&jar]).args(parts).within(&folder).run()?;
    let unfinished = folder.join("unfinished.apk");
    workshop
        .program("jar")
        .args(["--create", "--no-manifest", "--no-compress", "--file"])
        .args([&unfinished])
        .args(parts)
        .within(&folder)
        .run()?;
    fs::remove_file(&jar).map_err(Failure::io(format!("remove {}", jar.display())))?;
    fs::rename(&unfinished, &packed).map_err(Failure::io(format!("rename {}", unfinished.display())))?;
    Ok(packed)
}

/// The file by which Robolectric finds a module's manifest and resources; `android/*/pom.xml` put it on the tests' class path.
fn told(yard: &Path, module: &str, package: &str, manifest: &Path, apk: &Path) -> Result<(), Failure> {
    let lines = [
        format!("android_merged_manifest={}", property(manifest)),
        format!("android_resource_apk={}", property(apk)),
        format!("android_custom_package={package}"),
    ];
    let file = yard.join("test-config").join(module).join("com/android/tools/test_config.properties");
    scratch::write(&file, &format!("{}\n", lines.join("\n")))
}

/// A path as a value in a file of Java's properties, where a backslash begins something else.
fn property(path: &Path) -> String {
    path.display().to_string().replace('\\', "\\\\")
}
