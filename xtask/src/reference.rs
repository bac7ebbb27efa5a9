//! Suite `reference`: what an app's developer reads of each language's calls and records, built as pages below `target/docs`.
//!
//! A broken link is a failure, and so is a public name of our own layers without a word on it. Generated names have the words
//! of the Rust they come from, where a lint asks for them. Rust's own pages are the suite `docs`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bindings::{self, Language, emptied};
use crate::failure::Failure;
use crate::maven;
use crate::run::Workshop;
use crate::swift;

/// The Swift package's own module, and the generated one that it hands on.
const MODULES: [&str; 2] = ["Beatbook", "BeatbookCore"];

/// Builds all three, says where they are, and fails when one has a fault.
///
/// # Errors
/// What the tools say; names without documentation; a page that should be there and is not.
pub fn suite(workshop: &Workshop) -> Result<(), Failure> {
    // All are tried: whoever mends one should know of the others.
    let outcomes = [kotlin, swift, python].map(|build| build(workshop));
    let mut faults = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(book) => println!("reference: {} pages in {}", book.pages, book.folder.display()),
            Err(fault) => faults.push(fault.to_string()),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Found(faults)) }
}

/// One language's pages.
struct Book {
    folder: PathBuf,
    pages: usize,
}

fn kotlin(workshop: &Workshop) -> Result<Book, Failure> {
    bindings::generate(workshop, Language::Kotlin)?;
    let folder = fresh(workshop, "kotlin")?;
    // Dokka fails at a link that it cannot follow, and at a name without a word, as the project's file tells it.
    maven::on(workshop, "bindings/kotlin/pom.xml").args(["dokka:dokka"]).run()?;
    bound(folder, &["-beatbook/beatbook/-phone/index.html", "-beatbook/beatbook.core/-raw-fix/index.html"])
}

fn swift(workshop: &Workshop) -> Result<Book, Failure> {
    let library = bindings::generate(workshop, Language::Swift)?;
    swift::place(workshop, &library)?;
    // Into the folder of the suite `swift`: what it has compiled is not compiled again.
    swift::inside(workshop, &library, &["build", "--target", MODULES[0]]).run()?;
    let graphs = fresh(workshop, "symbols")?;
    for module in MODULES {
        swift::entered(workshop, &library, &workshop.root)
            .args([
                "swift-symbolgraph-extract",
                "-minimum-access-level",
                "public",
                "-skip-synthesized-members",
            ])
            .args(["-module-name", module, "-target", &format!("{}-pc-linux-gnu", std::env::consts::ARCH)])
            .args(["-I".into(), workshop.target.join("swift-build/debug/Modules")])
            .args(["-I", "bindings/swift/Generated/BeatbookFFI/include"])
            .args(["-output-dir".into(), graphs.clone()])
            .run()?;
    }
    let untold = untold(&graphs)?;
    if !untold.is_empty() {
        return Err(Failure::Found(untold));
    }
    let folder = fresh(workshop, "swift")?;
    swift::entered(workshop, &library, &workshop.root)
        .args(["docc", "convert", "bindings/swift/Sources/Beatbook/Beatbook.docc", "--warnings-as-errors"])
        .args(["--fallback-display-name", "Beatbook", "--fallback-bundle-identifier", "beatbook.Beatbook"])
        .args(["--additional-symbol-graph-dir".into(), graphs, "--output-dir".into(), folder.clone()])
        .run()?;
    bound(
        folder,
        &["documentation/beatbook/notebook/index.html", "documentation/beatbookcore/rawfix/index.html"],
    )
}

fn python(workshop: &Workshop) -> Result<Book, Failure> {
    bindings::wheel(workshop)?;
    let folder = fresh(workshop, "python")?;
    // Docstrings are Rust's words with backticks, and no links: shown as they are.
    workshop
        .program(workshop.venv_python())
        .args(["-m", "pydoctor", "--quiet", "--warnings-as-errors", "--docformat=plaintext"])
        .args([
            "--project-name=Beatbook",
            "--privacy=PUBLIC:beatbook._core",
            "--privacy=HIDDEN:beatbook._core._*",
        ])
        .args(["--html-output".into(), folder.clone(), workshop.target.join("wheel/package/beatbook")])
        .run()?;
    let summary = folder.join("undoccedSummary.html");
    let text = fs::read_to_string(&summary).map_err(Failure::io(format!("read {}", summary.display())))?;
    let untold: Vec<String> = unnamed_in(&text).map(|name| format!("{name} has no documentation")).collect();
    if !untold.is_empty() {
        return Err(Failure::Found(untold));
    }
    bound(folder, &["beatbook.KeyInMemory.html", "beatbook._core.RawFix.html"])
}

