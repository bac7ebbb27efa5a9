//! A town with one of everything: each record tells words that stand nowhere else, so that they can be looked for.

use std::collections::BTreeMap;

use beatbook_device::{
    AskWhere, BeginEncounter, CountNews, EncampmentNews, EncounterNews, RecordVisit, ReportEncampment,
    Sighted, SignOn, StartAlone, TentNews, VisitChange, WelfareNews,
};
use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::law::clocks::days_following;
use beatbook_domain::records::encampment::ReportSource;
use beatbook_domain::records::encounter::people::{VehicleKind, VehicleKnown};
use beatbook_domain::records::encounter::steps::Step;
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::premises::SeizedGoods;
use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::people::PersonSeen;
use beatbook_domain::records::welfare::steps::{CareStep, Hazard};
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use beatbook_domain::welfare::sleeping::{Age, Gender, Site, SleepingState};
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use serde_json::json;

use crate::beat::{self, CHATHAM, adult, asked, breach, fairly, fix, grant, issued, refused, saw, tell};
use crate::count_night::{begin, named, set, told};
use crate::engagement::{records, what};
use crate::force::Force;
use crate::outreach::{self, LINES, closed, danger, river, step};
use crate::phone::Phone;
use crate::routes::Values;
use crate::walk::rectangle;

/// Who patrols: a constable.
pub const BEAT: (&str, &str) = ("P-1", "Beat");
/// Who reaches out, and leads a team of a count.
pub const REACH: (&str, &str) = ("W-1", "Reach");
/// Who sets tasks, decides, and plans counts.
const DESKS: [(&str, &str, &str); 3] = [
    ("M-1", "Safety", "community_safety_manager"),
    ("RSC", "Housing", "rough_sleeping_coordinator"),
    ("S-1", "Safeguarding", "safeguarding_lead"),
];

/// Words that stand in one record.
#[derive(Debug, Clone, Copy)]
pub struct Planted {
    /// The words.
    pub words: &'static str,
    /// The area that lets somebody read them.
    pub area: Area,
    /// The team of whoever told them.
    pub team: &'static str,
    /// The record has a concern or disclosure.
    pub concern: bool,
    /// The words place a bed: even who may read the record is told them only as one of the team.
    pub place: bool,
    /// The words are for the whole team by its name, whatever the roles of its members: a task, a colleague who is overdue.
    pub addressed: bool,
}

const fn planted(words: &'static str, area: Area, team: &'static str) -> Planted {
    Planted { words, area, team, concern: false, place: false, addressed: false }
}

/// All of them.
pub const ALL: [Planted; 31] = [
    planted("Walnutnote", Area::Patrol, BEAT.1),
    planted("Walnutmet", Area::Patrol, BEAT.1),
    planted("Walnutshop", Area::Enforcement, BEAT.1),
    planted("Walnutvapes", Area::Enforcement, BEAT.1),
    planted("Walnutmetref", Area::Patrol, BEAT.1),
    planted("Walnutshopref", Area::Enforcement, BEAT.1),
    Planted { addressed: true, ..planted("Walnuttask", Area::Patrol, BEAT.1) },
    Planted { addressed: true, ..planted("Walnutalone", Area::Patrol, BEAT.1) },
    planted("Cherryfamily", Area::Enforcement, BEAT.1),
    planted("Cherrydid", Area::Enforcement, BEAT.1),
    planted("Cherryplace", Area::Enforcement, BEAT.1),
    planted("CH24 RRY", Area::Enforcement, BEAT.1),
    planted("Hazelfamily", Area::Welfare, REACH.1),
    planted("Hazellook", Area::Welfare, REACH.1),
    Planted { concern: true, ..planted("Hazelneeds", Area::Welfare, REACH.1) },
    planted("Hazeldanger", Area::Welfare, REACH.1),
    planted("Hazelref", Area::Welfare, REACH.1),
    planted("Elderref", Area::Welfare, REACH.1),
    planted("Elmref", Area::Welfare, REACH.1),
    Planted { addressed: true, ..planted("Hazelalone", Area::Welfare, REACH.1) },
    Planted { place: true, ..planted("51.3912", Area::Welfare, REACH.1) },
    Planted { place: true, concern: true, ..planted("513912", Area::Welfare, REACH.1) },
    Planted { addressed: true, ..planted("513945", Area::Welfare, REACH.1) },
    Planted { place: true, ..planted("Elderland", Area::Welfare, REACH.1) },
    planted("513933", Area::Count, REACH.1),
    Planted { place: true, concern: true, ..planted("TQ 7660 6885", Area::Welfare, REACH.1) },
    planted("Mapleworry", Area::Safeguarding, REACH.1),
    planted("Maplesent", Area::Safeguarding, REACH.1),
    planted("Rowanseen", Area::Count, REACH.1),
    planted("Rowanstructure", Area::Count, REACH.1),
    planted("Rowandebrief", Area::Count, REACH.1),
];

