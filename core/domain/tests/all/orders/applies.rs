//! An officer asks what applies here, now.

use beatbook_domain::orders::applies::{Doubt, Standing, WhyNot};
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::orders::place::Place;
use beatbook_domain::orders::signs::WhyWarnOnly;
use beatbook_domain::orders::times::{ClockTime, Hours, Times, Window};
use beatbook_domain::records::notice::OrderCited;
use beatbook_protocol::hash::Hash;
use jiff::civil::date;

use super::town::{Town, about, at, one, place};

const THURSDAY: &str = "2025-09-04T16:40:00+01:00";

/// Story E3: the station car park through which the edge of the area runs.
fn car_park() -> Place {
    place(51.38477, 0.51050, 14.0)
}

#[test]
fn story_e3_beside_the_edge_it_is_unsure_with_the_distances_in_hand() {
    let medway = Town::medway();
    let told = medway.ask(car_park(), about(THURSDAY));
    let rochester = one(&told, "MDW-ALC-ROC", "ALC-1");
    assert_eq!(rochester.standing, Standing::Unsure(vec![Doubt::Edge]));
    assert!(rochester.inside);
    assert_eq!(format!("{:.1}", rochester.edge_m), "9.0");
    let sign = rochester.nearest_sign.as_ref().unwrap();
    assert_eq!((format!("{:.0}", sign.metres), sign.code.as_str()), ("31".to_owned(), "S-ROC-1"));
    assert_eq!(rochester.warn_only, None, "the sign is near and was seen three weeks ago");
    // A second, better fix settles it.
    let better = medway.ask(place(51.38477, 0.51050, 4.0), about(THURSDAY));
    assert_eq!(one(&better, "MDW-ALC-ROC", "ALC-1").standing, Standing::Certain);
    // So does a step out of the area: just outside, and not spoken of from farther off.
    let outside = medway.ask(place(51.38440, 0.51090, 4.0), about(THURSDAY));
    let outside = one(&outside, "MDW-ALC-ROC", "ALC-1");
    assert!(outside.standing == Standing::JustOutside && !outside.inside, "{outside:?}");
    let far = medway.ask(place(51.38250, 0.51300, 4.0), about(THURSDAY));
    assert!(far.applying.iter().all(|one| one.order.code != "MDW-ALC-ROC"));
}

#[test]
fn story_e2_version_three_is_in_force_and_the_boundary_62_metres_away() {
    let medway = Town::medway();
    let told = medway.ask(place(51.37851, 0.52400, 6.0), about(THURSDAY));
    let chatham = one(&told, "MDW-ALC-CHA", "ALC-1");
    assert_eq!((chatham.order.version, &chatham.standing), (3, &Standing::Certain));
    assert_eq!(format!("{:.0}", chatham.edge_m), "62");
    assert_eq!(chatham.hash, chatham.order.hash());
    assert_eq!(told.rule_set.map(|rules| rules.id.as_str()), Some("EW-2014"));
    assert_eq!(chatham.order.terms_of(&chatham.condition.offence).unwrap().amount, 10_000);
    // Everything of the Medway-wide orders is told beside it, nine behaviours and what every dog is held to.
    assert_eq!(told.here().filter(|one| one.order.code == "MDW-NV").count(), 9);
    assert_eq!(told.here().filter(|one| one.order.code == "MDW-DOG").count(), 3);
}

#[test]
fn in_a_pub_or_at_a_tent_the_order_about_alcohol_does_not_bite_and_others_do() {
    let medway = Town::medway();
    let saturday = "2025-09-06T21:00:00+01:00";
    let inside_pub = medway.ask(place(51.38253, 0.52645, 2.0), about(saturday));
    let standing = &one(&inside_pub, "MDW-ALC-CHA", "ALC-1").standing;
    let Standing::NotInForce(whys) = standing else { panic!("{standing:?}") };
    assert!(matches!(&whys[..], [WhyNot::Premises { kind: "licensed", .. }]), "{whys:?}");
    assert_eq!(one(&inside_pub, "MDW-NV", "NV-4").standing, Standing::Certain);
    // At its door nobody can say.
    let at_door = medway.ask(place(51.38253, 0.52645, 12.0), about(saturday));
    let standing = &one(&at_door, "MDW-ALC-CHA", "ALC-1").standing;
    assert!(matches!(standing, Standing::Unsure(doubts) if matches!(doubts[..], [Doubt::Premises { .. }])));

    let tent = |time: &str| {
        let told = medway.ask(place(51.38390, 0.52060, 3.0), about(time));
        one(&told, "MDW-ALC-CHA", "ALC-1").standing.clone()
    };
    assert!(matches!(tent(saturday), Standing::NotInForce(_)));
    assert!(matches!(tent("2025-09-06T23:29:00+01:00"), Standing::NotInForce(_)), "the tail");
    assert!(matches!(tent("2025-09-06T23:30:00+01:00"), Standing::Unsure(_)), "to the second");
    assert_eq!(tent("2025-09-06T23:31:00+01:00"), Standing::Certain);
    assert_eq!(tent(THURSDAY), Standing::Certain);
}

