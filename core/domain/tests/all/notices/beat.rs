//! A Thursday afternoon in Chatham High Street, and what a phone knows there.

use std::collections::BTreeMap;

use beatbook_domain::calendar::{local_date, parse_instant};
use beatbook_domain::encampments::gate::{CheckTold, GateRefusal};
use beatbook_domain::law::missing::Missing;
use beatbook_domain::law::powers::{Capacity, OfficerPowers, Power, PowerHeld};
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::law::shipped;
use beatbook_domain::law::terms::{EarlyPayment, FineTerms, Payee, PaymentMethod};
use beatbook_domain::notices::completeness::scene::{Breached, EarlierNotice, Gate, Scene, WarningHit};
use beatbook_domain::notices::completeness::{Ready, completeness, notes};
use beatbook_domain::orders::authority::{AuthorityPaper, ConductCode, Contact, Letterhead, Privacy};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::order::OrderVersion;
use beatbook_domain::orders::standing::Standing;
use beatbook_domain::records::encounter::people::{Details, DetailsBasis, PersonKnown, VehicleKnown};
use beatbook_domain::records::encounter::steps::{LanguageHelp, Step};
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::encounter::{
    EncounterConduct, EncounterEntry, EncounterOpened, EncounterPerson, EncounterStep, EncounterVehicle,
    Label,
};
use beatbook_domain::records::journal::{Basis, Moment};
use beatbook_domain::records::notice::content::{Fpn, NoticeContent, NoticeKind};
use beatbook_domain::records::notice::six::{SixAnswers, SixAsked};
use beatbook_domain::records::notice::{Conduct, Issuer, Notice, OrderCited, Recipient};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use jiff::civil::Date;

/// This encounter.
pub const ENCOUNTER: Id = Id::from_bytes([7; 16]);
/// The version of an order that a conduct is listed in.
pub const ORDER: Hash = Hash::from_bytes([1; 32]);

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// UTC milliseconds of a local time on Thursday 11 September 2025.
pub fn clock(time: &str) -> i64 {
    parse_instant(&format!("2025-09-11T{time}:00+01:00")).unwrap()
}

pub fn moment(wall: i64) -> Moment {
    Moment { wall, mono: wall - clock("09:00"), boot: BootId(1) }
}

pub fn rules() -> RuleSet {
    shipped::rule_sets().unwrap().get("EW-2014").unwrap().clone()
}

pub fn officer(capacity: Capacity, powers: &[Power]) -> OfficerPowers {
    let held = |power: &Power| PowerHeld {
        power: *power,
        granted_by: "MDW".to_owned(),
        reference: "AUTH/12".to_owned(),
        from: day("2025-01-01"),
        to: Some(day("2025-12-31")),
    };
    OfficerPowers {
        officer: Id::from_bytes([2; 16]),
        public_id: "CSO 12".to_owned(),
        capacity,
        held: powers.iter().map(held).collect(),
    }
}

pub fn payee() -> Payee {
    Payee {
        name: "Medway Council".to_owned(),
        address: vec!["Gun Wharf".to_owned(), "Chatham ME4 4TR".to_owned()],
        methods: vec![PaymentMethod { name: "Online".to_owned(), how: "medway.gov.uk/pay".to_owned() }],
    }
}

pub fn terms(offence: &str) -> FineTerms {
    let early = Some(EarlyPayment { amount: 7_500, days: 13 });
    FineTerms { offence: offence.to_owned(), amount: 10_000, early, payment_days: 28 }
}

/// What stands on the council's paper, and what it asks where no order is breached.
pub fn paper() -> AuthorityPaper {
    let conduct = |code: &str| ConductCode { code: code.to_owned(), title: code.to_owned() };
    AuthorityPaper {
        code: "MDW".to_owned(),
        letterhead: Letterhead {
            name: "Medway Council".to_owned(),
            address: vec!["Gun Wharf".to_owned()],
            contact: Contact { name: "Community safety".to_owned(), lines: vec!["Gun Wharf".to_owned()] },
            privacy: Privacy {
                controller: "Medway Council".to_owned(),
                contact: "The data protection officer".to_owned(),
                more: "medway.example/privacy".to_owned(),
            },
            illustrative: false,
        },
        payee: Some(payee()),
        terms: vec![terms("CPN"), terms("LIT")],
        conducts: vec![conduct("waste_early"), conduct("noise")],
        appeal_court: Some("Medway Magistrates' Court".to_owned()),
        pound: None,
    }
}

