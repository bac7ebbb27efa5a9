//! Story E8 to its end: eight caravans on a council car park, told by two phones and the desk over weeks. Welfare comes
//! first, the direction waits as long as it says, the court orders, and months later somebody comes back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use beatbook_device::{
    AskWhere, BeginEncounter, EncampmentNews, NoticeAbout, PersonMet, ReportEncampment, Visited,
};
use beatbook_domain::calendar::{local_date, local_midnight};
use beatbook_domain::encampments::returns::ReturnBasis;
use beatbook_domain::encampments::story::Stage;
use beatbook_domain::records::encampment::ReportSource;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{DAY, missing};
use beatbook_tests::encampment::{
    LAND, PRIVATE, WEIGHED, camp, camp_json, camp_refused, checked, comes_upon, council, day_after, directed,
    direction, later, next_shift, now, reported, safety_officer, visit,
};
use beatbook_tests::force::Force;
use beatbook_tests::outreach;
use beatbook_tests::pages::holds;

use beatbook_domain::records::patrol::Duty;
use jiff::civil::Date;

fn reached(force: &Force, as_at: Option<&str>) -> Vec<u64> {
    let mut words = vec!["funnel"];
    words.extend(as_at.map(|day| ["--as-at", day]).into_iter().flatten());
    let told = camp_json(force, &words, "A-1");
    let rows = told["rows"].as_array().unwrap();
    let stages = ["reported", "welfare_done", "s77", "s78_applied", "s78_order", "bailiffs", "police_s61"];
    let number = |stage: &str| {
        let row = rows.iter().find(|row| row["stage"] == stage).unwrap();
        row["reached"].as_str().unwrap().parse().unwrap()
    };
    stages.into_iter().map(number).collect()
}

fn spoken(without_assessment: Option<String>) -> EncampmentNews {
    EncampmentNews::Spoken { leave_by: None, registrations: Vec::new(), without_assessment }
}

