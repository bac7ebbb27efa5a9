//! External references on the command line: the same two words for every record that has some.

use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use clap::{Args, ValueEnum};

/// What a record is called in another system.
#[derive(Debug, Args)]
pub struct ReferenceWords {
    /// Which system.
    system: System,
    /// Number there.
    value: String,
}

/// Other systems.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum System {
    Pmp,
    Cad,
    Crime,
    Cst,
    Bwv,
    Cctv,
    Other,
}

impl From<ReferenceWords> for Reference {
    fn from(words: ReferenceWords) -> Self {
        let system = match words.system {
            System::Pmp => ReferenceSystem::Pmp,
            System::Cad => ReferenceSystem::Cad,
            System::Crime => ReferenceSystem::Crime,
            System::Cst => ReferenceSystem::Cst,
            System::Bwv => ReferenceSystem::Bwv,
            System::Cctv => ReferenceSystem::Cctv,
            System::Other => ReferenceSystem::Other,
        };
        Self { system, value: words.value }
    }
}
