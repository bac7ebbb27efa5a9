//! The calls of the contract: what each hands over, and what of its answer the scenarios look at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use beatbook::names::{
    AskWhen, AskWhere, Basis, BeginEncounter, BeginWelfare, Behaviour, CareStep, Duty, EncounterNews,
    FixOutcome, Id, LoneState, NoteTent, NoticeAbout, NoticeAsked, PersonKnown, Provider, RawFix,
    ServiceMethod, SignOn, SixAsked, StartAlone, TentGround, TravelMode, WelfareAbout, WelfareNews,
};
use beatbook::{BeatbookError, Notebook, SyncProgress};
use beatbook_device::{PhonePlatform, Platform};
use serde_json::{Value, json};

use super::{MIDDLE, Watch};

/// What a step hands over.
pub struct Given {
    /// As the table has it.
    pub told: Value,
    /// What was kept, by name.
    pub kept: BTreeMap<String, Id>,
}

impl Given {
    pub fn text(&self, name: &str) -> &str {
        self.told[name].as_str().unwrap_or_else(|| panic!("{name} in {}", self.told))
    }

    pub fn number(&self, name: &str) -> u64 {
        self.told[name].as_u64().unwrap_or_else(|| panic!("{name} in {}", self.told))
    }

    fn id(&self, name: &str) -> Id {
        let text = self.text(name);
        text.strip_prefix('$').map_or_else(|| text.parse().unwrap(), |kept| self.kept[kept])
    }

    fn at(&self) -> AskWhere {
        let number = |name: &str| self.told[name].as_f64().unwrap();
        AskWhere::At { lat: number("lat"), lon: number("lon"), accuracy_m: 5.0 }
    }

    fn fixes(&self) -> Vec<RawFix> {
        let now = PhonePlatform::new().unwrap().now().unwrap();
        let one = |ago: i64, north: f64| RawFix {
            lat: MIDDLE.0 + north,
            lon: MIDDLE.1,
            time: now.wall - ago,
            mono: now.mono - ago,
            accuracy: Some(5.0),
            speed: None,
            bearing: None,
            provider: Provider::Gnss,
        };
        if let Some(count) = self.told["walk"].as_i64() {
            // Ten metres there and back, so that it is a walk.
            let north = |step: i64| f64::from(u8::try_from(step % 100).unwrap()) * 1e-6;
            return (0..count).map(|step| one(count - 1 - step, north(step))).collect();
        }
        let told = |fix: &Value| {
            let number = |name: &str| match &fix[name] {
                Value::String(text) if text == "NaN" => Some(f64::NAN),
                Value::String(_) => Some(f64::INFINITY),
                value => value.as_f64(),
            };
            let mut meant = one(fix["ago"].as_i64().unwrap_or(0), 0.0);
            meant.lat = number("lat").unwrap_or(meant.lat);
            meant.lon = number("lon").unwrap_or(meant.lon);
            meant.accuracy = number("accuracy").or(meant.accuracy);
            meant.mono = fix["mono"].as_i64().unwrap_or(meant.mono);
            meant
        };
        self.told["fixes"].as_array().map_or_else(Vec::new, |fixes| fixes.iter().map(told).collect())
    }
}

/// Calls about the notebook as a whole.
pub fn lives(book: &Arc<Notebook>, call: &str, given: &Given, folder: &Path) -> Result<Value, BeatbookError> {
    match call {
        "pause" => book.pause()?,
        "resume" => book.resume()?,
        "cancel" => book.cancel()?,
        "shutdown" => book.shutdown()?,
        "verify" => {
            let found = book.verify()?;
            return Ok(json!({ "sound": found.first_fault.is_none() && !found.damaged_file }));
        }
        "export" => {
            let path = folder.join("export").to_string_lossy().into_owned();
            return Ok(json!({ "entries": book.export(path)?.entries }));
        }
        "sync" => {
            let watch = given.told["progress"].as_str().map(|kind| {
                let (told, noted) = (AtomicU32::new(0), AtomicBool::new(false));
                Arc::new(Watch { kind: kind.to_owned(), book: Arc::clone(book), told, noted })
            });
            let report = book.sync(watch.clone().map(|watch| watch as Arc<dyn SyncProgress>))?;
            return Ok(json!({
                "left": report.left,
                "told": watch.as_ref().map_or(0, |watch| watch.told.load(Ordering::SeqCst)),
                "noted_meanwhile": watch.is_some_and(|watch| watch.noted.load(Ordering::SeqCst)),
            }));
        }
        _ => {
            let notes = || (0..given.number("times")).try_for_each(|_| write(book, given.text("text")));
            std::thread::scope(|scope| {
                let threads: Vec<_> = (0..given.number("threads")).map(|_| scope.spawn(notes)).collect();
                threads.into_iter().try_for_each(|thread| thread.join().unwrap())
            })?;
        }
    }
    Ok(Value::Null)
}

fn write(book: &Notebook, text: &str) -> Result<(), BeatbookError> {
    book.note(text.to_owned(), Basis::Fact).map(drop)
}

