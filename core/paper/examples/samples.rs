//! Writes every kind of paper into a folder, to be looked at: `cargo run -p beatbook-paper --example samples -- OUT`.
//!
//! Fonts are Debian's (fonts-dejavu-core, fonts-noto-core), or the files named after the folder.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use beatbook_paper::{Fonts, Kind, PaperCopy, Sheet, TemplateSet, Templates, Warning, samples};

/// Where Debian keeps fonts with Latin, Arabic and Hebrew letters.
const FONTS: [&str; 8] = [
    "noto/NotoSans-Regular.ttf",
    "noto/NotoSans-Bold.ttf",
    "noto/NotoSansArabic-Regular.ttf",
    "noto/NotoSansArabic-Bold.ttf",
    "noto/NotoSansHebrew-Regular.ttf",
    "noto/NotoSansHebrew-Bold.ttf",
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSans-Bold.ttf",
];

#[allow(clippy::print_stdout, reason = "a program whose output is for a person")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().ok_or("usage: samples OUT [FONT…]")?;
    fs::create_dir_all(&out)?;
    let mut named: Vec<PathBuf> = arguments.collect();
    if named.is_empty() {
        let debian = FONTS.iter().map(|font| Path::new("/usr/share/fonts/truetype").join(font));
        named = debian.filter(|font| font.is_file()).collect();
    }
    let files = named.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let fonts = Fonts::new(files)?;
    let templates = Templates::check(TemplateSet::shipped()).map_err(|faults| format!("{faults:?}"))?;
    for kind in Kind::ALL {
        for copy in PaperCopy::ALL {
            let paper = templates.compose(&samples::full(kind), copy)?;
            for sheet in Sheet::ALL {
                let name = format!("{kind}-{}-{}", copy.name(), sheet.name());
                let pdf = paper.pdf(sheet, &fonts)?;
                fs::write(out.join(&name).with_extension("html"), paper.html(sheet))?;
                fs::write(out.join(&name).with_extension("pdf"), &pdf.bytes)?;
                let lacking = pdf.warnings.iter().any(|warning| matches!(warning, Warning::NoGlyph(_)));
                let note = if lacking { ", a font lacks characters" } else { "" };
                println!("{name}: {} pages, {} KB{note}", pdf.pages, pdf.bytes.len() / 1_000);
            }
        }
    }
    Ok(())
}
