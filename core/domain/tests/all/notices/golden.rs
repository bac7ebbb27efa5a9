//! The bytes of every kind of encounter and notice entry, as they were when schema 1 was fixed.

use beatbook_domain::law::age::AgeBand;
use beatbook_domain::law::rule_set::RuleSetRef;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::templates::TemplatesRef;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::encounter::people::{
    Details, DetailsBasis, Part, PersonKnown, VehicleKind, VehicleKnown,
};
use beatbook_domain::records::encounter::steps::{EarlierHelp, HelpAnswer, Item, LanguageHelp, Step};
use beatbook_domain::records::encounter::{
    Detail, EncounterAdded, EncounterConduct, EncounterEntry, EncounterOpened, EncounterOutcome,
    EncounterPerson, EncounterStep, EncounterVehicle, LandType, Outcome,
};
use beatbook_domain::records::journal::Basis;
use beatbook_domain::records::notice::content::{
    Cost, Cpn, CpnBreached, Cpw, Detriment, NoticeContent, Observation, Requirement, RequirementKind,
    S59Seizure, S59Warning, S77Direction, SamePerson, SeizureGround, Unit, UnitKind, VehicleNuisance,
    WarningCited, WelfareDone,
};
use beatbook_domain::records::notice::six::{SixAnswer, SixAnswers};
use beatbook_domain::records::notice::young::{ToldHow, ToldWhom, YoungTold};
use beatbook_domain::records::notice::{NoticeEntry, Recipient, SignCited};
use beatbook_domain::records::reference::{Reference, ReferenceSystem};
use beatbook_domain::records::seen::{Evidence, KeptPlace};
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;

use super::beat::{Beat, ENCOUNTER, ORDER, adult, clock, condition, day, moment, paper};
use super::story::{amended, drafted, dropped, issued, served, voided, withdrawn};

/// One line for each body: its kind, a space, its JSON.
const GOLDEN: &str = include_str!("../../golden/encounter_and_notice_bodies.txt");

fn steps() -> Vec<Step> {
    let text = |text: &str| text.to_owned();
    let helped = |earlier| Step::HelpOffered {
        behaviour: text("Shouting"),
        help: text("Outreach tonight"),
        answer: HelpAnswer::Declined,
        earlier: Some(earlier),
        same_person: None,
    };
    vec![
        Step::Engaged { words: text("Good afternoon.") },
        Step::Advised { words: text("There is an order.") },
        Step::Required { words: text("Stop drinking."), belief: text("Open can."), offence_told: true },
        Step::Directed { condition: text("DOG-4"), words: text("Put it on a lead.") },
        Step::Complied,
        Step::Surrendered { items: vec![Item { what: text("Beer, can"), quantity: text("2 × 500 ml") }] },
        Step::Disposed { how: text("Poured away"), witness: Some(text("PC 4417")) },
        Step::Refused { words: Some(text("No.")) },
        Step::AuthorityAsked,
        Step::AuthorityShown,
        Step::IdShown,
        Step::Suspected,
        Step::Cautioned { version: text("2025-1") },
        Step::ExcuseAsked { answer: text("It is hot.") },
        Step::Questioned { question: text("Whose is it?"), answer: text("Mine.") },
        Step::Comment { words: text("I did not know."), offered: true, signed: false },
        Step::Understanding {
            language: Some(text("Polish")),
            help: LanguageHelp::Card,
            explained_back: true,
        },
        helped(EarlierHelp::OwnEncounters(vec![Id::from_bytes([8; 16])])),
        helped(EarlierHelp::Decision { reference: text("MARAC 25/117") }),
        Step::ExemptionAsked { exemption: text("assistance_dog"), applies: false },
        Step::PremisesAsked { outside_condition: false },
    ]
}

