//! Under broken glass: the records of one person. Found by keyed identifier first, by name and date of birth; then by
//! the name alone, where a date of birth is not known on both sides. Of whom no name is known, by what they look like, where and
//! when.

use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::welfare::identity::IdentityKey;
use jiff::civil::{Date, date};
use serde_json::Value;

use super::{Desk, Seen};
use crate::admin::office::{Office, Told, period};
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::welfare::identities;

/// A birthday for comparing names alone: the same for both sides.
const ANY_DAY: Date = date(2000, 1, 1);

/// Whom somebody looks for: a full name, or initials with a date of birth.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    given: String,
    family: String,
    born: Option<Date>,
    only_initials: bool,
}

/// What has to fit, all of it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Search {
    pub(super) who: Option<Wanted>,
    /// Words that stand in what somebody looks like.
    pub(super) looks: Option<String>,
    /// A ward, by its name.
    pub(super) ward: Option<String>,
    pub(super) period: Option<String>,
}

/// Most records that one search shows: more are to be narrowed down, since each is a look at somebody's data.
const FOUND_MAX: usize = 50;

impl Search {
    /// How a record is found, if it is.
    fn finds(&self, key: &IdentityKey, seen: &Seen<'_>) -> Option<&'static str> {
        let mut people = seen.welfare.people.values();
        let looks_so = |person: &PersonSeen| {
            let has = |words: &str| {
                let told = person.description.as_deref().unwrap_or_default().to_lowercase();
                words_of(words).iter().all(|word| told.contains(word))
            };
            self.looks.as_deref().is_none_or(has)
        };
        let by = people.find_map(|person| match &self.who {
            _ if !looks_so(person) => None,
            Some(who) => who.finds(key, person),
            None if self.looks.is_some() => Some("looks: it may be somebody else"),
            None => Some("ward: it may be somebody else"),
        });
        // Nobody may be told of in a record that a ward finds.
        let is_ward_alone = self.who.is_none() && self.looks.is_none();
        let by = by.or(is_ward_alone.then_some("ward: nobody is told of in it"))?;
        self.ward.as_deref().is_none_or(|ward| is_ward(seen, ward)).then_some(by)
    }
}

/// What is looked for in a description: letters and digits alone.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn is_ward(seen: &Seen<'_>, name: &str) -> bool {
    seen.place.ward.as_deref().is_some_and(|ward| ward.to_lowercase() == name.trim().to_lowercase())
}

impl Wanted {
    /// As it was typed, if it was.
    pub(super) fn told(name: Option<&str>, born: Option<Date>) -> Result<Option<Self>, ServerError> {
        match (name, born) {
            (Some(name), born) => Self::read(name, born).map(Some),
            (None, Some(_)) => Err(refused("a date of birth goes with a name or initials: say --name, too")),
            (None, None) => Ok(None),
        }
    }

    /// As it was typed. The family name is the last word of several; up to four letters that stand alone are initials.
    fn read(name: &str, born: Option<Date>) -> Result<Self, ServerError> {
        let is_letter = |c: &char| c.is_alphabetic();
        let words: Vec<&str> = name.split_whitespace().collect();
        let letters: Vec<char> = name.chars().filter(is_letter).collect();
        let long = words.iter().any(|word| word.chars().filter(is_letter).count() > 1);
        let (given, family, only_initials) = match (words.split_last(), &letters[..]) {
            (Some((family, given)), _) if long && !given.is_empty() => {
                (given.join(" "), (*family).to_owned(), false)
            }
            (_, [first, .., last]) if letters.len() <= 4 => (first.to_string(), last.to_string(), true),
            _ => return Err(refused("write a full name, or initials and --born")),
        };
        if only_initials && born.is_none() {
            return Err(refused("many share initials: say the date of birth with --born"));
        }
        Ok(Self { given, family, born, only_initials })
    }

