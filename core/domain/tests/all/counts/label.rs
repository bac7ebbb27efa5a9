//! The label of a count, at every edge, with its reasons.

use std::collections::BTreeSet;

use beatbook_domain::calendar::{local_label, parse_instant};
use beatbook_domain::counts::coverage::{SectorWord, certainly_reached};
use beatbook_domain::counts::label::{Assurance, LabelReason, PartnerShown, QualityLabel, night_of};
use beatbook_domain::counts::plan::CountPlan;
use beatbook_domain::counts::review::{Review, TeamPart};
use beatbook_domain::counts::state::{CountAct, CountCase, CountDeed};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::count::{
    CountEntry, CountSector, CountSighting, CountSightingChanged, SectorOutcome, SiteByHand,
};

use super::entries::news;
use super::support::{
    at, exactly, id, lead, member, moment, part, place, plan, quiet_night, sector, seen, sighting,
};

fn reached() -> BTreeSet<String> {
    ["luton-arches".to_owned()].into()
}

fn label(plan: &CountPlan, parts: &[TeamPart]) -> QualityLabel {
    Review::of(&CountCase::planned(plan.clone()), parts, &[], &reached()).label
}

fn begun(start: LegalTime) -> QualityLabel {
    let mut parts = quiet_night();
    parts[2] = part(3, start, vec![sector("04:00", "strood", SectorOutcome::Visited)]);
    label(&plan(), &parts)
}

#[test]
fn a_night_without_a_fault_is_assured() {
    let label = label(&plan(), &quiet_night());
    assert_eq!((label.assurance, label.reasons), (Assurance::Assured, vec![]));
}

#[test]
fn a_team_that_presses_start_before_midnight_costs_the_full_assurance() {
    let before = LegalTime::exactly(at("00:00") - 600_000);
    let early = begun(before);
    assert_eq!(early.assurance, Assurance::NotFullyAssured);
    let words: Vec<String> = early.reasons.iter().map(LabelReason::words).collect();
    assert_eq!(words, ["team 3 began before midnight, on Wed 19 Nov 2025 23:50 GMT"]);
    assert_eq!(begun(exactly("00:00")).assurance, Assurance::Assured);
    assert_eq!(begun(LegalTime::exactly(at("00:00") - 1)).assurance, Assurance::NotFullyAssured);
    // A sighting before midnight is a beginning, too.
    let mut parts = quiet_night();
    let mut first = sighting(3, 1, "00:10", place(5_000.0, 0.0));
    first.time = before;
    parts[2].part.apply(&seen(first)).unwrap();
    assert_eq!(label(&plan(), &parts).assurance, Assurance::NotFullyAssured);
}

#[test]
fn phones_of_a_team_that_begin_within_one_minute_are_one_reason() {
    let before = |ms: i64| LegalTime::exactly(at("00:00") - 600_000 + ms);
    let mut parts = quiet_night();
    parts[2] = part(3, before(0), vec![sector("04:00", "strood", SectorOutcome::Visited)]);
    // Two more phones of the team, some milliseconds later, and one in the next minute; another team in the same one.
    parts.extend([17, 20_400, 60_000].map(|ms| part(3, before(ms), Vec::new())));
    parts[3] = part(4, before(5), vec![sector("04:00", "gillingham", SectorOutcome::Visited)]);
    let told = label(&plan(), &parts).naming(&reached());
    let words: Vec<String> = told.reasons.iter().map(LabelReason::words).collect();
    let began =
        |team: u8, clock: &str| format!("team {team} began before midnight, on Wed 19 Nov 2025 {clock} GMT");
    assert_eq!(words, [began(3, "23:50"), began(3, "23:51"), began(4, "23:50")]);
    assert_eq!(told.assurance, Assurance::NotFullyAssured);
}

#[test]
fn whoever_began_the_morning_before_began_before_midnight() {
    // All teams sixteen hours early, within one night of their own: it is not the planned one.
    let mut parts = quiet_night();
    for team in &mut parts {
        team.part.started.as_mut().unwrap().time = LegalTime::exactly(at("00:00") - 16 * 3_600_000);
        team.part.sightings.clear();
    }
    let early = label(&plan(), &parts);
    assert_eq!(early.assurance, Assurance::NotFullyAssured);
    let before = |reason: &LabelReason| matches!(reason, LabelReason::BeganBeforeMidnight { .. });
    assert_eq!(early.reasons.iter().filter(|reason| before(reason)).count(), parts.len());
}

