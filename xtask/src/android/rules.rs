//! The rules that the linked manifest must keep, and the proof that each rule bites.
//!
//! Robolectric enforces none of them, and a phone does so by ending the app. Each mistake is put into the manifest, linked again, and
//! must be found.

use super::element::Element;
use super::package::Made;
use super::{resources, say, yard};
use crate::failure::Failure;
use crate::run::Workshop;

/// Every permission there may be, and what for: a new one is a decision about people, not a line in a file.
const PERMISSIONS: [(&str, &str); 9] = [
    ("ACCESS_FINE_LOCATION", "where the officer is, on duty"),
    ("ACCESS_COARSE_LOCATION", "asked for together with the fine one from Android 12 on"),
    ("ACCESS_BACKGROUND_LOCATION", "wake-ups by place, and a patrol that goes on after a restart"),
    ("FOREGROUND_SERVICE", "a service with a notification"),
    ("FOREGROUND_SERVICE_LOCATION", "of the type location, from Android 14 on"),
    ("POST_NOTIFICATIONS", "its notification, from Android 13 on"),
    ("RECEIVE_BOOT_COMPLETED", "persisted jobs, and a patrol that goes on"),
    ("INTERNET", "handing over to the server"),
    ("ACCESS_NETWORK_STATE", "jobs that wait for a network"),
];

/// The bit of `foregroundServiceType` that means location (`android.content.pm.ServiceInfo`).
const LOCATION: u32 = 0x8;

/// What a service of the type location must have.
const FOR_LOCATION: [&str; 3] = ["ACCESS_FINE_LOCATION", "FOREGROUND_SERVICE", "FOREGROUND_SERVICE_LOCATION"];

/// All places that a backup or transfer may take files from (`android.app.backup.FullBackup`).
const PLACES: [&str; 9] = [
    "root",
    "file",
    "database",
    "sharedpref",
    "external",
    "device_root",
    "device_file",
    "device_database",
    "device_sharedpref",
];

/// Places and file of the backup rules.
const BACKUP: [(&str, &[&str]); 2] = [
    ("res/xml/backup_rules.xml", &["full-backup-content"]),
    ("res/xml/data_extraction_rules.xml", &["cloud-backup", "device-transfer"]),
];

