//! What this phone knows when it is asked for a notice, put together: the encounter, the condition as it stood there
//! and then, the officer's powers, the law in force on the day. Every answer names the versions it rests on.

use std::collections::BTreeSet;
use std::sync::Arc;

use beatbook_domain::calendar::local_date;
use beatbook_domain::encampments::gate::{CheckTold, GateRefusal};
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::law::powers::{OfficerPowers, Power};
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::completeness::scene::{Breached, EarlierNotice, Gate, Scene, varied};
use beatbook_domain::notices::completeness::{Ready, completeness, notes};
use beatbook_domain::notices::known::Subject;
use beatbook_domain::notices::number::AuthorityCode;
use beatbook_domain::orders::authority::AuthorityPaper;
use beatbook_domain::orders::book::OrderBook;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::order::{Condition, OrderVersion};
use beatbook_domain::orders::signs::WhyWarnOnly;
use beatbook_domain::orders::standing::Standing;
use beatbook_domain::records::encounter::EncounterConduct;
use beatbook_domain::records::encounter::positions::Position;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice::content::{
    Cpn, CpnBreached, Cpw, Fpn, NoticeContent, NoticeKind, Requirement, S59Seizure, S59Warning, S77Direction,
    VehicleNuisance, WelfareDone,
};
use beatbook_domain::records::notice::{Conduct, Issuer, Notice, OrderCited, Recipient};
use jiff::civil::Date;

use crate::asked::{CPN_OFFENCE, NoticeAbout, NoticeAsked, NuisanceAsked, PremisesAsked, S77Asked};
use crate::earlier::is_training;
use crate::error::DeviceError;
use crate::journal::{encounter_of, notice_numbered, notices_from, welfare_of};
use crate::judging::{self, OLD_BRIEFING, Stood};
use crate::notebook::Notebook;
use crate::orders::ConditionNow;
use crate::people::{may_go_on, six_of, under_age};
use crate::platform::Now;

/// A notice as it would be written now, and whether it may have its number.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) now: Now,
    /// Legal time of issue.
    pub(crate) time: LegalTime,
    pub(crate) notice: Notice,
    /// Codes of what is unsure.
    pub(crate) doubts: Vec<String>,
    pub(crate) ready: Result<Ready, Vec<Missing>>,
    /// What is worth knowing beside.
    pub(crate) notes: Vec<Missing>,
    /// The condition asks for help first.
    pub(crate) support_first: bool,
    /// Why only a warning is offered, and whether a task is open for the sign.
    pub(crate) warn_only: Option<(WhyWarnOnly, bool)>,
}

