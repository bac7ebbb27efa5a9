//! What is over: every record the server keeps, asked once by the one rule.

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::{local_date, local_midnight};
use beatbook_domain::keeping::{
    Due, Facts, KeepingKind, KeepingTable, Open, contact, due, encounter, latest, notice, occupants,
    safeguarding, settled,
};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::count::CountEntry;
use beatbook_domain::records::encounter::EncounterEntry;
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::welfare::story::Welfare;
use beatbook_domain::records::welfare::{Subject, WelfareAbout};
use beatbook_domain::register::Draft;
use beatbook_domain::welfare::identity::{IdentityKey, KeyedId};
use beatbook_domain::welfare::months::MonthsSeen;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

use super::group::{Group, Over, Plan, why_code};
use super::many::{Many, Taken, vacated};
use super::taking_back::taking_back;
use super::told::{case, cites, helps, in_case, newest, story, words};
use super::visits::visits;
use super::{KeepingRefused, table_of};
use crate::auth::{Keyholder, Scope};
use crate::counts::Counts;
use crate::encampments::Encampments;
use crate::error::Fault;
use crate::notices::{View, view};
use crate::store::{KeepingFacts, KeptEntry, Store};
use crate::welfare::{identities, identity_key};

/// Asks about everything as at a day.
///
/// # Errors
/// The store's.
pub async fn plan(
    store: &dyn Store,
    keyholder: &Keyholder,
    scope: &Scope,
    (facts, today): (&KeepingFacts, Date),
) -> Result<Plan, KeepingRefused> {
    let table = table_of(store, scope).await?;
    let beside = Beside::read(store, keyholder, scope, (&table, today), facts).await?;
    let mut plan = Plan { today, heads: facts.heads.clone(), length: facts.length, ..Plan::default() };
    let mut records: BTreeMap<(Id, Id), Vec<&KeptEntry>> = BTreeMap::new();
    for entry in &facts.entries {
        records.entry((entry.notebook, entry.record)).or_default().push(entry);
    }
    for ((notebook, record), entries) in &records {
        let groups = beside.groups((*notebook, *record), entries);
        plan.groups.extend(groups.into_iter().map(|group| beside.with_case(group)));
    }
    plan.groups.extend(super::desk::groups(facts));
    plan.groups.extend(beside.many.groups.iter().cloned().map(|group| beside.with_case(group)));
    for group in &plan.groups {
        let ids = group.joined.iter().chain([&group.record]);
        let holds: Vec<Id> = ids.filter_map(|id| facts.holds.get(id)).flatten().copied().collect();
        match due(&group.facts, &table, today, &holds) {
            Due::Keep(why) => *plan.kept.entry(why_code(why)).or_default() += 1,
            Due::EraseBody { why, since, until } => {
                plan.over.push(Over { group: group.clone(), kind: why, since, until });
            }
        }
    }
    // Tracks first: what stays of them is for encounters that may be over on the same day.
    plan.over.sort_by_key(|over| (over.kind, over.until, over.group.record));
    plan.log = log_over(facts, &table, today)?;
    let over = |seen: &MonthsSeen| {
        let keep = table.keep(KeepingKind::MonthsSeen, today);
        let until = seen.last_month().and_then(|last| keep?.until(last.last_of_month(), None));
        until.is_some_and(|until| today > until)
    };
    plan.people = facts.months.iter().filter(|(_, seen)| over(seen)).map(|(person, _)| *person).collect();
    Ok(plan)
}

/// Rows at the beginning of the access log, before the first that is young enough: a row out of order goes with none.
fn log_over(
    facts: &KeepingFacts,
    table: &KeepingTable,
    today: Date,
) -> Result<Option<(u64, u64)>, KeepingRefused> {
    let Some(keep) = table.keep(KeepingKind::AccessLog, today) else { return Ok(None) };
    let (mut last, mut rows) = (None, 0);
    for (number, at) in &facts.log {
        let over =
            local_date(*at).ok().and_then(|day| keep.until(day, None)).is_some_and(|until| today > until);
        if !over || *at > local_midnight(today)? {
            break;
        }
        (last, rows) = (Some(*number), rows + 1);
    }
    Ok(last.map(|last| (last, rows)))
}

