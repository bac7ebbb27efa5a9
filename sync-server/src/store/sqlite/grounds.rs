//! On what a direction to leave land rests (CJPOA 1994 s77): a welfare check of who lives there, on land where they still are. It is
//! looked at when its notice comes, and again whenever more was told of encampments: what comes later may take the ground away, and
//! then a person decides whether the notice stands.

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::encampments::gate::{CheckTold, GateRefusal, gate};
use beatbook_domain::encampments::quiet::is_of_tents;
use beatbook_domain::encampments::story::Encampment;
use beatbook_domain::encampments::{Beside, Told, fold};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::encampment::EncampmentStep;
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::notice::content::{NoticeContent, S77Direction};
use beatbook_domain::records::server::{NoticeDecided, ServerBody};
use beatbook_domain::register::Act;
use beatbook_protocol::entry::Header;
use beatbook_protocol::id::Id;
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use super::encampments;
use super::numbers;
use super::rows;
use super::twice;
use crate::error::Fault;
use crate::journal::Pen;

/// What a direction is about, as the register names it (`NoticeContent::about`).
const DIRECTION: &str = "s77_direction";

/// Why a direction that has just arrived does not hold, as far as is told by now: it is not about the encampment whose welfare it rests
/// on, or that was vacated when it was given, or another phone's check asked to wait.
pub fn directed_elsewhere(
    tx: &ReadTransaction<'_>,
    authority: i64,
    (content, given): (&NoticeContent, i64),
) -> Result<Option<&'static str>, Fault> {
    let NoticeContent::S77Direction(direction) = content else { return Ok(None) };
    if direction.welfare.is_none() {
        return Ok(None);
    }
    let told = encampments::facts(tx, authority)?.told;
    let stories = fold(&told, &Beside::default());
    let elsewhere = elsewhere(&stories, direction).or_else(|| of_tents(&stories, direction, given));
    Ok(elsewhere.or_else(|| stood_against(&told, direction, given)))
}

/// Asks for a review of each direction in force whose ground went after its notice had come: once for each reason, and not again once
/// the notice was confirmed.
pub fn look_again(tx: &WriteTransaction<'_>, pen: &Pen, authority: i64) -> Result<(), Fault> {
    let directed = in_force(tx, authority)?;
    if directed.is_empty() {
        return Ok(());
    }
    let told = encampments::facts(tx, authority)?.told;
    let stories = fold(&told, &Beside::default());
    let mut grounds = Vec::new();
    for one in directed.into_iter().filter(|one| is_told(&told, &one.direction)) {
        let printed = one.number.to_string();
        let mut written = stories.values().flat_map(|story| &story.written);
        let holds = written.any(|written| written.what.number() == Some(printed.as_str()));
        let against = || if holds { None } else { stood_against(&told, &one.direction, one.given) };
        let tents = || of_tents(&stories, &one.direction, one.given);
        let why = elsewhere(&stories, &one.direction).or_else(tents).or_else(against);
        grounds.extend(why.map(|why| (one, why)));
    }
    if grounds.is_empty() {
        return Ok(());
    }
    let decided = decided(tx, authority)?;
    for (one, why) in grounds {
        let settled = |decided: &NoticeDecided| match decided.act {
            Act::Void { .. } | Act::Withdraw { .. } => true,
            Act::ReviewRequired { .. } => decided.why.as_deref() == Some(why),
            _ => false,
        };
        if !decided.iter().any(|about| about.number == one.number && settled(about)) {
            numbers::ask_review(tx, pen, (authority, one.record), (one.number, why.to_owned()))?;
        }
    }
    Ok(())
}

/// A direction in writing that no phone has ended.
struct Directed {
    record: Id,
    number: NoticeNumber,
    direction: S77Direction,
    /// When it was given, UTC milliseconds.
    given: i64,
}

