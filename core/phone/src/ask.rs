//! Notices in words: what an officer types to ask for one. The library takes everything else from its own records.

mod community;
mod penalty;

use beatbook_device::{
    Beatbook, BeatbookError, CpnAsked, CpwAsked, NoticeAbout, NoticeAsked, NuisanceAsked, S77Asked,
};
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::notice::content::{
    Observation, SamePerson, SeizureGround, Unit, UnitKind, WarningCited,
};
use beatbook_domain::records::notice::six::SixAsked;
use beatbook_domain::records::welfare::Subject;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::arguments::When;
use crate::encounter_words::{photo, photos};
use crate::error::PhoneError;
use crate::notices::MethodWord;
use crate::time;
use community::Community;
use penalty::Penalty;

/// Which notice.
#[derive(Subcommand)]
pub enum Ask {
    /// A fixed penalty: for breach of an order, for another offence, or of a community protection notice.
    Penalty(Penalty),
    /// A community protection warning (ASBCPA 2014 s43(5)).
    Cpw(Cpw),
    /// A community protection notice (s43): after the warning, its time, and something seen since.
    Cpn(Cpn),
    /// A vehicle warning (PRA 2002 s59).
    S59Warning(S59Warning),
    /// A vehicle seizure (PRA 2002 s59).
    S59Seizure(S59Seizure),
    /// A direction to leave land (CJPOA 1994 s77), after a welfare check.
    S77(S77),
}

/// What every notice says.
#[derive(Args)]
pub struct Common {
    /// Where it happened, in words.
    #[arg(long)]
    place: String,
    /// What happened.
    #[arg(long)]
    particulars: String,
    /// Which encounter; the newest if not told.
    #[arg(long, value_name = "ID")]
    encounter: Option<Id>,
    /// Which person of it: 1, 2, 3 …
    #[arg(long, default_value_t = 1)]
    person: Label,
    /// Code of the authority whose paper it is, where no order says so; your own if not told.
    #[arg(long, value_name = "CODE")]
    authority: Option<String>,
    /// In uniform.
    #[arg(long)]
    in_uniform: bool,
    /// How it is going to be served; the paper says so.
    #[arg(long, default_value = "hand")]
    service: MethodWord,
    /// A photograph or recording, and what it shows; again for more. The record keeps its hash.
    #[arg(long, num_args = 2, value_names = ["FILE", "TEXT"])]
    photo: Vec<String>,
    /// For training: a number from a series of its own, and paper that says so.
    #[arg(long)]
    training: bool,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub when: When,
}

/// A warning.
#[derive(Args)]
pub struct Cpw {
    #[command(flatten)]
    community: Community,
    /// Last day of the time allowed.
    #[arg(long, value_name = "DATE")]
    until: Date,
}

/// A notice.
#[derive(Args)]
pub struct Cpn {
    #[command(flatten)]
    community: Community,
    /// Number of the warning that went before.
    #[arg(long, value_name = "NUMBER")]
    warning: Option<String>,
    /// What was seen after the time allowed, and when; again for more.
    #[arg(long, num_args = 2, value_names = ["TIME", "TEXT"])]
    seen: Vec<String>,
    /// Whom you told before; "nobody" is an answer.
    #[arg(long)]
    informed: Option<String>,
}

/// Both limbs.
#[derive(Args)]
pub struct Nuisance {
    /// Which vehicle of the encounter: 1, 2, 3 …
    #[arg(long, default_value_t = 1)]
    vehicle: Label,
    /// How it was driven: careless, inconsiderate or off the road.
    #[arg(long)]
    driving: String,
    /// Whom it alarmed, distressed or annoyed.
    #[arg(long)]
    annoyance: String,
    #[command(flatten)]
    common: Common,
}

/// A warning about a vehicle.
#[derive(Args)]
pub struct S59Warning {
    #[command(flatten)]
    nuisance: Nuisance,
    /// You told that any vehicle may be seized if it is repeated.
    #[arg(long)]
    warned: bool,
}

