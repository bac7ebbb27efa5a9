//! Words for what an encounter is about: vehicles, behaviour, witnesses and references, warnings given before.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use beatbook_device::{BeatbookError, Behaviour, EarlierWarning, EncounterNews};
use beatbook_domain::law::age::AgeBand;
use beatbook_domain::photo::cleaned;
use beatbook_domain::records::encounter::people::{DetailsBasis, Part, VehicleKind, VehicleKnown};
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::encounter::{Detail, Label, LandType};
use beatbook_domain::records::seen::Evidence;
use beatbook_protocol::hash::Hash;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::arguments::NoteBasis;
use crate::encounters::Of;
use crate::error::PhoneError;
use crate::reference_words::ReferenceWords;

/// A vehicle, as far as it is known.
#[derive(Args)]
pub struct VehicleWords {
    /// Which vehicle: 1, 2, 3 …
    #[arg(long, default_value_t = 1)]
    vehicle: Label,
    /// What kind.
    #[arg(long)]
    kind: Option<VehicleWord>,
    /// The plate.
    #[arg(long)]
    plate: Option<String>,
    /// It bears no plate.
    #[arg(long, conflicts_with = "plate")]
    no_plate: bool,
    /// Maker and model.
    #[arg(long)]
    make: Option<String>,
    /// Colour.
    #[arg(long)]
    colour: Option<String>,
    /// Vehicle identification number.
    #[arg(long)]
    vin: Option<String>,
    /// Why make, registration or identification number cannot be told.
    #[arg(long, value_name = "WHY")]
    untold: Option<String>,
    /// Which person drove it: 1, 2, 3 …
    #[arg(long, value_name = "N")]
    driver: Option<Label>,
    #[command(flatten)]
    of: Of,
}

/// A behaviour.
#[derive(Args)]
pub struct SawWords {
    /// Code of the condition, or of the authority's list.
    code: String,
    /// What was seen.
    text: String,
    /// With which vehicle.
    #[arg(long)]
    vehicle: Option<Label>,
    /// How many vehicles, dogs or people.
    #[arg(long)]
    count: Option<u16>,
    /// On what it rests.
    #[arg(long, default_value = "fact")]
    basis: NoteBasis,
    #[command(flatten)]
    of: Of,
}

/// What belongs to the encounter as a whole.
#[derive(Subcommand)]
pub enum DetailWord {
    /// Someone else who saw it.
    Witness {
        /// Name or number, and how to reach them.
        who: String,
        /// Gave a statement.
        #[arg(long)]
        statement: bool,
    },
    /// Your own witness statement.
    Statement {
        /// In words.
        text: String,
    },
    /// Its number in another system.
    Reference(ReferenceWords),
    /// A photograph or recording: its hash is kept, and what it shows.
    Photo {
        /// The file.
        file: PathBuf,
        /// What it shows.
        shows: String,
    },
    /// An operation.
    Operation {
        /// Its name.
        name: String,
    },
    /// What you add later.
    Annotation {
        /// In words.
        text: String,
    },
}

/// What kind of vehicle.
#[derive(Clone, Copy, ValueEnum)]
pub enum VehicleWord {
    /// A car.
    Car,
    /// A van or lorry.
    Van,
    /// A motorcycle or moped.
    Motorcycle,
    /// A quad or other off-road vehicle.
    OffRoad,
    /// A powered scooter.
    EScooter,
    /// An electrically powered cycle.
    EBike,
    /// A caravan or motor home.
    Caravan,
    /// Any other.
    Other,
}

/// What somebody was doing there.
#[derive(Clone, Copy, ValueEnum)]
pub enum PartWord {
    /// What it is about, on foot.
    Subject,
    /// At the wheel.
    Driver,
    /// In the vehicle.
    Passenger,
    /// Came to watch.
    Spectator,
    /// Records or shares it.
    Recorder,
    /// Owns the dog.
    DogOwner,
    /// In charge of the dog.
    InCharge,
    /// Occupies or owns the premises.
    Occupier,
    /// Parent or guardian of another.
    Guardian,
}

/// How old somebody looks.
#[derive(Clone, Copy, ValueEnum)]
pub enum LooksWord {
    /// Under ten.
    #[value(name = "under-10")]
    Under10,
    /// Ten to fifteen.
    #[value(name = "10-15")]
    From10To15,
    /// Sixteen or seventeen.
    #[value(name = "16-17")]
    From16To17,
    /// Eighteen or over, without doubt.
    Adult,
    /// Perhaps under eighteen.
    #[value(name = "maybe-under-18")]
    MaybeUnder18,
}

/// Under which power somebody was asked who they are.
#[derive(Clone, Copy, ValueEnum)]
pub enum AskedUnder {
    /// None: of their own will.
    Volunteered,
    /// PRA 2002 s50.
    S50,
    /// A condition of an order.
    OrderCondition,
    /// EPA 1990 s88(8A).
    Epa88,
    /// Known to you, or found in another record.
    Known,
}

/// The answer to help that is offered.
#[derive(Clone, Copy, ValueEnum)]
pub enum HelpWord {
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// No answer.
    NoAnswer,
}

