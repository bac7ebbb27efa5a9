//! The encounter screen: for each condition that a person's conduct names, how it stood and every step still to be taken to
//! refer, to warn and to fine. Works offline and stores nothing.

use beatbook_domain::access::Area;
use beatbook_domain::law::missing::Missing;
use beatbook_domain::notices::screen::{Way, ways};
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::encounter::judged::Decision;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::notice::ServiceMethod;
use beatbook_domain::records::notice::six::SixAsked;
use beatbook_protocol::id::Id;

use crate::asked::{NoticeAbout, NoticeAsked};
use crate::beatbook::{Beatbook, Told};
use crate::error::DeviceError;
use crate::journal::encounter_of;
use crate::looks::Looking;
use crate::notebook::Notebook;

/// A condition and the ways on from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextSteps {
    /// The condition as it was judged last; absent where the conduct names none that is near.
    pub decision: Option<Decision>,
    /// To refer, to warn, to fine, in the order in which they are offered.
    pub ways: Vec<Way>,
}

impl Beatbook {
    /// The ways on for a person of an encounter, one for each condition that their conduct names, or one without.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn next_steps(&self, encounter: Id, person: Label) -> Told<Vec<NextSteps>> {
        let longest = self.setup.timeouts.request;
        Ok(self.gate.look(Looking::person(Area::Enforcement, encounter), Vec::len, |notebook| {
            notebook.next_steps(encounter, person, longest)
        })?)
    }
}

impl Notebook {
    fn next_steps(&mut self, record: Id, person: Label, longest: u64) -> Result<Vec<NextSteps>, DeviceError> {
        let told = self.ledger.db.read(|tx| encounter_of(tx, record))?.ok_or(DeviceError::NotFound)?.story;
        let homeless =
            told.people.get(&person).and_then(|person| person.known.appears_homeless) == Some(true);
        let mut all = Vec::new();
        for decision in decisions(&told, person) {
            let (order, condition) = (decision.cited.code.clone(), decision.cited.condition.clone());
            let asked = penalty(record, person, order, condition);
            let (support_first, paper) = match self.prepare(&asked, longest) {
                Ok(prepared) => (prepared.support_first, prepared.ready),
                Err(DeviceError::Incomplete(missing)) => (false, Err(missing)),
                Err(error) => return Err(error),
            };
            let ways = ways(support_first || homeless, (&told, person), &paper);
            all.push(NextSteps { decision: Some(decision), ways });
        }
        if all.is_empty() {
            let remedy = "Record what this person did, under the code of a condition that is near.";
            let missing = Missing::new("conduct_not_recorded", remedy, "ASBCPA 2014 s68: particulars");
            all.push(NextSteps {
                decision: None,
                ways: ways(homeless, (&told, person), &Err(vec![missing])),
            });
        }
        Ok(all)
    }
}

/// The conditions that a person's conducts name, each as it was judged last.
fn decisions(encounter: &Encounter, person: Label) -> Vec<Decision> {
    let mut last: Vec<Decision> = Vec::new();
    let own = encounter.conducts.iter().filter(|conduct| conduct.person.is_none_or(|by| by == person));
    for decision in
        own.filter_map(|conduct| encounter.judged_of(conduct)).flat_map(|judged| &judged.decisions)
    {
        let same = |one: &Decision| {
            (&one.cited.code, &one.cited.condition) == (&decision.cited.code, &decision.cited.condition)
        };
        last.retain(|one| !same(one));
        last.push(decision.clone());
    }
    last
}

/// A fixed penalty of which nothing is said but for what.
fn penalty(encounter: Id, person: Label, order: String, condition: String) -> NoticeAsked {
    NoticeAsked {
        encounter,
        person: Some(person),
        about: NoticeAbout::Order { order, condition },
        authority: None,
        place: String::new(),
        particulars: String::new(),
        in_uniform: None,
        service: ServiceMethod::Hand,
        evidence: Vec::new(),
        six: SixAsked::default(),
        training: false,
    }
}
