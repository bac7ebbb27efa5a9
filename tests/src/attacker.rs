//! Somebody who reads everything that they are shown for a place: every number that is one, and what many of them come to.

use std::collections::BTreeMap;

use beatbook_domain::geometry::Vertex;
use beatbook_domain::welfare::grid::GridRef;

/// Degrees as a point.
#[must_use]
pub fn vertex(lat: f64, lon: f64) -> Vertex {
    let scaled = |degrees: f64| (degrees * 1e7).round() as i32;
    Vertex { lat: scaled(lat), lon: scaled(lon) }
}

/// All that reads like a place in a text: degrees as decimals or integers, whichever comes first; references of the
/// National Grid of any length, with blanks or without.
#[must_use]
pub fn places(text: &str) -> Vec<Vertex> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '.')).filter(|word| !word.is_empty()).collect();
    let degrees = |word: &&str| {
        let number: f64 = word.parse().ok()?;
        Some([1.0, 1e-5, 1e-6, 1e-7].map(|scale| number * scale))
    };
    let numbers: Vec<[f64; 4]> = words.iter().filter_map(degrees).collect();
    let within =
        |all: &[f64; 4], from: f64, to: f64| all.iter().copied().find(|one| (from..to).contains(one));
    let point = |lat, lon| Some(vertex(within(lat, 51.2, 51.6)?, within(lon, 0.3, 0.8)?));
    let pairs = numbers.windows(2).filter_map(|pair| {
        let [one, other] = pair else { return None };
        point(one, other).or_else(|| point(other, one))
    });
    // A reference in one word, or in letters and two numbers.
    let squares = words.windows(1).chain(words.windows(3)).filter_map(|words| {
        let square = words.join(" ").parse::<GridRef>().ok()?.corner().place();
        Some(Vertex { lat: square.lat, lon: square.lon })
    });
    pairs.chain(squares).collect()
}

/// The best that can be made of all that was shown: each place; the middle of each text, of everything, and of all lines that say
/// the same but for their figures, in whichever text and on whichever day. A place that is moved about anew whenever it is shown
/// is found so.
#[must_use]
pub fn guesses(seen: &[String]) -> Vec<(Vertex, String)> {
    let mut joined: BTreeMap<String, Vec<Vertex>> = BTreeMap::new();
    let mut found = Vec::new();
    for text in seen {
        for line in text.lines() {
            let alike: String = line.chars().filter(|c| !c.is_ascii_digit()).collect();
            joined.entry(alike).or_default().extend(places(line));
        }
        let there = places(text);
        joined.entry("everything".to_owned()).or_default().extend(&there);
        found.extend(middle(&there).map(|place| (place, format!("the middle of:\n{text}"))));
        found.extend(there.into_iter().map(|place| (place, text.clone())));
    }
    found.extend(
        joined.into_iter().filter_map(|(alike, there)| Some((middle(&there)?, format!("all of: {alike}")))),
    );
    found
}

fn middle(places: &[Vertex]) -> Option<Vertex> {
    let number = i64::try_from(places.len()).ok().filter(|number| *number > 0)?;
    let mean = |of: fn(&Vertex) -> i32| {
        let sum: i64 = places.iter().map(|place| i64::from(of(place))).sum();
        i32::try_from(sum / number).ok()
    };
    Some(Vertex { lat: mean(|place| place.lat)?, lon: mean(|place| place.lon)? })
}
