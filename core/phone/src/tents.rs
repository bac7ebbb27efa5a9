//! Tents on the command line, in the words of the field. Nothing is decided here.

use std::fmt::Write;
use std::path::Path;

use beatbook_device::{Beatbook, BeatbookError, NoteTent, RemoveTent, TentNews};
use beatbook_domain::encampments::tent_standing::TentStanding;
use beatbook_domain::encampments::tents::{ItemState, Tent};
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::tent::{Belonging, BelongingKind, KeptWhere, TentGround, TentPower};
use beatbook_domain::records::welfare::Subject;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::applies::place;
use crate::arguments::When;
use crate::commands::Phone;
use crate::encampments::doubt_line;
use crate::encounter_words::clean_photo;
use crate::error::PhoneError;
use crate::out;
use crate::reference_words::ReferenceWords;
use crate::welfare_words::{ask_where, code};

/// What to do with tents.
#[derive(Subcommand)]
pub enum TentCommand {
    /// Notes a tent that something is to be done about; answers its id.
    Note {
        /// Where, in words; only the own team is told.
        #[arg(long)]
        land: String,
        /// asb, harm-to-dweller or community-impact.
        #[arg(long, value_parser = code::<TentGround>)]
        ground: TentGround,
        /// Another place than where the newest fix is, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
        accuracy: f64,
        #[command(flatten)]
        when: When,
    },
    /// Tells that a welfare check of whoever lives there is complete; nothing of anybody is told.
    Welfare {
        /// The check; the newest one of a tent if not told.
        #[arg(long, value_name = "ID")]
        check: Option<Id>,
        #[command(flatten)]
        of: Of,
    },
    /// Tells what help was offered, and the answer: before anything is moved.
    Offer {
        /// What.
        #[arg(value_name = "HELP")]
        offered: String,
        /// accepted, declined or no-answer.
        #[arg(value_parser = code::<HelpAnswer>)]
        answer: HelpAnswer,
        #[command(flatten)]
        of: Of,
    },
    /// Tells that it was moved, thing by thing; refused before welfare and an offer. Says until when things are kept.
    Remove(Box<RemoveWords>),
    /// Tells that things were given back, by you and another officer.
    Return(GoneWords),
    /// Tells that things were disposed of, by you and another officer: never on the day, never before their day is over,
    /// never medicine, identity papers or phones.
    Dispose(GoneWords),
    /// Says what the record is called in another system.
    Reference {
        #[command(flatten)]
        words: ReferenceWords,
        #[command(flatten)]
        of: Of,
    },
    /// Takes an entry of this phone back: it was wrong, and never was so.
    TakeBack {
        /// Its number, as `tent show` tells it.
        entry: u64,
        /// Why, in a few words without names.
        #[arg(long)]
        why: String,
        #[command(flatten)]
        of: Of,
    },
    /// Lists the tents of this phone, until sign-off.
    List {
        /// Those the own team noted instead, as the server told last.
        #[arg(long)]
        team: bool,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows one; the newest if not told.
    Show {
        /// Which.
        tent: Option<Id>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Of which tent, and when.
#[derive(Args)]
pub struct Of {
    /// Which; the newest if not told.
    #[arg(long, value_name = "ID")]
    tent: Option<Id>,
    #[command(flatten)]
    when: When,
}

/// A tent that was moved.
#[derive(Args)]
pub struct RemoveWords {
    /// voluntary, pspo, cpn, possession or other.
    #[arg(long, value_parser = code::<TentPower>)]
    power: TentPower,
    /// Reference of the order, notice or judgment.
    #[arg(long)]
    reference: Option<String>,
    /// Whoever lives in it was there.
    #[arg(long)]
    present: bool,
    /// A thing: tent, bedding, clothes, medication, papers, phone or other, and what it looks like; again for more.
    #[arg(long, num_args = 2, value_names = ["KIND", "WHAT"], required = true)]
    item: Vec<String>,
    /// A photograph of a thing, by the thing's number in the order told here: 1, 2, 3 …; again for more. Of the file only its hash
    /// is kept.
    #[arg(long, num_args = 2, value_names = ["N", "FILE"])]
    photo: Vec<String>,
    /// Where it is stored; left where it was if not told.
    #[arg(long, value_name = "PLACE")]
    stored: Option<String>,
    /// Where a notice was left that says so.
    #[arg(long, value_name = "WHERE")]
    notice: Option<String>,
    /// How to have things back.
    #[arg(long)]
    contact: String,
    #[command(flatten)]
    of: Of,
}

/// Things that went.
#[derive(Args)]
pub struct GoneWords {
    /// Public id of the other officer.
    #[arg(long, value_name = "OFFICER")]
    with: String,
    /// Number of a thing; again for more.
    #[arg(long = "item", value_name = "N", required = true)]
    items: Vec<u16>,
    /// To whom, without a name, or how.
    #[arg(long)]
    text: String,
    #[command(flatten)]
    of: Of,
}

impl RemoveWords {
    fn news(self) -> Result<(TentNews, Of), PhoneError> {
        let (pairs, _) = self.item.as_chunks::<2>();
        let thing = |[kind, what]: &[String; 2]| {
            let kind = code::<BelongingKind>(kind).map_err(|_| PhoneError::Belonging)?;
            Ok::<_, PhoneError>(Belonging { kind, what: what.clone(), photo: None })
        };
        let mut belongings: Vec<Belonging> = pairs.iter().map(thing).collect::<Result<_, _>>()?;
        let (photos, _) = self.photo.as_chunks::<2>();
        for [number, file] in photos {
            let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let thing = place.and_then(|place| belongings.get_mut(place)).ok_or(PhoneError::NoSuchThing)?;
            thing.photo = Some(clean_photo(Path::new(file), thing.what.clone())?);
        }
        let removed = RemoveTent {
            power: self.power,
            reference: self.reference,
            occupant_present: self.present,
            belongings,
            kept: self.stored.map_or(KeptWhere::Left, |place| KeptWhere::Stored { place }),
            notice_left: self.notice,
            contact: self.contact,
        };
        Ok((TentNews::Removed(Box::new(removed)), self.of))
    }
}

impl Phone {
    /// Does what is asked about tents.
    pub fn tent(&self, command: TentCommand) -> Result<(), PhoneError> {
        match command {
            TentCommand::Note { land, ground, place, accuracy, when } => {
                let note = NoteTent { land, ground, place: ask_where(place, accuracy) };
                let tent = self.act(&when, |book| book.note_tent(note))?;
                out::line(format_args!("tent {tent}"))
            }
            TentCommand::Welfare { check, of } => self.tell_tent(&of, |book| {
                let check = check
                    .map_or_else(|| book.newest_check(Subject::Tent, Some(told_of(book, of.tent)?)), Ok)?;
                Ok(TentNews::Welfare { check })
            }),
            TentCommand::Offer { offered: help, answer, of } => {
                self.tell_tent(&of, |_| Ok(TentNews::Offered { help, answer }))
            }
            TentCommand::Remove(words) => {
                let (news, of) = words.news()?;
                self.tell_tent(&of, |_| Ok(news))
            }
            TentCommand::Return(GoneWords { with, items, text, of }) => {
                self.tell_tent(&of, |_| Ok(TentNews::Returned { items, with, text }))
            }
            TentCommand::Dispose(GoneWords { with, items, text, of }) => {
                self.tell_tent(&of, |_| Ok(TentNews::Disposed { items, with, text }))
            }
            TentCommand::Reference { words, of } => {
                self.tell_tent(&of, |_| Ok(TentNews::Reference(words.into())))
            }
            TentCommand::TakeBack { entry, why, of } => {
                self.tell_tent(&of, |_| Ok(TentNews::TakenBack { entry, why }))
            }
            TentCommand::List { team: true, json } => {
                let book = self.open()?;
                for tent in book.team_tents()? {
                    if json {
                        out::line(json!(tent))?;
                    } else {
                        out::text(of_team(&tent))?;
                    }
                }
                Ok(book.shutdown()?)
            }
            TentCommand::List { json, .. } => {
                let book = self.open()?;
                for tent in book.tents()? {
                    tell(&tent, json)?;
                }
                Ok(book.shutdown()?)
            }
            TentCommand::Show { tent, json } => {
                let book = self.open()?;
                let mut tents = book.tents()?;
                let team = book.team_tents()?;
                book.shutdown()?;
                let own = match tent {
                    Some(id) => tents.into_iter().find(|one| one.id == id),
                    None => tents.pop(),
                };
                let id = tent.or(own.as_ref().map(|one| one.id)).ok_or(BeatbookError::NotFound)?;
                let standing = team.iter().find(|one| one.tent == id);
                if own.is_none() && standing.is_none() {
                    return Err(BeatbookError::NotFound.into());
                }
                if json {
                    let mut shown = own.as_ref().map_or_else(|| json!({ "tent": id }), json_of);
                    shown["standing"] = json!(standing);
                    return out::line(shown);
                }
                out::text(own.as_ref().map(shown).unwrap_or_default())?;
                let told = standing.map(|one| format!("as the server told last:\n{}", of_team(one)));
                out::text(told.unwrap_or_default())
            }
        }
    }

    fn tell_tent(
        &self,
        of: &Of,
        news: impl FnOnce(&Beatbook) -> Result<TentNews, BeatbookError>,
    ) -> Result<(), PhoneError> {
        let doubts = self.act(&of.when, |book| {
            let tent = told_of(book, of.tent)?;
            book.tell_tent(tent, vec![news(book)?])
        })?;
        doubts.iter().try_for_each(|point| out::line(doubt_line(point)))
    }
}

/// The tent told, or the one this phone noted or told of last.
fn told_of(book: &Beatbook, told: Option<Id>) -> Result<Id, BeatbookError> {
    match told {
        Some(told) => Ok(told),
        None => Ok(book.tents()?.last().ok_or(BeatbookError::NotFound)?.id),
    }
}

fn tell(tent: &Tent, as_json: bool) -> Result<(), PhoneError> {
    if as_json { out::line(json_of(tent)) } else { out::text(shown(tent)) }
}

/// A tent, for programs.
fn json_of(tent: &Tent) -> Value {
    let refused: Vec<_> = tent.refused.iter().map(|(at, why)| json!([at.at.seq, why.code()])).collect();
    let taken_back: Vec<_> = tent
        .taken_back
        .iter()
        .map(|(at, gone)| json!({ "entry": at.seq, "what": gone.what, "why": gone.back.what }))
        .collect();
    json!({
        "tent": tent.id, "noted": tent.noted, "welfare": tent.welfare, "offers": tent.offers,
        "removed": tent.removed, "items": tent.items, "gone": tent.gone,
        "references": tent.references, "taken_back": taken_back, "refused": refused,
    })
}

/// A tent of the team, for a person.
fn of_team(tent: &TentStanding) -> String {
    let mut text = String::new();
    let land = tent.found.as_ref().map(|found| found.land.words.as_str()).unwrap_or_default();
    let _ = writeln!(text, "tent {}  {land}", tent.tent);
    let done = if tent.welfare { "complete" } else { "not yet" };
    let _ = writeln!(text, "  welfare: {done}; help offered: {}", tent.offers.len());
    if let Some(taken) = &tent.taken {
        let _ = writeln!(text, "  moved, kept until {}", taken.what.keep_until);
        let _ = write!(text, "{}", things(&taken.what.belongings, &taken.items));
    }
    if tent.refused > 0 {
        let _ = writeln!(text, "  {} entries do not hold: the desk shows them", tent.refused);
    }
    text
}

/// Things one by one, and what became of each.
fn things(belongings: &[Belonging], items: &[ItemState]) -> String {
    let mut text = String::new();
    for (number, (thing, state)) in (1_u16..).zip(belongings.iter().zip(items)) {
        let state = match state {
            ItemState::Kept => "kept",
            ItemState::Returned => "given back",
            ItemState::Disposed => "disposed of",
        };
        let photo = if thing.photo.is_some() { ", photographed" } else { "" };
        let _ = writeln!(text, "  {number}: {} ({state}{photo})", thing.what);
    }
    text
}

/// The numbers of what was told of it, to take it back by.
fn entries(tent: &Tent) -> Vec<String> {
    let noted = tent.noted.iter().map(|one| (one.at, "noted"));
    let welfare = tent.welfare.iter().map(|one| (one.at, "welfare"));
    let offers = tent.offers.iter().map(|one| (one.at, "offered"));
    let removed = tent.removed.iter().map(|one| (one.at, "moved"));
    let gone = tent.gone.iter().map(|one| (one.at, "went"));
    let references = tent.references.iter().map(|one| (one.at, "reference"));
    let all = noted.chain(welfare).chain(offers).chain(removed).chain(gone).chain(references);
    all.map(|(at, what)| format!("{} {what}", at.seq)).collect()
}

/// A tent, for a person.
fn shown(tent: &Tent) -> String {
    let mut text = String::new();
    let land = tent.noted.as_ref().map(|noted| noted.what.land.words.as_str()).unwrap_or_default();
    let _ = writeln!(text, "tent {}  {land}", tent.id);
    let done = if tent.welfare.is_some() { "complete" } else { "not yet" };
    let _ = writeln!(text, "  welfare: {done}; help offered: {}", tent.offers.len());
    let _ = writeln!(text, "  entries: {}", entries(tent).join(", "));
    if let Some(removed) = &tent.removed {
        let what = &removed.what;
        let _ = writeln!(text, "  moved {}, kept until {}", removed.day(), what.keep_until);
        let _ = write!(text, "{}", things(&what.belongings, &tent.items));
    }
    for gone in &tent.gone {
        let [first, second] = &gone.what.people;
        let items: Vec<String> = gone.what.items.iter().map(u16::to_string).collect();
        let _ = writeln!(text, "  went: {}, by {first} and {second}, as {first} told it", items.join(", "));
    }
    for reference in &tent.references {
        let _ = writeln!(text, "  reference {}", reference.what);
    }
    for (at, gone) in &tent.taken_back {
        let _ = writeln!(text, "  entry {} ({}) TAKEN BACK: {}", at.seq, gone.what, gone.back.what);
    }
    for (at, why) in &tent.refused {
        let _ = match tent.noted_by() {
            Some(_) => writeln!(text, "  entry {} does not hold: {why}", at.at.seq),
            // It rests on what others told.
            None => writeln!(text, "  entry {} is told; whether it holds the server says", at.at.seq),
        };
    }
    text
}
