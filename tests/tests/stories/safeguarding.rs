//! Concerns and disclosures are steps of a welfare record, and read at the level of safeguarding: by whoever wrote them and
//! by those who answer for safeguarding, not by the team.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{BeatbookError, WelfareNews};
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::WelfareResult;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::concern::{ConcernCode, ConcernLevel};
use beatbook_domain::welfare::disclosure::{Disclosure, DisclosureReason, PersonTold};
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_protocol::id::Id;
use beatbook_tests::force::Force;
use beatbook_tests::keeping::{KEEPER, keeper};
use beatbook_tests::outreach::{self, step};
use beatbook_tests::phone::Phone;

const NAME: (&str, &str) = ("Hieronymus", "Quatermass");
const SENT: &str = "Sleeps in a stairwell with a burned hand.";
const RECIPIENT: &str = "Children's duty desk";
const WHY_NOT: &str = "ran when asked";
const WORRY: &str = "Has not eaten for days.";

fn disclosed() -> WelfareNews {
    let told = PersonTold::NotTold { why: WHY_NOT.to_owned() };
    let (recipient, sent) = (RECIPIENT.to_owned(), SENT.to_owned());
    let reason = Some(DisclosureReason::ChildAtRisk);
    step(CareStep::Disclosure(Disclosure { reason, told: Some(told), recipient, sent }))
}

fn worried() -> WelfareNews {
    outreach::concern(ConcernCode::SelfNeglect, ConcernLevel::Low)
}

/// A contact with somebody, complete, with these steps.
fn contact(worker: &Phone, more: Vec<WelfareNews>) -> Id {
    let record = outreach::meets(worker, 10.0, outreach::person(Some(NAME), SleepingState::BeddedDown));
    let mut news = vec![outreach::danger(false, None)];
    news.extend(more);
    news.push(outreach::closed(WelfareResult::Referral));
    worker.book().tell_welfare(record, news).unwrap();
    record
}

fn asked(force: &Force, words: &[&str], who: &str, more: &[&str]) -> Result<String, String> {
    let who = ["--authority", "MDW", "--as", who];
    force.tried(&[&["welfare"], words, &who[..], more].concat()).map_err(|refusal| refusal.code)
}

#[test]
fn a_team_mate_reads_the_contact_and_neither_its_concern_nor_its_disclosure() {
    let force = outreach::town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let record = contact(&worker, vec![worried(), disclosed()]).to_string();
    worker.sync();
    let show = |who: &str, why: &[&str]| asked(&force, &["show", &record], who, why);
    for who in ["O-12", "C-1", "S-1"] {
        let told = show(who, &[]).unwrap();
        assert!(told.contains(WORRY) && told.contains(SENT) && told.contains(RECIPIENT), "{who}: {told}");
    }
    let told = show(KEEPER, &["--reason", "request SAR-12"]).unwrap();
    assert!(told.contains(WORRY) && told.contains(SENT), "by logged request whole: {told}");
    let mate = show("O-13", &[]).unwrap();
    assert!(mate.contains(NAME.1) && mate.contains("danger:"), "the contact is the team's: {mate}");
    for word in [WORRY, SENT, RECIPIENT, WHY_NOT, "disclosure", "concern", "child at risk", "child_at_risk"] {
        assert!(!mate.contains(word), "{word}: {mate}");
    }
    for who in ["4711", "X-1", "A-1"] {
        assert_eq!(show(who, &[]), Err("not_found".to_owned()), "{who}");
    }
}

#[test]
fn a_disclosure_alone_brings_the_record_to_the_safeguarding_lead_and_nothing_else_does() {
    let force = outreach::town();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let (child, other) = (contact(&worker, vec![disclosed()]), contact(&worker, vec![]));
    worker.sync();
    let show = |record: Id| asked(&force, &["show", &record.to_string()], "S-1", &[]);
    assert!(show(child).unwrap().contains(SENT));
    assert_eq!(show(other), Err("not_found".to_owned()));
    let listed = asked(&force, &["list"], "S-1", &["--csv"]).unwrap();
    assert!(listed.contains(&child.to_string()) && !listed.contains(&other.to_string()), "{listed}");
}