/// What records are asked about beside their own entries.
struct Beside<'a> {
    today: Date,
    facts: &'a KeepingFacts,
    /// Records of which anything is here.
    records: BTreeSet<Id>,
    view: View,
    numbers: BTreeMap<(Id, Id), NoticeNumber>,
    /// Encounters of notices whose words are here, by notebook.
    with_notice: BTreeSet<(Id, Id)>,
    /// Numbers that notices name whose words are here.
    cited: BTreeSet<String>,
    /// Encounters that are named as earlier offers of help in encounters of such notices.
    helped: BTreeSet<Id>,
    /// Records of cases that are not closed.
    in_case: BTreeSet<Id>,
    /// When the server took in the last contact with somebody, by each identifier; none if nobody knows.
    last_met: BTreeMap<KeyedId, Option<Date>>,
    key: IdentityKey,
    /// Welfare checks of encampments: when the server was told that it was vacated.
    checks: BTreeMap<Id, Option<Date>>,
    /// Numbers of directions to leave encampments that are not vacated.
    directed: BTreeSet<String>,
    /// Welfare records that end what another tells.
    taking_back: BTreeSet<(Id, Id)>,
    /// What several journals tell of.
    many: Many,
    /// Day and words of visits that somebody has answered, by the record that asked for them.
    answered: BTreeMap<Id, BTreeSet<(Date, String)>>,
    /// Counts: when their return was sent.
    counts: BTreeMap<Id, Option<Date>>,
    settled: BTreeSet<(Id, Id)>,
}

impl<'a> Beside<'a> {
    async fn read(
        store: &dyn Store,
        keyholder: &Keyholder,
        scope: &Scope,
        (table, today): (&KeepingTable, Date),
        facts: &'a KeepingFacts,
    ) -> Result<Self, Fault> {
        let view = view(store, scope).await?;
        let numbers =
            view.told.records.iter().map(|(number, key)| ((key.1, key.0), number.clone())).collect();
        let with_notice =
            facts.entries.iter().filter_map(|entry| Some((entry.notebook, words(entry)?.encounter)));
        let with_notice: BTreeSet<(Id, Id)> = with_notice.collect();
        let cited = facts.entries.iter().filter_map(|entry| cites(words(entry)?)).collect();
        let named =
            facts.entries.iter().filter(|entry| with_notice.contains(&(entry.notebook, entry.record)));
        let helped = named.flat_map(helps).collect();
        let encampments = Encampments::read(store, scope, (None, today)).await?;
        let vacated = vacated(facts, &encampments.stories, (table, today));
        let (mut checks, mut directed) = (BTreeMap::new(), BTreeSet::new());
        for story in encampments.stories.values() {
            let told = vacated.get(&story.id).copied().flatten();
            checks.extend(story.checks.iter().map(|check| (*check, told)));
            let written = story.written.iter().filter(|_| told.is_none());
            directed.extend(written.filter_map(|one| one.what.number().map(ToString::to_string)));
        }
        let visits = visits(store, scope).await?;
        let many = Many::of(facts, (&encampments, &vacated), &visits.tasks, today);
        let counts = Counts::read(store, scope).await?.counts;
        let counts = counts.into_iter().map(|(id, view)| {
            let sent = view.case.stage.is_submitted().then(|| view.case.stage.done()).flatten();
            (id, sent.and_then(|done| local_date(done.at).ok()))
        });
        let settled = facts.patrols.iter().filter(|one| one.is_settled);
        let mut beside = Self {
            today,
            facts,
            records: facts.entries.iter().map(|entry| entry.record).collect(),
            numbers,
            with_notice,
            cited,
            helped,
            in_case: in_case(facts),
            last_met: BTreeMap::new(),
            key: identity_key(store, keyholder, scope.authority()).await?,
            checks,
            directed,
            taking_back: BTreeSet::new(),
            many,
            answered: visits.answered,
            counts: counts.collect(),
            settled: settled.map(|one| (one.notebook, one.record)).collect(),
            view,
        };
        beside.note_met();
        Ok(beside)
    }