#[test]
fn story_e8_from_the_report_to_the_return() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    let mut outreach = outreach::phone(&force, "O-1", Duty::Outreach);

    // 08:20: reported at the desk; the officer's phone is told before it goes out of reach.
    let encampment = reported(&force, LAND);
    first.sync();
    let known = first.book().encampment(encampment).unwrap();
    assert_eq!(known.standing.unwrap().land.as_deref(), Some(LAND));

    // 09:05, offline: eight caravans; welfare before anything else, and it says to wait.
    let book = first.book();
    let seen = visit(8, &["AB12 CDE", "KX05 ZZZ"]);
    assert_eq!(book.tell_encampment(encampment, vec![seen], None).unwrap().returns, []);
    let until = day_after(&first, 4);
    let check = checked(&first, Some(until));
    book.tell_encampment(encampment, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let encounter = first.book().begin_encounter(BeginEncounter::here()).unwrap();
    assert_eq!(missing(&first, &direction(&first, encounter, LAND, Some(check))), ["welfare_wait"]);
    // Spoken all the same: it is written down once the officer says why, and does not hold.
    let refused = book.tell_encampment(encampment, vec![spoken(None)], None).unwrap_err();
    assert_eq!(refused.code(), "welfare_wait");
    let why = Some("A caravan burned: everybody was told to go.".to_owned());
    let answer = book.tell_encampment(encampment, vec![spoken(why)], None).unwrap();
    assert_eq!(answer.doubts[0].code, "welfare_wait");
    first.sync();
    let id = encampment.to_string();
    let shown = camp_json(&force, &["show", &id], "M-1");
    assert_eq!(
        (&shown["stage"], &shown["refused"][0]["code"]),
        (&"welfare_done".into(), &"welfare_wait".into())
    );
    let [told] = shown["spoken_without_assessment"].as_array().unwrap().as_slice() else { panic!("{shown}") };
    assert_eq!(told["what"]["without_assessment"], "A caravan burned: everybody was told to go.");
    assert_eq!(shown["spoken"], serde_json::json!([]), "it is none of those that hold");
    let beside = |name: &str| {
        let table = camp(&force, &["funnel", "--csv"], "A-1");
        table.lines().find(|line| line.starts_with(&format!("{name},"))).map(str::to_owned)
    };
    assert_eq!(beside("direction_spoken").unwrap(), "direction_spoken,0,,");
    let apart = "direction_spoken_without_assessment";
    assert_eq!(beside(apart).unwrap(), format!("{apart},1,,"));
    let court = ["--court", "Medway Magistrates' Court"];
    let applied = [&["s78-applied", &id], &court[..]].concat();
    let ordered = [&["s78-order", &id], &court[..]].concat();
    assert_eq!(camp_refused(&force, &applied, "M-1"), "direction_first");
    let reported_on = day_after(&first, 0).to_string();

    // On the day it waited for, at ten: spoken and written; then the court.
    next_shift(&force, &[&first, &second], 4);
    first.book().tell_encampment(encampment, vec![spoken(None)], None).unwrap();
    let notice = directed(&first, encampment, LAND, check);
    let number = notice.story.number().unwrap().to_owned();
    first.sync();
    later(&force, &[&first, &second], 2 * DAY + 3_600_000);
    assert_eq!(camp_refused(&force, &ordered, "M-1"), "application_first");
    camp(&force, &applied, "M-1");
    later(&force, &[&first, &second], DAY);
    assert!(camp(&force, &ordered, "M-1").contains("stage s78_order"));

    // Day nine: another officer, who was told where it stands, finds it empty.
    second.sync();
    let stands = second.book().encampment(encampment).unwrap();
    assert_eq!((stands.own, stands.standing.unwrap().stage), (None, Some(Stage::S78Order)));
    next_shift(&force, &[&first, &second], 2);
    let gone = vec![EncampmentNews::Visit(Box::default()), EncampmentNews::Vacated { text: None }];
    second.book().tell_encampment(encampment, gone, None).unwrap();
    second.sync();
    assert_eq!(reached(&force, None), [1, 1, 1, 1, 1, 0, 0]);
    assert_eq!(reached(&force, Some(&reported_on)), [1, 1, 0, 0, 0, 0, 0], "as it stood that day");
    let table = camp(&force, &["funnel"], "A-1");
    let check_row = "check: reported = sum of the furthest stages: 1 = 0 + 0 + 0 + 0 + 0 + 1 + 0 = 1; each stage within the \
                     one before";
    assert!(table.contains(check_row), "{table}");
    assert!(
        camp(&force, &["funnel", "--csv"], "A-1")
            .starts_with("stage,reached,no_further,of_these_vacated\r\n")
    );

    // Two months later the same caravans are back, on a phone out of reach: it says so at once.
    next_shift(&force, &[&first, &second], 60);
    let report = ReportEncampment {
        source: ReportSource::Patrol,
        land: "the council car park in medway street, CHATHAM – all of it".to_owned(),
        code: None,
        reference: None,
        place: AskWhere::Newest,
        time: None,
    };
    let again = second.book().report_encampment(report).unwrap();
    let basis: Vec<_> =
        again.returns.iter().map(|one| (one.earlier, one.number.clone(), one.basis.clone())).collect();
    assert_eq!(basis, [(encampment, Some(number.clone()), BTreeSet::from([ReturnBasis::LandWords]))]);
    let caravans = visit(8, &["ab12cde", "NEW 1"]);
    let told = second.book().tell_encampment(again.encampment, vec![caravans], None).unwrap();
    let both = BTreeSet::from([ReturnBasis::LandWords, ReturnBasis::Vehicles(1)]);
    assert_eq!(told.returns[0].basis, both);
    second.sync();
    let returns = camp_json(&force, &["returns"], "M-1");
    assert_eq!(returns["rows"][0]["basis"], "same land by its words, vehicles of the direction: 1");
    assert_eq!(
        (&returns["rows"][0]["earlier"], &returns["rows"][0]["direction"]),
        (&id.as_str().into(), &number.as_str().into())
    );
    assert_eq!(reached(&force, None), [2, 1, 1, 1, 1, 0, 0]);

    // Who reads what: enforcement no word of who lives there, welfare no word of the land or its vehicles.
    for reader in ["M-1", "2201", "L-1"] {
        let shown = camp(&force, &["show", &id], reader);
        assert!(shown.contains(LAND) && shown.contains("AB12CDE"), "{reader}: {shown}");
        PRIVATE.iter().for_each(|private| assert!(!shown.contains(private), "{reader}: {private}"));
    }
    let welfare = camp(&force, &["show", &id], "C-1");
    assert!(welfare.contains(WEIGHED) && welfare.contains("\"children\": 6"), "{welfare}");
    for enforced in ["AB12CDE", number.as_str(), "s78", "reports"] {
        assert!(!welfare.contains(enforced), "{enforced}: {welfare}");
    }
    outreach.sync();
    assert!(!holds(&mut outreach, "Medway Street"));
}

