//! The check of a set of templates: prints every kind from samples and reads what came out.

use std::collections::BTreeSet;

use minijinja::Value;

use crate::fault::{Fault, PaperError, What};
use crate::notice::{NoticePaper, Recipient, When};
use crate::paper::PaperCopy;
use crate::samples;
use crate::subject::{Kind, Requirement, Subject};
use crate::templates::{Templates, facts};
use crate::words::{clock, pounds};

/// All faults of a set, each once, in order.
pub fn faults(templates: &Templates) -> Vec<Fault> {
    let mut faults = BTreeSet::new();
    for kind in Kind::ALL {
        let all = samples::of(kind);
        unknown_fields(templates, kind.name(), &all, &mut faults);
        for notice in &all {
            for copy in PaperCopy::ALL {
                match templates.compose(notice, copy) {
                    Ok(paper) => {
                        let text = flat(&paper.text());
                        let said = must_say(templates, notice);
                        let unsaid = said.iter().filter(|(_, value)| !text.contains(&flat(value)));
                        faults.extend(unsaid.map(|(field, _)| Fault {
                            template: kind.name().into(),
                            line: None,
                            what: What::LeavesOut((*field).into()),
                        }));
                        if kind == Kind::Fpn && text.to_lowercase().contains("appeal") {
                            let what = What::PromisesAppeal;
                            faults.insert(Fault { template: kind.name().into(), line: None, what });
                        }
                    }
                    Err(PaperError::Template(fault)) => {
                        faults.insert(fault);
                    }
                    Err(_) => {
                        faults.insert(Fault {
                            template: kind.name().into(),
                            line: None,
                            what: What::TooMuch,
                        });
                    }
                }
            }
        }
    }
    let everything: Vec<NoticePaper> = Kind::ALL.into_iter().flat_map(samples::of).collect();
    // What other templates import or include is nobody's own.
    let shared =
        templates.set().templates.keys().filter(|name| Kind::ALL.iter().all(|kind| kind.name() != *name));
    for name in shared {
        unknown_fields(templates, name, &everything, &mut faults);
    }
    faults.into_iter().collect()
}

/// Fields that no sample has, also in branches that no sample takes.
fn unknown_fields(templates: &Templates, name: &str, notices: &[NoticePaper], faults: &mut BTreeSet<Fault>) {
    let Ok(template) = templates.engine().get_template(name) else { return };
    let facts: Vec<Value> = notices.iter().map(|notice| facts(notice, PaperCopy::Officer)).collect();
    for path in template.undeclared_variables(true) {
        let known = facts.iter().any(|facts| {
            let mut parts = path.split('.');
            parts.try_fold(facts.clone(), |value, part| defined(&value, part)).is_some()
        });
        if !known {
            let line = template.source().lines().position(|line| line.contains(&path)).map(|line| line + 1);
            let what = What::Unknown(format!("`{path}` is undefined"));
            faults.insert(Fault { template: name.into(), line, what });
        }
    }
}

fn defined(value: &Value, part: &str) -> Option<Value> {
    value.get_attr(part).ok().filter(|value| !value.is_undefined())
}

