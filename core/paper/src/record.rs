//! A notice's record as it goes onto paper: the fold of its entries, the order and rule set it was made under, and
//! what its encounter adds for the officer's copy. Pure; the same record gives the same paper, on phone and server.

mod receipt;
mod subjects;

use beatbook_domain::calendar::{CalendarError, local_clock, local_date};
use beatbook_domain::law::powers::Capacity;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::orders::authority::Letterhead;
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::orders::templates::TemplatesRef;
use beatbook_domain::records::encounter::people::{Details, Part};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{Detail, Label};
use beatbook_domain::records::notice as told;
use beatbook_domain::records::notice::content::{NoticeContent, SamePerson, SeizureGround};
use beatbook_domain::records::notice::six::SixAnswer;
use beatbook_domain::records::notice::story::{NoticeStory, Standing};
use beatbook_domain::records::notice::{ServiceMethod, Signature};
use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use beatbook_domain::records::seen::{Evidence, KeptPlace};
use beatbook_domain::register::BucketKind;
use thiserror::Error;

use crate::notice::{
    Amended, Authority, Conduct, Contact, Guardian, Mark, NoticePaper, Officer, OfficerNotes, Privacy,
    Reasons, Recipient, Served, Service, When,
};
pub use receipt::{ReceiptSources, receipt_of};
use subjects::Of;

/// What a notice's record names and does not hold.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The rule set it was made under.
    pub rules: &'a RuleSet,
    /// The order version it cites.
    pub order: Option<&'a OrderVersion>,
    /// The encounter it came from, for the officer's copy.
    pub encounter: Option<&'a Encounter>,
}

/// Why a record is not printed. No personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotPrinted {
    /// It has no number.
    #[error("a draft has no number and is not printed: issue it first")]
    Draft,
    /// The order, condition, offence or warning it names is not at hand.
    #[error("the order, rule set or warning this notice rests on is not here: sync, then print again")]
    Source,
    /// Nobody handed anything over, or nobody knows what became of it.
    #[error(
        "the encounter has nothing of this person that was handed over and disposed of: record both steps, then print"
    )]
    NothingSurrendered,
    /// Nobody's guardian is told of it.
    #[error("there is a guardian's copy only of what somebody of 16 or 17 was given: print the recipient's")]
    NoGuardian,
    /// A time of it is no date.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// The paper of a notice.
///
/// # Errors
/// A [`NotPrinted`] that says what to do.
pub fn paper_of(story: &NoticeStory, sources: &Sources<'_>) -> Result<NoticePaper, NotPrinted> {
    let issue = story.issue().ok_or(NotPrinted::Draft)?;
    let notice = &story.notice;
    let (issued, seen) = (moment(issue.time.at)?, notice.conduct.time.unwrap_or(issue.time));
    let of = Of { story, sources, number: &issue.number, issued: issued.date, conduct: local_date(seen.at)? };
    let head = head(notice, sources).ok_or(NotPrinted::Source)?;
    let mut paper = NoticePaper {
        number: issue.number.clone(),
        mark: mark(&issue.number, notice, sources),
        authority: Authority { name: head.name.clone(), address: head.address },
        conduct: Conduct { at: moment(seen.at)?, place: notice.conduct.place.clone() },
        recipient: recipient(&notice.recipient),
        officer: Officer {
            id: notice.issuer.public_id.clone(),
            capacity: capacity(notice.issuer.capacity).to_owned(),
            authorisation: notice.issuer.authorisation.clone(),
        },
        law: of.law()?,
        particulars: of.particulars(),
        service: service(story, &issued)?,
        contact: head.contact,
        privacy: head.privacy,
        subject: of.subject()?,
        notes: notes(story, sources, issue.templates.as_ref())?,
        amended: amended(story)?,
        guardian: notice.tells_guardian().then(|| Guardian { name: guardian(sources.encounter) }),
        issued,
    };
    match &story.standing {
        Standing::Voided { .. } => paper.stands(BucketKind::Voided),
        Standing::Withdrawn { .. } => paper.stands(BucketKind::Withdrawn),
        Standing::Issued(_) | Standing::Draft { .. } | Standing::Dropped { .. } => {}
    }
    Ok(paper)
}

/// What heads the paper. An order's payee stands in for an authority that has said no more.
fn head(notice: &told::Notice, sources: &Sources<'_>) -> Option<Letterhead> {
    if let Some(head) = &notice.letterhead {
        return Some(head.clone());
    }
    let NoticeContent::Fpn(fpn) = &notice.content else { return None };
    let made_by = sources.order.map(|order| order.made_by.name.clone());
    let name = made_by.unwrap_or_else(|| fpn.payee.name.clone());
    let (payee, in_line) = (&fpn.payee, fpn.payee.address.join(", "));
    Some(Letterhead {
        address: payee.address.clone(),
        contact: Contact { name: payee.name.clone(), lines: payee.address.clone() },
        privacy: Privacy {
            controller: name.clone(),
            contact: format!("The data protection officer, {in_line}"),
            more: format!("on request from {name}"),
        },
        name,
        illustrative: false,
    })
}