fn encounter() -> Vec<EncounterEntry> {
    let at = moment(clock("16:41"));
    let mut entries = vec![
        EncounterEntry::Opened(EncounterOpened {
            at,
            time: Some(LegalTime { at: clock("16:40"), within: Some(2_000) }),
            place: Some(KeptPlace { lat: 513_826_000, lon: 5_265_000, accuracy: Some(140) }),
            patrol: Some(Id::from_bytes([3; 16])),
            controller: "MDW".to_owned(),
            joint: Some(Id::from_bytes([4; 16])),
            operation: Some("Op Irradiate".to_owned()),
            land: Some(LandType::Highway),
        }),
        EncounterEntry::Person(EncounterPerson {
            at,
            person: 1,
            known: PersonKnown {
                part: Some(Part::Driver),
                looks: Some(AgeBand::Adult),
                vulnerable: Some(false),
                description: Some("Red cap".to_owned()),
                ..adult()
            },
            without_power: false,
        }),
        EncounterEntry::Person(EncounterPerson {
            at,
            person: 2,
            known: PersonKnown {
                details: Some(Details::Refused { asked_under: DetailsBasis::S50 }),
                ..PersonKnown::default()
            },
            without_power: false,
        }),
        EncounterEntry::Vehicle(EncounterVehicle {
            at,
            vehicle: 1,
            known: VehicleKnown {
                kind: Some(VehicleKind::EScooter),
                plate: Some(String::new()),
                make: Some("Example".to_owned()),
                colour: Some("black".to_owned()),
                vin: Some("X1".to_owned()),
                driver: Some(1),
                untold: None,
            },
        }),
        EncounterEntry::Conduct(EncounterConduct {
            seen: None,
            at,
            time: Some(clock("16:40")),
            code: "NV-4".to_owned(),
            order: Some(ORDER),
            person: Some(1),
            vehicle: Some(1),
            count: Some(14),
            text: "Revving.".to_owned(),
            basis: Basis::Fact,
        }),
        EncounterEntry::Outcome(EncounterOutcome {
            at,
            person: Some(1),
            outcome: Outcome::AcceptableBehaviourAgreement,
            text: Some("ABA 12".to_owned()),
            no_fpn: None,
            without_power: false,
        }),
    ];
    let step = |step| EncounterStep { at, time: Some(clock("16:42")), person: Some(1), step };
    entries.extend(steps().into_iter().map(|it| EncounterEntry::Step(step(it))));
    let shows = Evidence { content: Hash::from_bytes([6; 32]), shows: "The can".to_owned() };
    let details = [
        Detail::Reference(Reference { system: ReferenceSystem::Bwv, value: "BWV-17".to_owned() }),
        Detail::Witness { who: "Resident".to_owned(), statement: true },
        Detail::OwnStatement { text: "I saw it.".to_owned() },
        Detail::Evidence(shows),
        Detail::Land(LandType::PrivateOpen),
        Detail::Operation("Op Irradiate".to_owned()),
        Detail::Annotation("Fourteen cars.".to_owned()),
    ];
    entries.extend(details.map(|detail| EncounterEntry::Added(EncounterAdded { at, detail })));
    // What came later has lines of its own; those above are as they were.
    let basis = DetailsBasis::S50;
    entries.push(EncounterEntry::Person(EncounterPerson {
        at,
        person: 3,
        known: PersonKnown {
            details: Some(Details::Refused { asked_under: basis }),
            ..PersonKnown::default()
        },
        without_power: true,
    }));
    entries.push(EncounterEntry::Outcome(EncounterOutcome {
        at,
        person: Some(1),
        outcome: Outcome::Arrest,
        text: None,
        no_fpn: Some("proportionality".to_owned()),
        without_power: true,
    }));
    let mut helped = steps().into_iter().find(|step| matches!(step, Step::HelpOffered { .. })).unwrap();
    if let Step::HelpOffered { same_person, .. } = &mut helped {
        *same_person = Some("I know him by his dog.".to_owned());
    }
    entries.push(EncounterEntry::Step(step(helped)));
    entries
}