#[test]
fn a_start_by_the_phones_own_clock_shows_nothing() {
    let unknown = begun(LegalTime { at: at("00:05"), within: None });
    assert_eq!(unknown.reasons, [LabelReason::BeginNotKnown { team: "3".to_owned() }]);
    assert_eq!(unknown.assurance, Assurance::NotFullyAssured);
}

#[test]
fn somebody_seen_in_another_night_by_the_phones_own_clock_counts_and_the_label_says_so() {
    let mut parts = quiet_night();
    let mut other = sighting(3, 1, "00:10", place(5_000.0, 0.0));
    other.time = LegalTime { at: at("00:10") + 3 * 86_400_000, within: None };
    parts[2].part.apply(&seen(other.clone())).unwrap();
    let review = Review::of(&CountCase::planned(plan()), &parts, &[], &reached());
    assert_eq!(review.table.counted(), 1, "nobody is left out without a word");
    let nights = vec!["2025-11-23".parse().unwrap()];
    assert_eq!(review.label.reasons, [LabelReason::OtherNightByOwnClock { team: "3".to_owned(), nights }]);
    assert_eq!(review.label.assurance, Assurance::NotFullyAssured);
    let words = review.label.reasons[0].words();
    assert!(
        words.contains("team 3 saw people in another night, 2025-11-23, by its phone's own clock alone"),
        "{words}"
    );
    // The clock shows the planned night: as far as it tells nothing is wrong.
    other.time.at = at("00:10");
    parts[2] =
        part(3, exactly("00:00"), vec![sector("04:00", "strood", SectorOutcome::Visited), seen(other)]);
    assert_eq!(label(&plan(), &parts).assurance, Assurance::Assured);
}

#[test]
fn two_nights_are_not_one() {
    let mut parts = quiet_night();
    let mut next = sighting(3, 1, "00:10", place(5_000.0, 0.0));
    next.time = LegalTime::exactly(at("00:10") + 86_400_000);
    parts[2].part.apply(&seen(next)).unwrap();
    let nights = vec!["2025-11-20".parse().unwrap(), "2025-11-21".parse().unwrap()];
    assert_eq!(label(&plan(), &parts).reasons, [LabelReason::SeveralNights { nights }]);
}

#[test]
fn a_count_that_is_held_after_its_window_is_not_assured() {
    // All teams begin at half past ten in the morning.
    let mut parts = quiet_night();
    for team in &mut parts {
        team.part.started.as_mut().unwrap().time = exactly("10:30");
        team.part.sightings.clear();
    }
    let late = label(&plan(), &parts);
    assert_eq!((late.assurance, late.partner.clone()), (Assurance::NotFullyAssured, None));
    let of = |reason: &LabelReason| matches!(reason, LabelReason::BeganAfterWindow { .. });
    assert_eq!(late.reasons.iter().filter(|reason| of(reason)).count(), parts.len());
    assert!(late.reasons.contains(&LabelReason::NoIndependentPartner { planned: true }));
    let words = late.reasons[0].words();
    assert_eq!(words, "team 1 began after the count's window had ended, on Thu 20 Nov 2025 10:30 GMT");
    // To the end of the window a team may begin.
    assert_eq!(begun(exactly("05:00")).assurance, Assurance::Assured);
    let after = LegalTime::exactly(at("05:00") + 1);
    let reason = LabelReason::BeganAfterWindow { team: "3".to_owned(), at: after.at };
    assert_eq!(begun(after).reasons, [reason]);
}

