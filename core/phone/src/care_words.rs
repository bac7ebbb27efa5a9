//! Steps of care on the command line, in the words of the field. Nothing is decided here.

use std::path::PathBuf;

use beatbook_device::WelfareNews;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::welfare::steps::{
    CareStep, FollowUpBy, Hazard, HelpKind, Occupants, PlacementKind,
};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::consent::{Answer, Capacity, Consent, ConsentMethod};
use beatbook_domain::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use beatbook_domain::welfare::risk::{Risk, RiskAssessment};
use beatbook_domain::welfare::sleeping::Site;
use beatbook_protocol::id::Id;
use clap::{ArgGroup, Subcommand};
use jiff::civil::Date;

use crate::arguments::NoteBasis;
use crate::encounter_words::clean_photo;
use crate::error::PhoneError;
use crate::reference_words::ReferenceWords;
use crate::time;
use crate::welfare_words::code;

/// A step.
#[derive(Subcommand)]
pub enum CareWord {
    /// Is anybody in immediate danger? Asked before anything else.
    Danger {
        /// Somebody is: ring 999 first.
        #[arg(long)]
        immediate: bool,
        /// When 999 was rung: with a date, or the time of day alone, the last time that a clock showed it.
        #[arg(long, value_name = "TIME", requires = "immediate")]
        called: Option<String>,
        /// In words.
        #[arg(long)]
        text: Option<String>,
    },
    /// Where they sleep.
    Site {
        /// doorway, tent, park, shelter-station, car-park-stairwell, vehicle, derelict, barn-shed, boat or other.
        #[arg(value_parser = code::<Site>)]
        site: Site,
        /// What they have put up.
        #[arg(long)]
        structure: Option<String>,
    },
    /// Something to worry about.
    Concern {
        /// Such as self-neglect, exploitation, domestic-abuse, self-harm, mental-health, overdose-risk.
        #[arg(value_parser = code::<ConcernCode>)]
        concern: ConcernCode,
        /// In words.
        text: String,
        /// It is grave.
        #[arg(long)]
        high: bool,
        /// On what it rests.
        #[arg(long, default_value = "fact")]
        basis: NoteBasis,
    },
    /// Assesses the risk, as every check ends: each kind with its level, or nothing if there is none.
    Risk {
        /// Kind and level, such as themselves=high or visitors=low: themselves, from-others, to-others, place or visitors; low,
        /// medium or high. None: it was looked for, and there is none.
        #[arg(value_parser = risk, value_name = "KIND=LEVEL")]
        risks: Vec<Risk>,
        /// What was seen; medium and high need it.
        #[arg(long)]
        seen: Option<String>,
        /// What is done about it, and by whom; medium and high need it.
        #[arg(long)]
        plan: Option<String>,
    },
    /// Help that was offered.
    Offer {
        /// accommodation, health, mental-health, addiction, advice, essentials or other.
        #[arg(value_parser = code::<HelpKind>)]
        kind: HelpKind,
        /// By which service, and what.
        service: String,
        /// accepted, declined or no-answer.
        #[arg(value_parser = code::<HelpAnswer>)]
        answer: HelpAnswer,
    },
    /// Asked whether they agree to a support referral.
    Consent {
        /// given, declined or withdrawn.
        #[arg(value_parser = code::<Answer>)]
        answer: Answer,
        /// Whether they can decide it now: yes, doubt (drunk, asleep) or no.
        #[arg(long, value_parser = code::<Capacity>)]
        capacity: Capacity,
        /// Version of the words that were read to them.
        #[arg(long)]
        wording: String,
        /// How they said so: spoken, signed, interpreter or card.
        #[arg(long, default_value = "spoken", value_parser = code::<ConsentMethod>)]
        method: ConsentMethod,
    },
    /// Support referral, on their consent.
    Refer {
        /// To whom.
        to: String,
        /// Exactly what is sent.
        sent: String,
    },
    /// Safeguarding disclosure; needs no consent. Say whether the person was told: --told, or --not-told and why.
    #[command(group = ArgGroup::new("person_told").args(["told", "not_told"]).required(true))]
    Disclose {
        /// child-at-risk, adult-at-risk, lacks-capacity, danger-to-life, serious-crime or court-order.
        #[arg(value_parser = code::<DisclosureReason>)]
        reason: DisclosureReason,
        /// To whom.
        recipient: String,
        /// Exactly what was sent.
        sent: String,
        /// The person was told.
        #[arg(long)]
        told: bool,
        /// The person was not told, and why.
        #[arg(long, value_name = "WHY")]
        not_told: Option<String>,
    },
    /// A danger of the place: never a word about a person, everybody of the team reads it.
    Hazard {
        /// needles, dog, structure, fire or violence.
        #[arg(value_parser = code::<Hazard>)]
        hazard: Hazard,
        /// In words, 200 characters at most; for violence what happened at this place. About the place and nobody's name:
        /// it is shown to colleagues for 90 days.
        text: String,
        /// On what it rests; violence must be a fact.
        #[arg(long, default_value = "fact")]
        basis: NoteBasis,
        /// Who says so: your own eyes, a service, a log number. Violence needs it.
        #[arg(long)]
        source: Option<String>,
    },
    /// A danger that was told before is still there: it is shown for another 90 days.
    HazardAgain {
        /// Which, as `welfare hazards` shows it.
        hazard: Id,
    },
    /// A danger that was told before is gone: phones stop showing it.
    HazardGone {
        /// Which, as `welfare hazards` shows it.
        hazard: Id,
    },
    /// Somebody should come back.
    NextVisit {
        /// By which day.
        due: Date,
        /// What for, without names.
        what: String,
    },
    /// A service is to follow it up in its working hours.
    FollowUp {
        /// On which day, Monday to Friday.
        on: Date,
        /// housing-options, health or drug-service.
        #[arg(value_parser = code::<FollowUpBy>)]
        by: FollowUpBy,
        /// What for, without names.
        what: String,
        /// A team, as officers' teams are spelled; the list of the whole service if not told.
        #[arg(long)]
        team: Option<String>,
    },
    /// Somebody moved in.
    Placed {
        /// rsi, navigator, shelter, supported or other.
        #[arg(value_parser = code::<PlacementKind>)]
        kind: PlacementKind,
        /// Which service.
        service: String,
        /// From which day.
        from: Date,
    },
    /// A placement ended.
    PlacementEnded {
        /// Which service.
        service: String,
        /// On which day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Who lives on the site.
    Occupants {
        /// All people.
        #[arg(long)]
        people: u16,
        /// Under eighteen.
        #[arg(long, default_value_t = 0)]
        children: u16,
        /// Expecting a child.
        #[arg(long, default_value_t = 0)]
        pregnant: u16,
        /// Illness, treatment, appointments.
        #[arg(long, default_value = "")]
        health: String,
        /// Animals.
        #[arg(long, default_value = "")]
        animals: String,
        /// Schooling.
        #[arg(long, default_value = "")]
        education: String,
        /// What else they need.
        #[arg(long, default_value = "")]
        needs: String,
    },
    /// Leaving has to wait.
    Defer {
        /// Until this day.
        until: Date,
        /// Who looks at it again.
        #[arg(long)]
        owner: String,
        /// What was weighed (Equality Act 2010 s149).
        #[arg(long)]
        equality: String,
    },
    /// A photograph, and what it shows: of the file only its hash is kept. One that tells more than the picture is refused:
    /// `welfare photo` writes a copy without.
    Photo {
        /// The file.
        file: PathBuf,
        /// What it shows.
        shows: String,
    },
    /// What the record is called in another system.
    Reference(ReferenceWords),
    /// Something else.
    Note {
        /// In words.
        text: String,
        /// On what it rests.
        #[arg(long, default_value = "fact")]
        basis: NoteBasis,
    },
}

impl CareWord {
    /// What it tells `now`, UTC milliseconds.
    pub fn news(self, person: Option<Label>, now: i64) -> Result<WelfareNews, PhoneError> {
        let step = match self {
            Self::Danger { immediate, called, text } => {
                let called = called.map(|text| time::gone(&text, now)).transpose()?;
                CareStep::Danger { immediate, called, text }
            }
            Self::Site { site, structure } => CareStep::Site { site, structure },
            Self::Concern { concern, text, high, basis } => {
                if ["high", "low"].iter().any(|level| text.trim().eq_ignore_ascii_case(level)) {
                    return Err(PhoneError::Level);
                }
                let level = if high { ConcernLevel::High } else { ConcernLevel::Low };
                CareStep::Concern { concern, level, text, basis: basis.into() }
            }
            Self::Risk { risks, seen, plan } => CareStep::Risk(RiskAssessment { risks, seen, plan }),
            Self::Offer { kind, service, answer } => CareStep::Offer { help: kind, service, answer },
            Self::Consent { answer, capacity, wording, method } => {
                CareStep::Consent(Consent { answer, capacity, wording, method })
            }
            Self::Refer { to, sent } => CareStep::Referral { to, sent },
            // Without either of the two the command line asks for one.
            Self::Disclose { reason, recipient, sent, not_told, told: _ } => {
                let told = not_told.map_or(PersonTold::Told, |why| PersonTold::NotTold { why });
                CareStep::Disclosure(Disclosure { reason: Some(reason), told: Some(told), recipient, sent })
            }
            Self::Hazard { hazard, text, basis, source } => {
                CareStep::Hazard { hazard, text, basis: basis.into(), source }
            }
            Self::HazardAgain { hazard } => CareStep::HazardSeen { hazard, gone: false },
            Self::HazardGone { hazard } => CareStep::HazardSeen { hazard, gone: true },
            Self::NextVisit { due, what } => CareStep::NextVisit { due, what },
            Self::FollowUp { on, by, what, team } => CareStep::FollowUp { on, by, what, team },
            Self::Placed { kind, service, from } => CareStep::Placed { kind, service, from },
            Self::PlacementEnded { service, on, reason } => CareStep::PlacementEnded { service, on, reason },
            Self::Occupants { people, children, pregnant, health, animals, education, needs } => {
                CareStep::Occupants(Occupants {
                    people,
                    children,
                    pregnant,
                    health,
                    animals,
                    education,
                    needs,
                })
            }
            Self::Defer { until, owner, equality } => CareStep::Deferral { until, owner, equality },
            Self::Photo { file, shows } => CareStep::Evidence(clean_photo(&file, shows)?),
            Self::Reference(words) => CareStep::Reference(words.into()),
            Self::Note { text, basis } => CareStep::Note { text, basis: basis.into() },
        };
        Ok(WelfareNews::Step { person, time: None, step })
    }
}

/// A kind of risk and its level, as they are typed: themselves=high.
fn risk(text: &str) -> Result<Risk, String> {
    let (kind, level) = text.split_once('=').ok_or("say kind and level, such as themselves=high")?;
    Ok(Risk { kind: code(kind)?, level: code(level)? })
}