impl Notebook {
    /// Writes the notice that is asked for and checks it; stores nothing.
    pub(crate) fn prepare(&mut self, asked: &NoticeAsked, longest: u64) -> Result<Prepared, DeviceError> {
        let now = self.ledger.now()?;
        let time = self.legal_now(&now, longest)?;
        let today = local_date(time.at)?;
        let encounter =
            self.ledger.db.read(|tx| encounter_of(tx, asked.encounter))?.ok_or(DeviceError::NotFound)?.story;
        let seen = conduct_time(&encounter, asked);
        let day = seen.map_or(Ok(today), |seen| local_date(seen.at))?;
        let book = self.book()?.ok_or_else(|| {
            lacking("no_order_book", "Sync once: this phone has no order book yet.", "the briefing")
        })?;
        let rules = book.book().rule_sets.in_force(day).ok_or_else(|| {
            lacking(
                "rule_set",
                "No rule set was in force on that day: report instead.",
                "rule set: commencement",
            )
        })?;
        let mut doubts = Vec::new();
        let ordered = match &asked.about {
            NoticeAbout::Order { order, condition } => {
                let of = Of { order, condition };
                Some(self.ordered(&book, &encounter, of, (seen.unwrap_or(time), day), longest)?)
            }
            _ => None,
        };
        match &ordered {
            Some(ordered) => doubts.extend(ordered.doubts.iter().cloned()),
            None if self.is_briefing_old(longest)? => doubts.push(OLD_BRIEFING.to_owned()),
            None => {}
        }
        let officer = self.powers(&book)?;
        let authority = match (&ordered, &asked.authority) {
            (Some(ordered), _) => ordered.order.made_by.code.clone(),
            (None, Some(code)) => code.clone(),
            (None, None) => self.own_paper(asked, rules, officer, today),
        };
        let paper = book.book().paper_of(&authority);
        let recipient = recipient(&encounter, asked);
        let limit = book.book().policy.same_place();
        let position = encounter.position_of(seen.unwrap_or(time).at, limit).map(|position| position.place);
        let earlier = self.earlier(asked, &recipient, today)?;
        let from = Sources {
            rules,
            encounter: &encounter,
            ordered: &ordered,
            paper,
            earlier: &earlier,
            welfare: self.welfare_done(&asked.about)?,
            check_told: self.gate_told(&asked.about)?,
            encampment: match &asked.about {
                NoticeAbout::S77Direction(S77Asked { encampment: Some(id), .. }) => {
                    Some(self.encampment_named(*id)?)
                }
                _ => None,
            },
            today,
        };
        let content = content(asked, &from)?;
        let power = content.power(rules);
        let held = power.and_then(|power| officer.holds_for(rules, power, &authority, today).ok());
        let breached = ordered.as_ref().map(|it| Breached { order: it.order, condition: it.condition });
        let helped = self.helped(&encounter)?;
        let notice = Notice {
            letterhead: paper.map(|paper| paper.letterhead.clone()),
            rule_set: rules.reference().map_err(|_| DeviceError::Bug("rules"))?,
            encounter: asked.encounter,
            person: asked.person,
            order: ordered.as_ref().map(cited),
            conduct: Conduct { time: seen, place: asked.place.clone(), position },
            recipient,
            issuer: Issuer {
                public_id: officer.public_id.clone(),
                capacity: officer.capacity,
                authorisation: held.map(|held| held.reference.clone()).unwrap_or_default(),
                in_uniform: asked.in_uniform,
            },
            particulars: asked.particulars.clone(),
            content,
            service: Some(asked.service),
            evidence: asked.evidence.clone(),
            joint: encounter.opened.joint,
            under_age: under_age(&encounter, asked, rules, day),
            six: six_of(asked, &encounter, breached),
            authority,
        };
        doubts.extend(varied(&notice.content, &earlier).map(str::to_owned));
        let warnings = self.warning_hits(&notice, asked.training)?;
        let scene = Scene {
            now: time.at,
            today,
            acted: today,
            rules,
            officer,
            encounter: &encounter,
            helped: &helped,
            paper,
            condition: breached,
            doubts: &doubts,
            not_in_force: ordered.as_ref().map(|it| &it.not_in_force[..]).unwrap_or_default(),
            earlier: &earlier,
            warnings: &warnings,
            check_told: from.check_told.as_ref().map_err(|refusal| *refusal),
        };
        let (ready, notes) = (completeness(&notice, &scene), notes(&notice, &scene));
        let warn_only = match ordered.as_ref().and_then(|it| it.judged.as_ref().zip(it.position)) {
            Some((judged, position)) => {
                let open = self.has_sign_task((&now, time), judged, position.place)?;
                judged.warn_only.clone().map(|why| (why, open))
            }
            None => None,
        };
        let support_first = ordered.as_ref().is_some_and(|ordered| ordered.condition.support_first);
        Ok(Prepared { now, time, notice, doubts, ready, notes, support_first, warn_only })
    }

