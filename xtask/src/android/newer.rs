//! What library and app call that Android 8 does not have yet, and the layer for Kotlin below them.
//!
//! The compiler sees the newest classes; the oldest phone ends the app at such a call unless the code asks for the system's version
//! first. No tool at hand sees that question, so each call stands in `android/newer-than-8.txt` with the file that asks. What a class
//! of ours calls on itself by inheritance (`startForeground` of a service) is not seen: it bears our own class's name.

use std::collections::BTreeSet;
use std::path::Path;

use super::{POM, say};
use crate::failure::Failure;
use crate::maven;
use crate::run::Workshop;
use crate::scratch;

/// The calls that somebody has looked at, a line for each: file, two spaces, what is called. `#` begins a remark.
const LIST: &str = "android/newer-than-8.txt";

/// Maven's plugin, as `android/pom.xml` tells it what Android 8 has.
const SNIFFER: &str = "org.codehaus.mojo:animal-sniffer-maven-plugin:1.24:check";

/// One line per call that is not in the list, and per line of the list that nothing calls.
///
/// # Errors
/// If Maven cannot be started, the list not be read, or nothing was looked at.
pub fn check(workshop: &Workshop) -> Result<Vec<String>, Failure> {
    let mut called = calls(&sniffed(workshop, "lib,app", 2, None)?);
    // What the library is made of beside its own classes: the layer for Kotlin, and what is generated.
    let bindings = workshop.target.join("kotlin/classes");
    called.extend(calls(&sniffed(workshop, "lib", 1, Some(&bindings))?));
    let list = scratch::read(&workshop.root.join(LIST))?;
    println!("calls of what is newer than Android 8, each after a question for the version:");
    Ok(compare(&called, &list))
}

/// What the plugin says of these modules' classes, or of a folder of classes that are compiled elsewhere.
fn sniffed(
    workshop: &Workshop,
    modules: &str,
    count: usize,
    folder: Option<&Path>,
) -> Result<String, Failure> {
    let told = maven::on(workshop, POM)
        .args(["--projects", modules, "--also-make", "-Dmaven.test.skip=true"])
        .args(folder.map(|folder| format!("-Dbeatbook.sniffed={}", folder.display())))
        .args(["process-classes", SNIFFER])
        .answer()?;
    let was_looked_at =
        told.matches("Checking unresolved references to").count() >= count && folder.is_none_or(Path::is_dir);
    if was_looked_at {
        Ok(told)
    } else {
        Err(Failure::Found(vec![format!("the calls of {modules} were not looked at:\n{told}")]))
    }
}

/// Class and call, as the plugin prints them: `[ERROR] …/Patrol.kt:12: Undefined reference: void android.app.Service.x()`.
fn calls(told: &str) -> BTreeSet<String> {
    told.lines()
        .filter_map(|line| {
            let (place, call) = line.split_once(": Undefined reference: ")?;
            let file = place.rsplit_once(':').map_or(place, |(file, line)| {
                if line.bytes().all(|byte| byte.is_ascii_digit()) { file } else { place }
            });
            let class = Path::new(file).file_stem()?.to_str()?;
            Some(format!("{class}  {call}"))
        })
        .collect()
}

fn compare(called: &BTreeSet<String>, list: &str) -> Vec<String> {
    let known: BTreeSet<String> = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let mut findings = Vec::new();
    for call in called {
        let wrong =
            (!known.contains(call)).then(|| format!("ask for the version first, then add it to {LIST}"));
        findings.extend(say(call, wrong));
    }
    for line in known.difference(called) {
        findings.extend(say(line, Some(format!("nothing calls it: take it out of {LIST}"))));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{calls, compare};

    const TOLD: &str = "[INFO] Checking unresolved references to com.toasttab.android:gummy-bears-api-26:0.12.0
[ERROR] /a/lib/src/main/kotlin/beatbook/android/Patrol.kt:12: Undefined reference: void android.app.Service.x(int)
[ERROR] /a/lib/src/main/kotlin/beatbook/android/Patrol.kt:40: Undefined reference: void android.app.Service.x(int)
[ERROR] /a/lib/src/main/kotlin/beatbook/android/Patrol.kt: Undefined reference: android.os.Newer
";

    #[test]
    fn each_call_is_told_once_whatever_its_line() {
        let called: Vec<String> = calls(TOLD).into_iter().collect();
        assert_eq!(called, ["Patrol  android.os.Newer", "Patrol  void android.app.Service.x(int)"]);
    }

    #[test]
    fn a_new_call_is_found_and_so_is_one_that_nobody_makes_any_more() {
        let list = "# remark\nPatrol  android.os.Newer\n\nPatrol  android.os.Gone\n";
        let findings = compare(&calls(TOLD), list);
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains("Service.x") && findings[0].contains("ask for the version"));
        assert!(findings[1].contains("Gone") && findings[1].contains("nothing calls"));
    }
}
