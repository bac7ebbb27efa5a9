//! What this phone knows when it is asked for a notice, put together: the encounter, the condition as it stood there
//! and then, the officer's powers, the law in force on the day. Every answer names the versions it rests on.

use std::collections::BTreeSet;
use std::sync::Arc;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::law::powers::{Capacity, OfficerPowers, Power};
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::completeness::scene::{Breached, EarlierNotice, Gate, Scene};
use beatbook_domain::notices::completeness::{Ready, completeness};
use beatbook_domain::notices::number::AuthorityCode;
use beatbook_domain::orders::book::OrderBook;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::order::{Condition, OrderVersion};
use beatbook_domain::orders::place::Place;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice::content::{Fpn, NoticeContent};
use beatbook_domain::records::notice::{Conduct, Issuer, Notice, OrderCited, Recipient, SignCited};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_protocol::hash::Hash;
use jiff::civil::Date;

use crate::error::DeviceError;
use crate::journal::{encounter_of, notices_from};
use crate::notebook::Notebook;
use crate::notices::PenaltyAsked;
use crate::orders::{BriefingState, ConditionNow};
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
}

impl Notebook {
    /// Writes the notice that is asked for and checks it; stores nothing.
    pub(crate) fn prepare(&mut self, asked: &PenaltyAsked, longest: u64) -> Result<Prepared, DeviceError> {
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
        let (judged, mut doubts) = self.judged(&encounter, asked, seen.unwrap_or(time), longest)?;
        let (order, condition) = breached(&book, judged.as_ref(), asked, day).ok_or_else(|| {
            lacking("order", "Say which condition of which order was breached.", "ASBCPA 2014 ss59, 67, 68")
        })?;
        let gate = judged.as_ref().map(|judged| Gate::of(&judged.standing));
        let gate = gate.unwrap_or_else(|| {
            // With a place, the condition's zone is not near it; without one, nobody can say.
            let outside = encounter.opened.place.is_some();
            Gate {
                not_in_force: outside.then(|| "outside".to_owned()).into_iter().collect(),
                ..Gate::default()
            }
        });
        doubts.extend(gate.doubts);
        let officer = self.powers(&book)?;
        let terms = order.terms_of(&condition.offence).ok_or_else(|| {
            lacking("terms", "The order asks no fixed penalty for this: warn or report.", "ASBCPA 2014 s68")
        })?;
        let row = rules.offence(&condition.offence);
        let held = row.and_then(|row| {
            let granted_by = granting(officer.capacity, &order.made_by.code);
            officer.holds(rules, row.power, granted_by, today).ok()
        });
        let known = encounter.people.get(&asked.person).map(|person| &person.known);
        let notice = Notice {
            authority: order.made_by.code.clone(),
            rule_set: rules.reference().map_err(|_| DeviceError::Bug("rules"))?,
            encounter: asked.encounter,
            person: Some(asked.person),
            order: Some(cited(order, condition, judged.as_ref())),
            conduct: Conduct { time: seen, place: asked.place.clone(), position: encounter.opened.place },
            recipient: known.and_then(Recipient::of).unwrap_or(Recipient::Refused),
            issuer: Issuer {
                public_id: officer.public_id.clone(),
                capacity: officer.capacity,
                authorisation: held.map(|held| held.reference.clone()).unwrap_or_default(),
                in_uniform: asked.in_uniform,
            },
            particulars: asked.particulars.clone(),
            content: NoticeContent::Fpn(Fpn {
                terms: terms.clone(),
                offence: row.map(|row| row.offence.clone()).unwrap_or_default(),
                payee: order.payee.clone(),
                cpn: None,
            }),
            evidence: asked.evidence.clone(),
        };
        let before = self.with_postings(self.ledger.db.read(|tx| notices_from(tx, asked.encounter))?)?;
        let earlier: Vec<EarlierNotice> =
            before.iter().filter_map(|told| EarlierNotice::of(&told.story)).collect();
        let ready = checked(
            &notice,
            rules,
            officer,
            &encounter,
            Asking {
                time,
                today,
                condition: Breached { order, condition },
                doubts: &doubts,
                not_in_force: &gate.not_in_force,
                earlier: &earlier,
            },
        );
        Ok(Prepared { now, time, notice, doubts, ready })
    }

    /// How the condition stood where and when it happened, and what is unsure beside that.
    fn judged(
        &mut self,
        encounter: &Encounter,
        asked: &PenaltyAsked,
        seen: LegalTime,
        longest: u64,
    ) -> Result<(Option<ConditionNow>, Vec<String>), DeviceError> {
        let mut doubts = Vec::new();
        let Some(kept) = encounter.opened.place else {
            doubts.push("no_position".to_owned());
            return Ok((None, doubts));
        };
        let applies = self.applied_at(place_of(kept), seen, longest)?;
        if applies.briefing.is_none_or(|briefing| briefing.state == BriefingState::DraftsOnly) {
            doubts.push("old_briefing".to_owned());
        }
        let ours =
            |one: &ConditionNow| one.order.code == asked.order && one.condition.code == asked.condition;
        Ok((applies.conditions.into_iter().find(ours), doubts))
    }

