//! An authority words its own penalty notice: phones get it with the briefing and print it offline, and what was handed over
//! before says the same words for ever, on phone and server alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{NoticeOutcome, NoticeView, PaperCopy, Sheet, Unusable};
use beatbook_domain::orders::templates::{KeptTemplates, TemplatesRef};
use beatbook_domain::records::server::ServerBody;
use beatbook_paper::TemplateSet;
use beatbook_server::admin::Refusal;
use beatbook_server::auth::Purpose;
use beatbook_server::orders::{CurrentBook, NewBook, publish};
use beatbook_tests::car_park::{
    CAR_PARK, asked, decide, drafted, fix, meet, pcso_out, refused_to_stop, town,
};
use beatbook_tests::force::Force;
use beatbook_tests::phone::Phone;

/// The shipped set as the council's own, with a sentence of its own before how to pay.
fn own(id: &str, revision: u32, sentence: &str) -> TemplateSet {
    let mut set = TemplateSet { id: id.to_owned(), revision, ..TemplateSet::shipped() };
    let fpn = set.templates.get_mut("fpn").unwrap();
    *fpn = fpn.replacen("<h2>How to pay</h2>", &format!("<p>{sentence}</p>\n<h2>How to pay</h2>"), 1);
    set
}

/// The council's manager, who answers for enforcement.
fn manager(force: &Force) {
    force.add_officer("MGR1", "Office");
    let grant = ["--authority", "MDW", "--code", "MGR1", "--role", "community_safety_manager"];
    force.command(&[&["officer", "role", "add"], &grant[..], &["--from", "2025-01-01"]].concat());
}

fn import(force: &Force, authority: &str, by: &str, set: &TemplateSet) -> Result<TemplatesRef, Refusal> {
    let words = ["templates", "import", "set.json", "--authority", authority, "--as", by];
    let words = [&words[..], &["--reason", "read by our solicitor"]].concat();
    let answer = force.asked(&words, &set.to_file().unwrap())?;
    Ok(serde_json::from_value(answer["in_force"].clone()).unwrap())
}

fn imported(force: &Force, revision: u32, sentence: &str) -> TemplatesRef {
    import(force, "MDW", "MGR1", &own("MDW-paper", revision, sentence)).unwrap()
}

/// Issued on the street, with no network.
fn fined(phone: &Phone, name: &str) -> NoticeView {
    fix(phone, CAR_PARK, 4.0);
    let encounter = refused_to_stop(phone, name);
    match phone.book().issue_notice(&asked(encounter)).unwrap() {
        NoticeOutcome::Issued { record, .. } => phone.book().notice(record).unwrap(),
        draft => panic!("a draft: {draft:?}"),
    }
}

fn printed(phone: &Phone, notice: &NoticeView) -> String {
    let paper = phone.book().paper(notice.record, PaperCopy::Recipient).unwrap();
    assert_eq!(paper.passed_over(), None);
    paper.html(Sheet::A4)
}

/// The same notice, printed at the desk.
fn printed_at_desk(force: &Force, number: &str) -> String {
    let out = force.folder().join(format!("{number}-{}.html", force.clock.now()));
    let told = force.at_desk(&["notice", "print", number, "--out", out.to_str().unwrap()]);
    assert!(!told.contains("LOOK"), "{told}");
    std::fs::read_to_string(out).unwrap()
}

/// The paper in a bundle for the complainant.
fn bundled(force: &Force, number: &str) -> String {
    let out = force.folder().join(format!("bundle-{number}"));
    let to = ["--profile", "complainant", "--reason", "complaint C-17", "--out", out.to_str().unwrap()];
    force.at_desk(&[&["notice", "bundle", number], &to[..]].concat());
    std::fs::read_to_string(out.join("paper.html")).unwrap()
}

fn templates_of(notice: &NoticeView) -> &TemplatesRef {
    notice.story.issue().unwrap().templates.as_ref().unwrap()
}

const SPRING: &str = "This wording was read in the spring.";
const AUTUMN: &str = "This wording was read in the autumn.";

