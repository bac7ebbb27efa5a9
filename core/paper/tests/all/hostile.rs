//! Names and words as people have them, and as people make them up to break things.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use beatbook_paper::notice::{NoticePaper, Recipient};
use beatbook_paper::{Fonts, Kind, PaperCopy, PaperError, Sheet, Warning, samples};
use proptest::prelude::*;

use common::{a4, compose, fonts, fpn, latin, read};

fn named(name: &str) -> impl FnOnce(&mut NoticePaper) {
    let name = name.to_owned();
    move |notice| notice.recipient = Recipient::Named { name, address: Vec::new(), born: None }
}

#[test]
fn markup_in_a_name_is_printed_as_it_was_typed() {
    let name = "<script>alert('1')</script> & \"Sons\" {{ number }}";
    let paper = fpn(named(name));
    assert!(paper.text().lines().any(|line| line == name));
    let html = paper.html(Sheet::A4);
    assert!(html.contains("&lt;script&gt;alert('1')&lt;/script&gt; &amp; \"Sons\" {{ number }}"));
    assert!(!html.contains("<script"));
    let Some(fonts) = latin() else { return };
    let Some(text) = read(&a4(&paper, &fonts)) else { return };
    assert!(text.contains(name));
}

#[test]
fn a_reference_cannot_leave_its_place_either() {
    let notice = {
        let mut notice = samples::full(Kind::Surrender);
        notice.number = "</title><b>\"".into();
        notice
    };
    let html = compose(&notice, PaperCopy::Recipient).html(Sheet::A4);
    assert!(!html.contains("<b>") && html.matches("</title>").count() == 1);
}

#[test]
fn control_characters_leave_a_mark_and_overrides_turn_nothing() {
    let paper = fpn(named("A\u{0}B\u{1b}[2J \u{202e}gpj.exe\u{202c} C\u{feff}"));
    assert!(paper.text().contains("A\u{fffd}B\u{fffd}[2J gpj.exe C\u{fffd}"));
    let Some(fonts) = latin() else { return };
    assert_eq!(a4(&paper, &fonts).warnings, []);
}

#[test]
fn names_in_arabic_hebrew_and_with_stacked_marks_are_shaped_and_in_order() {
    let names = ["محمد عبد الله", "דנה כהן", "Nguyễn Thị Ánh", "Z\u{30c}oe\u{308} O\u{301}"];
    let Some(fonts) = fonts() else { return };
    for name in names {
        let paper = fpn(named(name));
        let pdf = a4(&paper, &fonts);
        assert_eq!(pdf.warnings, [], "{name}");
        let Some(text) = read(&pdf) else { return };
        // Poppler marks the directions it finds.
        let text: String = text.chars().filter(|it| !matches!(it, '\u{202a}'..='\u{202e}')).collect();
        assert!(text.contains(name), "{name} in {text}");
        assert!(text.contains("MDW-A7-000118-M"), "nothing around it turned");
    }
    let html = fpn(named(names[0])).html(Sheet::A4);
    assert!(html.contains("<strong><bdi>محمد عبد الله</bdi></strong>"));
}

#[test]
fn a_character_that_no_font_has_is_told_and_printed_by_its_number() {
    let Some(latin) = latin() else { return };
    let paper = fpn(named("Zoë 😀 דנה 👩\u{200d}🚒 😀"));
    let pdf = a4(&paper, &latin);
    assert_eq!(pdf.warnings, [Warning::NoGlyph(vec!['ד', 'ה', 'נ', '👩', '😀', '🚒'])]);
    let Some(text) = read(&pdf) else { return };
    for number in ["[U+1F600]", "[U+05D3]", "[U+1F692]"] {
        assert!(text.contains(number), "{number} in {text}");
    }
    assert!(paper.html(Sheet::A4).contains("👩\u{200d}🚒"), "the platform has a font for HTML");
}

