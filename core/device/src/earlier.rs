//! Vehicle warnings given before (PRA 2002 s59): looked up by person and by registration, offline.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::s59_counts_until;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::completeness::scene::WarningHit;
use beatbook_domain::notices::known::{KnownNotice, Subject, is_childs_warning, plate_of};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::notices::whom::{is_open, known_now};
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::encounter::people::VehicleKnown;
use beatbook_domain::records::notice::content::{NoticeContent, NoticeKind, WarningCited};
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::records::notice::{Notice, Recipient};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::beatbook::{Beatbook, Told};
use crate::briefing::object;
use crate::error::DeviceError;
use crate::journal::{encounter_of, notices_of_kind};
use crate::looks::Looking;
use crate::notebook::Notebook;

/// A vehicle warning that matters to somebody here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierWarning {
    /// Number, date, place and issuer.
    pub cited: WarningCited,
    /// It went to this person, whatever the vehicle. Otherwise only the registration matches: it went to someone,
    /// and a seizure needs the officer's stated belief that the driver is that person.
    pub person: bool,
    /// The last local day on which it counts, by the law in force today.
    pub counts_until: Date,
    /// It counts today.
    pub counts: bool,
}

impl Beatbook {
    /// Vehicle warnings given before to this person of an encounter, or about this vehicle of it, the newest first: this
    /// phone's own, and what the briefing tells of others. A person is found by name and date of birth together.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn earlier_warnings(
        &self,
        encounter: Id,
        person: Option<Label>,
        vehicle: Option<Label>,
    ) -> Told<Vec<EarlierWarning>> {
        let longest = self.setup.timeouts.request;
        let looking = match person {
            Some(_) => Looking::person(Area::Enforcement, encounter),
            None => Looking::vehicle(Area::Enforcement, encounter),
        };
        Ok(self.gate.look(looking, Vec::len, |notebook| {
            notebook.earlier_warnings(encounter, person, vehicle, longest)
        })?)
    }
}

impl Notebook {
    fn earlier_warnings(
        &mut self,
        encounter: Id,
        person: Option<Label>,
        vehicle: Option<Label>,
        longest: u64,
    ) -> Result<Vec<EarlierWarning>, DeviceError> {
        let now = self.ledger.now()?;
        let today = local_date(self.legal_now(&now, longest)?.at)?;
        let told = self.ledger.db.read(|tx| encounter_of(tx, encounter))?.ok_or(DeviceError::NotFound)?.story;
        let known = person.and_then(|label| told.people.get(&label)).map(|one| &one.known);
        let vehicle = vehicle.and_then(|label| told.vehicles.get(&label));
        let Some(book) = self.book()? else { return Ok(Vec::new()) };
        let Some(rules) = book.book().rule_sets.in_force(today) else { return Ok(Vec::new()) };
        // Children are in no list of who was warned before.
        let known = known.filter(|known| known.is_body() || !rules.may_be_under_age(known.age(), today));
        let recipient = known.and_then(Recipient::of);
        let hits = self.hits(recipient.as_ref(), vehicle, Some(rules), false)?;
        let mut warnings = Vec::with_capacity(hits.len());
        for WarningHit { cited, person, .. } in hits.into_iter().filter(|hit| !hit.over) {
            let counts_until = s59_counts_until(&rules.s59, cited.date)?;
            let counts = (cited.date..=counts_until).contains(&today);
            warnings.push(EarlierWarning { cited, person, counts_until, counts });
        }
        Ok(warnings)
    }

    /// Warnings that a seizure may rest on; none for other kinds.
    pub(crate) fn warning_hits(
        &mut self,
        notice: &Notice,
        training: bool,
    ) -> Result<Vec<WarningHit>, DeviceError> {
        let NoticeContent::S59Seizure(seizure) = &notice.content else { return Ok(Vec::new()) };
        let to = Some(&notice.recipient).filter(|_| !notice.under_age);
        let book = self.book()?;
        let day = notice.conduct.time.and_then(|time| local_date(time.at).ok());
        let rules = book.as_ref().zip(day).and_then(|(book, day)| book.book().rule_sets.in_force(day));
        self.hits(to, Some(&seizure.nuisance.vehicle), rules, training)
    }

