//! What is in the package's dex file: every component of the manifest, as what it says it is, and no call that Android cannot make.
//!
//! Android has neither `LambdaMetafactory` nor `StringConcatFactory`, by which newer compilers make lambdas and join texts. D8, which
//! Gradle runs, writes such calls anew in all jars; dx does not. Our own classes are therefore compiled without them, so that every
//! dexer does; jars of others that have some are named, and only a package by Gradle can run them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::element::Element;
use super::package::Made;
use super::{say, yard};
use crate::failure::Failure;
use crate::run::Workshop;

/// What Android lacks.
const LACKING: [&str; 2] = ["java/lang/invoke/LambdaMetafactory", "java/lang/invoke/StringConcatFactory"];

/// The first letters of our own jars.
const OURS: &str = "beatbook";

/// What a component of a tag is in the end, in Android's own classes.
const KINDS: [(&str, &[&str]); 5] = [
    ("application", &["android.app.Application"]),
    ("activity", &["android.app.Activity"]),
    ("service", &["android.app.Service", JOB]),
    ("receiver", &["android.content.BroadcastReceiver"]),
    ("provider", &["android.content.ContentProvider"]),
];

/// A service that only the system's scheduler binds.
const JOB: &str = "android.app.job.JobService";

/// One line per finding.
///
/// # Errors
/// If a tool cannot be started or a class not be read.
pub fn check(workshop: &Workshop, made: &Made) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    println!("classes, turned into {} by dx:", counted(made.dexes.len(), "dex file"));
    for jar in &made.jars {
        let name = jar.file_name().unwrap_or_default().to_string_lossy();
        let (all, lacking) = scan(jar)?;
        let checked = format!("{name}: {all} classes, {lacking} calling what Android lacks");
        if name.starts_with(OURS) {
            findings.extend(say(&checked, (lacking > 0).then(|| "compile with -Xlambdas=class".into())));
        } else {
            println!("  {}  {checked}", if lacking == 0 { "ok    " } else { "D8    " });
        }
    }
    let mut classes = Classes::default();
    for dex in &made.dexes {
        let sound = workshop.program("dexdump").args(["-c"]).args([dex]).works();
        let name = dex.file_name().unwrap_or_default().to_string_lossy();
        findings.extend(say(&format!("{name} is sound, says dexdump"), (!sound).then(|| "it is not".into())));
        classes.read(&workshop.program("dexdump").args([dex]).answer()?);
    }
    let told = workshop
        .program("aapt2")
        .args(["dump", "xmltree", "--file", "AndroidManifest.xml"])
        .args([&made.apk])
        .answer()?;
    findings.extend(classes.judge(&Element::of_dump(&told)?));
    fs::write(yard(workshop).join("classes.txt"), classes.names())
        .map_err(Failure::io("list the classes"))?;
    Ok(findings)
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("one {what}") } else { format!("{count} {what}s") }
}

/// How many classes there are below a folder, and how many of them name what Android lacks.
fn scan(folder: &Path) -> Result<(usize, usize), Failure> {
    let doing = || format!("list {}", folder.display());
    let (mut all, mut lacking) = (0, 0);
    for entry in fs::read_dir(folder).map_err(Failure::io(doing()))? {
        let path = entry.map_err(Failure::io(doing()))?.path();
        if path.is_dir() {
            let below = scan(&path)?;
            (all, lacking) = (all + below.0, lacking + below.1);
        } else if path.extension().is_some_and(|kind| kind == "class") {
            let class = fs::read(&path).map_err(Failure::io(format!("read {}", path.display())))?;
            all += 1;
            lacking += usize::from(names_what_is_lacking(&class));
        }
    }
    Ok((all, lacking))
}

/// A class file names what it calls in plain text.
fn names_what_is_lacking(class: &[u8]) -> bool {
    LACKING.iter().any(|name| class.windows(name.len()).any(|window| window == name.as_bytes()))
}

/// The classes of a dex file with what each extends.
#[derive(Default)]
struct Classes {
    extends: BTreeMap<String, String>,
    abstracts: Vec<String>,
}

impl Classes {
    /// Reads what `dexdump` prints.
    fn read(&mut self, dump: &str) {
        let mut class = String::new();
        for line in dump.lines() {
            let Some((what, value)) = line.trim_start().split_once(": ") else { continue };
            match what.trim_end() {
                "Class descriptor" => class = named(value),
                "Access flags" if line.contains("ABSTRACT") => self.abstracts.push(class.clone()),
                "Superclass" => {
                    self.extends.insert(class.clone(), named(value));
                }
                _ => {}
            }
        }
    }

    fn names(&self) -> String {
        self.extends.keys().fold(String::new(), |names, name| names + name + "\n")
    }

    /// The first class above one that is Android's own.
    fn androids<'a>(&'a self, mut class: &'a str) -> &'a str {
        while let Some(above) = self.extends.get(class) {
            class = above;
        }
        class
    }