#[test]
fn who_was_seen_after_the_window_counts_and_the_label_says_when() {
    for (clock, day_after) in [("05:01", 0), ("09:00", 0), ("14:00", 0), ("14:00", 1)] {
        let mut parts = quiet_night();
        for (number, more) in [(1, 60_000), (2, 0)] {
            let mut late = sighting(3, number, "00:10", place(5_000.0, f64::from(number) * 500.0));
            late.time = LegalTime::exactly(at(clock) + day_after * 86_400_000 + more);
            parts[2].part.apply(&seen(late)).unwrap();
        }
        let review = Review::of(&CountCase::planned(plan()), &parts, &[], &reached());
        assert_eq!(review.table.counted(), 2);
        let first = at(clock) + day_after * 86_400_000;
        // By day it is no other night, either.
        let reason = LabelReason::SeenAfterWindow { team: "3".to_owned(), at: first };
        assert_eq!(review.label.reasons, [reason], "{clock}");
        assert_eq!(review.label.assurance, Assurance::NotFullyAssured);
        let words = review.label.reasons[0].words();
        assert!(
            words.starts_with("team 3 saw people after the count's window had ended, first on"),
            "{words}"
        );
    }
}

#[test]
fn the_night_when_clocks_go_back_is_one_night_in_the_order_of_utc() {
    let night = |utc: &str| parse_instant(&format!("2025-10-{utc}Z")).unwrap();
    // 01:30 summer time, 01:15 and 01:30 winter time.
    let times = [night("26T00:30:00"), night("26T01:15:00"), night("26T01:30:00")];
    let clocks = times.map(|time| local_label(time).unwrap());
    assert_eq!(clocks.map(|clock| clock[16..].to_owned()), ["01:30 BST", "01:15 GMT", "01:30 GMT"]);
    let mut plan = plan();
    plan.night = "2025-10-26".parse().unwrap();
    plan.told_from = plan.window().unwrap().from;
    assert_eq!(plan.faults(), []);
    assert_eq!(plan.window().unwrap().length(), 6 * 3_600_000);
    let midnight = LegalTime::exactly(night("25T23:00:00"));
    let mut parts: Vec<TeamPart> = quiet_night()
        .into_iter()
        .zip(1..)
        .map(|(one, team)| {
            let sectors = one.part.sectors.values().cloned().map(CountEntry::Sector).collect();
            part(team, midnight, sectors)
        })
        .collect();
    for (time, label) in times.iter().rev().zip(1..) {
        let mut one = sighting(3, label, "00:10", place(5_000.0, f64::from(label) * 500.0));
        one.time = LegalTime::exactly(*time);
        parts[2].part.apply(&seen(one)).unwrap();
    }
    let review = Review::of(&CountCase::planned(plan.clone()), &parts, &[], &reached());
    assert_eq!(review.label.assurance, Assurance::Assured);
    let mut sorted: Vec<i64> = review.sightings.values().map(|one| one.seen.time.at).collect();
    sorted.sort_unstable();
    assert_eq!(sorted, times);
    // 23:59 summer time is still the evening before.
    assert_eq!(night_of(midnight.at - 60_000), Some(plan.night));
    let mut early = parts.clone();
    early[0] = part(
        1,
        LegalTime::exactly(midnight.at - 60_000),
        vec![sector("04:00", "rochester", SectorOutcome::Visited)],
    );
    assert_eq!(
        Review::of(&CountCase::planned(plan.clone()), &early, &[], &reached()).label.assurance,
        Assurance::NotFullyAssured
    );
}

#[test]
fn a_known_site_must_be_reached_by_certain_presence_or_by_hand_with_a_reason() {
    let (plan, mut parts) = (plan(), quiet_night());
    let missed = |parts: &[TeamPart]| {
        Review::of(&CountCase::planned(plan.clone()), parts, &[], &BTreeSet::new()).label
    };
    let site = ("chatham".to_owned(), "luton-arches".to_owned());
    let expected = LabelReason::SiteNotReached { sector: site.0, site: site.1 };
    assert_eq!((missed(&parts).assurance, missed(&parts).reasons), (Assurance::NotAssured, vec![expected]));
    let by_hand = CountSector {
        at: moment(at("04:00")),
        time: exactly("04:00"),
        sector: "chatham".to_owned(),
        outcome: SectorOutcome::Visited,
        reached: vec![SiteByHand {
            site: "luton-arches".to_owned(),
            reason: "no fix under the arch".to_owned(),
        }],
        not_reached: Default::default(),
    };
    parts[1].part.apply(&CountEntry::Sector(by_hand)).unwrap();
    assert_eq!(missed(&parts).assurance, Assurance::Assured);
    // It is the site that counts there, not that the sector was searched.
    let not = SectorOutcome::NotVisited { reason: "only the arches".to_owned() };
    parts[1] = part(2, exactly("00:00"), vec![sector("04:00", "chatham", not)]);
    assert_eq!(label(&plan, &parts).assurance, Assurance::Assured);
}

