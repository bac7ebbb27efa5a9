//! What an officer notes of a sign, on the command line.

use std::path::PathBuf;

use beatbook_device::SignNote;
use beatbook_domain::records::sign::SignState;
use clap::{Args, Subcommand};

use crate::encounter_words::photo;
use crate::error::PhoneError;

/// How a sign was found.
#[derive(Subcommand)]
pub enum Sign {
    /// It hangs and can be read.
    Seen(OneSign),
    /// It hangs no more.
    Missing(OneSign),
    /// It hangs and cannot be read.
    Damaged(OneSign),
    /// None is near, and one should be.
    Wanted {
        /// The order.
        #[arg(long)]
        order: String,
        /// What else there is to say.
        #[arg(long, default_value = "")]
        text: String,
    },
}

/// A sign of the book.
#[derive(Args)]
pub struct OneSign {
    /// Its code.
    pub sign: String,
    /// The order it tells of.
    #[arg(long)]
    pub order: String,
    /// What else there is to say.
    #[arg(long, default_value = "")]
    pub text: String,
    /// A photograph of it; of the file only its hash is kept.
    #[arg(long, value_name = "FILE")]
    pub photo: Option<PathBuf>,
}

impl Sign {
    /// As the library takes it; a photograph is read for its hash.
    pub fn note(self) -> Result<SignNote, PhoneError> {
        let (state, one) = match self {
            Self::Seen(one) => (SignState::Seen, one),
            Self::Missing(one) => (SignState::Missing, one),
            Self::Damaged(one) => (SignState::Damaged, one),
            Self::Wanted { order, text } => {
                return Ok(SignNote { state: SignState::Wanted, order, sign: None, text, photo: None });
            }
        };
        let photo = one.photo.map(|file| photo(&file, String::new())).transpose()?;
        let photo = photo.map(|photo| photo.content);
        Ok(SignNote { state, order: one.order, sign: Some(one.sign), text: one.text, photo })
    }
}
