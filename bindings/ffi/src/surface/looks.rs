//! Calls. Who looked at what on this phone.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Who looked at what on this phone, after a row's number, in order; at most 1,000. That somebody reads it is written
    /// down as well.
    ///
    /// # Errors
    /// Storage errors.
    pub fn access_log(&self, after: Option<u64>, limit: u32) -> Result<AccessLog, BeatbookError> {
        Ok(self.beatbook.access_log(after, limit)?)
    }
}