/// An order with one condition of this code, for this offence row.
pub fn condition(code: &str, offence: &str) -> OrderVersion {
    let json = serde_json::json!({
        "code": "PSPO-CHA", "version": 3, "title": "Chatham", "kind": "normal",
        "made_by": { "code": "MDW", "name": "Medway Council" },
        "payee": payee(),
        "term": { "from": "2023-12-01", "until": "2026-11-30" },
        "effective": "2023-12-01",
        "conditions": [{
            "code": code, "text": "You must not …", "duty": "prohibition", "zones": ["PSPO-ALC-CHA"],
            "who": "all", "times": "always", "circumstances": "all",
            "offence": offence, "support_first": false,
        }],
        "sign_distance_m": 50,
        "terms": [terms(offence)],
        "illustrative": true,
    });
    serde_json::from_value(json).unwrap()
}

pub fn adult() -> PersonKnown {
    PersonKnown {
        details: Some(Details::Person {
            name: "Sam Example".to_owned(),
            address: vec!["1 Example Road".to_owned(), "Chatham".to_owned()],
            born: Some(day("1990-05-01")),
            basis: DetailsBasis::Volunteered,
            believed: true,
        }),
        appears_homeless: Some(false),
        ..PersonKnown::default()
    }
}

/// Everything a phone knows when it asks.
#[derive(Clone)]
pub struct Beat {
    pub now: i64,
    pub rules: RuleSet,
    pub paper: Option<AuthorityPaper>,
    pub officer: OfficerPowers,
    pub encounter: Encounter,
    pub order: Option<OrderVersion>,
    pub doubts: Vec<String>,
    pub not_in_force: Vec<String>,
    pub earlier: Vec<EarlierNotice>,
    pub warnings: Vec<WarningHit>,
    pub check_told: Result<CheckTold, GateRefusal>,
    pub helped: BTreeMap<Id, Encounter>,
    pub notice: Notice,
}

impl Beat {
    /// An adult, person 1, seen at 16:40; a draft of this kind about it.
    pub fn new(content: NoticeContent) -> Self {
        let rules = rules();
        let opened = EncounterOpened {
            at: moment(clock("16:40")),
            time: Some(LegalTime { at: clock("16:40"), within: Some(2_000) }),
            place: None,
            patrol: None,
            controller: "MDW".to_owned(),
            joint: None,
            operation: None,
            land: None,
        };
        let notice = Notice {
            authority: "MDW".to_owned(),
            letterhead: Some(paper().letterhead),
            rule_set: rules.reference().unwrap(),
            encounter: ENCOUNTER,
            person: Some(1),
            order: None,
            conduct: Conduct {
                time: Some(LegalTime { at: clock("16:44"), within: Some(2_000) }),
                place: "High Street, Chatham, outside the bank".to_owned(),
                position: None,
            },
            recipient: Recipient::of(&adult()).unwrap(),
            issuer: Issuer {
                public_id: "CSO 12".to_owned(),
                capacity: Capacity::CouncilAuthorised,
                authorisation: "AUTH/12".to_owned(),
                in_uniform: Some(true),
            },
            particulars: "Drinking from a can and shouting at passers-by outside the bank.".to_owned(),
            content,
            service: None,
            evidence: Vec::new(),
            joint: None,
            under_age: false,
            six: None,
        };
        let powers = [Power::S63Requirement, Power::S68Fpn, Power::Cpw, Power::Cpn, Power::S52Fpn];
        let powers = [&powers[..], &[Power::Epa88Fpn, Power::S77Direction]].concat();
        let mut beat = Self {
            now: clock("16:50"),
            rules,
            paper: Some(paper()),
            officer: officer(Capacity::CouncilAuthorised, &powers),
            encounter: Encounter::open(&opened).unwrap(),
            order: None,
            doubts: Vec::new(),
            not_in_force: Vec::new(),
            earlier: Vec::new(),
            warnings: Vec::new(),
            check_told: Err(GateRefusal::CheckUntold),
            helped: BTreeMap::new(),
            notice,
        };
        beat.person(1, adult());
        if beat.notice.content.kind() == NoticeKind::Fpn {
            beat.answered(SixAsked::yes());
        }
        beat
    }

    /// A fixed penalty for breach of a condition, with everything every one of them needs.
    pub fn fpn(order: OrderVersion) -> Self {
        let condition = &order.conditions[0];
        let fpn = Fpn {
            terms: order.terms[0].clone(),
            offence: rules().offence(&condition.offence).unwrap().offence.clone(),
            payee: payee(),
            cpn: None,
            vehicles: Vec::new(),
        };
        let mut beat = Self::new(NoticeContent::Fpn(fpn));
        beat.notice.order = Some(OrderCited {
            order: order.hash(),
            code: order.code.clone(),
            version: order.version,
            condition: condition.code.clone(),
            zone: None,
            edge: Some(620),
            sign: None,
        });
        beat.conduct(&condition.code, Some(1));
        beat.order = Some(order);
        beat.answered(SixAsked::yes());
        beat
    }

    /// What the officer answers of the six; the record answers the rest.
    pub fn answered(&mut self, asked: SixAsked) {
        let breached = self.order.as_ref().map(|order| Breached { order, condition: &order.conditions[0] });
        self.notice.six = Some(SixAnswers::of(asked, &self.encounter, self.notice.person, breached));
    }

