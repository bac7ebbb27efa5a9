//! What a phone knows when it asks whether a notice is complete.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::calendar::local_date;
use crate::encampments::gate::{CheckTold, GateRefusal};
use crate::law::powers::OfficerPowers;
use crate::law::rule_set::RuleSet;
use crate::notices::known::{KnownNotice, KnownRequirement};
use crate::notices::service;
use crate::orders::authority::AuthorityPaper;
use crate::orders::order::{Condition, OrderVersion};
use crate::orders::standing::{Doubt, Standing, WhyNot};
use crate::records::encounter::Label;
use crate::records::encounter::people::VehicleKnown;
use crate::records::encounter::story::Encounter;
use crate::records::notice::Recipient;
use crate::records::notice::content::{
    Fpn, NoticeContent, NoticeKind, Requirement, S59Seizure, S59Warning, WarningCited,
};
use crate::records::notice::story::{self, NoticeStory};
use crate::register;

/// The condition that was breached, in the order version in force on the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breached<'a> {
    /// The order version.
    pub order: &'a OrderVersion,
    /// One of its conditions.
    pub condition: &'a Condition,
}

/// What the standing of a condition means for paper, in stable names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// What is unsure: a draft.
    pub doubts: Vec<String>,
    /// Why it was not in force: no paper.
    pub not_in_force: Vec<String>,
}

impl Gate {
    /// Of how a condition stood there and then.
    #[must_use]
    pub fn of(standing: &Standing) -> Self {
        let names = |names: &mut dyn Iterator<Item = &'static str>| names.map(str::to_owned).collect();
        match standing {
            Standing::Certain => Self::default(),
            Standing::Unsure(doubts) => {
                Self { doubts: names(&mut doubts.iter().map(Doubt::name)), ..Self::default() }
            }
            Standing::JustOutside => {
                Self { not_in_force: vec![standing.name().to_owned()], ..Self::default() }
            }
            Standing::NotInForce(why) => {
                Self { not_in_force: names(&mut why.iter().map(WhyNot::name)), ..Self::default() }
            }
        }
    }
}

/// An earlier notice this phone knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierNotice {
    /// Its number.
    pub number: String,
    /// Its kind.
    pub kind: NoticeKind,
    /// The encounter and person it came from, if this phone made it.
    pub from: Option<(Id, Label)>,
    /// Its local date.
    pub issued: Date,
    /// To whom.
    pub to: Recipient,
    /// Code of the conduct (community protection) or condition, else of the offence row; of vehicle papers what the vehicle is
    /// known by.
    pub about: String,
    /// Last local day of the time a warning allows.
    pub allowed_until: Option<Date>,
    /// What a community protection notice requires.
    pub requirements: Vec<Requirement>,
    /// An appeal against it is in progress.
    pub under_appeal: bool,
    /// A court has changed what it says: its terms are in that court's order.
    pub varied: bool,
    /// Voided, withdrawn, quashed or discharged.
    pub over: bool,
    /// Posted on premises, and no photograph of it is told, as far as its own record is here.
    pub unphotographed: bool,
}

impl EarlierNotice {
    /// An issued notice as later ones ask for it; absent for a draft.
    #[must_use]
    pub fn of(story: &NoticeStory) -> Option<Self> {
        let issue = story.issue()?;
        let notice = &story.notice;
        let (about, allowed_until, requirements) = match &notice.content {
            NoticeContent::Fpn(fpn) => {
                let condition = notice.order.as_ref().map(|order| order.condition.clone());
                (condition.unwrap_or_else(|| fpn.terms.offence.clone()), None, Vec::new())
            }
            NoticeContent::Cpw(cpw) => {
                (cpw.detriment.conduct.clone(), Some(cpw.allowed_until), cpw.requirements.clone())
            }
            NoticeContent::Cpn(cpn) => (cpn.detriment.conduct.clone(), None, cpn.requirements.clone()),
            NoticeContent::S59Warning(S59Warning { nuisance, .. })
            | NoticeContent::S59Seizure(S59Seizure { nuisance, .. }) => {
                (nuisance.vehicle.told_by(), None, Vec::new())
            }
            NoticeContent::S77Direction(_) => (String::new(), None, Vec::new()),
        };
        Some(Self {
            number: issue.number.clone(),
            kind: notice.content.kind(),
            from: notice.person.map(|person| (notice.encounter, person)),
            issued: local_date(issue.time.at).ok()?,
            to: notice.recipient.clone(),
            about,
            allowed_until,
            requirements,
            under_appeal: false,
            varied: false,
            over: !matches!(story.standing, story::Standing::Issued(_)),
            unphotographed: service::is_unphotographed(story),
        })
    }
}

