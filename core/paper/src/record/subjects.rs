//! What each kind of notice says on paper, from its record and the rule set it was made under.

use beatbook_domain::calendar::local_clock;
use beatbook_domain::law::clocks::{
    FpnDates, cpn_appeal_until, days_following, s59_counts_until, s77_return_until,
};
use beatbook_domain::law::powers::Power;
use beatbook_domain::law::rule_set::OffenceRow;
use beatbook_domain::records::encounter::people::{VehicleKind, VehicleKnown};
use beatbook_domain::records::notice::content::{
    self as told, NoticeContent, RequirementKind, SeizureGround, UnitKind,
};
use beatbook_domain::records::notice::story::NoticeStory;
use jiff::civil::Date;

use super::{NotPrinted, Sources, in_full, moment};
use crate::notice::When;
use crate::subject::{
    Appeal, Cost, Cpn, CpnBreached, Cpw, Duty, Earlier, EarlyPayment, Fpn, OrderCited, Payment,
    PaymentMethod, Requirement, S59Seizure, S59Warning, S77Direction, Subject, Vehicle,
};

/// Of which notice, and its dates.
pub(super) struct Of<'a> {
    pub(super) story: &'a NoticeStory,
    pub(super) sources: &'a Sources<'a>,
    pub(super) number: &'a str,
    /// Local day of issue.
    pub(super) issued: Date,
    /// Local day of the conduct.
    pub(super) conduct: Date,
}