/// Those whose words are here.
fn in_force(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<Directed>, Fault> {
    let found: Vec<(i64, Id, String, i64)> = tx.all(
        "SELECT notebook, record, number, told FROM notice_number
         WHERE authority = ?1 AND issued ->> '$.code' = ?2 AND ended IS NULL AND told IS NOT NULL ORDER BY number",
        params![authority, DIRECTION],
        |row| Ok((row.get(0)?, rows::id(row, 1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut directed = Vec::with_capacity(found.len());
    for (notebook, record, number, seq) in found {
        let Ok(number) = NoticeNumber::parse(&number) else { continue };
        let Some(NoticeEntry::Issued(issued)) = twice::words(tx, notebook, Some(seq))? else { continue };
        if let NoticeContent::S77Direction(direction) = &issued.notice.content
            && !number.is_training()
        {
            let (direction, given) = (direction.clone(), issued.time.at);
            directed.push(Directed { record, number, direction, given });
        }
    }
    Ok(directed)
}

/// Whether the check of a direction was ever told of an encampment, and that is still here: what was erased takes no ground away.
fn is_told(told: &[Told], direction: &S77Direction) -> bool {
    let Some(welfare) = &direction.welfare else { return false };
    let is = |done: Id| done == welfare.record;
    told.iter().any(|one| matches!(one.step(), Some(EncampmentStep::Welfare(done)) if is(done.record)))
}

/// What was decided about notices.
fn decided(tx: &ReadTransaction<'_>, authority: i64) -> Result<Vec<NoticeDecided>, Fault> {
    let first = rows::new_place(authority, 0)?;
    let last = rows::new_place(authority, rows::JOURNAL_ENTRIES_MAX - 1)?;
    let found: Vec<(Vec<u8>, Option<Vec<u8>>)> = tx.all(
        "SELECT header, body FROM server_entry WHERE place BETWEEN ?1 AND ?2
           AND instr(header, CAST('\"kind\":\"notice_decided\"' AS BLOB)) > 0 ORDER BY place",
        params![first, last],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut decided = Vec::new();
    for (header, body) in found {
        let header = Header::parse(&header).map_err(|_| Fault::Damaged { what: "journal" })?;
        let body = body.and_then(|body| ServerBody::parse(&header.kind, header.schema, &body).ok());
        if let Some(ServerBody::NoticeDecided(one)) = body {
            decided.push(one);
        }
    }
    Ok(decided)
}

/// Why a direction is not about the encampment whose welfare it rests on, by all that was told.
fn elsewhere(stories: &BTreeMap<Id, Encampment>, direction: &S77Direction) -> Option<&'static str> {
    let welfare = direction.welfare.as_ref()?;
    let named =
        |id: Id| stories.values().find(|story| story.joined.contains(&id)).map_or(id, |story| story.id);
    let direction = S77Direction { encampment: direction.encampment.map(named), ..direction.clone() };
    let told = CheckTold::of(welfare.record, stories);
    let told = told.as_ref().ok_or(GateRefusal::CheckUntold);
    gate(&direction, told).err().map(|refusal| match refusal {
        // That it was vacated, and what was counted, is of the time when it was given.
        GateRefusal::CheckUntold | GateRefusal::Vacated | GateRefusal::TentsAlone => {
            "the welfare check counts for no encampment"
        }
        GateRefusal::CheckElsewhere => "the welfare check is of another encampment than the direction",
        GateRefusal::LandElsewhere => "the land is not that of the encampment whose welfare was checked",
    })
}

/// That whoever had counted when a direction was given found tents or structures alone, and nobody anything else since.
fn of_tents(
    stories: &BTreeMap<Id, Encampment>,
    direction: &S77Direction,
    given: i64,
) -> Option<&'static str> {
    let welfare = direction.welfare.as_ref()?;
    let story = stories.values().find(|story| story.checks.contains(&welfare.record))?;
    let counted = story.visits.iter().any(|visit| visit.time <= given && visit.what.has_units());
    (counted && is_of_tents(Some(story), None))
        .then_some("tents or structures alone were counted at the encampment")
}

/// Why a direction in writing at this instant does not hold, as its encampment stood then: what happened later takes nothing from it.
/// What was taken back or joined later never was otherwise.
fn stood_against(told: &[Told], direction: &S77Direction, given: i64) -> Option<&'static str> {
    let welfare = direction.welfare.as_ref()?;
    let always = |one: &Told| {
        matches!(one.step(), Some(EncampmentStep::TakenBack { .. } | EncampmentStep::Same { .. }))
    };
    let before = told.iter().filter(|one| one.entry.time() <= given || always(one));
    let mut then = fold(before, &Beside::default()).into_values();
    let story = then.find(|story| story.checks.contains(&welfare.record))?;
    let waits = story.welfare.as_ref().and_then(|newest| newest.what.wait_until);
    if story.vacated.is_some() {
        Some("the encampment was vacated when the direction was given")
    } else if waits.zip(local_date(given).ok()).is_some_and(|(until, day)| day < until) {
        Some("the newest welfare check of the encampment asked to wait longer")
    } else {
        None
    }
}
