//! Leaving was deferred until a day: on it the desk of those who read the record lists it with its owner.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use beatbook_device::WelfareNews;
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::patrol::Duty;
use beatbook_domain::records::welfare::steps::CareStep;
use beatbook_domain::welfare::sleeping::SleepingState;
use beatbook_tests::force::Force;
use beatbook_tests::outreach;
use jiff::ToSpan as _;
use jiff::civil::Date;

const WEIGHED: &str = "A child is at school until the term ends.";

fn deferred(until: Date, owner: &str) -> WelfareNews {
    let (owner, equality) = (owner.to_owned(), WEIGHED.to_owned());
    WelfareNews::Step { person: None, time: None, step: CareStep::Deferral { until, owner, equality } }
}

fn due(force: &Force, who: &str, more: &[&str]) -> Result<Vec<String>, String> {
    let words = ["welfare", "due", "--authority", "MDW", "--csv", "--as", who];
    let told = force.tried(&[&words[..], more].concat()).map_err(|refusal| refusal.code)?;
    Ok(told.lines().skip(1).map(str::to_owned).collect())
}

#[test]
fn a_deferral_is_listed_on_its_day_by_role_until_another_answers_it() {
    let force = outreach::town();
    let worker = outreach::phone(&force, "O-12", Duty::Outreach);
    let today = local_date(force.clock.now()).unwrap();
    let tomorrow = today.checked_add(1.days()).unwrap();
    let meets = |until, owner| {
        let record = outreach::meets(&worker, 10.0, outreach::person(None, SleepingState::BeddedDown));
        worker.book().tell_welfare(record, vec![deferred(until, owner)]).unwrap();
        record
    };
    let (first, later) = (meets(today, "Education welfare"), meets(tomorrow, "Health visitor"));
    worker.sync();
    for who in ["O-12", "O-13", "C-1"] {
        let rows = due(&force, who, &[]).unwrap();
        assert_eq!(rows.len(), 1, "{who}: {rows:?}");
        assert!(rows[0].starts_with(&format!("{today},Education welfare,{first},")), "{rows:?}");
        assert!(rows[0].ends_with(WEIGHED), "{rows:?}");
    }
    let rows = due(&force, "C-1", &["--on", &tomorrow.to_string()]).unwrap();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[1].contains(&later.to_string()), "the longest due first: {rows:?}");
    // The other team sees no exact place and nothing of it; who enforces and who counts is refused.
    assert_eq!(due(&force, "O-20", &[]), Ok(Vec::new()));
    for who in ["4711", "A-1", "X-1"] {
        assert_eq!(due(&force, who, &["--reason", "to see"]), Err("not_allowed".to_owned()), "{who}");
    }
    // An owner who reads none of it is told on which day to look at which record, and nothing that is in it.
    worker.book().tell_welfare(later, vec![deferred(today, " x-1")]).unwrap();
    worker.sync();
    let own = due(&force, "X-1", &[]).unwrap();
    assert_eq!(own.len(), 1, "{own:?}");
    assert!(own[0].starts_with(&format!("{today}, x-1,{later},")) && !own[0].contains(WEIGHED), "{own:?}");
    assert_eq!(due(&force, "4711", &[]), Err("not_allowed".to_owned()));
    worker.book().tell_welfare(later, vec![deferred(tomorrow, "Health visitor")]).unwrap();
    worker.book().tell_welfare(first, vec![deferred(tomorrow, "Education welfare")]).unwrap();
    worker.sync();
    assert_eq!(due(&force, "C-1", &[]), Ok(Vec::new()));
    assert!(force.has_logged("O-13", "deferrals whose review is due"));
}