#[test]
fn every_role_reads_what_its_purpose_allows_and_every_look_is_logged() {
    let force = council();
    let encampment = reported(&force, LAND);
    let id = encampment.to_string();
    for (reader, list, show, funnel, tells) in [
        ("M-1", "", "", "", ""),
        // There may be what their own team came upon; this is none of it.
        ("C-1", "", "no_such_encampment", "not_allowed", "not_allowed"),
        ("O-1", "", "no_such_encampment", "not_allowed", "not_allowed"),
        ("A-1", "not_allowed", "no_such_encampment", "", "not_allowed"),
        // Before the court is asked there is no case file.
        ("L-1", "", "no_such_encampment", "not_allowed", "not_allowed"),
        // Who reads by logged request says why.
        ("D-1", "not_allowed", "reason", "not_allowed", "not_allowed"),
        ("X-1", "", "no_such_encampment", "not_allowed", "not_allowed"),
    ] {
        let tried = |words: &[&str]| {
            let words = [&["encampment"], words, &["--authority", "MDW", "--as", reader]].concat();
            force.tried(&words).map_or_else(|refusal| refusal.code, |_| String::new())
        };
        let s61 = ["police-s61", &id];
        let got = [tried(&["list"]), tried(&["show", &id]), tried(&["funnel"]), tried(&s61)];
        assert_eq!(got, [list, show, funnel, tells], "{reader}");
        if list.is_empty() && !matches!(reader, "M-1") {
            assert!(!camp(&force, &["list"], reader).contains(LAND), "{reader}");
        }
    }
    // Who may read some reads none of others', and is told no more for an entry that does not hold.
    let contractor = outreach::phone(&force, "X-1", Duty::TaskedCore);
    let spoken = spoken(Some("On a colleague's word.".to_owned()));
    contractor.book().tell_encampment(encampment, vec![spoken], None).unwrap();
    contractor.sync();
    assert!(camp(&force, &["show", &id], "M-1").contains("welfare_first"));
    assert!(camp(&force, &["list"], "X-1").contains("nothing"));
    assert_eq!(camp_refused(&force, &["show", &id], "X-1"), "no_such_encampment");
    assert!(camp(&force, &["show", &id, "--reason", "Request 7"], "D-1").contains(LAND));
    let log = force.access_log();
    for line in [format!("encampment {id}"), "list of encampments".to_owned(), "Request 7".to_owned()] {
        assert!(log.contains(&line), "{line}: {log}");
    }
    assert_eq!(camp_refused(&force, &["police-s61", &id], "M-1"), "told_already");
    // What happened on the day it was vacated happened before that, though it is written down later.
    let vacated = reported(&force, "The Strand, Gillingham").to_string();
    let today = local_date(force.clock.now()).unwrap().to_string();
    force.clock.advance(60_000);
    camp(&force, &["vacated", &vacated, "--at", &today], "M-1");
    force.clock.advance(60_000);
    for at in [&["--at", &today][..], &[]] {
        let s61 = [&["police-s61", &vacated, "--reference", "CAD 7"], at].concat();
        let tried = [&["encampment"], &s61[..], &["--authority", "MDW", "--as", "M-1"]].concat();
        let code = force.tried(&tried).map_or_else(|refusal| refusal.code, |_| String::new());
        assert_eq!(code, if at.is_empty() { "vacated_already" } else { "" });
    }
    let shown = camp_json(&force, &["show", &vacated], "M-1");
    assert_eq!(shown["police_s61"]["what"], "CAD 7");
    assert_eq!(camp_refused(&force, &["vacated", &id, "--at", "2199-01-01"], "M-1"), "time");
    let nobody = Id::from_bytes([9; 16]).to_string();
    assert_eq!(camp_refused(&force, &["vacated", &nobody], "M-1"), "no_such_encampment");
    let land = "x".repeat(201);
    assert_eq!(
        camp_refused(&force, &["report", "--source", "other", "--land", &land], "M-1"),
        "encampment_text"
    );
}

