//! Who was with whom, and whose phone speaks for an officer, at every instant of a set of patrols.
//!
//! A pair with two phones is two officers and one patrol. Here time is cut into *stints* in which a
//! crew and what its phones know do not change; hours, presence and gaps are then sums over stints.
//!
//! - **An officer's own phone decides for that officer**: duty, abstraction and whom they are with as
//!   long as their own patrol runs, position as long as it has one. Where it has none – a gap, a dead
//!   battery – the phone of a colleague who names them speaks, unless the officer's own phone says
//!   that they are no longer together.
//! - **One phone speaks at a time.** At each instant an officer is placed by one phone, the first of:
//!   own phone, then colleagues' by start of patrol and id. So nobody is counted twice in a minute,
//!   and inside, outside and gap tile an officer's time whatever the phones of a crew say.
//! - **One crew is one patrol.** Patrols that share an officer at an instant are one crew then.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;

use crate::interval::normalise;
use crate::presence::Interval;

/// Who was on a patrol in a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrewSpan {
    /// When; the spans of one patrol follow each other. Where they overlap, the later in the list counts.
    pub span: Interval,
    /// Officers by id, the patrol's own among them.
    pub officers: Vec<Id>,
    /// Colleagues without a notebook, as a number.
    pub others: u8,
}

/// What one patrol says about its crew's time.
#[derive(Debug, Clone, Copy)]
pub struct CrewTrack<'a> {
    /// The patrol.
    pub id: Id,
    /// Whose phone it is.
    pub officer: Id,
    /// Who was on it; together its time on duty.
    pub crews: &'a [CrewSpan],
    /// Time with no usable position.
    pub gaps: &'a [Interval],
    /// Abstractions, in order; each keeps its place in this list as its name.
    pub abstractions: &'a [Interval],
    /// Instants at which it declares something else, such as an operation: no stint goes over one.
    pub cuts: &'a [i64],
}

/// Officers of a crew for whom the same phone speaks, under the same declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Index of the patrol whose track places them; absent in a gap of every phone that may.
    pub position: Option<usize>,
    /// Index of the patrol whose duty and operation they are on.
    pub declared: usize,
    /// Place of the running abstraction in that patrol's list, if any.
    pub abstraction: Option<usize>,
    /// The officers, sorted; never twice in one instant.
    pub officers: Vec<Id>,
    /// Colleagues without a notebook.
    pub others: u8,
}

/// A span of time in which one crew, what its phones know and what they declare do not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stint {
    /// When; never empty.
    pub span: Interval,
    /// The crew's patrols, by index.
    pub patrols: Vec<usize>,
    /// The crew.
    pub voices: Vec<Voice>,
}