#[test]
fn that_a_known_site_was_reached_is_taken_back_by_the_phone_that_said_so_and_by_no_other() {
    let visited = || SectorOutcome::Visited;
    let gate =
        || SectorOutcome::Inaccessible { reason: "Gate locked: the park was another place".to_owned() };
    let word = |clock: &str, outcome, reached: bool, not_reached: bool| {
        let by_hand = SiteByHand { site: "luton-arches".to_owned(), reason: "walked".to_owned() };
        CountEntry::Sector(CountSector {
            at: moment(at(clock)),
            time: exactly(clock),
            sector: "chatham".to_owned(),
            outcome,
            reached: reached.then_some(by_hand).into_iter().collect(),
            not_reached: not_reached.then(|| "luton-arches".to_owned()).into_iter().collect(),
        })
    };
    let by_all = |parts: &[TeamPart]| {
        Review::of(&CountCase::planned(plan()), parts, &[], &BTreeSet::new()).label.assurance
    };
    let reached = || word("02:00", visited(), true, false);
    let after = |words: Vec<CountEntry>| {
        let mut parts = quiet_night();
        parts[1] = part(2, exactly("00:00"), [vec![reached()], words].concat());
        by_all(&parts)
    };
    assert_eq!(after(vec![]), Assurance::Assured);
    assert_eq!(after(vec![word("03:00", visited(), false, false)]), Assurance::Assured, "it was searched");
    // What could not be entered after all: only what is said once more was reached.
    let locked = |again: bool| word("03:00", gate(), again, false);
    assert_eq!(after(vec![locked(false)]), Assurance::NotAssured);
    assert_eq!(after(vec![locked(true)]), Assurance::Assured);
    let searched = word("04:00", visited(), false, false);
    assert_eq!(
        after(vec![locked(false), searched]),
        Assurance::NotAssured,
        "it does not come back by itself"
    );
    // By name, of a sector that was searched; and said anew.
    let named = || word("03:00", visited(), false, true);
    assert_eq!(after(vec![named()]), Assurance::NotAssured);
    assert_eq!(after(vec![named(), word("04:00", visited(), true, false)]), Assurance::Assured);
    let both = word("03:00", visited(), true, true);
    let refused = part(2, exactly("00:00"), vec![]).part.apply(&both).unwrap_err();
    assert_eq!(refused.code(), "count_site_both");
    // Another phone of the team was not there: whoever was says so, whichever is heard first.
    let mut parts = quiet_night();
    parts[1] = part(2, exactly("00:00"), vec![reached()]);
    let mut other = part(2, exactly("00:00"), vec![word("03:00", gate(), false, true)]);
    (other.notebook, other.record, other.officer) = (id(90), id(91), member(2));
    parts.push(other);
    assert_eq!(by_all(&parts), Assurance::Assured);
    parts.reverse();
    assert_eq!(by_all(&parts), Assurance::Assured);
}

#[test]
fn fifty_metres_are_near_enough_if_they_are_certain() {
    let site = place(0.0, 0.0);
    let by = |metres: f64, accuracy: Option<u16>| {
        certainly_reached(site, beatbook_domain::records::seen::KeptPlace { accuracy, ..place(metres, 0.0) })
    };
    assert!(by(49.8, Some(0)) && !by(50.2, Some(0)));
    assert!(by(29.8, Some(100)) && !by(30.2, Some(100)), "the whole disc of twice the accuracy is within");
    assert!(!by(0.0, None), "without an accuracy nothing is certain");
    // A sighting that was made there shows it: in the window, at a place that was measured there and then.
    let shown = |sighting: CountSighting, more: Option<CountSightingChanged>| {
        let mut parts = quiet_night();
        parts[1].part.apply(&seen(sighting)).unwrap();
        more.into_iter().for_each(|news| {
            parts[1].part.apply(&CountEntry::SightingChanged(Box::new(news))).unwrap();
        });
        let review = Review::of(&CountCase::planned(plan()), &parts, &[], &BTreeSet::new());
        review.coverage.reached.contains_key("luton-arches")
    };
    let there = || sighting(2, 1, "01:00", place(30.0, 0.0));
    assert!(shown(there(), None));
    assert!(!shown(CountSighting { place_typed: true, ..there() }, None), "typed at a desk it shows nothing");
    assert!(!shown(sighting(2, 1, "06:00", place(30.0, 0.0)), None), "nor after the window");
    let unsure = LegalTime { within: None, ..there().time };
    assert!(!shown(CountSighting { time: unsure, ..there() }, None), "nor at a time nobody knows");
    let elsewhere = sighting(2, 1, "01:00", place(900.0, 0.0));
    let later = CountSightingChanged { place: Some(place(30.0, 0.0)), ..news(1, "01:10") };
    assert!(!shown(elsewhere, Some(later)), "nor where the place was told later");
}

