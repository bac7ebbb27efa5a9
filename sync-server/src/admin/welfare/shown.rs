//! One record, as far as whoever looks at it may read it.

use beatbook_domain::access::Reading;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::{Subject, WelfareAbout};
use beatbook_protocol::id::Id;
use serde_json::json;

use super::super::office::Told;
use super::super::outline::outline;
use super::{Desk, tables};
use crate::error::ServerError;
use crate::welfare::{Sight, sight};

impl Desk {
    /// The record; `searched`: it comes up because somebody was looked for.
    pub(super) fn shown(&self, record: Id, searched: bool) -> Result<Told, ServerError> {
        let unknown =
            || ServerError::refused("not_found", "no welfare record of this id can be shown to this officer");
        let mut all = self.seen(None)?.into_iter();
        let mut seen = all.find(|seen| seen.case.record == record).ok_or_else(unknown)?;
        // One record at a time, for a reason that was written down before.
        let reading =
            Reading { logged_request: self.reason.is_some(), ..self.reading(seen.case, seen.welfare) };
        let told = seen.welfare.seen_by(&self.access, reading);
        let sight = sight(&self.access, reading);
        let by_glass = self.by_glass();
        let reads = matches!(sight, Sight::Exact | Sight::Coarse);
        // In danger to life the place is what matters, and what is worried about, for whoever may read a part of it as well.
        let (told, sight) = if by_glass { (Some(seen.welfare.clone()), Sight::Exact) } else { (told, sight) };
        seen.sight = sight;
        // Who reads for a request says which.
        let asked = Reading { logged_request: true, ..reading };
        let lacks_reason = self.reason.is_none() && seen.welfare.seen_by(&self.access, asked).is_some();
        let refused = || match lacks_reason {
            true => ServerError::refused(
                "reason",
                "say for which request it is read: add --reason with its number or words",
            ),
            false => unknown(),
        };
        let mut welfare = told.ok_or_else(refused)?;
        match seen.sight {
            Sight::Exact => {}
            Sight::Coarse => {
                // The place in words may be as exact as a position; an address that is visited is what it is about.
                let opened = &mut welfare.opened;
                let visited = opened.about == WelfareAbout::Check(Subject::VulnerableAddress);
                opened.address = opened.address.take().filter(|_| visited);
                (opened.place, opened.patrol, opened.joint) = (None, None, None);
            }
            Sight::Shared | Sight::Existence | Sight::None => return Err(unknown()),
        }
        if (by_glass && !reads) || searched {
            welfare.people.values_mut().for_each(PersonSeen::forget_origin);
        }
        let place = tables::place(&seen);
        let mut json = json!({
            "record": seen.case.record, "officer": seen.case.officer, "place": place, "ward": seen.place.ward,
            "welfare": welfare, "refused": seen.case.refused,
        });
        if seen.case.is_rest {
            json["welfare"]["opened"]["about"] = tables::REST.into();
        }
        Ok(Told::ok(outline(&json), json))
    }
}
