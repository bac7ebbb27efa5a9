//! Visits to premises on the command line, in the words of the field. Nothing is decided here.

use std::mem::discriminant;
use std::path::PathBuf;

use beatbook_device::{Beatbook, BeatbookError, GoodsChange, ItemNews, RecordVisit, SealSeen, VisitChange};
use beatbook_domain::premises::Visit;
use beatbook_domain::premises::lists::PremisesLists;
use beatbook_domain::premises::shown;
use beatbook_domain::records::premises::{Defect, PremisesPart, SeizedGoods, VisitOutcome};
use beatbook_domain::records::seen::Evidence;
use beatbook_domain::register::payment::read_pounds;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::applies::place;
use crate::arguments::When;
use crate::commands::Phone;
use crate::encounter_words::photo;
use crate::engagements::ward_proposed;
use crate::error::PhoneError;
use crate::out;
use crate::reference_words::ReferenceWords;
use crate::time;
use crate::welfare_words::ask_where;

/// What to do with visits to premises.
#[derive(Subcommand)]
pub enum PremisesCommand {
    /// Records a visit, here and now if nothing else is told; answers its id and the ward.
    Visit {
        #[command(flatten)]
        what: VisitWords,
        /// The operation it belongs to; the patrol's if not told.
        #[arg(long, value_name = "NAME")]
        operation: Option<String>,
        /// Another place than where the newest fix is, in degrees.
        #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
        /// Metres within which the true place lies.
        #[arg(long, value_name = "M", default_value_t = 25.0, requires = "place")]
        accuracy: f64,
        #[command(flatten)]
        when: When,
    },
    /// Tells a defect; the same one told again is told anew.
    Defect {
        /// Its code (see `premises words`).
        #[arg(value_parser = word)]
        code: String,
        /// On how many things.
        #[arg(long, value_name = "N")]
        things: Option<u32>,
        /// The same in words.
        #[arg(long)]
        note: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Tells goods that were seized, in one bag; answers the item's number.
    Seize {
        #[command(flatten)]
        goods: GoodsWords,
        #[command(flatten)]
        of: Of,
    },
    /// Tells what became of an item.
    Item {
        /// Its number.
        item: u16,
        /// returned and disposed are done by you and another officer.
        #[arg(value_enum)]
        became: Became,
        /// Public id of the other officer.
        #[arg(long, value_name = "OFFICER", required_if_eq_any = [("became", "returned"), ("became", "disposed")])]
        with: Option<String>,
        /// To whom, without a name, or how; why it is here after all.
        #[arg(long)]
        text: String,
        /// Reference of whoever has it now.
        #[arg(long, required_if_eq("became", "passed-on"))]
        reference: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Says what a visit was after all; what is not told stays as it was. With --outcome all of what it came to is told anew; a
    /// referral or a day to come again without it leaves the rest of that as it was.
    Correct {
        #[command(flatten)]
        what: VisitWords,
        /// Why.
        #[arg(long = "because", value_name = "WORDS")]
        because: String,
        #[command(flatten)]
        of: Of,
    },
    /// Says what an item was after all; what is not told stays as it was.
    CorrectItem {
        /// Its number.
        item: u16,
        #[command(flatten)]
        goods: GoodsWords,
        /// Why.
        #[arg(long = "because", value_name = "WORDS")]
        because: String,
        #[command(flatten)]
        of: Of,
    },
    /// Says what a visit is called in another system.
    Reference {
        #[command(flatten)]
        words: ReferenceWords,
        #[command(flatten)]
        of: Of,
    },
    /// Takes a visit, a defect or an item back: it is not counted any more.
    TakeBack {
        /// Only this defect.
        #[arg(long, value_name = "CODE", value_parser = word, conflicts_with = "item")]
        defect: Option<String>,
        /// Only this item.
        #[arg(long, value_name = "N")]
        item: Option<u16>,
        /// Why.
        #[arg(long = "because", value_name = "WORDS")]
        because: String,
        #[command(flatten)]
        of: Of,
    },
    /// Lists the visits of this phone, the newest last.
    List {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Shows one; the newest if not told.
    Show {
        /// Which.
        visit: Option<Id>,
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists the words there are: kinds of premises, reasons, partners, capacities, defects.
    Words,
}

/// Of which visit, and when.
#[derive(Args)]
pub struct Of {
    /// Which; the newest if not told.
    #[arg(long, value_name = "ID")]
    visit: Option<Id>,
    #[command(flatten)]
    when: When,
}

/// What became of an item.
#[derive(Clone, Copy, ValueEnum)]
pub enum Became {
    /// Given back.
    Returned,
    /// Disposed of.
    Disposed,
    /// Passed to somebody else.
    PassedOn,
    /// Here after all.
    Held,
}

/// Outcomes that are one word.
#[derive(Clone, Copy, ValueEnum)]
pub enum OutcomeWord {
    /// Nothing was wrong.
    Compliant,
    /// Advice.
    Advice,
    /// A warning letter.
    WarningLetter,
    /// Goods were seized.
    Seizure,
}

/// What a visit is.
#[derive(Args)]
pub struct VisitWords {
    /// What the premises are called.
    name: Option<String>,
    /// off-licence, convenience, vape-shop … (see `premises words`).
    #[arg(long, value_name = "KIND", value_parser = word)]
    kind: Option<String>,
    /// Their address.
    #[arg(long)]
    address: Option<String>,
    /// Another ward than the phone proposes, by its code.
    #[arg(long, value_name = "CODE")]
    ward: Option<String>,
    /// When it began, if not just now.
    #[arg(long, value_name = "TIME")]
    began: Option<String>,
    /// routine, intelligence, complaint, test-purchase, revisit or partner.
    #[arg(long, value_name = "REASON", value_parser = word)]
    why: Option<String>,
    /// A partner who came along, such as trading-standards; again for more.
    #[arg(long, value_name = "PARTNER", value_parser = word)]
    partner: Vec<String>,
    /// Who was spoken to: owner, licence-holder, manager, staff or other; again for more, never a name.
    #[arg(long, value_name = "CAPACITY", value_parser = word)]
    spoke_to: Vec<String>,
    /// What it came to; again for more.
    #[arg(long, value_enum)]
    outcome: Vec<OutcomeWord>,
    /// It was referred to them.
    #[arg(long, value_name = "WHOM")]
    referred_to: Option<String>,
    /// Their reference.
    #[arg(long, requires = "referred_to")]
    reference: Option<String>,
    /// Somebody comes again, by this day at the latest.
    #[arg(long, value_name = "DATE")]
    follow_up: Option<Date>,
    /// Anything else; no names.
    #[arg(long)]
    notes: Option<String>,
}

/// What goods are.
#[derive(Args)]
pub struct GoodsWords {
    /// What they are.
    what: Option<String>,
    /// How many.
    #[arg(long, value_name = "N")]
    quantity: Option<u32>,
    /// Of what: vape, pouch, carton, litre …
    #[arg(long)]
    unit: Option<String>,
    /// What they are worth by estimate, in pounds: 400 or 399.50.
    #[arg(long, value_name = "POUNDS", value_parser = pence)]
    value: Option<u64>,
    /// Number of the seal on the bag.
    #[arg(long)]
    seal: Option<String>,
    /// The defect they are seized for.
    #[arg(long, value_name = "CODE", value_parser = word)]
    defect: Option<String>,
    /// On what power, in your words.
    #[arg(long)]
    power: Option<String>,
    /// A photograph, and what it shows; of the file only its hash is kept.
    #[arg(long, num_args = 2, value_names = ["FILE", "SHOWS"])]
    photo: Vec<String>,
}

/// A word of a list as the lists spell it.
fn word(text: &str) -> Result<String, String> {
    Ok(text.replace('-', "_"))
}

fn pence(text: &str) -> Result<u64, String> {
    let pence = read_pounds(text).and_then(|pence| u64::try_from(pence).ok());
    pence.ok_or_else(|| "not an amount: write pounds and pence, such as 400.00".to_owned())
}

impl VisitWords {
    fn change(self) -> Result<VisitChange, PhoneError> {
        let outcomes = self.outcome.into_iter().map(|word| match word {
            OutcomeWord::Compliant => VisitOutcome::Compliant,
            OutcomeWord::Advice => VisitOutcome::Advice,
            OutcomeWord::WarningLetter => VisitOutcome::WarningLetter,
            OutcomeWord::Seizure => VisitOutcome::Seizure,
        });
        let reference = self.reference;
        let referral = self.referred_to.map(|to| VisitOutcome::Referral { to, reference });
        let follow_up = self.follow_up.map(|by| VisitOutcome::FollowUp { by });
        let outcomes: Vec<VisitOutcome> = outcomes.chain(referral).chain(follow_up).collect();
        let told = |codes: Vec<String>| (!codes.is_empty()).then_some(codes);
        Ok(VisitChange {
            name: self.name,
            kind: self.kind,
            address: self.address,
            ward: self.ward,
            from: self.began.map(|text| time::parse(&text, None)).transpose()?,
            why: self.why,
            with: told(self.partner),
            spoken_to: told(self.spoke_to),
            outcomes: (!outcomes.is_empty()).then_some(outcomes),
            notes: self.notes,
        })
    }
}

impl GoodsWords {
    fn change(self) -> Result<GoodsChange, PhoneError> {
        let (pairs, _) = self.photo.as_chunks::<2>();
        let taken = |[file, shows]: &[String; 2]| photo(&PathBuf::from(file), shows.clone());
        let photo: Option<Evidence> = pairs.first().map(taken).transpose()?;
        Ok(GoodsChange {
            what: self.what,
            quantity: self.quantity,
            unit: self.unit,
            value_pence: self.value,
            seal: self.seal,
            photo,
            defect: self.defect,
            power: self.power,
        })
    }

    /// What is not told is nothing that could be kept, and is refused by its name.
    fn goods(self) -> Result<SeizedGoods, PhoneError> {
        let told = self.change()?;
        Ok(SeizedGoods {
            what: told.what.unwrap_or_default(),
            quantity: told.quantity.unwrap_or(1),
            unit: told.unit.unwrap_or_else(|| "piece".to_owned()),
            value_pence: told.value_pence,
            seal: told.seal,
            photo: told.photo,
            defect: told.defect,
            power: told.power,
        })
    }
}

impl Phone {
    /// Does what is asked about visits to premises.
    pub fn premises(&self, command: PremisesCommand) -> Result<(), PhoneError> {
        match command {
            PremisesCommand::Visit { what, operation, place, accuracy, when } => {
                let (what, place) = (what.change()?, ask_where(place, accuracy));
                let told = what.ward.clone();
                let (id, ward) = self.act(&when, |book| {
                    let id = book.record_premises_visit(RecordVisit { what, place, operation })?;
                    Ok::<_, BeatbookError>((id, told.or_else(|| ward_proposed(book, place))))
                })?;
                out::line(format_args!("visit {id}"))?;
                match ward {
                    Some(ward) => out::line(format_args!("ward {ward}")),
                    None => out::line(
                        "no ward is known here: tell it with `premises correct --ward CODE --because WORDS`",
                    ),
                }
            }
            PremisesCommand::Defect { code, things, note, of } => {
                let defect = Defect { code, things, note };
                self.tell_visit(&of, |book, visit| book.find_defect(visit, defect))
            }
            PremisesCommand::Seize { goods, of } => {
                let goods = goods.goods()?;
                let (item, seen) = self.tell_visit(&of, |book, visit| book.seize_goods(visit, goods))?;
                out::line(format_args!("item {item}"))?;
                warn(&seen)
            }
            PremisesCommand::Item { item, became, with, text, reference, of } => {
                let (with, reference) = (with.unwrap_or_default(), reference.unwrap_or_default());
                let news = match became {
                    Became::Returned => ItemNews::Returned { with, text },
                    Became::Disposed => ItemNews::Disposed { with, text },
                    Became::PassedOn => ItemNews::PassedOn { to: text, reference },
                    Became::Held => ItemNews::HeldAfterAll { why: text },
                };
                self.tell_visit(&of, |book, visit| book.tell_item(visit, item, news))
            }
            PremisesCommand::Correct { what, because, of } => {
                let all = !what.outcome.is_empty();
                let mut change = what.change()?;
                self.tell_visit(&of, |book, visit| {
                    if let Some(told) = change.outcomes.as_mut().filter(|_| !all) {
                        let mut kept = book.premises_visit(visit)?.details.outcomes;
                        kept.retain(|one| told.iter().all(|new| discriminant(new) != discriminant(one)));
                        told.splice(..0, kept);
                    }
                    book.correct_premises_visit(visit, change, &because)
                })
            }
            PremisesCommand::CorrectItem { item, goods, because, of } => {
                let change = goods.change()?;
                let seen =
                    self.tell_visit(&of, |book, visit| book.correct_item(visit, item, change, &because))?;
                warn(&seen)
            }
            PremisesCommand::Reference { words, of } => {
                self.tell_visit(&of, |book, visit| book.reference_premises_visit(visit, words.into()))
            }
            PremisesCommand::TakeBack { defect, item, because, of } => {
                let of_item = item.map_or(PremisesPart::Visit, PremisesPart::Item);
                let part = defect.map_or(of_item, PremisesPart::Defect);
                self.tell_visit(&of, |book, visit| book.take_back_premises(visit, part, &because))
            }
            PremisesCommand::List { json } => {
                let book = self.open()?;
                for visit in book.premises_visits()? {
                    show(&visit, json)?;
                }
                Ok(book.shutdown()?)
            }
            PremisesCommand::Show { visit, json } => {
                let book = self.open()?;
                let found = which(&book, visit).and_then(|visit| book.premises_visit(visit));
                book.shutdown()?;
                show(&found?, json)
            }
            PremisesCommand::Words => {
                for (name, words) in PremisesLists::shipped().named() {
                    out::line(name)?;
                    for word in words {
                        out::line(format_args!("  {}  {}", word.code, word.title))?;
                    }
                }
                Ok(())
            }
        }
    }

    fn tell_visit<T>(
        &self,
        of: &Of,
        tell: impl FnOnce(&Beatbook, Id) -> Result<T, BeatbookError>,
    ) -> Result<T, PhoneError> {
        self.act(&of.when, |book| {
            let visit = which(book, of.visit)?;
            tell(book, visit)
        })
    }
}

/// The visit told, or the newest of this phone.
fn which(book: &Beatbook, told: Option<Id>) -> Result<Id, BeatbookError> {
    told.map_or_else(|| book.newest_premises_visit(), Ok)
}

fn show(visit: &Visit, json: bool) -> Result<(), PhoneError> {
    if json { out::line(shown::json(visit)) } else { out::text(shown::text(visit)) }
}

/// The seal is on another bag of this phone, too: kept, and to be looked at.
fn warn(seen: &[SealSeen]) -> Result<(), PhoneError> {
    seen.iter().try_for_each(|one| {
        let SealSeen { visit, item } = one;
        out::line(format_args!("LOOK AT THE BAG: item {item} of visit {visit} has this seal, too"))
    })
}
