//! Whether a notice may carry a number: every missing point at once, with its legal source.
//!
//! Nothing here stops recording. A notice that is complete but unsure in time or place becomes a draft, which
//! a supervisor issues by post or drops.

mod community;
pub mod ending;
mod fair;
mod fpn;
mod leave;
mod notes;
pub mod scene;
mod six;
pub mod support;
mod vehicles;

use jiff::civil::Date;

pub use notes::notes;

use crate::calendar::local_date;
use crate::law::age::{AgeAllows, AgeDays, AgePaper, AgeRefusal, years_on};
use crate::law::missing::Missing;
use crate::law::powers::{NotHeld, Power};
use crate::law::rule_set::{OffenceRow, is_name};
use crate::notices::service::methods;
use crate::records::encounter::people::{Details, DetailsBasis};
use crate::records::encounter::story::Person;
use crate::records::notice::content::NoticeContent;
use crate::records::notice::{Notice, PARTICULARS_MAX, Recipient, ServiceMethod};
use scene::Scene;

/// Nobody is older, years.
const OLDEST: u8 = 120;

/// How a complete notice goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ready {
    /// It may be issued under a number. For someone young, guardian and youth justice are told by that day.
    Number {
        /// Last local day to tell them; absent for adults and bodies.
        tell_guardian_by: Option<Date>,
    },
    /// It stays without a number: a supervisor issues it by post, or drops it. Codes of what is unsure.
    Draft(Vec<String>),
}

/// Whether this notice may be issued.
///
/// # Errors
/// Every [`Missing`] point at once, in the order of the paper.
pub fn completeness(notice: &Notice, scene: &Scene<'_>) -> Result<Ready, Vec<Missing>> {
    completeness_but(notice, scene, |_| false).map(|(ready, _)| ready)
}

/// The same where some points are settled otherwise: those are answered beside it, and hold nothing up.
///
/// # Errors
/// Every other [`Missing`] point.
pub fn completeness_but(
    notice: &Notice,
    scene: &Scene<'_>,
    settled: impl FnMut(&Missing) -> bool,
) -> Result<(Ready, Vec<Missing>), Vec<Missing>> {
    let mut check = Check { notice, scene, points: Vec::new(), tell_guardian_by: None };
    check.all_kinds();
    match &notice.content {
        NoticeContent::Fpn(fpn) => check.fpn(fpn),
        NoticeContent::Cpw(cpw) => check.cpw(cpw),
        NoticeContent::Cpn(cpn) => check.cpn(cpn),
        NoticeContent::S59Warning(warning) => check.s59_warning(warning),
        NoticeContent::S59Seizure(seizure) => check.s59_seizure(seizure),
        NoticeContent::S77Direction(direction) => check.s77(direction),
    }
    let (settled, missing): (Vec<Missing>, Vec<Missing>) = check.points.into_iter().partition(settled);
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut doubts = scene.doubts.to_vec();
    let unknown = "time_unknown".to_owned();
    if notice.conduct.time.is_some_and(|time| time.within.is_none()) && !doubts.contains(&unknown) {
        doubts.push(unknown);
    }
    let tell_guardian_by = check.tell_guardian_by;
    let ready = if doubts.is_empty() { Ready::Number { tell_guardian_by } } else { Ready::Draft(doubts) };
    Ok((ready, settled))
}

/// The check of one notice.
struct Check<'a> {
    notice: &'a Notice,
    scene: &'a Scene<'a>,
    points: Vec<Missing>,
    tell_guardian_by: Option<Date>,
}

impl<'a> Check<'a> {
    /// Notes a point unless it is settled.
    fn need(&mut self, settled: bool, code: &'static str, remedy: &str, source: &'static str) {
        if !settled {
            self.points.push(Missing::new(code, remedy, source));
        }
    }

    /// Notes a text that says nothing.
    fn say(&mut self, text: &str, code: &'static str, remedy: &str, source: &'static str) {
        self.need(!text.trim().is_empty(), code, remedy, source);
    }

    /// The local day of issue.
    fn today(&self) -> Date {
        self.scene.today
    }

    /// The local day of the conduct; that of issue while nobody has said when it was.
    fn conduct_day(&self) -> Date {
        let time = self.notice.conduct.time.and_then(|time| local_date(time.at).ok());
        time.unwrap_or(self.scene.today)
    }