#[test]
fn disclosures_are_listed_for_those_who_answer_for_safeguarding_and_refused_to_all_others() {
    let force = outreach::town();
    keeper(&force);
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let told = step(CareStep::Disclosure(Disclosure {
        reason: Some(DisclosureReason::DangerToLife),
        told: Some(PersonTold::Told),
        recipient: "Ambulance control".to_owned(),
        sent: "Cannot be woken.".to_owned(),
    }));
    let record = contact(&worker, vec![disclosed(), worried(), told]);
    contact(&worker, vec![worried()]);
    worker.sync();
    for who in ["C-1", "S-1"] {
        let table = asked(&force, &["disclosures"], who, &["--csv"]).unwrap();
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows.len(), 3, "{table}");
        assert_eq!(rows[0], "record,day,reason,recipient,person_told,why_not");
        let [first, second] = [rows[1], rows[2]].map(|row| row.replace(&record.to_string(), "ID"));
        assert!(first.starts_with("ID,20"), "{first}");
        assert!(first.ends_with(&format!(",child_at_risk,{RECIPIENT},no,{WHY_NOT}")), "{first}");
        assert!(second.ends_with(",danger_to_life,Ambulance control,yes,"), "{second}");
        // Neither what was sent nor about whom.
        assert!(!table.contains(SENT) && !table.contains(NAME.1), "{table}");
    }
    let none = asked(&force, &["disclosures"], "S-1", &["--csv", "--period", "2025-01"]).unwrap();
    assert_eq!(none.lines().count(), 1, "{none}");
    for who in ["O-12", "O-13", "O-20", "4711", "X-1", "A-1", KEEPER] {
        let refused = asked(&force, &["disclosures"], who, &["--reason", "to see"]);
        assert_eq!(refused, Err("not_allowed".to_owned()), "{who}");
    }
    let log = force.access_log();
    assert!(force.has_logged("S-1", "disclosures") && force.has_logged("O-13", "disclosures"), "{log}");
    assert!(!log.contains(RECIPIENT) && !log.contains(WHY_NOT), "{log}");
}

fn steps(phone: &Phone, record: Id) -> Result<Vec<CareStep>, BeatbookError> {
    let view = phone.book().welfare_record(record)?;
    Ok(view.welfare.steps.into_iter().map(|step| step.step).collect())
}

#[test]
fn a_partner_reads_own_contacts_on_and_a_concern_until_sign_off() {
    let force = outreach::town();
    force.add_officer("P-1", "Partner");
    let grant =
        ["--authority", "MDW", "--code", "P-1", "--role", "commissioned_partner", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add"], &grant[..]].concat());
    let [partner, worker, contractor] =
        ["P-1", "O-12", "X-1"].map(|code| outreach::phone(&force, code, Duty::Outreach));
    let of_all = [&partner, &worker, &contractor].map(|phone| contact(phone, vec![worried(), disclosed()]));
    assert_eq!(steps(&partner, of_all[0]).unwrap().len(), 3);
    assert_eq!(steps(&worker, of_all[1]).unwrap().len(), 3);
    // A contractor has a part in safeguarding, and none in welfare.
    let kept = steps(&contractor, of_all[2]).unwrap();
    assert!(matches!(&kept[..], [CareStep::Concern { .. }, CareStep::Disclosure(_)]), "{kept:?}");
    for phone in [&partner, &worker, &contractor] {
        phone.book().sign_off(&[]).unwrap();
    }
    let left = steps(&partner, of_all[0]).unwrap();
    assert!(matches!(&left[..], [CareStep::Danger { .. }]), "{left:?}");
    let listed = partner.book().welfare_records(10).unwrap();
    assert_eq!((listed.len(), listed[0].welfare.steps.len()), (1, 1));
    assert!(listed[0].open.is_empty(), "the disclosure was made, though it is shown no more");
    assert_eq!(steps(&worker, of_all[1]).unwrap().len(), 3, "an outreach worker's own stay");
    assert_eq!(steps(&contractor, of_all[2]), Err(BeatbookError::NotFound));
    assert_eq!(contractor.book().welfare_records(10).unwrap(), vec![]);
    // Telling goes on.
    partner.book().tell_welfare(of_all[0], vec![disclosed()]).unwrap();
}