    /// Of everybody who is known: when the last contact was taken in.
    fn note_met(&mut self) {
        let mut records: BTreeMap<(Id, Id), Vec<&KeptEntry>> = BTreeMap::new();
        for entry in &self.facts.entries {
            if matches!(entry.says, Some(EntryBody::Welfare(_))) {
                records.entry((entry.notebook, entry.record)).or_default().push(entry);
            }
        }
        let told = records.iter().filter_map(|(key, entries)| Some((*key, case(entries)?, entries)));
        let told: Vec<_> = told.collect();
        let cases: Vec<_> = told.iter().map(|(key, (case, welfare), _)| (*key, case, welfare)).collect();
        self.taking_back = taking_back(&cases, &self.key);
        for (_, (_, welfare), entries) in &told {
            let day = newest(entries.iter().copied());
            for id in self.people(welfare) {
                let last = self.last_met.entry(id).or_insert(day);
                *last = latest([*last, day]);
            }
        }
    }

    /// All identifiers of a record's people: who is known by name once and by initials another time is met both times.
    fn people(&self, welfare: &Welfare) -> Vec<KeyedId> {
        welfare.people.values().flat_map(|person| identities(&self.key, person).all()).collect()
    }

    /// A record of a case stays until that is closed. A track does not: that takes a hold.
    fn with_case(&self, mut group: Group) -> Group {
        let facts = &mut group.facts;
        let of_case = group.joined.iter().chain([&group.record]).any(|id| self.in_case.contains(id));
        if facts.kind != Some(KeepingKind::Track) && of_case {
            facts.open = facts.open.or(Some(Open::InCase));
        }
        group
    }

    /// What a record's entries are together: one group, or two for a patrol.
    fn groups(&self, (notebook, record): (Id, Id), entries: &[&KeptEntry]) -> Vec<Group> {
        let of = |kinds: &dyn Fn(&KeptEntry) -> bool| -> Vec<&KeptEntry> {
            entries.iter().copied().filter(|entry| kinds(entry)).collect()
        };
        let is_track = |entry: &KeptEntry| matches!(entry.kind.as_str(), "track_chunk" | "patrol_summary");
        let group = |some: &[&KeptEntry], facts: Facts| Group {
            parts: [(notebook, some.iter().map(|entry| entry.seq).collect())].into(),
            record,
            joined: Vec::new(),
            own: Vec::new(),
            presence: false,
            facts,
        };
        let mut groups = Vec::new();
        let track = of(&is_track);
        if !track.is_empty() {
            let open = (!self.settled.contains(&(notebook, record))).then_some(Open::NotDerived);
            let since = newest(track.iter().copied());
            groups.push(group(&track, Facts { kind: Some(KeepingKind::Track), since, open, child: None }));
        }
        let story = of(&|entry| matches!(entry.says, Some(EntryBody::Patrol(_))));
        if !story.is_empty() {
            let open = if !track.is_empty() {
                Some(Open::HasTrack)
            } else {
                (!self.settled.contains(&(notebook, record))).then_some(Open::NotDerived)
            };
            let since = newest(story.iter().copied());
            let facts = Facts { kind: Some(KeepingKind::Presence), since, open, child: None };
            groups.push(Group { presence: true, ..group(&story, facts) });
        }
        let notices = of(&|entry| matches!(entry.says, Some(EntryBody::Notice(_))));
        if !notices.is_empty() {
            let own = self.extracts(record);
            groups.push(Group { own, ..group(&notices, self.notice((notebook, record), &notices)) });
        }
        let encounters = of(&|entry| matches!(entry.says, Some(EntryBody::Encounter(_))));
        if !encounters.is_empty() {
            let own = self.extracts(record);
            let facts = self.encounter((notebook, record), &encounters);
            groups.push(Group { own, ..group(&encounters, facts) });
        }
        let helped = of(&|entry| matches!(entry.says, Some(EntryBody::Welfare(_))));
        if !helped.is_empty() {
            let mut facts = self.welfare(record, &helped);
            let ends = self.taking_back.contains(&(notebook, record)).then_some(Open::TakesBack);
            facts.open = facts.open.or(ends);
            groups.push(self.with_tasks(group(&helped, facts)));
        }
        let seen = of(&|entry| {
            let Some(EntryBody::Count(entry)) = &entry.says else { return false };
            matches!(
                entry,
                CountEntry::Sighting(_) | CountEntry::SightingChanged(_) | CountEntry::Debriefed(_)
            )
        });
        if !seen.is_empty() {
            groups.push(self.with_tasks(group(&seen, self.count(entries, &seen))));
        }
        let met = of(&|entry| matches!(entry.says, Some(EntryBody::Engagement(_))));
        if !met.is_empty() {
            let since = newest(met.iter().copied());
            groups
                .push(group(&met, Facts { kind: Some(KeepingKind::Engagement), since, ..Facts::default() }));
        }
        groups.extend(super::premises::visit(self.facts, (notebook, record), entries, self.today));
        let alone = of(&|entry| matches!(entry.says, Some(EntryBody::Alone(_))));
        if !alone.is_empty() {
            let own = self.alarms(record);
            let facts = Facts {
                kind: Some(KeepingKind::Alone),
                since: newest(alone.iter().copied()),
                ..Facts::default()
            };
            groups.push(Group { own, ..group(&alone, facts) });
        }
        let looked = of(&|entry| matches!(entry.says, Some(EntryBody::Looked(_))));
        if !looked.is_empty() {
            let since = newest(looked.iter().copied());
            groups.push(group(&looked, Facts { kind: Some(KeepingKind::Looked), since, ..Facts::default() }));
        }
        let notes = of(&|entry| matches!(entry.says, Some(EntryBody::Note(_))));
        if !notes.is_empty() {
            let since = newest(notes.iter().copied());
            groups.push(group(&notes, Facts { kind: Some(KeepingKind::Note), since, ..Facts::default() }));
        }
        let taken: BTreeSet<u64> =
            groups.iter().filter_map(|group| group.parts.get(&notebook)).flatten().copied().collect();
        let rest: Vec<&KeptEntry> = entries
            .iter()
            .copied()
            .filter(|entry| !taken.contains(&entry.seq) && !Many::has(entry))
            .collect();
        if !rest.is_empty() {
            groups.push(group(&rest, Facts::default()));
        }
        groups
    }

