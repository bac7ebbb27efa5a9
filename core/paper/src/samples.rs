//! Invented notices of every kind, with everything and with as little as there can be: what a set of templates is
//! checked with, and what `--example samples` prints.

use jiff::civil::{Date, Time, date, time};

use crate::notice::{
    Authority, Conduct, Contact, Mark, NoticePaper, Officer, OfficerNotes, Privacy, Reasons, Recipient,
    Served, Service, Signature, When,
};
use crate::subject::{
    Appeal, Cost, Cpn, CpnBreached, Cpw, Duty, Earlier, EarlyPayment, Fpn, Item, Kind, OrderCited, Payment,
    PaymentMethod, Requirement, S59Seizure, S59Warning, S77Direction, Subject, Surrender, Vehicle,
};

/// Samples of a kind: one that has everything first, then those that lack what may be lacking.
#[must_use]
pub fn of(kind: Kind) -> Vec<NoticePaper> {
    let full = full(kind);
    let bare = NoticePaper {
        recipient: Recipient::Refused,
        notes: OfficerNotes::default(),
        amended: Vec::new(),
        subject: bare(kind),
        conduct: Conduct { at: on(date(2025, 9, 12)), ..full.conduct.clone() },
        service: Service { refused_to_sign: true, ..full.service.clone() },
        ..full.clone()
    };
    let addressed = "The occupier or owner of 14 Example Terrace".to_owned();
    let described = NoticePaper {
        recipient: Recipient::Described {
            addressed: addressed.clone(),
            address: lines(&["Chatham ME4 0AA"]),
        },
        ..full.clone()
    };
    let homeless = NoticePaper {
        recipient: Recipient::Named { name: "Sam Example".into(), address: Vec::new(), born: None },
        ..bare.clone()
    };
    let posted = NoticePaper {
        recipient: Recipient::Described { addressed, address: Vec::new() },
        mark: Mark::Training,
        ..bare.clone()
    };
    vec![full, bare, described, homeless, posted]
}

/// One with everything.
#[must_use]
pub fn full(kind: Kind) -> NoticePaper {
    NoticePaper {
        amended: Vec::new(),
        number: "MDW-A7-000118-M".into(),
        mark: Mark::Live,
        authority: Authority {
            name: "Medway Council".into(),
            address: lines(&["Gun Wharf", "Dock Road", "Chatham ME4 4TR"]),
        },
        issued: at(date(2025, 9, 12), time(16, 51, 0, 0)),
        conduct: Conduct {
            at: at(date(2025, 9, 12), time(16, 42, 0, 0)),
            place: "High Street, Chatham, on the pavement outside no. 122".into(),
        },
        recipient: Recipient::Named {
            name: "Zoë Ó Faoláin-Nguyễn".into(),
            address: lines(&["Flat 3", "27 Example Road", "Chatham ME4 0AA"]),
            born: Some(date(1988, 2, 29)),
        },
        officer: Officer {
            id: "CSO 4127".into(),
            capacity: "Community Safety Officer, authorised by the council".into(),
            authorisation: "CS/2025/041".into(),
        },
        law: law(kind),
        particulars: particulars(kind).into(),
        service: Service {
            method: "Given by hand".into(),
            at: at(date(2025, 9, 12), time(16, 52, 0, 0)),
            refused_to_sign: false,
        },
        contact: Contact {
            name: "Community Safety Team, Medway Council".into(),
            lines: lines(&[
                "Gun Wharf, Dock Road, Chatham ME4 4TR",
                "01634 000000",
                "notices@council.example",
            ]),
        },
        privacy: Privacy {
            controller: "Medway Council".into(),
            contact: "dataprotection@council.example".into(),
            more: "https://council.example/privacy/notices".into(),
        },
        subject: subject(kind),
        notes: OfficerNotes {
            belief: Some("Open can in hand, smell of beer, was seen to drink twice".into()),
            description: Some("About 35, dark green parka, grey rucksack".into()),
            witnesses: lines(&["PC 8834", "Shop manager, details in the pocket book"]),
            others: lines(&["One more person present, moved on when asked"]),
            video: lines(&["Body-worn BWV-20250912-0417"]),
            position: Some("51.38264, 0.52651, accuracy 6 m; 62 m inside the zone; nearest sign 31 m".into()),
            hashes: lines(&[
                "Rule set EW-2014 revision 3",
                "Order ALC-CHA version 3, 9f2c4e1b77aa03d4",
                "Photograph 1, 5b0e6d2f91c48a37",
            ]),
            six: if kind == Kind::Fpn {
                lines(&[
                    "An offence was committed: yes, by the record",
                    "A penalty is proportionate: yes, says the officer",
                ])
            } else {
                Vec::new()
            },
            served: services(kind),
            reasons: matches!(kind, Kind::Cpw | Kind::Cpn).then(|| Reasons {
                persistent: "Seen on seven days since July".into(),
                unreasonable: "A collection that costs nothing was offered twice".into(),
            }),
        },
        guardian: None,
    }
}