#[test]
fn what_was_handed_over_keeps_its_words_whatever_is_revised_later() {
    let mut force = town();
    manager(&force);
    let phone = pcso_out(&force);
    let shipped = fined(&phone, "Sam Example");
    assert_eq!(templates_of(&shipped), &TemplateSet::shipped().reference().unwrap());
    let draft = drafted(&phone, "Dan Draft").to_string();

    // Without a set of its own an authority reads every revision that shipped, the newest unless asked.
    for (asked, revision) in [(&[][..], 2), (&["--revision", "2"], 2), (&["--revision", "1"], 1)] {
        let text = force.command(&[&["templates", "export", "--authority", "MDW"], asked].concat());
        assert_eq!(TemplateSet::read(text.as_bytes()).unwrap().revision, revision, "{asked:?}");
    }
    let spring = imported(&force, 1, SPRING);
    // Until it meets the server a phone knows nothing of it, and its paper is good.
    let before = fined(&phone, "Kim Example");
    assert!(!printed(&phone, &before).contains(SPRING));
    meet(&force, &phone);
    assert_eq!(phone.book().status().unwrap().wording.set, spring);
    let in_spring = fined(&phone, "Alex Example");
    assert_eq!(templates_of(&in_spring), &spring);
    let said = printed(&phone, &in_spring);
    assert!(said.contains(SPRING) && said.contains("How to pay"), "{said}");

    // Revised: what comes then has the new words, everything before its own.
    let autumn = imported(&force, 2, AUTUMN);
    meet(&force, &phone);
    let in_autumn = fined(&phone, "Jo Example");
    assert_eq!(templates_of(&in_autumn), &autumn);
    meet(&force, &phone);
    let told = force.command(&decide(&draft, "issue-by-post", &[]));
    let posted = told.split_whitespace().next().unwrap().to_owned();
    let all = [(&shipped, None), (&before, None), (&in_spring, Some(SPRING)), (&in_autumn, Some(AUTUMN))];
    let check = |force: &Force| {
        for (notice, sentence) in all {
            let (number, on_phone) = (notice.story.number().unwrap(), printed(&phone, notice));
            for words in [SPRING, AUTUMN] {
                assert_eq!(on_phone.contains(words), sentence == Some(words), "{number}: {words}");
            }
            assert_eq!(printed_at_desk(force, number), on_phone, "{number} at the desk");
        }
        // Drafted in the shipped words' time, issued in the autumn: nobody had seen it before.
        let text = printed_at_desk(force, &posted);
        assert!(text.contains(AUTUMN) && !text.contains(SPRING), "{text}");
    };
    check(&force);
    assert_eq!(bundled(&force, in_spring.story.number().unwrap()), printed(&phone, &in_spring));
    // The officer's copy names the set.
    let officers = phone.book().paper(in_spring.record, PaperCopy::Officer).unwrap().text();
    assert!(officers.contains(&format!("Templates MDW-paper revision 1, {}", spring.hash)), "{officers}");
    // Nothing of it hangs on what memory holds: the notebook told anew, the server started again.
    phone.book().rebuild().unwrap();
    force.restart();
    check(&force);
    assert_eq!(phone.book().notice(in_spring.record).unwrap(), in_spring);

    // Who, when and why, in the order of the journal.
    let list = force.command(&["templates", "list", "--authority", "MDW"]);
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 2, "{list}");
    assert!(lines[0].starts_with("MDW-paper revision 1  since ") && !lines[0].contains("IN FORCE"), "{list}");
    assert!(lines[1].contains("by MGR1: read by our solicitor  IN FORCE"), "{list}");
    let journal = force.journal().into_iter().filter_map(|body| match body {
        ServerBody::OrderBookPublished(published) => published.templates,
        _ => None,
    });
    assert_eq!(journal.map(|taken| taken.set).collect::<Vec<_>>(), [spring, autumn]);
    let exported = |more: &[&str]| {
        let text = force.command(&[&["templates", "export", "--authority", "MDW"], more].concat());
        TemplateSet::read(text.as_bytes()).unwrap()
    };
    assert_eq!(exported(&[]), own("MDW-paper", 2, AUTUMN));
    assert_eq!(exported(&["--revision", "1"]), own("MDW-paper", 1, SPRING));
    assert_eq!(exported(&["--shipped"]), TemplateSet::shipped());
}