#[test]
fn a_word_without_end_is_broken_within_the_sheet() {
    let Some(fonts) = latin() else { return };
    let paper = fpn(|notice| notice.particulars = "Wort".repeat(500));
    for sheet in Sheet::ALL {
        let pdf = paper.pdf(sheet, &fonts).unwrap();
        let Some(text) = common::poppler("pdftotext", &pdf, &["-"]) else { return };
        let text: String = String::from_utf8(text).unwrap().split_whitespace().collect();
        assert!(text.contains(&"Wort".repeat(100)), "nothing is cut off: {sheet:?}");
        let right = common::right_edge(&pdf).unwrap();
        assert!(right < 1.0, "{sheet:?}: text ends at {right} of the width");
    }
}

#[test]
fn twenty_thousand_characters_of_particulars_fill_pages_and_lengthen_a_receipt() {
    let Some(fonts) = latin() else { return };
    let short = fpn(|_| {});
    let sentence = "At 16:42 the same thing happened again, and again nobody did anything about it. ";
    let long = fpn(|notice| notice.particulars = sentence.repeat(250));
    assert!(sentence.len() * 250 >= 20_000);
    let (few, many) = (a4(&short, &fonts), a4(&long, &fonts));
    assert!(few.pages == 2 && many.pages >= 6, "{} and {} pages", few.pages, many.pages);
    let receipt = |paper: &beatbook_paper::Paper| paper.pdf(Sheet::Receipt80, &fonts).unwrap();
    let (narrow, tall) = (receipt(&short), receipt(&long));
    assert_eq!((narrow.pages, tall.pages), (1, 1));
    let (Some(was), Some(is)) = (common::page_size(&narrow), common::page_size(&tall)) else { return };
    assert!((was.0 - 226.8).abs() < 0.1 && is.0 == was.0, "80 mm wide");
    assert!(is.1 > was.1 + 4_000.0, "{} and {} points long", was.1, is.1);
    let text = read(&many).unwrap();
    assert_eq!(text.matches("nobody").count(), 250);
    for page in 1..=many.pages {
        assert!(text.contains(&format!("Page {page} of {}", many.pages)), "every page says which it is");
    }
}

#[test]
fn more_text_than_paper_is_made_for_is_refused() {
    let mut notice = samples::full(Kind::Fpn);
    notice.particulars = "x".repeat(400_000);
    let error = common::SHIPPED.compose(&notice, PaperCopy::Recipient).unwrap_err();
    assert_eq!((error.clone(), error.code()), (PaperError::TooLong { limit: 400_000 }, "paper_too_long"));
    let long = fpn_with_reference("9".repeat(90));
    assert_eq!(common::SHIPPED.compose(&long, PaperCopy::Recipient).unwrap_err(), PaperError::Qr);
}

fn fpn_with_reference(reference: String) -> NoticePaper {
    let mut notice = samples::full(Kind::Fpn);
    if let beatbook_paper::Subject::Fpn(fpn) = &mut notice.subject {
        fpn.payment.reference = reference;
    }
    notice
}

#[test]
fn what_is_no_font_for_print_is_refused_by_its_place() {
    assert_eq!(Fonts::new([]).unwrap_err(), PaperError::NoFont);
    for file in [Vec::new(), b"ttcf".to_vec(), vec![0; 64], vec![0xff; 4_096]] {
        assert_eq!(Fonts::new([file]).unwrap_err(), PaperError::Font { index: 0 });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is typed, there is a paper, it says all of the notice's number, and the print is well-formed.
    #[test]
    fn any_text_gives_a_paper(name in any::<String>(), words in "\\PC{0,300}", raw in prop::collection::vec(any::<char>(), 0..80)) {
        let paper = fpn(|notice| {
            notice.recipient = Recipient::Named { name, address: vec![words.clone()], born: None };
            notice.particulars = raw.into_iter().collect::<String>() + &words;
        });
        let html = paper.html(Sheet::Receipt80);
        prop_assert!(html.ends_with("</html>\n") && html.contains("MDW-A7-000118-M"));
        prop_assert_eq!(html.matches("<table").count(), html.matches("</table>").count());
        if let Some(fonts) = latin() {
            for sheet in [Sheet::A4, Sheet::Receipt80] {
                let pdf = paper.pdf(sheet, &fonts);
                prop_assert!(pdf.is_ok_and(|pdf| !pdf.warnings.contains(&Warning::NotAccessible)));
            }
        }
    }
}
