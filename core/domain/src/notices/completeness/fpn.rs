//! Fixed penalties, all offence rows (ASBCPA 2014 ss52, 68; EPA 1990; CPA 1989; RDAA 1978).

use super::Check;
use super::scene::Breached;
use crate::law::age::AgePaper;
use crate::law::powers::Power;
use crate::law::rule_set::{Follows, OffenceRow};
use crate::orders::order::{Condition, Need};
use crate::records::encounter::Label;
use crate::records::encounter::steps::Step;
use crate::records::notice::content::{CpnBreached, Fpn, NoticeKind, RequirementKind};

const S63: &str = "ASBCPA 2014 s63";
const S48: &str = "ASBCPA 2014 s48";
const ORDER: &str = "ASBCPA 2014 ss59, 67, 68";

impl Check<'_> {
    pub(super) fn fpn(&mut self, fpn: &Fpn) {
        self.points.extend(fpn.terms.faults(self.scene.rules));
        self.points.extend(fpn.payee.faults());
        self.addressed_to_person();
        self.known_by_name();
        self.age(AgePaper::Fpn(&fpn.terms.offence));
        self.support_first();
        self.understanding();
        self.six();
        let Some(row) = self.scene.rules.offence(&fpn.terms.offence) else { return };
        self.need(
            fpn.offence == row.offence,
            "wrong_offence",
            "Cite the offence as the rule set does.",
            ORDER,
        );
        self.power(row.power, "the row's power");
        self.questions(matches!(row.power, Power::S68Fpn | Power::S52Fpn));
        match self.scene.condition {
            Some(breached) => self.condition(fpn, breached),
            None => {
                let ordered = row.power == Power::S68Fpn;
                self.need(!ordered, "order", "Say which condition of which order was breached.", ORDER);
                if !ordered {
                    self.asked_by_authority(fpn);
                }
            }
        }
        match row.follows {
            Follows::Nothing => {}
            Follows::Requirement => self.requirement(),
            Follows::Cpn => self.cpn_breached(fpn.cpn.as_ref()),
        }
        if row.power == Power::Rdaa2aFpn {
            let remedy = "Record the vehicle that was abandoned, and with it what was seen.";
            self.need(!fpn.vehicles.is_empty(), "vehicle", remedy, "RDAA 1978 s2A");
        }
        self.conduct_recorded(row);
        self.issued_before(row);
    }

    /// Where no order is breached, the authority asks its own amounts for the row.
    fn asked_by_authority(&mut self, fpn: &Fpn) {
        let Some(paper) = self.scene.paper else { return };
        let source = self.row().map_or("the Act of the offence row", |row| row.power.source());
        let asked = paper.terms_of(&fpn.terms.offence) == Some(&fpn.terms);
        let remedy = "Ask what the authority asks for this offence: amounts are not chosen.";
        self.need(asked, "terms_differ", remedy, source);
        let payee = paper.payee.as_ref() == Some(&fpn.payee);
        self.need(payee, "payee_differs", "Name the authority's payee.", source);
    }

    fn condition(&mut self, fpn: &Fpn, Breached { order, condition }: Breached<'_>) {
        // Whether s63 or s67 applies is a matter of the condition: nobody chooses it.
        let forced = fpn.terms.offence == condition.offence;
        self.need(
            forced,
            "wrong_offence",
            "This condition forces its own offence: use that.",
            "ASBCPA 2014 ss63, 67",
        );
        let cited = self.notice.order.as_ref();
        let cited = cited.is_some_and(|it| it.order == order.hash() && it.condition == condition.code);
        self.need(cited, "order_differs", "Cite the order version and condition in force.", ORDER);
        let ours = self.notice.authority == order.made_by.code;
        self.need(ours, "authority", "The paper is of the authority that made the order.", "ASBCPA 2014 s68");
        let terms = order.terms_of(&condition.offence) == Some(&fpn.terms);
        self.need(
            terms,
            "terms_differ",
            "Ask what the order asks: amounts are not chosen.",
            "ASBCPA 2014 s68",
        );
        self.need(order.payee == fpn.payee, "payee_differs", "Name the order's payee.", "ASBCPA 2014 s68");
        for why in self.scene.not_in_force {
            let remedy =
                format!("The condition was not in force there and then ({why}): warn or advise instead.");
            self.need(false, "condition_not_in_force", &remedy, ORDER);
        }
        let Some(label) = self.notice.person else { return };
        self.more_than(condition, label);
        for need in &condition.needs {
            match need {
                Need::DirectionFirst | Need::RequestFirst => self.direction(label, &condition.code),
                Need::OwnWitnessStatement => {
                    let written = self.scene.encounter.has_own_statement();
                    let remedy = "Write your own witness statement first.";
                    self.need(written, "own_statement", remedy, "the order's condition; evidence");
                }
            }
        }
        for exemption in condition.exemptions.iter().map(|exemption| &exemption.code) {
            let answers = self.scene.encounter.steps_with(label).rev();
            let answer = answers.into_iter().find_map(|(_, told)| match &told.step {
                Step::ExemptionAsked { exemption: asked, applies } if asked == exemption => Some(*applies),
                _ => None,
            });
            match answer {
                Some(true) => {
                    let remedy = "An exemption applies: no paper.";
                    self.need(false, "exempt", remedy, "the order's condition: exemptions");
                }
                Some(false) => {}
                None => {
                    let remedy = format!("Ask whether the exemption {exemption} applies.");
                    self.need(false, "exemption_not_asked", &remedy, "the order's condition: exemptions");
                }
            }
        }
    }

    /// That more were counted than the condition allows, where it says how many.
    fn more_than(&mut self, condition: &Condition, label: Label) {
        let Some(most) = condition.more_than else { return };
        let conducts = self.scene.encounter.conducts.iter();
        let done =
            conducts.filter(|one| one.code == condition.code && one.person.is_none_or(|by| by == label));
        let counted = done.filter_map(|conduct| conduct.count).max();
        let remedy = format!(
            "Count them, and record what was seen with its number: it is breached by more than {most}."
        );
        self.need(counted.is_some(), "count_missing", &remedy, "the order's condition: its number");
        let remedy =
            format!("It is breached by more than {most}, and no more were counted: no fixed penalty.");
        let beyond = counted.is_none_or(|counted| counted > most);
        self.need(beyond, "count_within_limit", &remedy, "the order's condition: its number");
    }

    /// A direction with its time, and not followed.
    fn direction(&mut self, label: Label, condition: &str) {
        let directed =
            self.last(label, |step| matches!(step, Step::Directed { condition: of, .. } if of == condition));
        let (place, time) = directed.map_or((None, None), |(place, time)| (Some(place), time));
        let remedy = "Give the direction or make the request, with its time, before a fixed penalty.";
        self.need(time.is_some(), "direction_time", remedy, "the order's condition: by direction");
        if let Some(place) = place {
            self.answered_no(label, place, "direction_not_refused", "the order's condition: by direction");
        }
    }

    /// A valid requirement about alcohol (s63): where, why, told, authority shown, not complied with.
    fn requirement(&mut self) {
        let Some(label) = self.notice.person else { return };
        let encounter = self.scene.encounter;
        let premises = encounter.steps_with(label).rev().find_map(|(_, told)| match told.step {
            Step::PremisesAsked { outside_condition } => Some(outside_condition),
            _ => None,
        });
        let (code, remedy) = match premises {
            Some(true) => ("premises_exempt", "The condition does not apply on these premises: no paper."),
            _ => (
                "premises_not_asked",
                "Ask whether the place is licensed, has an event or a pavement licence.",
            ),
        };
        self.need(premises == Some(false), code, remedy, "ASBCPA 2014 s62");
        self.power(Power::S63Requirement, S63);

        let given = self.last(label, |step| matches!(step, Step::Required { .. }));
        let Some((place, time)) = given else {
            return self.need(
                false,
                "requirement",
                "Require to stop or to surrender the alcohol first.",
                S63,
            );
        };
        self.need(time.is_some(), "requirement_time", "Enter when the requirement was given.", S63);
        if let Some(Step::Required { belief, offence_told, .. }) =
            encounter.steps.get(place).map(|told| &told.step)
        {
            let remedy = "Say why you believed that alcohol was being consumed.";
            self.say(belief, "requirement_belief", remedy, "ASBCPA 2014 s63(1)");
            let remedy = "Tell that failing without reasonable excuse is an offence, then require again.";
            self.need(*offence_told, "offence_not_told", remedy, "ASBCPA 2014 s63(3)");
        }
        let refused = self.answered_no(label, place, "requirement_not_refused", S63);
        // A requirement is not valid while an authorisation that was asked for is not shown.
        let asked = self.last(label, |step| matches!(step, Step::AuthorityAsked)).map(|(place, _)| place);
        let shown = self.last(label, |step| matches!(step, Step::AuthorityShown)).map(|(place, _)| place);
        let valid = asked.is_none_or(|asked| {
            shown.is_some_and(|shown| asked < shown && refused.is_none_or(|no| no < asked || shown < no))
        });
        let remedy = "Show your authorisation, then require again.";
        self.need(valid, "authority_not_shown", remedy, "ASBCPA 2014 s63(4)");
    }

    /// The last step of a sort with a person: its place and time.
    fn last(&self, label: Label, is: impl Fn(&Step) -> bool) -> Option<(usize, Option<i64>)> {
        let mut steps = self.scene.encounter.steps_with(label).rev();
        steps.find(|(_, told)| is(&told.step)).map(|(place, told)| (place, told.time))
    }

    /// That what was asked at this place was refused, and not done before or after that; the place of the answer.
    fn answered_no(
        &mut self,
        label: Label,
        asked: usize,
        code: &'static str,
        source: &'static str,
    ) -> Option<usize> {
        let after = self.scene.encounter.steps_with(label).skip_while(|(place, _)| *place <= asked);
        let next = |step: &Step| matches!(step, Step::Required { .. } | Step::Directed { .. });
        let mut refused = None;
        for (place, told) in after.take_while(|(_, told)| !next(&told.step)) {
            match told.step {
                // Done: who refuses afterwards must be asked again.
                Step::Complied | Step::Surrendered { .. } => {
                    refused = None;
                    break;
                }
                Step::Refused { .. } => refused = Some(place),
                _ => {}
            }
        }
        let remedy = "It was complied with, or no answer is recorded: no fixed penalty.";
        self.need(refused.is_some(), code, remedy, source);
        refused
    }

    /// The notice that was not complied with: to the same recipient, its requirement due and binding.
    fn cpn_breached(&mut self, breached: Option<&CpnBreached>) {
        let cpn = breached.and_then(|breached| {
            let known = self.scene.earlier.iter().filter(|one| one.kind == NoticeKind::Cpn && !one.over);
            known.into_iter().find(|one| one.number == breached.number).map(|one| (one, breached))
        });
        let Some((cpn, breached)) = cpn else {
            let remedy = "Name the community protection notice: without it there is no offence.";
            return self.need(false, "cpn", remedy, S48);
        };
        let same = cpn.to.is_same(&self.notice.recipient);
        self.need(same, "cpn_other_person", "That notice went to someone else.", S48);
        self.photographed(cpn);
        let Some(requirement) = cpn.requirements.get(usize::from(breached.requirement)) else {
            return self.need(false, "cpn_requirement", "Say which requirement was not complied with.", S48);
        };
        let said = |text: &str| !text.trim().is_empty();
        let worded = said(&requirement.text) || breached.words.as_deref().is_some_and(said);
        let remedy = "Another gave that notice: type what the requirement says, as you read it there.";
        self.need(worded, "cpn_words", remedy, "ASBCPA 2014 s52: particulars");
        let day = self.conduct_day();
        let due = requirement.by.map_or(cpn.issued <= day, |by| by < day);
        self.need(due, "cpn_not_due", "The time for this requirement is not over.", S48);
        let binding = !cpn.under_appeal || requirement.kind == RequirementKind::Stop;
        let remedy = "An appeal is in progress: only requirements to stop are binding.";
        self.need(binding, "cpn_under_appeal", remedy, "ASBCPA 2014 s46(3)");
    }

    /// That the encounter says what this person did: under the condition's code or the row's. What is not done that a community
    /// protection notice requires has no code of its own.
    fn conduct_recorded(&mut self, row: &OffenceRow) {
        let Some(person) = self.notice.person else { return };
        let code =
            self.scene.condition.map_or(row.code.as_str(), |breached| breached.condition.code.as_str());
        let any = row.follows == Follows::Cpn;
        let recorded = self
            .scene
            .encounter
            .conducts
            .iter()
            .any(|conduct| (any || conduct.code == code) && conduct.person.is_none_or(|by| by == person));
        let remedy = format!("Record what this person did, under {code}.");
        self.need(recorded, "conduct_not_recorded", &remedy, row.power.source());
    }

    /// One penalty for one breach: of a person, in an encounter, under a condition or row.
    fn issued_before(&mut self, row: &OffenceRow) {
        let about =
            self.scene.condition.map_or(row.code.as_str(), |breached| breached.condition.code.as_str());
        let remedy = "A fixed penalty for this was issued in this encounter.";
        self.once(NoticeKind::Fpn, about, remedy, "one offence");
    }

    /// One paper of a kind about one matter for a person of an encounter.
    pub(super) fn once(&mut self, kind: NoticeKind, about: &str, remedy: &str, source: &'static str) {
        let from = self.notice.person.map(|person| (self.notice.encounter, person));
        let mut earlier = self.scene.earlier.iter().filter(|one| one.kind == kind && !one.over);
        let twice = earlier.any(|one| from.is_some() && one.from == from && one.about == about);
        self.need(!twice, "issued_already", remedy, source);
    }
}