/// Calls of a patrol and its notes.
pub fn patrols(book: &Notebook, call: &str, given: &Given) -> Result<Value, BeatbookError> {
    Ok(match call {
        "sign_on" => {
            let sign_on = SignOn {
                duty: match given.text("duty") {
                    "tasked_core" => Duty::TaskedCore,
                    "self_initiated" => Duty::SelfInitiated,
                    other => panic!("{other}"),
                },
                mode: if given.text("mode") == "cycle" { TravelMode::Cycle } else { TravelMode::Foot },
                colleagues: Vec::new(),
                others: u8::try_from(given.told["others"].as_u64().unwrap_or(0)).unwrap(),
                operation: given.told["operation"].as_str().map(str::to_owned),
            };
            json!({ "id": book.sign_on(sign_on)?.to_string() })
        }
        "record_fixes" => {
            let report = book.record_fixes(given.fixes())?;
            let reasons = report.outcomes.iter().filter_map(|outcome| match outcome {
                FixOutcome::Refused(reason) => Some(reason.code()),
                _ => None,
            });
            json!({
                "accepted": report.accepted, "late": report.late, "duplicates": report.duplicates,
                "off_duty": report.off_duty, "refused": report.refused,
                "reasons": reasons.collect::<Vec<_>>().join(" "),
            })
        }
        "sign_off" => {
            let done = book.sign_off(given.fixes())?;
            let (zone, kept) = (done.result.zones.first(), done.result.fixes);
            json!({
                "record": done.record.to_string(), "zones": done.result.zones.len(),
                "zone": zone.map(|zone| zone.code.clone()), "foot": zone.map(|zone| zone.foot),
                "fixes_kept": kept.accepted + kept.inaccurate + kept.excursion + kept.late + kept.mock,
            })
        }
        "status" => {
            let status = book.status()?;
            json!({
                "on_duty": status.on_duty.is_some(), "has_briefing": status.has_briefing,
                "state": format!("{:?}", status.state).to_lowercase(), "waiting": status.outbox.waiting,
                "receipt_is_last": status.receipt.is_some() && status.receipt == status.last_entry,
            })
        }
        "note" => {
            let text = match given.told["letter"].as_str() {
                Some(letter) => letter.repeat(usize::try_from(given.number("times")).unwrap()),
                None => given.text("text").to_owned(),
            };
            json!({ "entry": book.note(text, Basis::Fact)? })
        }
        "notes" => {
            let notes = book.notes(None, 1_000)?;
            json!({ "count": notes.len(), "last": notes.last().map(|note| note.text.clone()) })
        }
        _ => json!({ "count": book.patrols(100)?.len() }),
    })
}

/// Calls of the other workflows, one or two of each.
pub fn records(book: &Notebook, call: &str, given: &Given) -> Result<Value, BeatbookError> {
    Ok(match call {
        "what_applies" => {
            json!({ "conditions": book.what_applies(given.at(), AskWhen::Now)?.conditions.len() })
        }
        "begin_encounter" => {
            let begin = BeginEncounter { place: given.at(), land: None, operation: None, joint: None };
            json!({ "id": book.begin_encounter(begin)?.to_string() })
        }
        "tell_encounter" => {
            let seen = Behaviour {
                time: None,
                code: given.text("code").to_owned(),
                order: None,
                person: Some(1),
                vehicle: None,
                count: None,
                text: given.text("text").to_owned(),
                basis: Basis::Fact,
            };
            let known = EncounterNews::Person { person: 1, known: PersonKnown::default() };
            book.tell_encounter(given.id("encounter"), vec![known, EncounterNews::Conduct(seen)])?;
            Value::Null
        }
        "encounter" => {
            let story = book.encounter(given.id("encounter"))?.encounter;
            let first = story.conducts.first().map(|one| one.text.clone());
            json!({ "conducts": story.conducts.len(), "text": first })
        }
        "check_notice" => {
            let asked = NoticeAsked {
                encounter: given.id("encounter"),
                person: Some(u16::try_from(given.number("person")).unwrap()),
                about: NoticeAbout::Offence("LIT".to_owned()),
                authority: None,
                place: String::new(),
                particulars: String::new(),
                in_uniform: None,
                service: ServiceMethod::Hand,
                evidence: Vec::new(),
                six: SixAsked::default(),
                training: false,
            };
            json!({ "missing": book.check_notice(asked)?.missing.len() })
        }
        "begin_welfare" => {
            let begin =
                BeginWelfare { about: WelfareAbout::Contact, place: given.at(), address: None, joint: None };
            json!({ "id": book.begin_welfare(begin)?.to_string() })
        }
        "tell_welfare" => {
            let (immediate, text) = (given.told["danger"].as_bool().unwrap(), given.text("text").to_owned());
            let step = CareStep::Danger { immediate, called: None, text: Some(text) };
            let news = vec![WelfareNews::Step { person: None, time: None, step }];
            book.tell_welfare(given.id("welfare"), news)?;
            Value::Null
        }
        "emergency_card" => {
            let card = book.emergency_card(given.at())?.card;
            json!({ "grid": card.and_then(|card| card.reference).map(|grid| grid.to_string()) })
        }
        "start_alone" => {
            let minutes = Some(u16::try_from(given.number("minutes")).unwrap());
            book.start_alone(StartAlone { minutes, words: Some(given.text("place").to_owned()) })?;
            Value::Null
        }
        "lone_worker" => {
            let now = book.lone_worker()?;
            let state = match now.state {
                LoneState::Off => "off",
                LoneState::Running { .. } => "running",
                LoneState::Overdue { .. } => "overdue",
            };
            json!({ "state": state, "sound": now.sound })
        }
        "stop_alone" => book.stop_alone().map(|()| Value::Null)?,
        "tasks" => json!({ "count": book.tasks()?.len() }),
        "note_tent" => {
            let (land, ground) = (given.text("text").to_owned(), TentGround::CommunityImpact);
            book.note_tent(NoteTent { land, ground, place: given.at() })?;
            Value::Null
        }
        "tents" => json!({ "count": book.tents()?.len() }),
        "access_log" => json!({ "rows": book.access_log(None, 1_000)?.rows.len() }),
        unknown => panic!("no such call: {unknown}"),
    })
}