    /// Warnings to this person or about this vehicle, the newest first: what this phone gave, and what the briefing
    /// tells of others.
    fn hits(
        &mut self,
        to: Option<&Recipient>,
        vehicle: Option<&VehicleKnown>,
        rules: Option<&RuleSet>,
        training: bool,
    ) -> Result<Vec<WarningHit>, DeviceError> {
        let child = |story: &NoticeStory| rules.is_none_or(|rules| is_childs_warning(story, rules));
        let own = self.ledger.db.read(|tx| {
            let mut own = notices_of_kind(tx, "s59_warning")?;
            for told in &mut own {
                // Who it was may have been told to the encounter since.
                if is_open(&told.story.notice) {
                    let encounter = encounter_of(tx, told.story.notice.encounter)?;
                    told.story = known_now(&told.story, encounter.as_ref().map(|told| &told.story));
                }
            }
            Ok::<_, DeviceError>(own)
        })?;
        let over = if own.is_empty() { BTreeSet::new() } else { self.decided_over()? };
        let counts = |number: &str| is_training(number) == training;
        let mut hits: Vec<WarningHit> = own
            .iter()
            .filter(|told| told.story.number().is_some_and(counts) && !child(&told.story))
            .filter_map(|told| WarningHit::of(&told.story, to, vehicle))
            .map(|hit| WarningHit { over: hit.over || over.contains(&hit.cited.number), ..hit })
            .collect();
        let own = |number: &str| own.iter().any(|told| told.story.number() == Some(number));
        let subjects = [(to.map(Subject::Recipient), true), (vehicle.and_then(plate_of), false)];
        // Training stands on training alone, and nobody is told of that.
        for (subject, person) in subjects.into_iter().filter(|_| !training) {
            let Some(subject) = subject else { continue };
            for known in self.known(subject, NoticeKind::S59Warning)? {
                // Of its own this phone knows more; one that matches twice is the person's.
                let told = hits.iter().any(|hit| hit.cited.number == known.number);
                if !told && !own(&known.number) {
                    hits.push(WarningHit { cited: known.cited(), person, vehicle: None, over: false });
                }
            }
        }
        hits.sort_by_key(|hit| Reverse(hit.cited.date));
        Ok(hits)
    }

    /// Numbers of this phone's own notices that are over by the server's journal, as far as it was pulled.
    fn decided_over(&self) -> Result<BTreeSet<String>, DeviceError> {
        let standings = self.notice_standings(Date::MAX)?.into_iter();
        Ok(standings.filter(|one| one.standing.is_over()).map(|one| one.number.to_string()).collect())
    }

    /// What the briefing tells of earlier notices of a kind.
    pub(crate) fn known(
        &mut self,
        subject: Subject<'_>,
        kind: NoticeKind,
    ) -> Result<Vec<KnownNotice>, DeviceError> {
        let Some(book) = self.book()? else { return Ok(Vec::new()) };
        let Some(index) = &book.book().known else { return Ok(Vec::new()) };
        let Some((tag, group)) = index.key.tag(subject).and_then(|tag| Some((tag, index.group(tag)?))) else {
            return Ok(Vec::new());
        };
        let bytes = self.ledger.db.read(|tx| object(tx, group))?;
        let found = bytes.and_then(|bytes| index.find(tag, &bytes).ok());
        if found.is_none() {
            tracing::warn!("a group of earlier notices cannot be used");
        }
        Ok(found.unwrap_or_default().into_iter().filter(|known| known.kind == kind).collect())
    }
}

/// Whether it is a number of a training series.
pub(crate) fn is_training(number: &str) -> bool {
    NoticeNumber::parse(number).is_ok_and(|number| number.is_training())
}
