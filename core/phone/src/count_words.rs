//! Rough-sleeper counts on the command line, in the words of the field. Nothing is decided here.

use std::collections::BTreeSet;

use beatbook_device::{Beatbook, BeatbookError, CountNews, JoinCount, NameTold, Sighted, SightingNews};
use beatbook_domain::records::count::form::{IdentityBasis, OnForm, ServiceKnows};
use beatbook_domain::records::count::{
    Label, PairAnswer, SectorOutcome, SightingPair, SightingRef, SiteByHand,
};
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, Site, SleepingState};
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use crate::applies::place;
use crate::arguments::When;
use crate::commands::Phone;
use crate::count_shown::{listed, listed_json, pairs, pairs_json, part, part_json, told, unread_part};
use crate::error::PhoneError;
use crate::out;
use crate::welfare_words::{ask_where, code};

/// What to do with counts.
#[derive(Subcommand)]
pub enum CountCommand {
    /// Lists the counts this phone may know of.
    List {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Joins a count with a team; answers the record of this phone's part.
    Join {
        /// The count.
        count: Id,
        /// Code of the team.
        team: String,
        /// Who is on it, as roles and never as names; again for each.
        #[arg(long)]
        member: Vec<String>,
        /// This officer was briefed, with the data-protection statement.
        #[arg(long)]
        briefed: bool,
        #[command(flatten)]
        when: When,
    },
    /// The team begins to count.
    Start(Of),
    /// Somebody, a tent or bedding was seen.
    Saw(Box<SawWords>),
    /// Tells what is new about a sighting; what is left out stays as it was.
    Change(Box<ChangeWords>),
    /// Tells what became of a sector: visited, or why not.
    Sector {
        /// Its code.
        sector: String,
        /// Why it was not visited.
        #[arg(long, value_name = "WHY", conflicts_with = "inaccessible")]
        not_visited: Option<String>,
        /// Why it could not be entered, as behind a locked gate.
        #[arg(long, value_name = "WHY")]
        inaccessible: Option<String>,
        /// A known site that was reached though no position shows it; again for each. Of a sector that was not searched the newest
        /// word names them all.
        #[arg(long, value_name = "SITE=WHY", value_parser = by_hand)]
        reached: Vec<SiteByHand>,
        /// A known site that was not reached after all, whatever was told before; again for each.
        #[arg(long, value_name = "SITE")]
        not_reached: Vec<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Says whether two sightings are one person; two people decide, one of them from neither team.
    Decide {
        /// One of them: NOTEBOOK/RECORD/NUMBER, or the number alone for one of this part.
        one: String,
        /// The other.
        other: String,
        /// same, different or withdrawn.
        #[arg(value_parser = code::<PairAnswer>)]
        answer: PairAnswer,
        /// Why.
        #[arg(long, default_value = "")]
        why: String,
        #[command(flatten)]
        of: Of,
    },
    /// Lists sightings of this part that may be one person, and what was said of them; for who leads the team.
    Pairs {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        of: Of,
    },
    /// The team was debriefed.
    Debrief {
        /// What was said.
        #[arg(default_value = "")]
        text: String,
        #[command(flatten)]
        of: Of,
    },
    /// The team has finished.
    End(Of),
    /// Shows this phone's part; the newest if not told.
    Show {
        /// Answers in JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        of: Of,
    },
}

/// Of which part.
#[derive(Args)]
pub struct Of {
    /// Which part; the newest if not told.
    #[arg(long, value_name = "ID")]
    record: Option<Id>,
    #[command(flatten)]
    when: When,
}

impl Of {
    fn part_in(&self, book: &Beatbook) -> Result<Id, BeatbookError> {
        match self.record {
            Some(record) => Ok(record),
            None => book.newest_count_part(),
        }
    }
}

/// Who it is, as far as they say. Kept are initials and what is keyed of the rest.
#[derive(Args)]
struct NameWords {
    /// Given name.
    #[arg(long)]
    given: Option<String>,
    /// Family name.
    #[arg(long)]
    family: Option<String>,
    /// Initials, where no name is given.
    #[arg(long)]
    initials: Option<String>,
    /// Date of birth.
    #[arg(long, value_name = "DATE")]
    born: Option<Date>,
}

impl NameWords {
    fn told(self) -> NameTold {
        NameTold { given: self.given, family: self.family, initials: self.initials, born: self.born }
    }
}

/// Looks, all optional.
#[derive(Args)]
struct LookWords {
    /// Tent, shelter or vehicle, in words.
    #[arg(long)]
    structure: Option<String>,
    /// female, male, other or not_known.
    #[arg(long, value_parser = code::<Gender>)]
    gender: Option<Gender>,
    /// under_18, 18_25, 26_over or not_known.
    #[arg(long, value_parser = code::<Age>)]
    age: Option<Age>,
    /// uk, eu, non_eu or not_known; only as told.
    #[arg(long, value_parser = code::<Nationality>)]
    nationality: Option<Nationality>,
    /// Ethnicity by the authority's list; only if they say it. For the own team, in no table.
    #[arg(long)]
    ethnicity: Option<String>,
    /// Support needs, in words; only if they say them. For the own team, in no table.
    #[arg(long)]
    needs: Option<String>,
    /// new or known to the service.
    #[arg(long, value_parser = code::<ServiceKnows>)]
    service: Option<ServiceKnows>,
    /// How sure it is who they are: seen_before (by you) or told. A guess is left out.
    #[arg(long, value_parser = code::<IdentityBasis>)]
    identity: Option<IdentityBasis>,
    /// What tells them from others, a code of the authority's list; again for each.
    #[arg(long, value_name = "CODE")]
    descriptor: Vec<String>,
    /// In words, for the own team and the debrief.
    #[arg(long)]
    text: Option<String>,
    /// Number of another sighting who was there at the same time; again for each.
    #[arg(long, value_name = "NUMBER")]
    beside: Vec<Label>,
}

impl LookWords {
    fn form(&self) -> OnForm {
        OnForm {
            ethnicity: self.ethnicity.clone(),
            needs: self.needs.clone(),
            service: self.service,
            identity: self.identity,
        }
    }
}

/// A sighting.
#[derive(Args)]
pub struct SawWords {
    /// doorway, tent, park, shelter_station, car_park_stairwell, vehicle, derelict, barn_shed, boat or other.
    #[arg(value_parser = code::<Site>)]
    site: Site,
    /// bedded_down, about_to, awake_not, tent_unconfirmed or bedding_only.
    #[arg(value_parser = code::<SleepingState>)]
    state: SleepingState,
    /// Another place than where the newest fix is, in degrees.
    #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
    place: Option<(f64, f64)>,
    /// Metres within which the true place lies.
    #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
    accuracy: f64,
    #[command(flatten)]
    looks: LookWords,
    #[command(flatten)]
    name: NameWords,
    #[command(flatten)]
    of: Of,
}

/// News about a sighting.
#[derive(Args)]
pub struct ChangeWords {
    /// Its number.
    label: Label,
    /// Another place than was told, in degrees.
    #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
    place: Option<(f64, f64)>,
    /// Metres within which the true place lies.
    #[arg(long, value_name = "M", default_value_t = 5.0, requires = "place")]
    accuracy: f64,
    /// The kind of place.
    #[arg(long, value_parser = code::<Site>)]
    site: Option<Site>,
    /// What was seen: a tent that was unconfirmed is confirmed so.
    #[arg(long, value_parser = code::<SleepingState>)]
    state: Option<SleepingState>,
    #[command(flatten)]
    looks: LookWords,
    #[command(flatten)]
    name: NameWords,
    #[command(flatten)]
    of: Of,
}

impl SawWords {
    fn news(self) -> (CountNews, Of) {
        let looks = self.looks;
        let form = looks.form();
        let seen = Sighted {
            place: ask_where(self.place, self.accuracy),
            site: self.site,
            state: self.state,
            structure: looks.structure,
            gender: looks.gender.unwrap_or_default(),
            age: looks.age.unwrap_or_default(),
            nationality: looks.nationality,
            form,
            who: self.name.told(),
            descriptors: looks.descriptor.into_iter().collect(),
            text: looks.text.unwrap_or_default(),
            beside: looks.beside.into_iter().collect(),
        };
        (CountNews::Sighted(Box::new(seen)), self.of)
    }
}

impl ChangeWords {
    fn news(self) -> (CountNews, Of) {
        let (looks, who) = (self.looks, self.name.told());
        let form = looks.form();
        let descriptors: BTreeSet<String> = looks.descriptor.into_iter().collect();
        let beside: BTreeSet<Label> = looks.beside.into_iter().collect();
        let news = SightingNews {
            place: self.place.map(|place| ask_where(Some(place), self.accuracy)),
            site: self.site,
            state: self.state,
            structure: looks.structure,
            gender: looks.gender,
            age: looks.age,
            nationality: looks.nationality,
            form,
            who: (who != NameTold::default()).then_some(who),
            descriptors: (!descriptors.is_empty()).then_some(descriptors),
            text: looks.text,
            beside: (!beside.is_empty()).then_some(beside),
        };
        (CountNews::Changed { label: self.label, news: Box::new(news) }, self.of)
    }
}

fn by_hand(text: &str) -> Result<SiteByHand, String> {
    match text.split_once('=') {
        Some((site, reason)) => Ok(SiteByHand { site: site.to_owned(), reason: reason.to_owned() }),
        None => Err("write SITE=WHY".to_owned()),
    }
}

/// A sighting as it is named; a number alone is one of this phone's part.
fn sighting(text: &str, notebook: Id, record: Id) -> Option<SightingRef> {
    if let Ok(label) = text.parse() {
        return Some(SightingRef { notebook, record, label });
    }
    let mut parts = text.split('/');
    let of = SightingRef {
        notebook: parts.next()?.parse().ok()?,
        record: parts.next()?.parse().ok()?,
        label: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(of)
}

impl Phone {
    /// Does what is asked about counts.
    pub fn count(&self, command: CountCommand) -> Result<(), PhoneError> {
        match command {
            CountCommand::List { json } => {
                let book = self.open()?;
                let counts = book.counts()?;
                book.shutdown()?;
                if json { out::line(listed_json(&counts)) } else { out::text(listed(&counts)) }
            }
            CountCommand::Join { count, team, member, briefed, when } => {
                let join = JoinCount { count, team, members: member, briefed };
                let (record, looks) = self.act(&when, |book| {
                    let record = book.join_count(join)?;
                    // It has begun: what looks wrong with it is not worth an error.
                    Ok::<_, BeatbookError>((record, book.tell_count(record, Vec::new()).unwrap_or_default()))
                })?;
                out::line(format_args!("part {record}"))?;
                out::text(told(&looks))
            }
            CountCommand::Start(of) => self.tell_of_count(&of, CountNews::Started),
            CountCommand::Saw(words) => {
                let (news, of) = words.news();
                let (answer, label) = self.act(&of.when, |book| {
                    let part = of.part_in(book)?;
                    let answer = book.tell_count(part, vec![news])?;
                    match book.count_part(part) {
                        Ok(view) => {
                            Ok((answer, view.part.sightings.last_key_value().map(|(label, _)| *label)))
                        }
                        // It is recorded, and the count is over for who only helps.
                        Err(BeatbookError::NotFound) => Ok((answer, None)),
                        Err(error) => Err(error),
                    }
                })?;
                out::text(told(&answer))?;
                match label {
                    Some(label) => out::line(format_args!("sighting {label}")),
                    None => out::line("recorded"),
                }
            }
            CountCommand::Change(words) => {
                let (news, of) = words.news();
                self.tell_of_count(&of, news)
            }
            CountCommand::Sector { sector, not_visited, inaccessible, reached, not_reached, of } => {
                let not_reached = not_reached.into_iter().collect();
                let outcome = match (not_visited, inaccessible) {
                    (Some(reason), _) => SectorOutcome::NotVisited { reason },
                    (None, Some(reason)) => SectorOutcome::Inaccessible { reason },
                    (None, None) => SectorOutcome::Visited,
                };
                self.tell_of_count(&of, CountNews::Sector { sector, outcome, reached, not_reached })
            }
            CountCommand::Decide { one, other, answer, why, of } => self.act(&of.when, |book| {
                let part = of.part_in(book)?;
                let named = |text: &str| sighting(text, book.notebook(), part);
                let pair =
                    named(&one).zip(named(&other)).and_then(|(one, other)| SightingPair::of(one, other));
                let pair = pair.ok_or(BeatbookError::NotFound)?;
                book.tell_count(part, vec![CountNews::Decided { pair, answer, why }]).map(drop)
            }),
            CountCommand::Pairs { json, of } => {
                let book = self.open()?;
                let told = book.count_pairs(of.part_in(&book)?)?;
                book.shutdown()?;
                if json { out::line(pairs_json(&told)) } else { out::text(pairs(&told)) }
            }
            CountCommand::Debrief { text, of } => self.tell_of_count(&of, CountNews::Debriefed { text }),
            CountCommand::End(of) => self.tell_of_count(&of, CountNews::Ended),
            CountCommand::Show { json, of } => {
                let book = self.open()?;
                let record = of.part_in(&book)?;
                let view = match book.count_part(record) {
                    // Nothing is told, and nothing stored: it is there all the same.
                    Err(BeatbookError::NotFound) if book.tell_count(record, Vec::new()).is_ok() => None,
                    told => Some(told?),
                };
                let Some(view) = view else {
                    let counts = book.counts()?;
                    book.shutdown()?;
                    let unread = json!({ "record": record, "part": null, "counts": listed_json(&counts) });
                    return if json { out::line(unread) } else { out::text(unread_part(record, &counts)) };
                };
                let shares = book.count_searched(view.record)?;
                book.shutdown()?;
                if json { out::line(part_json(&view, &shares)) } else { out::text(part(&view, &shares)) }
            }
        }
    }

    fn tell_of_count(&self, of: &Of, news: CountNews) -> Result<(), PhoneError> {
        let answer = self.act(&of.when, |book| book.tell_count(of.part_in(book)?, vec![news]))?;
        out::text(told(&answer))
    }
}