#[test]
fn a_return_is_told_to_who_may_read_both_encampments() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let earlier = reported(&force, LAND);
    phone.sync();
    phone.book().tell_encampment(earlier, vec![visit(8, &["AB12 CDE"])], None).unwrap();
    let check = checked(&phone, None);
    phone.book().tell_encampment(earlier, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let number = directed(&phone, earlier, LAND, check).story.number().unwrap().to_owned();
    phone.sync();
    later(&force, &[&phone], DAY);
    // A contractor reads what they told, and nothing of anybody else's.
    let contractor = outreach::phone(&force, "X-1", Duty::TaskedCore);
    let again = comes_upon(&contractor, LAND);
    contractor.book().tell_encampment(again, vec![visit(2, &["AB12 CDE"])], None).unwrap();
    contractor.sync();
    let (earlier, again) = (earlier.to_string(), again.to_string());
    let show: &[&str] = &["show", &again];
    for words in [&["list"], show] {
        let told = camp(&force, words, "X-1");
        assert!(told.contains(&again) && !told.contains(&earlier) && !told.contains(&number), "{told}");
        assert!(camp(&force, words, "M-1").contains(&earlier));
    }
    assert!(!camp(&force, &["returns"], "X-1").contains(&earlier));
    // One at a time: a reason for one is none for the other.
    let told = camp(&force, &[show, &["--reason", "Request 7"]].concat(), "D-1");
    assert!(told.contains(&again) && !told.contains(&earlier), "{told}");
}

#[test]
fn who_reads_own_records_alone_reads_of_an_encampment_what_they_told() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let contractor = outreach::phone(&force, "X-1", Duty::TaskedCore);
    let (theirs, ours) = (comes_upon(&contractor, LAND), reported(&force, "Verge 9, Hoo"));
    for phone in [&contractor, &phone] {
        phone.sync();
    }
    // Either tells of the other's: the contractor that nobody is there, which anybody may.
    phone.book().tell_encampment(theirs, vec![visit(8, &["AB12 CDE"])], None).unwrap();
    contractor.book().tell_encampment(ours, vec![visit(0, &[])], None).unwrap();
    for phone in [&contractor, &phone] {
        phone.sync();
    }
    let show = |id: &str| camp(&force, &["show", id], "X-1");
    let (theirs, ours) = (theirs.to_string(), ours.to_string());
    let told = show(&theirs);
    assert!(told.contains(LAND) && !told.contains("AB12 CDE") && !told.contains("2201"), "{told}");
    let told = show(&ours);
    assert!(told.contains("\"X-1\"") && !told.contains("Verge 9") && !told.contains("M-1"), "{told}");
    let listed = camp(&force, &["list"], "X-1");
    assert!(listed.contains(&ours) && listed.contains("not by this officer"), "{listed}");
    assert!(!listed.contains("Verge 9") && !listed.contains("8 caravans"), "{listed}");
    // Everybody who reads all of it does so still.
    let whole = camp(&force, &["show", &ours], "2201");
    assert!(whole.contains("Verge 9") && whole.contains("X-1"), "{whole}");
}

