//! `fix-wire`: what a fix costs on the way to the server and back, HTTP and TLS records included.

use std::error::Error;
use std::thread::sleep;
use std::time::Duration;

use beatbook_domain::fix::RawFix;

use super::fix_disk::at_work;
use crate::beats::{CALL, FIXES, SHIFTS, simulated, walked, walks};
use crate::harness::{Figure, Goal, Lab, Measured};
use crate::relay::{Relay, Wire};
use crate::station::Station;
use crate::tls::handshake;

/// See `docs/performance.md`.
///
/// # Errors
/// If the phone, the server or a walk cannot be used.
pub fn run(lab: &Lab) -> Measured {
    let mut figures = vec![sent(lab, "fix-wire simulated", 7.0, simulated)?];
    figures.push(match &lab.shared {
        Some(folder) => {
            let walks = walks(folder)?;
            sent(lab, "fix-wire real", 8.5, |number| walked(&walks, number))?
        }
        None => Figure {
            name: "fix-wire real".to_owned(),
            value: f64::NAN.into(),
            unit: "bytes/fix",
            peer: None,
            goal: Goal::AtMost(8.5),
            note: "NOT MEASURED: set BEATBOOK_SHARED_DATA to a folder with recorded walks".to_owned(),
        },
    });
    Ok(figures)
}

/// One sync after each shift, as an officer comes home each day.
fn sent(
    lab: &Lab,
    name: &str,
    goal: f64,
    shift: impl Fn(u32) -> Vec<RawFix>,
) -> Result<Figure, Box<dyn Error>> {
    let station = Station::begin(&lab.folder)?;
    let relay = Relay::to(station.server().address())?;
    let handset = at_work(lab, &station, Some(relay.address().port()), &shift)?;
    handset.sync()?;

    let before = settled(&relay);
    station.block_on(handshake(relay.address()))?;
    let one = over(settled(&relay), before);

    let before = settled(&relay);
    for number in 1..=SHIFTS as u32 {
        handset.shift(&shift(number), CALL)?;
        handset.sync()?;
    }
    let wire = over(settled(&relay), before);
    let handshakes = wire.connections * one.bytes / one.connections.max(1);
    let fixes = (SHIFTS * FIXES) as f64;
    Ok(Figure {
        name: name.to_owned(),
        value: ((wire.bytes - handshakes) as f64 / fixes).into(),
        unit: "bytes/fix",
        peer: None,
        goal: Goal::AtMost(goal),
        note: format!(
            "{} connections, handshakes of {} bytes apart ({:.2} bytes/fix)",
            wire.connections,
            one.bytes / one.connections.max(1),
            handshakes as f64 / fixes
        ),
    })
}

fn over(after: Wire, before: Wire) -> Wire {
    Wire { connections: after.connections - before.connections, bytes: after.bytes - before.bytes }
}

/// Once nothing more comes over the wire: the last records of a connection follow its end.
fn settled(relay: &Relay) -> Wire {
    let mut wire = relay.wire();
    loop {
        sleep(Duration::from_millis(200));
        let now = relay.wire();
        if now == wire {
            return now;
        }
        wire = now;
    }
}