fn contents() -> Vec<NoticeContent> {
    let text = |text: &str| text.to_owned();
    let detriment = Detriment {
        conduct: text("waste_early"),
        effect: text("Rats."),
        persistent: text("Weekly."),
        unreasonable: text("A bin was given."),
    };
    let requirement = |kind| Requirement { kind, text: text("Stop."), by: Some(day("2025-10-01")) };
    let nuisance = || VehicleNuisance {
        vehicle: VehicleKnown {
            kind: Some(VehicleKind::Car),
            plate: Some(text("ab12 cde")),
            ..VehicleKnown::default()
        },
        driving: text("Wheel spins."),
        annoyance: text("Noise."),
    };
    let seizure = |ground| {
        NoticeContent::S59Seizure(S59Seizure {
            nuisance: nuisance(),
            ground: Some(ground),
            held_at: vec![text("Pound")],
            reclaim: text("Bring this notice."),
            reclaim_by: Some(day("2025-09-18")),
            costs: vec![Cost { what: text("Removal"), amount: 19_200 }],
        })
    };
    let warning = || WarningCited {
        number: text("KP-A1-000012-Q"),
        date: day("2025-08-21"),
        place: text("Medway City Estate"),
        issuer: text("PC 4417"),
    };
    vec![
        NoticeContent::Cpw(Cpw {
            detriment: detriment.clone(),
            requirements: vec![requirement(RequirementKind::Stop), requirement(RequirementKind::Do)],
            allowed_until: day("2025-09-25"),
            enquiries: None,
        }),
        NoticeContent::Cpn(Cpn {
            detriment,
            warning: Some(text("MDW-A7-000003-Q")),
            warned: None,
            observations: vec![Observation { time: clock("08:00"), text: text("Four bags.") }],
            requirements: vec![requirement(RequirementKind::Steps)],
            informed: Some(text("Nobody")),
            appeal_court: text("Medway Magistrates' Court"),
            enquiries: Some(text("Land Registry")),
        }),
        NoticeContent::S59Warning(S59Warning { nuisance: nuisance(), warned: true }),
        seizure(SeizureGround::Continued { warned: clock("16:40"), after: text("Again.") }),
        seizure(SeizureGround::Impracticable { why: text("Ran off.") }),
        seizure(SeizureGround::WarnedByAnother { who: text("PC 4418, 16:30") }),
        seizure(SeizureGround::WarnedBefore { warning: warning(), same: SamePerson::Details }),
        seizure(SeizureGround::WarnedBefore {
            warning: warning(),
            same: SamePerson::Registration { belief: Some(text("Same tattoo")), although: None },
        }),
        seizure(SeizureGround::NoWarningNeeded),
        NoticeContent::S77Direction(S77Direction {
            land: text("Riverside car park"),
            units: vec![Unit { kind: UnitKind::Caravan, lived_in: true, described: text("White") }],
            people: vec![text("A. Person")],
            all_persons: true,
            leave_by: Some(clock("18:00")),
            welfare: Some(WelfareDone {
                record: Id::from_bytes([5; 16]),
                completed: clock("10:00"),
                wait_until: Some(day("2025-09-10")),
            }),
            encampment: None,
        }),
    ]
}

