//! One manifest of the app's and the library's, as Gradle makes it for app developers.
//!
//! Much less than Gradle's: what is declared twice must say the same, and `tools:` marks are refused. Nothing is decided here that
//! Gradle might decide otherwise.

use super::element::Element;
use crate::failure::Failure;

/// The namespace of Android's attributes.
const ANDROID: &str = "http://schemas.android.com/apk/res/android";

/// What the build tells, not the source.
pub struct Build<'a> {
    /// The app's package.
    pub package: &'a str,
    /// Its version for people.
    pub version: &'a str,
    /// Its version for the system, which takes no lower one in place of a higher.
    pub version_code: &'a str,
    /// The oldest system it runs on.
    pub min_sdk: &'a str,
    /// The newest system whose rules it knows.
    pub target_sdk: &'a str,
}

/// The app's manifest with all the library declares and all the build tells.
///
/// # Errors
/// One line for each thing that is declared in two ways, or that Gradle would refuse or read otherwise.
pub fn merge(app: &Element, libraries: &[Element], build: &Build<'_>) -> Result<Element, Failure> {
    let mut merged = Element::new(
        "manifest",
        &[
            ("xmlns:android", ANDROID),
            ("package", build.package),
            ("android:versionCode", build.version_code),
            ("android:versionName", build.version),
        ],
    );
    merged.children.push(Element::new(
        "uses-sdk",
        &[("android:minSdkVersion", build.min_sdk), ("android:targetSdkVersion", build.target_sdk)],
    ));
    let mut application = Element::new("application", &[]);
    let mut findings = Vec::new();
    for (source, is_app) in
        std::iter::once((app, true)).chain(libraries.iter().map(|library| (library, false)))
    {
        findings.extend(refused(source));
        for child in &source.children {
            if child.tag != "application" {
                findings.extend(add(&mut merged, child));
                continue;
            }
            if is_app {
                application.attributes.clone_from(&child.attributes);
            } else if !child.attributes.is_empty() {
                findings.push("a library's <application> has attributes: they are the app's to set".into());
            }
            for component in &child.children {
                findings.extend(add(&mut application, component));
            }
        }
    }
    merged.children.push(application);
    if findings.is_empty() { Ok(merged) } else { Err(Failure::Found(findings)) }
}

/// Adds what is not there yet; a line if it is there and says something else.
fn add(into: &mut Element, child: &Element) -> Option<String> {
    let there = into
        .children
        .iter()
        .find(|there| there.tag == child.tag && !child.name().is_empty() && there.name() == child.name());
    match there {
        None => into.children.push(child.clone()),
        Some(there) if there == child => {}
        Some(_) => return Some(format!("<{} {}> is declared twice, in two ways", child.tag, child.name())),
    }
    None
}

/// What Gradle refuses in a source, or would act on where this does not.
fn refused(source: &Element) -> Vec<String> {
    let mut findings = Vec::new();
    if source.tag != "manifest" {
        findings.push(format!("a manifest begins with <manifest>, not <{}>", source.tag));
    }
    if source.get("package").is_some() || source.all("uses-sdk").next().is_some() {
        findings.push("a source tells package or uses-sdk: the build does".into());
    }
    walk(source, &mut |element| {
        if element.attributes.iter().any(|(name, _)| name.starts_with("tools:")) {
            findings.push(format!(
                "<{} {}> has a tools: mark, which only Gradle knows",
                element.tag,
                element.name()
            ));
        }
        if element.name().starts_with('.') {
            findings.push(format!("<{} {}>: write the whole name", element.tag, element.name()));
        }
    });
    findings
}

fn walk(element: &Element, visit: &mut impl FnMut(&Element)) {
    visit(element);
    for child in &element.children {
        walk(child, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::{Build, merge};
    use crate::android::element::Element;

    const BUILD: Build<'_> =
        Build { package: "a.app", version: "0.1.0", version_code: "1", min_sdk: "26", target_sdk: "35" };

    fn source(inside: &str) -> Element {
        let text = format!(
            "<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\">{inside}</manifest>"
        );
        Element::read("AndroidManifest.xml", &text).unwrap()
    }

    fn app() -> Element {
        source(
            r#"<uses-permission android:name="p.NET" />
               <application android:label="App"><activity android:name="a.Main" /></application>"#,
        )
    }

    #[test]
    fn the_app_gets_the_librarys_permissions_and_components() {
        let library = source(
            r#"<uses-permission android:name="p.NET" /><uses-permission android:name="p.PLACE" />
               <application><service android:name="l.Patrol"><meta-data android:name="m" /></service></application>"#,
        );
        let merged = merge(&app(), &[library], &BUILD).unwrap();
        assert_eq!(merged.get("package"), Some("a.app"));
        let permissions: Vec<_> = merged.all("uses-permission").map(Element::name).collect();
        assert_eq!(permissions, ["p.NET", "p.PLACE"], "each once");
        let application = merged.all("application").next().unwrap();
        assert_eq!(application.get("android:label"), Some("App"));
        assert_eq!(
            application.children.iter().map(Element::name).collect::<Vec<_>>(),
            ["a.Main", "l.Patrol"]
        );
        assert_eq!(application.children[1].children[0].name(), "m");
        assert_eq!(merged.all("uses-sdk").next().unwrap().get("android:targetSdkVersion"), Some("35"));
    }

    #[test]
    fn what_two_declare_in_two_ways_is_nobodys_to_choose() {
        let library = source(
            r#"<application><activity android:name="a.Main" android:exported="true" /></application>"#,
        );
        let refused = merge(&app(), &[library], &BUILD).unwrap_err().to_string();
        assert!(refused.contains("a.Main") && refused.contains("twice"), "{refused}");
    }

    #[test]
    fn what_gradle_would_read_otherwise_is_refused() {
        let library =
            |inside: &str| merge(&app(), &[source(inside)], &BUILD).map_err(|refused| refused.to_string());
        assert!(
            library(r#"<uses-permission android:name="p.NET" tools:node="remove" />"#)
                .unwrap_err()
                .contains("tools:")
        );
        assert!(
            library(r#"<application><service android:name=".Patrol" /></application>"#)
                .unwrap_err()
                .contains("whole name")
        );
        assert!(library(r#"<uses-sdk android:minSdkVersion="21" />"#).unwrap_err().contains("uses-sdk"));
        assert!(library(r#"<application android:label="Mine" />"#).unwrap_err().contains("attributes"));
    }
}