/// Refused at the place, and posted the day after; of a receipt nobody tells a service.
fn services(kind: Kind) -> Vec<Served> {
    if kind == Kind::Surrender {
        return Vec::new();
    }
    let service = |method: &str, at, signature| Served { method: method.into(), at, signature };
    vec![
        service("Left at the address", at(date(2025, 9, 12), time(16, 53, 0, 0)), Signature::Refused),
        service("Sent by post", at(date(2025, 9, 13), time(9, 5, 0, 0)), Signature::NotAsked),
    ]
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn at(date: Date, time: Time) -> When {
    When { date, time: Some(time) }
}

fn on(date: Date) -> When {
    When { date, time: None }
}

fn law(kind: Kind) -> Vec<String> {
    let act = "Anti-social Behaviour, Crime and Policing Act 2014";
    match kind {
        Kind::Fpn => vec![format!("{act}, section 63 (offence)"), format!("{act}, section 68 (this notice)")],
        Kind::Cpw => vec![format!("{act}, section 43(5)")],
        Kind::Cpn => vec![format!("{act}, sections 43 to 53")],
        Kind::S59Warning | Kind::S59Seizure => {
            lines(&["Police Reform Act 2002, section 59", "Road Traffic Act 1988, section 3"])
        }
        Kind::Surrender => vec![format!("{act}, section 63")],
        Kind::S77Direction => lines(&["Criminal Justice and Public Order Act 1994, section 77"]),
    }
}

fn particulars(kind: Kind) -> &'static str {
    match kind {
        Kind::Fpn => {
            "At 16:42 you were drinking beer from an open can and shouting at people who passed. I told you that \
             drinking here breaches the order, required you to stop and to hand over the can, and told you that \
             failing to do so without reasonable excuse is an offence. At 16:44 you said that you would not, and \
             went on drinking.\nAsked for your reasons, you gave none."
        }
        Kind::Cpw => {
            "Rubbish bags and furniture have been left in the front garden since July. Rats were seen twice."
        }
        Kind::Cpn => {
            "On 2 and on 11 September the bags and furniture were still there, and more had been added."
        }
        Kind::S59Warning => {
            "You drove twice round the car park with the rear wheels spinning. Smoke and noise drove \
                             people with children away from the tables outside."
        }
        Kind::S59Seizure => {
            "You did it again at 20:10 after being warned on 7 September, in a convoy of 14 cars."
        }
        Kind::Surrender => {
            "You were drinking beer outside the bank. Asked to stop and to hand it over, you did."
        }
        Kind::S77Direction => {
            "Eight caravans are on the car park without the consent of the occupier, the council."
        }
    }
}

fn requirements() -> Vec<Requirement> {
    let until = Some(at(date(2025, 9, 26), time(18, 0, 0, 0)));
    let text = |duty, text: &str, by: Option<When>| Requirement { duty, text: text.into(), by };
    vec![
        text(Duty::Stop, "leaving household waste in the garden", None),
        text(Duty::Do, "remove all bags and furniture from the front garden", until.clone()),
        text(Duty::Steps, "keep the garden free of rats: cover food, close the gap under the shed", until),
    ]
}

fn vehicle() -> Vehicle {
    Vehicle {
        registration: Some("AB12 CDE".into()),
        kind: "Car".into(),
        make: Some("Ford Fiesta".into()),
        colour: Some("Blue".into()),
        vin: Some("WF0XXXGAJX1X12345".into()),
    }
}

fn payment() -> Payment {
    Payment {
        amount: 10_000,
        days: 28,
        by: date(2025, 10, 10),
        early: Some(EarlyPayment { amount: 7_500, days: 13, by: date(2025, 9, 25) }),
        reference: "PSPO 80011874".into(),
        payee: "Medway Council (fixed penalties)".into(),
        payee_address: lines(&["Income Team", "Gun Wharf", "Chatham ME4 4TR"]),
        methods: [
            ("Online", "https://council.example/pay, at any time"),
            ("By telephone", "01634 000001, at any time"),
            ("By post", "Cheque to Medway Council, with the reference on its back; never cash"),
        ]
        .map(|(name, details)| PaymentMethod { name: name.into(), details: details.into() })
        .to_vec(),
    }
}

