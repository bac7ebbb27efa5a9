//! A whole file: its lists, and what must fit between them.

use std::collections::BTreeSet;

use super::authorities::authority;
use super::orders::order;
use super::places::{premises, sign};
use super::reader::{Fields, Item};
use super::{Against, BookFile, FORMAT};
use crate::orders::book::Policy;
use crate::orders::order::OrderVersion;
use crate::records::alone::{MINUTES_LEAST, MINUTES_MOST};

pub fn file(root: &Item<'_>, against: &Against<'_>) -> Option<BookFile> {
    root.object(|fields| {
        let format = fields.needed("format", |item| {
            if item.is_word(FORMAT) {
                return Some(());
            }
            item.fault("unknown_format", format!("write \"{FORMAT}\"; a newer format needs a newer server"))
        });
        // Further remarks are for people.
        let _ = fields.maybe("about", Item::wording);
        let orders = fields.maybe_list("orders", |item| order(item, against));
        let premises = fields.maybe_list("premises", |item| premises(item, against));
        let signs = fields.maybe_list("signs", sign);
        let authorities = fields.maybe_list("authorities", |item| authority(item, against));
        let policy = fields.maybe("policy", |item| item.object(policy));
        format?;
        let file = BookFile {
            orders: orders?,
            premises: premises?,
            signs: signs?,
            authorities: authorities?,
            policy: policy?,
        };
        agrees(fields, &file, against).then_some(file)
    })
}

fn policy(fields: &Fields<'_>) -> Option<Policy> {
    let usual = Policy::default();
    let number = |name: &'static str, usual: u32, most: u32| {
        Some(fields.maybe(name, |item| item.count(1, most))?.unwrap_or(usual))
    };
    let amber_hours = number("amber_hours", usual.amber_hours, 8_784);
    let drafts_only_days = number("drafts_only_days", usual.drafts_only_days, 366);
    let warn_days = number("warn_days", usual.warn_days, 1_098);
    let sign_unseen_days = number("sign_unseen_days", usual.sign_unseen_days, 3_660);
    let just_outside_m = number("just_outside_m", usual.just_outside_m, 1_000);
    let post_days = number("post_days", usual.post_days, Policy::POST_DAYS_MAX);
    let same_place_minutes = number("same_place_minutes", usual.same_place_minutes, 60);
    let same_place_m = number("same_place_m", usual.same_place_m, 200);
    let hazard_days = number("hazard_days", usual.hazard_days, 366);
    let hazard_m = number("hazard_m", usual.hazard_m, 1_000);
    let (least, most) = (u32::from(MINUTES_LEAST), u32::from(MINUTES_MOST));
    let alone_minutes = fields.maybe("alone_minutes", |item| item.count(least, most));
    let review_weekdays = number("review_weekdays", usual.review_weekdays, 60);
    let belongings_days = number("belongings_days", usual.belongings_days, 366);
    Some(Policy {
        amber_hours: amber_hours?,
        drafts_only_days: drafts_only_days?,
        warn_days: warn_days?,
        sign_unseen_days: sign_unseen_days?,
        just_outside_m: just_outside_m?,
        post_days: post_days?,
        same_place_minutes: same_place_minutes?,
        same_place_m: same_place_m?,
        hazard_days: hazard_days?,
        hazard_m: hazard_m?,
        alone_minutes: alone_minutes?.unwrap_or(usual.alone_minutes),
        review_weekdays: review_weekdays?,
        belongings_days: belongings_days?,
    })
}

/// Codes are there once, versions follow each other, signs speak of orders somebody knows.
fn agrees(fields: &Fields<'_>, file: &BookFile, against: &Against<'_>) -> bool {
    let mut sound = true;
    let mut fault = |at: String, code: &'static str, reason: String| {
        fields.fault_at(&at, code, reason);
        sound = false;
    };
    let mut versions: Vec<(usize, &OrderVersion)> = file.orders.iter().enumerate().collect();
    versions.sort_by(|(_, one), (_, other)| (&one.code, one.version).cmp(&(&other.code, other.version)));
    for pair in versions.windows(2) {
        let [(_, earlier), (number, later)] = pair else { continue };
        if earlier.code != later.code {
            continue;
        }
        let (code, version) = (&later.code, later.version);
        if earlier.version == version {
            let reason = format!("version {version} of order {code} is there twice: remove one");
            fault(format!("orders[{number}].version"), "repeated", reason);
        } else if later.effective < earlier.effective {
            let reason =
                format!("version {version} of order {code} begins before version {}", earlier.version);
            fault(format!("orders[{number}].effective"), "versions_out_of_order", reason);
        }
    }
    let premises = file.premises.iter().map(|one| one.code.as_str());
    let authorities = file.authorities.iter().map(|one| one.code.as_str());
    let signs = file.signs.iter().map(|one| one.code.as_str());
    for (list, number, code) in
        twice("premises", premises).chain(twice("authorities", authorities)).chain(twice("signs", signs))
    {
        let reason = format!("{code} is there twice: remove one");
        fault(format!("{list}[{number}].code"), "repeated", reason);
    }
    for (number, sign) in file.signs.iter().enumerate() {
        for (place, order) in sign.orders.iter().enumerate() {
            let here = file.orders.iter().any(|one| one.code == *order);
            if !here && !(against.orders)(order) {
                let reason = format!("sign {} tells of order {order}, which nobody knows", sign.code);
                fault(format!("signs[{number}].orders[{place}]"), "unknown_order", reason);
            }
        }
    }
    sound
}

/// Codes of a list that were there before, each with its place.
fn twice<'c>(
    list: &'static str,
    codes: impl Iterator<Item = &'c str>,
) -> impl Iterator<Item = (&'static str, usize, &'c str)> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let again: Vec<_> = codes.enumerate().filter(|(_, code)| !known.insert(code)).collect();
    again.into_iter().map(move |(number, code)| (list, number, code))
}