    /// Manifest against classes, both ways.
    fn judge(&self, manifest: &Element) -> Vec<String> {
        let mut findings = Vec::new();
        let Some(application) = manifest.all("application").next() else {
            return vec!["the manifest has no <application>".into()];
        };
        println!("components:");
        for component in std::iter::once(application).chain(&application.children) {
            let Some((_, kinds)) = KINDS.iter().find(|(tag, _)| *tag == component.tag) else { continue };
            let name = component.name();
            let end = self.androids(name);
            let wrong = match self.extends.contains_key(name) {
                false => Some("no such class in the package".to_owned()),
                true if self.abstracts.iter().any(|class| class == name) => Some("it is abstract".into()),
                true if !kinds.contains(&end) => Some(format!("it is a {end}")),
                true => None,
            };
            findings.extend(say(&format!("{} {name} is there: {end}", component.tag), wrong));
            if end == JOB {
                let bound =
                    component.get("android:permission") == Some("android.permission.BIND_JOB_SERVICE");
                let wrong = (!bound).then(|| "its permission is not BIND_JOB_SERVICE".to_owned());
                findings.extend(say(&format!("job {name} is bound by the system alone"), wrong));
            }
        }
        let declared = |class: &str| application.children.iter().any(|component| component.name() == class);
        let forgotten = self.extends.keys().filter(|class| {
            class.starts_with(OURS)
                && ["android.app.Activity", "android.app.Service", JOB].contains(&self.androids(class))
                && !self.abstracts.contains(class)
                && !declared(class)
        });
        let forgotten: Vec<&str> = forgotten.map(String::as_str).collect();
        let wrong = (!forgotten.is_empty()).then(|| forgotten.join(", "));
        findings.extend(say("every activity and service of ours is declared", wrong));
        findings
    }
}

/// `'Lbeatbook/android/SyncJob;'` as `beatbook.android.SyncJob`.
fn named(descriptor: &str) -> String {
    descriptor.trim().trim_matches('\'').trim_start_matches('L').trim_end_matches(';').replace('/', ".")
}

#[cfg(test)]
mod tests {
    use super::{Classes, names_what_is_lacking};
    use crate::android::element::Element;

    /// As dexdump prints it.
    const DUMP: &str = "
Class #0            -
  Class descriptor  : 'Lbeatbook/android/SyncJob;'
  Access flags      : 0x0011 (PUBLIC FINAL)
  Superclass        : 'Landroid/app/job/JobService;'
Class #1            -
  Class descriptor  : 'Lbeatbook/officer/Screen;'
  Access flags      : 0x0401 (PUBLIC ABSTRACT)
  Superclass        : 'Landroid/app/Activity;'
Class #2            -
  Class descriptor  : 'Lbeatbook/officer/MainActivity;'
  Access flags      : 0x0011 (PUBLIC FINAL)
  Superclass        : 'Lbeatbook/officer/Screen;'
";

    fn judged(inside: &str) -> Vec<String> {
        let mut classes = Classes::default();
        classes.read(DUMP);
        let text = format!("<manifest><application>{inside}</application></manifest>");
        // The application has no class of its own here; that is one finding in each of the tests.
        classes.judge(&Element::read("a.xml", &text).unwrap())
    }

    const JOB: &str = r#"<service android:name="beatbook.android.SyncJob" android:permission="android.permission.BIND_JOB_SERVICE" />"#;
    const SCREEN: &str = r#"<activity android:name="beatbook.officer.MainActivity" />"#;

    #[test]
    fn components_that_are_there_and_what_they_say_pass() {
        let findings = judged(&format!("{JOB}{SCREEN}"));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].starts_with("application"));
    }

    #[test]
    fn a_name_without_a_class_and_a_class_of_another_kind_are_found() {
        let findings = judged(&format!(
            r#"{JOB}{SCREEN}<receiver android:name="beatbook.android.SyncJob" /><service android:name="a.B" />"#
        ));
        assert!(
            findings.iter().any(|it| it.starts_with("receiver") && it.contains("JobService")),
            "{findings:?}"
        );
        assert!(findings.iter().any(|it| it.contains("a.B") && it.contains("no such class")), "{findings:?}");
    }

    #[test]
    fn a_job_that_anybody_may_bind_and_a_screen_nobody_declared_are_found() {
        let findings = judged(&JOB.replace("BIND_JOB_SERVICE", "INTERNET"));
        assert!(findings.iter().any(|it| it.contains("BIND_JOB_SERVICE")), "{findings:?}");
        assert!(
            findings.iter().any(|it| it.ends_with("declared: beatbook.officer.MainActivity")),
            "{findings:?}"
        );
    }

    #[test]
    fn a_lambda_of_a_new_compiler_is_found_in_a_class_file() {
        assert!(names_what_is_lacking(b"..java/lang/invoke/LambdaMetafactory.."));
        assert!(!names_what_is_lacking(b"..java/lang/invoke/MethodHandle.."));
    }
}
