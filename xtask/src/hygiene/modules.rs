//! Every source file is part of a crate: one that no module names compiles nowhere, and its tests never run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// One line per file that belongs to nothing.
///
/// # Errors
/// If a source file cannot be read.
pub fn check(root: &Path, files: &[String]) -> Result<Vec<String>, Failure> {
    let sources: BTreeSet<&Path> = files.iter().filter(|name| name.ends_with(".rs")).map(Path::new).collect();
    let mut findings = Vec::new();
    let crates: BTreeSet<&Path> = files
        .iter()
        .map(Path::new)
        .filter(|name| name.ends_with("Cargo.toml"))
        .filter_map(Path::parent)
        .collect();
    for file in sources.iter().filter(|file| !is_root(file, &crates)) {
        let Some((name, parents)) = named_by(file) else { continue };
        let mut named = false;
        for parent in parents.iter().filter(|parent| sources.contains(parent.as_path())) {
            let text = fs::read_to_string(root.join(parent))
                .map_err(Failure::io(format!("read {}", parent.display())))?;
            named |= names(&text, &name);
        }
        if !named {
            findings.push(format!("{}: no module names it, so it is never compiled", file.display()));
        }
    }
    Ok(findings)
}

/// Whether cargo finds a file by itself: in the folder of a crate, at one of the places that are targets.
fn is_root(file: &Path, crates: &BTreeSet<&Path>) -> bool {
    let home = file.ancestors().skip(1).find(|folder| crates.contains(folder));
    let Some(within) = home.and_then(|home| file.strip_prefix(home).ok()) else { return false };
    let parts: Vec<_> = within.iter().filter_map(|part| part.to_str()).collect();
    matches!(
        parts.as_slice(),
        ["build.rs"]
            | ["src", "lib.rs" | "main.rs"]
            | ["src", "bin", _]
            | ["src", "bin", _, "main.rs"]
            | ["tests" | "examples" | "benches", _]
            | ["tests" | "examples" | "benches", _, "main.rs"]
    )
}

/// The module a file is, and the files that may name it.
fn named_by(file: &Path) -> Option<(String, Vec<PathBuf>)> {
    let folder = file.parent()?;
    let (module, home) = match file.file_name()?.to_str()? {
        "mod.rs" => (folder.file_name()?.to_str()?, folder.parent()?),
        _ => (file.file_stem()?.to_str()?, folder),
    };
    let inside = ["lib.rs", "main.rs", "mod.rs"].map(|name| home.join(name));
    Some((module.to_owned(), inside.into_iter().chain([home.with_extension("rs")]).collect()))
}

/// Whether a text declares a module in a file of its own.
fn names(text: &str, module: &str) -> bool {
    let declared = format!("mod {module};");
    text.lines().any(|line| {
        let line = line.trim_start();
        !line.starts_with("//") && (line.starts_with(&declared) || line.ends_with(&format!(" {declared}")))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{is_root, named_by, names};

    #[test]
    fn what_cargo_finds_needs_no_name() {
        let crates = BTreeSet::from([Path::new("a"), Path::new("a/tests")]);
        for root in
            ["a/src/lib.rs", "a/src/bin/b.rs", "a/build.rs", "a/tests/tests/b.rs", "a/tests/src/lib.rs"]
        {
            assert!(is_root(Path::new(root), &crates), "{root}");
        }
        for module in [
            "a/src/b.rs",
            "a/src/b/mod.rs",
            "a/src/b/build.rs",
            "a/src/tests/b.rs",
            "a/src/b/bin/c.rs",
            "a/tests/tests/all/b.rs",
            "b/src/lib.rs",
        ] {
            assert!(!is_root(Path::new(module), &crates), "{module}");
        }
    }

    #[test]
    fn a_module_is_named_by_the_file_above_it() {
        let parents = |file| named_by(Path::new(file)).unwrap();
        let (name, files) = parents("a/tests/all/b/mod.rs");
        assert!(name == "b" && files.iter().any(|file| file == Path::new("a/tests/all/main.rs")));
        let (name, files) = parents("a/src/b/c.rs");
        assert!(name == "c" && files.iter().any(|file| file == Path::new("a/src/b.rs")));
        assert!(files.iter().any(|file| file == Path::new("a/src/b/mod.rs")));
    }

    #[test]
    fn only_a_declaration_is_a_name() {
        assert!(names("mod a;\n", "a") && names("pub(crate) mod a;", "a") && names("#[cfg(x)] mod a;", "a"));
        assert!(!names("mod ab;\n// mod a;\nuse a;\nmod a { }", "a"));
    }
}
