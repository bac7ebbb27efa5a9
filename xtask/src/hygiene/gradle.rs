//! What Gradle makes apps of is what Maven runs the tests with: the same artifacts, in the same versions.
//!
//! Gradle is never run here: one artifact less in its files would end an app on its first phone, and nothing before it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::failure::Failure;
use crate::scratch::read;

/// Versions of artifacts, by `group:name`.
type Artifacts = BTreeMap<String, String>;

/// Each module of Gradle's, with the poms that build the same sources.
const MODULES: [(&str, &[&str]); 2] = [
    ("android/lib/build.gradle.kts", &["android/lib/pom.xml", "bindings/kotlin/pom.xml"]),
    ("android/app/build.gradle.kts", &["android/app/pom.xml"]),
];

/// Has what Android's poms leave out.
const PARENT: &str = "android/pom.xml";

/// Has the plugins of every module.
const PLUGINS: &str = "android/build.gradle.kts";

/// What another artifact or plugin brings along, in its own version.
const BROUGHT: [(&str, &str); 2] = [
    ("org.jetbrains.kotlin:kotlin-stdlib", "org.jetbrains.kotlin:kotlin-gradle-plugin"),
    ("org.jetbrains.kotlinx:kotlinx-coroutines-core", "org.jetbrains.kotlinx:kotlinx-coroutines-android"),
];

/// How Gradle takes what goes into an app.
const TAKEN: [&str; 3] = ["api", "implementation", "runtimeOnly"];

/// One line per artifact that the one takes and the other does not, or in another version.
///
/// # Errors
/// If one of the files cannot be read.
pub fn check(root: &Path) -> Result<Vec<String>, Failure> {
    let parent = read(&root.join(PARENT))?;
    let plugins = declared(&read(&root.join(PLUGINS))?, &["classpath"]);
    let mut findings = Vec::new();
    for (gradle, poms) in MODULES {
        let there = declared(&read(&root.join(gradle))?, &TAKEN);
        let mut wanted = Artifacts::new();
        for pom in poms {
            wanted.extend(shipped(&read(&root.join(pom))?, &parent));
        }
        let differ = differences(&there, &plugins, &wanted);
        findings.extend(differ.into_iter().map(|what| format!("{gradle}: {what}")));
    }
    Ok(findings)
}

fn differences(there: &Artifacts, plugins: &Artifacts, wanted: &Artifacts) -> Vec<String> {
    let lacking = wanted.iter().filter_map(|(name, version)| {
        let brings = BROUGHT.iter().find(|(brought, _)| *brought == name.as_str()).map(|(_, brings)| *brings);
        let told = there.get(name).or_else(|| {
            let brings = brings?;
            there.get(brings).or_else(|| plugins.get(brings))
        });
        match told {
            None => Some(format!("lacks {name}:{version} of the pom")),
            Some(told) if told != version => Some(format!("has {name} in {told}, the pom in {version}")),
            Some(_) => None,
        }
    });
    let strange = there.keys().filter(|name| !wanted.contains_key(*name));
    lacking.chain(strange.map(|name| format!("has {name}, and no pom does"))).collect()
}

/// What a file of Gradle's declares in one of these ways; modules of our own are named otherwise.
fn declared(gradle: &str, ways: &[&str]) -> Artifacts {
    gradle
        .lines()
        .filter_map(|line| {
            let (way, rest) = line.trim().split_once("(\"")?;
            let (told, _) = rest.split_once('"')?;
            let (name, version) = told.rsplit_once(':')?;
            // `@aar` says how it is packed.
            let version = version.split('@').next()?;
            (ways.contains(&way) && name.contains(':')).then(|| (name.to_owned(), version.to_owned()))
        })
        .collect()
}

/// What a pom takes of others' for more than tests and compiling.
fn shipped(pom: &str, parent: &str) -> Artifacts {
    let (pom, parent) = (without_comments(pom), without_comments(parent));
    let managed = within(&parent, "dependency");
    let taken = within(&pom, "dependency").into_iter().filter_map(|taken| {
        let (group, name) = named(taken)?;
        let managed = managed.iter().copied().find(|managed| named(managed) == Some((group, name)));
        let told = |tag: &str| first(taken, tag).or_else(|| first(managed?, tag));
        let version = told("version").unwrap_or_default();
        let property = version.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let version =
            property.and_then(|it| first(&pom, it).or_else(|| first(&parent, it))).unwrap_or(version);
        let goes_along = matches!(told("scope"), None | Some("compile" | "runtime"));
        (goes_along && group != "beatbook").then(|| (format!("{group}:{name}"), version.to_owned()))
    });
    taken.collect()
}