fn mark(number: &str, notice: &told::Notice, sources: &Sources<'_>) -> Mark {
    let invented = notice.letterhead.as_ref().is_some_and(|head| head.illustrative);
    if NoticeNumber::parse(number).is_ok_and(|number| number.is_training()) {
        Mark::Training
    } else if invented || sources.order.is_some_and(|order| order.illustrative) {
        Mark::Demo
    } else {
        Mark::Live
    }
}

fn moment(instant: i64) -> Result<When, CalendarError> {
    let clock = local_clock(instant)?;
    Ok(When { date: clock.date(), time: Some(clock.time()) })
}

fn recipient(to: &told::Recipient) -> Recipient {
    match to {
        told::Recipient::Person { name, address, born } => {
            Recipient::Named { name: name.clone(), address: address.clone(), born: *born }
        }
        told::Recipient::Body { name, address } => {
            Recipient::Named { name: name.clone(), address: address.clone(), born: None }
        }
        told::Recipient::Premises { addressed, address } => {
            Recipient::Described { addressed: addressed.clone(), address: address.clone() }
        }
        told::Recipient::Described { addressed } => {
            Recipient::Described { addressed: addressed.clone(), address: Vec::new() }
        }
        told::Recipient::Refused => Recipient::Refused,
    }
}

/// The short titles that rule sets cite Acts by, in full.
const ACTS: [(&str, &str); 6] = [
    ("ASBCPA 2014", "Anti-social Behaviour, Crime and Policing Act 2014"),
    ("EPA 1990", "Environmental Protection Act 1990"),
    ("CPA 1989", "Control of Pollution (Amendment) Act 1989"),
    ("RDAA 1978", "Refuse Disposal (Amenity) Act 1978"),
    ("PRA 2002", "Police Reform Act 2002"),
    ("CJPOA 1994", "Criminal Justice and Public Order Act 1994"),
];

fn in_full(cited: &str) -> String {
    let found = ACTS.iter().find_map(|(short, full)| Some((full, cited.strip_prefix(short)?.trim_start())));
    match found {
        Some((full, rest)) => {
            let digit = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit());
            if let Some(sections) = rest.strip_prefix("ss").filter(digit) {
                format!("{full}, sections {sections}")
            } else if let Some(section) = rest.strip_prefix('s').filter(digit) {
                format!("{full}, section {section}")
            } else {
                format!("{full} {rest}").trim_end().to_owned()
            }
        }
        None => cited.to_owned(),
    }
}

/// A capacity as paper says it.
#[must_use]
pub fn capacity(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::Constable => "Police constable",
        Capacity::Pcso => "Police community support officer",
        Capacity::CouncilAuthorised => "Officer authorised by the council",
        Capacity::Contractor => "Contractor's officer authorised by the council",
        Capacity::Csas => "Accredited officer (community safety accreditation scheme)",
        Capacity::Partner => "Partner's officer",
        Capacity::Volunteer => "Volunteer",
        Capacity::Outreach => "Outreach worker",
    }
}

/// How it was last served; until then how it is going to be, which paper that is printed to be served says.
fn service(story: &NoticeStory, issued: &When) -> Result<Service, CalendarError> {
    let Some(served) = story.served.last() else {
        let method = story.notice.service.unwrap_or(ServiceMethod::Hand).words().to_owned();
        return Ok(Service { method, at: issued.clone(), refused_to_sign: false });
    };
    let method = served.method.words();
    let refused_to_sign = served.signature == Signature::Refused;
    Ok(Service { method: method.to_owned(), at: moment(served.time)?, refused_to_sign })
}

/// The parent or guardian who was there, if one was and said who they are.
fn guardian(encounter: Option<&Encounter>) -> Option<String> {
    let people = encounter?.people.values();
    let mut guardians = people.filter(|person| person.known.part == Some(Part::Guardian));
    match (guardians.next().map(|one| &one.known.details), guardians.next()) {
        (Some(Some(Details::Person { name, .. })), None) => Some(name.clone()),
        // Of two nobody says whose guardian is who.
        _ => None,
    }
}

fn notes(
    story: &NoticeStory,
    sources: &Sources<'_>,
    templates: Option<&TemplatesRef>,
) -> Result<OfficerNotes, CalendarError> {
    let notice = &story.notice;
    let mut notes = OfficerNotes {
        position: position(notice),
        hashes: hashes(story, templates),
        six: six(notice),
        served: story.served.iter().map(served).collect::<Result<_, _>>()?,
        reasons: reasons(&notice.content),
        ..OfficerNotes::default()
    };
    if let Some(encounter) = sources.encounter {
        notes.belief = notice.person.and_then(|person| belief(notice, encounter, person));
        of_encounter(&mut notes, encounter, notice.person);
    }
    Ok(notes)
}

fn served(one: &told::NoticeServed) -> Result<Served, CalendarError> {
    let method = one.method.words().to_owned();
    Ok(Served { method, at: moment(one.time)?, signature: one.signature })
}

