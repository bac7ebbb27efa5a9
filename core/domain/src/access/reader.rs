//! One officer as a reader of the server's journal: which bodies, and when that has changed.

use std::fmt::Write as _;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::{Access, Area, Audience, Reading};

/// What a body from the server is to somebody who wrote none of it: their own shift has no part in it.
const FROM_SERVER: Reading = Reading {
    own: false,
    same_team: false,
    shared: false,
    closed: true,
    submitted: false,
    concern: false,
    case_file: false,
    logged_request: false,
};

/// Somebody who reads a server's journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader(Option<Officer>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Officer {
    id: Id,
    team: String,
    access: Access,
    today: Date,
}

impl Reader {
    /// An officer of a team, with what the officer's roles allow today.
    #[must_use]
    pub fn officer(id: Id, team: String, access: Access, today: Date) -> Self {
        Self(Some(Officer { id, team, access, today }))
    }

    /// Nobody in particular: reads what is for everyone.
    #[must_use]
    pub fn nobody() -> Self {
        Self(None)
    }

    /// Whether a body is for this reader.
    #[must_use]
    pub fn may_read(&self, audience: &Audience) -> bool {
        match (audience, &self.0) {
            (Audience::Everyone, _) => true,
            (Audience::Desk, _) | (_, None) => false,
            (Audience::Officers(officers), Some(officer)) => officers.contains(&officer.id),
            (Audience::Team(team), Some(officer)) => *team == officer.team,
            (Audience::Area(for_whom), Some(officer)) => {
                let to_nobody = for_whom.officer.is_none() && for_whom.team.is_none();
                let reading = Reading {
                    own: for_whom.officer == Some(officer.id),
                    same_team: to_nobody || for_whom.team.as_ref() == Some(&officer.team),
                    ..FROM_SERVER
                };
                // What is addressed to a team is for it, whoever else reads the whole area.
                let addressed = reading.own || reading.same_team;
                addressed && officer.access.may_read_body(for_whom.area, reading)
            }
            (Audience::Either(some), Some(_)) => some.iter().any(|one| self.may_read(one)),
            (Audience::Whole(area), Some(officer)) => officer.access.may_read_body(*area, FROM_SERVER),
            (Audience::Until(over), Some(officer)) => {
                officer.today <= over.until && self.may_read(&over.whom)
            }
            (Audience::Existence(known), Some(officer)) => {
                officer.today <= known.until && officer.knows(known.area)
            }
        }
    }

    /// Names what this reader may read, of whatever audience: equal exactly while nothing about that changes. Two roles
    /// that read the same are one scope; a team matters to everybody, as tasks are given to teams.
    ///
    /// Its first words change with what bodies are for whom, so that every phone reads anew: in the second, those about a
    /// notice that were once for everyone are for its officer.
    #[must_use]
    pub fn scope(&self) -> u64 {
        let mut says = String::from("beatbook-scope-2");
        if let Some(officer) = &self.0 {
            for area in Area::ALL {
                let reads = |reading| officer.access.may_read_body(area, reading);
                let own = reads(Reading { own: true, ..FROM_SERVER });
                let team = reads(Reading { same_team: true, ..FROM_SERVER });
                let all = reads(FROM_SERVER);
                let _ = write!(says, " {}{}{}", u8::from(own), u8::from(team), u8::from(all));
                if officer.knows(area) && !team {
                    says.push('x');
                }
            }
            let _ = write!(says, " {}", officer.team);
        }
        Hash::of(&[says.as_bytes()])
            .as_bytes()
            .iter()
            .take(8)
            .fold(0, |scope, byte| scope << 8 | u64::from(*byte))
    }
}

impl Officer {
    /// Whether the officer may know that there is something in an area, be it only that.
    fn knows(&self, area: Area) -> bool {
        self.access.knows_of_others(area)
    }
}