impl EarlierNotice {
    /// A notice to this recipient that the briefing tells of.
    #[must_use]
    pub fn told(known: &KnownNotice, to: &Recipient) -> Self {
        let required =
            |one: &KnownRequirement| Requirement { kind: one.kind, text: String::new(), by: one.by };
        Self {
            number: known.number.clone(),
            kind: known.kind,
            from: None,
            issued: known.date,
            to: to.clone(),
            about: known.about.clone(),
            allowed_until: known.allowed_until,
            requirements: known.requirements.iter().map(required).collect(),
            under_appeal: known.under_appeal,
            varied: known.varied,
            over: false,
            unphotographed: false,
        }
    }

    /// The same with what the register knows of it.
    #[must_use]
    pub fn standing(mut self, standing: &register::Standing) -> Self {
        self.over |= standing.is_over();
        if let Some(protection) = &standing.protection {
            self.under_appeal = protection.open_appeal().is_some();
            self.varied = protection.is_varied();
        }
        self
    }
}

/// The doubt about a penalty for breach of a notice that a court has varied: what it requires now is in the court's
/// order, which a supervisor reads.
#[must_use]
pub fn varied(content: &NoticeContent, earlier: &[EarlierNotice]) -> Option<&'static str> {
    let NoticeContent::Fpn(Fpn { cpn: Some(breached), .. }) = content else { return None };
    let varied = earlier.iter().any(|one| one.number == breached.number && one.varied);
    varied.then_some("cpn_varied")
}

/// An earlier vehicle warning that the index showed for this person or registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningHit {
    /// What the index says of it.
    pub cited: WarningCited,
    /// The person's details match, not only the registration.
    pub person: bool,
    /// The vehicle it was about, by the officer's own record; absent of what others gave.
    pub vehicle: Option<VehicleKnown>,
    /// Voided or withdrawn, as far as is known.
    pub over: bool,
}

impl WarningHit {
    /// What a warning is to this person and this vehicle; absent if it is about neither, or was never issued.
    #[must_use]
    pub fn of(story: &NoticeStory, to: Option<&Recipient>, vehicle: Option<&VehicleKnown>) -> Option<Self> {
        let (Some(issue), NoticeContent::S59Warning(warning)) = (story.issue(), &story.notice.content) else {
            return None;
        };
        let person = to.is_some_and(|to| is_surely_same(&story.notice.recipient, to));
        let plate = warning.nuisance.vehicle.registration();
        let same_plate = plate.is_some() && plate == vehicle.and_then(VehicleKnown::registration);
        let date = local_date(issue.time.at).ok()?;
        (person || same_plate).then(|| Self {
            cited: WarningCited {
                number: issue.number.clone(),
                date,
                place: story.notice.conduct.place.clone(),
                issuer: story.notice.issuer.public_id.clone(),
            },
            person,
            vehicle: Some(warning.nuisance.vehicle.clone()),
            over: !matches!(story.standing, story::Standing::Issued(_)),
        })
    }
}

/// The same body or premises, or the same person by name and date of birth together.
fn is_surely_same(one: &Recipient, other: &Recipient) -> bool {
    let known = |to: &Recipient| !matches!(to, Recipient::Person { born: None, .. });
    known(one) && known(other) && one.is_same(other)
}

/// What is known at the moment of asking. Times in UTC milliseconds, days local.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Legal time now.
    pub now: i64,
    /// Its local day: the date of the notice.
    pub today: Date,
    /// The local day on which the officer acted: powers are those of that day.
    pub acted: Date,
    /// The rule set in force on the day of the conduct.
    pub rules: &'a RuleSet,
    /// The officer.
    pub officer: &'a OfficerPowers,
    /// The encounter.
    pub encounter: &'a Encounter,
    /// Earlier encounters of this officer that the record names as offers of help, as far as they are at hand. Nothing of
    /// welfare purpose is among them: it is never read for paper.
    pub helped: &'a BTreeMap<Id, Encounter>,
    /// What stands on this authority's paper, and what it asks where no order is breached.
    pub paper: Option<&'a AuthorityPaper>,
    /// The condition, where an order is breached.
    pub condition: Option<Breached<'a>>,
    /// Codes of what is unsure: time, position, an old briefing. They make a draft.
    pub doubts: &'a [String],
    /// Codes of why the condition was not in force there and then. They refuse the paper.
    pub not_in_force: &'a [String],
    /// Earlier notices.
    pub earlier: &'a [EarlierNotice],
    /// Earlier vehicle warnings.
    pub warnings: &'a [WarningHit],
    /// The encampment that the welfare check of a direction was told of, or why it opens no gate.
    pub check_told: Result<&'a CheckTold, GateRefusal>,
}
