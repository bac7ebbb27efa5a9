//! `server-commit`: whole shifts taken a second, beside the handler everybody would write first.

use std::error::Error;
use std::sync::Arc;

use beatbook_protocol::enrol::Token;
use beatbook_protocol::frame::{CONTENT_TYPE, unpack};
use beatbook_protocol::sync::{ENROL_PATH, EnrolAnswer, Outcome, SYNC_PATH, SyncAnswer};
use beatbook_simulator::presets::hundred_zones;
use tokio::task::JoinSet;

use super::cold_sync::check_derived;
use crate::beats::simulated;
use crate::harness::{Figure, Goal, Lab, Measured, Peer, Spread, timed};
use crate::minimal::Minimal;
use crate::scribe::Scribe;
use crate::station::Station;
use crate::tls;

/// A shift of eight hours: sign-on, four chunks of its track, sign-off.
const ENTRIES: usize = 6;
const CLIENTS: u8 = 8;
const REQUESTS: usize = 25;
const ROUNDS: usize = 7;

/// One client's ready-made requests of one round.
type Load = Vec<(Token, Vec<Vec<u8>>)>;

/// See `docs/performance.md`.
///
/// # Errors
/// If the server or the peer cannot be used.
pub fn run(lab: &Lab) -> Measured {
    let station = Station::begin(&lab.folder)?;
    station.import_zones(&hundred_zones())?;
    let folder = tempfile::tempdir_in(&lab.folder)?;
    let peer = station.block_on(Minimal::start(&folder.path().join("minimal.sqlite3")))?;
    let client = tls::client()?;
    let ours_at = format!("https://{}", station.server().address());
    let peer_at = format!("https://{}", peer.address);

    let mut scribes = Vec::new();
    for number in 1..=CLIENTS {
        let mut scribe = Scribe::new(station.ticket(&format!("PC{number}"), None)?, number);
        let request = scribe.enrolment()?;
        let answer = station.block_on(post(&client, format!("{ours_at}{ENROL_PATH}"), None, request))?;
        let EnrolAnswer::Enrolled(_) = unpack::<EnrolAnswer>(&answer)? else {
            return Err("not let in".into());
        };
        scribes.push(scribe);
    }

    let (mut ours, mut minimal, mut derived) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let load = Arc::new(loads(&mut scribes, round)?);
        let mut times = [0.0; 2];
        let mut turns = [(0, &ours_at), (1, &peer_at)];
        if round % 2 == 1 {
            turns.reverse();
        }
        for (who, address) in turns {
            let (done, took) = timed(|| station.block_on(send(&client, address, &load, who == 0)));
            done?;
            if let Some(time) = times.get_mut(who) {
                *time = took.as_secs_f64();
            }
            // What is left to derive must not work beside the peer.
            if who == 0 {
                let (cleared, took) = timed(|| station.derive());
                cleared?;
                derived.push(took.as_secs_f64());
            }
        }
        // The first round finds no connections and cold caches on both sides.
        if round > 0 {
            let batches = f64::from(CLIENTS) * REQUESTS as f64;
            ours.push(batches / times[0]);
            minimal.push(batches / times[1]);
        }
    }
    check_derived(&station, (ROUNDS + 1) * REQUESTS * usize::from(CLIENTS))?;
    Ok(vec![Figure {
        name: "server-commit".to_owned(),
        value: Spread::of(ours),
        unit: "batches/s",
        peer: Some(Peer { what: "minimal axum + SQLite handler", value: Spread::of(minimal) }),
        goal: Goal::RatioAtLeast(0.5),
        note: format!(
            "{CLIENTS} clients, a shift of {ENTRIES} entries a batch; all shifts derived {:.1} s after the last of {} receipts",
            Spread::of(derived).median(),
            usize::from(CLIENTS) * REQUESTS
        ),
    }])
}

fn loads(scribes: &mut [Scribe], round: usize) -> Result<Load, Box<dyn Error>> {
    let shifts = (round * REQUESTS..(round + 1) * REQUESTS)
        .map(|shift| Ok((u32::try_from(shift)?, simulated(u32::try_from(shift)?))))
        .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    scribes
        .iter_mut()
        .map(|scribe| {
            let token = scribe.token;
            let requests = shifts.iter().map(|(shift, fixes)| scribe.shift(fixes, *shift));
            Ok((token, requests.collect::<Result<_, Box<dyn Error>>>()?))
        })
        .collect()
}

/// All clients at once, each its requests one after the other.
async fn send(
    client: &reqwest::Client,
    address: &str,
    load: &Arc<Load>,
    check: bool,
) -> Result<(), Box<dyn Error>> {
    let mut working = JoinSet::new();
    for number in 0..load.len() {
        let (client, url, load) = (client.clone(), format!("{address}{SYNC_PATH}"), Arc::clone(load));
        working.spawn(async move {
            let Some((token, requests)) = load.get(number) else { return true };
            for request in requests {
                let answer = post(&client, url.clone(), Some(*token), request.clone()).await;
                let held = answer.is_ok_and(|answer| !check || all_held(&answer));
                if !held {
                    return false;
                }
            }
            true
        });
    }
    while let Some(client) = working.join_next().await {
        if !client? {
            return Err("a batch was not taken".into());
        }
    }
    Ok(())
}

fn all_held(answer: &[u8]) -> bool {
    match unpack::<SyncAnswer>(answer) {
        Ok(SyncAnswer::Taken(taken)) => {
            taken.results.len() == 2 * ENTRIES
                && taken.results.iter().all(|result| result.outcome == Outcome::Held)
        }
        _ => false,
    }
}

/// One request, which must be answered with 200.
///
/// # Errors
/// The network's, and any other status.
pub async fn post(
    client: &reqwest::Client,
    url: String,
    token: Option<Token>,
    body: Vec<u8>,
) -> Result<Vec<u8>, reqwest::Error> {
    let mut request = client.post(url).header("content-type", CONTENT_TYPE).body(body);
    if let Some(token) = token {
        request = request.header("authorization", token.to_bearer());
    }
    Ok(request.send().await?.error_for_status()?.bytes().await?.to_vec())
}
