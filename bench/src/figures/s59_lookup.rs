//! `s59-lookup`: was this driver, or this car, warned before? Asked of a phone that was told of 100,000 warnings.

use std::error::Error;

use beatbook_device::{Beatbook, BeginEncounter, EncounterNews};
use beatbook_domain::notices::known::{KnownNotice, Row, Subject, TagKey, pack as pack_known};
use beatbook_domain::orders::book::Book;
use beatbook_domain::orders::pack::pack;
use beatbook_domain::records::encounter::people::{
    Details, DetailsBasis, PersonKnown, VehicleKind, VehicleKnown,
};
use beatbook_domain::records::notice::Recipient;
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_protocol::id::Id;
use rusqlite::params;

use crate::bare::{self, Medium};
use crate::handset::{EVENING, Handset, nowhere};
use crate::harness::{Figure, Goal, Lab, Measured, Spread, timed};

/// Warnings, each to a person of its own and about a vehicle of its own: twice as many rows.
const WARNINGS: u32 = 100_000;
/// Questions, half of them about somebody who was warned.
const QUESTIONS: u32 = 400;

/// See `docs/performance.md`.
///
/// # Errors
/// If the phone cannot be used, or does not find what it was told.
pub fn run(lab: &Lab) -> Measured {
    let mut handset = Handset::found(&lab.folder, &nowhere())?;
    let encounters = met(handset.book()?)?;
    handset.close()?;
    let (bytes, packed) = told(&handset)?;
    handset.open()?;
    let book = handset.book()?;
    // The book is read once after opening, as any question about orders does.
    book.earlier_warnings(encounters.first().ok_or("nobody was met")?.1, None, None)?;
    let mut times = Vec::with_capacity(encounters.len());
    for (number, encounter) in &encounters {
        let (found, took) = timed(|| book.earlier_warnings(*encounter, Some(1), Some(1)));
        let expected = if *number < WARNINGS { vec![(name(*number), true)] } else { Vec::new() };
        let found: Vec<_> = found?.into_iter().map(|hit| (hit.cited.number, hit.person)).collect();
        if found != expected {
            return Err("the phone does not find what it was told".into());
        }
        times.push(took.as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let slow = times.get(times.len() * 99 / 100).copied().ok_or("no question")?;
    let figure = |name: &str, value: Vec<f64>, goal, note: String| Figure {
        name: name.to_owned(),
        value: Spread::of(value),
        unit: "ms",
        peer: None,
        goal,
        note,
    };
    let size = format!("{WARNINGS} warnings, {:.0} MB in the briefing", bytes as f64 / 1e6);
    Ok(vec![
        figure("s59-lookup", times, Goal::AtMost(1.0), size.clone()),
        figure("s59-lookup, 99th of 100", vec![slow], Goal::AtMost(1.0), size),
        figure("s59-lookup packing", vec![packed], Goal::Shown, "on the server, all rows anew".to_owned()),
    ])
}

fn name(number: u32) -> String {
    format!("MDW-A0-{number:06}")
}

fn plate(number: u32) -> String {
    format!("BB{number:06}")
}

fn person(number: u32) -> String {
    format!("Example Number{number}")
}

/// People with vehicles that an officer meets: every second one was warned.
fn met(book: &Beatbook) -> Result<Vec<(u32, Id)>, Box<dyn Error>> {
    let numbers = (0..QUESTIONS).map(|one| one * (WARNINGS / QUESTIONS) + one % 2 * WARNINGS);
    numbers
        .map(|number| {
            let encounter = book.begin_encounter(BeginEncounter::here())?;
            let known = PersonKnown {
                details: Some(Details::Person {
                    name: person(number),
                    address: Vec::new(),
                    born: Some("1990-05-01".parse()?),
                    basis: DetailsBasis::Volunteered,
                    believed: true,
                }),
                ..PersonKnown::default()
            };
            let car = VehicleKnown {
                kind: Some(VehicleKind::Car),
                plate: Some(plate(number)),
                driver: Some(1),
                ..VehicleKnown::default()
            };
            let news = vec![
                EncounterNews::Person { person: 1, known },
                EncounterNews::Vehicle { vehicle: 1, known: car },
            ];
            book.tell_encounter(encounter, news)?;
            Ok((number, encounter))
        })
        .collect()
}

/// Puts a book with the warnings into the phone's file, as a sync leaves it; bytes, and what packing took in
/// milliseconds.
fn told(handset: &Handset) -> Result<(usize, f64), Box<dyn Error>> {
    let key = TagKey::from_bytes([7; 32]);
    let born = Some("1990-05-01".parse()?);
    let mut rows = Vec::with_capacity(2 * WARNINGS as usize);
    let date = beatbook_domain::calendar::local_date(EVENING)?;
    for number in 0..WARNINGS {
        let to = Recipient::Person { name: person(number), address: Vec::new(), born };
        let notice = KnownNotice {
            number: name(number),
            kind: NoticeKind::S59Warning,
            date,
            place: "Medway City Estate, Whitewall Road, by the roundabout".to_owned(),
            issuer: "4417".to_owned(),
            about: String::new(),
            allowed_until: None,
            requirements: Vec::new(),
            under_appeal: false,
            varied: false,
        };
        let plate = plate(number);
        for subject in [Subject::Recipient(&to), Subject::Registration(&plate)] {
            let tag = key.tag(subject).ok_or("no tag")?;
            rows.push(Row { tag, notice: notice.clone() });
        }
    }
    let (packed, took) = timed(|| pack_known(key, rows));
    let (index, groups) = packed?;
    let book = Book { known: Some(index), ..Book::founding()? };
    let packed = pack(&book)?;
    let mut file = bare::open(&handset.file(), Medium::Full)?;
    let tx = file.transaction()?;
    let mut bytes = 0;
    for object in packed.objects.iter().chain([&packed.index]).chain(&groups) {
        let row = params![object.hash.as_bytes(), object.bytes];
        tx.prepare_cached("INSERT INTO briefing_object (hash, bytes) VALUES (?1, ?2)")?.execute(row)?;
        bytes += object.bytes.len();
    }
    let book = params![packed.index.hash.as_bytes()];
    tx.execute("INSERT OR REPLACE INTO order_book (id, book) VALUES (1, ?1)", book)?;
    tx.commit()?;
    Ok((bytes, took.as_secs_f64() * 1e3))
}