#[test]
fn a_set_with_faults_is_refused_with_all_its_lines_and_changes_nothing() {
    let force = town();
    manager(&force);
    let phone = pcso_out(&force);
    let published = || force.journal().iter().filter(|body| body.kind() == "order_book_published").count();
    let before = published();
    let mut set = own("MDW-paper", 1, SPRING);
    let mut change = |template: &str, from: &str, to: &str| {
        let source = set.templates.get_mut(template).unwrap();
        assert!(source.contains(from), "{template}");
        *source = source.replacen(from, to, 1);
    };
    change("fpn", "{{ subject.offence }}", "{{ subject.offense }}");
    change("cpw", "{{ particulars }}", "{{ particulars|loud }}");
    change("s59_warning", "{{ parts.top(", "<img/>{{ parts.top(");
    let refusal = import(&force, "MDW", "MGR1", &set).unwrap_err();
    assert_eq!(refusal.code, "templates_faults");
    for said in
        ["template fpn, line 18", "subject.offense", "template cpw, line 16", "template s59_warning, line 2"]
    {
        assert!(refusal.text.contains(said), "{said} is not said:\n{}", refusal.text);
    }
    // A check says the same and asks for no authority.
    let checked = force.asked(&["templates", "check", "set.json"], &set.to_file().unwrap()).unwrap_err();
    assert_eq!((checked.code, checked.text), (refusal.code, refusal.text));
    let good = own("MDW-paper", 1, SPRING);
    let clean = force.asked(&["templates", "check", "set.json"], &good.to_file().unwrap()).unwrap();
    assert_eq!(clean["faults"], serde_json::json!([]));

    let strange = String::from_utf8(good.to_file().unwrap()).unwrap().replacen('{', "{\"colour\": 1,", 1);
    let words = ["templates", "import", "set.json", "--authority", "MDW", "--as", "MGR1", "--reason"];
    let refused =
        |file: &[u8], reason: &str| force.asked(&[&words[..], &[reason]].concat(), file).unwrap_err().code;
    let file = good.to_file().unwrap();
    assert_eq!(refused(strange.as_bytes(), "why"), "templates_file");
    assert_eq!(refused(&vec![b' '; 300_000], "why"), "templates_too_large");
    assert_eq!(refused(&file, " "), "reason");
    // Not everybody words notices, and no revision comes twice or goes back.
    force.add_officer("CON1", "Contractors");
    let grant = ["--authority", "MDW", "--code", "CON1", "--role", "contractor", "--from", "2025-01-01"];
    force.command(&[&["officer", "role", "add"], &grant[..]].concat());
    assert_eq!(import(&force, "MDW", "CON1", &good).unwrap_err().code, "not_allowed");
    let again = TemplateSet { id: "EW-paper".to_owned(), ..good.clone() };
    assert_eq!(import(&force, "MDW", "MGR1", &again).unwrap_err().code, "templates_revision");
    assert_eq!(published(), before, "nothing was published");
    phone.sync();
    assert_eq!(phone.book().status().unwrap().wording.set.id, "EW-paper");
    let _ = import(&force, "MDW", "MGR1", &good).unwrap();
    assert_eq!(import(&force, "MDW", "MGR1", &good).unwrap_err().code, "templates_revision");
    assert_eq!(published(), before + 1);
}