    /// The condition that was breached, how it stood where and when it happened, and what is unsure beside that.
    fn ordered<'b>(
        &mut self,
        book: &'b OrderBook,
        encounter: &Encounter,
        of: Of<'_>,
        (seen, day): (LegalTime, Date),
        longest: u64,
    ) -> Result<Ordered<'b>, DeviceError> {
        let Stood { position, applies, mut doubts } = self.stood(encounter, seen, longest)?;
        let ours = |one: &ConditionNow| one.order.code == of.order && one.condition.code == of.condition;
        let synced =
            applies.as_ref().and_then(|applies| applies.briefing).and_then(|briefing| briefing.synced);
        let mut judged = applies.and_then(|applies| applies.conditions.into_iter().find(ours));
        if let Some(one) = &mut judged
            && may_go_on(&one.standing, synced)
        {
            one.standing = Standing::Unsure(Vec::new());
            doubts.push("order_ended".to_owned());
        }
        let order = match &judged {
            Some(judged) => book.version(&judged.order.hash),
            None => book.book().version_on(of.order, day),
        };
        let Some((order, condition)) = order.and_then(|order| Some((order, order.condition(of.condition)?)))
        else {
            return Err(lacking("order", &no_such(book, &of, day), "ASBCPA 2014 ss59, 67, 68"));
        };
        let gate = judged.as_ref().map(|judged| Gate::of(&judged.standing)).unwrap_or_else(|| {
            // With a place, the condition's zone is not near it; without one, nobody can say.
            let not_in_force = position.is_some().then(|| "outside".to_owned()).into_iter().collect();
            Gate { not_in_force, ..Gate::default() }
        });
        doubts.extend(gate.doubts);
        Ok(Ordered { order, condition, judged, doubts, not_in_force: gate.not_in_force, position })
    }

    /// What the welfare check that a direction names lets it know, once it is complete; nothing else is read of it.
    fn welfare_done(&self, about: &NoticeAbout) -> Result<Option<WelfareDone>, DeviceError> {
        let NoticeAbout::S77Direction(S77Asked { welfare: Some(record), .. }) = about else {
            return Ok(None);
        };
        let told = self.ledger.db.read(|tx| welfare_of(tx, *record))?.ok_or(DeviceError::NotFound)?;
        Ok(told.story.done(told.record))
    }

    /// Earlier notices that matter: those of this encounter, and the one it names, by whomever it was given and with
    /// what the server has told of it.
    fn earlier(
        &mut self,
        asked: &NoticeAsked,
        to: &Recipient,
        today: Date,
    ) -> Result<Vec<EarlierNotice>, DeviceError> {
        let told = self.ledger.db.read(|tx| {
            let mut told = notices_from(tx, asked.encounter)?;
            if let Some(number) = asked.about.names() {
                told.extend(notice_numbered(tx, number)?);
            }
            Ok::<_, DeviceError>(told)
        })?;
        let told = self.with_postings(told)?;
        let mut earlier: Vec<EarlierNotice> =
            told.iter().filter_map(|told| EarlierNotice::of(&told.story)).collect();
        // Training stands on training alone.
        earlier.retain(|one| is_training(&one.number) == asked.training);
        let standings = self.notice_standings(today)?;
        for one in &mut earlier {
            if let Some(told) = standings.iter().find(|told| told.number.to_string() == one.number) {
                *one = one.clone().standing(&told.standing);
            }
        }
        // Phones are told of no training.
        let unknown = |number: &&str| !asked.training && !earlier.iter().any(|one| one.number == *number);
        if let Some(number) = asked.about.names().filter(unknown) {
            let known = self.known(Subject::Recipient(to), asked.about.rests_on())?;
            let known = known.into_iter().find(|known| known.number == number);
            earlier.extend(known.map(|known| EarlierNotice::told(&known, to)));
        }
        Ok(earlier)
    }

    /// Asks for numbers for the paper of every authority for which this officer may issue any.
    pub(crate) fn want_for_powers(&mut self, longest: u64) -> Result<(), DeviceError> {
        if self.ledger.check_writable().is_err() {
            return Ok(());
        }
        let Some(book) = self.book()? else { return Ok(()) };
        let now = self.ledger.now()?;
        let today = local_date(self.legal_now(&now, longest)?.at)?;
        let (Some(rules), Ok(officer)) = (book.book().rule_sets.in_force(today), self.powers(&book)) else {
            return Ok(());
        };
        let may = |authority: &str, power: Power| officer.holds_for(rules, power, authority, today).is_ok();
        let of_orders = book.book().orders.iter().map(|order| order.made_by.code.as_str());
        let of_orders = of_orders.filter(|authority| may(authority, Power::S68Fpn));
        let of_paper = book.book().authorities.iter().map(|paper| paper.code.as_str());
        let of_paper = of_paper.filter(|authority| {
            officer.held.iter().any(|held| held.power.is_for_paper() && may(authority, held.power))
        });
        let papers: BTreeSet<AuthorityCode> =
            of_orders.chain(of_paper).filter_map(|code| AuthorityCode::new(code).ok()).collect();
        papers.iter().try_for_each(|paper| self.want_numbers(paper, false))
    }

    /// The officer of this notebook, as the book names them.
    pub(crate) fn powers<'b>(&self, book: &'b Arc<OrderBook>) -> Result<&'b OfficerPowers, DeviceError> {
        let own = self.ledger.identity.officer;
        book.book().powers.iter().find(|one| one.officer == own).ok_or_else(|| {
            let remedy = "Your powers are not on this phone: have them entered, then sync once.";
            lacking("no_powers", remedy, "rules of the field 2")
        })
    }
}

/// Which condition of which order.
#[derive(Clone, Copy)]
struct Of<'a> {
    order: &'a str,
    condition: &'a str,
}

/// A condition of an order, and how it stood.
struct Ordered<'b> {
    order: &'b OrderVersion,
    condition: &'b Condition,
    judged: Option<ConditionNow>,
    doubts: Vec<String>,
    not_in_force: Vec<String>,
    /// The position it was judged by.
    position: Option<Position>,
}

