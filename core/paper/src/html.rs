//! A paper as one page of HTML: headings, tables with captions, nothing loaded from anywhere, no script.

use std::fmt::Write as _;

use crate::block::{Block, Row, Span, Style, is_titled};
use crate::paper::{Paper, Sheet};
use crate::qr::{QUIET, Qr};

/// The whole page.
pub fn print(paper: &Paper, sheet: Sheet) -> String {
    let mut page = head(paper, sheet);
    page.push_str("<body>\n");
    page.push_str(&body(paper));
    page.push_str("</body>\n</html>\n");
    page
}

fn head(paper: &Paper, sheet: Sheet) -> String {
    let page = match sheet {
        Sheet::A4 => "body { font-size: 11pt; max-width: 174mm; }\n",
        Sheet::A4Large => "body { font-size: 18pt; max-width: 174mm; }\n",
        Sheet::Receipt80 => RECEIPT,
    };
    // CSS knows no page as long as its text; a roll's driver feeds page after page.
    let size = if sheet == Sheet::Receipt80 { "80mm 297mm; margin: 4mm" } else { "A4; margin: 18mm" };
    // Within quotes of CSS nothing but what numbers are made of.
    let number: String = paper.number.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
         <style>\n@page {{ size: {size}; @bottom-left {{ font: 9pt sans-serif; \
         content: \"{number} · \" counter(page) \" / \" counter(pages); }} }}\n\
         {STYLE}{page}</style>\n</head>\n",
        attribute(&paper.language),
        text_of(&paper.title()),
    )
}

/// A roll is too narrow for columns: labels stand above, the code below.
const RECEIPT: &str = "\
body { font-size: 9.5pt; max-width: 72mm; }
.facts th, .facts td { display: block; width: auto; padding-left: 0; padding-right: 0; }
.facts th { padding-bottom: 0; }
.facts td { border-top: 0; padding-top: 0; }
.box { display: flex; flex-direction: column; }
.box .qr { order: 1; align-self: center; margin: 0 0 .6em; }
";

/// Black on white and on #f3f2f1 (contrast 18.9:1); the watermark is behind the text and pale.
const STYLE: &str = "\
* { box-sizing: border-box; }
body { margin: 0 auto; font-family: system-ui, 'Noto Sans', sans-serif; line-height: 1.4; color: #000; \
background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.8em; line-height: 1.2; margin: 0 0 .4em; }
h2 { font-size: 1.25em; line-height: 1.25; margin: 1.1em 0 .3em; break-after: avoid; }
p, ul, table { margin: 0 0 .7em; }
ul { padding-left: 1.2em; }
li { margin-bottom: .3em; }
p, li { orphans: 2; widows: 2; }
.lead { font-size: 1.3em; font-weight: bold; line-height: 1.25; }
.small { font-size: .85em; }
table { width: 100%; border-collapse: collapse; border-bottom: 1px solid #505a5f; }
caption { text-align: left; font-weight: bold; padding-bottom: .2em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0; border-top: 1px solid #505a5f; }
.facts th { width: 30%; }
tr { break-inside: avoid; }
.box { border: 2px solid #000; background: #f3f2f1; padding: .7em .9em .1em; margin: 0 0 1em; \
break-inside: avoid; overflow: hidden; }
.qr { display: block; width: 28mm; height: 28mm; background: #fff; }
.box .qr { float: right; margin: 0 0 .6em 1em; }
.sign { border-top: 1px solid #000; margin-top: 4em; width: 60%; }
.mark { position: fixed; top: 40%; left: 0; right: 0; z-index: -1; text-align: center; font-size: 6em; \
font-weight: bold; color: #e3e3e3; transform: rotate(-35deg); }
footer { margin-top: 1.5em; border-top: 1px solid #000; font-size: .85em; }
";

fn body(paper: &Paper) -> String {
    let mut out = String::new();
    if let Some(mark) = paper.watermark() {
        let _ = writeln!(out, "<div class=\"mark\" aria-hidden=\"true\">{}</div>", text_of(mark));
    }
    out.push_str("<main>\n");
    for (number, block) in paper.blocks.iter().enumerate() {
        write_block(paper, block, is_titled(&paper.blocks, number), &mut out);
    }
    let footer = format!("{} · {}", paper.number, paper.copy_name());
    let _ = writeln!(out, "</main>\n<footer>{}</footer>", text_of(&footer));
    out
}

fn write_block(paper: &Paper, block: &Block, titled: bool, out: &mut String) {
    // Writing into a String cannot fail.
    let _ = match block {
        Block::Heading { level, text } => writeln!(out, "<h{level}>{}</h{level}>", inline(text)),
        Block::Paragraph { style, text } => {
            let class = match style {
                Style::Body => "",
                Style::Lead => " class=\"lead\"",
                Style::Small => " class=\"small\"",
            };
            writeln!(out, "<p{class}>{}</p>", inline(text))
        }
        Block::List { items } => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", inline(item))).collect();
            writeln!(out, "<ul>\n{items}</ul>")
        }
        Block::Table { caption, rows } => {
            let class = if rows.iter().any(Row::is_head) { "" } else { " class=\"facts\"" };
            let rows: String = rows.iter().map(row).collect();
            let unseen = if titled { " class=\"unseen\"" } else { "" };
            writeln!(out, "<table{class}>\n<caption{unseen}>{}</caption>\n{rows}</table>", inline(caption))
        }
        Block::Boxed(blocks) => {
            out.push_str("<section class=\"box\">\n");
            // What floats comes first in HTML.
            let (codes, others): (Vec<_>, Vec<_>) = blocks.iter().partition(|block| **block == Block::Qr);
            for block in codes.into_iter().chain(others) {
                write_block(paper, block, false, out);
            }
            writeln!(out, "</section>")
        }
        Block::Qr => writeln!(out, "{}", picture(&paper.qr, &paper.words.qr)),
        Block::Sign { text } => writeln!(out, "<p class=\"sign\">{}</p>", inline(text)),
    };
}

fn row(row: &Row) -> String {
    let scope = if row.is_head() { "col" } else { "row" };
    let cells: String = row
        .cells
        .iter()
        .map(|cell| {
            let text = inline(&cell.text);
            if cell.head { format!("<th scope=\"{scope}\">{text}</th>") } else { format!("<td>{text}</td>") }
        })
        .collect();
    format!("<tr>{cells}</tr>\n")
}

fn inline(text: &[Span]) -> String {
    text.iter()
        .map(|span| {
            let mut text = text_of(&span.text).replace('\n', "<br>");
            if span.isolated {
                text = format!("<bdi>{text}</bdi>");
            }
            if span.strong { format!("<strong>{text}</strong>") } else { text }
        })
        .collect()
}

fn picture(qr: &Qr, described: &str) -> String {
    let side = qr.side + 2 * QUIET;
    let mut path = String::new();
    for (row, column, length) in qr.bars() {
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET);
    }
    format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>",
        attribute(described)
    )
}

fn text_of(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn attribute(text: &str) -> String {
    text_of(text).replace('"', "&quot;")
}
