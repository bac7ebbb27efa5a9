//! `notice-render`: a complete notice to HTML and PDF, with templates compiled and fonts read before.
//!
//! The officer's copy of a fixed penalty notice, the longest there is; beside it the same on a receipt, with a name
//! in Arabic, and what a phone pays once: reading fonts, compiling templates, checking a set at import.

use std::error::Error;
use std::fs;

use beatbook_paper::notice::Recipient;
use beatbook_paper::{Fonts, Kind, NoticePaper, PaperCopy, Sheet, TemplateSet, Templates, samples};

use crate::harness::{Figure, Goal, Lab, Measured, Spread, rounds, timed};

const ROUNDS: usize = 25;

/// Regular, bold and Arabic: what Debian's fonts-noto-core brings.
const FONTS: [&str; 3] = ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansArabic-Regular.ttf"];

/// Measures all.
///
/// # Errors
/// If fonts are missing or a paper is refused.
pub fn run(_: &Lab) -> Measured {
    let files = FONTS.map(|name| fs::read(format!("/usr/share/fonts/truetype/noto/{name}")));
    let files = files.into_iter().collect::<Result<Vec<_>, _>>()?;
    let fonts = Fonts::new(files.clone())?;
    let templates = compiled()?;
    let notice = samples::full(Kind::Fpn);
    let arabic = NoticePaper {
        recipient: Recipient::Named {
            name: "محمد عبد الله".to_owned(),
            address: vec!["27 Example Road".to_owned()],
            born: None,
        },
        ..notice.clone()
    };
    let figure = |name: &str, value: Spread, goal: Goal, note: &str| Figure {
        name: name.into(),
        value,
        unit: "ms",
        peer: None,
        goal,
        note: note.into(),
    };
    let print = |notice: &NoticePaper, sheet: Sheet| {
        milliseconds(|| {
            let paper = templates.compose(notice, PaperCopy::Officer)?;
            let html = paper.html(sheet);
            let pdf = paper.pdf(sheet, &fonts)?;
            Ok(html.len() > 5_000 && pdf.bytes.len() > 20_000 && pdf.warnings.is_empty())
        })
    };
    let html =
        milliseconds(|| Ok(templates.compose(&notice, PaperCopy::Officer)?.html(Sheet::A4).len() > 5_000))?;
    let once = milliseconds(|| {
        let fonts = Fonts::new(files.clone())?;
        let paper = compiled()?.compose(&notice, PaperCopy::Officer)?;
        Ok(paper.pdf(Sheet::A4, &fonts)?.pages > 1)
    })?;
    let check = milliseconds(|| Ok(Templates::check(TemplateSet::shipped()).is_ok()))?;
    Ok(vec![
        figure("notice-render", print(&notice, Sheet::A4)?, Goal::AtMost(50.0), "A4"),
        figure("notice-render receipt", print(&notice, Sheet::Receipt80)?, Goal::AtMost(50.0), "80 mm"),
        figure("notice-render arabic", print(&arabic, Sheet::A4)?, Goal::AtMost(50.0), "a third font"),
        figure("notice-render html", html, Goal::Shown, "HTML alone"),
        figure("notice-render cold", once, Goal::Shown, "fonts and templates read for it"),
        figure("notice-render check", check, Goal::Shown, "a set at import: 70 papers"),
    ])
}

fn compiled() -> Result<Templates, Box<dyn Error>> {
    Templates::compile(TemplateSet::shipped()).map_err(|_| "the shipped templates cannot be read".into())
}

fn milliseconds(mut work: impl FnMut() -> Result<bool, Box<dyn Error>>) -> Result<Spread, Box<dyn Error>> {
    rounds(ROUNDS, || {
        let (done, took) = timed(&mut work);
        if done? { Ok(took.as_secs_f64() * 1_000.0) } else { Err("the paper is not whole".into()) }
    })
}
