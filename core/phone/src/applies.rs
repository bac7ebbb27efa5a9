//! What applies here, now: the question on the command line, and the screen and JSON that answer it.
//!
//! Nothing is decided here; the words are those an officer reads standing in the rain, the surest first.

use std::fmt::Write;

use beatbook_device::{Applies, AskWhen, AskWhere, BriefingState, ConditionNow};
use beatbook_domain::calendar::local_label;
use beatbook_domain::geometry::Vertex;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::orders::legal_time::TimeSource;
use beatbook_domain::orders::order::{Extent, Need};
use beatbook_domain::orders::signs::WhyWarnOnly;
use beatbook_domain::orders::standing::{Doubt, Standing, WhyNot};
use beatbook_domain::records::seen::KeptPlace;
use beatbook_domain::welfare::grid::GridPoint;
use clap::Args;
use serde_json::{Value, json};

use crate::error::PhoneError;
use crate::settled;
use crate::time;

/// The question.
#[derive(Args)]
pub struct Question {
    /// The place, in degrees; where the newest fix is, if not told.
    #[arg(long, value_name = "LAT,LON", value_parser = place, allow_hyphen_values = true)]
    pub at: Option<(f64, f64)>,
    /// Metres within which the true place lies.
    #[arg(long, value_name = "M", default_value_t = 5.0, requires = "at")]
    pub accuracy: f64,
    /// Looks ahead to a time; now, by legal time, if not told.
    #[arg(long, value_name = "TIME")]
    pub time: Option<String>,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

impl Question {
    /// As the library takes it; `now` is what a bare time of day follows.
    pub fn asked(&self, now: Option<i64>) -> Result<(AskWhere, AskWhen), PhoneError> {
        let place = match self.at {
            Some((lat, lon)) => AskWhere::At { lat, lon, accuracy_m: self.accuracy },
            None => AskWhere::Newest,
        };
        let when = match &self.time {
            Some(text) => AskWhen::At(time::parse(text, now)?),
            None => AskWhen::Now,
        };
        Ok((place, when))
    }
}

/// A place somebody points at. One without a grid reference was mistyped: 999 could not be told where it is.
pub fn place(text: &str) -> Result<(f64, f64), String> {
    let read = |part: &str| part.trim().parse::<f64>().ok();
    let pair = text.split_once(',').and_then(|(lat, lon)| Some((read(lat)?, read(lon)?)));
    let pair = pair.and_then(|(lat, lon)| Some(((lat, lon), Vertex::from_degrees(lon, lat)?)));
    let (pair, Vertex { lat, lon }) =
        pair.ok_or("write LAT,LON in degrees, at most 90 and 180, such as 51.38477,0.51050")?;
    match GridPoint::of(KeptPlace { lat, lon, accuracy: None }) {
        Ok(_) => Ok(pair),
        Err(_) => {
            Err("this is not in Great Britain: write LAT,LON, the latitude first, such as 51.38477,0.51050"
                .to_owned())
        }
    }
}

/// The screen.
pub fn shown(answer: &Applies) -> String {
    let mut text = String::new();
    let place = answer.place;
    let _ = writeln!(
        text,
        "{:.5}, {:.5}, good to {:.0} m{}",
        f64::from(place.lat) / 1e7,
        f64::from(place.lon) / 1e7,
        place.accuracy_m,
        if place.age_ms > 60_000 { format!(", {} min old", place.age_ms / 60_000) } else { String::new() }
    );
    let _ = writeln!(text, "{}", of_time(answer));
    let Some(briefing) = &answer.briefing else {
        text.push_str("no orders on this phone yet: they come with the next sync\n");
        return text;
    };
    let age =
        briefing.age.map_or_else(|| "of unknown age".to_owned(), |age| format!("{} h old", age / 3_600_000));
    let warning = match briefing.state {
        BriefingState::Fresh => "",
        BriefingState::Amber => " – OLD: sync when you can",
        BriefingState::DraftsOnly => " – TOO OLD FOR NUMBERED PAPER: drafts only",
    };
    let _ = writeln!(text, "briefing {age}{warning}");
    match &answer.rule_set {
        Some(rules) => {
            let _ = writeln!(text, "law: {} revision {}", rules.id, rules.revision);
        }
        None => text.push_str("no rule set is in force then: no paper can be made\n"),
    }
    if answer.conditions.is_empty() {
        text.push_str("\nNo order applies here or near here.\n");
    }
    let mut heading = "";
    for group in answer.conditions.chunk_by(alike) {
        let Some(first) = group.first() else { continue };
        let next = match &first.standing {
            Standing::Certain => "IN FORCE HERE",
            Standing::Unsure(_) => "UNSURE – warn, or record and draft; a notice needs a certain fix",
            Standing::JustOutside => "JUST OUTSIDE",
            Standing::NotInForce(_) => "NOT IN FORCE HERE",
        };
        if next != heading {
            let _ = writeln!(text, "\n{next}");
            heading = next;
        }
        text.push_str(&of_order(first, place.accuracy_m));
        group.iter().for_each(|one| text.push_str(&of_condition(one)));
    }
    text
}

/// Whether two conditions are told under one heading: of one order, judged by one zone, standing alike.
fn alike(one: &ConditionNow, other: &ConditionNow) -> bool {
    (&one.order, one.zone, &one.standing) == (&other.order, other.zone, &other.standing)
        && one.offence == other.offence
}

fn of_time(answer: &Applies) -> String {
    let label = local_label(answer.time.at).unwrap_or_else(|_| "no time".to_owned());
    match (answer.time_source, answer.time.within) {
        (None, _) => format!("{label}, as asked: not now, and not for paper"),
        (Some(TimeSource::Gnss), Some(within)) => {
            format!("{label}, right to {} s, by satellite", seconds(within))
        }
        (Some(TimeSource::Server), Some(within)) => {
            format!("{label}, right to {} s, by the server's clock", seconds(within))
        }
        _ => format!("{label} by this phone's clock alone: the time is not known"),
    }
}

fn seconds(within: i64) -> i64 {
    (within + 999) / 1_000
}

/// What conditions of one order in one zone have in common.
fn of_order(one: &ConditionNow, accuracy_m: f64) -> String {
    let mut text = String::new();
    let illustrative = if one.illustrative { "  ILLUSTRATIVE" } else { "" };
    let _ = writeln!(text, "  {}, version {}{illustrative}", one.order_title, one.order.version);
    let side = if one.inside { "inside" } else { "outside" };
    let _ = writeln!(text, "    {side} {} ({}), {}", one.zone_name, one.zone_code, of_edge(one, accuracy_m));
    match &one.standing {
        Standing::Certain | Standing::JustOutside => {}
        Standing::Unsure(doubts) => doubts.iter().for_each(|doubt| {
            let _ = writeln!(text, "    unsure: {}", of_doubt(doubt));
        }),
        Standing::NotInForce(whys) => {
            whys.iter().for_each(|why| {
                let _ = writeln!(text, "    not in force: {}", of_why(why));
            });
            return text;
        }
    }
    if let Some(sign) = &one.nearest_sign {
        let seen =
            sign.seen.map_or_else(|| "nobody noted it in order".to_owned(), |day| format!("last seen {day}"));
        let _ = write!(text, "    nearest sign {} {:.0} m, {seen}", sign.code, sign.metres);
        let gone = sign.noted.as_ref().filter(|one| !one.is_seen());
        text.extend(gone.map(|one| format!(", noted {} {}", one.state.name(), time::shown(one.at))));
        text.push('\n');
    }
    if let Some(why) = &one.warn_only {
        let task = match why {
            WhyWarnOnly::SignUnseen { noted: Some(_), .. } => "its sign task is open",
            _ => "a sign task opens once an encounter tells of it",
        };
        let _ = writeln!(text, "    {} – {task}", settled::warn_only(why));
    }
    let _ = writeln!(text, "    {}", of_offence(one));
    if let Some(days) = one.ends_in_days {
        let _ = match days {
            0 => writeln!(text, "    the order ends today"),
            1 => writeln!(text, "    the order ends tomorrow"),
            days => writeln!(text, "    the order ends in {days} days"),
        };
    }
    text
}

fn of_condition(one: &ConditionNow) -> String {
    let mut text = String::new();
    let mut lines = |first: &str, words: &str| {
        for (number, line) in wrapped(words).iter().enumerate() {
            let _ = writeln!(text, "    {:<7} {line}", if number == 0 { first } else { "" });
        }
    };
    lines(&one.condition.code, &one.condition.text);
    for (what, extent) in [("for", &one.condition.who), ("where", &one.condition.circumstances)] {
        match extent {
            Extent::All => {}
            Extent::Only(words) => lines("", &format!("Only {what}: {words}")),
            Extent::Except(words) => lines("", &format!("Except {what}: {words}")),
        }
    }
    if matches!(one.standing, Standing::NotInForce(_)) {
        return text;
    }
    for need in &one.condition.needs {
        lines(
            "",
            match need {
                Need::DirectionFirst => "First: give the direction, and note when.",
                Need::RequestFirst => "First: ask them to stop, and note when.",
                Need::OwnWitnessStatement => "First: you saw it yourself, and say so in a statement.",
            },
        );
    }
    if let Some(most) = one.condition.more_than {
        lines("", &format!("First: count them; it is breached by more than {most}."));
    }
    if one.condition.asks_details {
        lines("", "Asks for name and address: you may require them under it.");
    }
    for exemption in &one.condition.exemptions {
        lines("", &format!("Exempt: {}", exemption.text));
    }
    if one.condition.support_first {
        lines("", "Support first: offer help before a penalty.");
    }
    text
}

fn of_edge(one: &ConditionNow, accuracy_m: f64) -> String {
    if one.edge_m >= beatbook_domain::orders::applies::FAR_M {
        return "the edge is far".to_owned();
    }
    let near = one.standing != Standing::Certain;
    let good = if near { format!(", the position good to {accuracy_m:.0} m") } else { String::new() };
    let metres = if one.edge_m < 20.0 { format!("{:.1}", one.edge_m) } else { format!("{:.0}", one.edge_m) };
    format!("the edge {metres} m away{good}")
}

fn of_offence(one: &ConditionNow) -> String {
    let offence = one.offence.as_deref().unwrap_or(&one.condition.offence);
    let Some(terms) = &one.terms else { return offence.to_owned() };
    let early = terms
        .early
        .as_ref()
        .map_or_else(String::new, |early| format!(", {} within {} days", pounds(early.amount), early.days));
    format!("{offence}: {}{early}, payable to {}", pounds(terms.amount), one.made_by)
}

fn of_doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Edge => "the edge is nearer than the position is good for".to_owned(),
        Doubt::OldPosition { age_ms } => format!("the position is {} min old", age_ms / 60_000),
        Doubt::TimeVague => "it begins or ends just now, as well as the time is known".to_owned(),
        Doubt::TimeUnknown => "nobody has told this phone the time since it was started".to_owned(),
        Doubt::NotByThisClock(why) => format!("by this phone's clock not in force: {}", of_why(why)),
        Doubt::Premises { name, .. } => format!("maybe in {name}, which the order does not reach"),
        Doubt::ZoneChanges => "the area is drawn anew just now".to_owned(),
    }
}