impl Of<'_> {
    /// What only its kind says.
    pub(super) fn subject(&self) -> Result<Subject, NotPrinted> {
        let rules = self.sources.rules;
        Ok(match &self.story.notice.content {
            NoticeContent::Fpn(fpn) => Subject::Fpn(Box::new(self.fpn(fpn)?)),
            NoticeContent::Cpw(cpw) => Subject::Cpw(Cpw {
                effect: cpw.detriment.effect.clone(),
                requirements: requirements(&cpw.requirements),
                allowed_until: cpw.allowed_until,
            }),
            NoticeContent::Cpn(cpn) => {
                let warning = cpn.warning.clone().zip(cpn.warned).ok_or(NotPrinted::Source)?;
                Subject::Cpn(Cpn {
                    effect: cpn.detriment.effect.clone(),
                    warning: Earlier { number: warning.0, date: warning.1 },
                    requirements: requirements(&cpn.requirements),
                    appeal: Appeal {
                        court: cpn.appeal_court.clone(),
                        days: rules.cpn.appeal_days,
                        by: cpn_appeal_until(&rules.cpn, self.issued)?,
                    },
                    court_penalty: rules.cpn.court_penalty.clone().ok_or(NotPrinted::Source)?,
                })
            }
            NoticeContent::S59Warning(warning) => Subject::S59Warning(S59Warning {
                vehicle: vehicle(&warning.nuisance.vehicle),
                driving: warning.nuisance.driving.clone(),
                nuisance: warning.nuisance.annoyance.clone(),
                counts_until: s59_counts_until(&rules.s59, self.issued)?,
            }),
            NoticeContent::S59Seizure(seizure) => Subject::S59Seizure(self.seizure(seizure)?),
            NoticeContent::S77Direction(direction) => Subject::S77Direction(self.direction(direction)?),
        })
    }

    /// Acts and sections that were broken or are used, one a line.
    pub(super) fn law(&self) -> Result<Vec<String>, NotPrinted> {
        let lines = |sections: &[&str]| sections.iter().map(|section| in_full(section)).collect();
        Ok(match &self.story.notice.content {
            NoticeContent::Fpn(fpn) => {
                let notice = match self.row(fpn)?.power {
                    Power::S68Fpn => Some("ASBCPA 2014 s68"),
                    Power::S52Fpn => Some("ASBCPA 2014 s52"),
                    Power::Epa88Fpn => Some("EPA 1990 s88"),
                    Power::Epa33zaFpn => Some("EPA 1990 s33ZA"),
                    Power::Epa34zaFpn => Some("EPA 1990 s34ZA"),
                    Power::Epa34aFpn => Some("EPA 1990 s34A"),
                    Power::Cpa5bFpn => Some("CPA 1989 s5B"),
                    Power::Rdaa2aFpn => Some("RDAA 1978 s2A"),
                    // No row rests on any other.
                    _ => None,
                };
                let notice = notice.map(|section| format!("{} (this notice)", in_full(section)));
                std::iter::once(format!("{} (offence)", in_full(&fpn.offence))).chain(notice).collect()
            }
            NoticeContent::Cpw(_) => lines(&["ASBCPA 2014 s43(5)"]),
            NoticeContent::Cpn(_) => lines(&["ASBCPA 2014 ss43 to 53"]),
            NoticeContent::S59Warning(_) | NoticeContent::S59Seizure(_) => lines(&["PRA 2002 s59"]),
            NoticeContent::S77Direction(_) => lines(&["CJPOA 1994 s77"]),
        })
    }

    /// What happened, in the officer's words, and below them what the record itself knows of it.
    pub(super) fn particulars(&self) -> String {
        let mut lines = vec![self.story.notice.particulars.clone()];
        if let NoticeContent::Fpn(fpn) = &self.story.notice.content {
            lines.extend(fpn.vehicles.iter().map(in_line));
            if let Some((breached, words)) = fpn.cpn.as_ref().and_then(|cpn| Some((cpn, cpn.words.as_ref()?)))
            {
                let place = u32::from(breached.requirement) + 1;
                lines.push(format!("Requirement {place} of {}: {words}", breached.number));
            }
        }
        lines.join("\n")
    }

    fn row(&self, fpn: &told::Fpn) -> Result<&OffenceRow, NotPrinted> {
        self.sources.rules.offence(&fpn.terms.offence).ok_or(NotPrinted::Source)
    }

    fn fpn(&self, fpn: &told::Fpn) -> Result<Fpn, NotPrinted> {
        let (rules, row, terms) = (&self.sources.rules.fpn, self.row(fpn)?, &fpn.terms);
        let dates = FpnDates::of(rules, row, terms, self.conduct, self.issued)?;
        let early = terms.early.as_ref().zip(dates.early_until);
        let methods = fpn.payee.methods.iter();
        Ok(Fpn {
            offence: row.title.clone(),
            order: self.order()?,
            cpn: fpn.cpn.as_ref().map(|breached| CpnBreached {
                number: breached.number.clone(),
                requirement: u32::from(breached.requirement) + 1,
            }),
            court_penalty: row.court_penalty.clone(),
            no_proceedings_days: rules.no_proceedings_days,
            no_proceedings_until: days_following(self.issued, rules.no_proceedings_days)?,
            payment: Payment {
                amount: terms.amount,
                days: terms.payment_days,
                by: dates.pay_until,
                early: early.map(|(early, by)| EarlyPayment { amount: early.amount, days: early.days, by }),
                reference: self.number.to_owned(),
                payee: fpn.payee.name.clone(),
                payee_address: fpn.payee.address.clone(),
                methods: methods
                    .map(|one| PaymentMethod { name: one.name.clone(), details: one.how.clone() })
                    .collect(),
            },
        })
    }

    fn order(&self) -> Result<Option<OrderCited>, NotPrinted> {
        let Some(cited) = &self.story.notice.order else { return Ok(None) };
        let order = self.sources.order.filter(|order| order.hash() == cited.order);
        let order = order.ok_or(NotPrinted::Source)?;
        let condition = order.condition(&cited.condition).ok_or(NotPrinted::Source)?;
        Ok(Some(OrderCited {
            title: order.title.clone(),
            condition: condition.code.clone(),
            text: condition.text.clone(),
        }))
    }

    fn seizure(&self, seizure: &told::S59Seizure) -> Result<S59Seizure, NotPrinted> {
        let months = self.sources.rules.s59.warning_months;
        let ground = seizure.ground.as_ref().ok_or(NotPrinted::Source)?;
        let (ground, warning) = match ground {
            SeizureGround::Continued { warned, after } => {
                let clock = local_clock(*warned)?.strftime("%H:%M on %-d %B %Y");
                (format!("It was continued or repeated after a warning at {clock}: {after}"), None)
            }
            SeizureGround::Impracticable { why } => (format!("A warning was impracticable: {why}"), None),
            SeizureGround::WarnedByAnother { who } => {
                (format!("A warning was given on this occasion by another officer: {who}"), None)
            }
            SeizureGround::WarnedBefore { warning, .. } => {
                let ground = format!("You were warned under this section within the last {months} months");
                (ground, Some(Earlier { number: warning.number.clone(), date: warning.date }))
            }
            SeizureGround::NoWarningNeeded => ("The law in force asks for no warning".to_owned(), None),
        };
        Ok(S59Seizure {
            vehicle: vehicle(&seizure.nuisance.vehicle),
            ground,
            warning,
            held_at: seizure.held_at.clone(),
            reclaim: seizure.reclaim.lines().map(str::to_owned).collect(),
            reclaim_by: seizure.reclaim_by.ok_or(NotPrinted::Source)?,
            costs: seizure
                .costs
                .iter()
                .map(|cost| Cost { what: cost.what.clone(), amount: cost.amount })
                .collect(),
        })
    }

    fn direction(&self, direction: &told::S77Direction) -> Result<S77Direction, NotPrinted> {
        let rules = &self.sources.rules.s77;
        let all = direction.all_persons.then(|| "All persons present with vehicles on the land".to_owned());
        Ok(S77Direction {
            land: direction.land.clone(),
            vehicles: direction.units.iter().map(unit).collect(),
            people: direction.people.iter().cloned().chain(all).collect(),
            leave_by: moment(direction.leave_by.ok_or(NotPrinted::Source)?)?,
            return_until: s77_return_until(rules, self.issued)?,
            court_penalty: rules.court_penalty.clone().ok_or(NotPrinted::Source)?,
        })
    }
}

