//! `cargo xtask surface`: tells the phone's facade again for other languages, word for word with its comments. Nobody writes a
//! record twice, nothing the core learns is forgotten there, and what changes for an app shows in a listing that is reviewed.

mod calls;
mod listing;
mod shapes;
mod sources;
mod table;
mod write;

use crate::bindings::emptied;
use crate::failure::Failure;
use crate::run::Workshop;

/// Where it is written.
const FOLDER: &str = "bindings/ffi/src/surface";
/// The sources of the binding.
const BINDING: &str = "bindings/ffi/src";
/// The list of everything an app can name.
const LISTING: &str = "bindings/ffi/surface.txt";

/// Writes the surface.
///
/// # Errors
/// What cannot cross the boundary, each with where; a file that cannot be read or written.
pub fn write(workshop: &Workshop) -> Result<(), Failure> {
    let folder = workshop.root.join(FOLDER);
    let files = told(workshop)?;
    emptied(&folder)?;
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(Failure::io(format!("write {}", path.display())))?;
    }
    let listing = workshop.root.join(LISTING);
    std::fs::write(listing, listed(workshop)?).map_err(Failure::io(format!("write {LISTING}")))
}

fn listed(workshop: &Workshop) -> Result<String, Failure> {
    Ok(listing::lines(&workshop.root.join(BINDING))?.join("\n") + "\n")
}

/// What is wrong with the binding: files that are not what would be written now, a list that does not tell what an app can name,
/// work that belongs into the core.
///
/// # Errors
/// As [`write`].
pub fn check(workshop: &Workshop) -> Result<Vec<String>, Failure> {
    let mut findings = stale(workshop)?;
    let known = std::fs::read_to_string(workshop.root.join(LISTING)).unwrap_or_default();
    if known != listed(workshop)? {
        findings.push(format!(
            "{LISTING} does not tell what apps can name: run `cargo xtask surface` and look at what changes for them"
        ));
    }
    findings.extend(listing::thick(&workshop.root.join(BINDING))?);
    Ok(findings)
}

fn stale(workshop: &Workshop) -> Result<Vec<String>, Failure> {
    let folder = workshop.root.join(FOLDER);
    let files = told(workshop)?;
    let old = files
        .iter()
        .filter(|(name, text)| std::fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text));
    let old =
        old.map(|(name, _)| format!("{FOLDER}/{name} is not what the core tells: run `cargo xtask surface`"));
    let entries = std::fs::read_dir(&folder).map_err(Failure::io(format!("read {FOLDER}")))?;
    let unknown = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !files.iter().any(|(known, _)| known == name))
        .map(|name| format!("{FOLDER}/{name} is nothing `cargo xtask surface` writes: remove it"));
    Ok(old.chain(unknown).collect())
}

fn told(workshop: &Workshop) -> Result<Vec<(String, String)>, Failure> {
    let sources = sources::Sources::read(&workshop.root)?;
    let mut shapes = shapes::Shapes::of(&sources);
    let calls = calls::find(&sources, &mut shapes);
    if !shapes.problems.is_empty() {
        return Err(Failure::Found(shapes.problems));
    }
    formatted(workshop, write::files(&sources, &shapes, &calls))
}

fn formatted(workshop: &Workshop, files: Vec<(String, String)>) -> Result<Vec<(String, String)>, Failure> {
    let scratch = workshop.target.join("surface");
    emptied(&scratch)?;
    for (name, text) in &files {
        std::fs::write(scratch.join(name), text).map_err(Failure::io(format!("write {name}")))?;
    }
    // The modules' own list brings rustfmt to all of them.
    let config = workshop.root.join("rustfmt.toml");
    workshop
        .program("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .args([config, scratch.join("mod.rs")])
        .run()?;
    files
        .into_iter()
        .map(|(name, _)| {
            let text =
                std::fs::read_to_string(scratch.join(&name)).map_err(Failure::io(format!("read {name}")))?;
            Ok((name, text))
        })
        .collect()
}
