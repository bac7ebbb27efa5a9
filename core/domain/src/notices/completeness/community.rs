//! Community protection warnings and notices (ASBCPA 2014 ss43–55).

use super::Check;
use super::scene::EarlierNotice;
use crate::calendar::local_date;
use crate::law::age::AgePaper;
use crate::law::powers::Power;
use crate::records::notice::content::{Cpn, Cpw, Detriment, NoticeKind, Requirement};
use crate::records::notice::{Recipient, ServiceMethod};

const S43: &str = "ASBCPA 2014 s43";

impl Check<'_> {
    pub(super) fn cpw(&mut self, cpw: &Cpw) {
        self.power(Power::Cpw, "ASBCPA 2014 ss43(5), 53");
        let remedy = "A warning about this was given in this encounter: amend or void that one first.";
        self.once(NoticeKind::Cpw, &cpw.detriment.conduct, remedy, "ASBCPA 2014 s43(5)");
        self.community(&cpw.detriment, &cpw.requirements);
        self.enquired(cpw.enquiries.as_deref());
        let time = cpw.allowed_until >= self.today();
        self.need(time, "time_allowed", "Allow time to stop: until today or later.", "ASBCPA 2014 s43(5)");
        let within = cpw.requirements.iter().all(|one| one.by.is_none_or(|by| by <= cpw.allowed_until));
        let remedy = "A requirement is due after the time allowed: allow more.";
        self.need(within, "requirement_beyond_time", remedy, "ASBCPA 2014 s43(5)");
    }

    pub(super) fn cpn(&mut self, cpn: &Cpn) {
        self.power(Power::Cpn, "ASBCPA 2014 ss43, 53");
        let remedy = "A notice about this was given in this encounter: amend or void that one first.";
        self.once(NoticeKind::Cpn, &cpn.detriment.conduct, remedy, S43);
        self.community(&cpn.detriment, &cpn.requirements);
        self.warned_before(cpn);
        let informed = cpn.informed.as_deref().unwrap_or_default();
        self.say(
            informed,
            "informed",
            "Say whom you have told before issuing; nobody is an answer.",
            "ASBCPA 2014 s43(6)",
        );
        let court = &cpn.appeal_court;
        self.say(court, "appeal_court", "Name the magistrates' court for an appeal.", "ASBCPA 2014 s46");
        self.enquired(cpn.enquiries.as_deref());
    }

    /// Paper for whoever occupies or owns premises, or posted on them, comes after enquiries for their name and address.
    fn enquired(&mut self, enquiries: Option<&str>) {
        let posted = self.notice.service == Some(ServiceMethod::OnPremises);
        if posted || matches!(self.notice.recipient, Recipient::Premises { .. }) {
            let remedy = "Say what enquiries were made for the occupier and the owner before posting it.";
            self.say(enquiries.unwrap_or_default(), "enquiries", remedy, "ASBCPA 2014 ss44-45");
        }
    }

    /// What hangs on premises is shown by a photograph: nothing rests on it before one is told.
    pub(super) fn photographed(&mut self, earlier: &EarlierNotice) {
        let remedy =
            "It was posted on premises: photograph it where it hangs, and tell that with its service.";
        self.need(!earlier.unphotographed, "service_photo", remedy, "ASBCPA 2014 s45; rules of the field 8");
    }

    /// A warning to the same person or premises for the same conduct, its time over, and something seen after.
    fn warned_before(&mut self, cpn: &Cpn) {
        let warning = cpn.warning.as_ref().and_then(|number| {
            let known = self.scene.earlier.iter().filter(|one| one.kind == NoticeKind::Cpw && !one.over);
            known.into_iter().find(|one| one.number == *number)
        });
        let Some(warning) = warning else {
            let remedy = "Name the written warning that went before: without it there is no notice.";
            return self.need(false, "cpw", remedy, "ASBCPA 2014 s43(5)");
        };
        let same = warning.to.is_same(&self.notice.recipient);
        self.need(same, "cpw_other_person", "That warning went to someone else.", "ASBCPA 2014 s43(5)");
        let conduct = warning.about == cpn.detriment.conduct;
        self.need(
            conduct,
            "cpw_other_conduct",
            "That warning was about other conduct.",
            "ASBCPA 2014 s43(5)",
        );
        self.photographed(warning);
        let until = warning.allowed_until.unwrap_or(warning.issued);
        let over = until < self.today();
        self.need(over, "cpw_time_running", "The time the warning allows is not over.", "ASBCPA 2014 s43(5)");
        let now = self.scene.now;
        let seen = cpn.observations.iter().any(|seen| {
            let after = local_date(seen.time).is_ok_and(|day| day > until);
            after && seen.time <= now && !seen.text.trim().is_empty()
        });
        let remedy = "Record what was seen, and when, after the time allowed.";
        self.need(seen, "observation_after", remedy, "ASBCPA 2014 s43(1), (5)");
    }

    fn community(&mut self, detriment: &Detriment, requirements: &[Requirement]) {
        match &self.notice.recipient {
            Recipient::Premises { addressed, address } => {
                self.say(
                    addressed,
                    "recipient",
                    "Address it to the occupier or the owner.",
                    "ASBCPA 2014 ss44-45",
                );
                self.address(address);
            }
            Recipient::Described { .. } => {
                let remedy = "Address it to a person, a body or the premises.";
                self.need(false, "recipient", remedy, "ASBCPA 2014 s43(1)");
            }
            Recipient::Person { .. } | Recipient::Body { .. } | Recipient::Refused => {
                self.addressed_to_person();
                self.known_by_name();
                self.age(AgePaper::CommunityProtection);
                self.support_first();
                self.questions(false);
            }
        }
        let known = self.scene.paper.is_none_or(|paper| paper.knows_conduct(&detriment.conduct));
        let chosen = known && !detriment.conduct.trim().is_empty();
        let listed = self.scene.paper.map(|paper| paper.conducts.as_slice()).unwrap_or_default();
        let codes: Vec<&str> = listed.iter().map(|one| one.code.as_str()).collect();
        let of = if codes.is_empty() { "it has none yet".to_owned() } else { codes.join(", ") };
        let remedy = format!("Choose what conduct it is about, from the authority's list: {of}.");
        self.need(chosen, "conduct_code", &remedy, S43);
        self.say(
            &detriment.effect,
            "effect",
            "Say how it harms the quality of life of others.",
            "ASBCPA 2014 s43(1)(a)",
        );
        let remedy = "Say why the conduct is persistent or continuing.";
        self.say(&detriment.persistent, "persistent", remedy, "ASBCPA 2014 s43(1)(a)");
        self.say(
            &detriment.unreasonable,
            "unreasonable",
            "Say why it is unreasonable.",
            "ASBCPA 2014 s43(1)(b)",
        );
        let texts = requirements.iter().all(|one| !one.text.trim().is_empty());
        let remedy = "Say what to stop or to do.";
        self.need(texts && !requirements.is_empty(), "requirements", remedy, "ASBCPA 2014 s43(3)");
        let today = self.today();
        let dates = requirements.iter().all(|one| one.by.is_none_or(|by| by >= today));
        self.need(dates, "requirement_date", "A requirement is due before today.", "ASBCPA 2014 s43(3)");
    }
}
