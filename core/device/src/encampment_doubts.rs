//! What is told of an encampment and does not hold, as far as this phone knows: said at once, and kept as it was told. An entry
//! that comes from another journal may mend it; the server has the last word.

use std::collections::BTreeMap;

use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::encampments::entitled::is_entitled;
use beatbook_domain::encampments::gate::GateRefusal;
use beatbook_domain::encampments::quiet::is_of_tents;
use beatbook_domain::encampments::refusal::StepRefusal;
use beatbook_domain::encampments::returns::metres_apart;
use beatbook_domain::encampments::standing::EncampmentStanding;
use beatbook_domain::encampments::story::{Encampment, Refused, Stage};
use beatbook_domain::encampments::{Beside, Told as EntryTold, fold};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::orders::book::Book;
use beatbook_domain::records::encampment::{DirectionForm, EncampmentEntry, EncampmentStep};
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::access::roles;
use crate::cards::officer_told;
use crate::encampments::{named, standings};
use crate::error::{DeviceError, not_yet};
use crate::journal::welfare_of;
use crate::notebook::Notebook;

/// Metres beyond which a check was hardly begun at the encampment it is told of.
const FAR_M: u32 = 500;

const SOURCE: &str = "CJPOA 1994 ss61, 77; Equality Act 2010 s149";

/// Something that was told of an encampment and does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unheld {
    /// Number of the entry, of this phone's own: what takes it back names that.
    pub entry: Option<u64>,
    /// Code of the officer who told it; absent of this phone's own entries, and of an officer this phone does not know.
    pub by: Option<String>,
    /// What it tells, by its name.
    pub what: String,
    /// Why it does not hold: a stable code.
    pub code: String,
    /// The same in words.
    pub why: String,
}

impl Notebook {
    /// What of an encampment does not hold: by this phone's own entries alone, until the server has told where it stands; from then
    /// on by that. What came after others had seen it vacated nothing mends.
    pub(crate) fn unheld(
        &self,
        own: Option<&Encampment>,
        standing: Option<&EncampmentStanding>,
    ) -> Result<Vec<Unheld>, DeviceError> {
        let refused = |one: &Refused| Unheld {
            entry: Some(one.at.seq),
            by: None,
            what: one.what.to_owned(),
            code: one.refusal.code().to_owned(),
            why: one.refusal.to_string(),
        };
        let told = standing.map(|standing| &standing.refused[..]).unwrap_or_default();
        let is_told = |one: &Refused| told.iter().any(|told| told.at == one.at);
        let sure =
            |one: &&Refused| standing.is_none() || is_told(one) || one.refusal == StepRefusal::VacatedAlready;
        let mine = own.iter().flat_map(|own| &own.refused).filter(sure);
        let mut unheld: Vec<Unheld> = mine.map(refused).collect();
        for one in told.iter().filter(|one| one.at.journal != self.ledger.identity.notebook) {
            let by = one.by.map(|by| self.ledger.db.read(|tx| officer_told(tx, by))).transpose()?.flatten();
            let (what, code) = (one.what.clone(), one.code.clone());
            unheld.push(Unheld { entry: None, by: by.map(|(code, _)| code), what, code, why: one.why() });
        }
        Ok(unheld)
    }

    /// What of these entries does not hold, told after all that is here. A direction that was spoken before the welfare of those who
    /// live there was looked at is refused, unless the officer says why.
    pub(crate) fn doubts(
        &mut self,
        encampment: Id,
        entries: &[EncampmentEntry],
        now: i64,
    ) -> Result<Vec<Missing>, DeviceError> {
        let standings = self.ledger.db.read(standings)?;
        let encampment = named(&standings, encampment);
        let mut told = self.encampments_told(&standings)?;
        let next = self.ledger.head_point().map_or(0, |point| point.seq + 1);
        let mut new: Vec<EntryTold> = Vec::with_capacity(entries.len());
        for (seq, entry) in (next..).zip(entries) {
            let entitled = self.is_entitled(entry)?;
            new.push(EntryTold { entitled, ..self.told_by_me(encampment, seq, entry.clone()) });
        }
        told.extend(new.iter().cloned());
        let stories = fold(&told, &Beside::known(standings.values(), now));
        let refused: BTreeMap<u64, StepRefusal> = stories
            .values()
            .flat_map(|story| &story.refused)
            .filter(|one| one.at.seq >= next)
            .map(|one| (one.at.seq, one.refusal))
            .collect();
        let standing = standings.get(&encampment);
        let mut doubts = Vec::new();
        for one in &new {
            doubts.extend(check_of_vehicles(one, stories.get(&encampment), standing)?);
            if let Some(refusal) = beside(one, refused.get(&one.at.seq).copied(), standing) {
                check_told_why(one, refusal)?;
                check_taken_back(one, refusal)?;
                let remedy = format!("{refusal}.");
                doubts.push(Missing::new(refusal.code(), remedy, SOURCE));
            }
            doubts.extend(leave_by(one));
            doubts.extend(self.check_far(one, stories.get(&encampment))?);
        }
        Ok(doubts)
    }

