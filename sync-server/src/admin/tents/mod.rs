//! Tents at the desk: what was taken and where it is, for who reads enforcement. Where somebody slept is told to the own
//! team alone.

mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use beatbook_domain::access::Reading;
use beatbook_domain::calendar::{local_date, local_label};
use beatbook_domain::colleagues::Colleagues;
use beatbook_domain::encampments::story::Placed;
use beatbook_domain::encampments::tents::{Tent, TentRefusal, TentSaid, fold_tents};
use beatbook_domain::records::encampment::EntryAt;
use beatbook_domain::records::encounter::steps::HelpAnswer;
use beatbook_domain::records::tent::{BelongingsGone, KeptWhere, TentActed, TentEntry, TentStep, TentTold};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::office::{Office, Told};
use super::role_words::word;
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::encampments::{self, EncampmentRefused};
use crate::error::ServerError;
use crate::store::{Acted, EncampmentDecided, EncampmentFacts, EncampmentMark};
pub use words::{GoneArgs, TentCommand};

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: TentCommand) -> Result<Told, ServerError> {
    match command {
        TentCommand::List { reader, due, form } => {
            let desk = Desk::open(office, &reader, "list of tents").await?;
            desk.seat.check_either(Reading::default())?;
            let is_due = |tent: &&Tent| {
                let until = tent.removed.as_ref().map(|removed| removed.what.keep_until);
                !due || (tent.kept() > 0 && until.is_some_and(|until| until < desk.seat.today))
            };
            let reads = |tent: &&Tent| desk.reads(tent, desk.reading(tent));
            let readable = desk.tents.values().filter(reads).filter(is_due);
            let readable: Vec<_> = readable.map(|tent| desk.told(tent, desk.reading(tent))).collect();
            list(readable.iter().map(|tent| &**tent), &desk).told(form.csv)
        }
        TentCommand::Show { tent, reader } => {
            let desk = Desk::open(office, &reader, &format!("tent {tent}")).await?;
            let logged_request = desk.seat.reason.is_some();
            let reading = |tent: &Tent| Reading { logged_request, ..desk.reading(tent) };
            let found = desk.tents.get(&tent).filter(|tent| desk.reads(tent, reading(tent)));
            let found = found.ok_or_else(|| desk.seat.not_shown(unknown()))?;
            let shown = shown(&desk.told(found, reading(found)), &desk);
            Ok(Told::ok(format!("{shown:#}"), shown))
        }
        TentCommand::Returned(args) => gone(office, args, TentStep::Returned).await,
        TentCommand::Disposed(args) => gone(office, args, TentStep::Disposed).await,
        TentCommand::TakeBack { tent, journal, seq, why, reader } => {
            let desk = Desk::open(office, &reader, &format!("tent {tent}")).await?;
            let step = TentStep::TakenBack { entry: EntryAt { journal, seq }, why };
            let after = tell(office, &desk, tent, (step, "entry taken back")).await?;
            let text = format!("tent {tent}: {} entries are taken back", after.taken_back.len());
            Ok(Told::ok(text, json!({ "tent": tent, "taken_back": after.taken_back.len() })))
        }
        TentCommand::Refer { tent, reader, reference } => {
            let desk = Desk::open(office, &reader, &format!("tent {tent}")).await?;
            let step = (TentStep::Reference(reference.into()), "referenced");
            let after = tell(office, &desk, tent, step).await?;
            let text = format!("tent {tent}: {} references", after.references.len());
            Ok(Told::ok(text, json!({ "tent": tent, "references": after.references.len() })))
        }
    }
}

fn unknown() -> ServerError {
    ServerError::refused(
        "no_such_tent",
        "there is no such tent: `tent list` shows those this officer may know of",
    )
}

/// Tents before one reader.
struct Desk {
    seat: Seat,
    said: Vec<TentSaid>,
    tents: BTreeMap<Id, Tent>,
    colleagues: Colleagues,
    mark: EncampmentMark,
}

impl Desk {
    async fn open(office: &Office, args: &ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let seat = Seat::open_for(office, args, (Purpose::Encampments, what)).await?;
        let facts = office.service.store().encampment_facts(&seat.scope).await?;
        let EncampmentFacts { tents: said, colleagues, mark, .. } = facts;
        let tents = fold_tents(&said, &colleagues);
        Ok(Self { seat, said, tents, colleagues, mark })
    }

    /// How a tent stands to the reader, by who told of it what holds.
    fn reading(&self, tent: &Tent) -> Reading {
        self.seat.reading_of(tent.tellers())
    }