/// Cuts the time of all patrols into stints. Indices are those of `tracks`.
///
/// Stints of one crew do not overlap; at any instant an officer is in exactly one voice of one stint.
#[must_use]
pub fn stints(tracks: &[CrewTrack<'_>]) -> Vec<Stint> {
    let mut found = Vec::new();
    for group in companions(tracks) {
        sweep(tracks, &group, &mut found);
    }
    found
}

/// Groups of patrols that share a named officer at some time, directly or through others; each by
/// start and id, so that the order of the input says nothing.
fn companions(tracks: &[CrewTrack<'_>]) -> Vec<Vec<usize>> {
    let mut named: Vec<(Id, i64, i64, usize)> = Vec::new();
    for (index, track) in tracks.iter().enumerate() {
        for crew in track.crews.iter().filter(|crew| !crew.span.is_empty()) {
            named.extend(crew.officers.iter().map(|officer| (*officer, crew.span.from, crew.span.to, index)));
        }
    }
    named.sort_unstable();
    let mut sets = Sets::new(tracks.len());
    let mut running: Option<(Id, i64, usize)> = None;
    for (officer, from, to, index) in named {
        running = match running {
            Some((same, until, with)) if same == officer && from < until => {
                sets.join(with, index);
                Some((officer, until.max(to), index))
            }
            _ => Some((officer, to, index)),
        };
    }
    let start = |index: &usize| {
        tracks.get(*index).map(|track| (track.crews.iter().map(|crew| crew.span.from).min(), track.id))
    };
    let mut groups = sets.groups();
    groups.iter_mut().for_each(|group| group.sort_by_key(start));
    groups.sort_by_key(|group| group.first().and_then(start));
    groups
}

/// A patrol that runs at the instant in question.
struct Running<'a> {
    index: usize,
    track: &'a CrewTrack<'a>,
    crew: &'a CrewSpan,
    /// Whether its track has a position.
    placed: bool,
}

fn sweep(tracks: &[CrewTrack<'_>], group: &[usize], found: &mut Vec<Stint>) {
    let members: Vec<(usize, &CrewTrack<'_>, Vec<Interval>)> = group
        .iter()
        .filter_map(|&index| tracks.get(index).map(|track| (index, track, normalise(track.gaps.to_vec()))))
        .collect();
    let mut cuts: Vec<i64> = Vec::new();
    for (_, track, gaps) in &members {
        let crews = track.crews.iter().map(|crew| &crew.span);
        cuts.extend(crews.chain(gaps).chain(track.abstractions).flat_map(|span| [span.from, span.to]));
        cuts.extend(track.cuts);
    }
    cuts.sort_unstable();
    cuts.dedup();
    for (&from, &to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let running: Vec<Running<'_>> = members
            .iter()
            .filter_map(|(index, track, gaps)| {
                let crew = track.crews.iter().rev().find(|crew| covers(crew.span, from))?;
                let placed = !gaps.iter().any(|gap| covers(*gap, from));
                Some(Running { index: *index, track, crew, placed })
            })
            .collect();
        if !running.is_empty() {
            found.extend(crews_at(Interval { from, to }, &running));
        }
    }
}

/// The crews of a span in which nothing changes.
fn crews_at(span: Interval, running: &[Running<'_>]) -> Vec<Stint> {
    let mut patrols_of: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for (place, patrol) in running.iter().enumerate() {
        for officer in &patrol.crew.officers {
            if patrol.track.officer == *officer || still_together(*officer, patrol, running) {
                patrols_of.entry(*officer).or_default().push(place);
            }
        }
    }
    let mut sets = Sets::new(running.len());
    for places in patrols_of.values_mut() {
        places.dedup();
        places.iter().zip(places.iter().skip(1)).for_each(|(one, next)| sets.join(*one, *next));
    }
    sets.groups()
        .into_iter()
        .map(|crew| {
            let patrols: Vec<&Running<'_>> = crew.iter().filter_map(|place| running.get(*place)).collect();
            let voices = voices(span.from, &crew, &patrols, running, &patrols_of);
            Stint { span, patrols: patrols.iter().map(|patrol| patrol.index).collect(), voices }
        })
        .collect()
}

/// Whether an officer's own phone, if it runs, agrees to be with the phone that names them.
fn still_together(officer: Id, named_by: &Running<'_>, running: &[Running<'_>]) -> bool {
    let mut own = running.iter().filter(|patrol| patrol.track.officer == officer).peekable();
    own.peek().is_none() || own.any(|patrol| patrol.crew.officers.contains(&named_by.track.officer))
}

fn voices(
    at: i64,
    crew: &[usize],
    patrols: &[&Running<'_>],
    running: &[Running<'_>],
    patrols_of: &BTreeMap<Id, Vec<usize>>,
) -> Vec<Voice> {
    type Key = (Option<usize>, usize, Option<usize>);
    let abstraction =
        |patrol: &Running<'_>| patrol.track.abstractions.iter().position(|span| covers(*span, at));
    let mut spoken: BTreeMap<Key, (Vec<Id>, u8)> = BTreeMap::new();
    for (officer, places) in patrols_of.iter().filter(|(_, places)| places.iter().any(|at| crew.contains(at)))
    {
        let mut ranked: Vec<&Running<'_>> = places.iter().filter_map(|place| running.get(*place)).collect();
        ranked.sort_by_key(|patrol| patrol.track.officer != *officer);
        let Some(declared) = ranked.first() else { continue };
        let position = ranked.iter().find(|patrol| patrol.placed).map(|patrol| patrol.index);
        spoken.entry((position, declared.index, abstraction(declared))).or_default().0.push(*officer);
    }
    // Two phones of one crew count the same colleagues: the larger number holds, never the sum.
    let most = patrols.iter().map(|patrol| patrol.crew.others).max().unwrap_or(0);
    if let Some(names) = patrols.iter().find(|patrol| most > 0 && patrol.crew.others == most) {
        let placed = core::iter::once(names).chain(patrols).find(|patrol| patrol.placed);
        let key = (placed.map(|patrol| patrol.index), names.index, abstraction(names));
        spoken.entry(key).or_default().1 = most;
    }
    spoken
        .into_iter()
        .map(|((position, declared, abstraction), (officers, others))| Voice {
            position,
            declared,
            abstraction,
            officers,
            others,
        })
        .collect()
}

fn covers(span: Interval, instant: i64) -> bool {
    span.from <= instant && instant < span.to
}

/// Disjoint sets of small numbers that can be joined.
pub(crate) struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    pub(crate) fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    fn root(&self, mut of: usize) -> usize {
        while let Some(&parent) = self.parent.get(of).filter(|parent| **parent != of) {
            of = parent;
        }
        of
    }

    pub(crate) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller number is always the root, so that groups come in a fixed order.
        if let Some(parent) = self.parent.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    }

    pub(crate) fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for of in 0..self.parent.len() {
            groups.entry(self.root(of)).or_default().push(of);
        }
        groups.into_values().collect()
    }
}
