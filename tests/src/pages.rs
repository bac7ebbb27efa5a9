//! A notebook's file as somebody sees it who has its key and a tool: page by page, decrypted, free pages too.

use std::fmt::Write as _;

use crate::phone::{KEY, Phone};

/// Whether some text is in any page of the phone's notebook. The app is closed for it and starts again.
///
/// # Panics
/// If the file cannot be read with the key.
pub fn holds(phone: &mut Phone, text: &str) -> bool {
    phone.book().shutdown().unwrap();
    let plain = phone.places().notebooks.with_file_name("plain.sqlite3");
    std::fs::copy(phone.places().file(phone.notebook()), &plain).unwrap();
    let key = KEY.iter().fold(String::new(), |mut key, byte| {
        let _ = write!(key, "{byte:02x}");
        key
    });
    {
        // Rekeying to no key writes the file out in the clear.
        let connection = rusqlite::Connection::open(&plain).unwrap();
        let key = format!("PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4; PRAGMA key = \"x'{key}'\"");
        connection.execute_batch(&key).unwrap();
        connection.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA rekey = ''").unwrap();
    }
    let pages = std::fs::read(&plain).unwrap();
    assert!(pages.starts_with(b"SQLite format 3\0"), "the copy is really in the clear");
    std::fs::remove_file(&plain).unwrap();
    phone.killed();
    phone.restarted();
    pages.windows(text.len()).any(|window| window == text.as_bytes())
}
