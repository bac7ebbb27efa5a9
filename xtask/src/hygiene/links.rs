//! Links between the documents: each leads to a file that is there, and every decision is in the index.
//!
//! Links to the web are not followed: a build must not depend on somebody else's server.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// The index of decisions, and the folder it must name every page of.
const INDEX: &str = "docs/adr/README.md";

/// One line per link that leads nowhere and per decision that the index forgets.
///
/// # Errors
/// If a document cannot be read.
pub fn check(root: &Path, files: &[String]) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    for name in files.iter().filter(|name| name.ends_with(".md")) {
        let text = fs::read_to_string(root.join(name)).map_err(Failure::io(format!("read {name}")))?;
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        for link in targets(&text).filter(|link| !root.join(folder).join(link).exists()) {
            findings.push(format!("{name}: the link to {link} leads nowhere"));
        }
        if name == INDEX {
            let pages = files.iter().filter_map(|file| file.strip_prefix("docs/adr/"));
            let forgotten =
                pages.filter(|page| *page != "README.md" && !targets(&text).any(|link| link == *page));
            findings.extend(forgotten.map(|page| format!("{INDEX}: does not link {page}")));
        }
    }
    Ok(findings)
}

/// The files a document links to, without their sections.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    let files = links.filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
    files.map(|link| link.split('#').next().unwrap_or_default()).filter(|file| !file.is_empty())
}

#[cfg(test)]
mod tests {
    use super::targets;

    #[test]
    fn links_to_files_are_found_and_those_to_the_web_are_not_followed() {
        let text = "See [a](docs/a.md#part), [b](../b.md), [web](https://example.org/c.md) and [here](#d).";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["docs/a.md", "../b.md"]);
    }
}