    /// Who enforces reads what was taken; the team of who noted the tent reads its own, as far as it reads welfare.
    fn reads(&self, tent: &Tent, reading: Reading) -> bool {
        let own = Reading { own: tent.noted_by() == Some(self.seat.reader.id), ..reading };
        self.seat.reads_enforcement(reading)
            || (self.knows_where(tent) && self.seat.reads_welfare_of(Reading { same_team: true, ..own }))
    }

    /// What the reader reads of one that is theirs to read: all of it, or, if only what they told themselves is, that.
    fn told<'a>(&self, tent: &'a Tent, reading: Reading) -> Cow<'a, Tent> {
        if self.reads(tent, Reading { own: false, ..reading }) {
            Cow::Borrowed(tent)
        } else {
            Cow::Owned(tent.told_by(self.seat.reader.id))
        }
    }

    /// Whether the reader may know where somebody slept: the team of the officer who noted the tent. Who tells of it later
    /// is told no more by that.
    fn knows_where(&self, tent: &Tent) -> bool {
        tent.noted_by().is_some_and(|by| self.seat.is_team(by))
    }

    /// Whether the reader may know what the record is called in another system, which may tell there where somebody slept:
    /// who told it, and those of their team who read what it met while helping people.
    fn knows_reference(&self, by: Id) -> bool {
        by == self.seat.reader.id || self.seat.reads_welfare_of(self.seat.reading_of([by].into_iter()))
    }

    /// A day, for the own team; for others the month, until something was moved: it may be the day of a count, or tell when outreach
    /// was where.
    fn day(&self, tent: &Tent, day: Date) -> String {
        if self.knows_where(tent) || tent.removed.is_some() {
            day.to_string()
        } else {
            day.strftime("%Y-%m").to_string()
        }
    }

    /// Where, for the own team.
    fn land(&self, tent: &Tent) -> String {
        let noted = tent.noted.as_ref().filter(|_| self.knows_where(tent));
        noted.map_or_else(|| "the own team knows".to_owned(), |noted| noted.what.land.words.clone())
    }
}

fn list<'a>(tents: impl Iterator<Item = &'a Tent>, desk: &Desk) -> Sheet {
    let columns = [
        "tent",
        "noted",
        "place",
        "ground",
        "power",
        "occupant",
        "things",
        "kept",
        "where",
        "keep_until",
        "refused",
    ];
    let mut sheet = Sheet::new("Tents this officer may know of", &columns);
    for tent in tents {
        let noted = tent.noted.as_ref();
        let removed = tent.removed.as_ref();
        let kept = removed.map(|removed| match &removed.what.kept {
            KeptWhere::Left => "left there".to_owned(),
            KeptWhere::Stored { place } => place.clone(),
        });
        let present = removed.map(|removed| if removed.what.occupant_present { "present" } else { "absent" });
        sheet.rows.push(vec![
            tent.id.to_string(),
            noted.map(|noted| desk.day(tent, noted.day())).unwrap_or_default(),
            desk.land(tent),
            noted.map(|noted| word(&noted.what.ground)).unwrap_or_default(),
            removed.map(|removed| word(&removed.what.power)).unwrap_or_default(),
            present.unwrap_or_default().to_owned(),
            tent.items.len().to_string(),
            tent.kept().to_string(),
            kept.unwrap_or_default(),
            removed.map(|removed| removed.what.keep_until.to_string()).unwrap_or_default(),
            tent.refused.len().to_string(),
        ]);
    }
    sheet
}