#[test]
fn another_authority_keeps_its_own_words() {
    let force = town();
    manager(&force);
    let other = force.add_authority("CAN");
    let officer = force.add_officer_to(other, "C1", "Centre");
    let grant = ["--authority", "CAN", "--code", "C1", "--role", "community_safety_manager"];
    force.command(&[&["officer", "role", "add"], &grant[..], &["--from", "2025-01-01"]].concat());
    let cans = Phone::found(&force.ticket_of(other, officer), force.clock.now());
    let ours = pcso_out(&force);
    let spring = imported(&force, 1, SPRING);
    for phone in [&cans, &ours] {
        phone.sync();
    }
    let wording = |phone: &Phone| phone.book().status().unwrap().wording.set;
    assert_eq!((wording(&cans).id.as_str(), wording(&ours)), ("EW-paper", spring.clone()));
    let theirs = import(&force, "CAN", "C1", &own("CAN-paper", 1, AUTUMN)).unwrap();
    for phone in [&cans, &ours] {
        phone.sync();
    }
    assert_eq!((wording(&cans), wording(&ours)), (theirs, spring));
    let listed = force.command(&["templates", "list", "--authority", "CAN"]);
    assert!(listed.contains("CAN-paper") && !listed.contains("MDW-paper"), "{listed}");
}

/// A newer server publishes a set of which this program knows nothing.
fn published_by_a_newer_server(force: &Force, set: &TemplateSet) -> TemplatesRef {
    let text = String::from_utf8(set.to_bytes().unwrap()).unwrap();
    let newer = text.replacen("\"words\"", "\"sheets\":[\"a5\"],\"words\"", 1);
    let kept = KeptTemplates::of(&set.id, set.revision, newer.into_bytes());
    let named = kept.set.clone();
    let service = force.server().service();
    let scope = service.keyholder().scope(force.authority, Purpose::Administration);
    let mut current = force.block_on(CurrentBook::read(&**service.store(), &scope)).unwrap();
    current.book.templates.push(kept);
    force.block_on(publish(&**service.store(), &scope, current, NewBook::default())).unwrap();
    named
}

#[test]
fn a_phone_that_cannot_read_the_newest_words_says_so_and_hands_over_paper() {
    let force = town();
    manager(&force);
    let phone = pcso_out(&force);
    let newer = published_by_a_newer_server(&force, &own("MDW-paper", 1, SPRING));
    meet(&force, &phone);
    let status = phone.book().status().unwrap().wording;
    assert_eq!(status.set.id, "EW-paper", "without a good one before it, the shipped one");
    let over = status.passed_over.unwrap();
    assert_eq!((over.set, over.why), (newer, Unusable::Unreadable));
    let notice = fined(&phone, "Sam Example");
    assert_eq!(templates_of(&notice).id, "EW-paper", "the record names what it is printed with");
    assert!(printed(&phone, &notice).contains("How to pay"));

    // The last good one goes on when an unreadable one follows.
    let autumn = imported(&force, 2, AUTUMN);
    let newest = published_by_a_newer_server(&force, &own("MDW-paper", 3, SPRING));
    meet(&force, &phone);
    let status = phone.book().status().unwrap().wording;
    assert_eq!((status.set, status.passed_over.map(|over| over.set)), (autumn.clone(), Some(newest)));
    let notice = fined(&phone, "Kim Example");
    assert_eq!(templates_of(&notice), &autumn);
    assert!(printed(&phone, &notice).contains(AUTUMN));
    meet(&force, &phone);
    assert!(printed_at_desk(&force, notice.story.number().unwrap()).contains(AUTUMN));
}

#[test]
fn twenty_revisions_later_a_notice_has_the_words_it_was_given_in() {
    let force = town();
    manager(&force);
    let phone = pcso_out(&force);
    let spring = imported(&force, 1, SPRING);
    meet(&force, &phone);
    let notice = fined(&phone, "Sam Example");
    // Twenty revisions later all are on the phone: each notice names its own.
    for revision in 2..=21 {
        let _ = imported(&force, revision, &format!("Wording {revision}."));
    }
    meet(&force, &phone);
    assert_eq!(templates_of(&phone.book().notice(notice.record).unwrap()), &spring);
    assert!(printed(&phone, &notice).contains(SPRING));
    assert_eq!(phone.book().status().unwrap().wording.set.revision, 21);
    force.command(&["verify"]);
}