fn notices() -> Vec<NoticeEntry> {
    let mut entries = vec![
        issued("MDW-A7-000118-M"),
        drafted(),
        served(),
        amended(),
        voided("Wrong person"),
        withdrawn(),
        dropped(),
    ];
    let NoticeEntry::Drafted(draft) = drafted() else { panic!("a draft") };
    for content in contents() {
        let mut other = draft.clone();
        other.notice = Beat::new(content).notice;
        entries.push(NoticeEntry::Drafted(other));
    }
    // Every recipient, and an order with everything cited.
    let address = || vec!["1 Quay".to_owned()];
    for recipient in [
        Recipient::Body { name: "Example Ltd".to_owned(), address: address() },
        Recipient::Premises { addressed: "The occupier".to_owned(), address: address() },
        Recipient::Described { addressed: "All persons".to_owned() },
        Recipient::Refused,
    ] {
        let mut other = draft.clone();
        let mut beat = Beat::fpn(condition("DOG-4", "PSPO-X"));
        beat.fpn_content().cpn =
            Some(CpnBreached { number: "MDW-A7-000009-X".to_owned(), requirement: 1, words: None });
        other.notice = beat.notice;
        other.notice.recipient = recipient;
        other.notice.encounter = ENCOUNTER;
        other.notice.conduct.position = Some(KeptPlace { lat: 513_826_000, lon: 5_265_000, accuracy: None });
        if let Some(order) = &mut other.notice.order {
            order.zone = Some(Hash::from_bytes([9; 32]));
            order.sign = Some(SignCited { code: "SIGN-3".to_owned(), distance: 310 });
        }
        other.notice.evidence = vec![Evidence { content: ORDER, shows: "The dog".to_owned() }];
        entries.push(NoticeEntry::Drafted(other));
    }
    // Rule sets and orders may get other versions; the form of these bodies may not.
    let rule_set = RuleSetRef { id: "EW-2014".to_owned(), revision: 1, hash: Hash::from_bytes([10; 32]) };
    for entry in &mut entries {
        let notice = match entry {
            NoticeEntry::Issued(issued) => &mut issued.notice,
            NoticeEntry::Drafted(drafted) => &mut drafted.notice,
            _ => continue,
        };
        let (_, _) = (notice.letterhead.take(), notice.six.take());
        notice.rule_set = rule_set.clone();
        notice.order.iter_mut().for_each(|order| order.order = ORDER);
    }
    // What stands on every paper came later: it has a line of its own.
    let mut headed = entries.iter().rev().find_map(|entry| match entry {
        NoticeEntry::Drafted(drafted) => Some(drafted.clone()),
        _ => None,
    });
    if let Some(headed) = &mut headed {
        headed.notice.letterhead = Some(paper().letterhead);
    }
    entries.extend(headed.clone().map(NoticeEntry::Drafted));
    // So did the templates it was printed with.
    let mut worded = entries.iter().find_map(|entry| match entry {
        NoticeEntry::Issued(issued) => Some(issued.clone()),
        _ => None,
    });
    if let Some(worded) = &mut worded {
        let hash = Hash::from_bytes([8; 32]);
        worded.templates = Some(TemplatesRef { id: "MDW-paper".to_owned(), revision: 2, hash });
    }
    entries.extend(worded.map(NoticeEntry::Issued));
    // So have the six answers, that somebody is young, and that those who must be are told of it.
    let mut young = headed;
    if let Some(young) = &mut young {
        young.notice.under_age = true;
        young.notice.six = Some(SixAnswers {
            offence: Some(SixAnswer::Recorded),
            proportionate: Some(SixAnswer::Yes),
            evidence: Some(SixAnswer::No),
            understood: Some(SixAnswer::Recorded),
            details: Some(SixAnswer::Recorded),
            no_exception: None,
        });
    }
    entries.extend(young.map(NoticeEntry::Drafted));
    for (whom, how) in [(ToldWhom::Guardian, ToldHow::Letter), (ToldWhom::YouthJustice, ToldHow::Referral)] {
        let at = moment(clock("17:50"));
        entries.push(NoticeEntry::YoungTold(YoungTold { at, whom, how, on: day("2025-09-12") }));
    }
    entries
}

#[test]
fn every_body_is_written_as_it_always_was_and_read_back() {
    let encounters = encounter().into_iter().map(EntryBody::Encounter);
    let bodies: Vec<EntryBody> = encounters.chain(notices().into_iter().map(EntryBody::Notice)).collect();
    let written: Vec<String> = bodies
        .iter()
        .map(|body| format!("{} {}", body.kind(), String::from_utf8(body.to_bytes().unwrap()).unwrap()))
        .collect();
    let golden: Vec<&str> = GOLDEN.lines().collect();
    assert_eq!(golden, written);
    for (line, body) in golden.into_iter().zip(bodies) {
        let (kind, bytes) = line.split_once(' ').unwrap();
        assert_eq!(EntryBody::parse(kind, 1, bytes.as_bytes()), Ok(body), "{kind}");
    }
}

#[test]
fn what_a_later_version_adds_is_passed_over_and_what_is_missing_is_malformed() {
    let line = GOLDEN.lines().find(|line| line.starts_with("encounter_outcome ")).unwrap();
    let json = line.split_once(' ').unwrap().1;
    let later = json.replacen('{', "{\"weather\":\"rain\",", 1);
    assert!(EntryBody::parse("encounter_outcome", 1, later.as_bytes()).is_ok());
    let unknown = json.replace("acceptable_behaviour_agreement", "banishment");
    assert!(EntryBody::parse("encounter_outcome", 1, unknown.as_bytes()).is_err());
    assert!(EntryBody::parse("notice_issued", 1, b"{}").is_err());
}
