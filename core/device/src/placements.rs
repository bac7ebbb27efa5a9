//! What looks wrong with a placement that was told, or with its end. It is kept as it was told: somebody looks at it.

use beatbook_domain::law::missing::Missing;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::welfare::services::{Services, same_name};
use jiff::civil::Date;

use crate::welfare::WelfareNews;

const SOURCE: &str = "services and placements as they are told";

/// What looks wrong with these, told of a record that does not hold them yet.
pub(crate) fn doubts(before: &Welfare, news: &[WelfareNews], services: &Services) -> Vec<Missing> {
    let mut doubts = Vec::new();
    let mut placed = Placed::of(before);
    for one in news {
        let WelfareNews::Step { person: Some(person), step, .. } = one else { continue };
        match step {
            CareStep::Placed { kind, service, .. } => {
                if let Some(told) = services.named(service) {
                    if told.kind != *kind {
                        let remedy = format!(
                            "{} is told of as a service of another kind: look whether it is the right one, and tell the \
                             placement anew if it is not.",
                            told.name
                        );
                        doubts.push(Missing::new("placement_kind", remedy, SOURCE));
                    }
                    if told.free == 0 {
                        let remedy = format!(
                            "{} had no free place when that was last told: ring it before anybody goes there.",
                            told.name
                        );
                        doubts.push(Missing::new("placement_full", remedy, SOURCE));
                    }
                }
            }
            CareStep::PlacementEnded { service, on, .. } => match placed.begun(*person, service) {
                None => {
                    let remedy = format!(
                        "No placement of person {person} in {service} is open in this record: look at the name, and whom it \
                         is about, unless another record tells of it."
                    );
                    doubts.push(Missing::new("placement_not_open", remedy, SOURCE));
                }
                Some(from) if *on < from => {
                    let remedy = format!(
                        "The placement in {service} began on {from}, after this end: tell the right day."
                    );
                    doubts.push(Missing::new("placement_days", remedy, SOURCE));
                }
                Some(_) => {}
            },
            _ => {}
        }
        placed.take(Some(*person), step);
    }
    doubts
}

/// Placements that are open: of whom, where, and from which day.
struct Placed(Vec<(Label, String, Date)>);

impl Placed {
    fn of(welfare: &Welfare) -> Self {
        let mut placed = Self(Vec::new());
        welfare.steps.iter().for_each(|told| placed.take(told.person, &told.step));
        placed
    }

    fn begun(&self, person: Label, service: &str) -> Option<Date> {
        let service = same_name(service);
        let is = |(of, at, _): &&(Label, String, Date)| *of == person && *at == service;
        self.0.iter().rev().find(is).map(|(_, _, from)| *from)
    }

    fn take(&mut self, person: Option<Label>, step: &CareStep) {
        let Some(person) = person else { return };
        match step {
            CareStep::Placed { service, from, .. } => self.0.push((person, same_name(service), *from)),
            // An end before its begin is a slip: the placement goes on.
            CareStep::PlacementEnded { service, on, .. } => {
                let service = same_name(service);
                self.0.retain(|(of, at, from)| *of != person || *at != service || on < from);
            }
            _ => {}
        }
    }
}