fn reasons(content: &NoticeContent) -> Option<Reasons> {
    let detriment = match content {
        NoticeContent::Cpw(cpw) => &cpw.detriment,
        NoticeContent::Cpn(cpn) => &cpn.detriment,
        _ => return None,
    };
    let (persistent, unreasonable) = (detriment.persistent.clone(), detriment.unreasonable.clone());
    Some(Reasons { persistent, unreasonable })
}

fn amended(story: &NoticeStory) -> Result<Vec<Amended>, CalendarError> {
    let put_right = story.amended.iter().map(|one| {
        Ok(Amended {
            at: moment(one.at.wall)?,
            by: story.notice.issuer.public_id.clone(),
            statement: one.field.clone(),
            text: one.text.clone(),
            reason: one.reason.clone(),
        })
    });
    put_right.collect()
}

fn six(notice: &told::Notice) -> Vec<String> {
    let all = notice.six.as_ref().map(told::six::SixAnswers::all);
    let said = |answer: Option<SixAnswer>| answer.map_or("not answered", SixAnswer::words);
    all.into_iter().flatten().map(|(question, answer)| format!("{question}: {}", said(answer))).collect()
}

/// What an encounter adds about this person, and about everybody there.
fn of_encounter(notes: &mut OfficerNotes, encounter: &Encounter, person: Option<Label>) {
    if let Some(person) = person {
        notes.description = encounter.people.get(&person).and_then(|person| person.known.description.clone());
        let others = encounter.people.keys().filter(|label| **label != person);
        notes.others = others.map(|label| format!("Person {label} of the encounter")).collect();
    }
    for detail in &encounter.details {
        match detail {
            Detail::Witness { who, .. } => notes.witnesses.push(who.clone()),
            Detail::Reference(Reference { system: ReferenceSystem::Bwv, value }) => {
                notes.video.push(format!("Body-worn {value}"));
            }
            Detail::Reference(Reference { system: ReferenceSystem::Cctv, value }) => {
                notes.video.push(format!("CCTV {value}"));
            }
            Detail::Evidence(photo) => list_photo(&mut notes.hashes, "of the encounter", photo),
            _ => {}
        }
    }
}

/// A photograph or recording that no line names yet.
fn list_photo(hashes: &mut Vec<String>, of: &str, photo: &Evidence) {
    let content = photo.content.to_string();
    if !hashes.iter().any(|line| line.ends_with(&content)) {
        hashes.push(format!("Photograph or recording {of}, {content}"));
    }
}

fn belief(notice: &told::Notice, encounter: &Encounter, person: Label) -> Option<String> {
    if let NoticeContent::S59Seizure(seizure) = &notice.content
        && let Some(SeizureGround::WarnedBefore {
            same: SamePerson::Registration { belief, although }, ..
        }) = &seizure.ground
    {
        let said = [belief, although].into_iter().flatten().cloned().collect::<Vec<_>>();
        return (!said.is_empty()).then(|| said.join("; although the vehicle differs: "));
    }
    believed(encounter, person)
}

/// Why the officer believed what the requirement rests on.
fn believed(encounter: &Encounter, person: Label) -> Option<String> {
    encounter.steps_with(person).rev().find_map(|(_, told)| match &told.step {
        Step::Required { belief, .. } => Some(belief.clone()),
        _ => None,
    })
}

fn position_of(place: KeptPlace) -> String {
    let degrees = |value: i32| f64::from(value) / 1e7;
    let mut said = format!("{:.5}, {:.5}", degrees(place.lat), degrees(place.lon));
    if let Some(accuracy) = place.accuracy {
        said.push_str(&format!(", accuracy {} m", f64::from(accuracy) / 10.0));
    }
    said
}

fn position(notice: &told::Notice) -> Option<String> {
    let mut said = position_of(notice.conduct.position?);
    if let Some(order) = &notice.order {
        if let Some(edge) = order.edge_in_words() {
            said.push_str(&format!("; {edge} the zone"));
        }
        if let Some(sign) = &order.sign {
            said.push_str(&format!("; nearest sign {} at {} m", sign.code, sign.distance / 10));
        }
    }
    Some(said)
}

fn hashes(story: &NoticeStory, templates: Option<&TemplatesRef>) -> Vec<String> {
    let notice = &story.notice;
    let rules = &notice.rule_set;
    let mut hashes = vec![format!("Rule set {} revision {}, {}", rules.id, rules.revision, rules.hash)];
    if let Some(order) = &notice.order {
        hashes.push(format!("Order {} version {}, {}", order.code, order.version, order.order));
        hashes.extend(order.zone.map(|zone| format!("Zone {zone}")));
    }
    hashes
        .extend(templates.map(|set| format!("Templates {} revision {}, {}", set.id, set.revision, set.hash)));
    let photos = notice.evidence.iter().enumerate();
    hashes
        .extend(photos.map(|(place, one)| format!("Photograph or recording {}, {}", place + 1, one.content)));
    for photo in story.served.iter().flat_map(|served| &served.evidence) {
        list_photo(&mut hashes, "of the service", photo);
    }
    hashes
}
