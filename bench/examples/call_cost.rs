//! What `record_fixes` costs from Rust, beside which other languages are measured: see `bench/peers/call_cost/README.md`.
#![allow(clippy::print_stdout)] // Its answers go to the figure that started it.

use std::env;
use std::error::Error;
use std::io::stdin;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use beatbook_device::{Beatbook, Key, PhonePlatform, Places, Platform, Setup, SignOn};
use beatbook_domain::fix::{Provider, RawFix};
use serde_json::json;

/// An officer on duty, and how far the officer's fixes have come.
struct Walk {
    book: Beatbook,
    platform: Arc<PhonePlatform>,
    last: i64,
}

impl Walk {
    fn begin(folder: PathBuf, ticket: &str) -> Result<Self, Box<dyn Error>> {
        let places = Places { notebooks: folder.join("notebooks"), seats: folder.join("seats") };
        std::fs::create_dir_all(&places.notebooks)?;
        std::fs::create_dir_all(&places.seats)?;
        let platform = Arc::new(PhonePlatform::new()?);
        let mut key = [0; 32];
        platform.random(&mut key)?;
        let book = Beatbook::found(Setup::new(places, platform.clone()), &Key::from_bytes(key), ticket)?;
        book.sign_on(SignOn::tasked())?;
        let last = platform.now()?.mono;
        Ok(Self { book, platform, last })
    }

    /// The next `count` reports.
    fn fixes(&mut self, count: u32) -> Result<Vec<RawFix>, Box<dyn Error>> {
        let now = self.platform.now()?;
        let from = self.last + 1;
        self.last += i64::from(count);
        let fixes = (from..=self.last).map(|mono| RawFix {
            lat: 51.3826 + (mono % 1000) as f64 * 1e-7,
            lon: 0.5265,
            time: now.wall - now.mono + mono,
            mono,
            accuracy: Some(5.0),
            speed: Some(1.4),
            bearing: Some(90.0),
            provider: Provider::Gnss,
        });
        Ok(fixes.collect())
    }

    /// Until so many reports lie between the last one and now.
    fn wait(&self, milliseconds: i64) -> Result<(), Box<dyn Error>> {
        let left = self.last + milliseconds - self.platform.now()?.mono;
        sleep(Duration::from_millis(u64::try_from(left).unwrap_or(0)));
        Ok(())
    }

    /// Microseconds of one call.
    fn record(&mut self, count: u32) -> Result<f64, Box<dyn Error>> {
        let fixes = self.fixes(count)?;
        let begun = Instant::now();
        let report = self.book.record_fixes(&fixes)?;
        let took = begun.elapsed();
        if report.accepted != count {
            return Err(format!("{} of {count} fixes were accepted", report.accepted).into());
        }
        Ok(took.as_secs_f64() * 1e6)
    }

    fn id(&self) -> f64 {
        let begun = Instant::now();
        std::hint::black_box(self.book.notebook());
        begun.elapsed().as_secs_f64() * 1e6
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() -> Result<(), Box<dyn Error>> {
    let told: Vec<String> = env::args().collect();
    let [_, folder, ticket] = told.as_slice() else { return Err("call_cost FOLDER TICKET".into()) };
    let mut walk = Walk::begin(PathBuf::from(folder).join("binding"), ticket)?;
    for line in stdin().lines() {
        line?;
        walk.wait(1_050)?;
        let id = median((0..200).map(|_| walk.id()).collect());
        let one = median((0..50).map(|_| walk.record(1)).collect::<Result<_, _>>()?);
        let thousand = walk.record(1_000)?;
        println!("{}", json!({ "id": id, "one": one, "thousand": thousand }));
    }
    walk.book.sign_off(&[])?;
    walk.book.shutdown()?;
    Ok(())
}