    /// The person of the encounter it is about.
    fn person(&self) -> Option<&'a Person> {
        self.notice.person.and_then(|label| self.scene.encounter.people.get(&label))
    }

    fn all_kinds(&mut self) {
        let (notice, scene) = (self.notice, self.scene);
        let in_force = scene.rules.covers(self.conduct_day());
        let cited = scene.rules.reference().is_ok_and(|reference| reference == notice.rule_set);
        self.need(
            in_force && cited,
            "rule_set",
            "Use the rule set in force on the day of the conduct.",
            "rule set: commencement",
        );
        self.letterhead();
        let time = notice.conduct.time;
        self.need(time.is_some(), "conduct_time", "Enter when it happened.", "ASBCPA 2014 s68; particulars");
        let past = time.is_none_or(|time| time.at <= scene.now);
        self.need(past, "conduct_in_future", "The time lies after now: correct it.", "particulars");
        let place = &notice.conduct.place;
        self.say(
            place,
            "conduct_place",
            "Enter where it happened, in words.",
            "ASBCPA 2014 s68; particulars",
        );
        let particulars = notice.particulars.trim().chars().count();
        let least = usize::try_from(scene.rules.fpn.least_particulars).unwrap_or(usize::MAX);
        self.need(
            particulars >= least,
            "particulars_too_short",
            &format!("Say what happened, where and when, in at least {least} characters."),
            self.row().map_or("ASBCPA 2014 s43: what the notice is about", |row| row.power.source()),
        );
        self.need(
            notice.particulars.chars().count() <= PARTICULARS_MAX,
            "particulars_too_long",
            &format!("Shorten the particulars to {PARTICULARS_MAX} characters."),
            "limit of an entry",
        );
        let issuer = &notice.issuer;
        let named = is_name(&issuer.public_id)
            && issuer.public_id == scene.officer.public_id
            && issuer.capacity == scene.officer.capacity;
        self.need(
            named,
            "issuer",
            "Put your own public number and capacity on the paper.",
            "rules of the field 9",
        );
        self.service();
    }

    /// That the paper says a way of serving it which the law knows, and where to, if nobody takes it in hand.
    fn service(&mut self) {
        let Some(method) = self.notice.service else { return };
        let (methods, source) = methods(self.notice.content.kind());
        let remedy = "Serve it in a way this law knows: the paper says how.";
        self.need(methods.contains(&method), "service_method", remedy, source);
        let away = matches!(method, ServiceMethod::Post | ServiceMethod::Left);
        let there = self.notice.recipient.address().iter().any(|line| !line.trim().is_empty());
        let remedy = "Enter the address it is sent to or left at, or give it by hand.";
        self.need(!away || there, "service_address", remedy, source);
    }

    /// Whose paper it is and where to turn. An order's payee stands in for an authority that has said no more.
    fn letterhead(&mut self) {
        const SOURCE: &str = "rules of the field 9: contact for representations, privacy notice";
        let (notice, paper) = (self.notice, self.scene.paper);
        let ours = paper.is_none_or(|paper| paper.code == notice.authority);
        let same = ours && notice.letterhead.as_ref() == paper.map(|paper| &paper.letterhead);
        self.need(same, "letterhead_differs", "Put the authority's own head on the paper.", SOURCE);
        if paper.is_none() && notice.order.is_none() {
            let remedy =
                "Nothing is known of this authority's paper: have it entered in the order book, then sync.";
            self.need(false, "authority_paper", remedy, SOURCE);
        }
    }

    /// That the officer held this power on the day of acting, for this authority's paper.
    fn power(&mut self, power: Power, source: &'static str) {
        let scene = self.scene;
        let held = scene.officer.holds_for(scene.rules, power, &self.notice.authority, scene.acted);
        let (code, remedy) = match held {
            Ok(held) => {
                let cited =
                    held.reference == self.notice.issuer.authorisation || power == Power::S63Requirement;
                let remedy = "Put the reference of your authorisation on the paper.";
                return self.need(cited, "authorisation_reference", remedy, source);
            }
            Err(NotHeld::NotForCapacity) => {
                ("power_not_for_capacity", "This needs an officer of another capacity.")
            }
            Err(NotHeld::NotGranted) => {
                if let Some(force) = self.employers_paper(power) {
                    let remedy =
                        format!("Put it on the paper of the force that gave you the power: {force}.");
                    return self.need(false, "employers_paper", &remedy, "rules of the field 2");
                }
                ("power_not_granted", "Ask someone whom this authority has authorised.")
            }
            Err(NotHeld::NotYet) => ("power_not_yet", "Your authorisation has not begun."),
            Err(NotHeld::Expired) => ("power_expired", "Your authorisation has ended: have it renewed."),
            Err(NotHeld::NoReference) => ("power_no_reference", "Your authorisation names no document."),
        };
        self.need(false, code, remedy, source);
    }

    /// Whose paper it has to be, where only the employer's will do and the officer holds the power from another.
    fn employers_paper(&self, power: Power) -> Option<&'a str> {
        let granted_by = self.scene.officer.granting_authority(self.scene.rules, power, self.scene.acted);
        granted_by.filter(|_| power.is_for_employers_paper())
    }

    /// That it is about a person of the encounter and addressed to them as recorded.
    fn addressed_to_person(&mut self) {
        let Some(person) = self.person() else {
            return self.need(false, "person", "Say which person it is about.", "rules of the field 9");
        };
        let recorded = Recipient::of(&person.known);
        let same = recorded.as_ref().is_some_and(|recorded| is_as_recorded(&self.notice.recipient, recorded));
        let remedy = "Address it to the person as recorded, or record the details again.";
        self.need(same || recorded.is_none(), "recipient_differs", remedy, "rules of the field 9");
        self.details_basis(person);
    }

    /// That details which were required were required by somebody who may, for what the paper is about.
    fn details_basis(&mut self, person: &Person) {
        let Some(Details::Person { basis, .. }) = person.known.details else { return };
        let scene = self.scene;
        let holds = |power| scene.officer.holds(scene.rules, power, None, self.conduct_day()).is_ok();
        let (settled, remedy, source) = match basis {
            DetailsBasis::Volunteered | DetailsBasis::Known => return,
            DetailsBasis::S50 => (
                holds(Power::S50Details) && self.notice.issuer.in_uniform == Some(true),
                "Section 50 needs a constable, PCSO or accredited officer in uniform who holds that power: ask \
                 again without it, or have such an officer ask.",
                "PRA 2002 s50",
            ),
            DetailsBasis::Epa88 => (
                holds(Power::Epa88Fpn) && self.row().is_some_and(|row| row.power == Power::Epa88Fpn),
                "Section 88 lets an officer who may give a litter penalty ask for one, and for nothing else: ask again \
                 without it, or record on what else the details rest.",
                "EPA 1990 s88(8A)-(8B)",
            ),
            DetailsBasis::OrderCondition => (
                scene.condition.is_some_and(|it| it.order.conditions.iter().any(|one| one.asks_details)),
                "No condition of the order that was breached requires details: ask again without it, or record on what \
                 else they rest.",
                "ASBCPA 2014 s59(4): what the order requires",
            ),
        };
        self.need(settled, "details_basis", remedy, source);
    }

    /// The offence row of a fixed penalty.
    fn row(&self) -> Option<&'a OffenceRow> {
        let NoticeContent::Fpn(fpn) = &self.notice.content else { return None };
        self.scene.rules.offence(&fpn.terms.offence)
    }

    /// That name and address are there and believed: paper that leads to court needs someone to summon.
    fn known_by_name(&mut self) {
        const SOURCE: &str = "guidance on issuing fixed penalty notices: name and address believed correct";
        let Some(person) = self.person() else { return };
        match &person.known.details {
            None => self.need(false, "details", "Ask for name, address and date of birth.", SOURCE),
            Some(Details::Refused { .. }) => self.need(
                false,
                "details_refused",
                "Details were refused: require them under a power you hold, or report instead.",
                SOURCE,
            ),
            Some(Details::Person { address, believed, born, .. }) => {
                self.address(address);
                let years = born.and_then(|born| years_on(born, self.today()));
                self.need(
                    years.is_none_or(|years| years <= OLDEST),
                    "born_long_ago",
                    "Check the date of birth: nobody is that old.",
                    SOURCE,
                );
                self.need(
                    *believed,
                    "details_doubted",
                    "Check name and address until you believe them.",
                    SOURCE,
                );
            }
            Some(Details::Body { address, .. }) => self.address(address),
        }
    }

    fn address(&mut self, lines: &[String]) {
        let there = lines.iter().any(|line| !line.trim().is_empty());
        let remedy = "Enter an address, or that there is no fixed abode.";
        self.need(there, "recipient_address", remedy, "ASBCPA 2014 ss55, 68: service");
    }

    /// Phone and desk judge an age alike, whenever either does.
    fn age_days(&self) -> AgeDays {
        AgeDays { conduct: self.conduct_day(), issue: self.today() }
    }

    /// The age gate of the person it is about.
    fn age(&mut self, paper: AgePaper<'_>) {
        let Some(person) = self.person() else { return };
        if person.known.is_body() {
            return;
        }
        let (code, remedy, source) =
            match self.scene.rules.age_allows(person.known.age(), paper, self.age_days()) {
                Ok(AgeAllows::Freely) => return,
                Ok(AgeAllows::TellingBy(day)) => {
                    self.tell_guardian_by = Some(day);
                    return;
                }
                Err(AgeRefusal::Child) => {
                    ("age_child", "A child under ten: no paper; take the safeguarding path.", "CYPA 1933 s50")
                }
                Err(AgeRefusal::TooYoung) => {
                    ("age_refer", "Under sixteen: refer instead.", "ASBCPA 2014 s43(1); policy")
                }
                Err(AgeRefusal::Unknown) => (
                    "age_unknown",
                    "Perhaps under eighteen: verify the age, or refer.",
                    "rules of the field 6",
                ),
                Err(AgeRefusal::NoPolicy) => (
                    "age_no_policy",
                    "Sixteen or seventeen: the authority has not opened this offence to the young: refer.",
                    "rules of the field 6",
                ),
                Err(AgeRefusal::BornInFuture) => {
                    ("born_in_future", "Correct the date of birth.", "rules of the field 6")
                }
            };
        self.need(false, code, remedy, source);
    }
}

/// Whether paper is addressed to somebody as the encounter records them; a date of birth told since the paper was written
/// makes nobody another.
fn is_as_recorded(recipient: &Recipient, recorded: &Recipient) -> bool {
    let mut known = recipient.clone();
    if let (Recipient::Person { born: known @ None, .. }, Recipient::Person { born, .. }) =
        (&mut known, recorded)
    {
        *known = *born;
    }
    known == *recorded
}
