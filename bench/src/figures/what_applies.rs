//! What one question costs that an officer asks standing still: which of 500 orders over 10,000 zones apply here, now.
//!
//! There is no peer: nobody else's program answers it. Zones, positions, orders and hours are drawn by seed.

use std::hint::black_box;

use beatbook_domain::fence::Fence;
use beatbook_domain::orders::applies::{reach_m, what_applies, zones_near};
use beatbook_domain::orders::book::{Book, OrderBook};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::orders::place::Place;
use beatbook_domain::orders::premises::Premises;
use beatbook_domain::orders::signs::Sign;
use beatbook_domain::presence::Interval;
use beatbook_domain::zone::ZoneHash;
use beatbook_simulator::rng::Rng;
use beatbook_simulator::zones::{CORNER, SyntheticZones, synthetic_zones};
use serde_json::{Value, json};

use crate::harness::{Figure, Goal, Lab, Measured, Spread, timed};

const ORDERS: usize = 500;
/// Zones of one order, conditions of each: every zone bears five orders and twenty conditions.
const ZONES_EACH: usize = 100;
const CONDITIONS: usize = 4;
const SIGNS_EACH: usize = 10;
const PREMISES: usize = 500;
const QUESTIONS: usize = 2_000;
const ROUNDS: usize = 5;
/// Saturday 6 September 2025, 19:00 in Kent.
const SATURDAY: i64 = 1_757_181_600_000;
/// Metres of a degree near the middle of the square.
const METRES: (f64, f64) = (69_700.0, 111_260.0);

/// See `docs/performance.md`.
pub fn run(_: &Lab) -> Measured {
    let wanted = SyntheticZones::default();
    let zones = synthetic_zones(wanted);
    let always = Interval { from: 0, to: i64::MAX };
    let mut named: Vec<(ZoneHash, &str)> =
        zones.iter().map(|zone| (zone.hash(), zone.code.as_str())).collect();
    named.sort_unstable();
    let fence = Fence::build(zones.iter().map(|zone| (zone.hash(), always, &zone.geometry)))?;
    let codes: Vec<&str> = zones.iter().map(|zone| zone.code.as_str()).collect();
    let mut random = Rng::new(23);
    let (book, indexing) = timed(|| book(&codes, wanted.square_m, &mut random).map(OrderBook::new));
    let book = book?;
    let code_of = |zone: &ZoneHash| {
        let at = named.binary_search_by_key(zone, |(hash, _)| *hash).ok()?;
        named.get(at).map(|(_, code)| *code)
    };
    let mut each = Vec::with_capacity(ROUNDS * QUESTIONS);
    let (mut told, mut most) = (0, 0);
    for _ in 0..ROUNDS {
        for question in 0..QUESTIONS as i64 {
            let (lon, lat) = degrees(&mut random, wanted.square_m);
            let place = Place::now((lat * 1e7) as i32, (lon * 1e7) as i32, random.between(3.0, 30.0));
            let time = LegalTime { at: SATURDAY + question * 300_000, within: Some(60_000) };
            let (answer, took) = timed(|| {
                let near = zones_near(&fence, place, reach_m(&book, place), code_of);
                what_applies(&book, &near, place, time, &[]).map(|answer| answer.applying.len())
            });
            let conditions = black_box(answer?);
            told += conditions;
            most = most.max(conditions);
            each.push(took.as_secs_f64() * 1e3);
        }
    }
    each.sort_by(f64::total_cmp);
    let worst = each.get(each.len() * 99 / 100).copied().unwrap_or(f64::NAN);
    let conditions = told as f64 / (ROUNDS * QUESTIONS) as f64;
    Ok(vec![
        Figure {
            name: "what-applies".to_owned(),
            value: Spread::of(each),
            unit: "ms/question",
            peer: None,
            goal: Goal::AtMost(1.0),
            note: format!("10,000 zones, 500 orders; {conditions:.0} conditions told, at most {most}"),
        },
        Figure {
            name: "what-applies, 99th of 100".to_owned(),
            value: Spread::from(worst),
            unit: "ms/question",
            peer: None,
            goal: Goal::AtMost(1.0),
            note: String::new(),
        },
        Figure {
            name: "what-applies ready".to_owned(),
            value: Spread::from(indexing.as_secs_f64() * 1e3),
            unit: "ms",
            peer: None,
            goal: Goal::Shown,
            note: "500 orders drawn and indexed, once for a briefing".to_owned(),
        },
    ])
}

fn degrees(random: &mut Rng, square_m: f64) -> (f64, f64) {
    let (x, y) = (random.between(0.0, square_m), random.between(0.0, square_m));
    (f64::from(CORNER.lon) / 1e7 + x / METRES.0, f64::from(CORNER.lat) / 1e7 + y / METRES.1)
}

fn book(zones: &[&str], square_m: f64, random: &mut Rng) -> Result<Book, Box<dyn std::error::Error>> {
    let mut book = Book::founding()?;
    for number in 0..ORDERS {
        book.orders.push(serde_json::from_value::<OrderVersion>(order(number, zones))?);
    }
    for number in 0..ORDERS * SIGNS_EACH {
        let (lon, lat) = degrees(random, square_m);
        let order = format!("ORD-{:03}", number % ORDERS);
        let sign = json!({
            "code": format!("S-{number}"), "orders": [order], "at": { "lat": lat, "lon": lon }, "seen": "2025-09-01",
        });
        book.signs.push(serde_json::from_value::<Sign>(sign)?);
    }
    for number in 0..PREMISES {
        let (lon, lat) = degrees(random, square_m);
        let premises = json!({
            "code": format!("P-{number}"), "name": "Invented", "kind": { "council": { "in_use": evening(number) } },
            "area": { "around": { "at": { "lat": lat, "lon": lon }, "metres": 60 } },
        });
        book.premises.push(serde_json::from_value::<Premises>(premises)?);
    }
    Ok(book)
}

fn order(number: usize, zones: &[&str]) -> Value {
    let zones: Vec<&&str> = zones.iter().skip(number % 100).step_by(zones.len() / ZONES_EACH).collect();
    let conditions: Vec<Value> = (0..CONDITIONS)
        .map(|condition| {
            json!({
                "code": format!("C-{condition}"), "text": "Invented.", "duty": "prohibition", "zones": zones,
                "who": "all", "times": if condition == 0 { "always".into() } else { evening(number + condition) },
                "circumstances": "all", "offence": if number.is_multiple_of(2) { "PSPO-A" } else { "PSPO-X" },
                "support_first": false,
            })
        })
        .collect();
    json!({
        "code": format!("ORD-{number:03}"), "version": 1, "title": "Invented", "kind": "normal",
        "made_by": { "code": "SYN", "name": "Invented" },
        "payee": { "name": "Invented", "address": ["1"], "methods": [{ "name": "post", "how": "1" }] },
        "term": { "from": "2024-01-01", "until": "2026-12-31" }, "effective": "2024-01-01",
        "conditions": conditions, "sign_distance_m": 100,
        "terms": [{ "offence": "PSPO-X", "amount": 10_000, "early": null, "payment_days": 28 }],
        "illustrative": true,
    })
}

/// Two windows, one over midnight and one in summer only.
fn evening(number: usize) -> Value {
    let from = 16 + number % 7;
    json!({ "only": [
        { "days": ["thu", "fri", "sat"], "hours": { "from": format!("{from}:00"), "to": "03:30" } },
        { "hours": { "from": "12:15", "to": "14:45" }, "season": { "from": "05-01", "until": "09-30" } },
    ] })
}
