//! A notebook after a whole shift: an independent SQLCipher reads it with the key, and nobody reads it without.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop, one that cannot run should say so"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use beatbook_device::SignOn;
use beatbook_domain::records::journal::Basis;
use beatbook_tests::force::Force;
use beatbook_tests::phone::{KEY, Phone};
use beatbook_tests::walk::Walk;

/// 2025-09-10T10:00:00Z.
const ON: i64 = 1_757_498_400_000;
const PLANTED: &str = "Spoke with Wilhelmina Featherstonehaugh outside the bank";
const OPERATION: &str = "Operation Planted Marigold";

/// Reads as a forensic tool would: nothing of ours but the file and its key.
const READER: &str = r#"
import sys, sqlcipher3
path, key = sys.argv[1:]
connection = sqlcipher3.connect(path)
connection.execute(f"PRAGMA key = \"x'{key}'\"")
problems = connection.execute("PRAGMA cipher_integrity_check").fetchall()
text = sys.stdin.read().encode()
bodies = [bytes(body) for (body,) in connection.execute("SELECT body FROM entry WHERE body IS NOT NULL ORDER BY seq")]
print(len(problems), len(bodies), sum(text in body for body in bodies))
"#;

#[test]
fn sqlcipher_reads_the_shift_with_the_key_and_no_file_tells_it_without() {
    let force = Force::begin();
    let officer = force.add_officer("4711", "Centre");
    let mut phone = Phone::found(&force.ticket(officer), ON);
    phone.sign_on(SignOn { operation: Some(OPERATION.to_owned()), ..SignOn::tasked() });
    phone.book().note(PLANTED, Basis::Fact).unwrap();
    let walk = Walk::from((51.3826, 0.5265), ON, (0.0, 0.0)).to(ON + 600_000, (500.0, 300.0));
    phone.record(&walk.fixes(ON, ON + 600_000, 1_000, phone.mono(), 5.0));

    // In the middle of the shift: database, log, shared memory, lock, key check, reserve and seat.
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    let position = i32::to_le_bytes(51_382_600);
    let places = phone.places();
    let mut looked_at = 0;
    for file in [&places.notebooks, &places.seats].into_iter().flat_map(|folder| files(folder)) {
        let bytes = std::fs::read(&file).unwrap();
        looked_at += bytes.len();
        for secret in
            [PLANTED.as_bytes(), OPERATION.as_bytes(), b"51.382", b"patrol_started", hex.as_bytes(), &KEY[..]]
        {
            assert!(!contains(&bytes, secret), "{} tells a secret", file.display());
        }
        let often = bytes.windows(4).filter(|window| *window == position).count();
        assert!(often < 3, "{} tells positions", file.display());
    }
    assert!(looked_at > 100_000, "there was something to look at: {looked_at} bytes");

    phone.sign_off(ON + 600_000);
    phone.sync();
    let file = places.file(phone.notebook());
    phone.killed();
    let Some(python) = python_with_sqlcipher() else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "CI must run the independent reader");
        println!("SKIPPED: the independent reader needs SQLCipher: `cargo xtask test stories` installs it");
        return;
    };
    let read = |key: &str| {
        let mut reader = Command::new(&python)
            .args(["-c", READER])
            .arg(&file)
            .arg(key)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        use std::io::Write as _;
        // A reader with the wrong key ends before it asks for the text.
        let _ = reader.stdin.take().unwrap().write_all(PLANTED.as_bytes());
        String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap()
    };
    // Genesis, sign-on, note, one chunk, sign-off and summary; one of them is the note.
    assert_eq!(read(&hex).trim(), "0 6 1");
    assert_eq!(read(&"ab".repeat(32)), "", "another key reads nothing");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
        .collect()
}

fn contains(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}

/// The interpreter that `cargo xtask test` provides, if it has SQLCipher.
fn python_with_sqlcipher() -> Option<PathBuf> {
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../venv/bin/python");
    let python = std::env::var_os("BEATBOOK_PYTHON").map_or(made, PathBuf::from);
    let asked = Command::new(&python).args(["-c", "import sqlcipher3"]).output();
    asked.is_ok_and(|output| output.status.success()).then_some(python)
}
