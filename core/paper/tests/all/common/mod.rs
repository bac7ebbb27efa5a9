//! Fonts of this machine and programs that read what was printed. Tests that lack them say so and are left out.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests are not recognised as tests")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use beatbook_paper::{
    Fonts, Kind, NoticePaper, Paper, PaperCopy, Pdf, Sheet, TemplateSet, Templates, samples,
};

/// Where Debian's fonts-noto-core and fonts-dejavu-core put them.
const DEBIAN: &str = "/usr/share/fonts/truetype";

/// Noto Sans with its Arabic and Hebrew companions.
pub fn fonts() -> Option<Fonts> {
    named(&[
        "Sans-Regular",
        "Sans-Bold",
        "SansArabic-Regular",
        "SansHebrew-Regular",
        "SansDevanagari-Regular",
    ])
}

/// Noto Sans alone: Latin, Greek, Cyrillic.
pub fn latin() -> Option<Fonts> {
    named(&["Sans-Regular", "Sans-Bold"])
}

fn named(names: &[&str]) -> Option<Fonts> {
    let folder = Path::new(DEBIAN).join("noto");
    let files = names.iter().map(|name| fs::read(folder.join(format!("Noto{name}.ttf"))));
    let Ok(files) = files.collect::<Result<Vec<_>, _>>() else {
        println!("skipped: printing wants Debian's fonts-noto-core");
        return None;
    };
    Some(Fonts::new(files).unwrap())
}

/// The shipped set. That it passes its check is shown once, in `tests/all/templates.rs`.
pub static SHIPPED: LazyLock<Templates> =
    LazyLock::new(|| Templates::compile(TemplateSet::shipped()).unwrap());

/// One copy by the shipped set.
pub fn compose(notice: &NoticePaper, copy: PaperCopy) -> Paper {
    SHIPPED.compose(notice, copy).unwrap()
}

/// A fixed penalty notice, changed a little, as the recipient gets it.
pub fn fpn(change: impl FnOnce(&mut NoticePaper)) -> Paper {
    let mut notice = samples::full(Kind::Fpn);
    change(&mut notice);
    compose(&notice, PaperCopy::Recipient)
}

/// What one of poppler's programs prints about a file; none if it is not installed.
pub fn poppler(program: &str, pdf: &Pdf, arguments: &[&str]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    fs::write(&path, &pdf.bytes).unwrap();
    let options = arguments.iter().filter(|argument| **argument != "-");
    let output =
        Command::new(program).args(options).arg(&path).args(arguments.contains(&"-").then_some("-")).output();
    let Ok(output) = output else {
        println!("skipped: {program} of Debian's poppler-utils is not there");
        return None;
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

/// The text of a document in reading order, white space flattened.
pub fn read(pdf: &Pdf) -> Option<String> {
    let text = String::from_utf8(poppler("pdftotext", pdf, &["-"])?).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Prints on A4.
pub fn a4(paper: &Paper, fonts: &Fonts) -> Pdf {
    paper.pdf(Sheet::A4, fonts).unwrap()
}

/// Width and height of the first page in points.
pub fn page_size(pdf: &Pdf) -> Option<(f64, f64)> {
    let info = String::from_utf8(poppler("pdfinfo", pdf, &[])?).unwrap();
    let line = info.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap().trim().to_owned();
    let mut sides = line.split_whitespace().filter_map(|word| word.parse().ok());
    Some((sides.next().unwrap(), sides.next().unwrap()))
}

/// Where the word farthest to the right ends, as a share of the page's width.
pub fn right_edge(pdf: &Pdf) -> Option<f64> {
    let boxes = String::from_utf8(poppler("pdftotext", pdf, &["-bbox", "-"])?).unwrap();
    let number = |line: &str, key: &str| -> Option<f64> {
        line.split_once(&format!("{key}=\""))?.1.split('"').next()?.parse().ok()
    };
    let width = boxes.lines().find_map(|line| number(line, "page width")).unwrap();
    Some(boxes.lines().filter_map(|line| number(line, "xMax")).fold(0.0, f64::max) / width)
}
