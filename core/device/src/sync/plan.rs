//! What to send next, as a pure function of a snapshot: nothing here touches a file, a clock or a network.
//! Headers go in order without holes; bodies by urgency, and only where their header is known by then.

use beatbook_protocol::limits::ENTRIES_PER_REQUEST_MAX;

/// What a request may hold by estimate, compressed: the limit less room for receipt, cursor and head.
const BUDGET: usize = 240 * 1024;
/// What one header comes to, compressed: 600 bytes, mostly hexadecimal digits.
const HEADER_COST: usize = 220;

/// Where the phone stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// The server has not let this notebook in yet.
    pub(crate) outside: bool,
    /// Last entry of the journal.
    pub(crate) head: u64,
    /// Last header the server has signed for.
    pub(crate) acknowledged: u64,
    /// Last header that was purged here; 0 if none was.
    pub(crate) purged: u64,
    /// Most headers, and most bodies, in one request.
    pub(crate) batch: usize,
    /// Bodies without a receipt, most urgent first.
    pub(crate) bodies: Vec<WaitingBody>,
    /// The last answer said that more is waiting to be pulled.
    pub(crate) more_to_pull: bool,
    /// Nothing was exchanged yet in this sync.
    pub(crate) first: bool,
}

/// A body that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WaitingBody {
    pub(crate) seq: u64,
    /// Bytes in the file.
    pub(crate) length: usize,
    /// Already compressed as it is: tracks and summaries.
    pub(crate) dense: bool,
}

impl WaitingBody {
    /// By estimate, compressed, with its salt.
    fn cost(&self) -> usize {
        let length = if self.dense { self.length } else { self.length * 6 / 10 };
        length + 48
    }
}

/// The next thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Ask to be let in.
    Enter,
    /// Send these, and pull.
    Exchange {
        /// First and last header; absent for none.
        headers: Option<(u64, u64)>,
        /// Bodies, most urgent first.
        bodies: Vec<u64>,
    },
    /// All is sent and pulled.
    Done,
}

/// Decides what is next.
pub(crate) fn next(snapshot: &Snapshot) -> Action {
    if snapshot.outside {
        return Action::Enter;
    }
    let most = snapshot.batch.clamp(1, ENTRIES_PER_REQUEST_MAX);
    // A restored server may lack what was purged here: the offer begins with what is still here.
    let before = snapshot.acknowledged.max(snapshot.purged);
    let unsent = usize::try_from(snapshot.head.saturating_sub(before)).unwrap_or(usize::MAX);
    let count = unsent.min(most);
    let last = before + count as u64;
    let headers = (count > 0).then_some((before + 1, last));
    let mut room = BUDGET.saturating_sub(count * HEADER_COST);
    let mut bodies = Vec::new();
    for body in snapshot.bodies.iter().filter(|body| body.seq <= last) {
        if bodies.len() >= most {
            break;
        }
        // One body always goes: a large one alone fits a request.
        if body.cost() > room && !(bodies.is_empty() && count == 0) {
            break;
        }
        room = room.saturating_sub(body.cost());
        bodies.push(body.seq);
    }
    if headers.is_none() && bodies.is_empty() && !snapshot.first && !snapshot.more_to_pull {
        Action::Done
    } else {
        Action::Exchange { headers, bodies }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn snapshot() -> Snapshot {
        Snapshot {
            outside: false,
            head: 10,
            acknowledged: 10,
            purged: 0,
            batch: 1_024,
            bodies: Vec::new(),
            more_to_pull: false,
            first: false,
        }
    }

    fn body(seq: u64, length: usize) -> WaitingBody {
        WaitingBody { seq, length, dense: true }
    }

    #[test]
    fn table_of_what_is_next() {
        let s = snapshot;
        let nothing = Action::Exchange { headers: None, bodies: vec![] };
        let cases: Vec<(&str, Snapshot, Action)> = vec![
            ("nothing to do", s(), Action::Done),
            ("a first look at what the server has", Snapshot { first: true, ..s() }, nothing.clone()),
            ("more is waiting there", Snapshot { more_to_pull: true, ..s() }, nothing),
            ("not let in yet", Snapshot { outside: true, head: 99, ..s() }, Action::Enter),
            (
                "headers without bodies: all erased",
                Snapshot { acknowledged: 7, ..s() },
                Action::Exchange { headers: Some((8, 10)), bodies: vec![] },
            ),
            (
                "a restored server that lacks what was purged here",
                Snapshot { acknowledged: 2, purged: 6, bodies: vec![body(7, 9)], ..s() },
                Action::Exchange { headers: Some((7, 10)), bodies: vec![7] },
            ),
            (
                "what was purged after the server had it",
                Snapshot { acknowledged: 8, purged: 6, ..s() },
                Action::Exchange { headers: Some((9, 10)), bodies: vec![] },
            ),
            (
                "a body never goes before its header",
                Snapshot { acknowledged: 7, batch: 1, bodies: vec![body(10, 9), body(8, 9)], ..s() },
                Action::Exchange { headers: Some((8, 8)), bodies: vec![8] },
            ),
            (
                "the urgent one first, whatever its number",
                Snapshot { bodies: vec![body(9, 9), body(3, 9)], ..s() },
                Action::Exchange { headers: None, bodies: vec![9, 3] },
            ),
            (
                "a slow link: one body at a time",
                Snapshot { batch: 1, bodies: vec![body(9, 9), body(3, 9)], ..s() },
                Action::Exchange { headers: None, bodies: vec![9] },
            ),
            (
                "what does not fit goes next time",
                Snapshot { bodies: vec![body(1, 65_536); 5], ..s() },
                Action::Exchange { headers: None, bodies: vec![1; 3] },
            ),
        ];
        for (story, snapshot, expected) in cases {
            assert_eq!(next(&snapshot), expected, "{story}");
        }
    }

    proptest! {
        #[test]
        fn every_request_keeps_the_limits_and_moves_on(
            acknowledged in 0_u64..5_000, purged in 0_u64..5_000, unsent in 0_u64..5_000, batch in 0_usize..3_000,
            lengths in proptest::collection::vec(0_usize..70_000, 0..200),
        ) {
            let head = acknowledged.max(purged) + unsent;
            let bodies: Vec<_> = lengths.iter().enumerate().map(|(at, length)| body(at as u64 % (head + 1), *length)).collect();
            let snapshot = Snapshot { head, acknowledged, purged, batch, bodies, ..snapshot() };
            match next(&snapshot) {
                Action::Exchange { headers, bodies } => {
                    let sent = headers.map_or(0, |(first, last)| last - first + 1);
                    prop_assert!(sent <= 1_024 && bodies.len() <= 1_024);
                    prop_assert!(headers.is_none_or(|(first, _)| first == acknowledged.max(purged) + 1));
                    let known = headers.map_or(acknowledged.max(purged), |(_, last)| last);
                    prop_assert!(bodies.iter().all(|seq| *seq <= known));
                    prop_assert!(sent > 0 || !bodies.is_empty());
                }
                Action::Done => prop_assert!(unsent == 0 && lengths.is_empty()),
                Action::Enter => prop_assert!(false, "it is inside"),
            }
        }
    }
}