#[test]
fn outside_its_hours_by_a_minute_a_condition_is_not_in_force_and_says_when_it_will_be() {
    let evening = Times::Only(vec![Window {
        hours: Some(Hours {
            from: ClockTime::parse("18:00").unwrap(),
            to: ClockTime::parse("23:00").unwrap(),
        }),
        ..Window::default()
    }]);
    let medway = Town::medway().under(|book| {
        let nuisance = book.orders.iter_mut().find(|order| order.code == "MDW-NV").unwrap();
        nuisance.conditions[3].times = evening;
    });
    let ask = |time: &str| {
        let told = medway.ask(place(51.38260, 0.52300, 5.0), about(time));
        one(&told, "MDW-NV", "NV-4").standing.clone()
    };
    let next = Some(at("2025-09-06T18:00:00+01:00"));
    assert_eq!(ask("2025-09-06T17:59:00+01:00"), Standing::NotInForce(vec![WhyNot::Hours { next }]));
    assert_eq!(ask("2025-09-06T18:00:00+01:00"), Standing::Unsure(vec![Doubt::TimeVague]));
    assert_eq!(ask("2025-09-06T18:01:00+01:00"), Standing::Certain);
    assert_eq!(ask("2025-09-06T22:59:00+01:00"), Standing::Certain);
    let next = Some(at("2025-09-07T18:00:00+01:00"));
    assert_eq!(ask("2025-09-06T23:01:00+01:00"), Standing::NotInForce(vec![WhyNot::Hours { next }]));
}

#[test]
fn an_order_that_ended_yesterday_says_so_and_warns_from_ninety_days_before() {
    let medway = Town::medway();
    let ask = |time: LegalTime| {
        let told = medway.ask(place(51.38260, 0.52300, 5.0), time);
        let alcohol = one(&told, "MDW-ALC-CHA", "ALC-1");
        (alcohol.standing.clone(), alcohol.ends_in_days)
    };
    let ended = || Standing::NotInForce(vec![WhyNot::Ended(date(2026, 12, 10))]);
    assert_eq!(ask(about("2026-09-10T12:00:00+01:00")), (Standing::Certain, None));
    assert_eq!(ask(about("2026-09-11T12:00:00+01:00")), (Standing::Certain, Some(90)));
    assert_eq!(ask(about("2026-12-10T23:59:58Z")), (Standing::Certain, Some(0)));
    assert_eq!(ask(about("2026-12-11T00:00:00Z")).0, Standing::Unsure(vec![Doubt::TimeVague]));
    assert_eq!(ask(about("2026-12-11T08:00:00Z")), (ended(), None));
    // A year later nobody speaks of it any more.
    let told = medway.ask(place(51.38260, 0.52300, 5.0), about("2027-12-13T12:00:00Z"));
    assert!(told.applying.iter().all(|one| one.order.code != "MDW-ALC-CHA"));
}

#[test]
fn an_order_of_tomorrow_and_a_discharged_one_are_named_with_their_days() {
    let medway = Town::medway().under(|book| {
        for order in &mut book.orders {
            match order.code.as_str() {
                "MDW-NV" => order.effective = date(2025, 9, 5),
                "MDW-DOG" => order.discharged = Some(date(2025, 9, 4)),
                _ => {}
            }
        }
    });
    let told = medway.ask(place(51.38260, 0.52300, 5.0), about(THURSDAY));
    let standing = |order, condition| one(&told, order, condition).standing.clone();
    assert_eq!(standing("MDW-NV", "NV-1"), Standing::NotInForce(vec![WhyNot::NotYet(date(2025, 9, 5))]));
    assert_eq!(
        standing("MDW-DOG", "DOG-5"),
        Standing::NotInForce(vec![WhyNot::Discharged(date(2025, 9, 4))])
    );
}

#[test]
fn a_phone_that_nobody_told_the_time_refuses_nothing_and_claims_nothing() {
    let medway = Town::medway();
    let unknown = |text: &str| LegalTime { at: at(text), within: None };
    let here = place(51.38260, 0.52300, 5.0);
    let told = medway.ask(here, unknown(THURSDAY));
    assert_eq!(one(&told, "MDW-NV", "NV-1").standing, Standing::Unsure(vec![Doubt::TimeUnknown]));
    // Its clock says 2031, when all orders are over: that alone ends nothing.
    let told = medway.ask(here, unknown("2027-04-30T12:00:00Z"));
    let expected = vec![Doubt::TimeUnknown, Doubt::NotByThisClock(WhyNot::Ended(date(2027, 3, 31)))];
    assert_eq!(one(&told, "MDW-NV", "NV-1").standing, Standing::Unsure(expected));
}

