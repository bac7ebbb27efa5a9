//! A draft checked again, by what the server knows: the versions truly in force on the day of the conduct, the
//! officer's powers then, the encounter as it stands now, and every notice the authority has issued.
//!
//! What is unsure is the supervisor's to decide; what is missing in law is nobody's.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::{CalendarError, local_date};
use beatbook_domain::encampments::gate::GateRefusal;
use beatbook_domain::law::age::{AgeDays, AgePaper, AgeRefusal};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::completeness::scene::{
    Breached, EarlierNotice, Gate, Scene, WarningHit, varied,
};
use beatbook_domain::notices::completeness::{Ready, completeness_but};
use beatbook_domain::orders::applies::{reach_m, what_applies, zones_near};
use beatbook_domain::orders::authority::AuthorityPaper;
use beatbook_domain::orders::book::OrderBook;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::order::{OnDay, OrderVersion};
use beatbook_domain::orders::place::Place;
use beatbook_domain::records::body::{COARSE_KIND, EntryBody};
use beatbook_domain::records::encounter::EncounterEntry;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::{Notice, NoticeDrafted, ServiceMethod};
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::presence::ReadyBriefing;
use crate::store::{StoredBody, StoredEntry};

/// What a draft is checked against.
pub struct Grounds<'a> {
    /// The newest order book: it holds every version.
    pub book: &'a OrderBook,
    /// The newest zones, with when each counts.
    pub zones: &'a ReadyBriefing,
    /// The encounter it came from.
    pub encounter: &'a Encounter,
    /// The officer's own encounters that it names as offers of help.
    pub helped: &'a BTreeMap<Id, Encounter>,
    /// The revision of the law it was drafted under, if phones were told of it.
    pub rules: Option<RuleSet>,
    /// The officer who drafted it.
    pub officer: Id,
    /// Notices issued before.
    pub earlier: &'a [EarlierNotice],
    /// Vehicle warnings given before to the person of a seizure, or about its vehicle.
    pub warnings: &'a [WarningHit],
    /// Now, UTC milliseconds.
    pub now: i64,
}

/// A draft that the law lets be issued.
pub struct Checked {
    /// Codes of what is unsure, by the phone or by the server.
    pub doubts: Vec<String>,
    /// Codes of what is missing and was decided upon.
    pub missing: Vec<String>,
    /// The recipient is sixteen or seventeen: guardian and youth justice are told.
    pub young: bool,
}

/// When the conduct was seen, as surely as it is known.
pub fn seen(drafted: &NoticeDrafted) -> LegalTime {
    drafted.notice.conduct.time.unwrap_or(LegalTime { at: drafted.at.wall, within: None })
}

/// Checks a draft; the inner error is every point that is missing, at once, but for those that the supervisor decides upon.
pub fn check(
    drafted: &NoticeDrafted,
    grounds: &Grounds<'_>,
    upon: &[String],
) -> Result<Result<Checked, Vec<Missing>>, CalendarError> {
    let (day, today) = (local_date(seen(drafted).at)?, local_date(grounds.now)?);
    let book = grounds.book.book();
    // However it was meant to be served, it goes by post.
    let mut notice = Notice { service: Some(ServiceMethod::Post), ..drafted.notice.clone() };
    let extended = extended(&notice, grounds.book, day);
    if let (Some(cited), Some(order)) = (notice.order.as_mut(), extended) {
        (cited.order, cited.version) = (order.hash(), order.version);
    }
    let notice = &notice;
    let in_force = book.rule_sets.in_force(day);
    // An earlier revision of the same law is what the officer could know.
    let own = |set: &&RuleSet| in_force.is_some_and(|known| known.id == set.id);
    let Some(rules) = grounds.rules.as_ref().filter(own).or(in_force) else {
        let remedy = "No rule set was in force on that day: drop the draft, or report instead.";
        return Ok(Err(vec![Missing::new("rule_set", remedy, "rule set: commencement")]));
    };
    // Policies about the young are those of now: one may have ended since the phone last heard of it.
    if let (NoticeContent::Fpn(fpn), Some(in_force)) = (&notice.content, in_force) {
        let person = notice.person.and_then(|label| grounds.encounter.people.get(&label));
        let (age, paper) = (person.and_then(|person| person.known.age()), AgePaper::Fpn(&fpn.terms.offence));
        if in_force.age_allows(age, paper, AgeDays { conduct: day, issue: today })
            == Err(AgeRefusal::NoPolicy)
        {
            let remedy = "Sixteen or seventeen, and no policy allows a fixed penalty here: refer instead.";
            return Ok(Err(vec![Missing::new("age_no_policy", remedy, "rules of the field 6: age")]));
        }
    }
    let Some(officer) = book.powers.iter().find(|one| one.officer == grounds.officer) else {
        let remedy = "The officer's powers are not in the book: have them entered.";
        return Ok(Err(vec![Missing::new("no_powers", remedy, "rules of the field 2")]));
    };
    let condition = notice.order.as_ref().and_then(|cited| {
        let order = book.version_on(&cited.code, day)?;
        Some(Breached { order, condition: order.condition(&cited.condition)? })
    });
    let mut gate = gate(notice, seen(drafted), grounds)?;
    gate.doubts.extend(varied(&notice.content, grounds.earlier).map(str::to_owned));
    // The head stays the one it was drafted under.
    let paper = notice.letterhead.clone().and_then(|letterhead| {
        Some(AuthorityPaper { letterhead, ..book.paper_of(&notice.authority)?.clone() })
    });
    let scene = Scene {
        now: grounds.now,
        // It bears the day of today, and no time that it allows may be over by then.
        today,
        acted: day,
        rules,
        officer,
        encounter: grounds.encounter,
        helped: grounds.helped,
        paper: paper.as_ref(),
        condition,
        doubts: &gate.doubts,
        not_in_force: &gate.not_in_force,
        earlier: grounds.earlier,
        warnings: grounds.warnings,
        // A direction to leave land is never posted.
        check_told: Err(GateRefusal::CheckUntold),
    };
    // A draft from before the six were asked answers none of them: who decides on it weighs that.
    let unasked = drafted.notice.six.is_none();
    let settled = |point: &Missing| {
        point.code == "six" && unasked
            || point.is_for_a_supervisor() && upon.iter().any(|code| code == point.code)
    };
    let (ready, settled) = match completeness_but(notice, &scene, settled) {
        // What is unsure says nothing of the age: ask again as if nothing were.
        Ok((Ready::Draft(doubts), points)) => {
            let sure = Scene { doubts: &[], ..scene };
            let again = completeness_but(notice, &sure, |_| true).map(|(ready, _)| ready);
            ((doubts, again), points)
        }
        Ok((ready, points)) => ((Vec::new(), Ok(ready)), points),
        Err(points) => return Ok(Err(points)),
    };
    let (found, ready) = ready;
    let young = matches!(ready, Ok(Ready::Number { tell_guardian_by: Some(_) }));
    let (asked, missing): (Vec<Missing>, Vec<Missing>) =
        settled.into_iter().partition(|point| point.code == "six");
    let unasked = (!asked.is_empty()).then(|| "six_not_asked".to_owned());
    let unheard = extended.is_some().then(|| "order_extended".to_owned());
    let doubts = drafted.doubts.iter().cloned().chain(found).chain(unasked).chain(unheard);
    let missing = missing.into_iter().map(|point| point.code.to_owned());
    Ok(Ok(Checked { doubts: once(doubts), missing: once(missing), young }))
}

