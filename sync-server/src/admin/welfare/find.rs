//! Under broken glass: the records of one named person. Found by keyed identifier first, by name and date of birth; then by
//! the name alone, where a date of birth is not known on both sides.

use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::welfare::identity::IdentityKey;
use jiff::civil::{Date, date};
use serde_json::Value;

use super::Desk;
use crate::admin::office::{Office, Told};
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

impl Wanted {
    /// As it was typed. The family name is the last word of several; up to four letters that stand alone are initials.
    pub(super) fn read(name: &str, born: Option<Date>) -> Result<Self, ServerError> {
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
    /// Shows the records of one person, each logged, while the reader's glass is broken.
    pub(super) async fn find(
        &self,
        office: &Office,
        authority: &str,
        wanted: &Wanted,
    ) -> Result<Told, ServerError> {
        let Some(open) = &self.glass else {
            return Err(ServerError::refused(
                "not_allowed",
                "a search by name is for an emergency: `welfare break-glass` says what happened and opens it for a day",
            ));
        };
        let scope = office.scope(authority, Purpose::Welfare).await?.at_desk(self.reader.id);
        let (mut text, mut all) = (String::new(), Vec::new());
        for (case, welfare) in &self.cases {
            let Some(how) = welfare.people.values().find_map(|one| wanted.finds(&self.key, one)) else {
                continue;
            };
            let Ok(told) = self.shown(case.record, true) else { continue };
            let what = format!("welfare record {}, found, glass broken: {}", case.record, open.cause.code());
            office.service.store().log_access(&scope, &what, Some(&open.why)).await?;
            text.push_str(&format!("found by {how}\n{}\n", told.text));
            let mut json = told.json;
            json["found_by"] = Value::from(how);
            all.push(json);
        }
        if all.is_empty() {
            text.push_str("No welfare record of this person can be shown to this officer.\n");
        }
        Ok(Told::ok(text, all.into()))
    }
}
