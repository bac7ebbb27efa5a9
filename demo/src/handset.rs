//! One more phone: a folder of its own, on the real clock, and the real command-line phone in it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::DemoError;
use crate::programs::{Ask, Programs};

/// The phone.
pub struct Handset {
    program: PathBuf,
    /// Its folder.
    pub home: PathBuf,
}

impl Handset {
    /// A new one, let in with a code, and synced once.
    pub fn enrolled(
        programs: &Programs,
        scratch: &Path,
        name: &str,
        code: String,
    ) -> Result<Self, DemoError> {
        let home = scratch.join("phones").join(name);
        std::fs::create_dir_all(&home).map_err(DemoError::system("making a phone's folder"))?;
        let handset = Self { program: programs.phone.clone(), home };
        Ask::of(&handset.program, &handset.home, &["enrol", "-"]).input(code).text()?;
        handset.ask(&["sync"])?;
        Ok(handset)
    }

    /// Does something; answers what it prints.
    pub fn ask(&self, arguments: &[&str]) -> Result<String, DemoError> {
        Ask::of(&self.program, &self.home, arguments).text()
    }

    /// Does something; answers its JSON.
    pub fn json(&self, arguments: &[&str]) -> Result<Value, DemoError> {
        Ask::of(&self.program, &self.home, arguments).json()
    }

    /// Tries something that is refused; answers why, or nothing if it was done.
    pub fn refused(&self, arguments: &[&str]) -> Result<Option<String>, DemoError> {
        match self.ask(arguments) {
            Ok(_) => Ok(None),
            Err(DemoError::Program { said, .. }) => Ok(Some(said)),
            Err(other) => Err(other),
        }
    }
}
