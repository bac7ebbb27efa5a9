//! A fixed penalty in words: for what, and the answers that every penalty asks for.

use beatbook_device::NoticeAbout;
use beatbook_domain::records::notice::content::CpnBreached;
use beatbook_domain::records::notice::six::SixAsked;
use clap::{Args, ValueEnum};

use super::Common;

/// A fixed penalty. Offence, amounts and payee follow from the order or the authority's paper.
#[derive(Args)]
pub struct Penalty {
    /// Code of the order.
    #[arg(long, requires = "condition", required_unless_present_any = ["offence", "cpn"])]
    order: Option<String>,
    /// Code of its condition, such as ALC-1.
    #[arg(long, requires = "order")]
    condition: Option<String>,
    /// Code of an offence that no order is about, such as LIT.
    #[arg(long, conflicts_with = "order")]
    offence: Option<String>,
    /// Number of the community protection notice that was not complied with.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["order", "offence"], requires = "requirement")]
    cpn: Option<String>,
    /// Which of its requirements: 1, 2, 3 …
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    requirement: Option<u16>,
    /// What that requirement says, where a colleague gave the notice: as you read it there. The paper says it.
    #[arg(long, value_name = "TEXT", requires = "cpn")]
    words: Option<String>,
    /// What you answer with yes of what is asked before every penalty: `proportionate`, `evidence` (it would support a
    /// prosecution), `no-exception` (no accident, nobody exempt), or `yes` to all three. The record answers the rest.
    #[arg(long, value_name = "ANSWERS", value_delimiter = ',')]
    six: Vec<SixWord>,
    /// What you answer with no.
    #[arg(long, value_name = "ANSWERS", value_delimiter = ',')]
    six_no: Vec<SixWord>,
    #[command(flatten)]
    common: Common,
}

/// What is asked of an officer before every penalty.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SixWord {
    /// All three.
    Yes,
    /// A penalty is proportionate.
    Proportionate,
    /// The evidence would support a prosecution.
    Evidence,
    /// It was no accident, and nobody is exempt.
    NoException,
}

impl Penalty {
    /// What every notice says.
    pub fn common(&self) -> &Common {
        &self.common
    }

    /// An answer is what was said of it, and no to what was said both ways.
    pub fn six(&self) -> SixAsked {
        let said = |words: &[SixWord], word| words.contains(&word) || words.contains(&SixWord::Yes);
        let answer = |word| match (said(&self.six, word), said(&self.six_no, word)) {
            (_, true) => Some(false),
            (true, false) => Some(true),
            (false, false) => None,
        };
        SixAsked {
            proportionate: answer(SixWord::Proportionate),
            evidence: answer(SixWord::Evidence),
            no_exception: answer(SixWord::NoException),
        }
    }

    /// For what.
    pub fn about(&self) -> NoticeAbout {
        match (&self.offence, &self.cpn) {
            (Some(code), _) => NoticeAbout::Offence(code.clone()),
            (None, Some(number)) => NoticeAbout::CpnBreach(CpnBreached {
                number: number.clone(),
                requirement: self.requirement.unwrap_or(1).saturating_sub(1),
                words: self.words.clone(),
            }),
            (None, None) => NoticeAbout::Order {
                order: self.order.clone().unwrap_or_default(),
                condition: self.condition.clone().unwrap_or_default(),
            },
        }
    }
}
