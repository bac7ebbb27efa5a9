//! Premises and signs in a file.

use beatbook_protocol::hash::Hash;

use super::Against;
use super::conditions::times;
use super::reader::{Fields, Item};
use crate::geometry::Vertex;
use crate::orders::place::Spot;
use crate::orders::premises::{Premises, PremisesArea, PremisesKind};
use crate::orders::signs::Sign;
use crate::zone::ZoneKind;

/// Largest circle around premises, metres.
const CIRCLE_MAX_M: u32 = 1_000;

pub fn premises(item: &Item<'_>, against: &Against<'_>) -> Option<Premises> {
    item.object(|fields| {
        let code = fields.needed("code", Item::name);
        let name = fields.needed("name", Item::name);
        let kind = fields.needed("kind", kind);
        let area = fields.needed("area", |item| area(item, against));
        let from = fields.maybe("from", Item::date);
        let until = fields.maybe("until", Item::date);
        let illustrative = fields.maybe("illustrative", Item::truth);
        let (from, until) = (from?, until?);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            return fields.item().fault("ends_before_begin", "until is before from: put the earlier first");
        }
        let illustrative = illustrative?.unwrap_or(false);
        Some(Premises { code: code?, name: name?, kind: kind?, area: area?, from, until, illustrative })
    })
}

fn kind(item: &Item<'_>) -> Option<PremisesKind> {
    for (word, kind) in [("licensed", PremisesKind::Licensed), ("club", PremisesKind::Club)] {
        if item.is_word(word) {
            return Some(kind);
        }
    }
    let wanted =
        "\"licensed\", \"club\", or an object with council, pavement_licence or temporary_event alone";
    item.object_or(wanted, |fields| match fields.only_name() {
        Some("council") => fields.needed("council", |item| {
            item.object(|fields| Some(PremisesKind::Council { in_use: fields.needed("in_use", times)? }))
        }),
        Some("pavement_licence") => fields.needed("pavement_licence", |item| {
            item.object(|fields| {
                Some(PremisesKind::PavementLicence { permitted: fields.needed("permitted", times)? })
            })
        }),
        Some("temporary_event") => fields.needed("temporary_event", |item| item.object(event)),
        _ => fields.misfit(wanted),
    })
}

fn event(fields: &Fields<'_>) -> Option<PremisesKind> {
    let begins = fields.needed("begins", Item::instant);
    let ends = fields.needed("ends", Item::instant);
    let (begins, ends) = (begins?, ends?);
    if ends <= begins {
        return fields.item().fault("ends_before_begin", "the event ends before it begins: correct one");
    }
    Some(PremisesKind::TemporaryEvent { begins, ends })
}

fn area(item: &Item<'_>, against: &Against<'_>) -> Option<PremisesArea> {
    item.object(|fields| match fields.only_name() {
        Some("zone") => {
            let code = fields.needed("zone", |item| zone(item, against, ZoneKind::PremisesExclusion));
            code.map(PremisesArea::Zone)
        }
        Some("around") => fields.needed("around", |item| {
            item.object(|fields| {
                let at = fields.needed("at", spot);
                let metres = fields.needed("metres", |item| item.count(1, CIRCLE_MAX_M));
                Some(PremisesArea::Around { at: at?, metres: metres? })
            })
        }),
        _ => fields.misfit("an object with zone or around alone"),
    })
}

/// The code of a zone that the authority has, of the right kind.
pub fn zone(item: &Item<'_>, against: &Against<'_>, kind: ZoneKind) -> Option<String> {
    let code = item.name()?;
    match (against.zones)(&code) {
        Some(known) if known == kind => Some(code),
        Some(known) => item.fault(
            "wrong_zone_kind",
            format!("zone {code} is a {}: name one that is a {}", known.name(), kind.name()),
        ),
        None => item.fault(
            "unknown_zone",
            format!("the authority has no zone {code}: import it first, or correct the code"),
        ),
    }
}

fn spot(item: &Item<'_>) -> Option<Spot> {
    item.object(|fields| {
        let lat = fields.needed("lat", |item| item.degrees(90.0));
        let lon = fields.needed("lon", |item| item.degrees(180.0));
        Vertex::from_degrees(lon?, lat?).map(Spot)
    })
}

pub fn sign(item: &Item<'_>) -> Option<Sign> {
    item.object(|fields| {
        let code = fields.needed("code", Item::name);
        let orders = fields.needed("orders", |item| item.list(1, Item::name));
        let at = fields.needed("at", spot);
        let photo = fields.maybe("photo", |item| {
            item.parsed("a SHA-256 in 64 lower-case hexadecimal digits", |text| text.parse::<Hash>().ok())
        });
        let seen = fields.maybe("seen", Item::date);
        let removed = fields.maybe("removed", Item::date);
        Some(Sign { code: code?, orders: orders?, at: at?, photo: photo?, seen: seen?, removed: removed? })
    })
}