    /// What stayed of tracks for a record.
    fn extracts(&self, record: Id) -> Vec<u64> {
        let about = |body: &ServerBody| matches!(body, ServerBody::TrackExtracted(extracted) if extracted.about == record);
        self.facts.own.iter().filter(|one| about(&one.body)).map(|one| one.seq).collect()
    }

    /// What a team was told of a timer.
    fn alarms(&self, record: Id) -> Vec<u64> {
        let of = |body: &ServerBody| matches!(body, ServerBody::Alone(word) if word.timer() == record);
        self.facts.own.iter().filter(|one| of(&one.body)).map(|one| one.seq).collect()
    }

    /// With tasks that were given because of a welfare record or a child seen in a count, all answers to them, and dangers of
    /// its place. A review goes with the last of the records it rests on; when several go at once, by itself ([`Many`]).
    fn with_tasks(&self, mut group: Group) -> Group {
        let record = group.record;
        let is_last_of = |records: &BTreeSet<Id>| {
            records.contains(&record)
                && records.iter().all(|one| *one == record || !self.records.contains(one))
        };
        let of = |body: &ServerBody| match body {
            ServerBody::WelfareTask(task) => {
                self.many.reviews.get(&task.id).map_or(task.from_record == record, is_last_of)
            }
            ServerBody::Hazard(entry) => entry.from_record() == record,
            _ => false,
        };
        let mut tasks = BTreeSet::new();
        for one in self.facts.own.iter().filter(|one| of(&one.body)) {
            group.own.push(one.seq);
            tasks.extend(if let ServerBody::WelfareTask(task) = &one.body { Some(task.id) } else { None });
        }
        for Taken { parts, own, .. } in tasks.iter().filter_map(|task| self.many.followed.get(task)) {
            group.own.extend(own);
            for (notebook, seqs) in parts {
                group.parts.entry(*notebook).or_default().extend(seqs);
            }
        }
        group
    }