    /// A welfare check that was begun a long way from there: perhaps it is of another site.
    fn check_far(&self, one: &EntryTold, site: Option<&Encampment>) -> Result<Option<Missing>, DeviceError> {
        let Some(EncampmentStep::Welfare(done)) = one.step() else { return Ok(None) };
        let check = self.ledger.db.read(|tx| welfare_of(tx, done.record))?;
        let begun = check.and_then(|told| told.story.opened.place);
        let land = site.and_then(|site| site.land()?.place);
        let near = |(begun, land)| metres_apart(begun, land).is_some_and(|metres| metres <= FAR_M);
        let far = begun.zip(land).filter(|places| !near(*places));
        Ok(far.map(|_| {
            let (site, entry) = (one.encampment, one.at.seq);
            let remedy = format!(
                "This welfare check was begun more than {FAR_M} m from encampment {site}: if it is of another site, take entry \
                 {entry} back."
            );
            Missing::new("check_far", remedy, SOURCE)
        }))
    }

    /// Whether a direction is this officer's to give or to tell, by the powers and roles that this phone was told.
    fn is_entitled(&mut self, entry: &EncampmentEntry) -> Result<bool, DeviceError> {
        let EncampmentEntry::Step(step) = entry else { return Ok(true) };
        let (own, day) = (self.ledger.identity.officer, local_date(entry.time())?);
        let (book, roles) = (self.book()?, self.ledger.db.read(|tx| roles(tx, own))?);
        let without = Book::default();
        let book = book.as_ref().map_or(&without, |book| book.book());
        Ok(is_entitled(&step.step, (own, day), book, roles.on(day)))
    }
}

/// Why an entry does not hold once what the server has told of other journals is counted in.
fn beside(
    one: &EntryTold,
    refusal: Option<StepRefusal>,
    standing: Option<&EncampmentStanding>,
) -> Option<StepRefusal> {
    let direction = matches!(one.step(), Some(EncampmentStep::Direction(_)));
    let Some(standing) = standing.filter(|_| direction) else { return refusal };
    let today = local_date(one.entry.time()).unwrap_or(Date::ZERO);
    let waits = standing.wait_until.is_some_and(|until| today < until);
    match refusal {
        None if waits => Some(StepRefusal::WelfareWait),
        // Somebody else completed the check.
        Some(StepRefusal::WelfareFirst) if standing.stage >= Some(Stage::WelfareDone) => match waits {
            true => Some(StepRefusal::WelfareWait),
            false => Some(StepRefusal::PowerNotHeld).filter(|_| !one.entitled),
        },
        refusal => refusal,
    }
}

/// Nobody is directed under s77 from where tents or structures alone were counted. What was said or printed all the same, is a fact and
/// not lost: it is told.
fn check_of_vehicles(
    one: &EntryTold,
    own: Option<&Encampment>,
    standing: Option<&EncampmentStanding>,
) -> Result<Option<Missing>, DeviceError> {
    let Some(EncampmentStep::Direction(direction)) = one.step() else { return Ok(None) };
    if !is_of_tents(own, standing) {
        return Ok(None);
    }
    let (refusal, source) = (GateRefusal::TentsAlone, "CJPOA 1994 s77(1)");
    if direction.number().is_none() && direction.without_assessment.is_none() {
        return Err(not_yet(refusal.code(), &refusal.to_string(), source));
    }
    Ok(Some(Missing::new(refusal.code(), refusal.to_string(), source)))
}

/// A direction that was spoken is a fact and is not lost; one that is about to be spoken waits for the welfare check.
fn check_told_why(one: &EntryTold, refusal: StepRefusal) -> Result<(), DeviceError> {
    let Some(EncampmentStep::Direction(direction)) = one.step() else { return Ok(()) };
    let gate = match refusal {
        StepRefusal::WelfareFirst => "Complete the welfare check of who lives there first",
        StepRefusal::WelfareWait => "The welfare check asks to wait: speak the direction on its day",
        _ => return Ok(()),
    };
    if direction.form != DirectionForm::Spoken || direction.without_assessment.is_some() {
        return Ok(());
    }
    let remedy = format!("{gate}. If it was spoken already, say why without: it is kept, and does not hold.");
    Err(not_yet(refusal.code(), &remedy, SOURCE))
}

/// What takes nothing back would be of no use: the entry that was wrong would stand.
fn check_taken_back(one: &EntryTold, refusal: StepRefusal) -> Result<(), DeviceError> {
    let remedy = match refusal {
        StepRefusal::NoSuchEntry => {
            "Name an entry that this phone told of this encampment, by the number that is shown with it. What others told they take \
             back, or the desk."
        }
        StepRefusal::TakesBack => "What takes an entry back is not taken back: tell it anew.",
        _ => return Ok(()),
    };
    let is = matches!(one.step(), Some(EncampmentStep::TakenBack { .. }));
    if is { Err(not_yet(refusal.code(), remedy, "a record tells what was")) } else { Ok(()) }
}

/// A direction by which people had to be gone before it was given.
fn leave_by(one: &EntryTold) -> Option<Missing> {
    let Some(EncampmentStep::Direction(direction)) = one.step() else { return None };
    let over = direction.leave_by.filter(|until| *until <= one.entry.time())?;
    let until = local_label(over).unwrap_or_default();
    let remedy = format!(
        "They were to leave by {until}, which was over when it was told: nobody can do so; direct anew."
    );
    Some(Missing::new("leave_by", remedy, SOURCE))
}
