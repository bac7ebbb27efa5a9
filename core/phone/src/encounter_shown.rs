//! An encounter as a person reads it: everything that was recorded, so that an officer can check it.

use beatbook_device::EncounterView;
use beatbook_domain::calendar::local_label;
use beatbook_domain::records::encounter::joint::JointLink;
use beatbook_domain::records::encounter::shown::{in_short, told};

use crate::settled;

/// All of it.
pub fn shown(view: &EncounterView) -> String {
    let link = view.encounter.opened.joint.map(|link| format!("  joint, link {}\n", JointLink::shown(link)));
    begun(view) + &link.unwrap_or_default() + &told(&view.encounter, settled::judged)
}

/// The same in few lines, for a list.
pub fn listed(view: &EncounterView) -> String {
    begun(view) + &in_short(&view.encounter)
}

fn begun(view: &EncounterView) -> String {
    let opened = &view.encounter.opened;
    let begun = opened.time.map_or(opened.at.wall, |time| time.at);
    format!("encounter {}  {}\n", view.record, local_label(begun).unwrap_or_default())
}