type Mistake = (&'static str, fn(&mut Element));

/// What each rule must find.
const MISTAKES: [Mistake; 15] = [
    ("a service without its type", |it| {
        part(it, "service", PATROL).set("android:foregroundServiceType", None)
    }),
    ("a service of another type", |it| {
        part(it, "service", PATROL).set("android:foregroundServiceType", Some("dataSync"));
    }),
    ("no permission for the type", |it| without(it, "FOREGROUND_SERVICE_LOCATION")),
    ("no permission for the place", |it| without(it, "ACCESS_FINE_LOCATION")),
    ("no permission for persisted jobs", |it| without(it, "RECEIVE_BOOT_COMPLETED")),
    ("no permission for jobs that wait for a network", |it| without(it, "ACCESS_NETWORK_STATE")),
    ("a permission nobody gave a reason for", |it| {
        let asked = Element::new("uses-permission", &[("android:name", "android.permission.READ_CONTACTS")]);
        it.children.insert(0, asked);
    }),
    ("a service open to every app", |it| part(it, "service", PATROL).set("android:exported", Some("true"))),
    ("a receiver that does not say who may call it", |it| {
        part(it, "receiver", WAKE_UP).set("android:exported", None)
    }),
    ("a job that every app may bind", |it| part(it, "service", JOB).set("android:permission", None)),
    ("backup", |it| part(it, "application", "").set("android:allowBackup", Some("true"))),
    ("transfer without rules", |it| part(it, "application", "").set("android:dataExtractionRules", None)),
    ("cleartext", |it| part(it, "application", "").set("android:usesCleartextTraffic", Some("true"))),
    ("two ways back", |it| part(it, "application", "").set("android:enableOnBackInvokedCallback", None)),
    ("an older target", |it| part(it, "uses-sdk", "").set("android:targetSdkVersion", Some("33"))),
];

/// Components that mistakes are made in.
const PATROL: &str = "beatbook.android.PatrolService";
const JOB: &str = "beatbook.android.SyncJob";
const WAKE_UP: &str = "beatbook.android.WakeUpReceiver";

/// One line per rule that is broken, and per rule that lets a mistake pass.
///
/// # Errors
/// If `aapt2` cannot be started, or refuses a mistake before a rule can.
pub fn check(workshop: &Workshop, made: &Made) -> Result<Vec<String>, Failure> {
    println!("rules of the linked manifest:");
    let mut findings = Vec::new();
    for (checked, wrong) in judge(&Element::of_dump(&dump(workshop, &made.apk, "AndroidManifest.xml")?)?) {
        findings.extend(say(&checked, wrong));
    }
    for (file, sections) in BACKUP {
        let rules = Element::of_dump(&dump(workshop, &made.apk, file)?)?;
        findings.extend(say(&format!("{file} keeps everything on the phone"), taken_away(&rules, sections)));
    }
    println!("mistakes, each linked anew and found:");
    for (number, (mistake, make)) in MISTAKES.iter().enumerate() {
        let mut manifest = made.linked.manifest.clone();
        make(&mut manifest);
        let apk = yard(workshop).join(format!("mistakes/{number}.apk"));
        made.linked.with(workshop, &manifest, &apk)?;
        let judged = judge(&Element::of_dump(&dump(workshop, &apk, "AndroidManifest.xml")?)?);
        let found = judged.iter().find_map(|(checked, wrong)| wrong.is_some().then_some(checked));
        let told = found.map(|rule| format!(": by \"{rule}\"")).unwrap_or_default();
        findings.extend(say(&format!("{mistake}{told}"), found.is_none().then(|| "no rule finds it".into())));
    }
    Ok(findings)
}

fn dump(workshop: &Workshop, apk: &std::path::Path, file: &str) -> Result<String, Failure> {
    workshop.program("aapt2").args(["dump", "xmltree", "--file", file]).args([apk]).answer()
}

/// Each rule in words, with what breaks it.
fn judge(manifest: &Element) -> Vec<(String, Option<String>)> {
    let has = |permission: &str| {
        let name = format!("android.permission.{permission}");
        manifest.all("uses-permission").any(|asked| asked.name() == name)
    };
    let lacks = |permissions: &[&str]| {
        let lacking: Vec<&str> = permissions.iter().copied().filter(|permission| !has(permission)).collect();
        (!lacking.is_empty()).then(|| format!("without {}", lacking.join(", ")))
    };
    let nothing = Element::default();
    let application = manifest.all("application").next().unwrap_or(&nothing);
    let sdk = manifest.all("uses-sdk").next().unwrap_or(&nothing);
    let build = &resources::APP;
    let mut rules = vec![
        is(manifest, "package", build.package),
        is(sdk, "android:minSdkVersion", build.min_sdk),
        is(sdk, "android:targetSdkVersion", build.target_sdk),
        is(application, "android:allowBackup", "false"),
        is(application, "android:usesCleartextTraffic", "false"),
        // From target 36 on Android 16 knows no other way back; told here, Android 13 to 15 go the same.
        is(application, "android:enableOnBackInvokedCallback", "true"),
        (
            "rules of backup and transfer are named".into(),
            ["android:dataExtractionRules", "android:fullBackupContent"]
                .iter()
                .find(|name| application.get(name).is_none())
                .map(|name| format!("without {name}")),
        ),
        (
            "no debugger may be attached".into(),
            application.get("android:debuggable").filter(|it| *it != "false").map(str::to_owned),
        ),
        (
            "jobs outlast a restart and wait for a network".into(),
            lacks(&["RECEIVE_BOOT_COMPLETED", "ACCESS_NETWORK_STATE", "INTERNET"]),
        ),
        ("every permission has its reason".into(), unexplained(manifest)),
        ("one screen is started from the home screen".into(), launchers(application)),
    ];
    for service in application.all("service").filter(|service| service.get("android:permission").is_none()) {
        let bits = service.get("android:foregroundServiceType").unwrap_or_default();
        let bits = u32::from_str_radix(bits.trim_start_matches("0x"), 16).unwrap_or_default();
        let wrong = (bits != LOCATION).then(|| format!("its type is {bits:#x}"));
        rules.push((format!("{} is of the type location", service.name()), wrong));
        rules.push((format!("{} may be in the foreground", service.name()), lacks(&FOR_LOCATION)));
    }
    for component in application.children.iter().filter(|child| KINDS.contains(&child.tag.as_str())) {
        rules.push(exported(component));
    }
    rules
}

/// What has `android:exported`.
const KINDS: [&str; 5] = ["activity", "activity-alias", "service", "receiver", "provider"];

fn is(element: &Element, name: &str, wanted: &str) -> (String, Option<String>) {
    let told = element.get(name).unwrap_or("nothing");
    let short = name.trim_start_matches("android:");
    (format!("{short} is {wanted}"), (told != wanted).then(|| format!("it is {told}")))
}

fn unexplained(manifest: &Element) -> Option<String> {
    let asked = manifest.children.iter().filter(|child| child.tag.starts_with("uses-permission"));
    let unknown: Vec<&str> = asked
        .map(Element::name)
        .filter(|name| {
            !PERMISSIONS.iter().any(|(known, _)| name.strip_prefix("android.permission.") == Some(known))
        })
        .collect();
    (!unknown.is_empty()).then(|| format!("{}: say in rules.rs what for", unknown.join(", ")))
}

fn launchers(application: &Element) -> Option<String> {
    let count = application.all("activity").filter(|activity| is_launcher(activity)).count();
    (count != 1).then(|| format!("{count} are"))
}

fn is_launcher(activity: &Element) -> bool {
    activity.tag == "activity"
        && activity
            .all("intent-filter")
            .any(|filter| filter.all("category").any(|it| it.name() == "android.intent.category.LAUNCHER"))
}

/// Only what the home screen starts, and what only the system may bind, is open to others; and each says so.
fn exported(component: &Element) -> (String, Option<String>) {
    let bound = component.get("android:permission") == Some("android.permission.BIND_JOB_SERVICE");
    let wanted = if is_launcher(component) || bound { "true" } else { "false" };
    let (_, wrong) = is(component, "android:exported", wanted);
    let who = match (bound, wanted) {
        (true, _) => "the system alone",
        (false, "true") => "the home screen",
        _ => "nobody else",
    };
    (format!("{} {} is open to {who}", component.tag, component.name()), wrong)
}

/// What rules of backup let go.
fn taken_away(rules: &Element, sections: &[&str]) -> Option<String> {
    for section in sections {
        let held = if rules.tag == *section { Some(rules) } else { rules.all(section).next() };
        let Some(held) = held else { return Some(format!("no <{section}>")) };
        let excluded = |place: &str| {
            held.all("exclude").any(|it| it.get("domain") == Some(place) && it.get("path") == Some("."))
        };
        if let Some(place) = PLACES.iter().find(|place| !excluded(place)) {
            return Some(format!("<{section}> does not exclude {place}"));
        }
        if held.all("include").next().is_some() {
            return Some(format!("<{section}> includes something"));
        }
    }
    None
}

/// A part of the manifest to make a mistake in; one that is not there is put there, which is a mistake as well.
fn part<'a>(manifest: &'a mut Element, tag: &str, name: &str) -> &'a mut Element {
    let within = if KINDS.contains(&tag) { part(manifest, "application", "") } else { manifest };
    if within.child(tag, name).is_none() {
        within.children.push(Element::new(tag, &[("android:name", name)]));
    }
    let at = within
        .children
        .iter()
        .position(|child| child.tag == tag && (name.is_empty() || child.name() == name));
    &mut within.children[at.unwrap_or_default()]
}

fn without(manifest: &mut Element, permission: &str) {
    manifest.children.retain(|child| child.name() != format!("android.permission.{permission}"));
}

#[cfg(test)]
mod tests {
    use super::{PLACES, taken_away};
    use crate::android::element::Element;

    #[test]
    fn one_place_that_a_backup_may_take_is_found() {
        let mut rules = Element::new("full-backup-content", &[]);
        for place in PLACES {
            rules.children.push(Element::new("exclude", &[("domain", place), ("path", ".")]));
        }
        assert_eq!(taken_away(&rules, &["full-backup-content"]), None);
        assert!(taken_away(&rules, &["cloud-backup"]).unwrap().contains("cloud-backup"));
        let gone = rules.children.pop().unwrap();
        assert!(taken_away(&rules, &["full-backup-content"]).unwrap().contains(gone.get("domain").unwrap()));
    }
}