/// What a notice's own part follows from.
struct Sources<'a> {
    rules: &'a RuleSet,
    encounter: &'a Encounter,
    ordered: &'a Option<Ordered<'a>>,
    paper: Option<&'a AuthorityPaper>,
    earlier: &'a [EarlierNotice],
    welfare: Option<WelfareDone>,
    check_told: Result<CheckTold, GateRefusal>,
    /// The encampment a direction names, by the name the server has for it.
    encampment: Option<beatbook_protocol::id::Id>,
    today: Date,
}

/// When the behaviour was seen: as recorded, else when the encounter began; as surely as the time was known.
fn conduct_time(encounter: &Encounter, asked: &NoticeAsked) -> Option<LegalTime> {
    let about = |conduct: &&EncounterConduct| {
        let code = asked.about.conduct().is_none_or(|code| conduct.code == code);
        code && (conduct.person.is_none() || asked.person.is_none() || conduct.person == asked.person)
    };
    let told = encounter.conducts.iter().rev().find(about);
    told.map_or(encounter.opened.time, |conduct| encounter.time_of(conduct))
}

/// To whom it goes: premises, everybody there, or the person as the encounter knows them.
fn recipient(encounter: &Encounter, asked: &NoticeAsked) -> Recipient {
    if let Some(PremisesAsked { addressed, address }) = asked.about.premises() {
        return Recipient::Premises { addressed: addressed.clone(), address: address.clone() };
    }
    if let NoticeAbout::S77Direction(direction) = &asked.about {
        let everybody = "All persons present with vehicles on the land".to_owned();
        let addressed = if direction.all_persons { everybody } else { direction.people.join(", ") };
        return Recipient::Described { addressed };
    }
    let person = asked.person.and_then(|label| encounter.people.get(&label));
    person.and_then(|person| Recipient::of(&person.known)).unwrap_or(Recipient::Refused)
}

/// What only its kind says.
fn content(asked: &NoticeAsked, from: &Sources<'_>) -> Result<NoticeContent, DeviceError> {
    Ok(match &asked.about {
        NoticeAbout::Order { .. } | NoticeAbout::Offence(_) | NoticeAbout::CpnBreach(_) => {
            NoticeContent::Fpn(fpn(asked, from)?)
        }
        NoticeAbout::Cpw(cpw) => NoticeContent::Cpw(Cpw {
            detriment: cpw.detriment.clone(),
            requirements: cpw.requirements.clone(),
            allowed_until: cpw.allowed_until,
            enquiries: cpw.enquiries.clone(),
        }),
        NoticeAbout::Cpn(cpn) => NoticeContent::Cpn(Cpn {
            detriment: cpn.detriment.clone(),
            warning: cpn.warning.clone(),
            warned: from
                .earlier
                .iter()
                .find(|one| Some(&one.number) == cpn.warning.as_ref())
                .map(|one| one.issued),
            observations: cpn.observations.clone(),
            requirements: cpn.requirements.clone(),
            informed: cpn.informed.clone(),
            appeal_court: from.paper.and_then(|paper| paper.appeal_court.clone()).unwrap_or_default(),
            enquiries: cpn.enquiries.clone(),
        }),
        NoticeAbout::S59Warning { nuisance, warned } => NoticeContent::S59Warning(S59Warning {
            nuisance: nuisance_of(nuisance, from.encounter),
            warned: *warned,
        }),
        NoticeAbout::S59Seizure { nuisance, ground } => {
            let pound = from.paper.and_then(|paper| paper.pound.clone());
            let days = pound.as_ref().map(|pound| days_following(from.today, pound.reclaim_days));
            let (held_at, reclaim, costs) =
                pound.map(|pound| (pound.held_at, pound.reclaim, pound.costs)).unwrap_or_default();
            NoticeContent::S59Seizure(S59Seizure {
                nuisance: nuisance_of(nuisance, from.encounter),
                ground: ground.clone(),
                held_at,
                reclaim,
                reclaim_by: days.transpose()?,
                costs,
            })
        }
        NoticeAbout::S77Direction(direction) => NoticeContent::S77Direction(S77Direction {
            land: direction.land.clone(),
            units: direction.units.clone(),
            people: direction.people.clone(),
            all_persons: direction.all_persons,
            leave_by: direction.leave_by,
            // Nobody but a completed welfare check opens this gate.
            welfare: from.welfare.clone(),
            encampment: from.encampment.or_else(|| Some(from.check_told.as_ref().ok()?.encampment)),
        }),
    })
}

