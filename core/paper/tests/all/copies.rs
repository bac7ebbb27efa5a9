//! What the recipient's copy leaves out, and what paper that obliges nobody says (rules.md 9).

use crate::common;

use beatbook_paper::notice::{Guardian, Mark};
use beatbook_paper::{Kind, PaperCopy, Sheet, TemplateSet, Templates, samples};

use common::{compose, fpn};

#[test]
fn the_recipients_copy_has_none_of_the_officers_notes_and_the_officers_copy_all() {
    for kind in Kind::ALL {
        let notice = samples::full(kind);
        let notes = &notice.notes;
        let single = [&notes.belief, &notes.description, &notes.position];
        let lists = [&notes.witnesses, &notes.others, &notes.video, &notes.hashes, &notes.six];
        let reasons = notes.reasons.iter().flat_map(|why| [&why.persistent, &why.unreasonable]);
        let served = notes.served.iter().map(|one| &one.method);
        let private = single.into_iter().flatten().chain(lists.into_iter().flatten());
        let private: Vec<&String> = private.chain(reasons).chain(served).collect();
        let more = match kind {
            Kind::Fpn | Kind::Cpw | Kind::Cpn => 4,
            Kind::S59Warning | Kind::S59Seizure | Kind::S77Direction => 2,
            Kind::Surrender => 0,
        };
        assert_eq!(private.len(), 10 + more, "{kind}");
        let recipients = compose(&notice, PaperCopy::Recipient);
        let officers = compose(&notice, PaperCopy::Officer);
        for text in private {
            assert!(!recipients.text().contains(text.as_str()), "{kind}: {text}");
            assert!(!recipients.html(Sheet::A4).contains(text.as_str()), "{kind}: {text}");
            assert!(officers.text().contains(text.as_str()), "{kind}: {text}");
        }
        // All that the recipient reads, the officer can show.
        let shown = officers.text();
        for line in recipients.text().lines() {
            assert!(shown.contains(line), "{kind}: {line}");
        }
    }
}

#[test]
fn the_officers_copy_tells_each_service_and_who_would_not_sign_in_whatever_words_the_set_has() {
    let mut set = TemplateSet::shipped();
    set.words.served.refused = "Would not sign".into();
    let notice = samples::full(Kind::Cpw);
    for (set, refused) in [(TemplateSet::shipped(), "Asked to sign: refused"), (set, "Would not sign")] {
        let text = Templates::check(set).unwrap().compose(&notice, PaperCopy::Officer).unwrap().text();
        let each = format!(
            "Each service: not on the recipient's copy\n12 September 2025, 16:53\nLeft at the address\n{refused}\n\
             13 September 2025, 09:05\nSent by post\nNot asked to sign"
        );
        assert!(text.contains(&each), "{text}");
    }
}

#[test]
fn the_guardians_copy_is_the_recipients_and_says_whose_it_is_first() {
    for kind in [Kind::Fpn, Kind::Cpw, Kind::Cpn] {
        let mut notice = samples::full(kind);
        assert_eq!(
            common::SHIPPED.compose(&notice, PaperCopy::Guardian).unwrap_err().code(),
            "paper_no_guardian",
            "{kind}: to an adult"
        );
        notice.guardian = Some(Guardian { name: None });
        let recipients = compose(&notice, PaperCopy::Recipient);
        let guardians = compose(&notice, PaperCopy::Guardian);
        let (said, body) = (guardians.text(), recipients.text());
        let before = said.strip_suffix(body.as_str()).expect("what the recipient's copy says, word for word");
        assert!(
            before.starts_with("Parent's or guardian's copy\nTo the parent or guardian of Zoë"),
            "{before}"
        );
        assert!(guardians.html(Sheet::A4).contains("Parent's or guardian's copy"));
        notice.guardian = Some(Guardian { name: Some("Kim Ó Faoláin".into()) });
        let named = compose(&notice, PaperCopy::Guardian).text();
        assert!(named.contains("\nKim Ó Faoláin, parent or guardian of Zoë"), "{named}");
        // Training and demonstration are said before everything, on this copy, too.
        notice.mark = Mark::Demo;
        assert!(compose(&notice, PaperCopy::Guardian).text().starts_with("DEMO"));
    }
}

#[test]
fn a_set_may_word_the_guardians_copy_and_one_that_does_not_is_read() {
    let mut set = serde_json::to_value(TemplateSet::shipped()).unwrap();
    set["words"].as_object_mut().unwrap().remove("guardian");
    let read: TemplateSet = serde_json::from_value(set).unwrap();
    assert_eq!(read, TemplateSet::shipped());
}

#[test]
fn a_fixed_penalty_notice_offers_representations_and_no_appeal() {
    let text = fpn(|_| {}).text().to_lowercase();
    assert!(text.contains("(representations)"));
    assert!(!text.contains("appeal"));
}

#[test]
fn what_to_pay_comes_before_why_and_why_before_how() {
    let text = fpn(|_| {}).text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}"));
    let order = [
        "Fixed penalty notice",
        "MDW-A7-000118-M",
        "Pay £100 by 10 October 2025",
        "Or £75 if you pay by 25 September 2025",
        "What you are said to have done",
        "How to pay",
        "What happens then",
        "If you disagree",
        "Your information",
    ];
    assert!(order.map(at).is_sorted());
}

#[test]
fn training_and_demo_paper_says_so_first_and_across_the_page() {
    for (mark, word) in [(Mark::Training, "TRAINING"), (Mark::Demo, "DEMO")] {
        let paper = fpn(|notice| notice.mark = mark);
        assert!(paper.text().starts_with(word));
        assert!(paper.html(Sheet::Receipt80).contains(&format!("aria-hidden=\"true\">{word}<")));
    }
    let live = fpn(|_| {});
    assert!(!live.text().contains("no legal effect") && !live.html(Sheet::A4).contains("class=\"mark\""));
}

#[test]
fn the_code_holds_number_and_reference_only() {
    assert_eq!(fpn(|_| {}).qr(), "MDW-A7-000118-M PSPO 80011874");
    assert_eq!(compose(&samples::full(Kind::Cpw), PaperCopy::Officer).qr(), "MDW-A7-000118-M");
}
