//! Which of our crates may use which: the one-way arrows of ARCHITECTURE.md, as a table.
//!
//! Read from `cargo metadata`, so a renamed or target-specific dependency counts like any other.

use serde_json::Value;

use crate::failure::Failure;
use crate::run::Workshop;

/// Each crate of ours with those of ours it may be built on. A crate that is not here may not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("beatbook-protocol", &[]),
    ("beatbook-domain", &["beatbook-protocol"]),
    ("beatbook-paper", &["beatbook-domain", "beatbook-protocol"]),
    ("beatbook-sqlite-sys", &[]),
    ("beatbook-store", &["beatbook-sqlite-sys", "beatbook-domain", "beatbook-protocol"]),
    ("beatbook-device", &["beatbook-store", "beatbook-paper", "beatbook-domain", "beatbook-protocol"]),
    ("beatbook-phone", &["beatbook-device", "beatbook-domain", "beatbook-protocol"]),
    ("beatbook-ffi", &["beatbook-device", "beatbook-paper", "beatbook-domain", "beatbook-protocol"]),
    ("beatbook-bindgen", &[]),
    ("beatbook-server", &["beatbook-store", "beatbook-paper", "beatbook-domain", "beatbook-protocol"]),
    ("beatbook-simulator", &["beatbook-domain", "beatbook-protocol"]),
    // Phones and server it only runs, as programs.
    ("beatbook-demo", &["beatbook-phone", "beatbook-simulator", "beatbook-domain"]),
    ("xtask", &[]),
];

/// Crates that only judge the others: they may use all, and nothing may use them.
const JUDGES: [&str; 2] = ["beatbook-tests", "beatbook-bench"];

/// Crates that others' tests may use, too.
const FOR_TESTS: [&str; 1] = ["beatbook-simulator"];

/// One line per arrow that points the wrong way.
///
/// # Errors
/// If `cargo metadata` does not answer.
pub fn check(workshop: &Workshop) -> Result<Vec<String>, Failure> {
    let answer = workshop.cargo(&["metadata", "--no-deps", "--format-version", "1", "--offline"]).answer()?;
    let metadata: Value = serde_json::from_str(&answer)
        .map_err(|_| Failure::Found(vec!["cargo metadata gives no JSON: run it to see why".into()]))?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ours: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let uses = packages.iter().flat_map(|package| {
        let user = package["name"].as_str().unwrap_or_default();
        let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
        dependencies.iter().filter_map(move |dependency| {
            Some((user, dependency["name"].as_str()?, dependency["kind"].as_str() == Some("dev")))
        })
    });
    let wrong = uses
        .filter(|(_, used, _)| ours.contains(used))
        .filter(|(user, used, in_tests)| !allowed(user, used, *in_tests))
        .map(|(user, used, in_tests)| {
            let where_ = if in_tests { " in its tests" } else { "" };
            format!("arrow: {user} uses {used}{where_}: ARCHITECTURE.md does not allow it")
        });
    let strangers = ours
        .iter()
        .filter(|name| !JUDGES.contains(name) && !ARROWS.iter().any(|(known, _)| known == *name))
        .map(|name| format!("arrow: the crate {name} has no place in xtask/src/hygiene/arrows.rs"));
    Ok(wrong.chain(strangers).collect())
}

fn allowed(user: &str, used: &str, in_tests: bool) -> bool {
    if JUDGES.contains(&user) {
        return !JUDGES.contains(&used);
    }
    (in_tests && FOR_TESTS.contains(&used))
        || ARROWS.iter().any(|(name, may_use)| *name == user && may_use.contains(&used))
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn arrows_go_one_way() {
        assert!(allowed("beatbook-domain", "beatbook-protocol", false));
        assert!(!allowed("beatbook-protocol", "beatbook-domain", false));
        assert!(!allowed("beatbook-protocol", "beatbook-domain", true));
        assert!(!allowed("beatbook-domain", "beatbook-store", false));
        assert!(!allowed("beatbook-device", "beatbook-server", true));
        assert!(!allowed("beatbook-server", "beatbook-device", false));
    }

    #[test]
    fn the_simulator_serves_tests_only_and_judges_serve_nobody() {
        assert!(allowed("beatbook-domain", "beatbook-simulator", true));
        assert!(!allowed("beatbook-domain", "beatbook-simulator", false));
        assert!(allowed("beatbook-tests", "beatbook-server", false));
        assert!(!allowed("beatbook-server", "beatbook-tests", true));
    }
}