fn subject(kind: Kind) -> Subject {
    let effect = "Neighbours cannot use their gardens because of the smell, and keep their windows shut.";
    match kind {
        Kind::Fpn => Subject::Fpn(Box::new(Fpn {
            offence: "Failing, without reasonable excuse, to comply with a requirement not to drink alcohol and to \
                      surrender it"
                .into(),
            order: Some(OrderCited {
                title: "Chatham town centre alcohol order".into(),
                condition: "ALC-1".into(),
                text: "Anyone required by an authorised person to stop drinking alcohol must do so".into(),
            }),
            cpn: Some(CpnBreached { number: "MDW-A7-000051-H".into(), requirement: 2 }),
            court_penalty: Some("a fine of up to £500".into()),
            no_proceedings_days: 14,
            no_proceedings_until: date(2025, 9, 26),
            payment: payment(),
        })),
        Kind::Cpw => Subject::Cpw(Cpw {
            effect: effect.into(),
            requirements: requirements(),
            allowed_until: date(2025, 9, 26),
        }),
        Kind::Cpn => Subject::Cpn(Cpn {
            effect: effect.into(),
            warning: Earlier { number: "MDW-A7-000042-Q".into(), date: date(2025, 8, 1) },
            requirements: requirements(),
            appeal: Appeal { court: "Medway Magistrates' Court".into(), days: 21, by: date(2025, 10, 2) },
            court_penalty: "a fine of up to £2,500 for an individual, without limit for a body".into(),
        }),
        Kind::S59Warning => Subject::S59Warning(S59Warning {
            vehicle: vehicle(),
            driving: "Careless and inconsiderate: wheel spins and revving in a car park open to the public".into(),
            nuisance: "Alarm and annoyance to families outside the restaurant".into(),
            counts_until: date(2026, 9, 11),
        }),
        Kind::S59Seizure => Subject::S59Seizure(S59Seizure {
            vehicle: vehicle(),
            ground: "You were warned under this section within the last 12 months".into(),
            warning: Some(Earlier { number: "KPO-B2-000311-7".into(), date: date(2025, 9, 7) }),
            held_at: lines(&["Example Recovery", "Unit 4, Example Estate", "Rochester ME2 0AA"]),
            reclaim: lines(&[
                "Telephone 01634 000002 before you come.",
                "Bring this notice, photographic identification, proof of ownership and valid insurance.",
                "Pay the charges below.",
            ]),
            reclaim_by: date(2025, 9, 26),
            costs: [("Removal", 19_200), ("Keeping, for each day", 2_600)]
                .map(|(what, amount)| Cost { what: what.into(), amount })
                .to_vec(),
        }),
        Kind::Surrender => Subject::Surrender(Surrender {
            items: [("Beer, cans, one of them open", "2 × 500 ml"), ("Cider, bottle", "1 × 750 ml")]
                .map(|(what, quantity)| Item { what: what.into(), quantity: quantity.into() })
                .to_vec(),
            disposal: "Poured away at the place, the person watching; containers into the bin".into(),
            disposed: at(date(2025, 9, 12), time(16, 46, 0, 0)),
        }),
        Kind::S77Direction => Subject::S77Direction(S77Direction {
            land: "The council's car park off Example Lane, Strood: all of it, as fenced".into(),
            vehicles: lines(&[
                "Caravan: white, twin axle, AB12 CDE",
                "Vehicle: silver Toyota Hilux, no plate",
                "Tent: green, by the north fence",
            ]),
            people: lines(&["All persons present with vehicles on the land"]),
            leave_by: at(date(2025, 9, 15), time(10, 0, 0, 0)),
            return_until: date(2025, 12, 11),
            court_penalty: "a fine of up to £1,000".into(),
        }),
    }
}

/// The same with nothing that may be lacking.
fn bare(kind: Kind) -> Subject {
    let mut subject = subject(kind);
    match &mut subject {
        Subject::Fpn(fpn) => {
            fpn.order = None;
            fpn.cpn = None;
            fpn.court_penalty = None;
            fpn.payment.early = None;
        }
        Subject::Cpw(Cpw { requirements, .. }) | Subject::Cpn(Cpn { requirements, .. }) => {
            requirements.truncate(1);
        }
        Subject::S59Warning(S59Warning { vehicle, .. }) => *vehicle = scooter(),
        Subject::S59Seizure(seizure) => {
            seizure.vehicle = scooter();
            seizure.warning = None;
            seizure.costs.clear();
        }
        Subject::Surrender(_) | Subject::S77Direction(_) => {}
    }
    subject
}

fn scooter() -> Vehicle {
    Vehicle { kind: "E-scooter".into(), ..Vehicle::default() }
}
