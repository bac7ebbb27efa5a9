//! What looks wrong with a placement that was told, or with its end. It is kept as it was told: somebody looks at it.

use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::placements::placed;
use beatbook_domain::welfare::services::{Services, same_name};
use jiff::civil::Date;

use crate::welfare::WelfareNews;

const SOURCE: &str = "services and placements as they are told";

/// What looks wrong with these, told of a record that does not hold them yet.
pub(crate) fn doubts(before: &Welfare, news: &[WelfareNews], services: &Services) -> Vec<Missing> {
    let mut doubts = Vec::new();
    let steps = before.steps.iter().filter_map(|told| Some((told.person?, told.told_at(), &told.step)));
    let mut told: Vec<(Label, i64, &CareStep)> = steps.collect();
    for one in news {
        let WelfareNews::Step { person: Some(person), step, .. } = one else { continue };
        match step {
            CareStep::Placed { kind, service, .. } => {
                if let Some(known) = services.named(service) {
                    if known.kind != *kind {
                        let remedy = format!(
                            "{} is told of as a service of another kind: look whether it is the right one, and tell the \
                             placement anew if it is not.",
                            known.name
                        );
                        doubts.push(Missing::new("placement_kind", remedy, SOURCE));
                    }
                    if known.free == 0 {
                        let remedy = format!(
                            "{} had no free place when that was last told: ring it before anybody goes there.",
                            known.name
                        );
                        doubts.push(Missing::new("placement_full", remedy, SOURCE));
                    }
                }
            }
            CareStep::PlacementEnded { service, on, .. } => {
                match placed(told.iter().copied(), Date::MAX).get(&(*person, same_name(service))) {
                    None => {
                        let remedy = format!(
                            "No placement of person {person} in {service} is open in this record: look at the name, and whom it \
                         is about, unless another record tells of it."
                        );
                        doubts.push(Missing::new("placement_not_open", remedy, SOURCE));
                    }
                    Some((_, from)) if on < from => {
                        let remedy = format!(
                            "The placement in {service} began on {from}, after this end: tell the right day."
                        );
                        doubts.push(Missing::new("placement_days", remedy, SOURCE));
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
        told.push((*person, i64::MAX, step));
    }
    doubts
}