fn named(dependency: &str) -> Option<(&str, &str)> {
    Some((first(dependency, "groupId")?, first(dependency, "artifactId")?))
}

fn first<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    within(text, tag).first().copied()
}

/// What stands within each element of a tag; poms have no attributes on those that are looked at.
fn within<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    text.split(&open).skip(1).filter_map(|rest| rest.split_once(&close)).map(|(told, _)| told).collect()
}

fn without_comments(text: &str) -> String {
    text.split("<!--").map(|part| part.split_once("-->").map_or(part, |(_, rest)| rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Artifacts, TAKEN, declared, differences, shipped};

    const PLUGINS: &str = "        classpath(\"org.jetbrains.kotlin:kotlin-gradle-plugin:2.4\")\n";
    const GRADLE: &str = "dependencies {
        api(\"net.java.dev.jna:jna:5.19@aar\")
        api(\"org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11\")
        implementation(project(\":lib\"))
        testImplementation(\"junit:junit:4\")
    }";
    const PARENT: &str = "<properties><kotlin.version>2.4</kotlin.version></properties>
        <dependency><groupId>beatbook</groupId><artifactId>beatbook</artifactId><version>0</version></dependency>
        <dependency><groupId>org.robolectric</groupId><artifactId>android-all</artifactId>
            <version>15</version><scope>provided</scope></dependency>";
    const POM: &str = "<dependencies>
        <dependency><groupId>beatbook</groupId><artifactId>beatbook</artifactId></dependency>
        <dependency><groupId>org.robolectric</groupId><artifactId>android-all</artifactId></dependency>
        <dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-stdlib</artifactId>
            <version>${kotlin.version}</version></dependency>
        <dependency><groupId>org.jetbrains.kotlinx</groupId><artifactId>kotlinx-coroutines-core</artifactId>
            <version>1.11</version></dependency>
        <dependency><groupId>org.jetbrains.kotlinx</groupId><artifactId>kotlinx-coroutines-android</artifactId>
            <version>1.11</version></dependency>
        <dependency><groupId>net.java.dev.jna</groupId><artifactId>jna</artifactId>
            <version>5.19</version></dependency>
        <!-- <dependency><groupId>a</groupId><artifactId>b</artifactId><version>1</version></dependency> -->
        <dependency><groupId>junit</groupId><artifactId>junit</artifactId>
            <version>4</version><scope>test</scope></dependency>
        </dependencies>";

    fn found(gradle: &str, plugins: &str, pom: &str) -> Vec<String> {
        let wanted: Artifacts = shipped(pom, PARENT);
        differences(&declared(gradle, &TAKEN), &declared(plugins, &["classpath"]), &wanted)
    }

    #[test]
    fn what_is_the_same_in_both_is_no_finding_nor_what_only_tests_need() {
        assert_eq!(found(GRADLE, PLUGINS, POM), Vec::<String>::new());
    }

    #[test]
    fn an_artifact_that_gradle_leaves_out_is_found() {
        let core = GRADLE.replace("coroutines-android", "coroutines-core");
        assert_eq!(
            found(&core, PLUGINS, POM),
            ["lacks org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11 of the pom"]
        );
        assert_eq!(found(GRADLE, "", POM), ["lacks org.jetbrains.kotlin:kotlin-stdlib:2.4 of the pom"]);
    }

    #[test]
    fn another_version_is_found_also_of_what_comes_along() {
        let older = GRADLE.replace("jna:5.19", "jna:5.18");
        assert_eq!(found(&older, PLUGINS, POM), ["has net.java.dev.jna:jna in 5.18, the pom in 5.19"]);
        let newer = GRADLE.replace("1.11", "1.12");
        assert_eq!(found(&newer, PLUGINS, POM).len(), 2);
        assert_eq!(found(GRADLE, &PLUGINS.replace("2.4", "2.5"), POM).len(), 1);
    }

    #[test]
    fn an_artifact_that_no_test_ever_runs_with_is_found() {
        let pom = POM.replace("jna", "other");
        let findings = found(GRADLE, PLUGINS, &pom);
        assert!(findings.contains(&"has net.java.dev.jna:jna, and no pom does".to_owned()), "{findings:?}");
    }
}