#[test]
fn an_old_position_may_not_be_where_the_officer_is() {
    let medway = Town::medway();
    let here = Place { age_ms: 10 * 60_000, ..place(51.38260, 0.52300, 5.0) };
    let told = medway.ask(here, about(THURSDAY));
    let doubts = Standing::Unsure(vec![Doubt::OldPosition { age_ms: 600_000 }]);
    assert_eq!(one(&told, "MDW-ALC-CHA", "ALC-1").standing, doubts);
}

#[test]
fn without_a_sign_near_or_with_one_unseen_for_ninety_days_only_a_warning_is_offered() {
    let medway = Town::medway();
    // 200 m from any sign of the order.
    let told = medway.ask(place(51.38100, 0.52900, 5.0), about(THURSDAY));
    let alcohol = one(&told, "MDW-ALC-CHA", "ALC-1");
    assert_eq!(alcohol.standing, Standing::Certain);
    assert_eq!(alcohol.warn_only, Some(WhyWarnOnly::NoSignNear { within_m: 100 }));
    // Beside one that was last seen in April.
    let told = medway.ask(place(51.38480, 0.52020, 3.0), about(THURSDAY));
    let alcohol = one(&told, "MDW-ALC-CHA", "ALC-1");
    let unseen = WhyWarnOnly::SignUnseen { code: "S-CHA-3".to_owned(), days: Some(155), noted: None };
    assert_eq!(unseen.words(), "sign S-CHA-3: last seen in order 155 days before");
    assert_eq!(alcohol.warn_only, Some(unseen));
    // Somebody sees it, and that makes no new order.
    let before = alcohol.hash;
    let seen = Town::medway().under(|book| {
        book.signs.iter_mut().find(|sign| sign.code == "S-CHA-3").unwrap().seen = Some(date(2025, 9, 3));
    });
    let told = seen.ask(place(51.38480, 0.52020, 3.0), about(THURSDAY));
    let alcohol = one(&told, "MDW-ALC-CHA", "ALC-1");
    assert_eq!((alcohol.warn_only.as_ref(), alcohol.hash), (None, before));
}

#[test]
fn dogs_in_the_country_park_are_held_to_what_holds_at_each_spot() {
    let medway = Town::medway();
    let here = |lat, lon| {
        let told = medway.ask(place(lat, lon, 4.0), about(THURSDAY));
        let dogs = told.here().filter(|one| one.order.code == "MDW-DOG");
        let mut codes: Vec<&str> = dogs.map(|one| one.condition.code.as_str()).collect();
        codes.sort_unstable();
        codes.join(" ")
    };
    assert_eq!(here(51.34675, 0.54640), "DOG-1 DOG-2 DOG-3 DOG-4 DOG-5", "the play area lies in the park");
    assert_eq!(here(51.34870, 0.54600), "DOG-1 DOG-3 DOG-4 DOG-5", "its paths");
    assert_eq!(here(51.35200, 0.54600), "DOG-1 DOG-4 DOG-5", "beyond it");
}

#[test]
fn canterbury_by_day_by_night_and_on_the_festivals_days() {
    let canterbury = Town::canterbury();
    let gardens = place(51.27455, 1.07770, 5.0);
    let certain = |time: &str| {
        let told = canterbury.ask(gardens, about(time));
        let mut codes: Vec<String> = told
            .applying
            .iter()
            .filter(|one| one.standing == Standing::Certain)
            .map(|one| one.condition.code.clone())
            .collect();
        codes.sort_unstable();
        codes.retain(|code| code.starts_with("CAN-G") || code == "CAN-8");
        codes.join(" ")
    };
    assert_eq!(certain("2025-07-19T12:00:00+01:00"), "CAN-8 CAN-G3 CAN-G4");
    assert_eq!(certain("2025-07-21T02:00:00+01:00"), "CAN-G1 CAN-G2 CAN-G3 CAN-G4");
    assert_eq!(certain("2025-12-21T12:00:00Z"), "CAN-8 CAN-G2 CAN-G3 CAN-G4 CAN-G5");
}

#[test]
fn distances_to_an_edge_are_said_as_far_as_anybody_measured_them() {
    let cited = |edge| OrderCited {
        order: Hash::ZERO,
        code: "MDW-ALC-ROC".to_owned(),
        version: 1,
        condition: "ALC-1".to_owned(),
        zone: None,
        edge,
        sign: None,
    };
    let said = |edge| cited(edge).edge_in_words();
    assert_eq!(said(None), None);
    assert_eq!(said(Some(0)).as_deref(), Some("0.0 m inside"));
    assert_eq!(said(Some(-94)).as_deref(), Some("9.4 m outside"));
    assert_eq!(said(Some(19_999)).as_deref(), Some("1999.9 m inside"));
    assert_eq!(said(Some(20_000)).as_deref(), Some("2000 m and more inside"), "nobody looked farther");
    assert_eq!(said(Some(-20_000)).as_deref(), Some("2000 m and more outside"));
}