#[test]
fn the_year_of_the_paper_is_reproduced_from_records() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let lands: Vec<String> = (1..=23).map(|n| format!("Verge {n}, Hoo")).collect();
    let camps: Vec<Id> = lands.iter().map(|land| reported(&force, land)).collect();
    phone.sync();
    let day_one = day_after(&phone, 0).to_string();
    next_shift(&force, &[&phone], 1);
    for (camp, land) in camps.iter().zip(&lands).take(14) {
        phone.book().tell_encampment(*camp, vec![visit(2, &[])], None).unwrap();
        let check = checked(&phone, None);
        phone.book().tell_encampment(*camp, vec![EncampmentNews::Welfare { check }], None).unwrap();
        let _ = directed(&phone, *camp, land, check);
    }
    phone.sync();
    later(&force, &[&phone], 2 * DAY + 3_600_000);
    for encampment in camps.iter().take(9) {
        for step in ["s78-applied", "s78-order"] {
            camp(&force, &[step, &encampment.to_string(), "--court", "Medway"], "M-1");
        }
    }
    camp(&force, &["police-s61", &camps[22].to_string()], "M-1");
    assert_eq!(reached(&force, None), [23, 14, 14, 9, 9, 0, 1]);
    assert_eq!(reached(&force, Some(&day_one)), [23, 0, 0, 0, 0, 0, 0]);
    let check = "check: reported = sum of the furthest stages: 23 = 9 + 0 + 0 + 5 + 0 + 9 + 0 = 23";
    assert!(camp(&force, &["funnel"], "M-1").contains(check));
    // A direction whose paper is void was never given.
    let number = phone.book().notices(1).unwrap().pop().unwrap().story.number().unwrap().to_owned();
    let voided = beatbook_device::NoticeNews::Voided { reason: "Printer failure".to_owned() };
    phone.book().tell_notice(phone.book().notice_numbered(&number).unwrap().record, voided).unwrap();
    phone.sync();
    assert_eq!(reached(&force, None), [23, 14, 13, 9, 9, 0, 1]);
    // A month in the making is not published, day by day; once it is over, 14 and then 13 would tell of the one.
    let day = local_date(force.clock.now()).unwrap();
    let last = day.last_of_month();
    let month = day.strftime("%Y-%m").to_string();
    let published = "funnel --public --csv";
    let as_at = |day: Date| format!("{published} --as-at {day}");
    let refused = |words: &str| camp_refused(&force, &words.split(' ').collect::<Vec<_>>(), "A-1");
    for words in [published.to_owned(), as_at(day), format!("{published} --reported {month}")] {
        assert_eq!(refused(&words), "not_public", "{words}");
    }
    force.clock.advance(local_midnight(last.tomorrow().unwrap()).unwrap() + DAY / 2 - force.clock.now());
    let part = format!("{} --reported {}..{last}", as_at(last), last.yesterday().unwrap());
    for words in [published, &part] {
        assert_eq!(refused(words), "not_public", "{words}");
    }
    let public = camp(&force, &as_at(last).split(' ').collect::<Vec<_>>(), "A-1");
    let rows = "stage,reached\r\nreported,23\r\nattended,14\r\nwelfare_done,14\r\ns77,c\r\ns78_applied,9\r\ns78_order,9\r\n\
                bailiffs,0\r\ndirection_spoken,0\r\ndirection_spoken_without_assessment,0\r\n\
                police_s61,c\r\n";
    assert_eq!(public, rows);
}