#[test]
fn a_sector_that_was_not_visited_and_no_partner_are_told_together() {
    let (mut plan, mut parts) = (plan(), quiet_night());
    plan.teams.iter_mut().for_each(|team| team.independent = false);
    let gate = SectorOutcome::Inaccessible { reason: "the gate is locked".to_owned() };
    parts[5] = part(6, exactly("00:00"), vec![sector("03:00", "lower-rainham", gate)]);
    let reasons = [
        LabelReason::NoIndependentPartner { planned: false },
        LabelReason::SectorNotVisited { sector: "lower-rainham".to_owned() },
    ];
    assert_eq!(label(&plan, &parts).reasons, reasons);
    // A name on the plan is nobody who came; whoever closes the count says whether they did.
    plan.partner_independent = Some("Invented Trust".to_owned());
    assert_eq!(
        label(&plan, &parts).reasons,
        [LabelReason::NoIndependentPartner { planned: true }, reasons[1].clone()]
    );
    let close =
        |partner| CountDeed { at: 2, by: lead(1), act: CountAct::Close { silent: [].into(), partner } };
    let open = CountDeed { at: 1, by: lead(1), act: CountAct::Open };
    let closed = |partner| CountCase::fold(plan.clone(), [&open, &close(partner)]);
    let unsaid = Review::of(&closed(false), &parts, &[], &reached()).label;
    assert_eq!((unsaid.reasons.len(), unsaid.partner), (2, None));
    let said = Review::of(&closed(true), &parts, &[], &reached()).label;
    assert_eq!((said.reasons, said.partner), (reasons[1..].to_vec(), Some(PartnerShown::SaidAtClose)));
    // Another team went round by the river.
    let visited = sector("02:00", "lower-rainham", SectorOutcome::Visited);
    parts[4].part.apply(&visited).unwrap();
    let assured = Review::of(&closed(true), &parts, &[], &reached()).label;
    assert_eq!(assured.assurance, Assurance::Assured);
}

#[test]
fn somebody_else_who_joins_as_the_independent_team_is_no_partner() {
    let mut parts = quiet_night();
    assert_eq!(label(&plan(), &parts).partner, Some(PartnerShown::Team { team: "5".to_owned() }));
    parts[4].officer = lead(1);
    let lent = label(&plan(), &parts);
    assert_eq!(lent.reasons, [LabelReason::NoIndependentPartner { planned: true }]);
    assert_eq!((lent.assurance, lent.partner), (Assurance::NotFullyAssured, None));
}

#[test]
fn a_lost_phone_is_no_word_and_an_independent_team_that_never_came_is_no_partner() {
    let mut parts = quiet_night();
    parts.remove(4);
    let review = Review::of(&CountCase::planned(plan()), &parts, &[], &reached());
    assert_eq!(review.coverage.sectors[4].1, SectorWord::NoWord { teams: vec!["5".to_owned()] });
    assert_eq!(review.coverage.sectors[4].1.words(), "no word from team 5");
    let reasons = [
        LabelReason::NoIndependentPartner { planned: true },
        LabelReason::SectorNotVisited { sector: "twydall".to_owned() },
    ];
    assert_eq!(review.label.reasons, reasons);
    let nothing = Review::of(&CountCase::planned(plan()), &[], &[], &BTreeSet::new()).label;
    assert_eq!(nothing.assurance, Assurance::NotAssured);
    assert!(nothing.reasons.contains(&LabelReason::NotBegun));
}