/// An empty folder below `target/docs`.
fn fresh(workshop: &Workshop, name: &str) -> Result<PathBuf, Failure> {
    let folder = workshop.target.join("docs").join(name);
    emptied(&folder)?;
    Ok(folder)
}

/// Counts the pages, after a look whether some that must be there are: tools are content with nothing to do.
fn bound(folder: PathBuf, must: &[&str]) -> Result<Book, Failure> {
    let missing: Vec<String> = must
        .iter()
        .filter(|page| !folder.join(page).is_file())
        .map(|page| format!("reference: there is no page {}", folder.join(page).display()))
        .collect();
    if missing.is_empty() {
        Ok(Book { pages: pages(&folder)?, folder })
    } else {
        Err(Failure::Found(missing))
    }
}

fn pages(folder: &Path) -> Result<usize, Failure> {
    let mut count = 0;
    for path in listed(folder)? {
        count += match path.is_dir() {
            true => pages(&path)?,
            false => usize::from(path.extension().is_some_and(|end| end == "html")),
        };
    }
    Ok(count)
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let doing = || format!("list {}", folder.display());
    let entries = fs::read_dir(folder).map_err(Failure::io(doing()))?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(Failure::io(doing()))).collect()
}

/// One line per public name of our own Swift module without documentation; docc has no such check.
fn untold(graphs: &Path) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    let mut looked_at = 0;
    for file in listed(graphs)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // `Beatbook@Foundation.symbols.json` is what it adds to another module's types.
        if !(name == "Beatbook.symbols.json" || name.starts_with("Beatbook@")) {
            continue;
        }
        let text = fs::read(&file).map_err(Failure::io(format!("read {}", file.display())))?;
        let graph: Value = serde_json::from_slice(&text)
            .map_err(|fault| Failure::Found(vec![format!("{}: {fault}", file.display())]))?;
        let symbols = graph["symbols"].as_array().map(Vec::as_slice).unwrap_or_default();
        looked_at += symbols.len();
        findings.extend(symbols.iter().filter_map(nothing_told));
    }
    if looked_at == 0 {
        findings.push("reference: the symbol graph of Beatbook is empty".into());
    }
    findings.sort();
    Ok(findings)
}

/// The finding for a symbol that somebody wrote, without a comment.
fn nothing_told(symbol: &Value) -> Option<String> {
    let file = symbol["location"]["uri"].as_str()?;
    if symbol.get("docComment").is_some() {
        return None;
    }
    let path: Vec<&str> = symbol["pathComponents"].as_array()?.iter().filter_map(Value::as_str).collect();
    let file = file.rsplit('/').next().unwrap_or(file);
    Some(format!("{file}: {} has no documentation", path.join(".")))
}

/// Public names of our own Python module in pydoctor's page of those without a docstring.
fn unnamed_in(summary: &str) -> impl Iterator<Item = &str> {
    let links = summary.split("class=\"internal-link\">").skip(1);
    let names = links.filter_map(|rest| rest.split('<').next());
    names.filter(|name| name.starts_with("beatbook.") && !name.split('.').any(|part| part.starts_with('_')))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{nothing_told, unnamed_in};

    #[test]
    fn of_python_only_our_own_public_names_must_be_told() {
        let link = |name: &str| format!("<li><a href=\"x\" class=\"internal-link\">{name}</a></li>");
        let summary =
            ["beatbook.opened", "beatbook.KeyInMemory._key", "beatbook._core.Id"].map(link).concat();
        assert_eq!(unnamed_in(&summary).collect::<Vec<_>>(), ["beatbook.opened"]);
    }

    #[test]
    fn a_name_without_a_word_is_found_and_one_that_nobody_wrote_is_not() {
        let mut symbol = json!({
            "pathComponents": ["Notebook", "status()"],
            "location": { "uri": "file:///a/Lifecycle.swift" },
        });
        assert_eq!(nothing_told(&symbol).unwrap(), "Lifecycle.swift: Notebook.status() has no documentation");
        symbol["docComment"] = json!({ "lines": [] });
        assert_eq!(nothing_told(&symbol), None);
        assert_eq!(nothing_told(&json!({ "pathComponents": ["==(_:_:)"] })), None);
    }
}