    /// Asks for numbers for the paper of every authority whose orders this officer may enforce by a fixed penalty.
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
        let mut papers = BTreeSet::new();
        for order in &book.book().orders {
            let granted_by = granting(officer.capacity, &order.made_by.code);
            if officer.holds(rules, Power::S68Fpn, granted_by, today).is_ok() {
                papers.extend(AuthorityCode::new(&order.made_by.code).ok());
            }
        }
        papers.iter().try_for_each(|paper| self.want_numbers(paper, false))
    }

    /// The officer of this notebook, as the book names them.
    fn powers<'b>(&self, book: &'b Arc<OrderBook>) -> Result<&'b OfficerPowers, DeviceError> {
        let own = self.ledger.identity.officer;
        book.book().powers.iter().find(|one| one.officer == own).ok_or_else(|| {
            let remedy = "Your powers are not on this phone: have them entered, then sync once.";
            lacking("no_powers", remedy, "rules of the field 2")
        })
    }
}

/// Who must have granted a power: police powers come with the office, others from the order's own authority.
fn granting(capacity: Capacity, authority: &str) -> Option<&str> {
    let police = matches!(capacity, Capacity::Constable | Capacity::Pcso | Capacity::Csas);
    (!police).then_some(authority)
}

/// What the check asks beside the notice itself.
struct Asking<'a> {
    time: LegalTime,
    today: Date,
    condition: Breached<'a>,
    doubts: &'a [String],
    not_in_force: &'a [String],
    earlier: &'a [EarlierNotice],
}

fn checked(
    notice: &Notice,
    rules: &RuleSet,
    officer: &OfficerPowers,
    encounter: &Encounter,
    asking: Asking<'_>,
) -> Result<Ready, Vec<Missing>> {
    let Asking { time, today, condition, doubts, not_in_force, earlier } = asking;
    completeness(
        notice,
        &Scene {
            now: time.at,
            today,
            rules,
            officer,
            encounter,
            condition: Some(condition),
            doubts,
            not_in_force,
            earlier,
            warnings: &[],
        },
    )
}

/// When the behaviour was seen: as recorded, else when the encounter began, as surely as the time was known then.
fn conduct_time(encounter: &Encounter, asked: &PenaltyAsked) -> Option<LegalTime> {
    let opened = encounter.opened.time?;
    let of_person = encounter.conducts.iter().rev().find(|conduct| {
        conduct.code == asked.condition && conduct.person.is_none_or(|by| by == asked.person)
    });
    Some(LegalTime { at: of_person.and_then(|conduct| conduct.time).unwrap_or(opened.at), ..opened })
}

/// The order version that counted then, and its condition.
fn breached<'b>(
    book: &'b OrderBook,
    judged: Option<&ConditionNow>,
    asked: &PenaltyAsked,
    day: Date,
) -> Option<(&'b OrderVersion, &'b Condition)> {
    let order = match judged {
        Some(judged) => book.version(&judged.order.hash),
        None => book.book().version_on(&asked.order, day),
    }?;
    Some((order, order.condition(&asked.condition)?))
}

fn cited(order: &OrderVersion, condition: &Condition, judged: Option<&ConditionNow>) -> OrderCited {
    let tenths = |metres: f64| (metres * 10.0).round() as i64;
    OrderCited {
        order: order.hash(),
        code: order.code.clone(),
        version: order.version,
        condition: condition.code.clone(),
        zone: judged.map(|judged| Hash::from_bytes(judged.zone.0)),
        edge: judged.map(|judged| {
            let edge = tenths(judged.edge_m.abs());
            if judged.inside { edge } else { -edge }
        }),
        sign: judged.and_then(|judged| judged.nearest_sign.as_ref()).map(|sign| SignCited {
            code: sign.code.clone(),
            distance: u32::try_from(tenths(sign.metres)).unwrap_or(u32::MAX),
        }),
    }
}

fn place_of(kept: KeptPlace) -> Place {
    // A position is only kept with what the receiver said of its accuracy.
    Place::now(kept.lat, kept.lon, f64::from(kept.accuracy.unwrap_or(u16::MAX)) / 10.0)
}

fn lacking(code: &'static str, remedy: &str, source: &'static str) -> DeviceError {
    DeviceError::Incomplete(vec![Missing::new(code, remedy, source)])
}
