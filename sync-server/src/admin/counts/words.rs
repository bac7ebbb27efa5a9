//! The words of the command line about rough-sleeper counts.

use std::path::PathBuf;

use beatbook_domain::records::count::{PairAnswer, SightingPair, SightingRef};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::admin::people::reason;
use crate::admin::welfare::FormArgs;

/// Rough-sleeper counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum CountCommand {
    /// Set a count from a file: all of it, or nothing and a list of all that is wrong
    Plan {
        /// JSON file, as docs/counts.md shows
        file: PathBuf,
        /// For whom
        #[command(flatten)]
        asker: Asker,
        /// Why a night is counted again in zones that another count has; `count show` tells those who answer for counts
        #[arg(long)]
        reason: Option<String>,
    },
    /// List the counts this officer may know of
    List {
        /// For whom
        #[command(flatten)]
        asker: Asker,
        /// What for
        #[command(flatten)]
        why: WhyArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Show one: plan, teams, what was searched, how good it is and why, and what was done
    Show(LookArgs),
    /// Show sightings that may be one person, and how each pair stands
    Proposals {
        /// Which
        #[command(flatten)]
        look: LookArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// Say whether two sightings are one person; two people decide, one of them from neither team
    Decide(DecideArgs),
    /// Teams count from now on
    Open(AboutCount),
    /// Teams are back
    Close {
        /// Which
        #[command(flatten)]
        about: AboutCount,
        /// Why nothing was heard of a sector; again for each of them
        #[arg(long, value_name = "SECTOR=REASON", value_parser = silent)]
        silent: Vec<(String, String)>,
        /// The independent partner was there, with whatever team they went
        #[arg(long)]
        partner: bool,
    },
    /// Name the independent partner who was there, until the return is sent; what was verified is to be verified anew
    Partner {
        /// Which
        #[command(flatten)]
        about: AboutCount,
        /// Name of the organisation
        #[arg(required_unless_present = "not_there", conflicts_with = "not_there")]
        name: Option<String>,
        /// No independent partner was there after all
        #[arg(long)]
        not_there: bool,
    },
    /// The numbers stand: name them as `count table` does, so that nothing else is verified than what was looked at
    Verify {
        /// Which
        #[command(flatten)]
        about: AboutCount,
        /// The figures' name, as `count table` prints it
        #[arg(long, value_name = "NAME")]
        figures: beatbook_protocol::hash::Hash,
    },
    /// The return is sent, after the end of the window: nothing changes any more
    Submit(AboutCount),
    /// Add something in words, at any stage
    Annotate {
        /// Which
        #[command(flatten)]
        about: AboutCount,
        /// What
        #[arg(long)]
        text: String,
    },
    /// Print the return: the count by gender, age and nationality
    Table {
        /// Which
        #[command(flatten)]
        look: LookArgs,
        /// As it may be published: numbers from 1 to 4 are hidden, and what would give them away
        #[arg(long)]
        public: bool,
        /// For a spreadsheet
        #[arg(long)]
        csv: bool,
    },
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct Asker {
    /// The authority's code or id
    #[arg(long)]
    pub authority: String,
    /// Who asks: an officer's code or id; the access log names them
    #[arg(long = "as", value_name = "OFFICER")]
    pub officer: String,
}

/// Which count, and who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct AboutCount {
    /// The count's id, as `count list` shows it
    pub count: Id,
    /// Who asks
    #[command(flatten)]
    pub asker: Asker,
}

/// What for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct WhyArgs {
    /// Why, for those who may read by logged request only
    #[arg(long)]
    pub reason: Option<String>,
}

impl WhyArgs {
    /// The reason, if there is one.
    pub(super) fn said(&self) -> Option<&str> {
        reason(self.reason.as_deref())
    }
}

/// Which count somebody looks at, who, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct LookArgs {
    /// Which
    #[command(flatten)]
    pub about: AboutCount,
    /// What for
    #[command(flatten)]
    pub why: WhyArgs,
}

/// Which pair, and what of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct DecideArgs {
    /// Which
    #[command(flatten)]
    pub about: AboutCount,
    /// The pair, as `count proposals` names it
    #[arg(value_parser = pair)]
    pub pair: SightingPair,
    /// What
    pub answer: AnswerWord,
    /// Why, in a few words without names
    #[arg(long, default_value = "")]
    pub why: String,
}

/// One person or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum AnswerWord {
    /// One person
    Same,
    /// Two people
    Different,
    /// Neither: what was said before is taken back
    Withdrawn,
}

impl From<AnswerWord> for PairAnswer {
    fn from(word: AnswerWord) -> Self {
        match word {
            AnswerWord::Same => Self::Same,
            AnswerWord::Different => Self::Different,
            AnswerWord::Withdrawn => Self::Withdrawn,
        }
    }
}

fn silent(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((sector, why)) if !why.trim().is_empty() => Ok((sector.to_owned(), why.to_owned())),
        _ => Err("write SECTOR=REASON".to_owned()),
    }
}

/// So many of something.
pub(super) fn number(of: usize, one: &str) -> String {
    if of == 1 { format!("1 {one}") } else { format!("{of} {one}s") }
}

fn pair(text: &str) -> Result<SightingPair, String> {
    let read = |text: &str| -> Option<SightingRef> {
        let mut parts = text.split('/');
        let of = SightingRef {
            notebook: parts.next()?.parse().ok()?,
            record: parts.next()?.parse().ok()?,
            label: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(of)
    };
    let both = text.split_once('+').and_then(|(one, other)| SightingPair::of(read(one)?, read(other)?));
    both.ok_or_else(|| "copy the pair as `count proposals` names it".to_owned())
}