    /// When the server wrote last about a record.
    fn decided(&self, record: Id) -> Option<Date> {
        let about = self.facts.own.iter().filter(|one| one.record == record);
        let acts = about.filter(|one| !matches!(one.body, ServerBody::TrackExtracted(_)));
        acts.map(|one| one.wall).max().and_then(|wall| local_date(wall).ok())
    }

    fn notice(&self, (notebook, record): (Id, Id), entries: &[&KeptEntry]) -> Facts {
        let decided = self.decided(record).map(Some);
        let since = latest(decided.into_iter().chain([newest(entries.iter().copied())]));
        let told = &self.view.told;
        if let Some(number) = self.numbers.get(&(notebook, record)) {
            let Some(case) = told.register.case(number) else { return Facts::default() };
            let facts = notice(case.issued().kind, &case.standing(self.today), since);
            let rested_on = self.cited.contains(&number.to_string()).then_some(Open::RestedOn);
            let lived_in = self.directed.contains(&number.to_string()).then_some(Open::NotVacated);
            return Facts { open: facts.open.or(rested_on).or(lived_in), ..facts };
        }
        let is_draft = |draft: &&Draft| draft.record == record && draft.notebook == notebook;
        if told.drafts.iter().any(|draft| is_draft(&draft)) {
            return Facts { since, open: Some(Open::Draft), ..Facts::default() };
        }
        // A draft that was dropped asks for nothing any more, like a notice that is void. One that was issued and could not be
        // entered waits for a person.
        let is_issued =
            |entry: &&&KeptEntry| matches!(&entry.says, Some(EntryBody::Notice(NoticeEntry::Issued(_))));
        let kind = entries.iter().find_map(|entry| Some(words(entry)?.content.kind()));
        match kind.filter(|_| !entries.iter().any(|entry| is_issued(&entry))) {
            Some(kind) if told.dropped.contains(&(record, notebook)) => {
                Facts { kind: Some(settled(kind)), since, ..Facts::default() }
            }
            _ => Facts::default(),
        }
    }

    fn encounter(&self, (notebook, record): (Id, Id), entries: &[&KeptEntry]) -> Facts {
        let outcomes: Vec<_> = entries
            .iter()
            .filter_map(|entry| match &entry.says {
                Some(EntryBody::Encounter(EncounterEntry::Outcome(told))) => Some(told.outcome),
                _ => None,
            })
            .collect();
        let has_notice = self.with_notice.contains(&(notebook, record));
        let facts = encounter(&outcomes, has_notice, newest(entries.iter().copied()));
        let rested_on = self.helped.contains(&record).then_some(Open::RestedOn);
        Facts { open: facts.open.or(rested_on), ..facts }
    }

    fn welfare(&self, record: Id, entries: &[&KeptEntry]) -> Facts {
        let taken = newest(entries.iter().copied());
        let Some(welfare) = story(entries) else { return Facts { since: taken, ..Facts::default() } };
        let none = BTreeSet::new();
        let answered = self.answered.get(&record).unwrap_or(&none);
        if let Some(facts) = safeguarding(&welfare, self.today, taken, answered) {
            return facts;
        }
        let of_encampment = welfare.opened.about == WelfareAbout::Check(Subject::Encampment);
        if of_encampment {
            // Of one that is told of no encampment, or whose encampment is erased, nobody will say that it was vacated.
            let vacated = self.checks.get(&record).copied().unwrap_or(taken);
            return occupants(&welfare, self.today, (vacated, taken), answered);
        }
        let met = self.people(&welfare).into_iter().filter_map(|id| self.last_met.get(&id).copied());
        contact(&welfare, self.today, latest(met.chain([taken])), answered)
    }

    fn count(&self, all: &[&KeptEntry], seen: &[&KeptEntry]) -> Facts {
        let joined = all.iter().find_map(|entry| match &entry.says {
            Some(EntryBody::Count(CountEntry::Joined(joined))) => Some(joined.count),
            _ => None,
        });
        match joined.and_then(|count| self.counts.get(&count)) {
            None => Facts::default(),
            Some(None) => Facts { open: Some(Open::NotSubmitted), ..Facts::default() },
            Some(sent) => {
                let since = latest([*sent, newest(seen.iter().copied())]);
                Facts { kind: Some(KeepingKind::CountIdentity), since, ..Facts::default() }
            }
        }
    }
}