fn nuisance_of(asked: &NuisanceAsked, encounter: &Encounter) -> VehicleNuisance {
    VehicleNuisance {
        vehicle: encounter.vehicles.get(&asked.vehicle).cloned().unwrap_or_default(),
        driving: asked.driving.clone(),
        annoyance: asked.annoyance.clone(),
    }
}

/// A fixed penalty: the order's terms, or the authority's own where no order is breached.
fn fpn(asked: &NoticeAsked, from: &Sources<'_>) -> Result<Fpn, DeviceError> {
    let (terms, payee, cpn) = match (from.ordered, &asked.about) {
        (Some(Ordered { order, condition, .. }), _) => {
            (order.terms_of(&condition.offence), Some(&order.payee), None)
        }
        (None, NoticeAbout::CpnBreach(breached)) => {
            let terms = from.paper.and_then(|paper| paper.terms_of(CPN_OFFENCE));
            (terms, from.paper.and_then(|paper| paper.payee.as_ref()), Some(worded(breached, from.earlier)))
        }
        (None, NoticeAbout::Offence(code)) => {
            let terms = from.paper.and_then(|paper| paper.terms_of(code));
            (terms, from.paper.and_then(|paper| paper.payee.as_ref()), None)
        }
        (None, _) => return Err(DeviceError::Bug("no fixed penalty")),
    };
    let (Some(terms), Some(payee)) = (terms, payee) else {
        let row = match &asked.about {
            NoticeAbout::Offence(code) => from.rules.offence(code),
            _ => None,
        };
        if let (NoticeAbout::Offence(code), None) = (&asked.about, row) {
            let known: Vec<&str> = from.rules.offences.iter().map(|row| row.code.as_str()).collect();
            let remedy = format!("No offence has the code {code}: name one of {}.", known.join(", "));
            return Err(lacking("unknown_offence", &remedy, "rule set: offence rows"));
        }
        let remedy = "No fixed penalty is asked for this: warn or report.";
        return Err(lacking("terms", remedy, "ASBCPA 2014 ss52, 68; the Act of the offence row"));
    };
    let offence = from.rules.offence(&terms.offence).map(|row| row.offence.clone()).unwrap_or_default();
    let code = asked.about.conduct().unwrap_or(&terms.offence);
    let vehicles = from.encounter.vehicles_of(asked.person, code).into_iter().cloned().collect();
    Ok(Fpn { terms: terms.clone(), offence, payee: payee.clone(), cpn, vehicles })
}

/// The requirement that was breached, in the words of its notice: by this phone's own record, else as the officer reads them
/// there. What a court has varied says something else today.
fn worded(breached: &CpnBreached, earlier: &[EarlierNotice]) -> CpnBreached {
    let cpn = earlier.iter().find(|one| one.kind == NoticeKind::Cpn && one.number == breached.number);
    let known = cpn.and_then(|cpn| Some((cpn, cpn.requirements.get(usize::from(breached.requirement))?)));
    let typed = breached.words.clone().filter(|words| !words.trim().is_empty());
    let words = known.and_then(|(cpn, required)| {
        let own = Some(required.text.clone()).filter(|text| !text.trim().is_empty() && !cpn.varied);
        let text = own.or_else(|| typed.clone())?;
        Some(Requirement { text, ..required.clone() }.in_words())
    });
    CpnBreached { words: words.or(typed), ..breached.clone() }
}

fn cited(ordered: &Ordered<'_>) -> OrderCited {
    let Ordered { order, condition, judged, .. } = ordered;
    judged.as_ref().map(judging::cited).unwrap_or_else(|| OrderCited {
        order: order.hash(),
        code: order.code.clone(),
        version: order.version,
        condition: condition.code.clone(),
        zone: None,
        edge: None,
        sign: None,
    })
}

/// That there is no such order or condition on a day, and those there are.
fn no_such(book: &OrderBook, of: &Of<'_>, day: Date) -> String {
    let Some(order) = book.book().version_on(of.order, day) else {
        return format!("This phone's order book has no order {} on that day: name another.", of.order);
    };
    let codes: Vec<&str> = order.conditions.iter().map(|one| one.code.as_str()).collect();
    format!("{} has no condition {}: it has {}.", order.code, of.condition, codes.join(", "))
}

pub(crate) fn lacking(code: &'static str, remedy: &str, source: &'static str) -> DeviceError {
    DeviceError::Incomplete(vec![Missing::new(code, remedy, source)])
}