fn shown(tent: &Tent, desk: &Desk) -> Value {
    // Where and when together would tell who does not know the place where somebody slept, and at what hour.
    let knows_where = desk.knows_where(tent);
    let when = |time: i64| {
        let label = || local_label(time).unwrap_or_default();
        if knows_where {
            label()
        } else {
            local_date(time).map(|day| desk.day(tent, day)).unwrap_or_default()
        }
    };
    let items = tent.removed.iter().flat_map(|removed| removed.what.belongings.iter().zip(&tent.items));
    let items = (1..).zip(items).map(|(number, (thing, state)): (u16, _)| {
        json!({ "item": number, "kind": thing.kind, "what": thing.what, "photo": thing.photo, "state": state })
    });
    let entry = |at: EntryAt| format!("{} {}", at.journal, at.seq);
    let refused = tent.refused.iter().map(|(at, refusal)| {
        let (when, entry) = (when(at.time), entry(at.at));
        json!({ "when": when, "entry": entry, "code": refusal.code(), "why": refusal.to_string() })
    });
    let taken_back = tent.taken_back.iter().map(|(at, gone)| {
        let back = &gone.back;
        // Why may say where.
        let why = Some(&back.what).filter(|_| knows_where || back.by == desk.seat.reader.id);
        json!({
            "entry": entry(*at), "what": gone.what, "by": desk.seat.code(gone.by), "when": when(gone.time),
            "taken_back_by": desk.seat.code(back.by), "on": when(back.time), "why": why,
        })
    });
    let gone = tent.gone.iter().map(|gone| {
        let what = &gone.what;
        // Nobody confirms it.
        let teller = desk.seat.code(gone.by);
        let second = match desk.colleagues.may_be(&what.people[1]) {
            true => format!("as told by {teller}"),
            false => format!("no officer here has this code: ask {teller}"),
        };
        json!({
            "entry": entry(gone.at), "when": when(gone.time), "items": what.items, "people": what.people, "second_officer": second,
            "text": what.text,
        })
    });
    let removed = tent.removed.as_ref().map(|removed| {
        let what = &removed.what;
        json!({
            "entry": entry(removed.at), "when": when(removed.time), "power": what.power, "reference": what.reference,
            "occupant_present": what.occupant_present, "kept": what.kept,
            // It may say where.
            "notice_left": what.notice_left.as_ref().filter(|_| knows_where),
            "contact": what.contact, "keep_until": what.keep_until,
        })
    });
    let offer = |one: &Placed<(String, HelpAnswer)>| json!({ "entry": entry(one.at), "help": one.what.0, "answer": one.what.1 });
    let references = tent.references.iter().filter(|one| desk.knows_reference(one.by)).map(|one| &one.what);
    json!({
        "tent": tent.id,
        "noted": tent.noted.as_ref().map(|noted| when(noted.time)),
        "noted_entry": tent.noted.as_ref().map(|noted| entry(noted.at)),
        "place": desk.land(tent),
        "ground": tent.noted.as_ref().map(|noted| noted.what.ground),
        // That it is complete; nothing of anybody.
        "welfare_done": tent.welfare.is_some(),
        "welfare_entry": tent.welfare.as_ref().map(|one| entry(one.at)),
        // What somebody was offered and said is care: others than the own team are told how often.
        "offered": tent.offers.len(),
        "offers": tent.offers.iter().filter(|_| knows_where).map(offer).collect::<Vec<_>>(),
        "removed": removed,
        "items": items.collect::<Vec<_>>(),
        "gone": gone.collect::<Vec<_>>(),
        "references": references.collect::<Vec<_>>(),
        "taken_back": taken_back.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
    })
}

/// Things went, by the officer who tells it and another.
async fn gone(
    office: &Office,
    args: GoneArgs,
    step: impl FnOnce(BelongingsGone) -> TentStep,
) -> Result<Told, ServerError> {
    let desk = Desk::open(office, &args.reader, &format!("tent {}", args.tent)).await?;
    let other = office.officer(&desk.seat.scope, &args.with).await?;
    let people = [desk.seat.reader.code.clone(), other.code];
    let step = step(BelongingsGone { items: args.items, people, text: args.text });
    let after = tell(office, &desk, args.tent, (step, "belongings told")).await?;
    let text = format!("tent {}: {} of {} things are kept", args.tent, after.kept(), after.items.len());
    Ok(Told::ok(text, json!({ "tent": args.tent, "kept": after.kept() })))
}

/// A step told at the desk: checked against all that was told, and written only if it holds.
async fn tell(
    office: &Office,
    desk: &Desk,
    tent: Id,
    (step, what): (TentStep, &str),
) -> Result<Tent, ServerError> {
    desk.seat.check_tells()?;
    desk.tents.get(&tent).ok_or_else(unknown)?;
    let at = office.moment();
    let entry = TentEntry::Step(Box::new(TentTold { at, time: at.wall, step }));
    let place = EntryAt { journal: tent, seq: u64::MAX };
    let mut said = desk.said.clone();
    said.push(TentSaid { at: place, tent, by: desk.seat.reader.id, desk: true, entry: entry.clone() });
    let after = fold_tents(&said, &desk.colleagues).remove(&tent).ok_or_else(unknown)?;
    if let Some((_, refusal)) = after.refused.iter().find(|(one, _)| one.at == place) {
        return Err(ServerError::refused(TentRefusal::code(*refusal), refusal));
    }
    let acted = Acted::Tent(TentActed { tent, by: desk.seat.reader.id, entry });
    let decided = EncampmentDecided { mark: desk.mark, acted, what: format!("tent {tent}: {what}") };
    if !office.service.store().act_on_encampment(&desk.seat.scope, decided).await? {
        return Err(EncampmentRefused::Busy.into());
    }
    let (store, now) = (&**office.service.store(), office.service.clock().now());
    let beside = (store, office.service.keyholder(), &**office.service.briefings());
    // What was told is written: phones hear of it at the next look.
    if let Err(error) = encampments::tell(beside, &desk.seat.scope, now).await {
        tracing::error!(%error, "phones could not be told where tents stand; trying again soon");
    }
    Ok(after)
}