/// A seizure, on one ground.
#[derive(Args)]
#[group(id = "ground", multiple = false, args = ["continued", "impracticable", "warned_by", "warning", "no_warning_needed"])]
pub struct S59Seizure {
    #[command(flatten)]
    nuisance: Nuisance,
    /// It went on after a warning on this occasion: when the warning was given, and what went on.
    #[arg(long, num_args = 2, value_names = ["TIME", "TEXT"])]
    continued: Option<Vec<String>>,
    /// A warning was impracticable: why.
    #[arg(long, value_name = "WHY")]
    impracticable: Option<String>,
    /// Warned on this occasion by another: by whom and when.
    #[arg(long, value_name = "WHO")]
    warned_by: Option<String>,
    /// Warned before: number of the warning, as `encounter warnings` shows it.
    #[arg(long, value_name = "NUMBER")]
    warning: Option<String>,
    /// Only the registration matches: why you believe the driver to be the person warned.
    #[arg(long, requires = "warning")]
    belief: Option<String>,
    /// Your own record of that warning tells of another make, colour or kind of vehicle: what explains it.
    #[arg(long, requires = "belief", value_name = "WHY")]
    although: Option<String>,
    /// The law in force asks for no warning.
    #[arg(long)]
    no_warning_needed: bool,
}

/// A direction to leave land.
#[derive(Args)]
pub struct S77 {
    /// The land, so that nobody can mistake it.
    #[arg(long)]
    land: String,
    /// A vehicle in which somebody lives, and how it can be told from others; again for more.
    #[arg(long, num_args = 2, value_names = ["KIND", "TEXT"])]
    unit: Vec<String>,
    /// Somebody directed, by name or description; again for more.
    #[arg(long)]
    who: Vec<String>,
    /// Directed are all persons with vehicles on the land.
    #[arg(long)]
    all: bool,
    /// When they must have left.
    #[arg(long, value_name = "TIME")]
    leave_by: Option<String>,
    /// The encampment; that of the welfare check if not told.
    #[arg(long, value_name = "ID")]
    encampment: Option<Id>,
    /// The completed welfare check of the encampment; the newest that it was told of if not told, and of any without one.
    #[arg(long, value_name = "ID")]
    welfare: Option<Id>,
    #[command(flatten)]
    common: Common,
}

impl Ask {
    /// What every notice says.
    pub fn common(&self) -> &Common {
        match self {
            Self::Penalty(words) => words.common(),
            Self::Cpw(words) => &words.community.common,
            Self::Cpn(words) => &words.community.common,
            Self::S59Warning(words) => &words.nuisance.common,
            Self::S59Seizure(words) => &words.nuisance.common,
            Self::S77(words) => &words.common,
        }
    }

    /// Whether a supervisor may ever issue it from a draft: those go by post.
    pub fn is_ever_posted(&self) -> bool {
        !matches!(self, Self::S77(_))
    }

    /// As the library takes it.
    pub fn asked(&self, book: &Beatbook) -> Result<NoticeAsked, PhoneError> {
        let common = self.common();
        let encounter = match common.encounter {
            Some(told) => told,
            None => book.newest_encounter()?,
        };
        let about = match self {
            Self::Penalty(words) => words.about(),
            Self::Cpw(Cpw { community, until }) => NoticeAbout::Cpw(CpwAsked {
                detriment: community.detriment(),
                requirements: community.requirements(),
                allowed_until: *until,
                premises: community.premises(),
                enquiries: community.enquiries.clone(),
            }),
            Self::Cpn(words) => NoticeAbout::Cpn(CpnAsked {
                detriment: words.community.detriment(),
                warning: words.warning.clone(),
                observations: observations(&words.seen)?,
                requirements: words.community.requirements(),
                informed: words.informed.clone(),
                premises: words.community.premises(),
                enquiries: words.community.enquiries.clone(),
            }),
            Self::S59Warning(S59Warning { nuisance, warned }) => {
                NoticeAbout::S59Warning { nuisance: nuisance.asked(), warned: *warned }
            }
            Self::S59Seizure(words) => NoticeAbout::S59Seizure {
                nuisance: words.nuisance.asked(),
                ground: words.ground(book, encounter)?,
            },
            Self::S77(words) => NoticeAbout::S77Direction(S77Asked {
                land: words.land.clone(),
                units: units(&words.unit)?,
                people: words.who.clone(),
                all_persons: words.all,
                leave_by: words.leave_by.as_deref().map(|text| time::parse(text, None)).transpose()?,
                welfare: match words.encampment.filter(|_| words.welfare.is_none()) {
                    Some(id) => book.encampment(id)?.own.and_then(|own| Some(own.welfare?.what.record)),
                    None => words.welfare.or(newest_check(book)?),
                },
                encampment: words.encampment,
            }),
        };
        let of_person = about_person(&about);
        Ok(NoticeAsked {
            encounter,
            person: of_person.then_some(common.person),
            about,
            authority: common.authority.clone(),
            place: common.place.clone(),
            particulars: common.particulars.clone(),
            in_uniform: common.in_uniform.then_some(true),
            evidence: photos(&common.photo, photo)?,
            service: common.service.into(),
            six: match self {
                Self::Penalty(words) => words.six(),
                _ => SixAsked::default(),
            },
            training: common.training,
        })
    }
}