fn of_why(why: &WhyNot) -> String {
    match why {
        WhyNot::Ended(last) => format!("the order's term ended on {last}"),
        WhyNot::Discharged(from) => format!("the order was discharged on {from}"),
        WhyNot::NotYet(from) => format!("the order begins on {from}"),
        WhyNot::Hours { next: Some(next) } => {
            format!("outside its hours, next from {}", local_label(*next).unwrap_or_default())
        }
        WhyNot::Hours { next: None } => "outside its days, hours and dates".to_owned(),
        WhyNot::Premises { name, kind, .. } => format!("in {name} ({})", kind.replace('_', " ")),
    }
}

/// Lines of at most so many characters, broken at blanks.
fn wrapped(text: &str) -> Vec<String> {
    const WIDTH: usize = 90;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The same for programs.
pub fn json(answer: &Applies) -> Value {
    let place = answer.place;
    json!({
        "place": {
            "lat": f64::from(place.lat) / 1e7, "lon": f64::from(place.lon) / 1e7,
            "accuracy_m": place.accuracy_m, "age_ms": place.age_ms,
        },
        "time": answer.time,
        "time_source": answer.time_source,
        "briefing": answer.briefing.map(|briefing| json!({
            "book": briefing.book, "synced": briefing.synced, "age_ms": briefing.age,
            "state": match briefing.state {
                BriefingState::Fresh => "fresh",
                BriefingState::Amber => "amber",
                BriefingState::DraftsOnly => "drafts_only",
            },
        })),
        "rule_set": answer.rule_set,
        "conditions": answer.conditions.iter().map(condition_json).collect::<Vec<_>>(),
    })
}

fn condition_json(one: &ConditionNow) -> Value {
    let (doubts, whys): (Vec<&str>, Vec<String>) = match &one.standing {
        Standing::Unsure(doubts) => (doubts.iter().map(Doubt::name).collect(), Vec::new()),
        Standing::NotInForce(whys) => (Vec::new(), whys.iter().map(of_why).collect()),
        Standing::Certain | Standing::JustOutside => (Vec::new(), Vec::new()),
    };
    json!({
        "order": one.order, "order_title": one.order_title, "made_by": one.made_by,
        "illustrative": one.illustrative, "condition": one.condition, "offence": one.offence, "terms": one.terms,
        "zone": one.zone.to_string(), "zone_code": one.zone_code, "zone_name": one.zone_name,
        "standing": one.standing.name(), "doubts": doubts, "why_not": whys,
        "inside": one.inside, "edge_m": one.edge_m,
        "nearest_sign": one.nearest_sign.as_ref().map(|sign| json!({
            "code": sign.code, "metres": sign.metres, "seen": sign.seen, "noted": sign.noted,
        })),
        "warn_only": one.warn_only.as_ref().map(|why| match why {
            WhyWarnOnly::NoSignNear { within_m } => json!({ "why": "no_sign_near", "within_m": within_m }),
            WhyWarnOnly::SignUnseen { code, days, noted } => {
                json!({ "why": "sign_unseen", "sign": code, "days": days, "noted": noted })
            }
        }),
        "ends_in_days": one.ends_in_days,
    })
}

#[cfg(test)]
mod tests {
    use beatbook_device::BriefingAge;
    use beatbook_domain::law::terms::{EarlyPayment, FineTerms};
    use beatbook_domain::orders::legal_time::LegalTime;
    use beatbook_domain::orders::order::{Condition, Duty, OrderRef};
    use beatbook_domain::orders::place::Place;
    use beatbook_domain::orders::signs::{NearSign, SignFound};
    use beatbook_domain::orders::times::Times;
    use beatbook_domain::records::sign::SignState;
    use beatbook_domain::zone::ZoneHash;
    use beatbook_protocol::hash::Hash;

    use super::*;

    /// Thursday 4 September 2025, 16:40 in Rochester.
    const THURSDAY: i64 = 1_757_000_400_000;

    fn condition(code: &str, standing: Standing) -> ConditionNow {
        ConditionNow {
            order: OrderRef { code: "MDW-ALC-ROC".to_owned(), version: 2, hash: Hash::ZERO },
            order_title: "Rochester: alcohol".to_owned(),
            made_by: "Medway Council".to_owned(),
            illustrative: true,
            condition: Condition {
                code: code.to_owned(),
                text: "Whoever is asked to stop drinking must do so.".to_owned(),
                duty: Duty::Requirement,
                zones: vec!["ALC-ROC".to_owned()],
                who: Extent::All,
                times: Times::Always,
                circumstances: Extent::Only("Where it spoils the place for others.".to_owned()),
                offence: "PSPO-A".to_owned(),
                support_first: true,
                needs: Vec::new(),
                exemptions: Vec::new(),
                asks_details: false,
                more_than: None,
                alcohol: None,
            },
            offence: Some("ASBCPA 2014 s63".to_owned()),
            terms: Some(FineTerms {
                offence: "PSPO-A".to_owned(),
                amount: 10_000,
                early: Some(EarlyPayment { amount: 7_500, days: 13 }),
                payment_days: 28,
            }),
            zone: ZoneHash([0; 32]),
            zone_code: "ALC-ROC".to_owned(),
            zone_name: "Rochester".to_owned(),
            standing,
            inside: true,
            edge_m: 9.008,
            nearest_sign: Some(NearSign {
                code: "S-ROC-1".to_owned(),
                metres: 31.0,
                seen: None,
                noted: None,
            }),
            warn_only: None,
            ends_in_days: Some(15),
        }
    }

    fn answer(conditions: Vec<ConditionNow>) -> Applies {
        let (book, synced) = (Hash::ZERO, Some(THURSDAY - 10 * 3_600_000));
        Applies {
            place: Place::now(513_847_700, 5_105_000, 14.0),
            time: LegalTime { at: THURSDAY, within: Some(1_002) },
            time_source: Some(TimeSource::Gnss),
            briefing: Some(BriefingAge { book, synced, age: Some(36_000_000), state: BriefingState::Fresh }),
            rule_set: None,
            conditions,
        }
    }

    #[test]
    fn the_screen_of_the_car_park_at_the_edge() {
        let expected = "\
51.38477, 0.51050, good to 14 m
Thu 4 Sep 2025 16:40 BST, right to 2 s, by satellite
briefing 10 h old
no rule set is in force then: no paper can be made

UNSURE – warn, or record and draft; a notice needs a certain fix
  Rochester: alcohol, version 2  ILLUSTRATIVE
    inside Rochester (ALC-ROC), the edge 9.0 m away, the position good to 14 m
    unsure: the edge is nearer than the position is good for
    nearest sign S-ROC-1 31 m, nobody noted it in order
    ASBCPA 2014 s63: £100, £75 within 13 days, payable to Medway Council
    the order ends in 15 days
    ALC-1   Whoever is asked to stop drinking must do so.
            Only where: Where it spoils the place for others.
            Support first: offer help before a penalty.
    ALC-2   Whoever is asked to stop drinking must do so.
            Only where: Where it spoils the place for others.
            Support first: offer help before a penalty.

NOT IN FORCE HERE
  Rochester: alcohol, version 2  ILLUSTRATIVE
    inside Rochester (ALC-ROC), the edge 9.0 m away, the position good to 14 m
    not in force: outside its hours, next from Thu 4 Sep 2025 17:40 BST
    ALC-3   Whoever is asked to stop drinking must do so.
            Only where: Where it spoils the place for others.
";
        let unsure = || Standing::Unsure(vec![Doubt::Edge]);
        let closed = Standing::NotInForce(vec![WhyNot::Hours { next: Some(THURSDAY + 3_600_000) }]);
        let conditions =
            vec![condition("ALC-1", unsure()), condition("ALC-2", unsure()), condition("ALC-3", closed)];
        assert_eq!(shown(&answer(conditions)), expected);
    }

    #[test]
    fn what_keeps_paper_away_is_said_aloud() {
        let mut old = answer(Vec::new());
        old.briefing = old.briefing.map(|age| BriefingAge { state: BriefingState::DraftsOnly, ..age });
        old.time = LegalTime { at: THURSDAY, within: None };
        old.time_source = Some(TimeSource::WallClock);
        let told = shown(&old);
        let said = ["drafts only", "the time is not known", "No order applies here"];
        assert!(said.iter().all(|said| told.contains(said)), "{told}");
        old.briefing = None;
        assert!(shown(&old).contains("no orders on this phone yet"));
        let warn_only = Some(WhyWarnOnly::NoSignNear { within_m: 100 });
        let far = ConditionNow { warn_only, ..condition("ALC-1", Standing::Certain) };
        assert!(shown(&answer(vec![far.clone()])).contains("ONLY WARN: no sign within 100 m"));
        let gone = SignFound {
            sign: "S-ROC-1".to_owned(),
            state: SignState::Missing,
            at: THURSDAY,
            by: None,
            photo: None,
        };
        let noted = |noted| NearSign { code: "S-ROC-1".to_owned(), metres: 31.0, seen: None, noted };
        let unseen = |found: Option<SignFound>| ConditionNow {
            warn_only: Some(WhyWarnOnly::SignUnseen {
                code: "S-ROC-1".to_owned(),
                days: None,
                noted: found.as_ref().map(|one| one.state),
            }),
            nearest_sign: Some(noted(found)),
            ..condition("ALC-1", Standing::Certain)
        };
        assert!(shown(&answer(vec![unseen(None)])).contains("in order – a sign task opens once"));
        let told = shown(&answer(vec![unseen(Some(gone))]));
        assert!(told.contains("in order – its sign task is open"), "{told}");
        let told = &json(&answer(vec![far]))["conditions"][0];
        let (why, standing) = (&told["warn_only"]["why"], &told["standing"]);
        assert_eq!((why, standing), (&json!("no_sign_near"), &json!("certain")));
    }
}