/// What stands on the land: a tent by its colour alone would be taken for a vehicle.
fn unit(unit: &told::Unit) -> String {
    let kind = match unit.kind {
        UnitKind::Caravan => "Caravan",
        UnitKind::Vehicle => "Vehicle",
        UnitKind::Tent => "Tent",
        UnitKind::Structure => "Structure",
    };
    format!("{kind}: {}", unit.described)
}

fn requirements(told: &[told::Requirement]) -> Vec<Requirement> {
    let one = |one: &told::Requirement| Requirement {
        duty: match one.kind {
            RequirementKind::Stop => Duty::Stop,
            RequirementKind::Do => Duty::Do,
            RequirementKind::Steps => Duty::Steps,
        },
        text: one.text.clone(),
        by: one.by.map(|date| When { date, time: None }),
    };
    told.iter().map(one).collect()
}

/// A vehicle on one line; what nobody recorded is left out.
fn in_line(known: &VehicleKnown) -> String {
    let Vehicle { registration, kind, make, colour, vin } = vehicle(known);
    let none = known.plate.as_ref().map(|_| "no registration shown".to_owned());
    let kind = known.kind.map(|_| kind);
    let vin = vin.filter(|_| known.vin.is_some()).map(|vin| format!("VIN {vin}"));
    let colour = colour.filter(|colour| !colour.trim().is_empty());
    let said = [registration.or(none), kind, make, colour, vin];
    format!("Vehicle: {}", said.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn vehicle(known: &VehicleKnown) -> Vehicle {
    let kind = match known.kind {
        Some(VehicleKind::Car) => "Car",
        Some(VehicleKind::Van) => "Van or lorry",
        Some(VehicleKind::Motorcycle) => "Motorcycle",
        Some(VehicleKind::OffRoad) => "Off-road vehicle",
        Some(VehicleKind::EScooter) => "E-scooter",
        Some(VehicleKind::EBike) => "Electrically powered cycle",
        Some(VehicleKind::Caravan) => "Caravan or motor home",
        Some(VehicleKind::Other) | None => "Vehicle",
    };
    // What cannot be told is said where it would stand, with why (PRA 2002 s59; rules of the field 9).
    let untold = known.untold.as_deref().map(str::trim).filter(|why| !why.is_empty());
    let untold = || untold.map(|why| format!("Not known: {why}"));
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let registration = said(&known.plate);
    Vehicle {
        kind: kind.to_owned(),
        make: said(&known.make).or_else(untold),
        colour: known.colour.clone(),
        vin: said(&known.vin).or_else(|| untold().filter(|_| registration.is_none())),
        registration,
    }
}
