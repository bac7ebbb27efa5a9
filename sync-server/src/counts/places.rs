//! What others than the own team are shown of where a count's sightings were made: the square of 100 m where the ward holds at
//! least three people of this count, else the ward.

use std::collections::BTreeMap;

use beatbook_domain::counts::review::{Review, sleeps_at};
use beatbook_domain::records::count::SightingRef;
use beatbook_domain::records::count::story::Sighting;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::welfare::shown::{Shown, Sleepers};

use crate::presence::ReadyBriefing;

/// What is shown of each sighting. Of this count alone people are counted, each once, and whoever may be one person is one
/// until it is decided: what other records know of the ward may be about the same people.
#[must_use]
pub fn places(review: &Review, briefing: &ReadyBriefing, now: i64) -> BTreeMap<SightingRef, Shown> {
    let ward_of = |place: KeptPlace| briefing.ward_at(place.lat, place.lon, now).map(str::to_owned);
    let everywhere: Vec<KeptPlace> = review.sightings.values().filter_map(sleeps_at).collect();
    let sleepers = Sleepers::of(&review.beds(), ward_of).seen_at(&everywhere, ward_of);
    let shown = |place| sleepers.shown(place, ward_of);
    let of = |(of, one): (&SightingRef, &Sighting)| (*of, one.seen.place.map_or(Shown::Nothing, shown));
    review.sightings.iter().map(of).collect()
}
