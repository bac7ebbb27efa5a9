//! The PDF as other programs see it: text in order, fonts in it, tags, pages, the code read by a scanner.
#![allow(clippy::unwrap_used, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use beatbook_paper::notice::Mark;
use beatbook_paper::{Kind, PaperCopy, Sheet, samples};

use common::{a4, compose, fonts, fpn, poppler, read};

#[test]
fn every_kind_on_every_sheet_says_in_order_what_the_paper_says() {
    let Some(fonts) = fonts() else { return };
    for kind in Kind::ALL {
        for copy in PaperCopy::ALL {
            let paper = compose(&samples::full(kind), copy);
            for sheet in Sheet::ALL {
                let pdf = paper.pdf(sheet, &fonts).unwrap();
                assert_eq!(pdf.warnings, [], "{kind} {sheet:?}");
                let Some(text) = read(&pdf) else { return };
                let headings = ["MDW-A7-000118-M", "Who gives it", "Questions, help", "Your information"];
                let notes = (copy == PaperCopy::Officer).then_some("Officer's notes");
                let mut from = 0;
                for words in headings.into_iter().chain(notes) {
                    let at = text[from..].find(words).unwrap_or_else(|| panic!("{kind} {sheet:?}: {words}"));
                    from += at;
                }
                for name in ["Zoë Ó Faoláin-Nguyễn", "CSO 4127", "CS/2025/041"] {
                    assert!(text.contains(name), "{kind} {sheet:?}: {name}");
                }
            }
        }
    }
}

#[test]
fn it_is_tagged_has_a_title_and_carries_subsets_of_its_fonts() {
    let Some(fonts) = fonts() else { return };
    let pdf = a4(&fpn(|_| {}), &fonts);
    assert!(pdf.bytes.len() < 80_000, "{} bytes", pdf.bytes.len());
    let Some(info) = poppler("pdfinfo", &pdf, &[]) else { return };
    let info = String::from_utf8(info).unwrap();
    let says = |key: &str, value: &str| {
        info.lines()
            .any(|line| line.starts_with(key) && line.split(':').nth(1).is_some_and(|it| it.trim() == value))
    };
    assert!(says("Tagged", "yes"), "{info}");
    assert!(says("Title", "Fixed penalty notice MDW-A7-000118-M"), "{info}");
    assert!(says("JavaScript", "no") && says("Encrypted", "no"), "{info}");
    let structure = String::from_utf8(poppler("pdfinfo", &pdf, &["-struct"]).unwrap()).unwrap();
    for tag in ["H1", "H2", "Table", "TR", "TH", "TD", "L (block)", "LI", "Figure", "P (block)"] {
        assert!(structure.contains(tag), "{tag} in {structure}");
    }
    let listed = String::from_utf8(poppler("pdffonts", &pdf, &[]).unwrap()).unwrap();
    let used: Vec<&str> = listed.lines().skip(2).collect();
    assert_eq!(used.len(), 2, "regular and bold: {listed}");
    for font in used {
        let columns: Vec<&str> = font.split_whitespace().rev().collect();
        assert_eq!(columns[2..5], ["yes", "yes", "yes"], "embedded, subset, with its Unicode: {font}");
    }
}

#[test]
fn the_same_notice_with_the_same_fonts_is_the_same_file() {
    let (Some(one), Some(other)) = (fonts(), fonts()) else { return };
    for sheet in Sheet::ALL {
        let first = fpn(|_| {}).pdf(sheet, &one).unwrap();
        assert_eq!(first.bytes, fpn(|_| {}).pdf(sheet, &other).unwrap().bytes);
        assert_eq!(first.bytes, fpn(|_| {}).pdf(sheet, &one).unwrap().bytes);
    }
}

#[test]
fn a_scanner_reads_number_and_reference_off_every_sheet() {
    let Some(fonts) = fonts() else { return };
    let paper = fpn(|_| {});
    for sheet in Sheet::ALL {
        let pdf = paper.pdf(sheet, &fonts).unwrap();
        // 203 dots an inch: what a receipt printer's head has.
        let Some(image) = poppler("pdftoppm", &pdf, &["-gray", "-r", "203", "-f", "1", "-l", "1"]) else {
            return;
        };
        assert_eq!(scan(&image), "MDW-A7-000118-M PSPO 80011874", "{sheet:?}");
    }
}

/// Reads the code in a portable greymap.
fn scan(image: &[u8]) -> String {
    assert_eq!(&image[..3], b"P5\n");
    let text = |at: usize| image.split(|byte| byte.is_ascii_whitespace()).nth(at).unwrap();
    let value = |at: usize| -> usize { std::str::from_utf8(text(at)).unwrap().parse().unwrap() };
    let (width, height) = (value(1), value(2));
    let pixels = &image[image.len() - width * height..];
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let found = prepared.detect_grids();
    assert_eq!(found.len(), 1);
    found[0].decode().unwrap().1
}

#[test]
fn the_watermark_is_on_every_page_and_no_reader_reads_it_out() {
    let Some(fonts) = fonts() else { return };
    let plain = a4(&fpn(|_| {}), &fonts);
    let marked = a4(&fpn(|notice| notice.mark = Mark::Training), &fonts);
    let pixels = |page: usize, pdf| -> Option<usize> {
        let page = page.to_string();
        let image = poppler("pdftoppm", pdf, &["-gray", "-r", "40", "-f", &page, "-l", &page])?;
        Some(image.iter().filter(|shade| (0xdc..=0xe8).contains(*shade)).count())
    };
    for page in 1..=marked.pages.min(plain.pages) {
        let (Some(with), Some(without)) = (pixels(page, &marked), pixels(page, &plain)) else { return };
        assert!(with > 2 * without, "page {page}: {with} pale pixels beside {without}");
    }
    let structure = String::from_utf8(poppler("pdfinfo", &marked, &["-struct-text"]).unwrap()).unwrap();
    assert_eq!(structure.matches("TRAINING").count(), 1, "the banner alone");
}