    /// Cautioned, asked for an excuse, and explained back.
    pub fn fairly(mut self) -> Self {
        self.step("16:46", Step::Cautioned { version: "2025-1".to_owned() });
        self.step("16:47", Step::ExcuseAsked { answer: "It is hot.".to_owned() });
        self.step(
            "16:48",
            Step::Understanding { language: None, help: LanguageHelp::None, explained_back: true },
        );
        self
    }

    pub fn tell(&mut self, entry: EncounterEntry) {
        self.encounter.apply(&entry).unwrap();
    }

    pub fn person(&mut self, person: Label, known: PersonKnown) {
        if let Some(recipient) = Recipient::of(&known).filter(|_| Some(person) == self.notice.person) {
            self.notice.recipient = recipient;
        }
        self.tell(EncounterEntry::Person(EncounterPerson {
            at: moment(clock("16:41")),
            person,
            known,
            without_power: false,
        }));
    }

    pub fn vehicle(&mut self, vehicle: Label, known: VehicleKnown) {
        self.tell(EncounterEntry::Vehicle(EncounterVehicle { at: moment(clock("16:41")), vehicle, known }));
    }

    pub fn conduct(&mut self, code: &str, person: Option<Label>) {
        self.tell(EncounterEntry::Conduct(EncounterConduct {
            seen: None,
            at: moment(clock("16:41")),
            time: Some(clock("16:40")),
            code: code.to_owned(),
            order: Some(ORDER),
            person,
            vehicle: None,
            count: None,
            text: "Drinking and shouting.".to_owned(),
            basis: Basis::Fact,
        }));
    }

    /// A step with person 1, at a local time; an empty time is one nobody looked at.
    pub fn step(&mut self, time: &str, step: Step) {
        let time = Some(time).filter(|time| !time.is_empty()).map(clock);
        let at = moment(time.unwrap_or_else(|| clock("16:49")));
        self.tell(EncounterEntry::Step(EncounterStep { at, time, person: Some(1), step }));
    }

    /// Changes the order and cites it as it is now.
    pub fn reorder(&mut self, change: impl FnOnce(&mut OrderVersion)) {
        let order = self.order.as_mut().unwrap();
        change(order);
        self.notice.order.as_mut().unwrap().order = order.hash();
    }

    /// How the condition stood there and then.
    pub fn stands(&mut self, standing: &Standing) {
        let gate = Gate::of(standing);
        (self.doubts, self.not_in_force) = (gate.doubts, gate.not_in_force);
    }

    pub fn fpn_content(&mut self) -> &mut Fpn {
        match &mut self.notice.content {
            NoticeContent::Fpn(fpn) => fpn,
            _ => panic!("not a fixed penalty"),
        }
    }

    pub fn ask(&self) -> Result<Ready, Vec<Missing>> {
        self.at(|scene| completeness(&self.notice, scene))
    }

    /// What is said beside.
    pub fn notes(&self) -> Vec<Missing> {
        self.at(|scene| notes(&self.notice, scene))
    }

    fn at<T>(&self, ask: impl FnOnce(&Scene<'_>) -> T) -> T {
        ask(&Scene {
            now: self.now,
            today: local_date(self.now).unwrap(),
            acted: local_date(self.now).unwrap(),
            rules: &self.rules,
            officer: &self.officer,
            encounter: &self.encounter,
            helped: &self.helped,
            paper: self.paper.as_ref(),
            condition: self.order.as_ref().map(|order| Breached { order, condition: &order.conditions[0] }),
            doubts: &self.doubts,
            not_in_force: &self.not_in_force,
            earlier: &self.earlier,
            warnings: &self.warnings,
            check_told: self.check_told.as_ref().map_err(|refusal| *refusal),
        })
    }

    /// Codes of all that is missing; none if it may have its number.
    pub fn missing(&self) -> Vec<&'static str> {
        self.points().iter().map(|point| point.code).collect()
    }

    /// What is missing, with what to do.
    pub fn points(&self) -> Vec<Missing> {
        match self.ask() {
            Ok(Ready::Number { .. }) => Vec::new(),
            Ok(Ready::Draft(doubts)) => panic!("a draft: {doubts:?}"),
            Err(points) => {
                for point in &points {
                    assert!(point.remedy.ends_with('.') && !point.source.is_empty(), "{point:?}");
                }
                points
            }
        }
    }

    /// Whether it may have its number now.
    pub fn is_ready(&self) -> bool {
        self.ask() == Ok(Ready::Number { tell_guardian_by: None })
    }
}

/// The same beat with one thing changed.
pub fn with(beat: &Beat, change: impl FnOnce(&mut Beat)) -> Vec<&'static str> {
    let mut beat = beat.clone();
    change(&mut beat);
    beat.missing()
}
