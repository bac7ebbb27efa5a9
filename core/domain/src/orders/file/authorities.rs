//! Papers of authorities in a file, checked against the rule set of the day of the import.

use super::Against;
use super::orders::{PENCE_MAX, authority_code, fine, payee};
use super::reader::{Fields, Item};
use crate::law::powers::Power;
use crate::law::rule_set::RuleSet;
use crate::orders::authority::{AuthorityPaper, ConductCode, Contact, Letterhead, Pound, Privacy};
use crate::records::notice::content::Cost;

pub fn authority(item: &Item<'_>, against: &Against<'_>) -> Option<AuthorityPaper> {
    item.object(|fields| {
        let rules = against.rule_sets.in_force(against.today);
        let code = fields.needed("code", authority_code);
        let letterhead = fields.needed("letterhead", |item| item.object(letterhead));
        let payee = fields.maybe("payee", payee);
        let terms = fields.maybe_list("terms", |item| fine(item, rules));
        let conducts = fields.maybe_list("conducts", |item| item.object(conduct));
        let appeal_court = fields.maybe("appeal_court", Item::name);
        let pound = fields.maybe("pound", |item| item.object(pound));
        let paper = AuthorityPaper {
            code: code?,
            letterhead: letterhead?,
            payee: payee?,
            terms: terms?,
            conducts: conducts?,
            appeal_court: appeal_court?,
            pound: pound?,
        };
        agrees(fields, &paper, rules).then_some(paper)
    })
}

fn letterhead(fields: &Fields<'_>) -> Option<Letterhead> {
    let name = fields.needed("name", Item::name);
    let address = fields.needed("address", |item| item.list(1, Item::name));
    let contact = fields.needed("contact", |item| {
        item.object(|fields| {
            let name = fields.needed("name", Item::name);
            let lines = fields.needed("lines", |item| item.list(1, Item::name));
            Some(Contact { name: name?, lines: lines? })
        })
    });
    let privacy = fields.needed("privacy", |item| {
        item.object(|fields| {
            let controller = fields.needed("controller", Item::name);
            let contact = fields.needed("contact", Item::name);
            let more = fields.needed("more", Item::name);
            Some(Privacy { controller: controller?, contact: contact?, more: more? })
        })
    });
    let illustrative = fields.maybe("illustrative", Item::truth);
    Some(Letterhead {
        name: name?,
        address: address?,
        contact: contact?,
        privacy: privacy?,
        illustrative: illustrative?.unwrap_or(false),
    })
}

fn conduct(fields: &Fields<'_>) -> Option<ConductCode> {
    let code = fields.needed("code", Item::name);
    let title = fields.needed("title", Item::name);
    Some(ConductCode { code: code?, title: title? })
}

fn pound(fields: &Fields<'_>) -> Option<Pound> {
    let held_at = fields.needed("held_at", |item| item.list(1, Item::name));
    let reclaim = fields.needed("reclaim", Item::wording);
    let reclaim_days = fields.needed("reclaim_days", |item| item.count(1, 366));
    let costs = fields.maybe_list("costs", |item| {
        item.object(|fields| {
            let what = fields.needed("what", Item::name);
            let amount = fields.needed("amount", |item| item.whole(0, PENCE_MAX));
            Some(Cost { what: what?, amount: amount? })
        })
    });
    Some(Pound { held_at: held_at?, reclaim: reclaim?, reclaim_days: reclaim_days?, costs: costs? })
}

/// Whether its parts fit each other and the law.
fn agrees(fields: &Fields<'_>, paper: &AuthorityPaper, rules: Option<&RuleSet>) -> bool {
    let mut sound = true;
    let mut fault = |at: &str, code: &'static str, reason: String| {
        fields.fault_at(at, code, reason);
        sound = false;
    };
    for (number, terms) in paper.terms.iter().enumerate() {
        let (offence, at) = (&terms.offence, format!("terms[{number}].offence"));
        if paper.terms.iter().take(number).any(|earlier| earlier.offence == *offence) {
            fault(&at, "repeated", format!("terms for {offence} are there twice: remove one"));
        }
        if rules.and_then(|rules| rules.offence(offence)).is_some_and(|row| row.power == Power::S68Fpn) {
            fault(&at, "an_order_offence", format!("{offence} is asked under an order: put its terms there"));
        }
    }
    if !paper.terms.is_empty() && paper.payee.is_none() {
        fault("payee", "no_payee", "terms need a payee: say who is paid".to_owned());
    }
    for (number, conduct) in paper.conducts.iter().enumerate() {
        if paper.conducts.iter().take(number).any(|earlier| earlier.code == conduct.code) {
            let reason = format!("conduct {} is there twice: give each its own code", conduct.code);
            fault(&format!("conducts[{number}].code"), "repeated", reason);
        }
    }
    sound
}
