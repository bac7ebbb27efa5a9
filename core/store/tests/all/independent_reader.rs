//! SQLCipher itself reads the notebook with the raw key: the file is in the format that audit and forensic tools know,
//! and no program of ours is needed to get an officer's entries out.
//! SQLCipher comes from PyPI (`sqlcipher3-binary`) with the environment that `cargo xtask test` makes.
//! Where that is not to be had a line says so; in CI (`CI=true`) it must be.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Phone, key_bytes, record};

const READER: &str = r#"
import sys, sqlcipher3
path, key = sys.argv[1:]
connection = sqlcipher3.connect(path)
connection.execute(f"PRAGMA key = \"x'{key}'\"")
print("cipher", connection.execute("PRAGMA cipher_version").fetchone()[0])
for (problem,) in connection.execute("PRAGMA cipher_integrity_check"):
    print("problem", problem)
for (header,) in connection.execute("SELECT header FROM entry ORDER BY seq"):
    print("entry", header)
"#;

#[test]
fn sqlcipher_reads_the_notebook_with_the_raw_key() {
    let Some(python) = python_with_sqlcipher() else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "CI must run the independent reader");
        common::skipped("the independent reader needs SQLCipher: `cargo xtask test rust` installs it");
        return;
    };
    let phone = Phone::new();
    let notebook = phone.open().unwrap();
    for seq in 0..40 {
        record(&notebook, seq, "patrol in the High Street").unwrap();
    }
    notebook.maintain().unwrap();
    // Two more rows are left in the log: SQLCipher must read that, too.
    record(&notebook, 40, "still in the log").unwrap();

    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let read = |key: &[u8]| {
        let output =
            Command::new(&python).args(["-c", READER]).arg(phone.path()).arg(hex(key)).output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (success, seen, complaint) = read(&key_bytes(0x51));
    assert!(success, "{complaint}");
    assert!(seen.starts_with("cipher 4."), "{seen}");
    assert!(!seen.contains("problem"), "{seen}");
    assert_eq!(seen.matches("entry patrol in the High Street").count(), 40);
    assert!(seen.ends_with("entry still in the log\n"), "{seen}");

    let (success, seen, _) = read(&key_bytes(0x99));
    assert!(!success && !seen.contains("entry"), "another key must read nothing: {seen}");
}

/// The interpreter that `cargo xtask test` provides, if it has SQLCipher; also found without xtask once made.
fn python_with_sqlcipher() -> Option<PathBuf> {
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../venv/bin/python");
    let python = std::env::var_os("BEATBOOK_PYTHON").map_or(made, PathBuf::from);
    let asked = Command::new(&python).args(["-c", "import sqlcipher3"]).output();
    asked.is_ok_and(|output| output.status.success()).then_some(python)
}