/// The newest welfare check of an encampment, if there is one.
fn newest_check(book: &Beatbook) -> Result<Option<Id>, BeatbookError> {
    match book.newest_check(Subject::Encampment, None) {
        Err(BeatbookError::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// Whether it is about one person of the encounter, not about premises or everybody there.
fn about_person(about: &NoticeAbout) -> bool {
    match about {
        NoticeAbout::Cpw(cpw) => cpw.premises.is_none(),
        NoticeAbout::Cpn(cpn) => cpn.premises.is_none(),
        NoticeAbout::S77Direction(_) => false,
        _ => true,
    }
}

impl Nuisance {
    fn asked(&self) -> NuisanceAsked {
        NuisanceAsked {
            vehicle: self.vehicle,
            driving: self.driving.clone(),
            annoyance: self.annoyance.clone(),
        }
    }
}

impl S59Seizure {
    fn ground(&self, book: &Beatbook, encounter: Id) -> Result<Option<SeizureGround>, PhoneError> {
        if let Some([time, after]) = self.continued.as_deref() {
            let warned = time::parse(time, None)?;
            return Ok(Some(SeizureGround::Continued { warned, after: after.clone() }));
        }
        if let Some(why) = self.impracticable.clone() {
            return Ok(Some(SeizureGround::Impracticable { why }));
        }
        if let Some(who) = self.warned_by.clone() {
            return Ok(Some(SeizureGround::WarnedByAnother { who }));
        }
        if let Some(number) = &self.warning {
            let (person, vehicle) = (self.nuisance.common.person, self.nuisance.vehicle);
            let known = book.earlier_warnings(encounter, Some(person), Some(vehicle))?;
            let warning = known.into_iter().find(|one| one.cited.number == *number).map(|one| one.cited);
            // One that nobody here knows is a point beside the others.
            let warning = warning.unwrap_or_else(|| WarningCited {
                number: number.clone(),
                date: Date::ZERO,
                place: String::new(),
                issuer: String::new(),
            });
            let same = match (self.belief.clone(), self.although.clone()) {
                (None, _) => SamePerson::Details,
                (belief, although) => SamePerson::Registration { belief, although },
            };
            return Ok(Some(SeizureGround::WarnedBefore { warning, same }));
        }
        Ok(self.no_warning_needed.then_some(SeizureGround::NoWarningNeeded))
    }
}

/// Pairs of a time and what was seen.
fn observations(words: &[String]) -> Result<Vec<Observation>, PhoneError> {
    let pairs = words.chunks_exact(2).map(|pair| match pair {
        [at, text] => Ok(Observation { time: time::parse(at, None)?, text: text.clone() }),
        _ => Err(PhoneError::Time),
    });
    pairs.collect()
}

/// Pairs of a kind and a description.
fn units(words: &[String]) -> Result<Vec<Unit>, PhoneError> {
    let pairs = words.chunks_exact(2).filter_map(|pair| match pair {
        [kind, text] => Some((kind, text)),
        _ => None,
    });
    pairs
        .map(|(kind, text)| {
            let kind = UnitWord::from_str(kind, true).map_err(|_| PhoneError::Unit)?;
            Ok(Unit { kind: kind.into(), lived_in: true, described: text.clone() })
        })
        .collect()
}

/// What stands on the land.
#[derive(Clone, Copy, ValueEnum)]
enum UnitWord {
    Caravan,
    Vehicle,
    Tent,
    Structure,
}

impl From<UnitWord> for UnitKind {
    fn from(word: UnitWord) -> Self {
        match word {
            UnitWord::Caravan => Self::Caravan,
            UnitWord::Vehicle => Self::Vehicle,
            UnitWord::Tent => Self::Tent,
            UnitWord::Structure => Self::Structure,
        }
    }
}