/// Each code once, in order.
fn once(codes: impl Iterator<Item = String>) -> Vec<String> {
    codes.collect::<BTreeSet<String>>().into_iter().collect()
}

/// The version that was truly in force, where the phone had not heard of it and it only goes on: the condition, what is
/// asked for it, whom to pay and who made it are the same words. A version that says something else is another order to
/// the person it is held against.
fn extended<'b>(notice: &Notice, book: &'b OrderBook, day: Date) -> Option<&'b OrderVersion> {
    let cited = notice.order.as_ref()?;
    let (had, counted) = (book.version(&cited.order)?, book.book().version_on(&cited.code, day)?);
    let said = |order: &OrderVersion| {
        let condition = order.condition(&cited.condition)?.clone();
        let terms = order.terms_of(&condition.offence).cloned();
        Some((condition, terms, order.payee.clone(), order.made_by.clone()))
    };
    (had.code == counted.code && had.version < counted.version && said(had) == said(counted))
        .then_some(counted)
}

/// How the condition stood there and then, by the zones and order versions that counted.
fn gate(notice: &Notice, seen: LegalTime, grounds: &Grounds<'_>) -> Result<Gate, CalendarError> {
    let Some(cited) = &notice.order else { return Ok(Gate::default()) };
    let Some(kept) = notice.conduct.position else {
        // Nobody knows where: the term of the order is all that can be compared.
        let day = local_date(seen.at)?;
        let order = grounds.book.book().version_on(&cited.code, day);
        let ended = seen.within.is_some() && order.is_some_and(|order| order.on_day(day) != OnDay::InForce);
        let not_in_force = ended.then(|| "not_on_that_day".to_owned()).into_iter().collect();
        return Ok(Gate { not_in_force, ..Gate::default() });
    };
    let accuracy_m = f64::from(kept.accuracy.unwrap_or(u16::MAX)) / 10.0;
    let place = Place::now(kept.lat, kept.lon, accuracy_m);
    let zones = grounds.zones;
    let code = |zone: &_| zones.versions.get(zone).map(|version| version.code.as_str());
    let near = zones_near(&zones.fence, place, reach_m(grounds.book, place), code);
    let applies = what_applies(grounds.book, &near, place, seen, &[])?;
    let standing = applies
        .applying
        .iter()
        .find(|one| one.order.code == cited.code && one.condition.code == cited.condition)
        .map(|one| &one.standing);
    Ok(standing
        .map_or_else(|| Gate { not_in_force: vec!["outside".to_owned()], ..Gate::default() }, Gate::of))
}

/// The same of what is not of welfare purpose: a header that hides its kind is.
pub fn open_encounter(entries: &[StoredEntry]) -> Option<Encounter> {
    let open =
        |entry: &&StoredEntry| Header::parse(&entry.header).is_ok_and(|header| header.kind != COARSE_KIND);
    encounter(&entries.iter().filter(open).cloned().collect::<Vec<_>>())
}

/// An encounter as its entries tell it; absent if its beginning has not come, or is erased.
pub fn encounter(entries: &[StoredEntry]) -> Option<Encounter> {
    let mut told: Option<Encounter> = None;
    for entry in entries {
        let StoredBody::Present { bytes, .. } = &entry.body else { continue };
        let Ok(header) = Header::parse(&entry.header) else { continue };
        let Ok(EntryBody::Encounter(body)) = EntryBody::parse(&header.kind, header.schema, bytes) else {
            continue;
        };
        match (&mut told, &body) {
            (None, EncounterEntry::Opened(opened)) => told = Encounter::open(opened).ok(),
            // What does not fit is kept, and passed over here as everywhere.
            (Some(told), body) => {
                let _ = told.apply(body);
            }
            (None, _) => {}
        }
    }
    told
}
