//! What the figure `call-cost` measures calls from: one small program in each language the library is bound to.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::bindings::{self, Language};
use crate::failure::Failure;
use crate::maven;
use crate::run::Workshop;
use crate::scratch;
use crate::swift;

/// The figure that needs them.
pub const FIGURE: &str = "call-cost";

/// Builds the library in release and a program in each language that calls it; answers a file with the words that start each.
///
/// # Errors
/// If a language's compiler cannot be installed, or something does not build.
pub fn make(workshop: &Workshop) -> Result<PathBuf, Failure> {
    let folder = workshop.target.join("bench/callers");
    bindings::emptied(&folder)?;
    let library = folder.join("library");
    bindings::emptied(&library)?;
    workshop.cargo(&["build", "--release", "--package", "beatbook-ffi", "--locked"]).run()?;
    let file = format!("{}beatbook{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    copy(&workshop.target.join("release").join(&file), &library.join(&file))?;
    let callers: Map<String, Value> = [
        ("kotlin", kotlin(workshop, &folder, &library)?),
        ("python", python(workshop, &folder, &library.join(&file))?),
        ("swift", swift(workshop, &library)?),
    ]
    .into_iter()
    .map(|(language, words)| (language.to_owned(), words.iter().map(|word| word.to_string_lossy()).collect()))
    .collect();
    let told = folder.join("callers.json");
    scratch::write(&told, &Value::from(callers).to_string())?;
    Ok(told)
}

/// Java on what the suite `kotlin` compiles.
fn kotlin(workshop: &Workshop, folder: &Path, library: &Path) -> Result<Vec<OsString>, Failure> {
    bindings::generate(workshop, Language::Kotlin)?;
    let path = folder.join("classpath");
    let mut output = OsString::from("-Dmdep.outputFile=");
    output.push(&path);
    maven::on(workshop, "bindings/kotlin/pom.xml")
        .args([
            "--quiet",
            "test-compile",
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
        ])
        .args([output])
        .run()?;
    let built = workshop.target.join("kotlin");
    let classes = [built.join("classes"), built.join("test-classes")];
    let mut classpath = OsString::from(scratch::read(&path)?.trim());
    for folder in classes {
        classpath.push(":");
        classpath.push(folder);
    }
    let mut native = OsString::from("-Djna.library.path=");
    native.push(library);
    Ok(vec!["java".into(), native, "-cp".into(), classpath, "beatbook.CallCostKt".into()])
}

/// The package as the wheel has it, with the library of this build.
fn python(workshop: &Workshop, folder: &Path, library: &Path) -> Result<Vec<OsString>, Failure> {
    bindings::wheel(workshop)?;
    let package = folder.join("python");
    bindings::copy_folder(&workshop.target.join("wheel/package/beatbook"), &package.join("beatbook"))?;
    copy(library, &package.join("beatbook").join(library.file_name().unwrap_or_default()))?;
    let mut path = OsString::from("PYTHONPATH=");
    path.push(package);
    let program = workshop.root.join("bench/peers/call_cost.py");
    Ok(vec!["env".into(), path, workshop.venv_python().into(), program.into()])
}

/// The program in the compiler's own folder: it needs that system's libraries.
fn swift(workshop: &Workshop, library: &Path) -> Result<Vec<OsString>, Failure> {
    let generated = bindings::generate(workshop, Language::Swift)?;
    swift::place(workshop, &generated)?;
    swift::inside(workshop, library, &["build", "--configuration", "release", "--product", "call-cost"])
        .run()?;
    let program = workshop.target.join("swift-build/release/call-cost");
    Ok(swift::entered(workshop, library, &workshop.target).args([program]).words())
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::copy(from, to).map(drop).map_err(Failure::io(format!("copy {}", from.display())))
}