/// White space of any kind as one space, so that a line break in between does not hide a text.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the paper of a notice must say (rules.md 9; for a fixed penalty ASBCPA 2014 s68(5)–(8)), by field.
fn must_say(templates: &Templates, notice: &NoticePaper) -> Vec<(&'static str, String)> {
    let mut said = vec![
        ("number", notice.number.clone()),
        ("authority.name", notice.authority.name.clone()),
        ("conduct.place", notice.conduct.place.clone()),
        ("officer.id", notice.officer.id.clone()),
        ("officer.capacity", notice.officer.capacity.clone()),
        ("officer.authorisation", notice.officer.authorisation.clone()),
        ("particulars", notice.particulars.clone()),
        ("service.method", notice.service.method.clone()),
        ("contact.name", notice.contact.name.clone()),
        ("privacy.controller", notice.privacy.controller.clone()),
        ("privacy.contact", notice.privacy.contact.clone()),
        ("privacy.more", notice.privacy.more.clone()),
    ];
    let lines = |field: &'static str, lines: &[String]| -> Vec<(&'static str, String)> {
        lines.iter().map(|line| (field, line.clone())).collect()
    };
    let when = |field: &'static str, when: &When| -> Vec<(&'static str, String)> {
        let time = when.time.map(|time| (field, clock(time)));
        std::iter::once((field, templates.day(when.date))).chain(time).collect()
    };
    said.extend(when("issued", &notice.issued));
    said.extend(when("conduct.at", &notice.conduct.at));
    said.extend(when("service.at", &notice.service.at));
    said.extend(lines("law", &notice.law));
    said.extend(lines("contact.lines", &notice.contact.lines));
    match &notice.recipient {
        Recipient::Named { name, address, .. } => {
            said.push(("recipient.name", name.clone()));
            said.extend(lines("recipient.address", address));
        }
        Recipient::Refused => {}
        Recipient::Described { addressed, address } => {
            said.push(("recipient.addressed", addressed.clone()));
            said.extend(lines("recipient.address", address));
        }
    }
    let requirements = |requirements: &[Requirement]| -> Vec<(&'static str, String)> {
        let texts = requirements.iter().map(|it| ("subject.requirements", it.text.clone()));
        let until = requirements.iter().filter_map(|it| it.by.as_ref());
        texts.chain(until.flat_map(|by| when("subject.requirements", by))).collect()
    };
    match &notice.subject {
        Subject::Fpn(fpn) => {
            let payment = &fpn.payment;
            said.push(("subject.offence", fpn.offence.clone()));
            said.push(("subject.no_proceedings_days", fpn.no_proceedings_days.to_string()));
            said.push(("subject.no_proceedings_until", templates.day(fpn.no_proceedings_until)));
            said.push(("subject.payment.amount", pounds(payment.amount)));
            said.push(("subject.payment.by", templates.day(payment.by)));
            said.push(("subject.payment.days", payment.days.to_string()));
            said.push(("subject.payment.reference", payment.reference.clone()));
            said.push(("subject.payment.payee", payment.payee.clone()));
            said.extend(lines("subject.payment.payee_address", &payment.payee_address));
            for method in &payment.methods {
                said.push(("subject.payment.methods", method.name.clone()));
                said.push(("subject.payment.methods", method.details.clone()));
            }
            if let Some(early) = &payment.early {
                said.push(("subject.payment.early", pounds(early.amount)));
                said.push(("subject.payment.early", templates.day(early.by)));
                said.push(("subject.payment.early", early.days.to_string()));
            }
            if let Some(cpn) = &fpn.cpn {
                said.push(("subject.cpn", cpn.number.clone()));
                said.push(("subject.cpn", cpn.requirement.to_string()));
            }
            if let Some(order) = &fpn.order {
                let texts = [&order.title, &order.condition, &order.text];
                said.extend(texts.map(|text| ("subject.order", text.clone())));
            }
        }
        Subject::Cpw(cpw) => {
            said.push(("subject.effect", cpw.effect.clone()));
            said.extend(requirements(&cpw.requirements));
            said.push(("subject.allowed_until", templates.day(cpw.allowed_until)));
        }
        Subject::Cpn(cpn) => {
            said.push(("subject.effect", cpn.effect.clone()));
            said.push(("subject.warning", cpn.warning.number.clone()));
            said.push(("subject.warning", templates.day(cpn.warning.date)));
            said.extend(requirements(&cpn.requirements));
            said.push(("subject.appeal.court", cpn.appeal.court.clone()));
            said.push(("subject.appeal.by", templates.day(cpn.appeal.by)));
            said.push(("subject.appeal.days", cpn.appeal.days.to_string()));
            said.push(("subject.court_penalty", cpn.court_penalty.clone()));
        }
        Subject::S59Warning(warning) => {
            said.push(("subject.vehicle.kind", warning.vehicle.kind.clone()));
            said.extend(warning.vehicle.registration.clone().map(|it| ("subject.vehicle.registration", it)));
            said.push(("subject.driving", warning.driving.clone()));
            said.push(("subject.nuisance", warning.nuisance.clone()));
            said.push(("subject.counts_until", templates.day(warning.counts_until)));
        }
        Subject::S59Seizure(seizure) => {
            let vehicle = &seizure.vehicle;
            said.push(("subject.vehicle.kind", vehicle.kind.clone()));
            said.extend(vehicle.registration.clone().map(|it| ("subject.vehicle.registration", it)));
            said.extend(vehicle.make.clone().map(|it| ("subject.vehicle.make", it)));
            said.extend(vehicle.vin.clone().map(|it| ("subject.vehicle.vin", it)));
            said.push(("subject.ground", seizure.ground.clone()));
            said.extend(seizure.warning.clone().map(|it| ("subject.warning", it.number)));
            said.extend(lines("subject.held_at", &seizure.held_at));
            said.extend(lines("subject.reclaim", &seizure.reclaim));
            said.push(("subject.reclaim_by", templates.day(seizure.reclaim_by)));
            for cost in &seizure.costs {
                said.push(("subject.costs", cost.what.clone()));
                said.push(("subject.costs", pounds(cost.amount)));
            }
        }
        Subject::Surrender(surrender) => {
            for item in &surrender.items {
                said.push(("subject.items", item.what.clone()));
                said.push(("subject.items", item.quantity.clone()));
            }
            said.push(("subject.disposal", surrender.disposal.clone()));
            said.extend(when("subject.disposed", &surrender.disposed));
        }
        Subject::S77Direction(direction) => {
            said.push(("subject.land", direction.land.clone()));
            said.extend(lines("subject.vehicles", &direction.vehicles));
            said.extend(lines("subject.people", &direction.people));
            said.extend(when("subject.leave_by", &direction.leave_by));
            said.push(("subject.return_until", templates.day(direction.return_until)));
            said.push(("subject.court_penalty", direction.court_penalty.clone()));
        }
    }
    said
}