#[test]
fn two_phones_report_one_encampment_and_what_was_wrong_is_taken_back() {
    let force = council();
    let (first, second) = (safety_officer(&force, "2201"), safety_officer(&force, "2202"));
    // Neither knows of the other.
    let (one, other) = (comes_upon(&first, LAND), comes_upon(&second, "Medway St car park"));
    first.book().tell_encampment(one, vec![visit(8, &[])], None).unwrap();
    second
        .book()
        .tell_encampment(other, vec![visit(7, &[]), EncampmentNews::Vacated { text: None }], None)
        .unwrap();
    first.sync();
    second.sync();
    assert_eq!(reached(&force, None)[0], 2);
    let why = ["--why", "One car park"];
    camp(&force, &[&["same", &one.to_string(), &other.to_string()], &why[..]].concat(), "M-1");
    assert_eq!(reached(&force, None)[0], 1);
    let smaller = one.min(other);
    second.sync();
    let known = second.book().encampment(other).unwrap();
    assert_eq!((known.encampment, known.standing.as_ref().unwrap().vacated.is_some()), (smaller, true));
    // The wrong car park was empty: its officer takes that back, and nobody else's phone can.
    let entries = second.book().entries(None, 1_000).unwrap();
    let wrong = entries.iter().rev().find(|entry| entry.kind == "encampment_step").unwrap().seq;
    let back = || vec![EncampmentNews::TakenBack { entry: wrong, why: "Another car park".to_owned() }];
    second.book().tell_encampment(other, back(), None).unwrap();
    second.sync();
    let known = second.book().encampment(other).unwrap().standing.unwrap();
    assert_eq!((known.vacated, known.refused), (None, Vec::new()));
    // Who looks sees who joined them, what was taken back and why; so that two sites can be told apart again.
    let shown = camp_json(&force, &["show", &one.to_string()], "M-1");
    let gone = &shown["taken_back"][0];
    assert_eq!((&gone["told"], &gone["by"]), (&"vacated".into(), &"2202".into()));
    assert_eq!(gone["taken_back"]["what"], "Another car park");
    let same = &shown["same"][0];
    assert_eq!((&same["by"], &same["what"]["why"]), (&"M-1".into(), &"One car park".into()));
    let at = same["entry"].as_str().unwrap().split(' ').collect::<Vec<_>>();
    let id = one.to_string();
    let back = [&["take-back", &id], &at[..], &["--why", "Two car parks"]].concat();
    camp(&force, &back, "M-1");
    assert_eq!(reached(&force, None)[0], 2);
    first.sync();
    for (camp, land) in [(one, LAND), (other, "Medway St car park")] {
        let known = first.book().encampment(camp).unwrap();
        assert_eq!((known.encampment, known.standing.unwrap().land.as_deref()), (camp, Some(land)));
    }
}

#[test]
fn what_cannot_be_told_is_refused_with_what_to_do_and_nothing_is_stored() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let encampment = reported(&force, LAND);
    let entries = || phone.book().entries(None, 1_000).unwrap().len();
    let before = entries();
    let refused =
        |news: EncampmentNews| phone.book().tell_encampment(encampment, vec![news], None).unwrap_err();
    let person = Visited {
        people: vec![PersonMet { name: "Sam Example".to_owned(), born: "1990-05-01".parse().unwrap() }],
        ..Visited::default()
    };
    let mut unborn = person.clone();
    unborn.people[0].born = day_after(&phone, 1);
    assert_eq!(refused(EncampmentNews::Visit(Box::new(unborn))).code(), "born_in_future");
    let person = || EncampmentNews::Visit(Box::new(person.clone()));
    // The key comes with what the server tells of encampments.
    assert_eq!(refused(person()).code(), "people_key");
    assert_eq!(refused(EncampmentNews::Welfare { check: Id::from_bytes([3; 16]) }).code(), "not_found");
    let written = EncampmentNews::Written { number: "MDW-A7-000118-M".to_owned(), registrations: Vec::new() };
    assert_eq!(refused(written).code(), "s77_notice");
    assert_eq!(refused(EncampmentNews::Vacated { text: Some(" ".to_owned()) }).code(), "encampment_text");
    assert_eq!(refused(visit(2, &[" "])).code(), "encampment_text");
    let to_come = phone.book().tell_encampment(encampment, vec![visit(2, &[])], Some(now(&phone) + DAY));
    assert_eq!(to_come.unwrap_err().code(), "time");
    assert_eq!(entries(), before);
    // A check and a number of another encampment.
    let other = comes_upon(&phone, "The Strand, Gillingham");
    let check = checked(&phone, None);
    phone.book().tell_encampment(other, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let number = directed(&phone, other, "The Strand, Gillingham", check).story.number().unwrap().to_owned();
    assert_eq!(refused(EncampmentNews::Welfare { check }).code(), "check_elsewhere");
    let own = checked(&phone, None);
    phone.book().tell_encampment(encampment, vec![EncampmentNews::Welfare { check: own }], None).unwrap();
    let written = EncampmentNews::Written { number, registrations: Vec::new() };
    assert_eq!(refused(written).code(), "notice_elsewhere");
    phone.sync();
    phone.book().tell_encampment(encampment, vec![person()], None).unwrap();
    phone.sync();
    let shown = camp(&force, &["show", &encampment.to_string()], "M-1");
    assert!(shown.contains("\"people_known\": 1") && !shown.contains("Example"), "{shown}");
    // A notebook folded anew tells the same.
    let told = phone.book().encampments().unwrap();
    phone.book().rebuild().unwrap();
    assert_eq!(phone.book().encampments().unwrap(), told);
}

