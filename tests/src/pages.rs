//! An encrypted file as somebody sees it who has its key and a tool: page by page, decrypted, free pages too.

use std::fmt::Write as _;
use std::path::Path;

use beatbook_server::home::Home;

use crate::force::Force;
use crate::phone::{KEY, Phone};

/// Whether some text is in any page of the phone's notebook. The app is closed for it and starts again.
///
/// # Panics
/// If the file cannot be read with the key.
pub fn holds(phone: &mut Phone, text: &str) -> bool {
    contains(&pages(phone), text)
}

/// All pages of the phone's notebook. The app is closed for it and starts again.
///
/// # Panics
/// If the file cannot be read with the key.
#[must_use]
pub fn pages(phone: &mut Phone) -> Vec<u8> {
    phone.book().shutdown().unwrap();
    let plain = phone.places().notebooks.with_file_name("plain.sqlite3");
    std::fs::copy(phone.places().file(phone.notebook()), &plain).unwrap();
    let key = KEY.iter().fold(String::new(), |mut key, byte| {
        let _ = write!(key, "{byte:02x}");
        key
    });
    let pages = in_the_clear(&plain, &key);
    phone.killed();
    phone.restarted();
    pages
}

/// Whether some text is in any page of the server's database. It is stopped for it and starts again.
///
/// # Panics
/// If the file cannot be read with the key.
pub fn server_holds(force: &mut Force, text: &str) -> bool {
    let home = Home::at(&force.home());
    let key = std::fs::read_to_string(home.key_file()).unwrap();
    let plain = home.database().with_file_name("plain.sqlite3");
    force.while_stopped(|| std::fs::copy(home.database(), &plain).unwrap());
    contains(&in_the_clear(&plain, key.trim()), text)
}

/// A copy's pages, and the copy is gone.
fn in_the_clear(plain: &Path, key: &str) -> Vec<u8> {
    {
        // Rekeying to no key writes the file out in the clear.
        let connection = rusqlite::Connection::open(plain).unwrap();
        let key = format!("PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4; PRAGMA key = \"x'{key}'\"");
        connection.execute_batch(&key).unwrap();
        connection.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA rekey = ''").unwrap();
    }
    let pages = std::fs::read(plain).unwrap();
    assert!(pages.starts_with(b"SQLite format 3\0"), "the copy is really in the clear");
    std::fs::remove_file(plain).unwrap();
    pages
}

/// Whether some text is anywhere in these bytes.
#[must_use]
pub fn contains(pages: &[u8], text: &str) -> bool {
    pages.windows(text.len()).any(|window| window == text.as_bytes())
}
