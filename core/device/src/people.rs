//! Who a notice is about, and who gives it: what is looked up beside the scene – whose paper it is, whether somebody is
//! under eighteen, the six answers, earlier offers of help, and powers that were used without being held.

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::powers::{OfficerPowers, Power};
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::completeness::scene::Breached;
use beatbook_domain::notices::completeness::support::named;
use beatbook_domain::orders::standing::{Standing, WhyNot};
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice::six::SixAnswers;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::asked::{NoticeAbout, NoticeAsked};
use crate::error::DeviceError;
use crate::journal::encounter_of;
use crate::notebook::Notebook;

impl Notebook {
    /// Whose paper it is where nobody says: about vehicles the force's that gave the power, else the officer's own.
    pub(crate) fn own_paper(
        &self,
        asked: &NoticeAsked,
        rules: &RuleSet,
        officer: &OfficerPowers,
        today: Date,
    ) -> String {
        let vehicles = matches!(asked.about, NoticeAbout::S59Warning { .. } | NoticeAbout::S59Seizure { .. });
        let force = officer.granting_authority(rules, Power::S59Vehicles, today).filter(|_| vehicles);
        force.unwrap_or(&self.ledger.identity.authority_code).to_owned()
    }

    /// The officer's own encounters that this one names as offers of help. What was written on outreach or a count is of
    /// welfare purpose, and as if it were not there.
    pub(crate) fn helped(&self, encounter: &Encounter) -> Result<BTreeMap<Id, Encounter>, DeviceError> {
        let mut helped = BTreeMap::new();
        for id in named(encounter) {
            if let Some(told) = self.ledger.db.read(|tx| encounter_of(tx, id))?
                && !self.is_coarse(told.first)?
            {
                helped.insert(id, told.story);
            }
        }
        Ok(helped)
    }

    /// Whether the book of this phone knows the officer, and of no such power on a day. Without a book nobody can say.
    pub(crate) fn lacks(&mut self, power: Power, at: i64) -> Result<bool, DeviceError> {
        let Some(book) = self.book()? else { return Ok(false) };
        let day = local_date(at)?;
        let own = self.ledger.identity.officer;
        let officer = book.book().powers.iter().find(|one| one.officer == own);
        let rules = book.book().rule_sets.in_force(day);
        Ok(match (officer, rules) {
            (Some(officer), Some(rules)) => officer.holds(rules, power, None, day).is_err(),
            // Whoever the book does not name holds none.
            (None, Some(_)) => true,
            (_, None) => false,
        })
    }
}

/// Whether an order that ended may have been extended without this phone having heard of it: its briefing is from before
/// the last day, and an extension is made by then (ASBCPA 2014 s60(2)). Nothing else must stand against it.
pub(crate) fn may_go_on(standing: &Standing, synced: Option<i64>) -> bool {
    let Standing::NotInForce(why) = standing else { return false };
    let [WhyNot::Ended(until)] = why.as_slice() else { return false };
    synced.is_none_or(|synced| local_date(synced).is_ok_and(|day| day <= *until))
}

/// Whether the person it is about is under eighteen on the day of the conduct, or may be.
pub(crate) fn under_age(encounter: &Encounter, asked: &NoticeAsked, rules: &RuleSet, day: Date) -> bool {
    let person = asked.person.and_then(|label| encounter.people.get(&label)).map(|person| &person.known);
    person.is_some_and(|known| !known.is_body() && rules.may_be_under_age(known.age(), day))
}

/// The six answers, before a fixed penalty.
pub(crate) fn six_of(
    asked: &NoticeAsked,
    encounter: &Encounter,
    breached: Option<Breached<'_>>,
) -> Option<SixAnswers> {
    let penalty = matches!(
        asked.about,
        NoticeAbout::Order { .. } | NoticeAbout::Offence(_) | NoticeAbout::CpnBreach(_)
    );
    penalty.then(|| SixAnswers::of(asked.six, encounter, asked.person, breached))
}
