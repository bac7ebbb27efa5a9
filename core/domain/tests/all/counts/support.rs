//! A night in November, six teams, and short words for sightings.

use beatbook_domain::calendar::parse_instant;
use beatbook_domain::counts::decisions::Word;
use beatbook_domain::counts::plan::{
    CountKind, CountPlan, KnownSite, PlannedSector, PlannedTeam, TOLD_BEFORE_MS,
};
use beatbook_domain::counts::review::TeamPart;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::count::story::CountPart;
use beatbook_domain::records::count::{
    CountEntry, CountIdentity, CountJoined, CountSector, CountSighting, CountStarted, Label, PairAnswer,
    SectorOutcome, SightingPair, SightingRef,
};
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::welfare::identity::KeyedId;
use beatbook_domain::welfare::sleeping::{Age, Gender, Nationality, Site, SleepingState};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;

pub const COUNT: Id = id(200);
pub const COORDINATOR: Id = id(201);
/// Somebody of none of the teams, who looks at duplicates.
pub const HELPER: Id = id(202);
pub const SECTORS: [&str; 6] = ["rochester", "chatham", "strood", "gillingham", "twydall", "lower-rainham"];

pub const fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

/// Who leads a team; their notebook is `id(team + 20)`, their part `id(team + 40)`.
pub const fn lead(team: u8) -> Id {
    id(team)
}

/// A member of a team.
pub const fn member(team: u8) -> Id {
    id(team + 100)
}

/// Midnight to five of Thursday 20 November 2025.
pub fn at(clock: &str) -> i64 {
    parse_instant(&format!("2025-11-20T{clock}:00+00:00")).unwrap()
}

pub fn exactly(clock: &str) -> LegalTime {
    LegalTime::exactly(at(clock))
}

pub fn moment(wall: i64) -> Moment {
    Moment { wall, mono: 0, boot: BootId(1) }
}

/// So many metres north and east of Luton Arches, to a few centimetres.
pub fn place(north: f64, east: f64) -> KeptPlace {
    let lat = 51.375_5 + north / 111_260.0;
    let lon = 0.535_0 + east / 69_620.0;
    KeptPlace { lat: (lat * 1e7).round() as i32, lon: (lon * 1e7).round() as i32, accuracy: Some(0) }
}

pub fn tag(number: u8) -> KeyedId {
    KeyedId::try_from(format!("{number:02x}").repeat(16)).unwrap()
}

/// Six teams of two, one sector each, one known site in Chatham, an independent partner.
pub fn plan() -> CountPlan {
    let sector = |code: &&str| PlannedSector {
        code: (*code).to_owned(),
        zone: format!("ward-{code}"),
        sites: match *code {
            "chatham" => vec![KnownSite { code: "luton-arches".to_owned(), place: place(0.0, 0.0) }],
            _ => Vec::new(),
        },
    };
    let team = |(number, sector): (u8, &&str)| PlannedTeam {
        code: number.to_string(),
        organisation: format!("Organisation {number}"),
        independent: number == 5,
        leads: [lead(number)].into(),
        members: [member(number)].into(),
        sectors: [(*sector).to_owned()].into(),
    };
    CountPlan {
        id: COUNT,
        kind: CountKind::Bimonthly,
        night: "2025-11-20".parse().unwrap(),
        from: "00:00".parse().unwrap(),
        to: "05:00".parse().unwrap(),
        sectors: SECTORS.iter().map(sector).collect(),
        teams: (1..).zip(&SECTORS).map(team).collect(),
        partner_independent: None,
        briefed: true,
        searched_m: 50,
        told_from: at("00:00") - TOLD_BEFORE_MS,
    }
}

/// A sighting of nobody in particular, bedded down.
pub fn sighting(team: u8, label: Label, clock: &str, place: KeptPlace) -> CountSighting {
    CountSighting {
        at: moment(at(clock)),
        time: exactly(clock),
        label,
        place: Some(place),
        place_typed: false,
        team: team.to_string(),
        site: Site::Doorway,
        state: SleepingState::BeddedDown,
        structure: None,
        gender: Gender::NotKnown,
        age: Age::NotKnown,
        age_by_date: false,
        nationality: None,
        form: Default::default(),
        identity: CountIdentity::default(),
        descriptors: std::collections::BTreeSet::new(),
        text: String::new(),
        beside: std::collections::BTreeSet::new(),
    }
}

pub fn described(
    mut seen: CountSighting,
    initials: &str,
    gender: Gender,
    age: Age,
    nationality: Nationality,
) -> CountSighting {
    seen.identity.initials = Some(initials.to_owned()).filter(|initials| !initials.is_empty());
    (seen.gender, seen.age, seen.nationality) = (gender, age, Some(nationality));
    seen
}

pub fn refer(team: u8, label: Label) -> SightingRef {
    SightingRef { notebook: id(team + 20), record: id(team + 40), label }
}

pub fn pair(one: SightingRef, other: SightingRef) -> SightingPair {
    SightingPair::of(one, other).unwrap()
}

/// Said at a desk.
pub fn word(order: u64, by: Id, pair: SightingPair, answer: PairAnswer) -> Word {
    Word { order, by, pair, answer, at_desk: true }
}

pub fn sector(clock: &str, sector: &str, outcome: SectorOutcome) -> CountEntry {
    CountEntry::Sector(CountSector {
        at: moment(at(clock)),
        time: exactly(clock),
        sector: sector.to_owned(),
        outcome,
        reached: Vec::new(),
        not_reached: Default::default(),
    })
}

pub fn joined(team: u8, clock: &str) -> CountEntry {
    CountEntry::Joined(CountJoined {
        at: moment(at(clock)),
        time: exactly(clock),
        count: COUNT,
        team: team.to_string(),
        members: vec!["outreach worker".to_owned()],
        patrol: None,
        briefed: false,
    })
}

pub fn started(time: LegalTime) -> CountEntry {
    CountEntry::Started(CountStarted { at: moment(time.at), time })
}

/// A team's part: joined, started, what it saw, its sector visited.
pub fn part(team: u8, start: LegalTime, entries: Vec<CountEntry>) -> TeamPart {
    let mut part = CountPart::begin(&joined(team, "00:00")).unwrap();
    part.apply(&started(start)).unwrap();
    entries.iter().for_each(|entry| part.apply(entry).unwrap());
    TeamPart { notebook: id(team + 20), officer: lead(team), record: id(team + 40), part }
}

pub fn seen(seen: CountSighting) -> CountEntry {
    CountEntry::Sighting(Box::new(seen))
}

/// All six teams, at midnight, every sector visited, the known site reached, nobody seen.
pub fn quiet_night() -> Vec<TeamPart> {
    (1..)
        .zip(SECTORS)
        .map(|(team, code)| part(team, exactly("00:00"), vec![sector("04:00", code, SectorOutcome::Visited)]))
        .collect()
}