/// The town.
pub struct Town {
    /// Its server.
    pub force: Force,
    /// Ids and codes that stand for arguments, by the argument's name.
    ids: BTreeMap<&'static str, Vec<String>>,
    /// The count.
    pub count: Id,
    /// Notebooks of who told.
    notebooks: [Id; 2],
}

/// The town, with everything told and handed over.
#[must_use]
pub fn town() -> Town {
    let force = beat::town();
    river(&force);
    let corners = [rectangle(LINES, -900.0, -900.0, 900.0, 900.0)];
    let sector = json!({ "type": "Feature",
        "properties": { "code": "Z-LINES", "name": "Lines", "kind": "count_sector" },
        "geometry": { "type": "Polygon", "coordinates": corners } });
    force.import_zones(&json!({ "type": "FeatureCollection", "features": [sector] }), force.clock.now());
    for (code, team, role) in DESKS {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    for ((code, team), role) in [(BEAT, "constable"), (REACH, "outreach_worker")] {
        force.add_officer(code, team);
        force.give_role(code, role);
    }
    grant(&force, BEAT.0, "constable", "AUTH/12", &["s63_requirement", "s68_fpn", "s59_vehicles"]);
    let mut ids = BTreeMap::new();
    let count = plan(&force);
    let notebooks = [patrols(&force, &mut ids), reaches_out(&force, count, &mut ids)];
    ids.insert("count", vec![count.to_string()]);
    Town { force, ids, count, notebooks }
}

/// Tomorrow's count, of which its teams were told today.
fn plan(force: &Force) -> Id {
    let night = days_following(local_date(force.clock.now()).unwrap(), 1).unwrap();
    let count = set(
        force,
        &json!({
            "kind": "bimonthly", "night": night.to_string(), "from": "00:00:00", "to": "05:00:00",
            "sectors": [{ "code": "lines", "zone": "Z-LINES", "sites": [] }],
            "teams": [{ "code": "1", "organisation": "Housing", "independent": false, "leads": [REACH.0],
                "members": [], "sectors": ["lines"] }],
            "briefed": true,
        }),
    );
    let _ = told(force);
    count
}

/// A number of the control room's.
fn cad(value: &str) -> Reference {
    Reference { system: ReferenceSystem::Cad, value: value.to_owned() }
}

/// A constable's day.
fn patrols(force: &Force, ids: &mut BTreeMap<&'static str, Vec<String>>) -> Id {
    let until = days_following(local_date(force.clock.now()).unwrap(), 3).unwrap().to_string();
    let task = ["task", "set", "Walnuttask", "--source", "nim", "--until", &until, "--team", BEAT.1];
    let task =
        force.asked(&[&task[..], &["--zone", "RIVER", "--authority", "MDW", "--as", "M-1"]].concat(), b"");
    let phone = outreach::phone_on(
        force,
        BEAT.0,
        SignOn { operation: Some("Op Orchard".to_owned()), ..SignOn::tasked() },
    );
    fix(&phone, CHATHAM, 5.0);
    let book = phone.book();
    book.note("Walnutnote", Basis::Fact).unwrap();
    let met = beatbook_device::EngagementChange {
        text: Some("Walnutmet".to_owned()),
        ..what(None, Some("walk_and_talk"))
    };
    let met = records(&phone, met);
    book.reference_engagement(met, cad("Walnutmetref")).unwrap();
    let visit = VisitChange {
        name: Some("Walnutshop".to_owned()),
        kind: Some("vape_shop".to_owned()),
        why: Some("intelligence".to_owned()),
        ..VisitChange::default()
    };
    let visit = RecordVisit { what: visit, place: AskWhere::Newest, operation: None };
    let visit = book.record_premises_visit(visit).unwrap();
    book.reference_premises_visit(visit, cad("Walnutshopref")).unwrap();
    let goods = SeizedGoods {
        what: "Walnutvapes".to_owned(),
        quantity: 40,
        unit: "vape".to_owned(),
        value_pence: Some(40_000),
        seal: Some("MDW 0001".to_owned()),
        photo: None,
        defect: None,
        power: None,
    };
    book.seize_goods(visit, goods).unwrap();
    let encounter = book.begin_encounter(BeginEncounter::here()).unwrap();
    let car = VehicleKnown {
        kind: Some(VehicleKind::Car),
        plate: Some("CH24 RRY".to_owned()),
        driver: Some(1),
        ..VehicleKnown::default()
    };
    let known = adult("Kit Cherryfamily");
    let news =
        vec![EncounterNews::Person { person: 1, known }, EncounterNews::Vehicle { vehicle: 1, known: car }];
    book.tell_encounter(encounter, news).unwrap();
    saw(&phone, encounter, "ALC-1", "Cherrydid");
    let required = Step::Required {
        words: "Please stop drinking and hand over the can.".to_owned(),
        belief: "Open can of beer in hand.".to_owned(),
        offence_told: true,
    };
    tell(&phone, encounter, vec![Step::PremisesAsked { outside_condition: false }, required, refused()]);
    tell(&phone, encounter, fairly());
    let said = "Cherrydid: drank beer from a can, shouted at people, and would not stop.";
    let notice = issued(&phone, &asked(encounter, breach("MDW-ALC-CHA", "ALC-1"), "Cherryplace", said));
    book.start_alone(StartAlone { minutes: Some(5), words: Some("Walnutalone".to_owned()) }).unwrap();
    goes(force, &phone);
    ids.insert("task", vec![task.unwrap()["task"].as_str().unwrap().to_owned()]);
    ids.insert("visit", vec![visit.to_string()]);
    ids.insert("encounter", vec![encounter.to_string()]);
    ids.insert("number", vec![notice.story.number().unwrap().to_owned()]);
    let told = [met, visit, encounter, notice.record];
    ids.insert("record", told.map(|id| id.to_string()).into());
    phone.notebook()
}

/// An outreach worker's night, and a team's part in the count.
fn reaches_out(force: &Force, count: Id, ids: &mut BTreeMap<&'static str, Vec<String>>) -> Id {
    let phone = outreach::phone(force, REACH.0, Duty::Outreach);
    let met = PersonSeen {
        given: Some("Ash".to_owned()),
        family: Some("Hazelfamily".to_owned()),
        born: Some("1979-02-28".parse().unwrap()),
        description: Some("Hazellook".to_owned()),
        state: Some(SleepingState::BeddedDown),
        ..PersonSeen::default()
    };
    let person = |known| WelfareNews::Person { person: 1, known: Box::new(known) };
    let plain = outreach::meets_at(&phone, (51.391_23, 0.537_0), person(met));
    let (hazard, basis) = (Hazard::Needles, Basis::Fact);
    let seen = CareStep::Hazard { hazard, text: "Hazeldanger".to_owned(), basis, source: None };
    let reference = step(CareStep::Reference(cad("Hazelref")));
    let news = vec![danger(false, None), step(seen), reference, closed(WelfareResult::Advice)];
    phone.book().tell_welfare(plain, news).unwrap();

    let needs = PersonSeen {
        state: Some(SleepingState::BeddedDown),
        needs: Some("Hazelneeds".to_owned()),
        ..PersonSeen::default()
    };
    let worrying = outreach::meets_at(&phone, (51.391_27, 0.537_1), person(needs));
    let concern = CareStep::Concern {
        concern: ConcernCode::SelfNeglect,
        level: ConcernLevel::High,
        text: "Mapleworry".to_owned(),
        basis,
    };
    let disclosure = CareStep::Disclosure(Disclosure {
        reason: Some(DisclosureReason::DangerToLife),
        told: Some(PersonTold::Told),
        recipient: "Ambulance control".to_owned(),
        sent: "Maplesent".to_owned(),
    });
    let news = vec![danger(false, None), step(concern), step(disclosure), closed(WelfareResult::Referral)];
    phone.book().tell_welfare(worrying, news).unwrap();

    let camp = ReportEncampment {
        source: ReportSource::Patrol,
        land: "Elderland, behind the lower car park".to_owned(),
        code: None,
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let camp = phone.book().report_encampment(camp).unwrap().encampment;
    let reference = EncampmentNews::Reference(cad("Elderref"));
    phone.book().tell_encampment(camp, vec![reference], None).unwrap();
    let tent = phone.book().note_tent(crate::tent::note()).unwrap();
    phone.book().tell_tent(tent, vec![TentNews::Reference(cad("Elmref"))]).unwrap();
    fix(&phone, (51.394_52, 0.537_0), 4.0);
    phone.book().start_alone(StartAlone { minutes: Some(5), words: Some("Hazelalone".to_owned()) }).unwrap();
    fix(&phone, (51.393_31, 0.537_0), 4.0);
    let part = begin(&phone, count, "1", crate::encampment::now(&phone));
    let sighted = Sighted {
        text: "Rowanseen".to_owned(),
        structure: Some("Rowanstructure".to_owned()),
        gender: Gender::Female,
        age: Age::From26,
        ..Sighted::here(Site::Tent, SleepingState::BeddedDown)
    };
    for given in ["Ivy", "Ivy"] {
        let one = named(sighted.clone(), given, "Ashby", "1979-02-28");
        crate::count_night::tell(&phone, part, CountNews::Sighted(Box::new(one)));
    }
    crate::count_night::tell(&phone, part, CountNews::Debriefed { text: "Rowandebrief".to_owned() });
    goes(force, &phone);
    ids.insert("encampment", vec![camp.to_string()]);
    ids.insert("tent", vec![tent.to_string()]);
    ids.entry("record").or_default().extend([plain, worrying, tent, camp, part].map(|id| id.to_string()));
    phone.notebook()
}

/// Both timers have run out by the time the phone meets the network.
fn goes(force: &Force, phone: &Phone) {
    let ms = 10 * 60_000;
    phone.platform.advance(ms);
    force.clock.advance(ms);
    phone.sync();
    phone.sync();
}

impl Town {
    /// Whether a word is the id or number of something that was planted.
    #[must_use]
    pub fn names(&self, word: &str) -> bool {
        self.ids.values().flatten().any(|id| id == word)
    }

    /// The headers of all entries of the two phones, as whoever carries them sees them.
    #[must_use]
    pub fn headers(&self) -> Vec<Vec<u8>> {
        let service = self.force.server().service();
        let scope = service.keyholder().scope(self.force.authority, Purpose::Administration);
        let of =
            |notebook| self.force.block_on(service.store().entries(&scope, notebook, 0, 10_000)).unwrap();
        let all: Vec<_> = self.notebooks.iter().flat_map(|notebook| of(*notebook)).collect();
        assert!(all.len() > 40);
        all.into_iter().map(|entry| entry.header.to_vec()).collect()
    }
}

impl Values for Town {
    fn of(&self, _: &str, argument: &str) -> Vec<String> {
        self.ids.get(argument).cloned().unwrap_or_default()
    }

    fn somebody(&self) -> [&str; 2] {
        ["Cherryfamily", "1990-05-01"]
    }
}