    /// How a person of a record is found, if they are: by keyed identifier, or by the name alone.
    fn finds(&self, key: &IdentityKey, person: &PersonSeen) -> Option<&'static str> {
        let (wanted, seen) = (key.person(&self.given, &self.family, self.born), identities(key, person));
        if both(wanted.by_name, seen.by_name) {
            return Some("name and date of birth");
        }
        let named = wanted.by_name.is_some() && seen.by_name.is_some();
        if !named && both(wanted.by_initials, seen.by_initials) {
            return Some("initials and date of birth: it may be somebody else");
        }
        if self.only_initials || self.born.zip(person.born).is_some_and(|(wanted, seen)| wanted != seen) {
            return None;
        }
        // Of a given name of one letter no more is compared.
        let given = person.given.as_deref()?;
        let short = self.given.chars().filter(|c| c.is_alphabetic()).count() == 1;
        let given = if short { given.get(..given.chars().next()?.len_utf8())? } else { given };
        let name = |given: &str, family: &str| key.person(given, family, Some(ANY_DAY)).by_name;
        let told = name(given, person.family.as_deref()?);
        both(name(&self.given, &self.family), told).then_some("name: it may be somebody else")
    }
}

fn both<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.is_some() && one == other
}

fn refused(why: &'static str) -> ServerError {
    ServerError::refused("name", why)
}

impl Desk {
    /// Shows the records that fit, each logged, while the reader's glass is broken.
    pub(super) async fn find(
        &self,
        office: &Office,
        authority: &str,
        search: &Search,
    ) -> Result<Told, ServerError> {
        let Some(open) = &self.glass else {
            return Err(ServerError::refused(
                "not_allowed",
                "a search for somebody is for an emergency: `welfare break-glass` says what happened and opens it for a day",
            ));
        };
        if search.who.is_none() && search.looks.is_none() && search.ward.is_none() {
            return Err(refused("say whom: --name, what they look like with --looks, or where with --ward"));
        }
        if search.looks.as_deref().is_some_and(|looks| words_of(looks).is_empty()) {
            return Err(refused("say with --looks what they look like, in a word or more"));
        }
        let scope = office.scope(authority, Purpose::Welfare).await?.at_desk(self.reader.id);
        if let Some(ward) = &search.ward
            && !self.seen(None)?.iter().any(|seen| is_ward(seen, ward))
        {
            let why = "no welfare record is in a ward of this name: write it as `zones list` does, or leave --ward out";
            return Err(ServerError::refused("unknown_ward", why));
        }
        // In danger to life it is told by the day, to whoever may only know that there are records as well.
        let refused = |error| ServerError::refused("period", error);
        let days = search.period.as_deref().map(|text| period(text)?.days().map_err(refused)).transpose()?;
        let within = |day: Date| days.is_none_or(|(first, last)| first <= day && day <= last);
        let mut seen = self.seen(None)?;
        seen.retain(|seen| within(seen.welfare.day()));
        let fits = seen.iter().filter_map(|seen| Some((seen.case.record, search.finds(&self.key, seen)?)));
        let fits: Vec<_> =
            fits.filter_map(|(record, by)| Some((record, by, self.shown(record, true).ok()?))).collect();
        if fits.len() > FOUND_MAX {
            let why = format!(
                "{} records fit, and {FOUND_MAX} are shown at most: say more of --looks, --ward or --period",
                fits.len()
            );
            return Err(ServerError::refused("too_many", why));
        }
        let (mut text, mut all) = (String::new(), Vec::new());
        for (record, by, told) in fits {
            let what = format!("welfare record {record}, found, glass broken: {}", open.cause.code());
            office.service.store().log_access(&scope, &what, Some(&open.why)).await?;
            text.push_str(&format!("found by {by}\n{}\n", told.text));
            let mut json = told.json;
            json["found_by"] = Value::from(by);
            all.push(json);
        }
        if all.is_empty() {
            text.push_str("No welfare record that fits can be shown to this officer.\n");
        }
        Ok(Told::ok(text, all.into()))
    }
}