#[test]
fn a_check_of_one_site_opens_no_gate_at_another() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let book = phone.book();
    let here = comes_upon(&phone, LAND);
    let encounter = book.begin_encounter(BeginEncounter::here()).unwrap();
    let gate = |land: &str, check: Id| missing(&phone, &direction(&phone, encounter, land, Some(check)));
    let check = checked(&phone, None);
    assert_eq!(gate(LAND, check), ["check_untold"], "nobody said whose check it is");
    book.tell_encampment(here, vec![EncampmentNews::Welfare { check }], None).unwrap();
    assert_eq!(gate("The Strand, Gillingham", check), ["land_elsewhere"]);
    let elsewhere = comes_upon(&phone, "The Strand, Gillingham");
    let of = |encampment| {
        let mut asked = direction(&phone, encounter, LAND, Some(check));
        if let NoticeAbout::S77Direction(direction) = &mut asked.about {
            direction.encampment = Some(encampment);
        }
        asked
    };
    assert_eq!(missing(&phone, &of(elsewhere)), ["check_elsewhere"]);
    // A later check asks to wait: the earlier one does not go round it.
    phone.platform.advance(60_000);
    let waits = checked(&phone, Some(day_after(&phone, 4)));
    book.tell_encampment(here, vec![EncampmentNews::Welfare { check: waits }], None).unwrap();
    assert_eq!(gate(LAND, check), ["welfare_wait"]);
    // The land may be told more closely than it was reported.
    next_shift(&force, &[&phone], 4);
    let encounter = phone.book().begin_encounter(BeginEncounter::here()).unwrap();
    let closer = format!("{LAND}, to the hedge of the allotments");
    let asked = direction(&phone, encounter, &closer, Some(check));
    assert!(phone.book().check_notice(&asked).unwrap().ready().is_ok());
}

#[test]
fn a_check_that_the_server_knows_to_be_of_no_such_encampment_has_its_notice_reviewed() {
    let force = council();
    let phone = safety_officer(&force, "2201");
    let check = checked(&phone, None);
    next_shift(&force, &[&phone], 1);
    // Reported at the desk only today, and the phone has not heard: yesterday's check is of somebody else.
    let encampment = reported(&force, LAND);
    phone.book().tell_encampment(encampment, vec![EncampmentNews::Welfare { check }], None).unwrap();
    let notice = directed(&phone, encampment, LAND, check);
    phone.sync();
    let shown = force.at_desk(&["notice", "show", notice.story.number().unwrap()]);
    assert!(shown.contains("to be reviewed by"), "{shown}");
    assert!(shown.contains("the welfare check counts for no encampment"), "{shown}");
}