/// The kind of land.
#[derive(Clone, Copy, ValueEnum)]
pub enum LandWord {
    /// A road or pavement.
    Highway,
    /// Other public land.
    Public,
    /// Private land that the public may enter.
    PrivateOpen,
    /// Other private land.
    Private,
}

/// The library's value for each word.
macro_rules! means {
    ($word:ident => $value:ident { $($name:ident),+ $(,)? }) => {
        impl From<$word> for $value {
            fn from(word: $word) -> Self {
                match word { $($word::$name => Self::$name),+ }
            }
        }
    };
}

means!(VehicleWord => VehicleKind { Car, Van, Motorcycle, OffRoad, EScooter, EBike, Caravan, Other });
means!(PartWord => Part {
    Subject, Driver, Passenger, Spectator, Recorder, DogOwner, InCharge, Occupier, Guardian,
});
means!(AskedUnder => DetailsBasis { Volunteered, S50, OrderCondition, Epa88, Known });
means!(LooksWord => AgeBand { Under10, From10To15, From16To17, Adult, MaybeUnder18 });
means!(LandWord => LandType { Highway, Public, PrivateOpen, Private });
means!(HelpWord => HelpAnswer { Accepted, Declined, NoAnswer });

impl VehicleWords {
    /// What is told, and of which encounter.
    pub fn news(self) -> (EncounterNews, Of) {
        let known = VehicleKnown {
            kind: self.kind.map(Into::into),
            plate: self.plate.or_else(|| self.no_plate.then(String::new)),
            make: self.make,
            colour: self.colour,
            vin: self.vin,
            untold: self.untold,
            driver: self.driver,
        };
        (EncounterNews::Vehicle { vehicle: self.vehicle, known }, self.of)
    }
}

impl SawWords {
    /// What is told, and of which encounter.
    pub fn news(self) -> (EncounterNews, Of) {
        let seen = Behaviour {
            time: None,
            code: self.code,
            order: None,
            person: Some(self.of.person),
            vehicle: self.vehicle,
            count: self.count,
            text: self.text,
            basis: self.basis.into(),
        };
        (EncounterNews::Conduct(seen), self.of)
    }
}

impl DetailWord {
    /// What it tells; a photograph is read for its hash.
    pub fn detail(self) -> Result<Detail, PhoneError> {
        Ok(match self {
            Self::Witness { who, statement } => Detail::Witness { who, statement },
            Self::Statement { text } => Detail::OwnStatement { text },
            Self::Reference(words) => Detail::Reference(words.into()),
            Self::Photo { file, shows } => Detail::Evidence(photo(&file, shows)?),
            Self::Operation { name } => Detail::Operation(name),
            Self::Annotation { text } => Detail::Annotation(text),
        })
    }
}

/// A photograph or recording as a record keeps it.
pub fn photo(file: &Path, shows: String) -> Result<Evidence, PhoneError> {
    let bytes = fs::read(file).map_err(PhoneError::file("reading the photograph"))?;
    Ok(Evidence { content: Hash::of(&[&bytes]), shows })
}

/// A photograph of somebody who is helped, or of where they sleep: without what the camera wrote into the file.
pub fn clean_photo(file: &Path, shows: String) -> Result<Evidence, PhoneError> {
    let bytes = fs::read(file).map_err(PhoneError::file("reading the photograph"))?;
    match cleaned(&bytes) {
        Ok(clean) if clean == bytes => Ok(Evidence { content: Hash::of(&[&bytes]), shows }),
        Ok(_) => Err(PhoneError::PhotoTells),
        Err(refusal) => Err(BeatbookError::Photo(refusal).into()),
    }
}

/// Photographs told as file and text, one after the other.
pub fn photos(
    words: &[String],
    taken: impl Fn(&Path, String) -> Result<Evidence, PhoneError>,
) -> Result<Vec<Evidence>, PhoneError> {
    let pairs = words.chunks_exact(2).filter_map(|pair| match pair {
        [file, shows] => Some((Path::new(file), shows.clone())),
        _ => None,
    });
    pairs.map(|(file, shows)| taken(file, shows)).collect()
}

/// A warning given before, for programs.
pub fn warning_json(warning: &EarlierWarning) -> Value {
    json!({
        "number": warning.cited.number, "date": warning.cited.date, "place": warning.cited.place,
        "issuer": warning.cited.issuer, "same_person": warning.person,
        "counts_until": warning.counts_until, "counts": warning.counts,
    })
}

/// Warnings given before, for a person.
pub fn warnings(known: &[EarlierWarning]) -> String {
    if known.is_empty() {
        return "no warning is known to this phone: warn\n".to_owned();
    }
    let mut text = String::new();
    for EarlierWarning { cited, person, counts_until, counts } in known {
        let to = if *person {
            "this person was warned"
        } else {
            "this vehicle was in a warning to someone; is the driver that person?"
        };
        let counts = if *counts { "counts" } else { "COUNTED" };
        let _ = writeln!(
            text,
            "{}  {to}: {} by {}, {}; {counts} until {counts_until}",
            cited.number, cited.date, cited.issuer, cited.place
        );
    }
    text
}
